//! Columns whose names are like those that the library gives to selected items: an order by such a
//! column is one by the column.

use tablewright::query::row_number;
use tablewright::{Database, Result};
use tablewright_test_conformance::everywhere;
use tablewright_test_conformance::models::named::{Letter, NewLetter};

everywhere!(named:
    orders_are_by_columns,
    pages_are_by_columns,
    windows_are_by_columns,
    groups_are_by_columns,
);

/// Four letters, whose places (`e2`) descend, whose ranks (`E1`) are those of [`RANKS`], and whose
/// titles get longer.
async fn fill(db: &Database) -> Result<()> {
    for (id, rank) in (1..=4).zip(RANKS) {
        let new = NewLetter {
            id,
            place: 10 - id,
            author: "ada".into(),
        };
        Letter::insert(new)
            .set(Letter::RANK, rank)
            .set(Letter::PLAIN, "x".repeat(id as usize))
            .execute(db)
            .await?;
    }
    Ok(())
}

const RANKS: [i32; 4] = [3, 1, 4, 2];

async fn orders_are_by_columns(db: &Database) -> Result<()> {
    fill(db).await?;
    let ids = |rows: Vec<(i32, Option<i64>)>| rows.into_iter().map(|row| row.0).collect::<Vec<_>>();
    let lengths = || (Letter::ID, Letter::PLAIN.length());
    let first = Letter::all()
        .select(lengths())
        .order_by(Letter::PLACE.asc());
    assert_eq!(ids(first.limit(2).all(db).await?), [4, 3]);
    let ranked = Letter::all()
        .select((Letter::PLAIN.length(), Letter::ID))
        .order_by(Letter::RANK.desc());
    let ranked: Vec<i32> = ranked.all(db).await?.into_iter().map(|row| row.1).collect();
    assert_eq!(ranked, [3, 1, 4, 2]);
    let answers = Letter::all()
        .select((Letter::ID, Letter::ANSWERS.count()))
        .order_by(Letter::PLACE.asc());
    let answers: Vec<i32> = answers
        .all(db)
        .await?
        .into_iter()
        .map(|row| row.0)
        .collect();
    assert_eq!(answers, [4, 3, 2, 1]);
    Ok(())
}

async fn pages_are_by_columns(db: &Database) -> Result<()> {
    fill(db).await?;
    let rows = || {
        Letter::all()
            .select((Letter::PLAIN.length(), Letter::ID))
            .order_by([Letter::RANK.asc(), Letter::ID.asc()])
    };
    let (mut found, mut cursor) = (Vec::new(), None);
    loop {
        let page = rows().page(cursor.as_deref(), 2).all(db).await?;
        found.extend(page.rows.into_iter().map(|row| row.1));
        cursor = page.next;
        if cursor.is_none() {
            break;
        }
    }
    assert_eq!(found, [2, 4, 1, 3]);
    Ok(())
}

async fn windows_are_by_columns(db: &Database) -> Result<()> {
    fill(db).await?;
    let number = row_number().order_by(Letter::PLACE.desc());
    let sum = Letter::ID.sum().over().order_by(Letter::RANK.asc());
    let rows = Letter::all()
        .select((Letter::ID, number, sum))
        .order_by(Letter::ID.asc());
    let rows: Vec<_> = rows.all(db).await?;
    assert_eq!(
        rows,
        [
            (1, 1, Some(7)),
            (2, 2, Some(2)),
            (3, 3, Some(10)),
            (4, 4, Some(6))
        ]
    );
    let first = Letter::all()
        .order_by(Letter::PLACE.asc())
        .distinct_on(Letter::AUTHOR);
    let first: Vec<i32> = first.all(db).await?.into_iter().map(|row| row.id).collect();
    assert_eq!(first, [4]);
    Ok(())
}

async fn groups_are_by_columns(db: &Database) -> Result<()> {
    fill(db).await?;
    let groups = Letter::all()
        .select((Letter::PLACE, Letter::PLAIN.length()))
        .group_by((Letter::PLACE, Letter::PLAIN.length()))
        .order_by(Letter::PLACE.desc())
        .all(db)
        .await?;
    let places: Vec<i32> = groups.into_iter().map(|row| row.0).collect();
    assert_eq!(places, [9, 8, 7, 6]);
    Ok(())
}
