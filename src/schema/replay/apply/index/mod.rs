//! Indexes.

pub(in crate::schema::replay) mod build;

mod class;

pub(in crate::schema::replay) mod copy;

use self::build::{Built, Draft, IfExists, IndexKey, Role, build};
use super::{
    expression::{self, Purpose},
    parameter,
    table::relation,
};
use crate::{
    schema::{
        replay::{
            analyze,
            failure::{Applied, Stop},
            session::{Mode, Session},
            state::{
                ColumnNumber, ObjectId,
                object::Class,
                relation::RelationKind,
                types::{TypeRef, Use},
            },
        },
        statement::{Missing, MissingKind},
    },
    sql::{
        expression::{Expression, ExpressionKind},
        name::{Identifier, Name, Word},
        statement::index::{CreateIndex, IndexColumn},
    },
};

pub(in crate::schema::replay) fn create(session: &mut Session, create: &CreateIndex) -> Applied {
    if create.concurrently && session.in_transaction_block {
        return Err(Stop::failed(
            "25001",
            "CREATE INDEX CONCURRENTLY cannot run inside a transaction block",
        ));
    }
    let relation = table(session, &create.table)?;
    let method = create.method.clone().unwrap_or_else(|| "btree".into());
    let filter = filter(session, relation, create.filter.as_ref())?;
    let expressions = expressions(session, relation, &create.columns)?;
    if session.mode == Mode::Strict {
        class::check_method(session, &method)?;
    }
    check_abilities(create, &method)?;
    parameter::of_index(&method, &create.parameters)?;
    let mut keys = Vec::with_capacity(create.columns.len());
    for (column, analysed) in create.columns.iter().zip(expressions) {
        keys.push(match analysed {
            Some(key) => key,
            None => column_key(session, relation, column)?,
        });
    }
    let mut include = Vec::with_capacity(create.include.len());
    for word in &create.include {
        include.push(column_number(session, relation, word)?);
    }
    let draft = Draft {
        relation,
        name: create.name.as_ref().map(|name| name.text.clone()),
        role: if create.unique {
            Role::Unique
        } else {
            Role::Plain
        },
        method,
        keys,
        include,
        filter,
    };
    let if_exists = if create.if_not_exists {
        IfExists::Skip
    } else {
        IfExists::Fail
    };
    let built = build(session, &draft, if_exists).map_err(|stop| match &create.name {
        Some(name) => stop.within(name.span),
        None => stop.within(create.table.span),
    })?;
    match built {
        Built::Made(_) | Built::Skipped => Ok(()),
    }
}

/// What the condition of a partial index needs; `None` for an index of all rows.
fn filter(
    session: &Session,
    relation: ObjectId,
    written: Option<&Expression>,
) -> Applied<Option<Vec<Use>>> {
    let Some(written) = written else {
        return Ok(None);
    };
    let scope = expression::scope_of(session, relation);
    let typed = expression::condition(session, written, &scope, Purpose::Predicate)?;
    // Postgres does away with a condition that is always met.
    let is_constant = matches!(written.kind, ExpressionKind::Boolean(true));
    Ok((!is_constant).then(|| typed.map(|typed| typed.uses).unwrap_or_default()))
}

/// The table, foreign table or materialized view to be indexed.
fn table(session: &mut Session, name: &Name) -> Applied<ObjectId> {
    let found = session.find(Class::Relation, name);
    let kind = found.and_then(|id| session.state.object(id)).map(|object| {
        let relation = object.relation();
        relation.map(|relation| relation.kind)
    });
    match (found, kind) {
        (Some(id), Some(Some(RelationKind::Table | RelationKind::MaterializedView))) => Ok(id),
        (Some(_), Some(kind)) => Err(not_indexable(name, kind)),
        _ => {
            session.tolerate(relation::undefined(session, name))?;
            Ok(relation::assume(session, name))
        }
    }
}

fn not_indexable(name: &Name, kind: Option<RelationKind>) -> Stop {
    let kind = match kind {
        Some(RelationKind::View) => "views",
        Some(RelationKind::ForeignTable) => "foreign tables",
        Some(RelationKind::Composite) => "composite types",
        Some(RelationKind::Table | RelationKind::MaterializedView) | None => "indexes",
    };
    Stop::failed(
        "42809",
        format!("cannot create index on relation \"{}\"", name.name),
    )
    .at(name.span)
    .help(format!("This operation is not supported for {kind}."))
}

/// # Errors
///
/// 0A000 for what the access method cannot do.
fn check_abilities(create: &CreateIndex, method: &str) -> Applied {
    let unsupported = |what: &str| {
        let message = format!("access method \"{method}\" does not support {what}");
        Err(Stop::failed("0A000", message))
    };
    if create.unique && matches!(method, "hash" | "gist" | "gin" | "spgist" | "brin") {
        return unsupported("unique indexes");
    }
    if !create.include.is_empty() && matches!(method, "hash" | "gin" | "brin") {
        return unsupported("included columns");
    }
    if create.columns.len() > 1 && matches!(method, "hash" | "spgist" | "hnsw" | "ivfflat") {
        return unsupported("multicolumn indexes");
    }
    Ok(())
}

/// The keys that are expressions, each at its place.
fn expressions(
    session: &Session,
    relation: ObjectId,
    columns: &[IndexColumn],
) -> Applied<Vec<Option<IndexKey>>> {
    let scope = expression::scope_of(session, relation);
    let mut keys = Vec::with_capacity(columns.len());
    for column in columns {
        if is_column(column) {
            keys.push(None);
            continue;
        }
        let value = &column.value;
        let typed = expression::analyse(session, value, &scope, Purpose::Index, None)?;
        keys.push(Some(IndexKey {
            column: None,
            name: expression_name(session, value),
            data_type: typed.as_ref().and_then(|typed| typed.data_type.clone()),
            class: column.operator_class.clone(),
            uses: typed.map(|typed| typed.uses).unwrap_or_default(),
        }));
    }
    Ok(keys)
}

fn is_column(column: &IndexColumn) -> bool {
    matches!(&column.value.kind, ExpressionKind::Column(words) if words.len() == 1)
}

fn column_key(
    session: &mut Session,
    relation: ObjectId,
    column: &IndexColumn,
) -> Applied<IndexKey> {
    let ExpressionKind::Column(words) = &column.value.kind else {
        return Err(Stop::Opaque("an index key is not understood".into()));
    };
    let word = words
        .first()
        .ok_or_else(|| Stop::Opaque("an index key is empty".into()))?;
    let number = column_number(session, relation, word)?;
    Ok(IndexKey {
        class: column.operator_class.clone(),
        ..key_of_column(session, relation, number, &word.text)
    })
}

/// A key that is a column of the relation.
pub(in crate::schema::replay) fn key_of_column(
    session: &Session,
    relation: ObjectId,
    number: ColumnNumber,
    name: &Identifier,
) -> IndexKey {
    let object = session.state.object(relation);
    let column = object.and_then(|object| object.relation()?.numbered(number));
    IndexKey {
        column: Some(number),
        name: name.clone(),
        data_type: column.and_then(|column| column.data_type.clone()),
        class: None,
        uses: Vec::new(),
    }
}

fn column_number(session: &mut Session, relation: ObjectId, word: &Word) -> Applied<ColumnNumber> {
    let found = relation::assume_column(session, relation, &word.text);
    found.ok_or_else(|| {
        Stop::failed("42703", format!("column \"{}\" does not exist", word.text))
            .at(word.span)
            .missing(Missing {
                kind: MissingKind::Column,
                schema: session
                    .schema_of(relation)
                    .map(|schema| session.name_of(schema).to_string()),
                relation: Some(session.name_of(relation).to_string()),
                name: word.text.to_string(),
            })
    })
}

/// The name of an index column that is an expression.
pub(in crate::schema::replay) fn expression_name(
    session: &Session,
    expression: &Expression,
) -> Identifier {
    analyze::index_name(session, expression).unwrap_or_else(|| "expr".into())
}

/// # Errors
///
/// 42704 when the access method cannot index the type without being told how.
pub(in crate::schema::replay) fn check_type(
    session: &Session,
    method: &str,
    data_type: &TypeRef,
) -> Applied {
    class::check_default(session, method, data_type)
}
