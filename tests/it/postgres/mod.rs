//! The replay of migrations, and all that reads a database, held against Postgres itself.
//!
//! Where no server is installed, each of these tests says that it was skipped, and passes.

mod declared;

mod difference;

mod facts;

mod fixtures;

mod impact;

mod live;

mod random;

pub(crate) mod server;

mod views;
