//! `tablewright diff`.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use jiff::ToSpan;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use tablewright_build::migrations as files;
use tablewright_evolve::diff::Change;
use tablewright_evolve::generator::{self, Generated, generate};
use tablewright_evolve::migrations::{self, Migration, StateError};
use tablewright_evolve::plan::{DestructiveKind, Options};
use tablewright_schema::Schema;
use tablewright_sql::Dialect;

use crate::changes::{self, Seen};
use crate::output::{Outcome, counted, drawn, listed, width};
use crate::{folder, models, risks};

/// Write the next migration, from the existing migrations to the models.
///
/// It connects to no database. The files may be edited before they are applied.
#[derive(clap::Args)]
#[group(skip)]
#[command(after_help = "\
Examples:
  tablewright diff --name add_bio
  tablewright diff --check     # in continuous integration
  tablewright diff --dry-run   # print the SQL")]
pub struct Arguments {
    /// The models.
    #[arg(default_value = "models.yaml")]
    file: PathBuf,
    /// The name of the migration: letters, digits and underscores, such as `add_bio`.
    #[arg(long, required_unless_present_any = ["check", "dry_run", "again"])]
    name: Option<String>,
    /// The folder of the migrations; by default `migrations` beside the models, which the build
    /// script embeds.
    #[arg(long)]
    dir: Option<PathBuf>,
    /// Write nothing; end with status 3 if the models and the migrations differ.
    #[arg(long, conflicts_with_all = ["name", "again"])]
    check: bool,
    /// Print the SQL, and write nothing.
    #[arg(long)]
    dry_run: bool,
    /// Write this migration again, on top of all others, and replace its files.
    #[arg(long, value_name = "MIGRATION")]
    again: Option<String>,
    /// Let PostgreSQL build indexes and keys and check rows while other sessions write; the
    /// migration is then not one transaction.
    #[arg(long)]
    concurrently: bool,
}

/// Runs the command, and returns its output; with `--check`, a difference ends with status 3.
pub fn run(arguments: &Arguments) -> Result<Outcome, String> {
    let schema = models::load(&arguments.file)?;
    let added = arguments.added(&schema)?;
    let (earlier, replaced) = arguments.migrations(&schema, &added)?;
    let generated = arguments.generated(&schema, &earlier)?;
    for note in not_needed(&schema, &generated) {
        let _ = writeln!(io::stderr(), "note: {note}");
    }
    if generated.iter().all(|next| next.is_empty()) {
        return Ok(Outcome::Done(
            "nothing to do: the migrations match the models\n".to_owned(),
        ));
    }
    if arguments.check {
        return Ok(Outcome::Differs(in_words(&schema, &generated)));
    }
    refuse_destructive(&generated)?;
    if arguments.dry_run {
        return Ok(Outcome::Done(scripts(&generated)));
    }
    let name = arguments.folder_name(&earlier, replaced.as_ref())?;
    let all = arguments.dir();
    let folder = all.join(&name);
    let is_first = !all.is_dir();
    let files = arguments.files_of_added(&earlier, &added);
    write(&folder, &generated, &files)?;
    if is_first {
        touch(&arguments.file);
    }
    if let Some(replaced) = replaced {
        let old = all.join(&replaced.name);
        fs::remove_dir_all(&old)
            .map_err(|error| format!("error: cannot remove `{}`: {error}", old.display()))?;
    }
    Ok(Outcome::Done(format!(
        "{}wrote {}{}\n",
        in_words(&schema, &generated),
        folder.display(),
        of_earlier(&added, earlier.len())
    )))
}

/// The message about the files of earlier migrations for new dialects.
fn of_earlier(added: &[Dialect], earlier: usize) -> String {
    if added.is_empty() || earlier == 0 {
        return String::new();
    }
    let added = added.iter().map(|dialect| dialect.title());
    format!(
        ", and files for {} that do nothing in {}",
        listed(added),
        counted(earlier as u64, "earlier migration")
    )
}

/// The next migration of one database.
struct Next {
    dialect: Dialect,
    changes: Vec<Change>,
    generated: Generated,
}

impl Next {
    fn is_empty(&self) -> bool {
        self.generated.is_empty()
    }
}

impl Arguments {
    /// The folder of the migrations.
    fn dir(&self) -> PathBuf {
        folder::of(&self.file, self.dir.as_deref())
    }

    /// The dialects that were added to the models after the last migration.
    fn added(&self, schema: &Schema) -> Result<Vec<Dialect>, String> {
        let dir = self.dir();
        match files::is_there(&dir) {
            true => files::added(&dir, &schema.dialects).map_err(drawn),
            false => Ok(Vec::new()),
        }
    }

    /// The migrations before the next one, and the one that it replaces.
    fn migrations(
        &self,
        schema: &Schema,
        added: &[Dialect],
    ) -> Result<(Vec<Migration>, Option<Migration>), String> {
        let dir = self.dir();
        let dialects = schema.dialects.iter().copied();
        let dialects: Vec<Dialect> = dialects.filter(|it| !added.contains(it)).collect();
        let mut all = match files::is_there(&dir) {
            true => files::load(&dir, &dialects).map_err(drawn)?,
            // The first migration creates it.
            false => Vec::new(),
        };
        let Some(again) = &self.again else {
            return Ok((all, None));
        };
        let is_meant = |migration: &Migration| {
            let words = migration.name.split_once('_').map(|(_, words)| words);
            migration.name == *again || words == Some(again)
        };
        match all.iter().position(is_meant) {
            Some(position) => {
                let replaced = all.remove(position);
                Ok((all, Some(replaced)))
            }
            None => Err(format!(
                "error: there is no migration `{again}` in `{}`",
                dir.display()
            )),
        }
    }

    /// Empty files of earlier migrations for added dialects: there the next migration creates all
    /// tables.
    fn files_of_added(&self, earlier: &[Migration], added: &[Dialect]) -> Vec<(PathBuf, String)> {
        let dir = self.dir();
        let mut all = Vec::new();
        for migration in earlier {
            for &dialect in added {
                let (files, text) = migrations::files_of_added(dialect);
                let paths = files.map(|file| dir.join(&migration.name).join(file));
                all.extend(paths.map(|path| (path, text.clone())));
            }
        }
        all
    }

    fn generated(&self, schema: &Schema, earlier: &[Migration]) -> Result<Vec<Next>, String> {
        let options = Options {
            concurrently: self.concurrently,
        };
        let mut generated = Vec::new();
        for &dialect in &schema.dialects {
            let state = migrations::state(dialect, earlier).map_err(|error| question(&error))?;
            let next = generate(schema, dialect, &state, options).map_err(|reasons| {
                let reasons = reasons.iter().map(|reason| format!("error: {reason}\n"));
                reasons.collect::<String>()
            })?;
            generated.push(Next {
                dialect,
                changes: generator::changes(schema, dialect, &state),
                generated: next,
            });
        }
        Ok(generated)
    }

    fn folder_name(
        &self,
        earlier: &[Migration],
        replaced: Option<&Migration>,
    ) -> Result<String, String> {
        let former = replaced.and_then(|migration| migration.name.split_once('_'));
        let words = match (&self.name, former) {
            (Some(name), _) => name.as_str(),
            (None, Some((_, words))) => words,
            (None, None) => "",
        };
        let last = earlier
            .iter()
            .chain(replaced)
            .map(|migration| migration.name.as_str())
            .max();
        let name = format!("{}_{words}", timestamp(last).strftime(TIMESTAMP));
        migrations::Name::parse(&name).map_err(|mistake| {
            format!(
                "error: `{words}` cannot be the name of a migration: {}\nhelp: {}",
                mistake.message, mistake.hint
            )
        })?;
        Ok(name)
    }
}

/// The format of the timestamp in the name of a folder, in UTC.
const TIMESTAMP: &str = "%Y%m%d%H%M%S";

/// The current time, or one second after the last migration if that is later, so that the name
/// sorts after all others.
fn timestamp(last: Option<&str>) -> DateTime {
    let now = jiff::Timestamp::now().to_zoned(TimeZone::UTC).datetime();
    let digits = last
        .and_then(|name| name.split('_').next())
        .unwrap_or_default();
    let behind =
        DateTime::strptime(TIMESTAMP, digits).and_then(|last| last.checked_add(1.second()));
    behind.map_or(now, |behind| behind.max(now))
}

/// The error for two migrations that do not follow each other, as a question to the user.
fn question(error: &StateError) -> String {
    match error {
        StateError::Unreadable { .. } => format!("error: {error}"),
        StateError::Conflict(conflict) => format!(
            "error: {conflict}\nhelp: choose the one that comes last: `tablewright diff --again \
             {}` rewrites it on top of the other; then check its files",
            conflict.later
        ),
    }
}

fn refuse_destructive(generated: &[Next]) -> Result<(), String> {
    let mut reasons: Vec<String> = Vec::new();
    for loss in generated
        .iter()
        .flat_map(|next| next.generated.plan.not_allowed())
    {
        let reason = format!("error: {loss}");
        if !reasons.contains(&reason) {
            reasons.push(reason);
        }
    }
    if reasons.is_empty() {
        Ok(())
    } else {
        Err(reasons.join("\n"))
    }
}

/// The allowed losses of the models that no change needs: an earlier migration has made them, or
/// none will.
fn not_needed(schema: &Schema, generated: &[Next]) -> Vec<String> {
    let losses = || {
        let steps = generated.iter().flat_map(|next| &next.generated.plan.steps);
        steps.flat_map(|step| &step.destructive)
    };
    let is_needed = |name: &String, key: &str| {
        losses().any(|loss| {
            let of = match loss.kind {
                DestructiveKind::Converted(_) => "converted",
                DestructiveKind::Dropped | DestructiveKind::Unmanaged(_) => "dropped",
                DestructiveKind::Nameless(_) => return false,
            };
            of == key && loss.name == *name
        })
    };
    let entries = |key: &'static str, names: &[String]| -> Vec<String> {
        let idle = names.iter().filter(|name| !is_needed(name, key));
        let notes = idle.map(|name| {
            format!(
                "no migration needs `{name}` in `{key}` any more: remove the entry, unless `sync` \
                 still has to change another database"
            )
        });
        notes.collect()
    };
    let mut notes = entries("dropped", &schema.dropped);
    notes.extend(entries("converted", &schema.converted));
    notes
}

fn in_words(schema: &Schema, generated: &[Next]) -> String {
    let seen: Vec<Seen<'_>> = generated
        .iter()
        .map(|next| Seen {
            dialect: next.dialect,
            changes: next.changes.clone(),
            scripts: &next.generated.scripts,
        })
        .collect();
    let plans: Vec<_> = generated
        .iter()
        .map(|next| (next.dialect, &next.generated.plan))
        .collect();
    let width = width();
    format!(
        "{}{}",
        changes::summary(schema, &seen, width),
        risks::listed(&plans, width)
    )
}

fn scripts(generated: &[Next]) -> String {
    match generated {
        [next] => next.generated.up.clone(),
        generated => generated
            .iter()
            .map(|next| format!("-- {}\n{}\n", next.dialect, next.generated.up))
            .collect(),
    }
}

/// Makes Cargo run the build script again, which could not watch a folder that did not exist. If
/// this fails, the next change of the models has the same effect.
fn touch(models: &Path) {
    let file = fs::File::options().append(true).open(models);
    let _ = file.and_then(|file| file.set_modified(SystemTime::now()));
}

/// Writes all files, or none.
fn write(folder: &Path, generated: &[Next], earlier: &[(PathBuf, String)]) -> Result<(), String> {
    let all = || {
        fs::create_dir_all(folder.parent().unwrap_or(Path::new("")))?;
        fs::create_dir(folder)?;
        for Next {
            dialect,
            generated: next,
            ..
        } in generated
        {
            let files = [
                ("up", &next.up),
                ("down", &next.down),
                ("tables", &next.tables),
            ];
            for (kind, text) in files {
                fs::write(folder.join(format!("{kind}.{}.sql", dialect.name())), text)?;
            }
        }
        for (path, text) in earlier {
            fs::write(path, text)?;
        }
        Ok(())
    };
    all().map_err(|error: std::io::Error| {
        // Half a migration would look like a whole one.
        if error.kind() != std::io::ErrorKind::AlreadyExists {
            let _ = fs::remove_dir_all(folder);
            for (path, _) in earlier {
                let _ = fs::remove_file(path);
            }
        }
        format!("error: cannot write `{}`: {error}", folder.display())
    })
}
