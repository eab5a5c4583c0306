//! The types that Prisma's migrations give to columns.

use super::syntax::{Arity, Attribute, Field};

/// The column type of a scalar field as `format_type` prints it, without its array brackets;
/// `None` when the field is not of a scalar type.
pub(super) fn scalar_type(field: &Field<'_>) -> Option<String> {
    if let Some(unsupported) = &field.unsupported {
        return Some(unsupported.clone());
    }
    let plain = match field.ty {
        "String" => "text",
        "Boolean" => "boolean",
        "Int" => "integer",
        "BigInt" => "bigint",
        "Float" => "double precision",
        "Decimal" => "numeric(65,30)",
        "DateTime" => "timestamp(3) without time zone",
        "Json" => "jsonb",
        "Bytes" => "bytea",
        _ => return None,
    };
    let native = field.attributes.iter().find_map(native_type);
    Some(native.unwrap_or_else(|| plain.to_owned()))
}

/// Whether the field is a list in a column of its own.
pub(super) fn brackets(field: &Field<'_>) -> &'static str {
    match field.arity {
        Arity::List => "[]",
        Arity::Required | Arity::Optional => "",
    }
}

/// `@db.VarChar(80)`
fn native_type(attribute: &Attribute<'_>) -> Option<String> {
    let name = attribute.name.split_once('.')?.1;
    let arguments = attribute.arguments.iter();
    let numbers = arguments.filter_map(|argument| argument.value.word());
    let numbers: Vec<&str> = numbers.collect();
    let in_parentheses = match numbers.is_empty() {
        true => String::new(),
        false => format!("({})", numbers.join(",")),
    };
    let sized = |base: &str| format!("{base}{in_parentheses}");
    let ty = match name {
        "Text" | "String" => "text".to_owned(),
        "VarChar" => sized("character varying"),
        "Char" if numbers.is_empty() => "character(1)".to_owned(),
        "Char" => sized("character"),
        "Bit" if numbers.is_empty() => "bit(1)".to_owned(),
        "Bit" => sized("bit"),
        "VarBit" => sized("bit varying"),
        "Uuid" => "uuid".to_owned(),
        "Xml" => "xml".to_owned(),
        "Inet" => "inet".to_owned(),
        "Citext" => "citext".to_owned(),
        "Integer" | "Int4" => "integer".to_owned(),
        "SmallInt" | "Int2" => "smallint".to_owned(),
        "BigInt" | "Int8" => "bigint".to_owned(),
        "Oid" => "oid".to_owned(),
        "Real" | "Float4" => "real".to_owned(),
        "DoublePrecision" | "Float8" => "double precision".to_owned(),
        "Decimal" => match numbers[..] {
            // Postgres prints the scale that is meant.
            [precision] => format!("numeric({precision},0)"),
            _ => sized("numeric"),
        },
        "Money" => "money".to_owned(),
        "Timestamp" => format!("timestamp{in_parentheses} without time zone"),
        "Timestamptz" => format!("timestamp{in_parentheses} with time zone"),
        "Date" => "date".to_owned(),
        "Time" => format!("time{in_parentheses} without time zone"),
        "Timetz" => format!("time{in_parentheses} with time zone"),
        "Json" => "json".to_owned(),
        "JsonB" => "jsonb".to_owned(),
        "ByteA" | "Bytes" => "bytea".to_owned(),
        "Boolean" | "Bool" => "boolean".to_owned(),
        _ => return None,
    };
    Some(ty)
}
