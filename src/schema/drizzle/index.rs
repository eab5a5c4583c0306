//! Indexes.

use super::{
    Reader,
    naming::{cut, default_name},
    program::first_child,
    table::Table,
    value::{Chain, Expression},
};
use crate::schema::catalog::relation::Index;

impl<'t> Reader<'t> {
    pub(super) fn index(&self, table: &Table<'t>, function: &str, chain: &Chain<'t>) -> Index {
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
}
