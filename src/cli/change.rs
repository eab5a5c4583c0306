//! A project on the two sides of a change: what is done in the one can be done in the other.

use std::collections::{BTreeMap, BTreeSet};

use tabletrace::{
    git::{self, Blob, Files, Repository, Tracked},
    notice::{Notice, NoticeKind},
    schema::discover::named::NamedError,
    walk::state::{self, State},
};

use super::{error::CliError, input::Texts, survey::SubjectArguments};

/// The two states that are compared.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Against<'a> {
    /// The index with the last commit.
    LastCommit,
    /// The work tree with the commit at which it parted from a reference.
    Reference(&'a str),
    /// Two commits.
    Commits { base: &'a str, head: &'a str },
    /// A commit with the one at which it parted from another.
    Parted { from: &'a str, head: &'a str },
}

/// A change to a project whose texts are in the later state.
#[derive(Debug)]
pub(super) struct Change {
    /// Where the earlier state differs from the later one.
    base: State,
    /// The paths of files that were renamed, from the earlier to the later one.
    pub(super) renamed: BTreeMap<String, String>,
}

/// Asks git what changed, and puts the texts in the later state.
pub(super) fn enter(
    against: Against<'_>,
    arguments: &SubjectArguments,
    texts: &mut Texts,
) -> Result<Change, CliError> {
    let repository = Repository::around(&texts.root)?;
    let git::Change {
        mut head,
        tracked,
        mut base,
        renamed,
    } = match against {
        Against::LastCommit => repository.staged()?,
        Against::Reference(reference) => repository.since(reference)?,
        Against::Commits { base, head } => repository.between(base, head)?,
        Against::Parted { from, head } => repository.parted(from, head)?,
    };
    let named: BTreeSet<String> = arguments.named_sources(texts).into_iter().collect();
    let is_read = |path: &String| state::is_readable(path) || named.contains(path);
    head.retain(|path, _| is_read(path));
    base.retain(|path, _| is_read(path));
    let blobs = head.values().chain(base.values()).flatten();
    let contents = repository.contents(blobs)?;
    let lacking: BTreeSet<String> = [&head, &base]
        .into_iter()
        .flatten()
        .filter(|(_, blob)| {
            blob.as_ref()
                .is_some_and(|blob| !contents.contains_key(blob))
        })
        .map(|(path, _)| path.clone())
        .collect();
    let mut base = state_of(&base, &contents);
    let mut head = state_of(&head, &contents);
    leave_out(&lacking, [&mut head, &mut base], texts);
    head.extend(tracked.iter().flat_map(|tracked| untracked(texts, tracked)));
    state::enter(&mut texts.inputs, &texts.options, &head)?;
    texts.state = head;
    Ok(Change { base, renamed })
}

impl Change {
    /// What `look` finds in the earlier state; the texts are in the later one again afterwards.
    pub(super) fn before<T>(
        &self,
        texts: &mut Texts,
        look: impl FnOnce(&Texts) -> Result<T, CliError>,
    ) -> Result<T, CliError> {
        let head = texts.state.clone();
        let taken = state::enter(&mut texts.inputs, &texts.options, &self.base)?;
        texts.state.extend(self.base.clone());
        let found = look(texts);
        taken.leave(&mut texts.inputs);
        texts.state = head;
        found
    }
}

/// Does `otherwise` where a source of schema that is named is not there yet: it came with the change.
pub(super) fn or_without_schema<T>(
    found: Result<T, CliError>,
    otherwise: impl FnOnce() -> Result<T, CliError>,
) -> Result<T, CliError> {
    match found {
        Err(CliError::Named(NamedError::Nothing { .. })) => otherwise(),
        other => other,
    }
}

/// Leaves files out of both states whose content git lacks in one: what they do there is not known.
fn leave_out(lacking: &BTreeSet<String>, states: [&mut State; 2], texts: &mut Texts) {
    for state in states {
        state.extend(lacking.iter().map(|path| (path.clone(), None)));
    }
    texts
        .inputs
        .notices
        .extend(lacking.iter().map(|path| Notice {
            path: path.clone(),
            line: None,
            kind: NoticeKind::Unreadable,
            message: "git lacks its content, so it is left out of what is compared".to_owned(),
        }));
}

fn state_of(files: &Files, contents: &BTreeMap<Blob, Vec<u8>>) -> State {
    let content = |blob: &Blob| contents.get(blob).cloned();
    let files = files.iter();
    files
        .map(|(path, blob)| (path.clone(), blob.as_ref().and_then(content)))
        .collect()
}

/// What was read and is not in the later state.
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
