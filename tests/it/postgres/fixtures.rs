//! Migrations under `testdata/schema/migrations`: a file, or a folder of files in byte order.
//!
//! Beside each stands, in `NAME.expected`, what Postgres makes of it: the failed statements, then
//! the facts. `UPDATE_EXPECT=1` writes it, from a server only; names that start with `supabase` are
//! for a hosted project.

use std::{
    env,
    ffi::OsStr,
    fs,
    path::{Path, PathBuf},
    process::Output,
};

use rayon::iter::{IntoParallelIterator, ParallelIterator};
use tabletrace::schema::{
    catalog::Catalog,
    replay::{Apply, Outcome, Platform, ReplayOptions, Replayed, replay},
    snapshot,
    source::SchemaFile,
    statement::Failed,
};

use super::{
    difference::difference,
    facts::facts,
    server::{Server, Template, server},
};
use crate::folder;

/// The search path of a session of a hosted project.
const SUPABASE_PATH: &str = r#"-c search_path="$user",public,extensions"#;

/// Migrations of one database.
pub(super) struct Fixture {
    pub(super) name: String,
    files: Vec<PathBuf>,
    expected: PathBuf,
}

/// The files, in the order of their names.
pub(super) fn fixtures() -> Vec<Fixture> {
    let folder = folder::testdata("schema/migrations");
    let single = folder::files(&folder).into_iter();
    let single = single
        .filter(|path| is_sql(path))
        .map(|path| (path.clone(), vec![path]));
    let several = folder::folders(&folder).into_iter();
    let several = several.map(|path| (path.clone(), folder::files(&path)));
    let mut fixtures: Vec<Fixture> = single
        .chain(several)
        .map(|(path, files)| Fixture {
            name: path.file_stem().unwrap().to_str().unwrap().to_owned(),
            files,
            expected: path.with_extension("expected"),
        })
        .collect();
    fixtures.sort_by(|a, b| a.name.cmp(&b.name));
    fixtures
}

fn is_sql(path: &Path) -> bool {
    path.extension() == Some(OsStr::new("sql"))
}

impl Fixture {
    fn template(&self) -> Template {
        if self.name.starts_with("supabase") {
            Template::Supabase
        } else {
            Template::Empty
        }
    }

    fn expected(&self) -> Vec<String> {
        let text = fs::read_to_string(&self.expected).unwrap_or_default();
        text.lines().map(str::to_owned).collect()
    }

    /// What Postgres makes of it.
    fn applied(&self, server: &Server) -> Vec<String> {
        let database = format!("fixture_{}", self.name);
        let mut lines = self.made_as(server, &database);
        let answer = server.query(&database, snapshot::QUERY);
        server.drop(&database);
        lines.extend(facts(&snapshot::read(&answer).unwrap().catalog));
        lines.sort();
        lines
    }

    /// A database of its own that the migrations were applied to.
    pub(super) fn made(&self, server: &Server, purpose: &str) -> String {
        let database = format!("{purpose}_{}", self.name);
        self.made_as(server, &database);
        database
    }

    /// What failed when the migrations were applied to a new database.
    fn made_as(&self, server: &Server, database: &str) -> Vec<String> {
        server.create(database, self.template());
        let files = self.files.iter();
        files
            .flat_map(|path| self.apply(server, database, path))
            .collect()
    }

    /// What failed in one file.
    fn apply(&self, server: &Server, database: &str, path: &Path) -> Vec<String> {
        let mut psql = server.psql(database);
        if self.template() == Template::Supabase {
            psql.env("PGOPTIONS", SUPABASE_PATH);
        }
        psql.args(["-v", "VERBOSITY=verbose", "-f"]).arg(path);
        let Output { stderr, .. } = psql.output().unwrap();
        failures(path, &String::from_utf8(stderr).unwrap())
    }

    /// The catalog that the replay makes of it.
    pub(super) fn catalog(&self) -> Catalog {
        self.replay(&self.texts()).catalog
    }

    fn texts(&self) -> Vec<SchemaFile> {
        let files = self.files.iter().map(|path| {
            let text = fs::read_to_string(path).unwrap().replace("\r\n", "\n");
            SchemaFile::new(name(path), text)
        });
        files.collect()
    }

    fn replay(&self, files: &[SchemaFile]) -> Replayed {
        let options = ReplayOptions {
            platform: match self.template() {
                Template::Empty => Platform::Postgres,
                Template::Supabase => Platform::Supabase,
            },
            apply: Apply::Psql,
            outcome: Outcome::Strict,
        };
        replay(&files.iter().collect::<Vec<_>>(), &options)
    }

    /// What the replay makes of it, as lines.
    fn replayed(&self) -> Vec<String> {
        let files = self.texts();
        let replayed = self.replay(&files);
        let mut lines = facts(&replayed.catalog);
        for failed in &replayed.statements.failed {
            lines.push(failure(failed, &files[failed.place.file]));
        }
        for opaque in &replayed.statements.opaque {
            let file = &files[opaque.place.file];
            let line = end_line(&file.text, opaque.place.statement.range());
            lines.push(format!("opaque {}:{line} {}", file.path, opaque.reason));
        }
        lines.sort();
        lines
    }
}

fn name(path: &Path) -> String {
    path.file_name().unwrap().to_str().unwrap().to_owned()
}

/// The errors in what psql prints, with its line: where the statement ends.
pub(super) fn failures(path: &Path, output: &str) -> Vec<String> {
    let prefix = format!("psql:{}:", path.display());
    let errors = output.lines().filter_map(|line| {
        let (line, error) = line.strip_prefix(&prefix)?.split_once(": ERROR:  ")?;
        let (sqlstate, message) = error.split_once(": ")?;
        Some(format!("failed {}:{line} {sqlstate} {message}", name(path)))
    });
    errors.collect()
}

fn failure(failed: &Failed, file: &SchemaFile) -> String {
    let line = end_line(&file.text, failed.place.statement.range());
    let error = &failed.error;
    // psql's first line; the rest of a message stands on lines of its own.
    let message = error.message.lines().next().unwrap_or_default();
    format!("failed {}:{line} {} {message}", file.path, error.sqlstate)
}

/// The line, 1-based, of the semicolon that ends a statement.
fn end_line(text: &str, statement: std::ops::Range<usize>) -> usize {
    let inside = text[statement.clone()].trim_end().ends_with(';');
    let end = if inside {
        statement.end
    } else {
        let semicolon = text[statement.end..].find(';');
        semicolon.map_or(text.len(), |offset| statement.end + offset)
    };
    let before = text[..end].trim_end_matches('\n');
    before.matches('\n').count() + 1
}

/// The report of all fixtures that differ.
fn report(differences: Vec<(String, String)>) {
    let text: String = differences
        .iter()
        .filter(|(_, difference)| !difference.is_empty())
        .map(|(name, difference)| format!("{name}\n{difference}"))
        .collect();
    assert!(text.is_empty(), "- expected, + actual\n{text}");
}

#[test]
fn the_replay_is_what_postgres_would_have() {
    let differences = fixtures().into_iter().map(|fixture| {
        let difference = difference(&fixture.expected(), &fixture.replayed());
        (fixture.name, difference)
    });
    report(differences.collect());
}

#[test]
fn postgres_does_what_is_expected_of_it() {
    let Some(server) = server("postgres_does_what_is_expected_of_it") else {
        return;
    };
    let update = env::var_os("UPDATE_EXPECT").is_some();
    let same_version = server.version() == 15;
    let check = |fixture: &Fixture| {
        let actual = fixture.applied(server);
        if update {
            let lines = actual.iter().map(|line| format!("{line}\n"));
            fs::write(&fixture.expected, lines.collect::<String>()).unwrap();
        }
        let expected = fixture.expected();
        if same_version {
            difference(&expected, &actual)
        } else {
            difference(&without_messages(expected), &without_messages(actual))
        }
    };
    let differences: Vec<(String, String)> = fixtures()
        .into_par_iter()
        .map(|fixture| {
            let difference = check(&fixture);
            (fixture.name, difference)
        })
        .collect();
    report(differences);
}

/// The lines as other versions of Postgres have them, too.
fn without_messages(lines: Vec<String>) -> Vec<String> {
    let lines = lines.into_iter().map(|line| {
        if !line.starts_with("failed ") {
            return line;
        }
        line.split(' ').take(3).collect::<Vec<_>>().join(" ")
    });
    lines.collect()
}
