// Written by tablewright from models.yaml. A change to this file is lost: change models.yaml.

use ::tablewright as tw;
use ::tablewright::__private as twp;
::tablewright::__generated_by!(1, "0.1.0");
::tablewright::requires!(chrono, "`timestamp`");
::tablewright::requires!(decimal, "`decimal`");
::tablewright::requires!(json, "`[]`");
::tablewright::requires!(uuid, "`uuid`");

/// A script for `SQLite` that creates the tables. Any client can run it, also a second time.
#[allow(dead_code)]
pub const SCHEMA_SQL: &str = sqlite::SCHEMA_SQL;

/// The hash of the tables, which changes if anything about them changes.
#[allow(dead_code)]
pub const SCHEMA_HASH: &str = "1cccbea277ad046e3c53566c3dbfe6be";

/// The scripts for `SQLite`.
#[allow(dead_code)]
pub mod sqlite {
    /// A script for `SQLite` that creates the tables. Any client can run it, also a second time.
    pub const SCHEMA_SQL: &str = r#"CREATE TABLE IF NOT EXISTS "authors" (
    "id" BLOB NOT NULL,
    "name" VARCHAR(50) NOT NULL,
    "PassWord" BLOB NOT NULL,
    "token" VARCHAR(64),
    CONSTRAINT "pk_authors" PRIMARY KEY ("id"),
    CONSTRAINT "uq_authors_token" UNIQUE ("token"),
    CONSTRAINT "ck_authors_id_type" CHECK (typeof("id") = 'blob' AND length("id") = 16),
    CONSTRAINT "ck_authors_name_type" CHECK (typeof("name") = 'text' AND length("name") <= 50),
    CONSTRAINT "ck_authors_PassWord_type" CHECK (typeof("PassWord") = 'blob'),
    CONSTRAINT "ck_authors_token_type" CHECK (typeof("token") IN ('text', 'null') AND length("token") <= 64)
);

CREATE TABLE IF NOT EXISTS "articles" (
    "id" INTEGER CONSTRAINT "pk_articles" PRIMARY KEY AUTOINCREMENT,
    "type" TEXT NOT NULL DEFAULT 'draft',
    "self" VARCHAR(254),
    "new" TEXT DEFAULT 'nothing',
    "is_free" BOOLEAN NOT NULL,
    "add" SMALLINT NOT NULL DEFAULT 1,
    "author_id" BLOB NOT NULL,
    "price" DECIMAL(12, 2) NOT NULL DEFAULT 0,
    "discount" DECIMAL(12, 2),
    "prices" TEXT NOT NULL,
    "words" TEXT,
    "contact" VARCHAR(254) NOT NULL,
    "created_at" TIMESTAMP NOT NULL DEFAULT (strftime('%Y-%m-%d %H:%M:%f', 'now') || '000Z'),
    "day" DATE,
    "payload" TEXT DEFAULT '{"a":1}',
    "shout" TEXT NOT NULL GENERATED ALWAYS AS (upper(contact)) STORED,
    CONSTRAINT "uq_articles_author_id_contact" UNIQUE ("author_id", "contact"),
    CONSTRAINT "uq_articles_price" UNIQUE ("price"),
    CONSTRAINT "ck_articles_type_type" CHECK ("type" = 'draft' OR "type" = 'in review' OR "type" = 'gone'),
    CONSTRAINT "ck_articles_self_type" CHECK (typeof("self") IN ('text', 'null') AND length("self") <= 254),
    CONSTRAINT "ck_articles_new_type" CHECK (typeof("new") IN ('text', 'null')),
    CONSTRAINT "ck_articles_is_free_type" CHECK ("is_free" IN (0, 1)),
    CONSTRAINT "ck_articles_add_type" CHECK (typeof("add") = 'integer' AND "add" BETWEEN -32768 AND 32767),
    CONSTRAINT "ck_articles_author_id_type" CHECK (typeof("author_id") = 'blob' AND length("author_id") = 16),
    CONSTRAINT "ck_articles_price_type" CHECK (typeof("price") = 'integer' AND "price" BETWEEN -999999999999 AND 999999999999),
    CONSTRAINT "ck_articles_discount_type" CHECK (typeof("discount") IN ('integer', 'null') AND "discount" BETWEEN -999999999999 AND 999999999999),
    CONSTRAINT "ck_articles_prices_type" CHECK (typeof("prices") = 'text' AND json_valid("prices") AND json_type("prices") = substr('array of decimal(12, 2)', 1, 5)),
    CONSTRAINT "ck_articles_words_type" CHECK ("words" IS NULL OR typeof("words") = 'text' AND json_valid("words") AND json_type("words") = substr('array of string(20)', 1, 5)),
    CONSTRAINT "ck_articles_contact_type" CHECK (typeof("contact") = 'text' AND length("contact") <= 254),
    CONSTRAINT "ck_articles_created_at_type" CHECK (substr("created_at", 1, 19) IS datetime(substr("created_at", 1, 19)) AND substr("created_at", 20) GLOB '.[0-9][0-9][0-9][0-9][0-9][0-9]Z' AND "created_at" >= '0001-01-01'),
    CONSTRAINT "ck_articles_day_type" CHECK ("day" IS date("day") AND "day" >= '0001-01-01'),
    CONSTRAINT "ck_articles_payload_type" CHECK ("payload" IS NULL OR typeof("payload") = 'text' AND json_valid("payload")),
    CONSTRAINT "ck_articles_shout_type" CHECK (typeof("shout") = 'text'),
    CONSTRAINT "fk_articles_author_id" FOREIGN KEY ("author_id") REFERENCES "authors" ("id") ON DELETE CASCADE
);

CREATE UNIQUE INDEX IF NOT EXISTS "uq_articles_day_type" ON "articles" ("day", "type");

CREATE UNIQUE INDEX IF NOT EXISTS "uq_articles_is_free" ON "articles" ("is_free") WHERE (price > 0);

CREATE TABLE IF NOT EXISTS "taggings" (
    "article_id" BIGINT NOT NULL,
    "tag" VARCHAR(30) NOT NULL,
    CONSTRAINT "pk_taggings" PRIMARY KEY ("article_id", "tag"),
    CONSTRAINT "ck_taggings_article_id_type" CHECK (typeof("article_id") = 'integer'),
    CONSTRAINT "ck_taggings_tag_type" CHECK (typeof("tag") = 'text' AND length("tag") <= 30),
    CONSTRAINT "fk_taggings_article_id" FOREIGN KEY ("article_id") REFERENCES "articles" ("id")
);

CREATE TABLE IF NOT EXISTS "counters" (
    "id" INTEGER CONSTRAINT "pk_counters" PRIMARY KEY AUTOINCREMENT
);
"#;

    /// A script for `SQLite` that drops the tables with all their rows.
    pub const DROP_SQL: &str = r#"DROP TABLE IF EXISTS "counters";

DROP TABLE IF EXISTS "taggings";

DROP TABLE IF EXISTS "articles";

DROP TABLE IF EXISTS "authors";
"#;
}

/// The description of the tables, for `create_all`, `drop_all`, `verify` and `sync`.
#[allow(dead_code)]
pub static SCHEMA: tw::Schema = tw::Schema {
    name: module_path!(),
    hash: SCHEMA_HASH,
    tables: &[
        <Article as tw::Model>::TABLE,
        <Author as tw::Model>::TABLE,
        <Tagging as tw::Model>::TABLE,
        <Counter as tw::Model>::TABLE,
    ],
    models: &[
        twp::Described::of::<Article>(),
        twp::Described::of::<Author>(),
        twp::Described::of::<Tagging>(),
        twp::Described::of::<Counter>(),
    ],
    create: tw::Scripts {
        sqlite: tw::Script {
            text: sqlite::SCHEMA_SQL,
            ends: &[626, 3400, 3489, 3591, 4042, 4154],
        },
        ..tw::Scripts::NONE
    },
    drop: tw::Scripts {
        sqlite: tw::Script {
            text: sqlite::DROP_SQL,
            ends: &[32, 66, 100, 133],
        },
        ..tw::Scripts::NONE
    },
    definition: "tablewright 2\nE36sqlite8articles2id7integer4type4text7'draft'4selfcvarchar(254)3new9'nothing'7is_free7boolean3add8smallint119author_id4blob5priceddecimal(12,2)108discount6prices5words7contactacreated_at9timestampQ1(strftime('%Y-%m-%d %H:%M:%f', 'now') || '000Z')3day4date7payload9'{\"a\":1}'5shouteupper(contact)bpk_articlestuq_articles_author_id_contacthuq_articles_pricekuq_articles_day_typejuq_articles_is_free9price > 0lck_articles_type_type-1\"type\" = 'draft' OR \"type\" = 'in review' OR \"type\" = 'gone'lck_articles_self_type*1typeof(\"self\") IN ('text', 'null') AND length(\"self\") <= 254kck_articles_new_typeB1typeof(\"new\") IN ('text', 'null')ock_articles_is_free_typej\"is_free\" IN (0, 1)kck_articles_add_type*1typeof(\"add\") = 'integer' AND \"add\" BETWEEN -32768 AND 32767qck_articles_author_id_typeZ1typeof(\"author_id\") = 'blob' AND length(\"author_id\") = 16mck_articles_price_typeO2typeof(\"price\") = 'integer' AND \"price\" BETWEEN -999999999999 AND 999999999999pck_articles_discount_type!2typeof(\"discount\") IN ('integer', 'null') AND \"discount\" BETWEEN -999999999999 AND 999999999999nck_articles_prices_typeU3typeof(\"prices\") = 'text' AND json_valid(\"prices\") AND json_type(\"prices\") = substr('array of decimal(12, 2)', 1, 5)mck_articles_words_typeA4\"words\" IS NULL OR typeof(\"words\") = 'text' AND json_valid(\"words\") AND json_type(\"words\") = substr('array of string(20)', 1, 5)ock_articles_contact_typeX1typeof(\"contact\") = 'text' AND length(\"contact\") <= 254rck_articles_created_at_typeK5substr(\"created_at\", 1, 19) IS datetime(substr(\"created_at\", 1, 19)) AND substr(\"created_at\", 20) GLOB '.[0-9][0-9][0-9][0-9][0-9][0-9]Z' AND \"created_at\" >= '0001-01-01'kck_articles_day_typeO1\"day\" IS date(\"day\") AND \"day\" >= '0001-01-01'ock_articles_payload_typeJ2\"payload\" IS NULL OR typeof(\"payload\") = 'text' AND json_valid(\"payload\")mck_articles_shout_typeotypeof(\"shout\") = 'text'lfk_articles_author_id7authors4namebvarchar(50)8PassWord5tokenbvarchar(64)apk_authorsguq_authors_tokenick_authors_id_typeL1typeof(\"id\") = 'blob' AND length(\"id\") = 16kck_authors_name_typeQ1typeof(\"name\") = 'text' AND length(\"name\") <= 50ock_authors_PassWord_typertypeof(\"PassWord\") = 'blob'lck_authors_token_type/1typeof(\"token\") IN ('text', 'null') AND length(\"token\") <= 648taggingsaarticle_id6bigint3tagbvarchar(30)bpk_taggingsrck_taggings_article_id_typeA1typeof(\"article_id\") = 'integer'kck_taggings_tag_typeO1typeof(\"tag\") = 'text' AND length(\"tag\") <= 30mfk_taggings_article_id8countersbpk_counters00000010=e041g23000100004500160000078010000095011a00000bc0000000de001f00000gh0000000ij001k00000lj0100000m50000000n50100000o80000000pq001r00000st0100000u5011v00000A1500001B101001C1122D12goE11i2F120s000004000010000G110b000011H10000fI1J10K1L10M1N10O1P10Q1R10S1T10U1V10W1X10Y1Z10+1-10*1/10=1!10A2B20C2D20E2F201G21gH212200000H242h0000000I2J20000000K2h0000000L2M201000001N2121O21L204P2Q20R2S20T2U20V2W200000X22Y2Z20000000+2-200000001*22Y2+2002/2=20!2A301B31Y2112000000C3123000100001D31200000000",
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

/// Where an article stands.
///
/// The enum `Status`, which the database stores as text.
#[allow(dead_code)]
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
pub enum Status {
    /// The value of `Status` that is stored as the text `draft`.
    #[serde(rename = "draft")]
    Draft,
    /// Somebody reads it.
    ///
    /// The value of `Status` that is stored as the text `in review`.
    #[serde(rename = "in review")]
    InReview,
    /// The value of `Status` that is stored as the text `gone`.
    #[serde(rename = "gone")]
    Gone,
}

#[allow(dead_code)]
impl Status {
    /// Every value of `Status`, in the order of the models.
    pub const ALL: &'static [Self] = &[Self::Draft, Self::InReview, Self::Gone];

    /// The text that the database stores for this `Status`.
    #[inline]
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::InReview => "in review",
            Self::Gone => "gone",
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

// The Rust type of `Article.self_`.
tw::__try_from!(crate::Email, String);
tw::__cell!(crate::Email);
impl tw::query::Textual for crate::Email {}

/// What is written and read.
///
/// It has `code`, "quotes" and a \ backslash.
///
/// The model `Article`: a row of the table `articles`.
#[allow(dead_code)]
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Article {
    /// The field `Article.id` (`id`): the primary key, auto-increment.
    pub id: i64,
    /// The field `Article.type` (`Status`): with a default.
    pub r#type: Status,
    /// An address.
    ///
    /// The field `Article.self_` (`string(254)?`): in the column `self`.
    pub self_: Option<crate::Email>,
    /// The field `Article.new` (`text?`): with a default.
    pub new: Option<String>,
    /// The field `Article.is_free` (`bool`).
    pub is_free: bool,
    /// The field `Article.add` (`smallint`): with a default.
    pub add: i16,
    /// The field `Article.author_id` (`uuid`): a reference to `Author`.
    pub author_id: tw::uuid::Uuid,
    /// The field `Article.price` (`decimal(12, 2)`): with a default, unique.
    pub price: tw::rust_decimal::Decimal,
    /// The field `Article.discount` (`decimal(12, 2)?`).
    pub discount: Option<tw::rust_decimal::Decimal>,
    /// The field `Article.prices` (`decimal(12, 2)[]`).
    pub prices: Vec<tw::rust_decimal::Decimal>,
    /// The field `Article.words` (`string(20)[]?`).
    pub words: Option<Vec<String>>,
    /// An address.
    ///
    /// The field `Article.contact` (`string(254)`).
    pub contact: crate::Email,
    /// The field `Article.created_at` (`timestamp`): with a default.
    pub created_at: tw::chrono::DateTime<tw::chrono::Utc>,
    /// The field `Article.day` (`date?`).
    pub day: Option<tw::chrono::NaiveDate>,
    /// The field `Article.payload` (`json?`): with a default.
    #[serde(skip)]
    pub payload: Option<tw::serde_json::Value>,
    /// The field `Article.shout` (`text`): computed by the database.
    pub shout: String,
}

#[allow(dead_code)]
impl Article {
    /// The column `id` of the field `Article.id`, for queries.
    pub const ID: tw::Column<Self, i64> = tw::Column::new(0);

    /// The column `type` of the field `Article.type`, for queries.
    pub const TYPE: tw::Column<Self, Status> = tw::Column::new(1);

    /// The column `self` of the field `Article.self_`, for queries.
    pub const SELF_: tw::Column<Self, Option<crate::Email>> = tw::Column::new(2);

    /// The column `new` of the field `Article.new`, for queries.
    pub const NEW: tw::Column<Self, Option<String>> = tw::Column::new(3);

    /// The column `is_free` of the field `Article.is_free`, for queries.
    pub const IS_FREE: tw::Column<Self, bool> = tw::Column::new(4);

    /// The column `add` of the field `Article.add`, for queries.
    pub const ADD: tw::Column<Self, i16> = tw::Column::new(5);

    /// The column `author_id` of the field `Article.author_id`, for queries.
    pub const AUTHOR_ID: tw::Column<Self, tw::uuid::Uuid> = tw::Column::new(6);

    /// The column `price` of the field `Article.price`, for queries.
    pub const PRICE: tw::Column<Self, tw::rust_decimal::Decimal> = tw::Column::new(7);

    /// The column `discount` of the field `Article.discount`, for queries.
    pub const DISCOUNT: tw::Column<Self, Option<tw::rust_decimal::Decimal>> = tw::Column::new(
        8,
    );

    /// The column `prices` of the field `Article.prices`, for queries.
    pub const PRICES: tw::Column<Self, Vec<tw::rust_decimal::Decimal>> = tw::Column::new(
        9,
    );

    /// The column `words` of the field `Article.words`, for queries.
    pub const WORDS: tw::Column<Self, Option<Vec<String>>> = tw::Column::new(10);

    /// The column `contact` of the field `Article.contact`, for queries.
    pub const CONTACT: tw::Column<Self, crate::Email> = tw::Column::new(11);

    /// The column `created_at` of the field `Article.created_at`, for queries.
    pub const CREATED_AT: tw::Column<Self, tw::chrono::DateTime<tw::chrono::Utc>> = tw::Column::new(
        12,
    );

    /// The column `day` of the field `Article.day`, for queries.
    pub const DAY: tw::Column<Self, Option<tw::chrono::NaiveDate>> = tw::Column::new(13);

    /// The column `payload` of the field `Article.payload`, for queries.
    pub const PAYLOAD: tw::Column<Self, Option<tw::serde_json::Value>> = tw::Column::new(
        14,
    );

    /// The column `shout` of the field `Article.shout`, for queries.
    pub const SHOUT: tw::Column<Self, String> = tw::Column::new(15);

    /// The relation from a `Article` to the `Author` that it refers to by `author`.
    pub const AUTHOR: tw::One<Self, Author> = tw::One::to(0);

    /// The relation from a `Article` to every `Tagging` that refers to it by `article`.
    pub const TAGGINGS: tw::Many<Self, Tagging> = tw::Many::back(0);

    /// A query for every `Article`, in the order of the primary key.
    ///
    /// `SELECT "id", "type", "self", "new", "is_free", "add", "author_id", "price", "discount", "prices", "words", "contact", "created_at", "day", "payload", "shout" FROM "articles" ORDER BY "id"`
    pub fn all<'a>() -> tw::Select<'a, Self> {
        twp::all()
    }

    /// A query for every `Article` that matches a condition, in the order of the primary key.
    pub fn filter<'a>(filter: impl tw::IntoFilter<Self>) -> tw::Select<'a, Self> {
        Self::all().filter(filter)
    }

    /// A query for the `Article` with this primary key.
    ///
    /// `SELECT "id", "type", "self", "new", "is_free", "add", "author_id", "price", "discount", "prices", "words", "contact", "created_at", "day", "payload", "shout" FROM "articles" WHERE "id" = ?1`
    pub fn find<'a>(id: i64) -> tw::Select<'a, Self> {
        twp::find(&[0], [twp::owned_parameter::<Self, _>(0, id)])
    }

    /// An update of the `Article` with this primary key: unset columns keep their values.
    pub fn update<'a>(id: i64) -> tw::Update<'a, Self> {
        Self::find(id).update()
    }

    /// A query for the `Article` with these `author_id` and `contact`, which are unique together.
    ///
    /// `SELECT "id", "type", "self", "new", "is_free", "add", "author_id", "price", "discount", "prices", "words", "contact", "created_at", "day", "payload", "shout" FROM "articles" WHERE "author_id" = ?1 AND "contact" = ?2`
    pub fn find_by_author_id_and_contact(
        author_id: tw::uuid::Uuid,
        contact: &crate::Email,
    ) -> tw::Select<'_, Self> {
        twp::find(
            &[6, 11],
            [
                twp::owned_parameter::<Self, _>(6, author_id),
                twp::borrowed_parameter::<Self, _>(11, contact),
            ],
        )
    }

    /// A query for the `Article` with this `price`, which is unique.
    ///
    /// `SELECT "id", "type", "self", "new", "is_free", "add", "author_id", "price", "discount", "prices", "words", "contact", "created_at", "day", "payload", "shout" FROM "articles" WHERE "price" = ?1`
    pub fn find_by_price<'a>(price: tw::rust_decimal::Decimal) -> tw::Select<'a, Self> {
        twp::find(&[7], [twp::owned_parameter::<Self, _>(7, price)])
    }

    /// A query for the `Article` with these `day` and `type`, which are unique together.
    ///
    /// `SELECT "id", "type", "self", "new", "is_free", "add", "author_id", "price", "discount", "prices", "words", "contact", "created_at", "day", "payload", "shout" FROM "articles" WHERE "day" = ?1 AND "type" = ?2`
    pub fn find_by_day_and_type<'a>(
        day: tw::chrono::NaiveDate,
        r#type: Status,
    ) -> tw::Select<'a, Self> {
        twp::find(
            &[13, 1],
            [
                twp::owned_parameter::<Self, _>(13, day),
                twp::owned_parameter::<Self, _>(1, r#type),
            ],
        )
    }

    /// An insert of a new `Article`: unset columns get their default, or NULL.
    ///
    /// `INSERT INTO "articles" ("is_free", "author_id", "prices", "contact") VALUES (?1, ?2, ?3, ?4) RETURNING "id", "type", "self", "new", "is_free", "add", "author_id", "price", "discount", "prices", "words", "contact", "created_at", "day", "payload", "shout"`
    pub fn insert<'a>(new: NewArticle) -> tw::Insert<'a, Self> {
        twp::insert(new)
    }

    /// An insert of many rows of `Article`: of all, or of none.
    pub fn insert_all<'a, I: IntoIterator<Item: tw::NewRow<'a, Self>>>(
        rows: I,
    ) -> tw::InsertAll<'a, Self, I::IntoIter> {
        twp::insert_all(rows)
    }

    /// An insert of a new `Article`, or an update of the row that has the same unique key.
    pub fn upsert<'a>(
        new: impl tw::IntoInsert<'a, Self>,
        key: impl tw::query::Columns<Self>,
    ) -> tw::Upsert<'a, Self> {
        twp::upsert(new, key)
    }

    /// Writes every field of this `Article` to its row.
    ///
    /// `UPDATE "articles" SET "type" = ?1, "self" = ?2, "new" = ?3, "is_free" = ?4, "add" = ?5, "author_id" = ?6, "price" = ?7, "discount" = ?8, "prices" = ?9, "words" = ?10, "contact" = ?11, "created_at" = ?12, "day" = ?13, "payload" = ?14 WHERE "id" = ?15`
    pub fn save<'c, C: tw::Connection>(&'c self, db: &'c C) -> tw::Output<'c, C> {
        twp::save(self, db)
    }

    /// Deletes the row of this `Article`.
    ///
    /// `DELETE FROM "articles" WHERE "id" = ?1`
    pub fn delete<'c, C: tw::Connection>(&'c self, db: &'c C) -> tw::Output<'c, C> {
        twp::delete(self, db)
    }

    /// A query for the `Author` that this `Article` refers to by `author`.
    ///
    /// `SELECT "id", "name", "PassWord", "token" FROM "authors" WHERE "id" = ?1`
    pub fn author<'a>(&self) -> tw::Select<'a, Author> {
        twp::referred(&[0], [twp::owned_parameter::<Author, _>(0, self.author_id)])
    }

    /// A query for every `Tagging` that refers to this `Article` by `article`.
    ///
    /// `SELECT "article_id", "tag" FROM "taggings" WHERE "article_id" = ?1 ORDER BY "article_id", "tag"`
    pub fn taggings<'a>(&self) -> tw::Select<'a, Tagging> {
        twp::referring(&[0], [twp::owned_parameter::<Tagging, _>(0, self.id)])
    }
}

static __ARTICLE: twp::Table = twp::Table::new(
        "articles",
        &[
            twp::ColumnDef::new("id", twp::Type::BigInt).identity(),
            twp::ColumnDef::new("type", twp::Type::Enum(&["draft", "in review", "gone"]))
                .default(),
            twp::ColumnDef::new("self", twp::Type::String(254)).nullable(),
            twp::ColumnDef::new("new", twp::Type::Text).nullable().default(),
            twp::ColumnDef::new("is_free", twp::Type::Bool),
            twp::ColumnDef::new("add", twp::Type::SmallInt).default(),
            twp::ColumnDef::new("author_id", twp::Type::Uuid),
            twp::ColumnDef::new("price", twp::Type::Decimal(12, 2)).default(),
            twp::ColumnDef::new("discount", twp::Type::Decimal(12, 2)).nullable(),
            twp::ColumnDef::new("prices", twp::Type::Array(&twp::Type::Decimal(12, 2))),
            twp::ColumnDef::new("words", twp::Type::Array(&twp::Type::String(20)))
                .nullable(),
            twp::ColumnDef::new("contact", twp::Type::String(254)),
            twp::ColumnDef::new("created_at", twp::Type::Timestamp).default(),
            twp::ColumnDef::new("day", twp::Type::Date).nullable(),
            twp::ColumnDef::new("payload", twp::Type::Json).nullable().default(),
            twp::ColumnDef::new("shout", twp::Type::Text).generated(),
        ],
        twp::Key::new("pk_articles", &[0]),
    )
    .uniques(
        &[
            twp::Key::new("uq_articles_author_id_contact", &[6, 11]),
            twp::Key::new("uq_articles_price", &[7]),
            twp::Key::new("uq_articles_day_type", &[13, 1]),
            twp::Key::partial("uq_articles_is_free", &[4]),
        ],
    )
    .references(
        &[twp::Reference::new("fk_articles_author_id", &[6], "authors", &["id"])],
    )
    .only(&[tw::Dialect::Sqlite]);

impl tw::Model for Article {
    const TABLE: &'static twp::Table = &__ARTICLE;

    #[inline]
    fn read<R: twp::Row>(row: twp::Fields<'_, R>) -> tw::Result<Self> {
        let (
            (
                id,
                r#type,
                self_,
                new,
                is_free,
                add,
                author_id,
                price,
                discount,
                prices,
                words,
                contact,
            ),
            (created_at, day, payload, shout),
        ) = (row.read(0)?, row.read(12)?);
        Ok(Self {
            id,
            r#type,
            self_,
            new,
            is_free,
            add,
            author_id,
            price,
            discount,
            prices,
            words,
            contact,
            created_at,
            day,
            payload,
            shout,
        })
    }

    #[inline]
    fn values<'a>(&'a self, to: &mut twp::Values<'a>) {
        to.borrowed(0, &self.id);
        to.borrowed(1, &self.r#type);
        to.borrowed(2, &self.self_);
        to.borrowed(3, &self.new);
        to.borrowed(4, &self.is_free);
        to.borrowed(5, &self.add);
        to.borrowed(6, &self.author_id);
        to.borrowed(7, &self.price);
        to.borrowed(8, &self.discount);
        to.borrowed(9, &self.prices);
        to.borrowed(10, &self.words);
        to.borrowed(11, &self.contact);
        to.borrowed(12, &self.created_at);
        to.borrowed(13, &self.day);
        to.borrowed(14, &self.payload);
        to.borrowed(15, &self.shout);
    }
}

/// The required fields of a new `Article`, for inserts.
#[allow(dead_code)]
#[must_use = "a new row is not in the database until it is inserted"]
#[derive(Clone, Debug)]
pub struct NewArticle {
    /// The field `Article.is_free` (`bool`).
    pub is_free: bool,
    /// The field `Article.author_id` (`uuid`): a reference to `Author`.
    pub author_id: tw::uuid::Uuid,
    /// The field `Article.prices` (`decimal(12, 2)[]`).
    pub prices: Vec<tw::rust_decimal::Decimal>,
    /// An address.
    ///
    /// The field `Article.contact` (`string(254)`).
    pub contact: crate::Email,
}

impl<'a> tw::New<'a> for NewArticle {
    type Model = Article;

    #[inline]
    fn values(self, to: &mut twp::Values<'a>) {
        to.owned(4, self.is_free);
        to.owned(6, self.author_id);
        to.owned(9, self.prices);
        to.owned(11, self.contact);
    }
}

/// The model `Author`: a row of the table `authors`.
#[allow(dead_code)]
#[derive(Clone, PartialEq, serde::Serialize)]
pub struct Author {
    /// The field `Author.id` (`uuid`): the primary key.
    pub id: tw::uuid::Uuid,
    /// The field `Author.name` (`string(50)`).
    pub name: String,
    /// The field `Author.password` (`bytes`): in the column `PassWord`.
    #[serde(skip_serializing)]
    pub password: Vec<u8>,
    /// The field `Author.token` (`string(64)?`): unique.
    #[serde(skip_serializing)]
    pub token: Option<String>,
}

impl ::core::fmt::Debug for Author {
    fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
        f.debug_struct("Author")
            .field("id", &self.id)
            .field("name", &self.name)
            .field("password", &format_args!("[redacted]"))
            .field("token", &format_args!("[redacted]"))
            .finish()
    }
}

#[allow(dead_code)]
impl Author {
    /// The column `id` of the field `Author.id`, for queries.
    pub const ID: tw::Column<Self, tw::uuid::Uuid> = tw::Column::new(0);

    /// The column `name` of the field `Author.name`, for queries.
    pub const NAME: tw::Column<Self, String> = tw::Column::new(1);

    /// The column `PassWord` of the field `Author.password`, for queries.
    pub const PASSWORD: tw::Column<Self, Vec<u8>> = tw::Column::new(2);

    /// The column `token` of the field `Author.token`, for queries.
    pub const TOKEN: tw::Column<Self, Option<String>> = tw::Column::new(3);

    /// The relation from a `Author` to every `Article` that refers to it by `author`.
    pub const ARTICLES: tw::Many<Self, Article> = tw::Many::back(0);

    /// A query for every `Author`, in the order of the primary key.
    ///
    /// `SELECT "id", "name", "PassWord", "token" FROM "authors" ORDER BY "id"`
    pub fn all<'a>() -> tw::Select<'a, Self> {
        twp::all()
    }

    /// A query for every `Author` that matches a condition, in the order of the primary key.
    pub fn filter<'a>(filter: impl tw::IntoFilter<Self>) -> tw::Select<'a, Self> {
        Self::all().filter(filter)
    }

    /// A query for the `Author` with this primary key.
    ///
    /// `SELECT "id", "name", "PassWord", "token" FROM "authors" WHERE "id" = ?1`
    pub fn find<'a>(id: tw::uuid::Uuid) -> tw::Select<'a, Self> {
        twp::find(&[0], [twp::owned_parameter::<Self, _>(0, id)])
    }

    /// An update of the `Author` with this primary key: unset columns keep their values.
    pub fn update<'a>(id: tw::uuid::Uuid) -> tw::Update<'a, Self> {
        Self::find(id).update()
    }

    /// A query for the `Author` with this `token`, which is unique.
    ///
    /// `SELECT "id", "name", "PassWord", "token" FROM "authors" WHERE "token" = ?1`
    pub fn find_by_token(token: &str) -> tw::Select<'_, Self> {
        twp::find(&[3], [twp::text_parameter(token)])
    }

    /// An insert of a new `Author`: unset columns get their default, or NULL.
    ///
    /// `INSERT INTO "authors" ("id", "name", "PassWord") VALUES (?1, ?2, ?3) RETURNING "id", "name", "PassWord", "token"`
    pub fn insert(new: NewAuthor<'_>) -> tw::Insert<'_, Self> {
        twp::insert(new)
    }

    /// An insert of many rows of `Author`: of all, or of none.
    pub fn insert_all<'a, I: IntoIterator<Item: tw::NewRow<'a, Self>>>(
        rows: I,
    ) -> tw::InsertAll<'a, Self, I::IntoIter> {
        twp::insert_all(rows)
    }

    /// An insert of a new `Author`, or an update of the row that has the same unique key.
    pub fn upsert<'a>(
        new: impl tw::IntoInsert<'a, Self>,
        key: impl tw::query::Columns<Self>,
    ) -> tw::Upsert<'a, Self> {
        twp::upsert(new, key)
    }

    /// Writes every field of this `Author` to its row.
    ///
    /// `UPDATE "authors" SET "name" = ?1, "PassWord" = ?2, "token" = ?3 WHERE "id" = ?4`
    pub fn save<'c, C: tw::Connection>(&'c self, db: &'c C) -> tw::Output<'c, C> {
        twp::save(self, db)
    }

    /// Deletes the row of this `Author`.
    ///
    /// `DELETE FROM "authors" WHERE "id" = ?1`
    pub fn delete<'c, C: tw::Connection>(&'c self, db: &'c C) -> tw::Output<'c, C> {
        twp::delete(self, db)
    }

    /// A query for every `Article` that refers to this `Author` by `author`.
    ///
    /// `SELECT "id", "type", "self", "new", "is_free", "add", "author_id", "price", "discount", "prices", "words", "contact", "created_at", "day", "payload", "shout" FROM "articles" WHERE "author_id" = ?1 ORDER BY "id"`
    pub fn articles<'a>(&self) -> tw::Select<'a, Article> {
        twp::referring(&[6], [twp::owned_parameter::<Article, _>(6, self.id)])
    }
}

static __AUTHOR: twp::Table = twp::Table::new(
        "authors",
        &[
            twp::ColumnDef::new("id", twp::Type::Uuid),
            twp::ColumnDef::new("name", twp::Type::String(50)),
            twp::ColumnDef::new("PassWord", twp::Type::Bytes(0)),
            twp::ColumnDef::new("token", twp::Type::String(64)).nullable(),
        ],
        twp::Key::new("pk_authors", &[0]),
    )
    .uniques(&[twp::Key::new("uq_authors_token", &[3])])
    .only(&[tw::Dialect::Sqlite]);

impl tw::Model for Author {
    const TABLE: &'static twp::Table = &__AUTHOR;

    #[inline]
    fn read<R: twp::Row>(row: twp::Fields<'_, R>) -> tw::Result<Self> {
        let (id, name, password, token) = row.read(0)?;
        Ok(Self { id, name, password, token })
    }

    #[inline]
    fn values<'a>(&'a self, to: &mut twp::Values<'a>) {
        to.borrowed(0, &self.id);
        to.borrowed(1, &self.name);
        to.borrowed(2, &self.password);
        to.borrowed(3, &self.token);
    }
}

/// The required fields of a new `Author`, for inserts.
#[allow(dead_code)]
#[must_use = "a new row is not in the database until it is inserted"]
#[derive(Clone)]
pub struct NewAuthor<'a> {
    /// The field `Author.id` (`uuid`): the primary key.
    pub id: tw::uuid::Uuid,
    /// The field `Author.name` (`string(50)`).
    pub name: ::std::borrow::Cow<'a, str>,
    /// The field `Author.password` (`bytes`): in the column `PassWord`.
    pub password: ::std::borrow::Cow<'a, [u8]>,
}

impl ::core::fmt::Debug for NewAuthor<'_> {
    fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
        f.debug_struct("NewAuthor")
            .field("id", &self.id)
            .field("name", &self.name)
            .field("password", &format_args!("[redacted]"))
            .finish()
    }
}

impl<'a> tw::New<'a> for NewAuthor<'a> {
    type Model = Author;

    #[inline]
    fn values(self, to: &mut twp::Values<'a>) {
        to.owned(0, self.id);
        to.text(1, self.name);
        to.bytes(2, self.password);
    }
}

/// The model `Tagging`: a row of the table `taggings`.
#[allow(dead_code)]
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct Tagging {
    /// The field `Tagging.article_id` (`bigint`): part of the primary key, a reference to `Article`.
    pub article_id: i64,
    /// The field `Tagging.tag` (`string(30)`): part of the primary key.
    pub tag: String,
}

#[allow(dead_code)]
impl Tagging {
    /// The column `article_id` of the field `Tagging.article_id`, for queries.
    pub const ARTICLE_ID: tw::Column<Self, i64> = tw::Column::new(0);

    /// The column `tag` of the field `Tagging.tag`, for queries.
    pub const TAG: tw::Column<Self, String> = tw::Column::new(1);

    /// The relation from a `Tagging` to the `Article` that it refers to by `article`.
    pub const ARTICLE: tw::One<Self, Article> = tw::One::to(0);

    /// A query for every `Tagging`, in the order of the primary key.
    ///
    /// `SELECT "article_id", "tag" FROM "taggings" ORDER BY "article_id", "tag"`
    pub fn all<'a>() -> tw::Select<'a, Self> {
        twp::all()
    }

    /// A query for every `Tagging` that matches a condition, in the order of the primary key.
    pub fn filter<'a>(filter: impl tw::IntoFilter<Self>) -> tw::Select<'a, Self> {
        Self::all().filter(filter)
    }

    /// A query for the `Tagging` with this primary key.
    ///
    /// `SELECT "article_id", "tag" FROM "taggings" WHERE "article_id" = ?1 AND "tag" = ?2`
    pub fn find(article_id: i64, tag: &str) -> tw::Select<'_, Self> {
        twp::find(
            &[0, 1],
            [twp::owned_parameter::<Self, _>(0, article_id), twp::text_parameter(tag)],
        )
    }

    /// An update of the `Tagging` with this primary key: unset columns keep their values.
    pub fn update(article_id: i64, tag: &str) -> tw::Update<'_, Self> {
        Self::find(article_id, tag).update()
    }

    /// An insert of a new `Tagging`: unset columns get their default, or NULL.
    ///
    /// `INSERT INTO "taggings" ("article_id", "tag") VALUES (?1, ?2) RETURNING "article_id", "tag"`
    pub fn insert(new: NewTagging<'_>) -> tw::Insert<'_, Self> {
        twp::insert(new)
    }

    /// An insert of many rows of `Tagging`: of all, or of none.
    pub fn insert_all<'a, I: IntoIterator<Item: tw::NewRow<'a, Self>>>(
        rows: I,
    ) -> tw::InsertAll<'a, Self, I::IntoIter> {
        twp::insert_all(rows)
    }

    /// An insert of a new `Tagging`, or an update of the row that has the same unique key.
    pub fn upsert<'a>(
        new: impl tw::IntoInsert<'a, Self>,
        key: impl tw::query::Columns<Self>,
    ) -> tw::Upsert<'a, Self> {
        twp::upsert(new, key)
    }

    /// Deletes the row of this `Tagging`.
    ///
    /// `DELETE FROM "taggings" WHERE "article_id" = ?1 AND "tag" = ?2`
    pub fn delete<'c, C: tw::Connection>(&'c self, db: &'c C) -> tw::Output<'c, C> {
        twp::delete(self, db)
    }

    /// A query for the `Article` that this `Tagging` refers to by `article`.
    ///
    /// `SELECT "id", "type", "self", "new", "is_free", "add", "author_id", "price", "discount", "prices", "words", "contact", "created_at", "day", "payload", "shout" FROM "articles" WHERE "id" = ?1`
    pub fn article<'a>(&self) -> tw::Select<'a, Article> {
        twp::referred(&[0], [twp::owned_parameter::<Article, _>(0, self.article_id)])
    }
}

static __TAGGING: twp::Table = twp::Table::new(
        "taggings",
        &[
            twp::ColumnDef::new("article_id", twp::Type::BigInt),
            twp::ColumnDef::new("tag", twp::Type::String(30)),
        ],
        twp::Key::new("pk_taggings", &[0, 1]),
    )
    .references(
        &[twp::Reference::new("fk_taggings_article_id", &[0], "articles", &["id"])],
    )
    .only(&[tw::Dialect::Sqlite]);

impl tw::Model for Tagging {
    const TABLE: &'static twp::Table = &__TAGGING;

    #[inline]
    fn read<R: twp::Row>(row: twp::Fields<'_, R>) -> tw::Result<Self> {
        let (article_id, tag) = row.read(0)?;
        Ok(Self { article_id, tag })
    }

    #[inline]
    fn values<'a>(&'a self, to: &mut twp::Values<'a>) {
        to.borrowed(0, &self.article_id);
        to.borrowed(1, &self.tag);
    }
}

/// The required fields of a new `Tagging`, for inserts.
#[allow(dead_code)]
#[must_use = "a new row is not in the database until it is inserted"]
#[derive(Clone, Debug)]
pub struct NewTagging<'a> {
    /// The field `Tagging.article_id` (`bigint`): part of the primary key, a reference to `Article`.
    pub article_id: i64,
    /// The field `Tagging.tag` (`string(30)`): part of the primary key.
    pub tag: ::std::borrow::Cow<'a, str>,
}

impl<'a> tw::New<'a> for NewTagging<'a> {
    type Model = Tagging;

    #[inline]
    fn values(self, to: &mut twp::Values<'a>) {
        to.owned(0, self.article_id);
        to.text(1, self.tag);
    }
}

/// Nothing but a key.
///
/// The model `Counter`: a row of the table `counters`.
#[allow(dead_code)]
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct Counter {
    /// The field `Counter.id` (`id`): the primary key, auto-increment.
    pub id: i64,
}

#[allow(dead_code)]
impl Counter {
    /// The column `id` of the field `Counter.id`, for queries.
    pub const ID: tw::Column<Self, i64> = tw::Column::new(0);

    /// A query for every `Counter`, in the order of the primary key.
    ///
    /// `SELECT "id" FROM "counters" ORDER BY "id"`
    pub fn all<'a>() -> tw::Select<'a, Self> {
        twp::all()
    }

    /// A query for every `Counter` that matches a condition, in the order of the primary key.
    pub fn filter<'a>(filter: impl tw::IntoFilter<Self>) -> tw::Select<'a, Self> {
        Self::all().filter(filter)
    }

    /// A query for the `Counter` with this primary key.
    ///
    /// `SELECT "id" FROM "counters" WHERE "id" = ?1`
    pub fn find<'a>(id: i64) -> tw::Select<'a, Self> {
        twp::find(&[0], [twp::owned_parameter::<Self, _>(0, id)])
    }

    /// An update of the `Counter` with this primary key: unset columns keep their values.
    pub fn update<'a>(id: i64) -> tw::Update<'a, Self> {
        Self::find(id).update()
    }

    /// An insert of a new `Counter`: unset columns get their default, or NULL.
    ///
    /// `INSERT INTO "counters" DEFAULT VALUES RETURNING "id"`
    pub fn insert<'a>(new: NewCounter) -> tw::Insert<'a, Self> {
        twp::insert(new)
    }

    /// An insert of many rows of `Counter`: of all, or of none.
    pub fn insert_all<'a, I: IntoIterator<Item: tw::NewRow<'a, Self>>>(
        rows: I,
    ) -> tw::InsertAll<'a, Self, I::IntoIter> {
        twp::insert_all(rows)
    }

    /// An insert of a new `Counter`, or an update of the row that has the same unique key.
    pub fn upsert<'a>(
        new: impl tw::IntoInsert<'a, Self>,
        key: impl tw::query::Columns<Self>,
    ) -> tw::Upsert<'a, Self> {
        twp::upsert(new, key)
    }

    /// Deletes the row of this `Counter`.
    ///
    /// `DELETE FROM "counters" WHERE "id" = ?1`
    pub fn delete<'c, C: tw::Connection>(&'c self, db: &'c C) -> tw::Output<'c, C> {
        twp::delete(self, db)
    }
}

static __COUNTER: twp::Table = twp::Table::new(
        "counters",
        &[twp::ColumnDef::new("id", twp::Type::BigInt).identity()],
        twp::Key::new("pk_counters", &[0]),
    )
    .only(&[tw::Dialect::Sqlite]);

impl tw::Model for Counter {
    const TABLE: &'static twp::Table = &__COUNTER;

    #[inline]
    fn read<R: twp::Row>(row: twp::Fields<'_, R>) -> tw::Result<Self> {
        let (id,) = row.read(0)?;
        Ok(Self { id })
    }

    #[inline]
    fn values<'a>(&'a self, to: &mut twp::Values<'a>) {
        to.borrowed(0, &self.id);
    }
}

/// The required fields of a new `Counter`, for inserts.
#[allow(dead_code)]
#[must_use = "a new row is not in the database until it is inserted"]
#[derive(Clone, Debug)]
pub struct NewCounter {}

impl<'a> tw::New<'a> for NewCounter {
    type Model = Counter;

    #[inline]
    fn values(self, _: &mut twp::Values<'a>) {}
}
