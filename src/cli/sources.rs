//! Where schemas come from: what is found in the project, what its configuration says, or the
//! sources that the user names.

use std::path::Path;

use tabletrace::{
    config::{self, Config, DatabaseConfig},
    notice::Notice,
    report::schema::text::{left_out_line, left_out_words},
    schema::{
        assemble,
        discover::{
            self, Discovery, Found,
            candidate::{Candidate, Content, is_sql},
            named,
            project::Project,
        },
        replay::Platform,
        snapshot::Snapshot,
        source::{SchemaFile, Source, SourceKind},
    },
    source::Sources,
    walk,
};

use super::{error::CliError, input::Texts, terminal::Terminal};

/// What a database is called that nobody named.
const UNNAMED: &str = "main";

/// Databases with their candidates, and the texts that those name.
#[derive(Debug, Default)]
pub(super) struct Gathered {
    pub(super) databases: Vec<Found>,
    /// The source code of the project, where it was read.
    pub(super) sources: Sources,
    /// Ordered by path.
    pub(super) files: Vec<SchemaFile>,
    pub(super) notices: Vec<Notice>,
}

/// The databases of the project that belong to the part asked for: as its configuration says, or
/// as they are found.
pub(super) fn configured(texts: Texts, terminal: &Terminal) -> Result<Gathered, CliError> {
    let root = texts.root.clone();
    let config = match walk::configuration(&root)? {
        Some(text) => config::read(&text)?,
        None => Config::default(),
    };
    if !config.schema.is_empty() && config.databases.is_empty() {
        return Ok(Gathered {
            sources: texts.inputs.sources,
            ..named(&root, &root, &config.schema)?
        });
    }
    if config.databases.is_empty() {
        return found(texts, terminal);
    }
    let scope = texts.scope.clone();
    let needs_search = config
        .databases
        .iter()
        .any(|database| database.schema.is_empty());
    let mut searched = if needs_search {
        search(texts)
    } else {
        Gathered {
            sources: texts.inputs.sources,
            ..Gathered::default()
        }
    };
    let mut gathered = Gathered {
        sources: std::mem::take(&mut searched.sources),
        files: std::mem::take(&mut searched.files),
        notices: std::mem::take(&mut searched.notices),
        ..Gathered::default()
    };
    for database in config.databases {
        let found = declared(&root, database, &mut searched, &mut gathered)?;
        gathered.databases.push(found);
    }
    scope.choose(&mut gathered.databases);
    gathered.sort();
    Ok(gathered)
}

/// A database as the configuration has it.
fn declared(
    root: &Path,
    config: DatabaseConfig,
    searched: &mut Gathered,
    gathered: &mut Gathered,
) -> Result<Found, CliError> {
    let folder = config.root.clone().unwrap_or_default();
    let folder = folder.trim_start_matches("./").trim_end_matches('/');
    let mut found = if config.schema.is_empty() {
        let mut known = searched.databases.iter();
        let known = known.find(|found| found.root == folder).cloned();
        known.ok_or_else(|| CliError::NoSchema {
            path: root.join(folder),
        })?
    } else {
        let mut candidates = Vec::new();
        for source in &config.schema {
            candidates.push(one_named(root, root, source, gathered)?);
        }
        Found {
            candidates: joined(candidates),
            exposed: vec!["public".to_owned()],
            ..Found::default()
        }
    };
    found.name = config.name;
    found.root = folder.to_owned();
    if !config.exposed.is_empty() {
        found.exposed = config.exposed;
    }
    Ok(found)
}

/// The databases found in the project that belong to the part asked for.
fn found(texts: Texts, terminal: &Terminal) -> Result<Gathered, CliError> {
    let (root, scope) = (texts.root.clone(), texts.scope.clone());
    let (mut gathered, Discovery { left_out, .. }) = {
        let discovery = discover(&texts);
        (keep(texts, &discovery), discovery)
    };
    scope.choose(&mut gathered.databases);
    if let Some(short) = left_out_line(&left_out) {
        let long = left_out.iter().map(left_out_words);
        terminal.say_short_or_long(&short, long.map(|words| format!("left out {words}")));
    }
    if gathered.databases.is_empty() {
        return Err(CliError::NoSchema { path: root });
    }
    Ok(gathered)
}

fn search(texts: Texts) -> Gathered {
    let discovery = discover(&texts);
    keep(texts, &discovery)
}

fn discover(texts: &Texts) -> Discovery {
    let manifests = texts.inputs.manifests.iter();
    let manifests: Vec<String> = manifests.map(|manifest| manifest.path.clone()).collect();
    discover::discover(Project {
        files: &texts.inputs.schema_files,
        sources: &texts.inputs.sources,
        manifests: &manifests,
    })
}

/// The databases found, and of the texts only those that they name.
fn keep(texts: Texts, discovery: &Discovery) -> Gathered {
    let inputs = texts.inputs;
    let databases = discovery.databases.clone();
    Gathered {
        files: assemble::texts(&databases, inputs.schema_files, &inputs.sources),
        databases,
        notices: inputs.notices,
        sources: inputs.sources,
    }
}

/// The one database that the named sources describe together; their paths are relative to `base`.
pub(super) fn named(root: &Path, base: &Path, sources: &[String]) -> Result<Gathered, CliError> {
    let mut gathered = Gathered::default();
    let mut candidates = Vec::new();
    for source in sources {
        candidates.push(one_named(root, base, source, &mut gathered)?);
    }
    gathered.databases = vec![Found {
        name: UNNAMED.to_owned(),
        exposed: vec!["public".to_owned()],
        candidates: joined(candidates),
        ..Found::default()
    }];
    gathered.sort();
    Ok(gathered)
}

/// The candidate that one named source is; its texts are added to what is gathered.
pub(super) fn one_named(
    root: &Path,
    base: &Path,
    source: &str,
    gathered: &mut Gathered,
) -> Result<Candidate, CliError> {
    if source.starts_with("postgres://") || source.starts_with("postgresql://") {
        return live_candidate(source);
    }
    let named = walk::named::read(root, &base.join(source))?;
    let candidate = named::candidate(&named.path, &named.files)?;
    gathered.notices.extend(named.notices);
    let files = named.files.into_iter();
    gathered.files.extend(files.map(assemble::prepared));
    Ok(candidate)
}

fn live_candidate(url: &str) -> Result<Candidate, CliError> {
    let snapshot = live(url)?;
    let source = Source {
        kind: SourceKind::Live,
        path: shown(url),
        files: 0,
    };
    Ok(Candidate {
        sources: vec![source],
        content: Content::Catalog(Box::new(snapshot.catalog)),
    })
}

/// What the database at an address holds.
#[cfg(feature = "postgres")]
pub(super) fn live(url: &str) -> Result<Snapshot, CliError> {
    Ok(tabletrace::schema::live::read(url)?)
}

#[cfg(not(feature = "postgres"))]
pub(super) fn live(_: &str) -> Result<Snapshot, CliError> {
    Err(CliError::NoPostgres)
}

/// The address without its password.
#[cfg(feature = "postgres")]
fn shown(url: &str) -> String {
    let shown = tabletrace::schema::live::without_password(url);
    shown.unwrap_or_else(|| "a live database".to_owned())
}

#[cfg(not(feature = "postgres"))]
fn shown(_: &str) -> String {
    "a live database".to_owned()
}

impl Gathered {
    /// Puts the texts in order; one that two sources name is kept once.
    pub(super) fn sort(&mut self) {
        self.files.sort_by(|a, b| a.path.cmp(&b.path));
        self.files.dedup_by(|a, b| a.path == b.path);
        self.notices.sort();
        self.notices.dedup();
    }

    /// Keeps only the database of a name.
    pub(super) fn choose(&mut self, name: Option<&str>) -> Result<(), CliError> {
        let Some(name) = name else { return Ok(()) };
        let names = self.databases.iter().map(|found| found.name.clone());
        let databases: Vec<String> = names.collect();
        self.databases.retain(|found| found.name == name);
        if self.databases.is_empty() {
            let name = name.to_owned();
            return Err(CliError::UnknownDatabase { name, databases });
        }
        Ok(())
    }
}

/// SQL is applied on top of the SQL named before it; the rest describes the database on its own.
fn joined(candidates: Vec<Candidate>) -> Vec<Candidate> {
    let mut joined: Vec<Candidate> = Vec::new();
    for candidate in candidates {
        let before = joined
            .iter_mut()
            .find(|before| is_sql(before.kind()) && is_sql(candidate.kind()));
        match before {
            Some(before) => append(before, candidate),
            None => joined.push(candidate),
        }
    }
    joined.sort_by_key(Candidate::kind);
    joined
}

fn append(before: &mut Candidate, candidate: Candidate) {
    before.sources.extend(candidate.sources);
    let Content::Sql { files, platform } = &mut before.content else {
        return;
    };
    if let Content::Sql {
        files: more,
        platform: other,
    } = candidate.content
    {
        files.extend(more);
        if other == Platform::Supabase {
            *platform = other;
        }
    }
}
