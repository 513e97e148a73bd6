// Written by tablewright from models.yaml. A change to this file is lost: change models.yaml.

use ::tablewright as tw;
use ::tablewright::__private as twp;
::tablewright::__generated_by!(1, "0.1.0");
::tablewright::requires!(chrono, "`date`");
::tablewright::requires!(json, "`[]`");

/// A script for `SQLite` that creates the tables. Any client can run it, also a second time.
#[allow(dead_code)]
pub const SCHEMA_SQL: &str = sqlite::SCHEMA_SQL;

/// The hash of the tables, which changes if anything about them changes.
#[allow(dead_code)]
pub const SCHEMA_HASH: &str = "b2a818f0b27a317715994448e75fe5a4";

/// The scripts for `SQLite`.
#[allow(dead_code)]
pub mod sqlite {
    /// A script for `SQLite` that creates the tables. Any client can run it, also a second time.
    pub const SCHEMA_SQL: &str = r#"CREATE TABLE IF NOT EXISTS "one" (
    "id" INTEGER CONSTRAINT "pk_one" PRIMARY KEY AUTOINCREMENT,
    "a_date" DATE,
    "a_time" TIME,
    "a_datetime" DATETIME,
    "a_timestamp" TIMESTAMP,
    "times" TEXT,
    CONSTRAINT "ck_one_a_date_type" CHECK ("a_date" IS date("a_date") AND "a_date" >= '0001-01-01'),
    CONSTRAINT "ck_one_a_time_type" CHECK ("a_time" GLOB '[0-2][0-9]:[0-5][0-9]:[0-5][0-9].[0-9][0-9][0-9][0-9][0-9][0-9]' AND "a_time" < '24:'),
    CONSTRAINT "ck_one_a_datetime_type" CHECK (substr("a_datetime", 1, 19) IS datetime(substr("a_datetime", 1, 19)) AND substr("a_datetime", 20) GLOB '.[0-9][0-9][0-9][0-9][0-9][0-9]' AND "a_datetime" >= '0001-01-01'),
    CONSTRAINT "ck_one_a_timestamp_type" CHECK (substr("a_timestamp", 1, 19) IS datetime(substr("a_timestamp", 1, 19)) AND substr("a_timestamp", 20) GLOB '.[0-9][0-9][0-9][0-9][0-9][0-9]Z' AND "a_timestamp" >= '0001-01-01'),
    CONSTRAINT "ck_one_times_type" CHECK ("times" IS NULL OR typeof("times") = 'text' AND json_valid("times") AND json_type("times") = substr('array of time', 1, 5))
);
"#;

    /// A script for `SQLite` that drops the tables with all their rows.
    pub const DROP_SQL: &str = r#"DROP TABLE IF EXISTS "one";
"#;
}

/// The description of the tables, for `create_all`, `drop_all`, `verify` and `sync`.
#[allow(dead_code)]
pub static SCHEMA: tw::Schema = tw::Schema {
    name: module_path!(),
    hash: SCHEMA_HASH,
    tables: &[<One as tw::Model>::TABLE],
    models: &[twp::Described::of::<One>()],
    create: tw::Scripts {
        sqlite: tw::Script {
            text: sqlite::SCHEMA_SQL,
            ends: &[1070],
        },
        ..tw::Scripts::NONE
    },
    drop: tw::Scripts {
        sqlite: tw::Script {
            text: sqlite::DROP_SQL,
            ends: &[27],
        },
        ..tw::Scripts::NONE
    },
    definition: "tablewright 2\np6sqlite3one2id7integer6a_date4date6a_time4timeaa_datetime8datetimeba_timestamp9timestamp5times4text6pk_oneick_one_a_date_typeX1\"a_date\" IS date(\"a_date\") AND \"a_date\" >= '0001-01-01'ick_one_a_time_typeE3\"a_time\" GLOB '[0-2][0-9]:[0-5][0-9]:[0-5][0-9].[0-9][0-9][0-9][0-9][0-9][0-9]' AND \"a_time\" < '24:'mck_one_a_datetime_typeJ5substr(\"a_datetime\", 1, 19) IS datetime(substr(\"a_datetime\", 1, 19)) AND substr(\"a_datetime\", 20) GLOB '.[0-9][0-9][0-9][0-9][0-9][0-9]' AND \"a_datetime\" >= '0001-01-01'nck_one_a_timestamp_typeO5substr(\"a_timestamp\", 1, 19) IS datetime(substr(\"a_timestamp\", 1, 19)) AND substr(\"a_timestamp\", 20) GLOB '.[0-9][0-9][0-9][0-9][0-9][0-9]Z' AND \"a_timestamp\" >= '0001-01-01'hck_one_times_type+3\"times\" IS NULL OR typeof(\"times\") = 'text' AND json_valid(\"times\") AND json_type(\"times\") = substr('array of time', 1, 5)00000010W201162300010000450100000670100000890100000ab0100000cd01000001e12005fg0hi0jk0lm0no000000",
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

/// The model `One`: a row of the table `one`.
#[allow(dead_code)]
#[derive(Clone, Debug, PartialEq)]
pub struct One {
    /// The field `One.id` (`id`): the primary key, auto-increment.
    pub id: i64,
    /// The field `One.a_date` (`date?`).
    pub a_date: Option<tw::chrono::NaiveDate>,
    /// The field `One.a_time` (`time?`).
    pub a_time: Option<tw::chrono::NaiveTime>,
    /// The field `One.a_datetime` (`datetime?`).
    pub a_datetime: Option<tw::chrono::NaiveDateTime>,
    /// The field `One.a_timestamp` (`timestamp?`).
    pub a_timestamp: Option<tw::chrono::DateTime<tw::chrono::Utc>>,
    /// The field `One.times` (`time[]?`).
    pub times: Option<Vec<tw::chrono::NaiveTime>>,
}

#[allow(dead_code)]
impl One {
    /// The column `id` of the field `One.id`, for queries.
    pub const ID: tw::Column<Self, i64> = tw::Column::new(0);

    /// The column `a_date` of the field `One.a_date`, for queries.
    pub const A_DATE: tw::Column<Self, Option<tw::chrono::NaiveDate>> = tw::Column::new(
        1,
    );

    /// The column `a_time` of the field `One.a_time`, for queries.
    pub const A_TIME: tw::Column<Self, Option<tw::chrono::NaiveTime>> = tw::Column::new(
        2,
    );

    /// The column `a_datetime` of the field `One.a_datetime`, for queries.
    pub const A_DATETIME: tw::Column<Self, Option<tw::chrono::NaiveDateTime>> = tw::Column::new(
        3,
    );

    /// The column `a_timestamp` of the field `One.a_timestamp`, for queries.
    pub const A_TIMESTAMP: tw::Column<
        Self,
        Option<tw::chrono::DateTime<tw::chrono::Utc>>,
    > = tw::Column::new(4);

    /// The column `times` of the field `One.times`, for queries.
    pub const TIMES: tw::Column<Self, Option<Vec<tw::chrono::NaiveTime>>> = tw::Column::new(
        5,
    );

    /// A query for every `One`, in the order of the primary key.
    ///
    /// `SELECT "id", "a_date", "a_time", "a_datetime", "a_timestamp", "times" FROM "one" ORDER BY "id"`
    pub fn all<'a>() -> tw::Select<'a, Self> {
        twp::all()
    }

    /// A query for every `One` that matches a condition, in the order of the primary key.
    pub fn filter<'a>(filter: impl tw::IntoFilter<Self>) -> tw::Select<'a, Self> {
        Self::all().filter(filter)
    }

    /// A query for the `One` with this primary key.
    ///
    /// `SELECT "id", "a_date", "a_time", "a_datetime", "a_timestamp", "times" FROM "one" WHERE "id" = ?1`
    pub fn find<'a>(id: i64) -> tw::Select<'a, Self> {
        twp::find(&[0], [twp::owned_parameter::<Self, _>(0, id)])
    }

    /// An update of the `One` with this primary key: unset columns keep their values.
    pub fn update<'a>(id: i64) -> tw::Update<'a, Self> {
        Self::find(id).update()
    }

    /// An insert of a new `One`: unset columns get their default, or NULL.
    ///
    /// `INSERT INTO "one" DEFAULT VALUES RETURNING "id", "a_date", "a_time", "a_datetime", "a_timestamp", "times"`
    pub fn insert<'a>(new: NewOne) -> tw::Insert<'a, Self> {
        twp::insert(new)
    }

    /// An insert of many rows of `One`: of all, or of none.
    pub fn insert_all<'a, I: IntoIterator<Item: tw::NewRow<'a, Self>>>(
        rows: I,
    ) -> tw::InsertAll<'a, Self, I::IntoIter> {
        twp::insert_all(rows)
    }

    /// An insert of a new `One`, or an update of the row that has the same unique key.
    pub fn upsert<'a>(
        new: impl tw::IntoInsert<'a, Self>,
        key: impl tw::query::Columns<Self>,
    ) -> tw::Upsert<'a, Self> {
        twp::upsert(new, key)
    }

    /// Writes every field of this `One` to its row.
    ///
    /// `UPDATE "one" SET "a_date" = ?1, "a_time" = ?2, "a_datetime" = ?3, "a_timestamp" = ?4, "times" = ?5 WHERE "id" = ?6`
    pub fn save<'c, C: tw::Connection>(&'c self, db: &'c C) -> tw::Output<'c, C> {
        twp::save(self, db)
    }

    /// Deletes the row of this `One`.
    ///
    /// `DELETE FROM "one" WHERE "id" = ?1`
    pub fn delete<'c, C: tw::Connection>(&'c self, db: &'c C) -> tw::Output<'c, C> {
        twp::delete(self, db)
    }
}

static __ONE: twp::Table = twp::Table::new(
        "one",
        &[
            twp::ColumnDef::new("id", twp::Type::BigInt).identity(),
            twp::ColumnDef::new("a_date", twp::Type::Date).nullable(),
            twp::ColumnDef::new("a_time", twp::Type::Time).nullable(),
            twp::ColumnDef::new("a_datetime", twp::Type::DateTime).nullable(),
            twp::ColumnDef::new("a_timestamp", twp::Type::Timestamp).nullable(),
            twp::ColumnDef::new("times", twp::Type::Array(&twp::Type::Time)).nullable(),
        ],
        twp::Key::new("pk_one", &[0]),
    )
    .only(&[tw::Dialect::Sqlite]);

impl tw::Model for One {
    const TABLE: &'static twp::Table = &__ONE;

    #[inline]
    fn read<R: twp::Row>(row: twp::Fields<'_, R>) -> tw::Result<Self> {
        let (id, a_date, a_time, a_datetime, a_timestamp, times) = row.read(0)?;
        Ok(Self {
            id,
            a_date,
            a_time,
            a_datetime,
            a_timestamp,
            times,
        })
    }

    #[inline]
    fn values<'a>(&'a self, to: &mut twp::Values<'a>) {
        to.borrowed(0, &self.id);
        to.borrowed(1, &self.a_date);
        to.borrowed(2, &self.a_time);
        to.borrowed(3, &self.a_datetime);
        to.borrowed(4, &self.a_timestamp);
        to.borrowed(5, &self.times);
    }
}

/// The required fields of a new `One`, for inserts.
#[allow(dead_code)]
#[must_use = "a new row is not in the database until it is inserted"]
#[derive(Clone, Debug)]
pub struct NewOne {}

impl<'a> tw::New<'a> for NewOne {
    type Model = One;

    #[inline]
    fn values(self, _: &mut twp::Values<'a>) {}
}
