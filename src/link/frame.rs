//! Frames: the calls that are being followed, and what they make of parameters and `this`.

use crate::{
    facts::{CallId, FunctionId},
    source::FileId,
};

use super::{
    evaluate::{Evaluator, Frame},
    value::{At, FrameId, Instance, Thunk},
};

/// How many calls are followed into each other.
const MAX_FRAMES: u32 = 4;

impl Evaluator<'_> {
    /// The frame of a call of a function, or the function's own when calls are too deep.
    pub(super) fn enter(
        &mut self,
        function: At<FunctionId>,
        call: At<CallId>,
        this: Option<Instance>,
    ) -> FrameId {
        let depth = self.frame(call.frame).map_or(0, |frame| frame.depth) + 1;
        if depth > MAX_FRAMES {
            return function.frame;
        }
        let frame = Frame {
            function: (function.file, function.id),
            call,
            this,
            parent: function.frame,
            depth,
        };
        if let Some(&id) = self.frame_ids.get(&frame) {
            return id;
        }
        let id = FrameId(self.frames.len() as u32);
        self.frames.push(Some(frame));
        self.frame_ids.insert(frame, id);
        id
    }

    pub(super) fn frame(&self, id: FrameId) -> Option<&Frame> {
        self.frames[id.0 as usize].as_ref()
    }

    /// The frame of this function among those around, innermost first.
    pub(super) fn frame_of(
        &self,
        mut id: FrameId,
        function: (FileId, FunctionId),
    ) -> Option<Frame> {
        while let Some(frame) = self.frame(id) {
            if frame.function == function {
                return Some(*frame);
            }
            id = frame.parent;
        }
        None
    }

    pub(super) fn this_of(&self, id: FrameId) -> Option<Instance> {
        self.frame(id).and_then(|frame| frame.this)
    }

    /// What `this` is: the object of the frames around, else any object of the class.
    pub(super) fn this(&self, thunk: Thunk, class: crate::facts::ClassId) -> Instance {
        let mut id = thunk.frame;
        while let Some(frame) = self.frame(id) {
            if let Some(this) = frame.this {
                return this;
            }
            id = frame.parent;
        }
        Instance {
            class: At {
                file: thunk.file,
                id: class,
                frame: FrameId::ROOT,
            },
            made_by: None,
        }
    }
}
