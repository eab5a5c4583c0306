//! Primary keys, unique and exclusion constraints.

use rustc_hash::FxHashSet;

use super::{
    check, exclusion,
    pending::{Key, KeyKind, multiple_primary_keys},
    relation,
};
use crate::{
    schema::{
        replay::{
            apply::{
                dependency,
                index::{
                    build::{Draft, IfExists, Role, build},
                    key_of_column,
                },
            },
            failure::{Applied, Stop},
            session::Session,
            state::{
                ColumnNumber, ObjectId,
                object::{Class, Kind, Object, Strength},
                relation::{Constraint, ConstraintKind, Index, RelationKind},
            },
        },
        statement::{Missing, MissingKind},
    },
    sql::name::{Identifier, Name, Word},
};

/// Adds a key or exclusion constraint, with its index, to a table.
///
/// # Errors
///
/// 42703 and 42701 for its columns, 42P16 for a second primary key, and what making the index
/// fails with.
pub(in crate::schema::replay) fn add(
    session: &mut Session,
    relation: ObjectId,
    key: &Key<'_>,
) -> Applied {
    forbid_on_foreign(session, relation, key)?;
    let result = match &key.kind {
        KeyKind::Primary(columns) => primary(session, relation, key, columns),
        KeyKind::Unique(columns) => {
            let columns = columns_of(session, relation, columns, "unique constraint")?;
            index(session, relation, key, Role::UniqueConstraint, &columns)
        }
        KeyKind::Exclusion {
            method,
            elements,
            filter,
        } => exclusion::add(session, relation, key, (method, elements, *filter)),
        KeyKind::UsingIndex { index, primary } => {
            using_index(session, relation, key, index, *primary)
        }
    };
    result.map_err(|stop| stop.within(key.name.map_or(key.span, |name| name.span)))
}

/// # Errors
///
/// 0A000 on foreign tables, which have no keys.
fn forbid_on_foreign(session: &Session, relation: ObjectId, key: &Key<'_>) -> Applied {
    let object = session.state.object(relation);
    let kind = object.and_then(|object| Some(object.relation()?.kind));
    if kind != Some(RelationKind::ForeignTable) {
        return Ok(());
    }
    let words = match key.kind {
        KeyKind::Primary(_) | KeyKind::UsingIndex { primary: true, .. } => "primary key",
        KeyKind::Unique(_) | KeyKind::UsingIndex { .. } => "unique",
        KeyKind::Exclusion { .. } => "exclusion",
    };
    let message = format!("{words} constraints are not supported on foreign tables");
    Err(Stop::failed("0A000", message).at(key.span))
}

fn primary(session: &mut Session, relation: ObjectId, key: &Key<'_>, columns: &[Word]) -> Applied {
    forbid_second_primary_key(session, relation)?;
    let columns = columns_of(session, relation, columns, "primary key constraint")?;
    set_not_null(session, relation, &columns);
    index(session, relation, key, Role::PrimaryKey, &columns)
}

/// # Errors
///
/// 42P16 when the relation has a primary key.
pub(in crate::schema::replay) fn forbid_second_primary_key(
    session: &Session,
    relation: ObjectId,
) -> Applied {
    let mut indexes = session.state.indexes(relation);
    if indexes.any(|(_, index)| index.primary) {
        return Err(multiple_primary_keys(&session.name_of(relation)));
    }
    Ok(())
}

/// The numbers of the columns that a key names.
///
/// # Errors
///
/// 42703 when one does not exist, 42701 when one is named twice.
fn columns_of(
    session: &mut Session,
    relation: ObjectId,
    words: &[Word],
    kind: &str,
) -> Applied<Vec<ColumnNumber>> {
    let mut columns: Vec<ColumnNumber> = Vec::with_capacity(words.len());
    for word in words {
        let found = relation::assume_column(session, relation, &word.text);
        let column = found.ok_or_else(|| missing_column(session, relation, word))?;
        if columns.contains(&column) {
            return Err(named_twice(word, kind));
        }
        columns.push(column);
    }
    Ok(columns)
}

pub(super) fn missing_column(session: &Session, relation: ObjectId, word: &Word) -> Stop {
    let schema = session.schema_of(relation).map(|id| session.name_of(id));
    missing_key_column(schema, session.name_of(relation), word)
}

/// 42703: `column "…" named in key does not exist`
fn missing_key_column(schema: Option<Identifier>, table: Identifier, word: &Word) -> Stop {
    let message = format!("column \"{}\" named in key does not exist", word.text);
    Stop::failed("42703", message)
        .at(word.span)
        .missing(Missing {
            kind: MissingKind::Column,
            schema: schema.map(|schema| schema.to_string()),
            relation: Some(table.to_string()),
            name: word.text.to_string(),
        })
}

/// Holds the keys of a new table against its columns, all of which are `known` if any are.
///
/// # Errors
///
/// 42P16 for a second primary key, 42703 for a column that is not there, 42701 for one that is named
/// twice.
pub(in crate::schema::replay) fn check_columns(
    table: &Name,
    keys: &[Key<'_>],
    known: Option<&FxHashSet<&str>>,
) -> Applied {
    let mut has_primary = false;
    for key in keys {
        if key.is_primary() {
            if has_primary {
                return Err(multiple_primary_keys(&table.name).at(key.span));
            }
            has_primary = true;
        }
        let (columns, kind) = match &key.kind {
            KeyKind::Primary(columns) => (columns, "primary key constraint"),
            KeyKind::Unique(columns) => (columns, "unique constraint"),
            KeyKind::Exclusion { .. } | KeyKind::UsingIndex { .. } => continue,
        };
        for (index, word) in columns.iter().enumerate() {
            if known.is_some_and(|known| !known.contains(word.text.as_str())) {
                return Err(missing_key_column(
                    table.schema.clone(),
                    table.name.clone(),
                    word,
                ));
            }
            if columns[..index]
                .iter()
                .any(|earlier| earlier.text == word.text)
            {
                return Err(named_twice(word, kind));
            }
        }
    }
    Ok(())
}

/// 42701: `column "…" appears twice in …`
fn named_twice(word: &Word, kind: &str) -> Stop {
    let message = format!("column \"{}\" appears twice in {kind}", word.text);
    Stop::failed("42701", message).at(word.span)
}

/// Makes columns not null, here and in all that inherit.
pub(in crate::schema::replay) fn set_not_null(
    session: &mut Session,
    relation: ObjectId,
    columns: &[ColumnNumber],
) {
    let names: Vec<_> = {
        let object = session.state.object(relation);
        let relation = object.and_then(|object| object.relation());
        let columns = columns.iter();
        let named = columns.filter_map(|&number| relation?.numbered(number));
        named
            .filter(|column| !column.not_null)
            .map(|column| column.name.clone())
            .collect()
    };
    if names.is_empty() {
        return;
    }
    for id in session.state.family(relation) {
        session.state.change(id, |object| {
            let Some(relation) = object.relation_mut() else {
                return;
            };
            for column in &mut relation.columns {
                column.not_null |= !column.dropped && names.contains(&column.name);
            }
        });
    }
}

fn index(
    session: &mut Session,
    relation: ObjectId,
    key: &Key<'_>,
    role: Role,
    columns: &[ColumnNumber],
) -> Applied {
    let mut include = Vec::with_capacity(key.include.len());
    for word in key.include {
        let found = relation::assume_column(session, relation, &word.text);
        include.push(found.ok_or_else(|| missing_column(session, relation, word))?);
    }
    let object = session.state.object(relation);
    let held = object.and_then(|object| object.relation());
    let named = columns.iter().filter_map(|&number| {
        let column = held?.numbered(number)?;
        Some(key_of_column(session, relation, number, &column.name))
    });
    let draft = Draft {
        relation,
        name: key.name.map(|name| name.text.clone()),
        role,
        method: "btree".into(),
        keys: named.collect(),
        include,
        filter: None,
    };
    build(session, &draft, IfExists::Fail).map(|_| ())
}

/// Makes a unique index that is there the index of a new constraint.
fn using_index(
    session: &mut Session,
    relation: ObjectId,
    key: &Key<'_>,
    word: &Word,
    primary: bool,
) -> Applied {
    let (id, index) = usable_index(session, relation, word)?;
    if primary {
        forbid_second_primary_key(session, relation)?;
    }
    let name = key.name.unwrap_or(word).text.clone();
    if check::is_taken(session, relation, &name) {
        return Err(check::already_exists(session, relation, &name));
    }
    let schema = session.schema_of(relation);
    if name != word.text && session.state.find(Class::Relation, schema, &name).is_some() {
        return Err(relation::already_exists(&name));
    }
    let columns: Vec<_> = index.columns.iter().copied().flatten().collect();
    let mut object = Object::new(
        name.clone(),
        Some(relation),
        Kind::Constraint(Constraint {
            kind: if primary {
                ConstraintKind::PrimaryKey
            } else {
                ConstraintKind::Unique
            },
            columns: columns.clone(),
            index: Some(id),
            inherited: 0,
            local: true,
            valid: true,
        }),
    );
    object.depends = check::needs(relation, &columns);
    let constraint = session.create(object);
    session.state.change(id, |object| {
        object.name = name;
        object.depends.retain(|need| need.column.is_none());
        object
            .depends
            .push(dependency::on_object(constraint, Strength::Internal));
        if let Kind::Index(index) = &mut object.kind {
            index.constraint = Some(constraint);
            index.primary = primary;
        }
    });
    if primary {
        set_not_null(session, relation, &columns);
    }
    Ok(())
}

/// # Errors
///
/// 42704 when there is no such index, 55000 and 42809 when it cannot be a constraint's.
fn usable_index(session: &Session, relation: ObjectId, word: &Word) -> Applied<(ObjectId, Index)> {
    let name = Name {
        schema: session.schema_of(relation).map(|id| session.name_of(id)),
        name: word.text.clone(),
        span: word.span,
    };
    let found = session.find(Class::Relation, &name);
    let index = found.and_then(|id| match &session.state.object(id)?.kind {
        Kind::Index(index) => Some((id, index.clone())),
        _ => None,
    });
    let text = &word.text;
    let Some((id, index)) = index else {
        return Err(
            Stop::failed("42704", format!("index \"{text}\" does not exist"))
                .at(word.span)
                .missing(Missing {
                    kind: MissingKind::Index,
                    schema: None,
                    relation: None,
                    name: text.to_string(),
                }),
        );
    };
    let wrong = |sqlstate, message: String| Err(Stop::failed(sqlstate, message).at(word.span));
    if index.constraint.is_some() {
        let message = format!("index \"{text}\" is already associated with a constraint");
        return wrong("55000", message);
    }
    if index.relation != relation {
        let table = session.name_of(relation);
        let message = format!("index \"{text}\" does not belong to table \"{table}\"");
        return wrong("55000", message);
    }
    if !index.unique {
        return wrong("42809", format!("\"{text}\" is not a unique index"));
    }
    if index.columns.contains(&None) {
        return wrong("42809", format!("index \"{text}\" contains expressions"));
    }
    if index.partial {
        return wrong("42809", format!("\"{text}\" is a partial index"));
    }
    Ok((id, index))
}

/// The keys of one statement, the primary key first, without those that an earlier one covers.
///
/// Postgres makes one index for `a int unique primary key`; any name given is its name.
pub(in crate::schema::replay) fn distinct<'a>(keys: &[Key<'a>]) -> Vec<Key<'a>> {
    let (primary, others): (Vec<_>, Vec<_>) = keys.iter().partition(|key| key.is_primary());
    let mut distinct: Vec<Key<'a>> = Vec::new();
    for key in primary.into_iter().chain(others) {
        let columns = column_names(key);
        let prior = distinct
            .iter_mut()
            .find(|prior| columns.is_some() && column_names(prior) == columns);
        match prior {
            Some(prior) => prior.name = prior.name.or(key.name),
            None => distinct.push(key.clone()),
        }
    }
    distinct
}

fn column_names(key: &Key<'_>) -> Option<Vec<Identifier>> {
    let (KeyKind::Primary(columns) | KeyKind::Unique(columns)) = &key.kind else {
        return None;
    };
    let all = columns.iter().chain(key.include);
    Some(all.map(|word| word.text.clone()).collect())
}
