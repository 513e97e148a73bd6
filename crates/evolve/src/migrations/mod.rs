//! Reads folders of migrations: from names and texts to checked migrations, or to all diagnostics.
//!
//! ```text
//! migrations/20261123041500_add_bio/up.sqlite.sql
//!                                   down.sqlite.sql
//!                                   tables.sqlite.sql
//! ```
//!
//! `name.rs` parses the names of folders, `script.rs` a file of SQL, and `preflight.rs` the checks
//! before it. The caller reads the files.

mod name;
pub(crate) mod preflight;
mod script;
mod state;

use std::collections::BTreeMap;

use tablewright_schema::fingerprint;
use tablewright_sql::{Dialect, PerDialect};

pub use name::{MOST_CHARACTERS, Name};
pub use preflight::{Preflight, REFUSE_IF};
pub use script::{NO_FOREIGN_KEYS, NO_TRANSACTION, Script};
pub use state::{StateError, differences, state};

/// An entry of the folder of all migrations.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Entry {
    /// A folder, which should be a migration.
    Folder {
        /// Its name.
        name: String,
        /// The names of its files, and their content.
        files: Vec<(String, Vec<u8>)>,
    },
    /// A file, which is not a migration.
    File {
        /// Its name.
        name: String,
    },
}

/// A migration: its scripts in each dialect.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Migration {
    /// The name of its folder: `20261123041500_add_bio`.
    pub name: String,
    /// One for each dialect of the models.
    pub scripts: PerDialect<Option<Scripts>>,
}

/// The scripts of a migration in one dialect.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scripts {
    /// The fingerprint of both scripts; line endings and white space at the ends of lines are
    /// ignored.
    pub checksum: String,
    /// The script that applies it.
    pub up: Script,
    /// The script that undoes it; without statements if it cannot be undone.
    pub down: Script,
    /// The definitions of the tables that it changed, as they are afterwards, if there are any.
    pub tables: Option<String>,
}

/// An error in a folder of migrations.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// The file or folder, relative to the folder of all migrations; empty for that folder itself.
    pub path: String,
    /// The line, from 1, if the error belongs to one.
    pub line: Option<usize>,
    /// The error.
    pub message: String,
    /// The help.
    pub hint: String,
}

/// Reads the migrations for these dialects, oldest first.
///
/// Hidden files, files that are not SQL, and files for other dialects are ignored.
///
/// # Errors
///
/// All errors, by path and line.
pub fn read(dialects: &[Dialect], entries: Vec<Entry>) -> Result<Vec<Migration>, Vec<Diagnostic>> {
    let added = added(dialects, &entries);
    let mut diagnostics: Vec<Diagnostic> = added.iter().copied().map(without_files).collect();
    let dialects = dialects.iter().copied();
    let dialects: Vec<Dialect> = dialects.filter(|it| !added.contains(it)).collect();
    let mut migrations = Vec::new();
    let mut names = Vec::new();
    for entry in entries {
        match entry {
            Entry::File { name } => diagnostics.extend(stray_file(&name)),
            Entry::Folder { name, .. } if is_hidden(&name) => {}
            Entry::Folder { name, files } => {
                match Name::parse(&name) {
                    Ok(parsed) => names.push(parsed),
                    Err(diagnostic) => diagnostics.push(diagnostic),
                }
                migrations.push(migration(name, files, &dialects, &mut diagnostics));
            }
        }
    }
    duplicates(&names, &mut diagnostics);
    if diagnostics.is_empty() {
        migrations.sort_by(|one, other| one.name.cmp(&other.name));
        Ok(migrations)
    } else {
        diagnostics.sort_by(|one, other| (&one.path, one.line).cmp(&(&other.path, other.line)));
        Err(diagnostics)
    }
}

/// The dialects for which no migration has a file, although there are migrations: they were added
/// to the models after the last one.
pub fn added(dialects: &[Dialect], entries: &[Entry]) -> Vec<Dialect> {
    let mut is_any = false;
    let mut has_files = PerDialect::<bool>::default();
    for entry in entries {
        if let Entry::Folder { name, files } = entry
            && !is_hidden(name)
        {
            // A folder with another name is not a migration, which is reported.
            is_any |= Name::parse(name).is_ok();
            let known = files.iter().filter_map(|(file, _)| kind(file));
            known.for_each(|(_, dialect)| *has_files.get_mut(dialect) = true);
        }
    }
    let added = dialects.iter().copied();
    let added = added.filter(|dialect| is_any && !*has_files.get(*dialect));
    added.collect()
}

/// The files of a migration for a dialect that was added later: their names and their text.
pub fn files_of_added(dialect: Dialect) -> ([String; 2], String) {
    let text = format!("-- nothing to do: {dialect} was added after this migration\n");
    ([Role::Up, Role::Down].map(|role| role.file(dialect)), text)
}

/// The fingerprint of a migration in one dialect.
pub fn checksum(up: &str, down: &str) -> String {
    let both = format!("{}\0{}", script::plain(up), script::plain(down));
    fingerprint(&both)
}

fn migration(
    name: String,
    files: Vec<(String, Vec<u8>)>,
    dialects: &[Dialect],
    diagnostics: &mut Vec<Diagnostic>,
) -> Migration {
    let mut known = BTreeMap::new();
    for (file, bytes) in files {
        let path = format!("{name}/{file}");
        match kind(&file) {
            Some(kind) => {
                known.insert(kind, (path, bytes));
            }
            None => diagnostics.extend(unknown_file(&file, &path)),
        }
    }
    let mut scripts = PerDialect::<Option<Scripts>>::default();
    for &dialect in dialects {
        let mut text = |role| {
            text_of(
                &name,
                known.remove(&(role, dialect)),
                role,
                dialect,
                diagnostics,
            )
        };
        let (up, down, tables) = (text(Role::Up), text(Role::Down), text(Role::Tables));
        let mut script = |role: Role, text: Option<String>| {
            let path = format!("{name}/{}", role.file(dialect));
            Script::read(dialect, &path, text?, role == Role::Up, diagnostics)
        };
        if let (Some(up), Some(down)) = (script(Role::Up, up), script(Role::Down, down)) {
            *scripts.get_mut(dialect) = Some(Scripts {
                checksum: checksum(&up.text, &down.text),
                up,
                down,
                tables,
            });
        }
    }
    Migration { name, scripts }
}

/// The purpose of a file of a migration.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Role {
    Up,
    Down,
    Tables,
}

impl Role {
    const ALL: [Role; 3] = [Role::Up, Role::Down, Role::Tables];

    fn file(self, dialect: Dialect) -> String {
        let role = match self {
            Role::Up => "up",
            Role::Down => "down",
            Role::Tables => "tables",
        };
        format!("{role}.{}.sql", dialect.name())
    }
}

fn kind(file: &str) -> Option<(Role, Dialect)> {
    let mut all = Role::ALL
        .into_iter()
        .flat_map(|role| Dialect::ALL.map(|dialect| (role, dialect)));
    all.find(|(role, dialect)| role.file(*dialect) == file)
}

/// The text of a file, if it exists and is text.
fn text_of(
    folder: &str,
    file: Option<(String, Vec<u8>)>,
    role: Role,
    dialect: Dialect,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<String> {
    let Some((path, bytes)) = file else {
        let hint = match role {
            Role::Up => "write the SQL of the migration for this database, or `-- nothing to do`",
            Role::Down => {
                "write the SQL that undoes the migration; an empty file means that it \
                cannot be undone"
            }
            // A migration that only changes rows has no tables.
            Role::Tables => return None,
        };
        diagnostics.push(Diagnostic {
            path: format!("{folder}/{}", role.file(dialect)),
            line: None,
            message: format!("the file is missing, and the models are for {dialect} too"),
            hint: hint.to_owned(),
        });
        return None;
    };
    match String::from_utf8(bytes) {
        Ok(text) => Some(text),
        Err(error) => {
            let before = &error.as_bytes()[..error.utf8_error().valid_up_to()];
            diagnostics.push(Diagnostic {
                path,
                line: Some(1 + before.iter().filter(|&&byte| byte == b'\n').count()),
                message: "the file is not UTF-8".to_owned(),
                hint: "save it as UTF-8".to_owned(),
            });
            None
        }
    }
}

/// A dialect for which no migration has a file.
fn without_files(dialect: Dialect) -> Diagnostic {
    Diagnostic {
        path: String::new(),
        line: None,
        message: format!("no migration has files for {dialect}"),
        hint: format!(
            "add `{name}` to the `dialects` of the models if it is missing there, and run \
             `tablewright diff --name add_{name}`, which writes the files",
            name = dialect.name()
        ),
    }
}

fn duplicates(names: &[Name], diagnostics: &mut Vec<Diagnostic>) {
    let mut by_time: BTreeMap<&str, &Name> = BTreeMap::new();
    let mut by_words: BTreeMap<&str, &Name> = BTreeMap::new();
    let mut sorted: Vec<&Name> = names.iter().collect();
    sorted.sort();
    for name in sorted {
        if let Some(other) = by_time.insert(name.time(), name) {
            diagnostics.push(Diagnostic {
                path: name.folder().to_owned(),
                line: None,
                message: format!("`{}` has the same timestamp", other.folder()),
                hint: "their order is not defined: give a later timestamp to the one that is not \
                    applied anywhere yet"
                    .to_owned(),
            });
        }
        if let Some(other) = by_words.insert(name.words(), name) {
            diagnostics.push(Diagnostic {
                path: name.folder().to_owned(),
                line: None,
                message: format!("`{}` has the same name", other.folder()),
                hint: "one may be a copy: delete it, or give another name to the one that is not \
                    applied anywhere yet"
                    .to_owned(),
            });
        }
    }
}

fn stray_file(name: &str) -> Option<Diagnostic> {
    // A link to a folder that is not there looks like a file. Without it, a migration would be
    // missing.
    if Name::parse(name).is_ok() {
        return Some(Diagnostic {
            path: name.to_owned(),
            line: None,
            message: "it has the name of a migration, and is not a folder".to_owned(),
            hint: "a migration is a folder; if this is a link, correct it, or move it elsewhere"
                .to_owned(),
        });
    }
    let is_sql = !is_hidden(name) && name.to_ascii_lowercase().ends_with(".sql");
    is_sql.then(|| Diagnostic {
        path: name.to_owned(),
        line: None,
        message: "this file is not in the folder of a migration".to_owned(),
        hint: "move it into one, such as `20261123041500_add_bio/up.sqlite.sql`".to_owned(),
    })
}

fn unknown_file(file: &str, path: &str) -> Option<Diagnostic> {
    let is_sql = !is_hidden(file) && file.to_ascii_lowercase().ends_with(".sql");
    is_sql.then(|| Diagnostic {
        path: path.to_owned(),
        line: None,
        message: "this is not the name of a file of a migration".to_owned(),
        hint: "the names are `up.<database>.sql`, `down.<database>.sql` and \
            `tables.<database>.sql`; the databases are `sqlite`, `postgres`, `mysql` and `mariadb`"
            .to_owned(),
    })
}

fn is_hidden(name: &str) -> bool {
    name.starts_with('.')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder(name: &str, files: &[(&str, &str)]) -> Entry {
        let files = files
            .iter()
            .map(|(name, text)| ((*name).to_owned(), text.as_bytes().to_vec()));
        Entry::Folder {
            name: name.to_owned(),
            files: files.collect(),
        }
    }

    fn good(name: &str) -> Entry {
        folder(
            name,
            &[("up.sqlite.sql", "SELECT 1;"), ("down.sqlite.sql", "")],
        )
    }

    fn drawn(entries: Vec<Entry>, dialects: &[Dialect]) -> Vec<String> {
        let diagnostics = read(dialects, entries).unwrap_err();
        let position = |diagnostic: &Diagnostic| match diagnostic.line {
            None if diagnostic.path.is_empty() => diagnostic.message.clone(),
            Some(line) => format!("{}:{line}: {}", diagnostic.path, diagnostic.message),
            None => format!("{}: {}", diagnostic.path, diagnostic.message),
        };
        diagnostics.iter().map(position).collect()
    }

    #[test]
    fn migrations_come_in_the_order_of_their_names() {
        let readme = Entry::File {
            name: "README.md".to_owned(),
        };
        let entries = vec![good("20260102000000_b"), readme, good("20260101000000_c")];
        let read = read(&[Dialect::Sqlite], entries).unwrap();
        let names: Vec<&str> = read
            .iter()
            .map(|migration| migration.name.as_str())
            .collect();
        assert_eq!(names, ["20260101000000_c", "20260102000000_b"]);
        let scripts = read[0].scripts.sqlite.as_ref().unwrap();
        assert_eq!(scripts.up.statements(Dialect::Sqlite), ["SELECT 1"]);
        assert!(scripts.up.in_transaction && scripts.up.foreign_keys);
        assert!(scripts.down.statements(Dialect::Sqlite).is_empty());
        assert_eq!(read[0].scripts.mysql, None);
    }

    #[test]
    fn diagnostics_are_told_all_at_once() {
        let entries = vec![
            folder(
                "20260101000000_a",
                &[("up.sqlite.sql", " \n"), ("up.sql", "")],
            ),
            good("20260101000000_b"),
            good("20260103000000_b"),
            good("2026_c"),
            good("20261301000000_d"),
            good("20260105000000_e f"),
            good("20260106000000_"),
            good(".git"),
            Entry::File {
                name: "20260107000000_g.sql".to_owned(),
            },
            Entry::File {
                name: "20260108000000_h".to_owned(),
            },
        ];
        assert_eq!(
            drawn(entries, &[Dialect::Sqlite]),
            [
                "20260101000000_a/down.sqlite.sql: the file is missing, and the models are for SQLite too",
                "20260101000000_a/up.sql: this is not the name of a file of a migration",
                "20260101000000_a/up.sqlite.sql: the file is empty",
                "20260101000000_b: `20260101000000_a` has the same timestamp",
                "20260103000000_b: `20260101000000_b` has the same name",
                "20260105000000_e f: after its timestamp, the name can only have letters, digits, \
                 `_` and `-`",
                "20260106000000_: the name has nothing after its timestamp",
                "20260107000000_g.sql: this file is not in the folder of a migration",
                "20260108000000_h: it has the name of a migration, and is not a folder",
                "20261301000000_d: its first 14 digits are not a date and time: YYYYMMDDhhmmss",
                "2026_c: the name does not begin with 14 digits and `_`",
            ]
        );
    }

    #[test]
    fn a_file_is_missing_for_each_dialect_of_the_models() {
        let dialects = [Dialect::Sqlite, Dialect::Postgres];
        assert_eq!(
            drawn(
                vec![
                    good("20260101000000_a"),
                    folder(
                        "20260102000000_b",
                        &[
                            ("up.sqlite.sql", "SELECT 1"),
                            ("up.postgres.sql", "SELECT 1")
                        ],
                    ),
                ],
                &dialects
            ),
            [
                "20260101000000_a/down.postgres.sql: the file is missing, and the models are for PostgreSQL too",
                "20260101000000_a/up.postgres.sql: the file is missing, and the models are for PostgreSQL too",
                "20260102000000_b/down.postgres.sql: the file is missing, and the models are for PostgreSQL too",
                "20260102000000_b/down.sqlite.sql: the file is missing, and the models are for SQLite too",
            ]
        );
    }

    #[test]
    fn a_dialect_that_was_added_is_one_error() {
        let all = || vec![good("20260101000000_a"), good("20260102000000_b")];
        let dialects = [Dialect::Sqlite, Dialect::Postgres];
        assert_eq!(
            drawn(all(), &dialects),
            ["no migration has files for PostgreSQL"]
        );
        assert_eq!(added(&dialects, &all()), [Dialect::Postgres]);
        assert_eq!(added(&dialects, &[good(".git")]), []);
        let (files, text) = files_of_added(Dialect::Postgres);
        let with_files = |name: &str| {
            let files = files.each_ref().map(|file| (file.as_str(), text.as_str()));
            let sqlite = [("up.sqlite.sql", "SELECT 1;"), ("down.sqlite.sql", "")];
            folder(name, &[sqlite, files].concat())
        };
        let read = read(&dialects, vec![with_files("20260101000000_a")]).unwrap();
        let scripts = read[0].scripts.postgres.as_ref().unwrap();
        assert!(scripts.up.statements(Dialect::Postgres).is_empty());
        // It can be rolled back, because there is nothing to undo.
        assert!(!scripts.down.text.trim().is_empty());
    }

    #[test]
    fn the_checksum_is_of_what_matters() {
        let sum = checksum("a\nb", "c");
        assert_eq!(sum, checksum("\u{feff}a  \r\nb\r\n\r\n", "c\n"));
        assert_ne!(sum, checksum("a\nbc", ""));
        assert_ne!(sum, checksum("a b", "c"));
        assert_ne!(sum, checksum(" a\nb", "c"));
    }
}
