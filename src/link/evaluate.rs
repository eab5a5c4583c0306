//! Expressions to what they can be, on demand.
//!
//! Results are kept by (expression, frame, reach). A result that was cut short by a cycle holds only
//! within that cycle and is not kept, so what is found does not depend on what was asked first.

use std::{collections::BTreeSet, rc::Rc};

use rustc_hash::{FxHashMap, FxHashSet};

use crate::{
    access::{Reason, StepKind},
    facts::{BindingId, CallId, FunctionId, Name, ObjectId, Opaque, Type, TypeId, Value, ValueId},
    source::{FileId, Location, Span},
};

use super::{
    expression::untyped,
    holders::Holders,
    program::Program,
    value::{At, Found, FrameId, Instance, Set, Thunk, What, after, one},
};

/// How deeply expressions are followed into each other.
const MAX_DEPTH: usize = 1200;

/// How many expressions are looked at to answer one question.
const FUEL: u32 = 60_000;

/// How many literals, exports and types are followed into each other.
const MAX_WALKS: usize = 200;

/// The value of a file that is a constant: extraction begins with it.
const CONSTANT: ValueId = ValueId(0);

/// Whether a parameter without a known caller is looked up at all of its function's callers.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub(super) enum Reach {
    /// Only what holds whoever calls.
    Local,
    /// Whatever any caller hands in.
    Callers,
}

/// A call that is being followed into the function called.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub(super) struct Frame {
    pub(super) function: (FileId, FunctionId),
    /// The call, with the frame it is made in.
    pub(super) call: At<CallId>,
    pub(super) this: Option<Instance>,
    /// The frame that the function was made in.
    pub(super) parent: FrameId,
    pub(super) depth: u32,
}

/// A way through literals, exports or types that may lead to itself.
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
pub(super) enum Walk {
    Member(At<ObjectId>, Rc<str>),
    Values(At<ObjectId>),
    Elements(Thunk),
    Export(FileId, Rc<str>),
    Type(At<TypeId>),
}

/// What a question is about: every use of a name asks the same.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
enum Subject {
    Expression(Thunk),
    Binding(At<BindingId>),
    /// A name that the file does not declare.
    Global(FileId, Name),
}

/// Answers questions about values, remembering the answers.
#[derive(Debug)]
pub(super) struct Evaluator<'a> {
    pub(super) program: &'a Program<'a>,
    pub(super) frames: Vec<Option<Frame>>,
    pub(super) frame_ids: FxHashMap<Frame, FrameId>,
    memo: FxHashMap<(Subject, Reach), Set>,
    active: FxHashMap<(Subject, Reach), usize>,
    /// The outermost expression that is being asked for again, by its place on the stack.
    cut: usize,
    depth: usize,
    fuel: u32,
    /// What is being gone through: an object that spreads itself is gone through once.
    walks: Vec<(Walk, Reach)>,
    /// What was gone through since the first of `walks` began.
    walked: FxHashMap<(Walk, Reach), Set>,
    /// By file, the names that objects are held by.
    pub(super) holders: FxHashMap<FileId, Rc<Holders>>,
    /// By file, the calls whose errors are compared with those for what is missing.
    pub(super) compared: FxHashMap<FileId, FxHashSet<CallId>>,
    pub(super) callers: FxHashMap<(FileId, FunctionId), Rc<[At<CallId>]>>,
    /// Functions whose callers are being looked for.
    pub(super) called: FxHashSet<(FileId, FunctionId)>,
    /// Files that would have been looked into, had they been parsed.
    pub(super) demanded: BTreeSet<FileId>,
    /// Keys by which receivers are read of what nothing is known of.
    pub(super) keys: BTreeSet<String>,
    /// Functions whose callers a call site depends on.
    pub(super) asked: BTreeSet<(FileId, FunctionId)>,
    /// Files with classes whose subclasses a call site depends on.
    pub(super) extended: BTreeSet<FileId>,
    /// Whether callers that are asked for are worth parsing more files for.
    pub(super) is_asking: bool,
}

impl<'a> Evaluator<'a> {
    pub(super) fn new(program: &'a Program<'a>) -> Self {
        Self {
            program,
            frames: vec![None],
            frame_ids: FxHashMap::default(),
            memo: FxHashMap::default(),
            active: FxHashMap::default(),
            cut: usize::MAX,
            depth: 0,
            fuel: FUEL,
            walks: Vec::new(),
            walked: FxHashMap::default(),
            holders: FxHashMap::default(),
            compared: FxHashMap::default(),
            callers: FxHashMap::default(),
            called: FxHashSet::default(),
            demanded: BTreeSet::new(),
            keys: BTreeSet::new(),
            asked: BTreeSet::new(),
            extended: BTreeSet::new(),
            is_asking: true,
        }
    }

    /// Everything that the expression can be, as a question of its own.
    pub(super) fn ask(&mut self, thunk: Thunk, reach: Reach) -> Set {
        self.begin();
        self.evaluate(thunk, reach)
    }

    /// Begins a question of its own, which [`Self::calls`] may be asked for.
    pub(super) fn begin(&mut self) {
        self.fuel = FUEL;
        self.cut = usize::MAX;
    }

    /// Answers questions of their own in the middle of another, and says whether the answers are
    /// whole.
    pub(super) fn aside<T>(&mut self, answer: impl FnOnce(&mut Self) -> T) -> (T, bool) {
        let active = std::mem::take(&mut self.active);
        let cut = std::mem::replace(&mut self.cut, usize::MAX);
        let result = answer(self);
        let is_whole = self.fuel > 0;
        self.active = active;
        self.cut = cut;
        (result, is_whole)
    }

    pub(super) fn evaluate(&mut self, thunk: Thunk, reach: Reach) -> Set {
        let key = (self.subject(thunk), reach);
        if let Some(known) = self.memo.get(&key) {
            return Rc::clone(known);
        }
        if let Some(&place) = self.active.get(&key) {
            self.cut = self.cut.min(place);
            return Rc::from([]);
        }
        if self.depth >= MAX_DEPTH || self.fuel == 0 {
            self.cut = 0;
            return one(Found::unknown(Reason::TooDeep));
        }
        self.fuel -= 1;
        let place = self.depth;
        self.active.insert(key, place);
        self.depth += 1;
        let set = self.evaluate_within(thunk, reach);
        self.depth -= 1;
        self.active.remove(&key);
        if self.cut >= place {
            // The cycle, if any, closes here: nothing outside of it was cut.
            if self.fuel > 0 {
                self.cut = usize::MAX;
                self.memo.insert(key, Rc::clone(&set));
            }
        }
        set
    }

    fn subject(&self, thunk: Thunk) -> Subject {
        let value = self
            .program
            .facts(thunk.file)
            .map(|facts| facts.value(thunk.value));
        match value {
            Some(&Value::Binding(id)) => Subject::Binding(thunk.at(id)),
            Some(&Value::Global(name)) => Subject::Global(thunk.file, name),
            // An import is the same whoever calls.
            Some(Value::Imported { .. }) => {
                Subject::Expression(Thunk::root(thunk.file, thunk.value))
            }
            // All constants are alike: an array of thousands costs no more than one of them.
            Some(Value::Number(_) | Value::Boolean(_) | Value::Null | Value::Undefined) => {
                Subject::Expression(thunk.expression(CONSTANT))
            }
            _ => Subject::Expression(thunk),
        }
    }

    fn evaluate_within(&mut self, thunk: Thunk, reach: Reach) -> Set {
        let Some(facts) = self.program.facts(thunk.file) else {
            return one(Found::unknown(Reason::MissingModule));
        };
        let at = |value| thunk.expression(value);
        match facts.value(thunk.value) {
            Value::Text(name) => one(Found::new(What::Text(Rc::from(facts.text(*name))))),
            Value::Template(parts) => self.concatenate(thunk, parts, reach),
            Value::Binding(binding) => self.binding(thunk, *binding, reach),
            Value::Global(name) => self.global(thunk, facts.text(*name), reach),
            Value::Parameter { function, index } => self.parameter(thunk, *function, *index, reach),
            Value::Imported { import, name } => self.imported(thunk.file, *import, *name, reach),
            Value::Member { object, key } => {
                self.member_value(thunk, *object, facts.text(*key), reach)
            }
            Value::Index { object, key } => self.index(at(*object), at(*key), reach),
            Value::Call(call) => {
                let set = self.call(thunk.at(*call), reach);
                self.or_type_argument(thunk, *call, set, reach)
            }
            Value::Either(sides) => self.either(thunk, sides, reach),
            Value::Object(object) => one(Found::new(What::Object(thunk.at(*object)))),
            Value::Array(_) => one(Found::new(What::Array(thunk))),
            Value::Spread(value) => self.evaluate(at(*value), reach),
            Value::Element(array) => self.any_element(thunk, at(*array), reach),
            Value::Key(object) => {
                let set = self.evaluate(at(*object), reach);
                self.keys_of(&set)
            }
            Value::Function(function) => one(Found::new(What::Function {
                at: thunk.at(*function),
                this: self.this_of(thunk.frame),
            })),
            Value::Class(class) => one(Found::new(What::Class(thunk.at(*class)))),
            Value::This(class) | Value::Super(class) => {
                one(Found::new(What::Instance(self.this(thunk, *class))))
            }
            Value::ThisObject(object) => one(Found::new(What::Object(thunk.at(*object)))),
            Value::Cast { value, ty } => {
                let set = self.evaluate(at(*value), reach);
                match facts.ty(*ty) == &Type::Any {
                    true => untyped(&set),
                    false => self.or_type(set, thunk.at(*ty), self.location_of(thunk), reach),
                }
            }
            Value::Number(_)
            | Value::Boolean(_)
            | Value::Null
            | Value::Undefined
            | Value::Constant => one(Found::new(What::Nothing)),
            Value::Opaque(why) => one(Found::unknown(reason(*why))),
        }
    }

    /// What any element of an array can be.
    fn any_element(&mut self, thunk: Thunk, array: Thunk, reach: Reach) -> Set {
        let set = self.evaluate(array, reach);
        let elements = self.elements_of(&set, reach);
        after(&elements, StepKind::Element, self.location_of(thunk))
    }

    /// The set, or what the type says when the set knows nothing.
    pub(super) fn or_type(
        &mut self,
        set: Set,
        ty: At<crate::facts::TypeId>,
        location: Location,
        reach: Reach,
    ) -> Set {
        if set
            .iter()
            .any(|found| found.is_known() && !self.is_empty_object(found))
        {
            return set;
        }
        let typed = self.ty(ty, reach);
        if typed.iter().any(Found::is_known) {
            return after(&typed, StepKind::Annotation, location);
        }
        set
    }

    /// `{}`, which says less than any type that it is given.
    fn is_empty_object(&self, found: &Found) -> bool {
        match found.what {
            What::Object(at) => self
                .program
                .facts(at.file)
                .is_some_and(|facts| facts.object(at.id).properties.is_empty()),
            _ => false,
        }
    }

    pub(super) fn span_of(&self, thunk: Thunk) -> Span {
        self.program
            .facts(thunk.file)
            .map_or_else(Span::default, |facts| facts.value_span(thunk.value))
    }

    pub(super) fn location_of(&self, thunk: Thunk) -> Location {
        Location {
            file: thunk.file,
            span: self.span_of(thunk),
        }
    }

    /// Goes a way unless it is being gone already.
    ///
    /// Where objects spread each other, each is gone through once for all of them.
    pub(super) fn walk(
        &mut self,
        walk: Walk,
        reach: Reach,
        go: impl FnOnce(&mut Self) -> Set,
    ) -> Set {
        let walk = (walk, reach);
        if let Some(known) = self.walked.get(&walk) {
            return Rc::clone(known);
        }
        if self.walks.contains(&walk) || self.walks.len() >= MAX_WALKS {
            return Rc::from([]);
        }
        self.walks.push(walk);
        let set = go(self);
        if let Some(walk) = self.walks.pop() {
            self.walked.insert(walk, Rc::clone(&set));
        }
        if self.walks.is_empty() {
            self.walked.clear();
        }
        set
    }

    /// Asks for a file to be parsed, and says whether it is.
    pub(super) fn demand(&mut self, file: FileId) -> bool {
        let is_parsed = self.program.facts(file).is_some();
        if !is_parsed {
            self.demanded.insert(file);
        }
        is_parsed
    }
}

/// Why nothing is known of an expression without a value of its own.
fn reason(why: Opaque) -> Reason {
    match why {
        Opaque::Computed => Reason::Computed,
        Opaque::TooDeep => Reason::TooDeep,
        Opaque::Unsupported => Reason::Unsupported,
    }
}
