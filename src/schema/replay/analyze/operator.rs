//! Operators: `parse_oper.c`.

use super::{
    analyzer::{Analyzer, Value},
    candidates::Candidate,
    clause::At,
    kinds::same,
};
use crate::schema::replay::{
    failure::{Applied, Stop, undefined_schema},
    state::{
        ObjectId,
        object::{Class, Kind},
        routine::Operator,
        types::TypeRef,
    },
};
use crate::{
    source::Span,
    sql::expression::{self, Expression, ExpressionKind},
};

impl Analyzer<'_> {
    /// `left operator right`; a long chain of them is followed without nesting.
    pub(super) fn operator_chain(&mut self, outermost: &Expression, at: At<'_>) -> Applied<Value> {
        let mut chain = Vec::new();
        let mut first = outermost;
        while let ExpressionKind::Operator {
            operator,
            left: Some(left),
            right,
        } = &first.kind
        {
            chain.push((operator, right.as_deref(), first.span));
            first = left;
        }
        let mut value = match &first.kind {
            ExpressionKind::Operator {
                operator,
                left: None,
                right: Some(right),
            } => {
                let right = self.expression(right, at)?;
                self.operate(operator, None, Some(&right), first.span)?
            }
            _ => self.expression(first, at)?,
        };
        for (operator, right, span) in chain.into_iter().rev() {
            let right = match right {
                Some(right) => Some(self.expression(right, at)?),
                None => None,
            };
            value = self.operate(operator, Some(&value), right.as_ref(), span)?;
        }
        Ok(value)
    }

    /// The value of an operator applied to values; rows are compared field by field.
    pub(super) fn operate(
        &mut self,
        operator: &expression::Operator,
        left: Option<&Value>,
        right: Option<&Value>,
        span: Span,
    ) -> Applied<Value> {
        if let (Some(left), Some(right)) = (left, right)
            && let (Some(a), Some(b)) = (&left.row, &right.row)
        {
            return self.compare_rows(operator, a, b, span);
        }
        let result = self.operator_type(operator, left, right)?;
        Ok(Value::new(result, span))
    }

    /// `(a, b) = (c, d)`
    pub(super) fn compare_rows(
        &mut self,
        operator: &expression::Operator,
        left: &[Value],
        right: &[Value],
        span: Span,
    ) -> Applied<Value> {
        if left.len() != right.len() {
            let message = "unequal number of entries in row expressions";
            return self.forgive(Stop::failed("42601", message).at(operator.span), span);
        }
        for (left, right) in left.iter().zip(right) {
            self.operate(operator, Some(left), Some(right), span)?;
        }
        Ok(Value::new(Some(self.types.boolean()), span))
    }

    /// The type of the result; `None` when an operand's is not known.
    pub(super) fn operator_type(
        &mut self,
        operator: &expression::Operator,
        left: Option<&Value>,
        right: Option<&Value>,
    ) -> Applied<Option<TypeRef>> {
        let given: Option<Vec<TypeRef>> = [left, right]
            .into_iter()
            .flatten()
            .map(|value| value.data_type.clone())
            .collect();
        let Some(given) = given else {
            let candidates = self.operators(operator, left.is_some(), right.is_some())?;
            self.traits.calls(None);
            return Ok(self.result_in_common(&candidates));
        };
        let exact = match right {
            Some(_) => self.exact_operator(operator, &given)?,
            None => None,
        };
        let chosen = match exact {
            Some(exact) => Some(exact),
            None => {
                let candidates = self.operators(operator, left.is_some(), right.is_some())?;
                self.choose_operator(operator, &candidates, &given, left.is_some())?
            }
        };
        let Some(chosen) = chosen else {
            self.traits.calls(None);
            return Ok(None);
        };
        self.uses_object(chosen.of);
        let values: Vec<&Value> = [left, right].into_iter().flatten().collect();
        self.apply_operator(&chosen, &values, &given)
    }

    /// The operators of a name that take so many operands; of the same signature the first in the
    /// search path.
    fn operators(
        &self,
        operator: &expression::Operator,
        has_left: bool,
        has_right: bool,
    ) -> Applied<Vec<Candidate<ObjectId>>> {
        let state = &self.session.state;
        let schemas = self.operator_schemas(operator)?;
        let mut candidates: Vec<Candidate<ObjectId>> = Vec::new();
        for schema in schemas {
            // No two of one schema are alike.
            let earlier = candidates.len();
            for &id in state.find_all(Class::Operator, Some(schema), &operator.symbol) {
                let Some(found) = self.operator_object(id) else {
                    continue;
                };
                if !has_right || found.left.is_some() != has_left {
                    continue;
                }
                let types: Vec<TypeRef> =
                    found.left.iter().chain([&found.right]).cloned().collect();
                if !candidates[..earlier]
                    .iter()
                    .any(|known| known.types == types)
                {
                    candidates.push(Candidate { of: id, types });
                }
            }
        }
        Ok(candidates)
    }

    /// Where an operator is looked for.
    fn operator_schemas(&self, operator: &expression::Operator) -> Applied<Vec<ObjectId>> {
        let Some(name) = &operator.schema else {
            return Ok(self.path.clone());
        };
        let found = self.session.state.schema(name);
        Ok(vec![
            found.ok_or_else(|| undefined_schema(name, operator.span))?,
        ])
    }

    fn operator_object(&self, id: ObjectId) -> Option<&Operator> {
        match &self.session.state.object(id)?.kind {
            Kind::Operator(operator) => Some(operator),
            _ => None,
        }
    }

    /// The result of all candidates, if they agree: comparisons are boolean whatever they compare.
    fn result_in_common(&self, candidates: &[Candidate<ObjectId>]) -> Option<TypeRef> {
        let mut results = candidates
            .iter()
            .filter_map(|candidate| Some(&self.operator_object(candidate.of)?.result));
        let first = results.next()?;
        let agree = results.all(|result| same(first, result));
        (agree && !self.is_polymorphic(first)).then(|| first.clone())
    }

    fn choose_operator(
        &self,
        operator: &expression::Operator,
        candidates: &[Candidate<ObjectId>],
        given: &[TypeRef],
        has_left: bool,
    ) -> Applied<Option<Candidate<ObjectId>>> {
        let matching = self.matching(candidates, given);
        let none = matching.is_empty();
        if let Some(chosen) = self.only_or_best(matching, given) {
            return Ok(Some(chosen));
        }
        let signature = self.operator_words(operator, given, has_left);
        let stop = if none {
            Stop::failed("42883", format!("operator does not exist: {signature}")).help(
                if has_left {
                    "No operator matches the given name and argument types. You might need to add explicit type casts."
                } else {
                    "No operator matches the given name and argument type. You might need to add an explicit type cast."
                },
            )
        } else {
            Stop::failed("42725", format!("operator is not unique: {signature}"))
                .help("Could not choose a best candidate operator. You might need to add explicit type casts.")
        };
        self.forgiven(stop.at(operator.span))?;
        Ok(None)
    }

    pub(super) fn only_or_best<T: Clone>(
        &self,
        mut matching: Vec<Candidate<T>>,
        given: &[TypeRef],
    ) -> Option<Candidate<T>> {
        if matching.len() == 1 {
            return matching.pop();
        }
        self.select_best(matching, given)
    }

    /// The operator of exactly these types; a literal counts as the type of the other operand.
    fn exact_operator(
        &self,
        operator: &expression::Operator,
        given: &[TypeRef],
    ) -> Applied<Option<Candidate<ObjectId>>> {
        let schemas = self.operator_schemas(operator)?;
        let find = |left: Option<&TypeRef>, right: &TypeRef| {
            self.operator_of(&schemas, operator, left, right)
        };
        let [left, right] = given else {
            let only = given.first();
            return Ok(only.and_then(|right| find(None, right)));
        };
        let other = match (self.is_unknown(left), self.is_unknown(right)) {
            (true, true) => return Ok(None),
            (true, false) => right,
            (false, true) => left,
            (false, false) => return Ok(find(Some(left), right)),
        };
        Ok(find(Some(other), other).or_else(|| {
            let base = self.base(other);
            find(Some(&base), &base)
        }))
    }

    /// The first operator in `schemas` that is declared for exactly these types.
    fn operator_of(
        &self,
        schemas: &[ObjectId],
        operator: &expression::Operator,
        left: Option<&TypeRef>,
        right: &TypeRef,
    ) -> Option<Candidate<ObjectId>> {
        let state = &self.session.state;
        let ids = schemas
            .iter()
            .flat_map(|&schema| state.find_all(Class::Operator, Some(schema), &operator.symbol));
        let found = ids.filter_map(|&id| Some((id, self.operator_object(id)?)));
        let mut exact = found.filter(|(_, found)| {
            let same_left = match (&found.left, left) {
                (Some(declared), Some(left)) => same(declared, left),
                (None, None) => true,
                (Some(_), None) | (None, Some(_)) => false,
            };
            same_left && same(&found.right, right)
        });
        let (of, found) = exact.next()?;
        let types = found.left.iter().chain([&found.right]).cloned().collect();
        Some(Candidate { of, types })
    }

    fn apply_operator(
        &mut self,
        chosen: &Candidate<ObjectId>,
        values: &[&Value],
        given: &[TypeRef],
    ) -> Applied<Option<TypeRef>> {
        let Some(operator) = self.operator_object(chosen.of) else {
            return Ok(None);
        };
        let (result, volatility) = (operator.result.clone(), operator.volatility);
        self.traits.calls(Some(volatility));
        let Some(meaning) = self.meaning(given, &chosen.types) else {
            return Ok(None);
        };
        for (value, declared) in values.iter().zip(&chosen.types) {
            if let Some(to) = self.meant(&meaning, declared) {
                self.become_type(value, &to)?;
            }
        }
        Ok(self.meant(&meaning, &result))
    }

    fn operator_words(
        &self,
        operator: &expression::Operator,
        given: &[TypeRef],
        has_left: bool,
    ) -> String {
        let symbol = match &operator.schema {
            Some(schema) => format!("{schema}.{}", operator.symbol),
            None => operator.symbol.to_string(),
        };
        match given {
            [left, right] => format!("{} {symbol} {}", self.words(left), self.words(right)),
            [right] if !has_left => format!("{symbol} {}", self.words(right)),
            _ => symbol,
        }
    }

    /// `left operator ANY (array)`
    pub(super) fn any_array(
        &mut self,
        operator: &expression::Operator,
        left: &Value,
        array: &Value,
        span: Span,
    ) -> Applied<Value> {
        let boolean = Value::new(Some(self.types.boolean()), span);
        let Some(data_type) = array.data_type.clone() else {
            return Ok(boolean);
        };
        let element = if self.is_unknown(&data_type) {
            Value {
                literal: None,
                ..array.clone()
            }
        } else {
            let Some(element) = self.element(&data_type) else {
                let message = "op ANY/ALL (array) requires array on right side";
                let stop = Stop::failed("42809", message).at(operator.span);
                return self.forgive(stop, span);
            };
            Value::new(Some(element), array.span)
        };
        let result = self.operator_type(operator, Some(left), Some(&element))?;
        if let Some(result) = result
            && !self.is(&self.base(&result), self.types.boolean)
        {
            let message = "op ANY/ALL (array) requires operator to yield boolean";
            return self.forgive(Stop::failed("42809", message).at(operator.span), span);
        }
        Ok(boolean)
    }
}
