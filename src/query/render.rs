//! Conditions, orders and changes as the SQL of a dialect.

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
    /// Whether columns are written with their tables.
    qualified: bool,
}

impl<'a> Renderer<'a> {
    pub fn new(dialect: Dialect) -> Self {
        Renderer {
            dialect,
            text: String::with_capacity(128),
            args: Vec::new(),
            qualified: false,
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
        let quote = match self.dialect {
            Dialect::Sqlite | Dialect::Postgres => '"',
            Dialect::Mysql | Dialect::Mariadb => '`',
        };
        self.text.push(quote);
        for character in name.chars() {
            if character == quote {
                self.text.push(quote);
            }
            self.text.push(character);
        }
        self.text.push(quote);
    }

    pub fn column(&mut self, name: Name) {
        if self.qualified {
            self.name(name.table.name);
            self.text.push('.');
        }
        self.name(name.column);
    }

    /// A placeholder for the parameter that comes next.
    pub fn arg(&mut self, arg: Arg<'a>) {
        self.args.push(arg);
        let number = self.args.len();
        match self.dialect {
            Dialect::Sqlite => self.text.push_str(&format!("?{number}")),
            Dialect::Postgres => self.text.push_str(&format!("${number}")),
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
            Node::In(name, values) => list::render(self, *name, values),
            Node::Like(name, like, text) => pattern::render(self, *name, *like, text)?,
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
            Node::Invalid(reason) => return Err(Error::value(reason.clone())),
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

    fn sort_key(&mut self, key: SortKey) {
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
        let most = match self.dialect {
            Dialect::Sqlite => 32_766,
            Dialect::Postgres | Dialect::Mysql | Dialect::Mariadb => 65_535,
        };
        if self.args.len() > most {
            return Err(Error::value(format!(
                "the statement has {} parameters; {} takes at most {most}",
                self.args.len(),
                self.dialect
            )));
        }
        Ok((self.text, Built(self.args)))
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
