//! The tables between models that list each other, as Prisma 6 makes them.

use std::collections::BTreeMap;

use super::{
    Reader, attribute,
    model::{column_name, relation_name},
    names::constraint_name,
    origin, schema_of,
    syntax::{Arity, Block, Field},
};
use crate::schema::catalog::{
    constraint::{Constraint, ConstraintKind, Reference, ReferenceAction},
    relation::{Column, Index, Relation},
};

/// A field that lists rows of another model without a key of its own.
struct ListField<'b, 't> {
    path: &'t str,
    field: &'b Field<'t>,
}

impl<'b, 't> Reader<'b, 't> {
    pub(super) fn join_tables(&mut self) {
        let mut relations = BTreeMap::<_, Vec<ListField<'b, 't>>>::new();
        for (path, model) in self.blocks {
            for field in &model.fields {
                if field.arity != Arity::List || !self.models.contains_key(field.ty) {
                    continue;
                }
                let mut pair = [model.name, field.ty];
                pair.sort();
                let key = (pair, relation_of(field));
                relations
                    .entry(key)
                    .or_default()
                    .push(ListField { path, field });
            }
        }
        for ((pair, name), sides) in relations {
            // With one list only, the far side holds a foreign key.
            if sides.len() != 2 {
                continue;
            }
            let name = match name {
                Some(name) => format!("_{name}"),
                None => format!("_{}To{}", pair[0], pair[1]),
            };
            let table = self.join_table(name, pair, &sides);
            self.catalog.relations.extend(table);
        }
    }

    fn join_table(
        &self,
        name: String,
        pair: [&str; 2],
        sides: &[ListField<'_, '_>],
    ) -> Option<Relation> {
        let origin = origin(sides[0].path, sides[0].field.line);
        let mut relation = Relation {
            schema: schema_of(self.models.get(pair[0])?).to_owned(),
            origin: origin.clone(),
            ..Relation::default()
        };
        for (column, model) in ["A", "B"].into_iter().zip(pair) {
            let model = self.models.get(model)?;
            let id = id_field(model)?;
            relation.columns.push(Column {
                name: column.to_owned(),
                data_type: self.data_type(id),
                origin: origin.clone(),
                ..Column::default()
            });
            relation.constraints.push(Constraint {
                origin: origin.clone(),
                ..key(&name, column, model, id)
            });
        }
        relation.constraints.push(Constraint {
            name: constraint_name(&name, &["AB".to_owned()], "_pkey"),
            kind: ConstraintKind::PrimaryKey,
            columns: vec!["A".to_owned(), "B".to_owned()],
            origin: origin.clone(),
            ..Constraint::default()
        });
        relation.indexes.push(Index {
            name: constraint_name(&name, &["B".to_owned()], "_index"),
            columns: vec![Some("B".to_owned())],
            method: "btree".to_owned(),
            origin: origin.clone(),
            ..Index::default()
        });
        relation.name = name;
        Some(relation)
    }
}

/// The foreign key of a join table to the id of a model.
fn key(table: &str, column: &str, model: &Block<'_>, id: &Field<'_>) -> Constraint {
    let columns = vec![column.to_owned()];
    Constraint {
        name: constraint_name(table, &columns, "_fkey"),
        kind: ConstraintKind::ForeignKey,
        columns,
        references: Some(Reference {
            schema: schema_of(model).to_owned(),
            relation: relation_name(model).to_owned(),
            columns: vec![column_name(id).to_owned()],
            on_delete: ReferenceAction::Cascade,
            on_update: ReferenceAction::Cascade,
        }),
        ..Constraint::default()
    }
}

/// The name of the relation that a field is a side of.
fn relation_of<'b>(field: &'b Field<'_>) -> Option<&'b str> {
    attribute(&field.attributes, "relation")?.text("name", Some(0))
}

/// The field that is the primary key alone.
fn id_field<'b, 't>(model: &'b Block<'t>) -> Option<&'b Field<'t>> {
    let mut fields = model.fields.iter();
    fields.find(|field| attribute(&field.attributes, "id").is_some())
}
