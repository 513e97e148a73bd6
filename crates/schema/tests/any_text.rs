//! Any file is either a schema or has errors with positions; nothing panics.

use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use tablewright_schema::Schema;
use tablewright_schema::yaml::{self, Diagnostics, Files};

const RICH: &str = include_str!("rich.yaml");

#[test]
fn the_rich_example_has_no_errors() {
    if let Err(mistakes) = load(RICH.as_bytes()) {
        panic!("{mistakes}");
    }
}

/// A key of JSON that ends in a separator of several bytes.
#[test]
fn a_word_after_a_wide_separator_is_no_panic() {
    for separator in ['\u{85}', '\u{2028}', '\u{2029}', '\u{3000}'] {
        let text = format!(
            "models:\n  Item:\n    fields:\n      id: id\n      b: text\n      \
             a: {{ type: json, default: [\"x\", {{\"{separator}\": 1}}] }}\n"
        );
        if let Err(mistakes) = load(text.as_bytes()) {
            assert!(!mistakes.to_string().is_empty());
        }
    }
}

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
    fn any_bytes(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        is_judged(&bytes)?;
    }

    #[test]
    fn any_yaml_characters(text in r#"[-:,\[\]{}&*!|>?'"%@`#~ \n\r\tab0é<]{0,200}"#) {
        is_judged(text.as_bytes())?;
    }

    /// Characters that end a word or a line and have more than one byte.
    #[test]
    fn any_wide_separators(text in "[-:,\\[\\]{}'\" \nab\u{85}\u{a0}\u{2028}\u{2029}\u{3000}]{0,100}") {
        is_judged(text.as_bytes())?;
    }

    #[test]
    fn a_good_file_with_changed_bytes(changes in prop::collection::vec(change(), 1..8)) {
        let mut bytes = RICH.as_bytes().to_vec();
        for change in changes {
            change.apply(&mut bytes);
        }
        is_judged(&bytes)?;
    }

    #[test]
    fn a_good_file_with_changed_lines(changes in prop::collection::vec(change(), 1..8)) {
        let mut lines: Vec<&str> = RICH.lines().collect();
        for change in changes {
            change.apply_to(&mut lines, |byte| ["", "  x: y", "- a", "}", "\t"][byte as usize % 5]);
        }
        is_judged(lines.join("\n").as_bytes())?;
    }

    #[test]
    fn a_good_file_with_words_swapped(swaps in prop::collection::vec(any::<[u16; 2]>(), 1..4)) {
        let mut words: Vec<&str> = RICH.split(' ').collect();
        for [a, b] in swaps {
            let count = words.len();
            words.swap(a as usize % count, b as usize % count);
        }
        is_judged(words.join(" ").as_bytes())?;
    }
}

/// Loads without a panic, or with errors at positions in the file.
fn is_judged(bytes: &[u8]) -> Result<(), TestCaseError> {
    let Err(mistakes) = load(bytes) else {
        return Ok(());
    };
    let lines = String::from_utf8_lossy(bytes).split('\n').count();
    prop_assert!(mistakes.len() > 0);
    prop_assert!(!mistakes.diagnostics().is_empty());
    for mistake in mistakes.diagnostics() {
        prop_assert!(!mistake.message.is_empty());
        let position = mistake.position;
        let exists = position.is_some_and(|at| (1..=lines).contains(&at.line) && at.column >= 1);
        prop_assert!(exists, "{mistake:?}");
    }
    prop_assert!(mistakes.to_string().contains(" in models.yaml"));
    let coloured = mistakes.render(true).contains('\u{1b}');
    prop_assert!(coloured);
    Ok(())
}

fn load(bytes: &[u8]) -> Result<Schema, Diagnostics> {
    yaml::load("models.yaml", &mut OneFile(bytes))
}

/// A file system with one file, whose includes may be anything.
struct OneFile<'a>(&'a [u8]);

impl Files for OneFile<'_> {
    fn read(&mut self, path: &str) -> Result<Vec<u8>, String> {
        match path {
            "models.yaml" => Ok(self.0.to_vec()),
            _ => Err("there is no such file".to_owned()),
        }
    }

    fn glob(&mut self, _pattern: &str) -> Result<Vec<String>, String> {
        Ok(vec!["models.yaml".to_owned()])
    }
}

/// One slip of an editor.
#[derive(Clone, Copy, Debug)]
enum Change {
    Delete(u16),
    Insert(u16, u8),
    Duplicate(u16),
    Swap(u16, u16),
}

fn change() -> impl Strategy<Value = Change> {
    prop_oneof![
        any::<u16>().prop_map(Change::Delete),
        any::<(u16, u8)>().prop_map(|(place, byte)| Change::Insert(place, byte)),
        any::<u16>().prop_map(Change::Duplicate),
        any::<(u16, u16)>().prop_map(|(a, b)| Change::Swap(a, b)),
    ]
}

impl Change {
    fn apply(self, bytes: &mut Vec<u8>) {
        self.apply_to(bytes, |byte| byte);
    }

    fn apply_to<T: Clone>(self, items: &mut Vec<T>, new: impl Fn(u8) -> T) {
        let count = items.len();
        if count == 0 {
            return;
        }
        match self {
            Change::Delete(place) => drop(items.remove(place as usize % count)),
            Change::Insert(place, byte) => items.insert(place as usize % count, new(byte)),
            Change::Duplicate(place) => {
                let place = place as usize % count;
                items.insert(place, items[place].clone());
            }
            Change::Swap(a, b) => items.swap(a as usize % count, b as usize % count),
        }
    }
}
