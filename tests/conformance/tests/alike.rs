//! Rows with equal values are in the same group on every database, however long the value is. Sums
//! of computed values of short integers are like sums of the integers.

use tablewright::query::{Aggregate, case, count, row_number};
use tablewright::{Database, Result};
use tablewright_test_conformance::everywhere;
use tablewright_test_conformance::models::alike::*;

everywhere!(alike:
    partitions_hold_all_rows_that_are_alike,
    the_first_rows_of_long_values,
    groups_hold_all_rows_that_are_alike,
    rows_of_each_owner_are_limited,
    sums_of_what_is_computed,
    values_of_subqueries_are_computed_with,
);

/// Longer than the prefix by which MariaDB sorts.
fn long(end: i64) -> String {
    format!("{}{end}", "x".repeat(1_500))
}

/// Twelve leaves; four have the same long value. The numbers ascend with the row.
async fn fill(db: &Database) -> Result<()> {
    let codes = [0, 1].map(|end| format!("{}{end}", "c".repeat(500)));
    let shelves = codes.clone().map(|code| NewShelf { code: code.into() });
    Shelf::insert_all(shelves).execute(db).await?;
    let rows = (0..12_i64).map(|row| {
        let end = row % 3;
        let new = NewLeaf {
            shelf_code: codes[(row % 2) as usize].clone().into(),
            text: long(end).into(),
            line: long(end).into(),
            raw: long(end).into_bytes().into(),
            small: end as i16 - 1,
            whole: end as i32,
            tiny: end as u8,
            port: end as u16,
            area: end as u32,
            total: end as u64,
        };
        let some = (end != 2).then(|| (vec![long(end)], vec![end as i32, 7]));
        let (tags, numbers) = some.unzip();
        Leaf::insert(new)
            .set_some(Leaf::TAGS, tags)
            .set_some(Leaf::NUMBERS, numbers)
    });
    Leaf::insert_all(rows).execute(db).await?;
    Ok(())
}

/// For each kind of value that may be long: its name, and the result of an expression.
macro_rules! each {
    (|$name:ident, $by:ident| $body:expr) => {{
        each!(@ $name, $by, $body, TEXT, LINE, RAW, TAGS, NUMBERS);
        let ($name, $by) = ("lower", Leaf::TEXT.lower());
        $body;
        let ($name, $by) = ("concat", Leaf::LINE.concat("y"));
        $body;
        let ($name, $by) = ("two", (Leaf::NUMBERS, Leaf::TEXT));
        $body;
    }};
    (@ $name:ident, $by:ident, $body:expr, $($column:ident),+) => {$(
        let ($name, $by) = (stringify!($column), Leaf::$column);
        $body;
    )+};
}

#[expect(
    clippy::clone_on_copy,
    reason = "columns are copied, but not expressions"
)]
async fn partitions_hold_all_rows_that_are_alike(db: &Database) -> Result<()> {
    fill(db).await?;
    let expected: Vec<(i64, i64)> = (0..12).map(|row| (row / 3 + 1, 4)).collect();
    each!(|name, by| {
        let number = row_number()
            .partition_by(by.clone())
            .order_by(Leaf::ID.asc());
        let found = Leaf::all().select((number, count().over().partition_by(by)));
        assert_eq!(found.all(db).await?, expected, "{name}");
    });
    Ok(())
}

async fn the_first_rows_of_long_values(db: &Database) -> Result<()> {
    fill(db).await?;
    let ids = Leaf::all().select(Leaf::ID).all(db).await?;
    each!(|name, by| {
        let firsts = Leaf::all().order_by(Leaf::ID.desc()).distinct_on(by);
        let mut firsts = firsts.select(Leaf::ID).all(db).await?;
        firsts.sort_unstable();
        assert_eq!(firsts, ids[9..], "{name}");
    });
    let firsts = Leaf::all().order_by(Leaf::ID.asc());
    let deleted = firsts.distinct_on(Leaf::NUMBERS).delete();
    assert_eq!(deleted.execute(db).await?, 3);
    assert_eq!(
        Leaf::all().select(Leaf::ID).all(db).await?,
        ids[3..],
        "what is not the first stays"
    );
    Ok(())
}

async fn groups_hold_all_rows_that_are_alike(db: &Database) -> Result<()> {
    fill(db).await?;
    macro_rules! groups {
        ($($by:expr),+ $(,)?) => {$(
            let groups = Leaf::all().select(($by, count(), Leaf::ID.count_distinct()));
            let found = groups.group_by($by).all(db).await?;
            let counts: Vec<(u64, u64)> = found.into_iter().map(|row| (row.1, row.2)).collect();
            assert_eq!(counts, [(4, 4); 3], stringify!($by));
        )+};
    }
    groups!(
        Leaf::TEXT,
        Leaf::LINE,
        Leaf::RAW,
        Leaf::TAGS,
        Leaf::NUMBERS,
        Leaf::TEXT.lower(),
        Leaf::LINE.concat("y"),
    );
    let joined = Leaf::all().join(Leaf::SHELF);
    let joined = joined.select((Leaf::TEXT, Shelf::CODE.count_distinct()));
    let found = joined.group_by(Leaf::TEXT).all(db).await?;
    let counts: Vec<u64> = found.into_iter().map(|row| row.1).collect();
    assert_eq!(counts, [2; 3]);
    let joined = Leaf::all().join(Leaf::SHELF);
    let joined = joined.select((Leaf::LINE.lower(), Shelf::CODE.count_distinct()));
    let found = joined.group_by(Leaf::LINE.lower()).all(db).await?;
    let counts: Vec<u64> = found.into_iter().map(|row| row.1).collect();
    assert_eq!(counts, [2; 3]);
    let within = Leaf::all().select(Leaf::TEXT).group_by(Leaf::TEXT);
    let within = within.having(Leaf::ID.count_distinct().eq(4));
    assert_eq!(Leaf::filter(Leaf::TEXT.in_(within)).count(db).await?, 12);
    Ok(())
}

async fn rows_of_each_owner_are_limited(db: &Database) -> Result<()> {
    fill(db).await?;
    let latest = Shelf::LEAVES.order_by(Leaf::ID.desc()).limit(2);
    let shelves = Shelf::all().with(latest).all(db).await?;
    let counts: Vec<usize> = shelves.iter().map(|(_, leaves)| leaves.len()).collect();
    assert_eq!(counts, [2, 2]);
    for (shelf, leaves) in &shelves {
        assert!(leaves.iter().all(|leaf| leaf.shelf_code == shelf.code));
    }
    Ok(())
}

async fn sums_of_what_is_computed(db: &Database) -> Result<()> {
    fill(db).await?;
    macro_rules! sums {
        ($($column:ident: $sum:literal, $squares:literal;)+) => {$(
            let name = stringify!($column);
            let column = || Leaf::$column;
            let sums = (
                (column() - 1).sum(),
                (column() * column()).sum(),
                column().abs().sum(),
                case(column().ge(0), column()).otherwise(column() - 1).sum(),
                column().coalesce(7).sum(),
                (column() * column()).max(),
                (column() * column()).avg(),
            );
            let (less, squares, abs, cased, coalesced, most, average) =
                Leaf::all().select(sums).one(db).await?;
            assert_eq!(less, Some($sum - 12), "{name} - 1");
            assert_eq!(squares, Some($squares), "{name} * {name}");
            assert_eq!(average, Some($squares as f64 / 12.0), "{name}: average");
            let (is_signed, extra) = match $sum {
                0 => (true, 4),
                _ => (false, 0),
            };
            assert_eq!(abs, Some($sum + 2 * extra), "{name}: abs");
            assert_eq!(cased, Some($sum - extra), "{name}: case");
            assert_eq!(coalesced, Some($sum), "{name}: coalesce");
            assert_eq!(most.map(i64::from), Some(if is_signed { 1 } else { 4 }), "{name}: max");

            let over = (column() * column()).sum().over();
            let found = Leaf::all().select(over).all(db).await?;
            assert_eq!(found, [Some($squares); 12], "{name}: over");
            let groups = Leaf::all().select((Leaf::SHELF_CODE, (column() * column()).sum()));
            let groups = groups
                .group_by(Leaf::SHELF_CODE)
                .having((column() * column()).sum().gt(1))
                .order_by((column() * column()).sum().desc());
            let found: Vec<_> = groups.all(db).await?.into_iter().map(|row| row.1).collect();
            assert_eq!(found, [Some($squares / 2); 2], "{name}: having");
            let joined = Shelf::all().join(Shelf::LEAVES);
            let joined = joined.select((Shelf::CODE, (column() - 1).sum()));
            let found = joined.group_by(Shelf::CODE).all(db).await?;
            let found: Vec<_> = found.into_iter().map(|row| row.1).collect();
            assert_eq!(found, [Some(($sum - 12) / 2); 2], "{name}: joined");
        )+};
    }
    sums! {
        SMALL: 0, 8;
        WHOLE: 12, 20;
        TINY: 12, 20;
        PORT: 12, 20;
        AREA: 12, 20;
    }
    let total = (Leaf::TOTAL * Leaf::TOTAL).sum();
    assert_eq!(Leaf::all().select(total).one(db).await?, Some(20));
    Ok(())
}

async fn values_of_subqueries_are_computed_with(db: &Database) -> Result<()> {
    fill(db).await?;
    Shelf::insert(NewShelf { code: "a".into() })
        .execute(db)
        .await?;
    macro_rules! values {
        ($($column:ident),+) => {$(
            let name = stringify!($column);
            let most = || Shelf::LEAVES.max(Leaf::$column);
            let scalar = || {
                let on = Leaf::all().on(Leaf::SHELF_CODE, Shelf::CODE);
                on.select(Leaf::$column.max()).scalar()
            };
            let first = || {
                let on = Leaf::all().on(Leaf::SHELF_CODE, Shelf::CODE);
                on.order_by(Leaf::ID.desc()).select(Leaf::$column).scalar()
            };
            let found = Shelf::all()
                .select((
                    most().coalesce(0),
                    most().coalesce(0).to_bigint() - 1,
                    scalar().coalesce(3) + 1,
                    first().coalesce(3) + 1,
                    most().nullif(2),
                ))
                .all(db)
                .await?;
            let expected = [
                (0, -1, 4, 4, None),
                (2, 1, 3, 2, None),
                (2, 1, 3, 3, None),
            ];
            assert_eq!(found, expected, "{name}");
            let sum = (most().coalesce(0) + 1).sum();
            assert_eq!(Shelf::all().select(sum).one(db).await?, Some(7), "{name}: sum");
            let highest = Leaf::all().select(Leaf::$column.max());
            let found = Leaf::filter(Leaf::$column.eq(highest.scalar()));
            assert_eq!(found.count(db).await?, 4, "{name}: eq");
        )+};
    }
    values!(WHOLE, TINY, PORT, AREA, TOTAL);
    Ok(())
}
