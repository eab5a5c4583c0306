//! Dependencies as `pg_depend` records them.

use crate::schema::replay::{
    session::Session,
    state::{
        ColumnNumber, ObjectId,
        object::{Dependency, Part, Strength},
        types::{TypeRef, Use},
    },
};

/// A need of one column of a relation.
pub(in crate::schema::replay) fn on_column(
    relation: ObjectId,
    column: ColumnNumber,
    strength: Strength,
) -> Dependency {
    Dependency {
        part: Part::Whole,
        on: relation,
        column: Some(column),
        strength,
    }
}

/// A need of another object as a whole.
pub(in crate::schema::replay) fn on_object(on: ObjectId, strength: Strength) -> Dependency {
    Dependency {
        part: Part::Whole,
        on,
        column: None,
        strength,
    }
}

/// What a part of an object needs because of an expression in it; what is built in is left out.
pub(in crate::schema::replay) fn of_uses(
    session: &Session,
    uses: &[Use],
    part: Part,
) -> Vec<Dependency> {
    let kept = uses.iter().filter(|used| !session.is_pinned(used.object));
    let needs = kept.map(|used| Dependency {
        part,
        on: used.object,
        column: used.column,
        strength: Strength::Normal,
    });
    needs.collect()
}

/// What a column needs because of its type.
pub(in crate::schema::replay) fn of_type(
    session: &Session,
    data_type: Option<&TypeRef>,
    column: ColumnNumber,
) -> Option<Dependency> {
    of_typed(session, data_type, Part::Column(column))
}

/// What a part of an object needs because of its type; what is built in is left out.
pub(in crate::schema::replay) fn of_typed(
    session: &Session,
    data_type: Option<&TypeRef>,
    part: Part,
) -> Option<Dependency> {
    let data_type = data_type?;
    (!session.is_pinned(data_type.id)).then_some(Dependency {
        part,
        on: data_type.id,
        column: None,
        strength: Strength::Normal,
    })
}

impl Session {
    /// Whether an object lies in `pg_catalog`, so that nothing can drop it.
    pub fn is_pinned(&self, id: ObjectId) -> bool {
        let parent = self.state.object(id).and_then(|object| object.parent);
        parent.is_some() && parent == self.state.schema("pg_catalog")
    }

    /// Makes an object need more.
    pub fn depend(&mut self, id: ObjectId, needs: Vec<Dependency>) {
        if needs.is_empty() {
            return;
        }
        self.state.change(id, |object| {
            for need in needs {
                if !object.depends.contains(&need) {
                    object.depends.push(need);
                }
            }
        });
    }

    /// Makes an object need nothing for one of its parts.
    pub fn release(&mut self, id: ObjectId, part: Part) {
        let needs = self
            .state
            .object(id)
            .is_some_and(|object| object.depends.iter().any(|need| need.part == part));
        if needs {
            self.state
                .change(id, |object| object.depends.retain(|need| need.part != part));
        }
    }
}
