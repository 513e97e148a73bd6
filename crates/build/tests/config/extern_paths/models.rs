// Written by tablewright from models.yaml. A change to this file is lost: change models.yaml.

use ::tablewright as tw;
use ::tablewright::__private as twp;
::tablewright::__generated_by!(1, "0.1.0");

/// A script for `SQLite` that creates the tables. Any client can run it, also a second time.
#[allow(dead_code)]
pub const SCHEMA_SQL: &str = sqlite::SCHEMA_SQL;

/// The hash of the tables, which changes if anything about them changes.
#[allow(dead_code)]
pub const SCHEMA_HASH: &str = "02b6b0813ba538446090d3ceed708741";

/// The scripts for `SQLite`.
#[allow(dead_code)]
pub mod sqlite {
    /// A script for `SQLite` that creates the tables. Any client can run it, also a second time.
    pub const SCHEMA_SQL: &str = r#"CREATE TABLE IF NOT EXISTS "users" (
    "id" INTEGER CONSTRAINT "pk_users" PRIMARY KEY AUTOINCREMENT,
    "email" VARCHAR(100) NOT NULL,
    "status" TEXT NOT NULL,
    "level" SMALLINT NOT NULL,
    CONSTRAINT "uq_users_email" UNIQUE ("email"),
    CONSTRAINT "ck_users_email_type" CHECK (typeof("email") = 'text' AND length("email") <= 100),
    CONSTRAINT "ck_users_status_type" CHECK ("status" IN ('active', 'not active')),
    CONSTRAINT "ck_users_level_type" CHECK ("level" IN (1, 10))
);

CREATE TABLE IF NOT EXISTS "posts" (
    "id" INTEGER CONSTRAINT "pk_posts" PRIMARY KEY AUTOINCREMENT,
    "author_id" BIGINT NOT NULL,
    "reply_to" VARCHAR(100),
    "level" SMALLINT NOT NULL,
    CONSTRAINT "ck_posts_author_id_type" CHECK (typeof("author_id") = 'integer'),
    CONSTRAINT "ck_posts_reply_to_type" CHECK (typeof("reply_to") IN ('text', 'null') AND length("reply_to") <= 100),
    CONSTRAINT "ck_posts_level_type" CHECK ("level" IN (1, 10)),
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
            ends: &[495, 1048, 1123],
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
    definition: "tablewright 2\nu6sqlite5users2id7integer5emailcvarchar(100)6status4text5level8smallint8pk_userseuq_users_emailjck_users_email_typeT1typeof(\"email\") = 'text' AND length(\"email\") <= 100kck_users_status_typeE1\"status\" IN ('active', 'not active')jck_users_level_typei\"level\" IN (1, 10)5posts9author_id6bigint8reply_to8pk_postsiix_posts_author_idnck_posts_author_id_typevtypeof(\"author_id\") = 'integer'mck_posts_reply_to_typeE2typeof(\"reply_to\") IN ('text', 'null') AND length(\"reply_to\") <= 100jck_posts_level_typeifk_posts_author_id00000010S4021423000100004500000006700000008900000001a121b1403cd0ef0gh00000i42300010000jk0000000l501000008900000001m1201n10j0000000003op0qr0sh01t1j1120000000",
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

/// The type `Status` of the models, which is `::shared::models::Status` of another crate.
#[allow(unused_imports)]
pub use ::shared::models::Status;

const _: fn(Status) = |value| match value {
    Status::Active | Status::Inactive => {}
};

const _: () = twp::same_texts(
    &[Status::Active.as_str(), Status::Inactive.as_str()],
    &["active", "not active"],
    "`::shared::models::Status` has other values than `Status` in models.yaml",
);

/// The type `Level` of the models, which is `::shared::models::Importance` of another crate.
#[allow(unused_imports)]
pub use ::shared::models::Importance as Level;

const _: fn(Level) = |value| match value {
    Level::Low | Level::High => {}
};

const _: () = twp::same_texts(
    &[Level::Low.as_str(), Level::High.as_str()],
    &["low", "high"],
    "`::shared::models::Importance` has other values than `Level` in models.yaml",
);

const _: () = twp::same_numbers(
    &[Level::Low as i64, Level::High as i64],
    &[1, 10],
    "`::shared::models::Importance` has other values than `Level` in models.yaml",
);

/// The type `User` of the models, which is `::shared::models::Account` of another crate.
#[allow(unused_imports)]
pub use ::shared::models::Account as User;

/// The type `UserId` of the models, which is `::shared::models::AccountId` of another crate.
#[allow(unused_imports)]
pub use ::shared::models::AccountId as UserId;

/// The type `NewUser` of the models, which is `::shared::models::NewAccount` of another crate.
#[allow(unused_imports)]
pub use ::shared::models::NewAccount as NewUser;

const _: fn(User) = |row| {
    let User { id, email, status, level } = row;
    let _: UserId = id;
    let _: ::shared::Email = email;
    let _: Status = status;
    let _: Level = level;
};

const _: () = twp::same_table(
    <User as tw::Model>::TABLE,
    "users",
    &["id", "email", "status", "level"],
    "`::shared::models::Account` is of another table than `User` in models.yaml, or of other columns",
);

/// The model `Post`: a row of the table `posts`.
#[allow(dead_code)]
#[derive(Clone, Debug, PartialEq)]
pub struct Post {
    /// The field `Post.id` (`id`): the primary key, auto-increment.
    pub id: PostId,
    /// The field `Post.author_id` (`bigint`): a reference to `User`.
    pub author_id: UserId,
    /// The field `Post.reply_to` (`string(100)?`).
    pub reply_to: Option<::shared::Email>,
    /// The field `Post.level` (`Level`).
    pub level: Level,
}

/// The type of the primary key of `Post`.
#[allow(dead_code)]
pub type PostId = tw::Id<Post>;

#[allow(dead_code)]
impl Post {
    /// The column `id` of the field `Post.id`, for queries.
    pub const ID: tw::Column<Self, PostId> = tw::Column::new(0);

    /// The column `author_id` of the field `Post.author_id`, for queries.
    pub const AUTHOR_ID: tw::Column<Self, UserId> = tw::Column::new(1);

    /// The column `reply_to` of the field `Post.reply_to`, for queries.
    pub const REPLY_TO: tw::Column<Self, Option<::shared::Email>> = tw::Column::new(2);

    /// The column `level` of the field `Post.level`, for queries.
    pub const LEVEL: tw::Column<Self, Level> = tw::Column::new(3);

    /// The relation from a `Post` to the `User` that it refers to by `author`.
    pub const AUTHOR: tw::One<Self, User> = tw::One::to(0);

    /// A query for every `Post`, in the order of the primary key.
    ///
    /// `SELECT "id", "author_id", "reply_to", "level" FROM "posts" ORDER BY "id"`
    pub fn all<'a>() -> tw::Select<'a, Self> {
        twp::all()
    }

    /// A query for every `Post` that matches a condition, in the order of the primary key.
    pub fn filter<'a>(filter: impl tw::IntoFilter<Self>) -> tw::Select<'a, Self> {
        Self::all().filter(filter)
    }

    /// A query for the `Post` with this primary key.
    ///
    /// `SELECT "id", "author_id", "reply_to", "level" FROM "posts" WHERE "id" = ?1`
    pub fn find<'a>(id: PostId) -> tw::Select<'a, Self> {
        twp::find(&[0], [twp::owned_parameter::<Self, _>(0, id)])
    }

    /// An update of the `Post` with this primary key: unset columns keep their values.
    pub fn update<'a>(id: PostId) -> tw::Update<'a, Self> {
        Self::find(id).update()
    }

    /// An insert of a new `Post`: unset columns get their default, or NULL.
    ///
    /// `INSERT INTO "posts" ("author_id", "level") VALUES (?1, ?2) RETURNING "id", "author_id", "reply_to", "level"`
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
    /// `UPDATE "posts" SET "author_id" = ?1, "reply_to" = ?2, "level" = ?3 WHERE "id" = ?4`
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
    /// `SELECT "id", "email", "status", "level" FROM "users" WHERE "id" = ?1`
    pub fn author<'a>(&self) -> tw::Select<'a, User> {
        twp::referred(&[0], [twp::owned_parameter::<User, _>(0, self.author_id)])
    }
}

static __POST: twp::Table = twp::Table::new(
        "posts",
        &[
            twp::ColumnDef::new("id", twp::Type::BigInt).identity(),
            twp::ColumnDef::new("author_id", twp::Type::BigInt),
            twp::ColumnDef::new("reply_to", twp::Type::String(100)).nullable(),
            twp::ColumnDef::new("level", twp::Type::SmallInt),
        ],
        twp::Key::new("pk_posts", &[0]),
    )
    .references(&[twp::Reference::new("fk_posts_author_id", &[1], "users", &["id"])])
    .only(&[tw::Dialect::Sqlite]);

impl tw::Model for Post {
    const TABLE: &'static twp::Table = &__POST;

    #[inline]
    fn read<R: twp::Row>(row: twp::Fields<'_, R>) -> tw::Result<Self> {
        let (id, author_id, reply_to, level) = row.read(0)?;
        Ok(Self {
            id,
            author_id,
            reply_to,
            level,
        })
    }

    #[inline]
    fn values<'a>(&'a self, to: &mut twp::Values<'a>) {
        to.borrowed(0, &self.id);
        to.borrowed(1, &self.author_id);
        to.borrowed(2, &self.reply_to);
        to.borrowed(3, &self.level);
    }
}

/// The required fields of a new `Post`, for inserts.
#[allow(dead_code)]
#[must_use = "a new row is not in the database until it is inserted"]
#[derive(Clone, Debug)]
pub struct NewPost {
    /// The field `Post.author_id` (`bigint`): a reference to `User`.
    pub author_id: UserId,
    /// The field `Post.level` (`Level`).
    pub level: Level,
}

impl<'a> tw::New<'a> for NewPost {
    type Model = Post;

    #[inline]
    fn values(self, to: &mut twp::Values<'a>) {
        to.owned(1, self.author_id);
        to.owned(3, self.level);
    }
}
