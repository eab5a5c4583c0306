//! Where schemas come from: what is found in the project, or the sources that the user names.

use std::path::Path;

use tabletrace::{
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
        source::SchemaFile,
    },
    walk,
};

use super::{error::CliError, input::Texts, terminal::Terminal};

/// Databases with their candidates, and the texts that those name.
#[derive(Debug, Default)]
pub(super) struct Gathered {
    pub(super) databases: Vec<Found>,
    /// Ordered by path.
    pub(super) files: Vec<SchemaFile>,
    pub(super) notices: Vec<Notice>,
}

/// The databases found in the project that belong to the part asked for.
pub(super) fn discovered(texts: Texts, terminal: &Terminal) -> Result<Gathered, CliError> {
    let Texts {
        root,
        inputs,
        scope,
    } = texts;
    let manifests = inputs.manifests.into_iter().map(|manifest| manifest.path);
    let Discovery {
        mut databases,
        left_out,
    } = discover::discover(Project {
        files: &inputs.schema_files,
        sources: &inputs.sources,
        manifests: &manifests.collect::<Vec<_>>(),
    });
    scope.choose(&mut databases);
    if let Some(short) = left_out_line(&left_out) {
        let long = left_out.iter().map(left_out_words);
        terminal.say_short_or_long(&short, long.map(|words| format!("left out {words}")));
    }
    if databases.is_empty() {
        return Err(CliError::NoSchema { path: root });
    }
    Ok(Gathered {
        files: assemble::texts(&databases, inputs.schema_files, &inputs.sources),
        databases,
        notices: inputs.notices,
    })
}

/// The one database that the named sources describe together.
pub(super) fn named(root: &Path, sources: &[String]) -> Result<Gathered, CliError> {
    let mut gathered = Gathered::default();
    let mut candidates = Vec::new();
    for source in sources {
        candidates.push(one_named(root, source, &mut gathered)?);
    }
    gathered.databases = vec![Found {
        name: name_of(root),
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
    source: &str,
    gathered: &mut Gathered,
) -> Result<Candidate, CliError> {
    if source.starts_with("postgres://") || source.starts_with("postgresql://") {
        return Err(CliError::NoPostgres);
    }
    let named = walk::named::read(root, Path::new(source))?;
    let candidate = named::candidate(&named.path, &named.files)?;
    gathered.notices.extend(named.notices);
    gathered.files.extend(named.files);
    Ok(candidate)
}

impl Gathered {
    /// Puts the texts in order; one that two sources name is kept once.
    pub(super) fn sort(&mut self) {
        self.files.sort_by(|a, b| a.path.cmp(&b.path));
        self.files.dedup_by(|a, b| a.path == b.path);
        self.notices.sort();
        self.notices.dedup();
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

/// The name of the root's folder.
pub(super) fn name_of(root: &Path) -> String {
    let name = root
        .file_name()
        .map(|name| name.to_string_lossy().into_owned());
    name.unwrap_or_else(|| "database".to_owned())
}
