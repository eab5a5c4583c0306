//! The types that column builders give, as `format_type` prints them.

use super::{
    Reader,
    value::{Expression, PG_CORE, Value},
};
use crate::schema::quoting::type_name;

/// What a column builder makes.
#[derive(Clone, Debug, Default)]
pub(super) struct Built {
    /// `None` when it is not known.
    pub data_type: Option<String>,
    /// Whether it is one of the serial types, which bring a default and a sequence.
    pub serial: bool,
}

impl<'t> Reader<'t> {
    /// What a builder makes of its arguments; `None` when it is no column builder.
    pub(super) fn built(
        &self,
        builder: &Expression<'t>,
        arguments: &[Expression<'t>],
    ) -> Option<Built> {
        match self.program.value(builder) {
            Value::Library { module, name } if module == PG_CORE => {
                self.builtin(name, self.options(arguments))
            }
            Value::Expression(value) => {
                if let Some((schema, name)) = self.enum_name(&value) {
                    return Some(Built {
                        data_type: Some(type_name(&schema, &name)),
                        serial: false,
                    });
                }
                self.custom(&value, arguments)
            }
            Value::Library { .. }
            | Value::Package(_)
            | Value::Module(_)
            | Value::Builders
            | Value::Own
            | Value::Nothing
            | Value::Unknown => None,
        }
    }

    /// The argument that holds options: the first that is no name.
    pub(super) fn options<'a>(
        &self,
        arguments: &'a [Expression<'t>],
    ) -> Option<&'a Expression<'t>> {
        arguments
            .iter()
            .find(|argument| self.program.string(argument).is_none())
    }

    /// An option of a builder as it is written.
    fn option(&self, options: Option<&Expression<'t>>, name: &str) -> Option<String> {
        let (entries, _) = self.program.entries(options?);
        let (_, value) = entries.into_iter().rfind(|(key, _)| key == name)?;
        let string = self.program.string(&value);
        Some(string.unwrap_or_else(|| self.program.text(&value).to_owned()))
    }

    fn builtin(&self, name: &str, options: Option<&Expression<'t>>) -> Option<Built> {
        let option = |name| self.option(options, name);
        let sized = |base: &str, name| match option(name) {
            Some(size) => format!("{base}({size})"),
            None => base.to_owned(),
        };
        let zone = match option("withTimezone").as_deref() {
            Some("true") => "with",
            _ => "without",
        };
        let data_type = match name {
            "text" | "json" | "jsonb" | "uuid" | "date" | "boolean" | "integer" | "smallint"
            | "bigint" | "real" | "inet" | "cidr" | "macaddr" | "macaddr8" | "point" | "line"
            | "bytea" => name.to_owned(),
            "doublePrecision" => "double precision".to_owned(),
            "serial" => "integer".to_owned(),
            "bigserial" => "bigint".to_owned(),
            "smallserial" => "smallint".to_owned(),
            "varchar" => sized("character varying", "length"),
            "char" => match option("length") {
                Some(length) => format!("character({length})"),
                None => "character(1)".to_owned(),
            },
            "numeric" | "decimal" => match (option("precision"), option("scale")) {
                (Some(precision), scale) => {
                    let scale = scale.unwrap_or_else(|| "0".to_owned());
                    format!("numeric({precision},{scale})")
                }
                (None, _) => "numeric".to_owned(),
            },
            "timestamp" => format!("{} {zone} time zone", sized("timestamp", "precision")),
            "time" => format!("{} {zone} time zone", sized("time", "precision")),
            "interval" => match option("fields") {
                Some(fields) => sized(&format!("interval {fields}"), "precision"),
                None => sized("interval", "precision"),
            },
            "bit" | "vector" | "halfvec" | "sparsevec" => sized(name, "dimensions"),
            "geometry" => self.geometry(options),
            _ => return None,
        };
        Some(Built {
            data_type: Some(data_type),
            serial: matches!(name, "serial" | "bigserial" | "smallserial"),
        })
    }

    fn geometry(&self, options: Option<&Expression<'t>>) -> String {
        let kind = match self.option(options, "type").as_deref() {
            None | Some("point") => "Point".to_owned(),
            Some(other) => other.to_owned(),
        };
        match self.option(options, "srid") {
            Some(srid) => format!("geometry({kind},{srid})"),
            None => format!("geometry({kind})"),
        }
    }

    /// `customType({ dataType() { return "tsvector" } })`, called.
    fn custom(&self, value: &Expression<'t>, arguments: &[Expression<'t>]) -> Option<Built> {
        let chain = self.program.chain(value)?;
        let Value::Library {
            module: PG_CORE,
            name: "customType",
        } = self.program.value(&chain.base)
        else {
            return None;
        };
        let options = self.options(arguments).cloned();
        let written = self.program.method(chain.arguments.first()?, "dataType");
        let written = written.and_then(|function| {
            let options = options.map_or(Value::Nothing, Value::Expression);
            let called = self.program.called(&function, [options].into_iter());
            self.program.string(&self.program.returned(&called)?)
        });
        Some(Built {
            data_type: written.map(|written| formatted(&written)),
            serial: false,
        })
    }
}

/// A type that is written by hand as `format_type` prints it.
pub(super) fn formatted(written: &str) -> String {
    let written = written.trim().to_lowercase().replace(", ", ",");
    let (base, rest) = match written.find(['(', '[']) {
        Some(at) => written.split_at(at),
        None => (written.as_str(), ""),
    };
    let base = match base.trim() {
        "varchar" => "character varying",
        "char" => "character",
        "int" | "int4" => "integer",
        "int2" => "smallint",
        "int8" => "bigint",
        "float4" => "real",
        "float8" => "double precision",
        "bool" => "boolean",
        "decimal" => "numeric",
        "timestamptz" => return format!("timestamp{rest} with time zone"),
        "timestamp" => return format!("timestamp{rest} without time zone"),
        "timetz" => return format!("time{rest} with time zone"),
        "time" => return format!("time{rest} without time zone"),
        other => other,
    };
    format!("{base}{rest}")
}
