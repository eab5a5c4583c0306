//! Columns of an access, from the links of its chain.

use rustc_hash::FxHashSet;

use crate::{
    access::Access,
    facts::{CallId, ObjectId, PropertyKey, Value},
    operation::{ColumnRole, ColumnUse, Operation},
    source::{FileId, Location, Span},
};

use super::{
    evaluate::{Evaluator, Reach},
    links::{self, Link},
    packages,
    site::{Site, SiteKind},
    value::{At, Found, FrameId, Set, Thunk, What},
};

/// Fills in the columns that the links of a chain name.
pub(super) fn describe(
    evaluator: &mut Evaluator<'_>,
    access: &mut Access,
    site: &Site,
    links: &[Link],
    frame: FrameId,
) {
    let mut columns = Columns {
        evaluator,
        uses: Vec::new(),
        open: false,
        all: false,
        rows: FxHashSet::default(),
    };
    if site.kind == SiteKind::Routine {
        let call = At {
            file: site.file,
            id: site.call,
            frame,
        };
        columns.row(call, 1, ColumnRole::Argument, "rpc");
    }
    for link in links {
        // The links right behind the call site see what its caller handed in.
        let link = match link.frame == FrameId::ROOT && link.file == site.file {
            true => Link { frame, ..*link },
            false => *link,
        };
        columns.link(link, site.kind);
    }
    access.columns_open = columns.open;
    access.all_columns = columns.all;
    let mut uses = columns.uses;
    uses.sort_by(|a, b| (a.location, &a.name).cmp(&(b.location, &b.name)));
    uses.dedup();
    access.columns = uses;
}

/// Fills in the keys of the row that a request's body holds: `body: JSON.stringify(row)`.
pub(super) fn body(evaluator: &mut Evaluator<'_>, call: At<CallId>, access: &mut Access) {
    let role = match access.operation {
        Some(Operation::Insert | Operation::Upsert | Operation::Update) => ColumnRole::Written,
        Some(Operation::Call) => ColumnRole::Argument,
        Some(Operation::Select | Operation::Delete | Operation::Subscribe) | None => return,
    };
    let Some(body) = links::option(evaluator, call, 1, "body") else {
        access.columns_open = true;
        return;
    };
    let Some(facts) = evaluator.program.facts(body.file) else {
        return;
    };
    let row = match facts.value(body.value) {
        Value::Call(call) if links::name(facts, facts.call(*call)) == "stringify" => {
            facts.call(*call).arguments.first().copied()
        }
        _ => None,
    };
    let mut columns = Columns {
        evaluator,
        uses: Vec::new(),
        open: row.is_none(),
        all: false,
        rows: FxHashSet::default(),
    };
    if let Some(value) = row {
        columns.row_expression(Thunk { value, ..body }, role, "body");
    }
    access.columns_open |= columns.open;
    access.columns.append(&mut columns.uses);
}

struct Columns<'e, 'a> {
    evaluator: &'e mut Evaluator<'a>,
    uses: Vec<ColumnUse>,
    open: bool,
    all: bool,
    /// The objects whose keys are taken already: a row may spread itself.
    rows: FxHashSet<(At<ObjectId>, ColumnRole)>,
}

impl Columns<'_, '_> {
    pub(super) fn link(&mut self, link: Link, kind: SiteKind) {
        let Some(facts) = self.evaluator.program.facts(link.file) else {
            return;
        };
        let call = facts.call(link.call);
        let method = links::name(facts, call);
        let at = link.at();
        match method {
            "select" => self.select(at, call.arguments.is_empty()),
            "insert" | "update" | "upsert" if kind == SiteKind::Relation => {
                let method = verb_name(method);
                self.row(at, 0, ColumnRole::Written, method);
                if method == "upsert" {
                    self.conflict(at);
                }
            }
            "match" => self.row(at, 0, ColumnRole::Filter, "match"),
            "order" => self.named(at, 0, ColumnRole::Order, "order"),
            "or" => self.named(at, 0, ColumnRole::Filter, "or"),
            _ => {
                if let Some(filter) = packages::filter_name(method) {
                    self.named(at, 0, ColumnRole::Filter, filter);
                }
            }
        }
        for option in ["referencedTable", "foreignTable"] {
            if let Some(thunk) = links::option(self.evaluator, at, 1, option) {
                let set = self.evaluator.evaluate(thunk, Reach::Local);
                self.texts(&set, thunk, ColumnRole::Referenced, "referencedTable");
            }
        }
    }

    pub(super) fn select(&mut self, at: At<CallId>, is_bare: bool) {
        if is_bare {
            self.all = true;
            return;
        }
        let before = self.uses.len();
        self.named(at, 0, ColumnRole::Select, "select");
        self.all |= self.uses[before..]
            .iter()
            .any(|column| column.name.trim() == "*");
    }

    fn conflict(&mut self, at: At<CallId>) {
        if let Some(thunk) = links::option(self.evaluator, at, 1, "onConflict") {
            let set = self.evaluator.evaluate(thunk, Reach::Local);
            self.texts(&set, thunk, ColumnRole::Conflict, "onConflict");
        }
    }

    /// An argument whose text names a column or holds several.
    pub(super) fn named(
        &mut self,
        at: At<CallId>,
        index: usize,
        role: ColumnRole,
        method: &'static str,
    ) {
        let Some(facts) = self.evaluator.program.facts(at.file) else {
            return;
        };
        let Some(&value) = facts.call(at.id).arguments.get(index) else {
            return;
        };
        let thunk = at.expression(value);
        let set = self.evaluator.evaluate(thunk, Reach::Local);
        self.texts(&set, thunk, role, method);
    }

    pub(super) fn texts(
        &mut self,
        set: &Set,
        place: Thunk,
        role: ColumnRole,
        method: &'static str,
    ) {
        let Some(facts) = self.evaluator.program.facts(place.file) else {
            return;
        };
        let span = facts.value_span(place.value);
        let is_literal = matches!(facts.value(place.value), Value::Text(_));
        let span = if is_literal {
            self.unquoted(place.file, span)
        } else {
            span
        };
        let location = Location {
            file: place.file,
            span,
        };
        let mut is_known = false;
        for found in set.iter() {
            match &found.what {
                What::Text(text) => {
                    is_known = true;
                    self.push(role, method, text, location);
                }
                What::Nothing => {}
                _ => self.open = true,
            }
        }
        self.open |= !is_known;
    }

    pub(super) fn push(
        &mut self,
        role: ColumnRole,
        method: &'static str,
        text: &str,
        location: Location,
    ) {
        // Conflict targets and referenced tables are lists of names.
        if role == ColumnRole::Conflict {
            let source = self.evaluator.program.sources.get(location.file);
            let is_written = source.slice(location.span) == text;
            let mut start = 0;
            for part in text.split(',') {
                let column = part.trim();
                let mut location = location;
                if is_written {
                    let indent = part.len() - part.trim_start().len();
                    location.span.start += (start + indent) as u32;
                    location.span.end = location.span.start + column.len() as u32;
                }
                start += part.len() + 1;
                if !column.is_empty() {
                    self.push_one(role, method, column, location);
                }
            }
        } else {
            self.push_one(role, method, text.trim(), location);
        }
    }

    fn push_one(&mut self, role: ColumnRole, method: &'static str, name: &str, location: Location) {
        self.uses.push(ColumnUse {
            name: name.to_owned(),
            role,
            method,
            location,
        });
    }

    fn unquoted(&self, file: FileId, span: Span) -> Span {
        let text = self.evaluator.program.sources.get(file).slice(span);
        match text.len() >= 2 && text.starts_with(['"', '\'', '`']) {
            true => Span {
                start: span.start + 1,
                end: span.end - 1,
            },
            false => span,
        }
    }

    /// An argument that is a row, or an array of rows: its keys.
    fn row(&mut self, at: At<CallId>, index: usize, role: ColumnRole, method: &'static str) {
        let Some(facts) = self.evaluator.program.facts(at.file) else {
            return;
        };
        let Some(&value) = facts.call(at.id).arguments.get(index) else {
            return;
        };
        let thunk = at.expression(value);
        self.row_expression(thunk, role, method);
    }

    fn row_expression(&mut self, thunk: Thunk, role: ColumnRole, method: &'static str) {
        self.writes(thunk, role, method);
        let set = self.evaluator.evaluate(thunk, Reach::Local);
        for found in set.iter() {
            self.row_value(found, role, method);
        }
        self.open |= set.is_empty();
    }

    fn row_value(&mut self, found: &Found, role: ColumnRole, method: &'static str) {
        match &found.what {
            What::Object(at) => {
                let at = *at;
                self.keys(at, role, method);
            }
            What::Array(_) | What::Elements(_) => {
                let elements = self
                    .evaluator
                    .elements_of(&super::value::one(found.clone()), Reach::Local);
                for element in elements.iter() {
                    match element.what {
                        What::Object(at) => self.keys(at, role, method),
                        _ => self.open = true,
                    }
                }
            }
            What::Nothing => {}
            _ => self.open = true,
        }
    }

    pub(super) fn keys(&mut self, at: At<ObjectId>, role: ColumnRole, method: &'static str) {
        if !self.rows.insert((at, role)) {
            return;
        }
        let Some(facts) = self.evaluator.program.facts(at.file) else {
            return;
        };
        for property in &facts.object(at.id).properties {
            let value = at.expression(property.value);
            match property.key {
                PropertyKey::Named(name) => {
                    let location = Location {
                        file: at.file,
                        span: self.unquoted(at.file, property.span),
                    };
                    self.push_one(role, method, facts.text(name), location);
                }
                PropertyKey::Spread => self.row_expression(value, role, method),
                PropertyKey::Computed(key) => {
                    let key = Thunk {
                        value: key,
                        ..value
                    };
                    let set = self.evaluator.evaluate(key, Reach::Local);
                    self.texts(&set, key, role, method);
                }
            }
        }
    }

    /// `row.column = …` for a row that is kept in a variable.
    pub(super) fn writes(&mut self, thunk: Thunk, role: ColumnRole, method: &'static str) {
        let Some(facts) = self.evaluator.program.facts(thunk.file) else {
            return;
        };
        let Value::Binding(binding) = *facts.value(thunk.value) else {
            return;
        };
        let binding = facts.binding(binding);
        self.open |= binding.open;
        for &index in &binding.writes {
            let write = &facts.property_writes[index as usize];
            let location = Location {
                file: thunk.file,
                span: write.span,
            };
            self.push_one(role, method, facts.text(write.key), location);
        }
    }
}

fn verb_name(method: &str) -> &'static str {
    match method {
        "insert" => "insert",
        "update" => "update",
        _ => "upsert",
    }
}
