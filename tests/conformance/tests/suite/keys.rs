//! Rows are found by keys of every type, and come in the order of their keys.

use tablewright::jiff::Timestamp;
use tablewright::jiff::civil::{date, time};
use tablewright::rust_decimal::Decimal;
use tablewright::uuid::Uuid;
use tablewright::{Database, Result};
use tablewright_test_conformance::everywhere;
use tablewright_test_conformance::models::keys::*;

use crate::check::{broken, refused, rule};

everywhere!(keys:
    integers,
    floats,
    bools,
    decimals,
    bytes,
    uuids,
    dates_and_times,
    enums,
    several_columns,
    the_database_counts,
    a_given_number_is_kept,
    a_given_number_is_not_given_out_again,
    numbers_are_not_given_out_twice,
    what_no_key_can_be_is_refused,
);

/// Inserts rows with these keys, which are in order; finds each by its key, all in order, and
/// deletes them.
macro_rules! ordered {
    ($db:expr, $model:ident, $new:ident, $keys:expr, $key:ident => $find:expr) => {{
        let (db, keys) = ($db, $keys);
        // Some other order.
        for first in 0..3 {
            for $key in keys.iter().skip(first).step_by(3) {
                let row = $model::insert($new {
                    key: $key.clone().into(),
                })
                .one(db)
                .await?;
                assert_eq!(row, $model { key: $key.clone() });
            }
        }
        for $key in &keys {
            assert_eq!($find.one(db).await?, $model { key: $key.clone() });
            assert!($find.exists(db).await?);
            assert_eq!($find.count(db).await?, 1);
            let (kind, table, columns, constraint) = broken(
                $model::insert($new {
                    key: $key.clone().into(),
                })
                .one(db)
                .await,
            );
            assert_eq!((kind, columns), ("unique", vec!["key".to_owned()]));
            assert_eq!(constraint, format!("pk_{table}"));
        }
        let found: Vec<_> = $model::all().all(db).await?;
        let found: Vec<_> = found.into_iter().map(|row| row.key).collect();
        assert_eq!(found, keys);
        for (number, $key) in keys.iter().enumerate() {
            match number % 2 {
                0 => assert_eq!($find.delete().execute(db).await?, 1),
                _ => $find.one(db).await?.delete(db).await?,
            }
            assert!(!$find.exists(db).await?);
        }
        assert_eq!($model::all().count(db).await?, 0);
    }};
}

async fn integers(db: &Database) -> Result<()> {
    ordered!(db, BySmallint, NewBySmallint, [i16::MIN, -10, -9, 0, 9, 10, i16::MAX], key => BySmallint::find(*key));
    ordered!(db, ByInteger, NewByInteger, [i32::MIN, -10, -9, 0, 9, 10, i32::MAX], key => ByInteger::find(*key));
    ordered!(db, ByBigint, NewByBigint, [i64::MIN, -10, -9, 0, 9, 10, i64::MAX - 1, i64::MAX], key => ByBigint::find(*key));
    Ok(())
}

async fn floats(db: &Database) -> Result<()> {
    let keys = [
        f32::MIN,
        -10.0,
        -0.1,
        -f32::from_bits(1),
        0.0,
        f32::MIN_POSITIVE,
        f32::EPSILON,
        0.1,
        1.0 / 3.0,
        9.0,
        10.0,
        123_456.79,
        16_777_215.0,
        f32::MAX,
    ];
    ordered!(db, ByFloat, NewByFloat, keys, key => ByFloat::find(*key));
    let keys = [
        f64::MIN,
        -10.0,
        -0.1,
        -f64::from_bits(1),
        0.0,
        f64::MIN_POSITIVE,
        f64::EPSILON,
        0.1,
        1.0 / 3.0,
        9.0,
        10.0,
        1e16,
        f64::MAX,
    ];
    ordered!(db, ByDouble, NewByDouble, keys, key => ByDouble::find(*key));
    // Zero is one key, whatever its sign.
    ByDouble::insert(NewByDouble { key: -0.0 }).one(db).await?;
    assert!(ByDouble::find(0.0).exists(db).await?);
    assert!(ByDouble::find(-0.0).exists(db).await?);
    assert_eq!(
        broken(ByDouble::insert(NewByDouble { key: 0.0 }).one(db).await),
        rule("unique", "by_doubles", &["key"], "pk_by_doubles")
    );
    Ok(())
}

async fn bools(db: &Database) -> Result<()> {
    ordered!(db, ByBool, NewByBool, [false, true], key => ByBool::find(*key));
    Ok(())
}

async fn decimals(db: &Database) -> Result<()> {
    let keys = [
        -9_999_999_999,
        -1_001,
        -1_000,
        -999,
        -1,
        0,
        1,
        999,
        1_000,
        9_999_999_999,
    ]
    .map(|digits| Decimal::new(digits, 2));
    ordered!(db, ByDecimal, NewByDecimal, keys, key => ByDecimal::find(*key));
    // However many zeros there are at the end, it is the same key.
    ByDecimal::insert(NewByDecimal {
        key: Decimal::new(15, 1),
    })
    .one(db)
    .await?;
    assert!(ByDecimal::find(Decimal::new(15_000, 4)).exists(db).await?);
    Ok(())
}

async fn bytes(db: &Database) -> Result<()> {
    let keys: [&[u8]; 10] = [
        b"", b"\0", b"\0\0", b" ", b"A", b"a", b"a\0", b"a ", b"b", b"\xff",
    ];
    let keys = keys.map(<[u8]>::to_vec);
    ordered!(db, ByBytes, NewByBytes, keys, key => ByBytes::find(key));
    Ok(())
}

/// They are in the order of their bytes, whatever their versions.
async fn uuids(db: &Database) -> Result<()> {
    let keys = [
        0,
        0x0102_0304_0506_0708_090a_0b0c_0d0e_0f00,
        0x017f_22e2_79b0_7cc3_98c4_dc0c_0c07_398f,
        0x1ec9_414c_232a_6b00_b3c8_9f6b_deca_d846,
        0x2020_2020_2020_2020_2020_2020_2020_2020,
        0x67e5_5044_10b1_426f_9247_bb68_0e5f_e0c8,
        0x67e5_5044_10b1_426f_9247_bb68_0e5f_e0c9,
        0x8000_0000_0000_4000_8000_0000_0000_0000,
        0xc232_ab00_9414_11ec_b3c8_9f6b_deca_d846,
        0xc232_ab01_0000_11ec_b3c8_9f6b_deca_d846,
        u128::MAX,
    ];
    let keys = keys.map(Uuid::from_u128);
    ordered!(db, ByUuid, NewByUuid, keys, key => ByUuid::find(*key));
    Ok(())
}

async fn dates_and_times(db: &Database) -> Result<()> {
    let days = [
        date(1, 1, 1),
        date(99, 12, 31),
        date(999, 1, 1),
        date(1000, 1, 1),
        date(1969, 12, 31),
        date(2024, 2, 29),
        date(9999, 12, 31),
    ];
    ordered!(db, ByDate, NewByDate, days, key => ByDate::find(*key));
    let hours = [
        time(0, 0, 0, 0),
        time(0, 0, 0, 1_000),
        time(0, 0, 0, 1_000_000),
        time(9, 59, 59, 0),
        time(10, 0, 0, 0),
        time(23, 59, 59, 999_999_000),
    ];
    ordered!(db, ByTime, NewByTime, hours, key => ByTime::find(*key));
    let local = |day: usize, hour: usize| days[day].to_datetime(hours[hour]);
    let locals = [
        local(0, 0),
        local(0, 1),
        local(0, 5),
        local(1, 0),
        local(4, 5),
        local(5, 0),
        local(6, 5),
    ];
    ordered!(db, ByDatetime, NewByDatetime, locals, key => ByDatetime::find(*key));
    let instants = [
        "0001-01-01T00:00:00Z",
        "1969-12-31T23:59:59.999999Z",
        "1970-01-01T00:00:00Z",
        "2024-10-27T01:30:00Z",
        "2024-10-27T01:30:00.000001Z",
        "9999-12-30T22:00:00Z",
    ];
    let instants = instants.map(|text| text.parse::<Timestamp>().expect("an instant"));
    ordered!(db, ByTimestamp, NewByTimestamp, instants, key => ByTimestamp::find(*key));
    // A value finer than the precision of a database has that precision.
    ByTime::insert(NewByTime {
        key: time(1, 0, 0, 123_456_789),
    })
    .one(db)
    .await?;
    assert!(ByTime::find(time(1, 0, 0, 123_456_000)).exists(db).await?);
    assert!(ByTime::find(time(1, 0, 0, 123_456_999)).exists(db).await?);
    Ok(())
}

/// They are in the order of their texts.
async fn enums(db: &Database) -> Result<()> {
    let keys = [
        Colour::Zinnober,
        Colour::LightGreen,
        Colour::Red,
        Colour::Äther,
    ];
    ordered!(db, ByEnum, NewByEnum, keys, key => ByEnum::find(*key));
    Ok(())
}

async fn several_columns(db: &Database) -> Result<()> {
    let mut rows = Vec::new();
    for (number, letter) in [(-1, "b"), (2, "A"), (2, "a"), (10, "A")] {
        let new = NewByPair {
            letter: letter.into(),
            number,
            note: format!("{number}{letter}").into(),
        };
        rows.push(ByPair::insert(new).one(db).await?);
    }
    // In the order of the key, not of the fields.
    assert_eq!(ByPair::all().all(db).await?, rows);
    for row in &rows {
        assert_eq!(ByPair::find(row.number, &row.letter).one(db).await?, *row);
    }
    assert!(!ByPair::find(-1, "a").exists(db).await?);
    assert_eq!(
        broken(
            ByPair::insert(NewByPair {
                letter: "a".into(),
                number: 2,
                note: "".into()
            })
            .one(db)
            .await
        ),
        rule("unique", "by_pairs", &["number", "letter"], "pk_by_pairs")
    );
    rows[2].note = "changed".to_owned();
    rows[2].save(db).await?;
    assert_eq!(ByPair::all().all(db).await?, rows);
    assert_eq!(ByPair::find(2, "A").delete().execute(db).await?, 1);
    rows[2].delete(db).await?;
    assert!(
        rows[2]
            .delete(db)
            .await
            .is_err_and(|error| error.is_not_found())
    );
    assert!(
        rows[2]
            .save(db)
            .await
            .is_err_and(|error| error.is_not_found())
    );
    Ok(())
}

async fn the_database_counts(db: &Database) -> Result<()> {
    let first = Counted::insert(NewCounted {}).one(db).await?;
    assert_eq!(first.id, 1);
    let second = Counted::insert(NewCounted {})
        .set(Counted::NOTE, "second")
        .one(db)
        .await?;
    assert_eq!(second.id, 2);
    assert_eq!(Counted::all().all(db).await?, [first, second]);
    Ok(())
}

async fn a_given_number_is_kept(db: &Database) -> Result<()> {
    for id in [i64::MIN, -1, 0, 7, i64::MAX - 1] {
        assert_eq!(
            Counted::insert(NewCounted {})
                .set(Counted::ID, id)
                .one(db)
                .await?
                .id,
            id
        );
        assert_eq!(Counted::find(id).one(db).await?.id, id);
        assert_eq!(
            broken(
                Counted::insert(NewCounted {})
                    .set(Counted::ID, id)
                    .one(db)
                    .await
            ),
            rule("unique", "counteds", &["id"], "pk_counteds")
        );
    }
    let ids: Vec<i64> = Counted::all()
        .all(db)
        .await?
        .iter()
        .map(|row| row.id)
        .collect();
    assert_eq!(ids, [i64::MIN, -1, 0, 7, i64::MAX - 1]);
    Ok(())
}

/// A given key does not conflict with later auto-increment keys.
async fn a_given_number_is_not_given_out_again(db: &Database) -> Result<()> {
    Counted::insert(NewCounted {})
        .set(Counted::ID, 3)
        .one(db)
        .await?;
    for _ in 0..5 {
        Counted::insert(NewCounted {}).one(db).await?;
    }
    assert_eq!(Counted::all().count(db).await?, 6);
    Ok(())
}

async fn numbers_are_not_given_out_twice(db: &Database) -> Result<()> {
    let first = Counted::insert(NewCounted {}).one(db).await?;
    let second = Counted::insert(NewCounted {}).one(db).await?;
    second.delete(db).await?;
    let third = Counted::insert(NewCounted {}).one(db).await?;
    assert!(third.id > second.id);
    Counted::all().delete().execute(db).await?;
    let fourth = Counted::insert(NewCounted {}).one(db).await?;
    assert!(fourth.id > third.id);
    assert!(third.id > first.id);
    Ok(())
}

async fn what_no_key_can_be_is_refused(db: &Database) -> Result<()> {
    const FINITE: &str = "a number must be finite, neither NaN nor infinite";
    const DIGITS: &str = "it has more digits than decimal(10, 2), which has 8 before the decimal point and 2 after \
         it";
    const YEAR: &str = "its year is not between 1 and 9999";
    assert_eq!(
        refused(ByFloat::find(f32::NAN).one(db).await),
        format!("by_floats.key: {FINITE}")
    );
    assert_eq!(
        refused(ByDouble::find(f64::INFINITY).exists(db).await),
        format!("by_doubles.key: {FINITE}")
    );
    assert_eq!(
        refused(ByDecimal::find(Decimal::new(1, 3)).count(db).await),
        format!("by_decimals.key: {DIGITS}")
    );
    assert_eq!(
        refused(ByDate::find(date(0, 1, 1)).delete().execute(db).await),
        format!("by_dates.key: {YEAR}")
    );
    assert_eq!(
        refused(ByTimestamp::find(Timestamp::MIN).optional(db).await),
        format!("by_timestamps.key: {YEAR}")
    );
    assert_eq!(
        refused(
            ByDate::insert(NewByDate {
                key: date(-9999, 1, 1)
            })
            .one(db)
            .await
        ),
        format!("by_dates.key: {YEAR}")
    );
    // A value that is too long cannot exist, so searching for it is not an error.
    assert!(!ByBytes::find(&[0; 17]).exists(db).await?);
    assert_eq!(
        refused(
            ByBytes::insert(NewByBytes {
                key: [0; 17].as_slice().into()
            })
            .one(db)
            .await
        ),
        "by_bytes.key: it has 17 bytes; bytes(16) takes at most 16"
    );
    Ok(())
}
