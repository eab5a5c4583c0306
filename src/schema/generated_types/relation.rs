//! Tables and views, with the foreign keys told of them.

use std::{borrow::Cow, collections::BTreeSet, rc::Rc};

use tree_sitter::Node;

use super::{
    Reader,
    node::{children, flattened, unwrapped},
    shape::Object,
};
use crate::schema::catalog::{
    constraint::{Constraint, ConstraintKind, Reference},
    relation::{Relation, RelationKind},
};

/// The schema of `users` where no relation of the file is called so: older generators also told
/// of keys that leave the schemas they were asked for.
const USERS: (&str, &str) = ("auth", "users");

impl<'t> Reader<'t> {
    pub(super) fn relations(
        &mut self,
        schema: &str,
        tables: &Object<'t>,
        views: &Object<'t>,
        functions: &Object<'t>,
    ) {
        for (name, member) in &tables.members {
            if member.types.is_empty() {
                continue;
            }
            let table = self.shapes.object(&member.types);
            let mut relation = self.relation(schema, name, RelationKind::Table, &table);
            relation.origin = self.origin(member.node);
            let computed = self.computed_fields(&table);
            let insert = self.shapes.object(table.types("Insert"));
            relation.columns.retain(|column| {
                let is_function = !insert.members.contains_key(column.name.as_str())
                    && functions.members.contains_key(column.name.as_str())
                    && self.is_computed_field(functions, &column.name);
                !computed.contains(column.name.as_str()) && !is_function
            });
            self.hold_against_insert(&mut relation.columns, &insert);
            relation.constraints = self.keys(schema, &table, tables);
            self.catalog.relations.push(relation);
        }
        for (name, member) in &views.members {
            if member.types.is_empty() || tables.members.contains_key(name) {
                continue;
            }
            let view = self.shapes.object(&member.types);
            let mut relation = self.relation(schema, name, RelationKind::View, &view);
            relation.origin = self.origin(member.node);
            let computed = self.computed_fields(&view);
            let is_column = |name: &str| !computed.contains(name);
            relation.columns.retain(|column| is_column(&column.name));
            relation.updatable = view.members.contains_key("Insert");
            relation.constraints = self.keys(schema, &view, tables);
            self.catalog.relations.push(relation);
        }
    }

    fn relation(
        &mut self,
        schema: &str,
        name: &str,
        kind: RelationKind,
        object: &Object<'t>,
    ) -> Relation {
        let place = format!("{schema}.{name}");
        let row = self.shapes.object(object.types("Row"));
        let mut open = self.note_unknown(object, &place);
        // The row that is not known may be the one type that the whole is not.
        if object.unknown.is_empty() {
            open |= self.note_unknown(&row, &place);
        }
        let has_row = object.members.contains_key("Row");
        let has_error = object.types("Row").iter().any(Node::has_error);
        Relation {
            schema: schema.to_owned(),
            name: name.to_owned(),
            kind,
            columns: self.columns(&row),
            open: open || !has_row || has_error,
            ..Relation::default()
        }
    }

    /// The functions that stand among the columns, as the member of this name lists them.
    fn computed_fields(&self, relation: &Object<'t>) -> BTreeSet<Cow<'t, str>> {
        let listed = relation.types("ComputedFields").iter();
        let names = listed.flat_map(|&node| flattened(node));
        names.filter_map(|name| self.shapes.string(name)).collect()
    }

    /// Whether a function takes nothing but one argument without a name, such as a row.
    fn is_computed_field(&mut self, functions: &Object<'t>, name: &str) -> bool {
        let overloads = functions.types(name).iter();
        let overloads: Vec<_> = overloads.flat_map(|&node| flattened(node)).collect();
        overloads.into_iter().any(|overload| {
            let overload = self.shapes.object(&[overload]);
            let arguments = self.shapes.object(overload.types("Args"));
            arguments.members.len() == 1 && arguments.members.contains_key("")
        })
    }

    /// The foreign keys of a relation; each that is one to one also makes a unique key without a
    /// name.
    fn keys(
        &mut self,
        schema: &str,
        relation: &Object<'t>,
        tables: &Object<'t>,
    ) -> Vec<Constraint> {
        let Some(&list) = relation.types("Relationships").last() else {
            return Vec::new();
        };
        let mut keys = Vec::new();
        let mut unique = BTreeSet::new();
        for node in children(unwrapped(list)) {
            let object = self.shapes.object(&[node]);
            let Some(key) = self.key_of(schema, &object, tables) else {
                continue;
            };
            if self.is_true(object.types("isOneToOne")) {
                unique.insert(key.columns.clone());
            }
            keys.push(Constraint {
                origin: self.origin(node),
                ..key
            });
        }
        keys.sort_by_key(|key| {
            let references = key.references.as_ref();
            !references.is_some_and(|far| tables.members.contains_key(far.relation.as_str()))
        });
        keys.extend(unique.into_iter().map(|columns| Constraint {
            kind: ConstraintKind::Unique,
            columns,
            ..Constraint::default()
        }));
        keys
    }

    fn key_of(
        &self,
        schema: &str,
        relationship: &Rc<Object<'t>>,
        tables: &Object<'t>,
    ) -> Option<Constraint> {
        let text = |name| {
            let &node = relationship.types(name).last()?;
            self.shapes.string(node).map(Cow::into_owned)
        };
        let relation = text("referencedRelation")?;
        let is_users = relation == USERS.1 && !tables.members.contains_key(USERS.1);
        let schema = if is_users { USERS.0 } else { schema };
        Some(Constraint {
            name: text("foreignKeyName").unwrap_or_default(),
            kind: ConstraintKind::ForeignKey,
            columns: self.strings(relationship.types("columns")),
            references: Some(Reference {
                schema: schema.to_owned(),
                relation,
                columns: self.strings(relationship.types("referencedColumns")),
                ..Reference::default()
            }),
            ..Constraint::default()
        })
    }

    /// The strings of a tuple.
    fn strings(&self, types: &[Node<'t>]) -> Vec<String> {
        let tuple = types
            .last()
            .map_or_else(Vec::new, |&node| children(unwrapped(node)));
        let strings = tuple
            .into_iter()
            .filter_map(|node| self.shapes.string(node));
        strings.map(Cow::into_owned).collect()
    }

    pub(super) fn is_true(&self, types: &[Node<'t>]) -> bool {
        types
            .last()
            .is_some_and(|&node| self.shapes.text_of(node) == "true")
    }
}
