//! Raw fragments: SQL of your own within a statement.

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;
use std::ops::{BitAnd, BitOr, Not};

use tablewright_sql::lexer::lexemes;
use tablewright_sql::table::Type;
use tablewright_sql::{Dialect, Op, TokenKind, Word};

use super::computed::{Expr, Expression, IntoExpression};
use super::expression::{Distinct, Selection};
use super::filter::{Filter, IntoFilter};
use super::order::By;
use super::selected::Grouping;
use super::{Comparable, Order};
use crate::base::error::{Error, Result};
use crate::base::statement::{Name, Sink};
use crate::base::value::Row;
use crate::base::value::field::Field;
use crate::base::value::parameter::Parameter;

/// Creates a fragment of your own SQL with the type `T`, for conditions, orders, selections and
/// expressions.
///
/// ```text
/// User::filter(raw::<bool>("length(name) % ? = 0").bind(2))
///     .order_by(raw::<i64>("length(name)").desc())
/// ```
///
/// The SQL is put into parentheses. A parameter is written `?` on every database, and gets its
/// value by [`bind`](Fragment::bind); write an operator of PostgreSQL with a `?` as `??`. Columns
/// have their names in the database; in a join, the tables are called `t1`, `t2` and so on, in the
/// order in which they are joined.
///
/// The SQL is not translated. If databases differ, [`on`](Fragment::on) has the SQL for one of
/// them.
pub fn raw<T>(sql: impl Into<Cow<'static, str>>) -> Fragment<T> {
    Fragment {
        text: FragmentText {
            sql: sql.into(),
            instead: Vec::new(),
            values: Vec::new(),
        },
        scale: None,
        of: PhantomData,
    }
}

/// A fragment of your own SQL within a statement: see [`raw`].
#[must_use = "a fragment does nothing until a statement has it"]
pub struct Fragment<T> {
    text: FragmentText,
    scale: Option<u32>,
    of: PhantomData<fn() -> T>,
}

/// The SQL and the values of a fragment.
#[derive(Clone)]
pub struct FragmentText {
    sql: Cow<'static, str>,
    /// Other SQL for some dialects.
    instead: Vec<(Dialect, Cow<'static, str>)>,
    values: Vec<Parameter<'static>>,
}

impl<T> Fragment<T> {
    /// Binds the value of the next parameter; `None` is NULL.
    pub fn bind(mut self, value: impl Into<Parameter<'static>>) -> Self {
        self.text.values.push(value.into());
        self
    }

    /// Sets other SQL for one of the databases, with the same parameters in the same order.
    pub fn on(mut self, dialect: Dialect, sql: impl Into<Cow<'static, str>>) -> Self {
        self.text.instead.push((dialect, sql.into()));
        self
    }

    /// Sets the number of digits of a decimal after the point:
    /// `raw::<Decimal>("price * 2").scale(2)`.
    ///
    /// SQLite stores only the digits, and the library knows their scale only for columns.
    pub fn scale(mut self, digits: u32) -> Self {
        self.scale = Some(digits);
        self
    }
}

impl<T: Field> Fragment<T> {
    /// Returns the fragment as an expression on rows of `M`.
    pub fn expression<M>(self) -> Expression<M, T> {
        Expression::new(self.into_expr())
    }

    fn ty(&self) -> Type<'static> {
        match self.scale {
            Some(scale) => Type::Decimal(28, scale),
            None => T::TYPE,
        }
    }

    fn into_expr(self) -> Expr {
        if T::HAS_SCALE && self.scale.is_none() {
            return Expr::invalid(
                "a fragment of the type `Decimal` needs the number of digits after the decimal \
                 point: `raw::<Decimal>(…).scale(2)`",
            );
        }
        let ty = self.ty();
        Expr::fragment(ty, self.text)
    }

    /// Sorts in ascending order, by the rules of the database; NULL comes first.
    pub fn asc<M>(self) -> Order<M> {
        Order::of_expr(self.into_expr(), false)
    }

    /// Sorts in descending order, by the rules of the database; NULL comes last.
    pub fn desc<M>(self) -> Order<M> {
        Order::of_expr(self.into_expr(), true)
    }
}

impl FragmentText {
    /// The SQL, for errors.
    pub(super) fn sql(&self) -> &str {
        &self.sql
    }

    /// Emits its words.
    pub(super) fn walk<'w, S: Sink<'w>>(&'w self, to: &mut S) {
        let (parameters, others) = (self.values.len() as u32, self.instead.len() as u32);
        to.op(Op::Fragment, parameters << 8 | others);
        to.word(Word::Text(&self.sql));
        for (dialect, sql) in &self.instead {
            to.op(Op::Instead, *dialect as u32);
            to.word(Word::Text(sql));
        }
        for value in &self.values {
            to.parameter(Name::NONE, value);
        }
        // The number of values is part of the key, so the SQL is checked only once.
        if S::RENDERS
            && let Err(error) = self.check()
        {
            to.fail(error);
        }
    }

    /// Refuses SQL whose number of parameters is not the number of values.
    fn check(&self) -> Result<()> {
        for dialect in Dialect::ALL {
            let own = self.instead.iter().rfind(|(other, _)| *other == dialect);
            let sql = own.map_or(&self.sql, |(_, sql)| sql);
            let found = parameters(sql, dialect)?;
            let bound = self.values.len();
            if found != bound {
                return Err(Error::statement(format!(
                    "the fragment `{sql}` has {found} parameters, written `?`, and {bound} values are \
                     bound: call `bind` once for each"
                )));
            }
        }
        Ok(())
    }
}

/// The number of parameters in SQL.
fn parameters(sql: &str, dialect: Dialect) -> Result<usize> {
    let mut found = 0;
    let mut lexemes = lexemes(dialect, sql);
    while let Some(lexeme) = lexemes.next() {
        let Some(token) = lexeme.token() else {
            continue;
        };
        if token.kind != TokenKind::Parameter {
            continue;
        }
        if token.text != "?" {
            return Err(Error::statement(format!(
                "the fragment `{sql}` has a parameter that is not written `?`"
            )));
        }
        if dialect.has_question_mark_operators() && sql[token.end()..].starts_with('?') {
            lexemes.next();
        } else {
            found += 1;
        }
    }
    Ok(found)
}

/// Leaves out the values, which may be secrets.
impl fmt::Debug for FragmentText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Fragment")
            .field("sql", &self.sql)
            .field("values", &self.values.len())
            .finish_non_exhaustive()
    }
}

impl<T> fmt::Debug for Fragment<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.text.fmt(f)
    }
}

impl<T> Clone for Fragment<T> {
    fn clone(&self) -> Self {
        Fragment {
            text: self.text.clone(),
            scale: self.scale,
            of: PhantomData,
        }
    }
}

#[diagnostic::do_not_recommend]
impl<M, T: Field> IntoExpression<M, T::Bare> for Fragment<T> {
    type Holds = T;

    fn into_expression(self, _: Option<&Type<'static>>) -> Expr {
        self.into_expr()
    }
}

#[diagnostic::do_not_recommend]
impl<M, T: Comparable + Field> Grouping<M> for Fragment<T> {
    fn groups(self, to: &mut Vec<By>) {
        to.push(By::Expr(self.into_expr()));
    }
}

#[diagnostic::do_not_recommend]
impl<M: 'static, T: Field> Selection<M> for Fragment<T> {
    type Row = T;
    const WIDTH: usize = 1;
    const ITEMS: u32 = 1;
    const AGGREGATES: u32 = 0;
    const EXPRESSIONS: u32 = 1;

    fn items(&self, to: &mut Vec<By>) {
        to.push(By::Expr(self.clone().into_expr()));
    }

    fn walk<'w, S: Sink<'w>>(&'w self, to: &mut S) {
        if T::HAS_SCALE && self.scale.is_none() {
            // The filter reports why it cannot run.
            to.op(Op::False, 0);
            to.fail(Error::statement(
                "a fragment of the type `Decimal` needs the number of digits after the decimal \
                 point: `raw::<Decimal>(…).scale(2)`",
            ));
        } else {
            self.text.walk(to);
        }
    }

    fn read<R: Row>(&self, row: &R, index: usize) -> Result<T> {
        let value = T::read(row, index, &self.ty());
        value.map_err(|error| error.in_fragment(&self.text.sql).of_raw_sql())
    }
}

#[diagnostic::do_not_recommend]
impl<M: 'static, T: Comparable + Field> Distinct<M> for Fragment<T> {}

/// Fragments of type `bool`.
macro_rules! holds {
    ($($ty:ty),*) => {$(
        #[diagnostic::do_not_recommend]
        impl<M> IntoFilter<M> for Fragment<$ty> {
            fn into_filter(self) -> Filter<M> {
                self.expression::<M>().into_filter()
            }
        }

        impl<M> BitAnd<Fragment<$ty>> for Filter<M> {
            type Output = Filter<M>;

            fn bitand(self, other: Fragment<$ty>) -> Filter<M> {
                self & other.into_filter()
            }
        }

        impl<M> BitAnd<Filter<M>> for Fragment<$ty> {
            type Output = Filter<M>;

            fn bitand(self, other: Filter<M>) -> Filter<M> {
                self.into_filter() & other
            }
        }

        impl<M> BitOr<Fragment<$ty>> for Filter<M> {
            type Output = Filter<M>;

            fn bitor(self, other: Fragment<$ty>) -> Filter<M> {
                self | other.into_filter()
            }
        }

        impl<M> BitOr<Filter<M>> for Fragment<$ty> {
            type Output = Filter<M>;

            fn bitor(self, other: Filter<M>) -> Filter<M> {
                self.into_filter() | other
            }
        }

        impl Not for Fragment<$ty> {
            type Output = Fragment<$ty>;

            fn not(mut self) -> Self {
                let negated = |sql: &str| Cow::Owned(format!("NOT ({sql}\n)"));
                self.text.sql = negated(&self.text.sql);
                for (_, sql) in &mut self.text.instead {
                    *sql = negated(sql);
                }
                self
            }
        }
    )*};
}

holds!(bool, Option<bool>);

/// The comparisons of an expression.
macro_rules! compared {
    ($($(#[$doc:meta])* $method:ident: $bound:ident),*) => {
        impl<T: Field> Fragment<T> {$(
            $(#[$doc])*
            pub fn $method<M, V: IntoExpression<M, T::Bare>>(self, other: V) -> Filter<M>
            where
                T: super::$bound,
            {
                self.expression::<M>().$method(other)
            }
        )*}
    };
}

compared! {
    /// Tests whether it is equal.
    eq: Comparable,
    /// Tests whether it differs.
    ne: Comparable,
    /// Tests whether it is less.
    lt: Sortable,
    /// Tests whether it is less or equal.
    le: Sortable,
    /// Tests whether it is greater.
    gt: Sortable,
    /// Tests whether it is greater or equal.
    ge: Sortable
}
