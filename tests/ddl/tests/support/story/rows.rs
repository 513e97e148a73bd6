//! Rows of models, and their expected values in a later version.

use std::collections::BTreeMap;

use tablewright_sql::Dialect;
use tablewright_sql::quote::{identifier, text};
use tablewright_sql::unsigned::Unsigned;
use tablewright_test_ddl::Live;

use super::chance::Chance;
use super::world::{Field, Id, Kind, Model, World};

/// Inserts up to three rows into every table. A row that violates a constraint is left out.
pub fn fill(live: &Live, world: &World, seed: u64) -> usize {
    let mut chance = Chance::new(seed);
    let mut keys: BTreeMap<Id, Vec<String>> = BTreeMap::new();
    let mut count = 0;
    // Parents first, unless they form a cycle.
    for round in 0..2 {
        for model in &world.models {
            if keys.contains_key(&model.id) {
                continue;
            }
            let waits = |field: &Field| match field.kind {
                Kind::Reference(target) => !keys.contains_key(&target) && !field.nullable,
                _ => false,
            };
            if round == 0 && model.fields.iter().any(waits) {
                continue;
            }
            let mut own = Vec::new();
            for row in 0..3 {
                let values = values(world, model, row, &keys, &mut chance);
                let (names, literals): (Vec<String>, Vec<String>) = values.into_iter().unzip();
                let insert = format!(
                    "INSERT INTO {} ({}) VALUES ({})",
                    identifier(world.dialect, &model.table),
                    names.join(", "),
                    literals.join(", ")
                );
                if live.run(&[insert]).is_ok() {
                    own.extend(literals.first().cloned());
                    count += 1;
                }
            }
            keys.insert(model.id, own);
        }
    }
    count
}

fn values(
    world: &World,
    model: &Model,
    row: usize,
    keys: &BTreeMap<Id, Vec<String>>,
    chance: &mut Chance,
) -> Vec<(String, String)> {
    let fields = model.fields.iter();
    let fields = fields.filter(|field| field.generated.is_none());
    fields
        .map(|field| {
            let name = identifier(world.dialect, &world.column(field));
            let is_null = field.nullable && row == 2 && !chance.once_in(3);
            let value = match field.kind {
                _ if is_null || field.role == Some("soft_delete") => "NULL".to_owned(),
                Kind::Reference(target) => {
                    let keys = keys.get(&target);
                    let key = keys.and_then(|keys| keys.get(row).or(keys.first()));
                    key.cloned().unwrap_or_else(|| "NULL".to_owned())
                }
                kind => literal(world, kind, row, chance),
            };
            (name, value)
        })
        .collect()
}

fn literal(world: &World, kind: Kind, row: usize, chance: &mut Chance) -> String {
    let dialect = world.dialect;
    let quoted = |value: &str| text(dialect, value);
    let digit = row + 1;
    match kind {
        // No unsigned integer is like that.
        Kind::SmallInt | Kind::Integer if chance.once_in(12) => format!("-{digit}"),
        Kind::Counted | Kind::SmallInt | Kind::Integer => digit.to_string(),
        // Nor a signed one of as many bytes.
        Kind::Unsigned(unsigned) if chance.once_in(4) => match unsigned {
            Unsigned::U8 => format!("25{digit}"),
            Unsigned::U16 => format!("6500{digit}"),
            Unsigned::U32 => format!("400000000{digit}"),
            Unsigned::U64 => format!("922337203685477580{digit}"),
        },
        Kind::Unsigned(_) => digit.to_string(),
        Kind::BigInt if chance.once_in(4) => format!("300000000{digit}"),
        Kind::BigInt => digit.to_string(),
        Kind::Double => format!("{digit}.5"),
        Kind::Decimal if dialect.has_scaled_decimals() => format!("{digit}50"),
        Kind::Decimal => format!("{digit}.50"),
        Kind::String(_) | Kind::Text => match chance.below(3) {
            0 => quoted(&format!("w{digit}")),
            1 => quoted(&format!("a longer one {digit}")),
            _ => quoted(&digit.to_string()),
        },
        Kind::Bool => if row == 0 { "true" } else { "false" }.to_owned(),
        Kind::Bytes if dialect == Dialect::Postgres => format!("'\\x0{digit}'"),
        Kind::Bytes => format!("x'0{digit}'"),
        Kind::Uuid if dialect == Dialect::Postgres => {
            format!("'00000000-0000-4000-8000-00000000000{digit}'")
        }
        Kind::Uuid => format!("x'{}'", format!("0{digit}").repeat(16)),
        Kind::Date => format!("'2024-02-0{digit}'"),
        Kind::DateTime => format!("'2024-02-0{digit} 10:11:12.000000'"),
        Kind::Timestamp if dialect == Dialect::Sqlite => {
            format!("'2024-02-0{digit} 10:11:12.000000Z'")
        }
        Kind::Timestamp => format!("'2024-02-0{digit} 10:11:12.000000'"),
        Kind::Json => "'[1]'".to_owned(),
        Kind::Texts => {
            let item = if chance.once_in(2) { "a" } else { "1" };
            match dialect {
                Dialect::Postgres => format!("'{{{item}}}'"),
                Dialect::Sqlite | Dialect::Mysql | Dialect::Mariadb => format!("'[\"{item}\"]'"),
            }
        }
        Kind::Integers | Kind::BigInts => match dialect {
            Dialect::Postgres => format!("'{{{digit},20}}'"),
            Dialect::Sqlite | Dialect::Mysql | Dialect::Mariadb => format!("'[{digit},20]'"),
        },
        Kind::Enum(id) => {
            let values = world.enumeration(id).map(|each| &each.values);
            let value = values.and_then(|values| values.get(row % values.len()));
            quoted(value.map_or("", |value| &value.text))
        }
        Kind::Enums(id) => {
            let values = world
                .enumeration(id)
                .map_or(&[][..], |each| &each.values[..]);
            let values = values.iter().take(2).map(|value| quoted(&value.text));
            format!("ARRAY[{}]", values.collect::<Vec<_>>().join(", "))
        }
        Kind::Reference(_) => "NULL".to_owned(),
    }
}

/// The rows that two versions have in common, as texts, in one of them.
pub fn common(
    live: &Live,
    one: &World,
    other: &World,
    now: &World,
) -> Result<BTreeMap<Id, Vec<String>>, String> {
    let mut found = BTreeMap::new();
    // A generated column may have another expression then; one that is ordinary then keeps its
    // values, if it has the same type. With another one they are lost with consent, except on
    // SQLite.
    let is_kept = |model: Id, field: &Field| {
        let (before, later) = (one.field(model, field.id), other.field(model, field.id));
        let (Some(before), Some(later)) = (before, later) else {
            return false;
        };
        let is_alike = before.generated.is_none()
            || before.kind == later.kind
            || now.dialect == Dialect::Sqlite;
        later.generated.is_none() && is_alike
    };
    for model in &one.models {
        let (Some(later), Some(here)) = (other.model(model.id), now.model(model.id)) else {
            continue;
        };
        let stays = |field: &&Field| {
            let mut fields = later.fields.iter();
            let later = fields.find(|later| later.id == field.id);
            later.is_some_and(|later| later.kind.keeps_text(field.kind))
        };
        let columns = model.fields.iter().filter(stays).filter_map(|field| {
            let mut fields = here.fields.iter();
            let field = fields.find(|each| each.id == field.id)?;
            is_kept(model.id, field).then_some(field)
        });
        let columns: Vec<String> = columns.map(|field| as_text(now, field)).collect();
        let row = separated(now.dialect, &columns);
        let table = identifier(now.dialect, &here.table);
        let mut rows = live.texts(&format!("SELECT {row} FROM {table}"))?;
        rows.sort();
        found.insert(model.id, rows);
    }
    Ok(found)
}

/// The value as a text; that of an enum by its number, as its own text may be another one.
fn as_text(world: &World, field: &Field) -> String {
    let dialect = world.dialect;
    let name = identifier(dialect, &world.column(field));
    let plain = |name: &str| match dialect {
        Dialect::Sqlite => format!("coalesce(CAST({name} AS text), 'NULL')"),
        Dialect::Postgres => format!("coalesce({name}::text, 'NULL')"),
        Dialect::Mysql | Dialect::Mariadb => format!("coalesce(CAST({name} AS char), 'NULL')"),
    };
    let numbered = |name: &str, id: Id| {
        let values = world
            .enumeration(id)
            .map_or(&[][..], |each| &each.values[..]);
        let cases = values.iter().map(|value| {
            let text = text(dialect, &value.text);
            format!("WHEN {text} THEN '#{}' ", value.id)
        });
        let cases: String = cases.collect();
        format!("CASE {name} {cases}ELSE {} END", plain(name))
    };
    match world.values_of(field.kind) {
        Kind::Enum(id) => numbered(&name, id),
        Kind::Enums(id) => format!(
            "coalesce((SELECT string_agg({}, ',' ORDER BY at) \
             FROM unnest({name}) WITH ORDINALITY AS items (item, at)), 'NULL')",
            numbered("item", id)
        ),
        // Their bytes are no text on SQLite and MySQL.
        Kind::Uuid if matches!(dialect, Dialect::Sqlite | Dialect::Mysql) => {
            format!("CASE WHEN {name} IS NULL THEN 'NULL' ELSE hex({name}) END")
        }
        _ => plain(&name),
    }
}

/// All values of a later version, as texts; without those that differ in each row or each run.
pub fn all(live: &Live, was: &World, now: &World) -> Result<BTreeMap<Id, Vec<String>>, String> {
    let mut found = BTreeMap::new();
    for model in &now.models {
        let is_own = |field: &&Field| {
            let before = was.field(model.id, field.id);
            let is_new = before.is_none_or(|before| before.kind != field.kind);
            !(is_new && matches!(field.default, Some("uuid" | "now")))
        };
        let columns = model.fields.iter().filter(is_own);
        let columns: Vec<String> = columns
            .map(|field| {
                let name = text(now.dialect, &format!("{}=", now.column(field)));
                joined(now.dialect, &[name, as_text(now, field)])
            })
            .collect();
        let table = identifier(now.dialect, &model.table);
        let row = separated(now.dialect, &columns);
        let mut rows = live.texts(&format!("SELECT {row} FROM {table}"))?;
        rows.sort();
        found.insert(model.id, rows);
    }
    Ok(found)
}

/// Statements that insert the rows of a later version, with the old columns: the others get the
/// values of a new row.
pub fn inserts(live: &Live, was: &World, now: &World) -> Result<Vec<String>, String> {
    let mut found = Vec::new();
    for model in &now.models {
        let is_copied =
            |field: &&Field| field.generated.is_none() && was.field(model.id, field.id).is_some();
        let copied: Vec<&Field> = model.fields.iter().filter(is_copied).collect();
        if copied.is_empty() {
            continue;
        }
        let names: Vec<String> = copied
            .iter()
            .map(|field| identifier(now.dialect, &now.column(field)))
            .collect();
        let literals: Vec<String> = copied.iter().map(|field| as_literal(now, field)).collect();
        let table = identifier(now.dialect, &model.table);
        let row = separated(now.dialect, &literals);
        let rows = live.texts(&format!("SELECT {row} FROM {table}"))?;
        found.extend(rows.into_iter().map(|row| {
            let row = row.replace('|', ", ");
            format!("INSERT INTO {table} ({}) VALUES ({row})", names.join(", "))
        }));
    }
    Ok(found)
}

/// Allows rows to refer to rows that do not exist yet.
pub fn unreferred(live: &Live) -> Result<(), String> {
    match live.dialect() {
        Dialect::Sqlite => live.run(&["PRAGMA foreign_keys = OFF"]),
        Dialect::Postgres => {
            let drops = live.texts(
                "SELECT format('ALTER TABLE %s DROP CONSTRAINT %I', conrelid::regclass, conname) \
                 FROM pg_constraint WHERE contype = 'f'",
            )?;
            live.run(&drops)
        }
        Dialect::Mysql | Dialect::Mariadb => live.run(&["SET foreign_key_checks = 0"]),
    }
}

/// The value as a literal, in SQL.
fn as_literal(world: &World, field: &Field) -> String {
    let name = identifier(world.dialect, &world.column(field));
    match world.dialect {
        Dialect::Sqlite => format!("quote({name})"),
        Dialect::Postgres => format!("quote_nullable({name}::text)"),
        Dialect::Mysql | Dialect::Mariadb => match world.values_of(field.kind) {
            Kind::Bytes | Kind::Uuid => {
                format!("coalesce(concat('x''', hex({name}), ''''), 'NULL')")
            }
            _ => format!("quote(CAST({name} AS char))"),
        },
    }
}

fn separated(dialect: Dialect, parts: &[String]) -> String {
    let mut all: Vec<String> = Vec::new();
    for part in parts {
        if !all.is_empty() {
            all.push("'|'".to_owned());
        }
        all.push(part.clone());
    }
    joined(dialect, &all)
}

fn joined(dialect: Dialect, parts: &[String]) -> String {
    match dialect {
        Dialect::Sqlite | Dialect::Postgres => parts.join(" || "),
        Dialect::Mysql | Dialect::Mariadb => format!("concat({})", parts.join(", ")),
    }
}

/// Deletes all rows.
pub fn empty(live: &Live, world: &World) -> Result<(), String> {
    let tables = world.models.iter();
    let tables = tables.map(|model| identifier(world.dialect, &model.table));
    let delete = |table: String| format!("DELETE FROM {table}");
    match world.dialect {
        Dialect::Postgres => {
            let tables: Vec<String> = tables.collect();
            live.run(&[format!("TRUNCATE {} CASCADE", tables.join(", "))])
        }
        Dialect::Sqlite => {
            live.run(&["PRAGMA foreign_keys = OFF"])?;
            live.run(&tables.map(delete).collect::<Vec<_>>())?;
            live.run(&["PRAGMA foreign_keys = ON"])
        }
        Dialect::Mysql | Dialect::Mariadb => {
            live.run(&["SET foreign_key_checks = 0"])?;
            live.run(&tables.map(delete).collect::<Vec<_>>())?;
            live.run(&["SET foreign_key_checks = 1"])
        }
    }
}
