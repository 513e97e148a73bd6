//! The library's inspection of other programs' MySQL or MariaDB databases, and the remains of
//! shadow tables.

use std::future::Future;
use std::pin::pin;
use std::task::Poll;

use tablewright::catalog::{Action, Catalog, OtherKind, Table};
use tablewright_schema::catalog::read;
use tablewright_sql::Dialect;
use tablewright_test_ddl::Live;

/// Runs a function on both servers.
fn on_both(test: impl Fn(&Live)) {
    for dialect in [Dialect::Mariadb, Dialect::Mysql] {
        if let Some(live) = Live::new(dialect) {
            test(&live);
        }
    }
}

fn run(live: &Live, statements: &[&str]) {
    live.run(statements)
        .unwrap_or_else(|error| panic!("{}: {error}", live.dialect()));
}

fn inspect(live: &Live) -> Catalog {
    live.inspect()
        .unwrap_or_else(|error| panic!("{}: {error}", live.dialect()))
}

fn wanted(live: &Live, statements: &[&str]) -> Catalog {
    live.worded_of(statements, &Catalog::default())
        .unwrap_or_else(|error| panic!("{}: {error}", live.dialect()))
}

fn table<'c>(catalog: &'c Catalog, name: &str) -> &'c Table {
    let table = catalog.table(name);
    table.unwrap_or_else(|| panic!("there is no {name}: {catalog:#?}"))
}

#[test]
fn names_that_need_quotes_are_read() {
    let statements = [
        "CREATE TABLE `a``b c?` (`select` INT PRIMARY KEY, `Up'` VARCHAR(20) DEFAULT 'it''s \\\\' COMMENT 'of `a`', \
         `gen` INT GENERATED ALWAYS AS (`select` + 1) STORED, CONSTRAINT `Uq ``1` UNIQUE (`Up'`), \
         CONSTRAINT `ck)` CHECK (`select` > 0)) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin",
        "CREATE TABLE `table` (`order` INT, `key` INT, INDEX `In dex` (`key` DESC), \
         CONSTRAINT `Fk ,` FOREIGN KEY (`order`) REFERENCES `a``b c?` (`select`) ON DELETE CASCADE) \
         ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin",
    ];
    on_both(|live| {
        let wanted = wanted(live, &statements);
        run(live, &statements);
        let found = inspect(live);
        assert_eq!(wanted, found, "{}", live.dialect());
        let strange = table(&found, "a`b c?");
        assert_eq!(strange.columns[1].comment.as_deref(), Some("of `a`"));
        assert_eq!(strange.checks[0].name, "ck)");
        let key = &table(&found, "table").foreign_keys[0];
        assert_eq!((key.name.as_str(), key.target.as_str()), ("Fk ,", "a`b c?"));
        assert_eq!(key.on_delete, Action::Cascade);
    });
}

#[test]
fn what_is_no_table_is_reported() {
    on_both(|live| {
        run(
            live,
            &[
                "CREATE TABLE t (id INT PRIMARY KEY)",
                "CREATE VIEW `A view` AS SELECT id FROM t",
                "CREATE TRIGGER `On change` BEFORE UPDATE ON t FOR EACH ROW SET NEW.id = OLD.id",
                "CREATE PROCEDURE work() SELECT 1",
                "CREATE FUNCTION twice(n INT) RETURNS INT DETERMINISTIC NO SQL RETURN 2 * n",
                "CREATE EVENT nightly ON SCHEDULE EVERY 1 DAY DISABLE DO DELETE FROM t",
                "CREATE TEMPORARY TABLE passing (a INT)",
            ],
        );
        let mut expected = vec![
            (OtherKind::View, "A view", None),
            (OtherKind::Trigger, "On change", Some("t")),
            (OtherKind::Routine, "nightly", None),
            (OtherKind::Routine, "twice", None),
            (OtherKind::Routine, "work", None),
        ];
        if live.dialect() == Dialect::Mariadb {
            run(live, &["CREATE SEQUENCE numbers"]);
            expected.insert(2, (OtherKind::Sequence, "numbers", None));
        }
        let catalog = inspect(live);
        let found: Vec<_> = catalog
            .others
            .iter()
            .map(|other| (other.kind, other.name.as_str(), other.table.as_deref()))
            .collect();
        assert_eq!(found, expected, "{}", live.dialect());
        assert!(
            catalog.others[0]
                .sql
                .starts_with("CREATE VIEW `A view` AS select")
        );
        let names: Vec<_> = catalog
            .tables
            .iter()
            .map(|table| table.name.as_str())
            .collect();
        assert_eq!(names, ["t"], "{}", live.dialect());
    });
}

/// A temporary table can have neither references nor FULLTEXT indexes, and not all options.
#[test]
fn what_a_temporary_table_does_not_take_is_wanted_all_the_same() {
    let both = [
        "CREATE TABLE target (id INT PRIMARY KEY, other INT, UNIQUE u (other))",
        "CREATE TABLE `own words` (id BIGINT NOT NULL AUTO_INCREMENT, body LONGTEXT, a INT, b INT, c INT, \
         -- FULLTEXT (c)\n PRIMARY KEY (id), FULLTEXT INDEX words (body), \
         CONSTRAINT restricted FOREIGN KEY (a) REFERENCES target (id) ON DELETE RESTRICT ON UPDATE NO ACTION, \
         CONSTRAINT followed FOREIGN KEY (b) REFERENCES target (id) ON DELETE CASCADE, \
         CONSTRAINT named FOREIGN KEY (c) REFERENCES target (other), \
         CONSTRAINT one CHECK (a > 1), CONSTRAINT together CHECK (a < b)) COMMENT 'so, (it is) \u{1f600}'",
        "CREATE INDEX later ON `own words` (a, b)",
        "CREATE FULLTEXT INDEX fuller ON `own words` (body)",
        "ALTER TABLE `own words` ADD d INT DEFAULT 4 COMMENT 'a \u{1f600}'",
        "CREATE TABLE parts (id INT DEFAULT 3 PRIMARY KEY) CHARSET latin1 PARTITION BY HASH (id) PARTITIONS 2",
        "CREATE TABLE small (id INT PRIMARY KEY, t VARCHAR(9) DEFAULT 'a') ROW_FORMAT=COMPRESSED COLLATE = latin1_bin",
    ];
    on_both(|live| {
        let mut statements = both.to_vec();
        if live.dialect() == Dialect::Mariadb {
            statements.push("CREATE TABLE versions (id INT PRIMARY KEY) WITH SYSTEM VERSIONING");
        }
        let wanted = wanted(live, &statements);
        run(live, &statements);
        let found = inspect(live);
        for (wanted, found) in wanted.tables.iter().zip(&found.tables) {
            // The options are our own text here, in our order.
            if ["parts", "small", "versions"].contains(&found.name.as_str()) {
                assert!(wanted.options.is_some() && found.options.is_some());
                let mut wanted = wanted.clone();
                wanted.options.clone_from(&found.options);
                assert_eq!(wanted, *found, "{}", live.dialect());
            } else {
                let mut wanted = wanted.clone();
                // The defaults of the server, which these statements do not set.
                wanted.options.clone_from(&found.options);
                for (wanted, found) in wanted.columns.iter_mut().zip(&found.columns) {
                    wanted.collation.clone_from(&found.collation);
                }
                assert_eq!(wanted, *found, "{}", live.dialect());
            }
        }
        assert_eq!(wanted.tables.len(), found.tables.len());
    });
}

/// MySQL prints a check on a time differently after any change of its table.
#[test]
fn a_table_that_was_altered_is_as_wanted() {
    let statements = [
        "CREATE TABLE t (at TIME(6), CONSTRAINT a CHECK (at < '24:00:00'), CONSTRAINT b CHECK (at > '01:00'), \
         kind VARCHAR(9), CONSTRAINT c CHECK (kind IN ('x', 'y'))) \
         ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin",
    ];
    on_both(|live| {
        run(live, &statements);
        let fresh = inspect(live);
        run(
            live,
            &[
                "ALTER TABLE t ADD COLUMN more INT",
                "ALTER TABLE t DROP COLUMN more",
            ],
        );
        let altered = inspect(live);
        for there in [&fresh, &altered, &Catalog::default()] {
            let wanted = live.worded_of(&statements, there);
            let wanted = wanted.unwrap_or_else(|error| panic!("{error}"));
            let is = if there.tables.is_empty() {
                &fresh
            } else {
                there
            };
            assert_eq!(wanted, *is, "{}", live.dialect());
        }
        assert_eq!(fresh == altered, live.dialect() == Dialect::Mariadb);
        // A different condition is still a difference.
        run(
            live,
            &["ALTER TABLE t DROP CONSTRAINT b, ADD CONSTRAINT b CHECK (at > '02:00')"],
        );
        let other = inspect(live);
        let wanted = live.worded_of(&statements, &other);
        let wanted = wanted.unwrap_or_else(|error| panic!("{error}"));
        let expression =
            |catalog: &Catalog, check: usize| table(catalog, "t").checks[check].expression.clone();
        assert_eq!(expression(&wanted, 0), expression(&other, 0));
        assert_ne!(expression(&wanted, 1), expression(&other, 1));
    });
}

#[test]
fn a_shadow_table_hides_no_table_and_leaves_none() {
    on_both(|live| {
        run(
            live,
            &["CREATE TABLE kept (id INT)", "INSERT INTO kept VALUES (7)"],
        );
        if live.dialect() == Dialect::Mysql {
            run(live, &["CREATE TEMPORARY TABLE counted (id INT)"]);
            assert_eq!(temporary(live), 1);
            run(live, &["DROP TEMPORARY TABLE counted"]);
        }
        let before = inspect(live);
        let other = wanted(live, &["CREATE TABLE kept (other INT DEFAULT 1)"]);
        assert_ne!(other, before);
        assert_eq!(kept(live), 7);
        let statements = [
            "CREATE TABLE a (id INT DEFAULT 1)",
            "CREATE TABLE kept (id no_such_type DEFAULT 1)",
        ];
        let error = live
            .worded_of(&statements, &before)
            .expect_err("there is no such type");
        assert!(
            error.starts_with("the tables of the models cannot be created"),
            "{error}"
        );
        assert!(error.to_lowercase().contains("no_such_type"), "{error}");
        assert_eq!(kept(live), 7);
        assert_eq!(inspect(live), before);
        if live.dialect() == Dialect::Mysql {
            assert_eq!(temporary(live), 0);
        }
    });
}

/// Whatever is in progress when the future is dropped, the connection works as before.
#[test]
fn a_shadow_table_that_is_dropped_hides_no_table() {
    on_both(|live| {
        run(
            live,
            &["CREATE TABLE kept (id INT)", "INSERT INTO kept VALUES (7)"],
        );
        let before = inspect(live);
        let statements =
            "CREATE TABLE kept (other INT DEFAULT 1); CREATE TABLE a (id INT DEFAULT 2)";
        let wanted = read(live.dialect(), statements);
        let mut finished = false;
        for polls in 1..200 {
            finished = live.wait(dropped_after(
                polls,
                tablewright::__worded(live.db(), &wanted, &before),
            ));
            assert_eq!(kept(live), 7, "{}: {polls}", live.dialect());
            if finished {
                break;
            }
        }
        assert!(finished, "{}", live.dialect());
        assert_eq!(inspect(live), before);
    });
}

/// Whether a future is ready after it was polled so many times; it is dropped otherwise.
async fn dropped_after<T>(polls: usize, future: impl Future<Output = T>) -> bool {
    let mut future = pin!(future);
    let mut left = polls;
    std::future::poll_fn(|context| {
        let poll = future.as_mut().poll(context);
        left -= 1;
        match (poll, left) {
            (Poll::Ready(_), _) => Poll::Ready(true),
            (Poll::Pending, 0) => Poll::Ready(false),
            (Poll::Pending, _) => Poll::Pending,
        }
    })
    .await
}

#[test]
fn a_user_who_may_not_make_temporary_tables_is_told_what_to_grant() {
    on_both(|live| {
        let url = live.url().expect("the URL of a server");
        let user = format!("limited_{}", std::process::id());
        run(
            live,
            &[
                &format!("CREATE USER '{user}'@'localhost' IDENTIFIED BY 'secret'"),
                &format!("GRANT SELECT, CREATE ON *.* TO '{user}'@'localhost'"),
            ],
        );
        let (host, rest) = url.split_once('@').expect("a user in the URL");
        let scheme = host.split_once("://").expect("a scheme").0;
        let url = format!("{scheme}://{user}:secret@{rest}");
        let refused = live.wait(async {
            let db = tablewright::connect(&url).await?;
            let wanted = read(live.dialect(), "CREATE TABLE a (id INT DEFAULT 1)");
            tablewright::__worded(&db, &wanted, &Catalog::default()).await
        });
        run(live, &[&format!("DROP USER '{user}'@'localhost'")]);
        let error = refused.expect_err("it may not").to_string();
        let grant = format!("TO '{user}'@'localhost'`");
        assert!(
            error.contains("GRANT CREATE TEMPORARY TABLES ON `"),
            "{error}"
        );
        assert!(error.contains(&grant), "{error}");
    });
}

#[test]
fn the_librarys_own_table_is_left_out() {
    on_both(|live| {
        run(live, &["CREATE TABLE tablewright_migrations (id INT)"]);
        assert_eq!(inspect(live), Catalog::default());
    });
}

fn kept(live: &Live) -> i64 {
    let read = live.wait(async {
        tablewright::sql::<i64>("SELECT id FROM kept")
            .one(live.db())
            .await
    });
    read.unwrap_or_else(|error| panic!("{}: {error}", live.dialect()))
}

/// The number of temporary tables of this session. Only MySQL shows it: it lists those of every
/// session, with names that contain the id of the session.
fn temporary(live: &Live) -> i64 {
    let text = "SELECT count(*) FROM information_schema.innodb_temp_table_info \
                WHERE name REGEXP concat('^#sql[0-9a-f]+_', lower(hex(connection_id())), '_')";
    let read = live.wait(async { tablewright::sql::<i64>(text).one(live.db()).await });
    read.unwrap_or_else(|error| panic!("{error}"))
}
