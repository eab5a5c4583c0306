//! What stands at the ends of edges.

use crate::access::SchemaRef;

use super::qualified;

/// What stands for the name of a unit that is the module itself.
pub const MODULE: &str = "(module)";

/// An end of an edge.
#[derive(Clone, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum Node {
    /// A piece of code.
    Unit {
        path: String,
        /// Never empty: [`MODULE`] for the module itself.
        name: String,
    },
    /// A table or view; a view is also the unit that reads others.
    Relation(Object),
    /// A function or procedure, which is also the unit that reads and writes; its overloads are one.
    Routine(Object),
    Bucket {
        name: String,
    },
    EdgeFunction {
        name: String,
    },
    Sql(SqlUnit),
}

/// A relation or routine.
#[derive(Clone, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct Object {
    /// Empty when the project has one database, and where it is not known which.
    pub database: String,
    /// `Default` for the first schema that the API exposes, however the code or SQL names it.
    pub schema: SchemaRef,
    pub name: String,
}

/// SQL that uses relations and routines and is none.
#[derive(Clone, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct SqlUnit {
    pub kind: SqlKind,
    /// As in [`Object`].
    pub database: String,
    /// What it hangs on: of triggers and policies.
    pub relation: Option<(SchemaRef, String)>,
    /// The path of a file.
    pub name: String,
}

#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum SqlKind {
    Trigger,
    Policy,
    CronJob,
    /// Statements of a migration that change or read rows when it is applied.
    Migration,
    Seed,
}

impl SqlKind {
    pub const ALL: [Self; 5] = [
        Self::Trigger,
        Self::Policy,
        Self::CronJob,
        Self::Migration,
        Self::Seed,
    ];

    /// The word for it in output.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Trigger => "trigger",
            Self::Policy => "policy",
            Self::CronJob => "cron_job",
            Self::Migration => "migration",
            Self::Seed => "seed",
        }
    }
}

impl Node {
    /// The word for its kind in output.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Unit { .. } => "code",
            Self::Relation(_) => "table",
            Self::Routine(_) => "routine",
            Self::Bucket { .. } => "bucket",
            Self::EdgeFunction { .. } => "edge_function",
            Self::Sql(unit) => unit.kind.as_str(),
        }
    }

    /// The node as one word: `path#name` for code, `schema.name` for what a database holds,
    /// `relation.name` for what hangs on a relation.
    pub fn label(&self) -> String {
        match self {
            Self::Unit { path, name } => format!("{path}#{name}"),
            Self::Relation(object) | Self::Routine(object) => object.label(),
            Self::Bucket { name } | Self::EdgeFunction { name } => name.clone(),
            Self::Sql(unit) => unit.label(),
        }
    }
}

impl Object {
    /// `schema.name`, or the name alone in the default schema; with the database in front when
    /// there are several.
    pub fn label(&self) -> String {
        in_database(&self.database, &qualified(&self.schema, &self.name))
    }
}

impl SqlUnit {
    fn label(&self) -> String {
        let name = match &self.relation {
            Some((schema, relation)) => format!("{}.{}", qualified(schema, relation), self.name),
            None => self.name.clone(),
        };
        match self.kind {
            // A path says itself where it is.
            SqlKind::Migration | SqlKind::Seed => name,
            SqlKind::Trigger | SqlKind::Policy | SqlKind::CronJob => {
                in_database(&self.database, &name)
            }
        }
    }
}

fn in_database(database: &str, label: &str) -> String {
    if database.is_empty() {
        label.to_owned()
    } else {
        format!("{database}:{label}")
    }
}
