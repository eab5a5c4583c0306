//! What speaks against saying that nothing uses a relation.

use std::collections::{BTreeMap, BTreeSet};

use super::Subject;
use crate::{
    access::TargetKind,
    map::{DataMap, node::Node},
    mention::{self, words},
    operation::Known,
    schema::{
        Database,
        catalog::State,
        references::{References, UserKind},
        source,
    },
    source::Location,
    survey::Survey,
};

/// How many relations code must use before those that are absent say something of the schema, and
/// the part of them, in percent, from which they do.
const FEWEST_USED: usize = 5;
const MANY_ABSENT: usize = 40;

pub(super) struct Doubts<'s, 'a> {
    survey: &'s Survey<'a>,
    /// Parallel to the databases: what is true of all relations of one.
    general: Vec<Vec<String>>,
    /// Where the names of unused relations stand in code.
    mentions: BTreeMap<String, Location>,
}

impl<'s, 'a> Doubts<'s, 'a> {
    /// `unused` are the names that will be asked for.
    pub(super) fn new(survey: &'s Survey<'a>, map: &DataMap, unused: &BTreeSet<&str>) -> Self {
        let databases = survey.databases.iter().enumerate();
        let general: Vec<Vec<String>> = databases
            .map(|(index, database)| general(survey, map, index, database))
            .collect();
        // Reading all code for words is for nothing where there is doubt already.
        let none = BTreeSet::new();
        let is_certain = general.iter().any(Vec::is_empty);
        let is_read =
            |file: &crate::source::SourceFile| source::by_path(survey.files, &file.path).is_none();
        let asked = if is_certain { unused } else { &none };
        Self {
            mentions: mention::first(survey.sources, asked, is_read),
            survey,
            general,
        }
    }

    /// What speaks against a relation being dead, as clauses; empty when nothing does.
    pub(super) fn about(&self, subject: &Subject<'_>) -> Vec<String> {
        let Some((index, database, relation)) = subject.known else {
            return vec!["no source of the schema knows it".to_owned()];
        };
        let mut doubts = self.general[index].clone();
        if relation.is_bookkeeping() {
            doubts.push("a tool keeps in it what it has done".to_owned());
        }
        if relation.state == State::Assumed {
            doubts.push("nothing creates it".to_owned());
        }
        if let Some(location) = self.mentions.get(&relation.name) {
            let file = self.survey.sources.get(location.file);
            let line = file.position(location.span.start).line;
            doubts.push(format!("the word is mentioned in {}:{line}", file.path));
        }
        let references = &self.survey.references[index];
        doubts.extend(dynamic_mention(references, database, &relation.name));
        doubts
    }
}

/// What speaks against any relation of a database being dead.
fn general(survey: &Survey<'_>, map: &DataMap, index: usize, database: &Database) -> Vec<String> {
    let mut doubts = Vec::new();
    if let Some(unread) = survey.analysis.unread.first() {
        doubts.push(format!(
            "the project uses {} ({}), which is not read and may use anything",
            unread.what, unread.example_path
        ));
    }
    if let Some(library) = database.mapper() {
        doubts.push(format!(
            "the project describes the database to {library}, whose queries are not read"
        ));
    }
    if !database.tells_uses() {
        doubts.push("no source of the schema tells what its views and functions use".to_owned());
    }
    let belongs = |database: Option<usize>| database.is_none_or(|database| database == index);
    let accesses = survey.accesses().iter();
    let accesses: Vec<_> = accesses
        .filter(|access| belongs(survey.database_of(access)))
        .collect();
    if accesses.is_empty() {
        doubts.push("no code was found that uses the database".to_owned());
    }
    let dynamic = accesses.iter().filter(|access| {
        access.target.kind == TargetKind::Relation
            && access.target.name.is_none()
            && !access.wrapper
            && access.modifiers.in_test != Known::Yes
    });
    let dynamic: Vec<_> = dynamic.collect();
    if let Some(first) = dynamic.first() {
        let file = survey.sources.get(first.file);
        let line = file.position(first.method_span.start).line;
        let what = match dynamic.len() {
            1 => "an access chooses its relation".to_owned(),
            number => format!("{number} accesses choose their relation"),
        };
        doubts.push(format!(
            "{what} at run time (first in {}:{line})",
            file.path
        ));
    }
    if !database.gaps.is_empty() || lacks_many(survey, map, index, database) {
        doubts.push("the schema is not known completely".to_owned());
    }
    doubts
}

/// Whether so many relations that code names are absent that the catalog is to blame.
fn lacks_many(survey: &Survey<'_>, map: &DataMap, index: usize, database: &Database) -> bool {
    let name = survey.database_name(Some(index));
    let mut used = 0;
    let mut absent = 0;
    for node in map.graph.node_indices() {
        let Node::Relation(object) = &map.graph[node] else {
            continue;
        };
        let mut edges = map.graph.edges(node);
        let mut incoming = map
            .graph
            .edges_directed(node, petgraph::Direction::Incoming);
        let is_named = edges.any(|edge| !edge.weight().accesses.is_empty())
            || incoming.any(|edge| !edge.weight().accesses.is_empty());
        if object.database != name || !is_named {
            continue;
        }
        used += 1;
        let schema = match &object.schema {
            crate::access::SchemaRef::Named(schema) => schema,
            crate::access::SchemaRef::Default => survey.default_schema(Some(index)),
            crate::access::SchemaRef::Unknown => continue,
        };
        let known = database.catalog.relation(schema, &object.name);
        absent += usize::from(known.is_none());
    }
    used >= FEWEST_USED && absent * 100 >= used * MANY_ABSENT
}

/// The first routine whose SQL is put together at run time and has a word in it.
fn dynamic_mention(references: &References, database: &Database, name: &str) -> Option<String> {
    let dynamic = references.dynamic.iter();
    let mut dynamic = dynamic.filter(|user| user.kind == UserKind::Routine);
    let found = dynamic.find(|user| {
        let mut routines = database.catalog.routines.iter();
        routines.any(|routine| {
            (&routine.schema, &routine.name) == (&user.schema, &user.name)
                && routine
                    .definition
                    .as_deref()
                    .is_some_and(|text| words(text).any(|(_, word)| word == name))
        })
    })?;
    Some(format!(
        "function `{}` puts SQL together and has the word in it",
        found.name
    ))
}
