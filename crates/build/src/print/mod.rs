//! Tokens as text that looks as if a person had written it.
//!
//! A parser for all of Rust takes three quarters of an unoptimized build script's time, so this is
//! a layout of just what the emitters write: items, their bodies, and expressions of paths, calls,
//! lists and struct literals. The tests hold it against a parser.

mod layout;
mod tree;

use proc_macro2::TokenStream;

use layout::Printer;

/// The items, with a blank line between them.
pub fn print(items: TokenStream) -> String {
    let mut printer = Printer::default();
    printer.items(&tree::read(items), false);
    printer.finish()
}

#[cfg(test)]
mod tests {
    use proc_macro2::TokenStream;
    use quote::{ToTokens, quote};

    use super::print;

    /// The text is as expected, and the same Rust as the tokens.
    #[track_caller]
    fn check(items: TokenStream, expected: &str) {
        let printed = print(items.clone());
        assert_eq!(printed, expected);
        let again: TokenStream = printed.parse().expect("what is printed are tokens");
        assert_eq!(normal(again), normal(items));
    }

    /// The tokens as a parser sees them.
    fn normal(items: TokenStream) -> String {
        let file: syn::File = syn::parse2(items).expect("the items are Rust");
        file.into_token_stream().to_string().replace("r\"", "\"")
    }

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
                #[doc = r" E."]
                #[inline]
                fn e(&self) -> Option<&'a [u8]> { loop {} }
                fn f() {}
                fn g<H: Iterator<Item = A>>(h: H) -> H { h }
                fn i() {}
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

    /// E.
    #[inline]
    fn e(&self) -> Option<&'a [u8]> {
        loop {}
    }

    fn f() {}

    fn g<H: Iterator<Item = A>>(h: H) -> H {
        h
    }

    fn i() {}
}
";
        check(items, expected);
    }

    #[test]
    fn what_is_long_is_broken() {
        let items = quote! {
            impl A {
                pub const A_CONSTANT_WITH_A_LONG_NAME: some::Type<Self, Option<other::long::Type>> =
                    some::Type::new("a text");
                pub fn a_function_with_many_parameters<'c, C: some::Bound>(
                    &'c self,
                    first: &'c C,
                    second: impl Into<String>,
                ) -> C::Output<'c, some::Result<()>> {
                    static TEXTS: Texts = Texts::NONE.sqlite([
                        "a text that takes all the room that there is in a line",
                        "and another one",
                    ]);
                    to.value(&self.first)?;
                    self.first = Some(first.into());
                    Ok(Self {
                        first: row.get(0)?,
                        second: <Self as Default>::default(),
                        ..Self::NONE
                    })
                }
            }
        };
        let expected = "\
impl A {
    pub const A_CONSTANT_WITH_A_LONG_NAME: some::Type<Self, Option<other::long::Type>> =
        some::Type::new(\"a text\");

    pub fn a_function_with_many_parameters<'c, C: some::Bound>(
        &'c self,
        first: &'c C,
        second: impl Into<String>,
    ) -> C::Output<'c, some::Result<()>> {
        static TEXTS: Texts = Texts::NONE.sqlite([
            \"a text that takes all the room that there is in a line\",
            \"and another one\",
        ]);
        to.value(&self.first)?;
        self.first = Some(first.into());
        Ok(Self {
            first: row.get(0)?,
            second: <Self as Default>::default(),
            ..Self::NONE
        })
    }
}
";
        check(items, expected);
    }

    #[test]
    fn the_brackets_of_a_type_stay_closed() {
        let items = quote! {
            pub fn a_function_whose_only_parameter_is_long(
                a_name_of_twenty_five_char: &[u8],
            ) -> Some<'_, Type> {}
        };
        let expected = "\
pub fn a_function_whose_only_parameter_is_long(
    a_name_of_twenty_five_char: &[u8],
) -> Some<'_, Type> {}
";
        check(items, expected);
    }

    #[test]
    fn chains_and_matches_take_a_line_for_each_part() {
        let items = quote! {
            fn a() {
                f.debug_struct("A long name of a struct")
                    .field("a field", &self.field)
                    .field("another field", &format_args!("[redacted]"))
                    .finish()
            }
            fn b() {
                match self {
                    Self::A => "a",
                    Self::B => "b",
                }
            }
        };
        let expected = "\
fn a() {
    f.debug_struct(\"A long name of a struct\")
        .field(\"a field\", &self.field)
        .field(\"another field\", &format_args!(\"[redacted]\"))
        .finish()
}

fn b() {
    match self {
        Self::A => \"a\",
        Self::B => \"b\",
    }
}
";
        check(items, expected);
    }

    #[test]
    fn attributes_of_users_keep_their_meaning() {
        let items = quote! {
            #[serde(rename = "a b", default, with = "x::y")]
            #[cfg_attr(feature = "c", derive(d::E))]
            #[doc = "two\nlines"]
            #[path = -1]
            struct A {
                #[a::b { c -> d }]
                e: ::f::G<Vec<Vec<u8>>>,
            }
        };
        let expected = "\
#[serde(rename = \"a b\", default, with = \"x::y\")]
#[cfg_attr(feature = \"c\", derive(d::E))]
#[doc = \"two\\nlines\"]
#[path = -1]
struct A {
    #[a::b { c -> d }]
    e: ::f::G<Vec<Vec<u8>>>,
}
";
        check(items, expected);
    }
}
