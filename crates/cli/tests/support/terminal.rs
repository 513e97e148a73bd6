//! The terminal of a reader, who types the commands of a page.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// A shell in a folder of its own. Each script goes on with the folder, the variables and the
/// functions that the scripts before it left.
pub struct Terminal {
    /// The folder in which the page begins.
    pub folder: PathBuf,
    /// The output of the last script.
    printed: String,
    /// Replacements of text in every script.
    replaced: Vec<(String, String)>,
    /// Variables of the environment.
    variables: Vec<(String, String)>,
}

impl Terminal {
    /// A terminal in a new and empty folder of this name.
    pub fn new(name: &str) -> Terminal {
        let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder).expect("a folder");
        Terminal {
            folder,
            printed: String::new(),
            replaced: Vec::new(),
            variables: Vec::new(),
        }
    }

    /// Writes something else in every script.
    pub fn replacing(mut self, shown: &str, with: &str) -> Terminal {
        self.replaced.push((shown.to_owned(), with.to_owned()));
        self
    }

    /// Sets a variable of the environment.
    pub fn with(mut self, name: &str, value: &str) -> Terminal {
        self.variables.push((name.to_owned(), value.to_owned()));
        self
    }

    /// Runs a script, of which each command has to succeed.
    pub fn run(&mut self, script: &str) -> Result<(), String> {
        let mut script = script.to_owned();
        for (shown, with) in &self.replaced {
            script = script.replace(shown, with);
        }
        let script = format!(
            "set -e\n{script}\n{{ export -p; declare -f; printf 'cd %q\\n' \"$PWD\"; }} > {:?}",
            self.state()
        );
        let output = self.shell(&script).output().expect("bash starts");
        self.printed = String::from_utf8_lossy(&output.stdout).into_owned();
        if output.status.success() {
            return Ok(());
        }
        Err(format!(
            "this failed:\n{script}\n{}\n{}",
            self.printed,
            String::from_utf8_lossy(&output.stderr)
        ))
    }

    /// Compares the output of the last script; `…` stands for any text.
    pub fn compare(&self, expected: &str) -> Result<(), String> {
        let (printed, expected) = (timeless(&self.printed), timeless(expected));
        let mut rest = printed.as_str();
        for part in expected.split('…').map(str::trim) {
            match rest.find(part) {
                Some(found) => rest = &rest[found + part.len()..],
                None => {
                    return Err(format!(
                        "expected\n{expected}\nand this was printed:\n{}",
                        self.printed
                    ));
                }
            }
        }
        Ok(())
    }

    /// The command that runs a script after those before it.
    pub fn shell(&self, script: &str) -> Command {
        let command = Path::new(env!("CARGO_BIN_EXE_tablewright"));
        let mut path = command.parent().expect("a folder").as_os_str().to_owned();
        path.push(":");
        path.push(std::env::var_os("PATH").unwrap_or_default());
        let state = self.state();
        let variables = self.variables.iter().map(|(name, value)| (name, value));
        let mut bash = Command::new("bash");
        bash.arg("-c")
            .arg(format!("[ ! -f {state:?} ] || . {state:?}\n{script}"))
            .current_dir(&self.folder)
            .stdin(Stdio::null())
            .env_remove("DATABASE_URL")
            .env("PATH", path)
            .envs(variables);
        bash
    }

    /// The shell state after the scripts before, as commands.
    fn state(&self) -> PathBuf {
        self.folder.join("state.sh")
    }
}

/// The text with one time in all names of migrations.
fn timeless(text: &str) -> String {
    let mut timeless = String::new();
    let mut rest = text;
    while let Some(start) = rest.find(|c: char| c.is_ascii_digit()) {
        let (before, digits) = rest.split_at(start);
        let end = digits.find(|c: char| !c.is_ascii_digit());
        let (digits, after) = digits.split_at(end.unwrap_or(digits.len()));
        let is_time = digits.len() == 14 && after.starts_with('_');
        timeless.push_str(before);
        timeless.push_str(if is_time { "20261123041500" } else { digits });
        rest = after;
    }
    timeless + rest
}
