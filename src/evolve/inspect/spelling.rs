//! Names of tables on servers that take no notice of their case.
//!
//! With `lower_case_table_names = 1` MySQL and MariaDB keep `Users` as `users`, and with 2 they keep
//! it as it was written and compare it without its case. The models' spelling is then that of the
//! table.

use tablewright_schema::catalog::Catalog;

use crate::base::connection::driver::Driver;
use crate::base::error::Result;

/// Spells the tables of a database as the models do, if its server takes both spellings for one.
pub(crate) async fn as_wanted<C: Driver>(
    db: &C,
    live: &mut Catalog,
    wanted: &Catalog,
) -> Result<()> {
    let dialect = db.dialect();
    if !dialect.has_mysql_grammar() {
        return Ok(());
    }
    let spelling = |name: &str| {
        let mut wanted = wanted.tables.iter();
        let wanted = wanted.find(|wanted| dialect.same_name(&wanted.name, name));
        wanted.map(|wanted| wanted.name.clone())
    };
    let is_other = |name: &str| spelling(name).is_some_and(|spelling| spelling != name);
    if !live.tables.iter().any(|table| is_other(&table.name)) {
        return Ok(());
    }
    let text = "SELECT CAST(@@lower_case_table_names AS SIGNED)";
    let setting = crate::query::raw::sql::<i64>(text).run_one(db).await?;
    if setting == 0 {
        return Ok(());
    }
    let respell = |name: &mut String| {
        if let Some(spelling) = spelling(name) {
            *name = spelling;
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
    Ok(())
}
