//! Values of which only the type is known.

use std::rc::Rc;

use crate::{
    access::Reason,
    facts::{CallId, Type, TypeId},
};

use super::{
    evaluate::{Evaluator, Reach},
    packages,
    value::{At, Found, Set, Thunk, What, merge, one},
};

impl Evaluator<'_> {
    /// The type that an object type gives to a member.
    pub(super) fn member_type(&self, at: At<TypeId>, key: &str) -> Option<At<TypeId>> {
        let facts = self.program.facts(at.file)?;
        let Type::Object(members) = facts.ty(at.id) else {
            return None;
        };
        let &(_, id) = members.iter().find(|(name, _)| facts.text(*name) == key)?;
        Some(At { id, ..at })
    }

    /// A member of a value of an object type.
    pub(super) fn typed_member(&mut self, at: At<TypeId>, key: &str, reach: Reach) -> Set {
        let Some(facts) = self.program.facts(at.file) else {
            return Rc::from([]);
        };
        let Type::Object(members) = facts.ty(at.id) else {
            return Rc::from([]);
        };
        match members.iter().find(|(name, _)| facts.text(*name) == key) {
            Some(&(_, id)) => {
                let set = self.ty(At { id, ..at }, reach);
                match set.is_empty() {
                    true => one(Found::unknown(Reason::Computed)),
                    false => set,
                }
            }
            None => Rc::from([]),
        }
    }

    /// All values of an object type.
    pub(super) fn typed_values(&mut self, at: At<TypeId>, reach: Reach) -> Set {
        let Some(facts) = self.program.facts(at.file) else {
            return Rc::from([]);
        };
        let mut found = Vec::new();
        if let Type::Object(members) = facts.ty(at.id) {
            for &(_, id) in members {
                merge(&mut found, &self.ty(At { id, ..at }, reach));
            }
        }
        if found.is_empty() {
            found.push(Found::unknown(Reason::Computed));
        }
        Rc::from(found)
    }

    /// What calling a value of a function type returns.
    pub(super) fn typed_call(&mut self, at: At<TypeId>, reach: Reach) -> Set {
        let Some(facts) = self.program.facts(at.file) else {
            return Rc::from([]);
        };
        match *facts.ty(at.id) {
            Type::Function { returns, .. } => self.ty(At { id: returns, ..at }, reach),
            _ => Rc::from([]),
        }
    }

    /// What a parameter of a function type hands to the callback.
    pub(super) fn callback_type(&mut self, at: At<TypeId>, index: u32, reach: Reach) -> Set {
        let set = self.ty(at, reach);
        let mut found = Vec::new();
        for function in set.iter() {
            let What::Typed(at) = function.what else {
                continue;
            };
            let Some(facts) = self.program.facts(at.file) else {
                continue;
            };
            if let Type::Function { parameters, .. } = facts.ty(at.id)
                && let Some(&id) = parameters.get(index as usize)
            {
                merge(&mut found, &self.ty(At { id, ..at }, reach));
            }
        }
        Rc::from(found)
    }

    /// What the type argument of `createContext<T>(…)` and `inject<T>(…)` says.
    pub(super) fn context_type(&mut self, call: At<CallId>, reach: Reach) -> Set {
        let Some(facts) = self.program.facts(call.file) else {
            return Rc::from([]);
        };
        match facts.call(call.id).type_arguments.first() {
            Some(&id) => self.ty(
                At {
                    file: call.file,
                    id,
                    frame: call.frame,
                },
                reach,
            ),
            None => Rc::from([]),
        }
    }

    /// The set, or what the call's type argument says when nothing else is known:
    /// `inject<SupabaseClient>(KEY)`.
    pub(super) fn or_type_argument(
        &mut self,
        thunk: Thunk,
        call: CallId,
        set: Set,
        reach: Reach,
    ) -> Set {
        let is_unknown = |found: &Found| match &found.what {
            What::Unknown(_) | What::Nothing => true,
            What::Package { package, .. } => !packages::is_client_package(package),
            _ => false,
        };
        let is_context = self.program.facts(thunk.file).is_some_and(|facts| {
            let name = facts.call(call).name.map(|name| facts.text(name));
            name.and_then(packages::hands_on)
                .is_some_and(packages::HandsOn::is_context)
        });
        let is_known = !set.iter().all(is_unknown);
        if is_known && !is_context {
            return set;
        }
        let call = At {
            file: thunk.file,
            id: call,
            frame: thunk.frame,
        };
        let typed = self.context_type(call, reach);
        let decides = |found: &Found| match found.what {
            What::Client(_) | What::Typed(_) => true,
            _ => is_context && found.is_known(),
        };
        match (is_known, typed.iter().any(decides)) {
            (_, false) => set,
            (false, true) => typed,
            // Of the members that the type has, the values found need not have all.
            (true, true) => {
                let mut found = set.to_vec();
                merge(&mut found, &typed);
                Rc::from(found)
            }
        }
    }
}
