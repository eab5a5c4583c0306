//! Expressions whose value is one of several: `CASE`, `COALESCE`, `GREATEST`, `NULLIF`, `ARRAY`.

use super::{
    analyzer::{Analyzer, Value},
    clause::At,
};
use crate::schema::replay::{
    failure::{Applied, Stop},
    state::types::TypeRef,
};
use crate::{
    source::Span,
    sql::expression::{Expression, ExpressionKind},
};

impl Analyzer<'_> {
    pub(super) fn choice(&mut self, expression: &Expression, at: At<'_>) -> Applied<Value> {
        let span = expression.span;
        let before = self.traits.set;
        match &expression.kind {
            ExpressionKind::Coalesce(values) => {
                let value = self.one_of(values, "COALESCE", span, at)?;
                self.no_sets(before, "COALESCE", span, at.clause)?;
                Ok(value)
            }
            ExpressionKind::Extreme(values) => {
                let what = self.extreme(span);
                self.one_of(values, what, span, at)
            }
            ExpressionKind::NullIf(left, right) => self.null_if(left, right, span, at),
            ExpressionKind::Case {
                operand,
                branches,
                otherwise,
            } => {
                let value =
                    self.case(operand.as_deref(), branches, otherwise.as_deref(), span, at)?;
                self.no_sets(before, "CASE", span, at.clause)?;
                Ok(value)
            }
            ExpressionKind::Array(items) => self.array(items, span, at),
            _ => Ok(Value::untyped(span)),
        }
    }

    /// `GREATEST` or `LEAST`, which only the text tells.
    pub(super) fn extreme(&self, span: Span) -> &'static str {
        let text = self.session.slice(span);
        if text.starts_with(['l', 'L']) {
            "LEAST"
        } else {
            "GREATEST"
        }
    }

    fn one_of(
        &mut self,
        values: &[Expression],
        what: &str,
        span: Span,
        at: At<'_>,
    ) -> Applied<Value> {
        let values = self.values(values, at)?;
        let values: Vec<&Value> = values.iter().collect();
        let common = self.common_type(&values, what)?;
        Ok(Value::new(common, span))
    }

    pub(super) fn values(&mut self, values: &[Expression], at: At<'_>) -> Applied<Vec<Value>> {
        values
            .iter()
            .map(|value| self.expression(value, at))
            .collect()
    }

    fn null_if(
        &mut self,
        left: &Expression,
        right: &Expression,
        span: Span,
        at: At<'_>,
    ) -> Applied<Value> {
        let left = self.expression(left, at)?;
        let right = self.expression(right, at)?;
        self.operator_type(&Self::implied("=", span), Some(&left), Some(&right))?;
        let data_type = match left.data_type {
            // The operator reads a literal as what it compares it with.
            Some(data_type) if self.is_unknown(&data_type) => {
                let other = right.data_type.filter(|other| !self.is_unknown(other));
                Some(other.unwrap_or_else(|| self.types.text()))
            }
            data_type => data_type,
        };
        Ok(Value::new(data_type, span))
    }

    fn case(
        &mut self,
        operand: Option<&Expression>,
        branches: &[(Expression, Expression)],
        otherwise: Option<&Expression>,
        span: Span,
        at: At<'_>,
    ) -> Applied<Value> {
        let operand = match operand {
            Some(operand) => {
                let mut value = self.expression(operand, at)?;
                value.data_type = self.settled(value.data_type);
                value.literal = None;
                Some(value)
            }
            None => None,
        };
        let mut results = Vec::with_capacity(branches.len() + 1);
        for (when, then) in branches {
            let condition = self.expression(when, at)?;
            let condition = match &operand {
                Some(operand) => {
                    let equals = Self::implied("=", when.span);
                    self.operate(&equals, Some(operand), Some(&condition), when.span)?
                }
                None => condition,
            };
            self.boolean(&condition, "CASE/WHEN")?;
            results.push(self.expression(then, at)?);
        }
        let otherwise = match otherwise {
            Some(otherwise) => self.expression(otherwise, at)?,
            None => Value::new(Some(self.types.unknown()), span),
        };
        // What is after ELSE counts first.
        let values: Vec<&Value> = std::iter::once(&otherwise).chain(&results).collect();
        let common = self.common_type(&values, "CASE")?;
        Ok(Value::new(common, span))
    }

    fn array(&mut self, items: &[Expression], span: Span, at: At<'_>) -> Applied<Value> {
        if items.is_empty() {
            let message = "cannot determine type of empty array";
            let stop = Stop::failed("42P18", message)
                .at(span)
                .help("Explicitly cast to the desired type, for example ARRAY[]::integer[].");
            return self.forgive(stop, span);
        }
        let values = self.values(items, at)?;
        let values: Vec<&Value> = values.iter().collect();
        let Some(common) = self.common_type(&values, "ARRAY")? else {
            return Ok(Value::untyped(span));
        };
        let array = if common.array {
            common
        } else {
            TypeRef {
                array: true,
                ..common
            }
        };
        Ok(Value::new(Some(array), span))
    }
}
