//! Names that say of themselves that they are out of date.

use super::catalog::Catalog;

/// What a name that says it is out of date is a former version of.
///
/// `None` when it says no such thing; endings that often mean something else count only beside a
/// relation without them.
pub fn successor(catalog: &Catalog, schema: &str, name: &str) -> Option<Option<String>> {
    let exists = |other: &str| catalog.relation(schema, other).is_some();
    let known = |base: &str| exists(base).then(|| base.to_owned());
    for prefix in ["legacy_", "deprecated_"] {
        if let Some(base) = name.strip_prefix(prefix) {
            return Some(known(base));
        }
    }
    for suffix in ["_deprecated", "_legacy"] {
        if let Some(base) = name.strip_suffix(suffix) {
            return Some(known(base));
        }
    }
    for suffix in ["_old", "_backup", "_bak"] {
        if let Some(base) = name.strip_suffix(suffix).filter(|base| exists(base)) {
            return Some(known(base));
        }
    }
    let base = name.strip_suffix("_v1")?;
    let newer = [format!("{base}_v2"), format!("{base}_v3"), base.to_owned()];
    let newer = newer.into_iter().find(|newer| exists(newer))?;
    Some(Some(newer))
}
