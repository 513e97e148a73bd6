//! Columns with the names of functions, types and keywords, in the user's own SQL: a rename of such
//! a column changes only the column's name there.

#[path = "../../../crates/schema/tests/schemas/mod.rs"]
mod schemas;

use schemas::{check, column, defaulted, id, nullable, same, schema, table};
use tablewright::{SyncReport, Verification};
use tablewright_schema::catalog::Catalog;
use tablewright_schema::{
    Column, Default, Generated, Index, IndexKey, IndexPart, Intent, Schema, Source, Type, ddl,
    lower,
};
use tablewright_sql::quote::identifier;
use tablewright_sql::{Dialect, PerDialect};
use tablewright_test_ddl::{Live, on_each_dialect, walk, way};

/// The name of a column, its type, and conditions about it: `{}` stands for the column, and `{a}`
/// for a text.
type Case = (&'static str, Type, &'static [&'static str]);

const STRING: Type = Type::String { max: 20 };

/// Expressions of every database.
const EVERYWHERE: &[Case] = &[
    (
        "length",
        STRING,
        &["length({}) < 100", "length({a}) < 100 AND {} <> 'length'"],
    ),
    ("lower", STRING, &["lower({}) <> 'lower'"]),
    ("upper", STRING, &["upper({}) = upper({}) OR {} IS NULL"]),
    ("trim", STRING, &["trim({}) <> 'trim'"]),
    ("replace", STRING, &["replace({}, 'a', 'b') <> 'replace'"]),
    ("substr", STRING, &["substr({}, 1, 1) <> 'x'"]),
    (
        "coalesce",
        STRING,
        &["coalesce({}, {a}, 'coalesce') <> 'x'"],
    ),
    ("abs", Type::Integer, &["abs({}) >= 0", "{} > - abs({})-1"]),
    ("round", Type::Integer, &["round({}) < 1000"]),
    ("date", Type::Date, &["date({}) > '1900-01-01'"]),
    (
        "end",
        STRING,
        &["CASE WHEN {} = 'end' THEN 0 ELSE 1 END = 1"],
    ),
    (
        "case",
        STRING,
        &["CASE {} WHEN 'case' THEN 0 ELSE 1 END = 1"],
    ),
    ("like", STRING, &["{} LIKE '%' OR {} NOT LIKE 'like'"]),
    (
        "between",
        Type::Integer,
        &["{} BETWEEN -1000 AND 1000 OR {} NOT BETWEEN 1 AND 2"],
    ),
    ("null", STRING, &["{} IS NOT NULL OR {a} IS NOT NULL"]),
    ("and", STRING, &["{} <> 'and' AND {a} <> 'and'"]),
];

const SQLITE: &[Case] = &[
    (
        "time",
        STRING,
        &["time({}) IS NULL OR time('12:00') IS NOT NULL"],
    ),
    ("text", STRING, &["CAST({} AS text) <> 'text'"]),
    (
        "integer",
        Type::Integer,
        &["CAST({} AS integer) > -1000 AND typeof({}) = 'integer'"],
    ),
    ("nocase", STRING, &["{} COLLATE nocase <> 'NOCASE'"]),
    ("glob", STRING, &["{} GLOB '*' OR glob('x', {})"]),
];

const POSTGRES: &[Case] = &[
    (
        "date",
        Type::Date,
        &["{}::date > date '1900-01-01' AND CAST({} AS date) > '1900-01-01'"],
    ),
    (
        "timestamp",
        Type::DateTime,
        &[
            "{} > timestamp '1900-01-01 00:00:00'",
            "{}::timestamp(3) > '1900-01-01'",
        ],
    ),
    (
        "time",
        Type::Time,
        &["{}::time without time zone >= time '00:00'"],
    ),
    (
        "text",
        STRING,
        &["{}::text <> 'text'", "{} = ANY (ARRAY[{}, {a}]::text[])"],
    ),
    ("year", Type::Date, &["extract(year FROM {}) > 0"]),
    (
        "day",
        Type::Date,
        &[
            "{} + interval '1' day > {}",
            "date_trunc('day', {}::timestamp) <= {}",
        ],
    ),
    (
        "double",
        Type::Double,
        &["{}::double precision >= CAST({} AS double precision)"],
    ),
    (
        "precision",
        Type::Integer,
        &["{}::double precision < 1e300"],
    ),
    ("left", STRING, &["left({}, 1) <> 'x'"]),
    ("right", STRING, &["right({}, 1) <> 'x'"]),
    ("position", STRING, &["position('x' in {}) = 0"]),
    ("user", STRING, &["{} <> 'user'"]),
    ("distinct", STRING, &["{} IS DISTINCT FROM 'distinct'"]),
    (
        "zone",
        Type::DateTime,
        &["{} AT TIME ZONE 'UTC' > '1900-01-01 00:00:00+00'"],
    ),
];

const MYSQL: &[Case] = &[
    ("date", Type::DateTime, &["date({}) > '1900-01-01'"]),
    (
        "date",
        Type::Date,
        &["{} > DATE'1900-01-01' AND CONVERT({}, date) > CAST('1900-01-01' AS date)"],
    ),
    (
        "time",
        Type::Time,
        &["time({}) >= '00:00:00'", "{} >= TIME'00:00:00'"],
    ),
    (
        "timestamp",
        Type::DateTime,
        &[
            "timestamp({}) > '1900-01-01'",
            "{} > TIMESTAMP'1900-01-01 00:00:00'",
        ],
    ),
    (
        "year",
        Type::Date,
        &["year({}) > 0 AND extract(year FROM {}) > 0"],
    ),
    (
        "month",
        Type::Date,
        &["month({}) > 0 AND date_add({}, INTERVAL 1 month) > {}"],
    ),
    (
        "day",
        Type::Date,
        &[
            "timestampdiff(day, '1900-01-01', {}) > 0",
            "{} + INTERVAL 1 DAY > {}",
        ],
    ),
    (
        "char",
        STRING,
        &["CAST({} AS char(3)) <> 'x'", "CONVERT({}, char) <> 'x'"],
    ),
    ("left", STRING, &["left({}, 1) <> 'x'"]),
    ("right", STRING, &["right({}, 1) <> 'x'"]),
    ("binary", STRING, &["CAST({} AS binary(3)) <> 'x'"]),
    ("unsigned", Type::Integer, &["CAST({} AS unsigned) >= 0"]),
    ("mod", Type::Integer, &["mod({}, 2) < 2 AND {} MOD 2 < 2"]),
    ("if", STRING, &["if({} = 'if', 0, 1) = 1"]),
    ("hex", STRING, &["hex({}) <> 'hex'"]),
];

fn cases(dialect: Dialect) -> Vec<Case> {
    let own = match dialect {
        Dialect::Sqlite => SQLITE,
        Dialect::Postgres => POSTGRES,
        Dialect::Mysql | Dialect::Mariadb => MYSQL,
    };
    EVERYWHERE.iter().chain(own).cloned().collect()
}

on_each_dialect!(all);

fn all(dialect: Dialect) {
    let Some(live) = Live::new(dialect) else {
        return;
    };
    for (name, ty, conditions) in cases(dialect) {
        let condition = format!("({})", conditions.join(") AND ("));
        let models = |is_plain, is_generated| Models {
            dialect,
            ty: ty.clone(),
            condition: condition.clone(),
            is_plain,
            is_generated,
        };
        let is_plain = may_be_plain(&live, name);
        // MariaDB refuses generated columns that depend on the session.
        let is_generated = models(is_plain, true).may_be_created(&live, name);
        for models in [models(false, false), models(is_plain, is_generated)] {
            let tried = models
                .renamed(&live, name)
                .and_then(|()| models.retyped(&live, name));
            tried.unwrap_or_else(|error| {
                panic!("{dialect}: a column {name} with {condition}: {error}")
            });
        }
    }
}

/// Whether the name needs no quotes as a column.
fn may_be_plain(live: &Live, name: &str) -> bool {
    let sql = format!(
        "SELECT {name} FROM (SELECT 1 AS {}) AS one",
        identifier(live.dialect(), name)
    );
    let condition = format!("{sql} WHERE {name} = 1");
    live.has_rows(&condition).unwrap_or(false)
}

struct Models {
    dialect: Dialect,
    ty: Type,
    condition: String,
    /// Whether the column is without quotes in the user's SQL.
    is_plain: bool,
    /// Whether there is a generated column.
    is_generated: bool,
}

impl Models {
    /// A table whose checks, generated column and index are about the column; a default names a
    /// function.
    fn schema(&self, name: &str, was: Option<&str>, ty: &Type) -> Schema {
        let own = match self.is_plain {
            true => name.to_owned(),
            false => identifier(self.dialect, name),
        };
        let condition = self.condition.replace("{}", &own).replace("{a}", "a");
        let yes_or_no = format!("CASE WHEN {condition} THEN 'y' ELSE 'n' END");
        let generated = Column {
            source: Source::Generated(Generated {
                expression: same(&yes_or_no),
                stored: true,
            }),
            ..nullable("g", Type::String { max: 1 })
        };
        let about = Column {
            was: was.into_iter().map(str::to_owned).collect(),
            ..column(name, ty.clone())
        };
        let text = defaulted("a", STRING, Default::Sql(same("lower('A')")));
        let mut columns = vec![id(), about, text];
        // On these databases a default may read other columns.
        if self.dialect.has_mysql_grammar() {
            let default = Default::Sql(same(&yes_or_no));
            columns.push(defaulted("d", Type::String { max: 1 }, default));
        }
        if self.is_generated {
            columns.push(generated);
        }
        let mut things = table("things", columns);
        things.checks.push(check("ck", &condition));
        if self.dialect != Dialect::Mariadb {
            things.indexes.push(Index {
                name: "ix".to_owned(),
                parts: vec![IndexPart {
                    key: IndexKey::Expression(same(&yes_or_no)),
                    descending: false,
                    class: None,
                }],
                unique: false,
                predicate: None,
                method: PerDialect::default(),
                include: Vec::new(),
                options: Vec::new(),
            });
        }
        Schema {
            dialects: vec![self.dialect],
            ..schema(vec![things])
        }
    }

    fn may_be_created(&self, live: &Live, name: &str) -> bool {
        let schema = self.schema(name, None, &self.ty);
        let is_created = live.run(&ddl::create(&schema, self.dialect)).is_ok();
        let dropped = live.run(&ddl::drop(&schema, self.dialect));
        dropped.is_ok() && is_created
    }

    /// The column gets another name, by a migration and back, and by `sync`.
    fn renamed(&self, live: &Live, name: &str) -> Result<(), String> {
        let from = self.schema(name, None, &self.ty);
        let to = self.schema("other_name", Some(name), &self.ty);
        self.there_and_back(live, name, &from, &to)
    }

    /// The column gets another type, while the user's SQL stays as it is.
    fn retyped(&self, live: &Live, name: &str) -> Result<(), String> {
        let ty = match &self.ty {
            Type::Integer => Type::BigInt,
            Type::String { max } => Type::String { max: max + 10 },
            Type::Date => Type::DateTime,
            // These two are one type on MySQL and MariaDB.
            Type::DateTime if !self.dialect.has_mysql_grammar() => Type::Timestamp,
            // Values of the other types are converted by consent only.
            _ => return Ok(()),
        };
        let from = self.schema(name, None, &self.ty);
        let to = self.schema(name, None, &ty);
        let is_like = matches!(self.ty, Type::Integer | Type::String { .. });
        let other = Models {
            ty,
            condition: self.condition.clone(),
            ..*self
        };
        // The user's SQL may not suit the other type.
        if !is_like && !other.may_be_created(live, name) {
            return Ok(());
        }
        self.there_and_back(live, name, &from, &to)
    }

    fn there_and_back(
        &self,
        live: &Live,
        name: &str,
        from: &Schema,
        to: &Schema,
    ) -> Result<(), String> {
        let (before, after) = (lower(from, self.dialect), lower(to, self.dialect));
        let plan = way(self.dialect, &before, &after, &Intent::of(to))?;
        live.run(&ddl::create(from, self.dialect))?;
        let row = format!(
            "INSERT INTO things ({}) VALUES ({})",
            identifier(self.dialect, name),
            match self.ty {
                Type::Integer | Type::Double => "1",
                Type::Date => "'2024-02-29'",
                Type::Time => "'12:00:00.000000'",
                Type::DateTime => "'2024-02-29 12:00:00.000000'",
                _ => "'1'",
            }
        );
        live.run(&[row])?;
        arrived(live, &before)?;
        walk(live, &plan.up()).map_err(|error| format!("there: {error}"))?;
        arrived(live, &after)?;
        walk(live, &plan.down()).map_err(|error| format!("back: {error}"))?;
        arrived(live, &before)?;

        let ours = tablewright::__schema("ours", to);
        let synced = live.wait(tablewright::sync(live.db(), ours));
        let synced = synced.map_err(|error| format!("sync: {error}"))?;
        if !matches!(synced, SyncReport::Applied(_)) {
            return Err(format!("sync: {synced:?}"));
        }
        let verdict = live.wait(tablewright::verify(live.db(), ours));
        if verdict.map_err(|error| error.to_string())? != Verification::UpToDate {
            return Err("something is left to do".to_owned());
        }
        arrived(live, &after)?;
        live.run(&ddl::drop(to, self.dialect))
    }
}

/// That the database has these tables, and nothing is left to do.
fn arrived(live: &Live, wanted: &Catalog) -> Result<(), String> {
    let found = live.inspect()?;
    let worded = live.worded_beside(wanted, &found)?;
    let rest = way(live.dialect(), &found, &worded, &Intent::default())?;
    match rest.is_empty() {
        true => Ok(()),
        false => Err(format!("there is left to do: {:#?}", rest.up().sql)),
    }
}
