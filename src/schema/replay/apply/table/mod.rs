//! Tables as they are created, and what all relations with columns share.

pub(in crate::schema::replay) mod check;

pub(in crate::schema::replay) mod column;

pub(in crate::schema::replay) mod default;

mod exclusion;

pub(in crate::schema::replay) mod foreign_key;

pub(in crate::schema::replay) mod inherit;

pub(in crate::schema::replay) mod key;

mod like;

mod merge;

mod partition;

pub(in crate::schema::replay) mod pending;

mod query;

pub(in crate::schema::replay) mod relation;

mod types;

use self::{like::Like, pending::Pending};
use super::sequence;
use crate::{
    schema::replay::{
        failure::{Applied, Stop, missing},
        session::Session,
        state::{
            ColumnNumber, ObjectId,
            object::{Class, Dependency},
            relation::{Column, Relation, RelationKind, Rows},
        },
    },
    schema::statement::MissingKind,
    sql::{
        name::{Identifier, Name, Word},
        statement::{
            ObjectKind,
            table::{CreateTable, Persistence, TableElement},
        },
    },
};

/// A table while its definition is read.
#[derive(Debug, Default)]
struct Draft<'a> {
    columns: Vec<Column>,
    pending: Pending<'a>,
    /// Columns that have the default of another relation's column.
    defaults: Vec<(ObjectId, ColumnNumber, Identifier)>,
    /// Checks of parents, each once.
    checks: Vec<ObjectId>,
    /// Relations whose constraints or indexes are copied.
    likes: Vec<Like>,
    parents: Vec<ObjectId>,
    /// The type of `OF`.
    of_type: Option<ObjectId>,
    /// Whether there may be columns that are not known.
    open: bool,
}

pub(in crate::schema::replay) fn create(session: &mut Session, create: &CreateTable) -> Applied {
    let schema = match relation::schema_of(session, &create.name, create.persistence) {
        Ok(schema) => schema,
        Err(stop) => {
            session.tolerate(stop)?;
            relation::assumed_schema(session, &create.name)
        }
    };
    let name = &create.name.name;
    let known = session.state.find(Class::Relation, Some(schema), name);
    if let Some(known) = known {
        if is_assumed(session, known) {
            return adopt(session, create, known);
        }
        if create.if_not_exists {
            return Ok(());
        }
    }
    let draft = read(session, create)?;
    let relation = held(create, &draft)?;
    let id = relation::make(session, schema, &create.name, relation)?;
    finish(session, id, create, draft)
}

fn is_assumed(session: &Session, id: ObjectId) -> bool {
    let object = session.state.object(id);
    let relation = object.and_then(|object| object.relation());
    relation.is_some_and(|relation| relation.assumed)
}

/// The columns and constraints of a definition.
fn read<'a>(session: &mut Session, create: &'a CreateTable) -> Applied<Draft<'a>> {
    let mut draft = Draft::default();
    if let Some((columns, query)) = &create.query {
        query::columns(session, columns, query, &mut draft)?;
        return Ok(draft);
    }
    if let Some(name) = &create.of_type {
        merge::typed(session, name, &mut draft)?;
    }
    if let Some(parent) = &create.partition_of {
        merge::partition_parent(session, parent, &mut draft)?;
    }
    for parent in &create.inherits {
        merge::parent(session, parent, &mut draft)?;
    }
    let takes_options = create.of_type.is_some() || create.partition_of.is_some();
    let mut declared: Vec<Identifier> = Vec::new();
    for element in &create.elements {
        match element {
            TableElement::Column(definition) if takes_options => {
                merge::options(session, create, definition, &mut draft)?;
            }
            TableElement::Column(definition) => {
                let table = &create.name.name;
                let column = column::read(session, table, definition, &mut draft.pending)?;
                if declared.contains(&column.name) {
                    return Err(specified_twice(&definition.name));
                }
                declared.push(column.name.clone());
                merge::own(session, column, &definition.name, &mut draft)?;
            }
            TableElement::Constraint(constraint) => draft.pending.constraint(constraint),
            TableElement::Like { relation, options } => {
                let columns = like::columns(session, relation, options, &mut draft)?;
                for column in columns {
                    if declared.contains(&column.name) {
                        let text = column.name;
                        let span = relation.span;
                        return Err(specified_twice(&Word { text, span }));
                    }
                    declared.push(column.name.clone());
                    let text = column.name.clone();
                    let span = relation.span;
                    merge::own(session, column, &Word { text, span }, &mut draft)?;
                }
            }
        }
    }
    draft.pending.primary_key(&create.name.name)?;
    Ok(draft)
}

/// 42701: `column "…" specified more than once`
fn specified_twice(word: &Word) -> Stop {
    let message = format!("column \"{}\" specified more than once", word.text);
    Stop::failed("42701", message).at(word.span)
}

/// The relation that a draft describes.
fn held(create: &CreateTable, draft: &Draft<'_>) -> Applied<Relation> {
    let kind = if create.foreign {
        RelationKind::ForeignTable
    } else {
        RelationKind::Table
    };
    let mut relation = relation::with_columns(kind, draft.columns.clone());
    relation.temporary = create.persistence == Persistence::Temporary
        || create.name.schema.as_deref() == Some("pg_temp");
    relation.open = draft.open;
    relation.inherits.clone_from(&draft.parents);
    relation.is_partition = create.partition_of.is_some();
    if let Some(key) = &create.partition_by {
        relation.is_partitioned = true;
        relation.partition_key = partition::key(&relation, key)?;
    }
    if create.query.is_some() {
        relation.rows = Rows::Unknown;
    }
    Ok(relation)
}

/// Makes all that needs the columns to be there.
fn finish(session: &mut Session, id: ObjectId, create: &CreateTable, draft: Draft<'_>) -> Applied {
    merge::depend_on_parents(session, id, create);
    if let Some(server) = &create.server {
        depend_on_server(session, id, server)?;
    }
    if let Some(of_type) = draft.of_type {
        session.depend(id, vec![Dependency::on(of_type)]);
    }
    for (from, number, to) in &draft.defaults {
        default::copy(session, (*from, *number), id, to);
    }
    for new in &draft.pending.sequences {
        sequence::serve(session, id, new)?;
    }
    for (column, value) in &draft.pending.defaults {
        default::set(session, id, column, value)?;
    }
    if let Some(parts) = &create.partition_by {
        partition::check_expressions(session, id, parts)?;
    }
    if create.partition_of.is_some()
        && let Some(&parent) = draft.parents.first()
    {
        inherit::furnish_partition(session, parent, id)?;
    }
    for &check in &draft.checks {
        inherit::inherit_check(session, check, id)?;
    }
    let mut names = Vec::new();
    for pending in &draft.pending.checks {
        check::add(session, id, pending, &mut names)?;
    }
    for key in key::distinct(&draft.pending.keys) {
        key::add(session, id, &key)?;
    }
    like::expand(session, id, &draft.likes)?;
    for foreign in &draft.pending.foreign_keys {
        foreign_key::add(session, id, foreign)?;
    }
    Ok(())
}

/// # Errors
///
/// 42704 when there is no such server.
fn depend_on_server(session: &mut Session, id: ObjectId, server: &Word) -> Applied {
    let class = Class::Other(ObjectKind::Server);
    match session.state.find(class, None, &server.text) {
        Some(found) => {
            session.depend(id, vec![Dependency::on(found)]);
            Ok(())
        }
        None => {
            let message = format!("server \"{}\" does not exist", server.text);
            let name = Name {
                schema: None,
                name: server.text.clone(),
                span: server.span,
            };
            let missing = missing(MissingKind::Other, &name);
            session.tolerate(
                Stop::failed("42704", message)
                    .at(server.span)
                    .missing(missing),
            )
        }
    }
}

/// Makes an assumed table what its statement says, keeping what hangs on it.
fn adopt(session: &mut Session, create: &CreateTable, known: ObjectId) -> Applied {
    let draft = read(session, create)?;
    inherit::forbid_circle(session, known, &draft.parents)?;
    let relation = held(create, &draft)?;
    let definition = session.definition;
    session.state.change(known, |object| {
        object.definition = Some(definition);
        let Some(assumed) = object.relation_mut() else {
            return;
        };
        let mut columns = std::mem::take(&mut assumed.columns);
        for column in relation.columns {
            match columns.iter_mut().find(|held| held.name == column.name) {
                Some(held) => *held = column,
                None => columns.push(column),
            }
        }
        assumed.columns = columns;
        assumed.assumed = false;
        assumed.open = relation.open;
        assumed.inherits = relation.inherits;
        assumed.is_partition = relation.is_partition;
        assumed.is_partitioned = relation.is_partitioned;
        assumed.partition_key = relation.partition_key;
    });
    finish(session, known, create, draft)
}

/// A relation that statements need and none makes: open, with the columns they name.
pub(in crate::schema::replay) fn assume(
    session: &mut Session,
    name: &crate::sql::name::Name,
) -> ObjectId {
    relation::assume(session, name)
}
