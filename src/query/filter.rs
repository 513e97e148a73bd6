//! Conditions.

use std::marker::PhantomData;
use std::ops::{BitAnd, BitOr, Not};

use super::expression::Call;
use super::{Name, Term};
use crate::arg::Arg;
use crate::relation::Exists;

/// How deep conditions may be nested: `&` and `|` of the same kind side by side do not count.
///
/// It keeps a condition that a program builds from input from overflowing a stack, here or in the
/// database.
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
    /// One that holds always, or never.
    Constant(bool),
    /// A comparison.
    Compare(Name, Comparison, Term),
    /// Whether a column is NULL, or not.
    Null(Name, bool),
    /// Whether a column is one of these.
    In(Name, Vec<Arg<'static>>),
    /// Whether a text has a form.
    Like(Name, Like, String),
    /// Something that is asked of the JSON in a column.
    #[cfg(feature = "json")]
    Json(Box<super::document::Question>),
    /// Whether a list has these items.
    #[cfg(feature = "json")]
    Contains(Name, Vec<Arg<'static>>),
    /// A comparison of an aggregate.
    Having(Call, Comparison, Arg<'static>),
    /// All of these.
    All(Vec<Node>),
    /// One of these.
    Any(Vec<Node>),
    /// Not this.
    Not(Box<Node>),
    /// Whether rows of another model belong to the row.
    Exists(Box<Exists>),
    /// What cannot be asked, and why.
    Invalid(String),
}

impl Node {
    /// Whether it asks about rows of other tables, or of the same once more.
    pub fn asks_others(&self) -> bool {
        match self {
            Node::Exists(_) => true,
            Node::All(nodes) | Node::Any(nodes) => nodes.iter().any(Node::asks_others),
            Node::Not(node) => node.asks_others(),
            Node::Constant(_)
            | Node::Compare(..)
            | Node::Null(..)
            | Node::In(..)
            | Node::Like(..)
            | Node::Having(..)
            | Node::Invalid(_) => false,
            #[cfg(feature = "json")]
            Node::Json(_) | Node::Contains(..) => false,
        }
    }
}

/// A comparison of two values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Comparison {
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

impl Comparison {
    pub fn sql(self) -> &'static str {
        match self {
            Comparison::Equal => "=",
            Comparison::NotEqual => "<>",
            Comparison::Less => "<",
            Comparison::LessOrEqual => "<=",
            Comparison::Greater => ">",
            Comparison::GreaterOrEqual => ">=",
        }
    }
}

/// How a text is compared with a pattern.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Like {
    /// Letter by letter.
    Exact,
    /// Small and capital letters of ASCII are the same.
    IgnoringCase,
}

impl<M> Filter<M> {
    pub(crate) fn new(node: Node) -> Self {
        Filter {
            node,
            depth: 1,
            of: PhantomData,
        }
    }

    /// The condition that holds for every row.
    pub fn all() -> Self {
        Filter::new(Node::Constant(true))
    }

    /// The condition that holds for no row.
    pub fn none() -> Self {
        Filter::new(Node::Constant(false))
    }

    /// The condition that all of these hold; for none of them it is [`all`](Filter::all).
    pub fn every(filters: impl IntoIterator<Item = Filter<M>>) -> Self {
        filters.into_iter().fold(Filter::all(), BitAnd::bitand)
    }

    /// The condition that one of these holds; for none of them it is [`none`](Filter::none).
    pub fn any(filters: impl IntoIterator<Item = Filter<M>>) -> Self {
        filters.into_iter().fold(Filter::none(), BitOr::bitor)
    }

    /// The condition that makes one of another model's rows a condition of this one's.
    pub(crate) fn about<T>(filter: Filter<T>, make: impl FnOnce(Node) -> Exists) -> Self {
        let depth = filter.depth + 1;
        Filter::nested(Node::Exists(Box::new(make(filter.node))), depth)
    }

    pub(crate) fn into_node(self) -> Node {
        self.node
    }

    fn nested(node: Node, depth: u16) -> Self {
        if depth <= DEEPEST {
            Filter {
                node,
                depth,
                of: PhantomData,
            }
        } else {
            Filter::new(Node::Invalid(format!(
                "the filter is nested more than {DEEPEST} levels deep"
            )))
        }
    }
}

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
            (Node::All(mut all), Node::All(more)) => {
                all.extend(more);
                Filter::nested(Node::All(all), depth)
            }
            (Node::All(mut all), node) => {
                all.push(node);
                Filter::nested(Node::All(all), self.depth.max(other.depth + 1))
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
            (Node::Any(mut any), Node::Any(more)) => {
                any.extend(more);
                Filter::nested(Node::Any(any), depth)
            }
            (Node::Any(mut any), node) => {
                any.push(node);
                Filter::nested(Node::Any(any), self.depth.max(other.depth + 1))
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
