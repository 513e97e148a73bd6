//! A table, a row, and a constraint that the database enforces. Run it twice: the second run finds
//! what the first one wrote.

mod models {
    tablewright::include_models!();
}

use models::{NewUser, User};
use tablewright::{Error, Sqlite};

fn main() -> tablewright::Result<()> {
    let path = std::env::args()
        .nth(1)
        .unwrap_or_else(|| "quickstart.db".to_owned());
    let db = Sqlite::open(&path)?;

    // Safe at every start: one query when the tables are there already.
    models::create_all(&db)?;

    // `find_by_email` exists because `email` is unique. `optional` is for rows that may be missing.
    let ada = match User::find_by_email("ada@example.com").optional(&db)? {
        Some(ada) => {
            println!("found    {ada:?}");
            ada
        }
        None => {
            // `NewUser` has the required fields, and `set` sets the others. Unset columns get their
            // default, or NULL; the database generates the `id`.
            let ada = User::insert(NewUser {
                email: "ada@example.com".into(),
            })
            .set(User::NAME, "Ada")
            .one(&db)?;
            println!("inserted {ada:?}");
            ada
        }
    };

    // `one` is for rows that must exist: it fails with `Error::NotFound` if there is none.
    assert_eq!(User::find(ada.id).one(&db)?, ada);

    // The same error with the same names on every database, so a program can tell its user.
    let twin = User::insert(NewUser {
        email: "ada@example.com".into(),
    });
    match twin.one(&db) {
        Err(Error::Unique(broken)) => {
            println!("refused  a second ada@example.com");
            println!("         table      {}", broken.table);
            println!("         columns    {}", broken.columns.join(", "));
            println!("         constraint {}", broken.constraint);
        }
        Err(other) => return Err(other),
        Ok(twin) => panic!("{twin:?} should have been refused"),
    }

    println!("{path} has {} user", User::all().count(&db)?);
    Ok(())
}
