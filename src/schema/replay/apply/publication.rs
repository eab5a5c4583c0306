//! Publications.

use std::collections::BTreeSet;

use crate::{
    schema::{
        replay::{
            apply::table::relation,
            failure::{Applied, Stop, undefined_schema},
            session::Session,
            state::{
                ObjectId,
                object::{Class, Kind, Object, Publication},
                relation::RelationKind,
            },
        },
        statement::{Missing, MissingKind},
    },
    sql::{
        name::{Name, Word},
        statement::{PublicationAction, PublicationObjects, Statement},
    },
};

/// `CREATE` and `ALTER PUBLICATION`
///
/// # Errors
///
/// What Postgres says: it exists or does not, a table is missing or already in it.
pub(in crate::schema::replay) fn apply(session: &mut Session, statement: &Statement) -> Applied {
    match statement {
        Statement::CreatePublication { name, objects } => create(session, name, objects),
        Statement::AlterPublication { name, action } => alter(session, name, action),
        _ => Ok(()),
    }
}

fn create(session: &mut Session, name: &Word, objects: &PublicationObjects) -> Applied {
    is_free(session, name)?;
    let all_tables = matches!(objects, PublicationObjects::AllTables);
    let members = members(session, objects)?;
    for &table in &members.tables {
        is_table(session, table)?;
    }
    let publication = Publication {
        all_tables,
        tables: members.tables,
        schemas: members.schemas,
    };
    session.create(Object::new(
        name.text.clone(),
        None,
        Kind::Publication(publication),
    ));
    Ok(())
}

fn is_free(session: &Session, name: &Word) -> Applied {
    match session.state.find(Class::Publication, None, &name.text) {
        Some(_) => {
            let message = format!("publication \"{}\" already exists", name.text);
            Err(Stop::failed("42710", message).at(name.span))
        }
        None => Ok(()),
    }
}

#[derive(Default)]
struct Members {
    tables: BTreeSet<ObjectId>,
    schemas: BTreeSet<ObjectId>,
}

/// The tables and schemas that a statement lists.
fn members(session: &Session, objects: &PublicationObjects) -> Applied<Members> {
    let (schemas, tables) = match objects {
        PublicationObjects::None | PublicationObjects::AllTables => return Ok(Members::default()),
        PublicationObjects::Tables(tables) => (&[][..], tables.as_slice()),
        PublicationObjects::Schemas(schemas, tables) => (schemas.as_slice(), tables.as_slice()),
    };
    let mut members = Members::default();
    for name in tables {
        match relation(session, name) {
            Ok(id) => {
                members.tables.insert(id);
            }
            Err(stop) => session.tolerate(stop)?,
        }
    }
    for word in schemas {
        match session.state.schema(&word.text) {
            Some(id) => {
                members.schemas.insert(id);
            }
            None => session.tolerate(undefined_schema(&word.text, word.span))?,
        }
    }
    Ok(members)
}

fn relation(session: &Session, name: &Name) -> Applied<ObjectId> {
    let found = session.find(Class::Relation, name);
    let id = found.ok_or_else(|| relation::undefined(session, name))?;
    Ok(id)
}

/// Whether a relation can be published.
fn is_table(session: &Session, id: ObjectId) -> Applied {
    let Some(object) = session.state.object(id) else {
        return Ok(());
    };
    let is_table = object
        .relation()
        .is_some_and(|relation| relation.kind == RelationKind::Table);
    if is_table {
        return Ok(());
    }
    let message = format!("cannot add relation \"{}\" to publication", object.name);
    Err(Stop::failed("22023", message))
}

fn alter(session: &mut Session, name: &Word, action: &PublicationAction) -> Applied {
    let id = find(session, name)?;
    let objects = match action {
        PublicationAction::Rename(to) => {
            is_free(session, to)?;
            session
                .state
                .change(id, |object| object.name = to.text.clone());
            return Ok(());
        }
        PublicationAction::Other => return Ok(()),
        PublicationAction::Add(objects)
        | PublicationAction::Set(objects)
        | PublicationAction::Drop(objects) => objects,
    };
    let Some(Kind::Publication(publication)) = session.state.object(id).map(|found| &found.kind)
    else {
        return Ok(());
    };
    if publication.all_tables {
        let message = format!("publication \"{}\" is defined as FOR ALL TABLES", name.text);
        return Err(Stop::failed("55000", message).at(name.span));
    }
    let mut publication = publication.clone();
    let members = members(session, objects)?;
    match action {
        PublicationAction::Add(_) => add(session, name, &mut publication, members)?,
        PublicationAction::Set(_) => {
            for &table in &members.tables {
                is_table(session, table)?;
            }
            publication.tables = members.tables;
            publication.schemas = members.schemas;
        }
        PublicationAction::Drop(_) => remove(session, &mut publication, &members)?,
        PublicationAction::Rename(_) | PublicationAction::Other => {}
    }
    session.state.change(id, |object| {
        object.kind = Kind::Publication(publication);
    });
    Ok(())
}

fn find(session: &Session, name: &Word) -> Applied<ObjectId> {
    let found = session.state.find(Class::Publication, None, &name.text);
    found.ok_or_else(|| {
        let message = format!("publication \"{}\" does not exist", name.text);
        Stop::failed("42704", message)
            .at(name.span)
            .missing(Missing {
                kind: MissingKind::Publication,
                schema: None,
                relation: None,
                name: name.text.to_string(),
            })
    })
}

fn add(session: &Session, name: &Word, publication: &mut Publication, members: Members) -> Applied {
    for table in members.tables {
        is_table(session, table)?;
        if !publication.tables.insert(table) {
            let table = session.state.object(table).map_or("", |table| &table.name);
            let message = format!(
                "relation \"{table}\" is already member of publication \"{}\"",
                name.text
            );
            return Err(Stop::failed("42710", message));
        }
    }
    for schema in members.schemas {
        if !publication.schemas.insert(schema) {
            let schema = session
                .state
                .object(schema)
                .map_or("", |schema| &schema.name);
            let message = format!(
                "schema \"{schema}\" is already member of publication \"{}\"",
                name.text
            );
            return Err(Stop::failed("42710", message));
        }
    }
    Ok(())
}

fn remove(session: &Session, publication: &mut Publication, members: &Members) -> Applied {
    for table in &members.tables {
        if !publication.tables.remove(table) {
            let table = session.state.object(*table).map_or("", |table| &table.name);
            let message = format!("relation \"{table}\" is not part of the publication");
            return Err(Stop::failed("42704", message));
        }
    }
    for schema in &members.schemas {
        if !publication.schemas.remove(schema) {
            let schema = session
                .state
                .object(*schema)
                .map_or("", |schema| &schema.name);
            let message =
                format!("tables from schema \"{schema}\" are not part of the publication");
            return Err(Stop::failed("42704", message));
        }
    }
    Ok(())
}
