//! The operations, each on the same rows for all libraries.

use std::path::Path;
use std::time::{Duration, Instant};

use criterion::{Bencher, Criterion};

use crate::library::Library;
use crate::ours::models;

/// After this number of inserts the table is emptied, so that it stays small.
const INSERTS: u64 = 200;
/// The number of users in the table for a filter and for an update by key.
const USERS: usize = 100;

/// The databases of the comparison.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Database {
    Sqlite,
    Postgres,
    Mariadb,
}

impl Database {
    /// The libraries in the order of the table's columns. The first is the one that the others are
    /// compared with.
    pub fn libraries(self) -> &'static [&'static str] {
        match self {
            Database::Sqlite => &["hand-written", "tablewright", "Diesel", "SeaORM", "SQLx"],
            Database::Postgres | Database::Mariadb => &[
                "hand-written",
                "tablewright",
                "tablewright, by key",
                "Diesel",
                "SeaORM",
                "SQLx",
            ],
        }
    }

    pub const ALL: [Database; 3] = [Database::Sqlite, Database::Postgres, Database::Mariadb];

    pub fn name(self) -> &'static str {
        match self {
            Database::Sqlite => "SQLite",
            Database::Postgres => "PostgreSQL",
            Database::Mariadb => "MariaDB",
        }
    }

    fn tables(self) -> &'static str {
        match self {
            Database::Sqlite => models::sqlite::SCHEMA_SQL,
            Database::Postgres => models::postgres::SCHEMA_SQL,
            Database::Mariadb => models::mariadb::SCHEMA_SQL,
        }
    }

    /// The session settings that the scripts need.
    fn settings(self) -> &'static str {
        match self {
            Database::Sqlite | Database::Postgres => "",
            // Recursion counts the numbers, so its limit has to be greater than their count.
            Database::Mariadb => "SET max_recursive_iterations = 1000000",
        }
    }

    fn empty(self) -> &'static str {
        match self {
            Database::Sqlite => {
                "DELETE FROM comments; DELETE FROM posts; DELETE FROM users; DELETE FROM sqlite_sequence"
            }
            Database::Postgres => "TRUNCATE users, posts, comments RESTART IDENTITY",
            Database::Mariadb => {
                "SET foreign_key_checks = 0; \
                 TRUNCATE comments; TRUNCATE posts; TRUNCATE users; \
                 SET foreign_key_checks = 1"
            }
        }
    }

    /// The maintenance that a server would do by itself at some time.
    ///
    /// SQLite gets none: with statistics it would plan again for each value of a parameter.
    fn settle(self) -> &'static str {
        match self {
            Database::Sqlite => "",
            Database::Postgres => "VACUUM ANALYZE",
            Database::Mariadb => "ANALYZE TABLE users, posts, comments",
        }
    }
}

/// An operation.
#[derive(Clone, Copy)]
pub enum Operation {
    /// All of this number of users.
    Users(usize),
    /// Ten of a hundred users, by a filter, an order and a limit.
    FirstUsers,
    /// Half of this number of users, left-joined with posts, of which there are none.
    Join(usize),
    /// This number of users at once.
    Insert(usize),
    /// One of a hundred users, by its key.
    Update,
    /// Trees of this number of users, each with ten posts of ten comments.
    Trees,
}

use Operation::{FirstUsers, Insert, Join, Trees, Update, Users};

impl Operation {
    pub const ALL: [Operation; 12] = [
        Users(1),
        Users(100),
        Users(10_000),
        FirstUsers,
        Join(1),
        Join(100),
        Join(10_000),
        Insert(1),
        Insert(10),
        Insert(100),
        Update,
        Trees,
    ];

    /// The name in the table.
    pub fn title(self, database: Database) -> String {
        match self {
            Users(1) => "read 1 user".to_owned(),
            Users(count) => format!("read {count} users"),
            FirstUsers => "10 of 100 users, filter, order, limit".to_owned(),
            Join(1) => "1 user, left join, filter".to_owned(),
            Join(count) => format!("{count} users, left join, filter"),
            Insert(1) => "insert 1 user".to_owned(),
            Insert(count) => format!("insert {count} users"),
            Update => "update 1 user by key".to_owned(),
            Trees => format!("{} users → posts → comments", users_of_trees(database)),
        }
    }

    /// The name of the folder with the results.
    pub fn id(self, database: Database) -> String {
        let database = database.name().to_lowercase();
        match self {
            Users(count) => format!("{database}-users-{count}"),
            FirstUsers => format!("{database}-first-users"),
            Join(count) => format!("{database}-join-{count}"),
            Insert(count) => format!("{database}-insert-{count}"),
            Update => format!("{database}-update"),
            Trees => format!("{database}-trees"),
        }
    }

    /// The rows that it finds.
    fn rows(self, database: Database) -> String {
        let hair = "CASE number % 2 WHEN 0 THEN 'black' ELSE 'brown' END";
        match self {
            Users(count) => users(count, "NULL"),
            Update => users(USERS, "NULL"),
            FirstUsers => users(USERS, hair),
            Join(count) => users(count, hair),
            Insert(_) => String::new(),
            Trees => {
                let mut rows = users(users_of_trees(database), hair);
                rows.push_str(&format!(
                    "INSERT INTO posts (user_id, title) {} \
                     SELECT users.id, concat('Post ', number, ' by user ', users.id) \
                     FROM users CROSS JOIN numbers ORDER BY users.id, number;\
                     INSERT INTO comments (post_id, text) {} \
                     SELECT posts.id, concat('Comment ', number, ' on post ', posts.id) \
                     FROM posts CROSS JOIN numbers ORDER BY posts.id, number;",
                    numbers(10),
                    numbers(10)
                ));
                rows
            }
        }
    }

    /// Runs the operation once, and returns the number of rows that it found. Consecutive turns
    /// update different users, and each turn changes its user.
    fn run(self, library: &mut dyn Library, turn: usize) -> usize {
        match self {
            Users(_) => library.users(),
            FirstUsers => library.first_users(),
            Join(_) => library.users_next_to_posts(),
            Insert(count) => {
                library.insert(count);
                count
            }
            Update => {
                let hair_color = ["black", "brown"][turn / USERS % 2];
                library.update((turn % USERS) as i64 + 1, hair_color)
            }
            Trees => library.trees(),
        }
    }

    /// How many rows it finds.
    fn finds(self, database: Database) -> usize {
        match self {
            Users(count) | Insert(count) => count,
            FirstUsers => 10,
            Update => 1,
            Join(count) => count.div_ceil(2),
            Trees => users_of_trees(database) * 100,
        }
    }
}

/// As many as Diesel's suite has.
fn users_of_trees(database: Database) -> usize {
    match database {
        Database::Sqlite => 9,
        Database::Postgres | Database::Mariadb => 100,
    }
}

fn users(count: usize, hair_color: &str) -> String {
    format!(
        "INSERT INTO users (name, hair_color) {} SELECT concat('User ', number), {hair_color} FROM numbers;",
        numbers(count)
    )
}

/// The numbers from 0 on.
fn numbers(count: usize) -> String {
    format!(
        "WITH RECURSIVE numbers (number) AS \
         (SELECT 0 UNION ALL SELECT number + 1 FROM numbers WHERE number < {})",
        count - 1
    )
}

/// Criterion as it is used here: little time for each of the hundred, and no report but the table.
pub fn criterion(folder: &Path) -> Criterion {
    Criterion::default()
        .output_directory(folder)
        .without_plots()
        .sample_size(40)
        .warm_up_time(Duration::from_millis(300))
        .measurement_time(Duration::from_millis(1200))
}

/// Measures the operations whose name has `only` in it.
pub fn run(
    criterion: &mut Criterion,
    database: Database,
    mut libraries: Vec<Box<dyn Library>>,
    only: &str,
) {
    for (position, library) in libraries.iter_mut().enumerate() {
        // On a server all libraries share one database; on SQLite each has its own.
        if position == 0 || database == Database::Sqlite {
            library.run_script(database.tables());
        }
    }
    for operation in Operation::ALL {
        let id = operation.id(database);
        if !id.contains(only) {
            continue;
        }
        let mut group = criterion.benchmark_group(&id);
        for (name, library) in database.libraries().iter().zip(&mut libraries) {
            let rows = operation.rows(database);
            let scripts = [
                database.empty(),
                database.settings(),
                &rows,
                database.settle(),
            ];
            // MariaDB does not accept an empty one.
            for script in scripts.into_iter().filter(|script| !script.is_empty()) {
                library.run_script(script);
            }
            let found = operation.run(library.as_mut(), 0);
            assert_eq!(found, operation.finds(database), "{name}: {id}");
            let mut turn = 0;
            group.bench_function(*name, |bencher| {
                measure(bencher, operation, database, library.as_mut(), &mut turn);
            });
        }
        group.finish();
    }
}

fn measure(
    bencher: &mut Bencher<'_>,
    operation: Operation,
    database: Database,
    library: &mut dyn Library,
    turn: &mut usize,
) {
    let Insert(count) = operation else {
        bencher.iter(|| {
            *turn += 1;
            operation.run(library, *turn)
        });
        return;
    };
    bencher.iter_custom(|iterations| {
        let mut time = Duration::ZERO;
        let mut left = iterations;
        while left > 0 {
            let now = left.min(INSERTS);
            let start = Instant::now();
            for _ in 0..now {
                library.insert(count);
            }
            time += start.elapsed();
            library.run_script(database.empty());
            left -= now;
        }
        time
    });
}
