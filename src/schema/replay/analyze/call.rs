//! Calls of functions, aggregates and window functions: `ParseFuncOrColumn`.

use smallvec::SmallVec;

use super::{
    analyzer::{Analyzer, Field, Value},
    candidates::Candidate,
    clause::{At, Clause, Inside},
    function::{Found, Overload, Passed},
};
use crate::schema::{
    catalog::routine::RoutineKind,
    replay::{
        failure::{Applied, Stop},
        session::Mode,
        state::{ObjectId, types::TypeRef},
    },
};
use crate::{
    source::Span,
    sql::{
        expression::{Call, Expression, Window},
        name::{Identifier, Name},
    },
};

/// What a call gives, in `FROM` or elsewhere.
#[derive(Clone, Debug, Default)]
pub(super) struct Called {
    pub(super) value: Value,
    /// The name of its only result, when that has one.
    pub(super) output: Option<Identifier>,
}

/// The routine that a call by itself means.
#[derive(Clone, Debug)]
pub struct Meant {
    pub routine: ObjectId,
    /// The call as messages repeat it: `f(integer, unknown)`.
    pub signature: String,
}

impl Analyzer<'_> {
    pub(super) fn call(&mut self, call: &Call, span: Span, at: At<'_>) -> Applied<Value> {
        Ok(self.called(call, span, at)?.value)
    }

    /// A call with what `FROM` needs to know of it.
    pub(super) fn called(&mut self, call: &Call, span: Span, at: At<'_>) -> Applied<Called> {
        let kind = self.kind_by_name(&call.name);
        let inside = match (kind, &call.over) {
            (Some(RoutineKind::Aggregate), None) => Inside::Aggregate,
            (_, Some(_)) => Inside::Window,
            (_, None) => at.inside,
        };
        if inside == Inside::Aggregate && at.inside != Inside::Aggregate {
            self.aggregates.insert(span);
        }
        let arguments = self.arguments(call, at.inside(inside))?;
        if let Some(filter) = &call.filter {
            let filter_at = at.inside(inside).clause(Clause::Filter);
            let value = self.expression(filter, filter_at)?;
            self.boolean(&value, "FILTER")?;
        }
        if let Some(window) = &call.over {
            self.over(window, at)?;
        }
        let names: Vec<Option<Identifier>> = call
            .arguments
            .iter()
            .map(|argument| argument.name.as_ref().map(|name| name.text.clone()))
            .chain(call.within_group.iter().map(|_| None))
            .collect();
        let passed = Passed {
            values: &arguments,
            names: &names,
            variadic: call.arguments.iter().any(|argument| argument.variadic),
        };
        self.resolve(call, &passed, span, at)
    }

    /// The routine that a call means, procedures too.
    pub(super) fn procedure(&mut self, call: &Call, at: At<'_>) -> Applied<Option<Meant>> {
        let values = self.arguments(call, at)?;
        let names: Vec<Option<Identifier>> = call
            .arguments
            .iter()
            .map(|argument| argument.name.as_ref().map(|name| name.text.clone()))
            .collect();
        let passed = Passed {
            values: &values,
            names: &names,
            variadic: call.arguments.iter().any(|argument| argument.variadic),
        };
        match self.find_routine(&call.name, &passed)? {
            Found::Routine(candidate) => {
                for (value, to) in values.iter().zip(&candidate.types) {
                    if !self.is_polymorphic(to) && !self.is(to, self.types.any) {
                        self.become_type(value, to)?;
                    }
                }
                Ok(Some(Meant {
                    routine: candidate.of.id,
                    signature: self.signature(&call.name, &passed),
                }))
            }
            Found::Cast(_) => Ok(None),
            Found::Nothing | Found::Unfit => Err(self.no_procedure(&call.name, &passed)),
            Found::Ambiguous => Err(self.ambiguous_routine(&call.name, &passed)),
        }
    }

    /// What routines of a name are, if all are the same.
    fn kind_by_name(&self, name: &Name) -> Option<RoutineKind> {
        use crate::schema::replay::state::object::Class;
        let id = self.session.find(Class::Routine, name)?;
        self.routine(id).map(|routine| routine.kind)
    }

    fn arguments(&mut self, call: &Call, at: At<'_>) -> Applied<Vec<Value>> {
        let mut values = Vec::with_capacity(call.arguments.len());
        for argument in &call.arguments {
            values.push(self.expression(&argument.value, at)?);
        }
        for expression in &call.within_group {
            values.push(self.expression(expression, at)?);
        }
        for expression in &call.order_by {
            self.expression(expression, at)?;
        }
        Ok(values)
    }

    fn resolve(
        &mut self,
        call: &Call,
        passed: &Passed<'_>,
        span: Span,
        at: At<'_>,
    ) -> Applied<Called> {
        if let Some(value) = self.projection(call, passed, span) {
            return Ok(Called {
                value,
                ..Called::default()
            });
        }
        let found = match self.find_routine(&call.name, passed) {
            Ok(found) => found,
            Err(stop) => return self.unresolved(stop, span),
        };
        let known = passed.values.iter().all(|value| value.data_type.is_some());
        match found {
            Found::Routine(candidate) => self.call_routine(call, candidate, passed, span, at),
            Found::Cast(to) => {
                self.uses_type(&to);
                let value = passed.values.first().cloned().unwrap_or_default();
                let value = self.explicit_cast(value, &to)?;
                Ok(Called {
                    value: Value { span, ..value },
                    ..Called::default()
                })
            }
            Found::Nothing => self.unresolved(self.no_routine(&call.name, passed), span),
            Found::Unfit if known => self.unresolved(self.no_routine(&call.name, passed), span),
            Found::Ambiguous if known => {
                self.unresolved(self.ambiguous_routine(&call.name, passed), span)
            }
            Found::Unfit | Found::Ambiguous => {
                self.traits.calls(None);
                Ok(unknown(span))
            }
        }
    }

    fn unresolved(&mut self, stop: Stop, span: Span) -> Applied<Called> {
        match (self.session.mode, stop) {
            (Mode::Lenient, Stop::Failed(_)) => {
                self.traits.calls(None);
                Ok(unknown(span))
            }
            (Mode::Lenient | Mode::Strict, stop) => Err(stop),
        }
    }

    fn call_routine(
        &mut self,
        call: &Call,
        candidate: Candidate<Overload>,
        passed: &Passed<'_>,
        span: Span,
        at: At<'_>,
    ) -> Applied<Called> {
        let id = candidate.of.id;
        self.uses_object(id);
        let Some(routine) = self.routine(id).cloned() else {
            return Ok(unknown(span));
        };
        self.allow(call, routine.kind, passed, span, at)?;
        self.traits.calls(Some(routine.volatility));
        if routine.returns.set {
            at.clause.allow_set(call.name.span)?;
            self.traits.set = true;
        }
        let given: Vec<TypeRef> = passed
            .values
            .iter()
            .map(|value| {
                let data_type = value.data_type.clone();
                data_type.unwrap_or_else(|| self.types.unknown())
            })
            .collect();
        let Some(meaning) = self.meaning(&given, &candidate.types) else {
            return Ok(unknown(span));
        };
        for (value, declared) in passed.values.iter().zip(&candidate.types) {
            if let Some(to) = self.meant(&meaning, declared)
                && !self.is(&to, self.types.any)
            {
                self.become_type(value, &to)?;
            }
        }
        let is_known = passed.values.iter().all(|value| value.data_type.is_some());
        let meant = |declared: &Option<TypeRef>| {
            let declared = declared.as_ref()?;
            if !is_known && self.is_polymorphic(declared) {
                return None;
            }
            self.meant(&meaning, declared)
        };
        let result = meant(&routine.returns.data_type);
        let outputs: SmallVec<[Field; 2]> = routine
            .outputs()
            .map(|output| Field {
                name: output.name.clone(),
                data_type: meant(&output.data_type),
                origin: None,
            })
            .collect();
        if is_known && result.is_none() && routine.returns.data_type.is_some() {
            let message = "could not determine polymorphic type because input has type unknown";
            self.forgiven(Stop::failed("42804", message).at(call.name.span))?;
        }
        Ok(called(result, outputs, span))
    }

    /// # Errors
    ///
    /// When a routine of this kind may not be called so, or here.
    fn allow(
        &mut self,
        call: &Call,
        kind: RoutineKind,
        passed: &Passed<'_>,
        span: Span,
        at: At<'_>,
    ) -> Applied {
        let name = &call.name.name;
        let wrong = |message: String| Err(Stop::failed("42809", message).at(call.name.span));
        match (kind, &call.over) {
            (RoutineKind::Aggregate, None) => {
                at.clause.allow_aggregate(at.inside, span)?;
                self.traits.aggregate = true;
            }
            (RoutineKind::Aggregate | RoutineKind::Window, Some(_)) => {
                at.clause.allow_window(at.inside, span)?;
                self.traits.window = true;
            }
            (RoutineKind::Window, None) => {
                return wrong(format!("window function {name} requires an OVER clause"));
            }
            (RoutineKind::Procedure, _) => {
                let signature = self.signature(&call.name, passed);
                let message = format!("{signature} is a procedure");
                return Err(Stop::failed("42809", message)
                    .at(call.name.span)
                    .help("To call a procedure, use CALL."));
            }
            (RoutineKind::Function, Some(_)) => {
                return wrong(format!(
                    "OVER specified, but {name} is not a window function nor an aggregate function"
                ));
            }
            (RoutineKind::Function, None) => return allow_plain(call),
        }
        Ok(())
    }

    /// What follows `OVER`.
    pub(super) fn over(&mut self, window: &Window, at: At<'_>) -> Applied {
        if let Some(name) = &window.name
            && !self.windows.contains(&name.text)
        {
            let message = format!("window \"{}\" does not exist", name.text);
            return Err(Stop::failed("42704", message).at(name.span));
        }
        self.window(window, at)
    }

    /// The expressions of a window.
    pub(super) fn window(&mut self, window: &Window, at: At<'_>) -> Applied {
        let at = At::new(at.level, Clause::Window);
        let expressions = window.partition_by.iter().chain(&window.order_by);
        expressions
            .into_iter()
            .try_for_each(|expression: &Expression| self.expression(expression, at).map(|_| ()))
    }
}

fn unknown(span: Span) -> Called {
    Called {
        value: Value::untyped(span),
        ..Called::default()
    }
}

/// # Errors
///
/// 42809 when a function that is no aggregate is called like one.
fn allow_plain(call: &Call) -> Applied {
    let name = &call.name.name;
    let specified = if call.star {
        format!("{name}(*)")
    } else if call.distinct {
        "DISTINCT".to_owned()
    } else if !call.within_group.is_empty() {
        "WITHIN GROUP".to_owned()
    } else if !call.order_by.is_empty() {
        "ORDER BY".to_owned()
    } else if call.filter.is_some() {
        "FILTER".to_owned()
    } else {
        return Ok(());
    };
    let message = format!("{specified} specified, but {name} is not an aggregate function");
    Err(Stop::failed("42809", message).at(call.name.span))
}

fn called(result: Option<TypeRef>, outputs: SmallVec<[Field; 2]>, span: Span) -> Called {
    let output = match outputs.as_slice() {
        [only] => Some(only.name.clone()).filter(|name| !name.is_empty()),
        _ => None,
    };
    let fields = (outputs.len() > 1).then(|| outputs.into_vec());
    Called {
        value: Value {
            fields,
            ..Value::new(result, span)
        },
        output,
    }
}
