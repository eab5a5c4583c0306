//! What statements that change rows use.

use super::{Effect, walker::Walker};
use crate::sql::query::{
    Assignment, Change, ChangeKind, Delete, Insert, JoinCondition, Merge, Update,
};

impl Walker<'_> {
    pub(super) fn change(&mut self, change: &Change) {
        if self.depth > Self::DEEPEST * 4 {
            return;
        }
        self.depth += 1;
        let outer = self.not_relations.len();
        if let Some(with) = &change.with {
            self.with(with);
        }
        self.enter();
        match &change.kind {
            ChangeKind::Insert(insert) => self.insert(change, insert),
            ChangeKind::Update(update) => self.update(change, update),
            ChangeKind::Delete(delete) => self.delete(change, delete),
            ChangeKind::Merge(merge) => self.merge(change, merge),
        };
        for returned in &change.returning {
            self.expression(&returned.value);
        }
        self.leave();
        self.not_relations.truncate(outer);
        self.depth -= 1;
    }

    /// Notes the target, in scope by its alias or name.
    fn target(&mut self, change: &Change, effect: Effect) -> usize {
        let used = self.relation(effect, &change.target);
        let name = change
            .alias
            .as_ref()
            .map_or(&change.target.name, |alias| &alias.text);
        self.bring(name.to_string(), Some(used));
        used
    }

    fn insert(&mut self, change: &Change, insert: &Insert) {
        // What is inserted does not see the target.
        self.enter();
        if let Some(source) = &insert.source {
            self.query(source);
        }
        self.leave();
        let used = self.target(change, Effect::Insert);
        if insert.columns.is_empty() {
            self.uses[used].all_columns = insert.source.is_some();
        } else {
            self.columns_of(used, &insert.columns);
        }
        if let Some(conflict) = &insert.conflict {
            self.bring("excluded".to_owned(), Some(used));
            self.expressions(&conflict.target);
            self.expressions(&conflict.target_filter);
            if !conflict.assignments.is_empty() {
                let updated = self.relation(Effect::Update, &change.target);
                self.assignments(updated, &conflict.assignments);
            }
            self.expressions(&conflict.filter);
        }
    }

    fn assignments(&mut self, used: usize, assignments: &[Assignment]) {
        for assignment in assignments {
            self.columns_of(used, &assignment.columns);
            self.expression(&assignment.value);
        }
    }

    fn update(&mut self, change: &Change, update: &Update) {
        let used = self.target(change, Effect::Update);
        let mut conditions: Vec<&JoinCondition> = Vec::new();
        for item in &update.from {
            self.from(item, &mut conditions);
        }
        self.conditions(&conditions);
        self.assignments(used, &update.assignments);
        self.expressions(&update.filter);
    }

    fn delete(&mut self, change: &Change, delete: &Delete) {
        self.target(change, Effect::Delete);
        let mut conditions: Vec<&JoinCondition> = Vec::new();
        for item in &delete.using {
            self.from(item, &mut conditions);
        }
        self.conditions(&conditions);
        self.expressions(&delete.filter);
    }

    fn merge(&mut self, change: &Change, merge: &Merge) {
        let used = self.target(change, Effect::Update);
        let mut conditions: Vec<&JoinCondition> = Vec::new();
        self.from(&merge.source, &mut conditions);
        self.conditions(&conditions);
        self.expression(&merge.condition);
        self.assignments(used, &merge.assignments);
        for (columns, values) in &merge.inserted {
            let inserted = self.relation(Effect::Insert, &change.target);
            self.columns_of(inserted, columns);
            self.expressions(values);
        }
    }
}
