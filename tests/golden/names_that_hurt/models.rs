// Written by tablewright from models.yaml. A change to this file is lost: change models.yaml.

use ::tablewright as tw;

/// The tables, as a script for `SQLite`: any client can run it, also a second time.
#[allow(dead_code)]
pub const SCHEMA_SQL: &str = sqlite::SCHEMA_SQL;

/// The fingerprint of the tables: another one when anything about them changes.
#[allow(dead_code)]
pub const SCHEMA_HASH: &str = "e56a21cdb3812442d540f10cbe144e83";

/// What is written for `SQLite`.
#[allow(dead_code)]
pub mod sqlite {
    /// The tables, as a script for `SQLite`: any client can run it, also a second time.
    pub const SCHEMA_SQL: &str = r#"CREATE TABLE IF NOT EXISTS "order" (
    "id" INTEGER CONSTRAINT "pk_order" PRIMARY KEY AUTOINCREMENT,
    "select" BOOLEAN NOT NULL,
    "group" TEXT NOT NULL DEFAULT 'it''s',
    "double "" quote" INTEGER NOT NULL,
    "single ' quote" INTEGER NOT NULL,
    "back ` tick" INTEGER NOT NULL,
    "back \ slash" BOOLEAN NOT NULL,
    "semi; -- colon /*" INTEGER NOT NULL,
    "[bracket]" INTEGER NOT NULL,
    "$tablewright$ $1 ?1 :a %s {}" INTEGER NOT NULL,
    "two
lines" INTEGER NOT NULL,
    "☃ naïve" BOOLEAN NOT NULL,
    CONSTRAINT "uq_order_double "" quote_single ' quote" UNIQUE ("double "" quote", "single ' quote"),
    CONSTRAINT "ck_order_select_type" CHECK ("select" IN (0, 1)),
    CONSTRAINT "ck_order_group_type" CHECK ("group" = 'it''s' OR "group" = 'a"b' OR "group" = 'a`b' OR "group" = 'back\slash' OR "group" = 'semi;colon -- dash' OR "group" = '☃ naïve'),
    CONSTRAINT "ck_order_double "" quote_type" CHECK (typeof("double "" quote") = 'integer' AND "double "" quote" BETWEEN -2147483648 AND 2147483647),
    CONSTRAINT "ck_order_single ' quote_type" CHECK (typeof("single ' quote") = 'integer' AND "single ' quote" BETWEEN -2147483648 AND 2147483647),
    CONSTRAINT "ck_order_back ` tick_type" CHECK (typeof("back ` tick") = 'integer' AND "back ` tick" BETWEEN -2147483648 AND 2147483647),
    CONSTRAINT "ck_order_back \ slash_type" CHECK ("back \ slash" IN (0, 1)),
    CONSTRAINT "ck_order_semi; -- colon /*_type" CHECK (typeof("semi; -- colon /*") = 'integer' AND "semi; -- colon /*" BETWEEN -2147483648 AND 2147483647),
    CONSTRAINT "ck_order_[bracket]_type" CHECK (typeof("[bracket]") = 'integer' AND "[bracket]" BETWEEN -2147483648 AND 2147483647),
    CONSTRAINT "ck_order_$tablewright$ $1 ?1 :a %s {}_type" CHECK (typeof("$tablewright$ $1 ?1 :a %s {}") = 'integer' AND "$tablewright$ $1 ?1 :a %s {}" BETWEEN -2147483648 AND 2147483647),
    CONSTRAINT "ck_order_two
lines_type" CHECK (typeof("two
lines") = 'integer' AND "two
lines" BETWEEN -2147483648 AND 2147483647),
    CONSTRAINT "ck_order_☃ naïve_type" CHECK ("☃ naïve" IN (0, 1))
);

CREATE INDEX IF NOT EXISTS "ix_order_back ` tick_back \ slash" ON "order" ("back ` tick", "back \ slash");

CREATE INDEX IF NOT EXISTS "ix_order_semi; -- colon /*" ON "order" ("semi; -- colon /*");

CREATE INDEX IF NOT EXISTS "ix_order_☃ naïve" ON "order" ("☃ naïve");

CREATE TABLE IF NOT EXISTS "an_extraordinarily_long_name_of_a_table_that_takes_all_there_is" (
    "id" INTEGER CONSTRAINT "pk_an_extraordinarily_long_name_of_a_table_that_takes__60f3ccff" PRIMARY KEY AUTOINCREMENT,
    "a_column_with_a_name_that_is_nearly_as_long_as_its_table" BOOLEAN NOT NULL,
    "user_id" BIGINT,
    "peer_id" BIGINT,
    CONSTRAINT "ck_an_extraordinarily_long_name_of_a_table_that_takes__cf4b2819" CHECK ("a_column_with_a_name_that_is_nearly_as_long_as_its_table" IN (0, 1)),
    CONSTRAINT "ck_an_extraordinarily_long_name_of_a_table_that_takes__6d2c7c27" CHECK (typeof("user_id") IN ('integer', 'null')),
    CONSTRAINT "ck_an_extraordinarily_long_name_of_a_table_that_takes__38638748" CHECK (typeof("peer_id") IN ('integer', 'null')),
    CONSTRAINT "fk_an_extraordinarily_long_name_of_a_table_that_takes__0de8d2cf" FOREIGN KEY ("user_id") REFERENCES "$tablewright$ 'users'; ""--" ("id"),
    CONSTRAINT "fk_an_extraordinarily_long_name_of_a_table_that_takes__9d99df6e" FOREIGN KEY ("peer_id") REFERENCES "an_extraordinarily_long_name_of_a_table_that_takes_all_there_is" ("id")
);

CREATE INDEX IF NOT EXISTS "ix_an_extraordinarily_long_name_of_a_table_that_takes__c78ea15f" ON "an_extraordinarily_long_name_of_a_table_that_takes_all_there_is" ("a_column_with_a_name_that_is_nearly_as_long_as_its_table", "user_id");

CREATE INDEX IF NOT EXISTS "ix_an_extraordinarily_long_name_of_a_table_that_takes__218d3fa1" ON "an_extraordinarily_long_name_of_a_table_that_takes_all_there_is" ("user_id");

CREATE INDEX IF NOT EXISTS "ix_an_extraordinarily_long_name_of_a_table_that_takes__804572f4" ON "an_extraordinarily_long_name_of_a_table_that_takes_all_there_is" ("peer_id");

CREATE TABLE IF NOT EXISTS "$tablewright$ 'users'; ""--" (
    "id" INTEGER CONSTRAINT "pk_$tablewright$ 'users'; ""--" PRIMARY KEY AUTOINCREMENT,
    "order_id" BIGINT,
    "friend_id" BIGINT,
    CONSTRAINT "ck_$tablewright$ 'users'; ""--_order_id_type" CHECK (typeof("order_id") IN ('integer', 'null')),
    CONSTRAINT "ck_$tablewright$ 'users'; ""--_friend_id_type" CHECK (typeof("friend_id") IN ('integer', 'null')),
    CONSTRAINT "fk_$tablewright$ 'users'; ""--_order_id" FOREIGN KEY ("order_id") REFERENCES "order" ("id"),
    CONSTRAINT "fk_$tablewright$ 'users'; ""--_friend_id" FOREIGN KEY ("friend_id") REFERENCES "an_extraordinarily_long_name_of_a_table_that_takes_all_there_is" ("id")
);

CREATE INDEX IF NOT EXISTS "ix_$tablewright$ 'users'; ""--_order_id" ON "$tablewright$ 'users'; ""--" ("order_id");

CREATE INDEX IF NOT EXISTS "ix_$tablewright$ 'users'; ""--_friend_id" ON "$tablewright$ 'users'; ""--" ("friend_id");
"#;

    /// Drops the tables and all that is in them, as a script for `SQLite`.
    pub const DROP_SQL: &str = r#"SAVEPOINT tablewright_drop;

PRAGMA defer_foreign_keys = ON;

DROP TABLE IF EXISTS "$tablewright$ 'users'; ""--";

DROP TABLE IF EXISTS "an_extraordinarily_long_name_of_a_table_that_takes_all_there_is";

DROP TABLE IF EXISTS "order";

RELEASE tablewright_drop;
"#;
}

/// What is written for `PostgreSQL`.
#[allow(dead_code)]
pub mod postgres {
    /// The tables, as a script for `PostgreSQL`: any client can run it, also a second time.
    pub const SCHEMA_SQL: &str = r#"CREATE TABLE IF NOT EXISTS "order" (
    "id" BIGINT NOT NULL GENERATED BY DEFAULT AS IDENTITY,
    "select" BOOLEAN NOT NULL,
    "group" TEXT COLLATE "C" NOT NULL DEFAULT 'it''s',
    "double "" quote" INTEGER NOT NULL,
    "single ' quote" INTEGER NOT NULL,
    "back ` tick" INTEGER NOT NULL,
    "back \ slash" BOOLEAN NOT NULL,
    "semi; -- colon /*" INTEGER NOT NULL,
    "[bracket]" INTEGER NOT NULL,
    "$tablewright$ $1 ?1 :a %s {}" INTEGER NOT NULL,
    "two
lines" INTEGER NOT NULL,
    "☃ naïve" BOOLEAN NOT NULL,
    CONSTRAINT "pk_order" PRIMARY KEY ("id"),
    CONSTRAINT "uq_order_double "" quote_single ' quote" UNIQUE ("double "" quote", "single ' quote"),
    CONSTRAINT "ck_order_group_type" CHECK ("group" IN ('it''s', 'a"b', 'a`b', E'back\\slash', 'semi;colon -- dash', '☃ naïve'))
);

CREATE INDEX IF NOT EXISTS "ix_order_back ` tick_back \ slash" ON "order" ("back ` tick", "back \ slash");

CREATE INDEX IF NOT EXISTS "ix_order_semi; -- colon /*" ON "order" ("semi; -- colon /*");

CREATE INDEX IF NOT EXISTS "ix_order_☃ naïve" ON "order" ("☃ naïve");

CREATE TABLE IF NOT EXISTS "an_extraordinarily_long_name_of_a_table_that_takes_all_there_is" (
    "id" BIGINT NOT NULL GENERATED BY DEFAULT AS IDENTITY,
    "a_column_with_a_name_that_is_nearly_as_long_as_its_table" BOOLEAN NOT NULL,
    "user_id" BIGINT,
    "peer_id" BIGINT,
    CONSTRAINT "pk_an_extraordinarily_long_name_of_a_table_that_takes__60f3ccff" PRIMARY KEY ("id"),
    CONSTRAINT "fk_an_extraordinarily_long_name_of_a_table_that_takes__9d99df6e" FOREIGN KEY ("peer_id") REFERENCES "an_extraordinarily_long_name_of_a_table_that_takes_all_there_is" ("id")
);

CREATE INDEX IF NOT EXISTS "ix_an_extraordinarily_long_name_of_a_table_that_takes__c78ea15f" ON "an_extraordinarily_long_name_of_a_table_that_takes_all_there_is" ("a_column_with_a_name_that_is_nearly_as_long_as_its_table", "user_id" NULLS FIRST);

CREATE INDEX IF NOT EXISTS "ix_an_extraordinarily_long_name_of_a_table_that_takes__218d3fa1" ON "an_extraordinarily_long_name_of_a_table_that_takes_all_there_is" ("user_id" NULLS FIRST);

CREATE INDEX IF NOT EXISTS "ix_an_extraordinarily_long_name_of_a_table_that_takes__804572f4" ON "an_extraordinarily_long_name_of_a_table_that_takes_all_there_is" ("peer_id" NULLS FIRST);

CREATE TABLE IF NOT EXISTS "$tablewright$ 'users'; ""--" (
    "id" BIGINT NOT NULL GENERATED BY DEFAULT AS IDENTITY,
    "order_id" BIGINT,
    "friend_id" BIGINT,
    CONSTRAINT "pk_$tablewright$ 'users'; ""--" PRIMARY KEY ("id"),
    CONSTRAINT "fk_$tablewright$ 'users'; ""--_order_id" FOREIGN KEY ("order_id") REFERENCES "order" ("id"),
    CONSTRAINT "fk_$tablewright$ 'users'; ""--_friend_id" FOREIGN KEY ("friend_id") REFERENCES "an_extraordinarily_long_name_of_a_table_that_takes_all_there_is" ("id")
);

CREATE INDEX IF NOT EXISTS "ix_$tablewright$ 'users'; ""--_order_id" ON "$tablewright$ 'users'; ""--" ("order_id" NULLS FIRST);

CREATE INDEX IF NOT EXISTS "ix_$tablewright$ 'users'; ""--_friend_id" ON "$tablewright$ 'users'; ""--" ("friend_id" NULLS FIRST);

DO $tablewright_$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_constraint WHERE conname = 'fk_an_extraordinarily_long_name_of_a_table_that_takes__0de8d2cf' AND conrelid = '"an_extraordinarily_long_name_of_a_table_that_takes_all_there_is"'::regclass) THEN
        ALTER TABLE "an_extraordinarily_long_name_of_a_table_that_takes_all_there_is" ADD CONSTRAINT "fk_an_extraordinarily_long_name_of_a_table_that_takes__0de8d2cf" FOREIGN KEY ("user_id") REFERENCES "$tablewright$ 'users'; ""--" ("id");
    END IF;
END
$tablewright_$;
"#;

    /// Drops the tables and all that is in them, as a script for `PostgreSQL`.
    pub const DROP_SQL: &str = r#"ALTER TABLE IF EXISTS "an_extraordinarily_long_name_of_a_table_that_takes_all_there_is" DROP CONSTRAINT IF EXISTS "fk_an_extraordinarily_long_name_of_a_table_that_takes__0de8d2cf";

DROP TABLE IF EXISTS "$tablewright$ 'users'; ""--";

DROP TABLE IF EXISTS "an_extraordinarily_long_name_of_a_table_that_takes_all_there_is";

DROP TABLE IF EXISTS "order";
"#;
}

/// What is written for `MySQL`.
#[allow(dead_code)]
pub mod mysql {
    /// The tables, as a script for `MySQL`: any client can run it, also a second time.
    pub const SCHEMA_SQL: &str = r#"SET @tablewright_foreign_key_checks = @@SESSION.foreign_key_checks, SESSION foreign_key_checks = 0;

CREATE TABLE IF NOT EXISTS `order` (
    `id` BIGINT NOT NULL AUTO_INCREMENT,
    `select` BOOLEAN NOT NULL,
    `group` VARCHAR(18) NOT NULL DEFAULT 'it''s',
    `double " quote` INT NOT NULL,
    `single ' quote` INT NOT NULL,
    `back `` tick` INT NOT NULL,
    `back \ slash` BOOLEAN NOT NULL,
    `semi; -- colon /*` INT NOT NULL,
    `[bracket]` INT NOT NULL,
    `$tablewright$ $1 ?1 :a %s {}` INT NOT NULL,
    `two
lines` INT NOT NULL,
    `☃ naïve` BOOLEAN NOT NULL,
    PRIMARY KEY (`id`),
    CONSTRAINT `uq_order_double " quote_single ' quote` UNIQUE (`double " quote`, `single ' quote`),
    INDEX `ix_order_back `` tick_back \ slash` (`back `` tick`, `back \ slash`),
    INDEX `ix_order_semi; -- colon /*` (`semi; -- colon /*`),
    INDEX `ix_order_☃ naïve` (`☃ naïve`),
    CONSTRAINT `ck_order_select_type` CHECK (`select` IN (0, 1)),
    CONSTRAINT `ck_order_group_type` CHECK (`group` IN ('it''s', 'a"b', 'a`b', 'back\\slash', 'semi;colon -- dash', '☃ naïve')),
    CONSTRAINT `ck_order_back \ slash_type` CHECK (`back \ slash` IN (0, 1)),
    CONSTRAINT `ck_order_☃ naïve_type` CHECK (`☃ naïve` IN (0, 1))
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_bin;

CREATE TABLE IF NOT EXISTS `an_extraordinarily_long_name_of_a_table_that_takes_all_there_is` (
    `id` BIGINT NOT NULL AUTO_INCREMENT,
    `a_column_with_a_name_that_is_nearly_as_long_as_its_table` BOOLEAN NOT NULL,
    `user_id` BIGINT,
    `peer_id` BIGINT,
    PRIMARY KEY (`id`),
    INDEX `ix_an_extraordinarily_long_name_of_a_table_that_takes__c78ea15f` (`a_column_with_a_name_that_is_nearly_as_long_as_its_table`, `user_id`),
    INDEX `ix_an_extraordinarily_long_name_of_a_table_that_takes__218d3fa1` (`user_id`),
    INDEX `ix_an_extraordinarily_long_name_of_a_table_that_takes__804572f4` (`peer_id`),
    CONSTRAINT `ck_an_extraordinarily_long_name_of_a_table_that_takes__cf4b2819` CHECK (`a_column_with_a_name_that_is_nearly_as_long_as_its_table` IN (0, 1)),
    CONSTRAINT `fk_an_extraordinarily_long_name_of_a_table_that_takes__0de8d2cf` FOREIGN KEY (`user_id`) REFERENCES `$tablewright$ 'users'; "--` (`id`),
    CONSTRAINT `fk_an_extraordinarily_long_name_of_a_table_that_takes__9d99df6e` FOREIGN KEY (`peer_id`) REFERENCES `an_extraordinarily_long_name_of_a_table_that_takes_all_there_is` (`id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_bin;

CREATE TABLE IF NOT EXISTS `$tablewright$ 'users'; "--` (
    `id` BIGINT NOT NULL AUTO_INCREMENT,
    `order_id` BIGINT,
    `friend_id` BIGINT,
    PRIMARY KEY (`id`),
    INDEX `ix_$tablewright$ 'users'; "--_order_id` (`order_id`),
    INDEX `ix_$tablewright$ 'users'; "--_friend_id` (`friend_id`),
    CONSTRAINT `fk_$tablewright$ 'users'; "--_order_id` FOREIGN KEY (`order_id`) REFERENCES `order` (`id`),
    CONSTRAINT `fk_$tablewright$ 'users'; "--_friend_id` FOREIGN KEY (`friend_id`) REFERENCES `an_extraordinarily_long_name_of_a_table_that_takes_all_there_is` (`id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_bin;

SET SESSION foreign_key_checks = @tablewright_foreign_key_checks;
"#;

    /// Drops the tables and all that is in them, as a script for `MySQL`.
    pub const DROP_SQL: &str = r#"SET @tablewright_foreign_key_checks = @@SESSION.foreign_key_checks, SESSION foreign_key_checks = 0;

DROP TABLE IF EXISTS `$tablewright$ 'users'; "--`;

DROP TABLE IF EXISTS `an_extraordinarily_long_name_of_a_table_that_takes_all_there_is`;

DROP TABLE IF EXISTS `order`;

SET SESSION foreign_key_checks = @tablewright_foreign_key_checks;
"#;
}

/// What is written for `MariaDB`.
#[allow(dead_code)]
pub mod mariadb {
    /// The tables, as a script for `MariaDB`: any client can run it, also a second time.
    pub const SCHEMA_SQL: &str = r#"SET @tablewright_foreign_key_checks = @@SESSION.foreign_key_checks, SESSION foreign_key_checks = 0;

CREATE TABLE IF NOT EXISTS `order` (
    `id` BIGINT NOT NULL AUTO_INCREMENT,
    `select` BOOLEAN NOT NULL,
    `group` VARCHAR(18) NOT NULL DEFAULT 'it''s',
    `double " quote` INT NOT NULL,
    `single ' quote` INT NOT NULL,
    `back `` tick` INT NOT NULL,
    `back \ slash` BOOLEAN NOT NULL,
    `semi; -- colon /*` INT NOT NULL,
    `[bracket]` INT NOT NULL,
    `$tablewright$ $1 ?1 :a %s {}` INT NOT NULL,
    `two
lines` INT NOT NULL,
    `☃ naïve` BOOLEAN NOT NULL,
    PRIMARY KEY (`id`),
    CONSTRAINT `uq_order_double " quote_single ' quote` UNIQUE (`double " quote`, `single ' quote`),
    INDEX `ix_order_back `` tick_back \ slash` (`back `` tick`, `back \ slash`),
    INDEX `ix_order_semi; -- colon /*` (`semi; -- colon /*`),
    INDEX `ix_order_☃ naïve` (`☃ naïve`),
    CONSTRAINT `ck_order_select_type` CHECK (`select` IN (0, 1)),
    CONSTRAINT `ck_order_group_type` CHECK (`group` IN ('it''s', 'a"b', 'a`b', 'back\\slash', 'semi;colon -- dash', '☃ naïve')),
    CONSTRAINT `ck_order_back \ slash_type` CHECK (`back \ slash` IN (0, 1)),
    CONSTRAINT `ck_order_☃ naïve_type` CHECK (`☃ naïve` IN (0, 1))
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_nopad_bin;

CREATE TABLE IF NOT EXISTS `an_extraordinarily_long_name_of_a_table_that_takes_all_there_is` (
    `id` BIGINT NOT NULL AUTO_INCREMENT,
    `a_column_with_a_name_that_is_nearly_as_long_as_its_table` BOOLEAN NOT NULL,
    `user_id` BIGINT,
    `peer_id` BIGINT,
    PRIMARY KEY (`id`),
    INDEX `ix_an_extraordinarily_long_name_of_a_table_that_takes__c78ea15f` (`a_column_with_a_name_that_is_nearly_as_long_as_its_table`, `user_id`),
    INDEX `ix_an_extraordinarily_long_name_of_a_table_that_takes__218d3fa1` (`user_id`),
    INDEX `ix_an_extraordinarily_long_name_of_a_table_that_takes__804572f4` (`peer_id`),
    CONSTRAINT `ck_an_extraordinarily_long_name_of_a_table_that_takes__cf4b2819` CHECK (`a_column_with_a_name_that_is_nearly_as_long_as_its_table` IN (0, 1)),
    CONSTRAINT `fk_an_extraordinarily_long_name_of_a_table_that_takes__0de8d2cf` FOREIGN KEY (`user_id`) REFERENCES `$tablewright$ 'users'; "--` (`id`),
    CONSTRAINT `fk_an_extraordinarily_long_name_of_a_table_that_takes__9d99df6e` FOREIGN KEY (`peer_id`) REFERENCES `an_extraordinarily_long_name_of_a_table_that_takes_all_there_is` (`id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_nopad_bin;

CREATE TABLE IF NOT EXISTS `$tablewright$ 'users'; "--` (
    `id` BIGINT NOT NULL AUTO_INCREMENT,
    `order_id` BIGINT,
    `friend_id` BIGINT,
    PRIMARY KEY (`id`),
    INDEX `ix_$tablewright$ 'users'; "--_order_id` (`order_id`),
    INDEX `ix_$tablewright$ 'users'; "--_friend_id` (`friend_id`),
    CONSTRAINT `fk_$tablewright$ 'users'; "--_order_id` FOREIGN KEY (`order_id`) REFERENCES `order` (`id`),
    CONSTRAINT `fk_$tablewright$ 'users'; "--_friend_id` FOREIGN KEY (`friend_id`) REFERENCES `an_extraordinarily_long_name_of_a_table_that_takes_all_there_is` (`id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_nopad_bin;

SET SESSION foreign_key_checks = @tablewright_foreign_key_checks;
"#;

    /// Drops the tables and all that is in them, as a script for `MariaDB`.
    pub const DROP_SQL: &str = r#"SET @tablewright_foreign_key_checks = @@SESSION.foreign_key_checks, SESSION foreign_key_checks = 0;

DROP TABLE IF EXISTS `$tablewright$ 'users'; "--`;

DROP TABLE IF EXISTS `an_extraordinarily_long_name_of_a_table_that_takes_all_there_is`;

DROP TABLE IF EXISTS `order`;

SET SESSION foreign_key_checks = @tablewright_foreign_key_checks;
"#;
}

/// The tables and their scripts: what `create_all` and `drop_all` run.
#[allow(dead_code)]
pub static SCHEMA: tw::Schema = tw::Schema {
    name: module_path!(),
    hash: SCHEMA_HASH,
    tables: &[<Order as tw::Model>::MODEL, <User as tw::Model>::MODEL, <Table as tw::Model>::MODEL],
    create: tw::Scripts {
        sqlite: tw::Script {
            text: sqlite::SCHEMA_SQL,
            ends: &[2088, 2196, 2287, 2364, 3473, 3709, 3885, 4061, 4764, 4881, 5000],
        },
        postgres: tw::Script {
            text: postgres::SCHEMA_SQL,
            ends: &[815, 923, 1014, 1091, 1664, 1912, 2100, 2288, 2802, 2931, 3062, 3585],
        },
        mysql: tw::Script {
            text: mysql::SCHEMA_SQL,
            ends: &[99, 1312, 2492, 3136, 3203],
        },
        mariadb: tw::Script {
            text: mariadb::SCHEMA_SQL,
            ends: &[99, 1313, 2494, 3139, 3206],
        },
    },
    drop: tw::Scripts {
        sqlite: tw::Script {
            text: sqlite::DROP_SQL,
            ends: &[27, 60, 113, 202, 233, 260],
        },
        postgres: tw::Script {
            text: postgres::DROP_SQL,
            ends: &[180, 233, 322, 353],
        },
        mysql: tw::Script {
            text: mysql::DROP_SQL,
            ends: &[99, 151, 240, 271, 338],
        },
        mariadb: tw::Script {
            text: mariadb::DROP_SQL,
            ends: &[99, 151, 240, 271, 338],
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
pub enum Word {
    /// The text `it's`.
    ItS,
    /// The text `a"b`.
    AB,
    /// The text ``a`b``.
    Tick,
    /// The text `back\slash`.
    BackSlash,
    /// The text `semi;colon -- dash`.
    SemiColonDash,
    /// The text `☃ naïve`.
    Naïve,
}

#[allow(dead_code)]
impl Word {
    /// Every value, in the order of the file.
    pub const ALL: &'static [Self] =
        &[Self::ItS, Self::AB, Self::Tick, Self::BackSlash, Self::SemiColonDash, Self::Naïve];

    /// The text in the database.
    #[inline]
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::ItS => "it's",
            Self::AB => "a\"b",
            Self::Tick => "a`b",
            Self::BackSlash => "back\\slash",
            Self::SemiColonDash => "semi;colon -- dash",
            Self::Naïve => "☃ naïve",
        }
    }
}

impl tw::Enum for Word {
    const NAME: &'static str = "Word";
    const ALL: &'static [Self] = Self::ALL;

    #[inline]
    fn as_str(self) -> &'static str {
        self.as_str()
    }
}

impl ::core::fmt::Display for Word {
    #[inline]
    fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
        f.pad(self.as_str())
    }
}

impl ::core::str::FromStr for Word {
    type Err = tw::Error;

    #[inline]
    fn from_str(text: &str) -> tw::Result<Self> {
        <Self as tw::Enum>::parse(text)
    }
}

/// A row of `order`.
#[allow(dead_code)]
#[derive(Clone, Debug, PartialEq)]
pub struct Order {
    /// `id`, the primary key, counted by the database.
    pub id: i64,
    /// `bool`.
    pub select: bool,
    /// `Word`, with a default.
    pub group: Word,
    /// `integer`, in the column `double " quote`.
    pub double: i32,
    /// `integer`, in the column `single ' quote`.
    pub single: i32,
    /// `integer`, in the column ``back ` tick``.
    pub tick: i32,
    /// `bool`, in the column `back \ slash`.
    pub slash: bool,
    /// `integer`, in the column `semi; -- colon /*`.
    pub semi: i32,
    /// `integer`, in the column `[bracket]`.
    pub bracket: i32,
    /// `integer`, in the column `$tablewright$ $1 ?1 :a %s {}`.
    pub dollar: i32,
    /// `integer`, in the column `two lines`.
    pub lines: i32,
    /// `bool`, in the column `☃ naïve`.
    pub snow: bool,
}

#[allow(dead_code)]
impl Order {
    /// The column `id`.
    pub const ID: tw::Column<Self, i64> = tw::Column::new("id", tw::column::plain);
    /// The column `select`.
    pub const SELECT: tw::Column<Self, bool> = tw::Column::new("select", tw::column::plain);
    /// The column `group`.
    pub const GROUP: tw::Column<Self, Word> = tw::Column::new("group", tw::column::plain);
    /// The column `double " quote`.
    pub const DOUBLE: tw::Column<Self, i32> = tw::Column::new("double \" quote", tw::column::plain);
    /// The column `single ' quote`.
    pub const SINGLE: tw::Column<Self, i32> = tw::Column::new("single ' quote", tw::column::plain);
    /// The column ``back ` tick``.
    pub const TICK: tw::Column<Self, i32> = tw::Column::new("back ` tick", tw::column::plain);
    /// The column `back \ slash`.
    pub const SLASH: tw::Column<Self, bool> = tw::Column::new("back \\ slash", tw::column::plain);
    /// The column `semi; -- colon /*`.
    pub const SEMI: tw::Column<Self, i32> = tw::Column::new("semi; -- colon /*", tw::column::plain);
    /// The column `[bracket]`.
    pub const BRACKET: tw::Column<Self, i32> = tw::Column::new("[bracket]", tw::column::plain);
    /// The column `$tablewright$ $1 ?1 :a %s {}`.
    pub const DOLLAR: tw::Column<Self, i32> =
        tw::Column::new("$tablewright$ $1 ?1 :a %s {}", tw::column::plain);
    /// The column `two lines`.
    pub const LINES: tw::Column<Self, i32> = tw::Column::new("two\nlines", tw::column::plain);
    /// The column `☃ naïve`.
    pub const SNOW: tw::Column<Self, bool> = tw::Column::new("☃ naïve", tw::column::plain);

    /// Every row, in the order of the primary key.
    ///
    /// ``SELECT "id", "select", "group", "double "" quote", "single ' quote", "back ` tick", "back \ slash", "semi; -- colon /*", "[bracket]", "$tablewright$ $1 ?1 :a %s {}", "two lines", "☃ naïve" FROM "order" ORDER BY "id"``
    #[inline]
    pub fn all() -> tw::Select<'static, Self> {
        static LOOKUP: tw::Lookup = tw::Lookup::NONE
            .sqlite([
                "SELECT \"id\", \"select\", \"group\", \"double \"\" quote\", \"single ' quote\", \"back ` tick\", \"back \\ slash\", \"semi; -- colon /*\", \"[bracket]\", \"$tablewright$ $1 ?1 :a %s {}\", \"two\nlines\", \"☃ naïve\" FROM \"order\" ORDER BY \"id\"",
                r#"SELECT count(*) FROM "order""#,
                r#"SELECT EXISTS (SELECT 1 FROM "order")"#,
                r#"DELETE FROM "order""#,
            ])
            .postgres([
                "SELECT \"id\", \"select\", \"group\", \"double \"\" quote\", \"single ' quote\", \"back ` tick\", \"back \\ slash\", \"semi; -- colon /*\", \"[bracket]\", \"$tablewright$ $1 ?1 :a %s {}\", \"two\nlines\", \"☃ naïve\" FROM \"order\" ORDER BY \"id\"",
                r#"SELECT count(*) FROM "order""#,
                r#"SELECT EXISTS (SELECT 1 FROM "order")::integer::bigint"#,
                r#"DELETE FROM "order""#,
            ])
            .mysql([
                "SELECT `id`, `select`, `group`, `double \" quote`, `single ' quote`, `back `` tick`, `back \\ slash`, `semi; -- colon /*`, `[bracket]`, `$tablewright$ $1 ?1 :a %s {}`, `two\nlines`, `☃ naïve` FROM `order` ORDER BY `id`",
                "SELECT count(*) FROM `order`",
                "SELECT EXISTS (SELECT 1 FROM `order`)",
                "DELETE FROM `order`",
            ])
            .mariadb([
                "SELECT `id`, `select`, `group`, `double \" quote`, `single ' quote`, `back `` tick`, `back \\ slash`, `semi; -- colon /*`, `[bracket]`, `$tablewright$ $1 ?1 :a %s {}`, `two\nlines`, `☃ naïve` FROM `order` ORDER BY `id`",
                "SELECT count(*) FROM `order`",
                "SELECT EXISTS (SELECT 1 FROM `order`)",
                "DELETE FROM `order`",
            ]);
        tw::Select::new(&LOOKUP, [])
    }

    /// The rows for which a condition holds, in the order of the primary key.
    ///
    /// ``SELECT "id", "select", "group", "double "" quote", "single ' quote", "back ` tick", "back \ slash", "semi; -- colon /*", "[bracket]", "$tablewright$ $1 ?1 :a %s {}", "two lines", "☃ naïve" FROM "order" WHERE … ORDER BY "id"``
    #[inline]
    pub fn filter(filter: tw::Filter<Self>) -> tw::Select<'static, Self> {
        Self::all().filter(filter)
    }

    /// The row with this primary key.
    ///
    /// ``SELECT "id", "select", "group", "double "" quote", "single ' quote", "back ` tick", "back \ slash", "semi; -- colon /*", "[bracket]", "$tablewright$ $1 ?1 :a %s {}", "two lines", "☃ naïve" FROM "order" WHERE "id" = ?1``
    #[inline]
    pub fn find(id: i64) -> tw::Select<'static, Self> {
        tw::Select::new(<Self as tw::Model>::FIND, [id.into()])
    }

    /// A change of the row with this primary key: what is not set stays.
    ///
    /// `UPDATE "order" SET … WHERE "id" = …`
    #[inline]
    pub fn update(id: i64) -> tw::Update<'static, Self> {
        Self::find(id).update()
    }

    /// The row with these `double` and `single`, which are unique together.
    ///
    /// ``SELECT "id", "select", "group", "double "" quote", "single ' quote", "back ` tick", "back \ slash", "semi; -- colon /*", "[bracket]", "$tablewright$ $1 ?1 :a %s {}", "two lines", "☃ naïve" FROM "order" WHERE "double "" quote" = ?1 AND "single ' quote" = ?2``
    #[inline]
    pub fn find_by_double_and_single(double: i32, single: i32) -> tw::Select<'static, Self> {
        static LOOKUP: tw::Lookup = tw::Lookup::NONE
            .sqlite([
                "SELECT \"id\", \"select\", \"group\", \"double \"\" quote\", \"single ' quote\", \"back ` tick\", \"back \\ slash\", \"semi; -- colon /*\", \"[bracket]\", \"$tablewright$ $1 ?1 :a %s {}\", \"two\nlines\", \"☃ naïve\" FROM \"order\" WHERE \"double \"\" quote\" = ?1 AND \"single ' quote\" = ?2",
                r#"SELECT count(*) FROM "order" WHERE "double "" quote" = ?1 AND "single ' quote" = ?2"#,
                r#"SELECT EXISTS (SELECT 1 FROM "order" WHERE "double "" quote" = ?1 AND "single ' quote" = ?2)"#,
                r#"DELETE FROM "order" WHERE "double "" quote" = ?1 AND "single ' quote" = ?2"#,
            ])
            .postgres([
                "SELECT \"id\", \"select\", \"group\", \"double \"\" quote\", \"single ' quote\", \"back ` tick\", \"back \\ slash\", \"semi; -- colon /*\", \"[bracket]\", \"$tablewright$ $1 ?1 :a %s {}\", \"two\nlines\", \"☃ naïve\" FROM \"order\" WHERE \"double \"\" quote\" = $1 AND \"single ' quote\" = $2",
                r#"SELECT count(*) FROM "order" WHERE "double "" quote" = $1 AND "single ' quote" = $2"#,
                r#"SELECT EXISTS (SELECT 1 FROM "order" WHERE "double "" quote" = $1 AND "single ' quote" = $2)::integer::bigint"#,
                r#"DELETE FROM "order" WHERE "double "" quote" = $1 AND "single ' quote" = $2"#,
            ])
            .mysql([
                "SELECT `id`, `select`, `group`, `double \" quote`, `single ' quote`, `back `` tick`, `back \\ slash`, `semi; -- colon /*`, `[bracket]`, `$tablewright$ $1 ?1 :a %s {}`, `two\nlines`, `☃ naïve` FROM `order` WHERE `double \" quote` = ? AND `single ' quote` = ?",
                r#"SELECT count(*) FROM `order` WHERE `double " quote` = ? AND `single ' quote` = ?"#,
                r#"SELECT EXISTS (SELECT 1 FROM `order` WHERE `double " quote` = ? AND `single ' quote` = ?)"#,
                r#"DELETE FROM `order` WHERE `double " quote` = ? AND `single ' quote` = ?"#,
            ])
            .mariadb([
                "SELECT `id`, `select`, `group`, `double \" quote`, `single ' quote`, `back `` tick`, `back \\ slash`, `semi; -- colon /*`, `[bracket]`, `$tablewright$ $1 ?1 :a %s {}`, `two\nlines`, `☃ naïve` FROM `order` WHERE `double \" quote` = ? AND `single ' quote` = ?",
                r#"SELECT count(*) FROM `order` WHERE `double " quote` = ? AND `single ' quote` = ?"#,
                r#"SELECT EXISTS (SELECT 1 FROM `order` WHERE `double " quote` = ? AND `single ' quote` = ?)"#,
                r#"DELETE FROM `order` WHERE `double " quote` = ? AND `single ' quote` = ?"#,
            ]);
        tw::Select::new(&LOOKUP, [double.into(), single.into()])
    }

    /// New rows, all of which are inserted or none, many in one statement.
    ///
    /// ``INSERT INTO "order" ("select", "group", "double "" quote", "single ' quote", "back ` tick", "back \ slash", "semi; -- colon /*", "[bracket]", "$tablewright$ $1 ?1 :a %s {}", "two lines", "☃ naïve", "id") VALUES (?1, coalesce(?2, 'it''s'), ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12), …``
    pub fn insert_all<C: ::core::iter::IntoIterator<Item = NewOrder>>(
        rows: C,
    ) -> tw::InsertAll<C::IntoIter> {
        tw::InsertAll::new(rows)
    }

    /// Writes every field of the row, which is found by its primary key.
    ///
    /// ``UPDATE "order" SET "select" = ?1, "group" = ?2, "double "" quote" = ?3, "single ' quote" = ?4, "back ` tick" = ?5, "back \ slash" = ?6, "semi; -- colon /*" = ?7, "[bracket]" = ?8, "$tablewright$ $1 ?1 :a %s {}" = ?9, "two lines" = ?10, "☃ naïve" = ?11 WHERE "id" = ?12``
    pub fn save<'c, C: tw::Connection>(&'c self, db: &'c C) -> C::Output<'c, tw::Result<()>> {
        tw::statement::save(self, db)
    }

    /// Deletes the row, which is found by its primary key.
    ///
    /// `DELETE FROM "order" WHERE "id" = ?1`
    pub fn delete<'c, C: tw::Connection>(&'c self, db: &'c C) -> C::Output<'c, tw::Result<()>> {
        tw::statement::delete(self, db)
    }
}

impl tw::model::FromRow for Order {
    const TABLE: Option<&'static tw::model::Table> = Some(<Self as tw::Model>::MODEL);

    #[inline]
    fn from_row<R: tw::value::Row>(row: &R) -> tw::Result<Self> {
        Ok(Self {
            id: row.get(0)?,
            select: row.get(1)?,
            group: row.get(2)?,
            double: row.get(3)?,
            single: row.get(4)?,
            tick: row.get(5)?,
            slash: row.get(6)?,
            semi: row.get(7)?,
            bracket: row.get(8)?,
            dollar: row.get(9)?,
            lines: row.get(10)?,
            snow: row.get(11)?,
        })
    }
}

impl tw::Model for Order {
    const MODEL: &'static tw::model::Table = &tw::model::Table {
        name: "order",
        columns: &[
            "id",
            "select",
            "group",
            "double \" quote",
            "single ' quote",
            "back ` tick",
            "back \\ slash",
            "semi; -- colon /*",
            "[bracket]",
            "$tablewright$ $1 ?1 :a %s {}",
            "two\nlines",
            "☃ naïve",
        ],
        constraints: &[
            tw::model::Constraint::new("pk_order", &["id"], tw::model::Rule::PrimaryKey),
            tw::model::Constraint::new(
                "uq_order_double \" quote_single ' quote",
                &["double \" quote", "single ' quote"],
                tw::model::Rule::Unique,
            ),
        ],
    };
    const FIND: &'static tw::Lookup = &tw::Lookup::NONE
        .sqlite([
            "SELECT \"id\", \"select\", \"group\", \"double \"\" quote\", \"single ' quote\", \"back ` tick\", \"back \\ slash\", \"semi; -- colon /*\", \"[bracket]\", \"$tablewright$ $1 ?1 :a %s {}\", \"two\nlines\", \"☃ naïve\" FROM \"order\" WHERE \"id\" = ?1",
            r#"SELECT count(*) FROM "order" WHERE "id" = ?1"#,
            r#"SELECT EXISTS (SELECT 1 FROM "order" WHERE "id" = ?1)"#,
            r#"DELETE FROM "order" WHERE "id" = ?1"#,
        ])
        .postgres([
            "SELECT \"id\", \"select\", \"group\", \"double \"\" quote\", \"single ' quote\", \"back ` tick\", \"back \\ slash\", \"semi; -- colon /*\", \"[bracket]\", \"$tablewright$ $1 ?1 :a %s {}\", \"two\nlines\", \"☃ naïve\" FROM \"order\" WHERE \"id\" = $1",
            r#"SELECT count(*) FROM "order" WHERE "id" = $1"#,
            r#"SELECT EXISTS (SELECT 1 FROM "order" WHERE "id" = $1)::integer::bigint"#,
            r#"DELETE FROM "order" WHERE "id" = $1"#,
        ])
        .mysql([
            "SELECT `id`, `select`, `group`, `double \" quote`, `single ' quote`, `back `` tick`, `back \\ slash`, `semi; -- colon /*`, `[bracket]`, `$tablewright$ $1 ?1 :a %s {}`, `two\nlines`, `☃ naïve` FROM `order` WHERE `id` = ?",
            "SELECT count(*) FROM `order` WHERE `id` = ?",
            "SELECT EXISTS (SELECT 1 FROM `order` WHERE `id` = ?)",
            "DELETE FROM `order` WHERE `id` = ?",
        ])
        .mariadb([
            "SELECT `id`, `select`, `group`, `double \" quote`, `single ' quote`, `back `` tick`, `back \\ slash`, `semi; -- colon /*`, `[bracket]`, `$tablewright$ $1 ?1 :a %s {}`, `two\nlines`, `☃ naïve` FROM `order` WHERE `id` = ?",
            "SELECT count(*) FROM `order` WHERE `id` = ?",
            "SELECT EXISTS (SELECT 1 FROM `order` WHERE `id` = ?)",
            "DELETE FROM `order` WHERE `id` = ?",
        ]);
    const SAVE: &'static tw::Sql = &tw::Sql::NONE
        .sqlite(
            "UPDATE \"order\" SET \"select\" = ?1, \"group\" = ?2, \"double \"\" quote\" = ?3, \"single ' quote\" = ?4, \"back ` tick\" = ?5, \"back \\ slash\" = ?6, \"semi; -- colon /*\" = ?7, \"[bracket]\" = ?8, \"$tablewright$ $1 ?1 :a %s {}\" = ?9, \"two\nlines\" = ?10, \"☃ naïve\" = ?11 WHERE \"id\" = ?12",
        )
        .postgres(
            "UPDATE \"order\" SET \"select\" = $1, \"group\" = $2, \"double \"\" quote\" = $3, \"single ' quote\" = $4, \"back ` tick\" = $5, \"back \\ slash\" = $6, \"semi; -- colon /*\" = $7, \"[bracket]\" = $8, \"$tablewright$ $1 ?1 :a %s {}\" = $9, \"two\nlines\" = $10, \"☃ naïve\" = $11 WHERE \"id\" = $12",
        )
        .mysql(
            "UPDATE `order` SET `select` = ?, `group` = ?, `double \" quote` = ?, `single ' quote` = ?, `back `` tick` = ?, `back \\ slash` = ?, `semi; -- colon /*` = ?, `[bracket]` = ?, `$tablewright$ $1 ?1 :a %s {}` = ?, `two\nlines` = ?, `☃ naïve` = ? WHERE `id` = ?",
        )
        .mariadb(
            "UPDATE `order` SET `select` = ?, `group` = ?, `double \" quote` = ?, `single ' quote` = ?, `back `` tick` = ?, `back \\ slash` = ?, `semi; -- colon /*` = ?, `[bracket]` = ?, `$tablewright$ $1 ?1 :a %s {}` = ?, `two\nlines` = ?, `☃ naïve` = ? WHERE `id` = ?",
        );
    const DELETE: &'static tw::Sql = &<Self as tw::Model>::FIND.delete;

    #[inline]
    fn bind_row<B: tw::value::Binder>(&self, to: &mut B) -> tw::Result<()> {
        to.value(&self.select)?;
        to.value(&self.group)?;
        to.value(&self.double)?;
        to.value(&self.single)?;
        to.value(&self.tick)?;
        to.value(&self.slash)?;
        to.value(&self.semi)?;
        to.value(&self.bracket)?;
        to.value(&self.dollar)?;
        to.value(&self.lines)?;
        to.value(&self.snow)?;
        tw::Model::bind_key(self, to)
    }

    #[inline]
    fn bind_key<B: tw::value::Binder>(&self, to: &mut B) -> tw::Result<()> {
        to.value(&self.id)?;
        Ok(())
    }
}

#[allow(dead_code, clippy::wrong_self_convention, clippy::should_implement_trait)]
impl Order {
    /// The relation to every `User` that refers to the row by `order`.
    pub const USERS: tw::Many<Self, User> = tw::Many::back(User::ORDER.link());

    /// Every `User` that refers to the row by `order`, in the order of the primary key.
    ///
    /// `SELECT "id", "order_id", "friend_id" FROM "$tablewright$ 'users'; ""--" WHERE "order_id" = ?1 ORDER BY "id"`
    pub fn users(&self) -> tw::Select<'static, User> {
        static LOOKUP: tw::Lookup = tw::Lookup::NONE
            .sqlite([
                r#"SELECT "id", "order_id", "friend_id" FROM "$tablewright$ 'users'; ""--" WHERE "order_id" = ?1 ORDER BY "id""#,
                r#"SELECT count(*) FROM "$tablewright$ 'users'; ""--" WHERE "order_id" = ?1"#,
                r#"SELECT EXISTS (SELECT 1 FROM "$tablewright$ 'users'; ""--" WHERE "order_id" = ?1)"#,
                r#"DELETE FROM "$tablewright$ 'users'; ""--" WHERE "order_id" = ?1"#,
            ])
            .postgres([
                r#"SELECT "id", "order_id", "friend_id" FROM "$tablewright$ 'users'; ""--" WHERE "order_id" = $1 ORDER BY "id""#,
                r#"SELECT count(*) FROM "$tablewright$ 'users'; ""--" WHERE "order_id" = $1"#,
                r#"SELECT EXISTS (SELECT 1 FROM "$tablewright$ 'users'; ""--" WHERE "order_id" = $1)::integer::bigint"#,
                r#"DELETE FROM "$tablewright$ 'users'; ""--" WHERE "order_id" = $1"#,
            ])
            .mysql([
                r#"SELECT `id`, `order_id`, `friend_id` FROM `$tablewright$ 'users'; "--` WHERE `order_id` = ? ORDER BY `id`"#,
                r#"SELECT count(*) FROM `$tablewright$ 'users'; "--` WHERE `order_id` = ?"#,
                r#"SELECT EXISTS (SELECT 1 FROM `$tablewright$ 'users'; "--` WHERE `order_id` = ?)"#,
                r#"DELETE FROM `$tablewright$ 'users'; "--` WHERE `order_id` = ?"#,
            ])
            .mariadb([
                r#"SELECT `id`, `order_id`, `friend_id` FROM `$tablewright$ 'users'; "--` WHERE `order_id` = ? ORDER BY `id`"#,
                r#"SELECT count(*) FROM `$tablewright$ 'users'; "--` WHERE `order_id` = ?"#,
                r#"SELECT EXISTS (SELECT 1 FROM `$tablewright$ 'users'; "--` WHERE `order_id` = ?)"#,
                r#"DELETE FROM `$tablewright$ 'users'; "--` WHERE `order_id` = ?"#,
            ]);
        tw::Select::new(&LOOKUP, [self.id.into()])
    }
}

/// A row of `order` that is not there yet.
#[allow(dead_code)]
#[derive(Clone, Debug)]
#[must_use = "a new row is not in the database before `insert`"]
pub struct NewOrder {
    id: Option<i64>,
    select: bool,
    group: Option<Word>,
    double: i32,
    single: i32,
    tick: i32,
    slash: bool,
    semi: i32,
    bracket: i32,
    dollar: i32,
    lines: i32,
    snow: bool,
}

#[allow(dead_code)]
impl NewOrder {
    /// A row with the values that it has to have.
    #[allow(clippy::too_many_arguments)]
    #[inline]
    pub fn new(
        select: bool,
        double: i32,
        single: i32,
        tick: i32,
        slash: bool,
        semi: i32,
        bracket: i32,
        dollar: i32,
        lines: i32,
        snow: bool,
    ) -> Self {
        Self {
            id: None,
            select,
            group: None,
            double,
            single,
            tick,
            slash,
            semi,
            bracket,
            dollar,
            lines,
            snow,
        }
    }

    /// Sets `id`; otherwise the database counts.
    #[inline]
    pub fn id(mut self, id: i64) -> Self {
        self.id = Some(id);
        self
    }

    /// Sets `group`; otherwise it is the default.
    #[inline]
    pub fn group(mut self, group: Word) -> Self {
        self.group = Some(group);
        self
    }

    /// Inserts the row, and returns it as the database has it.
    ///
    /// ``INSERT INTO "order" ("select", "group", "double "" quote", "single ' quote", "back ` tick", "back \ slash", "semi; -- colon /*", "[bracket]", "$tablewright$ $1 ?1 :a %s {}", "two lines", "☃ naïve", "id") VALUES (?1, coalesce(?2, 'it''s'), ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12) RETURNING "id", "select", "group", "double "" quote", "single ' quote", "back ` tick", "back \ slash", "semi; -- colon /*", "[bracket]", "$tablewright$ $1 ?1 :a %s {}", "two lines", "☃ naïve"``
    pub fn insert<C: tw::Connection>(self, db: &C) -> C::Output<'_, tw::Result<Order>> {
        tw::statement::insert(self, db)
    }

    /// A new row, or a change of the one that is like it in the columns of a unique key.
    ///
    /// ``INSERT INTO "order" ("select", "group", "double "" quote", "single ' quote", "back ` tick", "back \ slash", "semi; -- colon /*", "[bracket]", "$tablewright$ $1 ?1 :a %s {}", "two lines", "☃ naïve", "id") VALUES (?1, coalesce(?2, 'it''s'), ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12) ON CONFLICT (…) DO UPDATE SET … RETURNING "id", "select", "group", "double "" quote", "single ' quote", "back ` tick", "back \ slash", "semi; -- colon /*", "[bracket]", "$tablewright$ $1 ?1 :a %s {}", "two lines", "☃ naïve"``
    pub fn upsert(self, key: impl tw::query::Columns<Order>) -> tw::Upsert<Self> {
        tw::Upsert::new(self, key)
    }
}

impl tw::Insert for NewOrder {
    type Model = Order;
    const INSERT: &'static tw::Sql = &tw::Sql::NONE
        .sqlite(
            "INSERT INTO \"order\" (\"select\", \"group\", \"double \"\" quote\", \"single ' quote\", \"back ` tick\", \"back \\ slash\", \"semi; -- colon /*\", \"[bracket]\", \"$tablewright$ $1 ?1 :a %s {}\", \"two\nlines\", \"☃ naïve\", \"id\") VALUES (?1, coalesce(?2, 'it''s'), ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12) RETURNING \"id\", \"select\", \"group\", \"double \"\" quote\", \"single ' quote\", \"back ` tick\", \"back \\ slash\", \"semi; -- colon /*\", \"[bracket]\", \"$tablewright$ $1 ?1 :a %s {}\", \"two\nlines\", \"☃ naïve\"",
        )
        .postgres(
            "INSERT INTO \"order\" (\"select\", \"group\", \"double \"\" quote\", \"single ' quote\", \"back ` tick\", \"back \\ slash\", \"semi; -- colon /*\", \"[bracket]\", \"$tablewright$ $1 ?1 :a %s {}\", \"two\nlines\", \"☃ naïve\", \"id\") VALUES ($1, coalesce(CAST($2 AS TEXT), 'it''s'), $3, $4, $5, $6, $7, $8, $9, $10, $11, CASE WHEN CAST($12 AS BIGINT) IS NULL THEN nextval(pg_get_serial_sequence('\"order\"', 'id')) WHEN CAST($12 AS BIGINT) > coalesce(pg_sequence_last_value(pg_get_serial_sequence('\"order\"', 'id')::regclass), 0) THEN setval(pg_get_serial_sequence('\"order\"', 'id'), CAST($12 AS BIGINT)) ELSE CAST($12 AS BIGINT) END) RETURNING \"id\", \"select\", \"group\", \"double \"\" quote\", \"single ' quote\", \"back ` tick\", \"back \\ slash\", \"semi; -- colon /*\", \"[bracket]\", \"$tablewright$ $1 ?1 :a %s {}\", \"two\nlines\", \"☃ naïve\"",
        )
        .mysql(
            "INSERT INTO `order` (`select`, `group`, `double \" quote`, `single ' quote`, `back `` tick`, `back \\ slash`, `semi; -- colon /*`, `[bracket]`, `$tablewright$ $1 ?1 :a %s {}`, `two\nlines`, `☃ naïve`, `id`) VALUES (?, coalesce(?, 'it''s'), ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        )
        .mariadb(
            "INSERT INTO `order` (`select`, `group`, `double \" quote`, `single ' quote`, `back `` tick`, `back \\ slash`, `semi; -- colon /*`, `[bracket]`, `$tablewright$ $1 ?1 :a %s {}`, `two\nlines`, `☃ naïve`, `id`) VALUES (?, coalesce(?, 'it''s'), ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING `id`, `select`, `group`, `double \" quote`, `single ' quote`, `back `` tick`, `back \\ slash`, `semi; -- colon /*`, `[bracket]`, `$tablewright$ $1 ?1 :a %s {}`, `two\nlines`, `☃ naïve`",
        );
    const READ_BACK: Option<&'static tw::model::ReadBack> = Some(&tw::model::ReadBack {
        select: "SELECT `id`, `select`, `group`, `double \" quote`, `single ' quote`, `back `` tick`, `back \\ slash`, `semi; -- colon /*`, `[bracket]`, `$tablewright$ $1 ?1 :a %s {}`, `two\nlines`, `☃ naïve` FROM `order` WHERE `id` = ?",
        key: &[tw::model::Key::Counted(11)],
    });
    const INSERT_COUNTED: Option<&'static tw::Sql> = Some(&tw::Sql::NONE.postgres(
        "INSERT INTO \"order\" (\"select\", \"group\", \"double \"\" quote\", \"single ' quote\", \"back ` tick\", \"back \\ slash\", \"semi; -- colon /*\", \"[bracket]\", \"$tablewright$ $1 ?1 :a %s {}\", \"two\nlines\", \"☃ naïve\") VALUES ($1, coalesce(CAST($2 AS TEXT), 'it''s'), $3, $4, $5, $6, $7, $8, $9, $10, $11) RETURNING \"id\", \"select\", \"group\", \"double \"\" quote\", \"single ' quote\", \"back ` tick\", \"back \\ slash\", \"semi; -- colon /*\", \"[bracket]\", \"$tablewright$ $1 ?1 :a %s {}\", \"two\nlines\", \"☃ naïve\"",
    ));

    #[inline]
    fn is_counted(&self) -> bool {
        self.id.is_none()
    }

    #[inline]
    fn bind_counted<B: tw::value::Binder>(&self, to: &mut B) -> tw::Result<()> {
        to.value(&self.select)?;
        to.value_or_null(self.group.as_ref())?;
        to.value(&self.double)?;
        to.value(&self.single)?;
        to.value(&self.tick)?;
        to.value(&self.slash)?;
        to.value(&self.semi)?;
        to.value(&self.bracket)?;
        to.value(&self.dollar)?;
        to.value(&self.lines)?;
        to.value(&self.snow)?;
        Ok(())
    }

    #[inline]
    fn bind<B: tw::value::Binder>(&self, to: &mut B) -> tw::Result<()> {
        self.bind_counted(to)?;
        to.value_or_null(self.id.as_ref())?;
        Ok(())
    }
}

/// A row of `$tablewright$ 'users'; "--`.
#[allow(dead_code)]
#[derive(Clone, Debug, PartialEq)]
pub struct User {
    /// `id`, the primary key, counted by the database.
    pub id: i64,
    /// `bigint?`, a reference to `Order`.
    pub order_id: Option<i64>,
    /// `bigint?`, a reference to `Table`.
    pub friend_id: Option<i64>,
}

#[allow(dead_code)]
impl User {
    /// The column `id`.
    pub const ID: tw::Column<Self, i64> = tw::Column::new("id", tw::column::plain);
    /// The column `order_id`.
    pub const ORDER_ID: tw::Column<Self, Option<i64>> =
        tw::Column::new("order_id", tw::column::plain).nullable();
    /// The column `friend_id`.
    pub const FRIEND_ID: tw::Column<Self, Option<i64>> =
        tw::Column::new("friend_id", tw::column::plain).nullable();

    /// Every row, in the order of the primary key.
    ///
    /// `SELECT "id", "order_id", "friend_id" FROM "$tablewright$ 'users'; ""--" ORDER BY "id"`
    #[inline]
    pub fn all() -> tw::Select<'static, Self> {
        static LOOKUP: tw::Lookup = tw::Lookup::NONE
            .sqlite([
                r#"SELECT "id", "order_id", "friend_id" FROM "$tablewright$ 'users'; ""--" ORDER BY "id""#,
                r#"SELECT count(*) FROM "$tablewright$ 'users'; ""--""#,
                r#"SELECT EXISTS (SELECT 1 FROM "$tablewright$ 'users'; ""--")"#,
                r#"DELETE FROM "$tablewright$ 'users'; ""--""#,
            ])
            .postgres([
                r#"SELECT "id", "order_id", "friend_id" FROM "$tablewright$ 'users'; ""--" ORDER BY "id""#,
                r#"SELECT count(*) FROM "$tablewright$ 'users'; ""--""#,
                r#"SELECT EXISTS (SELECT 1 FROM "$tablewright$ 'users'; ""--")::integer::bigint"#,
                r#"DELETE FROM "$tablewright$ 'users'; ""--""#,
            ])
            .mysql([
                r#"SELECT `id`, `order_id`, `friend_id` FROM `$tablewright$ 'users'; "--` ORDER BY `id`"#,
                r#"SELECT count(*) FROM `$tablewright$ 'users'; "--`"#,
                r#"SELECT EXISTS (SELECT 1 FROM `$tablewright$ 'users'; "--`)"#,
                r#"DELETE FROM `$tablewright$ 'users'; "--`"#,
            ])
            .mariadb([
                r#"SELECT `id`, `order_id`, `friend_id` FROM `$tablewright$ 'users'; "--` ORDER BY `id`"#,
                r#"SELECT count(*) FROM `$tablewright$ 'users'; "--`"#,
                r#"SELECT EXISTS (SELECT 1 FROM `$tablewright$ 'users'; "--`)"#,
                r#"DELETE FROM `$tablewright$ 'users'; "--`"#,
            ]);
        tw::Select::new(&LOOKUP, [])
    }

    /// The rows for which a condition holds, in the order of the primary key.
    ///
    /// `SELECT "id", "order_id", "friend_id" FROM "$tablewright$ 'users'; ""--" WHERE … ORDER BY "id"`
    #[inline]
    pub fn filter(filter: tw::Filter<Self>) -> tw::Select<'static, Self> {
        Self::all().filter(filter)
    }

    /// The row with this primary key.
    ///
    /// `SELECT "id", "order_id", "friend_id" FROM "$tablewright$ 'users'; ""--" WHERE "id" = ?1`
    #[inline]
    pub fn find(id: i64) -> tw::Select<'static, Self> {
        tw::Select::new(<Self as tw::Model>::FIND, [id.into()])
    }

    /// A change of the row with this primary key: what is not set stays.
    ///
    /// `UPDATE "$tablewright$ 'users'; ""--" SET … WHERE "id" = …`
    #[inline]
    pub fn update(id: i64) -> tw::Update<'static, Self> {
        Self::find(id).update()
    }

    /// New rows, all of which are inserted or none, many in one statement.
    ///
    /// `INSERT INTO "$tablewright$ 'users'; ""--" ("order_id", "friend_id", "id") VALUES (?1, ?2, ?3), …`
    pub fn insert_all<C: ::core::iter::IntoIterator<Item = NewUser>>(
        rows: C,
    ) -> tw::InsertAll<C::IntoIter> {
        tw::InsertAll::new(rows)
    }

    /// Writes every field of the row, which is found by its primary key.
    ///
    /// `UPDATE "$tablewright$ 'users'; ""--" SET "order_id" = ?1, "friend_id" = ?2 WHERE "id" = ?3`
    pub fn save<'c, C: tw::Connection>(&'c self, db: &'c C) -> C::Output<'c, tw::Result<()>> {
        tw::statement::save(self, db)
    }

    /// Deletes the row, which is found by its primary key.
    ///
    /// `DELETE FROM "$tablewright$ 'users'; ""--" WHERE "id" = ?1`
    pub fn delete<'c, C: tw::Connection>(&'c self, db: &'c C) -> C::Output<'c, tw::Result<()>> {
        tw::statement::delete(self, db)
    }
}

impl tw::model::FromRow for User {
    const TABLE: Option<&'static tw::model::Table> = Some(<Self as tw::Model>::MODEL);

    #[inline]
    fn from_row<R: tw::value::Row>(row: &R) -> tw::Result<Self> {
        Ok(Self {
            id: row.get(0)?,
            order_id: row.get_opt(1)?,
            friend_id: row.get_opt(2)?,
        })
    }
}

impl tw::Model for User {
    const MODEL: &'static tw::model::Table = &tw::model::Table {
        name: "$tablewright$ 'users'; \"--",
        columns: &["id", "order_id", "friend_id"],
        constraints: &[
            tw::model::Constraint::new(
                "pk_$tablewright$ 'users'; \"--",
                &["id"],
                tw::model::Rule::PrimaryKey,
            ),
            tw::model::Constraint::new(
                "fk_$tablewright$ 'users'; \"--_order_id",
                &["order_id"],
                tw::model::Rule::ForeignKey {
                    table: "order",
                    columns: &["id"],
                },
            ),
            tw::model::Constraint::new(
                "fk_$tablewright$ 'users'; \"--_friend_id",
                &["friend_id"],
                tw::model::Rule::ForeignKey {
                    table: "an_extraordinarily_long_name_of_a_table_that_takes_all_there_is",
                    columns: &["id"],
                },
            ),
        ],
    };
    const FIND: &'static tw::Lookup = &tw::Lookup::NONE
        .sqlite([
            r#"SELECT "id", "order_id", "friend_id" FROM "$tablewright$ 'users'; ""--" WHERE "id" = ?1"#,
            r#"SELECT count(*) FROM "$tablewright$ 'users'; ""--" WHERE "id" = ?1"#,
            r#"SELECT EXISTS (SELECT 1 FROM "$tablewright$ 'users'; ""--" WHERE "id" = ?1)"#,
            r#"DELETE FROM "$tablewright$ 'users'; ""--" WHERE "id" = ?1"#,
        ])
        .postgres([
            r#"SELECT "id", "order_id", "friend_id" FROM "$tablewright$ 'users'; ""--" WHERE "id" = $1"#,
            r#"SELECT count(*) FROM "$tablewright$ 'users'; ""--" WHERE "id" = $1"#,
            r#"SELECT EXISTS (SELECT 1 FROM "$tablewright$ 'users'; ""--" WHERE "id" = $1)::integer::bigint"#,
            r#"DELETE FROM "$tablewright$ 'users'; ""--" WHERE "id" = $1"#,
        ])
        .mysql([
            r#"SELECT `id`, `order_id`, `friend_id` FROM `$tablewright$ 'users'; "--` WHERE `id` = ?"#,
            r#"SELECT count(*) FROM `$tablewright$ 'users'; "--` WHERE `id` = ?"#,
            r#"SELECT EXISTS (SELECT 1 FROM `$tablewright$ 'users'; "--` WHERE `id` = ?)"#,
            r#"DELETE FROM `$tablewright$ 'users'; "--` WHERE `id` = ?"#,
        ])
        .mariadb([
            r#"SELECT `id`, `order_id`, `friend_id` FROM `$tablewright$ 'users'; "--` WHERE `id` = ?"#,
            r#"SELECT count(*) FROM `$tablewright$ 'users'; "--` WHERE `id` = ?"#,
            r#"SELECT EXISTS (SELECT 1 FROM `$tablewright$ 'users'; "--` WHERE `id` = ?)"#,
            r#"DELETE FROM `$tablewright$ 'users'; "--` WHERE `id` = ?"#,
        ]);
    const SAVE: &'static tw::Sql = &tw::Sql::NONE
        .sqlite(
            r#"UPDATE "$tablewright$ 'users'; ""--" SET "order_id" = ?1, "friend_id" = ?2 WHERE "id" = ?3"#,
        )
        .postgres(
            r#"UPDATE "$tablewright$ 'users'; ""--" SET "order_id" = $1, "friend_id" = $2 WHERE "id" = $3"#,
        )
        .mysql(
            r#"UPDATE `$tablewright$ 'users'; "--` SET `order_id` = ?, `friend_id` = ? WHERE `id` = ?"#,
        )
        .mariadb(
            r#"UPDATE `$tablewright$ 'users'; "--` SET `order_id` = ?, `friend_id` = ? WHERE `id` = ?"#,
        );
    const DELETE: &'static tw::Sql = &<Self as tw::Model>::FIND.delete;

    #[inline]
    fn bind_row<B: tw::value::Binder>(&self, to: &mut B) -> tw::Result<()> {
        to.value_or_null(self.order_id.as_ref())?;
        to.value_or_null(self.friend_id.as_ref())?;
        tw::Model::bind_key(self, to)
    }

    #[inline]
    fn bind_key<B: tw::value::Binder>(&self, to: &mut B) -> tw::Result<()> {
        to.value(&self.id)?;
        Ok(())
    }
}

#[allow(dead_code, clippy::wrong_self_convention, clippy::should_implement_trait)]
impl User {
    /// The relation to the `Order` that the row refers to.
    pub const ORDER: tw::One<Self, Option<Order>> = tw::One::new(&tw::relation::Link::new(
        (<Self as tw::Model>::MODEL, &[1]),
        (<Order as tw::Model>::MODEL, &[0]),
        &[tw::relation::Kind::I64],
    ));

    /// The `Order` that the row refers to.
    ///
    /// ``SELECT "id", "select", "group", "double "" quote", "single ' quote", "back ` tick", "back \ slash", "semi; -- colon /*", "[bracket]", "$tablewright$ $1 ?1 :a %s {}", "two lines", "☃ naïve" FROM "order" WHERE "id" = ?1``
    pub fn order(&self) -> tw::Select<'static, Order> {
        tw::Select::new(<Order as tw::Model>::FIND, [self.order_id.into()])
    }

    /// The relation to the `Table` that the row refers to.
    pub const FRIEND: tw::One<Self, Option<Table>> = tw::One::new(&tw::relation::Link::new(
        (<Self as tw::Model>::MODEL, &[2]),
        (<Table as tw::Model>::MODEL, &[0]),
        &[tw::relation::Kind::I64],
    ));

    /// The `Table` that the row refers to.
    ///
    /// `SELECT "id", "a_column_with_a_name_that_is_nearly_as_long_as_its_table", "user_id", "peer_id" FROM "an_extraordinarily_long_name_of_a_table_that_takes_all_there_is" WHERE "id" = ?1`
    pub fn friend(&self) -> tw::Select<'static, Table> {
        tw::Select::new(<Table as tw::Model>::FIND, [self.friend_id.into()])
    }

    /// The relation to every `Table` that refers to the row by `user`.
    pub const TABLES: tw::Many<Self, Table> = tw::Many::back(Table::USER.link());

    /// Every `Table` that refers to the row by `user`, in the order of the primary key.
    ///
    /// `SELECT "id", "a_column_with_a_name_that_is_nearly_as_long_as_its_table", "user_id", "peer_id" FROM "an_extraordinarily_long_name_of_a_table_that_takes_all_there_is" WHERE "user_id" = ?1 ORDER BY "id"`
    pub fn tables(&self) -> tw::Select<'static, Table> {
        static LOOKUP: tw::Lookup = tw::Lookup::NONE
            .sqlite([
                r#"SELECT "id", "a_column_with_a_name_that_is_nearly_as_long_as_its_table", "user_id", "peer_id" FROM "an_extraordinarily_long_name_of_a_table_that_takes_all_there_is" WHERE "user_id" = ?1 ORDER BY "id""#,
                r#"SELECT count(*) FROM "an_extraordinarily_long_name_of_a_table_that_takes_all_there_is" WHERE "user_id" = ?1"#,
                r#"SELECT EXISTS (SELECT 1 FROM "an_extraordinarily_long_name_of_a_table_that_takes_all_there_is" WHERE "user_id" = ?1)"#,
                r#"DELETE FROM "an_extraordinarily_long_name_of_a_table_that_takes_all_there_is" WHERE "user_id" = ?1"#,
            ])
            .postgres([
                r#"SELECT "id", "a_column_with_a_name_that_is_nearly_as_long_as_its_table", "user_id", "peer_id" FROM "an_extraordinarily_long_name_of_a_table_that_takes_all_there_is" WHERE "user_id" = $1 ORDER BY "id""#,
                r#"SELECT count(*) FROM "an_extraordinarily_long_name_of_a_table_that_takes_all_there_is" WHERE "user_id" = $1"#,
                r#"SELECT EXISTS (SELECT 1 FROM "an_extraordinarily_long_name_of_a_table_that_takes_all_there_is" WHERE "user_id" = $1)::integer::bigint"#,
                r#"DELETE FROM "an_extraordinarily_long_name_of_a_table_that_takes_all_there_is" WHERE "user_id" = $1"#,
            ])
            .mysql([
                "SELECT `id`, `a_column_with_a_name_that_is_nearly_as_long_as_its_table`, `user_id`, `peer_id` FROM `an_extraordinarily_long_name_of_a_table_that_takes_all_there_is` WHERE `user_id` = ? ORDER BY `id`",
                "SELECT count(*) FROM `an_extraordinarily_long_name_of_a_table_that_takes_all_there_is` WHERE `user_id` = ?",
                "SELECT EXISTS (SELECT 1 FROM `an_extraordinarily_long_name_of_a_table_that_takes_all_there_is` WHERE `user_id` = ?)",
                "DELETE FROM `an_extraordinarily_long_name_of_a_table_that_takes_all_there_is` WHERE `user_id` = ?",
            ])
            .mariadb([
                "SELECT `id`, `a_column_with_a_name_that_is_nearly_as_long_as_its_table`, `user_id`, `peer_id` FROM `an_extraordinarily_long_name_of_a_table_that_takes_all_there_is` WHERE `user_id` = ? ORDER BY `id`",
                "SELECT count(*) FROM `an_extraordinarily_long_name_of_a_table_that_takes_all_there_is` WHERE `user_id` = ?",
                "SELECT EXISTS (SELECT 1 FROM `an_extraordinarily_long_name_of_a_table_that_takes_all_there_is` WHERE `user_id` = ?)",
                "DELETE FROM `an_extraordinarily_long_name_of_a_table_that_takes_all_there_is` WHERE `user_id` = ?",
            ]);
        tw::Select::new(&LOOKUP, [self.id.into()])
    }
}

/// A row of `$tablewright$ 'users'; "--` that is not there yet.
#[allow(dead_code)]
#[derive(Clone, Debug, Default)]
#[must_use = "a new row is not in the database before `insert`"]
pub struct NewUser {
    id: Option<i64>,
    order_id: Option<i64>,
    friend_id: Option<i64>,
}

#[allow(dead_code)]
impl NewUser {
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

    /// Sets `order_id`; otherwise it is NULL.
    pub fn order_id(mut self, order_id: impl tw::IntoNullable<i64>) -> Self {
        self.order_id = order_id.into_nullable();
        self
    }

    /// Sets `friend_id`; otherwise it is NULL.
    pub fn friend_id(mut self, friend_id: impl tw::IntoNullable<i64>) -> Self {
        self.friend_id = friend_id.into_nullable();
        self
    }

    /// Inserts the row, and returns it as the database has it.
    ///
    /// `INSERT INTO "$tablewright$ 'users'; ""--" ("order_id", "friend_id", "id") VALUES (?1, ?2, ?3) RETURNING "id", "order_id", "friend_id"`
    pub fn insert<C: tw::Connection>(self, db: &C) -> C::Output<'_, tw::Result<User>> {
        tw::statement::insert(self, db)
    }

    /// A new row, or a change of the one that is like it in the columns of a unique key.
    ///
    /// `INSERT INTO "$tablewright$ 'users'; ""--" ("order_id", "friend_id", "id") VALUES (?1, ?2, ?3) ON CONFLICT (…) DO UPDATE SET … RETURNING "id", "order_id", "friend_id"`
    pub fn upsert(self, key: impl tw::query::Columns<User>) -> tw::Upsert<Self> {
        tw::Upsert::new(self, key)
    }
}

impl tw::Insert for NewUser {
    type Model = User;
    const INSERT: &'static tw::Sql = &tw::Sql::NONE
        .sqlite(
            r#"INSERT INTO "$tablewright$ 'users'; ""--" ("order_id", "friend_id", "id") VALUES (?1, ?2, ?3) RETURNING "id", "order_id", "friend_id""#,
        )
        .postgres(
            r#"INSERT INTO "$tablewright$ 'users'; ""--" ("order_id", "friend_id", "id") VALUES ($1, $2, CASE WHEN CAST($3 AS BIGINT) IS NULL THEN nextval(pg_get_serial_sequence('"$tablewright$ ''users''; ""--"', 'id')) WHEN CAST($3 AS BIGINT) > coalesce(pg_sequence_last_value(pg_get_serial_sequence('"$tablewright$ ''users''; ""--"', 'id')::regclass), 0) THEN setval(pg_get_serial_sequence('"$tablewright$ ''users''; ""--"', 'id'), CAST($3 AS BIGINT)) ELSE CAST($3 AS BIGINT) END) RETURNING "id", "order_id", "friend_id""#,
        )
        .mysql(
            r#"INSERT INTO `$tablewright$ 'users'; "--` (`order_id`, `friend_id`, `id`) VALUES (?, ?, ?)"#,
        )
        .mariadb(
            r#"INSERT INTO `$tablewright$ 'users'; "--` (`order_id`, `friend_id`, `id`) VALUES (?, ?, ?) RETURNING `id`, `order_id`, `friend_id`"#,
        );
    const READ_BACK: Option<&'static tw::model::ReadBack> = Some(&tw::model::ReadBack {
        select: r#"SELECT `id`, `order_id`, `friend_id` FROM `$tablewright$ 'users'; "--` WHERE `id` = ?"#,
        key: &[tw::model::Key::Counted(2)],
    });
    const INSERT_COUNTED: Option<&'static tw::Sql> = Some(&tw::Sql::NONE.postgres(
        r#"INSERT INTO "$tablewright$ 'users'; ""--" ("order_id", "friend_id") VALUES ($1, $2) RETURNING "id", "order_id", "friend_id""#,
    ));

    #[inline]
    fn is_counted(&self) -> bool {
        self.id.is_none()
    }

    #[inline]
    fn bind_counted<B: tw::value::Binder>(&self, to: &mut B) -> tw::Result<()> {
        to.value_or_null(self.order_id.as_ref())?;
        to.value_or_null(self.friend_id.as_ref())?;
        Ok(())
    }

    #[inline]
    fn bind<B: tw::value::Binder>(&self, to: &mut B) -> tw::Result<()> {
        self.bind_counted(to)?;
        to.value_or_null(self.id.as_ref())?;
        Ok(())
    }
}

/// A row of `an_extraordinarily_long_name_of_a_table_that_takes_all_there_is`.
#[allow(dead_code)]
#[derive(Clone, Debug, PartialEq)]
pub struct Table {
    /// `id`, the primary key, counted by the database.
    pub id: i64,
    /// `bool`.
    pub a_column_with_a_name_that_is_nearly_as_long_as_its_table: bool,
    /// `bigint?`, a reference to `User`.
    pub user_id: Option<i64>,
    /// `bigint?`, a reference to `Table`.
    pub peer_id: Option<i64>,
}

#[allow(dead_code)]
impl Table {
    /// The column `id`.
    pub const ID: tw::Column<Self, i64> = tw::Column::new("id", tw::column::plain);
    /// The column `a_column_with_a_name_that_is_nearly_as_long_as_its_table`.
    pub const A_COLUMN_WITH_A_NAME_THAT_IS_NEARLY_AS_LONG_AS_ITS_TABLE: tw::Column<Self, bool> = tw::Column::new(
        "a_column_with_a_name_that_is_nearly_as_long_as_its_table",
        tw::column::plain,
    );
    /// The column `user_id`.
    pub const USER_ID: tw::Column<Self, Option<i64>> =
        tw::Column::new("user_id", tw::column::plain).nullable();
    /// The column `peer_id`.
    pub const PEER_ID: tw::Column<Self, Option<i64>> =
        tw::Column::new("peer_id", tw::column::plain).nullable();

    /// Every row, in the order of the primary key.
    ///
    /// `SELECT "id", "a_column_with_a_name_that_is_nearly_as_long_as_its_table", "user_id", "peer_id" FROM "an_extraordinarily_long_name_of_a_table_that_takes_all_there_is" ORDER BY "id"`
    #[inline]
    pub fn all() -> tw::Select<'static, Self> {
        static LOOKUP: tw::Lookup = tw::Lookup::NONE
            .sqlite([
                r#"SELECT "id", "a_column_with_a_name_that_is_nearly_as_long_as_its_table", "user_id", "peer_id" FROM "an_extraordinarily_long_name_of_a_table_that_takes_all_there_is" ORDER BY "id""#,
                r#"SELECT count(*) FROM "an_extraordinarily_long_name_of_a_table_that_takes_all_there_is""#,
                r#"SELECT EXISTS (SELECT 1 FROM "an_extraordinarily_long_name_of_a_table_that_takes_all_there_is")"#,
                r#"DELETE FROM "an_extraordinarily_long_name_of_a_table_that_takes_all_there_is""#,
            ])
            .postgres([
                r#"SELECT "id", "a_column_with_a_name_that_is_nearly_as_long_as_its_table", "user_id", "peer_id" FROM "an_extraordinarily_long_name_of_a_table_that_takes_all_there_is" ORDER BY "id""#,
                r#"SELECT count(*) FROM "an_extraordinarily_long_name_of_a_table_that_takes_all_there_is""#,
                r#"SELECT EXISTS (SELECT 1 FROM "an_extraordinarily_long_name_of_a_table_that_takes_all_there_is")::integer::bigint"#,
                r#"DELETE FROM "an_extraordinarily_long_name_of_a_table_that_takes_all_there_is""#,
            ])
            .mysql([
                "SELECT `id`, `a_column_with_a_name_that_is_nearly_as_long_as_its_table`, `user_id`, `peer_id` FROM `an_extraordinarily_long_name_of_a_table_that_takes_all_there_is` ORDER BY `id`",
                "SELECT count(*) FROM `an_extraordinarily_long_name_of_a_table_that_takes_all_there_is`",
                "SELECT EXISTS (SELECT 1 FROM `an_extraordinarily_long_name_of_a_table_that_takes_all_there_is`)",
                "DELETE FROM `an_extraordinarily_long_name_of_a_table_that_takes_all_there_is`",
            ])
            .mariadb([
                "SELECT `id`, `a_column_with_a_name_that_is_nearly_as_long_as_its_table`, `user_id`, `peer_id` FROM `an_extraordinarily_long_name_of_a_table_that_takes_all_there_is` ORDER BY `id`",
                "SELECT count(*) FROM `an_extraordinarily_long_name_of_a_table_that_takes_all_there_is`",
                "SELECT EXISTS (SELECT 1 FROM `an_extraordinarily_long_name_of_a_table_that_takes_all_there_is`)",
                "DELETE FROM `an_extraordinarily_long_name_of_a_table_that_takes_all_there_is`",
            ]);
        tw::Select::new(&LOOKUP, [])
    }

    /// The rows for which a condition holds, in the order of the primary key.
    ///
    /// `SELECT "id", "a_column_with_a_name_that_is_nearly_as_long_as_its_table", "user_id", "peer_id" FROM "an_extraordinarily_long_name_of_a_table_that_takes_all_there_is" WHERE … ORDER BY "id"`
    #[inline]
    pub fn filter(filter: tw::Filter<Self>) -> tw::Select<'static, Self> {
        Self::all().filter(filter)
    }

    /// The row with this primary key.
    ///
    /// `SELECT "id", "a_column_with_a_name_that_is_nearly_as_long_as_its_table", "user_id", "peer_id" FROM "an_extraordinarily_long_name_of_a_table_that_takes_all_there_is" WHERE "id" = ?1`
    #[inline]
    pub fn find(id: i64) -> tw::Select<'static, Self> {
        tw::Select::new(<Self as tw::Model>::FIND, [id.into()])
    }

    /// A change of the row with this primary key: what is not set stays.
    ///
    /// `UPDATE "an_extraordinarily_long_name_of_a_table_that_takes_all_there_is" SET … WHERE "id" = …`
    #[inline]
    pub fn update(id: i64) -> tw::Update<'static, Self> {
        Self::find(id).update()
    }

    /// New rows, all of which are inserted or none, many in one statement.
    ///
    /// `INSERT INTO "an_extraordinarily_long_name_of_a_table_that_takes_all_there_is" ("a_column_with_a_name_that_is_nearly_as_long_as_its_table", "user_id", "peer_id", "id") VALUES (?1, ?2, ?3, ?4), …`
    pub fn insert_all<C: ::core::iter::IntoIterator<Item = NewTable>>(
        rows: C,
    ) -> tw::InsertAll<C::IntoIter> {
        tw::InsertAll::new(rows)
    }

    /// Writes every field of the row, which is found by its primary key.
    ///
    /// `UPDATE "an_extraordinarily_long_name_of_a_table_that_takes_all_there_is" SET "a_column_with_a_name_that_is_nearly_as_long_as_its_table" = ?1, "user_id" = ?2, "peer_id" = ?3 WHERE "id" = ?4`
    pub fn save<'c, C: tw::Connection>(&'c self, db: &'c C) -> C::Output<'c, tw::Result<()>> {
        tw::statement::save(self, db)
    }

    /// Deletes the row, which is found by its primary key.
    ///
    /// `DELETE FROM "an_extraordinarily_long_name_of_a_table_that_takes_all_there_is" WHERE "id" = ?1`
    pub fn delete<'c, C: tw::Connection>(&'c self, db: &'c C) -> C::Output<'c, tw::Result<()>> {
        tw::statement::delete(self, db)
    }
}

impl tw::model::FromRow for Table {
    const TABLE: Option<&'static tw::model::Table> = Some(<Self as tw::Model>::MODEL);

    #[inline]
    fn from_row<R: tw::value::Row>(row: &R) -> tw::Result<Self> {
        Ok(Self {
            id: row.get(0)?,
            a_column_with_a_name_that_is_nearly_as_long_as_its_table: row.get(1)?,
            user_id: row.get_opt(2)?,
            peer_id: row.get_opt(3)?,
        })
    }
}

impl tw::Model for Table {
    const MODEL: &'static tw::model::Table = &tw::model::Table {
        name: "an_extraordinarily_long_name_of_a_table_that_takes_all_there_is",
        columns: &[
            "id",
            "a_column_with_a_name_that_is_nearly_as_long_as_its_table",
            "user_id",
            "peer_id",
        ],
        constraints: &[
            tw::model::Constraint::new(
                "pk_an_extraordinarily_long_name_of_a_table_that_takes__60f3ccff",
                &["id"],
                tw::model::Rule::PrimaryKey,
            ),
            tw::model::Constraint::new(
                "fk_an_extraordinarily_long_name_of_a_table_that_takes__0de8d2cf",
                &["user_id"],
                tw::model::Rule::ForeignKey {
                    table: "$tablewright$ 'users'; \"--",
                    columns: &["id"],
                },
            ),
            tw::model::Constraint::new(
                "fk_an_extraordinarily_long_name_of_a_table_that_takes__9d99df6e",
                &["peer_id"],
                tw::model::Rule::ForeignKey {
                    table: "an_extraordinarily_long_name_of_a_table_that_takes_all_there_is",
                    columns: &["id"],
                },
            ),
        ],
    };
    const FIND: &'static tw::Lookup = &tw::Lookup::NONE
        .sqlite([
            r#"SELECT "id", "a_column_with_a_name_that_is_nearly_as_long_as_its_table", "user_id", "peer_id" FROM "an_extraordinarily_long_name_of_a_table_that_takes_all_there_is" WHERE "id" = ?1"#,
            r#"SELECT count(*) FROM "an_extraordinarily_long_name_of_a_table_that_takes_all_there_is" WHERE "id" = ?1"#,
            r#"SELECT EXISTS (SELECT 1 FROM "an_extraordinarily_long_name_of_a_table_that_takes_all_there_is" WHERE "id" = ?1)"#,
            r#"DELETE FROM "an_extraordinarily_long_name_of_a_table_that_takes_all_there_is" WHERE "id" = ?1"#,
        ])
        .postgres([
            r#"SELECT "id", "a_column_with_a_name_that_is_nearly_as_long_as_its_table", "user_id", "peer_id" FROM "an_extraordinarily_long_name_of_a_table_that_takes_all_there_is" WHERE "id" = $1"#,
            r#"SELECT count(*) FROM "an_extraordinarily_long_name_of_a_table_that_takes_all_there_is" WHERE "id" = $1"#,
            r#"SELECT EXISTS (SELECT 1 FROM "an_extraordinarily_long_name_of_a_table_that_takes_all_there_is" WHERE "id" = $1)::integer::bigint"#,
            r#"DELETE FROM "an_extraordinarily_long_name_of_a_table_that_takes_all_there_is" WHERE "id" = $1"#,
        ])
        .mysql([
            "SELECT `id`, `a_column_with_a_name_that_is_nearly_as_long_as_its_table`, `user_id`, `peer_id` FROM `an_extraordinarily_long_name_of_a_table_that_takes_all_there_is` WHERE `id` = ?",
            "SELECT count(*) FROM `an_extraordinarily_long_name_of_a_table_that_takes_all_there_is` WHERE `id` = ?",
            "SELECT EXISTS (SELECT 1 FROM `an_extraordinarily_long_name_of_a_table_that_takes_all_there_is` WHERE `id` = ?)",
            "DELETE FROM `an_extraordinarily_long_name_of_a_table_that_takes_all_there_is` WHERE `id` = ?",
        ])
        .mariadb([
            "SELECT `id`, `a_column_with_a_name_that_is_nearly_as_long_as_its_table`, `user_id`, `peer_id` FROM `an_extraordinarily_long_name_of_a_table_that_takes_all_there_is` WHERE `id` = ?",
            "SELECT count(*) FROM `an_extraordinarily_long_name_of_a_table_that_takes_all_there_is` WHERE `id` = ?",
            "SELECT EXISTS (SELECT 1 FROM `an_extraordinarily_long_name_of_a_table_that_takes_all_there_is` WHERE `id` = ?)",
            "DELETE FROM `an_extraordinarily_long_name_of_a_table_that_takes_all_there_is` WHERE `id` = ?",
        ]);
    const SAVE: &'static tw::Sql = &tw::Sql::NONE
        .sqlite(
            r#"UPDATE "an_extraordinarily_long_name_of_a_table_that_takes_all_there_is" SET "a_column_with_a_name_that_is_nearly_as_long_as_its_table" = ?1, "user_id" = ?2, "peer_id" = ?3 WHERE "id" = ?4"#,
        )
        .postgres(
            r#"UPDATE "an_extraordinarily_long_name_of_a_table_that_takes_all_there_is" SET "a_column_with_a_name_that_is_nearly_as_long_as_its_table" = $1, "user_id" = $2, "peer_id" = $3 WHERE "id" = $4"#,
        )
        .mysql(
            "UPDATE `an_extraordinarily_long_name_of_a_table_that_takes_all_there_is` SET `a_column_with_a_name_that_is_nearly_as_long_as_its_table` = ?, `user_id` = ?, `peer_id` = ? WHERE `id` = ?",
        )
        .mariadb(
            "UPDATE `an_extraordinarily_long_name_of_a_table_that_takes_all_there_is` SET `a_column_with_a_name_that_is_nearly_as_long_as_its_table` = ?, `user_id` = ?, `peer_id` = ? WHERE `id` = ?",
        );
    const DELETE: &'static tw::Sql = &<Self as tw::Model>::FIND.delete;

    #[inline]
    fn bind_row<B: tw::value::Binder>(&self, to: &mut B) -> tw::Result<()> {
        to.value(&self.a_column_with_a_name_that_is_nearly_as_long_as_its_table)?;
        to.value_or_null(self.user_id.as_ref())?;
        to.value_or_null(self.peer_id.as_ref())?;
        tw::Model::bind_key(self, to)
    }

    #[inline]
    fn bind_key<B: tw::value::Binder>(&self, to: &mut B) -> tw::Result<()> {
        to.value(&self.id)?;
        Ok(())
    }
}

#[allow(dead_code, clippy::wrong_self_convention, clippy::should_implement_trait)]
impl Table {
    /// The relation to the `User` that the row refers to.
    pub const USER: tw::One<Self, Option<User>> = tw::One::new(&tw::relation::Link::new(
        (<Self as tw::Model>::MODEL, &[2]),
        (<User as tw::Model>::MODEL, &[0]),
        &[tw::relation::Kind::I64],
    ));

    /// The `User` that the row refers to.
    ///
    /// `SELECT "id", "order_id", "friend_id" FROM "$tablewright$ 'users'; ""--" WHERE "id" = ?1`
    pub fn user(&self) -> tw::Select<'static, User> {
        tw::Select::new(<User as tw::Model>::FIND, [self.user_id.into()])
    }

    /// The relation to the `Table` that the row refers to.
    pub const PEER: tw::One<Self, Option<Table>> = tw::One::new(&tw::relation::Link::new(
        (<Self as tw::Model>::MODEL, &[3]),
        (<Table as tw::Model>::MODEL, &[0]),
        &[tw::relation::Kind::I64],
    ));

    /// The `Table` that the row refers to.
    ///
    /// `SELECT "id", "a_column_with_a_name_that_is_nearly_as_long_as_its_table", "user_id", "peer_id" FROM "an_extraordinarily_long_name_of_a_table_that_takes_all_there_is" WHERE "id" = ?1`
    pub fn peer(&self) -> tw::Select<'static, Table> {
        tw::Select::new(<Table as tw::Model>::FIND, [self.peer_id.into()])
    }

    /// The relation to every `User` that refers to the row by `friend`.
    pub const USERS: tw::Many<Self, User> = tw::Many::back(User::FRIEND.link());

    /// Every `User` that refers to the row by `friend`, in the order of the primary key.
    ///
    /// `SELECT "id", "order_id", "friend_id" FROM "$tablewright$ 'users'; ""--" WHERE "friend_id" = ?1 ORDER BY "id"`
    pub fn users(&self) -> tw::Select<'static, User> {
        static LOOKUP: tw::Lookup = tw::Lookup::NONE
            .sqlite([
                r#"SELECT "id", "order_id", "friend_id" FROM "$tablewright$ 'users'; ""--" WHERE "friend_id" = ?1 ORDER BY "id""#,
                r#"SELECT count(*) FROM "$tablewright$ 'users'; ""--" WHERE "friend_id" = ?1"#,
                r#"SELECT EXISTS (SELECT 1 FROM "$tablewright$ 'users'; ""--" WHERE "friend_id" = ?1)"#,
                r#"DELETE FROM "$tablewright$ 'users'; ""--" WHERE "friend_id" = ?1"#,
            ])
            .postgres([
                r#"SELECT "id", "order_id", "friend_id" FROM "$tablewright$ 'users'; ""--" WHERE "friend_id" = $1 ORDER BY "id""#,
                r#"SELECT count(*) FROM "$tablewright$ 'users'; ""--" WHERE "friend_id" = $1"#,
                r#"SELECT EXISTS (SELECT 1 FROM "$tablewright$ 'users'; ""--" WHERE "friend_id" = $1)::integer::bigint"#,
                r#"DELETE FROM "$tablewright$ 'users'; ""--" WHERE "friend_id" = $1"#,
            ])
            .mysql([
                r#"SELECT `id`, `order_id`, `friend_id` FROM `$tablewright$ 'users'; "--` WHERE `friend_id` = ? ORDER BY `id`"#,
                r#"SELECT count(*) FROM `$tablewright$ 'users'; "--` WHERE `friend_id` = ?"#,
                r#"SELECT EXISTS (SELECT 1 FROM `$tablewright$ 'users'; "--` WHERE `friend_id` = ?)"#,
                r#"DELETE FROM `$tablewright$ 'users'; "--` WHERE `friend_id` = ?"#,
            ])
            .mariadb([
                r#"SELECT `id`, `order_id`, `friend_id` FROM `$tablewright$ 'users'; "--` WHERE `friend_id` = ? ORDER BY `id`"#,
                r#"SELECT count(*) FROM `$tablewright$ 'users'; "--` WHERE `friend_id` = ?"#,
                r#"SELECT EXISTS (SELECT 1 FROM `$tablewright$ 'users'; "--` WHERE `friend_id` = ?)"#,
                r#"DELETE FROM `$tablewright$ 'users'; "--` WHERE `friend_id` = ?"#,
            ]);
        tw::Select::new(&LOOKUP, [self.id.into()])
    }

    /// The relation to every `Table` that refers to the row by `peer`.
    pub const TABLES: tw::Many<Self, Table> = tw::Many::back(Table::PEER.link());

    /// Every `Table` that refers to the row by `peer`, in the order of the primary key.
    ///
    /// `SELECT "id", "a_column_with_a_name_that_is_nearly_as_long_as_its_table", "user_id", "peer_id" FROM "an_extraordinarily_long_name_of_a_table_that_takes_all_there_is" WHERE "peer_id" = ?1 ORDER BY "id"`
    pub fn tables(&self) -> tw::Select<'static, Table> {
        static LOOKUP: tw::Lookup = tw::Lookup::NONE
            .sqlite([
                r#"SELECT "id", "a_column_with_a_name_that_is_nearly_as_long_as_its_table", "user_id", "peer_id" FROM "an_extraordinarily_long_name_of_a_table_that_takes_all_there_is" WHERE "peer_id" = ?1 ORDER BY "id""#,
                r#"SELECT count(*) FROM "an_extraordinarily_long_name_of_a_table_that_takes_all_there_is" WHERE "peer_id" = ?1"#,
                r#"SELECT EXISTS (SELECT 1 FROM "an_extraordinarily_long_name_of_a_table_that_takes_all_there_is" WHERE "peer_id" = ?1)"#,
                r#"DELETE FROM "an_extraordinarily_long_name_of_a_table_that_takes_all_there_is" WHERE "peer_id" = ?1"#,
            ])
            .postgres([
                r#"SELECT "id", "a_column_with_a_name_that_is_nearly_as_long_as_its_table", "user_id", "peer_id" FROM "an_extraordinarily_long_name_of_a_table_that_takes_all_there_is" WHERE "peer_id" = $1 ORDER BY "id""#,
                r#"SELECT count(*) FROM "an_extraordinarily_long_name_of_a_table_that_takes_all_there_is" WHERE "peer_id" = $1"#,
                r#"SELECT EXISTS (SELECT 1 FROM "an_extraordinarily_long_name_of_a_table_that_takes_all_there_is" WHERE "peer_id" = $1)::integer::bigint"#,
                r#"DELETE FROM "an_extraordinarily_long_name_of_a_table_that_takes_all_there_is" WHERE "peer_id" = $1"#,
            ])
            .mysql([
                "SELECT `id`, `a_column_with_a_name_that_is_nearly_as_long_as_its_table`, `user_id`, `peer_id` FROM `an_extraordinarily_long_name_of_a_table_that_takes_all_there_is` WHERE `peer_id` = ? ORDER BY `id`",
                "SELECT count(*) FROM `an_extraordinarily_long_name_of_a_table_that_takes_all_there_is` WHERE `peer_id` = ?",
                "SELECT EXISTS (SELECT 1 FROM `an_extraordinarily_long_name_of_a_table_that_takes_all_there_is` WHERE `peer_id` = ?)",
                "DELETE FROM `an_extraordinarily_long_name_of_a_table_that_takes_all_there_is` WHERE `peer_id` = ?",
            ])
            .mariadb([
                "SELECT `id`, `a_column_with_a_name_that_is_nearly_as_long_as_its_table`, `user_id`, `peer_id` FROM `an_extraordinarily_long_name_of_a_table_that_takes_all_there_is` WHERE `peer_id` = ? ORDER BY `id`",
                "SELECT count(*) FROM `an_extraordinarily_long_name_of_a_table_that_takes_all_there_is` WHERE `peer_id` = ?",
                "SELECT EXISTS (SELECT 1 FROM `an_extraordinarily_long_name_of_a_table_that_takes_all_there_is` WHERE `peer_id` = ?)",
                "DELETE FROM `an_extraordinarily_long_name_of_a_table_that_takes_all_there_is` WHERE `peer_id` = ?",
            ]);
        tw::Select::new(&LOOKUP, [self.id.into()])
    }
}

/// A row of `an_extraordinarily_long_name_of_a_table_that_takes_all_there_is` that is not there yet.
#[allow(dead_code)]
#[derive(Clone, Debug)]
#[must_use = "a new row is not in the database before `insert`"]
pub struct NewTable {
    id: Option<i64>,
    a_column_with_a_name_that_is_nearly_as_long_as_its_table: bool,
    user_id: Option<i64>,
    peer_id: Option<i64>,
}

#[allow(dead_code)]
impl NewTable {
    /// A row with the values that it has to have.
    #[inline]
    pub fn new(a_column_with_a_name_that_is_nearly_as_long_as_its_table: bool) -> Self {
        Self {
            id: None,
            a_column_with_a_name_that_is_nearly_as_long_as_its_table,
            user_id: None,
            peer_id: None,
        }
    }

    /// Sets `id`; otherwise the database counts.
    #[inline]
    pub fn id(mut self, id: i64) -> Self {
        self.id = Some(id);
        self
    }

    /// Sets `user_id`; otherwise it is NULL.
    pub fn user_id(mut self, user_id: impl tw::IntoNullable<i64>) -> Self {
        self.user_id = user_id.into_nullable();
        self
    }

    /// Sets `peer_id`; otherwise it is NULL.
    pub fn peer_id(mut self, peer_id: impl tw::IntoNullable<i64>) -> Self {
        self.peer_id = peer_id.into_nullable();
        self
    }

    /// Inserts the row, and returns it as the database has it.
    ///
    /// `INSERT INTO "an_extraordinarily_long_name_of_a_table_that_takes_all_there_is" ("a_column_with_a_name_that_is_nearly_as_long_as_its_table", "user_id", "peer_id", "id") VALUES (?1, ?2, ?3, ?4) RETURNING "id", "a_column_with_a_name_that_is_nearly_as_long_as_its_table", "user_id", "peer_id"`
    pub fn insert<C: tw::Connection>(self, db: &C) -> C::Output<'_, tw::Result<Table>> {
        tw::statement::insert(self, db)
    }

    /// A new row, or a change of the one that is like it in the columns of a unique key.
    ///
    /// `INSERT INTO "an_extraordinarily_long_name_of_a_table_that_takes_all_there_is" ("a_column_with_a_name_that_is_nearly_as_long_as_its_table", "user_id", "peer_id", "id") VALUES (?1, ?2, ?3, ?4) ON CONFLICT (…) DO UPDATE SET … RETURNING "id", "a_column_with_a_name_that_is_nearly_as_long_as_its_table", "user_id", "peer_id"`
    pub fn upsert(self, key: impl tw::query::Columns<Table>) -> tw::Upsert<Self> {
        tw::Upsert::new(self, key)
    }
}

impl tw::Insert for NewTable {
    type Model = Table;
    const INSERT: &'static tw::Sql = &tw::Sql::NONE
        .sqlite(
            r#"INSERT INTO "an_extraordinarily_long_name_of_a_table_that_takes_all_there_is" ("a_column_with_a_name_that_is_nearly_as_long_as_its_table", "user_id", "peer_id", "id") VALUES (?1, ?2, ?3, ?4) RETURNING "id", "a_column_with_a_name_that_is_nearly_as_long_as_its_table", "user_id", "peer_id""#,
        )
        .postgres(
            r#"INSERT INTO "an_extraordinarily_long_name_of_a_table_that_takes_all_there_is" ("a_column_with_a_name_that_is_nearly_as_long_as_its_table", "user_id", "peer_id", "id") VALUES ($1, $2, $3, CASE WHEN CAST($4 AS BIGINT) IS NULL THEN nextval(pg_get_serial_sequence('"an_extraordinarily_long_name_of_a_table_that_takes_all_there_is"', 'id')) WHEN CAST($4 AS BIGINT) > coalesce(pg_sequence_last_value(pg_get_serial_sequence('"an_extraordinarily_long_name_of_a_table_that_takes_all_there_is"', 'id')::regclass), 0) THEN setval(pg_get_serial_sequence('"an_extraordinarily_long_name_of_a_table_that_takes_all_there_is"', 'id'), CAST($4 AS BIGINT)) ELSE CAST($4 AS BIGINT) END) RETURNING "id", "a_column_with_a_name_that_is_nearly_as_long_as_its_table", "user_id", "peer_id""#,
        )
        .mysql(
            "INSERT INTO `an_extraordinarily_long_name_of_a_table_that_takes_all_there_is` (`a_column_with_a_name_that_is_nearly_as_long_as_its_table`, `user_id`, `peer_id`, `id`) VALUES (?, ?, ?, ?)",
        )
        .mariadb(
            "INSERT INTO `an_extraordinarily_long_name_of_a_table_that_takes_all_there_is` (`a_column_with_a_name_that_is_nearly_as_long_as_its_table`, `user_id`, `peer_id`, `id`) VALUES (?, ?, ?, ?) RETURNING `id`, `a_column_with_a_name_that_is_nearly_as_long_as_its_table`, `user_id`, `peer_id`",
        );
    const READ_BACK: Option<&'static tw::model::ReadBack> = Some(&tw::model::ReadBack {
        select: "SELECT `id`, `a_column_with_a_name_that_is_nearly_as_long_as_its_table`, `user_id`, `peer_id` FROM `an_extraordinarily_long_name_of_a_table_that_takes_all_there_is` WHERE `id` = ?",
        key: &[tw::model::Key::Counted(3)],
    });
    const INSERT_COUNTED: Option<&'static tw::Sql> = Some(&tw::Sql::NONE.postgres(
        r#"INSERT INTO "an_extraordinarily_long_name_of_a_table_that_takes_all_there_is" ("a_column_with_a_name_that_is_nearly_as_long_as_its_table", "user_id", "peer_id") VALUES ($1, $2, $3) RETURNING "id", "a_column_with_a_name_that_is_nearly_as_long_as_its_table", "user_id", "peer_id""#,
    ));

    #[inline]
    fn is_counted(&self) -> bool {
        self.id.is_none()
    }

    #[inline]
    fn bind_counted<B: tw::value::Binder>(&self, to: &mut B) -> tw::Result<()> {
        to.value(&self.a_column_with_a_name_that_is_nearly_as_long_as_its_table)?;
        to.value_or_null(self.user_id.as_ref())?;
        to.value_or_null(self.peer_id.as_ref())?;
        Ok(())
    }

    #[inline]
    fn bind<B: tw::value::Binder>(&self, to: &mut B) -> tw::Result<()> {
        self.bind_counted(to)?;
        to.value_or_null(self.id.as_ref())?;
        Ok(())
    }
}
