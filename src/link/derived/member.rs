//! What stands elsewhere under a name: members of classes, exports of other files.

use crate::{
    facts::{ClassId, Export, ImportId, ImportedName, Value, ValueId},
    modules::Resolution,
    source::FileId,
};

use super::{
    super::{class::MAX_PARENTS, value::At},
    context::ContextId,
    path::{Key, PathId},
    walk::{State, Walk},
};

impl Walk<'_, '_> {
    /// A member of the object that a method belongs to, as the class sets it.
    pub(super) fn this(&mut self, state: State, class: ClassId) {
        let Some((key, rest)) = self.paths.split(state.path) else {
            return;
        };
        let mut class = At::root(state.file, class);
        for _ in 0..MAX_PARENTS {
            self.member_of_class(class.file, class.id, key, rest);
            self.evaluator.begin();
            match self.evaluator.parent_class(class) {
                Some(parent) => class = parent,
                None => break,
            }
        }
    }

    pub(super) fn member_of_class(&mut self, file: FileId, class: ClassId, key: Key, rest: PathId) {
        let program = self.evaluator.program;
        let Some(facts) = program.facts(file) else {
            return;
        };
        let mut name = None;
        for member in &facts.class(class).members {
            if facts.text(member.name) != self.paths.text(key) {
                continue;
            }
            name = Some(member.name);
            let is_method = member
                .value
                .is_some_and(|value| matches!(facts.value(value), Value::Function(_)));
            if let Some(value) = member.value
                && (!is_method || member.is_getter)
            {
                self.push(State {
                    file,
                    value,
                    path: rest,
                    context: ContextId::ROOT,
                });
            }
        }
        let Some(name) = name else {
            return;
        };
        for &call in program.member_additions(file, class, name) {
            let state = State {
                file,
                value: facts.call(call).value,
                path: rest,
                context: ContextId::ROOT,
            };
            self.added(facts, state, call);
        }
    }

    /// What another file exports.
    pub(super) fn imported(&mut self, state: State, import: ImportId, name: ImportedName) {
        let program = self.evaluator.program;
        let Some(facts) = program.facts(state.file) else {
            return;
        };
        let (name, path) = match name {
            ImportedName::Default => ("default".to_owned(), state.path),
            ImportedName::Named(name) => (facts.text(name).to_owned(), state.path),
            ImportedName::Namespace => match self.paths.split(state.path) {
                Some((key, rest)) => (self.paths.text(key).to_owned(), rest),
                None => return,
            },
        };
        let specifier = facts.text(facts.import(import).specifier);
        let Resolution::File(file) = program.resolve(state.file, specifier) else {
            return;
        };
        let Some(facts) = program.facts(file) else {
            return;
        };
        for &index in program.exports_named(file, &name) {
            let state = |value| State {
                file,
                value,
                path,
                context: ContextId::ROOT,
            };
            match &facts.exports[index] {
                Export::Value { value, .. } => self.push(state(*value)),
                Export::Local { local, .. } => {
                    let place = facts
                        .module_scope
                        .binary_search_by_key(local, |(name, _)| *name);
                    if let Ok(place) = place {
                        let binding = facts.module_scope[place].1;
                        self.binding(facts, state(ValueId(0)), binding);
                    }
                }
                Export::From {
                    import, imported, ..
                } => self.imported(state(ValueId(0)), *import, *imported),
                Export::Star(_) | Export::Whole(_) => {}
            }
        }
    }
}
