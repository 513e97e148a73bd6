//! Validation words come back as words from tables that were created with them, as far as a database
//! has them: `pattern` has no check.

use tablewright_evolve::pull::pull;
use tablewright_schema::{Literal, Rules, Schema, ddl};
use tablewright_sql::Dialect;
use tablewright_test_ddl::{Live, load};

tablewright_test_ddl::on_each_dialect!(words_come_back);

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
