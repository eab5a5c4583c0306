//! Reading a live database.

use std::{fs, io, process::Command, thread, time::Duration};

use tabletrace::schema::{
    live::{self, LiveError},
    snapshot,
};

use super::server::{Server, Template, server, skipped, succeeded};

#[test]
fn a_live_database_says_what_its_snapshot_says() {
    let Some(server) = server("a_live_database_says_what_its_snapshot_says") else {
        return;
    };
    server.create("live", Template::Supabase);
    server.query(
        "live",
        "create table posts (id bigint generated always as identity primary key, title text)",
    );
    let exported = server.query("live", snapshot::QUERY);
    let exported = snapshot::read(&exported).unwrap();
    let live = live::read(&server.url("live")).unwrap();
    assert_eq!(live, exported);
    let relation = live.catalog.relation("public", "posts").unwrap();
    assert_eq!(relation.columns.len(), 2);
    server.drop("live");
}

#[test]
fn a_missing_database_is_an_error() {
    let Some(server) = server("a_missing_database_is_an_error") else {
        return;
    };
    let error = live::read(&server.url("nowhere")).unwrap_err();
    let report = format!("{:?}", miette::Report::new(error));
    assert!(
        report.contains("database \"nowhere\" does not exist"),
        "{report}"
    );
}

#[test]
fn sslmode_decides_whom_to_trust() {
    const TEST: &str = "sslmode_decides_whom_to_trust";
    let Some(server) = server(TEST) else {
        return;
    };
    if let Err(error) = Command::new("openssl").arg("version").output() {
        assert_eq!(error.kind(), io::ErrorKind::NotFound);
        skipped(TEST, "no openssl found");
        return;
    }
    encrypt(server);
    let read = |host: &str, parameters: &str| {
        let port = server.port();
        live::read(&format!(
            "postgresql://postgres@{host}:{port}/postgres?{parameters}"
        ))
    };
    let folder = server.folder().display();
    let trusted = [
        ("127.0.0.1", "sslmode=disable".to_owned()),
        ("127.0.0.1", "sslmode=allow".to_owned()),
        ("127.0.0.1", "sslmode=prefer".to_owned()),
        ("127.0.0.1", "sslmode=require".to_owned()),
        (
            "127.0.0.1",
            format!("sslmode=verify-ca&sslrootcert={folder}/ca.pem"),
        ),
        (
            "127.0.0.1",
            format!("sslmode=require&sslrootcert={folder}/ca.pem"),
        ),
        (
            "localhost",
            format!("sslmode=verify-full&sslrootcert={folder}/ca.pem"),
        ),
    ];
    for (host, parameters) in trusted {
        if let Err(error) = read(host, &parameters) {
            panic!("{host} {parameters}: {:?}", miette::Report::new(error));
        }
    }
    let refused = [
        (
            "127.0.0.1",
            format!("sslmode=verify-full&sslrootcert={folder}/ca.pem"),
        ),
        (
            "localhost",
            format!("sslmode=verify-full&sslrootcert={folder}/other.pem"),
        ),
        (
            "localhost",
            format!("sslmode=verify-ca&sslrootcert={folder}/other.pem"),
        ),
        ("localhost", "sslmode=verify-full".to_owned()),
        ("localhost", "sslrootcert=system".to_owned()),
    ];
    for (host, parameters) in refused {
        let error = read(host, &parameters).unwrap_err();
        assert!(
            matches!(error, LiveError::Connect { .. }),
            "{parameters}: {error:?}"
        );
    }
}

/// Gives the server a certificate for `localhost`, signed by `ca.pem` and not by `other.pem`.
fn encrypt(server: &Server) {
    let openssl = |arguments: &str| {
        let mut program = server.program("openssl");
        succeeded(program.args(arguments.split(' ')).output().unwrap());
    };
    const KEY: &str = "-newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -keyout";
    for name in ["ca", "other"] {
        openssl(&format!(
            "req -x509 {KEY} {name}.key -out {name}.pem -subj /CN={name} -days 3650"
        ));
    }
    openssl(&format!(
        "req {KEY} server.key -out server.csr -subj /CN=localhost"
    ));
    fs::write(
        server.folder().join("names"),
        "subjectAltName=DNS:localhost",
    )
    .unwrap();
    openssl(
        "x509 -req -in server.csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 3650 -extfile names -out server.pem",
    );
    let folder = server.folder().display();
    for setting in [
        format!("ssl_cert_file = '{folder}/server.pem'"),
        format!("ssl_key_file = '{folder}/server.key'"),
        "ssl = on".to_owned(),
    ] {
        server.query("postgres", &format!("alter system set {setting}"));
    }
    server.query("postgres", "select pg_reload_conf()");
    for _ in 0..100 {
        if server.query("postgres", "show ssl").trim() == "on" {
            return;
        }
        thread::sleep(Duration::from_millis(50));
    }
    panic!("the server does not encrypt");
}
