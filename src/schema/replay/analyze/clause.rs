//! Where in a query an expression stands, and what may not stand there.

use super::level::Level;
use crate::schema::replay::failure::{Applied, Stop};
use crate::source::Span;

/// The surroundings of an expression.
#[derive(Clone, Copy, Debug)]
pub(super) struct At<'l> {
    pub(super) level: &'l Level<'l>,
    pub(super) clause: Clause,
    pub(super) inside: Inside,
}

/// What an expression is an argument of.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub(super) enum Inside {
    #[default]
    Nothing,
    Aggregate,
    Window,
}

/// A part of a query; `ParseExprKind`.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Clause {
    Targets,
    Where,
    Having,
    Join,
    GroupBy,
    OrderBy,
    Window,
    Limit,
    From,
    Filter,
    Values,
    Update,
    Returning,
    Merge,
    /// An expression that is no part of a query; whoever asked decides.
    Alone,
}

impl<'l> At<'l> {
    pub(super) fn new(level: &'l Level<'l>, clause: Clause) -> Self {
        Self {
            level,
            clause,
            inside: Inside::Nothing,
        }
    }

    pub(super) fn inside(self, inside: Inside) -> Self {
        Self { inside, ..self }
    }

    pub(super) fn clause(self, clause: Clause) -> Self {
        Self { clause, ..self }
    }
}

impl Clause {
    /// Its name in messages.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Targets => "SELECT",
            Self::Where => "WHERE",
            Self::Having => "HAVING",
            Self::Join => "JOIN/ON",
            Self::GroupBy => "GROUP BY",
            Self::OrderBy => "ORDER BY",
            Self::Window => "window definitions",
            Self::Limit => "LIMIT",
            Self::From => "functions in FROM",
            Self::Filter => "FILTER",
            Self::Values => "VALUES",
            Self::Update => "UPDATE",
            Self::Returning => "RETURNING",
            Self::Merge => "MERGE WHEN conditions",
            Self::Alone => "expressions",
        }
    }

    /// # Errors
    ///
    /// 42803 where aggregates may not stand.
    pub(super) fn allow_aggregate(self, inside: Inside, span: Span) -> Applied {
        if inside == Inside::Aggregate && self != Self::Filter {
            let message = "aggregate function calls cannot be nested";
            return Err(Stop::failed("42803", message).at(span));
        }
        let place = match self {
            Self::Targets | Self::Having | Self::OrderBy | Self::Window | Self::Alone => {
                return Ok(());
            }
            Self::Join => "JOIN conditions",
            Self::Where
            | Self::GroupBy
            | Self::Limit
            | Self::From
            | Self::Filter
            | Self::Values
            | Self::Update
            | Self::Returning
            | Self::Merge => self.name(),
        };
        let message = format!("aggregate functions are not allowed in {place}");
        Err(Stop::failed("42803", message).at(span))
    }

    /// # Errors
    ///
    /// 42P20 where window functions may not stand.
    pub(super) fn allow_window(self, inside: Inside, span: Span) -> Applied {
        let message = match inside {
            Inside::Aggregate => {
                let message = "aggregate function calls cannot contain window function calls";
                return Err(Stop::failed("42803", message).at(span));
            }
            Inside::Window => "window function calls cannot be nested".to_owned(),
            Inside::Nothing => match self {
                Self::Targets | Self::OrderBy | Self::Alone => return Ok(()),
                Self::Join => "window functions are not allowed in JOIN conditions".to_owned(),
                Self::Where
                | Self::Having
                | Self::GroupBy
                | Self::Window
                | Self::Limit
                | Self::From
                | Self::Filter
                | Self::Values
                | Self::Update
                | Self::Returning
                | Self::Merge => {
                    format!("window functions are not allowed in {}", self.name())
                }
            },
        };
        Err(Stop::failed("42P20", message).at(span))
    }

    /// # Errors
    ///
    /// 0A000 where functions that return sets may not stand.
    pub(super) fn allow_set(self, span: Span) -> Applied {
        let place = match self {
            Self::Targets
            | Self::GroupBy
            | Self::OrderBy
            | Self::From
            | Self::Alone
            | Self::Values => return Ok(()),
            Self::Join => "JOIN conditions",
            Self::Where
            | Self::Having
            | Self::Window
            | Self::Limit
            | Self::Filter
            | Self::Update
            | Self::Returning
            | Self::Merge => self.name(),
        };
        let message = format!("set-returning functions are not allowed in {place}");
        Err(Stop::failed("0A000", message).at(span))
    }
}
