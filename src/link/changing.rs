//! Data that changes without an assignment in code: states, refs, what markup is bound to.

use std::rc::Rc;

use memchr::memmem;

use crate::{
    access::Reason,
    clause::Row,
    facts::BindingId,
    source::{Dialect, FileId},
};

use super::{
    evaluate::Evaluator,
    value::{Found, Set, What, merge, one},
};

/// What something holds at first, and what nobody knows; clients and functions stay as they are.
pub(super) fn changing(set: Set) -> Set {
    let is_data = |found: &Found| matches!(found.what, What::Text(_) | What::Object(_));
    if !set.iter().any(is_data) {
        return set;
    }
    let mut changed = set.to_vec();
    merge(&mut changed, &one(Found::unknown(Reason::Computed)));
    Rc::from(changed)
}

/// Says that a row may have more keys, and each key another value.
pub(super) fn open(row: &mut Row) {
    row.open = true;
    for key in &mut row.keys {
        key.value.open = true;
    }
}

impl Evaluator<'_> {
    /// Whether markup writes to a variable or to its properties: `bind:value={form.name}`.
    ///
    /// In Vue what markup writes to is a ref or reactive, which changes anyway.
    pub(super) fn is_bound(&self, file: FileId, id: BindingId) -> bool {
        let source = self.program.sources.get(file);
        if source.dialect != Dialect::Svelte {
            return false;
        }
        let Some(facts) = self.program.facts(file) else {
            return false;
        };
        let name = facts.text(facts.binding(id).name);
        let text = source.text.as_bytes();
        memmem::find_iter(text, b"bind:").any(|at| is_bound_to(&source.text[at..], name))
    }
}

/// Whether a directive `bind:property={name…}` or `bind:name` is about a name.
fn is_bound_to(directive: &str, name: &str) -> bool {
    let property = directive.trim_start_matches("bind:");
    let end = property.find(|next: char| !is_part(next));
    let (property, rest) = property.split_at(end.unwrap_or(property.len()));
    let Some(value) = rest.strip_prefix('=') else {
        return property == name;
    };
    let value = value.trim_start_matches(['"', '{', ' ']);
    let after = value.strip_prefix(name);
    after.is_some_and(|after| !after.starts_with(is_part))
}

fn is_part(character: char) -> bool {
    character.is_alphanumeric() || character == '_' || character == '$'
}

#[cfg(test)]
mod tests {
    use super::is_bound_to;

    #[test]
    fn directives_name_what_they_are_bound_to() {
        let cases = [
            ("bind:value={id} />", true),
            ("bind:value=\"{id}\" />", true),
            ("bind:value={ id.name } />", true),
            ("bind:id />", true),
            ("bind:value={ids} />", false),
            ("bind:value={other.id} />", false),
            ("bind:id={other} />", false),
        ];
        for (text, expected) in cases {
            assert_eq!(is_bound_to(text, "id"), expected, "{text}");
        }
    }
}
