use std::{fs, process::Command};

use super::*;

/// A project in a temporary folder.
struct Project {
    folder: tempfile::TempDir,
}

impl Project {
    /// With these files, each containing its path as a comment.
    fn new(paths: &[&str]) -> Self {
        let project = Self {
            folder: tempfile::tempdir().unwrap(),
        };
        for path in paths {
            project.write(path, format!("// {path}\n"));
        }
        project
    }

    fn root(&self) -> PathBuf {
        self.folder.path().join("root")
    }

    fn write(&self, path: &str, content: impl AsRef<[u8]>) {
        let path = self.root().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
    }

    fn options(&self) -> Options {
        Options::new(self.root())
    }

    fn walk(&self) -> Inputs {
        walk(&self.options(), &|_| {}).unwrap()
    }

    fn git(&self, arguments: &[&str]) {
        let mut git = Command::new("git");
        let output = git
            .current_dir(self.root())
            .env("GIT_CONFIG_GLOBAL", "/dev/null")
            .args(["-c", "user.name=a", "-c", "user.email=a@b"])
            .args(arguments)
            .output()
            .unwrap();
        assert!(output.status.success(), "{output:?}");
    }
}

fn paths(inputs: &Inputs) -> Vec<&str> {
    inputs
        .sources
        .files()
        .iter()
        .map(|file| file.path.as_str())
        .collect()
}

fn manifests(inputs: &Inputs) -> Vec<&str> {
    inputs
        .manifests
        .iter()
        .map(|manifest| manifest.path.as_str())
        .collect()
}

/// Each notice as "path kind".
fn notices(inputs: &Inputs) -> Vec<String> {
    let notices = inputs.notices.iter();
    notices
        .map(|notice| format!("{} {}", notice.path, notice.kind.as_str()))
        .collect()
}

#[test]
fn sources_and_manifests_are_found_in_order() {
    let project = Project::new(&[
        "b.ts",
        "a/c.d.ts",
        "a.vue",
        "readme.md",
        "vite.config.ts",
        "package.json",
        "data.json",
        "locales/de.json",
    ]);
    project.write(
        "tooling/typescript/base.json",
        r#"{ "compilerOptions": {} }"#,
    );
    let inputs = project.walk();
    assert_eq!(
        paths(&inputs),
        ["a.vue", "a/c.d.ts", "b.ts", "vite.config.ts"]
    );
    assert_eq!(
        manifests(&inputs),
        [
            "package.json",
            "tooling/typescript/base.json",
            "vite.config.ts"
        ]
    );
    assert_eq!(inputs.sources.files()[0].text, "// a.vue\n");
    assert_eq!(inputs.notices, []);
}

#[test]
fn every_kind_of_ignore_file_is_heeded() {
    let project = Project::new(&["a.ts", "b.ts", "c.ts", "d.ts", "x/e.ts", "x/f.ts"]);
    project.write(".gitignore", "/a.ts\n");
    project.write(".ignore", "b.ts\n");
    project.write(".tabletraceignore", "c.ts\n!x/f.ts\n");
    project.write("x/.gitignore", "*.ts\n");
    assert_eq!(
        paths(&project.walk()),
        ["d.ts", "x/f.ts"],
        "without a repository"
    );
    project.git(&["init", "-q"]);
    project.write(".git/info/exclude", "d.ts\n");
    assert_eq!(paths(&project.walk()), ["x/f.ts"]);
    let options = Options {
        ignore_files: IgnoreFiles::Disregard,
        ..project.options()
    };
    assert_eq!(walk(&options, &|_| {}).unwrap().sources.len(), 6);
}

#[test]
fn ignore_files_above_the_root_count_within_a_repository_only() {
    let project = Project::new(&["inner/a.ts", "inner/b.ts"]);
    project.write(".gitignore", "a.ts\n");
    let options = Options::new(project.root().join("inner"));
    assert_eq!(paths(&walk(&options, &|_| {}).unwrap()), ["a.ts", "b.ts"]);
    project.git(&["init", "-q"]);
    assert_eq!(paths(&walk(&options, &|_| {}).unwrap()), ["b.ts"]);
}

#[test]
fn a_tracked_file_is_not_ignored_by_git() {
    let project = Project::new(&["out/a.ts", "out/package.json", "uploads/x/b.ts", "c.ts"]);
    project.git(&["init", "-q"]);
    project.git(&["add", "."]);
    project.write(".gitignore", "out/\nuploads\n");
    project.write("out/untracked.ts", "");
    let inputs = project.walk();
    assert_eq!(paths(&inputs), ["c.ts", "out/a.ts", "uploads/x/b.ts"]);
    assert_eq!(manifests(&inputs), ["out/package.json"]);

    let below = Options::new(project.root().join("uploads"));
    assert_eq!(paths(&walk(&below, &|_| {}).unwrap()), ["x/b.ts"]);

    project.write(".tabletraceignore", "uploads\n");
    assert_eq!(
        paths(&project.walk()),
        ["c.ts", "out/a.ts"],
        "our own ignore file is another matter"
    );
    let excluding = Options {
        exclude: vec!["out".to_owned()],
        ..project.options()
    };
    assert_eq!(paths(&walk(&excluding, &|_| {}).unwrap()), ["c.ts"]);
}

#[test]
fn tracked_files_of_repositories_within_count_too() {
    let project = Project::new(&["inner/out/a.ts", "b.ts"]);
    project.git(&["init", "-q", "inner"]);
    project.git(&["-C", "inner", "add", "."]);
    project.write("inner/.gitignore", "out\n");
    assert_eq!(paths(&project.walk()), ["b.ts", "inner/out/a.ts"]);
    project.git(&["init", "-q"]);
    assert_eq!(paths(&project.walk()), ["b.ts", "inner/out/a.ts"]);
}

#[test]
fn a_damaged_index_is_a_notice() {
    let project = Project::new(&["a.ts"]);
    project.git(&["init", "-q"]);
    project.write(".git/index", "DIRC, but nothing of the kind");
    let inputs = project.walk();
    assert_eq!(paths(&inputs), ["a.ts"]);
    assert_eq!(notices(&inputs), [" manifest"]);
}

#[test]
fn a_linked_work_tree_is_another_checkout_of_the_same_files() {
    let project = Project::new(&["a.ts"]);
    project.git(&["init", "-q"]);
    project.git(&["add", "."]);
    project.git(&["commit", "-qm", "a"]);
    project.git(&["worktree", "add", "-q", "trees/one"]);
    assert_eq!(paths(&project.walk()), ["a.ts"]);
    let tree = Options::new(project.root().join("trees/one"));
    assert_eq!(paths(&walk(&tree, &|_| {}).unwrap()), ["a.ts"]);
}

#[test]
fn node_modules_and_git_are_never_read() {
    let project = Project::new(&[
        "node_modules/a.ts",
        "x/node_modules/b/c.ts",
        ".git/d.ts",
        "e.ts",
    ]);
    let options = Options {
        hidden: Hidden::All,
        ignore_files: IgnoreFiles::Disregard,
        include: vec!["**/node_modules/**".to_owned(), "*.ts".to_owned()],
        ..project.options()
    };
    assert_eq!(paths(&walk(&options, &|_| {}).unwrap()), ["e.ts"]);
}

#[test]
fn hidden_folders_are_read_unless_a_tool_writes_them() {
    let project = Project::new(&[
        ".github/scripts/a.mjs",
        ".next/b.js",
        "x/.nuxt/c.ts",
        ".d.ts",
        ".pnp.cjs",
    ]);
    assert_eq!(paths(&project.walk()), [".d.ts", ".github/scripts/a.mjs"]);
    let options = Options {
        hidden: Hidden::All,
        ..project.options()
    };
    assert_eq!(walk(&options, &|_| {}).unwrap().sources.len(), 5);
}

#[test]
fn exclude_wins_over_include() {
    let project = Project::new(&[
        "src/a.ts",
        "src/a.test.ts",
        "src/gen/b.ts",
        "lib/c.ts",
        "package.json",
    ]);
    let walk_with = |include: &[&str], exclude: &[&str]| {
        let owned = |globs: &[&str]| globs.iter().map(|&glob| glob.to_owned()).collect();
        let options = Options {
            include: owned(include),
            exclude: owned(exclude),
            ..project.options()
        };
        let inputs = walk(&options, &|_| {}).unwrap();
        assert_eq!(manifests(&inputs), ["package.json"]);
        paths(&inputs).join(" ")
    };
    assert_eq!(
        walk_with(&["src"], &[]),
        "src/a.test.ts src/a.ts src/gen/b.ts"
    );
    assert_eq!(walk_with(&["/src/"], &["gen", "*.test.ts"]), "src/a.ts");
    assert_eq!(
        walk_with(&["**/*.ts", "!*.test.ts"], &["/lib"]),
        "src/a.ts src/gen/b.ts"
    );
    assert_eq!(walk_with(&[], &["src/*", "!src/a.ts"]), "lib/c.ts src/a.ts");
}

#[test]
fn mistakes_of_the_caller_are_errors() {
    let project = Project::new(&["a.ts"]);
    let message = |options: &Options| walk(options, &|_| {}).unwrap_err().to_string();
    let glob = Options {
        exclude: vec!["src/{a".to_owned()],
        ..project.options()
    };
    assert!(
        message(&glob).starts_with("`src/{a` is not a glob: "),
        "{}",
        message(&glob)
    );
    for path in ["absent", "a.ts"] {
        let options = Options::new(project.root().join(path));
        assert!(message(&options).starts_with("cannot open the project root `"));
    }
}

#[test]
fn a_bad_line_of_an_ignore_file_is_a_notice() {
    let project = Project::new(&["a.ts", "x/b.ts"]);
    project.write("x/.gitignore", "ok\n{a\n");
    let inputs = project.walk();
    assert_eq!(paths(&inputs), ["a.ts", "x/b.ts"]);
    assert_eq!(notices(&inputs), ["x/.gitignore manifest"]);
    assert_eq!(inputs.notices[0].line, Some(2));
}

#[cfg(unix)]
#[test]
fn symlinks_are_not_followed() {
    let project = Project::new(&["a/b.ts"]);
    let link = |target: &str, path: &str| {
        std::os::unix::fs::symlink(target, project.root().join(path)).unwrap();
    };
    link("..", "a/loop");
    link("b.ts", "a/c.ts");
    link("absent", "a/dangling.ts");
    let inputs = project.walk();
    assert_eq!(paths(&inputs), ["a/b.ts"]);
    assert_eq!(inputs.notices, []);
}

#[test]
fn what_is_not_a_file_of_text_is_a_notice_at_most() {
    let project = Project::new(&["folder.ts/a.ts"]);
    project.write("latin1.ts", b"const a = '\xe9';\n");
    project.write(
        "mpeg.ts",
        [b"\x47\x40\x00".as_slice(), &[0xff, 0, 0xb0, 0x0d]].concat(),
    );
    project.write("zeros.ts", [0; 4096]);
    project.write("utf16.ts", b"\xff\xfea\0");
    project.write("nul.ts", format!("const a = '\0';{}", " ".repeat(200)));
    let inputs = project.walk();
    assert_eq!(paths(&inputs), ["folder.ts/a.ts", "latin1.ts", "nul.ts"]);
    assert_eq!(inputs.sources.files()[1].text, "const a = '\u{fffd}';\n");
    assert_eq!(
        notices(&inputs),
        [
            "latin1.ts invalid-utf8",
            "mpeg.ts unreadable",
            "utf16.ts unreadable",
            "zeros.ts unreadable"
        ]
    );
}

#[test]
fn byte_order_marks_and_carriage_returns_stay() {
    let project = Project::new(&[]);
    project.write("a.ts", "\u{feff}a\r\nb\r\n");
    assert_eq!(project.walk().sources.files()[0].text, "\u{feff}a\r\nb\r\n");
}

#[test]
fn large_and_minified_files_are_left_out() {
    let project = Project::new(&[]);
    let code = "function a(b){return c(b).d({e:f})};";
    project.write("large.js", code.repeat(10_000_000 / code.len()));
    project.write("minified.js", code.repeat(100));
    project.write("bundle.js", "/******/ (() => { // webpackBootstrap\n");
    let inputs = project.walk();
    assert!(inputs.sources.is_empty());
    assert_eq!(
        notices(&inputs),
        [
            "bundle.js generated",
            "large.js too-large",
            "minified.js minified"
        ]
    );
    let options = Options {
        max_bytes: 1000,
        ..project.options()
    };
    let inputs = walk(&options, &|_| {}).unwrap();
    assert_eq!(
        notices(&inputs),
        [
            "bundle.js generated",
            "large.js too-large",
            "minified.js too-large"
        ]
    );
}

#[test]
fn a_file_that_vanishes_is_a_notice() {
    let project = Project::new(&["a.ts", "b.ts"]);
    let root = canonical_root(&project.root()).unwrap();
    let listing = list::project(&root, &project.options()).unwrap();
    fs::remove_file(project.root().join("a.ts")).unwrap();
    let inputs = read_all(&root, listing, &project.options(), &|_| {});
    assert_eq!(paths(&inputs), ["b.ts"]);
    assert_eq!(notices(&inputs), ["a.ts unreadable"]);
}

#[test]
fn listed_files_are_read_whatever_ignores_them() {
    let project = Project::new(&[
        "a.ts",
        "b.ts",
        "x/c.ts",
        "x/notes.md",
        "vite.config.ts",
        "package.json",
    ]);
    project.write(".gitignore", "x\n");
    let root = project.root();
    let listed = [
        "a.ts",
        "x/c.ts",
        "x/notes.md",
        "x/../a.ts",
        "absent.ts",
        "none/d.ts",
        "../e.ts",
    ];
    let listed = listed.map(|path| root.join(path));
    let inputs = read_listed(&project.options(), listed, &|_| {}).unwrap();
    assert_eq!(paths(&inputs), ["a.ts", "x/c.ts"]);
    assert_eq!(manifests(&inputs), ["package.json", "vite.config.ts"]);
    let kinds: Vec<_> = inputs.notices.iter().map(|notice| notice.kind).collect();
    assert_eq!(kinds, [NoticeKind::Unreadable; 3]);
    assert!(
        inputs
            .notices
            .iter()
            .any(|notice| notice.message.contains("outside"))
    );
}

#[test]
fn progress_counts_the_files() {
    let project = Project::new(&["a.ts", "b.ts", "package.json"]);
    let highest = AtomicUsize::new(0);
    walk(&project.options(), &|count| {
        highest.fetch_max(count, Ordering::Relaxed);
    })
    .unwrap();
    assert_eq!(highest.into_inner(), 3);
}

#[test]
fn the_root_is_where_the_closest_configuration_is() {
    let project = Project::new(&["x/y/a.ts", ".git/HEAD"]);
    let root = canonical_root(&project.root()).unwrap();
    assert_eq!(project_root(&project.root().join("x/y")), root);
    project.write("x/tabletrace.toml", "");
    assert_eq!(
        project_root(&project.root().join("x/y/a.ts")),
        root.join("x")
    );
}

#[test]
fn schema_texts_are_read_when_asked_for() {
    let project = Project::new(&[
        "a.ts",
        "supabase/config.toml",
        "supabase/migrations/1_a.sql",
    ]);
    project.write(".gitignore", "scratch\n");
    project.write("scratch/b.sql", "create table b ();");
    let utf16 = "\u{feff}create table ü ();".encode_utf16();
    let bytes: Vec<u8> = utf16.flat_map(u16::to_le_bytes).collect();
    project.write("supabase/migrations/2_b.sql", bytes);
    assert!(project.walk().schema_files.is_empty());

    let mut options = project.options();
    options.schema_texts = SchemaTexts::Read;
    let inputs = walk(&options, &|_| {}).unwrap();
    let files = inputs.schema_files.iter();
    let paths: Vec<&str> = files.clone().map(|file| file.path.as_str()).collect();
    assert_eq!(
        paths,
        [
            "supabase/config.toml",
            "supabase/migrations/1_a.sql",
            "supabase/migrations/2_b.sql",
        ]
    );
    assert_eq!(files.last().unwrap().text, "create table ü ();");
    assert_eq!(
        notices(&inputs),
        ["supabase/migrations/2_b.sql invalid-utf8"]
    );
}

#[test]
fn named_schema_texts_are_hidden_by_nothing() {
    let project = Project::new(&[
        "scratch/b.sql",
        "scratch/node_modules/c.sql",
        "scratch/d.md",
    ]);
    project.write(".gitignore", "scratch\n");
    let read = |path: &str| named::read(&project.root(), &project.root().join(path));
    let folder = read("scratch").unwrap();
    let paths: Vec<&str> = folder.files.iter().map(|file| file.path.as_str()).collect();
    assert_eq!(
        (folder.path.as_str(), paths),
        ("scratch", vec!["scratch/b.sql"])
    );
    assert_eq!(read("scratch/d.md").unwrap().files.len(), 1);
    assert!(matches!(read("none"), Err(WalkError::Schema { .. })));
}
