//! Policies.

use super::{
    condition, dependency, role,
    target::{self, Wanted},
};
use crate::{
    schema::{
        catalog::trigger::PolicyCommand,
        replay::{
            analyze::scope::Scope,
            failure::{Applied, Stop},
            session::Session,
            state::{
                ObjectId,
                object::{Class, Dependency, Kind, Object, Part},
                relation::Policy,
            },
        },
        statement::{Missing, MissingKind},
    },
    sql::{
        expression::Expression,
        name::{Identifier, Name, Word},
        statement::policy::{self as model, AlterPolicy, AlterPolicyAction, CreatePolicy},
    },
};

/// `CREATE POLICY`
///
/// # Errors
///
/// What Postgres says: it exists, a role or the table is missing, an expression does not fit.
pub(in crate::schema::replay) fn create(session: &mut Session, create: &CreatePolicy) -> Applied {
    let command = command(create.command);
    fits_command(command, create)?;
    let roles = roles(session, &create.roles)?;
    let table = target::relation(session, &create.table, Wanted::Table)?;
    let conditions = [&create.using, &create.with_check];
    let depends = needs(session, table, &create.table, conditions)?;
    is_free(session, table, &create.name)?;
    let policy = Policy {
        permissive: create.permissive,
        command,
        roles,
        using: text(session, create.using.as_ref()),
        with_check: text(session, create.with_check.as_ref()),
    };
    let mut object = Object::new(create.name.text.clone(), Some(table), Kind::Policy(policy));
    object.depends = depends;
    session.create(object);
    Ok(())
}

fn command(command: model::PolicyCommand) -> PolicyCommand {
    match command {
        model::PolicyCommand::All => PolicyCommand::All,
        model::PolicyCommand::Select => PolicyCommand::Select,
        model::PolicyCommand::Insert => PolicyCommand::Insert,
        model::PolicyCommand::Update => PolicyCommand::Update,
        model::PolicyCommand::Delete => PolicyCommand::Delete,
    }
}

fn fits_command(command: PolicyCommand, create: &CreatePolicy) -> Applied {
    let (message, condition) = match command {
        PolicyCommand::Select | PolicyCommand::Delete => (
            "WITH CHECK cannot be applied to SELECT or DELETE",
            &create.with_check,
        ),
        PolicyCommand::Insert => (
            "only WITH CHECK expression allowed for INSERT",
            &create.using,
        ),
        PolicyCommand::All | PolicyCommand::Update => return Ok(()),
    };
    match condition {
        Some(condition) => Err(Stop::failed("42601", message).at(condition.span)),
        None => Ok(()),
    }
}

/// The roles, sorted; everyone when none is named, or `public` is among them.
fn roles(session: &Session, words: &[Word]) -> Applied<Vec<Identifier>> {
    let everyone = vec!["public".into()];
    for word in words {
        if word.text == "public" {
            return Ok(everyone);
        }
        if let Err(stop) = role::exists(session, word) {
            session.tolerate(stop)?;
        }
    }
    if words.is_empty() {
        return Ok(everyone);
    }
    let mut roles: Vec<_> = words.iter().map(|word| role::named(&word.text)).collect();
    roles.sort();
    roles.dedup();
    Ok(roles)
}

fn needs(
    session: &Session,
    table: ObjectId,
    name: &Name,
    conditions: [&Option<Expression>; 2],
) -> Applied<Vec<Dependency>> {
    let scope = Scope::of_relation(name.name.clone(), table);
    let mut uses = Vec::new();
    for condition in conditions.into_iter().flatten() {
        uses.extend(condition::uses(
            session,
            condition,
            &scope,
            &condition::POLICY,
        )?);
    }
    uses.sort();
    uses.dedup();
    Ok(dependency::of_uses(session, &uses, Part::Whole))
}

fn text(session: &Session, condition: Option<&Expression>) -> Option<String> {
    condition.map(|condition| session.slice(condition.span).to_owned())
}

fn is_free(session: &Session, table: ObjectId, name: &Word) -> Applied {
    let taken = session.state.find(Class::Policy, Some(table), &name.text);
    if taken.is_none() {
        return Ok(());
    }
    let table = session.state.object(table).map_or("", |table| &table.name);
    let name_text = &name.text;
    let message = format!("policy \"{name_text}\" for table \"{table}\" already exists");
    Err(Stop::failed("42710", message).at(name.span))
}

/// `ALTER POLICY`
///
/// # Errors
///
/// What Postgres says: no such policy, table or role, or an expression does not fit.
pub(in crate::schema::replay) fn alter(session: &mut Session, alter: &AlterPolicy) -> Applied {
    match &alter.action {
        AlterPolicyAction::Rename(to) => {
            let table = target::relation(session, &alter.table, Wanted::Table)?;
            is_free(session, table, to)?;
            let id = find(session, table, alter)?;
            session
                .state
                .change(id, |object| object.name = to.text.clone());
        }
        AlterPolicyAction::Change {
            roles,
            using,
            with_check,
        } => change(session, alter, roles, using.as_ref(), with_check.as_ref())?,
    }
    Ok(())
}

fn change(
    session: &mut Session,
    alter: &AlterPolicy,
    words: &[Word],
    using: Option<&Expression>,
    with_check: Option<&Expression>,
) -> Applied {
    let roles = roles(session, words)?;
    let table = target::relation(session, &alter.table, Wanted::Table)?;
    let new = [&using.cloned(), &with_check.cloned()];
    let depends = needs(session, table, &alter.table, new)?;
    let id = find(session, table, alter)?;
    let Some(Kind::Policy(policy)) = session.state.object(id).map(|object| &object.kind) else {
        return Ok(());
    };
    let mut policy = policy.clone();
    let refused = match policy.command {
        PolicyCommand::Select | PolicyCommand::Delete => {
            with_check.map(|_| "only USING expression allowed for SELECT, DELETE")
        }
        PolicyCommand::Insert => using.map(|_| "only WITH CHECK expression allowed for INSERT"),
        PolicyCommand::All | PolicyCommand::Update => None,
    };
    if let Some(message) = refused {
        return Err(Stop::failed("42601", message));
    }
    if !words.is_empty() {
        policy.roles = roles;
    }
    // What a condition that stays needs is not told apart from what the other one needed.
    let replaces_all = (using.is_some() || policy.using.is_none())
        && (with_check.is_some() || policy.with_check.is_none());
    policy.using = text(session, using).or(policy.using);
    policy.with_check = text(session, with_check).or(policy.with_check);
    session.state.change(id, |object| {
        object.kind = Kind::Policy(policy);
        if replaces_all {
            object.depends.clear();
        }
        object.depends.extend(depends);
    });
    Ok(())
}

fn find(session: &Session, table: ObjectId, alter: &AlterPolicy) -> Applied<ObjectId> {
    let Word { text, span } = &alter.name;
    let found = session.state.find(Class::Policy, Some(table), text);
    found.ok_or_else(|| {
        let table = session.state.object(table).map_or("", |table| &table.name);
        let message = format!("policy \"{text}\" for table \"{table}\" does not exist");
        Stop::failed("42704", message).at(*span).missing(Missing {
            kind: MissingKind::Policy,
            schema: alter.table.schema.as_ref().map(ToString::to_string),
            relation: Some(table.to_string()),
            name: text.to_string(),
        })
    })
}
