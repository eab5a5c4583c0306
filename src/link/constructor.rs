//! Constructors: which one `new` runs, and what it was given.

use crate::{
    facts::{ClassId, FunctionId},
    source::FileId,
};

use super::{
    class::MAX_PARENTS,
    evaluate::Evaluator,
    value::{At, FrameId},
};

impl Evaluator<'_> {
    /// The call that runs the parent's constructor: `super(…)`, or the same `new` when the class has
    /// no constructor of its own.
    pub(super) fn super_call(
        &self,
        class: At<ClassId>,
        made_by: Option<At<crate::facts::CallId>>,
        frame: Option<FrameId>,
    ) -> Option<At<crate::facts::CallId>> {
        let facts = self.program.facts(class.file)?;
        let Some(constructor) = facts.class(class.id).constructor else {
            return made_by;
        };
        let supers = self.program.calls_named("super");
        let &(file, id) = supers.iter().find(|(file, id)| {
            *file == class.file && facts.call(*id).function == Some(constructor)
        })?;
        Some(At {
            file,
            id,
            frame: frame.unwrap_or(FrameId::ROOT),
        })
    }

    pub(super) fn constructor_frame(
        &mut self,
        class: At<ClassId>,
        call: At<crate::facts::CallId>,
    ) -> Option<FrameId> {
        let constructor = self
            .program
            .facts(class.file)?
            .class(class.id)
            .constructor?;
        let at = class.at(constructor);
        Some(self.enter(at, call, None))
    }

    /// The constructor that `new` runs: the class's own or the nearest inherited one.
    pub(super) fn constructor_of(&mut self, class: At<ClassId>) -> Option<(FileId, FunctionId)> {
        let mut class = class;
        for _ in 0..MAX_PARENTS {
            let facts = self.program.facts(class.file)?;
            if let Some(constructor) = facts.class(class.id).constructor {
                return Some((class.file, constructor));
            }
            class = self.parent_class(class)?;
        }
        None
    }

    pub(super) fn super_constructor(
        &mut self,
        file: FileId,
        class: ClassId,
    ) -> Option<(FileId, FunctionId)> {
        let parent = self.parent_class(At::root(file, class))?;
        self.constructor_of(parent)
    }
}
