//! The tutorial as a reader follows it: its files are written, and its commands are run and print
//! the shown output.
//!
//! - A block whose first line is a comment with a path is that file. `// src/main.rs: follow`
//!   replaces the function of that name.
//! - `sh` is run, in the folder and with the variables of the blocks before it; `sh,service` keeps
//!   running until the next one. `sh,ignore` needs another machine, or the network.
//! - `text,output` is the output of the commands before it; `…` stands for any text.

#[path = "../../../tests/support/pages.rs"]
mod pages;
#[path = "support/terminal.rs"]
mod terminal;

use std::fs;
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use terminal::Terminal;

/// The longest that the service may take to be compiled and to listen.
const START: Duration = Duration::from_secs(600);

#[test]
fn the_tutorial_works() {
    let pages = pages::all();
    let page = pages.iter().find(|page| page.path == "docs/tutorial.md");
    let page = page.expect("there is a tutorial");
    let mut reader = Reader::new();
    let (mut files, mut commands, mut outputs) = (0, 0, 0);
    // Behind the first fence, every second part is a block.
    for block in page.text.split("\n```").skip(1).step_by(2) {
        let (info, text) = block.split_once('\n').unwrap_or((block, ""));
        match info {
            "sh" => {
                commands += 1;
                reader
                    .terminal
                    .run(text)
                    .unwrap_or_else(|wrong| panic!("{wrong}"));
            }
            "sh,service" => reader.start(text),
            "text,output" => {
                outputs += 1;
                reader
                    .terminal
                    .compare(text)
                    .unwrap_or_else(|wrong| panic!("{wrong}"));
            }
            "sh,ignore" | "ini" => {}
            _ => {
                files += 1;
                reader.write(text);
            }
        }
    }
    assert!(
        files > 5 && commands > 5 && outputs > 3,
        "the tutorial has {files} files, {commands} commands and {outputs} outputs"
    );
}

/// A user who follows the tutorial.
struct Reader {
    /// Begins where the tutorial begins.
    terminal: Terminal,
    /// The folder of the crate that it makes.
    package: PathBuf,
    /// Where the service listens.
    port: u16,
    service: Option<Child>,
}

impl Reader {
    fn new() -> Reader {
        let free = TcpListener::bind("127.0.0.1:0").and_then(|listener| listener.local_addr());
        let port = free.expect("a free port").port();
        let target = Path::new(env!("CARGO_TARGET_TMPDIR")).parent();
        let target = target.and_then(Path::to_str).expect("a folder in UTF-8");
        let terminal = Terminal::new("tutorial")
            .replacing("localhost:3000", &format!("localhost:{port}"))
            .with("ADDRESS", &format!("127.0.0.1:{port}"))
            .with("CARGO_NET_OFFLINE", "true")
            .with("CARGO_TERM_QUIET", "true")
            .with("CARGO_TARGET_DIR", target);
        Reader {
            package: terminal.folder.join("links"),
            terminal,
            port,
            service: None,
        }
    }

    /// Writes a file, or a function of it.
    fn write(&self, text: &str) {
        let first = text.lines().next().unwrap_or_default();
        let name = first.trim_start_matches(['#', '/', ' ']);
        let (name, function) = match name.split_once(": ") {
            Some((name, function)) => (name, Some(function)),
            None => (name, None),
        };
        assert!(
            name.contains('.') && !name.contains(' '),
            "the first line of this block is no path:\n{text}"
        );
        let path = self.package.join(name);
        let text = match function {
            Some(function) => replaced(&path, function, text),
            None if name == "Cargo.toml" => self.manifest(text),
            None => text.to_owned(),
        };
        let folder = path.parent().expect("a file is in a folder");
        fs::create_dir_all(folder).expect("a folder");
        fs::write(&path, text).expect("a file");
    }

    /// The manifest, with the library of this repository and its locked versions.
    fn manifest(&self, text: &str) -> String {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
        let root = root.canonicalize().expect("the repository exists");
        fs::copy(root.join("Cargo.lock"), self.package.join("Cargo.lock")).expect("a lock");
        let text = text.replace("../tablewright", root.to_str().expect("a path in UTF-8"));
        // The folder is within another workspace.
        format!("{text}\n[workspace]\n")
    }

    /// Starts a service, and waits until it listens.
    fn start(&mut self, script: &str) {
        self.stop();
        let child = self
            .terminal
            .shell(&format!("exec {script}"))
            .stdout(Stdio::null())
            .spawn();
        self.service = Some(child.expect("bash starts"));
        let began = Instant::now();
        while TcpStream::connect(("127.0.0.1", self.port)).is_err() {
            let ended = self.service.as_mut().map(Child::try_wait);
            assert!(
                matches!(ended, Some(Ok(None))) && began.elapsed() < START,
                "the service does not listen"
            );
            sleep(Duration::from_millis(50));
        }
    }

    fn stop(&mut self) {
        if let Some(mut service) = self.service.take() {
            // A child of Cargo's is the service itself: `cargo run` becomes it on Unix.
            service.kill().expect("the service runs");
            service.wait().expect("the service ends");
        }
    }
}

impl Drop for Reader {
    fn drop(&mut self) {
        self.stop();
    }
}

/// The file with another text for one of its functions.
fn replaced(path: &Path, function: &str, text: &str) -> String {
    let file = fs::read_to_string(path).expect("the file was written before");
    let (_, text) = text.split_once('\n').expect("the function follows");
    let start = file.find(&format!("async fn {function}("));
    let start = start.expect("the file has the function");
    let end = file[start..].find("\n}\n").expect("the function ends") + start + 3;
    format!("{}{text}\n{}", &file[..start], &file[end..])
}
