//! How much depends on each relation: its class, with the numbers that decide.
//!
//! The rule is in `docs/architecture.md`, under "Classes", and in `rule`.

mod doubt;

mod reason;

mod rule;

#[cfg(test)]
mod tests;

pub(super) mod units;

pub(super) mod users;

use std::collections::{BTreeMap, BTreeSet};

use petgraph::graph::NodeIndex;

use self::{
    units::{Standing, Units},
    users::Users,
};
use super::{
    DataMap,
    node::{Node, Object},
};
use crate::{
    access::SchemaRef,
    declared::Class,
    reach::Over,
    schema::{
        Database,
        catalog::relation::{Relation, RelationKind},
        former,
    },
    survey::Survey,
};

/// The class of each relation that code, SQL or the catalog of a database knows.
#[derive(Clone, Debug, Default)]
pub struct Classes {
    by_relation: BTreeMap<Object, Classed>,
}

/// A class, and why.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Classed {
    pub class: Class,
    pub because: Because,
    pub evidence: Evidence,
}

/// What decided about a class.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Because {
    /// The configuration says so, with its reason.
    Declared(Option<String>),
    /// The configuration says that it should not be used, and what to use instead.
    DeclaredLegacy(Option<String>),
    /// Its name says that it is out of date, and what of.
    Name(Option<String>),
    /// Nothing uses it.
    Unused,
    /// Nothing is seen to use it, and this speaks against claiming more, as clauses.
    Doubtful(Vec<String>),
    /// Only tests and scripts use it.
    OnlyTestsAndScripts,
    /// No known entry point leads to the code that uses it.
    Unreached,
    /// Only SQL uses it, and nothing is seen to run that.
    Idle,
    /// How much it is used.
    Numbers,
}

/// The numbers behind a class; all of them count production alone unless they say otherwise.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Evidence {
    /// Entry points that are seen to run what uses it, and jobs of the database.
    pub entries: usize,
    /// Further entry points that import the code, of which they may run anything or nothing.
    pub imported: usize,
    /// Entry points and jobs that the project has.
    pub known_entries: usize,
    /// Files with code that uses it.
    pub modules: usize,
    /// Units of code that read it.
    pub readers: usize,
    /// Units of code that write it.
    pub writers: usize,
    /// Of those readers and writers, the ones that entry points only import.
    pub only_imported: usize,
    /// Views, routines, triggers, policies and jobs that read it and that production runs.
    pub sql_readers: usize,
    /// The same that write it.
    pub sql_writers: usize,
    /// Relations whose foreign keys lead to it.
    pub keys: usize,
    /// Units of SQL that read or write it and that nothing is seen to run.
    pub idle: usize,
    /// Units that no known entry point leads to.
    pub unreached: usize,
    pub scripts: usize,
    pub tests: usize,
    /// Whether it is a view, which is read without being written.
    pub is_view: bool,
    pub marks: Marks,
}

/// In what a relation is among the first quarter of those in use.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct Marks {
    /// Entry points that run what uses it, then those that import that; files where none is known.
    pub broad: bool,
    /// Units that read or write it.
    pub busy: bool,
    /// Relations whose foreign keys lead to it.
    pub referenced: bool,
}

/// A relation, with what is known of it from all sides.
struct Subject<'a> {
    object: Object,
    /// What the catalog says of it.
    known: Option<(usize, &'a Database, &'a Relation)>,
    users: Users,
    evidence: Evidence,
}

impl Classes {
    /// The classes of all relations.
    pub fn of(survey: &Survey<'_>, map: &DataMap) -> Self {
        let units = Units::of(survey, map);
        let mut subjects = subjects(survey, map, &units);
        rule::mark(&mut subjects);
        let unused: BTreeSet<&str> = subjects
            .iter()
            .filter(|subject| subject.is_unused(survey))
            .map(|subject| subject.object.name.as_str())
            .collect();
        let doubts = doubt::Doubts::new(survey, map, &unused);
        let classed = subjects.iter().map(|subject| {
            let (class, because) = rule::class(survey, &doubts, subject);
            let classed = Classed {
                class,
                because,
                evidence: subject.evidence.clone(),
            };
            (subject.object.clone(), classed)
        });
        Self {
            by_relation: classed.collect(),
        }
    }

    /// The class of a relation; `None` for what is no relation of the project.
    pub fn get(&self, relation: &Object) -> Option<&Classed> {
        self.by_relation.get(relation)
    }

    /// The class of a node of the map; `None` when it is no relation.
    pub fn of_node(&self, node: &Node) -> Option<Class> {
        match node {
            Node::Relation(object) => self.get(object).map(|classed| classed.class),
            Node::Unit { .. }
            | Node::Routine(_)
            | Node::Bucket { .. }
            | Node::EdgeFunction { .. }
            | Node::Sql(_) => None,
        }
    }

    /// All relations, ordered by database, schema and name.
    pub fn iter(&self) -> impl Iterator<Item = (&Object, &Classed)> {
        self.by_relation.iter()
    }
}

impl Subject<'_> {
    /// Whether no code and nothing that lasts in SQL uses it.
    fn is_unused(&self, survey: &Survey<'_>) -> bool {
        let Some((index, _, relation)) = self.known else {
            return false;
        };
        let (schema, name) = relation.key();
        let mut in_sql = survey.references[index].of_relation(schema, name);
        self.users.code.is_empty()
            && self.users.through.is_empty()
            && self.users.jobs == 0
            && !in_sql.any(crate::schema::references::Reference::is_lasting)
    }
}

/// Every relation of the catalogs, then those that only code or SQL names; in order.
fn subjects<'a>(survey: &Survey<'a>, map: &DataMap, units: &Units) -> Vec<Subject<'a>> {
    let mut known = BTreeMap::new();
    for (index, database) in survey.databases.iter().enumerate() {
        for relation in &database.catalog.relations {
            let object = Object {
                database: survey.database_name(Some(index)).to_owned(),
                schema: survey.schema_ref(Some(index), &relation.schema),
                name: relation.name.clone(),
            };
            known.insert(object, Some((index, database, relation)));
        }
    }
    for node in map.graph.node_weights() {
        if let Node::Relation(object) = node {
            known.entry(object.clone()).or_insert(None);
        }
    }
    let subjects = known.into_iter().map(|(object, known)| {
        let node = map.index(&Node::Relation(object.clone()));
        let users = node.map_or_else(Users::default, |node| users::users(survey, map, node));
        let mut evidence = evidence(map, units, &users);
        evidence.is_view = known.is_some_and(|(_, _, relation)| is_view(relation.kind));
        Subject {
            object,
            known,
            users,
            evidence,
        }
    });
    subjects.collect()
}

fn is_view(kind: RelationKind) -> bool {
    match kind {
        RelationKind::View | RelationKind::MaterializedView => true,
        RelationKind::Table | RelationKind::ForeignTable => false,
    }
}

fn evidence(map: &DataMap, units: &Units, users: &Users) -> Evidence {
    let standing = |wanted: Standing, nodes: &BTreeSet<NodeIndex>| {
        let nodes = nodes.iter();
        nodes
            .filter(|node| units.standing(**node) == wanted)
            .count()
    };
    let alive = |nodes: &BTreeSet<NodeIndex>| {
        let nodes = nodes.iter();
        nodes.filter(|node| units.is_alive(**node)).count()
    };
    let all_sql: BTreeSet<NodeIndex> = users
        .readers
        .sql
        .union(&users.writers.sql)
        .copied()
        .collect();
    let is_production = |node: &&NodeIndex| units.standing(**node) == Standing::Production;
    let modules: BTreeSet<&str> = users
        .through
        .iter()
        .filter(is_production)
        .filter_map(|&node| match &map.graph[node] {
            Node::Unit { path, .. } => Some(path.as_str()),
            Node::Relation(_)
            | Node::Routine(_)
            | Node::Bucket { .. }
            | Node::EdgeFunction { .. }
            | Node::Sql(_) => None,
        })
        .collect();
    let entries = units.entries_of(&users.through);
    let imported = entries.values().filter(|over| **over == Over::Imports);
    let imported = imported.count();
    let readers_and_writers = users.readers.code.union(&users.writers.code);
    Evidence {
        imported,
        entries: entries.len() - imported + users.jobs,
        known_entries: units.known,
        modules: modules.len(),
        readers: standing(Standing::Production, &users.readers.code),
        writers: standing(Standing::Production, &users.writers.code),
        only_imported: readers_and_writers
            .filter(|node| units.is_only_imported(**node))
            .count(),
        sql_readers: alive(&users.readers.sql),
        sql_writers: alive(&users.writers.sql),
        idle: all_sql.len() - alive(&all_sql),
        keys: users.keys,
        unreached: standing(Standing::Unreached, &users.code),
        scripts: standing(Standing::Script, &users.code),
        tests: standing(Standing::Test, &users.code),
        is_view: false,
        marks: Marks::default(),
    }
}

impl Evidence {
    /// Whether something in production reads it.
    pub fn is_read(&self) -> bool {
        self.readers + self.sql_readers > 0
    }

    /// Whether something in production writes it.
    pub fn is_written(&self) -> bool {
        self.writers + self.sql_writers > 0
    }

    /// Whether anything in production uses it, be it through SQL.
    pub fn is_used(&self) -> bool {
        self.is_read() || self.is_written() || self.modules > 0 || self.entries + self.imported > 0
    }
}

/// What the configuration or its name says of a relation.
fn said(survey: &Survey<'_>, subject: &Subject<'_>) -> Option<(Class, Because)> {
    let Object { schema, name, .. } = &subject.object;
    let index = subject.known.map(|(index, _, _)| index);
    let default = survey.default_schema(index);
    let schema = match schema {
        SchemaRef::Default => default,
        SchemaRef::Named(schema) => schema,
        SchemaRef::Unknown => return None,
    };
    let declared = &survey.declared;
    if let Some(declared) = declared.class_of(schema, name) {
        return Some((declared.class, Because::Declared(declared.because.clone())));
    }
    if let Some(legacy) = declared.legacy_of(schema, name, default) {
        let because = Because::DeclaredLegacy(legacy.replaced_by.clone());
        return Some((Class::Legacy, because));
    }
    let (_, database, relation) = subject.known?;
    let base = former::successor(&database.catalog, &relation.schema, &relation.name)?;
    Some((Class::Legacy, Because::Name(base)))
}
