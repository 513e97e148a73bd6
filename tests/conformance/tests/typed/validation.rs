//! Validation words: checks before a statement is sent, and checks in the database.

use tablewright::jiff::{Timestamp, civil::date, civil::time};
use tablewright::rust_decimal::Decimal;
use tablewright::{
    Connection, Database, Dialect, Error, Result, Rule, SyncReport, ValidationErrors, Verification,
};
use tablewright_test_conformance::models::validation::{self as first, Member, NewMember};
use tablewright_test_conformance::models::validation_later as later;
use tablewright_test_conformance::own_types::Cents;
use tablewright_test_conformance::sql::{number, run};
use tablewright_test_conformance::{Place, everywhere};

everywhere!(validation:
    what_keeps_the_rules_is_written,
    all_that_is_wrong_is_told_at_once,
    every_write_is_asked,
    nothing_is_sent,
    numbers_are_finite,
    many_rows_are_all_asked,
    the_database_asks_too,
    the_database_takes_what_the_program_takes,
);

everywhere!(rules_change_as_checks_do);

fn member(email: &str) -> NewMember<'_> {
    NewMember {
        email: email.into(),
        name: "Ada".into(),
    }
}

/// The fields and the validation keywords that they violate.
fn broken(errors: &ValidationErrors) -> Vec<(&'static str, &'static str)> {
    errors
        .iter()
        .map(|error| (error.field, error.rule.word()))
        .collect()
}

#[track_caller]
fn refused<T: std::fmt::Debug>(result: Result<T>) -> Vec<(&'static str, &'static str)> {
    match result {
        Err(Error::Validation(errors)) => broken(&errors),
        other => panic!("{other:?}"),
    }
}

async fn what_keeps_the_rules_is_written(db: &Database) -> Result<()> {
    let new = Member::insert(member("ada@example.com"))
        .set(Member::AGE, 18)
        .set(Member::SLUG, "a-b-3")
        .set(Member::SHARE, 100)
        .set(Member::WEIGHT, 0.1)
        .set(Member::HEIGHT, 0.1)
        .set(Member::FEE, Decimal::new(-5, 2))
        .set(Member::BORN, date(1900, 1, 1))
        .set(Member::WAKES, time(12, 0, 0, 0))
        .set(Member::SEEN, date(2000, 1, 1).at(0, 0, 0, 0))
        .set(
            Member::JOINED,
            "1999-12-31T22:00:00Z"
                .parse::<Timestamp>()
                .expect("an instant"),
        )
        .set(Member::NICKNAME, "ééééé")
        .set(Member::NUMBER, Cents(1));
    assert_eq!(new.validate(), Ok(()));
    let ada = new.one(db).await?;
    assert_eq!(ada.validate(), Ok(()));
    assert_eq!((&*ada.slug, ada.share), ("a-b-3", 100));
    let plain = Member::insert(member("b@c")).one(db).await?;
    assert_eq!(
        (&*plain.slug, plain.share, plain.number),
        ("none-yet", 50, Cents(1))
    );
    assert_eq!(plain.validate(), Ok(()));
    Ok(())
}

async fn all_that_is_wrong_is_told_at_once(db: &Database) -> Result<()> {
    let form = NewMember {
        email: "nobody".into(),
        name: "".into(),
    };
    let errors = form.validate().expect_err("it breaks two rules");
    assert_eq!(broken(&errors), [("email", "email"), ("name", "length")]);
    let text = "`members.email` has to be an email address; \
                `members.name` has to be 1 to 20 characters long";
    assert_eq!(errors.to_string(), text);
    assert_eq!(errors.of("name").count(), 1);

    let new = Member::insert(form)
        .set(Member::AGE, 17)
        .set(Member::SLUG, "A")
        .set(Member::SHARE, 101)
        .set(Member::WEIGHT, 1000.0)
        .set(Member::HEIGHT, 0.0)
        .set(Member::FEE, Decimal::new(-6, 2))
        .set(Member::BORN, date(1899, 12, 31))
        .set(Member::WAKES, time(12, 0, 0, 1_000))
        .set(Member::SEEN, date(1999, 12, 31).at(23, 59, 59, 999_999_000))
        .set(
            Member::JOINED,
            "1999-12-31T21:59:59Z"
                .parse::<Timestamp>()
                .expect("an instant"),
        )
        .set(Member::NICKNAME, "éééééé")
        .set(Member::NUMBER, Cents(0));
    let expected = [
        ("email", "email"),
        ("name", "length"),
        ("age", "min"),
        ("slug", "length"),
        ("slug", "pattern"),
        ("share", "max"),
        ("weight", "max"),
        ("height", "min"),
        ("fee", "min"),
        ("born", "min"),
        ("wakes", "max"),
        ("seen", "min"),
        ("joined", "min"),
        ("nickname", "length"),
        ("number", "min"),
    ];
    let errors = new.validate().expect_err("it breaks all");
    assert_eq!(broken(&errors), expected);
    let fee = errors.of("fee").next().expect("one");
    assert_eq!(fee.to_string(), "`members.fee` has to be at least -0.05");
    assert_eq!(refused(new.one(db).await), expected);

    // A value outside its type is reported together with the others.
    let long = "x".repeat(60);
    let new = NewMember {
        email: "a b@c".into(),
        name: long.into(),
    };
    let errors = new.validate().expect_err("it breaks two rules");
    assert_eq!(broken(&errors), [("email", "email"), ("name", "type")]);
    assert!(
        errors.iter().any(|error| error.rule == Rule::Type),
        "{errors}"
    );
    Ok(())
}

async fn every_write_is_asked(db: &Database) -> Result<()> {
    let new = || Member::insert(member("ada@example.com"));
    let mut ada = new().one(db).await?;
    let young = [("age", "min")];
    let other = || Member::insert(member("bob@example.com")).set(Member::AGE, 3);
    assert_eq!(refused(other().one(db).await), young);
    assert_eq!(refused(other().execute(db).await), young);
    assert_eq!(
        refused(Member::insert_all([other()]).execute(db).await),
        young
    );
    let upsert = || Member::upsert(other(), Member::EMAIL);
    assert_eq!(
        upsert().validate().map_err(|errors| broken(&errors)),
        Err(young.to_vec())
    );
    assert_eq!(refused(upsert().one(db).await), young);
    assert_eq!(refused(upsert().do_nothing().optional(db).await), young);

    let update = || Member::update(ada.id).set(Member::AGE, 3);
    assert_eq!(
        update().validate().map_err(|errors| broken(&errors)),
        Err(young.to_vec())
    );
    assert_eq!(refused(update().execute(db).await), young);
    assert_eq!(refused(update().one(db).await), young);
    let all = || Member::all().update().set(Member::NAME, "");
    assert_eq!(refused(all().all(db).await), [("name", "length")]);
    assert_eq!(refused(all().execute(db).await), [("name", "length")]);

    ada.name.clear();
    ada.nickname = Some("too long".to_owned());
    let errors = ada.validate().expect_err("it breaks two rules");
    let expected = [("name", "length"), ("nickname", "length")];
    assert_eq!(broken(&errors), expected);
    assert_eq!(refused(ada.save(db).await), expected);

    // Only the database knows a computed value.
    Member::update(ada.id)
        .set(Member::AGE, 18)
        .execute(db)
        .await?;
    let update = Member::update(ada.id).set(Member::AGE, Member::AGE - 1);
    assert_eq!(update.validate(), Ok(()));
    match update.execute(db).await {
        Err(Error::Check(violation)) => assert_eq!(violation.constraint, "ck_members_age_min"),
        other => panic!("{other:?}"),
    }
    // Conditions are no values.
    assert_eq!(Member::filter(Member::AGE.lt(3)).count(db).await?, 0);
    Ok(())
}

async fn nothing_is_sent(db: &Database) -> Result<()> {
    let tx = db.begin().await?;
    let new = Member::insert(member("nobody"));
    assert_eq!(refused(new.execute(&tx).await), [("email", "email")]);
    // The server has reported no error, so the transaction can continue.
    Member::insert(member("a@b")).execute(&tx).await?;
    tx.commit().await?;
    assert_eq!(Member::all().count(db).await?, 1);
    Ok(())
}

async fn many_rows_are_all_asked(db: &Database) -> Result<()> {
    let emails: Vec<String> = (0..700)
        .map(|number| format!("m{number}@example.com"))
        .collect();
    for wrong in [0, 3, 699] {
        let rows = emails.iter().enumerate().map(|(number, email)| {
            let age = if number == wrong { 1 } else { 20 };
            Member::insert(member(email)).set(Member::AGE, age)
        });
        assert_eq!(
            refused(Member::insert_all(rows).execute(db).await),
            [("age", "min")]
        );
        assert_eq!(Member::all().count(db).await?, 0, "all or none");
    }
    let rows = emails.iter().map(|email| member(email));
    assert_eq!(Member::insert_all(rows).execute(db).await?, 700);
    Ok(())
}

/// `validate` refuses the same values as the insert.
async fn numbers_are_finite(db: &Database) -> Result<()> {
    for (height, word) in [
        (f64::NAN, "type"),
        (f64::INFINITY, "type"),
        (f64::NEG_INFINITY, "min"),
    ] {
        let new = Member::insert(member("ada@example.com")).set(Member::HEIGHT, height);
        let errors = new.validate().expect_err("it is not finite");
        assert_eq!(broken(&errors), [("height", word)]);
        assert_eq!(refused(new.one(db).await), [("height", word)]);
    }
    let new = Member::insert(member("ada@example.com")).set(Member::WEIGHT, f32::NAN);
    let said = new.validate().expect_err("it is not finite").to_string();
    assert!(
        said.contains("`members.weight` is refused: a number must be finite"),
        "{said}"
    );
    Ok(())
}

async fn the_database_asks_too(db: &Database) -> Result<()> {
    Member::insert(member("ada@example.com"))
        .execute(db)
        .await?;
    for (set, constraint) in [
        ("email = 'nobody'", "ck_members_email_email"),
        ("email = 'a@b@c'", "ck_members_email_email"),
        ("email = '@b'", "ck_members_email_email"),
        ("email = 'a b@c'", "ck_members_email_email"),
        ("name = ''", "ck_members_name_length"),
        ("name = 'éééééééééééééééééééééé'", "ck_members_name_length"),
        ("age = 17", "ck_members_age_min"),
        ("age = 151", "ck_members_age_max"),
        ("slug = 'ab'", "ck_members_slug_length"),
        ("share = -1", "ck_members_share_min"),
        ("share = 101", "ck_members_share_max"),
        ("weight = 0.05", "ck_members_weight_min"),
        ("height = 0.09", "ck_members_height_min"),
        ("wakes = '12:00:01.000000'", "ck_members_wakes_max"),
        ("born = '1899-12-31'", "ck_members_born_min"),
        ("seen = '1999-12-31 23:59:59.000000'", "ck_members_seen_min"),
        ("nick = 'éééééé'", "ck_members_nick_length"),
        ("number = 0", "ck_members_number_min"),
    ] {
        match run(db, &format!("UPDATE members SET {set}")).await {
            Err(Error::Check(violation)) => {
                assert_eq!(violation.constraint, constraint, "{set}: {violation:?}");
                if db.dialect() == Dialect::Sqlite {
                    assert_eq!(violation.table, "members", "{set}: {violation:?}");
                }
            }
            other => panic!("{set}: {other:?}"),
        }
    }
    assert_eq!(
        number(db, "SELECT count(*) FROM members WHERE age IS NULL").await?,
        1
    );
    Ok(())
}

async fn the_database_takes_what_the_program_takes(db: &Database) -> Result<()> {
    let ada = Member::insert(member("ada@example.com")).one(db).await?;
    // At the bounds and next to them, the program and the database agree.
    for weight in [0.1_f32, f32::from_bits(0.1_f32.to_bits() + 1), 999.5] {
        Member::update(ada.id)
            .set(Member::WEIGHT, weight)
            .execute(db)
            .await?;
    }
    for height in [0.1_f64, f64::from_bits(0.1_f64.to_bits() + 1), 1e300] {
        Member::update(ada.id)
            .set(Member::HEIGHT, height)
            .execute(db)
            .await?;
    }
    for fee in [Decimal::new(-5, 2), Decimal::ZERO, Decimal::new(100_000, 2)] {
        Member::update(ada.id)
            .set(Member::FEE, fee)
            .execute(db)
            .await?;
    }
    let below = f32::from_bits(0.1_f32.to_bits() - 1);
    let update = Member::update(ada.id).set(Member::WEIGHT, below);
    assert_eq!(refused(update.execute(db).await), [("weight", "min")]);
    for email in ["x@y", "ü@ö", "a.b+c@d.example"] {
        Member::update(ada.id)
            .set(Member::EMAIL, email)
            .execute(db)
            .await?;
    }
    Ok(())
}

async fn rules_change_as_checks_do(at: &Place) -> Result<()> {
    let db = at.connect().await?;
    first::create_all(&db).await?;
    assert_eq!(first::verify(&db).await?, Verification::UpToDate);
    let ada = Member::insert(member("ada@example.com")).set(Member::AGE, 20);
    let ada = ada.one(&db).await?;

    // A row violates a constraint of the later models, so nothing is changed.
    match later::sync(&db).await {
        Err(Error::Refused(issues)) => {
            assert!(
                issues.to_string().contains("ck_members_age_min"),
                "{issues}"
            );
        }
        other => panic!("{other:?}"),
    }
    assert_eq!(first::verify(&db).await?, Verification::UpToDate);
    Member::update(ada.id)
        .set(Member::AGE, 21)
        .execute(&db)
        .await?;
    let synced = later::sync(&db).await?;
    assert!(matches!(synced, SyncReport::Applied(_)), "{synced:?}");
    assert_eq!(later::verify(&db).await?, Verification::UpToDate);

    run(&db, "UPDATE members SET email = 'nobody', age = 151").await?;
    for set in ["age = 20", "name = 'éééééééééééé'", "height = 4"] {
        let broken = run(&db, &format!("UPDATE members SET {set}")).await;
        assert!(matches!(broken, Err(Error::Check(_))), "{set}: {broken:?}");
    }
    Ok(())
}
