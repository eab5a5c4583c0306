//! Types of columns and arguments, as far as they decide what a value or an operator may be.

use crate::schema::catalog::{Catalog, relation::Column, routine::Argument};

/// How deep domains and arrays are followed.
const MAX_DEPTH: usize = 16;

/// A type, and the name that messages give it.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) struct Type {
    /// As `format_type` prints it, or TypeScript's word for it.
    pub(super) name: String,
    pub(super) kind: Kind,
}

/// What a type is at heart: domains are what they are made of.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) enum Kind {
    Integer {
        least: i64,
        most: i64,
    },
    Numeric {
        /// Digits in all and behind the point.
        precision: Option<(u32, u32)>,
    },
    Float,
    /// `number` of generated types: any of those above.
    Number,
    Text {
        /// In characters.
        limit: Option<usize>,
    },
    Boolean,
    Uuid,
    /// A day, with or without a time.
    Date,
    Time,
    Interval,
    Json,
    Jsonb,
    /// `Json` of generated types: `json` or `jsonb`.
    EitherJson,
    Array(Box<Kind>),
    Range(Box<Kind>),
    Multirange,
    Enum {
        /// The name of the enum itself, where a source tells it.
        name: Option<String>,
        labels: Vec<String>,
    },
    Bytea,
    /// `inet` and `cidr`
    Network,
    Macaddr,
    TsVector,
    TsQuery,
    Bits,
    /// `money`, `oid`
    Countable,
    Xml,
    Point,
    Polygon,
    Box,
    Composite,
    /// What a function gives that gives any number of values.
    Set,
    /// One that a source does not tell, or an extension brings.
    Unknown,
}

impl Type {
    pub(super) fn of_column(catalog: &Catalog, column: &Column) -> Self {
        Self::of(
            catalog,
            column.data_type.as_deref(),
            column.typescript.as_deref(),
        )
    }

    pub(super) fn of_argument(catalog: &Catalog, argument: &Argument) -> Self {
        Self::of(
            catalog,
            argument.data_type.as_deref(),
            argument.typescript.as_deref(),
        )
    }

    /// The type of this name, as `format_type` prints it.
    pub(super) fn named(catalog: &Catalog, name: &str) -> Self {
        Self {
            name: name.to_owned(),
            kind: kind(catalog, name, 0),
        }
    }

    pub(super) fn unknown() -> Self {
        Self {
            name: String::new(),
            kind: Kind::Unknown,
        }
    }

    fn of(catalog: &Catalog, data_type: Option<&str>, typescript: Option<&str>) -> Self {
        match (data_type, typescript) {
            (Some(name), _) => Self::named(catalog, name),
            (None, Some(name)) => Self {
                name: name.to_owned(),
                kind: typescript_kind(name, 0),
            },
            (None, None) => Self::unknown(),
        }
    }
}

fn kind(catalog: &Catalog, name: &str, depth: usize) -> Kind {
    if depth >= MAX_DEPTH {
        return Kind::Unknown;
    }
    if let Some(element) = name.strip_suffix("[]") {
        // `format_type` shows one pair of brackets, however many dimensions there are.
        let element = element.trim_end_matches("[]");
        return Kind::Array(Box::new(kind(catalog, element, depth + 1)));
    }
    let (word, modifiers) = without_modifiers(name);
    match built_in(&word, &modifiers) {
        Some(kind) => kind,
        None => own(catalog, name, depth),
    }
}

/// `timestamp(3) with time zone` as `timestamp with time zone` and its numbers.
fn without_modifiers(name: &str) -> (String, Vec<u32>) {
    let Some((word, rest)) = name.split_once('(') else {
        return (name.to_owned(), Vec::new());
    };
    let Some((modifiers, after)) = rest.split_once(')') else {
        return (name.to_owned(), Vec::new());
    };
    let numbers = modifiers.split(',');
    let numbers = numbers.filter_map(|number| number.trim().parse().ok());
    (format!("{word}{after}"), numbers.collect())
}

fn built_in(word: &str, modifiers: &[u32]) -> Option<Kind> {
    let range = |inner: Kind| Kind::Range(Box::new(inner));
    let integer = |least: i64, most: i64| Kind::Integer { least, most };
    Some(match word {
        "smallint" => integer(i16::MIN.into(), i16::MAX.into()),
        "integer" => integer(i32::MIN.into(), i32::MAX.into()),
        "bigint" => integer(i64::MIN, i64::MAX),
        "numeric" => Kind::Numeric {
            precision: match modifiers {
                [digits] => Some((*digits, 0)),
                [digits, scale] => Some((*digits, *scale)),
                _ => None,
            },
        },
        "real" | "double precision" => Kind::Float,
        "text" | "name" | "\"char\"" => Kind::Text { limit: None },
        "character varying" | "character" => Kind::Text {
            limit: modifiers.first().map(|&limit| limit as usize),
        },
        "boolean" => Kind::Boolean,
        "uuid" => Kind::Uuid,
        "date" | "timestamp without time zone" | "timestamp with time zone" => Kind::Date,
        "time without time zone" | "time with time zone" => Kind::Time,
        "json" => Kind::Json,
        "jsonb" => Kind::Jsonb,
        "bytea" => Kind::Bytea,
        "inet" | "cidr" => Kind::Network,
        "macaddr" | "macaddr8" => Kind::Macaddr,
        "tsvector" => Kind::TsVector,
        "tsquery" => Kind::TsQuery,
        "bit" | "bit varying" => Kind::Bits,
        "money" | "oid" => Kind::Countable,
        "xml" => Kind::Xml,
        "point" => Kind::Point,
        "polygon" => Kind::Polygon,
        "box" => Kind::Box,
        "int4range" => range(integer(i32::MIN.into(), i32::MAX.into())),
        "int8range" => range(integer(i64::MIN, i64::MAX)),
        "numrange" => range(Kind::Numeric { precision: None }),
        "daterange" | "tsrange" | "tstzrange" => range(Kind::Date),
        "int4multirange" | "int8multirange" | "nummultirange" | "datemultirange"
        | "tsmultirange" | "tstzmultirange" => Kind::Multirange,
        _ if word == "interval" || word.starts_with("interval ") => Kind::Interval,
        _ => return None,
    })
}

/// A type of the project's own.
fn own(catalog: &Catalog, name: &str, depth: usize) -> Kind {
    let Some((schema, local)) = split(name) else {
        return Kind::Unknown;
    };
    let key = format!("{schema}.{local}");
    if let Some(labels) = catalog.enums.get(&key) {
        return Kind::Enum {
            name: Some(name.to_owned()),
            labels: labels.clone(),
        };
    }
    if let Some(domain) = catalog.domains.get(&key) {
        return match &domain.data_type {
            Some(base) => kind(catalog, base, depth + 1),
            None => Kind::Unknown,
        };
    }
    let is_row = catalog.relation(&schema, &local).is_some();
    if is_row || catalog.composites.contains_key(&key) {
        return Kind::Composite;
    }
    Kind::Unknown
}

/// The schema and the name of a type, without quotes; `public` unless it says otherwise.
pub(super) fn split(name: &str) -> Option<(String, String)> {
    let (first, rest) = identifier(name)?;
    if rest.is_empty() {
        return Some(("public".to_owned(), first));
    }
    let (second, rest) = identifier(rest.strip_prefix('.')?)?;
    rest.is_empty().then_some((first, second))
}

/// The identifier at the start of a text, without its quotes, and what follows.
fn identifier(text: &str) -> Option<(String, &str)> {
    let Some(quoted) = text.strip_prefix('"') else {
        let end = text.find('.').unwrap_or(text.len());
        return Some((text.get(..end)?.to_owned(), text.get(end..)?));
    };
    let mut name = String::new();
    let mut rest = quoted;
    loop {
        let (part, after) = rest.split_once('"')?;
        name.push_str(part);
        match after.strip_prefix('"') {
            Some(after) => {
                name.push('"');
                rest = after;
            }
            None => return Some((name, after)),
        }
    }
}

/// What a type of TypeScript tells: `string` may be almost anything.
fn typescript_kind(name: &str, depth: usize) -> Kind {
    if depth >= MAX_DEPTH {
        return Kind::Unknown;
    }
    if let Some(element) = name.strip_suffix("[]") {
        let element = element.strip_prefix('(').unwrap_or(element);
        let element = element.strip_suffix(')').unwrap_or(element);
        return Kind::Array(Box::new(typescript_kind(element, depth + 1)));
    }
    match name {
        "number" => Kind::Number,
        "boolean" => Kind::Boolean,
        "Json" => Kind::EitherJson,
        _ => match labels(name) {
            Some(labels) => Kind::Enum { name: None, labels },
            None => Kind::Unknown,
        },
    }
}

/// The labels of `"a" | "b"`.
fn labels(name: &str) -> Option<Vec<String>> {
    let mut labels = Vec::new();
    let mut rest = name;
    loop {
        let mut values = serde_json::Deserializer::from_str(rest).into_iter::<String>();
        labels.push(values.next()?.ok()?);
        let after = rest.get(values.byte_offset()..)?.trim_start();
        match after.strip_prefix('|') {
            Some(next) => rest = next.trim_start(),
            None => return after.is_empty().then_some(labels),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Kind, Type, typescript_kind};
    use crate::schema::catalog::{Catalog, Domain};

    #[test]
    fn names_of_types_are_read_as_format_type_prints_them() {
        let mut catalog = Catalog::default();
        let labels = vec!["a".to_owned()];
        catalog.enums.insert("public.Mood".to_owned(), labels);
        let labels = vec!["b".to_owned()];
        catalog.enums.insert("other.a.b".to_owned(), labels);
        let domain = |name: &str| Domain {
            data_type: Some(name.to_owned()),
            ..Domain::default()
        };
        catalog
            .domains
            .insert("public.short".to_owned(), domain("character varying(3)"));
        catalog
            .domains
            .insert("public.turning".to_owned(), domain("turning"));
        let mood = |name: &str, label: &str| Kind::Enum {
            name: Some(name.to_owned()),
            labels: vec![label.to_owned()],
        };
        for (name, expected) in [
            ("timestamp(3) with time zone", Kind::Date),
            (
                "numeric(10,2)",
                Kind::Numeric {
                    precision: Some((10, 2)),
                },
            ),
            ("short", Kind::Text { limit: Some(3) }),
            ("\"Mood\"", mood("\"Mood\"", "a")),
            (
                "other.\"a.b\"[]",
                Kind::Array(Box::new(mood("other.\"a.b\"", "b"))),
            ),
            ("turning", Kind::Unknown),
            ("geometry(Point,4326)", Kind::Unknown),
            ("interval day to second", Kind::Interval),
        ] {
            assert_eq!(Type::named(&catalog, name).kind, expected, "{name}");
        }
    }

    #[test]
    fn types_of_typescript_tell_little() {
        let mood = Kind::Enum {
            name: None,
            labels: vec!["on air".to_owned(), "o\"ff".to_owned()],
        };
        for (name, expected) in [
            ("string", Kind::Unknown),
            ("number[]", Kind::Array(Box::new(Kind::Number))),
            (r#""on air" | "o\"ff""#, mood.clone()),
            (
                r#"("on air" | "o\"ff")[]"#,
                Kind::Array(Box::new(mood.clone())),
            ),
            (r#""a" | number"#, Kind::Unknown),
            ("Record<string, unknown>", Kind::Unknown),
        ] {
            assert_eq!(typescript_kind(name, 0), expected, "{name}");
        }
    }
}
