//! Calls as they stand in a file, one on each line.

use super::call::{Call, Link, Value};

/// The calls of a text: lines that begin with a dot.
pub(super) fn calls(text: &str) -> Vec<Call> {
    let lines = text.lines().map(str::trim);
    let lines = lines.filter(|line| line.starts_with('.'));
    lines.map(call).collect()
}

/// The call that a line holds, up to a comment.
fn call(line: &str) -> Call {
    let mut reader = Reader { rest: line };
    let mut links = Vec::new();
    while reader.eat('.') {
        let method = reader.word().to_owned();
        assert!(reader.eat('('), "`(` is missing at {}", reader.rest);
        let arguments = reader.list(')');
        links.push(Link { method, arguments });
    }
    let rest = reader.rest.trim();
    assert!(rest.is_empty() || rest.starts_with("//"), "what is {rest}");
    Call { links }
}

struct Reader<'a> {
    rest: &'a str,
}

impl<'a> Reader<'a> {
    fn eat(&mut self, expected: char) -> bool {
        let rest = self.rest.trim_start().strip_prefix(expected);
        self.rest = rest.unwrap_or(self.rest);
        rest.is_some()
    }

    fn word(&mut self) -> &'a str {
        let rest = self.rest.trim_start();
        let is_part = |part: char| part.is_alphanumeric() || "_-.+".contains(part);
        let is_number = rest.starts_with(|first: char| first.is_ascii_digit() || first == '-');
        let end = rest.find(|next: char| !is_part(next) || (next == '.' && !is_number));
        let (word, rest) = rest.split_at(end.unwrap_or(rest.len()));
        self.rest = rest;
        word
    }

    /// Values up to a bracket.
    fn list(&mut self, end: char) -> Vec<Value> {
        let mut items = Vec::new();
        while !self.eat(end) {
            items.push(self.value());
            self.eat(',');
        }
        items
    }

    fn value(&mut self) -> Value {
        if self.eat('[') {
            return Value::List(self.list(']'));
        }
        if self.eat('{') {
            return self.object();
        }
        for quote in ['"', '\'', '`'] {
            if self.eat(quote) {
                return Value::Text(self.text(quote));
            }
        }
        match self.word() {
            "null" => Value::Null,
            "undefined" => Value::Undefined,
            "true" => Value::Boolean(true),
            "false" => Value::Boolean(false),
            number => {
                assert!(number.parse::<f64>().is_ok(), "{number} at {}", self.rest);
                Value::Number(number.to_owned())
            }
        }
    }

    fn object(&mut self) -> Value {
        let mut members = Vec::new();
        while !self.eat('}') {
            let name = match self.rest.trim_start().chars().next() {
                Some('"' | '\'') => self.value().interpolated(),
                _ => self.word().to_owned(),
            };
            assert!(self.eat(':'), "`:` is missing at {}", self.rest);
            members.push((name, self.value()));
            self.eat(',');
        }
        Value::Object(members)
    }

    /// The rest of a text after its first quote.
    fn text(&mut self, quote: char) -> String {
        let mut text = String::new();
        let mut characters = self.rest.char_indices();
        while let Some((at, character)) = characters.next() {
            if character == quote {
                self.rest = &self.rest[at + 1..];
                return text;
            }
            let escaped = character == '\\';
            match (escaped, if escaped { characters.next() } else { None }) {
                (true, Some((_, 'n'))) => text.push('\n'),
                (true, Some((_, other))) => text.push(other),
                _ => text.push(character),
            }
        }
        panic!("no end of text: {}", self.rest);
    }
}

#[test]
fn what_is_written_is_read() {
    let line = r#".from("users").select('a, "b c"').eq("x", [-1, 1.5, { "a b": null, c: true }]).order("a\nb", {})"#;
    let call = call(line);
    assert_eq!(call.links.len(), 4);
    assert_eq!(call.script(), line);
}
