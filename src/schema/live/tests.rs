//! Addresses, and that none prints its password.

use super::{
    LiveError,
    address::{Address, Attempt, Check},
    read, without_password,
};

const ENCRYPTED: Attempt = Attempt::Tls(Check::Nothing);

#[test]
fn sslmode_is_libpqs() {
    let cases: [(&str, &[Attempt]); 11] = [
        ("", &[ENCRYPTED, Attempt::Plain]),
        ("?sslmode=disable", &[Attempt::Plain]),
        ("?sslmode=allow", &[Attempt::Plain, ENCRYPTED]),
        ("?sslmode=prefer", &[ENCRYPTED, Attempt::Plain]),
        ("?sslmode=require", &[ENCRYPTED]),
        (
            "?sslmode=require&sslrootcert=ca.pem",
            &[Attempt::Tls(Check::Authority)],
        ),
        ("?sslmode=verify-ca", &[Attempt::Tls(Check::Authority)]),
        ("?sslmode=verify-full", &[Attempt::Tls(Check::Host)]),
        ("?sslrootcert=system", &[Attempt::Tls(Check::Host)]),
        ("?host=/run&sslmode=require", &[ENCRYPTED]),
        (
            "?pgbouncer=true&connection_limit=1&schema=public",
            &[ENCRYPTED, Attempt::Plain],
        ),
    ];
    for (parameters, attempts) in cases {
        let url = format!("postgresql://u:p@db.example.com/postgres{parameters}");
        assert_eq!(
            Address::parse(&url).ok().unwrap().attempts(),
            attempts,
            "{url}"
        );
    }
    let socket = Address::parse("postgresql:///postgres?host=/run&sslmode=require");
    assert_eq!(socket.ok().unwrap().attempts(), [Attempt::Plain]);
}

#[test]
fn certificates_come_from_the_file_that_is_named() {
    let url = "postgres://u@h/d?sslrootcert=my%20ca%2Epem";
    let address = Address::parse(url).ok().unwrap();
    assert_eq!(address.roots.unwrap().to_str(), Some("my ca.pem"));
    let error = read("postgres://u@h/d?sslmode=verify-full&sslrootcert=/no/such").unwrap_err();
    assert!(matches!(error, LiveError::Certificates { .. }));
}

#[test]
fn no_password_is_printed() {
    let cases = [
        (
            "postgres://u:secret@h:6543/d?sslmode=disable",
            "postgresql://u@h:6543/d",
        ),
        ("postgres://h", "postgresql://h:5432"),
        (
            "postgres://u@h/d?password=secret",
            "postgresql://u@h:5432/d",
        ),
    ];
    for (url, printed) in cases {
        assert_eq!(without_password(url).as_deref(), Some(printed));
    }
    let refused = [
        "mysql://u:secret@h/d",
        "postgres://u:secret@h/d?sslmode=secret",
        "postgres://u:secret@h:port/d",
        "postgres://u:secret@h/d?connect_timeout=secret",
        "postgres://u:secret@127.0.0.1:1/d",
        "postgres://u:secret@127.0.0.1:1/d?sslmode=disable",
    ];
    for url in refused {
        let error = read(url).unwrap_err();
        let debug = format!("{error:?}");
        let text = format!("{debug} {:?}", miette::Report::new(error));
        assert!(!text.contains("secret"), "{text}");
    }
}
