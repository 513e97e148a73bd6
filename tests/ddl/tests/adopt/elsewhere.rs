//! Objects whose SQL the database prints with the name of the database. If another database creates
//! them from the models, they belong to that database.

use tablewright_evolve::pull::pull;
use tablewright_schema::ddl;
use tablewright_sql::Dialect;
use tablewright_test_ddl::{Live, load};

const MYSQL: &str = "
    CREATE TABLE users (id bigint NOT NULL PRIMARY KEY, name varchar(20));
    CREATE TABLE posts (id bigint NOT NULL PRIMARY KEY, user_id bigint, FOREIGN KEY (user_id) REFERENCES users (id));
    CREATE VIEW names AS SELECT id, name FROM users;
    CREATE VIEW a_first AS SELECT names.name AS n, count(*) AS c FROM names JOIN posts p ON p.user_id = names.id
      WHERE names.id IN (SELECT user_id FROM posts) GROUP BY names.name;
    CREATE VIEW checked AS SELECT id FROM users WHERE id > 5 WITH CASCADED CHECK OPTION;
    CREATE FUNCTION twice(n INT) RETURNS INT DETERMINISTIC NO SQL RETURN 2 * n;
    CREATE PROCEDURE fill(IN how_many INT) INSERT INTO users (id) VALUES (how_many);
    CREATE TRIGGER renamed BEFORE UPDATE ON users FOR EACH ROW SET NEW.name = upper(NEW.name);
    CREATE TABLE steps (id bigint NOT NULL PRIMARY KEY, n bigint);
    CREATE TRIGGER z_first BEFORE INSERT ON steps FOR EACH ROW SET NEW.n = NEW.n + 1;
    CREATE TRIGGER b_second BEFORE INSERT ON steps FOR EACH ROW SET NEW.n = NEW.n * 2;
    CREATE TRIGGER a_last BEFORE INSERT ON steps FOR EACH ROW SET NEW.n = NEW.n - 2;
    CREATE FUNCTION faces(word VARCHAR(10) CHARSET utf8mb4) RETURNS VARCHAR(20) CHARSET utf8mb4 DETERMINISTIC NO SQL
      RETURN concat(word, '\u{1f600}');
    CREATE VIEW smiling AS SELECT id, '\u{1f600}' AS face FROM users WHERE name <> '\u{1f601}';
    CREATE TRIGGER smiled BEFORE DELETE ON users FOR EACH ROW SET @face = '\u{1f600}';
    CREATE PROCEDURE counted(IN a DECIMAL(10, 2), OUT b BIGINT, INOUT c ENUM('x,y', 'z)')) READS SQL DATA
      SQL SECURITY INVOKER COMMENT 'it''s' BEGIN SELECT count(*) INTO b FROM users; SET c = 'z)'; END;
    CREATE EVENT nightly ON SCHEDULE EVERY 3 DAY DISABLE DO DELETE FROM posts";

const POSTGRES: &str = "
    CREATE SCHEMA other;
    CREATE TABLE other.users (id bigint PRIMARY KEY);
    CREATE TABLE users (id bigint PRIMARY KEY, name varchar(20));
    CREATE TABLE posts (id bigint PRIMARY KEY, user_id bigint REFERENCES users, elsewhere bigint REFERENCES other.users);
    CREATE TABLE events (id bigint NOT NULL, at date NOT NULL, PRIMARY KEY (id, at)) PARTITION BY RANGE (at);
    CREATE TABLE events_2020 PARTITION OF events FOR VALUES FROM ('2020-01-01') TO ('2021-01-01');
    CREATE TABLE events_2021 PARTITION OF events FOR VALUES FROM ('2021-01-01') TO ('2022-01-01');
    CREATE TABLE notes (id bigint PRIMARY KEY, event bigint, at date, FOREIGN KEY (event, at) REFERENCES events);
    CREATE FUNCTION count_users() RETURNS bigint LANGUAGE sql AS $$ SELECT count(*) FROM users $$;
    CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;
    CREATE FUNCTION half(n bigint) RETURNS bigint LANGUAGE sql IMMUTABLE AS $$ SELECT n / 2 $$;
    CREATE FUNCTION half(n text, by integer DEFAULT 2) RETURNS text LANGUAGE sql IMMUTABLE AS $$ SELECT left(n, by) $$;
    CREATE TABLE halves (id bigint PRIMARY KEY, half bigint GENERATED ALWAYS AS (half(id)) STORED);
    CREATE TRIGGER changed AFTER UPDATE OF name ON users FOR EACH ROW WHEN (NEW.name <> '') EXECUTE FUNCTION note();
    CREATE CONSTRAINT TRIGGER late AFTER INSERT ON users DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION note();
    CREATE VIEW z_names AS SELECT id, name FROM users;
    CREATE RULE z_added AS ON INSERT TO z_names DO INSTEAD INSERT INTO users VALUES (NEW.id, NEW.name);
    CREATE VIEW a_names AS SELECT name FROM z_names;
    CREATE MATERIALIZED VIEW counted AS SELECT count(*) AS n FROM a_names;
    CREATE INDEX users_name ON users (name);
    CREATE INDEX users_name_like ON users (name varchar_pattern_ops);
    CREATE UNIQUE INDEX users_lower ON users (lower(name) text_pattern_ops) WHERE name <> '';
    CREATE TYPE mood AS ENUM ('happy', 'sad');
    CREATE FUNCTION is_fine(m mood) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$ SELECT m = 'happy' $$;
    CREATE TABLE people (id bigint PRIMARY KEY, mood mood DEFAULT 'happy' CHECK (mood <> 'sad'::mood));
    CREATE INDEX sad ON people (id) WHERE mood = 'sad';
    CREATE EXTENSION pg_trgm;
    CREATE TABLE letters (id bigint PRIMARY KEY, body text, more jsonb);
    CREATE INDEX letters_body ON letters USING gin (lower(body) gin_trgm_ops);
    CREATE INDEX letters_more ON letters USING gin ((more -> 'tags') jsonb_path_ops);
    CREATE INDEX letters_name ON letters (lower(body) COLLATE \"POSIX\" DESC NULLS LAST, id);
    CREATE FUNCTION zz_step(state numeric, n bigint) RETURNS numeric LANGUAGE sql IMMUTABLE AS $$ SELECT state + n $$;
    CREATE FUNCTION a_last(state numeric) RETURNS text LANGUAGE sql IMMUTABLE AS $$ SELECT state::text $$;
    CREATE AGGREGATE a_total(bigint) (SFUNC = zz_step, STYPE = numeric, FINALFUNC = a_last, INITCOND = '5', PARALLEL = SAFE);
    CREATE AGGREGATE a_total(text) (SFUNC = textcat, STYPE = text);
    CREATE AGGREGATE middle(float8 ORDER BY anyelement)
      (SFUNC = ordered_set_transition, STYPE = internal, FINALFUNC = percentile_disc_final, FINALFUNC_EXTRA);
    CREATE VIEW a_sums AS SELECT a_total(id) AS total, a_total(name::text) AS names,
      middle(0.5) WITHIN GROUP (ORDER BY id) AS middle FROM users;
    CREATE FUNCTION items(a integer[] DEFAULT ARRAY[1, 2], b text DEFAULT 'x,y)', VARIADIC c text[] DEFAULT '{}')
      RETURNS integer LANGUAGE sql IMMUTABLE AS $$ SELECT cardinality(a) $$;
    CREATE FUNCTION items(a numeric(10, 2)) RETURNS integer LANGUAGE sql RETURN 7;
    CREATE FUNCTION several(n integer) RETURNS bigint LANGUAGE sql BEGIN ATOMIC SELECT 1; SELECT count(*) + n FROM users; END;
    CREATE PROCEDURE work(IN n bigint, INOUT m text) LANGUAGE plpgsql AS $$ BEGIN INSERT INTO users VALUES (n, m); END $$;
    CREATE VIEW checked WITH (security_barrier) AS SELECT id FROM users WHERE id > 1 WITH CASCADED CHECK OPTION;
    CREATE COLLATION caseless (PROVIDER = icu, LOCALE = 'und-u-ks-level2', DETERMINISTIC = false);
    CREATE TABLE words (id bigint PRIMARY KEY, word text COLLATE caseless);
    CREATE VIEW same_words AS SELECT id FROM words WHERE word = 'ABC' OR 'x' COLLATE caseless = 'X';
    CREATE TYPE span AS RANGE (SUBTYPE = text, COLLATION = \"C\", SUBTYPE_OPCLASS = text_pattern_ops);
    CREATE FUNCTION spanned(s span) RETURNS text LANGUAGE sql IMMUTABLE AS $$ SELECT lower(s) $$;
    CREATE TABLE numbered (id serial PRIMARY KEY, small smallserial, n serial, big bigserial NOT NULL);
    INSERT INTO numbered DEFAULT VALUES;
    CREATE SEQUENCE shared START 100 INCREMENT 5;
    CREATE TABLE sharing_a (id bigint PRIMARY KEY, n bigint DEFAULT nextval('shared'));
    CREATE TABLE sharing_b (id bigint PRIMARY KEY, n bigint NOT NULL DEFAULT nextval('shared'));
    INSERT INTO sharing_a VALUES (1);
    CREATE EXTENSION citext;
    CREATE TABLE mails (id bigint PRIMARY KEY, mail citext UNIQUE, other citext);
    CREATE UNIQUE INDEX mails_other ON mails (other)";

#[test]
fn of_mysql() {
    of_mysql_grammar(Dialect::Mysql, "");
}

#[test]
fn of_mariadb() {
    let more = "; CREATE SEQUENCE numbers START WITH 100 INCREMENT BY 5;
        CREATE TABLE numbered (id bigint NOT NULL PRIMARY KEY, n bigint DEFAULT nextval(numbers))";
    of_mysql_grammar(Dialect::Mariadb, more);
}

fn of_mysql_grammar(dialect: Dialect, more: &str) {
    let Some((theirs, ours, _)) = twice(dialect, &format!("{MYSQL}{more}")) else {
        return;
    };
    theirs
        .run(&[
            "INSERT INTO users VALUES (1, 'theirs')",
            "INSERT INTO posts VALUES (1, 1)",
        ])
        .expect("rows");
    ours.run(&[
        "INSERT INTO users VALUES (2, 'ours')",
        "INSERT INTO posts VALUES (1, 2)",
    ])
    .expect("rows");
    for live in [&theirs, &ours] {
        let faces = "SELECT face FROM smiling UNION ALL SELECT faces('x')";
        let faces = live.texts(faces).expect("texts");
        assert_eq!(faces, ["\u{1f600}", "x\u{1f600}"]);
        live.run(&[
            "SET @c = 'x,y'",
            "CALL counted(1.25, @b, @c)",
            "INSERT INTO steps VALUES (1, 1)",
        ])
        .expect("rows");
        // Adds 1, doubles, and subtracts 2.
        let steps = "SELECT CAST(n AS CHAR CHARACTER SET utf8mb4) FROM steps";
        assert_eq!(live.texts(steps).expect("a row"), ["2"]);
    }
    assert_eq!(
        ours.texts("SELECT n FROM a_first").expect("the view"),
        ["ours"]
    );
    assert!(ours.run(&["INSERT INTO checked VALUES (1)"]).is_err());
    ours.run(&["CALL fill(7)", "UPDATE users SET name = 'new' WHERE id = 2"])
        .expect("the procedure and the trigger");
    assert_eq!(
        ours.texts("SELECT name FROM users WHERE id = 2")
            .expect("a row"),
        ["NEW"]
    );
    assert_eq!(
        ours.texts("SELECT CONVERT(twice(4) USING utf8mb4)")
            .expect("the function"),
        ["8"]
    );
    let event = "SELECT CONVERT(concat(interval_value, interval_field, status) USING utf8mb4)
                 FROM information_schema.events WHERE event_schema = database()";
    assert_eq!(ours.texts(event).expect("the event"), ["3DAYDISABLED"]);
    if dialect == Dialect::Mariadb {
        ours.run(&["INSERT INTO numbered (id) VALUES (1), (2)"])
            .expect("rows");
        let numbers = "SELECT CAST(n AS CHAR) FROM numbered ORDER BY id";
        assert_eq!(ours.texts(numbers).expect("numbers"), ["100", "105"]);
    }
}

#[test]
fn of_postgres() {
    let Some((theirs, ours, yaml)) = twice(Dialect::Postgres, POSTGRES) else {
        return;
    };
    assert!(!yaml.contains("public."), "{yaml}");
    for left_out in [
        "EventS2020",
        "Events2020",
        "events_2020:",
        "elsewhere: User",
    ] {
        assert!(!yaml.contains(left_out), "{left_out}: {yaml}");
    }
    assert_eq!(yaml.matches("to: Event").count(), 1, "{yaml}");
    for live in [&theirs, &ours] {
        live.run(&[
            "INSERT INTO users VALUES (2, 'one')",
            "INSERT INTO halves (id) VALUES (4)",
        ])
        .expect("rows");
        assert_eq!(
            live.texts("SELECT name::text FROM a_names")
                .expect("the view"),
            ["one"]
        );
        assert_eq!(
            live.texts("SELECT half('abc')").expect("the function"),
            ["ab"]
        );
        assert_eq!(
            live.texts("SELECT count_users()::text")
                .expect("the function"),
            ["1"]
        );
        live.run(&["CALL work(8, 'two')", "INSERT INTO words VALUES (1, 'abc')"])
            .expect("the procedure");
        for (query, text) in [
            (
                "SELECT concat_ws(' ', total, names, middle) FROM a_sums",
                "15 onetwo 2",
            ),
            ("SELECT concat(items(), items(1.5), several(1))", "273"),
            ("SELECT id::text FROM same_words", "1"),
            ("SELECT spanned(span('a', 'b'))", "a"),
            (
                "SELECT tgdeferrable::text FROM pg_trigger WHERE tgname = 'late'",
                "true",
            ),
        ] {
            assert_eq!(live.texts(query).expect(query), [text]);
        }
        assert!(live.run(&["INSERT INTO checked VALUES (1)"]).is_err());
    }
    // Columns that count, and are no keys: theirs have a row already.
    for (live, numbers, shared) in [
        (&theirs, "2 2 2 2, 3 3 3 3", "105 110"),
        (&ours, "1 1 1 1, 2 2 2 2", "100 105"),
    ] {
        live.run(&[
            "INSERT INTO numbered DEFAULT VALUES",
            "INSERT INTO numbered DEFAULT VALUES",
            "INSERT INTO sharing_a (id) VALUES (2)",
            "INSERT INTO sharing_b (id) VALUES (2)",
            "INSERT INTO mails VALUES (1, 'A@b', 'C@d')",
        ])
        .expect("rows");
        for (query, text) in [
            (
                "SELECT string_agg(concat_ws(' ', id, small, n, big), ', ' ORDER BY id)
                 FROM (SELECT * FROM numbered ORDER BY id DESC LIMIT 2) AS last",
                numbers,
            ),
            (
                "SELECT concat_ws(' ', a.n, b.n) FROM sharing_a a JOIN sharing_b b USING (id)",
                shared,
            ),
        ] {
            assert_eq!(live.texts(query).expect(query), [text], "{yaml}");
        }
        for same in ["(2, 'a@B', 'x')", "(2, 'x', 'c@D')"] {
            let insert = format!("INSERT INTO mails VALUES {same}");
            let error = live.run(&[insert]).expect_err("letters are alike");
            assert!(error.contains("another row has the same key"), "{error}");
        }
    }
    let of_letters = "SELECT indexdef FROM pg_indexes WHERE indexname LIKE 'letters\\_%'
                      AND indexname <> 'letters_pkey' ORDER BY indexname";
    let found = ours.texts(of_letters).expect("indexes");
    assert_eq!(found, theirs.texts(of_letters).expect("indexes"), "{yaml}");
    // In our indexes NULL sorts first, and a note says so.
    let like = "SELECT regexp_replace(indexdef, 'public\\.|::text| NULLS FIRST|[()]', '', 'g') FROM pg_indexes
                WHERE tablename = 'users' AND indexname IN ('users_name_like', 'users_lower') ORDER BY indexname";
    let found = ours.texts(like).expect("indexes");
    assert_eq!(found, theirs.texts(like).expect("indexes"), "{yaml}");
    assert_eq!(found.len(), 2, "{yaml}");
    // Scripts can be removed again.
    let schema = load("models.yaml", &yaml).expect("models");
    ours.run(&ddl::drop(&schema, Dialect::Postgres))
        .expect("all of it can go");
    assert!(!ours.has_rows("SELECT 1 FROM pg_sequences").expect("rows"));
}

/// A body keeps the names of its author, and the models say what they mean in another database.
#[test]
fn bodies_that_name_their_database_are_noted() {
    for dialect in Dialect::ALL {
        let has_bodies = !matches!(dialect, Dialect::Sqlite);
        let Some(live) = Live::new(dialect).filter(|_| has_bodies) else {
            continue;
        };
        let run = |statements: &[String]| live.run(statements).expect("statements");
        let (here, what) = match dialect {
            Dialect::Postgres => {
                run(&[
                    "CREATE SCHEMA tenant".to_owned(),
                    "SET search_path = tenant".to_owned(),
                ]);
                ("tenant".to_owned(), "its body names the schema")
            }
            _ => {
                let name = live.texts("SELECT CONVERT(database() USING utf8mb4)");
                (
                    name.expect("a name").remove(0),
                    "its SQL names the database",
                )
            }
        };
        run(&["CREATE TABLE users (id bigint NOT NULL PRIMARY KEY)".to_owned()]);
        let bodies = [("f", format!("{here}.users")), ("g", "users".to_owned())];
        for (name, table) in bodies {
            run(&[match dialect {
                Dialect::Postgres => format!(
                    "CREATE FUNCTION {name}() RETURNS bigint LANGUAGE sql AS \
                     $$ SELECT count(*) FROM {table} $$"
                ),
                _ => format!(
                    "CREATE FUNCTION {name}() RETURNS bigint READS SQL DATA \
                     RETURN (SELECT count(*) FROM {table})"
                ),
            }]);
        }
        let found = live.inspect().expect("objects");
        let pulled = pull(dialect, &found);
        let about = |name: &str| {
            let mut warnings = pulled
                .warnings
                .iter()
                .filter(|warning| warning.table == name);
            warnings.any(|warning| warning.what.contains(what))
        };
        assert!(about("f"), "{dialect}: {}", pulled.yaml);
        assert!(!about("g"), "{dialect}: {}", pulled.yaml);
    }
}

/// A database with the script, another one with the pulled models, and the models.
fn twice(dialect: Dialect, script: &str) -> Option<(Live, Live, String)> {
    let (theirs, ours) = (Live::new(dialect)?, Live::new(dialect)?);
    let statements = tablewright_sql::statements(dialect, script);
    theirs.run(&statements).expect("the tables can be made");
    let original = theirs.inspect().expect("what is there");
    let yaml = pull(dialect, &original).yaml;
    let schema = load("models.yaml", &yaml).unwrap_or_else(|mistakes| panic!("{mistakes}\n{yaml}"));
    ours.run(&ddl::create(&schema, dialect))
        .unwrap_or_else(|error| panic!("{error}\n{yaml}"));
    // Scripts that may run twice do so.
    for script in &schema.scripts {
        let sql = script.create.get(dialect).clone().unwrap_or_default();
        let statements = tablewright_sql::statements(dialect, &sql);
        for live in [&ours, &theirs] {
            live.run(&statements)
                .unwrap_or_else(|error| panic!("{error}\n{yaml}"));
        }
    }
    super::synced(&theirs, &schema, &yaml);
    Some((theirs, ours, yaml))
}
