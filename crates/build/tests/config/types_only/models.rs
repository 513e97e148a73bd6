// Written by tablewright from models.yaml. A change to this file is lost: change models.yaml.

/// Where an order stands.
///
/// `Status`: one of a closed set of texts.
#[allow(dead_code)]
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Status {
    /// `Status`: the text `open`.
    Open,
    /// `Status`: the text `in transit`.
    InTransit,
    /// `Status`: the text `done`.
    Done,
}

#[allow(dead_code)]
impl Status {
    /// Every `Status`, in the order of the file.
    pub const ALL: &'static [Self] = &[Self::Open, Self::InTransit, Self::Done];

    /// The text of the `Status` in the database.
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

/// `Level`: one of a closed set of values, which the database stores as numbers.
#[allow(dead_code)]
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[repr(i16)]
pub enum Level {
    /// `Level`: the number `1`.
    Low = 1,
    /// `Level`: the number `10`.
    High = 10,
}

#[allow(dead_code)]
impl Level {
    /// Every `Level`, in the order of the file.
    pub const ALL: &'static [Self] = &[Self::Low, Self::High];

    /// The text for the `Level`.
    #[inline]
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Low => "low",
            Self::High => "high",
        }
    }

    /// The number of the `Level` in the database.
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
/// `Customer`: a row of `customers`.
#[allow(dead_code)]
#[derive(Clone, Debug, PartialEq)]
pub struct Customer {
    /// `Customer.id`: `id`, the primary key, auto-increment.
    pub id: CustomerId,
    /// As it is spoken.
    ///
    /// `Customer.name`: `string(50)`.
    pub name: String,
    /// `Customer.picture`: `bytes?`.
    pub picture: Option<Vec<u8>>,
}

/// The primary key of `Customer`.
#[allow(dead_code)]
pub type CustomerId = i64;

/// `Order`: a row of `orders`.
#[allow(dead_code)]
#[derive(Clone, Debug, PartialEq)]
pub struct Order {
    /// `Order.id`: `id`, the primary key, auto-increment.
    pub id: OrderId,
    /// `Order.customer_id`: `bigint`, a reference to `Customer`.
    pub customer_id: CustomerId,
    /// `Order.status`: `Status`, with a default.
    pub status: Status,
    /// `Order.level`: `Level`.
    pub level: Level,
    /// `Order.tags`: `string(20)[]`.
    pub tags: Vec<String>,
    /// `Order.self_`: `bool`, in the column `self`.
    pub self_: bool,
}

/// The primary key of `Order`.
#[allow(dead_code)]
pub type OrderId = i64;
