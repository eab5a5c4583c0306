//! Which routine a call means: `func_get_detail`.

use super::{
    analyzer::{Analyzer, Value},
    candidates::Candidate,
    coerce::Pathway,
    kinds::{STRING, same},
};
use crate::schema::{
    catalog::routine::ArgumentMode,
    replay::{
        failure::{Applied, Stop, missing, undefined_schema, written},
        state::{
            ObjectId,
            object::{Class, Kind},
            routine::Routine,
            types::{CastContext, TypeRef},
        },
    },
    statement::MissingKind,
};
use crate::sql::name::{Identifier, Name};

/// The arguments of a call.
pub(super) struct Passed<'v> {
    pub(super) values: &'v [Value],
    /// Of each argument, `None` when it is passed by its position.
    pub(super) names: &'v [Option<Identifier>],
    /// Whether the last is an array of the rest: `VARIADIC`.
    pub(super) variadic: bool,
}

/// What a call of a function turns out to be.
pub(super) enum Found {
    Routine(Candidate<Overload>),
    /// A cast written like a function: `date(x)`.
    Cast(TypeRef),
    /// There is none with that name.
    Nothing,
    /// There are some with that name and none for these arguments.
    Unfit,
    Ambiguous,
}

/// A routine as one way to call it.
#[derive(Clone, Debug)]
pub(super) struct Overload {
    pub(super) id: ObjectId,
    path: usize,
    /// How many arguments of the call are elements of the variadic one.
    expanded: bool,
    /// Whether another routine is called the same way.
    ambiguous: bool,
}

impl Analyzer<'_> {
    pub(super) fn routine(&self, id: ObjectId) -> Option<&Routine> {
        match &self.session.state.object(id)?.kind {
            Kind::Routine(routine) => Some(routine),
            _ => None,
        }
    }

    /// The routine that a call means.
    ///
    /// # Errors
    ///
    /// 3F000 when the schema it is looked for in does not exist.
    pub(super) fn find_routine(&self, name: &Name, passed: &Passed<'_>) -> Applied<Found> {
        let (candidates, any) = self.overloads(name, passed)?;
        let given: Option<Vec<TypeRef>> = passed
            .values
            .iter()
            .map(|value| value.data_type.clone())
            .collect();
        let Some(given) = given else {
            return Ok(self.guess(candidates, passed, any));
        };
        let exact = candidates.iter().find(|candidate| {
            let mut pairs = candidate.types.iter().zip(&given);
            pairs.all(|(declared, given)| same(declared, given))
        });
        if let Some(exact) = exact {
            return Ok(found(exact.clone()));
        }
        if let Some(target) = self.cast_by_name(name, passed, &given) {
            return Ok(Found::Cast(target));
        }
        let matching = self.matching(&candidates, &given);
        if matching.is_empty() {
            return Ok(if any { Found::Unfit } else { Found::Nothing });
        }
        Ok(match self.only_or_best(matching, &given) {
            Some(best) => found(best),
            None => Found::Ambiguous,
        })
    }

    /// With arguments of unknown types: the only overload that is possible.
    fn guess(&self, candidates: Vec<Candidate<Overload>>, passed: &Passed<'_>, any: bool) -> Found {
        let mut possible = candidates.into_iter().filter(|candidate| {
            let mut pairs = candidate.types.iter().zip(passed.values);
            pairs.all(|(to, value)| {
                let from = value.data_type.as_ref();
                from.is_none_or(|from| self.can_coerce(from, to, CastContext::Implicit))
            })
        });
        match (possible.next(), possible.next()) {
            (Some(only), None) => Found::Routine(only),
            (Some(_), Some(_)) => Found::Ambiguous,
            (None, _) if any => Found::Unfit,
            (None, _) => Found::Nothing,
        }
    }

    /// Every way to call a routine of this name with so many arguments, and whether there is any
    /// routine of this name.
    fn overloads(
        &self,
        name: &Name,
        passed: &Passed<'_>,
    ) -> Applied<(Vec<Candidate<Overload>>, bool)> {
        let state = &self.session.state;
        let schemas = match &name.schema {
            Some(schema) => {
                let found = state.schema(schema);
                vec![found.ok_or_else(|| undefined_schema(schema, name.span))?]
            }
            None => self.path.clone(),
        };
        let mut candidates: Vec<Candidate<Overload>> = Vec::new();
        let mut any = false;
        for (path, schema) in schemas.into_iter().enumerate() {
            for &id in state.find_all(Class::Routine, Some(schema), &name.name) {
                let Some(routine) = self.routine(id) else {
                    continue;
                };
                any = true;
                if let Some(candidate) = self.way_to_call(id, path, routine, passed) {
                    add(&mut candidates, candidate);
                }
            }
        }
        Ok((candidates, any))
    }

    /// A routine with the types that it wants for the arguments given.
    fn way_to_call(
        &self,
        id: ObjectId,
        path: usize,
        routine: &Routine,
        passed: &Passed<'_>,
    ) -> Option<Candidate<Overload>> {
        let inputs: Vec<_> = routine.inputs().collect();
        let count = passed.values.len();
        let last = inputs.last();
        let variadic = last.filter(|last| last.mode == ArgumentMode::Variadic);
        let expanded = variadic.is_some() && !passed.variadic && count >= inputs.len() && count > 0;
        if !expanded && count > inputs.len() {
            return None;
        }
        let has_names = passed.names.iter().any(Option::is_some);
        let places: Vec<usize> = if has_names {
            let names = inputs.iter().map(|input| input.name.as_str());
            places(&names.collect::<Vec<_>>(), passed.names)?
        } else {
            (0..count)
                .map(|place| place.min(inputs.len().saturating_sub(1)))
                .collect()
        };
        let left_out = (0..inputs.len()).filter(|place| !places.contains(place));
        for place in left_out {
            if !inputs[place].has_default {
                return None;
            }
        }
        let any = TypeRef::plain(self.types.any);
        let types = places.iter().map(|&place| {
            let declared = inputs[place].data_type.clone();
            // An unknown type takes anything.
            let declared = declared.unwrap_or_else(|| any.clone());
            if expanded && place + 1 == inputs.len() {
                self.variadic_element(&declared)
            } else {
                declared
            }
        });
        Some(Candidate {
            types: types.collect(),
            of: Overload {
                id,
                path,
                expanded,
                ambiguous: false,
            },
        })
    }

    /// What each further argument of a variadic one is.
    fn variadic_element(&self, declared: &TypeRef) -> TypeRef {
        if self.is(declared, self.types.any_array) {
            return TypeRef::plain(self.types.any_element);
        }
        if self.is(declared, self.types.any_compatible_array) {
            return TypeRef::plain(self.types.any_compatible);
        }
        self.element(declared).unwrap_or_else(|| declared.clone())
    }

    /// The type that a call of one argument casts to, when its name is a type's.
    fn cast_by_name(&self, name: &Name, passed: &Passed<'_>, given: &[TypeRef]) -> Option<TypeRef> {
        let [from] = given else {
            return None;
        };
        if passed.names.iter().any(Option::is_some) || passed.variadic {
            return None;
        }
        let id = self.session.find(Class::Type, name)?;
        let to = TypeRef::plain(id);
        if self.is_unknown(from) {
            return Some(to);
        }
        match self.pathway(from, &to, CastContext::Explicit)? {
            Pathway::Cast => self.cast(&self.base(from), &self.base(&to)).is_none(),
            Pathway::Text => {
                let is_row = self.is_record(from) || self.is_composite(from);
                !(is_row && self.category(&to) == STRING)
            }
        }
        .then_some(to)
    }

    /// The error that a call means nothing.
    pub(super) fn no_routine(&self, name: &Name, passed: &Passed<'_>) -> Stop {
        let message = format!("function {} does not exist", self.signature(name, passed));
        Stop::failed("42883", message)
            .at(name.span)
            .help("No function matches the given name and argument types. You might need to add explicit type casts.")
            .missing(missing(MissingKind::Routine, name))
    }

    /// The error that a call may mean several routines.
    pub(super) fn ambiguous_routine(&self, name: &Name, passed: &Passed<'_>) -> Stop {
        let message = format!("function {} is not unique", self.signature(name, passed));
        Stop::failed("42725", message).at(name.span).help(
            "Could not choose a best candidate function. You might need to add explicit type casts.",
        )
    }

    /// The error that `CALL` means nothing.
    pub(super) fn no_procedure(&self, name: &Name, passed: &Passed<'_>) -> Stop {
        let message = format!("procedure {} does not exist", self.signature(name, passed));
        Stop::failed("42883", message)
            .at(name.span)
            .help("No procedure matches the given name and argument types. You might need to add explicit type casts.")
            .missing(missing(MissingKind::Routine, name))
    }

    /// A call as messages repeat it: `f(integer, b => unknown)`.
    pub(super) fn signature(&self, name: &Name, passed: &Passed<'_>) -> String {
        let arguments = passed.values.iter().zip(passed.names);
        let arguments = arguments.map(|(value, name)| {
            let words = self.words_or(value.data_type.as_ref());
            match name {
                Some(name) => format!("{name} => {words}"),
                None => words.into_owned(),
            }
        });
        let arguments: Vec<String> = arguments.collect();
        format!("{}({})", written(name), arguments.join(", "))
    }
}

fn found(candidate: Candidate<Overload>) -> Found {
    if candidate.of.ambiguous {
        Found::Ambiguous
    } else {
        Found::Routine(candidate)
    }
}

/// Adds a way to call, unless a better one takes the same types.
fn add(candidates: &mut Vec<Candidate<Overload>>, new: Candidate<Overload>) {
    let rank = |overload: &Overload| (overload.path, overload.expanded);
    let known = candidates.iter_mut().find(|known| known.types == new.types);
    match known {
        Some(known) if rank(&new.of) < rank(&known.of) => *known = new,
        // Only defaults tell them apart, and a call does not say whether it wants them.
        Some(known) if rank(&new.of) == rank(&known.of) => known.of.ambiguous = true,
        Some(_) => {}
        None => candidates.push(new),
    }
}

/// The place of each argument among the parameters; `None` when a name is none of theirs.
fn places(parameters: &[&str], names: &[Option<Identifier>]) -> Option<Vec<usize>> {
    let mut places = Vec::with_capacity(names.len());
    for (index, name) in names.iter().enumerate() {
        let place = match name {
            None => index,
            Some(name) => parameters.iter().position(|parameter| parameter == name)?,
        };
        if places.contains(&place) {
            return None;
        }
        places.push(place);
    }
    Some(places)
}
