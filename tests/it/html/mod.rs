//! The HTML map in a real browser: Debian's chromium, driven by playwright-core through Node.
//!
//! `TABLETRACE_PLAYWRIGHT` is the `node_modules` folder that holds playwright-core.

use std::{
    env,
    fmt::Write as _,
    path::{Path, PathBuf},
    process::Command,
};

use crate::{
    cli::{Project, stderr},
    folder,
};

const CLIENT: (&str, &str) = (
    "src/client.ts",
    "import { createClient } from \"@supabase/supabase-js\";\n\
     export const db = createClient(\"url\", \"key\");\n",
);

const SCHEMA: &str = "\
create table authors (id bigint primary key, name text not null);
create table posts (id bigint primary key, author bigint references authors, title text);
create table tags (id bigint primary key, post bigint references posts, word text);
create table unused (id bigint primary key);
create view titles as select id, title from posts;
create function bump() returns trigger language plpgsql as $$ begin update authors set name = name; return new; end $$;
create trigger bump after insert on posts for each row execute function bump();
create policy own on posts for select using (exists (select 1 from authors));
";

const POSTS: &str = "\
import { db } from \"../client\";
export const publish = (title: string) => db.from(\"posts\").insert({ id: 1, title });
export const rename = (id: number, title: string) => db.from(\"posts\").update({ title }).eq(\"id\", id);
export async function list() {
  return db.from(\"posts\").select(\"id, title\");
}
export async function tag() {
  const { data } = await db.from(\"posts\").select(\"id\").single();
  return db.from(\"tags\").insert({ post: data.id });
}
";

const AUTHORS: &str = "\
import { db } from \"../client\";
export const authors = () => db.from(\"authors\").select(\"*\");
export const remove = (id: number) => db.from(\"authors\").delete().eq(\"id\", id);
";

const ROUTE: &str = "\
import { list } from \"../../../src/posts/posts\";
export async function GET() {
  return Response.json(await list());
}
";

/// Names that would do something, were they read as anything but text.
const HOSTILE: [&str; 6] = [
    "<script>window.pwned = 1</script>",
    "</script><img src=x onerror=window.pwned=2>",
    "quo\\\"te's",
    "line\\nbreak",
    "😀 emoji",
    "\\u202egnitirw",
];

/// Whether a browser script ran; says in the name of the test when there is nothing to run it.
fn browse(test: &str, script: &str, page: &Path) -> bool {
    let Some(modules) = env::var_os("TABLETRACE_PLAYWRIGHT").map(PathBuf::from) else {
        eprintln!("skipped: {test}: TABLETRACE_PLAYWRIGHT is not set");
        return false;
    };
    let installed = ["chromium", "chromium-browser"];
    let Some(chromium) = installed.iter().find_map(|program| found(program)) else {
        eprintln!("skipped: {test}: no chromium found");
        return false;
    };
    let script = folder::root().join("tests/it/html").join(script);
    let output = Command::new("node")
        .arg(script)
        .arg(page)
        .env("TABLETRACE_PLAYWRIGHT", modules)
        .env("TABLETRACE_CHROMIUM", chromium)
        .output();
    let Ok(output) = output else {
        eprintln!("skipped: {test}: no Node found");
        return false;
    };
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{said}\n{}", stderr(&output));
    eprintln!("{said}");
    true
}

fn found(program: &str) -> Option<PathBuf> {
    let folders = env::var_os("PATH")?;
    let mut paths = env::split_paths(&folders).map(|folder| folder.join(program));
    paths.find(|path| path.is_file())
}

fn map(project: &Project) -> PathBuf {
    project.result(&["map", "--quiet", "-o", "map.html"]);
    project.path("map.html")
}

#[test]
fn the_page_is_used_in_a_browser() {
    let project = Project::with(&[
        CLIENT,
        ("tabletrace.toml", ""),
        ("supabase/migrations/1_init.sql", SCHEMA),
        ("src/posts/posts.ts", POSTS),
        ("src/authors/authors.ts", AUTHORS),
        (
            "package.json",
            "{ \"dependencies\": { \"next\": \"15.0.0\" } }\n",
        ),
        ("app/api/posts/route.ts", ROUTE),
    ]);
    browse("the_page_is_used_in_a_browser", "use.mjs", &map(&project));
}

#[test]
fn hostile_names_are_shown_as_text() {
    let mut code = String::from("import { db } from \"./client\";\n");
    for name in HOSTILE {
        writeln!(code, "await db.from(\"{name}\").insert({{ id: 1 }});").unwrap();
    }
    let schema =
        "create table \"<b onclick=\"\"window.pwned=3\"\">x</b>\" (\"</td><script>\" int);\n";
    let project = Project::with(&[
        CLIENT,
        ("tabletrace.toml", ""),
        ("supabase/migrations/1_init.sql", schema),
        ("src/hostile.ts", &code),
    ]);
    let page = map(&project);
    browse("hostile_names_are_shown_as_text", "hostile.mjs", &page);
}

#[test]
fn nothing_found_is_said() {
    let project = Project::with(&[
        ("tabletrace.toml", ""),
        ("src/a.ts", "export const a = 1;\n"),
    ]);
    browse("nothing_found_is_said", "empty.mjs", &map(&project));
}

/// A project of 300 relations and 3,000 units.
fn large() -> Project {
    let project = Project::with(&[CLIENT, ("tabletrace.toml", "")]);
    let mut schema = String::new();
    for table in 0..300 {
        let key = if table > 9 {
            format!(", up bigint references t{} (id)", table % 10)
        } else {
            String::new()
        };
        writeln!(
            schema,
            "create table t{table} (id bigint primary key, name text{key});"
        )
        .unwrap();
    }
    project.write("supabase/migrations/1_init.sql", schema);
    for file in 0..600 {
        let mut code = String::from("import { db } from \"../../client\";\n");
        for unit in 0..5 {
            let table = (file * 7 + unit * unit * 31) % 300;
            let other = (file * 3 + unit) % 40;
            writeln!(
                code,
                "export async function unit{unit}() {{\n  \
                 await db.from(\"t{table}\").select(\"id, name\");\n  \
                 await db.from(\"t{other}\").update({{ name: \"a\" }}).eq(\"id\", 1);\n}}"
            )
            .unwrap();
        }
        project.write(
            &format!("src/part{}/group{}/file{file}.ts", file % 8, file % 24),
            code,
        );
    }
    project
}

#[test]
fn a_large_map_is_drawn_at_once() {
    if env::var_os("TABLETRACE_PLAYWRIGHT").is_none() {
        return eprintln!(
            "skipped: a_large_map_is_drawn_at_once: TABLETRACE_PLAYWRIGHT is not set"
        );
    }
    let project = large();
    let page = map(&project);
    let bytes = page.metadata().unwrap().len();
    eprintln!("{bytes} bytes");
    assert!(bytes < 5_000_000, "{bytes}");
    browse("a_large_map_is_drawn_at_once", "large.mjs", &page);
}
