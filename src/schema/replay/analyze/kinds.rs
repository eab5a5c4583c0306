//! What Postgres knows of a type: its category, its elements, its fields.

use std::borrow::Cow;

use super::analyzer::{Analyzer, Field};
use crate::schema::replay::state::{
    ObjectId,
    object::Kind,
    types::{Type, TypeKind, TypeRef},
};

/// `pg_type.typcategory` of character strings.
pub(super) const STRING: char = 'S';

/// Whether two types are the same but for their modifiers.
pub(super) fn same(a: &TypeRef, b: &TypeRef) -> bool {
    a.id == b.id && a.array == b.array
}

/// The type without its modifier.
pub(super) fn unmodified(data_type: &TypeRef) -> TypeRef {
    TypeRef {
        modifier: None,
        ..data_type.clone()
    }
}

impl Analyzer<'_> {
    pub(super) fn row_of_type(&self, id: ObjectId) -> Option<&Type> {
        match &self.session.state.object(id)?.kind {
            Kind::Type(data_type) => Some(data_type),
            _ => None,
        }
    }

    pub(super) fn kind_of(&self, data_type: &TypeRef) -> Option<&TypeKind> {
        if data_type.array {
            return None;
        }
        self.session.type_kind(data_type.id)
    }

    /// The type below all domains.
    pub(super) fn base(&self, data_type: &TypeRef) -> TypeRef {
        self.session
            .base_type(data_type)
            .unwrap_or_else(|| data_type.clone())
    }

    /// `pg_type.typcategory`
    pub(super) fn category(&self, data_type: &TypeRef) -> char {
        if data_type.array {
            return 'A';
        }
        self.row_of_type(data_type.id)
            .map_or('U', |data_type| data_type.category)
    }

    /// `pg_type.typispreferred`
    pub(super) fn is_preferred(&self, data_type: &TypeRef) -> bool {
        !data_type.array
            && self
                .row_of_type(data_type.id)
                .is_some_and(|data_type| data_type.preferred)
    }

    pub(super) fn is(&self, data_type: &TypeRef, id: ObjectId) -> bool {
        data_type.id == id && !data_type.array
    }

    pub(super) fn is_unknown(&self, data_type: &TypeRef) -> bool {
        self.is(data_type, self.types.unknown)
    }

    pub(super) fn is_record(&self, data_type: &TypeRef) -> bool {
        self.is(data_type, self.types.record)
    }

    pub(super) fn is_enum(&self, data_type: &TypeRef) -> bool {
        matches!(self.kind_of(data_type), Some(TypeKind::Enum(_)))
    }

    pub(super) fn is_range(&self, data_type: &TypeRef) -> bool {
        matches!(self.kind_of(data_type), Some(TypeKind::Range { .. }))
    }

    pub(super) fn is_multirange(&self, data_type: &TypeRef) -> bool {
        matches!(self.kind_of(data_type), Some(TypeKind::Multirange { .. }))
    }

    /// Whether it is made of columns: a composite type, or a domain over one.
    pub(super) fn is_composite(&self, data_type: &TypeRef) -> bool {
        let base = self.base(data_type);
        matches!(self.kind_of(&base), Some(TypeKind::Composite(_)))
    }

    /// The element type of a true array, or of a domain over one.
    pub(super) fn element(&self, data_type: &TypeRef) -> Option<TypeRef> {
        let base = self.base(data_type);
        base.array.then_some(TypeRef {
            array: false,
            ..base
        })
    }

    /// The array type of an element; `None` for what has none.
    pub(super) fn array_of(&self, data_type: &TypeRef) -> Option<TypeRef> {
        (!data_type.array).then(|| TypeRef {
            array: true,
            ..data_type.clone()
        })
    }

    /// What a range is over.
    pub(super) fn subtype(&self, data_type: &TypeRef) -> Option<TypeRef> {
        match self.kind_of(&self.base(data_type))? {
            TypeKind::Range { subtype } => subtype.clone(),
            TypeKind::Multirange { range } => self.subtype(&TypeRef::plain((*range)?)),
            TypeKind::Base
            | TypeKind::Shell
            | TypeKind::Enum(_)
            | TypeKind::Domain(_)
            | TypeKind::Composite(_)
            | TypeKind::Pseudo => None,
        }
    }

    /// The relation whose rows a type is.
    pub(super) fn relation_of(&self, data_type: &TypeRef) -> Option<ObjectId> {
        match self.kind_of(&self.base(data_type))? {
            TypeKind::Composite(relation) => Some(*relation),
            TypeKind::Base
            | TypeKind::Shell
            | TypeKind::Enum(_)
            | TypeKind::Domain(_)
            | TypeKind::Range { .. }
            | TypeKind::Multirange { .. }
            | TypeKind::Pseudo => None,
        }
    }

    /// The fields of a composite type; `None` when it is none, or its fields are not known.
    pub(super) fn fields_of(&self, data_type: &TypeRef) -> Option<Vec<Field>> {
        let id = self.relation_of(data_type)?;
        let relation = self.session.state.object(id)?.relation()?;
        let fields = relation.live_columns().map(|(_, column)| Field {
            name: column.name.clone(),
            data_type: column.data_type.clone(),
            origin: None,
        });
        (!relation.open).then(|| fields.collect())
    }

    /// A type as messages name it, without its modifier.
    pub(super) fn words(&self, data_type: &TypeRef) -> String {
        self.session.format_type(&unmodified(data_type))
    }

    /// A type, or what stands for one that is not known.
    pub(super) fn words_or<'t>(&self, data_type: Option<&TypeRef>) -> Cow<'t, str> {
        match data_type {
            Some(data_type) => self.words(data_type).into(),
            None => "unknown".into(),
        }
    }
}
