//! Mistakes, each of them once.

use std::collections::BTreeSet;

use crate::yaml::nearest::nearest;
use crate::yaml::report::{Diagnostic, Report};
use crate::yaml::shapes::At;

/// The most misspelled names that suggestions are looked for: each of them is compared with all
/// names that there are, and nobody reads so many at once.
const MOST_SUGGESTIONS: usize = 200;

/// The way into the [`Report`]: it drops what has been said before.
///
/// The fields of a mixin are resolved for every model that uses it, and a mistake in one of them
/// is still one mistake.
pub struct Findings<'r> {
    report: &'r mut Report,
    said: BTreeSet<(At, String)>,
    suggestions: usize,
}

/// A mistake to add hints to.
pub struct Finding<'f> {
    /// `None` where it has been said before.
    diagnostic: Option<&'f mut Diagnostic>,
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

    /// Reports a mistake.
    pub fn at(&mut self, at: At, message: impl Into<String>) -> Finding<'_> {
        let message = message.into();
        let is_new = self.said.insert((at, message.clone()));
        Finding {
            diagnostic: is_new.then(|| self.report.mistake(at, message)),
            suggestions: &mut self.suggestions,
        }
    }
}

impl Finding<'_> {
    /// Adds what the user can do about it.
    pub fn hint(mut self, text: impl Into<String>) -> Self {
        if let Some(diagnostic) = &mut self.diagnostic {
            diagnostic.hint(text);
        }
        self
    }

    /// Adds the candidate that a misspelled name may have meant.
    pub fn did_you_mean<'a>(
        mut self,
        name: &str,
        candidates: impl Iterator<Item = &'a str>,
    ) -> Self {
        if let Some(diagnostic) = &mut self.diagnostic
            && *self.suggestions < MOST_SUGGESTIONS
        {
            *self.suggestions += 1;
            diagnostic.did_you_mean(nearest(name, candidates));
        }
        self
    }

    /// Adds a second place.
    pub fn also(mut self, at: At, label: impl Into<String>) -> Self {
        if let Some(diagnostic) = &mut self.diagnostic {
            diagnostic.also(at, label);
        }
        self
    }
}
