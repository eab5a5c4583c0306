//! Expressions backwards to what they are made of.

use std::{collections::BTreeSet, rc::Rc};

use rustc_hash::{FxHashMap, FxHashSet};

use crate::{
    facts::{BindingId, FileFacts, FunctionId, ObjectId, PropertyKey, Value, ValueId},
    source::FileId,
};

use super::{
    super::{evaluate::Evaluator, links, mentions::Mentions},
    answers::{Answer, Answers},
    context::{ContextId, Contexts},
    path::{Key, PathId, Paths},
};

/// How many expressions are looked at for one part of a request.
const FUEL: u32 = 6_000;

/// A part of what an expression is, under the calls that led there.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub(super) struct State {
    pub(super) file: FileId,
    pub(super) value: ValueId,
    pub(super) path: PathId,
    pub(super) context: ContextId,
}

impl State {
    /// The same part of another expression of the file.
    pub(super) fn at(self, value: ValueId) -> Self {
        Self { value, ..self }
    }

    /// All of another expression of the file.
    pub(super) fn whole(self, value: ValueId) -> Self {
        Self {
            value,
            path: PathId::WHOLE,
            ..self
        }
    }

    /// Another part of another expression of the file.
    pub(super) fn part(self, value: ValueId, path: PathId) -> Self {
        Self {
            value,
            path,
            ..self
        }
    }
}

/// Follows expressions, and remembers where that led.
pub(super) struct Walk<'e, 'a> {
    pub(super) evaluator: &'e mut Evaluator<'a>,
    pub(super) answers: Answers,
    pub(super) contexts: Contexts,
    pub(super) paths: Paths,
    pub(super) mentions: Mentions<'a>,
    /// What `Object.assign(name, …)` adds to names.
    assigned: FxHashMap<(FileId, BindingId), Vec<ValueId>>,
    known: FxHashMap<State, Rc<BTreeSet<usize>>>,
    seen: FxHashSet<State>,
    pending: Vec<State>,
    reads: BTreeSet<usize>,
}

impl<'e, 'a> Walk<'e, 'a> {
    pub(super) fn new(evaluator: &'e mut Evaluator<'a>, answers: Answers) -> Self {
        let mentions = Mentions::of(evaluator.program);
        let assigned = assigned(evaluator);
        Self {
            evaluator,
            answers,
            contexts: Contexts::new(),
            paths: Paths::new(),
            mentions,
            assigned,
            known: FxHashMap::default(),
            seen: FxHashSet::default(),
            pending: Vec::new(),
            reads: BTreeSet::new(),
        }
    }

    /// The accesses whose results an expression is made of.
    pub(super) fn reads(&mut self, start: State) -> Rc<BTreeSet<usize>> {
        if let Some(known) = self.known.get(&start) {
            return Rc::clone(known);
        }
        self.seen.clear();
        self.pending.clear();
        self.push(start);
        let mut fuel = FUEL;
        while let Some(state) = self.pending.pop() {
            if fuel == 0 {
                break;
            }
            fuel -= 1;
            if let Some(facts) = self.evaluator.program.facts(state.file) {
                self.follow(facts, state);
            }
        }
        let reads = Rc::new(std::mem::take(&mut self.reads));
        self.known.insert(start, Rc::clone(&reads));
        reads
    }

    pub(super) fn push(&mut self, state: State) {
        if self.seen.insert(state) {
            self.pending.push(state);
        }
    }

    fn push_all(&mut self, state: State, values: &[ValueId]) {
        for &value in values {
            self.push(state.at(value));
        }
    }

    /// Asks for a part of another expression, unless it lies too deep.
    pub(super) fn push_part(&mut self, state: State, value: ValueId, first: Key) {
        if let Some(path) = self.paths.within(first, state.path) {
            self.push(state.part(value, path));
        }
    }

    fn follow(&mut self, facts: &'a FileFacts, state: State) {
        match facts.value(state.value) {
            Value::Binding(binding) => self.binding(facts, state, *binding),
            Value::Parameter { function, index } => self.parameter(state, *function, *index),
            Value::Imported { import, name } => self.imported(state, *import, *name),
            Value::Member { object, key } => match facts.text(*key) {
                // How many there are says nothing of what they are.
                "length" | "size" => {}
                key => {
                    let key = self.paths.key(key);
                    self.push_part(state, *object, key);
                }
            },
            Value::Index { object, key } => {
                self.push_part(state, *object, Key::ANY);
                self.push(state.whole(*key));
            }
            Value::Call(call) => self.call(facts, state, *call),
            Value::Template(parts) => {
                for &part in parts {
                    self.push(state.whole(part));
                }
            }
            Value::Opaque(_) => {
                for &operand in facts.operands(state.value) {
                    self.push(state.whole(operand));
                }
            }
            Value::Either(sides) => self.push_all(state, sides),
            Value::Object(object) => self.object(facts, state, *object),
            Value::Array(elements) => self.array(facts, state, elements),
            Value::Spread(value) | Value::Cast { value, .. } => self.push(state.at(*value)),
            Value::Element(list) => self.push_part(state, *list, Key::ANY),
            // What keeps a function is given what it returns.
            Value::Function(function) => {
                self.push_all(state, &facts.function(*function).returns);
            }
            Value::This(class) | Value::Super(class) => self.this(state, *class),
            Value::ThisObject(object) => {
                if self.paths.split(state.path).is_some() {
                    self.object(facts, state, *object);
                }
            }
            Value::Text(_)
            | Value::Global(_)
            | Value::Key(_)
            | Value::Class(_)
            | Value::Number(_)
            | Value::Boolean(_)
            | Value::Null
            | Value::Undefined
            | Value::Constant => {}
        }
    }

    pub(super) fn binding(&mut self, facts: &'a FileFacts, state: State, id: BindingId) {
        let binding = facts.binding(id);
        let first = self.paths.split(state.path);
        let context = match binding.function {
            Some(function) => self.entered_around(facts, state, function),
            None => ContextId::ROOT,
        };
        let state = State { context, ..state };
        let is_removed = |key: Key| {
            let mut without = binding.without.iter();
            without.any(|&name| facts.text(name) == self.paths.text(key))
        };
        if first.is_none_or(|(key, _)| !is_removed(key)) {
            self.push_all(state, &binding.sources);
        }
        for &index in &binding.writes {
            let write = &facts.property_writes[index as usize];
            match first {
                None => self.push(state.at(write.value)),
                Some((key, rest)) => {
                    if key == Key::ANY || self.paths.text(key) == facts.text(write.key) {
                        self.push(state.part(write.value, rest));
                    }
                }
            }
        }
        let rest = first.map_or(PathId::WHOLE, |(_, rest)| rest);
        for &element in &binding.elements {
            self.push(state.part(element, rest));
        }
        let program = self.evaluator.program;
        for &call in program.additions(state.file, id) {
            self.added(facts, state, call);
        }
        if let Some(assigned) = self.assigned.get(&(state.file, id)) {
            for value in assigned.clone() {
                self.push(state.at(value));
            }
        }
    }

    /// The calls that bear on the locals of a function: those by which it was entered, or else the
    /// nearest function around it, as of a callback.
    fn entered_around(&self, facts: &FileFacts, state: State, function: FunctionId) -> ContextId {
        let mut next = Some(function);
        while let Some(function) = next {
            let place = (state.file, function);
            let context = self.contexts.back_to(state.context, place);
            if context != ContextId::ROOT {
                return context;
            }
            next = facts.function(function).parent;
        }
        ContextId::ROOT
    }

    /// What `list.push(…)` and `map.set(key, …)` add, where elements are asked for.
    pub(super) fn added(&mut self, facts: &FileFacts, state: State, call: crate::facts::CallId) {
        let call = facts.call(call);
        let is_map = links::name(facts, call) == "set";
        let path = match (self.paths.split(state.path), is_map) {
            (Some((_, rest)), true) => rest,
            (_, true) => PathId::WHOLE,
            (_, false) => match self.paths.of_element(state.path) {
                Some(path) => path,
                None => return,
            },
        };
        for &argument in call.arguments.iter().skip(usize::from(is_map)) {
            match *facts.value(argument) {
                Value::Spread(list) => {
                    if let Some(path) = self.paths.moved(state.path) {
                        self.push(state.part(list, path));
                    }
                }
                _ => self.push(state.part(argument, path)),
            }
        }
    }

    pub(super) fn object(&mut self, facts: &FileFacts, state: State, object: ObjectId) {
        let properties = &facts.object(object).properties;
        let Some((first, rest)) = self
            .paths
            .split(state.path)
            .filter(|(key, _)| *key != Key::ANY)
        else {
            let rest = self
                .paths
                .split(state.path)
                .map_or(PathId::WHOLE, |(_, rest)| rest);
            for property in properties {
                let path = match property.key {
                    PropertyKey::Spread => state.path,
                    PropertyKey::Named(_) | PropertyKey::Computed(_) => rest,
                };
                self.push(state.part(property.value, path));
            }
            return;
        };
        // What stands later takes the place of what stands before it.
        for property in properties.iter().rev() {
            match property.key {
                PropertyKey::Named(name) => {
                    if facts.text(name) == self.paths.text(first) {
                        return self.push(state.part(property.value, rest));
                    }
                }
                PropertyKey::Computed(_) => self.push(state.part(property.value, rest)),
                PropertyKey::Spread => self.push(state.at(property.value)),
            }
        }
    }

    fn array(&mut self, facts: &FileFacts, state: State, elements: &[ValueId]) {
        let split = self.paths.split(state.path);
        let position = split.and_then(|(first, _)| self.paths.position(first));
        let Some(path) = self.paths.of_element(state.path) else {
            return;
        };
        let is_spread = |&element: &ValueId| matches!(facts.value(element), Value::Spread(_));
        let first_spread = elements.iter().position(is_spread);
        let exact =
            position.filter(|&position| first_spread.is_none_or(|spread| position < spread));
        if let Some(position) = exact {
            if let Some(&element) = elements.get(position) {
                self.push(state.part(element, path));
            }
            return;
        }
        for element in elements {
            match *facts.value(*element) {
                Value::Spread(list) => {
                    if let Some(path) = self.paths.moved(state.path) {
                        self.push(state.part(list, path));
                    }
                }
                _ => self.push(state.part(*element, path)),
            }
        }
    }

    /// Notes what a request gave, when the part that is asked for is of that.
    pub(super) fn record(&mut self, state: State, answers: &[Answer]) {
        let first = self.paths.split(state.path);
        let first = first.map(|(key, _)| self.paths.text(key));
        // Whether it went well is no data.
        if matches!(first, Some("error" | "status" | "statusText")) {
            return;
        }
        for answer in answers {
            let is_other = |&(function, call): &((FileId, _), (FileId, _))| {
                let entered = self.contexts.of(state.context, function);
                entered.is_some_and(|entered| entered.call != call)
            };
            if !answer.through.iter().any(is_other) {
                self.reads.insert(answer.access);
            }
        }
    }
}

fn assigned(evaluator: &Evaluator<'_>) -> FxHashMap<(FileId, BindingId), Vec<ValueId>> {
    let mut assigned: FxHashMap<_, Vec<ValueId>> = FxHashMap::default();
    for &(file, call) in evaluator.program.calls_named("assign") {
        let Some(facts) = evaluator.program.facts(file) else {
            continue;
        };
        if let [target, sources @ ..] = facts.call(call).arguments.as_slice()
            && let Value::Binding(binding) = *facts.value(*target)
        {
            let known = assigned.entry((file, binding)).or_default();
            known.extend(sources);
        }
    }
    assigned
}
