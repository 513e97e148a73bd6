//! The service over HTTP, the same on every database.

mod support;

use std::io::{Read, Write};
use std::net::TcpStream;
use std::thread;
use std::time::Duration;

use notes_service::models;
use serde_json::{Value, json};
use support::{Client, Place, Program, Service};
use tablewright::PoolOptions;
use tablewright::jiff::Timestamp;
use tablewright_test_servers::Server;

/// Makes a test of each function for each database.
macro_rules! on_every_database {
    ($($test:ident)*) => {
        on_every_database!(sqlite, Some(Place::folder()); $($test)*);
        on_every_database!(postgres, Place::on(Server::Postgres); $($test)*);
        on_every_database!(mariadb, Place::on(Server::Mariadb); $($test)*);
        on_every_database!(mysql, Place::on(Server::Mysql); $($test)*);
    };
    ($module:ident, $place:expr; $($test:ident)*) => {
        mod $module {
            use super::*;

            $(
                #[test]
                fn $test() {
                    // Nothing where there is no MySQL, which `scripts/servers` has said then.
                    if let Some(place) = $place {
                        super::$test(&place);
                    }
                }
            )*
        }
    };
}

on_every_database! {
    notes_are_created_read_replaced_and_deleted
    text_stays_as_it_is
    refusals_say_what_is_wrong
    a_notebook_comes_with_its_notes_or_not_at_all
    the_page_shows_notes_and_takes_them
    one_of_many_gets_the_title
    transactions_that_collide_run_again
    a_database_that_does_not_answer_is_503
    what_nobody_expects_is_500_and_tells_nothing
    a_restart_keeps_the_notes
}

fn notes_are_created_read_replaced_and_deleted(place: &Place) {
    let service = Service::start(place);
    let client = &service.client;
    assert_eq!(client.get("/notes").json(200), json!([]));

    let created = client.post("/notes", &json!({ "title": "Milk" }));
    assert_eq!(created.header("location"), "/notes/1");
    let milk = created.json(201);
    let at = milk["created_at"].clone();
    let expected = json!({
        "id": 1, "title": "Milk", "body": "", "pinned": false, "notebook_id": null, "created_at": at,
    });
    assert_eq!(milk, expected);
    let at: Timestamp = at.as_str().expect("a text").parse().expect("a time");
    let age = Timestamp::now().duration_since(at).unsigned_abs();
    assert!(
        age < Duration::from_secs(60),
        "by the database's clock, in UTC: {at}"
    );

    assert_eq!(client.get("/notes/1").json(200), milk);
    assert_eq!(client.get("/notes").json(200), json!([milk]));

    let mut bread = milk;
    bread["title"] = json!("Bread");
    bread["body"] = json!("two of them");
    bread["pinned"] = json!(true);
    // The second time there is nothing to change, and that is no mistake.
    for _ in 0..2 {
        assert_eq!(client.put("/notes/1", &bread).json(200), bread);
        assert_eq!(client.get("/notes/1").json(200), bread);
    }

    client.delete("/notes/1").nothing(204);
    client.get("/notes/1").json(404);
    // The number is not given out again.
    assert_eq!(
        client.post("/notes", &json!({ "title": "Milk" })).json(201)["id"],
        2
    );
}

fn text_stays_as_it_is(place: &Place) {
    let service = Service::start(place);
    let longest = "🦀".repeat(100);
    // Capitals and spaces count, on every database.
    for title in [
        "a",
        "A",
        "a ",
        " a",
        "ä",
        "a\u{308}",
        "'; DROP TABLE notes; --",
        &longest,
    ] {
        let note = json!({ "title": title, "body": format!("{title}\r\n\t{title}") });
        let id = service.client.post("/notes", &note).json(201)["id"].clone();
        let read = service.client.get(&format!("/notes/{id}")).json(200);
        assert_eq!(read["title"], note["title"]);
        assert_eq!(read["body"], note["body"]);
    }
}

fn refusals_say_what_is_wrong(place: &Place) {
    let service = Service::start(place);
    let client = &service.client;
    client.post("/notes", &json!({ "title": "Milk" })).json(201);
    client
        .post("/notes", &json!({ "title": "Bread" }))
        .json(201);

    let long = "x".repeat(101);
    for (note, status, message) in [
        (
            json!({ "title": "Milk" }),
            409,
            "another one has this title",
        ),
        (json!({ "title": "" }), 422, "title: not allowed"),
        (
            json!({ "title": "a\0b" }),
            422,
            "title: a text must not contain the character NUL",
        ),
        (
            json!({ "title": long }),
            422,
            "title: it has 101 characters; string(100) takes at most 100",
        ),
        (
            json!({ "title": "x", "notebook_id": 7 }),
            422,
            "notebook_id: there is none",
        ),
    ] {
        let refused = json!({ "error": message });
        assert_eq!(client.post("/notes", &note).json(status), refused);
        assert_eq!(client.put("/notes/2", &note).json(status), refused);
    }
    assert_eq!(
        client.get("/notes").json(200).as_array().map(Vec::len),
        Some(2)
    );

    let missing = json!({ "error": "not found" });
    assert_eq!(client.get("/notes/3").json(404), missing);
    assert_eq!(
        client.put("/notes/3", &json!({ "title": "x" })).json(404),
        missing
    );
    assert_eq!(client.delete("/notes/3").json(404), missing);
    assert_eq!(client.delete("/notebooks/none").json(404), missing);

    const JSON: &str = "application/json";
    for (body, status) in [("{", 400), (r#"{ "title": 3 }"#, 422), ("{}", 422)] {
        assert!(client.post_text("/notes", JSON, body).json(status)["error"].is_string());
    }
    assert!(client.post_text("/notes", "text/plain", "").json(415)["error"].is_string());
    // To a byte, because a server that stops reading earlier may hang up on the one who sends.
    let note = r#"{ "title": "x" }"#;
    let longest = note.to_owned() + &" ".repeat(64 * 1024 - note.len());
    let longer = longest.clone() + " ";
    assert!(client.post_text("/notes", JSON, &longer).json(413)["error"].is_string());
    client.post_text("/notes", JSON, &longest).json(201);
}

fn a_notebook_comes_with_its_notes_or_not_at_all(place: &Place) {
    let service = Service::start(place);
    let client = &service.client;
    client
        .post("/notes", &json!({ "title": "Tickets" }))
        .json(201);

    let travel =
        json!({ "name": "Travel/ü", "notes": [{ "title": "Passport" }, { "title": "Tickets" }] });
    let refused = client.post("/notebooks", &travel).json(409);
    assert_eq!(refused, json!({ "error": "another one has this title" }));
    assert_eq!(client.get("/notebooks").json(200), json!([]));
    assert_eq!(
        client.get("/notes").json(200).as_array().map(Vec::len),
        Some(1)
    );

    client.delete("/notes/1").nothing(204);
    let notebook = client.post("/notebooks", &travel).json(201);
    assert_eq!(notebook["name"], "Travel/ü");
    assert_eq!(client.get("/notebooks").json(200), json!([notebook]));
    for note in client.get("/notes").json(200).as_array().expect("a list") {
        assert_eq!(note["notebook_id"], notebook["id"]);
    }
    let again = client
        .post("/notebooks", &json!({ "name": "Travel/ü" }))
        .json(409);
    assert_eq!(again, json!({ "error": "another one has this name" }));

    client.delete("/notebooks/Travel%2F%C3%BC").nothing(204);
    assert_eq!(client.get("/notes").json(200), json!([]));
}

fn the_page_shows_notes_and_takes_them(place: &Place) {
    let service = Service::start(place);
    let client = &service.client;
    let attack = json!({ "title": "<script>alert(\"1\")</script>", "body": "'&'</p><img src=x>" });
    client.post("/notes", &attack).json(201);
    let page = client.get("/").html(200);
    assert!(
        page.contains("&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;"),
        "{page}"
    );
    assert!(
        page.contains("&#39;&amp;&#39;&lt;/p&gt;&lt;img src=x&gt;"),
        "{page}"
    );
    assert!(
        !page.contains("<script>") && !page.contains("<img"),
        "{page}"
    );

    const FORM: &str = "application/x-www-form-urlencoded";
    let pinned = "title=Milk+%26+bread&body=two&pinned=true";
    let sent = client.post_text("/", FORM, pinned);
    assert_eq!(sent.header("location"), "/");
    sent.nothing(303);
    client
        .post_text("/", FORM, "title=Cheese&body=")
        .nothing(303);
    let page = client.get("/").html(200);
    let order = ["📌 Milk &amp; bread", "Cheese", "&lt;script"].map(|text| page.find(text));
    assert!(
        order.iter().all(Option::is_some) && order.is_sorted(),
        "{order:?} in {page}"
    );

    let page = client.post_text("/", FORM, pinned).html(409);
    assert!(
        page.contains(r#"<p role="alert">another one has this title</p>"#),
        "{page}"
    );
    assert!(page.contains("📌 Milk &amp; bread"), "{page}");
}

fn one_of_many_gets_the_title(place: &Place) {
    let service = Service::start(place);
    let note = json!({ "title": "Milk" });
    let statuses = at_once(&service.client, "/notes", &[&note; 16]);
    assert_eq!(statuses[0], 201);
    assert_eq!(statuses[1..], [409; 15]);
    assert_eq!(
        service
            .client
            .get("/notes")
            .json(200)
            .as_array()
            .map(Vec::len),
        Some(1)
    );
}

/// Each waits for the other's note where both have written their first one.
fn transactions_that_collide_run_again(place: &Place) {
    let service = Service::start(place);
    for round in 0..10 {
        let notes = [format!("Passport {round}"), format!("Tickets {round}")]
            .map(|title| json!({ "title": title }));
        let forth = json!({ "name": format!("Forth {round}"), "notes": notes });
        let back = json!({ "name": format!("Back {round}"), "notes": [notes[1], notes[0]] });
        assert_eq!(
            at_once(&service.client, "/notebooks", &[&forth, &back]),
            [201, 409]
        );
    }
}

/// The statuses of requests that are sent at the same time, in ascending order.
fn at_once(client: &Client, path: &str, bodies: &[&Value]) -> Vec<u16> {
    let mut statuses: Vec<u16> = thread::scope(|scope| {
        let requests: Vec<_> = bodies
            .iter()
            .map(|body| scope.spawn(|| client.post(path, body).status))
            .collect();
        let statuses = requests
            .into_iter()
            .map(|request| request.join().expect("a status"));
        statuses.collect()
    });
    statuses.sort_unstable();
    statuses
}

fn a_database_that_does_not_answer_is_503(place: &Place) {
    let options = PoolOptions::new()
        .max_connections(1)
        .acquire_timeout(Duration::from_millis(50));
    let service = Service::start_with(place, &options);
    let later = json!({ "error": "try again later" });

    let transaction = service.block_on(service.db.begin()).expect("a transaction");
    assert_eq!(service.client.get("/notes").json(503), later);
    assert_eq!(service.client.get("/").json(503), later);
    service
        .block_on(transaction.rollback())
        .expect("the end of it");
    service.client.get("/notes").json(200);

    service.db.close();
    assert_eq!(service.client.get("/notes").json(503), later);
}

fn what_nobody_expects_is_500_and_tells_nothing(place: &Place) {
    let service = Service::start(place);
    service
        .block_on(models::drop_all(&service.db))
        .expect("no tables");
    let secret = json!({ "error": "something went wrong here" });
    assert_eq!(service.client.get("/notes").json(500), secret);
    assert_eq!(
        service
            .client
            .post("/notes", &json!({ "title": "x" }))
            .json(500),
        secret
    );
    assert_eq!(service.client.get("/").json(500), secret);
}

/// Here the program itself runs, and what is in progress when it is told to stop is finished.
fn a_restart_keeps_the_notes(place: &Place) {
    let note = json!({ "title": "Milk", "body": "x".repeat(10_000) }).to_string();
    {
        let program = Program::start(place);
        let mut stream = TcpStream::connect(&program.address).expect("a connection");
        write!(
            stream,
            "POST /notes HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\n\
             content-length: {}\r\nexpect: 100-continue\r\n\r\n",
            note.len()
        )
        .expect("to be sent");
        let mut go_on = [0; "HTTP/1.1 100 Continue\r\n\r\n".len()];
        stream
            .read_exact(&mut go_on)
            .expect("to be asked for the body");

        program.tell_to_stop();
        program.refuses_others();
        stream.write_all(note.as_bytes()).expect("to be sent");
        let mut answer = String::new();
        stream.read_to_string(&mut answer).expect("an answer");
        assert!(answer.starts_with("HTTP/1.1 201 "), "{answer}");
        program.wait();
    }
    let program = Program::start(place);
    let notes = Client::new(&program.address).get("/notes").json(200);
    assert_eq!(notes[0]["title"], "Milk");
    program.tell_to_stop();
    program.wait();
}
