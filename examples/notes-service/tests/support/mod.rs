//! What the tests stand on: a database, the service on it, and a client.

mod client;
mod place;
mod program;
mod service;

pub use client::Client;
pub use place::Place;
pub use program::Program;
pub use service::Service;
