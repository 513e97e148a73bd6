//! Typed primary keys: `typed_ids: true` in `models.yaml`.

use std::any::type_name;
use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::marker::PhantomData;
use std::str::FromStr;

use crate::base::error::Result;
use crate::base::value::parameter::Parameter;
use crate::base::value::{Binder, Element, Row, Value};

/// The primary key of the model `M`, so that the key of another model cannot be passed for it.
///
/// Generated code has an alias: `pub type UserId = Id<User>`. One type for all models adds nothing
/// to compile in a program that does not use it.
///
/// It is made by `UserId::new(7)`, `7.into()` or, from a string, `parse`. [`value`](Id::value)
/// returns the value, and it is displayed and serialized as its value.
pub struct Id<M, K = i64> {
    value: K,
    of: PhantomData<fn() -> M>,
}

impl<M, K> Id<M, K> {
    /// Creates the key with this value.
    #[inline]
    pub const fn new(value: K) -> Self {
        Id {
            value,
            of: PhantomData,
        }
    }

    /// Returns its value.
    #[inline]
    pub const fn value(&self) -> &K {
        &self.value
    }

    /// Returns its value, without the type.
    #[inline]
    pub fn into_value(self) -> K {
        self.value
    }
}

impl<M, K> From<K> for Id<M, K> {
    #[inline]
    fn from(value: K) -> Self {
        Id::new(value)
    }
}

impl<M> From<&str> for Id<M, String> {
    fn from(value: &str) -> Self {
        Id::new(value.to_owned())
    }
}

impl<M, K: FromStr> FromStr for Id<M, K> {
    type Err = K::Err;

    fn from_str(text: &str) -> Result<Self, K::Err> {
        text.parse().map(Id::new)
    }
}

impl<M, K: fmt::Display> fmt::Display for Id<M, K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.value.fmt(f)
    }
}

/// `UserId(7)`
impl<M, K: fmt::Debug> fmt::Debug for Id<M, K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = type_name::<M>();
        let name = name.rsplit("::").next().unwrap_or(name);
        f.debug_tuple(&format!("{name}Id"))
            .field(&self.value)
            .finish()
    }
}

// Not derived, because derived implementations would require the same traits of the model.

impl<M, K: Clone> Clone for Id<M, K> {
    #[inline]
    fn clone(&self) -> Self {
        Id::new(self.value.clone())
    }
}

impl<M, K: Copy> Copy for Id<M, K> {}

impl<M, K: PartialEq> PartialEq for Id<M, K> {
    #[inline]
    fn eq(&self, other: &Self) -> bool {
        self.value == other.value
    }
}

impl<M, K: Eq> Eq for Id<M, K> {}

impl<M, K: PartialOrd> PartialOrd for Id<M, K> {
    #[inline]
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        self.value.partial_cmp(&other.value)
    }
}

impl<M, K: Ord> Ord for Id<M, K> {
    #[inline]
    fn cmp(&self, other: &Self) -> Ordering {
        self.value.cmp(&other.value)
    }
}

impl<M, K: Hash> Hash for Id<M, K> {
    #[inline]
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.value.hash(state);
    }
}

impl<M, K: Value> Value for Id<M, K> {
    #[inline]
    fn encode<B: Binder>(&self, to: &mut B) -> Result<()> {
        self.value.encode(to)
    }

    #[inline]
    fn decode<R: Row>(row: &R, index: usize) -> Result<Option<Self>> {
        Ok(K::decode(row, index)?.map(Id::new))
    }
}

impl<M, K: Element> Element for Id<M, K> {}

impl<'a, M, K: Into<Parameter<'a>>> From<Id<M, K>> for Parameter<'a> {
    #[inline]
    fn from(id: Id<M, K>) -> Self {
        id.value.into()
    }
}

// Only for `String`: for every `K` that can be borrowed, the compiler would search without end if
// it only knows that an argument is a reference.
impl<'a, M> From<&'a Id<M, String>> for Parameter<'a> {
    #[inline]
    fn from(id: &'a Id<M, String>) -> Self {
        (&id.value).into()
    }
}

#[cfg(feature = "serde")]
impl<M, K: serde_core::Serialize> serde_core::Serialize for Id<M, K> {
    fn serialize<S: serde_core::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        self.value.serialize(to)
    }
}

#[cfg(feature = "serde")]
impl<'d, M, K: serde_core::Deserialize<'d>> serde_core::Deserialize<'d> for Id<M, K> {
    fn deserialize<D: serde_core::Deserializer<'d>>(from: D) -> Result<Self, D::Error> {
        K::deserialize(from).map(Id::new)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::Id;

    struct User;

    type UserId = Id<User>;

    #[cfg(all(feature = "serde", feature = "json"))]
    #[test]
    fn a_key_is_serialized_as_its_value() {
        let id = UserId::new(7);
        assert_eq!(serde_json::to_string(&id).ok().as_deref(), Some("7"));
        assert_eq!(serde_json::from_str("7").ok(), Some(id));
        assert!(serde_json::from_str::<UserId>("\"7\"").is_err());
        let name: Id<User, String> = serde_json::from_str("\"ada\"").unwrap_or_else(|_| "".into());
        assert_eq!(name.value(), "ada");
    }

    #[test]
    fn a_key_is_like_its_value() {
        let seven = UserId::new(7);
        let copy = seven;
        assert_eq!(seven, copy);
        assert_eq!(*copy.value() + 1, 8);
        assert_eq!("7".parse(), Ok(seven));
        assert!("seven".parse::<UserId>().is_err());
        assert_eq!(format!("{seven} {seven:?} {seven:>3}"), "7 UserId(7)   7");
        let keys: BTreeSet<UserId> = [3, 1, 2].map(Id::from).into();
        assert_eq!(
            keys.into_iter().map(Id::into_value).collect::<Vec<_>>(),
            [1, 2, 3]
        );
        assert_eq!(size_of::<UserId>(), size_of::<i64>());
        let name: Id<User, String> = "ada".into();
        assert_eq!(name.value(), "ada");
    }
}
