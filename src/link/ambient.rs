//! Members that code elsewhere gives: request locals, additions to types, what frameworks hand on.

use std::rc::Rc;

use crate::{facts::ValueId, source::FileId};

use super::{
    evaluate::{Evaluator, Reach},
    tail_name,
    value::{At, Found, Set, Thunk, merge},
};

impl Evaluator<'_> {
    /// A member that other code assigns to an object of the same name: `event.locals.supabase`.
    pub(super) fn handed_on(
        &mut self,
        thunk: Thunk,
        object: ValueId,
        key: &str,
        reach: Reach,
    ) -> Set {
        let Some(facts) = self.program.facts(thunk.file) else {
            return Rc::from([]);
        };
        let tail = tail_name(facts, object).unwrap_or("this");
        let mut found = self.written_anywhere(key, |name| name == tail, reach);
        if !found.iter().any(Found::is_known) {
            found = self.left_for(thunk.file, tail, key, reach).to_vec();
        }
        if !found.iter().any(Found::is_known)
            && let Some(ty) = self.ambient_member(tail, key)
        {
            let set = self.ty(ty, reach);
            merge(&mut found, &set);
        }
        if !found.iter().any(Found::is_known) {
            found = self.of_procedures(tail, key, reach);
        }
        found.retain(Found::is_handed_on);
        Rc::from(found)
    }

    /// What a framework hands on as a member of something by the name of `tail`.
    fn left_for(&mut self, file: FileId, tail: &str, key: &str, reach: Reach) -> Set {
        if let Some(provided) = key.strip_prefix('$') {
            return self.global_property(key, provided, reach);
        }
        match tail {
            "data" | "parent" | "$props" => self.route_data(file, key, reach),
            "var" => self.variable(key, reach),
            "this" => Rc::from([]),
            _ => self.decorated(key, reach),
        }
    }

    /// `$name` of a Vue application: what its plugins provide or set as a global property.
    pub(super) fn global_property(&mut self, key: &str, provided: &str, reach: Reach) -> Set {
        let mut found = self.left_under(provided, reach).to_vec();
        let set = self.written_anywhere(key, |name| name == "globalProperties", reach);
        merge(&mut found, &set);
        Rc::from(found)
    }

    /// The type that `App.Locals` and the like give to a member.
    fn ambient_member(&self, tail: &str, key: &str) -> Option<At<crate::facts::TypeId>> {
        let name = match tail {
            "locals" => "App.Locals",
            "data" => "App.PageData",
            "platform" => "App.Platform",
            "req" | "request" => "Express.Request",
            _ => return None,
        };
        for &(file, index) in self.program.global_types(name) {
            let facts = self.program.facts(file)?;
            let declaration = &facts.type_declarations[index];
            if let crate::facts::Type::Object(members) = facts.ty(declaration.ty)
                && let Some(&(_, id)) = members.iter().find(|(name, _)| facts.text(*name) == key)
            {
                return Some(At::root(file, id));
            }
        }
        None
    }
}
