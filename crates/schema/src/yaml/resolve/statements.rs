//! Whether a text of SQL is one statement, as far as that can be told without knowing what its
//! database knows.

/// Words of statements that may hold others, with a `;` behind each.
const WITH_BODIES: [&str; 10] = [
    "begin",
    "declare",
    "delimiter",
    "do",
    "event",
    "function",
    "package",
    "procedure",
    "rule",
    "trigger",
];

/// Whether the text has more than one statement for certain.
///
/// A text that may have a body, such as that of a trigger, is left alone, and so is one with
/// characters that quote or comment in some databases only.
pub fn are_several(sql: &str) -> bool {
    if sql.contains(['\\', '$', '#']) || may_have_body(sql) {
        return false;
    }
    let mut rest = sql;
    let mut has_ended = false;
    while let Some(first) = rest.chars().next() {
        let (length, is_text) = match first {
            ';' => {
                has_ended = true;
                (1, false)
            }
            '-' if rest.starts_with("--") => (rest.find('\n').unwrap_or(rest.len()), false),
            '/' if rest.starts_with("/*") => (comment(rest), false),
            '\'' | '"' | '`' => (quoted(rest, first), true),
            '[' => (quoted(rest, ']'), true),
            other => (other.len_utf8(), !other.is_whitespace()),
        };
        if has_ended && is_text {
            return true;
        }
        rest = &rest[length..];
    }
    false
}

fn may_have_body(sql: &str) -> bool {
    let is_body = |word: &str| {
        WITH_BODIES
            .iter()
            .any(|body| body.eq_ignore_ascii_case(word))
    };
    sql.split(|character: char| !character.is_alphanumeric() && character != '_')
        .any(is_body)
}

/// The bytes up to and with the closing quote.
fn quoted(text: &str, close: char) -> usize {
    let end = text.char_indices().skip(1).find(|(_, it)| *it == close);
    end.map_or(text.len(), |(start, it)| start + it.len_utf8())
}

/// The bytes of a comment, which may hold others, as it may on PostgreSQL.
fn comment(text: &str) -> usize {
    let mut depth = 0_usize;
    let mut position = 0;
    while position < text.len() {
        let rest = &text.as_bytes()[position..];
        if rest.starts_with(b"/*") {
            depth += 1;
            position += 2;
        } else if rest.starts_with(b"*/") {
            depth -= 1;
            position += 2;
            if depth == 0 {
                return position;
            }
        } else {
            position += 1;
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::are_several;

    #[test]
    fn a_semicolon_with_more_behind_it_ends_a_statement() {
        for sql in [
            "CREATE VIEW a AS SELECT 1; CREATE VIEW b AS SELECT 2",
            "SELECT 1;\n-- and\nSELECT ';'",
            "SELECT ';';;\"a\"",
            "SELECT [a]; SELECT `b`;",
            "/* ; */ SELECT 'ä;'; SELECT 2",
        ] {
            assert!(are_several(sql), "{sql}");
        }
    }

    #[test]
    fn one_statement_is_one_however_it_is_written() {
        for sql in [
            "",
            ";",
            "SELECT 1",
            "SELECT 1 ; ;\n",
            "SELECT 1; -- that was it; really",
            "SELECT 1; /* a /* b */ ; */",
            "SELECT 'a;b''c;', \"d;e\", `f;g`, [h;i]",
            "SELECT 'never closed; SELECT 2",
            "SELECT 1 /* never closed; SELECT 2",
            "CREATE TRIGGER t AFTER DELETE ON a BEGIN DELETE FROM b; DELETE FROM c; END",
            "create trigger t after delete on a for each row if 1 then delete from b; end if",
            "CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT 1; SELECT 2; END",
            "DO $$ BEGIN PERFORM 1; PERFORM 2; END $$",
            "SELECT $a$;$a$ b",
            "SELECT 'a\\'; b'",
        ] {
            assert!(!are_several(sql), "{sql}");
        }
    }
}
