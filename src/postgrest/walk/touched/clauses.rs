//! The columns that the links of a chain name.

use super::{
    super::{
        super::{touch::Touch, write},
        filter::{self, Heeded},
        trees::Reached,
    },
    Gathering,
};
use crate::{
    clause::{ClauseKind, Rows, Text, Texts},
    operation::{Api, Operation},
    select::{
        Field, Name,
        filter::{conditions, embeds, path},
        names,
        order::{self, Term},
    },
    source::Location,
};

impl Gathering<'_, '_> {
    /// Notes what a clause names; of filters, those that the server heeds.
    pub(super) fn clause(&mut self, clause: &ClauseKind, heeded: Heeded) {
        match clause {
            ClauseKind::Write {
                rows, on_conflict, ..
            } => {
                self.written(rows);
                let is_upsert = self.request.access.operation == Some(Operation::Upsert);
                if let Some(texts) = on_conflict.as_ref().filter(|_| is_upsert) {
                    self.conflict(texts);
                }
            }
            ClauseKind::Filter {
                column, referenced, ..
            } => self.texts(column, referenced.as_ref(), |this, text, prefix| {
                this.filter(text, prefix, heeded);
            }),
            ClauseKind::Match { columns } if heeded == Heeded::All => self.matched(columns),
            ClauseKind::Or {
                filters,
                referenced,
            } => self.texts(filters, referenced.as_ref(), |this, text, prefix| {
                // Up to PostgREST 15 it is asked of what a write returns, too.
                if heeded == Heeded::All || !prefix.is_empty() || this.trees.has_list {
                    this.conditions(text, prefix);
                }
            }),
            // Orders of writes are read and not looked at.
            ClauseKind::Order { column, referenced } if !self.request.is_write() => {
                self.texts(column, referenced.as_ref(), Self::order);
            }
            ClauseKind::Match { .. }
            | ClauseKind::Order { .. }
            | ClauseKind::Select { .. }
            | ClauseKind::Limit { .. }
            | ClauseKind::Arguments { .. }
            | ClauseKind::Changes { .. }
            | ClauseKind::Single
            | ClauseKind::Other => {}
        }
    }

    /// Looks at each form of a text, and of the embeds that the option `referencedTable` leads to.
    fn texts(
        &mut self,
        texts: &Texts,
        referenced: Option<&Texts>,
        mut look: impl FnMut(&mut Self, &Text, &[Name]),
    ) {
        let prefixes = match referenced {
            None => vec![Vec::new()],
            Some(referenced) => {
                let texts = referenced.alternatives.iter();
                texts.filter_map(|text| embeds(&text.text).ok()).collect()
            }
        };
        for prefix in &prefixes {
            for text in &texts.alternatives {
                look(self, text, prefix);
            }
        }
        if let Some(touch) = self.target() {
            touch.open |= texts.open;
        }
    }

    fn target(&mut self) -> Option<&mut Touch> {
        let place = self.chosen_by?;
        self.touches.get_mut(place)
    }

    fn filter(&mut self, text: &Text, prefix: &[Name], heeded: Heeded) {
        let Ok(path) = path(&text.text) else {
            return;
        };
        let embeds: Vec<Name> = prefix.iter().chain(&path.embeds).cloned().collect();
        if heeded == Heeded::All || !embeds.is_empty() {
            self.asked(text, &embeds, &path.field);
        }
    }

    /// Notes a column that a filter or an order names.
    fn asked(&mut self, text: &Text, embeds: &[Name], field: &Field) {
        let location = text.place(field.name.span);
        self.asked_at(embeds, &field.name.text, location);
    }

    fn asked_at(&mut self, embeds: &[Name], name: &str, location: Location) {
        let Reached::Nodes(nodes) = self.trees.reach(embeds) else {
            return;
        };
        for node in nodes {
            let mut known = self.nodes.iter();
            let known = known.find(|(known, _)| std::ptr::eq(*known, node));
            let place = match known {
                _ if embeds.is_empty() => self.chosen_by,
                Some(&(_, place)) => Some(place),
                None => None,
            };
            if let Some(place) = place {
                self.name(place, node, name, location);
            }
        }
    }

    fn conditions(&mut self, text: &Text, prefix: &[Name]) {
        let Ok(parsed) = conditions(&text.text) else {
            return;
        };
        for found in filter::filters(&parsed.conditions) {
            self.asked(text, prefix, &found.field);
        }
    }

    fn order(&mut self, text: &Text, prefix: &[Name]) {
        let terms = match self.request.access.api {
            Api::Supabase => order::parse(&text.text),
            Api::Rest => order::parse_whole(&text.text),
        };
        for Term { embed, field, .. } in terms.unwrap_or_default() {
            let embeds: Vec<Name> = prefix.iter().cloned().chain(embed).collect();
            self.asked(text, &embeds, &field);
        }
    }

    /// The keys of `match`, each a column; supabase-js leaves out what is `undefined`.
    fn matched(&mut self, columns: &Rows) {
        for set in &columns.alternatives {
            for key in set.rows.iter().flat_map(|row| &row.keys) {
                if let Ok(path) = path(&key.name)
                    && !write::is_left_out(set, key)
                {
                    self.asked_at(&path.embeds, &path.field.name.text, key.location);
                }
            }
        }
        let is_open = is_open(columns);
        if let Some(touch) = self.target() {
            touch.open |= is_open;
        }
    }

    fn written(&mut self, rows: &Rows) {
        let Some(touch) = self.target() else {
            return;
        };
        touch.open |= is_open(rows);
        for set in &rows.alternatives {
            let keys = set.rows.iter().flat_map(|row| &row.keys);
            let sent = keys.filter(|key| !write::is_left_out(set, key));
            let named = sent.map(|key| (key.name.clone(), key.location));
            touch.columns.extend(named);
        }
    }

    /// The columns of the option `onConflict`.
    fn conflict(&mut self, texts: &Texts) {
        let Some(touch) = self.target() else {
            return;
        };
        touch.open |= texts.open;
        for text in &texts.alternatives {
            let Ok(parsed) = names::parse(&text.text) else {
                continue;
            };
            let named = |name: Name| (name.text, text.place(name.span));
            touch.columns.extend(parsed.names.into_iter().map(named));
        }
    }
}

/// Whether rows may have more keys than are known.
fn is_open(rows: &Rows) -> bool {
    let mut sets = rows.alternatives.iter();
    rows.open || sets.any(|set| set.open || set.rows.iter().any(|row| row.open))
}
