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
pub const SCHEMA_HASH: &str = "26889e5dd8fd4c56a4b760dd80c05d75";

/// The scripts for `SQLite`.
#[allow(dead_code)]
pub mod sqlite {
    /// A script for `SQLite` that creates the tables. Any client can run it, also a second time.
    pub const SCHEMA_SQL: &str = r#"CREATE TABLE IF NOT EXISTS "people" (
    "id" INTEGER CONSTRAINT "pk_people" PRIMARY KEY AUTOINCREMENT,
    "country" VARCHAR(2) NOT NULL,
    "number" VARCHAR(20) NOT NULL,
    "email" VARCHAR(100),
    CONSTRAINT "uq_people_email" UNIQUE ("email"),
    CONSTRAINT "uq_people_country_number" UNIQUE ("country", "number"),
    CONSTRAINT "ck_people_country_type" CHECK (typeof("country") = 'text' AND length("country") <= 2),
    CONSTRAINT "ck_people_number_type" CHECK (typeof("number") = 'text' AND length("number") <= 20),
    CONSTRAINT "ck_people_email_type" CHECK (typeof("email") IN ('text', 'null') AND length("email") <= 100)
);

CREATE TABLE IF NOT EXISTS "teams" (
    "code" INTEGER NOT NULL,
    "slug" VARCHAR(40) NOT NULL,
    CONSTRAINT "pk_teams" PRIMARY KEY ("code"),
    CONSTRAINT "uq_teams_slug" UNIQUE ("slug"),
    CONSTRAINT "ck_teams_code_type" CHECK (typeof("code") = 'integer' AND "code" BETWEEN -2147483648 AND 2147483647),
    CONSTRAINT "ck_teams_slug_type" CHECK (typeof("slug") = 'text' AND length("slug") <= 40)
);

CREATE TABLE IF NOT EXISTS "memberships" (
    "person_id" BIGINT NOT NULL,
    "team_slug" VARCHAR(40) NOT NULL,
    "since" DATE NOT NULL,
    "introduced_by_id" BIGINT,
    CONSTRAINT "pk_memberships" PRIMARY KEY ("person_id", "team_slug"),
    CONSTRAINT "ck_memberships_person_id_type" CHECK (typeof("person_id") = 'integer'),
    CONSTRAINT "ck_memberships_team_slug_type" CHECK (typeof("team_slug") = 'text' AND length("team_slug") <= 40),
    CONSTRAINT "ck_memberships_since_type" CHECK ("since" IS date("since") AND "since" >= '0001-01-01'),
    CONSTRAINT "ck_memberships_introduced_by_id_type" CHECK (typeof("introduced_by_id") IN ('integer', 'null')),
    CONSTRAINT "fk_memberships_person_id" FOREIGN KEY ("person_id") REFERENCES "people" ("id") ON DELETE CASCADE ON UPDATE CASCADE,
    CONSTRAINT "fk_memberships_team_slug" FOREIGN KEY ("team_slug") REFERENCES "teams" ("slug") ON DELETE RESTRICT ON UPDATE CASCADE,
    CONSTRAINT "fk_memberships_introduced_by_id" FOREIGN KEY ("introduced_by_id") REFERENCES "people" ("id") ON DELETE SET NULL
);

CREATE INDEX IF NOT EXISTS "ix_memberships_team_slug" ON "memberships" ("team_slug");

CREATE INDEX IF NOT EXISTS "ix_memberships_introduced_by_id" ON "memberships" ("introduced_by_id");

CREATE TABLE IF NOT EXISTS "subscriptions" (
    "plan" TEXT NOT NULL,
    "price" DECIMAL(8, 2) NOT NULL,
    CONSTRAINT "pk_subscriptions" PRIMARY KEY ("plan"),
    CONSTRAINT "ck_subscriptions_plan_type" CHECK ("plan" = 'free' OR "plan" = 'paid' OR "plan" = 'gift'),
    CONSTRAINT "ck_subscriptions_price_type" CHECK (typeof("price") = 'integer' AND "price" BETWEEN -99999999 AND 99999999)
);

CREATE TABLE IF NOT EXISTS "visits" (
    "id" INTEGER CONSTRAINT "pk_visits" PRIMARY KEY AUTOINCREMENT,
    "person_id" BIGINT NOT NULL,
    "team_slug" VARCHAR(40) NOT NULL,
    "plan" TEXT NOT NULL,
    CONSTRAINT "ck_visits_person_id_type" CHECK (typeof("person_id") = 'integer'),
    CONSTRAINT "ck_visits_team_slug_type" CHECK (typeof("team_slug") = 'text' AND length("team_slug") <= 40),
    CONSTRAINT "ck_visits_plan_type" CHECK ("plan" = 'free' OR "plan" = 'paid' OR "plan" = 'gift'),
    CONSTRAINT "fk_visits_plan" FOREIGN KEY ("plan") REFERENCES "subscriptions" ("plan") ON UPDATE CASCADE,
    CONSTRAINT "fk_visits_person_id_team_slug" FOREIGN KEY ("person_id", "team_slug") REFERENCES "memberships" ("person_id", "team_slug") ON DELETE CASCADE
);

CREATE INDEX IF NOT EXISTS "ix_visits_plan" ON "visits" ("plan");

CREATE INDEX IF NOT EXISTS "ix_visits_person_id_team_slug" ON "visits" ("person_id", "team_slug");
"#;

    /// A script for `SQLite` that drops the tables with all their rows.
    pub const DROP_SQL: &str = r#"DROP TABLE IF EXISTS "visits";

DROP TABLE IF EXISTS "subscriptions";

DROP TABLE IF EXISTS "memberships";

DROP TABLE IF EXISTS "teams";

DROP TABLE IF EXISTS "people";
"#;
}

/// The scripts for `PostgreSQL`.
#[allow(dead_code)]
pub mod postgres {
    /// A script for `PostgreSQL` that creates the tables. Any client can run it, also a second time.
    pub const SCHEMA_SQL: &str = r#"CREATE TABLE IF NOT EXISTS "people" (
    "id" BIGINT NOT NULL GENERATED BY DEFAULT AS IDENTITY,
    "country" VARCHAR(2) COLLATE "C" NOT NULL,
    "number" VARCHAR(20) COLLATE "C" NOT NULL,
    "email" VARCHAR(100) COLLATE "C",
    CONSTRAINT "pk_people" PRIMARY KEY ("id"),
    CONSTRAINT "uq_people_email" UNIQUE ("email"),
    CONSTRAINT "uq_people_country_number" UNIQUE ("country", "number")
);

CREATE TABLE IF NOT EXISTS "teams" (
    "code" INTEGER NOT NULL,
    "slug" VARCHAR(40) COLLATE "C" NOT NULL,
    CONSTRAINT "pk_teams" PRIMARY KEY ("code"),
    CONSTRAINT "uq_teams_slug" UNIQUE ("slug")
);

CREATE TABLE IF NOT EXISTS "memberships" (
    "person_id" BIGINT NOT NULL,
    "team_slug" VARCHAR(40) COLLATE "C" NOT NULL,
    "since" DATE NOT NULL,
    "introduced_by_id" BIGINT,
    CONSTRAINT "pk_memberships" PRIMARY KEY ("person_id", "team_slug"),
    CONSTRAINT "fk_memberships_person_id" FOREIGN KEY ("person_id") REFERENCES "people" ("id") ON DELETE CASCADE ON UPDATE CASCADE,
    CONSTRAINT "fk_memberships_team_slug" FOREIGN KEY ("team_slug") REFERENCES "teams" ("slug") ON DELETE RESTRICT ON UPDATE CASCADE,
    CONSTRAINT "fk_memberships_introduced_by_id" FOREIGN KEY ("introduced_by_id") REFERENCES "people" ("id") ON DELETE SET NULL
);

CREATE INDEX IF NOT EXISTS "ix_memberships_team_slug" ON "memberships" ("team_slug");

CREATE INDEX IF NOT EXISTS "ix_memberships_introduced_by_id" ON "memberships" ("introduced_by_id" NULLS FIRST);

CREATE TABLE IF NOT EXISTS "subscriptions" (
    "plan" TEXT COLLATE "C" NOT NULL,
    "price" NUMERIC(8, 2) NOT NULL,
    CONSTRAINT "pk_subscriptions" PRIMARY KEY ("plan"),
    CONSTRAINT "ck_subscriptions_plan_type" CHECK ("plan" IN ('free', 'paid', 'gift'))
);

CREATE TABLE IF NOT EXISTS "visits" (
    "id" BIGINT NOT NULL GENERATED BY DEFAULT AS IDENTITY,
    "person_id" BIGINT NOT NULL,
    "team_slug" VARCHAR(40) COLLATE "C" NOT NULL,
    "plan" TEXT COLLATE "C" NOT NULL,
    CONSTRAINT "pk_visits" PRIMARY KEY ("id"),
    CONSTRAINT "ck_visits_plan_type" CHECK ("plan" IN ('free', 'paid', 'gift')),
    CONSTRAINT "fk_visits_plan" FOREIGN KEY ("plan") REFERENCES "subscriptions" ("plan") ON UPDATE CASCADE,
    CONSTRAINT "fk_visits_person_id_team_slug" FOREIGN KEY ("person_id", "team_slug") REFERENCES "memberships" ("person_id", "team_slug") ON DELETE CASCADE
);

CREATE INDEX IF NOT EXISTS "ix_visits_plan" ON "visits" ("plan");

CREATE INDEX IF NOT EXISTS "ix_visits_person_id_team_slug" ON "visits" ("person_id", "team_slug");
"#;

    /// A script for `PostgreSQL` that drops the tables with all their rows.
    pub const DROP_SQL: &str = r#"DROP TABLE IF EXISTS "visits";

DROP TABLE IF EXISTS "subscriptions";

DROP TABLE IF EXISTS "memberships";

DROP TABLE IF EXISTS "teams";

DROP TABLE IF EXISTS "people";
"#;
}

/// The scripts for `MySQL`.
#[allow(dead_code)]
pub mod mysql {
    /// A script for `MySQL` that creates the tables. Any client can run it, also a second time.
    pub const SCHEMA_SQL: &str = r"CREATE TABLE IF NOT EXISTS `people` (
    `id` BIGINT NOT NULL AUTO_INCREMENT,
    `country` VARCHAR(2) NOT NULL,
    `number` VARCHAR(20) NOT NULL,
    `email` VARCHAR(100),
    PRIMARY KEY (`id`),
    CONSTRAINT `uq_people_email` UNIQUE (`email`),
    CONSTRAINT `uq_people_country_number` UNIQUE (`country`, `number`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_bin;

CREATE TABLE IF NOT EXISTS `teams` (
    `code` INT NOT NULL,
    `slug` VARCHAR(40) NOT NULL,
    PRIMARY KEY (`code`),
    CONSTRAINT `uq_teams_slug` UNIQUE (`slug`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_bin;

CREATE TABLE IF NOT EXISTS `memberships` (
    `person_id` BIGINT NOT NULL,
    `team_slug` VARCHAR(40) NOT NULL,
    `since` DATE NOT NULL,
    `introduced_by_id` BIGINT,
    PRIMARY KEY (`person_id`, `team_slug`),
    INDEX `ix_memberships_team_slug` (`team_slug`),
    INDEX `ix_memberships_introduced_by_id` (`introduced_by_id`),
    CONSTRAINT `fk_memberships_person_id` FOREIGN KEY (`person_id`) REFERENCES `people` (`id`) ON DELETE CASCADE ON UPDATE CASCADE,
    CONSTRAINT `fk_memberships_team_slug` FOREIGN KEY (`team_slug`) REFERENCES `teams` (`slug`) ON DELETE RESTRICT ON UPDATE CASCADE,
    CONSTRAINT `fk_memberships_introduced_by_id` FOREIGN KEY (`introduced_by_id`) REFERENCES `people` (`id`) ON DELETE SET NULL
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_bin;

CREATE TABLE IF NOT EXISTS `subscriptions` (
    `plan` VARCHAR(4) NOT NULL,
    `price` DECIMAL(8, 2) NOT NULL,
    PRIMARY KEY (`plan`),
    CONSTRAINT `ck_subscriptions_plan_type` CHECK (`plan` IN ('free', 'paid', 'gift'))
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_bin;

CREATE TABLE IF NOT EXISTS `visits` (
    `id` BIGINT NOT NULL AUTO_INCREMENT,
    `person_id` BIGINT NOT NULL,
    `team_slug` VARCHAR(40) NOT NULL,
    `plan` VARCHAR(4) NOT NULL,
    PRIMARY KEY (`id`),
    INDEX `ix_visits_plan` (`plan`),
    INDEX `ix_visits_person_id_team_slug` (`person_id`, `team_slug`),
    CONSTRAINT `fk_visits_plan` FOREIGN KEY (`plan`) REFERENCES `subscriptions` (`plan`) ON UPDATE CASCADE,
    CONSTRAINT `fk_visits_person_id_team_slug` FOREIGN KEY (`person_id`, `team_slug`) REFERENCES `memberships` (`person_id`, `team_slug`) ON DELETE CASCADE
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_bin;
";

    /// A script for `MySQL` that drops the tables with all their rows.
    pub const DROP_SQL: &str = r"DROP TABLE IF EXISTS `visits`;

DROP TABLE IF EXISTS `subscriptions`;

DROP TABLE IF EXISTS `memberships`;

DROP TABLE IF EXISTS `teams`;

DROP TABLE IF EXISTS `people`;
";
}

/// The scripts for `MariaDB`.
#[allow(dead_code)]
pub mod mariadb {
    /// A script for `MariaDB` that creates the tables. Any client can run it, also a second time.
    pub const SCHEMA_SQL: &str = r"CREATE TABLE IF NOT EXISTS `people` (
    `id` BIGINT NOT NULL AUTO_INCREMENT,
    `country` VARCHAR(2) NOT NULL,
    `number` VARCHAR(20) NOT NULL,
    `email` VARCHAR(100),
    PRIMARY KEY (`id`),
    CONSTRAINT `uq_people_email` UNIQUE (`email`),
    CONSTRAINT `uq_people_country_number` UNIQUE (`country`, `number`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_nopad_bin;

CREATE TABLE IF NOT EXISTS `teams` (
    `code` INT NOT NULL,
    `slug` VARCHAR(40) NOT NULL,
    PRIMARY KEY (`code`),
    CONSTRAINT `uq_teams_slug` UNIQUE (`slug`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_nopad_bin;

CREATE TABLE IF NOT EXISTS `memberships` (
    `person_id` BIGINT NOT NULL,
    `team_slug` VARCHAR(40) NOT NULL,
    `since` DATE NOT NULL,
    `introduced_by_id` BIGINT,
    PRIMARY KEY (`person_id`, `team_slug`),
    INDEX `ix_memberships_team_slug` (`team_slug`),
    INDEX `ix_memberships_introduced_by_id` (`introduced_by_id`),
    CONSTRAINT `fk_memberships_person_id` FOREIGN KEY (`person_id`) REFERENCES `people` (`id`) ON DELETE CASCADE ON UPDATE CASCADE,
    CONSTRAINT `fk_memberships_team_slug` FOREIGN KEY (`team_slug`) REFERENCES `teams` (`slug`) ON DELETE RESTRICT ON UPDATE CASCADE,
    CONSTRAINT `fk_memberships_introduced_by_id` FOREIGN KEY (`introduced_by_id`) REFERENCES `people` (`id`) ON DELETE SET NULL
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_nopad_bin;

CREATE TABLE IF NOT EXISTS `subscriptions` (
    `plan` VARCHAR(4) NOT NULL,
    `price` DECIMAL(8, 2) NOT NULL,
    PRIMARY KEY (`plan`),
    CONSTRAINT `ck_subscriptions_plan_type` CHECK (`plan` IN ('free', 'paid', 'gift'))
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_nopad_bin;

CREATE TABLE IF NOT EXISTS `visits` (
    `id` BIGINT NOT NULL AUTO_INCREMENT,
    `person_id` BIGINT NOT NULL,
    `team_slug` VARCHAR(40) NOT NULL,
    `plan` VARCHAR(4) NOT NULL,
    PRIMARY KEY (`id`),
    INDEX `ix_visits_plan` (`plan`),
    INDEX `ix_visits_person_id_team_slug` (`person_id`, `team_slug`),
    CONSTRAINT `fk_visits_plan` FOREIGN KEY (`plan`) REFERENCES `subscriptions` (`plan`) ON UPDATE CASCADE,
    CONSTRAINT `fk_visits_person_id_team_slug` FOREIGN KEY (`person_id`, `team_slug`) REFERENCES `memberships` (`person_id`, `team_slug`) ON DELETE CASCADE
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_nopad_bin;
";

    /// A script for `MariaDB` that drops the tables with all their rows.
    pub const DROP_SQL: &str = r"DROP TABLE IF EXISTS `visits`;

DROP TABLE IF EXISTS `subscriptions`;

DROP TABLE IF EXISTS `memberships`;

DROP TABLE IF EXISTS `teams`;

DROP TABLE IF EXISTS `people`;
";
}

/// The description of the tables, for `create_all`, `drop_all`, `verify` and `sync`.
#[allow(dead_code)]
pub static SCHEMA: tw::Schema = tw::Schema {
    name: module_path!(),
    hash: SCHEMA_HASH,
    tables: &[
        <Membership as tw::Model>::TABLE,
        <Visit as tw::Model>::TABLE,
        <Person as tw::Model>::TABLE,
        <Team as tw::Model>::TABLE,
        <Subscription as tw::Model>::TABLE,
    ],
    models: &[
        twp::Described::of::<Membership>(),
        twp::Described::of::<Visit>(),
        twp::Described::of::<Person>(),
        twp::Described::of::<Team>(),
        twp::Described::of::<Subscription>(),
    ],
    create: tw::Scripts {
        sqlite: tw::Script {
            text: sqlite::SCHEMA_SQL,
            ends: &[639, 1049, 2112, 2199, 2300, 2698, 3461, 3528, 3628],
        },
        postgres: tw::Script {
            text: postgres::SCHEMA_SQL,
            ends: &[400, 610, 1264, 1351, 1464, 1730, 2344, 2411, 2511],
        },
        mysql: tw::Script {
            text: mysql::SCHEMA_SQL,
            ends: &[386, 621, 1416, 1709, 2353],
        },
        mariadb: tw::Script {
            text: mariadb::SCHEMA_SQL,
            ends: &[387, 623, 1419, 1713, 2358],
        },
    },
    drop: tw::Scripts {
        sqlite: tw::Script {
            text: sqlite::DROP_SQL,
            ends: &[30, 69, 106, 137, 169],
        },
        postgres: tw::Script {
            text: postgres::DROP_SQL,
            ends: &[30, 69, 106, 137, 169],
        },
        mysql: tw::Script {
            text: mysql::DROP_SQL,
            ends: &[30, 69, 106, 137, 169],
        },
        mariadb: tw::Script {
            text: mariadb::DROP_SQL,
            ends: &[30, 69, 106, 137, 169],
        },
    },
    definition: "tablewright 2\nT26sqlitebmemberships9person_id6bigint9team_slugbvarchar(40)5since4dategintroduced_by_idepk_membershipsoix_memberships_team_slugvix_memberships_introduced_by_idtck_memberships_person_id_typevtypeof(\"person_id\") = 'integer'tck_memberships_team_slug_type+1typeof(\"team_slug\") = 'text' AND length(\"team_slug\") <= 40pck_memberships_since_typeU1\"since\" IS date(\"since\") AND \"since\" >= '0001-01-01'E1ck_memberships_introduced_by_id_typeR1typeof(\"introduced_by_id\") IN ('integer', 'null')ofk_memberships_person_id6people2idofk_memberships_team_slug5teams4slugvfk_memberships_introduced_by_id6visits7integer4plan4text9pk_visitseix_visits_plantix_visits_person_id_team_slugock_visits_person_id_typeock_visits_team_slug_typejck_visits_plan_typeV1\"plan\" = 'free' OR \"plan\" = 'paid' OR \"plan\" = 'gift'efk_visits_plandsubscriptionstfk_visits_person_id_team_slug7countryavarchar(2)6numberbvarchar(20)5emailcvarchar(100)9pk_peoplefuq_people_emailouq_people_country_numbermck_people_country_typeV1typeof(\"country\") = 'text' AND length(\"country\") <= 2lck_people_number_typeU1typeof(\"number\") = 'text' AND length(\"number\") <= 20kck_people_email_type=1typeof(\"email\") IN ('text', 'null') AND length(\"email\") <= 1004code8pk_teamsduq_teams_slugick_teams_code_typeI2typeof(\"code\") = 'integer' AND \"code\" BETWEEN -2147483648 AND 2147483647ick_teams_slug_typeQ1typeof(\"slug\") = 'text' AND length(\"slug\") <= 405pricecdecimal(8,2)gpk_subscriptionsqck_subscriptions_plan_typerck_subscriptions_price_typeG2typeof(\"price\") = 'integer' AND \"price\" BETWEEN -99999999 AND 999999998postgres1CC1\"plan\" IN ('free', 'paid', 'gift')cnumeric(8,2)5mysqlgutf8mb4_0900_bin0=1ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_binavarchar(4)3intC1`plan` IN ('free', 'paid', 'gift')7mariadbhutf8mb4_nopad_bin!1ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_nopad_bin00000040Ad05142300000004500000006700000008301000001922402a104000000000b1080000000004cd0ef0gh0ij03k12l1m220n14o1p120q18l1m300000r4ms00010000230000000450000000tu00000001v1m02A110t000000000B12020000040000000003C1d0D1f0E1F102G11tH11t020I12241224200000l4ms00010000J1K10000000L1M10000000N1O101000001P11m2Q11N1R12J1L103S1T10U1V10W1X100000o2Y1s00012000p500000001Z11Y11+11p02-1*10/1=100000H12tu0000000!1A200000001B21t002C2F10D2E2000000F2=b051423000000045000001G206700000008301000001922402a104000000000b108000110000003k12l1m220n14o1p120q18l1m300000r4m30001000023000000045000001G20tu000001G201v1m02A110t000000000B12020000040000000001E1H202G11tH11t020I12241224200000l4m300010000J1K1000001G20L1M1000001G20N1O1010001G201P11m2Q11N1R12J1L1000000o2Y1s0000000p5000001G201Z11Y11+11p000000H12tu000001G20!1I200000001B21t001C2H2000000J2Mc051423000000045000001K206700000008301000001L222402a104000000000b10800000000003k12l1m220n14o1p120q18l1m30001M200r4m30001000023000000045000001K20tN2000001K201L21m02A110t000000000B120200000400000000002G11tH11t020I1224122420001M200l4m300010000J1K1000001K20L1M1000001K20N1O1010001K201L21m2Q11N1R12J1L100001M200o2Y1O20000000p5000001K201L21Y11+11p00001M200H12tN2000001K20!1A200000001L21t001C2P20001M2000Q2Mc051423000000045000001R206700000008301000001L222402a104000000000b10800000000003k12l1m220n14o1p120q18l1m30001S200r4m30001000023000000045000001R20tN2000001R201L21m02A110t000000000B120200000400000000002G11tH11t020I1224122420001S200l4m300010000J1K1000001R20L1M1000001R20N1O1010001R201L21m2Q11N1R12J1L100001S200o2Y1O20000000p5000001R201L21Y11+11p00001S200H12tN2000001R20!1A200000001L21t001C2P20001S2000",
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

/// The enum `Plan`, which the database stores as text.
#[allow(dead_code)]
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Plan {
    /// The value of `Plan` that is stored as the text `free`.
    Free,
    /// The value of `Plan` that is stored as the text `paid`.
    Paid,
    /// The value of `Plan` that is stored as the text `gift`.
    Gift,
}

#[allow(dead_code)]
impl Plan {
    /// Every value of `Plan`, in the order of the models.
    pub const ALL: &'static [Self] = &[Self::Free, Self::Paid, Self::Gift];

    /// The text that the database stores for this `Plan`.
    #[inline]
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Free => "free",
            Self::Paid => "paid",
            Self::Gift => "gift",
        }
    }
}

impl tw::Enum for Plan {
    const NAME: &'static str = "Plan";
    const ALL: &'static [Self] = Self::ALL;

    #[inline]
    fn as_str(self) -> &'static str {
        self.as_str()
    }
}

impl ::core::fmt::Display for Plan {
    #[inline]
    fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
        f.pad(self.as_str())
    }
}

impl ::core::str::FromStr for Plan {
    type Err = tw::Error;

    #[inline]
    fn from_str(text: &str) -> tw::Result<Self> {
        <Self as tw::Enum>::parse(text)
    }
}

tw::__enum!(Plan);

/// The model `Membership`: a row of the table `memberships`.
#[allow(dead_code)]
#[derive(Clone, Debug, PartialEq)]
pub struct Membership {
    /// The field `Membership.person_id` (`bigint`): part of the primary key, a reference to `Person`.
    pub person_id: i64,
    /// The field `Membership.team_slug` (`string(40)`): part of the primary key, a reference to `Team`.
    pub team_slug: String,
    /// The field `Membership.since` (`date`).
    pub since: tw::jiff::civil::Date,
    /// The field `Membership.introduced_by_id` (`bigint?`): a reference to `Person`.
    pub introduced_by_id: Option<i64>,
}

#[allow(dead_code)]
impl Membership {
    /// The column `person_id` of the field `Membership.person_id`, for queries.
    pub const PERSON_ID: tw::Column<Self, i64> = tw::Column::new(0);

    /// The column `team_slug` of the field `Membership.team_slug`, for queries.
    pub const TEAM_SLUG: tw::Column<Self, String> = tw::Column::new(1);

    /// The column `since` of the field `Membership.since`, for queries.
    pub const SINCE: tw::Column<Self, tw::jiff::civil::Date> = tw::Column::new(2);

    /// The column `introduced_by_id` of the field `Membership.introduced_by_id`, for queries.
    pub const INTRODUCED_BY_ID: tw::Column<Self, Option<i64>> = tw::Column::new(3);

    /// The relation from a `Membership` to the `Person` that it refers to by `person`.
    pub const PERSON: tw::One<Self, Person> = tw::One::to(0);

    /// The relation from a `Membership` to the `Team` that it refers to by `team`.
    pub const TEAM: tw::One<Self, Team> = tw::One::to(1);

    /// The relation from a `Membership` to the `Person` that it refers to by `introduced_by`.
    pub const INTRODUCED_BY: tw::One<Self, Option<Person>> = tw::One::to(2);

    /// The relation from a `Membership` to every `Visit` that refers to it by `membership`.
    pub const VISITS: tw::Many<Self, Visit> = tw::Many::back(1);

    /// A query for every `Membership`, in the order of the primary key.
    ///
    /// `SELECT "person_id", "team_slug", "since", "introduced_by_id" FROM "memberships" ORDER BY "person_id", "team_slug"`
    pub fn all<'a>() -> tw::Select<'a, Self> {
        twp::all()
    }

    /// A query for every `Membership` that matches a condition, in the order of the primary key.
    pub fn filter<'a>(filter: impl tw::IntoFilter<Self>) -> tw::Select<'a, Self> {
        Self::all().filter(filter)
    }

    /// A query for the `Membership` with this primary key.
    ///
    /// `SELECT "person_id", "team_slug", "since", "introduced_by_id" FROM "memberships" WHERE "person_id" = ?1 AND "team_slug" = ?2`
    pub fn find(person_id: i64, team_slug: &str) -> tw::Select<'_, Self> {
        twp::find(
            &[0, 1],
            [
                twp::owned_parameter::<Self, _>(0, person_id),
                twp::text_parameter(team_slug),
            ],
        )
    }

    /// An update of the `Membership` with this primary key: unset columns keep their values.
    pub fn update(person_id: i64, team_slug: &str) -> tw::Update<'_, Self> {
        Self::find(person_id, team_slug).update()
    }

    /// An insert of a new `Membership`: unset columns get their default, or NULL.
    ///
    /// `INSERT INTO "memberships" ("person_id", "team_slug", "since") VALUES (?1, ?2, ?3) RETURNING "person_id", "team_slug", "since", "introduced_by_id"`
    pub fn insert(new: NewMembership<'_>) -> tw::Insert<'_, Self> {
        twp::insert(new)
    }

    /// An insert of many rows of `Membership`: of all, or of none.
    pub fn insert_all<'a, I: IntoIterator<Item: tw::NewRow<'a, Self>>>(
        rows: I,
    ) -> tw::InsertAll<'a, Self, I::IntoIter> {
        twp::insert_all(rows)
    }

    /// An insert of a new `Membership`, or an update of the row that has the same unique key.
    pub fn upsert<'a>(
        new: impl tw::IntoInsert<'a, Self>,
        key: impl tw::query::Columns<Self>,
    ) -> tw::Upsert<'a, Self> {
        twp::upsert(new, key)
    }

    /// Writes every field of this `Membership` to its row.
    ///
    /// `UPDATE "memberships" SET "since" = ?1, "introduced_by_id" = ?2 WHERE "person_id" = ?3 AND "team_slug" = ?4`
    pub fn save<'c, C: tw::Connection>(&'c self, db: &'c C) -> tw::Output<'c, C> {
        twp::save(self, db)
    }

    /// Deletes the row of this `Membership`.
    ///
    /// `DELETE FROM "memberships" WHERE "person_id" = ?1 AND "team_slug" = ?2`
    pub fn delete<'c, C: tw::Connection>(&'c self, db: &'c C) -> tw::Output<'c, C> {
        twp::delete(self, db)
    }

    /// A query for the `Person` that this `Membership` refers to by `person`.
    ///
    /// `SELECT "id", "country", "number", "email" FROM "people" WHERE "id" = ?1`
    pub fn person<'a>(&self) -> tw::Select<'a, Person> {
        twp::referred(&[0], [twp::owned_parameter::<Person, _>(0, self.person_id)])
    }

    /// A query for the `Team` that this `Membership` refers to by `team`.
    ///
    /// `SELECT "code", "slug" FROM "teams" WHERE "slug" = ?1`
    pub fn team(&self) -> tw::Select<'_, Team> {
        twp::referred(&[1], [twp::borrowed_parameter::<Team, _>(1, &self.team_slug)])
    }

    /// A query for the `Person` that this `Membership` refers to by `introduced_by`.
    ///
    /// `SELECT "id", "country", "number", "email" FROM "people" WHERE "id" = ?1`
    pub fn introduced_by<'a>(&self) -> tw::Select<'a, Person> {
        twp::referred(
            &[0],
            [twp::owned_parameter::<Person, _>(0, self.introduced_by_id)],
        )
    }

    /// A query for every `Visit` that refers to this `Membership` by `membership`.
    ///
    /// `SELECT "id", "person_id", "team_slug", "plan" FROM "visits" WHERE "person_id" = ?1 AND "team_slug" = ?2 ORDER BY "id"`
    pub fn visits(&self) -> tw::Select<'_, Visit> {
        twp::referring(
            &[1, 2],
            [
                twp::owned_parameter::<Visit, _>(1, self.person_id),
                twp::borrowed_parameter::<Visit, _>(2, &self.team_slug),
            ],
        )
    }
}

static __MEMBERSHIP: twp::Table = twp::Table::new(
        "memberships",
        &[
            twp::ColumnDef::new("person_id", twp::Type::BigInt),
            twp::ColumnDef::new("team_slug", twp::Type::String(40)),
            twp::ColumnDef::new("since", twp::Type::Date),
            twp::ColumnDef::new("introduced_by_id", twp::Type::BigInt).nullable(),
        ],
        twp::Key::new("pk_memberships", &[0, 1]),
    )
    .references(
        &[
            twp::Reference::new("fk_memberships_person_id", &[0], "people", &["id"]),
            twp::Reference::new("fk_memberships_team_slug", &[1], "teams", &["slug"]),
            twp::Reference::new(
                "fk_memberships_introduced_by_id",
                &[3],
                "people",
                &["id"],
            ),
        ],
    );

impl tw::Model for Membership {
    const TABLE: &'static twp::Table = &__MEMBERSHIP;

    #[inline]
    fn read<R: twp::Row>(row: twp::Fields<'_, R>) -> tw::Result<Self> {
        let (person_id, team_slug, since, introduced_by_id) = row.read(0)?;
        Ok(Self {
            person_id,
            team_slug,
            since,
            introduced_by_id,
        })
    }

    #[inline]
    fn values<'a>(&'a self, to: &mut twp::Values<'a>) {
        to.borrowed(0, &self.person_id);
        to.borrowed(1, &self.team_slug);
        to.borrowed(2, &self.since);
        to.borrowed(3, &self.introduced_by_id);
    }
}

/// The required fields of a new `Membership`, for inserts.
#[allow(dead_code)]
#[must_use = "a new row is not in the database until it is inserted"]
#[derive(Clone, Debug)]
pub struct NewMembership<'a> {
    /// The field `Membership.person_id` (`bigint`): part of the primary key, a reference to `Person`.
    pub person_id: i64,
    /// The field `Membership.team_slug` (`string(40)`): part of the primary key, a reference to `Team`.
    pub team_slug: ::std::borrow::Cow<'a, str>,
    /// The field `Membership.since` (`date`).
    pub since: tw::jiff::civil::Date,
}

impl<'a> tw::New<'a> for NewMembership<'a> {
    type Model = Membership;

    #[inline]
    fn values(self, to: &mut twp::Values<'a>) {
        to.owned(0, self.person_id);
        to.text(1, self.team_slug);
        to.owned(2, self.since);
    }
}

/// The model `Visit`: a row of the table `visits`.
#[allow(dead_code)]
#[derive(Clone, Debug, PartialEq)]
pub struct Visit {
    /// The field `Visit.id` (`id`): the primary key, auto-increment.
    pub id: i64,
    /// The field `Visit.person_id` (`bigint`): a reference to `Membership`.
    pub person_id: i64,
    /// The field `Visit.team_slug` (`string(40)`): a reference to `Membership`.
    pub team_slug: String,
    /// The field `Visit.plan` (`Plan`): a reference to `Subscription`.
    pub plan: Plan,
}

#[allow(dead_code)]
impl Visit {
    /// The column `id` of the field `Visit.id`, for queries.
    pub const ID: tw::Column<Self, i64> = tw::Column::new(0);

    /// The column `person_id` of the field `Visit.person_id`, for queries.
    pub const PERSON_ID: tw::Column<Self, i64> = tw::Column::new(1);

    /// The column `team_slug` of the field `Visit.team_slug`, for queries.
    pub const TEAM_SLUG: tw::Column<Self, String> = tw::Column::new(2);

    /// The column `plan` of the field `Visit.plan`, for queries.
    pub const PLAN: tw::Column<Self, Plan> = tw::Column::new(3);

    /// The relation from a `Visit` to the `Subscription` that it refers to by `subscription`.
    pub const SUBSCRIPTION: tw::One<Self, Subscription> = tw::One::to(0);

    /// The relation from a `Visit` to the `Membership` that it refers to by `membership`.
    pub const MEMBERSHIP: tw::One<Self, Membership> = tw::One::to(1);

    /// A query for every `Visit`, in the order of the primary key.
    ///
    /// `SELECT "id", "person_id", "team_slug", "plan" FROM "visits" ORDER BY "id"`
    pub fn all<'a>() -> tw::Select<'a, Self> {
        twp::all()
    }

    /// A query for every `Visit` that matches a condition, in the order of the primary key.
    pub fn filter<'a>(filter: impl tw::IntoFilter<Self>) -> tw::Select<'a, Self> {
        Self::all().filter(filter)
    }

    /// A query for the `Visit` with this primary key.
    ///
    /// `SELECT "id", "person_id", "team_slug", "plan" FROM "visits" WHERE "id" = ?1`
    pub fn find<'a>(id: i64) -> tw::Select<'a, Self> {
        twp::find(&[0], [twp::owned_parameter::<Self, _>(0, id)])
    }

    /// An update of the `Visit` with this primary key: unset columns keep their values.
    pub fn update<'a>(id: i64) -> tw::Update<'a, Self> {
        Self::find(id).update()
    }

    /// An insert of a new `Visit`: unset columns get their default, or NULL.
    ///
    /// `INSERT INTO "visits" ("person_id", "team_slug", "plan") VALUES (?1, ?2, ?3) RETURNING "id", "person_id", "team_slug", "plan"`
    pub fn insert(new: NewVisit<'_>) -> tw::Insert<'_, Self> {
        twp::insert(new)
    }

    /// An insert of many rows of `Visit`: of all, or of none.
    pub fn insert_all<'a, I: IntoIterator<Item: tw::NewRow<'a, Self>>>(
        rows: I,
    ) -> tw::InsertAll<'a, Self, I::IntoIter> {
        twp::insert_all(rows)
    }

    /// An insert of a new `Visit`, or an update of the row that has the same unique key.
    pub fn upsert<'a>(
        new: impl tw::IntoInsert<'a, Self>,
        key: impl tw::query::Columns<Self>,
    ) -> tw::Upsert<'a, Self> {
        twp::upsert(new, key)
    }

    /// Writes every field of this `Visit` to its row.
    ///
    /// `UPDATE "visits" SET "person_id" = ?1, "team_slug" = ?2, "plan" = ?3 WHERE "id" = ?4`
    pub fn save<'c, C: tw::Connection>(&'c self, db: &'c C) -> tw::Output<'c, C> {
        twp::save(self, db)
    }

    /// Deletes the row of this `Visit`.
    ///
    /// `DELETE FROM "visits" WHERE "id" = ?1`
    pub fn delete<'c, C: tw::Connection>(&'c self, db: &'c C) -> tw::Output<'c, C> {
        twp::delete(self, db)
    }

    /// A query for the `Subscription` that this `Visit` refers to by `subscription`.
    ///
    /// `SELECT "plan", "price" FROM "subscriptions" WHERE "plan" = ?1`
    pub fn subscription<'a>(&self) -> tw::Select<'a, Subscription> {
        twp::referred(&[0], [twp::owned_parameter::<Subscription, _>(0, self.plan)])
    }

    /// A query for the `Membership` that this `Visit` refers to by `membership`.
    ///
    /// `SELECT "person_id", "team_slug", "since", "introduced_by_id" FROM "memberships" WHERE "person_id" = ?1 AND "team_slug" = ?2`
    pub fn membership(&self) -> tw::Select<'_, Membership> {
        twp::referred(
            &[0, 1],
            [
                twp::owned_parameter::<Membership, _>(0, self.person_id),
                twp::borrowed_parameter::<Membership, _>(1, &self.team_slug),
            ],
        )
    }
}

static __VISIT: twp::Table = twp::Table::new(
        "visits",
        &[
            twp::ColumnDef::new("id", twp::Type::BigInt).identity(),
            twp::ColumnDef::new("person_id", twp::Type::BigInt),
            twp::ColumnDef::new("team_slug", twp::Type::String(40)),
            twp::ColumnDef::new("plan", twp::Type::Enum(&["free", "paid", "gift"])),
        ],
        twp::Key::new("pk_visits", &[0]),
    )
    .references(
        &[
            twp::Reference::new("fk_visits_plan", &[3], "subscriptions", &["plan"]),
            twp::Reference::new(
                "fk_visits_person_id_team_slug",
                &[1, 2],
                "memberships",
                &["person_id", "team_slug"],
            ),
        ],
    );

impl tw::Model for Visit {
    const TABLE: &'static twp::Table = &__VISIT;

    #[inline]
    fn read<R: twp::Row>(row: twp::Fields<'_, R>) -> tw::Result<Self> {
        let (id, person_id, team_slug, plan) = row.read(0)?;
        Ok(Self {
            id,
            person_id,
            team_slug,
            plan,
        })
    }

    #[inline]
    fn values<'a>(&'a self, to: &mut twp::Values<'a>) {
        to.borrowed(0, &self.id);
        to.borrowed(1, &self.person_id);
        to.borrowed(2, &self.team_slug);
        to.borrowed(3, &self.plan);
    }
}

/// The required fields of a new `Visit`, for inserts.
#[allow(dead_code)]
#[must_use = "a new row is not in the database until it is inserted"]
#[derive(Clone, Debug)]
pub struct NewVisit<'a> {
    /// The field `Visit.person_id` (`bigint`): a reference to `Membership`.
    pub person_id: i64,
    /// The field `Visit.team_slug` (`string(40)`): a reference to `Membership`.
    pub team_slug: ::std::borrow::Cow<'a, str>,
    /// The field `Visit.plan` (`Plan`): a reference to `Subscription`.
    pub plan: Plan,
}

impl<'a> tw::New<'a> for NewVisit<'a> {
    type Model = Visit;

    #[inline]
    fn values(self, to: &mut twp::Values<'a>) {
        to.owned(1, self.person_id);
        to.text(2, self.team_slug);
        to.owned(3, self.plan);
    }
}

/// The model `Person`: a row of the table `people`.
#[allow(dead_code)]
#[derive(Clone, Debug, PartialEq)]
pub struct Person {
    /// The field `Person.id` (`id`): the primary key, auto-increment.
    pub id: i64,
    /// The field `Person.country` (`string(2)`).
    pub country: String,
    /// The field `Person.number` (`string(20)`).
    pub number: String,
    /// The field `Person.email` (`string(100)?`): unique.
    pub email: Option<String>,
}

#[allow(dead_code)]
impl Person {
    /// The column `id` of the field `Person.id`, for queries.
    pub const ID: tw::Column<Self, i64> = tw::Column::new(0);

    /// The column `country` of the field `Person.country`, for queries.
    pub const COUNTRY: tw::Column<Self, String> = tw::Column::new(1);

    /// The column `number` of the field `Person.number`, for queries.
    pub const NUMBER: tw::Column<Self, String> = tw::Column::new(2);

    /// The column `email` of the field `Person.email`, for queries.
    pub const EMAIL: tw::Column<Self, Option<String>> = tw::Column::new(3);

    /// The relation from a `Person` to every `Membership` that refers to it by `person`.
    pub const MEMBERSHIPS: tw::Many<Self, Membership> = tw::Many::back(0);

    /// The relation from a `Person` to every `Membership` that refers to it by `introduced_by`.
    pub const INTRODUCTIONS: tw::Many<Self, Membership> = tw::Many::back(2);

    /// A query for every `Person`, in the order of the primary key.
    ///
    /// `SELECT "id", "country", "number", "email" FROM "people" ORDER BY "id"`
    pub fn all<'a>() -> tw::Select<'a, Self> {
        twp::all()
    }

    /// A query for every `Person` that matches a condition, in the order of the primary key.
    pub fn filter<'a>(filter: impl tw::IntoFilter<Self>) -> tw::Select<'a, Self> {
        Self::all().filter(filter)
    }

    /// A query for the `Person` with this primary key.
    ///
    /// `SELECT "id", "country", "number", "email" FROM "people" WHERE "id" = ?1`
    pub fn find<'a>(id: i64) -> tw::Select<'a, Self> {
        twp::find(&[0], [twp::owned_parameter::<Self, _>(0, id)])
    }

    /// An update of the `Person` with this primary key: unset columns keep their values.
    pub fn update<'a>(id: i64) -> tw::Update<'a, Self> {
        Self::find(id).update()
    }

    /// A query for the `Person` with this `email`, which is unique.
    ///
    /// `SELECT "id", "country", "number", "email" FROM "people" WHERE "email" = ?1`
    pub fn find_by_email(email: &str) -> tw::Select<'_, Self> {
        twp::find(&[3], [twp::text_parameter(email)])
    }

    /// A query for the `Person` with these `country` and `number`, which are unique together.
    ///
    /// `SELECT "id", "country", "number", "email" FROM "people" WHERE "country" = ?1 AND "number" = ?2`
    pub fn find_by_country_and_number<'a>(
        country: &'a str,
        number: &'a str,
    ) -> tw::Select<'a, Self> {
        twp::find(&[1, 2], [twp::text_parameter(country), twp::text_parameter(number)])
    }

    /// An insert of a new `Person`: unset columns get their default, or NULL.
    ///
    /// `INSERT INTO "people" ("country", "number") VALUES (?1, ?2) RETURNING "id", "country", "number", "email"`
    pub fn insert(new: NewPerson<'_>) -> tw::Insert<'_, Self> {
        twp::insert(new)
    }

    /// An insert of many rows of `Person`: of all, or of none.
    pub fn insert_all<'a, I: IntoIterator<Item: tw::NewRow<'a, Self>>>(
        rows: I,
    ) -> tw::InsertAll<'a, Self, I::IntoIter> {
        twp::insert_all(rows)
    }

    /// An insert of a new `Person`, or an update of the row that has the same unique key.
    pub fn upsert<'a>(
        new: impl tw::IntoInsert<'a, Self>,
        key: impl tw::query::Columns<Self>,
    ) -> tw::Upsert<'a, Self> {
        twp::upsert(new, key)
    }

    /// Writes every field of this `Person` to its row.
    ///
    /// `UPDATE "people" SET "country" = ?1, "number" = ?2, "email" = ?3 WHERE "id" = ?4`
    pub fn save<'c, C: tw::Connection>(&'c self, db: &'c C) -> tw::Output<'c, C> {
        twp::save(self, db)
    }

    /// Deletes the row of this `Person`.
    ///
    /// `DELETE FROM "people" WHERE "id" = ?1`
    pub fn delete<'c, C: tw::Connection>(&'c self, db: &'c C) -> tw::Output<'c, C> {
        twp::delete(self, db)
    }

    /// A query for every `Membership` that refers to this `Person` by `person`.
    ///
    /// `SELECT "person_id", "team_slug", "since", "introduced_by_id" FROM "memberships" WHERE "person_id" = ?1 ORDER BY "person_id", "team_slug"`
    pub fn memberships<'a>(&self) -> tw::Select<'a, Membership> {
        twp::referring(&[0], [twp::owned_parameter::<Membership, _>(0, self.id)])
    }

    /// A query for every `Membership` that refers to this `Person` by `introduced_by`.
    ///
    /// `SELECT "person_id", "team_slug", "since", "introduced_by_id" FROM "memberships" WHERE "introduced_by_id" = ?1 ORDER BY "person_id", "team_slug"`
    pub fn introductions<'a>(&self) -> tw::Select<'a, Membership> {
        twp::referring(&[3], [twp::owned_parameter::<Membership, _>(3, self.id)])
    }
}

static __PERSON: twp::Table = twp::Table::new(
        "people",
        &[
            twp::ColumnDef::new("id", twp::Type::BigInt).identity(),
            twp::ColumnDef::new("country", twp::Type::String(2)),
            twp::ColumnDef::new("number", twp::Type::String(20)),
            twp::ColumnDef::new("email", twp::Type::String(100)).nullable(),
        ],
        twp::Key::new("pk_people", &[0]),
    )
    .uniques(
        &[
            twp::Key::new("uq_people_email", &[3]),
            twp::Key::new("uq_people_country_number", &[1, 2]),
        ],
    );

impl tw::Model for Person {
    const TABLE: &'static twp::Table = &__PERSON;

    #[inline]
    fn read<R: twp::Row>(row: twp::Fields<'_, R>) -> tw::Result<Self> {
        let (id, country, number, email) = row.read(0)?;
        Ok(Self { id, country, number, email })
    }

    #[inline]
    fn values<'a>(&'a self, to: &mut twp::Values<'a>) {
        to.borrowed(0, &self.id);
        to.borrowed(1, &self.country);
        to.borrowed(2, &self.number);
        to.borrowed(3, &self.email);
    }
}

/// The required fields of a new `Person`, for inserts.
#[allow(dead_code)]
#[must_use = "a new row is not in the database until it is inserted"]
#[derive(Clone, Debug)]
pub struct NewPerson<'a> {
    /// The field `Person.country` (`string(2)`).
    pub country: ::std::borrow::Cow<'a, str>,
    /// The field `Person.number` (`string(20)`).
    pub number: ::std::borrow::Cow<'a, str>,
}

impl<'a> tw::New<'a> for NewPerson<'a> {
    type Model = Person;

    #[inline]
    fn values(self, to: &mut twp::Values<'a>) {
        to.text(1, self.country);
        to.text(2, self.number);
    }
}

/// The model `Team`: a row of the table `teams`.
#[allow(dead_code)]
#[derive(Clone, Debug, PartialEq)]
pub struct Team {
    /// The field `Team.code` (`integer`): the primary key.
    pub code: i32,
    /// The field `Team.slug` (`string(40)`): unique.
    pub slug: String,
}

#[allow(dead_code)]
impl Team {
    /// The column `code` of the field `Team.code`, for queries.
    pub const CODE: tw::Column<Self, i32> = tw::Column::new(0);

    /// The column `slug` of the field `Team.slug`, for queries.
    pub const SLUG: tw::Column<Self, String> = tw::Column::new(1);

    /// The relation from a `Team` to every `Membership` that refers to it by `team`.
    pub const MEMBERSHIPS: tw::Many<Self, Membership> = tw::Many::back(1);

    /// A query for every `Team`, in the order of the primary key.
    ///
    /// `SELECT "code", "slug" FROM "teams" ORDER BY "code"`
    pub fn all<'a>() -> tw::Select<'a, Self> {
        twp::all()
    }

    /// A query for every `Team` that matches a condition, in the order of the primary key.
    pub fn filter<'a>(filter: impl tw::IntoFilter<Self>) -> tw::Select<'a, Self> {
        Self::all().filter(filter)
    }

    /// A query for the `Team` with this primary key.
    ///
    /// `SELECT "code", "slug" FROM "teams" WHERE "code" = ?1`
    pub fn find<'a>(code: i32) -> tw::Select<'a, Self> {
        twp::find(&[0], [twp::owned_parameter::<Self, _>(0, code)])
    }

    /// An update of the `Team` with this primary key: unset columns keep their values.
    pub fn update<'a>(code: i32) -> tw::Update<'a, Self> {
        Self::find(code).update()
    }

    /// A query for the `Team` with this `slug`, which is unique.
    ///
    /// `SELECT "code", "slug" FROM "teams" WHERE "slug" = ?1`
    pub fn find_by_slug(slug: &str) -> tw::Select<'_, Self> {
        twp::find(&[1], [twp::text_parameter(slug)])
    }

    /// An insert of a new `Team`: unset columns get their default, or NULL.
    ///
    /// `INSERT INTO "teams" ("code", "slug") VALUES (?1, ?2) RETURNING "code", "slug"`
    pub fn insert(new: NewTeam<'_>) -> tw::Insert<'_, Self> {
        twp::insert(new)
    }

    /// An insert of many rows of `Team`: of all, or of none.
    pub fn insert_all<'a, I: IntoIterator<Item: tw::NewRow<'a, Self>>>(
        rows: I,
    ) -> tw::InsertAll<'a, Self, I::IntoIter> {
        twp::insert_all(rows)
    }

    /// An insert of a new `Team`, or an update of the row that has the same unique key.
    pub fn upsert<'a>(
        new: impl tw::IntoInsert<'a, Self>,
        key: impl tw::query::Columns<Self>,
    ) -> tw::Upsert<'a, Self> {
        twp::upsert(new, key)
    }

    /// Writes every field of this `Team` to its row.
    ///
    /// `UPDATE "teams" SET "slug" = ?1 WHERE "code" = ?2`
    pub fn save<'c, C: tw::Connection>(&'c self, db: &'c C) -> tw::Output<'c, C> {
        twp::save(self, db)
    }

    /// Deletes the row of this `Team`.
    ///
    /// `DELETE FROM "teams" WHERE "code" = ?1`
    pub fn delete<'c, C: tw::Connection>(&'c self, db: &'c C) -> tw::Output<'c, C> {
        twp::delete(self, db)
    }

    /// A query for every `Membership` that refers to this `Team` by `team`.
    ///
    /// `SELECT "person_id", "team_slug", "since", "introduced_by_id" FROM "memberships" WHERE "team_slug" = ?1 ORDER BY "person_id", "team_slug"`
    pub fn memberships(&self) -> tw::Select<'_, Membership> {
        twp::referring(&[1], [twp::borrowed_parameter::<Membership, _>(1, &self.slug)])
    }
}

static __TEAM: twp::Table = twp::Table::new(
        "teams",
        &[
            twp::ColumnDef::new("code", twp::Type::Integer),
            twp::ColumnDef::new("slug", twp::Type::String(40)),
        ],
        twp::Key::new("pk_teams", &[0]),
    )
    .uniques(&[twp::Key::new("uq_teams_slug", &[1])]);

impl tw::Model for Team {
    const TABLE: &'static twp::Table = &__TEAM;

    #[inline]
    fn read<R: twp::Row>(row: twp::Fields<'_, R>) -> tw::Result<Self> {
        let (code, slug) = row.read(0)?;
        Ok(Self { code, slug })
    }

    #[inline]
    fn values<'a>(&'a self, to: &mut twp::Values<'a>) {
        to.borrowed(0, &self.code);
        to.borrowed(1, &self.slug);
    }
}

/// The required fields of a new `Team`, for inserts.
#[allow(dead_code)]
#[must_use = "a new row is not in the database until it is inserted"]
#[derive(Clone, Debug)]
pub struct NewTeam<'a> {
    /// The field `Team.code` (`integer`): the primary key.
    pub code: i32,
    /// The field `Team.slug` (`string(40)`): unique.
    pub slug: ::std::borrow::Cow<'a, str>,
}

impl<'a> tw::New<'a> for NewTeam<'a> {
    type Model = Team;

    #[inline]
    fn values(self, to: &mut twp::Values<'a>) {
        to.owned(0, self.code);
        to.text(1, self.slug);
    }
}

/// The model `Subscription`: a row of the table `subscriptions`.
#[allow(dead_code)]
#[derive(Clone, Debug, PartialEq)]
pub struct Subscription {
    /// The field `Subscription.plan` (`Plan`): the primary key.
    pub plan: Plan,
    /// The field `Subscription.price` (`decimal(8, 2)`).
    pub price: tw::rust_decimal::Decimal,
}

#[allow(dead_code)]
impl Subscription {
    /// The column `plan` of the field `Subscription.plan`, for queries.
    pub const PLAN: tw::Column<Self, Plan> = tw::Column::new(0);

    /// The column `price` of the field `Subscription.price`, for queries.
    pub const PRICE: tw::Column<Self, tw::rust_decimal::Decimal> = tw::Column::new(1);

    /// The relation from a `Subscription` to every `Visit` that refers to it by `subscription`.
    pub const VISITS: tw::Many<Self, Visit> = tw::Many::back(0);

    /// A query for every `Subscription`, in the order of the primary key.
    ///
    /// `SELECT "plan", "price" FROM "subscriptions" ORDER BY "plan"`
    pub fn all<'a>() -> tw::Select<'a, Self> {
        twp::all()
    }

    /// A query for every `Subscription` that matches a condition, in the order of the primary key.
    pub fn filter<'a>(filter: impl tw::IntoFilter<Self>) -> tw::Select<'a, Self> {
        Self::all().filter(filter)
    }

    /// A query for the `Subscription` with this primary key.
    ///
    /// `SELECT "plan", "price" FROM "subscriptions" WHERE "plan" = ?1`
    pub fn find<'a>(plan: Plan) -> tw::Select<'a, Self> {
        twp::find(&[0], [twp::owned_parameter::<Self, _>(0, plan)])
    }

    /// An update of the `Subscription` with this primary key: unset columns keep their values.
    pub fn update<'a>(plan: Plan) -> tw::Update<'a, Self> {
        Self::find(plan).update()
    }

    /// An insert of a new `Subscription`: unset columns get their default, or NULL.
    ///
    /// `INSERT INTO "subscriptions" ("plan", "price") VALUES (?1, ?2) RETURNING "plan", "price"`
    pub fn insert<'a>(new: NewSubscription) -> tw::Insert<'a, Self> {
        twp::insert(new)
    }

    /// An insert of many rows of `Subscription`: of all, or of none.
    pub fn insert_all<'a, I: IntoIterator<Item: tw::NewRow<'a, Self>>>(
        rows: I,
    ) -> tw::InsertAll<'a, Self, I::IntoIter> {
        twp::insert_all(rows)
    }

    /// An insert of a new `Subscription`, or an update of the row that has the same unique key.
    pub fn upsert<'a>(
        new: impl tw::IntoInsert<'a, Self>,
        key: impl tw::query::Columns<Self>,
    ) -> tw::Upsert<'a, Self> {
        twp::upsert(new, key)
    }

    /// Writes every field of this `Subscription` to its row.
    ///
    /// `UPDATE "subscriptions" SET "price" = ?1 WHERE "plan" = ?2`
    pub fn save<'c, C: tw::Connection>(&'c self, db: &'c C) -> tw::Output<'c, C> {
        twp::save(self, db)
    }

    /// Deletes the row of this `Subscription`.
    ///
    /// `DELETE FROM "subscriptions" WHERE "plan" = ?1`
    pub fn delete<'c, C: tw::Connection>(&'c self, db: &'c C) -> tw::Output<'c, C> {
        twp::delete(self, db)
    }

    /// A query for every `Visit` that refers to this `Subscription` by `subscription`.
    ///
    /// `SELECT "id", "person_id", "team_slug", "plan" FROM "visits" WHERE "plan" = ?1 ORDER BY "id"`
    pub fn visits<'a>(&self) -> tw::Select<'a, Visit> {
        twp::referring(&[3], [twp::owned_parameter::<Visit, _>(3, self.plan)])
    }
}

static __SUBSCRIPTION: twp::Table = twp::Table::new(
    "subscriptions",
    &[
        twp::ColumnDef::new("plan", twp::Type::Enum(&["free", "paid", "gift"])),
        twp::ColumnDef::new("price", twp::Type::Decimal(8, 2)),
    ],
    twp::Key::new("pk_subscriptions", &[0]),
);

impl tw::Model for Subscription {
    const TABLE: &'static twp::Table = &__SUBSCRIPTION;

    #[inline]
    fn read<R: twp::Row>(row: twp::Fields<'_, R>) -> tw::Result<Self> {
        let (plan, price) = row.read(0)?;
        Ok(Self { plan, price })
    }

    #[inline]
    fn values<'a>(&'a self, to: &mut twp::Values<'a>) {
        to.borrowed(0, &self.plan);
        to.borrowed(1, &self.price);
    }
}

/// The required fields of a new `Subscription`, for inserts.
#[allow(dead_code)]
#[must_use = "a new row is not in the database until it is inserted"]
#[derive(Clone, Debug)]
pub struct NewSubscription {
    /// The field `Subscription.plan` (`Plan`): the primary key.
    pub plan: Plan,
    /// The field `Subscription.price` (`decimal(8, 2)`).
    pub price: tw::rust_decimal::Decimal,
}

impl<'a> tw::New<'a> for NewSubscription {
    type Model = Subscription;

    #[inline]
    fn values(self, to: &mut twp::Values<'a>) {
        to.owned(0, self.plan);
        to.owned(1, self.price);
    }
}
