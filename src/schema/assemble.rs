//! What discovery finds, read: every candidate is a catalog.

use std::collections::BTreeSet;

use super::{
    Database, Other,
    catalog::Catalog,
    discover::{
        Found,
        candidate::{Candidate, Content},
        is_seed, undoing,
    },
    drizzle::{self, naming::Casing},
    gaps::gaps,
    generated_types, prisma,
    replay::{self, Apply, Outcome, ReplayOptions, Replayed},
    snapshot,
    source::{self, SchemaFile, SourceKind},
};
use crate::{
    notice::{Notice, NoticeKind},
    source::Sources,
};

/// How sources are read.
#[derive(Clone, Debug, Default)]
pub struct Options {
    pub apply: Apply,
    pub outcome: Outcome,
    /// The migration after which no further one is applied: its name, or how that begins.
    pub at: Option<String>,
    pub others: Others,
}

/// What becomes of sources that do not make the catalog.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum Others {
    #[default]
    Skip,
    /// They are read, too, to be compared.
    Keep,
}

/// Why a database cannot be put together.
#[derive(Debug, miette::Diagnostic, thiserror::Error)]
pub enum AssembleError {
    #[error("no migration of `{database}` is called `{version}`")]
    #[diagnostic(
        code(schema::version),
        help("give the name of a migration's file, or the number that it begins with")
    )]
    Version { database: String, version: String },
}

/// The texts that candidates name, those of source code and seeds too, ordered by path.
pub fn texts(databases: &[Found], files: &[SchemaFile], sources: &Sources) -> Vec<SchemaFile> {
    let candidates = databases.iter().flat_map(|found| &found.candidates);
    let wanted: BTreeSet<&str> = candidates.flat_map(|candidate| candidate.texts()).collect();
    let copy = |file: &SchemaFile| SchemaFile::new(file.path.clone(), file.text.clone());
    let is_wanted = |file: &&SchemaFile| wanted.contains(file.path.as_str()) || is_seed(&file.path);
    let read = files.iter().filter(is_wanted);
    let mut texts: Vec<SchemaFile> = read.map(|file| prepared(copy(file))).collect();
    for path in wanted {
        let code = sources.by_path(path).map(|file| sources.get(file));
        texts.extend(code.map(|file| SchemaFile::new(file.path.clone(), file.text.clone())));
    }
    texts.sort_by(|a, b| a.path.cmp(&b.path));
    texts
}

/// A text without what undoes it.
pub fn prepared(mut file: SchemaFile) -> SchemaFile {
    undoing::blank(&mut file);
    file
}

/// The database that its most trusted candidate describes, with what was to say about the texts.
///
/// A candidate that turns out to hold nothing yields to the next. `files` are ordered by path.
///
/// # Errors
///
/// When there is no migration of the version asked for.
pub fn database(
    mut found: Found,
    files: &[SchemaFile],
    options: &Options,
) -> Result<(Database, Vec<Notice>), AssembleError> {
    let mut read = Replayed::default();
    let mut notices = Vec::new();
    for index in 0..found.candidates.len() {
        let candidate = &found.candidates[index];
        let replayed =
            catalog(candidate, files, options).ok_or_else(|| AssembleError::Version {
                database: found.name.clone(),
                version: options.at.clone().unwrap_or_default(),
            })?;
        notices.extend(replayed.notices.iter().cloned());
        let says_something = !is_empty(&replayed);
        if says_something || index == 0 {
            read = replayed;
        }
        if says_something {
            found.candidates[..=index].rotate_right(1);
            break;
        }
    }
    let others = match options.others {
        Others::Skip => Vec::new(),
        Others::Keep => others(&found.candidates, files, options),
    };
    let candidates = found.candidates.into_iter();
    let sources = candidates.flat_map(|candidate| candidate.sources);
    let database = Database {
        gaps: gaps(&read.catalog, &read.statements, files),
        name: found.name,
        root: found.root,
        exposed: found.exposed,
        max_rows: found.max_rows,
        resources: found.resources,
        sources: sources.collect(),
        left_out: found.left_out,
        others,
        catalog: read.catalog,
        statements: read.statements,
    };
    Ok((database, notices))
}

/// What the candidates after the first say; SQL that is applied has a history of its own.
fn others(candidates: &[Candidate], files: &[SchemaFile], options: &Options) -> Vec<Other> {
    let others = candidates.iter().skip(1).filter_map(|candidate| {
        let replayed = catalog(candidate, files, options)?;
        let source = candidate.sources.first()?;
        let says_something = !is_empty(&replayed) && replayed.statements.failed.is_empty();
        says_something.then(|| Other {
            source: source.clone(),
            catalog: replayed.catalog,
        })
    });
    others.collect()
}

/// Whether nothing was found, and nothing was tried.
fn is_empty(read: &Replayed) -> bool {
    let catalog = &read.catalog;
    let tried = read.statements.failed.len() + read.statements.opaque.len();
    catalog.relations.is_empty()
        && catalog.routines.is_empty()
        && catalog.enums.is_empty()
        && tried == 0
}

/// What one candidate says; `None` when it has no migration of the version asked for.
pub fn catalog(candidate: &Candidate, files: &[SchemaFile], options: &Options) -> Option<Replayed> {
    match &candidate.content {
        Content::Catalog(catalog) => Some(Replayed {
            catalog: Catalog::clone(catalog),
            ..Replayed::default()
        }),
        Content::Sql {
            files: paths,
            platform,
        } => {
            let paths = match &options.at {
                Some(version) => until(paths, version)?,
                None => paths,
            };
            let (paths, skipped) = applied(paths, candidate.kind(), options.apply);
            let options = ReplayOptions {
                platform: *platform,
                apply: options.apply,
                outcome: options.outcome,
            };
            let mut replayed = replay::replay(&named(&paths, files), &options);
            replayed.notices.extend(skipped);
            Some(replayed)
        }
        Content::Texts(paths) => Some(declared(candidate.kind(), &named(paths, files))),
        Content::Drizzle {
            config,
            entries,
            files: paths,
            clients,
        } => {
            let config = source::by_path(files, config);
            let config = config.and_then(|file| drizzle::config::read(file).into_iter().next());
            let casing = config.map(|config| config.casing);
            let casing = casing.filter(|casing| *casing != Casing::Keep);
            let casing = casing.unwrap_or(*clients);
            Some(drizzle(
                &named(entries, files),
                &named(paths, files),
                casing,
            ))
        }
    }
}

/// What texts say that are read as a whole.
fn declared(kind: SourceKind, files: &[&SchemaFile]) -> Replayed {
    let Some(file) = files.first() else {
        return Replayed::default();
    };
    let (catalog, notices) = match kind {
        SourceKind::GeneratedTypes => generated_types::read(file),
        SourceKind::Snapshot => match snapshot::read(&file.text) {
            Ok(snapshot) => (snapshot.catalog, Vec::new()),
            Err(error) => (Catalog::default(), vec![unusable(file, &error.to_string())]),
        },
        SourceKind::PrismaSchema => {
            let read = prisma::read(files);
            (read.catalog, read.notices)
        }
        SourceKind::Live
        | SourceKind::DrizzleSchema
        | SourceKind::SupabaseMigrations
        | SourceKind::SupabaseSchemas
        | SourceKind::PrismaMigrations
        | SourceKind::DrizzleMigrations
        | SourceKind::Sql
        | SourceKind::Dump => (Catalog::default(), Vec::new()),
    };
    Replayed {
        catalog,
        notices,
        ..Replayed::default()
    }
}

/// What the declarations of a Drizzle project say.
fn drizzle(entries: &[&SchemaFile], files: &[&SchemaFile], casing: Casing) -> Replayed {
    let read = drizzle::read(entries, files, casing);
    Replayed {
        catalog: read.catalog,
        notices: read.notices,
        ..Replayed::default()
    }
}

fn unusable(file: &SchemaFile, problem: &str) -> Notice {
    Notice {
        path: file.path.clone(),
        line: None,
        kind: NoticeKind::Manifest,
        message: format!("the snapshot cannot be used: {problem}"),
    }
}

fn named<'a>(paths: &[String], files: &'a [SchemaFile]) -> Vec<&'a SchemaFile> {
    let texts = paths.iter().map(|path| source::by_path(files, path));
    texts.flatten().collect()
}

/// The files that the tool would apply, and a notice for each that it would pass over.
fn applied(paths: &[String], kind: SourceKind, apply: Apply) -> (Vec<String>, Vec<Notice>) {
    let is_strict = apply == Apply::Supabase && kind == SourceKind::SupabaseMigrations;
    if !is_strict || !paths.iter().any(|path| source::is_numbered(path)) {
        return (paths.to_vec(), Vec::new());
    }
    let (applied, skipped): (Vec<_>, Vec<_>) = paths
        .iter()
        .cloned()
        .partition(|path| source::is_numbered(path));
    let notice = |path| Notice {
        path,
        line: None,
        kind: NoticeKind::Manifest,
        message: "the Supabase CLI passes over files that are not named `<number>_<name>.sql`"
            .to_owned(),
    };
    (applied, skipped.into_iter().map(notice).collect())
}

/// The files up to the last one of a version.
fn until<'a>(paths: &'a [String], version: &str) -> Option<&'a [String]> {
    let is_of_version = |path: &String| {
        let names = path.rsplit('/').take(2);
        names.into_iter().any(|name| {
            let rest = name.strip_prefix(version);
            rest.is_some_and(|rest| !rest.starts_with(|next: char| next.is_ascii_digit()))
        })
    };
    let last = paths.iter().rposition(is_of_version)?;
    Some(&paths[..=last])
}
