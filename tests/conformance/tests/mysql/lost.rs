//! Lost connections, and servers that restart.

use std::time::Duration;

use tablewright::{Database, Error, PoolOptions, Result};
use tablewright_test_conformance::models::accounts::{self, Account, NewAccount};
use tablewright_test_conformance::{Place, sql};
use tablewright_test_servers::Server;

use crate::private::Private;
use crate::{on_both, pool};

on_both!(
    a_transaction_whose_connection_is_killed,
    a_statement_whose_connection_is_killed,
    a_statement_that_is_killed,
    a_pool_whose_connections_are_killed,
);

async fn a_transaction_whose_connection_is_killed(place: &Place) -> Result<()> {
    let db = pool(place, 2).await?;
    let tx = db.begin().await?;
    Account::insert(NewAccount { id: 1 }).one(&tx).await?;
    let id = sql::number(&tx, "SELECT connection_id()").await?;
    sql::run(&db, &format!("KILL {id}")).await?;
    let lost = Account::insert(NewAccount { id: 2 }).one(&tx).await;
    let Err(error @ Error::Lost(_)) = lost else {
        panic!("{lost:?}")
    };
    assert!(!error.may_have_committed());
    assert!(
        error
            .to_string()
            .ends_with("nothing was committed, and it can be run again"),
        "{error}"
    );
    let commit = tx.commit().await;
    let Err(error @ Error::Lost(_)) = commit else {
        panic!("{commit:?}")
    };
    assert!(!error.may_have_committed());
    assert_eq!(Account::all().count(&db).await?, 0);
    Account::insert(NewAccount { id: 1 }).one(&db).await?;
    Ok(())
}

async fn a_statement_whose_connection_is_killed(place: &Place) -> Result<()> {
    let db = pool(place, 3).await?;
    let tx = db.begin().await?;
    let id = sql::number(&tx, "SELECT connection_id()").await?;
    let kill = format!("KILL {id}");
    let (slept, killed) = tokio::join!(sql::number(&tx, "SELECT sleep(30)"), async {
        tokio::time::sleep(Duration::from_millis(300)).await;
        sql::run(&db, &kill).await
    });
    killed?;
    // The server reports either a closed connection or an interrupted statement.
    assert!(slept.is_err(), "{slept:?}");
    let after = Account::insert(NewAccount { id: 1 }).one(&tx).await;
    assert!(
        matches!(after, Err(Error::Lost(_) | Error::Database(_))),
        "{after:?}"
    );
    drop(tx);
    assert_eq!(Account::all().count(&db).await?, 0);
    Ok(())
}

async fn a_statement_that_is_killed(place: &Place) -> Result<()> {
    let db = pool(place, 3).await?;
    let tx = db.begin().await?;
    Account::insert(NewAccount { id: 1 }).one(&tx).await?;
    let id = sql::number(&tx, "SELECT connection_id()").await?;
    let kill = format!("KILL QUERY {id}");
    let text = "SELECT count(*) FROM information_schema.columns a, information_schema.columns b, \
                information_schema.columns c";
    let (interrupted, killed) = tokio::join!(sql::number(&tx, text), async {
        tokio::time::sleep(Duration::from_millis(300)).await;
        sql::run(&db, &kill).await
    });
    killed?;
    assert!(
        matches!(interrupted, Err(Error::Database(_))),
        "{interrupted:?}"
    );
    // Only the statement is undone.
    tx.commit().await?;
    assert_eq!(Account::all().count(&db).await?, 1);
    Ok(())
}

/// A connection that was idle for a while is tested before it is used.
async fn a_pool_whose_connections_are_killed(place: &Place) -> Result<()> {
    let db = pool(place, 1).await?;
    let other = place.connect().await?;
    for _ in 0..2 {
        let id = sql::number(&db, "SELECT connection_id()").await?;
        sql::run(&other, &format!("KILL {id}")).await?;
        tokio::time::sleep(Duration::from_millis(1200)).await;
        assert_eq!(Account::all().count(&db).await?, 0);
    }
    let id = sql::number(&db, "SELECT connection_id()").await?;
    sql::run(&other, &format!("KILL {id}")).await?;
    // A connection that was not idle is used without a test, and is lost. The next statement gets
    // another one.
    let lost = Account::all().count(&db).await;
    assert!(matches!(lost, Err(Error::Lost(_))), "{lost:?}");
    assert_eq!(Account::all().count(&db).await?, 0);
    Ok(())
}

#[test]
fn a_server_that_is_started_again_mariadb() {
    started_again(Server::Mariadb);
}

#[test]
fn a_server_that_is_started_again_mysql() {
    started_again(Server::Mysql);
}

fn started_again(server: Server) {
    let Some(mut private) = Private::new(server) else {
        return;
    };
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    runtime.block_on(async {
        private.listens().await;
        private.run("CREATE DATABASE app").await;
        private
            .run("CREATE USER app@'%' IDENTIFIED BY 'word'")
            .await;
        private.run("GRANT ALL ON app.* TO app@'%'").await;
        let url = format!("mysql://app:word@127.0.0.1:{}/app", private.port());
        restart(&mut private, &url).await.expect("the test");
    });
}

async fn restart(private: &mut Private, url: &str) -> Result<()> {
    let options = PoolOptions::new()
        .max_connections(2)
        .connect_timeout(Duration::from_secs(2));
    let db = Database::connect_with(url, &options).await?;
    accounts::create_all(&db).await?;
    Account::insert(NewAccount { id: 1 }).one(&db).await?;
    let tx = db.begin().await?;
    Account::insert(NewAccount { id: 2 }).one(&tx).await?;

    private.stop();
    let commit = tx.commit().await;
    let Err(error @ Error::Lost(_)) = commit else {
        panic!("{commit:?}")
    };
    // The server may have received the statement, and stopped before it could answer.
    assert!(error.may_have_committed());
    // Whether there was a connection or not, the error comes soon.
    for _ in 0..3 {
        let down = Account::all().count(&db).await;
        assert!(
            matches!(down, Err(Error::Lost(_) | Error::Connect(_))),
            "{down:?}"
        );
    }

    // After waiting too long for a lock, the whole transaction is lost on this server.
    private.start(&[
        "--innodb-rollback-on-timeout=1",
        "--innodb-lock-wait-timeout=1",
    ]);
    private.listens().await;
    assert_eq!(Account::all().count(&db).await?, 1);
    let mut one = Account::find(1).one(&db).await?;
    one.balance = 5;
    let holder = db.begin().await?;
    one.save(&holder).await?;
    let waiter = db.begin().await?;
    Account::insert(NewAccount { id: 3 }).one(&waiter).await?;
    let busy = one.save(&waiter).await;
    assert!(matches!(busy, Err(Error::Busy(_))), "{busy:?}");
    let after = Account::insert(NewAccount { id: 4 }).one(&waiter).await;
    assert!(matches!(after, Err(Error::Database(_))), "{after:?}");
    drop(waiter);
    holder.rollback().await?;
    assert_eq!(Account::all().count(&db).await?, 1);

    private.start(&["--read-only=1"]);
    private.listens().await;
    // The earlier connections are lost. The pool notices this only when it uses them.
    tokio::time::sleep(Duration::from_millis(1200)).await;
    let refused = Account::insert(NewAccount { id: 5 }).one(&db).await;
    assert!(matches!(refused, Err(Error::ReadOnly(_))), "{refused:?}");
    assert_eq!(Account::all().count(&db).await?, 1);

    private.start(&["--max-allowed-packet=1M"]);
    private.listens().await;
    tokio::time::sleep(Duration::from_millis(1200)).await;
    crate::rows::no_length_ends_the_connection(url).await
}
