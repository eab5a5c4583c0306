//! Requests that may fail without harm: code that finds out whether something is there.
//!
//! Three things say so: the file is a test, the error of the result is compared with one of those
//! for what is missing, or the function or file is named after checking the schema.

use crate::{
    facts::{BindingId, CallId, FileFacts, Usage, Value, ValueId},
    source::{FileId, Span},
};

use super::evaluate::Evaluator;

/// The codes of Postgres and PostgREST for what does not exist.
const CODES: [&str; 8] = [
    "42P01", "42703", "42883", "3F000", "PGRST106", "PGRST202", "PGRST204", "PGRST205",
];

/// What their messages say.
const MESSAGES: [&str; 4] = [
    "does not exist",
    "relation",
    "schema cache",
    "Could not find",
];

/// How far behind an error what it is compared with may stand, in bytes.
const REACH: usize = 120;

/// What a name says is done …
const DEEDS: [&str; 20] = [
    "check",
    "checks",
    "checking",
    "verify",
    "verifies",
    "verification",
    "validate",
    "diagnose",
    "diagnostic",
    "diagnostics",
    "diagnosis",
    "inspect",
    "inspection",
    "probe",
    "test",
    "tests",
    "exist",
    "exists",
    "audit",
    "debug",
];

/// … and to what.
const THINGS: [&str; 13] = [
    "table",
    "tables",
    "schema",
    "schemas",
    "database",
    "databases",
    "db",
    "migration",
    "migrations",
    "column",
    "columns",
    "relation",
    "relations",
];

/// Whether the error of a result is compared with one for something that does not exist.
pub(super) fn compares_error(evaluator: &Evaluator<'_>, (file, call): (FileId, CallId)) -> bool {
    let Some(facts) = evaluator.program.facts(file) else {
        return false;
    };
    let text = &evaluator.program.sources.get(file).text;
    let around = facts.unit(facts.call(call).unit).span;
    let around = text.get(around.range()).unwrap_or_default();
    if !CODES
        .iter()
        .chain(&MESSAGES)
        .any(|word| around.contains(word))
    {
        return false;
    }
    let value = facts.call(call).value;
    let result = match facts.call(call).usage {
        Usage::Bound(binding) => Some(binding),
        _ => None,
    };
    let is_error = |object: ValueId, key: &str| {
        let is_result = match facts.value(object) {
            Value::Binding(binding) => Some(*binding) == result,
            _ => object == value,
        };
        key == "error" && is_result
    };
    let mut errors: Vec<BindingId> = Vec::new();
    for (id, binding) in (0..).zip(&facts.bindings) {
        let is_taken = |source: &ValueId| match facts.value(*source) {
            Value::Member { object, key } => is_error(*object, facts.text(*key)),
            _ => false,
        };
        if binding.sources.iter().any(is_taken) {
            errors.push(BindingId(id));
        }
    }
    let mut values = facts.values.iter().zip(&facts.value_spans);
    values.any(|(known, span)| match known {
        Value::Binding(binding) => errors.contains(binding) && is_compared(text, *span),
        Value::Member { object, key } => {
            is_error(*object, facts.text(*key)) && is_compared(text, *span)
        }
        _ => false,
    })
}

/// Whether the rest of a line behind an error tests its code or its message for what is missing.
fn is_compared(text: &str, error: Span) -> bool {
    let rest = &text[error.end as usize..];
    let mut end = rest.len().min(REACH);
    while !rest.is_char_boundary(end) {
        end -= 1;
    }
    let rest = &rest[..end];
    let Some(member) = rest.trim_start_matches(['?', '!']).strip_prefix('.') else {
        return false;
    };
    match member {
        _ if member.starts_with("code") => CODES.iter().any(|code| rest.contains(code)),
        _ if member.starts_with("message") || member.starts_with("details") => {
            MESSAGES.iter().any(|message| rest.contains(message))
        }
        _ => false,
    }
}

/// Whether the function or file around a call is named after finding out what the schema holds.
pub(super) fn is_named_probe(facts: &FileFacts, call: CallId, path: &str) -> bool {
    let unit = facts.unit(facts.call(call).unit);
    let file = path.rsplit('/').next().unwrap_or(path);
    let stem = file.split('.').next().unwrap_or(file);
    let unit = facts.text(unit.name);
    unit.split('.').chain([stem]).any(checks_schema)
}

/// Whether a name says that something of a schema is checked: `tableExists`, `verify_schema`.
fn checks_schema(name: &str) -> bool {
    let words = words(name);
    let has = |known: &[&str]| words.iter().any(|word| known.contains(&word.as_str()));
    has(&DEEDS) && has(&THINGS)
}

/// The words of a name in camel, snake or kebab case, in lower case.
fn words(name: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut was_lower = false;
    for letter in name.chars() {
        let starts_word = letter.is_uppercase() && was_lower;
        was_lower = letter.is_lowercase() || letter.is_numeric();
        if (starts_word || !letter.is_alphanumeric())
            && words.last().is_some_and(|word| !word.is_empty())
        {
            words.push(String::new());
        }
        if let Some(word) = words.last_mut()
            && letter.is_alphanumeric()
        {
            word.extend(letter.to_lowercase());
        }
    }
    words
}

#[test]
fn names_of_checks_are_known() {
    for (name, expected) in [
        ("tableExists", true),
        ("check-tables", true),
        ("verify_schema", true),
        ("testDBConnection", true),
        ("checkEmail", false),
        ("createTable", false),
        ("contestable", false),
        ("DatabaseService", false),
        ("", false),
    ] {
        assert_eq!(checks_schema(name), expected, "{name}");
    }
}
