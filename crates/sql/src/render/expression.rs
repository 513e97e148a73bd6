//! Expressions: values that the database computes from the columns of a row.
//!
//! They mean the same on every database: strings are compared by code point, only ASCII letters
//! change their case, integers have 64 bits, a decimal keeps all its digits, and a float has 32
//! bits.

use std::borrow::Cow;

use super::{Renderer, Scope, position};
use crate::Dialect;
use crate::expression::{cast_type, postgres_type};
use crate::function;
use crate::lexer::{closed, lexemes};
use crate::table::Type;
use crate::token::TokenKind;
use crate::words::{
    Applied, CORRELATED, Cast, Comparison, DatePart, Function, Like, Op, Operator, type_of,
};

impl Renderer<'_, '_> {
    /// An expression, in parentheses if an operator beside it needs them.
    pub(super) fn expression(&mut self) {
        let Some((op, number)) = self.next() else {
            return;
        };
        match op {
            Op::Column => self.read_column(number),
            Op::CollatedColumn => self.value_of(number),
            Op::ValueOf => self.value_as(type_of(number)),
            Op::Entry => {
                let scope = self.entry(number);
                self.within(scope, Self::expression);
            }
            Op::Call => self.call(number),
            Op::CallOf => {
                let function = Function::from_number(number & 0xf);
                self.call_on_computed(function, type_of(number >> 14));
            }
            Op::Apply => self.apply(number),
            Op::Arithmetic => self.arithmetic(number),
            Op::Case => self.case(number),
            Op::Rescaled => self.rescaled(number >> 8, number & 0xff),
            Op::Rank => {
                let values: Vec<&str> = (0..number).map(|_| self.text()).collect();
                self.rank(&values, Self::expression);
            }
            Op::Fragment => self.fragment(number),
            Op::RelatedCall => self.related_call(number),
            Op::Window => self.window(number),
            Op::Subquery => {
                self.push("(");
                self.is_scalar = true;
                self.subquery(number);
                self.push(")");
            }
            Op::Outer => {
                let scope = self.outer.unwrap_or(self.scope);
                self.within(scope, Self::expression);
            }
            // The queries of a union give names to their items.
            Op::ItemNumber => self.push(&self.item_name(number)),
            _ => {}
        }
    }

    /// A column; its text is compared by code point.
    fn read_column(&mut self, column: u32) {
        if self.scope.table.column(position(column)).collated {
            self.column_by_code_point(column);
        } else {
            self.signed_value_of(column);
        }
    }

    /// A parameter with its type, which a database cannot infer in every position.
    pub(super) fn value_as(&mut self, ty: Type<'_>) {
        let cast = match (self.dialect, ty) {
            (Dialect::Sqlite, _) => None,
            (Dialect::Postgres, ty) => Some(Cow::Borrowed(postgres_type(&ty))),
            // It has the collation of the connection, which gives way to the collation of a column.
            (Dialect::Mysql | Dialect::Mariadb, Type::String(_) | Type::Text | Type::Enum(_)) => {
                None
            }
            (Dialect::Mysql | Dialect::Mariadb, ty) => Some(Cow::Owned(cast_type(&ty))),
        };
        self.cast(cast.as_deref(), Self::parameter);
    }

    fn apply(&mut self, number: u32) {
        let function = Applied::from_number(number & 0xf);
        let (count, ty) = (number >> 4 & 0x3ff, type_of(number >> 14));
        let ty = ty.signed();
        let is_short_integer = matches!(ty, Type::SmallInt | Type::Integer);
        let (before, after) = match (function, self.dialect) {
            (Applied::Lower | Applied::Upper, _) => return self.with_case(function),
            (Applied::Trim, _) => ("trim(", ")"),
            (Applied::Length, Dialect::Sqlite) => ("length(", ")"),
            (Applied::Length, Dialect::Postgres) => ("CAST(char_length(", ") AS BIGINT)"),
            (Applied::Length, Dialect::Mysql | Dialect::Mariadb) => ("char_length(", ")"),
            (Applied::Concat, Dialect::Sqlite | Dialect::Postgres) => {
                self.push("(");
                self.separated(0..count, " || ", |to, _| to.expression());
                return self.push(")");
            }
            (Applied::Concat, Dialect::Mysql | Dialect::Mariadb) => ("concat(", ")"),
            (Applied::Coalesce, _) => ("coalesce(", ")"),
            (Applied::NullIf, _) => ("nullif(", ")"),
            (Applied::Abs, Dialect::Postgres) if is_short_integer => ("abs(CAST(", " AS BIGINT))"),
            (Applied::Abs, Dialect::Sqlite) if ty == Type::BigInt => {
                self.push(function::INTEGER);
                ("('abs', ", ", 0)")
            }
            (Applied::Abs, Dialect::Sqlite) if matches!(ty, Type::Decimal(..)) => {
                self.push(function::DECIMAL);
                ("('abs', ", ", 0)")
            }
            (Applied::Abs, _) => ("abs(", ")"),
            (Applied::Round, _) => return self.round(count, ty),
            (Applied::Part, _) => return self.date_part(DatePart::from_number(count), ty),
            (Applied::Truncate, _) => return self.date_trunc(DatePart::from_number(count), ty),
            (Applied::Cast, _) => return self.cast_to(Cast::from_number(count), ty),
            (Applied::Since, _) => return self.since(ty),
            (Applied::Moved, _) => return self.moved(Operator::from_number(count), ty),
        };
        let operands = match function {
            Applied::Concat | Applied::Coalesce | Applied::NullIf => count,
            Applied::Lower
            | Applied::Upper
            | Applied::Trim
            | Applied::Length
            | Applied::Abs
            | Applied::Round
            | Applied::Part
            | Applied::Truncate
            | Applied::Cast => 1,
            Applied::Since | Applied::Moved => 2,
        };
        self.push(before);
        self.separated(0..operands, ", ", |to, _| to.expression());
        self.push(after);
    }

    /// A string with its ASCII letters in lower or upper case; each database needs another way to
    /// leave other letters as they are.
    fn with_case(&mut self, function: Applied) {
        let is_lower = function == Applied::Lower;
        match self.dialect {
            Dialect::Sqlite => {
                self.push(if is_lower { "lower(" } else { "upper(" });
                self.expression();
                self.push(")");
            }
            Dialect::Postgres => {
                self.push(if is_lower { "lower(" } else { "upper(" });
                self.expression();
                self.push(" COLLATE \"C\")");
            }
            Dialect::Mysql | Dialect::Mariadb if is_lower => self.folded(Self::expression),
            Dialect::Mysql | Dialect::Mariadb => {
                self.replaced(Self::expression, |letter| {
                    (letter.to_ascii_lowercase(), letter)
                });
            }
        }
    }

    /// A decimal with fewer digits, rounded away from zero in the middle; or a float without a
    /// fraction, rounded to the even one in the middle.
    fn round(&mut self, digits: u32, ty: Type<'_>) {
        match (self.dialect, ty) {
            (Dialect::Sqlite, Type::Decimal(_, scale)) => self.rescaled(scale, digits),
            (_, Type::Decimal(..)) => {
                self.push("round(");
                self.expression();
                self.push(&format!(", {digits})"));
            }
            (Dialect::Sqlite, _) => {
                self.push(function::ROUNDED);
                self.push("(");
                self.expression();
                self.push(")");
            }
            (Dialect::Postgres | Dialect::Mysql, _) => {
                self.push("round(");
                self.expression();
                self.push(")");
            }
            // A table of groups or distinct rows holds a rounded number of 17 digits at most.
            (Dialect::Mariadb, _) => {
                self.push("CAST(round(");
                self.expression();
                self.push(") AS DOUBLE)");
            }
        }
    }

    /// `("price" * "quantity")`
    fn arithmetic(&mut self, number: u32) {
        let operator = Operator::from_number(number & 0xf);
        let ty = type_of(number >> 14).signed();
        if self.dialect == Dialect::Sqlite && !matches!(ty, Type::Float | Type::Double) {
            self.push(match ty {
                Type::Decimal(..) => function::DECIMAL,
                _ => function::INTEGER,
            });
            self.push(&format!("('{}', ", operator.sql()));
            self.expression();
            self.push(", ");
            self.expression();
            return self.push(")");
        }
        let is_short = matches!(ty, Type::SmallInt | Type::Integer);
        let own = (self.dialect == Dialect::Postgres && is_short).then_some("BIGINT");
        self.in_range(ty, |to| {
            to.cast(own, Self::expression);
            to.push(" ");
            to.push(operator.sql());
            to.push(" ");
            to.cast(own, Self::expression);
        });
    }

    fn case(&mut self, number: u32) {
        self.push("CASE");
        for _ in 0..number >> 1 {
            self.push(" WHEN ");
            self.condition();
            self.push(" THEN ");
            self.expression();
        }
        if number & 1 == 1 {
            self.push(" ELSE ");
            self.expression();
        }
        self.push(" END");
    }

    /// A decimal with another number of digits after the point, which SQLite does not store.
    fn rescaled(&mut self, from: u32, to: u32) {
        if self.dialect == Dialect::Sqlite {
            self.push(function::SCALED);
            self.push("(");
            self.expression();
            self.push(&format!(", {from}, {to})"));
        } else {
            self.expression();
        }
    }

    /// The user's own SQL, with placeholders of the dialect.
    fn fragment(&mut self, number: u32) {
        let mut sql = self.text();
        while let Some(dialect) = self.take(Op::Instead) {
            let other = self.text();
            if dialect == self.dialect as u32 {
                sql = other;
            }
        }
        let _ = number;
        let sql = closed(self.dialect, sql);
        self.push("(");
        let mut copied = 0;
        let mut parts = lexemes(self.dialect, &sql);
        while let Some(lexeme) = parts.next() {
            let is_placeholder = lexeme
                .token()
                .is_some_and(|token| token.kind == TokenKind::Parameter && token.text == "?");
            if !is_placeholder {
                continue;
            }
            self.push(&sql[copied..lexeme.start]);
            copied = lexeme.end();
            if self.dialect.has_question_mark_operators() && sql[copied..].starts_with('?') {
                // The second one is the beginning of the next lexeme.
                parts.next();
                self.push("?");
                copied += 1;
                continue;
            }
            // No letter may follow a placeholder directly.
            self.push(" ");
            self.parameter();
            self.push(" ");
        }
        self.push(&sql[copied..]);
        self.push(")");
    }

    /// `(SELECT count(*) FROM "posts" AS t1 WHERE t1."author_id" = "users"."id")`
    fn related_call(&mut self, conditions: u32) {
        let outer = self.scope.named();
        let in_outer_join = std::mem::take(&mut self.in_outer_join);
        self.push("(SELECT ");
        let route = self.route();
        let ends = self.ends(route);
        self.within(ends.end, Self::operand_item);
        self.push(" FROM ");
        self.route_tables(route, ends);
        self.push(" WHERE ");
        self.reached(route, outer, ends);
        for _ in 0..conditions {
            self.push(" AND ");
            self.within(ends.end, Self::condition);
        }
        self.push(")");
        self.in_outer_join = in_outer_join;
    }

    /// A query within the statement, without parentheses.
    pub(super) fn subquery(&mut self, flags: u32) {
        let scope = self.scope;
        let entries = std::mem::take(&mut self.entries);
        let outer = self.outer.replace(scope.named());
        let in_outer_join = std::mem::take(&mut self.in_outer_join);
        let table = self.table();
        self.scope = match flags & CORRELATED {
            0 => Scope::bare(table),
            _ => self.alias(table),
        };
        self.entries.push(self.scope);
        self.push("SELECT ");
        if in_outer_join && !self.dialect.has_semijoins_in_outer_joins() {
            self.push("/*+ NO_SEMIJOIN() */ ");
        }
        if self.take(Op::Found).is_some() {
            self.push("1");
        } else {
            self.projection();
        }
        self.push(" FROM ");
        self.name(table.name);
        self.as_alias(self.scope);
        self.clauses();
        self.scope = scope;
        self.entries = entries;
        self.outer = outer;
        self.in_outer_join = in_outer_join;
    }

    // Conditions.

    /// `"id" IN (SELECT …)`
    pub(super) fn in_query(&mut self, is_limited: u32) {
        self.expression();
        self.push(" IN (");
        // MySQL takes no limit in such a query, but one in a query of that.
        if is_limited == 1 {
            self.push("SELECT * FROM ");
            self.expression();
            self.push(&format!(" AS {})", self.free("limited")));
        } else {
            if let Some(flags) = self.take(Op::Subquery) {
                self.subquery(flags);
            }
            self.push(")");
        }
    }

    /// `("id") IN (SELECT e1 FROM (SELECT "id" AS e1, row_number() OVER (…) AS e2 FROM …) AS firsts
    /// WHERE e2 = 1)`
    pub(super) fn first_of(&mut self, columns: u32) {
        self.push("(");
        self.separated(0..columns, ", ", |to, _| to.item());
        self.push(") IN (SELECT ");
        self.separated(1..=columns, ", ", |to, item| {
            to.push(&to.item_name(item));
        });
        self.push(" FROM (");
        let named_items = std::mem::replace(&mut self.named_items, true);
        if let Some(flags) = self.take(Op::Subquery) {
            self.subquery(flags);
        }
        self.named_items = named_items;
        let number = columns + 1;
        let number = self.item_name(number);
        let firsts = self.free("firsts");
        self.push(&format!(") AS {firsts} WHERE {number} = 1)"));
    }

    /// A comparison of two expressions.
    pub(super) fn compare_expressions(&mut self, number: u32) {
        let comparison = Comparison::from_number(number >> 24);
        let ty = type_of(number);
        if self.dialect == Dialect::Sqlite && matches!(ty, Type::Decimal(..)) {
            return self.digits(comparison, Self::expression, Self::expression);
        }
        if comparison.is_equality() {
            self.expression();
        } else {
            self.sortable(ty);
        }
        self.operator(comparison);
        self.expression();
    }

    /// Decimals with the same number of digits after the point, on SQLite, if one may have more
    /// than 64 bits.
    pub(super) fn digits(
        &mut self,
        comparison: Comparison,
        left: impl FnOnce(&mut Self),
        right: impl FnOnce(&mut Self),
    ) {
        self.push(function::COMPARED);
        self.push("(");
        left(self);
        self.push(", 0, ");
        right(self);
        self.push(", 0)");
        self.operator(comparison);
        self.push("0");
    }

    /// A comparison of decimals with different numbers of digits after the point, on SQLite.
    pub(super) fn compare_scaled(&mut self, number: u32) {
        let comparison = Comparison::from_number(number >> 24);
        if self.dialect == Dialect::Sqlite {
            self.push(function::COMPARED);
            self.push("(");
            self.expression();
            self.push(&format!(", {}, ", number >> 8 & 0xff));
            self.expression();
            self.push(&format!(", {})", number & 0xff));
            self.operator(comparison);
            return self.push("0");
        }
        self.expression();
        self.operator(comparison);
        self.expression();
    }

    pub(super) fn is_null(&mut self, number: u32) {
        self.expression();
        self.push(if number == 1 {
            " IS NULL"
        } else {
            " IS NOT NULL"
        });
    }

    pub(super) fn in_expressions(&mut self, count: u32) {
        self.expression();
        self.push(" IN (");
        self.separated(0..count, ", ", |to, _| to.expression());
        self.push(")");
    }

    /// The condition that an expression matches a pattern.
    pub(super) fn expression_like(&mut self, number: u32) {
        let kind = Like::from_number(number);
        let text = self.written(Self::expression);
        self.like_form(kind, &text, &text);
    }

    /// An expression that is compared by order: on PostgreSQL an expression of only parameters has
    /// another collation than a column.
    pub(super) fn sortable(&mut self, ty: Type<'_>) {
        let is_by_code_point = match self.peek() {
            Some((Op::Column, _)) => true,
            Some((Op::Apply, number)) => matches!(
                Applied::from_number(number & 0xf),
                Applied::Lower | Applied::Upper
            ),
            _ => false,
        };
        let is_text = matches!(ty, Type::String(_) | Type::Text);
        self.expression();
        if self.dialect == Dialect::Postgres && is_text && !is_by_code_point {
            self.push(" COLLATE \"C\"");
        }
    }
}
