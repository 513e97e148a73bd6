//! Compiles every file in `models`; each becomes models of its own.

use std::{fs, io};

fn main() -> tablewright_build::Result {
    println!("cargo::rerun-if-changed=models");
    for name in names().unwrap_or_else(|error| panic!("the folder `models`: {error}")) {
        tablewright_build::Config::new(format!("models/{name}.yaml"))
            .output(name)
            .compile()?;
    }
    Ok(())
}

/// The names of the files, without `.yaml`.
fn names() -> io::Result<Vec<String>> {
    let mut names = Vec::new();
    for entry in fs::read_dir("models")? {
        let name = entry?.file_name().to_string_lossy().into_owned();
        names.extend(name.strip_suffix(".yaml").map(str::to_owned));
    }
    Ok(names)
}
