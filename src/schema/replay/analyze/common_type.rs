//! The one type that several values become: `select_common_type`.

use super::{
    analyzer::{Analyzer, Value},
    kinds::{same, unmodified},
};
use crate::schema::replay::{
    failure::{Applied, Stop},
    state::types::{CastContext, TypeRef},
};

impl Analyzer<'_> {
    /// The type that all values become, each checked; `None` when one is not known.
    ///
    /// # Errors
    ///
    /// 42804: `CASE types integer and text cannot be matched`
    pub(super) fn common_type(
        &mut self,
        values: &[&Value],
        what: &str,
    ) -> Applied<Option<TypeRef>> {
        if values.iter().any(|value| value.data_type.is_none()) {
            return Ok(self.likely_type(values));
        }
        let common = match self.agree(values) {
            Ok(common) => common,
            Err((first, second)) => {
                return self.mismatch(values, first, second, what);
            }
        };
        for value in values {
            let from = value.data_type.clone().unwrap_or_else(|| common.clone());
            if !self.can_coerce(&from, &common, CastContext::Implicit) {
                let message = format!(
                    "{what} could not convert type {} to {}",
                    self.words(&from),
                    self.words(&common)
                );
                self.forgiven(Stop::failed("42846", message).at(value.span))?;
                return Ok(None);
            }
            self.become_type(value, &common)?;
        }
        Ok(Some(self.common_modifier(values, &common)))
    }

    fn mismatch(
        &self,
        values: &[&Value],
        first: usize,
        second: usize,
        what: &str,
    ) -> Applied<Option<TypeRef>> {
        let words = |index: usize| self.words_or(values[index].data_type.as_ref());
        let message = format!(
            "{what} types {} and {} cannot be matched",
            words(first),
            words(second)
        );
        self.forgiven(Stop::failed("42804", message).at(values[second].span))?;
        Ok(None)
    }

    /// Where types are missing, the one that all known values share.
    fn likely_type(&self, values: &[&Value]) -> Option<TypeRef> {
        let known = values.iter().filter_map(|value| value.data_type.as_ref());
        let mut known = known.filter(|data_type| !self.is_unknown(data_type));
        let first = known.next()?;
        // With an unknown one among them, even a shared type is a guess.
        let all = values.iter().all(|value| value.data_type.is_some());
        (all && known.all(|data_type| same(first, data_type))).then(|| unmodified(first))
    }

    /// The type chosen, or the two values that have none in common.
    pub(super) fn agree(&self, values: &[&Value]) -> Result<TypeRef, (usize, usize)> {
        let types: Vec<&TypeRef> = values
            .iter()
            .filter_map(|value| value.data_type.as_ref())
            .collect();
        self.agree_types(&types)
    }

    /// The type chosen of several, or the two that have none in common.
    pub(super) fn agree_types(&self, types: &[&TypeRef]) -> Result<TypeRef, (usize, usize)> {
        let Some(first) = types.first() else {
            return Ok(self.types.text());
        };
        // All the same, a domain too: that is it.
        if !self.is_unknown(first) && types.iter().all(|data_type| same(first, data_type)) {
            return Ok(unmodified(first));
        }
        let mut chosen: Option<(usize, TypeRef, char)> = None;
        for (index, data_type) in types.iter().enumerate() {
            let next = self.base(data_type);
            if self.is_unknown(&next) {
                continue;
            }
            let category = self.category(&next);
            let Some((at, current, known)) = &chosen else {
                chosen = Some((index, next, category));
                continue;
            };
            if same(current, &next) {
                continue;
            }
            if *known != category {
                return Err((*at, index));
            }
            let better = !self.is_preferred(current)
                && self.can_coerce(current, &next, CastContext::Implicit)
                && !self.can_coerce(&next, current, CastContext::Implicit);
            if better {
                chosen = Some((index, next, category));
            }
        }
        let chosen = chosen.map(|(_, data_type, _)| unmodified(&data_type));
        Ok(chosen.unwrap_or_else(|| self.types.text()))
    }
}
