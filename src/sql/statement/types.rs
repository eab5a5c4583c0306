//! Types and domains.

use super::table::TableConstraint;
use crate::sql::{
    expression::Expression,
    name::{Name, TypeName, Word},
};

#[derive(Clone, Debug, PartialEq)]
pub struct CreateType {
    pub name: Name,
    pub kind: CreateTypeKind,
}

#[derive(Clone, Debug, PartialEq)]
pub enum CreateTypeKind {
    Enum(Vec<String>),
    Composite(Vec<(Word, TypeName)>),
    Range {
        subtype: Option<TypeName>,
    },
    /// With support functions in C.
    Base,
    Shell,
}

#[derive(Clone, Debug, PartialEq)]
pub struct CreateDomain {
    pub name: Name,
    pub data_type: TypeName,
    pub collation: Option<Name>,
    pub default: Option<Expression>,
    pub not_null: bool,
    /// Checks; `VALUE` in them is a column of that name.
    pub checks: Vec<TableConstraint>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct AlterEnum {
    pub name: Name,
    pub action: AlterEnumAction,
}

#[derive(Clone, Debug, PartialEq)]
pub enum AlterEnumAction {
    Add {
        label: String,
        if_not_exists: bool,
        position: Option<EnumPosition>,
    },
    Rename {
        from: String,
        to: String,
    },
}

#[derive(Clone, Debug, Eq, PartialEq)]
pub enum EnumPosition {
    Before(String),
    After(String),
}

#[derive(Clone, Debug, PartialEq)]
pub struct AlterDomain {
    pub name: Name,
    pub action: AlterDomainAction,
}

#[derive(Clone, Debug, PartialEq)]
pub enum AlterDomainAction {
    SetDefault(Expression),
    DropDefault,
    SetNotNull,
    DropNotNull,
    AddConstraint(TableConstraint),
    DropConstraint {
        name: Word,
        if_exists: bool,
        cascade: bool,
    },
    RenameConstraint {
        from: Word,
        to: Word,
    },
    ValidateConstraint(Word),
    Rename(Word),
    Owner(Word),
    Schema(Word),
}
