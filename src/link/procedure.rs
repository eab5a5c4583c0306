//! What middleware, fixtures and a library's extended types hand to callbacks by a key.
//!
//! Whoever reads the key and whoever writes it meet in a library, so only the key joins them: it is
//! looked for only where nothing else is known of the object.

use std::rc::Rc;

use crate::{
    access::StepKind,
    facts::{FileFacts, Type, TypeId, Value, ValueId},
    source::FileId,
};

use super::{
    evaluate::{Evaluator, Reach},
    value::{At, Found, What, after, merge},
};

/// What is called with the type of a procedure's context as its type argument.
const TYPED_CONTEXTS: [&str; 2] = ["context", "$context"];

impl Evaluator<'_> {
    /// What a callback's parameter has under a key: of types that add to a library's, of fixtures,
    /// and, when the parameter is a context, of middleware and the context's type.
    pub(super) fn of_procedures(&mut self, tail: &str, key: &str, reach: Reach) -> Vec<Found> {
        let mut found = Vec::new();
        for ty in self.augmented(key) {
            merge(&mut found, &self.ty(ty, reach));
        }
        if !is_known(&found) {
            merge(&mut found, &self.of_fixtures(key, reach));
        }
        if !is_known(&found) && matches!(tail, "ctx" | "context") {
            merge(&mut found, &self.of_middleware(tail, key, reach));
            if !is_known(&found) {
                merge(&mut found, &self.of_typed_context(key, reach));
            }
        }
        found
    }

    /// The types that additions to a library's types give to a member.
    fn augmented(&self, key: &str) -> Vec<At<TypeId>> {
        let member = |&(file, index): &(FileId, usize)| {
            let facts = self.program.facts(file)?;
            let Type::Object(members) = facts.ty(facts.type_declarations[index].ty) else {
                return None;
            };
            let &(_, id) = members.iter().find(|(name, _)| facts.text(*name) == key)?;
            Some(At::root(file, id))
        };
        let augmentations = self.program.augmentations().iter();
        augmentations.filter_map(member).collect()
    }

    /// What middleware hands to `next({ ctx: { key } })`.
    fn of_middleware(&mut self, tail: &str, key: &str, reach: Reach) -> Vec<Found> {
        let mut found = Vec::new();
        for &(file, id) in self.program.handing_on() {
            let call = At::root(file, id);
            for handed in self.argument_of(call, 0, reach).iter() {
                for context in self.member(handed, tail, reach).iter() {
                    let set = self.member(context, key, reach);
                    let location = self.name_location(call);
                    merge(&mut found, &after(&set, StepKind::Context, location));
                }
            }
        }
        found
    }

    /// What the type says that contexts were declared with: `initTRPC.context<typeof make>()`.
    fn of_typed_context(&mut self, key: &str, reach: Reach) -> Vec<Found> {
        let mut found = Vec::new();
        for &(file, id) in TYPED_CONTEXTS
            .iter()
            .flat_map(|name| self.program.calls_named(name))
        {
            for context in self.context_type(At::root(file, id), reach).iter() {
                let contexts = match context.what {
                    What::Function { at, .. } => self.returns(at, at.frame, reach),
                    _ => Rc::from([context.clone()]),
                };
                for context in contexts.iter() {
                    merge(&mut found, &self.member(context, key, reach));
                }
            }
        }
        found
    }

    /// What a test's fixture of this name hands to its second parameter:
    /// `base.extend({ key: async ({}, use) => use(value) })`.
    fn of_fixtures(&mut self, key: &str, reach: Reach) -> Vec<Found> {
        let mut found = Vec::new();
        for &(file, id) in self.program.fixtures(key) {
            let at = At::root(file, id);
            merge(&mut found, &self.called_back(at, at.frame, 1, 0, reach));
        }
        found
    }
}

fn is_known(found: &[Found]) -> bool {
    found.iter().any(Found::is_known)
}

/// The key by which a value is read of something: the last member, or the text that `get` is given.
pub(super) fn read_key(facts: &FileFacts, value: ValueId) -> Option<&str> {
    let mut value = value;
    for _ in 0..16 {
        match facts.value(value) {
            Value::Member { key, .. } => return Some(facts.text(*key)),
            Value::Cast { value: inner, .. } => value = *inner,
            Value::Binding(binding) => value = *facts.binding(*binding).sources.first()?,
            Value::Call(call) => {
                let first = *facts.call(*call).arguments.first()?;
                return match facts.value(first) {
                    Value::Text(name) => Some(facts.text(*name)),
                    _ => None,
                };
            }
            _ => return None,
        }
    }
    None
}
