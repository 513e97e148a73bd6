//! The right sides of comparisons and assignments, and computed values.
//!
//! A computed value means the same on every database: 64-bit integers do not overflow within a
//! comparison, a decimal keeps all its digits, and a float has 32 bits.

use super::order::text_of;
use super::{Renderer, position};
use crate::Dialect;
use crate::expression::binary_collation;
use crate::function;
use crate::native::Form;
use crate::table::Type;
use crate::words::{Applied, Comparison, Op, Operator, Word};

/// The factor from the greatest `float` to the greatest `double`: 2 to the power of 896.
const TO_64_BITS: f64 = 5.282945311356653e269;

/// The number of decimal digits that a `double` keeps.
const DIGITS_OF_DOUBLE: u32 = 15;

/// The right side of a comparison or an assignment.
#[derive(Clone, Copy)]
enum Operand {
    /// A parameter.
    Value,
    /// A column.
    Column(u32),
    /// A column and a parameter.
    Computed(Operator, u32),
}

impl<'t> Renderer<'_, 't> {
    /// The value of a column whose stored value may differ: SQLite stores a computed `float` in 64
    /// bits.
    pub(super) fn value_of(&mut self, column: u32) {
        let described = self.scope.table.column(position(column));
        let is_wider = self.dialect == Dialect::Sqlite
            && described.ty == Type::Float
            && !described.is_writable();
        if is_wider {
            self.push(function::FLOAT);
            self.push("(");
        }
        self.column(column);
        if is_wider {
            self.push(")");
        }
    }

    /// The value of a column in a computation: an unsigned integer is cast to a signed one, because
    /// MySQL and MariaDB refuse a negative difference of unsigned integers.
    pub(super) fn signed_value_of(&mut self, column: u32) {
        let is_unsigned = matches!(self.type_of(column), Type::Unsigned(_));
        let cast = (is_unsigned && self.dialect.has_mysql_grammar()).then_some("SIGNED");
        self.cast(cast, |to| to.value_of(column));
    }

    /// The native type of a column, if it has one on this database.
    pub(super) fn native(&self, column: u32) -> Option<&'t Form<'t>> {
        self.form(self.type_of(column))
    }

    /// The native type on this database, if the type is one.
    pub(super) fn form<'f>(&self, ty: Type<'f>) -> Option<&'f Form<'f>> {
        match ty {
            Type::Native(native) => native.on(self.dialect),
            _ => None,
        }
    }

    /// Whether the database compares the values of a column by order: a native type may have no
    /// order.
    pub(super) fn is_ordered(&self, column: u32) -> bool {
        match self.type_of(column) {
            Type::Native(native) => native.ordered || native.on(self.dialect).is_none(),
            _ => true,
        }
    }

    /// A value of a column in a selection: of a native type its text.
    pub(super) fn read(&mut self, column: u32) {
        match self.native(column) {
            None => self.value_of(column),
            Some(_) if !self.is_ordered(column) => self.by_code_point_of(column),
            Some(form) => {
                let value = self.written(|to| to.column(column));
                self.text_of_native(form, &value);
            }
        }
    }

    /// The text of a value of a native type, with the same collation in all queries of a union.
    pub(super) fn text_of_native(&mut self, form: &Form<'_>, value: &str) {
        if self.named_items {
            self.native_by_code_point(form, value);
        } else {
            let text = form.read(self.dialect, value);
            self.push(&text);
        }
    }

    /// A value that is written to a column: of a native type the value of a text.
    pub(super) fn stored(&mut self, ty: Type<'_>, text: impl FnOnce(&mut Self)) {
        let Some(form) = self.form(ty) else {
            return text(self);
        };
        let text = self.written(text);
        let value = form.write(self.dialect, &text);
        self.push(&value);
    }

    /// A parameter that is compared with a value of this type: a decimal is a string on the
    /// servers, which would compare it as a `double`.
    pub(super) fn value(&mut self, ty: Type<'_>) {
        match (self.dialect, ty) {
            (Dialect::Mysql | Dialect::Mariadb, Type::Decimal(precision, scale))
                if precision > DIGITS_OF_DOUBLE =>
            {
                let ty = format!("DECIMAL({precision}, {scale})");
                self.cast(Some(&ty), Self::parameter);
            }
            (_, Type::Native(_)) => self.stored(ty, Self::parameter),
            _ => self.parameter(),
        }
    }

    /// A comparison of a column with an operand.
    pub(super) fn compare(&mut self, number: u32) {
        let comparison = Comparison::from_number(number >> 16);
        let operand = self.next_operand();
        self.against(number, comparison, operand);
    }

    /// A comparison of a column with a parameter.
    pub(super) fn compare_value(&mut self, number: u32) {
        let comparison = Comparison::from_number(number >> 16);
        self.against(number, comparison, Operand::Value);
    }

    fn against(&mut self, number: u32, comparison: Comparison, operand: Operand) {
        match self.type_of(number) {
            Type::Enum(values) if !comparison.is_equality() => {
                return self.compare_ranks(values, number, comparison, operand);
            }
            Type::Array(_) if !self.dialect.has_arrays() => {
                return self.compare_arrays(number, comparison, operand);
            }
            _ => {}
        }
        if self.dialect == Dialect::Sqlite && self.is_compared_exactly(number, operand) {
            self.compare_exactly(number, operand);
            self.operator(comparison);
            return self.push("0");
        }
        if !comparison.is_equality() && !self.is_ordered(number) {
            self.by_code_point_of(number);
            self.operator(comparison);
            return match operand {
                Operand::Value => self.parameter(),
                Operand::Column(other) | Operand::Computed(_, other) => {
                    self.by_code_point_of(other);
                }
            };
        }
        if let Operand::Column(other) = operand
            && (self.is_collated(number) != self.is_collated(other)
                || self.native(number) != self.native(other))
        {
            self.column_by_code_point(number);
            self.operator(comparison);
            return self.column_by_code_point(other);
        }
        self.value_of(number);
        self.operator(comparison);
        match operand {
            Operand::Value => self.value(self.type_of(number)),
            Operand::Column(column) => self.value_of(column),
            Operand::Computed(operator, column) => self.computed(operator, column, true),
        }
    }

    fn is_collated(&self, column: u32) -> bool {
        self.scope.table.column(position(column)).collated
    }

    /// A column in a comparison with another one, if only one of them has a collation: the
    /// databases choose differently between them, or refuse to choose.
    pub(super) fn column_by_code_point(&mut self, column: u32) {
        self.by_code_point_of(column);
        if self.dialect == Dialect::Sqlite && self.is_collated(column) {
            self.push(" COLLATE BINARY");
        }
    }

    /// A comparison of enum values, in the order of the models and not of their texts.
    fn compare_ranks(
        &mut self,
        values: &[&str],
        column: u32,
        comparison: Comparison,
        operand: Operand,
    ) {
        self.rank(values, |to| to.column(column));
        self.operator(comparison);
        match operand {
            // The parameter is the position of the value.
            Operand::Value => self.parameter(),
            Operand::Column(other) | Operand::Computed(_, other) => {
                self.rank(values, |to| to.column(other));
            }
        }
    }

    /// A comparison of arrays, if arrays are JSON.
    fn compare_arrays(&mut self, column: u32, comparison: Comparison, operand: Operand) {
        self.array(|to| to.column(column));
        // MariaDB's column has another collation than the connection.
        if self.dialect == Dialect::Mariadb {
            self.push(&format!(" COLLATE {}", binary_collation(self.dialect)));
        }
        self.operator(comparison);
        match operand {
            Operand::Value if self.dialect == Dialect::Mysql => {
                self.cast(Some("JSON"), Self::parameter);
            }
            Operand::Value => self.array(Self::parameter),
            Operand::Column(other) | Operand::Computed(_, other) => {
                self.array(|to| to.column(other));
            }
        }
    }

    /// An array in the form in which arrays are compared. MySQL compares JSON values, and the
    /// others compare their text.
    fn array(&mut self, write: impl FnOnce(&mut Self)) {
        match self.dialect {
            Dialect::Sqlite => self.push("json("),
            Dialect::Mariadb => self.push("json_compact("),
            Dialect::Postgres | Dialect::Mysql => return write(self),
        }
        write(self);
        self.push(")");
    }

    /// The condition that an array column is equal to one of several parameters.
    pub(super) fn in_arrays(&mut self, column: u32, count: u32) {
        self.push("(");
        self.side_by_side(count, " OR ", &|to| {
            to.against(column, Comparison::Equal, Operand::Value);
        });
        self.push(")");
    }

    /// The new value of a column.
    pub(super) fn assigned(&mut self, to: u32) {
        let operand = self.next_operand();
        let scale = self.type_of(to).scale();
        match operand {
            Operand::Value => self.stored(self.type_of(to), Self::parameter),
            Operand::Column(column) if self.native(column) != self.native(to) => {
                let text = self.written(|to| to.by_code_point_of(column));
                if self.cuts(to, self.type_of(column)) {
                    self.checked_text(to, &text, false);
                } else {
                    self.stored(self.type_of(to), |to| to.push(&text));
                }
            }
            Operand::Column(column) if self.cuts(to, self.type_of(column)) => {
                let text = self.written(|to| to.value_of(column));
                self.checked_text(to, &text, false);
            }
            Operand::Column(column) => {
                let own = self.type_of(column).scale();
                if self.dialect == Dialect::Sqlite && own != scale {
                    self.push(function::RESCALED);
                    self.push("(");
                    self.column(column);
                    self.push(&format!(", {own}, {scale})"));
                } else {
                    self.value_of(column);
                }
            }
            Operand::Computed(operator, column) => match (self.dialect, self.type_of(column)) {
                (Dialect::Sqlite, Type::Decimal(..)) => {
                    self.push(function::COMPUTED);
                    self.push("(");
                    self.arguments(operator, column);
                    self.push(&format!(", {scale})"));
                }
                _ => self.computed(operator, column, false),
            },
        }
    }

    /// The expression to which a column is set: the digits of a decimal have to fit.
    pub(super) fn assigned_expression(&mut self, to: u32) {
        match self.type_of(to) {
            Type::Decimal(_, scale) if self.dialect == Dialect::Sqlite => {
                self.push(function::RESCALED);
                self.push("(");
                self.expression();
                self.push(&format!(", {scale}, {scale})"));
            }
            _ if self.cuts(to, self.type_of_text()) => {
                let words = self.words;
                let text = self.written(Self::expression);
                let read = &words[..words.len() - self.words.len()];
                let is_raw = |word: &Word<'_>| matches!(word, Word::Op(Op::Fragment, _));
                self.checked_text(to, &text, read.iter().any(is_raw));
            }
            ty => self.stored(ty, Self::expression),
        }
    }

    /// Whether the database may cut spaces at the end of a value of this type that is too long for a
    /// column.
    fn cuts(&self, to: u32, ty: Type<'_>) -> bool {
        match (
            self.without_native(self.type_of(to)),
            self.without_native(ty),
        ) {
            _ if !self.dialect.cuts_spaces() => false,
            (Type::String(limit), Type::String(most)) => most > limit,
            (Type::String(_), _) => true,
            _ => false,
        }
    }

    /// The type, or that of the text which a database without the native type stores instead.
    fn without_native<'f>(&self, ty: Type<'f>) -> Type<'f> {
        match ty {
            Type::Native(native) if native.on(self.dialect).is_none() => text_of(native),
            ty => ty,
        }
    }

    /// The type of the text that follows: of a column, also in other letters or without spaces at
    /// its ends, the type of the column, which limits its length.
    fn type_of_text(&self) -> Type<'t> {
        let mut words = self.words.iter();
        loop {
            match words.next() {
                Some(Word::Op(Op::Apply, number)) => match Applied::from_number(number & 0xf) {
                    Applied::Lower | Applied::Upper | Applied::Trim => {}
                    _ => return Type::Text,
                },
                Some(Word::Op(Op::Column, column)) => return self.type_of(*column),
                _ => return Type::Text,
            }
        }
    }

    /// A text for a column: if it is longer than the column, with a point, so that the database
    /// refuses it instead of cutting the spaces at its end.
    fn checked_text(&mut self, to: u32, text: &str, is_raw: bool) {
        let Type::String(limit) = self.without_native(self.type_of(to)) else {
            return self.push(text);
        };
        let point = |text: &str| {
            format!("{text} || CASE WHEN char_length({text}) > {limit} THEN '.' ELSE '' END")
        };
        let checked = match self.dialect {
            // The user's own SQL may have another value the next time, and another type, which an
            // assignment converts and a function does not.
            Dialect::Postgres if is_raw => {
                let (computed, derived) = (self.free("computed"), self.free("derived"));
                let point = point(&computed);
                format!(
                    "(SELECT {point} FROM (SELECT CAST({text} AS TEXT) AS {computed} OFFSET 0) \
                     AS {derived})"
                )
            }
            Dialect::Postgres => point(text),
            // It inserts nothing after the end.
            Dialect::Mysql | Dialect::Mariadb => {
                format!("insert({text}, {}, 0, '.')", limit.saturating_add(1))
            }
            Dialect::Sqlite => text.to_owned(),
        };
        self.push(&checked);
    }

    fn next_operand(&mut self) -> Operand {
        match self.next() {
            Some((Op::Column, column)) => Operand::Column(column),
            Some((Op::Computed, number)) => {
                Operand::Computed(Operator::from_number(number >> 16), number)
            }
            _ => Operand::Value,
        }
    }

    pub(super) fn type_of(&self, column: u32) -> Type<'t> {
        self.scope.table.column(position(column)).ty
    }

    /// Whether SQLite would compare different numbers: it stores decimals without their points, and
    /// converts an integer of more than 64 bits to a float.
    fn is_compared_exactly(&self, column: u32, operand: Operand) -> bool {
        match operand {
            Operand::Value => false,
            Operand::Column(other) => self.type_of(column).scale() != self.type_of(other).scale(),
            Operand::Computed(_, other) => {
                let ty = self.type_of(other).signed();
                matches!(ty, Type::BigInt | Type::Decimal(..))
            }
        }
    }

    /// `tablewright_compare(…)`, as a number that is compared with 0.
    fn compare_exactly(&mut self, column: u32, operand: Operand) {
        self.push(function::COMPARED);
        self.push("(");
        self.column(column);
        self.push(&format!(", {}, ", self.type_of(column).scale()));
        match operand {
            Operand::Value => self.parameter(),
            Operand::Column(other) => {
                self.column(other);
                self.push(&format!(", {}", self.type_of(other).scale()));
            }
            Operand::Computed(operator, other) => self.arguments(operator, other),
        }
        self.push(")");
    }

    /// An operator, a column, a parameter, and the digits of both after the point.
    fn arguments(&mut self, operator: Operator, column: u32) {
        self.push(&format!("'{}', ", operator.sql()));
        self.column(column);
        self.push(", ");
        self.parameter();
        self.push(&format!(", {}", self.type_of(column).scale()));
    }

    /// `("visits" + ?)`; `wide` if it must not overflow.
    fn computed(&mut self, operator: Operator, column: u32, wide: bool) {
        let ty = self.type_of(column).signed();
        // The casts of the column and of the parameter.
        let (own, value): (Option<&str>, Option<String>) = match (self.dialect, ty) {
            (Dialect::Postgres, Type::SmallInt | Type::Integer) if wide => {
                (Some("BIGINT"), Some("BIGINT".to_owned()))
            }
            (Dialect::Postgres, Type::BigInt) if wide => {
                (Some("NUMERIC"), Some("BIGINT".to_owned()))
            }
            (Dialect::Mysql | Dialect::Mariadb, Type::BigInt) if wide => {
                (Some("DECIMAL(20, 0)"), None)
            }
            // A decimal parameter is a string, which the servers would compute as a float.
            (Dialect::Mysql | Dialect::Mariadb, Type::Decimal(precision, scale)) => {
                (None, Some(format!("DECIMAL({precision}, {scale})")))
            }
            _ => (None, None),
        };
        // On the servers, an assignment to the column rounds it.
        let is_rounded = wide || self.dialect == Dialect::Sqlite;
        self.in_range(if is_rounded { ty } else { Type::Double }, |to| {
            to.cast(own, |to| to.signed_value_of(column));
            to.push(" ");
            to.push(operator.sql());
            to.push(" ");
            to.cast(value.as_deref(), Self::parameter);
        });
    }

    /// A computed value in the range of its type, in parentheses: a 32-bit float, or an error.
    pub(super) fn in_range(&mut self, ty: Type<'_>, write: impl FnOnce(&mut Self)) {
        let is_cast = match (self.dialect, ty) {
            (Dialect::Sqlite, Type::Float) => {
                self.push(function::FLOAT);
                false
            }
            (Dialect::Sqlite, Type::Double) => {
                self.push(function::DOUBLE);
                false
            }
            (Dialect::Mysql | Dialect::Mariadb, Type::Float) => {
                self.push("CAST");
                true
            }
            _ => false,
        };
        // MariaDB's cast replaces a greater number by the greatest float. It fails only on a number
        // too great for 64 bits; powers of two change no other number.
        let is_checked = is_cast && self.dialect == Dialect::Mariadb;
        self.push(if is_checked { "((" } else { "(" });
        write(self);
        if is_checked {
            self.push(&format!(") * {TO_64_BITS:e} / {TO_64_BITS:e}"));
        }
        if is_cast {
            self.push(" AS FLOAT");
        }
        self.push(")");
    }

    /// `CAST(… AS …)`, or only the value if there is no type.
    pub(super) fn cast(&mut self, ty: Option<&str>, write: impl FnOnce(&mut Self)) {
        if let Some(ty) = ty {
            self.push("CAST(");
            write(self);
            self.push(&format!(" AS {ty})"));
        } else {
            write(self);
        }
    }
}
