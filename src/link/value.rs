//! What a value can turn out to be.

use std::rc::Rc;

use crate::{
    access::{EvidenceKind, Reason, SchemaRef, Step, StepKind},
    facts::{CallId, ClassId, FunctionId, ObjectId, TypeId, ValueId},
    source::{FileId, Location},
};

/// A call that is being followed, as an index into the evaluator's frames; the first is none.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub(super) struct FrameId(pub(super) u32);

impl FrameId {
    /// No call: what is so for every caller.
    pub(super) const ROOT: Self = Self(0);
}

/// An expression of a file, under the calls that led there.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub(super) struct Thunk {
    pub(super) file: FileId,
    pub(super) value: ValueId,
    pub(super) frame: FrameId,
}

/// Something of a file, under the calls that led there.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub(super) struct At<T> {
    pub(super) file: FileId,
    pub(super) id: T,
    pub(super) frame: FrameId,
}

impl Thunk {
    /// An expression as it is for every caller.
    pub(super) fn root(file: FileId, value: ValueId) -> Self {
        Self {
            file,
            value,
            frame: FrameId::ROOT,
        }
    }
}

impl Thunk {
    /// Something of the same file, under the same calls.
    pub(super) fn at<T>(self, id: T) -> At<T> {
        At {
            file: self.file,
            id,
            frame: self.frame,
        }
    }

    /// Another expression of the same file, under the same calls.
    pub(super) fn expression(self, value: ValueId) -> Self {
        Self { value, ..self }
    }
}

impl<T: Copy> At<T> {
    /// Something else of the same file, under the same calls.
    pub(super) fn at<U>(self, id: U) -> At<U> {
        At {
            file: self.file,
            id,
            frame: self.frame,
        }
    }

    /// An expression of the same file, under the same calls.
    pub(super) fn expression(self, value: ValueId) -> Thunk {
        Thunk {
            file: self.file,
            value,
            frame: self.frame,
        }
    }
}

impl<T> At<T> {
    /// Something as it is for every caller.
    pub(super) fn root(file: FileId, id: T) -> Self {
        Self {
            file,
            id,
            frame: FrameId::ROOT,
        }
    }
}

/// One thing that a value can be.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) enum What {
    Text(Rc<str>),
    Client(Client),
    /// `client.storage`
    Storage(EvidenceKind),
    /// `client.functions`
    EdgeFunctions(EvidenceKind),
    /// `client.channel(…)`
    Channel(EvidenceKind),
    /// What `from` or `rpc` returns, and every link after it.
    Builder(At<CallId>),
    Function {
        at: At<FunctionId>,
        this: Option<Instance>,
    },
    Class(At<ClassId>),
    Instance(Instance),
    Object(At<ObjectId>),
    /// An array literal.
    Array(Thunk),
    /// An array (set, iterator) of any number of these.
    Elements(Rc<[Found]>),
    /// `new Map([[key, value], …])`, `Object.fromEntries(…)`.
    Entries(Rc<[Found]>),
    /// A key and its value: one of an object's or a map's.
    Pair(Rc<[Found]>, Rc<[Found]>),
    /// A box that holds these: a React ref, a Vue ref.
    Boxed(Rc<[Found]>),
    /// A value of an object or function type.
    Typed(At<TypeId>),
    /// A method taken from what it belongs to.
    Method {
        receiver: Rc<Found>,
        name: Rc<str>,
    },
    Module(FileId),
    /// A value of a library, by the path to it.
    Package {
        package: Rc<str>,
        path: Rc<str>,
    },
    /// A value of the language or the platform: `Array`, `process.env`.
    Builtin(Rc<str>),
    /// `createContext(…)`, where it is called.
    Context(At<CallId>),
    /// `null`, a number and the like: never a client and never a name.
    Nothing,
    Unknown(Unknown),
}

/// A database client.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) struct Client {
    pub(super) evidence: EvidenceKind,
    pub(super) schema: SchemaRef,
}

/// An object of a class, with the call that made it when that is known.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub(super) struct Instance {
    pub(super) class: At<ClassId>,
    /// The `new` expression.
    pub(super) made_by: Option<At<CallId>>,
}

/// A value that is not known.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) struct Unknown {
    pub(super) reason: Reason,
    /// The function whose parameter it comes from.
    pub(super) parameter_of: Option<(FileId, FunctionId)>,
    /// Beside it stands what the parameter's type says: all texts it allows, or its shape.
    pub(super) is_typed: bool,
    /// The name of the import that leads nowhere, with its specifier.
    pub(super) missing: Option<Rc<str>>,
}

impl Unknown {
    pub(super) fn because(reason: Reason) -> Self {
        Self {
            reason,
            parameter_of: None,
            is_typed: false,
            missing: None,
        }
    }
}

/// One thing that a value can be, and how it got there.
///
/// Two of them are equal when the things are, however they got there.
#[derive(Clone, Debug)]
pub(super) struct Found {
    pub(super) what: What,
    pub(super) trail: Trail,
}

impl PartialEq for Found {
    fn eq(&self, other: &Self) -> bool {
        self.what == other.what
    }
}

impl Eq for Found {}

/// The steps from a use to where the value comes from; nearest first.
///
/// Of a long way only the last part, where the value comes from, is kept.
#[derive(Clone, Debug, Default)]
pub(super) struct Trail(Option<Rc<Node>>);

#[derive(Debug)]
struct Node {
    step: Step,
    length: u32,
    next: Trail,
}

/// The most steps that are kept of a way.
const MAX_TRAIL: u32 = 24;

impl Trail {
    pub(super) fn after(&self, kind: StepKind, location: Location) -> Self {
        let length = self.0.as_ref().map_or(0, |node| node.length) + 1;
        if length > MAX_TRAIL {
            return self.clone();
        }
        Self(Some(Rc::new(Node {
            step: Step { kind, location },
            length,
            next: self.clone(),
        })))
    }

    /// Follows this trail with another.
    pub(super) fn then(&self, rest: &Self) -> Self {
        let mut steps = self.steps();
        let mut trail = rest.clone();
        while let Some(step) = steps.pop() {
            trail = trail.after(step.kind, step.location);
        }
        trail
    }

    pub(super) fn steps(&self) -> Vec<Step> {
        let mut steps = Vec::new();
        let mut next = &self.0;
        while let Some(node) = next {
            steps.push(node.step);
            next = &node.next.0;
        }
        steps
    }
}

/// Everything that a value can be.
pub(super) type Set = Rc<[Found]>;

impl Found {
    pub(super) fn new(what: What) -> Self {
        Self {
            what,
            trail: Trail::default(),
        }
    }

    pub(super) fn unknown(reason: Reason) -> Self {
        Self::new(What::Unknown(Unknown::because(reason)))
    }

    /// The same thing, one step further away.
    pub(super) fn after(&self, kind: StepKind, location: Location) -> Self {
        Self {
            what: self.what.clone(),
            trail: self.trail.after(kind, location),
        }
    }

    /// Something else that came the same way.
    pub(super) fn becoming(&self, what: What) -> Self {
        Self {
            what,
            trail: self.trail.clone(),
        }
    }

    /// The same thing, whose way starts with that of what it was taken from.
    pub(super) fn following(&self, from: &Self) -> Self {
        Self {
            what: self.what.clone(),
            trail: from.trail.then(&self.trail),
        }
    }

    /// What it holds, when it is a box.
    pub(super) fn boxed(&self) -> Option<Set> {
        match &self.what {
            What::Boxed(inner) => Some(Rc::clone(inner)),
            _ => None,
        }
    }

    /// Whether it is more than data: a client, or what may hold or make one.
    ///
    /// Names of keys join what frameworks hand on. That is good enough for a client, which stays
    /// one; a name of a table that goes the same way may be any of several.
    pub(super) fn is_handed_on(&self) -> bool {
        let is_data = matches!(
            self.what,
            What::Text(_) | What::Array(_) | What::Elements(_) | What::Entries(_) | What::Pair(..)
        );
        self.is_known() && !is_data
    }

    /// Whether anything is known of it.
    pub(super) fn is_known(&self) -> bool {
        !matches!(self.what, What::Unknown(_) | What::Nothing)
    }
}

/// The same things, one step further away.
pub(super) fn after(set: &Set, kind: StepKind, location: Location) -> Set {
    set.iter()
        .map(|found| found.after(kind, location))
        .collect()
}

/// Adds what is not there yet, up to [`MAX_SET`].
pub(super) fn merge(into: &mut Vec<Found>, more: &[Found]) {
    for found in more {
        if into.len() < MAX_SET && !into.iter().any(|known| known.what == found.what) {
            into.push(found.clone());
        }
    }
}

pub(super) fn one(found: Found) -> Set {
    Rc::from([found])
}

/// The most things that one value is followed into.
pub(super) const MAX_SET: usize = 96;
