//! How fixed the text of a type's values is.

use super::analyzer::Analyzer;
use crate::schema::{
    catalog::routine::Volatility,
    replay::state::types::{TypeKind, TypeRef},
};

/// Base types whose input or output depends on settings or on the catalog.
const STABLE: [&str; 20] = [
    "date",
    "time",
    "timetz",
    "timestamp",
    "timestamptz",
    "interval",
    "money",
    "regclass",
    "regcollation",
    "regconfig",
    "regdictionary",
    "regnamespace",
    "regoper",
    "regoperator",
    "regproc",
    "regprocedure",
    "regrole",
    "regtype",
    "record",
    "xml",
];

impl Analyzer<'_> {
    /// Of a cast through text.
    pub(super) fn text_volatility(&self, from: &TypeRef, to: &TypeRef) -> Volatility {
        if self.is_stable(from) || self.is_stable(to) {
            Volatility::Stable
        } else {
            Volatility::Immutable
        }
    }

    fn is_stable(&self, data_type: &TypeRef) -> bool {
        if data_type.array {
            return true;
        }
        match self.kind_of(data_type) {
            Some(TypeKind::Base | TypeKind::Pseudo) => {
                let object = self.session.state.object(data_type.id);
                object.is_some_and(|object| STABLE.contains(&object.name.as_str()))
            }
            Some(
                TypeKind::Shell
                | TypeKind::Enum(_)
                | TypeKind::Domain(_)
                | TypeKind::Composite(_)
                | TypeKind::Range { .. }
                | TypeKind::Multirange { .. },
            )
            | None => true,
        }
    }
}
