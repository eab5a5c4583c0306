//! Statements that read or change rows: only whether they can run, and what functions they call
//! change.

mod effects;

mod insert;

mod keys;

pub(in crate::schema::replay) mod set_rows;

mod written;

use crate::schema::{
    catalog::routine::RoutineKind,
    replay::{
        analyze::{self, scope::Scope},
        apply::table,
        failure::{Applied, Stop, undefined_column_of},
        interpret,
        session::Session,
        state::{
            ObjectId,
            object::{Class, Kind},
            relation::{RelationKind, Rows},
        },
    },
};
use crate::{
    source::Span,
    sql::{
        expression::{Argument, Call, Expression, ExpressionKind},
        name::{Name, Word},
        query::{Change, ChangeKind, CommonBody, Query, QueryBody, Target},
        statement::{
            Statement,
            table::{CreateTable, Persistence},
        },
    },
};

/// `SELECT`, and what it calls.
pub(in crate::schema::replay) fn select(session: &mut Session, query: &Query) -> Applied {
    if let Some(create) = into_table(query) {
        return table::create(session, &create);
    }
    analyze::query(session, query, &Scope::default())?;
    for table in query.with.iter().flat_map(|with| &with.tables) {
        if let CommonBody::Change(change) = &table.body {
            set_rows::changed(session, change);
        }
    }
    effects::of_query(session, query)
}

/// `SELECT … INTO table` as the `CREATE TABLE … AS` that it is.
fn into_table(query: &Query) -> Option<CreateTable> {
    let QueryBody::Select(select) = &query.body else {
        return None;
    };
    let name = select.into.clone()?;
    let mut without = query.clone();
    if let QueryBody::Select(select) = &mut without.body {
        select.into = None;
    }
    Some(CreateTable {
        name,
        persistence: Persistence::Permanent,
        query: Some((Vec::new(), without)),
        ..CreateTable::default()
    })
}

/// `INSERT`, `UPDATE`, `DELETE` and `MERGE`.
pub(in crate::schema::replay) fn change(session: &mut Session, change: &Change) -> Applied {
    let insertion = analyze::insertion(session, change, &Scope::default())?;
    if let Some(target) = insertion.target {
        check_changeable(session, target, change)?;
        if let ChangeKind::Insert(insert) = &change.kind {
            insert::check(session, target, insert, &insertion)?;
            keys::insert(session, target, insert, &insertion)?;
        }
    }
    set_rows::changed(session, change);
    effects::of_change(session, change)
}

/// # Errors
///
/// 55000 for views that rows cannot be written through, 42809 for what is no table.
fn check_changeable(session: &Session, target: ObjectId, change: &Change) -> Applied {
    let Some(object) = session.state.object(target) else {
        return Ok(());
    };
    let Some(relation) = object.relation() else {
        return Ok(());
    };
    let name = &object.name;
    match relation.kind {
        RelationKind::Table | RelationKind::ForeignTable | RelationKind::Composite => Ok(()),
        RelationKind::MaterializedView => Err(Stop::failed(
            "42809",
            format!("cannot change materialized view \"{name}\""),
        )),
        RelationKind::View => {
            let mut children = session.state.children(target);
            let replaced =
                children.any(|(_, child)| matches!(child.kind, Kind::Trigger(_) | Kind::Rule));
            if session.state.is_updatable(target) || replaced || relation.open {
                return Ok(());
            }
            let (verb, doing, event) = match &change.kind {
                ChangeKind::Insert(_) => ("insert into", "inserting into", "INSERT"),
                ChangeKind::Update(_) => ("update", "updating", "UPDATE"),
                ChangeKind::Delete(_) => ("delete from", "deleting from", "DELETE"),
                ChangeKind::Merge(_) => return Ok(()),
            };
            let message = format!("cannot {verb} view \"{name}\"");
            Err(Stop::failed("55000", message).help(format!(
                "To enable {doing} the view, provide an INSTEAD OF {event} trigger or an unconditional ON {event} DO INSTEAD rule."
            )))
        }
    }
}

/// `COPY`
pub(in crate::schema::replay) fn copy(session: &mut Session, statement: &Statement) -> Applied {
    let Statement::Copy {
        target,
        columns,
        query,
    } = statement
    else {
        return Ok(());
    };
    if let Some(query) = query {
        analyze::query(session, query, &Scope::default())?;
    }
    let Some(name) = target else {
        return Ok(());
    };
    let Ok(id) = session.relation(name) else {
        return session.tolerate(table::relation::undefined(session, name));
    };
    check_columns(session, id, columns)?;
    set_rows::set(session, id, Rows::Unknown);
    Ok(())
}

fn check_columns(session: &Session, id: ObjectId, columns: &[Word]) -> Applied {
    let Some(object) = session.state.object(id) else {
        return Ok(());
    };
    let Some(relation) = object.relation().filter(|relation| !relation.open) else {
        return Ok(());
    };
    for word in columns {
        if relation.column(&word.text).is_none() {
            session.tolerate(undefined_column_of(word, None, &object.name))?;
        }
    }
    Ok(())
}

/// `EXPLAIN`, which runs nothing.
pub(in crate::schema::replay) fn explain(session: &mut Session, query: &Query) -> Applied {
    analyze::query(session, query, &Scope::default()).map(drop)
}

/// `REFRESH MATERIALIZED VIEW`
pub(in crate::schema::replay) fn refresh(session: &mut Session, name: &Name) -> Applied {
    let Some(id) = session.find(Class::Relation, name) else {
        return session.tolerate(table::relation::undefined(session, name));
    };
    let object = session.state.object(id);
    let relation = object.and_then(|object| object.relation());
    match relation.map(|relation| relation.kind) {
        Some(RelationKind::MaterializedView) => Ok(()),
        Some(RelationKind::Table) => {
            let message = format!("\"{}\" is not a materialized view", name.name);
            Err(Stop::failed("0A000", message).at(name.span))
        }
        Some(RelationKind::View | RelationKind::ForeignTable | RelationKind::Composite) | None => {
            let message = format!("\"{}\" is not a table or materialized view", name.name);
            Err(Stop::failed("42809", message).at(name.span))
        }
    }
}

/// `CALL`
pub(in crate::schema::replay) fn call(
    session: &mut Session,
    name: &Name,
    arguments: &[Argument],
) -> Applied {
    let query = query_of_call(name, arguments);
    let called = match analyze::procedure(session, &query, &Scope::default()) {
        Ok(called) => called,
        Err(stop) => return session.tolerate(stop),
    };
    let Some(called) = called else {
        return Ok(());
    };
    let id = called.routine;
    let kind = match session.state.object(id).map(|object| &object.kind) {
        Some(Kind::Routine(routine)) => routine.kind,
        _ => return Ok(()),
    };
    if kind != RoutineKind::Procedure {
        let message = format!("{} is not a procedure", called.signature);
        return Err(Stop::failed("42809", message)
            .at(name.span)
            .help("To call a function, use SELECT."));
    }
    let values: Vec<Expression> = arguments
        .iter()
        .map(|argument| argument.value.clone())
        .collect();
    interpret::call(session, id, &values)
}

fn query_of_call(name: &Name, arguments: &[Argument]) -> Call {
    Call {
        name: name.clone(),
        arguments: arguments.to_vec(),
        star: false,
        distinct: false,
        order_by: Vec::new(),
        within_group: Vec::new(),
        filter: None,
        over: None,
    }
}

/// The calls that a select list is made of.
fn calls(targets: &[Target]) -> impl Iterator<Item = (&Call, Span)> {
    targets.iter().filter_map(|target| {
        let mut value = &target.value;
        while let ExpressionKind::Cast(inner, _) = &value.kind {
            value = inner;
        }
        match &value.kind {
            ExpressionKind::Call(call) => Some((call.as_ref(), value.span)),
            _ => None,
        }
    })
}
