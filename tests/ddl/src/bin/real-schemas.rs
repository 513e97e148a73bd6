//! Pulls an unmanaged schema, creates it again from the models, and compares:
//! `scripts/real-schemas` runs it.
//!
//! `real-schemas NAME DATABASE MODELS FILE…` runs the files in an empty database, writes the models
//! to `MODELS`, and prints a line with the result. It fails if the models are invalid, if pulling
//! their tables gives models of different tables, or if these tables lack a column, a key, an index
//! of columns, a reference or a default of the original ones, or have a type that does not fit all
//! original values, without a note about it. The steps from the original tables to those of the
//! models are listed in `MODELS.steps`, and are run: afterwards the original database has to be
//! equal to the new one. Triggers that SQLite drops with a rebuilt table are created again, as
//! migrations and `sync` do.

use std::process::ExitCode;
use std::time::Instant;
use std::{env, fs};

use tablewright_evolve::diff::ExtraTables;
use tablewright_evolve::plan::{self, DestructiveKind, Options, Plan};
use tablewright_evolve::pull::{Pulled, Warning, pull};
use tablewright_evolve::scripts::affected;
use tablewright_schema::catalog::{self, Catalog, IndexKey, IndexPart, Table};
use tablewright_schema::own_sql::OwnSql;
use tablewright_schema::{Intent, Schema, ddl};
use tablewright_sql::Dialect;
use tablewright_test_ddl::{Live, load, walk, way};

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let [name, database, models, files @ ..] = arguments.as_slice() else {
        eprintln!("usage: real-schemas NAME DATABASE MODELS FILE...");
        return ExitCode::from(2);
    };
    let Some(dialect) = Dialect::ALL.into_iter().find(|one| one.name() == database) else {
        eprintln!("there is no database `{database}`");
        return ExitCode::from(2);
    };
    match check(dialect, models, files) {
        Ok(found) => {
            println!("| {name} | {database} | {found}");
            ExitCode::SUCCESS
        }
        Err(reason) => {
            println!("| {name} | {database} | FAILED: {reason}");
            ExitCode::FAILURE
        }
    }
}

fn check(dialect: Dialect, models: &str, files: &[String]) -> Result<String, String> {
    let Some(first) = Live::new(dialect) else {
        return Err("there is no server".to_owned());
    };
    for file in files {
        run_file(&first, file)?;
    }
    let began = Instant::now();
    let original = first.inspect()?;
    let inspected = began.elapsed();
    let began = Instant::now();
    let pulled = pull(dialect, &original);
    let written = began.elapsed();
    fs::write(models, &pulled.yaml).map_err(|error| format!("{models}: {error}"))?;
    let schema = load(models, &pulled.yaml)?;

    let made = make(dialect, &schema)?;
    let again = pull(dialect, &made);
    if without_comments(&again.yaml) != without_comments(&pulled.yaml) {
        // An expression may be written differently for a column of another type. It means the same
        // if it creates the same table.
        let other = format!("{models}.again");
        fs::write(&other, &again.yaml).map_err(|error| format!("{other}: {error}"))?;
        let once_more = make(dialect, &load(&other, &again.yaml)?)?;
        let steps = whats(&way(dialect, &made, &once_more, &Intent::default())?);
        if !steps.is_empty() {
            return Err(format!(
                "the tables of {models} are pulled differently, as {other}: {}",
                steps.join("; ")
            ));
        }
    }

    let lost: String = lost(&original, &made)
        .iter()
        .filter(|fact| !fact.is_noted(&pulled))
        .map(|fact| format!("\n- {}", fact.what))
        .collect();
    if !lost.is_empty() {
        return Err(format!("these are lost without a note:{lost}"));
    }
    let (way, changing) = plan::plan_and_tables(
        dialect,
        &original,
        &made,
        &Intent::default(),
        ExtraTables::Managed,
        Options::default(),
    )
    .map_err(|issues| {
        let reasons: Vec<String> = issues.iter().map(ToString::to_string).collect();
        format!(
            "the steps to the models are refused: {}",
            reasons.join("; ")
        )
    })?;
    let converted: String = converted(&way, &pulled)
        .map(|loss| format!("\n- {loss}"))
        .collect();
    if !converted.is_empty() {
        return Err(format!(
            "these types do not hold all values, without a note:{converted}"
        ));
    }
    let steps = whats(&way);
    walk(&first, &way.up()).map_err(|error| format!("a step to the models failed: {error}"))?;
    if dialect.rebuilds_tables() {
        let own = OwnSql::all(&schema, dialect);
        let affected = affected(dialect, &own, &changing);
        let again = own.iter().zip(affected);
        let creates: Vec<&str> = again
            .filter_map(|(own, is_affected)| is_affected.then_some(own.create.as_str()))
            .collect();
        first.run(&creates)?;
    }
    let rest = whats(&self::way(
        dialect,
        &first.inspect()?,
        &made,
        &Intent::default(),
    )?);
    if !rest.is_empty() {
        return Err(format!(
            "after all steps to the models, these remain: {}",
            rest.join("; ")
        ));
    }
    let listed: String = steps.iter().map(|step| format!("{step}\n")).collect();
    let file = format!("{models}.steps");
    fs::write(&file, listed).map_err(|error| format!("{file}: {error}"))?;
    let count = |of: fn(&catalog::Table) -> usize| original.tables.iter().map(of).sum::<usize>();
    Ok(format!(
        "{} | {} | {} | {} | {} | {} | {:.0} ms |",
        original.tables.len(),
        count(|table| table.columns.len()),
        count(|table| table.indexes.len()),
        count(|table| table.foreign_keys.len()),
        pulled.warnings.len(),
        steps.len(),
        (inspected + written).as_secs_f64() * 1e3,
    ))
}

/// The catalog of a server after the tables of the models are created.
fn make(dialect: Dialect, schema: &Schema) -> Result<Catalog, String> {
    let live = Live::new(dialect).ok_or("the server is gone")?;
    live.run(&ddl::create(schema, dialect))?;
    live.inspect()
}

/// The models, which need no warning the second time.
fn without_comments(yaml: &str) -> Vec<&str> {
    let lines = yaml.lines();
    lines
        .filter(|line| !line.trim_start().starts_with('#'))
        .collect()
}

/// Runs a script, without the commands of a client.
fn run_file(live: &Live, file: &str) -> Result<(), String> {
    let text = fs::read_to_string(file).map_err(|error| format!("{file}: {error}"))?;
    let lines = text.lines().filter(|line| !line.starts_with('\\'));
    let text: String = lines.map(|line| format!("{line}\n")).collect();
    let statements = tablewright_sql::statements(live.dialect(), &text);
    live.run(&statements)
        .map_err(|error| format!("{file}: {error}"))
}

/// A part of the original that must not be lost.
#[derive(Debug, PartialEq)]
struct Fact {
    table: String,
    columns: Vec<String>,
    /// Its name; empty if it has none.
    name: String,
    what: String,
}

impl Fact {
    fn new(table: &Table, columns: &[String], what: &str) -> Fact {
        let list = columns.join(", ");
        Fact {
            table: table.name.clone(),
            columns: columns.to_vec(),
            name: String::new(),
            what: format!("{} ({list}): {what}", table.name),
        }
    }

    /// Whether a note is about it: about one of its columns, or about its table, with its name or
    /// all of its columns in the text. A note that names are lost does not count.
    fn is_noted(&self, pulled: &Pulled) -> bool {
        let is_about = |Warning {
                            table,
                            column,
                            what,
                        }: &Warning| {
            *table == self.table
                && match column {
                    Some(column) => self.columns.contains(column),
                    None => {
                        let is_named = |column: &String| what.contains(column.as_str());
                        let is_called = !self.name.is_empty() && what.contains(&self.name);
                        !what.contains("these names change")
                            && (is_called || self.columns.iter().all(is_named))
                    }
                }
        };
        pulled.warnings.iter().any(is_about)
    }
}

/// The parts of the first catalog that the second one lacks.
fn lost(original: &Catalog, made: &Catalog) -> Vec<Fact> {
    let mut lost = Vec::new();
    for before in &original.tables {
        match made.table(&before.name) {
            None => lost.push(Fact::new(before, &[], "the table")),
            Some(after) => lost_of_table(before, after, &mut lost),
        }
    }
    lost
}

fn lost_of_table(before: &Table, after: &Table, lost: &mut Vec<Fact>) {
    for column in &before.columns {
        let names = [column.name.clone()];
        let Some(other) = after.column(&column.name) else {
            lost.push(Fact::new(before, &names, "the column"));
            continue;
        };
        // SQLite lets a primary key be NULL.
        let is_key = key(before).contains(&column.name) || key(after).contains(&column.name);
        if column.nullable != other.nullable && !is_key {
            lost.push(Fact::new(before, &names, "whether it may be NULL"));
        }
        let has_default = |column: &catalog::Column| {
            let default = column.default.as_ref().map(|default| default.text());
            default.is_some_and(|default| !default.eq_ignore_ascii_case("null"))
        };
        if has_default(column) != has_default(other) && other.counted.is_none() {
            lost.push(Fact::new(before, &names, "the default"));
        }
        if column.generated.is_some() != other.generated.is_some() {
            lost.push(Fact::new(before, &names, "the expression"));
        }
        if column.counted.is_some() && other.counted.is_none() {
            lost.push(Fact::new(before, &names, "the database counts it"));
        }
    }
    for (name, columns, is_unique) in indexed(before) {
        let serves = |(_, others, unique): &(String, Vec<String>, bool)| {
            if is_unique {
                *unique && *others == columns
            } else {
                others.starts_with(&columns)
            }
        };
        if !indexed(after).iter().any(serves) {
            let what = if is_unique {
                "they are unique"
            } else {
                "the index"
            };
            lost.push(Fact {
                name,
                ..Fact::new(before, &columns, what)
            });
        }
    }
    for key in &before.foreign_keys {
        let is_same = |other: &catalog::ForeignKey| {
            (&other.columns, &other.target, &other.target_columns)
                == (&key.columns, &key.target, &key.target_columns)
                && (other.on_delete, other.on_update) == (key.on_delete, key.on_update)
        };
        if !after.foreign_keys.iter().any(is_same) {
            let what = format!("the reference to {}", key.target);
            lost.push(Fact::new(before, &key.columns, &what));
        }
    }
}

/// The columns of the primary key.
fn key(table: &Table) -> &[String] {
    let key = table.primary_key.as_ref();
    key.map_or(&[][..], |key| &key.columns)
}

/// Indexes of columns, and keys, by name, each with its columns and whether it is unique.
fn indexed(table: &Table) -> Vec<(String, Vec<String>, bool)> {
    let keys = table.primary_key.iter().chain(&table.uniques);
    let mut all: Vec<(String, Vec<String>, bool)> = keys
        .map(|key| (key.name.clone(), key.columns.clone(), true))
        .collect();
    for index in &table.indexes {
        let column = |part: &IndexPart| match &part.key {
            IndexKey::Column(name) => Some(name.clone()),
            IndexKey::Expression(_) => None,
        };
        if let Some(columns) = index.parts.iter().map(column).collect() {
            all.push((index.name.clone(), columns, index.unique));
        }
    }
    all
}

/// The changes of the steps: other names, wider types, checks of types.
fn whats(plan: &Plan) -> Vec<String> {
    let steps = plan.steps.iter();
    steps.flat_map(|step| step.what.iter().cloned()).collect()
}

/// The columns whose types do not hold all values of the original ones, although no note is about
/// them.
fn converted<'p>(way: &'p Plan, pulled: &'p Pulled) -> impl Iterator<Item = String> + 'p {
    let destructive = way.steps.iter().flat_map(|step| &step.destructive);
    destructive.filter_map(|loss| {
        let DestructiveKind::Converted(how) = loss.kind else {
            return None;
        };
        let is_about = |warning: &&Warning| {
            let column = warning.column.as_deref().unwrap_or_default();
            loss.name == format!("{}.{column}", warning.table)
        };
        let is_noted = pulled.warnings.iter().any(|warning| is_about(&warning));
        (!is_noted).then(|| format!("{}: {how}", loss.name))
    })
}
