//! Collects diagnostics, to report them together.

use super::shapes::At;

/// The errors found so far.
#[derive(Debug, Default)]
pub struct Report {
    problems: Vec<Problem>,
    passed_over: usize,
    /// The number of the first file of seeds, if they are read.
    seeds: Option<u32>,
}

/// One error: the message, the position, and the help.
#[derive(Debug)]
pub struct Problem {
    pub(super) location: Location,
    pub(super) message: String,
    pub(super) hints: Vec<String>,
    pub(super) also: Vec<(Location, String)>,
}

/// The position of an error.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Location {
    /// No file: the root file itself cannot be read.
    Nowhere,
    /// At a node.
    Node(At),
    /// A byte of a file beyond which YAML cannot read, so that there is no node.
    Byte { file: u32, offset: usize },
}

impl From<At> for Location {
    fn from(at: At) -> Self {
        Location::Node(at)
    }
}

impl Report {
    /// Adds an error.
    pub fn error(
        &mut self,
        location: impl Into<Location>,
        message: impl Into<String>,
    ) -> &mut Problem {
        let index = self.problems.len();
        self.problems.push(Problem {
            location: location.into(),
            message: message.into(),
            hints: Vec::new(),
            also: Vec::new(),
        });
        &mut self.problems[index]
    }

    /// Notes that the files from this number on are seeds.
    pub fn begin_seeds(&mut self, file: u32) {
        self.seeds = Some(file);
    }

    /// Whether a file has seeds, for which some help about models does not apply.
    pub fn is_seeds(&self, file: u32) -> bool {
        self.seeds.is_some_and(|first| file >= first)
    }

    /// Notes that something is left out because of an error that is already reported.
    pub fn pass_over(&mut self) {
        self.passed_over += 1;
    }

    /// The result of `read`, and whether it reported no error.
    pub fn watch<T>(&mut self, read: impl FnOnce(&mut Report) -> T) -> (T, bool) {
        let errors = |report: &Report| report.problems.len() + report.passed_over;
        let before = errors(self);
        let value = read(self);
        (value, errors(self) == before)
    }

    /// Whether there are no errors so far.
    pub fn is_empty(&self) -> bool {
        self.problems.is_empty()
    }

    /// The errors by file, then by position.
    ///
    /// Nodes are numbered in the order of reading, so sorting needs no positions; an error at a
    /// byte is at the end of reading.
    pub(super) fn into_sorted(mut self) -> Vec<Problem> {
        self.problems.sort_by_key(|problem| match problem.location {
            Location::Nowhere => (None, 0, 0),
            Location::Node(at) => (Some(at.file), 0, at.node as usize),
            Location::Byte { file, offset } => (Some(file), 1, offset),
        });
        self.problems
    }
}

impl Problem {
    /// Adds a help for the user.
    pub fn hint(&mut self, text: impl Into<String>) -> &mut Self {
        self.hints.push(text.into());
        self
    }

    /// Adds `did you mean …?` if there is a suggestion.
    pub fn did_you_mean(&mut self, suggestion: Option<&str>) -> &mut Self {
        match suggestion {
            Some(name) => self.hint(format!("did you mean `{name}`?")),
            None => self,
        }
    }

    /// Adds a second position to the drawing, with a label.
    pub fn also(&mut self, location: impl Into<Location>, label: impl Into<String>) -> &mut Self {
        self.also.push((location.into(), label.into()));
        self
    }
}
