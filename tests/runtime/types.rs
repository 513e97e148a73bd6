//! Values there and back, and those that are refused.

use tablewright::civil;
use tablewright::jiff::{Timestamp, civil as jiff};
use tablewright::model::{FromRow, Table};
use tablewright::rust_decimal::Decimal;
use tablewright::serde_json::{Value as Json, json};
use tablewright::statement::{self, Arg};
use tablewright::types::{bytes, decimal, text};
use tablewright::uuid::Uuid;
use tablewright::value::{Binder, Row, Value};
use tablewright::{
    Custom, Enum, Error, Insert, Lookup, Model, Result, Select, Sql, Sqlite, chrono, custom,
};

/// A row of one column, whose value says how it is bound and read.
#[derive(Clone, Debug, PartialEq)]
struct One<T>(T);

trait Held: Clone + Sized + Send + Sync + 'static {
    fn write<B: Binder>(&self, to: &mut B) -> Result<()>;
    fn read<R: Row>(row: &R) -> Result<Self>;
}

impl<T: Held> FromRow for One<T> {
    const TABLE: Option<&'static Table> = Some(Self::MODEL);

    fn from_row<R: Row>(row: &R) -> Result<Self> {
        T::read(row).map(One)
    }
}

const fn sqlite(text: &'static str) -> Sql {
    Sql {
        sqlite: text,
        ..Sql::NONE
    }
}

impl<T: Held> Model for One<T> {
    const MODEL: &'static Table = &Table {
        name: "one",
        columns: &["value"],
        constraints: &[],
    };
    const FIND: &'static Lookup = &Lookup {
        select: sqlite(r#"SELECT "value" FROM "one" WHERE "value" = ?1"#),
        count: sqlite(r#"SELECT COUNT(*) FROM "one" WHERE "value" = ?1"#),
        exists: sqlite(r#"SELECT EXISTS (SELECT 1 FROM "one" WHERE "value" = ?1)"#),
        delete: sqlite(r#"DELETE FROM "one" WHERE "value" = ?1"#),
    };
    const SAVE: &'static Sql = &Sql::NONE;
    const DELETE: &'static Sql = &Sql::NONE;

    fn bind_row<B: Binder>(&self, to: &mut B) -> Result<()> {
        self.bind_key(to)
    }

    fn bind_key<B: Binder>(&self, to: &mut B) -> Result<()> {
        self.0.write(to)
    }
}

impl<T: Held> Insert for One<T> {
    type Model = One<T>;
    const INSERT: &'static Sql =
        &sqlite(r#"INSERT INTO "one" ("value") VALUES (?1) RETURNING "value""#);

    fn bind<B: Binder>(&self, to: &mut B) -> Result<()> {
        self.0.write(to)
    }
}

/// Values that are bound and read as they are.
macro_rules! plain {
    ($($type:ty),* $(,)?) => {$(
        impl Held for $type {
            fn write<B: Binder>(&self, to: &mut B) -> Result<()> {
                to.value(self)
            }

            fn read<R: Row>(row: &R) -> Result<Self> {
                row.get(0)
            }
        }
    )*};
}

plain!(
    bool,
    i16,
    i32,
    i64,
    f32,
    f64,
    String,
    Vec<u8>,
    Uuid,
    jiff::Date,
    jiff::Time,
    jiff::DateTime,
    Timestamp,
    chrono::NaiveDate,
    chrono::NaiveTime,
    chrono::NaiveDateTime,
    chrono::DateTime<chrono::Utc>,
    Json,
    Status,
    Vec<Status>,
    Vec<bool>,
    Vec<i64>,
    Vec<f64>,
    Vec<String>,
    Vec<Vec<u8>>,
    Vec<Uuid>,
    Vec<jiff::Date>,
    Vec<Timestamp>,
    Vec<chrono::NaiveTime>,
);

impl<T: Value + Clone + Send + Sync + 'static> Held for Option<T> {
    fn write<B: Binder>(&self, to: &mut B) -> Result<()> {
        to.value_or_null(self.as_ref())
    }

    fn read<R: Row>(row: &R) -> Result<Self> {
        row.get_opt(0)
    }
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Status {
    Draft,
    Published,
}

impl Enum for Status {
    const NAME: &'static str = "Status";
    const ALL: &'static [Self] = &[Self::Draft, Self::Published];

    fn as_str(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Published => "published",
        }
    }
}

/// A column of `decimal(5, 2)`.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Price(Decimal);

impl Held for Price {
    fn write<B: Binder>(&self, to: &mut B) -> Result<()> {
        decimal::bind(to, &self.0, 5, 2)
    }

    fn read<R: Row>(row: &R) -> Result<Self> {
        decimal::read(row, 0, 2).map(Price)
    }
}

/// A column of `decimal(5, 2)[]?`.
#[derive(Clone, Debug, PartialEq)]
struct Prices(Option<Vec<Decimal>>);

impl Held for Prices {
    fn write<B: Binder>(&self, to: &mut B) -> Result<()> {
        decimal::bind_list_opt(to, self.0.as_ref(), 5, 2)
    }

    fn read<R: Row>(row: &R) -> Result<Self> {
        decimal::read_list_opt(row, 0, 2).map(Prices)
    }
}

/// A column of `string(5)`.
#[derive(Clone, Debug, PartialEq)]
struct Word(String);

impl Held for Word {
    fn write<B: Binder>(&self, to: &mut B) -> Result<()> {
        text::bind(to, &self.0, 5)
    }

    fn read<R: Row>(row: &R) -> Result<Self> {
        row.get(0).map(Word)
    }
}

/// A column of `bytes(2)[]?`.
#[derive(Clone, Debug, PartialEq)]
struct Digests(Option<Vec<Vec<u8>>>);

impl Held for Digests {
    fn write<B: Binder>(&self, to: &mut B) -> Result<()> {
        bytes::bind_list_opt(to, self.0.as_ref(), 2)
    }

    fn read<R: Row>(row: &R) -> Result<Self> {
        row.get_opt(0).map(Digests)
    }
}

/// A column of `string(100)` with a type of the user's.
#[derive(Clone, Debug, PartialEq)]
struct Email(String);

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

impl Held for Email {
    fn write<B: Binder>(&self, to: &mut B) -> Result<()> {
        to.value::<String>(&Custom::to_stored(self))
    }

    fn read<R: Row>(row: &R) -> Result<Self> {
        custom::read(row.get::<String>(0)?, 0)
    }
}

fn database() -> Result<Sqlite> {
    let db = Sqlite::memory()?;
    db.with(|raw| raw.execute_batch("CREATE TABLE one (value)"))?;
    Ok(db)
}

/// What comes out when a value goes in.
fn back<T: Held>(value: T) -> Result<T> {
    statement::insert(One(value), &database()?).map(|One(value)| value)
}

#[track_caller]
fn same<T: Held + Clone + PartialEq + std::fmt::Debug>(values: impl IntoIterator<Item = T>) {
    for value in values {
        let found = back(value.clone());
        assert_eq!(found.map_err(|error| error.to_string()), Ok(value));
    }
}

/// The reason for which a value is refused.
#[track_caller]
fn refused<T: Held + std::fmt::Debug>(value: T) -> String {
    match back(value) {
        Err(Error::Value(error)) => {
            assert_eq!((&*error.table, &*error.column), ("one", "value"));
            error.reason
        }
        other => panic!("{other:?}"),
    }
}

/// How a value of the database is refused, given as SQL.
#[track_caller]
fn unreadable<T: Held + std::fmt::Debug>(sql: &str) -> String {
    let read = || -> Result<T> {
        let db = database()?;
        db.with(|raw| raw.execute_batch(&format!("INSERT INTO one VALUES ({sql})")))?;
        static ALL: Lookup = Lookup {
            select: sqlite(r#"SELECT "value" FROM "one""#),
            count: Sql::NONE,
            exists: Sql::NONE,
            delete: Sql::NONE,
        };
        let One(value) = Select::<One<T>>::new(&ALL, []).one(&db)?;
        Ok(value)
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
    same([Some(7), None::<i64>]);
    same([Some(Status::Draft), Some(Status::Published), None]);
    same([json!(null), json!({"a": [1, 2.5, "x", 1e-7]}), json!(0.1)]);
    same([json!([i64::MIN, u64::MAX, 1e16, -1e300, f64::MAX, 5e-324])]);
    same([Email("a@b".to_owned())]);
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
    same([
        Prices(Some(vec![dec("1.50"), dec("-999.99")])),
        Prices(None),
    ]);
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
    let prices = back(Prices(Some(vec![dec("-0.00")])))?.0;
    assert!(prices.is_some_and(|prices| prices[0].is_sign_positive()));
    assert!(back(Price(dec("-0.00")))?.0.is_sign_positive());
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
    same([
        Digests(Some(vec![vec![], vec![0, 255]])),
        Digests(Some(vec![])),
        Digests(None),
    ]);
    assert_eq!(
        refused(Digests(Some(vec![vec![1], vec![1, 2, 3]]))),
        "item 2 has 3 bytes; bytes(2) takes at most 2"
    );
}

#[test]
fn decimals_are_exact() -> Result<()> {
    same([dec("0"), dec("1.5"), dec("-999.99"), dec("999.99")].map(Price));
    assert_eq!(back(Price(dec("1.5")))?.0.to_string(), "1.50");
    let reason = "it has more digits than decimal(5, 2), which takes 3 before the point and 2 \
                  behind it";
    assert_eq!(refused(Price(dec("1.505"))), reason);
    assert_eq!(refused(Price(dec("1000"))), reason);
    assert_eq!(refused(Prices(Some(vec![dec("1.505")]))), reason);
    assert_eq!(
        unreadable::<Price>("1.5"),
        "the digits of a decimal as an integer; the number 1.5"
    );
    assert_eq!(
        unreadable::<Prices>("'[\"1.505\"]'"),
        "2 digits behind the point in each item; 1.505"
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
    assert_eq!(unreadable::<i64>("NULL"), "a value; NULL");
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
        "an integer of 64 bits; the text \"x\" as item 2 of the list"
    );
    assert_eq!(unreadable::<Vec<i64>>("'{}'"), "a JSON array; an object");
    assert!(unreadable::<Json>("'{'").starts_with("JSON; a text that is none"));
    let email = unreadable::<Email>("'nowhere'");
    assert!(email.starts_with("a value that `") && email.ends_with("another one: there is no @"));
}

#[test]
fn arguments_find_what_was_inserted() -> Result<()> {
    fn found<T: Held>(value: T, arg: Arg<'_>) -> Result<bool> {
        let db = database()?;
        statement::insert(One(value), &db)?;
        Select::<One<T>>::new(<One<T> as Model>::FIND, [arg]).exists(&db)
    }
    let text = "a".to_owned();
    assert!(found(text.clone(), Arg::from(&text))?);
    assert!(found(text.clone(), Arg::from(text))?);
    assert!(found(vec![1u8], Arg::from(&[1u8][..]))?);
    assert!(found(true, Arg::from(true))?);
    assert!(found(7i16, Arg::from(7i16))?);
    assert!(found(0.5f32, Arg::from(0.5f32))?);
    assert!(found(Uuid::max(), Arg::from(Uuid::max()))?);
    assert!(found(Status::Draft, Arg::from(Status::Draft))?);
    assert!(found(Price(dec("1.5")), Arg::decimal(dec("1.50"), 5, 2))?);
    let day = jiff::date(2024, 2, 29);
    assert!(found(day, Arg::from(day))?);
    assert!(found(
        Timestamp::UNIX_EPOCH,
        Arg::from(Timestamp::UNIX_EPOCH)
    )?);
    let noon = chrono::NaiveTime::from_hms_opt(12, 0, 0).expect("noon");
    assert!(found(noon, Arg::from(noon))?);
    assert!(found(json!({"a": 1}), Arg::json(&json!({"a": 1})))?);
    assert!(found(json!(1e16), Arg::json(&json!(1e16)))?);
    assert!(found(0.0f64, Arg::from(-0.0f64))?);
    assert!(!found(7i64, Arg::from(None::<i64>))?);
    assert!(found(7i64, Arg::from(Some(7i64)))?);
    for misfit in [
        Arg::decimal(dec("1.505"), 5, 2),
        Arg::from(jiff::date(-1, 1, 1)),
        Arg::from(f64::NAN),
        Arg::from("\0"),
        Arg::json(&json!("\0")),
    ] {
        assert!(matches!(found(7i64, misfit), Err(Error::Value(_))));
    }
    Ok(())
}

#[test]
fn text_sorts_as_time_does() {
    let date = |year, month, day| civil::Date { year, month, day };
    let texts = [date(1, 12, 31), date(999, 1, 1), date(2024, 2, 29)].map(civil::Date::to_text);
    assert!(texts.is_sorted_by(|a, b| a.as_str() < b.as_str()));
}
