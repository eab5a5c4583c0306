//! What migrations did to a name that is not there any more.

use super::Context;
use crate::{
    access::{Access, SchemaRef},
    finding::{Label, Place},
    operation::Operation,
    postgrest::{Problem, ProblemKind},
    schema::{
        Database,
        history::{self, Change, Effect, Item, ItemKind},
        statement,
    },
};

/// What to do about a problem, and the statement that made it one.
#[derive(Debug)]
pub(super) struct Told {
    pub(super) help: String,
    pub(super) label: Label,
}

/// The last thing that migrations did to what a problem says is unknown.
pub(super) fn of_problem(
    context: &Context<'_>,
    database: &Database,
    access: &Access,
    problem: &Problem,
) -> Option<Told> {
    let (schema, target) = match problem.target.split_once('.') {
        Some(parts) => parts,
        None => (default_schema(database, access)?, problem.target.as_str()),
    };
    let (kind, parent, name) = match problem.kind {
        ProblemKind::UnknownRelation => (ItemKind::Relation, None, target),
        ProblemKind::UnknownRoutine => (ItemKind::Routine, None, target),
        ProblemKind::UnknownColumn => (ItemKind::Column, Some(target), problem.part.as_str()),
        ProblemKind::UnknownSchema
        | ProblemKind::UnknownArgument
        | ProblemKind::MissingArgument
        | ProblemKind::UnknownEmbed
        | ProblemKind::AmbiguousEmbed
        | ProblemKind::ConflictTarget
        | ProblemKind::MissingRequiredColumn
        | ProblemKind::UnwritableTarget
        | ProblemKind::InvalidValue
        | ProblemKind::InvalidQuery => return None,
    };
    let item = Item {
        kind,
        schema: schema.to_owned(),
        parent: parent.map(str::to_owned),
        name: name.to_owned(),
    };
    let change = history::fate(&database.statements.changes, &item)?;
    Some(told(context, database, change))
}

/// The schema that an access goes to when its target does not name one.
pub(super) fn default_schema<'d>(database: &'d Database, access: &'d Access) -> Option<&'d str> {
    match &access.target.schema {
        // Realtime takes `public` for granted.
        SchemaRef::Default if access.operation == Some(Operation::Subscribe) => Some("public"),
        SchemaRef::Default => Some(database.exposed.first().map_or("public", String::as_str)),
        SchemaRef::Named(schema) => Some(schema),
        SchemaRef::Unknown => None,
    }
}

fn told(context: &Context<'_>, database: &Database, change: &Change) -> Told {
    let place = place(database, change.place);
    let at = context.line(&place);
    let (help, message) = match &change.effect {
        Effect::Dropped => (format!("it was dropped in {at}"), "dropped here".to_owned()),
        Effect::Renamed { to } => (
            format!("it was renamed to `{to}` in {at}"),
            format!("renamed to `{to}` here"),
        ),
        Effect::Moved { schema } => (
            format!("it was moved to the schema `{schema}` in {at}"),
            format!("moved to the schema `{schema}` here"),
        ),
    };
    Told {
        help,
        label: Label { place, message },
    }
}

/// Where a statement of a database's migrations is.
pub(super) fn place(database: &Database, place: statement::Place) -> Place {
    let path = database.statements.files.get(place.file);
    Place {
        path: path.cloned().unwrap_or_default(),
        span: place.span,
    }
}
