//! Upserts into relations.

use tablewright::{Database, Error, Result, Sqlite};
use tablewright_test_conformance::everywhere;
use tablewright_test_conformance::models::nested::{
    self, Author, Book, NewAuthor, NewBook, NewProfile, NewShelf, NewTag, Placement, Profile,
    Shelf, Tag,
};

everywhere!(nested:
    a_row_of_the_relation_is_new_or_changed,
    a_row_of_another_is_not_taken_over,
    an_optional_reference_is_set,
    a_row_at_the_other_end_is_connected,
    join_rows_without_a_key_are_not_doubled,
    a_transaction_goes_on,
    upserts_run_side_by_side,
);

async fn authors(db: &Database) -> Result<(Author, Author)> {
    let new = ["Ada", "Bob"].map(|name| NewAuthor { name: name.into() });
    let mut authors = Author::insert_all(new).all(db).await?.into_iter();
    Ok((authors.next().unwrap(), authors.next().unwrap()))
}

fn book<'a>(author: &Author, slug: &'a str, title: &'a str) -> NewBook<'a> {
    NewBook {
        author_id: author.id,
        slug: slug.into(),
        title: title.into(),
    }
}

async fn a_row_of_the_relation_is_new_or_changed(db: &Database) -> Result<()> {
    let (ada, _) = authors(db).await?;
    let upsert =
        |title: &'static str| Author::BOOKS.upsert(&ada, book(&ada, "one", title), Book::SLUG);
    let first = upsert("First").one(db).await?;
    assert_eq!(
        (first.author_id, &*first.title, first.version),
        (ada.id, "First", 1)
    );
    let second = upsert("Second").set(Book::COPIES, 7).one(db).await?;
    assert_eq!(
        (second.id, &*second.title, second.copies),
        (first.id, "Second", 7)
    );
    assert_eq!(second.version, 2);
    // Only the chosen columns; the reference stays the same in any case.
    let third = upsert("Third").set(Book::COPIES, 9);
    let third = third
        .update((Book::AUTHOR_ID, Book::COPIES))
        .one(db)
        .await?;
    assert_eq!(
        (&*third.title, third.copies, third.author_id),
        ("Second", 9, ada.id)
    );
    upsert("Fourth")
        .set_some(Book::COPIES, None::<i32>)
        .execute(db)
        .await?;
    assert_eq!(ada.books().select(Book::TITLE).all(db).await?, ["Fourth"]);

    // To one row.
    let about = |about: &'static str| {
        let new = NewProfile {
            author_id: ada.id,
            about: about.into(),
        };
        Author::PROFILE.upsert(&ada, new, Profile::AUTHOR_ID)
    };
    let first = about("Wrote programs.").one(db).await?;
    let second = about("Wrote notes.").one(db).await?;
    assert_eq!((first.id, &*second.about), (second.id, "Wrote notes."));
    Ok(())
}

async fn a_row_of_another_is_not_taken_over(db: &Database) -> Result<()> {
    let (ada, bob) = authors(db).await?;
    let before = Book::insert(book(&ada, "one", "Hers")).one(db).await?;
    let upsert = || Author::BOOKS.upsert(&bob, book(&bob, "one", "His"), Book::SLUG);
    let refused = upsert().one(db).await;
    let Err(Error::Unique(broken)) = refused else {
        panic!("{refused:?}");
    };
    assert_eq!(
        (&*broken.table, &broken.columns[..]),
        ("books", &["slug".to_owned()][..])
    );
    let refused = upsert()
        .update((Book::TITLE, Book::AUTHOR_ID))
        .execute(db)
        .await;
    assert!(matches!(refused, Err(Error::Unique(_))), "{refused:?}");
    assert_eq!(Book::all().all(db).await?, [before]);

    // The new row has to refer to the owner.
    let refused = Author::BOOKS.upsert(&bob, book(&ada, "two", "Hers"), Book::SLUG);
    let refused = refused.one(db).await;
    assert!(matches!(refused, Err(Error::Value(_))), "{refused:?}");
    assert_eq!(Book::all().count(db).await?, 1);
    Ok(())
}

async fn an_optional_reference_is_set(db: &Database) -> Result<()> {
    let (ada, bob) = authors(db).await?;
    let edit = |editor| Author::EDITED.upsert(editor, book(&ada, "one", "Hers"), Book::SLUG);
    let edited = edit(&bob).one(db).await?;
    assert_eq!(edited.editor_id, Some(bob.id));
    let refused = edit(&ada).one(db).await;
    assert!(matches!(refused, Err(Error::Unique(_))), "{refused:?}");
    // A book without an editor is not a row of the relation either.
    Book::update(edited.id)
        .set(Book::EDITOR_ID, None)
        .execute(db)
        .await?;
    let refused = edit(&ada).one(db).await;
    assert!(matches!(refused, Err(Error::Unique(_))), "{refused:?}");
    let found = Book::find(edited.id).one(db).await?;
    assert_eq!((found.editor_id, &*found.title), (None, "Hers"));
    Ok(())
}

async fn a_row_at_the_other_end_is_connected(db: &Database) -> Result<()> {
    let (ada, _) = authors(db).await?;
    let one = Book::insert(book(&ada, "one", "One")).one(db).await?;
    let two = Book::insert(book(&ada, "two", "Two")).one(db).await?;
    let tag = |book, name: &'static str| {
        let new = NewTag { name: name.into() };
        Book::TAGS.upsert(book, new, Tag::NAME)
    };
    let rust = tag(&one, "rust").one(db).await?;
    assert_eq!(tag(&one, "rust").one(db).await?, rust);
    assert_eq!(
        tag(&two, "rust").set(Tag::USES, 2).one(db).await?.id,
        rust.id
    );
    tag(&two, "sql").execute(db).await?;
    assert_eq!(
        one.tags().select((Tag::NAME, Tag::USES)).all(db).await?,
        [("rust".to_owned(), 2)]
    );
    assert_eq!(two.tags().select(Tag::NAME).all(db).await?, ["rust", "sql"]);
    assert_eq!(Tag::all().count(db).await?, 2);

    // By the inverse relation; and a row that cannot be connected is not written.
    let three = Tag::BOOKS.upsert(&rust, book(&ada, "three", "Three"), Book::SLUG);
    let three = three.one(db).await?;
    assert_eq!(three.tags().all(db).await?.len(), 1);
    let gone = Book::insert(book(&ada, "gone", "Gone")).one(db).await?;
    gone.delete(db).await?;
    let refused = tag(&gone, "new").one(db).await;
    assert!(matches!(refused, Err(Error::ForeignKey(_))), "{refused:?}");
    assert!(!Tag::find_by_name("new").exists(db).await?);
    let new = NewAuthor {
        name: "Cleo".into(),
    };
    let refused = Book::READERS.upsert(&one, new, Author::NAME).one(db).await;
    assert!(matches!(refused, Err(Error::Value(_))), "{refused:?}");
    Ok(())
}

async fn join_rows_without_a_key_are_not_doubled(db: &Database) -> Result<()> {
    let (ada, _) = authors(db).await?;
    let shelf = Shelf::insert(NewShelf {
        name: "left".into(),
    })
    .one(db)
    .await?;
    for _ in 0..2 {
        let new = book(&ada, "one", "One");
        let found = Shelf::BOOKS.upsert(&shelf, new, Book::SLUG).one(db).await?;
        assert_eq!(shelf.books().all(db).await?, [found]);
    }
    assert_eq!(Placement::all().count(db).await?, 1);
    Ok(())
}

async fn a_transaction_goes_on(db: &Database) -> Result<()> {
    let (ada, bob) = authors(db).await?;
    let tx = db.begin().await?;
    Author::BOOKS
        .upsert(&ada, book(&ada, "one", "Hers"), Book::SLUG)
        .execute(&tx)
        .await?;
    let refused = Author::BOOKS
        .upsert(&bob, book(&bob, "one", "His"), Book::SLUG)
        .one(&tx)
        .await;
    assert!(matches!(refused, Err(Error::Unique(_))), "{refused:?}");
    Author::BOOKS
        .upsert(&bob, book(&bob, "two", "His"), Book::SLUG)
        .execute(&tx)
        .await?;
    tx.commit().await?;
    assert_eq!(
        Book::all().select(Book::TITLE).all(db).await?,
        ["Hers", "His"]
    );
    Ok(())
}

async fn upserts_run_side_by_side(db: &Database) -> Result<()> {
    let (ada, bob) = authors(db).await?;
    let tasks = (0..8).map(|number| {
        let (db, author) = (
            db.clone(),
            if number % 2 == 0 {
                ada.clone()
            } else {
                bob.clone()
            },
        );
        tokio::spawn(async move {
            let new = book(&author, "one", "Title");
            Author::BOOKS
                .upsert(&author, new, Book::SLUG)
                .one(&db)
                .await
        })
    });
    let tasks: Vec<_> = tasks.collect();
    let (mut written, mut refused) = (0, 0);
    for task in tasks {
        match task.await.unwrap() {
            Ok(_) => written += 1,
            Err(Error::Unique(_)) => refused += 1,
            Err(error) => return Err(error),
        }
    }
    // The first one decides the author; the others of the same author change the row.
    assert_eq!((written, refused), (4, 4));
    assert_eq!(Book::all().count(db).await?, 1);
    Ok(())
}

#[test]
fn a_blocking_connection_gives_values() -> Result<()> {
    let db = Sqlite::memory()?;
    nested::create_all(&db)?;
    let ada = Author::insert(NewAuthor { name: "Ada".into() }).one(&db)?;
    let new = book(&ada, "one", "One");
    let one: Book = Author::BOOKS.upsert(&ada, new, Book::SLUG).one(&db)?;
    let tag = NewTag {
        name: "rust".into(),
    };
    let tag: Tag = Book::TAGS.upsert(&one, tag, Tag::NAME).one(&db)?;
    assert_eq!(one.tags().all(&db)?, [tag]);
    Ok(())
}
