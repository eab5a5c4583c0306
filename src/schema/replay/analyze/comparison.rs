//! `IN`, `BETWEEN`, `IS DISTINCT FROM`, `ANY`, and subqueries in expressions.

use super::{
    analyzer::{Analyzer, Value},
    clause::At,
    walk::names_column,
};
use crate::schema::replay::{
    failure::{Applied, Stop},
    state::types::TypeRef,
};
use crate::{
    source::Span,
    sql::{
        expression::{Expression, ExpressionKind, Operator},
        query::Query,
    },
};

impl Analyzer<'_> {
    pub(super) fn comparison(&mut self, expression: &Expression, at: At<'_>) -> Applied<Value> {
        let span = expression.span;
        match &expression.kind {
            ExpressionKind::Distinct { left, right, .. } => {
                let left = self.expression(left, at)?;
                let right = self.expression(right, at)?;
                let operator = Self::implied("=", self.after(left.span));
                self.operate(&operator, Some(&left), Some(&right), span)?;
            }
            ExpressionKind::Between {
                value, low, high, ..
            } => {
                let value = self.expression(value, at)?;
                for (symbol, bound) in [(">=", low), ("<=", high)] {
                    let bound = self.expression(bound, at)?;
                    let operator = Self::implied(symbol, self.after(value.span));
                    self.operate(&operator, Some(&value), Some(&bound), span)?;
                }
            }
            ExpressionKind::InList {
                value,
                list,
                negated,
            } => {
                let symbol = if *negated { "<>" } else { "=" };
                self.in_list(value, list, symbol, span, at)?;
            }
            ExpressionKind::AnyArray {
                left,
                operator,
                array,
            } => {
                let left = self.expression(left, at)?;
                let array = self.expression(array, at)?;
                return self.any_array(operator, &left, &array, span);
            }
            _ => {}
        }
        Ok(Value::new(Some(self.types.boolean()), span))
    }

    /// Where the operator of a comparison stands: behind its first operand.
    fn after(&self, span: Span) -> Span {
        Span {
            start: span.end,
            end: span.end,
        }
    }

    fn in_list(
        &mut self,
        value: &Expression,
        list: &[Expression],
        symbol: &'static str,
        span: Span,
        at: At<'_>,
    ) -> Applied {
        let left = self.expression(value, at)?;
        let items = self.values(list, at)?;
        let operator = Self::implied(symbol, self.after(left.span));
        let constants: Vec<&Value> = items
            .iter()
            .zip(list)
            .filter(|(_, item)| !names_column(item))
            .map(|(item, _)| item)
            .collect();
        if constants.len() > 1 && left.row.is_none() {
            let mut all = vec![&left];
            all.extend(&constants);
            let known = all.iter().all(|value| value.data_type.is_some());
            if known
                && let Ok(common) = self.agree(&all)
                && !self.is_record(&common)
            {
                for constant in &constants {
                    self.become_type(constant, &common)?;
                }
                let element = Value::new(Some(common), span);
                self.operate(&operator, Some(&left), Some(&element), span)?;
                for item in items
                    .iter()
                    .zip(list)
                    .filter(|(_, item)| names_column(item))
                {
                    self.operate(&operator, Some(&left), Some(item.0), span)?;
                }
                return Ok(());
            }
        }
        for item in &items {
            self.operate(&operator, Some(&left), Some(item), span)?;
        }
        Ok(())
    }

    /// Expressions that hold a query.
    pub(super) fn of_query(&mut self, expression: &Expression, at: At<'_>) -> Applied<Value> {
        let span = expression.span;
        self.traits.subquery = true;
        let boolean = Value::new(Some(self.types.boolean()), span);
        match &expression.kind {
            ExpressionKind::Exists(query) => {
                self.subquery(query, at.level)?;
                Ok(boolean)
            }
            ExpressionKind::Subquery(query) => {
                let data_type = self.one_column(query, span, at)?;
                Ok(Value::new(self.settled(data_type), span))
            }
            ExpressionKind::ArrayQuery(query) => {
                let data_type = self.one_column(query, span, at)?;
                let array = self.settled(data_type).map(|element| TypeRef {
                    array: true,
                    ..element
                });
                Ok(Value::new(array, span))
            }
            ExpressionKind::InQuery { value, query, .. } => {
                let operator = Self::implied("=", self.after(value.span));
                self.compare_query(value, &operator, query, span, at)?;
                Ok(boolean)
            }
            ExpressionKind::AnyQuery {
                left,
                operator,
                query,
            } => {
                self.compare_query(left, operator, query, span, at)?;
                Ok(boolean)
            }
            _ => Ok(Value::untyped(span)),
        }
    }

    fn compare_query(
        &mut self,
        left: &Expression,
        operator: &Operator,
        query: &Query,
        span: Span,
        at: At<'_>,
    ) -> Applied {
        // The query is read before what it is compared with.
        let analysed = self.subquery(query, at.level)?;
        let value = self.expression(left, at)?;
        if analysed.open {
            return Ok(());
        }
        let single = std::slice::from_ref(&value);
        let left = value.row.as_deref().unwrap_or(single);
        let wrong = match left.len().cmp(&analysed.columns.len()) {
            std::cmp::Ordering::Less => "subquery has too many columns",
            std::cmp::Ordering::Greater => "subquery has too few columns",
            std::cmp::Ordering::Equal => {
                for (left, column) in left.iter().zip(analysed.columns) {
                    let right = Value::new(column.data_type, span);
                    self.operate(operator, Some(left), Some(&right), span)?;
                }
                return Ok(());
            }
        };
        self.forgiven(Stop::failed("42601", wrong).at(operator.span))
    }
}
