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
pub const SCHEMA_HASH: &str = "c4505063ea2a5c5e50987305eb541668";

/// What is written for `SQLite`.
#[allow(dead_code)]
pub mod sqlite {
    /// The tables, as a script for `SQLite`: any client can run it, also a second time.
    pub const SCHEMA_SQL: &str = r#"CREATE TABLE IF NOT EXISTS "needed" (
    "id" INTEGER CONSTRAINT "pk_needed" PRIMARY KEY AUTOINCREMENT,
    "truth" BOOLEAN NOT NULL,
    "small" SMALLINT NOT NULL,
    "medium" INTEGER NOT NULL,
    "large" BIGINT NOT NULL,
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
    CONSTRAINT "ck_needed_settings_type" CHECK (typeof("settings") = 'text' AND json_valid("settings")),
    CONSTRAINT "ck_needed_status_type" CHECK ("status" IN ('draft', 'published')),
    CONSTRAINT "ck_needed_size_type" CHECK ("size" = 'xs' OR "size" = 's' OR "size" = 'm' OR "size" = 'l' OR "size" = 'xl'),
    CONSTRAINT "ck_needed_truths_type" CHECK (typeof("truths") = 'text' AND json_valid("truths") AND json_type("truths") = 'array'),
    CONSTRAINT "ck_needed_numbers_type" CHECK (typeof("numbers") = 'text' AND json_valid("numbers") AND json_type("numbers") = 'array'),
    CONSTRAINT "ck_needed_words_type" CHECK (typeof("words") = 'text' AND json_valid("words") AND json_type("words") = 'array'),
    CONSTRAINT "ck_needed_tokens_type" CHECK (typeof("tokens") = 'text' AND json_valid("tokens") AND json_type("tokens") = 'array'),
    CONSTRAINT "ck_needed_sizes_type" CHECK (typeof("sizes") = 'text' AND json_valid("sizes") AND json_type("sizes") = 'array')
);

CREATE TABLE IF NOT EXISTS "optional" (
    "id" INTEGER CONSTRAINT "pk_optional" PRIMARY KEY AUTOINCREMENT,
    "truth" BOOLEAN,
    "small" SMALLINT,
    "medium" INTEGER,
    "large" BIGINT,
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
    CONSTRAINT "ck_optional_settings_type" CHECK (typeof("settings") IN ('text', 'null') AND json_valid("settings")),
    CONSTRAINT "ck_optional_status_type" CHECK ("status" IN ('draft', 'published')),
    CONSTRAINT "ck_optional_size_type" CHECK ("size" = 'xs' OR "size" = 's' OR "size" = 'm' OR "size" = 'l' OR "size" = 'xl'),
    CONSTRAINT "ck_optional_truths_type" CHECK (typeof("truths") IN ('text', 'null') AND json_valid("truths") AND json_type("truths") = 'array'),
    CONSTRAINT "ck_optional_numbers_type" CHECK (typeof("numbers") IN ('text', 'null') AND json_valid("numbers") AND json_type("numbers") = 'array'),
    CONSTRAINT "ck_optional_words_type" CHECK (typeof("words") IN ('text', 'null') AND json_valid("words") AND json_type("words") = 'array'),
    CONSTRAINT "ck_optional_tokens_type" CHECK (typeof("tokens") IN ('text', 'null') AND json_valid("tokens") AND json_type("tokens") = 'array'),
    CONSTRAINT "ck_optional_sizes_type" CHECK (typeof("sizes") IN ('text', 'null') AND json_valid("sizes") AND json_type("sizes") = 'array')
);
"#;

    /// Drops the tables and all that is in them, as a script for `SQLite`.
    pub const DROP_SQL: &str = r#"DROP TABLE IF EXISTS "optional";

DROP TABLE IF EXISTS "needed";
"#;
}

/// What is written for `PostgreSQL`.
#[allow(dead_code)]
pub mod postgres {
    /// The tables, as a script for `PostgreSQL`: any client can run it, also a second time.
    pub const SCHEMA_SQL: &str = r#"CREATE TABLE IF NOT EXISTS "needed" (
    "id" BIGINT NOT NULL GENERATED BY DEFAULT AS IDENTITY,
    "truth" BOOLEAN NOT NULL,
    "small" SMALLINT NOT NULL,
    "medium" INTEGER NOT NULL,
    "large" BIGINT NOT NULL,
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
    "settings" JSONB NOT NULL,
    "status" TEXT COLLATE "C" NOT NULL,
    "size" TEXT COLLATE "C" NOT NULL,
    "truths" BOOLEAN[] NOT NULL,
    "numbers" BIGINT[] NOT NULL,
    "words" VARCHAR(20)[] COLLATE "C" NOT NULL,
    "tokens" UUID[] NOT NULL,
    "sizes" TEXT[] COLLATE "C" NOT NULL,
    CONSTRAINT "pk_needed" PRIMARY KEY ("id"),
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
    "settings" JSONB,
    "status" TEXT COLLATE "C",
    "size" TEXT COLLATE "C",
    "truths" BOOLEAN[],
    "numbers" BIGINT[],
    "words" VARCHAR(20)[] COLLATE "C",
    "tokens" UUID[],
    "sizes" TEXT[] COLLATE "C",
    CONSTRAINT "pk_optional" PRIMARY KEY ("id"),
    CONSTRAINT "ck_optional_digest_type" CHECK (octet_length("digest") <= 32),
    CONSTRAINT "ck_optional_wakes_type" CHECK ("wakes" < '24:00:00'),
    CONSTRAINT "ck_optional_status_type" CHECK ("status" IN ('draft', 'published')),
    CONSTRAINT "ck_optional_size_type" CHECK ("size" IN ('xs', 's', 'm', 'l', 'xl')),
    CONSTRAINT "ck_optional_sizes_type" CHECK ("sizes" <@ ARRAY['xs', 's', 'm', 'l', 'xl']::TEXT[])
);
"#;

    /// Drops the tables and all that is in them, as a script for `PostgreSQL`.
    pub const DROP_SQL: &str = r#"DROP TABLE IF EXISTS "optional";

DROP TABLE IF EXISTS "needed";
"#;
}

/// What is written for `MySQL`.
#[allow(dead_code)]
pub mod mysql {
    /// The tables, as a script for `MySQL`: any client can run it, also a second time.
    pub const SCHEMA_SQL: &str = r"CREATE TABLE IF NOT EXISTS `needed` (
    `id` BIGINT NOT NULL AUTO_INCREMENT,
    `truth` BOOLEAN NOT NULL,
    `small` SMALLINT NOT NULL,
    `medium` INT NOT NULL,
    `large` BIGINT NOT NULL,
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
    CONSTRAINT `ck_needed_wakes_type` CHECK (`wakes` >= '00:00:00' AND `wakes` < '24:00:00'),
    CONSTRAINT `ck_needed_status_type` CHECK (`status` IN ('draft', 'published')),
    CONSTRAINT `ck_needed_size_type` CHECK (`size` IN ('xs', 's', 'm', 'l', 'xl')),
    CONSTRAINT `ck_needed_truths_type` CHECK (json_type(`truths`) = 'ARRAY'),
    CONSTRAINT `ck_needed_numbers_type` CHECK (json_type(`numbers`) = 'ARRAY'),
    CONSTRAINT `ck_needed_words_type` CHECK (json_type(`words`) = 'ARRAY'),
    CONSTRAINT `ck_needed_tokens_type` CHECK (json_type(`tokens`) = 'ARRAY'),
    CONSTRAINT `ck_needed_sizes_type` CHECK (json_type(`sizes`) = 'ARRAY')
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_bin;

CREATE TABLE IF NOT EXISTS `optional` (
    `id` SMALLINT NOT NULL AUTO_INCREMENT,
    `truth` BOOLEAN,
    `small` SMALLINT,
    `medium` INT,
    `large` BIGINT,
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
    CONSTRAINT `ck_optional_wakes_type` CHECK (`wakes` >= '00:00:00' AND `wakes` < '24:00:00'),
    CONSTRAINT `ck_optional_status_type` CHECK (`status` IN ('draft', 'published')),
    CONSTRAINT `ck_optional_size_type` CHECK (`size` IN ('xs', 's', 'm', 'l', 'xl')),
    CONSTRAINT `ck_optional_truths_type` CHECK (json_type(`truths`) = 'ARRAY'),
    CONSTRAINT `ck_optional_numbers_type` CHECK (json_type(`numbers`) = 'ARRAY'),
    CONSTRAINT `ck_optional_words_type` CHECK (json_type(`words`) = 'ARRAY'),
    CONSTRAINT `ck_optional_tokens_type` CHECK (json_type(`tokens`) = 'ARRAY'),
    CONSTRAINT `ck_optional_sizes_type` CHECK (json_type(`sizes`) = 'ARRAY')
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_bin;
";

    /// Drops the tables and all that is in them, as a script for `MySQL`.
    pub const DROP_SQL: &str = r"DROP TABLE IF EXISTS `optional`;

DROP TABLE IF EXISTS `needed`;
";
}

/// What is written for `MariaDB`.
#[allow(dead_code)]
pub mod mariadb {
    /// The tables, as a script for `MariaDB`: any client can run it, also a second time.
    pub const SCHEMA_SQL: &str = r"CREATE TABLE IF NOT EXISTS `needed` (
    `id` BIGINT NOT NULL AUTO_INCREMENT,
    `truth` BOOLEAN NOT NULL,
    `small` SMALLINT NOT NULL,
    `medium` INT NOT NULL,
    `large` BIGINT NOT NULL,
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
    CONSTRAINT `ck_needed_wakes_type` CHECK (`wakes` >= '00:00:00' AND `wakes` < '24:00:00'),
    CONSTRAINT `ck_needed_status_type` CHECK (`status` IN ('draft', 'published')),
    CONSTRAINT `ck_needed_size_type` CHECK (`size` IN ('xs', 's', 'm', 'l', 'xl')),
    CONSTRAINT `ck_needed_truths_type` CHECK (json_type(`truths`) = 'ARRAY'),
    CONSTRAINT `ck_needed_numbers_type` CHECK (json_type(`numbers`) = 'ARRAY'),
    CONSTRAINT `ck_needed_words_type` CHECK (json_type(`words`) = 'ARRAY'),
    CONSTRAINT `ck_needed_tokens_type` CHECK (json_type(`tokens`) = 'ARRAY'),
    CONSTRAINT `ck_needed_sizes_type` CHECK (json_type(`sizes`) = 'ARRAY')
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_nopad_bin;

CREATE TABLE IF NOT EXISTS `optional` (
    `id` SMALLINT NOT NULL AUTO_INCREMENT,
    `truth` BOOLEAN,
    `small` SMALLINT,
    `medium` INT,
    `large` BIGINT,
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
    CONSTRAINT `ck_optional_wakes_type` CHECK (`wakes` >= '00:00:00' AND `wakes` < '24:00:00'),
    CONSTRAINT `ck_optional_status_type` CHECK (`status` IN ('draft', 'published')),
    CONSTRAINT `ck_optional_size_type` CHECK (`size` IN ('xs', 's', 'm', 'l', 'xl')),
    CONSTRAINT `ck_optional_truths_type` CHECK (json_type(`truths`) = 'ARRAY'),
    CONSTRAINT `ck_optional_numbers_type` CHECK (json_type(`numbers`) = 'ARRAY'),
    CONSTRAINT `ck_optional_words_type` CHECK (json_type(`words`) = 'ARRAY'),
    CONSTRAINT `ck_optional_tokens_type` CHECK (json_type(`tokens`) = 'ARRAY'),
    CONSTRAINT `ck_optional_sizes_type` CHECK (json_type(`sizes`) = 'ARRAY')
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_nopad_bin;
";

    /// Drops the tables and all that is in them, as a script for `MariaDB`.
    pub const DROP_SQL: &str = r"DROP TABLE IF EXISTS `optional`;

DROP TABLE IF EXISTS `needed`;
";
}

/// The tables and their scripts: what `create_all` and `drop_all` run.
#[allow(dead_code)]
pub static SCHEMA: tw::Schema = tw::Schema {
    name: module_path!(),
    hash: SCHEMA_HASH,
    tables: &[<Needed as tw::Model>::MODEL, <Optional as tw::Model>::MODEL],
    create: tw::Scripts {
        sqlite: tw::Script {
            text: sqlite::SCHEMA_SQL,
            ends: &[3746, 7604],
        },
        postgres: tw::Script {
            text: postgres::SCHEMA_SQL,
            ends: &[1400, 2593],
        },
        mysql: tw::Script {
            text: mysql::SCHEMA_SQL,
            ends: &[1655, 3109],
        },
        mariadb: tw::Script {
            text: mariadb::SCHEMA_SQL,
            ends: &[1656, 3111],
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
}

#[allow(dead_code)]
impl Status {
    /// Every value, in the order of the file.
    pub const ALL: &'static [Self] = &[Self::Draft, Self::Published];

    /// The text in the database.
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

/// One of a closed set of texts.
#[allow(dead_code)]
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Size {
    /// The text `xs`.
    Xs,
    /// The text `s`.
    S,
    /// The text `m`.
    M,
    /// The text `l`.
    L,
    /// The text `xl`.
    Xl,
}

#[allow(dead_code)]
impl Size {
    /// Every value, in the order of the file.
    pub const ALL: &'static [Self] = &[Self::Xs, Self::S, Self::M, Self::L, Self::Xl];

    /// The text in the database.
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

/// A row of `needed`.
#[allow(dead_code)]
#[derive(Clone, Debug, PartialEq)]
pub struct Needed {
    /// `id`, the primary key, counted by the database.
    pub id: i64,
    /// `bool`.
    pub truth: bool,
    /// `smallint`.
    pub small: i16,
    /// `integer`.
    pub medium: i32,
    /// `bigint`.
    pub large: i64,
    /// `float`.
    pub single: f32,
    /// `double`.
    pub twice: f64,
    /// `decimal(10, 2)`.
    pub price: tw::rust_decimal::Decimal,
    /// `decimal(18, 0)`.
    pub whole: tw::rust_decimal::Decimal,
    /// `string(50)`.
    pub name: String,
    /// `text`.
    pub body: String,
    /// `bytes`.
    pub data: Vec<u8>,
    /// `bytes(32)`.
    pub digest: Vec<u8>,
    /// `uuid`.
    pub token: tw::uuid::Uuid,
    /// `date`.
    pub born: tw::jiff::civil::Date,
    /// `time`.
    pub wakes: tw::jiff::civil::Time,
    /// `datetime`.
    pub meets: tw::jiff::civil::DateTime,
    /// `timestamp`.
    pub happened: tw::jiff::Timestamp,
    /// `json`.
    pub settings: tw::serde_json::Value,
    /// `Status`.
    pub status: Status,
    /// `Size`.
    pub size: Size,
    /// `bool[]`.
    pub truths: Vec<bool>,
    /// `bigint[]`.
    pub numbers: Vec<i64>,
    /// `string(20)[]`.
    pub words: Vec<String>,
    /// `uuid[]`.
    pub tokens: Vec<tw::uuid::Uuid>,
    /// `Size[]`.
    pub sizes: Vec<Size>,
}

#[allow(dead_code)]
impl Needed {
    /// The column `id`.
    pub const ID: tw::Column<Self, i64> = tw::Column::new("id", tw::column::plain);
    /// The column `truth`.
    pub const TRUTH: tw::Column<Self, bool> = tw::Column::new("truth", tw::column::plain);
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
    /// The column `body`.
    pub const BODY: tw::Column<Self, String> = tw::Column::new("body", tw::column::plain);
    /// The column `data`.
    pub const DATA: tw::Column<Self, Vec<u8>> = tw::Column::new("data", tw::column::plain);
    /// The column `digest`.
    pub const DIGEST: tw::Column<Self, Vec<u8>> =
        tw::Column::new("digest", tw::column::plain).limit(32);
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
    /// The column `size`.
    pub const SIZE: tw::Column<Self, Size> = tw::Column::new("size", tw::column::plain);
    /// The column `truths`.
    pub const TRUTHS: tw::Column<Self, Vec<bool>> = tw::Column::new("truths", tw::column::list);
    /// The column `numbers`.
    pub const NUMBERS: tw::Column<Self, Vec<i64>> = tw::Column::new("numbers", tw::column::list);
    /// The column `words`.
    pub const WORDS: tw::Column<Self, Vec<String>> = tw::Column::new("words", tw::column::list);
    /// The column `tokens`.
    pub const TOKENS: tw::Column<Self, Vec<tw::uuid::Uuid>> =
        tw::Column::new("tokens", tw::column::list);
    /// The column `sizes`.
    pub const SIZES: tw::Column<Self, Vec<Size>> = tw::Column::new("sizes", tw::column::list);

    /// Every row, in the order of the primary key.
    ///
    /// `SELECT "id", "truth", "small", "medium", "large", "single", "twice", "price", "whole", "name", "body", "data", "digest", "token", "born", "wakes", "meets", "happened", "settings", "status", "size", "truths", "numbers", "words", "tokens", "sizes" FROM "needed" ORDER BY "id"`
    #[inline]
    pub fn all() -> tw::Select<'static, Self> {
        static LOOKUP: tw::Lookup = tw::Lookup::NONE
            .sqlite([
                r#"SELECT "id", "truth", "small", "medium", "large", "single", "twice", "price", "whole", "name", "body", "data", "digest", "token", "born", "wakes", "meets", "happened", "settings", "status", "size", "truths", "numbers", "words", "tokens", "sizes" FROM "needed" ORDER BY "id""#,
                r#"SELECT count(*) FROM "needed""#,
                r#"SELECT EXISTS (SELECT 1 FROM "needed")"#,
                r#"DELETE FROM "needed""#,
            ])
            .postgres([
                r#"SELECT "id", "truth", "small", "medium", "large", "single", "twice", "price", "whole", "name", "body", "data", "digest", "token", "born", "wakes", "meets", "happened", "settings", "status", "size", "truths", "numbers", "words", "tokens", "sizes" FROM "needed" ORDER BY "id""#,
                r#"SELECT count(*) FROM "needed""#,
                r#"SELECT EXISTS (SELECT 1 FROM "needed")::integer::bigint"#,
                r#"DELETE FROM "needed""#,
            ])
            .mysql([
                "SELECT `id`, `truth`, `small`, `medium`, `large`, `single`, `twice`, `price`, `whole`, `name`, `body`, `data`, `digest`, `token`, `born`, `wakes`, `meets`, `happened`, `settings`, `status`, `size`, `truths`, `numbers`, `words`, `tokens`, `sizes` FROM `needed` ORDER BY `id`",
                "SELECT count(*) FROM `needed`",
                "SELECT EXISTS (SELECT 1 FROM `needed`)",
                "DELETE FROM `needed`",
            ])
            .mariadb([
                "SELECT `id`, `truth`, `small`, `medium`, `large`, `single`, `twice`, `price`, `whole`, `name`, `body`, `data`, `digest`, `token`, `born`, `wakes`, `meets`, `happened`, `settings`, `status`, `size`, `truths`, `numbers`, `words`, `tokens`, `sizes` FROM `needed` ORDER BY `id`",
                "SELECT count(*) FROM `needed`",
                "SELECT EXISTS (SELECT 1 FROM `needed`)",
                "DELETE FROM `needed`",
            ]);
        tw::Select::new(&LOOKUP, [])
    }

    /// The rows for which a condition holds, in the order of the primary key.
    ///
    /// `SELECT "id", "truth", "small", "medium", "large", "single", "twice", "price", "whole", "name", "body", "data", "digest", "token", "born", "wakes", "meets", "happened", "settings", "status", "size", "truths", "numbers", "words", "tokens", "sizes" FROM "needed" WHERE … ORDER BY "id"`
    #[inline]
    pub fn filter(filter: tw::Filter<Self>) -> tw::Select<'static, Self> {
        Self::all().filter(filter)
    }

    /// The row with this primary key.
    ///
    /// `SELECT "id", "truth", "small", "medium", "large", "single", "twice", "price", "whole", "name", "body", "data", "digest", "token", "born", "wakes", "meets", "happened", "settings", "status", "size", "truths", "numbers", "words", "tokens", "sizes" FROM "needed" WHERE "id" = ?1`
    #[inline]
    pub fn find(id: i64) -> tw::Select<'static, Self> {
        tw::Select::new(<Self as tw::Model>::FIND, [id.into()])
    }

    /// A change of the row with this primary key: what is not set stays.
    ///
    /// `UPDATE "needed" SET … WHERE "id" = …`
    #[inline]
    pub fn update(id: i64) -> tw::Update<'static, Self> {
        Self::find(id).update()
    }

    /// New rows, all of which are inserted or none, many in one statement.
    ///
    /// `INSERT INTO "needed" ("truth", "small", "medium", "large", "single", "twice", "price", "whole", "name", "body", "data", "digest", "token", "born", "wakes", "meets", "happened", "settings", "status", "size", "truths", "numbers", "words", "tokens", "sizes", "id") VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22, ?23, ?24, ?25, ?26), …`
    pub fn insert_all<C: ::core::iter::IntoIterator<Item = NewNeeded>>(
        rows: C,
    ) -> tw::InsertAll<C::IntoIter> {
        tw::InsertAll::new(rows)
    }

    /// Writes every field of the row, which is found by its primary key.
    ///
    /// `UPDATE "needed" SET "truth" = ?1, "small" = ?2, "medium" = ?3, "large" = ?4, "single" = ?5, "twice" = ?6, "price" = ?7, "whole" = ?8, "name" = ?9, "body" = ?10, "data" = ?11, "digest" = ?12, "token" = ?13, "born" = ?14, "wakes" = ?15, "meets" = ?16, "happened" = ?17, "settings" = ?18, "status" = ?19, "size" = ?20, "truths" = ?21, "numbers" = ?22, "words" = ?23, "tokens" = ?24, "sizes" = ?25 WHERE "id" = ?26`
    pub fn save<'c, C: tw::Connection>(&'c self, db: &'c C) -> C::Output<'c, tw::Result<()>> {
        tw::statement::save(self, db)
    }

    /// Deletes the row, which is found by its primary key.
    ///
    /// `DELETE FROM "needed" WHERE "id" = ?1`
    pub fn delete<'c, C: tw::Connection>(&'c self, db: &'c C) -> C::Output<'c, tw::Result<()>> {
        tw::statement::delete(self, db)
    }
}

impl tw::model::FromRow for Needed {
    const TABLE: Option<&'static tw::model::Table> = Some(<Self as tw::Model>::MODEL);

    #[inline]
    fn from_row<R: tw::value::Row>(row: &R) -> tw::Result<Self> {
        Ok(Self {
            id: row.get(0)?,
            truth: row.get(1)?,
            small: row.get(2)?,
            medium: row.get(3)?,
            large: row.get(4)?,
            single: row.get(5)?,
            twice: row.get(6)?,
            price: tw::types::decimal::read(row, 7, 2)?,
            whole: tw::types::decimal::read(row, 8, 0)?,
            name: row.get(9)?,
            body: row.get(10)?,
            data: row.get(11)?,
            digest: row.get(12)?,
            token: row.get(13)?,
            born: row.get(14)?,
            wakes: row.get(15)?,
            meets: row.get(16)?,
            happened: row.get(17)?,
            settings: row.get(18)?,
            status: row.get(19)?,
            size: row.get(20)?,
            truths: row.get(21)?,
            numbers: row.get(22)?,
            words: row.get(23)?,
            tokens: row.get(24)?,
            sizes: row.get(25)?,
        })
    }
}

impl tw::Model for Needed {
    const MODEL: &'static tw::model::Table = &tw::model::Table {
        name: "needed",
        columns: &[
            "id",
            "truth",
            "small",
            "medium",
            "large",
            "single",
            "twice",
            "price",
            "whole",
            "name",
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
            "size",
            "truths",
            "numbers",
            "words",
            "tokens",
            "sizes",
        ],
        constraints: &[
            tw::model::Constraint::new("pk_needed", &["id"], tw::model::Rule::PrimaryKey),
        ],
    };
    const FIND: &'static tw::Lookup = &tw::Lookup::NONE
        .sqlite([
            r#"SELECT "id", "truth", "small", "medium", "large", "single", "twice", "price", "whole", "name", "body", "data", "digest", "token", "born", "wakes", "meets", "happened", "settings", "status", "size", "truths", "numbers", "words", "tokens", "sizes" FROM "needed" WHERE "id" = ?1"#,
            r#"SELECT count(*) FROM "needed" WHERE "id" = ?1"#,
            r#"SELECT EXISTS (SELECT 1 FROM "needed" WHERE "id" = ?1)"#,
            r#"DELETE FROM "needed" WHERE "id" = ?1"#,
        ])
        .postgres([
            r#"SELECT "id", "truth", "small", "medium", "large", "single", "twice", "price", "whole", "name", "body", "data", "digest", "token", "born", "wakes", "meets", "happened", "settings", "status", "size", "truths", "numbers", "words", "tokens", "sizes" FROM "needed" WHERE "id" = $1"#,
            r#"SELECT count(*) FROM "needed" WHERE "id" = $1"#,
            r#"SELECT EXISTS (SELECT 1 FROM "needed" WHERE "id" = $1)::integer::bigint"#,
            r#"DELETE FROM "needed" WHERE "id" = $1"#,
        ])
        .mysql([
            "SELECT `id`, `truth`, `small`, `medium`, `large`, `single`, `twice`, `price`, `whole`, `name`, `body`, `data`, `digest`, `token`, `born`, `wakes`, `meets`, `happened`, `settings`, `status`, `size`, `truths`, `numbers`, `words`, `tokens`, `sizes` FROM `needed` WHERE `id` = ?",
            "SELECT count(*) FROM `needed` WHERE `id` = ?",
            "SELECT EXISTS (SELECT 1 FROM `needed` WHERE `id` = ?)",
            "DELETE FROM `needed` WHERE `id` = ?",
        ])
        .mariadb([
            "SELECT `id`, `truth`, `small`, `medium`, `large`, `single`, `twice`, `price`, `whole`, `name`, `body`, `data`, `digest`, `token`, `born`, `wakes`, `meets`, `happened`, `settings`, `status`, `size`, `truths`, `numbers`, `words`, `tokens`, `sizes` FROM `needed` WHERE `id` = ?",
            "SELECT count(*) FROM `needed` WHERE `id` = ?",
            "SELECT EXISTS (SELECT 1 FROM `needed` WHERE `id` = ?)",
            "DELETE FROM `needed` WHERE `id` = ?",
        ]);
    const SAVE: &'static tw::Sql = &tw::Sql::NONE
        .sqlite(
            r#"UPDATE "needed" SET "truth" = ?1, "small" = ?2, "medium" = ?3, "large" = ?4, "single" = ?5, "twice" = ?6, "price" = ?7, "whole" = ?8, "name" = ?9, "body" = ?10, "data" = ?11, "digest" = ?12, "token" = ?13, "born" = ?14, "wakes" = ?15, "meets" = ?16, "happened" = ?17, "settings" = ?18, "status" = ?19, "size" = ?20, "truths" = ?21, "numbers" = ?22, "words" = ?23, "tokens" = ?24, "sizes" = ?25 WHERE "id" = ?26"#,
        )
        .postgres(
            r#"UPDATE "needed" SET "truth" = $1, "small" = $2, "medium" = $3, "large" = $4, "single" = $5, "twice" = $6, "price" = $7, "whole" = $8, "name" = $9, "body" = $10, "data" = $11, "digest" = $12, "token" = $13, "born" = $14, "wakes" = $15, "meets" = $16, "happened" = $17, "settings" = $18, "status" = $19, "size" = $20, "truths" = $21, "numbers" = $22, "words" = $23, "tokens" = $24, "sizes" = $25 WHERE "id" = $26"#,
        )
        .mysql(
            "UPDATE `needed` SET `truth` = ?, `small` = ?, `medium` = ?, `large` = ?, `single` = ?, `twice` = ?, `price` = ?, `whole` = ?, `name` = ?, `body` = ?, `data` = ?, `digest` = ?, `token` = ?, `born` = ?, `wakes` = ?, `meets` = ?, `happened` = ?, `settings` = ?, `status` = ?, `size` = ?, `truths` = ?, `numbers` = ?, `words` = ?, `tokens` = ?, `sizes` = ? WHERE `id` = ?",
        )
        .mariadb(
            "UPDATE `needed` SET `truth` = ?, `small` = ?, `medium` = ?, `large` = ?, `single` = ?, `twice` = ?, `price` = ?, `whole` = ?, `name` = ?, `body` = ?, `data` = ?, `digest` = ?, `token` = ?, `born` = ?, `wakes` = ?, `meets` = ?, `happened` = ?, `settings` = ?, `status` = ?, `size` = ?, `truths` = ?, `numbers` = ?, `words` = ?, `tokens` = ?, `sizes` = ? WHERE `id` = ?",
        );
    const DELETE: &'static tw::Sql = &<Self as tw::Model>::FIND.delete;

    #[inline]
    fn bind_row<B: tw::value::Binder>(&self, to: &mut B) -> tw::Result<()> {
        to.value(&self.truth)?;
        to.value(&self.small)?;
        to.value(&self.medium)?;
        to.value(&self.large)?;
        to.value(&self.single)?;
        to.value(&self.twice)?;
        tw::types::decimal::bind(to, &self.price, 10, 2)?;
        tw::types::decimal::bind(to, &self.whole, 18, 0)?;
        tw::types::text::bind(to, &self.name, 50)?;
        to.value(&self.body)?;
        to.value(&self.data)?;
        tw::types::bytes::bind(to, &self.digest, 32)?;
        to.value(&self.token)?;
        to.value(&self.born)?;
        to.value(&self.wakes)?;
        to.value(&self.meets)?;
        to.value(&self.happened)?;
        to.value(&self.settings)?;
        to.value(&self.status)?;
        to.value(&self.size)?;
        to.value(&self.truths)?;
        to.value(&self.numbers)?;
        tw::types::text::bind_list(to, &self.words, 20)?;
        to.value(&self.tokens)?;
        to.value(&self.sizes)?;
        tw::Model::bind_key(self, to)
    }

    #[inline]
    fn bind_key<B: tw::value::Binder>(&self, to: &mut B) -> tw::Result<()> {
        to.value(&self.id)?;
        Ok(())
    }
}

/// A row of `needed` that is not there yet.
#[allow(dead_code)]
#[derive(Clone, Debug)]
#[must_use = "a new row is not in the database before `insert`"]
pub struct NewNeeded {
    id: Option<i64>,
    truth: bool,
    small: i16,
    medium: i32,
    large: i64,
    single: f32,
    twice: f64,
    price: tw::rust_decimal::Decimal,
    whole: tw::rust_decimal::Decimal,
    name: String,
    body: String,
    data: Vec<u8>,
    digest: Vec<u8>,
    token: tw::uuid::Uuid,
    born: tw::jiff::civil::Date,
    wakes: tw::jiff::civil::Time,
    meets: tw::jiff::civil::DateTime,
    happened: tw::jiff::Timestamp,
    settings: tw::serde_json::Value,
    status: Status,
    size: Size,
    truths: Vec<bool>,
    numbers: Vec<i64>,
    words: Vec<String>,
    tokens: Vec<tw::uuid::Uuid>,
    sizes: Vec<Size>,
}

#[allow(dead_code)]
impl NewNeeded {
    /// A row with the values that it has to have.
    #[allow(clippy::too_many_arguments)]
    #[inline]
    pub fn new(
        truth: bool,
        small: i16,
        medium: i32,
        large: i64,
        single: f32,
        twice: f64,
        price: tw::rust_decimal::Decimal,
        whole: tw::rust_decimal::Decimal,
        name: impl Into<String>,
        body: impl Into<String>,
        data: impl Into<Vec<u8>>,
        digest: impl Into<Vec<u8>>,
        token: tw::uuid::Uuid,
        born: tw::jiff::civil::Date,
        wakes: tw::jiff::civil::Time,
        meets: tw::jiff::civil::DateTime,
        happened: tw::jiff::Timestamp,
        settings: tw::serde_json::Value,
        status: Status,
        size: Size,
        truths: Vec<bool>,
        numbers: Vec<i64>,
        words: Vec<String>,
        tokens: Vec<tw::uuid::Uuid>,
        sizes: Vec<Size>,
    ) -> Self {
        Self {
            id: None,
            truth,
            small,
            medium,
            large,
            single,
            twice,
            price,
            whole,
            name: name.into(),
            body: body.into(),
            data: data.into(),
            digest: digest.into(),
            token,
            born,
            wakes,
            meets,
            happened,
            settings,
            status,
            size,
            truths,
            numbers,
            words,
            tokens,
            sizes,
        }
    }

    /// Sets `id`; otherwise the database counts.
    #[inline]
    pub fn id(mut self, id: i64) -> Self {
        self.id = Some(id);
        self
    }

    /// Inserts the row, and returns it as the database has it.
    ///
    /// `INSERT INTO "needed" ("truth", "small", "medium", "large", "single", "twice", "price", "whole", "name", "body", "data", "digest", "token", "born", "wakes", "meets", "happened", "settings", "status", "size", "truths", "numbers", "words", "tokens", "sizes", "id") VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22, ?23, ?24, ?25, ?26) RETURNING "id", "truth", "small", "medium", "large", "single", "twice", "price", "whole", "name", "body", "data", "digest", "token", "born", "wakes", "meets", "happened", "settings", "status", "size", "truths", "numbers", "words", "tokens", "sizes"`
    pub fn insert<C: tw::Connection>(self, db: &C) -> C::Output<'_, tw::Result<Needed>> {
        tw::statement::insert(self, db)
    }

    /// A new row, or a change of the one that is like it in the columns of a unique key.
    ///
    /// `INSERT INTO "needed" ("truth", "small", "medium", "large", "single", "twice", "price", "whole", "name", "body", "data", "digest", "token", "born", "wakes", "meets", "happened", "settings", "status", "size", "truths", "numbers", "words", "tokens", "sizes", "id") VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22, ?23, ?24, ?25, ?26) ON CONFLICT (…) DO UPDATE SET … RETURNING "id", "truth", "small", "medium", "large", "single", "twice", "price", "whole", "name", "body", "data", "digest", "token", "born", "wakes", "meets", "happened", "settings", "status", "size", "truths", "numbers", "words", "tokens", "sizes"`
    pub fn upsert(self, key: impl tw::query::Columns<Needed>) -> tw::Upsert<Self> {
        tw::Upsert::new(self, key)
    }
}

impl tw::Insert for NewNeeded {
    type Model = Needed;
    const INSERT: &'static tw::Sql = &tw::Sql::NONE
        .sqlite(
            r#"INSERT INTO "needed" ("truth", "small", "medium", "large", "single", "twice", "price", "whole", "name", "body", "data", "digest", "token", "born", "wakes", "meets", "happened", "settings", "status", "size", "truths", "numbers", "words", "tokens", "sizes", "id") VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22, ?23, ?24, ?25, ?26) RETURNING "id", "truth", "small", "medium", "large", "single", "twice", "price", "whole", "name", "body", "data", "digest", "token", "born", "wakes", "meets", "happened", "settings", "status", "size", "truths", "numbers", "words", "tokens", "sizes""#,
        )
        .postgres(
            r#"INSERT INTO "needed" ("truth", "small", "medium", "large", "single", "twice", "price", "whole", "name", "body", "data", "digest", "token", "born", "wakes", "meets", "happened", "settings", "status", "size", "truths", "numbers", "words", "tokens", "sizes", "id") VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, CASE WHEN CAST($26 AS BIGINT) IS NULL THEN nextval(pg_get_serial_sequence('"needed"', 'id')) WHEN CAST($26 AS BIGINT) > coalesce(pg_sequence_last_value(pg_get_serial_sequence('"needed"', 'id')::regclass), 0) THEN setval(pg_get_serial_sequence('"needed"', 'id'), CAST($26 AS BIGINT)) ELSE CAST($26 AS BIGINT) END) RETURNING "id", "truth", "small", "medium", "large", "single", "twice", "price", "whole", "name", "body", "data", "digest", "token", "born", "wakes", "meets", "happened", "settings", "status", "size", "truths", "numbers", "words", "tokens", "sizes""#,
        )
        .mysql(
            "INSERT INTO `needed` (`truth`, `small`, `medium`, `large`, `single`, `twice`, `price`, `whole`, `name`, `body`, `data`, `digest`, `token`, `born`, `wakes`, `meets`, `happened`, `settings`, `status`, `size`, `truths`, `numbers`, `words`, `tokens`, `sizes`, `id`) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        )
        .mariadb(
            "INSERT INTO `needed` (`truth`, `small`, `medium`, `large`, `single`, `twice`, `price`, `whole`, `name`, `body`, `data`, `digest`, `token`, `born`, `wakes`, `meets`, `happened`, `settings`, `status`, `size`, `truths`, `numbers`, `words`, `tokens`, `sizes`, `id`) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING `id`, `truth`, `small`, `medium`, `large`, `single`, `twice`, `price`, `whole`, `name`, `body`, `data`, `digest`, `token`, `born`, `wakes`, `meets`, `happened`, `settings`, `status`, `size`, `truths`, `numbers`, `words`, `tokens`, `sizes`",
        );
    const READ_BACK: Option<&'static tw::model::ReadBack> = Some(&tw::model::ReadBack {
        select: "SELECT `id`, `truth`, `small`, `medium`, `large`, `single`, `twice`, `price`, `whole`, `name`, `body`, `data`, `digest`, `token`, `born`, `wakes`, `meets`, `happened`, `settings`, `status`, `size`, `truths`, `numbers`, `words`, `tokens`, `sizes` FROM `needed` WHERE `id` = ?",
        key: &[tw::model::Key::Counted(25)],
    });
    const INSERT_COUNTED: Option<&'static tw::Sql> = Some(&tw::Sql::NONE.postgres(
        r#"INSERT INTO "needed" ("truth", "small", "medium", "large", "single", "twice", "price", "whole", "name", "body", "data", "digest", "token", "born", "wakes", "meets", "happened", "settings", "status", "size", "truths", "numbers", "words", "tokens", "sizes") VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25) RETURNING "id", "truth", "small", "medium", "large", "single", "twice", "price", "whole", "name", "body", "data", "digest", "token", "born", "wakes", "meets", "happened", "settings", "status", "size", "truths", "numbers", "words", "tokens", "sizes""#,
    ));

    #[inline]
    fn is_counted(&self) -> bool {
        self.id.is_none()
    }

    #[inline]
    fn bind_counted<B: tw::value::Binder>(&self, to: &mut B) -> tw::Result<()> {
        to.value(&self.truth)?;
        to.value(&self.small)?;
        to.value(&self.medium)?;
        to.value(&self.large)?;
        to.value(&self.single)?;
        to.value(&self.twice)?;
        tw::types::decimal::bind(to, &self.price, 10, 2)?;
        tw::types::decimal::bind(to, &self.whole, 18, 0)?;
        tw::types::text::bind(to, &self.name, 50)?;
        to.value(&self.body)?;
        to.value(&self.data)?;
        tw::types::bytes::bind(to, &self.digest, 32)?;
        to.value(&self.token)?;
        to.value(&self.born)?;
        to.value(&self.wakes)?;
        to.value(&self.meets)?;
        to.value(&self.happened)?;
        to.value(&self.settings)?;
        to.value(&self.status)?;
        to.value(&self.size)?;
        to.value(&self.truths)?;
        to.value(&self.numbers)?;
        tw::types::text::bind_list(to, &self.words, 20)?;
        to.value(&self.tokens)?;
        to.value(&self.sizes)?;
        Ok(())
    }

    #[inline]
    fn bind<B: tw::value::Binder>(&self, to: &mut B) -> tw::Result<()> {
        self.bind_counted(to)?;
        to.value_or_null(self.id.as_ref())?;
        Ok(())
    }
}

/// A row of `optional`.
#[allow(dead_code)]
#[derive(Clone, Debug, PartialEq)]
pub struct Optional {
    /// `smallint`, the primary key, counted by the database.
    pub id: i16,
    /// `bool?`.
    pub truth: Option<bool>,
    /// `smallint?`.
    pub small: Option<i16>,
    /// `integer?`.
    pub medium: Option<i32>,
    /// `bigint?`.
    pub large: Option<i64>,
    /// `float?`.
    pub single: Option<f32>,
    /// `double?`.
    pub twice: Option<f64>,
    /// `decimal(10, 2)?`.
    pub price: Option<tw::rust_decimal::Decimal>,
    /// `decimal(18, 0)?`.
    pub whole: Option<tw::rust_decimal::Decimal>,
    /// `string(50)?`.
    pub name: Option<String>,
    /// `text?`.
    pub body: Option<String>,
    /// `bytes?`.
    pub data: Option<Vec<u8>>,
    /// `bytes(32)?`.
    pub digest: Option<Vec<u8>>,
    /// `uuid?`.
    pub token: Option<tw::uuid::Uuid>,
    /// `date?`.
    pub born: Option<tw::jiff::civil::Date>,
    /// `time?`.
    pub wakes: Option<tw::jiff::civil::Time>,
    /// `datetime?`.
    pub meets: Option<tw::jiff::civil::DateTime>,
    /// `timestamp?`.
    pub happened: Option<tw::jiff::Timestamp>,
    /// `json?`.
    pub settings: Option<tw::serde_json::Value>,
    /// `Status?`.
    pub status: Option<Status>,
    /// `Size?`.
    pub size: Option<Size>,
    /// `bool[]?`.
    pub truths: Option<Vec<bool>>,
    /// `bigint[]?`.
    pub numbers: Option<Vec<i64>>,
    /// `string(20)[]?`.
    pub words: Option<Vec<String>>,
    /// `uuid[]?`.
    pub tokens: Option<Vec<tw::uuid::Uuid>>,
    /// `Size[]?`.
    pub sizes: Option<Vec<Size>>,
}

#[allow(dead_code)]
impl Optional {
    /// The column `id`.
    pub const ID: tw::Column<Self, i16> = tw::Column::new("id", tw::column::plain);
    /// The column `truth`.
    pub const TRUTH: tw::Column<Self, Option<bool>> =
        tw::Column::new("truth", tw::column::plain).nullable();
    /// The column `small`.
    pub const SMALL: tw::Column<Self, Option<i16>> =
        tw::Column::new("small", tw::column::plain).nullable();
    /// The column `medium`.
    pub const MEDIUM: tw::Column<Self, Option<i32>> =
        tw::Column::new("medium", tw::column::plain).nullable();
    /// The column `large`.
    pub const LARGE: tw::Column<Self, Option<i64>> =
        tw::Column::new("large", tw::column::plain).nullable();
    /// The column `single`.
    pub const SINGLE: tw::Column<Self, Option<f32>> =
        tw::Column::new("single", tw::column::plain).nullable();
    /// The column `twice`.
    pub const TWICE: tw::Column<Self, Option<f64>> =
        tw::Column::new("twice", tw::column::plain).nullable();
    /// The column `price`.
    pub const PRICE: tw::Column<Self, Option<tw::rust_decimal::Decimal>> = tw::Column::new(
            "price",
            | value: Option<tw::rust_decimal::Decimal> | value.map_or(
                tw::statement::Arg::Null,
                | value | tw::statement::Arg::decimal(value, 10, 2),
            ),
        )
        .nullable()
        .scale(2);
    /// The column `whole`.
    pub const WHOLE: tw::Column<Self, Option<tw::rust_decimal::Decimal>> = tw::Column::new(
            "whole",
            | value: Option<tw::rust_decimal::Decimal> | value.map_or(
                tw::statement::Arg::Null,
                | value | tw::statement::Arg::decimal(value, 18, 0),
            ),
        )
        .nullable()
        .scale(0);
    /// The column `name`.
    pub const NAME: tw::Column<Self, Option<String>> =
        tw::Column::new("name", tw::column::plain).nullable().limit(50);
    /// The column `body`.
    pub const BODY: tw::Column<Self, Option<String>> =
        tw::Column::new("body", tw::column::plain).nullable();
    /// The column `data`.
    pub const DATA: tw::Column<Self, Option<Vec<u8>>> =
        tw::Column::new("data", tw::column::plain).nullable();
    /// The column `digest`.
    pub const DIGEST: tw::Column<Self, Option<Vec<u8>>> =
        tw::Column::new("digest", tw::column::plain).nullable().limit(32);
    /// The column `token`.
    pub const TOKEN: tw::Column<Self, Option<tw::uuid::Uuid>> =
        tw::Column::new("token", tw::column::plain).nullable();
    /// The column `born`.
    pub const BORN: tw::Column<Self, Option<tw::jiff::civil::Date>> =
        tw::Column::new("born", tw::column::plain).nullable();
    /// The column `wakes`.
    pub const WAKES: tw::Column<Self, Option<tw::jiff::civil::Time>> =
        tw::Column::new("wakes", tw::column::plain).nullable();
    /// The column `meets`.
    pub const MEETS: tw::Column<Self, Option<tw::jiff::civil::DateTime>> =
        tw::Column::new("meets", tw::column::plain).nullable();
    /// The column `happened`.
    pub const HAPPENED: tw::Column<Self, Option<tw::jiff::Timestamp>> =
        tw::Column::new("happened", tw::column::plain).nullable();
    /// The column `settings`.
    pub const SETTINGS: tw::Column<Self, Option<tw::serde_json::Value>> = tw::Column::new(
        "settings",
        | value: Option<tw::serde_json::Value> | value.map_or(
            tw::statement::Arg::Null,
            | value | tw::statement::Arg::json(&value),
        ),
    ).nullable();
    /// The column `status`.
    pub const STATUS: tw::Column<Self, Option<Status>> =
        tw::Column::new("status", tw::column::plain).nullable();
    /// The column `size`.
    pub const SIZE: tw::Column<Self, Option<Size>> =
        tw::Column::new("size", tw::column::plain).nullable();
    /// The column `truths`.
    pub const TRUTHS: tw::Column<Self, Option<Vec<bool>>> =
        tw::Column::new("truths", tw::column::list_or_null).nullable();
    /// The column `numbers`.
    pub const NUMBERS: tw::Column<Self, Option<Vec<i64>>> =
        tw::Column::new("numbers", tw::column::list_or_null).nullable();
    /// The column `words`.
    pub const WORDS: tw::Column<Self, Option<Vec<String>>> =
        tw::Column::new("words", tw::column::list_or_null).nullable();
    /// The column `tokens`.
    pub const TOKENS: tw::Column<Self, Option<Vec<tw::uuid::Uuid>>> =
        tw::Column::new("tokens", tw::column::list_or_null).nullable();
    /// The column `sizes`.
    pub const SIZES: tw::Column<Self, Option<Vec<Size>>> =
        tw::Column::new("sizes", tw::column::list_or_null).nullable();

    /// Every row, in the order of the primary key.
    ///
    /// `SELECT "id", "truth", "small", "medium", "large", "single", "twice", "price", "whole", "name", "body", "data", "digest", "token", "born", "wakes", "meets", "happened", "settings", "status", "size", "truths", "numbers", "words", "tokens", "sizes" FROM "optional" ORDER BY "id"`
    #[inline]
    pub fn all() -> tw::Select<'static, Self> {
        static LOOKUP: tw::Lookup = tw::Lookup::NONE
            .sqlite([
                r#"SELECT "id", "truth", "small", "medium", "large", "single", "twice", "price", "whole", "name", "body", "data", "digest", "token", "born", "wakes", "meets", "happened", "settings", "status", "size", "truths", "numbers", "words", "tokens", "sizes" FROM "optional" ORDER BY "id""#,
                r#"SELECT count(*) FROM "optional""#,
                r#"SELECT EXISTS (SELECT 1 FROM "optional")"#,
                r#"DELETE FROM "optional""#,
            ])
            .postgres([
                r#"SELECT "id", "truth", "small", "medium", "large", "single", "twice", "price", "whole", "name", "body", "data", "digest", "token", "born", "wakes", "meets", "happened", "settings", "status", "size", "truths", "numbers", "words", "tokens", "sizes" FROM "optional" ORDER BY "id""#,
                r#"SELECT count(*) FROM "optional""#,
                r#"SELECT EXISTS (SELECT 1 FROM "optional")::integer::bigint"#,
                r#"DELETE FROM "optional""#,
            ])
            .mysql([
                "SELECT `id`, `truth`, `small`, `medium`, `large`, `single`, `twice`, `price`, `whole`, `name`, `body`, `data`, `digest`, `token`, `born`, `wakes`, `meets`, `happened`, `settings`, `status`, `size`, `truths`, `numbers`, `words`, `tokens`, `sizes` FROM `optional` ORDER BY `id`",
                "SELECT count(*) FROM `optional`",
                "SELECT EXISTS (SELECT 1 FROM `optional`)",
                "DELETE FROM `optional`",
            ])
            .mariadb([
                "SELECT `id`, `truth`, `small`, `medium`, `large`, `single`, `twice`, `price`, `whole`, `name`, `body`, `data`, `digest`, `token`, `born`, `wakes`, `meets`, `happened`, `settings`, `status`, `size`, `truths`, `numbers`, `words`, `tokens`, `sizes` FROM `optional` ORDER BY `id`",
                "SELECT count(*) FROM `optional`",
                "SELECT EXISTS (SELECT 1 FROM `optional`)",
                "DELETE FROM `optional`",
            ]);
        tw::Select::new(&LOOKUP, [])
    }

    /// The rows for which a condition holds, in the order of the primary key.
    ///
    /// `SELECT "id", "truth", "small", "medium", "large", "single", "twice", "price", "whole", "name", "body", "data", "digest", "token", "born", "wakes", "meets", "happened", "settings", "status", "size", "truths", "numbers", "words", "tokens", "sizes" FROM "optional" WHERE … ORDER BY "id"`
    #[inline]
    pub fn filter(filter: tw::Filter<Self>) -> tw::Select<'static, Self> {
        Self::all().filter(filter)
    }

    /// The row with this primary key.
    ///
    /// `SELECT "id", "truth", "small", "medium", "large", "single", "twice", "price", "whole", "name", "body", "data", "digest", "token", "born", "wakes", "meets", "happened", "settings", "status", "size", "truths", "numbers", "words", "tokens", "sizes" FROM "optional" WHERE "id" = ?1`
    #[inline]
    pub fn find(id: i16) -> tw::Select<'static, Self> {
        tw::Select::new(<Self as tw::Model>::FIND, [id.into()])
    }

    /// A change of the row with this primary key: what is not set stays.
    ///
    /// `UPDATE "optional" SET … WHERE "id" = …`
    #[inline]
    pub fn update(id: i16) -> tw::Update<'static, Self> {
        Self::find(id).update()
    }

    /// New rows, all of which are inserted or none, many in one statement.
    ///
    /// `INSERT INTO "optional" ("truth", "small", "medium", "large", "single", "twice", "price", "whole", "name", "body", "data", "digest", "token", "born", "wakes", "meets", "happened", "settings", "status", "size", "truths", "numbers", "words", "tokens", "sizes", "id") VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22, ?23, ?24, ?25, ?26), …`
    pub fn insert_all<C: ::core::iter::IntoIterator<Item = NewOptional>>(
        rows: C,
    ) -> tw::InsertAll<C::IntoIter> {
        tw::InsertAll::new(rows)
    }

    /// Writes every field of the row, which is found by its primary key.
    ///
    /// `UPDATE "optional" SET "truth" = ?1, "small" = ?2, "medium" = ?3, "large" = ?4, "single" = ?5, "twice" = ?6, "price" = ?7, "whole" = ?8, "name" = ?9, "body" = ?10, "data" = ?11, "digest" = ?12, "token" = ?13, "born" = ?14, "wakes" = ?15, "meets" = ?16, "happened" = ?17, "settings" = ?18, "status" = ?19, "size" = ?20, "truths" = ?21, "numbers" = ?22, "words" = ?23, "tokens" = ?24, "sizes" = ?25 WHERE "id" = ?26`
    pub fn save<'c, C: tw::Connection>(&'c self, db: &'c C) -> C::Output<'c, tw::Result<()>> {
        tw::statement::save(self, db)
    }

    /// Deletes the row, which is found by its primary key.
    ///
    /// `DELETE FROM "optional" WHERE "id" = ?1`
    pub fn delete<'c, C: tw::Connection>(&'c self, db: &'c C) -> C::Output<'c, tw::Result<()>> {
        tw::statement::delete(self, db)
    }
}

impl tw::model::FromRow for Optional {
    const TABLE: Option<&'static tw::model::Table> = Some(<Self as tw::Model>::MODEL);

    #[inline]
    fn from_row<R: tw::value::Row>(row: &R) -> tw::Result<Self> {
        Ok(Self {
            id: row.get(0)?,
            truth: row.get_opt(1)?,
            small: row.get_opt(2)?,
            medium: row.get_opt(3)?,
            large: row.get_opt(4)?,
            single: row.get_opt(5)?,
            twice: row.get_opt(6)?,
            price: tw::types::decimal::read_opt(row, 7, 2)?,
            whole: tw::types::decimal::read_opt(row, 8, 0)?,
            name: row.get_opt(9)?,
            body: row.get_opt(10)?,
            data: row.get_opt(11)?,
            digest: row.get_opt(12)?,
            token: row.get_opt(13)?,
            born: row.get_opt(14)?,
            wakes: row.get_opt(15)?,
            meets: row.get_opt(16)?,
            happened: row.get_opt(17)?,
            settings: row.get_opt(18)?,
            status: row.get_opt(19)?,
            size: row.get_opt(20)?,
            truths: row.get_opt(21)?,
            numbers: row.get_opt(22)?,
            words: row.get_opt(23)?,
            tokens: row.get_opt(24)?,
            sizes: row.get_opt(25)?,
        })
    }
}

impl tw::Model for Optional {
    const MODEL: &'static tw::model::Table = &tw::model::Table {
        name: "optional",
        columns: &[
            "id",
            "truth",
            "small",
            "medium",
            "large",
            "single",
            "twice",
            "price",
            "whole",
            "name",
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
            "size",
            "truths",
            "numbers",
            "words",
            "tokens",
            "sizes",
        ],
        constraints: &[
            tw::model::Constraint::new("pk_optional", &["id"], tw::model::Rule::PrimaryKey),
        ],
    };
    const FIND: &'static tw::Lookup = &tw::Lookup::NONE
        .sqlite([
            r#"SELECT "id", "truth", "small", "medium", "large", "single", "twice", "price", "whole", "name", "body", "data", "digest", "token", "born", "wakes", "meets", "happened", "settings", "status", "size", "truths", "numbers", "words", "tokens", "sizes" FROM "optional" WHERE "id" = ?1"#,
            r#"SELECT count(*) FROM "optional" WHERE "id" = ?1"#,
            r#"SELECT EXISTS (SELECT 1 FROM "optional" WHERE "id" = ?1)"#,
            r#"DELETE FROM "optional" WHERE "id" = ?1"#,
        ])
        .postgres([
            r#"SELECT "id", "truth", "small", "medium", "large", "single", "twice", "price", "whole", "name", "body", "data", "digest", "token", "born", "wakes", "meets", "happened", "settings", "status", "size", "truths", "numbers", "words", "tokens", "sizes" FROM "optional" WHERE "id" = $1"#,
            r#"SELECT count(*) FROM "optional" WHERE "id" = $1"#,
            r#"SELECT EXISTS (SELECT 1 FROM "optional" WHERE "id" = $1)::integer::bigint"#,
            r#"DELETE FROM "optional" WHERE "id" = $1"#,
        ])
        .mysql([
            "SELECT `id`, `truth`, `small`, `medium`, `large`, `single`, `twice`, `price`, `whole`, `name`, `body`, `data`, `digest`, `token`, `born`, `wakes`, `meets`, `happened`, `settings`, `status`, `size`, `truths`, `numbers`, `words`, `tokens`, `sizes` FROM `optional` WHERE `id` = ?",
            "SELECT count(*) FROM `optional` WHERE `id` = ?",
            "SELECT EXISTS (SELECT 1 FROM `optional` WHERE `id` = ?)",
            "DELETE FROM `optional` WHERE `id` = ?",
        ])
        .mariadb([
            "SELECT `id`, `truth`, `small`, `medium`, `large`, `single`, `twice`, `price`, `whole`, `name`, `body`, `data`, `digest`, `token`, `born`, `wakes`, `meets`, `happened`, `settings`, `status`, `size`, `truths`, `numbers`, `words`, `tokens`, `sizes` FROM `optional` WHERE `id` = ?",
            "SELECT count(*) FROM `optional` WHERE `id` = ?",
            "SELECT EXISTS (SELECT 1 FROM `optional` WHERE `id` = ?)",
            "DELETE FROM `optional` WHERE `id` = ?",
        ]);
    const SAVE: &'static tw::Sql = &tw::Sql::NONE
        .sqlite(
            r#"UPDATE "optional" SET "truth" = ?1, "small" = ?2, "medium" = ?3, "large" = ?4, "single" = ?5, "twice" = ?6, "price" = ?7, "whole" = ?8, "name" = ?9, "body" = ?10, "data" = ?11, "digest" = ?12, "token" = ?13, "born" = ?14, "wakes" = ?15, "meets" = ?16, "happened" = ?17, "settings" = ?18, "status" = ?19, "size" = ?20, "truths" = ?21, "numbers" = ?22, "words" = ?23, "tokens" = ?24, "sizes" = ?25 WHERE "id" = ?26"#,
        )
        .postgres(
            r#"UPDATE "optional" SET "truth" = $1, "small" = $2, "medium" = $3, "large" = $4, "single" = $5, "twice" = $6, "price" = $7, "whole" = $8, "name" = $9, "body" = $10, "data" = $11, "digest" = $12, "token" = $13, "born" = $14, "wakes" = $15, "meets" = $16, "happened" = $17, "settings" = $18, "status" = $19, "size" = $20, "truths" = $21, "numbers" = $22, "words" = $23, "tokens" = $24, "sizes" = $25 WHERE "id" = $26"#,
        )
        .mysql(
            "UPDATE `optional` SET `truth` = ?, `small` = ?, `medium` = ?, `large` = ?, `single` = ?, `twice` = ?, `price` = ?, `whole` = ?, `name` = ?, `body` = ?, `data` = ?, `digest` = ?, `token` = ?, `born` = ?, `wakes` = ?, `meets` = ?, `happened` = ?, `settings` = ?, `status` = ?, `size` = ?, `truths` = ?, `numbers` = ?, `words` = ?, `tokens` = ?, `sizes` = ? WHERE `id` = ?",
        )
        .mariadb(
            "UPDATE `optional` SET `truth` = ?, `small` = ?, `medium` = ?, `large` = ?, `single` = ?, `twice` = ?, `price` = ?, `whole` = ?, `name` = ?, `body` = ?, `data` = ?, `digest` = ?, `token` = ?, `born` = ?, `wakes` = ?, `meets` = ?, `happened` = ?, `settings` = ?, `status` = ?, `size` = ?, `truths` = ?, `numbers` = ?, `words` = ?, `tokens` = ?, `sizes` = ? WHERE `id` = ?",
        );
    const DELETE: &'static tw::Sql = &<Self as tw::Model>::FIND.delete;

    #[inline]
    fn bind_row<B: tw::value::Binder>(&self, to: &mut B) -> tw::Result<()> {
        to.value_or_null(self.truth.as_ref())?;
        to.value_or_null(self.small.as_ref())?;
        to.value_or_null(self.medium.as_ref())?;
        to.value_or_null(self.large.as_ref())?;
        to.value_or_null(self.single.as_ref())?;
        to.value_or_null(self.twice.as_ref())?;
        tw::types::decimal::bind_opt(to, self.price.as_ref(), 10, 2)?;
        tw::types::decimal::bind_opt(to, self.whole.as_ref(), 18, 0)?;
        tw::types::text::bind_opt(to, self.name.as_ref(), 50)?;
        to.value_or_null(self.body.as_ref())?;
        to.value_or_null(self.data.as_ref())?;
        tw::types::bytes::bind_opt(to, self.digest.as_ref(), 32)?;
        to.value_or_null(self.token.as_ref())?;
        to.value_or_null(self.born.as_ref())?;
        to.value_or_null(self.wakes.as_ref())?;
        to.value_or_null(self.meets.as_ref())?;
        to.value_or_null(self.happened.as_ref())?;
        to.value_or_null(self.settings.as_ref())?;
        to.value_or_null(self.status.as_ref())?;
        to.value_or_null(self.size.as_ref())?;
        to.value_or_null(self.truths.as_ref())?;
        to.value_or_null(self.numbers.as_ref())?;
        tw::types::text::bind_list_opt(to, self.words.as_ref(), 20)?;
        to.value_or_null(self.tokens.as_ref())?;
        to.value_or_null(self.sizes.as_ref())?;
        tw::Model::bind_key(self, to)
    }

    #[inline]
    fn bind_key<B: tw::value::Binder>(&self, to: &mut B) -> tw::Result<()> {
        to.value(&self.id)?;
        Ok(())
    }
}

/// A row of `optional` that is not there yet.
#[allow(dead_code)]
#[derive(Clone, Debug, Default)]
#[must_use = "a new row is not in the database before `insert`"]
pub struct NewOptional {
    id: Option<i16>,
    truth: Option<bool>,
    small: Option<i16>,
    medium: Option<i32>,
    large: Option<i64>,
    single: Option<f32>,
    twice: Option<f64>,
    price: Option<tw::rust_decimal::Decimal>,
    whole: Option<tw::rust_decimal::Decimal>,
    name: Option<String>,
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
    size: Option<Size>,
    truths: Option<Vec<bool>>,
    numbers: Option<Vec<i64>>,
    words: Option<Vec<String>>,
    tokens: Option<Vec<tw::uuid::Uuid>>,
    sizes: Option<Vec<Size>>,
}

#[allow(dead_code)]
impl NewOptional {
    /// A row in which nothing is set yet.
    #[inline]
    pub fn new() -> Self {
        <Self as Default>::default()
    }

    /// Sets `id`; otherwise the database counts.
    #[inline]
    pub fn id(mut self, id: i16) -> Self {
        self.id = Some(id);
        self
    }

    /// Sets `truth`; otherwise it is NULL.
    pub fn truth(mut self, truth: impl tw::IntoNullable<bool>) -> Self {
        self.truth = truth.into_nullable();
        self
    }

    /// Sets `small`; otherwise it is NULL.
    pub fn small(mut self, small: impl tw::IntoNullable<i16>) -> Self {
        self.small = small.into_nullable();
        self
    }

    /// Sets `medium`; otherwise it is NULL.
    pub fn medium(mut self, medium: impl tw::IntoNullable<i32>) -> Self {
        self.medium = medium.into_nullable();
        self
    }

    /// Sets `large`; otherwise it is NULL.
    pub fn large(mut self, large: impl tw::IntoNullable<i64>) -> Self {
        self.large = large.into_nullable();
        self
    }

    /// Sets `single`; otherwise it is NULL.
    pub fn single(mut self, single: impl tw::IntoNullable<f32>) -> Self {
        self.single = single.into_nullable();
        self
    }

    /// Sets `twice`; otherwise it is NULL.
    pub fn twice(mut self, twice: impl tw::IntoNullable<f64>) -> Self {
        self.twice = twice.into_nullable();
        self
    }

    /// Sets `price`; otherwise it is NULL.
    pub fn price(mut self, price: impl tw::IntoNullable<tw::rust_decimal::Decimal>) -> Self {
        self.price = price.into_nullable();
        self
    }

    /// Sets `whole`; otherwise it is NULL.
    pub fn whole(mut self, whole: impl tw::IntoNullable<tw::rust_decimal::Decimal>) -> Self {
        self.whole = whole.into_nullable();
        self
    }

    /// Sets `name`; otherwise it is NULL.
    pub fn name(mut self, name: impl tw::IntoNullable<String>) -> Self {
        self.name = name.into_nullable();
        self
    }

    /// Sets `body`; otherwise it is NULL.
    pub fn body(mut self, body: impl tw::IntoNullable<String>) -> Self {
        self.body = body.into_nullable();
        self
    }

    /// Sets `data`; otherwise it is NULL.
    pub fn data(mut self, data: impl tw::IntoNullable<Vec<u8>>) -> Self {
        self.data = data.into_nullable();
        self
    }

    /// Sets `digest`; otherwise it is NULL.
    pub fn digest(mut self, digest: impl tw::IntoNullable<Vec<u8>>) -> Self {
        self.digest = digest.into_nullable();
        self
    }

    /// Sets `token`; otherwise it is NULL.
    pub fn token(mut self, token: impl tw::IntoNullable<tw::uuid::Uuid>) -> Self {
        self.token = token.into_nullable();
        self
    }

    /// Sets `born`; otherwise it is NULL.
    pub fn born(mut self, born: impl tw::IntoNullable<tw::jiff::civil::Date>) -> Self {
        self.born = born.into_nullable();
        self
    }

    /// Sets `wakes`; otherwise it is NULL.
    pub fn wakes(mut self, wakes: impl tw::IntoNullable<tw::jiff::civil::Time>) -> Self {
        self.wakes = wakes.into_nullable();
        self
    }

    /// Sets `meets`; otherwise it is NULL.
    pub fn meets(mut self, meets: impl tw::IntoNullable<tw::jiff::civil::DateTime>) -> Self {
        self.meets = meets.into_nullable();
        self
    }

    /// Sets `happened`; otherwise it is NULL.
    pub fn happened(mut self, happened: impl tw::IntoNullable<tw::jiff::Timestamp>) -> Self {
        self.happened = happened.into_nullable();
        self
    }

    /// Sets `settings`; otherwise it is NULL.
    pub fn settings(mut self, settings: impl tw::IntoNullable<tw::serde_json::Value>) -> Self {
        self.settings = settings.into_nullable();
        self
    }

    /// Sets `status`; otherwise it is NULL.
    pub fn status(mut self, status: impl tw::IntoNullable<Status>) -> Self {
        self.status = status.into_nullable();
        self
    }

    /// Sets `size`; otherwise it is NULL.
    pub fn size(mut self, size: impl tw::IntoNullable<Size>) -> Self {
        self.size = size.into_nullable();
        self
    }

    /// Sets `truths`; otherwise it is NULL.
    pub fn truths(mut self, truths: impl tw::IntoNullable<Vec<bool>>) -> Self {
        self.truths = truths.into_nullable();
        self
    }

    /// Sets `numbers`; otherwise it is NULL.
    pub fn numbers(mut self, numbers: impl tw::IntoNullable<Vec<i64>>) -> Self {
        self.numbers = numbers.into_nullable();
        self
    }

    /// Sets `words`; otherwise it is NULL.
    pub fn words(mut self, words: impl tw::IntoNullable<Vec<String>>) -> Self {
        self.words = words.into_nullable();
        self
    }

    /// Sets `tokens`; otherwise it is NULL.
    pub fn tokens(mut self, tokens: impl tw::IntoNullable<Vec<tw::uuid::Uuid>>) -> Self {
        self.tokens = tokens.into_nullable();
        self
    }

    /// Sets `sizes`; otherwise it is NULL.
    pub fn sizes(mut self, sizes: impl tw::IntoNullable<Vec<Size>>) -> Self {
        self.sizes = sizes.into_nullable();
        self
    }

    /// Inserts the row, and returns it as the database has it.
    ///
    /// `INSERT INTO "optional" ("truth", "small", "medium", "large", "single", "twice", "price", "whole", "name", "body", "data", "digest", "token", "born", "wakes", "meets", "happened", "settings", "status", "size", "truths", "numbers", "words", "tokens", "sizes", "id") VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22, ?23, ?24, ?25, ?26) RETURNING "id", "truth", "small", "medium", "large", "single", "twice", "price", "whole", "name", "body", "data", "digest", "token", "born", "wakes", "meets", "happened", "settings", "status", "size", "truths", "numbers", "words", "tokens", "sizes"`
    pub fn insert<C: tw::Connection>(self, db: &C) -> C::Output<'_, tw::Result<Optional>> {
        tw::statement::insert(self, db)
    }

    /// A new row, or a change of the one that is like it in the columns of a unique key.
    ///
    /// `INSERT INTO "optional" ("truth", "small", "medium", "large", "single", "twice", "price", "whole", "name", "body", "data", "digest", "token", "born", "wakes", "meets", "happened", "settings", "status", "size", "truths", "numbers", "words", "tokens", "sizes", "id") VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22, ?23, ?24, ?25, ?26) ON CONFLICT (…) DO UPDATE SET … RETURNING "id", "truth", "small", "medium", "large", "single", "twice", "price", "whole", "name", "body", "data", "digest", "token", "born", "wakes", "meets", "happened", "settings", "status", "size", "truths", "numbers", "words", "tokens", "sizes"`
    pub fn upsert(self, key: impl tw::query::Columns<Optional>) -> tw::Upsert<Self> {
        tw::Upsert::new(self, key)
    }
}

impl tw::Insert for NewOptional {
    type Model = Optional;
    const INSERT: &'static tw::Sql = &tw::Sql::NONE
        .sqlite(
            r#"INSERT INTO "optional" ("truth", "small", "medium", "large", "single", "twice", "price", "whole", "name", "body", "data", "digest", "token", "born", "wakes", "meets", "happened", "settings", "status", "size", "truths", "numbers", "words", "tokens", "sizes", "id") VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22, ?23, ?24, ?25, ?26) RETURNING "id", "truth", "small", "medium", "large", "single", "twice", "price", "whole", "name", "body", "data", "digest", "token", "born", "wakes", "meets", "happened", "settings", "status", "size", "truths", "numbers", "words", "tokens", "sizes""#,
        )
        .postgres(
            r#"INSERT INTO "optional" ("truth", "small", "medium", "large", "single", "twice", "price", "whole", "name", "body", "data", "digest", "token", "born", "wakes", "meets", "happened", "settings", "status", "size", "truths", "numbers", "words", "tokens", "sizes", "id") VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, CASE WHEN CAST($26 AS SMALLINT) IS NULL THEN nextval(pg_get_serial_sequence('"optional"', 'id')) WHEN CAST($26 AS SMALLINT) > coalesce(pg_sequence_last_value(pg_get_serial_sequence('"optional"', 'id')::regclass), 0) THEN setval(pg_get_serial_sequence('"optional"', 'id'), CAST($26 AS SMALLINT)) ELSE CAST($26 AS SMALLINT) END) RETURNING "id", "truth", "small", "medium", "large", "single", "twice", "price", "whole", "name", "body", "data", "digest", "token", "born", "wakes", "meets", "happened", "settings", "status", "size", "truths", "numbers", "words", "tokens", "sizes""#,
        )
        .mysql(
            "INSERT INTO `optional` (`truth`, `small`, `medium`, `large`, `single`, `twice`, `price`, `whole`, `name`, `body`, `data`, `digest`, `token`, `born`, `wakes`, `meets`, `happened`, `settings`, `status`, `size`, `truths`, `numbers`, `words`, `tokens`, `sizes`, `id`) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        )
        .mariadb(
            "INSERT INTO `optional` (`truth`, `small`, `medium`, `large`, `single`, `twice`, `price`, `whole`, `name`, `body`, `data`, `digest`, `token`, `born`, `wakes`, `meets`, `happened`, `settings`, `status`, `size`, `truths`, `numbers`, `words`, `tokens`, `sizes`, `id`) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING `id`, `truth`, `small`, `medium`, `large`, `single`, `twice`, `price`, `whole`, `name`, `body`, `data`, `digest`, `token`, `born`, `wakes`, `meets`, `happened`, `settings`, `status`, `size`, `truths`, `numbers`, `words`, `tokens`, `sizes`",
        );
    const READ_BACK: Option<&'static tw::model::ReadBack> = Some(&tw::model::ReadBack {
        select: "SELECT `id`, `truth`, `small`, `medium`, `large`, `single`, `twice`, `price`, `whole`, `name`, `body`, `data`, `digest`, `token`, `born`, `wakes`, `meets`, `happened`, `settings`, `status`, `size`, `truths`, `numbers`, `words`, `tokens`, `sizes` FROM `optional` WHERE `id` = ?",
        key: &[tw::model::Key::Counted(25)],
    });
    const INSERT_COUNTED: Option<&'static tw::Sql> = Some(&tw::Sql::NONE.postgres(
        r#"INSERT INTO "optional" ("truth", "small", "medium", "large", "single", "twice", "price", "whole", "name", "body", "data", "digest", "token", "born", "wakes", "meets", "happened", "settings", "status", "size", "truths", "numbers", "words", "tokens", "sizes") VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25) RETURNING "id", "truth", "small", "medium", "large", "single", "twice", "price", "whole", "name", "body", "data", "digest", "token", "born", "wakes", "meets", "happened", "settings", "status", "size", "truths", "numbers", "words", "tokens", "sizes""#,
    ));

    #[inline]
    fn is_counted(&self) -> bool {
        self.id.is_none()
    }

    #[inline]
    fn bind_counted<B: tw::value::Binder>(&self, to: &mut B) -> tw::Result<()> {
        to.value_or_null(self.truth.as_ref())?;
        to.value_or_null(self.small.as_ref())?;
        to.value_or_null(self.medium.as_ref())?;
        to.value_or_null(self.large.as_ref())?;
        to.value_or_null(self.single.as_ref())?;
        to.value_or_null(self.twice.as_ref())?;
        tw::types::decimal::bind_opt(to, self.price.as_ref(), 10, 2)?;
        tw::types::decimal::bind_opt(to, self.whole.as_ref(), 18, 0)?;
        tw::types::text::bind_opt(to, self.name.as_ref(), 50)?;
        to.value_or_null(self.body.as_ref())?;
        to.value_or_null(self.data.as_ref())?;
        tw::types::bytes::bind_opt(to, self.digest.as_ref(), 32)?;
        to.value_or_null(self.token.as_ref())?;
        to.value_or_null(self.born.as_ref())?;
        to.value_or_null(self.wakes.as_ref())?;
        to.value_or_null(self.meets.as_ref())?;
        to.value_or_null(self.happened.as_ref())?;
        to.value_or_null(self.settings.as_ref())?;
        to.value_or_null(self.status.as_ref())?;
        to.value_or_null(self.size.as_ref())?;
        to.value_or_null(self.truths.as_ref())?;
        to.value_or_null(self.numbers.as_ref())?;
        tw::types::text::bind_list_opt(to, self.words.as_ref(), 20)?;
        to.value_or_null(self.tokens.as_ref())?;
        to.value_or_null(self.sizes.as_ref())?;
        Ok(())
    }

    #[inline]
    fn bind<B: tw::value::Binder>(&self, to: &mut B) -> tw::Result<()> {
        self.bind_counted(to)?;
        to.value_or_null(self.id.as_ref())?;
        Ok(())
    }
}
