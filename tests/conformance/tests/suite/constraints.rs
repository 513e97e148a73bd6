//! A violated constraint is the same error everywhere: its kind, the table, the columns and the
//! name of the constraint.

use tablewright::{Connection, Database, Dialect, Error, Insert, Result};
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

fn new_post(author_id: i64, title: &str) -> Insert<'_, Post> {
    Post::insert(NewPost {
        author_id,
        title: title.into(),
    })
}

async fn unique_keys(db: &Database) -> Result<()> {
    User::insert(NewUser {})
        .set(User::EMAIL, "a@example.com")
        .one(db)
        .await?;
    let mut other = User::insert(NewUser {})
        .set(User::EMAIL, "b@example.com")
        .one(db)
        .await?;
    let expected = rule("unique", "users", &["email"], "uq_users_email");
    let again = User::insert(NewUser {}).set(User::EMAIL, "a@example.com");
    assert_eq!(broken(again.clone().one(db).await), expected);
    assert_eq!(
        said(again.one(db).await),
        "users.email: another row has this value (uq_users_email)"
    );
    other.email = Some("a@example.com".to_owned());
    assert_eq!(broken(other.save(db).await), expected);
    // Its own value does not conflict.
    other.email = Some("b@example.com".to_owned());
    other.save(db).await
}

async fn unique_keys_of_several_columns(db: &Database) -> Result<()> {
    let user = User::insert(NewUser {}).one(db).await?;
    new_post(user.id, "a").one(db).await?;
    let mut other = new_post(user.id, "b").one(db).await?;
    let expected = rule(
        "unique",
        "posts",
        &["author_id", "title"],
        "uq_posts_author_id_title",
    );
    assert_eq!(broken(new_post(user.id, "a").one(db).await), expected);
    assert_eq!(
        said(new_post(user.id, "a").one(db).await),
        "posts (author_id, title): another row has these values (uq_posts_author_id_title)"
    );
    other.title = "a".to_owned();
    assert_eq!(broken(other.save(db).await), expected);
    let another = User::insert(NewUser {}).one(db).await?;
    new_post(another.id, "a").one(db).await?;
    Ok(())
}

async fn nulls_are_not_alike(db: &Database) -> Result<()> {
    for _ in 0..3 {
        User::insert(NewUser {}).one(db).await?;
    }
    let user = User::insert(NewUser {})
        .set(User::EMAIL, "")
        .one(db)
        .await?;
    assert_eq!(User::all().count(db).await?, 4);
    assert_eq!(User::find_by_email("").one(db).await?, user);
    // If one of several columns is NULL, the others may be equal.
    for title in ["a", "b"] {
        new_post(user.id, title).set(Post::STARS, 1).one(db).await?;
    }
    Ok(())
}

async fn unique_indexes(db: &Database) -> Result<()> {
    let user = User::insert(NewUser {}).one(db).await?;
    let rated = |title: &'static str| {
        new_post(user.id, title)
            .set(Post::EDITOR_ID, user.id)
            .set(Post::STARS, 1)
    };
    rated("a").one(db).await?;
    let mut other = rated("b").set(Post::STARS, 2).one(db).await?;
    let expected = rule(
        "unique",
        "posts",
        &["editor_id", "stars"],
        "one_rating_for_each_editor",
    );
    assert_eq!(broken(rated("c").one(db).await), expected);
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
    let user = User::insert(NewUser {}).one(db).await?;
    assert_eq!(
        broken(
            User::insert(NewUser {})
                .set(User::ID, user.id)
                .one(db)
                .await
        ),
        rule("unique", "users", &["id"], "pk_users")
    );
    assert_eq!(
        said(
            User::insert(NewUser {})
                .set(User::ID, user.id)
                .one(db)
                .await
        ),
        "users.id: another row has this value (pk_users)"
    );
    Seat::insert(NewSeat { row: 1, number: 20 }).one(db).await?;
    Seat::insert(NewSeat { row: 2, number: 20 }).one(db).await?;
    assert_eq!(
        broken(Seat::insert(NewSeat { row: 1, number: 20 }).one(db).await),
        rule("unique", "seats", &["row", "number"], "pk_seats")
    );
    Term::insert(NewTerm { text: "a".into() }).one(db).await?;
    assert_eq!(
        broken(Term::insert(NewTerm { text: "a".into() }).one(db).await),
        rule("unique", "terms", &["text"], "pk_terms")
    );
    Ok(())
}

async fn checks(db: &Database) -> Result<()> {
    let of_age = rule("check", "users", &["age"], "ck_users_age");
    let of_share = rule("check", "users", &["share"], "ck_users_share");
    assert_eq!(
        broken(User::insert(NewUser {}).set(User::AGE, -1).one(db).await),
        of_age
    );
    assert_eq!(
        said(User::insert(NewUser {}).set(User::AGE, -1).one(db).await),
        "users.age: the check ck_users_age is violated"
    );
    assert_eq!(
        broken(User::insert(NewUser {}).set(User::SHARE, 101).one(db).await),
        of_share
    );
    let mut user = User::insert(NewUser {})
        .set(User::SHARE, 100)
        .one(db)
        .await?;
    user.age = -1;
    assert_eq!(broken(user.save(db).await), of_age);
    user.age = 0;
    user.share = Some(-1);
    assert_eq!(broken(user.save(db).await), of_share);

    // A condition of the whole row belongs to no single column.
    let of_stars = rule("check", "posts", &[], "ck_posts_1");
    let of_title = rule("check", "posts", &[], "title_is_there");
    assert_eq!(
        broken(new_post(user.id, "a").set(Post::STARS, 6).one(db).await),
        of_stars
    );
    assert_eq!(
        said(new_post(user.id, "a").set(Post::STARS, 6).one(db).await),
        "posts: the check ck_posts_1 is violated"
    );
    assert_eq!(broken(new_post(user.id, "").one(db).await), of_title);
    let mut post = new_post(user.id, "a").one(db).await?;
    post.stars = 6;
    assert_eq!(broken(post.save(db).await), of_stars);
    post.stars = 5;
    post.title = String::new();
    assert_eq!(broken(post.save(db).await), of_title);
    Ok(())
}

async fn a_check_of_null_is_kept(db: &Database) -> Result<()> {
    let mut user = User::insert(NewUser {})
        .set(User::SHARE, None)
        .one(db)
        .await?;
    user.share = Some(3);
    user.save(db).await?;
    user.share = None;
    user.save(db).await
}

async fn not_null(db: &Database) -> Result<()> {
    let expected = rule("not null", "quotients", &["missing"], "");
    assert_eq!(
        broken(Quotient::insert(NewQuotient { divisor: 1 }).one(db).await),
        expected
    );
    assert_eq!(
        said(Quotient::insert(NewQuotient { divisor: 1 }).one(db).await),
        "quotients.missing: the column cannot be NULL"
    );
    // MariaDB does not allow NOT NULL for a generated column, so the column has a check instead.
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
        broken(
            Quotient::insert(NewQuotient { divisor: 0 })
                .set(Quotient::MISSING, 1)
                .one(db)
                .await
        ),
        expected
    );
    let mut quotient = Quotient::insert(NewQuotient { divisor: 2 })
        .set(Quotient::MISSING, 1)
        .one(db)
        .await?;
    assert_eq!(quotient.inverse, 2);
    quotient.divisor = 0;
    assert_eq!(broken(quotient.save(db).await), expected);
    assert_eq!(Quotient::find(quotient.id).one(db).await?.divisor, 2);
    Ok(())
}

async fn missing_targets(db: &Database) -> Result<()> {
    let user = User::insert(NewUser {})
        .set(User::EMAIL, "a@example.com")
        .one(db)
        .await?;
    let nobody = user.id + 99;
    let of_author = rule("foreign key", "posts", &["author_id"], "fk_posts_author_id");
    let of_editor = rule("foreign key", "posts", &["editor_id"], "fk_posts_editor_id");
    let of_parent = rule("foreign key", "posts", &["parent_id"], "fk_posts_parent_id");
    assert_eq!(broken(new_post(nobody, "a").one(db).await), of_author);
    assert_eq!(
        said(new_post(nobody, "a").one(db).await),
        "posts.author_id: the row that it refers to does not exist in users (fk_posts_author_id)"
    );
    let edited = new_post(user.id, "a").set(Post::EDITOR_ID, nobody);
    assert_eq!(broken(edited.one(db).await), of_editor);
    let child = new_post(user.id, "a").set(Post::PARENT_ID, 77);
    assert_eq!(broken(child.one(db).await), of_parent);
    let mut post = new_post(user.id, "a").one(db).await?;
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
    new_post(user.id, "itself")
        .set(Post::ID, 500)
        .set(Post::PARENT_ID, 500)
        .one(db)
        .await?;

    let of_contact = rule(
        "foreign key",
        "tickets",
        &["contact_email"],
        "fk_tickets_contact_email",
    );
    Ticket::insert(NewTicket {})
        .set(Ticket::CONTACT_EMAIL, "a@example.com")
        .one(db)
        .await?;
    for other in ["A@example.com", "a@example.com ", ""] {
        let ticket = Ticket::insert(NewTicket {}).set(Ticket::CONTACT_EMAIL, other);
        assert_eq!(broken(ticket.one(db).await), of_contact);
    }
    Ok(())
}

async fn missing_targets_of_several_columns(db: &Database) -> Result<()> {
    Seat::insert(NewSeat { row: 1, number: 20 }).one(db).await?;
    let expected = rule(
        "foreign key",
        "tickets",
        &["row", "number"],
        "fk_tickets_row_number",
    );
    let ticket = |row, number| {
        Ticket::insert(NewTicket {})
            .set(Ticket::ROW, row)
            .set(Ticket::NUMBER, number)
    };
    assert_eq!(broken(ticket(20, 1).one(db).await), expected);
    let mut kept = ticket(1, 20).one(db).await?;
    kept.number = Some(21);
    assert_eq!(broken(kept.save(db).await), expected);
    assert_eq!(
        said(kept.save(db).await),
        "tickets (row, number): the row that it refers to does not exist in seats \
         (fk_tickets_row_number)"
    );
    // If a part of the reference is NULL, it refers to no row.
    kept.row = None;
    kept.save(db).await?;
    Ticket::insert(NewTicket {})
        .set(Ticket::ROW, 9)
        .one(db)
        .await?;
    Ok(())
}

async fn rows_that_others_refer_to(db: &Database) -> Result<()> {
    let author = User::insert(NewUser {}).one(db).await?;
    let editor = User::insert(NewUser {}).one(db).await?;
    let post = new_post(author.id, "a")
        .set(Post::EDITOR_ID, editor.id)
        .one(db)
        .await?;
    let child = new_post(author.id, "b")
        .set(Post::PARENT_ID, post.id)
        .one(db)
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
        broken(User::find(author.id).delete().execute(db).await),
        refused("author_id")
    );
    assert_eq!(broken(editor.delete(db).await), refused("editor_id"));
    assert_eq!(broken(post.delete(db).await), refused("parent_id"));
    assert!(said(post.delete(db).await).contains("a row of it refers to the row of posts"));
    assert_eq!(
        (User::all().count(db).await?, Post::all().count(db).await?),
        (2, 2)
    );
    let seat = Seat::insert(NewSeat { row: 1, number: 20 }).one(db).await?;
    let ticket = Ticket::insert(NewTicket {})
        .set(Ticket::ROW, 1)
        .set(Ticket::NUMBER, 20)
        .one(db)
        .await?;
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
    let user = User::insert(NewUser {})
        .set(User::EMAIL, "a@example.com")
        .one(db)
        .await?;
    broken(
        User::insert(NewUser {})
            .set(User::EMAIL, "a@example.com")
            .one(db)
            .await,
    );
    broken(User::insert(NewUser {}).set(User::AGE, -1).one(db).await);
    broken(new_post(user.id + 1, "a").one(db).await);
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
    Odd::insert(NewOdd {})
        .set(Odd::VALUE, value)
        .one(db)
        .await?;
    assert_eq!(
        broken(Odd::insert(NewOdd {}).set(Odd::VALUE, value).one(db).await),
        rule("unique", TABLE, &[VALUE], &name("uq", VALUE))
    );
    let again = Odd::insert(NewOdd {}).set(Odd::ID, 1).one(db).await;
    let (kind, table, columns, constraint) = broken(again);
    assert_eq!(
        (kind, table.as_str(), columns),
        ("unique", TABLE, vec!["id".to_owned()])
    );
    assert!(constraint.starts_with("pk_"));
    assert_eq!(
        broken(Odd::insert(NewOdd {}).set(Odd::AMOUNT, 0).one(db).await),
        rule("check", TABLE, &[AMOUNT], &name("ck", AMOUNT))
    );
    assert_eq!(
        broken(Odd::insert(NewOdd {}).set(Odd::USER_ID, 9).one(db).await),
        rule("foreign key", TABLE, &[USER], &name("fk", USER))
    );
    let user = User::insert(NewUser {}).one(db).await?;
    Odd::insert(NewOdd {})
        .set(Odd::USER_ID, user.id)
        .one(db)
        .await?;
    assert_eq!(
        broken(user.delete(db).await),
        rule("foreign key", TABLE, &[USER], &name("fk", USER))
    );
    Ok(())
}

/// A message may end in a log, and the value may be a password.
async fn values_are_not_told(db: &Database) -> Result<()> {
    const SECRET: &str = "open-sesame";
    let user = User::insert(NewUser {})
        .set(User::EMAIL, SECRET)
        .one(db)
        .await?;
    Term::insert(NewTerm {
        text: SECRET.into(),
    })
    .one(db)
    .await?;
    Odd::insert(NewOdd {})
        .set(Odd::VALUE, SECRET)
        .one(db)
        .await?;
    Ticket::insert(NewTicket {})
        .set(Ticket::CONTACT_EMAIL, SECRET)
        .one(db)
        .await?;
    let errors: [Error; 6] = [
        User::insert(NewUser {})
            .set(User::EMAIL, SECRET)
            .one(db)
            .await
            .expect_err("unique"),
        Term::insert(NewTerm {
            text: SECRET.into(),
        })
        .one(db)
        .await
        .expect_err("primary key"),
        Odd::insert(NewOdd {})
            .set(Odd::VALUE, SECRET)
            .one(db)
            .await
            .expect_err("unique"),
        Ticket::insert(NewTicket {})
            .set(Ticket::CONTACT_EMAIL, "open-sesame?")
            .one(db)
            .await
            .expect_err("no user"),
        user.delete(db).await.expect_err("a ticket refers to it"),
        User::insert(NewUser {})
            .set(User::EMAIL, SECRET)
            .set(User::AGE, -1)
            .one(db)
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
    let user = User::insert(NewUser {}).one(db).await?;
    user.delete(db).await?;
    for error in [
        user.delete(db).await.expect_err("it is gone"),
        user.save(db).await.expect_err("it is gone"),
        User::find(user.id).one(db).await.expect_err("it is gone"),
    ] {
        assert!(matches!(error, Error::NotFound("users")), "{error:?}");
    }
    assert_eq!(User::find(user.id).optional(db).await?, None);
    assert_eq!(User::find(user.id).delete().execute(db).await?, 0);
    assert_eq!(User::find(user.id).count(db).await?, 0);
    assert!(!User::all().exists(db).await?);
    Ok(())
}
