//! A throw-away PostgREST over a database of the throw-away Postgres.
//!
//! `TABLETRACE_POSTGREST` is its program, else `postgrest` of the path.

use std::{
    env, fs,
    net::TcpListener,
    os::unix::process::CommandExt,
    path::PathBuf,
    process::{Child, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use super::{http::Connection, request::Request};
use crate::postgres::server::{self as postgres, Template, skipped, succeeded};

const PATIENCE: Duration = Duration::from_secs(60);

/// A running PostgREST, stopped when this process ends, however it does.
pub(super) struct Server {
    port: u16,
    pub(super) postgres: &'static postgres::Server,
    pub(super) database: String,
    /// Stops it once its standard input ends.
    _keeper: Child,
}

impl Server {
    /// A server over a new database made by SQL texts; says in the name of the test when there is
    /// none.
    pub(super) fn start(
        test: &str,
        database: &str,
        schemas: &[String],
        texts: &[&str],
    ) -> Option<Self> {
        let Some(program) = program() else {
            skipped(test, "no PostgREST found");
            return None;
        };
        let postgres = postgres::server(test)?;
        postgres.create(database, Template::Supabase);
        for text in texts {
            let mut psql = postgres.psql(database);
            let psql = psql.args(["-v", "ON_ERROR_STOP=1", "-f", "-"]);
            succeeded(postgres::fed(psql, text));
        }
        let port = free_port();
        let server = Self {
            port,
            postgres,
            database: database.to_owned(),
            _keeper: keeper(&program, port, postgres.port(), database, schemas),
        };
        server.wait();
        Some(server)
    }

    pub(super) fn connect(&self) -> Connection {
        Connection::open(self.port).expect("the server listens")
    }

    /// Waits until it has read the catalog.
    fn wait(&self) {
        let start = Instant::now();
        let request = Request {
            method: "GET",
            address: "/".to_owned(),
            schema: "public".to_owned(),
            ..Request::default()
        };
        while start.elapsed() < PATIENCE {
            let connection = Connection::open(self.port);
            if connection.is_some_and(|mut connection| connection.ask(&request).status == 200) {
                return;
            }
            thread::sleep(Duration::from_millis(20));
        }
        panic!("PostgREST does not answer");
    }
}

fn program() -> Option<PathBuf> {
    if let Some(program) = env::var_os("TABLETRACE_POSTGREST") {
        return Some(program.into());
    }
    let path = env::var_os("PATH").unwrap_or_default();
    let programs = env::split_paths(&path).map(|folder| folder.join("postgrest"));
    programs
        .into_iter()
        .find(|program| fs::metadata(program).is_ok_and(|file| file.is_file()))
}

fn free_port() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    listener.local_addr().unwrap().port()
}

/// A process that outlives this one, to stop the server.
fn keeper(
    program: &PathBuf,
    port: u16,
    postgres_port: u16,
    database: &str,
    schemas: &[String],
) -> Child {
    const SCRIPT: &str = r#""$1" </dev/null & cat; kill -9 $!"#;
    let mut command = Command::new("/bin/sh");
    for (name, _) in env::vars_os() {
        let is_setting = |name: &str| name.starts_with("PGRST_");
        if name.to_str().is_some_and(is_setting) {
            command.env_remove(name);
        }
    }
    let address = format!("postgresql://postgres@127.0.0.1:{postgres_port}/{database}");
    command
        .args(["-c", SCRIPT, "sh"])
        .arg(program)
        .env("PGRST_DB_URI", address)
        .env("PGRST_DB_SCHEMAS", schemas.join(","))
        .env("PGRST_DB_EXTRA_SEARCH_PATH", "public,extensions")
        .env("PGRST_DB_ANON_ROLE", "postgres")
        .env("PGRST_DB_TX_END", "rollback-allow-override")
        .env("PGRST_DB_CHANNEL_ENABLED", "false")
        .env("PGRST_LOG_LEVEL", "crit")
        .env("PGRST_SERVER_HOST", "127.0.0.1")
        .env("PGRST_SERVER_PORT", port.to_string())
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .process_group(0)
        .spawn()
        .unwrap()
}
