//! Astro: frontmatter, and expressions that may hold markup.

use memchr::memmem;

use super::{
    Markup, Regions, ScriptBlock,
    reader::{self, Reader, Scope},
    tag::Tag,
};
use crate::syntax::{grammar::Grammar, span};

const FENCE: &str = "---";

/// The regions of a file; the frontmatter is its first script.
pub(super) fn regions(text: &str) -> Regions {
    let body = text.trim_start_matches('\u{feff}').trim_ascii_start();
    if !body.starts_with(FENCE) {
        return reader::read(Markup::Astro, text, 0);
    }
    let start = text.len() - body.len() + FENCE.len();
    let end = closing_fence(text, start);
    let markup = text.len().min(end + FENCE.len());
    let mut regions = reader::read(Markup::Astro, text, markup);
    let frontmatter = ScriptBlock {
        span: span(start, end),
        grammar: Grammar::Tsx,
    };
    regions.scripts.insert(0, frontmatter);
    regions
}

/// Where the fence stands that ends the frontmatter: at the start of a line if there is such a one.
fn closing_fence(text: &str, start: usize) -> usize {
    let fences = || {
        let found = memmem::find_iter(&text.as_bytes()[start..], FENCE);
        found.map(|offset| start + offset)
    };
    let starts_line = |at: &usize| {
        let before = text[start..*at].trim_end_matches([' ', '\t']);
        before.ends_with(['\n', '\r'])
    };
    fences()
        .find(starts_line)
        .or_else(|| fences().next())
        .unwrap_or(text.len())
}

/// Reads the attributes of a tag; the scope of its content.
pub(super) fn attributes(reader: &mut Reader<'_>, tag: &Tag<'_>) -> Scope {
    for &code in &tag.code {
        let text = &reader.text[code.range()];
        let body = text.trim_ascii_start();
        let body = body.strip_prefix("...").unwrap_or(body);
        let start = code.range().end - body.len();
        reader.expression(span(start, code.range().end), None);
    }
    None
}

/// Reads the expression that the brace at `at` starts; where to go on.
pub(super) fn braces(reader: &mut Reader<'_>, at: usize) -> usize {
    let Some(code) = reader.braces.code(reader.text, at + 1) else {
        return at + 1;
    };
    reader.expression(code, None);
    code.range().end + 1
}
