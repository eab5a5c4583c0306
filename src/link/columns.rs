//! What the clauses of an access say of columns.

use crate::{
    access::Access,
    clause::{Clause, ClauseKind, Rows, Texts},
    operation::{Api, ColumnRole, ColumnUse},
    source::{Location, Span},
};

/// Fills in the columns of an access from its clauses.
pub(super) fn describe(access: &mut Access) {
    let mut columns = Columns {
        api: access.api,
        uses: Vec::new(),
        open: false,
        all: false,
    };
    for clause in &access.clauses {
        columns.clause(clause);
    }
    let mut uses = columns.uses;
    uses.sort_by(|a, b| (a.location, &a.name).cmp(&(b.location, &b.name)));
    uses.dedup();
    access.columns = uses;
    access.columns_open |= columns.open;
    access.all_columns |= columns.all;
}

struct Columns {
    api: Api,
    uses: Vec<ColumnUse>,
    open: bool,
    all: bool,
}

impl Columns {
    fn clause(&mut self, clause: &Clause) {
        let method = clause.method;
        match &clause.kind {
            ClauseKind::Select { list: None } => self.all = true,
            ClauseKind::Select { list: Some(list) } => {
                self.texts(list, ColumnRole::Select, method);
                let mut texts = list.alternatives.iter();
                self.all |= texts.any(|text| text.text.trim() == "*");
            }
            ClauseKind::Filter {
                column, referenced, ..
            } => {
                self.texts(column, ColumnRole::Filter, method);
                self.referenced(referenced.as_ref());
            }
            ClauseKind::Match { columns } => self.rows(columns, ColumnRole::Filter, method),
            ClauseKind::Or {
                filters,
                referenced,
            } => {
                self.texts(filters, ColumnRole::Filter, method);
                self.referenced(referenced.as_ref());
            }
            ClauseKind::Order { column, referenced } => {
                self.texts(column, ColumnRole::Order, method);
                self.referenced(referenced.as_ref());
            }
            ClauseKind::Limit { referenced } => self.referenced(referenced.as_ref()),
            ClauseKind::Write {
                rows, on_conflict, ..
            } => {
                self.rows(rows, ColumnRole::Written, self.body(method));
                if let Some(targets) = on_conflict {
                    self.conflict(targets);
                }
            }
            ClauseKind::Arguments { rows, .. } => {
                self.rows(rows, ColumnRole::Argument, self.body(method));
            }
            ClauseKind::Changes { .. } | ClauseKind::Single | ClauseKind::Other => {}
        }
    }

    /// What hands rows over: the method, or over plain HTTP the body.
    fn body(&self, method: &'static str) -> &'static str {
        match self.api {
            Api::Supabase => method,
            Api::Rest => "body",
        }
    }

    fn referenced(&mut self, referenced: Option<&Texts>) {
        if let Some(referenced) = referenced {
            self.texts(referenced, ColumnRole::Referenced, "referencedTable");
        }
    }

    fn texts(&mut self, texts: &Texts, role: ColumnRole, method: &'static str) {
        self.open |= texts.open;
        for text in &texts.alternatives {
            self.push(text.text.trim(), role, method, texts.location);
        }
    }

    /// The columns of conflict targets, which are lists of names.
    fn conflict(&mut self, targets: &Texts) {
        self.open |= targets.open;
        for text in &targets.alternatives {
            let is_written = text.verbatim && text.location == targets.location;
            let mut start = 0;
            for part in text.text.split(',') {
                let column = part.trim();
                let indent = start + part.len() - part.trim_start().len();
                start += part.len() + 1;
                let location = match is_written {
                    true => part_of(targets.location, indent, column.len()),
                    false => targets.location,
                };
                if !column.is_empty() {
                    self.push(column, ColumnRole::Conflict, "onConflict", location);
                }
            }
        }
    }

    fn rows(&mut self, rows: &Rows, role: ColumnRole, method: &'static str) {
        self.open |= rows.open;
        for set in &rows.alternatives {
            self.open |= set.open;
            for row in &set.rows {
                self.open |= row.open;
                for key in &row.keys {
                    self.push(&key.name, role, method, key.location);
                }
            }
        }
    }

    fn push(&mut self, name: &str, role: ColumnRole, method: &'static str, location: Location) {
        self.uses.push(ColumnUse {
            name: name.to_owned(),
            role,
            method,
            location,
        });
    }
}

/// A part of a place, from a byte of it on.
fn part_of(location: Location, start: usize, length: usize) -> Location {
    let start = location.span.start + start as u32;
    Location {
        span: Span {
            start,
            end: start + length as u32,
        },
        ..location
    }
}
