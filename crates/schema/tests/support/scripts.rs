//! Strings that may be scripts.

use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use tablewright_sql::Dialect;

/// Scripts that are read whole.
pub const SCRIPTS: [(Dialect, &str); 6] = [
    (
        Dialect::Sqlite,
        include_str!("../../../../tests/golden/generated_checks_indexes/sqlite.sql"),
    ),
    (
        Dialect::Sqlite,
        include_str!("../../../../tests/golden/names_that_hurt/sqlite.sql"),
    ),
    (
        Dialect::Postgres,
        include_str!("../../../../tests/golden/cycle/postgres.sql"),
    ),
    (
        Dialect::Postgres,
        include_str!("../../../../tests/golden/comments/postgres.sql"),
    ),
    (
        Dialect::Mysql,
        include_str!("../../../../tests/golden/comments/mysql.sql"),
    ),
    (
        Dialect::Mariadb,
        include_str!("../../../../tests/golden/defaults/mariadb.sql"),
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
pub fn config() -> ProptestConfig {
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

/// Pieces of scripts, one after another.
pub fn pieces() -> impl Strategy<Value = String> {
    let pieces = prop::collection::vec(prop::sample::select(PIECES.to_vec()), 0..40);
    pieces.prop_map(|pieces| pieces.concat())
}

/// A good script with a few changes.
pub fn changed_script() -> impl Strategy<Value = String> {
    let change = (any::<u16>(), 0_usize..30, 0..PIECES.len());
    let changes = prop::collection::vec(change, 1..8);
    (0..SCRIPTS.len(), changes).prop_map(|(script, changes)| {
        let mut text: Vec<char> = SCRIPTS[script].1.chars().collect();
        for (position, length, piece) in changes {
            let start = usize::from(position) % text.len().max(1);
            let end = (start + length).min(text.len());
            text.splice(start..end, PIECES[piece].chars());
        }
        text.into_iter().collect()
    })
}
