//! Rows that code hands over: objects and arrays of objects, wherever they are put together.
//!
//! An expression is followed as it is written, so that what is chosen, spread under a condition,
//! assigned later or left out stays told apart; what cannot be followed that way is evaluated.

use crate::{
    clause::{Row, RowSet, Rows},
    facts::{BindingId, CallId, FileFacts, FunctionId, ObjectId, Value, ValueId},
    source::FileId,
};

use super::{
    changing,
    evaluate::{Evaluator, Reach},
    links,
    row::{add_lists, add_row},
    value::{At, Found, FrameId, Thunk, What},
};

/// How many expressions are followed into each other.
const MAX_DEPTH: u32 = 40;

/// How many expressions are looked at for the rows of one request.
const FUEL: u32 = 20_000;

/// The most rows of one request that are told apart.
pub(super) const MAX_ROWS: usize = 2_000;

/// The most ways to put rows together that are told apart.
const MAX_SETS: usize = 64;

impl Evaluator<'_> {
    /// Every form that the rows of an expression can have, where `call` is handed them.
    pub(super) fn rows(&mut self, thunk: Thunk, call: At<CallId>) -> Rows {
        let mut gather = Gather {
            evaluator: self,
            call,
            depth: MAX_DEPTH,
            fuel: FUEL,
            objects: Vec::new(),
        };
        let mut rows = gather.rows(thunk);
        // What a caller hands to a wrapper stands at that caller.
        if call.frame == FrameId::ROOT {
            let location = gather.evaluator.location_of(thunk);
            for set in &mut rows.alternatives {
                set.location = location;
            }
        }
        rows
    }
}

/// What goes through the rows of one request.
pub(super) struct Gather<'e, 'a> {
    pub(super) evaluator: &'e mut Evaluator<'a>,
    /// The call that the rows are handed to.
    pub(super) call: At<CallId>,
    depth: u32,
    fuel: u32,
    /// The objects that are being gone through: one may spread itself.
    pub(super) objects: Vec<At<ObjectId>>,
}

impl<'a> Gather<'_, 'a> {
    /// The forms of the rows that an expression is.
    pub(super) fn rows(&mut self, thunk: Thunk) -> Rows {
        let program = self.evaluator.program;
        let facts = program.facts(thunk.file);
        let Some(facts) = facts.filter(|_| self.depth > 0 && self.fuel > 0) else {
            return unknown();
        };
        self.depth -= 1;
        self.fuel -= 1;
        let mut rows = self.within(facts, thunk);
        self.depth += 1;
        if rows.alternatives.len() > MAX_SETS {
            rows.alternatives.truncate(MAX_SETS);
            rows.open = true;
        }
        rows
    }

    fn within(&mut self, facts: &'a FileFacts, thunk: Thunk) -> Rows {
        match facts.value(thunk.value) {
            Value::Object(object) => {
                let row = self.row(thunk.at(*object));
                self.one(thunk, vec![row], Form::Single)
            }
            Value::Array(elements) => self.array(facts, thunk, elements),
            Value::Either(sides) => {
                let mut rows = Rows::default();
                for &side in sides {
                    extend(&mut rows, self.rows(thunk.expression(side)));
                }
                rows
            }
            Value::Cast { value, .. } | Value::Spread(value) => self.rows(thunk.expression(*value)),
            Value::Binding(binding) => self.binding(facts, thunk, *binding),
            Value::Parameter { function, index } => {
                match self.evaluator.handed_in(thunk.at(*function), *index) {
                    Some(Some(argument)) => self.rows(argument),
                    Some(None) => Rows::default(),
                    None => self.evaluated(thunk),
                }
            }
            Value::Call(call) => self.call(facts, thunk, *call),
            Value::Number(_)
            | Value::Boolean(_)
            | Value::Null
            | Value::Undefined
            | Value::Constant => Rows::default(),
            Value::Text(_)
            | Value::Template(_)
            | Value::Global(_)
            | Value::Imported { .. }
            | Value::Member { .. }
            | Value::Index { .. }
            | Value::Element(_)
            | Value::Key(_)
            | Value::Function(_)
            | Value::Class(_)
            | Value::This(_)
            | Value::ThisObject(_)
            | Value::Super(_)
            | Value::Opaque(_) => self.evaluated(thunk),
        }
    }

    fn one(&self, thunk: Thunk, rows: Vec<Row>, form: Form) -> Rows {
        Rows {
            alternatives: vec![RowSet {
                rows,
                open: false,
                repeated: form == Form::Repeated,
                is_list: form != Form::Single,
                location: self.evaluator.location_of(thunk),
            }],
            open: false,
        }
    }

    fn array(&mut self, facts: &'a FileFacts, thunk: Thunk, elements: &[ValueId]) -> Rows {
        let mut set = RowSet {
            rows: Vec::new(),
            open: elements.len() > MAX_ROWS,
            repeated: false,
            is_list: true,
            location: self.evaluator.location_of(thunk),
        };
        for &element in elements.iter().take(MAX_ROWS) {
            let element_rows = self.rows(thunk.expression(element));
            match facts.value(element) {
                Value::Spread(_) => add_lists(&mut set, element_rows),
                _ => add_row(&mut set, element_rows),
            }
        }
        Rows {
            alternatives: vec![set],
            open: false,
        }
    }

    fn binding(&mut self, facts: &'a FileFacts, thunk: Thunk, id: BindingId) -> Rows {
        let binding = facts.binding(id);
        let frame = match binding.function {
            Some(_) => thunk.frame,
            None => FrameId::ROOT,
        };
        let mut rows = Rows::default();
        for &value in &binding.sources {
            let source = Thunk {
                file: thunk.file,
                value,
                frame,
            };
            extend(&mut rows, self.rows(source));
        }
        rows.open |= binding.sources.is_empty();
        let held = At {
            file: thunk.file,
            id,
            frame,
        };
        if rows.alternatives.is_empty() && !binding.writes.is_empty() {
            // What it is nobody knows; what is assigned to it is there all the same.
            let row = Row {
                open: true,
                ..Row::default()
            };
            rows = self.one(thunk, vec![row], Form::Single);
        }
        let is_bound = self.evaluator.is_bound(thunk.file, id);
        for row in rows.alternatives.iter_mut().flat_map(|set| &mut set.rows) {
            self.amend(row, held);
            if is_bound {
                changing::open(row);
            }
        }
        self.with_added(rows, held)
    }

    /// Rows with those that `list.push(row)` adds.
    fn with_added(&mut self, mut rows: Rows, list: At<BindingId>) -> Rows {
        let program = self.evaluator.program;
        let Some(facts) = program.facts(list.file) else {
            return rows;
        };
        for &id in program.additions(list.file, list.id) {
            let call = facts.call(id);
            for &argument in &call.arguments {
                let added = self.rows(list.expression(argument));
                let is_spread = matches!(facts.value(argument), Value::Spread(_));
                for set in rows.alternatives.iter_mut().filter(|set| set.is_list) {
                    set.repeated = true;
                    match is_spread {
                        true => add_lists(set, added.clone()),
                        false => add_row(set, added.clone()),
                    }
                }
            }
        }
        rows
    }

    fn call(&mut self, facts: &'a FileFacts, thunk: Thunk, id: CallId) -> Rows {
        let call = facts.call(id);
        match (links::name(facts, call), facts.value(call.callee)) {
            ("map", Value::Member { .. }) => self.mapped(thunk.at(id)),
            (
                "filter" | "slice" | "reverse" | "toReversed" | "sort" | "toSorted",
                Value::Member { object, .. },
            ) => {
                let mut rows = self.rows(thunk.expression(*object));
                for set in &mut rows.alternatives {
                    set.repeated = true;
                }
                rows
            }
            _ => self.called(thunk, call.callee, id),
        }
    }

    /// `list.map(callback)`: what the callback returns, any number of times.
    fn mapped(&mut self, call: At<CallId>) -> Rows {
        let thunk = match self.evaluator.program.facts(call.file) {
            Some(facts) => call.expression(facts.call(call.id).value),
            None => return unknown(),
        };
        let callbacks = self.evaluator.argument_of(call, 0, Reach::Local);
        let mut rows = self.one(thunk, Vec::new(), Form::Repeated);
        let [set] = rows.alternatives.as_mut_slice() else {
            return rows;
        };
        set.open = callbacks.is_empty();
        for callback in callbacks.iter() {
            match &callback.what {
                What::Function { at, .. } => {
                    for returned in self.returned(*at, at.frame) {
                        add_row(set, returned);
                    }
                }
                _ => set.open = true,
            }
        }
        rows
    }

    /// What a function of the program returns; what others return is evaluated.
    fn called(&mut self, thunk: Thunk, callee: ValueId, call: CallId) -> Rows {
        let callees = self.evaluator.ask(thunk.expression(callee), Reach::Local);
        let is_function = |found: &Found| matches!(found.what, What::Function { .. });
        if callees.is_empty() || !callees.iter().all(is_function) {
            return self.evaluated(thunk);
        }
        let mut rows = Rows::default();
        for callee in callees.iter() {
            if let What::Function { at, this } = &callee.what {
                let frame = self.evaluator.enter(*at, thunk.at(call), *this);
                for returned in self.returned(*at, frame) {
                    extend(&mut rows, returned);
                }
            }
        }
        rows
    }

    /// The forms of the rows of each expression that a function returns.
    fn returned(&mut self, at: At<FunctionId>, frame: FrameId) -> Vec<Rows> {
        let program = self.evaluator.program;
        let Some(facts) = program.facts(at.file) else {
            return vec![unknown()];
        };
        let returns = facts.function(at.id).returns.iter();
        let rows = returns.map(|&value| {
            self.rows(Thunk {
                file: at.file,
                value,
                frame,
            })
        });
        rows.collect()
    }

    /// The rows that an expression evaluates to.
    fn evaluated(&mut self, thunk: Thunk) -> Rows {
        let set = self.evaluator.ask(thunk, Reach::Local);
        let mut rows = Rows {
            alternatives: Vec::new(),
            open: set.is_empty(),
        };
        for found in set.iter() {
            match &found.what {
                What::Object(at) => {
                    let row = self.row(*at);
                    extend(&mut rows, self.one(thunk, vec![row], Form::Single));
                }
                What::Array(array) if *array != thunk => extend(&mut rows, self.rows(*array)),
                What::Elements(elements) => {
                    let mut list = self.one(thunk, Vec::new(), Form::Repeated);
                    for set in &mut list.alternatives {
                        self.add_elements(set, elements);
                    }
                    extend(&mut rows, list);
                }
                What::Nothing => {}
                _ => rows.open = true,
            }
        }
        if rows.open {
            // It may be the same object, changed.
            let sets = rows.alternatives.iter_mut();
            sets.flat_map(|set| &mut set.rows).for_each(changing::open);
        }
        rows
    }

    fn add_elements(&mut self, set: &mut RowSet, elements: &[Found]) {
        set.open |= elements.is_empty();
        for element in elements {
            match element.what {
                What::Object(at) => {
                    let row = self.row(at);
                    set.rows.push(row);
                }
                _ => set.open = true,
            }
        }
    }

    /// Whether a place of a function is behind the call that the rows are handed to, so that what
    /// is done there is done to them too late.
    pub(super) fn is_later(&self, file: FileId, function: Option<FunctionId>, start: u32) -> bool {
        let facts = self.evaluator.program.facts(self.call.file);
        let call = facts.map(|facts| facts.call(self.call.id));
        call.is_some_and(|call| {
            let is_same = (file, function) == (self.call.file, call.function);
            is_same && !call.in_loop && start > call.span.end
        })
    }
}

/// How rows are handed over.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Form {
    Single,
    Repeated,
}

fn unknown() -> Rows {
    Rows {
        alternatives: Vec::new(),
        open: true,
    }
}

fn extend(rows: &mut Rows, more: Rows) {
    rows.open |= more.open;
    for set in more.alternatives {
        if !rows.alternatives.contains(&set) {
            rows.alternatives.push(set);
        }
    }
}
