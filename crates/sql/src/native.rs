//! Types that only some databases have, whose values travel as strings.
//!
//! A column of such a type is read with a cast to text and written with a cast from text. On the
//! other databases it is a text column.

use std::borrow::Cow;

use crate::Dialect;

/// The declaration of a native type in the models.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Native<'t> {
    /// The type on each database that has it.
    pub forms: &'t [(Dialect, Form<'t>)],
    /// The largest number of characters of its text; 0 for no limit.
    pub limit: u32,
    /// Whether these databases sort by the value itself, and not by its text.
    pub ordered: bool,
}

/// A native type of one database.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Form<'t> {
    /// The name of the type: `vector(3)`.
    pub ty: &'t str,
    /// The SQL for the text of a value, with `{}` for the value; empty for a cast.
    pub read: &'t str,
    /// The SQL for the value of a text, with `{}` for the text; empty for a cast.
    pub write: &'t str,
}

impl<'t> Form<'t> {
    /// A type whose values are cast to text and from text.
    pub const fn new(ty: &'t str) -> Self {
        Form {
            ty,
            read: "",
            write: "",
        }
    }

    /// The same type, with SQL for the text of a value and the value of a text.
    pub const fn by(mut self, read: &'t str, write: &'t str) -> Self {
        self.read = read;
        self.write = write;
        self
    }
}

impl<'t> Native<'t> {
    /// The type on a database; `None` if a text column is used there.
    pub fn on(&self, dialect: Dialect) -> Option<&'t Form<'t>> {
        let mut forms = self.forms.iter();
        let (_, form) = forms.find(|(other, _)| *other == dialect)?;
        Some(form)
    }
}

impl Form<'_> {
    /// The SQL for the text of a value.
    pub fn read(&self, dialect: Dialect, value: &str) -> String {
        if !self.read.is_empty() {
            return self.read.replace("{}", value);
        }
        match dialect {
            Dialect::Sqlite => value.to_owned(),
            Dialect::Postgres => format!("CAST({value} AS TEXT)"),
            Dialect::Mysql | Dialect::Mariadb => format!("CAST({value} AS CHAR)"),
        }
    }

    /// The SQL for the value of a text.
    pub fn write(&self, dialect: Dialect, text: &str) -> String {
        if !self.write.is_empty() {
            return self.write.replace("{}", &typed(dialect, text));
        }
        match dialect {
            Dialect::Postgres => {
                format!("CAST({} AS {})", typed(dialect, text), unlimited(self.ty))
            }
            // Casts there know few types, and an assignment converts the value anyway.
            Dialect::Sqlite | Dialect::Mysql | Dialect::Mariadb => text.to_owned(),
        }
    }

    /// The SQL for whether a value is in an array of texts; `None` without arrays of the type.
    pub fn is_one_of(&self, value: &str, texts: &str) -> String {
        // An array of arrays would be an array of more dimensions.
        if self.write.is_empty() && !self.ty.ends_with(']') {
            format!(
                "{value} = ANY(CAST(CAST({texts} AS TEXT[]) AS {}[]))",
                unlimited(self.ty)
            )
        } else {
            let item = self.write(Dialect::Postgres, "j.v");
            format!("{value} IN (SELECT {item} FROM unnest(CAST({texts} AS TEXT[])) AS j (v))")
        }
    }
}

/// A type of PostgreSQL without its length: a cast to `varchar(3)` truncates a longer string, but
/// an assignment to such a column refuses it.
fn unlimited(ty: &str) -> Cow<'_, str> {
    let (name, rest) = match (ty.find('('), ty.find(')')) {
        (Some(open), Some(close)) if open < close && !ty.contains('"') => {
            (ty[..open].trim_end(), &ty[close + 1..])
        }
        _ => {
            let array = ty.find('[').unwrap_or(ty.len());
            (ty[..array].trim_end(), &ty[array..])
        }
    };
    // Without a length, these types have length one.
    let name = match name.to_ascii_lowercase().as_str() {
        "char" | "character" => "bpchar",
        "bit" => "varbit",
        _ => name,
    };
    match rest.is_empty() && name == ty {
        true => Cow::Borrowed(ty),
        false => Cow::Owned(format!("{name}{rest}")),
    }
}

/// A parameter with a cast, so that PostgreSQL knows its type.
fn typed(dialect: Dialect, text: &str) -> String {
    match dialect {
        Dialect::Postgres => format!("CAST({text} AS TEXT)"),
        Dialect::Sqlite | Dialect::Mysql | Dialect::Mariadb => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_is_cast_both_ways() {
        let inet = Form::new("inet");
        let dialect = Dialect::Postgres;
        assert_eq!(inet.read(dialect, "a"), "CAST(a AS TEXT)");
        assert_eq!(inet.write(dialect, "$1"), "CAST(CAST($1 AS TEXT) AS inet)");
        for (ty, cast) in [
            ("char(5)", "bpchar"),
            ("character(5)[]", "bpchar[]"),
            ("character varying(5)", "character varying"),
            ("varchar( 5 )[]", "varchar[]"),
            ("bit", "varbit"),
            ("BIT(4)", "varbit"),
            ("bit varying(4)", "bit varying"),
            ("timestamp(0) with time zone", "timestamp with time zone"),
            ("numeric(8, 2)", "numeric"),
            ("geography(point, 4326)", "geography"),
            ("extensions.vector(3)", "extensions.vector"),
            ("int4range[]", "int4range[]"),
            ("\"char\"", "\"char\""),
            ("\"Own(1)\"", "\"Own(1)\""),
        ] {
            let written = Form::new(ty).write(dialect, "$1");
            assert_eq!(written, format!("CAST(CAST($1 AS TEXT) AS {cast})"));
        }
        let point = Form::new("point").by("ST_AsText({})", "ST_GeomFromText({})");
        assert_eq!(point.read(Dialect::Mysql, "a"), "ST_AsText(a)");
        assert_eq!(point.write(Dialect::Mysql, "?"), "ST_GeomFromText(?)");
    }
}
