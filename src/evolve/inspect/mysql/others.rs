//! What is no table, in a MySQL or MariaDB database.
//!
//! The servers write the name of the database before every table that a view reads, and before the
//! sequence of a default. Made in another database, such SQL would read the tables of this one.

use tablewright_schema::catalog::{Other, OtherKind};
use tablewright_sql::quote::identifier;
use tablewright_sql::{Dialect, Token, TokenKind, tokens};

use crate::base::connection::driver::Driver;
use crate::base::error::Result;

/// What it is, its name, its table and its SQL.
type OtherRow = (String, String, Option<String>, String);

/// Each of the columns has a collation of its own, which means nothing here.
const OTHERS: &str = "
    SELECT 'view', CONVERT(table_name USING utf8mb4), NULL,
           CONVERT(concat('CREATE ', if(security_type = 'INVOKER', 'SQL SECURITY INVOKER ', ''),
                          'VIEW `', replace(table_name, '`', '``'), '` AS ',
                          coalesce(view_definition, ''),
                          if(check_option = 'NONE', '', concat(' WITH ', check_option,
                                                               ' CHECK OPTION'))) USING utf8mb4)
    FROM information_schema.views WHERE table_schema = database()
    UNION ALL
    SELECT 'trigger', CONVERT(trigger_name USING utf8mb4),
           CONVERT(event_object_table USING utf8mb4),
           CONVERT(concat('CREATE TRIGGER `', replace(trigger_name, '`', '``'), '` ',
                          action_timing, ' ', event_manipulation, ' ON `',
                          replace(event_object_table, '`', '``'), '` FOR EACH ROW ',
                          coalesce(action_statement, '')) USING utf8mb4)
    FROM information_schema.triggers WHERE trigger_schema = database()
    UNION ALL
    SELECT lower(routine_type), CONVERT(routine_name USING utf8mb4), NULL, ''
    FROM information_schema.routines
    WHERE routine_schema = database() AND routine_type IN ('FUNCTION', 'PROCEDURE')
    UNION ALL
    SELECT 'event', CONVERT(event_name USING utf8mb4), NULL, ''
    FROM information_schema.events WHERE event_schema = database()
    UNION ALL
    SELECT 'sequence', CONVERT(table_name USING utf8mb4), NULL, ''
    FROM information_schema.tables
    WHERE table_schema = database() AND table_type = 'SEQUENCE'";

/// Reads what is no table.
pub(super) async fn read<C: Driver>(db: &C) -> Result<Vec<Other>> {
    let mut others = Vec::new();
    let rows = crate::query::raw::sql::<OtherRow>(OTHERS)
        .run_all(db)
        .await?;
    if rows.is_empty() {
        return Ok(others);
    }
    let database = crate::query::raw::sql::<String>("SELECT database()")
        .run_one(db)
        .await?;
    for row in rows {
        others.extend(other(db, row, &database).await?);
    }
    Ok(others)
}

async fn other<C: Driver>(
    db: &C,
    (what, name, table, sql): OtherRow,
    database: &str,
) -> Result<Option<Other>> {
    let dialect = db.dialect();
    let (kind, sql) = match what.as_str() {
        "view" => (OtherKind::View, without_database(dialect, &sql, database)),
        "trigger" => (OtherKind::Trigger, sql),
        "sequence" => (OtherKind::Sequence, shown(db, &what, &name).await?),
        "function" | "procedure" | "event" => (OtherKind::Routine, shown(db, &what, &name).await?),
        _ => return Ok(None),
    };
    let sql = sql.trim().trim_end_matches(';').trim_end().to_owned();
    Ok(Some(Other {
        kind,
        name,
        table,
        sql,
    }))
}

/// What the server shows of it; the beginning alone where the user may not see it.
async fn shown<C: Driver>(db: &C, what: &str, name: &str) -> Result<String> {
    type Text = Option<String>;
    let what = what.to_uppercase();
    let quoted = identifier(db.dialect(), name);
    let query = format!("SHOW CREATE {what} {quoted}");
    let shown = match what.as_str() {
        "SEQUENCE" => crate::query::raw::sql::<(Text, Text)>(query)
            .run_optional(db)
            .await
            .map(|row| row.and_then(|row| row.1)),
        "EVENT" => crate::query::raw::sql::<(Text, Text, Text, Text, Text, Text, Text)>(query)
            .run_optional(db)
            .await
            .map(|row| row.and_then(|row| row.3)),
        _ => crate::query::raw::sql::<(Text, Text, Text, Text, Text, Text)>(query)
            .run_optional(db)
            .await
            .map(|row| row.and_then(|row| row.2)),
    };
    match shown {
        Ok(Some(sql)) => Ok(sql),
        // Another session may have dropped it concurrently.
        Ok(None) | Err(crate::Error::Schema(_) | crate::Error::Database(_)) => {
            Ok(format!("CREATE {what} {quoted}"))
        }
        Err(error) => Err(error),
    }
}

/// The SQL without the name of the database before the names of tables and columns.
pub(super) fn without_database(dialect: Dialect, sql: &str, database: &str) -> String {
    let tokens = tokens(dialect, sql);
    let is_name = |at: usize| {
        tokens
            .get(at)
            .is_some_and(|token| token.kind == TokenKind::Quoted)
    };
    let is_dot = |at: usize| tokens.get(at).is_some_and(|token| token.is_symbol('.'));
    // A table of the view may be called as the database is.
    let is_alias =
        (1..tokens.len()).any(|at| is_name(at) && is_name(at - 1) && tokens[at].name() == database);
    let mut plain = sql.to_owned();
    for at in (0..tokens.len()).rev() {
        let is_database = is_name(at) && tokens[at].name() == database;
        let is_first = at == 0 || !is_dot(at - 1);
        if !is_database || !is_first || !is_dot(at + 1) || !is_name(at + 2) {
            continue;
        }
        let has_column = is_dot(at + 3) && is_name(at + 4);
        if has_column || !is_alias || is_in_from(&tokens[..at]) {
            plain.replace_range(tokens[at].start..tokens[at + 2].start, "");
        }
    }
    plain
}

/// Whether a table comes after the tokens.
fn is_in_from(tokens: &[Token<'_>]) -> bool {
    let mut before = tokens.iter().rev().skip_while(|token| token.is_symbol('('));
    let word = before.next();
    word.is_some_and(|word| word.is_any(&["from", "join", "straight_join"]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_of_the_database_goes() {
        let without = |sql| without_database(Dialect::Mysql, sql, "shop");
        assert_eq!(
            without("select `shop`.`users`.`id` AS `shop` from `shop`.`users`"),
            "select `users`.`id` AS `shop` from `users`"
        );
        assert_eq!(
            without(
                "select `shop`.`id`,`a`.`shop`,'`shop`.`b`' from (`shop`.`users` `shop` join \
                 `other`.`shop` `a` on((`shop`.`id` = `a`.`id`)))"
            ),
            "select `shop`.`id`,`a`.`shop`,'`shop`.`b`' from (`users` `shop` join \
             `other`.`shop` `a` on((`shop`.`id` = `a`.`id`)))"
        );
        assert_eq!(
            without("DEFAULT nextval(`shop`.`s`)"),
            "DEFAULT nextval(`s`)"
        );
    }
}
