//! Keys of the table's third argument.

use super::{
    Reader,
    extras::{Far, action},
    naming::{cut, default_name},
    table::Table,
    value::Chain,
};
use crate::schema::catalog::{
    constraint::{Constraint, ConstraintKind, Reference},
    relation::Relation,
};

impl<'t> Reader<'t> {
    /// `primaryKey({ columns: [t.a, t.b] })`, `primaryKey(t.a, t.b)`, `unique("name").on(t.a)`
    pub(super) fn key(
        &self,
        table: &Table<'t>,
        function: &str,
        chain: &Chain<'t>,
    ) -> Option<Constraint> {
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

    pub(super) fn foreign_key(&self, table: &Table<'t>, chain: &Chain<'t>) -> Option<Constraint> {
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
                None => foreign_key_name(&table.name, &columns, &relation, &names),
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
}

/// Does what Postgres does with the keys of one `CREATE TABLE`: key columns are not null, and a
/// unique key of the columns of the primary key is that key, to which it gives its name.
pub(super) fn settle(table: &Table<'_>, relation: &mut Relation) {
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

/// The name of a foreign key that is given none.
pub(super) fn foreign_key_name(
    relation: &str,
    columns: &[String],
    far: &str,
    far_columns: &[&str],
) -> String {
    let (columns, far_columns) = (columns.join("_"), far_columns.join("_"));
    cut(format!("{relation}_{columns}_{far}_{far_columns}_fk"))
}
