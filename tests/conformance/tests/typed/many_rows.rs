//! Rows of one insert that set different columns.

use tablewright::{Connection, Database, Dialect, Error, Result};
use tablewright_test_conformance::models::writes::{self, Member, NewMember, NewToken, Token};
use tablewright_test_conformance::{Place, Relay, everywhere, on_servers};

everywhere!(writes: rows_keep_their_order_and_their_defaults, keys_by_default_keep_theirs);

on_servers!(rows_that_alternate_are_a_few_round_trips);

const ROWS: i32 = 300;

/// A row that sets some of the columns by the bits of a number: a nullable one, and one with a
/// default.
fn row(number: i32) -> tablewright::Insert<'static, Member> {
    let email = format!("{number}@example.com");
    Member::insert(NewMember {
        email: email.into(),
    })
    .set_some(
        Member::BIO,
        (number & 1 != 0).then(|| format!("bio {number}")),
    )
    .set_some(Member::LEVEL, (number & 2 != 0).then_some(number))
}

async fn expect(db: &Database, found: &[Member], rows: impl Iterator<Item = i32>) -> Result<()> {
    let default = Member::insert(NewMember {
        email: "default".into(),
    });
    let default = default.one(db).await?;
    let rows: Vec<i32> = rows.collect();
    assert_eq!(found.len(), rows.len());
    for (member, number) in found.iter().zip(rows) {
        assert_eq!(member.email, format!("{number}@example.com"));
        let bio = (number & 1 != 0).then(|| format!("bio {number}"));
        assert_eq!(member.bio, bio, "{number}");
        let level = if number & 2 == 0 {
            default.level
        } else {
            number
        };
        assert_eq!(member.level, level, "{number}");
    }
    assert!(found.is_sorted_by_key(|member| member.id));
    Ok(())
}

/// Returned rows have the order of the given rows, and so do auto-increment keys.
async fn rows_keep_their_order_and_their_defaults(db: &Database) -> Result<()> {
    let found = Member::insert_all((0..ROWS).map(row)).all(db).await?;
    expect(db, &found, 0..ROWS).await?;
    // All of them or none.
    let twice = (ROWS..ROWS + 9).chain([ROWS + 3]).map(row);
    let refused = Member::insert_all(twice).execute(db).await;
    assert!(matches!(refused, Err(Error::Unique(_))), "{refused:?}");
    assert_eq!(Member::all().count(db).await?, ROWS as u64 + 1);
    Ok(())
}

/// On MySQL, the library first queries a key that the database computes by an expression.
async fn keys_by_default_keep_theirs(db: &Database) -> Result<()> {
    let new = |number: i32| {
        let name = format!("token {number}");
        Token::insert(NewToken { name: name.into() })
    };
    let tokens = Token::insert_all((0..20).map(new)).all(db).await?;
    let names: Vec<&str> = tokens.iter().map(|token| token.name.as_str()).collect();
    let expected: Vec<String> = (0..20).map(|number| format!("token {number}")).collect();
    assert_eq!(names, expected);
    Ok(())
}

async fn rows_that_alternate_are_a_few_round_trips(place: &Place) -> Result<()> {
    let relay = Relay::new(place).await.expect("a port");
    let db = relay.connect().await?;
    writes::create_all(&db).await?;
    // The first statement of a connection may ask the server more.
    Member::insert_all((10_000..10_040).map(row))
        .execute(&db)
        .await?;
    let _ = relay.trips();
    Member::insert_all((0..ROWS).map(row)).execute(&db).await?;
    // Two statements, which are prepared, in a transaction; MySQL's driver closes evicted
    // statements.
    let most = match db.dialect() {
        Dialect::Postgres => 7,
        Dialect::Sqlite | Dialect::Mysql | Dialect::Mariadb => 8,
    };
    let trips = relay.trips();
    assert!(trips <= most, "{trips} round trips for {ROWS} rows");
    Ok(())
}
