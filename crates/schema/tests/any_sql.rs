//! Whatever a script says, it is read; nothing panics, and what was read can be written.

use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use tablewright_schema::catalog::{self, read, statements, write};
use tablewright_schema::pull::pull;
use tablewright_schema::{Dialect, ddl};

const SCRIPTS: [(Dialect, &str); 6] = [
    (
        Dialect::Sqlite,
        include_str!("../../../tests/golden/generated_checks_indexes/sqlite.sql"),
    ),
    (
        Dialect::Sqlite,
        include_str!("../../../tests/golden/names_that_hurt/sqlite.sql"),
    ),
    (
        Dialect::Postgres,
        include_str!("../../../tests/golden/cycle/postgres.sql"),
    ),
    (
        Dialect::Postgres,
        include_str!("../../../tests/golden/comments/postgres.sql"),
    ),
    (
        Dialect::Mysql,
        include_str!("../../../tests/golden/comments/mysql.sql"),
    ),
    (
        Dialect::Mariadb,
        include_str!("../../../tests/golden/defaults/mariadb.sql"),
    ),
];

const PIECES: [&str; 40] = [
    "(",
    ")",
    ",",
    ";",
    "'",
    "\"",
    "`",
    "[",
    "]",
    "$$",
    "/*",
    "*/",
    "/*!50100 ",
    "--",
    "#",
    "\\",
    "\n",
    "é",
    " NOT NULL ",
    " DEFAULT ",
    " CHECK ",
    " REFERENCES ",
    " PRIMARY KEY ",
    " UNIQUE ",
    " CONSTRAINT ",
    " COLLATE ",
    " GENERATED ALWAYS AS ",
    " COMMENT ",
    " CREATE TABLE ",
    " INDEX ",
    " ON ",
    " USING ",
    " DESC",
    " NULLS FIRST",
    " TRIGGER ",
    " BEGIN ",
    " END",
    "\nDELIMITER //\n",
    "::",
    "1e",
];

/// The same texts in every run, unless `PROPTEST_RNG_SEED` asks for others.
fn config() -> ProptestConfig {
    let config = ProptestConfig::default();
    let rng_seed = match config.rng_seed {
        RngSeed::Random => RngSeed::Fixed(0),
        RngSeed::Fixed(seed) => RngSeed::Fixed(seed),
    };
    ProptestConfig {
        rng_seed,
        failure_persistence: None,
        ..config
    }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn any_text(text in any::<String>()) {
        is_read(&text)?;
    }

    #[test]
    fn any_pieces(pieces in prop::collection::vec(0..PIECES.len(), 0..40)) {
        let text: Vec<&str> = pieces.into_iter().map(|piece| PIECES[piece]).collect();
        is_read(&format!("CREATE TABLE t (a INT {}", text.concat()))?;
        is_read(&text.concat())?;
    }

    #[test]
    fn a_good_script_with_changes(
        script in 0..SCRIPTS.len(),
        changes in prop::collection::vec((any::<u16>(), 0_usize..30, 0..PIECES.len()), 1..8),
    ) {
        let mut text: Vec<char> = SCRIPTS[script].1.chars().collect();
        for (place, length, piece) in changes {
            let start = usize::from(place) % text.len().max(1);
            let end = (start + length).min(text.len());
            text.splice(start..end, PIECES[piece].chars());
        }
        is_read(&text.into_iter().collect::<String>())?;
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

/// Reads, and reads again what is written of it, where all was understood.
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
        let pulled = pull(dialect, &catalog);
        prop_assert!(pulled.yaml.contains("models:"));
        catalog::column_type(dialect, text);
    }
    Ok(())
}
