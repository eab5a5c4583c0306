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

use rustc_hash::{FxHashMap, FxHashSet};

use self::{like::Like, pending::Pending};
use super::sequence;
use crate::{
    schema::replay::{
        analyze::Analysed,
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
    let query = create.query.as_ref();
    let analysed = query.map(|(_, query)| query::analyse(session, query));
    let analysed = analysed.transpose()?;
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
            return adopt(session, create, analysed, known);
        }
        if create.if_not_exists {
            return Ok(());
        }
    }
    let draft = read(session, create, analysed)?;
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
fn read<'a>(
    session: &mut Session,
    create: &'a CreateTable,
    analysed: Option<Analysed>,
) -> Applied<Draft<'a>> {
    let mut draft = Draft::default();
    if let (Some((columns, query)), Some(analysed)) = (&create.query, analysed) {
        query::columns(session, columns, (query, analysed), &mut draft)?;
        return Ok(draft);
    }
    if let Some(name) = &create.of_type {
        merge::typed(session, name, &mut draft)?;
    }
    if let Some(parent) = &create.partition_of {
        merge::partition_parent(session, parent, &mut draft)?;
    }
    let own = elements(session, create, &mut draft)?;
    for parent in &create.inherits {
        merge::parent(session, parent, &mut draft)?;
    }
    // Postgres looks at keys first, then makes the sequences, then the columns.
    let known = draft.columns.iter().chain(own.iter().map(|(own, _)| own));
    let known: FxHashSet<&str> = known.map(|column| column.name.as_str()).collect();
    let known = (!draft.open).then_some(known);
    key::check_columns(&create.name, &draft.pending.keys, known.as_ref())?;
    for (column, word) in &own {
        column::check_identity(session, column).map_err(|stop| stop.at(word.span))?;
    }
    are_distinct(&own)?;
    for column in own {
        merge::own(column, &mut draft)?;
    }
    Ok(draft)
}

/// The columns that the elements of a definition declare or copy; the rest goes to the draft.
fn elements<'a>(
    session: &mut Session,
    create: &'a CreateTable,
    draft: &mut Draft<'a>,
) -> Applied<Vec<(Column, Word)>> {
    let takes_options = create.of_type.is_some() || create.partition_of.is_some();
    let mut own: Vec<(Column, Word)> = Vec::new();
    for element in &create.elements {
        match element {
            TableElement::Column(definition) if takes_options => {
                merge::options(session, create, definition, draft)?;
            }
            TableElement::Column(definition) => {
                let table = &create.name.name;
                let column = column::read(session, table, definition, &mut draft.pending)?;
                own.push((column, definition.name.clone()));
            }
            TableElement::Constraint(constraint) => draft.pending.constraint(constraint),
            TableElement::Like { relation, options } => {
                for column in like::columns(session, relation, options, draft)? {
                    let text = column.name.clone();
                    let span = relation.span;
                    own.push((column, Word { text, span }));
                }
            }
        }
    }
    Ok(own)
}

/// # Errors
///
/// 42701 for the first column that is there once more.
fn are_distinct(columns: &[(Column, Word)]) -> Applied {
    let mut last: FxHashMap<&str, &Word> = FxHashMap::default();
    for (column, word) in columns {
        last.insert(&column.name, word);
    }
    for (column, word) in columns {
        let last = last.get(column.name.as_str());
        if let Some(again) = last.filter(|last| last.span != word.span) {
            return Err(specified_twice(again));
        }
    }
    Ok(())
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
fn adopt(
    session: &mut Session,
    create: &CreateTable,
    analysed: Option<Analysed>,
    known: ObjectId,
) -> Applied {
    let draft = read(session, create, analysed)?;
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
