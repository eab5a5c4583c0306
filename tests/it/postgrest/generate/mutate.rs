//! Calls with one thing changed.

use super::{
    super::call::{Call, Link, Value},
    Generator, value,
};

const FILTERS: [&str; 16] = [
    "eq",
    "neq",
    "gt",
    "lt",
    "like",
    "ilike",
    "is",
    "isDistinct",
    "contains",
    "containedBy",
    "overlaps",
    "rangeGt",
    "rangeAdjacent",
    "textSearch",
    "regexMatch",
    "likeAllOf",
];

/// What is put into a text.
const PIECES: [&str; 22] = [
    ",", ")", "(", "!inner", "!left", ".x", "->a", "->>a", "::int", "::text", "*", ".", ":", "\"",
    " ", "()", "...", "!nope", ",nope", ",id", "not.", "count()",
];

impl Generator {
    /// Changes one thing; what it was is said in a word.
    pub(super) fn mutate(&mut self, call: &mut Call) -> &'static str {
        for _ in 0..20 {
            let at = self.numbers.below(call.links.len());
            let link = &mut call.links[at];
            let done = match self.numbers.below(12) {
                0..4 => self.rename(link).then_some("rename"),
                4..6 => self.disturb(link).then_some("disturb"),
                6..8 => self.swap_value(link).then_some("value"),
                8 => self.swap_method(link).then_some("method"),
                9..11 => self.change_keys(link).then_some("keys"),
                _ => self.add_link(call).then_some("link"),
            };
            if let Some(done) = done {
                return done;
            }
        }
        "nothing"
    }

    /// Another name in one of the texts.
    fn rename(&mut self, link: &mut Link) -> bool {
        let mut texts = texts(&mut link.arguments);
        if texts.is_empty() {
            return false;
        }
        let at = self.numbers.below(texts.len());
        let text = &mut *texts[at];
        let words = words(text);
        if words.is_empty() {
            return false;
        }
        let (start, end) = words[self.numbers.below(words.len())];
        let word = text[start..end].to_owned();
        text.replace_range(start..end, &self.other_name(&word));
        true
    }

    fn other_name(&mut self, name: &str) -> String {
        let names = &self.model.names;
        match self.numbers.below(8) {
            0 => format!("{name}s"),
            1 => name.trim_end_matches('s').to_owned() + "_id",
            2 => name.to_uppercase(),
            3 => name.chars().skip(1).collect(),
            4 => "nope".to_owned(),
            5 => format!("{name}_{name}"),
            _ => names[self.numbers.below(names.len())].clone(),
        }
    }

    /// A piece more in a text, or a character less.
    fn disturb(&mut self, link: &mut Link) -> bool {
        let is_name = matches!(link.method.as_str(), "from" | "rpc" | "schema");
        let mut texts = texts(&mut link.arguments);
        if texts.is_empty() || is_name {
            return false;
        }
        let at = self.numbers.below(texts.len());
        let text = &mut *texts[at];
        let places: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
        if places.is_empty() {
            return false;
        }
        if self.numbers.percent(35) {
            let marks: Vec<usize> = text
                .char_indices()
                .filter(|(_, part)| !part.is_alphanumeric() && *part != '_')
                .map(|(at, _)| at)
                .collect();
            let Some(&at) = marks.get(self.numbers.below(marks.len().max(1))) else {
                return false;
            };
            text.remove(at);
            return true;
        }
        let words = words(text);
        let at = match words.as_slice() {
            [] => places[self.numbers.below(places.len())],
            words => {
                let (start, end) = words[self.numbers.below(words.len())];
                if self.numbers.percent(50) { start } else { end }
            }
        };
        text.insert_str(at, self.numbers.one(&PIECES));
        true
    }

    /// A value of another type.
    fn swap_value(&mut self, link: &mut Link) -> bool {
        match link.method.as_str() {
            "insert" | "upsert" | "update" | "rpc" | "match" => {
                let at = usize::from(link.method == "rpc");
                let mut members = members(link.arguments.get_mut(at));
                if members.is_empty() {
                    return false;
                }
                let at = self.numbers.below(members.len());
                *members[at] = value::any(&mut self.numbers);
                true
            }
            "eq" | "neq" | "gt" | "gte" | "lt" | "lte" | "is" | "isDistinct" => {
                link.arguments[1] = value::any(&mut self.numbers);
                true
            }
            "not" | "filter" => {
                link.arguments[2] = value::any(&mut self.numbers);
                true
            }
            "in" | "notIn" => {
                let Value::List(items) = &mut link.arguments[1] else {
                    return false;
                };
                items.push(value::any(&mut self.numbers));
                true
            }
            "contains" | "containedBy" => {
                link.arguments[1] = value::any(&mut self.numbers);
                link.arguments[1] != Value::Undefined
            }
            _ => false,
        }
    }

    /// Another method that takes a column and a value.
    fn swap_method(&mut self, link: &mut Link) -> bool {
        if !FILTERS.contains(&link.method.as_str()) {
            return false;
        }
        let method = self.numbers.one(&FILTERS);
        if method == link.method {
            return false;
        }
        link.method = method.to_owned();
        let needs_text = matches!(method, "overlaps" | "contains" | "containedBy");
        let text = Value::Text(link.arguments[1].interpolated());
        match &link.arguments[1] {
            Value::Text(_) if method == "likeAllOf" => link.arguments[1] = Value::List(vec![text]),
            Value::Text(_) | Value::List(_) => {}
            _ if needs_text => link.arguments[1] = text,
            _ if method == "likeAllOf" => link.arguments[1] = Value::List(vec![text]),
            _ => {}
        }
        if method != "textSearch" {
            link.arguments.truncate(2);
        }
        true
    }

    /// A key more, a key less, a key of another name.
    fn change_keys(&mut self, link: &mut Link) -> bool {
        let is_row = matches!(
            link.method.as_str(),
            "insert" | "upsert" | "update" | "match"
        );
        let argument = match (is_row, link.method.as_str()) {
            (true, _) => link.arguments.get_mut(0),
            (false, "rpc") => link.arguments.get_mut(1),
            (false, _) => None,
        };
        let object = match argument {
            Some(Value::List(rows)) => {
                let count = rows.len();
                rows.get_mut(self.numbers.below(count.max(1)))
            }
            argument => argument,
        };
        let Some(Value::Object(members)) = object else {
            return false;
        };
        if members.is_empty() {
            members.push(("nope".to_owned(), Value::Null));
            return true;
        }
        let at = self.numbers.below(members.len());
        match self.numbers.below(3) {
            0 => drop(members.remove(at)),
            1 => {
                let names = &self.model.names;
                let name = names[self.numbers.below(names.len())].clone();
                members.retain(|(other, _)| *other != name);
                members.push((name, Value::text("x")));
            }
            _ => {
                let name = self.other_name(&members[at].0.clone());
                members.retain(|(other, _)| *other != name);
                let last = members.len().max(1) - 1;
                match members.get_mut(at.min(last)) {
                    Some(member) => member.0 = name,
                    None => members.push((name, Value::Null)),
                }
            }
        }
        true
    }

    /// A filter, order or limit on something else.
    fn add_link(&mut self, call: &mut Call) -> bool {
        let is_started = |link: &Link| matches!(link.method.as_str(), "from" | "rpc" | "schema");
        if call.links.last().is_none_or(is_started) {
            return false;
        }
        let names = &self.model.names;
        let name = names[self.numbers.below(names.len())].clone();
        let tables = &self.model.tables;
        let table = tables[self.numbers.below(tables.len())].name.clone();
        let one = || Value::text("1");
        let dotted = Value::Text(format!("{table}.{name}"));
        let referenced = Value::Object(vec![(
            "referencedTable".to_owned(),
            Value::Text(table.clone()),
        )]);
        call.links.push(match self.numbers.below(8) {
            0 => Link::new("eq", [Value::Text(name), one()]),
            1 => Link::new("eq", [dotted, one()]),
            2 => Link::new("order", [Value::Text(name)]),
            3 => Link::new("order", [Value::Text(name), referenced]),
            4 => Link::new("limit", [Value::Number("1".to_owned()), referenced]),
            5 => Link::new("or", [Value::Text(format!("{name}.eq.1"))]),
            6 => Link::new("order", [Value::Text(format!("{table}({name})"))]),
            _ => Link::new("is", [Value::Text(table), Value::Null]),
        });
        true
    }
}

/// The texts that stand for themselves in arguments, and those of options.
fn texts(arguments: &mut [Value]) -> Vec<&mut String> {
    let mut texts = Vec::new();
    for argument in arguments {
        match argument {
            Value::Text(text) => texts.push(text),
            Value::Object(members) => {
                let options = members.iter_mut().filter(|(name, _)| {
                    matches!(
                        name.as_str(),
                        "onConflict" | "referencedTable" | "foreignTable" | "config"
                    )
                });
                texts.extend(options.filter_map(|(_, value)| match value {
                    Value::Text(text) => Some(text),
                    _ => None,
                }));
            }
            _ => {}
        }
    }
    texts
}

/// The values of objects, in rows and by themselves.
fn members<'a>(values: impl IntoIterator<Item = &'a mut Value>) -> Vec<&'a mut Value> {
    let mut found = Vec::new();
    for value in values {
        match value {
            Value::Object(members) => found.extend(members.iter_mut().map(|(_, value)| value)),
            Value::List(rows) => found.extend(members(rows)),
            _ => {}
        }
    }
    found
}

/// Where the names in a text are.
fn words(text: &str) -> Vec<(usize, usize)> {
    let mut words = Vec::new();
    let mut start = None;
    let ends = text.char_indices().chain([(text.len(), ' ')]);
    for (at, character) in ends {
        let is_part = character.is_alphanumeric() || character == '_';
        match (start, is_part) {
            (None, true) => start = Some(at),
            (Some(from), false) => {
                words.push((from, at));
                start = None;
            }
            _ => {}
        }
    }
    words
}
