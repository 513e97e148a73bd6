//! What is somewhere in a column of type `json`.

use std::marker::PhantomData;

use serde_json::Value as Json;

use super::render::Renderer;
use super::{Comparison, Filter, Name, Node};
use crate::arg::Arg;
use crate::model::Model;
use crate::{Column, Dialect, Error, Result};

/// What a column of JSON holds.
#[diagnostic::on_unimplemented(
    message = "a column that holds `{Self}` has nothing in it to look for"
)]
pub trait Document {}

impl Document for Json {}
impl Document for Option<Json> {}

/// A step into JSON: the key of an object, `"name"`, or the place in an array, `0`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` leads nowhere in JSON",
    label = "neither a key, such as `\"name\"`, nor the place in an array, such as `0`"
)]
pub trait IntoStep {
    /// The step.
    #[doc(hidden)]
    fn into_step(self) -> Step;
}

/// A step into JSON.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// The value of this key of an object.
    Key(String),
    /// The item at this place of an array, from 0.
    Place(u32),
}

impl IntoStep for &str {
    fn into_step(self) -> Step {
        Step::Key(self.to_owned())
    }
}

impl IntoStep for &String {
    fn into_step(self) -> Step {
        Step::Key(self.clone())
    }
}

impl IntoStep for String {
    fn into_step(self) -> Step {
        Step::Key(self)
    }
}

impl IntoStep for u32 {
    fn into_step(self) -> Step {
        Step::Place(self)
    }
}

impl<M: Model, T: Document> Column<M, T> {
    /// The value of a key of the object in the column, or the item of the array in it at a place,
    /// from 0: `User::SETTINGS.at("theme").at("name").text().eq("dark")`.
    ///
    /// Databases differ with keys that have a quote, a backslash or a control character in them, or
    /// begin with `-`: asking for one of these is [`Error::Value`].
    pub fn at(self, step: impl IntoStep) -> JsonPath<M> {
        JsonPath {
            name: Name::of(self),
            steps: vec![step.into_step()],
            of: PhantomData,
        }
    }
}

/// Somewhere in the JSON of a column: see [`Column::at`].
#[derive(Debug)]
#[must_use = "a path does nothing until something is asked of it"]
pub struct JsonPath<M> {
    name: Name,
    steps: Vec<Step>,
    of: PhantomData<fn() -> M>,
}

impl<M> JsonPath<M> {
    /// A step further.
    pub fn at(mut self, step: impl IntoStep) -> Self {
        self.steps.push(step.into_step());
        self
    }

    /// Whether there is something, if only JSON's `null`. It is not where the column is NULL.
    pub fn exists(self) -> Filter<M> {
        self.asked(Asked::Exists)
    }

    /// Whether JSON's `null` is there. It is not where there is nothing.
    pub fn is_null(self) -> Filter<M> {
        self.asked(Asked::IsNull)
    }

    /// The text that is there, to be compared. A comparison with anything else that is there is as
    /// one with NULL: it neither holds nor not.
    pub fn text(self) -> JsonValue<M, String> {
        JsonValue(self, PhantomData)
    }

    /// The integer of 64 bits that is there, to be compared; `1.0` is none. A comparison with
    /// anything else that is there is as one with NULL: it neither holds nor not.
    pub fn integer(self) -> JsonValue<M, i64> {
        JsonValue(self, PhantomData)
    }

    /// The `true` or `false` that is there, to be compared. A comparison with anything else that is
    /// there is as one with NULL: it neither holds nor not.
    pub fn bool(self) -> JsonValue<M, bool> {
        JsonValue(self, PhantomData)
    }

    fn asked(self, asked: Asked) -> Filter<M> {
        for step in &self.steps {
            if let Some(reason) = refused(step) {
                return Filter::new(Node::Invalid(reason));
            }
        }
        Filter::new(Node::Json(Box::new(Question {
            name: self.name,
            steps: self.steps,
            asked,
        })))
    }
}

/// Why not every database can take a step.
fn refused(step: &Step) -> Option<String> {
    let odd = |character: char| matches!(character, '"' | '\\') || character.is_control();
    match step {
        // MariaDB finds nothing behind a key that begins so.
        Step::Key(key) if key.contains(odd) || key.starts_with('-') => Some(
            "a key of JSON cannot be asked for that has a quote, a backslash or a control \
             character in it, or begins with `-`: not every database finds it"
                .to_owned(),
        ),
        Step::Place(place) if i32::try_from(*place).is_err() => Some(format!(
            "an array of JSON has no item at {place}, which is too far behind"
        )),
        Step::Key(_) | Step::Place(_) => None,
    }
}

/// A value in the JSON of a column, if it is a `T`: text, an integer or a bool.
#[derive(Debug)]
#[must_use = "a value does nothing until it is compared"]
pub struct JsonValue<M, T>(JsonPath<M>, PhantomData<fn() -> T>);

impl<M, T: Kind> JsonValue<M, T> {
    /// Whether it is equal.
    pub fn eq(self, value: impl Into<T>) -> Filter<M> {
        self.compare(Comparison::Equal, value.into())
    }

    /// Whether it is another one, of the same type.
    pub fn ne(self, value: impl Into<T>) -> Filter<M> {
        self.compare(Comparison::NotEqual, value.into())
    }

    /// Whether it is less. Text is compared by code point.
    pub fn lt(self, value: impl Into<T>) -> Filter<M> {
        self.compare(Comparison::Less, value.into())
    }

    /// Whether it is less or equal.
    pub fn le(self, value: impl Into<T>) -> Filter<M> {
        self.compare(Comparison::LessOrEqual, value.into())
    }

    /// Whether it is greater.
    pub fn gt(self, value: impl Into<T>) -> Filter<M> {
        self.compare(Comparison::Greater, value.into())
    }

    /// Whether it is greater or equal.
    pub fn ge(self, value: impl Into<T>) -> Filter<M> {
        self.compare(Comparison::GreaterOrEqual, value.into())
    }

    fn compare(self, comparison: Comparison, value: T) -> Filter<M> {
        self.0
            .asked(Asked::Compare(T::SCALAR, comparison, value.arg()))
    }
}

/// What a value in JSON can be compared as.
pub trait Kind: Sized {
    /// What it is in JSON.
    #[doc(hidden)]
    const SCALAR: Scalar;

    /// The parameter.
    #[doc(hidden)]
    fn arg(self) -> Arg<'static>;
}

macro_rules! kind {
    ($($ty:ty => $scalar:ident),*) => {$(
        impl Kind for $ty {
            const SCALAR: Scalar = Scalar::$scalar;

            fn arg(self) -> Arg<'static> {
                self.into()
            }
        }
    )*};
}

kind!(String => Text, i64 => Integer, bool => Bool);

/// A type of JSON.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scalar {
    /// A string.
    Text,
    /// A number without a point.
    Integer,
    /// `true` and `false`.
    Bool,
}

/// Something that is asked of a place in JSON.
#[derive(Clone, Debug)]
pub struct Question {
    name: Name,
    steps: Vec<Step>,
    asked: Asked,
}

/// What is asked.
#[derive(Clone, Debug)]
enum Asked {
    Exists,
    IsNull,
    Compare(Scalar, Comparison, Arg<'static>),
}

/// A condition on JSON in the words of each database.
///
/// What is of another type is NULL, by a `CASE`, so that nothing is converted that cannot be.
pub(super) fn render(to: &mut Renderer<'_>, question: &Question) {
    let place = Place {
        name: question.name,
        steps: &question.steps,
    };
    match &question.asked {
        Asked::Exists => {
            place.kind(to);
            to.push(" IS NOT NULL");
        }
        Asked::IsNull => {
            place.kind(to);
            to.push(match to.dialect() {
                Dialect::Sqlite => " IS 'null'",
                Dialect::Postgres => " IS NOT DISTINCT FROM 'null'",
                Dialect::Mysql | Dialect::Mariadb => " <=> 'NULL'",
            });
        }
        Asked::Compare(scalar, comparison, value) => {
            to.push("(CASE WHEN ");
            place.scalar(*scalar, to);
            to.push(" END)");
            if *scalar == Scalar::Text {
                to.push(by_code_point(to.dialect()));
            }
            to.push(" ");
            to.push(comparison.sql());
            to.push(" ");
            to.arg(value.clone());
        }
    }
}

/// A place in the JSON of a column.
#[derive(Clone, Copy)]
struct Place<'q> {
    name: Name,
    steps: &'q [Step],
}

impl Place<'_> {
    /// The type of what is there, NULL where there is nothing.
    fn kind(self, to: &mut Renderer<'_>) {
        if to.dialect() == Dialect::Sqlite {
            return self.type_of(to);
        }
        // The servers take the first item of whatever is no array too, as if it were the only one.
        let is_place = |(_, step): &(usize, &Step)| matches!(step, Step::Place(_));
        let arrays = self.steps.iter().enumerate().filter(is_place);
        let arrays: Vec<&[Step]> = arrays.map(|(length, _)| &self.steps[..length]).collect();
        if arrays.is_empty() {
            return self.type_of(to);
        }
        let is_array = match to.dialect() {
            Dialect::Sqlite | Dialect::Postgres => " = 'array'",
            Dialect::Mysql | Dialect::Mariadb => " = 'ARRAY'",
        };
        let mut between = "(CASE WHEN ";
        for steps in arrays {
            to.push(between);
            Place { steps, ..self }.type_of(to);
            to.push(is_array);
            between = " AND ";
        }
        to.push(" THEN ");
        self.type_of(to);
        to.push(" END)");
    }

    fn type_of(self, to: &mut Renderer<'_>) {
        match to.dialect() {
            Dialect::Sqlite => {
                to.push("json_type(");
                self.arguments(to);
            }
            Dialect::Postgres => {
                to.push("jsonb_typeof(");
                self.value(to);
            }
            Dialect::Mysql | Dialect::Mariadb => {
                to.push("JSON_TYPE(");
                self.value(to);
            }
        }
        to.push(")");
        // MySQL compares its name by another collation than the connection does.
        if to.dialect() == Dialect::Mysql {
            to.push(by_code_point(Dialect::Mysql));
        }
    }

    /// `… = 'string' THEN …`, which gives the value where it is of that type.
    fn scalar(self, scalar: Scalar, to: &mut Renderer<'_>) {
        let dialect = to.dialect();
        self.kind(to);
        to.push(match (dialect, scalar) {
            (Dialect::Sqlite, Scalar::Text) => " = 'text' THEN ",
            (Dialect::Sqlite, Scalar::Integer) => " = 'integer' THEN CASE WHEN typeof(",
            (Dialect::Sqlite, Scalar::Bool) => " IN ('true', 'false') THEN ",
            (Dialect::Postgres, Scalar::Text) => " = 'string' THEN ",
            (Dialect::Postgres, Scalar::Integer) => " = 'number' THEN CASE WHEN scale(CAST(",
            (Dialect::Postgres, Scalar::Bool) => " = 'boolean' THEN CAST(",
            (Dialect::Mysql | Dialect::Mariadb, Scalar::Text) => " = 'STRING' THEN JSON_UNQUOTE(",
            (Dialect::Mysql, Scalar::Integer) => {
                " IN ('INTEGER', 'UNSIGNED INTEGER') THEN CASE WHEN "
            }
            (Dialect::Mariadb, Scalar::Integer) => " = 'INTEGER' THEN CASE WHEN ",
            (Dialect::Mysql | Dialect::Mariadb, Scalar::Bool) => " = 'BOOLEAN' THEN JSON_UNQUOTE(",
        });
        match (dialect, scalar) {
            (Dialect::Sqlite, Scalar::Text | Scalar::Bool) => self.extracted(to),
            // An integer of more than 64 bits has become a float.
            (Dialect::Sqlite, Scalar::Integer) => {
                self.extracted(to);
                to.push(") = 'integer' THEN ");
                self.extracted(to);
                to.push(" END");
            }
            (Dialect::Postgres, Scalar::Text) => {
                self.value(to);
                to.push(" #>> '{}'");
            }
            (Dialect::Postgres, Scalar::Integer) => {
                self.value(to);
                to.push(" AS NUMERIC)) = 0 AND CAST(");
                self.value(to);
                to.push(" AS NUMERIC)");
                to.push(IN_64_BITS);
                to.push(" THEN CAST(");
                self.value(to);
                to.push(" AS BIGINT) END");
            }
            (Dialect::Postgres, Scalar::Bool) => {
                self.value(to);
                to.push(" AS BOOLEAN)");
            }
            (Dialect::Mysql | Dialect::Mariadb, Scalar::Text) => {
                self.value(to);
                to.push(")");
            }
            // It takes large ones for unsigned, and as a decimal a larger one for a negative one.
            (Dialect::Mysql, Scalar::Integer) => {
                self.value(to);
                to.push(" <= CAST(9223372036854775807 AS JSON) THEN CAST(");
                self.value(to);
                to.push(" AS SIGNED) END");
            }
            // It takes `1e5` for one, and any number of digits.
            (Dialect::Mariadb, Scalar::Integer) => {
                self.value(to);
                to.push(by_code_point(dialect));
                to.push(" REGEXP '^-?[0-9]{1,19}$' THEN CASE WHEN CAST(");
                self.value(to);
                to.push(" AS DECIMAL(19, 0))");
                to.push(IN_64_BITS);
                to.push(" THEN CAST(");
                self.value(to);
                to.push(" AS SIGNED) END END");
            }
            (Dialect::Mysql | Dialect::Mariadb, Scalar::Bool) => {
                self.value(to);
                to.push(")");
                to.push(by_code_point(dialect));
                to.push(" = 'true'");
            }
        }
    }

    /// The JSON that is there.
    fn value(self, to: &mut Renderer<'_>) {
        if to.dialect() == Dialect::Postgres {
            to.push("(");
            to.column(self.name);
            for step in self.steps {
                to.push(" -> ");
                match step {
                    Step::Key(key) => {
                        to.push("CAST(");
                        to.arg(Arg::Text(key.clone().into()));
                        to.push(" AS TEXT)");
                    }
                    Step::Place(place) => to.push(&place.to_string()),
                }
            }
            to.push(")");
        } else {
            self.extracted(to);
        }
    }

    fn extracted(self, to: &mut Renderer<'_>) {
        to.push("json_extract(");
        self.arguments(to);
        to.push(")");
    }

    /// The column and the path in it.
    fn arguments(self, to: &mut Renderer<'_>) {
        let mut path = String::from("$");
        for step in self.steps {
            match step {
                Step::Key(key) => {
                    path.push_str(".\"");
                    path.push_str(key);
                    path.push('"');
                }
                Step::Place(place) => path.push_str(&format!("[{place}]")),
            }
        }
        to.column(self.name);
        to.push(", ");
        to.arg(Arg::Text(path.into()));
    }
}

/// How text is compared by code point.
fn by_code_point(dialect: Dialect) -> &'static str {
    match dialect {
        Dialect::Sqlite => "",
        Dialect::Postgres => " COLLATE \"C\"",
        Dialect::Mysql => " COLLATE utf8mb4_0900_bin",
        Dialect::Mariadb => " COLLATE utf8mb4_nopad_bin",
    }
}

const IN_64_BITS: &str = " BETWEEN -9223372036854775808 AND 9223372036854775807";

impl<M: Model, T> Column<M, Vec<T>> {
    /// Whether the value is an item of the list: `'x' = ANY("tags")`.
    pub fn contains(self, value: impl Into<T>) -> Filter<M> {
        contains(Name::of(self), self.compared(vec![value.into()]))
    }
}

impl<M: Model, T> Column<M, Option<Vec<T>>> {
    /// Whether the value is an item of the list: `'x' = ANY("tags")`. NULL has no items, and none of
    /// which it is known that it is no item.
    pub fn contains(self, value: impl Into<T>) -> Filter<M> {
        contains(Name::of(self), self.compared(Some(vec![value.into()])))
    }
}

fn contains<M>(name: Name, list: Arg<'static>) -> Filter<M> {
    match list {
        Arg::List(items) => Filter::new(Node::Contains(name, items)),
        Arg::Invalid(reason) => Filter::new(Node::Invalid(reason.into())),
        _ => Filter::new(Node::Invalid("it is no list".to_owned())),
    }
}

/// Whether a list has these items, of which there is one.
///
/// # Errors
///
/// [`Error::Value`] for one that no database takes.
pub(super) fn render_contains(
    to: &mut Renderer<'_>,
    name: Name,
    items: &[Arg<'static>],
) -> Result<()> {
    if to.dialect() == Dialect::Postgres {
        let Some(item) = items.first() else {
            return Err(Error::value("it is no item"));
        };
        to.arg(item.clone());
        to.push(" = ANY(");
        to.column(name);
        to.push(")");
        return Ok(());
    }
    let wanted = Arg::Text(crate::types::list::to_json(items)?.into());
    match to.dialect() {
        Dialect::Sqlite => {
            to.push("(CASE WHEN ");
            to.column(name);
            to.push(" IS NOT NULL THEN EXISTS (SELECT 1 FROM json_each(");
            to.column(name);
            to.push(") AS held, json_each(");
            to.arg(wanted);
            to.push(") AS wanted WHERE held.value = wanted.value) END)");
        }
        Dialect::Postgres | Dialect::Mysql => {
            to.push("JSON_CONTAINS(");
            to.column(name);
            to.push(", ");
            to.arg(wanted);
            to.push(")");
        }
        // Its `JSON_CONTAINS` compares integers as floats.
        Dialect::Mariadb => {
            let ty = item_type(items.first());
            let columns = format!(", '$[*]' COLUMNS (item {ty} PATH '$'))");
            to.push("(CASE WHEN ");
            to.column(name);
            to.push(" IS NOT NULL THEN EXISTS (SELECT 1 FROM json_table(");
            to.column(name);
            to.push(&columns);
            to.push(" AS held, json_table(");
            to.arg(wanted);
            to.push(&columns);
            to.push(" AS wanted WHERE held.item = wanted.item) END)");
        }
    }
    Ok(())
}

/// What MariaDB reads an item of a list as, where numbers stand for themselves and the rest is text.
fn item_type(item: Option<&Arg<'_>>) -> &'static str {
    match item {
        Some(Arg::Bool(_) | Arg::I16(_) | Arg::I32(_) | Arg::I64(_)) => "BIGINT",
        Some(Arg::F32(_) | Arg::F64(_)) => "DOUBLE",
        _ => "LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin",
    }
}
