//! Types, as far as they can tell a client or a name.

use bitcode::{Decode, Encode};

use super::{ImportId, Name, TypeId, ValueId};

/// A type, as far as it can tell a client or a name.
#[derive(Clone, Debug, Decode, Encode, Eq, PartialEq)]
pub enum Type {
    /// `A`, `A.B`, `A<T>`
    Named {
        path: Vec<Name>,
        arguments: Vec<TypeId>,
    },
    /// `"a"`
    Text(Name),
    Union(Vec<TypeId>),
    Intersection(Vec<TypeId>),
    Array(TypeId),
    Tuple(Vec<TypeId>),
    Object(Vec<(Name, TypeId)>),
    Function {
        parameters: Vec<TypeId>,
        returns: TypeId,
    },
    /// `typeof value`
    Typeof(ValueId),
    /// `import("…").A`
    Imported {
        import: ImportId,
        path: Vec<Name>,
        arguments: Vec<TypeId>,
    },
    /// `typeof import("…")`
    Module(ImportId),
    /// `keyof T`
    Keyof(TypeId),
    /// `T[K]`
    Indexed {
        object: TypeId,
        key: TypeId,
    },
    Any,
    /// Anything else: never a client and never a name.
    Other,
}

/// `type A = …` or `interface A { … }`.
#[derive(Clone, Debug, Decode, Encode, Eq, PartialEq)]
pub struct TypeDeclaration {
    pub name: Name,
    pub parameters: Vec<Name>,
    pub ty: TypeId,
    /// What an interface extends.
    pub extends: Vec<TypeId>,
    /// Declared under `declare global`, or in a file that is no module.
    pub is_global: bool,
    /// Declared under `declare module "…"`.
    pub is_augmentation: bool,
}
