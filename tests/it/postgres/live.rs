//! Reading a live database.

use tabletrace::schema::{live, snapshot};

use super::server::{Template, server};

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
