//! Columns: what a row holds, held against what may be inserted.

use super::{
    Reader, Unknown,
    shape::{Member, Object},
    value::value,
};
use crate::schema::catalog::relation::{Column, Generated};

impl<'t> Reader<'t> {
    /// The members of a row as columns, without what only an insert would tell.
    pub(super) fn columns(&self, row: &Object<'t>) -> Vec<Column> {
        let members = row.members.iter();
        members
            .map(|(name, member)| self.column(name, member))
            .collect()
    }

    fn column(&self, name: &str, member: &Member<'t>) -> Column {
        let value = match member.types.last() {
            Some(&node) => value(&self.shapes, node),
            None => Default::default(),
        };
        let may_be_null = match self.unknown {
            Unknown::Nullable => value.typescript.as_deref() == Some("unknown"),
            Unknown::NotNull => false,
        };
        Column {
            name: name.to_owned(),
            nullable: value.nullable || member.optional || may_be_null,
            data_type: value.data_type,
            typescript: value.typescript,
            origin: self.origin(member.node),
            ..Column::default()
        }
    }

    /// Says which columns of a table have a default and which no value can be given for.
    ///
    /// Identity and generated columns look alike: both may not be inserted. An identity column is
    /// a number and never null; a computed one can be null unless declared otherwise.
    pub(super) fn hold_against_insert(&self, columns: &mut [Column], insert: &Object<'t>) {
        if insert.members.is_empty() || !insert.unknown.is_empty() {
            return;
        }
        for column in columns {
            let member = insert.members.get(column.name.as_str());
            let is_given = member.is_some_and(|member| {
                let given = member.types.last();
                !given.is_some_and(|&node| value(&self.shapes, node).never)
            });
            let is_number = column.typescript.as_deref() == Some("number");
            if !is_given {
                column.generated = Some(match is_number && !column.nullable {
                    true => Generated::IdentityAlways,
                    false => Generated::Stored,
                });
            }
            let is_optional = member.is_some_and(|member| member.optional);
            let is_required = is_given && !is_optional;
            if is_required && column.typescript.as_deref() == Some("unknown") {
                column.nullable = false;
            }
            column.has_default = is_given && is_optional && !column.nullable;
        }
    }
}
