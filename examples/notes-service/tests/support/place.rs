//! Where a test has its database.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};

use tablewright_test_servers::{Scratch, Server};

/// A database of a test's own, which goes with this.
pub enum Place {
    Folder(PathBuf),
    Server(Scratch),
}

impl Place {
    /// For a SQLite file.
    pub fn folder() -> Place {
        static COUNTER: AtomicU32 = AtomicU32::new(0);
        let counter = COUNTER.fetch_add(1, Ordering::Relaxed);
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR"))
            .join(format!("notes-{}-{counter}", std::process::id()));
        fs::create_dir_all(&folder).expect("a folder");
        Place::Folder(folder)
    }

    /// Nothing where there is no such server on this machine.
    pub fn on(server: Server) -> Option<Place> {
        Scratch::new(server).map(Place::Server)
    }

    pub fn url(&self) -> String {
        match self {
            Place::Folder(folder) => format!("sqlite:{}", folder.join("notes.db").display()),
            Place::Server(scratch) => scratch.url().to_owned(),
        }
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        if let Place::Folder(folder) = self {
            // What is left of it is in the target folder, where nobody minds.
            fs::remove_dir_all(folder).ok();
        }
    }
}
