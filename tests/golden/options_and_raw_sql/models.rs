// Written by tablewright from models.yaml. A change to this file is lost: change models.yaml.

use ::tablewright as tw;
::tablewright::requires!(jiff, "`timestamp`");

/// The tables, as a script for `SQLite`: any client can run it, also a second time.
#[allow(dead_code)]
pub const SCHEMA_SQL: &str = sqlite::SCHEMA_SQL;

/// The fingerprint of the tables: another one when anything about them changes.
#[allow(dead_code)]
pub const SCHEMA_HASH: &str = "6d0b313eb6df58f04ab4d336016bd517";

/// What is written for `SQLite`.
#[allow(dead_code)]
pub mod sqlite {
    /// The tables, as a script for `SQLite`: any client can run it, also a second time.
    pub const SCHEMA_SQL: &str = r#"CREATE TABLE IF NOT EXISTS "readings" (
    "sensor" VARCHAR(20) NOT NULL,
    "at" TIMESTAMP NOT NULL,
    "value" DOUBLE NOT NULL,
    CONSTRAINT "pk_readings" PRIMARY KEY ("sensor", "at"),
    CONSTRAINT "ck_readings_sensor_type" CHECK (typeof("sensor") = 'text' AND length("sensor") <= 20),
    CONSTRAINT "ck_readings_at_type" CHECK (substr("at", 1, 19) IS datetime(substr("at", 1, 19)) AND substr("at", 20) GLOB '.[0-9][0-9][0-9][0-9][0-9][0-9]Z' AND "at" >= '0001-01-01'),
    CONSTRAINT "ck_readings_value_type" CHECK ("value" BETWEEN -1.7976931348623157e308 AND 1.7976931348623157e308)
) WITHOUT ROWID;

CREATE VIEW IF NOT EXISTS latest AS
SELECT sensor, max(at) AS at FROM readings GROUP BY sensor -- one for each sensor
;
"#;

    /// Drops the tables and all that is in them, as a script for `SQLite`.
    pub const DROP_SQL: &str = r#"DROP VIEW IF EXISTS latest;

DROP TABLE IF EXISTS "readings";
"#;
}

/// What is written for `PostgreSQL`.
#[allow(dead_code)]
pub mod postgres {
    /// The tables, as a script for `PostgreSQL`: any client can run it, also a second time.
    pub const SCHEMA_SQL: &str = r#"CREATE SCHEMA IF NOT EXISTS search;

CREATE TABLE IF NOT EXISTS "readings" (
    "sensor" VARCHAR(20) COLLATE "C" NOT NULL,
    "at" TIMESTAMPTZ NOT NULL,
    "value" DOUBLE PRECISION NOT NULL,
    CONSTRAINT "pk_readings" PRIMARY KEY ("sensor", "at")
) WITH (fillfactor = 70);

CREATE OR REPLACE VIEW latest AS
SELECT sensor, max(at) AS at FROM readings GROUP BY sensor -- one for each sensor
;
"#;

    /// Drops the tables and all that is in them, as a script for `PostgreSQL`.
    pub const DROP_SQL: &str = r#"DROP VIEW IF EXISTS latest;

DROP TABLE IF EXISTS "readings";

DROP SCHEMA IF EXISTS search;
"#;
}

/// What is written for `MySQL`.
#[allow(dead_code)]
pub mod mysql {
    /// The tables, as a script for `MySQL`: any client can run it, also a second time.
    pub const SCHEMA_SQL: &str = r"CREATE TABLE IF NOT EXISTS `readings` (
    `sensor` VARCHAR(20) NOT NULL,
    `at` DATETIME(6) NOT NULL,
    `value` DOUBLE NOT NULL,
    PRIMARY KEY (`sensor`, `at`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_bin ROW_FORMAT=DYNAMIC;

CREATE OR REPLACE VIEW latest AS SELECT sensor, max(at) AS at FROM readings GROUP BY sensor;
";

    /// Drops the tables and all that is in them, as a script for `MySQL`.
    pub const DROP_SQL: &str = r"DROP VIEW IF EXISTS latest;

DROP TABLE IF EXISTS `readings`;
";
}

/// What is written for `MariaDB`.
#[allow(dead_code)]
pub mod mariadb {
    /// The tables, as a script for `MariaDB`: any client can run it, also a second time.
    pub const SCHEMA_SQL: &str = r"CREATE TABLE IF NOT EXISTS `readings` (
    `sensor` VARCHAR(20) NOT NULL,
    `at` DATETIME(6) NOT NULL,
    `value` DOUBLE NOT NULL,
    PRIMARY KEY (`sensor`, `at`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_nopad_bin ROW_FORMAT=DYNAMIC;

CREATE OR REPLACE VIEW latest AS SELECT sensor, max(at) AS at FROM readings GROUP BY sensor;
";

    /// Drops the tables and all that is in them, as a script for `MariaDB`.
    pub const DROP_SQL: &str = r"DROP VIEW IF EXISTS latest;

DROP TABLE IF EXISTS `readings`;
";
}

/// The tables and their scripts: what `create_all` and `drop_all` run.
#[allow(dead_code)]
pub static SCHEMA: tw::Schema = tw::Schema {
    name: module_path!(),
    hash: SCHEMA_HASH,
    tables: &[<Reading as tw::Model>::MODEL],
    create: tw::Scripts {
        sqlite: tw::Script {
            text: sqlite::SCHEMA_SQL,
            ends: &[611, 732],
        },
        postgres: tw::Script {
            text: postgres::SCHEMA_SQL,
            ends: &[35, 277, 395],
        },
        mysql: tw::Script {
            text: mysql::SCHEMA_SQL,
            ends: &[252, 346],
        },
        mariadb: tw::Script {
            text: mariadb::SCHEMA_SQL,
            ends: &[253, 347],
        },
    },
    drop: tw::Scripts {
        sqlite: tw::Script {
            text: sqlite::DROP_SQL,
            ends: &[27, 61],
        },
        postgres: tw::Script {
            text: postgres::DROP_SQL,
            ends: &[27, 61, 92],
        },
        mysql: tw::Script {
            text: mysql::DROP_SQL,
            ends: &[27, 61],
        },
        mariadb: tw::Script {
            text: mariadb::DROP_SQL,
            ends: &[27, 61],
        },
    },
    past: tw::Past::NONE,
};

/// Creates the tables. It is safe to run at every start: where they are there already, nothing happens.
#[allow(dead_code)]
#[inline]
pub fn create_all<C: tw::Connection>(db: &C) -> C::Output<'_, tw::Result<()>> {
    tw::create_all(db, &SCHEMA)
}

/// Compares the tables of a database with these. Where nothing has changed since `sync` or `create_all`, that is one query.
#[allow(dead_code)]
#[inline]
pub fn verify<C: tw::Connection>(db: &C) -> C::Output<'_, tw::Result<tw::Verdict>> {
    tw::verify(db, &SCHEMA)
}

/// Brings the tables of a database to these, where that loses nothing, and refuses the rest, saying why; then nothing is changed.
#[allow(dead_code)]
#[inline]
pub fn sync<C: tw::Connection>(db: &C) -> C::Output<'_, tw::Result<tw::Synced>> {
    tw::sync(db, &SCHEMA)
}

/// Drops the tables and all that is in them.
#[allow(dead_code)]
#[inline]
pub fn drop_all<C: tw::Connection>(db: &C) -> C::Output<'_, tw::Result<()>> {
    tw::drop_all(db, &SCHEMA)
}

/// A row of `readings`.
#[allow(dead_code)]
#[derive(Clone, Debug, PartialEq)]
pub struct Reading {
    /// `string(20)`, part of the primary key.
    pub sensor: String,
    /// `timestamp`, part of the primary key.
    pub at: tw::jiff::Timestamp,
    /// `double`.
    pub value: f64,
}

#[allow(dead_code)]
impl Reading {
    /// The column `sensor`.
    pub const SENSOR: tw::Column<Self, String> =
        tw::Column::new("sensor", tw::column::plain).limit(20);
    /// The column `at`.
    pub const AT: tw::Column<Self, tw::jiff::Timestamp> = tw::Column::new("at", tw::column::plain);
    /// The column `value`.
    pub const VALUE: tw::Column<Self, f64> = tw::Column::new("value", tw::column::plain);

    /// Every row, in the order of the primary key.
    ///
    /// `SELECT "sensor", "at", "value" FROM "readings" ORDER BY "sensor", "at"`
    #[inline]
    pub fn all() -> tw::Select<'static, Self> {
        static LOOKUP: tw::Lookup = tw::Lookup::NONE
            .sqlite([
                r#"SELECT "sensor", "at", "value" FROM "readings" ORDER BY "sensor", "at""#,
                r#"SELECT count(*) FROM "readings""#,
                r#"SELECT EXISTS (SELECT 1 FROM "readings")"#,
                r#"DELETE FROM "readings""#,
            ])
            .postgres([
                r#"SELECT "sensor", "at", "value" FROM "readings" ORDER BY "sensor", "at""#,
                r#"SELECT count(*) FROM "readings""#,
                r#"SELECT EXISTS (SELECT 1 FROM "readings")::integer::bigint"#,
                r#"DELETE FROM "readings""#,
            ])
            .mysql([
                "SELECT `sensor`, `at`, `value` FROM `readings` ORDER BY `sensor`, `at`",
                "SELECT count(*) FROM `readings`",
                "SELECT EXISTS (SELECT 1 FROM `readings`)",
                "DELETE FROM `readings`",
            ])
            .mariadb([
                "SELECT `sensor`, `at`, `value` FROM `readings` ORDER BY `sensor`, `at`",
                "SELECT count(*) FROM `readings`",
                "SELECT EXISTS (SELECT 1 FROM `readings`)",
                "DELETE FROM `readings`",
            ]);
        tw::Select::new(&LOOKUP, [])
    }

    /// The rows for which a condition holds, in the order of the primary key.
    ///
    /// `SELECT "sensor", "at", "value" FROM "readings" WHERE … ORDER BY "sensor", "at"`
    #[inline]
    pub fn filter(filter: tw::Filter<Self>) -> tw::Select<'static, Self> {
        Self::all().filter(filter)
    }

    /// The row with this primary key.
    ///
    /// `SELECT "sensor", "at", "value" FROM "readings" WHERE "sensor" = ?1 AND "at" = ?2`
    #[inline]
    pub fn find(sensor: &str, at: tw::jiff::Timestamp) -> tw::Select<'_, Self> {
        tw::Select::new(<Self as tw::Model>::FIND, [sensor.into(), at.into()])
    }

    /// A change of the row with this primary key: what is not set stays.
    ///
    /// `UPDATE "readings" SET … WHERE "sensor" = … AND "at" = …`
    #[inline]
    pub fn update(sensor: &str, at: tw::jiff::Timestamp) -> tw::Update<'_, Self> {
        Self::find(sensor, at).update()
    }

    /// New rows, all of which are inserted or none, many in one statement.
    ///
    /// `INSERT INTO "readings" ("sensor", "at", "value") VALUES (?1, ?2, ?3), …`
    pub fn insert_all<C: ::core::iter::IntoIterator<Item = NewReading>>(
        rows: C,
    ) -> tw::InsertAll<C::IntoIter> {
        tw::InsertAll::new(rows)
    }

    /// Writes every field of the row, which is found by its primary key.
    ///
    /// `UPDATE "readings" SET "value" = ?1 WHERE "sensor" = ?2 AND "at" = ?3`
    pub fn save<'c, C: tw::Connection>(&'c self, db: &'c C) -> C::Output<'c, tw::Result<()>> {
        tw::statement::save(self, db)
    }

    /// Deletes the row, which is found by its primary key.
    ///
    /// `DELETE FROM "readings" WHERE "sensor" = ?1 AND "at" = ?2`
    pub fn delete<'c, C: tw::Connection>(&'c self, db: &'c C) -> C::Output<'c, tw::Result<()>> {
        tw::statement::delete(self, db)
    }
}

impl tw::model::FromRow for Reading {
    const TABLE: Option<&'static tw::model::Table> = Some(<Self as tw::Model>::MODEL);

    #[inline]
    fn from_row<R: tw::value::Row>(row: &R) -> tw::Result<Self> {
        Ok(Self {
            sensor: row.get(0)?,
            at: row.get(1)?,
            value: row.get(2)?,
        })
    }
}

impl tw::Model for Reading {
    const MODEL: &'static tw::model::Table = &tw::model::Table {
        name: "readings",
        columns: &["sensor", "at", "value"],
        constraints: &[
            tw::model::Constraint::new(
                "pk_readings",
                &["sensor", "at"],
                tw::model::Rule::PrimaryKey,
            ),
        ],
    };
    const FIND: &'static tw::Lookup = &tw::Lookup::NONE
        .sqlite([
            r#"SELECT "sensor", "at", "value" FROM "readings" WHERE "sensor" = ?1 AND "at" = ?2"#,
            r#"SELECT count(*) FROM "readings" WHERE "sensor" = ?1 AND "at" = ?2"#,
            r#"SELECT EXISTS (SELECT 1 FROM "readings" WHERE "sensor" = ?1 AND "at" = ?2)"#,
            r#"DELETE FROM "readings" WHERE "sensor" = ?1 AND "at" = ?2"#,
        ])
        .postgres([
            r#"SELECT "sensor", "at", "value" FROM "readings" WHERE "sensor" = $1 AND "at" = $2"#,
            r#"SELECT count(*) FROM "readings" WHERE "sensor" = $1 AND "at" = $2"#,
            r#"SELECT EXISTS (SELECT 1 FROM "readings" WHERE "sensor" = $1 AND "at" = $2)::integer::bigint"#,
            r#"DELETE FROM "readings" WHERE "sensor" = $1 AND "at" = $2"#,
        ])
        .mysql([
            "SELECT `sensor`, `at`, `value` FROM `readings` WHERE `sensor` = ? AND `at` = ?",
            "SELECT count(*) FROM `readings` WHERE `sensor` = ? AND `at` = ?",
            "SELECT EXISTS (SELECT 1 FROM `readings` WHERE `sensor` = ? AND `at` = ?)",
            "DELETE FROM `readings` WHERE `sensor` = ? AND `at` = ?",
        ])
        .mariadb([
            "SELECT `sensor`, `at`, `value` FROM `readings` WHERE `sensor` = ? AND `at` = ?",
            "SELECT count(*) FROM `readings` WHERE `sensor` = ? AND `at` = ?",
            "SELECT EXISTS (SELECT 1 FROM `readings` WHERE `sensor` = ? AND `at` = ?)",
            "DELETE FROM `readings` WHERE `sensor` = ? AND `at` = ?",
        ]);
    const SAVE: &'static tw::Sql = &tw::Sql::NONE
        .sqlite(r#"UPDATE "readings" SET "value" = ?1 WHERE "sensor" = ?2 AND "at" = ?3"#)
        .postgres(r#"UPDATE "readings" SET "value" = $1 WHERE "sensor" = $2 AND "at" = $3"#)
        .mysql("UPDATE `readings` SET `value` = ? WHERE `sensor` = ? AND `at` = ?")
        .mariadb("UPDATE `readings` SET `value` = ? WHERE `sensor` = ? AND `at` = ?");
    const DELETE: &'static tw::Sql = &<Self as tw::Model>::FIND.delete;

    #[inline]
    fn bind_row<B: tw::value::Binder>(&self, to: &mut B) -> tw::Result<()> {
        to.value(&self.value)?;
        tw::Model::bind_key(self, to)
    }

    #[inline]
    fn bind_key<B: tw::value::Binder>(&self, to: &mut B) -> tw::Result<()> {
        tw::types::text::bind(to, &self.sensor, 20)?;
        to.value(&self.at)?;
        Ok(())
    }
}

/// A row of `readings` that is not there yet.
#[allow(dead_code)]
#[derive(Clone, Debug)]
#[must_use = "a new row is not in the database before `insert`"]
pub struct NewReading {
    sensor: String,
    at: tw::jiff::Timestamp,
    value: f64,
}

#[allow(dead_code)]
impl NewReading {
    /// A row with the values that it has to have.
    #[inline]
    pub fn new(sensor: impl Into<String>, at: tw::jiff::Timestamp, value: f64) -> Self {
        Self {
            sensor: sensor.into(),
            at,
            value,
        }
    }

    /// Inserts the row, and returns it as the database has it.
    ///
    /// `INSERT INTO "readings" ("sensor", "at", "value") VALUES (?1, ?2, ?3) RETURNING "sensor", "at", "value"`
    pub fn insert<C: tw::Connection>(self, db: &C) -> C::Output<'_, tw::Result<Reading>> {
        tw::statement::insert(self, db)
    }

    /// A new row, or a change of the one that is like it in the columns of a unique key.
    ///
    /// `INSERT INTO "readings" ("sensor", "at", "value") VALUES (?1, ?2, ?3) ON CONFLICT (…) DO UPDATE SET … RETURNING "sensor", "at", "value"`
    pub fn upsert(self, key: impl tw::query::Columns<Reading>) -> tw::Upsert<Self> {
        tw::Upsert::new(self, key)
    }
}

impl tw::Insert for NewReading {
    type Model = Reading;
    const INSERT: &'static tw::Sql = &tw::Sql::NONE
        .sqlite(
            r#"INSERT INTO "readings" ("sensor", "at", "value") VALUES (?1, ?2, ?3) RETURNING "sensor", "at", "value""#,
        )
        .postgres(
            r#"INSERT INTO "readings" ("sensor", "at", "value") VALUES ($1, $2, $3) RETURNING "sensor", "at", "value""#,
        )
        .mysql("INSERT INTO `readings` (`sensor`, `at`, `value`) VALUES (?, ?, ?)")
        .mariadb(
            "INSERT INTO `readings` (`sensor`, `at`, `value`) VALUES (?, ?, ?) RETURNING `sensor`, `at`, `value`",
        );
    const READ_BACK: Option<&'static tw::model::ReadBack> = Some(&tw::model::ReadBack {
        select: "SELECT `sensor`, `at`, `value` FROM `readings` WHERE `sensor` = ? AND `at` = ?",
        key: &[tw::model::Key::Given(0), tw::model::Key::Given(1)],
    });

    #[inline]
    fn bind<B: tw::value::Binder>(&self, to: &mut B) -> tw::Result<()> {
        tw::types::text::bind(to, &self.sensor, 20)?;
        to.value(&self.at)?;
        to.value(&self.value)?;
        Ok(())
    }
}
