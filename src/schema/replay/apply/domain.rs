//! Domains.

use super::{condition, dependency, naming, types};
use crate::{
    schema::{
        replay::{
            analyze::{self, scope::Scope},
            failure::{Applied, Stop, undefined_type},
            session::Session,
            state::{
                ObjectId,
                object::{Class, Kind, Object, Part},
                relation::{Constraint, ConstraintKind},
                types::{Domain, Type, TypeKind, TypeRef},
            },
        },
        statement::{Missing, MissingKind},
    },
    sql::{
        expression::Expression,
        name::{Identifier, Word},
        statement::{
            table::{TableConstraint, TableConstraintKind},
            types::{AlterDomain, AlterDomainAction, CreateDomain},
        },
    },
};

/// `CREATE DOMAIN`
///
/// # Errors
///
/// What Postgres says: the name is taken, the base is missing, an expression does not fit.
pub(in crate::schema::replay) fn create(session: &mut Session, create: &CreateDomain) -> Applied {
    let schema = session.creation_schema(&create.name)?;
    types::is_free(session, schema, &create.name)?;
    let base = session.data_type(&create.data_type)?;
    if let Some(base) = &base {
        can_be_base(session, base).map_err(|stop| stop.at(create.data_type.span))?;
    }
    let mut depends = Vec::from_iter(dependency::of_typed(session, base.as_ref(), Part::Whole));
    if let Some(default) = &create.default {
        depends.extend(default_needs(
            session,
            default,
            base.as_ref(),
            &create.name.name,
        )?);
    }
    let category = base.as_ref().map_or('U', |base| category(session, base));
    let domain = Domain {
        base: base.clone(),
        not_null: create.not_null,
        default: create
            .default
            .as_ref()
            .map(|default| session.slice(default.span).to_owned()),
    };
    let data_type = Type {
        kind: TypeKind::Domain(domain),
        category,
        preferred: false,
    };
    let mut object = Object::new(
        create.name.name.clone(),
        Some(schema),
        Kind::Type(data_type),
    );
    object.depends = depends;
    let id = session.create(object);
    for check in &create.checks {
        add_check(session, id, base.as_ref(), check)?;
    }
    Ok(())
}

/// Whether a domain can be made over a type.
fn can_be_base(session: &Session, base: &TypeRef) -> Applied {
    let fits = match session.type_kind(base.id) {
        _ if base.array => true,
        Some(TypeKind::Pseudo | TypeKind::Shell) => false,
        Some(
            TypeKind::Base
            | TypeKind::Enum(_)
            | TypeKind::Domain(_)
            | TypeKind::Composite(_)
            | TypeKind::Range { .. }
            | TypeKind::Multirange { .. },
        )
        | None => true,
    };
    if fits {
        return Ok(());
    }
    let name = session.format_type(base);
    Err(Stop::failed(
        "42804",
        format!("\"{name}\" is not a valid base type for a domain"),
    ))
}

fn category(session: &Session, base: &TypeRef) -> char {
    if base.array {
        return 'A';
    }
    match session.state.object(base.id).map(|object| &object.kind) {
        Some(Kind::Type(base)) => base.category,
        _ => 'U',
    }
}

/// What a default needs, when its type fits.
fn default_needs(
    session: &Session,
    default: &Expression,
    base: Option<&TypeRef>,
    name: &str,
) -> Applied<Vec<crate::schema::replay::state::object::Dependency>> {
    let scope = Scope::default();
    let typed = match base {
        Some(to) => analyze::expression_as(session, default, &scope, to),
        None => analyze::expression(session, default, &scope),
    };
    let typed = match typed {
        Ok(typed) => typed,
        Err(Stop::Opaque(_)) => return Ok(Vec::new()),
        Err(stop) => {
            session.tolerate(stop)?;
            return Ok(Vec::new());
        }
    };
    if let (Some(from), Some(to)) = (&typed.data_type, base)
        && !analyze::is_assignable(session, Some(from), Some(to))
    {
        let (to, from) = (session.format_type(to), session.format_type(from));
        return Err(Stop::failed(
            "42804",
            format!("column \"{name}\" is of type {to} but default expression is of type {from}"),
        )
        .at(default.span)
        .help("You will need to rewrite or cast the expression."));
    }
    if let Some(to) = base {
        analyze::expression_as(session, default, &Scope::default(), to)?;
    }
    Ok(dependency::of_uses(session, &typed.uses, Part::Whole))
}

/// `ALTER DOMAIN`
///
/// # Errors
///
/// What Postgres says: no such domain or constraint, an expression does not fit, a name is taken.
pub(in crate::schema::replay) fn alter(session: &mut Session, alter: &AlterDomain) -> Applied {
    let Some(id) = session.find(Class::Type, &alter.name) else {
        return Err(undefined_type(&alter.name));
    };
    let Some(TypeKind::Domain(domain)) = session.type_kind(id) else {
        let name = session.format_type(&TypeRef::plain(id));
        return Err(Stop::failed("42809", format!("{name} is not a domain")).at(alter.name.span));
    };
    let base = domain.base.clone();
    match &alter.action {
        AlterDomainAction::SetDefault(value) => {
            let depends = default_needs(session, value, base.as_ref(), &alter.name.name)?;
            let text = session.slice(value.span).to_owned();
            change(session, id, |domain| domain.default = Some(text));
            session
                .state
                .change(id, |object| object.depends.extend(depends));
        }
        AlterDomainAction::DropDefault => change(session, id, |domain| domain.default = None),
        AlterDomainAction::SetNotNull => {
            is_checkable(session, id)?;
            change(session, id, |domain| domain.not_null = true);
        }
        AlterDomainAction::DropNotNull => change(session, id, |domain| domain.not_null = false),
        AlterDomainAction::AddConstraint(check) => {
            add_check(session, id, base.as_ref(), check)?;
            if !check.not_valid {
                is_checkable(session, id)?;
            }
        }
        AlterDomainAction::DropConstraint {
            name,
            if_exists,
            cascade: _,
        } => match constraint(session, id, name) {
            Ok(constraint) => session.state.remove(constraint),
            Err(_) if *if_exists => {}
            Err(stop) => return Err(stop),
        },
        AlterDomainAction::RenameConstraint { from, to } => {
            let found = constraint(session, id, from).map_err(|stop| {
                let name = session.format_type(&TypeRef::plain(id));
                reworded(
                    stop,
                    format!(
                        "constraint \"{}\" for domain {name} does not exist",
                        from.text
                    ),
                )
            })?;
            is_free(session, id, to)?;
            session
                .state
                .change(found, |object| object.name = to.text.clone());
        }
        AlterDomainAction::ValidateConstraint(name) => {
            let found = constraint(session, id, name)?;
            session.state.change(found, |object| {
                if let Kind::Constraint(constraint) = &mut object.kind {
                    constraint.valid = true;
                }
            });
        }
        AlterDomainAction::Rename(to) => types::rename(session, id, to)?,
        AlterDomainAction::Owner(role) => super::role::own(session, id, role)?,
        AlterDomainAction::Schema(schema) => types::set_schema(session, id, schema)?,
    }
    Ok(())
}

fn reworded(stop: Stop, message: String) -> Stop {
    match stop {
        Stop::Failed(mut failure) => {
            failure.error.message = message;
            Stop::Failed(failure)
        }
        Stop::Opaque(reason) => Stop::Opaque(reason),
    }
}

/// Whether every value of a domain can be found to be checked: values within arrays cannot.
fn is_checkable(session: &Session, id: ObjectId) -> Applied {
    for user in session.state.dependents(id, None) {
        let Part::Column(number) = user.part else {
            continue;
        };
        let Some(object) = session.state.object(user.id) else {
            continue;
        };
        let column = object
            .relation()
            .and_then(|relation| relation.numbered(number));
        let Some(column) = column else { continue };
        if column.data_type.as_ref().is_some_and(|found| found.array) {
            let name = session.format_type(&TypeRef::plain(id));
            let message = format!(
                "cannot alter type \"{name}\" because column \"{}.{}\" uses it",
                object.name, column.name
            );
            return Err(Stop::failed("0A000", message));
        }
    }
    Ok(())
}

fn change(session: &mut Session, id: ObjectId, change: impl FnOnce(&mut Domain)) {
    session.state.change(id, |object| {
        if let Kind::Type(Type {
            kind: TypeKind::Domain(domain),
            ..
        }) = &mut object.kind
        {
            change(domain);
        }
    });
}

/// Adds a check, which names the value `value`.
fn add_check(
    session: &mut Session,
    domain: ObjectId,
    base: Option<&TypeRef>,
    check: &TableConstraint,
) -> Applied {
    let TableConstraintKind::Check(condition) = &check.kind else {
        return Err(Stop::failed(
            "42601",
            "unique, primary key, foreign key and exclusion constraints not possible for domains",
        ));
    };
    let name = match &check.name {
        Some(name) => {
            is_free(session, domain, name)?;
            name.text.clone()
        }
        None => free_name(session, domain),
    };
    let scope = Scope {
        variables: vec![("value".into(), base.cloned())],
        ..Scope::default()
    };
    let uses = condition::uses(session, condition, &scope, &condition::DOMAIN)?;
    let text = session.slice(condition.span).to_owned();
    let constraint = Constraint {
        kind: ConstraintKind::Check(text),
        columns: Vec::new(),
        index: None,
        inherited: 0,
        local: true,
        valid: !check.not_valid,
    };
    let mut object = Object::new(name, Some(domain), Kind::Constraint(constraint));
    object.depends = dependency::of_uses(session, &uses, Part::Whole);
    session.create(object);
    Ok(())
}

fn is_free(session: &Session, domain: ObjectId, name: &Word) -> Applied {
    let taken = session
        .state
        .find(Class::Constraint, Some(domain), &name.text);
    if taken.is_none() {
        return Ok(());
    }
    let domain = session
        .state
        .object(domain)
        .map_or("", |object| &object.name);
    Err(Stop::failed(
        "42710",
        format!(
            "constraint \"{}\" for domain \"{domain}\" already exists",
            name.text
        ),
    )
    .at(name.span))
}

/// `d_check`, `d_check1`, …
fn free_name(session: &Session, domain: ObjectId) -> Identifier {
    let object = session.state.object(domain);
    let Some((schema, name)) = object.and_then(|object| Some((object.parent?, &object.name)))
    else {
        return Identifier::default();
    };
    naming::constraint(session, schema, (name, None, "check"), &[])
}

fn constraint(session: &Session, domain: ObjectId, name: &Word) -> Applied<ObjectId> {
    let found = session
        .state
        .find(Class::Constraint, Some(domain), &name.text);
    found.ok_or_else(|| {
        let domain = session
            .state
            .object(domain)
            .map_or("", |object| &object.name);
        let message = format!(
            "constraint \"{}\" of domain \"{domain}\" does not exist",
            name.text
        );
        Stop::failed("42704", message)
            .at(name.span)
            .missing(Missing {
                kind: MissingKind::Constraint,
                schema: None,
                relation: Some(domain.to_string()),
                name: name.text.to_string(),
            })
    })
}
