//! Indexes as the models of others: of partitions, and of tables made `LIKE` their own.

use super::build::{Draft, IndexKey, Role};
use crate::schema::replay::{
    apply::table::inherit,
    session::Session,
    state::{
        ObjectId,
        object::Strength,
        relation::{ConstraintKind, Index},
        types::Use,
    },
};

/// The same index, without a name, for another relation that has the columns too.
pub(in crate::schema::replay) fn moved(session: &Session, draft: &Draft, to: ObjectId) -> Draft {
    let keys = draft.keys.iter().map(|key| IndexKey {
        column: key
            .column
            .and_then(|number| inherit::map_column(session, draft.relation, number, to)),
        ..key.clone()
    });
    let mut part = Draft {
        relation: to,
        name: None,
        keys: keys.collect(),
        include: inherit::map_all(session, draft.relation, &draft.include, to),
        ..draft.clone()
    };
    for used in part
        .keys
        .iter_mut()
        .flat_map(|key| &mut key.uses)
        .chain(part.filter.iter_mut().flatten())
    {
        if used.object == draft.relation {
            used.column = used
                .column
                .and_then(|number| inherit::map_column(session, draft.relation, number, to));
            used.object = to;
        }
    }
    part
}

/// What would make an index like this one.
pub(in crate::schema::replay) fn draft_of(session: &Session, id: ObjectId, index: &Index) -> Draft {
    let object = session.state.object(index.relation);
    let relation = object.and_then(|object| object.relation());
    let constraint = index
        .constraint
        .and_then(|id| inherit::constraint_of(session, id));
    let role = match constraint.map(|constraint| &constraint.kind) {
        Some(ConstraintKind::PrimaryKey) => Role::PrimaryKey,
        Some(ConstraintKind::Unique) => Role::UniqueConstraint,
        Some(ConstraintKind::Exclusion) => Role::Exclusion,
        Some(ConstraintKind::Check(_) | ConstraintKind::ForeignKey(_)) | None if index.unique => {
            Role::Unique
        }
        Some(ConstraintKind::Check(_) | ConstraintKind::ForeignKey(_)) | None => Role::Plain,
    };
    let uses = needed_by_expressions(session, id, index);
    let mut filter = index.partial.then(Vec::new);
    let mut keys: Vec<IndexKey> = Vec::with_capacity(index.columns.len());
    for (place, &column) in index.columns.iter().enumerate() {
        let held = column.and_then(|number| relation?.numbered(number));
        keys.push(IndexKey {
            column,
            name: held
                .map(|column| column.name.clone())
                .or_else(|| index.names.get(place).cloned())
                .unwrap_or_else(|| "expr".into()),
            // It was checked when the index was made.
            data_type: None,
            class: None,
            uses: Vec::new(),
        });
    }
    match (
        &mut filter,
        keys.iter_mut().find(|key| key.column.is_none()),
    ) {
        (_, Some(key)) => key.uses = uses,
        (Some(filter), None) => *filter = uses,
        (None, None) => {}
    }
    Draft {
        relation: index.relation,
        name: None,
        role,
        method: index.method.clone(),
        keys,
        include: index.include.clone(),
        filter,
    }
}

/// What an index needs beyond its columns, for its expressions and condition.
fn needed_by_expressions(session: &Session, id: ObjectId, index: &Index) -> Vec<Use> {
    let needs = session.state.object(id).map(|object| &object.depends);
    let beyond = needs.into_iter().flatten().filter(|need| {
        let is_key = need.column.is_some() && index.columns.contains(&need.column);
        let is_own = need.on == index.relation || need.strength == Strength::Normal;
        is_own && !is_key && (need.column.is_some() || need.on != index.relation)
    });
    let uses = beyond.map(|need| Use {
        object: need.on,
        column: need.column,
    });
    uses.collect()
}
