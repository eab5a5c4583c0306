//! What looks like a source of schema and is none, by its path.

use super::paths;

/// Why a file is never a source, with the folder or file that says so; `None` for any other.
pub(super) fn never(path: &str) -> Option<(&str, &'static str)> {
    let mut end = 0;
    let folders = paths::parent(path);
    for part in folders.split('/') {
        end += part.len();
        // The folder of one migration is named after what that does.
        let is_numbered = part.starts_with(|first: char| first.is_ascii_digit());
        if !is_numbered && let Some(reason) = folder_reason(part) {
            return Some((&path[..end], reason));
        }
        end += 1;
    }
    file_reason(paths::name(path)).map(|reason| (path, reason))
}

fn folder_reason(folder: &str) -> Option<&'static str> {
    let words = words(folder);
    let has = |known: &[&str]| words.iter().any(|word| known.contains(&word.as_str()));
    if has(&["backup", "backups", "bak", "bkp"]) {
        Some("a backup, by its name")
    } else if has(&["archive", "archives", "archived", "obsolete", "old"]) {
        Some("put aside, by its name")
    } else if has(&["upload", "uploads", "uploaded", "extracted"]) {
        Some("uploaded files, by its name")
    } else if has(&["dump", "dumps"]) {
        Some("dumps, by its name")
    } else if has(&["disabled", "moved", "skipped", "unused", "temp", "tmp"]) {
        Some("put aside, by its name")
    } else {
        None
    }
}

fn file_reason(file: &str) -> Option<&'static str> {
    if file.ends_with(".sql") || file.ends_with(".prisma") {
        return None;
    }
    let (_, ending) = file.rsplit_once(".sql.")?;
    Some(match ending {
        "bak" | "backup" | "orig" => "a backup, by its name",
        "disabled" | "skip" | "skipped" | "old" | "txt" | "off" => "put aside, by its name",
        _ => "not named as SQL",
    })
}

/// How many folders of a path say that it is an example of a schema rather than one in use.
pub(super) fn example_folders(path: &str) -> usize {
    path.split('/').filter(|part| is_example(part)).count()
}

fn is_example(folder: &str) -> bool {
    const EXAMPLES: [&str; 26] = [
        "demo",
        "demos",
        "doc",
        "docs",
        "e2e",
        "example",
        "examples",
        "fixture",
        "fixtures",
        "mock",
        "mocks",
        "playground",
        "preset",
        "presets",
        "sample",
        "samples",
        "spec",
        "specs",
        "template",
        "templates",
        "test",
        "testdata",
        "testing",
        "tests",
        "tutorial",
        "tutorials",
    ];
    let words = words(folder);
    words.iter().any(|word| EXAMPLES.contains(&word.as_str()))
}

/// Why SQL in a folder of migrations is not one of them.
pub(super) fn no_migration(name: &str) -> Option<&'static str> {
    let lower = name.to_ascii_lowercase();
    let stem = lower.strip_suffix(".sql").unwrap_or(&lower);
    let ends = |endings: &[&str]| endings.iter().any(|ending| stem.ends_with(ending));
    if ends(&[
        ".down",
        "_down",
        "-down",
        "_rollback",
        "-rollback",
        ".rollback",
        ".undo",
    ]) || stem.starts_with("rollback")
        || stem == "down"
    {
        Some("undoes a migration")
    } else if is_template(name) {
        Some("a template, by its name")
    } else {
        None
    }
}

/// `TEMPLATE_index.sql`, `migration_template.sql`; not what creates templates.
fn is_template(name: &str) -> bool {
    let stem = name.strip_suffix(".sql").unwrap_or(name);
    let words = words(stem);
    let is_generic = |word: &String| word == "template" || word == "migration";
    let is_shouted = stem
        .strip_prefix("TEMPLATE")
        .is_some_and(|rest| rest.starts_with(['_', '-', '.']));
    is_shouted || words.iter().all(is_generic) && words.iter().any(|word| word == "template")
}

/// What is said of rows to begin with.
pub(super) const SEED: &str = "seed data, by its name";

/// Why SQL outside a folder of migrations defines no schema.
pub(super) fn no_schema(name: &str) -> Option<&'static str> {
    let words = words(name.strip_suffix(".sql").unwrap_or(name));
    let has = |known: &[&str]| words.iter().any(|word| known.contains(&word.as_str()));
    if has(&["seed", "seeds", "fixture", "fixtures", "mock", "sample"]) {
        Some(SEED)
    } else if has(&["backup", "bak", "old", "archive", "dump", "export"]) {
        Some("a backup, by its name")
    } else if has(&["test", "tests"]) {
        Some("a test, by its name")
    } else {
        None
    }
}

/// The words of a name, in lower case.
fn words(name: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut was_lower = false;
    for character in name.chars() {
        let is_new = !character.is_alphanumeric() || was_lower && character.is_uppercase();
        if is_new {
            words.push(String::new());
        }
        if character.is_alphanumeric()
            && let Some(word) = words.last_mut()
        {
            word.extend(character.to_lowercase());
        }
        was_lower = character.is_lowercase();
    }
    words.retain(|word| !word.is_empty());
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn some_paths_are_never_sources() {
        for (path, put_aside) in [
            (
                "supabase/migrations_backup/1.sql",
                "supabase/migrations_backup",
            ),
            (
                "server/uploads/a/supabase/migrations/1.sql",
                "server/uploads",
            ),
            ("src-backup-20251111/types.ts", "src-backup-20251111"),
            ("docs/OBSOLETE/a.sql", "docs/OBSOLETE"),
            (
                "supabase/migrations/1_a.sql.disabled",
                "supabase/migrations/1_a.sql.disabled",
            ),
        ] {
            assert_eq!(never(path).map(|(path, _)| path), Some(put_aside), "{path}");
        }
        for path in [
            "prisma/migrations/20230907_drop_old/migration.sql",
            "supabase/migrations/1_backup_table.sql",
            "threshold/a.sql",
            "a/b.prisma",
        ] {
            assert_eq!(never(path), None, "{path}");
        }
    }

    #[test]
    fn examples_are_counted() {
        assert_eq!(example_folders("apps/web"), 0);
        assert_eq!(example_folders("template/presets/a-test"), 3);
        assert_eq!(example_folders("contest/latest"), 0);
    }

    #[test]
    fn undoing_is_no_migration() {
        for name in [
            "1_a.down.sql",
            "down.sql",
            "002_rollback.sql",
            "rollback_a.sql",
        ] {
            assert!(no_migration(name).is_some(), "{name}");
        }
        assert_eq!(no_migration("1_add_countdown.sql"), None);
    }

    #[test]
    fn templates_are_no_migrations() {
        for (name, is_template) in [
            ("TEMPLATE_index_migration.sql", true),
            ("template.sql", true),
            ("migration-template.sql", true),
            ("20240101_template.sql", false),
            ("templates.sql", false),
            ("template_tables.sql", false),
        ] {
            assert_eq!(no_migration(name).is_some(), is_template, "{name}");
        }
    }
}
