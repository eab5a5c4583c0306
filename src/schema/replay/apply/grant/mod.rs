//! Grants and default privileges.

mod objects;

use super::role;
use crate::{
    schema::replay::{
        failure::{Applied, Stop, undefined_column_of, undefined_schema},
        privileges::{self, Holder},
        session::Session,
        state::{
            ObjectId,
            object::{Object, Privileges},
        },
    },
    sql::{
        name::{Identifier, Word},
        statement::{Grant, GrantObjects, ObjectKind},
    },
};

/// `GRANT` and `REVOKE`
///
/// # Errors
///
/// What Postgres says: an object, a column or a role is missing, a privilege is not one of the
/// object's.
pub(in crate::schema::replay) fn apply(session: &mut Session, grant: &Grant) -> Applied {
    if let GrantObjects::Roles(granted) = &grant.on {
        return membership(session, granted, &grant.roles);
    }
    let objects = objects::find(session, &grant.on)?;
    let roles = roles(session, &grant.roles)?;
    is_valid(&grant.on, grant)?;
    for id in objects {
        columns_exist(session, id, grant)?;
        let Some(holder) = session.state.object(id).and_then(Holder::of) else {
            continue;
        };
        session.state.change(id, |object| {
            change(&mut object.grants, grant, &roles, holder)
        });
    }
    Ok(())
}

fn membership(session: &mut Session, granted: &[Word], members: &[Word]) -> Applied {
    for word in granted.iter().chain(members) {
        if let Err(stop) = role::exists(session, word) {
            session.tolerate(stop)?;
        }
    }
    Ok(())
}

/// The roles of a statement that are there.
fn roles(session: &Session, words: &[Word]) -> Applied<Vec<Identifier>> {
    let mut roles = Vec::with_capacity(words.len());
    for word in words {
        match role::exists(session, word) {
            Ok(()) => roles.push(role::named(&word.text)),
            Err(stop) => session.tolerate(stop)?,
        }
    }
    Ok(roles)
}

fn change(grants: &mut Vec<Privileges>, grant: &Grant, roles: &[Identifier], holder: Holder) {
    let all: Vec<Identifier> = holder.all().iter().copied().map(Identifier::from).collect();
    let everything = [(Identifier::default(), Vec::new())];
    let listed = if grant.privileges.is_empty() {
        everything.as_slice()
    } else {
        &grant.privileges
    };
    for role in roles {
        for (privilege, columns) in listed {
            let columns: Vec<_> = columns.iter().map(|column| column.text.clone()).collect();
            let named = std::slice::from_ref(privilege);
            let privileges = if matches!(privilege.as_str(), "" | "ALL" | "ALL PRIVILEGES") {
                &all
            } else {
                named
            };
            if grant.revoke {
                privileges::revoke(grants, role, privileges, &columns);
            } else {
                let privileges = privileges.iter().cloned();
                privileges::grant(grants, role, privileges, &columns);
            }
        }
    }
}

/// Whether objects of the kind have the privileges.
fn is_valid(on: &GrantObjects, grant: &Grant) -> Applied {
    let Some((holder, words)) = target(on) else {
        return Ok(());
    };
    for (privilege, columns) in &grant.privileges {
        let is_known = KNOWN.contains(&privilege.as_str());
        if !is_known {
            let word = privilege.to_ascii_lowercase();
            let message = format!("unrecognized privilege type \"{word}\"");
            return Err(Stop::failed("42601", message));
        }
        let is_sequence = holder == Holder::Relation && privilege == "USAGE";
        let is_newer = privilege == "MAINTAIN" && holder == Holder::Relation;
        let is_held = holder.all().contains(&privilege.as_str()) || is_sequence || is_newer;
        if !is_held {
            let message = format!("invalid privilege type {privilege} for {words}");
            return Err(Stop::failed("0LP01", message));
        }
        if !columns.is_empty() && holder != Holder::Relation {
            let message = "column privileges are only valid for relations";
            return Err(Stop::failed("0LP01", message));
        }
    }
    Ok(())
}

/// `MAINTAIN` came with Postgres 17.
const KNOWN: &[&str] = &[
    "SELECT",
    "INSERT",
    "UPDATE",
    "DELETE",
    "TRUNCATE",
    "REFERENCES",
    "TRIGGER",
    "USAGE",
    "CREATE",
    "CONNECT",
    "TEMPORARY",
    "TEMP",
    "EXECUTE",
    "MAINTAIN",
    "SET",
    "ALTER SYSTEM",
];

/// What kind of thing a statement grants on, also in the words of Postgres' messages.
fn target(on: &GrantObjects) -> Option<(Holder, &'static str)> {
    match on {
        GrantObjects::Routines(_) => Some((Holder::Routine, "function")),
        GrantObjects::Objects(kind, _) | GrantObjects::AllInSchemas(kind, _) => holder(*kind),
        GrantObjects::Roles(_) => None,
    }
}

fn holder(kind: ObjectKind) -> Option<(Holder, &'static str)> {
    match kind {
        ObjectKind::Table => Some((Holder::Relation, "relation")),
        ObjectKind::Sequence => Some((Holder::Sequence, "sequence")),
        ObjectKind::Function | ObjectKind::Procedure | ObjectKind::Routine => {
            Some((Holder::Routine, "function"))
        }
        ObjectKind::Schema => Some((Holder::Schema, "schema")),
        ObjectKind::Type => Some((Holder::Type, "type")),
        ObjectKind::Domain => Some((Holder::Type, "domain")),
        ObjectKind::Language => Some((Holder::Usable, "language")),
        ObjectKind::Server => Some((Holder::Usable, "foreign server")),
        ObjectKind::ForeignDataWrapper => Some((Holder::Usable, "foreign-data wrapper")),
        ObjectKind::Database => Some((Holder::Database, "database")),
        _ => None,
    }
}

fn columns_exist(session: &Session, id: ObjectId, grant: &Grant) -> Applied {
    let Some(object) = session.state.object(id) else {
        return Ok(());
    };
    let Some(relation) = object.relation().filter(|relation| !relation.open) else {
        return Ok(());
    };
    for column in grant.privileges.iter().flat_map(|(_, columns)| columns) {
        if relation.column(&column.text).is_none() {
            let schema = schema_name(session, object);
            session.tolerate(undefined_column_of(column, schema, &object.name))?;
        }
    }
    Ok(())
}

fn schema_name<'a>(session: &'a Session, object: &Object) -> Option<&'a str> {
    let schema = object
        .parent
        .and_then(|schema| session.state.object(schema));
    schema.map(|schema| schema.name.as_str())
}

/// `ALTER DEFAULT PRIVILEGES`
///
/// # Errors
///
/// What Postgres says: a schema or a role is missing, a privilege is not one of the kind's.
pub(in crate::schema::replay) fn default_privileges(
    session: &mut Session,
    schemas: &[Word],
    grant: &Grant,
) -> Applied {
    let mut places = Vec::new();
    for word in schemas {
        match session.state.schema(&word.text) {
            Some(id) => places.push(Some(id)),
            None => session.tolerate(undefined_schema(&word.text, word.span))?,
        }
    }
    if schemas.is_empty() {
        places.push(None);
    }
    let roles = roles(session, &grant.roles)?;
    is_valid(&grant.on, grant)?;
    let Some((holder, _)) = target(&grant.on) else {
        return Ok(());
    };
    for schema in places {
        session.change_defaults(holder, schema, |grants| {
            change(grants, grant, &roles, holder);
        });
    }
    Ok(())
}
