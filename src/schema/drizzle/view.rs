//! Views: their columns when they are listed, none where a query makes them.

use super::{
    Reader, RelationNames,
    naming::cut,
    value::{Chain, Expression},
};
use crate::schema::catalog::relation::{Relation, RelationKind};

impl<'t> Reader<'t> {
    pub(super) fn view(
        &self,
        schema: String,
        kind: RelationKind,
        value: &Expression<'t>,
        chain: &Chain<'t>,
    ) -> Option<(Relation, RelationNames)> {
        let name = cut(self.program.string(chain.arguments.first()?)?);
        let mut relation = Relation {
            schema,
            kind,
            open: true,
            security_invoker: self.is_invoker(chain),
            origin: self.origin(value),
            ..Relation::default()
        };
        let mut names = RelationNames {
            schema: relation.schema.clone(),
            relation: name.clone(),
            ..RelationNames::default()
        };
        if let Some(columns) = chain.arguments.get(1) {
            let (columns, open) = self.columns(&name, columns);
            relation.open = open;
            for declared in columns {
                let column = declared.column;
                names.columns.insert(declared.key, column.name.clone());
                relation.columns.push(column);
            }
        }
        relation.name = name;
        Some((relation, names))
    }

    /// `.with({ securityInvoker: true })`
    fn is_invoker(&self, chain: &Chain<'t>) -> bool {
        let mut links = chain.links.iter();
        let with = links.find(|link| link.name == "with");
        let options = with.and_then(|with| with.arguments.first());
        let invoker = options.and_then(|options| self.named(options, "securityInvoker"));
        invoker.is_some_and(|invoker| self.program.text(&invoker) == "true")
    }
}
