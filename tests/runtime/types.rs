//! Values that are written and read, and those that are refused.

use std::convert::identity;
use std::fmt;

use tablewright::Parameter;
use tablewright::civil;
use tablewright::jiff::{Timestamp, civil as jiff};
use tablewright::query::Filter;
use tablewright::rust_decimal::Decimal;
use tablewright::serde_json::{Value as Json, json};
use tablewright::uuid::Uuid;
use tablewright::{Custom, Error, Insert, Result, Sqlite, chrono};

/// A column for each kind of value, with the dates and times of jiff.
mod values {
    include!("../golden/values/models.rs");
}

/// The dates and times of chrono.
mod values_in_chrono {
    include!("../golden/values_in_chrono/models.rs");
}

use values::{NewOne, One, Status};

/// A value that a column of one of the models holds.
trait Held: Clone + fmt::Debug + PartialEq {
    /// The name of the column.
    const COLUMN: &'static str;

    /// The value after it is written and read.
    fn back(self) -> Result<Self>;

    /// The value of the only row.
    fn read(db: &Sqlite) -> Result<Self>;
}

/// The models, constants and names of columns; the types, and their conversions to stored values
/// and back.
macro_rules! held {
    ($($models:ident $constant:ident $field:ident: $type:ty, $store:expr, $load:expr;)*) => {$(
        impl Held for $type {
            const COLUMN: &'static str = stringify!($field);

            fn back(self) -> Result<Self> {
                let row = $models::One::insert($models::NewOne {})
                    .set($models::One::$constant, $store(self))
                    .one(&database()?)?;
                Ok($load(row.$field.expect("the value that was set")))
            }

            fn read(db: &Sqlite) -> Result<Self> {
                let row = $models::One::all().one(db)?;
                Ok($load(row.$field.expect("the value that was inserted")))
            }
        }
    )*};
}

held! {
    values A_BOOL a_bool: bool, identity, identity;
    values A_SMALLINT a_smallint: i16, identity, identity;
    values AN_INTEGER an_integer: i32, identity, identity;
    values A_BIGINT a_bigint: i64, identity, identity;
    values A_FLOAT a_float: f32, identity, identity;
    values A_DOUBLE a_double: f64, identity, identity;
    values A_DECIMAL a_decimal: Decimal, identity, identity;
    values A_STRING a_string: Word, String::from, Word;
    values A_TEXT a_text: String, identity, identity;
    values SOME_BYTES some_bytes: Vec<u8>, identity, identity;
    values A_UUID a_uuid: Uuid, identity, identity;
    values A_DATE a_date: jiff::Date, identity, identity;
    values A_TIME a_time: jiff::Time, identity, identity;
    values A_DATETIME a_datetime: jiff::DateTime, identity, identity;
    values A_TIMESTAMP a_timestamp: Timestamp, identity, identity;
    values A_JSON a_json: Json, identity, identity;
    values A_STATUS a_status: Status, identity, identity;
    values AN_EMAIL an_email: Email, identity, identity;
    values BOOLS bools: Vec<bool>, identity, identity;
    values BIGINTS bigints: Vec<i64>, identity, identity;
    values DOUBLES doubles: Vec<f64>, identity, identity;
    values DECIMALS decimals: Vec<Decimal>, identity, identity;
    values TEXTS texts: Vec<String>, identity, identity;
    values MANY_BYTES many_bytes: Vec<Vec<u8>>, identity, identity;
    values FEW_BYTES few_bytes: Digests, Vec::<Vec<u8>>::from, Digests;
    values UUIDS uuids: Vec<Uuid>, identity, identity;
    values DATES dates: Vec<jiff::Date>, identity, identity;
    values TIMESTAMPS timestamps: Vec<Timestamp>, identity, identity;
    values STATUSES statuses: Vec<Status>, identity, identity;
    values_in_chrono A_DATE a_date: chrono::NaiveDate, identity, identity;
    values_in_chrono A_TIME a_time: chrono::NaiveTime, identity, identity;
    values_in_chrono A_DATETIME a_datetime: chrono::NaiveDateTime, identity, identity;
    values_in_chrono A_TIMESTAMP a_timestamp: chrono::DateTime<chrono::Utc>, identity, identity;
    values_in_chrono TIMES times: Vec<chrono::NaiveTime>, identity, identity;
}

/// A text in a column of `string(5)`.
#[derive(Clone, Debug, PartialEq)]
struct Word(String);

impl From<Word> for String {
    fn from(word: Word) -> String {
        word.0
    }
}

/// Bytes in a column of `bytes(2)[]`.
#[derive(Clone, Debug, PartialEq)]
struct Digests(Vec<Vec<u8>>);

impl From<Digests> for Vec<Vec<u8>> {
    fn from(digests: Digests) -> Vec<Vec<u8>> {
        digests.0
    }
}

/// A type of the user's in a column of `string(100)`.
#[derive(Clone, Debug, PartialEq)]
pub struct Email(String);

impl Custom for Email {
    type Stored = String;

    fn to_stored(&self) -> String {
        self.0.clone()
    }

    fn from_stored(text: String) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        if text.contains('@') {
            Ok(Email(text))
        } else {
            Err("there is no @".into())
        }
    }
}

/// A database with the table of both models, whose columns have no types: SQLite changes no value,
/// and no constraint refuses any.
fn database() -> Result<Sqlite> {
    let db = Sqlite::memory()?;
    db.with(|raw| {
        raw.execute_batch(
            "CREATE TABLE one (
                id INTEGER PRIMARY KEY, a_bool, a_smallint, an_integer, a_bigint, a_float,
                a_double, a_decimal, a_string, a_text, some_bytes, a_uuid, a_date, a_time,
                a_datetime, a_timestamp, a_json, a_status, an_email, bools, bigints, doubles,
                decimals, texts, many_bytes, few_bytes, uuids, dates, times, timestamps, statuses,
                counted DEFAULT 0
            )",
        )
    })?;
    Ok(db)
}

/// A value after it is written and read.
fn back<T: Held>(value: T) -> Result<T> {
    value.back()
}

#[track_caller]
fn same<T: Held>(values: impl IntoIterator<Item = T>) {
    for value in values {
        let found = back(value.clone());
        assert_eq!(found.map_err(|error| error.to_string()), Ok(value));
    }
}

/// The reason for which a value is refused.
#[track_caller]
fn refused<T: Held>(value: T) -> String {
    match back(value) {
        Err(Error::Value(error)) => {
            assert_eq!((&*error.table, &*error.column), ("one", T::COLUMN));
            error.reason
        }
        other => panic!("{other:?}"),
    }
}

/// How a value of the database is refused, given as SQL.
#[track_caller]
fn unreadable<T: Held>(sql: &str) -> String {
    let read = || -> Result<T> {
        let db = database()?;
        let insert = format!("INSERT INTO one ({}) VALUES ({sql})", T::COLUMN);
        db.with(|raw| raw.execute_batch(&insert))?;
        T::read(&db)
    };
    match read() {
        Err(Error::Decode(error)) => format!("{}; {}", error.expected, error.found),
        other => panic!("{other:?}"),
    }
}

fn dec(text: &str) -> Decimal {
    Decimal::from_str_exact(text).expect("a decimal")
}

#[test]
fn plain_values_come_back() {
    same([true, false]);
    same([i16::MIN, 0, i16::MAX]);
    same([i32::MIN, 0, i32::MAX]);
    same([i64::MIN, 0, i64::MAX]);
    same([f32::MIN, -0.0, 0.1, f32::MIN_POSITIVE]);
    same([f64::MIN, -0.0, 0.1, 1e300, 5e-324]);
    same(["", "a", "é'\"\\\n", &"x".repeat(100_000)].map(str::to_owned));
    same([vec![], vec![0u8, 255], vec![7; 100_000]]);
    same([Uuid::nil(), Uuid::max()]);
    same([Status::Draft, Status::Published]);
    same([json!(null), json!({"a": [1, 2.5, "x", 1e-7]}), json!(0.1)]);
    same([json!([i64::MIN, u64::MAX, 1e16, -1e300, f64::MAX, 5e-324])]);
    same([Email("a@b".to_owned())]);
}

#[test]
fn null_comes_back() -> Result<()> {
    let row = One::insert(NewOne {})
        .set(One::A_BIGINT, None)
        .set(One::A_STATUS, Some(Status::Draft))
        .set_some(One::A_TEXT, None::<&str>)
        .one(&database()?)?;
    assert_eq!(row.a_bigint, None);
    assert_eq!(row.a_status, Some(Status::Draft));
    assert_eq!(row.a_text, None);
    Ok(())
}

#[test]
fn lists_come_back() {
    same([vec![], vec![Status::Published, Status::Draft]]);
    same([vec![true, false]]);
    same([vec![i64::MIN, i64::MAX]]);
    same([vec![0.1, -0.0, f64::MAX, 123_456_789.123_456_79]]);
    same([vec![String::new(), "é\" ".to_owned()], vec![]]);
    same([vec![String::new()], vec![String::new(), String::new()]]);
    same([vec![vec![0u8, 255], vec![]]]);
    same([vec![Uuid::max(), Uuid::nil()]]);
    same([vec![jiff::date(2024, 2, 29)]]);
    same([vec![Timestamp::UNIX_EPOCH]]);
    same([vec![dec("1.50"), dec("-999.99")], vec![]]);
}

#[test]
fn dates_and_times_come_back() {
    same([jiff::date(1, 1, 1), jiff::date(9999, 12, 31)]);
    same([jiff::time(0, 0, 0, 0), jiff::time(23, 59, 59, 999_999_000)]);
    let moment = jiff::date(2024, 2, 29).at(12, 30, 1, 5_000);
    same([moment]);
    let timestamp = |text: &str| text.parse::<Timestamp>().expect("a timestamp");
    same([
        timestamp("2024-02-29T12:30:01.000005Z"),
        Timestamp::UNIX_EPOCH,
    ]);
    let day = chrono::NaiveDate::from_ymd_opt(2024, 2, 29).expect("a day");
    let time = chrono::NaiveTime::from_hms_micro_opt(23, 59, 59, 999_999).expect("a time");
    same([day]);
    same([time]);
    same([day.and_time(time)]);
    same([day.and_time(time).and_utc()]);
}

#[test]
fn what_is_finer_than_a_microsecond_is_cut() -> Result<()> {
    let fine = jiff::time(1, 2, 3, 999_999_999);
    assert_eq!(back(fine)?, jiff::time(1, 2, 3, 999_999_000));
    let before_1970 = Timestamp::new(-1, -1).expect("a timestamp");
    assert_eq!(
        back(before_1970)?,
        Timestamp::new(-2, 999_999_000).expect("a timestamp")
    );
    Ok(())
}

#[test]
fn zero_has_no_sign() -> Result<()> {
    assert!(back(-0.0f32)?.is_sign_positive());
    assert!(back(-0.0f64)?.is_sign_positive());
    assert!(back(vec![-0.0f64])?[0].is_sign_positive());
    assert!(back(vec![dec("-0.00")])?[0].is_sign_positive());
    assert!(back(dec("-0.00"))?.is_sign_positive());
    let number = back(json!(-0.0))?.as_f64();
    assert!(number.is_some_and(f64::is_sign_positive));
    Ok(())
}

#[test]
fn what_no_database_takes_is_refused() {
    for number in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
        assert!(refused(number).contains("finite"));
        assert!(refused(number as f32).contains("finite"));
        assert!(refused(vec![number]).contains("finite"));
    }
    assert!(refused("a\0".to_owned()).contains("NUL"));
    assert!(refused(vec!["a".to_owned(), "\0".to_owned()]).contains("NUL"));
    for nul in [json!("a\0"), json!([{"a": "\0"}]), json!({"\0": 1})] {
        assert!(refused(nul).contains("NUL"));
    }
    let deep = (0..32).fold(json!(1), |inner, _| json!({ "a": inner }));
    same([deep["a"].clone()]);
    assert!(refused(deep).contains("nested more than 31 levels deep"));
    assert!(refused(json!({ "k".repeat(65_536): 1 })).contains("65536 bytes"));
    assert!(refused(jiff::date(0, 1, 1)).contains("year"));
    assert!(refused(jiff::date(-5, 1, 1)).contains("year"));
    assert!(refused(Timestamp::MIN).contains("year"));
    assert!(refused(chrono::NaiveDate::MAX).contains("year"));
    let leap = chrono::NaiveTime::from_hms_milli_opt(23, 59, 59, 1_500).expect("a leap second");
    assert!(refused(leap).contains("leap second"));
}

#[test]
fn what_is_too_long_is_refused() {
    same(["", "12345", "é🦀é🦀é", "    ", "1234 "].map(|text| Word(text.to_owned())));
    let reason = "it has 6 characters; string(5) takes at most 5";
    for long in ["123456", "é🦀é🦀é ", "12345 "] {
        assert_eq!(refused(Word(long.to_owned())), reason);
    }
    assert!(refused(Word("1\0".to_owned())).contains("NUL"));
    same([vec![vec![], vec![0, 255]], vec![]].map(Digests));
    assert_eq!(
        refused(Digests(vec![vec![1], vec![1, 2, 3]])),
        "item 2 has 3 bytes; bytes(2) takes at most 2"
    );
}

#[test]
fn decimals_are_exact() -> Result<()> {
    same([dec("0"), dec("1.5"), dec("-999.99"), dec("999.99")]);
    assert_eq!(back(dec("1.5"))?.to_string(), "1.50");
    let reason = "it has more digits than decimal(5, 2), which has 3 before the decimal point and \
        2 after it";
    assert_eq!(refused(dec("1.505")), reason);
    assert_eq!(refused(dec("1000")), reason);
    assert_eq!(refused(vec![dec("1.505")]), reason);
    assert_eq!(
        unreadable::<Decimal>("1.5"),
        "the digits of a decimal as an integer; the number 1.5"
    );
    assert_eq!(
        unreadable::<Vec<Decimal>>("'[\"1.505\"]'"),
        "2 digits after the decimal point in each item; 1.505"
    );
    Ok(())
}

#[test]
fn a_value_of_another_kind_is_described() {
    assert_eq!(unreadable::<bool>("2"), "0 or 1 for a bool; the integer 2");
    assert_eq!(
        unreadable::<i16>("32768"),
        "an integer of 16 bits; the integer 32768"
    );
    assert_eq!(unreadable::<i64>("'7'"), "an integer; the text \"7\"");
    assert_eq!(
        unreadable::<f32>("1e300"),
        "a number of 32 bits; the number 1e300"
    );
    assert_eq!(unreadable::<Vec<u8>>("'x'"), "bytes; the text \"x\"");
    assert_eq!(
        unreadable::<Uuid>("x'00'"),
        "the 16 bytes of a UUID; 1 bytes"
    );
    assert_eq!(
        unreadable::<Status>("'gone'"),
        "one of draft, published (`Status`); \"gone\""
    );
    assert_eq!(
        unreadable::<jiff::Date>("'2023-02-29'"),
        "a date such as 2024-02-29; the text \"2023-02-29\""
    );
    assert_eq!(
        unreadable::<Timestamp>("'now'"),
        "an instant in UTC such as 2024-02-29 23:59:59.000000Z; the text \"now\""
    );
    assert_eq!(
        unreadable::<Vec<i64>>("'[1, \"x\"]'"),
        "an integer of 64 bits; the text \"x\" as item 2 of the array"
    );
    assert_eq!(unreadable::<Vec<i64>>("'{}'"), "a JSON array; an object");
    assert!(unreadable::<Json>("'{'").starts_with("JSON; a text that is not JSON"));
    let email = unreadable::<Email>("'nowhere'");
    assert!(email.starts_with("a value that `") && email.ends_with("another one: there is no @"));
}

#[test]
fn null_is_unreadable_in_a_column_that_has_none() -> Result<()> {
    let db = database()?;
    db.with(|raw| raw.execute_batch("INSERT INTO one (counted) VALUES (NULL)"))?;
    let Err(Error::Decode(error)) = One::all().one(&db) else {
        panic!("NULL was read");
    };
    assert_eq!((error.table, &*error.column), ("one", "counted"));
    assert_eq!(
        format!("{}; {}", error.expected, error.found),
        "a value; NULL"
    );
    Ok(())
}

#[test]
fn values_find_what_was_inserted() -> Result<()> {
    fn found(new: Insert<'_, One>, filter: Filter<One>) -> Result<bool> {
        let db = database()?;
        new.execute(&db)?;
        One::filter(filter).exists(&db)
    }
    let new = || One::insert(NewOne {});
    let text = "a".to_owned();
    let texts = || new().set(One::A_TEXT, &text);
    assert!(found(texts(), One::A_TEXT.eq("a"))?);
    assert!(found(texts(), One::A_TEXT.eq(text.clone()))?);
    let bytes = new().set(One::SOME_BYTES, vec![1u8]);
    assert!(found(bytes, One::SOME_BYTES.eq(&[1u8][..]))?);
    assert!(found(new().set(One::A_BOOL, true), One::A_BOOL.eq(true))?);
    assert!(found(new().set(One::A_SMALLINT, 7), One::A_SMALLINT.eq(7))?);
    assert!(found(new().set(One::A_FLOAT, 0.5), One::A_FLOAT.eq(0.5))?);
    let max = Uuid::max();
    assert!(found(new().set(One::A_UUID, max), One::A_UUID.eq(max))?);
    let draft = Status::Draft;
    assert!(found(
        new().set(One::A_STATUS, draft),
        One::A_STATUS.eq(draft)
    )?);
    let price = new().set(One::A_DECIMAL, dec("1.5"));
    assert!(found(price, One::A_DECIMAL.eq(dec("1.50")))?);
    let day = jiff::date(2024, 2, 29);
    assert!(found(new().set(One::A_DATE, day), One::A_DATE.eq(day))?);
    let epoch = Timestamp::UNIX_EPOCH;
    assert!(found(
        new().set(One::A_TIMESTAMP, epoch),
        One::A_TIMESTAMP.eq(epoch)
    )?);
    assert!(found(
        new().set(One::A_JSON, json!({"a": 1})),
        One::A_JSON.at("a").integer().eq(1)
    )?);
    assert!(found(
        new().set(One::A_DOUBLE, 0.0),
        One::A_DOUBLE.eq(-0.0)
    )?);
    let seven = || new().set(One::A_BIGINT, 7);
    assert!(found(seven(), One::A_BIGINT.eq(Some(7)))?);
    assert!(!found(seven(), One::A_BIGINT.eq(None))?);

    let noon = chrono::NaiveTime::from_hms_opt(12, 0, 0).expect("noon");
    let db = database()?;
    values_in_chrono::One::insert(values_in_chrono::NewOne {})
        .set(values_in_chrono::One::A_TIME, noon)
        .execute(&db)?;
    assert!(values_in_chrono::One::filter(values_in_chrono::One::A_TIME.eq(noon)).exists(&db)?);
    Ok(())
}

#[test]
fn parameters_that_no_database_takes_are_refused() -> Result<()> {
    let db = database()?;
    for misfit in [
        Parameter::decimal(dec("1.505"), &tablewright::__private::Type::Decimal(5, 2)),
        Parameter::from(jiff::date(-1, 1, 1)),
        Parameter::from(f64::NAN),
        Parameter::from("\0"),
        Parameter::json(&json!("\0")),
    ] {
        let read = tablewright::sql::<bool>("SELECT ? IS NULL")
            .bind(misfit)
            .one(&db);
        assert!(matches!(read, Err(Error::Value(_))), "{read:?}");
    }
    Ok(())
}

#[test]
fn text_sorts_as_time_does() {
    let date = |year, month, day| civil::Date { year, month, day };
    let texts = [date(1, 12, 31), date(999, 1, 1), date(2024, 2, 29)].map(civil::Date::to_text);
    assert!(texts.is_sorted_by(|a, b| a.as_str() < b.as_str()));
}
