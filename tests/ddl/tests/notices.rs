//! A difference is noticed if the user's SQL changes a part of the schema.

use tablewright_schema::Schema;
use tablewright_schema::yaml::{self, Files};
use tablewright_sql::Dialect;
use tablewright_test_ddl::Place;
use tablewright_test_servers::Server;

#[test]
fn what_is_not_as_the_schema_says_is_noticed() {
    for server in Server::ALL {
        let Some(mut place) = Place::new(server) else {
            continue;
        };
        for (sql, notice) in [
            ("DROP TABLE notes", "- table \"notes\""),
            ("CREATE TABLE more (id INT)", "+ table \"more\""),
            (
                "CREATE OR REPLACE VIEW more AS SELECT 1 AS one",
                "dropped the first time",
            ),
            (
                "ALTER TABLE notes DROP COLUMN at",
                "-   Column { name: \"at\"",
            ),
            (
                "ALTER TABLE notes ADD COLUMN on_top INT",
                "+   Column { name: \"on_top\"",
            ),
            (
                "ALTER TABLE notes ALTER COLUMN size SET DEFAULT 2",
                "origin: Default",
            ),
            (
                "ALTER TABLE notes DROP CONSTRAINT ck_notes_size",
                "-   Check { name: \"ck_notes_size\"",
            ),
            (
                "ALTER TABLE notes ADD CONSTRAINT ck CHECK (size > 0)",
                "+   Check { name: \"ck\"",
            ),
            (
                "ALTER TABLE notes DROP CONSTRAINT fk_notes_up_id",
                "-   ForeignKey { name: \"fk_notes_up_id\"",
            ),
            (
                "CREATE INDEX ix ON notes (at, size DESC)",
                "+   Index { name: \"ix\", unique: false",
            ),
            (
                "CREATE UNIQUE INDEX ix ON notes (size)",
                "+   Index { name: \"ix\", unique: true",
            ),
        ] {
            let noticed = place.try_out(&schema(sql));
            assert!(
                noticed.as_ref().is_err_and(|error| error.contains(notice)),
                "{server}: {sql}: {noticed:?}"
            );
        }
        assert_eq!(place.try_out(&schema("SELECT 1")), Ok(()), "{server}");
    }
}

/// A small schema and SQL that runs after it, which models could not have.
fn schema(sql: &str) -> Schema {
    let text = "dialects: [postgres, mysql, mariadb]
models:
  Note:
    fields: { id: id, up: Note?, at: timestamp?, size: { type: integer, check: \"{} < 9\" } }
sql:
  tampering: { create: SELECT 1, drop: SELECT 1 }
";
    let mut schema = match yaml::load("models.yaml", &mut OneFile(text.to_owned())) {
        Ok(schema) => schema,
        Err(mistakes) => panic!("{}", mistakes.render(false)),
    };
    for dialect in Dialect::ALL {
        let create = schema.scripts[0].create.get_mut(dialect);
        create.iter_mut().for_each(|create| sql.clone_into(create));
    }
    schema
}

struct OneFile(String);

impl Files for OneFile {
    fn read(&mut self, _: &str) -> Result<Vec<u8>, String> {
        Ok(self.0.clone().into_bytes())
    }

    fn glob(&mut self, _: &str) -> Result<Vec<String>, String> {
        Ok(Vec::new())
    }
}
