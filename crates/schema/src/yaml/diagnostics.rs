//! Diagnostics with their positions, drawn for the user.

use std::collections::BTreeSet;
use std::error::Error;
use std::fmt;
use std::ops::Range;

use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};

use super::files::Source;
use super::locate;
use super::report::{Location, Problem, Report};

/// The largest number of drawn errors: finding the position of one costs a walk through its file.
const MOST: usize = 100;

/// The largest number of bytes for all these walks, so that a huge file fails fast, too.
const BYTES_TO_WALK: usize = 16 << 20;

/// All errors of a schema; there is at least one.
///
/// Both `{}` and `{:?}` show a drawing of every error in its file, so a `main` which returns this
/// value shows exactly that.
pub struct Diagnostics {
    root: String,
    total: usize,
    errors: Vec<Diagnostic>,
    drawings: Vec<Drawing>,
    texts: Vec<(String, String)>,
}

/// One error.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// Its file.
    pub file: String,
    /// Its position; `None` if the file cannot be read at all.
    pub position: Option<Position>,
    /// The error.
    pub message: String,
    /// The help, with a line for each way to correct it.
    pub hint: Option<String>,
}

/// A position in a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// The line, from 1.
    pub line: usize,
    /// The character in the line, from 1.
    pub column: usize,
}

/// The highlighted positions of an error: its own, and related ones.
#[derive(Default, PartialEq)]
struct Drawing {
    location: Option<Span>,
    also: Vec<(Span, String)>,
}

/// A range of bytes in one of the texts.
#[derive(Clone, PartialEq)]
struct Span {
    file: usize,
    bytes: Range<usize>,
}

impl Diagnostics {
    pub(super) fn new(root: &str, report: Report, sources: Vec<Source>) -> Self {
        let mut problems = report.into_sorted();
        if problems.is_empty() {
            // Every pass that fails reports an error; without one, this must still not look like
            // success.
            let mut report = Report::default();
            report.error(
                Location::Nowhere,
                "the schema has an error without a message; this is a bug in tablewright: please \
                 report it",
            );
            problems = report.into_sorted();
        }
        let mut errors = Diagnostics {
            root: root.to_owned(),
            total: problems.len(),
            errors: Vec::new(),
            drawings: Vec::new(),
            texts: sources
                .into_iter()
                .map(|source| (source.path, source.text))
                .collect(),
        };
        errors.locate(problems);
        errors
    }

    /// The number of errors.
    #[expect(clippy::len_without_is_empty, reason = "there is always one")]
    pub fn len(&self) -> usize {
        self.total
    }

    /// The first hundred errors, or fewer in a huge file, by file and position.
    pub fn diagnostics(&self) -> &[Diagnostic] {
        &self.errors
    }

    /// The drawing of the errors, optionally with the colours of the terminal.
    pub fn render(&self, colour: bool) -> String {
        let renderer = match colour {
            true => Renderer::styled(),
            false => Renderer::plain(),
        };
        let mut text = String::new();
        for (error, drawing) in self.errors.iter().zip(&self.drawings) {
            text.push_str(&renderer.render(&[self.group(error, drawing)]));
            text.push_str("\n\n");
        }
        match self.total - self.errors.len() {
            0 => {}
            more => text.push_str(&format!("and {more} more\n\n")),
        }
        let number = match self.total {
            1 => "1 error".to_owned(),
            total => format!("{total} errors"),
        };
        text.push_str(&format!("{number} in {}\n", self.files()));
        text
    }

    fn locate(&mut self, problems: Vec<Problem>) {
        let mut budget = BYTES_TO_WALK;
        for problem in problems {
            if self.errors.len() == MOST || (budget == 0 && !self.errors.is_empty()) {
                break;
            }
            let drawing = self.drawing(&problem, &mut budget);
            let error = self.diagnostic(problem, &drawing);
            // A node that an alias repeats has the same error at the same position.
            if self.errors.contains(&error) && self.drawings.contains(&drawing) {
                self.total -= 1;
                continue;
            }
            self.errors.push(error);
            self.drawings.push(drawing);
        }
    }

    fn drawing(&self, problem: &Problem, budget: &mut usize) -> Drawing {
        let mut drawing = Drawing {
            location: self.span(problem.location, budget),
            also: Vec::new(),
        };
        for (location, label) in &problem.also {
            if let Some(span) = self.span(*location, budget) {
                drawing.also.push((span, label.clone()));
            }
        }
        drawing
    }

    fn span(&self, location: Location, budget: &mut usize) -> Option<Span> {
        match location {
            Location::Nowhere => None,
            Location::Node(at) => {
                let file = at.file as usize;
                let (_, text) = self.texts.get(file)?;
                *budget = budget.saturating_sub(text.len());
                let bytes = locate::locate(at, text).unwrap_or(0..0);
                Some(Span { file, bytes })
            }
            Location::Byte { file, offset } => {
                let file = file as usize;
                let (_, text) = self.texts.get(file)?;
                let start = locate::floor(text, offset);
                let end = start + locate::token_length(&text[start..], None);
                Some(Span {
                    file,
                    bytes: start..end,
                })
            }
        }
    }

    fn diagnostic(&self, problem: Problem, drawing: &Drawing) -> Diagnostic {
        let (file, position) = match &drawing.location {
            None => (self.root.clone(), None),
            Some(span) => {
                let (path, text) = &self.texts[span.file];
                let (_, line, column) = locate::position(text, span.bytes.start);
                (path.clone(), Some(Position { line, column }))
            }
        };
        Diagnostic {
            file,
            position,
            message: problem.message,
            hint: Some(problem.hints.join("\n")).filter(|hint| !hint.is_empty()),
        }
    }

    fn group<'a>(&'a self, error: &'a Diagnostic, drawing: &'a Drawing) -> Group<'a> {
        let title = Level::ERROR.primary_title(error.message.as_str());
        let mut group = Group::with_title(title);
        for snippet in self.snippets(drawing) {
            group = group.element(snippet);
        }
        for hint in error.hint.iter().flat_map(|hint| hint.lines()) {
            group = group.element(Level::HELP.message(hint));
        }
        group
    }

    /// A snippet for each drawn file, with the one of the error first.
    fn snippets<'a>(
        &'a self,
        drawing: &'a Drawing,
    ) -> Vec<Snippet<'a, annotate_snippets::Annotation<'a>>> {
        let Some(location) = &drawing.location else {
            return Vec::new();
        };
        let mut files = vec![location.file];
        for (span, _) in &drawing.also {
            if !files.contains(&span.file) {
                files.push(span.file);
            }
        }
        files
            .into_iter()
            .map(|file| self.snippet(file, location, &drawing.also))
            .collect()
    }

    fn snippet<'a>(
        &'a self,
        file: usize,
        location: &Span,
        also: &'a [(Span, String)],
    ) -> Snippet<'a, annotate_snippets::Annotation<'a>> {
        let (path, text) = &self.texts[file];
        let primary = Some(location).filter(|span| span.file == file);
        let context: Vec<_> = also.iter().filter(|(span, _)| span.file == file).collect();

        // Only these lines: the cost of a drawing should not grow with the file.
        let spans = || {
            primary
                .into_iter()
                .chain(context.iter().map(|(span, _)| span))
        };
        let first = spans().map(|span| span.bytes.start).min().unwrap_or(0);
        let last = spans().map(|span| span.bytes.end).max().unwrap_or(0);
        let (start, line, _) = locate::position(text, first);
        let end = text[last..]
            .find('\n')
            .map_or(text.len(), |newline| last + newline);
        // If lines end in CR LF, the last one still has its CR.
        let lines = text[start..end].trim_end_matches('\r');
        let within = |span: &Span| {
            let [start, end] = [span.bytes.start, span.bytes.end].map(|byte| byte - start);
            start.min(lines.len())..end.min(lines.len())
        };

        let mut snippet = Snippet::source(lines).line_start(line).path(path.as_str());
        if let Some(span) = primary {
            snippet = snippet.annotation(AnnotationKind::Primary.span(within(span)));
        }
        for (span, label) in context {
            let annotation = AnnotationKind::Context.span(within(span));
            snippet = snippet.annotation(annotation.label(label.as_str()));
        }
        snippet
    }

    /// The files with errors, in the order of the errors.
    fn files(&self) -> String {
        let mut seen = BTreeSet::new();
        let mut files = self.errors.iter().map(|error| error.file.as_str());
        let mut distinct: Vec<&str> = files.by_ref().filter(|file| seen.insert(*file)).collect();
        match distinct.len() {
            0 => self.root.clone(),
            1..=3 => {
                let last = distinct.pop().unwrap_or_default();
                match distinct.is_empty() {
                    true => last.to_owned(),
                    false => format!("{} and {last}", distinct.join(", ")),
                }
            }
            number => format!("{number} files"),
        }
    }
}

impl fmt::Display for Diagnostics {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.render(false).trim_end())
    }
}

impl fmt::Debug for Diagnostics {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // `main` shows an error by `Debug`, after `Error: `: the drawing begins on the next line.
        write!(f, "\n{self}")
    }
}

impl Error for Diagnostics {}
