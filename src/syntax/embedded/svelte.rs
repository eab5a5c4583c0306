//! Svelte: blocks, tags in braces and `let:` directives.

use super::{
    LoopKind,
    binding::{self, Settled},
    reader::{Reader, Scope},
    tag::Tag,
    trim,
};
use crate::{source::Span, syntax::span};

/// The names of blocks, as they are opened.
const BLOCKS: [&str; 5] = ["#if", "#each", "#await", "#key", "#snippet"];

/// Reads the attributes of a tag; the scope of its content.
pub(super) fn attributes(reader: &mut Reader<'_>, tag: &Tag<'_>) -> Scope {
    let scope = reader.scope();
    for &code in &tag.code {
        let text = &reader.text[code.range()];
        let prefix = ["...", "@attach"]
            .iter()
            .find(|prefix| text.trim_ascii_start().starts_with(**prefix));
        let skipped = match prefix {
            Some(prefix) => text.len() - text.trim_ascii_start().len() + prefix.len(),
            None => 0,
        };
        reader.expression(span(code.range().start + skipped, code.range().end), scope);
    }
    let mut inner = scope;
    for attribute in &tag.attributes {
        let Some(name) = attribute.name.strip_prefix("let:") else {
            continue;
        };
        // `let:item` is `let:item={item}`.
        let start = attribute.start + "let:".len();
        let pattern = attribute.value.unwrap_or(span(start, start + name.len()));
        let patterns = binding::patterns(reader.text, pattern);
        inner = reader.bind_slots(&patterns, inner);
    }
    inner
}

/// Reads what the brace at `at` starts; where to go on.
pub(super) fn braces(reader: &mut Reader<'_>, at: usize) -> usize {
    let inside = &reader.text[at + 1..];
    let body = inside.trim_ascii_start();
    let sigil = at + 1 + inside.len() - body.len();
    if let Some((name, end)) = block_end(reader.text, sigil) {
        reader.leave(name);
        return end;
    }
    let word = body.get(1..).unwrap_or_default();
    let length = word.bytes().take_while(u8::is_ascii_alphabetic).count();
    let header_start = match body.bytes().next() {
        Some(b'#' | b':' | b'@') => sigil + 1 + length,
        Some(_) | None => sigil,
    };
    let Some(code) = reader.braces.code(reader.text, header_start) else {
        return at + 1;
    };
    let header = trim(reader.text, code);
    match &reader.text[sigil..header_start] {
        "" | "@html" | "@render" | "@debug" | "@attach" => {
            let scope = reader.scope();
            reader.expression(header, scope);
        }
        "@const" => declare(reader, header),
        ":then" => settle(reader, Settled::Then(header)),
        ":catch" => settle(reader, Settled::Catch(header)),
        ":else" => continue_else(reader, header),
        block => {
            if let Some(name) = BLOCKS.iter().find(|name| **name == block) {
                open_block(reader, name, header);
            }
        }
    }
    code.range().end + 1
}

/// The block that `{/name}` closes, when its `/` stands at `slash`, and where the tag ends.
fn block_end(text: &str, slash: usize) -> Option<(&'static str, usize)> {
    let name = text[slash..].strip_prefix('/')?;
    let length = name.bytes().take_while(u8::is_ascii_alphabetic).count();
    let block = BLOCKS.iter().find(|block| block[1..] == name[..length])?;
    let rest = &name[length..];
    let end = rest.trim_ascii_start();
    end.starts_with('}')
        .then(|| (*block, slash + 1 + length + rest.len() - end.len() + 1))
}

fn open_block(reader: &mut Reader<'_>, name: &'static str, header: Span) {
    let scope = reader.scope();
    match name {
        "#each" => {
            let Some(each) = binding::svelte_each(reader.text, header) else {
                reader.expression(header, scope);
                reader.enter(name, scope);
                return;
            };
            let found = each.binding;
            let inner = reader.bind(LoopKind::Each, found.pattern, found.value, scope);
            if let Some(key) = each.key {
                reader.expression(key, inner);
            }
            reader.enter(name, inner);
        }
        "#await" => {
            let parts = binding::svelte_await(reader.text, header);
            reader.enter(name, scope);
            reader.set_promise(parts.promise);
            if let Some(settled) = parts.settled {
                settle(reader, settled);
            }
        }
        "#snippet" => {
            let parameters = binding::svelte_snippet(reader.text, header);
            let inner = reader.bind_slots(&parameters, scope);
            reader.enter(name, inner);
        }
        _ => {
            reader.expression(header, scope);
            reader.enter(name, scope);
        }
    }
}

/// Starts a branch of `{#await}`.
fn settle(reader: &mut Reader<'_>, settled: Settled) {
    reader.start_branch();
    let scope = reader.scope();
    let inner = match settled {
        Settled::Then(names) => match binding::patterns(reader.text, names).first() {
            Some(&pattern) => match reader.take_promise() {
                Some(promise) => reader.bind(LoopKind::Await, pattern, promise, scope),
                None => reader.bind_slots(&[pattern], scope),
            },
            None => scope,
        },
        Settled::Catch(names) => {
            let patterns = binding::patterns(reader.text, names);
            reader.bind_slots(&patterns, scope)
        }
    };
    reader.set_scope(inner);
}

/// `{:else}` or `{:else if condition}`.
fn continue_else(reader: &mut Reader<'_>, header: Span) {
    reader.start_branch();
    if reader.text[header.range()].starts_with("if") {
        let scope = reader.scope();
        reader.expression(span(header.range().start + 2, header.range().end), scope);
    }
}

/// `{@const name = value}`: the rest of the block sees it.
fn declare(reader: &mut Reader<'_>, header: Span) {
    let scope = reader.scope();
    match binding::svelte_const(reader.text, header) {
        Some(found) => {
            let inner = reader.bind(LoopKind::Const, found.pattern, found.value, scope);
            reader.set_scope(inner);
        }
        None => reader.expression(header, scope),
    }
}
