//! The documentation shows the real output of the command.
//!
//! Each page is tested from top to bottom in its own folder: a `yaml` block whose first line is `#
//! models.yaml` is written there, and so is a `text` block that begins with `# seeds/…`; a `diff`
//! block changes the models; in a `console` block each line `$ …` is run, and the lines after it
//! are compared with its output. Times and dates count as equal. `UPDATE_EXPECT=1` writes the real
//! output.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The folder name of a migration begins with these digits on every page.
const TIMESTAMP: &str = "20261123041500";

#[test]
fn the_readme() {
    check("README.md", 1);
}

#[test]
fn the_command_line() {
    check("docs/command-line.md", 6);
}

/// Checks a page that has at least so many blocks `console`.
fn check(page: &str, at_least: usize) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../..")
        .join(page);
    let text = fs::read_to_string(&path).expect("the page is there");
    let place = Place::new(page);
    let mut written = String::new();
    let mut blocks = 0;
    let mut lines = text.split_inclusive('\n');
    while let Some(line) = lines.next() {
        written.push_str(line);
        let Some(info) = line.strip_prefix("```") else {
            continue;
        };
        let block: Vec<&str> = lines.by_ref().take_while(|line| *line != "```\n").collect();
        let block = block.concat();
        match info.trim() {
            "yaml" if block.starts_with("# models.yaml\n") => place.models(&block),
            "text" if block.starts_with("# seeds/") => place.seeds(&block),
            "diff" => place.patch(&block),
            "console" => {
                blocks += 1;
                let commands = block.lines().filter_map(|line| line.strip_prefix("$ "));
                for command in commands {
                    written.push_str(&format!("$ {command}\n{}", place.run(command)));
                }
                written.push_str("```\n");
                continue;
            }
            _ => {}
        }
        written.push_str(&format!("{block}```\n"));
    }
    assert!(
        blocks >= at_least,
        "{page} has only {blocks} blocks `console`"
    );
    if std::env::var_os("UPDATE_EXPECT").is_some() {
        fs::write(&path, written).expect("the page is written");
        return;
    }
    for (shown, printed) in text.lines().zip(written.lines()) {
        assert_eq!(
            shown, printed,
            "{page} (UPDATE_EXPECT=1 writes what is printed)"
        );
    }
    assert_eq!(text, written, "{page}");
}

struct Place(PathBuf);

impl Place {
    fn new(page: &str) -> Place {
        // Outside of the workspace, because a new crate in it would have to be a member.
        let name = page.replace('/', "-");
        let name = format!("tablewright-console-{}-{name}", std::process::id());
        let folder = std::env::temp_dir().join(name);
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder).expect("a folder");
        Place(folder)
    }

    fn file(&self) -> PathBuf {
        self.0.join("models.yaml")
    }

    fn models(&self, text: &str) {
        fs::write(self.file(), text).expect("the models");
    }

    /// Writes seeds to the file that the first line names.
    fn seeds(&self, text: &str) {
        let first = text.lines().next().unwrap_or_default();
        let file = self.0.join(first.trim_start_matches("# "));
        fs::create_dir_all(file.parent().expect("it is in a folder")).expect("the folder");
        fs::write(file, text).expect("the seeds");
    }

    /// Changes the models. If there are no migrations yet, the previous models get one first.
    fn patch(&self, patch: &str) {
        if !self.0.join("migrations").exists() {
            self.run("tablewright diff --name first");
        }
        let mut models = fs::read_to_string(self.file()).expect("models are before a change");
        let with = |sign: char| -> String {
            let other = if sign == '-' { '+' } else { '-' };
            let lines = patch.lines().filter(|line| !line.starts_with(other));
            lines.map(|line| format!("{}\n", &line[1..])).collect()
        };
        let (before, after) = (with('-'), with('+'));
        assert_eq!(models.matches(&before).count(), 1, "{before}");
        models = models.replace(&before, &after);
        self.models(&models);
    }

    fn run(&self, command: &str) -> String {
        let mut words = command.split(' ');
        assert_eq!(words.next(), Some("tablewright"), "{command}");
        let output = Command::new(env!("CARGO_BIN_EXE_tablewright"))
            .args(words)
            .current_dir(&self.0)
            .env("DATABASE_URL", "sqlite:app.db")
            .output()
            .expect("the command runs");
        assert!(output.status.success(), "{command}: {output:?}");
        let printed = String::from_utf8(output.stdout).expect("UTF-8");
        printed
            .lines()
            .map(|line| format!("{}\n", timeless(line)))
            .collect()
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// The line with the same times in every run, as wide as it was.
fn timeless(line: &str) -> String {
    let words: Vec<String> = line.split(' ').map(same).collect();
    let line = words.join(" ");
    let time = line.strip_suffix(" ms").or(line.strip_suffix(" s"));
    let Some((before, number)) = time.and_then(|time| time.rsplit_once(' ')) else {
        return line;
    };
    match (number.parse::<f64>(), before.strip_suffix(' ')) {
        (Err(_), _) => line,
        (Ok(_), None) => format!("{before} 1.0 ms"),
        (Ok(_), Some(before)) => {
            let before = before.trim_end();
            let width = line.len() - before.len();
            format!("{before}{:>width$}", "1.0 ms")
        }
    }
}

/// A word without the parts that differ from run to run.
fn same(word: &str) -> String {
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let (folder, name) = match word.rsplit_once('/') {
        Some((folder, name)) => (format!("{folder}/"), name),
        None => (String::new(), word),
    };
    if name.len() > 15 && digits(&name[..14]) && name.as_bytes()[14] == b'_' {
        return format!("{folder}{TIMESTAMP}{}", &name[14..]);
    }
    let shape = |separator: &str, parts: usize| {
        let found: Vec<&str> = word.split(separator).collect();
        found.len() == parts && found.iter().all(|part| !part.is_empty() && digits(part))
    };
    if shape("-", 3) {
        return "2026-11-23".to_owned();
    }
    if shape(":", 3) {
        return "04:20:00".to_owned();
    }
    word.to_owned()
}
