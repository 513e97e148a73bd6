//! Servers for one test, which may stop them, start them again and reach them by TCP.

use std::fs::File;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

use tablewright::mysql_async::prelude::Queryable;
use tablewright::mysql_async::{Conn, OptsBuilder};
use tablewright_test_servers::Server;

/// How long a server may take to start or to stop.
const PATIENCE: Duration = Duration::from_secs(60);
/// The script that makes the data of a server.
const SCRIPT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../scripts/servers");

/// A server for one test. It stops when this is dropped.
pub struct Private {
    folder: PathBuf,
    /// How it is started.
    command: Vec<String>,
    socket: String,
    port: u16,
    child: Option<Child>,
}

impl Private {
    /// Starts one. `None` if the server is unavailable; see [`Server::url`].
    pub fn new(server: Server) -> Option<Private> {
        server.url()?;
        let name = match server {
            Server::Mariadb => "mariadb",
            Server::Mysql => "mysql",
            Server::Postgres | Server::PostgresExtensions => {
                panic!("this is for MySQL and MariaDB")
            }
        };
        let folder = new_folder();
        let command = made_by_script(server, name, &folder);
        let socket = folder.join(name).join("s");
        let mut private = Private {
            command,
            socket: socket.display().to_string(),
            port: free_port(),
            child: None,
            folder,
        };
        private.start(&[]);
        Some(private)
    }

    /// Starts it again, with more options.
    pub fn start(&mut self, options: &[&str]) {
        self.stop();
        let log = File::create(self.folder.join("log")).expect("a file for the log");
        let child = Command::new(&self.command[0])
            .args(&self.command[1..])
            .args(["--bind-address=127.0.0.1", "--user=root"])
            .arg(format!("--port={}", self.port))
            .args(options)
            .env("PATH", path())
            .stdin(Stdio::null())
            .stdout(log.try_clone().expect("the log once more"))
            .stderr(log)
            .spawn()
            .expect("the server starts");
        self.child = Some(child);
    }

    /// Waits until it listens.
    pub async fn listens(&self) {
        let start = Instant::now();
        while let Err(error) = self.root().await {
            if start.elapsed() > PATIENCE {
                let log = std::fs::read_to_string(self.folder.join("log")).unwrap_or_default();
                panic!("the server does not listen: {error}\n{log}");
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    /// Ends it, as an administrator would.
    pub fn stop(&mut self) {
        if let Some(mut child) = self.child.take() {
            signal("TERM", child.id());
            child.wait().expect("the server ends");
        }
    }

    /// A connection of the driver, as the administrator.
    pub async fn root(&self) -> tablewright::mysql_async::Result<Conn> {
        let opts = OptsBuilder::default()
            .socket(Some(&self.socket))
            .user(Some("root"));
        Conn::new(opts).await
    }

    /// Runs a statement as the administrator.
    pub async fn run(&self, text: &str) {
        let mut conn = self.root().await.expect("a connection");
        conn.query_drop(text).await.expect(text);
    }

    /// The port of the loopback interface on which it listens.
    pub fn port(&self) -> u16 {
        self.port
    }
}

impl Drop for Private {
    fn drop(&mut self) {
        if let Some(mut child) = self.child.take() {
            child.kill().ok();
            child.wait().ok();
        }
        std::fs::remove_dir_all(&self.folder).ok();
    }
}

fn new_folder() -> PathBuf {
    static NUMBER: AtomicU32 = AtomicU32::new(0);
    let number = NUMBER.fetch_add(1, Ordering::Relaxed);
    let name = format!("tablewright-mysql-{}-{number}", std::process::id());
    let folder = std::env::temp_dir().join(name);
    std::fs::create_dir_all(&folder).expect("a temporary folder");
    folder
}

/// Makes the script create the data of a server, stops the server that it starts with them, and
/// returns the server's command without the options that keep it from listening.
fn made_by_script(server: Server, name: &str, folder: &Path) -> Vec<String> {
    let mut script = Command::new(SCRIPT);
    script.arg("start").arg(folder);
    // The data go with the folder.
    script.env("TABLEWRIGHT_SERVERS_DATA", folder);
    for other in Server::ALL {
        script.env(other.variable(), "elsewhere");
    }
    let output = script
        .env_remove(server.variable())
        .output()
        .expect("the script runs");
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let pid = std::fs::read_to_string(folder.join(name).join("pid")).expect("its process");
    let process = PathBuf::from("/proc").join(pid.trim());
    let command = std::fs::read(process.join("cmdline")).expect("its command");
    signal("TERM", pid.trim().parse().expect("a number"));
    let start = Instant::now();
    while process.exists() {
        assert!(start.elapsed() < PATIENCE, "the server does not end");
        std::thread::sleep(Duration::from_millis(20));
    }
    let arguments = command.split(|byte| *byte == 0);
    arguments
        .map(|argument| String::from_utf8_lossy(argument).into_owned())
        .filter(|argument| !argument.is_empty() && argument != "--skip-networking")
        .collect()
}

fn signal(name: &str, process: u32) {
    let status = Command::new("kill")
        .args(["-s", name, &process.to_string()])
        .status();
    assert!(
        status.is_ok_and(|status| status.success()),
        "the signal is sent"
    );
}

fn free_port() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    listener.local_addr().expect("its number").port()
}

/// `PATH`, with the folder of programs that only administrators start, such as servers.
fn path() -> String {
    format!("{}:/usr/sbin", std::env::var("PATH").unwrap_or_default())
}
