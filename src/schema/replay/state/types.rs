//! Types.

use super::{ColumnNumber, ObjectId};
use crate::{schema::catalog::routine::Volatility, sql::name::Identifier};

/// A type as columns and arguments have it.
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
pub struct TypeRef {
    /// The element's when `array`.
    pub id: ObjectId,
    pub array: bool,
    /// What `format_type` prints in parentheses (`20`, `10,2`), or for intervals after the name.
    pub modifier: Option<Identifier>,
}

/// A row of `pg_type` that is no array.
#[derive(Clone, Debug)]
pub struct Type {
    pub kind: TypeKind,
    /// `pg_type.typcategory`
    pub category: char,
    /// `pg_type.typispreferred`
    pub preferred: bool,
}

#[derive(Clone, Debug)]
pub enum TypeKind {
    Base,
    /// Declared by name only, to be filled in later.
    Shell,
    Enum(Vec<Label>),
    Domain(Domain),
    /// The rows of a relation, or a composite type of its own (a relation too).
    Composite(ObjectId),
    Range {
        subtype: Option<TypeRef>,
    },
    Multirange {
        range: Option<ObjectId>,
    },
    Pseudo,
}

#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Label {
    pub name: String,
    /// The transaction that added it to an existing type, which may not use it yet.
    pub added_in: Option<u32>,
}

#[derive(Clone, Debug)]
pub struct Domain {
    pub base: Option<TypeRef>,
    pub not_null: bool,
    /// As written.
    pub default: Option<String>,
}

/// A row of `pg_cast`.
#[derive(Clone, Debug)]
pub struct Cast {
    pub source: TypeRef,
    pub target: TypeRef,
    pub context: CastContext,
    /// Of the function that does it; a cast through text is stable.
    pub volatility: Volatility,
}

/// `pg_cast.castcontext`, the most restricted first.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub enum CastContext {
    Explicit,
    Assignment,
    Implicit,
}

/// A relation, or one column of it, that an expression or query uses.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct Use {
    pub object: ObjectId,
    pub column: Option<ColumnNumber>,
}

impl Cast {
    /// The name that its object has, by which it is found.
    pub fn name(&self) -> Identifier {
        Self::name_of(&self.source, &self.target)
    }

    /// The name of the object that casts one type to another.
    pub fn name_of(source: &TypeRef, target: &TypeRef) -> Identifier {
        let array = |data_type: &TypeRef| if data_type.array { "[]" } else { "" };
        let (from, to) = (array(source), array(target));
        smol_str::format_smolstr!("{}{from}>{}{to}", source.id.0, target.id.0)
    }
}

impl TypeRef {
    /// The type itself: no array, no modifier.
    pub fn plain(id: ObjectId) -> Self {
        Self {
            id,
            array: false,
            modifier: None,
        }
    }

    pub fn array_of(id: ObjectId) -> Self {
        Self {
            id,
            array: true,
            modifier: None,
        }
    }
}
