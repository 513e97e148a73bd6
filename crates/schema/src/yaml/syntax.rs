//! Parses text to a tree, and explains syntax errors of YAML to the author of a file.

use super::locate;
use super::nesting;
use super::node::{self, Node, Refusal, Walk};
use super::report::{Location, Problem, Report};
use super::shapes::At;

/// Reads the file, or reports the reason why it cannot be read.
pub fn parse(file: u32, text: &str, report: &mut Report) -> Option<Node> {
    // The reader takes time quadratic in the levels before it counts them.
    if let Some(offset) = nesting::too_deep(text) {
        Failure::too_deep(offset).report(file, text, report);
        return None;
    }
    let (error, refusal) = match node::read(file, text, report) {
        Ok(tree) => return Some(tree),
        Err(failure) => failure,
    };
    let is_seeds = report.is_seeds(file);
    let offset = error.location().map_or(0, |location| location.index());
    let failure = match refusal {
        Some(Refusal::TooManyNodes | Refusal::Stop) => Failure::too_many_nodes(offset, is_seeds),
        None => Failure::of(&error.to_string(), offset, text, is_seeds),
    };
    failure.report(file, text, report);
    None
}

/// The explanation of an error of the YAML reader.
struct Failure {
    offset: usize,
    message: String,
    hint: Option<String>,
    also: Option<(usize, &'static str)>,
}

impl Failure {
    fn new(offset: usize, message: impl Into<String>, hint: impl Into<String>) -> Self {
        Failure {
            offset,
            message: message.into(),
            hint: Some(hint.into()),
            also: None,
        }
    }

    fn too_many_nodes(offset: usize, is_seeds: bool) -> Self {
        Failure::new(
            offset,
            "aliases (`*name`) repeat this so often that the file becomes too large",
            match is_seeds {
                true => "write the values without aliases",
                false => "share fields between models with `mixins`",
            },
        )
    }

    fn too_deep(offset: usize) -> Self {
        Failure {
            offset,
            message: format!("this is nested more than {} levels deep", nesting::MOST),
            hint: None,
            also: None,
        }
    }

    /// The reader has one type for all errors, so only its text tells them apart.
    fn of(error: &str, offset: usize, text: &str, is_seeds: bool) -> Self {
        let words = Words::of(error, text);
        let next = text[locate::floor(text, offset)..].chars().next();
        // The beginning of the unfinished construct.
        let begun = words.begun_at.unwrap_or(offset);
        match words.problem {
            "mapping values are not allowed in this context" => Failure::new(
                offset,
                "a `:` is not allowed here",
                "put quotes around a text that contains `: `, and check the indentation of this \
                 line and of the line before",
            ),
            "did not find expected key" | "did not find expected '-' indicator" => {
                Failure::unexpected(offset, begun, text)
            }
            "did not find expected comment or line break" => Failure::after_braces(offset, text)
                .unwrap_or_else(|| {
                    Failure::new(
                        offset,
                        "YAML does not allow this here",
                        "put quotes around the text",
                    )
                }),
            "did not find expected ',' or '}'" => Failure::unclosed(offset, begun, "{ }", text),
            "did not find expected ',' or ']'" => Failure::unclosed(offset, begun, "[ ]", text),
            "could not find expected ':'" => Failure::new(
                begun,
                "expected a `:` after this key",
                "a key and its value are written `key: value`",
            ),
            "found character that cannot start any token" if next == Some('\t') => {
                Failure::tab(offset)
            }
            "found character that cannot start any token" => Failure::new(
                offset,
                format!("a text cannot begin with `{}`", next.unwrap_or(' ')),
                "put quotes around the text",
            ),
            "found a tab character that violates indentation"
            | "found a tab character where an indentation space is expected" => {
                Failure::tab(offset)
            }
            "block sequence entries are not allowed in this context" => Failure::new(
                offset,
                "a list item cannot begin here",
                "write the first `-` of a list on a new line, below the key",
            ),
            "mapping keys are not allowed in this context" => Failure::new(
                offset,
                "a value cannot begin with `?`",
                "put quotes around the text",
            ),
            "found unexpected end of stream" | "found unexpected document indicator" => {
                Failure::new(begun, "this quote is never closed", "add the closing quote")
            }
            "found unknown escape character"
            | "did not find expected hexadecimal number"
            | "found invalid Unicode character escape code" => Failure::new(
                offset,
                "this is not an escape sequence",
                "a backslash begins an escape sequence in double quotes: write `\\\\`, or use \
                 single quotes",
            ),
            "did not find expected alphabetic or numeric character" => Failure::new(
                begun,
                "`&` and `*` begin the name of a YAML anchor, and the name is missing",
                "put quotes around the text",
            ),
            "found undefined tag handle" => Failure::tag(begun),
            _ if words.doing.starts_with("scanning a tag")
                || words.doing.starts_with("parsing a tag") =>
            {
                Failure::tag(begun)
            }
            "unknown anchor" => Failure::new(
                offset,
                "this alias has no anchor: `*name` repeats what `&name` marked before",
                "put quotes around a text that begins with `*`",
            ),
            "recursion limit exceeded" => Failure {
                hint: text
                    .contains('*')
                    .then(|| "an alias (`*name`) cannot be inside its own anchor (`&name`)".into()),
                ..Failure::too_deep(offset)
            },
            "repetition limit exceeded" => Failure::too_many_nodes(offset, is_seeds),
            "did not find expected node content" => Failure::new(
                offset,
                "expected a value here",
                "put quotes around a text that begins with a special character",
            ),
            "did not find expected <document start>" => Failure::new(
                offset,
                "expected the end of the file",
                "check the indentation: the file is one mapping, whose keys begin in the first \
                 column",
            ),
            problem if problem.starts_with("deserializing from YAML containing more than one") => {
                Failure::new(
                    second_document(text),
                    "a second YAML document begins here",
                    match is_seeds {
                        true => {
                            "remove the `---`, or move the rest into another file of the folder"
                        }
                        false => {
                            "remove the `---`, or move the rest into another file and `include` it"
                        }
                    },
                )
            }
            problem => Failure {
                offset,
                message: format!("YAML cannot read this: {problem}"),
                hint: None,
                also: None,
            },
        }
    }

    /// A character that neither continues nor ends the surrounding mapping or list.
    fn unexpected(offset: usize, begun: usize, text: &str) -> Self {
        let (line_start, _, _) = locate::position(text, offset);
        let before = text[line_start..locate::floor(text, offset)].trim();
        if before.is_empty() {
            return Failure {
                also: Some((begun, "the mapping or list begins here")),
                ..Failure::new(
                    offset,
                    "no line before this one has the same indentation",
                    "all keys of a mapping, and all items of a list, begin in the same column",
                )
            };
        }
        match before.ends_with(['"', '\'']) {
            true => Failure::new(
                offset,
                "the text before this ends at its closing quote",
                "put the whole text in quotes, or none of it",
            ),
            false => Failure::new(
                offset,
                "YAML does not allow this here",
                "put quotes around the text",
            ),
        }
    }

    /// A character in `{ }` or `[ ]` that neither continues nor ends it.
    fn unclosed(offset: usize, begun: usize, brackets: &str, text: &str) -> Self {
        if let Some(failure) = Failure::after_braces(offset, text) {
            return failure;
        }
        let (before, after) = text.split_at(locate::floor(text, offset));
        let bracket = after.chars().next().filter(|next| "[]{}".contains(*next));
        // `string(20)[]`: the bracket belongs to the word before it.
        let begins = |character: char| character.is_whitespace() || ",:{}[]".contains(character);
        let word = before.rsplit(begins).next().unwrap_or(before);
        if let (Some(bracket), false) = (bracket, word.is_empty()) {
            let ends = |character: char| character.is_whitespace() || ",}".contains(character);
            let rest = after.find(ends).map_or(after, |end| &after[..end]);
            return Failure::new(
                offset,
                format!("a `{bracket}` inside `{brackets}` ends an unquoted text"),
                format!("put quotes around it: `\"{word}{rest}\"`"),
            );
        }
        let close = &brackets[2..];
        Failure {
            also: Some((begun, "this is not closed")),
            ..Failure::new(
                offset,
                format!("expected `,` or `{close}`"),
                format!("close it with `{close}`, and put a `,` between its parts"),
            )
        }
    }

    /// A string that begins with `{}`, as conditions do: YAML reads an empty mapping, and then more
    /// text.
    fn after_braces(offset: usize, text: &str) -> Option<Self> {
        let (line, _, _) = locate::position(text, offset);
        let (before, after) = text.split_at(locate::floor(text, offset));
        let begin = line + before[line..].rfind("{}")?;
        let begins_value = before[..begin].ends_with([' ', '[', ',']);
        if !begins_value || before[begin + 2..].contains([',', '}', ']', '"', '\'']) {
            return None;
        }
        let end = after.find(['\n', ',', '}']).unwrap_or(after.len());
        let whole = text[begin..before.len() + end].trim_end();
        let quoted = match whole.contains('"') {
            true => format!("`'{}'`", whole.replace('\'', "''")),
            false => format!("`\"{whole}\"`"),
        };
        Some(Failure::new(
            begin,
            "a text that begins with `{}` needs quotes",
            format!("write {quoted}"),
        ))
    }

    fn tag(offset: usize) -> Self {
        Failure::new(
            offset,
            "`!` begins a YAML tag, and tags are not supported",
            "put quotes around a text that begins with `!`",
        )
    }

    fn tab(offset: usize) -> Self {
        Failure::new(
            offset,
            "a tab cannot be used for indentation",
            "YAML only allows spaces: set your editor to insert spaces in this file",
        )
    }

    fn report(self, file: u32, text: &str, report: &mut Report) {
        let location = |offset| Location::Byte {
            file,
            offset: locate::floor(text, offset),
        };
        let problem: &mut Problem = report.error(location(self.offset), self.message);
        if let Some(hint) = self.hint {
            problem.hint(hint);
        }
        if let Some((offset, label)) = self.also.filter(|&(offset, _)| offset != self.offset) {
            problem.also(location(offset), label);
        }
    }
}

/// The text of an error: `problem at line 1 column 2, while doing so at line 3 column 4`.
struct Words<'e> {
    problem: &'e str,
    doing: &'e str,
    begun_at: Option<usize>,
}

impl<'e> Words<'e> {
    fn of(error: &'e str, text: &str) -> Self {
        let (problem, context) = error.split_once(", while ").unwrap_or((error, ""));
        let cut = problem
            .rfind(" at line ")
            .or(problem.rfind(" at position "));
        Words {
            problem: &problem[..cut.unwrap_or(problem.len())],
            doing: context,
            begun_at: offset_in_words(context, text),
        }
    }
}

/// The byte of the `… at line 3 column 4` at the end of a message.
fn offset_in_words(message: &str, text: &str) -> Option<usize> {
    let (line, column) = message.rsplit_once(" at line ")?.1.split_once(" column ")?;
    let (line, column): (usize, usize) = (line.parse().ok()?, column.parse().ok()?);
    let start = text
        .split_inclusive('\n')
        .take(line.checked_sub(1)?)
        .map(str::len)
        .sum::<usize>();
    let characters = text[start..].chars().take(column.checked_sub(1)?);
    Some(start + characters.map(char::len_utf8).sum::<usize>())
}

/// The start of the second document of a file.
fn second_document(text: &str) -> usize {
    let root = At { file: 0, node: 0 };
    let mut walk = Walk::stopping_at(root, text);
    let second = serde_yaml::Deserializer::from_str(text).nth(1);
    let error = second.and_then(|document| walk.run_document(document).err());
    let offset = error
        .and_then(|error| Some(error.location()?.index()))
        .unwrap_or(0);
    let offset = locate::floor(text, offset);
    text[..offset]
        .rfind("\n---")
        .map_or(offset, |newline| newline + 1)
}
