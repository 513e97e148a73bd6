//! The databases that SQL is written for, and what is true of each.

use std::fmt;

/// A kind of database.
///
/// MySQL and MariaDB share a driver and most of their SQL, but not all of it, so they are two.
// As wide as what else an error holds, so that errors are copied in whole words.
#[repr(usize)]
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Dialect {
    /// SQLite 3.
    Sqlite,
    /// PostgreSQL.
    Postgres,
    /// MySQL 8 and later.
    Mysql,
    /// MariaDB 10.10 and later.
    Mariadb,
}

impl Dialect {
    /// Every dialect, in the order in which they are always listed.
    pub const ALL: [Dialect; 4] = [
        Dialect::Sqlite,
        Dialect::Postgres,
        Dialect::Mysql,
        Dialect::Mariadb,
    ];

    /// The name that `models.yaml` and the command line use.
    pub fn name(self) -> &'static str {
        match self {
            Dialect::Sqlite => "sqlite",
            Dialect::Postgres => "postgres",
            Dialect::Mysql => "mysql",
            Dialect::Mariadb => "mariadb",
        }
    }

    /// The name that a person would use.
    pub fn title(self) -> &'static str {
        match self {
            Dialect::Sqlite => "SQLite",
            Dialect::Postgres => "PostgreSQL",
            Dialect::Mysql => "MySQL",
            Dialect::Mariadb => "MariaDB",
        }
    }

    /// The dialect of that [`name`](Dialect::name).
    pub fn from_name(name: &str) -> Option<Dialect> {
        Dialect::ALL
            .into_iter()
            .find(|dialect| dialect.name() == name)
    }

    /// How long a name may be: none for SQLite, bytes for PostgreSQL, characters for the others.
    pub fn name_limit(self) -> Option<NameLimit> {
        match self {
            Dialect::Sqlite => None,
            Dialect::Postgres => Some(NameLimit::Bytes(63)),
            Dialect::Mysql | Dialect::Mariadb => Some(NameLimit::Chars(64)),
        }
    }

    /// Whether it has arrays, so that many values can be one parameter. Elsewhere arrays are JSON.
    pub fn has_arrays(self) -> bool {
        match self {
            Dialect::Postgres => true,
            Dialect::Sqlite | Dialect::Mysql | Dialect::Mariadb => false,
        }
    }

    /// Whether a value of a new row may be `DEFAULT`.
    pub fn has_default_values(self) -> bool {
        match self {
            Dialect::Sqlite => false,
            Dialect::Postgres | Dialect::Mysql | Dialect::Mariadb => true,
        }
    }

    /// Whether it returns the rows that it inserts: `RETURNING`.
    pub fn returns_inserted(self) -> bool {
        match self {
            Dialect::Sqlite | Dialect::Postgres | Dialect::Mariadb => true,
            Dialect::Mysql => false,
        }
    }

    /// Whether it returns the rows that it updates: `UPDATE … RETURNING`.
    pub fn returns_updated(self) -> bool {
        match self {
            Dialect::Sqlite | Dialect::Postgres => true,
            Dialect::Mysql | Dialect::Mariadb => false,
        }
    }

    /// Whether it returns the rows that it deletes: `DELETE … RETURNING`.
    pub fn returns_deleted(self) -> bool {
        match self {
            Dialect::Sqlite | Dialect::Postgres | Dialect::Mariadb => true,
            Dialect::Mysql => false,
        }
    }

    /// Whether an insert can name the key by which a row may exist: `ON CONFLICT`. The others take
    /// whichever key comes first: `ON DUPLICATE KEY UPDATE`.
    pub fn has_on_conflict(self) -> bool {
        match self {
            Dialect::Sqlite | Dialect::Postgres => true,
            Dialect::Mysql | Dialect::Mariadb => false,
        }
    }

    /// Whether an update sets one column after the other, so that a later one reads what an earlier
    /// one was set to. The others read the row as it was.
    pub fn sets_in_order(self) -> bool {
        match self {
            Dialect::Sqlite | Dialect::Postgres => false,
            Dialect::Mysql | Dialect::Mariadb => true,
        }
    }

    /// Whether an order looks at the beginnings of texts and bytes alone: the first 1,024 bytes,
    /// unless a setting says otherwise.
    pub fn sorts_by_beginnings(self) -> bool {
        match self {
            Dialect::Mariadb => true,
            Dialect::Sqlite | Dialect::Postgres | Dialect::Mysql => false,
        }
    }

    /// Whether windows of all rows in no order change what others are sorted by. A partition that
    /// is no constant keeps them apart.
    pub fn confuses_windows_of_all_rows(self) -> bool {
        match self {
            Dialect::Mariadb => true,
            Dialect::Sqlite | Dialect::Postgres | Dialect::Mysql => false,
        }
    }

    /// Whether NULL is less than every value in an order, and not greater.
    pub fn nulls_are_least(self) -> bool {
        match self {
            Dialect::Sqlite | Dialect::Mysql | Dialect::Mariadb => true,
            Dialect::Postgres => false,
        }
    }

    /// Whether an order can say where NULLs go: `NULLS FIRST`.
    pub fn has_nulls_first(self) -> bool {
        match self {
            Dialect::Sqlite | Dialect::Postgres => true,
            Dialect::Mysql | Dialect::Mariadb => false,
        }
    }

    /// Whether `OFFSET` needs a `LIMIT` before it.
    pub fn needs_limit_for_offset(self) -> bool {
        match self {
            Dialect::Sqlite | Dialect::Mysql | Dialect::Mariadb => true,
            Dialect::Postgres => false,
        }
    }

    /// Whether a condition on related rows may become a semijoin in an outer join. MySQL forgets
    /// the conditions on the related rows in some plans, and finds others.
    pub fn has_semijoins_in_outer_joins(self) -> bool {
        match self {
            Dialect::Sqlite | Dialect::Postgres | Dialect::Mariadb => true,
            Dialect::Mysql => false,
        }
    }

    /// Whether a derived table is read as a part of the outer query it, unless it has a limit: then
    /// a change cannot read its own table in it.
    pub fn merges_derived_tables(self) -> bool {
        match self {
            Dialect::Mysql | Dialect::Mariadb => true,
            Dialect::Sqlite | Dialect::Postgres => false,
        }
    }

    /// The most parameters that a statement takes.
    pub fn most_parameters(self) -> usize {
        match self {
            Dialect::Sqlite => 32_766,
            Dialect::Postgres | Dialect::Mysql | Dialect::Mariadb => 65_535,
        }
    }

    /// How many values of a list have a parameter each; more of them travel in one parameter.
    ///
    /// PostgreSQL takes any list as an array. MySQL and MariaDB look up listed values twice as fast
    /// as those that they read from JSON, but keep half a kilobyte for each parameter.
    pub fn longest_list(self) -> usize {
        match self {
            Dialect::Postgres => 0,
            Dialect::Sqlite => 256,
            Dialect::Mysql | Dialect::Mariadb => 1024,
        }
    }

    /// The character around a quoted identifier, doubled inside it.
    pub const fn identifier_quote(self) -> char {
        match self {
            Dialect::Sqlite | Dialect::Postgres => '"',
            Dialect::Mysql | Dialect::Mariadb => '`',
        }
    }
}

/// What tables can have.
impl Dialect {
    /// Whether a primary key has a name of its own. The others call each one `PRIMARY`, and warn of
    /// another name.
    pub const fn names_primary_keys(self) -> bool {
        match self {
            Dialect::Sqlite | Dialect::Postgres => true,
            Dialect::Mysql | Dialect::Mariadb => false,
        }
    }

    /// Whether two tables of a database cannot have keys or indexes of the same name.
    pub const fn has_one_name_for_indexes(self) -> bool {
        match self {
            Dialect::Sqlite | Dialect::Postgres => true,
            Dialect::Mysql | Dialect::Mariadb => false,
        }
    }

    /// Whether two tables of a database cannot have checks of the same name.
    pub const fn has_one_name_for_checks(self) -> bool {
        match self {
            Dialect::Sqlite | Dialect::Postgres | Dialect::Mariadb => false,
            Dialect::Mysql => true,
        }
    }

    /// Whether two tables of a database cannot have foreign keys of the same name.
    pub const fn has_one_name_for_foreign_keys(self) -> bool {
        match self {
            Dialect::Sqlite | Dialect::Postgres => false,
            Dialect::Mysql | Dialect::Mariadb => true,
        }
    }

    /// Whether two tables of a database cannot have triggers of the same name. Otherwise `DROP
    /// TRIGGER` names the table, too.
    pub const fn has_one_name_for_triggers(self) -> bool {
        match self {
            Dialect::Sqlite | Dialect::Mysql | Dialect::Mariadb => true,
            Dialect::Postgres => false,
        }
    }

    /// Whether the database copies a table for every change of its columns, if a check of it reads a
    /// date or a time, and then refuses that a column of a foreign key may not be NULL any more.
    pub const fn copies_tables_with_checks_of_times(self) -> bool {
        match self {
            Dialect::Sqlite | Dialect::Postgres | Dialect::Mariadb => false,
            Dialect::Mysql => true,
        }
    }

    /// Whether triggers of one event run in the order in which they were made. On PostgreSQL they
    /// run by their names, and SQLite promises no order.
    pub const fn runs_triggers_in_order(self) -> bool {
        match self {
            Dialect::Sqlite | Dialect::Postgres => false,
            Dialect::Mysql | Dialect::Mariadb => true,
        }
    }

    /// Whether an index can carry other columns: `INCLUDE`.
    pub const fn has_index_include(self) -> bool {
        match self {
            Dialect::Sqlite | Dialect::Mysql | Dialect::Mariadb => false,
            Dialect::Postgres => true,
        }
    }

    /// Whether `COMMENT ON` sets the comments of tables and columns.
    pub const fn has_comment_statements(self) -> bool {
        match self {
            Dialect::Sqlite | Dialect::Mysql | Dialect::Mariadb => false,
            Dialect::Postgres => true,
        }
    }

    /// Whether a generated column can be computed when it is read. PostgreSQL stores each one
    /// before version 18.
    pub const fn has_virtual_columns(self) -> bool {
        match self {
            Dialect::Sqlite | Dialect::Mysql | Dialect::Mariadb => true,
            Dialect::Postgres => false,
        }
    }

    /// Whether a generated column can be `NOT NULL`.
    pub const fn has_not_null_generated(self) -> bool {
        match self {
            Dialect::Sqlite | Dialect::Postgres | Dialect::Mysql => true,
            Dialect::Mariadb => false,
        }
    }

    /// Whether a decimal is stored as an integer, without its point.
    pub const fn has_scaled_decimals(self) -> bool {
        match self {
            Dialect::Sqlite => true,
            Dialect::Postgres | Dialect::Mysql | Dialect::Mariadb => false,
        }
    }

    /// Whether `CREATE OR REPLACE VIEW` exists.
    pub const fn has_replaceable_views(self) -> bool {
        match self {
            Dialect::Sqlite => false,
            Dialect::Postgres | Dialect::Mysql | Dialect::Mariadb => true,
        }
    }

    /// Whether `CREATE OR REPLACE` exists for triggers and routines.
    pub const fn has_replaceable_triggers(self) -> bool {
        match self {
            Dialect::Sqlite | Dialect::Mysql => false,
            Dialect::Postgres | Dialect::Mariadb => true,
        }
    }

    /// Whether `CREATE INDEX IF NOT EXISTS` exists, and an index has a name of the whole database,
    /// by which it is dropped.
    pub const fn has_index_if_not_exists(self) -> bool {
        match self {
            Dialect::Sqlite | Dialect::Postgres => true,
            Dialect::Mysql | Dialect::Mariadb => false,
        }
    }

    /// The methods that an index can have, beside the usual `btree`.
    pub const fn index_methods(self) -> &'static [&'static str] {
        match self {
            Dialect::Sqlite => &[],
            Dialect::Postgres => &["hash", "gin", "gist", "spgist", "brin"],
            Dialect::Mysql | Dialect::Mariadb => &["fulltext"],
        }
    }

    /// Whether an index has operator classes, storage parameters and methods of extensions.
    pub const fn has_index_options(self) -> bool {
        matches!(self, Dialect::Postgres)
    }
}

/// What changes of the schema are to the database.
impl Dialect {
    /// Whether each statement that changes the schema commits the outer transaction it.
    pub const fn ddl_commits(self) -> bool {
        match self {
            Dialect::Sqlite | Dialect::Postgres => false,
            Dialect::Mysql | Dialect::Mariadb => true,
        }
    }

    /// Whether `PRAGMA foreign_keys` turns the checks of foreign keys on and off, which it does
    /// only outside a transaction.
    pub const fn has_foreign_key_pragma(self) -> bool {
        match self {
            Dialect::Sqlite => true,
            Dialect::Postgres | Dialect::Mysql | Dialect::Mariadb => false,
        }
    }

    /// Whether a table changes by being rebuilt, with all that belongs to it.
    pub const fn rebuilds_tables(self) -> bool {
        match self {
            Dialect::Sqlite => true,
            Dialect::Postgres | Dialect::Mysql | Dialect::Mariadb => false,
        }
    }

    /// Whether a time of day rounds to the next day if its column becomes a date. The others cut
    /// it.
    pub const fn rounds_times(self) -> bool {
        match self {
            Dialect::Mysql => true,
            Dialect::Sqlite | Dialect::Postgres | Dialect::Mariadb => false,
        }
    }

    /// Whether a column with a random default can be added to rows in one statement. MySQL refuses
    /// it while it writes its binary log.
    pub const fn fills_with_random_defaults(self) -> bool {
        match self {
            Dialect::Sqlite | Dialect::Postgres | Dialect::Mariadb => true,
            Dialect::Mysql => false,
        }
    }

    /// Whether a column cannot change while a view or a trigger names it.
    pub const fn views_hold_columns(self) -> bool {
        match self {
            Dialect::Sqlite | Dialect::Mysql | Dialect::Mariadb => false,
            Dialect::Postgres => true,
        }
    }

    /// Whether a column cannot be renamed while a default names it.
    pub const fn defaults_hold_columns(self) -> bool {
        match self {
            Dialect::Sqlite | Dialect::Postgres | Dialect::Mariadb => false,
            Dialect::Mysql => true,
        }
    }
}

/// What a transaction is to the database.
impl Dialect {
    /// Whether the statement that begins a transaction says its isolation level; otherwise one
    /// before it does.
    pub const fn begins_with_isolation(self) -> bool {
        match self {
            Dialect::Postgres => true,
            Dialect::Sqlite | Dialect::Mysql | Dialect::Mariadb => false,
        }
    }

    /// Whether a transaction in which a statement failed takes no other statement.
    pub const fn errors_abort_transactions(self) -> bool {
        match self {
            Dialect::Postgres => true,
            Dialect::Sqlite | Dialect::Mysql | Dialect::Mariadb => false,
        }
    }
}

/// How the database compares names.
impl Dialect {
    /// The name, so that names that the database takes for the same are equal.
    pub fn folded(self, name: &str) -> String {
        match self {
            Dialect::Sqlite => name.to_ascii_lowercase(),
            Dialect::Postgres => name.to_owned(),
            Dialect::Mysql | Dialect::Mariadb => name.to_lowercase(),
        }
    }

    /// Whether names that differ in case alone are the same.
    pub const fn has_case_insensitive_names(self) -> bool {
        match self {
            Dialect::Sqlite | Dialect::Mysql | Dialect::Mariadb => true,
            Dialect::Postgres => false,
        }
    }

    /// Whether the names of tables that differ in case alone are the same on every server. MySQL's
    /// and MariaDB's servers tell them apart unless they are set up otherwise.
    pub const fn has_case_insensitive_tables(self) -> bool {
        match self {
            Dialect::Sqlite => true,
            Dialect::Postgres | Dialect::Mysql | Dialect::Mariadb => false,
        }
    }

    /// Whether the database takes the names for the same.
    pub fn same_name(self, one: &str, other: &str) -> bool {
        match self {
            Dialect::Sqlite => one.eq_ignore_ascii_case(other),
            Dialect::Postgres => one == other,
            Dialect::Mysql | Dialect::Mariadb => one.to_lowercase() == other.to_lowercase(),
        }
    }

    /// The name of a table or of a database, so that those that the server takes for the same are
    /// equal.
    pub fn table_key(self, names: TableNames, name: &str) -> String {
        match names {
            TableNames::Exact => name.to_owned(),
            TableNames::Lowered | TableNames::Folded => self.folded(name),
        }
    }

    /// Whether the server takes the names for those of the same table, or of the same database.
    pub fn same_table(self, names: TableNames, one: &str, other: &str) -> bool {
        self.table_key(names, one) == self.table_key(names, other)
    }
}

/// How a server takes names of tables that differ in case alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TableNames {
    /// They are names of different tables.
    Exact,
    /// They are the same name, which the server stores in lower case.
    Lowered,
    /// They are the same name, which the server stores as it was given first. The names of views
    /// are in lower case all the same.
    Folded,
}

impl TableNames {
    /// What `lower_case_table_names` of a MySQL or MariaDB server says.
    pub const fn of_setting(lower_case_table_names: i64) -> TableNames {
        match lower_case_table_names {
            0 => TableNames::Exact,
            1 => TableNames::Lowered,
            _ => TableNames::Folded,
        }
    }

    /// How every database of the dialect takes them, unless each server has a setting for it.
    pub const fn of_dialect(dialect: Dialect) -> Option<TableNames> {
        match dialect {
            Dialect::Sqlite => Some(TableNames::Folded),
            Dialect::Postgres => Some(TableNames::Exact),
            Dialect::Mysql | Dialect::Mariadb => None,
        }
    }
}

/// How the database delimits names, literals, comments and parameters.
impl Dialect {
    /// Whether a backslash escapes what follows it in a text literal without a prefix.
    pub const fn has_backslash_escapes(self) -> bool {
        match self {
            Dialect::Sqlite | Dialect::Postgres => false,
            Dialect::Mysql | Dialect::Mariadb => true,
        }
    }

    /// Whether `"a"` is a text and not a name.
    pub const fn has_double_quoted_texts(self) -> bool {
        match self {
            Dialect::Sqlite | Dialect::Postgres => false,
            Dialect::Mysql | Dialect::Mariadb => true,
        }
    }

    /// Whether a word before a text may say its character set: `_utf8mb4'a'`. The database adds
    /// such words when it prints an expression.
    pub const fn has_introducers(self) -> bool {
        match self {
            Dialect::Sqlite | Dialect::Postgres => false,
            Dialect::Mysql | Dialect::Mariadb => true,
        }
    }

    /// Whether `` `a` `` is a name.
    pub const fn has_backtick_names(self) -> bool {
        match self {
            Dialect::Sqlite | Dialect::Mysql | Dialect::Mariadb => true,
            Dialect::Postgres => false,
        }
    }

    /// Whether `[a]` is a name.
    pub const fn has_bracket_names(self) -> bool {
        match self {
            Dialect::Sqlite => true,
            Dialect::Postgres | Dialect::Mysql | Dialect::Mariadb => false,
        }
    }

    /// Whether `$$a$$` and `$tag$a$tag$` are texts, and `$1` is a parameter.
    pub const fn has_dollar_quotes(self) -> bool {
        match self {
            Dialect::Postgres => true,
            Dialect::Sqlite | Dialect::Mysql | Dialect::Mariadb => false,
        }
    }

    /// Whether `:a`, `@a` and `$a` are parameters.
    pub const fn has_named_parameters(self) -> bool {
        match self {
            Dialect::Sqlite => true,
            Dialect::Postgres | Dialect::Mysql | Dialect::Mariadb => false,
        }
    }

    /// Whether a parameter may have a number, so that it can stand in several positions.
    pub const fn has_numbered_parameters(self) -> bool {
        match self {
            Dialect::Sqlite | Dialect::Postgres => true,
            Dialect::Mysql | Dialect::Mariadb => false,
        }
    }

    /// Whether what is selected and computed gets a name, because an order may have it within an
    /// expression.
    pub const fn names_items(self) -> bool {
        match self {
            Dialect::Postgres => false,
            Dialect::Sqlite | Dialect::Mysql | Dialect::Mariadb => true,
        }
    }

    /// Whether `?` is an operator, or the beginning of one: raw SQL doubles it then.
    pub const fn has_question_mark_operators(self) -> bool {
        match self {
            Dialect::Postgres => true,
            Dialect::Sqlite | Dialect::Mysql | Dialect::Mariadb => false,
        }
    }

    /// Whether `#` begins a comment.
    pub const fn has_hash_comments(self) -> bool {
        match self {
            Dialect::Sqlite | Dialect::Postgres => false,
            Dialect::Mysql | Dialect::Mariadb => true,
        }
    }

    /// Whether `--` begins a comment only if white space follows: otherwise `1--1` is 2.
    pub const fn needs_space_after_dashes(self) -> bool {
        match self {
            Dialect::Sqlite | Dialect::Postgres => false,
            Dialect::Mysql | Dialect::Mariadb => true,
        }
    }

    /// Whether `/* a /* b */ c */` is one comment.
    pub const fn has_nested_comments(self) -> bool {
        match self {
            Dialect::Postgres => true,
            Dialect::Sqlite | Dialect::Mysql | Dialect::Mariadb => false,
        }
    }

    /// Whether tables are written in MySQL's grammar: indexes and comments within `CREATE TABLE`,
    /// options after it, and `AUTO_INCREMENT`.
    pub const fn has_mysql_grammar(self) -> bool {
        match self {
            Dialect::Sqlite | Dialect::Postgres => false,
            Dialect::Mysql | Dialect::Mariadb => true,
        }
    }

    /// Whether a name without quotes is the one in lower case.
    pub const fn folds_names_to_lower_case(self) -> bool {
        match self {
            Dialect::Postgres => true,
            Dialect::Sqlite | Dialect::Mysql | Dialect::Mariadb => false,
        }
    }

    /// Whether the database prints SQL in UTF-8 of at most three bytes, so that question marks may
    /// stand for other characters and for bytes.
    pub const fn prints_question_marks(self) -> bool {
        match self {
            Dialect::Sqlite | Dialect::Postgres => false,
            Dialect::Mysql | Dialect::Mariadb => true,
        }
    }

    /// Whether triggers and routines are made of blocks such as `IF … END IF`, and not of texts.
    pub const fn has_blocks_in_bodies(self) -> bool {
        match self {
            Dialect::Sqlite | Dialect::Postgres => false,
            Dialect::Mysql | Dialect::Mariadb => true,
        }
    }

    /// Whether the database's own client changes what ends a statement by `DELIMITER`.
    pub const fn has_delimiter_command(self) -> bool {
        match self {
            Dialect::Sqlite | Dialect::Postgres => false,
            Dialect::Mysql | Dialect::Mariadb => true,
        }
    }

    /// Whether `'a'` is a name where only a name can stand.
    pub const fn has_text_names(self) -> bool {
        match self {
            Dialect::Sqlite => true,
            Dialect::Postgres | Dialect::Mysql | Dialect::Mariadb => false,
        }
    }

    /// Whether `DO` runs a block of statements.
    pub const fn has_do_blocks(self) -> bool {
        match self {
            Dialect::Sqlite | Dialect::Mysql | Dialect::Mariadb => false,
            Dialect::Postgres => true,
        }
    }

    /// Whether `@a` is a variable of the session.
    pub const fn has_session_variables(self) -> bool {
        match self {
            Dialect::Sqlite | Dialect::Postgres => false,
            Dialect::Mysql | Dialect::Mariadb => true,
        }
    }

    /// Whether an operand can stand before the unit of an interval: `INTERVAL a DAY`.
    pub const fn has_interval_units(self) -> bool {
        match self {
            Dialect::Sqlite | Dialect::Postgres => false,
            Dialect::Mysql | Dialect::Mariadb => true,
        }
    }

    /// Whether `serial` stands for an integer that is not NULL and has a sequence.
    pub const fn has_serial_types(self) -> bool {
        match self {
            Dialect::Sqlite | Dialect::Mysql | Dialect::Mariadb => false,
            Dialect::Postgres => true,
        }
    }
}

impl fmt::Display for Dialect {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.title())
    }
}

/// The longest name that a database takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NameLimit {
    /// So many bytes of UTF-8.
    Bytes(usize),
    /// So many characters.
    Chars(usize),
}

impl NameLimit {
    /// Whether the name is short enough.
    pub fn allows(self, name: &str) -> bool {
        match self {
            NameLimit::Bytes(limit) => name.len() <= limit,
            NameLimit::Chars(limit) => name.chars().count() <= limit,
        }
    }
}

impl fmt::Display for NameLimit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            NameLimit::Bytes(limit) => write!(f, "{limit} bytes"),
            NameLimit::Chars(limit) => write!(f, "{limit} characters"),
        }
    }
}

/// One value for each dialect.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct PerDialect<T> {
    /// SQLite's.
    pub sqlite: T,
    /// PostgreSQL's.
    pub postgres: T,
    /// MySQL's.
    pub mysql: T,
    /// MariaDB's.
    pub mariadb: T,
}

impl<T> PerDialect<T> {
    /// The value of one dialect.
    pub fn get(&self, dialect: Dialect) -> &T {
        match dialect {
            Dialect::Sqlite => &self.sqlite,
            Dialect::Postgres => &self.postgres,
            Dialect::Mysql => &self.mysql,
            Dialect::Mariadb => &self.mariadb,
        }
    }

    /// The value of one dialect, to change it.
    pub fn get_mut(&mut self, dialect: Dialect) -> &mut T {
        match dialect {
            Dialect::Sqlite => &mut self.sqlite,
            Dialect::Postgres => &mut self.postgres,
            Dialect::Mysql => &mut self.mysql,
            Dialect::Mariadb => &mut self.mariadb,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_setting_says_whether_the_case_of_tables_counts() {
        for dialect in [Dialect::Mysql, Dialect::Mariadb] {
            assert_eq!(TableNames::of_dialect(dialect), None);
            for (setting, names, is_same) in [
                (0, TableNames::Exact, false),
                (1, TableNames::Lowered, true),
                (2, TableNames::Folded, true),
            ] {
                assert_eq!(TableNames::of_setting(setting), names);
                assert_eq!(dialect.same_table(names, "Users", "users"), is_same);
                assert_eq!(dialect.same_table(names, "Größen", "GRÖßEN"), is_same);
                assert!(dialect.same_table(names, "Users", "Users"));
                assert!(!dialect.same_table(names, "Users", "Uses"));
                assert_eq!(dialect.table_key(names, "Users") == "Users", !is_same);
            }
        }
        let of = |dialect, one, other| {
            let names = TableNames::of_dialect(dialect);
            names.map(|names| dialect.same_table(names, one, other))
        };
        assert_eq!(of(Dialect::Sqlite, "Users", "users"), Some(true));
        assert_eq!(of(Dialect::Sqlite, "Ü", "ü"), Some(false));
        assert_eq!(of(Dialect::Postgres, "Users", "users"), Some(false));
    }
}
