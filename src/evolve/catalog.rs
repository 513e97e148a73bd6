//! What a live database has, as [`inspect`](crate::inspect) reads it.

pub use tablewright_schema::Action;
pub use tablewright_schema::catalog::{
    Catalog, Check, Column, Counted, Expression, ForeignKey, Generated, Index, IndexKey, IndexPart,
    Key, Other, OtherKind, Table, Weak, WeakKind,
};
