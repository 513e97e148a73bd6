//! The service through its router, its migrations, and the program as a user runs it.

#[macro_use]
mod support;

mod http;
mod migrations;
#[cfg(unix)]
mod program;
