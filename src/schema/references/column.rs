//! Which relation a column in SQL is of.

use super::walker::{Walker, has_column};
use crate::sql::name::Word;

impl Walker<'_> {
    /// Notes a column by its words: `a`, `t.a`, `s.t.a`.
    pub(super) fn column(&mut self, words: &[Word]) {
        match words {
            [] => {}
            [name] => self.bare_column(name),
            [row, column] => self.qualified_column(row, column),
            [schema, table, column, ..] => {
                // Either a table with its schema, or an attribute of a column.
                if !self.item_has(&table.text, column) {
                    self.qualified_column(schema, table);
                }
            }
        }
    }

    /// A column of the nearest relation that has one of the name; a variable, when none does.
    fn bare_column(&mut self, name: &Word) {
        let text = name.text.as_str();
        for level in self.levels.iter().rev() {
            let mut found = false;
            for item in &level.items {
                let Some(used) = item.used else { continue };
                let draft = &mut self.uses[used];
                if item.name == text {
                    draft.all_columns = true;
                    found = true;
                } else if draft
                    .relation
                    .is_some_and(|relation| relation.column(text).is_some())
                {
                    draft.columns.insert(text.to_owned());
                    found = true;
                }
            }
            if found {
                return;
            }
        }
        if text == "new" || text == "old" {
            for &used in &self.rows {
                self.uses[used].all_columns = true;
            }
        }
    }

    fn qualified_column(&mut self, row: &Word, column: &Word) {
        let name = row.text.as_str();
        if (name == "new" || name == "old") && !self.rows.is_empty() {
            self.column_of_row(column);
            return;
        }
        let items = self.levels.iter().rev().flat_map(|level| &level.items);
        let mut items = items.filter(|item| item.name == name);
        let Some(item) = items.next() else { return };
        let Some(used) = item.used else { return };
        let function = self.names.is_function(&column.text);
        if function || self.variables.contains(name) {
            self.uses[used].columns.insert(column.text.to_string());
        } else {
            self.column_of(used, column);
        }
    }

    /// A column of the row that a trigger is run for; wrong only when no table has it.
    fn column_of_row(&mut self, column: &Word) {
        let name = column.text.as_str();
        let having: Vec<usize> = self
            .rows
            .iter()
            .copied()
            .filter(|&used| {
                let relation = self.uses[used].relation;
                relation.is_none_or(|relation| has_column(relation, name))
            })
            .collect();
        match (having.as_slice(), self.rows.first()) {
            ([], Some(&first)) => self.column_of(first, column),
            (having, _) => {
                for &used in having {
                    self.uses[used].columns.insert(name.to_owned());
                }
            }
        }
    }

    /// Notes a column when something in scope goes by a name.
    fn item_has(&mut self, name: &str, column: &Word) -> bool {
        let items = self.levels.iter().rev().flat_map(|level| &level.items);
        let mut items = items.filter(|item| item.name == name);
        let Some(item) = items.next() else {
            return false;
        };
        if let Some(used) = item.used {
            self.uses[used].columns.insert(column.text.to_string());
        }
        true
    }

    /// Notes that all columns are meant, of everything in the innermost scope or of one in any.
    pub(super) fn star(&mut self, words: &[Word]) {
        let last = words.last().map(|word| word.text.as_str());
        let levels = self.levels.iter().rev();
        for level in levels.take(if last.is_some() { usize::MAX } else { 1 }) {
            for item in &level.items {
                if last.is_none_or(|name| name == item.name)
                    && let Some(used) = item.used
                {
                    self.uses[used].all_columns = true;
                }
            }
        }
        if matches!(last, Some("new" | "old")) {
            for &used in &self.rows {
                self.uses[used].all_columns = true;
            }
        }
    }
}
