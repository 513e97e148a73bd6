//! Pipes, devices, folders, endless files and links in circles, where the command reads a file or a
//! folder: it refuses each at once, and says which it is.

#![cfg(unix)]

use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};

/// Longer than any command takes on a slow machine.
const LIMIT: Duration = Duration::from_secs(60);

const MODELS: &str = "\
models:
  User:
    fields:
      id: id
      email: { type: string(100), unique: true }
";

/// What stands at a path instead of the file or folder that is expected there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Special {
    Pipe,
    /// A device that never ends, by a link.
    Endless,
    Folder,
    /// A file of 1 TiB that takes no space.
    Huge,
    Unreadable,
    LinkToItself,
    LinkToNothing,
}

const ALL: [Special; 7] = [
    Special::Pipe,
    Special::Endless,
    Special::Folder,
    Special::Huge,
    Special::Unreadable,
    Special::LinkToItself,
    Special::LinkToNothing,
];

impl Special {
    /// Replaces the file or folder at a path.
    fn put(self, path: &Path) {
        remove(path);
        let made = match self {
            Special::Pipe => {
                let made = Command::new("mkfifo").arg(path).status();
                assert!(made.expect("`mkfifo` runs").success());
                Ok(())
            }
            Special::Endless => symlink("/dev/zero", path),
            Special::Folder => fs::create_dir(path),
            Special::Huge => fs::File::create(path).and_then(|file| file.set_len(1 << 40)),
            Special::Unreadable => fs::write(path, "")
                .and_then(|()| fs::set_permissions(path, fs::Permissions::from_mode(0o000))),
            Special::LinkToItself => symlink(path.file_name().expect("a name"), path),
            Special::LinkToNothing => symlink("nowhere", path),
        };
        made.unwrap_or_else(|error| panic!("{self:?} at {}: {error}", path.display()));
    }

    /// Whether this user, such as the administrator, can read it all the same.
    fn is_readable(self, path: &Path) -> bool {
        self == Special::Unreadable && fs::read(path).is_ok()
    }
}

fn remove(path: &Path) {
    let _ = match path.is_dir() && !path.is_symlink() {
        true => fs::remove_dir_all(path),
        false => fs::remove_file(path),
    };
}

/// A folder with models, and migrations of them.
struct Project(PathBuf);

impl Project {
    fn new(name: &str) -> Project {
        let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
        remove(&folder);
        fs::create_dir_all(&folder).expect("a folder");
        let project = Project(folder);
        project.reset("");
        project
    }

    /// Writes the models, without anything beside them.
    fn reset(&self, include: &str) {
        for entry in fs::read_dir(&self.0).expect("the folder") {
            remove(&entry.expect("an entry").path());
        }
        fs::write(self.file("models.yaml"), format!("{include}{MODELS}")).expect("the models");
    }

    /// Writes the first migration, and returns its folder.
    fn migration(&self) -> PathBuf {
        let done = self.run(&["diff", "--name", "first"]);
        assert!(done.status.success(), "{}", said(&done));
        let mut folders = fs::read_dir(self.file("migrations")).expect("the migrations");
        folders.next().expect("one").expect("an entry").path()
    }

    fn file(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }

    fn run(&self, arguments: &[&str]) -> Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_tablewright"))
            .args(arguments)
            .current_dir(&self.0)
            .env("NO_COLOR", "1")
            .env("DATABASE_URL", "sqlite:app.db")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the command starts");
        let began = Instant::now();
        while command.try_wait().expect("its state").is_none() {
            if began.elapsed() > LIMIT {
                command.kill().expect("it is stopped");
                panic!("{arguments:?} in {} does not end", self.0.display());
            }
            std::thread::sleep(Duration::from_millis(2));
        }
        command.wait_with_output().expect("its output")
    }

    /// Runs a command that has to fail, with a message that names the path and tells no code of
    /// the system.
    fn refused(&self, special: Special, path: &str, arguments: &[&str]) {
        let output = self.run(arguments);
        let told = said(&output);
        let case = format!("{special:?} at {path}, {arguments:?}: {told}");
        assert_eq!(output.status.code(), Some(1), "{case}");
        assert!(told.contains("error: "), "{case}");
        assert!(told.contains(path), "{case}");
        assert!(told.len() < 2_000, "{case}");
        let reason = match special {
            Special::Pipe | Special::Endless => "device",
            Special::Folder => "it is a folder, not a file",
            Special::Huge => "more than ",
            Special::Unreadable => "ermission denied",
            Special::LinkToItself => "Too many levels of symbolic links",
            Special::LinkToNothing => "there is no such file",
        };
        assert!(told.contains(reason), "{case}");
    }
}

fn said(output: &Output) -> String {
    format!(
        "{}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    )
}

#[test]
fn instead_of_models() {
    let project = Project::new("special_models");
    for special in ALL {
        for (path, include) in [
            ("models.yaml", ""),
            ("part.yaml", "include: part.yaml\n"),
            ("parts/one.yaml", "include: \"parts/*.yaml\"\n"),
            ("parts/deep/one.yaml", "include: \"parts/**/*.yaml\"\n"),
        ] {
            project.reset(include);
            let file = project.file(path);
            fs::create_dir_all(file.parent().expect("a folder")).expect("the folder");
            special.put(&file);
            if special.is_readable(&file) {
                continue;
            }
            // `verify` looks for the database first.
            fs::write(project.file("app.db"), "").expect("an empty database");
            let all = [
                &["check"][..],
                &["sync"],
                &["sql"],
                &["rust"],
                &["diff", "--name", "a"],
                &["diff", "--check"],
                &["verify"],
                &["sync", "--dry-run"],
                &["seed"],
            ];
            // Every command reads the models by the same function.
            let tried = if include.is_empty() { all.len() } else { 2 };
            for arguments in &all[..tried] {
                project.refused(special, path, arguments);
            }
        }
    }
}

/// Folders that lead to each other by links are searched once.
#[test]
fn folders_in_a_circle() {
    let project = Project::new("special_circles");
    project.reset("include: \"parts/**/*.yaml\"\n");
    fs::create_dir_all(project.file("parts/one")).expect("folders");
    fs::create_dir_all(project.file("seeds")).expect("a folder");
    let part = "enums: { Kind: [a, b] }\n";
    fs::write(project.file("parts/one/kind.yaml"), part).expect("a part");
    for name in ["parts/a", "parts/b", "parts/one/up", "seeds/a", "seeds/b"] {
        symlink("..", project.file(name)).expect("a link");
    }
    for arguments in [
        &["check"][..],
        &["sync"],
        &["verify"],
        &["diff", "--name", "a"],
    ] {
        let output = project.run(arguments);
        assert!(output.status.success(), "{arguments:?}: {}", said(&output));
    }
    // The name of a migration in a circle.
    symlink("..", project.file("migrations/20240101000000_circle")).expect("a link");
    let output = project.run(&["status"]);
    assert!(said(&output).len() < 2_000, "{}", said(&output));
}

#[test]
fn instead_of_seeds_and_migrations() {
    let project = Project::new("special_migrations");
    for special in ALL {
        project.reset("");
        fs::create_dir(project.file("seeds")).expect("a folder");
        let file = project.file("seeds/users.yaml");
        special.put(&file);
        if !special.is_readable(&file) {
            project.refused(special, "seeds/users.yaml", &["check"]);
            let done = project.run(&["sync"]);
            assert!(done.status.success(), "{}", said(&done));
            project.refused(special, "seeds/users.yaml", &["seed"]);
        }
        for name in ["up", "down", "tables"] {
            project.reset("");
            let path = project.migration().join(format!("{name}.sqlite.sql"));
            special.put(&path);
            if special.is_readable(&path) {
                continue;
            }
            for arguments in [&["migrate"][..], &["status"], &["diff", "--check"]] {
                project.refused(special, &format!("{name}.sqlite.sql"), arguments);
            }
        }
    }
}

/// Without its folder, a migration or a seed would be left out silently.
#[test]
fn instead_of_folders() {
    let project = Project::new("special_folders");
    for special in ALL
        .into_iter()
        .filter(|special| *special != Special::Folder)
    {
        project.reset("");
        special.put(&project.file("seeds"));
        for arguments in [&["check"][..], &["seed"]] {
            let output = project.run(arguments);
            let told = said(&output);
            assert_eq!(
                output.status.code(),
                Some(1),
                "{special:?}, {arguments:?}: {told}"
            );
            assert!(
                told.contains("`seeds`"),
                "{special:?}, {arguments:?}: {told}"
            );
        }
        project.reset("");
        special.put(&project.file("migrations"));
        for arguments in [
            &["migrate"][..],
            &["status"],
            &["diff", "--check"],
            &["diff", "--dry-run"],
            &["diff", "--name", "a"],
        ] {
            let output = project.run(arguments);
            let told = said(&output);
            assert_eq!(
                output.status.code(),
                Some(1),
                "{special:?}, {arguments:?}: {told}"
            );
            assert!(
                told.contains("cannot read `migrations`: "),
                "{special:?}, {arguments:?}: {told}"
            );
        }
        project.reset("");
        let first = project.migration();
        special.put(&first.with_file_name("20990101000000_next"));
        for arguments in [&["migrate"][..], &["status"], &["diff", "--check"]] {
            let output = project.run(arguments);
            let told = said(&output);
            assert_eq!(
                output.status.code(),
                Some(1),
                "{special:?}, {arguments:?}: {told}"
            );
            assert!(
                told.contains("20990101000000_next: it has the name of a migration, and is not a"),
                "{special:?}, {arguments:?}: {told}"
            );
        }
    }
}

#[test]
fn instead_of_databases_and_certificates() {
    let project = Project::new("special_databases");
    for special in ALL {
        project.reset("");
        let path = project.file("app.db");
        special.put(&path);
        if special.is_readable(&path) {
            continue;
        }
        for arguments in [
            &["sync"][..],
            &["verify"],
            &["pull"],
            &["status"],
            &["seed"],
        ] {
            if special == Special::LinkToNothing && arguments == ["sync"] {
                // It makes the database.
                continue;
            }
            let output = project.run(arguments);
            let told = said(&output);
            assert_eq!(
                output.status.code(),
                Some(1),
                "{special:?}, {arguments:?}: {told}"
            );
        }
        let file = project.file("ca.pem");
        special.put(&file);
        let file = file.display();
        for url in [
            format!("postgres://ada@localhost:1/app?sslrootcert={file}"),
            format!("mysql://ada@localhost:1/app?ssl-ca={file}"),
        ] {
            let output = project.run(&["pull", "--url", &url]);
            let told = said(&output);
            assert_eq!(output.status.code(), Some(1), "{special:?}: {told}");
            let expected = match special {
                Special::Pipe | Special::Endless => "it is a pipe or a device, not a file",
                Special::Folder => "it is a folder, not a file",
                Special::Huge => "it has more than 16 MiB",
                Special::Unreadable => "ermission denied",
                Special::LinkToItself => "Too many levels of symbolic links",
                Special::LinkToNothing => "No such file",
            };
            assert!(told.contains(expected), "{special:?}: {told}");
        }
    }
    // SQLite opens the files beside the database, too.
    for ending in ["journal", "wal", "shm"] {
        project.reset("");
        fs::write(project.file("app.db"), "").expect("an empty database");
        let beside = format!("app.db-{ending}");
        Special::Pipe.put(&project.file(&beside));
        for arguments in [&["sync"][..], &["verify"], &["pull"]] {
            project.refused(Special::Pipe, &beside, arguments);
        }
    }
}

#[test]
fn instead_of_the_files_of_a_crate() {
    let project = Project::new("special_crate");
    for special in ALL {
        for name in ["Cargo.toml", "models.yaml", "build.rs", ".gitignore"] {
            project.reset("");
            let folder = project.file("shop");
            fs::create_dir(&folder).expect("a folder");
            let manifest = "[package]\nname = \"shop\"\nversion = \"0.1.0\"\n";
            fs::write(folder.join("Cargo.toml"), manifest).expect("a manifest");
            special.put(&folder.join(name));
            if special.is_readable(&folder.join(name)) {
                continue;
            }
            let output = project.run(&["init", "shop"]);
            let told = said(&output);
            let case = format!("{special:?} as {name}: {told}");
            assert_eq!(output.status.code(), Some(1), "{case}");
            assert!(
                told.contains(&format!("cannot read `shop/{name}`: ")),
                "{case}"
            );
            if name != "Cargo.toml" {
                let kept = fs::read_to_string(folder.join("Cargo.toml")).expect("the manifest");
                assert_eq!(kept, manifest, "{case}");
            }
        }
        // The manifest above may be that of a workspace.
        project.reset("");
        fs::create_dir(project.file("shop")).expect("a folder");
        special.put(&project.file("Cargo.toml"));
        let output = project.run(&["init", "shop"]);
        assert!(output.status.success(), "{special:?}: {}", said(&output));
    }
}
