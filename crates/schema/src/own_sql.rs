//! The user's own SQL: the objects that it creates, if that is known, and the statements that drop
//! them.

use tablewright_sql::quote::identifier;
use tablewright_sql::{Dialect, Token, TokenKind, tokens};

use crate::catalog::{Catalog, Other, OtherKind, read, read_onto};
use crate::hash::fingerprint;
use crate::schema::{Schema, Script, When};

/// The view, trigger or the like that a statement creates; `None` if it creates nothing permanent
/// in the database's current schema.
pub fn made(dialect: Dialect, sql: &str) -> Option<Other> {
    let tokens = tokens(dialect, sql);
    if !tokens.first()?.is("create") {
        return None;
    }
    let others = ["event", "temp", "temporary"];
    let head = tokens.iter().take(4);
    if { head }.any(|token| others.iter().any(|word| token.is(word))) {
        return None;
    }
    let made = read(dialect, sql).others.into_iter().next()?;
    // PostgreSQL always has this extension, so it is not listed.
    if made.kind == OtherKind::Extension && made.name == "plpgsql" {
        return None;
    }
    let is_name = |token: &Token<'_>| {
        let is_folded = dialect.folds_names_to_lower_case() && token.is(&made.name);
        is_folded || token.name() == made.name
    };
    let name = tokens.iter().position(is_name)?;
    let usual = match dialect {
        Dialect::Sqlite => "main",
        Dialect::Postgres => "public",
        Dialect::Mysql | Dialect::Mariadb => "",
    };
    let is_elsewhere = name >= 2
        && tokens[name - 1].is_symbol('.')
        && !dialect.same_name(&tokens[name - 2].name(), usual);
    (!is_elsewhere).then_some(made)
}

/// Whether a statement still takes effect if its object exists, like `CREATE OR REPLACE` and all
/// statements that create nothing.
pub fn replaces(dialect: Dialect, sql: &str) -> bool {
    let tokens = tokens(dialect, sql);
    let is = |position: usize, word: &str| {
        let token = tokens.get(position);
        token.is_some_and(|token| token.is(word))
    };
    !is(0, "create") || is(1, "or") && is(2, "replace")
}

/// 32 hexadecimal digits that change with a statement, but not with comments and white space.
pub fn statement_fingerprint(dialect: Dialect, sql: &str) -> String {
    let tokens = tokens(dialect, sql);
    let end = tokens
        .iter()
        .rposition(|token| !token.is_symbol(';'))
        .map_or(0, |last| last + 1);
    let tokens = &tokens[..end];
    if let [create, extension, rest @ ..] = tokens
        && create.is("create")
        && extension.is("extension")
    {
        return fingerprint(&of_extension(rest));
    }
    let parts = tokens.iter().map(|token| format!("{}\0", token.text));
    fingerprint(&parts.collect::<String>())
}

/// What a statement says about an extension. The database prints none of it, so a program that pulls
/// its models may write the same extension in another way.
fn of_extension(rest: &[Token<'_>]) -> String {
    let mut said = "create\0extension\0".to_owned();
    for token in rest {
        if !token.is_any(&["if", "not", "exists", "with"]) {
            said.push_str(&match token.kind {
                TokenKind::Word => token.text.to_ascii_lowercase(),
                _ => token.name().into_owned(),
            });
            said.push('\0');
        }
    }
    said
}

/// A piece of the user's own SQL, for one dialect.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnSql {
    /// Its name in the models.
    pub name: String,
    /// When it runs.
    pub when: When,
    /// The SQL that creates it.
    pub create: String,
    /// The SQL that drops it, if the models give it.
    pub drop: Option<String>,
}

impl OwnSql {
    /// All SQL of the models for a dialect, in their order.
    pub fn all(schema: &Schema, dialect: Dialect) -> Vec<OwnSql> {
        let scripts = schema.scripts.iter();
        { scripts }
            .filter_map(|script| OwnSql::of(script, dialect))
            .collect()
    }

    /// The SQL of a script for a dialect.
    pub fn of(script: &Script, dialect: Dialect) -> Option<OwnSql> {
        Some(OwnSql {
            name: script.name.clone(),
            when: script.when,
            create: script.create.get(dialect).clone()?,
            drop: script.drop.get(dialect).clone(),
        })
    }

    /// The statement that drops its object: the one in the models, or one derived from the SQL, if
    /// the object holds no rows.
    pub fn undo(&self, dialect: Dialect) -> Option<String> {
        match &self.drop {
            Some(drop) => Some(drop.clone()),
            None => derived(dialect, &self.create),
        }
    }

    /// The statement that drops its object before the next version is created; `None` if the next
    /// version replaces it, even if the models have a `drop`: triggers may need a function, and
    /// tables an object that is created before them.
    pub fn undo_before(&self, dialect: Dialect, next: Option<&OwnSql>) -> Option<String> {
        let is_replaced = next.is_some_and(|next| {
            let (derived, of_next) = (
                derived(dialect, &self.create),
                derived(dialect, &next.create),
            );
            // A routine with another name or other parameters is another object.
            derived.is_some()
                && derived == of_next
                && made(dialect, &self.create).is_some_and(|made| {
                    next.takes_the_place(dialect, made.kind, Some(&self.create))
                })
        });
        match is_replaced {
            true => None,
            false => self.undo_or(dialect, next),
        }
    }

    /// Whether it replaces its object, which need not be dropped. `now` is the SQL of the object, if
    /// it exists.
    pub fn takes_the_place(&self, dialect: Dialect, kind: OtherKind, now: Option<&str>) -> bool {
        replaces(dialect, &self.create)
            && match kind {
                OtherKind::Routine => {
                    now.is_none_or(|now| can_replace_routine(dialect, now, &self.create))
                }
                _ => self.when == When::Before,
            }
    }

    /// The statement that drops its object, or the one in its next version.
    pub fn undo_or(&self, dialect: Dialect, next: Option<&OwnSql>) -> Option<String> {
        let next = next.and_then(|next| next.drop.clone());
        self.undo(dialect).or(next)
    }

    /// The same, if it cannot lose rows: for statements that nobody reads before they run.
    pub fn harmless_undo(&self, dialect: Dialect) -> Option<String> {
        derived(dialect, &self.create).map(|derived| self.drop.clone().unwrap_or(derived))
    }

    /// Whether a change of it never takes effect: it would run again, but its object already
    /// exists.
    pub fn is_without_effect(&self, dialect: Dialect) -> bool {
        self.undo(dialect).is_none() && !replaces(dialect, &self.create)
    }
}

/// Adds to the tables the objects of the user's own SQL, such as another index.
pub fn add_to(dialect: Dialect, catalog: &mut Catalog, own: &[OwnSql]) {
    for own in own {
        read_onto(dialect, catalog, &own.create);
    }
}

/// The statement that drops the object of a statement, if the object holds no rows.
fn derived(dialect: Dialect, create: &str) -> Option<String> {
    let Some(made) = made(dialect, create) else {
        return index(dialect, create);
    };
    let name = identifier(dialect, &made.name);
    let word = made.kind.sql();
    match made.kind {
        OtherKind::View | OtherKind::MaterializedView => {
            Some(format!("DROP {word} IF EXISTS {name}"))
        }
        OtherKind::Trigger => match &made.table {
            Some(table) if !dialect.has_one_name_for_triggers() => Some(format!(
                "DROP TRIGGER IF EXISTS {name} ON {}",
                identifier(dialect, table)
            )),
            Some(_) | None => Some(format!("DROP TRIGGER IF EXISTS {name}")),
        },
        OtherKind::Routine => routine(dialect, create, &name),
        OtherKind::Extension | OtherKind::Sequence | OtherKind::Type | OtherKind::Virtual => None,
    }
}

/// A function or procedure; PostgreSQL needs its parameters, because there may be others with this
/// name.
fn routine(dialect: Dialect, create: &str, name: &str) -> Option<String> {
    let tokens = tokens(dialect, create);
    let words = ["function", "procedure", "aggregate"];
    let index = tokens
        .iter()
        .position(|token| words.iter().any(|word| token.is(word)))?;
    let word = words.iter().find(|word| tokens[index].is(word))?;
    let word = word.to_uppercase();
    let parameters = match dialect {
        Dialect::Postgres => parameters(create, &tokens[index..]),
        Dialect::Sqlite | Dialect::Mysql | Dialect::Mariadb => String::new(),
    };
    Some(format!("DROP {word} IF EXISTS {name}{parameters}"))
}

/// The parameters of a PostgreSQL routine in parentheses, without their defaults: the first
/// parentheses in the SQL.
pub fn parameters(sql: &str, tokens: &[Token<'_>]) -> String {
    let Some(open) = tokens.iter().position(|token| token.is_symbol('(')) else {
        return String::new();
    };
    let mut kept = String::from("(");
    let mut depth = 0_usize;
    let mut is_default = false;
    let mut end = tokens[open].end();
    for token in &tokens[open + 1..] {
        if depth == 0 && token.is_symbol(')') {
            break;
        }
        if token.is_symbol('(') || token.is_symbol('[') {
            depth += 1;
        } else if token.is_symbol(')') || token.is_symbol(']') {
            depth = depth.saturating_sub(1);
        } else if depth == 0 && token.is_symbol(',') {
            is_default = false;
        } else if depth == 0 && (token.is("default") || token.is_symbol('=')) {
            is_default = true;
        }
        if !is_default {
            let has_space = token.start > end && !kept.ends_with('(');
            if has_space {
                kept.push(' ');
            }
            kept.push_str(&sql[token.start..token.end()]);
        }
        end = token.end();
    }
    kept.push(')');
    kept
}

/// Whether `CREATE OR REPLACE` of a routine with the same name and types of parameters is possible.
/// PostgreSQL refuses another result, other names of parameters and fewer defaults. The first
/// statement may be as PostgreSQL prints it.
pub fn can_replace_routine(dialect: Dialect, now: &str, next: &str) -> bool {
    if dialect != Dialect::Postgres {
        return true;
    }
    let (Some(now), Some(next)) = (Signature::of(now), Signature::of(next)) else {
        return false;
    };
    let are_kept = |now: &[Parameter], next: &[Parameter]| {
        let mut pairs = now.iter().zip(next);
        now.len() == next.len()
            && pairs.all(|(now, next)| {
                // A nameless parameter may get a name.
                let is_named = now.name == next.name || now.name.is_empty() && !now.is_output;
                let is_kept = now.is_output == next.is_output && now.ty == next.ty;
                is_named && is_kept && (next.has_default || !now.has_default)
            })
    };
    now.is_set == next.is_set
        && are_kept(&now.parameters, &next.parameters)
        && are_kept(&now.results, &next.results)
}

/// What a PostgreSQL routine takes and returns.
struct Signature {
    parameters: Vec<Parameter>,
    /// Its result, or the columns of its rows.
    results: Vec<Parameter>,
    is_set: bool,
}

struct Parameter {
    is_output: bool,
    name: String,
    ty: String,
    has_default: bool,
}

impl Signature {
    /// `None` if the SQL does not show it, as with `%TYPE`.
    fn of(sql: &str) -> Option<Signature> {
        let tokens = tokens(Dialect::Postgres, sql);
        let open = tokens.iter().position(|token| token.is_symbol('('))?;
        let (parameters, end) = list(&tokens[open + 1..]);
        let parameters = { parameters.iter() }.map(|parameter| Parameter::of(parameter));
        let parameters = parameters.collect::<Option<Vec<Parameter>>>()?;
        let rest = tokens.get(open + 1 + end..).unwrap_or_default();
        let mut results = Vec::new();
        let mut is_set = false;
        if let [returns, result @ ..] = rest
            && returns.is("returns")
        {
            is_set = { result.first() }.is_some_and(|first| first.is_any(&["setof", "table"]));
            results = match result {
                [table, open, columns @ ..] if table.is("table") && open.is_symbol('(') => {
                    let columns = list(columns).0;
                    { columns.iter() }
                        .map(|column| Parameter::of(column))
                        .collect::<Option<Vec<Parameter>>>()?
                }
                _ => {
                    let from = usize::from(is_set);
                    let ends = |token: &Token<'_>| token.is_any(&AFTER_RESULT);
                    let end = result.iter().position(ends).unwrap_or(result.len());
                    let tokens: Vec<&Token<'_>> = result.get(from..end)?.iter().collect();
                    vec![Parameter::of(&tokens)?]
                }
            };
        }
        Some(Signature {
            parameters,
            results,
            is_set,
        })
    }
}

/// The words that may follow the result of a PostgreSQL function.
const AFTER_RESULT: [&str; 19] = [
    "language",
    "transform",
    "window",
    "immutable",
    "stable",
    "volatile",
    "leakproof",
    "not",
    "called",
    "strict",
    "security",
    "external",
    "parallel",
    "cost",
    "rows",
    "support",
    "set",
    "as",
    "return",
];

impl Parameter {
    fn of(parameter: &[&Token<'_>]) -> Option<Parameter> {
        let (words, is_array) = words_of_type(parameter)?;
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        // The first word may be the name of the parameter.
        let (name, ty) = match usual_type(&words) {
            Some(ty) => (String::new(), ty),
            None => ((*words.first()?).to_owned(), usual_type(words.get(1..)?)?),
        };
        let mut tokens = parameter.iter();
        Some(Parameter {
            is_output: parameter.first()?.is("out"),
            name,
            ty: if is_array { format!("{ty}[]") } else { ty },
            has_default: tokens.any(|it| it.is("default") || it.is_symbol('=')),
        })
    }
}

/// The parts of a list whose parenthesis is open, and the number of its tokens with the closing
/// one.
fn list<'s, 't>(tokens: &'s [Token<'t>]) -> (Vec<Vec<&'s Token<'t>>>, usize) {
    let mut depth = 0_usize;
    let mut all: Vec<Vec<&Token<'t>>> = Vec::new();
    for (at, token) in tokens.iter().enumerate() {
        match depth {
            0 if token.is_symbol(')') => return (all, at + 1),
            0 if token.is_symbol(',') => all.push(Vec::new()),
            _ => match all.last_mut() {
                Some(last) => last.push(token),
                None => all.push(vec![token]),
            },
        }
        if token.is_symbol('(') || token.is_symbol('[') {
            depth += 1;
        } else if token.is_symbol(')') || token.is_symbol(']') {
            depth = depth.saturating_sub(1);
        }
    }
    (all, tokens.len())
}

/// The types of the parameters of a PostgreSQL routine, as PostgreSQL prints them, without schemas:
/// `integer, character varying`. Routines of one name differ in them. `None` if the SQL does not
/// show them, as with `%TYPE`.
pub fn routine_types(sql: &str) -> Option<String> {
    let tokens = tokens(Dialect::Postgres, sql);
    let open = tokens.iter().position(|token| token.is_symbol('('))?;
    let (all, _) = list(&tokens[open + 1..]);
    if let [only] = &all[..]
        && only.len() == 1
        && only[0].is_symbol('*')
    {
        return Some(String::new());
    }
    let is_input = |parameter: &&Vec<&Token<'_>>| !parameter.first().is_some_and(|it| it.is("out"));
    let types = all.iter().filter(is_input);
    let types = types.map(|it| Parameter::of(it).map(|it| it.ty));
    types
        .collect::<Option<Vec<String>>>()
        .map(|it| it.join(", "))
}

/// The words of a parameter: its name, if it has one, and its type; and whether it is an array.
fn words_of_type(parameter: &[&Token<'_>]) -> Option<(Vec<String>, bool)> {
    let mut words: Vec<String> = Vec::new();
    let (mut depth, mut is_array) = (0_usize, false);
    for (at, token) in parameter.iter().enumerate() {
        let is_mode = at == 0 && token.is_any(&["in", "inout", "out", "variadic"]);
        if depth == 0 && (token.is("default") || token.is_symbol('=') || token.is_symbol(':')) {
            break;
        }
        if token.is_symbol('(') || token.is_symbol('[') {
            depth += 1;
            is_array |= token.is_symbol('[');
        } else if token.is_symbol(')') || token.is_symbol(']') {
            depth = depth.saturating_sub(1);
        } else if token.is_symbol('.') {
            // A schema.
            let _ = words.pop();
        } else if token.is_symbol('%') {
            return None;
        } else if token.is("array") {
            is_array = true;
        } else if depth == 0 && !is_mode {
            words.push(match token.kind {
                TokenKind::Word => token.text.to_lowercase(),
                TokenKind::Quoted => quoted_if_needed(&token.name()),
                _ => return None,
            });
        }
    }
    Some((words, is_array))
}

fn quoted_if_needed(name: &str) -> String {
    let is_plain = |character: char| {
        character.is_ascii_lowercase() || character.is_ascii_digit() || character == '_'
    };
    let begins = name.starts_with(|first: char| !first.is_ascii_digit());
    match begins && name.chars().all(is_plain) {
        true => name.to_owned(),
        false => identifier(Dialect::Postgres, name),
    }
}

/// A type, as PostgreSQL prints it.
fn usual_type(words: &[&str]) -> Option<String> {
    let usual = match words {
        ["int" | "int4" | "integer"] => "integer",
        ["int2" | "smallint"] => "smallint",
        ["int8" | "bigint"] => "bigint",
        ["bool"] => "boolean",
        ["float4" | "real"] => "real",
        ["float" | "float8"] | ["double", "precision"] => "double precision",
        ["decimal" | "dec" | "numeric"] => "numeric",
        ["varchar"] | ["character" | "char" | "nchar", "varying"] => "character varying",
        ["national", "character" | "char", "varying"] => "character varying",
        ["char" | "nchar" | "character" | "bpchar"] | ["national", "character" | "char"] => {
            "character"
        }
        ["varbit"] | ["bit", "varying"] => "bit varying",
        ["timestamptz"] | ["timestamp", "with", "time", "zone"] => "timestamp with time zone",
        ["timestamp"] | ["timestamp", "without", "time", "zone"] => "timestamp without time zone",
        ["timetz"] | ["time", "with", "time", "zone"] => "time with time zone",
        ["time"] | ["time", "without", "time", "zone"] => "time without time zone",
        ["interval", ..] => "interval",
        [one] => one,
        _ => return None,
    };
    Some(usual.to_owned())
}

/// An index, which has no rows.
fn index(dialect: Dialect, create: &str) -> Option<String> {
    let tokens = tokens(dialect, create);
    let is = |position: usize, word: &str| {
        let token: Option<&Token<'_>> = tokens.get(position);
        token.is_some_and(|token| token.is(word))
    };
    if !is(0, "create") {
        return None;
    }
    let mut index = 1;
    while ["unique", "fulltext", "spatial"]
        .iter()
        .any(|word| is(index, word))
    {
        index += 1;
    }
    if !is(index, "index") {
        return None;
    }
    index += 1;
    index += usize::from(is(index, "concurrently"));
    if is(index, "if") {
        index += 3;
    }
    let name = identifier(dialect, &tokens.get(index)?.name());
    let on = tokens.iter().position(|token| token.is("on"))?;
    if on <= index {
        return None;
    }
    let table = tokens.get(on + 1).filter(|token| !token.is("only"));
    let table = table.or(tokens.get(on + 2))?;
    Some(match dialect {
        Dialect::Sqlite | Dialect::Postgres => format!("DROP INDEX IF EXISTS {name}"),
        Dialect::Mysql => format!(
            "DROP INDEX {name} ON {}",
            identifier(dialect, &table.name())
        ),
        Dialect::Mariadb => format!(
            "DROP INDEX IF EXISTS {name} ON {}",
            identifier(dialect, &table.name())
        ),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn own(create: &str) -> OwnSql {
        OwnSql {
            name: "a".to_owned(),
            when: When::After,
            create: create.to_owned(),
            drop: None,
        }
    }

    #[test]
    fn types_of_parameters() {
        let cases = [
            ("()", Some("")),
            (
                "(a int, INOUT b public.\"Mood\" = 'x', OUT c text)",
                Some("integer, \"Mood\""),
            ),
            (
                "(varchar(20), double precision, x double precision)",
                Some("character varying, double precision, double precision"),
            ),
            (
                "(VARIADIC a pg_catalog.int4[], b timestamp(3) with time zone DEFAULT now())",
                Some("integer[], timestamp with time zone"),
            ),
            (
                "(a numeric(1, 2) ARRAY, b users, c interval day to second)",
                Some("numeric[], users, interval"),
            ),
            ("(a users.name%TYPE)", None),
        ];
        for (parameters, types) in cases {
            let sql =
                format!("CREATE FUNCTION f{parameters} RETURNS int LANGUAGE sql AS 'SELECT 1'");
            assert_eq!(routine_types(&sql).as_deref(), types, "{sql}");
        }
    }

    #[test]
    fn what_takes_it_away() {
        let postgres = [
            (
                "CREATE VIEW a AS SELECT 1",
                Some("DROP VIEW IF EXISTS \"a\""),
            ),
            (
                "CREATE OR REPLACE FUNCTION f(a int, b text DEFAULT lower('x'), c numeric(1, 2) = 3) \
                 RETURNS int LANGUAGE sql AS 'SELECT 1'",
                Some("DROP FUNCTION IF EXISTS \"f\"(a int, b text, c numeric(1, 2))"),
            ),
            (
                "CREATE TRIGGER t AFTER INSERT ON b FOR EACH ROW EXECUTE FUNCTION f()",
                Some("DROP TRIGGER IF EXISTS \"t\" ON \"b\""),
            ),
            (
                "CREATE UNIQUE INDEX IF NOT EXISTS i ON b (lower(c))",
                Some("DROP INDEX IF EXISTS \"i\""),
            ),
            ("CREATE SEQUENCE s", None),
            ("CREATE TABLE IF NOT EXISTS t (a int)", None),
            ("CREATE EXTENSION IF NOT EXISTS pg_trgm", None),
            ("INSERT INTO a VALUES (1)", None),
        ];
        for (create, undo) in postgres {
            assert_eq!(
                own(create).undo(Dialect::Postgres).as_deref(),
                undo,
                "{create}"
            );
        }
        assert_eq!(
            own("CREATE INDEX i ON b (c)")
                .undo(Dialect::Mysql)
                .as_deref(),
            Some("DROP INDEX `i` ON `b`")
        );
        assert!(own("CREATE TABLE IF NOT EXISTS t (a int)").is_without_effect(Dialect::Mysql));
        assert!(!own("INSERT INTO a VALUES (1)").is_without_effect(Dialect::Mysql));
    }

    #[test]
    fn a_function_of_another_name_does_not_replace_one() {
        let function = |head: &str, number: u8| {
            own(&format!(
                "CREATE OR REPLACE FUNCTION {head} RETURNS int LANGUAGE sql AS 'SELECT {number}'"
            ))
        };
        let former = function("f(a int)", 1);
        let goes_before = |next: &OwnSql| former.undo_before(Dialect::Postgres, Some(next));
        assert_eq!(goes_before(&function("f(a int)", 2)), None);
        for next in ["g(a int)", "f(a text)"] {
            assert_eq!(
                goes_before(&function(next, 1)).as_deref(),
                Some("DROP FUNCTION IF EXISTS \"f\"(a int)")
            );
        }
    }

    #[test]
    fn what_is_made() {
        let of = |dialect, sql| made(dialect, sql).map(|made| (made.kind, made.name, made.table));
        let view = |name: &str| Some((OtherKind::View, name.to_owned(), None));
        for dialect in Dialect::ALL {
            let sql = "-- A view.\nCREATE VIEW IF NOT EXISTS a AS SELECT 1 AS b;";
            assert_eq!(of(dialect, sql), view("a"));
            assert_eq!(of(dialect, "INSERT INTO a VALUES (1)"), None);
            assert_eq!(of(dialect, "CREATE TABLE IF NOT EXISTS a (b INT)"), None);
        }
        let sql = "CREATE VIEW Active AS SELECT 1";
        assert_eq!(of(Dialect::Postgres, sql), view("active"));
        let trigger = "CREATE TRIGGER t AFTER INSERT ON a FOR EACH ROW EXECUTE FUNCTION f()";
        assert_eq!(
            of(Dialect::Postgres, trigger),
            Some((OtherKind::Trigger, "t".to_owned(), Some("a".to_owned())))
        );
    }

    #[test]
    fn what_takes_effect_again() {
        let replaces = |sql| super::replaces(Dialect::Postgres, sql);
        assert!(replaces("create OR replace view a AS SELECT 1"));
        assert!(replaces("GRANT SELECT ON a TO b"));
        assert!(!replaces("CREATE VIEW IF NOT EXISTS a AS SELECT 1"));
    }

    #[test]
    fn a_fingerprint_is_of_what_is_said() {
        let extension = |sql| statement_fingerprint(Dialect::Postgres, sql);
        for same in [
            "CREATE EXTENSION pg_trgm",
            "create extension if not exists Pg_Trgm;",
            "CREATE EXTENSION IF NOT EXISTS \"pg_trgm\"",
        ] {
            assert_eq!(extension(same), extension("CREATE EXTENSION pg_trgm"));
        }
        for other in ["CREATE EXTENSION \"PG_TRGM\"", "CREATE EXTENSION citext"] {
            assert_ne!(extension(other), extension("CREATE EXTENSION pg_trgm"));
        }
        let of = |sql| statement_fingerprint(Dialect::Mysql, sql);
        assert_eq!(of("SELECT 1  -- one\n;"), of("SELECT\n1"));
        assert_ne!(of("SELECT 'a  b'"), of("SELECT 'a b'"));
    }
}
