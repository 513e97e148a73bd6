//! Scripts are split as the database's own client splits them.

use tablewright_sql::{Dialect, split, statements};

#[test]
fn comments_and_empty_statements_are_none() {
    let sql = "-- first\nSELECT 1; /* ; */ ;;\nSELECT ';' -- ;\n;\n-- last";
    for dialect in Dialect::ALL {
        assert_eq!(statements(dialect, sql), ["SELECT 1", "SELECT ';'"]);
        assert_eq!(statements(dialect, " -- nothing"), [""; 0]);
    }
}

#[test]
fn a_statement_needs_no_semicolon_at_the_end() {
    assert_eq!(statements(Dialect::Sqlite, "a; b c"), ["a", "b c"]);
}

#[test]
fn positions_are_those_of_the_script() {
    for dialect in Dialect::ALL {
        let sql = "-- ä\nSELECT 1;\n  SELECT 'b' ;";
        let found = split(dialect, sql);
        assert_eq!(found.len(), 2);
        for statement in &found {
            assert_eq!(&sql[statement.start..statement.end()], statement.text);
            assert_eq!(statement.tokens[0].start, statement.start);
            assert_eq!(statement.tokens[1].end(), statement.end());
        }
    }
}

#[test]
fn parentheses_and_quotes_keep_together() {
    let rule = "CREATE RULE r AS ON INSERT TO t DO (DELETE FROM a; DELETE FROM b)";
    let text = "SELECT $a$ ; $b$ $a$, E'\\';', U&';'";
    let sql = format!("{rule};{text};");
    assert_eq!(statements(Dialect::Postgres, &sql), [rule, text]);
}

#[test]
fn a_trigger_of_sqlite_is_one() {
    let trigger = "CREATE TEMP TRIGGER t AFTER DELETE ON a BEGIN\n\
         UPDATE b SET c = CASE WHEN c > 1 THEN 2 ELSE 3 END; DELETE FROM b; -- it's\nEND";
    let sql = format!("{trigger}; BEGIN; SELECT 1; END;");
    let found = statements(Dialect::Sqlite, &sql);
    assert_eq!(found, [trigger, "BEGIN", "SELECT 1", "END"]);
}

#[test]
fn a_body_of_mysql_ends_with_its_last_block() {
    let bodies = [
        "CREATE DEFINER=`a`@`b` TRIGGER t BEFORE INSERT ON a FOR EACH ROW BEGIN\n\
         IF NEW.a > 1 THEN SET NEW.a = IF(NEW.b, 1, 2); ELSEIF 1 THEN BEGIN END; END IF;\n\
         CASE NEW.a WHEN 1 THEN DELETE FROM b; ELSE SELECT CASE 1 WHEN 1 THEN 2 END; END CASE;\n\
         x: LOOP LEAVE x; END LOOP; WHILE 1 DO SELECT repeat('a', 2); END WHILE;\n\
         REPEAT SELECT 1; UNTIL 1 END REPEAT;\nEND",
        "CREATE TRIGGER t BEFORE INSERT ON a FOR EACH ROW IF 1 THEN SET NEW.a = 1; END IF",
        "CREATE TRIGGER IF NOT EXISTS t BEFORE INSERT ON a FOR EACH ROW SET NEW.a = 1",
        "CREATE TRIGGER t BEFORE INSERT ON a FOR EACH ROW BEGIN SET NEW.end = NEW.begin; END",
        "CREATE TRIGGER t BEFORE INSERT ON a FOR EACH ROW BEGIN\n\
         SET NEW.a = CASE WHEN 1 THEN if(1, 2, 3) ELSE repeat('a', 2) END; DELETE FROM b; END",
        "CREATE PROCEDURE p(a INT) DROP TABLE IF EXISTS b",
        "CREATE OR REPLACE FUNCTION f() RETURNS INT DETERMINISTIC BEGIN RETURN 1; END",
    ];
    for dialect in [Dialect::Mysql, Dialect::Mariadb] {
        for body in bodies {
            let sql = format!("BEGIN; {body}; COMMIT");
            assert_eq!(statements(dialect, &sql), ["BEGIN", body, "COMMIT"]);
        }
    }
    let block = "BEGIN NOT ATOMIC SELECT 1; SELECT 2; END";
    let sql = format!("{block}; SELECT 3");
    assert_eq!(statements(Dialect::Mariadb, &sql), [block, "SELECT 3"]);
}

#[test]
fn a_body_of_postgres_may_be_no_text() {
    let body = "CREATE FUNCTION f() RETURNS int BEGIN ATOMIC\n\
         SELECT 1; SELECT CASE WHEN true THEN 1 END; END";
    let sql = format!("{body}; BEGIN; END;");
    assert_eq!(statements(Dialect::Postgres, &sql), [body, "BEGIN", "END"]);
}

#[test]
fn delimiters_change() {
    let sql = "SELECT 1;\nDELIMITER //\nCREATE PROCEDURE a() BEGIN SELECT '//'; END// -- //\n\
         delimiter $$\nSELECT 2; SELECT 3 END$$\n  DELIMITER ;\nSELECT 4; DELIMITER x;";
    for dialect in [Dialect::Mysql, Dialect::Mariadb] {
        assert_eq!(
            statements(dialect, sql),
            [
                "SELECT 1",
                "CREATE PROCEDURE a() BEGIN SELECT '//'; END",
                "SELECT 2; SELECT 3 END",
                "SELECT 4",
                "DELIMITER x",
            ]
        );
        assert_eq!(statements(dialect, "DELIMITER #\na # b\nc"), ["a", "b\nc"]);
        assert_eq!(statements(dialect, "DELIMITER\na;b"), ["a", "b"]);
    }
    assert_eq!(
        statements(Dialect::Sqlite, "DELIMITER //"),
        ["DELIMITER //"]
    );
}

#[test]
fn a_comment_that_is_run_is_no_comment() {
    let sql = "/* a */ /*!40101 SET NAMES utf8 */; /* b */\n\
         /*!50003 CREATE*/ /* c */ VIEW v /*!40100 AS */;";
    for dialect in [Dialect::Mysql, Dialect::Mariadb] {
        assert_eq!(
            statements(dialect, sql),
            [
                "/*!40101 SET NAMES utf8 */",
                "/*!50003 CREATE*/ /* c */ VIEW v /*!40100 AS */",
            ]
        );
    }
    let dump = "/*M!999999\\- enable the sandbox mode */ \nSELECT 1;\n/*!80000 SELECT 2 */;";
    assert_eq!(statements(Dialect::Mariadb, dump), ["SELECT 1"]);
}
