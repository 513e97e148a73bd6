//! Servers for one test, which may stop them, start them again and reach them by TCP.

use std::fs::{File, Permissions};
use std::net::TcpListener;
use std::os::unix::fs::{MetadataExt, PermissionsExt, chown};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

use tablewright::tokio_postgres::{self, Client, NoTls};
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
    port: u16,
    child: Option<Child>,
}

/// How to end a server.
#[derive(Clone, Copy)]
pub enum Stop {
    /// As an administrator would, without waiting for the clients.
    Fast,
    /// At once, as a crash does.
    AtOnce,
}

impl Private {
    /// Makes one, which is not started yet.
    pub fn new() -> Private {
        let folder = new_folder();
        Private {
            command: made_by_script(&folder),
            port: free_port(),
            child: None,
            folder,
        }
    }

    /// Starts it, with more options such as `max_connections=5`, and waits until it listens.
    pub async fn start(&mut self, options: &[&str]) {
        self.stop(Stop::Fast);
        let log = File::create(self.folder.join("log")).expect("a file for the log");
        let owner = self.data().metadata().expect("its data");
        let mut command = Command::new(&self.command[0]);
        command.args(&self.command[1..]);
        command.args(["-c", "listen_addresses=127.0.0.1"]);
        command.args(["-c", &format!("port={}", self.port)]);
        for option in options {
            command.args(["-c", option]);
        }
        if is_root(&self.folder) {
            command.uid(owner.uid()).gid(owner.gid());
        }
        let child = command
            .stdin(Stdio::null())
            .stdout(log.try_clone().expect("the log once more"))
            .stderr(log)
            .spawn()
            .expect("the server starts");
        self.child = Some(child);
        self.listens().await;
    }

    async fn listens(&self) {
        let start = Instant::now();
        while let Err(error) = self.client().await {
            if start.elapsed() > PATIENCE {
                let log = std::fs::read_to_string(self.folder.join("log")).unwrap_or_default();
                panic!("the server does not listen: {error}\n{log}");
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    /// Ends it.
    pub fn stop(&mut self, how: Stop) {
        if let Some(mut child) = self.child.take() {
            let name = match how {
                Stop::Fast => "INT",
                Stop::AtOnce => "QUIT",
            };
            signal(name, child.id());
            child.wait().expect("the server ends");
        }
    }

    /// Sets the users who may connect, from which address and how: lines of `pg_hba.conf`. It
    /// applies from the next start.
    pub fn let_in(&self, lines: &[&str]) {
        let lines = format!("local all postgres trust\n{}\n", lines.join("\n"));
        std::fs::write(self.data().join("pg_hba.conf"), lines).expect("the file is written");
    }

    /// Gives it a file that only it may read; gives the file's path.
    pub fn give(&self, file: &str) -> String {
        let name = Path::new(file).file_name().expect("its name");
        let path = self.data().join(name);
        std::fs::copy(file, &path).expect("the file is copied");
        std::fs::set_permissions(&path, Permissions::from_mode(0o600)).expect("it is its own");
        if is_root(&self.folder) {
            let owner = self.data().metadata().expect("its data");
            chown(&path, Some(owner.uid()), Some(owner.gid())).expect("it is the server's");
        }
        path.display().to_string()
    }

    /// Runs statements as the administrator.
    pub async fn run(&self, text: &str) {
        let client = self.client().await.expect("a connection");
        client.batch_execute(text).await.expect(text);
    }

    /// A connection of the driver, as the administrator.
    async fn client(&self) -> Result<Client, tokio_postgres::Error> {
        let mut config = tokio_postgres::Config::new();
        config.host_path(self.folder.join("postgres"));
        config.port(self.port).user("postgres").dbname("postgres");
        let (client, connection) = config.connect(NoTls).await?;
        tokio::spawn(connection);
        Ok(client)
    }

    /// The port of the loopback interface on which it listens.
    pub fn port(&self) -> u16 {
        self.port
    }

    fn data(&self) -> PathBuf {
        self.folder.join("postgres").join("data")
    }
}

impl Drop for Private {
    fn drop(&mut self) {
        self.stop(Stop::AtOnce);
        std::fs::remove_dir_all(&self.folder).ok();
    }
}

fn new_folder() -> PathBuf {
    static NUMBER: AtomicU32 = AtomicU32::new(0);
    let number = NUMBER.fetch_add(1, Ordering::Relaxed);
    let name = format!("tablewright-postgres-{}-{number}", std::process::id());
    let folder = std::env::temp_dir().join(name);
    std::fs::create_dir_all(&folder).expect("a temporary folder");
    folder
}

/// Makes the script create the data of a server, stops the server that it starts with them, and
/// returns the server's command without the options that keep it from listening.
fn made_by_script(folder: &Path) -> Vec<String> {
    let mut script = Command::new(SCRIPT);
    script.arg("start").arg(folder);
    // The data go with the folder.
    script.env("TABLEWRIGHT_SERVERS_DATA", folder);
    for other in Server::ALL {
        script.env(other.variable(), "elsewhere");
    }
    let output = script
        .env_remove(Server::Postgres.variable())
        .output()
        .expect("the script runs");
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let pid = std::fs::read_to_string(folder.join("postgres/pid")).expect("its process");
    let process = PathBuf::from("/proc").join(pid.trim());
    let command = std::fs::read(process.join("cmdline")).expect("its command");
    signal("INT", pid.trim().parse().expect("a number"));
    let start = Instant::now();
    while process.exists() {
        assert!(start.elapsed() < PATIENCE, "the server does not end");
        std::thread::sleep(Duration::from_millis(20));
    }
    let arguments = command.split(|byte| *byte == 0);
    let arguments = arguments.map(|argument| String::from_utf8_lossy(argument).into_owned());
    arguments.filter(|argument| !argument.is_empty()).collect()
}

/// Whether this process is root: then it has to give the files to another user, because no server
/// runs as root.
fn is_root(folder: &Path) -> bool {
    folder.metadata().expect("a folder of ours").uid() == 0
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
