//! The types of columns and parameters.

use tokio_postgres::types::{Kind, Type};

/// The base type of a domain, or the type itself. Both have the same format.
pub(super) fn base(ty: &Type) -> &Type {
    match ty.kind() {
        Kind::Domain(inner) => base(inner),
        _ => ty,
    }
}

/// Whether values of the type are written and read as text, including enums and `citext`, whose
/// type numbers differ between databases.
pub(super) fn is_text(ty: &Type) -> bool {
    matches!(
        *ty,
        Type::TEXT | Type::VARCHAR | Type::BPCHAR | Type::NAME | Type::UNKNOWN
    ) || matches!(ty.kind(), Kind::Enum(_))
        || ty.name() == "citext"
}

/// The name of a type in SQL: `INTEGER` for `int4`.
pub(super) fn name(ty: &Type) -> String {
    if let Kind::Array(element) = ty.kind() {
        return format!("{}[]", name(element));
    }
    let name = match *ty {
        Type::BOOL => "BOOLEAN",
        Type::INT2 => "SMALLINT",
        Type::INT4 => "INTEGER",
        Type::INT8 => "BIGINT",
        Type::FLOAT4 => "REAL",
        Type::FLOAT8 => "DOUBLE PRECISION",
        Type::BPCHAR => "CHAR",
        _ => return ty.name().to_uppercase(),
    };
    name.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_are_named_as_in_sql() {
        assert_eq!(name(&Type::INT4), "INTEGER");
        assert_eq!(name(&Type::TIMESTAMPTZ), "TIMESTAMPTZ");
        assert_eq!(name(&Type::FLOAT8_ARRAY), "DOUBLE PRECISION[]");
    }

    #[test]
    fn a_domain_is_what_it_is_made_of() {
        let of = |name: &str, inner| {
            Type::new(name.to_owned(), 1, Kind::Domain(inner), "public".to_owned())
        };
        let domain = of("work_mail", of("mail", Type::TEXT));
        assert_eq!(*base(&domain), Type::TEXT);
        assert!(is_text(base(&domain)));
        assert!(!is_text(&Type::BYTEA));
        let colour = Kind::Enum(vec!["red".to_owned()]);
        let colour = Type::new("colour".to_owned(), 2, colour, "public".to_owned());
        assert!(is_text(&colour));
        assert_eq!(name(&colour), "COLOUR");
    }
}
