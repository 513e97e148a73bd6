//! The user, the password and the address in the URL of a server.
//!
//! People write passwords into URLs without escapes. The part after the password is shown in
//! messages and sent to the DNS, so the end of the password must be certain.

use std::borrow::Cow;

/// A URL without its user and password.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Address<'u> {
    /// The URL that remains: `postgres://host:5432/name?parameters`.
    pub url: Cow<'u, str>,
    /// Escaped as in the URL, with `%40` and the like.
    pub user: Option<&'u str>,
    /// Escaped as in the URL.
    pub password: Option<&'u str>,
}

/// The error of a URL whose password could end at several positions.
pub(crate) const UNCERTAIN: &str = "it has an `@` after its host, or its password has a `/`, a \
    `?` or a `#`. In the user and the password, write `@` as `%40`, `/` as `%2F`, `?` as `%3F` \
    and `#` as `%23`";

impl<'u> Address<'u> {
    /// Separates the user and the password from a URL.
    ///
    /// They end at the last `@` before the first `/`, `?` or `#`. If there is none, and the part in
    /// the position of the port is not a number, that part begins a password with such a character,
    /// which ends at the last `@`.
    ///
    /// # Errors
    ///
    /// [`UNCERTAIN`].
    pub fn of(url: &'u str) -> Result<Address<'u>, &'static str> {
        let start = url.find("://").map_or(0, |colon| colon + "://".len());
        let rest = &url[start..];
        let authority = &rest[..rest.find(['/', '?', '#']).unwrap_or(rest.len())];
        let at = match authority.rfind('@') {
            Some(at) if rest[at + 1..].contains('@') => return Err(UNCERTAIN),
            Some(at) => Some(at),
            None if begins_a_password(authority) => rest.rfind('@'),
            None if rest.contains('@') => return Err(UNCERTAIN),
            None => None,
        };
        let Some(at) = at else {
            return Ok(Address {
                url: Cow::Borrowed(url),
                user: None,
                password: None,
            });
        };
        let (user, password) = match rest[..at].split_once(':') {
            Some((user, password)) => (user, Some(password)),
            None => (&rest[..at], None),
        };
        Ok(Address {
            url: Cow::Owned(format!("{}{}", &url[..start], &rest[at + 1..])),
            user: Some(user).filter(|user| !user.is_empty()),
            password,
        })
    }
}

/// Whether a part without an `@` has a colon before text that is not a port.
fn begins_a_password(authority: &str) -> bool {
    let is_address = authority.starts_with('[');
    match authority.split_once(':') {
        Some((_, port)) if !is_address => port.bytes().any(|byte| !byte.is_ascii_digit()),
        Some(_) | None => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_ends_before_the_host() {
        for (url, user, password, rest) in [
            ("p://h/db", None, None, "p://h/db"),
            ("p:///db?host=/run", None, None, "p:///db?host=/run"),
            ("p://[::1]:5/db", None, None, "p://[::1]:5/db"),
            ("p://ada@h", Some("ada"), None, "p://h"),
            ("p://ada:@h", Some("ada"), Some(""), "p://h"),
            ("p://:pw@h", None, Some("pw"), "p://h"),
            ("p://ada:a@b@h/db", Some("ada"), Some("a@b"), "p://h/db"),
            ("p://ada:a:b@h:1/db", Some("ada"), Some("a:b"), "p://h:1/db"),
            ("p://ada:a?b@h/db?c", Some("ada"), Some("a?b"), "p://h/db?c"),
            ("p://ada:a/b@c@h/db", Some("ada"), Some("a/b@c"), "p://h/db"),
            ("p://ada:a#b@h/db", Some("ada"), Some("a#b"), "p://h/db"),
        ] {
            let address = Address {
                url: Cow::Borrowed(rest),
                user,
                password,
            };
            assert_eq!(Address::of(url), Ok(address), "{url}");
        }
    }

    #[test]
    fn what_might_end_in_several_positions_is_refused() {
        for url in [
            "p://ada:a@b/c@h/db",
            "p://ada:a@b?c@h/db",
            "p://ada:a@b#c@h/db",
            "p://ada:12/34@h/db",
            "p://ada:12?x=34@h/db",
            "p://h/db?application_name=a@b",
            "p://ada:pw@h/d@b",
        ] {
            assert_eq!(Address::of(url), Err(UNCERTAIN), "{url}");
        }
    }
}
