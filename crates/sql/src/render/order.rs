//! Orders of rows, and the aggregates by which groups are sorted.

use super::aggregate::{aggregate, aggregate_of_computed};
use super::{Qualifier, Renderer, position};
use crate::Dialect;
use crate::function;
use crate::native::{Form, Native};
use crate::table::Type;
use crate::words::{Function, MOST_SORTED_BYTES, NO_COLUMN, Op, SHORT, Word, type_of};

/// The number of characters, of at most four bytes, in the beginning that MariaDB sorts by.
const PIECE: u32 = SHORT;
/// The number of bytes in it.
const PIECE_OF_BYTES: u32 = MOST_SORTED_BYTES;
/// The number of pieces by which MariaDB sorts a text without a limit: more would need more memory
/// per row than a server has by default.
const MOST_PIECES: u32 = 16;

/// The beginning of an expression that fails on MariaDB. Nothing else in a query fails there.
const TOO_LONG: &str = "exp(710 + char_length";

/// The largest number of digits of a decimal.
const MOST_DIGITS: u32 = 28;

/// A key of an order.
#[derive(Clone, Copy)]
enum By<'s> {
    /// A column, by the number of its word.
    Column(u32),
    /// A call, by the number of its word.
    Call(u32),
    /// SQL that is already rendered, and the number of its parameters.
    Written(&'s str, usize),
}

/// The number of times that an expression of a type is rendered in a sort key.
///
/// Without numbered placeholders, its parameters are emitted as often.
pub fn times_sorted_by(dialect: Dialect, order: u32, descending: bool) -> usize {
    if dialect.has_numbered_parameters() {
        return 1;
    }
    let of_nulls = match nulls_of(order) {
        Some(first) => usize::from(first != (dialect.nulls_are_least() != descending)),
        None => 0,
    };
    let keys = keys_of_computed(dialect, type_of(order));
    let times = keys.iter().map(|key| match key {
        Key::Value | Key::Digits | Key::Rank(_) | Key::Piece(..) => 1,
        Key::Within(_) => 2,
    });
    of_nulls + times.sum::<usize>()
}

/// Whether NULLs come first, from the number of an order.
fn nulls_of(order: u32) -> Option<bool> {
    match order >> 24 {
        0 => None,
        1 => Some(false),
        _ => Some(true),
    }
}

/// A key by which the database sorts instead of a value.
#[derive(Clone, Copy)]
enum Key<'t> {
    /// The value.
    Value,
    /// The digits of a decimal, which may have more than 64 bits.
    Digits,
    /// Its position among the values of its enum.
    Rank(&'t [&'t str]),
    /// A piece of it: its number from 0, and the number of characters or bytes.
    Piece(u32, u32),
    /// An error, if the text is longer than this number of characters or bytes.
    Within(u32),
}

impl<'t> Renderer<'_, 't> {
    /// ` ORDER BY …`, or nothing.
    pub(super) fn order(&mut self) {
        self.order_after(" ORDER BY ");
    }

    /// The keys of an order, with this before the first. The primary keys at its end leave out
    /// columns that it already has.
    pub(super) fn order_after(&mut self, before: &str) {
        let mut before = before;
        let mut sorted = Vec::new();
        loop {
            match self.peek() {
                Some((Op::ByPrimaryKeys, _)) => {
                    self.next();
                    for entry in self.entries.clone() {
                        for &column in entry.table.primary_key.columns {
                            if sorted.contains(&(entry.qualifier, column)) {
                                continue;
                            }
                            self.push(before);
                            self.within(entry, |to| to.primary_key(u32::from(column)));
                            before = ", ";
                        }
                    }
                }
                Some((
                    Op::Entry
                    | Op::Asc
                    | Op::Desc
                    | Op::AscCall
                    | Op::DescCall
                    | Op::AscOf
                    | Op::DescOf
                    | Op::AscItem
                    | Op::DescItem,
                    _,
                )) => {
                    sorted.extend(self.sorted_column());
                    self.push(before);
                    self.sort_key();
                    before = ", ";
                }
                _ => break,
            }
        }
    }

    /// The column of the next key of an order, if it is one.
    fn sorted_column(&self) -> Option<(Qualifier, u16)> {
        let (scope, key) = match self.words {
            [Word::Op(Op::Entry, number), key, ..] => (self.entry(*number), key),
            [key, ..] => (self.scope, key),
            [] => return None,
        };
        match key {
            Word::Op(Op::Asc | Op::Desc, number) => Some((scope.qualifier, position(*number))),
            Word::Op(..) | Word::Table(_) | Word::Text(_) => None,
        }
    }

    /// A column of a primary key; of an enum its text, because an index has the rows in this order.
    fn primary_key(&mut self, column: u32) {
        match self.scope.table.column(position(column)).ty {
            Type::Enum(_) => self.column(column),
            _ => {
                let by = By::Column(column);
                let keys = self.keys_of(by);
                self.keys(by, &keys, "", "");
            }
        }
    }

    /// One key of an order.
    fn sort_key(&mut self) {
        let (by, number, direction) = match self.next() {
            Some((Op::Entry, entry)) => {
                let scope = self.entry(entry);
                return self.within(scope, Self::sort_key);
            }
            Some((Op::Asc, number)) => (By::Column(number & 0xff_ffff), number, ""),
            Some((Op::Desc, number)) => (By::Column(number & 0xff_ffff), number, " DESC"),
            Some((Op::AscCall, number)) => (By::Call(number & 0xff_ffff), number, ""),
            Some((Op::DescCall, number)) => (By::Call(number & 0xff_ffff), number, " DESC"),
            Some((Op::AscOf, number)) => return self.sort_by_expression(number, ""),
            Some((Op::DescOf, number)) => return self.sort_by_expression(number, " DESC"),
            Some((Op::AscItem, number)) => return self.sort_by_item(number, ""),
            Some((Op::DescItem, number)) => return self.sort_by_item(number, " DESC"),
            _ => return,
        };
        let keys = self.keys_of(by);
        self.sort_by(by, &keys, number, direction);
    }

    fn sort_by_expression(&mut self, number: u32, direction: &str) {
        let before = self.parameters;
        let sql = self.written(|to| to.sortable(type_of(number)));
        let by = By::Written(&sql, self.parameters - before);
        self.parameters = before;
        let keys = keys_of_computed(self.dialect, type_of(number));
        self.sort_by(by, &keys, number, direction);
    }

    /// A selected item in an order: its number, or its name if the name is allowed within an
    /// expression.
    fn sort_by_item(&mut self, number: u32, direction: &str) {
        let item = number >> 18 & 0x3f;
        let is_text = matches!(type_of(number), Type::String(_) | Type::Text);
        let keys = keys_of_computed(self.dialect, type_of(number));
        let sql = if self.named_items && self.dialect == Dialect::Postgres && is_text {
            // The queries of a union may have other collations.
            format!("{} COLLATE \"C\"", self.item_name(item))
        } else {
            match keys.as_slice() {
                [Key::Value] if self.dialect.has_nulls_first() => item.to_string(),
                _ => self.item_name(item),
            }
        };
        self.sort_by(By::Written(&sql, 0), &keys, number, direction);
    }

    /// A sort by several keys, with NULLs at the place that the order gives.
    fn sort_by(&mut self, by: By<'_>, keys: &[Key<'t>], number: u32, direction: &str) {
        let nulls_first = nulls_of(number);
        let first = nulls_first == Some(true);
        let by_itself = nulls_first.is_none()
            || first == (self.dialect.nulls_are_least() == direction.is_empty());
        if by_itself {
            self.keys(by, keys, direction, "");
        } else if self.dialect.has_nulls_first() {
            let nulls = if first { " NULLS FIRST" } else { " NULLS LAST" };
            self.keys(by, keys, direction, nulls);
        } else {
            self.by(by);
            self.push(if first {
                " IS NOT NULL, "
            } else {
                " IS NULL, "
            });
            self.keys(by, keys, direction, "");
        }
    }

    /// The keys of a sort, in its direction.
    fn keys(&mut self, by: By<'_>, keys: &[Key<'t>], direction: &str, nulls: &str) {
        self.separated(keys, ", ", |to, key| {
            match *key {
                Key::Value => to.by(by),
                Key::Digits => {
                    to.push(function::KEY);
                    to.push("(");
                    to.by(by);
                    to.push(")");
                }
                Key::Rank(values) => match by {
                    By::Column(column) => to.rank(values, |to| to.value_of(column)),
                    By::Call(call) => to.call_rank(call, values),
                    By::Written(..) => to.rank(values, |to| to.by(by)),
                },
                Key::Piece(number, length) => {
                    to.push("substr(");
                    to.by(by);
                    to.push(&format!(", {}, {length})", number * length + 1));
                }
                Key::Within(length) => {
                    to.push("CASE WHEN char_length(");
                    to.by(by);
                    to.push(&format!(") > {length} THEN {TOO_LONG}("));
                    to.by(by);
                    to.push(")) END");
                }
            }
            to.push(direction);
            to.push(nulls);
        });
    }

    fn by(&mut self, by: By<'_>) {
        match by {
            By::Column(column) if !self.is_ordered(column) => self.by_code_point_of(column),
            By::Column(column) => match self.native(column) {
                Some(form) => self.by_native(column, form),
                None => self.value_of(column),
            },
            By::Call(call) => self.call(call),
            By::Written(sql, parameters) => {
                self.push(sql);
                self.parameters += parameters;
            }
        }
    }

    /// A sort by a column of a native type. Groups are formed by its text, and all rows of a group
    /// have the same value.
    fn by_native(&mut self, column: u32, form: &Form<'_>) {
        // A bare name would mean the selected item, which is the text.
        let value = |to: &mut Self| to.within(to.scope.named(), |to| to.column(column));
        match self.dialect {
            Dialect::Postgres if self.is_grouped => {
                let mut text = self.written(|to| to.read(column));
                if self.named_items {
                    // A cast drops a collation, which belongs to the key of the group.
                    text = format!("({text} || '')");
                }
                self.push(&form.write(Dialect::Postgres, &text));
            }
            Dialect::Mysql if self.is_grouped => {
                self.push("any_value(");
                value(self);
                self.push(")");
            }
            _ => value(self),
        }
    }

    fn keys_of(&self, by: By<'_>) -> Vec<Key<'t>> {
        let ty = match by {
            By::Column(column) => self.scope.table.column(position(column)).ty,
            By::Call(call) => match Function::from_number(call >> 16 & 0xff) {
                Function::Min | Function::Max => self.scope.table.column(position(call)).ty,
                Function::Sum => return keys_of_computed(self.dialect, self.type_of_call(call)),
                Function::Count | Function::CountDistinct | Function::Average => {
                    return vec![Key::Value];
                }
            },
            By::Written(..) => return vec![Key::Value],
        };
        match ty {
            Type::Native(native) => match native.on(self.dialect) {
                Some(_) if native.ordered => vec![Key::Value],
                Some(_) => keys_of_type(self.dialect, Type::Text),
                None => keys_of_type(self.dialect, text_of(native)),
            },
            ty => keys_of_type(self.dialect, ty),
        }
    }

    /// The type of a call's value, as far as comparisons need it.
    pub(super) fn type_of_call(&self, call: u32) -> Type<'t> {
        let column = position(call);
        if column == NO_COLUMN {
            return Type::BigInt;
        }
        let ty = self.scope.table.column(column).ty;
        match (Function::from_number(call >> 16 & 0xff), ty) {
            // A sum has more digits.
            (Function::Sum, Type::Decimal(_, scale)) => Type::Decimal(MOST_DIGITS, scale),
            (Function::Min | Function::Max | Function::Sum, ty) => ty,
            (Function::Count | Function::CountDistinct, _) => Type::BigInt,
            (Function::Average, _) => Type::Double,
        }
    }

    /// The position of a value among the values of its enum; NULL if it is NULL.
    pub(super) fn rank(&mut self, values: &[&str], value: impl FnOnce(&mut Self)) {
        self.push("CASE ");
        value(self);
        for (number, value) in values.iter().enumerate() {
            self.push(" WHEN ");
            let value = crate::quote::text(self.dialect, value);
            self.push(&value);
            self.push(&format!(" THEN {number}"));
        }
        self.push(" END");
    }

    /// The position of the least or greatest value of an enum column among its values.
    pub(super) fn call_rank(&mut self, call: u32, values: &[&str]) {
        let column = u32::from(position(call));
        let is_least = Function::from_number(call >> 16 & 0xff) == Function::Min;
        self.push(if is_least { "min(" } else { "max(" });
        self.rank(values, |to| to.value_of(column));
        self.push(")");
    }

    /// The least or greatest value of an enum column, from its position.
    fn call_of_enum(&mut self, call: u32, values: &[&str]) {
        self.push("CASE ");
        self.call_rank(call, values);
        for (number, value) in values.iter().enumerate() {
            let value = crate::quote::text(self.dialect, value);
            self.push(&format!(" WHEN {number} THEN {value}"));
        }
        self.push(" END");
    }

    /// A call, with a result of the same type on every database.
    pub(super) fn call(&mut self, call: u32) {
        let column = position(call);
        if column == NO_COLUMN {
            return self.push("count(*)");
        }
        let ty = self.scope.table.column(column).ty;
        let function = Function::from_number(call >> 16 & 0xff);
        if let (Type::Enum(values), Function::Min | Function::Max) = (ty, function) {
            return self.call_of_enum(call, values);
        }
        let column = u32::from(column);
        let is_value = matches!(function, Function::Min | Function::Max);
        match self.native(column) {
            Some(form) if is_value && self.is_ordered(column) => {
                let value = self.written(|to| to.call_on(function, ty, |to| to.column(column)));
                self.text_of_native(form, &value);
            }
            Some(_) if is_value => {
                self.call_on(function, ty, |to| to.by_code_point_of(column));
            }
            Some(_) | None => match function {
                // Functions that compute with the values.
                Function::Sum | Function::Average => {
                    self.call_on(function, ty, |to| to.signed_value_of(column));
                }
                Function::Count | Function::CountDistinct | Function::Min | Function::Max => {
                    self.call_on(function, ty, |to| to.value_of(column));
                }
            },
        }
    }

    /// A call on a computed value of this type.
    pub(super) fn call_on_computed(&mut self, function: Function, ty: Type<'_>) {
        let value = self.written(Self::expression);
        self.push(&aggregate_of_computed(
            self.dialect,
            function,
            ty,
            &value,
            "",
        ));
    }

    /// A call on rendered SQL of this type.
    fn call_on(&mut self, function: Function, ty: Type<'_>, write: impl FnOnce(&mut Self)) {
        let value = self.written(write);
        self.push(&aggregate(self.dialect, function, ty, &value, ""));
    }
}

/// The keys by which a database sorts a computed value of this type.
fn keys_of_computed(dialect: Dialect, ty: Type<'_>) -> Vec<Key<'_>> {
    match ty {
        Type::Decimal(..) if dialect == Dialect::Sqlite => vec![Key::Digits],
        ty => keys_of_type(dialect, ty),
    }
}

/// The type of the text of a native type.
pub(super) fn text_of(native: &Native<'_>) -> Type<'static> {
    match native.limit {
        0 => Type::Text,
        limit => Type::String(limit),
    }
}

/// The keys by which a database sorts a value of this type.
fn keys_of_type(dialect: Dialect, ty: Type<'_>) -> Vec<Key<'_>> {
    let pieces = |count: u32, length: u32| (0..count).map(move |it| Key::Piece(it, length));
    let unlimited = |length: u32| {
        let within = std::iter::once(Key::Within(MOST_PIECES * length));
        within.chain(pieces(MOST_PIECES, length)).collect()
    };
    match ty {
        Type::Enum(values) => vec![Key::Rank(values)],
        _ if !dialect.sorts_by_beginnings() => vec![Key::Value],
        Type::String(limit) if limit > PIECE => pieces(limit.div_ceil(PIECE), PIECE).collect(),
        Type::Bytes(limit) if limit > PIECE_OF_BYTES => {
            pieces(limit.div_ceil(PIECE_OF_BYTES), PIECE_OF_BYTES).collect()
        }
        Type::Text | Type::Native(_) => unlimited(PIECE),
        Type::Bytes(0) => unlimited(PIECE_OF_BYTES),
        _ => vec![Key::Value],
    }
}
