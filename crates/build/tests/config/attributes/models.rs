// Written by tablewright from models.yaml. A change to this file is lost: change models.yaml.

use ::tablewright as tw;
use ::tablewright::__private as twp;
::tablewright::__generated_by!(1, "0.1.0");

/// Creates the tables: a script for `SQLite` that any client can run, also a second time.
#[allow(dead_code)]
pub const SCHEMA_SQL: &str = sqlite::SCHEMA_SQL;

/// The fingerprint of the tables: it changes if anything about them changes.
#[allow(dead_code)]
pub const SCHEMA_HASH: &str = "4352ab141d9e2a7e5b943222cf56472c";

/// What is written for `SQLite`.
#[allow(dead_code)]
pub mod sqlite {
    /// Creates the tables: a script for `SQLite` that any client can run, also a second time.
    pub const SCHEMA_SQL: &str = r#"CREATE TABLE IF NOT EXISTS "users" (
    "id" INTEGER CONSTRAINT "pk_users" PRIMARY KEY AUTOINCREMENT,
    "email" VARCHAR(100) NOT NULL,
    CONSTRAINT "ck_users_email_type" CHECK (typeof("email") = 'text' AND length("email") <= 100)
);

CREATE TABLE IF NOT EXISTS "posts" (
    "id" INTEGER CONSTRAINT "pk_posts" PRIMARY KEY AUTOINCREMENT,
    "author_id" BIGINT NOT NULL,
    "status" TEXT NOT NULL,
    CONSTRAINT "ck_posts_author_id_type" CHECK (typeof("author_id") = 'integer'),
    CONSTRAINT "ck_posts_status_type" CHECK ("status" IN ('draft', 'in review')),
    CONSTRAINT "fk_posts_author_id" FOREIGN KEY ("author_id") REFERENCES "users" ("id")
);

CREATE INDEX IF NOT EXISTS "ix_posts_author_id" ON "posts" ("author_id");
"#;

    /// Drops the tables with all their rows: a script for `SQLite`.
    pub const DROP_SQL: &str = r#"DROP TABLE IF EXISTS "posts";

DROP TABLE IF EXISTS "users";
"#;
}

/// The tables and their scripts, which `create_all` and `drop_all` run.
#[allow(dead_code)]
pub static SCHEMA: tw::Schema = tw::Schema {
    name: module_path!(),
    hash: SCHEMA_HASH,
    tables: &[<User as tw::Model>::TABLE, <Post as tw::Model>::TABLE],
    models: &[twp::Described::of::<User>(), twp::Described::of::<Post>()],
    create: tw::Scripts {
        sqlite: tw::Script {
            text: sqlite::SCHEMA_SQL,
            ends: &[237, 657, 732],
        },
        ..tw::Scripts::NONE
    },
    drop: tw::Scripts {
        sqlite: tw::Script {
            text: sqlite::DROP_SQL,
            ends: &[29, 60],
        },
        ..tw::Scripts::NONE
    },
    definition: "tablewright 2\nl6sqlite5users2id7integer5emailcvarchar(100)8pk_usersjck_users_email_typeT1typeof(\"email\") = 'text' AND length(\"email\") <= 1005posts9author_id6bigint6status4text8pk_postsiix_posts_author_idnck_posts_author_id_typevtypeof(\"author_id\") = 'integer'kck_posts_status_typeC1\"status\" IN ('draft', 'in review')ifk_posts_author_id00000010L30212230001000045000000016120017800000932300010000ab0000000cd00000001e1201f10a0000000002gh0ij01k1a1120000000",
};

/// Creates the tables that are missing: safe to run at every start.
#[allow(dead_code)]
#[inline]
pub fn create_all<C: tw::Connection>(db: &C) -> tw::Output<'_, C> {
    tw::create_all(db, &SCHEMA)
}

/// Drops the tables with all their rows.
#[allow(dead_code)]
#[inline]
pub fn drop_all<C: tw::Connection>(db: &C) -> tw::Output<'_, C> {
    tw::drop_all(db, &SCHEMA)
}

::tablewright::__with_sync! {
    /// Compares the tables of a database with these, by one query if nothing has changed since the last time.
    #[allow(dead_code)]
    #[inline]
    pub fn verify<C: tw::Connection>(
        db: &C,
    ) -> tw::Output<'_, C, tw::Result<tw::Verification>> {
        tw::verify(db, &SCHEMA)
    }
}

::tablewright::__with_sync! {
    /// Changes the tables of a database to these. It refuses destructive changes, and then
    /// nothing is changed.
    #[allow(dead_code)]
    #[inline]
    pub fn sync<C: tw::Connection>(db: &C) -> tw::Output<'_, C, tw::Result<tw::SyncReport>> {
        tw::sync(db, &SCHEMA)
    }
}

/// `Status`: one of a closed set of texts.
#[allow(dead_code)]
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(test, derive(Eq))]
#[derive(Default)]
pub enum Status {
    /// `Status`: the text `draft`.
    #[default]
    Draft,
    /// `Status`: the text `in review`.
    #[doc(alias = "review")]
    InReview,
}

#[allow(dead_code)]
impl Status {
    /// Every `Status`, in the order of the file.
    pub const ALL: &'static [Self] = &[Self::Draft, Self::InReview];

    /// The text of the `Status` in the database.
    #[inline]
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::InReview => "in review",
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

/// `User`: a row of `users`.
#[allow(dead_code)]
#[derive(Clone, Debug, PartialEq)]
#[doc(alias = "person")]
#[cfg_attr(test, derive(Eq))]
#[non_exhaustive]
pub struct User {
    /// `User.id`: `id`, the primary key, auto-increment.
    pub id: i64,
    /// `User.email`: `string(100)`.
    #[doc(alias = "mail")]
    #[allow(unused)]
    pub email: String,
}

#[allow(dead_code)]
impl User {
    /// The column `id` of `User.id`.
    pub const ID: tw::Column<Self, i64> = tw::Column::new(0);

    /// The column `email` of `User.email`.
    pub const EMAIL: tw::Column<Self, String> = tw::Column::new(1);

    /// Every `Post` that refers to the `User` by `author`.
    pub const POSTS: tw::Many<Self, Post> = tw::Many::back(0);

    /// Every `User`, in the order of the primary key.
    ///
    /// `SELECT "id", "email" FROM "users" ORDER BY "id"`
    pub fn all<'a>() -> tw::Select<'a, Self> {
        twp::all()
    }

    /// Every `User` that matches a condition, in the order of the primary key.
    pub fn filter<'a>(filter: impl tw::IntoFilter<Self>) -> tw::Select<'a, Self> {
        Self::all().filter(filter)
    }

    /// The `User` with this primary key.
    ///
    /// `SELECT "id", "email" FROM "users" WHERE "id" = ?1`
    pub fn find<'a>(id: i64) -> tw::Select<'a, Self> {
        twp::find(&[0], [twp::owned_parameter::<Self, _>(0, id)])
    }

    /// A change of the `User` with this primary key: unset columns stay.
    pub fn update<'a>(id: i64) -> tw::Update<'a, Self> {
        Self::find(id).update()
    }

    /// A new `User`: unset columns get their default, or NULL.
    ///
    /// `INSERT INTO "users" ("email") VALUES (?1) RETURNING "id", "email"`
    pub fn insert(new: NewUser<'_>) -> tw::Insert<'_, Self> {
        twp::insert(new)
    }

    /// New rows of `User`: all of them are inserted, or none.
    pub fn insert_all<'a, I: IntoIterator<Item: tw::NewRow<'a, Self>>>(
        rows: I,
    ) -> tw::InsertAll<'a, Self, I::IntoIter> {
        twp::insert_all(rows)
    }

    /// A new `User`, or a change of the one that has the same unique key.
    pub fn upsert<'a>(
        new: impl tw::IntoInsert<'a, Self>,
        key: impl tw::query::Columns<Self>,
    ) -> tw::Upsert<'a, Self> {
        twp::upsert(new, key)
    }

    /// Writes every field of the `User`.
    ///
    /// `UPDATE "users" SET "email" = ?1 WHERE "id" = ?2`
    pub fn save<'c, C: tw::Connection>(&'c self, db: &'c C) -> tw::Output<'c, C> {
        twp::save(self, db)
    }

    /// Deletes the `User`.
    ///
    /// `DELETE FROM "users" WHERE "id" = ?1`
    pub fn delete<'c, C: tw::Connection>(&'c self, db: &'c C) -> tw::Output<'c, C> {
        twp::delete(self, db)
    }

    /// Every `Post` that refers to the `User` by `author`.
    ///
    /// `SELECT "id", "author_id", "status" FROM "posts" WHERE "author_id" = ?1 ORDER BY "id"`
    pub fn posts<'a>(&self) -> tw::Select<'a, Post> {
        twp::referring(&[1], [twp::owned_parameter::<Post, _>(1, self.id)])
    }
}

static __USER: twp::Table = twp::Table::new(
        "users",
        &[
            twp::ColumnDef::new("id", twp::Type::BigInt).identity(),
            twp::ColumnDef::new("email", twp::Type::String(100)),
        ],
        twp::Key::new("pk_users", &[0]),
    )
    .only(&[tw::Dialect::Sqlite]);

impl tw::Model for User {
    const TABLE: &'static twp::Table = &__USER;

    #[inline]
    fn read<R: twp::Row>(row: twp::Fields<'_, R>) -> tw::Result<Self> {
        let (id, email) = row.read(0)?;
        Ok(Self { id, email })
    }

    #[inline]
    fn values<'a>(&'a self, to: &mut twp::Values<'a>) {
        to.borrowed(0, &self.id);
        to.borrowed(1, &self.email);
    }
}

/// The required fields of a new `User`.
#[allow(dead_code)]
#[must_use = "a new row is not in the database until it is inserted"]
#[derive(Clone, Debug)]
pub struct NewUser<'a> {
    /// `User.email`: `string(100)`.
    pub email: ::std::borrow::Cow<'a, str>,
}

impl<'a> tw::New<'a> for NewUser<'a> {
    type Model = User;

    #[inline]
    fn values(self, to: &mut twp::Values<'a>) {
        to.text(1, self.email);
    }
}

/// `Post`: a row of `posts`.
#[allow(dead_code)]
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(test, derive(Eq))]
pub struct Post {
    /// `Post.id`: `id`, the primary key, auto-increment.
    #[cfg(not(never))]
    pub id: i64,
    /// `Post.author_id`: `bigint`, a reference to `User`.
    #[cfg(not(never))]
    pub author_id: i64,
    /// `Post.status`: `Status`.
    #[cfg(not(never))]
    pub status: Status,
}

#[allow(dead_code)]
impl Post {
    /// The column `id` of `Post.id`.
    pub const ID: tw::Column<Self, i64> = tw::Column::new(0);

    /// The column `author_id` of `Post.author_id`.
    pub const AUTHOR_ID: tw::Column<Self, i64> = tw::Column::new(1);

    /// The column `status` of `Post.status`.
    pub const STATUS: tw::Column<Self, Status> = tw::Column::new(2);

    /// The `User` that a `Post` refers to by `author`.
    pub const AUTHOR: tw::One<Self, User> = tw::One::to(0);

    /// Every `Post`, in the order of the primary key.
    ///
    /// `SELECT "id", "author_id", "status" FROM "posts" ORDER BY "id"`
    pub fn all<'a>() -> tw::Select<'a, Self> {
        twp::all()
    }

    /// Every `Post` that matches a condition, in the order of the primary key.
    pub fn filter<'a>(filter: impl tw::IntoFilter<Self>) -> tw::Select<'a, Self> {
        Self::all().filter(filter)
    }

    /// The `Post` with this primary key.
    ///
    /// `SELECT "id", "author_id", "status" FROM "posts" WHERE "id" = ?1`
    pub fn find<'a>(id: i64) -> tw::Select<'a, Self> {
        twp::find(&[0], [twp::owned_parameter::<Self, _>(0, id)])
    }

    /// A change of the `Post` with this primary key: unset columns stay.
    pub fn update<'a>(id: i64) -> tw::Update<'a, Self> {
        Self::find(id).update()
    }

    /// A new `Post`: unset columns get their default, or NULL.
    ///
    /// `INSERT INTO "posts" ("author_id", "status") VALUES (?1, ?2) RETURNING "id", "author_id", "status"`
    pub fn insert<'a>(new: NewPost) -> tw::Insert<'a, Self> {
        twp::insert(new)
    }

    /// New rows of `Post`: all of them are inserted, or none.
    pub fn insert_all<'a, I: IntoIterator<Item: tw::NewRow<'a, Self>>>(
        rows: I,
    ) -> tw::InsertAll<'a, Self, I::IntoIter> {
        twp::insert_all(rows)
    }

    /// A new `Post`, or a change of the one that has the same unique key.
    pub fn upsert<'a>(
        new: impl tw::IntoInsert<'a, Self>,
        key: impl tw::query::Columns<Self>,
    ) -> tw::Upsert<'a, Self> {
        twp::upsert(new, key)
    }

    /// Writes every field of the `Post`.
    ///
    /// `UPDATE "posts" SET "author_id" = ?1, "status" = ?2 WHERE "id" = ?3`
    pub fn save<'c, C: tw::Connection>(&'c self, db: &'c C) -> tw::Output<'c, C> {
        twp::save(self, db)
    }

    /// Deletes the `Post`.
    ///
    /// `DELETE FROM "posts" WHERE "id" = ?1`
    pub fn delete<'c, C: tw::Connection>(&'c self, db: &'c C) -> tw::Output<'c, C> {
        twp::delete(self, db)
    }

    /// The `User` that a `Post` refers to by `author`.
    ///
    /// `SELECT "id", "email" FROM "users" WHERE "id" = ?1`
    pub fn author<'a>(&self) -> tw::Select<'a, User> {
        twp::referred(&[0], [twp::owned_parameter::<User, _>(0, self.author_id)])
    }
}

static __POST: twp::Table = twp::Table::new(
        "posts",
        &[
            twp::ColumnDef::new("id", twp::Type::BigInt).identity(),
            twp::ColumnDef::new("author_id", twp::Type::BigInt),
            twp::ColumnDef::new("status", twp::Type::Enum(&["draft", "in review"])),
        ],
        twp::Key::new("pk_posts", &[0]),
    )
    .references(&[twp::Reference::new("fk_posts_author_id", &[1], "users", &["id"])])
    .only(&[tw::Dialect::Sqlite]);

impl tw::Model for Post {
    const TABLE: &'static twp::Table = &__POST;

    #[inline]
    fn read<R: twp::Row>(row: twp::Fields<'_, R>) -> tw::Result<Self> {
        let (id, author_id, status) = row.read(0)?;
        Ok(Self { id, author_id, status })
    }

    #[inline]
    fn values<'a>(&'a self, to: &mut twp::Values<'a>) {
        to.borrowed(0, &self.id);
        to.borrowed(1, &self.author_id);
        to.borrowed(2, &self.status);
    }
}

/// The required fields of a new `Post`.
#[allow(dead_code)]
#[must_use = "a new row is not in the database until it is inserted"]
#[derive(Clone, Debug)]
pub struct NewPost {
    /// `Post.author_id`: `bigint`, a reference to `User`.
    pub author_id: i64,
    /// `Post.status`: `Status`.
    pub status: Status,
}

impl<'a> tw::New<'a> for NewPost {
    type Model = Post;

    #[inline]
    fn values(self, to: &mut twp::Values<'a>) {
        to.owned(1, self.author_id);
        to.owned(2, self.status);
    }
}
