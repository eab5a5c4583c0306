//! Texts that name objects, and values as other types.

use super::value::Value;
use crate::{
    schema::replay::{
        apply::routine::find,
        failure::{Applied, Stop, missing, undefined_schema, written},
        session::Session,
        state::{ObjectId, object::Class, types::TypeRef},
    },
    schema::statement::MissingKind,
    source::Span,
    sql::{
        name::{Identifier, Name, TypeName},
        statement::{
            Statement,
            routine::{AlterRoutine, AlterRoutineAction, RoutineReference, RoutineReferenceKind},
        },
    },
};

/// The parts of a name in a text, as Postgres reads identifiers; `None` when it is none.
fn identifiers(text: &str) -> Option<Vec<Identifier>> {
    let mut parts = Vec::new();
    let mut rest = text.trim();
    loop {
        let (part, after) = match rest.strip_prefix('"') {
            Some(quoted) => quoted_part(quoted)?,
            None => {
                let end = rest.find('.').unwrap_or(rest.len());
                (rest[..end].trim().to_lowercase(), &rest[end..])
            }
        };
        if part.is_empty() {
            return None;
        }
        parts.push(part.into());
        match after.trim_start().strip_prefix('.') {
            Some(next) => rest = next.trim_start(),
            None if after.trim().is_empty() => return Some(parts),
            None => return None,
        }
    }
}

fn quoted_part(text: &str) -> Option<(String, &str)> {
    let mut part = String::new();
    let mut rest = text;
    loop {
        let end = rest.find('"')?;
        part.push_str(&rest[..end]);
        rest = &rest[end + 1..];
        match rest.strip_prefix('"') {
            Some(after) => {
                part.push('"');
                rest = after;
            }
            None => return Some((part, rest)),
        }
    }
}

/// The name in a text; `None` when it is none.
pub(super) fn name(text: &str) -> Option<Name> {
    let mut parts = identifiers(text)?;
    let name = parts.pop()?;
    Some(Name {
        schema: parts.pop(),
        name,
        span: Span::default(),
    })
}

/// The relation that a text names.
///
/// # Errors
///
/// 42P01 when there is none, 3F000 when there is not even the schema.
pub(super) fn regclass(session: &Session, text: &str) -> Applied<ObjectId> {
    let Some(name) = name(text) else {
        return Err(Stop::failed("42602", "invalid name syntax"));
    };
    session.find(Class::Relation, &name).ok_or_else(|| {
        let message = format!("relation \"{}\" does not exist", written(&name));
        Stop::failed("42P01", message).missing(missing(MissingKind::Relation, &name))
    })
}

/// The type that a text names.
///
/// # Errors
///
/// 42704 when there is none.
pub(super) fn regtype(session: &Session, text: &str) -> Applied<Option<TypeRef>> {
    // Only the grammar knows that `int` is `int4`.
    let declared = format!("create function f({text})");
    let script = crate::sql::parse(&format!("{declared} language sql as ''"));
    let first = script.statements.first().map(|item| &item.statement);
    let parsed = match first {
        Some(Statement::CreateRoutine(create)) => create.parameters.first(),
        _ => None,
    };
    match parsed {
        Some(parameter) => {
            let mut data_type = parameter.data_type.clone();
            data_type.span = Span::default();
            data_type.name.span = Span::default();
            session.data_type(&data_type)
        }
        None => Ok(None),
    }
}

/// The routine that a text names, with or without the types of its arguments.
///
/// # Errors
///
/// 42883 when there is none, 42725 when there are several.
pub(super) fn regprocedure(session: &Session, text: &str) -> Applied<ObjectId> {
    let with_arguments = text.contains('(');
    let statement = if with_arguments {
        format!("alter routine {text} cost 1")
    } else {
        format!("alter routine {text}() cost 1")
    };
    let script = crate::sql::parse(&statement);
    let first = script.statements.first().map(|item| &item.statement);
    let Some(Statement::AlterRoutine(alter)) = first else {
        return Err(Stop::Opaque("a name of a routine is not known".into()));
    };
    let AlterRoutine {
        routine,
        kind: _,
        action: AlterRoutineAction::Other | AlterRoutineAction::Change { .. },
    } = &**alter
    else {
        return Err(Stop::Opaque("a name of a routine is not known".into()));
    };
    let reference = RoutineReference {
        name: routine.name.clone(),
        arguments: routine.arguments.clone().filter(|_| with_arguments),
    };
    find::find(session, &reference, RoutineReferenceKind::Routine)
}

/// A value as a type that a statement names.
///
/// # Errors
///
/// When it is the name of something that does not exist.
pub(super) fn cast(session: &Session, value: Value, to: &TypeName) -> Applied<Value> {
    let is_builtin = to
        .name
        .schema
        .as_deref()
        .is_none_or(|schema| schema == "pg_catalog");
    if !is_builtin {
        return Ok(value);
    }
    if to.array {
        return Ok(match value {
            Value::Text(text) => array(&text),
            other => other,
        });
    }
    match (to.name.name.as_str(), value) {
        (_, Value::Null) => Ok(Value::Null),
        (_, Value::Unknown) => Ok(Value::Unknown),
        ("regclass", Value::Text(text)) => regclass(session, &text).map(Value::Object),
        ("regtype", Value::Text(text)) => {
            let found = regtype(session, &text)?;
            Ok(found.map_or(Value::Unknown, Value::Type))
        }
        ("regproc" | "regprocedure", Value::Text(text)) => {
            regprocedure(session, &text).map(Value::Object)
        }
        ("regnamespace", Value::Text(text)) => {
            let name = name(&text).map(|name| name.name).unwrap_or_default();
            let found = session.state.schema(&name);
            let span = Span::default();
            found
                .map(Value::Object)
                .ok_or_else(|| undefined_schema(&name, span))
        }
        (name, value) => Ok(plain(session, name, value)),
    }
}

/// A value as a variable of a type holds it.
pub(super) fn coerce(session: &Session, value: Value, to: Option<&TypeRef>) -> Value {
    let Some(to) = to else {
        return value;
    };
    if to.array {
        return match value {
            Value::Text(text) => array(&text),
            other => other,
        };
    }
    let name = session
        .state
        .object(to.id)
        .map_or("", |object| &object.name);
    match (name, value) {
        ("regclass", Value::Text(text)) => {
            regclass(session, &text).map_or(Value::Unknown, Value::Object)
        }
        (name, value) => plain(session, name, value),
    }
}

/// A value as one of the simplest types.
fn plain(session: &Session, name: &str, value: Value) -> Value {
    match name {
        "text" | "varchar" | "bpchar" | "name" => match value {
            Value::Unknown | Value::Null | Value::Text(_) => value,
            Value::Row(_) => Value::Unknown,
            Value::Boolean(_)
            | Value::Integer(_)
            | Value::Object(_)
            | Value::Type(_)
            | Value::Array(_) => value.print(session).map_or(Value::Unknown, Value::Text),
        },
        "int2" | "int4" | "int8" | "numeric" => match &value {
            Value::Text(text) => text.trim().parse().map_or(Value::Unknown, Value::Integer),
            Value::Boolean(flag) => Value::Integer(i64::from(*flag)),
            Value::Unknown | Value::Null | Value::Integer(_) => value,
            Value::Object(_) | Value::Type(_) | Value::Array(_) | Value::Row(_) => Value::Unknown,
        },
        "bool" => value.truth().value(),
        "oid" | "regclass" | "regtype" | "regproc" | "regprocedure" | "regnamespace" => value,
        "\"char\"" | "char" => value,
        "record" => value,
        _ => match value {
            // Dates, JSON and the like are compared in ways of their own.
            Value::Text(_) | Value::Integer(_) | Value::Boolean(_) => Value::Unknown,
            Value::Unknown
            | Value::Null
            | Value::Object(_)
            | Value::Type(_)
            | Value::Array(_)
            | Value::Row(_) => value,
        },
    }
}

/// The elements of an array as a text writes it: `{a,"b c"}`.
pub(super) fn array(text: &str) -> Value {
    let inside = text
        .trim()
        .strip_prefix('{')
        .and_then(|text| text.strip_suffix('}'));
    let Some(inside) = inside else {
        return Value::Unknown;
    };
    if inside.contains(['{', '\\']) {
        return Value::Unknown;
    }
    let mut values = Vec::new();
    let mut rest = inside.trim();
    while !rest.is_empty() {
        let after = match rest.strip_prefix('"') {
            Some(quoted) => {
                let Some(end) = quoted.find('"') else {
                    return Value::Unknown;
                };
                values.push(Value::text(&quoted[..end]));
                &quoted[end + 1..]
            }
            None => {
                let end = rest.find(',').unwrap_or(rest.len());
                values.push(match rest[..end].trim() {
                    word if word.eq_ignore_ascii_case("null") => Value::Null,
                    word => Value::text(word),
                });
                &rest[end..]
            }
        };
        rest = after.trim_start().trim_start_matches(',').trim_start();
    }
    Value::Array(values)
}

/// Whether a type is missing, as `to_regtype` sees it.
pub(super) fn to_regtype(session: &Session, text: &str) -> Value {
    match regtype(session, text) {
        Ok(found) => found.map_or(Value::Unknown, Value::Type),
        Err(_) => Value::Null,
    }
}

#[cfg(test)]
mod tests {
    use super::{array, identifiers};
    use crate::schema::replay::interpret::value::Value;

    #[test]
    fn names_are_folded_unless_quoted() {
        assert_eq!(
            identifiers("Public.\"A.b\"\"c\"").unwrap(),
            ["public", "A.b\"c"]
        );
        assert_eq!(identifiers("a b."), None);
        assert_eq!(
            array("{a, \"b c\",NULL}"),
            Value::Array(vec![Value::text("a"), Value::text("b c"), Value::Null])
        );
    }
}
