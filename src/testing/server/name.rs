//! The names of test databases and templates on a server, and their age by name.

use std::collections::hash_map::DefaultHasher;
use std::hash::{Hash, Hasher};
use std::time::Duration;

use crate::testing::name::{TEST, now};

/// The prefix of templates; the second of creation and the hash of the version follow.
pub(super) const TEMPLATE: &str = "tablewright_template_";

/// The name of a new template.
pub(super) fn of_template(version: &str) -> String {
    format!("{TEMPLATE}{:08x}{}", now(), ending(version))
}

/// The suffix of all templates of a version.
pub(super) fn ending(version: &str) -> String {
    let mut hasher = DefaultHasher::new();
    // The creation of tables may differ between versions of the library.
    (version, env!("CARGO_PKG_VERSION")).hash(&mut hasher);
    format!("_{:016x}", hasher.finish())
}

/// Whether a database with this name is older than the limit.
///
/// Older databases are dropped, so a name must have the complete form. Other databases are never
/// older.
pub(super) fn is_older(name: &str, prefix: &str, than: Duration) -> bool {
    let numbers = match prefix {
        TEST => 4,
        _ => 2,
    };
    let Some(rest) = name.strip_prefix(prefix) else {
        return false;
    };
    let parts: Vec<&str> = rest.split('_').collect();
    let are_numbers = parts
        .iter()
        .all(|part| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_hexdigit()));
    let is_whole = parts.len() == numbers
        && are_numbers
        && parts[0].len() == 8
        && parts[numbers - 1].len() == 16;
    let made = u64::from_str_radix(parts[0], 16);
    is_whole && made.is_ok_and(|made| now().saturating_sub(made) > than.as_secs())
}

/// The URL of another database on the same server.
pub(super) fn with_database(url: &str, name: &str) -> String {
    let (before, after) = around_path(url);
    // A parameter of PostgreSQL may name the database instead.
    let parameters = after.strip_prefix('?').unwrap_or_default().split('&');
    let kept: Vec<&str> = parameters
        .filter(|parameter| !parameter.is_empty() && !parameter.starts_with("dbname="))
        .collect();
    let separator = if kept.is_empty() { "" } else { "?" };
    format!("{before}/{name}{separator}{}", kept.join("&"))
}

/// The URL before its path, and the rest. A password may have a `/`, a `?` or a `#` if an `@`
/// follows.
fn around_path(url: &str) -> (&str, &str) {
    let start = url.find("://").map_or(0, |at| at + "://".len());
    let authority = url[start..]
        .find(['/', '?', '#'])
        .unwrap_or(url.len() - start);
    let host = match url[start..start + authority].rfind('@') {
        Some(at) => start + at,
        None => url[start..].rfind('@').map_or(start, |at| start + at),
    };
    let end =
        |from: usize, marks: &[char]| url[from..].find(marks).map_or(url.len(), |at| from + at);
    let path = end(host, &['/', '?']);
    (&url[..path], &url[end(path, &['?'])..])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::name;

    #[test]
    fn the_database_of_a_url_is_replaced() {
        for (url, expected) in [
            ("mysql://h", "mysql://h/x"),
            ("mysql://h/", "mysql://h/x"),
            ("mysql://u:p@h:3306/old?a=b", "mysql://u:p@h:3306/x?a=b"),
            ("mysql://h?a=/b", "mysql://h/x?a=/b"),
            (
                "postgres://u@/old?host=%2Ftmp",
                "postgres://u@/x?host=%2Ftmp",
            ),
            ("postgres://u:a/b?c@h/old?d=e", "postgres://u:a/b?c@h/x?d=e"),
            ("postgres://u@h?dbname=old", "postgres://u@h/x"),
            ("postgres://u@h?a=b&dbname=old&c", "postgres://u@h/x?a=b&c"),
        ] {
            assert_eq!(with_database(url, "x"), expected);
        }
    }

    #[test]
    fn names_differ_and_tell_their_age() {
        let name = name::new();
        assert_ne!(name, name::new());
        assert!(name.len() <= 63, "{name}");
        assert!(!is_older(&name, TEST, Duration::from_secs(60)));
        let old = "tablewright_testing_6b000000_2a_0_0123456789abcdef";
        assert!(is_older(old, TEST, Duration::from_secs(60)));
        for other in [
            "tablewright_testing_",
            "tablewright_testing_6b000000",
            "tablewright_testing_6b000000_2a_0",
            "tablewright_testing_6b000000_2a_0_of_mine",
            "tablewright_testing_6b0_2a_0_0123456789abcdef",
            "tablewright_test_6b000000_2a_0_0123456789abcdef",
            "tablewright_testing_mine_too_a_0123456789abcdef",
            "tests",
        ] {
            assert!(!is_older(other, TEST, Duration::ZERO), "{other}");
        }
        let template = of_template("a");
        assert!(
            template.len() <= 63 && template.ends_with(&ending("a")),
            "{template}"
        );
        assert_ne!(ending("a"), ending("b"));
    }
}
