//! `COMMENT ON`.

use super::{drop::find, table::relation};
use crate::{
    schema::replay::{
        failure::{Applied, Stop, undefined_column_of},
        session::{Mode, Session},
        state::{
            ObjectId,
            object::{Class, Object as Held},
            relation::RelationKind,
        },
    },
    sql::statement::{Object, ObjectKind},
};

pub(in crate::schema::replay) fn apply(
    session: &mut Session,
    object: &Object,
    text: Option<&str>,
) -> Applied {
    let text = text.filter(|text| !text.is_empty());
    let result = match object.kind {
        ObjectKind::Column => on_column(session, object, text),
        _ => on_object(session, object, text),
    };
    match (session.mode, result) {
        // A comment on what is missing is no loss.
        (Mode::Lenient, Err(stop)) => session.tolerate(stop),
        (Mode::Lenient | Mode::Strict, result) => result,
    }
}

fn on_object(session: &mut Session, object: &Object, text: Option<&str>) -> Applied {
    let Some(id) = found(session, object)? else {
        return Ok(());
    };
    let text = text.map(str::to_owned);
    session.state.change(id, |held| held.comment = text);
    Ok(())
}

/// The object; of relations the messages say nothing of their kind.
fn found(session: &Session, object: &Object) -> Applied<Option<ObjectId>> {
    let is_relation = match object.kind {
        ObjectKind::Table
        | ObjectKind::View
        | ObjectKind::MaterializedView
        | ObjectKind::ForeignTable
        | ObjectKind::Index
        | ObjectKind::Sequence => true,
        // Databases are not kept, and a wrong name is only a warning.
        ObjectKind::Database => return Ok(None),
        _ => false,
    };
    if is_relation && session.find(Class::Relation, &object.name).is_none() {
        return Err(relation::undefined(session, &object.name));
    }
    find::object(session, object).map_err(Stop::without_help)
}

fn on_column(session: &mut Session, object: &Object, text: Option<&str>) -> Applied {
    let Some(name) = &object.relation else {
        return Ok(());
    };
    let id = session
        .find(Class::Relation, name)
        .ok_or_else(|| relation::undefined(session, name))?;
    let held = session.state.object(id).and_then(Held::relation);
    let kind = held.map(|relation| relation.kind);
    match kind {
        Some(
            RelationKind::Table
            | RelationKind::View
            | RelationKind::MaterializedView
            | RelationKind::ForeignTable
            | RelationKind::Composite,
        ) => {}
        None => {
            let message = format!("cannot set comment on relation \"{}\"", name.name);
            return Err(Stop::failed("42809", message).at(name.span));
        }
    }
    let column = held.and_then(|relation| relation.column(&object.name.name));
    let Some((number, _)) = column else {
        let word = crate::sql::name::Word {
            text: object.name.name.clone(),
            span: object.name.span,
        };
        let schema = session.schema_of(id).map(|schema| session.name_of(schema));
        return Err(undefined_column_of(&word, schema.as_deref(), &name.name));
    };
    let text = text.map(str::to_owned);
    session.state.change(id, |object| {
        let relation = object.relation_mut();
        if let Some(column) = relation.and_then(|relation| relation.numbered_mut(number)) {
            column.comment = text;
        }
    });
    Ok(())
}
