//! The tutorial as a reader does it: its files are written, its commands are run, and they print
//! what it says.
//!
//! - A block whose first line is a comment with a path is that file. `// src/main.rs: follow`
//!   replaces the function of that name.
//! - `sh` is run, in the folder and with the variables that the blocks before it left; `sh,service`
//!   goes on in the background until the next one. `sh,ignore` is for what needs another machine,
//!   or the network.
//! - `text,output` is what the commands before it print; `…` stands for anything.

#[path = "../../../tests/support/pages.rs"]
mod pages;

use std::fs;
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

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
                reader.run(text);
            }
            "sh,service" => reader.start(text),
            "text,output" => {
                outputs += 1;
                reader.compare(text);
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
    /// The folder in which the tutorial begins.
    folder: PathBuf,
    /// The folder of the crate that it makes.
    package: PathBuf,
    /// Where the service listens.
    port: u16,
    /// What the last commands printed.
    printed: String,
    service: Option<Child>,
}

impl Reader {
    fn new() -> Reader {
        let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("tutorial");
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder).expect("a folder");
        let free = TcpListener::bind("127.0.0.1:0").and_then(|listener| listener.local_addr());
        Reader {
            package: folder.join("links"),
            folder,
            port: free.expect("a free port").port(),
            printed: String::new(),
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

    /// The manifest, with the library of this repository, and what is locked here.
    fn manifest(&self, text: &str) -> String {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
        let root = root.canonicalize().expect("the repository exists");
        fs::copy(root.join("Cargo.lock"), self.package.join("Cargo.lock")).expect("a lock");
        let text = text.replace("../tablewright", root.to_str().expect("a path in UTF-8"));
        // The folder is within another workspace.
        format!("{text}\n[workspace]\n")
    }

    fn run(&mut self, script: &str) {
        let script = format!(
            "set -e\n{}\n{{ export -p; printf 'cd %q\\n' \"$PWD\"; }} > {:?}",
            script.replace("localhost:3000", &format!("localhost:{}", self.port)),
            self.state()
        );
        let output = self.shell(&script).output().expect("bash starts");
        self.printed = String::from_utf8_lossy(&output.stdout).into_owned();
        assert!(
            output.status.success(),
            "this failed:\n{script}\n{}\n{}",
            self.printed,
            String::from_utf8_lossy(&output.stderr)
        );
    }

    /// Starts a service, and waits until it listens.
    fn start(&mut self, script: &str) {
        self.stop();
        let child = self
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

    fn compare(&self, expected: &str) {
        let mut rest = self.printed.as_str();
        for part in expected.split('…').map(str::trim) {
            let Some(found) = rest.find(part) else {
                panic!(
                    "expected\n{expected}\nand this was printed:\n{}",
                    self.printed
                );
            };
            rest = &rest[found + part.len()..];
        }
    }

    /// What the blocks before left, as commands.
    fn state(&self) -> PathBuf {
        self.folder.join("state.sh")
    }

    fn shell(&self, script: &str) -> Command {
        let command = Path::new(env!("CARGO_BIN_EXE_tablewright"));
        let mut path = command.parent().expect("a folder").as_os_str().to_owned();
        path.push(":");
        path.push(std::env::var_os("PATH").unwrap_or_default());
        let target = Path::new(env!("CARGO_TARGET_TMPDIR")).parent();
        let state = self.state();
        let mut bash = Command::new("bash");
        bash.arg("-c")
            .arg(format!("[ ! -f {state:?} ] || . {state:?}\n{script}"))
            .current_dir(&self.folder)
            .env_remove("DATABASE_URL")
            .env("PATH", path)
            .env("ADDRESS", format!("127.0.0.1:{}", self.port))
            .env("CARGO_NET_OFFLINE", "true")
            .env("CARGO_TERM_QUIET", "true")
            .env("CARGO_TARGET_DIR", target.expect("a folder"));
        bash
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
