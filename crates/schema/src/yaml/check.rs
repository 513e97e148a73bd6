//! What each of the chosen databases can hold, asked before anything is written for it.

mod cycles;
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

/// Reports what one of the dialects cannot do.
pub(super) fn check(unresolved: &UnresolvedSchema<'_>, owner: Owner, findings: &mut Findings<'_>) {
    names::check(unresolved, owner, findings);
    types::check(unresolved, findings);
    generated::check(unresolved, findings);
    keys::check(unresolved, findings);
    references::check(unresolved, findings);
    roles::check(unresolved, findings);
    rust::check(unresolved, findings);
    cycles::check(unresolved, findings);
    options::check(unresolved, findings);
}

/// Those of MySQL and MariaDB that are chosen.
fn mysql_family(dialects: &[Dialect]) -> Vec<Dialect> {
    chosen(dialects, &[Dialect::Mysql, Dialect::Mariadb])
}

/// Those of `wanted` that are chosen.
fn chosen(dialects: &[Dialect], wanted: &[Dialect]) -> Vec<Dialect> {
    wanted
        .iter()
        .copied()
        .filter(|dialect| dialects.contains(dialect))
        .collect()
}
