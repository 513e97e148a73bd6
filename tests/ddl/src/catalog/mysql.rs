//! The catalogs of MySQL and MariaDB.

use super::{Result, comment, groups, optional, text};
use crate::connection::{Connection, Row};
use crate::description::{Description, Direction, Fact, Origin};
use tablewright_test_servers::Server;

/// Everything in the database.
pub(super) const OBJECTS: &str = "
    SELECT concat('table ', table_name) FROM information_schema.tables WHERE table_schema = database()
    UNION ALL SELECT concat('routine ', routine_name) FROM information_schema.routines
    WHERE routine_schema = database()";

/// Settings that the scripts change for a while, and those that they rely on.
pub(super) const SETTINGS: &str = "SELECT @@SESSION.foreign_key_checks, @@SESSION.unique_checks, @@SESSION.sql_mode, @@SESSION.time_zone";

/// The tables that there are.
pub(super) fn description(server: Server, connection: &mut Connection) -> Result<Description> {
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
        let mut order = Vec::new();
        for row in rows {
            let origin = origin(server, row)?;
            description.say(&table, column(origin, row)?);
            if !(server == Server::Mysql && origin.is_generated()) {
                order.push(text(row, 1)?);
            }
        }
        description.say(&table, Fact::Order(order));
    }
    let indexes = connection.rows(INDEXES)?;
    for rows in groups(&indexes, 2) {
        description.say(&text(&rows[0], 0)?, index(rows)?);
    }
    let foreign_keys = connection.rows(FOREIGN_KEYS)?;
    for rows in groups(&foreign_keys, 2) {
        description.say(&text(&rows[0], 0)?, foreign_key(rows)?);
    }
    for row in connection.rows(checks(server))? {
        description.say(
            &text(&row, 0)?,
            Fact::Check {
                name: text(&row, 1)?,
            },
        );
    }
    Ok(description)
}

const TABLES: &str = "
    SELECT table_name, table_comment FROM information_schema.tables
    WHERE table_schema = database() AND table_type = 'BASE TABLE'";

const COLUMNS: &str = "
    SELECT c.table_name, c.column_name, c.column_type, c.collation_name, c.is_nullable, c.column_default, c.extra,
           c.column_comment
    FROM information_schema.columns c JOIN information_schema.tables t USING (table_schema, table_name)
    WHERE c.table_schema = database() AND t.table_type = 'BASE TABLE'
    ORDER BY c.table_name, c.ordinal_position";

fn origin(server: Server, row: &Row) -> Result<Origin> {
    let extra = text(row, 6)?.to_lowercase();
    // MariaDB writes an expression there, and NULL for the default that every nullable column has.
    let default =
        optional(row, 5)?.filter(|default| !(server == Server::Mariadb && default == "NULL"));
    Ok(if extra.contains("auto_increment") {
        Origin::Identity
    } else if extra.contains("stored generated") {
        Origin::Stored
    } else if extra.contains("virtual generated") {
        Origin::Virtual
    } else if default.is_some() {
        Origin::Default
    } else {
        Origin::Input
    })
}

fn column(origin: Origin, row: &Row) -> Result<Fact> {
    Ok(Fact::Column {
        name: text(row, 1)?,
        ty: text(row, 2)?,
        collation: optional(row, 3)?,
        nullable: text(row, 4)? == "YES",
        origin,
        comment: comment(row, 7)?,
    })
}

const INDEXES: &str = "
    SELECT table_name, index_name, non_unique, index_type, column_name, collation
    FROM information_schema.statistics WHERE table_schema = database()
    ORDER BY table_name, index_name, seq_in_index";

fn index(rows: &[Row]) -> Result<Fact> {
    let row = &rows[0];
    let name = text(row, 1)?;
    if name == "PRIMARY" {
        let columns = rows.iter().map(|row| text(row, 4)).collect::<Result<_>>()?;
        return Ok(Fact::PrimaryKey { name, columns });
    }
    let part = |row: &Row| {
        let direction = match optional(row, 5)?.as_deref() {
            Some("A") => Direction::Ascending { nulls_first: true },
            Some("D") => Direction::Descending { nulls_first: false },
            None => Direction::Unsorted,
            Some(other) => return Err(format!("a part of an index is sorted {other}")),
        };
        Ok((optional(row, 4)?, direction))
    };
    Ok(Fact::Index {
        name,
        unique: text(row, 2)? == "0",
        method: text(row, 3)?.to_lowercase(),
        parts: rows.iter().map(part).collect::<Result<_>>()?,
        include: Vec::new(),
        partial: false,
    })
}

const FOREIGN_KEYS: &str = "
    SELECT r.table_name, r.constraint_name, k.column_name, r.referenced_table_name, k.referenced_column_name,
           r.delete_rule, r.update_rule
    FROM information_schema.referential_constraints r
    JOIN information_schema.key_column_usage k
      ON k.constraint_schema = r.constraint_schema AND k.constraint_name = r.constraint_name
     AND k.table_name = r.table_name
    WHERE r.constraint_schema = database() AND k.table_schema = database()
    ORDER BY r.table_name, r.constraint_name, k.ordinal_position";

fn foreign_key(rows: &[Row]) -> Result<Fact> {
    let row = &rows[0];
    let columns = |place| {
        rows.iter()
            .map(|row| text(row, place))
            .collect::<Result<Vec<_>>>()
    };
    Ok(Fact::ForeignKey {
        name: text(row, 1)?,
        columns: columns(2)?,
        target: text(row, 3)?,
        target_columns: columns(4)?,
        on_delete: text(row, 5)?,
        on_update: text(row, 6)?,
        deferred: false,
    })
}

fn checks(server: Server) -> &'static str {
    match server {
        Server::Mariadb => {
            "SELECT table_name, constraint_name FROM information_schema.check_constraints
             WHERE constraint_schema = database()"
        }
        Server::Mysql | Server::Postgres | Server::PostgresExtensions => {
            "SELECT table_name, constraint_name FROM information_schema.table_constraints
             WHERE table_schema = database() AND constraint_type = 'CHECK' AND enforced = 'YES'"
        }
    }
}
