//! Prisma: a `schema.prisma`, or a folder of `.prisma` files, with migrations beside it.

use super::{
    candidate::{Candidate, Content},
    named, paths,
    project::Remaining,
};
use crate::schema::source::{SchemaFile, Source, SourceKind};

/// Every Prisma schema for Postgres, with the root it belongs to; its files are taken.
pub(super) fn candidates(remaining: &mut Remaining<'_>) -> Vec<(String, Candidate)> {
    let with_datasource: Vec<(&SchemaFile, String)> = remaining
        .files()
        .filter(|file| file.path.ends_with(".prisma"))
        .filter_map(|file| Some((file, provider(&file.text)?)))
        .collect();
    let mut candidates = Vec::new();
    for (main, provider) in with_datasource {
        let folder = paths::parent(&main.path);
        let root = root(folder, remaining.package(folder));
        let schema = schema_files(main, remaining);
        let migrations = migrations(folder, remaining);
        if !matches!(provider.as_str(), "postgresql" | "postgres" | "cockroachdb") {
            let reason = format!("a Prisma schema for {provider}");
            remaining.leave_out(&schema, &main.path, &reason);
            if let Some((path, files)) = migrations {
                remaining.leave_out(&files, &path, &format!("Prisma migrations for {provider}"));
            }
            continue;
        }
        if let Some((path, files)) = migrations {
            let content = Content::Sql {
                files: files.iter().map(|file| file.path.clone()).collect(),
                platform: named::platform(&files),
            };
            let kind = SourceKind::PrismaMigrations;
            candidates.push((root.clone(), candidate(kind, path, &files, content)));
            remaining.take_all(&files);
        }
        let content = Content::Texts(schema.iter().map(|file| file.path.clone()).collect());
        let path = if schema.len() == 1 {
            &main.path
        } else {
            folder
        };
        let kind = SourceKind::PrismaSchema;
        candidates.push((root, candidate(kind, path.to_owned(), &schema, content)));
        remaining.take_all(&schema);
    }
    candidates
}

fn candidate(kind: SourceKind, path: String, files: &[&SchemaFile], content: Content) -> Candidate {
    Candidate {
        sources: vec![Source {
            kind,
            path,
            files: files.len(),
        }],
        content,
    }
}

/// The provider that the `datasource` block names.
fn provider(text: &str) -> Option<String> {
    let mut lines = text.lines().map(str::trim);
    lines.find(|line| line.starts_with("datasource ") && line.ends_with('{'))?;
    let block = lines.take_while(|line| !line.starts_with('}'));
    let mut settings = block.filter_map(|line| line.split_once('='));
    let (_, value) = settings.find(|(name, _)| name.trim() == "provider")?;
    Some(value.split('"').nth(1)?.to_owned())
}

/// The folder around `prisma/`, or around `prisma/schema/`, unless that is a package by itself.
fn root(folder: &str, package: &str) -> String {
    let folder = match paths::name(folder) {
        "schema" | "models" => paths::parent(folder),
        _ => folder,
    };
    let folder = match paths::name(folder) {
        "prisma" if folder != package => paths::parent(folder),
        _ => folder,
    };
    folder.to_owned()
}

/// The file with the data source, and the files below its folder unless they have their own.
fn schema_files<'a>(main: &'a SchemaFile, remaining: &Remaining<'a>) -> Vec<&'a SchemaFile> {
    let mut files = remaining.below(paths::parent(&main.path));
    files.retain(|file| {
        file.path == main.path || file.path.ends_with(".prisma") && provider(&file.text).is_none()
    });
    files
}

/// `migrations/*/migration.sql`, in the folder of the schema or beside that.
fn migrations<'a>(
    folder: &str,
    remaining: &Remaining<'a>,
) -> Option<(String, Vec<&'a SchemaFile>)> {
    let folders = [folder, paths::parent(folder)];
    folders.into_iter().find_map(|folder| {
        let migrations = paths::join(folder, "migrations");
        let mut files = remaining.below(&migrations);
        files.retain(|file| {
            let inside = paths::inside(&migrations, &file.path).unwrap_or_default();
            inside.matches('/').count() == 1 && inside.ends_with("/migration.sql")
        });
        (!files.is_empty()).then_some((migrations, files))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_provider_is_that_of_the_data_source() {
        let text = "generator client {\n  provider = \"prisma-client-js\"\n}\n\
                    datasource db {\n  provider = \"postgresql\" // comment\n}\n";
        assert_eq!(provider(text).as_deref(), Some("postgresql"));
        assert_eq!(provider("model A {}"), None);
        assert_eq!(root("apps/web/prisma/schema", ""), "apps/web");
        assert_eq!(
            root("packages/prisma", "packages/prisma"),
            "packages/prisma"
        );
        assert_eq!(root("", ""), "");
    }
}
