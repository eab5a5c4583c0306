//! Values for columns: `parse_target.c`.

use super::{
    analyzer::{Analyzer, Value},
    change::Changed,
    clause::{At, Clause},
    level::Level,
};
use crate::schema::replay::{
    failure::{Applied, Stop, undefined_column_of},
    state::{
        ColumnNumber, ObjectId,
        relation::{Column, Generated},
        types::{CastContext, TypeRef},
    },
};
use crate::{
    source::Span,
    sql::{
        expression::ExpressionKind,
        name::{Identifier, Word},
        query::{Assignment, Change, ChangeKind},
    },
};

/// A column that a value is for.
#[derive(Clone, Debug, Default)]
pub(super) struct Destination {
    pub(super) name: Identifier,
    /// `None` when the column is not known.
    pub(super) number: Option<ColumnNumber>,
    pub(super) data_type: Option<TypeRef>,
    /// Whether only a part of the column is meant.
    pub(super) part: bool,
    /// Whether the relation may have columns that are not known.
    pub(super) open: bool,
    generated: Option<Generated>,
}

impl Destination {
    fn of(number: ColumnNumber, column: &Column) -> Self {
        Self {
            name: column.name.clone(),
            number: Some(number),
            data_type: column.data_type.clone(),
            generated: column.generated.clone(),
            ..Self::default()
        }
    }

    fn unknown(name: Identifier) -> Self {
        Self {
            name,
            open: true,
            ..Self::default()
        }
    }
}

impl Analyzer<'_> {
    /// The columns that `INSERT` fills, all of them when it names none.
    pub(super) fn destinations(
        &mut self,
        words: &[Word],
        target: Option<ObjectId>,
        change: &Change,
    ) -> Applied<Vec<Destination>> {
        for (index, word) in words.iter().enumerate() {
            let twice = words[..index].iter().any(|it| it.text == word.text);
            if twice && self.is_whole(word) {
                self.find_destinations(std::slice::from_ref(word), target, change.span)?;
                let message = format!("column \"{}\" specified more than once", word.text);
                return Err(Stop::failed("42701", message).at(word.span));
            }
        }
        if !words.is_empty() {
            return self.find_destinations(words, target, change.span);
        }
        let relation = target.and_then(|id| self.session.state.object(id)?.relation());
        let Some(relation) = relation else {
            return Ok(vec![Destination::unknown(Identifier::default())]);
        };
        let columns = relation.live_columns();
        let mut destinations: Vec<Destination> = columns
            .map(|(number, column)| Destination::of(number, column))
            .collect();
        if relation.open {
            destinations.push(Destination::unknown(Identifier::default()));
        }
        Ok(destinations)
    }

    /// The columns of a relation by their names.
    ///
    /// # Errors
    ///
    /// 42703 when it has none of the name.
    pub(super) fn find_destinations(
        &mut self,
        words: &[Word],
        target: Option<ObjectId>,
        _span: Span,
    ) -> Applied<Vec<Destination>> {
        let object = target.and_then(|id| self.session.state.object(id));
        let Some((object, relation)) = object.and_then(|object| Some((object, object.relation()?)))
        else {
            return Ok(words
                .iter()
                .map(|word| Destination::unknown(word.text.clone()))
                .collect());
        };
        let mut destinations = Vec::with_capacity(words.len());
        for word in words {
            match relation.column(&word.text) {
                Some((number, column)) => {
                    let mut destination = Destination::of(number, column);
                    destination.part = !self.is_whole(word);
                    destinations.push(destination);
                    if let Some(object) = target {
                        self.used(crate::schema::replay::state::types::Use {
                            object,
                            column: Some(number),
                        });
                    }
                }
                None if relation.open => {
                    destinations.push(Destination::unknown(word.text.clone()));
                }
                None => {
                    self.forgiven(undefined_column_of(word, None, &object.name))?;
                    destinations.push(Destination::unknown(word.text.clone()));
                }
            }
        }
        Ok(destinations)
    }

    /// Whether a word names a column and not a part of one: `a[1]`, `a.b`.
    fn is_whole(&self, word: &Word) -> bool {
        let rest = self.session.text.get(word.span.end as usize..);
        !rest.is_some_and(|rest| rest.trim_start().starts_with(['[', '.']))
    }

    /// Gives a value to a column.
    ///
    /// # Errors
    ///
    /// 428C9 when the column makes its values itself, 42804 when the type does not fit.
    pub(super) fn assign(
        &mut self,
        value: &Value,
        destination: &Destination,
        change: &Change,
    ) -> Applied {
        self.coerce_to(value, destination)?;
        let is_insert = matches!(change.kind, ChangeKind::Insert(_));
        let name = &destination.name;
        let stop = match &destination.generated {
            Some(Generated::Stored(_) | Generated::IdentityAlways) if !is_insert => Stop::failed(
                "428C9",
                format!("column \"{name}\" can only be updated to DEFAULT"),
            ),
            Some(Generated::Stored(_)) => Stop::failed(
                "428C9",
                format!("cannot insert a non-DEFAULT value into column \"{name}\""),
            ),
            Some(Generated::IdentityAlways) if !self.overrides(change) => Stop::failed(
                "428C9",
                format!("cannot insert a non-DEFAULT value into column \"{name}\""),
            )
            .help("Use OVERRIDING SYSTEM VALUE to override."),
            Some(Generated::IdentityAlways | Generated::IdentityByDefault) | None => {
                return Ok(());
            }
        };
        self.forgiven(stop)
    }

    /// Whether `OVERRIDING … VALUE` is written, which only the text tells.
    fn overrides(&self, change: &Change) -> bool {
        let text = self.session.slice(Self::whole(change));
        let mut words = text.split(|character: char| !character.is_ascii_alphabetic());
        words.any(|word| word.eq_ignore_ascii_case("overriding"))
    }

    /// # Errors
    ///
    /// 42804: `column "a" is of type integer but expression is of type text`
    pub(super) fn coerce_to(&mut self, value: &Value, destination: &Destination) -> Applied {
        let (Some(from), Some(to)) = (&value.data_type, &destination.data_type) else {
            return Ok(());
        };
        if destination.part {
            return Ok(());
        }
        if self.can_coerce(from, to, CastContext::Assignment) {
            return self.become_type(value, &to.clone());
        }
        let message = format!(
            "column \"{}\" is of type {} but expression is of type {}",
            destination.name,
            self.words(to),
            self.words(from)
        );
        let stop = Stop::failed("42804", message)
            .at(value.span)
            .help("You will need to rewrite or cast the expression.");
        self.forgiven(stop)
    }

    /// The values of one `SET` entry; `None` for a default.
    pub(super) fn assigned(
        &mut self,
        assignment: &Assignment,
        at: At<'_>,
    ) -> Applied<Vec<Option<Value>>> {
        let value = &assignment.value;
        if assignment.columns.len() > 1 {
            match &value.kind {
                ExpressionKind::Row(values) => {
                    if values.len() != assignment.columns.len() {
                        let message = "number of columns does not match number of values";
                        self.forgiven(Stop::failed("42601", message).at(value.span))?;
                    }
                    return values
                        .iter()
                        .map(|value| match value.kind {
                            ExpressionKind::Default => Ok(None),
                            _ => self.expression(value, at).map(Some),
                        })
                        .collect();
                }
                ExpressionKind::Subquery(query) => {
                    let finished = self.subquery(query, at.level)?;
                    if finished.columns.len() != assignment.columns.len() && !finished.open {
                        let message = "number of columns does not match number of values";
                        self.forgiven(Stop::failed("42601", message).at(value.span))?;
                    }
                    let columns = finished.columns.into_iter();
                    let values =
                        columns.map(|column| Some(Value::new(column.data_type, value.span)));
                    return Ok(values.collect());
                }
                _ => {}
            }
        }
        Ok(match &value.kind {
            ExpressionKind::Default => vec![None],
            _ => vec![Some(self.expression(value, at)?)],
        })
    }

    /// Gives the values of one `SET` entry to its columns.
    pub(super) fn assign_all(
        &mut self,
        assignment: &Assignment,
        values: Vec<Option<Value>>,
        target: Option<ObjectId>,
        change: &Change,
    ) -> Applied {
        let destinations = self.find_destinations(&assignment.columns, target, change.span)?;
        for (value, destination) in values.iter().zip(&destinations) {
            if let Some(value) = value {
                self.assign_in_update(value, destination, change)?;
            }
        }
        Ok(())
    }

    fn assign_in_update(
        &mut self,
        value: &Value,
        destination: &Destination,
        change: &Change,
    ) -> Applied {
        if !matches!(change.kind, ChangeKind::Insert(_)) {
            return self.assign(value, destination, change);
        }
        // `ON CONFLICT DO UPDATE`: an update within an insert.
        self.coerce_to(value, destination)?;
        match destination.generated {
            Some(Generated::Stored(_) | Generated::IdentityAlways) => {
                let message = format!(
                    "column \"{}\" can only be updated to DEFAULT",
                    destination.name
                );
                self.forgiven(Stop::failed("428C9", message))
            }
            Some(Generated::IdentityByDefault) | None => Ok(()),
        }
    }

    /// The assignments and filter of `ON CONFLICT DO UPDATE`.
    pub(super) fn update_on_conflict(
        &mut self,
        assignments: &[Assignment],
        filter: Option<&crate::sql::expression::Expression>,
        level: &Level<'_>,
        changed: &Changed,
        change: &Change,
    ) -> Applied {
        let at = At::new(level, Clause::Update);
        let mut assigned = Vec::with_capacity(assignments.len());
        for assignment in assignments {
            assigned.push(self.assigned(assignment, at)?);
        }
        if let Some(filter) = filter {
            self.condition(filter, at.clause(Clause::Where))?;
        }
        for (assignment, values) in assignments.iter().zip(assigned) {
            self.assign_all(assignment, values, changed.target, change)?;
        }
        Ok(())
    }
}
