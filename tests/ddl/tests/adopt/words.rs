//! Validation words come back as words from tables that were created with them, as far as a database
//! has them: `pattern` has no check.

use tablewright_evolve::pull::pull;
use tablewright_schema::{Literal, Rules, Schema, ddl};
use tablewright_sql::Dialect;
use tablewright_test_ddl::{Live, load};

tablewright_test_ddl::on_each_dialect!(words_come_back);

mod exclusive {
    tablewright_test_ddl::on_each_dialect!(super::words_that_exclude_each_other_stay_checks);
}

const MODELS: &str = include_str!("../../../golden/validation/models.yaml");

fn words_come_back(dialect: Dialect) {
    let Some(live) = Live::new(dialect) else {
        return;
    };
    let made = load("models.yaml", MODELS).unwrap_or_else(|mistakes| panic!("{mistakes}"));
    live.run(&ddl::create(&made, dialect)).expect("the tables");
    let pulled = pull(dialect, &live.inspect().expect("what was made"));
    let yaml = &pulled.yaml;
    let again = load("models.yaml", yaml).unwrap_or_else(|mistakes| panic!("{mistakes}\n{yaml}"));
    assert_eq!(rules(&again), rules(&made), "{dialect}: {yaml}");
    assert!(!yaml.contains(" LIKE "), "{dialect}: {yaml}");
}

fn rules(schema: &Schema) -> Vec<(String, Rules)> {
    let columns = schema.tables.iter().flat_map(|table| &table.columns);
    let rules = columns.map(|column| {
        let pattern = None;
        let rules = column.rules.clone();
        (
            column.name.clone(),
            Rules {
                pattern,
                min: bound(rules.min.clone()),
                max: bound(rules.max.clone()),
                ..rules
            },
        )
    });
    rules.filter(|(_, rules)| !rules.is_empty()).collect()
}

/// The bound without its type: MySQL has one type for both.
fn bound(literal: Option<Literal>) -> Option<Literal> {
    literal.map(|literal| match literal {
        Literal::Timestamp(time) => Literal::DateTime(time),
        other => other,
    })
}

/// Words that exclude each other or the default are an error in the models.
fn words_that_exclude_each_other_stay_checks(dialect: Dialect) {
    let Some(live) = Live::new(dialect) else {
        return;
    };
    let length = match dialect {
        Dialect::Sqlite | Dialect::Postgres => "length",
        Dialect::Mysql | Dialect::Mariadb => "char_length",
    };
    let table = format!(
        "CREATE TABLE limits (\
         id integer NOT NULL PRIMARY KEY, \
         span integer NOT NULL, \
         few integer NOT NULL DEFAULT 0, \
         many bigint NOT NULL DEFAULT 9, \
         name varchar(20) NOT NULL DEFAULT 'x', \
         mail varchar(20) NOT NULL DEFAULT 'nobody', \
         CONSTRAINT ck_limits_span_min CHECK (span >= 10), \
         CONSTRAINT ck_limits_span_max CHECK (span <= 5), \
         CONSTRAINT ck_limits_few_min CHECK (few >= 1), \
         CONSTRAINT ck_limits_few_max CHECK (few <= 5), \
         CONSTRAINT ck_limits_many_max CHECK (many <= 8), \
         CONSTRAINT ck_limits_name_length CHECK ({length}(name) >= 3), \
         CONSTRAINT ck_limits_mail_email CHECK (mail LIKE '_%@%_' \
         AND mail NOT LIKE '%@%@%' AND mail NOT LIKE '% %'))"
    );
    live.run(&[table]).expect("the table");
    let pulled = pull(dialect, &live.inspect().expect("what was made"));
    let yaml = &pulled.yaml;
    let again = load("models.yaml", yaml).unwrap_or_else(|errors| panic!("{errors}\n{yaml}"));
    let words = rules(&again);
    let names: Vec<&str> = words.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["span", "few"], "{dialect}: {yaml}");
    assert_eq!(
        words[1].1.max,
        Some(Literal::Integer(5)),
        "{dialect}: {yaml}"
    );
    let other = Live::new(dialect).expect("another database");
    other
        .run(&ddl::create(&again, dialect))
        .expect("the tables");
    assert_eq!(checks(&other), checks(&live), "{dialect}: {yaml}");
}

fn checks(live: &Live) -> Vec<String> {
    let catalog = live.inspect().expect("the tables");
    let checks = catalog.tables.iter().flat_map(|table| &table.checks);
    let mut names: Vec<String> = checks.map(|check| check.name.clone()).collect();
    // SQLite enforces types by checks.
    names.retain(|name| !name.ends_with("_type"));
    names.sort();
    names
}
