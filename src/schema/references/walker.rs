//! The walk over SQL: what it has found, and what the names in scope mean.

use std::collections::BTreeSet;

use super::{
    Effect, Found, Target, TargetKind,
    names::{Names, Resolved},
};
use crate::{
    schema::catalog::relation::Relation,
    source::Span,
    sql::name::{Name, Word},
};

/// One walk over the SQL of one user.
#[derive(Debug)]
pub(super) struct Walker<'a> {
    pub(super) names: &'a Names<'a>,
    /// The schemas in which names without one are looked for.
    pub(super) path: Vec<String>,
    pub(super) uses: Vec<Draft<'a>>,
    pub(super) missing_columns: Vec<MissingDraft>,
    /// Whether it runs SQL that is put together at run time.
    pub(super) is_dynamic: bool,
    /// What `NEW` and `OLD` are rows of, as indexes into `uses`.
    pub(super) rows: Vec<usize>,
    /// Names that stand for no relation: common tables, transition tables, cursors.
    pub(super) not_relations: Vec<String>,
    /// Names that may stand for a value.
    pub(super) variables: BTreeSet<String>,
    /// The relations in scope, innermost last.
    pub(super) levels: Vec<Level>,
    /// Where everything is said to stand while SQL within a text is walked.
    pub(super) fixed_span: Option<Span>,
    /// Names that the SQL asks for the existence of before it uses them.
    pub(super) asked_for: BTreeSet<String>,
    pub(super) depth: u32,
}

/// A use before it is known who uses it.
#[derive(Clone, Debug)]
pub(super) struct Draft<'a> {
    pub(super) effect: Effect,
    pub(super) target: Target,
    pub(super) columns: BTreeSet<String>,
    pub(super) all_columns: bool,
    /// In the text walked.
    pub(super) span: Span,
    /// The relation in the catalog.
    pub(super) relation: Option<&'a Relation>,
}

/// A column that its relation lacks.
#[derive(Clone, Debug)]
pub(super) struct MissingDraft {
    pub(super) schema: String,
    pub(super) relation: String,
    pub(super) column: String,
    pub(super) span: Span,
}

/// What one query has in its `FROM`.
#[derive(Debug, Default)]
pub(super) struct Level {
    pub(super) items: Vec<ScopeItem>,
}

/// Something that columns are of.
#[derive(Debug)]
pub(super) struct ScopeItem {
    pub(super) name: String,
    /// An index into the uses; `None` when its columns are not followed.
    pub(super) used: Option<usize>,
}

impl<'a> Walker<'a> {
    /// How deeply queries, blocks and texts within texts are followed.
    pub(super) const DEEPEST: u32 = 100;

    pub(super) fn new(names: &'a Names<'a>, path: Vec<String>) -> Self {
        Self {
            names,
            path,
            uses: Vec::new(),
            missing_columns: Vec::new(),
            is_dynamic: false,
            rows: Vec::new(),
            not_relations: Vec::new(),
            variables: BTreeSet::new(),
            levels: Vec::new(),
            fixed_span: None,
            asked_for: BTreeSet::new(),
            depth: 0,
        }
    }

    /// Where a part of the text stands.
    pub(super) fn span(&self, span: Span) -> Span {
        self.fixed_span.unwrap_or(span)
    }

    /// Notes the use of a relation by name; its index.
    pub(super) fn relation(&mut self, effect: Effect, name: &Name) -> usize {
        let resolved = self.names.relation(name, &self.path);
        let written = name.schema.as_ref().map(ToString::to_string);
        let (schema, found, relation) = match resolved {
            Resolved::Own(relation) => (Some(relation.schema.clone()), Found::Own, Some(relation)),
            Resolved::Foreign(schema) => (Some(schema), Found::Foreign, None),
            Resolved::Missing if self.asked_for.contains(name.name.as_str()) => {
                (written, Found::Foreign, None)
            }
            Resolved::Missing => (written, Found::Missing, None),
        };
        self.uses.push(Draft {
            effect,
            target: Target {
                kind: TargetKind::Relation,
                schema,
                name: name.name.to_string(),
                found,
            },
            columns: BTreeSet::new(),
            all_columns: false,
            span: self.span(name.span),
            relation,
        });
        self.uses.len() - 1
    }

    /// Notes the use of a relation of the catalog; its index.
    pub(super) fn known(&mut self, effect: Effect, relation: &'a Relation, span: Span) -> usize {
        self.uses.push(Draft {
            effect,
            target: Target {
                kind: TargetKind::Relation,
                schema: Some(relation.schema.clone()),
                name: relation.name.clone(),
                found: Found::Own,
            },
            columns: BTreeSet::new(),
            all_columns: false,
            span: self.span(span),
            relation: Some(relation),
        });
        self.uses.len() - 1
    }

    /// Notes the call of a routine.
    pub(super) fn routine(&mut self, name: &Name) {
        let (found, schema) = self.names.routine(name, &self.path);
        let found = match found {
            Found::Missing if self.asked_for.contains(name.name.as_str()) => Found::Foreign,
            found => found,
        };
        self.uses.push(Draft {
            effect: Effect::Call,
            target: Target {
                kind: TargetKind::Routine,
                schema,
                name: name.name.to_string(),
                found,
            },
            columns: BTreeSet::new(),
            all_columns: false,
            span: self.span(name.span),
            relation: None,
        });
    }

    /// Notes columns of a relation that must be its own.
    pub(super) fn columns_of(&mut self, used: usize, columns: &[Word]) {
        for column in columns {
            self.column_of(used, column);
        }
    }

    /// Notes a column of a relation; when it has none of the name, that.
    pub(super) fn column_of(&mut self, used: usize, column: &Word) {
        let span = self.span(column.span);
        let draft = &mut self.uses[used];
        let name = column.text.as_str();
        draft.columns.insert(name.to_owned());
        let Some(relation) = draft.relation else {
            return;
        };
        if has_column(relation, name) || self.asked_for.contains(name) {
            return;
        }
        self.missing_columns.push(MissingDraft {
            schema: relation.schema.clone(),
            relation: relation.name.clone(),
            column: name.to_owned(),
            span,
        });
    }

    pub(super) fn enter(&mut self) {
        self.levels.push(Level::default());
    }

    pub(super) fn leave(&mut self) {
        self.levels.pop();
    }

    /// Adds something to the innermost scope.
    pub(super) fn bring(&mut self, name: String, used: Option<usize>) {
        if let Some(level) = self.levels.last_mut() {
            level.items.push(ScopeItem { name, used });
        }
    }
}

/// Whether a relation may have a column, those of the system included.
pub(super) fn has_column(relation: &Relation, name: &str) -> bool {
    const SYSTEM: [&str; 7] = ["ctid", "xmin", "xmax", "cmin", "cmax", "tableoid", "oid"];
    relation.open || relation.column(name).is_some() || SYSTEM.contains(&name)
}
