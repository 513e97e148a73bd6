//! Mixins: adds their contents to the models that use them, after the models' own.

use std::collections::{BTreeMap, BTreeSet};

use super::findings::Findings;
use super::unresolved::Body;
use super::words::Words;
use crate::yaml::shapes::{self, At, Document, Mixin, Placeholders, Spanned};

struct Mixins<'d> {
    by_name: BTreeMap<&'d str, &'d Mixin>,
    /// Names of two mixins, each with the first one.
    repeated: BTreeSet<&'d str>,
    /// Whether there may be other, unknown mixins.
    may_have_more: bool,
}

/// The contents of every model, in the order of [`Words::models`].
pub fn expand<'d>(
    words: &Words<'d>,
    document: &'d Document,
    findings: &mut Findings<'_>,
) -> Vec<Body<'d>> {
    let mixins = Mixins::declare(document, findings);
    report_circles(&mixins, findings);
    words
        .models
        .iter()
        .map(|model| expand_model(model, &mixins, findings))
        .collect()
}

impl<'d> Mixins<'d> {
    fn declare(document: &'d Document, findings: &mut Findings<'_>) -> Mixins<'d> {
        let mut mixins = Mixins {
            by_name: BTreeMap::new(),
            repeated: BTreeSet::new(),
            may_have_more: document.placeholders.may_have("mixins"),
        };
        for mixin in &document.mixins {
            let name = mixin.name.value.as_str();
            if let Some(first) = mixins.by_name.get(name) {
                findings
                    .at(
                        mixin.name.at,
                        format!("the mixin `{name}` is declared twice"),
                    )
                    .also(first.name.at, "this is the other");
                mixins.repeated.insert(name);
            } else {
                mixins.by_name.insert(name, mixin);
            }
        }
        mixins
    }

    fn find(&self, name: &Spanned<String>, findings: &mut Findings<'_>) -> Option<&'d Mixin> {
        let mixin = self.by_name.get(name.value.as_str()).copied();
        if mixin.is_none() && !self.may_have_more {
            findings
                .at(name.at, format!("there is no mixin `{}`", name.value))
                .did_you_mean(&name.value, self.by_name.keys().copied());
        }
        mixin
    }
}

/// Checks every mixin once, for unknown names and for circles.
fn report_circles(mixins: &Mixins<'_>, findings: &mut Findings<'_>) {
    let mut seen: BTreeSet<&str> = BTreeSet::new();
    for start in mixins.by_name.values() {
        if !seen.insert(&start.name.value) {
            continue;
        }
        // The mixins on the path from the start, each with the number of its visited entries.
        let mut path: Vec<(&Mixin, usize)> = vec![(start, 0)];
        let mut on_path: BTreeSet<&str> = BTreeSet::from([start.name.value.as_str()]);
        while let Some((mixin, next)) = path.last_mut() {
            let Some(entry) = mixin.body.mixins.get(*next) else {
                on_path.remove(mixin.name.value.as_str());
                path.pop();
                continue;
            };
            *next += 1;
            if on_path.contains(entry.value.as_str()) {
                findings
                    .at(
                        entry.at,
                        format!("the mixin `{}` contains itself", entry.value),
                    )
                    .hint("remove it from the list here");
            } else if let Some(mixin) = mixins.find(entry, findings)
                && seen.insert(&mixin.name.value)
            {
                on_path.insert(&mixin.name.value);
                path.push((mixin, 0));
            }
        }
    }
}

fn expand_model<'d>(
    model: &'d shapes::Model,
    mixins: &Mixins<'d>,
    findings: &mut Findings<'_>,
) -> Body<'d> {
    let mut body = Body {
        model,
        fields: Vec::new(),
        unique: Vec::new(),
        indexes: Vec::new(),
        checks: Vec::new(),
        references: Vec::new(),
        derives: Vec::new(),
        attributes: Vec::new(),
        placeholders: Placeholders::default(),
    };
    // The definition of each field: its position in the file, and the name of the mixin.
    let mut defined: BTreeMap<&str, (At, Option<&str>)> = BTreeMap::new();
    add(&model.body, None, &mut body, &mut defined, findings);

    report_repeated(&model.body.mixins, findings);
    let mut added: BTreeSet<&str> = BTreeSet::new();
    // The last comes first, each with the position of the model's entry that includes it.
    let mut waiting: Vec<(&Spanned<String>, At)> = model
        .body
        .mixins
        .iter()
        .rev()
        .map(|entry| (entry, entry.at))
        .collect();
    while let Some((name, used_at)) = waiting.pop() {
        let Some(mixin) = mixins.find(name, findings) else {
            body.placeholders.add_any();
            continue;
        };
        if added.insert(&mixin.name.value) {
            let origin = Some((mixin.name.value.as_str(), used_at));
            add(&mixin.body, origin, &mut body, &mut defined, findings);
            waiting.extend(mixin.body.mixins.iter().rev().map(|entry| (entry, used_at)));
        }
        if mixins.repeated.contains(name.value.as_str()) {
            body.placeholders.add_any();
        }
    }
    // A mixin may contain anything.
    if body.placeholders.may_have("mixins") {
        body.placeholders.add_any();
    }
    body
}

fn report_repeated(entries: &[Spanned<String>], findings: &mut Findings<'_>) {
    let mut first: BTreeMap<&str, At> = BTreeMap::new();
    for entry in entries {
        if let Some(first) = first.insert(&entry.value, entry.at) {
            findings
                .at(
                    entry.at,
                    format!("the mixin `{}` is listed twice", entry.value),
                )
                .also(first, "here first");
        }
    }
}

fn add<'d>(
    from: &'d shapes::Body,
    mixin: Option<(&'d str, At)>,
    body: &mut Body<'d>,
    defined: &mut BTreeMap<&'d str, (At, Option<&'d str>)>,
    findings: &mut Findings<'_>,
) {
    for field in &from.fields {
        let name = field.name.value.as_str();
        match defined.get(name) {
            None => {
                defined.insert(name, (field.name.at, mixin.map(|(mixin, _)| mixin)));
                body.fields.push(field);
            }
            Some(first) => report_twice(field, *first, mixin, findings),
        }
    }
    body.unique.extend(&from.unique);
    body.indexes.extend(&from.indexes);
    body.checks.extend(&from.checks);
    body.references.extend(&from.references);
    body.derives.extend(&from.derives);
    body.attributes.extend(&from.attributes);
    body.placeholders.extend(&from.placeholders);
}

fn report_twice(
    field: &shapes::Field,
    (first, first_mixin): (At, Option<&str>),
    mixin: Option<(&str, At)>,
    findings: &mut Findings<'_>,
) {
    let name = &field.name.value;
    match (mixin, first_mixin) {
        (None, _) => {
            findings
                .at(
                    field.name.at,
                    format!("the field `{name}` is declared twice"),
                )
                .also(first, "here first");
        }
        (Some((mixin, used_at)), Some(other)) => {
            findings
                .at(
                    used_at,
                    format!("the mixins `{other}` and `{mixin}` both have a field `{name}`"),
                )
                .also(first, format!("in `{other}`"))
                .also(field.name.at, format!("in `{mixin}`"));
        }
        (Some((mixin, used_at)), None) => {
            findings
                .at(
                    first,
                    format!("the mixin `{mixin}` has a field `{name}` too"),
                )
                .also(used_at, "it is used here")
                .hint("remove one of them: a mixin's field cannot be replaced");
        }
    }
}
