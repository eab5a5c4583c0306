//! `anyelement` and its like: what they stand for in one call.

use super::{analyzer::Analyzer, kinds::same};
use crate::schema::replay::state::types::{CastContext, TypeRef};

/// What polymorphic types stand for.
#[derive(Clone, Debug, Default)]
pub(super) struct Meaning {
    /// Of the `anyelement` family.
    element: Option<TypeRef>,
    range: Option<TypeRef>,
    multirange: Option<TypeRef>,
    /// Of the `anycompatible` family.
    compatible: Option<TypeRef>,
    compatible_range: Option<TypeRef>,
    compatible_multirange: Option<TypeRef>,
    /// Whether an argument is an array whose type is `anyarray` itself.
    any_array: bool,
}

/// A polymorphic type by what it takes.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Form {
    Element,
    Array,
    NonArray,
    Enum,
    Range,
    Multirange,
}

impl Analyzer<'_> {
    fn form(&self, data_type: &TypeRef) -> Option<(Form, Family)> {
        if data_type.array {
            return None;
        }
        let types = self.types;
        let forms = [
            (types.any_element, Form::Element, Family::Same),
            (types.any_array, Form::Array, Family::Same),
            (types.any_non_array, Form::NonArray, Family::Same),
            (types.any_enum, Form::Enum, Family::Same),
            (types.any_range, Form::Range, Family::Same),
            (types.any_multirange, Form::Multirange, Family::Same),
            (types.any_compatible, Form::Element, Family::Compatible),
            (types.any_compatible_array, Form::Array, Family::Compatible),
            (
                types.any_compatible_non_array,
                Form::NonArray,
                Family::Compatible,
            ),
            (types.any_compatible_range, Form::Range, Family::Compatible),
            (
                types.any_compatible_multirange,
                Form::Multirange,
                Family::Compatible,
            ),
        ];
        let found = forms.iter().find(|(id, _, _)| *id == data_type.id)?;
        Some((found.1, found.2))
    }

    pub(super) fn is_polymorphic(&self, data_type: &TypeRef) -> bool {
        self.form(data_type).is_some()
    }

    /// Whether polymorphic arguments can be made to agree; `check_generic_type_consistency`.
    pub(super) fn is_consistent(&self, given: &[TypeRef], declared: &[TypeRef]) -> bool {
        self.meaning(given, declared).is_some()
    }

    /// What polymorphic types stand for; `None` when the arguments contradict each other.
    pub(super) fn meaning(&self, given: &[TypeRef], declared: &[TypeRef]) -> Option<Meaning> {
        let mut meaning = Meaning::default();
        let mut elements = Vec::new();
        let mut kinds = Vec::new();
        for (given, declared) in given.iter().zip(declared) {
            let Some((form, family)) = self.form(declared) else {
                continue;
            };
            kinds.push((form, family));
            if self.is_unknown(given) {
                continue;
            }
            let mut given = match form {
                Form::Array | Form::Range | Form::Multirange => self.base(given),
                Form::Element | Form::NonArray | Form::Enum => given.clone(),
            };
            // What a function gives has no modifier, whatever it is given.
            given.modifier = None;
            match family {
                Family::Same => self.unify(&mut meaning, form, &given)?,
                Family::Compatible => elements.push(self.gather(&mut meaning, form, &given)?),
            }
        }
        if !elements.is_empty() {
            let elements: Vec<&TypeRef> = elements.iter().collect();
            let common = self.agree_types(&elements).ok()?;
            let fits = |from: &&TypeRef| self.can_coerce(from, &common, CastContext::Implicit);
            if !elements.iter().all(fits) {
                return None;
            }
            meaning.compatible = Some(common);
        }
        self.restrictions_hold(&meaning, &kinds).then_some(meaning)
    }

    fn unify(&self, meaning: &mut Meaning, form: Form, given: &TypeRef) -> Option<()> {
        let agrees = |known: &mut Option<TypeRef>, new: TypeRef| match known {
            Some(known) => same(known, &new).then_some(()),
            None => {
                *known = Some(new);
                Some(())
            }
        };
        match form {
            Form::Element | Form::NonArray | Form::Enum => {
                agrees(&mut meaning.element, given.clone())
            }
            Form::Array if self.is(given, self.types.any_array) => {
                meaning.any_array = true;
                Some(())
            }
            Form::Array => agrees(&mut meaning.element, self.element(given)?),
            Form::Range => {
                if !self.is_range(given) {
                    return None;
                }
                agrees(&mut meaning.range, given.clone())?;
                agrees(&mut meaning.element, self.subtype(given)?)
            }
            Form::Multirange => {
                if !self.is_multirange(given) {
                    return None;
                }
                agrees(&mut meaning.multirange, given.clone())?;
                if let Some(range) = self.range_of(given) {
                    agrees(&mut meaning.range, range)?;
                }
                agrees(&mut meaning.element, self.subtype(given)?)
            }
        }
    }

    /// The element type that an argument of the `anycompatible` family brings.
    fn gather(&self, meaning: &mut Meaning, form: Form, given: &TypeRef) -> Option<TypeRef> {
        match form {
            Form::Element | Form::NonArray | Form::Enum => Some(given.clone()),
            Form::Array => self.element(given),
            Form::Range => {
                meaning.compatible_range = Some(given.clone());
                self.subtype(given)
            }
            Form::Multirange => {
                meaning.compatible_multirange = Some(given.clone());
                self.subtype(given)
            }
        }
    }

    fn restrictions_hold(&self, meaning: &Meaning, kinds: &[(Form, Family)]) -> bool {
        let has = |form, family| kinds.contains(&(form, family));
        if let Some(element) = &meaning.element {
            let is_array = self.element(element).is_some();
            if has(Form::NonArray, Family::Same) && is_array {
                return false;
            }
            if has(Form::Enum, Family::Same) && !self.is_enum(element) {
                return false;
            }
        }
        match &meaning.compatible {
            Some(element) => {
                !has(Form::NonArray, Family::Compatible) || self.element(element).is_none()
            }
            None => true,
        }
    }

    fn range_of(&self, multirange: &TypeRef) -> Option<TypeRef> {
        use crate::schema::replay::state::types::TypeKind;
        match self.kind_of(multirange)? {
            TypeKind::Multirange { range } => range.map(TypeRef::plain),
            TypeKind::Base
            | TypeKind::Shell
            | TypeKind::Enum(_)
            | TypeKind::Domain(_)
            | TypeKind::Composite(_)
            | TypeKind::Range { .. }
            | TypeKind::Pseudo => None,
        }
    }

    /// What a declared type is in a call; `None` when the arguments do not tell.
    pub(super) fn meant(&self, meaning: &Meaning, declared: &TypeRef) -> Option<TypeRef> {
        let Some((form, family)) = self.form(declared) else {
            return Some(declared.clone());
        };
        let (element, range, multirange) = match family {
            Family::Same => (&meaning.element, &meaning.range, &meaning.multirange),
            Family::Compatible => (
                &meaning.compatible,
                &meaning.compatible_range,
                &meaning.compatible_multirange,
            ),
        };
        let text = || (family == Family::Compatible).then(|| self.types.text());
        match form {
            Form::Element | Form::NonArray | Form::Enum => element.clone().or_else(text),
            Form::Array if meaning.any_array && element.is_none() => {
                Some(TypeRef::plain(self.types.any_array))
            }
            Form::Array => {
                let element = element.clone().or_else(text)?;
                self.array_of(&element)
            }
            Form::Range => range.clone(),
            Form::Multirange => multirange.clone(),
        }
    }
}

/// Which polymorphic types must stand for the same.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Family {
    /// Exactly the same type.
    Same,
    /// What the arguments have in common.
    Compatible,
}
