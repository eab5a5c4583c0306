//! Sources of schema that are no SQL: `testdata/schema/{types,prisma,drizzle}/<project>/`.
//!
//! What is read is in `expected.json`, rewritten by `UPDATE_EXPECT=1 cargo test`. In `schema.sql` is
//! what the source stands for in SQL, as the tool itself writes it: `tests/it/postgres/declared.rs`
//! holds both against each other, after `before.sql` has made what the source only names.

use std::{fs, path::Path};

use tabletrace::{
    notice::Notice,
    schema::{catalog::Catalog, drizzle, generated_types, prisma, source::SchemaFile},
};

use crate::folder::{self, check_file, files_below, folders};

/// A way to read a project.
pub(crate) type Read = fn(&[SchemaFile]) -> (Catalog, Vec<Notice>);

/// The kinds of source, by their folders.
pub(crate) const KINDS: [(&str, Read); 3] = [
    ("types", read_types),
    ("prisma", read_prisma),
    ("drizzle", read_drizzle),
];

#[test]
fn sources() {
    let mut wrong = Vec::new();
    for (kind, read) in KINDS {
        for project in folders(&folder::testdata("schema").join(kind)) {
            let (catalog, notices) = read(&project_files(&project));
            assert_eq!(notices, [], "{}", project.display());
            let json = serde_json::to_string_pretty(&catalog).unwrap() + "\n";
            wrong.extend(check_file(&project.join("expected.json"), &json).err());
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The texts of a project but its expectations, by their paths within it.
pub(crate) fn project_files(project: &Path) -> Vec<SchemaFile> {
    let files = files_below(project).into_iter().filter(|path| {
        let extension = path.extension();
        extension.is_some_and(|extension| extension == "ts" || extension == "prisma")
    });
    let files = files.map(|path| {
        let inside = path.strip_prefix(project).unwrap();
        let inside = inside.to_str().unwrap().replace('\\', "/");
        SchemaFile::new(inside, fs::read_to_string(&path).unwrap())
    });
    files.collect()
}

fn read_types(files: &[SchemaFile]) -> (Catalog, Vec<Notice>) {
    assert!(generated_types::is_generated_types(&files[0].text));
    generated_types::read(&files[0])
}

fn read_prisma(files: &[SchemaFile]) -> (Catalog, Vec<Notice>) {
    let files: Vec<&SchemaFile> = files.iter().collect();
    let schema = prisma::read(&files);
    (schema.catalog, schema.notices)
}

fn read_drizzle(files: &[SchemaFile]) -> (Catalog, Vec<Notice>) {
    let is_config = |file: &&SchemaFile| file.path.starts_with("drizzle.config.");
    let config = drizzle::config::read(files.iter().find(is_config).unwrap());
    let [config] = config.as_slice() else {
        panic!("one configuration");
    };
    assert!(config.is_postgres());
    let is_named = |file: &&SchemaFile| {
        config.schema.iter().any(|pattern| {
            let pattern = pattern.trim_start_matches("./");
            let (start, end) = pattern.split_once('*').unwrap_or((pattern, ""));
            file.path.starts_with(start) && file.path.ends_with(end)
        })
    };
    let entries: Vec<&SchemaFile> = files.iter().filter(is_named).collect();
    let all: Vec<&SchemaFile> = files.iter().collect();
    let schema = drizzle::read(&entries, &all, config.casing);
    (schema.catalog, schema.notices)
}
