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
pub const SCHEMA_HASH: &str = "0d38cafea294235e637e422233ee017c";

/// The scripts for `SQLite`.
#[allow(dead_code)]
pub mod sqlite {
    /// A script for `SQLite` that creates the tables. Any client can run it, also a second time.
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
    CONSTRAINT "ck_settings_numbers_type" CHECK (typeof("numbers") = 'text' AND json_valid("numbers") AND json_type("numbers") = substr('array of bigint', 1, 5)),
    CONSTRAINT "ck_settings_words_type" CHECK (typeof("words") = 'text' AND json_valid("words") AND json_type("words") = substr('array of string(20)', 1, 5)),
    CONSTRAINT "ck_settings_nothing_type" CHECK (typeof("nothing") = 'text' AND json_valid("nothing") AND json_type("nothing") = substr('array of uuid', 1, 5)),
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

    /// A script for `SQLite` that drops the tables with all their rows.
    pub const DROP_SQL: &str = r#"DROP TABLE IF EXISTS "settings";
"#;
}

/// The scripts for `PostgreSQL`.
#[allow(dead_code)]
pub mod postgres {
    /// A script for `PostgreSQL` that creates the tables. Any client can run it, also a second time.
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
    "data" BYTEA NOT NULL DEFAULT E'\\x00ff'::bytea,
    "digest" BYTEA NOT NULL DEFAULT E'\\xdeadbeef'::bytea,
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

    /// A script for `PostgreSQL` that drops the tables with all their rows.
    pub const DROP_SQL: &str = r#"DROP TABLE IF EXISTS "settings";
"#;
}

/// The scripts for `MySQL`.
#[allow(dead_code)]
pub mod mysql {
    /// A script for `MySQL` that creates the tables. Any client can run it, also a second time.
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
    `key` BINARY(16) NOT NULL DEFAULT (((random_bytes(16) & unhex('ffffffffffff0fff3fffffffffffffff')) | unhex('00000000000040008000000000000000'))),
    `sum` INT NOT NULL DEFAULT (1 + 2),
    `code` VARCHAR(50) NOT NULL DEFAULT (hex(random_bytes(4))),
    PRIMARY KEY (`id`),
    CONSTRAINT `ck_settings_truth_type` CHECK (`truth` IN (0, 1)),
    CONSTRAINT `ck_settings_lie_type` CHECK (`lie` IN (0, 1)),
    CONSTRAINT `ck_settings_wakes_type` CHECK (`wakes` >= '00:00:00' AND `wakes` < '24:00:00'),
    CONSTRAINT `ck_settings_status_type` CHECK (`status` IN ('draft', 'published', 'archived')),
    CONSTRAINT `ck_settings_numbers_type` CHECK (json_type(`numbers`) = left('ARRAY of bigint', 5)),
    CONSTRAINT `ck_settings_words_type` CHECK (json_type(`words`) = left('ARRAY of string(20)', 5)),
    CONSTRAINT `ck_settings_nothing_type` CHECK (json_type(`nothing`) = left('ARRAY of uuid', 5)),
    CONSTRAINT `ck_settings_this_moment_type` CHECK (`this_moment` >= '00:00:00' AND `this_moment` < '24:00:00')
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_bin;
"#;

    /// A script for `MySQL` that drops the tables with all their rows.
    pub const DROP_SQL: &str = r"DROP TABLE IF EXISTS `settings`;
";
}

/// The scripts for `MariaDB`.
#[allow(dead_code)]
pub mod mariadb {
    /// A script for `MariaDB` that creates the tables. Any client can run it, also a second time.
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
    CONSTRAINT `ck_settings_numbers_type` CHECK (json_type(`numbers`) = left('ARRAY of bigint', 5)),
    CONSTRAINT `ck_settings_words_type` CHECK (json_type(`words`) = left('ARRAY of string(20)', 5)),
    CONSTRAINT `ck_settings_nothing_type` CHECK (json_type(`nothing`) = left('ARRAY of uuid', 5)),
    CONSTRAINT `ck_settings_this_moment_type` CHECK (`this_moment` >= '00:00:00' AND `this_moment` < '24:00:00')
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_nopad_bin;
"#;

    /// A script for `MariaDB` that drops the tables with all their rows.
    pub const DROP_SQL: &str = r"DROP TABLE IF EXISTS `settings`;
";
}

/// The description of the tables, for `create_all`, `drop_all`, `verify` and `sync`.
#[allow(dead_code)]
pub static SCHEMA: tw::Schema = tw::Schema {
    name: module_path!(),
    hash: SCHEMA_HASH,
    tables: &[<Setting as tw::Model>::TABLE],
    models: &[twp::Described::of::<Setting>()],
    create: tw::Scripts {
        sqlite: tw::Script {
            text: sqlite::SCHEMA_SQL,
            ends: &[5995],
        },
        postgres: tw::Script {
            text: postgres::SCHEMA_SQL,
            ends: &[2519],
        },
        mysql: tw::Script {
            text: mysql::SCHEMA_SQL,
            ends: &[2734],
        },
        mariadb: tw::Script {
            text: mariadb::SCHEMA_SQL,
            ends: &[2741],
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
    definition: "tablewright 2\nG76sqlite8settings2id7integer5truth7boolean113lie105small8smallint6-327686mediumb-21474836485large6bigintk-92233720368547758086single4real31.55twice6double6-1e3005priceddecimal(10,2)3-505wholeddecimal(18,0)174namebvarchar(50)r'it''s \\ 50% \"off\"; -- now'5empty2''4body4textb'two\nlines'4data4blob7x'00ff'6digestbx'deadbeef'5tokenD1x'67e5504410b1426f9247bb680e5fe0c8'4born4datec'2024-02-29'5wakes4timeh'07:30:00.000000'5meets8datetimes'2024-02-29 23:59:59.500000'8happened9timestampt'2024-02-29 22:59:59.000000Z'N1'{\"theme\":\"it''s dark\",\"sizes\":[1,2.5,null]}'6status7'draft'7numbers8'[1,-2]'5wordso'[\"it''s\",\"a \\\"b\\\" \\\\\"]'7nothing4'[]'5maybe155todayd(date('now'))bthis_momentG1(strftime('%H:%M:%f', 'now') || '000')9right_nowP1(strftime('%Y-%m-%d %H:%M:%f', 'now') || '000')acreated_atQ1(strftime('%Y-%m-%d %H:%M:%f', 'now') || '000Z')3keyV4(CAST(randomblob(6) || char(64 + (random() & 15)) || randomblob(1) || substr(CAST(char(128 + (random() & 63)) AS BLOB), 2) || randomblob(7) AS BLOB))3sum7(1 + 2)4coder(lower(hex(randomblob(4))))bpk_settingsmck_settings_truth_typeh\"truth\" IN (0, 1)kck_settings_lie_typef\"lie\" IN (0, 1)mck_settings_small_typeA2typeof(\"small\") = 'integer' AND \"small\" BETWEEN -32768 AND 32767nck_settings_medium_typeM2typeof(\"medium\") = 'integer' AND \"medium\" BETWEEN -2147483648 AND 2147483647mck_settings_large_typertypeof(\"large\") = 'integer'nck_settings_single_typeP1\"single\" BETWEEN -3.4028235e38 AND 3.4028235e38mck_settings_twice_typeC2\"twice\" BETWEEN -1.7976931348623157e308 AND 1.7976931348623157e308mck_settings_price_typeK2typeof(\"price\") = 'integer' AND \"price\" BETWEEN -9999999999 AND 9999999999mck_settings_whole_type+2typeof(\"whole\") = 'integer' AND \"whole\" BETWEEN -999999999999999999 AND 999999999999999999lck_settings_name_typeQ1typeof(\"name\") = 'text' AND length(\"name\") <= 50mck_settings_empty_typeS1typeof(\"empty\") = 'text' AND length(\"empty\") <= 50lck_settings_body_typentypeof(\"body\") = 'text'lck_settings_data_typentypeof(\"data\") = 'blob'nck_settings_digest_typeT1typeof(\"digest\") = 'blob' AND length(\"digest\") <= 4mck_settings_token_typeR1typeof(\"token\") = 'blob' AND length(\"token\") = 16lck_settings_born_typeR1\"born\" IS date(\"born\") AND \"born\" >= '0001-01-01'mck_settings_wakes_typeC3\"wakes\" GLOB '[0-2][0-9]:[0-5][0-9]:[0-5][0-9].[0-9][0-9][0-9][0-9][0-9][0-9]' AND \"wakes\" < '24:'mck_settings_meets_typeV4substr(\"meets\", 1, 19) IS datetime(substr(\"meets\", 1, 19)) AND substr(\"meets\", 20) GLOB '.[0-9][0-9][0-9][0-9][0-9][0-9]' AND \"meets\" >= '0001-01-01'pck_settings_happened_typeC5substr(\"happened\", 1, 19) IS datetime(substr(\"happened\", 1, 19)) AND substr(\"happened\", 20) GLOB '.[0-9][0-9][0-9][0-9][0-9][0-9]Z' AND \"happened\" >= '0001-01-01'pck_settings_settings_typeW1typeof(\"settings\") = 'text' AND json_valid(\"settings\")nck_settings_status_typeF2\"status\" = 'draft' OR \"status\" = 'published' OR \"status\" = 'archived'ock_settings_numbers_typeP3typeof(\"numbers\") = 'text' AND json_valid(\"numbers\") AND json_type(\"numbers\") = substr('array of bigint', 1, 5)mck_settings_words_typeN3typeof(\"words\") = 'text' AND json_valid(\"words\") AND json_type(\"words\") = substr('array of string(20)', 1, 5)ock_settings_nothing_typeN3typeof(\"nothing\") = 'text' AND json_valid(\"nothing\") AND json_type(\"nothing\") = substr('array of uuid', 1, 5)mck_settings_maybe_typeV2typeof(\"maybe\") IN ('integer', 'null') AND \"maybe\" BETWEEN -2147483648 AND 2147483647mck_settings_today_typeU1\"today\" IS date(\"today\") AND \"today\" >= '0001-01-01'sck_settings_this_moment_typeO3\"this_moment\" GLOB '[0-2][0-9]:[0-5][0-9]:[0-5][0-9].[0-9][0-9][0-9][0-9][0-9][0-9]' AND \"this_moment\" < '24:'qck_settings_right_now_typeF5substr(\"right_now\", 1, 19) IS datetime(substr(\"right_now\", 1, 19)) AND substr(\"right_now\", 20) GLOB '.[0-9][0-9][0-9][0-9][0-9][0-9]' AND \"right_now\" >= '0001-01-01'rck_settings_created_at_typeK5substr(\"created_at\", 1, 19) IS datetime(substr(\"created_at\", 1, 19)) AND substr(\"created_at\", 20) GLOB '.[0-9][0-9][0-9][0-9][0-9][0-9]Z' AND \"created_at\" >= '0001-01-01'kck_settings_key_typeN1typeof(\"key\") = 'blob' AND length(\"key\") = 16kck_settings_sum_typeG2typeof(\"sum\") = 'integer' AND \"sum\" BETWEEN -2147483648 AND 2147483647lck_settings_code_typeQ1typeof(\"code\") = 'text' AND length(\"code\") <= 508postgres4TRUE5FALSEi'-32768'::SMALLINTm'-2147483648'::INTEGERu'-9223372036854775808'::BIGINTb'1.5'::REALgdouble precisionq'-1e300'::DOUBLE PRECISIONdnumeric(10,2)n'-0.50'::NUMERIC(10, 2)dnumeric(18,0)j'7'::NUMERIC(18, 0)tE'it''s \\\\ 50% \"off\"; -- now'1C5byteahE'\\\\x00ff'::bytealE'\\\\xdeadbeef'::bytea4uuidM1'67e55044-10b1-426f-9247-bb680e5fe0c8'::UUIDi'2024-02-29'::DATEn'07:30:00.000000'::TIMEH1'2024-02-29 23:59:59.500000'::TIMESTAMPbtimestamptzK1'2024-02-29 22:59:59.000000Z'::TIMESTAMPTZ5jsonbU1'{\"theme\":\"it''s dark\",\"sizes\":[1,2.5,null]}'::JSONB8bigint[]mARRAY[1, -2]::BIGINT[]dvarchar(20)[]K1ARRAY['it''s', E'a \"b\" \\\\']::VARCHAR(20)[]6uuid[]fARRAY[]::UUID[]c'5'::INTEGERA1(now() AT TIME ZONE 'UTC')::DATEA1(now() AT TIME ZONE 'UTC')::TIMEq(now() AT TIME ZONE 'UTC')5now()hgen_random_uuid()l(md5(random()::text))roctet_length(\"digest\") <= 4k\"wakes\" < '24:00:00'O1\"status\" IN ('draft', 'published', 'archived')q\"this_moment\" < '24:00:00'5mysql3int5float5-0.50s'it''s \\\\ 50% \"off\"; -- now'gutf8mb4_0900_bin8longtextd('two\nlines')8longblob9(x'00ff')cvarbinary(4)abinary(16)7time(6)bdatetime(6)s'2024-02-29 22:59:59.000000'4jsonP1('{\"theme\":\"it''s dark\",\"sizes\":[1,2.5,null]}')avarchar(9)a('[1,-2]')u('[\"it''s\",\"a \\\\\"b\\\\\" \\\\\\\\\"]')6('[]')c(utc_date())d(utc_time(6))i(utc_timestamp(6))O3(((random_bytes(16) & unhex('ffffffffffff0fff3fffffffffffffff')) | unhex('00000000000040008000000000000000')))m(hex(random_bytes(4)))0h`truth` IN (0, 1)f`lie` IN (0, 1)O1`wakes` >= '00:00:00' AND `wakes` < '24:00:00'O1`status` IN ('draft', 'published', 'archived')R1json_type(`numbers`) = left('ARRAY of bigint', 5)T1json_type(`words`) = left('ARRAY of string(20)', 5)P1json_type(`nothing`) = left('ARRAY of uuid', 5)+1`this_moment` >= '00:00:00' AND `this_moment` < '24:00:00'=1ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_bin7mariadbhutf8mb4_nopad_binU3(unhex(insert(insert(hex(random_bytes(16)), 13, 1, '4'), 17, 1, substr('89AB', 1 + (ord(random_bytes(1)) & 3), 1))))!1ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_nopad_bin00000040+i011B1230001000045001600000750018000009a001b00000c3001d00000ef001g00000hi001j00000kl001m00000no001p00000qr001s00000tu001v00000A1u001B100000C1D1001E100000F1G1001H100000I1G1001J100000K1G1001L100000M1N1001O100000P1Q1001R100000S1T1001U100000V1W1001X1000001D1001Y100000Z1D1001+100000-1D1001*100000/1D1001=100000!1D1001A200000B23011C200000D2N1001E200000F2Q1001G200000H2T1001I200000J2W1001K200000L2G1001M200000N23001O200000P2u001Q2000001R21200A1S2T20U2V20W2X20Y2Z20+2-20*2/20=2!20A3B30C3D30E3F30G3H30I3J30K3L30M3N30O3P30Q3R30S3T30U3V30W3X30Y3Z30+3-30*3/30=3!30A4B40C4D40E4F40G4H40I4J40K4L40M4N40O4P40Q4R4000000S4Gf011B12f0001000045001T40000075001U4000009a001V400000c3001W400000ef001X400000hi001Y400000kZ4001+400000n-4001*400000q/4001=400000tu001!40001A50A1u001B10001A50C1D1001E10001A50F1B5001C500000I1B5001D500000K1E5001F500000M1N1001G500000P1Q1001H500000S1W1001I500000V1J5001K5000001L5001M500000Z1D1001+10001A50-1N5001O500000/1P5001Q50001A50!1R5001S500000B23011T500000D2N1001U500000F2Q1001V500000H2W1001W500000J2J5001X500000L2E5001Y500000N23001O200000P2u001Z50001A501R212004M3+50S3-50+3*50G4/5000000=5Wf011B12f0001000045001T40000075001U4000009a001b00000c!5001d00000ef001g00000hA6001j00000kl001m00000no001B600000qr001s00000tu001C60001D60A1u001B10001D60C1E6001F60001D60F1G6001H600000I1I6001J100000K1J6001L100000M1N1001O100000P1K6001R100000S1L6001U100000V1L6001M6000001N6001O600000Z1P6001+10001D60-1N6001Q600000/1N6001R600000!1N6001S600000B2!5011C200000D2N1001T600000F2K6001U600000H2L6001V600000J2L6001V600000L2J6001W600000N2!5001O200000P2u001X60001D601Y612008S2Z60U2+60S3-60+3*60*3/60=3=60A4!60G4A70001B7000C7Wf011B12f0001000045001T40000075001U4000009a001b00000c!5001d00000ef001g00000hA6001j00000kl001m00000no001B600000qr001s00000tu001C60001D70A1u001B10001D70C1E6001F60001D70F1G6001H600000I1I6001J100000K1J6001L100000M1N1001O100000P1K6001R100000S1L6001U100000V1L6001M6000001N6001O600000Z1P6001+10001D70-1N6001Q600000/1N6001R600000!1N6001S600000B2!5011C200000D2N1001T600000F2K6001U600000H2L6001V600000J2L6001V600000L2J6001E700000N2!5001O200000P2u001X60001D701Y612008S2Z60U2+60S3-60+3*60*3/60=3=60A4!60G4A70001F7000",
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
    /// The value of `Status` that is stored as the text `archived`.
    Archived,
}

#[allow(dead_code)]
impl Status {
    /// Every value of `Status`, in the order of the models.
    pub const ALL: &'static [Self] = &[Self::Draft, Self::Published, Self::Archived];

    /// The text that the database stores for this `Status`.
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

tw::__enum!(Status);

/// The model `Setting`: a row of the table `settings`.
#[allow(dead_code)]
#[derive(Clone, Debug, PartialEq)]
pub struct Setting {
    /// The field `Setting.id` (`id`): the primary key, auto-increment.
    pub id: i64,
    /// The field `Setting.truth` (`bool`): with a default.
    pub truth: bool,
    /// The field `Setting.lie` (`bool`): with a default.
    pub lie: bool,
    /// The field `Setting.small` (`smallint`): with a default.
    pub small: i16,
    /// The field `Setting.medium` (`integer`): with a default.
    pub medium: i32,
    /// The field `Setting.large` (`bigint`): with a default.
    pub large: i64,
    /// The field `Setting.single` (`float`): with a default.
    pub single: f32,
    /// The field `Setting.twice` (`double`): with a default.
    pub twice: f64,
    /// The field `Setting.price` (`decimal(10, 2)`): with a default.
    pub price: tw::rust_decimal::Decimal,
    /// The field `Setting.whole` (`decimal(18, 0)`): with a default.
    pub whole: tw::rust_decimal::Decimal,
    /// The field `Setting.name` (`string(50)`): with a default.
    pub name: String,
    /// The field `Setting.empty` (`string(50)`): with a default.
    pub empty: String,
    /// The field `Setting.body` (`text`): with a default.
    pub body: String,
    /// The field `Setting.data` (`bytes`): with a default.
    pub data: Vec<u8>,
    /// The field `Setting.digest` (`bytes(4)`): with a default.
    pub digest: Vec<u8>,
    /// The field `Setting.token` (`uuid`): with a default.
    pub token: tw::uuid::Uuid,
    /// The field `Setting.born` (`date`): with a default.
    pub born: tw::jiff::civil::Date,
    /// The field `Setting.wakes` (`time`): with a default.
    pub wakes: tw::jiff::civil::Time,
    /// The field `Setting.meets` (`datetime`): with a default.
    pub meets: tw::jiff::civil::DateTime,
    /// The field `Setting.happened` (`timestamp`): with a default.
    pub happened: tw::jiff::Timestamp,
    /// The field `Setting.settings` (`json`): with a default.
    pub settings: tw::serde_json::Value,
    /// The field `Setting.status` (`Status`): with a default.
    pub status: Status,
    /// The field `Setting.numbers` (`bigint[]`): with a default.
    pub numbers: Vec<i64>,
    /// The field `Setting.words` (`string(20)[]`): with a default.
    pub words: Vec<String>,
    /// The field `Setting.nothing` (`uuid[]`): with a default.
    pub nothing: Vec<tw::uuid::Uuid>,
    /// The field `Setting.maybe` (`integer?`): with a default.
    pub maybe: Option<i32>,
    /// The field `Setting.today` (`date`): with a default.
    pub today: tw::jiff::civil::Date,
    /// The field `Setting.this_moment` (`time`): with a default.
    pub this_moment: tw::jiff::civil::Time,
    /// The field `Setting.right_now` (`datetime`): with a default.
    pub right_now: tw::jiff::civil::DateTime,
    /// The field `Setting.created_at` (`timestamp`): with a default.
    pub created_at: tw::jiff::Timestamp,
    /// The field `Setting.key` (`uuid`): with a default.
    pub key: tw::uuid::Uuid,
    /// The field `Setting.sum` (`integer`): with a default.
    pub sum: i32,
    /// The field `Setting.code` (`string(50)`): with a default.
    pub code: String,
}

#[allow(dead_code)]
impl Setting {
    /// The column `id` of the field `Setting.id`, for queries.
    pub const ID: tw::Column<Self, i64> = tw::Column::new(0);

    /// The column `truth` of the field `Setting.truth`, for queries.
    pub const TRUTH: tw::Column<Self, bool> = tw::Column::new(1);

    /// The column `lie` of the field `Setting.lie`, for queries.
    pub const LIE: tw::Column<Self, bool> = tw::Column::new(2);

    /// The column `small` of the field `Setting.small`, for queries.
    pub const SMALL: tw::Column<Self, i16> = tw::Column::new(3);

    /// The column `medium` of the field `Setting.medium`, for queries.
    pub const MEDIUM: tw::Column<Self, i32> = tw::Column::new(4);

    /// The column `large` of the field `Setting.large`, for queries.
    pub const LARGE: tw::Column<Self, i64> = tw::Column::new(5);

    /// The column `single` of the field `Setting.single`, for queries.
    pub const SINGLE: tw::Column<Self, f32> = tw::Column::new(6);

    /// The column `twice` of the field `Setting.twice`, for queries.
    pub const TWICE: tw::Column<Self, f64> = tw::Column::new(7);

    /// The column `price` of the field `Setting.price`, for queries.
    pub const PRICE: tw::Column<Self, tw::rust_decimal::Decimal> = tw::Column::new(8);

    /// The column `whole` of the field `Setting.whole`, for queries.
    pub const WHOLE: tw::Column<Self, tw::rust_decimal::Decimal> = tw::Column::new(9);

    /// The column `name` of the field `Setting.name`, for queries.
    pub const NAME: tw::Column<Self, String> = tw::Column::new(10);

    /// The column `empty` of the field `Setting.empty`, for queries.
    pub const EMPTY: tw::Column<Self, String> = tw::Column::new(11);

    /// The column `body` of the field `Setting.body`, for queries.
    pub const BODY: tw::Column<Self, String> = tw::Column::new(12);

    /// The column `data` of the field `Setting.data`, for queries.
    pub const DATA: tw::Column<Self, Vec<u8>> = tw::Column::new(13);

    /// The column `digest` of the field `Setting.digest`, for queries.
    pub const DIGEST: tw::Column<Self, Vec<u8>> = tw::Column::new(14);

    /// The column `token` of the field `Setting.token`, for queries.
    pub const TOKEN: tw::Column<Self, tw::uuid::Uuid> = tw::Column::new(15);

    /// The column `born` of the field `Setting.born`, for queries.
    pub const BORN: tw::Column<Self, tw::jiff::civil::Date> = tw::Column::new(16);

    /// The column `wakes` of the field `Setting.wakes`, for queries.
    pub const WAKES: tw::Column<Self, tw::jiff::civil::Time> = tw::Column::new(17);

    /// The column `meets` of the field `Setting.meets`, for queries.
    pub const MEETS: tw::Column<Self, tw::jiff::civil::DateTime> = tw::Column::new(18);

    /// The column `happened` of the field `Setting.happened`, for queries.
    pub const HAPPENED: tw::Column<Self, tw::jiff::Timestamp> = tw::Column::new(19);

    /// The column `settings` of the field `Setting.settings`, for queries.
    pub const SETTINGS: tw::Column<Self, tw::serde_json::Value> = tw::Column::new(20);

    /// The column `status` of the field `Setting.status`, for queries.
    pub const STATUS: tw::Column<Self, Status> = tw::Column::new(21);

    /// The column `numbers` of the field `Setting.numbers`, for queries.
    pub const NUMBERS: tw::Column<Self, Vec<i64>> = tw::Column::new(22);

    /// The column `words` of the field `Setting.words`, for queries.
    pub const WORDS: tw::Column<Self, Vec<String>> = tw::Column::new(23);

    /// The column `nothing` of the field `Setting.nothing`, for queries.
    pub const NOTHING: tw::Column<Self, Vec<tw::uuid::Uuid>> = tw::Column::new(24);

    /// The column `maybe` of the field `Setting.maybe`, for queries.
    pub const MAYBE: tw::Column<Self, Option<i32>> = tw::Column::new(25);

    /// The column `today` of the field `Setting.today`, for queries.
    pub const TODAY: tw::Column<Self, tw::jiff::civil::Date> = tw::Column::new(26);

    /// The column `this_moment` of the field `Setting.this_moment`, for queries.
    pub const THIS_MOMENT: tw::Column<Self, tw::jiff::civil::Time> = tw::Column::new(27);

    /// The column `right_now` of the field `Setting.right_now`, for queries.
    pub const RIGHT_NOW: tw::Column<Self, tw::jiff::civil::DateTime> = tw::Column::new(
        28,
    );

    /// The column `created_at` of the field `Setting.created_at`, for queries.
    pub const CREATED_AT: tw::Column<Self, tw::jiff::Timestamp> = tw::Column::new(29);

    /// The column `key` of the field `Setting.key`, for queries.
    pub const KEY: tw::Column<Self, tw::uuid::Uuid> = tw::Column::new(30);

    /// The column `sum` of the field `Setting.sum`, for queries.
    pub const SUM: tw::Column<Self, i32> = tw::Column::new(31);

    /// The column `code` of the field `Setting.code`, for queries.
    pub const CODE: tw::Column<Self, String> = tw::Column::new(32);

    /// A query for every `Setting`, in the order of the primary key.
    ///
    /// `SELECT "id", "truth", "lie", "small", "medium", "large", "single", "twice", "price", "whole", "name", "empty", "body", "data", "digest", "token", "born", "wakes", "meets", "happened", "settings", "status", "numbers", "words", "nothing", "maybe", "today", "this_moment", "right_now", "created_at", "key", "sum", "code" FROM "settings" ORDER BY "id"`
    pub fn all<'a>() -> tw::Select<'a, Self> {
        twp::all()
    }

    /// A query for every `Setting` that matches a condition, in the order of the primary key.
    pub fn filter<'a>(filter: impl tw::IntoFilter<Self>) -> tw::Select<'a, Self> {
        Self::all().filter(filter)
    }

    /// A query for the `Setting` with this primary key.
    ///
    /// `SELECT "id", "truth", "lie", "small", "medium", "large", "single", "twice", "price", "whole", "name", "empty", "body", "data", "digest", "token", "born", "wakes", "meets", "happened", "settings", "status", "numbers", "words", "nothing", "maybe", "today", "this_moment", "right_now", "created_at", "key", "sum", "code" FROM "settings" WHERE "id" = ?1`
    pub fn find<'a>(id: i64) -> tw::Select<'a, Self> {
        twp::find(&[0], [twp::owned_parameter::<Self, _>(0, id)])
    }

    /// An update of the `Setting` with this primary key: unset columns keep their values.
    pub fn update<'a>(id: i64) -> tw::Update<'a, Self> {
        Self::find(id).update()
    }

    /// An insert of a new `Setting`: unset columns get their default, or NULL.
    ///
    /// `INSERT INTO "settings" DEFAULT VALUES RETURNING "id", "truth", "lie", "small", "medium", "large", "single", "twice", "price", "whole", "name", "empty", "body", "data", "digest", "token", "born", "wakes", "meets", "happened", "settings", "status", "numbers", "words", "nothing", "maybe", "today", "this_moment", "right_now", "created_at", "key", "sum", "code"`
    pub fn insert<'a>(new: NewSetting) -> tw::Insert<'a, Self> {
        twp::insert(new)
    }

    /// An insert of many rows of `Setting`: of all, or of none.
    pub fn insert_all<'a, I: IntoIterator<Item: tw::NewRow<'a, Self>>>(
        rows: I,
    ) -> tw::InsertAll<'a, Self, I::IntoIter> {
        twp::insert_all(rows)
    }

    /// An insert of a new `Setting`, or an update of the row that has the same unique key.
    pub fn upsert<'a>(
        new: impl tw::IntoInsert<'a, Self>,
        key: impl tw::query::Columns<Self>,
    ) -> tw::Upsert<'a, Self> {
        twp::upsert(new, key)
    }

    /// Writes every field of this `Setting` to its row.
    ///
    /// `UPDATE "settings" SET "truth" = ?1, "lie" = ?2, "small" = ?3, "medium" = ?4, "large" = ?5, "single" = ?6, "twice" = ?7, "price" = ?8, "whole" = ?9, "name" = ?10, "empty" = ?11, "body" = ?12, "data" = ?13, "digest" = ?14, "token" = ?15, "born" = ?16, "wakes" = ?17, "meets" = ?18, "happened" = ?19, "settings" = ?20, "status" = ?21, "numbers" = ?22, "words" = ?23, "nothing" = ?24, "maybe" = ?25, "today" = ?26, "this_moment" = ?27, "right_now" = ?28, "created_at" = ?29, "key" = ?30, "sum" = ?31, "code" = ?32 WHERE "id" = ?33`
    pub fn save<'c, C: tw::Connection>(&'c self, db: &'c C) -> tw::Output<'c, C> {
        twp::save(self, db)
    }

    /// Deletes the row of this `Setting`.
    ///
    /// `DELETE FROM "settings" WHERE "id" = ?1`
    pub fn delete<'c, C: tw::Connection>(&'c self, db: &'c C) -> tw::Output<'c, C> {
        twp::delete(self, db)
    }
}

static __SETTING: twp::Table = twp::Table::new(
    "settings",
    &[
        twp::ColumnDef::new("id", twp::Type::BigInt).identity(),
        twp::ColumnDef::new("truth", twp::Type::Bool).default(),
        twp::ColumnDef::new("lie", twp::Type::Bool).default(),
        twp::ColumnDef::new("small", twp::Type::SmallInt).default(),
        twp::ColumnDef::new("medium", twp::Type::Integer).default(),
        twp::ColumnDef::new("large", twp::Type::BigInt).default(),
        twp::ColumnDef::new("single", twp::Type::Float).default(),
        twp::ColumnDef::new("twice", twp::Type::Double).default(),
        twp::ColumnDef::new("price", twp::Type::Decimal(10, 2)).default(),
        twp::ColumnDef::new("whole", twp::Type::Decimal(18, 0)).default(),
        twp::ColumnDef::new("name", twp::Type::String(50)).default(),
        twp::ColumnDef::new("empty", twp::Type::String(50)).default(),
        twp::ColumnDef::new("body", twp::Type::Text).default(),
        twp::ColumnDef::new("data", twp::Type::Bytes(0)).default(),
        twp::ColumnDef::new("digest", twp::Type::Bytes(4)).default(),
        twp::ColumnDef::new("token", twp::Type::Uuid).default(),
        twp::ColumnDef::new("born", twp::Type::Date).default(),
        twp::ColumnDef::new("wakes", twp::Type::Time).default(),
        twp::ColumnDef::new("meets", twp::Type::DateTime).default(),
        twp::ColumnDef::new("happened", twp::Type::Timestamp).default(),
        twp::ColumnDef::new("settings", twp::Type::Json).default(),
        twp::ColumnDef::new(
                "status",
                twp::Type::Enum(&["draft", "published", "archived"]),
            )
            .default(),
        twp::ColumnDef::new("numbers", twp::Type::Array(&twp::Type::BigInt)).default(),
        twp::ColumnDef::new("words", twp::Type::Array(&twp::Type::String(20))).default(),
        twp::ColumnDef::new("nothing", twp::Type::Array(&twp::Type::Uuid)).default(),
        twp::ColumnDef::new("maybe", twp::Type::Integer).nullable().default(),
        twp::ColumnDef::new("today", twp::Type::Date).default(),
        twp::ColumnDef::new("this_moment", twp::Type::Time).default(),
        twp::ColumnDef::new("right_now", twp::Type::DateTime).default(),
        twp::ColumnDef::new("created_at", twp::Type::Timestamp).default(),
        twp::ColumnDef::new("key", twp::Type::Uuid).default(),
        twp::ColumnDef::new("sum", twp::Type::Integer).default(),
        twp::ColumnDef::new("code", twp::Type::String(50)).default(),
    ],
    twp::Key::new("pk_settings", &[0]),
);

impl tw::Model for Setting {
    const TABLE: &'static twp::Table = &__SETTING;

    #[inline]
    fn read<R: twp::Row>(row: twp::Fields<'_, R>) -> tw::Result<Self> {
        let (
            (
                id,
                truth,
                lie,
                small,
                medium,
                large,
                single,
                twice,
                price,
                whole,
                name,
                empty,
            ),
            (
                body,
                data,
                digest,
                token,
                born,
                wakes,
                meets,
                happened,
                settings,
                status,
                numbers,
                words,
            ),
            (nothing, maybe, today, this_moment, right_now, created_at, key, sum, code),
        ) = (row.read(0)?, row.read(12)?, row.read(24)?);
        Ok(Self {
            id,
            truth,
            lie,
            small,
            medium,
            large,
            single,
            twice,
            price,
            whole,
            name,
            empty,
            body,
            data,
            digest,
            token,
            born,
            wakes,
            meets,
            happened,
            settings,
            status,
            numbers,
            words,
            nothing,
            maybe,
            today,
            this_moment,
            right_now,
            created_at,
            key,
            sum,
            code,
        })
    }

    #[inline]
    fn values<'a>(&'a self, to: &mut twp::Values<'a>) {
        to.borrowed(0, &self.id);
        to.borrowed(1, &self.truth);
        to.borrowed(2, &self.lie);
        to.borrowed(3, &self.small);
        to.borrowed(4, &self.medium);
        to.borrowed(5, &self.large);
        to.borrowed(6, &self.single);
        to.borrowed(7, &self.twice);
        to.borrowed(8, &self.price);
        to.borrowed(9, &self.whole);
        to.borrowed(10, &self.name);
        to.borrowed(11, &self.empty);
        to.borrowed(12, &self.body);
        to.borrowed(13, &self.data);
        to.borrowed(14, &self.digest);
        to.borrowed(15, &self.token);
        to.borrowed(16, &self.born);
        to.borrowed(17, &self.wakes);
        to.borrowed(18, &self.meets);
        to.borrowed(19, &self.happened);
        to.borrowed(20, &self.settings);
        to.borrowed(21, &self.status);
        to.borrowed(22, &self.numbers);
        to.borrowed(23, &self.words);
        to.borrowed(24, &self.nothing);
        to.borrowed(25, &self.maybe);
        to.borrowed(26, &self.today);
        to.borrowed(27, &self.this_moment);
        to.borrowed(28, &self.right_now);
        to.borrowed(29, &self.created_at);
        to.borrowed(30, &self.key);
        to.borrowed(31, &self.sum);
        to.borrowed(32, &self.code);
    }
}

/// The required fields of a new `Setting`, for inserts.
#[allow(dead_code)]
#[must_use = "a new row is not in the database until it is inserted"]
#[derive(Clone, Debug)]
pub struct NewSetting {}

impl<'a> tw::New<'a> for NewSetting {
    type Model = Setting;

    #[inline]
    fn values(self, _: &mut twp::Values<'a>) {}
}
