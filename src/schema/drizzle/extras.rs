//! Constraints and indexes: those of columns, and those of the table's third argument.

use std::{collections::BTreeSet, slice};

use super::{
    Reader,
    column::{ColumnReference, Declared},
    key::foreign_key_name,
    naming::{cut, default_name},
    program::children,
    table::Table,
    value::{Chain, Expression, PG_CORE, Value, bare},
};
use crate::{
    notice::NoticeKind,
    schema::catalog::{
        constraint::{Constraint, ConstraintKind, Reference, ReferenceAction},
        relation::{Index, Relation},
    },
};

/// A column of a table, this one or another.
#[derive(Debug)]
pub(super) struct Far {
    pub schema: String,
    pub relation: String,
    pub column: String,
    /// Its name before casing.
    pub given: String,
}

impl Table<'_> {
    fn far(&self, key: &str) -> Option<Far> {
        let declared = self.column(key)?;
        Some(Far {
            schema: self.schema.clone(),
            relation: self.name.clone(),
            column: declared.column.name.clone(),
            given: declared.given.clone(),
        })
    }
}

impl<'t> Reader<'t> {
    /// What the builders of columns say of keys.
    pub(super) fn column_constraints(&self, table: &Table<'t>, relation: &mut Relation) {
        for declared in &table.columns {
            let column = &declared.column.name;
            let columns = vec![column.clone()];
            let constraint = |name: String, kind: ConstraintKind| Constraint {
                name: cut(name),
                kind,
                columns: columns.clone(),
                origin: declared.column.origin.clone(),
                ..Constraint::default()
            };
            if declared.primary {
                let name = format!("{}_pkey", table.name);
                relation
                    .constraints
                    .push(constraint(name, ConstraintKind::PrimaryKey));
            }
            if let Some(name) = &declared.unique {
                let name = match name.as_str() {
                    "" => default_name(&table.name, slice::from_ref(&declared.given), "unique"),
                    name => name.to_owned(),
                };
                relation
                    .constraints
                    .push(constraint(name, ConstraintKind::Unique));
            }
            if let Some(reference) = &declared.reference {
                let key = self.column_reference(table, declared, reference);
                relation.constraints.extend(key);
            }
        }
    }

    fn column_reference(
        &self,
        table: &Table<'t>,
        declared: &Declared<'t>,
        reference: &ColumnReference<'t>,
    ) -> Option<Constraint> {
        let column = &declared.column.name;
        let Some(far) = self.far(table, &reference.target) else {
            let name = &table.name;
            let message =
                format!("what `{name}.{column}` references is not known from these files");
            self.notice(&reference.target, NoticeKind::Schema, message);
            return None;
        };
        let columns = vec![column.clone()];
        Some(Constraint {
            name: foreign_key_name(&table.name, &columns, &far.relation, &[&far.column]),
            kind: ConstraintKind::ForeignKey,
            columns,
            references: Some(Reference {
                schema: far.schema,
                relation: far.relation,
                columns: vec![far.column],
                on_delete: reference.on_delete,
                on_update: reference.on_update,
            }),
            origin: declared.column.origin.clone(),
            ..Constraint::default()
        })
    }

    /// What the third argument makes: a list, or an object of the same.
    pub(super) fn extras(&self, table: &Table<'t>, relation: &mut Relation) {
        let Some(extras) = &table.extras else {
            return;
        };
        let Value::Expression(function) = self.program.value(extras) else {
            return;
        };
        let called = self.program.called(&function, [Value::Own].into_iter());
        for item in self.items(&called) {
            if !self.extra(table, &item, relation) {
                let message = format!("part of what `{}` is made of is not known", table.name);
                self.notice(&item, NoticeKind::Schema, message);
            }
        }
    }

    pub(super) fn items(&self, extras: &Expression<'t>) -> Vec<Expression<'t>> {
        let Some(made) = self.program.made(extras, 0) else {
            return Vec::new();
        };
        if made.node.kind() != "array" {
            let (entries, _) = self.program.entries(&made);
            return entries.into_iter().map(|(_, value)| value).collect();
        }
        let items = children(made.node).into_iter();
        items.map(|item| made.at(item)).collect()
    }

    /// Whether an item of the third argument could be read.
    fn extra(&self, table: &Table<'t>, item: &Expression<'t>, relation: &mut Relation) -> bool {
        let Some(chain) = self.program.chain(item) else {
            return false;
        };
        let Value::Library { module, name } = self.program.value(&chain.base) else {
            return false;
        };
        if module != PG_CORE {
            return false;
        }
        match name {
            "primaryKey" | "unique" | "foreignKey" | "check" => {
                let key = match name {
                    "foreignKey" => self.foreign_key(table, &chain),
                    "check" => self.check(table, &chain),
                    _ => self.key(table, name, &chain),
                };
                let Some(key) = key else {
                    return false;
                };
                relation.constraints.push(Constraint {
                    origin: self.origin(item),
                    ..key
                });
            }
            "index" | "uniqueIndex" => {
                let index = self.index(table, name, &chain);
                relation.indexes.push(Index {
                    origin: self.origin(item),
                    ..index
                });
            }
            "pgPolicy" => {
                relation.row_security = true;
                relation.policies.extend(self.policy(&chain));
            }
            _ => return false,
        }
        true
    }

    /// `check("name", sql`…`)`
    fn check(&self, table: &Table<'t>, chain: &Chain<'t>) -> Option<Constraint> {
        let [name, condition] = chain.arguments.as_slice() else {
            return None;
        };
        Some(Constraint {
            name: cut(self.program.string(name)?),
            kind: ConstraintKind::Check,
            columns: self.columns_named(table, condition),
            definition: self.sql(condition),
            ..Constraint::default()
        })
    }

    /// The columns that sql`…` puts in or has by their names, in the order of the table.
    fn columns_named(&self, table: &Table<'t>, condition: &Expression<'t>) -> Vec<String> {
        let chain = self.program.chain(condition);
        let template = chain.and_then(|chain| chain.arguments.into_iter().next());
        let Some(template) = template else {
            return Vec::new();
        };
        let mut words = BTreeSet::new();
        for part in children(template.node) {
            if part.kind() == "template_substitution" {
                let inner = children(part).into_iter().next();
                let far = inner.and_then(|inner| self.far(table, &template.at(inner)));
                words.extend(far.map(|far| far.column));
            } else {
                let text = self.program.text(&template.at(part));
                // Every other part is between quotes.
                let outside = text.split('\'').step_by(2);
                let is_end = |character: char| !character.is_alphanumeric() && character != '_';
                words.extend(
                    outside
                        .flat_map(|text| text.split(is_end))
                        .map(str::to_owned),
                );
            }
        }
        let names = table.columns.iter().map(|declared| &declared.column.name);
        names
            .filter(|name| words.contains(*name))
            .cloned()
            .collect()
    }

    /// A member of an object of options.
    pub(super) fn named(&self, options: &Expression<'t>, name: &str) -> Option<Expression<'t>> {
        let (entries, _) = self.program.entries(options);
        let entry = entries.into_iter().rfind(|(key, _)| key == name)?;
        Some(entry.1)
    }

    pub(super) fn own_columns(&self, table: &Table<'t>, nodes: &[Expression<'t>]) -> Vec<String> {
        let columns = self.own(table, nodes).into_iter();
        columns.map(|far| far.column).collect()
    }

    pub(super) fn own(&self, table: &Table<'t>, nodes: &[Expression<'t>]) -> Vec<Far> {
        let columns = nodes.iter().filter_map(|node| self.far(table, node));
        columns.collect()
    }

    /// The column that `t.email`, `users.email` or `t.email.desc()` is.
    pub(super) fn far(&self, own: &Table<'t>, expression: &Expression<'t>) -> Option<Far> {
        let mut node = bare(expression.node);
        while node.kind() == "call_expression" {
            node = bare(node.child_by_field_name("function")?);
            node = bare(node.child_by_field_name("object")?);
        }
        let object = expression.at(node.child_by_field_name("object")?);
        let property = expression.at(node.child_by_field_name("property")?);
        let key = self.program.text(&property);
        match self.program.value(&object) {
            Value::Own => own.far(key),
            Value::Library { module, name } => platform(module, name, key),
            Value::Expression(_)
            | Value::Package(_)
            | Value::Module(_)
            | Value::Builders
            | Value::Nothing
            | Value::Unknown => self.table(&object)?.far(key),
        }
    }

    /// The text between the quotes of sql`…`, with what is put in as it is written.
    pub(super) fn sql(&self, expression: &Expression<'t>) -> Option<String> {
        let chain = self.program.chain(expression)?;
        let template = chain.arguments.first()?;
        let text = self.program.text(template);
        let inner = text.strip_prefix('`')?.strip_suffix('`')?;
        Some(inner.to_owned())
    }
}

/// The tables that packages export.
fn platform(module: &str, name: &str, key: &str) -> Option<Far> {
    let (schema, relation) = match (module, name) {
        ("drizzle-orm/supabase", "authUsers") => ("auth", "users"),
        ("drizzle-orm/neon", "usersSync") => ("neon_auth", "users_sync"),
        _ => return None,
    };
    Some(Far {
        schema: schema.to_owned(),
        relation: relation.to_owned(),
        column: key.to_owned(),
        given: key.to_owned(),
    })
}

/// The action that a word of Drizzle's stands for.
pub(super) fn action(word: &str) -> ReferenceAction {
    match word {
        "cascade" => ReferenceAction::Cascade,
        "restrict" => ReferenceAction::Restrict,
        "set null" => ReferenceAction::SetNull,
        "set default" => ReferenceAction::SetDefault,
        _ => ReferenceAction::NoAction,
    }
}
