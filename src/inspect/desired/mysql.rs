//! MySQL and MariaDB: temporary tables, which need no database of their own, and of which a crash
//! leaves nothing behind.
//!
//! They have names that nothing else has. A temporary table of the same name as a live one would
//! hide that one from everybody who uses the connection later, should a future be dropped here.
//!
//! A temporary table takes no foreign keys, no FULLTEXT indexes, and few options: no partitions, no
//! compression, no versions of rows. Those are taken from our own text instead, which the servers
//! show as it is but for what [`foreign_key`] knows.

use std::collections::BTreeMap;

use tablewright_schema::Action;
use tablewright_schema::catalog::{
    Catalog, Expression, ForeignKey, Index, IndexKey, IndexPart, Table, read, tokens, write,
};
use tablewright_schema::sql::identifier;

use super::super::mysql::show;
use super::super::statements::{Kind, Subject, subject};
use super::{in_trial, may_not_create, random_name, script, wording};
use crate::connection::Connection;
use crate::schema::folded;
use crate::{Dialect, Error, Result};

/// What the tables look like that these statements make.
pub(super) async fn desired<C: Connection>(
    db: &C,
    statements: &[&str],
    live: &Catalog,
) -> Result<Catalog> {
    // One connection for all of it, because others would not find the temporary tables.
    let db = db.exclusive().await?;
    let dialect = db.dialect();
    let by_table = by_table(dialect, statements);
    let live: BTreeMap<String, &Table> = live
        .tables
        .iter()
        .map(|live| (folded(&live.name, dialect), live))
        .collect();
    let mut catalog = Catalog::default();
    for own in read(dialect.into(), &script(statements)).tables {
        let name = folded(&own.name, dialect);
        let statements = by_table.get(&name).map_or(&[][..], Vec::as_slice);
        let Some(mut table) = tried(&db, &own, statements).await? else {
            continue;
        };
        if let Some(live) = live.get(&name)
            && wording::differs(&table, live)
        {
            let again = in_own_words(dialect, &table);
            let again: Vec<Statement<'_>> = again
                .iter()
                .filter_map(|text| Statement::new(dialect, text))
                .collect();
            if let Some(reworded) = tried(&db, &own, &again).await? {
                wording::adopt(&mut table, &reworded, live);
            }
        }
        catalog.tables.push(table);
    }
    Ok(catalog)
}

/// A statement about a table.
struct Statement<'s> {
    subject: Subject,
    text: &'s str,
}

impl<'s> Statement<'s> {
    fn new(dialect: Dialect, text: &'s str) -> Option<Self> {
        let subject = subject(dialect.into(), text)?;
        Some(Statement { subject, text })
    }
}

/// The statements, by the folded names of their tables.
fn by_table<'s>(dialect: Dialect, statements: &[&'s str]) -> BTreeMap<String, Vec<Statement<'s>>> {
    let mut by_table: BTreeMap<String, Vec<Statement<'s>>> = BTreeMap::new();
    for text in statements {
        if let Some(statement) = Statement::new(dialect, text) {
            let name = folded(&statement.subject.table, dialect);
            by_table.entry(name).or_default().push(statement);
        }
    }
    by_table
}

/// The statements that make a table of what the server said of one, and alter it, which makes MySQL
/// say some of it otherwise.
fn in_own_words(dialect: Dialect, table: &Table) -> Vec<String> {
    let name = identifier(dialect.into(), &table.name);
    let mut statements = write::create_table(dialect.into(), table);
    statements.push(format!("ALTER TABLE {name} FORCE"));
    statements
}

/// The table as the server would show it, had the statements been run that are about it.
async fn tried<C: Connection>(
    db: &C,
    own: &Table,
    statements: &[Statement<'_>],
) -> Result<Option<Table>> {
    let dialect = db.dialect();
    let scratch = random_name();
    let made = create_and_show(db, own, statements, &scratch).await;
    let name = identifier(dialect.into(), &scratch);
    let drop = format!("DROP TEMPORARY TABLE IF EXISTS {name}");
    let dropped = db.run(&drop).await;
    let made = made?;
    dropped?;
    let shown = read(dialect.into(), &made.sql).tables.pop();
    Ok(shown.map(|shown| {
        let mut table = completed(dialect, shown, own.clone(), &scratch);
        table.options = made.options.or(table.options);
        table
    }))
}

/// What a temporary table is shown as.
struct Made {
    sql: String,
    /// The options of the table, where a temporary one does not take them.
    options: Option<Expression>,
}

/// Makes a temporary table by the statements that are about a table, and shows it.
async fn create_and_show<C: Connection>(
    db: &C,
    own: &Table,
    statements: &[Statement<'_>],
    scratch: &str,
) -> Result<Made> {
    let dialect = db.dialect();
    let name = identifier(dialect.into(), scratch);
    let mut options = None;
    for Statement { subject, text } in statements {
        let before = &text[..subject.start];
        let behind = &text[subject.end..];
        match subject.kind {
            Kind::CreateTable => {
                if create(db, &name, behind).await? == Options::OfColumns {
                    options.clone_from(&own.options);
                }
            }
            Kind::CreateIndex if has_word(dialect, before, "fulltext") => {}
            Kind::CreateIndex | Kind::AlterTable => {
                let changed = db.run(&format!("{before}{name}{behind}")).await;
                changed.map_err(in_trial)?;
            }
            Kind::Comment => {}
        }
    }
    let sql = show(db, scratch).await?;
    Ok(Made { sql, options })
}

/// Which options of a table a temporary one was made with.
#[derive(PartialEq, Eq)]
enum Options {
    All,
    /// Those that its columns depend on.
    OfColumns,
}

/// Makes the temporary table, with all options or, where it does not take them, with some.
async fn create<C: Connection>(db: &C, name: &str, definition: &str) -> Result<Options> {
    let (body, options) = taken_apart(db.dialect(), definition);
    let create = format!("CREATE TEMPORARY TABLE {name} {body}");
    let Err(error) = db.run(&format!("{create} {options}")).await else {
        return Ok(Options::All);
    };
    if matches!(error, Error::Connect(_)) {
        return Err(may_not_create_temporary(db).await);
    }
    let usual = collation_options(db.dialect(), options);
    match db.run(&format!("{create} {usual}")).await {
        Ok(()) => Ok(Options::OfColumns),
        Err(_) => Err(in_trial(error)),
    }
}

/// The columns and constraints that a temporary table takes, and the options behind them.
fn taken_apart(dialect: Dialect, definition: &str) -> (String, &str) {
    let mut depth = 0_usize;
    // Where the elements begin and end, without their commas.
    let mut start = 0;
    let mut elements = Vec::new();
    for token in tokens(dialect.into(), definition) {
        if token.is_sign('(') {
            depth += 1;
            if depth == 1 {
                start = token.end();
            }
        } else if depth == 1 && (token.is_sign(',') || token.is_sign(')')) {
            elements.push(&definition[start..token.start]);
            start = token.end();
        }
        if token.is_sign(')') {
            depth = depth.saturating_sub(1);
            if depth == 0 {
                break;
            }
        }
    }
    elements.retain(|element| is_for_temporary(dialect, element));
    (format!("({})", elements.join(",")), &definition[start..])
}

/// Whether the element of a table is neither a foreign key nor a FULLTEXT index.
fn is_for_temporary(dialect: Dialect, element: &str) -> bool {
    let tokens = tokens(dialect.into(), element);
    let mut words = tokens.as_slice();
    if let [first, rest @ ..] = words
        && first.is("constraint")
    {
        let is_named = rest.first().is_some_and(|next| !next.is("foreign"));
        words = rest.get(usize::from(is_named)..).unwrap_or_default();
    }
    let refused = |word: &str| words.first().is_some_and(|first| first.is(word));
    !(refused("foreign") || refused("fulltext"))
}

/// Of the options of a table, its character set and collation.
fn collation_options(dialect: Dialect, options: &str) -> String {
    let tokens = tokens(dialect.into(), options);
    let mut kept = Vec::new();
    let mut rest = tokens.as_slice();
    while let [first, behind @ ..] = rest {
        rest = behind;
        let words: &[&str] = if first.is("charset") {
            &["CHARSET"]
        } else if first.is("character") {
            &["CHARACTER", "SET"]
        } else if first.is("collate") {
            &["COLLATE"]
        } else {
            continue;
        };
        let value = rest
            .iter()
            .find(|token| !token.is("set") && !token.is_sign('='));
        if let Some(value) = value {
            kept.push(format!("{} = {}", words.join(" "), value.text));
        }
    }
    kept.join(" ")
}

/// The table as it would be shown, were it no temporary one.
fn completed(dialect: Dialect, shown: Table, own: Table, scratch: &str) -> Table {
    let mut table = shown;
    for check in &mut table.checks {
        // MySQL names those that have no name by their table.
        if let Some(rest) = check.name.strip_prefix(scratch) {
            check.name = format!("{}{rest}", own.name);
        }
    }
    for mut index in own.indexes {
        if index.method.as_deref() == Some("fulltext") {
            if index.name.is_empty() {
                index.name = index_name(&table, &index.parts);
            }
            table.indexes.push(index);
        }
    }
    let mut unnamed = 0;
    for mut key in own.foreign_keys {
        if !is_indexed(&table, &key) {
            table.indexes.push(index_of(&table, &key));
        }
        if key.name.is_empty() {
            unnamed += 1;
            key.name = format!("{}_ibfk_{unnamed}", own.name);
        }
        table.foreign_keys.push(foreign_key(dialect, key));
    }
    table.name = own.name;
    table
}

/// The foreign key as the server shows it: to MariaDB RESTRICT is what it does by itself.
fn foreign_key(dialect: Dialect, mut key: ForeignKey) -> ForeignKey {
    if dialect == Dialect::Mariadb {
        for action in [&mut key.on_delete, &mut key.on_update] {
            if *action == Action::Restrict {
                *action = Action::NoAction;
            }
        }
    }
    key
}

/// Whether a key or an index begins with the columns of the foreign key; otherwise the server makes
/// one.
fn is_indexed(table: &Table, key: &ForeignKey) -> bool {
    let begins = |columns: &[String]| {
        columns.len() >= key.columns.len()
            && columns
                .iter()
                .zip(&key.columns)
                .all(|(one, other)| same(one, other))
    };
    let keys = table.primary_key.iter().chain(&table.uniques);
    keys.map(|key| key.columns.clone())
        .any(|columns| begins(&columns))
        || table.indexes.iter().any(|index| {
            let columns = index.parts.iter().map_while(|part| match &part.key {
                IndexKey::Column(name) if part.prefix.is_none() => Some(name.clone()),
                IndexKey::Column(_) | IndexKey::Expression(_) => None,
            });
            index.method.is_none() && begins(&columns.collect::<Vec<_>>())
        })
}

/// The index that the server makes for a foreign key, with the name of that, if it has one.
fn index_of(table: &Table, key: &ForeignKey) -> Index {
    let part = |column: &String| IndexPart {
        key: IndexKey::Column(column.clone()),
        descending: false,
        more: None,
        prefix: None,
        nulls_first: None,
    };
    let parts: Vec<_> = key.columns.iter().map(part).collect();
    Index {
        name: match key.name.as_str() {
            "" => index_name(table, &parts),
            name => name.to_owned(),
        },
        parts,
        unique: false,
        predicate: None,
        method: None,
        include: Vec::new(),
    }
}

/// The name that the server gives an index: that of its first column, with a number behind it where
/// another one has it.
fn index_name(table: &Table, parts: &[IndexPart]) -> String {
    let first = match parts.first().map(|part| &part.key) {
        Some(IndexKey::Column(name)) => name.as_str(),
        Some(IndexKey::Expression(_)) | None => "functional_index",
    };
    let is_taken = |name: &str| {
        table.indexes.iter().any(|index| same(&index.name, name))
            || table.uniques.iter().any(|key| same(&key.name, name))
    };
    let numbered = (2..).map(|number| format!("{first}_{number}"));
    let mut names = std::iter::once(first.to_owned()).chain(numbered);
    names.find(|name| !is_taken(name)).unwrap_or_default()
}

fn same(one: &str, other: &str) -> bool {
    one.to_lowercase() == other.to_lowercase()
}

fn has_word(dialect: Dialect, text: &str, word: &str) -> bool {
    tokens(dialect.into(), text)
        .iter()
        .any(|token| token.is(word))
}

#[cold]
async fn may_not_create_temporary<C: Connection>(db: &C) -> Error {
    let asked = crate::sql::<(String, String)>("SELECT database(), current_user()");
    let known = asked
        .run_all(db)
        .await
        .unwrap_or_default()
        .into_iter()
        .next();
    let (database, user) = known.unwrap_or_default();
    let user = match user.rsplit_once('@') {
        Some((name, host)) => format!("'{name}'@'{host}'"),
        None => user,
    };
    may_not_create(&format!(
        "to compare the tables with the models, temporary tables are made, and the user {user} may \
         not do that: run `GRANT CREATE TEMPORARY TABLES ON {}.* TO {user}`",
        identifier(db.dialect().into(), &database)
    ))
}
