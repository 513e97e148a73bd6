//! Mistakes accumulate here, to be reported together.

use super::shapes::At;

/// The mistakes found so far.
#[derive(Debug, Default)]
pub struct Report {
    diagnostics: Vec<Diagnostic>,
    passed_over: usize,
}

/// One mistake: what is wrong, where, and what helps.
#[derive(Debug)]
pub struct Diagnostic {
    pub(super) place: Place,
    pub(super) message: String,
    pub(super) hints: Vec<String>,
    pub(super) also: Vec<(Place, String)>,
}

/// Where a mistake is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// In no file: the root file itself cannot be read.
    Nowhere,
    /// At a node.
    Node(At),
    /// At a byte of a file that YAML cannot read beyond, so that there is no node.
    Byte { file: u32, offset: usize },
}

impl From<At> for Place {
    fn from(at: At) -> Self {
        Place::Node(at)
    }
}

impl Report {
    /// Adds a mistake.
    pub fn mistake(
        &mut self,
        place: impl Into<Place>,
        message: impl Into<String>,
    ) -> &mut Diagnostic {
        let index = self.diagnostics.len();
        self.diagnostics.push(Diagnostic {
            place: place.into(),
            message: message.into(),
            hints: Vec::new(),
            also: Vec::new(),
        });
        &mut self.diagnostics[index]
    }

    /// Notes that something is left out because of a mistake that has been reported before.
    pub fn pass_over(&mut self) {
        self.passed_over += 1;
    }

    /// What `read` reads, and whether it read all of it without a mistake.
    pub fn watch<T>(&mut self, read: impl FnOnce(&mut Report) -> T) -> (T, bool) {
        let mistakes = |report: &Report| report.diagnostics.len() + report.passed_over;
        let before = mistakes(self);
        let value = read(self);
        (value, mistakes(self) == before)
    }

    /// Whether nothing is wrong so far.
    pub fn is_empty(&self) -> bool {
        self.diagnostics.is_empty()
    }

    /// The mistakes by file, then by place.
    ///
    /// Nodes are numbered in the order of reading, so they need not be located to be sorted; and
    /// a mistake at a byte is where reading ended.
    pub(super) fn into_sorted(mut self) -> Vec<Diagnostic> {
        self.diagnostics
            .sort_by_key(|diagnostic| match diagnostic.place {
                Place::Nowhere => (None, 0, 0),
                Place::Node(at) => (Some(at.file), 0, at.node as usize),
                Place::Byte { file, offset } => (Some(file), 1, offset),
            });
        self.diagnostics
    }
}

impl Diagnostic {
    /// Adds what the user can do about it.
    pub fn hint(&mut self, text: impl Into<String>) -> &mut Self {
        self.hints.push(text.into());
        self
    }

    /// Adds `did you mean …?` where there is something to suggest.
    pub fn did_you_mean(&mut self, suggestion: Option<&str>) -> &mut Self {
        match suggestion {
            Some(name) => self.hint(format!("did you mean `{name}`?")),
            None => self,
        }
    }

    /// Adds a second place to the drawing, with what there is to see.
    pub fn also(&mut self, place: impl Into<Place>, label: impl Into<String>) -> &mut Self {
        self.also.push((place.into(), label.into()));
        self
    }
}
