//! Where schemas come from: what is found in the project, what its configuration says, or the
//! sources that the user names.

use std::path::Path;

use tabletrace::{
    config::DatabaseConfig,
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
        source::{LeftOut, SchemaFile, Source, SourceKind},
    },
    walk::{self, state::State},
};

use super::{error::CliError, input::Texts, terminal::Terminal};

/// What a database is called that nobody named.
const UNNAMED: &str = "main";

/// Databases with their candidates, and the texts that those name.
#[derive(Debug, Default)]
pub(super) struct Gathered {
    pub(super) databases: Vec<Found>,
    /// Ordered by path.
    pub(super) files: Vec<SchemaFile>,
    pub(super) notices: Vec<Notice>,
    /// What looks like a source and belongs to no database.
    pub(super) left_out: Vec<LeftOut>,
}

/// Where named sources are.
#[derive(Clone, Copy, Debug)]
pub(super) struct Origin<'a> {
    pub(super) root: &'a Path,
    /// What their paths are relative to.
    pub(super) base: &'a Path,
    /// Where the project is in another state than on the disk.
    pub(super) state: &'a State,
}

/// The databases of the project that belong to the part asked for: as its configuration says, or
/// as they are found.
///
/// None when nothing is found.
pub(super) fn configured(texts: &Texts) -> Result<Gathered, CliError> {
    let config = &texts.config;
    let origin = Origin {
        root: &texts.root,
        base: &texts.root,
        state: &texts.state,
    };
    if !config.schema.is_empty() && config.databases.is_empty() {
        return named(origin, &config.schema);
    }
    if config.databases.is_empty() {
        return Ok(found(texts));
    }
    let mut databases = config.databases.iter();
    let mut gathered = if databases.any(|database| database.schema.is_empty()) {
        found_everywhere(texts)
    } else {
        Gathered::default()
    };
    let searched = std::mem::take(&mut gathered.databases);
    gathered.left_out.clear();
    for database in &config.databases {
        let found = declared(origin, database, &searched, &mut gathered)?;
        gathered.databases.push(found);
    }
    texts.scope.choose(&mut gathered.databases);
    gathered.sort();
    Ok(gathered)
}

/// A database as the configuration has it.
fn declared(
    origin: Origin<'_>,
    config: &DatabaseConfig,
    searched: &[Found],
    gathered: &mut Gathered,
) -> Result<Found, CliError> {
    let folder = config.root.clone().unwrap_or_default();
    let folder = folder.trim_start_matches("./").trim_end_matches('/');
    let mut found = if config.schema.is_empty() {
        let known = searched.iter().find(|found| found.root == folder);
        known.cloned().ok_or_else(|| CliError::NoSchema {
            path: origin.root.join(folder),
        })?
    } else {
        let mut candidates = Vec::new();
        for source in &config.schema {
            candidates.push(one_named(origin, source, gathered)?);
        }
        Found {
            candidates: joined(candidates),
            exposed: vec!["public".to_owned()],
            ..Found::default()
        }
    };
    found.name.clone_from(&config.name);
    found.root = folder.to_owned();
    if !config.exposed.is_empty() {
        found.exposed.clone_from(&config.exposed);
    }
    Ok(found)
}

/// The databases found in the project that belong to the part asked for.
fn found(texts: &Texts) -> Gathered {
    let mut gathered = found_everywhere(texts);
    texts.scope.choose(&mut gathered.databases);
    gathered
}

/// The databases found, and of the texts those that they name.
fn found_everywhere(texts: &Texts) -> Gathered {
    let inputs = &texts.inputs;
    let manifests = inputs.manifests.iter();
    let manifests: Vec<String> = manifests.map(|manifest| manifest.path.clone()).collect();
    let Discovery {
        databases,
        left_out,
    } = discover::discover(Project {
        files: &inputs.schema_files,
        sources: &inputs.sources,
        manifests: &manifests,
    });
    Gathered {
        files: assemble::texts(&databases, &inputs.schema_files, &inputs.sources),
        databases,
        notices: inputs.notices.clone(),
        left_out,
    }
}

/// The one database that the named sources describe together.
pub(super) fn named(origin: Origin<'_>, sources: &[String]) -> Result<Gathered, CliError> {
    let mut gathered = Gathered::default();
    let mut candidates = Vec::new();
    for source in sources {
        candidates.push(one_named(origin, source, &mut gathered)?);
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
    origin: Origin<'_>,
    source: &str,
    gathered: &mut Gathered,
) -> Result<Candidate, CliError> {
    if source.starts_with("postgres://") || source.starts_with("postgresql://") {
        return live_candidate(source);
    }
    let mut named = walk::named::read(origin.root, &origin.base.join(source))?;
    named.replace(origin.state);
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
    /// Says what looks like a source and belongs to no database.
    pub(super) fn say_left_out(&self, terminal: &Terminal) {
        if let Some(short) = left_out_line(&self.left_out) {
            let long = self.left_out.iter().map(left_out_words);
            terminal.say_short_or_long(&short, long.map(|words| format!("left out {words}")));
        }
    }

    /// That a schema was found at all.
    pub(super) fn required(self, root: &Path) -> Result<Self, CliError> {
        if self.databases.is_empty() {
            return Err(CliError::NoSchema {
                path: root.to_owned(),
            });
        }
        Ok(self)
    }

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
