//! What uses something in a catalog, joined by who and how.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    SchemaUser,
    record::{Place, is_lasting},
    subject::Subject,
    touched::Touched,
};
use crate::map::{edge::Effect, node::Node};

/// What uses something, joined by who and how.
#[derive(Debug, Default)]
pub(super) struct Joined(pub(super) BTreeMap<(Node, Effect), BTreeSet<Place>>);

#[derive(Debug, Default)]
pub(super) struct Users {
    pub(super) certain: Joined,
    pub(super) perhaps: Joined,
}

impl Joined {
    pub(super) fn add(
        &mut self,
        by: Node,
        effect: Effect,
        places: impl IntoIterator<Item = Place>,
    ) {
        if is_lasting(&by) {
            self.0.entry((by, effect)).or_default().extend(places);
        }
    }

    pub(super) fn knows(&self, by: &Node) -> bool {
        self.0.keys().any(|(known, _)| known == by)
    }

    pub(super) fn into_users(self) -> Vec<SchemaUser> {
        let users = self.0.into_iter();
        users
            .map(|((by, effect), places)| SchemaUser { by, effect, places })
            .collect()
    }
}

impl Users {
    pub(super) fn add_code(&mut self, subject: &Subject, touched: &[&Touched]) {
        for touched in touched {
            let is_it = touched.kind == subject.kind
                && (&touched.schema, &touched.name) == (&subject.schema, &subject.name);
            if !is_it {
                continue;
            }
            let (by, effect) = (touched.by.clone(), touched.effect);
            let places = touched.places_of(subject.column.as_deref());
            if !places.is_empty() {
                self.certain.add(by, effect, places);
            } else if touched.is_open {
                self.perhaps.add(by, effect, [touched.place.clone()]);
            }
        }
    }
}
