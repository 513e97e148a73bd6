//! URLs of SQLite databases.

use std::path::PathBuf;

use super::connect::{Journal, SqliteOptions, Synchronous};
use crate::base::connection::limits::{self, Parameters, no_value};
use crate::base::error::{Error, Failure, Result};

/// The parameters, for messages.
const KNOWN: &str = "`mode`, `immutable`, `cache`, `busy_timeout`, `journal_mode`, `synchronous`, \
                     `foreign_keys`, `statement_cache`, `statement_timeout` and \
                     `slow_statement`, and of pools `max_connections`, `acquire_timeout`, `idle_timeout` and `max_lifetime`";

/// A database and its options.
pub(super) struct Named {
    /// `None` for a database in memory.
    pub path: Option<PathBuf>,
    pub options: SqliteOptions,
}

/// Reads a URL such as `sqlite:app.db?mode=ro`. `other` gets each parameter first, and returns
/// whether it is one of its own.
///
/// # Errors
///
/// [`Error::Connect`] for unknown and contradictory parameters.
pub(super) fn read(
    url: &str,
    options: SqliteOptions,
    mut other: impl FnMut(&str, &str) -> Result<bool>,
) -> Result<Named> {
    let rest = url.strip_prefix("sqlite:").unwrap_or(url);
    let rest = rest.strip_prefix("//").unwrap_or(rest);
    let (path, query) = rest.split_once('?').unwrap_or((rest, ""));
    let mut found = Found {
        options,
        mode: None,
        is_immutable: false,
        is_shared: false,
        has_journal: false,
    };
    let mut parameters = Parameters::default();
    for pair in query.split('&').filter(|pair| !pair.is_empty()) {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        parameters.add(name)?;
        if !other(name, value)? {
            found.take(name, value)?;
        }
    }
    let path = match decoded(path) {
        Some(path) if path.is_empty() && found.mode != Some(Mode::Memory) => {
            return Err(failure(
                "the URL has no file: write, for example, \
                `sqlite:app.db`"
                    .to_owned(),
            ));
        }
        Some(path) if path == ":memory:" || found.mode == Some(Mode::Memory) => None,
        Some(path) => Some(PathBuf::from(path)),
        None => return Err(failure("the path in the URL is not UTF-8".to_owned())),
    };
    found.check(path.is_none())?;
    Ok(Named {
        path,
        options: found.options,
    })
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Mode {
    ReadOnly,
    Write,
    Create,
    Memory,
}

/// The parameters so far.
struct Found {
    options: SqliteOptions,
    mode: Option<Mode>,
    is_immutable: bool,
    is_shared: bool,
    has_journal: bool,
}

impl Found {
    fn take(&mut self, name: &str, value: &str) -> Result<()> {
        let options = self.options.clone();
        self.options = match name {
            "mode" => {
                let (mode, options) = match value {
                    "ro" => (Mode::ReadOnly, options.read_only(true)),
                    "rw" => (Mode::Write, options.create(false)),
                    "rwc" => (Mode::Create, options.create(true)),
                    "memory" => (Mode::Memory, options),
                    _ => return Err(no_value(name, "`ro`, `rw`, `rwc` or `memory`")),
                };
                self.mode = Some(mode);
                options
            }
            "immutable" => {
                self.is_immutable = truth(name, value)?;
                options.immutable(self.is_immutable)
            }
            "cache" => {
                self.is_shared = match value {
                    "private" => false,
                    "shared" => true,
                    _ => return Err(no_value(name, "`private` or `shared`")),
                };
                options.shared_cache(self.is_shared)
            }
            "busy_timeout" => options.busy_timeout(limits::time(name, value)?),
            "journal_mode" => {
                self.has_journal = true;
                options.journal(journal(name, value)?)
            }
            "synchronous" => options.synchronous(match &*value.to_ascii_lowercase() {
                "full" | "2" => Synchronous::Full,
                "normal" | "1" => Synchronous::Normal,
                _ => return Err(no_value(name, "`full` or `normal`")),
            }),
            "foreign_keys" => options.foreign_keys(truth(name, value)?),
            "statement_cache" => {
                let kind = "a number of statements: `256`, or `0`";
                options.statement_cache(limits::number(name, value, kind)?)
            }
            "slow_statement" => {
                let slow = limits::slow_statement(name, value)?;
                #[cfg(feature = "tracing")]
                let options = options.slow_statement(slow.unwrap_or_default());
                #[cfg(not(feature = "tracing"))]
                let _ = slow;
                options
            }
            "statement_timeout" => options.statement_timeout(limits::time(name, value)?),
            _ => return Err(unknown(name)),
        };
        Ok(())
    }

    /// Refuses contradictory parameters.
    fn check(&self, is_in_memory: bool) -> Result<()> {
        let writes = matches!(self.mode, Some(Mode::Write | Mode::Create));
        let only_reads = self.mode == Some(Mode::ReadOnly) || self.is_immutable;
        let reason = if self.is_immutable && writes {
            "`immutable` means that no program writes, and `mode` allows writes: remove one of \
             the two"
        } else if self.is_immutable && is_in_memory {
            "`immutable` is for files, and this database is in memory"
        } else if self.has_journal && only_reads {
            "`journal_mode` cannot be changed on a read-only connection: remove it"
        } else if self.is_shared && is_in_memory {
            "`cache=shared` is for several connections, and a database in memory has one"
        } else if self.mode == Some(Mode::ReadOnly) && is_in_memory {
            "a database in memory is always empty, so it cannot be read-only: remove `mode=ro`"
        } else {
            return Ok(());
        };
        Err(failure(format!("the URL is invalid: {reason}")))
    }
}

fn journal(name: &str, value: &str) -> Result<Journal> {
    Ok(match &*value.to_ascii_lowercase() {
        "wal" => Journal::Wal,
        "delete" => Journal::Rollback,
        "truncate" => Journal::Truncate,
        "persist" => Journal::Persist,
        "unchanged" => Journal::Unchanged,
        "off" | "memory" => {
            return Err(no_value(
                name,
                "one that protects the database from a crash: `wal`, `delete`, `truncate`, \
                 `persist`, or `unchanged`",
            ));
        }
        _ => {
            let kind = "`wal`, `delete`, `truncate`, `persist` or `unchanged`";
            return Err(no_value(name, kind));
        }
    })
}

/// A truth value as SQLite writes it in a pragma.
fn truth(name: &str, value: &str) -> Result<bool> {
    match &*value.to_ascii_lowercase() {
        "1" | "on" | "true" | "yes" => Ok(true),
        "0" | "off" | "false" | "no" => Ok(false),
        _ => Err(no_value(name, "`on` or `off`")),
    }
}

/// Decodes `%20` and the like; `None` if the result is not UTF-8.
fn decoded(text: &str) -> Option<String> {
    let digit = |byte: u8| char::from(byte).to_digit(16);
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&first, after)) = rest.split_first() {
        let code = match (first, after) {
            (b'%', [high, low, ..]) => digit(*high).zip(digit(*low)),
            _ => None,
        };
        let code = code.and_then(|(high, low)| u8::try_from(high * 16 + low).ok());
        bytes.push(code.unwrap_or(first));
        rest = &rest[if code.is_some() { 3 } else { 1 }..];
    }
    String::from_utf8(bytes).ok()
}

/// Values are not shown, because they may be secrets.
#[cold]
fn unknown(name: &str) -> Error {
    failure(format!(
        "the URL has an unknown parameter `{name}`; the parameters of SQLite are {KNOWN}"
    ))
}

#[cold]
pub(super) fn failure(message: String) -> Error {
    Error::Connect(Box::new(Failure {
        message,
        source: None,
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refusal(url: &str) -> String {
        match read(url, SqliteOptions::new(), |_, _| Ok(false)) {
            Err(error @ Error::Connect(_)) => error.to_string(),
            Err(error) => panic!("{url}: {error}"),
            Ok(_) => panic!("{url} is accepted"),
        }
    }

    #[test]
    fn a_url_names_a_file_or_memory() -> Result<()> {
        for (url, path) in [
            ("sqlite:app.db", Some("app.db")),
            ("sqlite://app.db?mode=ro", Some("app.db")),
            ("sqlite:/a%20b/c%3f.db?immutable=1", Some("/a b/c?.db")),
            ("sqlite:100%.db", Some("100%.db")),
            ("sqlite::memory:", None),
            ("sqlite:?mode=memory", None),
            ("sqlite:any?mode=memory&foreign_keys=off", None),
        ] {
            let named = read(url, SqliteOptions::new(), |_, _| Ok(false))?;
            assert_eq!(named.path, path.map(PathBuf::from), "{url}");
        }
        Ok(())
    }

    #[test]
    fn what_is_not_known_or_cannot_be_is_refused() {
        for (parameters, part) in [
            ("colour=red", "unknown parameter `colour`"),
            ("mode=x", "`mode` in the URL of the database is not `ro`"),
            ("mode", "`mode` in the URL"),
            ("mode=ro&mode=rw", "has `mode` twice"),
            ("immutable=maybe", "`immutable` in the URL"),
            ("immutable=1&mode=rw", "remove one of the two"),
            ("immutable=1&mode=memory", "is in memory"),
            ("cache=public", "`cache` in the URL"),
            ("cache=shared&mode=memory", "has one"),
            ("busy_timeout=soon", "`busy_timeout` in the URL"),
            ("journal_mode=off", "protects the database"),
            ("journal_mode=wall", "`journal_mode` in the URL"),
            ("journal_mode=wal&mode=ro", "cannot be changed"),
            ("synchronous=off", "`synchronous` in the URL"),
            ("foreign_keys=2", "`foreign_keys` in the URL"),
            ("statement_cache=-1", "`statement_cache` in the URL"),
        ] {
            let told = refusal(&format!("sqlite:app.db?{parameters}"));
            assert!(told.contains(part), "{parameters}: {told}");
        }
    }
}
