//! The nodes of the page: those of the map, and the relations that nothing uses.

use rustc_hash::{FxHashMap, FxHashSet};

use super::{
    catalogs::{self, Catalogs},
    model::{self, Reached},
    places::Places,
};
use crate::{
    access::{CodeUnit, SchemaRef},
    map::{
        code_node,
        node::{Node, Object, SqlKind, SqlUnit},
    },
    operation::Known,
    reach::{EntryKind, Over, Reach},
    report::Report,
    schema::catalog::{
        constraint::{Constraint, ConstraintKind, ReferenceAction},
        relation::Relation,
    },
    source::FileId,
};

/// The nodes of a page.
pub(super) struct Nodes {
    /// Those of the map in the order of its graph, then the others.
    pub(super) list: Vec<model::Node>,
    pub(super) reached: Vec<Reached>,
    indexes: FxHashMap<Node, usize>,
}

impl Nodes {
    pub(super) fn index(&self, node: &Node) -> Option<usize> {
        self.indexes.get(node).copied()
    }

    fn add(&mut self, node: Node, data: model::Node) {
        self.indexes.insert(node, self.list.len());
        self.list.push(data);
    }
}

pub(super) fn nodes(
    report: &Report<'_>,
    catalogs: &Catalogs<'_>,
    places: &mut Places<'_>,
) -> Nodes {
    let mut nodes = Nodes {
        list: Vec::new(),
        reached: Vec::new(),
        indexes: FxHashMap::default(),
    };
    for node in report.map.graph.node_weights() {
        nodes.add(node.clone(), data(node, report, catalogs, places));
    }
    for object in catalogs.own() {
        let node = Node::Relation(object.clone());
        if nodes.index(&node).is_none() {
            let data = data(&node, report, catalogs, places);
            nodes.add(node, data);
        }
    }
    mark_tests(&mut nodes, report);
    add_reach(&mut nodes, report);
    nodes
}

/// Marks the code of files that hold tests.
fn mark_tests(nodes: &mut Nodes, report: &Report<'_>) {
    let accesses = report.analysis.accesses.iter();
    let in_tests = accesses.filter(|access| access.modifiers.in_test == Known::Yes);
    let entries = report.analysis.reach.entries.iter();
    let entered = entries.filter(|entry| entry.kind == EntryKind::Test);
    let files: FxHashSet<FileId> = in_tests
        .map(|access| access.file)
        .chain(entered.map(|entry| entry.unit.file))
        .collect();
    for (node, data) in report.map.graph.node_weights().zip(&mut nodes.list) {
        if let Node::Unit { path, .. } = node {
            let file = report.sources.by_path(path);
            data.test = file.is_some_and(|file| files.contains(&file));
        }
    }
}

fn data(
    node: &Node,
    report: &Report<'_>,
    catalogs: &Catalogs<'_>,
    places: &mut Places<'_>,
) -> model::Node {
    match node {
        Node::Unit { path, name } => model::Node {
            name: Some(name.clone()),
            path: Some(places.strings.index(path)),
            ..bare(node)
        },
        Node::Relation(object) => model::Node {
            class: report.classes.get(object).map(|classed| model::Class {
                name: classed.class.as_str(),
                because: classed.reason(),
                entries: classed.evidence.entries,
            }),
            ..relation(node, object, catalogs, places)
        },
        Node::Routine(object) => {
            let (origin, facts) = catalogs.routine(object);
            model::Node {
                schema: Some(schema(object, catalogs)),
                database: object.database.clone(),
                place: origin.map(|origin| places.of_origin(origin)),
                facts,
                ..bare(node)
            }
        }
        Node::Bucket { .. } | Node::EdgeFunction { .. } => bare(node),
        Node::Sql(unit) => sql_unit(node, unit, catalogs, places),
    }
}

fn bare(node: &Node) -> model::Node {
    model::Node {
        kind: node.kind(),
        label: node.label(),
        name: None,
        path: None,
        test: false,
        schema: None,
        database: String::new(),
        place: None,
        relation: None,
        class: None,
        facts: Vec::new(),
        side: None,
        side_because: String::new(),
        reached: None,
    }
}

fn schema(object: &Object, catalogs: &Catalogs<'_>) -> String {
    match &object.schema {
        SchemaRef::Default => catalogs.default_schema(&object.database).to_owned(),
        SchemaRef::Named(schema) => schema.clone(),
        SchemaRef::Unknown => "?".to_owned(),
    }
}

fn sql_unit(
    node: &Node,
    unit: &SqlUnit,
    catalogs: &Catalogs<'_>,
    places: &mut Places<'_>,
) -> model::Node {
    let (origin, facts) = catalogs.unit(unit);
    let (path, place) = match unit.kind {
        SqlKind::Migration | SqlKind::Seed => (
            Some(places.strings.index(&unit.name)),
            Some(places.of_line(&unit.name, 1)),
        ),
        SqlKind::Trigger | SqlKind::Policy | SqlKind::CronJob => {
            (None, origin.map(|origin| places.of_origin(origin)))
        }
    };
    model::Node {
        path,
        place,
        database: unit.database.clone(),
        facts,
        ..bare(node)
    }
}

fn relation(
    node: &Node,
    object: &Object,
    catalogs: &Catalogs<'_>,
    places: &mut Places<'_>,
) -> model::Node {
    let found = catalogs.relation(object);
    let origin = found.and_then(|relation| relation.origin.as_ref());
    model::Node {
        kind: found.map_or(node.kind(), catalogs::kind),
        schema: Some(schema(object, catalogs)),
        database: object.database.clone(),
        place: origin.map(|origin| places.of_origin(origin)),
        relation: found.map(|relation| facts(relation, object, catalogs, places)),
        ..bare(node)
    }
}

fn facts(
    relation: &Relation,
    object: &Object,
    catalogs: &Catalogs<'_>,
    places: &mut Places<'_>,
) -> model::Relation {
    let strings = &mut places.strings;
    let columns = relation.columns.iter().map(|column| {
        let data_type = column.data_type.as_ref().or(column.typescript.as_ref());
        model::Column {
            name: strings.index(&column.name),
            data_type: data_type.map(|data_type| strings.index(data_type)),
            nullable: column.nullable,
            default: column.has_default || column.generated.is_some(),
        }
    });
    model::Relation {
        columns: columns.collect(),
        open: relation.open,
        keys: relation
            .constraints
            .iter()
            .filter_map(|constraint| key(constraint, object, catalogs, places))
            .collect(),
        row_security: relation.row_security,
        platform: catalogs.is_of_platform(object),
    }
}

fn key(
    constraint: &Constraint,
    object: &Object,
    catalogs: &Catalogs<'_>,
    places: &mut Places<'_>,
) -> Option<model::Key> {
    let kind = match constraint.kind {
        ConstraintKind::PrimaryKey => "primary",
        ConstraintKind::Unique => "unique",
        ConstraintKind::ForeignKey => "foreign",
        ConstraintKind::Exclusion => "exclusion",
        ConstraintKind::Check => return None,
    };
    let mut texts = |names: &[String]| -> Vec<model::Text> {
        let names = names.iter();
        names.map(|name| places.strings.index(name)).collect()
    };
    let far = constraint.references.as_ref();
    Some(model::Key {
        kind,
        columns: texts(&constraint.columns),
        to: far.map(|far| catalogs.referenced(object, &far.schema, &far.relation)),
        to_columns: far.map(|far| texts(&far.columns)).unwrap_or_default(),
        on_delete: far.and_then(|far| action(far.on_delete)),
    })
}

fn action(action: ReferenceAction) -> Option<&'static str> {
    match action {
        ReferenceAction::NoAction => None,
        ReferenceAction::Restrict => Some("restrict"),
        ReferenceAction::Cascade => Some("cascade"),
        ReferenceAction::SetNull => Some("set null"),
        ReferenceAction::SetDefault => Some("set default"),
    }
}

/// Tells the units of code where they run, and which entry points lead to them.
fn add_reach(nodes: &mut Nodes, report: &Report<'_>) {
    let Reach { reached, sides, .. } = &report.analysis.reach;
    let index = |nodes: &Nodes, unit: &CodeUnit| nodes.index(&code_node(report.sources, unit));
    for (unit, running) in sides {
        if let Some(index) = index(nodes, unit) {
            nodes.list[index].side = Some(running.side.as_str());
            nodes.list[index].side_because.clone_from(&running.because);
        }
    }
    let mut known: FxHashMap<Reached, usize> = FxHashMap::default();
    for (unit, ways) in reached {
        let Some(index) = index(nodes, unit) else {
            continue;
        };
        let mut from = Reached::default();
        for way in ways {
            match way.over {
                Over::Itself => from.itself.push(way.entry),
                Over::Calls => from.calls.push(way.entry),
                Over::Imports => from.imports.push(way.entry),
            }
        }
        let next = nodes.reached.len();
        let shared = *known.entry(from.clone()).or_insert(next);
        if shared == next {
            nodes.reached.push(from);
        }
        nodes.list[index].reached = Some(shared);
    }
}
