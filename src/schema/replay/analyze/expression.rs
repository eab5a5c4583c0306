//! Expressions to the types of their values: `parse_expr.c`.

use super::{
    analyzer::{Analyzer, Literal, Value},
    clause::{At, Clause},
    kinds::unmodified,
};
use crate::schema::replay::{
    failure::{Applied, Stop, written},
    state::types::TypeRef,
};
use crate::{
    source::Span,
    sql::{
        expression::{Expression, ExpressionKind, IsTest, Operator},
        query::Query,
    },
};

impl Analyzer<'_> {
    pub(super) fn expression(&mut self, expression: &Expression, at: At<'_>) -> Applied<Value> {
        self.deeper(|analyzer| analyzer.of_kind(expression, at))
    }

    fn of_kind(&mut self, expression: &Expression, at: At<'_>) -> Applied<Value> {
        let span = expression.span;
        match &expression.kind {
            ExpressionKind::Null
            | ExpressionKind::Boolean(_)
            | ExpressionKind::Number(_)
            | ExpressionKind::String(_)
            | ExpressionKind::BitString(_) => Ok(self.constant(&expression.kind, span)),
            ExpressionKind::Parameter(number) => self.parameter(*number, span),
            ExpressionKind::Default => {
                let message = "DEFAULT is not allowed in this context";
                self.forgive(Stop::failed("42601", message).at(span), span)
            }
            ExpressionKind::Column(words) => self.column(words, span, at),
            ExpressionKind::Star(_) | ExpressionKind::FieldStar(_) => {
                self.star_as_value(expression, at)
            }
            ExpressionKind::Field(value, field) => {
                let value = self.expression(value, at)?;
                self.field(value, field, span)
            }
            ExpressionKind::Call(call) => self.call(call, span, at),
            ExpressionKind::Coalesce(_)
            | ExpressionKind::Extreme(_)
            | ExpressionKind::NullIf(..)
            | ExpressionKind::Case { .. }
            | ExpressionKind::Array(_) => self.choice(expression, at),
            ExpressionKind::Current(word) => Ok(Value::new(self.current(word), span)),
            ExpressionKind::Cast(value, name) => {
                let to = self.named_type(name)?;
                let value = self.cast_operand(value, to.as_ref(), at)?;
                match to {
                    Some(to) => {
                        // A cast to the type that it has is none.
                        let is_none = value.data_type.as_ref() == Some(&to);
                        let origin = value.origin.filter(|_| is_none);
                        let value = self.explicit_cast(value, &to)?;
                        Ok(Value {
                            span,
                            origin,
                            ..value
                        })
                    }
                    None => Ok(Value::untyped(span)),
                }
            }
            ExpressionKind::And(operands) => self.logical(operands, "AND", span, at),
            ExpressionKind::Or(operands) => self.logical(operands, "OR", span, at),
            ExpressionKind::Not(operand) => {
                self.logical(std::slice::from_ref(operand), "NOT", span, at)
            }
            ExpressionKind::IsTest(value, test) => self.is_test(value, *test, span, at),
            ExpressionKind::Operator { .. } => self.operator_chain(expression, at),
            ExpressionKind::Distinct { .. }
            | ExpressionKind::Between { .. }
            | ExpressionKind::InList { .. }
            | ExpressionKind::AnyArray { .. } => self.comparison(expression, at),
            ExpressionKind::InQuery { .. }
            | ExpressionKind::AnyQuery { .. }
            | ExpressionKind::Exists(_)
            | ExpressionKind::Subquery(_)
            | ExpressionKind::ArrayQuery(_) => self.of_query(expression, at),
            ExpressionKind::Row(values) => self.row(values, span, at),
            ExpressionKind::Index(value, index) => self.subscript(value, index, span, at),
            ExpressionKind::Slice(value) => {
                let value = self.expression(value, at)?;
                Ok(Value::new(value.data_type, span))
            }
            ExpressionKind::Collate(value, name) => self.collate(value, name, span, at),
            ExpressionKind::Other(operands) => {
                for operand in operands {
                    self.expression(operand, at)?;
                }
                self.traits.calls(None);
                Ok(Value::untyped(span))
            }
        }
    }

    fn constant(&self, kind: &ExpressionKind, span: Span) -> Value {
        let types = self.types;
        let (id, literal) = match kind {
            ExpressionKind::Null => (types.unknown, Some(Literal::Null)),
            ExpressionKind::Boolean(value) => (types.boolean, Some(Literal::Boolean(*value))),
            ExpressionKind::Number(number) => {
                let id = if number.parse::<i32>().is_ok() {
                    types.int4
                } else if number.parse::<i64>().is_ok() {
                    types.int8
                } else {
                    types.numeric
                };
                (id, Some(Literal::Number(number.clone())))
            }
            ExpressionKind::String(text) => (types.unknown, Some(Literal::String(text.clone()))),
            _ => (types.bit, None),
        };
        Value {
            literal,
            ..Value::new(Some(TypeRef::plain(id)), span)
        }
    }

    fn parameter(&mut self, number: u32, span: Span) -> Applied<Value> {
        let index = (number as usize).wrapping_sub(1);
        match self.scope.parameters.get(index) {
            Some(data_type) => Ok(Value::new(data_type.clone(), span)),
            None if self.scope.open => Ok(Value::untyped(span)),
            None => {
                let message = format!("there is no parameter ${number}");
                self.forgive(Stop::failed("42P02", message).at(span), span)
            }
        }
    }

    /// `CURRENT_DATE` and its like.
    fn current(&mut self, word: &str) -> Option<TypeRef> {
        use crate::schema::catalog::routine::Volatility;
        self.traits.calls(Some(Volatility::Stable));
        let types = self.types;
        let bare = word.split('(').next().unwrap_or(word).trim();
        let id = match bare {
            "current_date" => types.date,
            "current_time" => types.timetz,
            "current_timestamp" => types.timestamptz,
            "localtime" => types.time,
            "localtimestamp" => types.timestamp,
            _ => types.name,
        };
        Some(TypeRef::plain(id))
    }

    /// The operand of a cast: `ARRAY[…]` takes its element type from the cast.
    fn cast_operand(
        &mut self,
        value: &Expression,
        to: Option<&TypeRef>,
        at: At<'_>,
    ) -> Applied<Value> {
        let element = to.and_then(|to| self.element(to));
        let (ExpressionKind::Array(items), Some(element)) = (&value.kind, element) else {
            return self.expression(value, at);
        };
        for item in items {
            let is_nested = matches!(item.kind, ExpressionKind::Array(_));
            let item = self.cast_operand(item, to.filter(|_| is_nested), at)?;
            if !is_nested {
                self.explicit_cast(item, &element)?;
            }
        }
        Ok(Value::new(to.map(unmodified), value.span))
    }

    fn logical(
        &mut self,
        operands: &[impl std::borrow::Borrow<Expression>],
        what: &str,
        span: Span,
        at: At<'_>,
    ) -> Applied<Value> {
        for operand in operands {
            let value = self.expression(operand.borrow(), at)?;
            self.boolean(&value, what)?;
        }
        Ok(Value::new(Some(self.types.boolean()), span))
    }

    fn is_test(
        &mut self,
        value: &Expression,
        test: IsTest,
        span: Span,
        at: At<'_>,
    ) -> Applied<Value> {
        let value = self.expression(value, at)?;
        let what = match test {
            IsTest::Null | IsTest::NotNull | IsTest::Other => {
                return Ok(Value::new(Some(self.types.boolean()), span));
            }
            IsTest::True => "IS TRUE",
            IsTest::NotTrue => "IS NOT TRUE",
            IsTest::False => "IS FALSE",
            IsTest::NotFalse => "IS NOT FALSE",
            IsTest::Unknown => "IS UNKNOWN",
            IsTest::NotUnknown => "IS NOT UNKNOWN",
        };
        self.boolean(&value, what)?;
        Ok(Value::new(Some(self.types.boolean()), span))
    }

    fn row(&mut self, values: &[Expression], span: Span, at: At<'_>) -> Applied<Value> {
        let mut row = Vec::with_capacity(values.len());
        for value in values {
            match &value.kind {
                ExpressionKind::Star(_) | ExpressionKind::FieldStar(_) => {
                    let expanded = self.expand_star(value, at)?;
                    row.extend(expanded.columns.into_iter().map(|(_, value)| value));
                }
                _ => row.push(self.expression(value, at)?),
            }
        }
        let fields = row
            .iter()
            .enumerate()
            .map(|(index, value)| super::analyzer::Field {
                name: smol_str::format_smolstr!("f{}", index + 1),
                data_type: value.data_type.clone(),
                origin: None,
            });
        Ok(Value {
            fields: Some(fields.collect()),
            row: Some(row),
            ..Value::new(Some(TypeRef::plain(self.types.record)), span)
        })
    }

    /// `count(t.*)`: the row as a value.
    fn star_as_value(&mut self, star: &Expression, at: At<'_>) -> Applied<Value> {
        match &star.kind {
            ExpressionKind::Star(words) if !words.is_empty() => {
                if let Some(source) = self.source_of(words, at.level) {
                    return Ok(self.whole_row(source, star.span));
                }
                let (schema, table) = match words.as_slice() {
                    [.., schema, table] => (Some(schema), table),
                    [table] => (None, table),
                    [] => return Ok(Value::untyped(star.span)),
                };
                let stop = self.no_source(schema, table, at.level);
                self.forgive(stop.at(star.span), star.span)
            }
            ExpressionKind::FieldStar(value) => self.expression(value, at),
            _ => Ok(Value::untyped(star.span)),
        }
    }

    fn subscript(
        &mut self,
        value: &Expression,
        index: &Expression,
        span: Span,
        at: At<'_>,
    ) -> Applied<Value> {
        let base = self.expression(value, at)?;
        let index = self.expression(index, at)?;
        let Some(data_type) = base.data_type else {
            return Ok(Value::untyped(span));
        };
        let below = self.base(&data_type);
        let types = self.types;
        if !below.array && below.id == types.jsonb {
            return Ok(Value::new(Some(unmodified(&below)), span));
        }
        let element = match below.id {
            _ if below.array => self.element(&below),
            id if id == types.oidvector => Some(TypeRef::plain(types.oid)),
            id if id == types.int2vector => Some(TypeRef::plain(types.int2)),
            id if id == types.name => Some(TypeRef::plain(types.char)),
            _ => self.subscriptable(&below),
        };
        if element.is_none() {
            let message = format!(
                "cannot subscript type {} because it does not support subscripting",
                self.words(&data_type)
            );
            return self.forgive(Stop::failed("42804", message).at(base.span), span);
        }
        self.become_type(&index, &TypeRef::plain(types.int4))?;
        // A slice of several dimensions would be an array; an element is what is meant.
        Ok(Value::new(element, span))
    }

    /// The elements of geometric types and `anyarray`.
    fn subscriptable(&self, data_type: &TypeRef) -> Option<TypeRef> {
        let is = |name| {
            let found = self.session.builtin(name);
            found.is_some_and(|found| found.id == data_type.id)
        };
        if is("point") || is("line") {
            return Some(TypeRef::plain(self.types.float8));
        }
        if is("box") || is("lseg") {
            return self.session.builtin("point");
        }
        None
    }

    fn collate(
        &mut self,
        value: &Expression,
        name: &crate::sql::name::Name,
        span: Span,
        at: At<'_>,
    ) -> Applied<Value> {
        let value = self.expression(value, at)?;
        if let Some(data_type) = &value.data_type {
            let base = self.base(data_type);
            let element = self.element(&base).unwrap_or(base);
            let category = self.category(&element);
            if !matches!(category, super::kinds::STRING | 'X' | 'U') {
                let message = format!(
                    "collations are not supported by type {}",
                    self.words(data_type)
                );
                return self.forgive(Stop::failed("42804", message).at(span), span);
            }
        }
        // Which collations there are is the operating system's affair.
        let _ = written(name);
        Ok(Value {
            span,
            origin: None,
            ..value
        })
    }

    /// The one column of a query in an expression.
    pub(super) fn one_column(
        &mut self,
        query: &Query,
        span: Span,
        at: At<'_>,
    ) -> Applied<Option<TypeRef>> {
        let analysed = self.subquery(query, at.level)?;
        if analysed.columns.len() > 1 {
            let message = "subquery must return only one column";
            self.forgiven(Stop::failed("42601", message).at(span))?;
        }
        let first = analysed.columns.into_iter().next();
        Ok(first.and_then(|column| column.data_type))
    }

    /// What a condition must be, with the clause it stands in.
    pub(super) fn condition(&mut self, expression: &Expression, at: At<'_>) -> Applied {
        let value = self.expression(expression, at)?;
        self.boolean(&value, at.clause.name())
    }

    /// An operator by its symbol, where the text has none.
    pub(super) fn implied(symbol: &'static str, span: Span) -> Operator {
        Operator {
            schema: None,
            symbol: symbol.into(),
            span,
        }
    }

    /// Whether sets may stand in the branches of a choice: nowhere.
    pub(super) fn no_sets(&self, before: bool, what: &str, span: Span, clause: Clause) -> Applied {
        if !self.traits.set || before || clause == Clause::From {
            return Ok(());
        }
        let message = format!("set-returning functions are not allowed in {what}");
        Err(Stop::failed("0A000", message)
            .at(span)
            .help("You might be able to move the set-returning function into a LATERAL FROM item."))
    }
}
