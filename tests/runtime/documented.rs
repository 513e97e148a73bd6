//! The SQL in the doc comments of generated code is the SQL that runs.

use std::collections::BTreeMap;

use rusqlite::StatementStatus;
use tablewright::{Result, Sqlite};

use super::models::{NewPost, NewUser, Post, User, create_all};

/// Models with versions, and rows that stay when they are deleted.
mod kept {
    include!("../golden/versions_and_soft_deletes/models.rs");
}

/// A call of a function, and its name.
type Run<'r> = (&'static str, &'r dyn Fn() -> Result<()>);

/// The SQL in the doc comment of each function, by its model and name.
fn documented(source: &'static str) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    let (mut model, mut sql) = ("", None);
    for line in source.lines() {
        let trimmed = line.trim_start();
        if let Some(rest) = line.strip_prefix("impl ") {
            model = rest.trim_end_matches(" {");
        } else if let Some(shown) = trimmed.strip_prefix("/// `")
            && shown.starts_with(|c: char| c.is_ascii_uppercase())
            && shown.contains(' ')
        {
            sql = shown.strip_suffix('`');
        } else if let Some(rest) = trimmed.strip_prefix("pub fn ") {
            let name = rest.split(['(', '<']).next().unwrap_or_default();
            if let Some(sql) = sql.take() {
                found.insert(format!("{model}::{name}"), sql.to_owned());
            }
        } else if !trimmed.starts_with("///") && !trimmed.starts_with('#') {
            sql = None;
        }
    }
    found
}

#[test]
fn what_is_shown_is_what_runs() -> Result<()> {
    let db = Sqlite::memory()?;
    create_all(&db)?;
    let ada = User::insert(NewUser {}).set(User::EMAIL, "a").one(&db)?;
    let first = Post::insert(NewPost { author_id: ada.id })
        .set(Post::EDITOR_ID, ada.id)
        .set(Post::TITLE, "first")
        .one(&db)?;
    let reply = Post::insert(NewPost { author_id: ada.id })
        .set(Post::PARENT_ID, first.id)
        .one(&db)?;

    let source = include_str!("../golden/users_and_posts/models.rs");
    let tested: &[Run<'_>] = &[
        ("User::all", &|| User::all().all(&db).map(drop)),
        ("User::find", &|| User::find(ada.id).one(&db).map(drop)),
        ("User::find_by_email", &|| {
            User::find_by_email("a").optional(&db).map(drop)
        }),
        ("User::insert", &|| {
            User::insert(NewUser {}).one(&db)?.delete(&db)
        }),
        ("User::save", &|| ada.save(&db)),
        ("User::delete", &|| {
            User::insert(NewUser {}).one(&db)?.delete(&db)
        }),
        ("User::posts", &|| ada.posts().all(&db).map(drop)),
        ("User::edited", &|| ada.edited().all(&db).map(drop)),
        ("Post::all", &|| Post::all().all(&db).map(drop)),
        ("Post::find", &|| Post::find(first.id).one(&db).map(drop)),
        ("Post::find_by_author_id_and_title", &|| {
            let post = Post::find_by_author_id_and_title(ada.id, "first");
            post.one(&db).map(drop)
        }),
        ("Post::insert", &|| {
            let new = NewPost { author_id: ada.id };
            Post::insert(new).one(&db)?.delete(&db)
        }),
        ("Post::save", &|| first.save(&db)),
        ("Post::delete", &|| {
            let new = NewPost { author_id: ada.id };
            Post::insert(new).one(&db)?.delete(&db)
        }),
        ("Post::author", &|| first.author().one(&db).map(drop)),
        ("Post::editor", &|| first.editor().one(&db).map(drop)),
        ("Post::parent", &|| reply.parent().one(&db).map(drop)),
        ("Post::replies", &|| first.replies().all(&db).map(drop)),
    ];
    check(&db, source, tested)
}

#[test]
fn what_is_shown_of_rows_that_stay_is_what_runs() -> Result<()> {
    use kept::{Both, Document, NewBoth, NewDocument, NewNote, Note};

    let db = Sqlite::memory()?;
    kept::create_all(&db)?;
    let document = Document::insert(NewDocument { title: "a".into() }).one(&db)?;
    let note = Note::insert(NewNote { text: "a".into() }).one(&db)?;
    let new_both = |number| NewBoth {
        part: "a".into(),
        number,
    };
    let new_note = || NewNote { text: "b".into() };
    let source = include_str!("../golden/versions_and_soft_deletes/models.rs");
    let tested: &[Run<'_>] = &[
        ("Document::all", &|| Document::all().all(&db).map(drop)),
        ("Document::find", &|| {
            Document::find(document.id).one(&db).map(drop)
        }),
        ("Document::insert", &|| {
            let new = NewDocument { title: "b".into() };
            Document::insert(new).one(&db).map(drop)
        }),
        ("Document::save", &|| document.clone().save(&db)),
        ("Document::delete", &|| {
            Document::find(document.id).one(&db)?.delete(&db)
        }),
        ("Note::all", &|| Note::all().all(&db).map(drop)),
        ("Note::find", &|| Note::find(note.id).one(&db).map(drop)),
        ("Note::find_by_text", &|| {
            Note::find_by_text("a").one(&db).map(drop)
        }),
        ("Note::insert", &|| {
            Note::insert(new_note()).one(&db)?.purge(&db)
        }),
        ("Note::save", &|| note.save(&db)),
        ("Note::delete", &|| {
            note.delete(&db)?;
            note.restore(&db)
        }),
        ("Note::restore", &|| {
            note.delete(&db)?;
            note.restore(&db)
        }),
        ("Note::purge", &|| {
            Note::insert(new_note()).one(&db)?.purge(&db)
        }),
        ("Both::all", &|| Both::all().all(&db).map(drop)),
        ("Both::find", &|| Both::find("a", 1).optional(&db).map(drop)),
        ("Both::insert", &|| {
            Both::insert(new_both(1)).one(&db)?.purge(&db)
        }),
        ("Both::delete", &|| {
            Both::insert(new_both(2)).one(&db)?.delete(&db)
        }),
        ("Both::restore", &|| {
            let both = Both::insert(new_both(3)).one(&db)?;
            both.delete(&db)?;
            both.restore(&db)
        }),
        ("Both::purge", &|| {
            Both::insert(new_both(4)).one(&db)?.purge(&db)
        }),
    ];
    check(&db, source, tested)
}

/// Runs each function, and looks whether the SQL ran that its doc comment shows.
fn check(db: &Sqlite, source: &'static str, tested: &[Run<'_>]) -> Result<()> {
    // How often SQLite ran the SQL that is shown, as the runtime sends it.
    let runs = |sql: &str| {
        let read = |raw: &rusqlite::Connection| {
            Ok::<_, rusqlite::Error>(raw.prepare_cached(sql)?.get_status(StatementStatus::Run))
        };
        db.with(|raw| read(raw)).expect("the SQL is valid")
    };
    let documented = documented(source);
    for (name, run) in tested {
        let sql = documented.get(*name).unwrap_or_else(|| panic!("{name}"));
        let before = runs(sql);
        run()?;
        // The effect of a foreign key on other rows counts as a run, too.
        assert!(runs(sql) > before, "{name}: {sql}");
    }
    let mut names: Vec<&str> = tested.iter().map(|(name, _)| *name).collect();
    names.sort_unstable();
    assert_eq!(documented.keys().collect::<Vec<_>>(), names);
    Ok(())
}
