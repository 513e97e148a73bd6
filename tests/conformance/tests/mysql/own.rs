//! Connections that the program opens itself.

use tablewright::mysql_async::prelude::Queryable;
use tablewright::mysql_async::{Conn, Opts};
use tablewright::{Connection, Dialect, Error, MysqlConnection, Result};
use tablewright_test_conformance::models::accounts::{self, Account, NewAccount};
use tablewright_test_conformance::models::relations::{self, NewUser, User};
use tablewright_test_conformance::{Place, sql};

use crate::on_both;

on_both!(
    a_connection_is_taken_over,
    its_session_is_made_as_needed,
    no_limit_of_its_session_leaves_rows_of_a_tree_out,
    it_must_not_be_in_a_transaction,
    it_must_use_a_database,
);

async fn conn(place: &Place) -> Conn {
    let opts = Opts::from_url(place.url()).expect("a URL");
    Conn::new(opts).await.expect("a connection")
}

async fn a_connection_is_taken_over(place: &Place) -> Result<()> {
    let mut db = MysqlConnection::new(conn(place).await).await?;
    assert_eq!(db.dialect(), place.dialect());
    accounts::create_all(&db).await?;
    let mut ada = Account::insert(NewAccount { id: 1 })
        .set(Account::OWNER, "ada")
        .one(&db)
        .await?;
    // The server counts the row only if it changes, but it is there in any case.
    ada.save(&db).await?;
    ada.save(&db).await?;
    ada.owner = None;
    ada.save(&db).await?;
    let tx = db.begin().await?;
    ada.delete(&tx).await?;
    drop(tx);
    assert_eq!(Account::find(1).one(&db).await?, ada);
    ada.delete(&db).await?;
    assert!(matches!(
        ada.save(&db).await,
        Err(Error::NotFound("accounts"))
    ));
    Ok(())
}

async fn its_session_is_made_as_needed(place: &Place) -> Result<()> {
    let mut conn = conn(place).await;
    let other = "SET SESSION sql_mode = 'ANSI_QUOTES,NO_BACKSLASH_ESCAPES', \
                 SESSION time_zone = '+03:00', SESSION autocommit = 0, \
                 SESSION foreign_key_checks = 0, SESSION sql_safe_updates = 1, \
                 SESSION completion_type = 1, SESSION lc_messages = 'de_DE'";
    conn.query_drop(other).await.expect("the settings");
    conn.query_drop("SET NAMES latin1")
        .await
        .expect("the names");
    let db = MysqlConnection::new(conn).await?;
    accounts::create_all(&db).await?;
    assert_eq!(sql::text(&db, "SELECT '\\\\🦀'").await?, "\\🦀");
    let error = accounts::Entry::insert(accounts::NewEntry {
        account_id: 7,
        amount: 1,
    })
    .one(&db)
    .await;
    assert!(matches!(error, Err(Error::ForeignKey(_))), "{error:?}");
    Account::insert(NewAccount { id: 0 }).one(&db).await?;
    drop(db);
    let db = place.connect().await?;
    assert_eq!(Account::all().count(&db).await?, 1);
    assert!(Account::find(0).exists(&db).await?);
    Ok(())
}

/// MariaDB would leave them out silently; MySQL refuses them with an error.
async fn no_limit_of_its_session_leaves_rows_of_a_tree_out(place: &Place) -> Result<()> {
    let limited = match place.dialect() {
        Dialect::Mariadb => "SET SESSION max_recursive_iterations = 5",
        _ => "SET SESSION cte_max_recursion_depth = 5",
    };
    let mut conn = conn(place).await;
    conn.query_drop(limited).await.expect("the setting");
    let db = MysqlConnection::new(conn).await?;
    relations::create_all(&db).await?;
    let rows = (1..=50).map(|id| {
        let new = NewUser {
            id,
            name: "deep".into(),
        };
        User::insert(new).set(User::MANAGER_ID, (id > 1).then_some(id - 1))
    });
    User::insert_all(rows).execute(&db).await?;
    let below = || User::find(1).descendants(User::REPORTS);
    assert_eq!(below().count(&db).await?, 49);

    // The program changes it afterwards.
    sql::run(&db, limited).await?;
    let renamed = below().update().set(User::NAME, "same");
    let pairs = || below().join(User::MANAGER);
    let within = || User::filter(User::MANAGER_ID.in_(below().select(User::ID)));
    if place.dialect() == Dialect::Mariadb {
        assert_eq!(below().count(&db).await?, 49);
        assert_eq!(below().all(&db).await?.len(), 49);
        assert_eq!(pairs().all(&db).await?.len(), 49);
        assert_eq!(within().all(&db).await?.len(), 48);
        assert_eq!(renamed.execute(&db).await?, 49);
        assert_eq!(below().delete().execute(&db).await?, 49);
        let set = sql::number(&db, "SELECT @@max_recursive_iterations").await?;
        assert_eq!(set, 5);
    } else {
        for refused in [
            below().count(&db).await.map(drop),
            pairs().all(&db).await.map(drop),
            renamed.execute(&db).await.map(drop),
        ] {
            let error = refused.expect_err("it would end too early");
            assert!(
                error.to_string().contains("cte_max_recursion_depth"),
                "{error}"
            );
        }
        assert_eq!(User::all().count(&db).await?, 50);
    }
    Ok(())
}

async fn it_must_not_be_in_a_transaction(place: &Place) -> Result<()> {
    let mut conn = conn(place).await;
    conn.query_drop("BEGIN").await.expect("a transaction");
    let error = MysqlConnection::new(conn).await.map(drop);
    let Err(Error::Connect(failure)) = error else {
        panic!("{error:?}")
    };
    assert!(
        failure.message.contains("a transaction is in progress"),
        "{failure}"
    );
    Ok(())
}

async fn it_must_use_a_database(place: &Place) -> Result<()> {
    let opts = Opts::from_url(place.url()).expect("a URL");
    let opts = tablewright::mysql_async::OptsBuilder::from_opts(opts).db_name(None::<String>);
    let conn = Conn::new(opts).await.expect("a connection");
    let error = MysqlConnection::new(conn).await.map(drop);
    let Err(Error::Connect(failure)) = error else {
        panic!("{error:?}")
    };
    assert!(failure.message.contains("has no database"), "{failure}");
    Ok(())
}
