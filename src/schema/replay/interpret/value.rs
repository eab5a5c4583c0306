//! What expressions give while a block runs.

use std::cmp::Ordering;

use crate::schema::quoting::quoted;
use crate::{
    schema::replay::{
        apply::routine::find,
        session::Session,
        state::{
            ObjectId,
            object::{Kind, Object},
            types::TypeRef,
        },
    },
    sql::name::Identifier,
};

/// A value, as far as it is known.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    Unknown,
    Null,
    Boolean(bool),
    Integer(i64),
    Text(String),
    /// The OID of an object, of whatever type: `oid`, `regclass`, …
    Object(ObjectId),
    /// The OID of a type.
    Type(TypeRef),
    Array(Vec<Value>),
    /// A record by its fields.
    Row(Vec<(Identifier, Value)>),
}

impl Value {
    pub fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }

    pub fn optional(text: Option<impl Into<String>>) -> Self {
        text.map_or(Self::Null, |text| Self::Text(text.into()))
    }

    pub fn is_unknown(&self) -> bool {
        *self == Self::Unknown
    }

    /// `None` for null, for what is no boolean and for what is not known.
    pub fn truth(&self) -> Truth {
        match self {
            Self::Boolean(true) => Truth::True,
            Self::Boolean(false) => Truth::False,
            Self::Null => Truth::Null,
            Self::Text(text) => match text.trim().to_ascii_lowercase().as_str() {
                "t" | "true" | "yes" | "on" | "1" => Truth::True,
                "f" | "false" | "no" | "off" | "0" => Truth::False,
                _ => Truth::Unknown,
            },
            Self::Unknown
            | Self::Integer(_)
            | Self::Object(_)
            | Self::Type(_)
            | Self::Array(_)
            | Self::Row(_) => Truth::Unknown,
        }
    }

    /// As Postgres prints it in a text; `None` for null and for what is not known.
    pub fn print(&self, session: &Session) -> Option<String> {
        match self {
            Self::Unknown | Self::Null | Self::Row(_) => None,
            Self::Boolean(value) => Some(value.to_string()),
            Self::Integer(value) => Some(value.to_string()),
            Self::Text(text) => Some(text.clone()),
            Self::Object(id) => object_text(session, *id),
            Self::Type(data_type) => Some(session.format_type(data_type)),
            Self::Array(values) => {
                let mut parts = Vec::with_capacity(values.len());
                for value in values {
                    match value {
                        Self::Null => parts.push("NULL".to_owned()),
                        _ => parts.push(value.print(session)?),
                    }
                }
                Some(format!("{{{}}}", parts.join(",")))
            }
        }
    }

    /// How it compares with another value that is not null either; `None` when that is not known.
    pub fn compare(&self, other: &Self, session: &Session) -> Option<Ordering> {
        match (self, other) {
            (Self::Boolean(a), Self::Boolean(b)) => Some(a.cmp(b)),
            (Self::Integer(a), Self::Integer(b)) => Some(a.cmp(b)),
            (Self::Text(a), Self::Text(b)) => Some(a.cmp(b)),
            (Self::Object(a), Self::Object(b)) => Some(a.cmp(b)),
            (Self::Type(a), Self::Type(b)) => Some(a.id.cmp(&b.id).then(a.array.cmp(&b.array))),
            (Self::Boolean(_), Self::Text(_)) | (Self::Text(_), Self::Boolean(_)) => {
                match (self.truth(), other.truth()) {
                    (Truth::True | Truth::False, Truth::True | Truth::False) => {
                        Some((self.truth() == Truth::True).cmp(&(other.truth() == Truth::True)))
                    }
                    _ => None,
                }
            }
            (Self::Integer(a), Self::Text(b)) => Some(a.cmp(&b.trim().parse().ok()?)),
            (Self::Text(a), Self::Integer(b)) => Some(a.trim().parse::<i64>().ok()?.cmp(b)),
            (Self::Object(_) | Self::Type(_), Self::Text(text)) => {
                names(session, self, text).then_some(Ordering::Equal)
            }
            (Self::Text(text), Self::Object(_) | Self::Type(_)) => {
                names(session, other, text).then_some(Ordering::Equal)
            }
            (Self::Array(a), Self::Array(b)) => {
                for (a, b) in a.iter().zip(b) {
                    match a.compare(b, session)? {
                        Ordering::Equal => {}
                        unequal => return Some(unequal),
                    }
                }
                Some(a.len().cmp(&b.len()))
            }
            _ => None,
        }
    }
}

/// Whether a text is what an object prints as.
fn names(session: &Session, object: &Value, text: &str) -> bool {
    object.print(session).is_some_and(|printed| printed == text)
}

/// An object as `regclass`, `regprocedure`, … print it.
fn object_text(session: &Session, id: ObjectId) -> Option<String> {
    let object = session.state.object(id)?;
    match &object.kind {
        Kind::Routine(_) => Some(find::signature(session, id)),
        Kind::Relation(_) | Kind::Index(_) | Kind::Sequence(_) => Some(visible(session, object)),
        Kind::Schema | Kind::Role => Some(quoted(&object.name).into_owned()),
        Kind::Type(_) => Some(session.format_visible(&TypeRef::plain(id))),
        Kind::Operator(_)
        | Kind::Cast(_)
        | Kind::Constraint(_)
        | Kind::Trigger(_)
        | Kind::Policy(_)
        | Kind::Rule
        | Kind::Extension
        | Kind::Publication(_)
        | Kind::Other(_) => None,
    }
}

/// A name with the schema where that is not in the search path.
fn visible(session: &Session, object: &Object) -> String {
    let name = quoted(&object.name);
    let schema = object
        .parent
        .filter(|schema| !session.path().contains(schema));
    match schema.and_then(|schema| session.state.object(schema)) {
        Some(schema) => format!("{}.{name}", quoted(&schema.name)),
        None => name.into_owned(),
    }
}

/// SQL's three truth values, and that it is not known which.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Truth {
    True,
    False,
    Null,
    Unknown,
}

impl Truth {
    pub fn value(self) -> Value {
        match self {
            Self::True => Value::Boolean(true),
            Self::False => Value::Boolean(false),
            Self::Null => Value::Null,
            Self::Unknown => Value::Unknown,
        }
    }

    #[must_use]
    pub fn not(self) -> Self {
        match self {
            Self::True => Self::False,
            Self::False => Self::True,
            Self::Null => Self::Null,
            Self::Unknown => Self::Unknown,
        }
    }

    #[must_use]
    pub fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::False, _) | (_, Self::False) => Self::False,
            (Self::Unknown, _) | (_, Self::Unknown) => Self::Unknown,
            (Self::Null, _) | (_, Self::Null) => Self::Null,
            (Self::True, Self::True) => Self::True,
        }
    }

    #[must_use]
    pub fn or(self, other: Self) -> Self {
        self.not().and(other.not()).not()
    }
}

impl From<bool> for Truth {
    fn from(value: bool) -> Self {
        if value { Self::True } else { Self::False }
    }
}
