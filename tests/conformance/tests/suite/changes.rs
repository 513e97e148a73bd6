//! Updates return the changed rows, and deletes return the deleted rows.

use tablewright::{Database, Error, Result};
use tablewright_test_conformance::everywhere;
use tablewright_test_conformance::models::accounts::{Account, Entry, NewAccount, NewEntry};
use tablewright_test_conformance::models::values::Full;
use tablewright_test_conformance::models::writes::{
    Both, Comment, Counter, Document, Member, NewBoth, NewComment, NewCounter, NewDocument,
    NewMember, NewNote, NewSeat, Note, Seat,
};

use crate::check::{broken, refused, rule};
use crate::rows::{self, full};

everywhere!(writes:
    a_change_by_key_gives_the_row,
    a_change_of_no_row_gives_none,
    a_change_of_nothing_gives_the_row,
    a_change_may_be_of_what_the_row_is_found_by,
    changes_by_filter_give_the_rows,
    changes_by_filter_give_no_single_row,
    many_changed_rows_come_back,
    changed_rows_of_an_order_and_a_limit,
    a_changed_primary_key,
    computed_primary_keys,
    a_refused_change_gives_nothing,
    changes_in_a_transaction,
    a_changed_row_has_its_new_version,
    a_stale_change_gives_no_row,
    changes_of_deleted_rows,
    a_change_that_deletes_the_row,
    versions_keys_and_deletions_together,
    deleted_rows_come_back,
    deleted_rows_of_an_order_and_a_limit,
    rows_that_are_only_marked_come_back,
);

everywhere!(accounts: rows_that_cannot_be_deleted);

everywhere!(values: what_a_column_refuses_a_change_refuses);

async fn members(db: &Database, count: usize) -> Result<Vec<Member>> {
    let new = (0..count).map(|number| NewMember {
        email: format!("{number}@example.com").into(),
    });
    Member::insert_all(new).all(db).await
}

/// Sorts rows by their keys, because a change returns them in no order.
fn sorted(mut members: Vec<Member>) -> Vec<Member> {
    members.sort_by_key(|member| member.id);
    members
}

async fn a_change_by_key_gives_the_row(db: &Database) -> Result<()> {
    let [first, second] = &members(db, 2).await?[..] else {
        panic!("two members")
    };
    let changed = Member::update(first.id)
        .set(Member::BIO, "b")
        .set(Member::LEVEL, Member::LEVEL + 4)
        .set(Member::EMAIL, "a@example.com")
        .set(Member::NICKNAME, None)
        .one(db)
        .await?;
    let expected = Member {
        bio: Some("b".to_owned()),
        level: 5,
        email: "a@example.com".to_owned(),
        nickname: None,
        // Generated columns have their current values, too.
        shout: "A@EXAMPLE.COM".to_owned(),
        ..first.clone()
    };
    assert_eq!(changed, expected);
    assert_eq!(Member::find(first.id).one(db).await?, changed);
    assert_eq!(Member::find(second.id).one(db).await?, *second);

    let again = Member::update(first.id).set_some(Member::LEVEL, Some(6));
    let again = again
        .set_some(Member::BIO, None::<&str>)
        .optional(db)
        .await?;
    let expected = Member {
        level: 6,
        ..changed
    };
    assert_eq!(again, Some(expected));
    let count = Member::update(first.id)
        .set(Member::LEVEL, 7)
        .execute(db)
        .await?;
    assert_eq!(count, 1);
    // The same again updates the existing row.
    let same = Member::update(first.id).set(Member::LEVEL, 7);
    assert_eq!(same.one(db).await?.level, 7);
    let all = Member::update(first.id)
        .set(Member::LEVEL, 8)
        .all(db)
        .await?;
    assert_eq!(all, [Member::find(first.id).one(db).await?]);
    Ok(())
}

async fn a_change_of_no_row_gives_none(db: &Database) -> Result<()> {
    members(db, 1).await?;
    let change = || Member::update(-5).set(Member::LEVEL, 2);
    let missing = change().one(db).await;
    assert!(
        matches!(missing, Err(Error::NotFound("members"))),
        "{missing:?}"
    );
    assert_eq!(change().optional(db).await?, None);
    assert_eq!(change().execute(db).await?, 0);
    assert_eq!(change().all(db).await?, []);
    let missing = Member::update(-5).one(db).await;
    assert!(
        matches!(missing, Err(Error::NotFound("members"))),
        "{missing:?}"
    );
    assert_eq!(Member::update(-5).optional(db).await?, None);
    assert_eq!(Member::filter(Member::LEVEL.eq(2)).count(db).await?, 0);
    Ok(())
}

async fn changes_by_filter_give_no_single_row(db: &Database) -> Result<()> {
    let members = members(db, 2).await?;
    let changes = || {
        let by_filter = Member::filter(Member::ID.eq(members[0].id)).update();
        [Member::all().update(), by_filter].map(|change| change.set(Member::LEVEL, 9))
    };
    for change in changes() {
        let one = change.one(db).await;
        assert!(matches!(one, Err(Error::Value(_))), "{one:?}");
    }
    for change in changes() {
        let optional = change.optional(db).await;
        assert!(matches!(optional, Err(Error::Value(_))), "{optional:?}");
    }
    assert_eq!(sorted(Member::all().all(db).await?), members);
    Ok(())
}

async fn a_change_of_nothing_gives_the_row(db: &Database) -> Result<()> {
    let members = members(db, 2).await?;
    let change = || Member::update(members[0].id).set_some(Member::LEVEL, None::<i32>);
    assert_eq!(change().one(db).await?, members[0]);
    assert_eq!(change().optional(db).await?.as_ref(), Some(&members[0]));
    assert_eq!(change().execute(db).await?, 1);
    assert_eq!(sorted(Member::all().update().all(db).await?), members);
    // The version of a row is incremented only if something is set.
    let document = Document::insert(NewDocument { title: "a".into() })
        .one(db)
        .await?;
    assert_eq!(Document::update(document.id).one(db).await?, document);
    assert_eq!(document.change().one(db).await?, document);
    Ok(())
}

async fn a_change_may_be_of_what_the_row_is_found_by(db: &Database) -> Result<()> {
    let members = members(db, 3).await?;
    let changed = Member::find_by_email("1@example.com")
        .update()
        .set(Member::EMAIL, "x@example.com")
        .one(db)
        .await?;
    assert_eq!(
        (changed.id, changed.email.as_str()),
        (members[1].id, "x@example.com")
    );
    let changed = Member::filter(Member::LEVEL.eq(1) & Member::NAME.is_null())
        .update()
        .set(Member::LEVEL, Member::LEVEL + 1)
        .all(db)
        .await?;
    let levels: Vec<i32> = changed.iter().map(|member| member.level).collect();
    assert_eq!(levels, [2, 2, 2]);
    assert_eq!(sorted(changed), Member::all().all(db).await?);
    Ok(())
}

async fn changes_by_filter_give_the_rows(db: &Database) -> Result<()> {
    let members = members(db, 6).await?;
    let change = |level: i32| {
        let some = Member::filter(Member::ID.gt(members[2].id));
        some.update()
            .set(Member::LEVEL, level)
            .set(Member::BIO, "b")
    };
    let changed = sorted(change(9).all(db).await?);
    let ids: Vec<i64> = changed.iter().map(|member| member.id).collect();
    let expected: Vec<i64> = members[3..].iter().map(|member| member.id).collect();
    assert_eq!(ids, expected);
    assert!(
        changed
            .iter()
            .all(|member| member.level == 9 && member.bio.is_some())
    );
    assert_eq!(Member::all().all(db).await?[3..], changed);
    assert_eq!(change(8).execute(db).await?, 3);
    let none = Member::filter(Member::LEVEL.eq(77))
        .update()
        .set(Member::LEVEL, 1);
    assert_eq!(none.all(db).await?, []);
    // An empty list.
    let none = Member::filter(Member::ID.in_(Vec::<i64>::new()))
        .update()
        .set(Member::LEVEL, 1);
    assert_eq!(none.all(db).await?, []);
    Ok(())
}

async fn many_changed_rows_come_back(db: &Database) -> Result<()> {
    let members = members(db, 1_500).await?;
    let changed = Member::all()
        .update()
        .set(Member::LEVEL, Member::LEVEL * 3)
        .all(db)
        .await?;
    let changed = sorted(changed);
    assert_eq!(changed.len(), members.len());
    assert!(changed.iter().all(|member| member.level == 3));
    assert!(
        changed
            .iter()
            .map(|row| row.id)
            .eq(members.iter().map(|row| row.id))
    );
    let deleted = Member::filter(Member::LEVEL.eq(3)).delete().all(db).await?;
    assert_eq!(sorted(deleted), changed);
    assert_eq!(Member::all().count(db).await?, 0);
    Ok(())
}

async fn changed_rows_of_an_order_and_a_limit(db: &Database) -> Result<()> {
    let members = members(db, 5).await?;
    let last = || Member::all().order_by(Member::ID.desc()).limit(2);
    let changed = last().update().set(Member::LEVEL, 4).all(db).await?;
    let ids: Vec<i64> = sorted(changed).iter().map(|member| member.id).collect();
    assert_eq!(ids, [members[3].id, members[4].id]);
    // The order may use the changed column.
    let highest = Member::all()
        .order_by([Member::LEVEL.desc(), Member::ID.asc()])
        .limit(1);
    let changed = highest.update().set(Member::LEVEL, 1).all(db).await?;
    assert_eq!(changed.len(), 1);
    assert_eq!((changed[0].id, changed[0].level), (members[3].id, 1));
    let between = Member::all().order_by(Member::ID.asc()).limit(1).offset(2);
    let changed = between.update().set(Member::BIO, "third").all(db).await?;
    assert_eq!((changed.len(), changed[0].id), (1, members[2].id));
    assert_eq!(Member::filter(Member::BIO.eq("third")).count(db).await?, 1);
    Ok(())
}

async fn a_changed_primary_key(db: &Database) -> Result<()> {
    let name = |name: &'static str| NewCounter { name: name.into() };
    let first = Counter::insert(name("a")).one(db).await?;
    let second = Counter::insert(name("b")).one(db).await?;
    let changed = Counter::update(first.id)
        .set(Counter::ID, 700)
        .set(Counter::HITS, 1);
    let changed = changed.one(db).await?;
    let expected = Counter {
        id: 700,
        hits: 1,
        ..first.clone()
    };
    assert_eq!(changed, expected);
    assert_eq!(Counter::find(first.id).optional(db).await?, None);
    assert_eq!(Counter::find(700).one(db).await?, changed);
    let changed = Counter::find_by_name("b").update().set(Counter::ID, 800);
    assert_eq!(changed.optional(db).await?.map(|row| row.id), Some(800));
    assert_eq!(Counter::find(second.id).optional(db).await?, None);
    let taken = Counter::update(700).set(Counter::ID, 800).one(db).await;
    assert_eq!(
        broken(taken),
        rule("unique", "counters", &["id"], "pk_counters")
    );

    let seat = Seat::insert(NewSeat {
        row: "a".into(),
        number: 1,
    });
    let seat = seat.set(Seat::GUEST, "x").one(db).await?;
    let moved = Seat::update(1, "a").set(Seat::NUMBER, 2).one(db).await?;
    assert_eq!(moved, Seat { number: 2, ..seat });
    let moved = Seat::filter(Seat::GUEST.eq("x"))
        .update()
        .set(Seat::ROW, "b")
        .set(Seat::NUMBER, 3);
    let moved = moved.all(db).await?;
    assert_eq!(moved.len(), 1);
    assert_eq!((moved[0].row.as_str(), moved[0].number), ("b", 3));
    assert_eq!(Seat::all().all(db).await?, moved);
    Ok(())
}

async fn computed_primary_keys(db: &Database) -> Result<()> {
    let members = members(db, 4).await?;
    let change = Member::filter(Member::ID.gt(members[1].id)).update();
    let changed = change
        .set(Member::ID, Member::ID + 1_000)
        .set(Member::LEVEL, 2)
        .all(db)
        .await?;
    let changed = sorted(changed);
    assert_eq!(changed.len(), 2);
    for (before, now) in members[2..].iter().zip(&changed) {
        let expected = Member {
            id: before.id + 1_000,
            level: 2,
            ..before.clone()
        };
        assert_eq!(*now, expected);
    }
    assert_eq!(Member::all().all(db).await?[2..], changed);
    let changed = Member::update(members[0].id).set(Member::ID, Member::ID + 500);
    assert_eq!(changed.one(db).await?.id, members[0].id + 500);
    Ok(())
}

async fn a_refused_change_gives_nothing(db: &Database) -> Result<()> {
    let members = members(db, 3).await?;
    let low = Member::all().update().set(Member::LEVEL, 0).all(db).await;
    assert_eq!(
        broken(low),
        rule("check", "members", &["level"], "ck_members_level")
    );
    let alike = Member::update(members[0].id).set(Member::EMAIL, "1@example.com");
    let expected = rule("unique", "members", &["email"], "uq_members_email");
    assert_eq!(broken(alike.one(db).await), expected);
    let long = Member::update(members[0].id).set(Member::NICKNAME, "x".repeat(21));
    assert_eq!(
        refused(long.optional(db).await),
        "members.nickname: it has 21 characters; string(20) takes at most 20"
    );
    assert_eq!(Member::all().all(db).await?, members);
    Ok(())
}

async fn changes_in_a_transaction(db: &Database) -> Result<()> {
    let members = members(db, 3).await?;
    let mut tx = db.begin().await?;
    let changed = Member::all()
        .update()
        .set(Member::LEVEL, 2)
        .all(&tx)
        .await?;
    assert_eq!(changed.len(), 3);
    let point = tx.begin().await?;
    let changed = Member::update(members[0].id).set(Member::LEVEL, Member::LEVEL + 1);
    assert_eq!(changed.one(&point).await?.level, 3);
    let deleted = Member::find(members[1].id).delete().all(&point).await?;
    assert_eq!((deleted.len(), deleted[0].level), (1, 2));
    point.rollback().await?;
    assert_eq!(sorted(Member::all().update().all(&tx).await?).len(), 3);
    assert_eq!(Member::filter(Member::LEVEL.eq(2)).count(&tx).await?, 3);
    tx.rollback().await?;
    assert_eq!(Member::all().all(db).await?, members);
    Ok(())
}

async fn a_changed_row_has_its_new_version(db: &Database) -> Result<()> {
    let mut document = Document::insert(NewDocument { title: "a".into() })
        .one(db)
        .await?;
    for version in 2..5 {
        // A returned row can be changed again.
        document = document
            .change()
            .set(Document::BODY, format!("{version}"))
            .one(db)
            .await?;
        assert_eq!(document.version, version);
        assert_eq!(document.body, Some(format!("{version}")));
        assert_eq!(Document::find(document.id).one(db).await?, document);
    }
    let changed = document
        .change()
        .set(Document::TITLE, "b")
        .optional(db)
        .await?;
    assert_eq!(changed.map(|row| row.version), Some(5));
    let changed = Document::update(document.id)
        .set(Document::TITLE, "c")
        .one(db)
        .await?;
    assert_eq!((changed.title.as_str(), changed.version), ("c", 6));
    let changed = Document::update(document.id)
        .set(Document::VERSION, 20)
        .one(db)
        .await?;
    assert_eq!(changed.version, 20);
    Document::insert(NewDocument { title: "d".into() })
        .execute(db)
        .await?;
    let changed = Document::all()
        .update()
        .set(Document::BODY, "e")
        .all(db)
        .await?;
    let mut versions: Vec<i16> = changed.iter().map(|row| row.version).collect();
    versions.sort_unstable();
    assert_eq!(versions, [2, 21]);
    Ok(())
}

async fn a_stale_change_gives_no_row(db: &Database) -> Result<()> {
    let read = Document::insert(NewDocument { title: "a".into() })
        .one(db)
        .await?;
    let now = read.change().set(Document::BODY, "b").one(db).await?;
    let change = || read.change().set(Document::BODY, "c");
    assert!(change().one(db).await.is_err_and(|error| error.is_stale()));
    assert!(
        change()
            .optional(db)
            .await
            .is_err_and(|error| error.is_stale())
    );
    assert!(
        change()
            .execute(db)
            .await
            .is_err_and(|error| error.is_stale())
    );
    assert_eq!(Document::find(read.id).one(db).await?, now);
    now.delete(db).await?;
    assert!(
        change()
            .one(db)
            .await
            .is_err_and(|error| error.is_not_found())
    );
    Ok(())
}

async fn notes(db: &Database) -> Result<Vec<Note>> {
    let new = ["a", "b", "c"].map(|text| NewNote {
        text: text.into(),
        slug: text.into(),
    });
    Note::insert_all(new).all(db).await
}

/// The texts of rows, in alphabetical order.
fn texts(notes: &[Note]) -> String {
    let mut texts: Vec<&str> = notes.iter().map(|note| note.text.as_str()).collect();
    texts.sort_unstable();
    texts.concat()
}

async fn changes_of_deleted_rows(db: &Database) -> Result<()> {
    let notes = notes(db).await?;
    notes[1].delete(db).await?;
    let change = || Note::update(notes[1].id).set(Note::TEXT, "x");
    assert!(
        change()
            .one(db)
            .await
            .is_err_and(|error| error.is_not_found())
    );
    assert_eq!(change().optional(db).await?, None);
    let changed = Note::all()
        .update()
        .set(Note::SLUG, Note::TEXT)
        .all(db)
        .await?;
    assert_eq!(texts(&changed), "ac");
    let changed = Note::all()
        .with_deleted()
        .update()
        .set(Note::SLUG, Note::TEXT);
    assert_eq!(texts(&changed.all(db).await?), "abc");
    let changed = Note::find(notes[1].id)
        .with_deleted()
        .update()
        .set(Note::TEXT, "x");
    let changed = changed.one(db).await?;
    assert_eq!(
        (changed.text.as_str(), changed.deleted_at.is_some()),
        ("x", true)
    );
    // A change may restore deleted rows.
    let back = Note::all()
        .only_deleted()
        .update()
        .set(Note::DELETED_AT, None);
    let back = back.all(db).await?;
    assert_eq!((texts(&back).as_str(), back[0].deleted_at), ("x", None));
    assert_eq!(Note::all().count(db).await?, 3);
    Ok(())
}

async fn a_change_that_deletes_the_row(db: &Database) -> Result<()> {
    let notes = notes(db).await?;
    let gone = tablewright::jiff::Timestamp::UNIX_EPOCH;
    let changed = Note::update(notes[0].id)
        .set(Note::DELETED_AT, gone)
        .one(db)
        .await?;
    let expected = Note {
        deleted_at: Some(gone),
        ..notes[0].clone()
    };
    assert_eq!(changed, expected);
    assert_eq!(Note::find(notes[0].id).optional(db).await?, None);
    let changed = Note::all()
        .update()
        .set(Note::DELETED_AT, gone)
        .all(db)
        .await?;
    assert_eq!(texts(&changed), "bc");
    assert!(changed.iter().all(|note| note.deleted_at == Some(gone)));
    Ok(())
}

async fn versions_keys_and_deletions_together(db: &Database) -> Result<()> {
    let first = Both::insert(NewBoth {
        part: "a".into(),
        number: 1,
    });
    let first = first.set(Both::TEXT, "x").one(db).await?;
    let moved = first
        .change()
        .set(Both::NUMBER, 2)
        .set(Both::PART, "b")
        .one(db)
        .await?;
    let expected = Both {
        part: "b".to_owned(),
        number: 2,
        revision: 11,
        ..first.clone()
    };
    assert_eq!(moved, expected);
    let stale = first.change().set(Both::TEXT, "y").one(db).await;
    assert!(stale.is_err_and(|error| error.is_not_found()));
    let moved = Both::update("b", 2)
        .set(Both::NUMBER, Both::NUMBER + 1)
        .one(db)
        .await?;
    assert_eq!((moved.number, moved.revision), (3, 12));
    let deleted = Both::find("b", 3).delete().all(db).await?;
    assert_eq!(deleted.len(), 1);
    assert_eq!((deleted[0].part.as_str(), deleted[0].number), ("b", 3));
    let gone = Both::find("b", 3)
        .only_deleted()
        .update()
        .set(Both::TEXT, "z")
        .one(db)
        .await?;
    assert_eq!((gone.text.as_deref(), gone.revision), (Some("z"), 14));
    Ok(())
}

async fn deleted_rows_come_back(db: &Database) -> Result<()> {
    let members = members(db, 6).await?;
    let deleted = Member::filter(Member::ID.gt(members[3].id))
        .delete()
        .all(db)
        .await?;
    assert_eq!(sorted(deleted), members[4..]);
    assert_eq!(Member::all().all(db).await?, members[..4]);
    let deleted = Member::find(members[0].id).delete().all(db).await?;
    assert_eq!(deleted, members[..1]);
    assert_eq!(Member::find(members[0].id).delete().all(db).await?, []);
    let deleted = Member::find_by_email("1@example.com")
        .delete()
        .all(db)
        .await?;
    assert_eq!(deleted, members[1..2]);
    assert_eq!(Member::find(members[2].id).delete().execute(db).await?, 1);
    assert_eq!(Member::find(members[2].id).delete().execute(db).await?, 0);
    assert_eq!(Member::all().delete().all(db).await?, members[3..4]);
    assert_eq!(Member::all().delete().all(db).await?, []);
    assert_eq!(Member::all().delete().execute(db).await?, 0);
    Ok(())
}

async fn deleted_rows_of_an_order_and_a_limit(db: &Database) -> Result<()> {
    let members = members(db, 5).await?;
    let last = Member::all().order_by(Member::ID.desc()).limit(2);
    assert_eq!(sorted(last.delete().all(db).await?), members[3..]);
    let second = Member::all().order_by(Member::ID.asc()).limit(1).offset(1);
    assert_eq!(second.delete().all(db).await?, members[1..2]);
    let last = Member::all().order_by(Member::ID.desc()).limit(1);
    assert_eq!(last.delete().execute(db).await?, 1);
    assert_eq!(Member::all().all(db).await?, members[..1]);
    Ok(())
}

/// They are still in the table, as deleted rows.
async fn rows_that_are_only_marked_come_back(db: &Database) -> Result<()> {
    let notes = notes(db).await?;
    let new = |text: &'static str| NewComment {
        note_id: notes[0].id,
        text: text.into(),
    };
    let comments = Comment::insert_all(["a", "b", "c"].map(new))
        .all(db)
        .await?;
    comments[1].delete(db).await?;
    let deleted = notes[0].comments().delete().all(db).await?;
    let mut ids: Vec<i64> = deleted.iter().map(|comment| comment.id).collect();
    ids.sort_unstable();
    assert_eq!(ids, [comments[0].id, comments[2].id]);
    assert_eq!(notes[0].comments().delete().execute(db).await?, 0);
    assert_eq!(notes[0].comments().with_deleted().count(db).await?, 3);

    let deleted = Note::filter(Note::SLUG.ge("b")).delete().all(db).await?;
    assert_eq!(texts(&deleted), "bc");
    let deleted = Note::all().delete().all(db).await?;
    assert_eq!(texts(&deleted), "a");
    assert_eq!(Note::all().delete().all(db).await?, []);
    assert_eq!(Note::all().only_deleted().count(db).await?, 3);
    Ok(())
}

async fn rows_that_cannot_be_deleted(db: &Database) -> Result<()> {
    for id in 1..4 {
        Account::insert(NewAccount { id }).execute(db).await?;
    }
    let entry = NewEntry {
        account_id: 2,
        amount: 5,
    };
    Entry::insert(entry).execute(db).await?;
    let deleted = Account::all().delete().all(db).await;
    assert!(matches!(&deleted, Err(Error::ForeignKey(_))), "{deleted:?}");
    assert_eq!(Account::all().count(db).await?, 3);
    let deleted = Account::filter(Account::ID.ne(2)).delete().all(db).await?;
    assert_eq!(deleted.len(), 2);
    let tx = db.begin().await?;
    assert_eq!(Entry::all().delete().all(&tx).await?.len(), 1);
    assert_eq!(Account::find(2).delete().all(&tx).await?.len(), 1);
    tx.commit().await?;
    assert_eq!(Account::all().count(db).await?, 0);
    Ok(())
}

/// A value that an insert refuses is refused by a change in the same words, item by item in lists.
async fn what_a_column_refuses_a_change_refuses(db: &Database) -> Result<()> {
    let there = rows::new(full()).one(db).await?;
    let names = vec!["Zoë".to_owned(), "too long".to_owned()];
    let digests = vec![vec![1], vec![1, 2, 3, 4, 5]];
    let (singles, stories) = (vec![0.5, f32::NAN], vec!["a\0".to_owned()]);
    let change = || Full::update(there.id);
    let changes = [
        change().set(Full::NAMES, names.clone()),
        change().set(Full::DIGESTS, digests.clone()),
        change().set(Full::SINGLES, singles.clone()),
        change().set(Full::STORIES, stories.clone()),
    ];
    let inserts = [
        Full { names, ..full() },
        Full { digests, ..full() },
        Full { singles, ..full() },
        Full { stories, ..full() },
    ];
    for (change, insert) in changes.into_iter().zip(inserts) {
        let message = refused(rows::new(insert).one(db).await);
        assert_eq!(refused(change.one(db).await), message);
    }
    assert_eq!(Full::all().all(db).await?, [there]);
    Ok(())
}
