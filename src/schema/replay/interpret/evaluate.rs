//! Expressions.

use super::{
    environment::Interpreter,
    names, operators,
    truths::{element, is_test, negate},
    value::{Truth, Value},
};
use crate::{
    schema::replay::{
        analyze,
        failure::{Applied, Stop},
        session::Mode,
    },
    sql::{
        expression::{Expression, ExpressionKind, Operator},
        query::Query,
    },
};

impl Interpreter<'_> {
    /// The value of an expression that a step evaluates.
    ///
    /// # Errors
    ///
    /// What Postgres says when it analyses or evaluates it.
    pub(super) fn checked(&mut self, expression: &Expression) -> Applied<Value> {
        if self.session.mode == Mode::Strict && !is_plain(expression) {
            let scope = self.scope();
            if let Err(stop @ Stop::Failed(_)) =
                analyze::expression(self.session, expression, &scope)
            {
                return Err(stop);
            }
        }
        self.value(expression)
    }

    /// The value of an expression.
    pub(super) fn value(&mut self, expression: &Expression) -> Applied<Value> {
        let value = match &expression.kind {
            ExpressionKind::Null => Value::Null,
            ExpressionKind::Boolean(value) => Value::Boolean(*value),
            ExpressionKind::Number(number) => number.parse().map_or(Value::Unknown, Value::Integer),
            ExpressionKind::String(text) => Value::text(text.as_str()),
            ExpressionKind::Column(words) => self.lookup(words),
            ExpressionKind::Field(row, field) => match self.value(row)? {
                Value::Row(fields) => {
                    let found = fields.into_iter().find(|(name, _)| *name == field.text);
                    found.map_or(Value::Unknown, |(_, value)| value)
                }
                _ => Value::Unknown,
            },
            ExpressionKind::Parameter(number) => self.parameter(*number),
            ExpressionKind::Call(call) => return self.called(call),
            ExpressionKind::Coalesce(values) => return self.coalesced(values),
            ExpressionKind::NullIf(value, other) => {
                let (value, other) = (self.value(value)?, self.value(other)?);
                match operators::equal(self.session, &value, &other) {
                    Truth::True => Value::Null,
                    Truth::False | Truth::Null => value,
                    Truth::Unknown => Value::Unknown,
                }
            }
            ExpressionKind::Current(word) => self.current(word),
            ExpressionKind::Cast(value, to) => {
                let value = self.value(value)?;
                names::cast(self.session, value, to)?
            }
            ExpressionKind::And(_) | ExpressionKind::Or(_) | ExpressionKind::Not(_) => {
                self.logic(expression)?.value()
            }
            ExpressionKind::IsTest(value, test) => {
                let value = self.value(value)?;
                is_test(&value, *test).value()
            }
            ExpressionKind::Distinct {
                left,
                right,
                negated,
            } => {
                let (left, right) = (self.value(left)?, self.value(right)?);
                let found = operators::distinct(self.session, &left, &right);
                negate(found, *negated).value()
            }
            ExpressionKind::Operator {
                operator,
                left: Some(left),
                right: Some(right),
            } => {
                let (left, right) = (self.value(left)?, self.value(right)?);
                let divides = matches!(operator.symbol.as_str(), "/" | "%");
                if divides && right == Value::Integer(0) && left != Value::Null {
                    return Err(Stop::failed("22012", "division by zero"));
                }
                operators::binary(self.session, &operator.symbol, &left, &right)
            }
            ExpressionKind::Operator {
                operator,
                right: Some(right),
                ..
            } if operator.symbol == "-" => match self.value(right)? {
                Value::Integer(number) => {
                    number.checked_neg().map_or(Value::Unknown, Value::Integer)
                }
                _ => Value::Unknown,
            },
            ExpressionKind::Between { .. }
            | ExpressionKind::InList { .. }
            | ExpressionKind::InQuery { .. }
            | ExpressionKind::AnyArray { .. }
            | ExpressionKind::AnyQuery { .. }
            | ExpressionKind::Exists(_) => self.membership(expression)?.value(),
            ExpressionKind::Subquery(query) => return self.single(query),
            ExpressionKind::Array(values) => Value::Array(self.all(values)?),
            ExpressionKind::ArrayQuery(query) => self.column_of(query)?,
            ExpressionKind::Case { .. } => return self.case(expression),
            ExpressionKind::Index(array, index) => {
                let (array, index) = (self.value(array)?, self.value(index)?);
                element(&array, &index)
            }
            ExpressionKind::Collate(value, _) => return self.value(value),
            ExpressionKind::BitString(_)
            | ExpressionKind::Default
            | ExpressionKind::Star(_)
            | ExpressionKind::FieldStar(_)
            | ExpressionKind::Extreme(_)
            | ExpressionKind::Operator { .. }
            | ExpressionKind::Row(_)
            | ExpressionKind::Slice(_)
            | ExpressionKind::Other(_) => Value::Unknown,
        };
        Ok(value)
    }

    pub(super) fn all(&mut self, expressions: &[Expression]) -> Applied<Vec<Value>> {
        expressions
            .iter()
            .map(|expression| self.value(expression))
            .collect()
    }

    fn parameter(&self, number: u32) -> Value {
        let place = (number as usize).checked_sub(1);
        let given = place.and_then(|place| self.parameters.get(place));
        given.cloned().unwrap_or_else(|| {
            let name = smol_str::format_smolstr!("${number}");
            let index = self.variable(None, &name);
            index.map_or(Value::Unknown, |index| self.variables[index].value.clone())
        })
    }

    fn coalesced(&mut self, values: &[Expression]) -> Applied<Value> {
        for value in values {
            let value = self.value(value)?;
            if value != Value::Null {
                return Ok(value);
            }
        }
        Ok(Value::Null)
    }

    /// `AND`, `OR`, `NOT`; what needs not be evaluated is not.
    fn logic(&mut self, expression: &Expression) -> Applied<Truth> {
        match &expression.kind {
            ExpressionKind::And(operands) => {
                let mut found = Truth::True;
                for operand in operands {
                    found = found.and(self.value(operand)?.truth());
                    if found == Truth::False {
                        break;
                    }
                }
                Ok(found)
            }
            ExpressionKind::Or(operands) => {
                let mut found = Truth::False;
                for operand in operands {
                    found = found.or(self.value(operand)?.truth());
                    if found == Truth::True {
                        break;
                    }
                }
                Ok(found)
            }
            ExpressionKind::Not(operand) => Ok(self.value(operand)?.truth().not()),
            _ => Ok(self.value(expression)?.truth()),
        }
    }

    fn membership(&mut self, expression: &Expression) -> Applied<Truth> {
        match &expression.kind {
            ExpressionKind::Between {
                value,
                low,
                high,
                negated,
            } => {
                let value = self.value(value)?;
                let (low, high) = (self.value(low)?, self.value(high)?);
                let above = operators::binary(self.session, ">=", &value, &low).truth();
                let below = operators::binary(self.session, "<=", &value, &high).truth();
                Ok(negate(above.and(below), *negated))
            }
            ExpressionKind::InList {
                value,
                list,
                negated,
            } => {
                let value = self.value(value)?;
                let list = self.all(list)?;
                let found = operators::is_in(self.session, &value, &list);
                Ok(negate(found, *negated))
            }
            ExpressionKind::InQuery {
                value,
                query,
                negated,
            } => {
                let value = self.value(value)?;
                let found = self.is_in_query(&value, query, "=")?;
                Ok(negate(found, *negated))
            }
            ExpressionKind::AnyArray {
                left,
                operator,
                array,
            } => {
                let left = self.value(left)?;
                let array = self.value(array)?;
                Ok(self.any(&left, operator, &array))
            }
            ExpressionKind::AnyQuery {
                left,
                operator,
                query,
            } => {
                let left = self.value(left)?;
                self.is_in_query(&left, query, &operator.symbol)
            }
            ExpressionKind::Exists(query) => {
                let rows = self.rows_of(query)?;
                Ok(match (rows.rows.is_empty(), rows.uncertain) {
                    (false, _) => Truth::True,
                    (true, false) => Truth::False,
                    (true, true) => Truth::Unknown,
                })
            }
            _ => Ok(Truth::Unknown),
        }
    }

    fn any(&self, left: &Value, operator: &Operator, array: &Value) -> Truth {
        let parsed;
        let values = match array {
            Value::Array(values) => values,
            Value::Null => return Truth::Null,
            Value::Text(text) => {
                parsed = names::array(text);
                match &parsed {
                    Value::Array(values) => values,
                    _ => return Truth::Unknown,
                }
            }
            _ => return Truth::Unknown,
        };
        // `<>` is only ever written with `ALL`.
        let all = matches!(operator.symbol.as_str(), "<>" | "!=");
        let compared = values
            .iter()
            .map(|value| operators::binary(self.session, &operator.symbol, left, value).truth());
        if all {
            compared.fold(Truth::True, Truth::and)
        } else {
            compared.fold(Truth::False, Truth::or)
        }
    }

    fn is_in_query(&mut self, value: &Value, query: &Query, symbol: &str) -> Applied<Truth> {
        let rows = self.rows_of(query)?;
        let values = rows.rows.iter().filter_map(|row| row.first());
        let all = matches!(symbol, "<>" | "!=");
        let compared =
            values.map(|other| operators::binary(self.session, symbol, value, other).truth());
        let found = if all {
            compared.fold(Truth::True, Truth::and)
        } else {
            compared.fold(Truth::False, Truth::or)
        };
        let rest = if !rows.uncertain {
            found
        } else if all {
            found.and(Truth::Unknown)
        } else {
            found.or(Truth::Unknown)
        };
        Ok(rest)
    }

    /// The one value of a query.
    fn single(&mut self, query: &Query) -> Applied<Value> {
        let rows = self.rows_of(query)?;
        Ok(match rows.rows.first() {
            _ if rows.uncertain => Value::Unknown,
            Some(row) => row.first().cloned().unwrap_or(Value::Unknown),
            None => Value::Null,
        })
    }

    /// The first column of a query as an array.
    fn column_of(&mut self, query: &Query) -> Applied<Value> {
        let rows = self.rows_of(query)?;
        if rows.uncertain {
            return Ok(Value::Unknown);
        }
        let values = rows
            .rows
            .into_iter()
            .filter_map(|row| row.into_iter().next());
        Ok(Value::Array(values.collect()))
    }

    fn case(&mut self, expression: &Expression) -> Applied<Value> {
        let ExpressionKind::Case {
            operand,
            branches,
            otherwise,
        } = &expression.kind
        else {
            return Ok(Value::Unknown);
        };
        let operand = match operand {
            Some(operand) => Some(self.value(operand)?),
            None => None,
        };
        for (condition, result) in branches {
            let condition = self.value(condition)?;
            let found = match &operand {
                Some(operand) => operators::equal(self.session, operand, &condition),
                None => condition.truth(),
            };
            match found {
                Truth::True => return self.value(result),
                Truth::False | Truth::Null => {}
                Truth::Unknown => return Ok(Value::Unknown),
            }
        }
        match otherwise {
            Some(otherwise) => self.value(otherwise),
            None => Ok(Value::Null),
        }
    }

    fn current(&self, word: &str) -> Value {
        match word {
            "current_user" | "session_user" | "user" | "current_role" => Value::text("postgres"),
            "current_schema" => self.current_schema(),
            _ => Value::Unknown,
        }
    }

    /// The first schema of the search path that is there.
    pub(super) fn current_schema(&self) -> Value {
        let mut path = self.session.search_path.iter();
        let found = path.find(|name| self.session.state.schema(name).is_some());
        Value::optional(found.map(ToString::to_string))
    }
}

/// Whether there is nothing in an expression that Postgres could reject.
fn is_plain(expression: &Expression) -> bool {
    matches!(
        expression.kind,
        ExpressionKind::Null
            | ExpressionKind::Boolean(_)
            | ExpressionKind::Number(_)
            | ExpressionKind::String(_)
    )
}
