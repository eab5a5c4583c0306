//! Objects and classes: values by key.

use bitcode::{Decode, Encode};

use super::{FunctionId, Name, TypeId, ValueId};
use crate::source::Span;

#[derive(Clone, Debug, Decode, Encode, Eq, PartialEq)]
pub struct Class {
    pub name: Option<Name>,
    pub extends: Option<ValueId>,
    pub constructor: Option<FunctionId>,
    pub members: Vec<ClassMember>,
    pub span: Span,
}

/// A field, method or accessor; one entry for each definition and each `this.name = …`.
#[derive(Clone, Debug, Decode, Encode, Eq, PartialEq)]
pub struct ClassMember {
    pub name: Name,
    pub value: Option<ValueId>,
    pub ty: Option<TypeId>,
    pub is_static: bool,
    /// Reading it calls it.
    pub is_getter: bool,
    pub span: Span,
}

#[derive(Clone, Debug, Decode, Default, Encode, Eq, PartialEq)]
pub struct Object {
    pub properties: Vec<Property>,
    /// An enum: its members are also types, and its keys differ from its values.
    pub is_enum: bool,
}

#[derive(Clone, Debug, Decode, Encode, Eq, PartialEq)]
pub struct Property {
    pub key: PropertyKey,
    pub value: ValueId,
    pub is_getter: bool,
    /// The key.
    pub span: Span,
}

#[derive(Clone, Copy, Debug, Decode, Encode, Eq, PartialEq)]
pub enum PropertyKey {
    Named(Name),
    Computed(ValueId),
    /// `...value`
    Spread,
}
