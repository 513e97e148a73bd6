//! Rows with a value of every type.

use tablewright::jiff::Timestamp;
use tablewright::jiff::civil::{date, time};
use tablewright::rust_decimal::Decimal;
use tablewright::uuid::Uuid;
use tablewright::{Database, Insert, Result, serde_json};
use tablewright_test_conformance::models::values::{Colour, Full, NewFull, NewOptional, Optional};

/// A row like any other, for a test to change.
pub fn full() -> Full {
    let texts = || vec!["it's".to_owned(), "a \"b\" \\".to_owned()];
    Full {
        id: 0,
        flag: true,
        small: 1,
        medium: 2,
        large: 3,
        single: 0.1,
        precise: 0.2,
        price: Decimal::new(1999, 2),
        whole: Decimal::new(20, 0),
        fraction: Decimal::new(5, 1),
        name: "Zoë".to_owned(),
        story: "It was a dark night.\n".to_owned(),
        digest: vec![1, 2, 3],
        picture: vec![0, 255],
        token: Uuid::from_u128(0x67e5_5044_10b1_426f_9247_bb68_0e5f_e0c8),
        day: date(2024, 2, 29),
        hour: time(7, 30, 0, 0),
        local: date(2024, 2, 29).at(23, 59, 59, 0),
        instant: Timestamp::constant(1_700_000_000, 0),
        extra: serde_json::json!({"theme": "dark"}),
        colour: Colour::LightGreen,
        flags: vec![true, false],
        smalls: vec![1, -1],
        mediums: vec![2, -2],
        larges: vec![3, -3],
        singles: vec![0.1, -0.1],
        precises: vec![0.2, -0.2],
        prices: vec![Decimal::new(1999, 2)],
        names: vec!["Zoë".to_owned()],
        stories: texts(),
        digests: vec![vec![1, 2]],
        pictures: vec![vec![0, 255]],
        tokens: vec![Uuid::from_u128(1)],
        days: vec![date(2024, 2, 29)],
        hours: vec![time(7, 30, 0, 0)],
        locals: vec![date(2024, 2, 29).at(23, 59, 59, 0)],
        instants: vec![Timestamp::constant(1_700_000_000, 0)],
        colours: vec![Colour::Red, Colour::Blue],
    }
}

/// The row as one to insert.
pub fn new(row: Full) -> Insert<'static, Full> {
    Full::insert(NewFull {
        flag: row.flag,
        small: row.small,
        medium: row.medium,
        large: row.large,
        single: row.single,
        precise: row.precise,
        price: row.price,
        whole: row.whole,
        fraction: row.fraction,
        name: row.name.into(),
        story: row.story.into(),
        digest: row.digest.into(),
        picture: row.picture.into(),
        token: row.token,
        day: row.day,
        hour: row.hour,
        local: row.local,
        instant: row.instant,
        extra: row.extra,
        colour: row.colour,
        flags: row.flags,
        smalls: row.smalls,
        mediums: row.mediums,
        larges: row.larges,
        singles: row.singles,
        precises: row.precises,
        prices: row.prices,
        names: row.names,
        stories: row.stories,
        digests: row.digests,
        pictures: row.pictures,
        tokens: row.tokens,
        days: row.days,
        hours: row.hours,
        locals: row.locals,
        instants: row.instants,
        colours: row.colours,
    })
}

/// The row as one to insert.
pub fn new_optional(row: Optional) -> Insert<'static, Optional> {
    Optional::insert(NewOptional {})
        .set(Optional::FLAG, row.flag)
        .set(Optional::SMALL, row.small)
        .set(Optional::MEDIUM, row.medium)
        .set(Optional::LARGE, row.large)
        .set(Optional::SINGLE, row.single)
        .set(Optional::PRECISE, row.precise)
        .set(Optional::PRICE, row.price)
        .set(Optional::NAME, row.name)
        .set(Optional::STORY, row.story)
        .set(Optional::DIGEST, row.digest)
        .set(Optional::PICTURE, row.picture)
        .set(Optional::TOKEN, row.token)
        .set(Optional::DAY, row.day)
        .set(Optional::HOUR, row.hour)
        .set(Optional::LOCAL, row.local)
        .set(Optional::INSTANT, row.instant)
        .set(Optional::EXTRA, row.extra)
        .set(Optional::COLOUR, row.colour)
        .set(Optional::FLAGS, row.flags)
        .set(Optional::LARGES, row.larges)
        .set(Optional::STORIES, row.stories)
        .set(Optional::TOKENS, row.tokens)
}

/// Writes the row in both ways, and expects it to be read back equal.
#[track_caller]
pub fn kept(db: &Database, row: Full) -> impl Future<Output = Result<()>> {
    kept_as(db, row.clone(), row)
}

/// Writes the row in both ways, and expects it to be read back as another one.
pub async fn kept_as(db: &Database, mut row: Full, mut expected: Full) -> Result<()> {
    let inserted = new(row.clone()).one(db).await?;
    expected.id = inserted.id;
    assert_eq!(inserted, expected, "what an insert gives back");
    assert_eq!(
        Full::find(inserted.id).one(db).await?,
        expected,
        "what was inserted"
    );

    let other = new(full()).one(db).await?;
    (row.id, expected.id) = (other.id, other.id);
    row.save(db).await?;
    assert_eq!(
        Full::find(other.id).one(db).await?,
        expected,
        "what was saved"
    );
    Ok(())
}

/// Expects the row to be refused in both ways, with the same message, and nothing to be written.
pub async fn not_kept(db: &Database, mut row: Full) -> Result<String> {
    let before = Full::all().count(db).await?;
    let message = crate::check::refused(new(row.clone()).one(db).await);
    assert_eq!(Full::all().count(db).await?, before, "nothing was inserted");
    let other = new(full()).one(db).await?;
    row.id = other.id;
    assert_eq!(crate::check::refused(row.save(db).await), message);
    assert_eq!(
        Full::find(other.id).one(db).await?,
        other,
        "nothing was saved"
    );
    Ok(message)
}
