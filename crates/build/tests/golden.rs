//! The generated Rust code of whole files: a folder of cases, shared with the tests of SQL in the
//! schema crate.
//!
//! A case is a folder in `tests/golden` with a `models.yaml` and the code as `models.rs`.
//! `UPDATE_EXPECT=1 cargo test` writes the code again; read it before committing it.

use std::collections::{BTreeMap, BTreeSet};
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

/// The compiler reports errors in generated code, so the comment on each item names its model or
/// field.
#[test]
fn every_item_names_its_model_and_field() {
    let mut wrong = Vec::new();
    for case in cases() {
        let file = case.join("models.yaml");
        let Ok(schema) = tablewright_build::load(&file) else {
            panic!("{}", file.display());
        };
        let code = generated(&file);
        let parsed = syn::parse_file(&code).expect("Rust");
        let tables = schema.tables.iter();
        let mut fields: BTreeMap<String, String> = BTreeMap::new();
        for (table, column) in tables.flat_map(|one| one.columns.iter().map(move |it| (one, it))) {
            let name = format!("{}.{}", table.model, column.field.trim_end_matches('_'));
            fields.insert(name, format!("`{}.{}`", table.model, column.field));
        }
        let models = schema.tables.iter().map(|table| table.model.clone());
        let names: BTreeSet<String> = models
            .chain(schema.enums.iter().map(|one| one.name.clone()))
            .collect();
        let mut expect = |what: String, docs: &str, part: &str| {
            if !docs.contains(part) {
                wrong.push(format!("{}: {what}: {docs}", case.display()));
            }
        };
        for item in &parsed.items {
            match item {
                syn::Item::Struct(one) => {
                    let name = one.ident.to_string();
                    let model = model_of(&name, &names);
                    expect(name.clone(), &docs(&one.attrs), &format!("`{model}`"));
                    for field in &one.fields {
                        let ident = field.ident.as_ref().expect("a name").to_string();
                        let ident = ident.trim_start_matches("r#").trim_end_matches('_');
                        let part = &fields[&format!("{model}.{ident}")];
                        expect(format!("{name}.{ident}"), &docs(&field.attrs), part);
                    }
                }
                syn::Item::Enum(one) => {
                    let part = format!("`{}`", one.ident);
                    expect(one.ident.to_string(), &docs(&one.attrs), &part);
                    for variant in &one.variants {
                        let what = format!("{}::{}", one.ident, variant.ident);
                        expect(what, &docs(&variant.attrs), &part);
                    }
                }
                syn::Item::Impl(one) if one.trait_.is_none() => {
                    let syn::Type::Path(of) = &*one.self_ty else {
                        panic!("an impl of no path");
                    };
                    let of = of.path.segments[0].ident.to_string();
                    let model = model_of(&of, &names);
                    for item in &one.items {
                        let (name, attributes) = match item {
                            syn::ImplItem::Fn(one) => (one.sig.ident.to_string(), &one.attrs),
                            syn::ImplItem::Const(one) => (one.ident.to_string(), &one.attrs),
                            _ => continue,
                        };
                        let docs = docs(attributes);
                        let docs = docs.replace(&format!("`{model}."), &format!("`{model}` "));
                        expect(format!("{of}::{name}"), &docs, &format!("`{model}`"));
                    }
                }
                syn::Item::Type(one) => {
                    let name = one.ident.to_string();
                    let model = name.trim_end_matches("Id");
                    expect(name.clone(), &docs(&one.attrs), &format!("`{model}`"));
                }
                _ => {}
            }
        }
        let mut before = "";
        for line in code.lines() {
            if line.starts_with("tw::__try_from!") || line.starts_with("tw::__serde!") {
                expect(line.to_owned(), before, "// The Rust type of `");
            }
            before = line;
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The model of a struct: `User` of `NewUser`.
fn model_of<'n>(name: &'n str, names: &BTreeSet<String>) -> &'n str {
    match name.strip_prefix("New") {
        Some(model) if !names.contains(name) => model,
        Some(_) | None => name,
    }
}

/// The doc comment.
fn docs(attributes: &[syn::Attribute]) -> String {
    let texts = attributes.iter().filter_map(|attribute| {
        let syn::Meta::NameValue(value) = &attribute.meta else {
            return None;
        };
        let syn::Expr::Lit(syn::ExprLit {
            lit: syn::Lit::Str(text),
            ..
        }) = &value.value
        else {
            return None;
        };
        value.path.is_ident("doc").then(|| text.value())
    });
    texts.collect::<Vec<String>>().join("\n")
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
    let code = tablewright_build::load_with_seeds(file)
        .and_then(|(schema, seeds)| tablewright_build::generate_with_seeds(&schema, &seeds));
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
