//! Models and views: columns, keys and indexes.

use super::{
    Reader, attribute, mapped,
    names::{FieldNames, FieldTarget, LONGEST, ModelNames, constraint_name, property},
    origin, schema_of,
    syntax::{Arity, Attribute, Block, Expression, Field},
    types::{brackets, scalar_type},
};
use crate::{
    notice::NoticeKind,
    schema::{
        catalog::{
            constraint::{Constraint, ConstraintKind},
            relation::{Column, Index, Relation, RelationKind},
        },
        quoting::type_name,
    },
};

impl<'t> Reader<'_, 't> {
    pub(super) fn model(&mut self, path: &'t str, block: &Block<'t>) {
        let mut relation = Relation {
            schema: schema_of(block).to_owned(),
            name: relation_name(block).to_owned(),
            kind: match block.keyword {
                "view" => RelationKind::View,
                _ => RelationKind::Table,
            },
            origin: origin(path, block.line),
            ..Relation::default()
        };
        let mut names = ModelNames {
            property: property(block.name),
            schema: relation.schema.clone(),
            relation: relation.name.clone(),
            ignored: attribute(&block.attributes, "ignore").is_some(),
            ..ModelNames::default()
        };
        for field in &block.fields {
            let target = self.field(path, block, field, &mut relation);
            let Some(target) = target else {
                continue;
            };
            let field_names = FieldNames {
                target,
                ignored: attribute(&field.attributes, "ignore").is_some(),
                filled_by_client: is_filled_by_client(field),
            };
            names.fields.insert(field.name.to_owned(), field_names);
        }
        for found in &block.attributes {
            self.block_attribute(path, block, found, &mut relation, &mut names);
        }
        if relation.kind == RelationKind::View {
            relation.constraints.clear();
            relation.indexes.clear();
        }
        self.names.models.insert(block.name.to_owned(), names);
        self.catalog.relations.push(relation);
    }

    /// Puts the column or key that a field is into the relation.
    fn field(
        &mut self,
        path: &'t str,
        block: &Block<'t>,
        field: &Field<'t>,
        relation: &mut Relation,
    ) -> Option<FieldTarget> {
        if self.models.contains_key(field.ty) {
            let key = self.foreign_key(path, block, field);
            relation.constraints.extend(key);
            return Some(FieldTarget::Model(field.ty.to_owned()));
        }
        let Some(data_type) = self.data_type(field) else {
            let message = format!(
                "the type `{}` of the field `{}.{}` is not defined",
                field.ty, block.name, field.name
            );
            self.notice(Some((path, field.line)), NoticeKind::Schema, message);
            return None;
        };
        let column = column_name(field).to_owned();
        relation.columns.push(Column {
            name: column.clone(),
            data_type: Some(data_type),
            nullable: match field.arity {
                Arity::Required => false,
                Arity::Optional | Arity::List => true,
            },
            has_default: has_default(field),
            origin: origin(path, field.line),
            ..Column::default()
        });
        self.sequence(field, &column, relation);
        for found in &field.attributes {
            let columns = vec![column.clone()];
            match found.name {
                "id" => {
                    let key = primary_key(path, relation, found, columns);
                    relation.constraints.push(key);
                }
                "unique" => {
                    let index = index(path, relation, found, columns, "_key");
                    relation.indexes.push(index);
                }
                _ => {}
            }
        }
        Some(FieldTarget::Column(column))
    }

    /// Puts down the sequence of a serial column, unless Postgres would have to cut its name.
    fn sequence(&mut self, field: &Field<'_>, column: &str, relation: &Relation) {
        let name = format!("{}_{column}_seq", relation.name);
        let is_serial = matches!(default(field), Some(Expression::Call("autoincrement", _)));
        if is_serial && name.len() <= LONGEST {
            let name = format!("{}.{name}", relation.schema);
            self.catalog.sequences.insert(name);
        }
    }

    /// The type of a field's column; `None` when no such type is defined.
    pub(super) fn data_type(&self, field: &Field<'_>) -> Option<String> {
        let ty = scalar_type(field).or_else(|| {
            let block = self.enums.get(field.ty)?;
            let name = mapped(&block.attributes).unwrap_or(block.name);
            Some(type_name(schema_of(block), name))
        })?;
        Some(ty + brackets(field))
    }

    fn block_attribute(
        &self,
        path: &str,
        block: &Block<'_>,
        found: &Attribute<'_>,
        relation: &mut Relation,
        names: &mut ModelNames,
    ) {
        let fields = found.argument("fields", Some(0));
        let fields = fields.map_or_else(Vec::new, Expression::names);
        let columns = columns(block, &fields);
        match found.name {
            "id" => relation
                .constraints
                .push(primary_key(path, relation, found, columns)),
            "unique" => relation
                .indexes
                .push(index(path, relation, found, columns, "_key")),
            "index" => relation
                .indexes
                .push(index(path, relation, found, columns, "_idx")),
            _ => return,
        }
        if fields.len() > 1 && found.name != "index" {
            let name = found.text("name", None);
            let name = name.map_or_else(|| fields.join("_"), str::to_owned);
            let fields = fields.into_iter().map(str::to_owned);
            names.keys.insert(name, fields.collect());
        }
    }
}

/// The columns of fields, as far as the model has such fields.
pub(super) fn columns(block: &Block<'_>, fields: &[&str]) -> Vec<String> {
    let names = fields.iter().map(|name| {
        let mut fields = block.fields.iter();
        let field = fields.find(|field| field.name == *name);
        field.map_or(*name, |field| column_name(field)).to_owned()
    });
    names.collect()
}

pub(super) fn column_name<'b>(field: &'b Field<'_>) -> &'b str {
    mapped(&field.attributes).unwrap_or(field.name)
}

pub(super) fn relation_name<'b>(block: &'b Block<'_>) -> &'b str {
    mapped(&block.attributes).unwrap_or(block.name)
}

fn primary_key(
    path: &str,
    relation: &Relation,
    found: &Attribute<'_>,
    columns: Vec<String>,
) -> Constraint {
    let name = found.text("map", None).map(str::to_owned);
    Constraint {
        name: name.unwrap_or_else(|| constraint_name(&relation.name, &[], "_pkey")),
        kind: ConstraintKind::PrimaryKey,
        columns,
        origin: origin(path, found.line),
        ..Constraint::default()
    }
}

fn index(
    path: &str,
    relation: &Relation,
    found: &Attribute<'_>,
    columns: Vec<String>,
    suffix: &str,
) -> Index {
    let name = found.text("map", None).map(str::to_owned);
    let method = found.argument("type", None).and_then(Expression::word);
    Index {
        name: name.unwrap_or_else(|| constraint_name(&relation.name, &columns, suffix)),
        unique: found.name == "unique",
        columns: columns.into_iter().map(Some).collect(),
        method: method.map_or_else(|| "btree".to_owned(), str::to_lowercase),
        origin: origin(path, found.line),
        ..Index::default()
    }
}

/// Whether the database gives a value that an insert leaves out.
fn has_default(field: &Field<'_>) -> bool {
    match default(field) {
        Some(Expression::Call(function, arguments)) => match *function {
            "now" | "autoincrement" | "sequence" => true,
            "dbgenerated" => !arguments.is_empty(),
            _ => false,
        },
        Some(
            Expression::Text(_) | Expression::Word(_) | Expression::List(_) | Expression::Other,
        ) => true,
        None => false,
    }
}

/// Whether Prisma's client gives a value that code leaves out.
fn is_filled_by_client(field: &Field<'_>) -> bool {
    let is_made = match default(field) {
        Some(Expression::Call(function, _)) => {
            matches!(*function, "uuid" | "cuid" | "nanoid" | "ulid" | "auto")
        }
        Some(
            Expression::Text(_) | Expression::Word(_) | Expression::List(_) | Expression::Other,
        )
        | None => false,
    };
    is_made || attribute(&field.attributes, "updatedAt").is_some()
}

fn default<'b, 't>(field: &'b Field<'t>) -> Option<&'b Expression<'t>> {
    attribute(&field.attributes, "default")?.argument("value", Some(0))
}
