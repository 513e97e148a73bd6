//! Small details of other programs' tables, in the models.

use tablewright_evolve::pull::{Pulled, pull};
use tablewright_schema::catalog::read;
use tablewright_sql::Dialect;

use crate::random;

fn pulled(dialect: Dialect, sql: &str) -> Pulled {
    let pulled = pull(dialect, &read(dialect, sql));
    if let Err(mistakes) = random::load(&pulled.yaml) {
        panic!("{}\n{}", mistakes.render(false), pulled.yaml);
    }
    pulled
}

fn says(dialect: Dialect, sql: &str, expected: &[&str]) {
    let Pulled { yaml, warnings } = pulled(dialect, sql);
    let warnings: Vec<String> = warnings.iter().map(ToString::to_string).collect();
    for text in expected {
        assert!(
            yaml.contains(text),
            "{text} is not in\n{yaml}\n{warnings:#?}"
        );
    }
}

#[test]
fn a_text_in_double_quotes_is_a_default() {
    says(
        Dialect::Sqlite,
        r#"CREATE TABLE a (id INTEGER PRIMARY KEY, b TEXT NOT NULL DEFAULT "dq", c TEXT DEFAULT "", d INTEGER DEFAULT "5")"#,
        &["default: dq", "default: \"\""],
    );
}

#[test]
fn a_column_without_a_name_is_left_out() {
    let sql = r#"CREATE TABLE a (id INTEGER PRIMARY KEY, "" TEXT, b TEXT)"#;
    says(
        Dialect::Sqlite,
        sql,
        &["unmanaged:\n  - a.\n", "whose name is empty", "b: text?"],
    );
}

#[test]
fn a_json_default_may_have_a_key_called_sql() {
    for (default, expected) in [
        (r#"{"sql":"x"}"#, "{ sql: "),
        (r#"{ "sql" : 1 }"#, "{ sql: "),
        (r#"{"sql":1,"a":2}"#, "{\"sql\": 1, \"a\": 2}"),
        (r#"{"a":1,"a":2}"#, "{ sql: "),
    ] {
        let sql = format!(
            "CREATE TABLE a (id int NOT NULL PRIMARY KEY, b jsonb DEFAULT '{default}'::jsonb)"
        );
        says(Dialect::Postgres, &sql, &[expected]);
    }
}

#[test]
fn domains_and_casts_to_enums_become_what_they_are_made_of() {
    says(
        Dialect::Postgres,
        "CREATE TYPE public.mood AS ENUM ('happy', 'sad');
         CREATE DOMAIN public.email AS character varying(200) NOT NULL CONSTRAINT has_at CHECK ((VALUE ~~ '%@%'::text));
         CREATE DOMAIN work_email AS email DEFAULT 'a@b'::text;
         CREATE TABLE people (
           id bigint NOT NULL PRIMARY KEY, mail public.email, work work_email,
           mood mood DEFAULT 'happy'::public.mood NOT NULL, moods mood[] DEFAULT '{}'::mood[],
           CONSTRAINT fine CHECK ((mood = ANY (ARRAY['happy'::mood, 'sad'::mood])))
         );
         CREATE INDEX sad ON people (id) WHERE (mood = 'sad'::mood);
         CREATE VIEW happy AS SELECT id FROM people WHERE (mood = 'happy'::mood);",
        &[
            "mail: string(200)\n",
            "work: { type: string(200), default: \"a@b\" }",
            "people_mail_has_at",
            "\\\"mail\\\" ~~ '%@%'::text",
            "mood: { type: Mood, default: happy }",
            "'happy'::text, 'sad'::text",
            "where: \"mood = 'sad'::text\"",
            "(mood = 'happy'::text)",
        ],
    );
}

#[test]
fn what_reads_a_column_that_is_left_out_is_left_out() {
    let pulled = pulled(
        Dialect::Postgres,
        "CREATE TABLE docs (id bigint NOT NULL PRIMARY KEY, body text, words other.words,
           more text GENERATED ALWAYS AS ((words)::text) STORED, UNIQUE (id, words), CONSTRAINT c CHECK ((words IS NOT NULL)));
         CREATE INDEX i ON docs USING gin (words);
         CREATE VIEW first AS SELECT docs.words FROM docs;
         CREATE VIEW second AS SELECT * FROM first;
         CREATE VIEW third AS SELECT docs.body FROM docs;",
    );
    let warnings: Vec<String> = pulled.warnings.iter().map(ToString::to_string).collect();
    for what in [
        "column words",
        "column more",
        "unique key",
        "index i",
        "check c",
        "view first",
        "view second",
    ] {
        assert!(
            warnings.iter().any(|warning| warning.contains(what)),
            "{what}: {warnings:#?}"
        );
    }
    assert!(
        pulled
            .yaml
            .contains("unmanaged:\n  - docs.words\n  - docs.more\n"),
        "{}",
        pulled.yaml
    );
    assert!(pulled.yaml.contains("VIEW third"), "{}", pulled.yaml);
    assert!(!pulled.yaml.contains("VIEW first"), "{}", pulled.yaml);
}

#[test]
fn a_type_that_the_language_has_not_is_a_native_type() {
    let pulled = pulled(
        Dialect::Postgres,
        "CREATE TABLE hosts (id bigint PRIMARY KEY, ip inet NOT NULL DEFAULT '10.0.0.1'::inet, mask cidr, other inet, bits bit varying(8),
           spot geometry(Point,4326), near inet[], v vector(3), UNIQUE (ip));
         CREATE TABLE ports (id bigint PRIMARY KEY, host inet REFERENCES hosts (ip));",
    );
    for part in [
        "types:\n  Inet: { native: { postgres: inet } }\n",
        "  Varbit8: { native: { postgres: varbit(8) } }\n",
        "  GeometryPoint4326: { native: { postgres: \"geometry(point,4326)\" } }\n",
        "  InetArray: { native: { postgres: \"inet[]\" } }\n",
        "  Vector3: { native: { postgres: vector(3) } }\n",
        "ip: { type: Inet, unique: true, default: \"10.0.0.1\" }",
        "other: Inet?",
        "host: Inet?",
        "left out: the reference of host to hosts, which is of a native type",
    ] {
        assert!(pulled.yaml.contains(part), "{part}: {}", pulled.yaml);
    }
    assert!(!pulled.yaml.contains("unmanaged"), "{}", pulled.yaml);
}

#[test]
fn a_table_that_needs_such_a_column_is_left_to_a_script() {
    for column in ["ip other.ip NOT NULL", "ip other.ip PRIMARY KEY"] {
        let key = if column.contains("KEY") {
            ""
        } else {
            "PRIMARY KEY"
        };
        says(
            Dialect::Postgres,
            &format!(
                "CREATE TABLE hosts (id bigint NOT NULL {key}, {column}); CREATE TABLE a (id int PRIMARY KEY, b bigint REFERENCES hosts (id));"
            ),
            &[
                "# its rows need the column ip, whose type other.ip is not supported",
                "CREATE TABLE IF NOT EXISTS \"hosts\"",
                "NOT NULL",
            ],
        );
    }
}

#[test]
fn a_reference_to_another_schema_is_none_to_ours() {
    let postgres = "CREATE TABLE users (id bigint PRIMARY KEY); CREATE TABLE a (id bigint PRIMARY KEY, u bigint REFERENCES other.users (id));";
    let mysql = "CREATE TABLE `users` (`id` bigint NOT NULL, PRIMARY KEY (`id`)); CREATE TABLE `a` (`id` bigint NOT NULL, `u` bigint, PRIMARY KEY (`id`), CONSTRAINT `f` FOREIGN KEY (`u`) REFERENCES `other`.`users` (`id`));";
    says(
        Dialect::Postgres,
        postgres,
        &[
            "u: bigint?",
            "a reference of u to another schema: other.users",
        ],
    );
    says(
        Dialect::Mysql,
        mysql,
        &[
            "u: bigint?",
            "a reference of u to another schema: other.users",
        ],
    );
}

#[test]
fn a_check_for_a_few_numbers_is_an_enum_of_numbers() {
    let expected = &[
        "repr: smallint",
        "number: -1,",
        "number: 0,",
        "number: 20,",
        "default: \"-1\"",
    ];
    for (dialect, sql) in [
        (
            Dialect::Postgres,
            "CREATE TABLE a (id int NOT NULL PRIMARY KEY, kind smallint NOT NULL DEFAULT '-1'::integer, CONSTRAINT \
             ck_a_kind_type CHECK ((kind = ANY (ARRAY['-1'::integer, 0, 20]))))",
        ),
        (
            Dialect::Mysql,
            "CREATE TABLE `a` (`id` int NOT NULL, `kind` smallint NOT NULL DEFAULT '-1', PRIMARY KEY (`id`), CONSTRAINT \
             `ck_a_kind_type` CHECK ((`kind` in (-(1),0,20))))",
        ),
        (
            Dialect::Sqlite,
            "CREATE TABLE a (id INTEGER PRIMARY KEY, kind SMALLINT NOT NULL DEFAULT -1, CONSTRAINT ck_a_kind_type CHECK \
             (kind = -1 OR kind = 0 OR kind = 20))",
        ),
    ] {
        says(dialect, sql, expected);
    }
}
