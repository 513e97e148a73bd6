//! Checks the schema against the limits of each chosen database.

mod cycles;
mod expressions;
mod generated;
mod index_options;
mod keys;
mod names;
mod options;
mod references;
mod roles;
mod rust;
mod sizes;
mod types;

use tablewright_sql::Dialect;

use super::Owner;
use super::resolve::findings::Findings;
use super::resolve::unresolved::UnresolvedSchema;

/// Reports everything that one of the dialects does not support.
pub(super) fn check(unresolved: &UnresolvedSchema<'_>, owner: Owner, findings: &mut Findings<'_>) {
    names::check(unresolved, owner, findings);
    types::check(unresolved, findings);
    generated::check(unresolved, findings);
    expressions::check(unresolved, findings);
    keys::check(unresolved, findings);
    references::check(unresolved, findings);
    roles::check(unresolved, findings);
    rust::check(unresolved, findings);
    cycles::check(unresolved, findings);
    options::check(unresolved, findings);
}

/// MySQL and MariaDB, if they are chosen.
fn mysql_family(dialects: &[Dialect]) -> Vec<Dialect> {
    chosen(dialects, &[Dialect::Mysql, Dialect::Mariadb])
}

/// The dialects of `wanted` that are chosen.
fn chosen(dialects: &[Dialect], wanted: &[Dialect]) -> Vec<Dialect> {
    wanted
        .iter()
        .copied()
        .filter(|dialect| dialects.contains(dialect))
        .collect()
}
