//! A call of supabase-js, and how code writes it.

/// A chain of methods on the client.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) struct Call {
    pub(super) links: Vec<Link>,
}

/// One method of a chain, with its arguments.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) struct Link {
    pub(super) method: String,
    pub(super) arguments: Vec<Value>,
}

/// A value as JavaScript has it.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) enum Value {
    Text(String),
    /// As JavaScript prints it.
    Number(String),
    Boolean(bool),
    Null,
    Undefined,
    List(Vec<Value>),
    Object(Vec<(String, Value)>),
}

impl Call {
    /// The code after the client: `.from("users").select("*")`.
    pub(super) fn script(&self) -> String {
        let links = self.links.iter().map(|link| {
            let arguments: Vec<String> = link.arguments.iter().map(Value::script).collect();
            format!(".{}({})", link.method, arguments.join(", "))
        });
        links.collect()
    }
}

impl Link {
    pub(super) fn new<const N: usize>(method: &str, arguments: [Value; N]) -> Self {
        Self {
            method: method.to_owned(),
            arguments: arguments.into(),
        }
    }

    pub(super) fn argument(&self, index: usize) -> &Value {
        self.arguments.get(index).unwrap_or(&Value::Undefined)
    }

    /// An option of the object at an index.
    pub(super) fn option(&self, index: usize, name: &str) -> &Value {
        self.argument(index).member(name)
    }
}

impl Value {
    pub(super) fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }

    pub(super) fn member(&self, name: &str) -> &Self {
        let Self::Object(members) = self else {
            return &Self::Undefined;
        };
        let member = members.iter().rfind(|(key, _)| key == name);
        member.map_or(&Self::Undefined, |(_, value)| value)
    }

    /// As a literal of the language.
    pub(super) fn script(&self) -> String {
        match self {
            Self::Text(text) => quoted(text),
            Self::Number(number) => number.clone(),
            Self::Boolean(boolean) => boolean.to_string(),
            Self::Null => "null".to_owned(),
            Self::Undefined => "undefined".to_owned(),
            Self::List(items) => {
                let items: Vec<String> = items.iter().map(Self::script).collect();
                format!("[{}]", items.join(", "))
            }
            Self::Object(members) if members.is_empty() => "{}".to_owned(),
            Self::Object(members) => {
                let members = members.iter().map(|(name, value)| {
                    let is_plain = is_identifier(name);
                    let name = if is_plain { name.clone() } else { quoted(name) };
                    format!("{name}: {}", value.script())
                });
                format!("{{ {} }}", Vec::from_iter(members).join(", "))
            }
        }
    }

    /// What `JSON.stringify` makes of it; `None` for `undefined`.
    pub(super) fn json(&self) -> Option<String> {
        Some(match self {
            Self::Text(text) => serde_json::to_string(text).unwrap(),
            Self::Number(number) => number.clone(),
            Self::Boolean(boolean) => boolean.to_string(),
            Self::Null => "null".to_owned(),
            Self::Undefined => return None,
            Self::List(items) => {
                let items = items.iter();
                let items = items.map(|item| item.json().unwrap_or_else(|| "null".to_owned()));
                format!("[{}]", Vec::from_iter(items).join(","))
            }
            Self::Object(members) => {
                let members = members.iter().filter_map(|(name, value)| {
                    let name = serde_json::to_string(name).unwrap();
                    Some(format!("{name}:{}", value.json()?))
                });
                format!("{{{}}}", Vec::from_iter(members).join(","))
            }
        })
    }

    /// What a template literal makes of it.
    pub(super) fn interpolated(&self) -> String {
        match self {
            Self::Text(text) => text.clone(),
            Self::Number(number) => number.clone(),
            Self::Boolean(boolean) => boolean.to_string(),
            Self::Null => "null".to_owned(),
            Self::Undefined => "undefined".to_owned(),
            Self::List(items) => joined(items),
            Self::Object(_) => "[object Object]".to_owned(),
        }
    }
}

/// What `Array.join(",")` makes of it.
pub(super) fn joined(items: &[Value]) -> String {
    let items = items.iter().map(|item| match item {
        Value::Null | Value::Undefined => String::new(),
        item => item.interpolated(),
    });
    Vec::from_iter(items).join(",")
}

fn quoted(text: &str) -> String {
    if text.contains('"') && !text.contains(['\'', '\\', '\n']) {
        return format!("'{text}'");
    }
    serde_json::to_string(text).unwrap()
}

fn is_identifier(name: &str) -> bool {
    let is_start = |first: char| first.is_ascii_alphabetic() || first == '_';
    name.starts_with(is_start)
        && name
            .chars()
            .all(|next| next.is_ascii_alphanumeric() || next == '_')
}
