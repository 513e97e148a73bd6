//! Aggregates together with `limit`, `offset`, orders and columns: the rows that they count, and
//! the combinations that are refused because databases differ.

use tablewright::query::{Aggregate, count, exists};
use tablewright::{Database, Error, Result, fields};
use tablewright_test_conformance::everywhere;
use tablewright_test_conformance::models::relations::{Post, User};

use crate::check::refused;
use crate::shapes::fill;

everywhere!(relations:
    aggregates_of_all_rows_have_no_limit,
    aggregates_of_all_rows_have_no_order,
    groups_have_limits_and_orders,
    columns_beside_aggregates_are_grouped_by,
);

const NO_LIMIT: &str = "cannot choose some of them";

/// Whether each of its endings is refused, because of the named clause.
macro_rules! all_refuse {
    ($db:expr, $reason:expr, [$($query:expr),+ $(,)?]) => {$(
        for said in [
            refused($query.all($db).await),
            refused($query.one($db).await),
            refused($query.optional($db).await),
        ] {
            assert!(said.contains($reason), "{}: {said}", stringify!($query));
        }
    )+};
}

macro_rules! total {
    () => {
        fields!(Total {
            rows: count::<Post>(),
            rank: Post::RANK.sum()
        })
    };
}

#[derive(Clone, Debug, PartialEq)]
struct Total {
    rows: u64,
    rank: Option<i64>,
}

async fn aggregates_of_all_rows_have_no_limit(db: &Database) -> Result<()> {
    fill(db).await?;
    let joined = || Post::all().join(Post::AUTHOR);
    all_refuse!(
        db,
        NO_LIMIT,
        [
            Post::all().select(count()).limit(1),
            Post::all().select(count()).limit(0),
            Post::all().select(count()).offset(1),
            Post::all().limit(2).select(Post::RANK.sum()),
            Post::all().offset(1).select((count(), Post::RANK.max())),
            Post::all()
                .order_by(Post::ID.asc())
                .limit(2)
                .select(total!()),
            Post::all()
                .select(Post::RANK.avg())
                .having(count().gt(0))
                .limit(1),
            Post::all().select(count()).distinct().limit(1),
            joined().select(count::<Post>()).limit(1),
            joined().select(count::<Post>()).offset(1),
            joined()
                .limit(2)
                .select((count::<Post>(), Post::RANK.sum())),
            joined()
                .select(total!())
                .having(count::<Post>().gt(0))
                .limit(5),
        ]
    );
    // Within a statement, too.
    let highest = || Post::all().limit(1).select(Post::RANK.max());
    for said in [
        refused(Post::filter(Post::RANK.in_(highest())).all(db).await),
        refused(
            Post::filter(Post::RANK.eq(highest().scalar()))
                .all(db)
                .await,
        ),
        refused(User::filter(exists(highest())).all(db).await),
        refused(highest().union_all(highest()).all(db).await),
    ] {
        assert!(said.contains(NO_LIMIT), "{said}");
    }
    let few = User::POSTS.limit(1).count();
    let said = refused(User::all().select((User::ID, few)).all(db).await);
    assert!(said.contains("limit"), "{said}");

    // The advice of the message, and limits that do choose rows.
    let two = || Post::all().order_by(Post::ID.desc()).limit(2);
    let of_two = Post::filter(Post::ID.in_(two().select(Post::ID)));
    let expected = Total {
        rows: 2,
        rank: Some(12),
    };
    assert_eq!(of_two.select(total!()).one(db).await?, expected);
    assert_eq!(two().count(db).await?, 2);
    assert_eq!(Post::all().offset(3).count(db).await?, 1);
    let of_one = User::all().limit(1).join(User::POSTS);
    assert_eq!(of_one.select(count::<Post>()).one(db).await?, 3);
    let both = Post::all().select(count());
    let both = both.union_all(User::all().select(count())).limit(1);
    assert_eq!(both.all(db).await?, [3]);
    Ok(())
}

async fn aggregates_of_all_rows_have_no_order(db: &Database) -> Result<()> {
    fill(db).await?;
    let joined = || Post::all().join(Post::AUTHOR);
    let expected = Total {
        rows: 4,
        rank: Some(17),
    };
    let ordered = [
        Post::all().order_by(Post::TITLE.desc()),
        Post::all().order_by([Post::RANK.asc(), Post::ID.desc()]),
        Post::all().order_by(Post::TITLE.length().asc()),
        Post::all().unordered(),
    ];
    for posts in ordered {
        let found = posts.clone().select(total!());
        assert_eq!(found.all(db).await?, std::slice::from_ref(&expected));
        assert_eq!(posts.select(total!()).one(db).await?, expected);
    }
    let totals = || Post::all().select(total!());
    assert_eq!(
        totals().order_by(Post::TITLE.asc()).one(db).await?,
        expected
    );
    assert_eq!(totals().order_by(count().desc()).one(db).await?, expected);
    assert_eq!(
        totals().order_by(Post::RANK.sum().asc()).all(db).await?,
        std::slice::from_ref(&expected)
    );
    assert_eq!(
        totals().distinct().order_by(Post::ID.asc()).one(db).await?,
        expected
    );
    let totals = || joined().select(total!());
    assert_eq!(
        totals().order_by(Post::TITLE.asc()).one(db).await?,
        expected
    );
    assert_eq!(
        totals().order_by(User::NAME.length().asc()).one(db).await?,
        expected
    );
    assert_eq!(
        totals().order_by(count::<Post>().desc()).all(db).await?,
        std::slice::from_ref(&expected)
    );
    assert_eq!(
        totals().distinct().order_by(User::ID.asc()).one(db).await?,
        expected
    );
    assert_eq!(totals().unordered().optional(db).await?, Some(expected));
    let highest = Post::all()
        .order_by(Post::ID.asc())
        .select(Post::RANK.max());
    let found = Post::filter(Post::RANK.eq(highest.scalar())).select(Post::ID);
    assert_eq!(found.all(db).await?, [4]);
    let highest = || {
        Post::all()
            .order_by(Post::ID.asc())
            .select(Post::RANK.max())
    };
    assert_eq!(Post::filter(Post::RANK.in_(highest())).count(db).await?, 1);
    assert_eq!(
        highest().union_all(highest()).all(db).await?,
        [Some(7), Some(7)]
    );

    // A condition on the one row, and no rows at all.
    let many = || Post::all().select(count()).having(count().gt(100));
    assert!(many().all(db).await?.is_empty());
    assert_eq!(many().optional(db).await?, None);
    assert!(matches!(
        many().one(db).await,
        Err(Error::NotFound("posts"))
    ));
    let none = Post::filter(Post::ID.gt(100))
        .order_by(Post::ID.asc())
        .select(total!());
    assert_eq!(
        none.one(db).await?,
        Total {
            rows: 0,
            rank: None
        }
    );
    let nobody = User::filter(exists(Post::filter(Post::ID.gt(100)).select(count())));
    assert_eq!(nobody.count(db).await?, 3);
    Ok(())
}

async fn groups_have_limits_and_orders(db: &Database) -> Result<()> {
    fill(db).await?;
    let written = || {
        Post::all()
            .select((Post::AUTHOR_ID, count()))
            .group_by(Post::AUTHOR_ID)
    };
    assert_eq!(written().all(db).await?, [(1, 3), (2, 1)]);
    assert_eq!(written().limit(1).all(db).await?, [(1, 3)]);
    assert_eq!(written().offset(1).all(db).await?, [(2, 1)]);
    assert_eq!(written().order_by(count().asc()).one(db).await?, (2, 1));
    assert_eq!(
        written()
            .order_by(Post::RANK.sum().desc())
            .limit(1)
            .all(db)
            .await?,
        [(1, 3)]
    );
    assert_eq!(
        written().having(count().lt(2)).limit(5).all(db).await?,
        [(2, 1)]
    );
    assert!(written().limit(0).all(db).await?.is_empty());
    assert_eq!(written().limit(0).optional(db).await?, None);
    // Groups that are equal in the order are sorted by their columns.
    let ranks = || {
        Post::all()
            .select((Post::RANK, count()))
            .group_by(Post::RANK)
            .order_by(count().desc())
    };
    let expected = [(Some(5), 2), (None, 1), (Some(7), 1)];
    assert_eq!(ranks().all(db).await?, expected);
    assert_eq!(ranks().limit(2).offset(1).all(db).await?, expected[1..]);
    let joined = Post::all()
        .join(Post::AUTHOR)
        .select((Post::RANK, count::<User>()))
        .group_by(Post::RANK)
        .order_by(count::<User>().desc());
    assert_eq!(joined.limit(2).offset(1).all(db).await?, expected[1..]);
    let distinct = || Post::all().select((Post::RANK, Post::AUTHOR_ID)).distinct();
    let by_author = distinct().order_by(Post::AUTHOR_ID.desc()).limit(3);
    let expected = [(Some(5), 2), (None, 1), (Some(5), 1)];
    assert_eq!(by_author.all(db).await?, expected);
    // The same in a query within another one.
    let most = Post::all().select(Post::RANK).group_by(Post::RANK);
    let most = most.order_by(count().asc()).limit(1);
    assert_eq!(Post::filter(Post::RANK.in_(most)).count(db).await?, 0);
    let least = Post::all().select(Post::RANK).group_by(Post::RANK);
    let least = least.order_by(count().asc()).limit(1).offset(1);
    assert_eq!(Post::filter(Post::RANK.in_(least)).count(db).await?, 1);
    // Before the selection, an order and a limit apply to its result, as they do after it.
    let first = Post::all().order_by(Post::AUTHOR_ID.desc()).limit(1);
    let first = first
        .select((Post::AUTHOR_ID, count()))
        .group_by(Post::AUTHOR_ID);
    assert_eq!(first.all(db).await?, [(2, 1)]);
    // Groups without anything else: one row for each.
    let ranks = Post::all()
        .select(Post::RANK.max())
        .group_by(Post::AUTHOR_ID);
    assert_eq!(ranks.limit(1).all(db).await?, [Some(7)]);

    let of_names = || {
        let joined = User::all().join(User::POSTS);
        joined
            .select((User::NAME, count::<Post>(), Post::RANK.sum()))
            .group_by(User::NAME)
    };
    let (ada, bob) = (
        ("Ada".to_owned(), 3, Some(12)),
        ("Bob".to_owned(), 1, Some(5)),
    );
    assert_eq!(
        of_names().limit(1).all(db).await?,
        std::slice::from_ref(&ada)
    );
    assert_eq!(
        of_names().offset(1).all(db).await?,
        std::slice::from_ref(&bob)
    );
    assert_eq!(
        of_names().order_by(count::<Post>().asc()).one(db).await?,
        bob
    );
    let having = of_names().having(count::<Post>().gt(1)).limit(2);
    assert_eq!(having.all(db).await?, [ada]);

    // A sum over a relation belongs to a row, so a limit chooses rows as usual.
    let sums = User::all().select((User::ID, User::POSTS.sum(Post::RANK), User::POSTS.count()));
    let sums = sums.order_by(User::ID.desc()).limit(2);
    assert_eq!(sums.all(db).await?, [(3, None, 0), (2, Some(5), 1)]);
    Ok(())
}

async fn columns_beside_aggregates_are_grouped_by(db: &Database) -> Result<()> {
    fill(db).await?;
    let joined = || Post::all().join(Post::AUTHOR);
    all_refuse!(
        db,
        "group_by",
        [
            Post::all().select((Post::TITLE, count())),
            Post::all().select((count(), Post::TITLE.length())),
            Post::all().select(Post::TITLE).having(count().gt(1)),
            Post::all()
                .select((Post::TITLE, count()))
                .group_by(Post::AUTHOR_ID),
            Post::all()
                .select((Post::AUTHOR_ID, count()))
                .group_by(Post::AUTHOR_ID)
                .order_by(Post::ID.asc()),
            Post::all().select(Post::TITLE).order_by(count().desc()),
            joined().select((User::NAME, count::<Post>())),
            joined().select(User::NAME).having(count::<Post>().gt(1)),
            joined()
                .select((Post::TITLE, count::<Post>()))
                .group_by(User::NAME),
            joined()
                .select((User::NAME, count::<Post>()))
                .group_by(User::NAME)
                .order_by(Post::ID.asc()),
            joined().select(User::NAME).order_by(count::<Post>().desc()),
        ]
    );
    let titles = || Post::all().select(Post::TITLE).group_by(Post::AUTHOR_ID);
    let said = refused(Post::filter(Post::TITLE.in_(titles())).all(db).await);
    assert!(said.contains("group_by"), "{said}");
    // A row is identified by its primary key, and a computed value of groups by the groups.
    let known = Post::filter(Post::ID.le(2)).select((Post::TITLE, Post::TITLE.length(), count()));
    let known = known.group_by(Post::ID).order_by(Post::TITLE.desc());
    assert_eq!(
        known.all(db).await?,
        [("two".to_owned(), 3, 1), ("one".to_owned(), 3, 1)]
    );
    let known = joined()
        .select((User::NAME, count::<Post>()))
        .group_by(User::ID);
    let known = known.order_by(User::NAME.desc());
    assert_eq!(
        known.all(db).await?,
        [("Bob".to_owned(), 1), ("Ada".to_owned(), 3)]
    );
    let doubled = Post::all()
        .select((Post::AUTHOR_ID * 2, count()))
        .group_by(Post::AUTHOR_ID);
    assert_eq!(doubled.all(db).await?, [(2, 3), (4, 1)]);
    Ok(())
}
