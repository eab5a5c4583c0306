//! The binary as users and scripts meet it: exit codes, outputs, what goes where.

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Output, Stdio},
};

use assert_cmd::Command;
use serde_json::Value;
use tempfile::TempDir;

use crate::folder;

/// A project of two folders that hold a client, a page and a look-alike.
const FILES: [(&str, &str); 4] = [
    (
        "lib/client.ts",
        "import { createClient } from \"@supabase/supabase-js\";\n\
         export const supabase = createClient(url, key);\n",
    ),
    (
        "app/page.ts",
        "import { supabase } from \"../lib/client\";\n\
         const table = \"posts\";\n\
         export async function load() {\n\
         \x20 return supabase.from(table).select(\"id\");\n\
         }\n\
         export const names = Array.from(\"abc\");\n",
    ),
    (
        "app/any.ts",
        "import { supabase } from \"../lib/client\";\n\
         export const remove = () => supabase.from(process.env.TABLE).delete();\n",
    ),
    (
        "other/notes.ts",
        "import { supabase } from \"../lib/client\";\n\
         await supabase.from(\"notes\").insert({ text: \"a\" });\n",
    ),
];

/// A folder that is a project, and a place for its cache.
pub(crate) struct Project {
    folder: TempDir,
    cache: TempDir,
}

impl Project {
    fn new() -> Self {
        let project = Self::with(&FILES);
        project.write("tabletrace.toml", "");
        project
    }

    pub(crate) fn with(files: &[(&str, &str)]) -> Self {
        let project = Self {
            folder: tempfile::tempdir().unwrap(),
            cache: tempfile::tempdir().unwrap(),
        };
        for (path, text) in files {
            project.write(path, text);
        }
        project
    }

    pub(crate) fn path(&self, path: &str) -> PathBuf {
        self.folder.path().join(path)
    }

    pub(crate) fn write(&self, path: &str, text: impl AsRef<[u8]>) {
        let path = self.path(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    pub(crate) fn command(&self) -> Command {
        let mut command = Command::cargo_bin("tabletrace").unwrap();
        command
            .current_dir(self.folder.path())
            .env_remove("NO_COLOR")
            .env_remove("CLICOLOR_FORCE")
            .env_remove("GITHUB_ACTIONS")
            .env_remove("GITHUB_STEP_SUMMARY")
            .env("XDG_CACHE_HOME", self.cache.path())
            .env("HOME", self.cache.path())
            .env("LOCALAPPDATA", self.cache.path());
        command
    }

    pub(crate) fn run(&self, arguments: &[&str]) -> Output {
        self.command().args(arguments).output().unwrap()
    }

    /// What a run that succeeds writes to standard output.
    pub(crate) fn result(&self, arguments: &[&str]) -> String {
        let output = self.run(arguments);
        assert_eq!(
            output.status.code(),
            Some(0),
            "{arguments:?}: {}",
            stderr(&output)
        );
        String::from_utf8(output.stdout).unwrap()
    }

    pub(crate) fn read(&self, path: &str) -> String {
        fs::read_to_string(self.path(path)).unwrap()
    }
}

pub(crate) fn stdout(output: &Output) -> &str {
    std::str::from_utf8(&output.stdout).unwrap()
}

pub(crate) fn stderr(output: &Output) -> &str {
    std::str::from_utf8(&output.stderr).unwrap()
}

/// The relations of a map in CSV, in its order.
fn tables(csv: &str) -> Vec<&str> {
    let lines = csv.lines().skip(1);
    lines.map(|line| line.split(',').nth(3).unwrap()).collect()
}

#[test]
fn standard_output_carries_only_the_result() {
    let project = Project::new();
    let output = project.run(&["map", "--format", "json"]);
    let map: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(map["summary"]["accesses"], 3);
    assert!(
        stderr(&output).contains("3 accesses, 2 resolved"),
        "{}",
        stderr(&output)
    );
    let quiet = project.run(&["map", "--quiet", "--format", "json"]);
    assert_eq!(quiet.stdout, output.stdout);
    assert_eq!(stderr(&quiet), "");
}

#[test]
fn verbose_lists_notices() {
    let project = Project::new();
    project.write(
        "app/broken.ts",
        "import { supabase } from \"../lib/client\";\nsupabase.from(\"a\").select(;\n",
    );
    project.write("app/latin.ts", b"supabase.from(\"b\").select(); // \xe9\n");
    let brief = project.run(&["map"]);
    assert!(
        stderr(&brief).contains("1 file is not UTF-8"),
        "{}",
        stderr(&brief)
    );
    let verbose = project.run(&["map", "-v"]);
    assert!(
        stderr(&verbose).contains("app/latin.ts: invalid-utf8:"),
        "{}",
        stderr(&verbose)
    );
    assert!(
        stderr(&verbose).contains("app/broken.ts:2: syntax-error:"),
        "{}",
        stderr(&verbose)
    );
    assert!(
        stderr(&verbose).contains(" source files"),
        "{}",
        stderr(&verbose)
    );
    assert_eq!(brief.stdout, verbose.stdout);
}

#[test]
fn the_extension_of_the_file_is_its_format() {
    let project = Project::new();
    for (file, start) in [
        ("map.json", "{\n"),
        ("map.csv", "file,line,column,"),
        ("map.md", "# "),
        ("map.txt", ""),
    ] {
        assert_eq!(project.result(&["map", "-o", file]), "", "{file}");
        let text = project.read(file);
        assert!(
            text.starts_with(start) && text.contains("posts"),
            "{file}: {text}"
        );
    }
    project.result(&["map", "-o", "odd.name", "--format", "csv"]);
    assert_eq!(project.read("odd.name"), project.read("map.csv"));
    let unknown = project.run(&["map", "-o", "odd.name"]);
    assert_eq!(unknown.status.code(), Some(2));
    assert!(stderr(&unknown).contains("does not say which format"));
}

#[test]
fn several_formats_at_once() {
    let project = Project::new();
    let text = project.result(&[
        "map",
        "--format",
        "json=a.json",
        "--format",
        "csv=a.csv",
        "--format",
        "text",
    ]);
    assert!(text.contains("posts"));
    assert_eq!(tables(&project.read("a.csv")), ["", "posts", "notes"]);
    assert!(project.read("a.json").starts_with('{'));
}

#[test]
fn a_file_is_written_whole_or_not_at_all() {
    let project = Project::new();
    project.write("map.json", "old");
    let failed = project.run(&["map", "-o", "none/map.json"]);
    assert_eq!(failed.status.code(), Some(2));
    assert!(
        stderr(&failed).contains("cannot write"),
        "{}",
        stderr(&failed)
    );
    project.result(&["map", "-o", "map.json"]);
    assert!(project.read("map.json").starts_with('{'));
    let left = fs::read_dir(project.folder.path()).unwrap();
    let left = left.filter(|entry| {
        entry
            .as_ref()
            .unwrap()
            .file_name()
            .to_str()
            .unwrap()
            .contains(".tabletrace-")
    });
    assert_eq!(left.count(), 0);
}

#[test]
fn the_schema_is_printed_without_reading_anything() {
    let project = Project::with(&[]);
    let schema = project.result(&["map", "--json-schema", "no such folder"]);
    let schema: Value = serde_json::from_str(&schema).unwrap();
    assert_eq!(schema["title"], "Database interaction map");
}

#[test]
fn low_coverage_fails_when_asked_to() {
    let project = Project::new();
    for (percent, code) in [("0", 0), ("66", 0), ("67", 1), ("100 %", 1)] {
        let output = project.run(&["map", "--format", "csv", "--min-coverage", percent]);
        assert_eq!(output.status.code(), Some(code), "{percent}");
        assert_eq!(tables(stdout(&output)), ["", "posts", "notes"], "{percent}");
    }
    let wrong = project.run(&["map", "--min-coverage", "101"]);
    assert_eq!(wrong.status.code(), Some(2));
}

#[test]
fn a_sub_folder_is_linked_with_its_whole_project() {
    let project = Project::new();
    for path in ["app", "app/", "./app"] {
        let csv = project.result(&["map", "--format", "csv", path]);
        assert_eq!(tables(&csv), ["", "posts"], "{path}");
        assert!(csv.contains("\napp/page.ts,4,"), "{csv}");
    }
    let csv = project.result(&["map", "--format", "csv", "app/page.ts", "other"]);
    assert_eq!(tables(&csv), ["posts", "notes"]);
}

#[test]
fn a_path_that_is_missing_fails() {
    let project = Project::new();
    for arguments in [["map", "none"], ["map", "app/none.ts"]] {
        let output = project.run(&arguments);
        assert_eq!(output.status.code(), Some(2));
        assert_eq!(stdout(&output), "");
        assert!(
            stderr(&output).contains("no file or folder"),
            "{}",
            stderr(&output)
        );
    }
}

#[test]
fn an_empty_project_is_no_failure() {
    let project = Project::with(&[]);
    assert_eq!(
        tables(&project.result(&["map", "--format", "csv"])),
        [""; 0]
    );
    project.result(&["map"]);
}

#[test]
fn a_reader_that_has_enough_is_no_failure() {
    let project = Project::new();
    let mut child = std::process::Command::new(assert_cmd::cargo::cargo_bin("tabletrace"))
        .args(["map", "--no-cache", "--format", "json"])
        .current_dir(project.folder.path())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
}

#[test]
fn uses_show_who_touches_a_relation() {
    let project = Project::new();
    let uses = project.result(&["uses", "posts"]);
    assert!(
        uses.contains("select 1\n  app/page.ts:4:19  load"),
        "{uses}"
    );
    let unknown = project.run(&["uses", "post"]);
    assert_eq!(unknown.status.code(), Some(1));
    assert_eq!(stdout(&unknown), "");
    assert!(
        stderr(&unknown).contains("nothing is called `post`; did you mean `posts`?"),
        "{}",
        stderr(&unknown)
    );
}

#[test]
fn why_explains_an_access() {
    let project = Project::new();
    let why = project.result(&["why", "app/page.ts:4"]);
    for part in [
        "app/page.ts:4:19",
        "Select on the relation posts",
        "created by a client package",
        "lib/client.ts:2:",
    ] {
        assert!(why.contains(part), "{part} in\n{why}");
    }
    assert!(
        why.contains("app/page.ts:2:"),
        "where the name is defined in\n{why}"
    );
}

#[test]
fn why_explains_a_look_alike() {
    let project = Project::new();
    let why = project.result(&["why", "app/page.ts:6"]);
    assert!(
        why.contains("Not an access: the receiver is `Array`"),
        "{why}"
    );
}

#[test]
fn why_says_where_something_is_when_nothing_is_there() {
    let project = Project::new();
    let nothing = project.run(&["why", "app/page.ts:1"]);
    assert_eq!(nothing.status.code(), Some(1));
    assert_eq!(stdout(&nothing), "");
    assert!(
        stderr(&nothing).contains("the nearest access is at app/page.ts:4:19"),
        "{}",
        stderr(&nothing)
    );
    for missing in ["none.ts:1", "app/page.ts"] {
        assert_eq!(
            project.run(&["why", missing]).status.code(),
            Some(2),
            "{missing}"
        );
    }
}

#[test]
fn completions_are_for_every_shell() {
    let project = Project::with(&[]);
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        assert!(
            project
                .result(&["completions", shell])
                .contains("tabletrace"),
            "{shell}"
        );
    }
}

#[test]
fn a_list_says_what_is_read() {
    let project = Project::new();
    project.write("list", "app/page.ts\nlib/client.ts\n");
    assert_eq!(
        tables(&project.result(&["map", "--format", "csv", "--files-from", "list"])),
        ["posts"]
    );
    let mut command = project.command();
    let command = command.args(["map", "--format", "csv", "--files-from", "-"]);
    let output = command
        .write_stdin("other/notes.ts\0lib/client.ts\0")
        .output()
        .unwrap();
    assert_eq!(tables(stdout(&output)), ["notes"]);
    let missing = project.run(&["map", "--files-from", "none"]);
    assert_eq!(missing.status.code(), Some(2));
}

#[test]
fn ignore_files_are_heeded() {
    let project = Project::new();
    project.write(".gitignore", "/other/\n");
    project.write(".tabletraceignore", "any.ts\n");
    project.write("node_modules/p/index.ts", FILES[3].1);
    let map = |arguments: &[&str]| {
        let arguments = [&["map", "--format", "csv"], arguments].concat();
        let csv = project.result(&arguments);
        tables(&csv).join(" ")
    };
    assert_eq!(map(&[]), "posts");
    assert_eq!(map(&["--no-ignore"]), " posts notes");
    assert_eq!(
        map(&["--no-ignore", "--exclude", "app/any.ts"]),
        "posts notes"
    );
    assert_eq!(
        map(&[
            "--no-ignore",
            "--include",
            "other/**",
            "--include",
            "lib/**"
        ]),
        "notes"
    );
}

#[test]
fn colours_are_asked_for() {
    let project = Project::new();
    let is_coloured = |command: &mut Command| command.output().unwrap().stdout.contains(&0x1b);
    assert!(!is_coloured(project.command().arg("map")), "a pipe");
    assert!(is_coloured(
        project.command().args(["map", "--color", "always"])
    ));
    assert!(is_coloured(
        project.command().arg("map").env("CLICOLOR_FORCE", "1")
    ));
    assert!(!is_coloured(
        project.command().arg("map").env("NO_COLOR", "1")
    ));
    let file = project.path("map.txt");
    let mut command = project.command();
    command
        .args(["map", "--color", "always", "-o"])
        .arg(&file)
        .assert()
        .success();
    assert!(!fs::read(file).unwrap().contains(&0x1b), "a file");
}

#[test]
fn secrets_are_not_repeated() {
    let secret = "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJyb2xlIjoic2VydmljZV9yb2xlIn0.c2lnbmF0dXJlc2lnbmF0dXJl";
    let text = format!(
        "import {{ createClient }} from \"@supabase/supabase-js\";\n\
         await createClient(\"https://a.supabase.co\", \"{secret}\").from(\"posts\").select();\n"
    );
    let project = Project::with(&[("a.ts", &text)]);
    for format in ["json", "csv", "markdown", "text"] {
        let output = project.run(&["map", "-v", "--format", format]);
        assert!(!stdout(&output).contains(secret), "{format}");
        assert!(!stderr(&output).contains(secret), "{format}");
    }
    assert!(!project.result(&["why", "a.ts:2"]).contains(secret));
    assert!(!project.result(&["uses", "posts"]).contains(secret));
}

/// The files of the cache, whatever folder the system keeps caches in.
fn cached(project: &Project) -> Vec<PathBuf> {
    folder::files_below(project.cache.path())
}

#[test]
fn the_cache_changes_nothing() {
    let project = Project::new();
    let map = |arguments: &[&str]| {
        let arguments = [&["map", "--format", "json"], arguments].concat();
        let output = project.run(&arguments);
        assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
        stdout(&output).to_owned()
    };
    let without = map(&["--no-cache"]);
    assert!(cached(&project).is_empty(), "--no-cache writes nothing");
    assert_eq!(map(&[]), without, "cold");
    let [file] = &cached(&project)[..] else {
        panic!("one file for each project");
    };
    assert_eq!(map(&[]), without, "warm");
    let whole = fs::read(file).unwrap();
    for (what, bytes) in [
        ("empty", &[][..]),
        ("cut short", &whole[..whole.len() / 2]),
        ("foreign", b"not a cache at all"),
    ] {
        fs::write(file, bytes).unwrap();
        let map: Value = serde_json::from_str(&map(&[])).unwrap();
        let mut expected: Value = serde_json::from_str(&without).unwrap();
        expected["notices"] = map["notices"].clone();
        assert_eq!(map, expected, "{what}");
    }
    assert_eq!(map(&[]), without, "a damaged cache is rewritten");
    let flipped: Vec<u8> = whole
        .iter()
        .enumerate()
        .map(|(at, byte)| if at % 97 == 0 { !byte } else { *byte })
        .collect();
    fs::write(file, flipped).unwrap();
    let damaged: Value = serde_json::from_str(&map(&[])).unwrap();
    assert_eq!(damaged["summary"]["accesses"], 3);
    project.write("other/notes.ts", FILES[3].1.replace("notes", "changed"));
    assert!(
        map(&[]).contains("\"changed\""),
        "a changed file is read again"
    );
}

#[test]
fn a_cache_that_cannot_be_written_is_no_failure() {
    let project = Project::new();
    let file = project.path("a file");
    fs::write(&file, "").unwrap();
    let mut command = project.command();
    let output = command
        .args(["map", "--format", "csv"])
        .env("XDG_CACHE_HOME", &file)
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    assert_eq!(tables(stdout(&output)), ["", "posts", "notes"]);
}

#[test]
fn threads_change_nothing() {
    for project in folder::folders(&folder::testdata("projects")) {
        let map = |threads: &str| {
            let mut command = Command::cargo_bin("tabletrace").unwrap();
            let command = command.args([
                "map",
                "--no-cache",
                "--format",
                "json",
                "--threads",
                threads,
            ]);
            command.arg(&project).output().unwrap().stdout
        };
        assert!(map("1") == map("2"), "{}", project.display());
    }
}

#[test]
fn output_does_not_depend_on_where_it_is_run() {
    let project = folder::testdata("projects").join("next-app");
    let from = |folder: &Path, path: &str| {
        let mut command = Command::cargo_bin("tabletrace").unwrap();
        let command = command.args(["map", "--no-cache", "--format", "json", path]);
        command.current_dir(folder).output().unwrap().stdout
    };
    let inside = from(&project, ".");
    assert!(inside == from(project.parent().unwrap(), "next-app"));
    assert!(inside == from(&project.join("src"), ".."));
}
