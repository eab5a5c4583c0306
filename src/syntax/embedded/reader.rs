//! One pass over the markup of a file, keeping what is open and which names that binds.

use std::mem;

use memchr::memchr2;
use rustc_hash::FxHashMap;

use super::{
    Expression, Loop, LoopKind, Markup, Regions, ScriptBlock, astro,
    braces::Braces,
    code::Elements,
    svelte,
    tag::{self, Tag},
    trim, vue,
};
use crate::{
    source::Span,
    syntax::{grammar::Grammar, span},
};

/// How many loops around a place are told, the innermost; so many are nested in no real file.
const MAX_LOOPS: usize = 16;

/// The innermost loop around a place.
pub(super) type Scope = Option<usize>;

pub(super) struct Reader<'t> {
    pub text: &'t str,
    pub markup: Markup,
    pub braces: Braces,
    /// Behind this offset no `}}` ends an interpolation.
    pub last_interpolation: usize,
    regions: Regions,
    frames: Vec<Frame<'t>>,
    /// How many frames there are of each name, so that a stray closing tag costs nothing.
    open: FxHashMap<&'t str, usize>,
}

/// An open element, or an open block: then its name starts with `#`.
struct Frame<'t> {
    name: &'t str,
    outer: Scope,
    inner: Scope,
    /// What a block waits for, until a branch binds its value.
    promise: Option<Span>,
}

impl Frame<'_> {
    fn is_block(&self) -> bool {
        self.name.starts_with('#')
    }
}

/// The regions of the markup from `from` on.
pub(super) fn read(markup: Markup, text: &str, from: usize) -> Regions {
    let elements = match markup {
        Markup::Astro => Elements::Allowed,
        Markup::Vue | Markup::Svelte => Elements::Absent,
    };
    let mut reader = Reader {
        text,
        markup,
        braces: Braces::new(elements),
        last_interpolation: text.len(),
        regions: Regions::default(),
        frames: Vec::new(),
        open: FxHashMap::default(),
    };
    let mut at = from;
    while let Some(found) = memchr2(b'<', b'{', &text.as_bytes()[at..]) {
        at += found;
        at = if text.as_bytes()[at] == b'<' {
            reader.angle(at)
        } else {
            match markup {
                Markup::Vue => vue::interpolation(&mut reader, at),
                Markup::Svelte => svelte::braces(&mut reader, at),
                Markup::Astro => astro::braces(&mut reader, at),
            }
        };
    }
    reader.finish()
}

impl<'t> Reader<'t> {
    pub fn scope(&self) -> Scope {
        self.frames.last().and_then(|frame| frame.inner)
    }

    pub fn is_inside(&self) -> bool {
        !self.frames.is_empty()
    }

    /// Keeps code that is evaluated within `scope`, when it may hold a call.
    pub fn expression(&mut self, code: Span, scope: Scope) {
        let span = trim(self.text, code);
        let raw = self.take_raw(span);
        let bytes = self.text[span.range()].as_bytes();
        if memchr2(b'(', b'`', bytes).is_some() {
            let loops = self.loops(scope);
            self.regions
                .expressions
                .push(Expression { span, loops, raw });
        }
    }

    /// The raw texts within the code; those of scripts are kept as such.
    fn take_raw(&mut self, code: Span) -> Vec<Span> {
        let found = mem::take(&mut self.braces.raw);
        let (inside, others) = found
            .into_iter()
            .partition::<Vec<_>, _>(|raw| code.contains(raw.content));
        self.braces.raw = others;
        for raw in &inside {
            let mut braces = Braces::new(Elements::Allowed);
            let tag = tag::read(self.markup, &mut braces, self.text, raw.tag);
            self.add_script(&tag, raw.content);
        }
        inside.into_iter().map(|raw| raw.content).collect()
    }

    fn add_script(&mut self, tag: &Tag<'_>, span: Span) {
        if tag.name.eq_ignore_ascii_case("script")
            && let Some(grammar) = script_grammar(self.text, tag)
        {
            self.regions.scripts.push(ScriptBlock { span, grammar });
        }
    }

    /// The scope that the pattern makes within `outer`.
    pub fn bind(&mut self, kind: LoopKind, pattern: Span, iterable: Span, outer: Scope) -> Scope {
        let loops = self.loops(outer);
        self.regions.loops.push(Loop {
            kind,
            pattern,
            iterable: trim(self.text, iterable),
            loops,
        });
        Some(self.regions.loops.len() - 1)
    }

    /// The scope that patterns without a known value make within `outer`.
    pub fn bind_slots(&mut self, patterns: &[Span], outer: Scope) -> Scope {
        patterns.iter().fold(outer, |outer, &pattern| {
            let nothing = span(pattern.range().end, pattern.range().end);
            self.bind(LoopKind::Slot, pattern, nothing, outer)
        })
    }

    /// The loops that make up a scope, outermost first.
    fn loops(&self, scope: Scope) -> Vec<usize> {
        let Some(innermost) = scope else {
            return Vec::new();
        };
        let outer = &self.regions.loops[innermost].loops;
        let dropped = (outer.len() + 1).saturating_sub(MAX_LOOPS);
        let mut loops = outer[dropped..].to_vec();
        loops.push(innermost);
        loops
    }

    /// Opens an element or block in whose content `inner` is the scope.
    pub fn enter(&mut self, name: &'t str, inner: Scope) {
        let outer = self.scope();
        *self.open.entry(name).or_default() += 1;
        self.frames.push(Frame {
            name,
            outer,
            inner,
            promise: None,
        });
    }

    /// Closes the innermost element or block of that name and everything in it, if there is one.
    pub fn leave(&mut self, name: &str) {
        if self.open.get(name).is_none_or(|&count| count == 0) {
            return;
        }
        while let Some(frame) = self.leave_one()
            && frame.name != name
        {}
    }

    fn leave_one(&mut self) -> Option<Frame<'t>> {
        let frame = self.frames.pop()?;
        if let Some(count) = self.open.get_mut(frame.name) {
            *count -= 1;
        }
        if let Some(promise) = frame.promise {
            self.expression(promise, frame.outer);
        }
        Some(frame)
    }

    /// Leaves the elements in the innermost block and starts its next branch, in the scope around
    /// the block.
    pub fn start_branch(&mut self) {
        while self.frames.last().is_some_and(|frame| !frame.is_block()) {
            self.leave_one();
        }
        if let Some(block) = self.frames.last_mut() {
            block.inner = block.outer;
        }
    }

    /// Changes the scope of what follows in the innermost element or block.
    pub fn set_scope(&mut self, scope: Scope) {
        if let Some(frame) = self.frames.last_mut() {
            frame.inner = scope;
        }
    }

    /// Keeps what the innermost block waits for.
    pub fn set_promise(&mut self, promise: Span) {
        if let Some(frame) = self.frames.last_mut() {
            frame.promise = Some(promise);
        }
    }

    /// What the innermost block waits for, when no branch has bound it yet.
    pub fn take_promise(&mut self) -> Option<Span> {
        self.frames.last_mut()?.promise.take()
    }

    /// Reads what the `<` at `at` starts; where to go on.
    fn angle(&mut self, at: usize) -> usize {
        let rest = &self.text.as_bytes()[at + 1..];
        match rest.first() {
            Some(b'!') if rest.starts_with(b"!--") => tag::end_of(self.text, at),
            Some(b'/') => {
                let name = at + 2;
                let length = tag::name_length(&rest[1..]);
                self.leave(&self.text[name..name + length]);
                tag::end_of(self.text, at)
            }
            Some(byte) if byte.is_ascii_alphabetic() => {
                let tag = tag::read(self.markup, &mut self.braces, self.text, at);
                self.open_tag(&tag)
            }
            Some(_) | None => at + 1,
        }
    }

    fn open_tag(&mut self, tag: &Tag<'t>) -> usize {
        let inner = match self.markup {
            Markup::Vue => vue::attributes(self, tag),
            Markup::Svelte => svelte::attributes(self, tag),
            Markup::Astro => astro::attributes(self, tag),
        };
        let is_raw = tag::is_raw(tag.name)
            || self.markup == Markup::Vue && vue::is_custom_block(self, tag.name);
        if tag.is_closed || tag::is_void(tag.name) {
            return tag.end;
        }
        if !is_raw {
            self.enter(tag.name, inner);
            return tag.end;
        }
        let end = tag::raw_text_end(self.text, tag.end, tag.name);
        self.add_script(tag, span(tag.end, end));
        end
    }

    fn finish(mut self) -> Regions {
        while self.leave_one().is_some() {}
        self.regions
            .expressions
            .sort_by_key(|expression| expression.span);
        self.regions
    }
}

/// The grammar of a script block; `None` when it is data or another language, or stands elsewhere.
fn script_grammar(text: &str, tag: &Tag<'_>) -> Option<Grammar> {
    let value = |name| {
        let value = tag.attribute(name)?.value?;
        // In braces it is a string of its own.
        Some(text[value.range()].trim_matches(|c: char| "\"'` \t\r\n".contains(c)))
    };
    if tag.attribute("src").is_some() {
        return None;
    }
    let by_type = match value("type").map(str::to_ascii_lowercase).as_deref() {
        None
        | Some(
            ""
            | "module"
            | "text/javascript"
            | "application/javascript"
            | "text/ecmascript"
            | "application/ecmascript"
            | "text/partytown"
            | "text/babel"
            | "text/jsx",
        ) => Grammar::JavaScript,
        Some("text/typescript" | "application/typescript" | "ts") => Grammar::TypeScript,
        Some(_) => return None,
    };
    match value("lang").map(str::to_ascii_lowercase).as_deref() {
        None => Some(by_type),
        Some("" | "js" | "jsx" | "javascript" | "babel") => Some(Grammar::JavaScript),
        Some("ts" | "typescript") => Some(Grammar::TypeScript),
        Some("tsx") => Some(Grammar::Tsx),
        Some(_) => None,
    }
}
