//! Writes and parses each part of a definition: its fields, in order.

use std::collections::BTreeSet;

use super::Malformed;
use super::text::{Reader, Writer};
use crate::catalog::{
    Catalog, Check, Column, Counted, Expression, ForeignKey, Generated, Index, IndexKey, IndexPart,
    Key, Other, OtherKind, Table,
};
use crate::intent::{FormerColumn, FormerTable, FormerValue, Intent};
use crate::own_sql::OwnSql;
use crate::schema::{Action, Stored, When};

/// A part of a definition. It is written as at least one character.
pub(super) trait Part: Sized {
    fn put(&self, writer: &mut Writer);
    fn take(reader: &mut Reader<'_>) -> Result<Self, Malformed>;
}

impl Part for usize {
    fn put(&self, writer: &mut Writer) {
        writer.number(*self);
    }

    fn take(reader: &mut Reader<'_>) -> Result<Self, Malformed> {
        reader.number()
    }
}

impl Part for u32 {
    fn put(&self, writer: &mut Writer) {
        // No supported platform has less.
        writer.number(*self as usize);
    }

    fn take(reader: &mut Reader<'_>) -> Result<Self, Malformed> {
        u32::try_from(reader.number()?).map_err(|_| Malformed)
    }
}

impl Part for bool {
    fn put(&self, writer: &mut Writer) {
        writer.number(usize::from(*self));
    }

    fn take(reader: &mut Reader<'_>) -> Result<Self, Malformed> {
        match reader.number()? {
            0 => Ok(false),
            1 => Ok(true),
            _ => Err(Malformed),
        }
    }
}

impl Part for String {
    fn put(&self, writer: &mut Writer) {
        writer.string(self);
    }

    fn take(reader: &mut Reader<'_>) -> Result<Self, Malformed> {
        Ok(reader.string()?.to_owned())
    }
}

impl<T: Part> Part for Option<T> {
    fn put(&self, writer: &mut Writer) {
        self.is_some().put(writer);
        if let Some(value) = self {
            value.put(writer);
        }
    }

    fn take(reader: &mut Reader<'_>) -> Result<Self, Malformed> {
        match bool::take(reader)? {
            true => Ok(Some(T::take(reader)?)),
            false => Ok(None),
        }
    }
}

impl<T: Part> Part for Vec<T> {
    fn put(&self, writer: &mut Writer) {
        writer.number(self.len());
        for item in self {
            item.put(writer);
        }
    }

    fn take(reader: &mut Reader<'_>) -> Result<Self, Malformed> {
        // Nothing is reserved for the count, which may be any number in an invalid text.
        let mut items = Vec::new();
        for _ in 0..reader.number()? {
            items.push(T::take(reader)?);
        }
        Ok(items)
    }
}

impl Part for BTreeSet<String> {
    fn put(&self, writer: &mut Writer) {
        writer.number(self.len());
        for item in self {
            item.put(writer);
        }
    }

    fn take(reader: &mut Reader<'_>) -> Result<Self, Malformed> {
        Ok(Vec::take(reader)?.into_iter().collect())
    }
}

/// A struct as its fields, in the order of this list, without those that models never have.
macro_rules! fields {
    ($name:ident { $($field:ident),* } $(without $empty:ident)?) => {
        impl Part for $name {
            fn put(&self, writer: &mut Writer) {
                // A new field has to be written.
                let $name { $($field,)* $($empty: _)? } = self;
                $($field.put(writer);)*
            }

            fn take(reader: &mut Reader<'_>) -> Result<Self, Malformed> {
                Ok($name { $($field: Part::take(reader)?,)* $($empty: Vec::new())? })
            }
        }
    };
}

fields!(Catalog { tables, others });
fields!(Table {
    name,
    columns,
    primary_key,
    uniques,
    indexes,
    checks,
    foreign_keys,
    comment,
    options,
    unsupported
} without weak);
fields!(Column {
    name,
    ty,
    nullable,
    default,
    counted,
    generated,
    collation,
    comment
});
fields!(Generated { expression, stored });
fields!(Key { name, columns });
fields!(Index {
    name,
    parts,
    unique,
    predicate,
    method,
    include,
    options
});
fields!(IndexPart {
    key,
    descending,
    more,
    prefix,
    nulls_first
});
fields!(Check { name, expression });
fields!(ForeignKey {
    name,
    columns,
    target,
    target_columns,
    on_delete,
    on_update,
    deferrable
});
fields!(Other {
    kind,
    name,
    table,
    sql,
    unsupported
});
fields!(OwnSql {
    name,
    when,
    create,
    drop
});
fields!(Intent {
    tables,
    columns,
    values,
    dropped,
    converted,
    unmanaged
});
fields!(FormerTable { name, was });
fields!(FormerColumn { table, name, was });
fields!(FormerValue {
    table,
    column,
    is_list,
    value,
    was
});

/// An enum without data, as the position of its value in this list.
macro_rules! values {
    ($name:ident { $($value:ident),* }) => {
        impl Part for $name {
            fn put(&self, writer: &mut Writer) {
                const VALUES: &[$name] = &[$($name::$value),*];
                // A new value has to be written.
                match self {
                    $($name::$value)|* => {}
                }
                let position = VALUES.iter().position(|value| value == self);
                writer.number(position.unwrap_or_default());
            }

            fn take(reader: &mut Reader<'_>) -> Result<Self, Malformed> {
                const VALUES: &[$name] = &[$($name::$value),*];
                VALUES.get(reader.number()?).copied().ok_or(Malformed)
            }
        }
    };
}

values!(Counted {
    ByDefault,
    Always,
    Rowid
});
values!(When { Before, After });
values!(Action {
    NoAction,
    Restrict,
    Cascade,
    SetNull,
    SetDefault
});
values!(OtherKind {
    View,
    MaterializedView,
    Trigger,
    Sequence,
    Type,
    Routine,
    Extension,
    Virtual
});

impl Part for IndexKey {
    fn put(&self, writer: &mut Writer) {
        match self {
            IndexKey::Column(name) => {
                writer.number(0);
                name.put(writer);
            }
            IndexKey::Expression(expression) => {
                writer.number(1);
                expression.put(writer);
            }
        }
    }

    fn take(reader: &mut Reader<'_>) -> Result<Self, Malformed> {
        match reader.number()? {
            0 => Ok(IndexKey::Column(Part::take(reader)?)),
            1 => Ok(IndexKey::Expression(Part::take(reader)?)),
            _ => Err(Malformed),
        }
    }
}

impl Part for Stored {
    fn put(&self, writer: &mut Writer) {
        match self {
            Stored::Text(value) => {
                writer.number(0);
                value.put(writer);
            }
            Stored::Number(value) => {
                writer.number(1);
                value.to_string().put(writer);
            }
        }
    }

    fn take(reader: &mut Reader<'_>) -> Result<Self, Malformed> {
        match reader.number()? {
            0 => Ok(Stored::Text(Part::take(reader)?)),
            1 => {
                let value = reader.string()?.parse().map_err(|_| Malformed)?;
                Ok(Stored::Number(value))
            }
            _ => Err(Malformed),
        }
    }
}

/// The SQL, and the form of its comparison: unchanged, without parentheses around it, or as other
/// SQL.
impl Part for Expression {
    fn put(&self, writer: &mut Writer) {
        let (dialect, text) = (self.dialect(), self.text());
        writer.string(text);
        if self.wording() == text {
            writer.number(0);
        } else if Expression::in_parentheses(dialect, text).wording() == self.wording() {
            writer.number(1);
        } else {
            writer.number(2);
            writer.string(self.wording());
        }
    }

    fn take(reader: &mut Reader<'_>) -> Result<Self, Malformed> {
        let dialect = reader.dialect;
        let text = reader.string()?;
        match reader.number()? {
            0 => Ok(Expression::new(dialect, text)),
            1 => Ok(Expression::in_parentheses(dialect, text)),
            2 => {
                let wording = Expression::new(dialect, reader.string()?);
                Ok(Expression::new(dialect, text).worded_as(&wording))
            }
            _ => Err(Malformed),
        }
    }
}
