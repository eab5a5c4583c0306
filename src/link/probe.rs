//! Requests that may fail without harm: code that finds out whether something is there.
//!
//! Four things say so: the file is a test, the error of the result is compared with one of those
//! for what is missing, the function or file is named after checking the schema, or the code runs
//! only where a function has found that something is missing.

use rustc_hash::FxHashSet;

use crate::{
    facts::{CallId, FileFacts, Value, ValueId},
    source::{FileId, SourceFile, Span},
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

/// Whether a call finds out what the schema holds, or runs only where something is missing.
pub(super) fn is_probe(facts: &FileFacts, call: CallId, file: &SourceFile) -> bool {
    is_named_probe(facts, call, &file.path)
        || is_fallback(&file.text, facts.call(call).name_span.start)
}

/// Whether the function or file around a call is named after finding out what the schema holds.
fn is_named_probe(facts: &FileFacts, call: CallId, path: &str) -> bool {
    let unit = facts.unit(facts.call(call).unit);
    let file = path.rsplit('/').next().unwrap_or(path);
    let stem = file.split('.').next().unwrap_or(file);
    let unit = facts.text(unit.name);
    unit.split('.').chain([stem]).any(checks_schema)
}

/// Whether a place is in a block that runs only where a function named after what is missing says
/// so: `if (isMissingColumnError(error)) { … }`, the way for schemas of another age.
fn is_fallback(text: &str, place: u32) -> bool {
    /// How far before the place the block may begin, in bytes.
    const FAR: usize = 2000;
    /// How long the condition may be, in bytes.
    const LONG: usize = 160;
    let before = text.get(..place as usize).unwrap_or_default();
    let near = &before[before.floor_char_boundary(before.len().saturating_sub(FAR))..];
    let mut closed = 0_usize;
    for (at, brace) in near.rmatch_indices(['{', '}']) {
        if brace == "}" {
            closed += 1;
        } else if closed > 0 {
            closed -= 1;
        } else {
            let head = near[..at].trim_end();
            let head = &head[head.floor_char_boundary(head.len().saturating_sub(LONG))..];
            let condition = head
                .rsplit_once("if (")
                .map_or("", |(_, condition)| condition);
            if head.ends_with(')') && tells_missing(condition) {
                return true;
            }
        }
    }
    false
}

/// Whether a condition begins with a call that says that something of a schema is missing.
fn tells_missing(condition: &str) -> bool {
    let (name, _) = condition.split_once('(').unwrap_or_default();
    let words = words(name);
    let has = |known: &[&str]| words.iter().any(|word| known.contains(&word.as_str()));
    !name.starts_with('!') && has(&["missing", "absent", "nonexistent"]) && has(&THINGS)
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

#[test]
fn fallbacks_run_where_something_is_missing() {
    for (text, expected) in [
        ("if (isMissingColumnError(e)) { await db", true),
        (
            "if (isMissingColumnError(e)) { if (a) { b() } else { await db",
            true,
        ),
        ("if (isMissingColumnError(e)) { return } await db", false),
        ("if (!isMissingColumnError(e)) { await db", false),
        ("if (isMissingName(e)) { await db", false),
        ("isMissingColumnError(e); function f() { await db", false),
    ] {
        assert_eq!(is_fallback(text, text.len() as u32), expected, "{text}");
    }
}
