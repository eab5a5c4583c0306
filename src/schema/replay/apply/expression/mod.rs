//! Expressions within tables: defaults, checks, generated columns, indexes.

pub(in crate::schema::replay) mod walk;

use crate::{
    schema::{
        catalog::routine::Volatility,
        replay::{
            analyze::{self, Typed, scope::Scope},
            failure::{Applied, Stop},
            session::Session,
            state::{ObjectId, relation::Column, relation::Generated, types::TypeRef},
        },
    },
    sql::expression::Expression,
};

/// What an expression is for; each purpose forbids something else.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(in crate::schema::replay) enum Purpose {
    Default,
    Generated,
    Check,
    Index,
    Predicate,
    PartitionKey,
    Using,
}

impl Purpose {
    /// As Postgres' messages name one, and several.
    fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::Default => ("DEFAULT expression", "DEFAULT expressions"),
            Self::Generated => (
                "column generation expression",
                "column generation expressions",
            ),
            Self::Check => ("check constraint", "check constraints"),
            Self::Index => ("index expression", "index expressions"),
            Self::Predicate => ("index predicate", "index predicates"),
            Self::PartitionKey => ("partition key expression", "partition key expressions"),
            Self::Using => ("transform expression", "transform expressions"),
        }
    }
}

/// An expression's type and needs; `None` when they are not known. With `wanted`, literals are read
/// as that type.
///
/// # Errors
///
/// What Postgres says of it, but for its type.
pub(in crate::schema::replay) fn analyse(
    session: &Session,
    expression: &Expression,
    scope: &Scope,
    purpose: Purpose,
    wanted: Option<&TypeRef>,
) -> Applied<Option<Typed>> {
    let typed = read(session, expression, scope, purpose, wanted)?;
    if let Some(typed) = &typed {
        expect_fixed(expression, typed, purpose)?;
    }
    Ok(typed)
}

/// As [`analyse`], without a look at how much the expression may change.
fn read(
    session: &Session,
    expression: &Expression,
    scope: &Scope,
    purpose: Purpose,
    wanted: Option<&TypeRef>,
) -> Applied<Option<Typed>> {
    forbid_parts(expression, purpose)?;
    let analysed = match wanted {
        Some(wanted) => analyze::expression_as(session, expression, scope, wanted),
        None => analyze::expression(session, expression, scope),
    };
    let typed = match analysed {
        Ok(typed) => typed,
        Err(Stop::Opaque(_)) => return Ok(None),
        Err(stop) => {
            session.tolerate(stop.within(expression.span))?;
            return Ok(None);
        }
    };
    forbid_kinds(expression, &typed, purpose)?;
    Ok(Some(typed))
}

/// # Errors
///
/// 42P17 when the expression may change more than its purpose allows.
fn expect_fixed(expression: &Expression, typed: &Typed, purpose: Purpose) -> Applied {
    if is_fixed(typed, purpose) {
        return Ok(());
    }
    let message = match purpose {
        Purpose::Generated => "generation expression is not immutable",
        Purpose::Index => "functions in index expression must be marked IMMUTABLE",
        Purpose::Predicate => "functions in index predicate must be marked IMMUTABLE",
        Purpose::PartitionKey => "functions in partition key expression must be marked IMMUTABLE",
        Purpose::Default | Purpose::Check | Purpose::Using => "",
    };
    Err(Stop::failed("42P17", message).at(expression.span))
}

/// Subqueries, and in defaults columns, are found before anything is looked up.
fn forbid_parts(expression: &Expression, purpose: Purpose) -> Applied {
    let (one, _) = purpose.words();
    let query = |found: &Expression| {
        Err(Stop::failed("0A000", format!("cannot use subquery in {one}")).at(found.span))
    };
    if purpose != Purpose::Default {
        return walk::first_query(expression).map_or(Ok(()), query);
    }
    match walk::first(expression) {
        Some(walk::Found::Column(column)) => Err(Stop::failed(
            "0A000",
            "cannot use column reference in DEFAULT expression",
        )
        .at(column.span)),
        Some(walk::Found::Query(found)) => query(found),
        None => Ok(()),
    }
}

fn forbid_kinds(expression: &Expression, typed: &Typed, purpose: Purpose) -> Applied {
    let (_, many) = purpose.words();
    let (sqlstate, kind) = if typed.has_aggregate {
        ("42803", "aggregate functions")
    } else if typed.has_window {
        ("42P20", "window functions")
    } else if typed.returns_set {
        ("0A000", "set-returning functions")
    } else {
        return Ok(());
    };
    Err(Stop::failed(sqlstate, format!("{kind} are not allowed in {many}")).at(expression.span))
}

/// Whether the expression may change as little as its purpose wants.
fn is_fixed(typed: &Typed, purpose: Purpose) -> bool {
    match purpose {
        Purpose::Default | Purpose::Check | Purpose::Using => true,
        Purpose::Generated | Purpose::Index | Purpose::Predicate | Purpose::PartitionKey => {
            match typed.volatility {
                Some(Volatility::Immutable) | None => true,
                Some(Volatility::Stable | Volatility::Volatile) => false,
            }
        }
    }
}

/// A condition's needs.
///
/// # Errors
///
/// 42804 when it is not boolean, and what [`analyse`] says.
pub(in crate::schema::replay) fn condition(
    session: &Session,
    expression: &Expression,
    scope: &Scope,
    purpose: Purpose,
) -> Applied<Option<Typed>> {
    let boolean = session.builtin("bool");
    let typed = analyse(session, expression, scope, purpose, boolean.as_ref())?;
    if let Some(data_type) = typed.as_ref().and_then(|typed| typed.data_type.as_ref()) {
        let clause = match purpose {
            Purpose::Check => "CHECK",
            _ => "WHERE",
        };
        expect_boolean(session, expression, data_type, clause)?;
    }
    Ok(typed)
}

fn expect_boolean(
    session: &Session,
    expression: &Expression,
    data_type: &TypeRef,
    clause: &str,
) -> Applied {
    let base = session
        .base_type(data_type)
        .unwrap_or_else(|| data_type.clone());
    let name = session.format_type(&base);
    // A bare literal becomes whatever is wanted.
    if matches!(name.as_str(), "boolean" | "unknown" | "") {
        return Ok(());
    }
    let name = session.format_type(data_type);
    Err(Stop::failed(
        "42804",
        format!("argument of {clause} must be type boolean, not type {name}"),
    )
    .at(expression.span))
}

/// A default's needs, or those of a generated column.
///
/// # Errors
///
/// 42804 when its type is not the column's, 42P17 when a generated column is built on another, and
/// what [`analyse`] says.
pub(in crate::schema::replay) fn default(
    session: &Session,
    relation: ObjectId,
    column: &Column,
    expression: &Expression,
) -> Applied<Option<Typed>> {
    let (scope, purpose) = if matches!(column.generated, Some(Generated::Stored(_))) {
        forbid_generated(session, relation, expression)?;
        (scope_of(session, relation), Purpose::Generated)
    } else {
        (Scope::default(), Purpose::Default)
    };
    let wanted = column.data_type.as_ref();
    let typed = read(session, expression, &scope, purpose, wanted)?;
    let given = typed.as_ref().and_then(|typed| typed.data_type.as_ref());
    let Some(given) = given else {
        if let Some(typed) = &typed {
            expect_fixed(expression, typed, purpose)?;
        }
        return Ok(typed);
    };
    if !analyze::is_assignable(session, Some(given), column.data_type.as_ref()) {
        return Err(Stop::failed(
            "42804",
            format!(
                "column \"{}\" is of type {} but default expression is of type {}",
                column.name,
                wanted.map_or(String::new(), |wanted| session.format_unmodified(wanted)),
                session.format_unmodified(given)
            ),
        )
        .at(expression.span)
        .help("You will need to rewrite or cast the expression."));
    }
    if let Some(wanted) = &column.data_type {
        analyze::expression_as(session, expression, &scope, wanted)?;
    }
    if let Some(typed) = &typed {
        expect_fixed(expression, typed, purpose)?;
    }
    Ok(typed)
}

fn forbid_generated(session: &Session, relation: ObjectId, expression: &Expression) -> Applied {
    let object = session.state.object(relation);
    let Some(relation) = object.and_then(|object| object.relation()) else {
        return Ok(());
    };
    for words in walk::columns(expression) {
        let Some(word) = words.last() else { continue };
        let Some((_, column)) = relation.column(&word.text) else {
            continue;
        };
        if matches!(column.generated, Some(Generated::Stored(_))) {
            return Err(Stop::failed(
                "42P17",
                format!(
                    "cannot use generated column \"{}\" in column generation expression",
                    word.text
                ),
            )
            .at(word.span)
            .help("A generated column cannot reference another generated column."));
        }
    }
    Ok(())
}

/// The columns of one relation.
pub(in crate::schema::replay) fn scope_of(session: &Session, relation: ObjectId) -> Scope {
    let name = session.state.object(relation).map(|object| &object.name);
    Scope::of_relation(name.cloned().unwrap_or_default(), relation)
}

impl Session {
    /// A type as `format_type_be` prints it in messages: without its modifier.
    pub fn format_unmodified(&self, data_type: &TypeRef) -> String {
        let text = self.format_type(&TypeRef {
            modifier: None,
            ..data_type.clone()
        });
        // Only `format_type` itself makes a difference to `character`.
        match text.as_str() {
            "bpchar" => "character".to_owned(),
            "bpchar[]" => "character[]".to_owned(),
            _ => text,
        }
    }
}
