//! Edits Cargo.toml without changing the format of existing lines.

use std::path::{Component, Path, PathBuf};

use toml_edit::{Array, DocumentMut, InlineTable, Item, Table, Value};

/// The version that is published together with this command.
pub const VERSION: &str = concat!(
    env!("CARGO_PKG_VERSION_MAJOR"),
    ".",
    env!("CARGO_PKG_VERSION_MINOR")
);

/// The source of a dependency.
pub enum Source {
    Version(&'static str),
    Path(String),
    Git(String),
}

/// A dependency that the crate needs.
pub struct Dependency {
    pub table: &'static str,
    pub name: &'static str,
    pub source: Source,
    pub features: Vec<&'static str>,
}

/// A crate's Cargo.toml.
pub struct Manifest(DocumentMut);

impl Manifest {
    /// The Cargo.toml of a new crate, named like its folder.
    pub fn new(folder: &Path) -> Result<Manifest, String> {
        let absolute = std::path::absolute(folder).map_err(|error| format!("error: {error}"))?;
        let name = absolute.file_name().unwrap_or_default().to_string_lossy();
        let is_name =
            |character: char| character.is_ascii_alphanumeric() || "-_".contains(character);
        let is_first = |character: char| character.is_ascii_alphabetic();
        if !name.starts_with(is_first) || !name.chars().all(is_name) {
            return Err(format!(
                "error: there is no Cargo.toml, and `{name}` cannot be the name of a new \
                 crate\nhelp: name a folder with letters, digits, `-` and `_` only: `tablewright \
                 init shop`"
            ));
        }
        let text =
            format!("[package]\nname = \"{name}\"\nversion = \"0.1.0\"\nedition = \"2024\"\n");
        Manifest::read(&text, folder)
    }

    /// The Cargo.toml of an existing crate.
    pub fn read(text: &str, folder: &Path) -> Result<Manifest, String> {
        let path = folder.join("Cargo.toml");
        let document: DocumentMut = text
            .parse()
            .map_err(|error| format!("error: cannot read `{}`:\n{error}", path.display()))?;
        if document.get("package").is_none() {
            return Err(format!(
                "error: `{}` is not a crate: it has no `[package]`\nhelp: name the folder of a \
                 crate: `tablewright init crates/shop`",
                path.display()
            ));
        }
        Ok(Manifest(document))
    }

    /// The text of the file.
    pub fn text(&self) -> String {
        self.0.to_string()
    }

    /// Adds the missing dependencies, and returns their names.
    pub fn add(&mut self, wanted: &[Dependency]) -> Vec<&'static str> {
        let mut added = Vec::new();
        for dependency in wanted {
            let table = self.0.entry(dependency.table);
            let table = table.or_insert_with(|| Item::Table(Table::new()));
            let Some(table) = table.as_table_like_mut() else {
                continue;
            };
            if !table.contains_key(dependency.name) {
                table.insert(dependency.name, Item::Value(dependency.value()));
                added.push(dependency.name);
            }
        }
        added
    }

    /// The features of tablewright in this list that the crate does not enable.
    pub fn missing_features<'f>(&self, wanted: &[&'f str]) -> Vec<&'f str> {
        let dependency = self
            .0
            .get("dependencies")
            .and_then(|all| all.get("tablewright"));
        let inherits = |item: &Item| item.get("workspace").is_some();
        if dependency.is_some_and(inherits) {
            return Vec::new();
        }
        let features = dependency.and_then(|item| item.get("features"));
        let features = features.and_then(Item::as_array);
        let has = |wanted: &&str| {
            let mut features = features.into_iter().flatten();
            features.any(|feature| feature.as_str() == Some(*wanted))
        };
        wanted
            .iter()
            .copied()
            .filter(|wanted| !has(wanted))
            .collect()
    }

    /// The file of the build script.
    pub fn build_script(&self) -> &str {
        let script = self.0["package"].get("build").and_then(Item::as_str);
        script.unwrap_or("build.rs")
    }

    /// The file of the library or of the first program, if Cargo.toml names it.
    pub fn target(&self) -> Option<&str> {
        let library = self.0.get("lib").and_then(|library| library.get("path"));
        let programs = self.0.get("bin").and_then(Item::as_array_of_tables);
        let program = || programs.and_then(|programs| programs.get(0)?.get("path"));
        library.or_else(program).and_then(Item::as_str)
    }
}

impl Dependency {
    fn value(&self) -> Value {
        let (key, source) = match &self.source {
            Source::Version(version) if self.features.is_empty() => return (*version).into(),
            Source::Version(version) => ("version", *version),
            Source::Path(path) => ("path", path.as_str()),
            Source::Git(url) => ("git", url.as_str()),
        };
        let mut table = InlineTable::new();
        table.insert(key, source.into());
        if !self.features.is_empty() {
            table.insert(
                "features",
                Array::from_iter(self.features.iter().copied()).into(),
            );
        }
        table.into()
    }
}

/// The Cargo.toml of a workspace in a parent folder.
pub fn workspace_above(folder: &Path) -> Option<PathBuf> {
    let absolute = std::path::absolute(folder).ok()?;
    let files = absolute
        .ancestors()
        .skip(1)
        .map(|folder| folder.join("Cargo.toml"));
    let is_workspace = |file: &PathBuf| {
        let text = super::read(file).ok().flatten().unwrap_or_default();
        let document = text.parse::<DocumentMut>();
        document.is_ok_and(|document| document.get("workspace").is_some())
    };
    { files }.find(is_workspace)
}

/// The relative path from one folder to another for Cargo.toml; they need not exist yet.
pub fn relative(to: &Path, from: &Path) -> Result<String, String> {
    let plain = |folder: &Path| {
        let absolute = std::path::absolute(folder).map_err(|error| format!("error: {error}"))?;
        // `..` after a link leads elsewhere, so links are resolved as far as the folder exists.
        let there = absolute.ancestors().find_map(|above| {
            let real = above.canonicalize().ok()?;
            Some(real.join(absolute.strip_prefix(above).ok()?))
        });
        Ok::<_, String>(there.unwrap_or(absolute))
    };
    let (to, from) = (plain(to)?, plain(from)?);
    let (to_parts, from_parts): (Vec<Component<'_>>, Vec<Component<'_>>) =
        (to.components().collect(), from.components().collect());
    let same = to_parts
        .iter()
        .zip(&from_parts)
        .take_while(|(to, from)| to == from);
    let same = same.count();
    if same == 0 {
        return Ok(with_slashes(&to));
    }
    let up = from_parts[same..].iter().map(|_| Component::ParentDir);
    let way: PathBuf = up.chain(to_parts[same..].iter().copied()).collect();
    Ok(with_slashes(&way))
}

fn with_slashes(path: &Path) -> String {
    path.display()
        .to_string()
        .replace(std::path::MAIN_SEPARATOR, "/")
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::{Dependency, Manifest, Source, relative};

    fn wanted() -> [Dependency; 2] {
        [
            Dependency {
                table: "dependencies",
                name: "tablewright",
                source: Source::Path("../tablewright".to_owned()),
                features: vec!["sqlite"],
            },
            Dependency {
                table: "build-dependencies",
                name: "tablewright-build",
                source: Source::Version("0.1"),
                features: Vec::new(),
            },
        ]
    }

    #[test]
    fn what_is_there_keeps_its_form() {
        let text = "# Mine.\n[package]\nname   = 'a' # odd\n\n[dependencies]\nserde = \"1\"\n\n\
                    [profile.dev]\ndebug = 0\n";
        let mut manifest = Manifest::read(text, Path::new(".")).expect("a crate");
        let added = ["tablewright", "tablewright-build"];
        assert_eq!(manifest.add(&wanted()), added);
        assert_eq!(
            manifest.text(),
            "# Mine.\n[package]\nname   = 'a' # odd\n\n[dependencies]\nserde = \"1\"\n\
             tablewright = { path = \"../tablewright\", features = [\"sqlite\"] }\n\n\
             [profile.dev]\ndebug = 0\n\n[build-dependencies]\ntablewright-build = \"0.1\"\n"
        );
        assert!(manifest.add(&wanted()).is_empty(), "they are there now");
    }

    #[test]
    fn features_that_are_missing_are_named() {
        let missing = |text: &str| {
            let text = format!("[package]\nname = 'a'\n[dependencies]\n{text}\n");
            let manifest = Manifest::read(&text, Path::new(".")).expect("a crate");
            manifest.missing_features(&["sqlite", "postgres"])
        };
        assert_eq!(missing("tablewright = '0.1'"), ["sqlite", "postgres"]);
        let some = "tablewright = { version = '0.1', features = ['sqlite'] }";
        assert_eq!(missing(some), ["postgres"]);
        assert!(missing("tablewright.workspace = true").is_empty());
    }

    #[test]
    fn the_way_to_a_folder_is_relative() {
        let way = |to: &str, from: &str| relative(Path::new(to), Path::new(from));
        assert_eq!(way("a/b", "c").as_deref(), Ok("../a/b"));
        assert_eq!(way("a", ".").as_deref(), Ok("a"));
        assert_eq!(way("a", "a/b").as_deref(), Ok(".."));
        assert_eq!(way("a/", "c/").as_deref(), Ok("../a"));
    }
}
