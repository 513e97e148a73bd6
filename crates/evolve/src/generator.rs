//! The next migration of a schema, as the text of its files: pure, from what earlier ones leave
//! behind.

use tablewright_schema::Intent;
use tablewright_schema::catalog::{self, Catalog, OtherKind, Table};
use tablewright_schema::lower;
use tablewright_schema::{Schema, When};
use tablewright_sql::Dialect;
use tablewright_sql::lexer::closed;

use crate::diff::ExtraTables;
use crate::migrations::preflight;
use crate::plan::{self, Guard, Options, Plan, Statements, Step, Warning};
use crate::snapshot::{self, Definition, Script, Snapshot, State, StateOf, Touched};

/// A migration in one dialect, before it is written to files.
#[derive(Clone, Debug, PartialEq)]
pub struct Generated {
    /// What it does about tables.
    pub plan: Plan,
    /// What it does about the user's own SQL, in words.
    pub scripts: Vec<String>,
    /// The text of `up.<dialect>.sql`.
    pub up: String,
    /// The text of `down.<dialect>.sql`.
    pub down: String,
    /// The text of `tables.<dialect>.sql`.
    pub tables: String,
}

impl Generated {
    /// Whether there is nothing to do.
    pub fn is_empty(&self) -> bool {
        self.plan.is_empty() && self.scripts.is_empty()
    }
}

/// Finds what leads from what the migrations leave behind to the schema.
///
/// # Errors
///
/// All that stands in the way, in sentences.
pub fn generate(
    schema: &Schema,
    dialect: Dialect,
    state: &State,
    options: Options,
) -> Result<Generated, Vec<String>> {
    let current = state.catalog();
    let wanted = lower(schema, dialect);
    let intent = Intent::of(schema);
    let plan = plan::plan(
        dialect,
        &current,
        &wanted,
        &intent,
        ExtraTables::Managed,
        options,
    );
    let plan = plan.map_err(|issues| {
        let texts = issues.iter().map(ToString::to_string);
        texts.collect::<Vec<_>>()
    })?;
    let scripts = Scripts::compare(schema, dialect, state);
    let touched = Snapshot {
        tables: touched_tables(state, &wanted),
        scripts: scripts.touched(state),
    };
    Ok(Generated {
        up: up(dialect, &plan, &scripts),
        down: down(dialect, &plan, &scripts),
        tables: snapshot::write(dialect, &touched),
        scripts: scripts.words(),
        plan,
    })
}

fn touched_tables(state: &State, wanted: &Catalog) -> Vec<Touched<Table>> {
    let mut touched = Vec::new();
    for table in &wanted.tables {
        let to = Definition::of_table(table.clone());
        let from = state.table(&table.name).map(fingerprint);
        if from.as_ref() != Some(&to.fingerprint) {
            touched.push(Touched {
                name: table.name.clone(),
                from,
                to: Some(to),
            });
        }
    }
    for table in &state.tables {
        if wanted.table(&table.name).is_none() {
            touched.push(Touched {
                name: table.name.clone(),
                from: Some(fingerprint(table)),
                to: None,
            });
        }
    }
    touched
}

fn fingerprint<T>(state: &StateOf<T>) -> String {
    state.definition.fingerprint.clone()
}

/// The user's own SQL: what it is now, and what of it changed.
struct Scripts {
    wanted: Vec<(String, Script)>,
    /// Those that are gone or otherwise, as they were.
    former: Vec<(String, Script)>,
    /// Those that are new or otherwise.
    new: Vec<(String, Script)>,
}

impl Scripts {
    fn compare(schema: &Schema, dialect: Dialect, state: &State) -> Scripts {
        let wanted: Vec<(String, Script)> = schema
            .scripts
            .iter()
            .filter_map(|script| {
                let create = script.create.get(dialect).clone()?;
                let what = Script {
                    when: script.when,
                    create,
                    drop: script.drop.get(dialect).clone(),
                };
                Some((script.name.clone(), what))
            })
            .collect();
        let is_wanted = |name: &str, fingerprint: &str| {
            let mut all = wanted.iter();
            all.any(|(of, script)| of == name && script.fingerprint() == fingerprint)
        };
        let former = state.scripts.iter();
        let former = former
            .filter(|script| !is_wanted(&script.name, &script.definition.fingerprint))
            .map(|script| (script.name.clone(), script.definition.what.clone()))
            .collect();
        let is_there = |(name, script): &&(String, Script)| {
            let now = state.script(name);
            now.is_some_and(|now| now.definition.fingerprint == script.fingerprint())
        };
        let new = wanted
            .iter()
            .filter(|script| !is_there(script))
            .cloned()
            .collect();
        Scripts {
            wanted,
            former,
            new,
        }
    }

    fn words(&self) -> Vec<String> {
        let is_new = |name: &String| self.new.iter().any(|(new, _)| new == name);
        let gone = self.former.iter().filter(|(name, _)| !is_new(name));
        let gone = gone.map(|(name, _)| format!("take away the SQL `{name}`"));
        let new = self.new.iter();
        new.map(|(name, _)| format!("run the SQL `{name}`"))
            .chain(gone)
            .collect()
    }

    /// The names of the triggers that the user's own SQL makes, or made before.
    fn triggers(&self, dialect: Dialect) -> Vec<String> {
        let all = self.wanted.iter().chain(&self.former);
        let mut names: Vec<String> = all
            .flat_map(|(_, script)| triggers(dialect, &script.create))
            .collect();
        names.sort();
        names.dedup();
        names
    }

    fn touched(&self, state: &State) -> Vec<Touched<Script>> {
        let from = |name: &str| state.script(name).map(fingerprint);
        let new = self.new.iter().map(|(name, script)| Touched {
            name: name.clone(),
            from: from(name),
            to: Some(Definition::of_script(script.clone())),
        });
        let is_wanted = |name: &String| self.wanted.iter().any(|(of, _)| of == name);
        let gone = self.former.iter().filter(|(name, _)| !is_wanted(name));
        let gone = gone.map(|(name, _)| Touched {
            name: name.clone(),
            from: from(name),
            to: None,
        });
        new.chain(gone).collect()
    }
}

/// The names of the triggers that SQL creates.
pub fn triggers(dialect: Dialect, sql: &str) -> Vec<String> {
    let others = catalog::read(dialect, sql).others.into_iter();
    let triggers = others.filter(|other| other.kind == OtherKind::Trigger);
    triggers.map(|trigger| trigger.name).collect()
}

fn up(dialect: Dialect, plan: &Plan, scripts: &Scripts) -> String {
    let mut text = Text::new(dialect, &plan.up());
    for warning in plan.steps.iter().flat_map(|step| &step.warnings) {
        text.preflight(warning);
    }
    text.guards(&plan.guards, scripts);
    for (name, script) in drops(&scripts.former) {
        text.script(&format!("take away the SQL `{name}`"), script);
    }
    for (name, script) in creates(&scripts.new, When::Before) {
        text.script(&format!("run the SQL `{name}`"), script);
    }
    for step in &plan.steps {
        text.step(step, &step.sql);
    }
    let again = if rebuilds(&plan.up()) {
        &scripts.wanted
    } else {
        &scripts.new
    };
    for (name, script) in creates(again, When::After) {
        text.script(&format!("run the SQL `{name}`"), script);
    }
    text.finish()
}

fn down(dialect: Dialect, plan: &Plan, scripts: &Scripts) -> String {
    let mut text = Text::new(dialect, &plan.down());
    for warning in &plan.down_risks {
        text.preflight(warning);
    }
    text.guards(&plan.down_guards, scripts);
    for (name, script) in drops(&scripts.new) {
        text.script(&format!("take away the SQL `{name}`"), script);
    }
    for (name, script) in creates(&scripts.former, When::Before) {
        text.script(&format!("bring back the SQL `{name}`"), script);
    }
    for step in plan.steps.iter().rev() {
        text.undo(step);
    }
    for (name, script) in creates(&scripts.former, When::After) {
        text.script(&format!("bring back the SQL `{name}`"), script);
    }
    text.finish()
}

/// Whether a table of SQLite is written anew, whereupon its triggers have to be made again: all of
/// the user's own SQL is harmless where it is there already.
fn rebuilds(statements: &Statements) -> bool {
    statements.foreign_keys_off
}

fn drops(scripts: &[(String, Script)]) -> impl Iterator<Item = (&str, &str)> {
    let scripts = scripts.iter().rev();
    scripts.filter_map(|(name, script)| Some((name.as_str(), script.drop.as_deref()?)))
}

fn creates(scripts: &[(String, Script)], when: When) -> impl Iterator<Item = (&str, &str)> {
    let scripts = scripts
        .iter()
        .filter(move |(_, script)| script.when == when);
    scripts.map(|(name, script)| (name.as_str(), script.create.as_str()))
}

/// The text of a file, as it grows.
struct Text {
    dialect: Dialect,
    text: String,
}

impl Text {
    fn new(dialect: Dialect, statements: &Statements) -> Text {
        let mut text = String::new();
        if !statements.in_transaction && !dialect.ddl_commits() {
            text.push_str("-- tablewright: no transaction\n");
        }
        if statements.foreign_keys_off {
            text.push_str("-- tablewright: foreign keys off\n");
        }
        Text { dialect, text }
    }

    /// Writes a preflight check, if the warning has one: the migration is refused if it finds a row.
    fn preflight(&mut self, warning: &Warning) {
        if let Some(preflight) = &warning.preflight {
            let message = format!("{}: {}", warning.message, warning.advice);
            self.text.push_str(&preflight::written(preflight, &message));
        }
    }

    /// Writes what is asked so that nothing is lost that the migrations do not know. The user's own
    /// triggers are known, those of before and those to come.
    fn guards(&mut self, guards: &[Guard], scripts: &Scripts) {
        let known = scripts.triggers(self.dialect);
        for guard in guards {
            let message = format!(
                "{}. If it may be lost, delete this check from the file",
                guard.message
            );
            self.text
                .push_str(&preflight::written(&guard.sql(&known), &message));
        }
    }

    fn step(&mut self, step: &Step, sql: &[String]) {
        self.blank();
        for what in &step.what {
            self.comment(what);
        }
        for loss in &step.losses {
            self.comment(&format!("LOSES: {}", loss.words()));
        }
        self.warnings(&step.warnings);
        self.statements(sql);
    }

    fn undo(&mut self, step: &Step) {
        if step.reverse.is_empty() {
            return;
        }
        self.blank();
        for what in step.what.iter().rev() {
            self.comment(&format!("undo: {what}"));
        }
        if !step.losses.is_empty() {
            self.comment("what was lost does not come back");
        }
        self.warnings(&step.reverse_warnings);
        self.statements(&step.reverse);
    }

    fn warnings(&mut self, warnings: &[Warning]) {
        for warning in warnings {
            self.comment(&format!("{}: {}", warning.kind.name(), warning.message));
            self.comment(&format!("  {}", warning.advice));
        }
    }

    fn script(&mut self, what: &str, sql: &str) {
        self.blank();
        self.comment(what);
        let sql = sql.trim().trim_end_matches(';').trim_end().to_owned();
        self.statements(&[sql]);
    }

    fn blank(&mut self) {
        if !self.text.is_empty() {
            self.text.push('\n');
        }
    }

    /// A comment may hold any text, also one of several lines.
    fn comment(&mut self, words: &str) {
        for line in words.lines() {
            self.text.push_str(&format!("-- {line}\n"));
        }
    }

    fn statements(&mut self, sql: &[String]) {
        for statement in sql {
            self.text.push_str(&closed(self.dialect, statement));
            self.text.push_str(";\n");
        }
    }

    fn finish(self) -> String {
        if self.text.is_empty() {
            "-- nothing to do\n".to_owned()
        } else {
            self.text
        }
    }
}
