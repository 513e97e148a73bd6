//! Generated columns change together with the columns that they read. Every change of one is
//! combined with every change of the other, by migrations, back, and by `sync`.

use tablewright_sql::Dialect;

use super::Places;
use super::cases::{Case, tell};

/// The expression of a generated column.
#[derive(Clone, Copy, Debug)]
enum Family {
    Numbers,
    Decimals,
    Texts,
    Dates,
}

/// The change of the column `a`, which it reads.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Below {
    Same,
    Renamed,
    Retyped,
    Nullable,
    All,
}

/// The change of the generated column `g` itself.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Above {
    Same,
    Renamed,
    Retyped,
    Nullable,
    Required,
    Computed,
    Indexed,
    All,
}

/// The other column that it reads.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Beside {
    Nothing,
    /// A column that stays as it is.
    Other,
    /// A column that changes in name and type, too.
    Changed,
    /// An empty column that is dropped.
    Dropped,
    /// A column that is new.
    Added,
    /// None, but a second generated column reads `g`, or, if that is not allowed, `a`.
    Chain,
}

const FAMILIES: [Family; 4] = [
    Family::Numbers,
    Family::Decimals,
    Family::Texts,
    Family::Dates,
];
const BELOW: [Below; 5] = [
    Below::Same,
    Below::Renamed,
    Below::Retyped,
    Below::Nullable,
    Below::All,
];
const ABOVE: [Above; 8] = [
    Above::Same,
    Above::Renamed,
    Above::Retyped,
    Above::Nullable,
    Above::Required,
    Above::Computed,
    Above::Indexed,
    Above::All,
];
const BESIDE: [Beside; 6] = [
    Beside::Nothing,
    Beside::Other,
    Beside::Changed,
    Beside::Dropped,
    Beside::Added,
    Beside::Chain,
];

impl Family {
    /// The type of the column that is read, before and after a change.
    fn read(self, is_changed: bool) -> &'static str {
        match (self, is_changed) {
            (Family::Numbers, false) => "integer",
            (Family::Numbers, true) => "bigint",
            (Family::Decimals, false) => "decimal(8, 2)",
            (Family::Decimals, true) => "decimal(10, 2)",
            (Family::Texts, false) => "string(20)",
            (Family::Texts, true) => "string(30)",
            (Family::Dates, false) => "date",
            (Family::Dates, true) => "datetime",
        }
    }

    /// The type of the computed value, before and after a change.
    fn made(self, is_changed: bool) -> &'static str {
        match (self, is_changed) {
            (Family::Numbers | Family::Dates, false) => "integer",
            (Family::Numbers | Family::Dates, true) => "bigint",
            (Family::Decimals, false) => "decimal(12, 2)",
            (Family::Decimals, true) => "decimal(14, 2)",
            (Family::Texts, false) => "string(60)",
            (Family::Texts, true) => "string(80)",
        }
    }

    fn value(self) -> &'static str {
        match self {
            Family::Numbers | Family::Decimals => "2",
            Family::Texts => "'ab'",
            Family::Dates => "'2024-02-03'",
        }
    }

    /// The expression over columns; with another function, if it changes.
    fn expression(self, dialect: Dialect, columns: &[&str], is_changed: bool) -> String {
        let of = |column: &&str| match (self, is_changed, dialect) {
            (Family::Numbers | Family::Decimals, false, _) => format!("{column} * 2"),
            (Family::Numbers | Family::Decimals, true, _) => format!("{column} * 3"),
            (Family::Texts, false, _) => format!("lower({column})"),
            (Family::Texts, true, _) => format!("upper({column})"),
            (Family::Dates, _, Dialect::Sqlite) => {
                let part = if is_changed { "%d" } else { "%m" };
                format!("CAST(strftime('{part}', {column}) AS integer)")
            }
            (Family::Dates, _, Dialect::Postgres) => {
                let part = if is_changed { "day" } else { "month" };
                format!("extract({part} FROM {column})::integer")
            }
            (Family::Dates, _, Dialect::Mysql | Dialect::Mariadb) => {
                let part = if is_changed { "day" } else { "month" };
                format!("{part}({column})")
            }
        };
        let parts: Vec<String> = columns.iter().map(of).collect();
        match (self, dialect) {
            (Family::Texts, Dialect::Mysql | Dialect::Mariadb) if parts.len() > 1 => {
                format!("concat({})", parts.join(", "))
            }
            (Family::Texts, _) => parts.join(" || "),
            _ => parts.join(" + "),
        }
    }
}

/// The models before and after.
fn models(
    dialect: Dialect,
    family: Family,
    (below, above, beside): (Below, Above, Beside),
    is_stored: bool,
) -> (String, String) {
    let field = |name: &str, ty: &str, is_nullable: bool, more: &str| {
        let mark = if is_nullable { "?" } else { "" };
        format!("{name}: {{ type: \"{ty}{mark}\"{more} }}")
    };
    let generated = |expression: &str| match is_stored {
        true => format!(", generated: \"{expression}\""),
        false => format!(", generated: {{ sql: \"{expression}\", stored: false }}"),
    };
    let is_required = above == Above::Required;
    let mut before = vec![field("a", family.read(false), false, "")];
    let mut after = Vec::new();
    let (name, was) = match below {
        Below::Renamed | Below::All => ("b", ", was: a"),
        Below::Same | Below::Retyped | Below::Nullable => ("a", ""),
    };
    let is_retyped = matches!(below, Below::Retyped | Below::All);
    // If the column that is read is NULL, the computed value is NULL, which a table may refuse.
    let is_nullable = matches!(below, Below::Nullable | Below::All) && !is_required;
    after.push(field(name, family.read(is_retyped), is_nullable, was));

    let (mut reads, mut later) = (vec!["a"], vec![name]);
    match beside {
        Beside::Nothing | Beside::Chain => {}
        Beside::Other => {
            before.push(field("c", family.read(false), false, ""));
            after.push(field("c", family.read(false), false, ""));
            reads.push("c");
            later.push("c");
        }
        Beside::Changed => {
            before.push(field("c", family.read(false), false, ""));
            after.push(field("d", family.read(true), false, ", was: c"));
            reads.push("c");
            later.push("d");
        }
        Beside::Dropped => {
            before.push(field("c", family.read(false), true, ""));
            reads.push("c");
        }
        Beside::Added => {
            after.push(field("e", family.read(false), true, ""));
            later.push("e");
        }
    }
    let is_null_later = !is_required
        && (is_nullable
            || beside == Beside::Added
            || matches!(above, Above::Nullable | Above::All));
    let (made, was) = match above {
        Above::Renamed | Above::All => ("h", ", was: g"),
        _ => ("g", ""),
    };
    let is_computed = matches!(above, Above::Computed | Above::All);
    let is_required = is_required && beside != Beside::Added;
    let expression = family.expression(dialect, &reads, false);
    before.push(field(
        "g",
        family.made(false),
        is_required || beside == Beside::Dropped,
        &generated(&expression),
    ));
    let expression = family.expression(dialect, &later, is_computed);
    let index = match above {
        Above::Indexed if is_stored => ", doc: made, index: true",
        _ => "",
    };
    after.push(field(
        made,
        family.made(matches!(above, Above::Retyped | Above::All)),
        !is_required && (is_null_later || beside == Beside::Added || beside == Beside::Dropped),
        &format!("{}{index}{was}", generated(&expression)),
    ));
    if beside == Beside::Chain {
        let (reads, later) = match dialect {
            Dialect::Postgres => ("a", name),
            Dialect::Sqlite | Dialect::Mysql | Dialect::Mariadb => ("g", made),
        };
        let family = match family {
            Family::Dates if dialect != Dialect::Postgres => Family::Numbers,
            family => family,
        };
        for (fields, reads) in [(&mut before, reads), (&mut after, later)] {
            let expression = family.expression(dialect, &[reads], false);
            fields.push(field(
                "z",
                family.made(false),
                true,
                &generated(&expression),
            ));
        }
    }
    let written = |fields: Vec<String>| {
        let fields: Vec<String> = fields
            .into_iter()
            .map(|field| format!("      {field}\n"))
            .collect();
        format!("Item:\n    fields:\n      id: id\n{}", fields.concat())
    };
    let allowed = match beside {
        Beside::Dropped => "dropped: [items.c]\n",
        _ => "",
    };
    (written(before), format!("{}{allowed}", written(after)))
}

/// Tries every pair of changes, each with something else; all of them, if `all` is set.
pub fn hold(dialect: Dialect, all: bool) {
    let Some(places) = Places::new(dialect) else {
        return;
    };
    let mut failures = Vec::new();
    let mut tried = 0;
    for (at, below) in BELOW.into_iter().enumerate() {
        for (by, above) in ABOVE.into_iter().enumerate() {
            for (number, beside) in BESIDE.into_iter().enumerate() {
                for (which, family) in FAMILIES.into_iter().enumerate() {
                    let is_drawn = (at + by) % BESIDE.len() == number
                        && (at + 2 * by + number) % FAMILIES.len() == which;
                    if !(all || is_drawn) {
                        continue;
                    }
                    let is_stored = dialect == Dialect::Postgres || (at + by + which) % 3 > 0;
                    let what = format!("{family:?}, {below:?}, {above:?}, {beside:?}, {is_stored}");
                    let (from, to) = models(dialect, family, (below, above, beside), is_stored);
                    let value = family.value();
                    let row = match beside {
                        Beside::Other | Beside::Changed => {
                            format!("INSERT INTO items (a, c) VALUES ({value}, {value})")
                        }
                        _ => format!("INSERT INTO items (a) VALUES ({value})"),
                    };
                    let case = Case {
                        what: &what,
                        from: &from,
                        to: &to,
                        rows: &[&row],
                    };
                    tried += 1;
                    if let Err(error) = tell(&places, &case) {
                        failures.push(format!("{what}: {error}\nfrom\n{from}\nto\n{to}"));
                    }
                }
            }
        }
    }
    assert!(
        failures.is_empty(),
        "{dialect}, {} of {tried}: {}",
        failures.len(),
        failures.join("\n\n")
    );
}
