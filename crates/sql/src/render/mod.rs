//! Renders the SQL of a statement from its words.
//!
//! `query.rs` renders queries, `union.rs` unions, `load.rs` the rows of relations, and `write.rs`
//! changes of rows; `order.rs`, `condition.rs`, `operand.rs`, `expression.rs`, `time.rs`,
//! `window.rs`, `json.rs`, `route.rs` and `tree.rs` render their parts, and `raw.rs` the user's own
//! SQL.

mod aggregate;
mod condition;
mod expression;
mod json;
mod load;
mod operand;
mod order;
mod query;
mod raw;
mod route;
mod time;
mod tree;
mod union;
mod window;
mod write;

pub use order::times_sorted_by;

use crate::Dialect;
use crate::quote::push_identifier;
use crate::table::{Column, Table};
use crate::words::{Op, Word};

/// A statement for a database.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rendered {
    /// The SQL.
    pub sql: String,
    /// The number of its parameters.
    pub parameters: usize,
}

/// Renders the SQL of a statement.
///
/// Its parameters are numbered in the order of the words. Words that are not a statement give SQL
/// that no database accepts; nothing panics.
#[cold]
#[inline(never)]
pub fn render(words: &[Word<'_>], dialect: Dialect) -> Rendered {
    let mut renderer = Renderer::new(words, dialect);
    renderer.statement();
    if renderer.follows_tree && dialect.leaves_out_deep_rows() {
        renderer.sql.insert_str(0, EVERY_STEP);
    }
    Rendered {
        sql: renderer.sql,
        parameters: renderer.parameters,
    }
}

/// Before MariaDB's statements that follow a tree: whatever the limit of the session is, it holds for
/// none of them.
const EVERY_STEP: &str = "SET STATEMENT max_recursive_iterations = 4294967295 FOR ";

/// The position in the words of a statement, and the SQL so far.
struct Renderer<'w, 't> {
    words: &'w [Word<'t>],
    /// All words of the statement.
    all: &'w [Word<'t>],
    dialect: Dialect,
    sql: String,
    /// The number of parameters so far.
    parameters: usize,
    /// The table of the next columns.
    scope: Scope<'t>,
    /// The tables of the query, by their numbers.
    entries: Vec<Scope<'t>>,
    /// The number of aliases so far.
    aliases: u32,
    /// The beginning of aliases, before their numbers.
    alias: String,
    /// The beginning of the names of selected items, before their numbers.
    item: String,
    /// Whether this is the condition of an outer join.
    in_outer_join: bool,
    /// The table of the outer query, within a query of a statement.
    outer: Option<Scope<'t>>,
    /// Whether every selected item gets a name, as in the queries of a union.
    named_items: bool,
    /// Whether the rows of the query are groups.
    is_grouped: bool,
    /// Whether the next selected columns belong to a derived table that the outer query reads.
    is_derived: bool,
    /// Whether the next selected item is the value of a scalar subquery.
    is_scalar: bool,
    /// Whether a tree is followed, step by step.
    follows_tree: bool,
}

/// A table, and the prefix of its columns.
#[derive(Clone, Copy, Debug)]
struct Scope<'t> {
    table: &'t Table<'t>,
    qualifier: Qualifier,
}

/// The prefix of a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Qualifier {
    /// None: there is only one table.
    None,
    /// The name of the table.
    Name,
    /// The alias of the table, by its number.
    Alias(u32),
}

impl<'t> Scope<'t> {
    fn bare(table: &'t Table<'t>) -> Self {
        Scope {
            table,
            qualifier: Qualifier::None,
        }
    }

    /// The same table, seen from a subquery with its own tables.
    fn named(self) -> Self {
        match self.qualifier {
            Qualifier::None => Scope {
                qualifier: Qualifier::Name,
                ..self
            },
            Qualifier::Name | Qualifier::Alias(_) => self,
        }
    }
}

impl<'w, 't> Renderer<'w, 't> {
    fn new(words: &'w [Word<'t>], dialect: Dialect) -> Self {
        Renderer {
            words,
            all: words,
            dialect,
            sql: String::with_capacity(256),
            parameters: 0,
            scope: Scope::bare(const { &Table::NONE }),
            entries: Vec::new(),
            aliases: 0,
            alias: free_beginning(words, "t"),
            item: free_beginning(words, "e"),
            in_outer_join: false,
            outer: None,
            named_items: false,
            is_grouped: false,
            is_derived: false,
            is_scalar: false,
            follows_tree: false,
        }
    }

    fn statement(&mut self) {
        match self.next() {
            Some((Op::Load, flags)) => self.load(flags),
            Some((Op::Union, queries)) => self.union(queries),
            Some((Op::Update, flags)) => self.update(flags),
            Some((Op::Delete, _)) => self.delete(),
            Some((Op::Insert, rows)) => self.insert(rows),
            Some((Op::ReadBack, rows)) => self.read_back(rows),
            Some((Op::DefaultOf, column)) => self.default_of(column),
            Some((Op::Raw, parameters)) => self.raw(parameters),
            Some((op, number)) => self.query(op, number),
            None => {}
        }
    }

    // Reading words.

    /// The next word, unless it is a table or a string.
    fn peek(&self) -> Option<(Op, u32)> {
        match self.words.first() {
            Some(Word::Op(op, number)) => Some((*op, *number)),
            Some(Word::Table(_) | Word::Text(_)) | None => None,
        }
    }

    fn next(&mut self) -> Option<(Op, u32)> {
        let next = self.peek()?;
        self.words = &self.words[1..];
        Some(next)
    }

    /// The number of the next word, if it is the wanted one.
    fn take(&mut self, wanted: Op) -> Option<u32> {
        let (op, number) = self.peek()?;
        if op != wanted {
            return None;
        }
        self.words = &self.words[1..];
        Some(number)
    }

    /// The next word, as a table.
    fn table(&mut self) -> &'t Table<'t> {
        match self.words.split_first() {
            Some((Word::Table(table), rest)) => {
                self.words = rest;
                table
            }
            _ => const { &Table::NONE },
        }
    }

    /// The next word, as a string.
    fn text(&mut self) -> &'t str {
        match self.words.split_first() {
            Some((Word::Text(text), rest)) => {
                self.words = rest;
                text
            }
            _ => "",
        }
    }

    // Writing SQL.

    fn push(&mut self, sql: &str) {
        self.sql.push_str(sql);
    }

    fn name(&mut self, name: &str) {
        push_identifier(&mut self.sql, self.dialect, name);
    }

    /// A placeholder for the next parameter.
    fn parameter(&mut self) {
        self.parameters += 1;
        self.placeholder(self.parameters);
    }

    /// A placeholder for a parameter; only dialects with numbered parameters can use one twice.
    fn placeholder(&mut self, number: usize) {
        match self.dialect {
            Dialect::Sqlite => self.push(&format!("?{number}")),
            Dialect::Postgres => self.push(&format!("${number}")),
            Dialect::Mysql | Dialect::Mariadb => self.push("?"),
        }
    }

    /// The SQL that the closure writes, without appending it.
    fn written(&mut self, write: impl FnOnce(&mut Self)) -> String {
        let before = std::mem::take(&mut self.sql);
        write(self);
        std::mem::replace(&mut self.sql, before)
    }

    /// A column of the current table.
    fn column(&mut self, column: u32) {
        self.column_of(self.scope, self.scope.table.column(position(column)).name);
    }

    fn column_of(&mut self, scope: Scope<'t>, name: &str) {
        match scope.qualifier {
            Qualifier::None => {}
            Qualifier::Name => {
                self.name(scope.table.name);
                self.push(".");
            }
            Qualifier::Alias(number) => self.push(&format!("{}{number}.", self.alias)),
        }
        self.name(name);
    }

    /// The value of a column in a selection.
    fn read_of(&mut self, scope: Scope<'t>, column: &Column<'t>) {
        let Some(form) = self.form(column.ty) else {
            return self.column_of(scope, column.name);
        };
        let value = self.written(|to| to.column_of(scope, column.name));
        let text = form.read(self.dialect, &value);
        self.push(&text);
    }

    /// Something for each item, separated by a string.
    fn separated<I>(
        &mut self,
        items: impl IntoIterator<Item = I>,
        separator: &str,
        mut write: impl FnMut(&mut Self, I),
    ) {
        for (number, item) in items.into_iter().enumerate() {
            if number > 0 {
                self.push(separator);
            }
            write(self, item);
        }
    }

    /// Names of columns, separated by commas, without a prefix.
    fn names(&mut self, names: impl IntoIterator<Item = &'t str>) {
        self.separated(names, ", ", Self::name);
    }

    /// Runs the closure with another table as the current one.
    fn within(&mut self, scope: Scope<'t>, write: impl FnOnce(&mut Self)) {
        let outer = std::mem::replace(&mut self.scope, scope);
        write(self);
        self.scope = outer;
    }

    /// A new alias for a table.
    fn alias(&mut self, table: &'t Table<'t>) -> Scope<'t> {
        self.aliases += 1;
        Scope {
            table,
            qualifier: Qualifier::Alias(self.aliases),
        }
    }

    /// The name of a selected item.
    fn item_name(&self, number: u32) -> String {
        format!("{}{number}", self.item)
    }

    /// ` AS t1`
    fn as_alias(&mut self, scope: Scope<'t>) {
        if let Qualifier::Alias(number) = scope.qualifier {
            self.push(&format!(" AS {}{number}", self.alias));
        }
    }

    /// A name for a table or a column of the statement itself.
    fn free(&self, name: &str) -> String {
        let mut name = name.to_owned();
        while names(self.all).any(|other| other.eq_ignore_ascii_case(&name)) {
            name.push('_');
        }
        name
    }
}

/// The names of the tables in a statement, and of their columns. A name that the statement gives is
/// none of them: it would mean another table or column, or be ambiguous.
fn names<'t>(words: &[Word<'t>]) -> impl Iterator<Item = &'t str> {
    let tables = words.iter().filter_map(|word| match word {
        Word::Table(table) => Some(*table),
        Word::Op(..) | Word::Text(_) => None,
    });
    tables.flat_map(|table| {
        let columns = table.columns.iter().map(|column| column.name);
        columns.chain(std::iter::once(table.name))
    })
}

/// The beginning of names with numbers: this one, or more if such a name is taken.
fn free_beginning(words: &[Word<'_>], beginning: &str) -> String {
    let mut beginning = beginning.to_owned();
    while names(words).any(|name| is_numbered(name, &beginning)) {
        beginning.push('_');
    }
    beginning
}

/// Whether a name is the beginning and digits, for a database that ignores case.
fn is_numbered(name: &str, beginning: &str) -> bool {
    let (first, digits) = name.as_bytes().split_at(beginning.len().min(name.len()));
    first.eq_ignore_ascii_case(beginning.as_bytes())
        && !digits.is_empty()
        && digits.iter().all(u8::is_ascii_digit)
}

/// The position of a column, in the low half of a number.
fn position(number: u32) -> u16 {
    (number & 0xffff) as u16
}
