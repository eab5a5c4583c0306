//! Groups of rows, and what is computed over them.

use super::{
    environment::{Bound, Interpreter},
    query::{Ordered, columns},
    value::{Truth, Value},
};
use crate::{
    schema::replay::failure::Applied,
    sql::{
        expression::{Call, Expression, ExpressionKind},
        name::Identifier,
        parts,
        query::{Select, Target},
    },
};

impl Interpreter<'_> {
    /// The rows that are aggregated together; one group without `GROUP BY`, even of nothing.
    pub(super) fn groups(
        &mut self,
        select: &Select,
        combinations: Vec<Vec<Bound>>,
    ) -> Applied<Vec<Vec<Vec<Bound>>>> {
        if select.group_by.is_empty() {
            return Ok(vec![combinations]);
        }
        let columns = columns(&select.targets);
        let mut groups: Vec<(Vec<Value>, Vec<Vec<Bound>>)> = Vec::new();
        for items in combinations {
            self.stand_on(items.clone());
            let mut keys = Vec::with_capacity(select.group_by.len());
            for expression in &select.group_by {
                let by_target = target_of(expression, &columns, &select.targets);
                keys.push(self.value(by_target.unwrap_or(expression))?);
            }
            if keys.contains(&Value::Unknown) {
                self.doubt();
                continue;
            }
            let known = groups.iter_mut().find(|(known, _)| *known == keys);
            match known {
                Some((_, group)) => group.push(items),
                None => groups.push((keys, vec![items])),
            }
            self.fuel = self.fuel.saturating_sub(groups.len() as u32);
            if self.fuel == 0 {
                self.doubt();
                break;
            }
        }
        Ok(groups.into_iter().map(|(_, group)| group).collect())
    }

    /// Computes the aggregates over a group.
    pub(super) fn aggregate(&mut self, calls: &[&Call], group: &[Vec<Bound>]) -> Applied {
        let uncertain = self.levels.last().is_some_and(|level| level.uncertain);
        for call in calls {
            let mut values = Vec::with_capacity(group.len());
            for items in group {
                self.stand_on(items.clone());
                if !self.holds(call.filter.as_ref())? {
                    continue;
                }
                let mut arguments = Vec::with_capacity(call.arguments.len());
                for argument in &call.arguments {
                    arguments.push(self.value(&argument.value)?);
                }
                let mut keys = Vec::with_capacity(call.order_by.len());
                for key in &call.order_by {
                    keys.push(self.value(key)?);
                }
                values.push(Ordered {
                    keys,
                    row: arguments,
                });
            }
            values.sort_by(|a, b| self.order(&a.keys, &b.keys));
            let value = if uncertain {
                Value::Unknown
            } else {
                self.aggregated(call, values)
            };
            let address = std::ptr::from_ref::<Call>(call).addr();
            self.aggregates.insert(address, value);
        }
        Ok(())
    }

    fn aggregated(&self, call: &Call, values: Vec<Ordered>) -> Value {
        if call.star {
            return Value::Integer(values.len() as i64);
        }
        let between = values.first().and_then(|value| value.row.get(1)).cloned();
        let firsts = values
            .into_iter()
            .filter_map(|value| value.row.into_iter().next());
        let mut firsts: Vec<Value> = firsts.collect();
        if firsts.contains(&Value::Unknown) {
            return Value::Unknown;
        }
        if call.distinct {
            let mut kept: Vec<Value> = Vec::new();
            for value in firsts {
                if !kept.contains(&value) {
                    kept.push(value);
                }
            }
            firsts = kept;
        }
        let name = call.name.name.as_str();
        if name == "array_agg" {
            return if firsts.is_empty() {
                Value::Null
            } else {
                Value::Array(firsts)
            };
        }
        firsts.retain(|value| *value != Value::Null);
        if name == "count" {
            return Value::Integer(firsts.len() as i64);
        }
        if firsts.is_empty() {
            return Value::Null;
        }
        match name {
            "string_agg" => {
                let printed: Option<Vec<String>> = firsts
                    .iter()
                    .map(|value| value.print(self.session))
                    .collect();
                let between = between.and_then(|between| between.print(self.session));
                match (printed, between) {
                    (Some(parts), Some(between)) => Value::Text(parts.join(&between)),
                    _ => Value::Unknown,
                }
            }
            "bool_and" | "every" => {
                let all = firsts.iter().map(Value::truth);
                all.fold(Truth::True, Truth::and).value()
            }
            "bool_or" => {
                let any = firsts.iter().map(Value::truth);
                any.fold(Truth::False, Truth::or).value()
            }
            "min" | "max" => {
                firsts.sort_by(|a, b| self.order(std::slice::from_ref(a), std::slice::from_ref(b)));
                let edge = if name == "min" {
                    firsts.into_iter().next()
                } else {
                    firsts.pop()
                };
                edge.unwrap_or(Value::Null)
            }
            _ => Value::Unknown,
        }
    }
}

/// The target that an entry of `GROUP BY` names or numbers.
fn target_of<'a>(
    expression: &Expression,
    columns: &[Identifier],
    targets: &'a [Target],
) -> Option<&'a Expression> {
    let place = match &expression.kind {
        ExpressionKind::Number(number) => number.parse::<usize>().ok()?.checked_sub(1)?,
        ExpressionKind::Column(words) => match words.as_slice() {
            [name] => columns.iter().position(|column| *column == name.text)?,
            _ => return None,
        },
        _ => return None,
    };
    targets.get(place).map(|target| &target.value)
}

/// Aggregates that are computed, and those whose result is not known.
const AGGREGATES: &[&str] = &[
    "array_agg",
    "avg",
    "bool_and",
    "bool_or",
    "count",
    "every",
    "json_agg",
    "json_object_agg",
    "jsonb_agg",
    "jsonb_object_agg",
    "max",
    "min",
    "string_agg",
    "sum",
];

/// The calls of aggregates in an expression.
pub(super) fn aggregates<'a>(expression: &'a Expression, calls: &mut Vec<&'a Call>) {
    let mut waiting = vec![expression];
    while let Some(next) = waiting.pop() {
        if let ExpressionKind::Call(call) = &next.kind
            && AGGREGATES.contains(&call.name.name.as_str())
            && call.over.is_none()
        {
            calls.push(call);
            continue;
        }
        waiting.extend(parts::operands(next));
    }
}
