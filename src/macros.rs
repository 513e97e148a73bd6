//! The macros for programs and for generated code.

/// Includes the models that the build script generated from `models.yaml`.
///
/// ```text
/// mod models {
///     tablewright::include_models!();
/// }
/// ```
///
/// If `Config::output("shop")` names the output, write `include_models!("shop")`.
#[macro_export]
macro_rules! include_models {
    () => {
        $crate::include_models!("models");
    };
    ($name:literal) => {
        ::core::include!(::core::concat!(::core::env!("OUT_DIR"), "/", $name, ".rs"));
    };
}

/// Defines structs for rows of raw SQL. Each field is read from the column of the same name: see
/// [`sql`](crate::sql()).
///
/// ```
/// tablewright::row! {
///     /// Who writes a lot.
///     #[derive(Debug)]
///     pub struct Busy {
///         pub author_id: i64,
///         pub posts: u64,
///         pub bio: Option<String>,
///     }
/// }
/// ```
///
/// For an existing struct, its name and fields are enough:
///
/// ```
/// struct Busy {
///     author_id: i64,
///     posts: u64,
/// }
///
/// tablewright::row!(Busy { author_id, posts });
/// ```
#[macro_export]
macro_rules! row {
    ($(
        $(#[$attribute:meta])*
        $visible:vis struct $name:ident {
            $($(#[$of_field:meta])* $field_visible:vis $field:ident: $ty:ty),* $(,)?
        }
    )+) => {$(
        $(#[$attribute])*
        $visible struct $name {
            $($(#[$of_field])* $field_visible $field: $ty,)*
        }

        $crate::row!($name { $($field),* });
    )+};
    ($name:ident { $($field:ident),* $(,)? }) => {
        impl $crate::__private::FromRow for $name {
            const TABLE: ::core::option::Option<&'static $crate::__private::Table> = {
                const COLUMNS: &[$crate::__private::ColumnDef<'static>] =
                    &[$($crate::__private::cell_column(::core::stringify!($field))),*];
                const TABLE: &$crate::__private::Table =
                    &$crate::__private::cell_columns(COLUMNS);
                ::core::option::Option::Some(TABLE)
            };

            fn from_row<R: $crate::__private::Row>(row: &R) -> $crate::Result<Self> {
                let mut next = 0;
                ::core::result::Result::Ok($name {
                    $($field: $crate::__private::next_cell(row, &mut next)?,)*
                })
            }
        }
    };
}

/// Selects into a struct of your own: each field is a column, an expression, an aggregate, or
/// another `fields!`.
///
/// ```text
/// struct PostLine {
///     title: String,
///     author: String,
/// }
///
/// let line = fields!(PostLine { title: Post::TITLE, author: User::NAME });
/// let lines: Vec<PostLine> = Post::all().join(Post::AUTHOR).select(line).all(&db)?;
/// ```
///
/// The compiler checks the names and types, and every field of the struct must be present. There
/// may be up to sixteen. A variable with the name of its field can stand alone, as in Rust.
#[macro_export]
macro_rules! fields {
    ($($name:ident)::+ { $($field:ident $(: $value:expr)?),+ $(,)? }) => {
        $crate::query::Fields::new(
            ($($crate::__field!($field $(: $value)?),)+),
            |($($field,)+)| $($name)::+ { $($field),+ },
        )
    };
}

/// The selection of a field of [`fields!`].
#[doc(hidden)]
#[macro_export]
macro_rules! __field {
    ($field:ident) => {
        $field
    };
    ($field:ident: $value:expr) => {
        $value
    };
}

/// Requires a feature of `tablewright` at compile time: for generated code.
///
/// ```text
/// tablewright::requires!(jiff, "`timestamp`");
/// ```
#[doc(hidden)]
#[macro_export]
macro_rules! requires {
    (jiff, $what:literal) => {
        $crate::__requires_jiff!($what);
    };
    (chrono, $what:literal) => {
        $crate::__requires_chrono!($what);
    };
    (uuid, $what:literal) => {
        $crate::__requires_uuid!($what);
    };
    (uuid_v7, $what:literal) => {
        $crate::__requires_uuid_v7!($what);
    };
    (decimal, $what:literal) => {
        $crate::__requires_decimal!($what);
    };
    (json, $what:literal) => {
        $crate::__requires_json!($what);
    };
}

/// The message about a missing feature.
#[doc(hidden)]
#[macro_export]
macro_rules! __missing_feature {
    ($feature:literal, $what:literal) => {
        ::core::compile_error!(::core::concat!(
            "models.yaml uses ",
            $what,
            ": add the feature `",
            $feature,
            "` to tablewright in Cargo.toml"
        ));
    };
}

// There is a macro for each feature, because `cfg` is evaluated for this crate where the macro is
// defined, and for the user's crate where it is expanded.

#[cfg(feature = "jiff")]
#[doc(hidden)]
#[macro_export]
macro_rules! __requires_jiff {
    ($what:literal) => {};
}
#[cfg(not(feature = "jiff"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __requires_jiff {
    ($what:literal) => {
        $crate::__missing_feature!("jiff", $what);
    };
}

#[cfg(feature = "chrono")]
#[doc(hidden)]
#[macro_export]
macro_rules! __requires_chrono {
    ($what:literal) => {};
}
#[cfg(not(feature = "chrono"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __requires_chrono {
    ($what:literal) => {
        $crate::__missing_feature!("chrono", $what);
    };
}

#[cfg(feature = "uuid")]
#[doc(hidden)]
#[macro_export]
macro_rules! __requires_uuid {
    ($what:literal) => {};
}
#[cfg(not(feature = "uuid"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __requires_uuid {
    ($what:literal) => {
        $crate::__missing_feature!("uuid", $what);
    };
}

#[cfg(feature = "uuid-v7")]
#[doc(hidden)]
#[macro_export]
macro_rules! __requires_uuid_v7 {
    ($what:literal) => {};
}
#[cfg(not(feature = "uuid-v7"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __requires_uuid_v7 {
    ($what:literal) => {
        $crate::__missing_feature!("uuid-v7", $what);
    };
}

#[cfg(feature = "decimal")]
#[doc(hidden)]
#[macro_export]
macro_rules! __requires_decimal {
    ($what:literal) => {};
}
#[cfg(not(feature = "decimal"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __requires_decimal {
    ($what:literal) => {
        $crate::__missing_feature!("decimal", $what);
    };
}

#[cfg(feature = "json")]
#[doc(hidden)]
#[macro_export]
macro_rules! __requires_json {
    ($what:literal) => {};
}
#[cfg(not(feature = "json"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __requires_json {
    ($what:literal) => {
        $crate::__missing_feature!("json", $what);
    };
}

/// A function of generated code that needs the feature `sync`.
#[cfg(feature = "sync")]
#[doc(hidden)]
#[macro_export]
macro_rules! __with_sync {
    ($function:item) => {
        $function
    };
}
#[cfg(not(feature = "sync"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __with_sync {
    ($(#[$attribute:meta])* pub fn $name:ident $($rest:tt)*) => {
        /// Needs the feature `sync` of tablewright.
        #[allow(dead_code)]
        pub fn $name<C: $crate::__private::WithSync>(_: &C) {}
    };
}

/// A function of generated code that needs the feature `migrate`.
#[cfg(feature = "migrate")]
#[doc(hidden)]
#[macro_export]
macro_rules! __with_migrate {
    ($function:item) => {
        $function
    };
}
#[cfg(not(feature = "migrate"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __with_migrate {
    ($(#[$attribute:meta])* pub fn $name:ident $($rest:tt)*) => {
        /// Needs the feature `migrate` of tablewright.
        #[allow(dead_code)]
        pub fn $name<C: $crate::__private::WithMigrate>(_: &C) {}
    };
}

/// Refuses code of another version of the generator.
///
/// The first number is the form of generated code. It changes if old code would not compile or
/// would have another meaning.
#[doc(hidden)]
#[macro_export]
macro_rules! __generated_by {
    (1, $version:literal) => {};
    (0, $version:literal) => {
        ::core::compile_error!(::core::concat!(
            "tablewright-build ",
            $version,
            " generates code for an older tablewright: update `tablewright-build` in \
             [build-dependencies]"
        ));
    };
    ($form:literal, $version:literal) => {
        ::core::compile_error!(::core::concat!(
            "tablewright-build ",
            $version,
            " generates code for a newer tablewright: update `tablewright` in [dependencies], or use \
             the tablewright-build of its version in [build-dependencies]"
        ));
    };
}
