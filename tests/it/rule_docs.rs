//! The pages of the rules, whose examples are run.
//!
//! A page's blocks of code are the files of a small Supabase project. It begins with its migrations
//! (`sql schema`) and its configuration (`toml config`); the first of these after other blocks
//! begins another project. What is found is drawn under it: everything that the page's rule finds,
//! and errors of other rules. A block may name its file: ```` ```ts lib/client.ts ````.
//! `UPDATE_EXPECT=1 cargo test` draws anew.

use std::{collections::BTreeMap, fmt::Write as _, fs, ops::Range};

use tabletrace::{
    analysis::{self, Inputs},
    cache::Cache,
    check::{self, Subjects},
    finding::{Finding, Severity},
    link::Depth,
    rules::{RULES, Rule, options::Options},
    schema::{
        Database, assemble,
        discover::{self, project::Project},
        source::SchemaFile,
    },
    source::{Dialect, SourceFile, Sources},
};

use crate::{
    caret,
    folder::{self, check_file},
};

/// Declares the client in blocks that declare none.
const CLIENT: &str = "\nimport { createClient } from \"@supabase/supabase-js\";\n\
                      const supabase = createClient(url, key);\n";

/// A block of code on a page.
#[derive(Debug)]
struct Block {
    /// The text between the fences.
    range: Range<usize>,
    path: String,
    /// What begins a comment.
    marker: &'static str,
    starts_project: bool,
}

/// A file of a project as it is read: the block's text without what is drawn in it.
#[derive(Debug)]
struct File {
    path: String,
    text: String,
    /// Where [`CLIENT`] was put in.
    client: Option<usize>,
}

#[test]
fn pages_show_what_is_found() {
    let mut wrong = Vec::new();
    for rule in RULES {
        let path = page(rule);
        let text = fs::read_to_string(&path).unwrap_or_default();
        let is_shown =
            |finding: &Finding| finding.rule == rule.id || finding.severity == Severity::Error;
        wrong.extend(check_file(&path, &drawn(&text, &is_shown)).err());
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// `testdata/rules`: what is too much for a page, of all rules; those about what is not used are
/// shown in `usage.md` alone.
#[test]
fn fixtures_show_what_is_found() {
    let mut wrong = Vec::new();
    for path in folder::files(&folder::testdata("rules")) {
        let text = fs::read_to_string(&path).unwrap();
        let shows_all = path.ends_with("usage.md");
        let is_shown = |finding: &Finding| {
            let aside = ["unused-relation", "unused-column", "unused-routine"];
            let counted = ["write-only-relation", "read-only-relation"];
            shows_all || !aside.contains(&finding.rule) && !counted.contains(&finding.rule)
        };
        wrong.extend(check_file(&path, &drawn(&text, &is_shown)).err());
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn pages_have_the_same_parts() {
    let mut wrong = Vec::new();
    for rule in RULES {
        let heading = format!("# {}\n\nReports ", rule.id);
        let mut needs = vec![
            &heading[..],
            "\n## Why\n",
            "\n## Examples\n",
            "\n## Limits\n",
        ];
        let label = format!("^ {}[{}]: ", rule.severity.as_str(), rule.id);
        needs.push(&label);
        let missing = needs.iter().filter(|need| !rule.docs.contains(**need));
        wrong.extend(missing.map(|need| format!("{}: no {need:?}", rule.id)));
        let is_clean = |block: &Block| {
            let text = &rule.docs[block.range.clone()];
            !is_start(block) && caret::strip_marked(text, block.marker) == text
        };
        if !blocks(rule.docs).iter().any(is_clean) {
            wrong.push(format!("{}: no block without a finding", rule.id));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_index_lists_every_rule() {
    let mut index = String::from(
        "# Rules\n\n`tabletrace explain RULE` prints a page in the terminal.\n\n\
         | rule | severity | reports |\n|---|---|---|\n",
    );
    for rule in RULES {
        let Rule { id, summary, .. } = rule;
        let severity = rule.severity.as_str();
        writeln!(index, "| [`{id}`]({id}.md) | {severity} | {summary} |").unwrap();
    }
    let path = folder::root().join("docs/rules/README.md");
    check_file(&path, &index).unwrap();
}

#[test]
fn every_page_is_of_a_rule() {
    for path in folder::files(&folder::root().join("docs/rules")) {
        let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
        let is_rule = RULES.iter().any(|rule| rule.id == name);
        assert!(is_rule || name == "README", "{name}");
    }
}

fn page(rule: &Rule) -> std::path::PathBuf {
    folder::root().join(format!("docs/rules/{}.md", rule.id))
}

/// The page with the findings that are to be shown drawn into its blocks.
fn drawn(text: &str, is_shown: &dyn Fn(&Finding) -> bool) -> String {
    let blocks = blocks(text);
    let mut actual = String::new();
    let mut end = 0;
    for project in blocks.chunk_by(|_, next| !next.starts_project) {
        let files: Vec<File> = project.iter().map(|block| file(text, block)).collect();
        let mut labels = labels(&files, is_shown);
        for (block, file) in project.iter().zip(&files) {
            actual.push_str(&text[end..block.range.start]);
            let labels = labels.remove(&file.path).unwrap_or_default();
            let own = file.own_text();
            actual.push_str(&caret::annotate_marked(&own, block.marker, labels));
            end = block.range.end;
        }
        assert!(labels.is_empty(), "{labels:?}");
    }
    actual + &text[end..]
}

/// The blocks that are files, in order.
fn blocks(page: &str) -> Vec<Block> {
    let mut blocks: Vec<Block> = Vec::new();
    let mut open: Option<(usize, &str)> = None;
    let mut at = 0;
    for line in page.split_inclusive('\n') {
        let start = at;
        at += line.len();
        let Some(info) = line.trim_end().strip_prefix("```") else {
            continue;
        };
        match open.take() {
            None => open = Some((at, info)),
            Some((from, info)) => {
                let was_start = blocks.last().is_some_and(is_start);
                if let Some((path, marker)) = kind(info, blocks.len()) {
                    let block = Block {
                        range: from..start,
                        path,
                        marker,
                        starts_project: false,
                    };
                    let starts_project = is_start(&block) && !was_start;
                    blocks.push(Block {
                        starts_project,
                        ..block
                    });
                }
            }
        }
    }
    blocks
}

/// The path of a block's file and what begins a comment in it; `None` when it is no file.
fn kind(info: &str, number: usize) -> Option<(String, &'static str)> {
    let (language, rest) = info.split_once(' ').unwrap_or((info, ""));
    let marker = match language {
        "ts" | "tsx" | "js" | "jsx" | "vue" | "svelte" | "astro" => "//",
        "sql" => "--",
        "toml" => "#",
        _ => return None,
    };
    let path = match (language, rest) {
        ("sql", "schema") => format!("supabase/migrations/2025010100{number:04}_schema.sql"),
        ("sql", "") => format!("supabase/migrations/2025010100{number:04}_change.sql"),
        ("toml", "config") => "supabase/config.toml".to_owned(),
        ("toml", "") => return None,
        (_, "") => format!("src/example_{number}.{language}"),
        (_, path) => path.to_owned(),
    };
    Some((path, marker))
}

/// Whether a block is of the part that projects begin with.
fn is_start(block: &Block) -> bool {
    block.path.ends_with("_schema.sql") || block.path == "supabase/config.toml"
}

fn file(page: &str, block: &Block) -> File {
    let mut text = caret::strip_marked(&page[block.range.clone()], block.marker);
    let mut client = None;
    if Dialect::of_path(&block.path).is_some()
        && text.contains("supabase")
        && !text.contains("createClient")
        && !text.contains("{ supabase }")
    {
        let at = text.rfind("</script>").unwrap_or(text.len());
        text.insert_str(at, CLIENT);
        client = Some(at);
    }
    File {
        path: block.path.clone(),
        text,
        client,
    }
}

impl File {
    /// The text without the client that was put in.
    fn own_text(&self) -> String {
        match self.client {
            Some(at) => format!("{}{}", &self.text[..at], &self.text[at + CLIENT.len()..]),
            None => self.text.clone(),
        }
    }

    /// A place in the text as one in the own text.
    fn own(&self, at: u32) -> usize {
        let at = at as usize;
        match self.client {
            Some(client) if at > client => at - CLIENT.len(),
            Some(_) | None => at,
        }
    }
}

/// What is found in a project, by path; what is about all of it stands at its very start.
fn labels(
    files: &[File],
    is_shown: &dyn Fn(&Finding) -> bool,
) -> BTreeMap<String, Vec<(Range<usize>, String)>> {
    let mut labels: BTreeMap<String, Vec<(Range<usize>, String)>> = BTreeMap::new();
    for finding in findings(files)
        .into_iter()
        .filter(|finding| is_shown(finding))
    {
        let is_in = |file: &&File| file.path == finding.place.path;
        let (path, span) = match files.iter().find(is_in) {
            Some(file) => {
                let span = finding.place.span;
                (&file.path, file.own(span.start)..file.own(span.end))
            }
            None => (&files[0].path, 0..0),
        };
        let label = label(&finding, files);
        labels.entry(path.clone()).or_default().push((span, label));
    }
    labels
}

fn label(finding: &Finding, files: &[File]) -> String {
    let severity = finding.severity.as_str();
    let mut label = format!("{severity}[{}]: {}", finding.rule, finding.message);
    for more in &finding.labels {
        let place = &more.place;
        let text = files.iter().find(|file| file.path == place.path);
        let start = place.span.start as usize;
        let line = text.map_or(0, |file| 1 + file.text[..start].matches('\n').count());
        write!(label, "\n{}:{line}: {}", place.path, more.message).unwrap();
    }
    if let Some(help) = &finding.help {
        write!(label, "\nhelp: {help}").unwrap();
    }
    label
}

fn findings(files: &[File]) -> Vec<Finding> {
    let mut sources = Vec::new();
    let mut schema_files = Vec::new();
    for file in files {
        let (path, text) = (file.path.clone(), file.text.clone());
        match Dialect::of_path(&path) {
            Some(dialect) => sources.push(SourceFile::new(path, text, dialect)),
            None => schema_files.push(SchemaFile::new(path, text)),
        }
    }
    schema_files.sort_by(|a, b| a.path.cmp(&b.path));
    let inputs = Inputs {
        sources: Sources::new(sources),
        ..Inputs::default()
    };
    let found = discover::discover(Project {
        files: &schema_files,
        sources: &inputs.sources,
        manifests: &[],
    });
    let schema_files = assemble::texts(&found.databases, &schema_files, &inputs.sources);
    let options = assemble::Options {
        others: assemble::Others::Keep,
        ..assemble::Options::default()
    };
    let databases = found.databases.into_iter().map(|found| {
        let read = assemble::database(found, &schema_files, &options);
        read.unwrap().0
    });
    let databases: Vec<Database> = databases.collect();
    let analysis = analysis::analyse(&inputs, &Cache::disabled(), Depth::Accesses);
    let subjects = Subjects {
        sources: &inputs.sources,
        files: &schema_files,
        accesses: &analysis.accesses,
        databases: &databases,
    };
    check::check(subjects, &Options::default()).findings
}
