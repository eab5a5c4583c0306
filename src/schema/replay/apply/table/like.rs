//! `LIKE`: columns and more, copied from another relation once.

use super::{
    Draft, check, inherit,
    pending::{Machinery, NewSequence},
};
use crate::{
    schema::replay::{
        apply::index::{
            build::{IfExists, Role, build},
            copy,
        },
        failure::{Applied, Stop},
        session::Session,
        state::{
            ObjectId,
            object::{Class, Kind, Object},
            relation::{Column, ConstraintKind, Generated, Index, RelationKind},
        },
    },
    sql::{
        name::Name,
        statement::table::{LikeOption, LikeWhat},
    },
};

/// A relation that is copied from, and what of it beside its columns.
#[derive(Debug)]
pub(super) struct Like {
    from: ObjectId,
    options: Options,
}

#[derive(Clone, Copy, Debug, Default)]
struct Options {
    comments: bool,
    constraints: bool,
    defaults: bool,
    generated: bool,
    identity: bool,
    indexes: bool,
}

impl Options {
    fn of(written: &[LikeOption]) -> Self {
        let mut options = Self::default();
        for option in written {
            let including = option.including;
            match option.what {
                LikeWhat::All => {
                    options = Self {
                        comments: including,
                        constraints: including,
                        defaults: including,
                        generated: including,
                        identity: including,
                        indexes: including,
                    };
                }
                LikeWhat::Comments => options.comments = including,
                LikeWhat::Constraints => options.constraints = including,
                LikeWhat::Defaults => options.defaults = including,
                LikeWhat::Generated => options.generated = including,
                LikeWhat::Identity => options.identity = including,
                LikeWhat::Indexes => options.indexes = including,
                LikeWhat::Other => {}
            }
        }
        options
    }
}

/// The columns of `LIKE relation`; what else it copies is kept in the draft.
///
/// # Errors
///
/// 42P01 when there is no such relation, 42809 when it has no columns to copy.
pub(super) fn columns(
    session: &Session,
    name: &Name,
    written: &[LikeOption],
    draft: &mut Draft<'_>,
) -> Applied<Vec<Column>> {
    let Some(from) = session.find(Class::Relation, name) else {
        session.tolerate(super::relation::undefined(session, name))?;
        draft.open = true;
        return Ok(Vec::new());
    };
    let Some(relation) = session.state.object(from).and_then(Object::relation) else {
        let message = format!("relation \"{}\" is invalid in LIKE clause", name.name);
        return Err(Stop::failed("42809", message).at(name.span));
    };
    let options = Options::of(written);
    draft.open |= relation.open;
    let mut columns = Vec::new();
    for (number, held) in relation.live_columns() {
        let mut column = Column::new(held.name.clone(), held.data_type.clone());
        column.not_null = held.not_null;
        column.definition = Some(session.definition);
        match &held.generated {
            Some(Generated::Stored(_)) if options.generated => {
                column.generated.clone_from(&held.generated);
                draft.defaults.push((from, number, held.name.clone()));
            }
            Some(Generated::IdentityAlways | Generated::IdentityByDefault) if options.identity => {
                column.generated.clone_from(&held.generated);
                draft.pending.sequences.push(NewSequence {
                    column: held.name.clone(),
                    machinery: Machinery::Identity,
                    name: None,
                });
            }
            None if options.defaults && held.default.is_some() => {
                draft.defaults.push((from, number, held.name.clone()));
            }
            Some(_) | None => {}
        }
        if options.comments {
            column.comment.clone_from(&held.comment);
        }
        columns.push(column);
    }
    draft.likes.push(Like { from, options });
    Ok(columns)
}

/// Copies checks and indexes.
///
/// # Errors
///
/// 42710 for names that are taken, 42P16 for a second primary key.
pub(super) fn expand(session: &mut Session, id: ObjectId, likes: &[Like]) -> Applied {
    for like in likes {
        if like.options.constraints {
            copy_checks(session, like.from, id)?;
        }
        if like.options.indexes && is_indexed(session, like.from) {
            copy_indexes(session, like.from, id)?;
        }
    }
    Ok(())
}

fn is_indexed(session: &Session, id: ObjectId) -> bool {
    let relation = session.state.object(id).and_then(Object::relation);
    relation.is_some_and(|relation| match relation.kind {
        RelationKind::Table | RelationKind::MaterializedView => true,
        RelationKind::View | RelationKind::ForeignTable | RelationKind::Composite => false,
    })
}

fn copy_checks(session: &mut Session, from: ObjectId, id: ObjectId) -> Applied {
    let children = session.state.children(from);
    let checks: Vec<Object> = children
        .filter(|(_, object)| {
            matches!(&object.kind, Kind::Constraint(held)
                if matches!(held.kind, ConstraintKind::Check(_)))
        })
        .map(|(_, object)| object.clone())
        .collect();
    for source in checks {
        let Kind::Constraint(held) = &source.kind else {
            continue;
        };
        if check::is_taken(session, id, &source.name) {
            return Err(check::already_exists(session, id, &source.name));
        }
        let mut copy = held.clone();
        copy.columns = inherit::map_all(session, from, &held.columns, id);
        copy.inherited = 0;
        copy.local = true;
        let mut object = Object::new(source.name.clone(), Some(id), Kind::Constraint(copy));
        object.depends = inherit::mapped_needs(session, &source.depends, from, id);
        session.create(object);
    }
    Ok(())
}

fn copy_indexes(session: &mut Session, from: ObjectId, id: ObjectId) -> Applied {
    let indexes = session.state.indexes(from);
    let indexes: Vec<(ObjectId, Index)> =
        indexes.map(|(index, held)| (index, held.clone())).collect();
    for (index, held) in indexes {
        let draft = copy::draft_of(session, index, &held);
        let moved = copy::moved(session, &draft, id);
        if moved.role == Role::PrimaryKey {
            super::key::forbid_second_primary_key(session, id)?;
        }
        build(session, &moved, IfExists::Fail)?;
    }
    Ok(())
}
