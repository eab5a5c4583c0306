//! What statements use.

use super::{Effect, walker::Walker};
use crate::sql::{
    expression::Expression,
    name::Name,
    statement::{
        Body, Statement,
        index::CreateIndex,
        policy::{AlterPolicyAction, CreatePolicy, CreateTrigger},
        table::{
            AlterActionKind, AlterTable, ColumnConstraintKind, ColumnDefinition, CreateTable,
            References, TableConstraint, TableConstraintKind, TableElement,
        },
    },
};

impl Walker<'_> {
    /// What a statement reads, changes and calls when it runs.
    pub(super) fn statement(&mut self, statement: &Statement) {
        match statement {
            Statement::Query(query) | Statement::Explain(query) => self.query(query),
            Statement::Change(change) => self.change(change),
            Statement::Copy {
                target,
                columns,
                query,
            } => {
                query.iter().for_each(|query| self.query(query));
                if let Some(target) = target {
                    let used = self.relation(Effect::Insert, target);
                    self.uses[used].all_columns = columns.is_empty();
                    self.columns_of(used, columns);
                }
            }
            Statement::Truncate { tables, .. } => {
                for table in tables {
                    self.relation(Effect::Delete, table);
                }
            }
            Statement::RefreshMaterializedView(view) => {
                self.relation(Effect::Needs, view);
            }
            Statement::Call { name, arguments } => {
                self.routine(name);
                self.expressions(arguments.iter().map(|argument| &argument.value));
            }
            Statement::Do(Body::Procedural(block)) => self.block(block),
            Statement::CreateTable(create) => {
                if let Some((_, query)) = &create.query {
                    self.query(query);
                }
            }
            _ => {}
        }
    }

    /// What a definition needs to be there.
    pub(super) fn definition(&mut self, statement: &Statement) {
        match statement {
            Statement::CreateTable(create) => self.create_table(create),
            Statement::AlterTable(alter) => self.alter_table(alter),
            Statement::CreateView(create) => self.query(&create.query),
            Statement::CreateIndex(create) => self.create_index(create),
            Statement::CreatePolicy(create) => self.create_policy(create),
            Statement::AlterPolicy(alter) => {
                if let AlterPolicyAction::Change {
                    using, with_check, ..
                } = &alter.action
                {
                    self.hanging(&alter.table, using.iter().chain(with_check));
                }
            }
            Statement::CreateTrigger(create) => self.create_trigger(create),
            _ => {}
        }
    }

    fn create_table(&mut self, create: &CreateTable) {
        for element in &create.elements {
            match element {
                TableElement::Column(column) => self.column_definition(column),
                TableElement::Constraint(constraint) => self.constraint(constraint),
                TableElement::Like { relation, .. } => {
                    self.relation(Effect::Needs, relation);
                }
            }
        }
        for parent in create.inherits.iter().chain(&create.partition_of) {
            self.relation(Effect::Needs, parent);
        }
        if let Some((_, query)) = &create.query {
            self.query(query);
        }
    }

    fn column_definition(&mut self, column: &ColumnDefinition) {
        for constraint in &column.constraints {
            match &constraint.kind {
                ColumnConstraintKind::References(references) => self.references(references),
                ColumnConstraintKind::Default(value) | ColumnConstraintKind::Check(value) => {
                    self.expression(value);
                }
                ColumnConstraintKind::Generated(value) => self.expression(value),
                ColumnConstraintKind::NotNull
                | ColumnConstraintKind::Null
                | ColumnConstraintKind::Identity { .. }
                | ColumnConstraintKind::Unique
                | ColumnConstraintKind::PrimaryKey => {}
            }
        }
    }

    fn constraint(&mut self, constraint: &TableConstraint) {
        match &constraint.kind {
            TableConstraintKind::ForeignKey { references, .. } => self.references(references),
            TableConstraintKind::Check(condition) => self.expression(condition),
            TableConstraintKind::Unique { .. }
            | TableConstraintKind::PrimaryKey { .. }
            | TableConstraintKind::UsingIndex { .. }
            | TableConstraintKind::Exclude { .. } => {}
        }
    }

    fn references(&mut self, references: &References) {
        let used = self.relation(Effect::Needs, &references.table);
        self.columns_of(used, &references.columns);
    }

    fn alter_table(&mut self, alter: &AlterTable) {
        for action in &alter.actions {
            match &action.kind {
                AlterActionKind::AddColumn { column, .. } => self.column_definition(column),
                AlterActionKind::AddConstraint(constraint) => self.constraint(constraint),
                AlterActionKind::SetDefault { value, .. } => self.expression(value),
                _ => {}
            }
        }
    }

    fn create_index(&mut self, create: &CreateIndex) {
        let columns = create.columns.iter().map(|column| &column.value);
        self.hanging(&create.table, columns.chain(&create.filter));
    }

    fn create_policy(&mut self, create: &CreatePolicy) {
        self.hanging(&create.table, create.using.iter().chain(&create.with_check));
    }

    fn create_trigger(&mut self, create: &CreateTrigger) {
        self.relation(Effect::Needs, &create.table);
        self.routine(&create.function);
    }

    /// Conditions of what hangs on a relation: its columns are in scope.
    fn hanging<'e>(&mut self, relation: &Name, conditions: impl Iterator<Item = &'e Expression>) {
        let used = self.relation(Effect::Needs, relation);
        self.enter();
        self.bring(relation.name.to_string(), Some(used));
        self.expressions(conditions);
        self.leave();
    }
}
