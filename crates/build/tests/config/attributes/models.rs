// Written by tablewright from models.yaml. A change to this file is lost: change models.yaml.

use ::tablewright as tw;
use ::tablewright::__private as twp;
::tablewright::__generated_by!(1, "0.1.0");

/// A script for `SQLite` that creates the tables. Any client can run it, also a second time.
#[allow(dead_code)]
pub const SCHEMA_SQL: &str = sqlite::SCHEMA_SQL;

/// The hash of the tables, which changes if anything about them changes.
#[allow(dead_code)]
pub const SCHEMA_HASH: &str = "4352ab141d9e2a7e5b943222cf56472c";

/// The scripts for `SQLite`.
#[allow(dead_code)]
pub mod sqlite {
    /// A script for `SQLite` that creates the tables. Any client can run it, also a second time.
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

    /// A script for `SQLite` that drops the tables with all their rows.
    pub const DROP_SQL: &str = r#"DROP TABLE IF EXISTS "posts";

DROP TABLE IF EXISTS "users";
"#;
}

/// The description of the tables, for `create_all`, `drop_all`, `verify` and `sync`.
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
#[cfg_attr(test, derive(Eq))]
#[derive(Default)]
pub enum Status {
    /// The value of `Status` that is stored as the text `draft`.
    #[default]
    Draft,
    /// The value of `Status` that is stored as the text `in review`.
    #[doc(alias = "review")]
    InReview,
}

#[allow(dead_code)]
impl Status {
    /// Every value of `Status`, in the order of the models.
    pub const ALL: &'static [Self] = &[Self::Draft, Self::InReview];

    /// The text that the database stores for this `Status`.
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

/// The model `User`: a row of the table `users`.
#[allow(dead_code)]
#[derive(Clone, Debug, PartialEq)]
#[doc(alias = "person")]
#[cfg_attr(test, derive(Eq))]
#[non_exhaustive]
pub struct User {
    /// The field `User.id` (`id`): the primary key, auto-increment.
    pub id: i64,
    /// The field `User.email` (`string(100)`).
    #[doc(alias = "mail")]
    #[allow(unused)]
    pub email: String,
}

#[allow(dead_code)]
impl User {
    /// The column `id` of the field `User.id`, for queries.
    pub const ID: tw::Column<Self, i64> = tw::Column::new(0);

    /// The column `email` of the field `User.email`, for queries.
    pub const EMAIL: tw::Column<Self, String> = tw::Column::new(1);

    /// The relation from a `User` to every `Post` that refers to it by `author`.
    pub const POSTS: tw::Many<Self, Post> = tw::Many::back(0);

    /// A query for every `User`, in the order of the primary key.
    ///
    /// `SELECT "id", "email" FROM "users" ORDER BY "id"`
    pub fn all<'a>() -> tw::Select<'a, Self> {
        twp::all()
    }

    /// A query for every `User` that matches a condition, in the order of the primary key.
    pub fn filter<'a>(filter: impl tw::IntoFilter<Self>) -> tw::Select<'a, Self> {
        Self::all().filter(filter)
    }

    /// A query for the `User` with this primary key.
    ///
    /// `SELECT "id", "email" FROM "users" WHERE "id" = ?1`
    pub fn find<'a>(id: i64) -> tw::Select<'a, Self> {
        twp::find(&[0], [twp::owned_parameter::<Self, _>(0, id)])
    }

    /// An update of the `User` with this primary key: unset columns keep their values.
    pub fn update<'a>(id: i64) -> tw::Update<'a, Self> {
        Self::find(id).update()
    }

    /// An insert of a new `User`: unset columns get their default, or NULL.
    ///
    /// `INSERT INTO "users" ("email") VALUES (?1) RETURNING "id", "email"`
    pub fn insert(new: NewUser<'_>) -> tw::Insert<'_, Self> {
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
    /// `UPDATE "users" SET "email" = ?1 WHERE "id" = ?2`
    pub fn save<'c, C: tw::Connection>(&'c self, db: &'c C) -> tw::Output<'c, C> {
        twp::save(self, db)
    }

    /// Deletes the row of this `User`.
    ///
    /// `DELETE FROM "users" WHERE "id" = ?1`
    pub fn delete<'c, C: tw::Connection>(&'c self, db: &'c C) -> tw::Output<'c, C> {
        twp::delete(self, db)
    }

    /// A query for every `Post` that refers to this `User` by `author`.
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

/// The required fields of a new `User`, for inserts.
#[allow(dead_code)]
#[must_use = "a new row is not in the database until it is inserted"]
#[derive(Clone, Debug)]
pub struct NewUser<'a> {
    /// The field `User.email` (`string(100)`).
    pub email: ::std::borrow::Cow<'a, str>,
}

impl<'a> tw::New<'a> for NewUser<'a> {
    type Model = User;

    #[inline]
    fn values(self, to: &mut twp::Values<'a>) {
        to.text(1, self.email);
    }
}

/// The model `Post`: a row of the table `posts`.
#[allow(dead_code)]
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(test, derive(Eq))]
pub struct Post {
    /// The field `Post.id` (`id`): the primary key, auto-increment.
    #[cfg(not(never))]
    pub id: i64,
    /// The field `Post.author_id` (`bigint`): a reference to `User`.
    #[cfg(not(never))]
    pub author_id: i64,
    /// The field `Post.status` (`Status`).
    #[cfg(not(never))]
    pub status: Status,
}

#[allow(dead_code)]
impl Post {
    /// The column `id` of the field `Post.id`, for queries.
    pub const ID: tw::Column<Self, i64> = tw::Column::new(0);

    /// The column `author_id` of the field `Post.author_id`, for queries.
    pub const AUTHOR_ID: tw::Column<Self, i64> = tw::Column::new(1);

    /// The column `status` of the field `Post.status`, for queries.
    pub const STATUS: tw::Column<Self, Status> = tw::Column::new(2);

    /// The relation from a `Post` to the `User` that it refers to by `author`.
    pub const AUTHOR: tw::One<Self, User> = tw::One::to(0);

    /// A query for every `Post`, in the order of the primary key.
    ///
    /// `SELECT "id", "author_id", "status" FROM "posts" ORDER BY "id"`
    pub fn all<'a>() -> tw::Select<'a, Self> {
        twp::all()
    }

    /// A query for every `Post` that matches a condition, in the order of the primary key.
    pub fn filter<'a>(filter: impl tw::IntoFilter<Self>) -> tw::Select<'a, Self> {
        Self::all().filter(filter)
    }

    /// A query for the `Post` with this primary key.
    ///
    /// `SELECT "id", "author_id", "status" FROM "posts" WHERE "id" = ?1`
    pub fn find<'a>(id: i64) -> tw::Select<'a, Self> {
        twp::find(&[0], [twp::owned_parameter::<Self, _>(0, id)])
    }

    /// An update of the `Post` with this primary key: unset columns keep their values.
    pub fn update<'a>(id: i64) -> tw::Update<'a, Self> {
        Self::find(id).update()
    }

    /// An insert of a new `Post`: unset columns get their default, or NULL.
    ///
    /// `INSERT INTO "posts" ("author_id", "status") VALUES (?1, ?2) RETURNING "id", "author_id", "status"`
    pub fn insert<'a>(new: NewPost) -> tw::Insert<'a, Self> {
        twp::insert(new)
    }

    /// An insert of many rows of `Post`: of all, or of none.
    pub fn insert_all<'a, I: IntoIterator<Item: tw::NewRow<'a, Self>>>(
        rows: I,
    ) -> tw::InsertAll<'a, Self, I::IntoIter> {
        twp::insert_all(rows)
    }

    /// An insert of a new `Post`, or an update of the row that has the same unique key.
    pub fn upsert<'a>(
        new: impl tw::IntoInsert<'a, Self>,
        key: impl tw::query::Columns<Self>,
    ) -> tw::Upsert<'a, Self> {
        twp::upsert(new, key)
    }

    /// Writes every field of this `Post` to its row.
    ///
    /// `UPDATE "posts" SET "author_id" = ?1, "status" = ?2 WHERE "id" = ?3`
    pub fn save<'c, C: tw::Connection>(&'c self, db: &'c C) -> tw::Output<'c, C> {
        twp::save(self, db)
    }

    /// Deletes the row of this `Post`.
    ///
    /// `DELETE FROM "posts" WHERE "id" = ?1`
    pub fn delete<'c, C: tw::Connection>(&'c self, db: &'c C) -> tw::Output<'c, C> {
        twp::delete(self, db)
    }

    /// A query for the `User` that this `Post` refers to by `author`.
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

/// The required fields of a new `Post`, for inserts.
#[allow(dead_code)]
#[must_use = "a new row is not in the database until it is inserted"]
#[derive(Clone, Debug)]
pub struct NewPost {
    /// The field `Post.author_id` (`bigint`): a reference to `User`.
    pub author_id: i64,
    /// The field `Post.status` (`Status`).
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
