//! Which types become which: `parse_coerce.c`.

use super::{
    analyzer::{Analyzer, Literal, Value},
    kinds::{STRING, same, unmodified},
};
use crate::schema::replay::{
    failure::{Applied, Stop},
    state::{
        object::{Class, Kind},
        types::{Cast, CastContext, TypeRef},
    },
};

/// How one type becomes another.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Pathway {
    /// It is the same below, or there is a cast for it.
    Cast,
    /// Through its text.
    Text,
}

impl Analyzer<'_> {
    /// The way from one type to another; `find_coercion_pathway`.
    pub(super) fn pathway(
        &self,
        from: &TypeRef,
        to: &TypeRef,
        context: CastContext,
    ) -> Option<Pathway> {
        let (from, to) = (self.base(from), self.base(to));
        if same(&from, &to) {
            return Some(Pathway::Cast);
        }
        if let Some(cast) = self.cast(&from, &to) {
            return (cast.context >= context).then_some(Pathway::Cast);
        }
        if from.array && to.array {
            let (from, to) = (self.element(&from)?, self.element(&to)?);
            return self.pathway(&from, &to, context);
        }
        let by_text = match context {
            CastContext::Implicit => false,
            CastContext::Assignment => self.category(&to) == STRING,
            CastContext::Explicit => self.category(&to) == STRING || self.category(&from) == STRING,
        };
        by_text.then_some(Pathway::Text)
    }

    /// The entry of `pg_cast`.
    pub(super) fn cast(&self, from: &TypeRef, to: &TypeRef) -> Option<&Cast> {
        let name = Cast::name_of(from, to);
        let id = self.session.state.find(Class::Cast, None, &name)?;
        match &self.session.state.object(id)?.kind {
            Kind::Cast(cast) => Some(cast),
            _ => None,
        }
    }

    /// Whether one type can become another; `can_coerce_type` for one argument that is not
    /// polymorphic.
    pub(super) fn can_coerce(&self, from: &TypeRef, to: &TypeRef, context: CastContext) -> bool {
        if same(from, to) || self.is(to, self.types.any) || self.is_unknown(from) {
            return true;
        }
        if self.is_polymorphic(to) {
            return true;
        }
        if self.pathway(from, to, context).is_some() {
            return true;
        }
        self.can_become_row(from, to)
    }

    /// Whether a record becomes a row, a row a record, or a row one of a parent table.
    fn can_become_row(&self, from: &TypeRef, to: &TypeRef) -> bool {
        let composite = |data_type: &TypeRef| self.is_composite(data_type) && !data_type.array;
        if self.is_record(from) && composite(to) {
            return true;
        }
        if self.is_record(to) && composite(from) {
            return true;
        }
        if from.array && to.array && to.id == self.types.record {
            return self
                .element(from)
                .is_some_and(|element| self.is_composite(&element));
        }
        self.is_child(from, to)
    }

    /// Whether the rows of one relation are also rows of another: `typeInheritsFrom`.
    fn is_child(&self, from: &TypeRef, to: &TypeRef) -> bool {
        let (Some(child), Some(parent)) = (self.relation_of(from), self.relation_of(to)) else {
            return false;
        };
        let mut waiting = vec![child];
        let mut fuel = 1000;
        while let Some(id) = waiting.pop() {
            fuel -= 1;
            if id == parent {
                return true;
            }
            let relation = self.session.state.object(id).and_then(|it| it.relation());
            if fuel > 0
                && let Some(relation) = relation
            {
                waiting.extend(&relation.inherits);
            }
        }
        false
    }

    /// Makes a value one of a type that it can become; a literal is read as such a value.
    ///
    /// # Errors
    ///
    /// What the type's input function says of the literal.
    pub(super) fn become_type(&mut self, value: &Value, to: &TypeRef) -> Applied {
        let Some(from) = &value.data_type else {
            return Ok(());
        };
        if self.is_unknown(from)
            && let Some(Literal::String(text)) = &value.literal
        {
            return self.check_literal(text, to, value.span);
        }
        if !same(from, to) {
            self.note_cast(&from.clone(), to);
        }
        Ok(())
    }

    /// Counts the cast among what the expression calls.
    fn note_cast(&mut self, from: &TypeRef, to: &TypeRef) {
        let (from, to) = (self.base(from), self.base(to));
        if same(&from, &to) {
            return;
        }
        let volatility = match self.cast(&from, &to) {
            Some(cast) => cast.volatility,
            None if from.array && to.array => {
                let (Some(from), Some(to)) = (self.element(&from), self.element(&to)) else {
                    return;
                };
                return self.note_cast(&from, &to);
            }
            // Input and output functions, of which few are not immutable; which, is not listed.
            None => self.text_volatility(&from, &to),
        };
        self.traits.calls(Some(volatility));
    }

    /// `value::type`
    pub(super) fn explicit_cast(&mut self, value: Value, to: &TypeRef) -> Applied<Value> {
        let mut result = Value {
            data_type: Some(to.clone()),
            ..Value::untyped(value.span)
        };
        let Some(from) = value.data_type.clone() else {
            return Ok(result);
        };
        if self.is_unknown(&from) {
            self.become_type(&value, to)?;
            result.literal = value.literal;
            return Ok(result);
        }
        if self.can_coerce(&from, to, CastContext::Explicit) {
            self.note_cast(&from, to);
            result.literal.clone_from(&value.literal);
            return self.fields_become(value, result);
        }
        let message = format!(
            "cannot cast type {} to {}",
            self.words(&from),
            self.words(to)
        );
        self.forgiven(Stop::failed("42846", message).at(value.span))?;
        Ok(result)
    }

    /// `ROW(…)` to a composite type: each value becomes the column's type.
    fn fields_become(&mut self, value: Value, result: Value) -> Applied<Value> {
        let (Some(row), Some(to)) = (&value.row, &result.data_type) else {
            return Ok(result);
        };
        let Some(fields) = self.fields_of(to) else {
            return Ok(result);
        };
        for (value, field) in row.iter().zip(fields) {
            if let Some(to) = &field.data_type {
                self.become_type(value, to)?;
            }
        }
        Ok(result)
    }

    /// Makes a value boolean, as conditions must be.
    ///
    /// # Errors
    ///
    /// 42804: `argument of WHERE must be type boolean, not type integer`
    pub(super) fn boolean(&mut self, value: &Value, what: &str) -> Applied {
        self.of_type(value, &self.types.boolean(), what)
    }

    /// Makes a value the type that a clause must have.
    ///
    /// # Errors
    ///
    /// 42804 when it cannot become that, or returns a set.
    pub(super) fn of_type(&mut self, value: &Value, to: &TypeRef, what: &str) -> Applied {
        let Some(from) = &value.data_type else {
            return Ok(());
        };
        if self.can_coerce(from, to, CastContext::Assignment) {
            return self.become_type(value, to);
        }
        let message = format!(
            "argument of {what} must be type {}, not type {}",
            self.words(to),
            self.words(from)
        );
        self.forgiven(Stop::failed("42804", message).at(value.span))
    }

    /// The type of a column that a query gives: literals are text.
    pub(super) fn settled(&self, data_type: Option<TypeRef>) -> Option<TypeRef> {
        let data_type = data_type?;
        Some(if self.is_unknown(&data_type) {
            self.types.text()
        } else {
            data_type
        })
    }

    /// Whether values of two types are of one type and modifier.
    pub(super) fn common_modifier(&self, values: &[&Value], data_type: &TypeRef) -> TypeRef {
        let mut types = values.iter().map(|value| value.data_type.as_ref());
        let first = types.next().flatten();
        match first {
            Some(first)
                if same(first, data_type) && types.all(|data_type| data_type == Some(first)) =>
            {
                first.clone()
            }
            _ => unmodified(data_type),
        }
    }
}
