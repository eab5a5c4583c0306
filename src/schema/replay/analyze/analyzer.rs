//! What the parts of one analysis share.

use rustc_hash::FxHashSet;

use super::level::{Level, Reference};
use crate::schema::{
    catalog::routine::Volatility,
    replay::{
        bootstrap::{Types, types},
        failure::{Applied, Stop},
        session::{Mode, Session},
        state::{
            ColumnNumber, ObjectId,
            object::Provenance,
            types::{TypeRef, Use},
        },
    },
};
use crate::{
    source::Span,
    sql::name::{Identifier, Name, TypeName},
};

/// How deep queries and expressions may be nested.
const DEEPEST: u32 = 250;

/// One analysis of a query, expression or change.
pub(super) struct Analyzer<'a> {
    pub(super) session: &'a Session,
    pub(super) scope: &'a super::scope::Scope,
    pub(super) types: &'static Types,
    /// What the expression that is analysed contains.
    pub(super) traits: Traits,
    /// Columns named so far, of all levels that are not finished.
    pub(super) references: Vec<Reference>,
    /// Where calls of aggregates stand.
    pub(super) aggregates: FxHashSet<Span>,
    /// Names of the `WINDOW` clause of the level.
    pub(super) windows: FxHashSet<Identifier>,
    /// Schemas that unqualified operators and functions are looked for in.
    pub(super) path: Vec<ObjectId>,
    uses: FxHashSet<Use>,
    depth: u32,
    sources: u32,
}

/// What is in an expression.
#[derive(Clone, Copy, Debug)]
pub(super) struct Traits {
    pub(super) aggregate: bool,
    pub(super) window: bool,
    pub(super) subquery: bool,
    pub(super) set: bool,
    /// The least fixed of what it calls; `None` when something it calls is not known.
    pub(super) volatility: Option<Volatility>,
}

/// The value of an expression, as far as analysis knows it.
#[derive(Clone, Debug, Default)]
pub(super) struct Value {
    /// `None` when it is not known.
    pub(super) data_type: Option<TypeRef>,
    pub(super) literal: Option<Literal>,
    /// Of a record: its fields.
    pub(super) fields: Option<Vec<Field>>,
    /// Of `ROW(…)`: its values.
    pub(super) row: Option<Vec<Value>>,
    /// The column of a relation that it is, as it stands: `markTargetListOrigin`.
    pub(super) origin: Option<Origin>,
    pub(super) span: Span,
}

/// A column of a relation.
pub(super) type Origin = (ObjectId, ColumnNumber);

/// A field of a record.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Field {
    pub(super) name: Identifier,
    pub(super) data_type: Option<TypeRef>,
    /// The column of a relation that it is, as it stands.
    pub(super) origin: Option<Origin>,
}

/// A constant.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Literal {
    Null,
    Boolean(bool),
    Number(Identifier),
    String(String),
}

impl Default for Traits {
    fn default() -> Self {
        Self {
            aggregate: false,
            window: false,
            subquery: false,
            set: false,
            volatility: Some(Volatility::Immutable),
        }
    }
}

impl Traits {
    /// Adds what another expression contains.
    pub(super) fn merge(&mut self, other: Self) {
        self.aggregate |= other.aggregate;
        self.window |= other.window;
        self.subquery |= other.subquery;
        self.set |= other.set;
        self.calls(other.volatility);
    }

    /// Adds a call of something with this volatility.
    pub(super) fn calls(&mut self, volatility: Option<Volatility>) {
        self.volatility = match (self.volatility, volatility) {
            (Some(a), Some(b)) => Some(a.max(b)),
            (None, _) | (_, None) => None,
        };
    }
}

impl Value {
    pub(super) fn new(data_type: Option<TypeRef>, span: Span) -> Self {
        Self {
            data_type,
            span,
            ..Self::default()
        }
    }

    /// Of a type that is not known.
    pub(super) fn untyped(span: Span) -> Self {
        Self::new(None, span)
    }
}

impl<'a> Analyzer<'a> {
    pub(super) fn new(session: &'a Session, scope: &'a super::scope::Scope) -> Self {
        Self {
            session,
            scope,
            types: types(),
            traits: Traits::default(),
            references: Vec::new(),
            aggregates: FxHashSet::default(),
            windows: FxHashSet::default(),
            path: session.path(),
            uses: FxHashSet::default(),
            depth: 0,
            sources: 0,
        }
    }

    /// What was used, ascending and without repetition.
    pub(super) fn uses(self) -> Vec<Use> {
        let mut uses: Vec<Use> = self.uses.into_iter().collect();
        uses.sort_by_key(|used| (used.object, used.column));
        uses
    }

    /// Notes that something is needed; what Postgres has built in is never gone and not noted.
    pub(super) fn used(&mut self, used: Use) {
        if !self.is_pinned(used.object) {
            self.uses.insert(used);
        }
    }

    pub(super) fn uses_object(&mut self, object: ObjectId) {
        self.used(Use {
            object,
            column: None,
        });
    }

    pub(super) fn uses_type(&mut self, data_type: &TypeRef) {
        self.uses_object(data_type.id);
    }

    fn is_pinned(&self, id: ObjectId) -> bool {
        let object = self.session.state.object(id);
        object.is_none_or(|object| {
            object.provenance == Provenance::Platform
                && object.parent == self.session.state.schema("pg_catalog")
        })
    }

    /// A number for a new source of columns.
    pub(super) fn next_source(&mut self) -> u32 {
        self.sources += 1;
        self.sources
    }

    /// Does something one level of nesting deeper.
    pub(super) fn deeper<T>(&mut self, inner: impl FnOnce(&mut Self) -> Applied<T>) -> Applied<T> {
        if self.depth >= DEEPEST {
            return Err(Stop::Opaque("it is nested too deeply".into()));
        }
        self.depth += 1;
        let result = inner(self);
        self.depth -= 1;
        result
    }

    /// Lets an error pass in lenient mode: the value is of an unknown type then.
    pub(super) fn forgive(&self, stop: Stop, span: Span) -> Applied<Value> {
        self.forgiven(stop)?;
        Ok(Value::untyped(span))
    }

    /// Lets an error pass in lenient mode.
    pub(super) fn forgiven(&self, stop: Stop) -> Applied {
        match (self.session.mode, stop) {
            (Mode::Lenient, Stop::Failed(_)) => Ok(()),
            (Mode::Lenient | Mode::Strict, stop) => Err(stop),
        }
    }

    /// The type that the query names.
    pub(super) fn named_type(&mut self, name: &TypeName) -> Applied<Option<TypeRef>> {
        let data_type = self.session.data_type(name)?;
        if let Some(data_type) = &data_type {
            self.uses_type(data_type);
        }
        Ok(data_type)
    }

    /// The outermost level: there is nothing but the rows that the scope gives.
    pub(super) fn outermost(&mut self) -> Level<'static> {
        let mut level = Level::default();
        for row in &self.scope.rows {
            let name = Name {
                schema: None,
                name: row.name.clone(),
                span: Span::default(),
            };
            let mut source = self.relation_source(row.relation, &name);
            source.bare = row.bare;
            level.sources.push(source);
        }
        // Being in scope is not being used.
        self.uses.clear();
        level
    }
}
