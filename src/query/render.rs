//! Conditions, orders and changes as the SQL of a dialect.

#[cfg(feature = "json")]
use super::document;
use super::list;
use super::order::{By, SortKey};
use super::{Comparison, Name, Node, Term, pattern};
use crate::arg::Arg;
use crate::connection::Params;
use crate::value::Binder;
use crate::{Dialect, Error, Result};

/// How many conditions stand side by side; more of them are put into a tree, because databases
/// read `a AND b AND c` as one that is as deep as it is long.
const SIDE_BY_SIDE: usize = 64;

/// The text of a statement that grows, and its parameters.
#[derive(Debug)]
pub(crate) struct Renderer<'a> {
    dialect: Dialect,
    pub text: String,
    args: Vec<Arg<'a>>,
    /// How columns are written.
    scope: Scope,
    /// How many aliases there are.
    aliases: u32,
}

/// What stands before the name of a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Scope {
    /// Nothing: there is just one table.
    Bare,
    /// The name of a table.
    Table(&'static str),
    /// The alias of a table, by its number.
    Alias(u32),
}

impl<'a> Renderer<'a> {
    pub fn new(dialect: Dialect) -> Self {
        Renderer {
            dialect,
            text: String::with_capacity(512),
            args: Vec::new(),
            scope: Scope::Bare,
            aliases: 0,
        }
    }

    pub fn dialect(&self) -> Dialect {
        self.dialect
    }

    pub fn push(&mut self, text: &str) {
        self.text.push_str(text);
    }

    /// Adds a text that the build wrote, with placeholders for these parameters where its own are.
    pub fn placed(&mut self, text: &str, args: &[Arg<'a>]) {
        let mut args = args.iter();
        let mut quote = None;
        let mut is_number = false;
        for character in text.chars() {
            match quote {
                Some(open) if character == open => quote = None,
                Some(_) => {}
                None if matches!(character, '"' | '`') => quote = Some(character),
                None if matches!(character, '?' | '$') => {
                    if let Some(arg) = args.next() {
                        self.arg(arg.clone());
                    }
                    is_number = true;
                    continue;
                }
                None => {
                    is_number &= character.is_ascii_digit();
                    if is_number {
                        continue;
                    }
                }
            }
            self.text.push(character);
        }
    }

    /// Adds an expression that the build wrote for MySQL or MariaDB, whose placeholders have no
    /// numbers, with these parameters.
    pub fn filled(&mut self, expression: &str, args: &[Arg<'a>]) {
        self.push(expression);
        self.args.extend_from_slice(args);
    }

    /// Names in quotes, with commas between them.
    pub fn names(&mut self, names: &[&str]) {
        for (place, name) in names.iter().enumerate() {
            if place > 0 {
                self.push(", ");
            }
            self.name(name);
        }
    }

    /// A name in quotes.
    pub fn name(&mut self, name: &str) {
        match self.dialect {
            Dialect::Sqlite | Dialect::Postgres => self.quoted::<'"'>(name),
            Dialect::Mysql | Dialect::Mariadb => self.quoted::<'`'>(name),
        }
    }

    fn quoted<const QUOTE: char>(&mut self, name: &str) {
        self.text.push(QUOTE);
        // Hardly any name has a quote in it, and looking for one is quicker than taking the name apart.
        if name.bytes().any(|byte| char::from(byte) == QUOTE) {
            for character in name.chars() {
                if character == QUOTE {
                    self.text.push(QUOTE);
                }
                self.text.push(character);
            }
        } else {
            self.text.push_str(name);
        }
        self.text.push(QUOTE);
    }

    fn number(&mut self, number: usize) {
        if number > 9 {
            self.number(number / 10);
        }
        self.text.push(char::from(b'0' + (number % 10) as u8));
    }

    pub fn column(&mut self, name: Name) {
        self.column_in(self.scope, name.column);
    }

    /// A column of the table that has this scope.
    pub fn column_in(&mut self, scope: Scope, column: &str) {
        match scope {
            Scope::Bare => {}
            Scope::Table(table) => {
                self.name(table);
                self.text.push('.');
            }
            Scope::Alias(_) => {
                self.push_alias(scope);
                self.text.push('.');
            }
        }
        self.name(column);
    }

    /// A new alias, which is not the name of this table.
    pub fn alias(&mut self, other: &str) -> Scope {
        self.aliases += 1;
        let number = other.strip_prefix(['t', 'T']);
        if number.is_some_and(|number| number.parse() == Ok(self.aliases)) {
            self.aliases += 1;
        }
        Scope::Alias(self.aliases)
    }

    /// The alias itself.
    pub fn push_alias(&mut self, scope: Scope) {
        if let Scope::Alias(number) = scope {
            self.text.push('t');
            self.number(number as usize);
        }
    }

    /// How columns are written.
    pub fn scope(&self) -> Scope {
        self.scope
    }

    /// Writes with the columns of another table, and goes back to those of this one.
    pub fn within<T>(&mut self, scope: Scope, write: impl FnOnce(&mut Self) -> T) -> T {
        let before = std::mem::replace(&mut self.scope, scope);
        let written = write(self);
        self.scope = before;
        written
    }

    /// A placeholder for the parameter that comes next.
    pub fn arg(&mut self, arg: Arg<'a>) {
        self.args.push(arg);
        let number = self.args.len();
        match self.dialect {
            Dialect::Sqlite => {
                self.text.push('?');
                self.number(number);
            }
            Dialect::Postgres => {
                self.text.push('$');
                self.number(number);
            }
            Dialect::Mysql | Dialect::Mariadb => self.text.push('?'),
        }
    }

    pub fn term(&mut self, term: &Term) {
        match term {
            Term::Value(value) => self.arg(value.clone()),
            Term::Column(name) => self.column(*name),
            Term::Computed(name, operator, value) => {
                self.push("(");
                self.column(*name);
                self.push(" ");
                self.push(operator.sql());
                self.push(" ");
                self.arg(value.clone());
                self.push(")");
            }
        }
    }

    /// A condition, in parentheses where it would not hold together otherwise.
    ///
    /// # Errors
    ///
    /// [`Error::Value`] for one that cannot be asked.
    pub fn condition(&mut self, node: &Node) -> Result<()> {
        match node {
            // Not every database has words for it.
            Node::Constant(value) => self.push(if *value { "1 = 1" } else { "1 = 0" }),
            Node::Compare(left, comparison, right) => self.compare(*left, *comparison, right),
            Node::Null(name, is) => {
                self.column(*name);
                self.push(if *is { " IS NULL" } else { " IS NOT NULL" });
            }
            Node::In(name, values) => list::render(self, *name, values)?,
            Node::Like(name, like, text) => pattern::render(self, *name, *like, text)?,
            #[cfg(feature = "json")]
            Node::Json(question) => document::render(self, question),
            #[cfg(feature = "json")]
            Node::Contains(name, items) => document::render_contains(self, *name, items)?,
            Node::Having(call, comparison, value) => {
                call.write(self);
                self.push(" ");
                self.push(comparison.sql());
                self.push(" ");
                self.arg(value.clone());
            }
            Node::All(nodes) => self.joined(nodes, " AND ", "1 = 1")?,
            Node::Any(nodes) => self.joined(nodes, " OR ", "1 = 0")?,
            Node::Not(node) => {
                self.push("NOT (");
                self.condition(node)?;
                self.push(")");
            }
            Node::Exists(exists) => exists.render(self)?,
            Node::Invalid(reason) => return Err(Error::value(reason.clone())),
        }
        Ok(())
    }

    /// All of these conditions, behind a word; nothing where there are none.
    ///
    /// # Errors
    ///
    /// [`Error::Value`] for one that cannot be asked.
    pub fn conditions(&mut self, word: &str, nodes: &[Node]) -> Result<()> {
        if nodes.len() > SIDE_BY_SIDE {
            self.push(word);
            return self.joined(nodes, " AND ", "1 = 1");
        }
        let mut between = word;
        for node in nodes {
            if matches!(node, Node::Constant(true)) {
                continue;
            }
            self.push(between);
            self.condition(node)?;
            between = " AND ";
        }
        Ok(())
    }

    fn compare(&mut self, left: Name, comparison: Comparison, right: &Term) {
        self.column(left);
        self.push(" ");
        self.push(comparison.sql());
        self.push(" ");
        self.term(right);
    }

    fn joined(&mut self, nodes: &[Node], word: &str, none: &str) -> Result<()> {
        if nodes.len() > SIDE_BY_SIDE {
            let (one, other) = nodes.split_at(nodes.len() / 2);
            self.push("(");
            self.joined(one, word, none)?;
            self.push(word);
            self.joined(other, word, none)?;
            self.push(")");
            return Ok(());
        }
        self.push("(");
        let mut between = "";
        for node in nodes {
            self.push(between);
            self.condition(node)?;
            between = word;
        }
        if nodes.is_empty() {
            self.push(none);
        }
        self.push(")");
        Ok(())
    }

    /// ` ORDER BY …`, or nothing.
    pub fn order(&mut self, keys: &[SortKey]) {
        let mut between = " ORDER BY ";
        for key in keys {
            self.push(between);
            self.sort_key(*key);
            between = ", ";
        }
    }

    /// One of the keys of an order.
    pub fn sort_key(&mut self, key: SortKey) {
        let direction = if key.descending { " DESC" } else { "" };
        let by_itself = key.nulls_first.is_none_or(|first| match self.dialect {
            Dialect::Postgres => first == key.descending,
            Dialect::Sqlite | Dialect::Mysql | Dialect::Mariadb => first != key.descending,
        });
        let first = key.nulls_first == Some(true);
        match self.dialect {
            Dialect::Mysql | Dialect::Mariadb if !by_itself => {
                self.sorted_by(key.by);
                self.push(if first {
                    " IS NOT NULL, "
                } else {
                    " IS NULL, "
                });
                self.sorted_by(key.by);
                self.push(direction);
            }
            Dialect::Sqlite | Dialect::Postgres if !by_itself => {
                self.sorted_by(key.by);
                self.push(direction);
                self.push(if first { " NULLS FIRST" } else { " NULLS LAST" });
            }
            Dialect::Sqlite | Dialect::Postgres | Dialect::Mysql | Dialect::Mariadb => {
                self.sorted_by(key.by);
                self.push(direction);
            }
        }
    }

    fn sorted_by(&mut self, by: By) {
        match by {
            By::Column(name) => self.column(name),
            By::Call(call) => call.write(self),
        }
    }

    /// ` LIMIT … OFFSET …`, or nothing.
    pub fn limit(&mut self, limit: Option<u64>, offset: Option<u64>) {
        let limit = match (limit, offset, self.dialect) {
            (None, None, _) | (None, Some(_), Dialect::Postgres) => None,
            (None, Some(_), Dialect::Sqlite | Dialect::Mysql | Dialect::Mariadb) => Some(u64::MAX),
            (Some(limit), _, _) => Some(limit),
        };
        if let Some(limit) = limit {
            self.push(" LIMIT ");
            self.count(limit);
        }
        if let Some(offset) = offset {
            self.push(" OFFSET ");
            self.count(offset);
        }
    }

    /// A number of rows, as a parameter.
    fn count(&mut self, count: u64) {
        let count = i64::try_from(count).unwrap_or(i64::MAX);
        match self.dialect {
            // A bare parameter makes SQLite prepare the statement anew whenever it runs.
            Dialect::Sqlite => {
                self.push("(");
                self.arg(Arg::I64(count));
                self.push(" + 0)");
            }
            Dialect::Postgres | Dialect::Mysql | Dialect::Mariadb => self.arg(Arg::I64(count)),
        }
    }

    /// The text and its parameters.
    ///
    /// # Errors
    ///
    /// [`Error::Value`] where the database takes fewer parameters.
    pub fn finish(self) -> Result<(String, Built<'a>)> {
        check_parameters(self.dialect, self.args.len())?;
        Ok((self.text, Built(self.args)))
    }
}

/// Refuses more parameters than a database takes.
///
/// # Errors
///
/// [`Error::Value`] where it takes fewer.
pub(crate) fn check_parameters(dialect: Dialect, parameters: usize) -> Result<()> {
    let most = most_parameters(dialect);
    if parameters > most {
        return Err(Error::value(format!(
            "the statement has {parameters} parameters; {dialect} takes at most {most}"
        )));
    }
    Ok(())
}

/// How many parameters a statement takes.
pub(super) fn most_parameters(dialect: Dialect) -> usize {
    match dialect {
        Dialect::Sqlite => 32_766,
        Dialect::Postgres | Dialect::Mysql | Dialect::Mariadb => 65_535,
    }
}

/// The parameters of a statement that was built.
#[derive(Debug)]
pub(crate) struct Built<'a>(Vec<Arg<'a>>);

impl Params for Built<'_> {
    fn bind<B: Binder>(&self, to: &mut B) -> Result<()> {
        self.0.iter().try_for_each(|arg| arg.bind(to))
    }
}
