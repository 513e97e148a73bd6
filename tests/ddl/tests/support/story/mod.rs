//! The law of versions: from any models to later ones, by migrations and by `sync`, with rows, and
//! back.
//!
//! - Afterwards the database shows the same as a database with newly created tables.
//! - `verify` reports nothing, and a second `sync` has nothing to do.
//! - Rows are kept, or the change is refused and nothing is changed; both ways refuse the same.
//! - New columns have the same values in old rows as in new rows, both ways.
//! - A person's own objects survive, or are named before anything is changed; so does the user's
//!   own SQL that the models no longer have, which `sync` does not drop.
//! - A name that passes from one object to another is an error, and works with a third name in
//!   between.
//! - A run that was interrupted between two statements is resumed.
//!
//! `world.rs` has the models, `scripts.rs` the user's own SQL, `edits.rs` their changes, `rows.rs`
//! their rows, and `hands.rs` a person's objects. `cases.rs` has changes that failed once,
//! `spelled.rs` SQL that is hard to parse, `rotated.rs` names that pass on while a person's
//! objects depend on them, and `generated.rs` every change of a generated column beside every
//! change of the columns that it reads.

pub mod cases;
mod chance;
mod edits;
pub mod generated;
mod hands;
pub mod rotated;
mod rows;
mod scripts;
pub mod spelled;
mod world;

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};

use tablewright::migrate::{MigrationError, Migrations, Migrator, Step};
use tablewright::{Error, SyncBuilder, SyncReport, Verification};
use tablewright_evolve::plan::Options;
use tablewright_schema::{Schema, ddl};
use tablewright_sql::Dialect;
use tablewright_test_ddl::{Live, dump, load, written};

use chance::Chance;
use hands::Hands;
use world::World;

/// The database in which the versions are tried.
struct Places {
    fresh: Live,
    migrated: Live,
    synced: Live,
}

/// A case, as the numbers from which it is drawn.
#[derive(Clone)]
struct Plot {
    dialect: Dialect,
    begin: Vec<u64>,
    edits: Vec<u64>,
    /// For everything else: the rows, and the statement at which a run is interrupted.
    seed: u64,
}

/// The outcome of a case.
enum Told {
    /// Such models are invalid.
    NotModels,
    /// The number of rows, and whether the change was refused because of them.
    Done {
        rows: usize,
        is_refused: bool,
        hands: Fate,
    },
}

/// The fate of a person's objects.
#[derive(Clone, Copy, Default)]
struct Fate {
    /// The number of cases with such objects of which none blocked a step.
    survived: u32,
    /// The number of cases in which one was named.
    named: u32,
}

impl Fate {
    fn and(self, other: Fate) -> Fate {
        Fate {
            survived: self.survived + other.survived,
            named: self.named + other.named,
        }
    }
}

/// Tries as many cases; `TABLEWRIGHT_CASES` says how many, and `TABLEWRIGHT_SEED` which.
pub fn holds(dialect: Dialect, cases: u32, seed: u32) {
    let Some(mut places) = Places::new(dialect) else {
        return;
    };
    let (mut tried, mut filled, mut refused, mut fates) = (0, 0, 0, Fate::default());
    for case in 0..cases {
        let plot = Plot::drawn(dialect, (u64::from(seed) << 32) + u64::from(case));
        match tell(&places, &plot) {
            Ok(Told::NotModels) => {}
            Ok(Told::Done {
                rows,
                is_refused,
                hands,
            }) => {
                tried += 1;
                fates = fates.and(hands);
                filled += u32::from(rows > 0);
                refused += u32::from(is_refused);
            }
            Err(error) => {
                let (plot, error) = smallest(&mut places, plot, error);
                let from = World::begun(dialect, &plot.begin);
                let to = from.edited(&plot.edits);
                panic!(
                    "{dialect}, case {case} of seed {seed}: {error}\n\nfrom\n{}\nto\n{}",
                    from.yaml(None),
                    to.yaml(Some(&from))
                );
            }
        }
    }
    // Otherwise the law says little; few cases say little anyway.
    let Fate { survived, named } = fates;
    let said = format!(
        "{dialect}: {tried} of {cases}, {filled} with rows, {refused} refused; by hand, {survived} survived, \
         {named} named"
    );
    println!("{said}");
    let is_enough = tried * 10 >= cases * 8 && filled * 10 >= tried * 7;
    let is_mixed = refused > 0 && refused * 2 <= tried && survived > named && named > 0;
    assert!(cases < 30 || is_enough && is_mixed, "{said}");
}

impl Places {
    fn new(dialect: Dialect) -> Option<Places> {
        Some(Places {
            fresh: Live::new(dialect)?,
            migrated: Live::new(dialect)?,
            synced: Live::new(dialect)?,
        })
    }
}

impl Plot {
    fn drawn(dialect: Dialect, seed: u64) -> Plot {
        let mut chance = Chance::new(seed);
        let (first, later) = (4 + chance.below(16), 1 + chance.below(7));
        Plot {
            dialect,
            begin: (0..first).map(|_| chance.number()).collect(),
            edits: (0..later).map(|_| chance.number()).collect(),
            seed: chance.number(),
        }
    }

    /// The same without one of its numbers.
    fn smaller(&self) -> Vec<Plot> {
        let edits = (0..self.edits.len()).map(|at| {
            let mut plot = self.clone();
            plot.edits.remove(at);
            plot
        });
        let begin = (1..self.begin.len()).rev().map(|at| {
            let mut plot = self.clone();
            plot.begin.remove(at);
            plot
        });
        edits.chain(begin).collect()
    }
}

/// A smaller case that fails, too.
fn smallest(places: &mut Places, mut plot: Plot, mut error: String) -> (Plot, String) {
    let mut tries = 60;
    'again: while tries > 0 {
        for smaller in plot.smaller() {
            tries -= 1;
            // The remains of a failure must not affect the next case.
            if let Some(others) = Places::new(plot.dialect) {
                *places = others;
            }
            if let Err(other) = tell(places, &smaller) {
                (plot, error) = (smaller, other);
                continue 'again;
            }
            if tries == 0 {
                break;
            }
        }
        break;
    }
    (plot, error)
}

fn tell(places: &Places, plot: &Plot) -> Result<Told, String> {
    let from = World::begun(plot.dialect, &plot.begin);
    let to = from.edited(&plot.edits);
    let Some(via) = from.between(&to) else {
        return change(places, plot, &from, &to);
    };
    // A name that is handed on directly is unsupported; in two steps it works.
    let diagnosed = from.diagnosed(&to);
    let models = load("models.yaml", &to.yaml(Some(&from)));
    match models {
        Err(error) => {
            let is_said = |what: &String| error.contains(what.as_str());
            let count = format!("{} error", diagnosed.len());
            if !diagnosed.iter().all(is_said) || !error.contains(&count) {
                return Ok(Told::NotModels);
            }
        }
        Ok(_) if !diagnosed.is_empty() => return Err(format!("no word of {diagnosed:?}")),
        Ok(after) if from.takes_over(&to) => {
            // An object is removed, and another one has its name.
            let before = load("models.yaml", &from.yaml(None))?;
            if let Ok(list) = written(plot.dialect, &[&before, &after], Options::default()) {
                let last = list.last().map(|last| last.name);
                return Err(format!("no word of two that are both there: {last:?}"));
            }
        }
        Ok(_) => {}
    }
    // The first step changes little but names.
    if plot.seed.is_multiple_of(4)
        && let Told::NotModels = change(places, plot, &from, &via)?
    {
        return Ok(Told::NotModels);
    }
    change(places, plot, &via, &to)
}

/// One step.
fn change(places: &Places, plot: &Plot, from: &World, to: &World) -> Result<Told, String> {
    let models = (
        load("models.yaml", &from.yaml(None)),
        load("models.yaml", &to.yaml(Some(from))),
    );
    let (Ok(before), Ok(after)) = models else {
        return Ok(Told::NotModels);
    };
    let story = Story {
        from,
        to,
        before: &before,
        after: &after,
        seed: plot.seed,
        about: None,
    };
    story.told(places)
}

/// The objects that refuse a change.
type Refused = Option<Vec<String>>;

struct Story<'s> {
    from: &'s World,
    to: &'s World,
    before: &'s Schema,
    after: &'s Schema,
    seed: u64,
    /// A person's objects, and their fields; random ones for `None`.
    about: Option<(hands::What, &'s [world::Id])>,
}

/// The outcome of one way.
struct Done {
    rows: usize,
    /// The refusal because of rows.
    refused: Refused,
    hands: Fate,
    /// All values of the later version.
    values: BTreeMap<world::Id, Vec<String>>,
    /// The inserts of the rows without new values.
    inserts: Vec<String>,
}

impl Story<'_> {
    /// By migrations, by `sync` and in a new database.
    fn told(&self, places: &Places) -> Result<Told, String> {
        let dialect = places.fresh.dialect();
        clean(&places.fresh)?;
        let make = ddl::create(self.after, dialect);
        places
            .fresh
            .run(&make)
            .map_err(|error| format!("fresh: {error}"))?;
        let wanted = dump(&places.fresh)?;
        clean(&places.migrated)?;
        let migrated = self
            .migrated(&places.migrated, &wanted)
            .map_err(|error| format!("by migrations: {error}"))?;
        clean(&places.synced)?;
        let synced = self
            .synced(&places.synced, &wanted)
            .map_err(|error| format!("by sync: {error}"))?;
        if migrated.refused.is_some() != synced.refused.is_some() {
            return Err(format!(
                "migrations refuse {:?}, and sync {:?}",
                migrated.refused, synced.refused
            ));
        }
        same("by sync, the values", &synced.values, &migrated.values)?;
        rows::unreferred(&places.fresh)?;
        places.fresh.run(&migrated.inserts)?;
        let fresh = rows::all(&places.fresh, self.from, self.to)?;
        same("by migrations, the values", &migrated.values, &fresh)?;
        Ok(Told::Done {
            rows: migrated.rows,
            is_refused: migrated.rows > 0 && migrated.refused.is_some(),
            hands: migrated.hands.and(synced.hands),
        })
    }

    /// By migrations, there and back.
    fn migrated(&self, live: &Live, wanted: &[String]) -> Result<Done, String> {
        let options = Options {
            concurrently: live.dialect() == Dialect::Postgres && self.seed.is_multiple_of(3),
        };
        let list = written(live.dialect(), &[self.before, self.after], options)?;
        let (first, both) = (Migrations { list: &list[..1] }, Migrations { list });
        migrate(live, &first, Way::Up, None)?;
        let rows = rows::fill(live, self.from, self.seed);
        let start = dump(live)?;
        let mut hands = self.hands(live)?;
        let before = match hands.is_empty() {
            true => start.clone(),
            false => dump(live)?,
        };
        let up = |_: bool| migrate(live, &both, Way::Up, Some(self.seed));
        let worlds = (self.from, self.to);
        let (refused, mut fate, mut lines) = self.there(live, worlds, &mut hands, before, &up)?;
        same(
            "there, the tables",
            &Hands::left_out(lines.clone())[..],
            wanted,
        )?;
        let values = rows::all(live, self.from, self.to)?;
        let inserts = rows::inserts(live, self.from, self.to)?;
        if self.seed.is_multiple_of(2) {
            lines = hands.drop_all(live, self.to, lines)?;
        }
        if hands.is_empty() {
            up_to_date(live, self.after)?;
        }
        let down = |_: bool| migrate(live, &both, Way::Down, Some(self.seed / 7));
        let back = self.there(live, (self.to, self.from), &mut hands, lines, &down);
        let (_, back, lines) = back.map_err(|error| format!("back: {error}"))?;
        fate = fate.and(back);
        same("back, the tables", &Hands::left_out(lines), &start)?;
        Ok(Done {
            rows,
            refused,
            hands: fate,
            values,
            inserts,
        })
    }

    fn hands(&self, live: &Live) -> Result<Hands, String> {
        match self.about {
            Some((what, fields)) => Hands::about(live, self.from, what, fields),
            None => Hands::made(live, self.from, self.seed),
        }
    }

    /// By `sync`, with the same rows.
    fn synced(&self, live: &Live, wanted: &[String]) -> Result<Done, String> {
        if let Some(reasons) = sync(live, self.before, None, true)? {
            return Err(format!("an empty database is refused: {reasons:?}"));
        }
        let rows = rows::fill(live, self.from, self.seed);
        let mut hands = self.hands(live)?;
        hands.leave(self.from, self.to);
        let up = |drops_unmanaged: bool| sync(live, self.after, Some(self.seed), drops_unmanaged);
        let (worlds, before) = ((self.from, self.to), dump(live)?);
        let (refused, fate, lines) = self.there(live, worlds, &mut hands, before, &up)?;
        // It drops only objects that it creates again.
        let lines = hands.drop_all(live, self.to, lines)?;
        same("there, the tables", &Hands::left_out(lines)[..], wanted)?;
        up_to_date(live, self.after)?;
        let schema = tablewright::__schema("story", self.after);
        match live.wait(tablewright::sync(live.db(), schema)) {
            Ok(SyncReport::UpToDate) => Ok(Done {
                rows,
                refused,
                hands: fate,
                values: rows::all(live, self.from, self.to)?,
                inserts: Vec::new(),
            }),
            Ok(SyncReport::Applied(plan) | SyncReport::Ahead(plan)) => {
                Err(format!("a second sync: {:#?}", plan.up().sql))
            }
            Err(error) => Err(error.to_string()),
        }
    }

    /// Applies the change in one way, with or without consent to drop unmanaged objects. Either all
    /// rows and all of a person's objects survive, or nothing is changed. Then the blocking issues
    /// are removed: first the named objects, then the rows. Takes the dump from before, and returns
    /// the one from after.
    fn there(
        &self,
        live: &Live,
        (from, to): (&World, &World),
        hands: &mut Hands,
        mut start: Vec<String>,
        way: &impl Fn(bool) -> Result<Refused, String>,
    ) -> Result<(Refused, Fate, Vec<String>), String> {
        let had_some = !hands.is_empty();
        let mut fate = Fate::default();
        let kept = rows::common(live, from, to, from)?;
        let unchanged = |start: &[String]| {
            same("refused, but the tables", &dump(live)?[..], start)?;
            let rows = rows::common(live, from, to, from)?;
            same("refused, but the rows", &rows, &kept)
        };
        let mut refused = match way(!hands.may_be_dropped()) {
            // A change that is all or nothing may find the blocking issue in the middle.
            Err(error)
                if !live.dialect().ddl_commits()
                    && hands.are_named(std::slice::from_ref(&error)) =>
            {
                Some(vec![error])
            }
            done => done?,
        };
        if let Some(reasons) = &refused {
            unchanged(&start)?;
            if had_some {
                fate.named += u32::from(hands.are_named(reasons));
                start = hands.drop_all(live, from, start)?;
                refused = way(true).map_err(|error| format!("after {reasons:?}: {error}"))?;
            }
        } else if had_some {
            fate.survived += 1;
        }
        if let Some(reasons) = &refused {
            unchanged(&start)?;
            rows::empty(live, from)?;
            if let Some(again) = way(true)? {
                return Err(format!(
                    "without rows it is refused: {again:?} after {reasons:?}"
                ));
            }
        } else {
            let rows = rows::common(live, from, to, to)?;
            same("there, the rows", &rows, &kept)?;
        }
        let lines = dump(live)?;
        hands.survive(live, to, &lines)?;
        Ok((refused, fate, lines))
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Way {
    Up,
    Down,
}

/// Applies or undoes pending migrations. A run may be interrupted between two statements, at the
/// given number.
fn migrate(
    live: &Live,
    migrations: &Migrations<'_>,
    way: Way,
    end: Option<u64>,
) -> Result<Refused, String> {
    let run = |ends_at: Option<usize>| {
        let mut countdown = ends_at;
        let migrator = Migrator::new(migrations).on_step(move |step| end_at(&mut countdown, step));
        let report = match way {
            Way::Up => live.wait(migrator.migrate(live.db())),
            Way::Down => live.wait(migrator.rollback(live.db(), 1)),
        };
        match report {
            Ok(_) => Ok(None),
            Err(Error::Migration(error)) => match *error {
                MigrationError::Refused { issues, .. } => Ok(Some(issues)),
                other => Err(format!("{other}\n{:#?}", statements(migrations, live, way))),
            },
            Err(error) => Err(format!("{error}\n{:#?}", statements(migrations, live, way))),
        }
    };
    interrupted(live.dialect(), end, run)
}

fn statements<'m>(migrations: &Migrations<'m>, live: &Live, way: Way) -> Vec<&'m str> {
    let last = migrations.list.last();
    let scripts = last.and_then(|last| last.scripts(live.dialect()).ok());
    let steps = scripts.map(|scripts| match way {
        Way::Up => scripts.up,
        Way::Down => scripts.down,
    });
    steps.map_or_else(Vec::new, |steps| steps.statements.to_vec())
}

fn sync(
    live: &Live,
    schema: &Schema,
    end: Option<u64>,
    drops_unmanaged: bool,
) -> Result<Refused, String> {
    let schema = tablewright::__schema("story", schema);
    let run = |ends_at: Option<usize>| {
        let mut countdown = ends_at;
        // An earlier version of the models created objects that the later one does not have.
        let builder = SyncBuilder::new(schema).drop_unmanaged(drops_unmanaged);
        let builder = builder.on_step(move |step| end_at(&mut countdown, step));
        match live.wait(builder.sync(live.db())) {
            Ok(SyncReport::Ahead(_)) => Err("the database is ahead".to_owned()),
            Ok(_) => Ok(None),
            Err(Error::Refused(issues)) => Ok(Some(issues.issues)),
            Err(error) => Err(error.to_string()),
        }
    };
    interrupted(live.dialect(), end, run)
}

/// Calls the function; in half of the cases after a run that was interrupted.
fn interrupted(
    dialect: Dialect,
    end: Option<u64>,
    run: impl Fn(Option<usize>) -> Result<Refused, String>,
) -> Result<Refused, String> {
    let Some(end) = end.filter(|end| end % 2 == 0) else {
        return run(None);
    };
    let at = usize::try_from(end / 2 % 16).unwrap_or_default();
    match catch_unwind(AssertUnwindSafe(|| run(Some(at)))) {
        Ok(done) => done,
        Err(_) => run(None).map_err(|error| format!("resumed after {at} on {dialect}: {error}")),
    }
}

/// Ends the run before or after a statement.
fn end_at(countdown: &mut Option<usize>, step: &Step<'_>) {
    if matches!(step, Step::Runs { .. } | Step::Ran { .. })
        && let Some(left) = countdown
    {
        if *left == 0 {
            // Without the message of a panic.
            resume_unwind(Box::new(()));
        }
        *left -= 1;
    }
}

fn up_to_date(live: &Live, schema: &Schema) -> Result<(), String> {
    let schema = tablewright::__schema("story", schema);
    match live.wait(tablewright::verify(live.db(), schema)) {
        Ok(Verification::UpToDate) => Ok(()),
        Ok(other) => Err(format!("verify: {other}")),
        Err(error) => Err(format!("verify: {error}")),
    }
}

/// Makes a database empty.
fn clean(live: &Live) -> Result<(), String> {
    let drop_all = |kind: &str, names: Vec<String>| {
        let names = names.iter();
        let names = names.map(|name| tablewright_sql::quote::identifier(live.dialect(), name));
        let drops: Vec<String> = names.map(|name| format!("DROP {kind} {name}")).collect();
        live.run(&drops)
    };
    match live.dialect() {
        Dialect::Postgres => live.run(&["DROP SCHEMA public CASCADE", "CREATE SCHEMA public"]),
        Dialect::Sqlite => {
            let named = |kind: &str| {
                live.texts(&format!(
                    "SELECT name FROM sqlite_schema WHERE type = '{kind}' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'"
                ))
            };
            live.run(&["PRAGMA foreign_keys = OFF"])?;
            drop_all("VIEW", named("view")?)?;
            drop_all("TABLE", named("table")?)?;
            live.run(&["PRAGMA foreign_keys = ON"])
        }
        Dialect::Mysql | Dialect::Mariadb => {
            let named = |kind: &str| {
                live.texts(&format!(
                    "SELECT table_name FROM information_schema.tables \
                     WHERE table_schema = database() AND table_type = '{kind}'"
                ))
            };
            live.run(&["SET foreign_key_checks = 0"])?;
            drop_all("VIEW", named("VIEW")?)?;
            drop_all("TABLE", named("BASE TABLE")?)?;
            drop_all(
                "FUNCTION",
                live.texts(
                    "SELECT routine_name FROM information_schema.routines \
                     WHERE routine_schema = database()",
                )?,
            )?;
            live.run(&["SET foreign_key_checks = 1"])
        }
    }
}

fn same<T: PartialEq + std::fmt::Debug + ?Sized>(
    what: &str,
    found: &T,
    wanted: &T,
) -> Result<(), String> {
    if found == wanted {
        return Ok(());
    }
    let (found, wanted) = (format!("{found:#?}"), format!("{wanted:#?}"));
    let only = |one: &str, other: &str| {
        let lines = one
            .lines()
            .filter(|line| !other.lines().any(|known| known == *line));
        lines.collect::<Vec<_>>().join("\n")
    };
    Err(format!(
        "{what} are others.\nFound only:\n{}\nWanted only:\n{}",
        only(&found, &wanted),
        only(&wanted, &found)
    ))
}
