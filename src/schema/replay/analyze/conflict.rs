//! `ON CONFLICT`: which unique index it means, and what it updates.

use super::{
    analyzer::Analyzer,
    change::Changed,
    clause::{At, Clause},
    level::{Level, Source},
};
use crate::schema::{
    replay::{
        failure::{Applied, Stop},
        state::{
            ColumnNumber, ObjectId,
            object::{Class, Kind},
            relation::{Index, RelationKind},
        },
    },
    statement::{Missing, MissingKind},
};
use crate::sql::{
    expression::ExpressionKind,
    name::Word,
    query::{Change, Conflict},
};

impl Analyzer<'_> {
    pub(super) fn conflict(
        &mut self,
        conflict: &Conflict,
        target: Option<ObjectId>,
        change: &Change,
        level: &mut Level<'_>,
    ) -> Applied {
        let updates = !conflict.assignments.is_empty();
        if updates && conflict.target.is_empty() && conflict.constraint.is_none() {
            let message =
                "ON CONFLICT DO UPDATE requires inference specification or constraint name";
            return Err(
                Stop::failed("42601", message).help("For example, ON CONFLICT (column_name).")
            );
        }
        let at = At::new(level, Clause::Alone);
        for expression in &conflict.target {
            self.expression(expression, at)?;
        }
        if let Some(filter) = &conflict.target_filter {
            let value = self.expression(filter, at)?;
            self.boolean(&value, "WHERE")?;
        }
        if let Some(constraint) = &conflict.constraint {
            self.named_constraint(constraint, target)?;
        }
        if updates {
            let excluded = self.excluded(target, change);
            level.sources.push(excluded);
            let changed = Changed {
                target,
                ..Changed::default()
            };
            let filter = conflict.filter.as_ref();
            let result =
                self.update_on_conflict(&conflict.assignments, filter, level, &changed, change);
            level.sources.pop();
            result?;
        }
        self.check_arbiter(conflict, target)
    }

    /// The row that was to be inserted.
    fn excluded(&mut self, target: Option<ObjectId>, change: &Change) -> Source {
        let mut source = match target {
            Some(id) => self.relation_source(id, &change.target),
            None => {
                let number = self.next_source();
                let mut source = Source::computed(number, None, Vec::new());
                source.open = true;
                source
            }
        };
        source.name = Some("excluded".into());
        source.aliased = true;
        source
    }

    fn named_constraint(&mut self, name: &Word, target: Option<ObjectId>) -> Applied {
        let Some(id) = target else { return Ok(()) };
        let object = self.session.state.object(id);
        let open = object
            .and_then(|object| object.relation())
            .is_none_or(|relation| relation.open);
        let found = self
            .session
            .state
            .find(Class::Constraint, target, &name.text);
        if let Some(found) = found {
            self.uses_object(found);
            return Ok(());
        }
        if open {
            return Ok(());
        }
        let relation = object.map(|object| object.name.to_string());
        let message = format!(
            "constraint \"{}\" for table \"{}\" does not exist",
            name.text,
            relation.clone().unwrap_or_default()
        );
        let missing = Missing {
            kind: MissingKind::Constraint,
            schema: None,
            relation,
            name: name.text.to_string(),
        };
        self.forgiven(
            Stop::failed("42704", message)
                .at(name.span)
                .missing(missing),
        )
    }

    /// # Errors
    ///
    /// 42P10 when no unique index is on the columns named.
    fn check_arbiter(&self, conflict: &Conflict, target: Option<ObjectId>) -> Applied {
        if conflict.target.is_empty() {
            return Ok(());
        }
        let object = target.and_then(|id| self.session.state.object(id));
        let Some(relation) = object.and_then(|object| object.relation()) else {
            return Ok(());
        };
        if relation.open || relation.kind != RelationKind::Table {
            return Ok(());
        }
        let mut columns: Vec<ColumnNumber> = Vec::new();
        let mut computed = 0;
        for expression in &conflict.target {
            let column = match &expression.kind {
                ExpressionKind::Column(words) => {
                    words.last().and_then(|word| relation.column(&word.text))
                }
                _ => None,
            };
            match column {
                Some((number, _)) => columns.push(number),
                None => computed += 1,
            }
        }
        columns.sort();
        columns.dedup();
        let allows_partial = conflict.target_filter.is_some();
        let fits = |index: &Index| {
            let mut keys: Vec<ColumnNumber> = index.columns.iter().flatten().copied().collect();
            let expressions = index.columns.len() - keys.len();
            keys.sort();
            keys.dedup();
            index.unique
                && keys == columns
                && (expressions > 0) == (computed > 0)
                && (!index.partial || allows_partial)
        };
        let mut children = target
            .into_iter()
            .flat_map(|id| self.session.state.children(id));
        let found = children.any(|(_, child)| match &child.kind {
            Kind::Index(index) => fits(index),
            _ => false,
        });
        if found || self.has_index_elsewhere(target, &fits) {
            return Ok(());
        }
        let message =
            "there is no unique or exclusion constraint matching the ON CONFLICT specification";
        self.forgiven(Stop::failed("42P10", message))
    }

    /// Indexes lie in the schema of their table and are found as what needs it.
    fn has_index_elsewhere(
        &self,
        target: Option<ObjectId>,
        fits: &impl Fn(&Index) -> bool,
    ) -> bool {
        let Some(target) = target else { return true };
        let state = &self.session.state;
        let is_fit = |id: ObjectId| match state.object(id).map(|object| &object.kind) {
            Some(Kind::Index(index)) => index.relation == target && fits(index),
            Some(_) | None => false,
        };
        let direct = state.dependents(target, None).into_iter();
        let direct = direct.map(|dependent| dependent.id);
        let constraints = state
            .children(target)
            .filter_map(|(_, child)| match &child.kind {
                Kind::Constraint(constraint) => constraint.index,
                _ => None,
            });
        direct.chain(constraints).any(is_fit)
    }
}
