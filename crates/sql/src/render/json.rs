//! Conditions on the JSON in a column.
//!
//! A value of another type is NULL, because of a `CASE`, so no conversion can fail.

use super::{Renderer, position};
use crate::Dialect;
use crate::expression::binary_collation;
use crate::quote;
use crate::words::{Comparison, Op, Scalar};

/// A step into JSON.
#[derive(Clone, Copy)]
enum Step<'t> {
    Item(u32),
    Member(&'t str),
}

/// A position in the JSON of a column.
#[derive(Clone, Copy)]
struct Position<'s, 't> {
    column: u32,
    steps: &'s [Step<'t>],
}

const IN_64_BITS: &str = " BETWEEN -9223372036854775808 AND 9223372036854775807";

impl Renderer<'_, '_> {
    pub(super) fn json(&mut self, number: u32) {
        let mut steps = Vec::new();
        for _ in 0..number >> 16 {
            match self.next() {
                Some((Op::Item, position)) => steps.push(Step::Item(position)),
                Some((Op::Member, _)) => steps.push(Step::Member(self.text())),
                _ => {}
            }
        }
        let position = Position {
            column: u32::from(position(number)),
            steps: &steps,
        };
        match self.next() {
            Some((Op::JsonExists, _)) => {
                self.json_kind(position);
                self.push(" IS NOT NULL");
            }
            Some((Op::JsonIsNull, _)) => {
                self.json_kind(position);
                self.push(match self.dialect {
                    Dialect::Sqlite => " IS 'null'",
                    Dialect::Postgres => " IS NOT DISTINCT FROM 'null'",
                    Dialect::Mysql | Dialect::Mariadb => " <=> 'NULL'",
                });
            }
            Some((Op::JsonCompare, number)) => {
                let scalar = Scalar::from_number(number >> 8);
                self.push("(CASE WHEN ");
                self.json_scalar(position, scalar);
                self.push(" END)");
                if scalar == Scalar::Text {
                    self.by_code_point();
                }
                self.operator(Comparison::from_number(number & 0xff));
                self.parameter();
            }
            _ => {}
        }
    }

    /// The type of the value there; NULL if there is no value.
    fn json_kind(&mut self, position: Position<'_, '_>) {
        // SQLite treats a value that is not an array like an array with one item, except here.
        let is_item = |(_, step): &(usize, &Step<'_>)| matches!(step, Step::Item(_));
        let steps = position.steps;
        let items = steps.iter().enumerate().filter(is_item);
        let arrays: Vec<&[Step<'_>]> = items.map(|(length, _)| &steps[..length]).collect();
        if self.dialect == Dialect::Sqlite || arrays.is_empty() {
            return self.json_type(position);
        }
        self.push("(CASE WHEN ");
        self.separated(arrays, " AND ", |to, steps| {
            to.json_type(Position { steps, ..position });
            to.push(match to.dialect {
                Dialect::Sqlite | Dialect::Postgres => " = 'array'",
                Dialect::Mysql | Dialect::Mariadb => " = 'ARRAY'",
            });
        });
        self.push(" THEN ");
        self.json_type(position);
        self.push(" END)");
    }

    fn json_type(&mut self, position: Position<'_, '_>) {
        match self.dialect {
            Dialect::Sqlite => {
                self.push("json_type(");
                self.json_arguments(position);
            }
            Dialect::Postgres => {
                self.push("jsonb_typeof(");
                self.json_value(position);
            }
            Dialect::Mysql | Dialect::Mariadb => {
                self.push("JSON_TYPE(");
                self.json_value(position);
            }
        }
        self.push(")");
        // MySQL compares the name of the type by another collation than the connection's.
        if self.dialect == Dialect::Mysql {
            self.by_code_point();
        }
    }

    /// `… = 'string' THEN …`: the value if it has this type.
    fn json_scalar(&mut self, position: Position<'_, '_>, scalar: Scalar) {
        self.json_kind(position);
        self.push(match (self.dialect, scalar) {
            (Dialect::Sqlite, Scalar::Text) => " = 'text' THEN ",
            (Dialect::Sqlite, Scalar::Integer) => " = 'integer' THEN CASE WHEN typeof(",
            (Dialect::Sqlite, Scalar::Bool) => " IN ('true', 'false') THEN ",
            (Dialect::Postgres, Scalar::Text) => " = 'string' THEN ",
            (Dialect::Postgres, Scalar::Integer) => " = 'number' THEN CASE WHEN scale(CAST(",
            (Dialect::Postgres, Scalar::Bool) => " = 'boolean' THEN CAST(",
            (Dialect::Mysql | Dialect::Mariadb, Scalar::Text) => " = 'STRING' THEN JSON_UNQUOTE(",
            (Dialect::Mysql, Scalar::Integer) => {
                " IN ('INTEGER', 'UNSIGNED INTEGER') THEN CASE WHEN "
            }
            (Dialect::Mariadb, Scalar::Integer) => " = 'INTEGER' THEN CASE WHEN ",
            (Dialect::Mysql | Dialect::Mariadb, Scalar::Bool) => " = 'BOOLEAN' THEN JSON_UNQUOTE(",
        });
        match (self.dialect, scalar) {
            (Dialect::Sqlite, Scalar::Text | Scalar::Bool) => self.json_extracted(position),
            // SQLite stores an integer of more than 64 bits as a float.
            (Dialect::Sqlite, Scalar::Integer) => {
                self.json_extracted(position);
                self.push(") = 'integer' THEN ");
                self.json_extracted(position);
                self.push(" END");
            }
            (Dialect::Postgres, Scalar::Text) => {
                self.json_value(position);
                self.push(" #>> '{}'");
            }
            (Dialect::Postgres, Scalar::Integer) => {
                self.json_value(position);
                self.push(" AS NUMERIC)) = 0 AND CAST(");
                self.json_value(position);
                self.push(" AS NUMERIC)");
                self.push(IN_64_BITS);
                self.push(" THEN CAST(");
                self.json_value(position);
                self.push(" AS BIGINT) END");
            }
            (Dialect::Postgres, Scalar::Bool) => {
                self.json_value(position);
                self.push(" AS BOOLEAN)");
            }
            (Dialect::Mysql | Dialect::Mariadb, Scalar::Text) => {
                self.json_value(position);
                self.push(")");
            }
            // MySQL treats large integers as unsigned, and as a decimal a larger one as negative.
            (Dialect::Mysql, Scalar::Integer) => {
                self.json_value(position);
                self.push(" <= CAST(9223372036854775807 AS JSON) THEN CAST(");
                self.json_value(position);
                self.push(" AS SIGNED) END");
            }
            // MariaDB treats `1e5` as an integer, with any number of digits.
            (Dialect::Mariadb, Scalar::Integer) => {
                self.json_value(position);
                self.by_code_point();
                self.push(" REGEXP '^-?[0-9]{1,19}$' THEN CASE WHEN CAST(");
                self.json_value(position);
                self.push(" AS DECIMAL(19, 0))");
                self.push(IN_64_BITS);
                self.push(" THEN CAST(");
                self.json_value(position);
                self.push(" AS SIGNED) END END");
            }
            (Dialect::Mysql | Dialect::Mariadb, Scalar::Bool) => {
                self.json_value(position);
                self.push(")");
                self.by_code_point();
                self.push(" = 'true'");
            }
        }
    }

    /// The JSON value there.
    fn json_value(&mut self, position: Position<'_, '_>) {
        if self.dialect != Dialect::Postgres {
            return self.json_extracted(position);
        }
        self.push("(");
        self.column(position.column);
        for step in position.steps {
            self.push(" -> ");
            match step {
                Step::Member(key) => {
                    let key = quote::text(self.dialect, key);
                    self.push(&format!("CAST({key} AS TEXT)"));
                }
                Step::Item(number) => self.push(&number.to_string()),
            }
        }
        self.push(")");
    }

    fn json_extracted(&mut self, position: Position<'_, '_>) {
        self.push("json_extract(");
        self.json_arguments(position);
        self.push(")");
    }

    /// The column and the path in it.
    fn json_arguments(&mut self, position: Position<'_, '_>) {
        let mut path = String::from("$");
        for step in position.steps {
            match step {
                Step::Member(key) => path.push_str(&format!(".\"{key}\"")),
                Step::Item(number) => path.push_str(&format!("[{number}]")),
            }
        }
        self.column(position.column);
        self.push(", ");
        let path = quote::text(self.dialect, &path);
        self.push(&path);
    }

    /// Compares strings by code point.
    fn by_code_point(&mut self) {
        match self.dialect {
            Dialect::Sqlite => {}
            Dialect::Postgres => self.push(" COLLATE \"C\""),
            Dialect::Mysql | Dialect::Mariadb => {
                let collation = binary_collation(self.dialect);
                self.push(&format!(" COLLATE {collation}"));
            }
        }
    }
}
