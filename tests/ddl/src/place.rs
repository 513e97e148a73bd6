//! A database in which one schema after another is tried.

use crate::connection::Connection;
use crate::description::Description;
use crate::{catalog, dialect, expected};
use tablewright_schema::{Schema, ddl};
use tablewright_test_servers::{Scratch, Server};

/// An empty database and a connection to it.
pub struct Place {
    connection: Connection,
    scratch: Scratch,
}

impl Place {
    /// Makes one. `None` if the server is unavailable (see [`Server::url`]).
    ///
    /// # Panics
    ///
    /// If the server does not do it.
    #[must_use]
    pub fn new(server: Server) -> Option<Place> {
        let scratch = Scratch::new(server)?;
        match Connection::open(server, scratch.url()) {
            Ok(connection) => Some(Place {
                connection,
                scratch,
            }),
            Err(error) => panic!("{server}: {error}"),
        }
    }

    /// Creates the tables, twice, and drops them, twice, and checks the catalog each time. After a
    /// failure, a new database replaces this one.
    ///
    /// # Errors
    ///
    /// The server's refusal, or the differences between the catalog and the schema.
    pub fn try_out(&mut self, schema: &Schema) -> Result<(), String> {
        let tried = self.create_and_drop(schema);
        if tried.is_err()
            && let Some(fresh) = Place::new(self.scratch.server())
        {
            *self = fresh;
        }
        tried
    }

    fn create_and_drop(&mut self, schema: &Schema) -> Result<(), String> {
        let server = self.scratch.server();
        let expected = expected::description(schema, dialect(server));
        let settings = catalog::settings(server, &mut self.connection)?;

        let create = ddl::create(schema, dialect(server));
        for time in ["first", "second"] {
            self.run(&create)
                .map_err(|error| format!("the {time} time: {error}"))?;
            let found = catalog::description(server, &mut self.connection)?;
            agree(&expected, &found)
                .map_err(|error| format!("created the {time} time: {error}"))?;
        }

        let mut drop = ddl::drop(schema, dialect(server));
        // Extensions stay, because another program may use them.
        let extensions = create.iter().filter_map(|sql| {
            let name = sql.strip_prefix("CREATE EXTENSION IF NOT EXISTS ")?;
            Some(format!("DROP EXTENSION IF EXISTS {name}"))
        });
        drop.extend(extensions);
        for time in ["first", "second"] {
            self.run(&drop)
                .map_err(|error| format!("dropped the {time} time: {error}"))?;
            let left = catalog::objects(server, &mut self.connection)?;
            if !left.is_empty() {
                return Err(format!(
                    "dropped the {time} time: {} is left",
                    left.join(", ")
                ));
            }
        }

        let after = catalog::settings(server, &mut self.connection)?;
        if settings != after {
            return Err(format!("the session was {settings:?} and is {after:?}"));
        }
        Ok(())
    }

    fn run(&mut self, statements: &[String]) -> Result<(), String> {
        statements
            .iter()
            .try_for_each(|statement| self.connection.run(statement))
    }
}

fn agree(expected: &Description, found: &Description) -> Result<(), String> {
    match expected.difference(found) {
        difference if difference.is_empty() => Ok(()),
        difference => Err(format!(
            "the catalog (+) is not as the schema (-)\n{difference}"
        )),
    }
}
