//! Reads objects other than tables in a MySQL or MariaDB database.
//!
//! The servers print the name of the database before each table of a view, and before the sequence
//! of a default. In another database, such SQL would read the tables of the original one.

use tablewright_schema::catalog::{Other, OtherKind};
use tablewright_sql::quote::identifier;
use tablewright_sql::{Dialect, TableNames, Token, TokenKind, tokens};

use super::Printed;
use crate::base::connection::driver::Driver;
use crate::base::error::Result;
use crate::evolve::inspect::random_name;
use crate::evolve::table_names::table_names;

/// The kind, the name, the table and the SQL of an object, its `sql_mode`, and its position among
/// similar ones.
type OtherRow = (
    String,
    String,
    Option<String>,
    String,
    Option<String>,
    String,
);

/// The columns have different collations, which have no meaning here. Triggers of one event run in
/// the order in which they were created.
const OTHERS: &str = "
    SELECT 'view', CONVERT(table_name USING utf8mb4), NULL, '', NULL, ''
    FROM information_schema.views WHERE table_schema = database()
    UNION ALL
    SELECT 'trigger', CONVERT(trigger_name USING utf8mb4),
           CONVERT(event_object_table USING utf8mb4),
           CONVERT(concat('CREATE TRIGGER `', replace(trigger_name, '`', '``'), '` ',
                          action_timing, ' ', event_manipulation, ' ON `',
                          replace(event_object_table, '`', '``'), '` FOR EACH ROW ',
                          coalesce(action_statement, '')) USING utf8mb4),
           CONVERT(sql_mode USING utf8mb4),
           CONVERT(concat(event_manipulation, action_timing, lpad(action_order, 9, '0')) USING utf8mb4)
    FROM information_schema.triggers WHERE trigger_schema = database()
    UNION ALL
    SELECT lower(routine_type), CONVERT(routine_name USING utf8mb4), NULL, '',
           CONVERT(sql_mode USING utf8mb4), ''
    FROM information_schema.routines WHERE routine_schema = database()
    UNION ALL
    SELECT 'event', CONVERT(event_name USING utf8mb4), NULL,
           CONVERT(if(time_zone IN ('+00:00', 'UTC'), '',
                      concat_ws(' ', time_zone, starts, ends, execute_at)) USING utf8mb4),
           CONVERT(sql_mode USING utf8mb4), ''
    FROM information_schema.events WHERE event_schema = database()
    UNION ALL
    SELECT 'sequence', CONVERT(table_name USING utf8mb4), NULL, '', NULL, ''
    FROM information_schema.tables
    WHERE table_schema = database() AND table_type = 'SEQUENCE'
    ORDER BY 1, 3, 6, 2";

/// Modes that change the meaning of SQL.
const OTHER_MEANINGS: &[&str] = &[
    "ANSI_QUOTES",
    "PIPES_AS_CONCAT",
    "NO_BACKSLASH_ESCAPES",
    "HIGH_NOT_PRECEDENCE",
    "IGNORE_SPACE",
    "NO_UNSIGNED_SUBTRACTION",
    "PAD_CHAR_TO_FULL_LENGTH",
    "REAL_AS_FLOAT",
    "ORACLE",
    "EMPTY_STRING_IS_NULL",
    "SIMULTANEOUS_ASSIGNMENT",
    "TIME_ROUND_FRACTIONAL",
    "TIME_TRUNCATE_FRACTIONAL",
];

/// Modes that refuse invalid values instead of converting them; our connections have them.
const STRICT: &[&str] = &["STRICT_TRANS_TABLES", "STRICT_ALL_TABLES"];

/// Reads the objects.
pub(super) async fn read<C: Driver>(db: &C) -> Result<Vec<Other>> {
    let mut others = Vec::new();
    let rows = crate::query::raw::sql::<OtherRow>(OTHERS)
        .run_all(db)
        .await?;
    if rows.is_empty() {
        return Ok(others);
    }
    let database = database(db).await?;
    for row in rows {
        others.extend(other(db, row, &database).await?);
    }
    Ok(others)
}

/// The name of the database in SQL, and how the server compares such names.
pub(super) struct Database {
    name: String,
    names: TableNames,
}

/// The current database.
pub(super) async fn database<C: Driver>(db: &C) -> Result<Database> {
    let name = crate::query::raw::sql::<String>("SELECT database()").run_one(db);
    Ok(Database {
        name: name.await?,
        names: table_names(db).await?,
    })
}

async fn other<C: Driver>(
    db: &C,
    (what, name, table, said, mode, _): OtherRow,
    database: &Database,
) -> Result<Option<Other>> {
    let dialect = db.dialect();
    let mut unsupported = Vec::new();
    let (kind, sql) = match what.as_str() {
        "view" => {
            let sql = shown(db, &what, &name).await?;
            let sql = plain_view(dialect, &without_database(dialect, &sql, database));
            (OtherKind::View, sql)
        }
        "trigger" => (OtherKind::Trigger, said),
        "sequence" => (OtherKind::Sequence, shown(db, &what, &name).await?),
        "event" => {
            if !said.is_empty() {
                unsupported.push(format!(
                    "its times are in its own time zone, and become UTC: {said}"
                ));
            }
            (OtherKind::Routine, shown(db, &what, &name).await?)
        }
        "function" | "procedure" => (OtherKind::Routine, shown(db, &what, &name).await?),
        // Packages of MariaDB, whose SQL only the Oracle mode can parse.
        _ => (OtherKind::Routine, beginning(dialect, &what, &name)),
    };
    let mut sql = sql.trim().trim_end_matches(';').trim_end().to_owned();
    let modes: Vec<&str> = mode.iter().flat_map(|mode| mode.split(',')).collect();
    let others = modes.iter().filter(|mode| OTHER_MEANINGS.contains(mode));
    let others = others.copied().collect::<Vec<_>>().join(",");
    if !others.is_empty() {
        // Created in the mode of our connections, it would have another meaning.
        sql = beginning(dialect, &what, &name);
        unsupported = vec![format!(
            "the {what} {name}, whose SQL means something else without sql_mode {others}"
        )];
    } else if mode.is_some() && !modes.iter().any(|mode| STRICT.contains(mode)) {
        unsupported.push(
            "it was created without a strict sql_mode, and becomes strict: values that do not fit \
             are refused"
                .to_owned(),
        );
    }
    if kind != OtherKind::View && names_database(dialect, &sql, database) {
        let name = &database.name;
        unsupported.push(format!(
            "its SQL names the database {name}: in another database it uses the tables of {name}"
        ));
    }
    Ok(Some(Other {
        kind,
        name,
        table,
        sql,
        unsupported,
    }))
}

/// The beginning of the SQL, up to the name of the object.
fn beginning(dialect: Dialect, what: &str, name: &str) -> String {
    format!(
        "CREATE {} {}",
        what.to_uppercase(),
        identifier(dialect, name)
    )
}

/// The SQL of a view without its definer and without default options.
///
/// The information schema has it, too, but without the bytes and character sets of string literals.
fn plain_view(dialect: Dialect, sql: &str) -> String {
    let tokens = tokens(dialect, sql);
    let Some(view) = tokens.iter().position(|token| token.is("view")) else {
        return sql.to_owned();
    };
    let head = &tokens[..view];
    let mut plain = String::from("CREATE ");
    let algorithm = head.iter().position(|token| token.is("algorithm"));
    let algorithm = algorithm.and_then(|at| head.get(at + 2));
    if let Some(algorithm) = algorithm.filter(|algorithm| !algorithm.is("undefined")) {
        plain.push_str(&format!("ALGORITHM={} ", algorithm.text));
    }
    if head.last().is_some_and(|last| last.is("invoker")) {
        plain.push_str("SQL SECURITY INVOKER ");
    }
    plain + &sql[tokens[view].start..]
}

/// The SQL that the server prints; only its beginning if the user may not see it.
async fn shown<C: Driver>(db: &C, what: &str, name: &str) -> Result<String> {
    type Text = Option<Printed>;
    let what = what.to_uppercase();
    let quoted = identifier(db.dialect(), name);
    // MariaDB prints a dropped view if the same statement was prepared before.
    let unlike_any = random_name();
    let query = format!("SHOW CREATE {what} {quoted} /* {unlike_any} */");
    let shown = match what.as_str() {
        "VIEW" => crate::query::raw::sql::<(Text, Text, Text, Text)>(query)
            .run_optional(db)
            .await
            .map(|row| row.and_then(|row| row.1)),
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
        Ok(Some(Printed(sql))) => Ok(sql),
        // Another session may have dropped it concurrently.
        Ok(None) | Err(crate::Error::Schema(_) | crate::Error::Database(_)) => {
            Ok(beginning(db.dialect(), &what, name))
        }
        Err(error) => Err(error),
    }
}

/// The SQL without the name of the database before tables and columns.
///
/// The server may print the name in lower case, although the database has another.
pub(super) fn without_database(dialect: Dialect, sql: &str, database: &Database) -> String {
    let tokens = tokens(dialect, sql);
    let is_its = |at: usize| dialect.same_table(database.names, &tokens[at].name(), &database.name);
    let is_name = |at: usize| {
        tokens
            .get(at)
            .is_some_and(|token| token.kind == TokenKind::Quoted)
    };
    let is_dot = |at: usize| tokens.get(at).is_some_and(|token| token.is_symbol('.'));
    // A table of the view may have the same name as the database.
    let is_alias = (1..tokens.len()).any(|at| is_name(at) && is_name(at - 1) && is_its(at));
    let mut plain = sql.to_owned();
    for at in (0..tokens.len()).rev() {
        let is_database = is_name(at) && is_its(at);
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

/// Whether the SQL names the database before a table, a column or a routine.
fn names_database(dialect: Dialect, sql: &str, database: &Database) -> bool {
    let tokens = tokens(dialect, sql);
    let is_name = |token: &Token<'_>| matches!(token.kind, TokenKind::Word | TokenKind::Quoted);
    tokens.windows(3).enumerate().any(|(at, trio)| {
        let [before, dot, name] = trio else {
            return false;
        };
        let is_first = at == 0 || !tokens[at - 1].is_symbol('.');
        let is_qualified = is_name(before) && dot.is_symbol('.') && is_name(name);
        is_first
            && is_qualified
            && dialect.same_table(database.names, &before.name(), &database.name)
    })
}

/// Whether a table follows the tokens.
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
        let without = |sql| without_database(Dialect::Mysql, sql, &called("shop", 0));
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

    #[test]
    fn the_name_of_the_database_is_found() {
        let names = |sql| names_database(Dialect::Mysql, sql, &called("shop", 0));
        for sql in [
            "DELETE FROM shop.users",
            "UPDATE `shop` . users SET n = 1",
            "SET NEW.n = `shop`.`f`(1)",
        ] {
            assert!(names(sql), "{sql}");
        }
        for sql in [
            "DELETE FROM users",
            "SELECT users.shop.n",
            "SELECT 'shop.users', `shop.users`, shop /* shop.users */",
            "SELECT shops.users.n",
        ] {
            assert!(!names(sql), "{sql}");
        }
    }

    #[test]
    fn a_view_has_what_its_user_said() {
        let plain = |head: &str| {
            plain_view(
                Dialect::Mysql,
                &format!("CREATE {head}VIEW `v` AS select 1"),
            )
        };
        assert_eq!(
            plain("ALGORITHM=UNDEFINED DEFINER=`view`@`%` SQL SECURITY DEFINER "),
            "CREATE VIEW `v` AS select 1"
        );
        assert_eq!(
            plain("ALGORITHM=TEMPTABLE DEFINER=`a`@`%` SQL SECURITY INVOKER "),
            "CREATE ALGORITHM=TEMPTABLE SQL SECURITY INVOKER VIEW `v` AS select 1"
        );
    }

    #[test]
    fn the_database_may_be_shown_in_lower_case() {
        let view = "select `shop`.`users`.`id` AS `id` from `shop`.`users`";
        let without = |setting| without_database(Dialect::Mariadb, view, &called("Shop", setting));
        assert_eq!(without(0), view);
        for setting in [1, 2] {
            assert_eq!(without(setting), "select `users`.`id` AS `id` from `users`");
        }
    }

    fn called(name: &str, lower_case_table_names: i64) -> Database {
        Database {
            name: name.to_owned(),
            names: TableNames::of_setting(lower_case_table_names),
        }
    }
}
