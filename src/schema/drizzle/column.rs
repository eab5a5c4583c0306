//! Columns: a builder and what is called on it.

use indexmap::IndexMap;

use super::{
    Reader,
    extras::action,
    naming::cut,
    value::{Chain, Expression, PG_CORE, Value},
};
use crate::{
    notice::NoticeKind,
    schema::catalog::{
        constraint::ReferenceAction,
        relation::{Column, Generated},
    },
};

/// A column, and what its builder says of the table's constraints.
#[derive(Clone, Debug, Default)]
pub(super) struct Declared<'t> {
    /// The key in the table object.
    pub key: String,
    /// Its name before casing, which names of unique constraints are made of.
    pub given: String,
    pub column: Column,
    pub primary: bool,
    /// The name of its unique constraint; empty for the one that Drizzle makes.
    pub unique: Option<String>,
    pub reference: Option<ColumnReference<'t>>,
    pub serial: bool,
}

/// `.references(() => users.id, { onDelete: "cascade" })`
#[derive(Clone, Debug)]
pub(super) struct ColumnReference<'t> {
    /// `users.id`
    pub target: Expression<'t>,
    pub on_delete: ReferenceAction,
    pub on_update: ReferenceAction,
}

impl<'t> Reader<'t> {
    /// The columns of a table object, and whether there may be others.
    pub(super) fn columns(
        &self,
        place: &str,
        object: &Expression<'t>,
    ) -> (Vec<Declared<'t>>, bool) {
        let object = match self.program.value(object) {
            // `(t) => ({ id: t.uuid() })`
            Value::Expression(function) => self
                .program
                .called(&function, [Value::Builders].into_iter()),
            Value::Library { .. }
            | Value::Package(_)
            | Value::Module(_)
            | Value::Builders
            | Value::Own
            | Value::Nothing
            | Value::Unknown => object.clone(),
        };
        let (entries, mut open) = self.program.entries(&object);
        if open {
            let message = format!("not all columns of `{place}` are known from these files");
            self.notice(&object, NoticeKind::Schema, message);
        }
        let mut columns = IndexMap::new();
        for (key, value) in entries {
            let Some(column) = self.column(&key, &value) else {
                let message = format!("what the column `{key}` of `{place}` is, is not known");
                self.notice(&value, NoticeKind::Schema, message);
                open = true;
                continue;
            };
            // A later key replaces an earlier one where that stood.
            columns.insert(key, column);
        }
        (columns.into_values().collect(), open)
    }

    fn column(&self, key: &str, value: &Expression<'t>) -> Option<Declared<'t>> {
        let (chain, built) = self.builder(value)?;
        let name = chain.arguments.first();
        let name = name.and_then(|name| self.program.string(name));
        let mut declared = Declared {
            key: key.to_owned(),
            given: name.clone().unwrap_or_else(|| key.to_owned()),
            column: Column {
                name: cut(name.unwrap_or_else(|| self.casing.apply(key))),
                data_type: built.data_type,
                nullable: !built.serial,
                has_default: built.serial,
                origin: self.origin(value),
                ..Column::default()
            },
            serial: built.serial,
            ..Declared::default()
        };
        for link in &chain.links {
            self.apply(link.name, &link.arguments, &mut declared);
        }
        Some(declared)
    }

    /// The builder that a column starts with, with all that is called on it, and what it makes.
    ///
    /// A function of the project's own stands for the builder that it returns.
    fn builder(&self, value: &Expression<'t>) -> Option<(Chain<'t>, super::types::Built)> {
        let mut links = Vec::new();
        let mut value = value.clone();
        // Functions rarely call more than a few others.
        for _ in 0..8 {
            let made = match self.program.value(&value) {
                Value::Expression(made) => made,
                Value::Library { .. }
                | Value::Package(_)
                | Value::Module(_)
                | Value::Builders
                | Value::Own
                | Value::Nothing
                | Value::Unknown => return None,
            };
            let mut chain = self.program.chain(&made)?;
            chain.links.append(&mut links);
            if let Some(built) = self.built(&chain.base, &chain.arguments) {
                return Some((chain, built));
            }
            let Value::Expression(function) = self.program.value(&chain.base) else {
                return None;
            };
            if function.node.kind() == "call_expression" || !has_body(&function) {
                return None;
            }
            let arguments = chain.arguments.into_iter().map(Value::Expression);
            let called = self.program.called(&function, arguments);
            links = chain.links;
            value = self.program.returned(&called)?;
        }
        None
    }

    fn apply(&self, link: &str, arguments: &[Expression<'t>], declared: &mut Declared<'t>) {
        let column = &mut declared.column;
        match link {
            "notNull" => column.nullable = false,
            "default" => {
                let value = arguments.first().map(|value| self.program.text(value));
                column.has_default = value != Some("null");
            }
            "defaultNow" | "defaultRandom" => column.has_default = true,
            "primaryKey" => {
                column.nullable = false;
                declared.primary = true;
            }
            "unique" => {
                let name = arguments.first();
                let name = name.and_then(|name| self.program.string(name));
                declared.unique = Some(name.unwrap_or_default());
            }
            "array" => {
                // Postgres does not keep how many dimensions there are.
                if let Some(data_type) = &mut column.data_type
                    && !data_type.ends_with("[]")
                {
                    data_type.push_str("[]");
                }
            }
            "generatedAlwaysAsIdentity" => {
                column.nullable = false;
                column.generated = Some(Generated::IdentityAlways);
            }
            "generatedByDefaultAsIdentity" => {
                column.nullable = false;
                column.generated = Some(Generated::IdentityByDefault);
            }
            "generatedAlwaysAs" => column.generated = Some(Generated::Stored),
            "references" => declared.reference = self.reference(arguments),
            _ => {}
        }
    }

    fn reference(&self, arguments: &[Expression<'t>]) -> Option<ColumnReference<'t>> {
        let [target, options @ ..] = arguments else {
            return None;
        };
        let (entries, _) = match options {
            [options, ..] => self.program.entries(options),
            [] => Default::default(),
        };
        let action = |name: &str| {
            let entry = entries.iter().rfind(|(key, _)| key == name);
            let word = entry.and_then(|(_, value)| self.program.string(value));
            word.map_or(ReferenceAction::NoAction, |word| action(&word))
        };
        Some(ColumnReference {
            on_delete: action("onDelete"),
            on_update: action("onUpdate"),
            target: self.program.returned(target)?,
        })
    }

    /// Whether the expression is a call of this function of `drizzle-orm/pg-core`.
    pub(super) fn is_pg(&self, base: &Expression<'t>, function: &str) -> bool {
        match self.program.value(base) {
            Value::Library { module, name } => module == PG_CORE && name == function,
            Value::Expression(_)
            | Value::Package(_)
            | Value::Module(_)
            | Value::Builders
            | Value::Own
            | Value::Nothing
            | Value::Unknown => false,
        }
    }
}

fn has_body(function: &Expression<'_>) -> bool {
    function.node.child_by_field_name("body").is_some()
}
