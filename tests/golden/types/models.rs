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
pub const SCHEMA_HASH: &str = "e2b5f513d0c3a81570ac9ffd8efcd2af";

/// The scripts for `SQLite`.
#[allow(dead_code)]
pub mod sqlite {
    /// A script for `SQLite` that creates the tables. Any client can run it, also a second time.
    pub const SCHEMA_SQL: &str = r#"CREATE TABLE IF NOT EXISTS "needed" (
    "id" INTEGER CONSTRAINT "pk_needed" PRIMARY KEY AUTOINCREMENT,
    "truth" BOOLEAN NOT NULL,
    "small" SMALLINT NOT NULL,
    "medium" INTEGER NOT NULL,
    "large" BIGINT NOT NULL,
    "tiny" SMALLINT NOT NULL,
    "port" INTEGER NOT NULL,
    "size_in_bytes" BIGINT NOT NULL,
    "total" BIGINT NOT NULL,
    "single" REAL NOT NULL,
    "twice" DOUBLE NOT NULL,
    "price" DECIMAL(10, 2) NOT NULL,
    "whole" DECIMAL(18, 0) NOT NULL,
    "name" VARCHAR(50) NOT NULL,
    "body" TEXT NOT NULL,
    "data" BLOB NOT NULL,
    "digest" BLOB NOT NULL,
    "token" BLOB NOT NULL,
    "born" DATE NOT NULL,
    "wakes" TIME NOT NULL,
    "meets" DATETIME NOT NULL,
    "happened" TIMESTAMP NOT NULL,
    "lasts" BIGINT NOT NULL,
    "settings" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "size" TEXT NOT NULL,
    "truths" TEXT NOT NULL,
    "numbers" TEXT NOT NULL,
    "words" TEXT NOT NULL,
    "tokens" TEXT NOT NULL,
    "sizes" TEXT NOT NULL,
    CONSTRAINT "ck_needed_truth_type" CHECK ("truth" IN (0, 1)),
    CONSTRAINT "ck_needed_small_type" CHECK (typeof("small") = 'integer' AND "small" BETWEEN -32768 AND 32767),
    CONSTRAINT "ck_needed_medium_type" CHECK (typeof("medium") = 'integer' AND "medium" BETWEEN -2147483648 AND 2147483647),
    CONSTRAINT "ck_needed_large_type" CHECK (typeof("large") = 'integer'),
    CONSTRAINT "ck_needed_tiny_type" CHECK (typeof("tiny") = 'integer' AND "tiny" BETWEEN 0 AND 255),
    CONSTRAINT "ck_needed_port_type" CHECK (typeof("port") = 'integer' AND "port" BETWEEN 0 AND 65535),
    CONSTRAINT "ck_needed_size_in_bytes_type" CHECK (typeof("size_in_bytes") = 'integer' AND "size_in_bytes" BETWEEN 0 AND 4294967295),
    CONSTRAINT "ck_needed_total_type" CHECK (typeof("total") = 'integer' AND "total" BETWEEN 0 AND 9223372036854775807),
    CONSTRAINT "ck_needed_single_type" CHECK ("single" BETWEEN -3.4028235e38 AND 3.4028235e38),
    CONSTRAINT "ck_needed_twice_type" CHECK ("twice" BETWEEN -1.7976931348623157e308 AND 1.7976931348623157e308),
    CONSTRAINT "ck_needed_price_type" CHECK (typeof("price") = 'integer' AND "price" BETWEEN -9999999999 AND 9999999999),
    CONSTRAINT "ck_needed_whole_type" CHECK (typeof("whole") = 'integer' AND "whole" BETWEEN -999999999999999999 AND 999999999999999999),
    CONSTRAINT "ck_needed_name_type" CHECK (typeof("name") = 'text' AND length("name") <= 50),
    CONSTRAINT "ck_needed_body_type" CHECK (typeof("body") = 'text'),
    CONSTRAINT "ck_needed_data_type" CHECK (typeof("data") = 'blob'),
    CONSTRAINT "ck_needed_digest_type" CHECK (typeof("digest") = 'blob' AND length("digest") <= 32),
    CONSTRAINT "ck_needed_token_type" CHECK (typeof("token") = 'blob' AND length("token") = 16),
    CONSTRAINT "ck_needed_born_type" CHECK ("born" IS date("born") AND "born" >= '0001-01-01'),
    CONSTRAINT "ck_needed_wakes_type" CHECK ("wakes" GLOB '[0-2][0-9]:[0-5][0-9]:[0-5][0-9].[0-9][0-9][0-9][0-9][0-9][0-9]' AND "wakes" < '24:'),
    CONSTRAINT "ck_needed_meets_type" CHECK (substr("meets", 1, 19) IS datetime(substr("meets", 1, 19)) AND substr("meets", 20) GLOB '.[0-9][0-9][0-9][0-9][0-9][0-9]' AND "meets" >= '0001-01-01'),
    CONSTRAINT "ck_needed_happened_type" CHECK (substr("happened", 1, 19) IS datetime(substr("happened", 1, 19)) AND substr("happened", 20) GLOB '.[0-9][0-9][0-9][0-9][0-9][0-9]Z' AND "happened" >= '0001-01-01'),
    CONSTRAINT "ck_needed_lasts_type" CHECK (typeof("lasts") = 'integer'),
    CONSTRAINT "ck_needed_settings_type" CHECK (typeof("settings") = 'text' AND json_valid("settings")),
    CONSTRAINT "ck_needed_status_type" CHECK ("status" IN ('draft', 'published')),
    CONSTRAINT "ck_needed_size_type" CHECK ("size" = 'xs' OR "size" = 's' OR "size" = 'm' OR "size" = 'l' OR "size" = 'xl'),
    CONSTRAINT "ck_needed_truths_type" CHECK (typeof("truths") = 'text' AND json_valid("truths") AND json_type("truths") = substr('array of bool', 1, 5)),
    CONSTRAINT "ck_needed_numbers_type" CHECK (typeof("numbers") = 'text' AND json_valid("numbers") AND json_type("numbers") = substr('array of bigint', 1, 5)),
    CONSTRAINT "ck_needed_words_type" CHECK (typeof("words") = 'text' AND json_valid("words") AND json_type("words") = substr('array of string(20)', 1, 5)),
    CONSTRAINT "ck_needed_tokens_type" CHECK (typeof("tokens") = 'text' AND json_valid("tokens") AND json_type("tokens") = substr('array of uuid', 1, 5)),
    CONSTRAINT "ck_needed_sizes_type" CHECK (typeof("sizes") = 'text' AND json_valid("sizes") AND json_type("sizes") = substr('array of "xs", "s", "m", "l", "xl"', 1, 5))
);

CREATE TABLE IF NOT EXISTS "optional" (
    "id" INTEGER CONSTRAINT "pk_optional" PRIMARY KEY AUTOINCREMENT,
    "truth" BOOLEAN,
    "small" SMALLINT,
    "medium" INTEGER,
    "large" BIGINT,
    "tiny" SMALLINT,
    "port" INTEGER,
    "size_in_bytes" BIGINT,
    "total" BIGINT,
    "single" REAL,
    "twice" DOUBLE,
    "price" DECIMAL(10, 2),
    "whole" DECIMAL(18, 0),
    "name" VARCHAR(50),
    "body" TEXT,
    "data" BLOB,
    "digest" BLOB,
    "token" BLOB,
    "born" DATE,
    "wakes" TIME,
    "meets" DATETIME,
    "happened" TIMESTAMP,
    "lasts" BIGINT,
    "settings" TEXT,
    "status" TEXT,
    "size" TEXT,
    "truths" TEXT,
    "numbers" TEXT,
    "words" TEXT,
    "tokens" TEXT,
    "sizes" TEXT,
    CONSTRAINT "ck_optional_id_type" CHECK (typeof("id") = 'integer' AND "id" BETWEEN -32768 AND 32767),
    CONSTRAINT "ck_optional_truth_type" CHECK ("truth" IN (0, 1)),
    CONSTRAINT "ck_optional_small_type" CHECK (typeof("small") IN ('integer', 'null') AND "small" BETWEEN -32768 AND 32767),
    CONSTRAINT "ck_optional_medium_type" CHECK (typeof("medium") IN ('integer', 'null') AND "medium" BETWEEN -2147483648 AND 2147483647),
    CONSTRAINT "ck_optional_large_type" CHECK (typeof("large") IN ('integer', 'null')),
    CONSTRAINT "ck_optional_tiny_type" CHECK (typeof("tiny") IN ('integer', 'null') AND "tiny" BETWEEN 0 AND 255),
    CONSTRAINT "ck_optional_port_type" CHECK (typeof("port") IN ('integer', 'null') AND "port" BETWEEN 0 AND 65535),
    CONSTRAINT "ck_optional_size_in_bytes_type" CHECK (typeof("size_in_bytes") IN ('integer', 'null') AND "size_in_bytes" BETWEEN 0 AND 4294967295),
    CONSTRAINT "ck_optional_total_type" CHECK (typeof("total") IN ('integer', 'null') AND "total" BETWEEN 0 AND 9223372036854775807),
    CONSTRAINT "ck_optional_single_type" CHECK ("single" BETWEEN -3.4028235e38 AND 3.4028235e38),
    CONSTRAINT "ck_optional_twice_type" CHECK ("twice" BETWEEN -1.7976931348623157e308 AND 1.7976931348623157e308),
    CONSTRAINT "ck_optional_price_type" CHECK (typeof("price") IN ('integer', 'null') AND "price" BETWEEN -9999999999 AND 9999999999),
    CONSTRAINT "ck_optional_whole_type" CHECK (typeof("whole") IN ('integer', 'null') AND "whole" BETWEEN -999999999999999999 AND 999999999999999999),
    CONSTRAINT "ck_optional_name_type" CHECK (typeof("name") IN ('text', 'null') AND length("name") <= 50),
    CONSTRAINT "ck_optional_body_type" CHECK (typeof("body") IN ('text', 'null')),
    CONSTRAINT "ck_optional_data_type" CHECK (typeof("data") IN ('blob', 'null')),
    CONSTRAINT "ck_optional_digest_type" CHECK (typeof("digest") IN ('blob', 'null') AND length("digest") <= 32),
    CONSTRAINT "ck_optional_token_type" CHECK (typeof("token") IN ('blob', 'null') AND length("token") = 16),
    CONSTRAINT "ck_optional_born_type" CHECK ("born" IS date("born") AND "born" >= '0001-01-01'),
    CONSTRAINT "ck_optional_wakes_type" CHECK ("wakes" GLOB '[0-2][0-9]:[0-5][0-9]:[0-5][0-9].[0-9][0-9][0-9][0-9][0-9][0-9]' AND "wakes" < '24:'),
    CONSTRAINT "ck_optional_meets_type" CHECK (substr("meets", 1, 19) IS datetime(substr("meets", 1, 19)) AND substr("meets", 20) GLOB '.[0-9][0-9][0-9][0-9][0-9][0-9]' AND "meets" >= '0001-01-01'),
    CONSTRAINT "ck_optional_happened_type" CHECK (substr("happened", 1, 19) IS datetime(substr("happened", 1, 19)) AND substr("happened", 20) GLOB '.[0-9][0-9][0-9][0-9][0-9][0-9]Z' AND "happened" >= '0001-01-01'),
    CONSTRAINT "ck_optional_lasts_type" CHECK (typeof("lasts") IN ('integer', 'null')),
    CONSTRAINT "ck_optional_settings_type" CHECK ("settings" IS NULL OR typeof("settings") = 'text' AND json_valid("settings")),
    CONSTRAINT "ck_optional_status_type" CHECK ("status" IN ('draft', 'published')),
    CONSTRAINT "ck_optional_size_type" CHECK ("size" = 'xs' OR "size" = 's' OR "size" = 'm' OR "size" = 'l' OR "size" = 'xl'),
    CONSTRAINT "ck_optional_truths_type" CHECK ("truths" IS NULL OR typeof("truths") = 'text' AND json_valid("truths") AND json_type("truths") = substr('array of bool', 1, 5)),
    CONSTRAINT "ck_optional_numbers_type" CHECK ("numbers" IS NULL OR typeof("numbers") = 'text' AND json_valid("numbers") AND json_type("numbers") = substr('array of bigint', 1, 5)),
    CONSTRAINT "ck_optional_words_type" CHECK ("words" IS NULL OR typeof("words") = 'text' AND json_valid("words") AND json_type("words") = substr('array of string(20)', 1, 5)),
    CONSTRAINT "ck_optional_tokens_type" CHECK ("tokens" IS NULL OR typeof("tokens") = 'text' AND json_valid("tokens") AND json_type("tokens") = substr('array of uuid', 1, 5)),
    CONSTRAINT "ck_optional_sizes_type" CHECK ("sizes" IS NULL OR typeof("sizes") = 'text' AND json_valid("sizes") AND json_type("sizes") = substr('array of "xs", "s", "m", "l", "xl"', 1, 5))
);
"#;

    /// A script for `SQLite` that drops the tables with all their rows.
    pub const DROP_SQL: &str = r#"DROP TABLE IF EXISTS "optional";

DROP TABLE IF EXISTS "needed";
"#;
}

/// The scripts for `PostgreSQL`.
#[allow(dead_code)]
pub mod postgres {
    /// A script for `PostgreSQL` that creates the tables. Any client can run it, also a second time.
    pub const SCHEMA_SQL: &str = r#"CREATE TABLE IF NOT EXISTS "needed" (
    "id" BIGINT NOT NULL GENERATED BY DEFAULT AS IDENTITY,
    "truth" BOOLEAN NOT NULL,
    "small" SMALLINT NOT NULL,
    "medium" INTEGER NOT NULL,
    "large" BIGINT NOT NULL,
    "tiny" SMALLINT NOT NULL,
    "port" INTEGER NOT NULL,
    "size_in_bytes" BIGINT NOT NULL,
    "total" BIGINT NOT NULL,
    "single" REAL NOT NULL,
    "twice" DOUBLE PRECISION NOT NULL,
    "price" NUMERIC(10, 2) NOT NULL,
    "whole" NUMERIC(18, 0) NOT NULL,
    "name" VARCHAR(50) COLLATE "C" NOT NULL,
    "body" TEXT COLLATE "C" NOT NULL,
    "data" BYTEA NOT NULL,
    "digest" BYTEA NOT NULL,
    "token" UUID NOT NULL,
    "born" DATE NOT NULL,
    "wakes" TIME NOT NULL,
    "meets" TIMESTAMP NOT NULL,
    "happened" TIMESTAMPTZ NOT NULL,
    "lasts" BIGINT NOT NULL,
    "settings" JSONB NOT NULL,
    "status" TEXT COLLATE "C" NOT NULL,
    "size" TEXT COLLATE "C" NOT NULL,
    "truths" BOOLEAN[] NOT NULL,
    "numbers" BIGINT[] NOT NULL,
    "words" VARCHAR(20)[] COLLATE "C" NOT NULL,
    "tokens" UUID[] NOT NULL,
    "sizes" TEXT[] COLLATE "C" NOT NULL,
    CONSTRAINT "pk_needed" PRIMARY KEY ("id"),
    CONSTRAINT "ck_needed_tiny_type" CHECK ("tiny" >= 0 AND "tiny" <= 255),
    CONSTRAINT "ck_needed_port_type" CHECK ("port" >= 0 AND "port" <= 65535),
    CONSTRAINT "ck_needed_size_in_bytes_type" CHECK ("size_in_bytes" >= 0 AND "size_in_bytes" <= 4294967295),
    CONSTRAINT "ck_needed_total_type" CHECK ("total" >= 0),
    CONSTRAINT "ck_needed_digest_type" CHECK (octet_length("digest") <= 32),
    CONSTRAINT "ck_needed_wakes_type" CHECK ("wakes" < '24:00:00'),
    CONSTRAINT "ck_needed_status_type" CHECK ("status" IN ('draft', 'published')),
    CONSTRAINT "ck_needed_size_type" CHECK ("size" IN ('xs', 's', 'm', 'l', 'xl')),
    CONSTRAINT "ck_needed_sizes_type" CHECK ("sizes" <@ ARRAY['xs', 's', 'm', 'l', 'xl']::TEXT[])
);

CREATE TABLE IF NOT EXISTS "optional" (
    "id" SMALLINT NOT NULL GENERATED BY DEFAULT AS IDENTITY,
    "truth" BOOLEAN,
    "small" SMALLINT,
    "medium" INTEGER,
    "large" BIGINT,
    "tiny" SMALLINT,
    "port" INTEGER,
    "size_in_bytes" BIGINT,
    "total" BIGINT,
    "single" REAL,
    "twice" DOUBLE PRECISION,
    "price" NUMERIC(10, 2),
    "whole" NUMERIC(18, 0),
    "name" VARCHAR(50) COLLATE "C",
    "body" TEXT COLLATE "C",
    "data" BYTEA,
    "digest" BYTEA,
    "token" UUID,
    "born" DATE,
    "wakes" TIME,
    "meets" TIMESTAMP,
    "happened" TIMESTAMPTZ,
    "lasts" BIGINT,
    "settings" JSONB,
    "status" TEXT COLLATE "C",
    "size" TEXT COLLATE "C",
    "truths" BOOLEAN[],
    "numbers" BIGINT[],
    "words" VARCHAR(20)[] COLLATE "C",
    "tokens" UUID[],
    "sizes" TEXT[] COLLATE "C",
    CONSTRAINT "pk_optional" PRIMARY KEY ("id"),
    CONSTRAINT "ck_optional_tiny_type" CHECK ("tiny" >= 0 AND "tiny" <= 255),
    CONSTRAINT "ck_optional_port_type" CHECK ("port" >= 0 AND "port" <= 65535),
    CONSTRAINT "ck_optional_size_in_bytes_type" CHECK ("size_in_bytes" >= 0 AND "size_in_bytes" <= 4294967295),
    CONSTRAINT "ck_optional_total_type" CHECK ("total" >= 0),
    CONSTRAINT "ck_optional_digest_type" CHECK (octet_length("digest") <= 32),
    CONSTRAINT "ck_optional_wakes_type" CHECK ("wakes" < '24:00:00'),
    CONSTRAINT "ck_optional_status_type" CHECK ("status" IN ('draft', 'published')),
    CONSTRAINT "ck_optional_size_type" CHECK ("size" IN ('xs', 's', 'm', 'l', 'xl')),
    CONSTRAINT "ck_optional_sizes_type" CHECK ("sizes" <@ ARRAY['xs', 's', 'm', 'l', 'xl']::TEXT[])
);
"#;

    /// A script for `PostgreSQL` that drops the tables with all their rows.
    pub const DROP_SQL: &str = r#"DROP TABLE IF EXISTS "optional";

DROP TABLE IF EXISTS "needed";
"#;
}

/// The scripts for `MySQL`.
#[allow(dead_code)]
pub mod mysql {
    /// A script for `MySQL` that creates the tables. Any client can run it, also a second time.
    pub const SCHEMA_SQL: &str = r#"CREATE TABLE IF NOT EXISTS `needed` (
    `id` BIGINT NOT NULL AUTO_INCREMENT,
    `truth` BOOLEAN NOT NULL,
    `small` SMALLINT NOT NULL,
    `medium` INT NOT NULL,
    `large` BIGINT NOT NULL,
    `tiny` TINYINT UNSIGNED NOT NULL,
    `port` SMALLINT UNSIGNED NOT NULL,
    `size_in_bytes` INT UNSIGNED NOT NULL,
    `total` BIGINT UNSIGNED NOT NULL,
    `single` FLOAT NOT NULL,
    `twice` DOUBLE NOT NULL,
    `price` DECIMAL(10, 2) NOT NULL,
    `whole` DECIMAL(18, 0) NOT NULL,
    `name` VARCHAR(50) NOT NULL,
    `body` LONGTEXT NOT NULL,
    `data` LONGBLOB NOT NULL,
    `digest` VARBINARY(32) NOT NULL,
    `token` BINARY(16) NOT NULL,
    `born` DATE NOT NULL,
    `wakes` TIME(6) NOT NULL,
    `meets` DATETIME(6) NOT NULL,
    `happened` DATETIME(6) NOT NULL,
    `lasts` BIGINT NOT NULL,
    `settings` JSON NOT NULL,
    `status` VARCHAR(9) NOT NULL,
    `size` VARCHAR(2) NOT NULL,
    `truths` JSON NOT NULL,
    `numbers` JSON NOT NULL,
    `words` JSON NOT NULL,
    `tokens` JSON NOT NULL,
    `sizes` JSON NOT NULL,
    PRIMARY KEY (`id`),
    CONSTRAINT `ck_needed_truth_type` CHECK (`truth` IN (0, 1)),
    CONSTRAINT `ck_needed_total_type` CHECK (`total` <= 9223372036854775807),
    CONSTRAINT `ck_needed_wakes_type` CHECK (`wakes` >= '00:00:00' AND `wakes` < '24:00:00'),
    CONSTRAINT `ck_needed_status_type` CHECK (`status` IN ('draft', 'published')),
    CONSTRAINT `ck_needed_size_type` CHECK (`size` IN ('xs', 's', 'm', 'l', 'xl')),
    CONSTRAINT `ck_needed_truths_type` CHECK (json_type(`truths`) = left('ARRAY of bool', 5)),
    CONSTRAINT `ck_needed_numbers_type` CHECK (json_type(`numbers`) = left('ARRAY of bigint', 5)),
    CONSTRAINT `ck_needed_words_type` CHECK (json_type(`words`) = left('ARRAY of string(20)', 5)),
    CONSTRAINT `ck_needed_tokens_type` CHECK (json_type(`tokens`) = left('ARRAY of uuid', 5)),
    CONSTRAINT `ck_needed_sizes_type` CHECK (json_type(`sizes`) = left('ARRAY of "xs", "s", "m", "l", "xl"', 5))
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_bin;

CREATE TABLE IF NOT EXISTS `optional` (
    `id` SMALLINT NOT NULL AUTO_INCREMENT,
    `truth` BOOLEAN,
    `small` SMALLINT,
    `medium` INT,
    `large` BIGINT,
    `tiny` TINYINT UNSIGNED,
    `port` SMALLINT UNSIGNED,
    `size_in_bytes` INT UNSIGNED,
    `total` BIGINT UNSIGNED,
    `single` FLOAT,
    `twice` DOUBLE,
    `price` DECIMAL(10, 2),
    `whole` DECIMAL(18, 0),
    `name` VARCHAR(50),
    `body` LONGTEXT,
    `data` LONGBLOB,
    `digest` VARBINARY(32),
    `token` BINARY(16),
    `born` DATE,
    `wakes` TIME(6),
    `meets` DATETIME(6),
    `happened` DATETIME(6),
    `lasts` BIGINT,
    `settings` JSON,
    `status` VARCHAR(9),
    `size` VARCHAR(2),
    `truths` JSON,
    `numbers` JSON,
    `words` JSON,
    `tokens` JSON,
    `sizes` JSON,
    PRIMARY KEY (`id`),
    CONSTRAINT `ck_optional_truth_type` CHECK (`truth` IN (0, 1)),
    CONSTRAINT `ck_optional_total_type` CHECK (`total` <= 9223372036854775807),
    CONSTRAINT `ck_optional_wakes_type` CHECK (`wakes` >= '00:00:00' AND `wakes` < '24:00:00'),
    CONSTRAINT `ck_optional_status_type` CHECK (`status` IN ('draft', 'published')),
    CONSTRAINT `ck_optional_size_type` CHECK (`size` IN ('xs', 's', 'm', 'l', 'xl')),
    CONSTRAINT `ck_optional_truths_type` CHECK (json_type(`truths`) = left('ARRAY of bool', 5)),
    CONSTRAINT `ck_optional_numbers_type` CHECK (json_type(`numbers`) = left('ARRAY of bigint', 5)),
    CONSTRAINT `ck_optional_words_type` CHECK (json_type(`words`) = left('ARRAY of string(20)', 5)),
    CONSTRAINT `ck_optional_tokens_type` CHECK (json_type(`tokens`) = left('ARRAY of uuid', 5)),
    CONSTRAINT `ck_optional_sizes_type` CHECK (json_type(`sizes`) = left('ARRAY of "xs", "s", "m", "l", "xl"', 5))
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_bin;
"#;

    /// A script for `MySQL` that drops the tables with all their rows.
    pub const DROP_SQL: &str = r"DROP TABLE IF EXISTS `optional`;

DROP TABLE IF EXISTS `needed`;
";
}

/// The scripts for `MariaDB`.
#[allow(dead_code)]
pub mod mariadb {
    /// A script for `MariaDB` that creates the tables. Any client can run it, also a second time.
    pub const SCHEMA_SQL: &str = r#"CREATE TABLE IF NOT EXISTS `needed` (
    `id` BIGINT NOT NULL AUTO_INCREMENT,
    `truth` BOOLEAN NOT NULL,
    `small` SMALLINT NOT NULL,
    `medium` INT NOT NULL,
    `large` BIGINT NOT NULL,
    `tiny` TINYINT UNSIGNED NOT NULL,
    `port` SMALLINT UNSIGNED NOT NULL,
    `size_in_bytes` INT UNSIGNED NOT NULL,
    `total` BIGINT UNSIGNED NOT NULL,
    `single` FLOAT NOT NULL,
    `twice` DOUBLE NOT NULL,
    `price` DECIMAL(10, 2) NOT NULL,
    `whole` DECIMAL(18, 0) NOT NULL,
    `name` VARCHAR(50) NOT NULL,
    `body` LONGTEXT NOT NULL,
    `data` LONGBLOB NOT NULL,
    `digest` VARBINARY(32) NOT NULL,
    `token` BINARY(16) NOT NULL,
    `born` DATE NOT NULL,
    `wakes` TIME(6) NOT NULL,
    `meets` DATETIME(6) NOT NULL,
    `happened` DATETIME(6) NOT NULL,
    `lasts` BIGINT NOT NULL,
    `settings` JSON NOT NULL,
    `status` VARCHAR(9) NOT NULL,
    `size` VARCHAR(2) NOT NULL,
    `truths` JSON NOT NULL,
    `numbers` JSON NOT NULL,
    `words` JSON NOT NULL,
    `tokens` JSON NOT NULL,
    `sizes` JSON NOT NULL,
    PRIMARY KEY (`id`),
    CONSTRAINT `ck_needed_truth_type` CHECK (`truth` IN (0, 1)),
    CONSTRAINT `ck_needed_total_type` CHECK (`total` <= 9223372036854775807),
    CONSTRAINT `ck_needed_wakes_type` CHECK (`wakes` >= '00:00:00' AND `wakes` < '24:00:00'),
    CONSTRAINT `ck_needed_status_type` CHECK (`status` IN ('draft', 'published')),
    CONSTRAINT `ck_needed_size_type` CHECK (`size` IN ('xs', 's', 'm', 'l', 'xl')),
    CONSTRAINT `ck_needed_truths_type` CHECK (json_type(`truths`) = left('ARRAY of bool', 5)),
    CONSTRAINT `ck_needed_numbers_type` CHECK (json_type(`numbers`) = left('ARRAY of bigint', 5)),
    CONSTRAINT `ck_needed_words_type` CHECK (json_type(`words`) = left('ARRAY of string(20)', 5)),
    CONSTRAINT `ck_needed_tokens_type` CHECK (json_type(`tokens`) = left('ARRAY of uuid', 5)),
    CONSTRAINT `ck_needed_sizes_type` CHECK (json_type(`sizes`) = left('ARRAY of "xs", "s", "m", "l", "xl"', 5))
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_nopad_bin;

CREATE TABLE IF NOT EXISTS `optional` (
    `id` SMALLINT NOT NULL AUTO_INCREMENT,
    `truth` BOOLEAN,
    `small` SMALLINT,
    `medium` INT,
    `large` BIGINT,
    `tiny` TINYINT UNSIGNED,
    `port` SMALLINT UNSIGNED,
    `size_in_bytes` INT UNSIGNED,
    `total` BIGINT UNSIGNED,
    `single` FLOAT,
    `twice` DOUBLE,
    `price` DECIMAL(10, 2),
    `whole` DECIMAL(18, 0),
    `name` VARCHAR(50),
    `body` LONGTEXT,
    `data` LONGBLOB,
    `digest` VARBINARY(32),
    `token` BINARY(16),
    `born` DATE,
    `wakes` TIME(6),
    `meets` DATETIME(6),
    `happened` DATETIME(6),
    `lasts` BIGINT,
    `settings` JSON,
    `status` VARCHAR(9),
    `size` VARCHAR(2),
    `truths` JSON,
    `numbers` JSON,
    `words` JSON,
    `tokens` JSON,
    `sizes` JSON,
    PRIMARY KEY (`id`),
    CONSTRAINT `ck_optional_truth_type` CHECK (`truth` IN (0, 1)),
    CONSTRAINT `ck_optional_total_type` CHECK (`total` <= 9223372036854775807),
    CONSTRAINT `ck_optional_wakes_type` CHECK (`wakes` >= '00:00:00' AND `wakes` < '24:00:00'),
    CONSTRAINT `ck_optional_status_type` CHECK (`status` IN ('draft', 'published')),
    CONSTRAINT `ck_optional_size_type` CHECK (`size` IN ('xs', 's', 'm', 'l', 'xl')),
    CONSTRAINT `ck_optional_truths_type` CHECK (json_type(`truths`) = left('ARRAY of bool', 5)),
    CONSTRAINT `ck_optional_numbers_type` CHECK (json_type(`numbers`) = left('ARRAY of bigint', 5)),
    CONSTRAINT `ck_optional_words_type` CHECK (json_type(`words`) = left('ARRAY of string(20)', 5)),
    CONSTRAINT `ck_optional_tokens_type` CHECK (json_type(`tokens`) = left('ARRAY of uuid', 5)),
    CONSTRAINT `ck_optional_sizes_type` CHECK (json_type(`sizes`) = left('ARRAY of "xs", "s", "m", "l", "xl"', 5))
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_nopad_bin;
"#;

    /// A script for `MariaDB` that drops the tables with all their rows.
    pub const DROP_SQL: &str = r"DROP TABLE IF EXISTS `optional`;

DROP TABLE IF EXISTS `needed`;
";
}

/// The description of the tables, for `create_all`, `drop_all`, `verify` and `sync`.
#[allow(dead_code)]
pub static SCHEMA: tw::Schema = tw::Schema {
    name: module_path!(),
    hash: SCHEMA_HASH,
    tables: &[<Needed as tw::Model>::TABLE, <Optional as tw::Model>::TABLE],
    models: &[twp::Described::of::<Needed>(), twp::Described::of::<Optional>()],
    create: tw::Scripts {
        sqlite: tw::Script {
            text: sqlite::SCHEMA_SQL,
            ends: &[4577, 9341],
        },
        postgres: tw::Script {
            text: postgres::SCHEMA_SQL,
            ends: &[1878, 3512],
        },
        mysql: tw::Script {
            text: mysql::SCHEMA_SQL,
            ends: &[2034, 3824],
        },
        mariadb: tw::Script {
            text: mariadb::SCHEMA_SQL,
            ends: &[2035, 3826],
        },
    },
    drop: tw::Scripts {
        sqlite: tw::Script {
            text: sqlite::DROP_SQL,
            ends: &[32, 64],
        },
        postgres: tw::Script {
            text: postgres::DROP_SQL,
            ends: &[32, 64],
        },
        mysql: tw::Script {
            text: mysql::DROP_SQL,
            ends: &[32, 64],
        },
        mariadb: tw::Script {
            text: mariadb::DROP_SQL,
            ends: &[32, 64],
        },
    },
    definition: "tablewright 2\n+66sqlite6needed2id7integer5truth7boolean5small8smallint6medium5large6bigint4tiny4portdsize_in_bytes5total6single4real5twice6double5priceddecimal(10,2)5wholeddecimal(18,0)4namebvarchar(50)4body4text4data4blob6digest5token4born4date5wakes4time5meets8datetime8happened9timestamp5lasts8settings6status4size6truths7numbers5words6tokens5sizes9pk_neededkck_needed_truth_typeh\"truth\" IN (0, 1)kck_needed_small_typeA2typeof(\"small\") = 'integer' AND \"small\" BETWEEN -32768 AND 32767lck_needed_medium_typeM2typeof(\"medium\") = 'integer' AND \"medium\" BETWEEN -2147483648 AND 2147483647kck_needed_large_typertypeof(\"large\") = 'integer'jck_needed_tiny_typeX1typeof(\"tiny\") = 'integer' AND \"tiny\" BETWEEN 0 AND 255jck_needed_port_typeZ1typeof(\"port\") = 'integer' AND \"port\" BETWEEN 0 AND 65535sck_needed_size_in_bytes_typeQ2typeof(\"size_in_bytes\") = 'integer' AND \"size_in_bytes\" BETWEEN 0 AND 4294967295kck_needed_total_typeJ2typeof(\"total\") = 'integer' AND \"total\" BETWEEN 0 AND 9223372036854775807lck_needed_single_typeP1\"single\" BETWEEN -3.4028235e38 AND 3.4028235e38kck_needed_twice_typeC2\"twice\" BETWEEN -1.7976931348623157e308 AND 1.7976931348623157e308kck_needed_price_typeK2typeof(\"price\") = 'integer' AND \"price\" BETWEEN -9999999999 AND 9999999999kck_needed_whole_type+2typeof(\"whole\") = 'integer' AND \"whole\" BETWEEN -999999999999999999 AND 999999999999999999jck_needed_name_typeQ1typeof(\"name\") = 'text' AND length(\"name\") <= 50jck_needed_body_typentypeof(\"body\") = 'text'jck_needed_data_typentypeof(\"data\") = 'blob'lck_needed_digest_typeU1typeof(\"digest\") = 'blob' AND length(\"digest\") <= 32kck_needed_token_typeR1typeof(\"token\") = 'blob' AND length(\"token\") = 16jck_needed_born_typeR1\"born\" IS date(\"born\") AND \"born\" >= '0001-01-01'kck_needed_wakes_typeC3\"wakes\" GLOB '[0-2][0-9]:[0-5][0-9]:[0-5][0-9].[0-9][0-9][0-9][0-9][0-9][0-9]' AND \"wakes\" < '24:'kck_needed_meets_typeV4substr(\"meets\", 1, 19) IS datetime(substr(\"meets\", 1, 19)) AND substr(\"meets\", 20) GLOB '.[0-9][0-9][0-9][0-9][0-9][0-9]' AND \"meets\" >= '0001-01-01'nck_needed_happened_typeC5substr(\"happened\", 1, 19) IS datetime(substr(\"happened\", 1, 19)) AND substr(\"happened\", 20) GLOB '.[0-9][0-9][0-9][0-9][0-9][0-9]Z' AND \"happened\" >= '0001-01-01'kck_needed_lasts_typertypeof(\"lasts\") = 'integer'nck_needed_settings_typeW1typeof(\"settings\") = 'text' AND json_valid(\"settings\")lck_needed_status_typeC1\"status\" IN ('draft', 'published')jck_needed_size_typeO2\"size\" = 'xs' OR \"size\" = 's' OR \"size\" = 'm' OR \"size\" = 'l' OR \"size\" = 'xl'lck_needed_truths_typeK3typeof(\"truths\") = 'text' AND json_valid(\"truths\") AND json_type(\"truths\") = substr('array of bool', 1, 5)mck_needed_numbers_typeP3typeof(\"numbers\") = 'text' AND json_valid(\"numbers\") AND json_type(\"numbers\") = substr('array of bigint', 1, 5)kck_needed_words_typeN3typeof(\"words\") = 'text' AND json_valid(\"words\") AND json_type(\"words\") = substr('array of string(20)', 1, 5)lck_needed_tokens_typeK3typeof(\"tokens\") = 'text' AND json_valid(\"tokens\") AND json_type(\"tokens\") = substr('array of uuid', 1, 5)kck_needed_sizes_type*3typeof(\"sizes\") = 'text' AND json_valid(\"sizes\") AND json_type(\"sizes\") = substr('array of \"xs\", \"s\", \"m\", \"l\", \"xl\"', 1, 5)8optionalbpk_optionaljck_optional_id_type+1typeof(\"id\") = 'integer' AND \"id\" BETWEEN -32768 AND 32767mck_optional_truth_typemck_optional_small_typeL2typeof(\"small\") IN ('integer', 'null') AND \"small\" BETWEEN -32768 AND 32767nck_optional_medium_typeX2typeof(\"medium\") IN ('integer', 'null') AND \"medium\" BETWEEN -2147483648 AND 2147483647mck_optional_large_typeG1typeof(\"large\") IN ('integer', 'null')lck_optional_tiny_typeC2typeof(\"tiny\") IN ('integer', 'null') AND \"tiny\" BETWEEN 0 AND 255lck_optional_port_typeE2typeof(\"port\") IN ('integer', 'null') AND \"port\" BETWEEN 0 AND 65535uck_optional_size_in_bytes_type-2typeof(\"size_in_bytes\") IN ('integer', 'null') AND \"size_in_bytes\" BETWEEN 0 AND 4294967295mck_optional_total_typeU2typeof(\"total\") IN ('integer', 'null') AND \"total\" BETWEEN 0 AND 9223372036854775807nck_optional_single_typemck_optional_twice_typemck_optional_price_typeV2typeof(\"price\") IN ('integer', 'null') AND \"price\" BETWEEN -9999999999 AND 9999999999mck_optional_whole_typeF3typeof(\"whole\") IN ('integer', 'null') AND \"whole\" BETWEEN -999999999999999999 AND 999999999999999999lck_optional_name_type-1typeof(\"name\") IN ('text', 'null') AND length(\"name\") <= 50lck_optional_body_typeC1typeof(\"body\") IN ('text', 'null')lck_optional_data_typeC1typeof(\"data\") IN ('blob', 'null')nck_optional_digest_type!1typeof(\"digest\") IN ('blob', 'null') AND length(\"digest\") <= 32mck_optional_token_type*1typeof(\"token\") IN ('blob', 'null') AND length(\"token\") = 16lck_optional_born_typemck_optional_wakes_typemck_optional_meets_typepck_optional_happened_typemck_optional_lasts_typeG1typeof(\"lasts\") IN ('integer', 'null')pck_optional_settings_typeM2\"settings\" IS NULL OR typeof(\"settings\") = 'text' AND json_valid(\"settings\")nck_optional_status_typelck_optional_size_typenck_optional_truths_type=3\"truths\" IS NULL OR typeof(\"truths\") = 'text' AND json_valid(\"truths\") AND json_type(\"truths\") = substr('array of bool', 1, 5)ock_optional_numbers_typeE4\"numbers\" IS NULL OR typeof(\"numbers\") = 'text' AND json_valid(\"numbers\") AND json_type(\"numbers\") = substr('array of bigint', 1, 5)mck_optional_words_typeA4\"words\" IS NULL OR typeof(\"words\") = 'text' AND json_valid(\"words\") AND json_type(\"words\") = substr('array of string(20)', 1, 5)nck_optional_tokens_type=3\"tokens\" IS NULL OR typeof(\"tokens\") = 'text' AND json_valid(\"tokens\") AND json_type(\"tokens\") = substr('array of uuid', 1, 5)mck_optional_sizes_typeP4\"sizes\" IS NULL OR typeof(\"sizes\") = 'text' AND json_valid(\"sizes\") AND json_type(\"sizes\") = substr('array of \"xs\", \"s\", \"m\", \"l\", \"xl\"', 1, 5)8postgresgdouble precisiondnumeric(10,2)dnumeric(18,0)1C5bytea4uuidbtimestamptz5jsonb9boolean[]8bigint[]dvarchar(20)[]6uuid[]6text[]t\"tiny\" >= 0 AND \"tiny\" <= 255v\"port\" >= 0 AND \"port\" <= 65535W1\"size_in_bytes\" >= 0 AND \"size_in_bytes\" <= 4294967295c\"total\" >= 0soctet_length(\"digest\") <= 32k\"wakes\" < '24:00:00'F1\"size\" IN ('xs', 's', 'm', 'l', 'xl')T1\"sizes\" <@ ARRAY['xs', 's', 'm', 'l', 'xl']::TEXT[]5mysql3intgtinyint unsignedhsmallint unsignedcint unsignedfbigint unsigned5floatgutf8mb4_0900_bin8longtext8longblobdvarbinary(32)abinary(16)7time(6)bdatetime(6)4jsonavarchar(9)avarchar(2)0h`truth` IN (0, 1)u`total` <= 9223372036854775807O1`wakes` >= '00:00:00' AND `wakes` < '24:00:00'C1`status` IN ('draft', 'published')F1`size` IN ('xs', 's', 'm', 'l', 'xl')O1json_type(`truths`) = left('ARRAY of bool', 5)R1json_type(`numbers`) = left('ARRAY of bigint', 5)T1json_type(`words`) = left('ARRAY of string(20)', 5)O1json_type(`tokens`) = left('ARRAY of uuid', 5)C2json_type(`sizes`) = left('ARRAY of \"xs\", \"s\", \"m\", \"l\", \"xl\"', 5)=1ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_bin7mariadbhutf8mb4_nopad_bin!1ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_nopad_bin00000040Bt021v23000100004500000006700000008300000009a0000000b70000000c30000000da0000000ea0000000fg0000000hi0000000jk0000000lm0000000no0000000pq0000000rs0000000ts0000000us0000000vA10000000B1C10000000D1E10000000F1G10000000H1a0000000I1q0000000J1q0000000K1q0000000L1q0000000M1q0000000N1q0000000O1q0000000P1q00000001Q11200uR1S10T1U10V1W10X1Y10Z1+10-1*10/1=10!1A20B2C20D2E20F2G20H2I20J2K20L2M20N2O20P2Q20R2S20T2U20V2W20X2Y20Z2+20-2*20/2=20!2A30B3C30D3E30F3G30H3I30J3K30L3M300000N3v23000100004501000006701000008301000009a0100000b70100000c30100000da0100000ea0100000fg0100000hi0100000jk0100000lm0100000no0100000pq0100000rs0100000ts0100000us0100000vA10100000B1C10100000D1E10100000F1G10100000H1a0100000I1q0100000J1q0100000K1q0100000L1q0100000M1q0100000N1q0100000O1q0100000P1q01000001O31200vP3Q30R3S10S3T30U3V30W3X30Y3Z30+3-30*3/30=3!30A4C20B4E20C4D40E4F40G4H40I4J40K4L40M4N40O4P40Q4U20R4W20S4Y20T4+20U4V40W4X40Y4A30Z4C30+4-40*4/40=4!40A5B50C5D5000000E5+n021v2a000100004500000006700000008300000009a0000000b70000000c30000000da0000000ea0000000fg0000000hF50000000jG50000000lH50000000no000001I50pq000001I50rJ50000000tJ50000000uK50000000vA10000000B1C10000000D1G10000000F1L50000000H1a0000000I1M50000000J1q000001I50K1q000001I50L1N50000000M1O50000000N1P5000001I50O1Q50000000P1R5000001I501Q112009Z1S50-1T50/1U50!1V50P2W50V2X50!2A30B3Y50L3Z500000N3v27000100004501000006701000008301000009a0100000b70100000c30100000da0100000ea0100000fg0100000hF50100000jG50100000lH50100000no010001I50pq010001I50rJ50100000tJ50100000uK50100000vA10100000B1C10100000D1G10100000F1L50100000H1a0100000I1M50100000J1q010001I50K1q010001I50L1N50100000M1O50100000N1P5010001I50O1Q50100000P1R5010001I501O312009Y3S50+3T50*3U50=3V50M4W50R4X50Y4A30Z4Y50C5Z5000000+5Oo021v2a000100004500000006700000008-500000009a0000000b*50000000c/50000000d=50000000e!50000000fA60000000hi0000000jk0000000lm0000000no000001B60pC6000001B60rD60000000tE60000000uF60000000vA10000000B1G60000000D1H60000000F1H60000000H1a0000000I1I60000000J1J6000001B60K1K6000001B60L1I60000000M1I60000000N1I60000000O1I60000000P1I600000001L61200aR1M60!1N60V2O60!2P60B3Q60D3R60F3S60H3T60J3U60L3V60001W600N3v27000100004501000006701000008-501000009a0100000b*50100000c/50100000d=50100000e!50100000fA60100000hi0100000jk0100000lm0100000no010001B60pC6010001B60rD60100000tE60100000uF60100000vA10100000B1G60100000D1H60100000F1H60100000H1a0100000I1I60100000J1J6010001B60K1K6010001B60L1I60100000M1I60100000N1I60100000O1I60100000P1I601000001L61200aR3M60=3N60R4O60Y4P60Z4Q60+4R60*4S60=4T60A5U60C5V60001W6000X6Oo021v2a000100004500000006700000008-500000009a0000000b*50000000c/50000000d=50000000e!50000000fA60000000hi0000000jk0000000lm0000000no000001Y60pC6000001Y60rD60000000tE60000000uF60000000vA10000000B1G60000000D1H60000000F1H60000000H1a0000000I1I60000000J1J6000001Y60K1K6000001Y60L1I60000000M1I60000000N1I60000000O1I60000000P1I600000001L61200aR1M60!1N60V2O60!2P60B3Q60D3R60F3S60H3T60J3U60L3V60001Z600N3v27000100004501000006701000008-501000009a0100000b*50100000c/50100000d=50100000e!50100000fA60100000hi0100000jk0100000lm0100000no010001Y60pC6010001Y60rD60100000tE60100000uF60100000vA10100000B1G60100000D1H60100000F1H60100000H1a0100000I1I60100000J1J6010001Y60K1K6010001Y60L1I60100000M1I60100000N1I60100000O1I60100000P1I601000001L61200aR3M60=3N60R4O60Y4P60Z4Q60+4R60*4S60=4T60A5U60C5V60001Z6000",
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

/// The enum `Size`, which the database stores as text.
#[allow(dead_code)]
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Size {
    /// The value of `Size` that is stored as the text `xs`.
    Xs,
    /// The value of `Size` that is stored as the text `s`.
    S,
    /// The value of `Size` that is stored as the text `m`.
    M,
    /// The value of `Size` that is stored as the text `l`.
    L,
    /// The value of `Size` that is stored as the text `xl`.
    Xl,
}

#[allow(dead_code)]
impl Size {
    /// Every value of `Size`, in the order of the models.
    pub const ALL: &'static [Self] = &[Self::Xs, Self::S, Self::M, Self::L, Self::Xl];

    /// The text that the database stores for this `Size`.
    #[inline]
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Xs => "xs",
            Self::S => "s",
            Self::M => "m",
            Self::L => "l",
            Self::Xl => "xl",
        }
    }
}

impl tw::Enum for Size {
    const NAME: &'static str = "Size";
    const ALL: &'static [Self] = Self::ALL;

    #[inline]
    fn as_str(self) -> &'static str {
        self.as_str()
    }
}

impl ::core::fmt::Display for Size {
    #[inline]
    fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
        f.pad(self.as_str())
    }
}

impl ::core::str::FromStr for Size {
    type Err = tw::Error;

    #[inline]
    fn from_str(text: &str) -> tw::Result<Self> {
        <Self as tw::Enum>::parse(text)
    }
}

tw::__enum!(Size);

/// The model `Needed`: a row of the table `needed`.
#[allow(dead_code)]
#[derive(Clone, Debug, PartialEq)]
pub struct Needed {
    /// The field `Needed.id` (`id`): the primary key, auto-increment.
    pub id: i64,
    /// The field `Needed.truth` (`bool`).
    pub truth: bool,
    /// The field `Needed.small` (`smallint`).
    pub small: i16,
    /// The field `Needed.medium` (`integer`).
    pub medium: i32,
    /// The field `Needed.large` (`bigint`).
    pub large: i64,
    /// The field `Needed.tiny` (`u8`).
    pub tiny: u8,
    /// The field `Needed.port` (`u16`).
    pub port: u16,
    /// The field `Needed.size_in_bytes` (`u32`).
    pub size_in_bytes: u32,
    /// The field `Needed.total` (`u64`).
    pub total: u64,
    /// The field `Needed.single` (`float`).
    pub single: f32,
    /// The field `Needed.twice` (`double`).
    pub twice: f64,
    /// The field `Needed.price` (`decimal(10, 2)`).
    pub price: tw::rust_decimal::Decimal,
    /// The field `Needed.whole` (`decimal(18, 0)`).
    pub whole: tw::rust_decimal::Decimal,
    /// The field `Needed.name` (`string(50)`).
    pub name: String,
    /// The field `Needed.body` (`text`).
    pub body: String,
    /// The field `Needed.data` (`bytes`).
    pub data: Vec<u8>,
    /// The field `Needed.digest` (`bytes(32)`).
    pub digest: Vec<u8>,
    /// The field `Needed.token` (`uuid`).
    pub token: tw::uuid::Uuid,
    /// The field `Needed.born` (`date`).
    pub born: tw::jiff::civil::Date,
    /// The field `Needed.wakes` (`time`).
    pub wakes: tw::jiff::civil::Time,
    /// The field `Needed.meets` (`datetime`).
    pub meets: tw::jiff::civil::DateTime,
    /// The field `Needed.happened` (`timestamp`).
    pub happened: tw::jiff::Timestamp,
    /// The field `Needed.lasts` (`duration`).
    pub lasts: tw::jiff::SignedDuration,
    /// The field `Needed.settings` (`json`).
    pub settings: tw::serde_json::Value,
    /// The field `Needed.status` (`Status`).
    pub status: Status,
    /// The field `Needed.size` (`Size`).
    pub size: Size,
    /// The field `Needed.truths` (`bool[]`).
    pub truths: Vec<bool>,
    /// The field `Needed.numbers` (`bigint[]`).
    pub numbers: Vec<i64>,
    /// The field `Needed.words` (`string(20)[]`).
    pub words: Vec<String>,
    /// The field `Needed.tokens` (`uuid[]`).
    pub tokens: Vec<tw::uuid::Uuid>,
    /// The field `Needed.sizes` (`Size[]`).
    pub sizes: Vec<Size>,
}

#[allow(dead_code)]
impl Needed {
    /// The column `id` of the field `Needed.id`, for queries.
    pub const ID: tw::Column<Self, i64> = tw::Column::new(0);

    /// The column `truth` of the field `Needed.truth`, for queries.
    pub const TRUTH: tw::Column<Self, bool> = tw::Column::new(1);

    /// The column `small` of the field `Needed.small`, for queries.
    pub const SMALL: tw::Column<Self, i16> = tw::Column::new(2);

    /// The column `medium` of the field `Needed.medium`, for queries.
    pub const MEDIUM: tw::Column<Self, i32> = tw::Column::new(3);

    /// The column `large` of the field `Needed.large`, for queries.
    pub const LARGE: tw::Column<Self, i64> = tw::Column::new(4);

    /// The column `tiny` of the field `Needed.tiny`, for queries.
    pub const TINY: tw::Column<Self, u8> = tw::Column::new(5);

    /// The column `port` of the field `Needed.port`, for queries.
    pub const PORT: tw::Column<Self, u16> = tw::Column::new(6);

    /// The column `size_in_bytes` of the field `Needed.size_in_bytes`, for queries.
    pub const SIZE_IN_BYTES: tw::Column<Self, u32> = tw::Column::new(7);

    /// The column `total` of the field `Needed.total`, for queries.
    pub const TOTAL: tw::Column<Self, u64> = tw::Column::new(8);

    /// The column `single` of the field `Needed.single`, for queries.
    pub const SINGLE: tw::Column<Self, f32> = tw::Column::new(9);

    /// The column `twice` of the field `Needed.twice`, for queries.
    pub const TWICE: tw::Column<Self, f64> = tw::Column::new(10);

    /// The column `price` of the field `Needed.price`, for queries.
    pub const PRICE: tw::Column<Self, tw::rust_decimal::Decimal> = tw::Column::new(11);

    /// The column `whole` of the field `Needed.whole`, for queries.
    pub const WHOLE: tw::Column<Self, tw::rust_decimal::Decimal> = tw::Column::new(12);

    /// The column `name` of the field `Needed.name`, for queries.
    pub const NAME: tw::Column<Self, String> = tw::Column::new(13);

    /// The column `body` of the field `Needed.body`, for queries.
    pub const BODY: tw::Column<Self, String> = tw::Column::new(14);

    /// The column `data` of the field `Needed.data`, for queries.
    pub const DATA: tw::Column<Self, Vec<u8>> = tw::Column::new(15);

    /// The column `digest` of the field `Needed.digest`, for queries.
    pub const DIGEST: tw::Column<Self, Vec<u8>> = tw::Column::new(16);

    /// The column `token` of the field `Needed.token`, for queries.
    pub const TOKEN: tw::Column<Self, tw::uuid::Uuid> = tw::Column::new(17);

    /// The column `born` of the field `Needed.born`, for queries.
    pub const BORN: tw::Column<Self, tw::jiff::civil::Date> = tw::Column::new(18);

    /// The column `wakes` of the field `Needed.wakes`, for queries.
    pub const WAKES: tw::Column<Self, tw::jiff::civil::Time> = tw::Column::new(19);

    /// The column `meets` of the field `Needed.meets`, for queries.
    pub const MEETS: tw::Column<Self, tw::jiff::civil::DateTime> = tw::Column::new(20);

    /// The column `happened` of the field `Needed.happened`, for queries.
    pub const HAPPENED: tw::Column<Self, tw::jiff::Timestamp> = tw::Column::new(21);

    /// The column `lasts` of the field `Needed.lasts`, for queries.
    pub const LASTS: tw::Column<Self, tw::jiff::SignedDuration> = tw::Column::new(22);

    /// The column `settings` of the field `Needed.settings`, for queries.
    pub const SETTINGS: tw::Column<Self, tw::serde_json::Value> = tw::Column::new(23);

    /// The column `status` of the field `Needed.status`, for queries.
    pub const STATUS: tw::Column<Self, Status> = tw::Column::new(24);

    /// The column `size` of the field `Needed.size`, for queries.
    pub const SIZE: tw::Column<Self, Size> = tw::Column::new(25);

    /// The column `truths` of the field `Needed.truths`, for queries.
    pub const TRUTHS: tw::Column<Self, Vec<bool>> = tw::Column::new(26);

    /// The column `numbers` of the field `Needed.numbers`, for queries.
    pub const NUMBERS: tw::Column<Self, Vec<i64>> = tw::Column::new(27);

    /// The column `words` of the field `Needed.words`, for queries.
    pub const WORDS: tw::Column<Self, Vec<String>> = tw::Column::new(28);

    /// The column `tokens` of the field `Needed.tokens`, for queries.
    pub const TOKENS: tw::Column<Self, Vec<tw::uuid::Uuid>> = tw::Column::new(29);

    /// The column `sizes` of the field `Needed.sizes`, for queries.
    pub const SIZES: tw::Column<Self, Vec<Size>> = tw::Column::new(30);

    /// A query for every `Needed`, in the order of the primary key.
    ///
    /// `SELECT "id", "truth", "small", "medium", "large", "tiny", "port", "size_in_bytes", "total", "single", "twice", "price", "whole", "name", "body", "data", "digest", "token", "born", "wakes", "meets", "happened", "lasts", "settings", "status", "size", "truths", "numbers", "words", "tokens", "sizes" FROM "needed" ORDER BY "id"`
    pub fn all<'a>() -> tw::Select<'a, Self> {
        twp::all()
    }

    /// A query for every `Needed` that matches a condition, in the order of the primary key.
    pub fn filter<'a>(filter: impl tw::IntoFilter<Self>) -> tw::Select<'a, Self> {
        Self::all().filter(filter)
    }

    /// A query for the `Needed` with this primary key.
    ///
    /// `SELECT "id", "truth", "small", "medium", "large", "tiny", "port", "size_in_bytes", "total", "single", "twice", "price", "whole", "name", "body", "data", "digest", "token", "born", "wakes", "meets", "happened", "lasts", "settings", "status", "size", "truths", "numbers", "words", "tokens", "sizes" FROM "needed" WHERE "id" = ?1`
    pub fn find<'a>(id: i64) -> tw::Select<'a, Self> {
        twp::find(&[0], [twp::owned_parameter::<Self, _>(0, id)])
    }

    /// An update of the `Needed` with this primary key: unset columns keep their values.
    pub fn update<'a>(id: i64) -> tw::Update<'a, Self> {
        Self::find(id).update()
    }

    /// An insert of a new `Needed`: unset columns get their default, or NULL.
    ///
    /// `INSERT INTO "needed" ("truth", "small", "medium", "large", "tiny", "port", "size_in_bytes", "total", "single", "twice", "price", "whole", "name", "body", "data", "digest", "token", "born", "wakes", "meets", "happened", "lasts", "settings", "status", "size", "truths", "numbers", "words", "tokens", "sizes") VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22, ?23, ?24, ?25, ?26, ?27, ?28, ?29, ?30) RETURNING "id", "truth", "small", "medium", "large", "tiny", "port", "size_in_bytes", "total", "single", "twice", "price", "whole", "name", "body", "data", "digest", "token", "born", "wakes", "meets", "happened", "lasts", "settings", "status", "size", "truths", "numbers", "words", "tokens", "sizes"`
    pub fn insert(new: NewNeeded<'_>) -> tw::Insert<'_, Self> {
        twp::insert(new)
    }

    /// An insert of many rows of `Needed`: of all, or of none.
    pub fn insert_all<'a, I: IntoIterator<Item: tw::NewRow<'a, Self>>>(
        rows: I,
    ) -> tw::InsertAll<'a, Self, I::IntoIter> {
        twp::insert_all(rows)
    }

    /// An insert of a new `Needed`, or an update of the row that has the same unique key.
    pub fn upsert<'a>(
        new: impl tw::IntoInsert<'a, Self>,
        key: impl tw::query::Columns<Self>,
    ) -> tw::Upsert<'a, Self> {
        twp::upsert(new, key)
    }

    /// Writes every field of this `Needed` to its row.
    ///
    /// `UPDATE "needed" SET "truth" = ?1, "small" = ?2, "medium" = ?3, "large" = ?4, "tiny" = ?5, "port" = ?6, "size_in_bytes" = ?7, "total" = ?8, "single" = ?9, "twice" = ?10, "price" = ?11, "whole" = ?12, "name" = ?13, "body" = ?14, "data" = ?15, "digest" = ?16, "token" = ?17, "born" = ?18, "wakes" = ?19, "meets" = ?20, "happened" = ?21, "lasts" = ?22, "settings" = ?23, "status" = ?24, "size" = ?25, "truths" = ?26, "numbers" = ?27, "words" = ?28, "tokens" = ?29, "sizes" = ?30 WHERE "id" = ?31`
    pub fn save<'c, C: tw::Connection>(&'c self, db: &'c C) -> tw::Output<'c, C> {
        twp::save(self, db)
    }

    /// Deletes the row of this `Needed`.
    ///
    /// `DELETE FROM "needed" WHERE "id" = ?1`
    pub fn delete<'c, C: tw::Connection>(&'c self, db: &'c C) -> tw::Output<'c, C> {
        twp::delete(self, db)
    }
}

static __NEEDED: twp::Table = twp::Table::new(
    "needed",
    &[
        twp::ColumnDef::new("id", twp::Type::BigInt).identity(),
        twp::ColumnDef::new("truth", twp::Type::Bool),
        twp::ColumnDef::new("small", twp::Type::SmallInt),
        twp::ColumnDef::new("medium", twp::Type::Integer),
        twp::ColumnDef::new("large", twp::Type::BigInt),
        twp::ColumnDef::new("tiny", twp::Type::Unsigned(twp::Unsigned::U8)),
        twp::ColumnDef::new("port", twp::Type::Unsigned(twp::Unsigned::U16)),
        twp::ColumnDef::new("size_in_bytes", twp::Type::Unsigned(twp::Unsigned::U32)),
        twp::ColumnDef::new("total", twp::Type::Unsigned(twp::Unsigned::U64)),
        twp::ColumnDef::new("single", twp::Type::Float),
        twp::ColumnDef::new("twice", twp::Type::Double),
        twp::ColumnDef::new("price", twp::Type::Decimal(10, 2)),
        twp::ColumnDef::new("whole", twp::Type::Decimal(18, 0)),
        twp::ColumnDef::new("name", twp::Type::String(50)),
        twp::ColumnDef::new("body", twp::Type::Text),
        twp::ColumnDef::new("data", twp::Type::Bytes(0)),
        twp::ColumnDef::new("digest", twp::Type::Bytes(32)),
        twp::ColumnDef::new("token", twp::Type::Uuid),
        twp::ColumnDef::new("born", twp::Type::Date),
        twp::ColumnDef::new("wakes", twp::Type::Time),
        twp::ColumnDef::new("meets", twp::Type::DateTime),
        twp::ColumnDef::new("happened", twp::Type::Timestamp),
        twp::ColumnDef::new("lasts", twp::Type::BigInt),
        twp::ColumnDef::new("settings", twp::Type::Json),
        twp::ColumnDef::new("status", twp::Type::Enum(&["draft", "published"])),
        twp::ColumnDef::new("size", twp::Type::Enum(&["xs", "s", "m", "l", "xl"])),
        twp::ColumnDef::new("truths", twp::Type::Array(&twp::Type::Bool)),
        twp::ColumnDef::new("numbers", twp::Type::Array(&twp::Type::BigInt)),
        twp::ColumnDef::new("words", twp::Type::Array(&twp::Type::String(20))),
        twp::ColumnDef::new("tokens", twp::Type::Array(&twp::Type::Uuid)),
        twp::ColumnDef::new(
            "sizes",
            twp::Type::Array(&twp::Type::Enum(&["xs", "s", "m", "l", "xl"])),
        ),
    ],
    twp::Key::new("pk_needed", &[0]),
);

impl tw::Model for Needed {
    const TABLE: &'static twp::Table = &__NEEDED;

    #[inline]
    fn read<R: twp::Row>(row: twp::Fields<'_, R>) -> tw::Result<Self> {
        let (
            (
                id,
                truth,
                small,
                medium,
                large,
                tiny,
                port,
                size_in_bytes,
                total,
                single,
                twice,
                price,
            ),
            (
                whole,
                name,
                body,
                data,
                digest,
                token,
                born,
                wakes,
                meets,
                happened,
                lasts,
                settings,
            ),
            (status, size, truths, numbers, words, tokens, sizes),
        ) = (row.read(0)?, row.read(12)?, row.read(24)?);
        Ok(Self {
            id,
            truth,
            small,
            medium,
            large,
            tiny,
            port,
            size_in_bytes,
            total,
            single,
            twice,
            price,
            whole,
            name,
            body,
            data,
            digest,
            token,
            born,
            wakes,
            meets,
            happened,
            lasts,
            settings,
            status,
            size,
            truths,
            numbers,
            words,
            tokens,
            sizes,
        })
    }

    #[inline]
    fn values<'a>(&'a self, to: &mut twp::Values<'a>) {
        to.borrowed(0, &self.id);
        to.borrowed(1, &self.truth);
        to.borrowed(2, &self.small);
        to.borrowed(3, &self.medium);
        to.borrowed(4, &self.large);
        to.borrowed(5, &self.tiny);
        to.borrowed(6, &self.port);
        to.borrowed(7, &self.size_in_bytes);
        to.borrowed(8, &self.total);
        to.borrowed(9, &self.single);
        to.borrowed(10, &self.twice);
        to.borrowed(11, &self.price);
        to.borrowed(12, &self.whole);
        to.borrowed(13, &self.name);
        to.borrowed(14, &self.body);
        to.borrowed(15, &self.data);
        to.borrowed(16, &self.digest);
        to.borrowed(17, &self.token);
        to.borrowed(18, &self.born);
        to.borrowed(19, &self.wakes);
        to.borrowed(20, &self.meets);
        to.borrowed(21, &self.happened);
        to.borrowed(22, &self.lasts);
        to.borrowed(23, &self.settings);
        to.borrowed(24, &self.status);
        to.borrowed(25, &self.size);
        to.borrowed(26, &self.truths);
        to.borrowed(27, &self.numbers);
        to.borrowed(28, &self.words);
        to.borrowed(29, &self.tokens);
        to.borrowed(30, &self.sizes);
    }
}

/// The required fields of a new `Needed`, for inserts.
#[allow(dead_code)]
#[must_use = "a new row is not in the database until it is inserted"]
#[derive(Clone, Debug)]
pub struct NewNeeded<'a> {
    /// The field `Needed.truth` (`bool`).
    pub truth: bool,
    /// The field `Needed.small` (`smallint`).
    pub small: i16,
    /// The field `Needed.medium` (`integer`).
    pub medium: i32,
    /// The field `Needed.large` (`bigint`).
    pub large: i64,
    /// The field `Needed.tiny` (`u8`).
    pub tiny: u8,
    /// The field `Needed.port` (`u16`).
    pub port: u16,
    /// The field `Needed.size_in_bytes` (`u32`).
    pub size_in_bytes: u32,
    /// The field `Needed.total` (`u64`).
    pub total: u64,
    /// The field `Needed.single` (`float`).
    pub single: f32,
    /// The field `Needed.twice` (`double`).
    pub twice: f64,
    /// The field `Needed.price` (`decimal(10, 2)`).
    pub price: tw::rust_decimal::Decimal,
    /// The field `Needed.whole` (`decimal(18, 0)`).
    pub whole: tw::rust_decimal::Decimal,
    /// The field `Needed.name` (`string(50)`).
    pub name: ::std::borrow::Cow<'a, str>,
    /// The field `Needed.body` (`text`).
    pub body: ::std::borrow::Cow<'a, str>,
    /// The field `Needed.data` (`bytes`).
    pub data: ::std::borrow::Cow<'a, [u8]>,
    /// The field `Needed.digest` (`bytes(32)`).
    pub digest: ::std::borrow::Cow<'a, [u8]>,
    /// The field `Needed.token` (`uuid`).
    pub token: tw::uuid::Uuid,
    /// The field `Needed.born` (`date`).
    pub born: tw::jiff::civil::Date,
    /// The field `Needed.wakes` (`time`).
    pub wakes: tw::jiff::civil::Time,
    /// The field `Needed.meets` (`datetime`).
    pub meets: tw::jiff::civil::DateTime,
    /// The field `Needed.happened` (`timestamp`).
    pub happened: tw::jiff::Timestamp,
    /// The field `Needed.lasts` (`duration`).
    pub lasts: tw::jiff::SignedDuration,
    /// The field `Needed.settings` (`json`).
    pub settings: tw::serde_json::Value,
    /// The field `Needed.status` (`Status`).
    pub status: Status,
    /// The field `Needed.size` (`Size`).
    pub size: Size,
    /// The field `Needed.truths` (`bool[]`).
    pub truths: Vec<bool>,
    /// The field `Needed.numbers` (`bigint[]`).
    pub numbers: Vec<i64>,
    /// The field `Needed.words` (`string(20)[]`).
    pub words: Vec<String>,
    /// The field `Needed.tokens` (`uuid[]`).
    pub tokens: Vec<tw::uuid::Uuid>,
    /// The field `Needed.sizes` (`Size[]`).
    pub sizes: Vec<Size>,
}

impl<'a> tw::New<'a> for NewNeeded<'a> {
    type Model = Needed;

    #[inline]
    fn values(self, to: &mut twp::Values<'a>) {
        to.owned(1, self.truth);
        to.owned(2, self.small);
        to.owned(3, self.medium);
        to.owned(4, self.large);
        to.owned(5, self.tiny);
        to.owned(6, self.port);
        to.owned(7, self.size_in_bytes);
        to.owned(8, self.total);
        to.owned(9, self.single);
        to.owned(10, self.twice);
        to.owned(11, self.price);
        to.owned(12, self.whole);
        to.text(13, self.name);
        to.text(14, self.body);
        to.bytes(15, self.data);
        to.bytes(16, self.digest);
        to.owned(17, self.token);
        to.owned(18, self.born);
        to.owned(19, self.wakes);
        to.owned(20, self.meets);
        to.owned(21, self.happened);
        to.owned(22, self.lasts);
        to.owned(23, self.settings);
        to.owned(24, self.status);
        to.owned(25, self.size);
        to.owned(26, self.truths);
        to.owned(27, self.numbers);
        to.owned(28, self.words);
        to.owned(29, self.tokens);
        to.owned(30, self.sizes);
    }
}

/// The model `Optional`: a row of the table `optional`.
#[allow(dead_code)]
#[derive(Clone, Debug, PartialEq)]
pub struct Optional {
    /// The field `Optional.id` (`smallint`): the primary key, auto-increment.
    pub id: i16,
    /// The field `Optional.truth` (`bool?`).
    pub truth: Option<bool>,
    /// The field `Optional.small` (`smallint?`).
    pub small: Option<i16>,
    /// The field `Optional.medium` (`integer?`).
    pub medium: Option<i32>,
    /// The field `Optional.large` (`bigint?`).
    pub large: Option<i64>,
    /// The field `Optional.tiny` (`u8?`).
    pub tiny: Option<u8>,
    /// The field `Optional.port` (`u16?`).
    pub port: Option<u16>,
    /// The field `Optional.size_in_bytes` (`u32?`).
    pub size_in_bytes: Option<u32>,
    /// The field `Optional.total` (`u64?`).
    pub total: Option<u64>,
    /// The field `Optional.single` (`float?`).
    pub single: Option<f32>,
    /// The field `Optional.twice` (`double?`).
    pub twice: Option<f64>,
    /// The field `Optional.price` (`decimal(10, 2)?`).
    pub price: Option<tw::rust_decimal::Decimal>,
    /// The field `Optional.whole` (`decimal(18, 0)?`).
    pub whole: Option<tw::rust_decimal::Decimal>,
    /// The field `Optional.name` (`string(50)?`).
    pub name: Option<String>,
    /// The field `Optional.body` (`text?`).
    pub body: Option<String>,
    /// The field `Optional.data` (`bytes?`).
    pub data: Option<Vec<u8>>,
    /// The field `Optional.digest` (`bytes(32)?`).
    pub digest: Option<Vec<u8>>,
    /// The field `Optional.token` (`uuid?`).
    pub token: Option<tw::uuid::Uuid>,
    /// The field `Optional.born` (`date?`).
    pub born: Option<tw::jiff::civil::Date>,
    /// The field `Optional.wakes` (`time?`).
    pub wakes: Option<tw::jiff::civil::Time>,
    /// The field `Optional.meets` (`datetime?`).
    pub meets: Option<tw::jiff::civil::DateTime>,
    /// The field `Optional.happened` (`timestamp?`).
    pub happened: Option<tw::jiff::Timestamp>,
    /// The field `Optional.lasts` (`duration?`).
    pub lasts: Option<tw::jiff::SignedDuration>,
    /// The field `Optional.settings` (`json?`).
    pub settings: Option<tw::serde_json::Value>,
    /// The field `Optional.status` (`Status?`).
    pub status: Option<Status>,
    /// The field `Optional.size` (`Size?`).
    pub size: Option<Size>,
    /// The field `Optional.truths` (`bool[]?`).
    pub truths: Option<Vec<bool>>,
    /// The field `Optional.numbers` (`bigint[]?`).
    pub numbers: Option<Vec<i64>>,
    /// The field `Optional.words` (`string(20)[]?`).
    pub words: Option<Vec<String>>,
    /// The field `Optional.tokens` (`uuid[]?`).
    pub tokens: Option<Vec<tw::uuid::Uuid>>,
    /// The field `Optional.sizes` (`Size[]?`).
    pub sizes: Option<Vec<Size>>,
}

#[allow(dead_code)]
impl Optional {
    /// The column `id` of the field `Optional.id`, for queries.
    pub const ID: tw::Column<Self, i16> = tw::Column::new(0);

    /// The column `truth` of the field `Optional.truth`, for queries.
    pub const TRUTH: tw::Column<Self, Option<bool>> = tw::Column::new(1);

    /// The column `small` of the field `Optional.small`, for queries.
    pub const SMALL: tw::Column<Self, Option<i16>> = tw::Column::new(2);

    /// The column `medium` of the field `Optional.medium`, for queries.
    pub const MEDIUM: tw::Column<Self, Option<i32>> = tw::Column::new(3);

    /// The column `large` of the field `Optional.large`, for queries.
    pub const LARGE: tw::Column<Self, Option<i64>> = tw::Column::new(4);

    /// The column `tiny` of the field `Optional.tiny`, for queries.
    pub const TINY: tw::Column<Self, Option<u8>> = tw::Column::new(5);

    /// The column `port` of the field `Optional.port`, for queries.
    pub const PORT: tw::Column<Self, Option<u16>> = tw::Column::new(6);

    /// The column `size_in_bytes` of the field `Optional.size_in_bytes`, for queries.
    pub const SIZE_IN_BYTES: tw::Column<Self, Option<u32>> = tw::Column::new(7);

    /// The column `total` of the field `Optional.total`, for queries.
    pub const TOTAL: tw::Column<Self, Option<u64>> = tw::Column::new(8);

    /// The column `single` of the field `Optional.single`, for queries.
    pub const SINGLE: tw::Column<Self, Option<f32>> = tw::Column::new(9);

    /// The column `twice` of the field `Optional.twice`, for queries.
    pub const TWICE: tw::Column<Self, Option<f64>> = tw::Column::new(10);

    /// The column `price` of the field `Optional.price`, for queries.
    pub const PRICE: tw::Column<Self, Option<tw::rust_decimal::Decimal>> = tw::Column::new(
        11,
    );

    /// The column `whole` of the field `Optional.whole`, for queries.
    pub const WHOLE: tw::Column<Self, Option<tw::rust_decimal::Decimal>> = tw::Column::new(
        12,
    );

    /// The column `name` of the field `Optional.name`, for queries.
    pub const NAME: tw::Column<Self, Option<String>> = tw::Column::new(13);

    /// The column `body` of the field `Optional.body`, for queries.
    pub const BODY: tw::Column<Self, Option<String>> = tw::Column::new(14);

    /// The column `data` of the field `Optional.data`, for queries.
    pub const DATA: tw::Column<Self, Option<Vec<u8>>> = tw::Column::new(15);

    /// The column `digest` of the field `Optional.digest`, for queries.
    pub const DIGEST: tw::Column<Self, Option<Vec<u8>>> = tw::Column::new(16);

    /// The column `token` of the field `Optional.token`, for queries.
    pub const TOKEN: tw::Column<Self, Option<tw::uuid::Uuid>> = tw::Column::new(17);

    /// The column `born` of the field `Optional.born`, for queries.
    pub const BORN: tw::Column<Self, Option<tw::jiff::civil::Date>> = tw::Column::new(
        18,
    );

    /// The column `wakes` of the field `Optional.wakes`, for queries.
    pub const WAKES: tw::Column<Self, Option<tw::jiff::civil::Time>> = tw::Column::new(
        19,
    );

    /// The column `meets` of the field `Optional.meets`, for queries.
    pub const MEETS: tw::Column<Self, Option<tw::jiff::civil::DateTime>> = tw::Column::new(
        20,
    );

    /// The column `happened` of the field `Optional.happened`, for queries.
    pub const HAPPENED: tw::Column<Self, Option<tw::jiff::Timestamp>> = tw::Column::new(
        21,
    );

    /// The column `lasts` of the field `Optional.lasts`, for queries.
    pub const LASTS: tw::Column<Self, Option<tw::jiff::SignedDuration>> = tw::Column::new(
        22,
    );

    /// The column `settings` of the field `Optional.settings`, for queries.
    pub const SETTINGS: tw::Column<Self, Option<tw::serde_json::Value>> = tw::Column::new(
        23,
    );

    /// The column `status` of the field `Optional.status`, for queries.
    pub const STATUS: tw::Column<Self, Option<Status>> = tw::Column::new(24);

    /// The column `size` of the field `Optional.size`, for queries.
    pub const SIZE: tw::Column<Self, Option<Size>> = tw::Column::new(25);

    /// The column `truths` of the field `Optional.truths`, for queries.
    pub const TRUTHS: tw::Column<Self, Option<Vec<bool>>> = tw::Column::new(26);

    /// The column `numbers` of the field `Optional.numbers`, for queries.
    pub const NUMBERS: tw::Column<Self, Option<Vec<i64>>> = tw::Column::new(27);

    /// The column `words` of the field `Optional.words`, for queries.
    pub const WORDS: tw::Column<Self, Option<Vec<String>>> = tw::Column::new(28);

    /// The column `tokens` of the field `Optional.tokens`, for queries.
    pub const TOKENS: tw::Column<Self, Option<Vec<tw::uuid::Uuid>>> = tw::Column::new(
        29,
    );

    /// The column `sizes` of the field `Optional.sizes`, for queries.
    pub const SIZES: tw::Column<Self, Option<Vec<Size>>> = tw::Column::new(30);

    /// A query for every `Optional`, in the order of the primary key.
    ///
    /// `SELECT "id", "truth", "small", "medium", "large", "tiny", "port", "size_in_bytes", "total", "single", "twice", "price", "whole", "name", "body", "data", "digest", "token", "born", "wakes", "meets", "happened", "lasts", "settings", "status", "size", "truths", "numbers", "words", "tokens", "sizes" FROM "optional" ORDER BY "id"`
    pub fn all<'a>() -> tw::Select<'a, Self> {
        twp::all()
    }

    /// A query for every `Optional` that matches a condition, in the order of the primary key.
    pub fn filter<'a>(filter: impl tw::IntoFilter<Self>) -> tw::Select<'a, Self> {
        Self::all().filter(filter)
    }

    /// A query for the `Optional` with this primary key.
    ///
    /// `SELECT "id", "truth", "small", "medium", "large", "tiny", "port", "size_in_bytes", "total", "single", "twice", "price", "whole", "name", "body", "data", "digest", "token", "born", "wakes", "meets", "happened", "lasts", "settings", "status", "size", "truths", "numbers", "words", "tokens", "sizes" FROM "optional" WHERE "id" = ?1`
    pub fn find<'a>(id: i16) -> tw::Select<'a, Self> {
        twp::find(&[0], [twp::owned_parameter::<Self, _>(0, id)])
    }

    /// An update of the `Optional` with this primary key: unset columns keep their values.
    pub fn update<'a>(id: i16) -> tw::Update<'a, Self> {
        Self::find(id).update()
    }

    /// An insert of a new `Optional`: unset columns get their default, or NULL.
    ///
    /// `INSERT INTO "optional" DEFAULT VALUES RETURNING "id", "truth", "small", "medium", "large", "tiny", "port", "size_in_bytes", "total", "single", "twice", "price", "whole", "name", "body", "data", "digest", "token", "born", "wakes", "meets", "happened", "lasts", "settings", "status", "size", "truths", "numbers", "words", "tokens", "sizes"`
    pub fn insert<'a>(new: NewOptional) -> tw::Insert<'a, Self> {
        twp::insert(new)
    }

    /// An insert of many rows of `Optional`: of all, or of none.
    pub fn insert_all<'a, I: IntoIterator<Item: tw::NewRow<'a, Self>>>(
        rows: I,
    ) -> tw::InsertAll<'a, Self, I::IntoIter> {
        twp::insert_all(rows)
    }

    /// An insert of a new `Optional`, or an update of the row that has the same unique key.
    pub fn upsert<'a>(
        new: impl tw::IntoInsert<'a, Self>,
        key: impl tw::query::Columns<Self>,
    ) -> tw::Upsert<'a, Self> {
        twp::upsert(new, key)
    }

    /// Writes every field of this `Optional` to its row.
    ///
    /// `UPDATE "optional" SET "truth" = ?1, "small" = ?2, "medium" = ?3, "large" = ?4, "tiny" = ?5, "port" = ?6, "size_in_bytes" = ?7, "total" = ?8, "single" = ?9, "twice" = ?10, "price" = ?11, "whole" = ?12, "name" = ?13, "body" = ?14, "data" = ?15, "digest" = ?16, "token" = ?17, "born" = ?18, "wakes" = ?19, "meets" = ?20, "happened" = ?21, "lasts" = ?22, "settings" = ?23, "status" = ?24, "size" = ?25, "truths" = ?26, "numbers" = ?27, "words" = ?28, "tokens" = ?29, "sizes" = ?30 WHERE "id" = ?31`
    pub fn save<'c, C: tw::Connection>(&'c self, db: &'c C) -> tw::Output<'c, C> {
        twp::save(self, db)
    }

    /// Deletes the row of this `Optional`.
    ///
    /// `DELETE FROM "optional" WHERE "id" = ?1`
    pub fn delete<'c, C: tw::Connection>(&'c self, db: &'c C) -> tw::Output<'c, C> {
        twp::delete(self, db)
    }
}

static __OPTIONAL: twp::Table = twp::Table::new(
    "optional",
    &[
        twp::ColumnDef::new("id", twp::Type::SmallInt).identity(),
        twp::ColumnDef::new("truth", twp::Type::Bool).nullable(),
        twp::ColumnDef::new("small", twp::Type::SmallInt).nullable(),
        twp::ColumnDef::new("medium", twp::Type::Integer).nullable(),
        twp::ColumnDef::new("large", twp::Type::BigInt).nullable(),
        twp::ColumnDef::new("tiny", twp::Type::Unsigned(twp::Unsigned::U8)).nullable(),
        twp::ColumnDef::new("port", twp::Type::Unsigned(twp::Unsigned::U16)).nullable(),
        twp::ColumnDef::new("size_in_bytes", twp::Type::Unsigned(twp::Unsigned::U32))
            .nullable(),
        twp::ColumnDef::new("total", twp::Type::Unsigned(twp::Unsigned::U64)).nullable(),
        twp::ColumnDef::new("single", twp::Type::Float).nullable(),
        twp::ColumnDef::new("twice", twp::Type::Double).nullable(),
        twp::ColumnDef::new("price", twp::Type::Decimal(10, 2)).nullable(),
        twp::ColumnDef::new("whole", twp::Type::Decimal(18, 0)).nullable(),
        twp::ColumnDef::new("name", twp::Type::String(50)).nullable(),
        twp::ColumnDef::new("body", twp::Type::Text).nullable(),
        twp::ColumnDef::new("data", twp::Type::Bytes(0)).nullable(),
        twp::ColumnDef::new("digest", twp::Type::Bytes(32)).nullable(),
        twp::ColumnDef::new("token", twp::Type::Uuid).nullable(),
        twp::ColumnDef::new("born", twp::Type::Date).nullable(),
        twp::ColumnDef::new("wakes", twp::Type::Time).nullable(),
        twp::ColumnDef::new("meets", twp::Type::DateTime).nullable(),
        twp::ColumnDef::new("happened", twp::Type::Timestamp).nullable(),
        twp::ColumnDef::new("lasts", twp::Type::BigInt).nullable(),
        twp::ColumnDef::new("settings", twp::Type::Json).nullable(),
        twp::ColumnDef::new("status", twp::Type::Enum(&["draft", "published"]))
            .nullable(),
        twp::ColumnDef::new("size", twp::Type::Enum(&["xs", "s", "m", "l", "xl"]))
            .nullable(),
        twp::ColumnDef::new("truths", twp::Type::Array(&twp::Type::Bool)).nullable(),
        twp::ColumnDef::new("numbers", twp::Type::Array(&twp::Type::BigInt)).nullable(),
        twp::ColumnDef::new("words", twp::Type::Array(&twp::Type::String(20)))
            .nullable(),
        twp::ColumnDef::new("tokens", twp::Type::Array(&twp::Type::Uuid)).nullable(),
        twp::ColumnDef::new(
                "sizes",
                twp::Type::Array(&twp::Type::Enum(&["xs", "s", "m", "l", "xl"])),
            )
            .nullable(),
    ],
    twp::Key::new("pk_optional", &[0]),
);

impl tw::Model for Optional {
    const TABLE: &'static twp::Table = &__OPTIONAL;

    #[inline]
    fn read<R: twp::Row>(row: twp::Fields<'_, R>) -> tw::Result<Self> {
        let (
            (
                id,
                truth,
                small,
                medium,
                large,
                tiny,
                port,
                size_in_bytes,
                total,
                single,
                twice,
                price,
            ),
            (
                whole,
                name,
                body,
                data,
                digest,
                token,
                born,
                wakes,
                meets,
                happened,
                lasts,
                settings,
            ),
            (status, size, truths, numbers, words, tokens, sizes),
        ) = (row.read(0)?, row.read(12)?, row.read(24)?);
        Ok(Self {
            id,
            truth,
            small,
            medium,
            large,
            tiny,
            port,
            size_in_bytes,
            total,
            single,
            twice,
            price,
            whole,
            name,
            body,
            data,
            digest,
            token,
            born,
            wakes,
            meets,
            happened,
            lasts,
            settings,
            status,
            size,
            truths,
            numbers,
            words,
            tokens,
            sizes,
        })
    }

    #[inline]
    fn values<'a>(&'a self, to: &mut twp::Values<'a>) {
        to.borrowed(0, &self.id);
        to.borrowed(1, &self.truth);
        to.borrowed(2, &self.small);
        to.borrowed(3, &self.medium);
        to.borrowed(4, &self.large);
        to.borrowed(5, &self.tiny);
        to.borrowed(6, &self.port);
        to.borrowed(7, &self.size_in_bytes);
        to.borrowed(8, &self.total);
        to.borrowed(9, &self.single);
        to.borrowed(10, &self.twice);
        to.borrowed(11, &self.price);
        to.borrowed(12, &self.whole);
        to.borrowed(13, &self.name);
        to.borrowed(14, &self.body);
        to.borrowed(15, &self.data);
        to.borrowed(16, &self.digest);
        to.borrowed(17, &self.token);
        to.borrowed(18, &self.born);
        to.borrowed(19, &self.wakes);
        to.borrowed(20, &self.meets);
        to.borrowed(21, &self.happened);
        to.borrowed(22, &self.lasts);
        to.borrowed(23, &self.settings);
        to.borrowed(24, &self.status);
        to.borrowed(25, &self.size);
        to.borrowed(26, &self.truths);
        to.borrowed(27, &self.numbers);
        to.borrowed(28, &self.words);
        to.borrowed(29, &self.tokens);
        to.borrowed(30, &self.sizes);
    }
}

/// The required fields of a new `Optional`, for inserts.
#[allow(dead_code)]
#[must_use = "a new row is not in the database until it is inserted"]
#[derive(Clone, Debug)]
pub struct NewOptional {}

impl<'a> tw::New<'a> for NewOptional {
    type Model = Optional;

    #[inline]
    fn values(self, _: &mut twp::Values<'a>) {}
}
