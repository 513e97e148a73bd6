//! `tablewright init`.
//!
//! It plans everything before it writes anything, asks nothing, and overwrites nothing.
//! `manifest.rs` edits Cargo.toml, and `template` is the program of a new crate.

mod manifest;

use std::fs;
use std::path::{Path, PathBuf};

use clap::builder::PossibleValuesParser;
use tablewright_build::begin_of_file;
use tablewright_sql::Dialect;

use manifest::{Dependency, Manifest, Source};

/// Set up tablewright in a new crate or in an existing one.
///
/// Nothing is overwritten: files that exist stay as they are, apart from the dependencies that
/// Cargo.toml lacks and the lines that .gitignore lacks.
#[derive(clap::Args)]
#[group(skip)]
#[command(after_help = "\
Examples:
  tablewright init shop
  tablewright init --dialect postgres,sqlite
  tablewright init shop --path ../tablewright")]
pub struct Arguments {
    /// The folder of the crate. A new one is created.
    #[arg(default_value = ".")]
    folder: PathBuf,
    /// The databases, separated by commas.
    #[arg(long, value_delimiter = ',', default_value = "sqlite",
        value_parser = PossibleValuesParser::new(Dialect::ALL.map(Dialect::name)))]
    dialect: Vec<String>,
    /// Use the checkout of tablewright in this folder instead of a published version.
    #[arg(long, value_name = "CHECKOUT", conflicts_with = "git")]
    path: Option<PathBuf>,
    /// Use the Git repository at this URL instead of a published version.
    #[arg(long, value_name = "URL")]
    git: Option<String>,
}

const MODELS: &str = include_str!("template/models.yaml");
const BUILD: &str = include_str!("template/build.rs");
const MAIN: &str = include_str!("template/main.rs");

/// The lines that include the models in a crate.
const INCLUDE: &str = "mod models {\n    tablewright::include_models!();\n}\n";

/// The action for a file.
enum Action {
    Create(String),
    Change(String),
    Keep,
}

/// A file, and the message about it.
struct File {
    /// The path relative to the crate.
    path: String,
    action: Action,
    about: String,
}

/// The actions, and the rest for the user.
#[derive(Default)]
struct Plan {
    files: Vec<File>,
    /// Files that the user has to edit, and the lines to add.
    left: Vec<(String, String)>,
    notes: Vec<String>,
}

/// Runs the command, and returns its output.
pub fn run(arguments: &Arguments) -> Result<String, String> {
    let plan = arguments.plan()?;
    plan.write(&arguments.folder)?;
    Ok(plan.told(arguments))
}

impl Arguments {
    fn dialects(&self) -> Vec<Dialect> {
        let named = |dialect: &Dialect| self.dialect.iter().any(|name| name == dialect.name());
        Dialect::ALL.into_iter().filter(named).collect()
    }

    /// Whether the program is async, as the drivers of servers are.
    fn is_async(&self) -> bool {
        self.dialects() != [Dialect::Sqlite]
    }

    fn has_sqlite(&self) -> bool {
        self.dialects().contains(&Dialect::Sqlite)
    }

    fn plan(&self) -> Result<Plan, String> {
        let mut plan = Plan::default();
        let file = self.folder.join("Cargo.toml");
        let text = read(&file)?;
        let manifest = self.manifest(text.as_deref(), &mut plan)?;
        self.build_script(&manifest, &mut plan)?;
        plan.create_or_keep(&self.folder, "models.yaml", self.models(), "the models")?;
        self.source(&manifest, &mut plan)?;
        self.ignored(text.is_none(), &mut plan)?;
        Ok(plan)
    }

    /// Cargo.toml with the dependencies.
    fn manifest(&self, text: Option<&str>, plan: &mut Plan) -> Result<Manifest, String> {
        let mut manifest = match text {
            Some(text) => Manifest::read(text, &self.folder)?,
            None => {
                if let Some(workspace) = manifest::workspace_above(&self.folder) {
                    plan.notes.push(format!(
                        "`{}` is a workspace: add the crate to its `members`, unless a pattern \
                         there matches it",
                        workspace.display()
                    ));
                }
                Manifest::new(&self.folder)?
            }
        };
        let added = manifest.add(&self.dependencies()?);
        let missing = manifest.missing_features(&self.features());
        if !missing.is_empty() {
            plan.notes.push(format!(
                "`tablewright` in Cargo.toml lacks the features {missing:?}: add them"
            ));
        }
        plan.files.push(File {
            path: "Cargo.toml".to_owned(),
            about: match (text, added.is_empty()) {
                (None, _) => "a new crate".to_owned(),
                (Some(_), true) => "already has the dependencies".to_owned(),
                (Some(_), false) => format!("added {}", added.join(", ")),
            },
            action: match text {
                None => Action::Create(manifest.text()),
                Some(_) if added.is_empty() => Action::Keep,
                Some(_) => Action::Change(manifest.text()),
            },
        });
        Ok(manifest)
    }

    fn features(&self) -> Vec<&'static str> {
        let mut features = Vec::new();
        for dialect in self.dialects() {
            let feature = match dialect {
                Dialect::Sqlite => "sqlite",
                Dialect::Postgres => "postgres",
                Dialect::Mysql | Dialect::Mariadb => "mysql",
            };
            if !features.contains(&feature) {
                features.push(feature);
            }
        }
        features
    }

    fn dependencies(&self) -> Result<Vec<Dependency>, String> {
        let source = |crate_folder: &str| match (&self.path, &self.git) {
            (Some(checkout), _) => {
                let folder = checkout.join(crate_folder);
                if !folder.join("Cargo.toml").is_file() {
                    return Err(format!(
                        "error: `{}` is not a checkout of tablewright: there is no `{}`\nhelp: \
                         clone it first, and name its folder",
                        checkout.display(),
                        folder.join("Cargo.toml").display()
                    ));
                }
                Ok(Source::Path(manifest::relative(&folder, &self.folder)?))
            }
            (None, Some(url)) => Ok(Source::Git(url.clone())),
            (None, None) => Ok(Source::Version(manifest::VERSION)),
        };
        let mut wanted = vec![Dependency {
            table: "dependencies",
            name: "tablewright",
            source: source("")?,
            features: self.features(),
        }];
        if self.is_async() {
            wanted.push(Dependency {
                table: "dependencies",
                name: "tokio",
                source: Source::Version("1"),
                features: vec!["macros", "rt-multi-thread"],
            });
        }
        wanted.push(Dependency {
            table: "build-dependencies",
            name: "tablewright-build",
            source: source("crates/build")?,
            features: Vec::new(),
        });
        Ok(wanted)
    }

    fn build_script(&self, manifest: &Manifest, plan: &mut Plan) -> Result<(), String> {
        let path = manifest.build_script();
        let about = "generates Rust and SQL from models.yaml";
        match read(&self.folder.join(path))? {
            None => plan.create_or_keep(&self.folder, path, BUILD.to_owned(), about),
            Some(text) => {
                let is_called = text.contains("tablewright_build");
                plan.keep(path, if is_called { about } else { "" });
                if !is_called {
                    let call = "tablewright_build::compile(\"models.yaml\")?;\n".to_owned();
                    plan.left.push((format!("`main` of {path}"), call));
                }
                Ok(())
            }
        }
    }

    /// The first models, for these databases.
    fn models(&self) -> String {
        let names: Vec<&str> = self.dialects().into_iter().map(Dialect::name).collect();
        match self.is_async() {
            true => format!("dialects: [{}]\n\n{MODELS}", names.join(", ")),
            false => MODELS.to_owned(),
        }
    }

    /// The program, unless the crate has one.
    fn source(&self, manifest: &Manifest, plan: &mut Plan) -> Result<(), String> {
        let present = ["src/main.rs", "src/lib.rs"];
        let mut present = present.into_iter();
        let present = present.find(|path| self.folder.join(path).exists());
        let Some(path) = present.or(manifest.target()) else {
            let program = if self.is_async() {
                in_async()
            } else {
                MAIN.to_owned()
            };
            return plan.create_or_keep(&self.folder, "src/main.rs", program, "a first program");
        };
        let text = read(&self.folder.join(path))?.unwrap_or_default();
        if text.contains("include_models!") {
            plan.keep(path, "includes the models");
        } else {
            plan.keep(path, "");
            plan.left.push((path.to_owned(), INCLUDE.to_owned()));
        }
        Ok(())
    }

    fn ignored(&self, is_new: bool, plan: &mut Plan) -> Result<(), String> {
        let mut wanted = Vec::new();
        if is_new {
            wanted.push("/target");
        }
        if self.has_sqlite() {
            wanted.extend(["*.db", "*.db-*"]);
        }
        let present = read(&self.folder.join(".gitignore"))?;
        let lines: Vec<&str> = present.iter().flat_map(|text| text.lines()).collect();
        wanted.retain(|line| !lines.contains(line));
        if wanted.is_empty() {
            return Ok(());
        }
        let mut text = present.clone().unwrap_or_default();
        if !text.is_empty() && !text.ends_with('\n') {
            text.push('\n');
        }
        for line in &wanted {
            text.push_str(&format!("{line}\n"));
        }
        plan.files.push(File {
            path: ".gitignore".to_owned(),
            action: match present {
                Some(_) => Action::Change(text),
                None => Action::Create(text),
            },
            about: format!("added {}", wanted.join(", ")),
        });
        Ok(())
    }
}

/// The program for a database given by a URL: the same calls, awaited.
fn in_async() -> String {
    let open = "Sqlite::open(\"app.db\")?";
    let connect = "tablewright::connect(&url).await?";
    MAIN.replace("(&db)", "(&db).await")
        .replace(open, connect)
        .replace(
            "use tablewright::{Error, Sqlite};",
            "use tablewright::Error;",
        )
        .replace(
            "fn main() -> tablewright::Result<()> {\n",
            "#[tokio::main]\nasync fn main() -> tablewright::Result<()> {\n    \
             let url = std::env::var(\"DATABASE_URL\").expect(\"DATABASE_URL is the database\");\n",
        )
}

impl Plan {
    fn keep(&mut self, path: &str, about: &str) {
        self.files.push(File {
            path: path.to_owned(),
            action: Action::Keep,
            about: about.to_owned(),
        });
    }

    fn create_or_keep(
        &mut self,
        folder: &Path,
        path: &str,
        text: String,
        about: &str,
    ) -> Result<(), String> {
        let is_there = read(&folder.join(path))?.is_some();
        self.files.push(File {
            path: path.to_owned(),
            action: if is_there {
                Action::Keep
            } else {
                Action::Create(text)
            },
            about: about.to_owned(),
        });
        Ok(())
    }

    fn write(&self, folder: &Path) -> Result<(), String> {
        for file in &self.files {
            let path = folder.join(&file.path);
            let written = match &file.action {
                Action::Keep => Ok(()),
                Action::Create(text) => create(&path, text),
                Action::Change(text) => fs::write(&path, text),
            };
            written
                .map_err(|error| format!("error: cannot write `{}`: {error}", path.display()))?;
        }
        Ok(())
    }

    /// The actions, and the next commands for the user.
    fn told(&self, arguments: &Arguments) -> String {
        let mut text = String::new();
        let widths = self.files.iter().map(|file| file.path.len());
        let width = widths.max().unwrap_or_default();
        for File {
            path,
            action,
            about,
        } in &self.files
        {
            let word = match action {
                Action::Create(_) => "created",
                Action::Change(_) => "changed",
                Action::Keep => "kept",
            };
            let line = format!("{word:7}  {path:width$}  {about}");
            text.push_str(&format!("{}\n", line.trim_end()));
        }
        for note in &self.notes {
            text.push_str(&format!("\nnote: {note}\n"));
        }
        for (place, lines) in &self.left {
            let lines = lines.lines().map(|line| format!("  {line}\n"));
            text.push_str(&format!("\nAdd to {place}:\n{}", lines.collect::<String>()));
        }
        text.push_str("\nNext:\n");
        for (command, why) in arguments.next() {
            let line = format!("  {command:34} {why}");
            text.push_str(&format!("{}\n", line.trim_end()));
        }
        text
    }
}

impl Arguments {
    /// The next commands for the user, and their purposes.
    fn next(&self) -> Vec<(String, &'static str)> {
        let mut next = Vec::new();
        if self.folder != Path::new(".") {
            next.push((format!("cd {}", self.folder.display()), ""));
        }
        if self.is_async() {
            let url = match self.dialects()[0] {
                Dialect::Sqlite => "sqlite:app.db",
                Dialect::Postgres => "postgres://user@localhost/app",
                Dialect::Mysql | Dialect::Mariadb => "mysql://user@localhost/app",
            };
            next.push((format!("export DATABASE_URL={url}"), ""));
        }
        let commands = [
            ("cargo run", "# generate the models, compile and run"),
            ("tablewright check", "# after a change of models.yaml"),
            (
                "tablewright diff --name first",
                "# the first migration, to keep rows",
            ),
        ];
        next.extend(commands.map(|(command, why)| (command.to_owned(), why)));
        next
    }
}

/// The text of a file that may be missing.
fn read(path: &Path) -> Result<Option<String>, String> {
    // A link to nothing is there: it would be in the way of the new file.
    let is_missing = |error: std::io::Error| error.kind() == std::io::ErrorKind::NotFound;
    if fs::symlink_metadata(path).is_err_and(is_missing) {
        return Ok(None);
    }
    let text = begin_of_file(path, MOST_BYTES + 1).and_then(|bytes| match bytes.len() as u64 {
        0..=MOST_BYTES => String::from_utf8(bytes).map_err(|_| "it is not UTF-8".to_owned()),
        _ => Err(format!("it has more than {} MiB", MOST_BYTES >> 20)),
    });
    match text {
        Ok(text) => Ok(Some(text)),
        Err(reason) => Err(format!("error: cannot read `{}`: {reason}", path.display())),
    }
}

/// The largest number of bytes of a file that `init` reads or changes.
const MOST_BYTES: u64 = 16 << 20;

/// Writes a file that does not exist, with the folders above it.
fn create(path: &Path, text: &str) -> std::io::Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    let mut file = fs::File::create_new(path)?;
    std::io::Write::write_all(&mut file, text.as_bytes())
}
