//! Which database an access belongs to.

use crate::{access::Access, glob::PathGlobs, schema::Database, source::Sources};

/// The code of a database.
#[derive(Clone, Debug)]
pub struct Belonging {
    /// The name of the database.
    pub database: String,
    pub paths: PathGlobs,
}

/// For each file the database whose configured paths hold its file, else the one at the nearest
/// folder around it, else the only one.
///
/// Where that does not decide between several, it is none of them.
pub fn of_files(
    sources: &Sources,
    databases: &[Database],
    belongings: &[Belonging],
) -> Vec<Option<usize>> {
    let files = sources.iter();
    files
        .map(|(_, file)| of_path(&file.path, databases, belongings))
        .collect()
}

/// For each access the database of its file.
pub fn databases(
    sources: &Sources,
    accesses: &[Access],
    databases: &[Database],
    belongings: &[Belonging],
) -> Vec<Option<usize>> {
    let of_file = of_files(sources, databases, belongings);
    accesses
        .iter()
        .map(|access| of_file[access.file.0 as usize])
        .collect()
}

fn of_path(path: &str, databases: &[Database], belongings: &[Belonging]) -> Option<usize> {
    let by_name = |name: &str| databases.iter().position(|database| database.name == name);
    let mut holding = belongings.iter().filter(|some| some.paths.hold(path));
    if let Some(index) = holding.find_map(|some| by_name(&some.database)) {
        return Some(index);
    }
    // A database whose code is named has no other.
    let has_paths = |name: &str| belongings.iter().any(|some| some.database == name);
    let open = databases.iter().enumerate();
    let open: Vec<_> = open
        .filter(|(_, database)| !has_paths(&database.name))
        .collect();
    let around = || {
        open.iter()
            .filter(|(_, database)| is_below(path, &database.root))
    };
    let nearest = around().map(|(_, database)| database.root.len()).max();
    let mut nearest = around().filter(|(_, database)| Some(database.root.len()) == nearest);
    match (nearest.next(), nearest.next(), open.as_slice()) {
        (Some((index, _)), None, _) | (None, _, [(index, _)]) => Some(*index),
        (Some(_), Some(_), _) | (None, _, _) => None,
    }
}

fn is_below(path: &str, root: &str) -> bool {
    let rest = path.strip_prefix(root);
    root.is_empty() || rest.is_some_and(|rest| rest.starts_with('/'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn database(name: &str, root: &str) -> Database {
        Database {
            name: name.to_owned(),
            root: root.to_owned(),
            ..Database::default()
        }
    }

    fn check(databases: &[Database], belongings: &[(&str, &str)], path: &str, name: Option<&str>) {
        let belongings: Vec<Belonging> = belongings
            .iter()
            .map(|(database, glob)| Belonging {
                database: (*database).to_owned(),
                paths: PathGlobs::new(&[(*glob).to_owned()]).unwrap(),
            })
            .collect();
        let found = of_path(path, databases, &belongings);
        let found = found.map(|index| databases[index].name.as_str());
        assert_eq!(found, name, "{path}");
    }

    #[test]
    fn the_nearest_database_around_a_file_is_its_own() {
        let all = [database("main", ""), database("shop", "apps/shop")];
        check(&all, &[], "apps/shop/a.ts", Some("shop"));
        check(&all, &[], "apps/shopping/a.ts", Some("main"));
        check(&all[1..], &[], "lib/a.ts", Some("shop"));
        check(&[], &[], "lib/a.ts", None);
    }

    #[test]
    fn what_is_not_decided_is_not_guessed() {
        let alike = [database("a", ""), database("b", "")];
        check(&alike, &[], "x.ts", None);
        let apart = [database("a", "a"), database("b", "b")];
        check(&apart, &[], "lib/x.ts", None);
    }

    #[test]
    fn configured_paths_come_first() {
        let all = [database("main", ""), database("shop", "apps/shop")];
        let shop = [("shop", "packages/cart")];
        check(&all, &shop, "packages/cart/a.ts", Some("shop"));
        check(&all, &shop, "apps/shop/a.ts", Some("main"));
        let both = [("main", "lib"), ("shop", "apps")];
        check(&all, &both, "other/a.ts", None);
    }
}
