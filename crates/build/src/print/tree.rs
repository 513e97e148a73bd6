//! Tokens as a tree of words, operators and groups, and the spaces between them.

use proc_macro2::{Delimiter, Spacing, TokenStream, TokenTree};

/// A token or a group of them.
pub enum Tree {
    Token(Kind, String),
    Group(Delimiter, Vec<Tree>),
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A name or a literal.
    Word,
    /// A keyword that stands apart from what follows.
    Keyword,
    /// `'a`
    Lifetime,
    /// A punctuation mark, or several that belong together.
    Operator(Operator),
}

/// How an operator stands between its neighbours.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Operator {
    /// Close to both: `::` and `.`
    Between,
    /// Close to what follows: `&`
    Before,
    /// Close to what it follows, and to what follows it: `<` and the `!` of a macro.
    Opening,
    /// Close to what it follows: `>` and `?`
    Closing,
    /// Close to what it follows, and apart from what follows it: `,` and `:`
    After,
    /// Apart from both: `=`
    Apart,
}

/// The operators of more than one mark. What is joint and not among them may be taken apart.
const LONG_OPERATORS: [&str; 24] = [
    "!=", "%=", "&&", "&=", "*=", "+=", "-=", "->", "..", "...", "..=", "/=", "::", "<<", "<<=",
    "<=", "==", "=>", ">=", ">>", ">>=", "^=", "|=", "||",
];

const KEYWORDS: [&str; 13] = [
    "as", "dyn", "else", "for", "if", "impl", "in", "let", "match", "mut", "return", "use", "where",
];

impl Tree {
    /// Whether this is the operator or the word.
    pub fn is(&self, text: &str) -> bool {
        matches!(self, Tree::Token(_, token) if token == text)
    }

    /// Whether this is a group with something in it.
    pub fn is_full_group(&self) -> bool {
        matches!(self, Tree::Group(_, inner) if !inner.is_empty())
    }
}

/// Reads tokens, of which nobody else should keep a copy: then they are taken apart in place.
pub fn read(tokens: TokenStream) -> Vec<Tree> {
    let mut trees: Vec<Tree> = Vec::new();
    let mut joint = false;
    for token in tokens {
        let is_joint = std::mem::take(&mut joint);
        match token {
            TokenTree::Group(group) => {
                let (delimiter, stream) = (group.delimiter(), group.stream());
                drop(group);
                trees.push(Tree::Group(delimiter, read(stream)));
            }
            TokenTree::Ident(ident) => word(&mut trees, ident.to_string(), is_joint),
            TokenTree::Literal(literal) => {
                trees.push(Tree::Token(Kind::Word, literal.to_string()));
            }
            TokenTree::Punct(punct) => {
                mark(&mut trees, punct.as_char(), is_joint);
                joint = punct.spacing() == Spacing::Joint;
            }
        }
    }
    trees
}

/// Whether there is a space between the two.
pub fn is_spaced(left: &Tree, right: &Tree) -> bool {
    use Operator::{After, Apart, Before, Between, Closing, Opening};
    match (left, right) {
        (_, Tree::Token(Kind::Operator(After | Closing), _)) => false,
        (_, Tree::Token(Kind::Operator(Apart), _)) => true,
        (Tree::Token(Kind::Operator(After | Apart), _), _) => true,
        (Tree::Token(Kind::Operator(Between | Before | Opening), _), _) => false,
        (Tree::Token(Kind::Keyword, text), Tree::Token(Kind::Operator(Opening), _)) => {
            text != "impl" && text != "for"
        }
        (Tree::Token(Kind::Keyword, _), _) => true,
        (_, Tree::Token(Kind::Operator(Between | Opening), _)) => false,
        (_, Tree::Token(_, _) | Tree::Group(Delimiter::Brace, _)) => true,
        (Tree::Token(Kind::Lifetime, _), Tree::Group(_, _)) => true,
        (Tree::Token(_, _) | Tree::Group(_, _), Tree::Group(_, _)) => false,
    }
}

fn word(trees: &mut Vec<Tree>, word: String, is_joint: bool) {
    if let (true, Some(Tree::Token(kind, text))) = (is_joint, trees.last_mut())
        && text == "'"
    {
        *kind = Kind::Lifetime;
        text.push_str(&word);
        return;
    }
    let kind = if KEYWORDS.contains(&word.as_str()) {
        Kind::Keyword
    } else {
        Kind::Word
    };
    trees.push(Tree::Token(kind, word));
}

fn mark(trees: &mut Vec<Tree>, mark: char, is_joint: bool) {
    if let (true, Some(Tree::Token(kind, text))) = (is_joint, trees.last_mut()) {
        text.push(mark);
        if LONG_OPERATORS.contains(&text.as_str()) {
            *kind = Kind::Operator(operator(text));
            return;
        }
        text.pop();
    }
    let text = mark.to_string();
    trees.push(Tree::Token(Kind::Operator(operator(&text)), text));
}

/// Operators that are also written in front of one operand only are taken for that.
fn operator(text: &str) -> Operator {
    match text {
        "::" | "." => Operator::Between,
        "#" | "$" | "&" | "&&" | "'" | "*" | "-" | ".." | "..=" | "@" | "~" => Operator::Before,
        "<" | "<<" | "!" => Operator::Opening,
        ">" | ">>" | "?" => Operator::Closing,
        "," | ";" | ":" => Operator::After,
        _ => Operator::Apart,
    }
}
