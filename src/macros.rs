//! The macros that a program and generated code call.

/// Includes the models that the build script generated from `models.yaml`.
///
/// ```text
/// mod models {
///     tablewright::include_models!();
/// }
/// ```
///
/// Models that were written under another name, by `Config::output("shop")`, are included by it:
/// `include_models!("shop")`.
#[macro_export]
macro_rules! include_models {
    () => {
        $crate::include_models!("models");
    };
    ($name:literal) => {
        ::core::include!(::core::concat!(::core::env!("OUT_DIR"), "/", $name, ".rs"));
    };
}

/// Says at compile time which feature of `tablewright` the models need: for generated code.
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
    (decimal, $what:literal) => {
        $crate::__requires_decimal!($what);
    };
    (json, $what:literal) => {
        $crate::__requires_json!($what);
    };
}

/// What all the missing features say.
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

// One macro for each feature, because `cfg` is about this crate where the macro is defined, and
// about the user's crate where it is expanded.

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
