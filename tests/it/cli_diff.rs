//! What a change does to the map, asked of repositories made for it.

use std::{fs, path::Path};

use expect_test::{Expect, expect};
use serde_json::Value;

use crate::{
    cli::{Project, stderr, stdout},
    folder::{self, check_file},
};

const FILES: [(&str, &str); 7] = [
    (
        "package.json",
        "{ \"dependencies\": { \"next\": \"15.0.0\" } }\n",
    ),
    (
        "lib/client.ts",
        "import { createClient } from \"@supabase/supabase-js\";\n\
         export const db = createClient(\"url\", \"key\");\n",
    ),
    (
        "lib/posts.ts",
        "import { db } from \"./client\";\n\
         export async function list() {\n\
         \x20 return db.from(\"posts\").select(\"id, title\");\n\
         }\n\
         export async function save(title: string) {\n\
         \x20 await db.from(\"posts\").insert({ title });\n\
         }\n",
    ),
    (
        "lib/tags.ts",
        "import { db } from \"./client\";\n\
         export const tags = () => db.from(\"tags\").select();\n",
    ),
    (
        "app/page.tsx",
        "import { list } from \"../lib/posts\";\n\
         export default async function Page() {\n\
         \x20 return <p>{await list()}</p>;\n\
         }\n",
    ),
    (
        "supabase/migrations/1_init.sql",
        "create table posts (id bigint primary key, title text not null, body text);\n\
         create table tags (id bigint primary key, name text);\n",
    ),
    (
        "supabase/migrations/2_count.sql",
        "create function count_posts() returns bigint language sql as $$ select count(title) from posts $$;\n",
    ),
];

fn git(folder: &Path, arguments: &[&str]) -> bool {
    let mut command = std::process::Command::new("git");
    command.arg("-C").arg(folder);
    command.args(["-c", "user.name=t", "-c", "user.email=t@example.com"]);
    let output = command.args(arguments).output();
    output.is_ok_and(|output| output.status.success())
}

fn commit(project: &Project) {
    let top = project.path("");
    assert!(git(&top, &["add", "-A"]));
    assert!(git(&top, &["commit", "-q", "-m", "c"]));
}

/// The files in a repository with one commit; `None` without git.
fn repository(files: &[(&str, &str)]) -> Option<Project> {
    let project = Project::with(files);
    if !git(&project.path(""), &["init", "-q", "-b", "main"]) {
        eprintln!("skipped: git is not installed");
        return None;
    }
    commit(&project);
    Some(project)
}

/// Writes texts, or takes files away.
fn change(project: &Project, changes: &[(&str, Option<&str>)]) {
    for (path, text) in changes {
        match text {
            Some(text) => project.write(path, text),
            None => fs::remove_file(project.path(path)).unwrap(),
        }
    }
}

/// What is said of changes to the work tree.
fn check(changes: &[(&str, Option<&str>)], expected: &Expect) {
    let Some(project) = repository(&FILES) else {
        return;
    };
    change(&project, changes);
    expected.assert_eq(&project.result(&["diff", "HEAD"]));
}

#[test]
fn nothing_changed_is_one_line() {
    check(
        &[
            ("readme.md", Some("no code\n")),
            // A comment in front, functions in another order.
            (
                "lib/posts.ts",
                Some(
                    "// A comment.\nimport { db } from \"./client\";\n\
                     export async function save(title: string) {\n\
                     \x20 await db.from(\"posts\").insert({ title });\n\
                     }\n\
                     export async function list() {\n\
                     \x20 return db.from(\"posts\").select(\"id, title\");\n\
                     }\n",
                ),
            ),
        ],
        &expect![[r#"
            no change to what the code does with the database
        "#]],
    );
}

#[test]
fn what_code_does_otherwise_is_told() {
    check(
        &[
            (
                "lib/posts.ts",
                Some(
                    "import { db } from \"./client\";\n\
                     export async function list() {\n\
                     \x20 return db.from(\"posts\").select(\"id, body\");\n\
                     }\n\
                     export async function store(title: string) {\n\
                     \x20 await db.from(\"posts\").insert({ title });\n\
                     }\n",
                ),
            ),
            (
                "lib/tags.ts",
                Some(
                    "import { db } from \"./client\";\n\
                     export const add = (name: string) => db.from(\"tags\").insert({ name });\n\
                     export const any = (request: Request) => db.from(process.env.TABLE).delete();\n",
                ),
            ),
            (
                "lib/mail.ts",
                Some(
                    "import { db } from \"./client\";\n\
                     export const send = () => db.functions.invoke(\"send-mail\");\n\
                     export const total = () => db.rpc(\"count_posts\");\n",
                ),
            ),
        ],
        &expect![[r#"
            1 relation newly written, 1 routine newly used, 1 edge function newly used, 1 relation no longer read, 1 new dynamic access

            Used otherwise 4
              relation posts  2 accesses
                ~  select  lib/posts.ts:3  list   +body −title
                >  insert  lib/posts.ts:6  store  was lib/posts.ts#save
              relation tags  newly written, no longer read  1 access
                +  insert  lib/tags.ts:2  add
                -  select  lib/tags.ts:2  tags
              routine count_posts  newly used  0 → 1 access
                +  call  lib/mail.ts:3  total
              edge function send-mail  newly used  0 → 1 access
                +  call  lib/mail.ts:2  send

            Dynamic 1
              + lib/tags.ts:3  any  an environment variable without a default
                  db.from(process.env.TABLE).delete()

            3 → 5 accesses, 0 → 1 dynamic
        "#]],
    );
}

#[test]
fn a_dropped_column_is_told_with_what_still_uses_it() {
    check(
        &[(
            "supabase/migrations/3_drop.sql",
            Some(
                "alter table posts drop column title;\n\
                 alter table tags rename column name to label;\n\
                 alter table tags add column weight integer;\n",
            ),
        )],
        &expect![[r#"
            1 dropped column still used, 3 schema changes

            Schema 3
              column posts.title dropped  supabase/migrations/3_drop.sql:1
                still read by list  lib/posts.ts:3
                still written by save  lib/posts.ts:6
                still read by routine count_posts  supabase/migrations/2_count.sql:1
              column tags.name renamed to label  supabase/migrations/3_drop.sql:2
                perhaps used by tags  lib/tags.ts:2
              column tags.weight added  supabase/migrations/3_drop.sql:3

            3 accesses, 0 dynamic
        "#]],
    );
}

#[test]
fn a_dropped_relation_is_told_with_what_still_uses_it() {
    check(
        &[(
            "supabase/migrations/3_drop.sql",
            Some("drop table tags;\ncreate table labels (id bigint);\n"),
        )],
        &expect![[r#"
            1 dropped relation still used, 2 schema changes

            Schema 2
              table labels added  supabase/migrations/3_drop.sql:2
              table tags dropped  supabase/migrations/3_drop.sql:1
                still read by tags  lib/tags.ts:2

            3 accesses, 0 dynamic
        "#]],
    );
}

#[test]
fn files_that_were_renamed_did_not_change() {
    let Some(project) = repository(&FILES) else {
        return;
    };
    let top = project.path("");
    fs::create_dir_all(project.path("src")).unwrap();
    assert!(git(&top, &["mv", "lib/tags.ts", "lib/labels.ts"]));
    let same = "no change to what the code does with the database\n";
    assert_eq!(project.result(&["diff", "HEAD"]), same);
    assert_eq!(project.result(&["diff", "--staged"]), same);
}

#[test]
fn a_new_page_reaches_relations() {
    check(
        &[(
            "app/tags/page.tsx",
            Some(
                "import { tags } from \"../../lib/tags\";\n\
                 export default async function Page() {\n\
                 \x20 return <p>{await tags()}</p>;\n\
                 }\n",
            ),
        )],
        &expect![[r#"
            1 new entry point

            Entry points 1
              + page /tags  app/tags/page.tsx:1
                  reads tags (through imports)

            3 accesses, 0 dynamic
        "#]],
    );
}

#[test]
fn two_databases_are_told_apart() {
    let schema = "create table posts (id bigint primary key, title text);\n";
    let client = FILES[1].1;
    let query = "import { db } from \"./client\";\nexport const f = () => db.from(\"posts\").select(\"title\");\n";
    let files = [
        ("apps/a/supabase/migrations/1_a.sql", schema),
        ("apps/a/client.ts", client),
        ("apps/a/posts.ts", query),
        ("apps/b/supabase/migrations/1_b.sql", schema),
        ("apps/b/client.ts", client),
        ("apps/b/posts.ts", query),
    ];
    let Some(project) = repository(&files) else {
        return;
    };
    project.write(
        "apps/b/supabase/migrations/2_drop.sql",
        "alter table posts drop column title;\n",
    );
    expect![[r#"
        1 dropped column still used, 1 schema change

        Schema 1
          column b:posts.title dropped  apps/b/supabase/migrations/2_drop.sql:1
            still read by f  apps/b/posts.ts:2

        2 accesses, 0 dynamic
    "#]]
    .assert_eq(&project.result(&["diff", "HEAD"]));
}

#[test]
fn commits_are_compared_without_touching_the_work_tree() {
    let Some(project) = repository(&FILES) else {
        return;
    };
    let top = project.path("");
    assert!(git(&top, &["checkout", "-q", "-b", "topic"]));
    project.write(
        "lib/new.ts",
        "import { db } from \"./client\";\nexport const f = () => db.from(\"tags\").delete();\n",
    );
    commit(&project);
    assert!(git(&top, &["checkout", "-q", "main"]));
    project.write("lib/tags.ts", "");
    commit(&project);
    project.write(
        "lib/untracked.ts",
        "import { db } from \"./client\";\ndb.from(\"void\").delete();\n",
    );
    let headline = |arguments: &[&str]| {
        let text = project.result(arguments);
        text.lines().next().unwrap_or_default().to_owned()
    };
    let both = "1 relation newly written, 1 relation newly read";
    assert_eq!(headline(&["diff", "main..topic"]), both);
    assert_eq!(headline(&["diff", "..topic"]), both);
    assert_eq!(
        headline(&["diff", "main...topic"]),
        "1 relation newly written"
    );
    assert_eq!(
        headline(&["diff", "topic..main"]),
        "1 relation no longer used"
    );
    assert_eq!(
        headline(&["diff", "topic"]),
        "1 relation newly written, 1 relation no longer used, 1 new entry point"
    );
    assert_eq!(project.read("lib/tags.ts"), "");
    let staged = headline(&["diff", "--staged"]);
    assert_eq!(staged, "no change to what the code does with the database");
}

#[test]
fn a_part_of_the_project_can_be_asked_about() {
    let Some(project) = repository(&FILES) else {
        return;
    };
    project.write(
        "lib/new.ts",
        "import { db } from \"./client\";\nexport const f = () => db.from(\"tags\").delete();\n",
    );
    let app = project.result(&["diff", "HEAD", "app"]);
    assert_eq!(app, "no change to what the code does with the database\n");
    let lib = project.result(&["diff", "HEAD", "lib"]);
    assert!(lib.starts_with("1 relation newly written\n"), "{lib}");
}

#[test]
fn a_base_that_is_missing_is_an_error() {
    let Some(project) = repository(&FILES) else {
        return;
    };
    for base in [
        "origin/main",
        "origin/main..HEAD",
        "HEAD...nowhere",
        "HEAD..--all",
    ] {
        let output = project.run(&["diff", base]);
        assert_eq!(output.status.code(), Some(2), "{base}");
        assert!(
            stderr(&output).contains("fetch-depth: 0"),
            "{base}: {}",
            stderr(&output)
        );
    }
}

#[test]
fn markdown_is_a_comment_for_a_pull_request() {
    let Some(project) = repository(&FILES) else {
        return;
    };
    change(
        &project,
        &[
            (
                "supabase/migrations/3_drop.sql",
                Some("alter table posts drop column title;\n"),
            ),
            (
                "lib/tags.ts",
                Some(
                    "import { db } from \"./client\";\n\
                     export const tags = () => db.from(\"tags\").delete();\n",
                ),
            ),
        ],
    );
    expect![[r##"
        <!-- tabletrace diff -->
        ## tabletrace: 1 dropped column still used, 1 relation newly written, 1 relation no longer read, 1 schema change

        - column `posts.title` dropped (`supabase/migrations/3_drop.sql:1`)
          - ⚠️ still read by `list` at `lib/posts.ts:3`
          - ⚠️ still written by `save` at `lib/posts.ts:6`
          - ⚠️ still read by `routine count_posts` at `supabase/migrations/2_count.sql:1`

        | | name | change | accesses |
        |---|---|---|---|
        | relation | `tags` | newly written, no longer read | 1 access |

        <details><summary>Diagram</summary>

        ```mermaid
        flowchart LR
          n1[("tags")]
          subgraph g1["lib/tags.ts"]
            n0["tags"]
          end
          style g1 fill:none,stroke:#94a3b8
          n0 ==>|"#43; delete"| n1
          n1 -.->|"#8722; select"| n0
          classDef code fill:#f8fafc,stroke:#64748b,color:#0f172a
          class n0 code
          classDef table fill:#dbeafe,stroke:#1d4ed8,color:#0f172a
          class n1 table
          linkStyle 1 stroke:#2563eb,stroke-width:1.5px
          linkStyle 0 stroke:#ea580c,stroke-width:2.5px
        ```

        </details>

        <details><summary>Who does what (2)</summary>

        | | name | does | who | where | |
        |---|---|---|---|---|---|
        | − | `tags` | select | `tags` | `lib/tags.ts:2` |  |
        | + | `tags` | delete | `tags` | `lib/tags.ts:2` |  |

        </details>

        3 accesses, 0 dynamic
    "##]].assert_eq(&project.result(&["diff", "HEAD", "--format", "markdown"]));
    let none = project.result(&["diff", "HEAD..HEAD", "--format", "markdown"]);
    assert_eq!(
        none,
        "<!-- tabletrace diff -->\n## tabletrace: no change to what the code does with the database\n"
    );
}

#[test]
fn names_that_nobody_vouches_for_do_no_harm() {
    let Some(project) = repository(&FILES) else {
        return;
    };
    let hostile = "a|b`</details><script>alert(1)</script>\\u202e\\u001b[2J";
    project.write(
        "lib/x.ts",
        format!(
            "import {{ db }} from \"./client\";\nexport const f = () => db.from(\"{hostile}\").select();\n\
             export const g = (request: any) => db.from(request.query.t + \"eyJhbGciOiJIUzI1NiJ9.eyJyb2xlIjoiYW5vbiJ9.c2ln\").select();\n"
        ),
    );
    let markdown = project.result(&["diff", "HEAD", "--format", "markdown"]);
    let row = "| relation | `` a\\|b`</details><script>alert(1)</script>\\u{202e}\\u{1b}[2J `` | newly read |";
    assert!(markdown.contains(row), "{markdown}");
    for format in ["markdown", "text", "json"] {
        let text = project.result(&["diff", "HEAD", "--format", format]);
        assert!(!text.contains('\u{1b}') && !text.contains("c2ln"), "{text}");
        assert!(format == "json" || !text.contains('\u{202e}'), "{text}");
    }
}

#[test]
fn a_comment_stays_below_the_limit_of_the_host() {
    let Some(project) = repository(&FILES) else {
        return;
    };
    let long = "n".repeat(200);
    for file in 0..40 {
        let mut text = "import { db } from \"./client\";\n".to_owned();
        for number in 0..30 {
            text += &format!(
                "export const f{number} = () => db.from(\"{long}_{file}_{number}\").select();\n"
            );
        }
        project.write(&format!("lib/many{file}.ts"), text);
    }
    let markdown = project.result(&["diff", "HEAD", "--format", "markdown"]);
    assert!(markdown.chars().count() < 65_536);
    assert!(
        markdown.contains("Too long for a comment and left out: who does what (1,200)."),
        "{}",
        &markdown[markdown.len() - 300..]
    );
}

#[test]
fn json_holds_to_its_schema() {
    let Some(project) = repository(&FILES) else {
        return;
    };
    let schema = project.result(&["diff", "--json-schema"]);
    check_file(&folder::root().join("docs/diff.schema.json"), &schema).unwrap();
    change(
        &project,
        &[
            (
                "supabase/migrations/3_drop.sql",
                Some("alter table posts drop column title;\n"),
            ),
            ("lib/tags.ts", None),
        ],
    );
    let run = || -> Value {
        let output = project.run(&["diff", "HEAD", "--format", "json"]);
        assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
        serde_json::from_str(stdout(&output)).unwrap()
    };
    let document = run();
    let schema = serde_json::from_str(&schema).unwrap();
    assert!(jsonschema::is_valid(&schema, &document));
    assert_eq!(document["schema"][0]["name"], "public.posts.title");
    let ids = |document: &Value| -> Vec<Value> {
        let lists = ["targets", "schema"].into_iter();
        let all = lists.flat_map(|list| document[list].as_array().unwrap().clone());
        all.map(|change| change["id"].clone()).collect()
    };
    let before = ids(&document);
    let text = project.read("lib/posts.ts");
    project.write("lib/posts.ts", format!("\n\n{text}"));
    assert_eq!(ids(&run()), before, "an id has nothing of lines");
}
