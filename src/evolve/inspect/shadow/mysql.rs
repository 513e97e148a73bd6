//! MySQL and MariaDB use temporary tables, which need no separate database, and which a crash
//! removes.
//!
//! Their names are random. If a future is dropped, a temporary table with the name of a live one
//! would hide it from later users of the connection.
//!
//! A temporary table cannot have foreign keys, FULLTEXT indexes, and options such as partitions,
//! compression and row versions. Only its expressions are read, so that does not matter, and the
//! servers' form of a foreign key is known here.

use tablewright_schema::Action;
use tablewright_schema::catalog::{
    Catalog, Expression, ForeignKey, Index, IndexKey, IndexPart, Table, read, write,
};
use tablewright_sql::quote::identifier;
use tablewright_sql::{Dialect, tokens};

use super::super::mysql::show;
use super::super::random_name;
use super::{in_shadow, may_not_create, wording};
use crate::base::connection::driver::Driver;
use crate::base::error::{Error, Result};

/// The wanted tables with expressions as the live database prints them.
pub(super) async fn worded<C: Driver>(db: &C, wanted: &Catalog, live: &Catalog) -> Result<Catalog> {
    // One connection for everything, because others would not see the temporary tables.
    let db = db.exclusive().await?;
    let mut catalog = Catalog::default();
    for table in &wanted.tables {
        let worded = worded_table(&db, table, live).await?;
        catalog.tables.push(kept(db.dialect(), worded));
    }
    Ok(catalog)
}

async fn worded_table<C: Driver>(db: &C, table: &Table, live: &Catalog) -> Result<Table> {
    // If the case of names matters, another table may have the name in other letters.
    let folded = |live: &&Table| db.dialect().same_name(&live.name, &table.name);
    let live = live
        .table(&table.name)
        .or_else(|| live.tables.iter().find(folded));
    if live.is_some_and(|live| !wording::differs(table, live)) {
        return Ok(table.clone());
    }
    let Some(mut printed) = printed(db, table, false).await? else {
        return Ok(table.clone());
    };
    if let Some(live) = live
        && wording::differs(&printed, live)
        && let Some(reprinted) = self::printed(db, &printed, true).await?
    {
        wording::adopt(&mut printed, &reprinted, live);
    }
    Ok(wording::worded(table, &printed))
}

/// The table as the server prints it. MySQL prints some expressions in another form after the table
/// was altered.
async fn printed<C: Driver>(db: &C, table: &Table, is_altered: bool) -> Result<Option<Table>> {
    let shadow = random_name();
    let sql = create_and_show(db, table, is_altered, &shadow).await;
    let name = identifier(db.dialect(), &shadow);
    let drop = format!("DROP TEMPORARY TABLE IF EXISTS {name}");
    let dropped = db.run(&drop).await;
    let shown = read(db.dialect(), &sql?).tables.pop();
    dropped?;
    Ok(shown)
}

/// Creates a temporary table with this name, and returns its SQL as the server prints it.
async fn create_and_show<C: Driver>(
    db: &C,
    table: &Table,
    is_altered: bool,
    name: &str,
) -> Result<String> {
    let dialect = db.dialect();
    let mut shadow = Table {
        name: name.to_owned(),
        foreign_keys: Vec::new(),
        ..table.clone()
    };
    let is_fulltext = |index: &Index| index.method.as_deref() == Some("fulltext");
    shadow.indexes.retain(|index| !is_fulltext(index));
    if let Err(error) = db
        .run(&write::create_temporary_table(dialect, &shadow))
        .await
    {
        if matches!(error, Error::Connect(_)) {
            return Err(may_not_create_temporary(db).await);
        }
        // It may not support all options. Those that its columns depend on are enough.
        shadow.options = table.options.as_ref().map(collation_options);
        let again = db
            .run(&write::create_temporary_table(dialect, &shadow))
            .await;
        let error = error.with_names(|text| text.replace(name, &table.name));
        again.map_err(|_| in_shadow(error))?;
    }
    if is_altered {
        let name = identifier(dialect, name);
        let altered = db.run(&format!("ALTER TABLE {name} FORCE")).await;
        altered.map_err(in_shadow)?;
    }
    show(db, name).await
}

/// The character set and the collation of a table's options.
fn collation_options(options: &Expression) -> Expression {
    let tokens = tokens(options.dialect(), options.text());
    let mut found = Vec::new();
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
            .find(|token| !token.is("set") && !token.is_symbol('='));
        if let Some(value) = value {
            found.push(format!("{} = {}", words.join(" "), value.text));
        }
    }
    Expression::new(options.dialect(), &found.join(" "))
}

/// The table as the server stores it: with an index for each foreign key, and with comments in
/// characters of at most three bytes.
fn kept(dialect: Dialect, mut table: Table) -> Table {
    for key in &table.foreign_keys {
        if !is_indexed(&table, key) {
            let index = index_of(key);
            table.indexes.push(index);
        }
    }
    for key in &mut table.foreign_keys {
        *key = foreign_key(dialect, key.clone());
    }
    let columns = table.columns.iter_mut().map(|column| &mut column.comment);
    for comment in columns.chain([&mut table.comment]).flatten() {
        let is_kept = |character: char| u32::from(character) <= 0xffff;
        *comment = comment.replace(|character| !is_kept(character), "?");
    }
    table
}

/// The foreign key as the server prints it: for MariaDB, RESTRICT is the default.
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

/// Whether a key or an index begins with the columns of the foreign key. Otherwise the server
/// creates an index.
fn is_indexed(table: &Table, key: &ForeignKey) -> bool {
    let begins = |columns: &[String]| {
        columns.len() >= key.columns.len()
            && columns
                .iter()
                .zip(&key.columns)
                .all(|(one, other)| Dialect::Mysql.same_name(one, other))
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

/// The index that the server creates for a foreign key, with the same name.
fn index_of(key: &ForeignKey) -> Index {
    let part = |column: &String| IndexPart {
        key: IndexKey::Column(column.clone()),
        descending: false,
        more: None,
        prefix: None,
        nulls_first: None,
    };
    Index {
        name: key.name.clone(),
        parts: key.columns.iter().map(part).collect(),
        unique: false,
        predicate: None,
        method: None,
        include: Vec::new(),
        options: Vec::new(),
    }
}

#[cold]
async fn may_not_create_temporary<C: Driver>(db: &C) -> Error {
    let asked = crate::query::raw::sql::<(String, String)>("SELECT database(), current_user()");
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
        "the comparison with the models creates temporary tables, and the user {user} may not do \
         that: run `GRANT CREATE TEMPORARY TABLES ON {}.* TO {user}`",
        identifier(db.dialect(), &database)
    ))
}
