//! `tabletrace check`, `baseline` and `init` as users, hooks and scripts meet them.

use std::{fs, path::Path, process::Output};

use serde_json::Value;

use crate::{
    cli::{Project, stderr, stdout},
    folder::{self, check_file},
};

const CLIENT: &str = "import { createClient } from \"@supabase/supabase-js\";\n\
                      export const db = createClient(\"url\", \"key\");\n";

const TABLES: [&str; 6] = ["posts", "authors", "tags", "likes", "pages", "topics"];

fn schema() -> String {
    let tables = TABLES.map(|table| format!("create table {table} (id bigint primary key);\n"));
    tables.concat()
}

/// Code that reads and writes every table.
fn code_of_all() -> String {
    let uses = TABLES.map(|table| {
        format!(
            "await db.from(\"{table}\").select(\"*\");\n\
             await db.from(\"{table}\").insert({{ id: 1 }});\n"
        )
    });
    format!("import {{ db }} from \"./client\";\n{}", uses.concat())
}

/// A query of a relation, on one line.
fn query(relation: &str) -> String {
    format!(
        "import {{ db }} from \"./client\";\n\
         export const load = () => db.from(\"{relation}\").select(\"*\");\n"
    )
}

/// A project in which `users.ts` names a relation that is not there, and all else is right.
fn project() -> Project {
    let project = Project::with(&[("tabletrace.toml", ""), ("src/client.ts", CLIENT)]);
    project.write("supabase/migrations/1_init.sql", schema());
    project.write("src/all.ts", code_of_all());
    project.write("src/posts.ts", query("posts"));
    project.write("src/users.ts", query("userz"));
    project
}

/// The relations that a run finds to be unknown, one a line.
fn lines(project: &Project, arguments: &[&str]) -> Vec<String> {
    let all = [&["check", "--format", "concise"], arguments].concat();
    let output = project.run(&all);
    assert_ne!(output.status.code(), Some(2), "{}", stderr(&output));
    let lines = stdout(&output).lines();
    let unknown = lines.filter(|line| line.contains("[unknown-relation]"));
    unknown.map(str::to_owned).collect()
}

fn code(output: &Output) -> Option<i32> {
    output.status.code()
}

fn last_line(output: &Output) -> &str {
    stderr(output).lines().last().unwrap_or_default()
}

#[test]
fn a_finding_makes_the_exit_code_1() {
    let project = project();
    let output = project.run(&["check"]);
    assert_eq!(code(&output), Some(1), "{}", stderr(&output));
    assert!(stdout(&output).contains("unknown-relation"));
    assert_eq!(
        last_line(&output),
        "1 error in 4 files; 14 accesses, 14 resolved (100.0 %)"
    );
    let bare = project.run(&[]);
    assert_eq!((code(&bare), &bare.stdout), (Some(1), &output.stdout));
    project.write("src/users.ts", query("posts"));
    let output = project.run(&["check"]);
    assert_eq!((code(&output), stdout(&output)), (Some(0), ""));
    assert!(last_line(&output).starts_with("no findings in 4 files"));
}

#[test]
fn quiet_says_nothing_but_the_result() {
    let output = project().run(&["check", "-q"]);
    assert_eq!((code(&output), stderr(&output)), (Some(1), ""));
}

#[test]
fn the_threshold_can_be_moved() {
    let project = project();
    let at = |arguments: &[&str]| code(&project.run(&[&["check"], arguments].concat()));
    assert_eq!(at(&["--fail-on", "none"]), Some(0));
    project.write("tabletrace.toml", "fail-on = \"none\"\n");
    assert_eq!(at(&[]), Some(0));
    assert_eq!(at(&["--fail-on", "error"]), Some(1));
    let warning = "[rules]\nunknown-relation = \"warning\"\n";
    project.write("tabletrace.toml", warning);
    assert_eq!(at(&[]), Some(0));
    assert_eq!(at(&["--fail-on", "warning"]), Some(1));
    assert_eq!(at(&["--fail-on", "eror"]), Some(2));
}

#[test]
fn rules_can_be_chosen() {
    let project = project();
    assert_eq!(lines(&project, &["--ignore", "unknown-relation"]), [""; 0]);
    assert_eq!(lines(&project, &["--select", "unknown-relation"]).len(), 1);
    let output = project.run(&["check", "--select", "unkown-relation"]);
    assert_eq!(code(&output), Some(2));
    assert!(stderr(&output).contains("did you mean `unknown-relation`?"));
    let off = "[[override]]\npaths = [\"src/u*.ts\"]\nrules = { unknown-relation = \"off\" }\n";
    for config in [
        "ignore-relations = [\"user*\"]\n",
        "exclude = [\"users.ts\"]\n",
        off,
    ] {
        project.write("tabletrace.toml", config);
        assert_eq!(lines(&project, &[]), [""; 0], "{config}");
    }
}

#[test]
fn a_wrong_configuration_is_shown() {
    let project = project();
    project.write("tabletrace.toml", "[rules]\nunkown-relation = \"off\"\n");
    let output = project.run(&["check"]);
    assert_eq!(code(&output), Some(2));
    for part in [
        "no rule is called `unkown-relation`",
        "did you mean `unknown-relation`?",
    ] {
        assert!(stderr(&output).contains(part), "{}", stderr(&output));
    }
    project.write("other.toml", "fail-on = \"none\"\n");
    let output = project.run(&["check", "--config", "other.toml"]);
    assert_eq!(code(&output), Some(0), "{}", stderr(&output));
}

#[test]
fn a_part_is_reported_and_all_is_read() {
    let project = project();
    project.write(
        "lib/more.ts",
        query("nothing").replace("./client", "../src/client"),
    );
    assert_eq!(lines(&project, &[]).len(), 2);
    let part = lines(&project, &["lib"]);
    assert!(
        part[0].starts_with("lib/more.ts:2:35: error[unknown-relation]"),
        "{part:?}"
    );
    assert_eq!(part.len(), 1);
    assert_eq!(lines(&project, &["src/posts.ts"]), [""; 0]);
    project.write("list", "src/users.ts\nsrc/gone.ts\n");
    assert_eq!(lines(&project, &["--files-from", "list"]).len(), 1);
    project.write("list", "");
    assert_eq!(lines(&project, &["--files-from", "list"]), [""; 0]);
}

#[test]
fn without_a_schema_nothing_is_claimed() {
    let project = project();
    fs::remove_dir_all(project.path("supabase")).unwrap();
    let output = project.run(&["check"]);
    assert_eq!((code(&output), stdout(&output)), (Some(0), ""));
    for part in [
        "no source of schema was found",
        "--schema SOURCE",
        "tabletrace snapshot",
    ] {
        assert!(stderr(&output).contains(part), "{}", stderr(&output));
    }
    project.write("tabletrace.toml", "require-schema = true\n");
    assert_eq!(code(&project.run(&["check"])), Some(2));
    project.write("tables.sql", schema());
    assert_eq!(lines(&project, &["--schema", "tables.sql"]).len(), 1);
}

#[test]
fn code_is_held_against_its_own_database() {
    let project = project();
    project.write("other/1.sql", "create table userz (id bigint);\n");
    let config = |paths: &str| {
        format!(
            "[[database]]\nname = \"main\"\nschema = [\"supabase/migrations\"]\n\
             [[database]]\nname = \"other\"\nschema = [\"other\"]\n{paths}"
        )
    };
    project.write("tabletrace.toml", config("paths = [\"src/users.ts\"]\n"));
    assert_eq!(lines(&project, &[]), [""; 0]);
    project.write("tabletrace.toml", config(""));
    let output = project.run(&["check"]);
    assert_eq!(code(&output), Some(0));
    assert!(
        last_line(&output).contains("14 of no known database"),
        "{}",
        stderr(&output)
    );
}

#[test]
fn a_baseline_hides_what_is_known() {
    let project = project();
    let output = project.run(&["baseline"]);
    assert_eq!(code(&output), Some(0), "{}", stderr(&output));
    assert!(stderr(&output).contains("wrote 1 error to `tabletrace-baseline.json`"));
    let text = project.read("tabletrace-baseline.json");
    let entry = &serde_json::from_str::<Value>(&text).unwrap()["findings"][0];
    assert_eq!(entry["target"], "userz");
    let output = project.run(&["check"]);
    assert_eq!((code(&output), stdout(&output)), (Some(0), ""));
    assert!(last_line(&output).ends_with("1 hidden by the baseline"));
    assert_eq!(lines(&project, &["--no-baseline"]).len(), 1);
    fs::rename(project.path("src/users.ts"), project.path("src/people.ts")).unwrap();
    assert_eq!(lines(&project, &[]), [""; 0], "a moved file wakes nothing");
    project.write("src/more.ts", query("userz"));
    assert_eq!(lines(&project, &[]).len(), 1, "one more than is known");
}

#[test]
fn stale_entries_are_told_and_pruned() {
    let project = project();
    project.run(&["baseline"]);
    project.write("src/users.ts", query("posts"));
    let output = project.run(&["check"]);
    assert!(last_line(&output).contains("1 entry of the baseline no longer there"));
    let elsewhere = project.run(&["check", "src/posts.ts"]);
    assert!(!last_line(&elsewhere).contains("no longer there"));
    let output = project.run(&["baseline", "--prune"]);
    assert!(
        stderr(&output).contains("1 finding is no longer there"),
        "{}",
        stderr(&output)
    );
    assert!(!last_line(&project.run(&["check"])).contains("no longer there"));
    project.write("tabletrace-baseline.json", "{}");
    let output = project.run(&["check"]);
    assert_eq!(code(&output), Some(2));
    assert!(stderr(&output).contains("`tabletrace-baseline.json` is no baseline"));
}

#[test]
fn many_findings_suggest_a_baseline() {
    let project = project();
    for number in 0..20 {
        project.write(
            &format!("src/{number}.ts"),
            query(&format!("none_{number}")),
        );
    }
    let suggests = |arguments: &[&str]| {
        let output = project.run(arguments);
        stderr(&output).contains("run `tabletrace baseline`")
    };
    assert!(suggests(&["check"]));
    assert!(!suggests(&["check", "src/posts.ts"]));
    project.run(&["baseline"]);
    assert!(!suggests(&["check", "--no-baseline", "src/posts.ts"]) && !suggests(&["check"]));
}

#[test]
fn init_writes_what_fits_and_overwrites_nothing() {
    let project = project();
    let output = project.run(&["init"]);
    assert_eq!(code(&output), Some(2));
    assert!(
        stderr(&output).contains("`--force` writes it anew"),
        "{}",
        stderr(&output)
    );
    project.write("tabletrace.toml", "not = toml at all");
    let output = project.run(&["init", "--force"]);
    assert_eq!(code(&output), Some(0), "{}", stderr(&output));
    let text = project.read("tabletrace.toml");
    assert!(
        text.contains("#   supabase/migrations (Supabase migrations)"),
        "{text}"
    );
    assert_eq!(lines(&project, &[]).len(), 1);
}

/// Runs git in the project; `false` when there is none.
fn git(project: &Project, arguments: &[&str]) -> bool {
    git_in(&project.path(""), arguments)
}

fn git_in(folder: &Path, arguments: &[&str]) -> bool {
    let mut command = std::process::Command::new("git");
    command.arg("-C").arg(folder);
    command.args(["-c", "user.name=t", "-c", "user.email=t@example.com"]);
    let output = command.args(arguments).output();
    output.is_ok_and(|output| output.status.success())
}

fn commit(project: &Project) {
    assert!(git(project, &["add", "-A"]));
    assert!(git(project, &["commit", "-q", "-m", "c"]));
}

/// The project in a repository with one commit; `None` without git.
fn repository() -> Option<Project> {
    let project = project();
    if !git(&project, &["init", "-q", "-b", "main"]) {
        eprintln!("skipped: git is not installed");
        return None;
    }
    commit(&project);
    Some(project)
}

#[test]
fn staged_reports_what_the_index_adds() {
    let Some(project) = repository() else { return };
    assert_eq!(lines(&project, &["--staged"]), [""; 0], "nothing is staged");
    project.write("src/new.ts", query("nothing"));
    assert_eq!(lines(&project, &["--staged"]), [""; 0], "it is not staged");
    assert!(git(&project, &["add", "src/new.ts"]));
    project.write("src/new.ts", query("posts"));
    let found = lines(&project, &["--staged"]);
    assert_eq!(
        found.len(),
        1,
        "what is staged counts, not what is on the disk"
    );
    assert!(found[0].starts_with("src/new.ts:2:"), "{found:?}");
    commit(&project);
    assert!(git(&project, &["mv", "src/users.ts", "src/people.ts"]));
    assert_eq!(
        lines(&project, &["--staged"]),
        [""; 0],
        "a renamed file wakes nothing"
    );
}

#[test]
fn staged_reports_what_a_migration_breaks() {
    let Some(project) = repository() else { return };
    project.write("supabase/migrations/2_drop.sql", "drop table posts;\n");
    assert!(git(&project, &["add", "-A"]));
    let found = lines(&project, &["--staged"]);
    assert_eq!(found.len(), 3, "{found:?}");
    assert!(found[2].starts_with("src/posts.ts:2:"), "{found:?}");
}

#[test]
fn since_reports_what_a_branch_adds() {
    let Some(project) = repository() else { return };
    assert!(git(&project, &["checkout", "-q", "-b", "topic"]));
    project.write("src/new.ts", query("nothing"));
    commit(&project);
    project.write("src/untracked.ts", query("void"));
    fs::remove_file(project.path("src/users.ts")).unwrap();
    let found = lines(&project, &["--since", "main"]);
    let files: Vec<_> = found
        .iter()
        .filter_map(|line| line.split(':').next())
        .collect();
    assert_eq!(files, ["src/new.ts", "src/untracked.ts"]);
    project.run(&["baseline"]);
    assert_eq!(
        lines(&project, &["--since", "main"]),
        [""; 0],
        "the baseline holds here, too"
    );
    assert_eq!(
        lines(&project, &["--since", "main", "--no-baseline"]).len(),
        2
    );
}

#[test]
fn a_base_that_is_missing_is_an_error() {
    let Some(project) = repository() else { return };
    let output = project.run(&["check", "--since", "origin/main"]);
    assert_eq!(code(&output), Some(2));
    assert!(
        stderr(&output).contains("fetch-depth: 0"),
        "{}",
        stderr(&output)
    );
    let outside = self::project();
    let output = outside.run(&["check", "--staged"]);
    assert_eq!(code(&output), Some(2));
    assert!(
        stderr(&output).contains("is in no git repository"),
        "{}",
        stderr(&output)
    );
}

#[test]
fn the_first_commit_is_all_new() {
    let project = project();
    if !git(&project, &["init", "-q"]) {
        return eprintln!("skipped: git is not installed");
    }
    assert!(git(&project, &["add", "-A"]));
    assert_eq!(lines(&project, &["--staged"]).len(), 1);
}

#[test]
fn a_project_may_be_a_folder_of_a_repository() {
    let outer = Project::with(&[("readme.md", "")]);
    let inner = outer.path("app");
    if !git_in(&outer.path(""), &["init", "-q"]) {
        return eprintln!("skipped: git is not installed");
    }
    outer.write("app/tabletrace.toml", "");
    outer.write("app/supabase/migrations/1_init.sql", schema());
    outer.write("app/src/all.ts", code_of_all());
    outer.write("app/src/client.ts", CLIENT);
    commit(&outer);
    outer.write("app/src/users.ts", query("userz"));
    assert!(git(&outer, &["add", "-A"]));
    let mut command = outer.command();
    let output = command
        .current_dir(inner)
        .args(["check", "--staged", "--format", "concise"])
        .output()
        .unwrap();
    assert!(
        stdout(&output).starts_with("src/users.ts:2:"),
        "{}",
        stderr(&output)
    );
}

#[test]
fn a_job_of_github_gets_annotations_and_a_summary() {
    let project = project();
    let summary = project.path("summary.md");
    fs::write(&summary, "before\n").unwrap();
    let run = |arguments: &[&str]| {
        let mut command = project.command();
        command
            .env("GITHUB_ACTIONS", "true")
            .env("GITHUB_STEP_SUMMARY", &summary);
        command.args(arguments).output().unwrap()
    };
    let output = run(&["check"]);
    assert!(stdout(&output).contains("::error ") && stdout(&output).contains("unknown-relation"));
    let text = fs::read_to_string(&summary).unwrap();
    assert!(text.starts_with("before\n## tabletrace: 1 error"), "{text}");
    run(&["check", "--format", "json"]);
    assert_eq!(fs::read_to_string(&summary).unwrap(), text);
}

#[test]
fn formats_go_to_files() {
    let project = project();
    let output = project.run(&[
        "check",
        "--format",
        "json=a.json",
        "--format",
        "sarif=b.sarif",
    ]);
    assert_eq!((code(&output), stdout(&output)), (Some(1), ""));
    let json: Value = serde_json::from_str(&project.read("a.json")).unwrap();
    assert_eq!(json["findings"][0]["rule"], "unknown-relation");
    assert!(project.read("b.sarif").contains("unknown-relation"));
}

#[test]
fn json_schemas_are_printed() {
    let project = project();
    for (command, file) in [("check", "findings"), ("baseline", "baseline")] {
        let schema = project.result(&[command, "--json-schema"]);
        let path = folder::root().join(format!("docs/{file}.schema.json"));
        check_file(&path, &schema).unwrap();
    }
    project.run(&["baseline"]);
    let baseline = serde_json::from_str(&project.read("tabletrace-baseline.json")).unwrap();
    let findings = project.run(&["check", "--no-baseline", "--format", "json"]);
    let findings = serde_json::from_slice(&findings.stdout).unwrap();
    for (file, document) in [("findings", findings), ("baseline", baseline)] {
        let path = folder::root().join(format!("docs/{file}.schema.json"));
        let schema = serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap();
        let document: Value = document;
        assert!(jsonschema::is_valid(&schema, &document), "{file}");
    }
}
