//! Which triggers which relations can have.

use crate::{
    schema::replay::{
        apply::target,
        failure::{Applied, Stop},
        session::Session,
        state::{
            ObjectId,
            object::Object,
            relation::{Relation, RelationKind},
        },
    },
    sql::statement::policy::{CreateTrigger, TriggerEvent, TriggerTiming},
};

/// Whether a relation can have the trigger.
///
/// # Errors
///
/// 42809 for the wrong kind of relation, 0A000 and 42P17 for what does not go together.
pub(super) fn check(session: &Session, relation: ObjectId, create: &CreateTrigger) -> Applied {
    if create.or_replace && create.constraint {
        let message = "CREATE OR REPLACE CONSTRAINT TRIGGER is not supported";
        return Err(Stop::failed("0A000", message));
    }
    let Some(object) = session.state.object(relation) else {
        return Ok(());
    };
    let name = &object.name;
    let wrong_kind = |message: String| Err(Stop::failed("42809", message).at(create.table.span));
    let Some(found) = object.relation() else {
        return wrong_kind(format!("relation \"{name}\" cannot have triggers"));
    };
    match found.kind {
        RelationKind::Table | RelationKind::ForeignTable => {
            if create.timing == TriggerTiming::InsteadOf {
                return wrong_kind(format!("\"{name}\" is {}", target::noun(object)));
            }
        }
        RelationKind::View => {
            let is_wrong = match create.timing {
                TriggerTiming::Before | TriggerTiming::After => create.for_each_row,
                TriggerTiming::InsteadOf => false,
            };
            if is_wrong || fires_on_truncate(create) {
                return wrong_kind(format!("\"{name}\" is a view"));
            }
        }
        RelationKind::MaterializedView | RelationKind::Composite => {
            return wrong_kind(format!("relation \"{name}\" cannot have triggers"));
        }
    }
    goes_together(object, found, create)
}

fn fires_on_truncate(create: &CreateTrigger) -> bool {
    create.events.contains(&TriggerEvent::Truncate)
}

fn goes_together(object: &Object, relation: &Relation, create: &CreateTrigger) -> Applied {
    let unsupported = |message: &str| Err(Stop::failed("0A000", message));
    if create.for_each_row && fires_on_truncate(create) {
        return unsupported("TRUNCATE FOR EACH ROW triggers are not supported");
    }
    if create.timing == TriggerTiming::InsteadOf {
        if !create.for_each_row {
            return unsupported("INSTEAD OF triggers must be FOR EACH ROW");
        }
        if create.when.is_some() {
            return unsupported("INSTEAD OF triggers cannot have WHEN conditions");
        }
        let has_columns = create
            .events
            .iter()
            .any(|event| matches!(event, TriggerEvent::Update(columns) if !columns.is_empty()));
        if has_columns {
            return unsupported("INSTEAD OF triggers cannot have column lists");
        }
    }
    if create.transition_tables.is_empty() {
        return Ok(());
    }
    if relation.kind == RelationKind::View {
        let message = format!("\"{}\" is a view", object.name);
        return Err(Stop::failed("42809", message).at(create.table.span));
    }
    if create.timing != TriggerTiming::After {
        let message = "transition table name can only be specified for an AFTER trigger";
        return Err(Stop::failed("42P17", message));
    }
    if create.for_each_row && relation.is_partitioned {
        let message = format!("\"{}\" is a partitioned table", object.name);
        return Err(Stop::failed("42809", message).at(create.table.span));
    }
    if create.events.len() > 1 {
        let message = "transition tables cannot be specified for triggers with more than one event";
        return Err(Stop::failed("0A000", message));
    }
    Ok(())
}
