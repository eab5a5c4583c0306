//! Which actions which kinds of relations allow.

use crate::{
    schema::replay::{
        apply::drop::find::relation_kind,
        failure::{Applied, Stop},
        session::Session,
        state::ObjectId,
    },
    sql::statement::{
        ObjectKind,
        table::{AlterAction, AlterActionKind, AlterTable},
    },
};

/// Whether a statement only gives a new name.
pub(super) fn is_rename(alter: &AlterTable) -> bool {
    alter
        .actions
        .iter()
        .all(|action| matches!(action.kind, AlterActionKind::RenameTable(_)))
}

/// # Errors
///
/// 42809 when the action cannot be performed on such a relation.
pub(super) fn check(session: &Session, id: ObjectId, action: &AlterAction) -> Applied {
    let object = session.state.object(id);
    let Some(kind) = object.and_then(relation_kind) else {
        return Ok(());
    };
    let Some((words, allowed)) = rule(&action.kind) else {
        return Ok(());
    };
    if allowed.contains(&kind) {
        return Ok(());
    }
    let name = session.name_of(id);
    let message = match &action.kind {
        AlterActionKind::RenameColumn { .. } => {
            format!("cannot rename columns of relation \"{name}\"")
        }
        _ => format!("ALTER action {words} cannot be performed on relation \"{name}\""),
    };
    let kinds = plural(kind);
    Err(Stop::failed("42809", message)
        .at(action.span)
        .help(format!("This operation is not supported for {kinds}.")))
}

const TABLES: &[ObjectKind] = &[ObjectKind::Table];
const STORED: &[ObjectKind] = &[ObjectKind::Table, ObjectKind::ForeignTable];
const KEPT: &[ObjectKind] = &[ObjectKind::Table, ObjectKind::MaterializedView];
const TYPED: &[ObjectKind] = &[
    ObjectKind::Table,
    ObjectKind::ForeignTable,
    ObjectKind::Type,
];
const WRITTEN: &[ObjectKind] = &[
    ObjectKind::Table,
    ObjectKind::ForeignTable,
    ObjectKind::View,
];
const NAMED: &[ObjectKind] = &[
    ObjectKind::Table,
    ObjectKind::ForeignTable,
    ObjectKind::Type,
    ObjectKind::View,
    ObjectKind::MaterializedView,
    ObjectKind::Index,
];

/// The action in Postgres' words, and what it can be performed on; `None` where anything goes.
fn rule(action: &AlterActionKind) -> Option<(&'static str, &'static [ObjectKind])> {
    Some(match action {
        AlterActionKind::AddColumn { .. } => ("ADD COLUMN", TYPED),
        AlterActionKind::DropColumn { .. } => ("DROP COLUMN", TYPED),
        AlterActionKind::SetType { .. } => ("ALTER COLUMN ... SET DATA TYPE", TYPED),
        AlterActionKind::SetDefault { .. } | AlterActionKind::DropDefault(_) => {
            ("ALTER COLUMN ... SET DEFAULT", WRITTEN)
        }
        AlterActionKind::SetNotNull(_) => ("ALTER COLUMN ... SET NOT NULL", STORED),
        AlterActionKind::DropNotNull(_) => ("ALTER COLUMN ... DROP NOT NULL", STORED),
        AlterActionKind::AddIdentity { .. } => ("ALTER COLUMN ... ADD IDENTITY", WRITTEN),
        AlterActionKind::SetIdentity { .. } => ("ALTER COLUMN ... SET", WRITTEN),
        AlterActionKind::DropIdentity { .. } => ("ALTER COLUMN ... DROP IDENTITY", WRITTEN),
        AlterActionKind::DropExpression { .. } => ("ALTER COLUMN ... DROP EXPRESSION", STORED),
        AlterActionKind::AddConstraint(_) => ("ADD CONSTRAINT", STORED),
        AlterActionKind::DropConstraint { .. } => ("DROP CONSTRAINT", STORED),
        AlterActionKind::AlterConstraint(_) => ("ALTER CONSTRAINT", TABLES),
        AlterActionKind::ValidateConstraint(_) => ("VALIDATE CONSTRAINT", STORED),
        AlterActionKind::RenameColumn { .. } => ("", NAMED),
        AlterActionKind::EnableRowSecurity => ("ENABLE ROW SECURITY", TABLES),
        AlterActionKind::DisableRowSecurity => ("DISABLE ROW SECURITY", TABLES),
        AlterActionKind::ForceRowSecurity => ("FORCE ROW SECURITY", TABLES),
        AlterActionKind::NoForceRowSecurity => ("NO FORCE ROW SECURITY", TABLES),
        AlterActionKind::EnableTrigger(_) => ("ENABLE TRIGGER", STORED),
        AlterActionKind::DisableTrigger(_) => ("DISABLE TRIGGER", STORED),
        AlterActionKind::EnableRule(_) => ("ENABLE RULE", TABLES),
        AlterActionKind::DisableRule(_) => ("DISABLE RULE", TABLES),
        AlterActionKind::Inherit(_) => ("INHERIT", STORED),
        AlterActionKind::NoInherit(_) => ("NO INHERIT", STORED),
        AlterActionKind::AttachPartition(_) => {
            ("ATTACH PARTITION", &[ObjectKind::Table, ObjectKind::Index])
        }
        AlterActionKind::DetachPartition(_) => ("DETACH PARTITION", TABLES),
        AlterActionKind::OfType(_) => ("OF", TABLES),
        AlterActionKind::NotOf => ("NOT OF", TABLES),
        AlterActionKind::ClusterOn(_) => ("CLUSTER ON", KEPT),
        AlterActionKind::ReplicaIdentity { .. } => ("REPLICA IDENTITY", KEPT),
        AlterActionKind::ColumnOption(_)
        | AlterActionKind::RenameTable(_)
        | AlterActionKind::RenameConstraint { .. }
        | AlterActionKind::SetSchema(_)
        | AlterActionKind::Owner(_)
        | AlterActionKind::SequenceOptions(_)
        | AlterActionKind::Options(_)
        | AlterActionKind::Other => return None,
    })
}

fn plural(kind: ObjectKind) -> &'static str {
    match kind {
        ObjectKind::View => "views",
        ObjectKind::MaterializedView => "materialized views",
        ObjectKind::Index => "indexes",
        ObjectKind::Sequence => "sequences",
        ObjectKind::ForeignTable => "foreign tables",
        ObjectKind::Type => "composite types",
        _ => "tables",
    }
}
