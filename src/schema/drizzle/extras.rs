//! Constraints and indexes: those of columns, and those of the table's third argument.

use super::{
    Reader,
    naming::{cut, default_name},
    program::{children, first_child},
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
struct Far {
    schema: String,
    relation: String,
    column: String,
    /// Its name before casing.
    given: String,
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
                    "" => {
                        default_name(&table.name, std::slice::from_ref(&declared.given), "unique")
                    }
                    name => name.to_owned(),
                };
                relation
                    .constraints
                    .push(constraint(name, ConstraintKind::Unique));
            }
            let Some(reference) = &declared.reference else {
                continue;
            };
            let Some(far) = self.far(table, &reference.target) else {
                let message = format!(
                    "what `{}.{column}` references is not known from these files",
                    table.name
                );
                self.notice(&reference.target, NoticeKind::Schema, message);
                continue;
            };
            let name = foreign_key_name(&table.name, &columns, &far.relation, &[&far.column]);
            relation.constraints.push(Constraint {
                references: Some(Reference {
                    schema: far.schema,
                    relation: far.relation,
                    columns: vec![far.column],
                    on_delete: reference.on_delete,
                    on_update: reference.on_update,
                }),
                ..constraint(name, ConstraintKind::ForeignKey)
            });
        }
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

    fn items(&self, extras: &Expression<'t>) -> Vec<Expression<'t>> {
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
            "primaryKey" | "unique" => {
                let key = self.key(table, name, &chain);
                relation.constraints.extend(key.map(|key| Constraint {
                    origin: self.origin(item),
                    ..key
                }));
            }
            "foreignKey" => {
                let Some(key) = self.foreign_key(table, &chain) else {
                    return false;
                };
                relation.constraints.push(Constraint {
                    origin: self.origin(item),
                    ..key
                });
            }
            "check" => {
                let name = chain.arguments.first();
                let name = name.and_then(|name| self.program.string(name));
                relation.constraints.push(Constraint {
                    name: cut(name.unwrap_or_default()),
                    kind: ConstraintKind::Check,
                    definition: chain.arguments.get(1).and_then(|sql| self.sql(sql)),
                    origin: self.origin(item),
                    ..Constraint::default()
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

    /// `primaryKey({ columns: [t.a, t.b] })`, `primaryKey(t.a, t.b)`, `unique("name").on(t.a)`
    fn key(&self, table: &Table<'t>, function: &str, chain: &Chain<'t>) -> Option<Constraint> {
        let first = chain.arguments.first();
        let on = chain.links.iter().find(|link| link.name == "on");
        let (kind, ending) = match function {
            "primaryKey" => (ConstraintKind::PrimaryKey, "pk"),
            _ => (ConstraintKind::Unique, "unique"),
        };
        let (nodes, name) = match on {
            Some(on) => (on.arguments.clone(), first.cloned()),
            None => match self.named(first?, "columns") {
                Some(columns) => (self.items(&columns), self.named(first?, "name")),
                None => (chain.arguments.clone(), None),
            },
        };
        let name = name.and_then(|name| self.program.string(&name));
        let far = self.own(table, &nodes);
        let names = far.iter().map(|far| match kind {
            ConstraintKind::Unique => far.given.clone(),
            ConstraintKind::PrimaryKey
            | ConstraintKind::ForeignKey
            | ConstraintKind::Check
            | ConstraintKind::Exclusion => far.column.clone(),
        });
        let names: Vec<String> = names.collect();
        Some(Constraint {
            name: match name {
                Some(name) => cut(name),
                None => default_name(&table.name, &names, ending),
            },
            kind,
            columns: far.into_iter().map(|far| far.column).collect(),
            ..Constraint::default()
        })
    }

    fn foreign_key(&self, table: &Table<'t>, chain: &Chain<'t>) -> Option<Constraint> {
        let options = chain.arguments.first()?;
        let columns = self.items(&self.named(options, "columns")?);
        let columns = self.own_columns(table, &columns);
        let far = self.items(&self.named(options, "foreignColumns")?);
        let far: Option<Vec<Far>> = far.iter().map(|node| self.far(table, node)).collect();
        let far = far?;
        let first = far.first()?;
        let (schema, relation) = (first.schema.clone(), first.relation.clone());
        let far_columns: Vec<String> = far.into_iter().map(|far| far.column).collect();
        let name = self.named(options, "name");
        let name = name.and_then(|name| self.program.string(&name));
        let action = |link: &str| {
            let mut links = chain.links.iter();
            let link = links.find(|found| found.name == link)?;
            let word = self.program.string(link.arguments.first()?)?;
            Some(action(&word))
        };
        let names: Vec<&str> = far_columns.iter().map(String::as_str).collect();
        Some(Constraint {
            name: match name {
                Some(name) => cut(name),
                None => cut(foreign_key_name(&table.name, &columns, &relation, &names)),
            },
            kind: ConstraintKind::ForeignKey,
            columns,
            references: Some(Reference {
                schema,
                relation,
                columns: far_columns,
                on_delete: action("onDelete").unwrap_or_default(),
                on_update: action("onUpdate").unwrap_or_default(),
            }),
            ..Constraint::default()
        })
    }

    fn index(&self, table: &Table<'t>, function: &str, chain: &Chain<'t>) -> Index {
        let link = |name: &str| chain.links.iter().find(|link| link.name == name);
        let using = link("using");
        let method = using.and_then(|using| self.program.string(using.arguments.first()?));
        let keys = match (using, link("on").or(link("onOnly"))) {
            (Some(using), _) => using.arguments.get(1..).unwrap_or_default(),
            (None, Some(on)) => on.arguments.as_slice(),
            (None, None) => &[],
        };
        let columns: Vec<Option<String>> = keys
            .iter()
            .map(|key| Some(self.far(table, &self.ordered(key))?.column))
            .collect();
        let name = chain.arguments.first();
        let name = name.and_then(|name| self.program.string(name));
        let named: Vec<String> = columns.iter().flatten().cloned().collect();
        Index {
            name: match name {
                Some(name) => cut(name),
                None => default_name(&table.name, &named, "index"),
            },
            unique: function == "uniqueIndex",
            columns,
            partial: link("where").is_some(),
            method: method.unwrap_or_else(|| "btree".to_owned()),
            ..Index::default()
        }
    }

    /// What sql`${t.a} desc` puts in order; anything else as it is.
    fn ordered(&self, key: &Expression<'t>) -> Expression<'t> {
        let template = self.sql(key).and_then(|sql| {
            let (before, rest) = sql.split_once("${")?;
            let (_, after) = rest.split_once('}')?;
            let is_order = after.split_whitespace().all(|word| {
                let word = word.to_lowercase();
                matches!(word.as_str(), "asc" | "desc" | "nulls" | "first" | "last")
            });
            (before.trim().is_empty() && is_order).then_some(())?;
            self.program.chain(key)?.arguments.into_iter().next()
        });
        let column = template.and_then(|template| {
            let substitution = first_child(template.node)?;
            Some(template.at(first_child(substitution)?))
        });
        column.unwrap_or_else(|| key.clone())
    }

    /// A member of an object of options.
    pub(super) fn named(&self, options: &Expression<'t>, name: &str) -> Option<Expression<'t>> {
        let (entries, _) = self.program.entries(options);
        let entry = entries.into_iter().rfind(|(key, _)| key == name)?;
        Some(entry.1)
    }

    fn own_columns(&self, table: &Table<'t>, nodes: &[Expression<'t>]) -> Vec<String> {
        let columns = self.own(table, nodes).into_iter();
        columns.map(|far| far.column).collect()
    }

    fn own(&self, table: &Table<'t>, nodes: &[Expression<'t>]) -> Vec<Far> {
        let columns = nodes.iter().filter_map(|node| self.far(table, node));
        columns.collect()
    }

    /// The column that `t.email`, `users.email` or `t.email.desc()` is.
    fn far(&self, own: &Table<'t>, expression: &Expression<'t>) -> Option<Far> {
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

/// Does what Postgres does with the keys of one `CREATE TABLE`: key columns are not null, and a
/// unique key of the columns of the primary key is that key, to which it gives its name.
pub(super) fn settle_keys(table: &Table<'_>, relation: &mut Relation) {
    let is_primary = |key: &Constraint| key.kind == ConstraintKind::PrimaryKey;
    let Some(primary) = relation.constraints.iter().position(is_primary) else {
        return;
    };
    let columns = relation.constraints[primary].columns.clone();
    for column in &mut relation.columns {
        if columns.contains(&column.name) {
            column.nullable = false;
        }
    }
    let is_same = |key: &Constraint| key.kind == ConstraintKind::Unique && key.columns == columns;
    let given = relation.constraints.iter().find(|key| is_same(key));
    let given = given.map(|key| key.name.clone());
    let is_unnamed = table.columns.iter().any(|declared| declared.primary);
    if let Some(given) = given
        && is_unnamed
    {
        relation.constraints[primary].name = given;
    }
    relation.constraints.retain(|key| !is_same(key));
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

fn foreign_key_name(relation: &str, columns: &[String], far: &str, far_columns: &[&str]) -> String {
    let (columns, far_columns) = (columns.join("_"), far_columns.join("_"));
    format!("{relation}_{columns}_{far}_{far_columns}_fk")
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
