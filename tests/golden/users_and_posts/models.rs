// Written by tablewright from models.yaml. A change to this file is lost: change models.yaml.

use ::tablewright as tw;
use ::tablewright::__private as twp;
::tablewright::__generated_by!(1, "0.1.0");

/// A script for `SQLite` that creates the tables. Any client can run it, also a second time.
#[allow(dead_code)]
pub const SCHEMA_SQL: &str = sqlite::SCHEMA_SQL;

/// The hash of the tables, which changes if anything about them changes.
#[allow(dead_code)]
pub const SCHEMA_HASH: &str = "20c8776f36c3631b8bc542ab8d88bd0d";

/// The scripts for `SQLite`.
#[allow(dead_code)]
pub mod sqlite {
    /// A script for `SQLite` that creates the tables. Any client can run it, also a second time.
    pub const SCHEMA_SQL: &str = r#"CREATE TABLE IF NOT EXISTS "users" (
    "id" INTEGER CONSTRAINT "pk_users" PRIMARY KEY AUTOINCREMENT,
    "name" VARCHAR(50),
    "email" VARCHAR(100),
    "age" INTEGER NOT NULL DEFAULT 18,
    CONSTRAINT "uq_users_email" UNIQUE ("email"),
    CONSTRAINT "ck_users_name_type" CHECK (typeof("name") IN ('text', 'null') AND length("name") <= 50),
    CONSTRAINT "ck_users_email_type" CHECK (typeof("email") IN ('text', 'null') AND length("email") <= 100),
    CONSTRAINT "ck_users_age_type" CHECK (typeof("age") = 'integer' AND "age" BETWEEN -2147483648 AND 2147483647),
    CONSTRAINT "ck_users_age" CHECK ("age" >= 0)
);

CREATE TABLE IF NOT EXISTS "posts" (
    "id" INTEGER CONSTRAINT "pk_posts" PRIMARY KEY AUTOINCREMENT,
    "author_id" BIGINT NOT NULL,
    "editor_id" BIGINT,
    "parent_id" BIGINT,
    "title" TEXT,
    CONSTRAINT "uq_posts_author_id_title" UNIQUE ("author_id", "title"),
    CONSTRAINT "ck_posts_author_id_type" CHECK (typeof("author_id") = 'integer'),
    CONSTRAINT "ck_posts_editor_id_type" CHECK (typeof("editor_id") IN ('integer', 'null')),
    CONSTRAINT "ck_posts_parent_id_type" CHECK (typeof("parent_id") IN ('integer', 'null')),
    CONSTRAINT "ck_posts_title_type" CHECK (typeof("title") IN ('text', 'null')),
    CONSTRAINT "fk_posts_author_id" FOREIGN KEY ("author_id") REFERENCES "users" ("id"),
    CONSTRAINT "fk_posts_editor_id" FOREIGN KEY ("editor_id") REFERENCES "users" ("id") DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT "fk_posts_parent_id" FOREIGN KEY ("parent_id") REFERENCES "posts" ("id") ON DELETE RESTRICT
);

CREATE INDEX IF NOT EXISTS "ix_posts_editor_id" ON "posts" ("editor_id");

CREATE INDEX IF NOT EXISTS "ix_posts_parent_id" ON "posts" ("parent_id");
"#;

    /// A script for `SQLite` that drops the tables with all their rows.
    pub const DROP_SQL: &str = r#"SAVEPOINT tablewright_drop;

PRAGMA defer_foreign_keys = ON;

DROP TABLE IF EXISTS "posts";

DROP TABLE IF EXISTS "users";

RELEASE tablewright_drop;
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
            ends: &[622, 1566, 1641, 1716],
        },
        ..tw::Scripts::NONE
    },
    drop: tw::Scripts {
        sqlite: tw::Script {
            text: sqlite::DROP_SQL,
            ends: &[27, 60, 91, 122, 149],
        },
        ..tw::Scripts::NONE
    },
    definition: "tablewright 2\nK16sqlite5users2id7integer4namebvarchar(50)5emailcvarchar(100)3age2188pk_userseuq_users_emailick_users_name_type-1typeof(\"name\") IN ('text', 'null') AND length(\"name\") <= 50jck_users_email_type=1typeof(\"email\") IN ('text', 'null') AND length(\"email\") <= 100hck_users_age_typeG2typeof(\"age\") = 'integer' AND \"age\" BETWEEN -2147483648 AND 2147483647cck_users_agea\"age\" >= 05posts9author_id6bigint9editor_id9parent_id5title4text8pk_postsouq_posts_author_id_titleiix_posts_editor_idiix_posts_parent_idnck_posts_author_id_typevtypeof(\"author_id\") = 'integer'nck_posts_editor_id_typeK1typeof(\"editor_id\") IN ('integer', 'null')nck_posts_parent_id_typeK1typeof(\"parent_id\") IN ('integer', 'null')jck_posts_title_typeD1typeof(\"title\") IN ('text', 'null')ifk_posts_author_idifk_posts_editor_idifk_posts_parent_id00000010Q602142300010000450100000670100000830019000001a121b1604cd0ef0gh0ij00000k52300010000lm0000000nm0100000om0100000pq01000001r121s2lp2t10n000000000u10o0000000004vA10B1C10D1E10F1G103H11l112000I11n112001J11ok121000000",
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

/// The model `User`: a row of the table `users`.
#[allow(dead_code)]
#[derive(Clone, Debug, PartialEq)]
pub struct User {
    /// The field `User.id` (`id`): the primary key, auto-increment.
    pub id: i64,
    /// The field `User.name` (`string(50)?`).
    pub name: Option<String>,
    /// The field `User.email` (`string(100)?`): unique.
    pub email: Option<String>,
    /// The field `User.age` (`integer`): with a default.
    pub age: i32,
}

#[allow(dead_code)]
impl User {
    /// The column `id` of the field `User.id`, for queries.
    pub const ID: tw::Column<Self, i64> = tw::Column::new(0);

    /// The column `name` of the field `User.name`, for queries.
    pub const NAME: tw::Column<Self, Option<String>> = tw::Column::new(1);

    /// The column `email` of the field `User.email`, for queries.
    pub const EMAIL: tw::Column<Self, Option<String>> = tw::Column::new(2);

    /// The column `age` of the field `User.age`, for queries.
    pub const AGE: tw::Column<Self, i32> = tw::Column::new(3);

    /// The relation from a `User` to every `Post` that refers to it by `author`.
    pub const POSTS: tw::Many<Self, Post> = tw::Many::back(0);

    /// The relation from a `User` to every `Post` that refers to it by `editor`.
    pub const EDITED: tw::Many<Self, Post> = tw::Many::back(1);

    /// A query for every `User`, in the order of the primary key.
    ///
    /// `SELECT "id", "name", "email", "age" FROM "users" ORDER BY "id"`
    pub fn all<'a>() -> tw::Select<'a, Self> {
        twp::all()
    }

    /// A query for every `User` that matches a condition, in the order of the primary key.
    pub fn filter<'a>(filter: impl tw::IntoFilter<Self>) -> tw::Select<'a, Self> {
        Self::all().filter(filter)
    }

    /// A query for the `User` with this primary key.
    ///
    /// `SELECT "id", "name", "email", "age" FROM "users" WHERE "id" = ?1`
    pub fn find<'a>(id: i64) -> tw::Select<'a, Self> {
        twp::find(&[0], [twp::owned_parameter::<Self, _>(0, id)])
    }

    /// An update of the `User` with this primary key: unset columns keep their values.
    pub fn update<'a>(id: i64) -> tw::Update<'a, Self> {
        Self::find(id).update()
    }

    /// A query for the `User` with this `email`, which is unique.
    ///
    /// `SELECT "id", "name", "email", "age" FROM "users" WHERE "email" = ?1`
    pub fn find_by_email(email: &str) -> tw::Select<'_, Self> {
        twp::find(&[2], [twp::text_parameter(email)])
    }

    /// An insert of a new `User`: unset columns get their default, or NULL.
    ///
    /// `INSERT INTO "users" DEFAULT VALUES RETURNING "id", "name", "email", "age"`
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
    /// `UPDATE "users" SET "name" = ?1, "email" = ?2, "age" = ?3 WHERE "id" = ?4`
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
    /// `SELECT "id", "author_id", "editor_id", "parent_id", "title" FROM "posts" WHERE "author_id" = ?1 ORDER BY "id"`
    pub fn posts<'a>(&self) -> tw::Select<'a, Post> {
        twp::referring(&[1], [twp::owned_parameter::<Post, _>(1, self.id)])
    }

    /// A query for every `Post` that refers to this `User` by `editor`.
    ///
    /// `SELECT "id", "author_id", "editor_id", "parent_id", "title" FROM "posts" WHERE "editor_id" = ?1 ORDER BY "id"`
    pub fn edited<'a>(&self) -> tw::Select<'a, Post> {
        twp::referring(&[2], [twp::owned_parameter::<Post, _>(2, self.id)])
    }
}

static __USER: twp::Table = twp::Table::new(
        "users",
        &[
            twp::ColumnDef::new("id", twp::Type::BigInt).identity(),
            twp::ColumnDef::new("name", twp::Type::String(50)).nullable(),
            twp::ColumnDef::new("email", twp::Type::String(100)).nullable(),
            twp::ColumnDef::new("age", twp::Type::Integer).default(),
        ],
        twp::Key::new("pk_users", &[0]),
    )
    .uniques(&[twp::Key::new("uq_users_email", &[2])])
    .checks(&[twp::Check::of("ck_users_age", 3)])
    .only(&[tw::Dialect::Sqlite]);

impl tw::Model for User {
    const TABLE: &'static twp::Table = &__USER;

    #[inline]
    fn read<R: twp::Row>(row: twp::Fields<'_, R>) -> tw::Result<Self> {
        let (id, name, email, age) = row.read(0)?;
        Ok(Self { id, name, email, age })
    }

    #[inline]
    fn values<'a>(&'a self, to: &mut twp::Values<'a>) {
        to.borrowed(0, &self.id);
        to.borrowed(1, &self.name);
        to.borrowed(2, &self.email);
        to.borrowed(3, &self.age);
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

/// The model `Post`: a row of the table `posts`.
#[allow(dead_code)]
#[derive(Clone, Debug, PartialEq)]
pub struct Post {
    /// The field `Post.id` (`id`): the primary key, auto-increment.
    pub id: i64,
    /// The field `Post.author_id` (`bigint`): a reference to `User`.
    pub author_id: i64,
    /// The field `Post.editor_id` (`bigint?`): a reference to `User`.
    pub editor_id: Option<i64>,
    /// The field `Post.parent_id` (`bigint?`): a reference to `Post`.
    pub parent_id: Option<i64>,
    /// The field `Post.title` (`text?`).
    pub title: Option<String>,
}

#[allow(dead_code)]
impl Post {
    /// The column `id` of the field `Post.id`, for queries.
    pub const ID: tw::Column<Self, i64> = tw::Column::new(0);

    /// The column `author_id` of the field `Post.author_id`, for queries.
    pub const AUTHOR_ID: tw::Column<Self, i64> = tw::Column::new(1);

    /// The column `editor_id` of the field `Post.editor_id`, for queries.
    pub const EDITOR_ID: tw::Column<Self, Option<i64>> = tw::Column::new(2);

    /// The column `parent_id` of the field `Post.parent_id`, for queries.
    pub const PARENT_ID: tw::Column<Self, Option<i64>> = tw::Column::new(3);

    /// The column `title` of the field `Post.title`, for queries.
    pub const TITLE: tw::Column<Self, Option<String>> = tw::Column::new(4);

    /// The relation from a `Post` to the `User` that it refers to by `author`.
    pub const AUTHOR: tw::One<Self, User> = tw::One::to(0);

    /// The relation from a `Post` to the `User` that it refers to by `editor`.
    pub const EDITOR: tw::One<Self, Option<User>> = tw::One::to(1);

    /// The relation from a `Post` to the `Post` that it refers to by `parent`.
    pub const PARENT: tw::One<Self, Option<Post>> = tw::One::to(2);

    /// The relation from a `Post` to every `Post` that refers to it by `parent`.
    pub const REPLIES: tw::Many<Self, Post> = tw::Many::back(2);

    /// A query for every `Post`, in the order of the primary key.
    ///
    /// `SELECT "id", "author_id", "editor_id", "parent_id", "title" FROM "posts" ORDER BY "id"`
    pub fn all<'a>() -> tw::Select<'a, Self> {
        twp::all()
    }

    /// A query for every `Post` that matches a condition, in the order of the primary key.
    pub fn filter<'a>(filter: impl tw::IntoFilter<Self>) -> tw::Select<'a, Self> {
        Self::all().filter(filter)
    }

    /// A query for the `Post` with this primary key.
    ///
    /// `SELECT "id", "author_id", "editor_id", "parent_id", "title" FROM "posts" WHERE "id" = ?1`
    pub fn find<'a>(id: i64) -> tw::Select<'a, Self> {
        twp::find(&[0], [twp::owned_parameter::<Self, _>(0, id)])
    }

    /// An update of the `Post` with this primary key: unset columns keep their values.
    pub fn update<'a>(id: i64) -> tw::Update<'a, Self> {
        Self::find(id).update()
    }

    /// A query for the `Post` with these `author_id` and `title`, which are unique together.
    ///
    /// `SELECT "id", "author_id", "editor_id", "parent_id", "title" FROM "posts" WHERE "author_id" = ?1 AND "title" = ?2`
    pub fn find_by_author_id_and_title(
        author_id: i64,
        title: &str,
    ) -> tw::Select<'_, Self> {
        twp::find(
            &[1, 4],
            [twp::owned_parameter::<Self, _>(1, author_id), twp::text_parameter(title)],
        )
    }

    /// An insert of a new `Post`: unset columns get their default, or NULL.
    ///
    /// `INSERT INTO "posts" ("author_id") VALUES (?1) RETURNING "id", "author_id", "editor_id", "parent_id", "title"`
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
    /// `UPDATE "posts" SET "author_id" = ?1, "editor_id" = ?2, "parent_id" = ?3, "title" = ?4 WHERE "id" = ?5`
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
    /// `SELECT "id", "name", "email", "age" FROM "users" WHERE "id" = ?1`
    pub fn author<'a>(&self) -> tw::Select<'a, User> {
        twp::referred(&[0], [twp::owned_parameter::<User, _>(0, self.author_id)])
    }

    /// A query for the `User` that this `Post` refers to by `editor`.
    ///
    /// `SELECT "id", "name", "email", "age" FROM "users" WHERE "id" = ?1`
    pub fn editor<'a>(&self) -> tw::Select<'a, User> {
        twp::referred(&[0], [twp::owned_parameter::<User, _>(0, self.editor_id)])
    }

    /// A query for the `Post` that this `Post` refers to by `parent`.
    ///
    /// `SELECT "id", "author_id", "editor_id", "parent_id", "title" FROM "posts" WHERE "id" = ?1`
    pub fn parent<'a>(&self) -> tw::Select<'a, Post> {
        twp::referred(&[0], [twp::owned_parameter::<Post, _>(0, self.parent_id)])
    }

    /// A query for every `Post` that refers to this `Post` by `parent`.
    ///
    /// `SELECT "id", "author_id", "editor_id", "parent_id", "title" FROM "posts" WHERE "parent_id" = ?1 ORDER BY "id"`
    pub fn replies<'a>(&self) -> tw::Select<'a, Post> {
        twp::referring(&[3], [twp::owned_parameter::<Post, _>(3, self.id)])
    }
}

static __POST: twp::Table = twp::Table::new(
        "posts",
        &[
            twp::ColumnDef::new("id", twp::Type::BigInt).identity(),
            twp::ColumnDef::new("author_id", twp::Type::BigInt),
            twp::ColumnDef::new("editor_id", twp::Type::BigInt).nullable(),
            twp::ColumnDef::new("parent_id", twp::Type::BigInt).nullable(),
            twp::ColumnDef::new("title", twp::Type::Text).nullable(),
        ],
        twp::Key::new("pk_posts", &[0]),
    )
    .uniques(&[twp::Key::new("uq_posts_author_id_title", &[1, 4])])
    .references(
        &[
            twp::Reference::new("fk_posts_author_id", &[1], "users", &["id"]),
            twp::Reference::new("fk_posts_editor_id", &[2], "users", &["id"]),
            twp::Reference::new("fk_posts_parent_id", &[3], "posts", &["id"]),
        ],
    )
    .only(&[tw::Dialect::Sqlite]);

impl tw::Model for Post {
    const TABLE: &'static twp::Table = &__POST;

    #[inline]
    fn read<R: twp::Row>(row: twp::Fields<'_, R>) -> tw::Result<Self> {
        let (id, author_id, editor_id, parent_id, title) = row.read(0)?;
        Ok(Self {
            id,
            author_id,
            editor_id,
            parent_id,
            title,
        })
    }

    #[inline]
    fn values<'a>(&'a self, to: &mut twp::Values<'a>) {
        to.borrowed(0, &self.id);
        to.borrowed(1, &self.author_id);
        to.borrowed(2, &self.editor_id);
        to.borrowed(3, &self.parent_id);
        to.borrowed(4, &self.title);
    }
}

/// The required fields of a new `Post`, for inserts.
#[allow(dead_code)]
#[must_use = "a new row is not in the database until it is inserted"]
#[derive(Clone, Debug)]
pub struct NewPost {
    /// The field `Post.author_id` (`bigint`): a reference to `User`.
    pub author_id: i64,
}

impl<'a> tw::New<'a> for NewPost {
    type Model = Post;

    #[inline]
    fn values(self, to: &mut twp::Values<'a>) {
        to.owned(1, self.author_id);
    }
}
