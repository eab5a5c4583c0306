//! What queries use.

use super::{Effect, walker::Walker};
use crate::sql::{
    expression::{Call, Expression, Window},
    name::Name,
    query::{
        Alias, CommonBody, FromItem, FromKind, FromValue, Join, JoinCondition, Query, QueryBody,
        Select, With,
    },
};

impl Walker<'_> {
    pub(super) fn query(&mut self, query: &Query) {
        if self.depth > Self::DEEPEST * 4 {
            return;
        }
        self.depth += 1;
        let outer = self.not_relations.len();
        if let Some(with) = &query.with {
            self.with(with);
        }
        match &query.body {
            QueryBody::Select(select) => self.select(select, &query.order_by),
            QueryBody::Set(left, right) => {
                self.query(left);
                self.query(right);
            }
            QueryBody::Values(values) => self.expressions(values.rows.iter().flatten()),
            QueryBody::Table(name) => {
                if !self.is_no_relation(name) {
                    let used = self.relation(Effect::Read, name);
                    self.uses[used].all_columns = true;
                }
            }
        }
        self.expressions(&query.limits);
        self.not_relations.truncate(outer);
        self.depth -= 1;
    }

    /// Common tables; their names stand for no relation until the statement ends.
    pub(super) fn with(&mut self, with: &With) {
        if with.recursive {
            let names = with.tables.iter();
            self.not_relations
                .extend(names.map(|table| table.name.text.to_string()));
        }
        for table in &with.tables {
            match &table.body {
                CommonBody::Query(query) => self.query(query),
                CommonBody::Change(change) => self.change(change),
            }
            self.not_relations.push(table.name.text.to_string());
        }
    }

    pub(super) fn is_no_relation(&self, name: &Name) -> bool {
        name.schema.is_none() && self.not_relations.iter().any(|known| *known == name.name)
    }

    fn select(&mut self, select: &Select, order_by: &[Expression]) {
        self.enter();
        let mut conditions = Vec::new();
        for item in &select.from {
            self.from(item, &mut conditions);
        }
        self.conditions(&conditions);
        self.expressions(select.targets.iter().map(|target| &target.value));
        self.expressions(&select.distinct_on);
        self.expressions(&select.filter);
        self.expressions(&select.group_by);
        self.expressions(&select.having);
        for (_, window) in &select.windows {
            self.window(window);
        }
        self.expressions(order_by);
        self.leave();
    }

    fn window(&mut self, window: &Window) {
        self.expressions(&window.partition_by);
        self.expressions(&window.order_by);
    }

    /// Brings an item into scope; the conditions of its joins are kept for when all is there.
    pub(super) fn from<'q>(&mut self, item: &'q FromItem, conditions: &mut Vec<&'q JoinCondition>) {
        match &item.kind {
            FromKind::Relation(name) => self.relation_in_from(name, item.alias.as_ref()),
            FromKind::Subquery(query) => {
                self.query(query);
                self.bring(alias_name(item.alias.as_ref(), ""), None);
            }
            FromKind::Function { calls, .. } => {
                let mut first = "";
                for call in calls {
                    match &call.value {
                        FromValue::Call(call) => {
                            self.call_in_from(call);
                            first = &call.name.name;
                        }
                        FromValue::Expression(expression) => self.expression(expression),
                    }
                }
                self.bring(alias_name(item.alias.as_ref(), first), None);
            }
            FromKind::Join(join) => self.join(join, item.alias.as_ref(), conditions),
            FromKind::Table { operands, .. } => {
                self.expressions(operands);
                self.bring(alias_name(item.alias.as_ref(), ""), None);
            }
        }
    }

    fn call_in_from(&mut self, call: &Call) {
        self.call(call);
        self.expressions(call.arguments.iter().map(|argument| &argument.value));
    }

    fn relation_in_from(&mut self, name: &Name, alias: Option<&Alias>) {
        let shown = alias_name(alias, &name.name);
        if self.is_no_relation(name) {
            self.bring(shown, None);
            return;
        }
        let used = self.relation(Effect::Read, name);
        let renamed = alias.is_some_and(|alias| !alias.columns.is_empty());
        if renamed {
            self.uses[used].all_columns = true;
        }
        self.bring(shown, (!renamed).then_some(used));
    }

    fn join<'q>(
        &mut self,
        join: &'q Join,
        alias: Option<&Alias>,
        conditions: &mut Vec<&'q JoinCondition>,
    ) {
        if self.depth > Self::DEEPEST * 4 {
            return;
        }
        self.depth += 1;
        self.from(&join.left, conditions);
        self.from(&join.right, conditions);
        conditions.push(&join.condition);
        if let Some(alias) = alias {
            self.bring(alias_name(Some(alias), ""), None);
        }
        self.depth -= 1;
    }

    pub(super) fn conditions(&mut self, conditions: &[&JoinCondition]) {
        for condition in conditions {
            match condition {
                JoinCondition::On(condition) => self.expression(condition),
                JoinCondition::Using(columns, _) => {
                    for column in columns {
                        self.column(std::slice::from_ref(column));
                    }
                }
                // Which columns these are depends on both sides.
                JoinCondition::Natural => self.star(&[]),
                JoinCondition::None => {}
            }
        }
    }
}

fn alias_name(alias: Option<&Alias>, otherwise: &str) -> String {
    let name = alias.and_then(|alias| alias.name.as_ref());
    name.map_or_else(|| otherwise.to_owned(), |name| name.text.to_string())
}

/// The table that `SELECT … INTO` makes.
pub(super) fn into(query: &Query) -> Option<&Name> {
    match &query.body {
        QueryBody::Select(select) => select.into.as_ref(),
        QueryBody::Set(..) | QueryBody::Values(_) | QueryBody::Table(_) => None,
    }
}
