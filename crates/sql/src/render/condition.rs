//! Conditions.

use super::{Renderer, position};
use crate::Dialect;
use crate::expression::{binary_collation, item_type, postgres_array};
use crate::function;
use crate::native::Form;
use crate::pattern::{self, Parameter};
use crate::table::Type;
use crate::words::{Comparison, Like, Op};

/// The largest number of conditions side by side; more are nested as a tree, because databases
/// parse `a AND b AND c` as nested as deep as it is long.
const SIDE_BY_SIDE: u32 = 64;

impl Renderer<'_, '_> {
    /// The number of conditions that the next word gives, after a keyword; nothing if it is another
    /// word.
    pub(super) fn conditions(&mut self, op: Op, keyword: &str) {
        let Some(count) = self.take(op) else {
            return;
        };
        if count > 0 {
            self.push(keyword);
            self.side_by_side(count, " AND ", &Self::condition);
        }
    }

    /// This number of conditions, with a keyword between them.
    pub(super) fn side_by_side(&mut self, count: u32, keyword: &str, write: &dyn Fn(&mut Self)) {
        if count > SIDE_BY_SIDE {
            self.push("(");
            self.side_by_side(count / 2, keyword, write);
            self.push(")");
            self.push(keyword);
            self.push("(");
            self.side_by_side(count - count / 2, keyword, write);
            self.push(")");
        } else {
            self.separated(0..count, keyword, |to, _| write(to));
        }
    }

    /// A condition, in parentheses if it needs them.
    pub(super) fn condition(&mut self) {
        let Some((op, number)) = self.next() else {
            return;
        };
        match op {
            // Not every database has a keyword for true.
            Op::True => self.push("1 = 1"),
            Op::False => self.push("1 = 0"),
            Op::CompareValue => self.compare_value(number),
            Op::Compare => self.compare(number),
            Op::IsNull => {
                self.column(number);
                self.push(" IS NULL");
            }
            Op::IsNotNull => {
                self.column(number);
                self.push(" IS NOT NULL");
            }
            Op::In => self.in_list(number),
            Op::InTuples => self.in_tuples(number),
            Op::Like => self.like(number),
            Op::Json => self.json(number),
            Op::Contains => self.contains(number),
            Op::CompareCall => {
                let (call, ty) = (number & 0xff_ffff, self.type_of_call(number));
                let comparison = Comparison::from_number(number >> 24);
                match ty {
                    Type::Decimal(..) if self.dialect == Dialect::Sqlite => {
                        return self.digits(comparison, |to| to.call(call), Self::parameter);
                    }
                    // The parameter is a position among the values, too.
                    Type::Enum(values) => self.call_rank(call, values),
                    _ => self.call(call),
                }
                self.operator(comparison);
                self.value(ty);
            }
            Op::CompareOf => self.compare_expressions(number),
            Op::CompareScaled => self.compare_scaled(number),
            Op::NullOf => self.is_null(number),
            Op::InOf => self.in_expressions(number),
            Op::LikeOf => self.expression_like(number),
            Op::Holds => self.expression(),
            Op::InQuery => self.in_query(number),
            Op::ExistsQuery => {
                self.push("EXISTS ");
                self.expression();
            }
            Op::FirstOf => self.first_of(number),
            Op::Reached => self.reached_by_steps(number),
            Op::All => self.group(number, " AND ", "1 = 1"),
            Op::Any => self.group(number, " OR ", "1 = 0"),
            Op::Not => {
                self.push("NOT (");
                self.condition();
                self.push(")");
            }
            Op::Related => self.related(number),
            Op::Connected => self.connected(),
            Op::Entry => {
                let scope = self.entry(number);
                self.within(scope, Self::condition);
            }
            _ => {}
        }
    }

    fn group(&mut self, count: u32, keyword: &str, none: &str) {
        self.push("(");
        if count == 0 {
            self.push(none);
        } else {
            self.side_by_side(count, keyword, &Self::condition);
        }
        self.push(")");
    }

    pub(super) fn operator(&mut self, comparison: Comparison) {
        self.push(" ");
        self.push(comparison.sql());
        self.push(" ");
    }

    /// `"id" IN (…)`
    pub(super) fn in_list(&mut self, column: u32) {
        let list = self.next();
        if let (Type::Array(_), Some((Op::List, count))) =
            (self.scope.table.column(position(column)).ty, list)
        {
            return self.in_arrays(column, count);
        }
        if let Some(form) = self.native(column)
            && self.dialect.has_arrays()
        {
            let value = self.written(|to| to.column(column));
            let texts = self.written(Self::parameter);
            return self.push(&form.is_one_of(&value, &texts));
        }
        self.value_of(column);
        if self.dialect.has_arrays() {
            self.push(" = ANY(");
            self.parameter();
            return self.push(")");
        }
        if let Some((Op::List, count)) = list {
            self.push(" IN (");
            let ty = self.scope.table.column(position(column)).ty;
            self.separated(0..count, ", ", |to, _| to.value(ty));
            return self.push(")");
        }
        let ty = self.scope.table.column(position(column)).ty;
        self.push(" IN (SELECT ");
        match self.dialect {
            Dialect::Sqlite | Dialect::Postgres => {
                self.push(if ty.is_binary() {
                    "unhex(value)"
                } else {
                    "value"
                });
                self.push(" FROM json_each(");
                self.parameter();
                self.push("))");
            }
            Dialect::Mysql | Dialect::Mariadb => {
                self.push(if ty.is_binary() { "unhex(j.v)" } else { "j.v" });
                self.push(" FROM json_table(");
                self.parameter();
                let ty = item_type(&ty, self.dialect);
                self.push(&format!(", '$[*]' COLUMNS (v {ty} PATH '$')) AS j)"));
            }
        }
    }

    /// `("row", "number") IN (SELECT …)`: all tuples are in one parameter.
    pub(super) fn in_tuples(&mut self, count: u32) {
        let columns: Vec<u16> = (0..count)
            .filter_map(|_| self.take(Op::Column).map(position))
            .collect();
        let types: Vec<Type<'_>> = columns
            .iter()
            .map(|column| self.scope.table.column(*column).ty)
            .collect();
        let types = || types.iter().enumerate();
        self.push("(");
        self.separated(&columns, ", ", |to, column| {
            to.comparable(u32::from(*column));
        });
        self.push(") IN (SELECT ");
        let unhex = |ty: &Type<'_>, value: String| {
            if ty.is_binary() {
                format!("unhex({value})")
            } else {
                value
            }
        };
        match self.dialect {
            Dialect::Sqlite => {
                self.separated(types(), ", ", |to, (number, ty)| {
                    to.push(&unhex(ty, format!("json_extract(value, '$[{number}]')")));
                });
                self.push(" FROM json_each(");
                self.parameter();
                self.push("))");
            }
            Dialect::Postgres => {
                self.separated(types(), ", ", |to, (number, _)| {
                    to.push(&format!("j.v{number}"));
                });
                self.push(" FROM unnest(");
                self.separated(types(), ", ", |to, (_, ty)| {
                    to.parameter();
                    to.push("::");
                    to.push(postgres_array(ty));
                });
                self.push(") AS j (");
                self.separated(types(), ", ", |to, (number, _)| {
                    to.push(&format!("v{number}"));
                });
                self.push("))");
            }
            Dialect::Mysql | Dialect::Mariadb => {
                self.separated(types(), ", ", |to, (number, ty)| {
                    to.push(&unhex(ty, format!("j.v{number}")));
                });
                self.push(" FROM json_table(");
                self.parameter();
                self.push(", '$[*]' COLUMNS (");
                self.separated(types(), ", ", |to, (number, ty)| {
                    let ty = item_type(ty, to.dialect);
                    to.push(&format!("v{number} {ty} PATH '$[{number}]'"));
                });
                self.push(")) AS j)");
            }
        }
    }

    /// `"name" LIKE ?`, or another operator of the database: see [`pattern`].
    fn like(&mut self, number: u32) {
        let kind = Like::from_number(number >> 16);
        let text = self.written(|to| to.comparable(number));
        let by_code_point = self.written(|to| to.by_code_point_of(number));
        self.like_form(kind, &text, &by_code_point);
    }

    /// The condition that a string matches the pattern that follows.
    pub(super) fn like_form(&mut self, kind: Like, text: &str, by_code_point: &str) {
        let form = self.take(Op::Pattern).unwrap_or(0);
        let parameters: Vec<Parameter> = pattern::parameters(self.dialect, kind, form).collect();
        let is_several = parameters.len() > 1 || parameters.contains(&Parameter::Prefix);
        self.push(if is_several { "(" } else { "" });
        self.separated(parameters, " AND ", |to, parameter| {
            to.has_form((text, by_code_point), kind, parameter);
        });
        self.push(if is_several { ")" } else { "" });
    }

    fn has_form(&mut self, (text, by_code_point): (&str, &str), kind: Like, parameter: Parameter) {
        match (parameter, self.dialect, kind) {
            (Parameter::Own, _, kind) => {
                self.push(match kind {
                    Like::Exact => function::LIKE,
                    Like::IgnoringCase => function::ILIKE,
                });
                self.push("(");
                self.push(text);
                self.push(", ");
                self.parameter();
                return self.push(")");
            }
            // The column may have another collation.
            (Parameter::Prefix, ..) => {
                self.push(text);
                self.push(" COLLATE BINARY >= ");
            }
            (Parameter::PrefixEnd, ..) => {
                self.push(text);
                self.push(" COLLATE BINARY < ");
            }
            (Parameter::Glob, ..) => {
                self.push(text);
                self.push(" GLOB ");
            }
            // Other collations ignore the case of more letters than those of ASCII.
            (Parameter::Like, Dialect::Postgres, Like::IgnoringCase) => {
                self.push(text);
                self.push(" COLLATE \"C\" ILIKE ");
            }
            (Parameter::Like, ..) => {
                self.push(by_code_point);
                self.push(" LIKE ");
            }
            (Parameter::Folded, ..) => {
                self.folded(|to| to.push(by_code_point));
                self.push(" LIKE ");
            }
        }
        self.parameter();
        if (parameter, self.dialect) == (Parameter::Like, Dialect::Sqlite) {
            self.push(" ESCAPE '\\'");
        }
    }

    /// A text column, compared by code point even if it has its own collation.
    pub(super) fn by_code_point_of(&mut self, column: u32) {
        if let Some(form) = self.native(column) {
            let value = self.written(|to| to.column(column));
            return self.native_by_code_point(form, &value);
        }
        let is_collated = self.scope.table.column(position(column)).collated;
        match self.dialect {
            Dialect::Postgres if is_collated => {
                self.column(column);
                self.push(" COLLATE \"C\"");
            }
            Dialect::Mysql | Dialect::Mariadb if is_collated => {
                self.push("CONVERT(");
                self.column(column);
                let collation = binary_collation(self.dialect);
                self.push(&format!(" USING utf8mb4) COLLATE {collation}"));
            }
            _ => self.column(column),
        }
    }

    /// The text of a value of a native type, compared by code point.
    pub(super) fn native_by_code_point(&mut self, form: &Form<'_>, value: &str) {
        let text = form.read(self.dialect, value);
        match self.dialect {
            Dialect::Sqlite => self.push(&text),
            Dialect::Postgres => self.push(&format!("{text} COLLATE \"C\"")),
            Dialect::Mysql | Dialect::Mariadb => {
                let collation = binary_collation(self.dialect);
                self.push(&format!(
                    "CONVERT({text} USING utf8mb4) COLLATE {collation}"
                ));
            }
        }
    }

    /// A column that is compared with strings: of a native type its text.
    fn comparable(&mut self, column: u32) {
        match self.native(column) {
            Some(_) => self.by_code_point_of(column),
            None => self.column(column),
        }
    }

    /// A string with its ASCII letters in lower case: `lower` also converts other letters.
    pub(super) fn folded(&mut self, write: impl FnOnce(&mut Self)) {
        self.replaced(write, |letter| (letter, letter.to_ascii_lowercase()));
    }

    /// A string with each of these letters replaced by another.
    pub(super) fn replaced(
        &mut self,
        write: impl FnOnce(&mut Self),
        letters: impl Fn(char) -> (char, char),
    ) {
        for _ in 'A'..='Z' {
            self.push("REPLACE(");
        }
        write(self);
        for letter in 'A'..='Z' {
            let (from, to) = letters(letter);
            self.push(&format!(", '{from}', '{to}')"));
        }
    }

    /// A column with the name of its table: tables of functions beside it have columns, too.
    fn named_column(&mut self, column: u32) {
        self.within(self.scope.named(), |to| to.column(column));
    }

    /// The condition that an array contains an item.
    fn contains(&mut self, column: u32) {
        let item = match self.scope.table.column(position(column)).ty {
            Type::Array(item) => *item,
            _ => Type::Text,
        };
        match self.dialect {
            Dialect::Postgres => {
                self.parameter();
                self.push(" = ANY(");
                self.column(column);
                self.push(")");
            }
            Dialect::Sqlite => {
                let (held, wanted) = (self.free("held"), self.free("wanted"));
                self.push("(CASE WHEN ");
                self.column(column);
                self.push(" IS NOT NULL THEN EXISTS (SELECT 1 FROM json_each(");
                self.named_column(column);
                self.push(&format!(") AS {held}, json_each("));
                self.parameter();
                self.push(&format!(
                    ") AS {wanted} WHERE {held}.value = {wanted}.value) END)"
                ));
            }
            Dialect::Mysql => {
                self.push("JSON_CONTAINS(");
                self.column(column);
                self.push(", ");
                self.parameter();
                self.push(")");
            }
            // MariaDB's `JSON_CONTAINS` compares integers as floats.
            Dialect::Mariadb => {
                // In the array, numbers are JSON numbers, and everything else is a JSON string.
                let ty = match item {
                    Type::Bool
                    | Type::SmallInt
                    | Type::Integer
                    | Type::BigInt
                    | Type::Unsigned(_) => "BIGINT".to_owned(),
                    Type::Float | Type::Double => "DOUBLE".to_owned(),
                    Type::Decimal(..)
                    | Type::String(_)
                    | Type::Text
                    | Type::Bytes(_)
                    | Type::Uuid
                    | Type::Date
                    | Type::Time
                    | Type::DateTime
                    | Type::Timestamp
                    | Type::Json
                    | Type::Enum(_)
                    | Type::Array(_)
                    | Type::Native(_) => format!(
                        "LONGTEXT CHARACTER SET utf8mb4 COLLATE {}",
                        binary_collation(self.dialect)
                    ),
                };
                let (held, wanted) = (self.free("held"), self.free("wanted"));
                let columns = format!(", '$[*]' COLUMNS (item {ty} PATH '$'))");
                self.push("(CASE WHEN ");
                self.column(column);
                self.push(" IS NOT NULL THEN EXISTS (SELECT 1 FROM json_table(");
                self.named_column(column);
                self.push(&columns);
                self.push(&format!(" AS {held}, json_table("));
                self.parameter();
                self.push(&columns);
                self.push(&format!(
                    " AS {wanted} WHERE {held}.item = {wanted}.item) END)"
                ));
            }
        }
    }
}
