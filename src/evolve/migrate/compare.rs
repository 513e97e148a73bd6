//! Compares the history with the migrations of a program.

use tablewright_sql::Dialect;

use super::{Direction, MigrationError, MigrationStatus, Migrations, Scripts, State, Status};
use crate::base::error::Result;
use crate::evolve::history::{self, Entry, kind};

/// A migration of the program, in the dialect of the database.
#[derive(Clone, Copy, Debug)]
pub(super) struct Known<'m> {
    pub name: &'m str,
    pub scripts: &'m Scripts<'m>,
}

/// The migrations of the program, oldest first.
pub(super) fn known<'m>(
    migrations: &'m Migrations<'m>,
    dialect: Dialect,
) -> Result<Vec<Known<'m>>> {
    let known = migrations.list.iter().map(|migration| {
        Ok(Known {
            name: migration.name,
            scripts: migration.scripts(dialect)?,
        })
    });
    let mut known = known.collect::<Result<Vec<_>>>()?;
    known.sort_by_key(|migration| migration.name);
    Ok(known)
}

/// The entries of migrations, in the order in which they were applied.
pub(super) fn migrations(entries: &[Entry]) -> impl DoubleEndedIterator<Item = &Entry> {
    entries.iter().filter(|entry| entry.kind == kind::MIGRATION)
}

/// Whether all of a migration is done.
pub(super) fn is_complete(entry: &Entry) -> bool {
    entry.done >= entry.statements && entry.under_way.is_none() && !entry.reverting
}

/// The pending migrations, in order.
pub(super) fn pending<'m>(
    known: &[Known<'m>],
    entries: &[Entry],
    is_strict: bool,
    is_ahead_allowed: bool,
) -> Result<Vec<Known<'m>>> {
    refuse_half_done(entries, Direction::Up)?;
    refuse_unknown(known, entries, is_ahead_allowed)?;
    refuse_changed(known, entries)?;
    let find = |name: &str| migrations(entries).find(|entry| entry.name == name);
    let mut pending: Vec<Known<'m>> = Vec::new();
    // Interrupted migrations come first.
    pending.extend(
        known
            .iter()
            .filter(|one| find(one.name).is_some_and(|entry| !is_complete(entry))),
    );
    let missing = known.iter().filter(|one| find(one.name).is_none());
    if is_strict && let Some(last) = last_applied(entries) {
        let late = missing.clone().filter(|one| one.name < last);
        let names: Vec<String> = late.map(|one| one.name.to_owned()).collect();
        if !names.is_empty() {
            let last = last.to_owned();
            return Err(MigrationError::Late { names, last }.into());
        }
    }
    pending.extend(missing);
    Ok(pending)
}

/// The last applied migrations, which can be rolled back, the last one first.
pub(super) fn to_roll_back<'m>(
    known: &[Known<'m>],
    entries: &[Entry],
    most: usize,
) -> Result<Vec<Known<'m>>> {
    refuse_half_done(entries, Direction::Down)?;
    let mut found = Vec::new();
    // A partly rolled back migration is completed first.
    let reverting = migrations(entries).rev().filter(|entry| entry.reverting);
    let others = migrations(entries).rev().filter(|entry| !entry.reverting);
    let mut chosen: Vec<&Entry> = reverting.chain(others).take(most).collect();
    if let Some(first) = chosen.iter().position(|entry| history::is_baseline(entry)) {
        if first == 0 {
            let migration = chosen[0].name.clone();
            return Err(MigrationError::Baseline { migration }.into());
        }
        chosen.truncate(first);
    }
    let mut unknown = Vec::new();
    for entry in &chosen {
        match known.iter().find(|one| one.name == entry.name) {
            Some(one) => found.push(*one),
            None => unknown.push(entry.name.clone()),
        }
    }
    if !unknown.is_empty() {
        return Err(MigrationError::Ahead { names: unknown }.into());
    }
    for (one, entry) in found.iter().zip(&chosen) {
        if !entry.reverting && one.scripts.checksum != entry.checksum {
            let names = vec![one.name.to_owned()];
            return Err(MigrationError::Changed { names }.into());
        }
        // An empty `up` needs no `down`.
        let (up, down) = (one.scripts.up.statements, one.scripts.down.statements);
        if down.is_empty() && !up.is_empty() {
            let migration = one.name.to_owned();
            return Err(MigrationError::NoDown { migration }.into());
        }
    }
    Ok(found)
}

/// The state of a database, compared with the migrations of a program.
pub(super) fn status(known: &[Known<'_>], entries: &[Entry]) -> Status {
    let last = last_applied(entries).unwrap_or_default();
    let mut all = Vec::new();
    for (entry, position) in migrations(entries).zip(1..) {
        let of_program = known.iter().find(|one| one.name == entry.name);
        let state = match of_program {
            None => State::Unknown,
            Some(_) if !is_complete(entry) => State::Interrupted {
                done: number(entry.done),
                statements: number(entry.statements),
                reverting: entry.reverting,
            },
            Some(one) if one.scripts.checksum != entry.checksum => State::Changed,
            Some(_) => State::Applied,
        };
        all.push(MigrationStatus {
            name: entry.name.clone(),
            state,
            applied_at: Some(entry.applied_at.clone()),
            position: Some(position),
        });
    }
    let is_missing = |one: &&Known<'_>| migrations(entries).all(|entry| entry.name != one.name);
    all.extend(known.iter().filter(is_missing).map(|one| MigrationStatus {
        name: one.name.to_owned(),
        state: State::Pending {
            is_late: one.name < last,
        },
        applied_at: None,
        position: None,
    }));
    all.sort_by(|one, other| one.name.cmp(&other.name));
    Status {
        migrations: all,
        repairs: super::repair::records(entries),
    }
}

/// The number of statements that an entry has.
pub(super) fn number(count: i32) -> usize {
    usize::try_from(count).unwrap_or(0)
}

/// The newest migration that was applied.
fn last_applied(entries: &[Entry]) -> Option<&str> {
    migrations(entries)
        .filter(|entry| is_complete(entry))
        .map(|entry| entry.name.as_str())
        .max()
}

/// Refuses one direction while a migration is incomplete in the other.
fn refuse_half_done(entries: &[Entry], direction: Direction) -> Result<()> {
    let is_other = |entry: &&Entry| match direction {
        Direction::Up => entry.reverting,
        Direction::Down => !entry.reverting && !is_complete(entry),
    };
    match migrations(entries).find(is_other) {
        None => Ok(()),
        Some(entry) => Err(MigrationError::HalfDone {
            migration: entry.name.clone(),
            direction: match direction {
                Direction::Up => Direction::Down,
                Direction::Down => Direction::Up,
            },
        }
        .into()),
    }
}

fn refuse_unknown(known: &[Known<'_>], entries: &[Entry], is_ahead_allowed: bool) -> Result<()> {
    let newest = known.last().map_or("", |one| one.name);
    let mut unknown: Vec<String> = migrations(entries)
        .filter(|entry| known.iter().all(|one| one.name != entry.name))
        .map(|entry| entry.name.clone())
        .collect();
    unknown.sort();
    let (missing, ahead): (Vec<_>, Vec<_>) =
        unknown.into_iter().partition(|name| name.as_str() < newest);
    if !ahead.is_empty() && !is_ahead_allowed {
        return Err(MigrationError::Ahead { names: ahead }.into());
    }
    if !missing.is_empty() {
        return Err(MigrationError::Missing { names: missing }.into());
    }
    Ok(())
}

fn refuse_changed(known: &[Known<'_>], entries: &[Entry]) -> Result<()> {
    let is_changed = |one: &&Known<'_>| {
        migrations(entries).any(|entry| {
            entry.name == one.name && is_complete(entry) && entry.checksum != one.scripts.checksum
        })
    };
    let changed = known.iter().filter(is_changed);
    let names: Vec<String> = changed.map(|one| one.name.to_owned()).collect();
    if names.is_empty() {
        Ok(())
    } else {
        Err(MigrationError::Changed { names }.into())
    }
}
