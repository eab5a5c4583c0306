//! The types that a select list can cast to.

use std::{collections::BTreeSet, sync::OnceLock};

use super::{Served, suggest};
use crate::schema::catalog::Facet;

/// Words of the grammar that mean a type of another name.
const WORDS: [&str; 7] = ["dec", "decimal", "float", "int", "nchar", "bit", "char"];

const BUILTIN: &str = include_str!("../schema/postgres/types.tsv");

const EXTENSIONS: &str = include_str!("../schema/platform/extensions.sql");

/// Whether there is no type that a cast could mean.
///
/// Postgres folds the name: PostgREST does not quote it.
pub(super) fn is_unknown(served: &Served<'_>, name: &str) -> bool {
    let folded = name.to_ascii_lowercase();
    let bare = folded.trim_end_matches("[]");
    let is_told = served.tells(Facet::ColumnTypes) && served.tells(Facet::Enums);
    is_told && !known().contains(bare) && !own(served).any(|own| own == bare)
}

/// The type that may have been meant.
pub(super) fn help(served: &Served<'_>, name: &str) -> Option<String> {
    suggest::did_you_mean(name, own(served).chain(known().iter().copied()))
}

/// Types of the catalog, by their names alone.
fn own<'a>(served: &Served<'a>) -> impl Iterator<Item = &'a str> {
    let catalog = served.catalog();
    let enums = catalog.enums.keys();
    let types = enums
        .chain(catalog.domains.keys())
        .chain(catalog.composites.keys());
    let bare = types.map(|name| name.split_once('.').map_or(name.as_str(), |(_, bare)| bare));
    bare.chain(
        catalog
            .relations
            .iter()
            .map(|relation| relation.name.as_str()),
    )
}

/// Types of Postgres and of any extension.
fn known() -> &'static BTreeSet<&'static str> {
    static KNOWN: OnceLock<BTreeSet<&str>> = OnceLock::new();
    KNOWN.get_or_init(|| {
        let mut known = BTreeSet::from(WORDS);
        for line in BUILTIN.lines().filter(|line| !line.starts_with('#')) {
            known.extend(line.split('\t').nth(1));
            known.extend(line.rsplit('\t').next());
        }
        let created = EXTENSIONS.lines();
        let created = created.filter_map(|line| line.strip_prefix("create type "));
        known.extend(created.filter_map(|rest| rest.split([' ', ';']).next()));
        known
    })
}
