//! The hooks for pre-commit and the action for GitHub, run the way those run them.

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Output},
};

use crate::{
    cli::{Project, stderr, stdout},
    folder,
};

const FILES: [(&str, &str); 5] = [
    ("tabletrace.toml", ""),
    (
        "supabase/migrations/1_init.sql",
        "create table posts (id bigint);\ncreate table tags (id bigint);\n",
    ),
    (
        "src/client.ts",
        "import { createClient } from \"@supabase/supabase-js\";\n\
         export const db = createClient(\"url\", \"key\");\n",
    ),
    (
        "src/users.ts",
        "import { db } from \"./client\";\nexport const load = () => db.from(\"userz\").select();\n",
    ),
    (
        "src/posts.ts",
        "import { db } from \"./client\";\n\
         await db.from(\"posts\").insert({ id: 1 });\nawait db.from(\"posts\").select();\n\
         await db.from(\"tags\").insert({ id: 1 });\nawait db.from(\"tags\").select();\n",
    ),
];

fn binary() -> PathBuf {
    assert_cmd::cargo::cargo_bin("tabletrace")
}

/// The program's output, `None` when it is not installed.
fn run(folder: &Path, program: &str, arguments: &[&str]) -> Option<Output> {
    let mut command = Command::new(program);
    command.current_dir(folder).args(arguments);
    command.env("XDG_CACHE_HOME", folder.join(".git/cache"));
    command.env("PRE_COMMIT_HOME", folder.join(".git/pre-commit"));
    command.output().ok()
}

fn git(folder: &Path, arguments: &[&str]) {
    let identity = ["-c", "user.name=t", "-c", "user.email=t@example.com"];
    let output = run(folder, "git", &[&identity, arguments].concat()).unwrap();
    assert!(
        output.status.success(),
        "{arguments:?}: {}",
        stderr(&output)
    );
}

/// The hooks as they are published, but for the program: that is the one under test, where
/// pre-commit would build one from the repository.
fn local_hooks() -> String {
    let hooks = fs::read_to_string(folder::root().join(".pre-commit-hooks.yaml")).unwrap();
    let hooks = hooks
        .replace(
            "entry: tabletrace",
            &format!("entry: {}", binary().display()),
        )
        .replace("language: rust", "language: system");
    let hooks: String = hooks
        .lines()
        .map(|line| format!("      {line}\n"))
        .collect();
    format!("repos:\n  - repo: local\n    hooks:\n{hooks}")
}

#[test]
fn pre_commit_runs_the_hooks() {
    let project = Project::with(&FILES);
    let top = project.path("");
    if run(&top, "pre-commit", &["--version"]).is_none() {
        return eprintln!("skipped: pre-commit is not installed");
    }
    let manifest = folder::root().join(".pre-commit-hooks.yaml");
    let valid = run(
        &top,
        "pre-commit",
        &["validate-manifest", manifest.to_str().unwrap()],
    );
    assert!(valid.unwrap().status.success());
    project.write(".pre-commit-config.yaml", local_hooks());
    git(&top, &["init", "-q"]);
    git(&top, &["add", "-A"]);
    let hook = |id: &str| run(&top, "pre-commit", &["run", id]).unwrap();
    let first = hook("tabletrace");
    assert!(!first.status.success());
    assert!(
        stdout(&first).contains("unknown-relation"),
        "{}",
        stdout(&first)
    );
    git(&top, &["commit", "-q", "-m", "c"]);
    project.write("src/users.ts", format!("// A comment.\n{}", FILES[3].1));
    git(&top, &["add", "-A"]);
    let known = hook("tabletrace");
    assert!(known.status.success(), "{}", stdout(&known));
    project.write("readme.md", "no code\n");
    project.write("tabletrace.toml", "fail-on = \"error\"\n");
    git(&top, &["commit", "-q", "-m", "d"]);
    git(&top, &["add", "-A"]);
    assert!(stdout(&hook("tabletrace")).contains("Skipped"));
    let whole = hook("tabletrace-config");
    assert!(
        stdout(&whole).contains("unknown-relation"),
        "{}",
        stdout(&whole)
    );
}

#[cfg(unix)]
#[test]
fn the_steps_of_the_action_install_and_check() {
    let project = Project::with(&FILES);
    let path = |name: &str| project.path(name);
    let step = |name: &str, variables: &[(&str, &str)]| {
        let script = folder::root().join("action").join(name);
        let mut command = Command::new("bash");
        command.arg(script).current_dir(path(""));
        command
            .env("GITHUB_ACTIONS", "true")
            .env("GITHUB_OUTPUT", path("output"))
            .env("GITHUB_STEP_SUMMARY", path("summary.md"))
            .env("XDG_CACHE_HOME", path(".cache"));
        command.envs(variables.iter().copied()).output().unwrap()
    };
    let binary = binary();
    let binary = binary.to_str().unwrap();
    let installed = step("install.sh", &[("BINARY", binary)]);
    assert!(installed.status.success(), "{}", stderr(&installed));
    let output = project.read("output");
    let tabletrace = output.trim().strip_prefix("tabletrace=").unwrap();
    assert!(Path::new(tabletrace).is_file(), "{output}");
    let missing = step("install.sh", &[("BINARY", "no-such-program")]);
    assert_eq!(missing.status.code(), Some(2));
    assert!(stdout(&missing).contains("there is no program `no-such-program`"));

    let checked = step("check.sh", &[("TABLETRACE", tabletrace)]);
    assert_eq!(checked.status.code(), Some(1), "{}", stderr(&checked));
    assert!(stdout(&checked).contains("::error file=src/users.ts,line=2"));
    assert!(project.read("summary.md").contains("unknown-relation"));
    let arguments = [
        ("TABLETRACE", tabletrace),
        ("ARGS", "--fail-on none  src/client.ts"),
    ];
    let part = step("check.sh", &arguments);
    assert_eq!(
        (part.status.code(), stdout(&part)),
        (Some(0), ""),
        "{}",
        stderr(&part)
    );
    let since = step(
        "check.sh",
        &[("TABLETRACE", tabletrace), ("SINCE", "origin/main")],
    );
    assert_eq!(since.status.code(), Some(2), "it is no repository");
}

#[cfg(unix)]
#[test]
fn on_a_pull_request_the_action_tells_what_it_does_to_the_map() {
    let project = Project::with(&FILES);
    let top = project.path("");
    if run(&top, "git", &["init", "-q", "-b", "main"]).is_none() {
        return eprintln!("skipped: git is not installed");
    }
    git(&top, &["add", "-A"]);
    git(&top, &["commit", "-q", "-m", "c"]);
    git(&top, &["branch", "base"]);
    project.write(
        "src/tags.ts",
        "import { db } from \"./client\";\nexport const drop = () => db.from(\"tags\").delete();\n\
         export const users = () => db.from(\"users\").select();\n",
    );
    let outside = tempfile::tempdir().unwrap();
    let path = |name: &str| outside.path().join(name);
    let step = |variables: &[(&str, &str)]| {
        fs::write(path("summary.md"), "before\n").unwrap();
        fs::write(path("output"), "").unwrap();
        let mut command = Command::new("bash");
        command.arg(folder::root().join("action/diff.sh"));
        command
            .current_dir(&top)
            .env_remove("GITHUB_BASE_REF")
            .env("GITHUB_OUTPUT", path("output"))
            .env("GITHUB_STEP_SUMMARY", path("summary.md"))
            .env("RUNNER_TEMP", outside.path())
            .env("TABLETRACE", binary())
            .env("XDG_CACHE_HOME", path("cache"));
        let output = command.envs(variables.iter().copied()).output().unwrap();
        assert!(output.status.success(), "{}", stderr(&output));
        let summary = fs::read_to_string(path("summary.md")).unwrap();
        (stdout(&output).to_owned(), summary)
    };
    let (_, summary) = step(&[]);
    assert_eq!(summary, "before\n", "it is no pull request");
    let (said, summary) = step(&[("GITHUB_BASE_REF", "main")]);
    assert!(said.contains("::warning title=tabletrace::"), "{said}");
    assert_eq!(summary, "before\n", "there is no `origin/main`");
    let (_, summary) = step(&[("GITHUB_BASE_REF", "main"), ("SINCE", "base")]);
    assert!(
        summary
            .starts_with("before\n<!-- tabletrace diff -->\n## tabletrace: 1 relation newly read"),
        "{summary}"
    );
    let output = fs::read_to_string(path("output")).unwrap();
    let file = output.trim().strip_prefix("file=").unwrap();
    let text = fs::read_to_string(file).unwrap();
    assert!(text.starts_with("<!-- tabletrace diff -->\n"), "{text}");
}

#[test]
fn the_action_runs_its_steps() {
    let text = fs::read_to_string(folder::root().join("action.yml")).unwrap();
    for script in ["install.sh", "diff.sh", "check.sh"] {
        assert!(text.contains(&format!("\"$ACTION/{script}\"")), "{script}");
    }
}
