//! Names of types to types, and back.

use smol_str::SmolStr;

use super::{
    failure::{Applied, Stop, undefined_schema, undefined_type, written},
    modifier,
    session::{Mode, Session},
    state::{
        ObjectId,
        object::Class,
        types::{TypeKind, TypeRef},
    },
};
use crate::{
    schema::quoting::quoted,
    sql::name::{Name, TypeName},
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
        let Some((id, array)) = self.find_type(&name.name) else {
            return match self.mode {
                Mode::Strict => Err(self.unknown_type(name)),
                Mode::Lenient => Ok(None),
            };
        };
        Ok(Some(TypeRef {
            id,
            array: array || name.array,
            modifier: self.modifier(id, name)?,
        }))
    }

    /// A type by its name, and whether that is the name of an array of it: `_text`.
    fn find_type(&self, name: &Name) -> Option<(ObjectId, bool)> {
        if let Some(id) = self.find(Class::Type, name) {
            return Some((id, false));
        }
        let element = Name {
            name: name.name.strip_prefix('_')?.into(),
            ..name.clone()
        };
        Some((self.find(Class::Type, &element)?, true))
    }

    fn modifier(&self, id: ObjectId, name: &TypeName) -> Applied<Option<SmolStr>> {
        let modifiers = &name.modifiers;
        let Some(object) = self.state.object(id).filter(|_| !modifiers.is_empty()) else {
            return Ok(None);
        };
        if object.parent == self.state.schema("pg_catalog") {
            return modifier::builtin(&object.name, modifiers, name.span);
        }
        match self.type_kind(id) {
            Some(TypeKind::Base | TypeKind::Shell) | None => {
                Ok(Some(modifier::joined(modifiers).into()))
            }
            Some(
                TypeKind::Enum(_)
                | TypeKind::Domain(_)
                | TypeKind::Composite(_)
                | TypeKind::Range { .. }
                | TypeKind::Multirange { .. }
                | TypeKind::Pseudo,
            ) => Err(modifier::not_allowed(&object.name).at(name.span)),
        }
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

    /// A type as `format_type` prints it with the search path as it is: a dump sets none, and then
    /// types of `public` have their schema before them.
    pub fn format_visible(&self, data_type: &TypeRef) -> String {
        let text = self.format_type(data_type);
        let parent = self.state.object(data_type.id).and_then(|it| it.parent);
        let is_hidden = parent.is_some_and(|parent| !self.path().contains(&parent));
        if is_hidden && parent == self.state.schema("public") {
            format!("public.{text}")
        } else {
            text
        }
    }

    fn format_plain(&self, id: ObjectId, modifier: Option<&str>) -> String {
        let Some(object) = self.state.object(id) else {
            return String::new();
        };
        let schema = object.parent.and_then(|parent| self.state.object(parent));
        match schema.map(|schema| schema.name.as_str()) {
            Some("pg_catalog") => builtin_name(&object.name, modifier),
            Some("public" | "pg_temp") | None => with_modifier(&quoted(&object.name), modifier),
            Some(schema) => {
                let name = format!("{}.{}", quoted(schema), quoted(&object.name));
                with_modifier(&name, modifier)
            }
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

    /// Whether a type is a domain, and no array of one.
    pub fn is_domain(&self, data_type: &TypeRef) -> bool {
        !data_type.array && matches!(self.type_kind(data_type.id), Some(TypeKind::Domain(_)))
    }

    pub fn type_kind(&self, id: ObjectId) -> Option<&TypeKind> {
        match &self.state.object(id)?.kind {
            super::state::object::Kind::Type(data_type) => Some(&data_type.kind),
            _ => None,
        }
    }
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
        // Without a length it has no name in the standard.
        "bpchar" if modifier.is_none() => ("bpchar", ""),
        "bpchar" => ("character", ""),
        "interval" => return interval(modifier),
        "varchar" => ("character varying", ""),
        "varbit" => ("bit varying", ""),
        "time" => ("time", " without time zone"),
        "timetz" => ("time", " with time zone"),
        "timestamp" => ("timestamp", " without time zone"),
        "timestamptz" => ("timestamp", " with time zone"),
        // A name of its own, and no keyword.
        "char" => ("\"char\"", ""),
        // Words of the grammar, which are types by themselves.
        "bit" | "numeric" => (name, ""),
        _ => return with_modifier(&quoted(name), modifier),
    };
    format!("{}{after}", with_modifier(words, modifier))
}

/// Fields of an interval are words after its name: `interval second(3)`.
fn interval(modifier: Option<&str>) -> String {
    match modifier.and_then(|modifier| modifier.split_once(',')) {
        Some((fields, digits)) => format!("interval {fields}({digits})"),
        None => match modifier {
            Some(fields) if fields.starts_with(|first: char| first.is_ascii_alphabetic()) => {
                format!("interval {fields}")
            }
            modifier => with_modifier("interval", modifier),
        },
    }
}

fn with_modifier(name: &str, modifier: Option<&str>) -> String {
    match modifier {
        Some(modifier) => format!("{name}({modifier})"),
        None => name.to_owned(),
    }
}
