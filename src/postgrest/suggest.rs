//! Names that may have been meant.

use crate::name::suggestion;

/// The other name that is most like a name, if any is.
pub(super) fn nearest<'n>(name: &str, known: impl IntoIterator<Item = &'n str>) -> Option<&'n str> {
    let others = known.into_iter().filter(|known| *known != name);
    suggestion::nearest(name, others)
}

/// ``did you mean `name`?``
pub(super) fn did_you_mean<'n>(
    name: &str,
    known: impl IntoIterator<Item = &'n str>,
) -> Option<String> {
    nearest(name, known).map(|near| format!("did you mean `{near}`?"))
}
