//! Types that only some databases have. Their values are sent as text.

use std::net::IpAddr;

use tablewright::query::{Aggregate, count};
use tablewright::{Connection, Database, Dialect, Error, Result, SyncReport, Verification};
use tablewright_test_conformance::everywhere;
use tablewright_test_conformance::models::native::{self, Host, NewHost, NewService, Service};
use tablewright_test_conformance::own_types::Path;
use tablewright_test_conformance::sql::run;

everywhere!(native:
    they_come_back,
    they_are_keys,
    they_are_equal_as_the_database_says,
    they_are_ordered_if_the_models_say_so,
    others_are_ordered_by_their_texts,
    their_texts_are_searched_and_computed,
    they_are_set_and_inserted_in_every_way,
    they_are_selected_grouped_and_paged,
    ordered_ones_are_groups_and_parts_of_unions,
    what_is_no_value_is_refused,
    nothing_is_cut_or_padded,
    the_database_has_them,
    texts_become_them,
    raw_sql_casts_them,
);

fn ip(text: &str) -> IpAddr {
    text.parse().expect("an address")
}

fn path(text: &str) -> Path {
    text.parse().expect("a path")
}

fn host(address: &str, login: &str) -> NewHost<'static> {
    NewHost {
        address: ip(address),
        login: login.to_owned().into(),
    }
}

async fn fill(db: &Database) -> Result<()> {
    let rows = [
        ("10.0.0.9", "ada", "top.left", "00000001"),
        ("10.0.0.10", "bob", "top", "00000010"),
        ("9.255.0.1", "eve", "top.right.top", "11111111"),
    ];
    let hosts = rows.map(|(address, login, labels, flags)| {
        Host::insert(host(address, login))
            .set(Host::PATH, path(labels))
            .set(Host::FLAGS, flags)
    });
    Host::insert_all(hosts).execute(db).await?;
    Ok(())
}

async fn they_come_back(db: &Database) -> Result<()> {
    let plain = Host::insert(host("10.0.0.1", "Ada")).one(db).await?;
    assert_eq!(plain.address, ip("10.0.0.1"));
    assert_eq!(plain.login, "Ada");
    assert_eq!(plain.path, Path(vec!["top".to_owned()]));
    assert_eq!(plain.span, "empty");
    assert_eq!(
        (plain.flags.as_str(), plain.built.as_str()),
        ("00000000", "2000")
    );
    assert_eq!(
        (&plain.gateway, &plain.position, &plain.sizes),
        (&None, &None, &None)
    );
    let full = Host::insert(host("::1", "Bob"))
        .set(Host::GATEWAY, ip("fe80::1"))
        .set(Host::PATH, path("a.b_c"))
        .set(Host::SPAN, "[1,5)")
        .set(Host::POSITION, "POINT(1.5 -2)")
        .set(Host::FLAGS, "10000001")
        .set(Host::BUILT, "1999")
        .set(Host::SIZES, "s,l")
        .set(Host::DOCUMENT, "<a>é</a>");
    let full = full.one(db).await?;
    assert_eq!(full.gateway, Some(ip("fe80::1")));
    assert_eq!(full.path, path("a.b_c"));
    assert_eq!(full.span, "[1,5)");
    assert_eq!(full.position.as_deref(), Some("POINT(1.5 -2)"));
    assert_eq!(full.flags, "10000001");
    assert_eq!(full.built, "1999");
    assert_eq!(full.sizes.as_deref(), Some("s,l"));
    assert_eq!(full.document.as_deref(), Some("<a>é</a>"));
    let words = full.words.clone().expect("it is computed");
    assert_eq!(
        words,
        if db.dialect() == Dialect::Postgres {
            "'bob':1"
        } else {
            "Bob"
        }
    );
    assert_eq!(Host::find(&ip("::1")).one(db).await?, full);
    assert_eq!(
        Host::all().order_by(Host::LOGIN.asc()).all(db).await?,
        [plain, full]
    );
    Ok(())
}

async fn they_are_keys(db: &Database) -> Result<()> {
    fill(db).await?;
    let mut bob = Host::find(&ip("10.0.0.10")).one(db).await?;
    bob.gateway = Some(ip("10.0.0.1"));
    bob.save(db).await?;
    assert_eq!(
        Host::find_by_login("bob").one(db).await?.gateway,
        Some(ip("10.0.0.1"))
    );
    let twice = Host::insert(host("10.0.0.9", "other")).one(db).await;
    assert!(matches!(twice, Err(Error::Unique(_))), "{twice:?}");
    let upserted = Host::upsert(host("10.0.0.9", "new"), Host::ADDRESS)
        .one(db)
        .await?;
    assert_eq!(
        (upserted.address, upserted.login.as_str()),
        (ip("10.0.0.9"), "new")
    );
    bob.delete(db).await?;
    assert_eq!(
        Host::filter(Host::ADDRESS.eq(ip("9.255.0.1")))
            .delete()
            .execute(db)
            .await?,
        1
    );
    assert_eq!(Host::all().count(db).await?, 1);
    Ok(())
}

async fn they_are_equal_as_the_database_says(db: &Database) -> Result<()> {
    fill(db).await?;
    // `citext` ignores case, and text does not.
    let ignores_case = db.dialect() == Dialect::Postgres;
    let found = Host::find_by_login("ADA").optional(db).await?;
    assert_eq!(found.is_some(), ignores_case);
    let found = Host::filter(Host::LOGIN.in_(["ADA", "Bob", "nobody"]))
        .count(db)
        .await?;
    assert_eq!(found, if ignores_case { 2 } else { 0 });
    let many = (0..500)
        .map(|number| format!("nobody {number}"))
        .chain(["Eve".to_owned()]);
    let found = Host::filter(Host::LOGIN.in_(many)).count(db).await?;
    assert_eq!(found, u64::from(ignores_case));
    let not = Host::filter(Host::LOGIN.ne("ADA")).count(db).await?;
    assert_eq!(not, if ignores_case { 2 } else { 3 });
    let addresses = [ip("10.0.0.9"), ip("9.255.0.1"), ip("::1")];
    assert_eq!(
        Host::filter(Host::ADDRESS.in_(addresses)).count(db).await?,
        2
    );
    assert_eq!(
        Host::filter(Host::ADDRESS.not_in(addresses))
            .count(db)
            .await?,
        1
    );
    assert_eq!(Host::filter(Host::FLAGS.eq("11111111")).count(db).await?, 1);
    assert_eq!(
        Host::filter(Host::FLAGS.in_(["00000001", "00000010"]))
            .count(db)
            .await?,
        2
    );
    assert_eq!(Host::filter(Host::BUILT.eq("2000")).count(db).await?, 3);
    assert_eq!(Host::filter(Host::SPAN.eq("empty")).count(db).await?, 3);
    assert_eq!(Host::filter(Host::GATEWAY.is_null()).count(db).await?, 3);
    assert_eq!(
        Host::filter(Host::ADDRESS.eq(Host::GATEWAY))
            .count(db)
            .await?,
        0
    );
    Host::all()
        .update()
        .set(Host::GATEWAY, Host::ADDRESS)
        .execute(db)
        .await?;
    assert_eq!(
        Host::filter(Host::ADDRESS.eq(Host::GATEWAY))
            .count(db)
            .await?,
        3
    );
    Ok(())
}

async fn they_are_ordered_if_the_models_say_so(db: &Database) -> Result<()> {
    fill(db).await?;
    let logins = |hosts: Vec<Host>| hosts.into_iter().map(|host| host.login).collect::<Vec<_>>();
    let sorted = logins(Host::all().order_by(Host::ADDRESS.asc()).all(db).await?);
    let is_native = db.dialect() == Dialect::Postgres;
    let expected = match is_native {
        true => ["eve", "ada", "bob"],
        // By their texts: `10.0.0.10`, `10.0.0.9`, `9.255.0.1`.
        false => ["bob", "ada", "eve"],
    };
    assert_eq!(sorted, expected);
    let less = Host::filter(Host::ADDRESS.lt(ip("10.0.0.0"))).order_by(Host::ADDRESS.desc());
    let less = logins(less.all(db).await?);
    assert_eq!(
        less,
        if is_native {
            ["eve"].as_slice()
        } else {
            [].as_slice()
        }
    );
    // A page begins after the last row of the page before, in the same order.
    let mut seen = Vec::new();
    let mut after: Option<String> = None;
    loop {
        let page = Host::all()
            .order_by(Host::ADDRESS.asc())
            .page(after.as_deref(), 2);
        let page = page.all(db).await?;
        seen.extend(logins(page.rows));
        match page.next {
            Some(next) => after = Some(next),
            None => break,
        }
    }
    assert_eq!(seen, expected);
    Ok(())
}

async fn others_are_ordered_by_their_texts(db: &Database) -> Result<()> {
    fill(db).await?;
    let sorted = Host::all()
        .order_by(Host::PATH.desc())
        .select(Host::PATH)
        .all(db)
        .await?;
    let expected = ["top.right.top", "top.left", "top"].map(path);
    assert_eq!(sorted, expected);
    let later = Host::filter(Host::FLAGS.gt("00000001")).order_by(Host::FLAGS.asc());
    let later = later.select(Host::FLAGS).all(db).await?;
    assert_eq!(later, ["00000010", "11111111"]);
    // JSON and XML have no order, but their texts do.
    Host::all()
        .update()
        .set(Host::DOCUMENT, "<b/>")
        .execute(db)
        .await?;
    assert_eq!(
        Host::all()
            .order_by(Host::DOCUMENT.asc())
            .all(db)
            .await?
            .len(),
        3
    );
    assert_eq!(Host::filter(Host::DOCUMENT.le("<b/>")).count(db).await?, 3);
    Ok(())
}

async fn their_texts_are_searched_and_computed(db: &Database) -> Result<()> {
    fill(db).await?;
    assert_eq!(Host::filter(Host::LOGIN.like("a%")).count(db).await?, 1);
    assert_eq!(Host::filter(Host::LOGIN.ilike("A%")).count(db).await?, 1);
    assert_eq!(
        Host::filter(Host::ADDRESS.starts_with("10.0."))
            .count(db)
            .await?,
        2
    );
    assert_eq!(
        Host::filter(Host::PATH.contains("right")).count(db).await?,
        1
    );
    assert_eq!(
        Host::filter(Host::FLAGS.ends_with("10")).count(db).await?,
        1
    );
    assert_eq!(
        Host::filter(Host::LOGIN.upper().eq("EVE"))
            .count(db)
            .await?,
        1
    );
    let long = Host::filter(Host::PATH.length().gt(3)).count(db).await?;
    assert_eq!(long, 2);
    let named = Host::all()
        .order_by(Host::LOGIN.asc())
        .select(Host::LOGIN.concat("!"))
        .all(db);
    assert_eq!(named.await?, ["ada!", "bob!", "eve!"]);
    Ok(())
}

async fn they_are_set_and_inserted_in_every_way(db: &Database) -> Result<()> {
    fill(db).await?;
    let nine = ip("10.0.0.9");
    let updated = Host::update(&nine)
        .set(Host::SPAN, "[2,3)")
        .set(Host::GATEWAY, ip("10.0.0.1"))
        .set(Host::LOGIN, Host::LOGIN.concat("-2"));
    let updated = updated.one(db).await?;
    assert_eq!(
        (updated.span.as_str(), updated.login.as_str()),
        ("[2,3)", "ada-2")
    );
    assert_eq!(updated.gateway, Some(ip("10.0.0.1")));
    let none = Host::update(&ip("10.0.0.9"))
        .set(Host::GATEWAY, None)
        .one(db)
        .await?;
    assert_eq!(none.gateway, None);
    let text = Host::filter(Host::LOGIN.eq("bob"))
        .update()
        .set(Host::BUILT, "2010");
    assert_eq!(text.execute(db).await?, 1);
    let inserted = Service::insert_all([
        NewService {
            name: "ssh".into(),
            account: "root".into(),
        },
        NewService {
            name: "web".into(),
            account: "www".into(),
        },
    ]);
    let inserted = inserted.all(db).await?;
    assert_eq!(inserted.len(), 2);
    let ssh = Service::update(inserted[0].id)
        .set(Service::USED, Service::ACCOUNT)
        .one(db)
        .await?;
    assert_eq!(ssh.used.as_deref(), Some("root"));
    let web = Service::update(inserted[1].id)
        .set(Service::ADDRESS, ip("::1"))
        .one(db)
        .await?;
    assert_eq!(web.address, Some(ip("::1")));
    Ok(())
}

/// Groups and unions are of their texts, and groups are sorted as the column is.
async fn ordered_ones_are_groups_and_parts_of_unions(db: &Database) -> Result<()> {
    fill(db).await?;
    let gateways = [
        ("ada", "10.0.0.9"),
        ("bob", "10.0.0.10"),
        ("eve", "10.0.0.9"),
    ];
    for (login, gateway) in gateways {
        let rows = Host::filter(Host::LOGIN.eq(login)).update();
        rows.set(Host::GATEWAY, ip(gateway)).execute(db).await?;
    }
    let (nine, ten) = (ip("10.0.0.9"), ip("10.0.0.10"));
    let sorted = match db.dialect() {
        Dialect::Postgres => [Some(nine), Some(ten)],
        Dialect::Sqlite | Dialect::Mysql | Dialect::Mariadb => [Some(ten), Some(nine)],
    };
    let counted = |gateway: Option<IpAddr>| (gateway, if gateway == Some(nine) { 2 } else { 1 });
    let groups = || {
        Host::all()
            .select((Host::GATEWAY, count()))
            .group_by(Host::GATEWAY)
    };
    assert_eq!(groups().all(db).await?, sorted.map(counted));
    let last = groups().order_by(Host::GATEWAY.desc()).limit(1);
    assert_eq!(last.all(db).await?, [counted(sorted[1])]);
    let most = groups().order_by(count().desc()).all(db).await?;
    assert_eq!(most, [counted(Some(nine)), counted(Some(ten))]);
    let gateways = || Host::all().select(Host::GATEWAY);
    assert_eq!(gateways().distinct().all(db).await?, sorted);
    let few = gateways()
        .distinct()
        .order_by(Host::GATEWAY.desc())
        .limit(1);
    assert_eq!(few.all(db).await?, [sorted[1]]);

    // A union is sorted by the texts on every database.
    let by_text = [Some(ten), Some(nine)];
    assert_eq!(gateways().union(gateways()).all(db).await?, by_text);
    let of_groups = gateways().distinct().limit(5);
    assert_eq!(of_groups.union(gateways()).all(db).await?, by_text);
    let logins = Host::all().select(Host::LOGIN);
    let accounts = Host::all().select(Host::SPAN);
    let both = logins.union(accounts).order_by(Host::LOGIN.desc());
    assert_eq!(both.all(db).await?, ["eve", "empty", "bob", "ada"]);
    let greatest = Host::all().select(Host::LOGIN.max());
    let least = Host::all().select(Host::LOGIN.min());
    let ends = [Some("ada".to_owned()), Some("eve".to_owned())];
    assert_eq!(greatest.union(least).all(db).await?, ends);
    Ok(())
}

async fn they_are_selected_grouped_and_paged(db: &Database) -> Result<()> {
    fill(db).await?;
    let pairs = Host::all()
        .order_by(Host::LOGIN.asc())
        .select((Host::LOGIN, Host::ADDRESS));
    let pairs = pairs.all(db).await?;
    assert_eq!(pairs[0], ("ada".to_owned(), ip("10.0.0.9")));
    let spans = Host::all().select(Host::SPAN).distinct().all(db).await?;
    assert_eq!(spans, ["empty"]);
    let groups = Host::all()
        .select((Host::SPAN, Host::ADDRESS.count()))
        .group_by(Host::SPAN);
    assert_eq!(groups.all(db).await?, [("empty".to_owned(), 3)]);
    let (login, address) = (Host::LOGIN.max(), Host::ADDRESS.min());
    let ends = Host::all().select((login, address)).one(db).await?;
    let least = match db.dialect() {
        Dialect::Postgres => ip("9.255.0.1"),
        Dialect::Sqlite | Dialect::Mysql | Dialect::Mariadb => ip("10.0.0.10"),
    };
    assert_eq!(ends, (Some("eve".to_owned()), Some(least)));
    Ok(())
}

async fn what_is_no_value_is_refused(db: &Database) -> Result<()> {
    let long = "a".repeat(51);
    let refused = Host::insert(host("::1", &long)).one(db).await;
    assert!(matches!(refused, Err(Error::Value(_))), "{refused:?}");
    let refused = Host::insert(host("::1", "a"))
        .set(Host::SPAN, "no range")
        .execute(db)
        .await;
    if db.dialect() == Dialect::Postgres {
        assert!(matches!(refused, Err(Error::Value(_))), "{refused:?}");
    }
    let refused = Host::insert(host("::2", "b"))
        .set(Host::POSITION, "nowhere")
        .execute(db)
        .await;
    // MariaDB makes NULL of it.
    if db.dialect() == Dialect::Mysql {
        assert!(matches!(refused, Err(Error::Database(_))), "{refused:?}");
    }
    if matches!(db.dialect(), Dialect::Mysql | Dialect::Mariadb) {
        let year = Host::insert(host("::3", "c")).set(Host::BUILT, "soon");
        let set = Host::insert(host("::4", "d")).set(Host::SIZES, "x");
        for (column, insert) in [("built", year), ("sizes", set)] {
            let error = insert.execute(db).await.expect_err("no value of the type");
            let expected = format!("hosts.{column}: it is not a value of the native type");
            assert!(matches!(error, Error::Value(_)), "{error:?}");
            assert!(error.to_string().contains(&expected), "{error}");
        }
    }
    Ok(())
}

/// A cast would cut a text, and pad bits.
async fn nothing_is_cut_or_padded(db: &Database) -> Result<()> {
    let new = NewService {
        name: "ssh".into(),
        account: "root".into(),
    };
    let insert = Service::insert(new.clone()).set(Service::CODE, "abcde");
    let ssh = insert.one(db).await?;
    assert_eq!(ssh.code.as_deref(), Some("abcde"));
    assert_eq!(
        Service::filter(Service::CODE.eq("abcde")).count(db).await?,
        1
    );
    assert_eq!(
        Service::filter(Service::CODE.in_(["abcdefg"]))
            .count(db)
            .await?,
        0
    );
    // A `citext` has no length; the column of the other databases has one.
    Host::insert(host("::4", "long")).execute(db).await?;
    let of_long = || Host::filter(Host::ADDRESS.eq(ip("::4")));
    let spaces = Host::LOGIN.concat(" ".repeat(50));
    let set = of_long().update().set(Host::LOGIN, spaces);
    let length = match (db.dialect(), set.execute(db).await) {
        (Dialect::Postgres, Ok(_)) => 54,
        (Dialect::Sqlite | Dialect::Mysql | Dialect::Mariadb, Err(Error::Check(_))) => 4,
        other => panic!("{other:?}"),
    };
    assert_eq!(of_long().one(db).await?.login.len(), length);
    if db.dialect() == Dialect::Sqlite {
        return Ok(());
    }
    let long = Service::insert(new).set(Service::CODE, "abcdef");
    let refused = long.execute(db).await;
    assert!(matches!(refused, Err(Error::Check(_))), "{refused:?}");
    let refused = Service::update(ssh.id).set(Service::CODE, "abcdef");
    let refused = refused.execute(db).await;
    assert!(matches!(refused, Err(Error::Check(_))), "{refused:?}");
    if db.dialect() == Dialect::Postgres {
        let short = Host::insert(host("::3", "c")).set(Host::FLAGS, "101");
        let refused = short.execute(db).await;
        assert!(refused.is_err(), "{refused:?}");
    }
    Ok(())
}

async fn the_database_has_them(db: &Database) -> Result<()> {
    assert_eq!(native::verify(db).await?, Verification::UpToDate);
    assert_eq!(native::sync(db).await?, SyncReport::UpToDate);
    native::drop_all(db).await?;
    let SyncReport::Applied(_) = native::sync(db).await? else {
        panic!("nothing was there");
    };
    assert_eq!(native::verify(db).await?, Verification::UpToDate);
    they_come_back(db).await
}

async fn texts_become_them(db: &Database) -> Result<()> {
    let new = NewService {
        name: "ssh".into(),
        account: "root".into(),
    };
    let ssh = Service::insert(new)
        .set(Service::USED, "Ada")
        .one(db)
        .await?;
    if db.dialect() != Dialect::Postgres {
        return Ok(());
    }
    run(db, "ALTER TABLE services ALTER used TYPE TEXT").await?;
    let SyncReport::Applied(_) = native::sync(db).await? else {
        panic!("the column was a text");
    };
    assert_eq!(native::verify(db).await?, Verification::UpToDate);
    let found = Service::filter(Service::USED.eq("ADA")).one(db).await?;
    assert_eq!(found, ssh);
    // A text that is not a value of the type is refused, and nothing is changed.
    run(db, "ALTER TABLE services ALTER address TYPE TEXT").await?;
    let refused = native::sync(db).await;
    assert!(matches!(refused, Err(Error::Refused(_))), "{refused:?}");
    Ok(())
}

async fn raw_sql_casts_them(db: &Database) -> Result<()> {
    fill(db).await?;
    if db.dialect() == Dialect::Postgres {
        let hosts = tablewright::sql::<(String, String)>(
            "SELECT address::text, login::text FROM hosts WHERE address = CAST(? AS TEXT)::inet",
        );
        let hosts = hosts.bind("10.0.0.10").all(db).await?;
        assert_eq!(hosts, [("10.0.0.10/32".to_owned(), "bob".to_owned())]);
    }
    run(db, "DELETE FROM hosts").await
}
