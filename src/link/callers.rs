//! Callers: all known calls of a function, by any of its names.

use std::rc::Rc;

use crate::{
    facts::{CallId, ClassId, FunctionId, Value},
    source::FileId,
};

use super::{
    evaluate::{Evaluator, Reach},
    value::{At, Found, FrameId, Thunk, What},
};

/// How many callers of a function are looked at.
const MAX_CALLERS: usize = 400;

/// How many names of a function are looked for, beside those of heirs.
pub(super) const MAX_NAMES: usize = 24 + MAX_HEIRS;

/// How many classes are looked at that inherit a constructor.
const MAX_HEIRS: usize = 64;

impl Evaluator<'_> {
    /// All calls of a function that are known, each in no frame.
    pub(super) fn callers_of(&mut self, function: (FileId, FunctionId)) -> Rc<[At<CallId>]> {
        if self.is_asking {
            self.asked.insert(function);
        }
        if let Some(known) = self.callers.get(&function) {
            return Rc::clone(known);
        }
        if !self.called.insert(function) {
            return Rc::from([]);
        }
        let (callers, is_whole) = self.aside(|evaluator| evaluator.find_callers(function));
        self.called.remove(&function);
        if is_whole {
            self.callers.insert(function, Rc::clone(&callers));
        }
        callers
    }

    fn find_callers(&mut self, function: (FileId, FunctionId)) -> Rc<[At<CallId>]> {
        let mut callers = Vec::new();
        for name in self.names_of(function) {
            for &(file, id) in self.program.calls_named(&name) {
                if callers.len() < MAX_CALLERS && self.calls(file, id, function) {
                    callers.push(At::root(file, id));
                }
            }
        }
        callers.sort_unstable();
        callers.dedup();
        Rc::from(callers)
    }

    /// The names that a function may be called by.
    pub(super) fn names_of(&self, (file, id): (FileId, FunctionId)) -> Vec<String> {
        let Some(facts) = self.program.facts(file) else {
            return Vec::new();
        };
        let function = facts.function(id);
        let mut names: Vec<String> = function
            .name
            .iter()
            .map(|&name| facts.text(name).to_owned())
            .collect();
        if names.iter().any(|name| name == "default export") {
            names = vec!["default".to_owned()];
        }
        if let Some(class) = function.class
            && facts.class(class).constructor == Some(id)
        {
            names = facts
                .class(class)
                .name
                .iter()
                .map(|&name| facts.text(name).to_owned())
                .collect();
            names.push("super".to_owned());
            names.extend(self.heirs(file, class));
        }
        let mut next = 0;
        while next < names.len() && names.len() < MAX_NAMES {
            let aliases = self.program.aliases_of(&names[next]).to_vec();
            for alias in aliases {
                if !names.iter().any(|known| known == alias) {
                    names.push(alias.to_owned());
                }
            }
            // A default export is imported by any name.
            if next == 0
                && self.is_default_export(file, &names[0])
                && !names.iter().any(|name| name == "default")
            {
                names.push("default".to_owned());
            }
            next += 1;
        }
        names
    }

    /// The names of the classes that run the constructor of a class as their own.
    fn heirs(&self, file: FileId, class: ClassId) -> Vec<String> {
        let mut heirs: Vec<String> = Vec::new();
        let mut pending = vec![(file, class)];
        while let Some((file, class)) = pending.pop() {
            for (file, class) in self.named_subclasses(file, class) {
                let Some(facts) = self.program.facts(file) else {
                    continue;
                };
                let class_facts = facts.class(class);
                if class_facts.constructor.is_some() || heirs.len() >= MAX_HEIRS {
                    continue;
                }
                if let Some(name) = class_facts.name.map(|name| facts.text(name))
                    && !heirs.iter().any(|known| known == name)
                {
                    heirs.push(name.to_owned());
                    pending.push((file, class));
                }
            }
        }
        heirs
    }

    fn is_default_export(&self, file: FileId, name: &str) -> bool {
        let Some(facts) = self.program.facts(file) else {
            return false;
        };
        facts.exports.iter().any(|export| match export {
            crate::facts::Export::Value { name: exported, .. } => {
                facts.text(*exported) == "default"
            }
            crate::facts::Export::Local {
                name: exported,
                local,
            } => facts.text(*exported) == "default" && facts.text(*local) == name,
            crate::facts::Export::Whole(_) => true,
            crate::facts::Export::From { .. } | crate::facts::Export::Star(_) => false,
        })
    }

    /// Whether a call is one of this function.
    pub(super) fn calls(
        &mut self,
        file: FileId,
        id: CallId,
        function: (FileId, FunctionId),
    ) -> bool {
        let Some(facts) = self.program.facts(file) else {
            return false;
        };
        let callee = Thunk {
            file,
            value: facts.call(id).callee,
            frame: FrameId::ROOT,
        };
        if let Value::Super(class) = *facts.value(callee.value) {
            return self.super_constructor(file, class) == Some(function);
        }
        let set = self.evaluate(callee, Reach::Local);
        let is_unknown = !set.iter().any(Found::is_known);
        let set = match is_unknown {
            true => self.evaluate(callee, Reach::Callers),
            false => set,
        };
        set.iter().any(|found| match &found.what {
            What::Function { at, .. } => (at.file, at.id) == function,
            What::Class(at) => self.constructor_of(*at) == Some(function),
            _ => false,
        })
    }
}
