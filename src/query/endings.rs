//! The endings of queries: `one`, `optional` and `all`.

/// Defines `one`, `optional` and `all` for a query on rows of `M`, which runs by `run` and
/// `run_first`.
macro_rules! endings {
    ($a:lifetime, $model:ident => $row:ty) => {
        /// Returns the first row of the result.
        ///
        /// # Errors
        ///
        /// [`Error::NotFound`](crate::Error::NotFound) if there is none.
        pub fn one<'c, C: $crate::Connection>(
            self,
            db: &'c C,
        ) -> $crate::Output<'c, C, $crate::Result<$row>>
        where
            $a: 'c,
            $model: 'c,
        {
            <C::Mode as $crate::Mode>::finish(async move {
                let db = $crate::base::connection::Driven::driver(db);
                let first = self.run_first(db).await?;
                first.ok_or_else(|| $crate::Error::NotFound($model::TABLE.name))
            })
        }

        /// Returns the first row of the result, or `None`.
        pub fn optional<'c, C: $crate::Connection>(
            self,
            db: &'c C,
        ) -> $crate::Output<'c, C, $crate::Result<Option<$row>>>
        where
            $a: 'c,
            $model: 'c,
        {
            <C::Mode as $crate::Mode>::finish(async move {
                let db = $crate::base::connection::Driven::driver(db);
                self.run_first(db).await
            })
        }

        /// Returns all rows of the result.
        pub fn all<'c, C: $crate::Connection>(
            self,
            db: &'c C,
        ) -> $crate::Output<'c, C, $crate::Result<Vec<$row>>>
        where
            $a: 'c,
            $model: 'c,
        {
            <C::Mode as $crate::Mode>::finish(async move {
                let db = $crate::base::connection::Driven::driver(db);
                self.run(db).await
            })
        }
    };
}

pub(crate) use endings;
