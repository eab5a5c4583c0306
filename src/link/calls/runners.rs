//! What runs a unit: calls of its functions, and what hands them on.

use rustc_hash::FxHashMap;

use crate::{
    access::CodeUnit,
    facts::{CallId, FileFacts, FunctionId, UnitId, ValueId},
    source::{FileId, Location, Span},
};

use super::{
    super::{
        UnitCallKind,
        evaluate::{Evaluator, Reach},
        mentions::Mentions,
        value::{Found, Thunk, What},
    },
    heads::{Head, Placed, heads_in},
    names,
};

/// A unit that runs another, how, and where.
type Runner = (CodeUnit, UnitCallKind, Location);

/// Finds what runs units.
pub(super) struct Runners<'e, 'a> {
    evaluator: &'e mut Evaluator<'a>,
    mentions: Mentions<'a>,
    /// By file, what its functions are of the units they stand in.
    heads: FxHashMap<FileId, Vec<Head>>,
}

impl<'e, 'a> Runners<'e, 'a> {
    pub(super) fn new(evaluator: &'e mut Evaluator<'a>) -> Self {
        let mentions = Mentions::of(evaluator.program);
        Self {
            evaluator,
            mentions,
            heads: FxHashMap::default(),
        }
    }

    /// What runs a unit; several of one name in a file are one.
    pub(super) fn of(&mut self, unit: &CodeUnit) -> Vec<Runner> {
        let Some(facts) = self.evaluator.program.facts(unit.file) else {
            return Vec::new();
        };
        let heads = self.heads_of(unit.file, facts);
        let heads = heads
            .into_iter()
            .filter(|head| facts.text(facts.unit(head.unit).name) == unit.name);
        let mut runners = Vec::new();
        for head in heads {
            if let Placed::Handed(by, span) = head.placed {
                let location = Location {
                    file: unit.file,
                    span,
                };
                let by = code_unit(unit.file, facts, by);
                runners.push((by, UnitCallKind::Handed, location));
            }
            self.callers(unit.file, head, &mut runners);
        }
        runners
    }

    /// The calls of a function by its names, and the places where it is handed on.
    fn callers(&mut self, file: FileId, head: Head, runners: &mut Vec<Runner>) {
        let program = self.evaluator.program;
        for name in self.names(file, head) {
            for &(caller, call) in program.calls_named(&name) {
                let Some(facts) = program.facts(caller) else {
                    continue;
                };
                let callee = facts.call(call).callee;
                if self.is_call_of(caller, call, (file, head))
                    || self.is_kept_at(caller, callee, file, head)
                {
                    let span = facts.call(call).name_span;
                    let location = Location { file: caller, span };
                    let unit = code_unit(caller, facts, facts.call(call).unit);
                    runners.push((unit, UnitCallKind::Called, location));
                }
            }
            let mentions = self.mentions.named(&name).to_vec();
            for (mentioning, value) in mentions {
                let Some(facts) = program.facts(mentioning) else {
                    continue;
                };
                if self.is_it(mentioning, value, (file, head.function))
                    || self.is_kept_at(mentioning, value, file, head)
                {
                    let span = facts.value_span(value);
                    let unit = code_unit(mentioning, facts, unit_at(facts, span));
                    let location = Location {
                        file: mentioning,
                        span,
                    };
                    runners.push((unit, UnitCallKind::Handed, location));
                }
            }
        }
    }

    /// The names that a function may be called by.
    fn names(&self, file: FileId, head: Head) -> Vec<String> {
        let mut names = self.evaluator.names_of((file, head.function));
        let facts = self.evaluator.program.facts(file);
        if let (Some(kept), Some(facts)) = (head.kept, facts) {
            let name = facts.text(facts.binding(kept).name);
            let aliases = self.evaluator.program.aliases_of(name);
            for name in std::iter::once(name).chain(aliases.iter().copied()) {
                if !names.iter().any(|known| known == name) {
                    names.push(name.to_owned());
                }
            }
        }
        names
    }

    fn is_call_of(&mut self, file: FileId, call: CallId, (of, head): (FileId, Head)) -> bool {
        self.evaluator.begin();
        if self.evaluator.calls(file, call, (of, head.function)) {
            return true;
        }
        let Some(facts) = self.evaluator.program.facts(file) else {
            return false;
        };
        // A module as a whole is called by its default export: `lazy(() => import("./page"))`.
        let callee = Thunk::root(file, facts.call(call).callee);
        let set = self.evaluator.ask(callee, Reach::Local);
        set.iter().any(|found| match found.what {
            What::Module(module) => {
                let whole = self.evaluator.export(module, "default", Reach::Local);
                whole.iter().any(|found| is(found, (of, head.function)))
            }
            _ => false,
        })
    }

    /// Whether a name stands for a function.
    fn is_it(&mut self, file: FileId, value: ValueId, function: (FileId, FunctionId)) -> bool {
        let set = self.evaluator.ask(Thunk::root(file, value), Reach::Local);
        set.iter().any(|found| is(found, function))
    }

    /// Whether a name stands for what a function is kept as.
    fn is_kept_at(&self, file: FileId, value: ValueId, of: FileId, head: Head) -> bool {
        let kept = head.kept.map(|kept| (of, kept));
        kept.is_some() && names::declared(self.evaluator, file, value) == kept
    }

    fn heads_of(&mut self, file: FileId, facts: &FileFacts) -> Vec<Head> {
        let heads = self.heads.entry(file);
        heads.or_insert_with(|| heads_in(facts)).clone()
    }
}

fn is(found: &Found, function: (FileId, FunctionId)) -> bool {
    matches!(found.what, What::Function { at, .. } if (at.file, at.id) == function)
}

fn code_unit(file: FileId, facts: &FileFacts, unit: UnitId) -> CodeUnit {
    CodeUnit {
        file,
        name: facts.text(facts.unit(unit).name).to_owned(),
    }
}

/// The innermost unit around a place.
fn unit_at(facts: &FileFacts, place: Span) -> UnitId {
    let around = (0..)
        .zip(&facts.units)
        .filter(|(_, unit)| unit.span.start <= place.start && place.end <= unit.span.end);
    let innermost = around.min_by_key(|(index, unit)| {
        let length = unit.span.end - unit.span.start;
        (length, std::cmp::Reverse(*index))
    });
    innermost.map_or(UnitId(0), |(index, _)| UnitId(index))
}
