//! Requests that may fail without harm: code that finds out whether something is there.
//!
//! Three things say so: the file is a test, the error of the result is compared with one of those
//! for what is missing, or the function or file is named after checking the schema.

use rustc_hash::FxHashSet;

use crate::{
    facts::{CallId, FileFacts, Value, ValueId},
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

impl Evaluator<'_> {
    /// Whether the error of a call's result is compared with one for something that does not exist.
    pub(super) fn compares_error(&mut self, (file, call): (FileId, CallId)) -> bool {
        let program = self.program;
        let compared = self.compared.entry(file).or_insert_with(|| {
            let text = &program.sources.get(file).text;
            let facts = program.facts(file);
            facts.map_or_else(FxHashSet::default, |facts| compared(facts, text))
        });
        compared.contains(&call)
    }
}

/// The calls of a file whose results' errors are compared with those for what is missing.
fn compared(facts: &FileFacts, text: &str) -> FxHashSet<CallId> {
    let mut calls = FxHashSet::default();
    for (value, span) in facts.values.iter().zip(&facts.value_spans) {
        let Value::Member { object, key } = value else {
            continue;
        };
        if !is_compared(facts.text(*key), text, *span) {
            continue;
        }
        // `error.code`, where `error` is taken of a result, or `result.error.code`
        let errors = match facts.value(*object) {
            Value::Binding(binding) => &facts.binding(*binding).sources[..],
            _ => std::slice::from_ref(object),
        };
        for &error in errors {
            calls.extend(result_of(facts, error));
        }
    }
    calls
}

/// The calls whose result an `error` is taken of.
fn result_of(facts: &FileFacts, error: ValueId) -> Vec<CallId> {
    let Value::Member { object, key } = facts.value(error) else {
        return Vec::new();
    };
    if facts.text(*key) != "error" {
        return Vec::new();
    }
    let results = match facts.value(*object) {
        Value::Binding(binding) => &facts.binding(*binding).sources[..],
        _ => std::slice::from_ref(object),
    };
    let calls = results.iter().map(|&result| facts.value(result));
    calls
        .filter_map(|result| match result {
            Value::Call(call) => Some(*call),
            _ => None,
        })
        .collect()
}

/// Whether what follows a member of an error tests it for what is missing.
fn is_compared(member: &str, text: &str, span: Span) -> bool {
    let words = match member {
        "code" => &CODES[..],
        "message" | "details" => &MESSAGES[..],
        _ => return false,
    };
    let rest = text.get(span.end as usize..).unwrap_or_default();
    let rest = &rest[..rest.floor_char_boundary(REACH)];
    words.iter().any(|word| rest.contains(word))
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
    let mut letters = name.chars().peekable();
    while let Some(letter) = letters.next() {
        // The last capital of several begins the next word: `DBConnection`.
        let before_lower = letters.peek().is_some_and(|next| next.is_lowercase());
        let starts_word = letter.is_uppercase() && (was_lower || before_lower);
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
