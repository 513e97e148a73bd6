//! Migrations that must have the same result however often their run is killed: none of their
//! statements may run twice or be left out.

use tablewright::{Dialect, Migrations};

use crate::{from, migration};

/// The migrations for one database.
#[must_use]
pub fn migrations(dialect: Dialect) -> Migrations<'static> {
    let is_mysql = matches!(dialect, Dialect::Mysql | Dialect::Mariadb);
    let on_accounts = if is_mysql { " ON accounts" } else { "" };
    let concurrently = if dialect == Dialect::Postgres {
        "CONCURRENTLY "
    } else {
        ""
    };
    let drop_balance = format!("DROP INDEX ix_accounts_balance{on_accounts}");
    let create_interest =
        format!("CREATE INDEX {concurrently}ix_accounts_interest ON accounts (interest)");
    let drop_interest = format!("DROP INDEX {concurrently}ix_accounts_interest{on_accounts}");
    // Settings of a session have to be set on the next one, too.
    let (session, step) = match dialect {
        Dialect::Sqlite => ("PRAGMA cache_size = -2000", "7"),
        Dialect::Postgres => (
            "SET application_name = '7'",
            "current_setting('application_name')::int",
        ),
        Dialect::Mysql | Dialect::Mariadb => ("SET @step = 7", "@step"),
    };
    let count = format!("INSERT INTO audit SELECT 4, sum(balance) + {step} FROM accounts");
    let alone = match dialect {
        Dialect::Sqlite => "VACUUM",
        Dialect::Postgres => "VACUUM accounts",
        Dialect::Mysql | Dialect::Mariadb => "OPTIMIZE TABLE accounts",
    };
    let mut views = vec![
        "CREATE VIEW rich AS SELECT id FROM accounts WHERE balance > 150",
        "CREATE INDEX ix_accounts_balance ON accounts (balance)",
        "INSERT INTO audit SELECT 2, sum(balance) FROM accounts",
    ];
    let mut no_views = vec![
        "DELETE FROM audit WHERE id = 2",
        drop_balance.as_str(),
        "DROP VIEW rich",
    ];
    if is_mysql {
        views.push(
            "CREATE TRIGGER more BEFORE INSERT ON audit FOR EACH ROW SET NEW.total = NEW.total + 1",
        );
        no_views.push("DROP TRIGGER more");
    }
    let interest = [
        &[
            "ALTER TABLE accounts ADD COLUMN interest INTEGER",
            "UPDATE accounts SET interest = balance / 10",
            "UPDATE accounts SET balance = balance + interest",
        ],
        views.as_slice(),
    ]
    .concat();
    let no_interest = [
        no_views.as_slice(),
        &[
            "UPDATE accounts SET balance = balance - interest",
            "ALTER TABLE accounts DROP COLUMN interest",
        ],
    ]
    .concat();
    let (kinds, no_kinds) = kinds(dialect);
    from(vec![
        migration(
            "20260101000000_accounts",
            &[
                "CREATE TABLE accounts (id INTEGER NOT NULL PRIMARY KEY, balance INTEGER NOT NULL)",
                "INSERT INTO accounts VALUES (1, 100), (2, 200), (3, 300)",
                "CREATE TABLE audit (id INTEGER NOT NULL PRIMARY KEY, total INTEGER NOT NULL)",
                "INSERT INTO audit SELECT 1, sum(balance) FROM accounts",
            ],
            &["DROP TABLE audit", "DROP TABLE accounts"],
            true,
        ),
        migration("20260102000000_interest", &interest, &no_interest, true),
        migration(
            "20260103000000_rows",
            &[
                "UPDATE accounts SET balance = balance * 2",
                "INSERT INTO audit SELECT 3, sum(balance) FROM accounts",
            ],
            &[
                "DELETE FROM audit WHERE id = 3",
                "UPDATE accounts SET balance = balance / 2",
            ],
            true,
        ),
        migration(
            "20260104000000_alone",
            &[
                session,
                "UPDATE accounts SET balance = balance + 1",
                &create_interest,
                &count,
                alone,
                "ALTER TABLE audit ADD COLUMN note VARCHAR(20)",
                "UPDATE audit SET total = total + 1",
                "ALTER TABLE audit RENAME TO journal",
                &drop_interest,
            ],
            &[
                "ALTER TABLE journal RENAME TO audit",
                "UPDATE audit SET total = total - 1",
                "ALTER TABLE audit DROP COLUMN note",
                "DELETE FROM audit WHERE id = 4",
                "UPDATE accounts SET balance = balance - 1",
            ],
            false,
        ),
        migration("20260105000000_kinds", kinds, no_kinds, true),
    ])
}

/// The parts of a plan that passes names on, renames values of an enum, and stores generated
/// values; and the user's own SQL around it.
fn kinds(dialect: Dialect) -> (&'static [&'static str], &'static [&'static str]) {
    match dialect {
        Dialect::Mysql | Dialect::Mariadb => (
            &[
                "CREATE FUNCTION worth() RETURNS bigint READS SQL DATA \
                 RETURN (SELECT sum(balance) FROM accounts)",
                "CREATE VIEW worthy AS SELECT id, worth() AS made FROM accounts",
                "ALTER TABLE accounts ADD COLUMN twice INTEGER GENERATED ALWAYS AS (balance * 2) VIRTUAL",
                "ALTER TABLE accounts ADD COLUMN kind VARCHAR(20) NOT NULL DEFAULT 'big', \
                 ADD CONSTRAINT ck_kind CHECK (kind IN ('big', 'tiny'))",
                "DROP VIEW worthy",
                "DROP FUNCTION worth",
                "RENAME TABLE accounts TO third",
                "RENAME TABLE journal TO accounts",
                "RENAME TABLE third TO journal",
                "ALTER TABLE journal DROP CONSTRAINT ck_kind, \
                 ADD CONSTRAINT ck_kind CHECK (kind IN ('large', 'tiny') OR kind IN ('big'))",
                "UPDATE journal SET kind = 'large' WHERE kind = 'big'",
                "ALTER TABLE journal DROP CONSTRAINT ck_kind, \
                 ADD CONSTRAINT ck_kind CHECK (kind IN ('large', 'tiny'))",
                "ALTER TABLE journal ADD COLUMN tablewright_new_1 INTEGER NULL",
                "UPDATE journal SET tablewright_new_1 = twice",
                "ALTER TABLE journal DROP COLUMN twice, \
                 CHANGE COLUMN tablewright_new_1 twice INTEGER NULL",
                "RENAME TABLE journal TO third",
                "RENAME TABLE accounts TO journal",
                "RENAME TABLE third TO accounts",
                "CREATE FUNCTION worth() RETURNS bigint READS SQL DATA \
                 RETURN (SELECT sum(twice) FROM accounts)",
                "CREATE TRIGGER less AFTER UPDATE ON accounts FOR EACH ROW SET @less = OLD.twice",
            ],
            &[
                "DROP TRIGGER less",
                "DROP FUNCTION worth",
                "ALTER TABLE accounts DROP COLUMN twice, \
                 ADD COLUMN twice INTEGER GENERATED ALWAYS AS (balance * 2) VIRTUAL",
                "ALTER TABLE accounts DROP CONSTRAINT ck_kind, DROP COLUMN kind",
                "ALTER TABLE accounts DROP COLUMN twice",
            ],
        ),
        Dialect::Postgres => (
            &[
                "ALTER TABLE accounts ADD COLUMN twice INTEGER GENERATED ALWAYS AS (balance * 2) STORED",
                "ALTER TABLE accounts ALTER COLUMN twice DROP EXPRESSION",
            ],
            &["ALTER TABLE accounts DROP COLUMN twice"],
        ),
        Dialect::Sqlite => (
            &["ALTER TABLE accounts ADD COLUMN twice INTEGER GENERATED ALWAYS AS (balance * 2)"],
            &["ALTER TABLE accounts DROP COLUMN twice"],
        ),
    }
}
