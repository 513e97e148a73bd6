//! JSON is read as the value that was written: every number, every string, however deeply nested.

use tablewright::serde_json::{Map, Value as Json, json};
use tablewright::{Database, Result, serde_json};
use tablewright_test_conformance::everywhere;
use tablewright_test_conformance::models::values::Full;

use crate::rows::{full, kept, new, not_kept};

everywhere!(values:
    values_of_every_kind,
    integers_of_64_bits,
    floats_stay_floats,
    the_sign_of_zero_is_not_kept,
    texts_and_keys,
    nested_values,
    what_not_every_database_holds_is_refused,
);

/// Written and read back equal, including its type: `1` and `1.0` are two values to a program.
async fn is_kept(db: &Database, extra: Json) -> Result<()> {
    kept(
        db,
        Full {
            extra: extra.clone(),
            ..full()
        },
    )
    .await?;
    let row = new(Full {
        extra: json!({ "in": [extra.clone()] }),
        ..full()
    });
    let row = row.one(db).await?;
    let found = &Full::find(row.id).one(db).await?.extra["in"][0];
    assert_eq!(*found, extra);
    assert_eq!(found.to_string(), extra.to_string());
    Ok(())
}

async fn values_of_every_kind(db: &Database) -> Result<()> {
    for extra in [
        json!(null),
        json!(true),
        json!(false),
        json!(0),
        json!(1.5),
        json!(""),
        json!("text"),
        json!([]),
        json!({}),
        json!([null, [], {}, [[]], [{}], {"": null}]),
        json!({"a": 1, "b": [1, 2.5, "c", null, true], "c": {"d": {}}}),
    ] {
        is_kept(db, extra).await?;
    }
    Ok(())
}

async fn integers_of_64_bits(db: &Database) -> Result<()> {
    for number in [
        i64::MIN,
        i64::MIN + 1,
        -(1 << 53) - 1,
        -1,
        0,
        1 << 31,
        (1 << 53) + 1,
        999_999_999_999_999_999,
        i64::MAX - 1,
        i64::MAX,
    ] {
        is_kept(db, json!(number)).await?;
    }
    for number in [1u64 << 63, u64::MAX - 1, u64::MAX] {
        is_kept(db, json!(number)).await?;
    }
    Ok(())
}

async fn floats_stay_floats(db: &Database) -> Result<()> {
    for number in [
        1.0,
        -1.0,
        0.1,
        1.0 / 3.0,
        100.0,
        1e15,
        1e16,
        -1e16,
        1e20,
        1e21,
        1e22,
        123_456_789_012_345_680.0,
        9_007_199_254_740_992.0,
        9_223_372_036_854_775_808.0,
        18_446_744_073_709_551_616.0,
        1e100,
        1.797e308,
        f64::MAX,
        f64::MIN,
        1e-5,
        1e-7,
        f64::EPSILON,
        f64::MIN_POSITIVE,
        f64::from_bits(1),
        5e-324,
        2.225_073_858_507_201e-308,
        4.35,
        0.3,
        2.5e-8,
        8.41e21,
        2.0f64.powi(70),
    ] {
        is_kept(db, json!(number)).await?;
    }
    Ok(())
}

async fn the_sign_of_zero_is_not_kept(db: &Database) -> Result<()> {
    let row = new(Full {
        extra: json!([-0.0, {"a": -0.0}]),
        ..full()
    });
    let row = row.one(db).await?;
    let found = Full::find(row.id).one(db).await?.extra;
    assert_eq!(found.to_string(), r#"[0.0,{"a":0.0}]"#);
    Ok(())
}

async fn texts_and_keys(db: &Database) -> Result<()> {
    for text in [
        "",
        " ",
        "\"",
        "\\",
        "\\\\\"",
        "'",
        "/",
        "\u{8}\u{c}\n\r\t\u{1}\u{1f}\u{7f}",
        "\\u0041",
        "\\u0000",
        "\u{2028}\u{2029}",
        "é e\u{301} ß",
        "🦀\u{10ffff}\u{ffff}",
        "</script>",
        "$.a[0]",
        "a.b",
        "null",
        "%s ? $1 :x",
    ] {
        is_kept(db, json!(text)).await?;
        is_kept(db, json!({ text: text })).await?;
    }
    // Keys that look the same are different keys.
    let alike = json!({"a": 1, "A": 2, "a ": 3, " a": 4, "á": 5, "a\u{301}": 6, "": 7});
    assert_eq!(alike.as_object().map(Map::len), Some(7));
    is_kept(db, alike).await?;
    // Longer than most indexes and rows.
    is_kept(db, json!({ "k".repeat(65_535): "v".repeat(100_000) })).await
}

/// This number of nested arrays.
fn nested(levels: usize) -> Json {
    (1..levels).fold(json!([]), |inner, _| json!([inner]))
}

async fn nested_values(db: &Database) -> Result<()> {
    let objects = (1..31).fold(json!({}), |inner, _| json!({ "a": inner }));
    for extra in [nested(30), objects] {
        kept(db, Full { extra, ..full() }).await?;
    }
    kept(
        db,
        Full {
            extra: nested(31),
            ..full()
        },
    )
    .await?;
    let wide: Vec<Json> = (0..2_000).map(|number| json!({ "n": number })).collect();
    is_kept(db, json!(wide)).await
}

async fn what_not_every_database_holds_is_refused(db: &Database) -> Result<()> {
    let message = not_kept(
        db,
        Full {
            extra: nested(32),
            ..full()
        },
    );
    assert_eq!(
        message.await?,
        "full.extra: its arrays and objects are nested more than 31 levels deep"
    );
    let message = not_kept(
        db,
        Full {
            extra: json!({ "k".repeat(65_536): 1 }),
            ..full()
        },
    );
    assert_eq!(
        message.await?,
        "full.extra: a key in it has 65536 bytes; json takes at most 65535"
    );
    for extra in [json!("\0"), json!([{"a": "b\0"}]), json!({"\0": 1})] {
        let message = not_kept(db, Full { extra, ..full() }).await?;
        assert_eq!(
            message,
            "full.extra: a text must not contain the character NUL"
        );
    }
    let text = serde_json::to_string(&"\u{0}").expect("JSON");
    // A string that looks like one is still a string.
    is_kept(db, json!(text)).await
}
