//! The tables and objects of a live database, as [`inspect`](crate::inspect) reads them.

pub use tablewright_schema::Action;
pub use tablewright_schema::catalog::{
    Catalog, Check, Column, Counted, Expression, ForeignKey, Generated, Index, IndexKey, IndexPart,
    Key, Other, OtherKind, Table, Weak, WeakKind,
};
