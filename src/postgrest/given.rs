//! The types of what is not a column itself: functions of the row, and values within columns.

use super::{
    Served,
    column::only_required,
    relationship::row_type,
    types::{Kind, Type},
};
use crate::{
    schema::catalog::relation::Relation,
    select::{Arrow, Field},
};

/// What a function of the row gives; unknown unless there is one function of the name alone.
pub(super) fn by_function(served: &Served<'_>, relation: &Relation, name: &str) -> Type {
    let catalog = &served.database.catalog;
    // A row of a partition is one of its parent, too.
    let rows = [
        Some(row_type(relation)),
        served.parent(relation).map(row_type),
    ];
    let mut takes_row = served.routines_named(name).filter(|routine| {
        only_required(routine)
            .flatten()
            .is_some_and(|first| rows.iter().flatten().any(|row| row == first))
    });
    if let Some(routine) = takes_row.next() {
        let returns = routine.returns.as_deref().unwrap_or_default();
        return match takes_row.next() {
            Some(_) => Type::unknown(),
            None if returns.starts_with("SETOF ") || returns.starts_with("TABLE") => Type {
                name: returns.to_owned(),
                kind: Kind::Set,
            },
            None => Type::named(catalog, returns),
        };
    }
    if served.routines_named(name).next().is_some() {
        return Type::unknown();
    }
    match name {
        "row_to_json" | "to_json" | "json_build_array" => Type::named(catalog, "json"),
        "to_jsonb" | "jsonb_build_array" => Type::named(catalog, "jsonb"),
        "num_nulls" | "num_nonnulls" | "pg_column_size" => Type::named(catalog, "integer"),
        "concat" | "quote_literal" | "quote_nullable" => Type::named(catalog, "text"),
        _ => Type::unknown(),
    }
}

/// The type of what a path leads to.
pub(super) fn within(data_type: Type, field: &Field) -> Type {
    let Some(last) = field.path.last() else {
        return data_type;
    };
    let (name, kind) = match (last.arrow, &data_type.kind) {
        (Arrow::Text, _) => ("text", Kind::Text { limit: None }),
        (Arrow::Json, Kind::Json) => ("json", Kind::Json),
        (Arrow::Json, Kind::EitherJson | Kind::Unknown) => ("json", Kind::EitherJson),
        // What is not JSON is made `jsonb` first.
        (Arrow::Json, _) => ("jsonb", Kind::Jsonb),
    };
    Type {
        name: name.to_owned(),
        kind,
    }
}
