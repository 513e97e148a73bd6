//! Types of the database behind a pooler: enums and `citext`.
//!
//! If a result has a column of a type that the driver does not know, it asks the server by prepared
//! statements, whose names may be those of another program's statements. So these types become
//! known when a connection is opened: in one transaction, which has one session, and at whose end
//! the server forgets the names.

use tokio_postgres::error::SqlState;
use tokio_postgres::{Client, Error, SimpleQueryMessage};

use super::error;

/// How often to try it with other names, if another program has these.
const TRIES: u32 = 20;

/// Queries the types, as they are written in SQL, and their arrays. No other type is read.
const TYPES: &str = "SELECT t.oid::regtype FROM pg_type AS t \
    LEFT JOIN pg_type AS e ON e.oid = t.typelem AND t.typcategory = 'A' \
    WHERE (coalesce(e.typtype, t.typtype) = 'e' OR coalesce(e.typname, t.typname) = 'citext') \
    AND has_schema_privilege(t.typnamespace, 'USAGE') ORDER BY t.oid LIMIT 1000";

/// Queries the names of statements that this transaction has prepared.
const NAMES: &str = "SELECT quote_ident(name) FROM pg_prepared_statements \
    WHERE NOT from_sql AND prepare_time >= now()";

/// Makes the types of the database known to the driver.
///
/// If that is impossible, the driver asks for a type when a result has it.
pub(super) async fn learn(client: &Client) -> Result<(), Error> {
    let types = texts(client, TYPES).await?;
    if types.is_empty() {
        return Ok(());
    }
    let values: Vec<String> = types.iter().map(|ty| format!("NULL::{ty}")).collect();
    let sql = format!("SELECT {}", values.join(", "));
    for _ in 0..TRIES {
        client.batch_execute("BEGIN READ ONLY").await?;
        match described(client, &sql).await {
            Ok(()) => return Ok(()),
            Err(error) => {
                client.batch_execute("ROLLBACK").await?;
                // The next try may be in another session, which does not have these names.
                client.clear_type_cache();
                let is_taken = error.code() == Some(&SqlState::DUPLICATE_PSTATEMENT);
                if !is_taken && !error::is_unknown_name(&error) {
                    return Err(error);
                }
            }
        }
    }
    Ok(())
}

/// Runs a query whose result has the types, and forgets the names that the driver used.
async fn described(client: &Client, sql: &str) -> Result<(), Error> {
    client.query_typed(sql, &[]).await?;
    let names = texts(client, NAMES).await?;
    let forget: String = names
        .iter()
        .map(|name| format!("DEALLOCATE {name};"))
        .collect();
    client.batch_execute(&format!("{forget}COMMIT")).await
}

/// The first column of a query.
async fn texts(client: &Client, sql: &str) -> Result<Vec<String>, Error> {
    let messages = client.simple_query(sql).await?;
    let first = messages.iter().filter_map(|message| match message {
        SimpleQueryMessage::Row(row) => row.get(0).map(str::to_owned),
        _ => None,
    });
    Ok(first.collect())
}
