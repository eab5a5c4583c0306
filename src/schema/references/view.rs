//! Views whose text names what has been renamed since: Postgres follows by identity.

use std::collections::BTreeSet;

use super::{
    Effect, Found, TargetKind, names,
    walker::{Draft, Walker, has_column},
};
use crate::{
    schema::catalog::{Catalog, State, relation::Relation},
    source::Span,
};

impl<'a> Walker<'a> {
    /// Puts the relations and columns that a view reads today in the place of those that its text
    /// names by a former name; such a name is not missing.
    ///
    /// Of a view that no statement made, or whose relations are not known, the text is all there is.
    pub(super) fn follow_renames(&mut self, view: &Relation, catalog: &'a Catalog) {
        if view.state != State::Created || view.reads.is_empty() {
            return;
        }
        let is_former = |draft: &Draft<'a>| {
            draft.target.kind == TargetKind::Relation && draft.target.found == Found::Missing
        };
        let (former, uses): (Vec<Draft<'a>>, _) = self.uses.drain(..).partition(is_former);
        self.uses = uses;
        self.missing_columns.clear();
        let named: BTreeSet<String> = self.uses.iter().filter_map(qualified).collect();
        for relation in names::relations(catalog) {
            let name = format!("{}.{}", relation.schema, relation.name);
            if view.reads.contains(&name) && !named.contains(&name) {
                let used = self.known(Effect::Read, relation, Span::default());
                self.uses[used].columns = columns_of(&former);
            }
        }
        for draft in &mut self.uses {
            let Some(relation) = draft.relation.filter(|_| draft.effect == Effect::Read) else {
                continue;
            };
            draft.columns.retain(|column| has_column(relation, column));
            let sources = view
                .columns
                .iter()
                .filter_map(|column| column.source.as_ref());
            let of_relation = sources.filter(|source| {
                source.schema == relation.schema && source.relation == relation.name
            });
            if !draft.all_columns {
                draft
                    .columns
                    .extend(of_relation.map(|source| source.column.clone()));
            }
        }
    }
}

/// The columns named of a relation by its former name; none where it may have been another.
fn columns_of(former: &[Draft<'_>]) -> BTreeSet<String> {
    match former {
        [draft] => draft.columns.clone(),
        _ => BTreeSet::new(),
    }
}

fn qualified(draft: &Draft<'_>) -> Option<String> {
    let relation = draft.relation?;
    Some(format!("{}.{}", relation.schema, relation.name))
}
