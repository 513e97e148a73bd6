//! Finds the foreign key that a statement violated, because SQLite does not name it.

use rusqlite::Connection as Raw;
use tablewright_sql::quote::identifier;
use tablewright_sql::table::Reference;
use tablewright_sql::words::OLD_VALUES;
use tablewright_sql::{Dialect, Op, Word, Words, render, tokens};

use super::bind::SqliteBinder;
use crate::base::error::{Error, Violation};
use crate::base::model::Table;
use crate::base::statement::{Name, Sink, Statement};
use crate::base::value::parameter::Parameter;

/// Adds the violated foreign key to an error, if it is certain.
#[cold]
pub(super) fn named<S: Statement>(raw: &Raw, statement: &S, mut error: Error) -> Error {
    if is_nameless(&error)
        && let Some(change) = Change::of(statement)
    {
        error = change.named(raw, error);
    }
    error
}

/// Whether the error is about a foreign key without a name yet.
pub(super) fn is_nameless(error: &Error) -> bool {
    matches!(error, Error::ForeignKey(violation) if violation.constraint.is_empty())
}

/// The change that a statement tried to make. It borrows nothing.
pub(super) struct Change {
    table: &'static Table,
    kind: Kind,
}

enum Kind {
    /// Inserted rows: the columns and values of each.
    Insert(Vec<Vec<(u16, Parameter<'static>)>>),
    /// Updated rows.
    Update(Affected, Vec<(u16, Written)>),
    /// Deleted rows.
    Delete(Affected),
}

/// The new value of a column in an update.
enum Written {
    /// A value.
    Value(Parameter<'static>),
    /// The value of another column of the row.
    Column(u16),
    /// A value that only the update can compute.
    Other,
}

/// A query for the rows that a statement changes. The statement was undone, so the query still
/// finds them, with their old values.
struct Affected {
    sql: String,
    parameters: Vec<Parameter<'static>>,
}

impl Change {
    /// Derives the change from the words of a statement.
    pub fn of<S: Statement>(statement: &S) -> Option<Change> {
        let mut told = Told::default();
        statement.walk(&mut told);
        told.change(statement.table())
    }

    /// Adds the foreign key to the error.
    pub fn named(&self, raw: &Raw, mut error: Error) -> Error {
        if let Error::ForeignKey(violation) = &mut error
            && let Some(found) = self.broken(raw)
        {
            **violation = found;
        }
        error
    }

    /// The foreign key that is certainly violated.
    fn broken(&self, raw: &Raw) -> Option<Violation> {
        let references = || self.table.references.iter();
        match &self.kind {
            Kind::Insert(rows) => rows.iter().find_map(|row| {
                let mut references = references();
                references
                    .find(|reference| self.dangles(raw, reference, row, rows) == Some(true))
                    .map(|reference| self.missing(reference))
            }),
            Kind::Update(affected, written) => {
                let mut references = references();
                references
                    .find(|reference| {
                        self.will_dangle(raw, reference, affected, written) == Some(true)
                    })
                    .map(|reference| self.missing(reference))
                    .or_else(|| self.referring(raw, affected, "on_update"))
            }
            Kind::Delete(affected) => self.referring(raw, affected, "on_delete"),
        }
    }

    fn missing(&self, reference: &Reference<'static>) -> Violation {
        let columns = self.table.names(reference.columns);
        Violation {
            table: self.table.name.to_owned(),
            columns: columns.map(str::to_owned).collect(),
            constraint: reference.name.to_owned(),
            message: format!(
                "the row that it refers to does not exist in {}",
                reference.table
            ),
            ..Violation::default()
        }
    }

    /// Whether a new row refers to a row that does not exist; `None` if that is uncertain.
    fn dangles(
        &self,
        raw: &Raw,
        reference: &Reference<'static>,
        row: &[(u16, Parameter<'static>)],
        rows: &[Vec<(u16, Parameter<'static>)>],
    ) -> Option<bool> {
        let value_of = |row: &[(u16, Parameter<'static>)], column| {
            let found = row.iter().find(|(at, _)| *at == column);
            found.map(|(_, value)| value.clone())
        };
        let values = reference
            .columns
            .iter()
            .map(|&column| value_of(row, column));
        let values = values.collect::<Option<Vec<_>>>()?;
        if values.contains(&Parameter::Null) {
            return Some(false);
        }
        // A row may refer to itself, and to a row that the same statement inserts.
        let is_it = |row: &Vec<(u16, Parameter<'static>)>| {
            let mut pairs = reference.key.iter().zip(&values);
            pairs.all(|(name, value)| {
                let own = self.table.position(name).map(|at| value_of(row, at));
                own.flatten().as_ref() == Some(value)
            })
        };
        if reference.table == self.table.name && rows.iter().any(is_it) {
            return Some(false);
        }
        let condition = equal(reference.key.iter().zip(1..).map(|(name, number)| {
            let value = format!("?{number}");
            (quoted(name), value)
        }));
        let sql = format!(
            "SELECT NOT EXISTS (SELECT 1 FROM {} WHERE {condition})",
            quoted(reference.table)
        );
        ask(raw, &sql, &values)
    }

    /// Whether an updated row would refer to a row that does not exist; `None` if that is
    /// uncertain.
    fn will_dangle(
        &self,
        raw: &Raw,
        reference: &Reference<'static>,
        affected: &Affected,
        written: &[(u16, Written)],
    ) -> Option<bool> {
        let is_written = |column| written.iter().any(|(at, _)| *at == column);
        if !reference.columns.iter().copied().any(is_written) {
            return Some(false);
        }
        let mut parameters = affected.parameters.clone();
        let mut becomes = |column: u16| {
            let written = written.iter().rev().find(|(at, _)| *at == column);
            let column = match written {
                Some((_, Written::Value(value))) => {
                    parameters.push(value.clone());
                    return Some(format!("?{}", parameters.len()));
                }
                Some((_, Written::Column(other))) => *other,
                Some((_, Written::Other)) => return None,
                None => column,
            };
            Some(format!("w.{}", quoted(self.table.column(column).name)))
        };
        let values = reference.columns.iter().map(|column| becomes(*column));
        let values = values.collect::<Option<Vec<_>>>()?;
        let mut conditions: Vec<String> = values
            .iter()
            .map(|value| format!("{value} IS NOT NULL"))
            .collect();
        let pairs = reference.key.iter().zip(&values);
        let same = equal(pairs.map(|(name, value)| (format!("o.{}", quoted(name)), value.clone())));
        conditions.push(format!(
            "NOT EXISTS (SELECT 1 FROM {} AS o WHERE {same})",
            quoted(reference.table)
        ));
        if reference.table == self.table.name {
            // A row may refer to itself.
            let own = reference.key.iter().zip(&values).map(|(name, value)| {
                let own = becomes(self.table.position(name)?)?;
                Some(format!("{own} IS {value}"))
            });
            let own = own.collect::<Option<Vec<_>>>()?;
            conditions.push(format!("NOT ({})", own.join(" AND ")));
        }
        let sql = format!(
            "SELECT EXISTS (SELECT 1 FROM ({}) AS w WHERE {})",
            affected.sql,
            conditions.join(" AND ")
        );
        ask(raw, &sql, &parameters)
    }

    /// The foreign key of a row that refers to a deleted row, or to a row whose key changes.
    fn referring(&self, raw: &Raw, affected: &Affected, action: &str) -> Option<Violation> {
        let found = Referring::of(raw, self.table.name, action).ok()?;
        let found = found
            .into_iter()
            .find(|referring| referring.stands(raw, self.table, affected) == Some(true))?;
        Some(Violation {
            message: format!("a row of it refers to the row of {}", self.table.name),
            table: found.table,
            columns: found.columns,
            constraint: found.constraint,
            ..Violation::default()
        })
    }
}

/// A foreign key of the database that prevents rows from being deleted, or from changing their
/// keys.
struct Referring {
    table: String,
    columns: Vec<String>,
    key: Vec<String>,
    /// Its name; empty if it has none.
    constraint: String,
}

impl Referring {
    /// All foreign keys that refer to a table.
    fn of(raw: &Raw, target: &str, action: &str) -> rusqlite::Result<Vec<Referring>> {
        let sql = format!(
            "SELECT t.name, k.id, k.\"from\", k.\"to\", t.sql \
             FROM sqlite_schema AS t, pragma_foreign_key_list(t.name) AS k \
             WHERE t.type = 'table' AND lower(k.\"table\") = lower(?1) \
             AND k.\"to\" IS NOT NULL AND k.{action} IN ('NO ACTION', 'RESTRICT') \
             ORDER BY t.name, k.id, k.seq"
        );
        let mut statement = raw.prepare(&sql)?;
        let mut rows = statement.query([target])?;
        let mut found: Vec<Referring> = Vec::new();
        let mut last = None;
        let mut creates = Vec::new();
        while let Some(row) = rows.next()? {
            let id: (String, i64) = (row.get(0)?, row.get(1)?);
            if last.as_ref() != Some(&id) {
                found.push(Referring {
                    table: id.0.clone(),
                    columns: Vec::new(),
                    key: Vec::new(),
                    constraint: String::new(),
                });
                creates.push(row.get::<_, String>(4)?);
                last = Some(id);
            }
            if let Some(referring) = found.last_mut() {
                referring.columns.push(row.get(2)?);
                referring.key.push(row.get(3)?);
            }
        }
        for (referring, create) in found.iter_mut().zip(&creates) {
            referring.constraint = name_in(create, &referring.columns).unwrap_or_default();
        }
        Ok(found)
    }

    /// Whether a row refers to one of the changed rows, and is not one of them.
    fn stands(&self, raw: &Raw, target: &Table, affected: &Affected) -> Option<bool> {
        let listed = |names: &[String]| {
            let names: Vec<String> = names.iter().map(|name| quoted(name)).collect();
            names.join(", ")
        };
        let rows = &affected.sql;
        let mut sql = format!(
            "SELECT EXISTS (SELECT 1 FROM {} AS r WHERE ({}) IN (SELECT {} FROM ({rows}))",
            quoted(&self.table),
            listed(&self.columns),
            listed(&self.key),
        );
        if self.table.eq_ignore_ascii_case(target.name) {
            let key = target.names(target.primary_key.columns).map(quoted);
            let same = equal(key.map(|name| (format!("w.{name}"), format!("r.{name}"))));
            sql = format!("{sql} AND NOT EXISTS (SELECT 1 FROM ({rows}) AS w WHERE {same})");
        }
        sql.push(')');
        ask(raw, &sql, &affected.parameters)
    }
}

/// The words and the parameters of a statement.
#[derive(Default)]
struct Told<'w> {
    words: Vec<Word<'w>>,
    /// The parameters, each with the number of words before it.
    parameters: Vec<(usize, Parameter<'static>)>,
}

impl<'w> Words<'w> for Told<'w> {
    fn word(&mut self, word: Word<'w>) {
        self.words.push(word);
    }
}

impl<'w> Sink<'w> for Told<'w> {
    const BINDS: bool = true;

    fn dialect(&self) -> Dialect {
        Dialect::Sqlite
    }

    fn parameter(&mut self, _: Name, value: &Parameter<'_>) {
        self.parameters
            .push((self.words.len(), value.clone().into_owned()));
    }

    fn fail(&mut self, _: Error) {}
}

impl Told<'_> {
    fn change(&self, table: &'static Table) -> Option<Change> {
        let kind = match self.op(0)? {
            (Op::Insert, _) => Kind::Insert(self.rows()),
            // The old values follow the rows, and belong to other columns.
            (Op::Update, OLD_VALUES) => return None,
            // Only the database can compute the values.
            (Op::Update, _) if self.sets_expressions() => return None,
            (Op::Update, _) => {
                let (written, condition) = self.written();
                Kind::Update(self.affected(table, condition), written)
            }
            (Op::Delete, _) => Kind::Delete(self.affected(table, BEHIND_TABLE)),
            _ => return None,
        };
        Some(Change { table, kind })
    }

    fn sets_expressions(&self) -> bool {
        let mut words = self.words.iter();
        words.any(|word| matches!(word, Word::Op(Op::SetOf, _)))
    }

    fn op(&self, at: usize) -> Option<(Op, u32)> {
        match self.words.get(at) {
            Some(Word::Op(op, number)) => Some((*op, *number)),
            Some(Word::Table(_) | Word::Text(_)) | None => None,
        }
    }

    /// The parameter directly after this number of words.
    fn parameter(&self, words: usize) -> Option<Parameter<'static>> {
        let found = self.parameters.iter().find(|(at, _)| *at == words);
        found.map(|(_, value)| value.clone())
    }

    /// The rows of an insert.
    fn rows(&self) -> Vec<Vec<(u16, Parameter<'static>)>> {
        let mut columns: Vec<u16> = Vec::new();
        let mut at = BEHIND_TABLE;
        while let Some((Op::Columns, number)) = self.op(at) {
            columns.extend(tablewright_sql::words::positions(number));
            at += 1;
        }
        let values: Vec<_> = self.parameters.iter().map(|(_, value)| value).collect();
        let rows = values.chunks_exact(columns.len().max(1));
        rows.map(|row| {
            let values = row.iter().map(|&value| value.clone());
            columns.iter().copied().zip(values).collect()
        })
        .collect()
    }

    /// The columns that an update sets, and the start of its condition.
    fn written(&self) -> (Vec<(u16, Written)>, usize) {
        let mut written = Vec::new();
        let mut at = BEHIND_TABLE;
        while let Some((op, column)) = self.op(at) {
            at += 1;
            let value = |at| self.parameter(at).map_or(Written::Other, Written::Value);
            let becomes = match op {
                Op::SetValue => value(at),
                Op::SetNull => Written::Value(Parameter::Null),
                Op::Set => {
                    at += 1;
                    match self.op(at - 1) {
                        Some((Op::Value, _)) => value(at),
                        Some((Op::Column, other)) => Written::Column(position(other)),
                        Some(_) | None => Written::Other,
                    }
                }
                Op::SetDefault | Op::SetNext | Op::SetNow => Written::Other,
                _ => {
                    at -= 1;
                    break;
                }
            };
            written.push((position(column), becomes));
        }
        (written, at)
    }

    /// The rows that satisfy the condition, which begins after this number of words.
    fn affected(&self, table: &'static Table, condition: usize) -> Affected {
        let mut words = vec![
            Word::Op(Op::Rows, 0),
            Word::Table(table),
            Word::Op(Op::AllColumns, 0),
        ];
        let first = match self.op(condition) {
            Some((Op::Target, _)) => condition + 1,
            Some(_) | None => condition,
        };
        let is_returning =
            |word: &Word<'_>| matches!(word, Word::Op(Op::Returning | Op::ReturningAll, _));
        let rest = self.words.iter().skip(first);
        words.extend(rest.take_while(|word| !is_returning(word)));
        if !matches!(words.last(), Some(Word::Op(Op::End, _))) {
            words.push(Word::Op(Op::End, 0));
        }
        let parameters = self.parameters.iter();
        let parameters = parameters.filter(|(at, _)| *at > condition);
        Affected {
            sql: render(&words, Dialect::Sqlite).sql,
            parameters: parameters.map(|(_, value)| value.clone()).collect(),
        }
    }
}

/// The number of words before the rest of a statement that changes rows.
const BEHIND_TABLE: usize = 2;

/// The position of a column, from the number of a word.
fn position(number: u32) -> u16 {
    (number & 0xffff) as u16
}

/// Queries a truth value; `None` if the database returns none.
fn ask(raw: &Raw, sql: &str, parameters: &[Parameter<'_>]) -> Option<bool> {
    let mut statement = raw.prepare(sql).ok()?;
    let mut binder = SqliteBinder::new(&mut statement);
    let mut parameters = parameters.iter();
    parameters
        .try_for_each(|value| value.bind(&mut binder))
        .ok()?;
    let mut rows = statement.raw_query();
    rows.next().ok()??.get(0).ok()
}

/// `a = b AND c = d`
fn equal(pairs: impl Iterator<Item = (String, String)>) -> String {
    let pairs: Vec<String> = pairs
        .map(|(one, other)| format!("{one} = {other}"))
        .collect();
    pairs.join(" AND ")
}

fn quoted(name: &str) -> String {
    identifier(Dialect::Sqlite, name)
}

/// The name of the foreign key of these columns, from the SQL that created the table.
fn name_in(create: &str, columns: &[String]) -> Option<String> {
    let tokens = tokens(Dialect::Sqlite, create);
    (0..tokens.len()).find_map(|start| {
        let [constraint, name, foreign, key, open, rest @ ..] = &tokens[start..] else {
            return None;
        };
        let is_one = constraint.is("CONSTRAINT")
            && foreign.is("FOREIGN")
            && key.is("KEY")
            && open.is_symbol('(');
        let names = rest.iter().take_while(|token| !token.is_symbol(')'));
        let names = names.filter(|token| !token.is_symbol(','));
        let is_of_columns = || {
            names
                .map(|token| token.name().to_lowercase())
                .eq(columns.iter().map(|column| column.to_lowercase()))
        };
        (is_one && is_of_columns()).then(|| name.name().into_owned())
    })
}

#[cfg(test)]
mod tests {
    use tablewright_sql::table::{Column, Key, Type};
    use tablewright_sql::words::{Comparison, compare};

    use super::*;

    static NODES: Table = Table::new(
        "nodes",
        const {
            &[
                Column::new("id", Type::BigInt),
                Column::new("parent_id", Type::BigInt).nullable(),
            ]
        },
        Key::new("pk_nodes", &[0]),
    )
    .references(const { &[Reference::new("fk_nodes_parent_id", &[1], "nodes", &["id"])] });

    fn database() -> Raw {
        let raw = Raw::open_in_memory().expect("there is memory");
        raw.execute_batch(
            "CREATE TABLE nodes (id INTEGER PRIMARY KEY, parent_id INTEGER, \
             CONSTRAINT \"fk_nodes_parent_id\" FOREIGN KEY (parent_id) REFERENCES nodes (id)); \
             INSERT INTO nodes VALUES (1, NULL), (2, 1), (3, 3)",
        )
        .expect("it is SQL");
        raw
    }

    /// The violated constraint of a statement.
    fn broken(words: Vec<Word<'static>>, parameters: &[(usize, i64)]) -> Option<String> {
        let parameters = parameters.iter();
        let told = Told {
            words,
            parameters: parameters
                .map(|(at, value)| (*at, Parameter::I64(*value)))
                .collect(),
        };
        let change = told.change(&NODES).expect("it changes rows");
        let violation = change.broken(&database())?;
        assert_eq!(violation.constraint, "fk_nodes_parent_id");
        assert_eq!(violation.columns, ["parent_id"]);
        Some(violation.message)
    }

    #[test]
    fn inserts_refer_to_what_does_not_exist() {
        let insert = |values: &[i64]| {
            let words = vec![
                Word::Op(Op::Insert, (values.len() / 2) as u32),
                Word::Table(&NODES),
                Word::Op(Op::Columns, 0b11),
                Word::Op(Op::ReturningAll, 0),
            ];
            let parameters: Vec<_> = values.iter().map(|value| (3, *value)).collect();
            broken(words, &parameters)
        };
        assert_eq!(insert(&[5, 1]), None);
        assert_eq!(insert(&[5, 5]), None);
        assert_eq!(insert(&[5, 6, 6, 1]), None);
        let missing = Some("the row that it refers to does not exist in nodes".to_owned());
        assert_eq!(insert(&[5, 7]), missing);
        assert_eq!(insert(&[5, 1, 6, 7]), missing);
    }

    #[test]
    fn updates_and_deletes_find_their_rows() {
        let change = |head: Vec<Word<'static>>, parameters: &[(usize, i64)]| {
            let mut words = head;
            words.extend([
                Word::Op(Op::Where, 1),
                Word::Op(Op::CompareValue, compare(Comparison::Equal, 0)),
                Word::Op(Op::Returning, 1),
                Word::Op(Op::Column, 0),
            ]);
            broken(words, parameters)
        };
        let set = |column| {
            vec![
                Word::Op(Op::Update, 0),
                Word::Table(&NODES),
                Word::Op(Op::SetValue, column),
            ]
        };
        let missing = Some("the row that it refers to does not exist in nodes".to_owned());
        assert_eq!(change(set(1), &[(3, 9), (5, 2)]), missing);
        assert_eq!(change(set(1), &[(3, 1), (5, 2)]), None);
        let referred = Some("a row of it refers to the row of nodes".to_owned());
        assert_eq!(change(set(0), &[(3, 9), (5, 1)]), referred);
        assert_eq!(change(set(0), &[(3, 9), (5, 2)]), None);
        let delete = || vec![Word::Op(Op::Delete, 0), Word::Table(&NODES)];
        assert_eq!(change(delete(), &[(4, 1)]), referred);
        assert_eq!(change(delete(), &[(4, 2)]), None);
        assert_eq!(change(delete(), &[(4, 3)]), None);
    }

    #[test]
    fn a_foreign_key_is_found_by_its_columns() {
        let create = r#"CREATE TABLE "t" ("a" INTEGER, "b" INTEGER, CONSTRAINT "uq" UNIQUE ("a"),
            CONSTRAINT "fk_a" FOREIGN KEY ("a") REFERENCES "u" ("id"),
            CONSTRAINT "fk_ab" FOREIGN KEY ("a", [B]) REFERENCES "v" ("x", "y"))"#;
        let name = |columns: &[&str]| {
            let columns: Vec<String> = columns.iter().map(|&column| column.to_owned()).collect();
            name_in(create, &columns)
        };
        assert_eq!(name(&["a"]).as_deref(), Some("fk_a"));
        assert_eq!(name(&["a", "b"]).as_deref(), Some("fk_ab"));
        assert_eq!(name(&["b"]), None);
    }
}
