//! How a live server treats table names that differ only in case.

use tablewright_sql::TableNames;

use crate::base::connection::driver::Driver;
use crate::base::error::Result;

const SETTING: &str = "SELECT CAST(@@lower_case_table_names AS SIGNED)";

/// Queries the server, unless all servers of its dialect do the same.
pub(super) async fn table_names<C: Driver>(db: &C) -> Result<TableNames> {
    if let Some(names) = TableNames::of_dialect(db.dialect()) {
        return Ok(names);
    }
    let setting = crate::query::raw::sql::<i64>(SETTING).run_one(db).await?;
    Ok(TableNames::of_setting(setting))
}
