use std::{fs, process::Command};

use super::*;

/// A repository with one commit of `a.ts`, `b.ts` and `sub/c.ts`; `None` without git.
fn repository() -> Option<tempfile::TempDir> {
    let folder = tempfile::tempdir().unwrap();
    if !git(folder.path(), &["init", "-q", "-b", "main"]) {
        eprintln!("skipped: git is not installed");
        return None;
    }
    write(folder.path(), "a.ts", "one\n");
    write(
        folder.path(),
        "b.ts",
        "a file\nthat is long enough\nto be known again\n",
    );
    write(folder.path(), "sub/c.ts", "three\n");
    commit(folder.path());
    Some(folder)
}

fn git(top: &Path, arguments: &[&str]) -> bool {
    let mut command = Command::new("git");
    command
        .arg("-C")
        .arg(top)
        .args(["-c", "user.name=t", "-c", "user.email=t@example.com"]);
    for name in ["GIT_DIR", "GIT_INDEX_FILE", "GIT_WORK_TREE"] {
        command.env_remove(name);
    }
    let output = command.args(arguments).output();
    output.is_ok_and(|output| output.status.success())
}

fn write(top: &Path, path: &str, text: &str) {
    let path = top.join(path);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

fn commit(top: &Path) {
    assert!(git(top, &["add", "-A"]));
    assert!(git(top, &["commit", "-q", "-m", "c"]));
}

/// The files of a state with their texts.
fn texts(repository: &Repository, files: &Files) -> Vec<(String, Option<String>)> {
    let contents = repository.contents(files.values().flatten()).unwrap();
    let text = |blob: &Blob| String::from_utf8(contents[blob].clone()).unwrap();
    let files = files.iter();
    files
        .map(|(path, blob)| (path.clone(), blob.as_ref().map(text)))
        .collect()
}

fn owned(files: &[(&str, Option<&str>)]) -> Vec<(String, Option<String>)> {
    let files = files.iter();
    files
        .map(|&(path, text)| (path.to_owned(), text.map(str::to_owned)))
        .collect()
}

#[test]
fn the_index_is_held_against_the_last_commit() {
    let Some(folder) = repository() else { return };
    let top = folder.path();
    write(top, "a.ts", "two\n");
    assert!(git(top, &["mv", "b.ts", "lib.ts"]));
    assert!(git(top, &["add", "a.ts"]));
    write(top, "a.ts", "three\n");
    write(top, "new.ts", "untracked\n");
    fs::remove_file(top.join("sub/c.ts")).unwrap();
    let repository = Repository::around(top).unwrap();
    let change = repository.staged().unwrap();
    let head = owned(&[("a.ts", Some("two\n")), ("sub/c.ts", Some("three\n"))]);
    assert_eq!(texts(&repository, &change.head), head);
    let base = texts(&repository, &change.base);
    assert_eq!(base[0], ("a.ts".to_owned(), Some("one\n".to_owned())));
    assert_eq!(base[2], ("lib.ts".to_owned(), None));
    assert_eq!(change.renamed["b.ts"], "lib.ts");
    let tracked = change.tracked.unwrap();
    assert!(tracked.holds("sub/c.ts") && !tracked.holds("new.ts"));
}

#[test]
fn the_work_tree_is_held_against_where_it_parted() {
    let Some(folder) = repository() else { return };
    let top = folder.path();
    assert!(git(top, &["checkout", "-q", "-b", "topic"]));
    write(top, "a.ts", "two\n");
    commit(top);
    assert!(git(top, &["checkout", "-q", "main"]));
    write(top, "b.ts", "changed on main\n");
    commit(top);
    assert!(git(top, &["checkout", "-q", "topic"]));
    write(top, ".gitignore", "ignored.ts\n");
    write(top, "ignored.ts", "no\n");
    write(top, "new.ts", "yes\n");
    fs::remove_file(top.join("sub/c.ts")).unwrap();
    let repository = Repository::around(top).unwrap();
    let change = repository.since("main").unwrap();
    let base = [
        (".gitignore", None),
        ("a.ts", Some("one\n")),
        ("new.ts", None),
        ("sub/c.ts", Some("three\n")),
    ];
    assert_eq!(texts(&repository, &change.base), owned(&base));
    assert!(change.head.is_empty() && change.tracked.is_none());
}

#[test]
fn paths_are_relative_to_the_project() {
    let Some(folder) = repository() else { return };
    let top = folder.path();
    write(top, "a.ts", "two\n");
    assert!(git(top, &["mv", "b.ts", "sub/b.ts"]));
    assert!(git(top, &["add", "-A"]));
    let repository = Repository::around(&top.join("sub")).unwrap();
    let change = repository.staged().unwrap();
    assert_eq!(change.base, Files::from([("b.ts".to_owned(), None)]));
    assert!(change.renamed.is_empty(), "it comes from elsewhere");
}

#[test]
fn before_the_first_commit_everything_is_new() {
    let folder = tempfile::tempdir().unwrap();
    let top = folder.path();
    if !git(top, &["init", "-q"]) {
        eprintln!("skipped: git is not installed");
        return;
    }
    write(top, "a.ts", "one\n");
    assert!(git(top, &["add", "a.ts"]));
    let change = Repository::around(top).unwrap().staged().unwrap();
    assert_eq!(change.base, Files::from([("a.ts".to_owned(), None)]));
}

#[test]
fn a_base_that_is_not_there_is_an_error() {
    let Some(folder) = repository() else { return };
    let repository = Repository::around(folder.path()).unwrap();
    for reference in ["origin/main", "--all", ""] {
        let error = repository.since(reference).unwrap_err();
        assert!(
            matches!(error, GitError::NoBase { .. }),
            "{reference}: {error}"
        );
    }
    let outside = tempfile::tempdir().unwrap();
    let none = Repository::around(outside.path());
    assert!(matches!(none, Err(GitError::NoRepository { .. })));
}

#[test]
fn output_that_is_not_understood_is_none() {
    let zeros = "0".repeat(40);
    let raw = |status: &str, paths: &str| {
        format!(":100644 100644 {zeros} {zeros} {status}\0{paths}\0").into_bytes()
    };
    let renamed = raw::differences(&raw("R090", "a\0b")).unwrap();
    assert_eq!(renamed[0].from.as_deref(), Some("a"));
    assert_eq!(renamed[0].path, "b");
    assert_eq!(raw::differences(b""), Some(Vec::new()));
    for wrong in [&b"100644"[..], b":1 2 3", &raw("X", "a")] {
        assert_eq!(raw::differences(wrong), None);
    }
}
