// Written by tablewright from models.yaml. A change to this file is lost: change models.yaml.

use ::tablewright as tw;
::tablewright::requires!(chrono, "`timestamp`");
::tablewright::requires!(decimal, "`decimal`");
::tablewright::requires!(json, "`[]`");
::tablewright::requires!(uuid, "`uuid`");

/// The tables, as a script for `SQLite`: any client can run it, also a second time.
#[allow(dead_code)]
pub const SCHEMA_SQL: &str = sqlite::SCHEMA_SQL;

/// The fingerprint of the tables: another one when anything about them changes.
#[allow(dead_code)]
pub const SCHEMA_HASH: &str = "dfec464ec13a83c4e0f933b2d20d8b68";

/// What is written for `SQLite`.
#[allow(dead_code)]
pub mod sqlite {
    /// The tables, as a script for `SQLite`: any client can run it, also a second time.
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
    CONSTRAINT "ck_articles_prices_type" CHECK (typeof("prices") = 'text' AND json_valid("prices") AND json_type("prices") = 'array'),
    CONSTRAINT "ck_articles_words_type" CHECK (typeof("words") IN ('text', 'null') AND json_valid("words") AND json_type("words") = 'array'),
    CONSTRAINT "ck_articles_contact_type" CHECK (typeof("contact") = 'text' AND length("contact") <= 254),
    CONSTRAINT "ck_articles_created_at_type" CHECK (substr("created_at", 1, 19) IS datetime(substr("created_at", 1, 19)) AND substr("created_at", 20) GLOB '.[0-9][0-9][0-9][0-9][0-9][0-9]Z' AND "created_at" >= '0001-01-01'),
    CONSTRAINT "ck_articles_day_type" CHECK ("day" IS date("day") AND "day" >= '0001-01-01'),
    CONSTRAINT "ck_articles_payload_type" CHECK (typeof("payload") IN ('text', 'null') AND json_valid("payload")),
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

    /// Drops the tables and all that is in them, as a script for `SQLite`.
    pub const DROP_SQL: &str = r#"DROP TABLE IF EXISTS "counters";

DROP TABLE IF EXISTS "taggings";

DROP TABLE IF EXISTS "articles";

DROP TABLE IF EXISTS "authors";
"#;
}

/// The tables and their scripts: what `create_all` and `drop_all` run.
#[allow(dead_code)]
pub static SCHEMA: tw::Schema = tw::Schema {
    name: module_path!(),
    hash: SCHEMA_HASH,
    tables: &[
        <Article as tw::Model>::MODEL,
        <Author as tw::Model>::MODEL,
        <Tagging as tw::Model>::MODEL,
        <Counter as tw::Model>::MODEL,
    ],
    create: tw::Scripts {
        sqlite: tw::Script {
            text: sqlite::SCHEMA_SQL,
            ends: &[626, 3322, 3411, 3513, 3964, 4076],
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

/// Where an article stands.
///
/// One of a closed set of texts.
#[allow(dead_code)]
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
pub enum Status {
    /// The text `draft`.
    Draft,
    /// Somebody reads it.
    ///
    /// The text `in review`.
    InReview,
    /// The text `gone`.
    Gone,
}

#[allow(dead_code)]
impl Status {
    /// Every value, in the order of the file.
    pub const ALL: &'static [Self] = &[Self::Draft, Self::InReview, Self::Gone];

    /// The text in the database.
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

/// What is written and read.
///
/// It has `code`, "quotes" and a \ backslash.
///
/// A row of `articles`.
#[allow(dead_code)]
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Article {
    /// `id`, the primary key, counted by the database.
    pub id: i64,
    /// `Status`, with a default.
    pub r#type: Status,
    /// An address.
    ///
    /// `string(254)?`, in the column `self`.
    pub self_: Option<crate::Email>,
    /// `text?`, with a default.
    pub new: Option<String>,
    /// `bool`.
    pub is_free: bool,
    /// `smallint`, with a default.
    pub add: i16,
    /// `uuid`, a reference to `Author`.
    pub author_id: tw::uuid::Uuid,
    /// `decimal(12, 2)`, with a default, unique.
    pub price: tw::rust_decimal::Decimal,
    /// `decimal(12, 2)?`.
    pub discount: Option<tw::rust_decimal::Decimal>,
    /// `decimal(12, 2)[]`.
    pub prices: Vec<tw::rust_decimal::Decimal>,
    /// `string(20)[]?`.
    pub words: Option<Vec<String>>,
    /// An address.
    ///
    /// `string(254)`.
    pub contact: crate::Email,
    /// `timestamp`, with a default.
    pub created_at: tw::chrono::DateTime<tw::chrono::Utc>,
    /// `date?`.
    pub day: Option<tw::chrono::NaiveDate>,
    /// `json?`, with a default.
    #[serde(skip)]
    pub payload: Option<tw::serde_json::Value>,
    /// `text`, computed by the database.
    pub shout: String,
}

#[allow(dead_code)]
impl Article {
    /// The column `id`.
    pub const ID: tw::Column<Self, i64> = tw::Column::new("id", tw::column::plain);
    /// The column `type`.
    pub const TYPE: tw::Column<Self, Status> = tw::Column::new("type", tw::column::plain);
    /// The column `self`.
    pub const SELF_: tw::Column<Self, Option<crate::Email>> =
        tw::Column::new("self", tw::column::custom_or_null).nullable().limit(254);
    /// The column `new`.
    pub const NEW: tw::Column<Self, Option<String>> =
        tw::Column::new("new", tw::column::plain).nullable();
    /// The column `is_free`.
    pub const IS_FREE: tw::Column<Self, bool> = tw::Column::new("is_free", tw::column::plain);
    /// The column `add`.
    pub const ADD: tw::Column<Self, i16> = tw::Column::new("add", tw::column::plain);
    /// The column `author_id`.
    pub const AUTHOR_ID: tw::Column<Self, tw::uuid::Uuid> =
        tw::Column::new("author_id", tw::column::plain);
    /// The column `price`.
    pub const PRICE: tw::Column<Self, tw::rust_decimal::Decimal> = tw::Column::new("price", | value: tw::rust_decimal::Decimal | tw::statement::Arg::decimal(value, 12, 2)).scale(
        2,
    );
    /// The column `discount`.
    pub const DISCOUNT: tw::Column<Self, Option<tw::rust_decimal::Decimal>> = tw::Column::new(
            "discount",
            | value: Option<tw::rust_decimal::Decimal> | value.map_or(
                tw::statement::Arg::Null,
                | value | tw::statement::Arg::decimal(value, 12, 2),
            ),
        )
        .nullable()
        .scale(2);
    /// The column `prices`.
    pub const PRICES: tw::Column<Self, Vec<tw::rust_decimal::Decimal>> = tw::Column::new(
        "prices",
        | value: Vec<tw::rust_decimal::Decimal> | tw::column::list(
            value.into_iter().map(| item | tw::statement::Arg::decimal(item, 12, 2)).collect(),
        ),
    );
    /// The column `words`.
    pub const WORDS: tw::Column<Self, Option<Vec<String>>> =
        tw::Column::new("words", tw::column::list_or_null).nullable();
    /// The column `contact`.
    pub const CONTACT: tw::Column<Self, crate::Email> =
        tw::Column::new("contact", tw::column::custom).limit(254);
    /// The column `created_at`.
    pub const CREATED_AT: tw::Column<Self, tw::chrono::DateTime<tw::chrono::Utc>> =
        tw::Column::new("created_at", tw::column::plain);
    /// The column `day`.
    pub const DAY: tw::Column<Self, Option<tw::chrono::NaiveDate>> =
        tw::Column::new("day", tw::column::plain).nullable();
    /// The column `payload`.
    pub const PAYLOAD: tw::Column<Self, Option<tw::serde_json::Value>> = tw::Column::new(
        "payload",
        | value: Option<tw::serde_json::Value> | value.map_or(
            tw::statement::Arg::Null,
            | value | tw::statement::Arg::json(&value),
        ),
    ).nullable();
    /// The column `shout`.
    pub const SHOUT: tw::Column<Self, String> = tw::Column::new("shout", tw::column::plain);

    /// Every row, in the order of the primary key.
    ///
    /// `SELECT "id", "type", "self", "new", "is_free", "add", "author_id", "price", "discount", "prices", "words", "contact", "created_at", "day", "payload", "shout" FROM "articles" ORDER BY "id"`
    #[inline]
    pub fn all() -> tw::Select<'static, Self> {
        static LOOKUP: tw::Lookup = tw::Lookup::NONE.sqlite([
            r#"SELECT "id", "type", "self", "new", "is_free", "add", "author_id", "price", "discount", "prices", "words", "contact", "created_at", "day", "payload", "shout" FROM "articles" ORDER BY "id""#,
            r#"SELECT count(*) FROM "articles""#,
            r#"SELECT EXISTS (SELECT 1 FROM "articles")"#,
            r#"DELETE FROM "articles""#,
        ]);
        tw::Select::new(&LOOKUP, [])
    }

    /// The rows for which a condition holds, in the order of the primary key.
    ///
    /// `SELECT "id", "type", "self", "new", "is_free", "add", "author_id", "price", "discount", "prices", "words", "contact", "created_at", "day", "payload", "shout" FROM "articles" WHERE … ORDER BY "id"`
    #[inline]
    pub fn filter(filter: tw::Filter<Self>) -> tw::Select<'static, Self> {
        Self::all().filter(filter)
    }

    /// The row with this primary key.
    ///
    /// `SELECT "id", "type", "self", "new", "is_free", "add", "author_id", "price", "discount", "prices", "words", "contact", "created_at", "day", "payload", "shout" FROM "articles" WHERE "id" = ?1`
    #[inline]
    pub fn find(id: i64) -> tw::Select<'static, Self> {
        tw::Select::new(<Self as tw::Model>::FIND, [id.into()])
    }

    /// A change of the row with this primary key: what is not set stays.
    ///
    /// `UPDATE "articles" SET … WHERE "id" = …`
    #[inline]
    pub fn update(id: i64) -> tw::Update<'static, Self> {
        Self::find(id).update()
    }

    /// The row with these `author_id` and `contact`, which are unique together.
    ///
    /// `SELECT "id", "type", "self", "new", "is_free", "add", "author_id", "price", "discount", "prices", "words", "contact", "created_at", "day", "payload", "shout" FROM "articles" WHERE "author_id" = ?1 AND "contact" = ?2`
    #[inline]
    pub fn find_by_author_id_and_contact(
        author_id: tw::uuid::Uuid,
        contact: &crate::Email,
    ) -> tw::Select<'static, Self> {
        static LOOKUP: tw::Lookup = tw::Lookup::NONE.sqlite([
            r#"SELECT "id", "type", "self", "new", "is_free", "add", "author_id", "price", "discount", "prices", "words", "contact", "created_at", "day", "payload", "shout" FROM "articles" WHERE "author_id" = ?1 AND "contact" = ?2"#,
            r#"SELECT count(*) FROM "articles" WHERE "author_id" = ?1 AND "contact" = ?2"#,
            r#"SELECT EXISTS (SELECT 1 FROM "articles" WHERE "author_id" = ?1 AND "contact" = ?2)"#,
            r#"DELETE FROM "articles" WHERE "author_id" = ?1 AND "contact" = ?2"#,
        ]);
        tw::Select::new(&LOOKUP, [author_id.into(), tw::Custom::to_stored(contact).into()])
    }

    /// The row with this `price`, which is unique.
    ///
    /// `SELECT "id", "type", "self", "new", "is_free", "add", "author_id", "price", "discount", "prices", "words", "contact", "created_at", "day", "payload", "shout" FROM "articles" WHERE "price" = ?1`
    #[inline]
    pub fn find_by_price(price: tw::rust_decimal::Decimal) -> tw::Select<'static, Self> {
        static LOOKUP: tw::Lookup = tw::Lookup::NONE.sqlite([
            r#"SELECT "id", "type", "self", "new", "is_free", "add", "author_id", "price", "discount", "prices", "words", "contact", "created_at", "day", "payload", "shout" FROM "articles" WHERE "price" = ?1"#,
            r#"SELECT count(*) FROM "articles" WHERE "price" = ?1"#,
            r#"SELECT EXISTS (SELECT 1 FROM "articles" WHERE "price" = ?1)"#,
            r#"DELETE FROM "articles" WHERE "price" = ?1"#,
        ]);
        tw::Select::new(&LOOKUP, [tw::statement::Arg::decimal(price, 12, 2)])
    }

    /// The row with these `day` and `type`, which are unique together.
    ///
    /// `SELECT "id", "type", "self", "new", "is_free", "add", "author_id", "price", "discount", "prices", "words", "contact", "created_at", "day", "payload", "shout" FROM "articles" WHERE "day" = ?1 AND "type" = ?2`
    #[inline]
    pub fn find_by_day_and_type(
        day: tw::chrono::NaiveDate,
        r#type: Status,
    ) -> tw::Select<'static, Self> {
        static LOOKUP: tw::Lookup = tw::Lookup::NONE.sqlite([
            r#"SELECT "id", "type", "self", "new", "is_free", "add", "author_id", "price", "discount", "prices", "words", "contact", "created_at", "day", "payload", "shout" FROM "articles" WHERE "day" = ?1 AND "type" = ?2"#,
            r#"SELECT count(*) FROM "articles" WHERE "day" = ?1 AND "type" = ?2"#,
            r#"SELECT EXISTS (SELECT 1 FROM "articles" WHERE "day" = ?1 AND "type" = ?2)"#,
            r#"DELETE FROM "articles" WHERE "day" = ?1 AND "type" = ?2"#,
        ]);
        tw::Select::new(&LOOKUP, [day.into(), r#type.into()])
    }

    /// New rows, all of which are inserted or none, many in one statement.
    ///
    /// `INSERT INTO "articles" ("type", "self", "new", "is_free", "add", "author_id", "price", "discount", "prices", "words", "contact", "created_at", "day", "payload", "id") VALUES (coalesce(?1, 'draft'), ?2, CASE WHEN ?3 THEN ?4 ELSE 'nothing' END, ?5, coalesce(?6, 1), ?7, coalesce(?8, 0), ?9, ?10, ?11, ?12, coalesce(?13, strftime('%Y-%m-%d %H:%M:%f', 'now') || '000Z'), ?14, CASE WHEN ?15 THEN ?16 ELSE '{"a":1}' END, ?17), …`
    pub fn insert_all<C: ::core::iter::IntoIterator<Item = NewArticle>>(
        rows: C,
    ) -> tw::InsertAll<C::IntoIter> {
        tw::InsertAll::new(rows)
    }

    /// Writes every field of the row, which is found by its primary key.
    ///
    /// `UPDATE "articles" SET "type" = ?1, "self" = ?2, "new" = ?3, "is_free" = ?4, "add" = ?5, "author_id" = ?6, "price" = ?7, "discount" = ?8, "prices" = ?9, "words" = ?10, "contact" = ?11, "created_at" = ?12, "day" = ?13, "payload" = ?14 WHERE "id" = ?15`
    pub fn save<'c, C: tw::Connection>(&'c self, db: &'c C) -> C::Output<'c, tw::Result<()>> {
        tw::statement::save(self, db)
    }

    /// Deletes the row, which is found by its primary key.
    ///
    /// `DELETE FROM "articles" WHERE "id" = ?1`
    pub fn delete<'c, C: tw::Connection>(&'c self, db: &'c C) -> C::Output<'c, tw::Result<()>> {
        tw::statement::delete(self, db)
    }
}

impl tw::model::FromRow for Article {
    const TABLE: Option<&'static tw::model::Table> = Some(<Self as tw::Model>::MODEL);

    #[inline]
    fn from_row<R: tw::value::Row>(row: &R) -> tw::Result<Self> {
        Ok(Self {
            id: row.get(0)?,
            r#type: row.get(1)?,
            self_: tw::custom::read_opt(row.get_opt::<String>(2)?, 2)?,
            new: row.get_opt(3)?,
            is_free: row.get(4)?,
            add: row.get(5)?,
            author_id: row.get(6)?,
            price: tw::types::decimal::read(row, 7, 2)?,
            discount: tw::types::decimal::read_opt(row, 8, 2)?,
            prices: tw::types::decimal::read_list(row, 9, 2)?,
            words: row.get_opt(10)?,
            contact: tw::custom::read(row.get::<String>(11)?, 11)?,
            created_at: row.get(12)?,
            day: row.get_opt(13)?,
            payload: row.get_opt(14)?,
            shout: row.get(15)?,
        })
    }
}

impl tw::Model for Article {
    const MODEL: &'static tw::model::Table = &tw::model::Table {
        name: "articles",
        columns: &[
            "id",
            "type",
            "self",
            "new",
            "is_free",
            "add",
            "author_id",
            "price",
            "discount",
            "prices",
            "words",
            "contact",
            "created_at",
            "day",
            "payload",
            "shout",
        ],
        constraints: &[
            tw::model::Constraint::new("pk_articles", &["id"], tw::model::Rule::PrimaryKey),
            tw::model::Constraint::new(
                "uq_articles_author_id_contact",
                &["author_id", "contact"],
                tw::model::Rule::Unique,
            ),
            tw::model::Constraint::new("uq_articles_price", &["price"], tw::model::Rule::Unique),
            tw::model::Constraint::new(
                "uq_articles_day_type",
                &["day", "type"],
                tw::model::Rule::Unique,
            ),
            tw::model::Constraint::new(
                "uq_articles_is_free",
                &["is_free"],
                tw::model::Rule::Unique,
            ),
            tw::model::Constraint::new(
                "fk_articles_author_id",
                &["author_id"],
                tw::model::Rule::ForeignKey {
                    table: "authors",
                    columns: &["id"],
                },
            ),
        ],
    };
    const FIND: &'static tw::Lookup = &tw::Lookup::NONE.sqlite([
        r#"SELECT "id", "type", "self", "new", "is_free", "add", "author_id", "price", "discount", "prices", "words", "contact", "created_at", "day", "payload", "shout" FROM "articles" WHERE "id" = ?1"#,
        r#"SELECT count(*) FROM "articles" WHERE "id" = ?1"#,
        r#"SELECT EXISTS (SELECT 1 FROM "articles" WHERE "id" = ?1)"#,
        r#"DELETE FROM "articles" WHERE "id" = ?1"#,
    ]);
    const SAVE: &'static tw::Sql = &tw::Sql::NONE.sqlite(
        r#"UPDATE "articles" SET "type" = ?1, "self" = ?2, "new" = ?3, "is_free" = ?4, "add" = ?5, "author_id" = ?6, "price" = ?7, "discount" = ?8, "prices" = ?9, "words" = ?10, "contact" = ?11, "created_at" = ?12, "day" = ?13, "payload" = ?14 WHERE "id" = ?15"#,
    );
    const DELETE: &'static tw::Sql = &<Self as tw::Model>::FIND.delete;

    #[inline]
    fn bind_row<B: tw::value::Binder>(&self, to: &mut B) -> tw::Result<()> {
        to.value(&self.r#type)?;
        tw::types::text::bind_opt(
            to,
            self.self_.as_ref().map(tw::Custom::to_stored).as_ref(),
            254,
        )?;
        to.value_or_null(self.new.as_ref())?;
        to.value(&self.is_free)?;
        to.value(&self.add)?;
        to.value(&self.author_id)?;
        tw::types::decimal::bind(to, &self.price, 12, 2)?;
        tw::types::decimal::bind_opt(to, self.discount.as_ref(), 12, 2)?;
        tw::types::decimal::bind_list(to, &self.prices, 12, 2)?;
        tw::types::text::bind_list_opt(to, self.words.as_ref(), 20)?;
        tw::types::text::bind(to, &tw::Custom::to_stored(&self.contact), 254)?;
        to.value(&self.created_at)?;
        to.value_or_null(self.day.as_ref())?;
        to.value_or_null(self.payload.as_ref())?;
        tw::Model::bind_key(self, to)
    }

    #[inline]
    fn bind_key<B: tw::value::Binder>(&self, to: &mut B) -> tw::Result<()> {
        to.value(&self.id)?;
        Ok(())
    }
}

#[allow(dead_code, clippy::wrong_self_convention, clippy::should_implement_trait)]
impl Article {
    /// The relation to the `Author` that the row refers to.
    pub const AUTHOR: tw::One<Self, Author> = tw::One::new(&tw::relation::Link::new(
        (<Self as tw::Model>::MODEL, &[6]),
        (<Author as tw::Model>::MODEL, &[0]),
        &[tw::relation::Kind::Uuid],
    ));

    /// The `Author` that the row refers to.
    ///
    /// `SELECT "id", "name", "PassWord", "token" FROM "authors" WHERE "id" = ?1`
    pub fn author(&self) -> tw::Select<'static, Author> {
        tw::Select::new(<Author as tw::Model>::FIND, [self.author_id.into()])
    }

    /// The relation to every `Tagging` that refers to the row by `article`.
    pub const TAGGINGS: tw::Many<Self, Tagging> = tw::Many::back(Tagging::ARTICLE.link());

    /// Every `Tagging` that refers to the row by `article`, in the order of the primary key.
    ///
    /// `SELECT "article_id", "tag" FROM "taggings" WHERE "article_id" = ?1 ORDER BY "article_id", "tag"`
    pub fn taggings(&self) -> tw::Select<'static, Tagging> {
        static LOOKUP: tw::Lookup = tw::Lookup::NONE.sqlite([
            r#"SELECT "article_id", "tag" FROM "taggings" WHERE "article_id" = ?1 ORDER BY "article_id", "tag""#,
            r#"SELECT count(*) FROM "taggings" WHERE "article_id" = ?1"#,
            r#"SELECT EXISTS (SELECT 1 FROM "taggings" WHERE "article_id" = ?1)"#,
            r#"DELETE FROM "taggings" WHERE "article_id" = ?1"#,
        ]);
        tw::Select::new(&LOOKUP, [self.id.into()])
    }
}

/// A row of `articles` that is not there yet.
#[allow(dead_code)]
#[allow(clippy::option_option)]
#[derive(Clone, Debug)]
#[must_use = "a new row is not in the database before `insert`"]
pub struct NewArticle {
    id: Option<i64>,
    r#type: Option<Status>,
    self_: Option<crate::Email>,
    new: Option<Option<String>>,
    is_free: bool,
    add: Option<i16>,
    author_id: tw::uuid::Uuid,
    price: Option<tw::rust_decimal::Decimal>,
    discount: Option<tw::rust_decimal::Decimal>,
    prices: Vec<tw::rust_decimal::Decimal>,
    words: Option<Vec<String>>,
    contact: crate::Email,
    created_at: Option<tw::chrono::DateTime<tw::chrono::Utc>>,
    day: Option<tw::chrono::NaiveDate>,
    payload: Option<Option<tw::serde_json::Value>>,
}

#[allow(dead_code)]
impl NewArticle {
    /// A row with the values that it has to have.
    #[inline]
    pub fn new(
        is_free: bool,
        author_id: tw::uuid::Uuid,
        prices: Vec<tw::rust_decimal::Decimal>,
        contact: crate::Email,
    ) -> Self {
        Self {
            id: None,
            r#type: None,
            self_: None,
            new: None,
            is_free,
            add: None,
            author_id,
            price: None,
            discount: None,
            prices,
            words: None,
            contact,
            created_at: None,
            day: None,
            payload: None,
        }
    }

    /// Sets `id`; otherwise the database counts.
    #[inline]
    pub fn id(mut self, id: i64) -> Self {
        self.id = Some(id);
        self
    }

    /// Sets `type`; otherwise it is the default.
    #[inline]
    pub fn r#type(mut self, r#type: Status) -> Self {
        self.r#type = Some(r#type);
        self
    }

    /// Sets `self_`; otherwise it is NULL.
    pub fn self_(mut self, self_: impl tw::IntoNullable<crate::Email>) -> Self {
        self.self_ = self_.into_nullable();
        self
    }

    /// Sets `new`; otherwise it is the default.
    pub fn new_(mut self, new: impl tw::IntoNullable<String>) -> Self {
        self.new = Some(new.into_nullable());
        self
    }

    /// Sets `add`; otherwise it is the default.
    #[allow(clippy::should_implement_trait)]
    #[inline]
    pub fn add(mut self, add: i16) -> Self {
        self.add = Some(add);
        self
    }

    /// Sets `price`; otherwise it is the default.
    #[inline]
    pub fn price(mut self, price: tw::rust_decimal::Decimal) -> Self {
        self.price = Some(price);
        self
    }

    /// Sets `discount`; otherwise it is NULL.
    pub fn discount(mut self, discount: impl tw::IntoNullable<tw::rust_decimal::Decimal>) -> Self {
        self.discount = discount.into_nullable();
        self
    }

    /// Sets `words`; otherwise it is NULL.
    pub fn words(mut self, words: impl tw::IntoNullable<Vec<String>>) -> Self {
        self.words = words.into_nullable();
        self
    }

    /// Sets `created_at`; otherwise it is the default.
    #[inline]
    pub fn created_at(mut self, created_at: tw::chrono::DateTime<tw::chrono::Utc>) -> Self {
        self.created_at = Some(created_at);
        self
    }

    /// Sets `day`; otherwise it is NULL.
    pub fn day(mut self, day: impl tw::IntoNullable<tw::chrono::NaiveDate>) -> Self {
        self.day = day.into_nullable();
        self
    }

    /// Sets `payload`; otherwise it is the default.
    pub fn payload(mut self, payload: impl tw::IntoNullable<tw::serde_json::Value>) -> Self {
        self.payload = Some(payload.into_nullable());
        self
    }

    /// Inserts the row, and returns it as the database has it.
    ///
    /// `INSERT INTO "articles" ("type", "self", "new", "is_free", "add", "author_id", "price", "discount", "prices", "words", "contact", "created_at", "day", "payload", "id") VALUES (coalesce(?1, 'draft'), ?2, CASE WHEN ?3 THEN ?4 ELSE 'nothing' END, ?5, coalesce(?6, 1), ?7, coalesce(?8, 0), ?9, ?10, ?11, ?12, coalesce(?13, strftime('%Y-%m-%d %H:%M:%f', 'now') || '000Z'), ?14, CASE WHEN ?15 THEN ?16 ELSE '{"a":1}' END, ?17) RETURNING "id", "type", "self", "new", "is_free", "add", "author_id", "price", "discount", "prices", "words", "contact", "created_at", "day", "payload", "shout"`
    pub fn insert<C: tw::Connection>(self, db: &C) -> C::Output<'_, tw::Result<Article>> {
        tw::statement::insert(self, db)
    }

    /// A new row, or a change of the one that is like it in the columns of a unique key.
    ///
    /// `INSERT INTO "articles" ("type", "self", "new", "is_free", "add", "author_id", "price", "discount", "prices", "words", "contact", "created_at", "day", "payload", "id") VALUES (coalesce(?1, 'draft'), ?2, CASE WHEN ?3 THEN ?4 ELSE 'nothing' END, ?5, coalesce(?6, 1), ?7, coalesce(?8, 0), ?9, ?10, ?11, ?12, coalesce(?13, strftime('%Y-%m-%d %H:%M:%f', 'now') || '000Z'), ?14, CASE WHEN ?15 THEN ?16 ELSE '{"a":1}' END, ?17) ON CONFLICT (…) DO UPDATE SET … RETURNING "id", "type", "self", "new", "is_free", "add", "author_id", "price", "discount", "prices", "words", "contact", "created_at", "day", "payload", "shout"`
    pub fn upsert(self, key: impl tw::query::Columns<Article>) -> tw::Upsert<Self> {
        tw::Upsert::new(self, key)
    }
}

impl tw::Insert for NewArticle {
    type Model = Article;
    const INSERT: &'static tw::Sql = &tw::Sql::NONE.sqlite(
        r#"INSERT INTO "articles" ("type", "self", "new", "is_free", "add", "author_id", "price", "discount", "prices", "words", "contact", "created_at", "day", "payload", "id") VALUES (coalesce(?1, 'draft'), ?2, CASE WHEN ?3 THEN ?4 ELSE 'nothing' END, ?5, coalesce(?6, 1), ?7, coalesce(?8, 0), ?9, ?10, ?11, ?12, coalesce(?13, strftime('%Y-%m-%d %H:%M:%f', 'now') || '000Z'), ?14, CASE WHEN ?15 THEN ?16 ELSE '{"a":1}' END, ?17) RETURNING "id", "type", "self", "new", "is_free", "add", "author_id", "price", "discount", "prices", "words", "contact", "created_at", "day", "payload", "shout""#,
    );

    #[inline]
    fn bind<B: tw::value::Binder>(&self, to: &mut B) -> tw::Result<()> {
        to.value_or_null(self.r#type.as_ref())?;
        tw::types::text::bind_opt(
            to,
            self.self_.as_ref().map(tw::Custom::to_stored).as_ref(),
            254,
        )?;
        to.value(&self.new.is_some())?;
        to.value_or_null(self.new.as_ref().and_then(Option::as_ref))?;
        to.value(&self.is_free)?;
        to.value_or_null(self.add.as_ref())?;
        to.value(&self.author_id)?;
        tw::types::decimal::bind_opt(to, self.price.as_ref(), 12, 2)?;
        tw::types::decimal::bind_opt(to, self.discount.as_ref(), 12, 2)?;
        tw::types::decimal::bind_list(to, &self.prices, 12, 2)?;
        tw::types::text::bind_list_opt(to, self.words.as_ref(), 20)?;
        tw::types::text::bind(to, &tw::Custom::to_stored(&self.contact), 254)?;
        to.value_or_null(self.created_at.as_ref())?;
        to.value_or_null(self.day.as_ref())?;
        to.value(&self.payload.is_some())?;
        to.value_or_null(self.payload.as_ref().and_then(Option::as_ref))?;
        to.value_or_null(self.id.as_ref())?;
        Ok(())
    }
}

/// A row of `authors`.
#[allow(dead_code)]
#[derive(Clone, PartialEq, serde::Serialize)]
pub struct Author {
    /// `uuid`, the primary key.
    pub id: tw::uuid::Uuid,
    /// `string(50)`.
    pub name: String,
    /// `bytes`, in the column `PassWord`.
    pub password: Vec<u8>,
    /// `string(64)?`, unique.
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
    /// The column `id`.
    pub const ID: tw::Column<Self, tw::uuid::Uuid> = tw::Column::new("id", tw::column::plain);
    /// The column `name`.
    pub const NAME: tw::Column<Self, String> = tw::Column::new("name", tw::column::plain).limit(50);
    /// The column `PassWord`.
    pub const PASSWORD: tw::Column<Self, Vec<u8>> = tw::Column::new("PassWord", tw::column::plain);
    /// The column `token`.
    pub const TOKEN: tw::Column<Self, Option<String>> =
        tw::Column::new("token", tw::column::plain).nullable().limit(64);

    /// Every row, in the order of the primary key.
    ///
    /// `SELECT "id", "name", "PassWord", "token" FROM "authors" ORDER BY "id"`
    #[inline]
    pub fn all() -> tw::Select<'static, Self> {
        static LOOKUP: tw::Lookup = tw::Lookup::NONE.sqlite([
            r#"SELECT "id", "name", "PassWord", "token" FROM "authors" ORDER BY "id""#,
            r#"SELECT count(*) FROM "authors""#,
            r#"SELECT EXISTS (SELECT 1 FROM "authors")"#,
            r#"DELETE FROM "authors""#,
        ]);
        tw::Select::new(&LOOKUP, [])
    }

    /// The rows for which a condition holds, in the order of the primary key.
    ///
    /// `SELECT "id", "name", "PassWord", "token" FROM "authors" WHERE … ORDER BY "id"`
    #[inline]
    pub fn filter(filter: tw::Filter<Self>) -> tw::Select<'static, Self> {
        Self::all().filter(filter)
    }

    /// The row with this primary key.
    ///
    /// `SELECT "id", "name", "PassWord", "token" FROM "authors" WHERE "id" = ?1`
    #[inline]
    pub fn find(id: tw::uuid::Uuid) -> tw::Select<'static, Self> {
        tw::Select::new(<Self as tw::Model>::FIND, [id.into()])
    }

    /// A change of the row with this primary key: what is not set stays.
    ///
    /// `UPDATE "authors" SET … WHERE "id" = …`
    #[inline]
    pub fn update(id: tw::uuid::Uuid) -> tw::Update<'static, Self> {
        Self::find(id).update()
    }

    /// The row with this `token`, which is unique.
    ///
    /// `SELECT "id", "name", "PassWord", "token" FROM "authors" WHERE "token" = ?1`
    #[inline]
    pub fn find_by_token(token: &str) -> tw::Select<'_, Self> {
        static LOOKUP: tw::Lookup = tw::Lookup::NONE.sqlite([
            r#"SELECT "id", "name", "PassWord", "token" FROM "authors" WHERE "token" = ?1"#,
            r#"SELECT count(*) FROM "authors" WHERE "token" = ?1"#,
            r#"SELECT EXISTS (SELECT 1 FROM "authors" WHERE "token" = ?1)"#,
            r#"DELETE FROM "authors" WHERE "token" = ?1"#,
        ]);
        tw::Select::new(&LOOKUP, [token.into()])
    }

    /// New rows, all of which are inserted or none, many in one statement.
    ///
    /// `INSERT INTO "authors" ("id", "name", "PassWord", "token") VALUES (?1, ?2, ?3, ?4), …`
    pub fn insert_all<C: ::core::iter::IntoIterator<Item = NewAuthor>>(
        rows: C,
    ) -> tw::InsertAll<C::IntoIter> {
        tw::InsertAll::new(rows)
    }

    /// Writes every field of the row, which is found by its primary key.
    ///
    /// `UPDATE "authors" SET "name" = ?1, "PassWord" = ?2, "token" = ?3 WHERE "id" = ?4`
    pub fn save<'c, C: tw::Connection>(&'c self, db: &'c C) -> C::Output<'c, tw::Result<()>> {
        tw::statement::save(self, db)
    }

    /// Deletes the row, which is found by its primary key.
    ///
    /// `DELETE FROM "authors" WHERE "id" = ?1`
    pub fn delete<'c, C: tw::Connection>(&'c self, db: &'c C) -> C::Output<'c, tw::Result<()>> {
        tw::statement::delete(self, db)
    }
}

impl tw::model::FromRow for Author {
    const TABLE: Option<&'static tw::model::Table> = Some(<Self as tw::Model>::MODEL);

    #[inline]
    fn from_row<R: tw::value::Row>(row: &R) -> tw::Result<Self> {
        Ok(Self {
            id: row.get(0)?,
            name: row.get(1)?,
            password: row.get(2)?,
            token: row.get_opt(3)?,
        })
    }
}

impl tw::Model for Author {
    const MODEL: &'static tw::model::Table = &tw::model::Table {
        name: "authors",
        columns: &["id", "name", "PassWord", "token"],
        constraints: &[
            tw::model::Constraint::new("pk_authors", &["id"], tw::model::Rule::PrimaryKey),
            tw::model::Constraint::new("uq_authors_token", &["token"], tw::model::Rule::Unique),
        ],
    };
    const FIND: &'static tw::Lookup = &tw::Lookup::NONE.sqlite([
        r#"SELECT "id", "name", "PassWord", "token" FROM "authors" WHERE "id" = ?1"#,
        r#"SELECT count(*) FROM "authors" WHERE "id" = ?1"#,
        r#"SELECT EXISTS (SELECT 1 FROM "authors" WHERE "id" = ?1)"#,
        r#"DELETE FROM "authors" WHERE "id" = ?1"#,
    ]);
    const SAVE: &'static tw::Sql = &tw::Sql::NONE.sqlite(
        r#"UPDATE "authors" SET "name" = ?1, "PassWord" = ?2, "token" = ?3 WHERE "id" = ?4"#,
    );
    const DELETE: &'static tw::Sql = &<Self as tw::Model>::FIND.delete;

    #[inline]
    fn bind_row<B: tw::value::Binder>(&self, to: &mut B) -> tw::Result<()> {
        tw::types::text::bind(to, &self.name, 50)?;
        to.value(&self.password)?;
        tw::types::text::bind_opt(to, self.token.as_ref(), 64)?;
        tw::Model::bind_key(self, to)
    }

    #[inline]
    fn bind_key<B: tw::value::Binder>(&self, to: &mut B) -> tw::Result<()> {
        to.value(&self.id)?;
        Ok(())
    }
}

#[allow(dead_code, clippy::wrong_self_convention, clippy::should_implement_trait)]
impl Author {
    /// The relation to every `Article` that refers to the row by `author`.
    pub const ARTICLES: tw::Many<Self, Article> = tw::Many::back(Article::AUTHOR.link());

    /// Every `Article` that refers to the row by `author`, in the order of the primary key.
    ///
    /// `SELECT "id", "type", "self", "new", "is_free", "add", "author_id", "price", "discount", "prices", "words", "contact", "created_at", "day", "payload", "shout" FROM "articles" WHERE "author_id" = ?1 ORDER BY "id"`
    pub fn articles(&self) -> tw::Select<'static, Article> {
        static LOOKUP: tw::Lookup = tw::Lookup::NONE.sqlite([
            r#"SELECT "id", "type", "self", "new", "is_free", "add", "author_id", "price", "discount", "prices", "words", "contact", "created_at", "day", "payload", "shout" FROM "articles" WHERE "author_id" = ?1 ORDER BY "id""#,
            r#"SELECT count(*) FROM "articles" WHERE "author_id" = ?1"#,
            r#"SELECT EXISTS (SELECT 1 FROM "articles" WHERE "author_id" = ?1)"#,
            r#"DELETE FROM "articles" WHERE "author_id" = ?1"#,
        ]);
        tw::Select::new(&LOOKUP, [self.id.into()])
    }
}

/// A row of `authors` that is not there yet.
#[allow(dead_code)]
#[derive(Clone)]
#[must_use = "a new row is not in the database before `insert`"]
pub struct NewAuthor {
    id: tw::uuid::Uuid,
    name: String,
    password: Vec<u8>,
    token: Option<String>,
}

impl ::core::fmt::Debug for NewAuthor {
    fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
        f.debug_struct("NewAuthor")
            .field("id", &self.id)
            .field("name", &self.name)
            .field("password", &format_args!("[redacted]"))
            .field("token", &format_args!("[redacted]"))
            .finish()
    }
}

#[allow(dead_code)]
impl NewAuthor {
    /// A row with the values that it has to have.
    #[inline]
    pub fn new(id: tw::uuid::Uuid, name: impl Into<String>, password: impl Into<Vec<u8>>) -> Self {
        Self {
            id,
            name: name.into(),
            password: password.into(),
            token: None,
        }
    }

    /// Sets `token`; otherwise it is NULL.
    pub fn token(mut self, token: impl tw::IntoNullable<String>) -> Self {
        self.token = token.into_nullable();
        self
    }

    /// Inserts the row, and returns it as the database has it.
    ///
    /// `INSERT INTO "authors" ("id", "name", "PassWord", "token") VALUES (?1, ?2, ?3, ?4) RETURNING "id", "name", "PassWord", "token"`
    pub fn insert<C: tw::Connection>(self, db: &C) -> C::Output<'_, tw::Result<Author>> {
        tw::statement::insert(self, db)
    }

    /// A new row, or a change of the one that is like it in the columns of a unique key.
    ///
    /// `INSERT INTO "authors" ("id", "name", "PassWord", "token") VALUES (?1, ?2, ?3, ?4) ON CONFLICT (…) DO UPDATE SET … RETURNING "id", "name", "PassWord", "token"`
    pub fn upsert(self, key: impl tw::query::Columns<Author>) -> tw::Upsert<Self> {
        tw::Upsert::new(self, key)
    }
}

impl tw::Insert for NewAuthor {
    type Model = Author;
    const INSERT: &'static tw::Sql = &tw::Sql::NONE.sqlite(
        r#"INSERT INTO "authors" ("id", "name", "PassWord", "token") VALUES (?1, ?2, ?3, ?4) RETURNING "id", "name", "PassWord", "token""#,
    );

    #[inline]
    fn bind<B: tw::value::Binder>(&self, to: &mut B) -> tw::Result<()> {
        to.value(&self.id)?;
        tw::types::text::bind(to, &self.name, 50)?;
        to.value(&self.password)?;
        tw::types::text::bind_opt(to, self.token.as_ref(), 64)?;
        Ok(())
    }
}

/// A row of `taggings`.
#[allow(dead_code)]
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct Tagging {
    /// `bigint`, part of the primary key, a reference to `Article`.
    pub article_id: i64,
    /// `string(30)`, part of the primary key.
    pub tag: String,
}

#[allow(dead_code)]
impl Tagging {
    /// The column `article_id`.
    pub const ARTICLE_ID: tw::Column<Self, i64> = tw::Column::new("article_id", tw::column::plain);
    /// The column `tag`.
    pub const TAG: tw::Column<Self, String> = tw::Column::new("tag", tw::column::plain).limit(30);

    /// Every row, in the order of the primary key.
    ///
    /// `SELECT "article_id", "tag" FROM "taggings" ORDER BY "article_id", "tag"`
    #[inline]
    pub fn all() -> tw::Select<'static, Self> {
        static LOOKUP: tw::Lookup = tw::Lookup::NONE.sqlite([
            r#"SELECT "article_id", "tag" FROM "taggings" ORDER BY "article_id", "tag""#,
            r#"SELECT count(*) FROM "taggings""#,
            r#"SELECT EXISTS (SELECT 1 FROM "taggings")"#,
            r#"DELETE FROM "taggings""#,
        ]);
        tw::Select::new(&LOOKUP, [])
    }

    /// The rows for which a condition holds, in the order of the primary key.
    ///
    /// `SELECT "article_id", "tag" FROM "taggings" WHERE … ORDER BY "article_id", "tag"`
    #[inline]
    pub fn filter(filter: tw::Filter<Self>) -> tw::Select<'static, Self> {
        Self::all().filter(filter)
    }

    /// The row with this primary key.
    ///
    /// `SELECT "article_id", "tag" FROM "taggings" WHERE "article_id" = ?1 AND "tag" = ?2`
    #[inline]
    pub fn find(article_id: i64, tag: &str) -> tw::Select<'_, Self> {
        tw::Select::new(<Self as tw::Model>::FIND, [article_id.into(), tag.into()])
    }

    /// A change of the row with this primary key: what is not set stays.
    ///
    /// `UPDATE "taggings" SET … WHERE "article_id" = … AND "tag" = …`
    #[inline]
    pub fn update(article_id: i64, tag: &str) -> tw::Update<'_, Self> {
        Self::find(article_id, tag).update()
    }

    /// New rows, all of which are inserted or none, many in one statement.
    ///
    /// `INSERT INTO "taggings" ("article_id", "tag") VALUES (?1, ?2), …`
    pub fn insert_all<C: ::core::iter::IntoIterator<Item = NewTagging>>(
        rows: C,
    ) -> tw::InsertAll<C::IntoIter> {
        tw::InsertAll::new(rows)
    }

    /// Deletes the row, which is found by its primary key.
    ///
    /// `DELETE FROM "taggings" WHERE "article_id" = ?1 AND "tag" = ?2`
    pub fn delete<'c, C: tw::Connection>(&'c self, db: &'c C) -> C::Output<'c, tw::Result<()>> {
        tw::statement::delete(self, db)
    }
}

impl tw::model::FromRow for Tagging {
    const TABLE: Option<&'static tw::model::Table> = Some(<Self as tw::Model>::MODEL);

    #[inline]
    fn from_row<R: tw::value::Row>(row: &R) -> tw::Result<Self> {
        Ok(Self {
            article_id: row.get(0)?,
            tag: row.get(1)?,
        })
    }
}

impl tw::Model for Tagging {
    const MODEL: &'static tw::model::Table = &tw::model::Table {
        name: "taggings",
        columns: &["article_id", "tag"],
        constraints: &[
            tw::model::Constraint::new(
                "pk_taggings",
                &["article_id", "tag"],
                tw::model::Rule::PrimaryKey,
            ),
            tw::model::Constraint::new(
                "fk_taggings_article_id",
                &["article_id"],
                tw::model::Rule::ForeignKey {
                    table: "articles",
                    columns: &["id"],
                },
            ),
        ],
    };
    const FIND: &'static tw::Lookup = &tw::Lookup::NONE.sqlite([
        r#"SELECT "article_id", "tag" FROM "taggings" WHERE "article_id" = ?1 AND "tag" = ?2"#,
        r#"SELECT count(*) FROM "taggings" WHERE "article_id" = ?1 AND "tag" = ?2"#,
        r#"SELECT EXISTS (SELECT 1 FROM "taggings" WHERE "article_id" = ?1 AND "tag" = ?2)"#,
        r#"DELETE FROM "taggings" WHERE "article_id" = ?1 AND "tag" = ?2"#,
    ]);
    const SAVE: &'static tw::Sql = &tw::Sql::NONE;
    const DELETE: &'static tw::Sql = &<Self as tw::Model>::FIND.delete;

    #[inline]
    fn bind_row<B: tw::value::Binder>(&self, to: &mut B) -> tw::Result<()> {
        tw::Model::bind_key(self, to)
    }

    #[inline]
    fn bind_key<B: tw::value::Binder>(&self, to: &mut B) -> tw::Result<()> {
        to.value(&self.article_id)?;
        tw::types::text::bind(to, &self.tag, 30)?;
        Ok(())
    }
}

#[allow(dead_code, clippy::wrong_self_convention, clippy::should_implement_trait)]
impl Tagging {
    /// The relation to the `Article` that the row refers to.
    pub const ARTICLE: tw::One<Self, Article> = tw::One::new(&tw::relation::Link::new(
        (<Self as tw::Model>::MODEL, &[0]),
        (<Article as tw::Model>::MODEL, &[0]),
        &[tw::relation::Kind::I64],
    ));

    /// The `Article` that the row refers to.
    ///
    /// `SELECT "id", "type", "self", "new", "is_free", "add", "author_id", "price", "discount", "prices", "words", "contact", "created_at", "day", "payload", "shout" FROM "articles" WHERE "id" = ?1`
    pub fn article(&self) -> tw::Select<'static, Article> {
        tw::Select::new(<Article as tw::Model>::FIND, [self.article_id.into()])
    }
}

/// A row of `taggings` that is not there yet.
#[allow(dead_code)]
#[derive(Clone, Debug)]
#[must_use = "a new row is not in the database before `insert`"]
pub struct NewTagging {
    article_id: i64,
    tag: String,
}

#[allow(dead_code)]
impl NewTagging {
    /// A row with the values that it has to have.
    #[inline]
    pub fn new(article_id: i64, tag: impl Into<String>) -> Self {
        Self {
            article_id,
            tag: tag.into(),
        }
    }

    /// Inserts the row, and returns it as the database has it.
    ///
    /// `INSERT INTO "taggings" ("article_id", "tag") VALUES (?1, ?2) RETURNING "article_id", "tag"`
    pub fn insert<C: tw::Connection>(self, db: &C) -> C::Output<'_, tw::Result<Tagging>> {
        tw::statement::insert(self, db)
    }

    /// A new row, or a change of the one that is like it in the columns of a unique key.
    ///
    /// `INSERT INTO "taggings" ("article_id", "tag") VALUES (?1, ?2) ON CONFLICT (…) DO UPDATE SET … RETURNING "article_id", "tag"`
    pub fn upsert(self, key: impl tw::query::Columns<Tagging>) -> tw::Upsert<Self> {
        tw::Upsert::new(self, key)
    }
}

impl tw::Insert for NewTagging {
    type Model = Tagging;
    const INSERT: &'static tw::Sql = &tw::Sql::NONE.sqlite(
        r#"INSERT INTO "taggings" ("article_id", "tag") VALUES (?1, ?2) RETURNING "article_id", "tag""#,
    );

    #[inline]
    fn bind<B: tw::value::Binder>(&self, to: &mut B) -> tw::Result<()> {
        to.value(&self.article_id)?;
        tw::types::text::bind(to, &self.tag, 30)?;
        Ok(())
    }
}

/// Nothing but a key.
///
/// A row of `counters`.
#[allow(dead_code)]
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct Counter {
    /// `id`, the primary key, counted by the database.
    pub id: i64,
}

#[allow(dead_code)]
impl Counter {
    /// The column `id`.
    pub const ID: tw::Column<Self, i64> = tw::Column::new("id", tw::column::plain);

    /// Every row, in the order of the primary key.
    ///
    /// `SELECT "id" FROM "counters" ORDER BY "id"`
    #[inline]
    pub fn all() -> tw::Select<'static, Self> {
        static LOOKUP: tw::Lookup = tw::Lookup::NONE.sqlite([
            r#"SELECT "id" FROM "counters" ORDER BY "id""#,
            r#"SELECT count(*) FROM "counters""#,
            r#"SELECT EXISTS (SELECT 1 FROM "counters")"#,
            r#"DELETE FROM "counters""#,
        ]);
        tw::Select::new(&LOOKUP, [])
    }

    /// The rows for which a condition holds, in the order of the primary key.
    ///
    /// `SELECT "id" FROM "counters" WHERE … ORDER BY "id"`
    #[inline]
    pub fn filter(filter: tw::Filter<Self>) -> tw::Select<'static, Self> {
        Self::all().filter(filter)
    }

    /// The row with this primary key.
    ///
    /// `SELECT "id" FROM "counters" WHERE "id" = ?1`
    #[inline]
    pub fn find(id: i64) -> tw::Select<'static, Self> {
        tw::Select::new(<Self as tw::Model>::FIND, [id.into()])
    }

    /// A change of the row with this primary key: what is not set stays.
    ///
    /// `UPDATE "counters" SET … WHERE "id" = …`
    #[inline]
    pub fn update(id: i64) -> tw::Update<'static, Self> {
        Self::find(id).update()
    }

    /// New rows, all of which are inserted or none, many in one statement.
    ///
    /// `INSERT INTO "counters" ("id") VALUES (?1), …`
    pub fn insert_all<C: ::core::iter::IntoIterator<Item = NewCounter>>(
        rows: C,
    ) -> tw::InsertAll<C::IntoIter> {
        tw::InsertAll::new(rows)
    }

    /// Deletes the row, which is found by its primary key.
    ///
    /// `DELETE FROM "counters" WHERE "id" = ?1`
    pub fn delete<'c, C: tw::Connection>(&'c self, db: &'c C) -> C::Output<'c, tw::Result<()>> {
        tw::statement::delete(self, db)
    }
}

impl tw::model::FromRow for Counter {
    const TABLE: Option<&'static tw::model::Table> = Some(<Self as tw::Model>::MODEL);

    #[inline]
    fn from_row<R: tw::value::Row>(row: &R) -> tw::Result<Self> {
        Ok(Self { id: row.get(0)? })
    }
}

impl tw::Model for Counter {
    const MODEL: &'static tw::model::Table = &tw::model::Table {
        name: "counters",
        columns: &["id"],
        constraints: &[
            tw::model::Constraint::new("pk_counters", &["id"], tw::model::Rule::PrimaryKey),
        ],
    };
    const FIND: &'static tw::Lookup = &tw::Lookup::NONE.sqlite([
        r#"SELECT "id" FROM "counters" WHERE "id" = ?1"#,
        r#"SELECT count(*) FROM "counters" WHERE "id" = ?1"#,
        r#"SELECT EXISTS (SELECT 1 FROM "counters" WHERE "id" = ?1)"#,
        r#"DELETE FROM "counters" WHERE "id" = ?1"#,
    ]);
    const SAVE: &'static tw::Sql = &tw::Sql::NONE;
    const DELETE: &'static tw::Sql = &<Self as tw::Model>::FIND.delete;

    #[inline]
    fn bind_row<B: tw::value::Binder>(&self, to: &mut B) -> tw::Result<()> {
        tw::Model::bind_key(self, to)
    }

    #[inline]
    fn bind_key<B: tw::value::Binder>(&self, to: &mut B) -> tw::Result<()> {
        to.value(&self.id)?;
        Ok(())
    }
}

/// A row of `counters` that is not there yet.
#[allow(dead_code)]
#[derive(Clone, Debug, Default)]
#[must_use = "a new row is not in the database before `insert`"]
pub struct NewCounter {
    id: Option<i64>,
}

#[allow(dead_code)]
impl NewCounter {
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

    /// Inserts the row, and returns it as the database has it.
    ///
    /// `INSERT INTO "counters" ("id") VALUES (?1) RETURNING "id"`
    pub fn insert<C: tw::Connection>(self, db: &C) -> C::Output<'_, tw::Result<Counter>> {
        tw::statement::insert(self, db)
    }

    /// A new row, or a change of the one that is like it in the columns of a unique key.
    ///
    /// `INSERT INTO "counters" ("id") VALUES (?1) ON CONFLICT (…) DO UPDATE SET … RETURNING "id"`
    pub fn upsert(self, key: impl tw::query::Columns<Counter>) -> tw::Upsert<Self> {
        tw::Upsert::new(self, key)
    }
}

impl tw::Insert for NewCounter {
    type Model = Counter;
    const INSERT: &'static tw::Sql =
        &tw::Sql::NONE.sqlite(r#"INSERT INTO "counters" ("id") VALUES (?1) RETURNING "id""#);

    #[inline]
    fn bind<B: tw::value::Binder>(&self, to: &mut B) -> tw::Result<()> {
        to.value_or_null(self.id.as_ref())?;
        Ok(())
    }
}
