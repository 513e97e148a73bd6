//! Writes the generated file, and keeps its last correct code if the models have errors.

use std::fs;
use std::io;
use std::path::Path;

use crate::files;

/// Writes the text, unless the file already has it: then its time stays the same, and nothing that
/// depends on it is rebuilt.
///
/// No reader ever sees half a file: it is renamed when it is complete.
pub fn keep_or_write(path: &Path, text: &str) -> io::Result<()> {
    // One more byte shows that the file is longer.
    let most = text.len() as u64 + 1;
    if files::begin(path, most).is_ok_and(|old| old == text.as_bytes()) {
        return Ok(());
    }
    let mut unfinished = path.as_os_str().to_owned();
    unfinished.push(format!(".{}.tmp", std::process::id()));
    let unfinished = Path::new(&unfinished);
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    let written = fs::write(unfinished, text).and_then(|()| fs::rename(unfinished, path));
    if written.is_err() {
        // The first error is the important one.
        let _ = fs::remove_file(unfinished);
    }
    written
}

/// The largest number of bytes that are read of generated code.
const MOST_BYTES: u64 = 1 << 30;

/// The separator between the code and an added error.
const MARK: &str =
    "\n// The models have an error, so the code above is from the models before the error.\n";

/// The code in the file, without an added error; `None` if there is none.
pub fn last_good(path: &Path) -> Option<String> {
    let text = String::from_utf8(files::begin(path, MOST_BYTES).ok()?).ok()?;
    let end = text.find(MARK).unwrap_or(text.len());
    Some(text[..end].to_owned()).filter(|code| !code.is_empty())
}

/// The code, with an error that the compiler shows.
pub fn with_error(code: &str, message: &str) -> String {
    format!("{code}{MARK}::core::compile_error!({message:?});\n")
}
