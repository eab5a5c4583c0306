//! What queries and expressions give, and what they need: Postgres' parse analysis.
//!
//! Nothing here changes the state. The files are named after what they analyse; those of Postgres
//! that they follow are named in their headers.

mod analyzer;

mod assignment;

mod call;

mod candidates;

mod change;

mod choice;

mod clause;

mod coerce;

mod column;

mod common_type;

mod comparison;

mod conflict;

mod expression;

mod field;

mod from;

mod function;

mod functions_in_from;

mod grouping;

mod join;

mod kinds;

mod level;

pub mod literal;

mod naming;

mod operator;

mod polymorphic;

mod query;

mod record;

pub mod scope;

mod select;

#[cfg(test)]
mod tests;

mod volatility;

mod walk;

mod with;

use self::{
    analyzer::Analyzer,
    clause::{At, Clause},
    query::Rows,
    scope::Scope,
};
pub use self::{
    analyzer::Literal,
    call::Meant,
    change::{Inserted, Insertion},
};
use super::{
    failure::Applied,
    session::Session,
    state::{
        ColumnNumber, ObjectId,
        types::{CastContext, TypeRef, Use},
    },
};
use crate::{
    schema::catalog::routine::Volatility,
    sql::{
        expression::{Call, Expression},
        name::Identifier,
        query::{Change, Query},
    },
};

/// What a query gives.
#[derive(Clone, Debug, Default)]
pub struct Analysed {
    pub columns: Vec<Output>,
    /// What it needs, ascending and without repetition.
    pub uses: Vec<Use>,
    /// Whether there may be more columns: it reads something unknown. Only in lenient mode.
    pub open: bool,
    /// Whether each row comes from one row of what is read: nothing aggregates, looks at windows
    /// or returns sets.
    pub is_row_by_row: bool,
}

/// A column of a result.
#[derive(Clone, Debug)]
pub struct Output {
    /// `?column?` when nothing gives it a name.
    pub name: Identifier,
    /// `None` when unknown. A literal that nothing gave a type to is `text`.
    pub data_type: Option<TypeRef>,
    /// The column of a relation that it is, as it stands.
    pub origin: Option<(ObjectId, ColumnNumber)>,
}

/// What an expression gives.
#[derive(Clone, Debug)]
pub struct Typed {
    /// `None` when it is not known; a bare literal is of the pseudo-type `unknown`.
    pub data_type: Option<TypeRef>,
    /// What it needs, ascending and without repetition.
    pub uses: Vec<Use>,
    /// The least fixed of what it calls; `None` when something it calls is not known.
    pub volatility: Option<Volatility>,
    pub has_aggregate: bool,
    pub has_window: bool,
    pub has_subquery: bool,
    pub returns_set: bool,
}

/// The columns and needs of a query.
///
/// # Errors
///
/// What Postgres says when it analyses the query.
pub fn query(session: &Session, query: &Query, scope: &Scope) -> Applied<Analysed> {
    let mut analyzer = Analyzer::new(session, scope);
    let level = analyzer.outermost();
    let rows = analyzer.rows(query, &level)?;
    Ok(analysed(analyzer, rows))
}

/// The type and needs of an expression.
///
/// # Errors
///
/// What Postgres says when it analyses the expression.
pub fn expression(session: &Session, expression: &Expression, scope: &Scope) -> Applied<Typed> {
    typed(session, expression, scope, None)
}

/// The needs of an expression that becomes a value of a type: a default, a condition.
///
/// # Errors
///
/// What Postgres says when it analyses the expression, or reads a literal as that type. Whether
/// the types fit is for [`is_assignable`].
pub fn expression_as(
    session: &Session,
    expression: &Expression,
    scope: &Scope,
    to: &TypeRef,
) -> Applied<Typed> {
    typed(session, expression, scope, Some(to))
}

fn typed(
    session: &Session,
    expression: &Expression,
    scope: &Scope,
    to: Option<&TypeRef>,
) -> Applied<Typed> {
    let mut analyzer = Analyzer::new(session, scope);
    let level = analyzer.outermost();
    let value = analyzer.expression(expression, At::new(&level, Clause::Alone))?;
    if let Some(to) = to {
        analyzer.become_type(&value, to)?;
    }
    let traits = analyzer.traits;
    Ok(Typed {
        data_type: value.data_type,
        volatility: traits.volatility,
        has_aggregate: traits.aggregate,
        has_window: traits.window,
        has_subquery: traits.subquery,
        returns_set: traits.set,
        uses: analyzer.uses(),
    })
}

/// The columns that `RETURNING` gives, and the needs of the whole statement.
///
/// # Errors
///
/// What Postgres says when it analyses the statement.
pub fn change(session: &Session, change: &Change, scope: &Scope) -> Applied<Analysed> {
    let mut analyzer = Analyzer::new(session, scope);
    let level = analyzer.outermost();
    let changed = analyzer.change(change, &level)?;
    Ok(analysed(analyzer, changed.returning))
}

/// What a change that is carried out inserts, as far as constants tell.
///
/// # Errors
///
/// What Postgres says when it analyses the statement.
pub fn insertion(session: &Session, change: &Change, scope: &Scope) -> Applied<Insertion> {
    let mut analyzer = Analyzer::new(session, scope);
    let level = analyzer.outermost();
    let changed = analyzer.change(change, &level)?;
    Ok(changed.into())
}

fn analysed(analyzer: Analyzer<'_>, rows: Rows) -> Analysed {
    let finished = analyzer.finished(rows);
    let traits = analyzer.traits;
    let columns = finished.columns.into_iter().map(|field| Output {
        name: field.name,
        data_type: field.data_type,
        origin: field.origin,
    });
    Analysed {
        columns: columns.collect(),
        open: finished.open,
        is_row_by_row: !traits.aggregate && !traits.window && !traits.set,
        uses: analyzer.uses(),
    }
}

/// Whether a value of one type can be assigned to a column of another without being asked for:
/// what defaults, inserts and `USING`-less changes of type need. Unknown types always can.
pub fn is_assignable(session: &Session, from: Option<&TypeRef>, to: Option<&TypeRef>) -> bool {
    is_coercible(session, from, to, CastContext::Assignment)
}

/// Whether a value of one type becomes one of another in a context. Unknown types always do.
pub fn is_coercible(
    session: &Session,
    from: Option<&TypeRef>,
    to: Option<&TypeRef>,
    context: CastContext,
) -> bool {
    let (Some(from), Some(to)) = (from, to) else {
        return true;
    };
    let scope = Scope::default();
    Analyzer::new(session, &scope).can_coerce(from, to, context)
}

/// The routine that a call outside of any query means: of `CALL`, or for its effect.
///
/// # Errors
///
/// What Postgres says of its name and arguments.
pub fn procedure(session: &Session, call: &Call, scope: &Scope) -> Applied<Option<Meant>> {
    let mut analyzer = Analyzer::new(session, scope);
    let level = analyzer.outermost();
    analyzer.procedure(call, At::new(&level, Clause::Alone))
}

/// The name that an index column has from its expression, as `FigureIndexColname` finds it.
pub fn index_name(session: &Session, expression: &Expression) -> Option<Identifier> {
    let scope = Scope::default();
    let name = Analyzer::new(session, &scope).output_name(expression);
    (name != "?column?").then_some(name)
}

/// Whether an expression names a column, outside of queries.
pub fn names_column(expression: &Expression) -> bool {
    walk::names_column(expression)
}
