//! What a hosted platform has beside Postgres.

use crate::{
    schema::replay::{
        apply::apply,
        session::{Mode, Session},
        state::{
            State,
            object::{Kind, Provenance},
        },
    },
    sql,
};

const SUPABASE: &str = include_str!("../../platform/supabase.sql");

/// A hosted Supabase project before its first migration.
pub(super) fn supabase(bare: &State) -> State {
    let path = ["public", "extensions"].map(Into::into).to_vec();
    let mut session = Session::new(bare.clone(), Mode::Strict, path);
    session.text = SUPABASE.into();
    for item in sql::parse(SUPABASE).statements {
        let mark = session.state.mark();
        if apply(&mut session, &item.statement).is_err() {
            session.state.roll_back(mark);
        }
        session.state.commit();
    }
    mark_as_platform(&mut session.state);
    session.state.commit();
    session.state
}

/// Makes what a script made part of the platform.
fn mark_as_platform(state: &mut State) {
    let made = state
        .objects()
        .filter(|(_, object)| object.provenance == Provenance::Migration);
    let made: Vec<_> = made.map(|(id, _)| id).collect();
    for id in made {
        state.change(id, |object| {
            object.provenance = Provenance::Platform;
            object.definition = None;
            if let Kind::Relation(relation) = &mut object.kind {
                for column in &mut relation.columns {
                    column.definition = None;
                }
            }
        });
    }
}
