//! Strings are stored exactly: case, accents, spaces and normalization all count, and they sort by
//! code point.

use tablewright::{Database, Result};
use tablewright_test_conformance::everywhere;
use tablewright_test_conformance::models::texts::{Name, NewName, NewPair, NewWord, Pair, Word};

use crate::check::{broken, refused, rule};

everywhere!(texts:
    what_looks_alike_is_not_the_same_key,
    unique_texts_are_told_apart,
    several_texts_are_told_apart,
    a_save_changes_what_looks_alike,
    the_order_is_by_code_point,
    a_text_at_its_limit,
    nul_is_in_no_text,
    what_hurts_in_sql_does_not,
);

/// Groups of texts that are equal by some collation.
const ALIKE: [&[&str]; 15] = [
    &[
        "a", "A", "ａ", "ⓐ", "ª", "\u{e1}", "a\u{301}", "\u{e0}", "\u{105}",
    ],
    &[
        "a ",
        " a",
        "a  ",
        "a\t",
        "a\u{a0}",
        "a\u{200b}",
        "a\u{ad}",
        "\u{feff}a",
        "a\n",
    ],
    &["", " ", "  ", "\t", "\u{3000}"],
    &["\u{e9}", "e\u{301}", "\u{c9}", "E\u{301}", "e"],
    &["ß", "ss", "ẞ", "SS", "ſs"],
    &["i", "I", "ı", "İ", "i\u{307}"],
    &["æ", "ae", "Æ", "\u{e4}", "a\u{308}"],
    &["ﬁ", "fi", "Fi"],
    &["1", "①", "１", "¹", "01", "1.0"],
    &["😀", "😁", "🦀", "\u{10ffff}", "\u{fffd}"],
    &["か", "カ", "ｶ", "\u{304c}", "か\u{3099}"],
    &["σ", "ς", "Σ"],
    &["o'k", "o’k", "o`k"],
    &["co-op", "coop", "co op"],
    &["\u{c5}", "\u{212b}", "A\u{30a}"],
];

fn all() -> Vec<&'static str> {
    ALIKE
        .iter()
        .flat_map(|group| group.iter().copied())
        .collect()
}

async fn what_looks_alike_is_not_the_same_key(db: &Database) -> Result<()> {
    for text in all() {
        Word::insert(NewWord { text: text.into() })
            .set(Word::NOTE, text)
            .one(db)
            .await?;
    }
    for text in all() {
        let word = Word::find(text).one(db).await?;
        assert_eq!(
            (word.text.as_str(), word.note.as_deref()),
            (text, Some(text))
        );
        assert_eq!(
            broken(Word::insert(NewWord { text: text.into() }).one(db).await),
            rule("unique", "words", &["text"], "pk_words")
        );
        word.delete(db).await?;
        assert!(!Word::find(text).exists(db).await?);
    }
    Ok(())
}

async fn unique_texts_are_told_apart(db: &Database) -> Result<()> {
    for text in all() {
        Name::insert(NewName { name: text.into() })
            .set(Name::OTHER, text)
            .one(db)
            .await?;
    }
    for text in all() {
        let name = Name::find_by_name(text).one(db).await?;
        assert_eq!(name.name, text);
        assert_eq!(Name::find_by_other(text).all(db).await?, [name]);
        assert_eq!(
            broken(Name::insert(NewName { name: text.into() }).one(db).await),
            rule("unique", "names", &["name"], "uq_names_name")
        );
    }
    assert!(!Name::find_by_name("Ａ").exists(db).await?);
    Ok(())
}

async fn several_texts_are_told_apart(db: &Database) -> Result<()> {
    for text in all() {
        Pair::insert(NewPair {
            first: "x".into(),
            second: text.into(),
        })
        .one(db)
        .await?;
        Pair::insert(NewPair {
            first: text.into(),
            second: "x".into(),
        })
        .one(db)
        .await?;
    }
    for text in all() {
        let pair = Pair::find_by_first_and_second("x", text).one(db).await?;
        assert_eq!((pair.first.as_str(), pair.second.as_str()), ("x", text));
        assert_eq!(
            broken(
                Pair::insert(NewPair {
                    first: text.into(),
                    second: "x".into()
                })
                .one(db)
                .await
            ),
            rule(
                "unique",
                "pairs",
                &["first", "second"],
                "uq_pairs_first_second"
            )
        );
    }
    Ok(())
}

async fn a_save_changes_what_looks_alike(db: &Database) -> Result<()> {
    let mut name = Name::insert(NewName { name: "a".into() }).one(db).await?;
    for group in ALIKE {
        for text in group {
            name.name = (*text).to_owned();
            name.save(db).await?;
            assert_eq!(Name::find(name.id).one(db).await?.name, *text);
        }
    }
    Ok(())
}

async fn the_order_is_by_code_point(db: &Database) -> Result<()> {
    let more = [
        "B",
        "b",
        "Z",
        "z",
        "ab",
        "Ab",
        "aB",
        "a0",
        "a_",
        "_",
        "~",
        "\u{7f}",
        "\u{80}",
        "\u{7ff}",
        "\u{800}",
        "\u{d7ff}",
        "\u{e000}",
        "\u{ffff}",
        "\u{10000}",
        "\u{1}",
        "10",
        "9",
        "-1",
    ];
    let mut texts: Vec<&str> = all().into_iter().chain(more).collect();
    for text in &texts {
        Word::insert(NewWord {
            text: (*text).into(),
        })
        .one(db)
        .await?;
    }
    // That is how Rust compares them too.
    texts.sort_unstable();
    let found = Word::all().all(db).await?;
    let found: Vec<&str> = found.iter().map(|word| word.text.as_str()).collect();
    assert_eq!(found, texts);
    assert_eq!(Word::all().one(db).await?.text, "");
    Ok(())
}

async fn a_text_at_its_limit(db: &Database) -> Result<()> {
    for character in ["x", "é", "🦀", " "] {
        let text = character.repeat(40);
        let word = Word::insert(NewWord {
            text: text.as_str().into(),
        })
        .one(db)
        .await?;
        assert_eq!(Word::find(&text).one(db).await?, word);
        for more in [" ", "\u{301}", character] {
            let longer = format!("{text}{more}");
            assert_eq!(
                refused(
                    Word::insert(NewWord {
                        text: longer.as_str().into()
                    })
                    .one(db)
                    .await
                ),
                "words.text: it has 41 characters; string(40) takes at most 40"
            );
            // It cannot exist, so searching for it is not an error.
            assert!(!Word::find(&longer).exists(db).await?);
        }
    }
    let mut name = Name::insert(NewName {
        name: "12345678".into(),
    })
    .one(db)
    .await?;
    name.name.push(' ');
    assert_eq!(
        refused(name.save(db).await),
        "names.name: it has 9 characters; string(8) takes at most 8"
    );
    name.name = "1234567 ".to_owned();
    name.save(db).await?;
    assert!(!Name::find_by_name("1234567").exists(db).await?);
    Ok(())
}

async fn nul_is_in_no_text(db: &Database) -> Result<()> {
    const REASON: &str = "a text must not contain the character NUL";
    let mut name = Name::insert(NewName { name: "a".into() }).one(db).await?;
    assert_eq!(
        refused(Word::insert(NewWord { text: "a\0".into() }).one(db).await),
        format!("words.text: {REASON}")
    );
    assert_eq!(
        refused(Word::find("\0").one(db).await),
        format!("words.text: {REASON}")
    );
    assert_eq!(
        refused(Name::find_by_other("a\0").exists(db).await),
        format!("names.other: {REASON}")
    );
    name.other = Some("\0".to_owned());
    assert_eq!(
        refused(name.save(db).await),
        format!("names.other: {REASON}")
    );
    Ok(())
}

async fn what_hurts_in_sql_does_not(db: &Database) -> Result<()> {
    for text in [
        "'",
        "''",
        "\\",
        "\\'",
        "\"",
        "`",
        ";",
        "--",
        "/*",
        "%",
        "_",
        "?",
        "$1",
        ":a",
        "{}",
        "NULL",
        "\r\n",
        "' OR ''='",
        "x'00'",
        "\\u0041",
        "E'\\n'",
    ] {
        let word = Word::insert(NewWord { text: text.into() })
            .set(Word::NOTE, text)
            .one(db)
            .await?;
        assert_eq!(Word::find(text).one(db).await?, word);
        assert_eq!(word.note.as_deref(), Some(text));
    }
    assert!(!Word::find("A").exists(db).await?);
    Ok(())
}
