//! Triggers.

pub(in crate::schema::replay) mod assigns;

pub(in crate::schema::replay) mod partition;

mod rules;

use super::{
    condition, dependency,
    routine::find as routine,
    target::{self, Wanted},
};
use crate::{
    schema::{
        catalog::trigger::{TriggerEvent, TriggerTiming},
        replay::{
            analyze::scope::{Row, Scope},
            failure::{Applied, Stop, undefined_column_of},
            session::{Mode, Session},
            state::{
                ColumnNumber, ObjectId,
                object::{Class, Dependency, Kind, Object, Part, Strength},
                relation::Trigger,
            },
        },
        statement::{Missing, MissingKind},
    },
    sql::{
        expression::Expression,
        name::{Name, Word},
        statement::{
            policy::{self as model, CreateTrigger},
            routine::{RoutineReference, RoutineReferenceKind},
        },
    },
};

/// `CREATE TRIGGER`
///
/// # Errors
///
/// What Postgres says: it exists, the relation, function or a column is missing, the kinds of
/// relation, timing and event do not go together.
pub(in crate::schema::replay) fn create(session: &mut Session, create: &CreateTrigger) -> Applied {
    let relation = target::relation(session, &create.table, Wanted::Any)?;
    rules::check(session, relation, create)?;
    let mut depends = condition_needs(session, relation, create)?;
    let function = function(session, &create.function)?;
    depends.extend(function.map(Dependency::on));
    let existing = session
        .state
        .find(Class::Trigger, Some(relation), &create.name.text);
    if let Some(existing) = existing {
        can_replace(session, relation, existing, create)?;
    }
    let update_columns = update_columns(session, relation, create)?;
    depends.extend(update_columns.iter().map(|&column| Dependency {
        part: Part::Whole,
        on: relation,
        column: Some(column),
        strength: Strength::Normal,
    }));
    let mut trigger = Trigger {
        timing: timing(create.timing),
        events: create.events.iter().map(event).collect(),
        update_columns,
        for_each_row: create.for_each_row,
        enabled: true,
        function,
        condition: create
            .when
            .as_ref()
            .map(|condition| session.slice(condition.span).to_owned()),
        assigns: Vec::new(),
        inherited: false,
    };
    trigger.assigns = assigns::columns(session, relation, &trigger);
    let name = create.name.text.clone();
    let mut object = Object::new(name, Some(relation), Kind::Trigger(trigger));
    object.depends = depends;
    let id = match existing {
        Some(id) => {
            object.definition = Some(session.definition);
            session.state.change(id, |old| *old = object);
            id
        }
        None => session.create(object),
    };
    partition::spread(session, relation, id)
}

fn timing(timing: model::TriggerTiming) -> TriggerTiming {
    match timing {
        model::TriggerTiming::Before => TriggerTiming::Before,
        model::TriggerTiming::After => TriggerTiming::After,
        model::TriggerTiming::InsteadOf => TriggerTiming::InsteadOf,
    }
}

fn event(event: &model::TriggerEvent) -> TriggerEvent {
    match event {
        model::TriggerEvent::Insert => TriggerEvent::Insert,
        model::TriggerEvent::Update(_) => TriggerEvent::Update,
        model::TriggerEvent::Delete => TriggerEvent::Delete,
        model::TriggerEvent::Truncate => TriggerEvent::Truncate,
    }
}

/// What `WHEN` needs, in which `new` and `old` are rows of the relation.
fn condition_needs(
    session: &Session,
    relation: ObjectId,
    create: &CreateTrigger,
) -> Applied<Vec<Dependency>> {
    let Some(condition) = &create.when else {
        return Ok(Vec::new());
    };
    let rows = ["old", "new"].map(|name| Row {
        name: name.into(),
        relation,
        bare: true,
    });
    let scope = Scope {
        rows: rows.into(),
        ..Scope::default()
    };
    let found = condition::uses(session, condition, &scope, &condition::TRIGGER)?;
    if session.mode == Mode::Strict {
        sees_only(session, relation, condition, create)?;
    }
    Ok(dependency::of_uses(session, &found, Part::Whole))
}

/// Whether a condition that is sound in itself names no row that its event does not have.
fn sees_only(
    session: &Session,
    relation: ObjectId,
    condition: &Expression,
    create: &CreateTrigger,
) -> Applied {
    let fires_on = |wanted: TriggerEvent| create.events.iter().any(|found| event(found) == wanted);
    let mut hidden = Vec::new();
    if !create.for_each_row {
        let message = "statement trigger's WHEN condition cannot reference column values";
        hidden.extend([("old", message), ("new", message)]);
    }
    if fires_on(TriggerEvent::Insert) {
        let message = "INSERT trigger's WHEN condition cannot reference OLD values";
        hidden.push(("old", message));
    }
    if fires_on(TriggerEvent::Delete) {
        let message = "DELETE trigger's WHEN condition cannot reference NEW values";
        hidden.push(("new", message));
    }
    for (row, message) in hidden {
        let others = ["old", "new"].into_iter().filter(|&other| other != row);
        let scope = Scope {
            rows: others
                .map(|name| Row {
                    name: name.into(),
                    relation,
                    bare: false,
                })
                .collect(),
            ..Scope::default()
        };
        if let Err(Stop::Failed(failure)) =
            crate::schema::replay::analyze::expression(session, condition, &scope)
        {
            let stop = Stop::failed("42P17", message);
            return Err(stop.at(failure.span.unwrap_or(condition.span)));
        }
    }
    Ok(())
}

/// The function of a trigger: without arguments, and returning `trigger`.
fn function(session: &Session, name: &Name) -> Applied<Option<ObjectId>> {
    let reference = RoutineReference {
        name: name.clone(),
        arguments: Some(Vec::new()),
    };
    let id = match routine::find(session, &reference, RoutineReferenceKind::Routine) {
        Ok(id) => id,
        Err(stop) => {
            session.tolerate(stop)?;
            return Ok(None);
        }
    };
    if !routine::returns(session, id, "trigger") {
        let message = format!(
            "function {} must return type trigger",
            crate::schema::replay::failure::written(name)
        );
        return Err(Stop::failed("42P17", message).at(name.span));
    }
    Ok(Some(id))
}

fn can_replace(
    session: &Session,
    relation: ObjectId,
    existing: ObjectId,
    create: &CreateTrigger,
) -> Applied {
    let name = &create.name.text;
    let relation = session
        .state
        .object(relation)
        .map_or("", |found| &found.name);
    let is_inherited = match session.state.object(existing).map(|found| &found.kind) {
        Some(Kind::Trigger(trigger)) => trigger.inherited,
        _ => false,
    };
    let words = if !create.or_replace {
        "already exists"
    } else if is_inherited {
        "is an internal or a child trigger"
    } else {
        return Ok(());
    };
    let message = format!("trigger \"{name}\" for relation \"{relation}\" {words}");
    Err(Stop::failed("42710", message).at(create.name.span))
}

fn update_columns(
    session: &mut Session,
    relation: ObjectId,
    create: &CreateTrigger,
) -> Applied<Vec<ColumnNumber>> {
    let mut numbers = Vec::new();
    let words = create.events.iter().flat_map(|event| match event {
        model::TriggerEvent::Update(words) => words.as_slice(),
        model::TriggerEvent::Insert
        | model::TriggerEvent::Delete
        | model::TriggerEvent::Truncate => &[],
    });
    for word in words {
        let Some(number) = column(session, relation, word)? else {
            continue;
        };
        if numbers.contains(&number) {
            let message = format!("column \"{}\" specified more than once", word.text);
            return Err(Stop::failed("42701", message).at(word.span));
        }
        numbers.push(number);
    }
    Ok(numbers)
}

fn column(session: &Session, relation: ObjectId, word: &Word) -> Applied<Option<ColumnNumber>> {
    let object = session.state.object(relation);
    let Some((object, found)) = object.and_then(|object| Some((object, object.relation()?))) else {
        return Ok(None);
    };
    match found.column(&word.text) {
        Some((number, _)) => Ok(Some(number)),
        None if found.open => Ok(None),
        None => {
            let schema = object
                .parent
                .and_then(|schema| session.state.object(schema));
            let schema = schema.map(|schema| schema.name.as_str());
            session.tolerate(undefined_column_of(word, schema, &object.name))?;
            Ok(None)
        }
    }
}

/// `ALTER TRIGGER … RENAME TO`
///
/// # Errors
///
/// 42P01 and 42704 when there is no such relation or trigger, 42710 when the name is taken.
pub(super) fn rename(session: &mut Session, table: &Name, name: &Name, to: &Word) -> Applied {
    let relation = target::relation(session, table, Wanted::Any)?;
    let table = session
        .state
        .object(relation)
        .map_or_else(Default::default, |found| found.name.clone());
    let state = &session.state;
    if state
        .find(Class::Trigger, Some(relation), &to.text)
        .is_some()
    {
        let message = format!(
            "trigger \"{}\" for relation \"{table}\" already exists",
            to.text
        );
        return Err(Stop::failed("42710", message).at(to.span));
    }
    let Some(id) = state.find(Class::Trigger, Some(relation), &name.name) else {
        let message = format!(
            "trigger \"{}\" for table \"{table}\" does not exist",
            name.name
        );
        return Err(Stop::failed("42704", message)
            .at(name.span)
            .missing(Missing {
                kind: MissingKind::Trigger,
                schema: None,
                relation: Some(table.to_string()),
                name: name.name.to_string(),
            }));
    };
    session
        .state
        .change(id, |object| object.name = to.text.clone());
    Ok(())
}
