// Written by tablewright from models.yaml. A change to this file is lost: change models.yaml.

use ::tablewright as tw;
use ::tablewright::__private as twp;
::tablewright::__generated_by!(1, "0.1.0");
::tablewright::requires!(decimal, "`decimal`");
::tablewright::requires!(jiff, "`date`");

/// A script for `SQLite` that creates the tables. Any client can run it, also a second time.
#[allow(dead_code)]
pub const SCHEMA_SQL: &str = sqlite::SCHEMA_SQL;

/// The hash of the tables, which changes if anything about them changes.
#[allow(dead_code)]
pub const SCHEMA_HASH: &str = "5bcefcdcd903a34e36b6821d4176c234";

/// The scripts for `SQLite`.
#[allow(dead_code)]
pub mod sqlite {
    /// A script for `SQLite` that creates the tables. Any client can run it, also a second time.
    pub const SCHEMA_SQL: &str = r#"CREATE TABLE IF NOT EXISTS "rules" (
    "id" INTEGER CONSTRAINT "pk_rules" PRIMARY KEY AUTOINCREMENT,
    "share" SMALLINT NOT NULL,
    "half" SMALLINT,
    "count" BIGINT NOT NULL,
    "weight" REAL,
    "height" DOUBLE,
    "fee" DECIMAL(8, 2),
    "born" DATE,
    "wakes" TIME,
    "seen" DATETIME,
    "joined" TIMESTAMP,
    "email" VARCHAR(254) NOT NULL,
    "not_one" VARCHAR(254) NOT NULL,
    "exact" VARCHAR(13) NOT NULL,
    "it's ""short""" TEXT,
    "long" VARCHAR(20) NOT NULL,
    "both" VARCHAR(20) NOT NULL,
    "mail" VARCHAR(20) NOT NULL,
    "slug" VARCHAR(40) NOT NULL,
    "a_min" INTEGER NOT NULL,
    "a" INTEGER NOT NULL,
    CONSTRAINT "ck_rules_share_type" CHECK (typeof("share") = 'integer' AND "share" BETWEEN -32768 AND 32767),
    CONSTRAINT "ck_rules_half_type" CHECK (typeof("half") IN ('integer', 'null') AND "half" BETWEEN -32768 AND 32767),
    CONSTRAINT "ck_rules_count_type" CHECK (typeof("count") = 'integer'),
    CONSTRAINT "ck_rules_weight_type" CHECK ("weight" BETWEEN -3.4028235e38 AND 3.4028235e38),
    CONSTRAINT "ck_rules_height_type" CHECK ("height" BETWEEN -1.7976931348623157e308 AND 1.7976931348623157e308),
    CONSTRAINT "ck_rules_fee_type" CHECK (typeof("fee") IN ('integer', 'null') AND "fee" BETWEEN -99999999 AND 99999999),
    CONSTRAINT "ck_rules_born_type" CHECK ("born" IS date("born") AND "born" >= '0001-01-01'),
    CONSTRAINT "ck_rules_wakes_type" CHECK ("wakes" GLOB '[0-2][0-9]:[0-5][0-9]:[0-5][0-9].[0-9][0-9][0-9][0-9][0-9][0-9]' AND "wakes" < '24:'),
    CONSTRAINT "ck_rules_seen_type" CHECK (substr("seen", 1, 19) IS datetime(substr("seen", 1, 19)) AND substr("seen", 20) GLOB '.[0-9][0-9][0-9][0-9][0-9][0-9]' AND "seen" >= '0001-01-01'),
    CONSTRAINT "ck_rules_joined_type" CHECK (substr("joined", 1, 19) IS datetime(substr("joined", 1, 19)) AND substr("joined", 20) GLOB '.[0-9][0-9][0-9][0-9][0-9][0-9]Z' AND "joined" >= '0001-01-01'),
    CONSTRAINT "ck_rules_email_type" CHECK (typeof("email") = 'text' AND length("email") <= 254),
    CONSTRAINT "ck_rules_not_one_type" CHECK (typeof("not_one") = 'text' AND length("not_one") <= 254),
    CONSTRAINT "ck_rules_exact_type" CHECK (typeof("exact") = 'text' AND length("exact") <= 13),
    CONSTRAINT "ck_rules_it's ""short""_type" CHECK (typeof("it's ""short""") IN ('text', 'null')),
    CONSTRAINT "ck_rules_long_type" CHECK (typeof("long") = 'text' AND length("long") <= 20),
    CONSTRAINT "ck_rules_both_type" CHECK (typeof("both") = 'text' AND length("both") <= 20),
    CONSTRAINT "ck_rules_mail_type" CHECK (typeof("mail") = 'text' AND length("mail") <= 20),
    CONSTRAINT "ck_rules_slug_type" CHECK (typeof("slug") = 'text' AND length("slug") <= 40),
    CONSTRAINT "ck_rules_a_min_type" CHECK (typeof("a_min") = 'integer' AND "a_min" BETWEEN -2147483648 AND 2147483647),
    CONSTRAINT "ck_rules_a_type" CHECK (typeof("a") = 'integer' AND "a" BETWEEN -2147483648 AND 2147483647),
    CONSTRAINT "ck_rules_share" CHECK ("share" <> 13),
    CONSTRAINT "ck_rules_share_min" CHECK ("share" >= 0),
    CONSTRAINT "ck_rules_share_max" CHECK ("share" <= 100),
    CONSTRAINT "ck_rules_half" CHECK ("half" <> 13),
    CONSTRAINT "ck_rules_half_min" CHECK ("half" >= 0),
    CONSTRAINT "ck_rules_half_max" CHECK ("half" <= 50),
    CONSTRAINT "ck_rules_count_min" CHECK ("count" >= -9223372036854775808),
    CONSTRAINT "ck_rules_weight_min" CHECK ("weight" >= 0.10000000149011612),
    CONSTRAINT "ck_rules_weight_max" CHECK ("weight" <= 10000000000.0),
    CONSTRAINT "ck_rules_height_min" CHECK ("height" >= -0.5),
    CONSTRAINT "ck_rules_fee_min" CHECK ("fee" >= -5),
    CONSTRAINT "ck_rules_fee_max" CHECK ("fee" <= 100050),
    CONSTRAINT "ck_rules_born_min" CHECK ("born" >= '1900-01-01'),
    CONSTRAINT "ck_rules_wakes_max" CHECK ("wakes" <= '12:00:00.000000'),
    CONSTRAINT "ck_rules_seen_min" CHECK ("seen" >= '2000-01-01 00:00:00.000000'),
    CONSTRAINT "ck_rules_joined_min" CHECK ("joined" >= '1999-12-31 22:00:00.000000Z'),
    CONSTRAINT "ck_rules_email_email" CHECK ("email" LIKE '_%@%_' AND "email" NOT LIKE '%@%@%' AND "email" NOT LIKE '% %'),
    CONSTRAINT "ck_rules_exact_length" CHECK (length("exact") BETWEEN 13 AND 13),
    CONSTRAINT "ck_rules_it's ""short""_length" CHECK (length("it's ""short""") <= 5),
    CONSTRAINT "ck_rules_long_length" CHECK (length("long") >= 3),
    CONSTRAINT "ck_rules_both_length" CHECK (length("both") BETWEEN 3 AND 10),
    CONSTRAINT "ck_rules_mail_email" CHECK ("mail" LIKE '_%@%_' AND "mail" NOT LIKE '%@%@%' AND "mail" NOT LIKE '% %'),
    CONSTRAINT "ck_rules_a_min_42714ec3" CHECK ("a_min" > 0),
    CONSTRAINT "ck_rules_a_min_7a2a6503" CHECK ("a" >= 1)
);
"#;

    /// A script for `SQLite` that drops the tables with all their rows.
    pub const DROP_SQL: &str = r#"DROP TABLE IF EXISTS "rules";
"#;
}

/// The scripts for `PostgreSQL`.
#[allow(dead_code)]
pub mod postgres {
    /// A script for `PostgreSQL` that creates the tables. Any client can run it, also a second time.
    pub const SCHEMA_SQL: &str = r#"CREATE TABLE IF NOT EXISTS "rules" (
    "id" BIGINT NOT NULL GENERATED BY DEFAULT AS IDENTITY,
    "share" SMALLINT NOT NULL,
    "half" SMALLINT,
    "count" BIGINT NOT NULL,
    "weight" REAL,
    "height" DOUBLE PRECISION,
    "fee" NUMERIC(8, 2),
    "born" DATE,
    "wakes" TIME,
    "seen" TIMESTAMP,
    "joined" TIMESTAMPTZ,
    "email" VARCHAR(254) COLLATE "C" NOT NULL,
    "not_one" VARCHAR(254) COLLATE "C" NOT NULL,
    "exact" VARCHAR(13) COLLATE "C" NOT NULL,
    "it's ""short""" TEXT COLLATE "C",
    "long" VARCHAR(20) COLLATE "C" NOT NULL,
    "both" VARCHAR(20) COLLATE "und-x-icu" NOT NULL,
    "mail" VARCHAR(20) COLLATE "und-x-icu" NOT NULL,
    "slug" VARCHAR(40) COLLATE "C" NOT NULL,
    "a_min" INTEGER NOT NULL,
    "a" INTEGER NOT NULL,
    CONSTRAINT "pk_rules" PRIMARY KEY ("id"),
    CONSTRAINT "ck_rules_wakes_type" CHECK ("wakes" < '24:00:00'),
    CONSTRAINT "ck_rules_share" CHECK ("share" <> 13),
    CONSTRAINT "ck_rules_share_min" CHECK ("share" >= 0),
    CONSTRAINT "ck_rules_share_max" CHECK ("share" <= 100),
    CONSTRAINT "ck_rules_half" CHECK ("half" <> 13),
    CONSTRAINT "ck_rules_half_min" CHECK ("half" >= 0),
    CONSTRAINT "ck_rules_half_max" CHECK ("half" <= 50),
    CONSTRAINT "ck_rules_count_min" CHECK ("count" >= -9223372036854775808),
    CONSTRAINT "ck_rules_weight_min" CHECK ("weight" >= 0.10000000149011612),
    CONSTRAINT "ck_rules_weight_max" CHECK ("weight" <= 10000000000.0),
    CONSTRAINT "ck_rules_height_min" CHECK ("height" >= -0.5),
    CONSTRAINT "ck_rules_fee_min" CHECK ("fee" >= -0.05),
    CONSTRAINT "ck_rules_fee_max" CHECK ("fee" <= 1000.50),
    CONSTRAINT "ck_rules_born_min" CHECK ("born" >= '1900-01-01'::DATE),
    CONSTRAINT "ck_rules_wakes_max" CHECK ("wakes" <= '12:00:00.000000'::TIME),
    CONSTRAINT "ck_rules_seen_min" CHECK ("seen" >= '2000-01-01 00:00:00.000000'::TIMESTAMP),
    CONSTRAINT "ck_rules_joined_min" CHECK ("joined" >= '1999-12-31 22:00:00.000000Z'::TIMESTAMPTZ),
    CONSTRAINT "ck_rules_email_email" CHECK ("email" LIKE '_%@%_' AND "email" NOT LIKE '%@%@%' AND "email" NOT LIKE '% %'),
    CONSTRAINT "ck_rules_exact_length" CHECK (length("exact") BETWEEN 13 AND 13),
    CONSTRAINT "ck_rules_it's ""short""_length" CHECK (length("it's ""short""") <= 5),
    CONSTRAINT "ck_rules_long_length" CHECK (length("long") >= 3),
    CONSTRAINT "ck_rules_both_length" CHECK (length("both") BETWEEN 3 AND 10),
    CONSTRAINT "ck_rules_mail_email" CHECK ("mail" COLLATE "C" LIKE '_%@%_' AND "mail" COLLATE "C" NOT LIKE '%@%@%' AND "mail" COLLATE "C" NOT LIKE '% %'),
    CONSTRAINT "ck_rules_a_min_42714ec3" CHECK ("a_min" > 0),
    CONSTRAINT "ck_rules_a_min_7a2a6503" CHECK ("a" >= 1)
);
"#;

    /// A script for `PostgreSQL` that drops the tables with all their rows.
    pub const DROP_SQL: &str = r#"DROP TABLE IF EXISTS "rules";
"#;
}

/// The scripts for `MySQL`.
#[allow(dead_code)]
pub mod mysql {
    /// A script for `MySQL` that creates the tables. Any client can run it, also a second time.
    pub const SCHEMA_SQL: &str = r#"CREATE TABLE IF NOT EXISTS `rules` (
    `id` BIGINT NOT NULL AUTO_INCREMENT,
    `share` SMALLINT NOT NULL,
    `half` SMALLINT,
    `count` BIGINT NOT NULL,
    `weight` FLOAT,
    `height` DOUBLE,
    `fee` DECIMAL(8, 2),
    `born` DATE,
    `wakes` TIME(6),
    `seen` DATETIME(6),
    `joined` DATETIME(6),
    `email` VARCHAR(254) NOT NULL,
    `not_one` VARCHAR(254) NOT NULL,
    `exact` VARCHAR(13) NOT NULL,
    `it's "short"` LONGTEXT,
    `long` VARCHAR(20) NOT NULL,
    `both` VARCHAR(20) NOT NULL,
    `mail` VARCHAR(20) NOT NULL,
    `slug` VARCHAR(40) NOT NULL,
    `a_min` INT NOT NULL,
    `a` INT NOT NULL,
    PRIMARY KEY (`id`),
    CONSTRAINT `ck_rules_wakes_type` CHECK (`wakes` >= '00:00:00' AND `wakes` < '24:00:00'),
    CONSTRAINT `ck_rules_share` CHECK (`share` <> 13),
    CONSTRAINT `ck_rules_share_min` CHECK (`share` >= 0),
    CONSTRAINT `ck_rules_share_max` CHECK (`share` <= 100),
    CONSTRAINT `ck_rules_half` CHECK (`half` <> 13),
    CONSTRAINT `ck_rules_half_min` CHECK (`half` >= 0),
    CONSTRAINT `ck_rules_half_max` CHECK (`half` <= 50),
    CONSTRAINT `ck_rules_count_min` CHECK (`count` >= -9223372036854775808),
    CONSTRAINT `ck_rules_weight_min` CHECK (`weight` >= 0.10000000149011612),
    CONSTRAINT `ck_rules_weight_max` CHECK (`weight` <= 10000000000.0),
    CONSTRAINT `ck_rules_height_min` CHECK (`height` >= -0.5),
    CONSTRAINT `ck_rules_fee_min` CHECK (`fee` >= -0.05),
    CONSTRAINT `ck_rules_fee_max` CHECK (`fee` <= 1000.50),
    CONSTRAINT `ck_rules_born_min` CHECK (`born` >= '1900-01-01'),
    CONSTRAINT `ck_rules_wakes_max` CHECK (`wakes` <= '12:00:00.000000'),
    CONSTRAINT `ck_rules_seen_min` CHECK (`seen` >= '2000-01-01 00:00:00.000000'),
    CONSTRAINT `ck_rules_joined_min` CHECK (`joined` >= '1999-12-31 22:00:00.000000'),
    CONSTRAINT `ck_rules_email_email` CHECK (`email` LIKE '_%@%_' AND `email` NOT LIKE '%@%@%' AND `email` NOT LIKE '% %'),
    CONSTRAINT `ck_rules_exact_length` CHECK (char_length(`exact`) BETWEEN 13 AND 13),
    CONSTRAINT `ck_rules_it's "short"_length` CHECK (char_length(`it's "short"`) <= 5),
    CONSTRAINT `ck_rules_long_length` CHECK (char_length(`long`) >= 3),
    CONSTRAINT `ck_rules_both_length` CHECK (char_length(`both`) BETWEEN 3 AND 10),
    CONSTRAINT `ck_rules_mail_email` CHECK (`mail` LIKE '_%@%_' AND `mail` NOT LIKE '%@%@%' AND `mail` NOT LIKE '% %'),
    CONSTRAINT `ck_rules_a_min_42714ec3` CHECK (`a_min` > 0),
    CONSTRAINT `ck_rules_a_min_7a2a6503` CHECK (`a` >= 1)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_bin;
"#;

    /// A script for `MySQL` that drops the tables with all their rows.
    pub const DROP_SQL: &str = r"DROP TABLE IF EXISTS `rules`;
";
}

/// The scripts for `MariaDB`.
#[allow(dead_code)]
pub mod mariadb {
    /// A script for `MariaDB` that creates the tables. Any client can run it, also a second time.
    pub const SCHEMA_SQL: &str = r#"CREATE TABLE IF NOT EXISTS `rules` (
    `id` BIGINT NOT NULL AUTO_INCREMENT,
    `share` SMALLINT NOT NULL,
    `half` SMALLINT,
    `count` BIGINT NOT NULL,
    `weight` FLOAT,
    `height` DOUBLE,
    `fee` DECIMAL(8, 2),
    `born` DATE,
    `wakes` TIME(6),
    `seen` DATETIME(6),
    `joined` DATETIME(6),
    `email` VARCHAR(254) NOT NULL,
    `not_one` VARCHAR(254) NOT NULL,
    `exact` VARCHAR(13) NOT NULL,
    `it's "short"` LONGTEXT,
    `long` VARCHAR(20) NOT NULL,
    `both` VARCHAR(20) NOT NULL,
    `mail` VARCHAR(20) NOT NULL,
    `slug` VARCHAR(40) NOT NULL,
    `a_min` INT NOT NULL,
    `a` INT NOT NULL,
    PRIMARY KEY (`id`),
    CONSTRAINT `ck_rules_wakes_type` CHECK (`wakes` >= '00:00:00' AND `wakes` < '24:00:00'),
    CONSTRAINT `ck_rules_share` CHECK (`share` <> 13),
    CONSTRAINT `ck_rules_share_min` CHECK (`share` >= 0),
    CONSTRAINT `ck_rules_share_max` CHECK (`share` <= 100),
    CONSTRAINT `ck_rules_half` CHECK (`half` <> 13),
    CONSTRAINT `ck_rules_half_min` CHECK (`half` >= 0),
    CONSTRAINT `ck_rules_half_max` CHECK (`half` <= 50),
    CONSTRAINT `ck_rules_count_min` CHECK (`count` >= -9223372036854775808),
    CONSTRAINT `ck_rules_weight_min` CHECK (`weight` >= 0.10000000149011612),
    CONSTRAINT `ck_rules_weight_max` CHECK (`weight` <= 10000000000.0),
    CONSTRAINT `ck_rules_height_min` CHECK (`height` >= -0.5),
    CONSTRAINT `ck_rules_fee_min` CHECK (`fee` >= -0.05),
    CONSTRAINT `ck_rules_fee_max` CHECK (`fee` <= 1000.50),
    CONSTRAINT `ck_rules_born_min` CHECK (`born` >= '1900-01-01'),
    CONSTRAINT `ck_rules_wakes_max` CHECK (`wakes` <= '12:00:00.000000'),
    CONSTRAINT `ck_rules_seen_min` CHECK (`seen` >= '2000-01-01 00:00:00.000000'),
    CONSTRAINT `ck_rules_joined_min` CHECK (`joined` >= '1999-12-31 22:00:00.000000'),
    CONSTRAINT `ck_rules_email_email` CHECK (`email` LIKE '_%@%_' AND `email` NOT LIKE '%@%@%' AND `email` NOT LIKE '% %'),
    CONSTRAINT `ck_rules_exact_length` CHECK (char_length(`exact`) BETWEEN 13 AND 13),
    CONSTRAINT `ck_rules_it's "short"_length` CHECK (char_length(`it's "short"`) <= 5),
    CONSTRAINT `ck_rules_long_length` CHECK (char_length(`long`) >= 3),
    CONSTRAINT `ck_rules_both_length` CHECK (char_length(`both`) BETWEEN 3 AND 10),
    CONSTRAINT `ck_rules_mail_email` CHECK (`mail` LIKE '_%@%_' AND `mail` NOT LIKE '%@%@%' AND `mail` NOT LIKE '% %'),
    CONSTRAINT `ck_rules_a_min_42714ec3` CHECK (`a_min` > 0),
    CONSTRAINT `ck_rules_a_min_7a2a6503` CHECK (`a` >= 1)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_nopad_bin;
"#;

    /// A script for `MariaDB` that drops the tables with all their rows.
    pub const DROP_SQL: &str = r"DROP TABLE IF EXISTS `rules`;
";
}

/// The description of the tables, for `create_all`, `drop_all`, `verify` and `sync`.
#[allow(dead_code)]
pub static SCHEMA: tw::Schema = tw::Schema {
    name: module_path!(),
    hash: SCHEMA_HASH,
    tables: &[<Rule as tw::Model>::TABLE],
    models: &[twp::Described::of::<Rule>()],
    create: tw::Scripts {
        sqlite: tw::Script {
            text: sqlite::SCHEMA_SQL,
            ends: &[4660],
        },
        postgres: tw::Script {
            text: postgres::SCHEMA_SQL,
            ends: &[2693],
        },
        mysql: tw::Script {
            text: mysql::SCHEMA_SQL,
            ends: &[2563],
        },
        mariadb: tw::Script {
            text: mariadb::SCHEMA_SQL,
            ends: &[2564],
        },
    },
    drop: tw::Scripts {
        sqlite: tw::Script {
            text: sqlite::DROP_SQL,
            ends: &[29],
        },
        postgres: tw::Script {
            text: postgres::DROP_SQL,
            ends: &[29],
        },
        mysql: tw::Script {
            text: mysql::DROP_SQL,
            ends: &[29],
        },
        mariadb: tw::Script {
            text: mariadb::DROP_SQL,
            ends: &[29],
        },
    },
    definition: "tablewright 2\nS56sqlite5rules2id7integer5share8smallint4half5count6bigint6weight4real6height6double3feecdecimal(8,2)4born4date5wakes4time4seen8datetime6joined9timestamp5emailcvarchar(254)7not_one5exactbvarchar(13)cit's \"short\"4text4longbvarchar(20)4both4mail4slugbvarchar(40)5a_min1a8pk_rulesjck_rules_share_typeA2typeof(\"share\") = 'integer' AND \"share\" BETWEEN -32768 AND 32767ick_rules_half_typeJ2typeof(\"half\") IN ('integer', 'null') AND \"half\" BETWEEN -32768 AND 32767jck_rules_count_typertypeof(\"count\") = 'integer'kck_rules_weight_typeP1\"weight\" BETWEEN -3.4028235e38 AND 3.4028235e38kck_rules_height_typeD2\"height\" BETWEEN -1.7976931348623157e308 AND 1.7976931348623157e308hck_rules_fee_typeN2typeof(\"fee\") IN ('integer', 'null') AND \"fee\" BETWEEN -99999999 AND 99999999ick_rules_born_typeR1\"born\" IS date(\"born\") AND \"born\" >= '0001-01-01'jck_rules_wakes_typeC3\"wakes\" GLOB '[0-2][0-9]:[0-5][0-9]:[0-5][0-9].[0-9][0-9][0-9][0-9][0-9][0-9]' AND \"wakes\" < '24:'ick_rules_seen_typeR4substr(\"seen\", 1, 19) IS datetime(substr(\"seen\", 1, 19)) AND substr(\"seen\", 20) GLOB '.[0-9][0-9][0-9][0-9][0-9][0-9]' AND \"seen\" >= '0001-01-01'kck_rules_joined_type+4substr(\"joined\", 1, 19) IS datetime(substr(\"joined\", 1, 19)) AND substr(\"joined\", 20) GLOB '.[0-9][0-9][0-9][0-9][0-9][0-9]Z' AND \"joined\" >= '0001-01-01'jck_rules_email_typeT1typeof(\"email\") = 'text' AND length(\"email\") <= 254lck_rules_not_one_typeX1typeof(\"not_one\") = 'text' AND length(\"not_one\") <= 254jck_rules_exact_typeS1typeof(\"exact\") = 'text' AND length(\"exact\") <= 13qck_rules_it's \"short\"_typeM1typeof(\"it's \"\"short\"\"\") IN ('text', 'null')ick_rules_long_typeQ1typeof(\"long\") = 'text' AND length(\"long\") <= 20ick_rules_both_typeQ1typeof(\"both\") = 'text' AND length(\"both\") <= 20ick_rules_mail_typeQ1typeof(\"mail\") = 'text' AND length(\"mail\") <= 20ick_rules_slug_typeQ1typeof(\"slug\") = 'text' AND length(\"slug\") <= 40jck_rules_a_min_typeK2typeof(\"a_min\") = 'integer' AND \"a_min\" BETWEEN -2147483648 AND 2147483647fck_rules_a_typeC2typeof(\"a\") = 'integer' AND \"a\" BETWEEN -2147483648 AND 2147483647eck_rules_shared\"share\" <> 13ick_rules_share_minc\"share\" >= 0ick_rules_share_maxe\"share\" <= 100dck_rules_halfc\"half\" <> 13hck_rules_half_minb\"half\" >= 0hck_rules_half_maxc\"half\" <= 50ick_rules_count_minv\"count\" >= -9223372036854775808jck_rules_weight_minv\"weight\" >= 0.10000000149011612jck_rules_weight_maxp\"weight\" <= 10000000000.0jck_rules_height_ming\"height\" >= -0.5gck_rules_fee_minb\"fee\" >= -5gck_rules_fee_maxf\"fee\" <= 100050hck_rules_born_minm\"born\" >= '1900-01-01'ick_rules_wakes_maxs\"wakes\" <= '12:00:00.000000'hck_rules_seen_minG1\"seen\" >= '2000-01-01 00:00:00.000000'jck_rules_joined_minJ1\"joined\" >= '1999-12-31 22:00:00.000000Z'kck_rules_email_emailM2\"email\" LIKE '_%@%_' AND \"email\" NOT LIKE '%@%@%' AND \"email\" NOT LIKE '% %'lck_rules_exact_lengthB1length(\"exact\") BETWEEN 13 AND 13sck_rules_it's \"short\"_lengthtlength(\"it's \"\"short\"\"\") <= 5kck_rules_long_lengthjlength(\"long\") >= 3kck_rules_both_lengthvlength(\"both\") BETWEEN 3 AND 10jck_rules_mail_emailJ2\"mail\" LIKE '_%@%_' AND \"mail\" NOT LIKE '%@%@%' AND \"mail\" NOT LIKE '% %'nck_rules_a_min_42714ec3b\"a_min\" > 0nck_rules_a_min_7a2a65038\"a\" >= 18postgresgdouble precisioncnumeric(8,2)btimestamptz1C9und-x-icuk\"wakes\" < '24:00:00'e\"fee\" >= -0.05g\"fee\" <= 1000.50s\"born\" >= '1900-01-01'::DATEC1\"wakes\" <= '12:00:00.000000'::TIMER1\"seen\" >= '2000-01-01 00:00:00.000000'::TIMESTAMPW1\"joined\" >= '1999-12-31 22:00:00.000000Z'::TIMESTAMPTZN3\"mail\" COLLATE \"C\" LIKE '_%@%_' AND \"mail\" COLLATE \"C\" NOT LIKE '%@%@%' AND \"mail\" COLLATE \"C\" NOT LIKE '% %'5mysql5float7time(6)bdatetime(6)gutf8mb4_0900_bin8longtext3int0O1`wakes` >= '00:00:00' AND `wakes` < '24:00:00'd`share` <> 13c`share` >= 0e`share` <= 100c`half` <> 13b`half` >= 0c`half` <= 50v`count` >= -9223372036854775808v`weight` >= 0.10000000149011612p`weight` <= 10000000000.0g`height` >= -0.5e`fee` >= -0.05g`fee` <= 1000.50m`born` >= '1900-01-01's`wakes` <= '12:00:00.000000'G1`seen` >= '2000-01-01 00:00:00.000000'I1`joined` >= '1999-12-31 22:00:00.000000'M2`email` LIKE '_%@%_' AND `email` NOT LIKE '%@%@%' AND `email` NOT LIKE '% %'G1char_length(`exact`) BETWEEN 13 AND 13A1char_length(`it's \"short\"`) <= 5ochar_length(`long`) >= 3E1char_length(`both`) BETWEEN 3 AND 10J2`mail` LIKE '_%@%_' AND `mail` NOT LIKE '%@%@%' AND `mail` NOT LIKE '% %'b`a_min` > 08`a` >= 1=1ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_bin7mariadbhutf8mb4_nopad_bin!1ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_nopad_bin00000040Sd011l23000100004500000006501000007800000009a0100000bc0100000de0100000fg0100000hi0100000jk0100000lm0100000no0000000po0000000qr0000000st0100000uv0000000A1v0000000B1v0000000C1D10000000E130000000F1300000001G11200M1H1I10J1K10L1M10N1O10P1Q10R1S10T1U10V1W10X1Y10Z1+10-1*10/1=10!1A20B2C20D2E20F2G20H2I20J2K20L2M20N2O20P2Q20R2S20T2U20V2W20X2Y20Z2+20-2*20/2=20!2A30B3C30D3E30F3G30H3I30J3K30L3M30N3O30P3Q30R3S30T3U30V3W30X3Y30Z3+30-3*30/3=3000000!3Fb011l28000100004500000006501000007800000009a0100000bA40100000dB40100000fg0100000hi0100000jm0100000lC40100000no000001D40po000001D40qr000001D40st010001D40uv000001D40A1v000001E40B1v000001E40C1D1000001D40E130000000F1300000001G11200pV1F40P2Q20R2S20T2U20V2W20X2Y20Z2+20-2*20/2=20!2A30B3C30D3G40F3H40H3I40J3J40L3K40N3L40P3Q30R3S30T3U30V3W30X3Y30Z3M40-3*30/3=3000000N4Mb011l28000100004500000006501000007800000009O40100000bc0100000de0100000fg0100000hP40100000jQ40100000lQ40100000no000001R40po000001R40qr000001R40sS4010001R40uv000001R40A1v000001R40B1v000001R40C1D1000001R40E1T40000000F1T400000001U41200pV1V40P2W40R2X40T2Y40V2Z40X2+40Z2-40-2*40/2/40!2=40B3!40D3A50F3B50H3C50J3D50L3E50N3F50P3G50R3H50T3I50V3J50X3K50Z3L50-3M50/3N50001O5000P5Mb011l28000100004500000006501000007800000009O40100000bc0100000de0100000fg0100000hP40100000jQ40100000lQ40100000no000001Q50po000001Q50qr000001Q50sS4010001Q50uv000001Q50A1v000001Q50B1v000001Q50C1D1000001Q50E1T40000000F1T400000001U41200pV1V40P2W40R2X40T2Y40V2Z40X2+40Z2-40-2*40/2/40!2=40B3!40D3A50F3B50H3C50J3D50L3E50N3F50P3G50R3H50T3I50V3J50X3K50Z3L50-3M50/3N50001R5000",
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

/// The model `Rule`: a row of the table `rules`.
#[allow(dead_code)]
#[derive(Clone, Debug, PartialEq)]
pub struct Rule {
    /// The field `Rule.id` (`id`): the primary key, auto-increment.
    pub id: i64,
    /// The field `Rule.share` (`smallint`).
    pub share: i16,
    /// The field `Rule.half` (`smallint?`).
    pub half: Option<i16>,
    /// The field `Rule.count` (`bigint`).
    pub count: i64,
    /// The field `Rule.weight` (`float?`).
    pub weight: Option<f32>,
    /// The field `Rule.height` (`double?`).
    pub height: Option<f64>,
    /// The field `Rule.fee` (`decimal(8, 2)?`).
    pub fee: Option<tw::rust_decimal::Decimal>,
    /// The field `Rule.born` (`date?`).
    pub born: Option<tw::jiff::civil::Date>,
    /// The field `Rule.wakes` (`time?`).
    pub wakes: Option<tw::jiff::civil::Time>,
    /// The field `Rule.seen` (`datetime?`).
    pub seen: Option<tw::jiff::civil::DateTime>,
    /// The field `Rule.joined` (`timestamp?`).
    pub joined: Option<tw::jiff::Timestamp>,
    /// The field `Rule.email` (`string(254)`).
    pub email: String,
    /// The field `Rule.not_one` (`string(254)`).
    pub not_one: String,
    /// The field `Rule.exact` (`string(13)`).
    pub exact: String,
    /// The field `Rule.short` (`text?`): in the column `it's "short"`.
    pub short: Option<String>,
    /// The field `Rule.long` (`string(20)`).
    pub long: String,
    /// The field `Rule.both` (`string(20)`).
    pub both: String,
    /// The field `Rule.mail` (`string(20)`).
    pub mail: String,
    /// The field `Rule.slug` (`string(40)`).
    pub slug: String,
    /// The field `Rule.a_min` (`integer`).
    pub a_min: i32,
    /// The field `Rule.a` (`integer`).
    pub a: i32,
}

#[allow(dead_code)]
impl Rule {
    /// The column `id` of the field `Rule.id`, for queries.
    pub const ID: tw::Column<Self, i64> = tw::Column::new(0);

    /// The column `share` of the field `Rule.share`, for queries.
    pub const SHARE: tw::Column<Self, i16> = tw::Column::new(1);

    /// The column `half` of the field `Rule.half`, for queries.
    pub const HALF: tw::Column<Self, Option<i16>> = tw::Column::new(2);

    /// The column `count` of the field `Rule.count`, for queries.
    pub const COUNT: tw::Column<Self, i64> = tw::Column::new(3);

    /// The column `weight` of the field `Rule.weight`, for queries.
    pub const WEIGHT: tw::Column<Self, Option<f32>> = tw::Column::new(4);

    /// The column `height` of the field `Rule.height`, for queries.
    pub const HEIGHT: tw::Column<Self, Option<f64>> = tw::Column::new(5);

    /// The column `fee` of the field `Rule.fee`, for queries.
    pub const FEE: tw::Column<Self, Option<tw::rust_decimal::Decimal>> = tw::Column::new(
        6,
    );

    /// The column `born` of the field `Rule.born`, for queries.
    pub const BORN: tw::Column<Self, Option<tw::jiff::civil::Date>> = tw::Column::new(7);

    /// The column `wakes` of the field `Rule.wakes`, for queries.
    pub const WAKES: tw::Column<Self, Option<tw::jiff::civil::Time>> = tw::Column::new(
        8,
    );

    /// The column `seen` of the field `Rule.seen`, for queries.
    pub const SEEN: tw::Column<Self, Option<tw::jiff::civil::DateTime>> = tw::Column::new(
        9,
    );

    /// The column `joined` of the field `Rule.joined`, for queries.
    pub const JOINED: tw::Column<Self, Option<tw::jiff::Timestamp>> = tw::Column::new(
        10,
    );

    /// The column `email` of the field `Rule.email`, for queries.
    pub const EMAIL: tw::Column<Self, String> = tw::Column::new(11);

    /// The column `not_one` of the field `Rule.not_one`, for queries.
    pub const NOT_ONE: tw::Column<Self, String> = tw::Column::new(12);

    /// The column `exact` of the field `Rule.exact`, for queries.
    pub const EXACT: tw::Column<Self, String> = tw::Column::new(13);

    /// The column `it's "short"` of the field `Rule.short`, for queries.
    pub const SHORT: tw::Column<Self, Option<String>> = tw::Column::new(14);

    /// The column `long` of the field `Rule.long`, for queries.
    pub const LONG: tw::Column<Self, String> = tw::Column::new(15);

    /// The column `both` of the field `Rule.both`, for queries.
    pub const BOTH: tw::Column<Self, String> = tw::Column::new(16);

    /// The column `mail` of the field `Rule.mail`, for queries.
    pub const MAIL: tw::Column<Self, String> = tw::Column::new(17);

    /// The column `slug` of the field `Rule.slug`, for queries.
    pub const SLUG: tw::Column<Self, String> = tw::Column::new(18);

    /// The column `a_min` of the field `Rule.a_min`, for queries.
    pub const A_MIN: tw::Column<Self, i32> = tw::Column::new(19);

    /// The column `a` of the field `Rule.a`, for queries.
    pub const A: tw::Column<Self, i32> = tw::Column::new(20);

    /// A query for every `Rule`, in the order of the primary key.
    ///
    /// `SELECT "id", "share", "half", "count", "weight", "height", "fee", "born", "wakes", "seen", "joined", "email", "not_one", "exact", "it's ""short""", "long", "both", "mail", "slug", "a_min", "a" FROM "rules" ORDER BY "id"`
    pub fn all<'a>() -> tw::Select<'a, Self> {
        twp::all()
    }

    /// A query for every `Rule` that matches a condition, in the order of the primary key.
    pub fn filter<'a>(filter: impl tw::IntoFilter<Self>) -> tw::Select<'a, Self> {
        Self::all().filter(filter)
    }

    /// A query for the `Rule` with this primary key.
    ///
    /// `SELECT "id", "share", "half", "count", "weight", "height", "fee", "born", "wakes", "seen", "joined", "email", "not_one", "exact", "it's ""short""", "long", "both", "mail", "slug", "a_min", "a" FROM "rules" WHERE "id" = ?1`
    pub fn find<'a>(id: i64) -> tw::Select<'a, Self> {
        twp::find(&[0], [twp::owned_parameter::<Self, _>(0, id)])
    }

    /// An update of the `Rule` with this primary key: unset columns keep their values.
    pub fn update<'a>(id: i64) -> tw::Update<'a, Self> {
        Self::find(id).update()
    }

    /// An insert of a new `Rule`: unset columns get their default, or NULL.
    ///
    /// `INSERT INTO "rules" ("share", "count", "email", "not_one", "exact", "long", "both", "mail", "slug", "a_min", "a") VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11) RETURNING "id", "share", "half", "count", "weight", "height", "fee", "born", "wakes", "seen", "joined", "email", "not_one", "exact", "it's ""short""", "long", "both", "mail", "slug", "a_min", "a"`
    pub fn insert(new: NewRule<'_>) -> tw::Insert<'_, Self> {
        twp::insert(new)
    }

    /// An insert of many rows of `Rule`: of all, or of none.
    pub fn insert_all<'a, I: IntoIterator<Item: tw::NewRow<'a, Self>>>(
        rows: I,
    ) -> tw::InsertAll<'a, Self, I::IntoIter> {
        twp::insert_all(rows)
    }

    /// An insert of a new `Rule`, or an update of the row that has the same unique key.
    pub fn upsert<'a>(
        new: impl tw::IntoInsert<'a, Self>,
        key: impl tw::query::Columns<Self>,
    ) -> tw::Upsert<'a, Self> {
        twp::upsert(new, key)
    }

    /// Writes every field of this `Rule` to its row.
    ///
    /// `UPDATE "rules" SET "share" = ?1, "half" = ?2, "count" = ?3, "weight" = ?4, "height" = ?5, "fee" = ?6, "born" = ?7, "wakes" = ?8, "seen" = ?9, "joined" = ?10, "email" = ?11, "not_one" = ?12, "exact" = ?13, "it's ""short""" = ?14, "long" = ?15, "both" = ?16, "mail" = ?17, "slug" = ?18, "a_min" = ?19, "a" = ?20 WHERE "id" = ?21`
    pub fn save<'c, C: tw::Connection>(&'c self, db: &'c C) -> tw::Output<'c, C> {
        twp::save(self, db)
    }

    /// Deletes the row of this `Rule`.
    ///
    /// `DELETE FROM "rules" WHERE "id" = ?1`
    pub fn delete<'c, C: tw::Connection>(&'c self, db: &'c C) -> tw::Output<'c, C> {
        twp::delete(self, db)
    }

    /// Checks this `Rule` against the constraints of its fields; the error has every violation.
    pub fn validate(&self) -> ::core::result::Result<(), tw::ValidationErrors> {
        twp::validate(self)
    }
}

static __RULE: twp::Table = twp::Table::new(
        "rules",
        &[
            twp::ColumnDef::new("id", twp::Type::BigInt).identity(),
            twp::ColumnDef::new("share", twp::Type::SmallInt),
            twp::ColumnDef::new("half", twp::Type::SmallInt).nullable(),
            twp::ColumnDef::new("count", twp::Type::BigInt),
            twp::ColumnDef::new("weight", twp::Type::Float).nullable(),
            twp::ColumnDef::new("height", twp::Type::Double).nullable(),
            twp::ColumnDef::new("fee", twp::Type::Decimal(8, 2)).nullable(),
            twp::ColumnDef::new("born", twp::Type::Date).nullable(),
            twp::ColumnDef::new("wakes", twp::Type::Time).nullable(),
            twp::ColumnDef::new("seen", twp::Type::DateTime).nullable(),
            twp::ColumnDef::new("joined", twp::Type::Timestamp).nullable(),
            twp::ColumnDef::new("email", twp::Type::String(254)),
            twp::ColumnDef::new("not_one", twp::Type::String(254)),
            twp::ColumnDef::new("exact", twp::Type::String(13)),
            twp::ColumnDef::new(r#"it's "short""#, twp::Type::Text).nullable(),
            twp::ColumnDef::new("long", twp::Type::String(20)),
            twp::ColumnDef::new("both", twp::Type::String(20)).collated(),
            twp::ColumnDef::new("mail", twp::Type::String(20)).collated(),
            twp::ColumnDef::new("slug", twp::Type::String(40)),
            twp::ColumnDef::new("a_min", twp::Type::Integer),
            twp::ColumnDef::new("a", twp::Type::Integer),
        ],
        twp::Key::new("pk_rules", &[0]),
    )
    .checks(
        &[
            twp::Check::of("ck_rules_share", 1),
            twp::Check::of("ck_rules_share_min", 1),
            twp::Check::of("ck_rules_share_max", 1),
            twp::Check::of("ck_rules_half", 2),
            twp::Check::of("ck_rules_half_min", 2),
            twp::Check::of("ck_rules_half_max", 2),
            twp::Check::of("ck_rules_count_min", 3),
            twp::Check::of("ck_rules_weight_min", 4),
            twp::Check::of("ck_rules_weight_max", 4),
            twp::Check::of("ck_rules_height_min", 5),
            twp::Check::of("ck_rules_fee_min", 6),
            twp::Check::of("ck_rules_fee_max", 6),
            twp::Check::of("ck_rules_born_min", 7),
            twp::Check::of("ck_rules_wakes_max", 8),
            twp::Check::of("ck_rules_seen_min", 9),
            twp::Check::of("ck_rules_joined_min", 10),
            twp::Check::of("ck_rules_email_email", 11),
            twp::Check::of("ck_rules_exact_length", 13),
            twp::Check::of(r#"ck_rules_it's "short"_length"#, 14),
            twp::Check::of("ck_rules_long_length", 15),
            twp::Check::of("ck_rules_both_length", 16),
            twp::Check::of("ck_rules_mail_email", 17),
            twp::Check::of("ck_rules_a_min_42714ec3", 19),
            twp::Check::of("ck_rules_a_min_7a2a6503", 20),
        ],
    );

impl tw::Model for Rule {
    const TABLE: &'static twp::Table = &__RULE;
    const RULES: &'static [twp::FieldRule] = &[
        twp::FieldRule::new("share", 1, tw::Rule::Min(tw::Bound::Integer(0))),
        twp::FieldRule::new("share", 1, tw::Rule::Max(tw::Bound::Integer(100))),
        twp::FieldRule::new("half", 2, tw::Rule::Min(tw::Bound::Integer(0))),
        twp::FieldRule::new("half", 2, tw::Rule::Max(tw::Bound::Integer(50))),
        twp::FieldRule::new(
            "count",
            3,
            tw::Rule::Min(tw::Bound::Integer(-9223372036854775808)),
        ),
        twp::FieldRule::new(
            "weight",
            4,
            tw::Rule::Min(tw::Bound::Float(0.10000000149011612)),
        ),
        twp::FieldRule::new("weight", 4, tw::Rule::Max(tw::Bound::Float(10000000000.0))),
        twp::FieldRule::new("height", 5, tw::Rule::Min(tw::Bound::Float(-0.5))),
        twp::FieldRule::new("fee", 6, tw::Rule::Min(tw::Bound::Decimal(-5, 2))),
        twp::FieldRule::new("fee", 6, tw::Rule::Max(tw::Bound::Decimal(100050, 2))),
        twp::FieldRule::new("born", 7, tw::Rule::Min(tw::Bound::Time("1900-01-01"))),
        twp::FieldRule::new(
            "wakes",
            8,
            tw::Rule::Max(tw::Bound::Time("12:00:00.000000")),
        ),
        twp::FieldRule::new(
            "seen",
            9,
            tw::Rule::Min(tw::Bound::Time("2000-01-01 00:00:00.000000")),
        ),
        twp::FieldRule::new(
            "joined",
            10,
            tw::Rule::Min(tw::Bound::Time("1999-12-31 22:00:00.000000")),
        ),
        twp::FieldRule::new("email", 11, tw::Rule::Email),
        twp::FieldRule::new(
            "exact",
            13,
            tw::Rule::Length {
                min: 13,
                max: Some(13),
            },
        ),
        twp::FieldRule::new(
            "short",
            14,
            tw::Rule::Length {
                min: 0,
                max: Some(5),
            },
        ),
        twp::FieldRule::new(
            "long",
            15,
            tw::Rule::Length {
                min: 3,
                max: None,
            },
        ),
        twp::FieldRule::new(
            "both",
            16,
            tw::Rule::Length {
                min: 3,
                max: Some(10),
            },
        ),
        twp::FieldRule::new("mail", 17, tw::Rule::Email),
        twp::FieldRule::new(
            "slug",
            18,
            tw::Rule::Pattern(
                tw::Pattern::new(
                    r"^([a-z]|\d{2,3})+(-[^a-z_]*)?$",
                    &[
                        twp::Step::Split(1, 3),
                        twp::Step::In(0, 1),
                        twp::Step::Jump(7),
                        twp::Step::In(1, 1),
                        twp::Step::In(1, 1),
                        twp::Step::Split(6, 7),
                        twp::Step::In(1, 1),
                        twp::Step::Split(8, 16),
                        twp::Step::Split(9, 11),
                        twp::Step::In(0, 1),
                        twp::Step::Jump(15),
                        twp::Step::In(1, 1),
                        twp::Step::In(1, 1),
                        twp::Step::Split(14, 15),
                        twp::Step::In(1, 1),
                        twp::Step::Jump(7),
                        twp::Step::Split(17, 21),
                        twp::Step::Char('-'),
                        twp::Step::Split(19, 21),
                        twp::Step::NotIn(2, 2),
                        twp::Step::Jump(18),
                        twp::Step::End,
                    ],
                    &[('a', 'z'), ('0', '9'), ('a', 'z'), ('_', '_')],
                ),
            ),
        ),
        twp::FieldRule::new("a", 20, tw::Rule::Min(tw::Bound::Integer(1))),
    ];

    #[inline]
    fn read<R: twp::Row>(row: twp::Fields<'_, R>) -> tw::Result<Self> {
        let (
            (
                id,
                share,
                half,
                count,
                weight,
                height,
                fee,
                born,
                wakes,
                seen,
                joined,
                email,
            ),
            (not_one, exact, short, long, both, mail, slug, a_min, a),
        ) = (row.read(0)?, row.read(12)?);
        Ok(Self {
            id,
            share,
            half,
            count,
            weight,
            height,
            fee,
            born,
            wakes,
            seen,
            joined,
            email,
            not_one,
            exact,
            short,
            long,
            both,
            mail,
            slug,
            a_min,
            a,
        })
    }

    #[inline]
    fn values<'a>(&'a self, to: &mut twp::Values<'a>) {
        to.borrowed(0, &self.id);
        to.borrowed(1, &self.share);
        to.borrowed(2, &self.half);
        to.borrowed(3, &self.count);
        to.borrowed(4, &self.weight);
        to.borrowed(5, &self.height);
        to.borrowed(6, &self.fee);
        to.borrowed(7, &self.born);
        to.borrowed(8, &self.wakes);
        to.borrowed(9, &self.seen);
        to.borrowed(10, &self.joined);
        to.borrowed(11, &self.email);
        to.borrowed(12, &self.not_one);
        to.borrowed(13, &self.exact);
        to.borrowed(14, &self.short);
        to.borrowed(15, &self.long);
        to.borrowed(16, &self.both);
        to.borrowed(17, &self.mail);
        to.borrowed(18, &self.slug);
        to.borrowed(19, &self.a_min);
        to.borrowed(20, &self.a);
    }
}

/// The required fields of a new `Rule`, for inserts.
#[allow(dead_code)]
#[must_use = "a new row is not in the database until it is inserted"]
#[derive(Clone, Debug)]
pub struct NewRule<'a> {
    /// The field `Rule.share` (`smallint`).
    pub share: i16,
    /// The field `Rule.count` (`bigint`).
    pub count: i64,
    /// The field `Rule.email` (`string(254)`).
    pub email: ::std::borrow::Cow<'a, str>,
    /// The field `Rule.not_one` (`string(254)`).
    pub not_one: ::std::borrow::Cow<'a, str>,
    /// The field `Rule.exact` (`string(13)`).
    pub exact: ::std::borrow::Cow<'a, str>,
    /// The field `Rule.long` (`string(20)`).
    pub long: ::std::borrow::Cow<'a, str>,
    /// The field `Rule.both` (`string(20)`).
    pub both: ::std::borrow::Cow<'a, str>,
    /// The field `Rule.mail` (`string(20)`).
    pub mail: ::std::borrow::Cow<'a, str>,
    /// The field `Rule.slug` (`string(40)`).
    pub slug: ::std::borrow::Cow<'a, str>,
    /// The field `Rule.a_min` (`integer`).
    pub a_min: i32,
    /// The field `Rule.a` (`integer`).
    pub a: i32,
}

impl<'a> tw::New<'a> for NewRule<'a> {
    type Model = Rule;

    #[inline]
    fn values(self, to: &mut twp::Values<'a>) {
        to.owned(1, self.share);
        to.owned(3, self.count);
        to.text(11, self.email);
        to.text(12, self.not_one);
        to.text(13, self.exact);
        to.text(15, self.long);
        to.text(16, self.both);
        to.text(17, self.mail);
        to.text(18, self.slug);
        to.owned(19, self.a_min);
        to.owned(20, self.a);
    }
}

#[allow(dead_code)]
impl NewRule<'_> {
    /// Checks this new `Rule` against the constraints of its fields; the error has every violation.
    pub fn validate(&self) -> ::core::result::Result<(), tw::ValidationErrors> {
        twp::validate_new(self.clone())
    }
}
