//! Diagnostics, each of them once.

use std::collections::BTreeSet;

use crate::yaml::nearest::nearest;
use crate::yaml::report::{Problem, Report};
use crate::yaml::shapes::At;

/// The most misspelled names that suggestions are looked for: each of them is compared with all
/// names that there are, and no one reads so many at once.
const MOST_SUGGESTIONS: usize = 200;

/// The way into the [`Report`]: it drops what has been said before.
///
/// The fields of a mixin are resolved for every model that uses it, and an error in one of them
/// is still one error.
pub struct Findings<'r> {
    report: &'r mut Report,
    said: BTreeSet<(At, String)>,
    suggestions: usize,
}

/// An error to add hints to.
pub struct Finding<'f> {
    /// `None` if it has been said before.
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
    /// Adds what the user can do about it.
    pub fn hint(mut self, text: impl Into<String>) -> Self {
        if let Some(problem) = &mut self.problem {
            problem.hint(text);
        }
        self
    }

    /// Adds the candidate that a misspelled name may have meant.
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

    /// Adds a second place.
    pub fn also(mut self, at: At, label: impl Into<String>) -> Self {
        if let Some(problem) = &mut self.problem {
            problem.also(at, label);
        }
        self
    }
}
