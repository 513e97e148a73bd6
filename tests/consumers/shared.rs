//! The code of every consumer, in any edition.

use std::fmt;

use serde::{Deserialize, Serialize};

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

impl std::convert::TryFrom<String> for Email {
    type Error = NoEmail;

    fn try_from(stored: String) -> Result<Self, NoEmail> {
        Email::new(stored)
    }
}

impl From<Email> for String {
    fn from(email: Email) -> String {
        email.0
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
    use tablewright::{
        Error, Insert, Result, Sqlite, jiff, rust_decimal::Decimal, serde_json, uuid::Uuid,
    };

    use serde::Serialize;

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
        let row = Keywords::insert(NewKeywords {})
            .set(Keywords::TYPE, 1)
            .set(Keywords::AS, 2)
            .set(Keywords::SELF_, 3)
            .set(Keywords::INSERT, 4)
            .set(Keywords::NEW, 5)
            .one(&db)?;
        assert_eq!(
            (row.r#type, row.r#as, row.self_),
            (Some(1), Some(2), Some(3))
        );
        assert_eq!((row.insert, row.new), (Some(4), Some(5)));
        assert_eq!(Keywords::find(row.id).one(&db)?, row);
        Ok(())
    }

    #[test]
    fn every_name_is_a_field_of_a_new_row() -> Result<()> {
        let db = database()?;
        let new = NewRequired {
            r#type: 1,
            self_: 2,
            db: 3,
            to: 4,
            row: 5,
            r: 6,
            c: 7,
            b: 8,
            select: 9,
            new: 10,
            insert: 11,
            f: 12,
            args: 13,
        };
        let row = Required::insert(new.clone()).one(&db)?;
        assert_eq!((row.r#type, row.self_, row.args), (1, 2, 13));
        let again = Required::insert(new).set(Required::ID, 7).one(&db)?;
        assert_eq!(again.id, 7);
        Ok(())
    }

    fn ada() -> Insert<'static, Author> {
        Author::insert(NewAuthor {
            name: "Ada".into(),
            password: "secret".into(),
        })
    }

    fn new_post<'a>(author_id: i64, slug: &'a str, title: &'a str) -> NewPost<'a> {
        NewPost {
            author_id,
            slug: slug.into(),
            title: title.into(),
        }
    }

    fn new_tag(label: &str) -> NewTag<'_> {
        NewTag {
            label: label.into(),
        }
    }

    fn all_types() -> Insert<'static, AllTypes> {
        AllTypes::insert(NewAllTypes {
            id: Uuid::from_u128(7),
            a_bool: true,
            a_smallint: i16::MIN,
            an_integer: i32::MAX,
            a_bigint: i64::MIN,
            a_float: 1.5,
            a_double: -0.25,
            a_decimal: Decimal::new(-12_345, 3),
            some_money: Decimal::new(999, 2),
            a_string: "zwölf \u{1f980}".into(),
            a_text: "line\nline".into(),
            some_bytes: vec![0, 255].into(),
            few_bytes: (&[1, 2, 3, 4]).into(),
            a_date: jiff::civil::date(2024, 2, 29),
            a_time: jiff::civil::time(23, 59, 59, 999_999_000),
            a_datetime: jiff::civil::datetime(1, 1, 1, 0, 0, 0, 1_000),
            a_timestamp: jiff::Timestamp::from_microsecond(1_700_000_000_000_001).unwrap(),
            a_json: serde_json::json!({"a": [1, null, "x"]}),
            an_email: Email::new("ada@example.com").unwrap(),
            numbers: vec![1, -1],
            words: vec!["a".to_owned(), "\"b\"".to_owned()],
        })
    }

    #[test]
    fn every_type_is_read_back_equal() -> Result<()> {
        let db = database()?;
        let row = all_types().one(&db)?;
        assert_eq!(row.a_status, Status::Draft, "the database's default");
        assert_eq!(
            row.null_status,
            Some(Status::Published),
            "the database's default"
        );
        assert_eq!(row.a_decimal, Decimal::new(-12_345, 3));
        assert_eq!(row.words[1], "\"b\"");
        assert_eq!(row.a_duration, jiff::SignedDuration::from_mins(90));
        assert_eq!(AllTypes::find(row.id).one(&db)?, row);
        assert_eq!(AllTypes::find_by_a_uuid(row.a_uuid).one(&db)?, row);
        assert_eq!(AllTypes::find_by_an_email(&row.an_email).one(&db)?, row);

        let mut changed = row.clone();
        changed.null_status = None;
        changed.null_decimal = Some(Decimal::new(1, 3));
        changed.null_numbers = Some(vec![]);
        changed.null_json = Some(serde_json::Value::Null);
        changed.null_timestamp = Some(jiff::Timestamp::UNIX_EPOCH);
        changed.null_duration = Some(jiff::SignedDuration::from_micros(-1));
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
            // A model with validation words tells everything that is wrong with a row at once.
            assert!(matches!(error, Error::Value(_) | Error::Validation(_)));
            error.to_string()
        }
        let db = database()?;
        let address = format!("a@{}", "b".repeat(253));
        let long = |text: &str| Email::new(text).unwrap();
        assert_eq!(
            refused(
                all_types()
                    .set(AllTypes::NULL_STRING, "x".repeat(21))
                    .one(&db)
            ),
            "`all_types.null_string` is refused: it has 21 characters; string(20) takes at most 20"
        );
        assert_eq!(
            refused(
                all_types()
                    .set(AllTypes::NULL_EMAIL, long(&address))
                    .one(&db)
            ),
            "`all_types.null_email` is refused: it has 255 characters; string(254) takes at most 254"
        );

        let row = all_types().one(&db)?;
        let save = |change: &dyn Fn(&mut AllTypes)| {
            let mut changed = row.clone();
            change(&mut changed);
            refused(changed.save(&db))
        };
        assert_eq!(
            save(&|row| row.an_email = long(&address)),
            "`all_types.an_email` is refused: it has 255 characters; string(254) takes at most 254"
        );
        assert_eq!(
            save(&|row| row.few_bytes = vec![0; 5]),
            "`all_types.few_bytes` is refused: it has 5 bytes; bytes(4) takes at most 4"
        );
        assert_eq!(
            save(&|row| row.words.push("x".repeat(11))),
            "`all_types.words` is refused: item 3 has 11 characters; string(10) takes at most 10"
        );
        assert_eq!(AllTypes::find(row.id).one(&db)?, row);

        // Characters are counted, including a space at the end.
        let mut row = row;
        row.a_string = "\u{1f980}".repeat(20);
        row.words = vec!["é".repeat(10)];
        row.save(&db)?;
        assert_eq!(AllTypes::find(row.id).one(&db)?, row);
        row.a_string.push(' ');
        assert_eq!(
            refused(row.save(&db)),
            "`all_types.a_string` is refused: it has 21 characters; string(20) takes at most 20"
        );

        // A key that is too long cannot exist, so searching for it is not an error.
        assert_eq!(
            refused(
                Tag::insert(NewTag {
                    label: "x".repeat(31).into()
                })
                .one(&db)
            ),
            "tags.label: it has 31 characters; string(30) takes at most 30"
        );
        assert!(!Tag::find(&"x".repeat(31)).exists(&db)?);
        Ok(())
    }

    #[test]
    fn null_given_is_not_the_default() -> Result<()> {
        let db = database()?;
        let ada = ada().one(&db)?;
        assert_eq!(ada.nickname, None);
        let post = Post::insert(new_post(ada.id, "a-post", "A post"))
            .set(Post::REPLY_TO_ID, None)
            .one(&db)?;
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
        let new = NewAuthor {
            name: "Ada".into(),
            password: "open sesame".into(),
        };
        assert!(!format!("{new:?}").contains("sesame"));
        let new = Author::insert(new);
        assert!(!format!("{new:?}").contains("sesame"));
        let ada = new.one(&db)?;
        assert!(!format!("{ada:?}").contains("sesame"));
        assert!(format!("{ada:?}").contains("Ada"));
        Ok(())
    }

    #[test]
    fn sensitive_fields_are_not_serialized() -> Result<()> {
        let db = database()?;
        let new = NewAuthor {
            name: "Ada".into(),
            password: "open sesame".into(),
        };
        let ada = Author::insert(new).one(&db)?;
        let json = tablewright::serde_json::to_string(&ada).expect("JSON");
        assert!(
            !json.contains("sesame") && !json.contains("password"),
            "{}",
            json
        );
        assert!(json.contains("Ada"), "{}", json);
        Ok(())
    }

    /// A struct of the program that has a row of a model.
    #[derive(Clone, Debug, Serialize)]
    struct Line {
        title: String,
        author: Author,
    }

    #[test]
    fn sensitive_fields_of_every_kind_are_left_out() -> Result<()> {
        let db = database()?;
        let ada = ada().set(Author::ID, 987_001).one(&db)?;
        let email = |text: &str| Email::new(text).expect("an address");
        let new = Vault::insert(NewVault {
            label: "shown".into(),
            number: 987_002,
            words: vec!["sesame 1".to_owned()],
            photo: vec![98, 76].into(),
            extra: serde_json::json!({ "word": "sesame 2" }),
            mail: email("sesame@3"),
            secret: "sesame 4".into(),
            status: Status::InReview,
            owner_id: ada.id,
        })
        .set(Vault::MAYBE, "sesame 5")
        .set(Vault::MAYBE_WORDS, vec!["sesame 6".to_owned()])
        .set(Vault::MAYBE_MAIL, email("sesame@7"))
        .set(Vault::MAYBE_SECRET, "sesame 8")
        .set(Vault::HEIR_ID, ada.id);
        let nothing_is_shown = |text: &str| {
            let hidden = [
                "sesame",
                "SESAME",
                "9870",
                "98, 76",
                "InReview",
                "in review",
            ];
            assert!(!hidden.iter().any(|it| text.contains(it)), "{}", text);
        };
        nothing_is_shown(&format!("{new:?}"));
        let row = new.one(&db)?;
        assert_eq!(row.shout, "SESAME 4");
        nothing_is_shown(&format!("{row:?}"));
        let json = serde_json::to_value(&row).expect("JSON");
        assert_eq!(json, serde_json::json!({ "id": row.id, "label": "shown" }));

        // Rows within other values are no exception.
        Post::insert(new_post(ada.id, "a-post", "A post")).execute(&db)?;
        let posts = Post::all().with(Post::AUTHOR).all(&db)?.into_iter();
        let lines: Vec<Line> = posts
            .map(|(post, author)| Line {
                title: post.title,
                author,
            })
            .collect();
        let trees = Author::all().with(Author::VAULTS).all(&db)?;
        let texts = [
            serde_json::to_string(&lines).expect("JSON"),
            serde_json::to_string(&trees).expect("JSON"),
            serde_json::to_string(&Some(&row)).expect("JSON"),
        ];
        for text in texts {
            nothing_is_shown(&text.replace("987001", ""));
            assert!(
                !text.contains("secret") && !text.contains("password"),
                "{}",
                text
            );
        }
        Ok(())
    }

    #[test]
    fn keys_may_be_text_and_composite() -> Result<()> {
        let db = database()?;
        let ada = ada().one(&db)?;
        let post = Post::insert(new_post(ada.id, "a-post", "A post")).one(&db)?;
        Tag::insert(new_tag("rust")).execute(&db)?;
        let tagged = PostTag::insert(NewPostTag {
            post_id: post.id,
            tag_label: "rust".into(),
        })
        .one(&db)?;
        assert_eq!(PostTag::find(post.id, "rust").one(&db)?, tagged);
        assert!(PostTag::find(post.id, "rust").exists(&db)?);
        post.delete(&db)?;
        assert_eq!(PostTag::all().all(&db)?, []);
        Ok(())
    }

    #[test]
    fn broken_rules_are_named() -> Result<()> {
        let db = database()?;
        let ada = ada().one(&db)?;
        Post::insert(new_post(ada.id, "a-post", "A post")).execute(&db)?;

        let error = Post::insert(new_post(ada.id, "a-post", "Another"))
            .one(&db)
            .unwrap_err();
        assert!(matches!(error, Error::Unique(_)));
        let violation = error.violation().unwrap();
        assert_eq!(violation.table, "posts");
        assert_eq!(violation.columns, ["slug"]);
        assert_eq!(violation.constraint, "uq_posts_slug");

        let error = Post::insert(new_post(77, "b-post", "B"))
            .one(&db)
            .unwrap_err();
        assert!(matches!(error, Error::ForeignKey(_)));
        let violation = error.violation().unwrap();
        assert_eq!(
            (violation.table.as_str(), violation.constraint.as_str()),
            ("posts", "fk_posts_author_id")
        );

        let error = Post::insert(new_post(ada.id, "c-post", "C"))
            .set(Post::QUANTITY, 0)
            .one(&db)
            .unwrap_err();
        assert!(matches!(error, Error::Check(_)));
        let violation = error.violation().unwrap();
        assert_eq!(violation.constraint, "ck_posts_1");

        let error = Post::insert(new_post(ada.id, "c-post", "C"))
            .set(Post::PRICE, Decimal::new(-1, 0))
            .one(&db)
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
        let ada = ada().one(&db)?;
        let post = Post::insert(new_post(ada.id, "a-post", "A post")).one(&db)?;
        let reply = Post::insert(new_post(ada.id, "b-post", "B"))
            .set(Post::REPLY_TO_ID, post.id)
            .one(&db)?;
        let rust = Tag::insert(new_tag("rust")).one(&db)?;
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
    fn many_rows_are_inserted_at_once() -> Result<()> {
        let db = database()?;
        let labels = ["a", "b", "c"];
        let new = labels.iter().map(|label| new_tag(label));
        let inserted: Vec<String> = Tag::insert_all(new).returning(Tag::LABEL).all(&db)?;
        assert_eq!(inserted, labels);
        assert_eq!(Tag::insert_all([new_tag("d")]).execute(&db)?, 1);

        // The rows of one batch may set different columns.
        let ada = ada().one(&db)?;
        let posts = Post::insert_all([
            Post::insert(new_post(ada.id, "a", "A")),
            Post::insert(new_post(ada.id, "b", "B")).set(Post::QUANTITY, 5),
            Post::insert(new_post(ada.id, "c", "C")).set_some(Post::QUANTITY, None::<i32>),
        ])
        .all(&db)?;
        let quantities: Vec<i32> = posts.iter().map(|post| post.quantity).collect();
        assert_eq!(quantities, [1, 5, 1]);
        Ok(())
    }

    #[test]
    fn rows_are_inserted_or_updated() -> Result<()> {
        let db = database()?;
        Tag::upsert(new_tag("a"), Tag::LABEL).one(&db)?;
        Tag::upsert(new_tag("a"), Tag::LABEL).execute(&db)?;
        let existing = Tag::upsert(new_tag("a"), Tag::LABEL).do_nothing();
        assert!(existing.optional(&db)?.is_none());
        let inserted = Tag::upsert(new_tag("b"), Tag::LABEL).do_nothing();
        assert!(inserted.execute(&db)?);
        assert_eq!(Tag::all().count(&db)?, 2);

        let ada = ada().one(&db)?;
        let post = Post::insert(new_post(ada.id, "a", "A")).one(&db)?;
        let upserted = Post::upsert(new_post(ada.id, "a", "B"), Post::SLUG)
            .set(Post::QUANTITY, 3)
            .one(&db)?;
        let expected = (post.id, "B", 3);
        assert_eq!((upserted.id, &*upserted.title, upserted.quantity), expected);
        let new = Post::insert(new_post(ada.id, "a", "C")).set(Post::QUANTITY, 4);
        let upserted = Post::upsert(new, Post::SLUG)
            .update(Post::QUANTITY)
            .one(&db)?;
        assert_eq!((&*upserted.title, upserted.quantity), ("B", 4));
        Ok(())
    }

    #[test]
    fn rows_are_updated_and_deleted() -> Result<()> {
        let db = database()?;
        let ada = ada().one(&db)?;
        let post = Post::insert(new_post(ada.id, "a", "A")).one(&db)?;
        Post::insert(new_post(ada.id, "b", "B")).execute(&db)?;

        let updated = Post::update(post.id).set(Post::TITLE, "C").one(&db)?;
        assert_eq!((&*updated.title, &*updated.shout), ("C", "C"));
        let missing = Post::update(77).set(Post::TITLE, "D");
        assert_eq!(missing.optional(&db)?, None);
        let missing = Post::update(77).set(Post::TITLE, "D").one(&db);
        assert!(matches!(missing, Err(Error::NotFound("posts"))));
        let by_key = Post::update(post.id).set(Post::QUANTITY, Post::QUANTITY + 1);
        assert_eq!(by_key.execute(&db)?, 1);
        let all = Post::all().update().set(Post::EDITOR_ID, ada.id).all(&db)?;
        let quantities: Vec<i32> = all.iter().map(|post| post.quantity).collect();
        assert_eq!(quantities, [2, 1]);
        let none = Post::filter(Post::QUANTITY.gt(7)).update();
        assert_eq!(none.set(Post::QUANTITY, 0).execute(&db)?, 0);

        let deleted = Post::filter(Post::TITLE.eq("C")).delete().all(&db)?;
        assert_eq!(deleted.len(), 1);
        assert_eq!(ada.posts().delete().execute(&db)?, 1);
        assert_eq!(Post::find(post.id).delete().execute(&db)?, 0);
        Ok(())
    }

    #[test]
    fn rows_have_versions_and_come_back() -> Result<()> {
        let db = database()?;
        let mut draft = Draft::insert(NewDraft { text: "x".into() }).one(&db)?;
        let read = draft.clone();
        draft.save(&db)?;
        assert_eq!(draft.version, 2);
        let stale = read.change().set(Draft::TEXT, "y").one(&db);
        assert!(stale.unwrap_err().is_stale());
        let changed = draft.change().set(Draft::TEXT, "z").one(&db)?;
        assert_eq!((&*changed.text, changed.version), ("z", 3));
        changed.delete(&db)?;
        assert_eq!(Draft::all().count(&db)?, 0);
        changed.restore(&db)?;
        assert_eq!(Draft::all().count(&db)?, 1);
        assert!(changed.purge(&db).unwrap_err().is_stale());
        Draft::all().one(&db)?.purge(&db)?;
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
