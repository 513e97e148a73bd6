//! The program, as its user starts it.

use std::io::{BufRead, BufReader};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::Duration;

use super::Place;

/// The program in a process of its own, which ends with this.
pub struct Program {
    pub address: String,
    process: Child,
}

impl Program {
    pub fn start(place: &Place) -> Program {
        let mut process = Command::new(env!("CARGO_BIN_EXE_notes-service"))
            .env("DATABASE_URL", place.url())
            .env("ADDRESS", "127.0.0.1:0")
            .stdout(Stdio::piped())
            .spawn()
            .expect("the program");
        let mut line = String::new();
        let output = process.stdout.take().expect("what it prints");
        BufReader::new(output).read_line(&mut line).expect("a line");
        let address = line.trim_end().strip_prefix("listening on http://");
        Program {
            address: address.expect("an address").to_owned(),
            process,
        }
    }

    /// As a service manager does.
    pub fn tell_to_stop(&self) {
        let told = Command::new("kill")
            .args(["-s", "TERM", &self.process.id().to_string()])
            .status();
        assert!(told.expect("a `kill`").success());
    }

    /// Waits until nobody else can connect to it.
    pub fn refuses_others(&self) {
        let refused = (0..1000).any(|_| {
            thread::sleep(Duration::from_millis(10));
            TcpStream::connect(&self.address).is_err()
        });
        assert!(refused, "it has not heard that it is to stop");
    }

    /// Waits until it has stopped of its own accord.
    pub fn wait(mut self) {
        let status = self.process.wait().expect("a process");
        assert!(status.success(), "{status}");
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        // It has ended already where the test went well.
        self.process.kill().ok();
        self.process.wait().ok();
    }
}
