//! What the setter of a nullable column takes.

use std::borrow::Cow;

/// A value or no value for a column of `T`, so that a setter takes `"Ada"`, `None` and
/// `Some(string)` alike.
pub trait IntoNullable<T> {
    /// The value, or `None` for NULL.
    fn into_nullable(self) -> Option<T>;
}

impl<T> IntoNullable<T> for T {
    #[inline]
    fn into_nullable(self) -> Option<T> {
        Some(self)
    }
}

impl<T> IntoNullable<T> for Option<T> {
    #[inline]
    fn into_nullable(self) -> Option<T> {
        self
    }
}

impl IntoNullable<String> for &str {
    #[inline]
    fn into_nullable(self) -> Option<String> {
        Some(self.to_owned())
    }
}

impl IntoNullable<String> for &String {
    #[inline]
    fn into_nullable(self) -> Option<String> {
        Some(self.clone())
    }
}

impl IntoNullable<String> for Cow<'_, str> {
    #[inline]
    fn into_nullable(self) -> Option<String> {
        Some(self.into_owned())
    }
}

impl IntoNullable<String> for Box<str> {
    #[inline]
    fn into_nullable(self) -> Option<String> {
        Some(self.into_string())
    }
}

impl IntoNullable<Vec<u8>> for &[u8] {
    #[inline]
    fn into_nullable(self) -> Option<Vec<u8>> {
        Some(self.to_vec())
    }
}

impl<const N: usize> IntoNullable<Vec<u8>> for &[u8; N] {
    #[inline]
    fn into_nullable(self) -> Option<Vec<u8>> {
        Some(self.to_vec())
    }
}

impl<const N: usize> IntoNullable<Vec<u8>> for [u8; N] {
    #[inline]
    fn into_nullable(self) -> Option<Vec<u8>> {
        Some(self.to_vec())
    }
}

#[cfg(test)]
mod tests {
    use super::IntoNullable;

    fn text(value: impl IntoNullable<String>) -> Option<String> {
        value.into_nullable()
    }

    fn bytes(value: impl IntoNullable<Vec<u8>>) -> Option<Vec<u8>> {
        value.into_nullable()
    }

    fn number(value: impl IntoNullable<i64>) -> Option<i64> {
        value.into_nullable()
    }

    #[test]
    fn what_a_setter_takes_is_inferred() {
        assert_eq!(text("Ada").as_deref(), Some("Ada"));
        let ada = "Ada".to_owned();
        assert_eq!(text(&ada).as_deref(), Some("Ada"));
        assert_eq!(text(ada).as_deref(), Some("Ada"));
        assert_eq!(text(Some("Ada".to_owned())).as_deref(), Some("Ada"));
        assert_eq!(text(None), None);
        assert_eq!(bytes(b"ab"), Some(vec![97, 98]));
        assert_eq!(bytes(&b"ab"[..]), Some(vec![97, 98]));
        assert_eq!(bytes(None), None);
        assert_eq!(number(7), Some(7));
        assert_eq!(number(Some(7)), Some(7));
        assert_eq!(number(None), None);
    }
}
