//! Lines and indentation.

use proc_macro2::Delimiter;

use super::tree::{Tree, is_spaced};

/// The most columns of a line.
const WIDTH: usize = 100;

/// The most columns of the fields of a struct literal that stays on one line.
const STRUCT_WIDTH: usize = 18;

const INDENT: usize = 4;

/// The text so far.
#[derive(Default)]
pub struct Printer {
    text: String,
    indent: usize,
}

/// What an item looks like.
#[derive(Clone, Copy, PartialEq, Eq)]
enum ItemKind {
    /// A `use` or a macro.
    Statement,
    /// A constant, a static or a type.
    Value,
    /// A function, a type with members, a module or an `impl`.
    Body,
}

impl ItemKind {
    fn of(item: &[Tree]) -> ItemKind {
        match (item.first(), item.last()) {
            (_, Some(Tree::Group(Delimiter::Brace, _))) => ItemKind::Body,
            (Some(first), _) if first.is("use") => ItemKind::Statement,
            _ if item.iter().any(|tree| tree.is("!")) => ItemKind::Statement,
            _ => ItemKind::Value,
        }
    }
}

impl Printer {
    pub fn finish(self) -> String {
        self.text
    }

    /// Prints items with a blank line between them; values need none if `values_together`.
    pub fn items(&mut self, trees: &[Tree], values_together: bool) {
        let mut before = None;
        let mut rest = trees;
        while !rest.is_empty() {
            let (attributes, behind) = split_attributes(rest);
            let (item, behind) = behind.split_at(item_length(behind));
            let kind = ItemKind::of(item);
            let together = match kind {
                ItemKind::Statement => true,
                ItemKind::Value => values_together,
                ItemKind::Body => false,
            };
            if before.is_some_and(|before| before != kind || !together) {
                self.text.push('\n');
            }
            before = Some(kind);
            self.attributes(attributes);
            self.item(item, kind);
            rest = behind;
        }
    }

    fn item(&mut self, item: &[Tree], kind: ItemKind) {
        match (kind, item.split_last()) {
            (ItemKind::Body, Some((Tree::Group(_, body), head))) => {
                self.start_line();
                self.head(head);
                self.body(head, body);
                self.text.push('\n');
            }
            _ => self.line(item, ""),
        }
    }

    /// What stands in front of a body, with the parameters on lines of their own if need be.
    fn head(&mut self, head: &[Tree]) {
        let start = self.text.len();
        flat(head, &mut self.text);
        if self.column() + " {".len() <= WIDTH {
            return;
        }
        let is_parameters = |tree: &Tree| matches!(tree, Tree::Group(Delimiter::Parenthesis, _));
        if let Some(position) = head.iter().position(is_parameters) {
            self.text.truncate(start);
            self.parameters(head, position);
        }
    }

    /// Puts each parameter on a line of its own, however long, because the brackets of a type do
    /// not take the comma that those of a list do.
    fn parameters(&mut self, head: &[Tree], position: usize) {
        let Tree::Group(_, parameters) = &head[position] else {
            return;
        };
        flat(&head[..position], &mut self.text);
        self.text.push_str("(\n");
        self.indent += INDENT;
        for parameter in parts(parameters) {
            self.start_line();
            flat(parameter, &mut self.text);
            self.text.push_str(",\n");
        }
        self.indent -= INDENT;
        self.start_line();
        self.text.push(')');
        if let Some(next) = head.get(position + 1) {
            space_between(Some(&head[position]), next, &mut self.text);
            flat(&head[position + 1..], &mut self.text);
        }
    }

    fn body(&mut self, head: &[Tree], body: &[Tree]) {
        if body.is_empty() {
            self.text.push_str(" {}");
            return;
        }
        self.text.push_str(" {\n");
        self.indent += INDENT;
        let words = ["fn", "struct", "enum", "impl"];
        let word = head
            .iter()
            .find_map(|tree| words.into_iter().find(|word| tree.is(word)));
        match word {
            Some("fn") => self.statements(body),
            Some("struct" | "enum") => self.members(body),
            Some("impl") => self.items(body, true),
            Some(_) | None => self.items(body, false),
        }
        self.indent -= INDENT;
        self.start_line();
        self.text.push('}');
    }

    fn statements(&mut self, trees: &[Tree]) {
        for statement in trees.split_inclusive(|tree| tree.is(";")) {
            self.line(statement, "");
        }
    }

    /// Prints fields, variants, arms or arguments, with a comma after each.
    fn members(&mut self, trees: &[Tree]) {
        for member in parts(trees) {
            let (attributes, member) = split_attributes(member);
            self.attributes(attributes);
            let is_base = member.first().is_some_and(|first| first.is(".."));
            self.line(member, if is_base { "" } else { "," });
        }
    }

    fn attributes(&mut self, trees: &[Tree]) {
        for attribute in trees.chunks(2) {
            self.start_line();
            if let Some(doc) = doc(attribute) {
                self.text.push_str("///");
                self.text.push_str(doc);
            } else {
                flat(attribute, &mut self.text);
            }
            self.text.push('\n');
        }
    }

    /// A line of code, or as many as it takes.
    fn line(&mut self, trees: &[Tree], end: &str) {
        self.start_line();
        self.code(trees, end);
        self.text.push_str(end);
        self.text.push('\n');
    }

    /// Code from the current column on; what is in `end` has to fit behind it.
    fn code(&mut self, trees: &[Tree], end: &str) {
        let start = self.text.len();
        let is_match = trees.first().is_some_and(|first| first.is("match"));
        if flat(trees, &mut self.text) && !is_match && self.column() + end.len() <= WIDTH {
            return;
        }
        self.text.truncate(start);
        let calls = calls(trees);
        if let Some(equals) = trees.iter().position(|tree| tree.is("=")) {
            self.assignment(trees.split_at(equals + 1), end);
        } else if calls.len() > 1 {
            self.chain(trees, &calls, end);
        } else {
            self.broken(trees, end);
        }
    }

    /// Breaks the last group that there is something in.
    fn broken(&mut self, trees: &[Tree], end: &str) {
        match trees.iter().rposition(Tree::is_full_group) {
            Some(position) => self.open(trees, position, end),
            None => {
                flat(trees, &mut self.text);
            }
        }
    }

    /// The value goes to a line of its own where that is enough.
    fn assignment(&mut self, (target, value): (&[Tree], &[Tree]), end: &str) {
        flat(target, &mut self.text);
        let mut line = String::new();
        let is_whole = flat(value, &mut line);
        if is_whole && self.indent + INDENT + line.len() + end.len() <= WIDTH {
            self.indent += INDENT;
            self.text.push('\n');
            self.start_line();
            self.text.push_str(&line);
            self.indent -= INDENT;
        } else {
            self.text.push(' ');
            self.code(value, end);
        }
    }

    /// Puts the calls of a chain on lines of their own; the first stays with a short receiver.
    fn chain(&mut self, trees: &[Tree], calls: &[usize], end: &str) {
        let mut receiver = String::new();
        flat(&trees[..calls[0]], &mut receiver);
        let breaks = if receiver.len() <= INDENT {
            &calls[1..]
        } else {
            calls
        };
        self.indent += INDENT;
        let mut start = 0;
        for &next in breaks {
            self.link(&trees[start..next], start > 0, "");
            start = next;
        }
        self.link(&trees[start..], true, end);
        self.indent -= INDENT;
    }

    fn link(&mut self, trees: &[Tree], is_new_line: bool, end: &str) {
        if is_new_line {
            self.text.push('\n');
            self.start_line();
        }
        let start = self.text.len();
        if !flat(trees, &mut self.text) || self.column() + end.len() > WIDTH {
            self.text.truncate(start);
            self.broken(trees, end);
        }
    }

    /// Puts what is in the group on lines of its own, and the rest around it.
    fn open(&mut self, trees: &[Tree], position: usize, end: &str) {
        let Tree::Group(delimiter, inner) = &trees[position] else {
            return;
        };
        let (before, behind) = (&trees[..position], &trees[position + 1..]);
        flat(before, &mut self.text);
        space_between(before.last(), &trees[position], &mut self.text);
        let (open, close) = delimiters(*delimiter);
        let mut rest = close.to_owned();
        if let Some(next) = behind.first() {
            space_between(Some(&trees[position]), next, &mut rest);
            flat(behind, &mut rest);
        }
        self.text.push_str(open);
        if let Some(only) = hugged(*delimiter, inner) {
            self.code(only, &[&rest, end].concat());
        } else {
            self.text.push('\n');
            self.indent += INDENT;
            self.members(inner);
            self.indent -= INDENT;
            self.start_line();
        }
        self.text.push_str(&rest);
    }

    fn start_line(&mut self) {
        self.text.extend(std::iter::repeat_n(' ', self.indent));
    }

    fn column(&self) -> usize {
        self.text.len() - self.text.rfind('\n').map_or(0, |newline| newline + 1)
    }
}

/// Writes the code on one line, and answers whether it should stay on one.
fn flat(trees: &[Tree], text: &mut String) -> bool {
    let mut is_narrow = true;
    let mut before: Option<&Tree> = None;
    for tree in trees {
        space_between(before, tree, text);
        match tree {
            Tree::Token(_, token) => text.push_str(token),
            Tree::Group(delimiter, inner) => {
                let (open, close) = delimiters(*delimiter);
                let is_list = before.is_some_and(|before| before.is("::"));
                let is_airy = *delimiter == Delimiter::Brace && !inner.is_empty() && !is_list;
                text.push_str(open);
                let start = text.len();
                if is_airy {
                    text.push(' ');
                }
                is_narrow &= flat(inner, text);
                if is_airy {
                    text.push(' ');
                    is_narrow &= text.len() - start <= STRUCT_WIDTH + "  ".len();
                }
                text.push_str(close);
            }
        }
        before = Some(tree);
    }
    is_narrow
}

fn space_between(left: Option<&Tree>, right: &Tree, text: &mut String) {
    if left.is_some_and(|left| is_spaced(left, right)) {
        text.push(' ');
    }
}

fn delimiters(delimiter: Delimiter) -> (&'static str, &'static str) {
    match delimiter {
        Delimiter::Parenthesis => ("(", ")"),
        Delimiter::Bracket => ("[", "]"),
        Delimiter::Brace => ("{", "}"),
        Delimiter::None => ("", ""),
    }
}

/// The one argument that ends in a group, so that the two can open and close on the same lines.
fn hugged(delimiter: Delimiter, inner: &[Tree]) -> Option<&[Tree]> {
    let mut parts = parts(inner);
    let only = parts.next()?;
    let is_hugged = delimiter == Delimiter::Parenthesis
        && parts.next().is_none()
        && only.last().is_some_and(Tree::is_full_group);
    is_hugged.then_some(only)
}

/// What the commas separate, without them.
fn parts(trees: &[Tree]) -> impl Iterator<Item = &[Tree]> {
    trees
        .split(|tree| tree.is(","))
        .filter(|part| !part.is_empty())
}

fn split_attributes(trees: &[Tree]) -> (&[Tree], &[Tree]) {
    let is_attribute = |pair: &&[Tree]| pair[0].is("#") && pair.len() == 2;
    let count = trees.chunks(2).take_while(is_attribute).count();
    trees.split_at(2 * count)
}

/// How many trees the first item has.
fn item_length(trees: &[Tree]) -> usize {
    let mut is_value = false;
    let mut is_function = false;
    for (position, tree) in trees.iter().enumerate() {
        is_function |= tree.is("fn");
        // A function may have one in a bound, `Iterator<Item = u8>`, and ends in its body anyway.
        is_value |= tree.is("=") && !is_function;
        let is_body = !is_value && matches!(tree, Tree::Group(Delimiter::Brace, _));
        if is_body || tree.is(";") {
            return position + 1;
        }
    }
    trees.len()
}

/// The dots of the method calls.
fn calls(trees: &[Tree]) -> Vec<usize> {
    let is_call = |trees: &[Tree]| {
        trees[0].is(".") && matches!(trees[2], Tree::Group(Delimiter::Parenthesis, _))
    };
    let windows = trees.windows(3).enumerate();
    windows
        .filter(|(_, window)| is_call(window))
        .map(|(position, _)| position)
        .collect()
}

/// The text of a doc comment that can stand behind `///`, which we always write as a raw literal.
fn doc(attribute: &[Tree]) -> Option<&str> {
    let [_, Tree::Group(_, inner)] = attribute else {
        return None;
    };
    let [name, equals, Tree::Token(_, literal)] = inner.as_slice() else {
        return None;
    };
    if !(name.is("doc") && equals.is("=")) {
        return None;
    }
    let literal = literal.strip_prefix('r')?.trim_matches('#');
    let text = literal.strip_prefix('"')?.strip_suffix('"')?;
    let is_one_line = !text.contains('\n') && !text.contains('\r');
    Some(text).filter(|_| is_one_line && !text.starts_with('/'))
}
