//! The output while migrations run or a database is synchronized, and the summary at the end.

use std::io::{self, IsTerminal};
use std::time::Duration;

use serde_json::{Value, json};
use tablewright::migrate::{Direction, Report, Step};

use crate::bar::Bar;
use crate::output::{Style, counted, failed, styled, width, wrapped, write};

/// The arguments for the output.
#[derive(clap::Args)]
#[group(skip)]
pub struct Arguments {
    /// Print one JSON document at the end, for machines.
    #[arg(long)]
    pub json: bool,
    /// Print nothing but errors.
    #[arg(short, long, conflicts_with = "json")]
    quiet: bool,
    /// Print the SQL of each statement, with its rows and its time.
    #[arg(short, long, conflicts_with_all = ["json", "quiet"])]
    verbose: bool,
}

/// Shows the progress.
pub struct Progress {
    voice: Voice,
    /// The width of the names.
    width: usize,
    bar: Option<Bar>,
    /// The statements of the current migration, or of the current step of `sync`.
    steps: Vec<Value>,
    statements: usize,
    /// Whether any of them changes or reads rows.
    is_about_rows: bool,
    /// An addition to the name of the current operation.
    suffix: String,
    /// The completed operations.
    complete: Vec<Value>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Voice {
    /// A line for each migration, or step.
    Lines,
    /// Each statement, too.
    Statements,
    Json,
    Silence,
}

/// The width of the rows and the time after a name.
const FIGURES: usize = 2 + ROWS + 2 + TIME;
const ROWS: usize = 12;
const TIME: usize = 8;

/// The width of the steps of `sync`, if the standard output is not a terminal.
const STEP: usize = 56;

impl Arguments {
    /// A progress display for migrations, with the number of characters of the longest name.
    pub fn begin(&self, longest: usize) -> Progress {
        Progress {
            voice: match (self.json, self.quiet, self.verbose) {
                (true, _, _) => Voice::Json,
                (false, true, _) => Voice::Silence,
                (false, false, true) => Voice::Statements,
                (false, false, false) => Voice::Lines,
            },
            width: longest,
            bar: None,
            steps: Vec::new(),
            statements: 0,
            is_about_rows: false,
            suffix: String::new(),
            complete: Vec::new(),
        }
    }

    /// A progress display for the steps of `sync`.
    pub fn begin_steps(&self) -> Progress {
        let room = width().map_or(STEP, |width| width.saturating_sub(FIGURES));
        self.begin(room.min(STEP))
    }
}

impl Progress {
    /// Handles a step.
    pub fn take(&mut self, step: &Step<'_>) {
        match *step {
            Step::Begins {
                name,
                direction,
                statements,
                done,
            } => {
                self.statements = statements;
                self.steps.clear();
                self.is_about_rows = false;
                self.suffix = match done {
                    0 => String::new(),
                    _ => format!(", from statement {} on", done + 1),
                };
                let down = match direction {
                    Direction::Up => "",
                    Direction::Down => ", rolled back",
                };
                self.say_in_detail(&format!(
                    "{}{down}{}",
                    styled(name, Style::Bold),
                    self.suffix
                ));
                if self.voice != Voice::Statements {
                    self.begin_bar(name);
                }
            }
            Step::Runs { name, number, sql } => {
                // Other output here and below would be on the line of the bar.
                if self.voice == Voice::Statements {
                    self.say(&indented(sql));
                    self.begin_bar(name);
                }
                if let Some(bar) = &self.bar {
                    bar.set_position(number);
                }
            }
            Step::Ran {
                number,
                sql,
                time,
                rows,
                ..
            } => {
                if self.voice == Voice::Statements {
                    self.end_bar();
                }
                self.steps.push(json!({
                    "number": number,
                    "sql": sql,
                    "milliseconds": milliseconds(time),
                    "rows": rows,
                }));
                self.is_about_rows |= rows.is_some();
                self.say_in_detail(&match rows {
                    Some(rows) => format!("    {} in {}", counted(rows, "row"), shown(time)),
                    None => format!("    done in {}", shown(time)),
                });
            }
            Step::Ends {
                name,
                direction,
                time,
                rows,
            } => {
                self.end_bar();
                self.complete.push(json!({
                    "name": name,
                    "direction": match direction {
                        Direction::Up => "up",
                        Direction::Down => "down",
                    },
                    "milliseconds": milliseconds(time),
                    "rows": rows,
                    "statements": std::mem::take(&mut self.steps),
                }));
                let done = match direction {
                    Direction::Up => "applied",
                    Direction::Down => "rolled back",
                };
                self.say_in_detail(&format!("  {done} in {}\n", shown(time)));
                if self.voice == Voice::Lines {
                    let rows = Some(rows).filter(|_| self.is_about_rows);
                    self.say(&self.line(name, rows, time));
                }
            }
            Step::RolledBack { .. } => {
                self.end_bar();
                self.complete.clear();
                if matches!(self.voice, Voice::Lines | Voice::Statements) {
                    self.say("rolled back: none of these steps was applied");
                }
            }
            // Later versions may have more steps.
            _ => {}
        }
    }

    /// The summary at the end of migrations.
    pub fn end(
        self,
        result: tablewright::Result<Report>,
        verb: &str,
        nothing: &str,
    ) -> Result<String, String> {
        let message = |report: &Report| {
            if report.migrations.is_empty() {
                return format!("{nothing}\n");
            }
            let number = report.migrations.len() as u64;
            format!("{} {verb}\n", counted(number, "migration"))
        };
        let document = |report: Option<&Report>, mut complete: Vec<Value>| {
            if let Some(report) = report
                && complete.is_empty()
            {
                // A migration that is only recorded has no steps.
                let recorded = report.migrations.iter();
                complete.extend(recorded.map(|one| json!({ "name": one.name })));
            }
            json!({ "migrations": complete })
        };
        self.finish(result, message, document)
    }

    /// The output at the end of a command: a message for people, or a document for machines with
    /// the result, if there is one, and the completed operations.
    pub fn finish<T>(
        mut self,
        result: tablewright::Result<T>,
        message: impl FnOnce(&T) -> String,
        document: impl FnOnce(Option<&T>, Vec<Value>) -> Value,
    ) -> Result<String, String> {
        self.end_bar();
        match self.voice {
            Voice::Lines | Voice::Statements => result.map(|value| message(&value)),
            Voice::Silence => result.map(|_| String::new()),
            Voice::Json => {
                let mut document = document(result.as_ref().ok(), self.complete);
                let error = result.as_ref().err().map(ToString::to_string);
                document["error"] = json!(error);
                // The document is for another program; the exit status and the message stay the
                // same.
                let written = write(&format!("{document:#}\n"));
                written.map_err(|error| format!("error: cannot write the output: {error}"))?;
                result.map(|_| String::new())
            }
        }
        .map_err(failed)
    }

    /// The operation, its number of rows if it has any, and its time.
    fn line(&self, name: &str, rows: Option<u64>, time: Duration) -> String {
        let name = format!("{name}{}", self.suffix);
        // A wrapped text has its figures after the last line.
        let name = match width() {
            Some(width) => wrapped(&name, 2, Some(width.saturating_sub(FIGURES))),
            None => name,
        };
        let last = name.lines().last().unwrap_or_default().chars().count();
        let padding = " ".repeat(self.width.saturating_sub(last));
        let rows = rows.map_or_else(String::new, |rows| counted(rows, "row"));
        let time = styled(&format!("{:>TIME$}", shown(time)), Style::Dim);
        format!("{name}{padding}  {rows:>ROWS$}  {time}")
    }

    fn say_in_detail(&self, text: &str) {
        if self.voice == Voice::Statements {
            self.say(text);
        }
    }

    fn say(&self, text: &str) {
        // A closed output does not stop a migration.
        let _ = write(&format!("{text}\n"));
    }

    /// Shows on a terminal that a long operation is running.
    fn begin_bar(&mut self, name: &str) {
        self.end_bar();
        if self.voice != Voice::Silence && io::stderr().is_terminal() {
            self.bar = Some(Bar::begin(name, self.statements));
        }
    }

    fn end_bar(&mut self) {
        if let Some(bar) = self.bar.take() {
            bar.end();
        }
    }
}

/// The statement, indented.
fn indented(sql: &str) -> String {
    let lines: Vec<String> = sql.lines().map(|line| format!("  {line}")).collect();
    lines.join("\n")
}

/// The time in a form for people.
fn shown(time: Duration) -> String {
    match time.as_millis() {
        0 => format!("{:.1} ms", time.as_secs_f64() * 1e3),
        milliseconds @ ..1_000 => format!("{milliseconds} ms"),
        _ => format!("{:.1} s", time.as_secs_f64()),
    }
}

fn milliseconds(time: Duration) -> f64 {
    (time.as_secs_f64() * 1e6).round() / 1e3
}
