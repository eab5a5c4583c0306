//! `WITH`: common tables, recursive ones and those that change rows.

use super::{
    analyzer::{Analyzer, Field},
    level::{Common, Level},
    query::Finished,
};
use crate::schema::replay::failure::{Applied, Stop};
use crate::sql::query::{CommonBody, CommonTable, Query, QueryBody, With};

impl Analyzer<'_> {
    /// Adds the common tables to a level.
    pub(super) fn with(&mut self, with: &With, level: &mut Level<'_>) -> Applied {
        for (index, table) in with.tables.iter().enumerate() {
            let earlier = &with.tables[..index];
            if earlier.iter().any(|it| it.name.text == table.name.text) {
                let message = format!(
                    "WITH query name \"{}\" specified more than once",
                    table.name.text
                );
                return Err(Stop::failed("42712", message).at(table.name.span));
            }
        }
        for table in &with.tables {
            let common = match &table.body {
                CommonBody::Change(change) => {
                    let changed = self.nested_change(change, level)?;
                    let mut common = common(table, changed)?;
                    common.barren = change.returning.is_empty();
                    common
                }
                CommonBody::Query(query) if with.recursive => {
                    self.recursive(table, query, level)?
                }
                CommonBody::Query(query) => {
                    let finished = self.subquery(query, level)?;
                    common(table, finished)?
                }
            };
            level.common.push(common);
        }
        Ok(())
    }

    /// A table that may name itself: the first side of its `UNION` says what its columns are.
    fn recursive(
        &mut self,
        table: &CommonTable,
        query: &Query,
        level: &mut Level<'_>,
    ) -> Applied<Common> {
        let QueryBody::Set(left, _) = &query.body else {
            let finished = self.subquery(query, level)?;
            return common(table, finished);
        };
        let mut seed_level = Level::inside(level);
        if let Some(with) = &query.with {
            self.with(with, &mut seed_level)?;
        }
        let first = self.subquery(left, &seed_level)?;
        let mut seed = common(table, first)?;
        // What a set operation gives is no column of a relation.
        for column in &mut seed.columns {
            column.origin = None;
        }
        let mut inner = Level::inside(level);
        inner.common.push(seed.clone());
        self.subquery(query, &inner)?;
        Ok(seed)
    }
}

/// A common table under its name and column names.
fn common(table: &CommonTable, finished: Finished) -> Applied<Common> {
    let name = table.name.text.clone();
    let mut columns = finished.columns;
    if table.columns.len() > columns.len() && !finished.open {
        let message = format!(
            "WITH query \"{name}\" has {} columns available but {} columns specified",
            columns.len(),
            table.columns.len()
        );
        return Err(Stop::failed("42P10", message).at(table.name.span));
    }
    for (index, word) in table.columns.iter().enumerate() {
        match columns.get_mut(index) {
            Some(column) => column.name = word.text.clone(),
            None => columns.push(Field {
                name: word.text.clone(),
                data_type: None,
                origin: None,
            }),
        }
    }
    columns.extend(table.added.iter().map(|word| Field {
        name: word.text.clone(),
        data_type: None,
        origin: None,
    }));
    Ok(Common {
        name,
        columns,
        open: finished.open,
        barren: false,
    })
}
