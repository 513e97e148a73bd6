//! Diagnostics without repetition.

use std::collections::BTreeSet;

use crate::yaml::nearest::nearest;
use crate::yaml::report::{Problem, Report};
use crate::yaml::shapes::At;

/// The largest number of misspelled names with suggestions: each is compared with all names, and no
/// one reads so many at once.
const MOST_SUGGESTIONS: usize = 200;

/// Adds errors to the [`Report`], except repeated ones.
///
/// The fields of a mixin are resolved for every model that uses it, and an error in one of them is
/// still one error.
pub struct Findings<'r> {
    report: &'r mut Report,
    said: BTreeSet<(At, String)>,
    suggestions: usize,
}

/// An error to add hints to.
pub struct Finding<'f> {
    /// `None` if it is a repetition.
    problem: Option<&'f mut Problem>,
    suggestions: &'f mut usize,
}

impl<'r> Findings<'r> {
    pub fn new(report: &'r mut Report) -> Self {
        Findings {
            report,
            said: BTreeSet::new(),
            suggestions: 0,
        }
    }

    /// Reports an error.
    pub fn at(&mut self, at: At, message: impl Into<String>) -> Finding<'_> {
        let message = message.into();
        let is_new = self.said.insert((at, message.clone()));
        Finding {
            problem: is_new.then(|| self.report.error(at, message)),
            suggestions: &mut self.suggestions,
        }
    }
}

impl Finding<'_> {
    /// Adds a help for the user.
    pub fn hint(mut self, text: impl Into<String>) -> Self {
        if let Some(problem) = &mut self.problem {
            problem.hint(text);
        }
        self
    }

    /// Adds the most similar candidate for a misspelled name.
    pub fn did_you_mean<'a>(
        mut self,
        name: &str,
        candidates: impl Iterator<Item = &'a str>,
    ) -> Self {
        if let Some(problem) = &mut self.problem
            && *self.suggestions < MOST_SUGGESTIONS
        {
            *self.suggestions += 1;
            problem.did_you_mean(nearest(name, candidates));
        }
        self
    }

    /// Adds a second position.
    pub fn also(mut self, at: At, label: impl Into<String>) -> Self {
        if let Some(problem) = &mut self.problem {
            problem.also(at, label);
        }
        self
    }
}
