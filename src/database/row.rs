//! Rows of any of the databases.

use std::borrow::Cow;
use std::ops::DerefMut;

use tablewright_sql::civil::{Date, DateTime, Time};

#[cfg(feature = "postgres")]
use crate::base::connection::pool::Sent;
use crate::base::connection::reader::{Chunk, Collector, Distant, Reader, RowType};
use crate::base::error::Result;
#[cfg(feature = "postgres")]
use crate::base::model::Table;
#[cfg(feature = "json")]
use crate::base::value::Element;
use crate::base::value::Row;
#[cfg(feature = "mysql")]
use crate::mysql::{MysqlRow, MysqlRows};
#[cfg(feature = "postgres")]
use crate::postgres::{PostgresRow, PostgresRows, PostgresSent};
#[cfg(feature = "sqlite")]
use crate::sqlite::{SqliteRow, SqliteRows};

/// A row of any of the databases.
pub enum AnyRow<'r> {
    #[cfg(feature = "sqlite")]
    Sqlite(&'r SqliteRow<'r, 'r>),
    #[cfg(feature = "postgres")]
    Postgres(&'r PostgresRow<'r>),
    #[cfg(feature = "mysql")]
    Mysql(&'r MysqlRow<'r>),
}

/// The type of a driver's rows.
pub struct AnyRows;

impl RowType for AnyRows {
    type Row<'r> = AnyRow<'r>;
}

/// The same call on the driver's row, whichever it is.
macro_rules! each {
    ($any:expr, $row:ident => $call:expr) => {
        match $any {
            #[cfg(feature = "sqlite")]
            AnyRow::Sqlite($row) => $call,
            #[cfg(feature = "postgres")]
            AnyRow::Postgres($row) => $call,
            #[cfg(feature = "mysql")]
            AnyRow::Mysql($row) => $call,
        }
    };
}

impl Row for AnyRow<'_> {
    fn bool(&self, index: usize) -> Result<Option<bool>> {
        each!(self, row => row.bool(index))
    }

    fn i16(&self, index: usize) -> Result<Option<i16>> {
        each!(self, row => row.i16(index))
    }

    fn i32(&self, index: usize) -> Result<Option<i32>> {
        each!(self, row => row.i32(index))
    }

    fn i64(&self, index: usize) -> Result<Option<i64>> {
        each!(self, row => row.i64(index))
    }

    fn f32(&self, index: usize) -> Result<Option<f32>> {
        each!(self, row => row.f32(index))
    }

    fn f64(&self, index: usize) -> Result<Option<f64>> {
        each!(self, row => row.f64(index))
    }

    fn decimal(&self, index: usize, scale: u32) -> Result<Option<i128>> {
        each!(self, row => row.decimal(index, scale))
    }

    fn text(&self, index: usize) -> Result<Option<&str>> {
        each!(self, row => row.text(index))
    }

    fn raw_text(&self, index: usize) -> Result<Option<&[u8]>> {
        each!(self, row => row.raw_text(index))
    }

    fn bytes(&self, index: usize) -> Result<Option<&[u8]>> {
        each!(self, row => row.bytes(index))
    }

    fn bytes_owned(&self, index: usize) -> Result<Option<Vec<u8>>> {
        each!(self, row => row.bytes_owned(index))
    }

    fn uuid(&self, index: usize) -> Result<Option<[u8; 16]>> {
        each!(self, row => row.uuid(index))
    }

    fn date(&self, index: usize) -> Result<Option<Date>> {
        each!(self, row => row.date(index))
    }

    fn time(&self, index: usize) -> Result<Option<Time>> {
        each!(self, row => row.time(index))
    }

    fn datetime(&self, index: usize) -> Result<Option<DateTime>> {
        each!(self, row => row.datetime(index))
    }

    fn timestamp(&self, index: usize) -> Result<Option<DateTime>> {
        each!(self, row => row.timestamp(index))
    }

    fn json(&self, index: usize) -> Result<Option<&str>> {
        each!(self, row => row.json(index))
    }

    fn name(&self, index: usize) -> Option<Cow<'_, str>> {
        each!(self, row => row.name(index))
    }

    #[cfg(feature = "json")]
    fn list<T: Element>(&self, index: usize) -> Result<Option<Vec<T>>> {
        each!(self, row => row.list(index))
    }
}

/// Adapts a reader of [`AnyRows`] to the driver of one database.
pub(super) struct Adapted<T>(pub T);

/// Implements the readers of a driver's rows, each as a variant of [`AnyRow`].
macro_rules! adapted {
    ($feature:literal, $rows:ident, $row:ty, $variant:ident) => {
        #[cfg(feature = $feature)]
        impl<T> Reader<$rows> for Adapted<T>
        where
            T: DerefMut<Target: Reader<AnyRows>> + Send,
        {
            fn sees_columns(&self) -> bool {
                self.0.sees_columns()
            }

            fn see_columns(&mut self, names: &[&str]) -> Result<()> {
                self.0.see_columns(names)
            }

            fn read(&mut self, row: &$row) -> Result<bool> {
                self.0.read(&AnyRow::$variant(row))
            }
        }

        #[cfg(feature = $feature)]
        impl Collector<$rows> for Adapted<&mut dyn Collector<AnyRows>> {
            fn at_most(&self) -> usize {
                self.0.at_most()
            }

            fn pauses(&self) -> bool {
                self.0.pauses()
            }

            fn has_room(&self) -> bool {
                self.0.has_room()
            }

            fn count(&self) -> u64 {
                self.0.count()
            }

            fn elsewhere(&self) -> Box<dyn Distant<$rows>> {
                Box::new(Adapted(self.0.elsewhere()))
            }

            fn receive(&mut self, chunk: Chunk) {
                self.0.receive(chunk);
            }

            fn take_received(&mut self) -> Option<bool> {
                self.0.take_received()
            }
        }

        #[cfg(feature = $feature)]
        impl Distant<$rows> for Adapted<Box<dyn Distant<AnyRows>>> {
            fn chunk(&mut self) -> Chunk {
                self.0.chunk()
            }
        }
    };
}

#[cfg(feature = "postgres")]
impl Sent<AnyRows> for PostgresSent {
    type Error = <PostgresSent as Sent<PostgresRows>>::Error;

    async fn rows(
        &mut self,
        table: &'static Table,
        rows: &mut dyn Collector<AnyRows>,
    ) -> Result<(), Self::Error> {
        Sent::<PostgresRows>::rows(self, table, &mut Adapted(rows)).await
    }

    async fn count(&mut self) -> Result<u64, Self::Error> {
        Sent::<PostgresRows>::count(self).await
    }
}

adapted!("sqlite", SqliteRows, SqliteRow<'_, '_>, Sqlite);
adapted!("postgres", PostgresRows, PostgresRow<'_>, Postgres);
adapted!("mysql", MysqlRows, MysqlRow<'_>, Mysql);
