//! Names of types to types, and back.

use super::{
    failure::{Applied, Stop, undefined_schema, undefined_type, written},
    session::{Mode, Session},
    state::{
        ObjectId,
        object::Class,
        types::{TypeKind, TypeRef},
    },
};
use crate::sql::{
    expression::{Expression, ExpressionKind},
    name::TypeName,
};

impl Session {
    /// The type that a statement names; `None` when it is missing and that is let pass.
    ///
    /// `serial` and its like are not types: whoever allows them looks for them before.
    ///
    /// # Errors
    ///
    /// 42704 when there is none.
    pub fn data_type(&self, name: &TypeName) -> Applied<Option<TypeRef>> {
        let found = self.find(Class::Type, &name.name);
        let Some(id) = found else {
            return match self.mode {
                Mode::Strict => Err(self.unknown_type(name)),
                Mode::Lenient => Ok(None),
            };
        };
        Ok(Some(TypeRef {
            id,
            array: name.array,
            modifier: modifier(&name.modifiers),
        }))
    }

    fn unknown_type(&self, name: &TypeName) -> Stop {
        let written = &name.name;
        if let Some(schema) = &written.schema
            && self.state.schema(schema).is_none()
        {
            return undefined_schema(schema, written.span);
        }
        let mut stop = undefined_type(written);
        if name.array
            && let Stop::Failed(failure) = &mut stop
        {
            failure.error.message = format!("type \"{}[]\" does not exist", self::written(written));
        }
        stop
    }

    /// A type of `pg_catalog` by its name there: `int4`, `timestamptz`.
    pub fn builtin(&self, name: &str) -> Option<TypeRef> {
        let schema = self.state.schema("pg_catalog")?;
        let id = self.state.find(Class::Type, Some(schema), name)?;
        Some(TypeRef::plain(id))
    }

    /// A type as `format_type` prints it when `public` is in the search path.
    pub fn format_type(&self, data_type: &TypeRef) -> String {
        let mut text = self.format_plain(data_type.id, data_type.modifier.as_deref());
        if data_type.array {
            text.push_str("[]");
        }
        text
    }

    fn format_plain(&self, id: ObjectId, modifier: Option<&str>) -> String {
        let Some(object) = self.state.object(id) else {
            return String::new();
        };
        let schema = object.parent.and_then(|parent| self.state.object(parent));
        match schema.map(|schema| schema.name.as_str()) {
            Some("pg_catalog") => builtin_name(&object.name, modifier),
            Some("public" | "pg_temp") | None => quoted(&object.name),
            Some(schema) => format!("{}.{}", quoted(schema), quoted(&object.name)),
        }
    }

    /// The type that a domain is based on, down to what is none; any other type itself.
    pub fn base_type(&self, data_type: &TypeRef) -> Option<TypeRef> {
        let mut data_type = data_type.clone();
        loop {
            let kind = self.type_kind(data_type.id)?;
            let TypeKind::Domain(domain) = kind else {
                return Some(data_type);
            };
            if data_type.array {
                return Some(data_type);
            }
            data_type = domain.base.clone()?;
        }
    }

    pub fn type_kind(&self, id: ObjectId) -> Option<&TypeKind> {
        match &self.state.object(id)?.kind {
            super::state::object::Kind::Type(data_type) => Some(&data_type.kind),
            _ => None,
        }
    }
}

/// What stands in the parentheses of a type, without spaces.
fn modifier(modifiers: &[Expression]) -> Option<smol_str::SmolStr> {
    if modifiers.is_empty() {
        return None;
    }
    let words = modifiers.iter().map(|modifier| match &modifier.kind {
        ExpressionKind::Number(number) => number.to_string(),
        ExpressionKind::String(text) => text.clone(),
        ExpressionKind::Column(words) => words
            .last()
            .map_or(String::new(), |word| word.text.to_string()),
        _ => String::new(),
    });
    Some(words.collect::<Vec<_>>().join(",").into())
}

/// A type of `pg_catalog` in the words of the standard.
fn builtin_name(name: &str, modifier: Option<&str>) -> String {
    let (words, after) = match name {
        "bool" => ("boolean", ""),
        "int2" => ("smallint", ""),
        "int4" => ("integer", ""),
        "int8" => ("bigint", ""),
        "float4" => ("real", ""),
        "float8" => ("double precision", ""),
        "bpchar" => ("character", ""),
        "varchar" => ("character varying", ""),
        "varbit" => ("bit varying", ""),
        "time" => ("time", " without time zone"),
        "timetz" => ("time", " with time zone"),
        "timestamp" => ("timestamp", " without time zone"),
        "timestamptz" => ("timestamp", " with time zone"),
        // A name of its own, and no keyword.
        "char" => ("\"char\"", ""),
        _ => return with_modifier(&quoted(name), modifier),
    };
    format!("{}{after}", with_modifier(words, modifier))
}

fn with_modifier(name: &str, modifier: Option<&str>) -> String {
    match modifier {
        Some(modifier) => format!("{name}({modifier})"),
        None => name.to_owned(),
    }
}

/// An identifier with the quotes that it needs.
pub fn quoted(name: &str) -> String {
    let plain = name.bytes().enumerate().all(|(index, byte)| match byte {
        b'a'..=b'z' | b'_' => true,
        b'0'..=b'9' => index > 0,
        _ => false,
    });
    if plain && !name.is_empty() {
        name.to_owned()
    } else {
        format!("\"{}\"", name.replace('"', "\"\""))
    }
}
