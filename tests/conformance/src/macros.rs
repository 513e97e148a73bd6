//! Makes tests from bodies.

/// Makes four tests of each body: `body::sqlite`, `body::postgres`, `body::mariadb` and
/// `body::mysql`.
///
/// With models, `everywhere!(accounts: body)`, the body gets a [`Database`](tablewright::Database)
/// with their tables; without, `everywhere!(body)`, it gets the [`Place`](crate::Place).
#[macro_export]
macro_rules! everywhere {
    ($($bodies:tt)+) => {
        $crate::on!([sqlite, postgres, mariadb, mysql] $($bodies)+);
    };
}

/// Like [`everywhere!`], and on a newer PostgreSQL, `body::postgres_extensions`, for behaviour that
/// may depend on the version.
#[macro_export]
macro_rules! everywhere_and_newer {
    ($($bodies:tt)+) => {
        $crate::on!([sqlite, postgres, postgres_extensions, mariadb, mysql] $($bodies)+);
    };
}

/// Like [`everywhere!`], for databases with a server.
#[macro_export]
macro_rules! on_servers {
    ($($bodies:tt)+) => {
        $crate::on!([postgres, mariadb, mysql] $($bodies)+);
    };
}

/// As [`everywhere!`], on some databases: `on!([sqlite, postgres] two: body)`.
#[macro_export]
macro_rules! on {
    ($databases:tt $models:ident: $($body:ident),+ $(,)?) => {$(
        mod $body {
            $crate::tests!($databases, async |place: &$crate::Place| {
                let db = place.connect().await?;
                $crate::models::$models::create_all(&db).await?;
                super::$body(&db).await
            });
        }
    )+};
    ($databases:tt $($body:ident),+ $(,)?) => {$(
        mod $body {
            $crate::tests!($databases, super::$body);
        }
    )+};
}

/// A test for each database.
#[doc(hidden)]
#[macro_export]
macro_rules! tests {
    ([$($database:ident),+], $body:expr) => {
        fn body(place: &$crate::Place) -> $crate::Body<'_> {
            let body = $body;
            Box::pin(async move { body(place).await })
        }
        $(
            #[test]
            fn $database() {
                $crate::at(stringify!($database), body);
            }
        )+
    };
}
