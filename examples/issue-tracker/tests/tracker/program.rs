//! The program as a user starts it: it migrates, listens, writes its spans, and stops when it is
//! told to.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};

use tablewright::testing::TestDatabase;

#[tokio::test]
async fn spans_of_requests_and_statements_are_written() {
    let empty = TestDatabase::prepared("sqlite:", "empty", async |_| Ok(())).await;
    let db = empty.expect("a database");
    let program = Command::new(env!("CARGO_BIN_EXE_issue-tracker"))
        .env("DATABASE_URL", db.url())
        .env("ADDRESS", "127.0.0.1:0")
        .stdout(Stdio::piped())
        .spawn();
    let mut program = Running(program.expect("the program"));
    let mut output = BufReader::new(program.0.stdout.take().expect("its output"));
    let address = loop {
        let mut line = String::new();
        assert_ne!(output.read_line(&mut line).expect("a line"), 0, "it ended");
        if let Some(address) = line.trim_end().strip_prefix("listening on http://") {
            break address.to_owned();
        }
    };

    let mut stream = TcpStream::connect(address).expect("a connection");
    let request =
        "GET /issues/1 HTTP/1.1\r\nhost: x\r\nx-user: ada@example.com\r\nconnection: close\r\n\r\n";
    stream.write_all(request.as_bytes()).expect("a request");
    let mut answer = String::new();
    stream.read_to_string(&mut answer).expect("an answer");
    assert!(answer.starts_with("HTTP/1.1 401 "), "{answer}");

    let id = program.0.id().to_string();
    let told = Command::new("kill").args(["-s", "TERM", &id]).status();
    assert!(told.expect("`kill`").success());
    let mut spans = String::new();
    output.read_to_string(&mut spans).expect("the spans");
    assert!(program.0.wait().expect("its end").success());
    for expected in [
        "GET /issues/{id}",
        "http.response.status_code: I64(401)",
        "SELECT users",
        "db.system.name: String(Owned(\"sqlite\"))",
        "db.response.returned_rows: I64(0)",
    ] {
        assert!(spans.contains(expected), "{expected}: {spans}");
    }
}

/// A process that ends with the test.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        // After a test that passes it has ended already.
        self.0.kill().ok();
        self.0.wait().ok();
    }
}
