//! The headers that bind names: `t in tables`, `tables as t, i (key)`, `promise then value`.

use super::{
    code::{Elements, Lexer, Token, TokenKind},
    trim,
};
use crate::{source::Span, syntax::span};

/// A pattern and where its value comes from.
#[derive(Clone, Copy, Debug)]
pub(super) struct Binding {
    pub pattern: Span,
    pub value: Span,
}

/// What follows `{#each`.
#[derive(Clone, Copy, Debug)]
pub(super) struct Each {
    pub binding: Binding,
    pub key: Option<Span>,
}

/// What follows `{#await`.
#[derive(Clone, Copy, Debug)]
pub(super) struct Await {
    pub promise: Span,
    pub settled: Option<Settled>,
}

/// A branch of `{#await}`, with what stands behind its keyword.
#[derive(Clone, Copy, Debug)]
pub(super) enum Settled {
    Then(Span),
    Catch(Span),
}

/// The parts of Vue's `v-for`.
pub(super) fn vue_for(text: &str, header: Span) -> Option<Binding> {
    let keyword = outer_tokens(text, header)
        .skip(1)
        .find(|token| is_keyword(text, *token, &["in", "of"]))?;
    let alias = trim(text, span(header.range().start, keyword.start));
    let inner = text[alias.range()]
        .strip_prefix('(')
        .and_then(|inner| inner.strip_suffix(')'));
    let alias = match inner {
        Some(inner) => span(
            alias.range().start + 1,
            alias.range().start + 1 + inner.len(),
        ),
        None => alias,
    };
    Some(Binding {
        pattern: *patterns(text, alias).first()?,
        value: trim(text, span(keyword.end, header.range().end)),
    })
}

/// The parts of `{#each}`, or `None` when it binds nothing.
pub(super) fn svelte_each(text: &str, header: Span) -> Option<Each> {
    // The last `as` is the block's: those before it are casts.
    let keyword = outer_tokens(text, header)
        .filter(|token| is_keyword(text, *token, &["as"]))
        .last()?;
    let rest = span(keyword.end, header.range().end);
    let key_start = outer_tokens(text, rest)
        .skip(1)
        .find(|token| token.kind == TokenKind::Open && text[token.start..].starts_with('('));
    let key = key_start.map(|open| trim_parentheses(text, span(open.start, rest.range().end)));
    Some(Each {
        binding: Binding {
            pattern: *patterns(text, rest).first()?,
            value: trim(text, span(header.range().start, keyword.start)),
        },
        key,
    })
}

/// The parts of `{#await}`.
pub(super) fn svelte_await(text: &str, header: Span) -> Await {
    let keyword =
        outer_tokens(text, header).find(|token| is_keyword(text, *token, &["then", "catch"]));
    let Some(keyword) = keyword else {
        return Await {
            promise: header,
            settled: None,
        };
    };
    let rest = span(keyword.end, header.range().end);
    let settled = match &text[keyword.start..keyword.end] {
        "then" => Settled::Then(rest),
        _ => Settled::Catch(rest),
    };
    Await {
        promise: span(header.range().start, keyword.start),
        settled: Some(settled),
    }
}

/// The parts of `{@const}`.
pub(super) fn svelte_const(text: &str, header: Span) -> Option<Binding> {
    let equals = outer_tokens(text, header).find(|token| {
        let rest = &text[token.start..];
        rest.starts_with('=') && !rest.starts_with("=>")
    })?;
    let declared = span(header.range().start, equals.start);
    Some(Binding {
        pattern: *patterns(text, declared).first()?,
        value: trim(text, span(equals.end, header.range().end)),
    })
}

/// The parameters of `{#snippet name(…)}`.
pub(super) fn svelte_snippet(text: &str, header: Span) -> Vec<Span> {
    let open = outer_tokens(text, header)
        .find(|token| token.kind == TokenKind::Open && text[token.start..].starts_with('('));
    let Some(open) = open else {
        return Vec::new();
    };
    let parameters = trim_parentheses(text, span(open.start, header.range().end));
    patterns(text, parameters)
}

/// The patterns of a parameter list, without type annotations, defaults and dots.
pub(super) fn patterns(text: &str, list: Span) -> Vec<Span> {
    let mut patterns = Vec::new();
    let mut start = None;
    let mut is_complete = false;
    let mut angles = 0_usize;
    for token in outer_tokens(text, list) {
        match token.kind {
            TokenKind::Word if !is_complete => {
                patterns.push(span(token.start, token.end));
                is_complete = true;
            }
            TokenKind::Open if !is_complete => start = Some(token.start),
            TokenKind::Close if !is_complete => {
                patterns.extend(start.take().map(|start| span(start, token.end)));
                is_complete = true;
            }
            TokenKind::Punctuation => match text.as_bytes()[token.start] {
                // A comma between type arguments is none between parameters.
                b',' if angles == 0 => is_complete = false,
                b'<' => angles += 1,
                b'>' if !text[..token.start].ends_with('=') => angles = angles.saturating_sub(1),
                _ => {}
            },
            TokenKind::Word
            | TokenKind::Open
            | TokenKind::Close
            | TokenKind::End
            | TokenKind::Opaque => {}
        }
    }
    patterns
}

/// The tokens of a span that stand in no brackets, and the brackets themselves.
fn outer_tokens(text: &str, within: Span) -> impl Iterator<Item = Token> {
    let text = &text[..within.range().end];
    Lexer::new(text, within.range().start, Elements::Absent).filter(|token| token.depth == 0)
}

/// Whether the token is one of the words, with white space or a bracket before it.
fn is_keyword(text: &str, token: Token, words: &[&str]) -> bool {
    let before = text.as_bytes()[..token.start].last();
    let is_apart =
        before.is_some_and(|byte| byte.is_ascii_whitespace() || matches!(byte, b')' | b']' | b'}'));
    token.kind == TokenKind::Word && is_apart && words.contains(&&text[token.start..token.end])
}

/// The inside of the parentheses that the span starts with.
fn trim_parentheses(text: &str, list: Span) -> Span {
    let close = outer_tokens(text, list).find(|token| token.kind == TokenKind::Close);
    let end = close.map_or(list.range().end, |close| close.start);
    span(list.range().start + 1, end)
}
