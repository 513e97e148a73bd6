// Written by tablewright from models.yaml. A change to this file is lost: change models.yaml.

use ::tablewright as tw;
use ::tablewright::__private as twp;
::tablewright::__generated_by!(1, "0.1.0");

/// A script for `SQLite` that creates the tables. Any client can run it, also a second time.
#[allow(dead_code)]
pub const SCHEMA_SQL: &str = sqlite::SCHEMA_SQL;

/// The hash of the tables, which changes if anything about them changes.
#[allow(dead_code)]
pub const SCHEMA_HASH: &str = "e56a21cdb3812442d540f10cbe144e83";

/// The scripts for `SQLite`.
#[allow(dead_code)]
pub mod sqlite {
    /// A script for `SQLite` that creates the tables. Any client can run it, also a second time.
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

    /// A script for `SQLite` that drops the tables with all their rows.
    pub const DROP_SQL: &str = r#"SAVEPOINT tablewright_drop;

PRAGMA defer_foreign_keys = ON;

DROP TABLE IF EXISTS "$tablewright$ 'users'; ""--";

DROP TABLE IF EXISTS "an_extraordinarily_long_name_of_a_table_that_takes_all_there_is";

DROP TABLE IF EXISTS "order";

RELEASE tablewright_drop;
"#;
}

/// The scripts for `PostgreSQL`.
#[allow(dead_code)]
pub mod postgres {
    /// A script for `PostgreSQL` that creates the tables. Any client can run it, also a second time.
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

    /// A script for `PostgreSQL` that drops the tables with all their rows.
    pub const DROP_SQL: &str = r#"ALTER TABLE IF EXISTS "an_extraordinarily_long_name_of_a_table_that_takes_all_there_is" DROP CONSTRAINT IF EXISTS "fk_an_extraordinarily_long_name_of_a_table_that_takes__0de8d2cf";

DROP TABLE IF EXISTS "$tablewright$ 'users'; ""--";

DROP TABLE IF EXISTS "an_extraordinarily_long_name_of_a_table_that_takes_all_there_is";

DROP TABLE IF EXISTS "order";
"#;
}

/// The scripts for `MySQL`.
#[allow(dead_code)]
pub mod mysql {
    /// A script for `MySQL` that creates the tables. Any client can run it, also a second time.
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

    /// A script for `MySQL` that drops the tables with all their rows.
    pub const DROP_SQL: &str = r#"SET @tablewright_foreign_key_checks = @@SESSION.foreign_key_checks, SESSION foreign_key_checks = 0;

DROP TABLE IF EXISTS `$tablewright$ 'users'; "--`;

DROP TABLE IF EXISTS `an_extraordinarily_long_name_of_a_table_that_takes_all_there_is`;

DROP TABLE IF EXISTS `order`;

SET SESSION foreign_key_checks = @tablewright_foreign_key_checks;
"#;
}

/// The scripts for `MariaDB`.
#[allow(dead_code)]
pub mod mariadb {
    /// A script for `MariaDB` that creates the tables. Any client can run it, also a second time.
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

    /// A script for `MariaDB` that drops the tables with all their rows.
    pub const DROP_SQL: &str = r#"SET @tablewright_foreign_key_checks = @@SESSION.foreign_key_checks, SESSION foreign_key_checks = 0;

DROP TABLE IF EXISTS `$tablewright$ 'users'; "--`;

DROP TABLE IF EXISTS `an_extraordinarily_long_name_of_a_table_that_takes_all_there_is`;

DROP TABLE IF EXISTS `order`;

SET SESSION foreign_key_checks = @tablewright_foreign_key_checks;
"#;
}

/// The description of the tables, for `create_all`, `drop_all`, `verify` and `sync`.
#[allow(dead_code)]
pub static SCHEMA: tw::Schema = tw::Schema {
    name: module_path!(),
    hash: SCHEMA_HASH,
    tables: &[
        <Order as tw::Model>::TABLE,
        <User as tw::Model>::TABLE,
        <Table as tw::Model>::TABLE,
    ],
    models: &[
        twp::Described::of::<Order>(),
        twp::Described::of::<User>(),
        twp::Described::of::<Table>(),
    ],
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
    definition: "tablewright 2\n-26sqlite5order2id7integer6select7boolean5group4text7'it''s'edouble \" quoteesingle ' quotebback ` tickcback \\ slashhsemi; -- colon /*9[bracket]s$tablewright$ $1 ?1 :a %s {}9two\nlinesa☃ naïve8pk_orderG1uq_order_double \" quote_single ' quoteB1ix_order_back ` tick_back \\ slashqix_order_semi; -- colon /*jix_order_☃ naïvekck_order_select_typei\"select\" IN (0, 1)jck_order_group_typeN4\"group\" = 'it''s' OR \"group\" = 'a\"b' OR \"group\" = 'a`b' OR \"group\" = 'back\\slash' OR \"group\" = 'semi;colon -- dash' OR \"group\" = '☃ naïve'sck_order_double \" quote_type=2typeof(\"double \"\" quote\") = 'integer' AND \"double \"\" quote\" BETWEEN -2147483648 AND 2147483647sck_order_single ' quote_type*2typeof(\"single ' quote\") = 'integer' AND \"single ' quote\" BETWEEN -2147483648 AND 2147483647pck_order_back ` tick_typeW2typeof(\"back ` tick\") = 'integer' AND \"back ` tick\" BETWEEN -2147483648 AND 2147483647qck_order_back \\ slash_typeo\"back \\ slash\" IN (0, 1)vck_order_semi; -- colon /*_typeC3typeof(\"semi; -- colon /*\") = 'integer' AND \"semi; -- colon /*\" BETWEEN -2147483648 AND 2147483647nck_order_[bracket]_typeS2typeof(\"[bracket]\") = 'integer' AND \"[bracket]\" BETWEEN -2147483648 AND 2147483647K1ck_order_$tablewright$ $1 ?1 :a %s {}_typeY3typeof(\"$tablewright$ $1 ?1 :a %s {}\") = 'integer' AND \"$tablewright$ $1 ?1 :a %s {}\" BETWEEN -2147483648 AND 2147483647nck_order_two\nlines_typeS2typeof(\"two\nlines\") = 'integer' AND \"two\nlines\" BETWEEN -2147483648 AND 2147483647ock_order_☃ naïve_typem\"☃ naïve\" IN (0, 1)q$tablewright$ 'users'; \"--8order_id6bigint9friend_idtpk_$tablewright$ 'users'; \"--G1ix_$tablewright$ 'users'; \"--_order_idH1ix_$tablewright$ 'users'; \"--_friend_idL1ck_$tablewright$ 'users'; \"--_order_id_typeJ1typeof(\"order_id\") IN ('integer', 'null')M1ck_$tablewright$ 'users'; \"--_friend_id_typeK1typeof(\"friend_id\") IN ('integer', 'null')G1fk_$tablewright$ 'users'; \"--_order_idH1fk_$tablewright$ 'users'; \"--_friend_id!1an_extraordinarily_long_name_of_a_table_that_takes_all_there_isY1a_column_with_a_name_that_is_nearly_as_long_as_its_table7user_id7peer_id!1pk_an_extraordinarily_long_name_of_a_table_that_takes__60f3ccff!1ix_an_extraordinarily_long_name_of_a_table_that_takes__c78ea15f!1ix_an_extraordinarily_long_name_of_a_table_that_takes__218d3fa1!1ix_an_extraordinarily_long_name_of_a_table_that_takes__804572f4!1ck_an_extraordinarily_long_name_of_a_table_that_takes__cf4b2819E2\"a_column_with_a_name_that_is_nearly_as_long_as_its_table\" IN (0, 1)!1ck_an_extraordinarily_long_name_of_a_table_that_takes__6d2c7c27I1typeof(\"user_id\") IN ('integer', 'null')!1ck_an_extraordinarily_long_name_of_a_table_that_takes__38638748I1typeof(\"peer_id\") IN ('integer', 'null')!1fk_an_extraordinarily_long_name_of_a_table_that_takes__0de8d2cf!1fk_an_extraordinarily_long_name_of_a_table_that_takes__9d99df6e8postgres1CW2\"group\" IN ('it''s', 'a\"b', 'a`b', E'back\\\\slash', 'semi;colon -- dash', '☃ naïve')5mysqlbvarchar(18)gutf8mb4_0900_bin3int0i`select` IN (0, 1)V2`group` IN ('it''s', 'a\"b', 'a`b', 'back\\\\slash', 'semi;colon -- dash', '☃ naïve')o`back \\ slash` IN (0, 1)m`☃ naïve` IN (0, 1)=1ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_binE2`a_column_with_a_name_that_is_nearly_as_long_as_its_table` IN (0, 1)7mariadbhutf8mb4_nopad_bin!1ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_nopad_bin00000040Af031c230001000045000000067001800000930000000a30000000b30000000c50000000d30000000e30000000f30000000g30000000h500000001i121j29a3k20b00000c000000000l10d000000000m10h000000000bno0pq0rs0tu0vA10B1C10D1E10F1G10H1I10J1K10L1M100000N132300010000O1P10100000Q1P101000001R11202S110O1000000000T110Q10000000002U1V10W1X102Y11O1112000Z11Q1+112000000+142300010000-150000000*1P10100000/1P101000001=11203!120-100000*1000000000A210*1000000000B210/10000000003C2D20E2F20G2H202I21*1N112000J21/1+1120000000K2Hd031c2P1000100004500000006700180001L20930000000a30000000b30000000c50000000d30000000e30000000f30000000g30000000h500000001i121j29a3k20b00000c000000000l10d000000000m10h0000000001pM200000N132P100010000O1P10100000Q1P101000001R11202S110O10001100000T110Q1000110000002Y11O1112000Z11Q1+112000000+142P100010000-150000000*1P10100000/1P101000001=11203!120-100000*10001100000A210*10001100000B210/1000110000002I21*1N112000J21/1+1120000000N2He031c2P1000100004500000006O200180001P209Q20000000aQ20000000bQ20000000c50000000dQ20000000eQ20000000fQ20000000gQ20000000h500000001R2121j29a3k20b00000c000000000l10d000000000m10h0000000004nS20pT20B1U20L1V20001W200N132P100010000O1P10100000Q1P101000001R21202S110O1000000000T110Q100000000002Y11O1112000Z11Q1+11200001W200+142P100010000-150000000*1P10100000/1P101000001R21203!120-100000*1000000000A210*1000000000B210/10000000001C2X202I21*1N112000J21/1+11200001W2000Y2He031c2P1000100004500000006O200180001Z209Q20000000aQ20000000bQ20000000c50000000dQ20000000eQ20000000fQ20000000gQ20000000h500000001R2121j29a3k20b00000c000000000l10d000000000m10h0000000004nS20pT20B1U20L1V20001+200N132P100010000O1P10100000Q1P101000001R21202S110O1000000000T110Q100000000002Y11O1112000Z11Q1+11200001+200+142P100010000-150000000*1P10100000/1P101000001R21203!120-100000*1000000000A210*1000000000B210/10000000001C2X202I21*1N112000J21/1+11200001+2000",
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

/// The enum `Word`, which the database stores as text.
#[allow(dead_code)]
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Word {
    /// The value of `Word` that is stored as the text `it's`.
    ItS,
    /// The value of `Word` that is stored as the text `a"b`.
    AB,
    /// The value of `Word` that is stored as the text ``a`b``.
    Tick,
    /// The value of `Word` that is stored as the text `back\slash`.
    BackSlash,
    /// The value of `Word` that is stored as the text `semi;colon -- dash`.
    SemiColonDash,
    /// The value of `Word` that is stored as the text `☃ naïve`.
    Naïve,
}

#[allow(dead_code)]
impl Word {
    /// Every value of `Word`, in the order of the models.
    pub const ALL: &'static [Self] = &[
        Self::ItS,
        Self::AB,
        Self::Tick,
        Self::BackSlash,
        Self::SemiColonDash,
        Self::Naïve,
    ];

    /// The text that the database stores for this `Word`.
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

tw::__enum!(Word);

/// The model `Order`: a row of the table `order`.
#[allow(dead_code)]
#[derive(Clone, Debug, PartialEq)]
pub struct Order {
    /// The field `Order.id` (`id`): the primary key, auto-increment.
    pub id: i64,
    /// The field `Order.select` (`bool`).
    pub select: bool,
    /// The field `Order.group` (`Word`): with a default.
    pub group: Word,
    /// The field `Order.double` (`integer`): in the column `double " quote`.
    pub double: i32,
    /// The field `Order.single` (`integer`): in the column `single ' quote`.
    pub single: i32,
    /// The field `Order.tick` (`integer`): in the column ``back ` tick``.
    pub tick: i32,
    /// The field `Order.slash` (`bool`): in the column `back \ slash`.
    pub slash: bool,
    /// The field `Order.semi` (`integer`): in the column `semi; -- colon /*`.
    pub semi: i32,
    /// The field `Order.bracket` (`integer`): in the column `[bracket]`.
    pub bracket: i32,
    /// The field `Order.dollar` (`integer`): in the column `$tablewright$ $1 ?1 :a %s {}`.
    pub dollar: i32,
    /// The field `Order.lines` (`integer`): in the column `two lines`.
    pub lines: i32,
    /// The field `Order.snow` (`bool`): in the column `☃ naïve`.
    pub snow: bool,
}

#[allow(dead_code)]
impl Order {
    /// The column `id` of the field `Order.id`, for queries.
    pub const ID: tw::Column<Self, i64> = tw::Column::new(0);

    /// The column `select` of the field `Order.select`, for queries.
    pub const SELECT: tw::Column<Self, bool> = tw::Column::new(1);

    /// The column `group` of the field `Order.group`, for queries.
    pub const GROUP: tw::Column<Self, Word> = tw::Column::new(2);

    /// The column `double " quote` of the field `Order.double`, for queries.
    pub const DOUBLE: tw::Column<Self, i32> = tw::Column::new(3);

    /// The column `single ' quote` of the field `Order.single`, for queries.
    pub const SINGLE: tw::Column<Self, i32> = tw::Column::new(4);

    /// The column ``back ` tick`` of the field `Order.tick`, for queries.
    pub const TICK: tw::Column<Self, i32> = tw::Column::new(5);

    /// The column `back \ slash` of the field `Order.slash`, for queries.
    pub const SLASH: tw::Column<Self, bool> = tw::Column::new(6);

    /// The column `semi; -- colon /*` of the field `Order.semi`, for queries.
    pub const SEMI: tw::Column<Self, i32> = tw::Column::new(7);

    /// The column `[bracket]` of the field `Order.bracket`, for queries.
    pub const BRACKET: tw::Column<Self, i32> = tw::Column::new(8);

    /// The column `$tablewright$ $1 ?1 :a %s {}` of the field `Order.dollar`, for queries.
    pub const DOLLAR: tw::Column<Self, i32> = tw::Column::new(9);

    /// The column `two lines` of the field `Order.lines`, for queries.
    pub const LINES: tw::Column<Self, i32> = tw::Column::new(10);

    /// The column `☃ naïve` of the field `Order.snow`, for queries.
    pub const SNOW: tw::Column<Self, bool> = tw::Column::new(11);

    /// The relation from a `Order` to every `User` that refers to it by `order`.
    pub const USERS: tw::Many<Self, User> = tw::Many::back(0);

    /// A query for every `Order`, in the order of the primary key.
    ///
    /// ``SELECT "id", "select", "group", "double "" quote", "single ' quote", "back ` tick", "back \ slash", "semi; -- colon /*", "[bracket]", "$tablewright$ $1 ?1 :a %s {}", "two lines", "☃ naïve" FROM "order" ORDER BY "id"``
    pub fn all<'a>() -> tw::Select<'a, Self> {
        twp::all()
    }

    /// A query for every `Order` that matches a condition, in the order of the primary key.
    pub fn filter<'a>(filter: impl tw::IntoFilter<Self>) -> tw::Select<'a, Self> {
        Self::all().filter(filter)
    }

    /// A query for the `Order` with this primary key.
    ///
    /// ``SELECT "id", "select", "group", "double "" quote", "single ' quote", "back ` tick", "back \ slash", "semi; -- colon /*", "[bracket]", "$tablewright$ $1 ?1 :a %s {}", "two lines", "☃ naïve" FROM "order" WHERE "id" = ?1``
    pub fn find<'a>(id: i64) -> tw::Select<'a, Self> {
        twp::find(&[0], [twp::owned_parameter::<Self, _>(0, id)])
    }

    /// An update of the `Order` with this primary key: unset columns keep their values.
    pub fn update<'a>(id: i64) -> tw::Update<'a, Self> {
        Self::find(id).update()
    }

    /// A query for the `Order` with these `double` and `single`, which are unique together.
    ///
    /// ``SELECT "id", "select", "group", "double "" quote", "single ' quote", "back ` tick", "back \ slash", "semi; -- colon /*", "[bracket]", "$tablewright$ $1 ?1 :a %s {}", "two lines", "☃ naïve" FROM "order" WHERE "double "" quote" = ?1 AND "single ' quote" = ?2``
    pub fn find_by_double_and_single<'a>(
        double: i32,
        single: i32,
    ) -> tw::Select<'a, Self> {
        twp::find(
            &[3, 4],
            [
                twp::owned_parameter::<Self, _>(3, double),
                twp::owned_parameter::<Self, _>(4, single),
            ],
        )
    }

    /// An insert of a new `Order`: unset columns get their default, or NULL.
    ///
    /// ``INSERT INTO "order" ("select", "double "" quote", "single ' quote", "back ` tick", "back \ slash", "semi; -- colon /*", "[bracket]", "$tablewright$ $1 ?1 :a %s {}", "two lines", "☃ naïve") VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10) RETURNING "id", "select", "group", "double "" quote", "single ' quote", "back ` tick", "back \ slash", "semi; -- colon /*", "[bracket]", "$tablewright$ $1 ?1 :a %s {}", "two lines", "☃ naïve"``
    pub fn insert<'a>(new: NewOrder) -> tw::Insert<'a, Self> {
        twp::insert(new)
    }

    /// An insert of many rows of `Order`: of all, or of none.
    pub fn insert_all<'a, I: IntoIterator<Item: tw::NewRow<'a, Self>>>(
        rows: I,
    ) -> tw::InsertAll<'a, Self, I::IntoIter> {
        twp::insert_all(rows)
    }

    /// An insert of a new `Order`, or an update of the row that has the same unique key.
    pub fn upsert<'a>(
        new: impl tw::IntoInsert<'a, Self>,
        key: impl tw::query::Columns<Self>,
    ) -> tw::Upsert<'a, Self> {
        twp::upsert(new, key)
    }

    /// Writes every field of this `Order` to its row.
    ///
    /// ``UPDATE "order" SET "select" = ?1, "group" = ?2, "double "" quote" = ?3, "single ' quote" = ?4, "back ` tick" = ?5, "back \ slash" = ?6, "semi; -- colon /*" = ?7, "[bracket]" = ?8, "$tablewright$ $1 ?1 :a %s {}" = ?9, "two lines" = ?10, "☃ naïve" = ?11 WHERE "id" = ?12``
    pub fn save<'c, C: tw::Connection>(&'c self, db: &'c C) -> tw::Output<'c, C> {
        twp::save(self, db)
    }

    /// Deletes the row of this `Order`.
    ///
    /// `DELETE FROM "order" WHERE "id" = ?1`
    pub fn delete<'c, C: tw::Connection>(&'c self, db: &'c C) -> tw::Output<'c, C> {
        twp::delete(self, db)
    }

    /// A query for every `User` that refers to this `Order` by `order`.
    ///
    /// `SELECT "id", "order_id", "friend_id" FROM "$tablewright$ 'users'; ""--" WHERE "order_id" = ?1 ORDER BY "id"`
    pub fn users<'a>(&self) -> tw::Select<'a, User> {
        twp::referring(&[1], [twp::owned_parameter::<User, _>(1, self.id)])
    }
}

static __ORDER: twp::Table = twp::Table::new(
        "order",
        &[
            twp::ColumnDef::new("id", twp::Type::BigInt).identity(),
            twp::ColumnDef::new("select", twp::Type::Bool),
            twp::ColumnDef::new(
                    "group",
                    twp::Type::Enum(
                        &[
                            "it's",
                            r#"a"b"#,
                            "a`b",
                            r"back\slash",
                            "semi;colon -- dash",
                            "☃ naïve",
                        ],
                    ),
                )
                .default(),
            twp::ColumnDef::new(r#"double " quote"#, twp::Type::Integer),
            twp::ColumnDef::new("single ' quote", twp::Type::Integer),
            twp::ColumnDef::new("back ` tick", twp::Type::Integer),
            twp::ColumnDef::new(r"back \ slash", twp::Type::Bool),
            twp::ColumnDef::new("semi; -- colon /*", twp::Type::Integer),
            twp::ColumnDef::new("[bracket]", twp::Type::Integer),
            twp::ColumnDef::new("$tablewright$ $1 ?1 :a %s {}", twp::Type::Integer),
            twp::ColumnDef::new("two\nlines", twp::Type::Integer),
            twp::ColumnDef::new("☃ naïve", twp::Type::Bool),
        ],
        twp::Key::new("pk_order", &[0]),
    )
    .uniques(&[twp::Key::new(r#"uq_order_double " quote_single ' quote"#, &[3, 4])]);

impl tw::Model for Order {
    const TABLE: &'static twp::Table = &__ORDER;

    #[inline]
    fn read<R: twp::Row>(row: twp::Fields<'_, R>) -> tw::Result<Self> {
        let (
            id,
            select,
            group,
            double,
            single,
            tick,
            slash,
            semi,
            bracket,
            dollar,
            lines,
            snow,
        ) = row.read(0)?;
        Ok(Self {
            id,
            select,
            group,
            double,
            single,
            tick,
            slash,
            semi,
            bracket,
            dollar,
            lines,
            snow,
        })
    }

    #[inline]
    fn values<'a>(&'a self, to: &mut twp::Values<'a>) {
        to.borrowed(0, &self.id);
        to.borrowed(1, &self.select);
        to.borrowed(2, &self.group);
        to.borrowed(3, &self.double);
        to.borrowed(4, &self.single);
        to.borrowed(5, &self.tick);
        to.borrowed(6, &self.slash);
        to.borrowed(7, &self.semi);
        to.borrowed(8, &self.bracket);
        to.borrowed(9, &self.dollar);
        to.borrowed(10, &self.lines);
        to.borrowed(11, &self.snow);
    }
}

/// The required fields of a new `Order`, for inserts.
#[allow(dead_code)]
#[must_use = "a new row is not in the database until it is inserted"]
#[derive(Clone, Debug)]
pub struct NewOrder {
    /// The field `Order.select` (`bool`).
    pub select: bool,
    /// The field `Order.double` (`integer`): in the column `double " quote`.
    pub double: i32,
    /// The field `Order.single` (`integer`): in the column `single ' quote`.
    pub single: i32,
    /// The field `Order.tick` (`integer`): in the column ``back ` tick``.
    pub tick: i32,
    /// The field `Order.slash` (`bool`): in the column `back \ slash`.
    pub slash: bool,
    /// The field `Order.semi` (`integer`): in the column `semi; -- colon /*`.
    pub semi: i32,
    /// The field `Order.bracket` (`integer`): in the column `[bracket]`.
    pub bracket: i32,
    /// The field `Order.dollar` (`integer`): in the column `$tablewright$ $1 ?1 :a %s {}`.
    pub dollar: i32,
    /// The field `Order.lines` (`integer`): in the column `two lines`.
    pub lines: i32,
    /// The field `Order.snow` (`bool`): in the column `☃ naïve`.
    pub snow: bool,
}

impl<'a> tw::New<'a> for NewOrder {
    type Model = Order;

    #[inline]
    fn values(self, to: &mut twp::Values<'a>) {
        to.owned(1, self.select);
        to.owned(3, self.double);
        to.owned(4, self.single);
        to.owned(5, self.tick);
        to.owned(6, self.slash);
        to.owned(7, self.semi);
        to.owned(8, self.bracket);
        to.owned(9, self.dollar);
        to.owned(10, self.lines);
        to.owned(11, self.snow);
    }
}

/// The model `User`: a row of the table `$tablewright$ 'users'; "--`.
#[allow(dead_code)]
#[derive(Clone, Debug, PartialEq)]
pub struct User {
    /// The field `User.id` (`id`): the primary key, auto-increment.
    pub id: i64,
    /// The field `User.order_id` (`bigint?`): a reference to `Order`.
    pub order_id: Option<i64>,
    /// The field `User.friend_id` (`bigint?`): a reference to `Table`.
    pub friend_id: Option<i64>,
}

#[allow(dead_code)]
impl User {
    /// The column `id` of the field `User.id`, for queries.
    pub const ID: tw::Column<Self, i64> = tw::Column::new(0);

    /// The column `order_id` of the field `User.order_id`, for queries.
    pub const ORDER_ID: tw::Column<Self, Option<i64>> = tw::Column::new(1);

    /// The column `friend_id` of the field `User.friend_id`, for queries.
    pub const FRIEND_ID: tw::Column<Self, Option<i64>> = tw::Column::new(2);

    /// The relation from a `User` to the `Order` that it refers to by `order`.
    pub const ORDER: tw::One<Self, Option<Order>> = tw::One::to(0);

    /// The relation from a `User` to the `Table` that it refers to by `friend`.
    pub const FRIEND: tw::One<Self, Option<Table>> = tw::One::to(1);

    /// The relation from a `User` to every `Table` that refers to it by `user`.
    pub const TABLES: tw::Many<Self, Table> = tw::Many::back(0);

    /// A query for every `User`, in the order of the primary key.
    ///
    /// `SELECT "id", "order_id", "friend_id" FROM "$tablewright$ 'users'; ""--" ORDER BY "id"`
    pub fn all<'a>() -> tw::Select<'a, Self> {
        twp::all()
    }

    /// A query for every `User` that matches a condition, in the order of the primary key.
    pub fn filter<'a>(filter: impl tw::IntoFilter<Self>) -> tw::Select<'a, Self> {
        Self::all().filter(filter)
    }

    /// A query for the `User` with this primary key.
    ///
    /// `SELECT "id", "order_id", "friend_id" FROM "$tablewright$ 'users'; ""--" WHERE "id" = ?1`
    pub fn find<'a>(id: i64) -> tw::Select<'a, Self> {
        twp::find(&[0], [twp::owned_parameter::<Self, _>(0, id)])
    }

    /// An update of the `User` with this primary key: unset columns keep their values.
    pub fn update<'a>(id: i64) -> tw::Update<'a, Self> {
        Self::find(id).update()
    }

    /// An insert of a new `User`: unset columns get their default, or NULL.
    ///
    /// `INSERT INTO "$tablewright$ 'users'; ""--" DEFAULT VALUES RETURNING "id", "order_id", "friend_id"`
    pub fn insert<'a>(new: NewUser) -> tw::Insert<'a, Self> {
        twp::insert(new)
    }

    /// An insert of many rows of `User`: of all, or of none.
    pub fn insert_all<'a, I: IntoIterator<Item: tw::NewRow<'a, Self>>>(
        rows: I,
    ) -> tw::InsertAll<'a, Self, I::IntoIter> {
        twp::insert_all(rows)
    }

    /// An insert of a new `User`, or an update of the row that has the same unique key.
    pub fn upsert<'a>(
        new: impl tw::IntoInsert<'a, Self>,
        key: impl tw::query::Columns<Self>,
    ) -> tw::Upsert<'a, Self> {
        twp::upsert(new, key)
    }

    /// Writes every field of this `User` to its row.
    ///
    /// `UPDATE "$tablewright$ 'users'; ""--" SET "order_id" = ?1, "friend_id" = ?2 WHERE "id" = ?3`
    pub fn save<'c, C: tw::Connection>(&'c self, db: &'c C) -> tw::Output<'c, C> {
        twp::save(self, db)
    }

    /// Deletes the row of this `User`.
    ///
    /// `DELETE FROM "$tablewright$ 'users'; ""--" WHERE "id" = ?1`
    pub fn delete<'c, C: tw::Connection>(&'c self, db: &'c C) -> tw::Output<'c, C> {
        twp::delete(self, db)
    }

    /// A query for the `Order` that this `User` refers to by `order`.
    ///
    /// ``SELECT "id", "select", "group", "double "" quote", "single ' quote", "back ` tick", "back \ slash", "semi; -- colon /*", "[bracket]", "$tablewright$ $1 ?1 :a %s {}", "two lines", "☃ naïve" FROM "order" WHERE "id" = ?1``
    pub fn order<'a>(&self) -> tw::Select<'a, Order> {
        twp::referred(&[0], [twp::owned_parameter::<Order, _>(0, self.order_id)])
    }

    /// A query for the `Table` that this `User` refers to by `friend`.
    ///
    /// `SELECT "id", "a_column_with_a_name_that_is_nearly_as_long_as_its_table", "user_id", "peer_id" FROM "an_extraordinarily_long_name_of_a_table_that_takes_all_there_is" WHERE "id" = ?1`
    pub fn friend<'a>(&self) -> tw::Select<'a, Table> {
        twp::referred(&[0], [twp::owned_parameter::<Table, _>(0, self.friend_id)])
    }

    /// A query for every `Table` that refers to this `User` by `user`.
    ///
    /// `SELECT "id", "a_column_with_a_name_that_is_nearly_as_long_as_its_table", "user_id", "peer_id" FROM "an_extraordinarily_long_name_of_a_table_that_takes_all_there_is" WHERE "user_id" = ?1 ORDER BY "id"`
    pub fn tables<'a>(&self) -> tw::Select<'a, Table> {
        twp::referring(&[2], [twp::owned_parameter::<Table, _>(2, self.id)])
    }
}

static __USER: twp::Table = twp::Table::new(
        r#"$tablewright$ 'users'; "--"#,
        &[
            twp::ColumnDef::new("id", twp::Type::BigInt).identity(),
            twp::ColumnDef::new("order_id", twp::Type::BigInt).nullable(),
            twp::ColumnDef::new("friend_id", twp::Type::BigInt).nullable(),
        ],
        twp::Key::new(r#"pk_$tablewright$ 'users'; "--"#, &[0]),
    )
    .references(
        &[
            twp::Reference::new(
                r#"fk_$tablewright$ 'users'; "--_order_id"#,
                &[1],
                "order",
                &["id"],
            ),
            twp::Reference::new(
                r#"fk_$tablewright$ 'users'; "--_friend_id"#,
                &[2],
                "an_extraordinarily_long_name_of_a_table_that_takes_all_there_is",
                &["id"],
            ),
        ],
    );

impl tw::Model for User {
    const TABLE: &'static twp::Table = &__USER;

    #[inline]
    fn read<R: twp::Row>(row: twp::Fields<'_, R>) -> tw::Result<Self> {
        let (id, order_id, friend_id) = row.read(0)?;
        Ok(Self { id, order_id, friend_id })
    }

    #[inline]
    fn values<'a>(&'a self, to: &mut twp::Values<'a>) {
        to.borrowed(0, &self.id);
        to.borrowed(1, &self.order_id);
        to.borrowed(2, &self.friend_id);
    }
}

/// The required fields of a new `User`, for inserts.
#[allow(dead_code)]
#[must_use = "a new row is not in the database until it is inserted"]
#[derive(Clone, Debug)]
pub struct NewUser {}

impl<'a> tw::New<'a> for NewUser {
    type Model = User;

    #[inline]
    fn values(self, _: &mut twp::Values<'a>) {}
}

/// The model `Table`: a row of the table `an_extraordinarily_long_name_of_a_table_that_takes_all_there_is`.
#[allow(dead_code)]
#[derive(Clone, Debug, PartialEq)]
pub struct Table {
    /// The field `Table.id` (`id`): the primary key, auto-increment.
    pub id: i64,
    /// The field `Table.a_column_with_a_name_that_is_nearly_as_long_as_its_table` (`bool`).
    pub a_column_with_a_name_that_is_nearly_as_long_as_its_table: bool,
    /// The field `Table.user_id` (`bigint?`): a reference to `User`.
    pub user_id: Option<i64>,
    /// The field `Table.peer_id` (`bigint?`): a reference to `Table`.
    pub peer_id: Option<i64>,
}

#[allow(dead_code)]
impl Table {
    /// The column `id` of the field `Table.id`, for queries.
    pub const ID: tw::Column<Self, i64> = tw::Column::new(0);

    /// The column `a_column_with_a_name_that_is_nearly_as_long_as_its_table` of the field `Table.a_column_with_a_name_that_is_nearly_as_long_as_its_table`, for queries.
    pub const A_COLUMN_WITH_A_NAME_THAT_IS_NEARLY_AS_LONG_AS_ITS_TABLE: tw::Column<
        Self,
        bool,
    > = tw::Column::new(1);

    /// The column `user_id` of the field `Table.user_id`, for queries.
    pub const USER_ID: tw::Column<Self, Option<i64>> = tw::Column::new(2);

    /// The column `peer_id` of the field `Table.peer_id`, for queries.
    pub const PEER_ID: tw::Column<Self, Option<i64>> = tw::Column::new(3);

    /// The relation from a `Table` to the `User` that it refers to by `user`.
    pub const USER: tw::One<Self, Option<User>> = tw::One::to(0);

    /// The relation from a `Table` to the `Table` that it refers to by `peer`.
    pub const PEER: tw::One<Self, Option<Table>> = tw::One::to(1);

    /// The relation from a `Table` to every `User` that refers to it by `friend`.
    pub const USERS: tw::Many<Self, User> = tw::Many::back(1);

    /// The relation from a `Table` to every `Table` that refers to it by `peer`.
    pub const TABLES: tw::Many<Self, Table> = tw::Many::back(1);

    /// A query for every `Table`, in the order of the primary key.
    ///
    /// `SELECT "id", "a_column_with_a_name_that_is_nearly_as_long_as_its_table", "user_id", "peer_id" FROM "an_extraordinarily_long_name_of_a_table_that_takes_all_there_is" ORDER BY "id"`
    pub fn all<'a>() -> tw::Select<'a, Self> {
        twp::all()
    }

    /// A query for every `Table` that matches a condition, in the order of the primary key.
    pub fn filter<'a>(filter: impl tw::IntoFilter<Self>) -> tw::Select<'a, Self> {
        Self::all().filter(filter)
    }

    /// A query for the `Table` with this primary key.
    ///
    /// `SELECT "id", "a_column_with_a_name_that_is_nearly_as_long_as_its_table", "user_id", "peer_id" FROM "an_extraordinarily_long_name_of_a_table_that_takes_all_there_is" WHERE "id" = ?1`
    pub fn find<'a>(id: i64) -> tw::Select<'a, Self> {
        twp::find(&[0], [twp::owned_parameter::<Self, _>(0, id)])
    }

    /// An update of the `Table` with this primary key: unset columns keep their values.
    pub fn update<'a>(id: i64) -> tw::Update<'a, Self> {
        Self::find(id).update()
    }

    /// An insert of a new `Table`: unset columns get their default, or NULL.
    ///
    /// `INSERT INTO "an_extraordinarily_long_name_of_a_table_that_takes_all_there_is" ("a_column_with_a_name_that_is_nearly_as_long_as_its_table") VALUES (?1) RETURNING "id", "a_column_with_a_name_that_is_nearly_as_long_as_its_table", "user_id", "peer_id"`
    pub fn insert<'a>(new: NewTable) -> tw::Insert<'a, Self> {
        twp::insert(new)
    }

    /// An insert of many rows of `Table`: of all, or of none.
    pub fn insert_all<'a, I: IntoIterator<Item: tw::NewRow<'a, Self>>>(
        rows: I,
    ) -> tw::InsertAll<'a, Self, I::IntoIter> {
        twp::insert_all(rows)
    }

    /// An insert of a new `Table`, or an update of the row that has the same unique key.
    pub fn upsert<'a>(
        new: impl tw::IntoInsert<'a, Self>,
        key: impl tw::query::Columns<Self>,
    ) -> tw::Upsert<'a, Self> {
        twp::upsert(new, key)
    }

    /// Writes every field of this `Table` to its row.
    ///
    /// `UPDATE "an_extraordinarily_long_name_of_a_table_that_takes_all_there_is" SET "a_column_with_a_name_that_is_nearly_as_long_as_its_table" = ?1, "user_id" = ?2, "peer_id" = ?3 WHERE "id" = ?4`
    pub fn save<'c, C: tw::Connection>(&'c self, db: &'c C) -> tw::Output<'c, C> {
        twp::save(self, db)
    }

    /// Deletes the row of this `Table`.
    ///
    /// `DELETE FROM "an_extraordinarily_long_name_of_a_table_that_takes_all_there_is" WHERE "id" = ?1`
    pub fn delete<'c, C: tw::Connection>(&'c self, db: &'c C) -> tw::Output<'c, C> {
        twp::delete(self, db)
    }

    /// A query for the `User` that this `Table` refers to by `user`.
    ///
    /// `SELECT "id", "order_id", "friend_id" FROM "$tablewright$ 'users'; ""--" WHERE "id" = ?1`
    pub fn user<'a>(&self) -> tw::Select<'a, User> {
        twp::referred(&[0], [twp::owned_parameter::<User, _>(0, self.user_id)])
    }

    /// A query for the `Table` that this `Table` refers to by `peer`.
    ///
    /// `SELECT "id", "a_column_with_a_name_that_is_nearly_as_long_as_its_table", "user_id", "peer_id" FROM "an_extraordinarily_long_name_of_a_table_that_takes_all_there_is" WHERE "id" = ?1`
    pub fn peer<'a>(&self) -> tw::Select<'a, Table> {
        twp::referred(&[0], [twp::owned_parameter::<Table, _>(0, self.peer_id)])
    }

    /// A query for every `User` that refers to this `Table` by `friend`.
    ///
    /// `SELECT "id", "order_id", "friend_id" FROM "$tablewright$ 'users'; ""--" WHERE "friend_id" = ?1 ORDER BY "id"`
    pub fn users<'a>(&self) -> tw::Select<'a, User> {
        twp::referring(&[2], [twp::owned_parameter::<User, _>(2, self.id)])
    }

    /// A query for every `Table` that refers to this `Table` by `peer`.
    ///
    /// `SELECT "id", "a_column_with_a_name_that_is_nearly_as_long_as_its_table", "user_id", "peer_id" FROM "an_extraordinarily_long_name_of_a_table_that_takes_all_there_is" WHERE "peer_id" = ?1 ORDER BY "id"`
    pub fn tables<'a>(&self) -> tw::Select<'a, Table> {
        twp::referring(&[3], [twp::owned_parameter::<Table, _>(3, self.id)])
    }
}

static __TABLE: twp::Table = twp::Table::new(
        "an_extraordinarily_long_name_of_a_table_that_takes_all_there_is",
        &[
            twp::ColumnDef::new("id", twp::Type::BigInt).identity(),
            twp::ColumnDef::new(
                "a_column_with_a_name_that_is_nearly_as_long_as_its_table",
                twp::Type::Bool,
            ),
            twp::ColumnDef::new("user_id", twp::Type::BigInt).nullable(),
            twp::ColumnDef::new("peer_id", twp::Type::BigInt).nullable(),
        ],
        twp::Key::new(
            "pk_an_extraordinarily_long_name_of_a_table_that_takes__60f3ccff",
            &[0],
        ),
    )
    .references(
        &[
            twp::Reference::new(
                "fk_an_extraordinarily_long_name_of_a_table_that_takes__0de8d2cf",
                &[2],
                r#"$tablewright$ 'users'; "--"#,
                &["id"],
            ),
            twp::Reference::new(
                "fk_an_extraordinarily_long_name_of_a_table_that_takes__9d99df6e",
                &[3],
                "an_extraordinarily_long_name_of_a_table_that_takes_all_there_is",
                &["id"],
            ),
        ],
    );

impl tw::Model for Table {
    const TABLE: &'static twp::Table = &__TABLE;

    #[inline]
    fn read<R: twp::Row>(row: twp::Fields<'_, R>) -> tw::Result<Self> {
        let (
            id,
            a_column_with_a_name_that_is_nearly_as_long_as_its_table,
            user_id,
            peer_id,
        ) = row.read(0)?;
        Ok(Self {
            id,
            a_column_with_a_name_that_is_nearly_as_long_as_its_table,
            user_id,
            peer_id,
        })
    }

    #[inline]
    fn values<'a>(&'a self, to: &mut twp::Values<'a>) {
        to.borrowed(0, &self.id);
        to.borrowed(1, &self.a_column_with_a_name_that_is_nearly_as_long_as_its_table);
        to.borrowed(2, &self.user_id);
        to.borrowed(3, &self.peer_id);
    }
}

/// The required fields of a new `Table`, for inserts.
#[allow(dead_code)]
#[must_use = "a new row is not in the database until it is inserted"]
#[derive(Clone, Debug)]
pub struct NewTable {
    /// The field `Table.a_column_with_a_name_that_is_nearly_as_long_as_its_table` (`bool`).
    pub a_column_with_a_name_that_is_nearly_as_long_as_its_table: bool,
}

impl<'a> tw::New<'a> for NewTable {
    type Model = Table;

    #[inline]
    fn values(self, to: &mut twp::Values<'a>) {
        to.owned(1, self.a_column_with_a_name_that_is_nearly_as_long_as_its_table);
    }
}
