// Written by tablewright from models.yaml. A change to this file is lost: change models.yaml.

use ::tablewright as tw;
use ::tablewright::__private as twp;
::tablewright::__generated_by!(1, "0.1.0");
::tablewright::requires!(decimal, "`decimal`");
::tablewright::requires!(jiff, "`date`");
::tablewright::requires!(json, "`json`");
::tablewright::requires!(uuid, "`uuid`");

/// A script for `SQLite` that creates the tables. Any client can run it, also a second time.
#[allow(dead_code)]
pub const SCHEMA_SQL: &str = sqlite::SCHEMA_SQL;

/// The hash of the tables, which changes if anything about them changes.
#[allow(dead_code)]
pub const SCHEMA_HASH: &str = "81fea787944dc8f8205cc656da371e27";

/// The scripts for `SQLite`.
#[allow(dead_code)]
pub mod sqlite {
    /// A script for `SQLite` that creates the tables. Any client can run it, also a second time.
    pub const SCHEMA_SQL: &str = r#"CREATE TABLE IF NOT EXISTS "one" (
    "id" INTEGER CONSTRAINT "pk_one" PRIMARY KEY AUTOINCREMENT,
    "a_bool" BOOLEAN,
    "a_smallint" SMALLINT,
    "an_integer" INTEGER,
    "a_bigint" BIGINT,
    "a_float" REAL,
    "a_double" DOUBLE,
    "a_decimal" DECIMAL(5, 2),
    "a_string" VARCHAR(5),
    "a_text" TEXT,
    "some_bytes" BLOB,
    "a_uuid" BLOB,
    "a_date" DATE,
    "a_time" TIME,
    "a_datetime" DATETIME,
    "a_timestamp" TIMESTAMP,
    "a_json" TEXT,
    "a_status" TEXT,
    "an_email" VARCHAR(100),
    "bools" TEXT,
    "bigints" TEXT,
    "doubles" TEXT,
    "decimals" TEXT,
    "texts" TEXT,
    "many_bytes" TEXT,
    "few_bytes" TEXT,
    "uuids" TEXT,
    "dates" TEXT,
    "timestamps" TEXT,
    "statuses" TEXT,
    "counted" BIGINT NOT NULL DEFAULT 0,
    CONSTRAINT "ck_one_a_bool_type" CHECK ("a_bool" IN (0, 1)),
    CONSTRAINT "ck_one_a_smallint_type" CHECK (typeof("a_smallint") IN ('integer', 'null') AND "a_smallint" BETWEEN -32768 AND 32767),
    CONSTRAINT "ck_one_an_integer_type" CHECK (typeof("an_integer") IN ('integer', 'null') AND "an_integer" BETWEEN -2147483648 AND 2147483647),
    CONSTRAINT "ck_one_a_bigint_type" CHECK (typeof("a_bigint") IN ('integer', 'null')),
    CONSTRAINT "ck_one_a_float_type" CHECK ("a_float" BETWEEN -3.4028235e38 AND 3.4028235e38),
    CONSTRAINT "ck_one_a_double_type" CHECK ("a_double" BETWEEN -1.7976931348623157e308 AND 1.7976931348623157e308),
    CONSTRAINT "ck_one_a_decimal_type" CHECK (typeof("a_decimal") IN ('integer', 'null') AND "a_decimal" BETWEEN -99999 AND 99999),
    CONSTRAINT "ck_one_a_string_type" CHECK (typeof("a_string") IN ('text', 'null') AND length("a_string") <= 5),
    CONSTRAINT "ck_one_a_text_type" CHECK (typeof("a_text") IN ('text', 'null')),
    CONSTRAINT "ck_one_some_bytes_type" CHECK (typeof("some_bytes") IN ('blob', 'null')),
    CONSTRAINT "ck_one_a_uuid_type" CHECK (typeof("a_uuid") IN ('blob', 'null') AND length("a_uuid") = 16),
    CONSTRAINT "ck_one_a_date_type" CHECK ("a_date" IS date("a_date") AND "a_date" >= '0001-01-01'),
    CONSTRAINT "ck_one_a_time_type" CHECK ("a_time" GLOB '[0-2][0-9]:[0-5][0-9]:[0-5][0-9].[0-9][0-9][0-9][0-9][0-9][0-9]' AND "a_time" < '24:'),
    CONSTRAINT "ck_one_a_datetime_type" CHECK (substr("a_datetime", 1, 19) IS datetime(substr("a_datetime", 1, 19)) AND substr("a_datetime", 20) GLOB '.[0-9][0-9][0-9][0-9][0-9][0-9]' AND "a_datetime" >= '0001-01-01'),
    CONSTRAINT "ck_one_a_timestamp_type" CHECK (substr("a_timestamp", 1, 19) IS datetime(substr("a_timestamp", 1, 19)) AND substr("a_timestamp", 20) GLOB '.[0-9][0-9][0-9][0-9][0-9][0-9]Z' AND "a_timestamp" >= '0001-01-01'),
    CONSTRAINT "ck_one_a_json_type" CHECK ("a_json" IS NULL OR typeof("a_json") = 'text' AND json_valid("a_json")),
    CONSTRAINT "ck_one_a_status_type" CHECK ("a_status" IN ('draft', 'published')),
    CONSTRAINT "ck_one_an_email_type" CHECK (typeof("an_email") IN ('text', 'null') AND length("an_email") <= 100),
    CONSTRAINT "ck_one_bools_type" CHECK ("bools" IS NULL OR typeof("bools") = 'text' AND json_valid("bools") AND json_type("bools") = substr('array of bool', 1, 5)),
    CONSTRAINT "ck_one_bigints_type" CHECK ("bigints" IS NULL OR typeof("bigints") = 'text' AND json_valid("bigints") AND json_type("bigints") = substr('array of bigint', 1, 5)),
    CONSTRAINT "ck_one_doubles_type" CHECK ("doubles" IS NULL OR typeof("doubles") = 'text' AND json_valid("doubles") AND json_type("doubles") = substr('array of double', 1, 5)),
    CONSTRAINT "ck_one_decimals_type" CHECK ("decimals" IS NULL OR typeof("decimals") = 'text' AND json_valid("decimals") AND json_type("decimals") = substr('array of decimal(5, 2)', 1, 5)),
    CONSTRAINT "ck_one_texts_type" CHECK ("texts" IS NULL OR typeof("texts") = 'text' AND json_valid("texts") AND json_type("texts") = substr('array of text', 1, 5)),
    CONSTRAINT "ck_one_many_bytes_type" CHECK ("many_bytes" IS NULL OR typeof("many_bytes") = 'text' AND json_valid("many_bytes") AND json_type("many_bytes") = substr('array of bytes', 1, 5)),
    CONSTRAINT "ck_one_few_bytes_type" CHECK ("few_bytes" IS NULL OR typeof("few_bytes") = 'text' AND json_valid("few_bytes") AND json_type("few_bytes") = substr('array of bytes(2)', 1, 5)),
    CONSTRAINT "ck_one_uuids_type" CHECK ("uuids" IS NULL OR typeof("uuids") = 'text' AND json_valid("uuids") AND json_type("uuids") = substr('array of uuid', 1, 5)),
    CONSTRAINT "ck_one_dates_type" CHECK ("dates" IS NULL OR typeof("dates") = 'text' AND json_valid("dates") AND json_type("dates") = substr('array of date', 1, 5)),
    CONSTRAINT "ck_one_timestamps_type" CHECK ("timestamps" IS NULL OR typeof("timestamps") = 'text' AND json_valid("timestamps") AND json_type("timestamps") = substr('array of timestamp', 1, 5)),
    CONSTRAINT "ck_one_statuses_type" CHECK ("statuses" IS NULL OR typeof("statuses") = 'text' AND json_valid("statuses") AND json_type("statuses") = substr('array of "draft", "published"', 1, 5)),
    CONSTRAINT "ck_one_counted_type" CHECK (typeof("counted") = 'integer')
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
            ends: &[5036],
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
    definition: "tablewright 2\nO36sqlite3one2id7integer6a_bool7booleanaa_smallint8smallintaan_integer8a_bigint6bigint7a_float4real8a_double6double9a_decimalcdecimal(5,2)8a_stringavarchar(5)6a_text4textasome_bytes4blob6a_uuid6a_date4date6a_time4timeaa_datetime8datetimeba_timestamp9timestamp6a_json8a_status8an_emailcvarchar(100)5bools7bigints7doubles8decimals5textsamany_bytes9few_bytes5uuids5datesatimestamps8statuses7counted106pk_oneick_one_a_bool_typei\"a_bool\" IN (0, 1)mck_one_a_smallint_typeV2typeof(\"a_smallint\") IN ('integer', 'null') AND \"a_smallint\" BETWEEN -32768 AND 32767mck_one_an_integer_type!2typeof(\"an_integer\") IN ('integer', 'null') AND \"an_integer\" BETWEEN -2147483648 AND 2147483647kck_one_a_bigint_typeJ1typeof(\"a_bigint\") IN ('integer', 'null')jck_one_a_float_typeQ1\"a_float\" BETWEEN -3.4028235e38 AND 3.4028235e38kck_one_a_double_typeF2\"a_double\" BETWEEN -1.7976931348623157e308 AND 1.7976931348623157e308lck_one_a_decimal_typeT2typeof(\"a_decimal\") IN ('integer', 'null') AND \"a_decimal\" BETWEEN -99999 AND 99999kck_one_a_string_typeC2typeof(\"a_string\") IN ('text', 'null') AND length(\"a_string\") <= 5ick_one_a_text_typeE1typeof(\"a_text\") IN ('text', 'null')mck_one_some_bytes_typeI1typeof(\"some_bytes\") IN ('blob', 'null')ick_one_a_uuid_type=1typeof(\"a_uuid\") IN ('blob', 'null') AND length(\"a_uuid\") = 16ick_one_a_date_typeX1\"a_date\" IS date(\"a_date\") AND \"a_date\" >= '0001-01-01'ick_one_a_time_typeE3\"a_time\" GLOB '[0-2][0-9]:[0-5][0-9]:[0-5][0-9].[0-9][0-9][0-9][0-9][0-9][0-9]' AND \"a_time\" < '24:'mck_one_a_datetime_typeJ5substr(\"a_datetime\", 1, 19) IS datetime(substr(\"a_datetime\", 1, 19)) AND substr(\"a_datetime\", 20) GLOB '.[0-9][0-9][0-9][0-9][0-9][0-9]' AND \"a_datetime\" >= '0001-01-01'nck_one_a_timestamp_typeO5substr(\"a_timestamp\", 1, 19) IS datetime(substr(\"a_timestamp\", 1, 19)) AND substr(\"a_timestamp\", 20) GLOB '.[0-9][0-9][0-9][0-9][0-9][0-9]Z' AND \"a_timestamp\" >= '0001-01-01'ick_one_a_json_typeG2\"a_json\" IS NULL OR typeof(\"a_json\") = 'text' AND json_valid(\"a_json\")kck_one_a_status_typeE1\"a_status\" IN ('draft', 'published')kck_one_an_email_typeE2typeof(\"an_email\") IN ('text', 'null') AND length(\"an_email\") <= 100hck_one_bools_type+3\"bools\" IS NULL OR typeof(\"bools\") = 'text' AND json_valid(\"bools\") AND json_type(\"bools\") = substr('array of bool', 1, 5)jck_one_bigints_typeE4\"bigints\" IS NULL OR typeof(\"bigints\") = 'text' AND json_valid(\"bigints\") AND json_type(\"bigints\") = substr('array of bigint', 1, 5)jck_one_doubles_typeE4\"doubles\" IS NULL OR typeof(\"doubles\") = 'text' AND json_valid(\"doubles\") AND json_type(\"doubles\") = substr('array of double', 1, 5)kck_one_decimals_typeP4\"decimals\" IS NULL OR typeof(\"decimals\") = 'text' AND json_valid(\"decimals\") AND json_type(\"decimals\") = substr('array of decimal(5, 2)', 1, 5)hck_one_texts_type+3\"texts\" IS NULL OR typeof(\"texts\") = 'text' AND json_valid(\"texts\") AND json_type(\"texts\") = substr('array of text', 1, 5)mck_one_many_bytes_typeP4\"many_bytes\" IS NULL OR typeof(\"many_bytes\") = 'text' AND json_valid(\"many_bytes\") AND json_type(\"many_bytes\") = substr('array of bytes', 1, 5)lck_one_few_bytes_typeO4\"few_bytes\" IS NULL OR typeof(\"few_bytes\") = 'text' AND json_valid(\"few_bytes\") AND json_type(\"few_bytes\") = substr('array of bytes(2)', 1, 5)hck_one_uuids_type+3\"uuids\" IS NULL OR typeof(\"uuids\") = 'text' AND json_valid(\"uuids\") AND json_type(\"uuids\") = substr('array of uuid', 1, 5)hck_one_dates_type+3\"dates\" IS NULL OR typeof(\"dates\") = 'text' AND json_valid(\"dates\") AND json_type(\"dates\") = substr('array of date', 1, 5)mck_one_timestamps_typeT4\"timestamps\" IS NULL OR typeof(\"timestamps\") = 'text' AND json_valid(\"timestamps\") AND json_type(\"timestamps\") = substr('array of timestamp', 1, 5)kck_one_statuses_typeW4\"statuses\" IS NULL OR typeof(\"statuses\") = 'text' AND json_valid(\"statuses\") AND json_type(\"statuses\") = substr('array of \"draft\", \"published\"', 1, 5)jck_one_counted_typettypeof(\"counted\") = 'integer'00000010Se011v23000100004501000006701000008301000009a0100000bc0100000de0100000fg0100000hi0100000jk0100000lm0100000nm0100000op0100000qr0100000st0100000uv0100000A1k0100000B1k0100000C1D10100000E1k0100000F1k0100000G1k0100000H1k0100000I1k0100000J1k0100000K1k0100000L1k0100000M1k0100000N1k0100000O1k0100000P1a001Q1000001R11200uS1T10U1V10W1X10Y1Z10+1-10*1/10=1!10A2B20C2D20E2F20G2H20I2J20K2L20M2N20O2P20Q2R20S2T20U2V20W2X20Y2Z20+2-20*2/20=2!20A3B30C3D30E3F30G3H30I3J30K3L30M3N3000000",
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

/// The enum `Status`, which the database stores as text.
#[allow(dead_code)]
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Status {
    /// The value of `Status` that is stored as the text `draft`.
    Draft,
    /// The value of `Status` that is stored as the text `published`.
    Published,
}

#[allow(dead_code)]
impl Status {
    /// Every value of `Status`, in the order of the models.
    pub const ALL: &'static [Self] = &[Self::Draft, Self::Published];

    /// The text that the database stores for this `Status`.
    #[inline]
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Published => "published",
        }
    }
}

impl tw::Enum for Status {
    const NAME: &'static str = "Status";
    const ALL: &'static [Self] = Self::ALL;

    #[inline]
    fn as_str(self) -> &'static str {
        self.as_str()
    }
}

impl ::core::fmt::Display for Status {
    #[inline]
    fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
        f.pad(self.as_str())
    }
}

impl ::core::str::FromStr for Status {
    type Err = tw::Error;

    #[inline]
    fn from_str(text: &str) -> tw::Result<Self> {
        <Self as tw::Enum>::parse(text)
    }
}

tw::__enum!(Status);

/// The model `One`: a row of the table `one`.
#[allow(dead_code)]
#[derive(Clone, Debug, PartialEq)]
pub struct One {
    /// The field `One.id` (`id`): the primary key, auto-increment.
    pub id: i64,
    /// The field `One.a_bool` (`bool?`).
    pub a_bool: Option<bool>,
    /// The field `One.a_smallint` (`smallint?`).
    pub a_smallint: Option<i16>,
    /// The field `One.an_integer` (`integer?`).
    pub an_integer: Option<i32>,
    /// The field `One.a_bigint` (`bigint?`).
    pub a_bigint: Option<i64>,
    /// The field `One.a_float` (`float?`).
    pub a_float: Option<f32>,
    /// The field `One.a_double` (`double?`).
    pub a_double: Option<f64>,
    /// The field `One.a_decimal` (`decimal(5, 2)?`).
    pub a_decimal: Option<tw::rust_decimal::Decimal>,
    /// The field `One.a_string` (`string(5)?`).
    pub a_string: Option<String>,
    /// The field `One.a_text` (`text?`).
    pub a_text: Option<String>,
    /// The field `One.some_bytes` (`bytes?`).
    pub some_bytes: Option<Vec<u8>>,
    /// The field `One.a_uuid` (`uuid?`).
    pub a_uuid: Option<tw::uuid::Uuid>,
    /// The field `One.a_date` (`date?`).
    pub a_date: Option<tw::jiff::civil::Date>,
    /// The field `One.a_time` (`time?`).
    pub a_time: Option<tw::jiff::civil::Time>,
    /// The field `One.a_datetime` (`datetime?`).
    pub a_datetime: Option<tw::jiff::civil::DateTime>,
    /// The field `One.a_timestamp` (`timestamp?`).
    pub a_timestamp: Option<tw::jiff::Timestamp>,
    /// The field `One.a_json` (`json?`).
    pub a_json: Option<tw::serde_json::Value>,
    /// The field `One.a_status` (`Status?`).
    pub a_status: Option<Status>,
    /// The field `One.an_email` (`string(100)?`).
    pub an_email: Option<crate::types::Email>,
    /// The field `One.bools` (`bool[]?`).
    pub bools: Option<Vec<bool>>,
    /// The field `One.bigints` (`bigint[]?`).
    pub bigints: Option<Vec<i64>>,
    /// The field `One.doubles` (`double[]?`).
    pub doubles: Option<Vec<f64>>,
    /// The field `One.decimals` (`decimal(5, 2)[]?`).
    pub decimals: Option<Vec<tw::rust_decimal::Decimal>>,
    /// The field `One.texts` (`text[]?`).
    pub texts: Option<Vec<String>>,
    /// The field `One.many_bytes` (`bytes[]?`).
    pub many_bytes: Option<Vec<Vec<u8>>>,
    /// The field `One.few_bytes` (`bytes(2)[]?`).
    pub few_bytes: Option<Vec<Vec<u8>>>,
    /// The field `One.uuids` (`uuid[]?`).
    pub uuids: Option<Vec<tw::uuid::Uuid>>,
    /// The field `One.dates` (`date[]?`).
    pub dates: Option<Vec<tw::jiff::civil::Date>>,
    /// The field `One.timestamps` (`timestamp[]?`).
    pub timestamps: Option<Vec<tw::jiff::Timestamp>>,
    /// The field `One.statuses` (`Status[]?`).
    pub statuses: Option<Vec<Status>>,
    /// The field `One.counted` (`bigint`): with a default.
    pub counted: i64,
}

#[allow(dead_code)]
impl One {
    /// The column `id` of the field `One.id`, for queries.
    pub const ID: tw::Column<Self, i64> = tw::Column::new(0);

    /// The column `a_bool` of the field `One.a_bool`, for queries.
    pub const A_BOOL: tw::Column<Self, Option<bool>> = tw::Column::new(1);

    /// The column `a_smallint` of the field `One.a_smallint`, for queries.
    pub const A_SMALLINT: tw::Column<Self, Option<i16>> = tw::Column::new(2);

    /// The column `an_integer` of the field `One.an_integer`, for queries.
    pub const AN_INTEGER: tw::Column<Self, Option<i32>> = tw::Column::new(3);

    /// The column `a_bigint` of the field `One.a_bigint`, for queries.
    pub const A_BIGINT: tw::Column<Self, Option<i64>> = tw::Column::new(4);

    /// The column `a_float` of the field `One.a_float`, for queries.
    pub const A_FLOAT: tw::Column<Self, Option<f32>> = tw::Column::new(5);

    /// The column `a_double` of the field `One.a_double`, for queries.
    pub const A_DOUBLE: tw::Column<Self, Option<f64>> = tw::Column::new(6);

    /// The column `a_decimal` of the field `One.a_decimal`, for queries.
    pub const A_DECIMAL: tw::Column<Self, Option<tw::rust_decimal::Decimal>> = tw::Column::new(
        7,
    );

    /// The column `a_string` of the field `One.a_string`, for queries.
    pub const A_STRING: tw::Column<Self, Option<String>> = tw::Column::new(8);

    /// The column `a_text` of the field `One.a_text`, for queries.
    pub const A_TEXT: tw::Column<Self, Option<String>> = tw::Column::new(9);

    /// The column `some_bytes` of the field `One.some_bytes`, for queries.
    pub const SOME_BYTES: tw::Column<Self, Option<Vec<u8>>> = tw::Column::new(10);

    /// The column `a_uuid` of the field `One.a_uuid`, for queries.
    pub const A_UUID: tw::Column<Self, Option<tw::uuid::Uuid>> = tw::Column::new(11);

    /// The column `a_date` of the field `One.a_date`, for queries.
    pub const A_DATE: tw::Column<Self, Option<tw::jiff::civil::Date>> = tw::Column::new(
        12,
    );

    /// The column `a_time` of the field `One.a_time`, for queries.
    pub const A_TIME: tw::Column<Self, Option<tw::jiff::civil::Time>> = tw::Column::new(
        13,
    );

    /// The column `a_datetime` of the field `One.a_datetime`, for queries.
    pub const A_DATETIME: tw::Column<Self, Option<tw::jiff::civil::DateTime>> = tw::Column::new(
        14,
    );

    /// The column `a_timestamp` of the field `One.a_timestamp`, for queries.
    pub const A_TIMESTAMP: tw::Column<Self, Option<tw::jiff::Timestamp>> = tw::Column::new(
        15,
    );

    /// The column `a_json` of the field `One.a_json`, for queries.
    pub const A_JSON: tw::Column<Self, Option<tw::serde_json::Value>> = tw::Column::new(
        16,
    );

    /// The column `a_status` of the field `One.a_status`, for queries.
    pub const A_STATUS: tw::Column<Self, Option<Status>> = tw::Column::new(17);

    /// The column `an_email` of the field `One.an_email`, for queries.
    pub const AN_EMAIL: tw::Column<Self, Option<crate::types::Email>> = tw::Column::new(
        18,
    );

    /// The column `bools` of the field `One.bools`, for queries.
    pub const BOOLS: tw::Column<Self, Option<Vec<bool>>> = tw::Column::new(19);

    /// The column `bigints` of the field `One.bigints`, for queries.
    pub const BIGINTS: tw::Column<Self, Option<Vec<i64>>> = tw::Column::new(20);

    /// The column `doubles` of the field `One.doubles`, for queries.
    pub const DOUBLES: tw::Column<Self, Option<Vec<f64>>> = tw::Column::new(21);

    /// The column `decimals` of the field `One.decimals`, for queries.
    pub const DECIMALS: tw::Column<Self, Option<Vec<tw::rust_decimal::Decimal>>> = tw::Column::new(
        22,
    );

    /// The column `texts` of the field `One.texts`, for queries.
    pub const TEXTS: tw::Column<Self, Option<Vec<String>>> = tw::Column::new(23);

    /// The column `many_bytes` of the field `One.many_bytes`, for queries.
    pub const MANY_BYTES: tw::Column<Self, Option<Vec<Vec<u8>>>> = tw::Column::new(24);

    /// The column `few_bytes` of the field `One.few_bytes`, for queries.
    pub const FEW_BYTES: tw::Column<Self, Option<Vec<Vec<u8>>>> = tw::Column::new(25);

    /// The column `uuids` of the field `One.uuids`, for queries.
    pub const UUIDS: tw::Column<Self, Option<Vec<tw::uuid::Uuid>>> = tw::Column::new(26);

    /// The column `dates` of the field `One.dates`, for queries.
    pub const DATES: tw::Column<Self, Option<Vec<tw::jiff::civil::Date>>> = tw::Column::new(
        27,
    );

    /// The column `timestamps` of the field `One.timestamps`, for queries.
    pub const TIMESTAMPS: tw::Column<Self, Option<Vec<tw::jiff::Timestamp>>> = tw::Column::new(
        28,
    );

    /// The column `statuses` of the field `One.statuses`, for queries.
    pub const STATUSES: tw::Column<Self, Option<Vec<Status>>> = tw::Column::new(29);

    /// The column `counted` of the field `One.counted`, for queries.
    pub const COUNTED: tw::Column<Self, i64> = tw::Column::new(30);

    /// A query for every `One`, in the order of the primary key.
    ///
    /// `SELECT "id", "a_bool", "a_smallint", "an_integer", "a_bigint", "a_float", "a_double", "a_decimal", "a_string", "a_text", "some_bytes", "a_uuid", "a_date", "a_time", "a_datetime", "a_timestamp", "a_json", "a_status", "an_email", "bools", "bigints", "doubles", "decimals", "texts", "many_bytes", "few_bytes", "uuids", "dates", "timestamps", "statuses", "counted" FROM "one" ORDER BY "id"`
    pub fn all<'a>() -> tw::Select<'a, Self> {
        twp::all()
    }

    /// A query for every `One` that matches a condition, in the order of the primary key.
    pub fn filter<'a>(filter: impl tw::IntoFilter<Self>) -> tw::Select<'a, Self> {
        Self::all().filter(filter)
    }

    /// A query for the `One` with this primary key.
    ///
    /// `SELECT "id", "a_bool", "a_smallint", "an_integer", "a_bigint", "a_float", "a_double", "a_decimal", "a_string", "a_text", "some_bytes", "a_uuid", "a_date", "a_time", "a_datetime", "a_timestamp", "a_json", "a_status", "an_email", "bools", "bigints", "doubles", "decimals", "texts", "many_bytes", "few_bytes", "uuids", "dates", "timestamps", "statuses", "counted" FROM "one" WHERE "id" = ?1`
    pub fn find<'a>(id: i64) -> tw::Select<'a, Self> {
        twp::find(&[0], [twp::owned_parameter::<Self, _>(0, id)])
    }

    /// An update of the `One` with this primary key: unset columns keep their values.
    pub fn update<'a>(id: i64) -> tw::Update<'a, Self> {
        Self::find(id).update()
    }

    /// An insert of a new `One`: unset columns get their default, or NULL.
    ///
    /// `INSERT INTO "one" DEFAULT VALUES RETURNING "id", "a_bool", "a_smallint", "an_integer", "a_bigint", "a_float", "a_double", "a_decimal", "a_string", "a_text", "some_bytes", "a_uuid", "a_date", "a_time", "a_datetime", "a_timestamp", "a_json", "a_status", "an_email", "bools", "bigints", "doubles", "decimals", "texts", "many_bytes", "few_bytes", "uuids", "dates", "timestamps", "statuses", "counted"`
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
    /// `UPDATE "one" SET "a_bool" = ?1, "a_smallint" = ?2, "an_integer" = ?3, "a_bigint" = ?4, "a_float" = ?5, "a_double" = ?6, "a_decimal" = ?7, "a_string" = ?8, "a_text" = ?9, "some_bytes" = ?10, "a_uuid" = ?11, "a_date" = ?12, "a_time" = ?13, "a_datetime" = ?14, "a_timestamp" = ?15, "a_json" = ?16, "a_status" = ?17, "an_email" = ?18, "bools" = ?19, "bigints" = ?20, "doubles" = ?21, "decimals" = ?22, "texts" = ?23, "many_bytes" = ?24, "few_bytes" = ?25, "uuids" = ?26, "dates" = ?27, "timestamps" = ?28, "statuses" = ?29, "counted" = ?30 WHERE "id" = ?31`
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
            twp::ColumnDef::new("a_bool", twp::Type::Bool).nullable(),
            twp::ColumnDef::new("a_smallint", twp::Type::SmallInt).nullable(),
            twp::ColumnDef::new("an_integer", twp::Type::Integer).nullable(),
            twp::ColumnDef::new("a_bigint", twp::Type::BigInt).nullable(),
            twp::ColumnDef::new("a_float", twp::Type::Float).nullable(),
            twp::ColumnDef::new("a_double", twp::Type::Double).nullable(),
            twp::ColumnDef::new("a_decimal", twp::Type::Decimal(5, 2)).nullable(),
            twp::ColumnDef::new("a_string", twp::Type::String(5)).nullable(),
            twp::ColumnDef::new("a_text", twp::Type::Text).nullable(),
            twp::ColumnDef::new("some_bytes", twp::Type::Bytes(0)).nullable(),
            twp::ColumnDef::new("a_uuid", twp::Type::Uuid).nullable(),
            twp::ColumnDef::new("a_date", twp::Type::Date).nullable(),
            twp::ColumnDef::new("a_time", twp::Type::Time).nullable(),
            twp::ColumnDef::new("a_datetime", twp::Type::DateTime).nullable(),
            twp::ColumnDef::new("a_timestamp", twp::Type::Timestamp).nullable(),
            twp::ColumnDef::new("a_json", twp::Type::Json).nullable(),
            twp::ColumnDef::new("a_status", twp::Type::Enum(&["draft", "published"]))
                .nullable(),
            twp::ColumnDef::new("an_email", twp::Type::String(100)).nullable(),
            twp::ColumnDef::new("bools", twp::Type::Array(&twp::Type::Bool)).nullable(),
            twp::ColumnDef::new("bigints", twp::Type::Array(&twp::Type::BigInt))
                .nullable(),
            twp::ColumnDef::new("doubles", twp::Type::Array(&twp::Type::Double))
                .nullable(),
            twp::ColumnDef::new("decimals", twp::Type::Array(&twp::Type::Decimal(5, 2)))
                .nullable(),
            twp::ColumnDef::new("texts", twp::Type::Array(&twp::Type::Text)).nullable(),
            twp::ColumnDef::new("many_bytes", twp::Type::Array(&twp::Type::Bytes(0)))
                .nullable(),
            twp::ColumnDef::new("few_bytes", twp::Type::Array(&twp::Type::Bytes(2)))
                .nullable(),
            twp::ColumnDef::new("uuids", twp::Type::Array(&twp::Type::Uuid)).nullable(),
            twp::ColumnDef::new("dates", twp::Type::Array(&twp::Type::Date)).nullable(),
            twp::ColumnDef::new("timestamps", twp::Type::Array(&twp::Type::Timestamp))
                .nullable(),
            twp::ColumnDef::new(
                    "statuses",
                    twp::Type::Array(&twp::Type::Enum(&["draft", "published"])),
                )
                .nullable(),
            twp::ColumnDef::new("counted", twp::Type::BigInt).default(),
        ],
        twp::Key::new("pk_one", &[0]),
    )
    .only(&[tw::Dialect::Sqlite]);

impl tw::Model for One {
    const TABLE: &'static twp::Table = &__ONE;

    #[inline]
    fn read<R: twp::Row>(row: twp::Fields<'_, R>) -> tw::Result<Self> {
        let (
            (
                id,
                a_bool,
                a_smallint,
                an_integer,
                a_bigint,
                a_float,
                a_double,
                a_decimal,
                a_string,
                a_text,
                some_bytes,
                a_uuid,
            ),
            (
                a_date,
                a_time,
                a_datetime,
                a_timestamp,
                a_json,
                a_status,
                an_email,
                bools,
                bigints,
                doubles,
                decimals,
                texts,
            ),
            (many_bytes, few_bytes, uuids, dates, timestamps, statuses, counted),
        ) = (row.read(0)?, row.read(12)?, row.read(24)?);
        Ok(Self {
            id,
            a_bool,
            a_smallint,
            an_integer,
            a_bigint,
            a_float,
            a_double,
            a_decimal,
            a_string,
            a_text,
            some_bytes,
            a_uuid,
            a_date,
            a_time,
            a_datetime,
            a_timestamp,
            a_json,
            a_status,
            an_email,
            bools,
            bigints,
            doubles,
            decimals,
            texts,
            many_bytes,
            few_bytes,
            uuids,
            dates,
            timestamps,
            statuses,
            counted,
        })
    }

    #[inline]
    fn values<'a>(&'a self, to: &mut twp::Values<'a>) {
        to.borrowed(0, &self.id);
        to.borrowed(1, &self.a_bool);
        to.borrowed(2, &self.a_smallint);
        to.borrowed(3, &self.an_integer);
        to.borrowed(4, &self.a_bigint);
        to.borrowed(5, &self.a_float);
        to.borrowed(6, &self.a_double);
        to.borrowed(7, &self.a_decimal);
        to.borrowed(8, &self.a_string);
        to.borrowed(9, &self.a_text);
        to.borrowed(10, &self.some_bytes);
        to.borrowed(11, &self.a_uuid);
        to.borrowed(12, &self.a_date);
        to.borrowed(13, &self.a_time);
        to.borrowed(14, &self.a_datetime);
        to.borrowed(15, &self.a_timestamp);
        to.borrowed(16, &self.a_json);
        to.borrowed(17, &self.a_status);
        to.borrowed(18, &self.an_email);
        to.borrowed(19, &self.bools);
        to.borrowed(20, &self.bigints);
        to.borrowed(21, &self.doubles);
        to.borrowed(22, &self.decimals);
        to.borrowed(23, &self.texts);
        to.borrowed(24, &self.many_bytes);
        to.borrowed(25, &self.few_bytes);
        to.borrowed(26, &self.uuids);
        to.borrowed(27, &self.dates);
        to.borrowed(28, &self.timestamps);
        to.borrowed(29, &self.statuses);
        to.borrowed(30, &self.counted);
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
