// Written by tablewright from models.yaml. A change to this file is lost: change models.yaml.

use ::tablewright as tw;
use ::tablewright::__private as twp;
::tablewright::__generated_by!(1, "0.1.0");
::tablewright::requires!(decimal, "`decimal`");
::tablewright::requires!(json, "`[]`");

/// A script for `SQLite` that creates the tables. Any client can run it, also a second time.
#[allow(dead_code)]
pub const SCHEMA_SQL: &str = sqlite::SCHEMA_SQL;

/// The hash of the tables, which changes if anything about them changes.
#[allow(dead_code)]
pub const SCHEMA_HASH: &str = "adddbaa31351769f807bf84b0ae77029";

/// The scripts for `SQLite`.
#[allow(dead_code)]
pub mod sqlite {
    /// A script for `SQLite` that creates the tables. Any client can run it, also a second time.
    pub const SCHEMA_SQL: &str = r#"CREATE TABLE IF NOT EXISTS "books" (
    "isbn" VARCHAR(13) NOT NULL,
    "other" VARCHAR(13),
    "price" BIGINT NOT NULL DEFAULT 0,
    "tax" DECIMAL(8, 2) NOT NULL,
    "cover" TEXT NOT NULL,
    "topics" TEXT NOT NULL,
    "layout" TEXT NOT NULL,
    "raw" TEXT,
    "shelf" TEXT NOT NULL,
    CONSTRAINT "pk_books" PRIMARY KEY ("isbn"),
    CONSTRAINT "ck_books_isbn_type" CHECK (typeof("isbn") = 'text' AND length("isbn") <= 13),
    CONSTRAINT "ck_books_other_type" CHECK (typeof("other") IN ('text', 'null') AND length("other") <= 13),
    CONSTRAINT "ck_books_price_type" CHECK (typeof("price") = 'integer'),
    CONSTRAINT "ck_books_tax_type" CHECK (typeof("tax") = 'integer' AND "tax" BETWEEN -99999999 AND 99999999),
    CONSTRAINT "ck_books_cover_type" CHECK ("cover" IN ('soft', 'hard')),
    CONSTRAINT "ck_books_topics_type" CHECK (typeof("topics") = 'text' AND json_valid("topics") AND json_type("topics") = substr('array of string(20)', 1, 5)),
    CONSTRAINT "ck_books_layout_type" CHECK (typeof("layout") = 'text' AND json_valid("layout")),
    CONSTRAINT "ck_books_raw_type" CHECK ("raw" IS NULL OR typeof("raw") = 'text' AND json_valid("raw")),
    CONSTRAINT "ck_books_shelf_type" CHECK (typeof("shelf") = 'text')
);

CREATE TABLE IF NOT EXISTS "reviews" (
    "id" INTEGER CONSTRAINT "pk_reviews" PRIMARY KEY AUTOINCREMENT,
    "book_isbn" VARCHAR(13) NOT NULL,
    CONSTRAINT "ck_reviews_book_isbn_type" CHECK (typeof("book_isbn") = 'text' AND length("book_isbn") <= 13),
    CONSTRAINT "fk_reviews_book_isbn" FOREIGN KEY ("book_isbn") REFERENCES "books" ("isbn")
);

CREATE INDEX IF NOT EXISTS "ix_reviews_book_isbn" ON "reviews" ("book_isbn");
"#;

    /// A script for `SQLite` that drops the tables with all their rows.
    pub const DROP_SQL: &str = r#"DROP TABLE IF EXISTS "reviews";

DROP TABLE IF EXISTS "books";
"#;
}

/// The description of the tables, for `create_all`, `drop_all`, `verify` and `sync`.
#[allow(dead_code)]
pub static SCHEMA: tw::Schema = tw::Schema {
    name: module_path!(),
    hash: SCHEMA_HASH,
    tables: &[<Book as tw::Model>::TABLE, <Review as tw::Model>::TABLE],
    models: &[twp::Described::of::<Book>(), twp::Described::of::<Review>()],
    create: tw::Scripts {
        sqlite: tw::Script {
            text: sqlite::SCHEMA_SQL,
            ends: &[1239, 1591, 1670],
        },
        ..tw::Scripts::NONE
    },
    drop: tw::Scripts {
        sqlite: tw::Script {
            text: sqlite::DROP_SQL,
            ends: &[31, 62],
        },
        ..tw::Scripts::NONE
    },
    definition: "tablewright 2\nM16sqlite5books4isbnbvarchar(13)5other5price6bigint103taxcdecimal(8,2)5cover4text6topics6layout3raw5shelf8pk_booksick_books_isbn_typeQ1typeof(\"isbn\") = 'text' AND length(\"isbn\") <= 13jck_books_other_type/1typeof(\"other\") IN ('text', 'null') AND length(\"other\") <= 13jck_books_price_typertypeof(\"price\") = 'integer'hck_books_tax_typeC2typeof(\"tax\") = 'integer' AND \"tax\" BETWEEN -99999999 AND 99999999jck_books_cover_typer\"cover\" IN ('soft', 'hard')kck_books_topics_typeQ3typeof(\"topics\") = 'text' AND json_valid(\"topics\") AND json_type(\"topics\") = substr('array of string(20)', 1, 5)kck_books_layout_typeS1typeof(\"layout\") = 'text' AND json_valid(\"layout\")hck_books_raw_type/1\"raw\" IS NULL OR typeof(\"raw\") = 'text' AND json_valid(\"raw\")jck_books_shelf_typeotypeof(\"shelf\") = 'text'7reviews2id7integer9book_isbnapk_reviewskix_reviews_book_isbnpck_reviews_book_isbn_type+1typeof(\"book_isbn\") = 'text' AND length(\"book_isbn\") <= 13kfk_reviews_book_isbn00000010G6021923000000043010000056001700000890000000ab0000000cb0000000db0000000eb0100000fb00000001g12009hi0jk0lm0no0pq0rs0tu0vA10B1C100000D12E1F100010000G1300000001H11E101I110G10000000001J1K101L11G11120000000",
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

/// The enum `Cover`, which the database stores as text.
#[allow(dead_code)]
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Cover {
    /// The value of `Cover` that is stored as the text `soft`.
    Soft,
    /// The value of `Cover` that is stored as the text `hard`.
    Hard,
}

#[allow(dead_code)]
impl Cover {
    /// Every value of `Cover`, in the order of the models.
    pub const ALL: &'static [Self] = &[Self::Soft, Self::Hard];

    /// The text that the database stores for this `Cover`.
    #[inline]
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Soft => "soft",
            Self::Hard => "hard",
        }
    }
}

impl tw::Enum for Cover {
    const NAME: &'static str = "Cover";
    const ALL: &'static [Self] = Self::ALL;

    #[inline]
    fn as_str(self) -> &'static str {
        self.as_str()
    }
}

impl ::core::fmt::Display for Cover {
    #[inline]
    fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
        f.pad(self.as_str())
    }
}

impl ::core::str::FromStr for Cover {
    type Err = tw::Error;

    #[inline]
    fn from_str(text: &str) -> tw::Result<Self> {
        <Self as tw::Enum>::parse(text)
    }
}

tw::__enum!(Cover);

// The Rust type of `Book.isbn`.
tw::__try_from!(crate::Isbn, String);
tw::__cell!(crate::Isbn);
impl tw::query::Textual for crate::Isbn {}

// The Rust type of `Book.price`.
tw::__try_from!(crate::money::Cents, i64);
tw::__cell!(crate::money::Cents);

// The Rust type of `Book.tax`.
tw::__try_from!(crate::Rate, tw::rust_decimal::Decimal);

// The Rust type of `Book.cover`.
tw::__try_from!(crate::Binding, Cover);
tw::__cell!(crate::Binding);

// The Rust type of `Book.topics`.
tw::__try_from!(super::Topics, Vec<String>);
tw::__cell!(super::Topics);

// The Rust type of `Book.layout`.
tw::__serde!(crate::Layout<crate::Font>);

// The Rust type of `Book.raw`.
tw::__try_from!(crate::Raw, tw::serde_json::Value);
tw::__cell!(crate::Raw);

/// The model `Book`: a row of the table `books`.
#[allow(dead_code)]
#[derive(Clone, Debug, PartialEq)]
pub struct Book {
    /// The field `Book.isbn` (`string(13)`): the primary key.
    pub isbn: crate::Isbn,
    /// The field `Book.other` (`string(13)?`).
    pub other: Option<crate::Isbn>,
    /// The field `Book.price` (`bigint`): with a default.
    pub price: crate::money::Cents,
    /// The field `Book.tax` (`decimal(8, 2)`).
    pub tax: crate::Rate,
    /// The field `Book.cover` (`Cover`).
    pub cover: crate::Binding,
    /// The field `Book.topics` (`string(20)[]`).
    pub topics: super::Topics,
    /// The field `Book.layout` (`json`).
    pub layout: crate::Layout<crate::Font>,
    /// The field `Book.raw` (`json?`).
    pub raw: Option<crate::Raw>,
    /// The field `Book.shelf` (`text`).
    #[allow(unused)]
    pub shelf: their::Shelf,
}

#[allow(dead_code)]
impl Book {
    /// The column `isbn` of the field `Book.isbn`, for queries.
    pub const ISBN: tw::Column<Self, crate::Isbn> = tw::Column::new(0);

    /// The column `other` of the field `Book.other`, for queries.
    pub const OTHER: tw::Column<Self, Option<crate::Isbn>> = tw::Column::new(1);

    /// The column `price` of the field `Book.price`, for queries.
    pub const PRICE: tw::Column<Self, crate::money::Cents> = tw::Column::new(2);

    /// The column `tax` of the field `Book.tax`, for queries.
    pub const TAX: tw::Column<Self, crate::Rate> = tw::Column::new(3);

    /// The column `cover` of the field `Book.cover`, for queries.
    pub const COVER: tw::Column<Self, crate::Binding> = tw::Column::new(4);

    /// The column `topics` of the field `Book.topics`, for queries.
    pub const TOPICS: tw::Column<Self, super::Topics> = tw::Column::new(5);

    /// The column `layout` of the field `Book.layout`, for queries.
    pub const LAYOUT: tw::Column<Self, crate::Layout<crate::Font>> = tw::Column::new(6);

    /// The column `raw` of the field `Book.raw`, for queries.
    pub const RAW: tw::Column<Self, Option<crate::Raw>> = tw::Column::new(7);

    /// The column `shelf` of the field `Book.shelf`, for queries.
    pub const SHELF: tw::Column<Self, their::Shelf> = tw::Column::new(8);

    /// The relation from a `Book` to every `Review` that refers to it by `book`.
    pub const REVIEWS: tw::Many<Self, Review> = tw::Many::back(0);

    /// A query for every `Book`, in the order of the primary key.
    ///
    /// `SELECT "isbn", "other", "price", "tax", "cover", "topics", "layout", "raw", "shelf" FROM "books" ORDER BY "isbn"`
    pub fn all<'a>() -> tw::Select<'a, Self> {
        twp::all()
    }

    /// A query for every `Book` that matches a condition, in the order of the primary key.
    pub fn filter<'a>(filter: impl tw::IntoFilter<Self>) -> tw::Select<'a, Self> {
        Self::all().filter(filter)
    }

    /// A query for the `Book` with this primary key.
    ///
    /// `SELECT "isbn", "other", "price", "tax", "cover", "topics", "layout", "raw", "shelf" FROM "books" WHERE "isbn" = ?1`
    pub fn find(isbn: &crate::Isbn) -> tw::Select<'_, Self> {
        twp::find(&[0], [twp::borrowed_parameter::<Self, _>(0, isbn)])
    }

    /// An update of the `Book` with this primary key: unset columns keep their values.
    pub fn update(isbn: &crate::Isbn) -> tw::Update<'_, Self> {
        Self::find(isbn).update()
    }

    /// An insert of a new `Book`: unset columns get their default, or NULL.
    ///
    /// `INSERT INTO "books" ("isbn", "tax", "cover", "topics", "layout", "shelf") VALUES (?1, ?2, ?3, ?4, ?5, ?6) RETURNING "isbn", "other", "price", "tax", "cover", "topics", "layout", "raw", "shelf"`
    pub fn insert<'a>(new: NewBook) -> tw::Insert<'a, Self> {
        twp::insert(new)
    }

    /// An insert of many rows of `Book`: of all, or of none.
    pub fn insert_all<'a, I: IntoIterator<Item: tw::NewRow<'a, Self>>>(
        rows: I,
    ) -> tw::InsertAll<'a, Self, I::IntoIter> {
        twp::insert_all(rows)
    }

    /// An insert of a new `Book`, or an update of the row that has the same unique key.
    pub fn upsert<'a>(
        new: impl tw::IntoInsert<'a, Self>,
        key: impl tw::query::Columns<Self>,
    ) -> tw::Upsert<'a, Self> {
        twp::upsert(new, key)
    }

    /// Writes every field of this `Book` to its row.
    ///
    /// `UPDATE "books" SET "other" = ?1, "price" = ?2, "tax" = ?3, "cover" = ?4, "topics" = ?5, "layout" = ?6, "raw" = ?7, "shelf" = ?8 WHERE "isbn" = ?9`
    pub fn save<'c, C: tw::Connection>(&'c self, db: &'c C) -> tw::Output<'c, C> {
        twp::save(self, db)
    }

    /// Deletes the row of this `Book`.
    ///
    /// `DELETE FROM "books" WHERE "isbn" = ?1`
    pub fn delete<'c, C: tw::Connection>(&'c self, db: &'c C) -> tw::Output<'c, C> {
        twp::delete(self, db)
    }

    /// A query for every `Review` that refers to this `Book` by `book`.
    ///
    /// `SELECT "id", "book_isbn" FROM "reviews" WHERE "book_isbn" = ?1 ORDER BY "id"`
    pub fn reviews(&self) -> tw::Select<'_, Review> {
        twp::referring(&[1], [twp::borrowed_parameter::<Review, _>(1, &self.isbn)])
    }
}

static __BOOK: twp::Table = twp::Table::new(
        "books",
        &[
            twp::ColumnDef::new("isbn", twp::Type::String(13)),
            twp::ColumnDef::new("other", twp::Type::String(13)).nullable(),
            twp::ColumnDef::new("price", twp::Type::BigInt).default(),
            twp::ColumnDef::new("tax", twp::Type::Decimal(8, 2)),
            twp::ColumnDef::new("cover", twp::Type::Enum(&["soft", "hard"])),
            twp::ColumnDef::new("topics", twp::Type::Array(&twp::Type::String(20))),
            twp::ColumnDef::new("layout", twp::Type::Json),
            twp::ColumnDef::new("raw", twp::Type::Json).nullable(),
            twp::ColumnDef::new("shelf", twp::Type::Text),
        ],
        twp::Key::new("pk_books", &[0]),
    )
    .only(&[tw::Dialect::Sqlite]);

impl tw::Model for Book {
    const TABLE: &'static twp::Table = &__BOOK;

    #[inline]
    fn read<R: twp::Row>(row: twp::Fields<'_, R>) -> tw::Result<Self> {
        let (isbn, other, price, tax, cover, topics, layout, raw, shelf) = row.read(0)?;
        Ok(Self {
            isbn,
            other,
            price,
            tax,
            cover,
            topics,
            layout,
            raw,
            shelf,
        })
    }

    #[inline]
    fn values<'a>(&'a self, to: &mut twp::Values<'a>) {
        to.borrowed(0, &self.isbn);
        to.borrowed(1, &self.other);
        to.borrowed(2, &self.price);
        to.borrowed(3, &self.tax);
        to.borrowed(4, &self.cover);
        to.borrowed(5, &self.topics);
        to.borrowed(6, &self.layout);
        to.borrowed(7, &self.raw);
        to.borrowed(8, &self.shelf);
    }
}

/// The required fields of a new `Book`, for inserts.
#[allow(dead_code)]
#[must_use = "a new row is not in the database until it is inserted"]
#[derive(Clone, Debug)]
pub struct NewBook {
    /// The field `Book.isbn` (`string(13)`): the primary key.
    pub isbn: crate::Isbn,
    /// The field `Book.tax` (`decimal(8, 2)`).
    pub tax: crate::Rate,
    /// The field `Book.cover` (`Cover`).
    pub cover: crate::Binding,
    /// The field `Book.topics` (`string(20)[]`).
    pub topics: super::Topics,
    /// The field `Book.layout` (`json`).
    pub layout: crate::Layout<crate::Font>,
    /// The field `Book.shelf` (`text`).
    pub shelf: their::Shelf,
}

impl<'a> tw::New<'a> for NewBook {
    type Model = Book;

    #[inline]
    fn values(self, to: &mut twp::Values<'a>) {
        to.owned(0, self.isbn);
        to.owned(3, self.tax);
        to.owned(4, self.cover);
        to.owned(5, self.topics);
        to.owned(6, self.layout);
        to.owned(8, self.shelf);
    }
}

/// The model `Review`: a row of the table `reviews`.
#[allow(dead_code)]
#[derive(Clone, Debug, PartialEq)]
pub struct Review {
    /// The field `Review.id` (`id`): the primary key, auto-increment.
    pub id: i64,
    /// The field `Review.book_isbn` (`string(13)`): a reference to `Book`.
    pub book_isbn: crate::Isbn,
}

#[allow(dead_code)]
impl Review {
    /// The column `id` of the field `Review.id`, for queries.
    pub const ID: tw::Column<Self, i64> = tw::Column::new(0);

    /// The column `book_isbn` of the field `Review.book_isbn`, for queries.
    pub const BOOK_ISBN: tw::Column<Self, crate::Isbn> = tw::Column::new(1);

    /// The relation from a `Review` to the `Book` that it refers to by `book`.
    pub const BOOK: tw::One<Self, Book> = tw::One::to(0);

    /// A query for every `Review`, in the order of the primary key.
    ///
    /// `SELECT "id", "book_isbn" FROM "reviews" ORDER BY "id"`
    pub fn all<'a>() -> tw::Select<'a, Self> {
        twp::all()
    }

    /// A query for every `Review` that matches a condition, in the order of the primary key.
    pub fn filter<'a>(filter: impl tw::IntoFilter<Self>) -> tw::Select<'a, Self> {
        Self::all().filter(filter)
    }

    /// A query for the `Review` with this primary key.
    ///
    /// `SELECT "id", "book_isbn" FROM "reviews" WHERE "id" = ?1`
    pub fn find<'a>(id: i64) -> tw::Select<'a, Self> {
        twp::find(&[0], [twp::owned_parameter::<Self, _>(0, id)])
    }

    /// An update of the `Review` with this primary key: unset columns keep their values.
    pub fn update<'a>(id: i64) -> tw::Update<'a, Self> {
        Self::find(id).update()
    }

    /// An insert of a new `Review`: unset columns get their default, or NULL.
    ///
    /// `INSERT INTO "reviews" ("book_isbn") VALUES (?1) RETURNING "id", "book_isbn"`
    pub fn insert<'a>(new: NewReview) -> tw::Insert<'a, Self> {
        twp::insert(new)
    }

    /// An insert of many rows of `Review`: of all, or of none.
    pub fn insert_all<'a, I: IntoIterator<Item: tw::NewRow<'a, Self>>>(
        rows: I,
    ) -> tw::InsertAll<'a, Self, I::IntoIter> {
        twp::insert_all(rows)
    }

    /// An insert of a new `Review`, or an update of the row that has the same unique key.
    pub fn upsert<'a>(
        new: impl tw::IntoInsert<'a, Self>,
        key: impl tw::query::Columns<Self>,
    ) -> tw::Upsert<'a, Self> {
        twp::upsert(new, key)
    }

    /// Writes every field of this `Review` to its row.
    ///
    /// `UPDATE "reviews" SET "book_isbn" = ?1 WHERE "id" = ?2`
    pub fn save<'c, C: tw::Connection>(&'c self, db: &'c C) -> tw::Output<'c, C> {
        twp::save(self, db)
    }

    /// Deletes the row of this `Review`.
    ///
    /// `DELETE FROM "reviews" WHERE "id" = ?1`
    pub fn delete<'c, C: tw::Connection>(&'c self, db: &'c C) -> tw::Output<'c, C> {
        twp::delete(self, db)
    }

    /// A query for the `Book` that this `Review` refers to by `book`.
    ///
    /// `SELECT "isbn", "other", "price", "tax", "cover", "topics", "layout", "raw", "shelf" FROM "books" WHERE "isbn" = ?1`
    pub fn book(&self) -> tw::Select<'_, Book> {
        twp::referred(&[0], [twp::borrowed_parameter::<Book, _>(0, &self.book_isbn)])
    }
}

static __REVIEW: twp::Table = twp::Table::new(
        "reviews",
        &[
            twp::ColumnDef::new("id", twp::Type::BigInt).identity(),
            twp::ColumnDef::new("book_isbn", twp::Type::String(13)),
        ],
        twp::Key::new("pk_reviews", &[0]),
    )
    .references(&[twp::Reference::new("fk_reviews_book_isbn", &[1], "books", &["isbn"])])
    .only(&[tw::Dialect::Sqlite]);

impl tw::Model for Review {
    const TABLE: &'static twp::Table = &__REVIEW;

    #[inline]
    fn read<R: twp::Row>(row: twp::Fields<'_, R>) -> tw::Result<Self> {
        let (id, book_isbn) = row.read(0)?;
        Ok(Self { id, book_isbn })
    }

    #[inline]
    fn values<'a>(&'a self, to: &mut twp::Values<'a>) {
        to.borrowed(0, &self.id);
        to.borrowed(1, &self.book_isbn);
    }
}

/// The required fields of a new `Review`, for inserts.
#[allow(dead_code)]
#[must_use = "a new row is not in the database until it is inserted"]
#[derive(Clone, Debug)]
pub struct NewReview {
    /// The field `Review.book_isbn` (`string(13)`): a reference to `Book`.
    pub book_isbn: crate::Isbn,
}

impl<'a> tw::New<'a> for NewReview {
    type Model = Review;

    #[inline]
    fn values(self, to: &mut twp::Values<'a>) {
        to.owned(1, self.book_isbn);
    }
}
