//! The file of trusted certificates in the URL of a server.

use std::fs;
use std::io::{self, Read};

/// The largest number of bytes: all authorities that browsers trust are below one MiB.
const MOST_BYTES: u64 = 16 << 20;

/// Reads a file of certificates.
///
/// # Errors
///
/// The reason why it cannot be read.
pub(crate) fn certificates(file: &str) -> io::Result<Vec<u8>> {
    // Reading a pipe or a device may wait or never end.
    let kind = fs::metadata(file)?;
    if !kind.is_file() {
        let reason = match kind.is_dir() {
            true => "it is a folder, not a file",
            false => "it is a pipe or a device, not a file",
        };
        return Err(io::Error::other(reason));
    }
    let mut bytes = Vec::new();
    // One more byte shows that the file is too large.
    fs::File::open(file)?
        .take(MOST_BYTES + 1)
        .read_to_end(&mut bytes)?;
    match bytes.len() as u64 > MOST_BYTES {
        true => Err(io::Error::other(format!(
            "it has more than {} MiB",
            MOST_BYTES >> 20
        ))),
        false => Ok(bytes),
    }
}
