//! Every value is read as it was written, and a value that one database cannot store is refused on
//! all.

use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::{RngAlgorithm, RngSeed, TestRng, TestRunner};
use tablewright::jiff::civil::{self, date, time};
use tablewright::jiff::{SignedDuration, Timestamp};
use tablewright::rust_decimal::Decimal;
use tablewright::uuid::Uuid;
use tablewright::{Database, Result, serde_json};
use tablewright_test_conformance::everywhere;
use tablewright_test_conformance::models::values::{Colour, Full, NewOptional, Optional};

use crate::rows::{full, kept, kept_as, new, new_optional, not_kept};

everywhere!(values:
    bools_and_integers,
    floats,
    the_sign_of_zero_is_not_kept,
    numbers_that_are_none_are_refused,
    decimals,
    decimals_are_never_rounded,
    texts,
    lengths_are_counted_in_characters,
    nul_is_refused,
    bytes,
    large_texts_and_bytes,
    uuids,
    dates_and_times,
    instants,
    nanoseconds_are_cut_off,
    years_of_other_calendars_are_refused,
    enums,
    lists,
    long_lists,
    lists_are_checked_item_by_item,
    nothing_at_all,
    all_at_once,
    random_rows,
);

async fn bools_and_integers(db: &Database) -> Result<()> {
    for flag in [true, false] {
        kept(db, Full { flag, ..full() }).await?;
    }
    for (small, medium, large) in [
        (i16::MIN, i32::MIN, i64::MIN),
        (i16::MAX, i32::MAX, i64::MAX),
        (0, 0, 0),
        (-1, -1, -1),
    ] {
        let row = Full {
            small,
            medium,
            large,
            ..full()
        };
        kept(db, row).await?;
    }
    Ok(())
}

async fn floats(db: &Database) -> Result<()> {
    for single in [
        f32::MIN,
        f32::MAX,
        f32::MIN_POSITIVE,
        -f32::MIN_POSITIVE,
        f32::EPSILON,
        f32::from_bits(1),
        -f32::from_bits(0x007f_ffff),
        0.0,
        0.1,
        1.0 / 3.0,
        16_777_215.0,
        123_456.79,
        9_999_999.0,
        1e-30,
    ] {
        kept(db, Full { single, ..full() }).await?;
    }
    for precise in [
        f64::MIN,
        f64::MAX,
        f64::MIN_POSITIVE,
        -f64::MIN_POSITIVE,
        f64::EPSILON,
        f64::from_bits(1),
        -f64::from_bits(0x000f_ffff_ffff_ffff),
        0.0,
        0.1,
        1.0 / 3.0,
        9_007_199_254_740_993.0,
        1e16,
        123_456_789_012_345.67,
    ] {
        kept(db, Full { precise, ..full() }).await?;
    }
    Ok(())
}

async fn the_sign_of_zero_is_not_kept(db: &Database) -> Result<()> {
    let row = Full {
        single: -0.0,
        precise: -0.0,
        singles: vec![-0.0, 1.0],
        precises: vec![-0.0],
        ..full()
    };
    let row = new(row).one(db).await?;
    let row = Full::find(row.id).one(db).await?;
    assert_eq!(row.single.to_bits(), 0);
    assert_eq!(row.precise.to_bits(), 0);
    assert_eq!(row.singles[0].to_bits(), 0);
    assert_eq!(row.precises[0].to_bits(), 0);
    Ok(())
}

async fn numbers_that_are_none_are_refused(db: &Database) -> Result<()> {
    const REASON: &str = "a number must be finite, neither NaN nor infinite";
    for (single, precise) in [
        (f32::NAN, f64::NAN),
        (f32::INFINITY, f64::INFINITY),
        (f32::NEG_INFINITY, f64::NEG_INFINITY),
    ] {
        let rows = [
            ("single", Full { single, ..full() }),
            ("precise", Full { precise, ..full() }),
        ];
        for (column, row) in rows {
            assert_eq!(not_kept(db, row).await?, format!("full.{column}: {REASON}"));
        }
        let singles = vec![0.0, single];
        let precises = vec![precise];
        for row in [Full { singles, ..full() }, Full { precises, ..full() }] {
            assert!(not_kept(db, row).await?.contains(REASON));
        }
    }
    Ok(())
}

async fn decimals(db: &Database) -> Result<()> {
    for (price, whole, fraction) in [
        ("99999999.99", "999999999999999999", "0.999999999999999999"),
        (
            "-99999999.99",
            "-999999999999999999",
            "-0.999999999999999999",
        ),
        ("0.01", "1", "0.000000000000000001"),
        ("-0.01", "-1", "-0.000000000000000001"),
        ("0.00", "0", "0.000000000000000000"),
        ("12345678.90", "100000000000000000", "0.100000000000000000"),
    ] {
        let number = |text| Decimal::from_str_exact(text).expect("a number");
        let row = Full {
            price: number(price),
            whole: number(whole),
            fraction: number(fraction),
            prices: vec![number(price), number("-7.50")],
            ..full()
        };
        kept(db, row.clone()).await?;
        let row = new(row).one(db).await?;
        // It has all the digits of its column, including zeros at the end.
        assert_eq!(row.price.to_string(), price);
        assert_eq!(row.whole.to_string(), whole);
        assert_eq!(row.fraction.to_string(), fraction);
        assert_eq!(row.prices[0].to_string(), price);
        assert_eq!(row.prices[1].to_string(), "-7.50");
    }
    let row = Full {
        price: Decimal::from_str_exact("-0.0").expect("a zero"),
        whole: Decimal::from_str_exact("1.000").expect("a one"),
        fraction: Decimal::ZERO,
        prices: vec![Decimal::from_str_exact("5").expect("a five")],
        ..full()
    };
    let row = new(row).one(db).await?;
    assert_eq!(row.price.to_string(), "0.00");
    assert_eq!(row.whole.to_string(), "1");
    assert_eq!(row.fraction.to_string(), "0.000000000000000000");
    assert_eq!(row.prices[0].to_string(), "5.00");
    Ok(())
}

async fn decimals_are_never_rounded(db: &Database) -> Result<()> {
    let number = |text| Decimal::from_str_exact(text).expect("a number");
    for price in [
        "100000000",
        "-100000000.00",
        "0.001",
        "99999999.999",
        "1e-28",
    ] {
        let price = Decimal::from_scientific(price).unwrap_or_else(|_| number(price));
        let message = not_kept(db, Full { price, ..full() }).await?;
        assert_eq!(
            message,
            "full.price: it has more digits than decimal(10, 2), which has 8 before the decimal \
             point and 2 after it"
        );
        let prices = vec![Decimal::ONE, price];
        assert!(
            not_kept(db, Full { prices, ..full() })
                .await?
                .contains("decimal(10, 2)")
        );
    }
    for whole in ["1000000000000000000", "0.1"] {
        let whole = number(whole);
        not_kept(db, Full { whole, ..full() }).await?;
    }
    for fraction in ["1", "0.0000000000000000001"] {
        let fraction = number(fraction);
        not_kept(db, Full { fraction, ..full() }).await?;
    }
    not_kept(
        db,
        Full {
            whole: Decimal::MAX,
            ..full()
        },
    )
    .await?;
    Ok(())
}

/// Strings that look like something else.
const TEXTS: [&str; 24] = [
    "",
    " ",
    "  a  ",
    "trailing space ",
    "\t\r\n\u{b}\u{c}\u{1b}\u{7f}",
    "\u{1}\u{1f}",
    "it's",
    "a \"b\" `c` \\ \\n \\' %s",
    "'; DROP TABLE full; --",
    "NULL",
    "null",
    "?1 $1 :a @b #c {} %d",
    "100%_*",
    "Zoë",
    "Zoe\u{308}",
    "ÄÖÜ ß ẞ",
    "🦀🟦👩\u{200d}👩\u{200d}👧",
    "\u{10ffff}\u{10000}",
    "\u{fffd}\u{fffe}\u{ffff}\u{fdd0}",
    "\u{feff}bom",
    "\u{2028}\u{2029}\u{85}\u{a0}",
    "שלום مرحبا \u{202e}",
    "漢字かなｶﾅ",
    "0123",
];

async fn texts(db: &Database) -> Result<()> {
    for text in TEXTS {
        let row = Full {
            name: text.to_owned(),
            story: text.to_owned(),
            names: vec![text.chars().take(5).collect()],
            stories: vec![text.to_owned(), text.to_owned()],
            ..full()
        };
        kept(db, row).await?;
    }
    Ok(())
}

async fn lengths_are_counted_in_characters(db: &Database) -> Result<()> {
    for character in ["x", "é", "漢", "🦀", " ", "\u{301}"] {
        let name = character.repeat(50);
        kept(
            db,
            Full {
                name: name.clone(),
                ..full()
            },
        )
        .await?;
        for more in [" ", character] {
            let name = format!("{name}{more}");
            assert_eq!(
                not_kept(db, Full { name, ..full() }).await?,
                "full.name: it has 51 characters; string(50) takes at most 50"
            );
        }
        let names = vec![character.repeat(5), String::new()];
        kept(db, Full { names, ..full() }).await?;
        let names = vec![character.repeat(5), character.repeat(6)];
        assert_eq!(
            not_kept(db, Full { names, ..full() }).await?,
            "full.names: item 2 has 6 characters; string(5) takes at most 5"
        );
    }
    for byte in [0, b' ', 255] {
        kept(
            db,
            Full {
                digest: vec![byte; 32],
                ..full()
            },
        )
        .await?;
        assert_eq!(
            not_kept(
                db,
                Full {
                    digest: vec![byte; 33],
                    ..full()
                }
            )
            .await?,
            "full.digest: it has 33 bytes; bytes(32) takes at most 32"
        );
        kept(
            db,
            Full {
                digests: vec![vec![byte; 4]],
                ..full()
            },
        )
        .await?;
        assert_eq!(
            not_kept(
                db,
                Full {
                    digests: vec![vec![byte; 5]],
                    ..full()
                }
            )
            .await?,
            "full.digests: item 1 has 5 bytes; bytes(4) takes at most 4"
        );
    }
    Ok(())
}

async fn nul_is_refused(db: &Database) -> Result<()> {
    for text in ["\0", "a\0b", "a\0"] {
        let text = || text.to_owned();
        let rows = [
            (
                "name",
                Full {
                    name: text(),
                    ..full()
                },
            ),
            (
                "story",
                Full {
                    story: text(),
                    ..full()
                },
            ),
            (
                "names",
                Full {
                    names: vec![text()],
                    ..full()
                },
            ),
            (
                "stories",
                Full {
                    stories: vec![String::new(), text()],
                    ..full()
                },
            ),
            (
                "extra",
                Full {
                    extra: text().into(),
                    ..full()
                },
            ),
            (
                "extra",
                Full {
                    extra: serde_json::json!({ text(): 1 }),
                    ..full()
                },
            ),
        ];
        for (column, row) in rows {
            let message = not_kept(db, row).await?;
            assert_eq!(
                message,
                format!("full.{column}: a text must not contain the character NUL")
            );
        }
    }
    // Bytes are no text.
    kept(
        db,
        Full {
            digest: vec![0],
            picture: vec![0; 3],
            ..full()
        },
    )
    .await
}

async fn bytes(db: &Database) -> Result<()> {
    let all: Vec<u8> = (0..=255).collect();
    for bytes in [
        &[][..],
        &[0],
        &[0, 0],
        b" ",
        b"a ",
        b"a\0",
        b"\\x00 ' \" \\",
        &[0xff, 0xfe],
        &[0xc3, 0x28],
        &all[..32],
    ] {
        let row = Full {
            digest: bytes.to_vec(),
            picture: bytes.to_vec(),
            digests: vec![bytes.iter().copied().take(4).collect(), vec![]],
            pictures: vec![bytes.to_vec(), all.clone()],
            ..full()
        };
        kept(db, row).await?;
    }
    Ok(())
}

async fn large_texts_and_bytes(db: &Database) -> Result<()> {
    const MEBIBYTE: usize = 1 << 20;
    let bytes: Vec<u8> = (0..MEBIBYTE).map(|place| (place * 7 % 251) as u8).collect();
    let row = Full {
        picture: bytes.clone(),
        story: "🦀é' \\".repeat(MEBIBYTE / 9),
        extra: serde_json::json!({ "story": "\"\u{1}é".repeat(MEBIBYTE / 8) }),
        stories: vec!["long ".repeat(MEBIBYTE / 16); 3],
        pictures: vec![bytes],
        ..full()
    };
    kept(db, row).await
}

async fn uuids(db: &Database) -> Result<()> {
    for token in [
        Uuid::nil(),
        Uuid::max(),
        // Bytes that a database may take for padding.
        Uuid::from_u128(0x0102_0304_0506_0708_090a_0b0c_0d0e_0f00),
        Uuid::from_u128(0x2020_2020_2020_2020_2020_2020_2020_2020),
        Uuid::from_u128(0x5c27_2200_0a0d_1a5c_8000_0000_0000_0000),
        // Versions 1, 4, 6 and 7.
        Uuid::from_u128(0xc232_ab00_9414_11ec_b3c8_9f6b_deca_d846),
        Uuid::from_u128(0x67e5_5044_10b1_426f_9247_bb68_0e5f_e0c8),
        Uuid::from_u128(0x1ec9_414c_232a_6b00_b3c8_9f6b_deca_d846),
        Uuid::from_u128(0x017f_22e2_79b0_7cc3_98c4_dc0c_0c07_398f),
    ] {
        let tokens = vec![token, Uuid::nil()];
        kept(
            db,
            Full {
                token,
                tokens,
                ..full()
            },
        )
        .await?;
    }
    Ok(())
}

async fn dates_and_times(db: &Database) -> Result<()> {
    for day in [
        date(1, 1, 1),
        date(9999, 12, 31),
        date(999, 12, 31),
        date(1582, 10, 10),
        date(1900, 2, 28),
        date(1970, 1, 1),
        date(2000, 2, 29),
        date(2038, 1, 19),
    ] {
        for hour in [
            time(0, 0, 0, 0),
            time(23, 59, 59, 999_999_000),
            time(0, 0, 0, 1_000),
            time(12, 0, 0, 100_000_000),
        ] {
            let row = Full {
                day,
                hour,
                local: day.to_datetime(hour),
                days: vec![day, date(2024, 2, 29)],
                hours: vec![hour],
                locals: vec![day.to_datetime(hour)],
                ..full()
            };
            kept(db, row).await?;
        }
    }
    Ok(())
}

/// The first microsecond of year 1 in UTC.
fn first_instant() -> Timestamp {
    "0001-01-01T00:00:00Z".parse().expect("an instant")
}

async fn instants(db: &Database) -> Result<()> {
    // The last one that jiff has ends a day before the year 9999 does.
    let last = "9999-12-30T22:00:00.999999Z".parse().expect("an instant");
    for instant in [
        first_instant(),
        last,
        Timestamp::UNIX_EPOCH,
        Timestamp::constant(-1, 0) + SignedDuration::from_micros(999_999),
        Timestamp::constant(1_700_000_000, 123_456_000),
        // Times at which clocks in some time zones change, and the end of 32 bits.
        "2024-10-27T01:30:00Z".parse().expect("an instant"),
        "2024-03-31T01:30:00Z".parse().expect("an instant"),
        "2038-01-19T03:14:08Z".parse().expect("an instant"),
        "1883-11-18T12:03:58Z".parse().expect("an instant"),
    ] {
        let instants = vec![instant, Timestamp::UNIX_EPOCH];
        kept(
            db,
            Full {
                instant,
                instants,
                ..full()
            },
        )
        .await?;
    }
    Ok(())
}

async fn nanoseconds_are_cut_off(db: &Database) -> Result<()> {
    let with = |nanoseconds: i32| Full {
        // If they were rounded, they would be a day later, and the second would be in a year that
        // does not exist.
        hour: time(23, 59, 59, nanoseconds),
        local: date(9999, 12, 31).at(23, 59, 59, nanoseconds),
        instant: Timestamp::UNIX_EPOCH - SignedDuration::new(1, -nanoseconds),
        hours: vec![time(23, 59, 59, nanoseconds)],
        locals: vec![date(1, 1, 1).at(0, 0, 0, nanoseconds)],
        instants: vec![Timestamp::constant(1_000, nanoseconds)],
        ..full()
    };
    kept_as(db, with(999_999_999), with(999_999_000)).await
}

async fn years_of_other_calendars_are_refused(db: &Database) -> Result<()> {
    const REASON: &str = "its year is not between 1 and 9999";
    let before = civil::date(0, 12, 31);
    let instant = first_instant() - SignedDuration::from_nanos(1);
    for (column, row) in [
        (
            "day",
            Full {
                day: before,
                ..full()
            },
        ),
        (
            "day",
            Full {
                day: civil::Date::MIN,
                ..full()
            },
        ),
        (
            "local",
            Full {
                local: before.at(0, 0, 0, 0),
                ..full()
            },
        ),
        ("instant", Full { instant, ..full() }),
        (
            "instant",
            Full {
                instant: Timestamp::MIN,
                ..full()
            },
        ),
        (
            "days",
            Full {
                days: vec![before],
                ..full()
            },
        ),
        (
            "locals",
            Full {
                locals: vec![before.at(0, 0, 0, 0)],
                ..full()
            },
        ),
        (
            "instants",
            Full {
                instants: vec![instant],
                ..full()
            },
        ),
    ] {
        assert_eq!(not_kept(db, row).await?, format!("full.{column}: {REASON}"));
    }
    Ok(())
}

async fn enums(db: &Database) -> Result<()> {
    for &colour in Colour::ALL {
        let colours = vec![colour, Colour::Red];
        kept(
            db,
            Full {
                colour,
                colours,
                ..full()
            },
        )
        .await?;
    }
    Ok(())
}

async fn lists(db: &Database) -> Result<()> {
    let empty = Full {
        flags: vec![],
        smalls: vec![],
        mediums: vec![],
        larges: vec![],
        singles: vec![],
        precises: vec![],
        prices: vec![],
        names: vec![],
        stories: vec![],
        digests: vec![],
        pictures: vec![],
        tokens: vec![],
        days: vec![],
        hours: vec![],
        locals: vec![],
        instants: vec![],
        colours: vec![],
        ..full()
    };
    kept(db, empty).await?;
    let edges = Full {
        flags: vec![false],
        smalls: vec![i16::MIN, i16::MAX],
        mediums: vec![i32::MIN, i32::MAX],
        larges: vec![i64::MIN, i64::MAX, 1 << 53, (1 << 53) + 1],
        singles: vec![
            f32::MIN,
            f32::MAX,
            f32::MIN_POSITIVE,
            f32::from_bits(1),
            0.1,
        ],
        precises: vec![
            f64::MIN,
            f64::MAX,
            f64::MIN_POSITIVE,
            f64::from_bits(1),
            1e16,
            0.1,
        ],
        prices: vec![Decimal::new(-9_999_999_999, 2), Decimal::ZERO],
        names: vec![
            String::new(),
            String::new(),
            " ".to_owned(),
            "NULL".to_owned(),
        ],
        stories: vec![String::new()],
        digests: vec![vec![], vec![0]],
        pictures: vec![vec![]],
        tokens: vec![Uuid::nil(), Uuid::max()],
        days: vec![date(1, 1, 1), date(9999, 12, 31)],
        hours: vec![time(0, 0, 0, 0), time(23, 59, 59, 999_999_000)],
        locals: vec![date(1, 1, 1).at(0, 0, 0, 0)],
        instants: vec![first_instant()],
        colours: vec![Colour::Blue, Colour::Blue],
        ..full()
    };
    kept(db, edges).await?;
    let braces = [
        "{",
        "}",
        "{}",
        "[",
        "]",
        ",",
        "{\"a\",b}",
        "\\",
        "\"",
        "'",
        "null",
        "a b",
    ];
    let stories = braces.map(str::to_owned).to_vec();
    kept(db, Full { stories, ..full() }).await
}

async fn long_lists(db: &Database) -> Result<()> {
    let row = Full {
        larges: (0..10_000).map(|number| number * number).collect(),
        stories: (0..5_000).map(|number| format!("{number} \"")).collect(),
        tokens: (0..1_000).map(Uuid::from_u128).collect(),
        ..full()
    };
    kept(db, row).await
}

async fn lists_are_checked_item_by_item(db: &Database) -> Result<()> {
    let stories = vec!["a".to_owned(), "b\0".to_owned()];
    assert!(
        not_kept(db, Full { stories, ..full() })
            .await?
            .starts_with("full.stories: ")
    );
    let days = vec![date(2024, 2, 29), date(0, 1, 1)];
    assert!(
        not_kept(db, Full { days, ..full() })
            .await?
            .starts_with("full.days: ")
    );
    let prices = vec![Decimal::new(1, 3)];
    assert!(
        not_kept(db, Full { prices, ..full() })
            .await?
            .starts_with("full.prices: ")
    );
    Ok(())
}

async fn nothing_at_all(db: &Database) -> Result<()> {
    let nothing = Optional::insert(NewOptional {}).one(db).await?;
    let id = nothing.id;
    assert_eq!(Optional::find(id).one(db).await?, nothing);
    let other = new_optional(nothing.clone()).one(db).await?;
    assert_eq!(Optional { id, ..other }, nothing, "NULL given");
    // From all to nothing and back.
    let all = Optional { id, ..everything() };
    all.save(db).await?;
    assert_eq!(Optional::find(id).one(db).await?, all);
    nothing.save(db).await?;
    assert_eq!(Optional::find(id).one(db).await?, nothing);
    // A null in JSON is a value.
    let null = Optional {
        extra: Some(serde_json::Value::Null),
        ..nothing.clone()
    };
    null.save(db).await?;
    assert_eq!(Optional::find(id).one(db).await?, null);
    // Saving an unchanged row is not an error.
    null.save(db).await?;
    Ok(())
}

fn everything() -> Optional {
    Optional {
        id: 0,
        flag: Some(false),
        small: Some(0),
        medium: Some(0),
        large: Some(0),
        single: Some(0.0),
        precise: Some(0.0),
        price: Some(Decimal::ZERO),
        name: Some(String::new()),
        story: Some(String::new()),
        digest: Some(vec![]),
        picture: Some(vec![]),
        token: Some(Uuid::nil()),
        day: Some(date(1, 1, 1)),
        hour: Some(time(0, 0, 0, 0)),
        local: Some(date(1, 1, 1).at(0, 0, 0, 0)),
        instant: Some(Timestamp::UNIX_EPOCH),
        extra: Some(serde_json::json!({})),
        colour: Some(Colour::Red),
        flags: Some(vec![]),
        larges: Some(vec![]),
        stories: Some(vec![]),
        tokens: Some(vec![]),
    }
}

/// Rows of many kinds in one result. No value of a row gets into the next row.
async fn all_at_once(db: &Database) -> Result<()> {
    let mut rows = Vec::new();
    for number in 0..20i64 {
        let row = match number % 4 {
            0 => Optional::insert(NewOptional {}).one(db).await?,
            1 => new_optional(everything()).one(db).await?,
            2 => {
                let row = Optional::insert(NewOptional {})
                    .set(Optional::NAME, "x".repeat(number as usize))
                    .set(Optional::LARGES, vec![number]);
                row.one(db).await?
            }
            _ => {
                Optional::insert(NewOptional {})
                    .set(Optional::FLAG, true)
                    .set(Optional::STORY, "y")
                    .set(Optional::INSTANT, Timestamp::UNIX_EPOCH)
                    .one(db)
                    .await?
            }
        };
        rows.push(row);
    }
    assert_eq!(Optional::all().all(db).await?, rows);
    assert_eq!(Optional::all().one(db).await?, rows[0]);
    assert_eq!(Optional::all().count(db).await?, 20);
    Ok(())
}

/// The same rows in every run, unless `PROPTEST_RNG_SEED` asks for others, and `PROPTEST_CASES` for
/// more.
async fn random_rows(db: &Database) -> Result<()> {
    let config = ProptestConfig::default();
    let seed = match config.rng_seed {
        RngSeed::Random => 0,
        RngSeed::Fixed(seed) => seed,
    };
    let asked = std::env::var("PROPTEST_CASES").is_ok();
    let cases = if asked { config.cases } else { 40 };
    let mut bytes = [0; 32];
    bytes[..8].copy_from_slice(&seed.to_le_bytes());
    let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &bytes);
    let mut runner = TestRunner::new_with_rng(config, rng);
    let rows = crate::strategies::full();
    let options = crate::strategies::optional();
    for _ in 0..cases {
        let row = rows.new_tree(&mut runner).expect("a row").current();
        kept(db, row).await?;
        let row = options.new_tree(&mut runner).expect("a row").current();
        let inserted = new_optional(row.clone()).one(db).await?;
        let row = Optional {
            id: inserted.id,
            ..row
        };
        assert_eq!(inserted, row);
        assert_eq!(Optional::find(row.id).one(db).await?, row);
    }
    Ok(())
}
