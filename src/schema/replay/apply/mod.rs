//! One statement to what it does.
//!
//! A function here may leave the state half changed when it fails: whoever applies statements goes
//! back to the mark he set before.

mod alter;

mod comment;

mod dependency;

mod condition;

mod domain;

mod drop;

mod enumeration;

mod expression;

pub(super) mod extension;

mod grant;

mod index;

mod naming;

mod operator;

mod other;

mod parameter;

mod policy;

mod publication;

pub(super) mod query;

mod role;

mod rows;

pub(super) mod routine;

mod schema;

mod sequence;

mod setting;

mod table;

mod target;

mod trigger;

mod types;

mod view;

use super::{
    failure::{Applied, Stop},
    interpret,
    session::Session,
};
use crate::sql::statement::Statement;

/// Applies one statement; what it changed of the state stays there when it fails.
///
/// Transaction control is not its business and has no effect.
///
/// # Errors
///
/// What Postgres says, or why the effect is not known.
pub fn apply(session: &mut Session, statement: &Statement) -> Applied {
    match statement {
        Statement::CreateTable(create) => table::create(session, create),
        Statement::CreateView(create) => view::create(session, create),
        Statement::CreateIndex(create) => index::create(session, create),
        Statement::CreateSequence(create) => sequence::create(session, create),
        Statement::AlterTable(alter) => alter::alter(session, alter),
        Statement::CreateType(create) => types::create(session, create),
        Statement::CreateDomain(create) => domain::create(session, create),
        Statement::AlterEnum(alter) => enumeration::alter(session, alter),
        Statement::AlterDomain(alter) => domain::alter(session, alter),
        Statement::CreateRoutine(create) => routine::create(session, create),
        Statement::AlterRoutine(alter) => routine::alter(session, alter),
        Statement::CreateTrigger(create) => trigger::create(session, create),
        Statement::CreatePolicy(create) => policy::create(session, create),
        Statement::AlterPolicy(alter) => policy::alter(session, alter),
        Statement::CreateRule { .. } => other::create_rule(session, statement),
        Statement::CreateSchema(create) => schema::create(session, create),
        Statement::CreateExtension { .. } => extension::create(session, statement),
        Statement::CreatePublication { .. } | Statement::AlterPublication { .. } => {
            publication::apply(session, statement)
        }
        Statement::CreateRole(name) => other::create_role(session, name),
        Statement::CreateOperator(create) => operator::create(session, create),
        Statement::CreateCast(create) => operator::create_cast(session, create),
        Statement::CreateOther { .. } => other::create(session, statement),
        Statement::AlterObject { object, action } => other::alter(session, object, action),
        Statement::Drop(drop) => drop::apply(session, drop),
        Statement::Comment { object, text } => comment::apply(session, object, text.as_deref()),
        Statement::Grant(grant) => grant::apply(session, grant),
        Statement::DefaultPrivileges { schemas, grant } => {
            grant::default_privileges(session, schemas, grant)
        }
        Statement::DropOwned { roles, cascade } => role::drop_owned(session, roles, *cascade),
        Statement::ReassignOwned { roles, to } => role::reassign_owned(session, roles, to),
        Statement::Query(query) => query::select(session, query),
        Statement::Change(change) => query::change(session, change),
        Statement::Copy { .. } => query::copy(session, statement),
        Statement::Truncate { tables, cascade } => rows::truncate(session, tables, *cascade),
        Statement::Lock(names) => rows::lock(session, names),
        Statement::Maintain(names) => rows::maintain(session, names),
        Statement::Explain(query) => query::explain(session, query),
        Statement::RefreshMaterializedView(name) => query::refresh(session, name),
        Statement::Call { name, arguments } => query::call(session, name, arguments),
        Statement::Do(body) => interpret::run(session, body),
        Statement::Set { .. } | Statement::Reset(_) => setting::apply(session, statement),
        Statement::Transaction(_) | Statement::NoEffect | Statement::Empty => Ok(()),
        Statement::Unsupported(words) => Err(Stop::Opaque(format!("`{words}` is not replayed"))),
        Statement::Invalid { message, span } => {
            Err(Stop::failed("42601", message.clone()).at(*span))
        }
    }
}

#[cfg(test)]
mod tests;
