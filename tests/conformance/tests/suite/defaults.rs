//! A value that an insert leaves out is the default, computed by the database; a given NULL is
//! NULL.

use tablewright::jiff::civil::{date, time};
use tablewright::jiff::{SignedDuration, Timestamp, Unit};
use tablewright::rust_decimal::Decimal;
use tablewright::uuid::{Uuid, Variant};
use tablewright::{Connection, Database, Dialect, Result, serde_json};
use tablewright_test_conformance::models::defaults::*;
use tablewright_test_conformance::{everywhere, sql};

use crate::check::{broken, rule};

everywhere!(defaults:
    literals,
    what_is_given_is_taken,
    null_is_not_the_default,
    an_upsert_may_set_nothing,
    now_is_the_time_in_utc,
    uuids_are_random,
    a_default_in_the_key,
    several_defaults_in_the_key,
    saving_a_row_leaves_defaults_alone,
);

async fn literals(db: &Database) -> Result<()> {
    let row = Setting::insert(NewSetting {}).one(db).await?;
    assert_eq!(Setting::find(row.id).one(db).await?, row);
    assert_eq!(row, setting(row.id));
    assert_eq!(row.price.to_string(), "-0.50");
    Ok(())
}

async fn an_upsert_may_set_nothing(db: &Database) -> Result<()> {
    let row = Setting::upsert(NewSetting {}, Setting::ID).one(db).await?;
    assert_eq!(row, setting(row.id));
    let upsert = Setting::upsert(NewSetting {}, Setting::ID).do_nothing();
    assert!(upsert.execute(db).await?);
    assert_eq!(Setting::all().count(db).await?, 2);
    Ok(())
}

/// The values of models/defaults.yaml.
fn setting(id: i64) -> Setting {
    Setting {
        id,
        truth: true,
        lie: false,
        small: i16::MIN,
        medium: i32::MIN,
        large: i64::MIN,
        single: 0.1,
        precise: -1e300,
        price: Decimal::new(-50, 2),
        whole: Decimal::new(999_999_999_999_999_999, 0),
        name: "it's \\ 50% \"off\"; -- 🦀 {} $1 ?".to_owned(),
        blank: String::new(),
        story: "two\nlines ".to_owned(),
        picture: vec![0, 255],
        digest: vec![0xde, 0xad, 0xbe, 0xef],
        token: Uuid::from_u128(0x67e5_5044_10b1_426f_9247_bb68_0e5f_e0c8),
        day: date(2024, 2, 29),
        hour: time(7, 30, 0, 0),
        local: date(2024, 2, 29).at(23, 59, 59, 500_000_000),
        instant: "2024-02-29T22:59:59Z".parse().expect("an instant"),
        extra: serde_json::json!({"theme": "it's \"dark\" \\", "sizes": [1, 2.5, null]}),
        level: Level::High,
        numbers: vec![1, -2],
        words: vec!["it's".to_owned(), "a \"b\" \\".to_owned(), String::new()],
        nothing: vec![],
        sum: 42,
    }
}

async fn what_is_given_is_taken(db: &Database) -> Result<()> {
    let given = Setting::insert(NewSetting {})
        .set(Setting::TRUTH, false)
        .set(Setting::LIE, true)
        .set(Setting::SMALL, 0)
        .set(Setting::MEDIUM, 0)
        .set(Setting::LARGE, 0)
        .set(Setting::SINGLE, 0.0)
        .set(Setting::PRECISE, 0.0)
        .set(Setting::PRICE, Decimal::ZERO)
        .set(Setting::WHOLE, Decimal::ZERO)
        .set(Setting::NAME, "")
        .set(Setting::BLANK, "x")
        .set(Setting::STORY, "")
        .set(Setting::PICTURE, [])
        .set(Setting::DIGEST, [])
        .set(Setting::TOKEN, Uuid::nil())
        .set(Setting::DAY, date(1, 1, 1))
        .set(Setting::HOUR, time(0, 0, 0, 0))
        .set(Setting::LOCAL, date(1, 1, 1).at(0, 0, 0, 0))
        .set(Setting::INSTANT, Timestamp::UNIX_EPOCH)
        .set(Setting::EXTRA, serde_json::Value::Null)
        .set(Setting::LEVEL, Level::Low)
        .set(Setting::NUMBERS, vec![])
        .set(Setting::WORDS, vec![])
        .set(Setting::NOTHING, vec![Uuid::max()])
        .set(Setting::SUM, 0);
    let row = given.one(db).await?;
    let expected = Setting {
        id: row.id,
        truth: false,
        lie: true,
        small: 0,
        medium: 0,
        large: 0,
        single: 0.0,
        precise: 0.0,
        price: Decimal::ZERO,
        whole: Decimal::ZERO,
        name: String::new(),
        blank: "x".to_owned(),
        story: String::new(),
        picture: vec![],
        digest: vec![],
        token: Uuid::nil(),
        day: date(1, 1, 1),
        hour: time(0, 0, 0, 0),
        local: date(1, 1, 1).at(0, 0, 0, 0),
        instant: Timestamp::UNIX_EPOCH,
        extra: serde_json::Value::Null,
        level: Level::Low,
        numbers: vec![],
        words: vec![],
        nothing: vec![Uuid::max()],
        sum: 0,
    };
    assert_eq!(row, expected);
    assert_eq!(Setting::find(row.id).one(db).await?, expected);
    // One by one, beside the defaults of all others.
    let row = Setting::insert(NewSetting {})
        .set(Setting::SINGLE, 0.3)
        .set(Setting::NUMBERS, vec![7])
        .one(db)
        .await?;
    let expected = Setting {
        single: 0.3,
        numbers: vec![7],
        ..setting(row.id)
    };
    assert_eq!(row, expected);
    Ok(())
}

async fn null_is_not_the_default(db: &Database) -> Result<()> {
    let omitted = Maybe::insert(NewMaybe {}).one(db).await?;
    let expected = Maybe {
        id: omitted.id,
        flag: Some(true),
        count: Some(5),
        ratio: Some(0.5),
        price: Some(Decimal::ONE),
        name: Some("nobody".to_owned()),
        picture: Some(vec![0xca, 0xfe]),
        // A random value, which another test checks.
        token: omitted.token,
        instant: Some(Timestamp::UNIX_EPOCH),
        extra: Some(serde_json::json!([])),
        level: Some(Level::Low),
        words: Some(vec!["a".to_owned()]),
        none: None,
    };
    assert!(omitted.token.is_some());
    assert_eq!(omitted, expected);
    assert_eq!(Maybe::find(omitted.id).one(db).await?, expected);

    let nulls = Maybe::insert(NewMaybe {})
        .set(Maybe::FLAG, None)
        .set(Maybe::COUNT, None)
        .set(Maybe::RATIO, None)
        .set(Maybe::PRICE, None)
        .set(Maybe::NAME, None)
        .set(Maybe::PICTURE, None)
        .set(Maybe::TOKEN, None)
        .set(Maybe::INSTANT, None)
        .set(Maybe::EXTRA, None)
        .set(Maybe::LEVEL, None)
        .set(Maybe::WORDS, None)
        .set(Maybe::NONE, None);
    let nulls = nulls.one(db).await?;
    let expected = Maybe {
        id: nulls.id,
        flag: None,
        count: None,
        ratio: None,
        price: None,
        name: None,
        picture: None,
        token: None,
        instant: None,
        extra: None,
        level: None,
        words: None,
        none: None,
    };
    assert_eq!(nulls, expected);
    assert_eq!(Maybe::find(nulls.id).one(db).await?, expected);

    let given = Maybe::insert(NewMaybe {})
        .set(Maybe::FLAG, false)
        .set(Maybe::COUNT, 0)
        .set(Maybe::RATIO, 0.0)
        .set(Maybe::PRICE, Decimal::ZERO)
        .set(Maybe::NAME, "")
        .set(Maybe::PICTURE, vec![])
        .set(Maybe::TOKEN, Uuid::nil())
        .set(Maybe::INSTANT, Timestamp::MIN.max(Timestamp::UNIX_EPOCH))
        .set(Maybe::EXTRA, serde_json::Value::Null)
        .set(Maybe::LEVEL, Level::High)
        .set(Maybe::WORDS, vec![])
        .set(Maybe::NONE, "");
    let given = given.one(db).await?;
    let expected = Maybe {
        id: given.id,
        flag: Some(false),
        count: Some(0),
        ratio: Some(0.0),
        price: Some(Decimal::ZERO),
        name: Some(String::new()),
        picture: Some(vec![]),
        token: Some(Uuid::nil()),
        instant: Some(Timestamp::UNIX_EPOCH),
        extra: Some(serde_json::Value::Null),
        level: Some(Level::High),
        words: Some(vec![]),
        none: Some(String::new()),
    };
    assert_eq!(given, expected);
    assert_eq!(Maybe::find(given.id).one(db).await?, expected);
    Ok(())
}

async fn now_is_the_time_in_utc(db: &Database) -> Result<()> {
    // By the database's own clock, in seconds.
    let clock = match db.dialect() {
        Dialect::Sqlite => "SELECT CAST(strftime('%s', 'now') AS INTEGER)",
        Dialect::Postgres => "SELECT floor(extract(epoch FROM clock_timestamp()))::bigint",
        Dialect::Mysql | Dialect::Mariadb => "SELECT CAST(unix_timestamp() AS SIGNED)",
    };
    let before = sql::number(db, clock).await?;
    let moment = Moment::insert(NewMoment {}).one(db).await?;
    let after = sql::number(db, clock).await?;
    let seconds = moment.instant.as_second();
    assert!(
        (before..=after).contains(&seconds),
        "{before} {seconds} {after}"
    );

    // The others are the same moment in UTC, except for the time between two calls.
    let utc = moment
        .instant
        .to_zoned(tablewright::jiff::tz::TimeZone::UTC)
        .datetime();
    let apart = utc.duration_since(moment.local).abs();
    assert!(
        apart < SignedDuration::from_secs(2),
        "{utc} {}",
        moment.local
    );
    let local = moment.today.to_datetime(moment.hour);
    let apart = utc.duration_since(local).abs();
    // Midnight may have been in between.
    let days = apart.round(Unit::Hour).expect("hours").as_hours();
    assert!(days == 0 || days == 24, "{utc} {local}");
    assert_eq!(Moment::find(moment.id).one(db).await?, moment);
    // It is computed for every row.
    tokio::time::sleep(std::time::Duration::from_millis(5)).await;
    let later = Moment::insert(NewMoment {}).one(db).await?;
    assert!(later.instant > moment.instant);
    Ok(())
}

async fn uuids_are_random(db: &Database) -> Result<()> {
    let mut seen = std::collections::BTreeSet::new();
    for _ in 0..20 {
        let moment = Moment::insert(NewMoment {}).one(db).await?;
        let maybe = Maybe::insert(NewMaybe {})
            .one(db)
            .await?
            .token
            .expect("a default");
        for key in [moment.key, maybe] {
            assert_eq!(
                (key.get_version_num(), key.get_variant()),
                (4, Variant::RFC4122),
                "{key}"
            );
            assert!(seen.insert(key));
        }
    }
    Ok(())
}

async fn a_default_in_the_key(db: &Database) -> Result<()> {
    let first = Session::insert(NewSession {}).one(db).await?;
    let second = Session::insert(NewSession {})
        .set(Session::NOTE, "second")
        .one(db)
        .await?;
    assert_ne!(first.key, second.key);
    assert_eq!(second.note.as_deref(), Some("second"));
    assert_eq!(Session::find(first.key).one(db).await?, first);
    assert_eq!(Session::find(second.key).one(db).await?, second);
    let given = Session::insert(NewSession {})
        .set(Session::KEY, Uuid::nil())
        .one(db)
        .await?;
    assert_eq!(Session::all().one(db).await?, given);
    assert_eq!(
        broken(
            Session::insert(NewSession {})
                .set(Session::KEY, first.key)
                .one(db)
                .await
        ),
        rule("unique", "sessions", &["key"], "pk_sessions")
    );
    Ok(())
}

async fn several_defaults_in_the_key(db: &Database) -> Result<()> {
    let visit = Visit::insert(NewVisit { number: 7 }).one(db).await?;
    let expected = Visit {
        day: date(2024, 2, 29),
        page: "home".to_owned(),
        kind: Level::Low,
        share: Decimal::new(125, 3),
        number: 7,
        note: Some("none".to_owned()),
    };
    assert_eq!(visit, expected);
    let find = |page| Visit::find(page, date(2024, 2, 29), Level::Low, Decimal::new(125, 3), 7);
    assert_eq!(find("home").one(db).await?, visit);
    assert_eq!(
        broken(Visit::insert(NewVisit { number: 7 }).one(db).await),
        rule(
            "unique",
            "visits",
            &["page", "day", "kind", "share", "number"],
            "pk_visits"
        )
    );
    let other = Visit::insert(NewVisit { number: 7 })
        .set(Visit::PAGE, "shop")
        .set(Visit::NOTE, None)
        .one(db)
        .await?;
    assert_eq!((other.page.as_str(), other.note), ("shop", None));
    assert_eq!(find("shop").count(db).await?, 1);
    Ok(())
}

async fn saving_a_row_leaves_defaults_alone(db: &Database) -> Result<()> {
    let mut maybe = Maybe::insert(NewMaybe {}).one(db).await?;
    maybe.name = None;
    maybe.words = None;
    maybe.save(db).await?;
    assert_eq!(Maybe::find(maybe.id).one(db).await?, maybe);
    Ok(())
}
