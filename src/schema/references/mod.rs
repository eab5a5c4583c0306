//! What SQL uses: the relations, columns and routines that views, bodies of routines, policies,
//! triggers, keys, jobs, migrations and seeds name.

mod block;

mod change;

mod column;

mod expression;

mod files;

mod names;

mod objects;

mod query;

mod routine;

mod statement;

#[cfg(test)]
mod tests;

mod view;

mod walker;

use std::collections::{BTreeMap, BTreeSet};

pub use self::files::{Definition, failed};
use self::{names::Names, objects::Objects};
use super::{Database, source::SchemaFile};
use crate::{source::Span, stack};

/// One mention of a relation or routine in SQL.
#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub struct Reference {
    pub by: User,
    pub effect: Effect,
    pub target: Target,
    /// The columns of the target that are named along with it.
    pub columns: BTreeSet<String>,
    /// Whether all columns are meant: `*`, the row as a whole, an insert without a list.
    pub all_columns: bool,
    /// The name, where it stands in a file that was read.
    pub site: Option<Site>,
}

/// What uses something.
#[derive(Clone, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct User {
    pub kind: UserKind,
    /// Empty for jobs and files.
    pub schema: String,
    /// What it hangs on: of triggers, policies, keys, checks, indexes, and of defaults and generated
    /// columns, which have the name of their column.
    pub relation: Option<String>,
    /// The path of a file.
    pub name: String,
}

#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum UserKind {
    View,
    Routine,
    Trigger,
    Policy,
    Check,
    /// Primary, unique and exclusion constraints.
    Key,
    ForeignKey,
    Default,
    Generated,
    Index,
    CronJob,
    /// Statements of a migration that read or change rows when it is applied.
    Migration,
    Seed,
}

/// What is done with it.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum Effect {
    Read,
    Insert,
    Update,
    /// `DELETE` and `TRUNCATE`.
    Delete,
    Call,
    /// It is needed, but no rows of it are read: keys, types, what hangs on a relation.
    Needs,
}

/// What is used.
#[derive(Clone, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct Target {
    pub kind: TargetKind,
    /// That in which it was found; as written where it was not.
    pub schema: Option<String>,
    pub name: String,
    pub found: Found,
}

#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum TargetKind {
    Relation,
    Routine,
}

/// Where a name leads.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum Found {
    /// To something in the catalog.
    Own,
    /// To something of Postgres, the platform or an extension, or made while the SQL runs.
    Foreign,
    Missing,
}

/// A span of a file that was read.
#[derive(Clone, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct Site {
    pub path: String,
    pub span: Span,
}

/// A column that SQL names and its relation lacks.
#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub struct MissingColumn {
    pub by: User,
    pub schema: String,
    pub relation: String,
    pub column: String,
    pub site: Option<Site>,
}

/// Everything that SQL uses.
#[derive(Clone, Debug, Default)]
pub struct References {
    /// Ordered by user, then by what is used.
    pub uses: Vec<Reference>,
    pub missing_columns: Vec<MissingColumn>,
    /// Users that put SQL together at run time, and so may use more.
    pub dynamic: Vec<User>,
    /// Indexes into `uses`, by the name of what is used.
    by_name: BTreeMap<(TargetKind, String), Vec<usize>>,
}

/// What the objects of a database use, and the statements of its migrations and seeds.
///
/// Names are found along the search path of a routine, else in `public`, else wherever there is
/// only one of the name.
pub fn references(database: &Database, files: &[SchemaFile]) -> References {
    stack::deep(|| {
        let names = Names::new(database);
        let mut references = Objects {
            names: &names,
            catalog: &database.catalog,
            files,
        }
        .all();
        references.append(files::rows(database, &names, files));
        references.uses.sort();
        references.uses.dedup();
        references.missing_columns.sort();
        references.missing_columns.dedup();
        references.index();
        references
    })
}

impl References {
    /// The uses of whatever has a name, in any schema.
    pub fn named(&self, kind: TargetKind, name: &str) -> impl Iterator<Item = &Reference> {
        let indexes = self.by_name.get(&(kind, name.to_owned()));
        indexes
            .into_iter()
            .flatten()
            .map(|&index| &self.uses[index])
    }

    /// What SQL does with a relation, but for what is part of it and the view itself.
    pub fn of_relation<'a>(
        &'a self,
        schema: &'a str,
        name: &'a str,
    ) -> impl Iterator<Item = &'a Reference> {
        let uses = self.named(TargetKind::Relation, name);
        uses.filter(move |reference| {
            let by = &reference.by;
            let is_itself = by.kind == UserKind::View && by.name == name;
            reference.target.is(TargetKind::Relation, schema, name)
                && !by.hangs_on(schema, name)
                && !is_itself
        })
    }

    fn index(&mut self) {
        for (index, Reference { target, .. }) in self.uses.iter().enumerate() {
            let name = (target.kind, target.name.clone());
            self.by_name.entry(name).or_default().push(index);
        }
    }

    fn append(&mut self, mut other: Self) {
        self.uses.append(&mut other.uses);
        self.missing_columns.append(&mut other.missing_columns);
        self.dynamic.append(&mut other.dynamic);
    }
}

impl Reference {
    /// Whether it keeps its target in use: a migration's reading or filling does not.
    pub fn is_lasting(&self) -> bool {
        match self.by.kind {
            UserKind::View
            | UserKind::Routine
            | UserKind::Trigger
            | UserKind::Policy
            | UserKind::Check
            | UserKind::Key
            | UserKind::ForeignKey
            | UserKind::Default
            | UserKind::Generated
            | UserKind::Index
            | UserKind::CronJob => true,
            UserKind::Migration | UserKind::Seed => false,
        }
    }
}

impl User {
    /// Whether it is part of a relation: what is used by it alone is not used.
    pub fn hangs_on(&self, schema: &str, name: &str) -> bool {
        self.schema == schema && self.relation.as_deref() == Some(name)
    }
}

impl Target {
    /// Whether it is this one of the catalog.
    pub fn is(&self, kind: TargetKind, schema: &str, name: &str) -> bool {
        self.kind == kind
            && self.found == Found::Own
            && self.schema.as_deref() == Some(schema)
            && self.name == name
    }
}
