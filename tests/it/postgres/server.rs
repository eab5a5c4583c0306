//! A throw-away Postgres, started once for all tests of the binary.

use std::{
    env, fs,
    io::{self, Write},
    net::TcpListener,
    os::unix::{fs::chown, process::CommandExt},
    path::{Path, PathBuf},
    process::{Child, Command, Output, Stdio},
    sync::{Mutex, OnceLock},
};

/// Databases that others are made from.
const SUPABASE: &str = "supabase";

const CONFIGURATION: &str = "-c listen_addresses=127.0.0.1 -c fsync=off -c synchronous_commit=off \
    -c full_page_writes=off -c autovacuum=off -c wal_level=logical -c shared_buffers=64MB -c jit=off";

/// The first version that knows all that the fixtures say.
const OLDEST: u32 = 15;

/// A running cluster, of which nothing is left when this process ends, however it does.
pub(crate) struct Server {
    /// The folder of `initdb`, `pg_ctl` and `psql`.
    programs: PathBuf,
    /// Where its socket is; it is the account's, and goes with the server.
    folder: PathBuf,
    port: u16,
    account: Option<Account>,
    /// Whether the database with all that a hosted Supabase has is there.
    supabase: Mutex<bool>,
    /// Stops the server and removes the folder once its standard input ends.
    _keeper: Child,
}

/// Whom the server runs as when the tests run as root, whom Postgres refuses.
#[derive(Clone, Copy)]
struct Account {
    user: u32,
    group: u32,
}

/// What a new database starts with.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Template {
    Empty,
    Supabase,
}

/// The server, or `None` when none is installed; says so in the name of the test.
pub(crate) fn server(test: &str) -> Option<&'static Server> {
    static SERVER: OnceLock<Result<Server, String>> = OnceLock::new();
    match SERVER.get_or_init(Server::start) {
        Ok(server) => Some(server),
        Err(reason) => {
            skipped(test, reason);
            None
        }
    }
}

/// Says that a test does not run, past the capture of output, which hides what passes.
pub(crate) fn skipped(test: &str, reason: &str) {
    let mut stderr = io::stderr().lock();
    writeln!(stderr, "skipped: {test}: {reason}").unwrap();
}

impl Server {
    fn start() -> Result<Self, String> {
        let programs = programs().ok_or("no Postgres server found")?;
        let account = account()?;
        let folder = tempfile::Builder::new().prefix("tabletrace-").tempdir();
        let folder = folder.unwrap().keep();
        if let Some(Account { user, group }) = account {
            chown(&folder, Some(user), Some(group)).unwrap();
        }
        let data = folder.join("data");
        let run = |program: &str, arguments: &[&str]| {
            let mut command = command(&programs.join(program), account, &folder);
            let output = command.args(["-D", data.to_str().unwrap()]).args(arguments);
            succeeded(output.output().unwrap());
        };
        run(
            "initdb",
            &[
                "-A",
                "trust",
                "-U",
                "postgres",
                "-N",
                "-E",
                "UTF8",
                "--locale=C",
            ],
        );
        let keeper = keeper(&programs, account, &folder);
        let port = free_port();
        let options = format!("-k {} -p {port} {CONFIGURATION}", folder.display());
        let log = folder.join("log");
        run(
            "pg_ctl",
            &["-w", "-l", log.to_str().unwrap(), "-o", &options, "start"],
        );
        let server = Self {
            programs,
            folder,
            port,
            account,
            supabase: Mutex::new(false),
            _keeper: keeper,
        };
        match server.version() {
            0..OLDEST => Err(format!("the Postgres server is older than {OLDEST}")),
            _ => Ok(server),
        }
    }

    /// The address of a database, by its socket.
    pub(crate) fn url(&self, database: &str) -> String {
        let (folder, port) = (self.folder.display(), self.port);
        format!("postgresql:///{database}?user=postgres&host={folder}&port={port}")
    }

    /// The port on 127.0.0.1, where everybody is let in.
    pub(crate) fn port(&self) -> u16 {
        self.port
    }

    /// A folder that the server may read.
    pub(crate) fn folder(&self) -> &Path {
        &self.folder
    }

    /// A program of this machine, run in that folder by who owns it.
    pub(crate) fn program(&self, name: &str) -> Command {
        command(Path::new(name), self.account, &self.folder)
    }

    /// The major version.
    pub(crate) fn version(&self) -> u32 {
        let number = self.query("postgres", "show server_version_num");
        number.trim().parse::<u32>().unwrap() / 10_000
    }

    /// Makes a database of that name, instead of one that was there.
    pub(crate) fn create(&self, database: &str, template: Template) {
        let template = match template {
            Template::Empty => "template0",
            Template::Supabase => self.supabase(),
        };
        self.query(
            "postgres",
            &format!("drop database if exists {database} with (force)"),
        );
        let create = format!("create database {database} template {template}");
        self.query("postgres", &create);
    }

    pub(crate) fn drop(&self, database: &str) {
        self.query(
            "postgres",
            &format!("drop database {database} with (force)"),
        );
    }

    /// What psql prints of the rows of one statement.
    pub(crate) fn query(&self, database: &str, statement: &str) -> String {
        let mut psql = self.psql(database);
        let output = psql.args(["-At", "-c", statement]).output().unwrap();
        succeeded(output)
    }

    /// psql connected to a database, reading no file but those that are named.
    pub(crate) fn psql(&self, database: &str) -> Command {
        let mut psql = command(&self.programs.join("psql"), self.account, &self.folder);
        psql.args(["-X", "-q", "-U", "postgres", "-d", database])
            .args(["-p", &self.port.to_string()])
            .arg("-h")
            .arg(&self.folder);
        psql
    }

    /// The database that has what a hosted Supabase has.
    fn supabase(&self) -> &'static str {
        let mut made = self.supabase.lock().unwrap();
        if !*made {
            self.query(
                "postgres",
                &format!("create database {SUPABASE} template template0"),
            );
            let text = include_str!("../../../src/schema/platform/supabase.sql");
            let mut psql = self.psql(SUPABASE);
            let psql = psql.args(["-v", "ON_ERROR_STOP=1", "-f", "-"]);
            succeeded(fed(psql, text));
            *made = true;
        }
        SUPABASE
    }
}

/// Runs a command with a text as its standard input.
pub(crate) fn fed(command: &mut Command, text: &str) -> Output {
    let command = command.stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut child = command.stderr(Stdio::piped()).spawn().unwrap();
    let mut input = child.stdin.take().unwrap();
    std::thread::scope(|scope| {
        scope.spawn(move || input.write_all(text.as_bytes()));
        child.wait_with_output().unwrap()
    })
}

/// A port that nothing listens on; taken by the server a moment later.
fn free_port() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    listener.local_addr().unwrap().port()
}

/// The folder of the server's programs: of the path, else the newest that a package installs.
fn programs() -> Option<PathBuf> {
    let path = env::var_os("PATH").unwrap_or_default();
    let mut folders: Vec<PathBuf> = env::split_paths(&path).collect();
    for parent in [
        "/usr/lib/postgresql",
        "/opt/homebrew/opt",
        "/usr/local/opt",
        "/usr",
    ] {
        let Ok(entries) = fs::read_dir(parent) else {
            continue;
        };
        let mut versions: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
        versions.sort();
        folders.extend(versions.iter().rev().map(|version| version.join("bin")));
    }
    folders.into_iter().find(|folder| {
        ["initdb", "pg_ctl", "postgres", "psql"]
            .iter()
            .all(|program| folder.join(program).is_file())
    })
}

fn account() -> Result<Option<Account>, String> {
    let id = Command::new("id").arg("-u").output().unwrap();
    if id.stdout.trim_ascii() != b"0" {
        return Ok(None);
    }
    let accounts = fs::read_to_string("/etc/passwd").unwrap_or_default();
    let find = |name: &str| {
        let line = accounts
            .lines()
            .find(|line| line.split(':').next() == Some(name))?;
        let mut fields = line.split(':').skip(2);
        Some(Account {
            user: fields.next()?.parse().ok()?,
            group: fields.next()?.parse().ok()?,
        })
    };
    let account = find("postgres").or_else(|| find("nobody"));
    let account = account.ok_or("Postgres does not run as root, and there is no other account")?;
    Ok(Some(account))
}

fn command(program: &Path, account: Option<Account>, folder: &Path) -> Command {
    let mut command = Command::new(program);
    for (name, _) in env::vars_os() {
        if name.to_str().is_some_and(|name| name.starts_with("PG")) {
            command.env_remove(name);
        }
    }
    command
        .env("LC_ALL", "C")
        .current_dir(folder)
        .stdin(Stdio::null());
    if let Some(Account { user, group }) = account {
        command.gid(group).uid(user);
    }
    command
}

/// A process that outlives this one, to clean up after it.
fn keeper(programs: &Path, account: Option<Account>, folder: &Path) -> Child {
    const SCRIPT: &str = r#"cat; "$1/pg_ctl" -D "$2/data" -m immediate stop; cd /; rm -rf "$2""#;
    command(Path::new("/bin/sh"), account, folder)
        .args(["-c", SCRIPT, "sh"])
        .args([programs, folder])
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .process_group(0)
        .spawn()
        .unwrap()
}

/// The output of a program that must not fail.
pub(crate) fn succeeded(output: Output) -> String {
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{errors}");
    String::from_utf8(output.stdout).unwrap()
}
