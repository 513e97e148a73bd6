//! Any script can be parsed without a panic, and the result can be written.

#[path = "support/scripts.rs"]
mod scripts;

use proptest::prelude::*;
use scripts::{SCRIPTS, changed_script, config, pieces};
use tablewright_schema::catalog::{self, read, write};
use tablewright_schema::ddl;
use tablewright_sql::{Dialect, statements};

proptest! {
    #![proptest_config(config())]

    #[test]
    fn any_text(text in any::<String>()) {
        is_read(&text)?;
    }

    #[test]
    fn any_pieces(text in pieces()) {
        is_read(&format!("CREATE TABLE t (a INT {text}"))?;
        is_read(&text)?;
    }

    #[test]
    fn a_good_script_with_changes(text in changed_script()) {
        is_read(&text)?;
    }
}

#[test]
fn the_scripts_are_read_whole() {
    for (dialect, script) in SCRIPTS {
        let catalog = read(dialect, script);
        assert!(!catalog.tables.is_empty());
        assert!(
            catalog
                .tables
                .iter()
                .all(|table| table.unsupported.is_empty())
        );
    }
}

#[test]
fn many_parentheses_are_no_trouble() {
    let many = |open: &str, close: &str| format!("{}1{}", open.repeat(4_000), close.repeat(4_000));
    for (open, close) in [
        ("(", ")"),
        ("(", ""),
        ("", ")"),
        ("(-", ")"),
        ("[", "]"),
        ("/*", "*/"),
    ] {
        let inner = many(open, close);
        let sql = format!("CREATE TABLE t (a INT PRIMARY KEY DEFAULT ({inner}), CHECK ({inner}))");
        is_read(&sql).expect("it is read");
    }
}

/// Parses a script, writes the result, and parses that again if everything was supported.
fn is_read(text: &str) -> Result<(), TestCaseError> {
    for dialect in Dialect::ALL {
        let found = statements(dialect, text);
        prop_assert!(found.iter().all(|statement| !statement.trim().is_empty()));
        let catalog = read(dialect, text);
        let statements = catalog
            .tables
            .iter()
            .flat_map(|table| write::create_table(dialect, table));
        let script = ddl::script(&statements.collect::<Vec<_>>()).text;
        read(dialect, &script);
        catalog::column_type(dialect, text);
    }
    Ok(())
}
