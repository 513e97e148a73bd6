//! What each of the chosen databases can hold, asked before anything is written for it.

mod cycles;
mod keys;
mod names;
mod options;
mod references;
mod roles;
mod sizes;
mod types;

use tablewright_sql::Dialect;

use super::resolve::draft::Draft;
use super::resolve::findings::Findings;

/// Reports what one of the dialects cannot do.
pub(super) fn check(draft: &Draft<'_>, findings: &mut Findings<'_>) {
    names::check(draft, findings);
    types::check(draft, findings);
    keys::check(draft, findings);
    references::check(draft, findings);
    roles::check(draft, findings);
    cycles::check(draft, findings);
    options::check(draft, findings);
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
