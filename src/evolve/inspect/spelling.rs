//! Names of tables on servers that ignore their case.
//!
//! With `lower_case_table_names = 1` MySQL and MariaDB store `Users` as `users`. With 2 they store
//! it as it was written, and compare it without regard to case. The inspected tables then get the
//! spelling of the models, for current and former names.

use tablewright_schema::FormerTable;
use tablewright_schema::catalog::Catalog;
use tablewright_sql::{Dialect, TableNames};

use crate::base::connection::driver::Driver;
use crate::base::error::Result;
use crate::evolve::table_names::table_names;

/// Changes the table names of a database to the spelling of the models, if its server treats both
/// as the same.
pub(crate) async fn as_wanted<C: Driver>(
    db: &C,
    live: &mut Catalog,
    wanted: &Catalog,
    former: &[FormerTable],
) -> Result<()> {
    let dialect = db.dialect();
    let known = known(wanted, former);
    // Only servers that may have this setting are queried, and only if a name differs in case.
    let has_setting = TableNames::of_dialect(dialect).is_none();
    if has_setting && has_other_spellings(dialect, live, &known) {
        respell(dialect, table_names(db).await?, live, &known);
    }
    Ok(())
}

/// The names in the models, the current ones before the former ones.
fn known<'n>(wanted: &'n Catalog, former: &'n [FormerTable]) -> Vec<&'n str> {
    let wanted = wanted.tables.iter().map(|table| table.name.as_str());
    let former = former.iter().map(|former| former.was.as_str());
    wanted.chain(former).collect()
}

fn has_other_spellings(dialect: Dialect, live: &Catalog, known: &[&str]) -> bool {
    let mut tables = live.tables.iter();
    tables.any(|live| {
        let mut known = known.iter();
        known.any(|known| **known != live.name && dialect.same_name(known, &live.name))
    })
}

fn respell(dialect: Dialect, names: TableNames, live: &mut Catalog, known: &[&str]) {
    let respell = |name: &mut String| {
        let mut known = known.iter();
        if let Some(known) = known.find(|known| dialect.same_table(names, known, name)) {
            *name = (*known).to_owned();
        }
    };
    for table in &mut live.tables {
        respell(&mut table.name);
        for key in &mut table.foreign_keys {
            respell(&mut key.target);
        }
    }
    for other in &mut live.others {
        if let Some(table) = &mut other.table {
            respell(table);
        }
    }
}

#[cfg(test)]
mod tests {
    use tablewright_schema::catalog::read;

    use super::*;

    /// Tables as they are listed with each setting: a table of the models, a table with a former
    /// name, and an unmanaged one.
    #[test]
    fn tables_are_spelled_as_the_models_do_unless_case_counts() {
        let of = |setting: i64, users: &str, posts: &str| {
            let sql = format!(
                "CREATE TABLE `{users}` (`id` int, CONSTRAINT `up` FOREIGN KEY (`id`) REFERENCES `{posts}` (`id`));
                 CREATE TABLE `{posts}` (`id` int);
                 CREATE TABLE `others` (`id` int)"
            );
            let mut live = read(Dialect::Mysql, &sql);
            let wanted = "CREATE TABLE `Users` (`id` int); CREATE TABLE `posts` (`id` int)";
            let wanted = read(Dialect::Mysql, wanted);
            let former = [FormerTable {
                name: "posts".to_owned(),
                was: "BlogPosts".to_owned(),
            }];
            let names = TableNames::of_setting(setting);
            respell(Dialect::Mysql, names, &mut live, &known(&wanted, &former));
            let names = live.tables.iter().map(|table| table.name.clone());
            let targets = live.tables.iter().flat_map(|table| &table.foreign_keys);
            let targets = targets.map(|key| key.target.clone());
            names.chain(targets).collect::<Vec<_>>()
        };
        let as_models = ["Users", "BlogPosts", "others", "BlogPosts"];
        assert_eq!(of(0, "Users", "BlogPosts"), as_models);
        let as_listed = ["users", "blogposts", "others", "blogposts"];
        assert_eq!(of(0, "users", "blogposts"), as_listed);
        assert_eq!(of(1, "users", "blogposts"), as_models);
        assert_eq!(of(2, "USERS", "BlogPosts"), as_models);
        assert_eq!(of(2, "Users", "blogPosts"), as_models);
    }
}
