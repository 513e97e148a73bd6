//! The user's own SQL is used unchanged, in any spelling: a quote in a comment or a parameter in a
//! string does not affect the statements of its table.
//!
//! Every spelling of `spellings.rs` is at every position for SQL; the build script writes the
//! models.

use tablewright::{Connection, Database, Dialect, Result, SyncReport};
use tablewright_test_conformance::models::{
    scripts, spelled, spelled_conditions, spelled_expressions,
};
use tablewright_test_conformance::spellings::SPELLINGS;
use tablewright_test_conformance::{everywhere, on, sql};

use crate::check::broken;

/// The value of the expressions of a model.
fn value(model: &str) -> &'static str {
    let mut spellings = SPELLINGS.iter();
    let spelling = spellings.find(|spelling| spelling.model == model);
    spelling.expect("a spelling").value
}

/// A test of a default, two checks, a generated column and a view for each spelling.
macro_rules! columns {
    ($($body:ident: $model:ident $new:ident),+ $(,)?) => {
        everywhere!(spelled: $($body),+);
        $(async fn $body(db: &Database) -> Result<()> {
            use spelled::{$model, $new};
            let value = value(stringify!($model));
            let new = |name: &'static str| $new { name: name.into() };

            let first = $model::insert(new("first")).one(db).await?;
            assert_eq!((first.note.as_str(), first.age, first.rank), (value, 1, 0));
            assert_eq!(first.other.as_deref(), Some("first"));
            assert_eq!($model::insert(new(value)).one(db).await?.other, None);
            let (kind, _, columns, _) = broken($model::insert(new("first")).one(db).await);
            assert_eq!((kind, columns), ("unique", vec!["name".to_owned()]));

            // An upsert of an existing row changes this row.
            let changed = $model::upsert(new("first"), $model::NAME)
                .set($model::AGE, 7)
                .one(db)
                .await?;
            assert_eq!(changed, $model { age: 7, ..first.clone() });
            let noted = $model::upsert(new("first"), $model::NAME).set($model::NOTE, "note");
            assert_eq!(noted.one(db).await?.note, "note");
            let default = $model::upsert(new("first"), $model::NAME).update($model::NOTE);
            assert_eq!(default.one(db).await?, changed);
            let left = $model::upsert(new("first"), $model::NAME).do_nothing();
            assert!(!left.execute(db).await?);
            let upserted = $model::upsert(new("upserted"), $model::NAME).one(db).await?;
            assert_eq!((upserted.note.as_str(), upserted.age), (value, 1));

            let changed = $model::update(first.id)
                .set($model::NAME, value)
                .set($model::AGE, $model::AGE + 1)
                .one(db);
            assert_eq!(broken(changed.await).0, "unique");
            let changed = $model::update(first.id)
                .set($model::NAME, "changed")
                .set($model::AGE, $model::AGE + 1)
                .one(db)
                .await?;
            assert_eq!((changed.name.as_str(), changed.age), ("changed", 8));
            assert_eq!(changed.other.as_deref(), Some("changed"));
            let all = $model::filter($model::NOTE.eq(value)).update();
            assert_eq!(all.set($model::AGE, 9).execute(db).await?, 3);

            let rows = [
                $model::insert(new("a")),
                $model::insert(new("b")).set($model::NOTE, "noted").set($model::RANK, -1),
                $model::insert(new("c")).set($model::AGE, 99),
            ];
            let rows = $model::insert_all(rows).all(db).await?;
            let notes = rows.iter().map(|row| (row.name.as_str(), row.note.as_str(), row.age));
            let notes: Vec<_> = notes.collect();
            assert_eq!(notes, [("a", value, 1), ("b", "noted", 1), ("c", value, 99)]);

            // The checks are about rows that have the default.
            let ranked = $model::insert(new("d")).set($model::RANK, -1);
            let (kind, _, columns, _) = broken(ranked.clone().one(db).await);
            assert_eq!((kind, columns), ("check", vec!["rank".to_owned()]));
            ranked.set($model::NOTE, "noted").execute(db).await?;
            let old = $model::insert(new("e")).set($model::AGE, 100);
            let (kind, _, _, constraint) = broken(old.clone().one(db).await);
            assert_eq!(kind, "check");
            assert_eq!(constraint, concat!(stringify!($model), "_is_old"));
            old.set($model::NOTE, "noted").execute(db).await?;

            let mut saved = $model::find_by_name("a").one(db).await?;
            saved.note = "saved".to_owned();
            saved.save(db).await?;
            assert_eq!($model::find(saved.id).one(db).await?, saved);
            let deleted = $model::filter($model::NOTE.eq(value)).delete().all(db).await?;
            assert_eq!(deleted.len(), 4);
            assert_eq!($model::all().count(db).await?, 4);

            let view = concat!("SELECT value FROM spelled_", stringify!($model));
            assert_eq!(sql::text(db, view).await?, value);
            Ok(())
        })+
    };
}

columns!(
    a_block_comment: BlockComment NewBlockComment,
    a_line_comment: LineComment NewLineComment,
    a_comment_of_quotes: QuoteComment NewQuoteComment,
    a_comment_of_parameters: ParameterComment NewParameterComment,
    a_comment_after_a_hash: HashComment NewHashComment,
    a_comment_in_a_comment: NestedComment NewNestedComment,
    a_comment_that_runs: VersionComment NewVersionComment,
    a_text_of_parameters: ParameterText NewParameterText,
    a_text_of_comments: CommentText NewCommentText,
    a_text_with_a_doubled_quote: DoubledText NewDoubledText,
    a_text_with_an_escaped_quote: EscapedText NewEscapedText,
    a_text_with_a_backslash_at_its_end: BackslashText NewBackslashText,
    a_text_in_other_quotes: QuotedText NewQuotedText,
    a_text_in_tagged_quotes: TaggedText NewTaggedText,
);

/// A test of the default of a primary key for each spelling.
macro_rules! keys {
    ($($body:ident: $model:ident $spelling:ident $new:ident),+ $(,)?) => {
        everywhere!(spelled: $($body),+);
        $(async fn $body(db: &Database) -> Result<()> {
            use spelled::{$model, $new};
            let value = value(stringify!($spelling));
            let first = $model::insert($new {}).set($model::AGE, 1).one(db).await?;
            assert_eq!((first.key.as_str(), first.age), (value, Some(1)));
            let (kind, _, columns, _) = broken($model::insert($new {}).one(db).await);
            assert_eq!((kind, columns), ("unique", vec!["key".to_owned()]));
            let changed = $model::upsert($new {}, $model::KEY)
                .set($model::KEY, value)
                .set($model::AGE, 2)
                .one(db)
                .await?;
            assert_eq!((changed.key.as_str(), changed.age), (value, Some(2)));
            assert_eq!($model::find(value).delete().execute(db).await?, 1);
            let rows = [
                $model::insert($new {}).set($model::KEY, "given"),
                $model::insert($new {}),
                $model::insert($new {}).set($model::KEY, "other"),
            ];
            let keys: Vec<String> = $model::insert_all(rows).returning($model::KEY).all(db).await?;
            assert_eq!(keys, ["given", value, "other"]);
            Ok(())
        })+
    };
}

keys!(
    a_key_with_a_block_comment: BlockCommentKey BlockComment NewBlockCommentKey,
    a_key_with_a_line_comment: LineCommentKey LineComment NewLineCommentKey,
    a_key_with_a_comment_of_quotes: QuoteCommentKey QuoteComment NewQuoteCommentKey,
    a_key_with_a_comment_of_parameters:
        ParameterCommentKey ParameterComment NewParameterCommentKey,
    a_key_with_a_comment_after_a_hash: HashCommentKey HashComment NewHashCommentKey,
    a_key_with_a_comment_in_a_comment: NestedCommentKey NestedComment NewNestedCommentKey,
    a_key_with_a_comment_that_runs: VersionCommentKey VersionComment NewVersionCommentKey,
    a_key_that_is_a_text_of_parameters: ParameterTextKey ParameterText NewParameterTextKey,
    a_key_that_is_a_text_of_comments: CommentTextKey CommentText NewCommentTextKey,
    a_key_with_a_doubled_quote: DoubledTextKey DoubledText NewDoubledTextKey,
    a_key_with_an_escaped_quote: EscapedTextKey EscapedText NewEscapedTextKey,
    a_key_with_a_backslash_at_its_end: BackslashTextKey BackslashText NewBackslashTextKey,
    a_key_in_other_quotes: QuotedTextKey QuotedText NewQuotedTextKey,
    a_key_in_tagged_quotes: TaggedTextKey TaggedText NewTaggedTextKey,
);

/// Rows of a table with a unique index that leaves out rows with the name of a spelling.
macro_rules! indexed {
    ($db:expr, $models:ident: $($spelling:ident $model:ident $new:ident),+ $(,)?) => {$({
        use $models::{$model, $new};
        let (db, value) = ($db, value(stringify!($spelling)));
        let new = |code, name: &'static str| $new { code, name: name.into() };
        let rows = [new(1, value), new(2, value), new(3, "a"), new(4, "b")];
        let rows = $model::insert_all(rows).all(db).await?;
        let (kind, _, _, constraint) = broken($model::insert(new(5, "a")).one(db).await);
        let index = concat!(stringify!($spelling), "_by_name");
        assert_eq!((kind, constraint.as_str()), ("unique", index));
        let changed = $model::upsert(new(3, "c"), $model::CODE).one(db).await?;
        assert_eq!((changed.id, changed.name.as_str()), (rows[2].id, "c"), "{index}");
        let changed = $model::update(rows[3].id).set($model::NAME, value).one(db).await?;
        assert_eq!(changed.name, value, "{index}");
        assert_eq!($model::filter($model::NAME.eq(value)).count(db).await?, 3, "{index}");
    })+};
}

on!([sqlite, postgres, mysql] spelled_expressions: expressions_of_indexes);

async fn expressions_of_indexes(db: &Database) -> Result<()> {
    indexed!(db, spelled_expressions:
        BlockComment BlockCommentExpression NewBlockCommentExpression,
        LineComment LineCommentExpression NewLineCommentExpression,
        QuoteComment QuoteCommentExpression NewQuoteCommentExpression,
        ParameterComment ParameterCommentExpression NewParameterCommentExpression,
        HashComment HashCommentExpression NewHashCommentExpression,
        NestedComment NestedCommentExpression NewNestedCommentExpression,
        VersionComment VersionCommentExpression NewVersionCommentExpression,
        ParameterText ParameterTextExpression NewParameterTextExpression,
        CommentText CommentTextExpression NewCommentTextExpression,
        DoubledText DoubledTextExpression NewDoubledTextExpression,
        EscapedText EscapedTextExpression NewEscapedTextExpression,
        BackslashText BackslashTextExpression NewBackslashTextExpression,
        QuotedText QuotedTextExpression NewQuotedTextExpression,
        TaggedText TaggedTextExpression NewTaggedTextExpression,
    );
    Ok(())
}

on!([sqlite, postgres] spelled_conditions: conditions_of_indexes);

async fn conditions_of_indexes(db: &Database) -> Result<()> {
    indexed!(db, spelled_conditions:
        BlockComment BlockCommentCondition NewBlockCommentCondition,
        LineComment LineCommentCondition NewLineCommentCondition,
        QuoteComment QuoteCommentCondition NewQuoteCommentCondition,
        ParameterComment ParameterCommentCondition NewParameterCommentCondition,
        HashComment HashCommentCondition NewHashCommentCondition,
        NestedComment NestedCommentCondition NewNestedCommentCondition,
        VersionComment VersionCommentCondition NewVersionCommentCondition,
        ParameterText ParameterTextCondition NewParameterTextCondition,
        CommentText CommentTextCondition NewCommentTextCondition,
        DoubledText DoubledTextCondition NewDoubledTextCondition,
        EscapedText EscapedTextCondition NewEscapedTextCondition,
        BackslashText BackslashTextCondition NewBackslashTextCondition,
        QuotedText QuotedTextCondition NewQuotedTextCondition,
        TaggedText TaggedTextCondition NewTaggedTextCondition,
    );
    Ok(())
}

/// Every spelling has its tests.
#[test]
fn no_spelling_is_left_out() {
    let source = include_str!("spellings.rs");
    for spelling in SPELLINGS {
        for part in ["", "Key", "Expression", "Condition"] {
            let new = format!(" New{}{part},", spelling.model);
            assert!(source.contains(&new), "{new}");
        }
    }
}

everywhere!(spelled: spelled_columns_are_up_to_date);
on!([sqlite, postgres, mysql] spelled_expressions: spelled_expressions_are_up_to_date);
on!([sqlite, postgres] spelled_conditions: spelled_conditions_are_up_to_date);
everywhere!(scripts: scripts_run, scripts_are_up_to_date);

/// If no history says that nothing has changed, the tables themselves are compared.
async fn forget(db: &Database) -> Result<()> {
    sql::run(db, "DELETE FROM tablewright_migrations").await
}

/// `verify` finds nothing to do, and neither does `sync`.
macro_rules! up_to_date {
    ($db:expr, $models:ident) => {{
        let db = $db;
        assert!($models::verify(db).await?.is_up_to_date());
        forget(db).await?;
        let verdict = $models::verify(db).await?;
        assert!(verdict.is_up_to_date(), "{verdict}");
        assert_eq!($models::sync(db).await?, SyncReport::UpToDate);
        $models::create_all(db).await?;
        assert!($models::verify(db).await?.is_up_to_date());
        $models::drop_all(db).await?;
        $models::create_all(db).await?;
        assert!($models::verify(db).await?.is_up_to_date());
    }};
}

async fn spelled_columns_are_up_to_date(db: &Database) -> Result<()> {
    up_to_date!(db, spelled);
    Ok(())
}

async fn spelled_expressions_are_up_to_date(db: &Database) -> Result<()> {
    up_to_date!(db, spelled_expressions);
    Ok(())
}

async fn spelled_conditions_are_up_to_date(db: &Database) -> Result<()> {
    up_to_date!(db, spelled_conditions);
    Ok(())
}

async fn scripts_are_up_to_date(db: &Database) -> Result<()> {
    up_to_date!(db, scripts);
    Ok(())
}

async fn scripts_run(db: &Database) -> Result<()> {
    use scripts::{Letter, NewLetter, Stamp};
    let letters = ["a", "b"].map(|key| NewLetter { key: key.into() });
    Letter::insert_all(letters).execute(db).await?;
    let seals: Vec<Option<String>> = Letter::all().select(Letter::SEAL).all(db).await?;
    let seals: Vec<&str> = seals.iter().flatten().map(String::as_str).collect();
    assert_eq!(seals, ["it's;  $1 ? a", "it's;  $1 ? b"]);
    let stamps = Stamp::filter(Stamp::LETTER.eq("b"));
    let mut texts: Vec<String> = stamps.select(Stamp::TEXT).all(db).await?;
    texts.sort();
    assert_eq!(texts, ["/*", "; END; --"]);
    scripts::drop_all(db).await?;
    // The object of a script is dropped with it.
    let left = match db.dialect() {
        Dialect::Sqlite => "SELECT count(*) FROM sqlite_schema WHERE type = 'trigger'",
        Dialect::Postgres => "SELECT count(*) FROM pg_proc WHERE proname = 'sealing'",
        Dialect::Mysql | Dialect::Mariadb => {
            "SELECT count(*) FROM information_schema.triggers WHERE trigger_schema = database()"
        }
    };
    assert_eq!(sql::number(db, left).await?, 0);
    Ok(())
}
