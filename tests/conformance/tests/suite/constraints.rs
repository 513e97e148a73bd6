//! A broken rule is the same error everywhere: its kind, the table, the columns and the name of the constraint.

use tablewright::{Connection, Database, Dialect, Error, Result};
use tablewright_test_conformance::everywhere;
use tablewright_test_conformance::models::rules::*;

use crate::check::{broken, everything, rule, said};

everywhere!(rules:
    unique_keys,
    unique_keys_of_several_columns,
    nulls_are_not_alike,
    unique_indexes,
    primary_keys,
    checks,
    a_check_of_null_is_kept,
    not_null,
    missing_targets,
    missing_targets_of_several_columns,
    rows_that_others_refer_to,
    nothing_of_a_refused_row_is_left,
    names_that_are_hard_to_find_in_a_message,
    values_are_not_told,
    rows_that_are_gone,
);

async fn unique_keys(db: &Database) -> Result<()> {
    NewUser::new().email("a@example.com").insert(db).await?;
    let mut other = NewUser::new().email("b@example.com").insert(db).await?;
    let expected = rule("unique", "users", &["email"], "uq_users_email");
    let again = NewUser::new().email("a@example.com");
    assert_eq!(broken(again.clone().insert(db).await), expected);
    assert_eq!(
        said(again.insert(db).await),
        "users.email: another row has this value (uq_users_email)"
    );
    other.email = Some("a@example.com".to_owned());
    assert_eq!(broken(other.save(db).await), expected);
    // Its own value is in nobody's way.
    other.email = Some("b@example.com".to_owned());
    other.save(db).await
}

async fn unique_keys_of_several_columns(db: &Database) -> Result<()> {
    let user = NewUser::new().insert(db).await?;
    NewPost::new(user.id, "a").insert(db).await?;
    let mut other = NewPost::new(user.id, "b").insert(db).await?;
    let expected = rule(
        "unique",
        "posts",
        &["author_id", "title"],
        "uq_posts_author_id_title",
    );
    assert_eq!(
        broken(NewPost::new(user.id, "a").insert(db).await),
        expected
    );
    assert_eq!(
        said(NewPost::new(user.id, "a").insert(db).await),
        "posts (author_id, title): another row has these values (uq_posts_author_id_title)"
    );
    other.title = "a".to_owned();
    assert_eq!(broken(other.save(db).await), expected);
    let another = NewUser::new().insert(db).await?;
    NewPost::new(another.id, "a").insert(db).await?;
    Ok(())
}

async fn nulls_are_not_alike(db: &Database) -> Result<()> {
    for _ in 0..3 {
        NewUser::new().insert(db).await?;
    }
    let user = NewUser::new().email("").insert(db).await?;
    assert_eq!(User::all().count(db).await?, 4);
    assert_eq!(User::find_by_email("").one(db).await?, user);
    // Where one of several columns is NULL, the rest may be alike.
    for title in ["a", "b"] {
        NewPost::new(user.id, title).stars(1).insert(db).await?;
    }
    Ok(())
}

async fn unique_indexes(db: &Database) -> Result<()> {
    let user = NewUser::new().insert(db).await?;
    let rated = |title: &str| NewPost::new(user.id, title).editor_id(user.id).stars(1);
    rated("a").insert(db).await?;
    let mut other = rated("b").stars(2).insert(db).await?;
    let expected = rule(
        "unique",
        "posts",
        &["editor_id", "stars"],
        "one_rating_for_each_editor",
    );
    assert_eq!(broken(rated("c").insert(db).await), expected);
    other.stars = 1;
    assert_eq!(broken(other.save(db).await), expected);
    assert_eq!(
        Post::find_by_editor_id_and_stars(user.id, 2)
            .count(db)
            .await?,
        1
    );
    Ok(())
}

async fn primary_keys(db: &Database) -> Result<()> {
    let user = NewUser::new().insert(db).await?;
    assert_eq!(
        broken(NewUser::new().id(user.id).insert(db).await),
        rule("unique", "users", &["id"], "pk_users")
    );
    assert_eq!(
        said(NewUser::new().id(user.id).insert(db).await),
        "users.id: another row has this value (pk_users)"
    );
    NewSeat::new(1, 20).insert(db).await?;
    NewSeat::new(2, 20).insert(db).await?;
    assert_eq!(
        broken(NewSeat::new(1, 20).insert(db).await),
        rule("unique", "seats", &["row", "number"], "pk_seats")
    );
    NewTerm::new("a").insert(db).await?;
    assert_eq!(
        broken(NewTerm::new("a").insert(db).await),
        rule("unique", "terms", &["text"], "pk_terms")
    );
    Ok(())
}

async fn checks(db: &Database) -> Result<()> {
    let of_age = rule("check", "users", &["age"], "ck_users_age");
    let of_share = rule("check", "users", &["share"], "ck_users_share");
    assert_eq!(broken(NewUser::new().age(-1).insert(db).await), of_age);
    assert_eq!(
        said(NewUser::new().age(-1).insert(db).await),
        "users.age: the condition ck_users_age does not hold"
    );
    assert_eq!(broken(NewUser::new().share(101).insert(db).await), of_share);
    let mut user = NewUser::new().share(100).insert(db).await?;
    user.age = -1;
    assert_eq!(broken(user.save(db).await), of_age);
    user.age = 0;
    user.share = Some(-1);
    assert_eq!(broken(user.save(db).await), of_share);

    // A condition of the whole row is about no column more than another.
    let of_stars = rule("check", "posts", &[], "ck_posts_1");
    let of_title = rule("check", "posts", &[], "title_is_there");
    assert_eq!(
        broken(NewPost::new(user.id, "a").stars(6).insert(db).await),
        of_stars
    );
    assert_eq!(
        said(NewPost::new(user.id, "a").stars(6).insert(db).await),
        "posts: the condition ck_posts_1 does not hold"
    );
    assert_eq!(broken(NewPost::new(user.id, "").insert(db).await), of_title);
    let mut post = NewPost::new(user.id, "a").insert(db).await?;
    post.stars = 6;
    assert_eq!(broken(post.save(db).await), of_stars);
    post.stars = 5;
    post.title = String::new();
    assert_eq!(broken(post.save(db).await), of_title);
    Ok(())
}

async fn a_check_of_null_is_kept(db: &Database) -> Result<()> {
    let mut user = NewUser::new().share(None).insert(db).await?;
    user.share = Some(3);
    user.save(db).await?;
    user.share = None;
    user.save(db).await
}

async fn not_null(db: &Database) -> Result<()> {
    let expected = rule("not null", "quotients", &["missing"], "");
    assert_eq!(broken(NewQuotient::new(1).insert(db).await), expected);
    assert_eq!(
        said(NewQuotient::new(1).insert(db).await),
        "quotients.missing: the column needs a value, and was given NULL"
    );
    // MariaDB takes no NOT NULL at a generated column, so a check stands there.
    let expected = match db.dialect() {
        Dialect::Mariadb => rule(
            "check",
            "quotients",
            &["inverse"],
            "ck_quotients_inverse_type",
        ),
        Dialect::Sqlite | Dialect::Postgres | Dialect::Mysql => {
            rule("not null", "quotients", &["inverse"], "")
        }
    };
    assert_eq!(
        broken(NewQuotient::new(0).missing(1).insert(db).await),
        expected
    );
    let mut quotient = NewQuotient::new(2).missing(1).insert(db).await?;
    assert_eq!(quotient.inverse, 2);
    quotient.divisor = 0;
    assert_eq!(broken(quotient.save(db).await), expected);
    assert_eq!(Quotient::find(quotient.id).one(db).await?.divisor, 2);
    Ok(())
}

async fn missing_targets(db: &Database) -> Result<()> {
    let user = NewUser::new().email("a@example.com").insert(db).await?;
    let nobody = user.id + 99;
    let of_author = rule("foreign key", "posts", &["author_id"], "fk_posts_author_id");
    let of_editor = rule("foreign key", "posts", &["editor_id"], "fk_posts_editor_id");
    let of_parent = rule("foreign key", "posts", &["parent_id"], "fk_posts_parent_id");
    assert_eq!(
        broken(NewPost::new(nobody, "a").insert(db).await),
        of_author
    );
    assert_eq!(
        said(NewPost::new(nobody, "a").insert(db).await),
        "posts.author_id: there is no such row in users (fk_posts_author_id)"
    );
    let edited = NewPost::new(user.id, "a").editor_id(nobody);
    assert_eq!(broken(edited.insert(db).await), of_editor);
    let child = NewPost::new(user.id, "a").parent_id(77);
    assert_eq!(broken(child.insert(db).await), of_parent);
    let mut post = NewPost::new(user.id, "a").insert(db).await?;
    post.author_id = nobody;
    assert_eq!(broken(post.save(db).await), of_author);
    post.author_id = user.id;
    post.editor_id = Some(nobody);
    assert_eq!(broken(post.save(db).await), of_editor);
    post.editor_id = None;
    post.parent_id = Some(post.id + 1);
    assert_eq!(broken(post.save(db).await), of_parent);
    // A row may refer to itself.
    post.parent_id = Some(post.id);
    post.save(db).await?;
    NewPost::new(user.id, "itself")
        .id(500)
        .parent_id(500)
        .insert(db)
        .await?;

    let of_contact = rule(
        "foreign key",
        "tickets",
        &["contact_email"],
        "fk_tickets_contact_email",
    );
    NewTicket::new()
        .contact_email("a@example.com")
        .insert(db)
        .await?;
    for other in ["A@example.com", "a@example.com ", ""] {
        let ticket = NewTicket::new().contact_email(other);
        assert_eq!(broken(ticket.insert(db).await), of_contact);
    }
    Ok(())
}

async fn missing_targets_of_several_columns(db: &Database) -> Result<()> {
    NewSeat::new(1, 20).insert(db).await?;
    let expected = rule(
        "foreign key",
        "tickets",
        &["row", "number"],
        "fk_tickets_row_number",
    );
    let ticket = |row, number| NewTicket::new().row(row).number(number);
    assert_eq!(broken(ticket(20, 1).insert(db).await), expected);
    let mut kept = ticket(1, 20).insert(db).await?;
    kept.number = Some(21);
    assert_eq!(broken(kept.save(db).await), expected);
    assert_eq!(
        said(kept.save(db).await),
        "tickets (row, number): there is no such row in seats (fk_tickets_row_number)"
    );
    // Where a part of the reference is NULL, it refers to nothing.
    kept.row = None;
    kept.save(db).await?;
    NewTicket::new().row(9).insert(db).await?;
    Ok(())
}

async fn rows_that_others_refer_to(db: &Database) -> Result<()> {
    let author = NewUser::new().insert(db).await?;
    let editor = NewUser::new().insert(db).await?;
    let post = NewPost::new(author.id, "a")
        .editor_id(editor.id)
        .insert(db)
        .await?;
    let child = NewPost::new(author.id, "b")
        .parent_id(post.id)
        .insert(db)
        .await?;
    let refused = |column: &str| {
        rule(
            "foreign key",
            "posts",
            &[column],
            &format!("fk_posts_{column}"),
        )
    };
    assert_eq!(broken(author.delete(db).await), refused("author_id"));
    assert_eq!(
        broken(User::find(author.id).delete(db).await),
        refused("author_id")
    );
    assert_eq!(broken(editor.delete(db).await), refused("editor_id"));
    assert_eq!(broken(post.delete(db).await), refused("parent_id"));
    assert!(said(post.delete(db).await).contains("a row of it refers to the row of posts"));
    assert_eq!(
        (User::all().count(db).await?, Post::all().count(db).await?),
        (2, 2)
    );
    let seat = NewSeat::new(1, 20).insert(db).await?;
    let ticket = NewTicket::new().row(1).number(20).insert(db).await?;
    assert_eq!(
        broken(seat.delete(db).await),
        rule(
            "foreign key",
            "tickets",
            &["row", "number"],
            "fk_tickets_row_number"
        )
    );
    ticket.delete(db).await?;
    seat.delete(db).await?;
    child.delete(db).await?;
    post.delete(db).await?;
    editor.delete(db).await?;
    author.delete(db).await
}

async fn nothing_of_a_refused_row_is_left(db: &Database) -> Result<()> {
    let user = NewUser::new().email("a@example.com").insert(db).await?;
    broken(NewUser::new().email("a@example.com").insert(db).await);
    broken(NewUser::new().age(-1).insert(db).await);
    broken(NewPost::new(user.id + 1, "a").insert(db).await);
    let changed = User {
        age: -1,
        email: None,
        ..user.clone()
    };
    broken(changed.save(db).await);
    assert_eq!(User::all().all(db).await?, [user]);
    assert_eq!(Post::all().count(db).await?, 0);
    Ok(())
}

async fn names_that_are_hard_to_find_in_a_message(db: &Database) -> Result<()> {
    const TABLE: &str = "it's \"odd\" (`t`), for key 'x'";
    const VALUE: &str = "a \"column\" CONSTRAINT `c`";
    const AMOUNT: &str = "FOREIGN KEY (`f`)";
    const USER: &str = "for key '";
    let name = |kind: &str, column: &str| format!("{kind}_{TABLE}_{column}");
    let value = "' for key 'users.uq_users_email' CONSTRAINT `x`";
    NewOdd::new().value(value).insert(db).await?;
    assert_eq!(
        broken(NewOdd::new().value(value).insert(db).await),
        rule("unique", TABLE, &[VALUE], &name("uq", VALUE))
    );
    let again = NewOdd::new().id(1).insert(db).await;
    let (kind, table, columns, constraint) = broken(again);
    assert_eq!(
        (kind, table.as_str(), columns),
        ("unique", TABLE, vec!["id".to_owned()])
    );
    assert!(constraint.starts_with("pk_"));
    assert_eq!(
        broken(NewOdd::new().amount(0).insert(db).await),
        rule("check", TABLE, &[AMOUNT], &name("ck", AMOUNT))
    );
    assert_eq!(
        broken(NewOdd::new().user_id(9).insert(db).await),
        rule("foreign key", TABLE, &[USER], &name("fk", USER))
    );
    let user = NewUser::new().insert(db).await?;
    NewOdd::new().user_id(user.id).insert(db).await?;
    assert_eq!(
        broken(user.delete(db).await),
        rule("foreign key", TABLE, &[USER], &name("fk", USER))
    );
    Ok(())
}

/// A message may end in a log, and the value may be a password.
async fn values_are_not_told(db: &Database) -> Result<()> {
    const SECRET: &str = "open-sesame";
    let user = NewUser::new().email(SECRET).insert(db).await?;
    NewTerm::new(SECRET).insert(db).await?;
    NewOdd::new().value(SECRET).insert(db).await?;
    NewTicket::new().contact_email(SECRET).insert(db).await?;
    let errors: [Error; 6] = [
        NewUser::new()
            .email(SECRET)
            .insert(db)
            .await
            .expect_err("unique"),
        NewTerm::new(SECRET)
            .insert(db)
            .await
            .expect_err("primary key"),
        NewOdd::new()
            .value(SECRET)
            .insert(db)
            .await
            .expect_err("unique"),
        NewTicket::new()
            .contact_email("open-sesame?")
            .insert(db)
            .await
            .expect_err("no user"),
        user.delete(db).await.expect_err("a ticket refers to it"),
        NewUser::new()
            .email(SECRET)
            .age(-1)
            .insert(db)
            .await
            .expect_err("a check"),
    ];
    for error in errors {
        let text = everything(&error);
        assert!(!text.contains("sesame"), "{text}");
    }
    Ok(())
}

async fn rows_that_are_gone(db: &Database) -> Result<()> {
    let user = NewUser::new().insert(db).await?;
    user.delete(db).await?;
    for error in [
        user.delete(db).await.expect_err("it is gone"),
        user.save(db).await.expect_err("it is gone"),
        User::find(user.id).one(db).await.expect_err("it is gone"),
    ] {
        assert!(matches!(error, Error::NotFound("users")), "{error:?}");
    }
    assert_eq!(User::find(user.id).optional(db).await?, None);
    assert_eq!(User::find(user.id).delete(db).await?, 0);
    assert_eq!(User::find(user.id).count(db).await?, 0);
    assert!(!User::all().exists(db).await?);
    Ok(())
}
