//! The supported databases, and how they differ.

use std::fmt;

/// A kind of database.
///
/// MySQL and MariaDB share a driver and most of their SQL, but not all of it, so they are two.
// As wide as the other fields of an error, so that errors are copied in whole words.
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
    /// All dialects, in the order of every list.
    pub const ALL: [Dialect; 4] = [
        Dialect::Sqlite,
        Dialect::Postgres,
        Dialect::Mysql,
        Dialect::Mariadb,
    ];

    /// The name in `models.yaml` and on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Dialect::Sqlite => "sqlite",
            Dialect::Postgres => "postgres",
            Dialect::Mysql => "mysql",
            Dialect::Mariadb => "mariadb",
        }
    }

    /// The name for people.
    pub fn title(self) -> &'static str {
        match self {
            Dialect::Sqlite => "SQLite",
            Dialect::Postgres => "PostgreSQL",
            Dialect::Mysql => "MySQL",
            Dialect::Mariadb => "MariaDB",
        }
    }

    /// The dialect with this [`name`](Dialect::name).
    pub fn from_name(name: &str) -> Option<Dialect> {
        Dialect::ALL
            .into_iter()
            .find(|dialect| dialect.name() == name)
    }

    /// The longest name: no limit on SQLite, bytes on PostgreSQL, characters on the others.
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

    /// Whether it may number a row that it returns beyond 64 signed bits, and tells the number only
    /// among the returned columns.
    pub fn returns_unread_numbers(self) -> bool {
        match self {
            Dialect::Mariadb => true,
            Dialect::Sqlite | Dialect::Postgres | Dialect::Mysql => false,
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

    /// Whether an insert can name the key of an existing row: `ON CONFLICT`. On the others any key
    /// of the table counts: `ON DUPLICATE KEY UPDATE`.
    pub fn has_on_conflict(self) -> bool {
        match self {
            Dialect::Sqlite | Dialect::Postgres => true,
            Dialect::Mysql | Dialect::Mariadb => false,
        }
    }

    /// Whether an assignment cuts spaces at the end of a text that is too long for its column.
    pub fn cuts_spaces(self) -> bool {
        match self {
            Dialect::Sqlite => false,
            Dialect::Postgres | Dialect::Mysql | Dialect::Mariadb => true,
        }
    }

    /// Whether an insert tries the last number of an auto-increment column again if no other is
    /// left. On the others it fails.
    pub fn repeats_last_number(self) -> bool {
        match self {
            Dialect::Mysql => true,
            Dialect::Sqlite | Dialect::Postgres | Dialect::Mariadb => false,
        }
    }

    /// Whether an update sets one column after another, so that an expression reads the new value
    /// of a column that was set before it. On the others it reads the old value.
    pub fn sets_in_order(self) -> bool {
        match self {
            Dialect::Sqlite | Dialect::Postgres => false,
            Dialect::Mysql | Dialect::Mariadb => true,
        }
    }

    /// Whether an order compares only the beginnings of strings and bytes: the first 1,024 bytes,
    /// unless a setting says otherwise.
    pub fn sorts_by_beginnings(self) -> bool {
        match self {
            Dialect::Mariadb => true,
            Dialect::Sqlite | Dialect::Postgres | Dialect::Mysql => false,
        }
    }

    /// Whether an order may separate equal arrays, because they are JSON.
    pub fn scatters_equal_arrays(self) -> bool {
        match self {
            Dialect::Mysql => true,
            Dialect::Sqlite | Dialect::Postgres | Dialect::Mariadb => false,
        }
    }

    /// Whether a window over all rows without an order changes the order of other windows. A
    /// partition by an expression that is not constant keeps them apart.
    pub fn confuses_windows_of_all_rows(self) -> bool {
        match self {
            Dialect::Mariadb => true,
            Dialect::Sqlite | Dialect::Postgres | Dialect::Mysql => false,
        }
    }

    /// Whether NULL sorts before every value, and not after.
    pub fn nulls_are_least(self) -> bool {
        match self {
            Dialect::Sqlite | Dialect::Mysql | Dialect::Mariadb => true,
            Dialect::Postgres => false,
        }
    }

    /// Whether an order can say if NULLs come first or last: `NULLS FIRST`.
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

    /// Whether a condition on related rows may become a semijoin in an outer join. In some plans
    /// MySQL drops the conditions on the related rows, and returns wrong rows.
    pub fn has_semijoins_in_outer_joins(self) -> bool {
        match self {
            Dialect::Sqlite | Dialect::Postgres | Dialect::Mariadb => true,
            Dialect::Mysql => false,
        }
    }

    /// Whether a recursive query ends in silence at a limit of the session, without the rows that are
    /// left.
    pub fn leaves_out_deep_rows(self) -> bool {
        match self {
            Dialect::Mariadb => true,
            Dialect::Sqlite | Dialect::Postgres | Dialect::Mysql => false,
        }
    }

    /// Whether a derived table without a limit is merged into the outer query: an update or a
    /// delete cannot read its own table in such a derived table.
    pub fn merges_derived_tables(self) -> bool {
        match self {
            Dialect::Mysql | Dialect::Mariadb => true,
            Dialect::Sqlite | Dialect::Postgres => false,
        }
    }

    /// The largest number of parameters of a statement.
    pub fn most_parameters(self) -> usize {
        match self {
            Dialect::Sqlite => 32_766,
            Dialect::Postgres | Dialect::Mysql | Dialect::Mariadb => 65_535,
        }
    }

    /// The longest list with one parameter per value; a longer list is one parameter.
    ///
    /// PostgreSQL gets any list as an array. MySQL and MariaDB look up listed values twice as fast
    /// as values from JSON, but keep half a kilobyte for each parameter.
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

/// Tables and their objects.
impl Dialect {
    /// Whether a primary key has a name. On the others each is called `PRIMARY`, and another name
    /// is a warning.
    pub const fn names_primary_keys(self) -> bool {
        match self {
            Dialect::Sqlite | Dialect::Postgres => true,
            Dialect::Mysql | Dialect::Mariadb => false,
        }
    }

    /// Whether the names of keys and indexes are unique in a database, and not only in a table.
    pub const fn has_one_name_for_indexes(self) -> bool {
        match self {
            Dialect::Sqlite | Dialect::Postgres => true,
            Dialect::Mysql | Dialect::Mariadb => false,
        }
    }

    /// Whether the names of checks are unique in a database, and not only in a table.
    pub const fn has_one_name_for_checks(self) -> bool {
        match self {
            Dialect::Sqlite | Dialect::Postgres | Dialect::Mariadb => false,
            Dialect::Mysql => true,
        }
    }

    /// Whether the names of foreign keys are unique in a database, and not only in a table.
    pub const fn has_one_name_for_foreign_keys(self) -> bool {
        match self {
            Dialect::Sqlite | Dialect::Postgres => false,
            Dialect::Mysql | Dialect::Mariadb => true,
        }
    }

    /// Whether the names of triggers are unique in a database. Otherwise `DROP TRIGGER` needs the
    /// name of the table, too.
    pub const fn has_one_name_for_triggers(self) -> bool {
        match self {
            Dialect::Sqlite | Dialect::Mysql | Dialect::Mariadb => true,
            Dialect::Postgres => false,
        }
    }

    /// Whether the database copies a table for every change of its columns if one of its checks
    /// reads a date or a time. It then refuses to make a column of a foreign key `NOT NULL`.
    pub const fn copies_tables_with_checks_of_times(self) -> bool {
        match self {
            Dialect::Sqlite | Dialect::Postgres | Dialect::Mariadb => false,
            Dialect::Mysql => true,
        }
    }

    /// Whether the triggers of an event run in the order of their creation. On PostgreSQL they run
    /// in the order of their names, and SQLite promises no order.
    pub const fn runs_triggers_in_order(self) -> bool {
        match self {
            Dialect::Sqlite | Dialect::Postgres => false,
            Dialect::Mysql | Dialect::Mariadb => true,
        }
    }

    /// Whether an index can include other columns: `INCLUDE`.
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

    /// Whether a generated column can be computed when it is read. PostgreSQL before version 18
    /// stores each.
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

    /// Whether a decimal is stored as an integer, without its decimal point.
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

    /// Whether `CREATE INDEX IF NOT EXISTS` exists, and `DROP INDEX` needs only the name of the
    /// index, which is unique in the database.
    pub const fn has_index_if_not_exists(self) -> bool {
        match self {
            Dialect::Sqlite | Dialect::Postgres => true,
            Dialect::Mysql | Dialect::Mariadb => false,
        }
    }

    /// The index methods other than the default `btree`.
    pub const fn index_methods(self) -> &'static [&'static str] {
        match self {
            Dialect::Sqlite => &[],
            Dialect::Postgres => &["hash", "gin", "gist", "spgist", "brin"],
            Dialect::Mysql | Dialect::Mariadb => &["fulltext"],
        }
    }

    /// Whether an index can have operator classes, storage parameters and methods of extensions.
    pub const fn has_index_options(self) -> bool {
        matches!(self, Dialect::Postgres)
    }
}

/// How the database changes its schema.
impl Dialect {
    /// Whether each statement that changes the schema commits the current transaction.
    pub const fn ddl_commits(self) -> bool {
        match self {
            Dialect::Sqlite | Dialect::Postgres => false,
            Dialect::Mysql | Dialect::Mariadb => true,
        }
    }

    /// Whether `PRAGMA foreign_keys` turns the checks of foreign keys on and off, which works only
    /// outside a transaction.
    pub const fn has_foreign_key_pragma(self) -> bool {
        match self {
            Dialect::Sqlite => true,
            Dialect::Postgres | Dialect::Mysql | Dialect::Mariadb => false,
        }
    }

    /// Whether a table is changed by a rebuild, with everything that belongs to it.
    pub const fn rebuilds_tables(self) -> bool {
        match self {
            Dialect::Sqlite => true,
            Dialect::Postgres | Dialect::Mysql | Dialect::Mariadb => false,
        }
    }

    /// Whether a time of day is rounded to the next day if its column becomes a date. The others
    /// truncate it.
    pub const fn rounds_times(self) -> bool {
        match self {
            Dialect::Mysql => true,
            Dialect::Sqlite | Dialect::Postgres | Dialect::Mariadb => false,
        }
    }

    /// Whether a column with a random default can be added to a table with rows in one statement.
    /// MySQL refuses it while it writes its binary log.
    pub const fn fills_with_random_defaults(self) -> bool {
        match self {
            Dialect::Sqlite | Dialect::Postgres | Dialect::Mariadb => true,
            Dialect::Mysql => false,
        }
    }

    /// Whether a column cannot be changed while a view or a trigger uses it.
    pub const fn views_hold_columns(self) -> bool {
        match self {
            Dialect::Sqlite | Dialect::Mysql | Dialect::Mariadb => false,
            Dialect::Postgres => true,
        }
    }

    /// Whether a column cannot be renamed while a default uses it.
    pub const fn defaults_hold_columns(self) -> bool {
        match self {
            Dialect::Sqlite | Dialect::Postgres | Dialect::Mariadb => false,
            Dialect::Mysql => true,
        }
    }
}

/// How transactions behave.
impl Dialect {
    /// Whether the statement that begins a transaction can set its isolation level; otherwise a
    /// statement before it does.
    pub const fn begins_with_isolation(self) -> bool {
        match self {
            Dialect::Postgres => true,
            Dialect::Sqlite | Dialect::Mysql | Dialect::Mariadb => false,
        }
    }

    /// Whether a transaction with a failed statement refuses all other statements.
    pub const fn errors_abort_transactions(self) -> bool {
        match self {
            Dialect::Postgres => true,
            Dialect::Sqlite | Dialect::Mysql | Dialect::Mariadb => false,
        }
    }
}

/// How the database compares names.
impl Dialect {
    /// The name in a form that is equal for all names that the database considers the same.
    pub fn folded(self, name: &str) -> String {
        match self {
            Dialect::Sqlite => name.to_ascii_lowercase(),
            Dialect::Postgres => name.to_owned(),
            Dialect::Mysql | Dialect::Mariadb => name.to_lowercase(),
        }
    }

    /// Whether names that differ only in case are the same.
    pub const fn has_case_insensitive_names(self) -> bool {
        match self {
            Dialect::Sqlite | Dialect::Mysql | Dialect::Mariadb => true,
            Dialect::Postgres => false,
        }
    }

    /// Whether names of tables that differ only in case are the same on every server. On MySQL and
    /// MariaDB a setting of the server decides.
    pub const fn has_case_insensitive_tables(self) -> bool {
        match self {
            Dialect::Sqlite => true,
            Dialect::Postgres | Dialect::Mysql | Dialect::Mariadb => false,
        }
    }

    /// Whether the database considers the names the same.
    pub fn same_name(self, one: &str, other: &str) -> bool {
        match self {
            Dialect::Sqlite => one.eq_ignore_ascii_case(other),
            Dialect::Postgres => one == other,
            Dialect::Mysql | Dialect::Mariadb => one.to_lowercase() == other.to_lowercase(),
        }
    }

    /// The name of a table or a database, in a form that is equal for all names that the server
    /// considers the same.
    pub fn table_key(self, names: TableNames, name: &str) -> String {
        match names {
            TableNames::Exact => name.to_owned(),
            TableNames::Lowered | TableNames::Folded => self.folded(name),
        }
    }

    /// Whether the server considers these the same name of a table, or of a database.
    pub fn same_table(self, names: TableNames, one: &str, other: &str) -> bool {
        self.table_key(names, one) == self.table_key(names, other)
    }
}

/// How a server treats names of tables that differ only in case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TableNames {
    /// They are different names.
    Exact,
    /// They are the same name, which is stored in lower case.
    Lowered,
    /// They are the same name, which is stored as it was first written. Names of views are stored
    /// in lower case nevertheless.
    Folded,
}

impl TableNames {
    /// The meaning of `lower_case_table_names` on a MySQL or MariaDB server.
    pub const fn of_setting(lower_case_table_names: i64) -> TableNames {
        match lower_case_table_names {
            0 => TableNames::Exact,
            1 => TableNames::Lowered,
            _ => TableNames::Folded,
        }
    }

    /// How every server of the dialect treats them; `None` if each server has a setting for it.
    pub const fn of_dialect(dialect: Dialect) -> Option<TableNames> {
        match dialect {
            Dialect::Sqlite => Some(TableNames::Folded),
            Dialect::Postgres => Some(TableNames::Exact),
            Dialect::Mysql | Dialect::Mariadb => None,
        }
    }
}

/// The syntax of names, literals, comments and parameters.
impl Dialect {
    /// Whether a backslash in a string literal without a prefix is an escape.
    pub const fn has_backslash_escapes(self) -> bool {
        match self {
            Dialect::Sqlite | Dialect::Postgres => false,
            Dialect::Mysql | Dialect::Mariadb => true,
        }
    }

    /// Whether `"a"` is a string and not a name.
    pub const fn has_double_quoted_texts(self) -> bool {
        match self {
            Dialect::Sqlite | Dialect::Postgres => false,
            Dialect::Mysql | Dialect::Mariadb => true,
        }
    }

    /// Whether a word before a string may give its character set: `_utf8mb4'a'`. The database adds
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

    /// Whether `$$a$$` and `$tag$a$tag$` are strings, and `$1` is a parameter.
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

    /// Whether a parameter can have a number, so that it can be used several times.
    pub const fn has_numbered_parameters(self) -> bool {
        match self {
            Dialect::Sqlite | Dialect::Postgres => true,
            Dialect::Mysql | Dialect::Mariadb => false,
        }
    }

    /// Whether a selected expression needs an alias, because an order may use it within an
    /// expression.
    pub const fn names_items(self) -> bool {
        match self {
            Dialect::Postgres => false,
            Dialect::Sqlite | Dialect::Mysql | Dialect::Mariadb => true,
        }
    }

    /// Whether `?` is an operator, or the beginning of one: then raw SQL has to double it.
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

    /// Whether `--` begins a comment only before white space: otherwise `1--1` is 2.
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

    /// Whether tables use MySQL's grammar: indexes and comments within `CREATE TABLE`, options
    /// after it, and `AUTO_INCREMENT`.
    pub const fn has_mysql_grammar(self) -> bool {
        match self {
            Dialect::Sqlite | Dialect::Postgres => false,
            Dialect::Mysql | Dialect::Mariadb => true,
        }
    }

    /// Whether a name without quotes is converted to lower case.
    pub const fn folds_names_to_lower_case(self) -> bool {
        match self {
            Dialect::Postgres => true,
            Dialect::Sqlite | Dialect::Mysql | Dialect::Mariadb => false,
        }
    }

    /// Whether the database prints SQL in UTF-8 of at most three bytes, so that a question mark may
    /// stand for another character or byte.
    pub const fn prints_question_marks(self) -> bool {
        match self {
            Dialect::Sqlite | Dialect::Postgres => false,
            Dialect::Mysql | Dialect::Mariadb => true,
        }
    }

    /// Whether the bodies of triggers and routines are blocks such as `IF … END IF`, and not
    /// strings.
    pub const fn has_blocks_in_bodies(self) -> bool {
        match self {
            Dialect::Sqlite | Dialect::Postgres => false,
            Dialect::Mysql | Dialect::Mariadb => true,
        }
    }

    /// Whether the database's own client has the command `DELIMITER`.
    pub const fn has_delimiter_command(self) -> bool {
        match self {
            Dialect::Sqlite | Dialect::Postgres => false,
            Dialect::Mysql | Dialect::Mariadb => true,
        }
    }

    /// Whether `'a'` is a name if only a name is possible there.
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

    /// Whether an interval is an expression followed by a unit: `INTERVAL a DAY`.
    pub const fn has_interval_units(self) -> bool {
        match self {
            Dialect::Sqlite | Dialect::Postgres => false,
            Dialect::Mysql | Dialect::Mariadb => true,
        }
    }

    /// Whether `serial` means a `NOT NULL` integer with a sequence.
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

/// The longest name that a database accepts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NameLimit {
    /// This many bytes of UTF-8.
    Bytes(usize),
    /// This many characters.
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
    /// The value for a dialect.
    pub fn get(&self, dialect: Dialect) -> &T {
        match dialect {
            Dialect::Sqlite => &self.sqlite,
            Dialect::Postgres => &self.postgres,
            Dialect::Mysql => &self.mysql,
            Dialect::Mariadb => &self.mariadb,
        }
    }

    /// The value for a dialect, to change it.
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
