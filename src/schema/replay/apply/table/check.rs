//! Checks of tables.

use super::{inherit, pending::Check};
use crate::{
    schema::replay::{
        analyze::Typed,
        apply::{
            dependency,
            expression::{self, Purpose, walk},
            naming,
        },
        failure::{Applied, Stop},
        session::Session,
        state::{
            ColumnNumber, ObjectId,
            object::{Class, Dependency, Kind, Object, Part, Strength},
            relation::{Constraint, ConstraintKind},
        },
    },
    sql::{expression::Expression, name::Identifier},
};

/// Adds checks to a table and to those that inherit from it.
///
/// `new` are the names of checks that the same statement adds.
///
/// # Errors
///
/// 42710 when the name is taken, and what Postgres says of the condition.
pub(in crate::schema::replay) fn add(
    session: &mut Session,
    relation: ObjectId,
    check: &Check<'_>,
    new: &mut Vec<Identifier>,
) -> Applied {
    let scope = expression::scope_of(session, relation);
    let typed = expression::condition(session, check.condition, &scope, Purpose::Check)
        .map_err(|stop| stop.within(check.span))?;
    let columns = columns(session, relation, check.condition, typed.as_ref());
    let name = match check.name {
        Some(name) => {
            if new.contains(&name.text) {
                let message = format!("check constraint \"{}\" already exists", name.text);
                return Err(Stop::failed("42710", message).at(name.span));
            }
            if is_taken(session, relation, &name.text) {
                return Err(already_exists(session, relation, &name.text).at(name.span));
            }
            name.text.clone()
        }
        None => free_name(session, relation, &columns, new),
    };
    new.push(name.clone());
    let text = session.slice(check.condition.span).to_owned();
    let uses = typed.map(|typed| typed.uses).unwrap_or_default();
    let mut object = Object::new(
        name,
        Some(relation),
        Kind::Constraint(Constraint {
            kind: ConstraintKind::Check(text),
            columns: columns.clone(),
            index: None,
            inherited: 0,
            local: true,
            valid: check.valid,
        }),
    );
    object.depends = needs(relation, &columns);
    let more = dependency::of_uses(session, &uses, Part::Whole);
    object
        .depends
        .extend(more.into_iter().filter(|need| need.on != relation));
    let constraint = session.create(object);
    inherit::pass_check(session, relation, constraint)
}

/// What a constraint of these columns of its own relation needs: it goes when they go.
pub(in crate::schema::replay) fn needs(
    relation: ObjectId,
    columns: &[ColumnNumber],
) -> Vec<Dependency> {
    let mut needs: Vec<Dependency> = Vec::with_capacity(columns.len());
    for &column in columns {
        let need = dependency::on_column(relation, column, Strength::Auto);
        if !needs.contains(&need) {
            needs.push(need);
        }
    }
    needs
}

/// The columns that a condition names, ascending.
fn columns(
    session: &mut Session,
    relation: ObjectId,
    condition: &Expression,
    typed: Option<&Typed>,
) -> Vec<ColumnNumber> {
    let mut columns: Vec<ColumnNumber> = match typed {
        Some(typed) => {
            let own = typed.uses.iter().filter(|used| used.object == relation);
            own.filter_map(|used| used.column).collect()
        }
        None => Vec::new(),
    };
    // Names that were not resolved are still columns of the table, most likely.
    for words in walk::columns(condition) {
        let table = session.state.object(relation).and_then(|it| it.relation());
        let named = words
            .last()
            .and_then(|word| Some(table?.column(&word.text)?.0));
        columns.extend(named.filter(|_| typed.is_none()));
    }
    columns.sort();
    columns.dedup();
    columns
}

fn free_name(
    session: &Session,
    relation: ObjectId,
    columns: &[ColumnNumber],
    new: &[Identifier],
) -> Identifier {
    let Some(object) = session.state.object(relation) else {
        return Identifier::default();
    };
    let column = match (columns, object.relation()) {
        (&[only], Some(relation)) => relation.numbered(only),
        _ => None,
    };
    let column = column.map(|column| column.name.as_str());
    let schema = object.parent.unwrap_or(relation);
    naming::constraint(session, schema, (&object.name, column, "check"), new)
}

/// Whether a relation has a constraint of this name.
pub(in crate::schema::replay) fn is_taken(
    session: &Session,
    relation: ObjectId,
    name: &str,
) -> bool {
    session
        .state
        .find(Class::Constraint, Some(relation), name)
        .is_some()
}

/// 42710: `constraint "…" for relation "…" already exists`
pub(in crate::schema::replay) fn already_exists(
    session: &Session,
    relation: ObjectId,
    name: &str,
) -> Stop {
    let table = session.name_of(relation);
    Stop::failed(
        "42710",
        format!("constraint \"{name}\" for relation \"{table}\" already exists"),
    )
}

impl Session {
    /// An object's name, without its schema; empty when it was dropped.
    pub fn name_of(&self, id: ObjectId) -> Identifier {
        let object = self.state.object(id);
        object.map(|object| object.name.clone()).unwrap_or_default()
    }

    /// The schema of an object that lies in one.
    pub fn schema_of(&self, id: ObjectId) -> Option<ObjectId> {
        self.state.object(id)?.parent
    }
}
