//! The variables and rows that expressions can name.

use rustc_hash::FxHashMap;

use super::{catalogue::Entity, value::Value};
use crate::{
    schema::replay::{analyze::scope::Scope, session::Session, state::types::TypeRef},
    sql::name::{Identifier, Word},
};

/// How many steps and rows one statement may take.
const FUEL: u32 = 200_000;

/// How deep calls and `EXECUTE` may nest.
pub(super) const DEEPEST: u32 = 24;

/// A block, or a routine, that runs.
pub(super) struct Interpreter<'a> {
    pub(super) session: &'a mut Session,
    pub(super) variables: Vec<Variable>,
    /// Where the variables of the routine that runs begin; those before are its callers'.
    pub(super) base: usize,
    /// The rows of the queries that are being read, the innermost last.
    pub(super) levels: Vec<Level>,
    /// Rows of common table expressions, the innermost last.
    pub(super) tables: Vec<(Identifier, Rows)>,
    /// The results of aggregates by the address of their call.
    pub(super) aggregates: FxHashMap<usize, Value>,
    /// The values of `USING`.
    pub(super) parameters: Vec<Value>,
    /// The rows of an `EXECUTE … INTO` on their way to the variables.
    pub(super) taken: Option<Rows>,
    /// The SQLSTATE of a `RAISE` that is none of Postgres' own.
    pub(super) raised: Option<Identifier>,
    pub(super) fuel: u32,
    /// How many `EXCEPTION` clauses are around.
    pub(super) handled: u32,
}

#[derive(Clone, Debug)]
pub(super) struct Variable {
    pub(super) name: Identifier,
    /// Of its block, or the name of the routine.
    pub(super) label: Option<Identifier>,
    /// `None` when it is not known.
    pub(super) data_type: Option<TypeRef>,
    pub(super) value: Value,
}

/// The rows of one query that is being read.
#[derive(Debug, Default)]
pub(super) struct Level {
    pub(super) items: Vec<Bound>,
    /// Whether there may be rows that are not known.
    pub(super) uncertain: bool,
}

/// A row by the name it goes by.
#[derive(Clone, Debug)]
pub(super) struct Bound {
    pub(super) alias: Identifier,
    pub(super) source: Source,
}

/// Where the columns of a row come from.
#[derive(Clone, Debug)]
pub(super) enum Source {
    /// A row of the catalog.
    Entity(Entity),
    Values(Vec<(Identifier, Value)>),
    /// The missing side of an outer join.
    Nulls,
}

/// The rows of a query, as far as they are known.
#[derive(Clone, Debug, Default)]
pub(super) struct Rows {
    pub(super) columns: Vec<Identifier>,
    pub(super) rows: Vec<Vec<Value>>,
    /// Whether there may be others.
    pub(super) uncertain: bool,
}

impl Rows {
    /// Rows of which nothing is known.
    pub(super) fn unknown() -> Self {
        Self {
            uncertain: true,
            ..Self::default()
        }
    }
}

impl<'a> Interpreter<'a> {
    pub(super) fn new(session: &'a mut Session) -> Self {
        let mut interpreter = Self {
            session,
            variables: Vec::new(),
            base: 0,
            levels: Vec::new(),
            tables: Vec::new(),
            aggregates: FxHashMap::default(),
            parameters: Vec::new(),
            taken: None,
            raised: None,
            fuel: FUEL,
            handled: 0,
        };
        interpreter.declare_found();
        interpreter
    }

    /// `FOUND`, which every routine has.
    pub(super) fn declare_found(&mut self) {
        let data_type = self.session.builtin("bool");
        self.declare("found".into(), None, data_type, Value::Boolean(false));
    }

    pub(super) fn declare(
        &mut self,
        name: Identifier,
        label: Option<Identifier>,
        data_type: Option<TypeRef>,
        value: Value,
    ) {
        self.variables.push(Variable {
            name,
            label,
            data_type,
            value,
        });
    }

    /// Whether there is any fuel left; takes some.
    pub(super) fn burn(&mut self) -> bool {
        self.fuel = self.fuel.saturating_sub(1);
        self.fuel > 0
    }

    /// The value that words name: a column of a row, a variable, or a field of one.
    pub(super) fn lookup(&self, words: &[Word]) -> Value {
        let found = match words {
            [name] => self.column(None, &name.text).or_else(|| {
                let index = self.variable(None, &name.text)?;
                Some(self.variables[index].value.clone())
            }),
            [first, name] => self
                .column(Some(&first.text), &name.text)
                .or_else(|| self.field(&first.text, &name.text)),
            [first, second, name] => self
                .column(Some(&second.text), &name.text)
                .or_else(|| self.labelled_field(&first.text, &second.text, &name.text)),
            _ => None,
        };
        found.unwrap_or(Value::Unknown)
    }

    /// All columns of the rows that the innermost query reads, or of one of them.
    pub(super) fn starred(&self, alias: Option<&Identifier>) -> Vec<(Identifier, Value)> {
        let items = self.levels.last().map(|level| level.items.as_slice());
        let items = items.unwrap_or_default().iter();
        let items = items.filter(|item| alias.is_none_or(|alias| *alias == item.alias));
        let columns = items.flat_map(|item| match &item.source {
            Source::Entity(entity) => entity.columns(self.session),
            Source::Values(values) => values.clone(),
            Source::Nulls => Vec::new(),
        });
        columns.collect()
    }

    /// A column of the rows that are read, the innermost query first.
    fn column(&self, alias: Option<&Identifier>, name: &str) -> Option<Value> {
        for level in self.levels.iter().rev() {
            let items = level.items.iter();
            let mut items = items.filter(|item| alias.is_none_or(|alias| *alias == item.alias));
            if let Some(value) = items.find_map(|item| self.of_row(item, name)) {
                return Some(value);
            }
        }
        None
    }

    fn of_row(&self, item: &Bound, name: &str) -> Option<Value> {
        match &item.source {
            Source::Entity(entity) => entity.column(self.session, name),
            Source::Values(values) => {
                let found = values.iter().find(|(column, _)| column == name);
                found.map(|(_, value)| value.clone())
            }
            Source::Nulls => Some(Value::Null),
        }
    }

    fn field(&self, first: &str, name: &str) -> Option<Value> {
        if let Some(index) = self.variable(None, first) {
            return Some(field_of(&self.variables[index].value, name));
        }
        let index = self.variable(Some(first), name)?;
        Some(self.variables[index].value.clone())
    }

    fn labelled_field(&self, label: &str, variable: &str, name: &str) -> Option<Value> {
        let index = self.variable(Some(label), variable)?;
        Some(field_of(&self.variables[index].value, name))
    }

    /// The innermost variable of this name.
    pub(super) fn variable(&self, label: Option<&str>, name: &str) -> Option<usize> {
        let own = self.variables.get(self.base..).unwrap_or_default();
        let found = own.iter().rposition(|variable| {
            variable.name == name
                && label.is_none_or(|label| variable.label.as_deref() == Some(label))
        });
        found.map(|index| self.base + index)
    }

    /// Gives a value to the variable, or the field of one, that words name.
    pub(super) fn assign(&mut self, target: &[Word], value: Value) {
        let (found, fields) = match target {
            [name] => (self.variable(None, &name.text), None),
            [first, second, ..] => match self.variable(None, &first.text) {
                Some(index) => (Some(index), Some(&second.text)),
                None => (
                    self.variable(Some(&first.text), &second.text),
                    target.get(2).map(|word| &word.text),
                ),
            },
            [] => (None, None),
        };
        let Some(index) = found else { return };
        match fields {
            None => {
                let data_type = self.variables[index].data_type.clone();
                let value = super::names::coerce(self.session, value, data_type.as_ref());
                self.variables[index].value = value;
            }
            Some(field) => set_field(&mut self.variables[index].value, field, value),
        }
    }

    /// The names that the analysis of a statement within the block can use.
    pub(super) fn scope(&self) -> Scope {
        // What a record holds is decided while the block runs.
        let record = self.session.builtin("record");
        let variables = self.variables[self.base..].iter().map(|variable| {
            let data_type = variable.data_type.clone();
            let data_type = data_type.filter(|found| Some(found) != record.as_ref());
            (variable.name.clone(), data_type)
        });
        Scope {
            variables: variables.collect(),
            parameters: vec![None; self.parameters.len()],
            label: self
                .variables
                .get(self.base)
                .and_then(|first| first.label.clone()),
            ..Scope::default()
        }
    }
}

fn field_of(value: &Value, name: &str) -> Value {
    match value {
        Value::Row(fields) => {
            let found = fields.iter().find(|(field, _)| field == name);
            found.map_or(Value::Unknown, |(_, value)| value.clone())
        }
        Value::Null => Value::Null,
        Value::Unknown
        | Value::Boolean(_)
        | Value::Integer(_)
        | Value::Text(_)
        | Value::Object(_)
        | Value::Type(_)
        | Value::Array(_) => Value::Unknown,
    }
}

fn set_field(row: &mut Value, name: &Identifier, value: Value) {
    if let Value::Row(fields) = row {
        match fields.iter_mut().find(|(field, _)| field == name) {
            Some((_, old)) => *old = value,
            None => fields.push((name.clone(), value)),
        }
    }
}
