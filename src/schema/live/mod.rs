//! A live database, asked through a connection.
//!
//! The transaction only reads, and nothing that comes from here names the password.

mod address;

mod tls;

#[cfg(test)]
mod tests;

use std::path::PathBuf;

use postgres::{Client, IsolationLevel, NoTls, SimpleQueryMessage, config::SslMode};
use tokio_postgres_rustls::MakeRustlsConnect;

use self::address::{Address, Attempt};
use super::snapshot::{self, Snapshot, SnapshotError};

/// Compiling the catalog query takes longer than running it.
const SETTINGS: &str = "set local statement_timeout = '60s'; set local jit = off";

/// Why a database could not be read.
#[derive(Debug, miette::Diagnostic, thiserror::Error)]
pub enum LiveError {
    #[error("no address of a Postgres database")]
    #[diagnostic(
        code(live::address),
        help("write it as `postgresql://user:password@host:5432/database?sslmode=require`")
    )]
    Address(#[source] Cause),

    #[error("cannot read certificates from `{}`", path.display())]
    #[diagnostic(code(live::certificates))]
    Certificates {
        path: PathBuf,
        #[source]
        cause: Cause,
    },

    #[error("cannot connect to `{address}`")]
    #[diagnostic(code(live::connect))]
    Connect {
        /// Without the password.
        address: String,
        #[source]
        cause: Cause,
    },

    #[error("`{address}` did not answer the catalog query")]
    #[diagnostic(code(live::query))]
    Query {
        /// Without the password.
        address: String,
        #[source]
        cause: Cause,
    },

    #[error("the answer of `{address}` is no snapshot")]
    #[diagnostic(code(live::answer))]
    Answer {
        /// Without the password.
        address: String,
        #[source]
        source: SnapshotError,
    },
}

/// What another library said was wrong, without the password.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct Cause(String);

/// What the database at `url` holds.
///
/// `sslmode` means what it means to libpq. Where that asks for verification and `sslrootcert` is
/// not given, the certificates of the system count. Parameters of other clients are passed over.
///
/// # Errors
///
/// When `url` is no address, nothing answers there, or not with a catalog.
pub fn read(url: &str) -> Result<Snapshot, LiveError> {
    let address = Address::parse(url)?;
    let mut client = connect(&address)?;
    let answer = ask(&mut client).map_err(|error| LiveError::Query {
        address: address.to_string(),
        cause: address.cause(&error),
    })?;
    snapshot::read(&answer).map_err(|source| LiveError::Answer {
        address: address.to_string(),
        source,
    })
}

/// `url` as it may be printed: without its password and parameters; `None` when it is no address.
pub fn without_password(url: &str) -> Option<String> {
    Some(Address::parse(url).ok()?.to_string())
}

/// A connection by the first of the attempts that succeeds; the error is the first one's.
fn connect(address: &Address) -> Result<Client, LiveError> {
    let mut first_error = None;
    for attempt in address.attempts() {
        let error = match connect_once(address, *attempt)? {
            Ok(client) => return Ok(client),
            Err(error) => error,
        };
        first_error.get_or_insert(error);
    }
    let cause = match first_error {
        Some(error) => address.cause(&error),
        None => Cause("there is no way to connect".to_owned()),
    };
    Err(LiveError::Connect {
        address: address.to_string(),
        cause,
    })
}

/// The outer error is one that another attempt would not mend.
fn connect_once(
    address: &Address,
    attempt: Attempt,
) -> Result<Result<Client, postgres::Error>, LiveError> {
    let mut config = address.config.clone();
    let Attempt::Tls(check) = attempt else {
        return Ok(config.ssl_mode(SslMode::Disable).connect(NoTls));
    };
    let tls = MakeRustlsConnect::new(tls::config(check, address.roots.as_deref())?);
    Ok(config.ssl_mode(SslMode::Require).connect(tls))
}

/// The one value that the catalog query returns.
fn ask(client: &mut Client) -> Result<String, postgres::Error> {
    let mut transaction = client
        .build_transaction()
        .read_only(true)
        .isolation_level(IsolationLevel::RepeatableRead)
        .start()?;
    transaction.batch_execute(SETTINGS)?;
    // The simple protocol, as poolers in transaction mode know no prepared statements.
    let messages = transaction.simple_query(snapshot::QUERY)?;
    transaction.rollback()?;
    let value = messages.into_iter().find_map(|message| match message {
        SimpleQueryMessage::Row(row) => row.get(0).map(str::to_owned),
        _ => None,
    });
    Ok(value.unwrap_or_default())
}
