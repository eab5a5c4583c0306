//! Diagrams, as the programs that draw them read them.
//!
//! `TABLETRACE_MERMAID` is a folder `node_modules` with `mermaid` and `jsdom`; `dot` is that of the
//! path. Without them the tests say that they are skipped.

use std::{
    env,
    fmt::Write as _,
    fs,
    io::Write as _,
    path::Path,
    process::{self, Stdio},
};

use assert_cmd::Command;

use crate::folder;

/// What Mermaid draws unless it is told otherwise: characters and lines.
const MERMAID_LIMITS: (usize, usize) = (50_000, 500);

/// Names that mean something to Mermaid, Markdown, HTML, Graphviz or a screen.
const HOSTILE: [&str; 24] = [
    "<script>alert(1)</script>",
    "a\"b",
    "a'b",
    "`code`",
    "```",
    "two\nlines",
    "a]b",
    "[a](b)",
    "{{a}}",
    "#quot;",
    "#35",
    "a;b",
    "end",
    "graph",
    "subgraph",
    "style x:#y;",
    "classDef x:#y;",
    "%%{init: {}}%%",
    "$$x$$",
    "1. one",
    "back\\slash",
    "&lt;b&gt;",
    "\u{1f4e6} box",
    "\u{202e}desrever",
];

/// Reads the blocks of standard input, separated by NUL, and says what is wrong with which.
const PARSER: &str = r#"
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
const modules = process.env.TABLETRACE_MERMAID;
const { JSDOM } = createRequire(modules + "/x.js")("jsdom");
globalThis.window = new JSDOM("").window;
globalThis.document = window.document;
const core = pathToFileURL(modules + "/mermaid/dist/mermaid.core.mjs");
const { default: mermaid } = await import(core);
for (const block of readFileSync(0, "utf8").split("\0")) {
  try { await mermaid.parse(block); } catch (error) { console.log(String(error), block); }
}
"#;

/// What `map` prints of a folder.
fn map(folder: &Path, arguments: &[&str]) -> String {
    let mut run = Command::cargo_bin("tabletrace").unwrap();
    let output = run
        .args(["map", "--no-cache", "--quiet"])
        .args(arguments)
        .arg(folder)
        .output()
        .unwrap();
    assert!(output.status.success(), "{output:?}");
    String::from_utf8(output.stdout).unwrap()
}

/// A project whose relations and files have names that mean something.
fn hostile_project() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let mut code = "import { createClient } from \"@supabase/supabase-js\";\nconst client = createClient(url, key);\n".to_owned();
    let long = "long".repeat(75);
    for (number, name) in HOSTILE.into_iter().chain([long.as_str()]).enumerate() {
        let name = serde_json::to_string(name).unwrap();
        writeln!(
            code,
            "export async function f{number}() {{ await client.from({name}).insert({{ id: 1 }}); await client.from({name}).select(); }}"
        )
        .unwrap();
    }
    fs::write(folder.path().join("end [x] #1; & graph.ts"), code).unwrap();
    folder
}

/// The Mermaid blocks of a document.
fn blocks(markdown: &str) -> Vec<&str> {
    let blocks = markdown.split("```mermaid\n").skip(1);
    blocks
        .map(|block| block.split_once("```").unwrap().0)
        .collect()
}

fn check_mermaid(blocks: &[&str]) {
    assert!(!blocks.is_empty());
    for block in blocks {
        let arrows = ["==>", "-.->", "-->", "--o", "-.-"];
        let is_line = |line: &&str| arrows.iter().any(|arrow| line.contains(arrow));
        assert!(block.len() < MERMAID_LIMITS.0, "{block}");
        assert!(block.lines().filter(is_line).count() < MERMAID_LIMITS.1);
    }
    if env::var_os("TABLETRACE_MERMAID").is_none() {
        return eprintln!("skipped: TABLETRACE_MERMAID names no folder with mermaid and jsdom");
    }
    let mut node = process::Command::new("node")
        .args(["--input-type=module", "-e", PARSER])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut input = node.stdin.take().unwrap();
    input.write_all(blocks.join("\0").as_bytes()).unwrap();
    drop(input);
    let output = node.wait_with_output().unwrap();
    assert!(output.status.success());
    assert_eq!(String::from_utf8(output.stdout).unwrap(), "");
}

fn check_dot(text: &str) {
    let dot = process::Command::new("dot")
        .arg("-Tsvg")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn();
    let Ok(mut dot) = dot else {
        return eprintln!("skipped: Graphviz is not installed");
    };
    let mut input = dot.stdin.take().unwrap();
    input.write_all(text.as_bytes()).unwrap();
    drop(input);
    let output = dot.wait_with_output().unwrap();
    assert!(output.status.success(), "{text}");
    let svg = String::from_utf8(output.stdout).unwrap();
    assert!(!svg.contains("<script"));
}

#[test]
fn hostile_names_are_only_names() {
    let project = hostile_project();
    let markdown = map(project.path(), &["--format", "markdown"]);
    check_mermaid(&blocks(&markdown));
    assert!(!markdown.contains('\u{202e}'));
    let mermaid = map(project.path(), &["--format", "mermaid"]);
    assert!(!mermaid.contains("<script") && !mermaid.contains('\u{202e}'));
    check_mermaid(&[&mermaid]);
    check_dot(&map(project.path(), &["--format", "dot"]));
}

#[test]
fn projects_are_drawn() {
    for name in ["next-app", "deno-functions"] {
        let project = folder::root().join("testdata/projects").join(name);
        check_mermaid(&blocks(&map(&project, &["--format", "markdown"])));
        check_mermaid(&[&map(&project, &["--format", "mermaid"])]);
        check_dot(&map(&project, &["--format", "dot"]));
    }
}

#[test]
fn a_focus_draws_its_neighbourhood() {
    let project = folder::root().join("testdata/projects/next-app");
    let posts = map(&project, &["--format", "mermaid", "--focus", "posts"]);
    assert!(
        posts.contains("posts") && posts.contains("focused"),
        "{posts}"
    );
    let nowhere = Command::cargo_bin("tabletrace")
        .unwrap()
        .args(["map", "--no-cache", "--format", "dot", "--focus", "pots"])
        .arg(&project)
        .output()
        .unwrap();
    assert_eq!(nowhere.status.code(), Some(1));
    let said = String::from_utf8(nowhere.stderr).unwrap();
    assert!(said.contains("did you mean `posts`?"), "{said}");
    let pointless = Command::cargo_bin("tabletrace")
        .unwrap()
        .args(["map", "--no-cache", "--format", "csv", "--focus", "posts"])
        .arg(&project)
        .output()
        .unwrap();
    assert_eq!(pointless.status.code(), Some(2));
}

#[test]
fn code_is_merged_by_folder() {
    let project = folder::root().join("testdata/projects/next-app");
    let merged = map(&project, &["--format", "mermaid", "--collapse", "0"]);
    assert!(merged.contains("all code"), "{merged}");
}
