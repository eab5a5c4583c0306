//! Policies and triggers.

use crate::{
    source::Span,
    sql::{
        expression::Expression,
        name::{Identifier, Name, Word},
    },
};

#[derive(Clone, Debug, PartialEq)]
pub struct CreatePolicy {
    pub name: Word,
    pub table: Name,
    pub permissive: bool,
    pub command: PolicyCommand,
    /// Empty: everyone. `public`, `current_user` and the like are words too.
    pub roles: Vec<Word>,
    pub using: Option<Expression>,
    pub with_check: Option<Expression>,
}

#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum PolicyCommand {
    #[default]
    All,
    Select,
    Insert,
    Update,
    Delete,
}

#[derive(Clone, Debug, PartialEq)]
pub struct AlterPolicy {
    pub name: Word,
    pub table: Name,
    pub action: AlterPolicyAction,
}

#[derive(Clone, Debug, PartialEq)]
#[expect(clippy::large_enum_variant, reason = "most are of the largest")]
pub enum AlterPolicyAction {
    Rename(Word),
    Change {
        /// Empty: unchanged.
        roles: Vec<Word>,
        using: Option<Expression>,
        with_check: Option<Expression>,
    },
}

#[derive(Clone, Debug, PartialEq)]
pub struct CreateTrigger {
    pub name: Word,
    pub or_replace: bool,
    pub constraint: bool,
    pub timing: TriggerTiming,
    pub events: Vec<TriggerEvent>,
    pub table: Name,
    /// Of `REFERENCING`: the names of the transition tables.
    pub transition_tables: Vec<Word>,
    pub for_each_row: bool,
    pub when: Option<Expression>,
    pub function: Name,
    pub arguments: Vec<Identifier>,
    pub function_span: Span,
}

#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum TriggerTiming {
    Before,
    After,
    InsteadOf,
}

#[derive(Clone, Debug, PartialEq)]
pub enum TriggerEvent {
    Insert,
    /// With the columns of `OF`.
    Update(Vec<Word>),
    Delete,
    Truncate,
}
