//! Objects as Postgres' messages describe them.

use crate::schema::quoting::quoted;
use crate::{
    schema::catalog::routine::RoutineKind,
    schema::replay::{
        apply::routine::find,
        session::Session,
        state::{
            ObjectId,
            object::{Class, Kind, Object, Part},
            relation::RelationKind,
            types::TypeRef,
        },
    },
    sql::statement::ObjectKind,
};

/// An object or a part of one: `constraint posts_pkey on table posts`, `column id of table posts`.
pub(in crate::schema::replay) fn describe(session: &Session, id: ObjectId, part: Part) -> String {
    let whole = whole(session, id);
    let column = |number| {
        let object = session.state.object(id);
        let column = object.and_then(|object| object.relation()?.numbered(number));
        column.map(|column| column.name.clone()).unwrap_or_default()
    };
    match part {
        Part::Whole => whole,
        Part::Column(number) => format!("column {} of {whole}", column(number)),
        Part::Default(number) => {
            format!("default value for column {} of {whole}", column(number))
        }
    }
}

fn whole(session: &Session, id: ObjectId) -> String {
    let Some(object) = session.state.object(id) else {
        return String::new();
    };
    let noun = noun(object);
    let name = &object.name;
    match &object.kind {
        Kind::Relation(_) | Kind::Index(_) | Kind::Sequence(_) => {
            format!("{noun} {}", visible_name(session, Class::Relation, object))
        }
        Kind::Type(_) => format!("{noun} {}", visible_name(session, Class::Type, object)),
        Kind::Routine(_) => format!("{noun} {}", find::signature(session, id)),
        Kind::Constraint(_) | Kind::Trigger(_) | Kind::Policy(_) | Kind::Rule => {
            let parent = object.parent.map(|parent| whole(session, parent));
            format!("{noun} {name} on {}", parent.unwrap_or_default())
        }
        Kind::Schema
        | Kind::Operator(_)
        | Kind::Cast(_)
        | Kind::Extension
        | Kind::Publication(_)
        | Kind::Role
        | Kind::Other(_) => format!("{noun} {name}"),
    }
}

fn noun(object: &Object) -> &'static str {
    match &object.kind {
        Kind::Schema => "schema",
        Kind::Relation(relation) => match relation.kind {
            RelationKind::Table => "table",
            RelationKind::View => "view",
            RelationKind::MaterializedView => "materialized view",
            RelationKind::ForeignTable => "foreign table",
            RelationKind::Composite => "type",
        },
        Kind::Index(_) => "index",
        Kind::Sequence(_) => "sequence",
        Kind::Type(_) => "type",
        Kind::Routine(routine) => match routine.kind {
            RoutineKind::Procedure => "procedure",
            RoutineKind::Function | RoutineKind::Aggregate | RoutineKind::Window => "function",
        },
        Kind::Operator(_) => "operator",
        Kind::Cast(_) => "cast",
        Kind::Constraint(_) => "constraint",
        Kind::Trigger(_) => "trigger",
        Kind::Policy(_) => "policy",
        Kind::Rule => "rule",
        Kind::Extension => "extension",
        Kind::Publication(_) => "publication",
        Kind::Role => "role",
        Kind::Other(kind) => kind_noun(*kind),
    }
}

/// What a kind of objects is called in messages.
pub(in crate::schema::replay) fn kind_noun(kind: ObjectKind) -> &'static str {
    match kind {
        ObjectKind::AccessMethod => "access method",
        ObjectKind::Aggregate => "aggregate",
        ObjectKind::Cast => "cast",
        ObjectKind::Collation => "collation",
        ObjectKind::Column => "column",
        ObjectKind::Constraint => "constraint",
        ObjectKind::Conversion => "conversion",
        ObjectKind::Database => "database",
        ObjectKind::Domain | ObjectKind::Type => "type",
        ObjectKind::EventTrigger => "event trigger",
        ObjectKind::Extension => "extension",
        ObjectKind::ForeignDataWrapper => "foreign-data wrapper",
        ObjectKind::ForeignTable => "foreign table",
        ObjectKind::Function => "function",
        ObjectKind::Index => "index",
        ObjectKind::Language => "language",
        ObjectKind::MaterializedView => "materialized view",
        ObjectKind::Operator => "operator",
        ObjectKind::OperatorClass => "operator class",
        ObjectKind::OperatorFamily => "operator family",
        ObjectKind::Policy => "policy",
        ObjectKind::Procedure => "procedure",
        ObjectKind::Publication => "publication",
        ObjectKind::Role => "role",
        ObjectKind::Routine => "routine",
        ObjectKind::Rule => "rule",
        ObjectKind::Schema => "schema",
        ObjectKind::Sequence => "sequence",
        ObjectKind::Server => "server",
        ObjectKind::Statistics => "statistics object",
        ObjectKind::Subscription => "subscription",
        ObjectKind::Table => "table",
        ObjectKind::Tablespace => "tablespace",
        ObjectKind::TextSearchConfiguration => "text search configuration",
        ObjectKind::TextSearchDictionary => "text search dictionary",
        ObjectKind::TextSearchParser => "text search parser",
        ObjectKind::TextSearchTemplate => "text search template",
        ObjectKind::Transform => "transform",
        ObjectKind::Trigger => "trigger",
        ObjectKind::UserMapping => "user mapping",
        ObjectKind::View => "view",
        ObjectKind::Other => "object",
    }
}

/// The name, qualified unless the search path finds this very object by it.
fn visible_name(session: &Session, class: Class, object: &Object) -> String {
    let builtin = session.state.schema("pg_catalog");
    if class == Class::Type && object.parent == builtin {
        let id = session.state.find(class, builtin, &object.name);
        let data_type = id.map(TypeRef::plain);
        return data_type.map_or(String::new(), |data_type| session.format_type(&data_type));
    }
    let mut path = session.path().into_iter();
    let first = path.find(|&schema| {
        session
            .state
            .find(class, Some(schema), &object.name)
            .is_some()
    });
    match object.parent {
        Some(schema) if first != Some(schema) => {
            let schema = session.name_of(schema);
            format!("{}.{}", quoted(&schema), quoted(&object.name))
        }
        Some(_) | None => quoted(&object.name).into_owned(),
    }
}
