//! The program's own structs, columns of related rows, window functions and unions.

use tablewright::query::{Selection, count, dense_rank, rank, raw, row_number};
use tablewright::rust_decimal::Decimal;
use tablewright::{Database, Dialect, Error, Result, fields};
use tablewright_test_conformance::everywhere;
use tablewright_test_conformance::models::relations::{
    Comment, NewComment, NewPost, NewPostTag, NewTag, NewUser, Post, PostTag, Tag, User,
};

use crate::check::refused;

everywhere!(relations:
    rows_become_structs,
    joined_rows_and_groups_become_structs,
    columns_of_related_rows_are_loaded,
    columns_nest,
    windows_number_and_sum_rows,
    windows_of_joined_rows,
    what_is_no_window_is_refused,
    unions_have_the_rows_of_both,
    unions_are_sorted_and_limited,
    what_is_no_union_is_refused,
    raw_fragments_have_types,
    raw_fragments_need_their_values,
    joined_rows_are_grouped_by_several_models,
);

pub async fn fill(db: &Database) -> Result<()> {
    let user = |(id, name): (i32, &'static str)| NewUser {
        id,
        name: name.into(),
    };
    let users = [(1, "Ada"), (2, "Bob"), (3, "Cy")].map(user);
    User::insert_all(users).execute(db).await?;
    let posts = [
        (1, "one", 1, Some(5)),
        (2, "two", 1, None),
        (3, "three", 2, Some(5)),
        (4, "four", 1, Some(7)),
    ];
    for (id, title, author_id, rank) in posts {
        let new = NewPost {
            id,
            title: title.into(),
            published: id > 1,
            author_id,
        };
        Post::insert(new).set(Post::RANK, rank).execute(db).await?;
    }
    let comment = |id: i32| NewComment {
        id,
        post_id: 1 + id % 2,
        text: format!("comment {id}").into(),
    };
    Comment::insert_all((1..=3).map(comment))
        .execute(db)
        .await?;
    for name in ["a", "b"] {
        Tag::insert(NewTag { name: name.into() })
            .execute(db)
            .await?;
        for post_id in [1, 3] {
            let tag_name = name.into();
            let pair = NewPostTag { post_id, tag_name };
            PostTag::insert(pair).execute(db).await?;
        }
    }
    Ok(())
}

async fn raw_fragments_have_types(db: &Database) -> Result<()> {
    fill(db).await?;
    let odd = || raw::<bool>("id % ? = ?").bind(2).bind(1);
    let length = raw::<i64>("length(title) + ?")
        .on(Dialect::Postgres, "CAST(char_length(title) + ? AS BIGINT)")
        .on(Dialect::Mysql, "char_length(title) + ?")
        .on(Dialect::Mariadb, "char_length(title) + ?")
        .bind(10);
    // In conditions, beside others, in orders and in selections.
    let found = Post::filter(Post::ID.lt(4) & odd())
        .order_by(length.clone().desc())
        .select((Post::ID, length.clone(), raw::<String>("upper(title)")))
        .all(db)
        .await?;
    assert_eq!(
        found,
        [(3, 15, "THREE".to_owned()), (1, 13, "ONE".to_owned())]
    );
    let even = Post::filter(!(Post::ID.gt(0) & odd()));
    let even = even.select(Post::ID).all(db).await?;
    assert_eq!(even, [2, 4]);
    // NULL, and a decimal with its scale.
    let half = raw::<Option<Decimal>>("rank * 5")
        .on(Dialect::Postgres, "rank * 0.5")
        .on(Dialect::Mysql, "`rank` * 0.5")
        .on(Dialect::Mariadb, "`rank` * 0.5")
        .scale(1);
    let halves = Post::all().select(half).all(db).await?;
    let decimal = |digits| Some(Decimal::new(digits, 1));
    assert_eq!(halves, [decimal(25), None, decimal(25), decimal(35)]);
    // As a group, in a comparison with a value, and as the new value of a column.
    let first = raw::<String>("substr(title, 1, 1)");
    let groups = Post::all()
        .select((first.clone(), count()))
        .group_by(first)
        .all(db)
        .await?;
    let group = |name: &str, count| (name.to_owned(), count);
    assert_eq!(groups, [group("f", 1), group("o", 1), group("t", 2)]);
    let update = Post::filter(length.eq(13)).update();
    let title = raw::<String>("replace(title, ?, ?)").bind("o").bind("O?");
    let updated = update.set(Post::TITLE, title).all(db).await?;
    let titles: Vec<&str> = updated.iter().map(|post| &*post.title).collect();
    assert_eq!(titles, ["O?ne", "twO?"]);
    // A `?` in a literal is none, and other sessions cannot be changed by a value.
    let marked = raw::<bool>("title LIKE '%?%' AND title <> ?").bind("x' OR '1' = '1");
    assert_eq!(Post::filter(marked).count(db).await?, 2);
    Ok(())
}

async fn raw_fragments_need_their_values(db: &Database) -> Result<()> {
    fill(db).await?;
    let none = raw::<bool>("id = ?");
    let two = raw::<bool>("id = ?").bind(1).bind(2);
    for wrong in [none, two] {
        let message = refused(Post::filter(wrong).all(db).await);
        assert!(message.contains('?'), "{message}");
    }
    Ok(())
}

#[derive(Clone, Debug, PartialEq)]
struct Line {
    title: String,
    length: i64,
    rank: Option<i32>,
}

fn line() -> impl Selection<Post, Row = Line> {
    let length = Post::TITLE.length();
    fields!(Line {
        title: Post::TITLE,
        length,
        rank: Post::RANK
    })
}

fn of(title: &str, rank: Option<i32>) -> Line {
    Line {
        title: title.to_owned(),
        length: title.len() as i64,
        rank,
    }
}

async fn rows_become_structs(db: &Database) -> Result<()> {
    fill(db).await?;
    let lines = Post::filter(Post::ID.le(2)).select(line()).all(db).await?;
    assert_eq!(lines, [of("one", Some(5)), of("two", None)]);
    let last = Post::all().order_by(Post::ID.desc()).select(line());
    assert_eq!(last.one(db).await?, of("four", Some(7)));
    // Side by side, and nested.
    #[derive(Debug, PartialEq)]
    struct Numbered {
        id: i32,
        line: Line,
        likes: i64,
    }
    let numbered = fields!(Numbered {
        id: Post::ID,
        line: line(),
        likes: Post::COMMENTS.count()
    });
    let rows = Post::filter(Post::ID.eq(1)).select((Post::PUBLISHED, numbered));
    let expected = Numbered {
        id: 1,
        line: of("one", Some(5)),
        likes: 1,
    };
    assert_eq!(rows.all(db).await?, [(false, expected)]);
    let once = Post::all()
        .select(fields!(Rank { rank: Post::RANK }))
        .distinct();
    let ranks = [None, Some(5), Some(7)].map(|rank| Rank { rank });
    assert_eq!(once.all(db).await?, ranks);
    Ok(())
}

#[derive(Debug, PartialEq)]
struct Rank {
    rank: Option<i32>,
}

async fn joined_rows_and_groups_become_structs(db: &Database) -> Result<()> {
    #[derive(Debug, PartialEq)]
    struct Written {
        author: String,
        title: Option<String>,
    }

    fill(db).await?;
    let written = fields!(Written {
        author: User::NAME,
        title: Post::TITLE
    });
    let rows = User::all().left_join(User::POSTS).select(written);
    let rows = rows.filter(User::ID.ge(2)).all(db).await?;
    let expected = [("Bob", Some("three")), ("Cy", None)].map(|(author, title)| Written {
        author: author.to_owned(),
        title: title.map(str::to_owned),
    });
    assert_eq!(rows, expected);

    #[derive(Debug, PartialEq)]
    struct Counted {
        author_id: i32,
        posts: u64,
    }
    let counted = fields!(Counted {
        author_id: Post::AUTHOR_ID,
        posts: count()
    });
    let groups = Post::all().select(counted).group_by(Post::AUTHOR_ID);
    let expected = [(1, 3), (2, 1)].map(|(author_id, posts)| Counted { author_id, posts });
    assert_eq!(groups.all(db).await?, expected);
    Ok(())
}

async fn columns_of_related_rows_are_loaded(db: &Database) -> Result<()> {
    fill(db).await?;
    let posts = User::POSTS.select((Post::ID, Post::TITLE));
    let rows = User::all().with(posts).all(db).await?;
    let rows: Vec<(i32, Vec<(i32, String)>)> = rows
        .into_iter()
        .map(|(user, posts)| (user.id, posts))
        .collect();
    let post = |id: i32, title: &str| (id, title.to_owned());
    let expected = [
        (1, vec![post(1, "one"), post(2, "two"), post(4, "four")]),
        (2, vec![post(3, "three")]),
        (3, vec![]),
    ];
    assert_eq!(rows, expected);

    let newest = User::POSTS
        .order_by(Post::ID.desc())
        .limit(1)
        .select(line());
    let rows = User::all().with(newest).all(db).await?;
    let newest: Vec<Vec<Line>> = rows.into_iter().map(|(_, lines)| lines).collect();
    assert_eq!(
        newest,
        [
            vec![of("four", Some(7))],
            vec![of("three", Some(5))],
            vec![]
        ]
    );

    // By a reference, and through a join table.
    let rows = Post::all()
        .with(Post::AUTHOR.select(User::NAME))
        .with(Post::TAGS.select(Tag::NAME.upper()))
        .all(db)
        .await?;
    let rows: Vec<(String, Vec<String>)> = rows
        .into_iter()
        .map(|(_, author, tags)| (author, tags))
        .collect();
    let of = |author: &str, tags: &[&str]| {
        let tags = tags.iter().map(|&tag| tag.to_owned()).collect();
        (author.to_owned(), tags)
    };
    let expected = [
        of("Ada", &["A", "B"]),
        of("Ada", &[]),
        of("Bob", &["A", "B"]),
        of("Ada", &[]),
    ];
    assert_eq!(rows, expected);

    let refused = refused(User::all().with(User::POSTS.select(count())).all(db).await);
    assert!(refused.contains("User::POSTS.count()"), "{refused}");
    Ok(())
}

async fn columns_nest(db: &Database) -> Result<()> {
    fill(db).await?;
    let posts = User::POSTS.with(Post::COMMENTS.select(Comment::ID));
    let rows = User::filter(User::ID.le(2)).with(posts).all(db).await?;
    let rows: Vec<Vec<(i32, Vec<i32>)>> = rows
        .into_iter()
        .map(|(_, posts)| {
            posts
                .into_iter()
                .map(|(post, ids)| (post.id, ids))
                .collect()
        })
        .collect();
    let expected = [
        vec![(1, vec![2]), (2, vec![1, 3]), (4, vec![])],
        vec![(3, vec![])],
    ];
    assert_eq!(rows, expected);
    Ok(())
}

async fn windows_number_and_sum_rows(db: &Database) -> Result<()> {
    fill(db).await?;
    let by_rank = || [Post::RANK.desc(), Post::ID.asc()];
    let rows = Post::all()
        .select((
            Post::ID,
            row_number()
                .partition_by(Post::AUTHOR_ID)
                .order_by(by_rank()),
            rank().order_by(Post::RANK.desc()),
            dense_rank().order_by(Post::RANK.desc()),
            Post::RANK.sum().over().order_by(by_rank()),
            Post::TITLE.lag(1).order_by(Post::ID.asc()),
            Post::TITLE
                .lead(2)
                .partition_by(Post::AUTHOR_ID)
                .order_by(Post::ID.asc()),
            Post::RANK.avg().over().partition_by(Post::AUTHOR_ID),
            Post::RANK.max().over(),
            Post::RANK.count().over().partition_by(Post::AUTHOR_ID),
        ))
        .all(db)
        .await?;
    let title = |text: &str| Some(text.to_owned());
    let expected = [
        (
            1,
            2,
            2,
            2,
            Some(12),
            None,
            title("four"),
            Some(6.0),
            Some(7),
            2,
        ),
        (
            2,
            3,
            4,
            3,
            Some(17),
            title("one"),
            None,
            Some(6.0),
            Some(7),
            2,
        ),
        (
            3,
            1,
            2,
            2,
            Some(17),
            title("two"),
            None,
            Some(5.0),
            Some(7),
            1,
        ),
        (
            4,
            1,
            1,
            1,
            Some(7),
            title("three"),
            None,
            Some(6.0),
            Some(7),
            2,
        ),
    ];
    assert_eq!(rows, expected);
    // Of the found rows, before the limit.
    let rows = Post::filter(Post::ID.gt(1))
        .order_by(Post::ID.desc())
        .limit(1);
    let rows = rows.select((
        Post::ID,
        row_number().order_by(Post::ID.asc()),
        count().over(),
    ));
    assert_eq!(rows.all(db).await?, [(4, 3, 3)]);
    Ok(())
}

async fn windows_of_joined_rows(db: &Database) -> Result<()> {
    fill(db).await?;
    let rows = User::all()
        .left_join(User::POSTS)
        .select((User::ID, Post::ID, row_number().order_by(Post::TITLE.asc())))
        .order_by(User::ID.asc())
        .order_by(Post::ID.asc())
        .all(db)
        .await?;
    let expected = [
        (1, Some(1), Some(3)),
        (1, Some(2), Some(5)),
        (1, Some(4), Some(2)),
        (2, Some(3), Some(4)),
        // A missing value is NULL, and NULL is less than every value.
        (3, None, Some(1)),
    ];
    assert_eq!(rows, expected);
    Ok(())
}

async fn what_is_no_window_is_refused(db: &Database) -> Result<()> {
    let number = || row_number().order_by(Post::ID.asc());
    let grouped = Post::all()
        .select((Post::AUTHOR_ID, number()))
        .group_by(Post::AUTHOR_ID);
    let said = refused(grouped.all(db).await);
    assert!(
        said.contains("a window function works on rows, not on groups"),
        "{said}"
    );
    let beside = Post::all().select((count(), number()));
    refused(beside.all(db).await);
    let joined = User::all().join(User::POSTS).select((User::ID, number()));
    refused(joined.distinct().all(db).await);
    let different = Post::RANK.count_distinct().over();
    refused(Post::all().select(different).all(db).await);
    let tx = db.begin().await?;
    refused(Post::all().for_update().select(number()).all(&tx).await);
    tx.rollback().await
}

async fn unions_have_the_rows_of_both(db: &Database) -> Result<()> {
    fill(db).await?;
    let users = || User::all().select((User::ID, User::NAME));
    let posts = || Post::filter(Post::ID.le(2)).select((Post::ID, Post::TITLE));
    let rows = users().union_all(posts()).all(db).await?;
    let row = |id: i32, name: &str| (id, name.to_owned());
    let expected = [
        row(1, "Ada"),
        row(1, "one"),
        row(2, "Bob"),
        row(2, "two"),
        row(3, "Cy"),
    ];
    assert_eq!(rows, expected);
    let twice = users().union_all(users()).all(db).await?;
    assert_eq!(twice.len(), 6);
    assert_eq!(users().union(users()).all(db).await?.len(), 3);
    let first = users().union_all(users()).union(posts()).all(db).await?;
    assert_eq!(first, expected);
    // Groups, aggregates, expressions and structs.
    #[derive(Debug, PartialEq)]
    struct Named {
        name: String,
        length: i64,
    }
    let named = fields!(Named {
        name: User::NAME.upper(),
        length: User::NAME.length()
    });
    let titled = fields!(Named {
        name: Post::TITLE,
        length: Post::ID.to_bigint() + 100
    });
    let rows = User::filter(User::ID.eq(1)).select(named);
    let rows = rows
        .union(Post::filter(Post::ID.eq(4)).select(titled))
        .all(db)
        .await?;
    let named = |name: &str, length: i64| Named {
        name: name.to_owned(),
        length,
    };
    assert_eq!(rows, [named("ADA", 3), named("four", 104)]);
    let counts = Post::all()
        .select((Post::AUTHOR_ID, count()))
        .group_by(Post::AUTHOR_ID);
    let total = Post::all()
        .select((Post::ID.coalesce(0), count()))
        .group_by(Post::ID.coalesce(0));
    let rows = counts
        .union_all(total)
        .order_by(Post::AUTHOR_ID.desc())
        .limit(2)
        .all(db)
        .await?;
    assert_eq!(rows, [(4, 1), (3, 1)]);
    Ok(())
}

async fn unions_are_sorted_and_limited(db: &Database) -> Result<()> {
    fill(db).await?;
    let names = || User::all().select(User::NAME);
    let titles = || Post::all().select(Post::TITLE);
    let rows = names().union_all(titles()).order_by(User::NAME.desc());
    assert_eq!(
        rows.limit(3).offset(1).all(db).await?,
        ["three", "one", "four"]
    );
    // One of each.
    let name = || names().order_by(User::NAME.desc()).limit(1);
    let title = || titles().order_by(Post::ID.desc()).limit(1).offset(1);
    assert_eq!(name().union_all(title()).all(db).await?, ["Cy", "three"]);
    assert_eq!(name().union(title()).unordered().all(db).await?.len(), 2);
    assert_eq!(name().union_all(title()).one(db).await?, "Cy");
    let none = User::filter(User::ID.gt(9)).select(User::NAME);
    let none = none.union_all(Post::filter(Post::ID.gt(9)).select(Post::TITLE));
    assert_eq!(none.optional(db).await?, None);
    // The other selected columns decide between rows that are equal in the order.
    let users = User::all().select((User::ID, User::NAME));
    let posts = Post::all().select((Post::ID, Post::TITLE));
    let rows = users.union_all(posts).order_by(User::ID.desc()).limit(3);
    let expected = [(4, "four"), (3, "Cy"), (3, "three")];
    assert_eq!(
        rows.all(db).await?,
        expected.map(|(id, name)| (id, name.to_owned()))
    );
    // NULL is the least, also if only the second has it.
    let ids = Post::filter(Post::ID.eq(1)).select(Post::RANK.coalesce(1).nullif(0));
    let ranks = Post::filter(Post::ID.le(2)).select(Post::RANK);
    assert_eq!(ids.union(ranks).all(db).await?, [None, Some(5)]);
    Ok(())
}

async fn what_is_no_union_is_refused(db: &Database) -> Result<()> {
    let names = || User::all().select(User::NAME);
    let titles = || Post::all().select(Post::TITLE);
    let by_id = names().union(titles()).order_by(User::ID.asc());
    let said = refused(by_id.all(db).await);
    assert!(
        said.contains("values that its first query selects"),
        "{said}"
    );
    let tx = db.begin().await?;
    let locked = User::all()
        .for_update()
        .select(User::NAME)
        .union_all(titles());
    assert!(matches!(locked.all(&tx).await, Err(Error::Value(_))));
    tx.rollback().await
}

async fn joined_rows_are_grouped_by_several_models(db: &Database) -> Result<()> {
    fill(db).await?;
    let title = Post::TITLE.length();
    let initial = raw::<String>("substr(t1.name, 1, 1)");
    let groups = || {
        let items = (
            User::NAME,
            title.clone(),
            initial.clone(),
            count::<Post>(),
            Post::RANK.max(),
        );
        let joined = User::all().join(User::POSTS).select(items);
        joined.group_by((title.clone(), User::NAME, initial.clone()))
    };
    let group = |name: &str, length, initial: &str, posts, rank| {
        (name.to_owned(), length, initial.to_owned(), posts, rank)
    };
    let expected = [
        group("Ada", 3, "A", 2, Some(5)),
        group("Ada", 4, "A", 1, Some(7)),
        group("Bob", 5, "B", 1, Some(5)),
    ];
    assert_eq!(groups().all(db).await?, expected);
    let sorted = groups().order_by(User::NAME.desc()).limit(2);
    let [first, _, last] = expected;
    assert_eq!(sorted.all(db).await?, [last, first]);

    let missing = User::all()
        .left_join(User::POSTS)
        .select((Post::PUBLISHED, User::ID, raw::<i32>("t1.id + ?").bind(1)))
        .order_by(User::ID.desc())
        .limit(1);
    assert_eq!(missing.one(db).await?, (None, 3, 4));
    Ok(())
}
