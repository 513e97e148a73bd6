//! Models with migrations, and migrations that tests write.

pub mod crash;

use tablewright::Migrations;
use tablewright::migrate::{Migration, Scripts, Steps};

/// Models whose migrations are files.
#[allow(missing_docs, reason = "the fields have no comments in the file")]
pub mod library {
    tablewright::include_models!();
}

/// Migrations that are the same on every database: each has a name, statements, and the statements
/// that undo it.
///
/// They are never freed, and tests have few.
#[must_use]
pub fn migrations(all: &[(&str, &[&str], &[&str])]) -> Migrations<'static> {
    let all = all
        .iter()
        .map(|(name, up, down)| migration(name, up, down, true));
    from(all.collect())
}

/// The same, for a list of migrations.
#[must_use]
pub fn from(all: Vec<Migration<'static>>) -> Migrations<'static> {
    Migrations { list: all.leak() }
}

/// One migration.
#[must_use]
pub fn migration(
    name: &str,
    up: &[&str],
    down: &[&str],
    in_transaction: bool,
) -> Migration<'static> {
    let steps = |statements: &[&str]| Steps {
        statements: texts(statements),
        in_transaction,
        foreign_keys: true,
        preflight: &[],
    };
    let checksum = format!(
        "{:.32}",
        format!("{:032x}", hash(&format!("{up:?}{down:?}")))
    );
    let scripts = Scripts {
        checksum: checksum.leak(),
        up: steps(up),
        down: steps(down),
    };
    Migration {
        name: name.to_owned().leak(),
        sqlite: Some(scripts),
        postgres: Some(scripts),
        mysql: Some(scripts),
        mariadb: Some(scripts),
    }
}

fn texts(statements: &[&str]) -> &'static [&'static str] {
    let texts = statements
        .iter()
        .map(|text| &*(*text).to_owned().leak())
        .collect::<Vec<&'static str>>();
    texts.leak()
}

/// A number that differs for different texts.
fn hash(text: &str) -> u64 {
    text.bytes().fold(7, |hash: u64, byte| {
        hash.wrapping_mul(31).wrapping_add(u64::from(byte))
    })
}
