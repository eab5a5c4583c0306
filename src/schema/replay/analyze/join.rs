//! Joins.

use super::{
    analyzer::{Analyzer, Value},
    clause::{At, Clause},
    from::renamed,
    level::{Level, Source, SourceColumn},
};
use crate::schema::replay::failure::{Applied, Stop};
use crate::sql::{
    expression::Expression,
    name::{Identifier, Word},
    query::{Alias, Join, JoinCondition, JoinKind},
};

impl Analyzer<'_> {
    pub(super) fn join(
        &mut self,
        join: &Join,
        alias: Option<&Alias>,
        level: &mut Level<'_>,
    ) -> Applied {
        let start = level.sources.len();
        self.item(&join.left, level)?;
        let middle = level.sources.len();
        self.item(&join.right, level)?;
        let left = bare_columns(&level.sources[start..middle]);
        let right = bare_columns(&level.sources[middle..]);
        let open = level.sources[start..]
            .iter()
            .any(|source| source.bare && source.open);
        let number = self.next_source();
        let (columns, merged) = match &join.condition {
            JoinCondition::Using(names, merged) => {
                let names: Vec<Identifier> = names.iter().map(|word| word.text.clone()).collect();
                let columns = self.merge(&names, left, right, join, open, number)?;
                (columns, merged.as_ref())
            }
            JoinCondition::Natural => {
                let has = |column: &&SourceColumn| right.iter().any(|it| it.name == column.name);
                let shared = left.iter().filter(has);
                let names: Vec<Identifier> = shared.map(|column| column.name.clone()).collect();
                (self.merge(&names, left, right, join, open, number)?, None)
            }
            JoinCondition::On(condition) => {
                self.on(condition, start, level)?;
                (left.into_iter().chain(right).collect(), None)
            }
            JoinCondition::None => (left.into_iter().chain(right).collect(), None),
        };
        let mut joined = Source::computed(number, None, Vec::new());
        joined.columns = columns;
        joined.open = open;
        self.finish(joined, merged, alias, start, level)
    }

    /// Puts the join in the place of what it joins, which stays as names before a dot.
    fn finish(
        &mut self,
        joined: Source,
        merged: Option<&Word>,
        alias: Option<&Alias>,
        start: usize,
        level: &mut Level<'_>,
    ) -> Applied {
        let merged = merged.map(|name| {
            let mut source = joined.clone();
            source.number = self.next_source();
            source.name = Some(name.text.clone());
            source.bare = false;
            source.aliased = true;
            source
        });
        let is_aliased = alias.is_some_and(|alias| alias.name.is_some());
        for source in &mut level.sources[start..] {
            source.bare = false;
            source.named &= !is_aliased;
        }
        let mut joined = renamed(joined, alias)?;
        joined.named = is_aliased;
        self.no_duplicate(&joined, &level.sources)?;
        level.sources.extend(merged);
        level.sources.push(joined);
        Ok(())
    }

    /// A join condition, which can only name what is joined.
    fn on(&mut self, condition: &Expression, start: usize, level: &mut Level<'_>) -> Applied {
        let sources = level.sources.split_off(start);
        let inner = Level {
            parent: level.parent,
            sources,
            common: Vec::new(),
            sight: level.sight,
            beyond: Some(level),
        };
        let result = self.condition(condition, At::new(&inner, Clause::Join));
        let sources = inner.sources;
        level.sources.extend(sources);
        result
    }

    /// The columns of a join with merged ones: these first.
    fn merge(
        &mut self,
        names: &[Identifier],
        left: Vec<SourceColumn>,
        right: Vec<SourceColumn>,
        join: &Join,
        open: bool,
        number: u32,
    ) -> Applied<Vec<SourceColumn>> {
        let mut columns = Vec::with_capacity(left.len() + right.len());
        for name in names {
            let first = one_of(&left, name, "left", open)?;
            let second = one_of(&right, name, "right", open)?;
            let (Some(first), Some(second)) = (first, second) else {
                continue;
            };
            let values =
                [first, second].map(|column| Value::new(column.data_type.clone(), join.right.span));
            let [a, b] = &values;
            let equals = Self::implied("=", join.right.span);
            let common = self.common_type(&[a, b], "JOIN/USING")?;
            self.operator_type(&equals, Some(a), Some(b))?;
            for &used in first.uses.iter().chain(&second.uses) {
                self.used(used);
            }
            let identity = match join.kind {
                JoinKind::Inner | JoinKind::Left | JoinKind::Cross => first.identity,
                JoinKind::Right => second.identity,
                JoinKind::Full => (number, columns.len() as u16),
            };
            // `buildMergedJoinVar`: a side counts as it stands unless it is cast.
            let as_it_stands =
                |side: &SourceColumn| side.origin.filter(|_| side.data_type == common);
            let origin = match join.kind {
                JoinKind::Inner | JoinKind::Cross if first.data_type == common => first.origin,
                JoinKind::Inner | JoinKind::Cross | JoinKind::Right => as_it_stands(second),
                JoinKind::Left => as_it_stands(first),
                JoinKind::Full => None,
            };
            columns.push(SourceColumn {
                name: name.clone(),
                data_type: common,
                origin,
                uses: first.uses.iter().chain(&second.uses).copied().collect(),
                identity,
            });
        }
        let rest = left.into_iter().chain(right);
        columns.extend(rest.filter(|column| !names.contains(&column.name)));
        Ok(columns)
    }
}

/// The columns that can be named by themselves.
fn bare_columns(sources: &[Source]) -> Vec<SourceColumn> {
    let bare = sources.iter().filter(|source| source.bare);
    bare.flat_map(|source| source.columns.iter().cloned())
        .collect()
}

/// The column of a side that `USING` names.
fn one_of<'c>(
    columns: &'c [SourceColumn],
    name: &str,
    side: &str,
    open: bool,
) -> Applied<Option<&'c SourceColumn>> {
    let mut matching = columns.iter().filter(|column| column.name == name);
    match (matching.next(), matching.next()) {
        (Some(only), None) => Ok(Some(only)),
        (Some(_), Some(_)) => Err(Stop::failed(
            "42702",
            format!("common column name \"{name}\" appears more than once in {side} table"),
        )),
        (None, _) if open => Ok(None),
        (None, _) => Err(Stop::failed(
            "42703",
            format!("column \"{name}\" specified in USING clause does not exist in {side} table"),
        )),
    }
}
