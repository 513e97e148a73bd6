//! `LISTEN` and `NOTIFY` of PostgreSQL: the notifications, those missed during a lost connection,
//! and sessions that cannot listen.

use std::time::Duration;

use tablewright::{
    Database, Error, PostgresListener, PostgresNotice, PostgresNotification, Result, sql,
};
use tablewright_test_conformance::{Place, on};
use tablewright_test_servers::Server;
use tokio::time::timeout;

on!(
    [postgres]
    what_is_told_is_heard,
    a_transaction_tells_when_it_is_committed,
    a_lost_connection_is_opened_again,
    nobody_is_waited_for_forever,
    who_waits_may_give_up,
    who_cannot_listen_is_told,
);

async fn notify(db: &Database, channel: &str, payload: &str) -> Result<()> {
    let told = sql::<()>("SELECT pg_notify(?, ?)")
        .bind(channel)
        .bind(payload);
    told.execute(db).await?;
    Ok(())
}

/// The next notification.
async fn hear(listener: &mut PostgresListener) -> Result<PostgresNotification> {
    match next(listener).await? {
        PostgresNotice::Notification(told) => Ok(told),
        PostgresNotice::Reconnected => panic!("the connection was lost"),
    }
}

async fn next(listener: &mut PostgresListener) -> Result<PostgresNotice> {
    let told = timeout(Duration::from_secs(20), listener.next()).await;
    told.expect("something is told")
}

/// Ends the connections that listen to a channel, like a server that restarts.
async fn cut(db: &Database) -> Result<()> {
    let text = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity \
                WHERE datname = current_database() AND query LIKE 'LISTEN %'";
    let ended = sql::<bool>(text).all(db).await?;
    assert_eq!(ended, [true]);
    Ok(())
}

async fn what_is_told_is_heard(at: &Place) -> Result<()> {
    let db = at.connect().await?;
    let mut listener = PostgresListener::connect(at.url()).await?;
    let odd = "Jobs \"of\" 'today'";
    listener.listen("jobs").await?;
    listener.listen(odd).await?;
    listener.listen(odd).await?;
    notify(&db, "other", "nobody hears it").await?;
    for number in 0..100 {
        notify(&db, "jobs", &number.to_string()).await?;
    }
    notify(&db, odd, "").await?;
    for number in 0..100 {
        let told = hear(&mut listener).await?;
        assert_eq!((&*told.channel, told.payload), ("jobs", number.to_string()));
    }
    let told = hear(&mut listener).await?;
    assert_eq!((&*told.channel, &*told.payload), (odd, ""));
    listener.unlisten("jobs").await?;
    notify(&db, "jobs", "nobody hears it").await?;
    notify(&db, odd, "last").await?;
    assert_eq!(hear(&mut listener).await?.payload, "last");
    Ok(())
}

async fn a_transaction_tells_when_it_is_committed(at: &Place) -> Result<()> {
    let db = at.connect().await?;
    let mut listener = PostgresListener::connect(at.url()).await?;
    listener.listen("jobs").await?;
    for (payload, is_kept) in [("lost", false), ("kept", true)] {
        let tx = db.begin().await?;
        let told = sql::<()>("SELECT pg_notify('jobs', ?)").bind(payload);
        told.execute(&tx).await?;
        let early = timeout(Duration::from_millis(50), listener.next()).await;
        assert!(early.is_err(), "{early:?}");
        match is_kept {
            true => tx.commit().await?,
            false => tx.rollback().await?,
        }
    }
    assert_eq!(hear(&mut listener).await?.payload, "kept");
    Ok(())
}

async fn a_lost_connection_is_opened_again(at: &Place) -> Result<()> {
    let db = at.connect().await?;
    let mut listener = PostgresListener::connect(at.url()).await?;
    listener.listen("jobs").await?;
    for round in ["first", "second"] {
        notify(&db, "jobs", round).await?;
        // Notifications that were sent before the end of the connection come first.
        tokio::time::sleep(Duration::from_millis(100)).await;
        cut(&db).await?;
        assert_eq!(hear(&mut listener).await?.payload, round);
        assert_eq!(next(&mut listener).await?, PostgresNotice::Reconnected);
        notify(&db, "jobs", "again").await?;
        assert_eq!(hear(&mut listener).await?.payload, "again");
    }
    cut(&db).await?;
    tokio::time::sleep(Duration::from_millis(100)).await;
    let error = listener.listen("more").await.expect_err("it is lost");
    assert!(matches!(error, Error::Lost(_)), "{error:?}");
    assert_eq!(next(&mut listener).await?, PostgresNotice::Reconnected);
    notify(&db, "more", "heard").await?;
    assert_eq!(hear(&mut listener).await?.channel, "more");
    Ok(())
}

async fn nobody_is_waited_for_forever(at: &Place) -> Result<()> {
    let db = at.connect().await?;
    let server = Server::Postgres.url().expect("the server of this test");
    let admin = tablewright::connect(&server).await?;
    let name = sql::<String>("SELECT current_database()::text")
        .one(&db)
        .await?;
    let lets_in = async |anybody: bool| {
        let text = format!("ALTER DATABASE \"{name}\" ALLOW_CONNECTIONS {anybody}");
        sql::<()>(&text).execute(&admin).await
    };
    let listener = PostgresListener::connect(at.url()).await?;
    let mut listener = listener.reconnect_timeout(Duration::from_millis(300));
    listener.listen("jobs").await?;
    lets_in(false).await?;
    cut(&db).await?;
    let error = next(&mut listener).await.expect_err("nobody is let in");
    assert!(matches!(error, Error::Connect(_)), "{error:?}");
    lets_in(true).await?;
    assert_eq!(next(&mut listener).await?, PostgresNotice::Reconnected);
    Ok(())
}

async fn who_waits_may_give_up(at: &Place) -> Result<()> {
    let db = at.connect().await?;
    let mut listener = PostgresListener::connect(at.url()).await?;
    listener.listen("jobs").await?;
    let mut heard = Vec::new();
    let telling = async {
        for number in 0..50 {
            notify(&db, "jobs", &number.to_string()).await?;
        }
        Ok::<(), Error>(())
    };
    let hearing = async {
        while heard.len() < 50 {
            match timeout(Duration::from_micros(200), listener.next()).await {
                Ok(Ok(PostgresNotice::Notification(told))) => heard.push(told.payload),
                Ok(other) => panic!("{other:?}"),
                // It gave up.
                Err(_) => {}
            }
        }
    };
    let (told, ()) = tokio::join!(telling, hearing);
    told?;
    let wanted: Vec<String> = (0..50).map(|number: i32| number.to_string()).collect();
    assert_eq!(heard, wanted);
    Ok(())
}

async fn who_cannot_listen_is_told(at: &Place) -> Result<()> {
    let sign = if at.url().contains('?') { '&' } else { '?' };
    for (url, reason) in [
        (format!("{}{sign}pooler=true", at.url()), "a pooler"),
        ("sqlite::memory:".to_owned(), "`postgres://`"),
        ("mysql://root@localhost/app".to_owned(), "`postgres://`"),
    ] {
        let error = PostgresListener::connect(&url)
            .await
            .expect_err("it cannot listen");
        assert!(matches!(error, Error::Connect(_)), "{error:?}");
        assert!(error.to_string().contains(reason), "{error}");
    }
    let mut listener = PostgresListener::connect(at.url()).await?;
    for name in ["", &"x".repeat(64), "a\0b"] {
        let error = listener.listen(name).await.expect_err("no name");
        assert!(matches!(error, Error::Value(_)), "{error:?}");
    }
    listener.listen(&"x".repeat(63)).await
}
