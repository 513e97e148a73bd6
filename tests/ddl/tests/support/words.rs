//! The messages of `verify` and `sync` for each difference, in files beside this one.
//! `UPDATE_EXPECT=1` writes them again.

use std::fmt::Write as _;
use std::path::Path;

use tablewright::{SyncReport, create_all, sync, verify};
use tablewright_sql::Dialect;
use tablewright_test_ddl::Live;

use super::unmanaged::schema;

tablewright_test_ddl::on_each_dialect!(all);

const MODELS: &str = "
  User:
    fields:
      id: id
      email: { type: string(100), unique: true }
      name: { type: string(50), index: true }
      age: { type: integer?, min: 0 }
      level: { type: integer, default: 1 }
  Post:
    fields:
      id: id
      author: { type: User, on_delete: cascade }
      title: string(200)
";

/// A difference, and the statements that make it on a database; none if it cannot have it.
type Difference = (&'static str, fn(Dialect) -> Vec<String>);

fn own(statements: &[&str]) -> Vec<String> {
    statements.iter().map(|it| (*it).to_owned()).collect()
}

fn is_mysql(dialect: Dialect) -> bool {
    dialect.has_mysql_grammar()
}

/// The users again, with this part of their definition instead of another. SQLite changes no
/// column.
fn rebuilt(part: &str, by: &str) -> Vec<String> {
    let users = "CREATE TABLE new_users (id INTEGER PRIMARY KEY AUTOINCREMENT, \
                 email VARCHAR(100) NOT NULL CONSTRAINT uq_users_email UNIQUE, \
                 name VARCHAR(50) NOT NULL, age INTEGER, level INTEGER NOT NULL DEFAULT 1)";
    assert!(users.contains(part), "{part}");
    own(&[
        "PRAGMA foreign_keys = OFF",
        &users.replace(part, by),
        "DROP TABLE users",
        "ALTER TABLE new_users RENAME TO users",
        "CREATE INDEX ix_users_name ON users (name)",
        "PRAGMA foreign_keys = ON",
    ])
}

const DIFFERENCES: &[Difference] = &[
    ("nothing", |_| Vec::new()),
    ("a table is missing", |_| own(&["DROP TABLE posts"])),
    ("a column is missing", |dialect| match dialect {
        // Its check uses the column.
        Dialect::Sqlite => Vec::new(),
        Dialect::Postgres | Dialect::Mysql | Dialect::Mariadb => {
            own(&["ALTER TABLE posts DROP COLUMN title"])
        }
    }),
    ("a column is there that is not in the models", |_| {
        own(&["ALTER TABLE posts ADD COLUMN extra integer"])
    }),
    ("an index is missing", |dialect| match is_mysql(dialect) {
        true => own(&["DROP INDEX ix_users_name ON users"]),
        false => own(&["DROP INDEX ix_users_name"]),
    }),
    ("an index is there that is not in the models", |_| {
        own(&["CREATE INDEX mine ON users (age)"])
    }),
    ("an index is over another column", |dialect| {
        let drop = match is_mysql(dialect) {
            true => "DROP INDEX ix_users_name ON users",
            false => "DROP INDEX ix_users_name",
        };
        own(&[drop, "CREATE INDEX ix_users_name ON users (age)"])
    }),
    ("a unique key is missing", |dialect| match dialect {
        Dialect::Sqlite => rebuilt(" CONSTRAINT uq_users_email UNIQUE", ""),
        Dialect::Postgres => own(&["ALTER TABLE users DROP CONSTRAINT uq_users_email"]),
        Dialect::Mysql | Dialect::Mariadb => own(&["DROP INDEX uq_users_email ON users"]),
    }),
    ("a type is another one", |dialect| match dialect {
        Dialect::Sqlite => rebuilt("name VARCHAR(50)", "name VARCHAR(20)"),
        Dialect::Postgres => own(&["ALTER TABLE users ALTER COLUMN name TYPE varchar(20)"]),
        Dialect::Mysql | Dialect::Mariadb => {
            own(&["ALTER TABLE users MODIFY COLUMN name varchar(20) NOT NULL"])
        }
    }),
    ("a column may be NULL", |dialect| match dialect {
        Dialect::Sqlite => rebuilt("name VARCHAR(50) NOT NULL", "name VARCHAR(50)"),
        Dialect::Postgres => own(&["ALTER TABLE users ALTER COLUMN name DROP NOT NULL"]),
        Dialect::Mysql | Dialect::Mariadb => {
            own(&["ALTER TABLE users MODIFY COLUMN name varchar(50) NULL"])
        }
    }),
    ("a column may not be NULL", |dialect| match dialect {
        Dialect::Sqlite => rebuilt("age INTEGER", "age INTEGER NOT NULL"),
        Dialect::Postgres => own(&["ALTER TABLE users ALTER COLUMN age SET NOT NULL"]),
        Dialect::Mysql | Dialect::Mariadb => {
            own(&["ALTER TABLE users MODIFY COLUMN age integer NOT NULL"])
        }
    }),
    ("a default is missing", |dialect| match dialect {
        Dialect::Sqlite => rebuilt(" DEFAULT 1", ""),
        Dialect::Postgres | Dialect::Mysql | Dialect::Mariadb => {
            own(&["ALTER TABLE users ALTER COLUMN level DROP DEFAULT"])
        }
    }),
    ("a default is another one", |dialect| match dialect {
        Dialect::Sqlite => rebuilt("DEFAULT 1", "DEFAULT 2"),
        Dialect::Postgres | Dialect::Mysql | Dialect::Mariadb => {
            own(&["ALTER TABLE users ALTER COLUMN level SET DEFAULT 2"])
        }
    }),
    ("a check is missing", |dialect| match dialect {
        Dialect::Sqlite => Vec::new(),
        Dialect::Postgres | Dialect::Mysql | Dialect::Mariadb => {
            own(&["ALTER TABLE users DROP CONSTRAINT ck_users_age_min"])
        }
    }),
    ("a check is another one", |dialect| match dialect {
        Dialect::Sqlite => Vec::new(),
        Dialect::Postgres | Dialect::Mysql | Dialect::Mariadb => own(&[
            "ALTER TABLE users DROP CONSTRAINT ck_users_age_min",
            "ALTER TABLE users ADD CONSTRAINT ck_users_age_min CHECK (age > 17)",
        ]),
    }),
    (
        "a check is not enforced for all rows",
        |dialect| match dialect {
            Dialect::Postgres => own(&[
                "ALTER TABLE users DROP CONSTRAINT ck_users_age_min",
                "ALTER TABLE users ADD CONSTRAINT ck_users_age_min CHECK (age >= 0) NOT VALID",
            ]),
            Dialect::Mysql => own(&["ALTER TABLE users ALTER CHECK ck_users_age_min NOT ENFORCED"]),
            Dialect::Sqlite | Dialect::Mariadb => Vec::new(),
        },
    ),
    ("a foreign key is missing", |dialect| match dialect {
        Dialect::Sqlite => Vec::new(),
        Dialect::Postgres => own(&["ALTER TABLE posts DROP CONSTRAINT fk_posts_author_id"]),
        Dialect::Mysql | Dialect::Mariadb => {
            own(&["ALTER TABLE posts DROP FOREIGN KEY fk_posts_author_id"])
        }
    }),
    (
        "a foreign key has another action",
        |dialect| match dialect {
            Dialect::Sqlite => Vec::new(),
            Dialect::Postgres => own(&[
                "ALTER TABLE posts DROP CONSTRAINT fk_posts_author_id",
                "ALTER TABLE posts ADD CONSTRAINT fk_posts_author_id FOREIGN KEY (author_id) \
             REFERENCES users (id)",
            ]),
            Dialect::Mysql | Dialect::Mariadb => own(&[
                "ALTER TABLE posts DROP FOREIGN KEY fk_posts_author_id",
                "ALTER TABLE posts ADD CONSTRAINT fk_posts_author_id FOREIGN KEY (author_id) \
             REFERENCES users (id)",
            ]),
        },
    ),
    ("a table is renamed", |_| {
        own(&["ALTER TABLE posts RENAME TO articles"])
    }),
    ("a row breaks what is missing", |dialect| match dialect {
        Dialect::Sqlite => Vec::new(),
        Dialect::Postgres | Dialect::Mysql | Dialect::Mariadb => own(&[
            "ALTER TABLE users DROP CONSTRAINT ck_users_age_min",
            "INSERT INTO users (email, name, age) VALUES ('a', 'b', -1)",
        ]),
    }),
];

fn all(dialect: Dialect) {
    let mut text = String::new();
    for (what, make) in DIFFERENCES {
        let statements = make(dialect);
        if statements.is_empty() && *what != "nothing" {
            continue;
        }
        let Some(live) = Live::new(dialect) else {
            return;
        };
        let models = schema(dialect, MODELS).unwrap_or_else(|error| panic!("{error}"));
        live.wait(create_all(live.db(), models)).expect("tables");
        live.run(&statements)
            .unwrap_or_else(|error| panic!("{dialect}: {what}: {error}"));
        let verified = live.wait(verify(live.db(), models));
        let synced = match live.wait(sync(live.db(), models)) {
            Ok(SyncReport::UpToDate) => "nothing to do".to_owned(),
            Ok(SyncReport::Applied(plan)) => format!("{} steps", plan.steps.len()),
            Ok(SyncReport::Ahead(_)) => "ahead".to_owned(),
            Err(error) => error.to_string(),
        };
        let verified = verified.map_or_else(|error| error.to_string(), |it| it.to_string());
        let synced = without_database(&synced);
        writeln!(text, "# {what}\n\n{verified}\n\nsync: {synced}\n").expect("a string");
    }
    let name = dialect.name();
    let file = format!(
        "{}/tests/support/words/{name}.txt",
        env!("CARGO_MANIFEST_DIR")
    );
    let file = Path::new(&file);
    if std::env::var_os("UPDATE_EXPECT").is_some() {
        std::fs::write(file, &text).expect("the expectation can be written");
    }
    let expected = std::fs::read_to_string(file).unwrap_or_default();
    assert_eq!(text, expected.replace("\r\n", "\n"), "{}", file.display());
}

/// The message without the name of the database, which is another one in each run.
fn without_database(message: &str) -> String {
    let Some((before, rest)) = message.split_once("tablewright_test_") else {
        return message.to_owned();
    };
    let is_of_name = |it: char| it.is_ascii_alphanumeric() || it == '_';
    format!("{before}…{}", rest.trim_start_matches(is_of_name))
}
