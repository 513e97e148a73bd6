//! How often the program waits for the server, which takes most of the time on a network.

use tablewright::{Result, SyncReport, Verification};
use tablewright_test_conformance::models::relations::{
    self, Comment, NewComment, NewPost, NewUser, Post, User,
};
use tablewright_test_conformance::models::shop_first as shop;
use tablewright_test_conformance::{Place, Relay, on};

on!([postgres, mysql, mariadb]
    nothing_to_do_is_one_round_trip,
    each_level_is_one_round_trip,
    a_thousand_rows_are_a_few_round_trips,
);

async fn nothing_to_do_is_one_round_trip(place: &Place) -> Result<()> {
    let relay = Relay::new(place).await.expect("a port");
    let db = relay.connect().await?;
    assert!(matches!(shop::sync(&db).await?, SyncReport::Applied(_)));
    for _ in 0..2 {
        assert_eq!(shop::verify(&db).await?, Verification::UpToDate);
        assert_eq!(shop::sync(&db).await?, SyncReport::UpToDate);
        shop::create_all(&db).await?;
    }
    let _ = relay.trips();
    assert_eq!(shop::verify(&db).await?, Verification::UpToDate);
    assert_eq!(relay.trips(), 1, "verify");
    assert_eq!(shop::sync(&db).await?, SyncReport::UpToDate);
    assert_eq!(relay.trips(), 1, "sync");
    shop::create_all(&db).await?;
    assert_eq!(relay.trips(), 1, "create_all");
    Ok(())
}

async fn each_level_is_one_round_trip(place: &Place) -> Result<()> {
    let relay = Relay::new(place).await.expect("a port");
    let db = relay.connect().await?;
    relations::create_all(&db).await?;
    for id in 0..20 {
        let user = User::insert(NewUser {
            id,
            name: "somebody".into(),
        })
        .one(&db)
        .await?;
        for number in 0..3 {
            let post = Post::insert(NewPost {
                id: id * 10 + number,
                title: "a".into(),
                published: true,
                author_id: user.id,
            })
            .one(&db)
            .await?;
            Comment::insert(NewComment {
                id: post.id,
                post_id: post.id,
                text: "b".into(),
            })
            .one(&db)
            .await?;
        }
    }
    let load = async || {
        User::all()
            .with(User::POSTS.with(Post::COMMENTS))
            .with(User::REPORTS)
            .all(&db)
            .await
    };
    // The statements are prepared once.
    load().await?;
    let _ = relay.trips();
    let rows = load().await?;
    assert_eq!(relay.trips(), 4);
    let comments = rows.iter().flat_map(|(_, posts, _)| posts);
    let comments: Vec<&Comment> = comments.flat_map(|(_, comments)| comments).collect();
    assert_eq!(comments.len(), 60);
    Ok(())
}

async fn a_thousand_rows_are_a_few_round_trips(place: &Place) -> Result<()> {
    let relay = Relay::new(place).await.expect("a port");
    let db = relay.connect().await?;
    relations::create_all(&db).await?;
    let new = |from: i32| {
        (from..from + 1_000).map(|id| NewUser {
            id,
            name: "somebody".into(),
        })
    };
    User::insert_all(new(0)).execute(&db).await?;
    let _ = relay.trips();
    User::insert_all(new(1_000)).execute(&db).await?;
    // Four statements in a transaction.
    assert_eq!(relay.trips(), 6);
    assert_eq!(User::all().count(&db).await?, 2_000);
    Ok(())
}
