//! Fields that are maintained automatically.

use tablewright::jiff::Timestamp;
use tablewright::jiff::civil::date;
use tablewright::{Database, Error, Result};
use tablewright_test_conformance::everywhere;
use tablewright_test_conformance::models::kept::{
    Article, ArticleTag, Event, NewArticle, NewEvent, NewPlain, NewTag, Plain, Tag,
};

everywhere!(kept:
    an_insert_says_when,
    every_write_says_when,
    what_the_program_sets_counts,
    an_upsert_writes_what_is_set,
    written_rows_come_in_the_order_of_their_keys,
    what_writes_nothing_says_nothing,
    join_rows_say_when,
    defaults_are_computed_of_unset_fields,
    defaults_are_computed_for_each_row,
    a_row_that_exists_keeps_its_defaults,
);

fn article(title: &str) -> NewArticle<'_> {
    NewArticle {
        title: title.into(),
    }
}

/// An article that was written long ago.
async fn old(title: &str, db: &Database) -> Result<Article> {
    let article = Article::insert(article(title)).one(db).await?;
    Article::update(article.id)
        .set(Article::UPDATED_AT, Timestamp::UNIX_EPOCH)
        .set(Article::VERSION, 1)
        .one(db)
        .await
}

/// Whether it was written just now, by any clock.
fn is_new(written: Timestamp) -> bool {
    written.duration_since(Timestamp::now()).abs().as_hours() < 48
}

#[track_caller]
fn assert_new(article: &Article) {
    assert!(is_new(article.updated_at), "{article:?}");
}

async fn an_insert_says_when(db: &Database) -> Result<()> {
    assert_new(&Article::insert(article("a")).one(db).await?);
    let all = Article::insert_all(["b", "c"].map(article)).all(db).await?;
    all.iter().for_each(assert_new);
    assert_new(
        &Article::upsert(article("d"), Article::TITLE)
            .one(db)
            .await?,
    );
    let plain = Plain::insert(NewPlain { name: "a".into() }).one(db).await?;
    assert!(plain.changed.is_some_and(|changed| changed.year() > 2000));
    Ok(())
}

async fn every_write_says_when(db: &Database) -> Result<()> {
    let read = async |id| {
        let found = Article::filter(Article::ID.eq(id)).with_deleted();
        found.one(db).await
    };
    let one = old("update", db).await?;
    Article::update(one.id)
        .set(Article::BODY, "x")
        .execute(db)
        .await?;
    assert_new(&read(one.id).await?);

    let one = old("update and read", db).await?;
    let now = Article::update(one.id)
        .set(Article::BODY, "x")
        .one(db)
        .await?;
    assert_new(&now);
    assert_eq!(now.version, 2);

    let one = old("update of a filter", db).await?;
    let update = Article::filter(Article::TITLE.eq("update of a filter")).update();
    let all = update
        .set(Article::VISITS, Article::VISITS + 1)
        .all(db)
        .await?;
    assert_eq!(all.len(), 1);
    assert_new(&read(one.id).await?);

    let one = old("update of what reads each other", db).await?;
    Article::update(one.id)
        .set(Article::VISITS, Article::LIKES)
        .set(Article::LIKES, Article::VISITS)
        .execute(db)
        .await?;
    assert_new(&read(one.id).await?);

    let one = old("change", db).await?;
    assert_new(&one.change().set(Article::BODY, "x").one(db).await?);

    let mut one = old("save", db).await?;
    one.body = Some("x".to_owned());
    one.save(db).await?;
    let now = read(one.id).await?;
    assert_new(&now);
    assert_eq!((now.version, one.version), (2, 2));

    let one = old("upsert", db).await?;
    let new = Article::upsert(article("upsert"), Article::TITLE).set(Article::BODY, "x");
    let now = new.one(db).await?;
    assert_eq!(now.id, one.id);
    assert_new(&now);

    let one = old("delete", db).await?;
    one.delete(db).await?;
    let now = read(one.id).await?;
    assert!(now.deleted_at.is_some());
    assert_new(&now);

    let one = old("delete of a filter", db).await?;
    Article::filter(Article::ID.eq(one.id))
        .delete()
        .execute(db)
        .await?;
    assert_new(&read(one.id).await?);

    let one = old("restore", db).await?;
    one.delete(db).await?;
    let update = Article::filter(Article::ID.eq(one.id))
        .with_deleted()
        .update();
    update
        .set(Article::UPDATED_AT, Timestamp::UNIX_EPOCH)
        .execute(db)
        .await?;
    read(one.id).await?.restore(db).await?;
    let now = read(one.id).await?;
    assert_eq!(now.deleted_at, None);
    assert_new(&now);

    let mut plain = Plain::insert(NewPlain { name: "a".into() })
        .set(Plain::CHANGED, None)
        .one(db)
        .await?;
    assert_eq!(plain.changed, None);
    plain.name = "b".to_owned();
    plain.save(db).await?;
    let now = Plain::find(plain.id).one(db).await?;
    assert!(now.changed.is_some(), "{now:?}");
    Ok(())
}

async fn what_the_program_sets_counts(db: &Database) -> Result<()> {
    let day = date(2001, 2, 3).at(4, 5, 6, 0);
    let plain = Plain::insert(NewPlain { name: "a".into() }).set(Plain::CHANGED, day);
    let plain = plain.one(db).await?;
    assert_eq!(plain.changed, Some(day));
    let later = date(2002, 2, 3).at(4, 5, 6, 0);
    let update = Plain::update(plain.id).set(Plain::NAME, "b");
    let now = update.set(Plain::CHANGED, later).one(db).await?;
    assert_eq!(now.changed, Some(later));
    Ok(())
}

/// A row that exists gets the same values as a new one.
async fn an_upsert_writes_what_is_set(db: &Database) -> Result<()> {
    for title in ["new", "there"] {
        if title == "there" {
            old(title, db).await?;
        }
        let set = Article::upsert(article(title), Article::TITLE)
            .set(Article::UPDATED_AT, Timestamp::UNIX_EPOCH)
            .set(Article::VERSION, 50);
        let now = set.one(db).await?;
        let written = (now.updated_at, now.version);
        assert_eq!(written, (Timestamp::UNIX_EPOCH, 50), "{title}");
    }
    // A version that is named and has no value is incremented, and the time is the current one.
    let named = Article::upsert(article("there"), Article::TITLE)
        .update((Article::VERSION, Article::UPDATED_AT))
        .one(db)
        .await?;
    assert_eq!(named.version, 51);
    assert_new(&named);
    // Named columns besides the set ones.
    let others = Article::upsert(article("there"), Article::TITLE)
        .set(Article::VERSION, 7)
        .update(Article::BODY)
        .one(db)
        .await?;
    assert_eq!(others.version, 52);
    Ok(())
}

/// PostgreSQL finds a row that was changed after the others.
async fn written_rows_come_in_the_order_of_their_keys(db: &Database) -> Result<()> {
    let mut articles = Vec::new();
    for title in ["a", "b", "c", "d"] {
        articles.push(old(title, db).await?.id);
    }
    let ids = |rows: Vec<Article>| -> Vec<i64> { rows.iter().map(|row| row.id).collect() };
    Article::update(articles[1])
        .set(Article::LIKES, 3)
        .execute(db)
        .await?;
    let all = Article::all()
        .update()
        .set(Article::LIKES, 9)
        .all(db)
        .await?;
    assert_eq!(ids(all), articles);
    let last = || Article::all().order_by(Article::ID.desc()).limit(3);
    let changed = last().update().set(Article::LIKES, 1).all(db).await?;
    assert_eq!(ids(changed), articles[1..]);
    assert_eq!(ids(last().update().all(db).await?), articles[1..]);
    Article::update(articles[2])
        .set(Article::LIKES, 3)
        .execute(db)
        .await?;
    assert_eq!(ids(last().delete().all(db).await?), articles[1..]);
    let mut plain = Vec::new();
    for name in ["a", "b", "c"] {
        plain.push(
            Plain::insert(NewPlain { name: name.into() })
                .one(db)
                .await?
                .id,
        );
    }
    Plain::update(plain[0])
        .set(Plain::NAME, "z")
        .execute(db)
        .await?;
    let gone = Plain::all()
        .order_by(Plain::NAME.asc())
        .delete()
        .all(db)
        .await?;
    let gone: Vec<i64> = gone.iter().map(|row| row.id).collect();
    assert_eq!(gone, plain);
    Ok(())
}

async fn what_writes_nothing_says_nothing(db: &Database) -> Result<()> {
    let one = old("a", db).await?;
    Article::update(one.id).execute(db).await?;
    Article::upsert(article("a"), Article::TITLE)
        .do_nothing()
        .execute(db)
        .await?;
    let mut stale = one.clone();
    stale.version = 7;
    let refused = stale.save(db).await;
    assert!(matches!(refused, Err(Error::Stale(_))), "{refused:?}");
    assert_eq!(Article::find(one.id).one(db).await?, one);
    Ok(())
}

async fn join_rows_say_when(db: &Database) -> Result<()> {
    let one = Article::insert(article("a")).one(db).await?;
    let tag = Tag::insert(NewTag { name: "t".into() }).one(db).await?;
    one.add_tag(&tag, db).await?;
    let join = async || ArticleTag::all().with_deleted().one(db).await;
    assert!(is_new(join().await?.updated));
    let age = async || {
        let rows = ArticleTag::all().with_deleted().update();
        let rows = rows.set(ArticleTag::UPDATED, Timestamp::UNIX_EPOCH);
        rows.execute(db).await
    };
    age().await?;
    one.remove_tag(&tag, db).await?;
    let gone = join().await?;
    assert!(gone.gone.is_some() && is_new(gone.updated), "{gone:?}");
    age().await?;
    one.add_tag(&tag, db).await?;
    let back = join().await?;
    assert!(back.gone.is_none() && is_new(back.updated), "{back:?}");
    age().await?;
    one.set_tags(&[] as &[Tag], db).await?;
    let gone = join().await?;
    assert!(gone.gone.is_some() && is_new(gone.updated), "{gone:?}");
    Ok(())
}

fn event(name: &str) -> tablewright::Insert<'_, Event> {
    Event::insert(NewEvent { name: name.into() }).set(Event::NEVER, 1)
}

async fn defaults_are_computed_of_unset_fields(db: &Database) -> Result<()> {
    let first = event("first").one(db).await?;
    assert_eq!(first.id.get_version_num(), 7);
    assert!(first.code.starts_with("code "), "{first:?}");
    assert_eq!(first.note.as_deref(), Some("none yet"));
    assert_eq!(Event::find(first.id).one(db).await?, first);
    let set = event("set")
        .set(Event::ID, tablewright::uuid::Uuid::nil())
        .set(Event::CODE, "mine")
        .set(Event::NOTE, None);
    let set = set.one(db).await?;
    assert!(set.id.is_nil());
    assert_eq!((set.code.as_str(), set.note), ("mine", None));
    event("executed").execute(db).await?;
    let third = Event::find_by_name("executed").one(db).await?;
    assert!(third.id > first.id, "they ascend with the time");
    Ok(())
}

async fn defaults_are_computed_for_each_row(db: &Database) -> Result<()> {
    let names: Vec<String> = (0..300).map(|number| format!("event {number}")).collect();
    let rows = names.iter().map(|name| event(name));
    let all = Event::insert_all(rows).all(db).await?;
    let mut codes: Vec<&str> = all.iter().map(|event| event.code.as_str()).collect();
    codes.sort_unstable();
    codes.dedup();
    assert_eq!(codes.len(), 300);
    assert!(all.is_sorted_by(|one, next| one.id < next.id));
    assert_eq!(Event::all().select(Event::NAME).all(db).await?, names);
    let more = ["x", "y"].map(event);
    assert_eq!(Event::insert_all(more).execute(db).await?, 2);
    Ok(())
}

async fn a_row_that_exists_keeps_its_defaults(db: &Database) -> Result<()> {
    let new = Event::upsert(event("a"), Event::NAME).one(db).await?;
    assert_eq!(new.id.get_version_num(), 7);
    let again = Event::upsert(event("a"), Event::NAME).set(Event::NEVER, 2);
    let again = again.one(db).await?;
    assert_eq!((again.id, &again.code), (new.id, &new.code));
    assert_eq!((again.never, again.note.as_deref()), (2, Some("none yet")));
    // They can be asked for.
    let other = Event::upsert(event("a"), Event::NAME).update(Event::CODE);
    let other = other.one(db).await?;
    assert_eq!(other.id, new.id);
    assert_ne!(other.code, new.code);
    let not = Event::upsert(event("a"), Event::NAME).do_nothing();
    assert_eq!(not.optional(db).await?, None);
    let is_new = Event::upsert(event("b"), Event::NAME).do_nothing();
    assert!(is_new.execute(db).await?);
    Ok(())
}
