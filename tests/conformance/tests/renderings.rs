//! A statement is rendered once: with other values, its SQL is found by its words.
//!
//! All of it is one test, because the counter belongs to the process.

use tablewright::__private::renderings;
use tablewright::jiff::civil::DateTime;
use tablewright::jiff::{SignedDuration, Timestamp};
use tablewright::query::{Aggregate, case, count, exists, raw, row_number};
use tablewright::{Connection, Database, Dialect, PoolOptions, Result};
use tablewright_test_conformance::models::relations::{
    Comment, NewComment, NewPost, NewTag, NewUser, Post, Tag, User,
};
use tablewright_test_conformance::models::{durations, relations, writes};
use tablewright_test_conformance::{Place, at};
use writes::{Member, NewMember, NewToken, Token};

#[test]
fn what_comes_again_is_not_rendered_again() {
    for database in ["sqlite", "postgres", "mariadb", "mysql"] {
        at(database, writing);
        at(database, reading);
        at(database, moments);
    }
}

/// A pool of one connection: each knows the statements that it ran itself.
async fn one_connection(at: &Place) -> Result<Database> {
    let options = PoolOptions::new().max_connections(1);
    at.connect_with(&options).await
}

/// Runs a closure with two numbers and then with others, and counts the renderings of the others.
///
/// If a number of rows is repeated, it is inserted in one statement on SQLite.
macro_rules! again {
    ($what:literal, $db:expr, |$number:ident| $run:expr) => {{
        let mut rendered = 0;
        for $number in 1..=4_i32 {
            let before = renderings();
            $run;
            if $number > 2 {
                rendered += renderings() - before;
            }
        }
        assert_eq!(rendered, 0, "{} on {}", $what, $db.dialect());
    }};
}

async fn writing(at: &Place) -> Result<()> {
    let db = &one_connection(at).await?;
    writes::create_all(db).await?;
    let member = |number: i32| NewMember {
        email: format!("{number}@example.com").into(),
    };
    again!("an insert", db, |n| Member::insert(member(n))
        .one(db)
        .await?);
    again!("an insert that sets more", db, |n| {
        Member::insert(member(n + 10))
            .set(Member::BIO, format!("bio {n}"))
            .set(Member::LEVEL, n)
            .execute(db)
            .await?
    });
    again!("an insert whose key is a default", db, |n| {
        let name = format!("token {n}").into();
        Token::insert(NewToken { name }).one(db).await?
    });
    again!("an insert of many rows", db, |n| {
        let rows = (0..40).map(|row| member(1000 * n + row));
        Member::insert_all(rows).execute(db).await?
    });
    again!("an insert of many rows that are returned", db, |n| {
        let rows = (0..7).map(|row| member(100_000 * n + row));
        Member::insert_all(rows).all(db).await?
    });
    again!("an upsert", db, |n| {
        Member::upsert(member(n), Member::EMAIL)
            .set(Member::BIO, format!("other bio {n}"))
            .one(db)
            .await?
    });
    again!("an insert or nothing", db, |n| {
        let upsert = Member::upsert(member(n), Member::EMAIL);
        upsert.do_nothing().optional(db).await?
    });
    again!("an update by key", db, |n| {
        let update = Member::update(i64::from(n)).set(Member::LEVEL, n + 1);
        update.one(db).await?
    });
    again!("an update of a filter", db, |n| {
        let rows = Member::filter(Member::LEVEL.eq(n)).update();
        let update = rows.set(Member::LEVEL, Member::LEVEL + n);
        update.execute(db).await?
    });
    again!("a save", db, |n| {
        let mut member = Member::find(i64::from(n)).one(db).await?;
        member.bio = Some(format!("saved {n}"));
        member.save(db).await?;
    });
    again!("a delete", db, |n| {
        let members = Member::filter(Member::EMAIL.eq(format!("{n}@example.com")));
        members.delete().execute(db).await?
    });
    Ok(())
}

async fn reading(at: &Place) -> Result<()> {
    let db = &one_connection(at).await?;
    relations::create_all(db).await?;
    let user = |id: i32| NewUser {
        id,
        name: format!("user {id}").into(),
    };
    User::insert_all((1..=40).map(user)).execute(db).await?;
    let post = |id: i32| NewPost {
        id,
        title: format!("post {id}").into(),
        published: id % 2 == 0,
        author_id: 1 + id % 7,
    };
    Post::insert_all((1..=60).map(post)).execute(db).await?;
    let comment = |id: i32| NewComment {
        id,
        post_id: 1 + id % 11,
        text: "text".into(),
    };
    Comment::insert_all((1..=60).map(comment))
        .execute(db)
        .await?;
    let tag = |number: i32| NewTag {
        name: format!("tag {number}").into(),
    };
    let tags = Tag::insert_all((1..=4).map(tag)).all(db).await?;

    again!("a row by its key", db, |n| User::find(n).one(db).await?);
    again!("a filter", db, |n| {
        let title = Post::TITLE.starts_with("post") & Post::RANK.is_null();
        let rows = Post::filter(title & (Post::ID.gt(n) | Post::PUBLISHED.eq(true)));
        let rows = rows.order_by(Post::TITLE.desc()).limit(3 + n as u64);
        rows.all(db).await?
    });
    again!("expressions", db, |n| {
        let title = Post::TITLE.lower().concat(format!(" {n}"));
        let rank = case(Post::ID.gt(n), n).otherwise(Post::RANK.coalesce(0) + n);
        let rows = Post::filter(title.clone().ne(format!("post {n}")) & rank.clone().ge(n));
        let rows = rows.order_by([title.clone().desc(), rank.asc().nulls_last()]);
        let rows = rows.select((Post::ID, title, Post::TITLE.length() + i64::from(n)));
        rows.all(db).await?
    });
    again!("groups of an expression", db, |n| {
        let length = Post::TITLE.length() + i64::from(n);
        let groups = Post::all().select((length.clone(), count()));
        groups.group_by(length).all(db).await?
    });
    again!("a fragment", db, |n| {
        let even = raw::<bool>("id % ? = ?").bind(2).bind(n % 2);
        let rows = Post::filter(Post::ID.gt(n) & even);
        let length = raw::<i64>("CAST(length(title) + ? AS BIGINT)")
            .on(Dialect::Mysql, "CAST(char_length(title) + ? AS SIGNED)")
            .on(Dialect::Mariadb, "CAST(char_length(title) + ? AS SIGNED)")
            .bind(n);
        let rows = rows
            .order_by(length.clone().desc())
            .select((Post::ID, length));
        rows.all(db).await?
    });
    again!("aggregates of related rows", db, |n| {
        let posts = User::POSTS.filter(Post::ID.gt(n)).count();
        let users = User::filter(posts.clone().ge(i64::from(n)));
        let users = users.order_by(posts.clone().desc());
        users.select((User::NAME, posts)).all(db).await?
    });
    again!("queries within a query", db, |n| {
        let authors = Post::filter(Post::ID.gt(n)).select(Post::AUTHOR_ID);
        let known = Post::filter(Post::ID.ne(n)).on(Post::AUTHOR_ID, User::ID);
        let last = Post::filter(Post::ID.gt(n)).select(Post::ID.max()).scalar();
        let titles = Post::filter(Post::ID.gt(n)).select(Post::TITLE);
        let named = User::NAME.concat(format!(" {n}")).in_(titles);
        let users = User::filter(User::ID.in_(authors) & exists(known) & User::ID.lt(last));
        let users = users.filter(!named);
        users.all(db).await?
    });
    again!("groups of a join", db, |n| {
        let rows = Post::filter(Post::ID.gt(n)).join(Post::AUTHOR);
        let rows = rows.select((User::NAME, count::<Post>(), Post::RANK.coalesce(n).max()));
        rows.group_by(User::NAME)
            .having(count::<Post>().gt(n))
            .all(db)
            .await?
    });
    again!("a list", db, |n| {
        let ids = (1..).take(4 + n as usize);
        Post::filter(Post::ID.in_(ids)).all(db).await?
    });
    again!("a long list", db, |n| {
        let ids = (1..).take(300 + n as usize);
        Post::filter(Post::ID.in_(ids)).all(db).await?
    });
    again!("a join", db, |n| {
        let rows = Post::filter(Post::ID.gt(n)).join(Post::AUTHOR);
        let rows = rows.filter(User::ID.lt(10 * n)).limit(n as u64);
        rows.all(db).await?
    });
    again!("a left join through a join table", db, |n| {
        let rows = Post::filter(Post::ID.eq(n)).left_join(Post::TAGS);
        rows.all(db).await?
    });
    again!("a tree", db, |n| {
        let posts = User::POSTS.filter(Post::ID.gt(n)).with(Post::COMMENTS);
        let users = User::filter(User::ID.in_([n, n + 1, n + 2]));
        users.with(posts).all(db).await?
    });
    again!("a relation with a limit for each row", db, |n| {
        let posts = User::POSTS.limit(n as u64).order_by(Post::TITLE.asc());
        User::filter(User::ID.eq(n)).with(posts).all(db).await?
    });
    again!("columns of related rows", db, |n| {
        let posts = User::POSTS.filter(Post::ID.gt(n)).limit(n as u64);
        let posts = posts.select((Post::ID, Post::TITLE.concat(format!(" {n}"))));
        User::all().with(posts).all(db).await?
    });
    again!("window functions", db, |n| {
        let rank = Post::RANK.coalesce(n);
        let number = row_number()
            .partition_by(rank.clone())
            .order_by(rank.clone().desc());
        let rows = Post::filter(Post::ID.gt(n));
        rows.select((number, rank.sum().over())).all(db).await?
    });
    again!("a union", db, |n| {
        let users = User::filter(User::ID.gt(n)).select((User::ID, User::NAME));
        let posts = Post::filter(Post::ID.lt(n)).select((Post::ID, Post::TITLE));
        users.union(posts).limit(n as u64).all(db).await?
    });
    again!("a tree of rows", db, |n| {
        let over = User::REPORTS.filter(User::ID.gt(n));
        User::find(n).descendants(over).all(db).await?
    });
    again!("a condition on related rows", db, |n| {
        User::filter(User::POSTS.any(Post::ID.gt(n)))
            .count(db)
            .await?
    });
    again!("groups", db, |n| {
        let groups = Post::all().select((Post::AUTHOR_ID, count()));
        let groups = groups.group_by(Post::AUTHOR_ID).having(count().gt(n));
        groups.order_by(count().desc()).all(db).await?
    });
    again!("join rows", db, |n| {
        let post = Post::find(n).one(db).await?;
        post.add_tag(&tags[0], db).await?;
        post.set_tags(&tags[1..3], db).await?;
        post.remove_tag(&tags[1], db).await?;
        post.tags().all(db).await?
    });

    let mut rendered = 0;
    let mut cursor = None;
    for number in 0..6 {
        let before = renderings();
        let rows = Post::all().order_by(Post::TITLE.asc());
        let page = rows.page(cursor.as_deref(), 9).all(db).await?;
        let rows = Post::all().order_by(Post::TITLE.asc()).select(Post::ID);
        let of_columns = rows.page(cursor.as_deref(), 9).all(db).await?;
        assert_eq!(of_columns.next, page.next);
        cursor = page.next;
        // The first page has no cursor, and the others have one.
        if number > 1 {
            rendered += renderings() - before;
        }
    }
    assert_eq!(rendered, 0, "a page on {}", db.dialect());
    Ok(())
}

async fn moments(at: &Place) -> Result<()> {
    use durations::{NewSession, Session};

    let db = &one_connection(at).await?;
    durations::create_all(db).await?;
    let at = |number: i32| Timestamp::constant(1_700_000_000 + i64::from(number), 0);
    let new = |number| NewSession {
        begins: at(number),
        opens: DateTime::constant(2024, 1, 1, 0, 0, 0, 0),
    };
    Session::insert_all((1..=9).map(new)).execute(db).await?;
    again!("a duration since a moment", db, |n| {
        let lasted = Session::ENDS.duration_since(Session::BEGINS);
        let age = Session::BEGINS.duration_since(at(n));
        let rows = Session::filter(age.clone().gt(SignedDuration::from_secs(n.into())));
        rows.order_by(age.clone().desc())
            .select((age, lasted))
            .all(db)
            .await?
    });
    again!("a moment that is moved", db, |n| {
        let span = SignedDuration::from_secs(n.into());
        let later = Session::BEGINS + span;
        let rows = Session::filter(later.clone().gt(at(n)));
        let earlier = Session::OPENS - Session::LIMIT - span;
        rows.order_by(later.clone().desc())
            .select((later, earlier))
            .all(db)
            .await?
    });
    again!("an update of a moment", db, |n| {
        let ends = Session::BEGINS + SignedDuration::from_secs(n.into());
        let rows = Session::filter(Session::ID.eq(i64::from(n))).update();
        rows.set(Session::ENDS, ends).execute(db).await?
    });
    Ok(())
}
