//! Users and their posts, as the generator writes them.

use tablewright::model::{Constraint, FromRow, Rule, Table};
use tablewright::statement::{self, Arg};
use tablewright::types::text;
use tablewright::value::{Binder, Row};
use tablewright::{
    Connection, Insert, IntoNullable, Lookup, Model, Result, Schema, Script, Scripts, Select, Sql,
};

pub const SCHEMA_SQL: &str = r#"CREATE TABLE IF NOT EXISTS "users" (
    "id" INTEGER NOT NULL CONSTRAINT "pk_users" PRIMARY KEY AUTOINCREMENT,
    "name" VARCHAR(50) CONSTRAINT "ck_users_name_type" CHECK (typeof("name") IN ('text', 'null') AND length("name") <= 50),
    "email" VARCHAR(100),
    "age" INTEGER NOT NULL DEFAULT 18 CONSTRAINT "ck_users_age" CHECK ("age" >= 0),
    CONSTRAINT "uq_users_email" UNIQUE ("email")
);
CREATE TABLE IF NOT EXISTS "posts" (
    "id" INTEGER NOT NULL CONSTRAINT "pk_posts" PRIMARY KEY AUTOINCREMENT,
    "author_id" INTEGER NOT NULL,
    "editor_id" INTEGER,
    "parent_id" INTEGER,
    "title" TEXT,
    CONSTRAINT "uq_posts_author_id_title" UNIQUE ("author_id", "title"),
    CONSTRAINT "fk_posts_author_id" FOREIGN KEY ("author_id") REFERENCES "users" ("id"),
    CONSTRAINT "fk_posts_editor_id" FOREIGN KEY ("editor_id") REFERENCES "users" ("id") DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT "fk_posts_parent_id" FOREIGN KEY ("parent_id") REFERENCES "posts" ("id") ON DELETE RESTRICT
);
"#;
pub const DROP_SQL: &str = r#"DROP TABLE IF EXISTS "posts";
DROP TABLE IF EXISTS "users";
"#;

pub static SCHEMA: Schema = Schema {
    name: module_path!(),
    hash: "0123456789abcdef0123456789abcdef",
    tables: &[User::MODEL, Post::MODEL],
    create: Scripts {
        sqlite: Script {
            text: SCHEMA_SQL,
            ends: &[SCHEMA_SQL.len() - 1],
        },
        ..Scripts::NONE
    },
    drop: Scripts {
        sqlite: Script {
            text: DROP_SQL,
            ends: &[DROP_SQL.len() - 1],
        },
        ..Scripts::NONE
    },
    past: tablewright::Past::NONE,
};

pub fn create_all<C: Connection>(db: &C) -> C::Output<'_, Result<()>> {
    tablewright::create_all(db, &SCHEMA)
}

pub fn drop_all<C: Connection>(db: &C) -> C::Output<'_, Result<()>> {
    tablewright::drop_all(db, &SCHEMA)
}

const fn sqlite(text: &'static str) -> Sql {
    Sql {
        sqlite: text,
        ..Sql::NONE
    }
}

/// A lookup of a table by a condition.
macro_rules! lookup {
    ($columns:literal, $table:literal, $condition:literal) => {
        Lookup {
            select: sqlite(concat!("SELECT ", $columns, " FROM ", $table, $condition)),
            count: sqlite(concat!("SELECT COUNT(*) FROM ", $table, $condition)),
            exists: sqlite(concat!(
                "SELECT EXISTS (SELECT 1 FROM ",
                $table,
                $condition,
                ")"
            )),
            delete: sqlite(concat!("DELETE FROM ", $table, $condition)),
        }
    };
}

#[derive(Clone, Debug, PartialEq)]
pub struct User {
    pub id: i64,
    pub name: Option<String>,
    pub email: Option<String>,
    pub age: i32,
}

impl User {
    #[inline]
    pub fn all() -> Select<'static, Self> {
        static ALL: Lookup = lookup!(r#""id", "name", "email", "age""#, r#""users""#, "");
        Select::new(&ALL, [])
    }

    #[inline]
    pub fn find(id: i64) -> Select<'static, Self> {
        Select::new(<Self as Model>::FIND, [Arg::from(id)])
    }

    #[inline]
    pub fn find_by_email(email: &str) -> Select<'_, Self> {
        static FIND: Lookup = lookup!(
            r#""id", "name", "email", "age""#,
            r#""users""#,
            r#" WHERE "email" = ?1"#
        );
        Select::new(&FIND, [Arg::from(email)])
    }

    #[inline]
    pub fn save<'c, C: Connection>(&'c self, db: &'c C) -> C::Output<'c, Result<()>> {
        statement::save(self, db)
    }

    #[inline]
    pub fn delete<'c, C: Connection>(&'c self, db: &'c C) -> C::Output<'c, Result<()>> {
        statement::delete(self, db)
    }
}

impl FromRow for User {
    const TABLE: Option<&'static Table> = Some(<Self as Model>::MODEL);

    #[inline]
    fn from_row<R: Row>(row: &R) -> Result<Self> {
        Ok(Self {
            id: row.get(0)?,
            name: row.get_opt(1)?,
            email: row.get_opt(2)?,
            age: row.get(3)?,
        })
    }
}

impl Model for User {
    const FIND: &'static Lookup = &lookup!(
        r#""id", "name", "email", "age""#,
        r#""users""#,
        r#" WHERE "id" = ?1"#
    );
    const MODEL: &'static Table = &Table {
        name: "users",
        columns: &["id", "name", "email", "age"],
        constraints: &[
            Constraint {
                name: "pk_users",
                columns: &["id"],
                rule: Rule::PrimaryKey,
            },
            Constraint {
                name: "uq_users_email",
                columns: &["email"],
                rule: Rule::Unique,
            },
            Constraint {
                name: "ck_users_age",
                columns: &["age"],
                rule: Rule::Check,
            },
        ],
    };
    const SAVE: &'static Sql =
        &sqlite(r#"UPDATE "users" SET "name" = ?1, "email" = ?2, "age" = ?3 WHERE "id" = ?4"#);
    const DELETE: &'static Sql = &sqlite(r#"DELETE FROM "users" WHERE "id" = ?1"#);

    #[inline]
    fn bind_row<B: Binder>(&self, to: &mut B) -> Result<()> {
        text::bind_opt(to, self.name.as_ref(), 50)?;
        text::bind_opt(to, self.email.as_ref(), 100)?;
        to.value(&self.age)?;
        self.bind_key(to)
    }

    #[inline]
    fn bind_key<B: Binder>(&self, to: &mut B) -> Result<()> {
        to.value(&self.id)
    }
}

#[derive(Clone, Debug, Default)]
pub struct NewUser {
    id: Option<i64>,
    name: Option<String>,
    email: Option<String>,
    age: Option<i32>,
}

impl NewUser {
    pub fn new() -> Self {
        Self::default()
    }

    pub fn id(mut self, id: i64) -> Self {
        self.id = Some(id);
        self
    }

    pub fn name(mut self, name: impl IntoNullable<String>) -> Self {
        self.name = name.into_nullable();
        self
    }

    pub fn email(mut self, email: impl IntoNullable<String>) -> Self {
        self.email = email.into_nullable();
        self
    }

    pub fn age(mut self, age: i32) -> Self {
        self.age = Some(age);
        self
    }

    #[inline]
    pub fn insert<'c, C: Connection>(self, db: &'c C) -> C::Output<'c, Result<User>> {
        statement::insert(self, db)
    }
}

impl Insert for NewUser {
    type Model = User;
    const INSERT: &'static Sql = &sqlite(
        r#"INSERT INTO "users" ("id", "name", "email", "age") VALUES (?1, ?2, ?3, coalesce(?4, 18)) RETURNING "id", "name", "email", "age""#,
    );

    #[inline]
    fn bind<B: Binder>(&self, to: &mut B) -> Result<()> {
        to.value_or_null(self.id.as_ref())?;
        text::bind_opt(to, self.name.as_ref(), 50)?;
        text::bind_opt(to, self.email.as_ref(), 100)?;
        to.value_or_null(self.age.as_ref())
    }
}

#[derive(Clone, Debug, PartialEq)]
pub struct Post {
    pub id: i64,
    pub author_id: i64,
    pub editor_id: Option<i64>,
    pub parent_id: Option<i64>,
    pub title: Option<String>,
}

impl Post {
    pub fn all() -> Select<'static, Self> {
        static ALL: Lookup = lookup!(
            r#""id", "author_id", "editor_id", "parent_id", "title""#,
            r#""posts""#,
            ""
        );
        Select::new(&ALL, [])
    }

    pub fn save<'c, C: Connection>(&'c self, db: &'c C) -> C::Output<'c, Result<()>> {
        statement::save(self, db)
    }

    pub fn delete<'c, C: Connection>(&'c self, db: &'c C) -> C::Output<'c, Result<()>> {
        statement::delete(self, db)
    }
}

impl FromRow for Post {
    const TABLE: Option<&'static Table> = Some(<Self as Model>::MODEL);

    fn from_row<R: Row>(row: &R) -> Result<Self> {
        Ok(Self {
            id: row.get(0)?,
            author_id: row.get(1)?,
            editor_id: row.get_opt(2)?,
            parent_id: row.get_opt(3)?,
            title: row.get_opt(4)?,
        })
    }
}

impl Model for Post {
    const FIND: &'static Lookup = &lookup!(
        r#""id", "author_id", "editor_id", "parent_id", "title""#,
        r#""posts""#,
        r#" WHERE "id" = ?1"#
    );
    const MODEL: &'static Table = &Table {
        name: "posts",
        columns: &["id", "author_id", "editor_id", "parent_id", "title"],
        constraints: &[
            Constraint {
                name: "pk_posts",
                columns: &["id"],
                rule: Rule::PrimaryKey,
            },
            Constraint {
                name: "uq_posts_author_id_title",
                columns: &["author_id", "title"],
                rule: Rule::Unique,
            },
            Constraint {
                name: "fk_posts_author_id",
                columns: &["author_id"],
                rule: Rule::ForeignKey {
                    table: "users",
                    columns: &["id"],
                },
            },
            Constraint {
                name: "fk_posts_editor_id",
                columns: &["editor_id"],
                rule: Rule::ForeignKey {
                    table: "users",
                    columns: &["id"],
                },
            },
            Constraint {
                name: "fk_posts_parent_id",
                columns: &["parent_id"],
                rule: Rule::ForeignKey {
                    table: "posts",
                    columns: &["id"],
                },
            },
        ],
    };
    const SAVE: &'static Sql = &sqlite(
        r#"UPDATE "posts" SET "author_id" = ?1, "editor_id" = ?2, "parent_id" = ?3, "title" = ?4 WHERE "id" = ?5"#,
    );
    const DELETE: &'static Sql = &sqlite(r#"DELETE FROM "posts" WHERE "id" = ?1"#);

    fn bind_row<B: Binder>(&self, to: &mut B) -> Result<()> {
        to.value(&self.author_id)?;
        to.value_or_null(self.editor_id.as_ref())?;
        to.value_or_null(self.parent_id.as_ref())?;
        to.value_or_null(self.title.as_ref())?;
        self.bind_key(to)
    }

    fn bind_key<B: Binder>(&self, to: &mut B) -> Result<()> {
        to.value(&self.id)
    }
}

#[derive(Clone, Debug)]
pub struct NewPost {
    id: Option<i64>,
    author_id: i64,
    editor_id: Option<i64>,
    parent_id: Option<i64>,
    title: Option<String>,
}

impl NewPost {
    pub fn new(author_id: i64) -> Self {
        Self {
            id: None,
            author_id,
            editor_id: None,
            parent_id: None,
            title: None,
        }
    }

    pub fn id(mut self, id: i64) -> Self {
        self.id = Some(id);
        self
    }

    pub fn editor_id(mut self, editor_id: impl IntoNullable<i64>) -> Self {
        self.editor_id = editor_id.into_nullable();
        self
    }

    pub fn parent_id(mut self, parent_id: impl IntoNullable<i64>) -> Self {
        self.parent_id = parent_id.into_nullable();
        self
    }

    pub fn title(mut self, title: impl IntoNullable<String>) -> Self {
        self.title = title.into_nullable();
        self
    }

    pub fn insert<'c, C: Connection>(self, db: &'c C) -> C::Output<'c, Result<Post>> {
        statement::insert(self, db)
    }
}

impl Insert for NewPost {
    type Model = Post;
    const INSERT: &'static Sql = &sqlite(
        r#"INSERT INTO "posts" ("id", "author_id", "editor_id", "parent_id", "title") VALUES (?1, ?2, ?3, ?4, ?5) RETURNING "id", "author_id", "editor_id", "parent_id", "title""#,
    );

    fn bind<B: Binder>(&self, to: &mut B) -> Result<()> {
        to.value_or_null(self.id.as_ref())?;
        to.value(&self.author_id)?;
        to.value_or_null(self.editor_id.as_ref())?;
        to.value_or_null(self.parent_id.as_ref())?;
        to.value_or_null(self.title.as_ref())
    }
}
