//! Types as far as generated types can tell them apart.

use crate::schema::catalog::{Catalog, relation::Column};

/// The type as it is shown.
pub(super) fn shown(column: &Column) -> String {
    let known = column.data_type.as_ref().or(column.typescript.as_ref());
    known.map_or_else(|| "?".to_owned(), Clone::clone)
}

/// What the generator of types makes of a column's type; `None` when that is not known.
pub(super) fn class(column: &Column, catalog: &Catalog) -> Option<String> {
    match (&column.typescript, &column.data_type) {
        (Some(typescript), _) => of_typescript(typescript),
        (None, Some(data_type)) => of_postgres(data_type, catalog),
        (None, None) => None,
    }
}

fn of_typescript(typescript: &str) -> Option<String> {
    let text = typescript.trim();
    let text = text.strip_suffix("| null").unwrap_or(text).trim();
    if let Some(element) = text.strip_suffix("[]") {
        return Some(format!("{}[]", of_typescript(element)?));
    }
    match text {
        "number" | "boolean" | "string" | "Json" => Some(text.to_owned()),
        _ if text.contains("[\"Enums\"]") || text.starts_with('"') => Some("enum".to_owned()),
        // Hand-written, or unknown to the generator.
        _ => None,
    }
}

/// The mapping of postgres-meta's `pgTypeToTsType`.
fn of_postgres(data_type: &str, catalog: &Catalog) -> Option<String> {
    if let Some(element) = data_type.strip_suffix("[]") {
        return Some(format!("{}[]", of_postgres(element, catalog)?));
    }
    let base = data_type.split('(').next().unwrap_or(data_type).trim();
    let class = match base {
        "boolean" => "boolean",
        "smallint" | "integer" | "bigint" | "real" | "double precision" | "numeric" => "number",
        "json" | "jsonb" => "Json",
        "text"
        | "uuid"
        | "date"
        | "time"
        | "bytea"
        | "character"
        | "character varying"
        | "timestamp"
        | "timestamp without time zone"
        | "timestamp with time zone"
        | "time without time zone"
        | "time with time zone"
        | "citext"
        | "vector"
        | "bpchar" => "string",
        name => {
            let name = name.replace('"', "");
            let qualified = format!("public.{name}");
            let is_enum =
                catalog.enums.contains_key(&name) || catalog.enums.contains_key(&qualified);
            return is_enum.then(|| "enum".to_owned());
        }
    };
    Some(class.to_owned())
}
