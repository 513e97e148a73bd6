//! PostgreSQL's catalog.

use super::{Result, comment, groups, optional, text};
use crate::connection::{Connection, Row};
use crate::description::{Description, Direction, Fact, Origin};

/// Everything that is not the server's own.
pub(super) const OBJECTS: &str = "
    SELECT 'relation ' || relname FROM pg_class WHERE relnamespace = 'public'::regnamespace
    UNION ALL SELECT 'type ' || typname FROM pg_type WHERE typnamespace = 'public'::regnamespace
    UNION ALL SELECT 'function ' || proname FROM pg_proc WHERE pronamespace = 'public'::regnamespace
    UNION ALL SELECT 'schema ' || nspname FROM pg_namespace
    WHERE nspname NOT LIKE 'pg\\_%' AND nspname NOT IN ('public', 'information_schema')";

/// No script has a reason to change any.
pub(super) const SETTINGS: &str = "SELECT name, setting FROM pg_settings WHERE source = 'session'";

/// The tables that there are.
pub(super) fn description(connection: &mut Connection) -> Result<Description> {
    let mut description = Description::default();
    for row in connection.rows(TABLES)? {
        let table = text(&row, 0)?;
        description.table(&table);
        if let Some(comment) = comment(&row, 1)? {
            description.say(&table, Fact::Comment(comment));
        }
    }
    let columns = connection.rows(COLUMNS)?;
    for rows in groups(&columns, 1) {
        let table = text(&rows[0], 0)?;
        for row in rows {
            description.say(&table, column(row)?);
        }
        let order = rows.iter().map(|row| text(row, 1)).collect::<Result<_>>()?;
        description.say(&table, Fact::Order(order));
    }
    let constraints = connection.rows(CONSTRAINTS)?;
    for rows in groups(&constraints, 2) {
        description.say(&text(&rows[0], 0)?, constraint(rows)?);
    }
    let indexes = connection.rows(INDEXES)?;
    for rows in groups(&indexes, 2) {
        description.say(&text(&rows[0], 0)?, index(rows)?);
    }
    Ok(description)
}

const TABLES: &str = "
    SELECT relname, obj_description(oid, 'pg_class') FROM pg_class
    WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')";

const COLUMNS: &str = "
    SELECT c.relname, a.attname, format_type(a.atttypid, a.atttypmod), k.collname, a.attnotnull,
           CASE WHEN a.attidentity <> '' THEN 'identity' WHEN a.attgenerated = 's' THEN 'stored'
                WHEN a.attgenerated <> '' THEN 'virtual' WHEN a.atthasdef THEN 'default' ELSE '' END,
           col_description(c.oid, a.attnum)
    FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid LEFT JOIN pg_collation k ON k.oid = a.attcollation
    WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p')
      AND a.attnum > 0 AND NOT a.attisdropped
    ORDER BY c.relname, a.attnum";

fn column(row: &Row) -> Result<Fact> {
    let origin = match text(row, 5)?.as_str() {
        "" => Origin::Input,
        "identity" => Origin::Identity,
        "default" => Origin::Default,
        "stored" => Origin::Stored,
        "virtual" => Origin::Virtual,
        other => return Err(format!("a column is {other}")),
    };
    Ok(Fact::Column {
        name: text(row, 1)?,
        ty: text(row, 2)?,
        collation: optional(row, 3)?,
        nullable: text(row, 4)? == "f",
        origin,
        comment: comment(row, 6)?,
    })
}

/// Version 18 and newer have constraints for NOT NULL. The columns already say this.
const CONSTRAINTS: &str = "
    SELECT c.relname, n.conname, n.contype, a.attname, t.relname, f.attname, n.confdeltype, n.confupdtype,
           n.condeferrable AND n.condeferred, n.convalidated
    FROM pg_constraint n JOIN pg_class c ON c.oid = n.conrelid LEFT JOIN pg_class t ON t.oid = n.confrelid
    LEFT JOIN LATERAL unnest(n.conkey, n.confkey) WITH ORDINALITY AS k(here, there, place) ON n.contype <> 'c'
    LEFT JOIN pg_attribute a ON a.attrelid = n.conrelid AND a.attnum = k.here
    LEFT JOIN pg_attribute f ON f.attrelid = n.confrelid AND f.attnum = k.there
    WHERE c.relnamespace = 'public'::regnamespace AND n.contype <> 'n'
    ORDER BY c.relname, n.conname, k.place";

fn constraint(rows: &[Row]) -> Result<Fact> {
    let row = &rows[0];
    let name = text(row, 1)?;
    if text(row, 9)? != "t" {
        return Err(format!("the constraint {name} is not validated"));
    }
    let columns = |place| {
        rows.iter()
            .map(|row| text(row, place))
            .collect::<Result<Vec<_>>>()
    };
    Ok(match text(row, 2)?.as_str() {
        "p" => Fact::PrimaryKey {
            name,
            columns: columns(3)?,
        },
        "u" => Fact::Unique {
            name,
            columns: columns(3)?,
        },
        "c" => Fact::Check { name },
        "f" => Fact::ForeignKey {
            name,
            columns: columns(3)?,
            target: text(row, 4)?,
            target_columns: columns(5)?,
            on_delete: action(&text(row, 6)?)?,
            on_update: action(&text(row, 7)?)?,
            deferred: text(row, 8)? == "t",
        },
        other => return Err(format!("the constraint {name} is of the kind {other}")),
    })
}

fn action(letter: &str) -> Result<String> {
    Ok(match letter {
        "a" => "NO ACTION",
        "r" => "RESTRICT",
        "c" => "CASCADE",
        "n" => "SET NULL",
        "d" => "SET DEFAULT",
        other => return Err(format!("a foreign key has the action {other}")),
    }
    .to_owned())
}

/// The indexes that are no keys.
const INDEXES: &str = "
    SELECT c.relname, i.relname, m.amname, x.indisunique, x.indpred IS NOT NULL, k.place <= x.indnkeyatts,
           a.attname, x.indoption[k.place - 1]
    FROM pg_index x JOIN pg_class c ON c.oid = x.indrelid JOIN pg_class i ON i.oid = x.indexrelid
    JOIN pg_am m ON m.oid = i.relam
    CROSS JOIN LATERAL unnest(x.indkey::int2[]) WITH ORDINALITY AS k(attnum, place)
    LEFT JOIN pg_attribute a ON a.attrelid = x.indrelid AND a.attnum = k.attnum
    WHERE c.relnamespace = 'public'::regnamespace
      AND NOT EXISTS (SELECT FROM pg_constraint n WHERE n.conindid = x.indexrelid AND n.contype IN ('p', 'u', 'x'))
    ORDER BY c.relname, i.relname, k.place";

fn index(rows: &[Row]) -> Result<Fact> {
    let row = &rows[0];
    let method = text(row, 2)?;
    let mut parts = Vec::new();
    let mut include = Vec::new();
    for row in rows {
        if text(row, 5)? == "t" {
            parts.push((optional(row, 6)?, direction(&method, &text(row, 7)?)?));
        } else {
            include.push(text(row, 6)?);
        }
    }
    let (unique, partial) = (text(row, 3)? == "t", text(row, 4)? == "t");
    Ok(Fact::Index {
        name: text(row, 1)?,
        unique,
        method,
        parts,
        include,
        partial,
    })
}

fn direction(method: &str, option: &str) -> Result<Direction> {
    if method != "btree" {
        return Ok(Direction::Unsorted);
    }
    Ok(match option {
        "0" => Direction::Ascending { nulls_first: false },
        "1" => Direction::Descending { nulls_first: false },
        "2" => Direction::Ascending { nulls_first: true },
        "3" => Direction::Descending { nulls_first: true },
        other => return Err(format!("a part of an index has the option {other}")),
    })
}
