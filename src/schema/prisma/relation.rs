//! Relation fields that hold a foreign key.

use super::{
    Reader, attribute,
    model::{columns, relation_name},
    names::constraint_name,
    origin, schema_of,
    syntax::{Arity, Attribute, Block, Expression, Field},
};
use crate::schema::catalog::constraint::{Constraint, ConstraintKind, Reference, ReferenceAction};

impl<'t> Reader<'_, 't> {
    /// The foreign key of a field, when it is on this side of the relation.
    pub(super) fn foreign_key(
        &self,
        path: &str,
        block: &Block<'t>,
        field: &Field<'t>,
    ) -> Option<Constraint> {
        // Without foreign keys the client alone keeps rows together.
        let mode = self.setting("relationMode").and_then(Expression::text);
        let relation = attribute(&field.attributes, "relation")?;
        let fields = relation.argument("fields", None)?.names();
        let far = self.models.get(field.ty)?;
        if mode == Some("prisma") || block.keyword == "view" || far.keyword == "view" {
            return None;
        }
        let references = relation.argument("references", None)?.names();
        let columns_here = columns(block, &fields);
        let name = relation.text("map", None).map(str::to_owned);
        Some(Constraint {
            name: name
                .unwrap_or_else(|| constraint_name(relation_name(block), &columns_here, "_fkey")),
            kind: ConstraintKind::ForeignKey,
            references: Some(Reference {
                schema: schema_of(far).to_owned(),
                relation: relation_name(far).to_owned(),
                columns: columns(far, &references),
                on_delete: action(relation, "onDelete").unwrap_or_else(|| {
                    match is_required(block, &fields) {
                        true => ReferenceAction::Restrict,
                        false => ReferenceAction::SetNull,
                    }
                }),
                on_update: action(relation, "onUpdate").unwrap_or(ReferenceAction::Cascade),
            }),
            columns: columns_here,
            origin: origin(path, field.line),
            ..Constraint::default()
        })
    }
}

/// Whether one of the fields must have a value.
fn is_required(block: &Block<'_>, fields: &[&str]) -> bool {
    let mut of_key = block
        .fields
        .iter()
        .filter(|field| fields.contains(&field.name));
    of_key.any(|field| field.arity == Arity::Required)
}

fn action(relation: &Attribute<'_>, name: &str) -> Option<ReferenceAction> {
    match relation.argument(name, None)?.word()? {
        "NoAction" => Some(ReferenceAction::NoAction),
        "Restrict" => Some(ReferenceAction::Restrict),
        "Cascade" => Some(ReferenceAction::Cascade),
        "SetNull" => Some(ReferenceAction::SetNull),
        "SetDefault" => Some(ReferenceAction::SetDefault),
        _ => None,
    }
}
