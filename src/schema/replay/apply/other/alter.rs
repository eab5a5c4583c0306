//! `ALTER` of what has no statement of its own.

use super::{rule_exists, words};
use crate::{
    schema::{
        replay::{
            apply::{
                extension, role,
                target::{self, Wanted},
                trigger, types,
            },
            failure::{Applied, Stop, missing, undefined_schema, undefined_type, written},
            session::Session,
            state::{
                ObjectId,
                object::Class,
                types::{TypeKind, TypeRef},
            },
        },
        statement::{Missing, MissingKind},
    },
    sql::{
        name::{Name, Word},
        statement::{Object, ObjectAction, ObjectKind},
    },
};

pub(super) fn alter(session: &mut Session, object: &Object, action: &ObjectAction) -> Applied {
    match object.kind {
        ObjectKind::Type | ObjectKind::Domain => alter_type(session, object, action),
        ObjectKind::Schema => alter_schema(session, &object.name, action),
        ObjectKind::Extension => alter_extension(session, &object.name, action),
        ObjectKind::Role => alter_role(session, &object.name, action),
        ObjectKind::Trigger => alter_trigger(session, object, action),
        ObjectKind::Rule => alter_rule(session, object, action),
        _ => alter_named(session, object, action),
    }
}

fn word(name: &Name) -> Word {
    Word {
        text: name.name.clone(),
        span: name.span,
    }
}

fn alter_type(session: &mut Session, object: &Object, action: &ObjectAction) -> Applied {
    let Some(id) = session.find(Class::Type, &object.name) else {
        return Err(undefined_type(&object.name));
    };
    let is_domain = matches!(session.type_kind(id), Some(TypeKind::Domain(_)));
    if object.kind == ObjectKind::Domain && !is_domain {
        let name = session.format_type(&TypeRef::plain(id));
        return Err(Stop::failed("42809", format!("{name} is not a domain")).at(object.name.span));
    }
    match action {
        ObjectAction::Rename(to) => types::rename(session, id, to),
        ObjectAction::Owner(owner) => role::own(session, id, owner),
        ObjectAction::Schema(schema) => types::set_schema(session, id, schema),
        ObjectAction::Other => Ok(()),
    }
}

fn alter_schema(session: &mut Session, name: &Name, action: &ObjectAction) -> Applied {
    let Some(id) = session.state.schema(&name.name) else {
        return Err(undefined_schema(&name.name, name.span));
    };
    match action {
        ObjectAction::Rename(to) => {
            if session.state.schema(&to.text).is_some() {
                let message = format!("schema \"{}\" already exists", to.text);
                return Err(Stop::failed("42P06", message).at(to.span));
            }
            session
                .state
                .change(id, |object| object.name = to.text.clone());
            Ok(())
        }
        ObjectAction::Owner(owner) => role::own(session, id, owner),
        ObjectAction::Schema(_) | ObjectAction::Other => Ok(()),
    }
}

fn alter_extension(session: &mut Session, name: &Name, action: &ObjectAction) -> Applied {
    let name = word(name);
    match action {
        ObjectAction::Schema(schema) => extension::set_schema(session, &name, schema),
        ObjectAction::Rename(_) | ObjectAction::Owner(_) | ObjectAction::Other => {
            extension::expect(session, &name).map(drop)
        }
    }
}

fn alter_role(session: &mut Session, name: &Name, action: &ObjectAction) -> Applied {
    // `ALTER ROLE ALL SET …`
    if name.name == "all" {
        return Ok(());
    }
    role::exists(session, &word(name))?;
    let ObjectAction::Rename(to) = action else {
        return Ok(());
    };
    let state = &session.state;
    if state.find(Class::Role, None, &to.text).is_some() {
        let message = format!("role \"{}\" already exists", to.text);
        return Err(Stop::failed("42710", message).at(to.span));
    }
    if let Some(id) = state.find(Class::Role, None, &name.name) {
        session
            .state
            .change(id, |object| object.name = to.text.clone());
    }
    Ok(())
}

fn alter_trigger(session: &mut Session, object: &Object, action: &ObjectAction) -> Applied {
    match (&object.relation, action) {
        (Some(relation), ObjectAction::Rename(to)) => {
            trigger::rename(session, relation, &object.name, to)
        }
        _ => Ok(()),
    }
}

fn alter_rule(session: &mut Session, object: &Object, action: &ObjectAction) -> Applied {
    let (Some(relation), ObjectAction::Rename(to)) = (&object.relation, action) else {
        return Ok(());
    };
    let relation = target::relation(session, relation, Wanted::Any)?;
    let name = &object.name.name;
    let Some(id) = session.state.find(Class::Rule, Some(relation), name) else {
        let relation = session
            .state
            .object(relation)
            .map_or("", |found| &found.name);
        let message = format!("rule \"{name}\" for relation \"{relation}\" does not exist");
        return Err(Stop::failed("42704", message)
            .at(object.name.span)
            .missing(Missing {
                kind: MissingKind::Other,
                schema: None,
                relation: Some(relation.to_owned()),
                name: name.to_string(),
            }));
    };
    if session
        .state
        .find(Class::Rule, Some(relation), &to.text)
        .is_some()
    {
        return Err(rule_exists(session, relation, to));
    }
    session
        .state
        .change(id, |object| object.name = to.text.clone());
    Ok(())
}

/// Objects that have nothing but a name; what is not even told by name is let be.
fn alter_named(session: &mut Session, object: &Object, action: &ObjectAction) -> Applied {
    let kind = object.kind;
    let Some(noun) = words::noun(kind) else {
        return Ok(());
    };
    let class = Class::Other(kind);
    let found = if words::is_in_schema(kind) {
        session.find(class, &object.name)
    } else {
        session.state.find(class, None, &object.name.name)
    };
    let Some(id) = found else {
        let name = written(&object.name);
        let encoding = match kind {
            ObjectKind::Collation => " for encoding \"UTF8\"",
            _ => "",
        };
        let message = format!("{noun} \"{name}\"{encoding} does not exist");
        return Err(Stop::failed("42704", message)
            .at(object.name.span)
            .missing(missing(MissingKind::Other, &object.name)));
    };
    match action {
        ObjectAction::Rename(to) => rename(session, id, to, noun),
        ObjectAction::Owner(owner) => role::own(session, id, owner),
        ObjectAction::Schema(schema) => {
            let Some(to) = session.state.schema(&schema.text) else {
                return Err(undefined_schema(&schema.text, schema.span));
            };
            session.state.change(id, |object| object.parent = Some(to));
            Ok(())
        }
        ObjectAction::Other => Ok(()),
    }
}

fn rename(session: &mut Session, id: ObjectId, to: &Word, noun: &str) -> Applied {
    let Some(object) = session.state.object(id) else {
        return Ok(());
    };
    let (class, parent) = (object.class(), object.parent);
    if session.state.find(class, parent, &to.text).is_some() {
        let message = format!("{noun} \"{}\" already exists", to.text);
        return Err(Stop::failed("42710", message).at(to.span));
    }
    session
        .state
        .change(id, |object| object.name = to.text.clone());
    Ok(())
}
