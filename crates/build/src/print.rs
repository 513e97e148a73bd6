//! Prints tokens as readable text.

use proc_macro2::{Literal, TokenStream};
use quote::quote;
use syn::{File, ImplItem, Item};

/// The mark of text from the user, which passes through prettyplease as a doc comment.
///
/// The front end refuses NUL characters, and our literals escape them: nothing else prints one.
const AS_WRITTEN: &str = "///\0";

/// A line break in such a text, because the comment has to be one line.
const LINE_BREAK: &str = "\0\0";

/// The user's attributes, printed unchanged.
///
/// prettyplease would print `==` and `=>` in an attribute as two tokens each.
pub fn as_written(attributes: &str) -> TokenStream {
    let text = attributes.trim().replace('\n', LINE_BREAK);
    let text = Literal::string(&["\0", &text].concat());
    quote!(#[doc = #text])
}

/// The items as text, with empty lines between them and between the methods of an `impl`.
///
/// The emitters emit only items, as their tests check. If one of them emits something else, the
/// compiler shows a message that asks for a report.
pub fn print(items: TokenStream) -> String {
    let mut file = match syn::parse2::<File>(items) {
        Ok(file) => file,
        Err(error) => return fault(&error),
    };
    set_items_apart(&mut file.items);
    let text = prettyplease::unparse(&file);
    if !text.contains('\0') {
        return text;
    }
    text.replace(LINE_BREAK, "\n").replace(AS_WRITTEN, "")
}

/// An item that a macro of the runtime includes or leaves out.
///
/// The item must not contain a string of several lines, because its lines are indented.
pub fn print_within(path: &str, item: TokenStream) -> String {
    let mut text = format!("{path}! {{\n");
    for line in print(item).lines() {
        if !line.is_empty() {
            text.push_str("    ");
            text.push_str(line);
        }
        text.push('\n');
    }
    text.push_str("}\n");
    text
}

/// A type, on one line.
pub fn print_type(ty: &TokenStream) -> String {
    let text = print(quote!(type T = #ty;));
    let ty = text.trim_start_matches("type T =").trim_end();
    let ty = ty.trim_end_matches(';');
    ty.split_whitespace().collect::<Vec<&str>>().join(" ")
}

fn fault(error: &syn::Error) -> String {
    let message = format!(
        "tablewright wrote something that is not Rust: {error}. \
         This is a bug in tablewright: please report it with your models.yaml."
    );
    format!("::core::compile_error!({message:?});\n")
}

fn set_items_apart(items: &mut Vec<Item>) {
    for item in &mut *items {
        match item {
            Item::Mod(module) => {
                if let Some((_, items)) = &mut module.content {
                    set_items_apart(items);
                }
            }
            Item::Impl(one) => set_apart(&mut one.items, are_plain_values, ImplItem::Verbatim),
            _ => {}
        }
    }
    set_apart(items, are_statements, Item::Verbatim);
}

/// Puts an empty line between neighbours, unless they belong together.
///
/// prettyplease prints an empty verbatim item as an empty line.
fn set_apart<T>(
    items: &mut Vec<T>,
    belong_together: fn(&T, &T) -> bool,
    verbatim: fn(TokenStream) -> T,
) {
    let mut apart = Vec::with_capacity(2 * items.len());
    for item in items.drain(..) {
        if apart
            .last()
            .is_some_and(|before| !belong_together(before, &item))
        {
            apart.push(verbatim(TokenStream::new()));
        }
        apart.push(item);
    }
    *items = apart;
}

fn are_statements(before: &Item, item: &Item) -> bool {
    let is_statement = |item: &Item| matches!(item, Item::Use(_) | Item::Macro(_));
    is_statement(before) && is_statement(item)
}

/// Whether both are constants or types, without a doc comment between them.
fn are_plain_values(before: &ImplItem, item: &ImplItem) -> bool {
    let is_plain = match item {
        ImplItem::Const(item) => item.attrs.is_empty(),
        ImplItem::Type(item) => item.attrs.is_empty(),
        _ => false,
    };
    is_plain && matches!(before, ImplItem::Const(_) | ImplItem::Type(_))
}

#[cfg(test)]
mod tests {
    use proc_macro2::TokenStream;
    use quote::quote;

    use super::{as_written, print, print_within};

    #[test]
    fn items_are_set_apart() {
        let items = quote! {
            use a::b as c;
            c::d!(e, "f");
            struct A { #[doc = r" B."] pub b: bool, }
            #[doc = r" A."]
            #[allow(dead_code)]
            impl<'a> A {
                #[doc = r" C."]
                const C: u8 = 1;
                #[doc = r" D."]
                const D: &'static [Self] = &[];
                const E: u8 = 1;
                type F = u8;
                #[doc = r" G."]
                #[inline]
                fn g(&self) -> Option<&'a [u8]> { loop {} }
                fn h() {}
            }
            mod i {
                #[doc = r" J."]
                const J: &str = r#"a
"b"
"#;
                const K: u8 = 1;
            }
        };
        let expected = "\
use a::b as c;
c::d!(e, \"f\");

struct A {
    /// B.
    pub b: bool,
}

/// A.
#[allow(dead_code)]
impl<'a> A {
    /// C.
    const C: u8 = 1;

    /// D.
    const D: &'static [Self] = &[];
    const E: u8 = 1;
    type F = u8;

    /// G.
    #[inline]
    fn g(&self) -> Option<&'a [u8]> {
        loop {}
    }

    fn h() {}
}

mod i {
    /// J.
    const J: &str = r#\"a
\"b\"
\"#;

    const K: u8 = 1;
}
";
        assert_eq!(print(items), expected);
    }

    #[test]
    fn an_item_within_a_macro_is_indented() {
        let item = quote! {
            #[doc = r" A."]
            fn a() { loop {} }
        };
        let expected = "a::b! {\n    /// A.\n    fn a() {\n        loop {}\n    }\n}\n";
        assert_eq!(print_within("a::b", item), expected);
    }

    #[test]
    fn attributes_of_users_stay_as_they_are_written() {
        let one = as_written("#[a(b=>c, d == e, f..=1)] #[doc = \"///\"]  ");
        let many = as_written("#[serde(\n    default, // or else\n    rename = \"b\\n///\"\n)]");
        let items = quote! {
            #[doc = r" A."]
            #one
            struct A {
                #many
                b: u8,
            }
        };
        let expected = "\
/// A.
#[a(b=>c, d == e, f..=1)] #[doc = \"///\"]
struct A {
    #[serde(
    default, // or else
    rename = \"b\\n///\"
)]
    b: u8,
}
";
        assert_eq!(print(items), expected);
    }

    #[test]
    fn what_is_no_rust_does_not_compile() {
        let items: TokenStream = quote!(struct struct {});
        let printed = print(items);
        assert!(
            printed.starts_with("::core::compile_error!(\"tablewright wrote"),
            "{printed}"
        );
        assert!(printed.parse::<TokenStream>().is_ok(), "{printed}");
    }
}
