//! SeaORM.

use std::hint::black_box;

use sea_orm::entity::prelude::*;
use sea_orm::{
    ConnectionTrait, DatabaseConnection, LoaderTrait, QueryOrder, QuerySelect, Set,
    SqlxMySqlConnector, SqlxPostgresConnector, SqlxSqliteConnector,
};
use sqlx::ConnectOptions;
use sqlx::mysql::MySqlConnectOptions;
use sqlx::pool::PoolOptions;
use sqlx::postgres::PgConnectOptions;
use sqlx::sqlite::SqliteConnectOptions;

use crate::library::{HAIR_COLOR, Library, RUNTIME, name};

mod user {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "users")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i64,
        #[sea_orm(column_type = "Text")]
        pub name: String,
        #[sea_orm(column_type = "Text", nullable)]
        pub hair_color: Option<String>,
    }

    #[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {
        #[sea_orm(has_many = "super::post::Entity")]
        Posts,
    }

    impl Related<super::post::Entity> for Entity {
        fn to() -> RelationDef {
            Relation::Posts.def()
        }
    }

    impl ActiveModelBehavior for ActiveModel {}
}

mod post {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "posts")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i64,
        pub user_id: i64,
        #[sea_orm(column_type = "Text")]
        pub title: String,
        #[sea_orm(column_type = "Text", nullable)]
        pub body: Option<String>,
    }

    #[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {
        #[sea_orm(
            belongs_to = "super::user::Entity",
            from = "Column::UserId",
            to = "super::user::Column::Id"
        )]
        User,
        #[sea_orm(has_many = "super::comment::Entity")]
        Comments,
    }

    impl Related<super::user::Entity> for Entity {
        fn to() -> RelationDef {
            Relation::User.def()
        }
    }

    impl Related<super::comment::Entity> for Entity {
        fn to() -> RelationDef {
            Relation::Comments.def()
        }
    }

    impl ActiveModelBehavior for ActiveModel {}
}

mod comment {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "comments")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i64,
        pub post_id: i64,
        #[sea_orm(column_type = "Text")]
        pub text: String,
    }

    #[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {
        #[sea_orm(
            belongs_to = "super::post::Entity",
            from = "Column::PostId",
            to = "super::post::Column::Id"
        )]
        Post,
    }

    impl Related<super::post::Entity> for Entity {
        fn to() -> RelationDef {
            Relation::Post.def()
        }
    }

    impl ActiveModelBehavior for ActiveModel {}
}

type Trees = Vec<(user::Model, Vec<(post::Model, Vec<comment::Model>)>)>;

/// On each database.
pub struct OnAny(DatabaseConnection);

impl OnAny {
    /// A pool of one connection, because SeaORM has only pools. It does not test the connection
    /// before each use.
    pub fn on_sqlite() -> Self {
        let options = SqliteConnectOptions::new()
            .in_memory(true)
            .foreign_keys(true)
            .disable_statement_logging();
        let pool = PoolOptions::new()
            .max_connections(1)
            .test_before_acquire(false)
            .idle_timeout(None)
            .max_lifetime(None);
        let pool = RUNTIME.block_on(pool.connect_with(options));
        let pool = pool.expect("a database in memory");
        OnAny(SqlxSqliteConnector::from_sqlx_sqlite_pool(pool))
    }

    /// The same on PostgreSQL.
    pub fn on_postgres(url: &str) -> Self {
        let options: PgConnectOptions = url.parse().expect("a URL");
        let pool = PoolOptions::new()
            .max_connections(1)
            .test_before_acquire(false);
        let pool = RUNTIME.block_on(pool.connect_with(options.disable_statement_logging()));
        let pool = pool.expect("a connection");
        OnAny(SqlxPostgresConnector::from_sqlx_postgres_pool(pool))
    }

    /// The same on MariaDB.
    pub fn on_mariadb(url: &str) -> Self {
        let options: MySqlConnectOptions = url.parse().expect("a URL");
        let pool = PoolOptions::new()
            .max_connections(1)
            .test_before_acquire(false);
        let pool = RUNTIME.block_on(pool.connect_with(options.disable_statement_logging()));
        let pool = pool.expect("a connection");
        OnAny(SqlxMySqlConnector::from_sqlx_mysql_pool(pool))
    }

    async fn read_trees(&self) -> Result<Trees, DbErr> {
        let users = user::Entity::find().all(&self.0).await?;
        let posts = users.load_many(post::Entity, &self.0).await?;
        let sizes: Vec<usize> = posts.iter().map(Vec::len).collect();
        let posts: Vec<post::Model> = posts.into_iter().flatten().collect();
        let comments = posts.load_many(comment::Entity, &self.0).await?;
        let mut posts = posts.into_iter().zip(comments);
        let mut trees = Vec::with_capacity(users.len());
        for (user, size) in users.into_iter().zip(sizes) {
            trees.push((user, posts.by_ref().take(size).collect()));
        }
        Ok(trees)
    }
}

impl Library for OnAny {
    fn run_script(&mut self, sql: &str) {
        RUNTIME
            .block_on(self.0.execute_unprepared(sql))
            .expect("a script that runs");
    }

    fn users(&mut self) -> usize {
        let rows = RUNTIME.block_on(user::Entity::find().all(&self.0));
        black_box(rows.expect("rows")).len()
    }

    fn first_users(&mut self) -> usize {
        let rows = user::Entity::find()
            .filter(user::Column::HairColor.eq("black"))
            .order_by_desc(user::Column::Id)
            .limit(10)
            .all(&self.0);
        black_box(RUNTIME.block_on(rows).expect("rows")).len()
    }

    fn users_next_to_posts(&mut self) -> usize {
        let rows = user::Entity::find()
            .find_also_related(post::Entity)
            .filter(user::Column::HairColor.eq("black"))
            .all(&self.0);
        black_box(RUNTIME.block_on(rows).expect("rows")).len()
    }

    fn insert(&mut self, count: usize) {
        let new = |number| user::ActiveModel {
            name: Set(name(number)),
            hair_color: Set(Some(HAIR_COLOR.to_owned())),
            ..Default::default()
        };
        let insert = user::Entity::insert_many((0..count).map(new));
        RUNTIME
            .block_on(insert.exec_without_returning(&self.0))
            .expect("inserted rows");
    }

    fn update(&mut self, id: i64, hair_color: &str) -> usize {
        let update = user::Entity::update_many()
            .col_expr(user::Column::HairColor, Expr::value(hair_color))
            .filter(user::Column::Id.eq(id))
            .exec(&self.0);
        let updated = RUNTIME.block_on(update).expect("an updated row");
        updated.rows_affected as usize
    }

    fn trees(&mut self) -> usize {
        let trees = RUNTIME.block_on(self.read_trees());
        let trees = black_box(trees.expect("rows"));
        let posts = trees.iter().flat_map(|(_, posts)| posts);
        posts.map(|(_, comments)| comments.len()).sum()
    }
}
