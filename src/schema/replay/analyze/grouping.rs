//! What may stand beside aggregates: `parse_agg.c`.

use rustc_hash::{FxHashMap, FxHashSet};

use super::{
    analyzer::Analyzer,
    level::{Level, Reference, Source},
    walk,
};
use crate::schema::replay::{
    failure::{Applied, Stop},
    state::{
        ObjectId,
        object::Kind,
        relation::{Constraint, ConstraintKind},
    },
};
use crate::{
    source::Span,
    sql::{
        expression::{Expression, ExpressionKind},
        parts,
        query::Select,
    },
};

/// What `GROUP BY` lists.
#[derive(Debug, Default)]
pub(super) struct Groups<'q> {
    pub(super) expressions: Vec<&'q Expression>,
    /// Output columns, by index.
    pub(super) targets: Vec<usize>,
    /// Whether there are grouping sets.
    pub(super) sets: bool,
}

/// What is grouped, prepared for looking things up.
struct Grouped<'l> {
    level: &'l Level<'l>,
    columns: FxHashSet<(u32, u16)>,
    shapes: FxHashSet<String>,
    /// Of the level, by where they stand.
    references: FxHashMap<Span, Vec<Reference>>,
    /// Sources whose key is grouped, so every column is.
    determined: FxHashSet<u32>,
}

impl Analyzer<'_> {
    /// # Errors
    ///
    /// 42803 when a column is neither grouped nor an argument of an aggregate.
    pub(super) fn check_grouping(
        &mut self,
        select: &Select,
        ordered: &[&Expression],
        groups: &Groups<'_>,
        level: &Level<'_>,
    ) -> Applied {
        let has_star = |index: &usize| {
            select.targets[..=(*index).min(select.targets.len().saturating_sub(1))]
                .iter()
                .any(|target| {
                    matches!(
                        target.value.kind,
                        ExpressionKind::Star(_) | ExpressionKind::FieldStar(_)
                    )
                })
        };
        // Positions behind a star are not those of the list; nothing is said then.
        if select.targets.is_empty() || groups.targets.iter().any(has_star) {
            return Ok(());
        }
        let listed = groups.targets.iter();
        let listed = listed.filter_map(|&index| select.targets.get(index));
        let listed: Vec<&Expression> = listed.map(|target| &target.value).collect();
        let all: Vec<&Expression> = groups.expressions.iter().copied().chain(listed).collect();
        let grouped = self.grouped(&all, level);
        let targets = select.targets.iter().map(|target| &target.value);
        let checked = targets.chain(&select.having).chain(ordered.iter().copied());
        for expression in checked {
            self.check_grouped(expression, &grouped)?;
        }
        Ok(())
    }

    fn grouped<'l>(&mut self, all: &[&Expression], level: &'l Level<'l>) -> Grouped<'l> {
        let own = |number: u32| level.sources.iter().any(|source| source.number == number);
        let mut references: FxHashMap<Span, Vec<Reference>> = FxHashMap::default();
        for reference in self.references.iter().filter(|it| own(it.source)) {
            references
                .entry(reference.span)
                .or_default()
                .push(*reference);
        }
        let mut grouped = Grouped {
            level,
            columns: FxHashSet::default(),
            shapes: FxHashSet::default(),
            references,
            determined: FxHashSet::default(),
        };
        for expression in all {
            match grouped.identities(expression) {
                Some(identities) => grouped.columns.extend(identities),
                None => {
                    let shape = grouped.shape(expression);
                    grouped.shapes.insert(shape);
                }
            }
        }
        for source in &level.sources {
            if let Some(constraint) = self.determining_key(source, &grouped) {
                self.uses_object(constraint);
                grouped.determined.insert(source.number);
            }
        }
        grouped
    }

    /// The primary key of a source, when all of its columns are grouped.
    fn determining_key(&self, source: &Source, grouped: &Grouped<'_>) -> Option<ObjectId> {
        let relation = source.relation?;
        let of_source = grouped
            .columns
            .iter()
            .any(|(number, _)| *number == source.number);
        if !of_source {
            return None;
        }
        let mut children = self.session.state.children(relation);
        let (id, key) = children.find_map(|(id, child)| match &child.kind {
            Kind::Constraint(
                constraint @ Constraint {
                    kind: ConstraintKind::PrimaryKey,
                    ..
                },
            ) => Some((id, constraint)),
            _ => None,
        })?;
        let is_grouped = |number| {
            source.columns.iter().any(|column| {
                let own = column.uses.iter().any(|used| used.column == Some(number));
                own && grouped.columns.contains(&column.identity)
            })
        };
        key.columns
            .iter()
            .all(|&number| is_grouped(number))
            .then_some(id)
    }

    fn check_grouped(&self, expression: &Expression, grouped: &Grouped<'_>) -> Applied {
        let mut waiting = vec![expression];
        while let Some(next) = waiting.pop() {
            if self.aggregates.contains(&next.span) && matches!(next.kind, ExpressionKind::Call(_))
            {
                continue;
            }
            if !grouped.shapes.is_empty() && grouped.shapes.contains(&grouped.shape(next)) {
                continue;
            }
            if let Some(references) = grouped.references.get(&next.span) {
                grouped.check(references, Where::Here)?;
            }
            if parts::query(next).is_some() {
                self.check_subquery(next.span, grouped)?;
            }
            let mut operands = parts::operands(next);
            operands.reverse();
            waiting.extend(operands);
        }
        Ok(())
    }

    fn check_subquery(&self, span: Span, grouped: &Grouped<'_>) -> Applied {
        let own = |number: u32| {
            let mut sources = grouped.level.sources.iter();
            sources.any(|source| source.number == number)
        };
        let inside: Vec<Reference> = self
            .references
            .iter()
            .filter(|it| span.contains(it.span) && own(it.source))
            .filter(|it| {
                // What stands in the operand beside the query is of the query around.
                !self
                    .aggregates
                    .iter()
                    .any(|aggregate| aggregate.contains(it.span))
            })
            .copied()
            .collect();
        grouped.check(&inside, Where::Subquery)
    }
}

/// Where an ungrouped column was found.
#[derive(Clone, Copy)]
enum Where {
    Here,
    Subquery,
}

impl Grouped<'_> {
    /// The columns that an expression is, when it is nothing but columns.
    fn identities(&self, expression: &Expression) -> Option<Vec<(u32, u16)>> {
        let is_column = matches!(
            expression.kind,
            ExpressionKind::Column(_) | ExpressionKind::Star(_)
        );
        let references = self
            .references
            .get(&expression.span)
            .filter(|_| is_column)?;
        let mut identities = Vec::new();
        for reference in references {
            match reference.identity {
                Some(identity) => identities.push(identity),
                None => identities.extend(self.columns_of(reference.source)),
            }
        }
        Some(identities)
    }

    fn columns_of(&self, number: u32) -> Vec<(u32, u16)> {
        let source = self.level.sources.iter().find(|it| it.number == number);
        let columns = source.into_iter().flat_map(|source| &source.columns);
        columns.map(|column| column.identity).collect()
    }

    fn shape(&self, expression: &Expression) -> String {
        walk::shape(expression, &|part| {
            let identities = self.identities(part)?;
            Some(format!("{identities:?}"))
        })
    }

    fn check(&self, references: &[Reference], place: Where) -> Applied {
        for reference in references {
            if self.determined.contains(&reference.source) {
                continue;
            }
            let identities = match reference.identity {
                Some(identity) => vec![identity],
                None => self.columns_of(reference.source),
            };
            for identity in identities {
                let free =
                    !self.columns.contains(&identity) && !self.determined.contains(&identity.0);
                if free {
                    return Err(self.ungrouped(identity, place).at(reference.span));
                }
            }
        }
        Ok(())
    }

    fn ungrouped(&self, (number, index): (u32, u16), place: Where) -> Stop {
        let source = self.level.sources.iter().find(|it| it.number == number);
        let name = source.and_then(|source| {
            let column = source.columns.get(usize::from(index))?;
            let table = source.name.as_deref().unwrap_or_default();
            Some(format!("{table}.{}", column.name))
        });
        let name = name.unwrap_or_default();
        let message = match place {
            Where::Here => format!(
                "column \"{name}\" must appear in the GROUP BY clause or be used in an aggregate function"
            ),
            Where::Subquery => {
                format!("subquery uses ungrouped column \"{name}\" from outer query")
            }
        };
        Stop::failed("42803", message)
    }
}
