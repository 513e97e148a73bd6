//! The program's own types.

use tablewright::query::{Aggregate as _, raw};
use tablewright::rust_decimal::Decimal;
use tablewright::{Connection, Database, Dialect, Error, Result, jiff, row, sql};
use tablewright_test_conformance::everywhere;
use tablewright_test_conformance::models::own_types::{Book, Cover, NewBook, NewReview, Review};
use tablewright_test_conformance::own_types::{
    Binding, Cents, Day, Isbn, Layout, Part, Pin, Rate, Shelf, Topics,
};
use tablewright_test_conformance::sql::run;

everywhere!(own_types:
    they_come_back,
    they_are_keys_and_references,
    they_are_compared_and_ordered,
    they_are_set_and_computed,
    they_are_added_up,
    texts_are_searched,
    documents_are_looked_into,
    what_is_stored_may_be_refused,
    errors_leave_sensitive_values_out,
    what_cannot_be_written_is_refused,
    raw_sql_reads_and_binds_them,
    they_are_written_in_every_way,
);

fn isbn(number: u64) -> Isbn {
    Isbn::try_from(format!("{number:013}")).expect("13 digits")
}

fn layout(columns: u8, font: &str) -> Layout {
    Layout {
        columns,
        fonts: [("body".to_owned(), font.to_owned())].into(),
        part: Part::Written,
    }
}

fn book(number: u64) -> NewBook<'static> {
    NewBook {
        isbn: isbn(number),
        title: format!("book {number}").into(),
        topics: Topics(vec!["a".to_owned(), format!("{number}")]),
        layout: layout(2, "Serif"),
    }
}

/// Three books, at 100, 250 and 30 cents, of which the first has a discount.
async fn fill(db: &Database) -> Result<Vec<Book>> {
    let mut books = Vec::new();
    for (number, price, discount) in [(1, 100, Some(Cents(25))), (2, 250, None), (3, 30, None)] {
        let new = Book::insert(book(number))
            .set(Book::PRICE, Cents(price))
            .set(Book::DISCOUNT, discount)
            .set(Book::TAX, Rate(Decimal::new(price, 2)));
        books.push(new.one(db).await?);
    }
    Ok(books)
}

async fn they_come_back(db: &Database) -> Result<()> {
    let plain = Book::insert(book(1)).one(db).await?;
    assert_eq!(plain.price, Cents(0));
    assert_eq!(plain.cover, Binding(Cover::Soft));
    assert_eq!(plain.topics, Topics(vec!["a".to_owned(), "1".to_owned()]));
    assert_eq!((&plain.discount, &plain.printed), (&None, &None));
    let day = Day(jiff::civil::date(1999, 12, 31));
    let full = Book::insert(book(2))
        .set(Book::DISCOUNT, Cents(-5))
        .set(Book::TAX, Rate(Decimal::new(1950, 2)))
        .set(Book::PRINTED, day.clone())
        .set(Book::COVER, Binding(Cover::Hard))
        .set(Book::OTHER_LAYOUT, layout(1, "Mono"))
        .set(Book::SHELF, Shelf('é'));
    let full = full.one(db).await?;
    assert_eq!(full.discount, Some(Cents(-5)));
    assert_eq!(full.tax, Rate(Decimal::new(1950, 2)));
    assert_eq!(full.printed, Some(day));
    assert_eq!(full.cover, Binding(Cover::Hard));
    assert_eq!(full.layout, layout(2, "Serif"));
    assert_eq!(full.other_layout, Some(layout(1, "Mono")));
    assert_eq!(full.shelf, Some(Shelf('é')));
    assert_eq!(Book::find(&full.isbn).one(db).await?, full);
    assert_eq!(Book::find_by_shelf(&Shelf('é')).one(db).await?, full);
    let selected = Book::filter(Book::ISBN.eq(&full.isbn));
    let selected = selected.select((Book::ISBN, Book::DISCOUNT, Book::LAYOUT));
    let expected = (full.isbn, full.discount, full.layout);
    assert_eq!(selected.one(db).await?, expected);
    Ok(())
}

async fn they_are_keys_and_references(db: &Database) -> Result<()> {
    let books = fill(db).await?;
    for (book, stars) in [(0, 5), (0, 3), (2, 1)] {
        let book_isbn = books[book].isbn.clone();
        Review::insert(NewReview { book_isbn, stars })
            .execute(db)
            .await?;
    }
    assert_eq!(books[0].reviews().count(db).await?, 2);
    let loaded = Book::all()
        .order_by(Book::ISBN.asc())
        .with(Book::REVIEWS)
        .all(db)
        .await?;
    let counts: Vec<usize> = loaded.iter().map(|(_, reviews)| reviews.len()).collect();
    assert_eq!(counts, [2, 0, 1]);
    let good = Review::filter(Review::BOOK_ISBN.eq(isbn(1)))
        .count(db)
        .await?;
    assert_eq!(good, 2);
    let joined = Review::all().join(Review::BOOK).count(db).await?;
    assert_eq!(joined, 3);
    books[0].delete(db).await?;
    assert_eq!(Review::all().count(db).await?, 1);
    Ok(())
}

async fn they_are_compared_and_ordered(db: &Database) -> Result<()> {
    fill(db).await?;
    let titles = async |rows: tablewright::Select<'_, Book>| {
        rows.order_by(Book::TITLE.asc())
            .select(Book::TITLE)
            .all(db)
            .await
    };
    let found = titles(Book::filter(Book::PRICE.gt(Cents(30)))).await?;
    assert_eq!(found, ["book 1", "book 2"]);
    let found = titles(Book::filter(Book::ISBN.in_([isbn(3), isbn(7)]))).await?;
    assert_eq!(found, ["book 3"]);
    let found = titles(Book::filter(Book::PRICE.between(Cents(30), Cents(100)))).await?;
    assert_eq!(found, ["book 1", "book 3"]);
    let found = titles(Book::filter(Book::DISCOUNT.eq(Cents(25)))).await?;
    assert_eq!(found, ["book 1"]);
    let found = titles(Book::filter(Book::DISCOUNT.is_null())).await?;
    assert_eq!(found, ["book 2", "book 3"]);
    let found = titles(Book::filter(Book::TAX.ge(Rate(Decimal::ONE)))).await?;
    assert_eq!(found, ["book 1", "book 2"]);
    let found = titles(Book::filter(Book::COVER.lt(Binding(Cover::Hard)))).await?;
    assert_eq!(found.len(), 3);
    let found = titles(Book::filter(
        Book::TOPICS.eq(Topics(vec!["a".into(), "2".into()])),
    ))
    .await?;
    assert_eq!(found, ["book 2"]);
    let dearest = Book::all()
        .order_by(Book::PRICE.desc())
        .select(Book::PRICE)
        .all(db)
        .await?;
    assert_eq!(dearest, [Cents(250), Cents(100), Cents(30)]);
    Ok(())
}

async fn they_are_set_and_computed(db: &Database) -> Result<()> {
    fill(db).await?;
    let (one, two) = (isbn(1), isbn(2));
    let update = Book::update(&one).set(Book::PRICE, Book::PRICE + Cents(11));
    assert_eq!(update.one(db).await?.price, Cents(111));
    let update = Book::update(&one).set(Book::DISCOUNT, Book::DISCOUNT - Cents(5));
    assert_eq!(update.one(db).await?.discount, Some(Cents(20)));
    let update = Book::update(&two).set(Book::LAYOUT, layout(3, "Sans"));
    assert_eq!(update.one(db).await?.layout, layout(3, "Sans"));
    let update = Book::update(&two)
        .set(Book::ISBN, isbn(20))
        .set(Book::DISCOUNT, Cents(1));
    assert_eq!(update.one(db).await?.isbn, isbn(20));
    let rest = Book::filter((Book::PRICE - Book::DISCOUNT).lt(Cents(100)));
    assert_eq!(rest.count(db).await?, 1);
    let rest = Book::all()
        .order_by(Book::ISBN.asc())
        .select(Book::PRICE - Book::DISCOUNT);
    assert_eq!(
        rest.all(db).await?,
        [Some(Cents(91)), None, Some(Cents(249))]
    );
    let real = Book::all()
        .order_by(Book::ISBN.asc())
        .select(Book::DISCOUNT.coalesce(Cents(0)));
    assert_eq!(real.all(db).await?, [Cents(20), Cents(0), Cents(1)]);
    Ok(())
}

async fn they_are_added_up(db: &Database) -> Result<()> {
    fill(db).await?;
    let sums = Book::all().select((
        Book::PRICE.sum(),
        Book::PRICE.min(),
        Book::PRICE.max(),
        Book::DISCOUNT.sum(),
        Book::DISCOUNT.max(),
        Book::TAX.sum(),
        Book::ISBN.max(),
        Book::PRICE.count_distinct(),
    ));
    let expected = (
        Some(380),
        Some(Cents(30)),
        Some(Cents(250)),
        Some(25),
        Some(Cents(25)),
        Some(Decimal::new(380, 2)),
        Some(isbn(3)),
        3,
    );
    assert_eq!(sums.one(db).await?, expected);
    let dear = Book::all()
        .select((Book::COVER, Book::PRICE.sum()))
        .group_by(Book::COVER)
        .having(Book::PRICE.max().gt(Cents(200)));
    assert_eq!(dear.all(db).await?, [(Binding(Cover::Soft), Some(380))]);
    Ok(())
}

async fn texts_are_searched(db: &Database) -> Result<()> {
    fill(db).await?;
    assert_eq!(Book::filter(Book::ISBN.ends_with("02")).count(db).await?, 1);
    assert_eq!(Book::filter(Book::ISBN.like("%0_")).count(db).await?, 3);
    let lengths = Book::all()
        .select(Book::ISBN.length())
        .distinct()
        .all(db)
        .await?;
    assert_eq!(lengths, [13]);
    Ok(())
}

async fn documents_are_looked_into(db: &Database) -> Result<()> {
    fill(db).await?;
    let two = isbn(2);
    let update = Book::update(&two).set(Book::LAYOUT, layout(4, "Mono"));
    update
        .set(Book::OTHER_LAYOUT, layout(9, "x"))
        .execute(db)
        .await?;
    let mono = Book::LAYOUT.at("fonts").at("body").text().eq("Mono");
    assert_eq!(Book::filter(mono).one(db).await?.isbn, isbn(2));
    let wide = Book::OTHER_LAYOUT.at("columns").integer().gt(5);
    assert_eq!(Book::filter(wide).count(db).await?, 1);
    Ok(())
}

async fn what_is_stored_may_be_refused(db: &Database) -> Result<()> {
    fill(db).await?;
    run(db, "UPDATE books SET isbn = 'short' WHERE title = 'book 1'").await?;
    run(
        db,
        "UPDATE books SET layout = '{\"columns\": -1}' WHERE title = 'book 2'",
    )
    .await?;
    let read = async |title: &str| match Book::filter(Book::TITLE.eq(title)).one(db).await {
        Err(Error::Decode(error)) => {
            assert_eq!(error.table, "books");
            (error.column.into_owned(), error.found)
        }
        other => panic!("{other:?}"),
    };
    let (column, found) = read("book 1").await;
    assert_eq!(
        (&*column, &*found),
        ("isbn", "another one: an ISBN has 13 digits")
    );
    let (column, found) = read("book 2").await;
    assert_eq!(column, "layout");
    assert!(
        found.contains("invalid value: integer `-1`, expected u8"),
        "{found}"
    );
    Ok(())
}

async fn errors_leave_sensitive_values_out(db: &Database) -> Result<()> {
    fill(db).await?;
    let review = NewReview {
        book_isbn: isbn(1),
        stars: 5,
    };
    Review::insert(review).execute(db).await?;
    run(db, "UPDATE reviews SET pin = 'hunter2'").await?;
    let batch = tablewright::batch(db);
    let errors = [
        Review::all().one(db).await.map(drop),
        Review::all().select(Review::PIN).one(db).await.map(drop),
        Review::all()
            .select((Review::ID, Review::PIN))
            .all(db)
            .await
            .map(drop),
        Review::all().join(Review::BOOK).one(db).await.map(drop),
        Review::all()
            .join(Review::BOOK)
            .select((Review::PIN, Book::TITLE))
            .one(db)
            .await
            .map(drop),
        Book::all().with(Book::REVIEWS).all(db).await.map(drop),
        Book::all()
            .with(Book::REVIEWS.select(Review::PIN))
            .all(db)
            .await
            .map(drop),
        sql::<Review>("SELECT * FROM reviews")
            .one(db)
            .await
            .map(drop),
        Review::filter(Review::STARS.gt(0))
            .update()
            .set(Review::STARS, 4)
            .all(db)
            .await
            .map(drop),
        Review::all().page(None, 2).all(db).await.map(drop),
        Review::all().for_each(db, |_| Ok(())).await.map(drop),
        batch.run((Review::all().all(&batch),)).await.map(drop),
        Review::all()
            .select(Review::PIN)
            .union(Review::all().select(Review::PIN))
            .all(db)
            .await
            .map(drop),
    ];
    let pin = || Pin::try_from("1234".to_owned()).expect("four digits");
    let computed = [
        Review::all()
            .select(Review::PIN.max())
            .one(db)
            .await
            .map(drop),
        Review::all()
            .select(Review::PIN.coalesce(pin()))
            .one(db)
            .await
            .map(drop),
        Review::all()
            .join(Review::BOOK)
            .select((Review::PIN.coalesce(pin()), Book::TITLE))
            .one(db)
            .await
            .map(drop),
    ];
    // The columns of raw SQL are not known.
    let raw_sql = [
        Review::all()
            .select(raw::<Pin>("pin"))
            .one(db)
            .await
            .map(drop),
        Review::all()
            .select(raw::<Pin>("pin").expression::<Review>().coalesce(pin()))
            .one(db)
            .await
            .map(drop),
        sql::<Pin>("SELECT pin FROM reviews")
            .one(db)
            .await
            .map(drop),
        sql::<(i64, Option<Pin>)>("SELECT id, pin FROM reviews")
            .all(db)
            .await
            .map(drop),
        sql::<OnlyPin>("SELECT pin FROM reviews")
            .all(db)
            .await
            .map(drop),
    ];
    for error in raw_sql {
        let said = format!("{error:?}");
        assert!(matches!(error, Err(Error::Decode(_))), "{said}");
        assert!(!said.contains("hunter2"), "{said}");
        assert!(said.contains("a value that is not shown"), "{said}");
    }
    for error in computed {
        let said = format!("{error:?}");
        assert!(!said.contains("hunter2"), "{said}");
        assert!(said.contains("the column is sensitive"), "{said}");
    }
    for error in errors {
        let said = format!("{error:?}");
        assert!(!said.contains("hunter2"), "{said}");
        let Err(Error::Decode(error)) = error else {
            panic!("{said}");
        };
        assert_eq!((error.table, &*error.column), ("reviews", "pin"));
        assert!(error.found.ends_with("the column is sensitive"), "{said}");
    }
    Ok(())
}

async fn what_cannot_be_written_is_refused(db: &Database) -> Result<()> {
    fill(db).await?;
    let mut impossible = layout(1, "x");
    impossible.part = Part::Impossible;
    let one = isbn(1);
    let update = Book::update(&one).set(Book::LAYOUT, impossible);
    match update.execute(db).await {
        Err(Error::Value(error)) => {
            assert_eq!((&*error.table, &*error.column), ("books", "layout"));
            assert_eq!(error.reason, "it is not JSON: nobody can write it");
        }
        other => panic!("{other:?}"),
    }
    Ok(())
}

row! {
    /// Columns of raw SQL, of which nothing is known.
    #[derive(Debug)]
    struct OnlyPin {
        pin: Pin,
    }
}

row! {
    #[derive(Debug, PartialEq)]
    struct Priced {
        isbn: Isbn,
        price: Cents,
        discount: Option<Cents>,
        layout: Layout,
        topics: Topics,
    }
}

async fn raw_sql_reads_and_binds_them(db: &Database) -> Result<()> {
    fill(db).await?;
    let text = "SELECT isbn, price, discount, layout, topics FROM books WHERE isbn = ?";
    let row = sql::<Priced>(text).bind(isbn(1)).one(db).await?;
    let expected = Priced {
        isbn: isbn(1),
        price: Cents(100),
        discount: Some(Cents(25)),
        layout: layout(2, "Serif"),
        topics: Topics(vec!["a".to_owned(), "1".to_owned()]),
    };
    assert_eq!(row, expected);
    let text = "SELECT isbn, cover FROM books WHERE price > ? ORDER BY isbn";
    let rows = sql::<(Isbn, Binding)>(text).bind(Cents(50)).all(db).await?;
    assert_eq!(
        rows,
        [
            (isbn(1), Binding(Cover::Soft)),
            (isbn(2), Binding(Cover::Soft))
        ]
    );
    let short = match db.dialect() {
        Dialect::Sqlite | Dialect::Postgres => "SELECT 'short'",
        Dialect::Mysql | Dialect::Mariadb => "SELECT CONCAT('sho', 'rt')",
    };
    let refused = sql::<Isbn>(short).one(db).await;
    assert!(matches!(&refused, Err(Error::Decode(_))), "{refused:?}");
    let change = "UPDATE books SET layout = ? WHERE isbn = ?";
    sql::<()>(change)
        .bind(layout(7, "Raw"))
        .bind(isbn(3))
        .execute(db)
        .await?;
    assert_eq!(Book::find(&isbn(3)).one(db).await?.layout, layout(7, "Raw"));
    Ok(())
}

async fn they_are_written_in_every_way(db: &Database) -> Result<()> {
    let all = Book::insert_all([5, 6, 7].map(book)).all(db).await?;
    assert_eq!(all.len(), 3);
    let again = Book::upsert(book(5), Book::ISBN).set(Book::PRICE, Cents(9));
    assert_eq!(again.one(db).await?.price, Cents(9));
    let mut one = Book::find(&isbn(6)).one(db).await?;
    one.layout.columns = 5;
    one.discount = Some(Cents(6));
    one.save(db).await?;
    assert_eq!(Book::find(&isbn(6)).one(db).await?, one);
    let broken = Book::insert(book(5)).execute(db).await;
    assert!(matches!(broken, Err(Error::Unique(_))), "{broken:?}");
    Ok(())
}
