//! `CREATE OR REPLACE VIEW` of a view that is there.

use super::Draft;
use crate::{
    schema::replay::{
        apply::dependency,
        failure::{Applied, Stop},
        session::Session,
        state::{
            ObjectId,
            object::Part,
            relation::{Column, Relation, RelationKind},
        },
    },
    sql::statement::table::CreateView,
};

/// Gives a view a new query.
///
/// # Errors
///
/// 42809 when it is no view, 42P16 when its columns do not stay as they are.
pub(super) fn replace(
    session: &mut Session,
    known: ObjectId,
    create: &CreateView,
    draft: Draft,
) -> Applied {
    let old = session
        .state
        .object(known)
        .and_then(|object| object.relation());
    match old {
        Some(old) if old.assumed => {}
        Some(old) if old.kind == RelationKind::View => {
            check_columns(session, old, &draft.relation)?;
            if let Some(name) = super::repeated(&draft.relation.columns) {
                let view = &create.name.name;
                let message = format!("column \"{name}\" of relation \"{view}\" already exists");
                return Err(Stop::failed("42701", message));
            }
        }
        Some(_) | None => {
            let message = format!("\"{}\" is not a view", create.name.name);
            return Err(Stop::failed("42809", message).at(create.name.span));
        }
    }
    take_place(session, known, draft);
    Ok(())
}

/// # Errors
///
/// 42P16 when a column is dropped, renamed or changes its type.
fn check_columns(session: &Session, old: &Relation, new: &Relation) -> Applied {
    if old.open {
        return Ok(());
    }
    let failed = |message: String| Err(Stop::failed("42P16", message));
    if new.columns.len() < old.columns.len() && !new.open {
        return failed("cannot drop columns from view".to_owned());
    }
    for (old, new) in old.columns.iter().zip(&new.columns) {
        if old.name != new.name {
            let message = format!(
                "cannot change name of view column \"{}\" to \"{}\"",
                old.name, new.name
            );
            let help =
                "Use ALTER VIEW ... RENAME COLUMN ... to change name of view column instead.";
            return Err(Stop::failed("42P16", message).help(help));
        }
        if let (Some(from), Some(to)) = (&old.data_type, &new.data_type)
            && from != to
        {
            return failed(format!(
                "cannot change data type of view column \"{}\" from {} to {}",
                old.name,
                session.format_type(from),
                session.format_type(to)
            ));
        }
    }
    Ok(())
}

/// Puts a view in the place of what is there, which keeps its grants, comment and columns.
pub(super) fn take_place(session: &mut Session, known: ObjectId, draft: Draft) {
    let Draft {
        mut relation,
        mut needs,
    } = draft;
    // A view may come to read itself, which Postgres does not note.
    relation.reads.retain(|&read| read != known);
    needs.retain(|need| need.on != known);
    let numbers = (1u16..).map(crate::schema::replay::state::ColumnNumber);
    for (number, column) in numbers.zip(&relation.columns) {
        needs.extend(dependency::of_type(
            session,
            column.data_type.as_ref(),
            number,
        ));
    }
    let definition = session.definition;
    session.state.change(known, |object| {
        object.depends.retain(|need| match need.part {
            // What views of the platform and defaults of columns need stays.
            Part::Default(_) => true,
            Part::Whole | Part::Column(_) => false,
        });
        for need in needs {
            if !object.depends.contains(&need) {
                object.depends.push(need);
            }
        }
        object.definition.get_or_insert(definition);
        if let Some(old) = object.relation_mut() {
            adopt(old, relation);
        }
    });
}

fn adopt(old: &mut Relation, new: Relation) {
    let known = std::mem::take(&mut old.columns);
    let mut kept = known.into_iter();
    let columns = new.columns.into_iter().map(|column| match kept.next() {
        Some(old) => Column {
            data_type: column.data_type,
            name: column.name,
            source: column.source,
            ..old
        },
        None => column,
    });
    old.columns = columns.collect();
    old.kind = new.kind;
    old.assumed = false;
    old.open = new.open;
    old.query = new.query;
    old.reads = new.reads;
    old.writes = new.writes;
    old.security_invoker = new.security_invoker;
}
