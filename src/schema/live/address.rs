//! Addresses of databases, as libpq reads them.

use std::{error::Error, fmt, path::PathBuf};

use postgres::{Config, config::Host};

use super::{Cause, LiveError};

/// Where a database is, and how to connect to it.
pub(super) struct Address {
    pub(super) config: Config,
    /// The file of trusted certificates; `None` for those of the system.
    pub(super) roots: Option<PathBuf>,
    mode: TlsMode,
}

/// `sslmode`
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum TlsMode {
    Disable,
    Allow,
    Prefer,
    Require,
    VerifyCa,
    VerifyFull,
}

/// One way to connect.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Attempt {
    Plain,
    Tls(Check),
}

/// What a server's certificate must be.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Check {
    /// Anything: the connection is encrypted, to whomever.
    Nothing,
    /// Signed by a trusted authority, for any host.
    Authority,
    /// Signed by a trusted authority for this host.
    Host,
}

/// The parameters that are passed on.
const PARAMETERS: [&str; 12] = [
    "application_name",
    "channel_binding",
    "connect_timeout",
    "dbname",
    "host",
    "hostaddr",
    "keepalives",
    "keepalives_idle",
    "password",
    "port",
    "target_session_attrs",
    "user",
];

const CONNECT_TIMEOUT: std::time::Duration = std::time::Duration::from_secs(15);

impl Address {
    pub(super) fn parse(url: &str) -> Result<Self, LiveError> {
        let refused = |text: String| LiveError::Address(Cause(text));
        if !url.starts_with("postgres://") && !url.starts_with("postgresql://") {
            return Err(refused("it does not start with `postgresql://`".to_owned()));
        }
        let (place, parameters) = url.split_once('?').unwrap_or((url, ""));
        let mut kept = Vec::new();
        let mut mode = None;
        let mut certificates = None;
        for parameter in parameters.split('&') {
            let (name, value) = parameter.split_once('=').unwrap_or((parameter, ""));
            match name {
                "sslmode" => mode = Some(TlsMode::parse(value).map_err(refused)?),
                "sslrootcert" => certificates = Some(decoded(value)),
                _ if PARAMETERS.contains(&name) => kept.push(parameter),
                _ => {}
            }
        }
        let kept = format!("{place}?{}", kept.join("&"));
        // Its error names the parameter at fault, never the value.
        let mut config: Config = kept.parse().map_err(|error| refused(described(&error)))?;
        if config.get_connect_timeout().is_none() {
            config.connect_timeout(CONNECT_TIMEOUT);
        }
        config.application_name("tabletrace");
        let system = certificates.as_deref() == Some("system");
        let roots = certificates.filter(|_| !system).map(PathBuf::from);
        let mode = match mode {
            None if system => TlsMode::VerifyFull,
            None => TlsMode::Prefer,
            // libpq, too, verifies once it knows whom to trust.
            Some(TlsMode::Require) if roots.is_some() => TlsMode::VerifyCa,
            Some(mode) => mode,
        };
        Ok(Self {
            config,
            roots,
            mode,
        })
    }

    /// The ways to connect, in the order they are tried.
    pub(super) fn attempts(&self) -> &'static [Attempt] {
        const ENCRYPTED: Attempt = Attempt::Tls(Check::Nothing);
        if self.is_local() {
            return &[Attempt::Plain];
        }
        match self.mode {
            TlsMode::Disable => &[Attempt::Plain],
            TlsMode::Allow => &[Attempt::Plain, ENCRYPTED],
            TlsMode::Prefer => &[ENCRYPTED, Attempt::Plain],
            TlsMode::Require => &[ENCRYPTED],
            TlsMode::VerifyCa => &[Attempt::Tls(Check::Authority)],
            TlsMode::VerifyFull => &[Attempt::Tls(Check::Host)],
        }
    }

    /// What an error says, without the password.
    pub(super) fn cause(&self, error: &postgres::Error) -> Cause {
        let text = match error.as_db_error() {
            Some(error) => error.message().to_owned(),
            None => described(error),
        };
        let password = self.config.get_password();
        let password = password.and_then(|password| str::from_utf8(password).ok());
        Cause(match password {
            Some(password) if !password.is_empty() => text.replace(password, "***"),
            _ => text,
        })
    }

    /// Whether every host is a socket of this machine, where libpq never encrypts.
    fn is_local(&self) -> bool {
        let mut hosts = self.config.get_hosts().iter();
        !self.config.get_hosts().is_empty() && hosts.all(|host| !matches!(host, Host::Tcp(_)))
    }
}

/// The address without password and parameters.
impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("postgresql://")?;
        if let Some(user) = self.config.get_user() {
            write!(f, "{user}@")?;
        }
        let ports = self.config.get_ports();
        for (index, host) in self.config.get_hosts().iter().enumerate() {
            if index > 0 {
                f.write_str(",")?;
            }
            match host {
                Host::Tcp(host) => f.write_str(host)?,
                #[cfg(unix)]
                Host::Unix(folder) => write!(f, "{}", folder.display())?,
            }
            if let Some(port) = ports.get(index).or(ports.first()) {
                write!(f, ":{port}")?;
            }
        }
        match self.config.get_dbname() {
            Some(database) => write!(f, "/{database}"),
            None => Ok(()),
        }
    }
}

impl TlsMode {
    fn parse(text: &str) -> Result<Self, String> {
        match text {
            "disable" => Ok(Self::Disable),
            "allow" => Ok(Self::Allow),
            "prefer" => Ok(Self::Prefer),
            "require" => Ok(Self::Require),
            "verify-ca" => Ok(Self::VerifyCa),
            "verify-full" => Ok(Self::VerifyFull),
            _ => Err(
                "sslmode is one of disable, allow, prefer, require, verify-ca and verify-full"
                    .to_owned(),
            ),
        }
    }
}

/// What an error says, and each of its causes.
pub(super) fn described(error: &dyn Error) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(error) = source {
        let cause = error.to_string();
        if !text.ends_with(&cause) {
            text.push_str(": ");
            text.push_str(&cause);
        }
        source = error.source();
    }
    text
}

/// A value of a URL, without its percent signs; as it is when those are wrong.
fn decoded(value: &str) -> String {
    let mut bytes = Vec::with_capacity(value.len());
    let mut rest = value.as_bytes();
    while let Some((&byte, after)) = rest.split_first() {
        let escaped = (byte == b'%')
            .then(|| str::from_utf8(after.get(..2)?).ok())
            .flatten()
            .and_then(|digits| u8::from_str_radix(digits, 16).ok());
        bytes.push(escaped.unwrap_or(byte));
        rest = if escaped.is_some() {
            &after[2..]
        } else {
            after
        };
    }
    String::from_utf8(bytes).unwrap_or_else(|_| value.to_owned())
}
