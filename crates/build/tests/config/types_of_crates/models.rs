// Written by tablewright from models.yaml. A change to this file is lost: change models.yaml.

/// The enum `Status`, which the database stores as text.
#[allow(dead_code)]
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
pub enum Status {
    /// The value of `Status` that is stored as the text `draft`.
    #[serde(rename = "draft")]
    Draft,
    /// The value of `Status` that is stored as the text `in review`.
    #[serde(rename = "in review")]
    InReview,
}

#[allow(dead_code)]
impl Status {
    /// Every value of `Status`, in the order of the models.
    pub const ALL: &'static [Self] = &[Self::Draft, Self::InReview];

    /// The text that the database stores for this `Status`.
    #[inline]
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::InReview => "in review",
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
            .ok_or_else(|| [text, " is not one of draft, in review (`Status`)"].concat())
    }
}

/// The model `Event`: a row of the table `events`.
#[allow(dead_code)]
#[derive(Clone, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Event {
    /// The field `Event.id` (`uuid`): the primary key.
    pub id: ::uuid::Uuid,
    /// The field `Event.status` (`Status`).
    pub status: Status,
    /// The field `Event.price` (`decimal(10, 2)`).
    pub price: ::rust_decimal::Decimal,
    /// The field `Event.day` (`date`).
    pub day: ::chrono::NaiveDate,
    /// The field `Event.starts` (`time`).
    pub starts: ::chrono::NaiveTime,
    /// The field `Event.ends` (`datetime?`).
    pub ends: Option<::chrono::NaiveDateTime>,
    /// The field `Event.created_at` (`timestamp`).
    pub created_at: ::chrono::DateTime<::chrono::Utc>,
    /// The field `Event.more` (`json`).
    pub more: ::serde_json::Value,
    /// The field `Event.days` (`date[]`).
    pub days: Vec<::chrono::NaiveDate>,
    /// The field `Event.isbn` (`string(13)`).
    pub isbn: crate::Isbn,
    /// The field `Event.layout` (`json`).
    pub layout: ::shared::Layout,
    /// The field `Event.masked` (`text`).
    #[serde(serialize_with = "crate::mask")]
    pub masked: String,
}

impl ::core::fmt::Debug for Event {
    fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
        f.debug_struct("Event")
            .field("id", &self.id)
            .field("status", &self.status)
            .field("price", &self.price)
            .field("day", &self.day)
            .field("starts", &self.starts)
            .field("ends", &self.ends)
            .field("created_at", &self.created_at)
            .field("more", &self.more)
            .field("days", &self.days)
            .field("isbn", &self.isbn)
            .field("layout", &self.layout)
            .field("masked", &format_args!("[redacted]"))
            .finish()
    }
}
