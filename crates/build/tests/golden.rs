//! The Rust code of whole files: a folder of cases, shared with the SQL of the schema crate.
//!
//! A case is a folder in `tests/golden` with a `models.yaml`; beside it is the code as `models.rs`.
//! `UPDATE_EXPECT=1 cargo test` writes the code again; read it before it is committed.

use std::fs;
use std::path::{Path, PathBuf};

#[test]
fn every_case_has_the_expected_rust() {
    let mut wrong = Vec::new();
    for case in cases() {
        let file = case.join("models.rs");
        let code = generated(&case.join("models.yaml"));
        if std::env::var_os("UPDATE_EXPECT").is_some() {
            fs::write(&file, &code).expect("the expectation can be written");
        } else if read(&file) != Some(code) {
            wrong.push(file.display().to_string());
        }
    }
    assert!(
        wrong.is_empty(),
        "the code changed; if for the better, run with UPDATE_EXPECT=1 and read it:\n{}",
        wrong.join("\n")
    );
}

#[test]
fn every_case_parses() {
    for case in cases() {
        let code = generated(&case.join("models.yaml"));
        assert!(!code.contains("compile_error!"), "{}", case.display());
        if let Err(error) = syn::parse_file(&code) {
            let start = error.span().start();
            panic!(
                "{}: {error} at {}:{}",
                case.display(),
                start.line,
                start.column
            );
        }
    }
}

#[test]
fn many_models_come_out_the_same_every_time() {
    let mut yaml = String::from("models:\n");
    for number in 0..300 {
        let parent = number / 2;
        yaml.push_str(&format!(
            "  Item{number}:\n    fields:\n      id: id\n      parent: Item{parent}?\n"
        ));
    }
    let file = Path::new(env!("CARGO_TARGET_TMPDIR")).join("many.yaml");
    fs::write(&file, yaml).expect("the models can be written");
    let first = generated(&file);
    assert!((0..5).all(|_| generated(&file) == first));
    let places: Vec<_> = (0..300)
        .map(|number| first.find(&format!("pub struct Item{number} ")))
        .collect();
    assert!(
        places.is_sorted() && places[0].is_some(),
        "in the order of the file"
    );
}

fn generated(file: &Path) -> String {
    let code =
        tablewright_build::load(file).and_then(|schema| tablewright_build::generate(&schema));
    match code {
        Ok(code) => code,
        Err(error) => panic!("{}:\n{error}", file.display()),
    }
}

/// The folders with a case in them, sorted.
fn cases() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/golden");
    let entries = fs::read_dir(folder).expect("there is a folder of cases");
    let paths = entries.map(|entry| entry.expect("its entries can be read").path());
    let mut cases: Vec<_> = paths.filter(|path| path.is_dir()).collect();
    cases.sort();
    cases
}

fn read(file: &Path) -> Option<String> {
    let text = fs::read_to_string(file).ok()?;
    Some(text.replace("\r\n", "\n"))
}
