//! What points into the lists of a file's facts.

use bitcode::{Decode, Encode};

/// A string of the file, as an index into [`super::FileFacts::names`].
#[derive(Clone, Copy, Debug, Decode, Encode, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct Name(pub u32);

/// An index into [`super::FileFacts::values`].
#[derive(Clone, Copy, Debug, Decode, Encode, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct ValueId(pub u32);

/// An index into [`super::FileFacts::bindings`].
#[derive(Clone, Copy, Debug, Decode, Encode, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct BindingId(pub u32);

/// An index into [`super::FileFacts::calls`].
#[derive(Clone, Copy, Debug, Decode, Encode, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct CallId(pub u32);

/// An index into [`super::FileFacts::functions`].
#[derive(Clone, Copy, Debug, Decode, Encode, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct FunctionId(pub u32);

/// An index into [`super::FileFacts::classes`].
#[derive(Clone, Copy, Debug, Decode, Encode, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct ClassId(pub u32);

/// An index into [`super::FileFacts::objects`].
#[derive(Clone, Copy, Debug, Decode, Encode, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct ObjectId(pub u32);

/// An index into [`super::FileFacts::types`].
#[derive(Clone, Copy, Debug, Decode, Encode, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct TypeId(pub u32);

/// An index into [`super::FileFacts::imports`].
#[derive(Clone, Copy, Debug, Decode, Encode, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct ImportId(pub u32);

/// An index into [`super::FileFacts::units`].
#[derive(Clone, Copy, Debug, Decode, Encode, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct UnitId(pub u32);
