//! What a request is about: its schema, its relation, the rows of a routine.

use super::{Problem, ProblemKind, Served, column::Rows, request::Request, suggest};
use crate::{
    access::{Access, SchemaRef},
    operation::Operation,
    schema::catalog::{
        Facet,
        routine::{ArgumentMode, Routine},
    },
    source::Location,
};

/// Relations that extensions bring along.
const OF_EXTENSIONS: [(&str, &str); 8] = [
    ("hypopg", "hypopg_hidden_indexes"),
    ("hypopg", "hypopg_list_indexes"),
    ("pg_stat_statements", "pg_stat_statements"),
    ("pg_stat_statements", "pg_stat_statements_info"),
    ("postgis", "geography_columns"),
    ("postgis", "geometry_columns"),
    ("postgis", "spatial_ref_sys"),
    ("postgis_raster", "raster_columns"),
];

/// Types that say nothing about the rows.
const UNTOLD: [&str; 8] = [
    "anyarray",
    "anycompatible",
    "anyelement",
    "anynonarray",
    "event_trigger",
    "record",
    "table",
    "trigger",
];

/// The place of the argument that names the target.
pub(super) fn location(access: &Access) -> Location {
    Location {
        file: access.file,
        span: access.target_span,
    }
}

/// The schema that an access goes to; `None` when only the run tells.
pub(super) fn schema<'a>(served: &Served<'a>, access: &'a Access) -> Option<&'a str> {
    match &access.target.schema {
        SchemaRef::Named(name) => Some(name),
        // Realtime takes `public` for granted and knows nothing of what the API exposes.
        SchemaRef::Default if access.operation == Some(Operation::Subscribe) => Some("public"),
        SchemaRef::Default => Some(served.default_schema()),
        SchemaRef::Unknown => None,
    }
}

/// What is wrong with the schema of a request to the API.
pub(super) fn unknown_schema(request: &Request<'_>) -> Option<Problem> {
    let Request { served, schema, .. } = request;
    if served.is_exposed(schema) {
        return None;
    }
    let is_missing = !served.has_schema(schema) && served.tells(Facet::ColumnTypes);
    let message = if is_missing {
        format!("schema `{schema}` does not exist")
    } else {
        format!("schema `{schema}` is not exposed by the API")
    };
    let exposed = served.database.exposed.iter().map(String::as_str);
    let near = suggest::did_you_mean(schema, exposed.clone());
    let help = near.or_else(|| {
        let exposed: Vec<String> = exposed.map(|name| format!("`{name}`")).collect();
        (!exposed.is_empty()).then(|| format!("exposed are {}", exposed.join(", ")))
    });
    Some(Problem {
        kind: ProblemKind::UnknownSchema,
        location: location(request.access),
        message,
        help,
        target: (*schema).to_owned(),
        part: String::new(),
        alternative: None,
    })
}

/// The rows of a relation, or what is wrong with its name.
pub(super) fn relation<'a>(request: &Request<'a>, name: &str) -> (Rows<'a>, Option<Problem>) {
    let Request { served, schema, .. } = *request;
    if let Some(relation) = served.relation(schema, name) {
        return (Rows::Relation(relation), None);
    }
    if !served.tells(Facet::Relations)
        || !served.lists(schema)
        || !served.describes(schema)
        || may_be_of_extension(served, name)
    {
        return (Rows::Unknown, None);
    }
    let shown = served.told(schema, name);
    let kind = ProblemKind::UnknownRelation;
    let message = format!("relation `{shown}` is not in the schema");
    let problem = request.problem(kind, location(request.access), (name, ""), message);
    let help = help_for_relation(request, name);
    (Rows::Unknown, Some(Problem { help, ..problem }))
}

fn may_be_of_extension(served: &Served<'_>, name: &str) -> bool {
    let mut brought = OF_EXTENSIONS.iter();
    let extensions = &served.catalog().extensions;
    brought.any(|(extension, relation)| *relation == name && extensions.contains_key(*extension))
}

fn help_for_relation(request: &Request<'_>, name: &str) -> Option<String> {
    let Request { served, schema, .. } = *request;
    if let Some((of, rest)) = name.split_once('.')
        && served.relation(of, rest).is_some()
    {
        return Some(if of == schema {
            format!("leave the schema out: `{rest}`")
        } else {
            format!("name the schema by itself: `.schema(\"{of}\").from(\"{rest}\")`")
        });
    }
    let relations = served.relations_of(schema);
    let names = relations.map(|relation| relation.name.as_str());
    let near = suggest::nearest(name, names);
    let elsewhere = served.relations().find(|other| other.name == name);
    match (near, elsewhere) {
        (_, Some(other)) => Some(format!("it exists in schema `{}`", other.schema)),
        (Some(near), None) => Some(format!("did you mean `{near}`?")),
        (None, None) if !served.routines(schema, name).is_empty() => Some(format!(
            "`{name}` is a function: call it with `rpc(\"{name}\")`"
        )),
        (None, None) => None,
    }
}

/// The rows that routines give, when all give the same.
pub(super) fn result<'a>(served: &Served<'a>, routines: &[&'a Routine]) -> Rows<'a> {
    let Some((first, rest)) = routines.split_first() else {
        return Rows::Unknown;
    };
    if rest.iter().any(|other| other.returns != first.returns) {
        return Rows::Unknown;
    }
    rows_of(served, first)
}

fn rows_of<'a>(served: &Served<'a>, routine: &'a Routine) -> Rows<'a> {
    let outputs = routine
        .arguments
        .iter()
        .filter(|argument| match argument.mode {
            ArgumentMode::Out | ArgumentMode::InOut | ArgumentMode::Table => true,
            ArgumentMode::In | ArgumentMode::Variadic => false,
        });
    let outputs: Vec<&str> = outputs.map(|argument| argument.name.as_str()).collect();
    if !outputs.is_empty() {
        // A column without a name is called `column1`, or so.
        return if outputs.contains(&"") {
            Rows::Unknown
        } else {
            Rows::Listed(outputs)
        };
    }
    let Some(returns) = routine.returns.as_deref() else {
        return Rows::Unknown;
    };
    let row = returns.strip_prefix("SETOF ").unwrap_or(returns);
    if let Some(relation) = served.relation_of_row(row) {
        return Rows::Relation(relation);
    }
    let catalog = served.catalog();
    let key = if row.contains('.') {
        row.to_owned()
    } else {
        format!("public.{row}")
    };
    if let Some(attributes) = catalog.composites.get(&key) {
        let names = attributes.iter().map(|attribute| attribute.name.as_str());
        return Rows::Listed(names.collect());
    }
    let is_untold = UNTOLD.contains(&row) || row.starts_with("TABLE");
    if is_untold || catalog.domains.contains_key(&key) {
        return Rows::Unknown;
    }
    // A name of the user's own may be a row of something that is not told.
    let is_known = catalog.enums.contains_key(&key) || is_builtin(row);
    if is_known {
        Rows::Scalar
    } else {
        Rows::Unknown
    }
}

/// Whether a type is one of Postgres' own that hold a single value.
fn is_builtin(name: &str) -> bool {
    const TYPES: [&str; 24] = [
        "bigint",
        "boolean",
        "bytea",
        "character",
        "character varying",
        "date",
        "double precision",
        "inet",
        "integer",
        "interval",
        "json",
        "jsonb",
        "name",
        "numeric",
        "oid",
        "real",
        "smallint",
        "text",
        "time without time zone",
        "timestamp with time zone",
        "timestamp without time zone",
        "uuid",
        "void",
        "xml",
    ];
    TYPES.contains(&name.trim_end_matches("[]"))
}
