//! The options of `Config`: the generated code, in a folder of cases, and the refused options.
//!
//! A case is a folder in `tests/config` with a `models.yaml` and the code as `models.rs`.
//! `UPDATE_EXPECT=1 cargo test` writes the code again; read it before committing it.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use tablewright_build::{Config, Dialect};

#[test]
fn only_types() {
    has_expected_code("types_only", Config::types_only);
}

#[test]
fn only_types_that_name_crates() {
    has_expected_code("types_of_crates", |config| {
        config
            .types_only()
            .extern_path("crate::Layout", "::shared::Layout")
            .type_attribute("Event", "#[serde(rename_all = \"camelCase\")]")
    });
}

/// They name no other crate: neither the runtime nor a driver.
#[test]
fn types_compile_without_any_crate() {
    let code = folder("types_only").join("models.rs");
    let targets = [None, Some("wasm32-unknown-unknown")];
    let installed = |target: &Option<&str>| match target {
        None => true,
        Some(target) => {
            let output = rustc(&["--print", "target-libdir", "--target", target]);
            Path::new(String::from_utf8_lossy(&output.stdout).trim()).is_dir()
        }
    };
    let targets = targets.into_iter().filter(installed);
    let editions = ["--edition=2018", "--edition=2021", "--edition=2024"];
    for (target, edition) in targets.flat_map(|target| editions.map(|edition| (target, edition))) {
        let code = code.to_str().expect("UTF-8");
        let mut parameters = vec!["--crate-type=lib", "--emit=metadata", edition];
        parameters.extend(["--deny=warnings", "--out-dir", env!("CARGO_TARGET_TMPDIR")]);
        parameters.extend(target.iter().flat_map(|target| ["--target", target]));
        parameters.push(code);
        let output = rustc(&parameters);
        let printed = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{printed}");
    }
}

#[test]
fn types_of_another_crate() {
    has_expected_code("extern_paths", |config| {
        config
            .extern_path("Status", "::shared::models::Status")
            .extern_path("Level", "::shared::models::Importance")
            .extern_path("User", "::shared::models::Account")
            .extern_path("crate::Email", "::shared::Email")
    });
}

#[test]
fn attributes_by_path() {
    has_expected_code("attributes", |config| {
        config
            .type_attribute(".", "#[cfg_attr(test, derive(Eq))]")
            .type_attribute("User", "#[non_exhaustive]")
            .type_attribute("Status", "#[derive(Default)]")
            .field_attribute("User.email", "#[allow(unused)]")
            .field_attribute("Post", "#[cfg(not(never))]")
            .field_attribute("Status.draft", "#[default]")
            .field_attribute("Status.in review", "#[doc(alias = \"review\")]")
    });
}

#[test]
fn dialects_are_some_of_the_models() {
    let case = Case::new("dialects", "dialects: [sqlite, postgres]\n");
    let code = case.code(|config| config.dialects([Dialect::Postgres]));
    assert!(code.contains("pub mod postgres {"), "{code}");
    assert!(!code.contains("pub mod sqlite {"), "{code}");
    assert!(
        code.contains("SCHEMA_SQL: &str = postgres::SCHEMA_SQL"),
        "{code}"
    );

    // The first one is the default one.
    let both = [Dialect::Postgres, Dialect::Sqlite];
    let code = case.code(|config| config.dialects(both));
    assert!(
        code.contains("SCHEMA_SQL: &str = postgres::SCHEMA_SQL"),
        "{code}"
    );

    let error = case.error(|config| config.dialects([Dialect::Postgres, Dialect::Mysql]));
    assert!(
        error.starts_with(
            "error: the build script chooses `mysql`, which is none of these dialects\n --> "
        ),
        "{error}"
    );
    assert!(error.contains("models.yaml:1:11"), "{error}");
    assert!(
        error.contains("add `mysql` here, or remove it from `Config::dialects`"),
        "{error}"
    );
}

/// Limits of other dialects, and missing entries for them, are not errors.
#[test]
fn dialects_that_are_not_chosen_are_not_checked() {
    let case = Case::new("unchosen", "dialects: [postgres, mysql]\n");
    case.write("models.yaml", |text| {
        text + "      key: { type: text, unique: true, check: { postgres: \"{} <> ''\" } }\n"
    });
    let error = case.error(|config| config);
    assert!(error.contains("has no SQL for MySQL"), "{error}");
    case.code(|config| config.dialects([Dialect::Postgres]));
}

#[test]
fn dialects_stand_for_those_that_the_models_do_not_have() {
    let case = Case::new("default-dialects", "");
    let code = case.code(|config| config.dialects([Dialect::Mariadb]));
    assert!(code.contains("pub mod mariadb {"), "{code}");
    assert!(!code.contains("pub mod sqlite {"), "{code}");
}

#[test]
fn dialects_are_there_and_distinct() {
    let case = Case::new("no-dialects", "");
    let error = case.error(|config| config.dialects([]));
    assert_eq!(
        error,
        "error: `Config::dialects` has no dialect\n  \
         = help: remove the call to use the `dialects` of the models"
    );
    let error = case.error(|config| config.dialects([Dialect::Sqlite, Dialect::Sqlite]));
    assert_eq!(error, "error: `Config::dialects` has `sqlite` twice");
}

#[test]
fn unknown_paths_of_attributes_are_refused_where_they_are_said() {
    let case = Case::new("attributes", "");
    let error = case.error(|config| {
        config
            .type_attribute("Usr", "#[a]")
            .type_attribute("User.email", "#[a]")
            .type_attribute("User", "derive(Eq)")
            .field_attribute("User.emial", "#[a]")
            .field_attribute("Status.drafd", "#[a]")
            .field_attribute("Userr.email", "#[a]")
            .field_attribute("Elsewhere", "#[a]")
    });
    assert_eq!(
        without_positions(&error),
        "\
error: the models have no model or enum `Usr`
  = help: did you mean `User`?

error: `User.email` is not the name of a model or an enum
  = help: `field_attribute` is for fields of models and for values of enums

error: `derive(Eq)` is not a Rust attribute: unexpected token
  = help: such as `#[derive(Eq)]`

error: `User` has no field `emial`
  = help: did you mean `User.email`?

error: `Status` has no value `drafd`
  = help: did you mean `Status.draft`?

error: the models have no model or enum `Userr`
  = help: did you mean `User.email`?

error: the models have no model or enum `Elsewhere`"
    );
}

#[test]
fn unknown_types_of_other_crates_are_refused_where_they_are_said() {
    let case = Case::new("extern", "");
    let error = case.error(|config| {
        config
            .extern_path("Statuss", "::shared::Status")
            .extern_path("Status", "shared/Status")
            .extern_path("User", "::shared::User")
            .extern_path("User", "::shared::Account")
    });
    assert_eq!(
        without_positions(&error),
        "\
error: the models have no enum, model or Rust type `Statuss`
  = help: did you mean `Status`?

error: `shared/Status` is not the path of a type: unexpected token
  = help: such as `::shared::models::Status`

error: `User` already has the path `::shared::User`
  = help: remove one of the calls of `extern_path`"
    );
    let error = case.error(|config| {
        config
            .extern_path("User", "::shared::User")
            .type_attribute("User", "#[a]")
    });
    assert_eq!(
        without_positions(&error),
        "error: `User` is `::shared::User` of another crate, and only that crate can add attributes to it"
    );
}

#[test]
fn types_have_no_migrations_and_no_seeds() {
    let case = Case::new("types-with-migrations", "");
    let error = case.error(|config| config.types_only().migrations("migrations"));
    assert_eq!(
        error,
        "error: `types_only` and `migrations` exclude each other\n  \
         = help: migrations belong to the crate that has the database"
    );
    let error = case.error(|config| config.types_only().seeds("seeds"));
    assert_eq!(
        error,
        "error: `types_only` and `seeds` exclude each other\n  \
         = help: seeds belong to the crate that has the database"
    );
}

/// The folder is created; a path that is not a folder is named in the error.
#[test]
fn the_result_goes_to_a_folder() {
    let case = Case::new("out-dir", "");
    let file = case.folder.join("src/generated/models.rs");
    let config = || Config::new(case.folder.join("models.yaml"));
    let result = config()
        .out_dir(case.folder.join("src/generated"))
        .compile();
    assert!(result.is_ok(), "{result:?}");
    assert!(file.is_file());
    let error = config().out_dir(case.folder.join("models.yaml")).compile();
    let error = error.expect_err("it is a file").to_string();
    assert!(error.starts_with("error: cannot write `"), "{error}");
}

/// Compares the code of a case with the expected code.
fn has_expected_code(case: &str, configure: impl FnOnce(Config) -> Config) {
    let models = folder(case).join("models.yaml");
    let out = Path::new(env!("CARGO_TARGET_TMPDIR")).join(case);
    let result = configure(Config::new(models).out_dir(&out)).compile();
    assert!(result.is_ok(), "{result:?}");
    let code = fs::read_to_string(out.join("models.rs")).expect("it was written");
    let file = folder(case).join("models.rs");
    if std::env::var_os("UPDATE_EXPECT").is_some() {
        fs::write(&file, &code).expect("the expectation can be written");
    }
    let expected = fs::read_to_string(&file).unwrap_or_default();
    assert!(
        expected.replace("\r\n", "\n") == code,
        "the code changed; if for the better, run with UPDATE_EXPECT=1 and read it: {}",
        file.display()
    );
}

fn folder(case: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/config")
        .join(case)
}

fn rustc(parameters: &[&str]) -> std::process::Output {
    let rustc = std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    Command::new(rustc)
        .args(parameters)
        .output()
        .expect("rustc is there")
}

/// The drawing without the positions in this file.
fn without_positions(error: &str) -> String {
    let lines = error
        .lines()
        .map(|line| match line.split_once("config.rs:") {
            Some((_, rest)) => {
                let (_, message) = rest.split_once(": ").expect("a position and a message");
                format!("error: {message}\n")
            }
            None => format!("{line}\n"),
        });
    lines.collect::<String>().trim_end().to_owned()
}

/// Models in a folder of their own.
struct Case {
    folder: PathBuf,
}

impl Case {
    fn new(name: &str, head: &str) -> Case {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR"))
            .join("config")
            .join(name);
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder).expect("the folder is made");
        let models = format!(
            "{head}enums:\n  Status: [draft, published]\nmodels:\n  User:\n    fields:\n      \
             id: id\n      email: string(100)\n      status: Status\n"
        );
        fs::write(folder.join("models.yaml"), models).expect("the file is written");
        Case { folder }
    }

    fn write(&self, file: &str, change: impl FnOnce(String) -> String) {
        let file = self.folder.join(file);
        let text = fs::read_to_string(&file).expect("it is there");
        fs::write(file, change(text)).expect("the file is written");
    }

    fn compile(&self, configure: impl FnOnce(Config) -> Config) -> tablewright_build::Result {
        let config = Config::new(self.folder.join("models.yaml"));
        configure(config.out_dir(self.folder.join("out"))).compile()
    }

    fn code(&self, configure: impl FnOnce(Config) -> Config) -> String {
        if let Err(error) = self.compile(configure) {
            panic!("{error}");
        }
        fs::read_to_string(self.folder.join("out/models.rs")).expect("it was written")
    }

    fn error(&self, configure: impl FnOnce(Config) -> Config) -> String {
        let result = self.compile(configure);
        result.expect_err("it is refused").to_string()
    }
}
