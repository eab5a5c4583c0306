//! Proxies: what the `get` of their handler reads from stands behind them.

use std::rc::Rc;

use crate::facts::{CallId, Value};

use super::{
    evaluate::{Evaluator, Reach},
    tail_name,
    value::{At, Set, Thunk, What, merge},
};

/// How far the result of a handler is followed to what it was read from.
const MAX_STEPS: u32 = 8;

impl Evaluator<'_> {
    /// What `new Proxy(target, { get: (_, key) => made()[key] })` reads from.
    pub(super) fn behind_proxy(&mut self, call: At<CallId>, reach: Reach) -> Set {
        let mut found = Vec::new();
        for handler in self.argument_of(call, 1, reach).iter() {
            if !matches!(handler.what, What::Object(_)) {
                continue;
            }
            for get in self.member(handler, "get", reach).iter() {
                let What::Function { at, .. } = get.what else {
                    continue;
                };
                let Some(facts) = self.program.facts(at.file) else {
                    continue;
                };
                for &value in &facts.function(at.id).returns {
                    let result = at.expression(value);
                    merge(&mut found, &self.read_from(result, MAX_STEPS, reach));
                }
            }
        }
        Rc::from(found)
    }

    /// What a member with a computed key is read from.
    fn read_from(&mut self, thunk: Thunk, steps: u32, reach: Reach) -> Set {
        let Some(facts) = self.program.facts(thunk.file) else {
            return Rc::from([]);
        };
        let at = |value| Thunk { value, ..thunk };
        let further: Vec<_> = match facts.value(thunk.value) {
            Value::Index { object, .. } => return self.evaluate(at(*object), reach),
            Value::Binding(binding) => facts.binding(*binding).sources.clone(),
            Value::Either(sides) => sides.clone(),
            Value::Cast { value, .. } => vec![*value],
            Value::Call(call) => {
                let call = facts.call(*call);
                let Value::Member { object, key } = *facts.value(call.callee) else {
                    return Rc::from([]);
                };
                match (facts.text(key), call.arguments.first()) {
                    ("bind", _) => vec![object],
                    ("get", Some(&first)) if tail_name(facts, object) == Some("Reflect") => {
                        return self.evaluate(at(first), reach);
                    }
                    _ => Vec::new(),
                }
            }
            _ => Vec::new(),
        };
        let mut found = Vec::new();
        if steps > 0 {
            for value in further {
                merge(&mut found, &self.read_from(at(value), steps - 1, reach));
            }
        }
        Rc::from(found)
    }
}
