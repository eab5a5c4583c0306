//! Objects that only have a name, rules and roles.

mod alter;

mod words;

use super::{
    role,
    target::{self, Wanted},
};
use crate::{
    schema::replay::{
        failure::{Applied, Stop},
        session::Session,
        state::{
            ObjectId,
            object::{Class, Kind, Object as Held},
        },
    },
    sql::{
        name::{Name, Word},
        statement::{Object, ObjectAction, ObjectKind, Statement},
    },
};

/// `CREATE` of what has nothing but a name here.
///
/// # Errors
///
/// 42710 when it exists, 3F000 for a missing schema.
pub(in crate::schema::replay) fn create(session: &mut Session, statement: &Statement) -> Applied {
    let Statement::CreateOther {
        kind,
        name,
        if_not_exists,
        or_replace,
    } = statement
    else {
        return Ok(());
    };
    let Some(noun) = words::noun(*kind) else {
        return Ok(());
    };
    let parent = if words::is_in_schema(*kind) {
        Some(session.creation_schema(name)?)
    } else {
        None
    };
    let class = Class::Other(*kind);
    if session.state.find(class, parent, &name.name).is_some() {
        if *if_not_exists || *or_replace {
            return Ok(());
        }
        return Err(already_exists(*kind, noun, name));
    }
    session.create(Held::new(name.name.clone(), parent, Kind::Other(*kind)));
    Ok(())
}

/// Some catalogs have no check of their own before their index.
fn already_exists(kind: ObjectKind, noun: &str, name: &Name) -> Stop {
    let index = match kind {
        ObjectKind::TextSearchConfiguration => "pg_ts_config_cfgname_index",
        ObjectKind::TextSearchDictionary => "pg_ts_dict_dictname_index",
        ObjectKind::TextSearchParser => "pg_ts_parser_prsname_index",
        ObjectKind::TextSearchTemplate => "pg_ts_template_tmplname_index",
        _ => {
            let message = format!("{noun} \"{}\" already exists", name.name);
            return Stop::failed("42710", message).at(name.span);
        }
    };
    let message = format!("duplicate key value violates unique constraint \"{index}\"");
    Stop::failed("23505", message).at(name.span)
}

/// `CREATE RULE`
///
/// # Errors
///
/// 42P01 when there is no such relation, 42710 when it has the rule.
pub(in crate::schema::replay) fn create_rule(
    session: &mut Session,
    statement: &Statement,
) -> Applied {
    let Statement::CreateRule {
        name,
        table,
        or_replace,
    } = statement
    else {
        return Ok(());
    };
    let relation = target::relation(session, table, Wanted::Any)?;
    if session
        .state
        .find(Class::Rule, Some(relation), &name.text)
        .is_some()
    {
        if *or_replace {
            return Ok(());
        }
        return Err(rule_exists(session, relation, name));
    }
    session.create(Held::new(name.text.clone(), Some(relation), Kind::Rule));
    Ok(())
}

fn rule_exists(session: &Session, relation: ObjectId, name: &Word) -> Stop {
    let relation = session
        .state
        .object(relation)
        .map_or("", |found| &found.name);
    let message = format!(
        "rule \"{}\" for relation \"{relation}\" already exists",
        name.text
    );
    Stop::failed("42710", message).at(name.span)
}

/// `CREATE ROLE`
///
/// # Errors
///
/// 42710 when it exists.
pub(in crate::schema::replay) fn create_role(session: &mut Session, name: &Word) -> Applied {
    role::create(session, name)
}

/// `ALTER` of anything that has a name: rename, owner, schema.
///
/// # Errors
///
/// What Postgres says: it does not exist, the new name is taken, the role or schema is missing.
pub(in crate::schema::replay) fn alter(
    session: &mut Session,
    object: &Object,
    action: &ObjectAction,
) -> Applied {
    alter::alter(session, object, action)
}
