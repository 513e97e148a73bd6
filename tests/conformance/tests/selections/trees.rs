//! Trees of references to the same model, followed step by step.

use tablewright::{Database, Result};
use tablewright_test_conformance::everywhere;
use tablewright_test_conformance::models::relations::{NewUser, User};

use crate::check::refused;

everywhere!(relations:
    rows_below_and_above_are_found,
    a_circle_ends,
    a_tree_is_followed_as_deep_as_it_is,
    what_is_followed_holds_the_conditions,
    trees_are_queries_as_others,
);

/// 1 has 2 and 3 below it, 2 has 4, and 4 has 5; 6 is alone.
async fn fill(db: &Database) -> Result<()> {
    let managers = [
        (1, None),
        (2, Some(1)),
        (3, Some(1)),
        (4, Some(2)),
        (5, Some(4)),
        (6, None),
    ];
    for (id, manager) in managers {
        let new = NewUser {
            id,
            name: format!("user {id}").into(),
        };
        User::insert(new)
            .set(User::MANAGER_ID, manager)
            .execute(db)
            .await?;
    }
    Ok(())
}

fn ids(users: &[User]) -> Vec<i32> {
    users.iter().map(|user| user.id).collect()
}

async fn rows_below_and_above_are_found(db: &Database) -> Result<()> {
    fill(db).await?;
    for (start, below, above) in [
        (1, vec![2, 3, 4, 5], vec![]),
        (2, vec![4, 5], vec![1]),
        (5, vec![], vec![1, 2, 4]),
        (6, vec![], vec![]),
        (7, vec![], vec![]),
    ] {
        let found = User::find(start).descendants(User::REPORTS).all(db).await?;
        assert_eq!(ids(&found), below, "below {start}");
        let found = User::find(start).ancestors(User::MANAGER).all(db).await?;
        assert_eq!(ids(&found), above, "above {start}");
    }
    let found = User::find(2).subtree(User::REPORTS).all(db).await?;
    assert_eq!(ids(&found), [2, 4, 5]);
    // From several rows, of which one is below the other, and from the first of them.
    let start = || User::filter(User::ID.in_([2, 4])).order_by(User::ID.desc());
    let found = start().descendants(User::REPORTS).all(db).await?;
    assert_eq!(ids(&found), [4, 5]);
    let found = start().limit(1).descendants(User::REPORTS).all(db).await?;
    assert_eq!(ids(&found), [5]);
    Ok(())
}

async fn a_circle_ends(db: &Database) -> Result<()> {
    fill(db).await?;
    User::update(1).set(User::MANAGER_ID, 5).execute(db).await?;
    User::update(6).set(User::MANAGER_ID, 6).execute(db).await?;
    let found = User::find(2).descendants(User::REPORTS).all(db).await?;
    assert_eq!(ids(&found), [1, 2, 3, 4, 5]);
    let found = User::find(3).ancestors(User::MANAGER).all(db).await?;
    assert_eq!(ids(&found), [1, 2, 4, 5]);
    let found = User::find(6).descendants(User::REPORTS).all(db).await?;
    assert_eq!(ids(&found), [6]);
    Ok(())
}

/// By default, MariaDB leaves out rows below 1,000 levels, and MySQL fails.
async fn a_tree_is_followed_as_deep_as_it_is(db: &Database) -> Result<()> {
    let depth = 1_201;
    let rows = (1..=depth).map(|id| {
        let new = NewUser {
            id,
            name: "deep".into(),
        };
        User::insert(new).set(User::MANAGER_ID, (id > 1).then_some(id - 1))
    });
    User::insert_all(rows).execute(db).await?;
    let below = User::find(1).descendants(User::REPORTS);
    assert_eq!(below.count(db).await?, 1_200);
    let above = User::find(depth).ancestors(User::MANAGER);
    assert_eq!(above.count(db).await?, 1_200);
    let whole = || User::find(1).subtree(User::REPORTS);
    let renamed = whole().update().set(User::NAME, "same").execute(db).await?;
    assert_eq!(renamed, 1_201);
    User::update(1)
        .set(User::MANAGER_ID, depth)
        .execute(db)
        .await?;
    let circle = User::find(7).descendants(User::REPORTS);
    assert_eq!(circle.count(db).await?, 1_201);
    Ok(())
}

async fn what_is_followed_holds_the_conditions(db: &Database) -> Result<()> {
    fill(db).await?;
    let over = User::REPORTS.filter(User::ID.ne(2));
    let found = User::find(1).descendants(over).all(db).await?;
    assert_eq!(ids(&found), [3]);
    let over = User::MANAGER.filter(User::ID.ne(2));
    let found = User::find(5).ancestors(over).all(db).await?;
    assert_eq!(ids(&found), [4]);
    let limited = User::find(1).descendants(User::REPORTS.limit(1));
    let said = refused(limited.all(db).await);
    assert!(said.contains("cannot have a limit"), "{said}");
    Ok(())
}

async fn trees_are_queries_as_others(db: &Database) -> Result<()> {
    fill(db).await?;
    let below = || User::find(1).descendants(User::REPORTS);
    assert_eq!(below().count(db).await?, 4);
    assert!(below().exists(db).await?);
    let last = below().order_by(User::ID.desc()).limit(2);
    assert_eq!(last.select(User::ID).all(db).await?, [5, 4]);
    let in_tree = User::filter(User::MANAGER_ID.in_(below().select(User::ID)));
    assert_eq!(ids(&in_tree.all(db).await?), [4, 5]);
    let joined = below().join(User::MANAGER).all(db).await?;
    let pairs: Vec<(i32, i32)> = joined
        .iter()
        .map(|(one, other)| (one.id, other.id))
        .collect();
    assert_eq!(pairs, [(2, 1), (3, 1), (4, 2), (5, 4)]);
    let renamed = below()
        .update()
        .set(User::NAME, "below")
        .execute(db)
        .await?;
    assert_eq!(renamed, 4);
    let deleted = User::find(2).descendants(User::REPORTS).delete();
    assert_eq!(deleted.execute(db).await?, 2);
    let left = User::all().select((User::ID, User::NAME)).all(db).await?;
    let names = [(1, "user 1"), (2, "below"), (3, "below"), (6, "user 6")];
    assert_eq!(left, names.map(|(id, name)| (id, name.to_owned())));
    Ok(())
}
