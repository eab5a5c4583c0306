//! The order in which the actions of one statement take place.

use super::{
    add_column, column, constraint, drop_column, identity, inherit, moving, permission, rename,
    set_type, switches,
};
use crate::{
    schema::replay::{
        apply::{
            sequence,
            table::{
                check, foreign_key, key,
                pending::{Check, Foreign, Key, KeyKind, Pending},
            },
        },
        failure::Applied,
        session::Session,
        state::ObjectId,
    },
    sql::{
        name::Word,
        statement::table::{AlterAction, AlterActionKind, AlterTable},
    },
};

/// What is done at once; `AT_PASS_…` in Postgres' sources.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
enum Pass {
    Drop,
    Type,
    AddColumn,
    Examine,
    Attributes,
    AddIndex,
    AddOther,
    Rest,
}

const PASSES: [Pass; 8] = [
    Pass::Drop,
    Pass::Type,
    Pass::AddColumn,
    Pass::Examine,
    Pass::Attributes,
    Pass::AddIndex,
    Pass::AddOther,
    Pass::Rest,
];

/// Something to do in a pass.
enum Step<'a> {
    Action(&'a AlterAction),
    /// A look at a key without its table.
    Examine(Key<'a>),
    /// The columns of a primary key become not null before any index is made.
    NotNull(Vec<Word>),
    Key(Key<'a>),
    Check(Check<'a>),
    Foreign(Foreign<'a>),
}

/// What waits for its pass.
#[derive(Default)]
pub(super) struct Queue<'a> {
    steps: [Vec<Step<'a>>; PASSES.len()],
}

impl<'a> Queue<'a> {
    fn push(&mut self, pass: Pass, step: Step<'a>) {
        self.steps[pass as usize].push(step);
    }

    /// Takes in constraints, those of a new column for example.
    pub(super) fn constraints(&mut self, pending: Pending<'a>) {
        for key in key::distinct(&pending.keys) {
            self.push(Pass::Examine, Step::Examine(key.clone()));
            if let KeyKind::Primary(columns) = &key.kind {
                self.push(Pass::Attributes, Step::NotNull(columns.clone()));
            }
            self.push(Pass::AddIndex, Step::Key(key));
        }
        for check in pending.checks {
            self.push(Pass::AddOther, Step::Check(check));
        }
        for foreign in pending.foreign_keys {
            self.push(Pass::AddOther, Step::Foreign(foreign));
        }
    }
}

/// Performs the actions of a statement.
///
/// # Errors
///
/// The first that an action fails with.
pub(super) fn run(session: &mut Session, id: ObjectId, alter: &AlterTable) -> Applied {
    let mut queue = Queue::default();
    for action in &alter.actions {
        permission::check(session, id, action)?;
        if let AlterActionKind::SetType {
            column,
            data_type,
            using,
        } = &action.kind
        {
            let using = using.as_ref();
            set_type::prepare(session, id, column, data_type, using)?;
        }
        match &action.kind {
            AlterActionKind::AddConstraint(added) => {
                let mut pending = Pending::default();
                pending.constraint(added);
                queue.constraints(pending);
            }
            kind => queue.push(pass(kind), Step::Action(action)),
        }
    }
    for pass in PASSES {
        for step in std::mem::take(&mut queue.steps[pass as usize]) {
            perform(session, id, alter, step, &mut queue)?;
        }
    }
    Ok(())
}

fn pass(action: &AlterActionKind) -> Pass {
    match action {
        AlterActionKind::DropColumn { .. }
        | AlterActionKind::DropConstraint { .. }
        | AlterActionKind::DropDefault(_)
        | AlterActionKind::DropNotNull(_)
        | AlterActionKind::DropIdentity { .. }
        | AlterActionKind::DropExpression { .. } => Pass::Drop,
        AlterActionKind::SetType { .. } => Pass::Type,
        AlterActionKind::AddColumn { .. } => Pass::AddColumn,
        AlterActionKind::SetNotNull(_) | AlterActionKind::SetIdentity { .. } => Pass::Attributes,
        AlterActionKind::SetDefault { .. }
        | AlterActionKind::AddIdentity { .. }
        | AlterActionKind::AddConstraint(_) => Pass::AddOther,
        AlterActionKind::ColumnOption(_)
        | AlterActionKind::AlterConstraint(_)
        | AlterActionKind::ValidateConstraint(_)
        | AlterActionKind::RenameTable(_)
        | AlterActionKind::RenameColumn { .. }
        | AlterActionKind::RenameConstraint { .. }
        | AlterActionKind::SetSchema(_)
        | AlterActionKind::Owner(_)
        | AlterActionKind::EnableRowSecurity
        | AlterActionKind::DisableRowSecurity
        | AlterActionKind::ForceRowSecurity
        | AlterActionKind::NoForceRowSecurity
        | AlterActionKind::EnableTrigger(_)
        | AlterActionKind::DisableTrigger(_)
        | AlterActionKind::EnableRule(_)
        | AlterActionKind::DisableRule(_)
        | AlterActionKind::Inherit(_)
        | AlterActionKind::NoInherit(_)
        | AlterActionKind::AttachPartition(_)
        | AlterActionKind::DetachPartition(_)
        | AlterActionKind::OfType(_)
        | AlterActionKind::NotOf
        | AlterActionKind::ClusterOn(_)
        | AlterActionKind::ReplicaIdentity { .. }
        | AlterActionKind::SequenceOptions(_)
        | AlterActionKind::Options(_)
        | AlterActionKind::Other => Pass::Rest,
    }
}

fn perform<'a>(
    session: &mut Session,
    id: ObjectId,
    alter: &AlterTable,
    step: Step<'a>,
    queue: &mut Queue<'a>,
) -> Applied {
    match step {
        Step::Examine(key) => key::check_columns(&alter.name, &[key], None),
        Step::NotNull(words) => words
            .iter()
            .try_for_each(|word| super::column_of(session, id, word).map(|_| ())),
        Step::Key(key) => constraint::add_key(session, id, &key),
        Step::Check(check) => check::add(session, id, &check, &mut Vec::new()),
        Step::Foreign(foreign) => foreign_key::add(session, id, &foreign),
        Step::Action(action) => {
            act(session, id, alter, action, queue).map_err(|stop| stop.within(action.span))
        }
    }
}

fn act<'a>(
    session: &mut Session,
    id: ObjectId,
    alter: &AlterTable,
    action: &'a AlterAction,
    queue: &mut Queue<'a>,
) -> Applied {
    match &action.kind {
        AlterActionKind::AddColumn {
            column,
            if_not_exists,
        } => {
            let if_exists = add_column::IfExists::of(*if_not_exists);
            add_column::add(session, id, column, if_exists, alter.only, queue)
        }
        AlterActionKind::DropColumn {
            name,
            if_exists,
            cascade,
        } => drop_column::drop(session, id, name, *if_exists, *cascade, alter.only),
        AlterActionKind::SetType {
            column, data_type, ..
        } => set_type::set(session, id, column, data_type),
        AlterActionKind::SetDefault { column, value } => {
            column::set_default(session, id, column, value)
        }
        AlterActionKind::DropDefault(word) => column::drop_default(session, id, word),
        AlterActionKind::SetNotNull(word) => column::set_not_null(session, id, word),
        AlterActionKind::DropNotNull(word) => column::drop_not_null(session, id, word),
        AlterActionKind::DropExpression { column, if_exists } => {
            column::drop_expression(session, id, column, *if_exists)
        }
        AlterActionKind::ColumnOption(word) => super::column_of(session, id, word).map(|_| ()),
        AlterActionKind::AddIdentity {
            column,
            always,
            sequence,
        } => identity::add(session, id, column, *always, sequence.as_ref()),
        AlterActionKind::SetIdentity { column, always } => {
            identity::set(session, id, column, *always)
        }
        AlterActionKind::DropIdentity { column, if_exists } => {
            identity::drop(session, id, column, *if_exists)
        }
        kind => act_on_whole(session, id, alter, kind),
    }
}

/// The actions that concern more than one column.
fn act_on_whole(
    session: &mut Session,
    id: ObjectId,
    alter: &AlterTable,
    kind: &AlterActionKind,
) -> Applied {
    match kind {
        AlterActionKind::DropConstraint {
            name,
            if_exists,
            cascade,
        } => constraint::drop(session, id, name, *if_exists, *cascade),
        AlterActionKind::AlterConstraint(word) => constraint::alter(session, id, word),
        AlterActionKind::ValidateConstraint(word) => constraint::validate(session, id, word),
        AlterActionKind::RenameTable(word) => rename::relation(session, id, word),
        AlterActionKind::RenameColumn { from, to } => {
            rename::column(session, id, from, to, alter.only)
        }
        AlterActionKind::RenameConstraint { from, to } => rename::constraint(session, id, from, to),
        AlterActionKind::SetSchema(word) => moving::set_schema(session, id, word),
        AlterActionKind::Owner(word) => moving::set_owner(session, id, word),
        AlterActionKind::EnableRowSecurity
        | AlterActionKind::DisableRowSecurity
        | AlterActionKind::ForceRowSecurity
        | AlterActionKind::NoForceRowSecurity
        | AlterActionKind::EnableTrigger(_)
        | AlterActionKind::DisableTrigger(_) => switch(session, id, kind),
        AlterActionKind::EnableRule(word) | AlterActionKind::DisableRule(word) => {
            switches::rule(session, id, word)
        }
        AlterActionKind::Inherit(_)
        | AlterActionKind::NoInherit(_)
        | AlterActionKind::AttachPartition(_)
        | AlterActionKind::DetachPartition(_) => relate(session, id, kind),
        AlterActionKind::ClusterOn(word) => switches::index_of(session, id, word).map(|_| ()),
        AlterActionKind::ReplicaIdentity { index } => {
            switches::replica_identity(session, id, index.as_ref())
        }
        AlterActionKind::SequenceOptions(options) => sequence::set_options(session, id, options),
        AlterActionKind::Options(options) => {
            switches::options(session, id, options);
            Ok(())
        }
        _ => Ok(()),
    }
}

/// The actions that make and end inheritance.
fn relate(session: &mut Session, id: ObjectId, kind: &AlterActionKind) -> Applied {
    match kind {
        AlterActionKind::Inherit(name) => inherit::inherit(session, id, name),
        AlterActionKind::NoInherit(name) => inherit::no_inherit(session, id, name),
        AlterActionKind::AttachPartition(name) => inherit::attach(session, id, name),
        AlterActionKind::DetachPartition(name) => inherit::detach(session, id, name),
        _ => Ok(()),
    }
}

/// The actions that turn something on or off.
fn switch(session: &mut Session, id: ObjectId, kind: &AlterActionKind) -> Applied {
    match kind {
        AlterActionKind::EnableRowSecurity
        | AlterActionKind::DisableRowSecurity
        | AlterActionKind::ForceRowSecurity
        | AlterActionKind::NoForceRowSecurity => {
            switches::row_security(session, id, kind);
            Ok(())
        }
        AlterActionKind::EnableTrigger(name) => {
            switches::trigger(session, id, name, switches::Switch::On)
        }
        AlterActionKind::DisableTrigger(name) => {
            switches::trigger(session, id, name, switches::Switch::Off)
        }
        _ => Ok(()),
    }
}
