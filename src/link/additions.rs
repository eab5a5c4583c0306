//! What is added to a list, set or map after it was made: `list.push(x)`, `map.set(key, x)`.
//!
//! Which names a collection gathers is known only at run time, so what is added is followed only
//! where it can be or make a client.

use std::rc::Rc;

use crate::{
    access::Reason,
    facts::{BindingId, CallId, ClassId, Name, Value},
};

use super::{
    evaluate::{Evaluator, Reach},
    value::{At, Found, FrameId, Set, Thunk, Unknown, What, merge, one},
};

impl Evaluator<'_> {
    /// What a name holds, with what is added to it elsewhere.
    pub(super) fn with_additions(
        &mut self,
        found: &mut Vec<Found>,
        thunk: Thunk,
        binding: BindingId,
        reach: Reach,
    ) {
        let additions = self.program.additions(thunk.file, binding);
        self.add(found, additions, thunk, reach);
    }

    /// What a member of an object of a class holds, with what its methods add to it.
    pub(super) fn with_member_additions(
        &mut self,
        found: &mut Vec<Found>,
        class: At<ClassId>,
        key: Name,
        reach: Reach,
    ) {
        let additions = self.program.member_additions(class.file, class.id, key);
        let thunk = Thunk {
            file: class.file,
            value: crate::facts::ValueId(0),
            frame: FrameId::ROOT,
        };
        self.add(found, additions, thunk, reach);
    }

    fn add(&mut self, found: &mut Vec<Found>, additions: &[CallId], thunk: Thunk, reach: Reach) {
        let is_collection = |found: &Found| {
            matches!(
                found.what,
                What::Array(_) | What::Elements(_) | What::Entries(_)
            )
        };
        if !found.iter().any(is_collection) {
            return;
        }
        for &id in additions {
            let call = thunk.at(id);
            let added = self.added(call, reach);
            merge(found, &[added]);
        }
    }

    /// A collection of what one call adds.
    fn added(&mut self, call: At<CallId>, reach: Reach) -> Found {
        let Some(facts) = self.program.facts(call.file) else {
            return Found::new(What::Elements(Rc::from([])));
        };
        let call_facts = facts.call(call.id);
        if call_facts
            .name
            .is_some_and(|name| facts.text(name) == "set")
        {
            let key = self.argument_of(call, 0, reach);
            let value = gathered(&self.argument_of(call, 1, reach));
            return Found::new(What::Entries(one(Found::new(What::Pair(key, value)))));
        }
        let mut elements = Vec::new();
        for (index, &argument) in call_facts.arguments.iter().enumerate() {
            let set = self.argument_of(call, index, reach);
            let set: Set = match facts.value(argument) {
                Value::Spread(_) => self.elements_of(&set, reach),
                _ => set,
            };
            merge(&mut elements, &set);
        }
        Found::new(What::Elements(gathered(&Rc::from(elements))))
    }
}

/// What was gathered, as far as it is the same for all of a collection.
fn gathered(set: &Set) -> Set {
    let mut found = Vec::new();
    for element in set.iter() {
        let is_client = matches!(
            element.what,
            What::Client(_)
                | What::Storage(_)
                | What::Channel(_)
                | What::Builder(_)
                | What::Function { .. }
                | What::Instance(_)
                | What::Typed(_)
        );
        let element = match is_client {
            true => element.clone(),
            false => element.becoming(What::Unknown(Unknown::because(Reason::Computed))),
        };
        merge(&mut found, &[element]);
    }
    Rc::from(found)
}
