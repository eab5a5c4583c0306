//! Filters held against the column that they compare: operators and values.

use super::{
    Problem, ProblemKind, Served, given,
    operator::{Support, advice, has_order, support, takes_truth},
    refusal::{Use, refusal},
    search,
    sent::{self, Form},
    types::{Kind, Type},
    value::{self, Fault},
};
use crate::{
    clause::{Given, Literal, Texts, Values},
    schema::catalog::relation::{Column, Relation},
    select::{
        Arrow, Field, Name, SyntaxError,
        operation::{self, Head, Operation, Operator, Value},
    },
    source::{Location, Span},
};

/// What a filter compares.
#[derive(Clone, Debug)]
pub(super) struct Compared {
    /// The relation or routine, as problems name it.
    target: String,
    /// The column.
    part: String,
    /// What messages call it: ``column `data->a` of `t` ``.
    subject: String,
    data_type: Type,
}

impl Compared {
    /// A column of a relation, or a value within it.
    pub(super) fn column(
        served: &Served<'_>,
        relation: &Relation,
        column: &Column,
        field: &Field,
    ) -> Self {
        let target = served.told(&relation.schema, &relation.name);
        let data_type = Type::of_column(&served.database.catalog, column);
        Self::value(target, data_type, field)
    }

    /// What a function gives for each row of a relation.
    pub(super) fn function(served: &Served<'_>, relation: &Relation, field: &Field) -> Self {
        let target = served.told(&relation.schema, &relation.name);
        Self::value(
            target,
            given::by_function(served, relation, &field.name.text),
            field,
        )
    }

    /// Something of which only the name is known, such as a column of a result.
    pub(super) fn unknown(target: String, field: &Field) -> Self {
        Self::value(target, Type::unknown(), field)
    }

    fn value(target: String, data_type: Type, field: &Field) -> Self {
        let name = &field.name.text;
        let mut label = name.clone();
        for step in &field.path {
            label.push_str(match step.arrow {
                Arrow::Json => "->",
                Arrow::Text => "->>",
            });
            label.push_str(&step.key.text);
        }
        Self {
            subject: format!("column `{label}` of `{target}`"),
            part: name.clone(),
            target,
            data_type: given::within(data_type, field),
        }
    }

    /// What is wrong with a filter that a method of the client makes: `eq`, `in`, `contains`, ….
    pub(super) fn method(
        &self,
        method: &str,
        location: Location,
        operator: Option<&Texts>,
        values: &Values,
    ) -> Vec<Problem> {
        match (method, operator.and_then(Texts::only)) {
            ("filter" | "not" | "textSearch", Some(text)) => {
                let place = |span| text.place(span);
                return self.named_operator(method, &text.text, &place, values);
            }
            ("filter" | "not", None) => return Vec::new(),
            _ => {}
        }
        let Some(sent) = sent::method(method) else {
            return Vec::new();
        };
        let head = sent.head();
        if let Some(problem) = self.unsupported(&head, location) {
            return vec![problem];
        }
        self.compared(&head, sent.form, values)
    }

    /// What is wrong with comparing for equality, as `match({ column: value })` does.
    pub(super) fn equal(&self, location: Location, values: &Values) -> Vec<Problem> {
        // The client leaves out what is undefined.
        let is_left_out = |given: &Given| given.literal == Literal::Undefined;
        if values.alternatives.iter().any(is_left_out) {
            return Vec::new();
        }
        self.method("eq", location, None, values)
    }

    /// What is wrong with the operation of a filter in an `or` text.
    pub(super) fn operation(
        &self,
        operation: &Operation,
        place: &dyn Fn(Span) -> Location,
    ) -> Vec<Problem> {
        let Operation { head, value } = operation;
        if let Some(problem) = self.unsupported(head, place(head.operator_span)) {
            return vec![problem];
        }
        let located = |name: &Name| (name.text.clone(), place(name.span));
        self.value_of(head, value, &located)
    }

    /// `filter(column, operator, value)` and `not(column, operator, value)`.
    fn named_operator(
        &self,
        method: &str,
        text: &str,
        place: &dyn Fn(Span) -> Location,
        values: &Values,
    ) -> Vec<Problem> {
        let read = if method == "not" {
            operation::negated_operator(text)
        } else {
            operation::operator(text)
        };
        let (head, beginning) = match read {
            Ok(read) => read,
            Err(error) => return vec![self.refused(&error, place(error.span))],
        };
        if let Some(problem) = self.unsupported(&head, place(head.operator_span)) {
            return vec![problem];
        }
        // With a part of the value in the operator the rest stands somewhere in the middle.
        if beginning.is_some() {
            return Vec::new();
        }
        self.compared(&head, Form::Plain, values)
    }

    /// What is wrong with the values that a method hands over.
    fn compared(&self, head: &Head, form: Form, values: &Values) -> Vec<Problem> {
        let kind = &self.data_type.kind;
        let faults = match form {
            Form::Elements => sent::elements(kind, values),
            Form::Set => sent::set(kind, values),
            Form::Plain => return self.plain(head, values),
        };
        let faults = faults.into_iter();
        faults.map(|fault| self.invalid(head, &fault)).collect()
    }

    /// Values that the client puts behind the operator as texts.
    fn plain(&self, head: &Head, values: &Values) -> Vec<Problem> {
        if values.open {
            return Vec::new();
        }
        let judged = values.alternatives.iter().map(|given| {
            let Some(text) = sent::text(&given.literal) else {
                return Vec::new();
            };
            let located = |_: &Name| (value::shown(&given.literal), given.location);
            match operation::value(head, &text) {
                Ok(value) => self.value_of(head, &value, &located),
                Err(error) => vec![self.refused_value(head, given, &error)],
            }
        });
        let judged: Vec<Vec<Problem>> = judged.collect();
        if judged.iter().any(Vec::is_empty) {
            return Vec::new();
        }
        judged.into_iter().flatten().collect()
    }

    /// What is wrong with a value as the server reads it.
    ///
    /// `located` gives what messages show of a part of it, and where that stands.
    fn value_of(
        &self,
        head: &Head,
        value: &Value,
        located: &dyn Fn(&Name) -> (String, Location),
    ) -> Vec<Problem> {
        let kind = &self.data_type.kind;
        match value {
            Value::List(elements) => {
                let refused = elements.iter().filter_map(|name| {
                    let refusal = refusal(kind, &name.text, Use::Compared)?;
                    Some((name, refusal))
                });
                refused
                    .map(|(name, refusal)| {
                        let (_, location) = located(name);
                        let shown = value::quoted(&name.text);
                        let fault = Fault {
                            location,
                            shown,
                            refusal,
                        };
                        self.invalid(head, &fault)
                    })
                    .collect()
            }
            Value::One(name) => {
                let (shown, location) = located(name);
                match self.one(head, &name.text, shown, location) {
                    Some(problem) => vec![problem],
                    None => Vec::new(),
                }
            }
        }
    }

    fn one(&self, head: &Head, text: &str, shown: String, location: Location) -> Option<Problem> {
        let kind = &self.data_type.kind;
        let refusal = match head.operator {
            Operator::Is => return self.truth(text, location),
            Operator::Fts => return self.search(text, location),
            Operator::Like
            | Operator::Ilike
            | Operator::Match
            | Operator::Imatch
            | Operator::Plfts
            | Operator::Phfts
            | Operator::Wfts => return None,
            Operator::Eq
            | Operator::Neq
            | Operator::Gt
            | Operator::Gte
            | Operator::Lt
            | Operator::Lte
            | Operator::In
            | Operator::IsDistinct
            | Operator::Cs
            | Operator::Cd
            | Operator::Ov
            | Operator::Sl
            | Operator::Sr
            | Operator::Nxr
            | Operator::Nxl
            | Operator::Adj => match head.quantifier {
                Some(_) => {
                    let array = Kind::Array(Box::new(kind.clone()));
                    refusal(&array, text, Use::Compared)?
                }
                None => refusal(kind, text, Use::Compared)?,
            },
        };
        let fault = Fault {
            location,
            shown,
            refusal,
        };
        Some(self.invalid(head, &fault))
    }

    /// `is.true` on what is no boolean.
    fn truth(&self, text: &str, location: Location) -> Option<Problem> {
        let is_null = ["null", "not_null"]
            .iter()
            .any(|word| text.eq_ignore_ascii_case(word));
        if is_null || takes_truth(&self.data_type.kind) {
            return None;
        }
        let message = format!(
            "{} is `{}`, which is never {}",
            self.subject,
            self.data_type.name,
            text.to_ascii_lowercase()
        );
        let help = advice(&self.data_type.kind, Operator::Is).map(str::to_owned);
        Some(self.problem(ProblemKind::InvalidQuery, location, message, help))
    }

    /// A query of a text search that `to_tsquery` does not take.
    fn search(&self, text: &str, location: Location) -> Option<Problem> {
        let fault = search::fault(text)?;
        let message = format!("{} is no text search query: {fault}", value::quoted(text));
        let help = "searches of type `plain` (`plfts`) and `websearch` (`wfts`) take plain words"
            .to_owned();
        Some(self.problem(ProblemKind::InvalidQuery, location, message, Some(help)))
    }

    /// What is wrong with ordering by it.
    pub(super) fn ordered(&self, location: Location) -> Option<Problem> {
        let Type { name, kind } = &self.data_type;
        if has_order(kind) {
            return None;
        }
        let message = format!("{} is `{name}`, which has no order", self.subject);
        let help = match kind {
            Kind::Json => Some("order by a text within, with `->>`".to_owned()),
            _ => None,
        };
        Some(self.problem(ProblemKind::InvalidQuery, location, message, help))
    }

    /// The problem that the type lacks the operator.
    fn unsupported(&self, head: &Head, location: Location) -> Option<Problem> {
        let Type { name, kind } = &self.data_type;
        match support(kind, head.operator, head.quantifier) {
            Support::Has => None,
            Support::Lacks => {
                let message = format!(
                    "{} is `{name}`, which has no operator `{}`",
                    self.subject,
                    head.operator.as_str()
                );
                let help = advice(kind, head.operator).map(str::to_owned);
                Some(self.problem(ProblemKind::InvalidQuery, location, message, help))
            }
        }
    }

    /// A value that the column cannot be compared with.
    fn invalid(&self, head: &Head, fault: &Fault) -> Problem {
        let subject = format!("{} cannot be compared with", self.subject);
        let message = fault.message(&subject, &self.data_type);
        let help = match fault.shown.as_str() {
            "null" | "undefined" => Some(format!(
                "`{}` compares with the text `{}`; `is` compares with null",
                head.operator.as_str(),
                fault.shown
            )),
            "a list" if matches!(self.data_type.kind, Kind::Jsonb | Kind::EitherJson) => Some(
                "a list is sent as an array; hand JSON over as text: `JSON.stringify(…)`".into(),
            ),
            _ => fault.help(),
        };
        self.problem(ProblemKind::InvalidValue, fault.location, message, help)
    }

    fn refused(&self, error: &SyntaxError, location: Location) -> Problem {
        let message = error.message.clone();
        self.problem(ProblemKind::InvalidQuery, location, message, None)
    }

    /// A value that does not parse: `.not("id", "in", [1, 2])`.
    fn refused_value(&self, head: &Head, given: &Given, error: &SyntaxError) -> Problem {
        let operator = head.operator.as_str();
        let (message, help) = match (head.operator, &given.literal) {
            (Operator::In, Literal::List(_)) => (
                format!("`{operator}` is sent a list without its parentheses here"),
                Some("write the list as the server wants it: `\"(1,2)\"`".to_owned()),
            ),
            _ => (error.message.clone(), None),
        };
        self.problem(ProblemKind::InvalidQuery, given.location, message, help)
    }

    fn problem(
        &self,
        kind: ProblemKind,
        location: Location,
        message: String,
        help: Option<String>,
    ) -> Problem {
        Problem {
            kind,
            location,
            message,
            help,
            target: self.target.clone(),
            part: self.part.clone(),
            alternative: None,
        }
    }
}

#[cfg(test)]
mod tests;
