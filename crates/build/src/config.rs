//! The options of a build script.

use std::io::Write;
use std::panic::Location;
use std::path::{Path, PathBuf};

use tablewright_evolve::migrations::Migration;
use tablewright_schema::{Schema, yaml};
use tablewright_sql::Dialect;

use crate::attributes::{self, Addition, To};
use crate::cargo::Environment;
use crate::externs::{Extern, Externs};
use crate::{Error, Result, files, generate_with, migrations, rust, write};

/// The options for compiling a file of models.
#[derive(Clone, Debug)]
#[must_use = "nothing is compiled before `compile` is called"]
pub struct Config {
    path: PathBuf,
    output: String,
    out_dir: Option<PathBuf>,
    migrations: Option<PathBuf>,
    seeds: Option<PathBuf>,
    dialects: Option<Vec<Dialect>>,
    types_only: bool,
    attributes: Vec<Addition>,
    externs: Vec<Extern>,
    owner: yaml::Owner,
}

impl Config {
    /// Creates the options for a file of models, relative to the folder of `Cargo.toml`.
    pub fn new(path: impl AsRef<Path>) -> Self {
        Config {
            path: path.as_ref().to_owned(),
            output: "models".to_owned(),
            out_dir: None,
            migrations: None,
            seeds: None,
            dialects: None,
            types_only: false,
            attributes: Vec::new(),
            externs: Vec::new(),
            owner: yaml::Owner::User,
        }
    }

    /// Sets the name of the generated file, so that one crate can have several: `output("shop")`
    /// goes with `include_models!("shop")`. The default is `models`.
    pub fn output(mut self, name: impl Into<String>) -> Self {
        self.output = name.into();
        self
    }

    /// Sets the folder of the generated file, relative to the folder of `Cargo.toml`; it is created
    /// if it is missing. The default is Cargo's `OUT_DIR`, where `include_models!` looks.
    ///
    /// With `out_dir("src/generated")` the result is a source file like others:
    ///
    /// ```text
    /// #[path = "generated/models.rs"]
    /// mod models;
    /// ```
    pub fn out_dir(mut self, folder: impl AsRef<Path>) -> Self {
        self.out_dir = Some(folder.as_ref().to_owned());
        self
    }

    /// Sets the folder of the migrations, relative to the folder of `Cargo.toml`. The default is
    /// `migrations` beside the file of models, if it exists.
    pub fn migrations(mut self, folder: impl AsRef<Path>) -> Self {
        self.migrations = Some(folder.as_ref().to_owned());
        self
    }

    /// Sets the folder of the seeds, relative to the folder of `Cargo.toml`. The default is `seeds`
    /// beside the file of models, if it exists.
    pub fn seeds(mut self, folder: impl AsRef<Path>) -> Self {
        self.seeds = Some(folder.as_ref().to_owned());
        self
    }

    /// Sets the dialects of the generated code, instead of the `dialects` of the models. Scripts
    /// and migrations of other dialects are left out, and their limits do not apply. The first
    /// dialect is the default.
    ///
    /// If the models have `dialects`, each of these must be one of them.
    pub fn dialects(mut self, dialects: impl AsRef<[Dialect]>) -> Self {
        self.dialects = Some(dialects.as_ref().to_owned());
        self
    }

    /// Generates only the structs of models and the enums, without queries and without the runtime,
    /// for programs without a database, such as front ends.
    ///
    /// The code depends only on the crates of values, such as `uuid` for `uuid`, and not on
    /// `tablewright`, so it is included by `include!`:
    ///
    /// ```text
    /// include!(concat!(env!("OUT_DIR"), "/models.rs"));
    /// ```
    pub fn types_only(mut self) -> Self {
        self.types_only = true;
        self
    }

    /// Adds an attribute to the struct of a model or to an enum, after those that the models have;
    /// the path `.` means all of them.
    ///
    /// ```no_run
    /// # use tablewright_build::Config;
    /// # fn main() -> tablewright_build::Result {
    /// Config::new("models.yaml")
    ///     .type_attribute("User", "#[derive(ts_rs::TS)]")
    ///     .compile()
    /// # }
    /// ```
    #[track_caller]
    pub fn type_attribute(self, path: impl Into<String>, attribute: impl Into<String>) -> Self {
        self.attribute(To::Type, path.into(), attribute.into(), Location::caller())
    }

    /// Adds an attribute to a field or to a value of an enum, after those that the models have:
    /// `User.email`, `Status.draft`. The path `User` means every field of the model, and `.` every
    /// field of every model and every value of every enum.
    ///
    /// ```no_run
    /// # use tablewright_build::Config;
    /// # fn main() -> tablewright_build::Result {
    /// Config::new("models.yaml")
    ///     .field_attribute("User.email", "#[serde(rename = \"mail\")]")
    ///     .compile()
    /// # }
    /// ```
    #[track_caller]
    pub fn field_attribute(self, path: impl Into<String>, attribute: impl Into<String>) -> Self {
        self.attribute(To::Field, path.into(), attribute.into(), Location::caller())
    }

    fn attribute(
        mut self,
        to: To,
        path: String,
        attribute: String,
        location: &'static Location<'static>,
    ) -> Self {
        self.attributes.push(Addition {
            to,
            path,
            attribute,
            location,
        });
        self
    }

    /// Sets the path of an enum, a model or a Rust type that another crate has. Generated code uses
    /// the type of that crate and does not define it again.
    ///
    /// ```no_run
    /// # use tablewright_build::Config;
    /// # fn main() -> tablewright_build::Result {
    /// Config::new("models.yaml")
    ///     .extern_path("Status", "::shared::models::Status")
    ///     .extern_path("User", "::shared::models::User")
    ///     .extern_path("crate::Isbn", "::shared::Isbn")
    ///     .compile()
    /// # }
    /// ```
    #[track_caller]
    pub fn extern_path(mut self, name: impl Into<String>, path: impl Into<String>) -> Self {
        self.externs.push(Extern {
            name: name.into(),
            path: path.into(),
            location: Location::caller(),
        });
        self
    }

    /// Marks the models as the library's own, whose tables begin with `tablewright_`.
    #[doc(hidden)]
    pub fn own(mut self) -> Self {
        self.owner = yaml::Owner::Library;
        self
    }

    /// Compiles the models, like [`compile`](crate::compile).
    ///
    /// With [`out_dir`](Config::out_dir) it can be called outside of build scripts, too.
    ///
    /// # Errors
    ///
    /// The reason why the result could not be written. Outside of build scripts, also the errors in
    /// the models, and the reason why a file could not be read.
    pub fn compile(&self) -> Result {
        let environment = Environment::from_cargo(self.out_dir.as_deref())?;
        if environment.is_build_script {
            self.compile_in(&environment, &mut std::io::stdout())
        } else {
            let output = self.output_file(&environment)?;
            let text = self.generated(&environment, &mut std::io::sink())?;
            written(&output, &text)
        }
    }

    /// Compiles the models, and tells Cargo on which files the result depends.
    ///
    /// An editor needs the code even if the models have errors: the code of the last correct models
    /// is kept, and the error is added to it, so that the compiler shows it. The first time there
    /// is no such code: then Cargo shows the error, and compiles nothing. The error is written into
    /// the code, too, for other programs that run build scripts.
    pub(crate) fn compile_in(&self, environment: &Environment, cargo: &mut dyn Write) -> Result {
        let output = self.output_file(environment)?;
        let text = match self.generated(environment, cargo) {
            Ok(text) => text,
            Err(error) => {
                let error = error.position_first();
                let good = write::last_good(&output);
                if good.is_none() {
                    environment.fail(&error, cargo)?;
                }
                write::with_error(good.as_deref().unwrap_or_default(), &error)
            }
        };
        written(&output, &text)
    }

    /// The generated code.
    fn generated(&self, environment: &Environment, cargo: &mut dyn Write) -> Result<String> {
        let root = files::root(&self.path)?;
        let mut folder = files::Folder::new(&environment.manifest);
        let seeds_folder = self.seeds_folder(environment)?;
        let options = yaml::Options {
            dialects: self.dialects.clone(),
            owner: self.owner,
        };
        let loaded = yaml::load_with_seeds(&root, seeds_folder.as_deref(), &mut folder, &options);
        // Even after an error, because a change of these files may correct it.
        environment.depends_on(&root, &folder, cargo)?;
        let migrations_folder = self.migrations_folder(environment)?;
        if let Some(folder) = &migrations_folder {
            environment.depends_on_folder(folder, cargo)?;
        }
        self.check_dialects()?;
        let (mut schema, seeds) = loaded?;
        let externs = Externs::of(&mut schema, &self.externs)?;
        attributes::add(&mut schema, &externs, &self.attributes)?;
        let migrations = match &migrations_folder {
            Some(folder) => Some(self.embedded(environment, &schema, folder)?),
            None => None,
        };
        if let (Some(folder), Some(migrations)) = (&migrations_folder, &migrations) {
            for warning in migrations::warnings(folder, &schema, migrations) {
                environment.warn(&warning, cargo)?;
            }
        }
        let contents = rust::Contents {
            migrations: migrations.as_deref(),
            seeds: Some(&seeds),
            externs,
            types_only: self.types_only,
        };
        generate_with(&schema, &contents)
    }

    /// Reports values that are not dialects, and repeated dialects.
    fn check_dialects(&self) -> Result {
        let chosen = self.dialects.as_deref();
        if chosen.is_some_and(<[Dialect]>::is_empty) {
            let error = Error::new("`Config::dialects` has no dialect");
            return Err(error.hint("remove the call to use the `dialects` of the models"));
        }
        let chosen = chosen.unwrap_or_default().iter().enumerate();
        for (position, dialect) in chosen {
            let before = self.dialects.iter().flatten().take(position);
            if before.into_iter().any(|one| one == dialect) {
                let name = dialect.name();
                return Err(Error::new(format!("`Config::dialects` has `{name}` twice")));
            }
        }
        Ok(())
    }

    /// The folder of the seeds, if the build script sets it.
    fn seeds_folder(&self, environment: &Environment) -> Result<Option<String>> {
        if self.types_only && self.seeds.is_some() {
            return Err(Error::new("`types_only` and `seeds` exclude each other")
                .hint("seeds belong to the crate that has the database"));
        }
        let Some(folder) = &self.seeds else {
            return Ok(None);
        };
        let name = files::root(folder)?;
        if environment.manifest.join(folder).is_dir() {
            Ok(Some(name))
        } else {
            Err(Error::new(format!("there is no folder `{name}`")))
        }
    }

    /// The folder of the migrations, if there is one.
    ///
    /// It is not used for types only.
    fn migrations_folder(&self, environment: &Environment) -> Result<Option<String>> {
        if self.types_only {
            return match self.migrations {
                None => Ok(None),
                Some(_) => Err(
                    Error::new("`types_only` and `migrations` exclude each other")
                        .hint("migrations belong to the crate that has the database"),
                ),
            };
        }
        let folder = match &self.migrations {
            Some(folder) => folder.clone(),
            None => self.path.with_file_name(migrations::FOLDER),
        };
        let is_there = migrations::is_there(&environment.manifest.join(&folder));
        let is_wanted = is_there || self.migrations.is_some();
        is_wanted.then(|| files::root(&folder)).transpose()
    }

    /// The migrations that are embedded with the models.
    fn embedded(
        &self,
        environment: &Environment,
        schema: &Schema,
        folder: &str,
    ) -> Result<Vec<Migration>> {
        migrations::load_as(&environment.manifest.join(folder), folder, &schema.dialects)
    }

    fn output_file(&self, environment: &Environment) -> Result<PathBuf> {
        // An empty path would be the folder of `Cargo.toml`.
        if self.out_dir.as_deref() == Some(Path::new("")) {
            let hint = "name a folder, such as `.out_dir(\"src/generated\")`, or leave it out: then \
                        the code is in Cargo's `OUT_DIR`, where `include_models!` looks";
            return Err(Error::new("`out_dir` is empty").hint(hint));
        }
        let name = &self.output;
        if name.is_empty() || name.contains(['/', '\\', ':', '\0', '\n']) {
            let message = format!("`{name}` cannot be the name of the output");
            return Err(Error::new(message).hint("give it a plain name: `.output(\"shop\")`"));
        }
        Ok(environment.out.join(format!("{name}.rs")))
    }
}

fn written(output: &Path, text: &str) -> Result {
    write::keep_or_write(output, text)
        .map_err(|error| Error::new(format!("cannot write `{}`: {error}", output.display())))
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::{Path, PathBuf};

    use super::Config;
    use crate::cargo::Environment;

    const ERROR: &str = "cargo::error=";

    const USER: &str = "models:\n  User:\n    fields:\n      id: id\n";

    /// A package in its own folder.
    struct Package(PathBuf);

    impl Package {
        fn new(name: &str, files: &[(&str, &str)]) -> Package {
            let folder =
                std::env::temp_dir().join(format!("tablewright-{}-{name}", std::process::id()));
            let _ = fs::remove_dir_all(&folder);
            fs::create_dir_all(folder.join("out")).unwrap();
            for (path, text) in files {
                let path = folder.join(path);
                fs::create_dir_all(path.parent().unwrap()).unwrap();
                fs::write(path, text).unwrap();
            }
            Package(folder)
        }

        /// The instructions for Cargo, and the error.
        fn compile(&self, config: &Config) -> (String, Option<String>) {
            let out = config.out_dir.as_deref().unwrap_or(Path::new("out"));
            let environment = Environment {
                manifest: self.0.clone(),
                out: self.0.join(out),
                is_build_script: true,
            };
            let mut told = Vec::new();
            let result = config.compile_in(&environment, &mut told);
            let told = String::from_utf8(told).unwrap();
            let lines = told.lines();
            let is_error = |line: &&str| line.starts_with(ERROR);
            let (errors, others): (Vec<&str>, Vec<&str>) = lines.partition(is_error);
            let errors = errors.iter().map(|line| &line[ERROR.len()..]);
            let error: String = errors.map(|line| format!("{line}\n")).collect();
            let error = result.err().map_or(error, |error| error.to_string());
            let others = others.iter().map(|line| format!("{line}\n")).collect();
            (others, Some(error).filter(|error| !error.is_empty()))
        }

        fn path(&self, path: &str) -> PathBuf {
            self.0.join(path)
        }
    }

    impl Drop for Package {
        fn drop(&mut self) {
            let _ = fs::remove_dir_all(&self.0);
        }
    }

    fn compile(package: &Package) -> (String, Option<String>) {
        package.compile(&Config::new("models.yaml"))
    }

    #[test]
    fn an_empty_folder_is_none() {
        let package = Package::new("no_folder", &[("models.yaml", USER)]);
        let (_, error) = package.compile(&Config::new("models.yaml").out_dir(""));
        let error = error.expect("an error");
        assert!(error.starts_with("error: `out_dir` is empty\n"), "{error}");
        assert!(error.contains(".out_dir(\"src/generated\")"), "{error}");
    }

    #[test]
    fn a_trait_is_derived_once() {
        let models = "derives: [serde::Serialize]\nenums: { A: [a] }\nmodels:\n  \
                      User: { attributes: [\"#[derive(Clone)]\"], fields: { id: id } }\n";
        let package = Package::new("derived_once", &[("models.yaml", models)]);
        let config = Config::new("models.yaml")
            .type_attribute("User", "#[derive(ts_rs::TS, serde :: Serialize)]")
            .type_attribute("User", "#[derive(ts_rs::TS)]")
            .type_attribute("A", "#[derive(PartialOrd, std::hash::Hash)]");
        let (_, error) = package.compile(&config);
        let error = error.expect("an error");
        for said in [
            "`A`: `std::hash::Hash` is already derived by the generated code",
            "`User`: `Clone` is already derived by the generated code",
            "`User`: `serde::Serialize` is derived twice",
            "`User`: `ts_rs::TS` is derived twice",
            "remove it from `#[derive(ts_rs::TS)]`",
        ] {
            assert!(error.contains(said), "{said}\n{error}");
        }
        assert!(!error.contains("`PartialOrd`"), "{error}");
    }

    #[test]
    fn cargo_is_told_every_file_that_was_read() {
        let package = Package::new(
            "includes",
            &[
                ("models.yaml", "include: [shop.yaml, more/*.yaml]\n"),
                ("shop.yaml", USER),
                ("more/b.yaml", "enums:\n  B: [b]\n"),
                ("more/a.yaml", "enums:\n  A: [a]\n"),
                ("more/notes.txt", ""),
            ],
        );
        let (told, error) = compile(&package);
        assert_eq!(error, None);
        assert_eq!(
            told,
            "cargo::rerun-if-changed=models.yaml\n\
             cargo::rerun-if-changed=shop.yaml\n\
             cargo::rerun-if-changed=more/a.yaml\n\
             cargo::rerun-if-changed=more/b.yaml\n\
             cargo::rerun-if-changed=more\n"
        );
        assert!(package.path("out/models.rs").exists());
    }

    #[test]
    fn migrations_beside_the_models_are_embedded() {
        let up = "-- Two.\nCREATE TABLE a (b TEXT DEFAULT ';');\nCREATE TABLE c (d TEXT);\n";
        let package = Package::new(
            "migrations",
            &[
                ("shop/models.yaml", USER),
                (
                    "shop/migrations/20260102000000_b/up.sqlite.sql",
                    "-- nothing to do",
                ),
                ("shop/migrations/20260102000000_b/down.sqlite.sql", ""),
                ("shop/migrations/20260101000000_a/up.sqlite.sql", up),
                (
                    "shop/migrations/20260101000000_a/down.sqlite.sql",
                    "DROP TABLE a;",
                ),
            ],
        );
        let (told, error) = package.compile(&Config::new("shop/models.yaml"));
        assert_eq!(error, None);
        assert_eq!(
            told,
            "cargo::rerun-if-changed=shop/models.yaml\ncargo::rerun-if-changed=shop/migrations\n"
        );
        let text = fs::read_to_string(package.path("out/models.rs")).unwrap();
        let position = |part: &str| text.find(part).unwrap_or_else(|| panic!("{part}: {text}"));
        assert!(position("20260101000000_a") < position("20260102000000_b"));
        position("r\"CREATE TABLE a (b TEXT DEFAULT ';')\"");
        position("r\"CREATE TABLE c (d TEXT)\"");
        position("pub fn migrate<");
    }

    #[test]
    fn errors_in_the_migrations_stop_the_build() {
        let package = Package::new(
            "wrong-migrations",
            &[
                ("models.yaml", USER),
                ("migrations/20260101000000_a/up.sqlite.sql", ""),
                ("migrations/add_b/up.sqlite.sql", "SELECT 1;\nCOMMIT;"),
                ("migrations/add_b/down.sqlite.sql", ""),
            ],
        );
        let (told, error) = compile(&package);
        assert!(
            told.contains("cargo::rerun-if-changed=migrations\n"),
            "{told}"
        );
        let error = error.unwrap();
        for part in [
            "migrations/20260101000000_a/down.sqlite.sql: the file is missing",
            "migrations/20260101000000_a/up.sqlite.sql: the file is empty",
            "migrations/add_b: the name does not begin with 14 digits and `_`",
            "migrations/add_b/up.sqlite.sql:2: `COMMIT` would begin or end",
        ] {
            assert!(error.contains(part), "{part}: {error}");
        }
    }

    #[test]
    fn a_folder_of_migrations_that_was_asked_for_must_be_there() {
        let package = Package::new("no-migrations", &[("models.yaml", USER)]);
        let config = Config::new("models.yaml").migrations("elsewhere");
        let (_, error) = package.compile(&config);
        assert!(error.unwrap().contains("cannot read `elsewhere`"));
    }

    #[test]
    fn seeds_beside_the_models_are_embedded() {
        let package = Package::new(
            "seeds",
            &[
                ("shop/models.yaml", USER),
                ("shop/seeds/users.yaml", "User:\n  ada: { id: 1 }\n"),
            ],
        );
        let config = Config::new("shop/models.yaml");
        let (told, error) = package.compile(&config);
        assert_eq!(error, None);
        assert_eq!(
            told,
            "cargo::rerun-if-changed=shop/models.yaml\n\
             cargo::rerun-if-changed=shop/seeds/users.yaml\n\
             cargo::rerun-if-changed=shop/seeds\n"
        );
        let text = fs::read_to_string(package.path("out/models.rs")).unwrap();
        assert!(text.contains("pub fn seed<"), "{text}");
    }

    #[test]
    fn a_folder_of_seeds_that_was_asked_for_must_be_there() {
        let package = Package::new("no-seeds", &[("models.yaml", USER)]);
        let config = Config::new("models.yaml").seeds("elsewhere");
        let (_, error) = package.compile(&config);
        assert!(error.unwrap().contains("there is no folder `elsewhere`"));
    }

    #[test]
    fn errors_in_seeds_are_drawn_in_their_file() {
        let package = Package::new(
            "wrong-seeds",
            &[
                ("models.yaml", USER),
                ("seeds/users.yaml", "User:\n  ada: { id: one }\n"),
            ],
        );
        let (told, error) = compile(&package);
        assert!(
            told.contains("rerun-if-changed=seeds/users.yaml\n"),
            "{told}"
        );
        let error = error.unwrap();
        assert!(error.contains("seeds/users.yaml:2:14"), "{error}");
    }

    #[test]
    fn a_missing_file_runs_the_script_again_when_it_appears() {
        let package = Package::new("missing", &[]);
        let (told, error) = compile(&package);
        assert_eq!(told, "cargo::rerun-if-changed=models.yaml\n");
        assert!(error.unwrap().contains("models.yaml"));
    }

    #[test]
    fn a_missing_include_is_not_told() {
        let package = Package::new("no-include", &[("models.yaml", "include: shop.yaml\n")]);
        let (told, error) = compile(&package);
        assert_eq!(told, "cargo::rerun-if-changed=models.yaml\n");
        assert!(error.unwrap().contains("shop.yaml"));
    }

    #[test]
    fn a_pattern_needs_a_folder_of_its_own() {
        let package = Package::new("own-folder", &[("models.yaml", "include: ../**/*.yaml\n")]);
        let (_, error) = compile(&package);
        assert!(error.unwrap().contains("their own folder"));
    }

    #[test]
    fn an_unchanged_result_is_left_alone() {
        let package = Package::new("unchanged", &[("models.yaml", USER)]);
        let modified = |path: &Path| fs::metadata(path).unwrap().modified().unwrap();
        let output = package.path("out/models.rs");
        assert_eq!(compile(&package).1, None);
        let old = std::time::SystemTime::UNIX_EPOCH;
        fs::File::options()
            .write(true)
            .open(&output)
            .unwrap()
            .set_modified(old)
            .unwrap();

        fs::write(package.path("models.yaml"), format!("# A comment.\n{USER}")).unwrap();
        assert_eq!(compile(&package).1, None);
        assert_eq!(modified(&output), old);

        fs::write(package.path("models.yaml"), USER.replace("User", "Admin")).unwrap();
        assert_eq!(compile(&package).1, None);
        assert_ne!(modified(&output), old);
        let left: Vec<_> = fs::read_dir(package.path("out")).unwrap().collect();
        assert_eq!(left.len(), 1, "no temporary file stays behind");
    }

    #[test]
    fn an_error_is_added_to_the_last_code_that_was_right() {
        let package = Package::new("broken", &[("models.yaml", USER)]);
        let text = || fs::read_to_string(package.path("out/models.rs")).unwrap();
        assert_eq!(compile(&package).1, None);
        let good = text();

        let broken = USER.replace("id: id", "id: idd");
        for _ in 0..2 {
            fs::write(package.path("models.yaml"), &broken).unwrap();
            let (told, error) = compile(&package);
            assert_eq!(told, "cargo::rerun-if-changed=models.yaml\n");
            assert_eq!(error, None, "the compiler says it");
            let text = text();
            assert!(text.starts_with(&good), "{text}");
            assert_eq!(text.matches("compile_error!").count(), 1, "{text}");
            assert!(
                text.contains("compile_error!(\"models.yaml:4:11: "),
                "{text}"
            );
            assert!(text.parse::<proc_macro2::TokenStream>().is_ok(), "{text}");
        }

        fs::create_dir_all(package.path("migrations/add_b")).unwrap();
        fs::write(package.path("models.yaml"), USER).unwrap();
        assert_eq!(compile(&package).1, None);
        let error = "compile_error!(\"migrations/add_b: the name does not begin";
        assert!(text().contains(error), "{}", text());

        fs::remove_dir_all(package.path("migrations")).unwrap();
        assert_eq!(compile(&package).1, None);
        assert_eq!(text(), good);
    }

    /// Cargo shows the error the first time, line by line, and the script succeeds.
    #[test]
    fn an_error_without_code_before_it_is_told_to_cargo() {
        let package = Package::new(
            "first",
            &[("models.yaml", &USER.replace("id: id", "id: idd"))],
        );
        for _ in 0..2 {
            let (_, error) = compile(&package);
            let error = error.unwrap();
            assert!(
                error.starts_with("models.yaml:4:11: there is no type, enum or model `idd`\n"),
                "{error}"
            );
            assert!(error.contains("4 |       id: idd\n"), "{error}");
            assert!(!error.contains("\n\n"), "{error}");
            assert!(error.ends_with("1 error in models.yaml\n"), "{error}");
            let text = fs::read_to_string(package.path("out/models.rs")).unwrap();
            assert!(
                text.contains("compile_error!(\"models.yaml:4:11: "),
                "{text}"
            );
        }
        fs::write(package.path("models.yaml"), USER).unwrap();
        assert_eq!(compile(&package).1, None);
        let text = fs::read_to_string(package.path("out/models.rs")).unwrap();
        assert!(!text.contains("compile_error!"), "{text}");
    }

    #[test]
    fn the_output_has_a_name() {
        let package = Package::new("output", &[("models.yaml", USER)]);
        assert_eq!(
            package
                .compile(&Config::new("models.yaml").output("shop"))
                .1,
            None
        );
        assert!(package.path("out/shop.rs").exists());
        let (_, error) = package.compile(&Config::new("models.yaml").output("../shop"));
        assert!(error.unwrap().contains("`../shop` cannot be the name"));
    }

    /// Files that are no files, and files without an end, in each role that a file has.
    #[cfg(unix)]
    #[test]
    fn what_cannot_be_read_is_an_error_that_names_it() {
        use std::os::unix::fs::symlink;

        type Make = fn(&Path);
        let makes: [(&str, Make, &str); 5] = [
            ("pipe", make_pipe, "it is a pipe or a device, not a file"),
            (
                "device",
                |path| symlink("/dev/zero", path).unwrap(),
                "it is a pipe or a device, not a file",
            ),
            (
                "large",
                |path| fs::File::create(path).unwrap().set_len(1 << 40).unwrap(),
                "MiB, which is too large for a ",
            ),
            (
                "linked",
                |path| symlink(path.parent().unwrap(), path).unwrap(),
                "it is a folder, not a file",
            ),
            (
                "broken",
                |path| symlink("nowhere", path).unwrap(),
                "there is no such file",
            ),
        ];
        let migration = "migrations/20260101000000_a";
        let including = "include: [shop.yaml, 'more/*.yaml', 'deep/**/*.yaml']\n";
        let files = [
            ("models.yaml", including.to_owned()),
            ("shop.yaml", USER.to_owned()),
            ("more/b.yaml", "enums: { B: [b] }\n".to_owned()),
            ("deep/c/c.yaml", "enums: { C: [c] }\n".to_owned()),
            ("seeds/users.yaml", "User: { ada: { id: 1 } }\n".to_owned()),
            (&format!("{migration}/up.sqlite.sql"), "-- no\n".to_owned()),
            (
                &format!("{migration}/down.sqlite.sql"),
                "-- no\n".to_owned(),
            ),
            (&format!("{migration}/tables.sqlite.sql"), String::new()),
        ];
        let all: Vec<(&str, &str)> = files.iter().map(|(path, text)| (*path, &**text)).collect();
        let package = Package::new("unreadable", &all);
        let config = Config::new("models.yaml").seeds("seeds");
        assert_eq!(package.compile(&config).1, None);
        for (path, text) in &all {
            for (kind, make, said) in makes {
                let file = package.path(path);
                fs::remove_file(&file).unwrap();
                make(&file);
                // With the code of the last build, the error would be in it.
                drop(fs::remove_file(package.path("out/models.rs")));
                let (_, error) = package.compile(&config);
                let error = error.unwrap_or_else(|| panic!("{path}, {kind}: no error"));
                let is_said = error.contains(path) && error.contains(said);
                assert!(is_said, "{path}, {kind}: {error}");
                assert_eq!(error.matches(said).count(), 1, "{path}, {kind}: {error}");
                fs::remove_file(&file).unwrap();
                fs::write(&file, text).unwrap();
            }
        }
    }

    #[cfg(unix)]
    fn make_pipe(path: &Path) {
        let made = std::process::Command::new("mkfifo").arg(path).status();
        assert!(made.unwrap().success());
    }

    /// Each level of brackets made reading slower.
    #[test]
    fn deep_brackets_are_refused_at_once() {
        let deep = |key: &str| format!("{key}: {}\n", "{a: ".repeat(100_000));
        let models = deep("models");
        let package = Package::new("deep", &[("models.yaml", &models)]);
        let (_, error) = compile(&package);
        let error = error.expect("an error");
        assert!(
            error.contains("nested more than 128 levels deep"),
            "{error}"
        );
        assert!(error.len() < 2_000, "{error}");

        let seeds = deep("User");
        let files = [("models.yaml", USER), ("seeds/users.yaml", &seeds)];
        let package = Package::new("deep-seeds", &files);
        let (_, error) = package.compile(&Config::new("models.yaml").seeds("seeds"));
        let error = error.expect("an error");
        assert!(
            error.contains("nested more than 128 levels deep"),
            "{error}"
        );
    }
}
