//! What is shown while migrations run, and what is said of it in the end.

use std::io::{self, IsTerminal};
use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};
use serde_json::{Value, json};
use tablewright::migrate::{Direction, Report, Step};

use crate::output::{bold, counted, failed, write};

/// How it is told what happens.
#[derive(clap::Args)]
#[group(skip)]
pub struct Arguments {
    /// Print one JSON document at the end, for machines.
    #[arg(long)]
    json: bool,
    /// Print nothing but errors.
    #[arg(short, long, conflicts_with = "json")]
    quiet: bool,
}

/// Tells what happens.
pub struct Progress {
    voice: Voice,
    bar: Option<ProgressBar>,
    /// The statements of the migration that is run now.
    steps: Vec<Value>,
    statements: usize,
    /// What is complete.
    complete: Vec<Value>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Voice {
    Words,
    Json,
    Silence,
}

/// How often the bar of a statement that takes long is drawn.
const TICK: Duration = Duration::from_millis(250);

impl Arguments {
    /// Somebody who tells what happens.
    pub fn begin(&self) -> Progress {
        Progress {
            voice: match (self.json, self.quiet) {
                (true, _) => Voice::Json,
                (false, true) => Voice::Silence,
                (false, false) => Voice::Words,
            },
            bar: None,
            steps: Vec::new(),
            statements: 0,
            complete: Vec::new(),
        }
    }
}

impl Progress {
    /// Takes notice of a step.
    pub fn take(&mut self, step: &Step<'_>) {
        match *step {
            Step::Begins {
                migration,
                direction,
                statements,
                done,
            } => {
                self.statements = statements;
                self.steps.clear();
                let mut title = bold(migration);
                if direction == Direction::Down {
                    title.push_str(", rolled back");
                }
                if done > 0 {
                    title.push_str(&format!(", from statement {} on", done + 1));
                }
                self.say(&title);
            }
            Step::Runs { number, sql, .. } => {
                self.say(&indented(sql));
                self.show_bar(number);
            }
            Step::Ran {
                number,
                sql,
                time,
                rows,
                ..
            } => {
                self.hide_bar();
                self.steps.push(json!({
                    "number": number,
                    "sql": sql,
                    "milliseconds": milliseconds(time),
                    "rows": rows,
                }));
                self.say(&match rows {
                    Some(rows) => format!("    {} in {}", counted(rows, "row"), shown(time)),
                    None => format!("    done in {}", shown(time)),
                });
            }
            Step::Ends {
                migration,
                direction,
                time,
                rows,
            } => {
                self.complete.push(json!({
                    "name": migration,
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
                self.say(&format!("  {done} in {}\n", shown(time)));
            }
            // There may be more to tell in later versions.
            _ => {}
        }
    }

    /// What is printed in the end.
    pub fn end(
        mut self,
        result: tablewright::Result<Report>,
        verb: &str,
        nothing: &str,
    ) -> Result<String, String> {
        self.hide_bar();
        let message = match &result {
            Ok(report) if report.migrations.is_empty() => format!("{nothing}\n"),
            Ok(report) => {
                let number = report.migrations.len() as u64;
                format!("{} {verb}\n", counted(number, "migration"))
            }
            Err(_) => String::new(),
        };
        match self.voice {
            Voice::Words => result.map(|_| message),
            Voice::Silence => result.map(|_| String::new()),
            Voice::Json => {
                let error = result.as_ref().err().map(ToString::to_string);
                if let Ok(report) = &result
                    && self.complete.is_empty()
                {
                    // What is only recorded has no steps.
                    let recorded = report.migrations.iter();
                    self.complete
                        .extend(recorded.map(|one| json!({ "name": one.name })));
                }
                let document = json!({ "migrations": self.complete, "error": error });
                // The document is for whoever reads it; the exit status and the message stay the same.
                let written = write(&format!("{document:#}\n"));
                written.map_err(|error| format!("error: cannot write the output: {error}"))?;
                result.map(|_| String::new())
            }
        }
        .map_err(failed)
    }

    fn say(&self, text: &str) {
        if self.voice == Voice::Words {
            // A reader that is gone does not stop a migration.
            let _ = write(&format!("{text}\n"));
        }
    }

    /// Shows on a terminal that something goes on.
    fn show_bar(&mut self, number: usize) {
        if self.voice == Voice::Silence || !io::stderr().is_terminal() {
            return;
        }
        let bar = ProgressBar::new(self.statements as u64);
        if let Ok(style) =
            ProgressStyle::with_template("    [{bar:30}] statement {pos} of {len}, {elapsed}")
        {
            bar.set_style(style.progress_chars("=> "));
        }
        bar.set_position(number as u64);
        bar.enable_steady_tick(TICK);
        self.bar = Some(bar);
    }

    fn hide_bar(&mut self) {
        if let Some(bar) = self.bar.take() {
            bar.finish_and_clear();
        }
    }
}

/// The statement, set in.
fn indented(sql: &str) -> String {
    let lines: Vec<String> = sql.lines().map(|line| format!("  {line}")).collect();
    lines.join("\n")
}

/// How long something took, as people say it.
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
