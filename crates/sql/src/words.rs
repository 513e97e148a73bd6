//! Words: a statement without its values.
//!
//! A statement is emitted word by word, in the order of its SQL; its parameters are between the
//! words, in the same order. [`render`](crate::render()) renders SQL from the words alone. So
//! statements with the same words have the same SQL, and a connection finds a prepared statement by
//! its words as numbers.
//!
//! # The order of words
//!
//! Parameters are marked by `$`. `c` is the position of a column.
//!
//! ```text
//! statement  = query | union | load | update | delete | insert | read_back
//!            | DefaultOf(c) Table | Raw(n) Text $…
//! query      = (Rows | Count | Exists | Found) Table { Joined(width) Table } [projection] rest
//! union      = Union(n) { Branch(flags) subquery } { order } [Limit $] [Offset $] End
//! projection = AllColumns | Selection(n) item…
//! item       = [Entry(number)] (Call(function, c) | expression)
//! rest       = [Derived query] { Join(entry, left) route [And(n) node…] } [Where(n) node…]
//!              [GroupBy(n) ([Alike(kind)] ItemNumber(n) | item)…] [Having(n) node…]
//!              { order } [Limit $] [Offset $] [Lock] End
//! route      = Forward(reference) Table Table | Back(reference) Table
//!            | Through(here, there) Table Table
//! order      = ByPrimaryKeys | AscItem(n) | DescItem(n) | [Entry(number)] (Asc(c) | Desc(c)
//!            | AscCall(…) | DescCall(…) | AscOf(type) expression | DescOf(type) expression)
//! node       = True | False | CompareValue(comparison, c) $ | Compare(comparison, c) operand
//!            | IsNull(c) | IsNotNull(c) | In(c) (List(n) $… | LongList $) | InTuples(n) Column… $…
//!            | Like(kind, c) Pattern(form) $… | Json(steps, c) step… asked | Contains(c) $
//!            | CompareCall(comparison, function, c) $ | All(n) node… | Any(n) node… | Not node
//!            | Related(which) route [NotDeleted(c)] node | Connected route $…
//!            | Entry(number) node | CompareOf(comparison, type) expression expression
//!            | NullOf(is) expression | InOf(n) expression expression…
//!            | LikeOf(kind) expression Pattern(form) $… | Holds expression
//!            | CompareScaled(comparison, from, to) expression expression
//!            | InQuery(is_limited) expression subquery | ExistsQuery subquery
//!            | FirstOf(n) Column… subquery
//!            | Reached(flags) subquery route [And(n) node…]
//! expression = Column(c) | ValueOf(type) $ | Entry(number) expression | Call(function, c)
//!            | CallOf(function, type) expression | Apply(function, n, type) expression…
//!            | Arithmetic(operator, type) expression expression | Rescaled(from, to) expression
//!            | Case(n, otherwise) (node expression)… [expression] | Rank(n) Text… expression
//!            | Fragment(n, dialects) Text (Instead(dialect) Text)… $…
//!            | RelatedCall(n) route expression node… | subquery | Outer expression
//!            | CollatedColumn(c) | ItemNumber(n)
//!            | Window(function, type) [expression [Offset(rows)]] Over(n) ([Alike(kind)] expression)… { order } End
//! subquery   = Subquery(flags) Table (Selection(n) item… | Found) [Where(n) node…]
//!              [GroupBy(n) ([Alike(kind)] ItemNumber(n) | item)…] [Having(n) node…] { order }
//!              [Limit $] [Offset $] End
//! operand    = Value $ | Column(c) | Computed(operator, c) $
//! load       = Load(flags) route [Table] [Selection(n) item…] { order } keys [Where(n) node…] { order } [Limit $] End
//! keys       = In(c) (List(n) $… | LongList $) | InTuples(n) Column… $…
//! update     = Update Table { set } target [returning]
//!            | Update(OLD_VALUES) Table Target rest { set } [returning]
//! set        = Set(c) operand | SetOf(c) expression | SetValue(c) $ | SetNull(c) | SetDefault(c) | SetNext(c) | SetNow(c)
//! target     = [Where(n) node…] | Target rest
//! delete     = Delete Table target [returning]
//! insert     = Insert(rows) Table { Columns } { Unset(cell) } $…
//!              [Conflict(n) Column… (DoNothing | [NoNumber(c)] sets…)] [returning]
//! sets       = SetNew(c) | SetSame(c) | SetNext(c) | SetNow(c)
//! returning  = Returning(n) Column… | ReturningAll
//! read_back  = ReadBack(rows) Table projection $… $…
//! ```
//!
//! A column of an enum is compared with the position of a value among the values of the enum.
//!
//! The orders of a load come before its keys if each row gets a limited number of rows, and after
//! its conditions otherwise. A route names the table with the foreign key, and then the table at
//! its end, unless these are the same.

use std::fmt;

use crate::table::{Table, Type};
use crate::unsigned::Unsigned;

/// A word of a statement.
#[derive(Clone, Copy, Debug)]
pub enum Word<'t> {
    /// An operation, and one number for it.
    Op(Op, u32),
    /// A table.
    Table(&'t Table<'t>),
    /// SQL, a path or a name that the user gives at run time.
    Text(&'t str),
}

/// A consumer of the words of a statement.
pub trait Words<'w> {
    /// Takes the next word.
    fn word(&mut self, word: Word<'w>);

    /// Takes a word with an operation.
    #[inline]
    fn op(&mut self, op: Op, number: u32) {
        self.word(Word::Op(op, number));
    }
}

impl<'w> Words<'w> for Vec<Word<'w>> {
    fn word(&mut self, word: Word<'w>) {
        self.push(word);
    }
}

/// The operation of a [`Word`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Op {
    // Statements.
    /// `SELECT …` for rows.
    Rows,
    /// `SELECT count(*) …`; 1 if a limit or an offset applies to the counted rows.
    Count,
    /// `SELECT EXISTS (…)`, as 1 or 0.
    Exists,
    /// `SELECT 1 …`.
    Found,
    /// The rows of this number of queries.
    Union,
    /// The rows of a relation from several rows at once; flags [`LIMITED`], [`UNORDERED`],
    /// [`BY_BEGIN`] and [`PICKED`].
    Load,
    /// `UPDATE …`; [`OLD_VALUES`] if the rows come before the assignments.
    Update,
    /// `DELETE FROM …`.
    Delete,
    /// `INSERT INTO …` of this number of rows.
    Insert,
    /// Reads this number of rows by their primary keys, in the order of the keys.
    ReadBack,
    /// The default of a column.
    DefaultOf,
    /// The user's own SQL, with this number of parameters.
    Raw,

    // Tables.
    /// The next table is joined: 1, or 2 if it is joined through a join table.
    Joined,
    /// The next word is about the table with this number.
    Entry,
    /// The first table is the result of a query.
    Derived,
    /// `JOIN` from the table with the number `n >> 1`; `LEFT JOIN` if `n` is odd.
    Join,
    /// From a table to the table that its foreign key at this position references.
    Forward,
    /// From a table to the table whose foreign key at this position references it.
    Back,
    /// Through a join table: by its foreign keys at the positions `n >> 16` and `n & 0xffff`.
    Through,
    /// This number of further conditions of a join.
    And,
    /// The next of the queries of a union; flags [`ALL_ROWS`] and [`LIMITED_BRANCH`].
    Branch,

    // Selections.
    /// All columns of all tables.
    AllColumns,
    /// This number of items; plus [`DISTINCT`] for distinct rows.
    Selection,
    /// A column.
    Column,
    /// A call: see [`call`].
    Call,

    // Clauses.
    /// This number of conditions.
    Where,
    /// This number of columns.
    GroupBy,
    /// This number of conditions.
    Having,
    /// By the primary keys of all tables.
    ByPrimaryKeys,
    /// By a column, ascending: see [`sort`].
    Asc,
    /// By a column, descending.
    Desc,
    /// By a call, ascending.
    AscCall,
    /// By a call, descending.
    DescCall,
    /// At most this number of rows.
    Limit,
    /// Without the first rows, of this number.
    Offset,
    /// A lock: a [`Strength`] and a [`Wait`].
    Lock,
    /// The end of a query.
    End,

    // Conditions.
    /// It always holds.
    True,
    /// It never holds.
    False,
    /// A comparison of a column with a value: see [`compare`].
    CompareValue,
    /// A comparison of a column with an operand.
    Compare,
    /// A column is NULL.
    IsNull,
    /// A column is not NULL.
    IsNotNull,
    /// A column is one of several values.
    In,
    /// This number of values, with one parameter each.
    List,
    /// Values in one parameter.
    LongList,
    /// This number of columns together are one of several tuples.
    InTuples,
    /// A string matches a pattern: see [`Like`].
    Like,
    /// The pattern: flags [`PREFIX`], [`PREFIX_END`], [`PREFIX_ONLY`] and [`LONG`].
    Pattern,
    /// A condition on JSON: `steps << 16 | column`.
    Json,
    /// A step to the item of an array.
    Item,
    /// A step to the value of a key, which is the string that follows.
    Member,
    /// A value exists there.
    JsonExists,
    /// A JSON null is there.
    JsonIsNull,
    /// A comparison of the value there: `scalar << 8 | comparison`.
    JsonCompare,
    /// An array contains an item.
    Contains,
    /// A comparison of a call with a value: `comparison << 24 | function << 16 | column`.
    CompareCall,
    /// All of this number of conditions.
    All,
    /// At least one of this number of conditions.
    Any,
    /// Not the condition that follows.
    Not,
    /// Rows of a relation satisfy a condition: a [`Which`].
    Related,
    /// Only rows with NULL in this column count.
    NotDeleted,
    /// The row is connected with a key by a join table.
    Connected,

    // Operands.
    /// A parameter.
    Value,
    /// A column and a parameter: `operator << 16 | column`.
    Computed,

    // Expressions.
    /// A parameter of a type: see [`typed`].
    ValueOf,
    /// A function: see [`apply`].
    Apply,
    /// An operator between two expressions: see [`arithmetic`].
    Arithmetic,
    /// This number of conditions with an expression each: `n << 1`, plus 1 if another expression
    /// follows for rows without a match.
    Case,
    /// A decimal with another number of digits after the point: `from << 8 | to`.
    Rescaled,
    /// The position of an expression among this number of texts, which come first.
    Rank,
    /// An aggregate of an expression: see [`call_of`].
    CallOf,
    /// The user's SQL within a statement: `parameters << 8`, plus the number of dialects with their
    /// own SQL.
    Fragment,
    /// The SQL that follows is for this dialect.
    Instead,

    /// An aggregate over related rows, with this number of conditions.
    RelatedCall,
    /// A query within the statement; [`CORRELATED`] if it reads columns of the outer query.
    Subquery,
    /// An expression of the outer query.
    Outer,
    /// A window function: see [`window`].
    Window,
    /// The window: this number of expressions of its partition. Its order comes after them.
    Over,
    /// A column whose text is compared by its collation.
    CollatedColumn,
    /// The next key of a partition or a group may be long: see [`alike`].
    Alike,

    // Conditions and orders of expressions.
    /// An expression is among the results of a query; 1 if the query has a limit.
    InQuery,
    /// A query finds a row.
    ExistsQuery,
    /// The row is the first of its group: its key, of this number of columns, is in the results of
    /// a query with the number 1 after it.
    FirstOf,
    /// A relation of a model with itself leads to the row, in one or several steps, from the rows
    /// of a query; [`WITH_START`] if these rows are included.
    Reached,
    /// A comparison of two expressions: `comparison << 24`, and the type: see [`typed`].
    CompareOf,
    /// A comparison of two decimals with different numbers of digits after the point: `comparison
    /// << 24 | from << 8 | to`.
    CompareScaled,
    /// An expression is NULL: 1, or is not: 0.
    NullOf,
    /// An expression is one of this number of others.
    InOf,
    /// A string matches a pattern: a [`Like`].
    LikeOf,
    /// An expression is true.
    Holds,
    /// By an expression, ascending: see [`sort`], with its type.
    AscOf,
    /// By an expression, descending.
    DescOf,
    /// By a selected item, ascending: see [`sort`], with its number, from 1, and its type: see
    /// [`item`].
    AscItem,
    /// By a selected item, descending.
    DescItem,
    /// A selected item, by its number, from 1.
    ItemNumber,

    // Changes.
    /// A column is set to the operand that follows.
    Set,
    /// A column is set to the expression that follows.
    SetOf,
    /// A column is set to a parameter.
    SetValue,
    /// A column is set to NULL.
    SetNull,
    /// A column is set to its default.
    SetDefault,
    /// A column is incremented by one.
    SetNext,
    /// A column is set to the current time.
    SetNow,
    /// A column is set to the value of the new row.
    SetNew,
    /// A column keeps its value.
    SetSame,
    /// The rows are those of a query on the same table, which follows.
    Target,
    /// The columns of a new row: 24 of them from `n >> 24` times 24 on, one bit each.
    Columns,
    /// A value of a new row that is the default of its column: its number among all values of the
    /// rows, in order.
    Unset,
    /// A row with the same values in this number of columns, which follow, may exist.
    Conflict,
    /// Then nothing is done.
    DoNothing,
    /// If the existing row has another key, this auto-increment column had no number left, and the
    /// statement fails.
    NoNumber,
    /// This number of columns, which follow, are returned.
    Returning,
    /// All columns are returned.
    ReturningAll,
}

/// Added to [`Op::Load`]: each row gets at most a given number of rows.
pub const LIMITED: u32 = 1;
/// Added to [`Op::Load`]: the rows come in any order.
pub const UNORDERED: u32 = 2;
/// Added to [`Op::Load`]: the rows at the beginning are identified by their primary keys, and their
/// table follows the route, because a collation compares the columns of the route.
pub const BY_BEGIN: u32 = 4;
/// Added to [`Op::Load`]: items are selected instead of whole rows.
pub const PICKED: u32 = 8;
/// Added to [`Op::Update`]: the columns read each other in a circle, so that no order of
/// assignments reads each column before it is set.
pub const OLD_VALUES: u32 = 1;
/// Added to [`Op::Branch`]: duplicate rows are kept.
pub const ALL_ROWS: u32 = 1;
/// Added to [`Op::Branch`]: the query has a limit.
pub const LIMITED_BRANCH: u32 = 2;
/// Added to [`Op::Reached`]: the rows at the start are included.
pub const WITH_START: u32 = 1;
/// Added to [`Op::Subquery`]: it reads columns of the outer query.
pub const CORRELATED: u32 = 1;
/// Added to [`Op::Selection`]: distinct rows.
pub const DISTINCT: u32 = 1 << 16;
/// Added to [`Op::Pattern`]: it is longer than SQLite's patterns can be.
pub const LONG: u32 = 8;
/// The column of a call without one: `count(*)`.
pub const NO_COLUMN: u16 = u16::MAX;
/// Added to [`Op::Pattern`]: all matches have the same beginning.
pub const PREFIX: u32 = 1;
/// Added to [`Op::Pattern`]: there is a string after all strings with this beginning.
pub const PREFIX_END: u32 = 2;
/// Added to [`Op::Pattern`]: the beginning is the whole condition.
pub const PREFIX_ONLY: u32 = 4;

/// An enum that is a number in a word.
macro_rules! numbered {
    ($(#[$doc:meta])* $name:ident { $($(#[$variant_doc:meta])* $variant:ident,)+ }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        #[repr(u8)]
        pub enum $name {
            $($(#[$variant_doc])* $variant,)+
        }

        impl $name {
            const ALL: &[$name] = &[$($name::$variant,)+];

            /// The value with this number; the last one if there is none.
            pub(crate) fn from_number(number: u32) -> $name {
                let last = $name::ALL[$name::ALL.len() - 1];
                $name::ALL.get(number as usize).copied().unwrap_or(last)
            }
        }
    };
}

numbered! {
    /// A comparison of two values.
    Comparison {
        /// `=`
        Equal,
        /// `<>`
        NotEqual,
        /// `<`
        Less,
        /// `<=`
        LessOrEqual,
        /// `>`
        Greater,
        /// `>=`
        GreaterOrEqual,
    }
}

impl Comparison {
    /// Whether it is `=` or `<>`.
    pub fn is_equality(self) -> bool {
        match self {
            Comparison::Equal | Comparison::NotEqual => true,
            Comparison::Less
            | Comparison::LessOrEqual
            | Comparison::Greater
            | Comparison::GreaterOrEqual => false,
        }
    }

    /// The operator.
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

impl fmt::Display for Comparison {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.sql())
    }
}

numbered! {
    /// An arithmetic operator.
    Operator {
        /// `+`
        Plus,
        /// `-`
        Minus,
        /// `*`
        Times,
    }
}

impl Operator {
    /// The operator.
    pub fn sql(self) -> &'static str {
        match self {
            Operator::Plus => "+",
            Operator::Minus => "-",
            Operator::Times => "*",
        }
    }
}

numbered! {
    /// An aggregate function.
    Function {
        /// `count`
        Count,
        /// `count(DISTINCT …)`
        CountDistinct,
        /// `min`
        Min,
        /// `max`
        Max,
        /// `sum`
        Sum,
        /// `avg`
        Average,
    }
}

numbered! {
    /// A function of values in one row.
    Applied {
        /// ASCII letters in lower case.
        Lower,
        /// ASCII letters in upper case.
        Upper,
        /// Without spaces at both ends.
        Trim,
        /// The number of characters of a string.
        Length,
        /// Strings, joined.
        Concat,
        /// The first that is not NULL.
        Coalesce,
        /// NULL if both are equal, otherwise the first.
        NullIf,
        /// The absolute value.
        Abs,
        /// Rounded to a number of digits after the point.
        Round,
        /// A [`DatePart`] of a date, a time or both.
        Part,
        /// The beginning of a [`DatePart`].
        Truncate,
        /// The same value in another type: a [`Cast`].
        Cast,
        /// The microseconds since a second moment.
        Since,
        /// A moment, and microseconds by which it is moved: an [`Operator`].
        Moved,
    }
}

numbered! {
    /// A part of a date or a time, the longest first.
    DatePart {
        /// The year, from 1 to 9999.
        Year,
        /// The month, from 1 to 12.
        Month,
        /// The day of the month, from 1 to 31.
        Day,
        /// The hour, from 0 to 23.
        Hour,
        /// The minute, from 0 to 59.
        Minute,
        /// The second, from 0 to 59, without its fraction.
        Second,
    }
}

numbered! {
    /// A type that contains every value of another.
    Cast {
        /// An integer of 64 bits.
        BigInt,
        /// A decimal without digits after the point.
        Decimal,
        /// A float of 64 bits.
        Double,
        /// The digits of an integer, as text.
        Text,
        /// The day of a date and a time.
        Date,
    }
}

numbered! {
    /// A window function.
    WindowFunction {
        /// `row_number`
        RowNumber,
        /// `rank`
        Rank,
        /// `dense_rank`
        DenseRank,
        /// `lag`
        Lag,
        /// `lead`
        Lead,
        /// `count(*)`
        Rows,
        /// `count`
        Count,
        /// `min`
        Min,
        /// `max`
        Max,
        /// `sum`
        Sum,
        /// `avg`
        Average,
    }
}

numbered! {
    /// How a text is compared with a pattern.
    Like {
        /// Exactly.
        Exact,
        /// Ignoring the case of ASCII letters.
        IgnoringCase,
    }
}

numbered! {
    /// A type of JSON.
    Scalar {
        /// A string.
        Text,
        /// A number without a point.
        Integer,
        /// `true` and `false`.
        Bool,
    }
}

numbered! {
    /// How many rows of a relation must satisfy a condition.
    Which {
        /// At least one.
        One,
        /// None.
        None,
        /// Every one.
        Every,
    }
}

numbered! {
    /// The strength of a row lock.
    Strength {
        /// Excludes changes and other locks: `FOR UPDATE`.
        Update,
        /// Excludes changes: `FOR SHARE`.
        Share,
    }
}

numbered! {
    /// The behaviour if another session has locked a row.
    Wait {
        /// The statement waits.
        ForIt,
        /// The row is skipped: `SKIP LOCKED`.
        Skip,
        /// The statement fails: `NOWAIT`.
        Not,
    }
}

/// The number of [`Op::CompareValue`] and [`Op::Compare`].
#[inline]
pub const fn compare(comparison: Comparison, column: u16) -> u32 {
    (comparison as u32) << 16 | column as u32
}

/// The number of [`Op::Computed`].
#[inline]
pub const fn computed(operator: Operator, column: u16) -> u32 {
    (operator as u32) << 16 | column as u32
}

/// The number of [`Op::Like`].
#[inline]
pub const fn like(kind: Like, column: u16) -> u32 {
    (kind as u32) << 16 | column as u32
}

/// The number of [`Op::Call`].
#[inline]
pub const fn call(function: Function, column: Option<u16>) -> u32 {
    let column = match column {
        Some(column) => column,
        None => NO_COLUMN,
    };
    (function as u32) << 16 | column as u32
}

/// The number of [`Op::CompareCall`]: a comparison and the number of a call.
#[inline]
pub const fn compare_call(comparison: Comparison, call: u32) -> u32 {
    (comparison as u32) << 24 | call
}

/// The number of [`Op::Asc`] and the other words of an order, from the number of a column or call,
/// and whether NULLs come first, if there can be any.
#[inline]
pub const fn sort(by: u32, nulls_first: Option<bool>) -> u32 {
    let nulls: u32 = match nulls_first {
        None => 0,
        Some(false) => 1,
        Some(true) => 2,
    };
    nulls << 24 | by
}

/// A type in 18 bits, as far as expressions need it: an enum is a text, and a text is short or not.
pub const fn typed(ty: &Type<'_>) -> u32 {
    match ty {
        Type::Bool => 0,
        Type::SmallInt => 1,
        Type::Integer => 2,
        Type::BigInt => 3,
        Type::Float => 4,
        Type::Double => 5,
        Type::Decimal(precision, scale) => 6 | (*precision & 0x7f) << 4 | (*scale & 0x3f) << 11,
        Type::String(limit) if *limit <= SHORT => 7,
        Type::String(_) | Type::Text | Type::Json | Type::Array(_) | Type::Native(_) => 8,
        Type::Enum(_) => 7,
        Type::Bytes(_) => 9,
        Type::Uuid => 10,
        Type::Date => 11,
        Type::Time => 12,
        Type::DateTime => 13,
        Type::Timestamp => 14,
        Type::Unsigned(ty) => 15 | ty.number() << 4,
    }
}

/// The type for a number of [`typed`].
pub(crate) const fn type_of(number: u32) -> Type<'static> {
    match number & 0xf {
        0 => Type::Bool,
        1 => Type::SmallInt,
        2 => Type::Integer,
        3 => Type::BigInt,
        4 => Type::Float,
        5 => Type::Double,
        6 => Type::Decimal(number >> 4 & 0x7f, number >> 11 & 0x3f),
        7 => Type::String(SHORT),
        9 => Type::Bytes(0),
        10 => Type::Uuid,
        11 => Type::Date,
        12 => Type::Time,
        13 => Type::DateTime,
        14 => Type::Timestamp,
        15 => Type::Unsigned(Unsigned::from_number(number >> 4)),
        _ => Type::Text,
    }
}

/// The longest short text in characters: every database sorts by all of it.
pub const SHORT: u32 = 255;

/// The number of [`Op::Apply`]: a function, the number of its expressions or its argument, such as
/// digits, and the type of the first expression.
#[inline]
pub const fn apply(function: Applied, count: u32, ty: &Type<'_>) -> u32 {
    typed(ty) << 14 | (count & 0x3ff) << 4 | function as u32
}

/// The number of [`Op::Arithmetic`].
#[inline]
pub const fn arithmetic(operator: Operator, ty: &Type<'_>) -> u32 {
    typed(ty) << 14 | operator as u32
}

/// The number of [`Op::CallOf`].
#[inline]
pub const fn call_of(function: Function, ty: &Type<'_>) -> u32 {
    typed(ty) << 14 | function as u32
}

/// The number of [`Op::Window`]: a function, and the type of its expression.
#[inline]
pub const fn window(function: WindowFunction, ty: &Type<'_>) -> u32 {
    typed(ty) << 14 | function as u32
}

/// The number of [`Op::Alike`] for a type whose values may be too long to be sorted as a whole: 1
/// for an array, 0 for text and bytes.
pub const fn alike(ty: &Type<'_>) -> Option<u32> {
    match ty {
        Type::Array(_) => Some(1),
        Type::String(limit) if *limit > SHORT => Some(0),
        Type::Bytes(limit) if *limit == 0 || *limit > MOST_SORTED_BYTES => Some(0),
        Type::Text | Type::Native(_) => Some(0),
        _ => None,
    }
}

/// The largest number of bytes that every database sorts by.
pub const MOST_SORTED_BYTES: u32 = 1000;

/// The number of a selected item in an order, for [`sort`].
#[inline]
pub const fn item(number: u32, ty: &Type<'_>) -> u32 {
    (number & 0x3f) << 18 | typed(ty)
}

/// The number of [`Op::JsonCompare`].
#[inline]
pub const fn json_compare(scalar: Scalar, comparison: Comparison) -> u32 {
    (scalar as u32) << 8 | comparison as u32
}

/// The number of [`Op::Lock`].
#[inline]
pub const fn lock(strength: Strength, wait: Wait) -> u32 {
    (strength as u32) << 8 | wait as u32
}

/// The number of [`Op::Through`].
#[inline]
pub const fn through(here: u16, there: u16) -> u32 {
    (here as u32) << 16 | there as u32
}

/// Emits columns, at ascending positions, as [`Op::Columns`].
#[inline]
pub fn columns<'w>(positions: impl IntoIterator<Item = u16>, to: &mut impl Words<'w>) {
    let (mut block, mut bits) = (0, 0_u32);
    for position in positions {
        if position / 24 != block {
            if bits > 0 {
                to.op(Op::Columns, u32::from(block) << 24 | bits);
            }
            (block, bits) = (position / 24, 0);
        }
        bits |= 1 << (position % 24);
    }
    if bits > 0 {
        to.op(Op::Columns, u32::from(block) << 24 | bits);
    }
}

/// The positions in a number of [`Op::Columns`].
pub fn positions(number: u32) -> impl Iterator<Item = u16> {
    let block = (number >> 24) as u16;
    (0..24)
        .filter(move |bit| number >> bit & 1 == 1)
        .map(move |bit| block * 24 + bit)
}

/// The number of parameters for a list of this many values, so that a few lengths serve all lists:
/// a power of two, or a multiple of 32, whichever is nearer. Above 256 there are four lengths up to
/// the next power of two.
#[inline]
pub const fn rounded(values: usize) -> usize {
    let power = values.next_power_of_two();
    let step = if power > 256 { power / 8 } else { 32 };
    let multiple = values.next_multiple_of(step);
    if power < multiple { power } else { multiple }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Default)]
    struct Numbers(Vec<u32>);

    impl Words<'_> for Numbers {
        fn word(&mut self, word: Word<'_>) {
            if let Word::Op(_, number) = word {
                self.0.push(number);
            }
        }
    }

    #[test]
    fn columns_come_back_from_their_bits() {
        for wanted in [vec![], vec![0], vec![1, 23, 24, 47, 48], vec![100, 2000]] {
            let mut numbers = Numbers::default();
            columns(wanted.iter().copied(), &mut numbers);
            let found: Vec<u16> = numbers.0.into_iter().flat_map(positions).collect();
            assert_eq!(found, wanted);
        }
    }

    #[test]
    fn lists_have_few_lengths() {
        let lengths = [1, 2, 3, 5, 17, 33, 64, 65, 200, 256].map(rounded);
        assert_eq!(lengths, [1, 2, 4, 8, 32, 64, 64, 96, 224, 256]);
        let longer = [257, 512, 513, 1000, 1024, 1025].map(rounded);
        assert_eq!(longer, [320, 512, 640, 1024, 1024, 1280]);
    }
}
