//! A shorter `Debug`: without spans, defaults and wrappers.

use std::fmt::Debug;

/// What stands for nothing in most values.
const DEFAULTS: [&str; 2] = ["None", "[]"];

/// A value in one line.
pub fn debug(value: &impl Debug) -> String {
    let mut text = format!("{value:?}");
    for (open, keep) in [
        ("Span { ", Keep::Nothing),
        ("Expression { kind: ", Keep::Inside),
        ("Word { text: ", Keep::Inside),
        ("Target { value: ", Keep::Inside),
        ("Argument { value: ", Keep::Inside),
    ] {
        text = without_fields(&unwrapped(&text, open, keep));
    }
    text
}

#[derive(Clone, Copy)]
enum Keep {
    Nothing,
    Inside,
}

/// The text with every `open … }` replaced by what is inside, or by nothing.
fn unwrapped(text: &str, open: &str, keep: Keep) -> String {
    let mut shorter = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(open) {
        let whole = shorter.len() + at;
        shorter.push_str(&rest[..at]);
        let inner = &rest[at + open.len()..];
        let end = closing(inner);
        // A longer name that ends in this one is another type.
        let is_other = shorter[..whole].ends_with(|before: char| before.is_alphanumeric());
        match keep {
            _ if is_other => {
                shorter.push_str(open);
                rest = inner;
                continue;
            }
            Keep::Nothing => {}
            Keep::Inside => shorter.push_str(&unwrapped(inner[..end].trim_end(), open, keep)),
        }
        rest = &inner[end + 1..];
    }
    shorter.push_str(rest);
    shorter
}

/// Where the brace is that closes what is already open.
fn closing(text: &str) -> usize {
    let mut depth = 0;
    let mut quoted = false;
    let mut escaped = false;
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if quoted => escaped = true,
            b'"' => quoted = !quoted,
            b'{' if !quoted => depth += 1,
            b'}' if !quoted && depth == 0 => return at,
            b'}' if !quoted => depth -= 1,
            _ => {}
        }
    }
    text.len() - 1
}

/// The text without fields that are not there, false or spans.
fn without_fields(text: &str) -> String {
    let mut shorter = text.to_owned();
    loop {
        let before = shorter.len();
        for default in DEFAULTS.into_iter().chain(["false", "", "Permanent"]) {
            for (start, end) in [(", ", ""), ("{ ", "{")] {
                shorter = without_field(&shorter, start, default, end);
            }
        }
        shorter = shorter.replace("{, ", "{ ").replace("{ }", "{}");
        if shorter.len() == before {
            return shorter;
        }
    }
}

/// The text without fields `name: value` that begin with `start` and have this value.
fn without_field(text: &str, start: &str, value: &str, kept: &str) -> String {
    let mut shorter = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(start) {
        let (before, field) = rest.split_at(at);
        shorter.push_str(before);
        let name = field[start.len()..]
            .find(|character: char| !character.is_ascii_lowercase() && character != '_')
            .unwrap_or(0);
        let after = &field[start.len() + name..];
        let removed = after
            .strip_prefix(": ")
            .filter(|_| name > 0)
            .and_then(|after| after.strip_prefix(value))
            .filter(|after| after.starts_with([',', ' ']));
        match removed {
            Some(after) => {
                shorter.push_str(kept);
                rest = after;
            }
            None => {
                shorter.push_str(start);
                rest = &field[start.len()..];
            }
        }
    }
    shorter.push_str(rest);
    shorter
}
