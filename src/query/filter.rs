//! Conditions.

use std::marker::PhantomData;
use std::ops::{BitAnd, BitOr, Not};

use tablewright_sql::words::{Comparison, Op, compare};

use super::computed::{Condition, Expr, Expression};
use super::expression::Call;
use super::pattern::Pattern;
use super::{Term, list};
use crate::base::column::Column;
use crate::base::error::Error;
use crate::base::model::Model;
use crate::base::statement::{Name, Sink};
use crate::base::value::parameter::Parameter;
use crate::query::Exists;
use crate::query::route::Route;

/// The greatest depth of nested conditions. Conditions side by side, combined by the same `&` or
/// `|`, are one level.
///
/// The limit prevents a stack overflow, here or in the database, by a condition that a program
/// builds from input.
const DEEPEST: u16 = 200;

/// A condition on the rows of the model `M`.
///
/// Conditions are combined by `&`, `|` and `!`.
#[derive(Debug)]
#[must_use = "a condition does nothing until a statement has it"]
pub struct Filter<M> {
    node: Node,
    depth: u16,
    of: PhantomData<fn() -> M>,
}

/// A condition, whatever its model.
#[derive(Clone, Debug)]
pub(crate) enum Node {
    /// A condition that is always true, or always false.
    Constant(bool),
    /// A comparison of a column with a value.
    Value(Name, Comparison, Parameter<'static>),
    /// A comparison of a column with another column, or with an expression.
    Compare(Name, Comparison, Box<Term<'static>>),
    /// A test whether a column is NULL, or is not.
    Null(Name, bool),
    /// A test whether a column is one of these values.
    In(Name, Vec<Parameter<'static>>),
    /// A test whether columns are one of these tuples of values.
    InTuples(Box<[Name]>, Vec<Vec<Parameter<'static>>>),
    /// A test whether a string matches a pattern.
    Like(Name, Box<Pattern>),
    /// A condition on the JSON in a column.
    #[cfg(feature = "json")]
    Json(Box<super::document::Question>),
    /// A test whether an array contains an item.
    #[cfg(feature = "json")]
    Contains(Name, Box<Parameter<'static>>),
    /// A comparison of an aggregate.
    Having(Call, Comparison, Box<Parameter<'static>>),
    /// A condition on expressions.
    Computed(Box<Condition>),
    /// All of these are true.
    All(Vec<Node>),
    /// At least one of these is true.
    Any(Vec<Node>),
    /// This is not true.
    Not(Box<Node>),
    /// A test whether related rows exist.
    Exists(Box<Exists>),
    /// A test whether a join table connects the row with a key.
    Connected(Box<(Route, Vec<Parameter<'static>>)>),
    /// A condition that cannot be rendered, and the reason.
    Invalid(Box<str>),
}

impl Node {
    /// Whether it contains a query, which reads other rows.
    pub fn asks_others(&self) -> bool {
        match self {
            Node::Exists(_) | Node::Connected(_) => true,
            Node::Compare(_, _, term) => term.asks_others(),
            Node::Computed(condition) => condition.asks_others(),
            Node::All(nodes) | Node::Any(nodes) => nodes.iter().any(Node::asks_others),
            Node::Not(node) => node.asks_others(),
            Node::Constant(_)
            | Node::Value(..)
            | Node::Null(..)
            | Node::In(..)
            | Node::InTuples(..)
            | Node::Like(..)
            | Node::Having(..)
            | Node::Invalid(_) => false,
            #[cfg(feature = "json")]
            Node::Json(_) | Node::Contains(..) => false,
        }
    }

    /// Whether it is false for every row.
    pub fn is_never(&self) -> bool {
        matches!(self, Node::Constant(false))
    }

    /// Whether a part of it is invalid.
    pub fn is_invalid(&self) -> bool {
        match self {
            Node::Invalid(_) => true,
            Node::Value(_, _, value) => matches!(value, Parameter::Invalid(_)),
            Node::In(_, values) => values.iter().any(|it| matches!(it, Parameter::Invalid(_))),
            Node::All(nodes) | Node::Any(nodes) => nodes.iter().any(Node::is_invalid),
            Node::Not(node) => node.is_invalid(),
            Node::Constant(_)
            | Node::Compare(..)
            | Node::Null(..)
            | Node::InTuples(..)
            | Node::Like(..)
            | Node::Having(..)
            | Node::Computed(_)
            | Node::Connected(_)
            | Node::Exists(_) => false,
            #[cfg(feature = "json")]
            Node::Json(_) | Node::Contains(..) => false,
        }
    }

    /// Whether it is true for every row, so that it can be left out.
    #[inline]
    pub fn is_always(&self) -> bool {
        matches!(self, Node::Constant(true))
    }

    /// Emits its words.
    #[inline(always)]
    pub fn walk<'w, S: Sink<'w>>(&'w self, to: &mut S) {
        match self {
            Node::Value(name, comparison, value) => {
                to.op(Op::CompareValue, compare(*comparison, name.column));
                to.parameter(*name, value);
            }
            other => other.walk_others(to),
        }
    }

    fn walk_others<'w, S: Sink<'w>>(&'w self, to: &mut S) {
        match self {
            Node::Constant(true) => to.op(Op::True, 0),
            Node::Constant(false) => to.op(Op::False, 0),
            Node::Value(name, comparison, value) => {
                to.op(Op::CompareValue, compare(*comparison, name.column));
                to.parameter(*name, value);
            }
            Node::Compare(name, comparison, term) => {
                to.op(Op::Compare, compare(*comparison, name.column));
                term.walk(*name, to);
            }
            Node::Null(name, true) => to.op(Op::IsNull, name.number()),
            Node::Null(name, false) => to.op(Op::IsNotNull, name.number()),
            Node::In(name, values) => list::walk(*name, values, to),
            Node::InTuples(names, tuples) => list::walk_tuples(names, tuples, to),
            Node::Like(name, pattern) => pattern.walk(*name, to),
            #[cfg(feature = "json")]
            Node::Json(question) => question.walk(to),
            #[cfg(feature = "json")]
            Node::Contains(name, item) => super::document::walk_contains(*name, item, to),
            Node::Having(call, comparison, value) => call.walk_compared(*comparison, value, to),
            Node::Computed(condition) => condition.walk(to),
            Node::All(nodes) => walk_group(Op::All, nodes, to),
            Node::Any(nodes) => walk_group(Op::Any, nodes, to),
            Node::Not(node) => {
                to.op(Op::Not, 0);
                node.walk(to);
            }
            Node::Exists(exists) => exists.walk(to),
            Node::Connected(connected) => {
                let (route, values) = &**connected;
                to.op(Op::Connected, 0);
                route.walk(to);
                for value in values {
                    to.parameter(Name::NONE, value);
                }
            }
            Node::Invalid(reason) => {
                to.op(Op::False, 0);
                to.fail(Error::value(&**reason));
            }
        }
    }
}

fn walk_group<'w, S: Sink<'w>>(op: Op, nodes: &'w [Node], to: &mut S) {
    to.op(op, nodes.len() as u32);
    for node in nodes {
        node.walk(to);
    }
}

/// Emits the words of conditions after a word with their number, or nothing if there are none.
#[inline]
pub(crate) fn walk_conditions<'w, S: Sink<'w>>(op: Op, nodes: &'w [Node], to: &mut S) {
    let asked = || nodes.iter().filter(|node| !node.is_always());
    let count = asked().count();
    if count > 0 {
        to.op(op, count as u32);
        asked().for_each(|node| node.walk(to));
    }
}

impl<M> Filter<M> {
    pub(crate) fn new(node: Node) -> Self {
        Filter {
            node,
            depth: 1,
            of: PhantomData,
        }
    }

    /// Returns the condition that is true for every row.
    pub fn all() -> Self {
        Filter::new(Node::Constant(true))
    }

    /// Returns the condition that is false for every row.
    pub fn none() -> Self {
        Filter::new(Node::Constant(false))
    }

    /// Returns the condition that all of these are true; without conditions it is
    /// [`all`](Filter::all).
    pub fn every(filters: impl IntoIterator<Item = Filter<M>>) -> Self {
        filters.into_iter().fold(Filter::all(), BitAnd::bitand)
    }

    /// Returns the condition that at least one of these is true; without conditions it is
    /// [`none`](Filter::none).
    pub fn any(filters: impl IntoIterator<Item = Filter<M>>) -> Self {
        filters.into_iter().fold(Filter::none(), BitOr::bitor)
    }

    /// A condition on expressions.
    pub(crate) fn computed(condition: Condition) -> Self {
        let depth = condition.depth() + 1;
        Filter::nested(Node::Computed(Box::new(condition)), depth)
    }

    /// Its depth.
    pub(crate) fn depth(&self) -> u16 {
        self.depth
    }

    /// Makes a condition on rows of another model a condition on rows of this model.
    pub(crate) fn about<T>(filter: Filter<T>, make: impl FnOnce(Node) -> Exists) -> Self {
        let depth = filter.depth + 1;
        Filter::nested(Node::Exists(Box::new(make(filter.node))), depth)
    }

    /// Whether it is true, or false, for every row, if that is known.
    pub(crate) fn constant(&self) -> Option<bool> {
        match self.node {
            Node::Constant(holds) => Some(holds),
            _ => None,
        }
    }

    pub(crate) fn into_node(self) -> Node {
        self.node
    }

    /// The result of a condition beside a constant that decides alone. An invalid condition still
    /// reports its reason.
    fn decided(constant: bool, other: Filter<M>) -> Self {
        if other.node.is_invalid() {
            other
        } else {
            Filter::new(Node::Constant(constant))
        }
    }

    fn nested(node: Node, depth: u16) -> Self {
        if depth <= DEEPEST {
            Filter {
                node,
                depth,
                of: PhantomData,
            }
        } else {
            let reason = format!("the filter is nested more than {DEEPEST} levels deep");
            Filter::new(Node::Invalid(reason.into()))
        }
    }
}

/// A condition on rows of the model `M`: a [`Filter`], or a column or an expression of type `bool`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a condition on rows of `{M}`",
    label = "it is neither a filter of `{M}` nor a `bool` column of it"
)]
pub trait IntoFilter<M> {
    /// The condition.
    #[doc(hidden)]
    fn into_filter(self) -> Filter<M>;
}

#[diagnostic::do_not_recommend]
impl<M> IntoFilter<M> for Filter<M> {
    #[inline(always)]
    fn into_filter(self) -> Filter<M> {
        self
    }
}

/// Columns and expressions of type `bool`.
macro_rules! holds {
    ($($ty:ty),*) => {$(
        #[diagnostic::do_not_recommend]
        impl<M: Model> IntoFilter<M> for Column<M, $ty> {
            fn into_filter(self) -> Filter<M> {
                Filter::computed(Condition::Holds(Expr::Column(self.named())))
            }
        }

        #[diagnostic::do_not_recommend]
        impl<M> IntoFilter<M> for Expression<M, $ty> {
            fn into_filter(self) -> Filter<M> {
                Filter::computed(Condition::Holds(self.into_expr()))
            }
        }
    )*};
}

holds!(bool, Option<bool>);

impl<M> Clone for Filter<M> {
    fn clone(&self) -> Self {
        Filter {
            node: self.node.clone(),
            depth: self.depth,
            of: PhantomData,
        }
    }
}

impl<M> BitAnd for Filter<M> {
    type Output = Self;

    fn bitand(self, other: Self) -> Self {
        let depth = self.depth.max(other.depth);
        match (self.node, other.node) {
            (Node::Constant(true), node) => Filter::nested(node, other.depth),
            (node, Node::Constant(true)) => Filter::nested(node, self.depth),
            (Node::Constant(false), node) => {
                Filter::decided(false, Filter::nested(node, other.depth))
            }
            (node, Node::Constant(false)) => {
                Filter::decided(false, Filter::nested(node, self.depth))
            }
            (Node::All(mut all), Node::All(more)) => {
                all.extend(more);
                Filter::nested(Node::All(all), depth)
            }
            (Node::All(mut all), node) => {
                all.push(node);
                Filter::nested(Node::All(all), self.depth.max(other.depth + 1))
            }
            (node, Node::All(mut all)) => {
                all.insert(0, node);
                Filter::nested(Node::All(all), other.depth.max(self.depth + 1))
            }
            (one, other) => Filter::nested(Node::All(vec![one, other]), depth + 1),
        }
    }
}

impl<M> BitOr for Filter<M> {
    type Output = Self;

    fn bitor(self, other: Self) -> Self {
        let depth = self.depth.max(other.depth);
        match (self.node, other.node) {
            (Node::Constant(false), node) => Filter::nested(node, other.depth),
            (node, Node::Constant(false)) => Filter::nested(node, self.depth),
            (Node::Constant(true), node) => {
                Filter::decided(true, Filter::nested(node, other.depth))
            }
            (node, Node::Constant(true)) => Filter::decided(true, Filter::nested(node, self.depth)),
            (Node::Any(mut any), Node::Any(more)) => {
                any.extend(more);
                Filter::nested(Node::Any(any), depth)
            }
            (Node::Any(mut any), node) => {
                any.push(node);
                Filter::nested(Node::Any(any), self.depth.max(other.depth + 1))
            }
            (node, Node::Any(mut any)) => {
                any.insert(0, node);
                Filter::nested(Node::Any(any), other.depth.max(self.depth + 1))
            }
            (one, other) => Filter::nested(Node::Any(vec![one, other]), depth + 1),
        }
    }
}

impl<M> Not for Filter<M> {
    type Output = Self;

    fn not(self) -> Self {
        match self.node {
            Node::Constant(value) => Filter::new(Node::Constant(!value)),
            node => Filter::nested(Node::Not(Box::new(node)), self.depth + 1),
        }
    }
}

/// A condition on groups of rows of `M`, by their aggregates: `count().gt(5)`.
///
/// Conditions are combined by `&`, `|` and `!`.
#[derive(Debug)]
#[must_use = "a condition does nothing until a statement has it"]
pub struct Having<M>(Filter<M>);

impl<M> Having<M> {
    pub(crate) fn new(node: Node) -> Self {
        Having(Filter::new(node))
    }

    pub(crate) fn into_node(self) -> Node {
        self.0.into_node()
    }
}

impl<M> BitAnd for Having<M> {
    type Output = Self;

    fn bitand(self, other: Self) -> Self {
        Having(self.0 & other.0)
    }
}

impl<M> BitOr for Having<M> {
    type Output = Self;

    fn bitor(self, other: Self) -> Self {
        Having(self.0 | other.0)
    }
}

impl<M> Not for Having<M> {
    type Output = Self;

    fn not(self) -> Self {
        Having(!self.0)
    }
}
