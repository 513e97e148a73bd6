// Written by tablewright from models.yaml. A change to this file is lost: change models.yaml.

use ::tablewright as tw;
::tablewright::requires!(decimal, "`decimal`");
::tablewright::requires!(jiff, "`date`");
::tablewright::requires!(json, "`json`");
::tablewright::requires!(uuid, "`uuid`");

/// The tables, as a script for `SQLite`: any client can run it, also a second time.
#[allow(dead_code)]
pub const SCHEMA_SQL: &str = sqlite::SCHEMA_SQL;

/// The fingerprint of the tables: another one when anything about them changes.
#[allow(dead_code)]
pub const SCHEMA_HASH: &str = "4ea3cbfeb9dbb04f391c96887989ed2d";

/// What is written for `SQLite`.
#[allow(dead_code)]
pub mod sqlite {
    /// The tables, as a script for `SQLite`: any client can run it, also a second time.
    pub const SCHEMA_SQL: &str = r#"CREATE TABLE IF NOT EXISTS "settings" (
    "id" INTEGER CONSTRAINT "pk_settings" PRIMARY KEY AUTOINCREMENT,
    "truth" BOOLEAN NOT NULL DEFAULT 1,
    "lie" BOOLEAN NOT NULL DEFAULT 0,
    "small" SMALLINT NOT NULL DEFAULT -32768,
    "medium" INTEGER NOT NULL DEFAULT -2147483648,
    "large" BIGINT NOT NULL DEFAULT -9223372036854775808,
    "single" REAL NOT NULL DEFAULT 1.5,
    "twice" DOUBLE NOT NULL DEFAULT -1e300,
    "price" DECIMAL(10, 2) NOT NULL DEFAULT -50,
    "whole" DECIMAL(18, 0) NOT NULL DEFAULT 7,
    "name" VARCHAR(50) NOT NULL DEFAULT 'it''s \ 50% "off"; -- now',
    "empty" VARCHAR(50) NOT NULL DEFAULT '',
    "body" TEXT NOT NULL DEFAULT 'two
lines',
    "data" BLOB NOT NULL DEFAULT x'00ff',
    "digest" BLOB NOT NULL DEFAULT x'deadbeef',
    "token" BLOB NOT NULL DEFAULT x'67e5504410b1426f9247bb680e5fe0c8',
    "born" DATE NOT NULL DEFAULT '2024-02-29',
    "wakes" TIME NOT NULL DEFAULT '07:30:00.000000',
    "meets" DATETIME NOT NULL DEFAULT '2024-02-29 23:59:59.500000',
    "happened" TIMESTAMP NOT NULL DEFAULT '2024-02-29 22:59:59.000000Z',
    "settings" TEXT NOT NULL DEFAULT '{"theme":"it''s dark","sizes":[1,2.5,null]}',
    "status" TEXT NOT NULL DEFAULT 'draft',
    "numbers" TEXT NOT NULL DEFAULT '[1,-2]',
    "words" TEXT NOT NULL DEFAULT '["it''s","a \"b\" \\"]',
    "nothing" TEXT NOT NULL DEFAULT '[]',
    "maybe" INTEGER DEFAULT 5,
    "today" DATE NOT NULL DEFAULT (date('now')),
    "this_moment" TIME NOT NULL DEFAULT (strftime('%H:%M:%f', 'now') || '000'),
    "right_now" DATETIME NOT NULL DEFAULT (strftime('%Y-%m-%d %H:%M:%f', 'now') || '000'),
    "created_at" TIMESTAMP NOT NULL DEFAULT (strftime('%Y-%m-%d %H:%M:%f', 'now') || '000Z'),
    "key" BLOB NOT NULL DEFAULT (CAST(randomblob(6) || char(64 + (random() & 15)) || randomblob(1) || substr(CAST(char(128 + (random() & 63)) AS BLOB), 2) || randomblob(7) AS BLOB)),
    "sum" INTEGER NOT NULL DEFAULT (1 + 2),
    "code" VARCHAR(50) NOT NULL DEFAULT (lower(hex(randomblob(4)))),
    CONSTRAINT "ck_settings_truth_type" CHECK ("truth" IN (0, 1)),
    CONSTRAINT "ck_settings_lie_type" CHECK ("lie" IN (0, 1)),
    CONSTRAINT "ck_settings_small_type" CHECK (typeof("small") = 'integer' AND "small" BETWEEN -32768 AND 32767),
    CONSTRAINT "ck_settings_medium_type" CHECK (typeof("medium") = 'integer' AND "medium" BETWEEN -2147483648 AND 2147483647),
    CONSTRAINT "ck_settings_large_type" CHECK (typeof("large") = 'integer'),
    CONSTRAINT "ck_settings_single_type" CHECK ("single" BETWEEN -3.4028235e38 AND 3.4028235e38),
    CONSTRAINT "ck_settings_twice_type" CHECK ("twice" BETWEEN -1.7976931348623157e308 AND 1.7976931348623157e308),
    CONSTRAINT "ck_settings_price_type" CHECK (typeof("price") = 'integer' AND "price" BETWEEN -9999999999 AND 9999999999),
    CONSTRAINT "ck_settings_whole_type" CHECK (typeof("whole") = 'integer' AND "whole" BETWEEN -999999999999999999 AND 999999999999999999),
    CONSTRAINT "ck_settings_name_type" CHECK (typeof("name") = 'text' AND length("name") <= 50),
    CONSTRAINT "ck_settings_empty_type" CHECK (typeof("empty") = 'text' AND length("empty") <= 50),
    CONSTRAINT "ck_settings_body_type" CHECK (typeof("body") = 'text'),
    CONSTRAINT "ck_settings_data_type" CHECK (typeof("data") = 'blob'),
    CONSTRAINT "ck_settings_digest_type" CHECK (typeof("digest") = 'blob' AND length("digest") <= 4),
    CONSTRAINT "ck_settings_token_type" CHECK (typeof("token") = 'blob' AND length("token") = 16),
    CONSTRAINT "ck_settings_born_type" CHECK ("born" IS date("born") AND "born" >= '0001-01-01'),
    CONSTRAINT "ck_settings_wakes_type" CHECK ("wakes" GLOB '[0-2][0-9]:[0-5][0-9]:[0-5][0-9].[0-9][0-9][0-9][0-9][0-9][0-9]' AND "wakes" < '24:'),
    CONSTRAINT "ck_settings_meets_type" CHECK (substr("meets", 1, 19) IS datetime(substr("meets", 1, 19)) AND substr("meets", 20) GLOB '.[0-9][0-9][0-9][0-9][0-9][0-9]' AND "meets" >= '0001-01-01'),
    CONSTRAINT "ck_settings_happened_type" CHECK (substr("happened", 1, 19) IS datetime(substr("happened", 1, 19)) AND substr("happened", 20) GLOB '.[0-9][0-9][0-9][0-9][0-9][0-9]Z' AND "happened" >= '0001-01-01'),
    CONSTRAINT "ck_settings_settings_type" CHECK (typeof("settings") = 'text' AND json_valid("settings")),
    CONSTRAINT "ck_settings_status_type" CHECK ("status" = 'draft' OR "status" = 'published' OR "status" = 'archived'),
    CONSTRAINT "ck_settings_numbers_type" CHECK (typeof("numbers") = 'text' AND json_valid("numbers") AND json_type("numbers") = 'array'),
    CONSTRAINT "ck_settings_words_type" CHECK (typeof("words") = 'text' AND json_valid("words") AND json_type("words") = 'array'),
    CONSTRAINT "ck_settings_nothing_type" CHECK (typeof("nothing") = 'text' AND json_valid("nothing") AND json_type("nothing") = 'array'),
    CONSTRAINT "ck_settings_maybe_type" CHECK (typeof("maybe") IN ('integer', 'null') AND "maybe" BETWEEN -2147483648 AND 2147483647),
    CONSTRAINT "ck_settings_today_type" CHECK ("today" IS date("today") AND "today" >= '0001-01-01'),
    CONSTRAINT "ck_settings_this_moment_type" CHECK ("this_moment" GLOB '[0-2][0-9]:[0-5][0-9]:[0-5][0-9].[0-9][0-9][0-9][0-9][0-9][0-9]' AND "this_moment" < '24:'),
    CONSTRAINT "ck_settings_right_now_type" CHECK (substr("right_now", 1, 19) IS datetime(substr("right_now", 1, 19)) AND substr("right_now", 20) GLOB '.[0-9][0-9][0-9][0-9][0-9][0-9]' AND "right_now" >= '0001-01-01'),
    CONSTRAINT "ck_settings_created_at_type" CHECK (substr("created_at", 1, 19) IS datetime(substr("created_at", 1, 19)) AND substr("created_at", 20) GLOB '.[0-9][0-9][0-9][0-9][0-9][0-9]Z' AND "created_at" >= '0001-01-01'),
    CONSTRAINT "ck_settings_key_type" CHECK (typeof("key") = 'blob' AND length("key") = 16),
    CONSTRAINT "ck_settings_sum_type" CHECK (typeof("sum") = 'integer' AND "sum" BETWEEN -2147483648 AND 2147483647),
    CONSTRAINT "ck_settings_code_type" CHECK (typeof("code") = 'text' AND length("code") <= 50)
);
"#;

    /// Drops the tables and all that is in them, as a script for `SQLite`.
    pub const DROP_SQL: &str = r#"DROP TABLE IF EXISTS "settings";
"#;
}

/// What is written for `PostgreSQL`.
#[allow(dead_code)]
pub mod postgres {
    /// The tables, as a script for `PostgreSQL`: any client can run it, also a second time.
    pub const SCHEMA_SQL: &str = r#"CREATE TABLE IF NOT EXISTS "settings" (
    "id" BIGINT NOT NULL GENERATED BY DEFAULT AS IDENTITY,
    "truth" BOOLEAN NOT NULL DEFAULT TRUE,
    "lie" BOOLEAN NOT NULL DEFAULT FALSE,
    "small" SMALLINT NOT NULL DEFAULT '-32768'::SMALLINT,
    "medium" INTEGER NOT NULL DEFAULT '-2147483648'::INTEGER,
    "large" BIGINT NOT NULL DEFAULT '-9223372036854775808'::BIGINT,
    "single" REAL NOT NULL DEFAULT '1.5'::REAL,
    "twice" DOUBLE PRECISION NOT NULL DEFAULT '-1e300'::DOUBLE PRECISION,
    "price" NUMERIC(10, 2) NOT NULL DEFAULT '-0.50'::NUMERIC(10, 2),
    "whole" NUMERIC(18, 0) NOT NULL DEFAULT '7'::NUMERIC(18, 0),
    "name" VARCHAR(50) COLLATE "C" NOT NULL DEFAULT E'it''s \\ 50% "off"; -- now',
    "empty" VARCHAR(50) COLLATE "C" NOT NULL DEFAULT '',
    "body" TEXT COLLATE "C" NOT NULL DEFAULT 'two
lines',
    "data" BYTEA NOT NULL DEFAULT '\x00ff'::bytea,
    "digest" BYTEA NOT NULL DEFAULT '\xdeadbeef'::bytea,
    "token" UUID NOT NULL DEFAULT '67e55044-10b1-426f-9247-bb680e5fe0c8'::UUID,
    "born" DATE NOT NULL DEFAULT '2024-02-29'::DATE,
    "wakes" TIME NOT NULL DEFAULT '07:30:00.000000'::TIME,
    "meets" TIMESTAMP NOT NULL DEFAULT '2024-02-29 23:59:59.500000'::TIMESTAMP,
    "happened" TIMESTAMPTZ NOT NULL DEFAULT '2024-02-29 22:59:59.000000Z'::TIMESTAMPTZ,
    "settings" JSONB NOT NULL DEFAULT '{"theme":"it''s dark","sizes":[1,2.5,null]}'::JSONB,
    "status" TEXT COLLATE "C" NOT NULL DEFAULT 'draft',
    "numbers" BIGINT[] NOT NULL DEFAULT ARRAY[1, -2]::BIGINT[],
    "words" VARCHAR(20)[] COLLATE "C" NOT NULL DEFAULT ARRAY['it''s', E'a "b" \\']::VARCHAR(20)[],
    "nothing" UUID[] NOT NULL DEFAULT ARRAY[]::UUID[],
    "maybe" INTEGER DEFAULT '5'::INTEGER,
    "today" DATE NOT NULL DEFAULT (now() AT TIME ZONE 'UTC')::DATE,
    "this_moment" TIME NOT NULL DEFAULT (now() AT TIME ZONE 'UTC')::TIME,
    "right_now" TIMESTAMP NOT NULL DEFAULT (now() AT TIME ZONE 'UTC'),
    "created_at" TIMESTAMPTZ NOT NULL DEFAULT now(),
    "key" UUID NOT NULL DEFAULT gen_random_uuid(),
    "sum" INTEGER NOT NULL DEFAULT (1 + 2),
    "code" VARCHAR(50) COLLATE "C" NOT NULL DEFAULT (md5(random()::text)),
    CONSTRAINT "pk_settings" PRIMARY KEY ("id"),
    CONSTRAINT "ck_settings_digest_type" CHECK (octet_length("digest") <= 4),
    CONSTRAINT "ck_settings_wakes_type" CHECK ("wakes" < '24:00:00'),
    CONSTRAINT "ck_settings_status_type" CHECK ("status" IN ('draft', 'published', 'archived')),
    CONSTRAINT "ck_settings_this_moment_type" CHECK ("this_moment" < '24:00:00')
);
"#;

    /// Drops the tables and all that is in them, as a script for `PostgreSQL`.
    pub const DROP_SQL: &str = r#"DROP TABLE IF EXISTS "settings";
"#;
}

/// What is written for `MySQL`.
#[allow(dead_code)]
pub mod mysql {
    /// The tables, as a script for `MySQL`: any client can run it, also a second time.
    pub const SCHEMA_SQL: &str = r#"CREATE TABLE IF NOT EXISTS `settings` (
    `id` BIGINT NOT NULL AUTO_INCREMENT,
    `truth` BOOLEAN NOT NULL DEFAULT TRUE,
    `lie` BOOLEAN NOT NULL DEFAULT FALSE,
    `small` SMALLINT NOT NULL DEFAULT -32768,
    `medium` INT NOT NULL DEFAULT -2147483648,
    `large` BIGINT NOT NULL DEFAULT -9223372036854775808,
    `single` FLOAT NOT NULL DEFAULT 1.5,
    `twice` DOUBLE NOT NULL DEFAULT -1e300,
    `price` DECIMAL(10, 2) NOT NULL DEFAULT -0.50,
    `whole` DECIMAL(18, 0) NOT NULL DEFAULT 7,
    `name` VARCHAR(50) NOT NULL DEFAULT 'it''s \\ 50% "off"; -- now',
    `empty` VARCHAR(50) NOT NULL DEFAULT '',
    `body` LONGTEXT NOT NULL DEFAULT ('two
lines'),
    `data` LONGBLOB NOT NULL DEFAULT (x'00ff'),
    `digest` VARBINARY(4) NOT NULL DEFAULT x'deadbeef',
    `token` BINARY(16) NOT NULL DEFAULT x'67e5504410b1426f9247bb680e5fe0c8',
    `born` DATE NOT NULL DEFAULT '2024-02-29',
    `wakes` TIME(6) NOT NULL DEFAULT '07:30:00.000000',
    `meets` DATETIME(6) NOT NULL DEFAULT '2024-02-29 23:59:59.500000',
    `happened` DATETIME(6) NOT NULL DEFAULT '2024-02-29 22:59:59.000000',
    `settings` JSON NOT NULL DEFAULT ('{"theme":"it''s dark","sizes":[1,2.5,null]}'),
    `status` VARCHAR(9) NOT NULL DEFAULT 'draft',
    `numbers` JSON NOT NULL DEFAULT ('[1,-2]'),
    `words` JSON NOT NULL DEFAULT ('["it''s","a \\"b\\" \\\\"]'),
    `nothing` JSON NOT NULL DEFAULT ('[]'),
    `maybe` INT DEFAULT 5,
    `today` DATE NOT NULL DEFAULT (utc_date()),
    `this_moment` TIME(6) NOT NULL DEFAULT (utc_time(6)),
    `right_now` DATETIME(6) NOT NULL DEFAULT (utc_timestamp(6)),
    `created_at` DATETIME(6) NOT NULL DEFAULT (utc_timestamp(6)),
    `key` BINARY(16) NOT NULL DEFAULT (((random_bytes(16) & _binary x'FFFFFFFFFFFF0FFF3FFFFFFFFFFFFFFF') | _binary x'00000000000040008000000000000000')),
    `sum` INT NOT NULL DEFAULT (1 + 2),
    `code` VARCHAR(50) NOT NULL DEFAULT (hex(random_bytes(4))),
    PRIMARY KEY (`id`),
    CONSTRAINT `ck_settings_truth_type` CHECK (`truth` IN (0, 1)),
    CONSTRAINT `ck_settings_lie_type` CHECK (`lie` IN (0, 1)),
    CONSTRAINT `ck_settings_wakes_type` CHECK (`wakes` >= '00:00:00' AND `wakes` < '24:00:00'),
    CONSTRAINT `ck_settings_status_type` CHECK (`status` IN ('draft', 'published', 'archived')),
    CONSTRAINT `ck_settings_numbers_type` CHECK (json_type(`numbers`) = 'ARRAY'),
    CONSTRAINT `ck_settings_words_type` CHECK (json_type(`words`) = 'ARRAY'),
    CONSTRAINT `ck_settings_nothing_type` CHECK (json_type(`nothing`) = 'ARRAY'),
    CONSTRAINT `ck_settings_this_moment_type` CHECK (`this_moment` >= '00:00:00' AND `this_moment` < '24:00:00')
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_bin;
"#;

    /// Drops the tables and all that is in them, as a script for `MySQL`.
    pub const DROP_SQL: &str = r"DROP TABLE IF EXISTS `settings`;
";
}

/// What is written for `MariaDB`.
#[allow(dead_code)]
pub mod mariadb {
    /// The tables, as a script for `MariaDB`: any client can run it, also a second time.
    pub const SCHEMA_SQL: &str = r#"CREATE TABLE IF NOT EXISTS `settings` (
    `id` BIGINT NOT NULL AUTO_INCREMENT,
    `truth` BOOLEAN NOT NULL DEFAULT TRUE,
    `lie` BOOLEAN NOT NULL DEFAULT FALSE,
    `small` SMALLINT NOT NULL DEFAULT -32768,
    `medium` INT NOT NULL DEFAULT -2147483648,
    `large` BIGINT NOT NULL DEFAULT -9223372036854775808,
    `single` FLOAT NOT NULL DEFAULT 1.5,
    `twice` DOUBLE NOT NULL DEFAULT -1e300,
    `price` DECIMAL(10, 2) NOT NULL DEFAULT -0.50,
    `whole` DECIMAL(18, 0) NOT NULL DEFAULT 7,
    `name` VARCHAR(50) NOT NULL DEFAULT 'it''s \\ 50% "off"; -- now',
    `empty` VARCHAR(50) NOT NULL DEFAULT '',
    `body` LONGTEXT NOT NULL DEFAULT ('two
lines'),
    `data` LONGBLOB NOT NULL DEFAULT (x'00ff'),
    `digest` VARBINARY(4) NOT NULL DEFAULT x'deadbeef',
    `token` BINARY(16) NOT NULL DEFAULT x'67e5504410b1426f9247bb680e5fe0c8',
    `born` DATE NOT NULL DEFAULT '2024-02-29',
    `wakes` TIME(6) NOT NULL DEFAULT '07:30:00.000000',
    `meets` DATETIME(6) NOT NULL DEFAULT '2024-02-29 23:59:59.500000',
    `happened` DATETIME(6) NOT NULL DEFAULT '2024-02-29 22:59:59.000000',
    `settings` JSON NOT NULL DEFAULT ('{"theme":"it''s dark","sizes":[1,2.5,null]}'),
    `status` VARCHAR(9) NOT NULL DEFAULT 'draft',
    `numbers` JSON NOT NULL DEFAULT ('[1,-2]'),
    `words` JSON NOT NULL DEFAULT ('["it''s","a \\"b\\" \\\\"]'),
    `nothing` JSON NOT NULL DEFAULT ('[]'),
    `maybe` INT DEFAULT 5,
    `today` DATE NOT NULL DEFAULT (utc_date()),
    `this_moment` TIME(6) NOT NULL DEFAULT (utc_time(6)),
    `right_now` DATETIME(6) NOT NULL DEFAULT (utc_timestamp(6)),
    `created_at` DATETIME(6) NOT NULL DEFAULT (utc_timestamp(6)),
    `key` BINARY(16) NOT NULL DEFAULT (unhex(insert(insert(hex(random_bytes(16)), 13, 1, '4'), 17, 1, substr('89AB', 1 + (ord(random_bytes(1)) & 3), 1)))),
    `sum` INT NOT NULL DEFAULT (1 + 2),
    `code` VARCHAR(50) NOT NULL DEFAULT (hex(random_bytes(4))),
    PRIMARY KEY (`id`),
    CONSTRAINT `ck_settings_truth_type` CHECK (`truth` IN (0, 1)),
    CONSTRAINT `ck_settings_lie_type` CHECK (`lie` IN (0, 1)),
    CONSTRAINT `ck_settings_wakes_type` CHECK (`wakes` >= '00:00:00' AND `wakes` < '24:00:00'),
    CONSTRAINT `ck_settings_status_type` CHECK (`status` IN ('draft', 'published', 'archived')),
    CONSTRAINT `ck_settings_numbers_type` CHECK (json_type(`numbers`) = 'ARRAY'),
    CONSTRAINT `ck_settings_words_type` CHECK (json_type(`words`) = 'ARRAY'),
    CONSTRAINT `ck_settings_nothing_type` CHECK (json_type(`nothing`) = 'ARRAY'),
    CONSTRAINT `ck_settings_this_moment_type` CHECK (`this_moment` >= '00:00:00' AND `this_moment` < '24:00:00')
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_nopad_bin;
"#;

    /// Drops the tables and all that is in them, as a script for `MariaDB`.
    pub const DROP_SQL: &str = r"DROP TABLE IF EXISTS `settings`;
";
}

/// The tables and their scripts: what `create_all` and `drop_all` run.
#[allow(dead_code)]
pub static SCHEMA: tw::Schema = tw::Schema {
    name: module_path!(),
    hash: SCHEMA_HASH,
    tables: &[<Setting as tw::Model>::MODEL],
    create: tw::Scripts {
        sqlite: tw::Script {
            text: sqlite::SCHEMA_SQL,
            ends: &[5921],
        },
        postgres: tw::Script {
            text: postgres::SCHEMA_SQL,
            ends: &[2515],
        },
        mysql: tw::Script {
            text: mysql::SCHEMA_SQL,
            ends: &[2679],
        },
        mariadb: tw::Script {
            text: mariadb::SCHEMA_SQL,
            ends: &[2682],
        },
    },
    drop: tw::Scripts {
        sqlite: tw::Script {
            text: sqlite::DROP_SQL,
            ends: &[32],
        },
        postgres: tw::Script {
            text: postgres::DROP_SQL,
            ends: &[32],
        },
        mysql: tw::Script {
            text: mysql::DROP_SQL,
            ends: &[32],
        },
        mariadb: tw::Script {
            text: mariadb::DROP_SQL,
            ends: &[32],
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

/// One of a closed set of texts.
#[allow(dead_code)]
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Status {
    /// The text `draft`.
    Draft,
    /// The text `published`.
    Published,
    /// The text `archived`.
    Archived,
}

#[allow(dead_code)]
impl Status {
    /// Every value, in the order of the file.
    pub const ALL: &'static [Self] = &[Self::Draft, Self::Published, Self::Archived];

    /// The text in the database.
    #[inline]
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Published => "published",
            Self::Archived => "archived",
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

/// A row of `settings`.
#[allow(dead_code)]
#[derive(Clone, Debug, PartialEq)]
pub struct Setting {
    /// `id`, the primary key, counted by the database.
    pub id: i64,
    /// `bool`, with a default.
    pub truth: bool,
    /// `bool`, with a default.
    pub lie: bool,
    /// `smallint`, with a default.
    pub small: i16,
    /// `integer`, with a default.
    pub medium: i32,
    /// `bigint`, with a default.
    pub large: i64,
    /// `float`, with a default.
    pub single: f32,
    /// `double`, with a default.
    pub twice: f64,
    /// `decimal(10, 2)`, with a default.
    pub price: tw::rust_decimal::Decimal,
    /// `decimal(18, 0)`, with a default.
    pub whole: tw::rust_decimal::Decimal,
    /// `string(50)`, with a default.
    pub name: String,
    /// `string(50)`, with a default.
    pub empty: String,
    /// `text`, with a default.
    pub body: String,
    /// `bytes`, with a default.
    pub data: Vec<u8>,
    /// `bytes(4)`, with a default.
    pub digest: Vec<u8>,
    /// `uuid`, with a default.
    pub token: tw::uuid::Uuid,
    /// `date`, with a default.
    pub born: tw::jiff::civil::Date,
    /// `time`, with a default.
    pub wakes: tw::jiff::civil::Time,
    /// `datetime`, with a default.
    pub meets: tw::jiff::civil::DateTime,
    /// `timestamp`, with a default.
    pub happened: tw::jiff::Timestamp,
    /// `json`, with a default.
    pub settings: tw::serde_json::Value,
    /// `Status`, with a default.
    pub status: Status,
    /// `bigint[]`, with a default.
    pub numbers: Vec<i64>,
    /// `string(20)[]`, with a default.
    pub words: Vec<String>,
    /// `uuid[]`, with a default.
    pub nothing: Vec<tw::uuid::Uuid>,
    /// `integer?`, with a default.
    pub maybe: Option<i32>,
    /// `date`, with a default.
    pub today: tw::jiff::civil::Date,
    /// `time`, with a default.
    pub this_moment: tw::jiff::civil::Time,
    /// `datetime`, with a default.
    pub right_now: tw::jiff::civil::DateTime,
    /// `timestamp`, with a default.
    pub created_at: tw::jiff::Timestamp,
    /// `uuid`, with a default.
    pub key: tw::uuid::Uuid,
    /// `integer`, with a default.
    pub sum: i32,
    /// `string(50)`, with a default.
    pub code: String,
}

#[allow(dead_code)]
impl Setting {
    /// The column `id`.
    pub const ID: tw::Column<Self, i64> = tw::Column::new("id", tw::column::plain);
    /// The column `truth`.
    pub const TRUTH: tw::Column<Self, bool> = tw::Column::new("truth", tw::column::plain);
    /// The column `lie`.
    pub const LIE: tw::Column<Self, bool> = tw::Column::new("lie", tw::column::plain);
    /// The column `small`.
    pub const SMALL: tw::Column<Self, i16> = tw::Column::new("small", tw::column::plain);
    /// The column `medium`.
    pub const MEDIUM: tw::Column<Self, i32> = tw::Column::new("medium", tw::column::plain);
    /// The column `large`.
    pub const LARGE: tw::Column<Self, i64> = tw::Column::new("large", tw::column::plain);
    /// The column `single`.
    pub const SINGLE: tw::Column<Self, f32> = tw::Column::new("single", tw::column::plain);
    /// The column `twice`.
    pub const TWICE: tw::Column<Self, f64> = tw::Column::new("twice", tw::column::plain);
    /// The column `price`.
    pub const PRICE: tw::Column<Self, tw::rust_decimal::Decimal> = tw::Column::new("price", | value: tw::rust_decimal::Decimal | tw::statement::Arg::decimal(value, 10, 2)).scale(
        2,
    );
    /// The column `whole`.
    pub const WHOLE: tw::Column<Self, tw::rust_decimal::Decimal> = tw::Column::new("whole", | value: tw::rust_decimal::Decimal | tw::statement::Arg::decimal(value, 18, 0)).scale(
        0,
    );
    /// The column `name`.
    pub const NAME: tw::Column<Self, String> = tw::Column::new("name", tw::column::plain).limit(50);
    /// The column `empty`.
    pub const EMPTY: tw::Column<Self, String> =
        tw::Column::new("empty", tw::column::plain).limit(50);
    /// The column `body`.
    pub const BODY: tw::Column<Self, String> = tw::Column::new("body", tw::column::plain);
    /// The column `data`.
    pub const DATA: tw::Column<Self, Vec<u8>> = tw::Column::new("data", tw::column::plain);
    /// The column `digest`.
    pub const DIGEST: tw::Column<Self, Vec<u8>> =
        tw::Column::new("digest", tw::column::plain).limit(4);
    /// The column `token`.
    pub const TOKEN: tw::Column<Self, tw::uuid::Uuid> = tw::Column::new("token", tw::column::plain);
    /// The column `born`.
    pub const BORN: tw::Column<Self, tw::jiff::civil::Date> =
        tw::Column::new("born", tw::column::plain);
    /// The column `wakes`.
    pub const WAKES: tw::Column<Self, tw::jiff::civil::Time> =
        tw::Column::new("wakes", tw::column::plain);
    /// The column `meets`.
    pub const MEETS: tw::Column<Self, tw::jiff::civil::DateTime> =
        tw::Column::new("meets", tw::column::plain);
    /// The column `happened`.
    pub const HAPPENED: tw::Column<Self, tw::jiff::Timestamp> =
        tw::Column::new("happened", tw::column::plain);
    /// The column `settings`.
    pub const SETTINGS: tw::Column<Self, tw::serde_json::Value> = tw::Column::new(
        "settings",
        | value: tw::serde_json::Value | tw::statement::Arg::json(&value),
    );
    /// The column `status`.
    pub const STATUS: tw::Column<Self, Status> = tw::Column::new("status", tw::column::plain);
    /// The column `numbers`.
    pub const NUMBERS: tw::Column<Self, Vec<i64>> = tw::Column::new("numbers", tw::column::list);
    /// The column `words`.
    pub const WORDS: tw::Column<Self, Vec<String>> = tw::Column::new("words", tw::column::list);
    /// The column `nothing`.
    pub const NOTHING: tw::Column<Self, Vec<tw::uuid::Uuid>> =
        tw::Column::new("nothing", tw::column::list);
    /// The column `maybe`.
    pub const MAYBE: tw::Column<Self, Option<i32>> =
        tw::Column::new("maybe", tw::column::plain).nullable();
    /// The column `today`.
    pub const TODAY: tw::Column<Self, tw::jiff::civil::Date> =
        tw::Column::new("today", tw::column::plain);
    /// The column `this_moment`.
    pub const THIS_MOMENT: tw::Column<Self, tw::jiff::civil::Time> =
        tw::Column::new("this_moment", tw::column::plain);
    /// The column `right_now`.
    pub const RIGHT_NOW: tw::Column<Self, tw::jiff::civil::DateTime> =
        tw::Column::new("right_now", tw::column::plain);
    /// The column `created_at`.
    pub const CREATED_AT: tw::Column<Self, tw::jiff::Timestamp> =
        tw::Column::new("created_at", tw::column::plain);
    /// The column `key`.
    pub const KEY: tw::Column<Self, tw::uuid::Uuid> = tw::Column::new("key", tw::column::plain);
    /// The column `sum`.
    pub const SUM: tw::Column<Self, i32> = tw::Column::new("sum", tw::column::plain);
    /// The column `code`.
    pub const CODE: tw::Column<Self, String> = tw::Column::new("code", tw::column::plain).limit(50);

    /// Every row, in the order of the primary key.
    ///
    /// `SELECT "id", "truth", "lie", "small", "medium", "large", "single", "twice", "price", "whole", "name", "empty", "body", "data", "digest", "token", "born", "wakes", "meets", "happened", "settings", "status", "numbers", "words", "nothing", "maybe", "today", "this_moment", "right_now", "created_at", "key", "sum", "code" FROM "settings" ORDER BY "id"`
    #[inline]
    pub fn all() -> tw::Select<'static, Self> {
        static LOOKUP: tw::Lookup = tw::Lookup::NONE
            .sqlite([
                r#"SELECT "id", "truth", "lie", "small", "medium", "large", "single", "twice", "price", "whole", "name", "empty", "body", "data", "digest", "token", "born", "wakes", "meets", "happened", "settings", "status", "numbers", "words", "nothing", "maybe", "today", "this_moment", "right_now", "created_at", "key", "sum", "code" FROM "settings" ORDER BY "id""#,
                r#"SELECT count(*) FROM "settings""#,
                r#"SELECT EXISTS (SELECT 1 FROM "settings")"#,
                r#"DELETE FROM "settings""#,
            ])
            .postgres([
                r#"SELECT "id", "truth", "lie", "small", "medium", "large", "single", "twice", "price", "whole", "name", "empty", "body", "data", "digest", "token", "born", "wakes", "meets", "happened", "settings", "status", "numbers", "words", "nothing", "maybe", "today", "this_moment", "right_now", "created_at", "key", "sum", "code" FROM "settings" ORDER BY "id""#,
                r#"SELECT count(*) FROM "settings""#,
                r#"SELECT EXISTS (SELECT 1 FROM "settings")::integer::bigint"#,
                r#"DELETE FROM "settings""#,
            ])
            .mysql([
                "SELECT `id`, `truth`, `lie`, `small`, `medium`, `large`, `single`, `twice`, `price`, `whole`, `name`, `empty`, `body`, `data`, `digest`, `token`, `born`, `wakes`, `meets`, `happened`, `settings`, `status`, `numbers`, `words`, `nothing`, `maybe`, `today`, `this_moment`, `right_now`, `created_at`, `key`, `sum`, `code` FROM `settings` ORDER BY `id`",
                "SELECT count(*) FROM `settings`",
                "SELECT EXISTS (SELECT 1 FROM `settings`)",
                "DELETE FROM `settings`",
            ])
            .mariadb([
                "SELECT `id`, `truth`, `lie`, `small`, `medium`, `large`, `single`, `twice`, `price`, `whole`, `name`, `empty`, `body`, `data`, `digest`, `token`, `born`, `wakes`, `meets`, `happened`, `settings`, `status`, `numbers`, `words`, `nothing`, `maybe`, `today`, `this_moment`, `right_now`, `created_at`, `key`, `sum`, `code` FROM `settings` ORDER BY `id`",
                "SELECT count(*) FROM `settings`",
                "SELECT EXISTS (SELECT 1 FROM `settings`)",
                "DELETE FROM `settings`",
            ]);
        tw::Select::new(&LOOKUP, [])
    }

    /// The rows for which a condition holds, in the order of the primary key.
    ///
    /// `SELECT "id", "truth", "lie", "small", "medium", "large", "single", "twice", "price", "whole", "name", "empty", "body", "data", "digest", "token", "born", "wakes", "meets", "happened", "settings", "status", "numbers", "words", "nothing", "maybe", "today", "this_moment", "right_now", "created_at", "key", "sum", "code" FROM "settings" WHERE … ORDER BY "id"`
    #[inline]
    pub fn filter(filter: tw::Filter<Self>) -> tw::Select<'static, Self> {
        Self::all().filter(filter)
    }

    /// The row with this primary key.
    ///
    /// `SELECT "id", "truth", "lie", "small", "medium", "large", "single", "twice", "price", "whole", "name", "empty", "body", "data", "digest", "token", "born", "wakes", "meets", "happened", "settings", "status", "numbers", "words", "nothing", "maybe", "today", "this_moment", "right_now", "created_at", "key", "sum", "code" FROM "settings" WHERE "id" = ?1`
    #[inline]
    pub fn find(id: i64) -> tw::Select<'static, Self> {
        tw::Select::new(<Self as tw::Model>::FIND, [id.into()])
    }

    /// A change of the row with this primary key: what is not set stays.
    ///
    /// `UPDATE "settings" SET … WHERE "id" = …`
    #[inline]
    pub fn update(id: i64) -> tw::Update<'static, Self> {
        Self::find(id).update()
    }

    /// New rows, all of which are inserted or none, many in one statement.
    ///
    /// `INSERT INTO "settings" ("truth", "lie", "small", "medium", "large", "single", "twice", "price", "whole", "name", "empty", "body", "data", "digest", "token", "born", "wakes", "meets", "happened", "settings", "status", "numbers", "words", "nothing", "maybe", "today", "this_moment", "right_now", "created_at", "key", "sum", "code", "id") VALUES (coalesce(?1, 1), coalesce(?2, 0), coalesce(?3, -32768), coalesce(?4, -2147483648), coalesce(?5, -9223372036854775808), coalesce(?6, 1.5), coalesce(?7, -1e300), coalesce(?8, -50), coalesce(?9, 7), coalesce(?10, 'it''s \ 50% "off"; -- now'), coalesce(?11, ''), coalesce(?12, 'two lines'), coalesce(?13, x'00ff'), coalesce(?14, x'deadbeef'), coalesce(?15, x'67e5504410b1426f9247bb680e5fe0c8'), coalesce(?16, '2024-02-29'), coalesce(?17, '07:30:00.000000'), coalesce(?18, '2024-02-29 23:59:59.500000'), coalesce(?19, '2024-02-29 22:59:59.000000Z'), coalesce(?20, '{"theme":"it''s dark","sizes":[1,2.5,null]}'), coalesce(?21, 'draft'), coalesce(?22, '[1,-2]'), coalesce(?23, '["it''s","a \"b\" \\"]'), coalesce(?24, '[]'), CASE WHEN ?25 THEN ?26 ELSE 5 END, coalesce(?27, date('now')), coalesce(?28, strftime('%H:%M:%f', 'now') || '000'), coalesce(?29, strftime('%Y-%m-%d %H:%M:%f', 'now') || '000'), coalesce(?30, strftime('%Y-%m-%d %H:%M:%f', 'now') || '000Z'), coalesce(?31, CAST(randomblob(6) || char(64 + (random() & 15)) || randomblob(1) || substr(CAST(char(128 + (random() & 63)) AS BLOB), 2) || randomblob(7) AS BLOB)), coalesce(?32, (1 + 2)), coalesce(?33, (lower(hex(randomblob(4))))), ?34), …`
    pub fn insert_all<C: ::core::iter::IntoIterator<Item = NewSetting>>(
        rows: C,
    ) -> tw::InsertAll<C::IntoIter> {
        tw::InsertAll::new(rows)
    }

    /// Writes every field of the row, which is found by its primary key.
    ///
    /// `UPDATE "settings" SET "truth" = ?1, "lie" = ?2, "small" = ?3, "medium" = ?4, "large" = ?5, "single" = ?6, "twice" = ?7, "price" = ?8, "whole" = ?9, "name" = ?10, "empty" = ?11, "body" = ?12, "data" = ?13, "digest" = ?14, "token" = ?15, "born" = ?16, "wakes" = ?17, "meets" = ?18, "happened" = ?19, "settings" = ?20, "status" = ?21, "numbers" = ?22, "words" = ?23, "nothing" = ?24, "maybe" = ?25, "today" = ?26, "this_moment" = ?27, "right_now" = ?28, "created_at" = ?29, "key" = ?30, "sum" = ?31, "code" = ?32 WHERE "id" = ?33`
    pub fn save<'c, C: tw::Connection>(&'c self, db: &'c C) -> C::Output<'c, tw::Result<()>> {
        tw::statement::save(self, db)
    }

    /// Deletes the row, which is found by its primary key.
    ///
    /// `DELETE FROM "settings" WHERE "id" = ?1`
    pub fn delete<'c, C: tw::Connection>(&'c self, db: &'c C) -> C::Output<'c, tw::Result<()>> {
        tw::statement::delete(self, db)
    }
}

impl tw::model::FromRow for Setting {
    const TABLE: Option<&'static tw::model::Table> = Some(<Self as tw::Model>::MODEL);

    #[inline]
    fn from_row<R: tw::value::Row>(row: &R) -> tw::Result<Self> {
        Ok(Self {
            id: row.get(0)?,
            truth: row.get(1)?,
            lie: row.get(2)?,
            small: row.get(3)?,
            medium: row.get(4)?,
            large: row.get(5)?,
            single: row.get(6)?,
            twice: row.get(7)?,
            price: tw::types::decimal::read(row, 8, 2)?,
            whole: tw::types::decimal::read(row, 9, 0)?,
            name: row.get(10)?,
            empty: row.get(11)?,
            body: row.get(12)?,
            data: row.get(13)?,
            digest: row.get(14)?,
            token: row.get(15)?,
            born: row.get(16)?,
            wakes: row.get(17)?,
            meets: row.get(18)?,
            happened: row.get(19)?,
            settings: row.get(20)?,
            status: row.get(21)?,
            numbers: row.get(22)?,
            words: row.get(23)?,
            nothing: row.get(24)?,
            maybe: row.get_opt(25)?,
            today: row.get(26)?,
            this_moment: row.get(27)?,
            right_now: row.get(28)?,
            created_at: row.get(29)?,
            key: row.get(30)?,
            sum: row.get(31)?,
            code: row.get(32)?,
        })
    }
}

impl tw::Model for Setting {
    const MODEL: &'static tw::model::Table = &tw::model::Table {
        name: "settings",
        columns: &[
            "id",
            "truth",
            "lie",
            "small",
            "medium",
            "large",
            "single",
            "twice",
            "price",
            "whole",
            "name",
            "empty",
            "body",
            "data",
            "digest",
            "token",
            "born",
            "wakes",
            "meets",
            "happened",
            "settings",
            "status",
            "numbers",
            "words",
            "nothing",
            "maybe",
            "today",
            "this_moment",
            "right_now",
            "created_at",
            "key",
            "sum",
            "code",
        ],
        constraints: &[
            tw::model::Constraint::new("pk_settings", &["id"], tw::model::Rule::PrimaryKey),
        ],
    };
    const FIND: &'static tw::Lookup = &tw::Lookup::NONE
        .sqlite([
            r#"SELECT "id", "truth", "lie", "small", "medium", "large", "single", "twice", "price", "whole", "name", "empty", "body", "data", "digest", "token", "born", "wakes", "meets", "happened", "settings", "status", "numbers", "words", "nothing", "maybe", "today", "this_moment", "right_now", "created_at", "key", "sum", "code" FROM "settings" WHERE "id" = ?1"#,
            r#"SELECT count(*) FROM "settings" WHERE "id" = ?1"#,
            r#"SELECT EXISTS (SELECT 1 FROM "settings" WHERE "id" = ?1)"#,
            r#"DELETE FROM "settings" WHERE "id" = ?1"#,
        ])
        .postgres([
            r#"SELECT "id", "truth", "lie", "small", "medium", "large", "single", "twice", "price", "whole", "name", "empty", "body", "data", "digest", "token", "born", "wakes", "meets", "happened", "settings", "status", "numbers", "words", "nothing", "maybe", "today", "this_moment", "right_now", "created_at", "key", "sum", "code" FROM "settings" WHERE "id" = $1"#,
            r#"SELECT count(*) FROM "settings" WHERE "id" = $1"#,
            r#"SELECT EXISTS (SELECT 1 FROM "settings" WHERE "id" = $1)::integer::bigint"#,
            r#"DELETE FROM "settings" WHERE "id" = $1"#,
        ])
        .mysql([
            "SELECT `id`, `truth`, `lie`, `small`, `medium`, `large`, `single`, `twice`, `price`, `whole`, `name`, `empty`, `body`, `data`, `digest`, `token`, `born`, `wakes`, `meets`, `happened`, `settings`, `status`, `numbers`, `words`, `nothing`, `maybe`, `today`, `this_moment`, `right_now`, `created_at`, `key`, `sum`, `code` FROM `settings` WHERE `id` = ?",
            "SELECT count(*) FROM `settings` WHERE `id` = ?",
            "SELECT EXISTS (SELECT 1 FROM `settings` WHERE `id` = ?)",
            "DELETE FROM `settings` WHERE `id` = ?",
        ])
        .mariadb([
            "SELECT `id`, `truth`, `lie`, `small`, `medium`, `large`, `single`, `twice`, `price`, `whole`, `name`, `empty`, `body`, `data`, `digest`, `token`, `born`, `wakes`, `meets`, `happened`, `settings`, `status`, `numbers`, `words`, `nothing`, `maybe`, `today`, `this_moment`, `right_now`, `created_at`, `key`, `sum`, `code` FROM `settings` WHERE `id` = ?",
            "SELECT count(*) FROM `settings` WHERE `id` = ?",
            "SELECT EXISTS (SELECT 1 FROM `settings` WHERE `id` = ?)",
            "DELETE FROM `settings` WHERE `id` = ?",
        ]);
    const SAVE: &'static tw::Sql = &tw::Sql::NONE
        .sqlite(
            r#"UPDATE "settings" SET "truth" = ?1, "lie" = ?2, "small" = ?3, "medium" = ?4, "large" = ?5, "single" = ?6, "twice" = ?7, "price" = ?8, "whole" = ?9, "name" = ?10, "empty" = ?11, "body" = ?12, "data" = ?13, "digest" = ?14, "token" = ?15, "born" = ?16, "wakes" = ?17, "meets" = ?18, "happened" = ?19, "settings" = ?20, "status" = ?21, "numbers" = ?22, "words" = ?23, "nothing" = ?24, "maybe" = ?25, "today" = ?26, "this_moment" = ?27, "right_now" = ?28, "created_at" = ?29, "key" = ?30, "sum" = ?31, "code" = ?32 WHERE "id" = ?33"#,
        )
        .postgres(
            r#"UPDATE "settings" SET "truth" = $1, "lie" = $2, "small" = $3, "medium" = $4, "large" = $5, "single" = $6, "twice" = $7, "price" = $8, "whole" = $9, "name" = $10, "empty" = $11, "body" = $12, "data" = $13, "digest" = $14, "token" = $15, "born" = $16, "wakes" = $17, "meets" = $18, "happened" = $19, "settings" = $20, "status" = $21, "numbers" = $22, "words" = $23, "nothing" = $24, "maybe" = $25, "today" = $26, "this_moment" = $27, "right_now" = $28, "created_at" = $29, "key" = $30, "sum" = $31, "code" = $32 WHERE "id" = $33"#,
        )
        .mysql(
            "UPDATE `settings` SET `truth` = ?, `lie` = ?, `small` = ?, `medium` = ?, `large` = ?, `single` = ?, `twice` = ?, `price` = ?, `whole` = ?, `name` = ?, `empty` = ?, `body` = ?, `data` = ?, `digest` = ?, `token` = ?, `born` = ?, `wakes` = ?, `meets` = ?, `happened` = ?, `settings` = ?, `status` = ?, `numbers` = ?, `words` = ?, `nothing` = ?, `maybe` = ?, `today` = ?, `this_moment` = ?, `right_now` = ?, `created_at` = ?, `key` = ?, `sum` = ?, `code` = ? WHERE `id` = ?",
        )
        .mariadb(
            "UPDATE `settings` SET `truth` = ?, `lie` = ?, `small` = ?, `medium` = ?, `large` = ?, `single` = ?, `twice` = ?, `price` = ?, `whole` = ?, `name` = ?, `empty` = ?, `body` = ?, `data` = ?, `digest` = ?, `token` = ?, `born` = ?, `wakes` = ?, `meets` = ?, `happened` = ?, `settings` = ?, `status` = ?, `numbers` = ?, `words` = ?, `nothing` = ?, `maybe` = ?, `today` = ?, `this_moment` = ?, `right_now` = ?, `created_at` = ?, `key` = ?, `sum` = ?, `code` = ? WHERE `id` = ?",
        );
    const DELETE: &'static tw::Sql = &<Self as tw::Model>::FIND.delete;

    #[inline]
    fn bind_row<B: tw::value::Binder>(&self, to: &mut B) -> tw::Result<()> {
        to.value(&self.truth)?;
        to.value(&self.lie)?;
        to.value(&self.small)?;
        to.value(&self.medium)?;
        to.value(&self.large)?;
        to.value(&self.single)?;
        to.value(&self.twice)?;
        tw::types::decimal::bind(to, &self.price, 10, 2)?;
        tw::types::decimal::bind(to, &self.whole, 18, 0)?;
        tw::types::text::bind(to, &self.name, 50)?;
        tw::types::text::bind(to, &self.empty, 50)?;
        to.value(&self.body)?;
        to.value(&self.data)?;
        tw::types::bytes::bind(to, &self.digest, 4)?;
        to.value(&self.token)?;
        to.value(&self.born)?;
        to.value(&self.wakes)?;
        to.value(&self.meets)?;
        to.value(&self.happened)?;
        to.value(&self.settings)?;
        to.value(&self.status)?;
        to.value(&self.numbers)?;
        tw::types::text::bind_list(to, &self.words, 20)?;
        to.value(&self.nothing)?;
        to.value_or_null(self.maybe.as_ref())?;
        to.value(&self.today)?;
        to.value(&self.this_moment)?;
        to.value(&self.right_now)?;
        to.value(&self.created_at)?;
        to.value(&self.key)?;
        to.value(&self.sum)?;
        tw::types::text::bind(to, &self.code, 50)?;
        tw::Model::bind_key(self, to)
    }

    #[inline]
    fn bind_key<B: tw::value::Binder>(&self, to: &mut B) -> tw::Result<()> {
        to.value(&self.id)?;
        Ok(())
    }
}

/// A row of `settings` that is not there yet.
#[allow(dead_code)]
#[allow(clippy::option_option)]
#[derive(Clone, Debug, Default)]
#[must_use = "a new row is not in the database before `insert`"]
pub struct NewSetting {
    id: Option<i64>,
    truth: Option<bool>,
    lie: Option<bool>,
    small: Option<i16>,
    medium: Option<i32>,
    large: Option<i64>,
    single: Option<f32>,
    twice: Option<f64>,
    price: Option<tw::rust_decimal::Decimal>,
    whole: Option<tw::rust_decimal::Decimal>,
    name: Option<String>,
    empty: Option<String>,
    body: Option<String>,
    data: Option<Vec<u8>>,
    digest: Option<Vec<u8>>,
    token: Option<tw::uuid::Uuid>,
    born: Option<tw::jiff::civil::Date>,
    wakes: Option<tw::jiff::civil::Time>,
    meets: Option<tw::jiff::civil::DateTime>,
    happened: Option<tw::jiff::Timestamp>,
    settings: Option<tw::serde_json::Value>,
    status: Option<Status>,
    numbers: Option<Vec<i64>>,
    words: Option<Vec<String>>,
    nothing: Option<Vec<tw::uuid::Uuid>>,
    maybe: Option<Option<i32>>,
    today: Option<tw::jiff::civil::Date>,
    this_moment: Option<tw::jiff::civil::Time>,
    right_now: Option<tw::jiff::civil::DateTime>,
    created_at: Option<tw::jiff::Timestamp>,
    key: Option<tw::uuid::Uuid>,
    sum: Option<i32>,
    code: Option<String>,
}

#[allow(dead_code)]
impl NewSetting {
    /// A row in which nothing is set yet.
    #[inline]
    pub fn new() -> Self {
        <Self as Default>::default()
    }

    /// Sets `id`; otherwise the database counts.
    #[inline]
    pub fn id(mut self, id: i64) -> Self {
        self.id = Some(id);
        self
    }

    /// Sets `truth`; otherwise it is the default.
    #[inline]
    pub fn truth(mut self, truth: bool) -> Self {
        self.truth = Some(truth);
        self
    }

    /// Sets `lie`; otherwise it is the default.
    #[inline]
    pub fn lie(mut self, lie: bool) -> Self {
        self.lie = Some(lie);
        self
    }

    /// Sets `small`; otherwise it is the default.
    #[inline]
    pub fn small(mut self, small: i16) -> Self {
        self.small = Some(small);
        self
    }

    /// Sets `medium`; otherwise it is the default.
    #[inline]
    pub fn medium(mut self, medium: i32) -> Self {
        self.medium = Some(medium);
        self
    }

    /// Sets `large`; otherwise it is the default.
    #[inline]
    pub fn large(mut self, large: i64) -> Self {
        self.large = Some(large);
        self
    }

    /// Sets `single`; otherwise it is the default.
    #[inline]
    pub fn single(mut self, single: f32) -> Self {
        self.single = Some(single);
        self
    }

    /// Sets `twice`; otherwise it is the default.
    #[inline]
    pub fn twice(mut self, twice: f64) -> Self {
        self.twice = Some(twice);
        self
    }

    /// Sets `price`; otherwise it is the default.
    #[inline]
    pub fn price(mut self, price: tw::rust_decimal::Decimal) -> Self {
        self.price = Some(price);
        self
    }

    /// Sets `whole`; otherwise it is the default.
    #[inline]
    pub fn whole(mut self, whole: tw::rust_decimal::Decimal) -> Self {
        self.whole = Some(whole);
        self
    }

    /// Sets `name`; otherwise it is the default.
    pub fn name(mut self, name: impl Into<String>) -> Self {
        self.name = Some(name.into());
        self
    }

    /// Sets `empty`; otherwise it is the default.
    pub fn empty(mut self, empty: impl Into<String>) -> Self {
        self.empty = Some(empty.into());
        self
    }

    /// Sets `body`; otherwise it is the default.
    pub fn body(mut self, body: impl Into<String>) -> Self {
        self.body = Some(body.into());
        self
    }

    /// Sets `data`; otherwise it is the default.
    pub fn data(mut self, data: impl Into<Vec<u8>>) -> Self {
        self.data = Some(data.into());
        self
    }

    /// Sets `digest`; otherwise it is the default.
    pub fn digest(mut self, digest: impl Into<Vec<u8>>) -> Self {
        self.digest = Some(digest.into());
        self
    }

    /// Sets `token`; otherwise it is the default.
    #[inline]
    pub fn token(mut self, token: tw::uuid::Uuid) -> Self {
        self.token = Some(token);
        self
    }

    /// Sets `born`; otherwise it is the default.
    #[inline]
    pub fn born(mut self, born: tw::jiff::civil::Date) -> Self {
        self.born = Some(born);
        self
    }

    /// Sets `wakes`; otherwise it is the default.
    #[inline]
    pub fn wakes(mut self, wakes: tw::jiff::civil::Time) -> Self {
        self.wakes = Some(wakes);
        self
    }

    /// Sets `meets`; otherwise it is the default.
    #[inline]
    pub fn meets(mut self, meets: tw::jiff::civil::DateTime) -> Self {
        self.meets = Some(meets);
        self
    }

    /// Sets `happened`; otherwise it is the default.
    #[inline]
    pub fn happened(mut self, happened: tw::jiff::Timestamp) -> Self {
        self.happened = Some(happened);
        self
    }

    /// Sets `settings`; otherwise it is the default.
    #[inline]
    pub fn settings(mut self, settings: tw::serde_json::Value) -> Self {
        self.settings = Some(settings);
        self
    }

    /// Sets `status`; otherwise it is the default.
    #[inline]
    pub fn status(mut self, status: Status) -> Self {
        self.status = Some(status);
        self
    }

    /// Sets `numbers`; otherwise it is the default.
    #[inline]
    pub fn numbers(mut self, numbers: Vec<i64>) -> Self {
        self.numbers = Some(numbers);
        self
    }

    /// Sets `words`; otherwise it is the default.
    #[inline]
    pub fn words(mut self, words: Vec<String>) -> Self {
        self.words = Some(words);
        self
    }

    /// Sets `nothing`; otherwise it is the default.
    #[inline]
    pub fn nothing(mut self, nothing: Vec<tw::uuid::Uuid>) -> Self {
        self.nothing = Some(nothing);
        self
    }

    /// Sets `maybe`; otherwise it is the default.
    pub fn maybe(mut self, maybe: impl tw::IntoNullable<i32>) -> Self {
        self.maybe = Some(maybe.into_nullable());
        self
    }

    /// Sets `today`; otherwise it is the default.
    #[inline]
    pub fn today(mut self, today: tw::jiff::civil::Date) -> Self {
        self.today = Some(today);
        self
    }

    /// Sets `this_moment`; otherwise it is the default.
    #[inline]
    pub fn this_moment(mut self, this_moment: tw::jiff::civil::Time) -> Self {
        self.this_moment = Some(this_moment);
        self
    }

    /// Sets `right_now`; otherwise it is the default.
    #[inline]
    pub fn right_now(mut self, right_now: tw::jiff::civil::DateTime) -> Self {
        self.right_now = Some(right_now);
        self
    }

    /// Sets `created_at`; otherwise it is the default.
    #[inline]
    pub fn created_at(mut self, created_at: tw::jiff::Timestamp) -> Self {
        self.created_at = Some(created_at);
        self
    }

    /// Sets `key`; otherwise it is the default.
    #[inline]
    pub fn key(mut self, key: tw::uuid::Uuid) -> Self {
        self.key = Some(key);
        self
    }

    /// Sets `sum`; otherwise it is the default.
    #[inline]
    pub fn sum(mut self, sum: i32) -> Self {
        self.sum = Some(sum);
        self
    }

    /// Sets `code`; otherwise it is the default.
    pub fn code(mut self, code: impl Into<String>) -> Self {
        self.code = Some(code.into());
        self
    }

    /// Inserts the row, and returns it as the database has it.
    ///
    /// `INSERT INTO "settings" ("truth", "lie", "small", "medium", "large", "single", "twice", "price", "whole", "name", "empty", "body", "data", "digest", "token", "born", "wakes", "meets", "happened", "settings", "status", "numbers", "words", "nothing", "maybe", "today", "this_moment", "right_now", "created_at", "key", "sum", "code", "id") VALUES (coalesce(?1, 1), coalesce(?2, 0), coalesce(?3, -32768), coalesce(?4, -2147483648), coalesce(?5, -9223372036854775808), coalesce(?6, 1.5), coalesce(?7, -1e300), coalesce(?8, -50), coalesce(?9, 7), coalesce(?10, 'it''s \ 50% "off"; -- now'), coalesce(?11, ''), coalesce(?12, 'two lines'), coalesce(?13, x'00ff'), coalesce(?14, x'deadbeef'), coalesce(?15, x'67e5504410b1426f9247bb680e5fe0c8'), coalesce(?16, '2024-02-29'), coalesce(?17, '07:30:00.000000'), coalesce(?18, '2024-02-29 23:59:59.500000'), coalesce(?19, '2024-02-29 22:59:59.000000Z'), coalesce(?20, '{"theme":"it''s dark","sizes":[1,2.5,null]}'), coalesce(?21, 'draft'), coalesce(?22, '[1,-2]'), coalesce(?23, '["it''s","a \"b\" \\"]'), coalesce(?24, '[]'), CASE WHEN ?25 THEN ?26 ELSE 5 END, coalesce(?27, date('now')), coalesce(?28, strftime('%H:%M:%f', 'now') || '000'), coalesce(?29, strftime('%Y-%m-%d %H:%M:%f', 'now') || '000'), coalesce(?30, strftime('%Y-%m-%d %H:%M:%f', 'now') || '000Z'), coalesce(?31, CAST(randomblob(6) || char(64 + (random() & 15)) || randomblob(1) || substr(CAST(char(128 + (random() & 63)) AS BLOB), 2) || randomblob(7) AS BLOB)), coalesce(?32, (1 + 2)), coalesce(?33, (lower(hex(randomblob(4))))), ?34) RETURNING "id", "truth", "lie", "small", "medium", "large", "single", "twice", "price", "whole", "name", "empty", "body", "data", "digest", "token", "born", "wakes", "meets", "happened", "settings", "status", "numbers", "words", "nothing", "maybe", "today", "this_moment", "right_now", "created_at", "key", "sum", "code"`
    pub fn insert<C: tw::Connection>(self, db: &C) -> C::Output<'_, tw::Result<Setting>> {
        tw::statement::insert(self, db)
    }

    /// A new row, or a change of the one that is like it in the columns of a unique key.
    ///
    /// `INSERT INTO "settings" ("truth", "lie", "small", "medium", "large", "single", "twice", "price", "whole", "name", "empty", "body", "data", "digest", "token", "born", "wakes", "meets", "happened", "settings", "status", "numbers", "words", "nothing", "maybe", "today", "this_moment", "right_now", "created_at", "key", "sum", "code", "id") VALUES (coalesce(?1, 1), coalesce(?2, 0), coalesce(?3, -32768), coalesce(?4, -2147483648), coalesce(?5, -9223372036854775808), coalesce(?6, 1.5), coalesce(?7, -1e300), coalesce(?8, -50), coalesce(?9, 7), coalesce(?10, 'it''s \ 50% "off"; -- now'), coalesce(?11, ''), coalesce(?12, 'two lines'), coalesce(?13, x'00ff'), coalesce(?14, x'deadbeef'), coalesce(?15, x'67e5504410b1426f9247bb680e5fe0c8'), coalesce(?16, '2024-02-29'), coalesce(?17, '07:30:00.000000'), coalesce(?18, '2024-02-29 23:59:59.500000'), coalesce(?19, '2024-02-29 22:59:59.000000Z'), coalesce(?20, '{"theme":"it''s dark","sizes":[1,2.5,null]}'), coalesce(?21, 'draft'), coalesce(?22, '[1,-2]'), coalesce(?23, '["it''s","a \"b\" \\"]'), coalesce(?24, '[]'), CASE WHEN ?25 THEN ?26 ELSE 5 END, coalesce(?27, date('now')), coalesce(?28, strftime('%H:%M:%f', 'now') || '000'), coalesce(?29, strftime('%Y-%m-%d %H:%M:%f', 'now') || '000'), coalesce(?30, strftime('%Y-%m-%d %H:%M:%f', 'now') || '000Z'), coalesce(?31, CAST(randomblob(6) || char(64 + (random() & 15)) || randomblob(1) || substr(CAST(char(128 + (random() & 63)) AS BLOB), 2) || randomblob(7) AS BLOB)), coalesce(?32, (1 + 2)), coalesce(?33, (lower(hex(randomblob(4))))), ?34) ON CONFLICT (…) DO UPDATE SET … RETURNING "id", "truth", "lie", "small", "medium", "large", "single", "twice", "price", "whole", "name", "empty", "body", "data", "digest", "token", "born", "wakes", "meets", "happened", "settings", "status", "numbers", "words", "nothing", "maybe", "today", "this_moment", "right_now", "created_at", "key", "sum", "code"`
    pub fn upsert(self, key: impl tw::query::Columns<Setting>) -> tw::Upsert<Self> {
        tw::Upsert::new(self, key)
    }
}

impl tw::Insert for NewSetting {
    type Model = Setting;
    const INSERT: &'static tw::Sql = &tw::Sql::NONE
        .sqlite(
            "INSERT INTO \"settings\" (\"truth\", \"lie\", \"small\", \"medium\", \"large\", \"single\", \"twice\", \"price\", \"whole\", \"name\", \"empty\", \"body\", \"data\", \"digest\", \"token\", \"born\", \"wakes\", \"meets\", \"happened\", \"settings\", \"status\", \"numbers\", \"words\", \"nothing\", \"maybe\", \"today\", \"this_moment\", \"right_now\", \"created_at\", \"key\", \"sum\", \"code\", \"id\") VALUES (coalesce(?1, 1), coalesce(?2, 0), coalesce(?3, -32768), coalesce(?4, -2147483648), coalesce(?5, -9223372036854775808), coalesce(?6, 1.5), coalesce(?7, -1e300), coalesce(?8, -50), coalesce(?9, 7), coalesce(?10, 'it''s \\ 50% \"off\"; -- now'), coalesce(?11, ''), coalesce(?12, 'two\nlines'), coalesce(?13, x'00ff'), coalesce(?14, x'deadbeef'), coalesce(?15, x'67e5504410b1426f9247bb680e5fe0c8'), coalesce(?16, '2024-02-29'), coalesce(?17, '07:30:00.000000'), coalesce(?18, '2024-02-29 23:59:59.500000'), coalesce(?19, '2024-02-29 22:59:59.000000Z'), coalesce(?20, '{\"theme\":\"it''s dark\",\"sizes\":[1,2.5,null]}'), coalesce(?21, 'draft'), coalesce(?22, '[1,-2]'), coalesce(?23, '[\"it''s\",\"a \\\"b\\\" \\\\\"]'), coalesce(?24, '[]'), CASE WHEN ?25 THEN ?26 ELSE 5 END, coalesce(?27, date('now')), coalesce(?28, strftime('%H:%M:%f', 'now') || '000'), coalesce(?29, strftime('%Y-%m-%d %H:%M:%f', 'now') || '000'), coalesce(?30, strftime('%Y-%m-%d %H:%M:%f', 'now') || '000Z'), coalesce(?31, CAST(randomblob(6) || char(64 + (random() & 15)) || randomblob(1) || substr(CAST(char(128 + (random() & 63)) AS BLOB), 2) || randomblob(7) AS BLOB)), coalesce(?32, (1 + 2)), coalesce(?33, (lower(hex(randomblob(4))))), ?34) RETURNING \"id\", \"truth\", \"lie\", \"small\", \"medium\", \"large\", \"single\", \"twice\", \"price\", \"whole\", \"name\", \"empty\", \"body\", \"data\", \"digest\", \"token\", \"born\", \"wakes\", \"meets\", \"happened\", \"settings\", \"status\", \"numbers\", \"words\", \"nothing\", \"maybe\", \"today\", \"this_moment\", \"right_now\", \"created_at\", \"key\", \"sum\", \"code\"",
        )
        .postgres(
            "INSERT INTO \"settings\" (\"truth\", \"lie\", \"small\", \"medium\", \"large\", \"single\", \"twice\", \"price\", \"whole\", \"name\", \"empty\", \"body\", \"data\", \"digest\", \"token\", \"born\", \"wakes\", \"meets\", \"happened\", \"settings\", \"status\", \"numbers\", \"words\", \"nothing\", \"maybe\", \"today\", \"this_moment\", \"right_now\", \"created_at\", \"key\", \"sum\", \"code\", \"id\") VALUES (coalesce(CAST($1 AS BOOLEAN), TRUE), coalesce(CAST($2 AS BOOLEAN), FALSE), coalesce(CAST($3 AS SMALLINT), '-32768'::SMALLINT), coalesce(CAST($4 AS INTEGER), '-2147483648'::INTEGER), coalesce(CAST($5 AS BIGINT), '-9223372036854775808'::BIGINT), coalesce(CAST($6 AS REAL), '1.5'::REAL), coalesce(CAST($7 AS DOUBLE PRECISION), '-1e300'::DOUBLE PRECISION), coalesce(CAST($8 AS NUMERIC), '-0.50'::NUMERIC(10, 2)), coalesce(CAST($9 AS NUMERIC), '7'::NUMERIC(18, 0)), coalesce(CAST($10 AS VARCHAR), E'it''s \\\\ 50% \"off\"; -- now'), coalesce(CAST($11 AS VARCHAR), ''), coalesce(CAST($12 AS TEXT), 'two\nlines'), coalesce(CAST($13 AS BYTEA), '\\x00ff'::bytea), coalesce(CAST($14 AS BYTEA), '\\xdeadbeef'::bytea), coalesce(CAST($15 AS UUID), '67e55044-10b1-426f-9247-bb680e5fe0c8'::UUID), coalesce(CAST($16 AS DATE), '2024-02-29'::DATE), coalesce(CAST($17 AS TIME), '07:30:00.000000'::TIME), coalesce(CAST($18 AS TIMESTAMP), '2024-02-29 23:59:59.500000'::TIMESTAMP), coalesce(CAST($19 AS TIMESTAMPTZ), '2024-02-29 22:59:59.000000Z'::TIMESTAMPTZ), coalesce(CAST($20 AS JSONB), '{\"theme\":\"it''s dark\",\"sizes\":[1,2.5,null]}'::JSONB), coalesce(CAST($21 AS TEXT), 'draft'), coalesce(CAST($22 AS BIGINT[]), ARRAY[1, -2]::BIGINT[]), coalesce(CAST($23 AS VARCHAR[]), ARRAY['it''s', E'a \"b\" \\\\']::VARCHAR(20)[]), coalesce(CAST($24 AS UUID[]), ARRAY[]::UUID[]), CASE WHEN $25 THEN CAST($26 AS INTEGER) ELSE '5'::INTEGER END, coalesce(CAST($27 AS DATE), (now() AT TIME ZONE 'UTC')::DATE), coalesce(CAST($28 AS TIME), (now() AT TIME ZONE 'UTC')::TIME), coalesce(CAST($29 AS TIMESTAMP), (now() AT TIME ZONE 'UTC')), coalesce(CAST($30 AS TIMESTAMPTZ), now()), coalesce(CAST($31 AS UUID), gen_random_uuid()), coalesce(CAST($32 AS INTEGER), (1 + 2)), coalesce(CAST($33 AS VARCHAR), (md5(random()::text))), CASE WHEN CAST($34 AS BIGINT) IS NULL THEN nextval(pg_get_serial_sequence('\"settings\"', 'id')) WHEN CAST($34 AS BIGINT) > coalesce(pg_sequence_last_value(pg_get_serial_sequence('\"settings\"', 'id')::regclass), 0) THEN setval(pg_get_serial_sequence('\"settings\"', 'id'), CAST($34 AS BIGINT)) ELSE CAST($34 AS BIGINT) END) RETURNING \"id\", \"truth\", \"lie\", \"small\", \"medium\", \"large\", \"single\", \"twice\", \"price\", \"whole\", \"name\", \"empty\", \"body\", \"data\", \"digest\", \"token\", \"born\", \"wakes\", \"meets\", \"happened\", \"settings\", \"status\", \"numbers\", \"words\", \"nothing\", \"maybe\", \"today\", \"this_moment\", \"right_now\", \"created_at\", \"key\", \"sum\", \"code\"",
        )
        .mysql(
            "INSERT INTO `settings` (`truth`, `lie`, `small`, `medium`, `large`, `single`, `twice`, `price`, `whole`, `name`, `empty`, `body`, `data`, `digest`, `token`, `born`, `wakes`, `meets`, `happened`, `settings`, `status`, `numbers`, `words`, `nothing`, `maybe`, `today`, `this_moment`, `right_now`, `created_at`, `key`, `sum`, `code`, `id`) VALUES (coalesce(?, TRUE), coalesce(?, FALSE), coalesce(?, -32768), coalesce(?, -2147483648), coalesce(?, -9223372036854775808), coalesce(?, 1.5), coalesce(?, -1e300), coalesce(?, -0.50), coalesce(?, 7), coalesce(?, 'it''s \\\\ 50% \"off\"; -- now'), coalesce(?, ''), coalesce(?, 'two\nlines'), coalesce(?, x'00ff'), coalesce(?, x'deadbeef'), coalesce(?, x'67e5504410b1426f9247bb680e5fe0c8'), coalesce(?, '2024-02-29'), coalesce(?, '07:30:00.000000'), coalesce(?, '2024-02-29 23:59:59.500000'), coalesce(?, '2024-02-29 22:59:59.000000'), coalesce(?, '{\"theme\":\"it''s dark\",\"sizes\":[1,2.5,null]}'), coalesce(?, 'draft'), coalesce(?, '[1,-2]'), coalesce(?, '[\"it''s\",\"a \\\\\"b\\\\\" \\\\\\\\\"]'), coalesce(?, '[]'), CASE WHEN ? THEN ? ELSE 5 END, coalesce(?, utc_date()), coalesce(?, utc_time(6)), coalesce(?, utc_timestamp(6)), coalesce(?, utc_timestamp(6)), coalesce(?, ((random_bytes(16) & _binary x'FFFFFFFFFFFF0FFF3FFFFFFFFFFFFFFF') | _binary x'00000000000040008000000000000000')), coalesce(?, (1 + 2)), coalesce(?, (hex(random_bytes(4)))), ?)",
        )
        .mariadb(
            "INSERT INTO `settings` (`truth`, `lie`, `small`, `medium`, `large`, `single`, `twice`, `price`, `whole`, `name`, `empty`, `body`, `data`, `digest`, `token`, `born`, `wakes`, `meets`, `happened`, `settings`, `status`, `numbers`, `words`, `nothing`, `maybe`, `today`, `this_moment`, `right_now`, `created_at`, `key`, `sum`, `code`, `id`) VALUES (coalesce(?, TRUE), coalesce(?, FALSE), coalesce(?, -32768), coalesce(?, -2147483648), coalesce(?, -9223372036854775808), coalesce(?, 1.5), coalesce(?, -1e300), coalesce(?, -0.50), coalesce(?, 7), coalesce(?, 'it''s \\\\ 50% \"off\"; -- now'), coalesce(?, ''), coalesce(?, 'two\nlines'), coalesce(?, x'00ff'), coalesce(?, x'deadbeef'), coalesce(?, x'67e5504410b1426f9247bb680e5fe0c8'), coalesce(?, '2024-02-29'), coalesce(?, '07:30:00.000000'), coalesce(?, '2024-02-29 23:59:59.500000'), coalesce(?, '2024-02-29 22:59:59.000000'), coalesce(?, '{\"theme\":\"it''s dark\",\"sizes\":[1,2.5,null]}'), coalesce(?, 'draft'), coalesce(?, '[1,-2]'), coalesce(?, '[\"it''s\",\"a \\\\\"b\\\\\" \\\\\\\\\"]'), coalesce(?, '[]'), CASE WHEN ? THEN ? ELSE 5 END, coalesce(?, utc_date()), coalesce(?, utc_time(6)), coalesce(?, utc_timestamp(6)), coalesce(?, utc_timestamp(6)), coalesce(?, unhex(insert(insert(hex(random_bytes(16)), 13, 1, '4'), 17, 1, substr('89AB', 1 + (ord(random_bytes(1)) & 3), 1)))), coalesce(?, (1 + 2)), coalesce(?, (hex(random_bytes(4)))), ?) RETURNING `id`, `truth`, `lie`, `small`, `medium`, `large`, `single`, `twice`, `price`, `whole`, `name`, `empty`, `body`, `data`, `digest`, `token`, `born`, `wakes`, `meets`, `happened`, `settings`, `status`, `numbers`, `words`, `nothing`, `maybe`, `today`, `this_moment`, `right_now`, `created_at`, `key`, `sum`, `code`",
        );
    const READ_BACK: Option<&'static tw::model::ReadBack> = Some(&tw::model::ReadBack {
        select: "SELECT `id`, `truth`, `lie`, `small`, `medium`, `large`, `single`, `twice`, `price`, `whole`, `name`, `empty`, `body`, `data`, `digest`, `token`, `born`, `wakes`, `meets`, `happened`, `settings`, `status`, `numbers`, `words`, `nothing`, `maybe`, `today`, `this_moment`, `right_now`, `created_at`, `key`, `sum`, `code` FROM `settings` WHERE `id` = ?",
        key: &[tw::model::Key::Counted(33)],
    });
    const INSERT_COUNTED: Option<&'static tw::Sql> = Some(&tw::Sql::NONE.postgres(
        "INSERT INTO \"settings\" (\"truth\", \"lie\", \"small\", \"medium\", \"large\", \"single\", \"twice\", \"price\", \"whole\", \"name\", \"empty\", \"body\", \"data\", \"digest\", \"token\", \"born\", \"wakes\", \"meets\", \"happened\", \"settings\", \"status\", \"numbers\", \"words\", \"nothing\", \"maybe\", \"today\", \"this_moment\", \"right_now\", \"created_at\", \"key\", \"sum\", \"code\") VALUES (coalesce(CAST($1 AS BOOLEAN), TRUE), coalesce(CAST($2 AS BOOLEAN), FALSE), coalesce(CAST($3 AS SMALLINT), '-32768'::SMALLINT), coalesce(CAST($4 AS INTEGER), '-2147483648'::INTEGER), coalesce(CAST($5 AS BIGINT), '-9223372036854775808'::BIGINT), coalesce(CAST($6 AS REAL), '1.5'::REAL), coalesce(CAST($7 AS DOUBLE PRECISION), '-1e300'::DOUBLE PRECISION), coalesce(CAST($8 AS NUMERIC), '-0.50'::NUMERIC(10, 2)), coalesce(CAST($9 AS NUMERIC), '7'::NUMERIC(18, 0)), coalesce(CAST($10 AS VARCHAR), E'it''s \\\\ 50% \"off\"; -- now'), coalesce(CAST($11 AS VARCHAR), ''), coalesce(CAST($12 AS TEXT), 'two\nlines'), coalesce(CAST($13 AS BYTEA), '\\x00ff'::bytea), coalesce(CAST($14 AS BYTEA), '\\xdeadbeef'::bytea), coalesce(CAST($15 AS UUID), '67e55044-10b1-426f-9247-bb680e5fe0c8'::UUID), coalesce(CAST($16 AS DATE), '2024-02-29'::DATE), coalesce(CAST($17 AS TIME), '07:30:00.000000'::TIME), coalesce(CAST($18 AS TIMESTAMP), '2024-02-29 23:59:59.500000'::TIMESTAMP), coalesce(CAST($19 AS TIMESTAMPTZ), '2024-02-29 22:59:59.000000Z'::TIMESTAMPTZ), coalesce(CAST($20 AS JSONB), '{\"theme\":\"it''s dark\",\"sizes\":[1,2.5,null]}'::JSONB), coalesce(CAST($21 AS TEXT), 'draft'), coalesce(CAST($22 AS BIGINT[]), ARRAY[1, -2]::BIGINT[]), coalesce(CAST($23 AS VARCHAR[]), ARRAY['it''s', E'a \"b\" \\\\']::VARCHAR(20)[]), coalesce(CAST($24 AS UUID[]), ARRAY[]::UUID[]), CASE WHEN $25 THEN CAST($26 AS INTEGER) ELSE '5'::INTEGER END, coalesce(CAST($27 AS DATE), (now() AT TIME ZONE 'UTC')::DATE), coalesce(CAST($28 AS TIME), (now() AT TIME ZONE 'UTC')::TIME), coalesce(CAST($29 AS TIMESTAMP), (now() AT TIME ZONE 'UTC')), coalesce(CAST($30 AS TIMESTAMPTZ), now()), coalesce(CAST($31 AS UUID), gen_random_uuid()), coalesce(CAST($32 AS INTEGER), (1 + 2)), coalesce(CAST($33 AS VARCHAR), (md5(random()::text)))) RETURNING \"id\", \"truth\", \"lie\", \"small\", \"medium\", \"large\", \"single\", \"twice\", \"price\", \"whole\", \"name\", \"empty\", \"body\", \"data\", \"digest\", \"token\", \"born\", \"wakes\", \"meets\", \"happened\", \"settings\", \"status\", \"numbers\", \"words\", \"nothing\", \"maybe\", \"today\", \"this_moment\", \"right_now\", \"created_at\", \"key\", \"sum\", \"code\"",
    ));

    #[inline]
    fn is_counted(&self) -> bool {
        self.id.is_none()
    }

    #[inline]
    fn bind_counted<B: tw::value::Binder>(&self, to: &mut B) -> tw::Result<()> {
        to.value_or_null(self.truth.as_ref())?;
        to.value_or_null(self.lie.as_ref())?;
        to.value_or_null(self.small.as_ref())?;
        to.value_or_null(self.medium.as_ref())?;
        to.value_or_null(self.large.as_ref())?;
        to.value_or_null(self.single.as_ref())?;
        to.value_or_null(self.twice.as_ref())?;
        tw::types::decimal::bind_opt(to, self.price.as_ref(), 10, 2)?;
        tw::types::decimal::bind_opt(to, self.whole.as_ref(), 18, 0)?;
        tw::types::text::bind_opt(to, self.name.as_ref(), 50)?;
        tw::types::text::bind_opt(to, self.empty.as_ref(), 50)?;
        to.value_or_null(self.body.as_ref())?;
        to.value_or_null(self.data.as_ref())?;
        tw::types::bytes::bind_opt(to, self.digest.as_ref(), 4)?;
        to.value_or_null(self.token.as_ref())?;
        to.value_or_null(self.born.as_ref())?;
        to.value_or_null(self.wakes.as_ref())?;
        to.value_or_null(self.meets.as_ref())?;
        to.value_or_null(self.happened.as_ref())?;
        to.value_or_null(self.settings.as_ref())?;
        to.value_or_null(self.status.as_ref())?;
        to.value_or_null(self.numbers.as_ref())?;
        tw::types::text::bind_list_opt(to, self.words.as_ref(), 20)?;
        to.value_or_null(self.nothing.as_ref())?;
        to.value(&self.maybe.is_some())?;
        to.value_or_null(self.maybe.as_ref().and_then(Option::as_ref))?;
        to.value_or_null(self.today.as_ref())?;
        to.value_or_null(self.this_moment.as_ref())?;
        to.value_or_null(self.right_now.as_ref())?;
        to.value_or_null(self.created_at.as_ref())?;
        to.value_or_null(self.key.as_ref())?;
        to.value_or_null(self.sum.as_ref())?;
        tw::types::text::bind_opt(to, self.code.as_ref(), 50)?;
        Ok(())
    }

    #[inline]
    fn bind<B: tw::value::Binder>(&self, to: &mut B) -> tw::Result<()> {
        self.bind_counted(to)?;
        to.value_or_null(self.id.as_ref())?;
        Ok(())
    }
}
