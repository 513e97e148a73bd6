// Written by tablewright from models.yaml. A change to this file is lost: change models.yaml.

use ::tablewright as tw;
use ::tablewright::__private as twp;
::tablewright::__generated_by!(1, "0.1.0");
::tablewright::requires!(jiff, "`timestamp`");

/// A script for `SQLite` that creates the tables. Any client can run it, also a second time.
#[allow(dead_code)]
pub const SCHEMA_SQL: &str = sqlite::SCHEMA_SQL;

/// The hash of the tables, which changes if anything about them changes.
#[allow(dead_code)]
pub const SCHEMA_HASH: &str = "6d0b313eb6df58f04ab4d336016bd517";

/// The scripts for `SQLite`.
#[allow(dead_code)]
pub mod sqlite {
    /// A script for `SQLite` that creates the tables. Any client can run it, also a second time.
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

    /// A script for `SQLite` that drops the tables with all their rows.
    pub const DROP_SQL: &str = r#"DROP VIEW IF EXISTS latest;

DROP TABLE IF EXISTS "readings";
"#;
}

/// The scripts for `PostgreSQL`.
#[allow(dead_code)]
pub mod postgres {
    /// A script for `PostgreSQL` that creates the tables. Any client can run it, also a second time.
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

    /// A script for `PostgreSQL` that drops the tables with all their rows.
    pub const DROP_SQL: &str = r#"DROP VIEW IF EXISTS latest;

DROP TABLE IF EXISTS "readings";

DROP SCHEMA IF EXISTS search;
"#;
}

/// The scripts for `MySQL`.
#[allow(dead_code)]
pub mod mysql {
    /// A script for `MySQL` that creates the tables. Any client can run it, also a second time.
    pub const SCHEMA_SQL: &str = r"CREATE TABLE IF NOT EXISTS `readings` (
    `sensor` VARCHAR(20) NOT NULL,
    `at` DATETIME(6) NOT NULL,
    `value` DOUBLE NOT NULL,
    PRIMARY KEY (`sensor`, `at`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_bin ROW_FORMAT=DYNAMIC;

CREATE OR REPLACE VIEW latest AS SELECT sensor, max(at) AS at FROM readings GROUP BY sensor;
";

    /// A script for `MySQL` that drops the tables with all their rows.
    pub const DROP_SQL: &str = r"DROP VIEW IF EXISTS latest;

DROP TABLE IF EXISTS `readings`;
";
}

/// The scripts for `MariaDB`.
#[allow(dead_code)]
pub mod mariadb {
    /// A script for `MariaDB` that creates the tables. Any client can run it, also a second time.
    pub const SCHEMA_SQL: &str = r"CREATE TABLE IF NOT EXISTS `readings` (
    `sensor` VARCHAR(20) NOT NULL,
    `at` DATETIME(6) NOT NULL,
    `value` DOUBLE NOT NULL,
    PRIMARY KEY (`sensor`, `at`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_nopad_bin ROW_FORMAT=DYNAMIC;

CREATE OR REPLACE VIEW latest AS SELECT sensor, max(at) AS at FROM readings GROUP BY sensor;
";

    /// A script for `MariaDB` that drops the tables with all their rows.
    pub const DROP_SQL: &str = r"DROP VIEW IF EXISTS latest;

DROP TABLE IF EXISTS `readings`;
";
}

/// The description of the tables, for `create_all`, `drop_all`, `verify` and `sync`.
#[allow(dead_code)]
pub static SCHEMA: tw::Schema = tw::Schema {
    name: module_path!(),
    hash: SCHEMA_HASH,
    tables: &[<Reading as tw::Model>::TABLE],
    models: &[twp::Described::of::<Reading>()],
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
    definition: "tablewright 2, with SQL\nF16sqlite8readings6sensorbvarchar(20)2at9timestamp5value6doublebpk_readingsnck_readings_sensor_typeU1typeof(\"sensor\") = 'text' AND length(\"sensor\") <= 20jck_readings_at_typeK4substr(\"at\", 1, 19) IS datetime(substr(\"at\", 1, 19)) AND substr(\"at\", 20) GLOB '.[0-9][0-9][0-9][0-9][0-9][0-9]Z' AND \"at\" >= '0001-01-01'mck_readings_value_typeC2\"value\" BETWEEN -1.7976931348623157e308 AND 1.7976931348623157e308dWITHOUT ROWID6latestV3CREATE VIEW IF NOT EXISTS latest AS\nSELECT sensor, max(at) AS at FROM readings GROUP BY sensor -- one for each sensorqDROP VIEW IF EXISTS latest8postgres1Cbtimestamptzgdouble precisionmWITH (fillfactor = 70)6searchD1CREATE SCHEMA IF NOT EXISTS search;sDROP SCHEMA IF EXISTS searchS3CREATE OR REPLACE VIEW latest AS\nSELECT sensor, max(at) AS at FROM readings GROUP BY sensor -- one for each sensor5mysqlgutf8mb4_0900_binbdatetime(6)0R2ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_bin ROW_FORMAT=DYNAMIC-2CREATE OR REPLACE VIEW latest AS SELECT sensor, max(at) AS at FROM readings GROUP BY sensor7mariadbhutf8mb4_nopad_binS2ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_nopad_bin ROW_FORMAT=DYNAMIC00000040/10113230000000450000000670000000182240039a0bc0de0001f0001g1h1ij+1111323000001k04l00000006m000000018224000001n0002o0p1qg1r1isX1011323000001t04u00000006700000001v224000001A10001g1B11iC1Y1011323000001D104u00000006700000001v224000001E10001g1B11i",
};

/// Creates the tables that are missing, by `SCHEMA_SQL`. It is safe to run at every start.
#[allow(dead_code)]
#[inline]
pub fn create_all<C: tw::Connection>(db: &C) -> tw::Output<'_, C> {
    tw::create_all(db, &SCHEMA)
}

/// Drops the tables with all their rows, by `DROP_SQL`.
#[allow(dead_code)]
#[inline]
pub fn drop_all<C: tw::Connection>(db: &C) -> tw::Output<'_, C> {
    tw::drop_all(db, &SCHEMA)
}

::tablewright::__with_sync! {
    /// Compares the tables of a database with the models, by one query if nothing has changed since the last time.
    #[allow(dead_code)]
    #[inline]
    pub fn verify<C: tw::Connection>(
        db: &C,
    ) -> tw::Output<'_, C, tw::Result<tw::Verification>> {
        tw::verify(db, &SCHEMA)
    }
}

::tablewright::__with_sync! {
    /// Changes the tables of a database to those of the models. It refuses destructive changes, and then
    /// nothing is changed.
    #[allow(dead_code)]
    #[inline]
    pub fn sync<C: tw::Connection>(db: &C) -> tw::Output<'_, C, tw::Result<tw::SyncReport>> {
        tw::sync(db, &SCHEMA)
    }
}

/// The model `Reading`: a row of the table `readings`.
#[allow(dead_code)]
#[derive(Clone, Debug, PartialEq)]
pub struct Reading {
    /// The field `Reading.sensor` (`string(20)`): part of the primary key.
    pub sensor: String,
    /// The field `Reading.at` (`timestamp`): part of the primary key.
    pub at: tw::jiff::Timestamp,
    /// The field `Reading.value` (`double`).
    pub value: f64,
}

#[allow(dead_code)]
impl Reading {
    /// The column `sensor` of the field `Reading.sensor`, for queries.
    pub const SENSOR: tw::Column<Self, String> = tw::Column::new(0);

    /// The column `at` of the field `Reading.at`, for queries.
    pub const AT: tw::Column<Self, tw::jiff::Timestamp> = tw::Column::new(1);

    /// The column `value` of the field `Reading.value`, for queries.
    pub const VALUE: tw::Column<Self, f64> = tw::Column::new(2);

    /// A query for every `Reading`, in the order of the primary key.
    ///
    /// `SELECT "sensor", "at", "value" FROM "readings" ORDER BY "sensor", "at"`
    pub fn all<'a>() -> tw::Select<'a, Self> {
        twp::all()
    }

    /// A query for every `Reading` that matches a condition, in the order of the primary key.
    pub fn filter<'a>(filter: impl tw::IntoFilter<Self>) -> tw::Select<'a, Self> {
        Self::all().filter(filter)
    }

    /// A query for the `Reading` with this primary key.
    ///
    /// `SELECT "sensor", "at", "value" FROM "readings" WHERE "sensor" = ?1 AND "at" = ?2`
    pub fn find(sensor: &str, at: tw::jiff::Timestamp) -> tw::Select<'_, Self> {
        twp::find(
            &[0, 1],
            [twp::text_parameter(sensor), twp::owned_parameter::<Self, _>(1, at)],
        )
    }

    /// An update of the `Reading` with this primary key: unset columns keep their values.
    pub fn update(sensor: &str, at: tw::jiff::Timestamp) -> tw::Update<'_, Self> {
        Self::find(sensor, at).update()
    }

    /// An insert of a new `Reading`: unset columns get their default, or NULL.
    ///
    /// `INSERT INTO "readings" ("sensor", "at", "value") VALUES (?1, ?2, ?3) RETURNING "sensor", "at", "value"`
    pub fn insert(new: NewReading<'_>) -> tw::Insert<'_, Self> {
        twp::insert(new)
    }

    /// An insert of many rows of `Reading`: of all, or of none.
    pub fn insert_all<'a, I: IntoIterator<Item: tw::NewRow<'a, Self>>>(
        rows: I,
    ) -> tw::InsertAll<'a, Self, I::IntoIter> {
        twp::insert_all(rows)
    }

    /// An insert of a new `Reading`, or an update of the row that has the same unique key.
    pub fn upsert<'a>(
        new: impl tw::IntoInsert<'a, Self>,
        key: impl tw::query::Columns<Self>,
    ) -> tw::Upsert<'a, Self> {
        twp::upsert(new, key)
    }

    /// Writes every field of this `Reading` to its row.
    ///
    /// `UPDATE "readings" SET "value" = ?1 WHERE "sensor" = ?2 AND "at" = ?3`
    pub fn save<'c, C: tw::Connection>(&'c self, db: &'c C) -> tw::Output<'c, C> {
        twp::save(self, db)
    }

    /// Deletes the row of this `Reading`.
    ///
    /// `DELETE FROM "readings" WHERE "sensor" = ?1 AND "at" = ?2`
    pub fn delete<'c, C: tw::Connection>(&'c self, db: &'c C) -> tw::Output<'c, C> {
        twp::delete(self, db)
    }
}

static __READING: twp::Table = twp::Table::new(
    "readings",
    &[
        twp::ColumnDef::new("sensor", twp::Type::String(20)),
        twp::ColumnDef::new("at", twp::Type::Timestamp),
        twp::ColumnDef::new("value", twp::Type::Double),
    ],
    twp::Key::new("pk_readings", &[0, 1]),
);

impl tw::Model for Reading {
    const TABLE: &'static twp::Table = &__READING;

    #[inline]
    fn read<R: twp::Row>(row: twp::Fields<'_, R>) -> tw::Result<Self> {
        let (sensor, at, value) = row.read(0)?;
        Ok(Self { sensor, at, value })
    }

    #[inline]
    fn values<'a>(&'a self, to: &mut twp::Values<'a>) {
        to.borrowed(0, &self.sensor);
        to.borrowed(1, &self.at);
        to.borrowed(2, &self.value);
    }
}

/// The required fields of a new `Reading`, for inserts.
#[allow(dead_code)]
#[must_use = "a new row is not in the database until it is inserted"]
#[derive(Clone, Debug)]
pub struct NewReading<'a> {
    /// The field `Reading.sensor` (`string(20)`): part of the primary key.
    pub sensor: ::std::borrow::Cow<'a, str>,
    /// The field `Reading.at` (`timestamp`): part of the primary key.
    pub at: tw::jiff::Timestamp,
    /// The field `Reading.value` (`double`).
    pub value: f64,
}

impl<'a> tw::New<'a> for NewReading<'a> {
    type Model = Reading;

    #[inline]
    fn values(self, to: &mut twp::Values<'a>) {
        to.text(0, self.sensor);
        to.owned(1, self.at);
        to.owned(2, self.value);
    }
}
