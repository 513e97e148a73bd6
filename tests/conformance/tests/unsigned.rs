//! Unsigned integers have the same values on every database, and computed values are signed.

use tablewright::query::{Aggregate, case, count};
use tablewright::{Database, Error, Result, sql};
use tablewright_test_conformance::everywhere;
use tablewright_test_conformance::models::unsigned::*;

everywhere!(unsigned:
    the_edges_are_kept,
    what_is_too_large_is_refused,
    raw_sql_keeps_the_range,
    differences_may_be_negative,
    what_is_computed_may_not_fit,
    sums_have_64_signed_bits,
    groups_and_windows,
    upserts,
    the_database_counts,
    numbers_run_out,
    numbers_run_out_within,
    numbers_run_out_in_upserts,
    references,
    pages,
);

/// The message of the value that should have been refused before it was sent.
#[track_caller]
fn refused<T: std::fmt::Debug>(result: Result<T>) -> String {
    match result {
        Err(error @ (Error::Value(_) | Error::Validation(_))) => error.to_string(),
        other => panic!("no refused value: {other:?}"),
    }
}

const MOST: u64 = i64::MAX as u64;

fn new(id: u32) -> tablewright::Insert<'static, Gauge> {
    Gauge::insert(NewGauge { id: id.into() })
}

async fn the_edges_are_kept(db: &Database) -> Result<()> {
    let usual = new(0).one(db).await?;
    assert_eq!((usual.tiny, usual.port, usual.area), (255, 1024, None));
    assert_eq!((usual.total, usual.spent), (Some(MOST), None));
    for (id, tiny, port, area, total) in [
        (1, u8::MIN, 1024, u32::MIN, u64::MIN),
        (2, u8::MAX, u16::MAX, u32::MAX, MOST),
        (u32::MAX, 128, 32_768, 1 << 31, 1 << 62),
    ] {
        let row = new(id)
            .set(Gauge::TINY, tiny)
            .set(Gauge::PORT, port)
            .set(Gauge::AREA, area)
            .set(Gauge::TOTAL, total)
            .set(Gauge::SPENT, total / 2)
            .one(db)
            .await?;
        let twice = Some(total / 2 * 2);
        assert_eq!((row.tiny, row.port, row.area), (tiny, port, Some(area)));
        assert_eq!((row.total, row.twice), (Some(total), twice));
        assert_eq!(Gauge::find(GaugeId::new(id)).one(db).await?, row);
        assert_eq!(Gauge::find_by_area(area).one(db).await?, row);
        assert_eq!(
            Gauge::filter(Gauge::TINY.eq(tiny) & Gauge::ID.ge(GaugeId::new(1)))
                .one(db)
                .await?,
            row
        );
        let list = Gauge::filter(Gauge::PORT.in_([port, 1025]) & Gauge::ID.ne(GaugeId::new(0)));
        assert_eq!(list.one(db).await?, row);
    }
    let order = Gauge::all().order_by([Gauge::TOTAL.desc(), Gauge::ID.asc()]);
    let found = order.select(Gauge::TOTAL).all(db).await?;
    assert_eq!(found, [Some(MOST), Some(MOST), Some(1 << 62), Some(0)]);
    let ends = (
        Gauge::TINY.min(),
        Gauge::PORT.max(),
        Gauge::AREA.max(),
        Gauge::TOTAL.max(),
    );
    let ends = Gauge::all().select(ends).one(db).await?;
    assert_eq!(ends, (Some(0), Some(u16::MAX), Some(u32::MAX), Some(MOST)));
    Ok(())
}

async fn what_is_too_large_is_refused(db: &Database) -> Result<()> {
    let most = "a `u64` in a database is at most 9223372036854775807";
    for value in [MOST + 1, u64::MAX] {
        let message = refused(new(1).set(Gauge::TOTAL, value).one(db).await);
        assert!(message.contains(most), "{message}");
        let message = refused(Gauge::filter(Gauge::TOTAL.lt(value)).all(db).await);
        assert!(message.contains(most), "{message}");
        let row = Gauge::filter(Gauge::ID.eq(GaugeId::new(1)));
        refused(row.update().set(Gauge::SPENT, value).execute(db).await);
        refused(Gauge::filter(Gauge::TOTAL.in_([1, value])).count(db).await);
        refused(sql::<(u64,)>("SELECT ?").bind(value).one(db).await);
    }
    let small = new(1).set(Gauge::PORT, 1023).one(db).await;
    assert!(matches!(small, Err(Error::Validation(_))), "{small:?}");
    assert_eq!(Gauge::all().count(db).await?, 0);
    // Counts are compared with every number.
    new(1).execute(db).await?;
    let counted = Gauge::all()
        .select((Gauge::TINY, count()))
        .group_by(Gauge::TINY);
    assert_eq!(
        counted.having(count().lt(u64::MAX)).all(db).await?,
        [(255, 1)]
    );
    Ok(())
}

async fn raw_sql_keeps_the_range(db: &Database) -> Result<()> {
    new(1).execute(db).await?;
    for change in [
        "tiny = -1",
        "tiny = 256",
        "port = -1",
        "port = 65536",
        "area = -1",
        "area = 4294967296",
        "spent = -1",
        "total = -1",
        "total = 9223372036854775808",
    ] {
        let result = sql::<()>(format!("UPDATE gauges SET {change}"))
            .execute(db)
            .await;
        assert!(
            matches!(result, Err(Error::Check(_))),
            "{change}: {result:?}"
        );
    }
    let read = sql::<(u8, u16, Option<u32>, u64)>("SELECT tiny, port, area, total FROM gauges");
    assert_eq!(read.one(db).await?, (255, 1024, None, MOST));
    let read = sql::<Gauge>("SELECT * FROM gauges WHERE total = ?").bind(MOST);
    assert_eq!(read.one(db).await?.total, Some(MOST));
    let negative = sql::<(u8,)>("SELECT -1 AS it FROM gauges").one(db).await;
    assert!(matches!(negative, Err(Error::Decode(_))), "{negative:?}");
    Ok(())
}

async fn differences_may_be_negative(db: &Database) -> Result<()> {
    let values = [(1, 3, 2000, 5, 5), (2, 5, 1024, 4, 4), (3, 0, 1024, 0, 9)];
    for (id, tiny, port, area, total) in values {
        let insert = new(id).set(Gauge::TINY, tiny).set(Gauge::PORT, port);
        let insert = insert.set(Gauge::AREA, area).set(Gauge::TOTAL, total);
        insert.set(Gauge::SPENT, 4).execute(db).await?;
    }
    let ids = async |filter| -> Result<Vec<u32>> {
        let order = Gauge::filter(filter).order_by(Gauge::ID.asc());
        let found = order.select(Gauge::ID).all(db).await?;
        Ok(found.into_iter().map(|id| *id.value()).collect())
    };
    // A value beside a column, a column beside another, and an expression.
    assert_eq!(ids(Gauge::TINY.gt(Gauge::TINY - 1)).await?, [1, 2, 3]);
    assert_eq!(
        ids(Gauge::AREA.gt(Gauge::AREA - u32::MAX)).await?,
        [1, 2, 3]
    );
    assert_eq!(ids((Gauge::TINY - 4).lt(0)).await?, [1, 3]);
    assert_eq!(ids((Gauge::TOTAL - Gauge::SPENT).ge(0)).await?, [1, 2, 3]);
    assert_eq!(ids((Gauge::SPENT - Gauge::TOTAL).lt(0)).await?, [1, 3]);
    assert_eq!(
        ids((Gauge::SPENT - Gauge::TOTAL).abs().ge(1)).await?,
        [1, 3]
    );
    assert_eq!(ids(Gauge::TOTAL.lt(Gauge::TOTAL * MOST)).await?, [1, 2, 3]);
    let sorted = Gauge::all().order_by((Gauge::SPENT - Gauge::TOTAL).asc());
    let sorted = sorted.select(Gauge::ID).all(db).await?;
    assert_eq!(
        sorted.iter().map(|id| *id.value()).collect::<Vec<_>>(),
        [3, 1, 2]
    );
    // As a signed number it is read.
    let signed = Gauge::all().order_by(Gauge::ID.asc());
    let signed = signed
        .select((Gauge::TINY.to_bigint() - 4, Gauge::TINY.to_text()))
        .all(db)
        .await?;
    assert_eq!(
        signed,
        [
            (-1, "3".to_owned()),
            (1, "5".to_owned()),
            (-4, "0".to_owned())
        ]
    );
    let either = case(Gauge::TINY.gt(3), Gauge::TINY - 3).otherwise(Gauge::TINY);
    let either = Gauge::all()
        .order_by(Gauge::ID.asc())
        .select(either)
        .all(db)
        .await?;
    assert_eq!(either, [3, 2, 0]);
    let first = Gauge::AREA.coalesce(Gauge::AREA * 2).nullif(0);
    let first = Gauge::all()
        .order_by(Gauge::ID.asc())
        .select(first)
        .all(db)
        .await?;
    assert_eq!(first, [Some(5), Some(4), None]);
    Ok(())
}

async fn what_is_computed_may_not_fit(db: &Database) -> Result<()> {
    new(1)
        .set(Gauge::TINY, 3)
        .set(Gauge::AREA, 3)
        .set(Gauge::SPENT, 3)
        .execute(db)
        .await?;
    let check = |what: &str, result: std::result::Result<(), Error>| {
        assert!(matches!(result, Err(Error::Check(_))), "{what}: {result:?}");
    };
    let all = Gauge::all;
    check(
        "u8",
        all().select(Gauge::TINY - 4).one(db).await.map(|_| ()),
    );
    check(
        "u8, above",
        all().select(Gauge::TINY + 253).one(db).await.map(|_| ()),
    );
    check(
        "u32",
        all().select(Gauge::AREA - 4).one(db).await.map(|_| ()),
    );
    check(
        "u64",
        all().select(Gauge::SPENT - 4).one(db).await.map(|_| ()),
    );
    check(
        "u64, above",
        all().select(Gauge::TOTAL + 1).one(db).await.map(|_| ()),
    );
    let set = || Gauge::filter(Gauge::ID.eq(GaugeId::new(1))).update();
    check(
        "set",
        set()
            .set(Gauge::TINY, Gauge::TINY - 4)
            .execute(db)
            .await
            .map(|_| ()),
    );
    check(
        "set, above",
        set()
            .set(Gauge::TINY, Gauge::TINY + 253)
            .execute(db)
            .await
            .map(|_| ()),
    );
    check(
        "area",
        set()
            .set(Gauge::AREA, Gauge::AREA - 4)
            .execute(db)
            .await
            .map(|_| ()),
    );
    check(
        "spent",
        set()
            .set(Gauge::SPENT, Gauge::SPENT - 4)
            .execute(db)
            .await
            .map(|_| ()),
    );
    check(
        "total",
        set()
            .set(Gauge::TOTAL, Gauge::TOTAL + 1)
            .execute(db)
            .await
            .map(|_| ()),
    );
    set()
        .set(Gauge::TINY, Gauge::TINY - 3)
        .set(Gauge::AREA, Gauge::AREA * 7)
        .execute(db)
        .await?;
    let row = Gauge::find(GaugeId::new(1)).one(db).await?;
    assert_eq!((row.tiny, row.area), (0, Some(21)));
    Ok(())
}

async fn sums_have_64_signed_bits(db: &Database) -> Result<()> {
    for (id, area) in [(1, u32::MAX), (2, u32::MAX - 1)] {
        new(id)
            .set(Gauge::AREA, area)
            .set(Gauge::SPENT, 1)
            .execute(db)
            .await?;
    }
    let sums = (
        Gauge::TINY.sum(),
        Gauge::AREA.sum(),
        Gauge::SPENT.sum(),
        Gauge::PORT.avg(),
    );
    let found = Gauge::all().select(sums).one(db).await?;
    assert_eq!(
        found,
        (Some(510), Some(8_589_934_589), Some(2), Some(1024.0))
    );
    let computed = (Gauge::SPENT - Gauge::TOTAL).sum();
    let most = Gauge::filter(Gauge::ID.eq(GaugeId::new(1)))
        .select(computed)
        .one(db)
        .await?;
    assert_eq!(most, Some(1 - i64::MAX));
    let all = Gauge::all().select(Gauge::TOTAL.sum()).one(db).await;
    assert!(matches!(all, Err(Error::Check(_))), "{all:?}");
    Ok(())
}

async fn groups_and_windows(db: &Database) -> Result<()> {
    for (id, tiny, spent) in [(1, 1, 5), (2, 1, 7), (3, 2, 1)] {
        new(id)
            .set(Gauge::TINY, tiny)
            .set(Gauge::SPENT, spent)
            .execute(db)
            .await?;
    }
    let groups = Gauge::all().select((Gauge::TINY, Gauge::SPENT.sum(), Gauge::SPENT.max()));
    let groups = groups
        .group_by(Gauge::TINY)
        .having(Gauge::SPENT.sum().ge(1));
    let found = groups.order_by(Gauge::TINY.desc()).all(db).await?;
    assert_eq!(found, [(2, Some(1), Some(1)), (1, Some(12), Some(7))]);
    let groups = Gauge::all()
        .select((Gauge::TINY + 1, count()))
        .group_by(Gauge::TINY + 1);
    let found = groups.all(db).await?;
    assert_eq!(found.len(), 2);
    let distinct = Gauge::all()
        .select(Gauge::TINY)
        .distinct()
        .order_by(Gauge::TINY.desc());
    assert_eq!(distinct.all(db).await?, [2, 1]);
    Ok(())
}

async fn upserts(db: &Database) -> Result<()> {
    for (tiny, expected) in [(7, 7), (9, 9)] {
        let row = Gauge::upsert(NewGauge { id: 1.into() }, Gauge::ID)
            .set(Gauge::TINY, tiny)
            .set(Gauge::SPENT, MOST / 2)
            .one(db)
            .await?;
        assert_eq!((row.tiny, row.spent), (expected, Some(MOST / 2)));
        assert_eq!(row.twice, Some(MOST - 1));
        // Its double would be too large, wherever the database computes it.
        let large = Gauge::upsert(NewGauge { id: 1.into() }, Gauge::ID);
        let large = large.set(Gauge::SPENT, MOST).one(db).await;
        assert!(matches!(large, Err(Error::Check(_))), "{large:?}");
    }
    Ok(())
}

async fn the_database_counts(db: &Database) -> Result<()> {
    for expected in 1..=3 {
        assert_eq!(Tiny::insert(NewTiny {}).one(db).await?.id, expected.into());
        assert_eq!(
            Medium::insert(NewMedium {}).one(db).await?.id,
            u16::from(expected).into()
        );
        let device = Device::insert(NewDevice { name: "a".into() })
            .one(db)
            .await?;
        assert_eq!(device.id, u32::from(expected).into());
        let large = Large::insert(NewLarge {
            device_id: device.id,
        })
        .one(db)
        .await?;
        assert_eq!(large.id, u64::from(expected).into());
    }
    let many = (0..20).map(|_| Tiny::insert(NewTiny {}));
    let many = Tiny::insert_all(many).all(db).await?;
    assert_eq!(many.len(), 20);
    // A number that is given is kept, and those after it come later.
    Tiny::insert(NewTiny {})
        .set(Tiny::ID, TinyId::new(254))
        .execute(db)
        .await?;
    assert_eq!(Tiny::insert(NewTiny {}).one(db).await?.id, 255.into());
    let again = Tiny::insert(NewTiny {}).set(Tiny::ID, TinyId::new(255));
    let again = again.execute(db).await;
    assert!(matches!(again, Err(Error::Unique(_))), "{again:?}");
    Ok(())
}

/// After the greatest number of a key, every insert fails with the same error, and no row is left
/// that the program cannot read.
async fn numbers_run_out(db: &Database) -> Result<()> {
    /// The rows of a model whose key is unsigned.
    macro_rules! run_out {
        ($model:ident, $new:expr, $last:expr) => {{
            let last = $model::insert($new).set($model::ID, $last);
            assert_eq!(last.one(db).await?.id, $last);
            let one = $model::insert($new).one(db).await.map(drop);
            let none = $model::insert($new).execute(db).await;
            let items = || (0..3).map(|_| $model::insert($new));
            let many = $model::insert_all(items()).all(db).await.map(drop);
            let count = $model::insert_all(items()).execute(db).await.map(drop);
            let tx = db.begin().await?;
            let inside = $model::insert($new).one(&tx).await.map(drop);
            tx.rollback().await?;
            for failed in [one, none, many, count, inside] {
                let Err(Error::Check(broken)) = failed else {
                    panic!("{}: {failed:?}", stringify!($model));
                };
                assert_eq!(broken.columns, ["id"], "{broken:?}");
                let says = "no number is left for the auto-increment key";
                assert!(broken.message.starts_with(says), "{}", broken.message);
            }
            let all = $model::all().all(db).await?;
            assert_eq!(all.len(), 1, "{}", stringify!($model));
        }};
    }
    run_out!(Tiny, NewTiny {}, TinyId::new(u8::MAX));
    run_out!(Medium, NewMedium {}, MediumId::new(u16::MAX));
    let device_id = DeviceId::new(u32::MAX);
    run_out!(Device, NewDevice { name: "a".into() }, device_id);
    run_out!(Large, NewLarge { device_id }, LargeId::new(MOST));
    // The key is not among the returned columns.
    let items = (0..3).map(|_| Large::insert(NewLarge { device_id }));
    let devices = Large::insert_all(items).returning(Large::DEVICE_ID);
    let devices = devices.all(db).await;
    assert!(matches!(devices, Err(Error::Check(_))), "{devices:?}");
    assert_eq!(Large::all().count(db).await?, 1);
    run_out!(Small, NewSmall {}, SmallId::new(i16::MAX));
    run_out!(Whole, NewWhole {}, WholeId::new(i32::MAX));
    run_out!(Great, NewGreat {}, GreatId::new(i64::MAX));
    Ok(())
}

/// Some rows of a statement still have numbers.
async fn numbers_run_out_within(db: &Database) -> Result<()> {
    let device = Device::insert(NewDevice { name: "a".into() });
    let device_id = device.one(db).await?.id;
    let new = || Large::insert(NewLarge { device_id });
    new()
        .set(Large::ID, LargeId::new(MOST - 2))
        .execute(db)
        .await?;
    let many = Large::insert_all((0..4).map(|_| new()));
    let many = many.execute(db).await;
    assert!(matches!(many, Err(Error::Check(_))), "{many:?}");
    assert_eq!(Large::all().all(db).await?.len(), 1);
    Ok(())
}

/// The upsert of a new row needs a number. MySQL tries the last number again, whose row must not be
/// updated instead.
async fn numbers_run_out_in_upserts(db: &Database) -> Result<()> {
    macro_rules! run_out {
        ($model:ident, $new:ident, $last:expr) => {{
            let new = |name: &'static str| $new { name: name.into() };
            let last = $model::insert(new("a")).set($model::ID, $last);
            let last = last.one(db).await?;
            let upsert = || $model::upsert(new("b"), $model::NAME).set($model::USES, 7);
            let one = upsert().one(db).await.map(drop);
            let none = upsert().execute(db).await;
            let nothing = $model::upsert(new("b"), $model::NAME).do_nothing();
            let nothing = nothing.execute(db).await.map(drop);
            for failed in [one, none, nothing] {
                let Err(Error::Check(broken)) = failed else {
                    panic!("{}: {failed:?}", stringify!($model));
                };
                assert_eq!(broken.columns, ["id"], "{broken:?}");
            }
            assert_eq!($model::all().all(db).await?, [last]);
            // If the database needs no number before it finds the row, the row is updated.
            let again = $model::upsert(new("a"), $model::NAME).set($model::USES, 9);
            let uses = match again.one(db).await {
                Err(Error::Check(_)) => 1,
                row => row?.uses,
            };
            assert!([1, 9].contains(&uses), "{uses}");
            let rows = $model::all().select(($model::NAME, $model::USES));
            assert_eq!(rows.all(db).await?, [("a".to_owned(), uses)]);
        }};
    }
    run_out!(Label, NewLabel, LabelId::new(u8::MAX));
    run_out!(Ticket, NewTicket, TicketId::new(i32::MAX));
    run_out!(Coupon, NewCoupon, CouponId::new(i64::MAX));
    run_out!(Voucher, NewVoucher, VoucherId::new(MOST));
    Ok(())
}

async fn references(db: &Database) -> Result<()> {
    let device = Device::insert(NewDevice { name: "a".into() });
    let device = device
        .set(Device::ID, DeviceId::new(u32::MAX - 1))
        .one(db)
        .await?;
    let large = Large::insert(NewLarge {
        device_id: device.id,
    });
    let large = large.set(Large::ID, LargeId::new(MOST - 1)).one(db).await?;
    for number in [255, 0] {
        let new = NewReading {
            device_id: device.id,
            number,
            value: 3,
        };
        Reading::insert(new)
            .set(Reading::LARGE_ID, large.id)
            .execute(db)
            .await?;
    }
    let found = Device::all().with(Device::READINGS).all(db).await?;
    let numbers: Vec<u8> = found[0].1.iter().map(|reading| reading.number).collect();
    assert_eq!(numbers, [0, 255]);
    let found = Reading::all().with(Reading::LARGE).all(db).await?;
    assert!(found.iter().all(|(_, of)| of.as_ref() == Some(&large)));
    assert_eq!(
        Device::filter(Device::READINGS.any(Reading::NUMBER.gt(200)))
            .count(db)
            .await?,
        1
    );
    let sum = Device::all()
        .select(Device::READINGS.sum(Reading::VALUE))
        .all(db)
        .await?;
    assert_eq!(sum, [Some(6)]);
    let missing = NewReading {
        device_id: 7.into(),
        number: 1,
        value: 0,
    };
    let error = Reading::insert(missing).execute(db).await;
    assert!(matches!(error, Err(Error::ForeignKey(_))), "{error:?}");
    large.delete(db).await?;
    let rest = Reading::all().select(Reading::LARGE_ID).all(db).await?;
    assert_eq!(rest, [None, None]);
    Ok(())
}

async fn pages(db: &Database) -> Result<()> {
    for id in 0..7 {
        let area = u32::MAX - id;
        new(id)
            .set(Gauge::TINY, (id % 3) as u8)
            .set(Gauge::AREA, area)
            .execute(db)
            .await?;
    }
    let mut cursor = None;
    let mut found = Vec::new();
    loop {
        let statement = Gauge::all().order_by([Gauge::TINY.desc(), Gauge::AREA.asc()]);
        let page = statement.page(cursor.as_deref(), 2).all(db).await?;
        found.extend(page.rows.iter().map(|row| *row.id.value()));
        cursor = page.next;
        if cursor.is_none() {
            break;
        }
    }
    assert_eq!(found, [5, 2, 4, 1, 6, 3, 0]);
    Ok(())
}
