//! Compiles every file in `models` to a module of models. Three more modules have every spelling at
//! every position for the user's own SQL, and one has drawn names of tables and columns.

mod names;
mod spellings;

use std::fmt::Write as _;
use std::fs::File;
use std::io::Write as _;
use std::path::Path;
use std::time::SystemTime;
use std::{env, fs, io};

use spellings::{DIALECTS, SPELLINGS, Spelling};

fn main() -> tablewright_build::Result {
    println!("cargo::rerun-if-changed=models");
    println!("cargo::rerun-if-changed=spellings.rs");
    println!("cargo::rerun-if-changed=names.rs");
    println!("cargo::rerun-if-changed=drawn");
    println!("cargo::rerun-if-env-changed=TABLEWRIGHT_NAMES");
    for name in names().unwrap_or_else(|error| panic!("the folder `models`: {error}")) {
        compile(&format!("models/{name}.yaml"), &name)?;
    }
    println!("cargo::rerun-if-changed=seeded");
    compile("seeded/models.yaml", "seeded")?;
    println!("cargo::rerun-if-changed=seeded_keys");
    compile("seeded_keys/models.yaml", "seeded_keys")?;
    let folder = env::var_os("OUT_DIR").expect("Cargo gives a build script a folder");
    for (name, text) in [
        ("letters", drawn("drawn/letters.yaml")),
        ("spelled", spelled()),
        ("spelled_expressions", spelled_expressions()),
        ("spelled_conditions", spelled_conditions()),
    ] {
        let path = Path::new(&folder).join(format!("{name}.yaml"));
        write_old(&path, &text).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        compile(&path.to_string_lossy(), name)?;
    }
    Ok(())
}

fn compile(path: &str, name: &str) -> tablewright_build::Result {
    tablewright_build::Config::new(path).output(name).compile()
}

/// The names of the files, without `.yaml`.
fn names() -> io::Result<Vec<String>> {
    let mut names = Vec::new();
    for entry in fs::read_dir("models")? {
        let name = entry?.file_name().to_string_lossy().into_owned();
        names.extend(name.strip_suffix(".yaml").map(str::to_owned));
    }
    Ok(names)
}

/// Writes a file that looks old: Cargo runs a build script again if a file that it reads is newer
/// than its last run.
fn write_old(path: &Path, text: &str) -> io::Result<()> {
    let mut file = File::create(path)?;
    file.write_all(text.as_bytes())?;
    file.set_modified(SystemTime::UNIX_EPOCH)
}

/// The models of a file with drawn names; `TABLEWRIGHT_NAMES` chooses them.
fn drawn(path: &str) -> String {
    let seed = env::var("TABLEWRIGHT_NAMES").ok();
    let seed = seed.and_then(|seed| seed.parse().ok());
    let text = fs::read_to_string(path).unwrap_or_else(|error| panic!("{path}: {error}"));
    names::draw(&text, seed.unwrap_or_default(), quoted)
}

/// Defaults, checks, generated columns and scripts, which every database has.
fn spelled() -> String {
    let mut yaml = head(&DIALECTS);
    for spelling in SPELLINGS {
        let sql = |position: &dyn Fn(&str) -> String| texts(spelling, &DIALECTS, position);
        let default = sql(&str::to_owned);
        let check = sql(&|text| format!("{{}} >= 0 OR note <> {text}"));
        let generated = sql(&|text| format!("nullif(name, {text})"));
        let constraint = sql(&|text| format!("age < 100 OR note <> {text}"));
        let model = spelling.model;
        let doc = quoted(spelling.value);
        let _ = write!(
            yaml,
            "
  {model}:
    fields:
      id: id
      name: {{ type: string(40), unique: true }}
      age: {{ type: integer, default: 1 }}
      note: {{ type: string(100), default: {{ sql: {default} }}, doc: {doc} }}
      rank: {{ type: integer, default: 0, check: {check} }}
      other: {{ type: string(40)?, generated: {generated} }}
    checks:
      - {{ name: {model}_is_old, sql: {constraint} }}
  {model}Key:
    fields:
      key: {{ type: string(40), primary_key: true, default: {{ sql: {default} }} }}
      age: integer?
"
        );
    }
    yaml.push_str("\nsql:\n");
    for Spelling { model, sql, .. } in SPELLINGS {
        let _ = writeln!(yaml, "  {model}:\n    create:");
        for (dialect, text) in DIALECTS.iter().zip(sql) {
            let create = match *dialect {
                "sqlite" => "CREATE VIEW IF NOT EXISTS",
                _ => "CREATE OR REPLACE VIEW",
            };
            let create = quoted(&format!(
                "{create} spelled_{model} AS SELECT {text} AS value"
            ));
            let _ = writeln!(yaml, "      {dialect}: {create}");
        }
        let _ = writeln!(yaml, "    drop: DROP VIEW IF EXISTS spelled_{model}");
    }
    yaml
}

/// Indexes on expressions, which MariaDB does not have.
fn spelled_expressions() -> String {
    let dialects = &DIALECTS[..3];
    let mut yaml = head(dialects);
    for spelling in SPELLINGS {
        let expression = texts(spelling, dialects, &|text| format!("nullif(name, {text})"));
        let model = spelling.model;
        let _ = write!(
            yaml,
            "
  {model}Expression:
    fields:
      id: id
      code: {{ type: integer, unique: true }}
      name: string(40)
    indexes:
      - {{ fields: [{{ sql: {expression} }}], unique: true, name: {model}_by_name }}
"
        );
    }
    yaml
}

/// Indexes with a condition, which MySQL and MariaDB do not have.
fn spelled_conditions() -> String {
    let dialects = &DIALECTS[..2];
    let mut yaml = head(dialects);
    for spelling in SPELLINGS {
        let condition = texts(spelling, dialects, &|text| format!("name <> {text}"));
        let model = spelling.model;
        let _ = write!(
            yaml,
            "
  {model}Condition:
    fields:
      id: id
      code: {{ type: integer, unique: true }}
      name: string(40)
    indexes:
      - {{ fields: [name], where: {condition}, unique: true, name: {model}_by_name }}
"
        );
    }
    yaml
}

fn head(dialects: &[&str]) -> String {
    format!("dialects: [{}]\n\nmodels:", dialects.join(", "))
}

/// A mapping from the dialects to the text at a position.
fn texts(spelling: &Spelling, dialects: &[&str], position: &dyn Fn(&str) -> String) -> String {
    let pairs = dialects.iter().zip(&spelling.sql);
    let pairs = pairs.map(|(dialect, text)| format!("{dialect}: {}", quoted(&position(text))));
    format!("{{ {} }}", pairs.collect::<Vec<_>>().join(", "))
}

/// A text in YAML.
fn quoted(text: &str) -> String {
    let escaped = text.replace('\\', "\\\\").replace('"', "\\\"");
    format!("\"{}\"", escaped.replace('\n', "\\n"))
}
