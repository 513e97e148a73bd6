//! What every consumer does with its models, whatever the edition.

use std::fmt;

use serde::{Deserialize, Serialize};
use tablewright::Custom;

/// The generated models.
pub mod models {
    tablewright::include_models!();
}

/// A type of the user's own, kept in a column as text.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Email(String);

impl Email {
    /// An address, when it looks like one.
    pub fn new(address: impl Into<String>) -> Result<Self, NoEmail> {
        let address = address.into();
        if address.contains('@') {
            Ok(Email(address))
        } else {
            Err(NoEmail)
        }
    }
}

impl Custom for Email {
    type Stored = String;

    fn to_stored(&self) -> String {
        self.0.clone()
    }

    fn from_stored(stored: String) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        Ok(Email::new(stored)?)
    }
}

/// The text is no address.
#[derive(Debug)]
pub struct NoEmail;

impl fmt::Display for NoEmail {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an email address has an @")
    }
}

impl std::error::Error for NoEmail {}

#[cfg(test)]
mod tests {
    use tablewright::{Error, Result, Sqlite, jiff, rust_decimal::Decimal, serde_json, uuid::Uuid};

    use super::Email;
    use super::models::*;

    fn database() -> Result<Sqlite> {
        let db = Sqlite::memory()?;
        create_all(&db)?;
        Ok(db)
    }

    #[test]
    fn every_keyword_is_a_field() -> Result<()> {
        let db = database()?;
        let row = NewKeywords::new()
            .r#type(1)
            .r#as(2)
            .self_(3)
            .insert_(4)
            .new_(5)
            .insert(&db)?;
        assert_eq!(
            (row.r#type, row.r#as, row.self_),
            (Some(1), Some(2), Some(3))
        );
        assert_eq!((row.insert, row.new), (Some(4), Some(5)));
        assert_eq!(Keywords::find(row.id).one(&db)?, row);
        Ok(())
    }

    fn all_types() -> NewAllTypes {
        NewAllTypes::new(
            Uuid::from_u128(7),
            true,
            i16::MIN,
            i32::MAX,
            i64::MIN,
            1.5,
            -0.25,
            Decimal::new(-12_345, 3),
            Decimal::new(999, 2),
            "zwölf \u{1f980}",
            "line\nline",
            vec![0, 255],
            vec![1, 2, 3, 4],
            jiff::civil::date(2024, 2, 29),
            jiff::civil::time(23, 59, 59, 999_999_000),
            jiff::civil::datetime(1, 1, 1, 0, 0, 0, 1_000),
            jiff::Timestamp::from_microsecond(1_700_000_000_000_001).unwrap(),
            serde_json::json!({"a": [1, null, "x"]}),
            Email::new("ada@example.com").unwrap(),
            vec![1, -1],
            vec!["a".to_owned(), "\"b\"".to_owned()],
        )
    }

    #[test]
    fn every_type_is_read_back_equal() -> Result<()> {
        let db = database()?;
        let row = all_types().insert(&db)?;
        assert_eq!(row.a_status, Status::Draft, "the database's default");
        assert_eq!(
            row.null_status,
            Some(Status::Published),
            "the database's default"
        );
        assert_eq!(row.a_decimal, Decimal::new(-12_345, 3));
        assert_eq!(row.words[1], "\"b\"");
        assert_eq!(AllTypes::find(row.id).one(&db)?, row);
        assert_eq!(AllTypes::find_by_a_uuid(row.a_uuid).one(&db)?, row);
        assert_eq!(AllTypes::find_by_an_email(&row.an_email).one(&db)?, row);

        let mut changed = row.clone();
        changed.null_status = None;
        changed.null_decimal = Some(Decimal::new(1, 3));
        changed.null_numbers = Some(vec![]);
        changed.null_json = Some(serde_json::Value::Null);
        changed.null_timestamp = Some(jiff::Timestamp::UNIX_EPOCH);
        changed.null_email = Some(Email::new("b@example.com").unwrap());
        changed.save(&db)?;
        assert_eq!(AllTypes::find(row.id).one(&db)?, changed);
        changed.delete(&db)?;
        assert_eq!(AllTypes::all().count(&db)?, 0);
        Ok(())
    }

    #[test]
    fn what_is_too_long_is_refused() -> Result<()> {
        fn refused<T: std::fmt::Debug>(result: Result<T>) -> String {
            let error = result.unwrap_err();
            assert!(matches!(error, Error::Value(_)));
            error.to_string()
        }
        let db = database()?;
        let address = format!("a@{}", "b".repeat(253));
        let long = |text: &str| Email::new(text).unwrap();
        assert_eq!(
            refused(all_types().null_string("x".repeat(21)).insert(&db)),
            "all_types.null_string: it has 21 characters; string(20) takes at most 20"
        );
        assert_eq!(
            refused(all_types().null_email(long(&address)).insert(&db)),
            "all_types.null_email: it has 255 characters; string(254) takes at most 254"
        );

        let row = all_types().insert(&db)?;
        let save = |change: &dyn Fn(&mut AllTypes)| {
            let mut changed = row.clone();
            change(&mut changed);
            refused(changed.save(&db))
        };
        assert_eq!(
            save(&|row| row.an_email = long(&address)),
            "all_types.an_email: it has 255 characters; string(254) takes at most 254"
        );
        assert_eq!(
            save(&|row| row.few_bytes = vec![0; 5]),
            "all_types.few_bytes: it has 5 bytes; bytes(4) takes at most 4"
        );
        assert_eq!(
            save(&|row| row.words.push("x".repeat(11))),
            "all_types.words: item 3 has 11 characters; string(10) takes at most 10"
        );
        assert_eq!(AllTypes::find(row.id).one(&db)?, row);

        // What is counted is characters, and a space at the end is one.
        let mut row = row;
        row.a_string = "\u{1f980}".repeat(20);
        row.words = vec!["é".repeat(10)];
        row.save(&db)?;
        assert_eq!(AllTypes::find(row.id).one(&db)?, row);
        row.a_string.push(' ');
        assert_eq!(
            refused(row.save(&db)),
            "all_types.a_string: it has 21 characters; string(20) takes at most 20"
        );

        // A key that is too long cannot be there, so looking for it is no mistake.
        assert_eq!(
            refused(NewTag::new("x".repeat(31)).insert(&db)),
            "tags.label: it has 31 characters; string(30) takes at most 30"
        );
        assert!(!Tag::find(&"x".repeat(31)).exists(&db)?);
        Ok(())
    }

    #[test]
    fn null_given_is_not_the_default() -> Result<()> {
        let db = database()?;
        let ada = NewAuthor::new("Ada", "secret").insert(&db)?;
        assert_eq!(ada.nickname, None);
        let post = NewPost::new(ada.id, "a-post", "A post")
            .reply_to_id(None)
            .insert(&db)?;
        assert_eq!(post.quantity, 1);
        assert_eq!(post.shout, "A POST");
        assert_eq!(
            Post::find_by_author_id_and_title(ada.id, "A post").one(&db)?,
            post
        );
        Ok(())
    }

    #[test]
    fn sensitive_fields_are_redacted() -> Result<()> {
        let db = database()?;
        let new = NewAuthor::new("Ada", "open sesame");
        assert!(!format!("{new:?}").contains("sesame"));
        let ada = new.insert(&db)?;
        assert!(!format!("{ada:?}").contains("sesame"));
        assert!(format!("{ada:?}").contains("Ada"));
        Ok(())
    }

    #[test]
    fn keys_may_be_text_and_composite() -> Result<()> {
        let db = database()?;
        let ada = NewAuthor::new("Ada", "secret").insert(&db)?;
        let post = NewPost::new(ada.id, "a-post", "A post").insert(&db)?;
        NewTag::new("rust").insert(&db)?;
        let tagged = NewPostTag::new(post.id, "rust").insert(&db)?;
        assert_eq!(PostTag::find(post.id, "rust").one(&db)?, tagged);
        assert!(PostTag::find(post.id, "rust").exists(&db)?);
        post.delete(&db)?;
        assert_eq!(PostTag::all().all(&db)?, []);
        Ok(())
    }

    #[test]
    fn broken_rules_are_named() -> Result<()> {
        let db = database()?;
        let ada = NewAuthor::new("Ada", "secret").insert(&db)?;
        NewPost::new(ada.id, "a-post", "A post").insert(&db)?;

        let error = NewPost::new(ada.id, "a-post", "Another")
            .insert(&db)
            .unwrap_err();
        assert!(matches!(error, Error::Unique(_)));
        let violation = error.violation().unwrap();
        assert_eq!(violation.table, "posts");
        assert_eq!(violation.columns, ["slug"]);
        assert_eq!(violation.constraint, "uq_posts_slug");

        let error = NewPost::new(77, "b-post", "B").insert(&db).unwrap_err();
        assert!(matches!(error, Error::ForeignKey(_)));
        let violation = error.violation().unwrap();
        assert_eq!(
            (violation.table.as_str(), violation.constraint.as_str()),
            ("posts", "fk_posts_author_id")
        );

        let error = NewPost::new(ada.id, "c-post", "C")
            .quantity(0)
            .insert(&db)
            .unwrap_err();
        assert!(matches!(error, Error::Check(_)));
        let violation = error.violation().unwrap();
        assert_eq!(violation.constraint, "ck_posts_1");

        let error = NewPost::new(ada.id, "c-post", "C")
            .price(Decimal::new(-1, 0))
            .insert(&db)
            .unwrap_err();
        assert!(matches!(error, Error::Check(_)));
        let violation = error.violation().unwrap();
        assert_eq!(
            (violation.constraint.as_str(), &violation.columns[..]),
            ("ck_posts_price", &["price".to_owned()][..])
        );
        Ok(())
    }

    #[test]
    fn relations_load_join_and_ask() -> Result<()> {
        let db = database()?;
        let ada = NewAuthor::new("Ada", "secret").insert(&db)?;
        let post = NewPost::new(ada.id, "a-post", "A post").insert(&db)?;
        let reply = NewPost::new(ada.id, "b-post", "B")
            .reply_to_id(post.id)
            .insert(&db)?;
        let rust = NewTag::new("rust").insert(&db)?;
        assert!(post.add_tag(&rust, &db)?);
        assert!(!post.add_tag(&rust, &db)?);
        reply.set_tags(std::slice::from_ref(&rust), &db)?;
        assert!(reply.remove_tag(&rust, &db)?);
        assert_eq!(rust.posts().all(&db)?, std::slice::from_ref(&post));
        assert_eq!(post.author().one(&db)?, ada);
        assert_eq!(post.reply_to().optional(&db)?, None);
        assert_eq!(post.replies().all(&db)?, std::slice::from_ref(&reply));

        let authors = Author::all()
            .with(
                Author::POSTS
                    .order_by(Post::ID.desc())
                    .limit(1)
                    .with(Post::TAGS),
            )
            .with(Author::EDITED)
            .all(&db)?;
        assert_eq!(
            authors,
            [(ada.clone(), vec![(reply.clone(), vec![])], vec![])]
        );
        let replies = Post::all()
            .join(Post::REPLY_TO)
            .left_join::<tablewright::relation::First, _>(Post::EDITOR)
            .all(&db)?;
        assert_eq!(replies, [(reply.clone(), post.clone(), None)]);
        let tagged = Post::filter(Post::TAGS.any(Tag::LABEL.eq("rust")));
        assert_eq!(tagged.all(&db)?, [post]);
        let answers = Post::filter(Post::REPLY_TO.is(Post::AUTHOR.is(Author::NAME.eq("Ada"))));
        assert_eq!(answers.all(&db)?, [reply]);
        Ok(())
    }

    #[test]
    fn rows_are_written_again() -> Result<()> {
        let db = database()?;
        let labels = ["a", "b", "c"];
        let new = labels.iter().map(|label| NewTag::new(*label));
        let labels: Vec<String> = Tag::insert_all(new).returning(Tag::LABEL).all(&db)?;
        assert_eq!(labels, ["a", "b", "c"]);
        NewTag::new("a").upsert(Tag::LABEL).one(&db)?;
        let there = NewTag::new("a").upsert(Tag::LABEL).do_nothing();
        assert!(there.optional(&db)?.is_none());
        assert_eq!(Tag::all().count(&db)?, 3);

        let mut draft = NewDraft::new("x").insert(&db)?;
        let read = draft.clone();
        draft.save(&db)?;
        assert_eq!(draft.version, 2);
        let change = read.change().set(Draft::TEXT, "y").one(&db);
        assert!(change.unwrap_err().is_stale());
        draft.delete(&db)?;
        assert_eq!(Draft::all().count(&db)?, 0);
        draft.restore(&db)?;
        assert_eq!(Draft::all().count(&db)?, 1);
        draft.purge(&db)?;
        assert_eq!(Draft::all().with_deleted().count(&db)?, 0);
        Ok(())
    }

    #[test]
    fn enums_have_their_texts() {
        assert_eq!(Status::InReview.as_str(), "in review");
        assert_eq!("in review".parse::<Status>().unwrap(), Status::InReview);
        assert_eq!(Status::ALL.len(), 3);
        assert!("lost".parse::<Status>().is_err());
    }
}
