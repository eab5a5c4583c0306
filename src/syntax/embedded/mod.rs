//! Where the code stands in Vue, Svelte and Astro files: scripts, markup expressions and the names
//! that markup binds.
//!
//! Nothing here parses. Every scan is a loop over the text, never a recursion over its nesting, and
//! goes over no byte more than a fixed number of times.

mod astro;
mod binding;
mod braces;
mod code;
mod reader;
mod svelte;
mod tag;
#[cfg(test)]
mod tests;
mod vue;

use super::grammar::Grammar;
use crate::source::Span;

/// The kinds of markup.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Markup {
    Vue,
    Svelte,
    Astro,
}

/// The code of one file, each part in source order.
#[derive(Debug, Default)]
pub struct Regions {
    pub scripts: Vec<ScriptBlock>,
    /// Only expressions that may hold a call: no other can touch the database.
    pub expressions: Vec<Expression>,
    pub loops: Vec<Loop>,
}

/// What stands between `<script>` and `</script>`, or between the fences of Astro's frontmatter.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct ScriptBlock {
    pub span: Span,
    pub grammar: Grammar,
}

/// Code that markup evaluates: an expression, or the statements of an event handler.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Expression {
    pub span: Span,
    /// The loops around it, outermost first, as indices into [`Regions::loops`].
    pub loops: Vec<usize>,
    /// The contents of script and style elements in it: no part of the expression.
    pub raw: Vec<Span>,
}

/// Names that markup binds for what is inside.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Loop {
    pub kind: LoopKind,
    /// A name or a destructuring pattern, without type annotation and default.
    pub pattern: Span,
    /// Where its value comes from; empty for [`LoopKind::Slot`].
    ///
    /// It stands nowhere else: what it calls is found only by reading it here.
    pub iterable: Span,
    /// The loops around this one, outermost first; all have a lower index.
    pub loops: Vec<usize>,
}

/// How a pattern gets its value.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum LoopKind {
    /// An element of the iterable: `v-for="t in tables"`, `{#each tables as t}`.
    Each,
    /// What the promise resolves to: `{#await promise then value}`.
    Await,
    /// The value itself: `{@const a = f()}`.
    Const,
    /// Handed in by whoever renders it: slot props, snippet parameters, what a promise throws.
    Slot,
}

/// The code in a file of markup.
pub fn regions(markup: Markup, text: &str) -> Regions {
    match markup {
        Markup::Vue | Markup::Svelte => reader::read(markup, text, 0),
        Markup::Astro => astro::regions(text),
    }
}

/// The span without ASCII white space around it.
fn trim(text: &str, span: Span) -> Span {
    let code = &text[span.range()];
    let start = span.range().start + (code.len() - code.trim_ascii_start().len());
    super::span(start, start + code.trim_ascii().len())
}
