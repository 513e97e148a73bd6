// Written by tablewright from models.yaml. A change to this file is lost: change models.yaml.

/// Where an order stands.
///
/// The enum `Status`, which the database stores as text.
#[allow(dead_code)]
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Status {
    /// The value of `Status` that is stored as the text `open`.
    Open,
    /// The value of `Status` that is stored as the text `in transit`.
    InTransit,
    /// The value of `Status` that is stored as the text `done`.
    Done,
}

#[allow(dead_code)]
impl Status {
    /// Every value of `Status`, in the order of the models.
    pub const ALL: &'static [Self] = &[Self::Open, Self::InTransit, Self::Done];

    /// The text that the database stores for this `Status`.
    #[inline]
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::InTransit => "in transit",
            Self::Done => "done",
        }
    }
}

impl ::core::fmt::Display for Status {
    #[inline]
    fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
        f.pad(self.as_str())
    }
}

impl ::core::str::FromStr for Status {
    type Err = String;

    fn from_str(text: &str) -> ::core::result::Result<Self, String> {
        let mut values = Self::ALL.iter().copied();
        let found = values.find(|value| value.as_str() == text);
        found
            .ok_or_else(|| {
                [text, " is not one of open, in transit, done (`Status`)"].concat()
            })
    }
}

/// The enum `Level`, which the database stores as numbers.
#[allow(dead_code)]
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[repr(i16)]
pub enum Level {
    /// The value of `Level` that is stored as the number `1`.
    Low = 1,
    /// The value of `Level` that is stored as the number `10`.
    High = 10,
}

#[allow(dead_code)]
impl Level {
    /// Every value of `Level`, in the order of the models.
    pub const ALL: &'static [Self] = &[Self::Low, Self::High];

    /// The name of this `Level` in the models.
    #[inline]
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Low => "low",
            Self::High => "high",
        }
    }

    /// The number that the database stores for this `Level`.
    #[inline]
    #[must_use]
    pub const fn number(self) -> i16 {
        self as i16
    }
}

impl ::core::fmt::Display for Level {
    #[inline]
    fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
        f.pad(self.as_str())
    }
}

impl ::core::str::FromStr for Level {
    type Err = String;

    fn from_str(text: &str) -> ::core::result::Result<Self, String> {
        let mut values = Self::ALL.iter().copied();
        let found = values.find(|value| value.as_str() == text);
        found.ok_or_else(|| [text, " is not one of low, high (`Level`)"].concat())
    }
}

impl ::core::convert::TryFrom<i16> for Level {
    type Error = String;

    fn try_from(number: i16) -> ::core::result::Result<Self, String> {
        let mut values = Self::ALL.iter().copied();
        let found = values.find(|value| value.number() == number);
        found
            .ok_or_else(|| {
                [&number.to_string(), " is not one of 1, 10 (`Level`)"].concat()
            })
    }
}

/// Who orders.
///
/// The model `Customer`: a row of the table `customers`.
#[allow(dead_code)]
#[derive(Clone, Debug, PartialEq)]
pub struct Customer {
    /// The field `Customer.id` (`id`): the primary key, auto-increment.
    pub id: CustomerId,
    /// As it is spoken.
    ///
    /// The field `Customer.name` (`string(50)`).
    pub name: String,
    /// The field `Customer.picture` (`bytes?`).
    pub picture: Option<Vec<u8>>,
}

/// The type of the primary key of `Customer`.
#[allow(dead_code)]
pub type CustomerId = i64;

/// The model `Order`: a row of the table `orders`.
#[allow(dead_code)]
#[derive(Clone, Debug, PartialEq)]
pub struct Order {
    /// The field `Order.id` (`id`): the primary key, auto-increment.
    pub id: OrderId,
    /// The field `Order.customer_id` (`bigint`): a reference to `Customer`.
    pub customer_id: CustomerId,
    /// The field `Order.status` (`Status`): with a default.
    pub status: Status,
    /// The field `Order.level` (`Level`).
    pub level: Level,
    /// The field `Order.tags` (`string(20)[]`).
    pub tags: Vec<String>,
    /// The field `Order.self_` (`bool`): in the column `self`.
    pub self_: bool,
}

/// The type of the primary key of `Order`.
#[allow(dead_code)]
pub type OrderId = i64;
