//! Labels of enums.

use crate::{
    schema::{
        replay::{
            failure::{Applied, Stop, undefined_type},
            session::Session,
            state::{
                ObjectId,
                object::{Class, Kind},
                types::{Label, Type, TypeKind, TypeRef},
            },
        },
        statement::{Missing, MissingKind},
    },
    sql::{
        name::Name,
        statement::types::{AlterEnum, AlterEnumAction, EnumPosition},
    },
};

/// `ALTER TYPE … ADD VALUE` and `RENAME VALUE`
///
/// # Errors
///
/// What Postgres says: no such type, label or neighbour, or the label is there already.
pub(in crate::schema::replay) fn alter(session: &mut Session, alter: &AlterEnum) -> Applied {
    let Some(id) = session.find(Class::Type, &alter.name) else {
        return Err(undefined_type(&alter.name));
    };
    let Some(TypeKind::Enum(labels)) = session.type_kind(id) else {
        let name = session.format_type(&TypeRef::plain(id));
        return Err(Stop::failed("42809", format!("{name} is not an enum")).at(alter.name.span));
    };
    let mut labels = labels.clone();
    match &alter.action {
        AlterEnumAction::Add {
            label,
            if_not_exists,
            position,
        } => {
            if labels.iter().any(|known| known.name == *label) {
                return if *if_not_exists {
                    Ok(())
                } else {
                    Err(taken(label))
                };
            }
            let index = place(&labels, position.as_ref(), &alter.name)?;
            let label = Label {
                name: label.clone(),
                added_in: (!is_new(session, id)).then_some(session.transaction),
            };
            labels.insert(index, label);
        }
        AlterEnumAction::Rename { from, to } => {
            let index = find(&labels, from, &alter.name)?;
            if labels.iter().any(|known| known.name == *to) {
                return Err(taken(to));
            }
            labels[index].name.clone_from(to);
        }
    }
    session.state.change(id, |object| {
        if let Kind::Type(Type { kind, .. }) = &mut object.kind {
            *kind = TypeKind::Enum(labels);
        }
    });
    Ok(())
}

/// Whether the type is of the same transaction: then its labels can be used at once.
fn is_new(session: &Session, id: ObjectId) -> bool {
    let definition = session
        .state
        .object(id)
        .and_then(|object| object.definition);
    let since = session.block_since;
    session.in_transaction_block
        && definition.is_some_and(|definition| {
            definition.file == since.file && definition.span.start >= since.span.start
        })
}

fn taken(label: &str) -> Stop {
    Stop::failed("42710", format!("enum label \"{label}\" already exists"))
}

/// Where a new label goes.
fn place(labels: &[Label], position: Option<&EnumPosition>, name: &Name) -> Applied<usize> {
    match position {
        None => Ok(labels.len()),
        Some(EnumPosition::Before(neighbour)) => find(labels, neighbour, name),
        Some(EnumPosition::After(neighbour)) => Ok(find(labels, neighbour, name)? + 1),
    }
}

fn find(labels: &[Label], label: &str, name: &Name) -> Applied<usize> {
    let found = labels.iter().position(|known| known.name == label);
    found.ok_or_else(|| {
        Stop::failed(
            "22023",
            format!("\"{label}\" is not an existing enum label"),
        )
        .missing(Missing {
            kind: MissingKind::EnumLabel,
            schema: name.schema.as_ref().map(ToString::to_string),
            relation: Some(name.name.to_string()),
            name: label.to_owned(),
        })
    })
}
