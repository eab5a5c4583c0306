//! Which database an access belongs to.

use crate::{access::Access, schema::Database, source::Sources};

/// For each access the database at the nearest folder around its file, else the only one.
pub(super) fn databases(
    sources: &Sources,
    accesses: &[Access],
    databases: &[Database],
) -> Vec<Option<usize>> {
    let of_file: Vec<Option<usize>> = sources
        .iter()
        .map(|(_, file)| nearest(&file.path, databases))
        .collect();
    accesses
        .iter()
        .map(|access| of_file[access.file.0 as usize])
        .collect()
}

fn nearest(path: &str, databases: &[Database]) -> Option<usize> {
    let around = databases
        .iter()
        .enumerate()
        .filter(|(_, database)| is_below(path, &database.root));
    let nearest = around.max_by_key(|(_, database)| database.root.len());
    match (nearest, databases) {
        (Some((index, _)), _) => Some(index),
        (None, [_]) => Some(0),
        (None, _) => None,
    }
}

fn is_below(path: &str, root: &str) -> bool {
    let rest = path.strip_prefix(root);
    root.is_empty() || rest.is_some_and(|rest| rest.starts_with('/'))
}
