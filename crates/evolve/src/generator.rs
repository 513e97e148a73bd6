//! Generates the text of the next migration of a schema, from the tables after the earlier ones.

use std::collections::BTreeSet;

use tablewright_schema::Intent;
use tablewright_schema::catalog::{Catalog, OtherKind, Table};
use tablewright_schema::entry_of_converted;
use tablewright_schema::lower;
use tablewright_schema::own_sql::{OwnSql, made, replaces, routine_types};
use tablewright_schema::{Schema, When};
use tablewright_sql::lexer::closed;
use tablewright_sql::{Dialect, Token, TokenKind};

use crate::diff::{self, Change, ExtraTables};
use crate::migrations::preflight;
use crate::physical::told_apart;
use crate::plan::{self, DestructiveKind, Guard, Known, Options, Plan, Statements, Step, Warning};
use crate::scripts;
use crate::snapshot::{self, Definition, Script, Snapshot, State, StateOf, Touched};

/// A migration in one dialect, before it is written to files.
#[derive(Clone, Debug, PartialEq)]
pub struct Generated {
    /// The changes of tables.
    pub plan: Plan,
    /// The changes of the user's own SQL, in words.
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

/// Generates the migration from the tables after all migrations to the schema.
///
/// # Errors
///
/// All blocking issues, as sentences.
pub fn generate(
    schema: &Schema,
    dialect: Dialect,
    state: &State,
    options: Options,
) -> Result<Generated, Vec<String>> {
    let current = state.catalog();
    let wanted = lower(schema, dialect);
    let intent = Intent::of(schema);
    let extra = ExtraTables::Managed;
    let plan = plan::plan_and_tables(dialect, &current, &wanted, &intent, extra, options);
    let (mut plan, changing) = plan.map_err(|issues| {
        let texts = issues.iter().map(ToString::to_string);
        texts.collect::<Vec<_>>()
    })?;
    let steps = plan.steps.iter_mut();
    for loss in steps.flat_map(|step| &mut step.destructive) {
        loss.becomes = match loss.kind {
            DestructiveKind::Converted(_) => entry_of_converted(schema, &loss.name),
            DestructiveKind::Dropped
            | DestructiveKind::Unmanaged(_)
            | DestructiveKind::Nameless(_) => None,
        };
    }
    let scripts = Scripts::compare(schema, dialect, state, &changing);
    let without_effect = scripts.without_effect(dialect);
    if !without_effect.is_empty() {
        return Err(without_effect);
    }
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

/// The differences between the models and the tables after all migrations, for a summary: a plan
/// has more steps, because a database may need several for one change. There are none if there is
/// an obstacle, which [`generate`] reports.
pub fn changes(schema: &Schema, dialect: Dialect, state: &State) -> Vec<Change> {
    let current = told_apart(dialect, &state.catalog());
    let wanted = told_apart(dialect, &lower(schema, dialect));
    let intent = Intent::of(schema);
    let extra = ExtraTables::Managed;
    let found = diff::with_unmanaged(dialect, &current, &wanted, &intent, extra)
        .and_then(|wanted| diff::diff(dialect, &current, &wanted, &intent, extra));
    found.map_or_else(|_| Vec::new(), |diff| diff.changes)
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

/// The user's own SQL, current and wanted.
struct Scripts {
    /// The current SQL after all migrations, and its fate.
    now: Vec<(OwnSql, Fate)>,
    /// The SQL of the models, and whether it is created.
    wanted: Vec<(OwnSql, Fate)>,
}

/// The fate of a piece of SQL.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fate {
    /// Nothing.
    Stays,
    /// It is dropped while its tables change, and created again.
    Again,
    /// It is dropped or created, because it differs in the models.
    Changes,
    /// The same, and it cannot be replaced, because it uses an object that changes.
    Renewed,
}

impl Scripts {
    fn compare(
        schema: &Schema,
        dialect: Dialect,
        state: &State,
        changing: &BTreeSet<String>,
    ) -> Scripts {
        let wanted = OwnSql::all(schema, dialect);
        let now: Vec<OwnSql> = state.scripts.iter().map(former).collect();
        let are_same = |one: &OwnSql, other: &OwnSql| {
            one.name == other.name
                && snapshot_of(one).fingerprint() == snapshot_of(other).fingerprint()
        };
        // The fingerprint is that of the file, because a later version may compute another one.
        let stays_now = |position: usize| {
            let recorded = &state.scripts[position].definition.fingerprint;
            let mut wanted = wanted.iter();
            wanted.any(|wanted| {
                wanted.name == now[position].name && snapshot_of(wanted).fingerprint() == *recorded
            })
        };
        let is_there = |wanted: &OwnSql| {
            let mut now = now.iter().enumerate();
            now.any(|(position, now)| {
                now.name == wanted.name && (stays_now(position) || are_same(now, wanted))
            })
        };
        // Objects that use a dropped view have to be dropped, too.
        let mut names = changing.clone();
        let gone = now.iter().enumerate();
        let gone: Vec<(usize, &OwnSql)> =
            gone.filter(|(position, _)| !stays_now(*position)).collect();
        let made = |now: &OwnSql| made(dialect, &now.create).map(|made| made.name);
        for (_, now) in &gone {
            let next = wanted.iter().find(|wanted| wanted.name == now.name);
            let goes = now.undo_before(dialect, next).is_some();
            names.extend(made(now).filter(|_| goes));
        }
        // A function that uses one of them is not replaced, but dropped.
        let before = scripts::affected(dialect, &now, &names);
        let before = gone.iter().filter(|(position, _)| before[*position]);
        let before: BTreeSet<&str> = before.map(|(_, now)| now.name.as_str()).collect();
        let renewed = now.iter().filter(|now| before.contains(now.name.as_str()));
        names.extend(renewed.filter_map(made));
        let again = scripts::affected(dialect, &wanted, &names);
        let wanted: Vec<(OwnSql, Fate)> = wanted
            .iter()
            .zip(again)
            .map(|(wanted, again)| {
                let fate = match (is_there(wanted), again) {
                    (false, true) => Fate::Renewed,
                    (false, false) if before.contains(wanted.name.as_str()) => Fate::Renewed,
                    (false, false) => Fate::Changes,
                    (true, true) => Fate::Again,
                    (true, false) => Fate::Stays,
                };
                (wanted.clone(), fate)
            })
            .collect();
        let fate = |now: &OwnSql| {
            let same = wanted.iter().find(|(wanted, _)| wanted.name == now.name);
            match same {
                Some((_, Fate::Stays)) => Fate::Stays,
                Some((_, Fate::Again)) => Fate::Again,
                Some((_, Fate::Renewed)) => Fate::Renewed,
                Some((_, Fate::Changes)) | None => Fate::Changes,
            }
        };
        let now = now.iter().map(|now| (now.clone(), fate(now))).collect();
        Scripts { now, wanted }
    }

    /// The reasons why changes of it would silently do nothing.
    fn without_effect(&self, dialect: Dialect) -> Vec<String> {
        let mut reasons = Vec::new();
        for (wanted, _) in self.changed(&self.wanted) {
            let now = self.now.iter().find(|(now, _)| now.name == wanted.name);
            if let Some((now, _)) = now
                && now.undo_before(dialect, Some(wanted)).is_none()
                && !replaces(dialect, &wanted.create)
            {
                reasons.push(scripts::without_effect(&wanted.name));
            }
        }
        reasons
    }

    fn changed<'s>(
        &self,
        scripts: &'s [(OwnSql, Fate)],
    ) -> impl Iterator<Item = &'s (OwnSql, Fate)> {
        let changes = |fate: Fate| matches!(fate, Fate::Changes | Fate::Renewed);
        scripts.iter().filter(move |(_, fate)| changes(*fate))
    }

    fn words(&self) -> Vec<String> {
        let is_new = |name: &String| {
            let mut new = self.changed(&self.wanted);
            new.any(|(new, _)| new.name == *name)
        };
        let gone = self
            .changed(&self.now)
            .filter(|(now, _)| !is_new(&now.name));
        let gone = gone.map(|(now, _)| format!("undo the SQL `{}`", now.name));
        let again = self.wanted.iter().filter(|(_, fate)| *fate == Fate::Again);
        let again = again.map(|(script, _)| format!("run the SQL `{}` again", script.name));
        let new = self.changed(&self.wanted);
        new.map(|(new, _)| format!("run the SQL `{}`", new.name))
            .chain(gone)
            .chain(again)
            .collect()
    }

    /// The names of the objects that the user's own SQL creates, or created before.
    fn made(&self, dialect: Dialect) -> Vec<Known> {
        let all = self.wanted.iter().chain(&self.now);
        let mut names: Vec<Known> = all
            .flat_map(|(script, _)| made_by(dialect, &script.create))
            .collect();
        names.sort();
        names.dedup();
        names
    }

    fn touched(&self, state: &State) -> Vec<Touched<Script>> {
        let from = |name: &str| state.script(name).map(fingerprint);
        let new = self.changed(&self.wanted).map(|(script, _)| Touched {
            name: script.name.clone(),
            from: from(&script.name),
            to: Some(Definition::of_script(snapshot_of(script))),
        });
        let is_wanted = |name: &String| self.wanted.iter().any(|(of, _)| of.name == *name);
        let gone = self
            .changed(&self.now)
            .filter(|(now, _)| !is_wanted(&now.name));
        let gone = gone.map(|(now, _)| Touched {
            name: now.name.clone(),
            from: from(&now.name),
            to: None,
        });
        new.chain(gone).collect()
    }
}

/// The views, triggers, functions and the like that SQL creates, as guards find them.
pub fn made_by(dialect: Dialect, sql: &str) -> Vec<Known> {
    let others = tablewright_schema::catalog::read(dialect, sql).others;
    let statements = tablewright_sql::statements(dialect, sql).into_iter();
    let unlisted = statements.filter_map(|statement| unlisted(dialect, statement));
    let others = others.into_iter().map(|other| {
        let (kind, table) = (other.kind.words(), other.table.as_deref());
        match other.kind {
            OtherKind::Routine if dialect == Dialect::Postgres => {
                // Without the types, each routine of this name is meant.
                let types = routine_types(&other.sql);
                let types = types.map_or(plan::ANY_TYPES.to_owned(), |types| format!("({types})"));
                Known::managed(kind, &format!("{}{types}", other.name), None)
            }
            OtherKind::Trigger => Known::managed(kind, &other.name, table),
            _ => Known::managed(kind, &other.name, None),
        }
    });
    others.chain(unlisted).collect()
}

/// The event, rule or policy that a statement creates; no catalog contains these.
fn unlisted(dialect: Dialect, statement: &str) -> Option<Known> {
    let tokens = tablewright_sql::tokens(dialect, statement);
    if !tokens.first()?.is("create") {
        return None;
    }
    // A definer may precede it.
    let kinds = ["event", "rule", "policy"];
    let is_kind = |token: &Token<'_>| token.is_any(&kinds);
    let at = tokens.iter().take(12).position(is_kind)?;
    let kind = kinds.iter().find(|kind| tokens[at].is(kind))?;
    let mut rest = tokens[at + 1..].iter();
    let name = rest.find(|token| !token.is_any(&["if", "not", "exists"]))?;
    let name = folded(dialect, name);
    if *kind == "event" {
        // PostgreSQL's event triggers are of no table.
        let is_event = dialect.has_mysql_grammar();
        return is_event.then(|| Known::managed(kind, &name, None));
    }
    // `… AS ON INSERT TO users DO …`, `… ON users FOR …`
    let before = if *kind == "rule" { "to" } else { "on" };
    let mut table = rest
        .skip_while(|token| !token.is(before))
        .skip(1)
        .peekable();
    let mut found = table.next()?;
    while table.next_if(|token| token.is_symbol('.')).is_some() {
        found = table.next()?;
    }
    Some(Known::fixed(kind, &name, &folded(dialect, found)))
}

/// A name, as the database stores it.
fn folded(dialect: Dialect, token: &Token<'_>) -> String {
    match token.kind {
        TokenKind::Word if dialect.folds_names_to_lower_case() => token.text.to_lowercase(),
        _ => token.name().into_owned(),
    }
}

/// The SQL after a migration.
fn former(state: &StateOf<Script>) -> OwnSql {
    let script = &state.definition.what;
    OwnSql {
        name: state.name.clone(),
        when: script.when,
        create: script.create.clone(),
        drop: script.drop.clone(),
    }
}

fn snapshot_of(script: &OwnSql) -> Script {
    Script {
        when: script.when,
        create: script.create.clone(),
        drop: script.drop.clone(),
    }
}

fn up(dialect: Dialect, plan: &Plan, scripts: &Scripts) -> String {
    let mut text = Text::new(dialect, &plan.up());
    for warning in plan.steps.iter().flat_map(|step| &step.warnings) {
        text.preflight(warning);
    }
    text.guards(&plan.guards, scripts, &scripts.now, &scripts.wanted);
    text.scripts_go(&scripts.now, &scripts.wanted, When::After);
    text.scripts_come(&scripts.wanted, When::Before, "run");
    for step in &plan.steps {
        text.step(step, &step.sql);
    }
    text.scripts_come(&scripts.wanted, When::After, "run");
    text.scripts_go(&scripts.now, &scripts.wanted, When::Before);
    text.finish()
}

fn down(dialect: Dialect, plan: &Plan, scripts: &Scripts) -> String {
    let mut text = Text::new(dialect, &plan.down());
    for warning in &plan.down_risks {
        text.preflight(warning);
    }
    text.guards(&plan.down_guards, scripts, &scripts.wanted, &scripts.now);
    text.scripts_go(&scripts.wanted, &scripts.now, When::After);
    text.scripts_come(&scripts.now, When::Before, "bring back");
    for step in plan.steps.iter().rev() {
        text.undo(step);
    }
    text.scripts_come(&scripts.now, When::After, "bring back");
    text.scripts_go(&scripts.wanted, &scripts.now, When::Before);
    text.finish()
}

/// The growing text of a file.
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

    /// Writes the preflight check of a warning, if it has one: the migration is refused if it finds
    /// a row.
    fn preflight(&mut self, warning: &Warning) {
        if let Some(preflight) = &warning.preflight {
            let message = format!("{}: {}", warning.message, warning.advice);
            self.text.push_str(&preflight::written(preflight, &message));
        }
    }

    /// Writes the guards, so that nothing unknown to the migrations is lost. The user's own SQL,
    /// old and new, is known, and some of it goes for a while.
    fn guards(
        &mut self,
        guards: &[Guard],
        scripts: &Scripts,
        goes: &[(OwnSql, Fate)],
        comes: &[(OwnSql, Fate)],
    ) {
        let known = scripts.made(self.dialect);
        let own = goes.iter().filter_map(|(script, fate)| {
            let mut next = comes.iter().map(|(next, _)| next);
            let next = next.find(|next| next.name == script.name)?;
            match fate {
                Fate::Stays => return None,
                Fate::Again => script.undo(self.dialect)?,
                Fate::Changes => script.undo_before(self.dialect, Some(next))?,
                Fate::Renewed => script.undo_or(self.dialect, Some(next))?,
            };
            let live = made(self.dialect, &script.create)?;
            let all = goes.iter().chain(comes);
            let all = all.map(|(script, _)| script.create.as_str());
            plan::of_own_sql(self.dialect, &next.create, &live, all)
        });
        let own: Vec<Guard> = own.collect();
        for guard in guards.iter().chain(&own) {
            for (query, message) in guard.checks(&known) {
                let message =
                    format!("{message}. If this can be lost, delete this check from the file");
                self.text.push_str(&preflight::written(&query, &message));
            }
        }
    }

    fn step(&mut self, step: &Step, sql: &[String]) {
        self.blank();
        for what in &step.what {
            self.comment(what);
        }
        for loss in &step.destructive {
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
        if !step.destructive.is_empty() {
            self.comment("lost data is not restored");
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

    /// Drops the user's own SQL that changes, or that is dropped for a while, in reverse order. SQL
    /// that was created before the tables, because they need it, is dropped after them if it does
    /// not come back.
    fn scripts_go(&mut self, scripts: &[(OwnSql, Fate)], next: &[(OwnSql, Fate)], when: When) {
        let of = |script: &OwnSql| {
            let stays = next.iter().any(|(next, _)| next.name == script.name);
            if stays { When::After } else { script.when }
        };
        let undo = |script: &OwnSql, fate: Fate| match fate {
            Fate::Stays => None,
            Fate::Again => script.undo(self.dialect),
            Fate::Changes | Fate::Renewed => {
                let next = next.iter().find(|(next, _)| next.name == script.name);
                let next = next.map(|(next, _)| next);
                match fate {
                    Fate::Renewed => script.undo_or(self.dialect, next),
                    _ => script.undo_before(self.dialect, next),
                }
            }
        };
        let undone = scripts.iter().rev();
        let undone = undone.filter(|(script, _)| of(script) == when);
        let undone = undone.map(|(script, fate)| (script, fate, undo(script, *fate)));
        let undone: Vec<_> = undone.collect();
        for (script, fate, undo) in undone {
            let what = match fate {
                Fate::Stays => continue,
                Fate::Again => format!(
                    "undo the SQL `{}`, because it names a table that changes",
                    script.name
                ),
                Fate::Changes | Fate::Renewed => format!("undo the SQL `{}`", script.name),
            };
            match undo {
                Some(undo) => {
                    self.script(&what, &undo);
                }
                None if replaces(self.dialect, &script.create) => {}
                None => {
                    self.blank();
                    self.comment(&format!(
                        "the result of the SQL `{}` stays, because it has no `drop`",
                        script.name
                    ));
                }
            }
        }
    }

    /// Creates the user's own SQL that changes, or that was dropped for a while.
    fn scripts_come(&mut self, scripts: &[(OwnSql, Fate)], when: When, verb: &str) {
        for (script, fate) in scripts.iter().filter(|(script, _)| script.when == when) {
            let what = match fate {
                Fate::Stays => continue,
                Fate::Again => format!("run the SQL `{}` again", script.name),
                Fate::Changes | Fate::Renewed => format!("{verb} the SQL `{}`", script.name),
            };
            self.script(&what, &script.create);
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

    /// A comment may contain any text, even of several lines.
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
