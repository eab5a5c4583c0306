//! Which failed statement others fail because of.

use rustc_hash::FxHashMap;

use super::{describe::Item, session::Session, state::object::Class};
use crate::schema::statement::{Missing, MissingKind, SqlError, Statements};

/// What is missing, and the failed statement that is to blame for it.
#[derive(Debug, Default)]
pub(super) struct Blame {
    /// By what would be there had the statement not failed.
    roots: FxHashMap<Absent, usize>,
}

/// A thing by its kind and name, wherever in the search path it may be.
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
struct Absent {
    kind: MissingKind,
    relation: Option<String>,
    name: String,
}

impl Absent {
    fn of(missing: &Missing) -> Self {
        Self {
            kind: missing.kind,
            relation: missing.relation.clone(),
            name: missing.name.clone(),
        }
    }
}

impl Blame {
    /// The failed statement that an error goes back to; the error is that of statement `index`,
    /// which from now on is to blame for what it misses and nobody made.
    pub(super) fn cause(&mut self, error: &SqlError, index: usize) -> Option<usize> {
        let missing = error.missing.as_ref()?;
        let known = self.roots.get(&Absent::of(missing)).copied();
        if known.is_none() {
            self.roots.insert(Absent::of(missing), index);
        }
        known
    }

    /// Notes that a statement with the root cause `root` would have made `items`; their names.
    pub(super) fn created(&mut self, items: &[Item], root: usize) -> Vec<String> {
        for item in items {
            self.roots.entry(Absent::of(&item.missing)).or_insert(root);
        }
        items.iter().map(|item| item.words.clone()).collect()
    }
}

/// Adds to root causes what would mend them: the missing thing is made later.
pub(super) fn add_help(statements: &mut Statements, strict: &Session, intended: &Session) {
    let files = &statements.files;
    for failed in &mut statements.failed {
        if failed.caused_by.is_some() || failed.error.help.is_some() {
            continue;
        }
        let Some(missing) = &failed.error.missing else {
            continue;
        };
        let made = [strict, intended]
            .into_iter()
            .find_map(|session| file_that_makes(session, missing));
        let Some(file) = made.and_then(|file| files.get(file as usize).map(|path| (file, path)))
        else {
            continue;
        };
        let name = file.1.rsplit('/').next().unwrap_or(file.1);
        failed.error.help = Some(if file.0 as usize == failed.place.file {
            format!("`{}` is created later, in the same file", missing.name)
        } else {
            format!("`{}` is created later, in {name}", missing.name)
        });
    }
}

/// The file with the statement that makes what is missing.
fn file_that_makes(session: &Session, missing: &Missing) -> Option<u32> {
    let class = match missing.kind {
        MissingKind::Relation => Class::Relation,
        MissingKind::Type => Class::Type,
        MissingKind::Routine => Class::Routine,
        MissingKind::Schema => Class::Schema,
        MissingKind::Extension => Class::Extension,
        MissingKind::Role => Class::Role,
        MissingKind::Publication => Class::Publication,
        MissingKind::Column
        | MissingKind::Constraint
        | MissingKind::Index
        | MissingKind::Policy
        | MissingKind::Trigger
        | MissingKind::EnumLabel
        | MissingKind::Other => return None,
    };
    let schemas = match &missing.schema {
        Some(schema) => vec![session.state.schema(schema)?],
        None => session.path(),
    };
    let parents = schemas.into_iter().map(Some).chain([None]);
    let mut found = parents.filter_map(|parent| session.state.find(class, parent, &missing.name));
    let object = session.state.object(found.next()?)?;
    let is_assumed = object.relation().is_some_and(|relation| relation.assumed);
    (!is_assumed).then_some(object.definition?.file)
}
