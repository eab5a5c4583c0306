//! What a text says without being parsed: directives, words, calls with a literal.

use memchr::memmem;

use crate::source::Span;

/// The directives that a text begins with: `use client` of `"use client"`.
pub(super) fn directives(text: &str) -> Vec<&str> {
    let mut rest = text.trim_start_matches('\u{feff}');
    let mut found = Vec::new();
    loop {
        rest = after_comments(rest);
        let Some(quote) = rest
            .chars()
            .next()
            .filter(|first| matches!(first, '"' | '\''))
        else {
            return found;
        };
        let Some((directive, after)) = rest[1..].split_once(quote) else {
            return found;
        };
        if directive.contains('\n') {
            return found;
        }
        found.push(directive);
        rest = after.trim_start_matches([' ', '\t', ';']);
    }
}

/// What follows white space, comments, a `#!` line and the head of an embedded script.
fn after_comments(text: &str) -> &str {
    let mut rest = text.trim_start();
    loop {
        let end = match rest.as_bytes() {
            [b'/', b'/', ..] | [b'#', b'!', ..] => rest.find('\n').map(|end| end + 1),
            [b'/', b'*', ..] => rest.find("*/").map(|end| end + 2),
            _ => return rest,
        };
        let Some(end) = end else { return "" };
        rest = rest[end..].trim_start();
    }
}

/// Where a word stands, not as part of another.
pub(super) fn words<'a>(text: &'a str, word: &'a str) -> impl Iterator<Item = usize> + 'a {
    memmem::find_iter(text.as_bytes(), word).filter(move |&at| {
        let is_word = |letter: char| letter.is_alphanumeric() || matches!(letter, '_' | '$');
        !text[..at].ends_with(is_word) && !text[at + word.len()..].starts_with(is_word)
    })
}

/// Where a name is exported: the first line with `export` that names it, else the start.
pub(super) fn exported(text: &str, name: &str) -> Span {
    let is_export = |at: &usize| {
        let line = text[..*at].rfind('\n').map_or(0, |feed| feed + 1);
        let before = text[line..*at].trim_start();
        before.starts_with("export")
            || before.starts_with("module.exports")
            || before.starts_with("exports.")
    };
    let at = words(text, name).find(is_export);
    at.or_else(|| words(text, name).next())
        .map_or(Span::default(), |at| span(at, name.len()))
}

pub(super) fn span(at: usize, length: usize) -> Span {
    Span {
        start: at as u32,
        end: (at + length) as u32,
    }
}

/// A call of a method with a text as its first argument: `router.get("/x"`.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) struct MethodCall<'a> {
    /// The last word before the method, empty where that is no word.
    pub(super) receiver: &'a str,
    pub(super) literal: &'a str,
    /// The method.
    pub(super) at: Span,
}

/// The calls of a method whose first argument is a text, comments left out.
pub(super) fn method_calls<'a>(
    text: &'a str,
    method: &'a str,
) -> impl Iterator<Item = MethodCall<'a>> {
    words(text, method).filter_map(move |at| {
        let before = text[..at].trim_end().strip_suffix('.')?;
        if is_commented(text, at) {
            return None;
        }
        let after = text[at + method.len()..].trim_start();
        let after = match after.strip_prefix('<') {
            Some(types) => types.split_once(">(").map(|(_, after)| after)?,
            None => after.strip_prefix('(')?,
        };
        let after = after.trim_start();
        let quote = after
            .chars()
            .next()
            .filter(|first| matches!(first, '"' | '\'' | '`'))?;
        let (literal, _) = after[1..].split_once(quote)?;
        let before = before.trim_end().trim_end_matches(['?', '!']);
        let is_word = |letter: char| letter.is_alphanumeric() || matches!(letter, '_' | '$');
        let start = before
            .char_indices()
            .rev()
            .take_while(|(_, letter)| is_word(*letter))
            .last();
        Some(MethodCall {
            receiver: start.map_or("", |(start, _)| &before[start..]),
            literal,
            at: span(at, method.len()),
        })
    })
}

/// Whether a place is no code: the line says before it that it is a comment, or a template that is
/// still open holds it.
pub(super) fn is_commented(text: &str, at: usize) -> bool {
    let line = text[..at].rfind('\n').map_or(0, |feed| feed + 1);
    let before = text[line..at].trim_start();
    let ticks = memchr::memchr_iter(b'`', &text.as_bytes()[..at]);
    let is_open = ticks.filter(|&tick| !text[..tick].ends_with('\\')).count() % 2 == 1;
    is_open
        || before.starts_with('*')
        || before.starts_with("/*")
        || before.contains("// ")
        || before.starts_with("//")
}
