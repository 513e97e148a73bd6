//! Trees of new rows in one call.

use tablewright::{Connection, Database, Dialect, Error, Result, Sqlite};
use tablewright_test_conformance::models::nested::{
    self, Answer, Author, Book, Chapter, NewAnswer, NewAuthor, NewBook, NewChapter, NewPlacement,
    NewProfile, NewRemark, NewShelf, NewTag, Placement, Profile, Remark, Review, Tag,
};
use tablewright_test_conformance::{Place, Relay, everywhere, give_up, on};

everywhere!(nested:
    a_row_with_rows_that_refer_to_it,
    levels_below_levels,
    many_trees_at_once,
    rows_of_several_relations,
    one_row_or_none,
    a_row_with_the_row_that_it_refers_to,
    a_row_with_the_row_that_it_may_refer_to,
    rows_through_join_tables,
    rows_that_exist_are_connected,
    a_reference_is_set,
    another_parent_is_refused,
    what_cannot_be_below_is_refused,
    what_fails_inserts_nothing,
    a_transaction_goes_on,
    nothing_is_sent_for_no_trees,
    futures_can_be_sent,
    what_is_given_up_inserts_all_or_nothing,
);

on!([postgres, mysql, mariadb] each_level_is_one_statement);

fn author(name: &str) -> NewAuthor<'_> {
    NewAuthor { name: name.into() }
}

fn book<'a>(author: &Author, slug: &'a str) -> NewBook<'a> {
    NewBook {
        author_id: author.id,
        slug: slug.into(),
        title: "A title".into(),
    }
}

fn chapter(book: &Book, number: i16) -> NewChapter<'static> {
    NewChapter {
        book_id: book.id,
        number,
        heading: format!("{} {number}", book.slug).into(),
    }
}

async fn a_row_with_rows_that_refer_to_it(db: &Database) -> Result<()> {
    let slugs = ["notes".to_owned(), "letters".to_owned()];
    let (ada, books) = Author::insert(author("Ada"))
        .set(Author::CITY, "London")
        .with(Author::BOOKS, |ada| {
            let books = slugs.iter().map(|slug| book(ada, slug));
            books.collect::<Vec<_>>()
        })
        .one(db)
        .await?;
    assert_eq!((&*ada.name, &*ada.city), ("Ada", "London"));
    let found: Vec<&str> = books.iter().map(|book| &*book.slug).collect();
    assert_eq!(found, ["notes", "letters"]);
    assert!(books.iter().all(|book| book.author_id == ada.id));
    assert!(
        books
            .iter()
            .all(|book| book.copies == 1 && book.version == 1)
    );
    let loaded = Author::all().with(Author::BOOKS).all(db).await?;
    assert_eq!(loaded, [(ada, books)]);

    Author::insert(author("Bob"))
        .with(Author::BOOKS, |bob| [book(bob, "essays")])
        .execute(db)
        .await?;
    let essays = Book::find_by_slug("essays")
        .with(Book::AUTHOR)
        .one(db)
        .await?;
    assert_eq!(essays.1.name, "Bob");
    Ok(())
}

async fn a_row_with_the_row_that_it_refers_to(db: &Database) -> Result<()> {
    let (notes, ada) = Book::AUTHOR
        .insert(author("Ada"), |ada| book(ada, "notes"))
        .one(db)
        .await?;
    assert_eq!((notes.author_id, notes.copies), (ada.id, 1));
    let loaded = Book::all().with(Book::AUTHOR).all(db).await?;
    assert_eq!(loaded, [(notes.clone(), ada)]);

    // Both rows may have other columns set, and the referencing one may have related rows.
    let bob = Author::insert(author("Bob")).set(Author::CITY, "Rome");
    let ((essays, chapters), bob) = Book::AUTHOR
        .insert(bob, |bob| {
            let new = Book::insert(book(bob, "essays")).set(Book::COPIES, 9);
            new.with(Book::CHAPTERS, |book| [chapter(book, 1), chapter(book, 2)])
        })
        .one(db)
        .await?;
    assert_eq!((&*bob.city, essays.copies, chapters.len()), ("Rome", 9, 2));
    assert!(chapters.iter().all(|chapter| chapter.book_id == essays.id));

    // A reference of two columns, one that is unique, and one without an inverse relation.
    let (remark, third) = Remark::CHAPTER
        .insert(chapter(&essays, 3), |chapter| NewRemark {
            book_id: chapter.book_id,
            number: chapter.number,
            text: "Good.".into(),
        })
        .one(db)
        .await?;
    assert_eq!((remark.book_id, remark.number), (third.book_id, 3));
    let (profile, eve) = Profile::AUTHOR
        .insert(author("Eve"), |eve| NewProfile {
            author_id: eve.id,
            about: "Writes.".into(),
        })
        .one(db)
        .await?;
    assert_eq!(eve.profile().one(db).await?, profile);
    let name = "first".into();
    Placement::SHELF
        .insert(NewShelf { name }, |shelf| NewPlacement {
            shelf_id: shelf.id,
            book_id: essays.id,
        })
        .execute(db)
        .await?;
    assert_eq!(essays.shelves().count(db).await?, 1);

    // All or nothing, whichever fails and why; a transaction goes on.
    let before = (Author::all().count(db).await?, Book::all().count(db).await?);
    let tx = db.begin().await?;
    let other = Book::AUTHOR.insert(author("Joe"), |_| book(&bob, "letters"));
    let refused = other.one(&tx).await;
    let Err(Error::Value(error)) = refused else {
        panic!("{refused:?}")
    };
    assert_eq!((&*error.table, &*error.column), ("books", "author_id"));
    let taken = Book::AUTHOR.insert(author("Joe"), |joe| book(joe, "notes"));
    assert!(taken.one(&tx).await.is_err_and(|error| error.is_unique()));
    let taken = Book::AUTHOR.insert(author("Ada"), |ada| book(ada, "letters"));
    assert!(
        taken
            .execute(&tx)
            .await
            .is_err_and(|error| error.is_unique())
    );
    let short = Book::AUTHOR.insert(author("J"), |joe| book(joe, "letters"));
    assert!(matches!(short.one(&tx).await, Err(Error::Validation(_))));
    tx.commit().await?;
    let after = (Author::all().count(db).await?, Book::all().count(db).await?);
    assert_eq!(after, before);
    Ok(())
}

async fn a_row_with_the_row_that_it_may_refer_to(db: &Database) -> Result<()> {
    let ada = Author::insert(author("Ada")).one(db).await?;
    // The reference is left out, and so is set.
    let (notes, eve) = Book::EDITOR
        .insert(author("Eve"), |_| book(&ada, "notes"))
        .one(db)
        .await?;
    assert_eq!((notes.editor_id, notes.author_id), (Some(eve.id), ada.id));
    // A reference of a model to itself, which is given.
    let (pupil, mentor) = Author::MENTOR
        .insert(author("Joe"), |joe| {
            Author::insert(author("Bob")).set(Author::MENTOR_ID, joe.id)
        })
        .one(db)
        .await?;
    assert_eq!(pupil.mentor_id, Some(mentor.id));
    let loaded = Author::find(pupil.id).with(Author::MENTOR).one(db).await?;
    assert_eq!(loaded, (pupil, Some(mentor)));

    // NULL is another reference, and the relation has to be one.
    let none = Book::EDITOR.insert(author("Max"), |_| {
        Book::insert(book(&ada, "letters")).set(Book::EDITOR_ID, None)
    });
    let Err(Error::Value(error)) = none.one(db).await else {
        panic!("it has another reference")
    };
    assert_eq!((&*error.table, &*error.column), ("books", "editor_id"));
    let inverse = Author::PROFILE.insert(
        NewProfile {
            author_id: ada.id,
            about: "Writes.".into(),
        },
        |_| author("Max"),
    );
    let Err(Error::Value(error)) = inverse.execute(db).await else {
        panic!("it is no reference")
    };
    assert_eq!(
        error.reason,
        "the relation is not a reference of `authors`: begin at the row that others refer to"
    );
    assert_eq!(Author::filter(Author::NAME.eq("Max")).count(db).await?, 0);
    Ok(())
}

async fn levels_below_levels(db: &Database) -> Result<()> {
    let tree = Author::insert(author("Ada"))
        .with(Author::BOOKS, |ada| {
            ["one", "two"].map(|slug| {
                Book::insert(book(ada, slug))
                    .set(Book::COPIES, 3)
                    .with(Book::CHAPTERS, |book| {
                        (1..=2)
                            .map(|number| {
                                Chapter::insert(chapter(book, number)).with(
                                    Chapter::REMARKS,
                                    move |chapter| {
                                        let remark = Remark::insert(NewRemark {
                                            book_id: chapter.book_id,
                                            number: chapter.number,
                                            text: "Good.".into(),
                                        });
                                        vec![remark.with(Remark::ANSWERS, |remark| {
                                            [NewAnswer {
                                                remark_id: remark.id,
                                                text: "Thank you.".into(),
                                            }]
                                        })]
                                    },
                                )
                            })
                            .collect::<Vec<_>>()
                    })
            })
        })
        .one(db)
        .await?;
    let remarks = Chapter::REMARKS.with(Remark::ANSWERS);
    let books = Author::BOOKS.with(Book::CHAPTERS.with(remarks));
    let loaded = Author::all().with(books).one(db).await?;
    assert_eq!(tree, loaded);
    let (_, books) = tree;
    let (one, chapters) = &books[0];
    assert_eq!((&*one.slug, one.copies), ("one", 3));
    let (second, remarks) = &chapters[1];
    assert_eq!((second.book_id, second.number), (one.id, 2));
    let (remark, answers) = &remarks[0];
    assert_eq!((remark.book_id, remark.number), (one.id, 2));
    assert_eq!(answers[0].remark_id, remark.id);
    assert_eq!(Answer::all().count(db).await?, 4);
    Ok(())
}

async fn many_trees_at_once(db: &Database) -> Result<()> {
    // So many that one statement does not take them.
    let trees = (0..400).map(|number| {
        let slugs: Vec<String> = (0..number % 3)
            .map(|nth| format!("{number}-{nth}"))
            .collect();
        Author::insert(NewAuthor {
            name: format!("author {number}").into(),
        })
        .with(Author::BOOKS, move |author| {
            let author_id = author.id;
            slugs.into_iter().map(move |slug| NewBook {
                author_id,
                title: slug.clone().into(),
                slug: slug.into(),
            })
        })
    });
    let trees = Author::insert_all(trees).all(db).await?;
    assert_eq!(trees.len(), 400);
    for (number, (author, books)) in trees.iter().enumerate() {
        assert_eq!(author.name, format!("author {number}"));
        let titles: Vec<&str> = books.iter().map(|book| &*book.title).collect();
        let expected: Vec<String> = (0..number % 3)
            .map(|nth| format!("{number}-{nth}"))
            .collect();
        assert_eq!(titles, expected);
        assert!(books.iter().all(|book| book.author_id == author.id));
    }
    assert_eq!(Author::all().with(Author::BOOKS).all(db).await?, trees);

    // Items that were written each by itself, and differ in how many rows they have.
    let count = Author::insert_all([
        Author::insert(author("Ada"))
            .set(Author::CITY, "London")
            .with(Author::BOOKS, |ada| {
                vec![book(ada, "notes"), book(ada, "letters")]
            }),
        Author::insert(author("Bob")).with(Author::BOOKS, |_| Vec::<NewBook<'_>>::new()),
    ])
    .execute(db)
    .await?;
    assert_eq!(count, 2);
    let counts: Vec<(String, i64)> = Author::filter(Author::NAME.in_(["Ada", "Bob"]))
        .select((Author::NAME, Author::BOOKS.count()))
        .all(db)
        .await?;
    assert_eq!(counts, [("Ada".to_owned(), 2), ("Bob".to_owned(), 0)]);
    Ok(())
}

async fn rows_of_several_relations(db: &Database) -> Result<()> {
    let ada = Author::insert(author("Ada")).one(db).await?;
    let (bob, books, edited, pupils) = Author::insert(author("Bob"))
        .with(Author::BOOKS, |bob| [book(bob, "his")])
        .with(Author::EDITED, |_| [book(&ada, "hers")])
        .with(Author::PUPILS, |_| [author("Cleo"), author("Dora")])
        .one(db)
        .await?;
    assert_eq!((books[0].author_id, books[0].editor_id), (bob.id, None));
    assert_eq!(
        (edited[0].author_id, edited[0].editor_id),
        (ada.id, Some(bob.id))
    );
    assert!(pupils.iter().all(|pupil| pupil.mentor_id == Some(bob.id)));
    assert_eq!(Author::all().count(db).await?, 4);
    Ok(())
}

async fn one_row_or_none(db: &Database) -> Result<()> {
    let about = |about: Option<&'static str>| {
        move |author: &Author| {
            about.map(|about| NewProfile {
                author_id: author.id,
                about: about.into(),
            })
        }
    };
    let trees: Vec<(Author, Option<Profile>)> = Author::insert_all([
        Author::insert(author("Ada")).with(Author::PROFILE, about(Some("Wrote programs."))),
        Author::insert(author("Bob")).with(Author::PROFILE, about(None)),
    ])
    .all(db)
    .await?;
    assert_eq!(
        trees[0].1.as_ref().map(|profile| &*profile.about),
        Some("Wrote programs.")
    );
    assert_eq!(trees[1].1, None);
    assert_eq!(Author::all().with(Author::PROFILE).all(db).await?, trees);

    // The database keeps it to one.
    let twice = Author::insert(author("Cleo")).with(Author::PROFILE, |cleo| {
        ["one", "two"].map(|about| NewProfile {
            author_id: cleo.id,
            about: about.into(),
        })
    });
    let refused = twice.one(db).await;
    assert!(matches!(refused, Err(Error::Unique(_))), "{refused:?}");
    assert_eq!(Author::all().count(db).await?, 2);
    Ok(())
}

async fn rows_through_join_tables(db: &Database) -> Result<()> {
    let tag = |name: &'static str| NewTag { name: name.into() };
    let (_, books) = Author::insert(author("Ada"))
        .with(Author::BOOKS, |ada| {
            [
                Book::insert(book(ada, "one")).with(Book::TAGS, move |_| vec![tag("a"), tag("b")]),
                Book::insert(book(ada, "two")).with(Book::TAGS, move |_| Vec::<NewTag<'_>>::new()),
                Book::insert(book(ada, "three")).with(Book::TAGS, move |_| vec![tag("c")]),
            ]
        })
        .one(db)
        .await?;
    assert_eq!(Book::all().with(Book::TAGS).all(db).await?, books);
    let names: Vec<usize> = books.iter().map(|(_, tags)| tags.len()).collect();
    assert_eq!(names, [2, 0, 1]);

    // By the inverse relation, and with a row at the end that has rows of its own.
    let ada = Author::all().one(db).await?;
    let (d, books) = Tag::insert(tag("d"))
        .with(Tag::BOOKS, |_| {
            [Book::insert(book(&ada, "four")).with(Book::CHAPTERS, |book| [chapter(book, 1)])]
        })
        .one(db)
        .await?;
    let loaded = Tag::find(d.id)
        .with(Tag::BOOKS.with(Book::CHAPTERS))
        .one(db)
        .await?;
    assert_eq!(loaded, (d, books));
    Ok(())
}

async fn rows_that_exist_are_connected(db: &Database) -> Result<()> {
    let names = ["a", "b", "c"].map(|name| NewTag { name: name.into() });
    let tags = Tag::insert_all(names).all(db).await?;
    let ada = Author::insert(author("Ada")).one(db).await?;
    let (one, connected) = Book::insert(book(&ada, "one"))
        .connect(Book::TAGS, &tags[..2])
        .one(db)
        .await?;
    assert_eq!(connected, &tags[..2]);
    assert_eq!(one.tags().all(db).await?, &tags[..2]);

    let (two, chapters, connected, new) = Book::insert(book(&ada, "two"))
        .with(Book::CHAPTERS, |book| [chapter(book, 1)])
        .connect(Book::TAGS, [&tags[2]])
        .with(Book::TAGS, |_| [NewTag { name: "d".into() }])
        .one(db)
        .await?;
    assert_eq!((chapters.len(), connected.len(), new.len()), (1, 1, 1));
    let names: Vec<String> = two.tags().select(Tag::NAME).all(db).await?;
    assert_eq!(names, ["c", "d"]);

    // A row that is not there, and one twice.
    let strange = Tag {
        id: 1_000,
        name: "strange".to_owned(),
        uses: 0,
    };
    let refused = Book::insert(book(&ada, "three")).connect(Book::TAGS, [&strange]);
    let refused = refused.one(db).await;
    assert!(matches!(refused, Err(Error::ForeignKey(_))), "{refused:?}");
    let refused = Book::insert(book(&ada, "three")).connect(Book::TAGS, [&tags[0], &tags[0]]);
    let refused = refused.one(db).await;
    assert!(matches!(refused, Err(Error::Unique(_))), "{refused:?}");
    assert!(!Book::find_by_slug("three").exists(db).await?);

    let refused = Author::insert(author("Bob"))
        .connect(Author::BOOKS, [&one])
        .one(db)
        .await;
    let said = refused.unwrap_err().to_string();
    assert_eq!(
        said,
        "no join table connects rows of `books` with rows of `authors`: set their reference"
    );
    Ok(())
}

async fn a_reference_is_set(db: &Database) -> Result<()> {
    let (ada, pupils) = Author::insert(author("Ada"))
        .with(Author::PUPILS, |ada| {
            [
                Author::insert(author("Bob")),
                Author::insert(author("Cleo")).set(Author::MENTOR_ID, ada.id),
            ]
        })
        .one(db)
        .await?;
    assert_eq!(pupils[0].mentor_id, Some(ada.id));
    assert_eq!(pupils[1].mentor_id, Some(ada.id));
    Ok(())
}

async fn another_parent_is_refused(db: &Database) -> Result<()> {
    let ada = Author::insert(author("Ada")).one(db).await?;
    let refused = Author::insert(author("Bob"))
        .with(Author::BOOKS, |_| [book(&ada, "hers")])
        .one(db)
        .await;
    let said = refused.unwrap_err().to_string();
    assert_eq!(
        said,
        "books.author_id: the new row refers to another row of `authors` than the one that it is \
         inserted for"
    );
    let refused = Author::insert(author("Bob"))
        .with(Author::PUPILS, |_| {
            [Author::insert(author("Cleo")).set(Author::MENTOR_ID, None)]
        })
        .one(db)
        .await;
    assert!(matches!(refused, Err(Error::Value(_))), "{refused:?}");
    assert_eq!(Author::all().all(db).await?, [ada]);
    assert_eq!(Book::all().count(db).await?, 0);
    Ok(())
}

async fn what_cannot_be_below_is_refused(db: &Database) -> Result<()> {
    let ada = Author::insert(author("Ada")).one(db).await?;
    // The join rows need stars.
    let refused = Book::insert(book(&ada, "one"))
        .with(Book::READERS, |_| [author("Bob")])
        .one(db)
        .await;
    assert_eq!(
        refused.unwrap_err().to_string(),
        "reviews.stars: the join rows need it, so rows of `authors` cannot be connected by two keys \
         alone: insert the rows of `reviews`"
    );
    let refused = Book::insert(book(&ada, "one"))
        .connect(Book::READERS, [&ada])
        .one(db)
        .await;
    assert!(matches!(refused, Err(Error::Value(_))), "{refused:?}");
    // So they are inserted by themselves.
    Book::insert(book(&ada, "one"))
        .with(Book::REVIEWS, |book| {
            [nested::NewReview {
                book_id: book.id,
                reader_id: ada.id,
                stars: 5,
            }]
        })
        .execute(db)
        .await?;
    assert_eq!(Review::all().count(db).await?, 1);

    // An editor comes before the book.
    let refused = Book::insert(book(&ada, "two"))
        .with(Book::EDITOR, |_| [author("Bob")])
        .one(db)
        .await;
    assert_eq!(
        refused.unwrap_err().to_string(),
        "`books` refers to `authors`, so the new row of `authors` comes first: insert it, with the \
         row of `books` as its related row"
    );
    assert_eq!(Book::all().count(db).await?, 1);
    assert_eq!(Author::all().count(db).await?, 1);
    Ok(())
}

async fn what_fails_inserts_nothing(db: &Database) -> Result<()> {
    let tree = |name: &'static str, slugs: [&'static str; 2], title: &'static str| {
        Author::insert(author(name)).with(Author::BOOKS, move |author| {
            slugs.map(|slug| NewBook {
                author_id: author.id,
                slug: slug.into(),
                title: title.into(),
            })
        })
    };
    // The second of two trees fails, at its last row.
    let trees = [
        tree("Ada", ["a", "b"], "fine"),
        tree("Bob", ["c", "a"], "fine"),
    ];
    let refused = Author::insert_all(trees).all(db).await;
    let Err(Error::Unique(broken)) = refused else {
        panic!("{refused:?}");
    };
    assert_eq!(broken.table, "books");
    // A validation constraint of a field, at the second level and at the first.
    let refused = tree("Ada", ["a", "b"], "x").one(db).await;
    let said = refused.unwrap_err().to_string();
    assert_eq!(said, "`books.title` has to be at least 2 characters long");
    let refused = tree("A", ["a", "b"], "fine").one(db).await;
    assert!(matches!(refused, Err(Error::Validation(_))), "{refused:?}");
    // A row that is referred to is missing.
    let refused = Author::insert(author("Ada"))
        .with(Author::BOOKS, |ada| {
            [Book::insert(book(ada, "a")).set(Book::EDITOR_ID, 77)]
        })
        .execute(db)
        .await;
    assert!(matches!(refused, Err(Error::ForeignKey(_))), "{refused:?}");
    assert_eq!(Author::all().count(db).await?, 0);
    assert_eq!(Book::all().count(db).await?, 0);
    Ok(())
}

async fn a_transaction_goes_on(db: &Database) -> Result<()> {
    let mut tx = db.begin().await?;
    let (ada, books) = Author::insert(author("Ada"))
        .with(Author::BOOKS, |ada| [book(ada, "one")])
        .one(&tx)
        .await?;
    let refused = Author::insert(author("Bob"))
        .with(Author::BOOKS, |bob| [book(bob, "two"), book(bob, "one")])
        .one(&tx)
        .await;
    assert!(matches!(refused, Err(Error::Unique(_))), "{refused:?}");
    let save = tx.begin().await?;
    Author::insert(author("Cleo"))
        .with(Author::BOOKS, |cleo| [book(cleo, "three")])
        .execute(&save)
        .await?;
    save.rollback().await?;
    tx.commit().await?;
    assert_eq!(
        Author::all().with(Author::BOOKS).all(db).await?,
        [(ada, books)]
    );

    let tx = db.begin().await?;
    Author::insert(author("Dora"))
        .with(Author::BOOKS, |dora| [book(dora, "four")])
        .execute(&tx)
        .await?;
    tx.rollback().await?;
    assert_eq!(Author::all().count(db).await?, 1);
    Ok(())
}

async fn nothing_is_sent_for_no_trees(db: &Database) -> Result<()> {
    let trees = std::iter::empty::<&str>()
        .map(|name| Author::insert(author(name)).with(Author::BOOKS, |ada| [book(ada, "one")]));
    assert_eq!(Author::insert_all(trees.clone()).all(db).await?, []);
    assert_eq!(Author::insert_all(trees).execute(db).await?, 0);
    Ok(())
}

async fn futures_can_be_sent(db: &Database) -> Result<()> {
    let db = db.clone();
    let task = tokio::spawn(async move {
        let slug = "one".to_owned();
        let (ada, books) = Author::insert(author("Ada"))
            .with(Author::BOOKS, |ada| {
                [Book::insert(book(ada, &slug)).with(Book::CHAPTERS, |book| [chapter(book, 1)])]
            })
            .one(&db)
            .await?;
        let tree = |name: &'static str| {
            Author::insert(author(name)).with(Author::PUPILS, |_| Vec::<NewAuthor<'_>>::new())
        };
        let more = Author::insert_all(["Bob", "Cleo"].map(tree))
            .all(&db)
            .await?;
        Ok::<_, Error>((ada.name, books.len() + more.len()))
    });
    assert_eq!(task.await.unwrap()?, ("Ada".to_owned(), 3));
    Ok(())
}

async fn what_is_given_up_inserts_all_or_nothing(db: &Database) -> Result<()> {
    let mut polls = 0;
    loop {
        let tree = Author::insert(author("Ada")).with(Author::BOOKS, |ada| {
            [Book::insert(book(ada, "one")).with(Book::CHAPTERS, |book| [chapter(book, 1)])]
        });
        let is_done = give_up(tree.execute(db), polls).await;
        let counts = [
            Author::all().count(db).await?,
            Book::all().count(db).await?,
            Chapter::all().count(db).await?,
        ];
        // The commit may be on its way.
        assert!(
            [[0; 3], [1; 3]].contains(&counts),
            "{counts:?} after {polls} polls"
        );
        if is_done {
            assert_eq!(counts, [1; 3]);
            return Ok(());
        }
        Chapter::all().delete().execute(db).await?;
        Book::all().delete().execute(db).await?;
        Author::all().delete().execute(db).await?;
        polls += 1;
    }
}

async fn each_level_is_one_statement(place: &Place) -> Result<()> {
    let relay = Relay::new(place).await.expect("a port");
    let db = relay.connect().await?;
    nested::create_all(&db).await?;
    let trees = async |name: &str| {
        let trees = (0..5).map(|number| {
            Author::insert(NewAuthor {
                name: format!("{name} {number}").into(),
            })
            .with(Author::BOOKS, move |author| {
                [0, 1].map(|nth| {
                    let slug = format!("{} {nth}", author.name);
                    let new = NewBook {
                        author_id: author.id,
                        title: slug.clone().into(),
                        slug: slug.into(),
                    };
                    Book::insert(new).with(Book::CHAPTERS, |book| [1, 2].map(|n| chapter(book, n)))
                })
            })
        });
        Author::insert_all(trees).all(&db).await
    };
    // The statements are prepared once.
    trees("first").await?;
    let _ = relay.trips();
    let trees = trees("second").await?;
    // With the begin and the commit. MySQL is asked for the first key, unless the program gives the
    // keys, and for the rows.
    let expected = match place.dialect() {
        Dialect::Mysql => 2 + 3 + 3 + 2,
        Dialect::Sqlite | Dialect::Postgres | Dialect::Mariadb => 2 + 3,
    };
    assert_eq!(relay.trips(), expected);
    let books = trees.iter().flat_map(|(_, books)| books);
    assert_eq!(books.flat_map(|(_, chapters)| chapters).count(), 20);
    Ok(())
}

#[test]
fn a_blocking_connection_gives_values() -> Result<()> {
    let mut db = Sqlite::memory()?;
    nested::create_all(&db)?;
    let (ada, books): (Author, Vec<(Book, Vec<Chapter>)>) = Author::insert(author("Ada"))
        .with(Author::BOOKS, |ada| {
            [Book::insert(book(ada, "one")).with(Book::CHAPTERS, |book| [chapter(book, 1)])]
        })
        .one(&db)?;
    let loaded = Author::all()
        .with(Author::BOOKS.with(Book::CHAPTERS))
        .all(&db)?;
    assert_eq!(loaded, [(ada, books)]);
    let tx = db.begin()?;
    let refused = Author::insert(author("Bob"))
        .with(Author::BOOKS, |bob| [book(bob, "one")])
        .one(&tx);
    assert!(matches!(refused, Err(Error::Unique(_))), "{refused:?}");
    Author::insert(author("Cleo"))
        .with(Author::BOOKS, |cleo| [book(cleo, "two")])
        .execute(&tx)?;
    tx.commit()?;
    let names: Vec<String> = Author::all().select(Author::NAME).all(&db)?;
    assert_eq!(names, ["Ada", "Cleo"]);
    Ok(())
}
