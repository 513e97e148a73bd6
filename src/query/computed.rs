//! Expressions, which the database computes from the columns of a row.
//!
//! The type parameters of an [`Expression`] are its model and its value. It contains an [`Expr`]: a
//! tree whose parts know the types of the database, so that the value is the same on every
//! database. A statement emits the words of the tree in its walk.

use std::fmt;
use std::marker::PhantomData;

use tablewright_sql::table::Type;
use tablewright_sql::words::{
    Applied, Comparison, Op, Operator, WITH_START, apply, arithmetic, rounded, typed,
};
use tablewright_sql::{Dialect, Word, Words};

use super::comparison::ranked;
use super::expression::Call;
use super::filter::walk_conditions;
use super::fragment::FragmentText;
use super::order::By;
use super::pattern::Pattern;
use super::route::{Route, Way};
use super::subquery::{Purpose, Query};
use super::window::Over;
use super::{Node, Term};
use crate::base::column::Column;
use crate::base::error::Error;
use crate::base::model::{Model, Table};
use crate::base::statement::{Name, Sink};
use crate::base::value::field::Field;
use crate::base::value::parameter::Parameter;

/// The greatest depth of nested expressions, which is also that of conditions.
const DEEPEST: u16 = 200;

/// The most digits of a decimal, and the most after its point.
const MOST_DIGITS: u32 = 28;

/// An expression that the database computes for each row of `M`, with values of type `T`:
/// `User::NAME.lower()`, `Item::PRICE * Item::QUANTITY`.
///
/// It can be compared, sorted by, selected and grouped by like a column, and a column can be set to
/// it.
pub struct Expression<M, T> {
    expr: Expr,
    of: PhantomData<fn() -> (M, T)>,
}

impl<M, T> Expression<M, T> {
    pub(crate) fn new(expr: Expr) -> Self {
        Expression {
            expr,
            of: PhantomData,
        }
    }

    pub(crate) fn into_expr(self) -> Expr {
        self.expr
    }

    pub(crate) fn expr(&self) -> &Expr {
        &self.expr
    }
}

impl<M: Model, T> From<Column<M, T>> for Expression<M, T> {
    fn from(column: Column<M, T>) -> Self {
        Expression::new(Expr::Column(column.named()))
    }
}

impl<M, T> Clone for Expression<M, T> {
    fn clone(&self) -> Self {
        Expression::new(self.expr.clone())
    }
}

impl<M, T> fmt::Debug for Expression<M, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Expression").field(&self.expr).finish()
    }
}

/// An operand of type `B` in an expression on rows of `M`: a value, a column, or another
/// expression.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be used in an expression as `{B}`",
    label = "it is neither `{B}` nor a column or an expression of `{M}` with that type"
)]
pub trait IntoExpression<M, B> {
    /// The type, as an `Option` if the operand may be NULL.
    #[doc(hidden)]
    type Holds: Field<Bare = B>;

    /// The expression, for an operand beside another one of this type.
    #[doc(hidden)]
    fn into_expression(self, beside: Option<&Type<'static>>) -> Expr;
}

#[diagnostic::do_not_recommend]
impl<M, B: Field<Bare = B>> IntoExpression<M, B> for B {
    type Holds = B;

    fn into_expression(self, beside: Option<&Type<'static>>) -> Expr {
        let own = match beside {
            // A string is not limited to the length of the other operand.
            Some(Type::String(_) | Type::Text) | None => self.own_type(),
            // A decimal keeps all of its digits after the point. A large one is compared as it is.
            Some(Type::Decimal(_, scale)) => {
                let own = self.own_type();
                let common = Type::Decimal(MOST_DIGITS, own.scale().max(*scale));
                match self.to_parameter(&common) {
                    Parameter::Invalid(_) => own,
                    _ => common,
                }
            }
            Some(beside) => *beside,
        };
        let value = self.into_parameter(&own);
        Expr::Value(own, Box::new(value))
    }
}

macro_rules! texts {
    ($($ty:ty),*) => {$(
        #[diagnostic::do_not_recommend]
        impl<M> IntoExpression<M, String> for $ty {
            type Holds = String;

            fn into_expression(self, beside: Option<&Type<'static>>) -> Expr {
                IntoExpression::<M, String>::into_expression(self.to_owned(), beside)
            }
        }
    )*};
}

texts!(&str, &String);

#[diagnostic::do_not_recommend]
impl<M: Model, T: Field> IntoExpression<M, T::Bare> for Column<M, T> {
    type Holds = T;

    fn into_expression(self, _: Option<&Type<'static>>) -> Expr {
        Expr::Column(self.named())
    }
}

#[diagnostic::do_not_recommend]
impl<M, T: Field> IntoExpression<M, T::Bare> for Expression<M, T> {
    type Holds = T;

    fn into_expression(self, _: Option<&Type<'static>>) -> Expr {
        self.into_expr()
    }
}

/// An expression, whatever its model.
#[derive(Clone, Debug)]
pub enum Expr {
    /// A column.
    Column(Name),
    /// A column and a value that are computed with each other, as in a [`Term`].
    Computed(Name, Operator, Box<Parameter<'static>>),
    /// A value of a type.
    Value(Type<'static>, Box<Parameter<'static>>),
    /// An expression that consists of others.
    Tree(Box<Tree>),
}

/// An expression that consists of others.
#[derive(Clone, Debug)]
pub struct Tree {
    ty: Type<'static>,
    /// Whether it may be NULL.
    nullable: bool,
    depth: u16,
    form: Form,
}

#[derive(Clone, Debug)]
enum Form {
    /// A function, and its number if it has one, such as the digits of `round`.
    Apply(Applied, u32, Vec<Expr>),
    Arithmetic(Operator, Expr, Expr),
    /// Conditions with their values, and the value if none of them is true.
    Case(Vec<(Node, Expr)>, Option<Expr>),
    /// A decimal that is converted from one number of digits after the point to another.
    Rescaled(Expr, u32, u32),
    /// The position of a value among the values of its enum.
    Rank(&'static [&'static str], Expr),
    /// The program's own SQL.
    Fragment(FragmentText),
    /// An aggregate of the rows of a query.
    Call(Call),
    /// An aggregate of the related rows.
    Related(Box<Related>),
    /// A window function.
    Window(Box<Over>),
    /// The value that a query finds.
    Subquery(Box<Query>),
    /// An expression of the outer query.
    Outer(Expr),
    /// A column of text that is compared by its collation.
    Collated(Name),
    /// The selected item at this position of a union, from 1.
    Item(u32),
    /// An expression that cannot be computed, and the reason.
    Invalid(Box<str>),
}

/// An aggregate of related rows.
#[derive(Clone, Debug)]
pub(crate) struct Related {
    pub route: Route,
    /// The conditions on the rows.
    pub filters: Vec<Node>,
    pub call: Call,
    pub nullable: bool,
}

impl Expr {
    /// A placeholder, for code that takes an expression out and puts another one back.
    pub(super) const NONE: Expr = Expr::Column(Name::NONE);

    /// The type of the value.
    pub(crate) fn ty(&self) -> Type<'static> {
        match self {
            Expr::Column(name) => match name.table.column(name.column).ty {
                // A native type is computed with as text.
                Type::Native(_) => Type::Text,
                ty => ty,
            },
            // The value has as many digits after the point as the column.
            Expr::Computed(name, operator, _) => match name.table.column(name.column).ty {
                Type::Decimal(_, scale) if *operator == Operator::Times => {
                    Type::Decimal(MOST_DIGITS, scale * 2)
                }
                ty => ty,
            },
            Expr::Value(ty, _) => *ty,
            Expr::Tree(tree) => tree.ty,
        }
    }

    /// Whether the value may be NULL.
    pub(crate) fn is_nullable(&self) -> bool {
        match self {
            Expr::Column(name) | Expr::Computed(name, ..) => {
                name.table.column(name.column).nullable
            }
            Expr::Value(..) => false,
            Expr::Tree(tree) => tree.nullable,
        }
    }

    fn depth(&self) -> u16 {
        match self {
            Expr::Column(_) | Expr::Computed(..) | Expr::Value(..) => 0,
            Expr::Tree(tree) => tree.depth,
        }
    }

    pub(crate) fn invalid(reason: impl Into<Box<str>>) -> Expr {
        Expr::Tree(Box::new(Tree {
            ty: Type::Text,
            nullable: true,
            depth: 0,
            form: Form::Invalid(reason.into()),
        }))
    }

    pub(super) fn fragment(ty: Type<'static>, text: FragmentText) -> Expr {
        Expr::tree(ty, true, 0, Form::Fragment(text))
    }

    pub(super) fn call(call: Call) -> Expr {
        Expr::tree(call.result_ty(), true, 0, Form::Call(call))
    }

    pub(crate) fn related(related: Related) -> Expr {
        let (ty, nullable) = (related.call.result_ty(), related.nullable);
        Expr::tree(ty, nullable, 0, Form::Related(Box::new(related)))
    }

    /// The selected item at a position of a union, from 1.
    pub(super) fn item(number: u32, ty: Type<'static>) -> Expr {
        Expr::tree(ty, true, 0, Form::Item(number))
    }

    pub(super) fn window(over: Over, ty: Type<'static>, nullable: bool) -> Expr {
        Expr::tree(ty, nullable, 0, Form::Window(Box::new(over)))
    }

    /// The window function, if it is one, to add clauses to it.
    pub(super) fn over_mut(&mut self) -> Option<&mut Over> {
        match self {
            Expr::Tree(tree) => match &mut tree.form {
                Form::Window(over) => Some(over),
                _ => None,
            },
            Expr::Column(_) | Expr::Computed(..) | Expr::Value(..) => None,
        }
    }

    /// Whether it is a window function.
    pub(crate) fn is_window(&self) -> bool {
        match self {
            Expr::Tree(tree) => matches!(tree.form, Form::Window(_)),
            Expr::Column(_) | Expr::Computed(..) | Expr::Value(..) => false,
        }
    }

    /// The first value that a query finds.
    pub(super) fn subquery(mut query: Query) -> Expr {
        if let Some(By::Call(call)) = query.items.pop_if(|item| item.is_aggregate()) {
            query.items.push(By::Expr(Expr::call(call)));
        }
        let ty = query.items.first().map_or(Type::Text, By::ty);
        Expr::tree(ty, true, 0, Form::Subquery(Box::new(query)))
    }

    /// Prepares two columns of text for a comparison. They are compared by their collation if both
    /// have one. If only one has a collation, databases differ in which they use, so the columns
    /// are compared by code point.
    pub(super) fn by_collation(one: Expr, other: Expr) -> (Expr, Expr) {
        let collated = |expr: &Expr| match expr {
            Expr::Column(name) if name.table.column(name.column).collated => Some(*name),
            _ => None,
        };
        let of = |name: Name| {
            let column = name.table.column(name.column);
            Expr::tree(column.ty, column.nullable, 0, Form::Collated(name))
        };
        match (collated(&one), collated(&other)) {
            (Some(one), Some(other)) => (of(one), of(other)),
            _ => (one, other),
        }
    }

    /// The same of the outer query.
    pub(super) fn outer(self) -> Expr {
        let (ty, nullable, depth) = (self.ty(), self.is_nullable(), self.depth());
        Expr::tree(ty, nullable, depth, Form::Outer(self))
    }

    /// Both expressions, rescaled to the same number of digits after the point.
    pub(super) fn with_common_scale(one: Expr, other: Expr) -> (Expr, Expr) {
        let ty = common(one.ty(), other.ty());
        (one.with_scale_of(ty), other.with_scale_of(ty))
    }

    /// Whether it contains a query that reads rows of a table.
    pub(super) fn reads_table(&self, table: &'static Table) -> bool {
        match self {
            Expr::Column(_) | Expr::Computed(..) | Expr::Value(..) => false,
            Expr::Tree(tree) => match &tree.form {
                Form::Apply(_, _, operands) => operands.iter().any(|it| it.reads_table(table)),
                Form::Arithmetic(_, left, right) => {
                    left.reads_table(table) || right.reads_table(table)
                }
                Form::Rescaled(expr, ..) | Form::Rank(_, expr) | Form::Outer(expr) => {
                    expr.reads_table(table)
                }
                // Only their conditions can.
                Form::Case(branches, otherwise) => {
                    let mut branches = branches.iter();
                    branches.any(|(node, expr)| node.asks_others() || expr.reads_table(table))
                        || otherwise.as_ref().is_some_and(|it| it.reads_table(table))
                }
                Form::Related(related) => {
                    let between = match related.route.way() {
                        Way::Through(between, ..) => std::ptr::eq(between, table),
                        Way::Forward(_) | Way::Back(_) => false,
                    };
                    between
                        || std::ptr::eq(related.route.end(), table)
                        || related.filters.iter().any(Node::asks_others)
                }
                Form::Subquery(query) => query.reads_table(table),
                // A window function cannot be part of another expression.
                Form::Window(_)
                | Form::Fragment(_)
                | Form::Call(_)
                | Form::Collated(_)
                | Form::Item(_)
                | Form::Invalid(_) => false,
            },
        }
    }

    /// Calls a function with each column of the row that the value depends on, except the columns
    /// of conditions and of subqueries.
    pub(super) fn each_column(&self, tell: &mut impl FnMut(Name)) {
        match self {
            Expr::Column(name) | Expr::Computed(name, ..) => tell(*name),
            Expr::Value(..) => {}
            Expr::Tree(tree) => match &tree.form {
                Form::Apply(_, _, operands) => operands.iter().for_each(|it| it.each_column(tell)),
                Form::Arithmetic(_, left, right) => {
                    left.each_column(tell);
                    right.each_column(tell);
                }
                Form::Rescaled(expr, ..) | Form::Rank(_, expr) => expr.each_column(tell),
                Form::Case(branches, otherwise) => {
                    branches.iter().for_each(|(_, expr)| expr.each_column(tell));
                    otherwise.iter().for_each(|expr| expr.each_column(tell));
                }
                Form::Collated(name) => tell(*name),
                Form::Fragment(_)
                | Form::Call(_)
                | Form::Related(_)
                | Form::Window(_)
                | Form::Subquery(_)
                | Form::Outer(_)
                | Form::Item(_)
                | Form::Invalid(_) => {}
            },
        }
    }

    /// The SQL, if it is a raw fragment.
    pub(super) fn fragment_sql(&self) -> Option<&str> {
        match self {
            Expr::Tree(tree) => match &tree.form {
                Form::Fragment(text) => Some(text.sql()),
                _ => None,
            },
            Expr::Column(_) | Expr::Computed(..) | Expr::Value(..) => None,
        }
    }

    /// Whether the value is computed from a sensitive column. A raw fragment may read one.
    pub(crate) fn is_sensitive(&self) -> bool {
        match self {
            Expr::Column(name) | Expr::Computed(name, ..) => name.is_sensitive(),
            Expr::Value(..) => false,
            Expr::Tree(tree) => match &tree.form {
                Form::Apply(_, _, operands) => operands.iter().any(Expr::is_sensitive),
                Form::Arithmetic(_, left, right) => left.is_sensitive() || right.is_sensitive(),
                Form::Case(branches, otherwise) => {
                    branches.iter().any(|(_, expr)| expr.is_sensitive())
                        || otherwise.as_ref().is_some_and(Expr::is_sensitive)
                }
                Form::Rescaled(expr, ..) | Form::Rank(_, expr) | Form::Outer(expr) => {
                    expr.is_sensitive()
                }
                Form::Call(call) => call.is_sensitive(),
                Form::Related(related) => related.call.is_sensitive(),
                Form::Window(over) => over.is_sensitive(),
                Form::Subquery(query) => query.items.iter().any(|item| match item {
                    By::Column(name) => name.is_sensitive(),
                    By::Call(call) => call.is_sensitive(),
                    By::Expr(expr) => expr.is_sensitive(),
                    By::Item(..) => false,
                }),
                Form::Collated(name) => name.is_sensitive(),
                Form::Fragment(_) => true,
                Form::Item(_) | Form::Invalid(_) => false,
            },
        }
    }

    /// The type by which values are sorted. The database sorts the values of a raw fragment by its
    /// own rules.
    pub(super) fn sorted_ty(&self) -> Type<'static> {
        match self {
            Expr::Tree(tree) if matches!(tree.form, Form::Fragment(_)) => Type::BigInt,
            expr => expr.ty(),
        }
    }

    fn tree(ty: Type<'static>, nullable: bool, depth: u16, form: Form) -> Expr {
        if depth >= DEEPEST {
            return Expr::invalid(format!(
                "the expression is nested more than {DEEPEST} levels deep"
            ));
        }
        Expr::Tree(Box::new(Tree {
            ty,
            nullable,
            depth: depth + 1,
            form,
        }))
    }

    /// A function of one expression with a result of this type.
    pub(super) fn applied(function: Applied, ty: Type<'static>, operand: Expr) -> Expr {
        Expr::applied_about(function, 0, ty, operand)
    }

    /// A function of one expression and a number.
    pub(super) fn applied_about(
        function: Applied,
        about: u32,
        ty: Type<'static>,
        operand: Expr,
    ) -> Expr {
        let (nullable, depth) = (operand.is_nullable(), operand.depth());
        let form = Form::Apply(function, about, vec![operand]);
        Expr::tree(ty, nullable, depth, form)
    }

    /// Texts, one after another.
    pub(super) fn concat(left: Expr, right: Expr) -> Expr {
        let ty = match (left.ty(), right.ty()) {
            (Type::String(one), Type::String(other)) => Type::String(one.saturating_add(other)),
            _ => Type::Text,
        };
        let nullable = left.is_nullable() || right.is_nullable();
        let depth = left.depth().max(right.depth());
        // Operands are listed side by side, so that a long chain is not deep.
        let mut operands = match left {
            Expr::Tree(tree) if matches!(tree.form, Form::Apply(Applied::Concat, ..)) => {
                match tree.form {
                    Form::Apply(_, _, operands) => operands,
                    _ => Vec::new(),
                }
            }
            left => vec![left],
        };
        operands.push(right);
        Expr::tree(
            ty,
            nullable,
            depth,
            Form::Apply(Applied::Concat, 0, operands),
        )
    }

    /// The first operand that is not NULL.
    pub(super) fn coalesce(left: Expr, right: Expr) -> Expr {
        let nullable = left.is_nullable() && right.is_nullable();
        let depth = left.depth().max(right.depth());
        let ty = common(left.ty(), right.ty());
        let operands = vec![left.with_scale_of(ty), right.with_scale_of(ty)];
        Expr::tree(
            ty,
            nullable,
            depth,
            Form::Apply(Applied::Coalesce, 0, operands),
        )
    }

    /// NULL if both are equal, or the first one.
    pub(super) fn null_if(left: Expr, right: Expr) -> Expr {
        let depth = left.depth().max(right.depth());
        let ty = common(left.ty(), right.ty());
        let operands = vec![left.with_scale_of(ty), right.with_scale_of(ty)];
        Expr::tree(ty, true, depth, Form::Apply(Applied::NullIf, 0, operands))
    }

    /// The microseconds from `earlier` to `later`.
    pub(super) fn since(later: Expr, earlier: Expr) -> Expr {
        let nullable = later.is_nullable() || earlier.is_nullable();
        let depth = later.depth().max(earlier.depth());
        let form = Form::Apply(Applied::Since, 0, vec![later, earlier]);
        Expr::tree(Type::BigInt, nullable, depth, form)
    }

    /// The moment that is some microseconds later or earlier.
    #[cfg(any(feature = "jiff", feature = "chrono"))]
    pub(super) fn moved(moment: Expr, operator: Operator, by: Expr) -> Expr {
        let nullable = moment.is_nullable() || by.is_nullable();
        let depth = moment.depth().max(by.depth());
        let ty = moment.ty();
        let form = Form::Apply(Applied::Moved, operator as u32, vec![moment, by]);
        Expr::tree(ty, nullable, depth, form)
    }

    /// Rounds to this number of digits after the point; a float has none.
    pub(super) fn round(self, digits: u32) -> Expr {
        let ty = match self.ty() {
            Type::Decimal(_, scale) if scale <= digits => return self,
            Type::Decimal(precision, _) => Type::Decimal(precision, digits),
            ty => ty,
        };
        Expr::applied_about(Applied::Round, digits, ty, self)
    }

    pub(super) fn arithmetic(operator: Operator, left: Expr, right: Expr) -> Expr {
        let nullable = left.is_nullable() || right.is_nullable();
        let depth = left.depth().max(right.depth());
        let (one, other) = (left.ty(), right.ty());
        let (ty, left, right) = match (one, other, operator) {
            (Type::Decimal(..), Type::Decimal(..), Operator::Times) => {
                let scale = one.scale() + other.scale();
                if scale > MOST_DIGITS {
                    return Expr::invalid(format!(
                        "the product has {scale} digits after the decimal point, and the limit is \
                         {MOST_DIGITS}: round its factors first"
                    ));
                }
                (Type::Decimal(MOST_DIGITS, scale), left, right)
            }
            (Type::Decimal(..), Type::Decimal(..), Operator::Plus | Operator::Minus) => {
                let ty = common(one, other);
                (ty, left.with_scale_of(ty), right.with_scale_of(ty))
            }
            (one, ..) => (one, left, right),
        };
        Expr::tree(ty, nullable, depth, Form::Arithmetic(operator, left, right))
    }

    /// The value of the first condition that is true.
    pub(super) fn case(
        branches: Vec<(Node, Expr)>,
        otherwise: Option<Expr>,
        depth_of_conditions: u16,
    ) -> Expr {
        let all = || branches.iter().map(|(_, expr)| expr).chain(&otherwise);
        let types = all().map(Expr::ty);
        let ty = types.reduce(common).unwrap_or(Type::Text);
        let nullable = otherwise.is_none() || all().any(Expr::is_nullable);
        let depth = all().map(Expr::depth).max().unwrap_or(0);
        let depth = depth.max(depth_of_conditions);
        let branches = branches.into_iter();
        let branches = branches.map(|(node, expr)| (node, expr.with_scale_of(ty)));
        let form = Form::Case(
            branches.collect(),
            otherwise.map(|expr| expr.with_scale_of(ty)),
        );
        Expr::tree(ty, nullable, depth, form)
    }

    /// The same value with the number of digits after the point that a type has. SQLite stores only
    /// the digits.
    pub(super) fn with_scale_of(self, ty: Type<'static>) -> Expr {
        let (Type::Decimal(_, from), Type::Decimal(_, to)) = (self.ty(), ty) else {
            return self;
        };
        if from == to {
            return self;
        }
        if let Expr::Value(_, value) = self {
            // The digits of a fragment have their own scale.
            let value = match *value {
                Parameter::Decimal { digits, scale } if scale < to => {
                    let power = 10_i128.checked_pow(to - scale);
                    let rescaled = power.and_then(|power| digits.checked_mul(power));
                    match rescaled.filter(|it| it.unsigned_abs() < 10_u128.pow(MOST_DIGITS)) {
                        Some(digits) => Parameter::Decimal {
                            digits: Box::new(digits),
                            scale: to,
                        },
                        None => Parameter::Invalid(
                            format!(
                                "a decimal has at most {MOST_DIGITS} digits, and the other operand \
                                 has {to} after the point: round it first"
                            )
                            .into(),
                        ),
                    }
                }
                value => value,
            };
            return Expr::Value(ty, Box::new(value));
        }
        let (nullable, depth) = (self.is_nullable(), self.depth());
        Expr::tree(ty, nullable, depth, Form::Rescaled(self, from, to))
    }

    /// A value with the same order: the position of a value among the values of its enum.
    pub(super) fn sortable(self) -> Expr {
        let Type::Enum(values) = self.sorted_ty() else {
            return self;
        };
        if values.is_empty() {
            return Expr::invalid(
                "the order of the enum's values is not known here: at least one of the values \
                 must be a column of the enum",
            );
        }
        let (nullable, depth) = (self.is_nullable(), self.depth());
        if let Expr::Value(_, value) = self {
            let position = ranked(&Type::Enum(values), *value);
            return Expr::Value(Type::Integer, Box::new(position));
        }
        Expr::tree(Type::Integer, nullable, depth, Form::Rank(values, self))
    }

    /// Whether it is a position among the values of an enum.
    pub(crate) fn is_rank(&self) -> bool {
        match self {
            Expr::Column(_) | Expr::Computed(..) | Expr::Value(..) => false,
            Expr::Tree(tree) => matches!(tree.form, Form::Rank(..)),
        }
    }

    /// Whether it is the position of the other expression among the values of its enum.
    pub(super) fn is_rank_of(&self, other: &Expr) -> bool {
        match self {
            Expr::Column(_) | Expr::Computed(..) | Expr::Value(..) => false,
            Expr::Tree(tree) => matches!(&tree.form, Form::Rank(_, expr) if expr.is(other)),
        }
    }

    /// The same expression as the operand of a comparison or an assignment.
    pub(super) fn into_term<'a>(self) -> Term<'a> {
        match self {
            Expr::Column(name) => Term::Column(name),
            Expr::Computed(name, operator, value) => Term::Computed(name, operator, value),
            other => Term::Expr(Box::new(other)),
        }
    }

    /// Whether it may read the column of the row.
    pub(super) fn reads(&self, column: u16) -> bool {
        match self {
            Expr::Column(name) | Expr::Computed(name, ..) => name.column == column,
            Expr::Value(..) => false,
            Expr::Tree(tree) => match &tree.form {
                Form::Apply(_, _, operands) => operands.iter().any(|it| it.reads(column)),
                Form::Arithmetic(_, left, right) => left.reads(column) || right.reads(column),
                Form::Rescaled(expr, ..) | Form::Rank(_, expr) | Form::Outer(expr) => {
                    expr.reads(column)
                }
                // They may read any column.
                Form::Case(..)
                | Form::Fragment(_)
                | Form::Call(_)
                | Form::Related(_)
                | Form::Window(_)
                | Form::Subquery(_) => true,
                Form::Collated(name) => name.column == column,
                Form::Item(_) | Form::Invalid(_) => false,
            },
        }
    }

    /// Whether it contains a query, which reads other rows.
    pub(super) fn asks_others(&self) -> bool {
        match self {
            Expr::Column(_) | Expr::Computed(..) | Expr::Value(..) => false,
            Expr::Tree(tree) => match &tree.form {
                Form::Apply(_, _, operands) => operands.iter().any(Expr::asks_others),
                Form::Arithmetic(_, left, right) => left.asks_others() || right.asks_others(),
                Form::Rescaled(expr, ..) | Form::Rank(_, expr) | Form::Outer(expr) => {
                    expr.asks_others()
                }
                Form::Call(_) | Form::Collated(_) | Form::Window(_) | Form::Item(_) => false,
                Form::Related(_) | Form::Subquery(_) => true,
                Form::Case(branches, otherwise) => {
                    let mut branches = branches.iter();
                    branches.any(|(node, expr)| node.asks_others() || expr.asks_others())
                        || otherwise.as_ref().is_some_and(Expr::asks_others)
                }
                // The fragment may contain one.
                Form::Fragment(_) => true,
                Form::Invalid(_) => false,
            },
        }
    }

    /// Emits its words.
    pub(crate) fn walk<'w, S: Sink<'w>>(&'w self, to: &mut S) {
        match self {
            Expr::Column(name) => to.op(Op::Column, name.number()),
            Expr::Computed(name, operator, value) => {
                let ty = name.table.column(name.column).ty;
                to.op(Op::Arithmetic, arithmetic(*operator, &ty));
                to.op(Op::Column, name.number());
                to.op(Op::ValueOf, typed(&wide(ty)));
                to.parameter(*name, value);
            }
            Expr::Value(ty, value) => {
                to.op(Op::ValueOf, typed(ty));
                to.parameter(Name::NONE, value);
            }
            Expr::Tree(tree) => tree.walk(to),
        }
    }

    /// Whether it is the same expression, with the same values.
    pub(super) fn is(&self, other: &Expr) -> bool {
        let told = |expr: &Expr| {
            let mut told = Told::default();
            expr.walk(&mut told);
            told
        };
        told(self) == told(other)
    }
}

impl Tree {
    fn walk<'w, S: Sink<'w>>(&'w self, to: &mut S) {
        match &self.form {
            Form::Apply(function, about, operands) => {
                let ty = operands.first().map_or(self.ty, Expr::ty);
                let count = match function {
                    Applied::Round
                    | Applied::Part
                    | Applied::Truncate
                    | Applied::Cast
                    | Applied::Moved => *about,
                    Applied::Lower
                    | Applied::Upper
                    | Applied::Trim
                    | Applied::Length
                    | Applied::Concat
                    | Applied::Coalesce
                    | Applied::NullIf
                    | Applied::Since
                    | Applied::Abs => operands.len() as u32,
                };
                to.op(Op::Apply, apply(*function, count, &ty));
                operands.iter().for_each(|operand| operand.walk(to));
            }
            Form::Arithmetic(operator, left, right) => {
                to.op(Op::Arithmetic, arithmetic(*operator, &self.ty));
                left.walk(to);
                right.walk(to);
            }
            Form::Case(branches, otherwise) => {
                let count = branches.len() as u32;
                to.op(Op::Case, count << 1 | u32::from(otherwise.is_some()));
                for (node, expr) in branches {
                    node.walk(to);
                    expr.walk(to);
                }
                if let Some(expr) = otherwise {
                    expr.walk(to);
                }
            }
            Form::Rescaled(expr, from, into) => {
                to.op(Op::Rescaled, from << 8 | into);
                expr.walk(to);
            }
            Form::Rank(values, expr) => {
                to.op(Op::Rank, values.len() as u32);
                for value in *values {
                    to.word(Word::Text(value));
                }
                expr.walk(to);
            }
            Form::Fragment(text) => text.walk(to),
            Form::Call(call) => call.walk(to),
            Form::Related(related) => {
                let asked = || related.filters.iter().filter(|node| !node.is_always());
                to.op(Op::RelatedCall, asked().count() as u32);
                related.route.walk(to);
                related.call.walk(to);
                asked().for_each(|node| node.walk(to));
            }
            Form::Window(over) => over.walk(to),
            Form::Subquery(query) => query.walk(Purpose::Value, to),
            Form::Collated(name) => to.op(Op::CollatedColumn, name.number()),
            Form::Item(number) => to.op(Op::ItemNumber, *number),
            Form::Outer(expr) => {
                to.op(Op::Outer, 0);
                expr.walk(to);
            }
            Form::Invalid(reason) => {
                to.op(Op::False, 0);
                to.fail(Error::value(&**reason));
            }
        }
    }
}

/// The type of a value in arithmetic with a column: integers are computed in 64 bits.
fn wide(ty: Type<'static>) -> Type<'static> {
    match ty {
        Type::SmallInt | Type::Integer | Type::Unsigned(_) => Type::BigInt,
        ty => ty,
    }
}

/// The common type of two operands.
fn common(one: Type<'static>, other: Type<'static>) -> Type<'static> {
    match (one, other) {
        (Type::Decimal(..), Type::Decimal(..)) => {
            Type::Decimal(MOST_DIGITS, one.scale().max(other.scale()))
        }
        (Type::String(one), Type::String(other)) => Type::String(one.max(other)),
        (Type::String(_) | Type::Text, Type::String(_) | Type::Text) => Type::Text,
        (Type::Enum([]), Type::Enum(_)) => other,
        (one, _) => one,
    }
}

/// A condition on expressions.
#[derive(Clone, Debug)]
pub(crate) enum Condition {
    Compare(Expr, Comparison, Expr),
    /// Whether it is NULL, or not.
    Null(Expr, bool),
    In(Expr, Vec<Expr>),
    Like(Expr, Pattern),
    /// The expression is true.
    Holds(Expr),
    /// The expression is one of the values of a query.
    InQuery(Expr, Query),
    /// A query finds a row.
    Exists(Query),
    /// The row is the first of the rows with the same values. The query finds the keys and numbers
    /// of rows.
    FirstOf(Query),
    /// A relation leads to the row from others.
    Reached(Box<Reached>),
}

/// The rows to which a relation of a model with itself leads.
#[derive(Clone, Debug)]
pub(crate) struct Reached {
    pub route: Route,
    /// The conditions on every row on the way.
    pub filters: Vec<Node>,
    /// The rows at which it begins.
    pub start: Query,
    /// Whether these rows are included.
    pub with_start: bool,
}

impl Condition {
    pub(super) fn compare(left: Expr, comparison: Comparison, right: Expr) -> Condition {
        if comparison.is_equality() {
            Condition::Compare(left, comparison, right)
        } else {
            // The name of an enum's value has another order.
            let ty = common(left.ty(), right.ty());
            let typed = |expr: Expr| match (expr, ty) {
                (Expr::Value(Type::Enum(_), value), Type::Enum(_)) => Expr::Value(ty, value),
                (expr, _) => expr,
            };
            Condition::Compare(typed(left).sortable(), comparison, typed(right).sortable())
        }
    }

    pub(super) fn depth(&self) -> u16 {
        match self {
            Condition::Compare(left, _, right) => left.depth().max(right.depth()),
            Condition::Null(expr, _) | Condition::Like(expr, _) | Condition::Holds(expr) => {
                expr.depth()
            }
            Condition::In(expr, others) => {
                let others = others.iter().map(Expr::depth);
                others.fold(expr.depth(), u16::max)
            }
            Condition::InQuery(expr, _) => expr.depth(),
            Condition::Exists(_) | Condition::FirstOf(_) | Condition::Reached(_) => 0,
        }
    }

    pub(super) fn asks_others(&self) -> bool {
        match self {
            Condition::Compare(left, _, right) => left.asks_others() || right.asks_others(),
            Condition::Null(expr, _) | Condition::Like(expr, _) | Condition::Holds(expr) => {
                expr.asks_others()
            }
            Condition::In(expr, others) => {
                expr.asks_others() || others.iter().any(Expr::asks_others)
            }
            Condition::InQuery(..)
            | Condition::Exists(_)
            | Condition::FirstOf(_)
            | Condition::Reached(_) => true,
        }
    }

    pub(super) fn walk<'w, S: Sink<'w>>(&'w self, to: &mut S) {
        match self {
            Condition::Compare(left, comparison, right) => {
                let comparison = (*comparison as u32) << 24;
                match (left.ty(), right.ty()) {
                    (Type::Decimal(_, one), Type::Decimal(_, other)) if one != other => {
                        to.op(Op::CompareScaled, comparison | one << 8 | other);
                    }
                    (ty, _) => to.op(Op::CompareOf, comparison | typed(&ty)),
                }
                left.walk(to);
                right.walk(to);
            }
            Condition::Null(expr, is_null) => {
                to.op(Op::NullOf, u32::from(*is_null));
                expr.walk(to);
            }
            Condition::In(expr, others) => {
                // The number is rounded up, so that a few statements serve all lists.
                let count = rounded(others.len());
                to.op(Op::InOf, count as u32);
                expr.walk(to);
                let last = others.last().into_iter().cycle();
                for other in others.iter().chain(last).take(count) {
                    other.walk(to);
                }
            }
            Condition::Like(expr, pattern) => {
                to.op(Op::LikeOf, pattern.kind() as u32);
                expr.walk(to);
                pattern.walk_form(Name::NONE, to);
            }
            Condition::Holds(expr) => {
                to.op(Op::Holds, 0);
                expr.walk(to);
            }
            Condition::InQuery(expr, query) => {
                to.op(Op::InQuery, u32::from(query.is_limited()));
                expr.walk(to);
                query.walk(Purpose::List, to);
            }
            Condition::Exists(query) => {
                to.op(Op::ExistsQuery, 0);
                query.walk(Purpose::Row, to);
            }
            Condition::FirstOf(query) => {
                let key = query.table.primary_key.columns;
                to.op(Op::FirstOf, key.len() as u32);
                key.iter()
                    .for_each(|&column| to.op(Op::Column, column.into()));
                query.walk(Purpose::List, to);
            }
            Condition::Reached(reached) => {
                let flags = if reached.with_start { WITH_START } else { 0 };
                to.op(Op::Reached, flags);
                reached.start.walk(Purpose::List, to);
                reached.route.walk(to);
                walk_conditions(Op::And, &reached.filters, to);
            }
        }
    }
}

/// The emitted words and parameters.
#[derive(Default, PartialEq)]
struct Told {
    numbers: Vec<(u8, u32)>,
    tables: Vec<usize>,
    texts: Vec<String>,
    values: Vec<Parameter<'static>>,
}

impl<'w> Words<'w> for Told {
    fn word(&mut self, word: Word<'w>) {
        match word {
            Word::Op(op, number) => self.numbers.push((op as u8, number)),
            Word::Table(table) => self.tables.push(std::ptr::from_ref(table).addr()),
            Word::Text(text) => self.texts.push(text.to_owned()),
        }
    }
}

impl<'w> Sink<'w> for Told {
    const BINDS: bool = true;

    fn dialect(&self) -> Dialect {
        Dialect::Sqlite
    }

    fn parameter(&mut self, _: Name, value: &Parameter<'_>) {
        self.values.push(value.clone().into_owned());
    }

    fn fail(&mut self, _: Error) {}
}
