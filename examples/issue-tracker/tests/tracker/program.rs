//! The program as a user runs it: it migrates, listens, writes its spans, and stops on a signal.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, ChildStdout, Command, Stdio};
use std::{fs, io, thread};

use issue_tracker::models;
use tablewright::testing::TestDatabase;

#[tokio::test]
async fn spans_of_requests_and_statements_are_written() {
    let empty = TestDatabase::prepared("sqlite:", "empty", async |_| Ok(())).await;
    let db = empty.expect("a database");
    let (mut program, mut output, address) = start(db.url());

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

/// The requests in the example's page are answered, after the seeds that it inserts.
#[tokio::test]
async fn requests_of_the_readme() {
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md");
    let page = fs::read_to_string(page).expect("the page exists");
    let block = page.split("\n```").find(|part| part.contains("alias ada="));
    let (_, requests) = block
        .and_then(|block| block.split_once('\n'))
        .expect("requests");

    let empty = TestDatabase::prepared("sqlite:", "empty", async |_| Ok(())).await;
    let db = empty.expect("a database");
    let (_program, mut output, address) = start(db.url());
    let seeds = models::seed(&db).await.expect("the rows of seeds/");
    assert_eq!(seeds.inserted(), 5);
    // A full pipe would stop the program.
    thread::spawn(move || io::copy(&mut output, &mut io::sink()));
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("readme");
    fs::create_dir_all(&folder).expect("a folder");
    fs::write(folder.join("notes.txt"), "It drips.").expect("a file");
    let requests = requests
        .replace("curl -s", "curl -s --fail-with-body")
        .replace("localhost:3000", &address);
    let script = format!("shopt -s expand_aliases\nset -ex\n{requests}");
    let output = Command::new("bash")
        .args(["-c", &script])
        .current_dir(folder)
        .output()
        .expect("bash starts");
    assert!(
        output.status.success(),
        "{}\n{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    );
}

/// The program on a database, its output, and its address.
fn start(url: &str) -> (Running, BufReader<ChildStdout>, String) {
    let program = Command::new(env!("CARGO_BIN_EXE_issue-tracker"))
        .env("DATABASE_URL", url)
        .env("ADDRESS", "127.0.0.1:0")
        .stdout(Stdio::piped())
        .spawn();
    let mut program = Running(program.expect("the program"));
    let mut output = BufReader::new(program.0.stdout.take().expect("its output"));
    loop {
        let mut line = String::new();
        assert_ne!(output.read_line(&mut line).expect("a line"), 0, "it ended");
        if let Some(address) = line.trim_end().strip_prefix("listening on http://") {
            return (program, output, address.to_owned());
        }
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
