//! Vue: directives, `v-for`, slots and interpolations.

use memchr::memmem;

use super::{
    LoopKind, binding,
    reader::{Reader, Scope},
    tag::Tag,
    trim,
};
use crate::syntax::span;

/// Whether an element is a block of the file whose content is not ours to read.
///
/// Vue takes the content of every outermost element but `<template>` as text.
pub(super) fn is_custom_block(reader: &Reader<'_>, name: &str) -> bool {
    !reader.is_inside() && !name.eq_ignore_ascii_case("template")
}

/// Reads the attributes of a tag; the scope of its content.
pub(super) fn attributes(reader: &mut Reader<'_>, tag: &Tag<'_>) -> Scope {
    let mut scope = reader.scope();
    if !reader.is_inside() {
        return scope;
    }
    let loops = tag.attributes.iter().find(|found| found.name == "v-for");
    if let Some(header) = loops.and_then(|attribute| attribute.value) {
        match binding::vue_for(reader.text, header) {
            Some(found) => {
                scope = reader.bind(LoopKind::Each, found.pattern, found.value, scope);
            }
            None => reader.expression(header, scope),
        }
    }
    let mut inner = scope;
    for attribute in &tag.attributes {
        let Some(value) = attribute.value else {
            continue;
        };
        if is_slot(attribute.name) {
            let patterns = binding::patterns(reader.text, trim(reader.text, value));
            inner = reader.bind_slots(&patterns, inner);
        } else if is_directive(attribute.name) {
            reader.expression(value, scope);
        }
    }
    inner
}

fn is_slot(name: &str) -> bool {
    name.starts_with('#')
        || name == "slot-scope"
        || name
            .strip_prefix("v-slot")
            .is_some_and(|rest| rest.is_empty() || rest.starts_with(':'))
}

/// Whether the value is code that binds nothing.
fn is_directive(name: &str) -> bool {
    name != "v-for" && (name.starts_with(['@', ':', '.']) || name.starts_with("v-"))
}

/// Reads `{{ … }}`, if that is what starts at `at`; where to go on.
pub(super) fn interpolation(reader: &mut Reader<'_>, at: usize) -> usize {
    let rest = &reader.text.as_bytes()[at..];
    if !rest.starts_with(b"{{") || !reader.is_inside() || reader.last_interpolation < at {
        return at + 1;
    }
    // Vue ends it at the first `}}`, also within a string.
    let Some(length) = memmem::find(rest, b"}}") else {
        reader.last_interpolation = at;
        return at + 2;
    };
    let scope = reader.scope();
    reader.expression(span(at + 2, at + length), scope);
    at + length + 2
}
