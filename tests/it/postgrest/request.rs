//! The HTTP request that postgrest-js makes of a call.
//!
//! `PostgrestQueryBuilder`, `PostgrestFilterBuilder`, `PostgrestTransformBuilder` and
//! `PostgrestClient` of @supabase/postgrest-js 2.109, method by method.

use super::call::{Call, Link, Value, joined};

/// A request to the server.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub(super) struct Request {
    pub(super) method: &'static str,
    /// The path and the query, encoded.
    pub(super) address: String,
    /// The schema that `Accept-Profile` or `Content-Profile` names.
    pub(super) schema: String,
    /// What `Prefer` asks for, in order.
    pub(super) prefer: Vec<String>,
    pub(super) accept: Option<&'static str>,
    /// JSON.
    pub(super) body: Option<String>,
}

/// `URLSearchParams`
#[derive(Default)]
struct Parameters(Vec<(String, String)>);

/// A request that is being built.
#[derive(Default)]
struct Builder {
    request: Request,
    path: String,
    parameters: Parameters,
}

/// The request of a call.
pub(super) fn request(call: &Call) -> Request {
    let mut builder = Builder::default();
    builder.request.schema = "public".to_owned();
    for link in &call.links {
        builder.add(link);
    }
    let mut address = builder.path;
    if !builder.parameters.0.is_empty() {
        let pairs = builder.parameters.0.iter();
        let pairs =
            pairs.map(|(name, value)| format!("{}={}", form_encoded(name), form_encoded(value)));
        address.push('?');
        address.push_str(&Vec::from_iter(pairs).join("&"));
    }
    Request {
        address,
        ..builder.request
    }
}

impl Builder {
    fn add(&mut self, link: &Link) {
        match link.method.as_str() {
            "schema" => self.request.schema = link.argument(0).interpolated(),
            "from" => self.path = format!("/{}", path_encoded(&link.argument(0).interpolated())),
            "rpc" => self.rpc(link),
            "select" => self.select(link),
            "insert" | "upsert" | "update" | "delete" => self.write(link),
            "order" => self.order(link),
            "limit" | "range" => self.limit(link),
            "single" => self.request.accept = Some("application/vnd.pgrst.object+json"),
            "csv" => self.request.accept = Some("text/csv"),
            "maybeSingle" | "throwOnError" | "returns" | "overrideTypes" => {}
            _ => self.filter(link),
        }
    }

    fn rpc(&mut self, link: &Link) {
        let name = link.argument(0).interpolated();
        self.path = format!("/rpc/{}", path_encoded(&name));
        let is_on = |option| *link.option(2, option) == Value::Boolean(true);
        let empty = Value::Object(Vec::new());
        let arguments = match link.argument(1) {
            Value::Undefined => &empty,
            arguments => arguments,
        };
        let Value::Object(members) = arguments else {
            panic!("arguments are an object");
        };
        let is_posted = is_on("head") && members.iter().any(|(_, value)| is_object(value));
        if is_posted || !(is_on("head") || is_on("get")) {
            self.request.method = "POST";
            self.request.body = arguments.json();
        } else {
            self.request.method = if is_on("head") { "HEAD" } else { "GET" };
            for (name, value) in members {
                match value {
                    Value::Undefined => {}
                    Value::List(items) => {
                        self.parameters
                            .append(name, format!("{{{}}}", joined(items)));
                    }
                    value => self.parameters.append(name, value.interpolated()),
                }
            }
        }
        if is_posted {
            self.request.prefer.push("return=minimal".to_owned());
        }
        self.count(link.option(2, "count"));
    }

    fn select(&mut self, link: &Link) {
        let list = match link.argument(0) {
            Value::Undefined => "*".to_owned(),
            list => without_space(&list.interpolated()),
        };
        self.parameters.set("select", list);
        if self.request.method.is_empty() {
            let is_head = *link.option(1, "head") == Value::Boolean(true);
            self.request.method = if is_head { "HEAD" } else { "GET" };
            self.count(link.option(1, "count"));
        } else {
            self.request.prefer.push("return=representation".to_owned());
        }
    }

    fn count(&mut self, count: &Value) {
        if *count != Value::Undefined {
            self.request
                .prefer
                .push(format!("count={}", count.interpolated()));
        }
    }

    fn write(&mut self, link: &Link) {
        let (method, options) = match link.method.as_str() {
            "update" => ("PATCH", 1),
            "delete" => ("DELETE", 0),
            _ => ("POST", 1),
        };
        self.request.method = method;
        if link.method == "upsert" {
            let is_ignoring = *link.option(1, "ignoreDuplicates") == Value::Boolean(true);
            let resolution = if is_ignoring { "ignore" } else { "merge" };
            self.request
                .prefer
                .push(format!("resolution={resolution}-duplicates"));
            if let Value::Text(columns) = link.option(1, "onConflict") {
                self.parameters.set("on_conflict", columns.clone());
            }
        }
        self.count(link.option(options, "count"));
        if *link.option(1, "defaultToNull") == Value::Boolean(false) {
            self.request.prefer.push("missing=default".to_owned());
        }
        if method == "DELETE" {
            return;
        }
        let values = link.argument(0);
        self.request.body = values.json();
        if let (Value::List(rows), "POST") = (values, method) {
            self.columns(rows);
        }
    }

    /// The keys of all rows, each once.
    fn columns(&mut self, rows: &[Value]) {
        let mut columns: Vec<String> = Vec::new();
        for row in rows {
            let Value::Object(members) = row else {
                continue;
            };
            for (name, _) in members {
                let name = format!("\"{name}\"");
                if !columns.contains(&name) {
                    columns.push(name);
                }
            }
        }
        if !columns.is_empty() {
            self.parameters.set("columns", columns.join(","));
        }
    }

    fn order(&mut self, link: &Link) {
        let direction = match link.option(1, "ascending") {
            Value::Boolean(false) => "desc",
            _ => "asc",
        };
        let nulls = match link.option(1, "nullsFirst") {
            Value::Boolean(true) => ".nullsfirst",
            Value::Boolean(false) => ".nullslast",
            _ => "",
        };
        let order = format!("{}.{direction}{nulls}", link.argument(0).interpolated());
        let key = referenced(link, 1, "order");
        let order = match self.parameters.get(&key) {
            Some(before) if !before.is_empty() => format!("{before},{order}"),
            _ => order,
        };
        self.parameters.set(&key, order);
    }

    fn limit(&mut self, link: &Link) {
        if link.method == "limit" {
            let key = referenced(link, 1, "limit");
            self.parameters.set(&key, link.argument(0).interpolated());
            return;
        }
        let number = |index| -> i64 { link.argument(index).interpolated().parse().unwrap() };
        let (from, to) = (number(0), number(1));
        self.parameters
            .set(&referenced(link, 2, "offset"), from.to_string());
        self.parameters
            .set(&referenced(link, 2, "limit"), (to - from + 1).to_string());
    }

    fn filter(&mut self, link: &Link) {
        let column = link.argument(0).interpolated();
        let second = link.argument(1);
        let value = match link.method.as_str() {
            "eq" | "neq" | "gt" | "gte" | "lt" | "lte" | "like" | "ilike" | "is" => {
                format!("{}.{}", link.method, second.interpolated())
            }
            "isDistinct" => format!("isdistinct.{}", second.interpolated()),
            "regexMatch" => format!("match.{}", second.interpolated()),
            "regexIMatch" => format!("imatch.{}", second.interpolated()),
            "likeAllOf" => format!("like(all).{{{}}}", second.interpolated()),
            "likeAnyOf" => format!("like(any).{{{}}}", second.interpolated()),
            "ilikeAllOf" => format!("ilike(all).{{{}}}", second.interpolated()),
            "ilikeAnyOf" => format!("ilike(any).{{{}}}", second.interpolated()),
            "in" => format!("in.({})", listed(second)),
            "notIn" => format!("not.in.({})", listed(second)),
            "contains" => format!("cs.{}", container(second)),
            "containedBy" => format!("cd.{}", container(second)),
            "overlaps" => format!("ov.{}", container(second)),
            "rangeGt" => format!("sr.{}", second.interpolated()),
            "rangeGte" => format!("nxl.{}", second.interpolated()),
            "rangeLt" => format!("sl.{}", second.interpolated()),
            "rangeLte" => format!("nxr.{}", second.interpolated()),
            "rangeAdjacent" => format!("adj.{}", second.interpolated()),
            "textSearch" => text_search(link),
            "match" => return self.matching(link),
            "or" => {
                let key = referenced(link, 1, "or");
                return self.parameters.append(&key, format!("({column})"));
            }
            "not" => {
                let value = link.argument(2).interpolated();
                format!("not.{}.{value}", second.interpolated())
            }
            "filter" => {
                let value = link.argument(2).interpolated();
                format!("{}.{value}", second.interpolated())
            }
            method => panic!("`{method}` is no method of postgrest-js"),
        };
        self.parameters.append(&column, value);
    }

    fn matching(&mut self, link: &Link) {
        let Value::Object(members) = link.argument(0) else {
            panic!("match takes an object");
        };
        for (column, value) in members {
            if *value != Value::Undefined {
                self.parameters
                    .append(column, format!("eq.{}", value.interpolated()));
            }
        }
    }
}

impl Parameters {
    fn get(&self, name: &str) -> Option<&str> {
        let found = self.0.iter().find(|(key, _)| key == name);
        found.map(|(_, value)| value.as_str())
    }

    fn append(&mut self, name: &str, value: String) {
        self.0.push((name.to_owned(), value));
    }

    /// Replaces the first of a name and removes the others.
    fn set(&mut self, name: &str, value: String) {
        let Some(first) = self.0.iter().position(|(key, _)| key == name) else {
            return self.append(name, value);
        };
        self.0[first].1 = value;
        let mut index = 0;
        self.0.retain(|(key, _)| {
            index += 1;
            index - 1 <= first || key != name
        });
    }
}

/// The name of a parameter, with the option `referencedTable` or `foreignTable` in front.
fn referenced(link: &Link, options: usize, name: &str) -> String {
    let referenced = match link.option(options, "referencedTable") {
        Value::Undefined => link.option(options, "foreignTable"),
        referenced => referenced,
    };
    match referenced {
        Value::Undefined => name.to_owned(),
        Value::Text(text) if text.is_empty() && name != "limit" && name != "offset" => {
            name.to_owned()
        }
        referenced => format!("{}.{name}", referenced.interpolated()),
    }
}

fn text_search(link: &Link) -> String {
    let kind = match link.option(2, "type") {
        Value::Text(kind) if kind == "plain" => "pl",
        Value::Text(kind) if kind == "phrase" => "ph",
        Value::Text(kind) if kind == "websearch" => "w",
        _ => "",
    };
    let config = match link.option(2, "config") {
        Value::Undefined => String::new(),
        config => format!("({})", config.interpolated()),
    };
    format!("{kind}fts{config}.{}", link.argument(1).interpolated())
}

/// The values of `in`, each once, quoted where they hold what the server reads.
fn listed(values: &Value) -> String {
    let Value::List(items) = values else {
        panic!("in takes an array");
    };
    let mut listed: Vec<&Value> = Vec::new();
    for item in items {
        // Objects are different from each other.
        let is_object = matches!(item, Value::Object(_) | Value::List(_));
        if is_object || !listed.contains(&item) {
            listed.push(item);
        }
    }
    let listed = listed.into_iter().map(|item| match item {
        Value::Text(text) if text.contains([',', '(', ')']) => format!("\"{text}\""),
        item => item.interpolated(),
    });
    Vec::from_iter(listed).join(",")
}

fn container(value: &Value) -> String {
    match value {
        Value::Text(text) => text.clone(),
        Value::List(items) => format!("{{{}}}", joined(items)),
        value => value.json().unwrap_or_else(|| "undefined".to_owned()),
    }
}

/// Whether a value cannot stand in an address: an object, or an array of such.
fn is_object(value: &Value) -> bool {
    match value {
        Value::Object(_) => true,
        Value::List(items) => items.iter().any(is_object),
        Value::Text(_) | Value::Number(_) | Value::Boolean(_) | Value::Null | Value::Undefined => {
            false
        }
    }
}

/// A select list without white space but in quotes.
fn without_space(list: &str) -> String {
    let mut is_quoted = false;
    let kept = list.chars().filter(|&character| {
        is_quoted ^= character == '"';
        is_quoted || !character.is_whitespace()
    });
    kept.collect()
}

/// As `URLSearchParams` writes names and values.
fn form_encoded(text: &str) -> String {
    encoded(text, |byte| match byte {
        b' ' => Some('+'),
        b'*' | b'-' | b'.' | b'_' => Some(byte.into()),
        byte => byte.is_ascii_alphanumeric().then_some(byte.into()),
    })
}

/// As `URL` writes a segment of a path.
fn path_encoded(text: &str) -> String {
    encoded(text, |byte| {
        let is_escaped = !byte.is_ascii_graphic() || b"\"<>`{}^".contains(&byte);
        (!is_escaped).then_some(byte.into())
    })
}

fn encoded(text: &str, plain: impl Fn(u8) -> Option<char>) -> String {
    let mut encoded = String::new();
    for byte in text.bytes() {
        match plain(byte) {
            Some(character) => encoded.push(character),
            None => encoded.push_str(&format!("%{byte:02X}")),
        }
    }
    encoded
}
