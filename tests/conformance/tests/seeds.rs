//! Rows in a folder `seeds`.

use tablewright::jiff::SignedDuration;
use tablewright::{Database, Error, Result, SeedOutcome, Seeds, Sqlite};
use tablewright_test_conformance::everywhere;
use tablewright_test_conformance::models::seeded::{
    self, Everything, Level, NewPost, Post, PostTag, Role, Tag, User,
};
use tablewright_test_conformance::models::seeded_keys as keys;

everywhere!(
    seeded: rows_are_inserted_once,
    what_others_changed_is_as_in_the_files_again,
    the_database_counts_on,
    a_transaction_takes_them_back,
    several_at_once,
    labels_find_rows,
    labels_of_the_files_are_constants,
);

everywhere!(
    seeded_keys: two_seeds_are_not_one_row,
    a_seed_is_not_a_row_that_another_one_inserts,
    the_seed_that_the_database_refuses_is_named,
);

fn outcomes(seeds: &Seeds) -> (usize, usize, usize) {
    (seeds.inserted(), seeds.updated(), seeds.unchanged())
}

async fn rows_are_inserted_once(db: &Database) -> Result<()> {
    assert_eq!(outcomes(&seeded::seed(db).await?), (8, 0, 0));

    let ada = User::find_by_email("ada@example.com").one(db).await?;
    assert_eq!((ada.role, ada.level), (Role::Author, Level::High));
    assert_eq!((ada.best_post_id, ada.bio.as_deref()), (Some(7), None));
    let bob = User::find_by_email("bob@example.com").one(db).await?;
    assert_eq!((bob.role, bob.level), (Role::Reader, Level::Low));
    assert_eq!((bob.boss_id, ada.boss_id), (Some(ada.id), Some(ada.id)));
    // References that are set later do not count as changes.
    assert_eq!((ada.changes, bob.changes), (1, 1));
    let second = Post::find(8).one(db).await?;
    assert_eq!(
        (second.author_id, second.title.as_str()),
        (bob.id, "It's «here»")
    );
    let tag = Tag::find_by_name("new").one(db).await?;
    assert_eq!(tag.key.get_version_num(), 7);
    assert_eq!(PostTag::all().count(db).await?, 2);

    let all = Everything::find("all").one(db).await?;
    assert_eq!(
        (all.flag, all.small, all.whole, all.big),
        (true, -3, 70_000, 5_000_000_000)
    );
    assert_eq!(
        (all.single, all.double, all.price.to_string().as_str()),
        (0.25, 0.1, "12.345")
    );
    assert_eq!(all.text, "a 'quoted' \"text\" \\ with ünïcode 🦀");
    assert_eq!(all.raw, [0, 255, 16]);
    assert_eq!(
        all.number.to_string(),
        "67e55044-10b1-426f-9247-bb680e5fe0c8"
    );
    assert_eq!(all.day.to_string(), "2024-02-29");
    assert_eq!(all.time.to_string(), "23:59:59.5");
    assert_eq!(all.local.to_string(), "2024-02-29T12:00:00");
    assert_eq!(all.instant.to_string(), "2024-02-29T10:00:00Z");
    assert_eq!(all.span, SignedDuration::from_mins(90));
    assert_eq!(all.document["b"][0], 1);
    assert_eq!((all.words.len(), all.nothing), (2, None));

    assert_eq!(outcomes(&seeded::seed(db).await?), (0, 0, 8));
    let same = User::find(ada.id).one(db).await?;
    assert_eq!((same.changes, same.written), (ada.changes, ada.written));
    Ok(())
}

async fn what_others_changed_is_as_in_the_files_again(db: &Database) -> Result<()> {
    let seeds = seeded::seed(db).await?;
    let ada = seeds.find::<User>("ada")?.one(db).await?;
    User::update(ada.id)
        .set(User::NAME, "Eve")
        .set(User::BIO, "not in the files")
        .set(User::BEST_POST_ID, None)
        .execute(db)
        .await?;
    seeds.find::<User>("bob")?.delete().execute(db).await?;
    Post::filter(Post::ID.eq(8))
        .delete()
        .execute(db)
        .await
        .map(drop)
        .or_else(|error| {
            // A tag refers to it.
            if error.is_foreign_key() {
                Ok(())
            } else {
                Err(error)
            }
        })?;

    let again = seeded::seed(db).await?;
    assert_eq!(outcomes(&again), (0, 2, 6));
    let updated = again
        .rows()
        .iter()
        .filter(|row| row.outcome() == SeedOutcome::Updated);
    let labels: Vec<_> = updated.map(|row| (row.model(), row.label())).collect();
    assert_eq!(labels, [("User", "ada"), ("User", "bob")]);
    let same = again.find::<User>("ada")?.one(db).await?;
    assert_eq!(
        (same.id, same.name.as_str(), same.best_post_id),
        (ada.id, "Ada", Some(7))
    );
    assert_eq!(same.bio.as_deref(), Some("not in the files"));
    // One change by the program, and one by the seeds.
    assert_eq!(same.changes, ada.changes + 2);
    assert_eq!(again.find::<User>("bob")?.one(db).await?.name, "Bob");
    Ok(())
}

async fn the_database_counts_on(db: &Database) -> Result<()> {
    let seeds = seeded::seed(db).await?;
    let ada = seeds.find::<User>("ada")?.one(db).await?;
    let new = Post::insert(NewPost {
        author_id: ada.id,
        title: "Third".into(),
    })
    .one(db)
    .await?;
    assert!(new.id > 8, "{}", new.id);
    assert_eq!(outcomes(&seeded::seed(db).await?), (0, 0, 8));
    let newer = Post::insert(NewPost {
        author_id: ada.id,
        title: "Fourth".into(),
    })
    .one(db)
    .await?;
    assert!(newer.id > new.id);
    Ok(())
}

async fn a_transaction_takes_them_back(db: &Database) -> Result<()> {
    let tx = db.begin().await?;
    assert_eq!(seeded::seed(&tx).await?.inserted(), 8);
    tx.rollback().await?;
    assert_eq!(User::all().count(db).await?, 0);
    Ok(())
}

async fn several_at_once(db: &Database) -> Result<()> {
    let (one, other) = tokio::join!(seeded::seed(db), seeded::seed(db));
    assert_eq!(one?.inserted() + other?.inserted(), 8);
    assert_eq!(User::all().count(db).await?, 2);
    Ok(())
}

async fn labels_find_rows(db: &Database) -> Result<()> {
    let seeds = seeded::seed(db).await?;
    assert_eq!(
        seeds.find::<PostTag>("first_new")?.one(db).await?.post_id,
        7
    );
    let error = seeds
        .find::<User>("eve")
        .map(drop)
        .expect_err("there is none");
    assert!(matches!(error, Error::Database(_)));
    let said = error.to_string();
    assert!(
        said.contains("no seed of users is called `eve`: the labels are ada, bob"),
        "{said}"
    );
    Ok(())
}

async fn labels_of_the_files_are_constants(db: &Database) -> Result<()> {
    use seeded::seeds::{everything, post, post_tag, tag, user};

    let seeds = seeded::seed(db).await?;
    let ada = seeds.find(user::ADA)?.one(db).await?;
    assert_eq!((ada.name.as_str(), user::ADA.label()), ("Ada", "ada"));

    // The keys have the types of the fields, and are known without a query.
    let ada_id: i64 = seeds.key(user::ADA)?;
    assert_eq!(ada_id, ada.id);
    let posts = Post::filter(Post::AUTHOR_ID.eq(ada_id)).all(db).await?;
    assert_eq!(posts.len(), 1);
    assert_eq!(seeds.key(post::SECOND)?, 8);
    assert_eq!(seeds.key(everything::ALL)?, "all");
    let key = seeds.key(tag::NEW)?;
    assert_eq!(seeds.key(post_tag::FIRST_NEW)?, (posts[0].id, key));
    assert_eq!(Tag::find(key).one(db).await?.name, "new");

    // They are the same when nothing was inserted, and by a label of run time.
    let again = seeded::seed(db).await?;
    assert_eq!(again.key(user::ADA)?, ada_id);
    assert_eq!(again.key::<User>("ada")?, ada_id);
    assert!(matches!(again.key::<User>("eve"), Err(Error::Database(_))));
    assert_eq!(format!("{:?}", user::BOB), "Seed(users.bob)");
    Ok(())
}

/// The users as they are, to see that nothing was written.
async fn users(db: &Database) -> Result<Vec<(i64, String, Option<String>)>> {
    let users = keys::User::all().all(db).await?;
    let values = users.into_iter();
    Ok(values
        .map(|user| (user.id, user.email, user.nick))
        .collect())
}

async fn refused(db: &Database) -> Error {
    let seeded = keys::seed(db).await;
    seeded.map(drop).expect_err("the seeds are refused")
}

const ONE_ROW: &str = "two seeds of `User` are the same row of users, so nothing was written: the \
    database finds `by_email` (seeds/users.yaml) by email, and `by_id` \
    (seeds/users.yaml) by id: remove one of them, or correct its key";

async fn two_seeds_are_not_one_row(db: &Database) -> Result<()> {
    let new = |email: &'static str| {
        keys::User::insert(keys::NewUser {
            email: email.into(),
        })
    };
    new("other@example.com").one(db).await?;
    new("a@example.com").one(db).await?;
    let before = users(db).await?;
    assert_eq!((before[1].0, before[1].1.as_str()), (2, "a@example.com"));
    let error = refused(db).await;
    assert!(matches!(error, Error::Database(_)), "{error:?}");
    assert_eq!(error.to_string(), ONE_ROW);
    assert_eq!(users(db).await?, before);
    Ok(())
}

async fn a_seed_is_not_a_row_that_another_one_inserts(db: &Database) -> Result<()> {
    let other = keys::NewUser {
        email: "other@example.com".into(),
    };
    keys::User::insert(other).one(db).await?;
    let before = users(db).await?;
    // The first seed gets the number that the second one gives.
    assert_eq!(refused(db).await.to_string(), ONE_ROW);
    assert_eq!(users(db).await?, before);
    Ok(())
}

async fn the_seed_that_the_database_refuses_is_named(db: &Database) -> Result<()> {
    // A row references a user who does not exist.
    let error = refused(db).await;
    assert!(matches!(error, Error::ForeignKey(_)), "{error:?}");
    let said = error.to_string();
    let seed = "the seed `unknown` of `Visit` (seeds/visits.yaml)";
    assert!(said.starts_with(&format!("{seed}: visits")), "{said}");
    assert_eq!(
        error.violation().map(|known| known.seed.as_str()),
        Some(seed)
    );
    assert_eq!(users(db).await?, []);

    // Two rows have exchanged the values of a unique key.
    let new = |id: i64, email: &'static str, nick: &'static str| {
        let new = keys::NewUser {
            email: email.into(),
        };
        let new = keys::User::insert(new).set(keys::User::ID, id);
        new.set(keys::User::NICK, nick.to_owned()).one(db)
    };
    new(1, "a@example.com", "two").await?;
    new(2, "b@example.com", "one").await?;
    let before = users(db).await?;
    let error = refused(db).await;
    assert!(matches!(error, Error::Unique(_)), "{error:?}");
    assert_eq!(
        error.to_string(),
        "the seed `by_email` of `User` (seeds/users.yaml): users.nick: another row has \
         this value (uq_users_nick)"
    );
    assert_eq!(users(db).await?, before);
    Ok(())
}

#[test]
fn a_blocking_connection_takes_them() -> Result<()> {
    let db = Sqlite::memory()?;
    seeded::create_all(&db)?;
    let seeds = seeded::seed(&db)?;
    assert_eq!(seeds.find::<User>("ada")?.one(&db)?.name, "Ada");
    assert_eq!(seeded::seed(&db)?.unchanged(), 8);
    Ok(())
}
