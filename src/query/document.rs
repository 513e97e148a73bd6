//! Values within a column of type `json`.

use std::marker::PhantomData;

use serde_json::Value as Json;

use tablewright_sql::Word;
pub use tablewright_sql::words::Scalar;
use tablewright_sql::words::{Comparison, Op, json_compare};

use super::{Filter, Node};
use crate::base::column::Column;
use crate::base::model::Model;
use crate::base::statement::{Name, Sink};
use crate::base::value::field::{Field, Item};
use crate::base::value::parameter::Parameter;

/// The type of a column of JSON.
#[diagnostic::on_unimplemented(message = "a column that holds `{Self}` has no parts to search for")]
pub trait Document {}

impl Document for Json {}
#[diagnostic::do_not_recommend]
impl<T: Document> Document for Option<T> {}

/// A step of a path in JSON: the key of an object, `"name"`, or the index of an array, `0`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be a step of a JSON path",
    label = "it is neither a key, such as `\"name\"`, nor an index of an array, such as `0`"
)]
pub trait IntoStep {
    /// The step.
    #[doc(hidden)]
    fn into_step(self) -> Step;
}

/// A step of a path in JSON.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// The value of this key of an object.
    Key(String),
    /// The item at this index of an array, from 0.
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
    /// Selects the value of a key of the object in the column, or an item of the array by its
    /// index, from 0: `User::SETTINGS.at("theme").at("name").text().eq("dark")`.
    ///
    /// Databases differ in how they treat keys that begin with `-`, or have a quote, a backslash or
    /// a control character: such a key is [`Error::Value`](crate::Error::Value).
    pub fn at(self, step: impl IntoStep) -> JsonPath<M> {
        JsonPath {
            name: self.named(),
            steps: vec![step.into_step()],
            of: PhantomData,
        }
    }
}

/// A path into the JSON of a column: see [`Column::at`].
#[derive(Debug)]
#[must_use = "a path does nothing until it is read or compared"]
pub struct JsonPath<M> {
    name: Name,
    steps: Vec<Step>,
    of: PhantomData<fn() -> M>,
}

impl<M> JsonPath<M> {
    /// Appends a key or an index to the path.
    pub fn at(mut self, step: impl IntoStep) -> Self {
        self.steps.push(step.into_step());
        self
    }

    /// Tests whether the path exists, even if its value is JSON's `null`. If the column is NULL, it
    /// does not.
    pub fn exists(self) -> Filter<M> {
        self.asked(Asked::Exists)
    }

    /// Tests whether the value is JSON's `null`. If the path does not exist, it is not.
    pub fn is_null(self) -> Filter<M> {
        self.asked(Asked::IsNull)
    }

    /// Selects the value as a string, to compare it. If it has another type, the comparison is as
    /// with NULL.
    pub fn text(self) -> JsonValue<M, String> {
        JsonValue(self, PhantomData)
    }

    /// Selects the value as a 64-bit integer, to compare it; `1.0` is not an integer. If it has
    /// another type, the comparison is as with NULL.
    pub fn integer(self) -> JsonValue<M, i64> {
        JsonValue(self, PhantomData)
    }

    /// Selects the value as a bool, to compare it. If it has another type, the comparison is as
    /// with NULL.
    pub fn bool(self) -> JsonValue<M, bool> {
        JsonValue(self, PhantomData)
    }

    fn asked(self, asked: Asked) -> Filter<M> {
        for step in &self.steps {
            if let Some(reason) = refused(step) {
                return Filter::new(Node::Invalid(reason.into()));
            }
        }
        Filter::new(Node::Json(Box::new(Question {
            name: self.name,
            steps: self.steps,
            asked,
        })))
    }
}

/// The reason if not every database can take a step.
fn refused(step: &Step) -> Option<String> {
    let odd = |character: char| matches!(character, '"' | '\\') || character.is_control();
    match step {
        // MariaDB finds nothing below a key that begins with it.
        Step::Key(key) if key.contains(odd) || key.starts_with('-') => Some(
            "a JSON key with a quote, a backslash or a control character, or one that begins with \
             `-`, cannot be used in a path, because not every database finds it"
                .to_owned(),
        ),
        Step::Place(place) if i32::try_from(*place).is_err() => Some(format!(
            "an array of JSON has no item at {place}: the index is too large"
        )),
        Step::Key(_) | Step::Place(_) => None,
    }
}

/// A value in the JSON of a column, of type `T`: a string, an integer or a bool.
#[derive(Debug)]
#[must_use = "a value does nothing until it is compared"]
pub struct JsonValue<M, T>(JsonPath<M>, PhantomData<fn() -> T>);

impl<M, T: Kind> JsonValue<M, T> {
    /// Tests whether it is equal.
    pub fn eq(self, value: impl Into<T>) -> Filter<M> {
        self.compare(Comparison::Equal, value.into())
    }

    /// Tests whether it is another value of the same type.
    pub fn ne(self, value: impl Into<T>) -> Filter<M> {
        self.compare(Comparison::NotEqual, value.into())
    }

    /// Tests whether it is less. Strings are compared by code point.
    pub fn lt(self, value: impl Into<T>) -> Filter<M> {
        self.compare(Comparison::Less, value.into())
    }

    /// Tests whether it is less or equal.
    pub fn le(self, value: impl Into<T>) -> Filter<M> {
        self.compare(Comparison::LessOrEqual, value.into())
    }

    /// Tests whether it is greater.
    pub fn gt(self, value: impl Into<T>) -> Filter<M> {
        self.compare(Comparison::Greater, value.into())
    }

    /// Tests whether it is greater or equal.
    pub fn ge(self, value: impl Into<T>) -> Filter<M> {
        self.compare(Comparison::GreaterOrEqual, value.into())
    }

    fn compare(self, comparison: Comparison, value: T) -> Filter<M> {
        self.0
            .asked(Asked::Compare(T::SCALAR, comparison, value.parameter()))
    }
}

/// A Rust type that a value in JSON can be compared with.
pub trait Kind: Sized {
    /// The type in JSON.
    #[doc(hidden)]
    const SCALAR: Scalar;

    /// The parameter.
    #[doc(hidden)]
    fn parameter(self) -> Parameter<'static>;
}

macro_rules! kind {
    ($($ty:ty => $scalar:ident),*) => {$(
        impl Kind for $ty {
            const SCALAR: Scalar = Scalar::$scalar;

            fn parameter(self) -> Parameter<'static> {
                self.into()
            }
        }
    )*};
}

kind!(String => Text, i64 => Integer, bool => Bool);

/// A condition on a value in JSON.
#[derive(Clone, Debug)]
pub struct Question {
    name: Name,
    steps: Vec<Step>,
    asked: Asked,
}

/// The condition.
#[derive(Clone, Debug)]
enum Asked {
    Exists,
    IsNull,
    Compare(Scalar, Comparison, Parameter<'static>),
}

impl Question {
    pub(super) fn walk<'w, S: Sink<'w>>(&'w self, to: &mut S) {
        to.op(
            Op::Json,
            (self.steps.len() as u32) << 16 | self.name.number(),
        );
        for step in &self.steps {
            match step {
                Step::Key(key) => {
                    to.op(Op::Member, 0);
                    to.word(Word::Text(key));
                }
                Step::Place(position) => to.op(Op::Item, *position),
            }
        }
        match &self.asked {
            Asked::Exists => to.op(Op::JsonExists, 0),
            Asked::IsNull => to.op(Op::JsonIsNull, 0),
            Asked::Compare(scalar, comparison, value) => {
                to.op(Op::JsonCompare, json_compare(*scalar, *comparison));
                to.parameter(self.name, value);
            }
        }
    }
}

impl<M: Model, T: Item> Column<M, Vec<T>> {
    /// Tests whether the value is an item of the array: `'x' = ANY("tags")`.
    pub fn contains(self, value: impl Into<T>) -> Filter<M> {
        contains(self.named(), vec![value.into()].into_parameter(self.ty()))
    }
}

impl<M: Model, T: Item> Column<M, Option<Vec<T>>> {
    /// Tests whether the value is an item of the array: `'x' = ANY("tags")`. For NULL, neither this
    /// condition nor its opposite is true.
    pub fn contains(self, value: impl Into<T>) -> Filter<M> {
        contains(self.named(), vec![value.into()].into_parameter(self.ty()))
    }
}

fn contains<M>(name: Name, array: Parameter<'static>) -> Filter<M> {
    match array {
        Parameter::List(_) => Filter::new(Node::Contains(name, Box::new(array))),
        Parameter::Invalid(reason) => Filter::new(Node::Invalid(reason)),
        _ => Filter::new(Node::Invalid("it is not an array".into())),
    }
}

/// Emits the words of the condition that an array contains an item; the item is an array of one.
pub(super) fn walk_contains<'w, S: Sink<'w>>(
    name: Name,
    array: &'w Parameter<'static>,
    to: &mut S,
) {
    to.op(Op::Contains, name.number());
    if !S::BINDS {
        return;
    }
    let Parameter::List(items) = array else {
        return;
    };
    if to.dialect().has_arrays() {
        if let Some(item) = items.first() {
            to.parameter(name, item);
        }
        return;
    }
    match crate::base::value::types::list::to_json(items) {
        Ok(json) => to.parameter(name, &Parameter::Text(json.into())),
        Err(error) => to.fail(error),
    }
}
