//! Wrong uses that the compiler cannot refuse: each is an error that says what to do.

use std::fmt::Debug;

use tablewright::query::{count, row_number};
use tablewright::{Connection, Error, Result, Sqlite, batch};

use crate::models::{NewPost, NewUser, Post, User, create_all};

fn database() -> Result<Sqlite> {
    let db = Sqlite::memory()?;
    create_all(&db)?;
    let ada = User::insert(NewUser {}).one(&db)?;
    let posts = (0..4).map(|_| NewPost { author_id: ada.id });
    Post::insert_all(posts).execute(&db)?;
    Ok(db)
}

#[track_caller]
fn says<T: Debug>(result: Result<T>, expected: &str) {
    let said = match result {
        Err(Error::Value(error)) => error.reason,
        Err(error) => error.to_string(),
        Ok(value) => panic!("it returned {value:?}"),
    };
    assert_eq!(said, expected);
}

#[test]
fn distinct_on() -> Result<()> {
    let db = database()?;
    let no_order = "`distinct_on` needs an order before it, by which a row is the first: add \
                    `order_by` before it";
    says(Post::all().distinct_on(Post::AUTHOR_ID).all(&db), no_order);
    let unordered = Post::all().unordered().distinct_on(Post::AUTHOR_ID);
    says(unordered.count(&db), no_order);
    let two = Post::all().order_by(Post::ID.desc()).limit(2);
    says(
        two.distinct_on(Post::AUTHOR_ID).all(&db),
        "`limit` and `offset` cannot come before `distinct_on`: add them after it",
    );
    Ok(())
}

#[test]
fn pages() -> Result<()> {
    let db = database()?;
    let ids = || Post::all().select(Post::ID);
    let of_groups = "a page has rows, not groups: it cannot have `distinct`, `group_by` or \
                     aggregates. Use `limit` and `offset`";
    let groups = Post::all().select((Post::AUTHOR_ID, count()));
    says(
        groups.group_by(Post::AUTHOR_ID).page(None, 2).all(&db),
        of_groups,
    );
    says(ids().distinct().page(None, 2).all(&db), of_groups);
    let most = Post::all().select(Post::ID.max());
    says(most.page(None, 2).all(&db), of_groups);
    let number = row_number().order_by(Post::ID.asc());
    says(
        Post::all()
            .select((Post::ID, number))
            .page(None, 2)
            .all(&db),
        "a page cannot have window functions, because they would not see the rows of the previous \
         pages: use `limit` and `offset`",
    );
    let limited = "a page cannot have `limit` or `offset`: it begins after the previous page, and \
                   its size is the second parameter of `page`";
    says(ids().limit(3).page(None, 2).all(&db), limited);
    says(ids().offset(3).page(None, 2).all(&db), limited);
    says(
        ids().order_by((Post::ID + 1).asc()).page(None, 2).all(&db),
        "a page can only be sorted by columns, because it begins after the values of the last row: \
         sort by a generated column instead of an expression, or use `limit` and `offset`",
    );
    let invalid = "the cursor is invalid: it was truncated or changed, or it is from a statement \
                   with another order";
    says(ids().page(Some("first"), 2).all(&db), invalid);
    let sorted = || ids().order_by(Post::TITLE.asc());
    let next = sorted().page(None, 2).all(&db)?.next.unwrap_or_default();
    assert_eq!(sorted().page(Some(&next), 2).all(&db)?.rows, [3, 4]);
    says(ids().page(Some(&next), 2).all(&db), invalid);
    says(sorted().page(Some(&next[1..]), 2).all(&db), invalid);
    Ok(())
}

#[test]
fn batches() -> Result<()> {
    let db = database()?;
    let mut one = batch(&db);
    let other = batch(&db);
    says(
        one.run((User::all().count(&one), User::all().count(&other))),
        "the statement belongs to another batch: give it the batch that runs it",
    );
    says(
        other.run((one.begin(),)).map(drop),
        "a batch cannot begin a transaction, because it is all or nothing by itself: begin one on \
         the connection, and make the batch of the transaction",
    );
    assert_eq!(other.run((User::all().count(&other),))?, (1,));
    Ok(())
}

#[test]
fn lists() -> Result<()> {
    let db = database()?;
    let posts = || Post::all().on(Post::AUTHOR_ID, User::ID);
    let found = User::filter((User::ID + 0).in_(posts().select(Post::AUTHOR_ID)));
    assert_eq!(found.count(&db)?, 1);
    let limited = posts().limit(1).select(Post::AUTHOR_ID);
    says(
        User::filter((User::ID + 0).in_(limited)).all(&db),
        "a query with `on` in a list cannot have a limit, because not every database supports that",
    );
    Ok(())
}
