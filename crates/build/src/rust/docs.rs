//! Doc comments: first the user's words, then the facts, then the SQL.

use proc_macro2::TokenStream;
use quote::quote;
use tablewright_schema::{Column, Computed, Role, Schema, Source, Table, Type};

use super::literal::{self, changes_direction};

/// Our doc comment, of one or more lines.
pub fn doc(text: &str) -> TokenStream {
    text.lines().map(line).collect()
}

/// The user's doc comment, if there is one, and our paragraph.
pub fn doc_after(user: Option<&str>, text: &str) -> TokenStream {
    match user.map(str::trim_end) {
        None | Some("") => doc(text),
        Some(user) => {
            let mut lines = doc(user);
            lines.extend([line(""), doc(text)]);
            lines
        }
    }
}

/// Our doc comment, and the SQL of the item.
pub fn doc_of_query(text: &str, sql: &str) -> TokenStream {
    let mut lines = doc(text);
    lines.extend([line(""), line(&code(sql))]);
    lines
}

/// The name of a field for the compiler's errors in generated code: it is easy to find in the
/// models.
pub fn field(table: &Table, column: &Column) -> String {
    code(&format!("{}.{}", table.model, column.field))
}

/// The facts of a field: its name, its type and its other properties.
pub fn facts(schema: &Schema, table: &Table, position: usize) -> String {
    let column = &table.columns[position];
    let ty = code(&type_text(schema, column));
    let mut facts = Vec::new();
    if table.in_primary_key(position) {
        let whole = table.primary_key.columns.len() == 1;
        facts.push(
            if whole {
                "the primary key"
            } else {
                "part of the primary key"
            }
            .to_owned(),
        );
    }
    match &column.source {
        Source::Input => {}
        Source::Identity => facts.push("auto-increment".to_owned()),
        Source::Default(_) => facts.push("with a default".to_owned()),
        Source::Computed(Computed::UuidV7) => {
            facts.push("with a new UUID of version 7 as its default".to_owned());
        }
        Source::Computed(Computed::Rust(path)) => {
            facts.push(format!("with the default of {}", code(path)));
        }
        Source::Generated(_) => facts.push("computed by the database".to_owned()),
    }
    match column.role {
        Role::Data => {}
        Role::Version => facts.push("incremented by every change".to_owned()),
        Role::Deletion => facts.push("set when the row is deleted".to_owned()),
        Role::Updated => facts.push("set by every write".to_owned()),
    }
    if table.uniques.iter().any(|key| key.columns == [position]) {
        facts.push("unique".to_owned());
    }
    for key in table
        .foreign_keys
        .iter()
        .filter(|key| key.columns.contains(&position))
    {
        facts.push(format!(
            "a reference to `{}`",
            schema.tables[key.target].model
        ));
    }
    if column.name != column.field {
        facts.push(format!("in the column {}", code(&column.name)));
    }
    let name = field(table, column);
    if facts.is_empty() {
        format!("The field {name} ({ty}).")
    } else {
        format!("The field {name} ({ty}): {}.", facts.join(", "))
    }
}

/// The string as inline code, whatever it contains.
pub fn code(text: &str) -> String {
    let text = text.replace('\n', " ");
    if !text.contains('`') {
        return ["`", &text, "`"].concat();
    }
    let longest = text
        .split(|character| character != '`')
        .map(str::len)
        .max()
        .unwrap_or(0);
    let fence = "`".repeat(longest + 1);
    // A space within each fence separates it from backticks, and is not shown.
    let space = if text.starts_with('`') || text.ends_with('`') {
        " "
    } else {
        ""
    };
    format!("{fence}{space}{text}{space}{fence}")
}

/// Names as inline code, in a sentence: `a`, `b` and `c`.
pub fn codes<'a>(names: impl Iterator<Item = &'a str>) -> String {
    let mut names: Vec<String> = names.map(code).collect();
    let last = names.pop().unwrap_or_default();
    if names.is_empty() {
        last
    } else {
        format!("{} and {last}", names.join(", "))
    }
}

/// The type as in `models.yaml`.
fn type_text(schema: &Schema, column: &Column) -> String {
    if column.source == Source::Identity && column.ty == Type::BigInt {
        return "id".to_owned();
    }
    let nullable = if column.nullable { "?" } else { "" };
    column.ty.written(&|position| &schema.enums[position].name) + nullable
}

fn line(text: &str) -> TokenStream {
    let shown;
    let text = if literal::is_refused(text) {
        let is_shown =
            |&character: &char| !matches!(character, '\r' | '\0') && !changes_direction(character);
        shown = text.chars().filter(is_shown).collect::<String>();
        &shown
    } else {
        text
    };
    let space = if text.is_empty() { "" } else { " " };
    let text = literal::raw(&[space, text].concat());
    quote!(#[doc = #text])
}

#[cfg(test)]
mod tests {
    use super::{code, codes};

    #[test]
    fn code_contains_backticks() {
        assert_eq!(code("id"), "`id`");
        assert_eq!(code("SELECT `id` FROM `t`"), "`` SELECT `id` FROM `t` ``");
        assert_eq!(code("a``b"), "```a``b```");
        assert_eq!(code("two\nlines"), "`two lines`");
    }

    #[test]
    fn names_are_listed() {
        assert_eq!(codes(["a"].into_iter()), "`a`");
        assert_eq!(codes(["a", "b", "c"].into_iter()), "`a`, `b` and `c`");
    }
}
