//! A cache of the SQL of statements, for connections that prepare them elsewhere, or not at all.

use std::sync::Arc;

use tablewright_sql::Dialect;

use super::Statement;
use super::cache::{Cache, rendered};
use crate::base::error::Result;

/// The SQL of the statements of a connection.
pub(crate) struct SqlCache {
    dialect: Dialect,
    cached: Cache<Arc<str>>,
}

/// The least capacity. SQL is small, and rendering it takes longer than running many statements.
const LEAST: usize = 1024;

impl SqlCache {
    /// A cache for at least this number of statements.
    pub fn new(dialect: Dialect, capacity: usize) -> Self {
        SqlCache {
            dialect,
            cached: Cache::new(dialect, capacity.max(LEAST)),
        }
    }

    /// The SQL of a statement, if it is cached; otherwise [`render`](SqlCache::render) adds it.
    #[inline]
    pub fn find<S: Statement>(&mut self, statement: &S) -> Option<&Arc<str>> {
        self.cached.find(statement)
    }

    /// Renders the statement of the last search, and caches its SQL.
    ///
    /// # Errors
    ///
    /// [`Error::Value`](crate::Error::Value) if it has more parameters than the database accepts.
    #[cold]
    pub fn render<S: Statement>(&mut self, statement: &S) -> Result<Arc<str>> {
        let sql = Arc::<str>::from(rendered(statement, self.dialect)?);
        drop(self.cached.make_room());
        self.cached.insert(Arc::clone(&sql));
        Ok(sql)
    }

    /// The SQL of a statement.
    ///
    /// # Errors
    ///
    /// As [`render`](SqlCache::render).
    #[cfg(feature = "async")]
    pub fn get<S: Statement>(&mut self, statement: &S) -> Result<Arc<str>> {
        if let Some(sql) = self.find(statement) {
            return Ok(Arc::clone(sql));
        }
        self.render(statement)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::statement::Raw;

    #[test]
    fn sql_is_rendered_once() -> Result<()> {
        let mut cache = SqlCache::new(Dialect::Sqlite, 0);
        let statement = Raw::new("SELECT 1", &[]);
        assert_eq!(cache.find(&statement), None);
        assert_eq!(&*cache.render(&statement)?, "SELECT 1");
        let again = Raw::new("SELECT 1", &[]);
        assert_eq!(cache.find(&again).map(|sql| &**sql), Some("SELECT 1"));
        assert_eq!(cache.find(&Raw::new("SELECT 2", &[])), None);
        Ok(())
    }
}
