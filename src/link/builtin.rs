//! Calls of what the language and the platform offer.

use std::rc::Rc;

use crate::{access::Reason, facts::CallId};

use super::{
    evaluate::{Evaluator, Reach},
    value::{At, Found, Set, What, merge, one},
};

impl Evaluator<'_> {
    pub(super) fn builtin_call(&mut self, path: &str, call: At<CallId>, reach: Reach) -> Set {
        let first = self.argument_of(call, 0, reach);
        match path {
            "Object.freeze" | "Object.seal" | "structuredClone" | "Promise.resolve" | "String"
            | "Array.from" | "Promise.all" | "Promise.allSettled" | "Array" | "Promise.race"
            | "Promise.any" | "__importStar" | "__importDefault" => first,
            "Set" | "WeakSet" => {
                let elements = self.elements_of(&first, reach);
                one(Found::new(What::Elements(elements)))
            }
            "Object.assign" => self.assigned(call, reach),
            "Proxy" => {
                let behind = self.behind_proxy(call, reach);
                match behind.iter().any(Found::is_known) {
                    true => behind,
                    false => first,
                }
            }
            "Object.values" => {
                let values = self.values_of(&first, reach);
                one(Found::new(What::Elements(values)))
            }
            "Object.keys" | "Object.getOwnPropertyNames" => {
                let keys = self.keys_of(&first);
                one(Found::new(What::Elements(keys)))
            }
            "Object.entries" => self.entries_of(&first, reach),
            "Map" | "WeakMap" | "Object.fromEntries" => {
                let entries = self.elements_of(&first, reach);
                one(Found::new(What::Entries(entries)))
            }
            "Symbol" => one(Found::new(What::Context(call))),
            "Symbol.for" => first,
            "Deno.env.get" => one(Found::unknown(Reason::Environment)),
            _ => one(Found::unknown(Reason::Computed)),
        }
    }

    /// What `Object.assign` gives: any of the objects.
    fn assigned(&mut self, call: At<CallId>, reach: Reach) -> Set {
        let facts = self.program.facts(call.file);
        let count = facts.map_or(0, |facts| facts.call(call.id).arguments.len());
        let mut found = Vec::new();
        for index in 0..count {
            merge(&mut found, &self.argument_of(call, index, reach));
        }
        Rc::from(found)
    }
}
