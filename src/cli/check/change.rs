//! What was there before a change: the base that `--staged` and `--since` compare with.

use std::collections::{BTreeMap, BTreeSet};

use tabletrace::{
    cache::Cache,
    finding::{Finding, Place},
    git::{Blob, Change, Files, Repository, Tracked},
    schema::discover::named::NamedError,
    walk::state::{self, State},
};

use super::examine::{self, Examined};
use crate::cli::{error::CliError, input::Texts, survey::SubjectArguments};

/// What findings are compared with.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Against<'a> {
    Nothing,
    /// The index with the last commit.
    LastCommit,
    /// The work tree with where it parted from a reference.
    Reference(&'a str),
}

/// The base, examined.
#[derive(Debug)]
pub(super) struct Before {
    pub(super) examined: Examined,
    /// Its findings, in files by the names that they have now.
    pub(super) findings: Vec<Finding>,
    /// The lines that the findings are on.
    pub(super) lines: BTreeMap<Place, String>,
}

/// Examines the base, and leaves the texts in the state that is compared with it.
///
/// `None` when there is nothing to compare with.
pub(super) fn before(
    against: &Against<'_>,
    arguments: &SubjectArguments,
    texts: &mut Texts,
    cache: &Cache,
) -> Result<Option<Before>, CliError> {
    let (repository, change) = match against {
        Against::Nothing => return Ok(None),
        Against::LastCommit => {
            let repository = Repository::around(&texts.root)?;
            let change = repository.staged()?;
            (repository, change)
        }
        Against::Reference(reference) => {
            let repository = Repository::around(&texts.root)?;
            let change = repository.since(reference)?;
            (repository, change)
        }
    };
    let Change {
        mut head,
        tracked,
        mut base,
        renamed,
    } = change;
    let named: BTreeSet<String> = arguments.named_sources(texts).into_iter().collect();
    let is_read = |path: &String| state::is_readable(path) || named.contains(path);
    head.retain(|path, _| is_read(path));
    base.retain(|path, _| is_read(path));
    let blobs = head.values().chain(base.values()).flatten();
    let contents = repository.contents(blobs)?;
    let mut head = state_of(&head, &contents);
    head.extend(tracked.iter().flat_map(|tracked| untracked(texts, tracked)));
    let base = state_of(&base, &contents);
    state::enter(&mut texts.inputs, &texts.options, &head)?;
    texts.state.clone_from(&head);
    let taken = state::enter(&mut texts.inputs, &texts.options, &base)?;
    texts.state.extend(base);
    let examined = examine_base(arguments, texts, cache)?;
    let before = described(examined, texts, &renamed);
    taken.leave(&mut texts.inputs);
    texts.state = head;
    Ok(Some(before))
}

/// A source of schema that came with the change is none before it.
fn examine_base(
    arguments: &SubjectArguments,
    texts: &Texts,
    cache: &Cache,
) -> Result<Examined, CliError> {
    match examine::examine(arguments, texts, cache, None) {
        Err(CliError::Named(NamedError::Nothing { .. })) => {
            examine::examine_without_schema(texts, cache)
        }
        other => other,
    }
}

fn described(mut examined: Examined, texts: &Texts, renamed: &BTreeMap<String, String>) -> Before {
    let mut findings = std::mem::take(&mut examined.checked.findings);
    let mut lines = BTreeMap::new();
    for finding in &mut findings {
        let line = examined.line(texts, &finding.place);
        if let Some(now) = renamed.get(&finding.place.path) {
            finding.place.path.clone_from(now);
        }
        lines.insert(finding.place.clone(), line);
    }
    Before {
        examined,
        findings,
        lines,
    }
}

fn state_of(files: &Files, contents: &BTreeMap<Blob, Vec<u8>>) -> State {
    let content = |blob: &Blob| contents.get(blob).cloned();
    let files = files.iter();
    files
        .map(|(path, blob)| (path.clone(), blob.as_ref().and_then(content)))
        .collect()
}

/// What was read and is not in the index.
fn untracked(texts: &Texts, tracked: &Tracked) -> State {
    let inputs = &texts.inputs;
    let sources = inputs.sources.iter().map(|(_, file)| &file.path);
    let manifests = inputs.manifests.iter().map(|manifest| &manifest.path);
    let schema_files = inputs.schema_files.iter().map(|file| &file.path);
    let paths = sources.chain(manifests).chain(schema_files);
    paths
        .filter(|path| !tracked.holds(path))
        .map(|path| (path.clone(), None))
        .collect()
}
