//! Random rows of values that every database can store.

use proptest::collection::vec;
use proptest::num::{f32, f64};
use proptest::prelude::*;
use proptest::sample::select;
use serde_json::{Map, Value as Json, json};
use tablewright::jiff::Timestamp;
use tablewright::jiff::civil::{Date, DateTime, Time, date};
use tablewright::jiff::{Span, ToSpan};
use tablewright::rust_decimal::Decimal;
use tablewright::serde_json;
use tablewright::uuid::Uuid;
use tablewright_test_conformance::models::values::{Colour, Full, Optional};

/// A row with any value of every type.
pub fn full() -> impl Strategy<Value = Full> {
    let numbers = (
        any::<bool>(),
        any::<i16>(),
        any::<i32>(),
        any::<i64>(),
        float(),
        double(),
        decimal(10, 2),
        decimal(18, 0),
        decimal(18, 18),
    );
    let others = (
        text(0..51),
        text(0..200),
        vec(any::<u8>(), 0..33),
        vec(any::<u8>(), 0..200),
        uuid(),
        day(),
        hour(),
        local(),
        instant(),
        json(),
        colour(),
    );
    let lists = (
        list(any::<bool>()),
        list(any::<i16>()),
        list(any::<i32>()),
        list(any::<i64>()),
        list(float()),
        list(double()),
        list(decimal(10, 2)),
        list(text(0..6)),
        list(text(0..20)),
    );
    let more_lists = (
        list(vec(any::<u8>(), 0..5)),
        list(vec(any::<u8>(), 0..20)),
        list(uuid()),
        list(day()),
        list(hour()),
        list(local()),
        list(instant()),
        list(colour()),
    );
    (numbers, others, lists, more_lists).prop_map(|(numbers, others, lists, more_lists)| {
        let (flag, small, medium, large, single, precise, price, whole, fraction) = numbers;
        let (name, story, digest, picture, token, day, hour, local, instant, extra, colour) =
            others;
        let (flags, smalls, mediums, larges, singles, precises, prices, names, stories) = lists;
        let (digests, pictures, tokens, days, hours, locals, instants, colours) = more_lists;
        Full {
            id: 0,
            flag,
            small,
            medium,
            large,
            single,
            precise,
            price,
            whole,
            fraction,
            name,
            story,
            digest,
            picture,
            token,
            day,
            hour,
            local,
            instant,
            extra,
            colour,
            flags,
            smalls,
            mediums,
            larges,
            singles,
            precises,
            prices,
            names,
            stories,
            digests,
            pictures,
            tokens,
            days,
            hours,
            locals,
            instants,
            colours,
        }
    })
}

/// A row with any value of every type, or none.
pub fn optional() -> impl Strategy<Value = Optional> {
    let chosen = vec(any::<bool>(), 22);
    (full(), chosen).prop_map(|(row, chosen)| {
        let mut chosen = chosen.into_iter();
        let mut is_chosen = || chosen.next().unwrap_or(true);
        Optional {
            id: 0,
            flag: is_chosen().then_some(row.flag),
            small: is_chosen().then_some(row.small),
            medium: is_chosen().then_some(row.medium),
            large: is_chosen().then_some(row.large),
            single: is_chosen().then_some(row.single),
            precise: is_chosen().then_some(row.precise),
            price: is_chosen().then_some(row.price),
            name: is_chosen().then_some(row.name),
            story: is_chosen().then_some(row.story),
            digest: is_chosen().then_some(row.digest),
            picture: is_chosen().then_some(row.picture),
            token: is_chosen().then_some(row.token),
            day: is_chosen().then_some(row.day),
            hour: is_chosen().then_some(row.hour),
            local: is_chosen().then_some(row.local),
            instant: is_chosen().then_some(row.instant),
            extra: is_chosen().then_some(row.extra),
            colour: is_chosen().then_some(row.colour),
            flags: is_chosen().then_some(row.flags),
            larges: is_chosen().then_some(row.larges),
            stories: is_chosen().then_some(row.stories),
            tokens: is_chosen().then_some(row.tokens),
        }
    })
}

/// Any JSON that all of them hold.
pub fn json() -> BoxedStrategy<Json> {
    let leaf = prop_oneof![
        Just(Json::Null),
        any::<bool>().prop_map(Json::from),
        any::<i64>().prop_map(Json::from),
        any::<u64>().prop_map(Json::from),
        double().prop_map(|number| json!(number)),
        (-1_000_000i32..1_000_000).prop_map(|number| json!(f64::from(number) / 64.0)),
        text(0..10).prop_map(Json::from),
    ];
    leaf.prop_recursive(5, 40, 6, |inner| {
        prop_oneof![
            vec(inner.clone(), 0..6).prop_map(Json::from),
            vec((text(0..10), inner), 0..6).prop_map(|entries| Map::from_iter(entries).into()),
        ]
    })
    .boxed()
}

fn list<T: std::fmt::Debug>(items: impl Strategy<Value = T>) -> impl Strategy<Value = Vec<T>> {
    vec(items, 0..4)
}

fn float() -> impl Strategy<Value = f32> {
    let any = f32::POSITIVE | f32::NEGATIVE | f32::NORMAL | f32::SUBNORMAL;
    prop_oneof![Just(0.0), any]
}

fn double() -> impl Strategy<Value = f64> {
    let any = f64::POSITIVE | f64::NEGATIVE | f64::NORMAL | f64::SUBNORMAL;
    prop_oneof![Just(0.0), any]
}

fn decimal(precision: u32, scale: u32) -> impl Strategy<Value = Decimal> {
    let largest = 10i64.pow(precision) - 1;
    (-largest..=largest).prop_map(move |digits| Decimal::new(digits, scale))
}

/// This number of characters, any except NUL.
fn text(length: std::ops::Range<usize>) -> impl Strategy<Value = String> {
    let character = prop_oneof![
        any::<char>().prop_filter("no NUL", |character| *character != '\0'),
        select(vec![
            '"', '\'', '\\', '{', '}', ',', ' ', '%', '`', '\u{301}', '\u{ffff}'
        ]),
    ];
    vec(character, length).prop_map(String::from_iter)
}

fn uuid() -> impl Strategy<Value = Uuid> {
    any::<[u8; 16]>().prop_map(Uuid::from_bytes)
}

fn day() -> impl Strategy<Value = Date> {
    let days = date(1, 1, 1)
        .until(date(9999, 12, 31))
        .map_or(0, |span| span.get_days());
    (0..=days).prop_map(|days| date(1, 1, 1).saturating_add(days.days()))
}

fn hour() -> impl Strategy<Value = Time> {
    (0..86_400_000_000i64).prop_map(|microseconds| {
        Time::midnight().wrapping_add(Span::new().microseconds(microseconds))
    })
}

fn local() -> impl Strategy<Value = DateTime> {
    (day(), hour()).prop_map(|(day, hour)| day.to_datetime(hour))
}

/// From the year 1 to the last year of jiff.
fn instant() -> impl Strategy<Value = Timestamp> {
    const FIRST: i64 = -62_135_596_800_000_000;
    const LAST: i64 = 253_402_207_200_000_000;
    (FIRST..=LAST)
        .prop_map(|microseconds| Timestamp::from_microsecond(microseconds).unwrap_or_default())
}

fn colour() -> impl Strategy<Value = Colour> {
    select(Colour::ALL)
}
