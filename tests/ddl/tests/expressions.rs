//! Expressions that MySQL and MariaDB refuse because of the columns that they read: the check of
//! models refuses exactly those that the server refuses.

use tablewright_sql::Dialect;
use tablewright_test_ddl::{Live, load};

/// Further fields of a model with `id` and `a`, the rest of the model, and the same as SQL.
struct Case {
    fields: &'static str,
    rest: &'static str,
    sql: &'static str,
}

macro_rules! cases {
    ($($fields:literal, $rest:literal => $sql:literal;)*) => {
        &[$(Case { fields: $fields, rest: $rest, sql: $sql }),*]
    };
}

/// Both, or MySQL alone, which has indexes of expressions.
const BOTH: &[Case] = cases! {
    "", "checks: [id > a]" => "CHECK (id > a)";
    "", "checks: [a > 1]" => "CHECK (a > 1)";
    "b: { type: integer?, check: '{} < id' }", "" => "b int, CHECK (b < id)";
    "b: { type: integer, default: { sql: id + 1 } }", "" => "b int NOT NULL DEFAULT (id + 1)";
    "b: { type: integer?, generated: id + a }", "" => "b int AS (id + a) STORED";
    "b: { type: integer?, generated: a + 1 }", "" => "b int AS (a + 1) STORED";
    "b: { type: bigint?, generated: { sql: id + 1, stored: false } }", "" => "b bigint AS (id + 1) VIRTUAL";
    "b: { type: bigint?, generated: { sql: id + 1, stored: false }, index: true }", ""
        => "b bigint AS (id + 1) VIRTUAL, KEY (b)";
    "b: { type: bigint?, generated: { sql: id + 1, stored: false }, unique: true }", ""
        => "b bigint AS (id + 1) VIRTUAL, UNIQUE (b)";
    "b: { type: bigint?, generated: { sql: id + 1, stored: false }, check: '{} > 1' }", ""
        => "b bigint AS (id + 1) VIRTUAL, CHECK (b > 1)";
    "b: { type: bool?, generated: { sql: id > 1, stored: false } }", ""
        => "b boolean AS (id > 1) VIRTUAL, CHECK (b IN (0, 1))";
    "o: { type: Owner?, on_delete: set_null, check: '{} > 1' }", ""
        => "o_id bigint, CHECK (o_id > 1), FOREIGN KEY (o_id) REFERENCES owners (id) ON DELETE SET NULL";
    "o: { type: Owner, on_update: cascade }", "checks: [o_id > a]"
        => "o_id bigint, CHECK (o_id > a), FOREIGN KEY (o_id) REFERENCES owners (id) ON UPDATE CASCADE";
    "o: { type: Owner, on_delete: cascade }", "checks: [o_id > a]"
        => "o_id bigint, CHECK (o_id > a), FOREIGN KEY (o_id) REFERENCES owners (id) ON DELETE CASCADE";
    "o: { type: Owner, on_delete: restrict, check: '{} > 1' }", ""
        => "o_id bigint, CHECK (o_id > 1), FOREIGN KEY (o_id) REFERENCES owners (id) ON DELETE RESTRICT";
    "o: { type: Owner, on_delete: cascade }, b: { type: bigint?, generated: o_id + 1 }", ""
        => "o_id bigint, b bigint AS (o_id + 1) STORED, FOREIGN KEY (o_id) REFERENCES owners (id) ON DELETE CASCADE";
    "o: { type: Owner?, on_delete: set_null }, b: { type: bigint?, generated: o_id + 1 }", ""
        => "o_id bigint, b bigint AS (o_id + 1) STORED, FOREIGN KEY (o_id) REFERENCES owners (id) ON DELETE SET NULL";
    "o: { type: Owner?, on_update: cascade }, b: { type: bigint?, generated: o_id + 1 }", ""
        => "o_id bigint, b bigint AS (o_id + 1) STORED, FOREIGN KEY (o_id) REFERENCES owners (id) ON UPDATE CASCADE";
    "o: { type: Owner }, b: { type: bigint?, generated: o_id + 1 }", ""
        => "o_id bigint, b bigint AS (o_id + 1) STORED, FOREIGN KEY (o_id) REFERENCES owners (id)";
    "o: { type: Owner?, on_delete: set_null }, b: { type: bigint?, generated: { sql: o_id + 1, stored: false }, index: true }", ""
        => "o_id bigint, b bigint AS (o_id + 1) VIRTUAL, KEY (b), FOREIGN KEY (o_id) REFERENCES owners (id) ON DELETE SET NULL";
    "o: { type: Owner?, generated: { sql: a + 1, stored: false } }", ""
        => "o_id bigint AS (a + 1) VIRTUAL, FOREIGN KEY (o_id) REFERENCES owners (id)";
    "o: { type: Owner?, generated: a + 1 }", ""
        => "o_id bigint AS (a + 1) STORED, FOREIGN KEY (o_id) REFERENCES owners (id)";
    "", "indexes: [[{ sql: id + a }]]" => "KEY k ((id + a))";
    "", "indexes: [[{ sql: a + 1 }]]" => "KEY k ((a + 1))";
    "", "indexes: [[{ sql: (a) }]]" => "KEY k ((a))";
    "", "indexes: [[{ sql: ((`a`)) }]]" => "KEY k (((`a`)))";
    "b: json?", "indexes: [[{ sql: \"b -> '$.x'\" }]]" => "b json, KEY k ((b -> '$.x'))";
    "b: json?", "indexes: [[{ sql: \"b ->> '$.x'\" }]]" => "b json, KEY k ((b ->> '$.x'))";
    "b: json?", "indexes: [[{ sql: \"CAST(b ->> '$.x' AS char(100))\" }]]"
        => "b json, KEY k ((CAST(b ->> '$.x' AS char(100))))";
    "b: json?", "indexes: [[{ sql: \"CAST(b ->> '$.x' AS signed)\" }]]"
        => "b json, KEY k ((CAST(b ->> '$.x' AS signed)))";
    "b: text", "indexes: [[{ sql: lower(b) }]]" => "b longtext, KEY k ((lower(b)))";
    "b: text", "indexes: [[{ sql: CAST(TRIM(b) AS char(200)) }]]"
        => "b longtext, KEY k ((CAST(TRIM(b) AS char(200))))";
    "b: string(20)", "indexes: [[{ sql: lower(b) }]]" => "b varchar(20), KEY k ((lower(b)))";
    "b: text", "indexes: [[{ sql: char_length(b) }]]" => "b longtext, KEY k ((char_length(b)))";
};

#[test]
fn mysql_refuses_them() {
    law(Dialect::Mysql);
}

#[test]
fn mariadb_refuses_them() {
    law(Dialect::Mariadb);
}

fn law(dialect: Dialect) {
    let Some(live) = Live::new(dialect) else {
        return;
    };
    let owners = "CREATE TABLE owners (id bigint AUTO_INCREMENT PRIMARY KEY)";
    live.run(&[owners]).expect("a table");
    let mut failures = Vec::new();
    for case in BOTH {
        let models = format!(
            "dialects: [{}]\nmodels:\n  Owner: {{ fields: {{ id: id }} }}\n  Item:\n    fields:\n      \
             {{ id: id, a: integer, {} }}\n    {}\n",
            dialect.name(),
            case.fields,
            case.rest
        );
        let checked = load("models.yaml", &models);
        let made = live.run(&[format!(
            "CREATE TABLE items (id bigint AUTO_INCREMENT PRIMARY KEY, a int NOT NULL, {})",
            case.sql
        )]);
        live.run(&["DROP TABLE IF EXISTS items"]).expect("no table");
        if checked.is_ok() != made.is_ok() {
            failures.push(format!(
                "{models}check: {:?}\nserver: {made:?}",
                checked.map(drop)
            ));
        }
    }
    assert!(failures.is_empty(), "{dialect}:\n{}", failures.join("\n\n"));
}
