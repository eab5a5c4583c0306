use crate::{
    access::CodeUnit,
    demand::{self, Importers},
    extract,
    link::{self, Depth, UnitCall, UnitCallKind},
    modules::{Manifest, Modules},
    source::{Dialect, Location, SourceFile, Sources},
};

use super::{Parts, Reach};

/// A project of these texts; what is no source code is a manifest. Every file is parsed.
fn reach(files: &[(&str, &str)], calls: &[(&str, &str)]) -> (Sources, Reach) {
    let mut sources = Vec::new();
    let mut manifests = Vec::new();
    for &(path, text) in files {
        let (path, text) = (path.to_owned(), text.to_owned());
        match Dialect::of_path(&path) {
            Some(dialect) => sources.push(SourceFile::new(path, text, dialect)),
            None => manifests.push(Manifest { path, text }),
        }
    }
    let sources = Sources::new(sources);
    let (modules, _) = Modules::new(&sources, &manifests);
    let facts = sources.files().iter();
    let facts: Vec<_> = facts
        .map(|file| Some(extract::extract(file.dialect, &file.text)))
        .collect();
    let borrowed = facts.iter().map(Option::as_ref).collect();
    let linked = link::link(&sources, &modules, borrowed, Depth::Accesses, |_| true).unwrap();
    let unit = |text: &str| {
        let (path, name) = text.split_once('#').unwrap();
        CodeUnit {
            file: sources.by_path(path).unwrap(),
            name: name.to_owned(),
        }
    };
    let calls = calls.iter().map(|(caller, callee)| UnitCall {
        caller: unit(caller),
        callee: unit(callee),
        kind: UnitCallKind::Called,
        location: Location::default(),
    });
    let reach = Reach::of(Parts {
        sources: &sources,
        manifests: &manifests,
        facts: &facts,
        importers: &Importers::new(demand::scans(&sources), &modules),
        accesses: &linked.accesses,
        calls: &calls.collect::<Vec<_>>(),
    });
    (sources, reach)
}

fn shown(sources: &Sources, unit: &CodeUnit) -> String {
    format!("{}#{}", sources.get(unit.file).path, unit.name)
}

/// The entry points as lines: kind, name, unit, side.
fn entries(files: &[(&str, &str)]) -> Vec<String> {
    let (sources, reach) = reach(files, &[]);
    let line = |entry: &super::EntryPoint| {
        let kind = entry.kind.as_str();
        let side = entry.running.side.as_str();
        format!(
            "{kind} {} {} {side}",
            entry.name,
            shown(&sources, &entry.unit)
        )
    };
    reach.entries.iter().map(line).collect()
}

/// What leads where, as lines.
fn reached(files: &[(&str, &str)], calls: &[(&str, &str)]) -> Vec<String> {
    let (sources, reach) = reach(files, calls);
    let mut lines = Vec::new();
    for all in reach.reached.values() {
        for one in all {
            let way: Vec<String> = one.way.iter().map(|unit| shown(&sources, unit)).collect();
            let name = &reach.entries[one.entry].name;
            lines.push(format!("{name} {}: {}", one.over.as_str(), way.join(" > ")));
        }
    }
    lines
}

/// Where the units with accesses run, as lines.
fn sides(files: &[(&str, &str)]) -> Vec<String> {
    let (sources, reach) = reach(files, &[]);
    let sides = reach.sides.iter();
    sides
        .map(|(unit, running)| {
            let side = running.side.as_str();
            format!("{} {side}: {}", shown(&sources, unit), running.because)
        })
        .collect()
}

const NEXT: (&str, &str) = ("package.json", r#"{ "dependencies": { "next": "15" } }"#);

#[test]
fn next_is_entered_by_its_files() {
    let files = [
        NEXT,
        ("app/layout.tsx", "export default function Root() {}"),
        (
            "app/(shop)/blog/[slug]/page.tsx",
            "export default function Page() {}",
        ),
        (
            "app/(shop)/loading.tsx",
            "export default function Loading() {}",
        ),
        ("app/_parts/page.tsx", "export default function Part() {}"),
        (
            "app/c/page.tsx",
            "// comes first\n'use client'\nexport default function C() {}",
        ),
        (
            "app/api/users/route.ts",
            "export async function GET() {}\nexport const POST = () => {};\nconst PUT = 1;",
        ),
        (
            "app/actions.ts",
            "\"use server\";\nexport type Input = 1;\nexport async function save() {}",
        ),
        ("middleware.ts", "export function middleware() {}"),
        ("pages/api/old.ts", "export default function handler() {}"),
        ("components/page.tsx", "export default function NotOne() {}"),
    ];
    assert_eq!(
        entries(&files),
        [
            "page /blog/[slug] app/(shop)/blog/[slug]/page.tsx# server",
            "server_action save app/actions.ts#save server",
            "route GET /api/users app/api/users/route.ts#GET server",
            "route POST /api/users app/api/users/route.ts#POST server",
            "page /c app/c/page.tsx# browser",
            "page / (layout) app/layout.tsx# server",
            "middleware middleware middleware.ts# server",
            "route /api/old pages/api/old.ts# server",
        ]
    );
}

#[test]
fn a_convention_counts_where_its_framework_is() {
    let page = ("app/page.tsx", "export default function Page() {}");
    assert_eq!(entries(&[page]), Vec::<String>::new());
    let other = ("package.json", r#"{ "dependencies": { "vue": "3" } }"#);
    assert_eq!(entries(&[other, page]), Vec::<String>::new());
    // A package of a workspace is not the application beside it.
    let package = ("packages/ui/package.json", r#"{ "name": "ui" }"#);
    let inner = (
        "packages/ui/app/page.tsx",
        "export default function Page() {}",
    );
    assert_eq!(entries(&[NEXT, package, inner]), Vec::<String>::new());
    let configured = ("apps/web/next.config.mjs", "export default {};");
    let web = ("apps/web/app/page.tsx", "export default function Page() {}");
    assert_eq!(
        entries(&[configured, web]),
        ["page / apps/web/app/page.tsx# server"]
    );
}

#[test]
fn other_frameworks_are_entered_by_their_files() {
    let kit = (
        "package.json",
        r#"{ "devDependencies": { "@sveltejs/kit": "2" } }"#,
    );
    let files = [
        kit,
        ("src/hooks.server.ts", "export const handle = 1;"),
        (
            "src/routes/(app)/notes/+page.server.ts",
            "export const load = async () => {};\nexport const actions = { create: async () => {}, default: async () => {} };",
        ),
        (
            "src/routes/api/+server.ts",
            "export const GET = async () => {};",
        ),
        (
            "src/routes/notes/+page.svelte",
            "<script>let a = 1;</script>",
        ),
    ];
    assert_eq!(
        entries(&files),
        [
            "middleware hooks.server src/hooks.server.ts# server",
            "page /notes src/routes/(app)/notes/+page.server.ts#load server",
            "route POST /notes src/routes/(app)/notes/+page.server.ts#actions.default server",
            "route POST /notes?/create src/routes/(app)/notes/+page.server.ts#actions.create server",
            "route GET /api src/routes/api/+server.ts#GET server",
            "page /notes src/routes/notes/+page.svelte# both",
        ]
    );
    let nuxt = ("nuxt.config.ts", "export default {};");
    let files = [
        nuxt,
        ("app/app.vue", "<template />"),
        ("app/pages/index.vue", "<template />"),
        ("server/api/users/[id].post.ts", "export default 1;"),
        ("server/api/users/index.ts", "export default 1;"),
        ("server/middleware/auth.ts", "export default 1;"),
    ];
    assert_eq!(
        entries(&files),
        [
            "page app.vue app/app.vue# both",
            "page / app/pages/index.vue# both",
            "route POST /api/users/[id] server/api/users/[id].post.ts# server",
            "route /api/users server/api/users/index.ts# server",
            "middleware auth server/middleware/auth.ts# server",
        ]
    );
}

#[test]
fn routes_that_code_registers_are_found_by_where_the_object_comes_from() {
    let express = "import express from 'express';\nimport { list } from './list';\nimport axios from 'axios';\nconst router = express.Router();\nrouter.get('/inline', async (req, res) => {});\nrouter.post('/named', list);\n// router.put('/dead', list);\naxios.get('/other', list);\nrouter.get('name');";
    let files = [
        ("list.ts", "export function list() {}"),
        ("routes.ts", express),
        (
            "supabase/functions/hello/index.ts",
            "import { Hono } from 'npm:hono@4';\nconst app = new Hono();\napp.get('/x', (c) => {});\nDeno.serve(app.fetch);",
        ),
        ("supabase/functions/_shared/index.ts", "export const a = 1;"),
    ];
    assert_eq!(
        entries(&files),
        [
            "route GET /inline routes.ts#router.get('/inline') server",
            "route POST /named list.ts#list unknown",
            "edge_function hello supabase/functions/hello/index.ts# server",
            "route GET /hello/x supabase/functions/hello/index.ts#app.get('/x') server",
        ]
        .map(|line| line.replace("list unknown", "list server"))
    );
}

#[test]
fn clocks_queues_and_packages_run_what_they_name() {
    let manifest = r#"{ "scripts": { "start": "npm run build && node dist/main.js", "seed": "tsx scripts/seed.ts --all" }, "bin": "./cli.js" }"#;
    let files = [
        ("package.json", manifest),
        (
            "vercel.json",
            r#"{ "crons": [{ "path": "/api/tick", "schedule": "* * * * *" }] }"#,
        ),
        ("next.config.js", "module.exports = {};"),
        ("app/api/tick/route.ts", "export function GET() {}"),
        ("cli.ts", "export const a = 1;"),
        (
            "cron.ts",
            "import cron from 'node-cron';\ncron.schedule('0 * * * *', async () => {});",
        ),
        (
            "fix.ts",
            "async function main() {}\nmain().catch(console.error);",
        ),
        ("src/jobs/planJob.ts", "export function plan() {}"),
        ("src/jobs/deadJob.ts", "export function dead() {}"),
        (
            "src/main.ts",
            "import { plan } from './jobs/planJob';\nplan();",
        ),
        ("scripts/seed.ts", "export const a = 1;"),
        (
            "src/queue.ts",
            "import { Worker } from 'bullmq';\nexport const worker = new Worker('mail', async (job) => {});",
        ),
        ("tests/a.ts", "export const a = 1;"),
        ("src/a.stories.tsx", "export default {};"),
    ];
    assert_eq!(
        entries(&files),
        [
            "route GET /api/tick app/api/tick/route.ts#GET server",
            "job cron /api/tick app/api/tick/route.ts#GET server",
            "main ./cli.js cli.ts# server",
            "job 0 * * * * cron.ts#cron.schedule('0 * * * *') server",
            "script fix.ts fix.ts# server",
            "script seed scripts/seed.ts# server",
            "test src/a.stories.tsx src/a.stories.tsx# unknown",
            "job planJob src/jobs/planJob.ts# server",
            "main start src/main.ts# server",
            "worker mail src/queue.ts#Worker('mail') server",
            "test tests/a.ts tests/a.ts# unknown",
        ]
    );
}

const CLIENT: (&str, &str) = (
    "lib/db.ts",
    "import { createClient } from '@supabase/supabase-js';\nexport const db = createClient('u', 'k');",
);

#[test]
fn what_is_imported_is_followed_by_name() {
    let posts = "import { db } from './db';\nexport function list() { return db.from('posts').select(); }\nexport function drop() { return db.from('drafts').delete(); }";
    let files = [
        NEXT,
        CLIENT,
        ("lib/posts.ts", posts),
        (
            "lib/index.ts",
            "export { list as all } from './posts';\nexport * from './other';",
        ),
        ("lib/other.ts", "export const other = 1;"),
        (
            "app/page.tsx",
            "import { all } from '../lib';\nexport default function Page() { all(); }",
        ),
        (
            "app/b/page.tsx",
            "import { other } from '../../lib';\nexport default function B() { other; }",
        ),
        (
            "app/t/page.tsx",
            "import type { drop } from '../../lib/posts';\nexport default function T() {}",
        ),
    ];
    assert_eq!(
        reached(&files, &[]),
        ["/ imports: app/page.tsx# > lib/index.ts# > lib/posts.ts#list"]
            .map(|line| line.replace("app/page.tsx# >", "app/page.tsx# > app/page.tsx#Page >"))
    );
}

#[test]
fn calls_are_stronger_than_imports() {
    let posts =
        "import { db } from './db';\nexport function list() { return db.from('posts').select(); }";
    let route = "import { list } from '../lib/posts';\nexport function GET() { return inner(); }\nfunction inner() { return list(); }\nexport function POST() {}";
    let files = [
        NEXT,
        CLIENT,
        ("lib/posts.ts", posts),
        ("app/route.ts", route),
    ];
    let calls = [
        ("app/route.ts#GET", "app/route.ts#inner"),
        ("app/route.ts#inner", "lib/posts.ts#list"),
    ];
    let way = "app/route.ts#GET > app/route.ts#inner > lib/posts.ts#list";
    assert_eq!(reached(&files, &calls), [format!("GET / calls: {way}")]);
    assert_eq!(reached(&files, &[]), [format!("GET / imports: {way}")]);
}

#[test]
fn methods_are_led_to_by_their_class_and_markup_by_its_tags() {
    let store = "import { db } from '../lib/db';\nclass Store { save() { return db.from('posts').insert({}); } }\nexport const store = new Store();";
    let view = "import { store } from './store';\nexport function View() { return <p onClick={() => store.save()} />; }";
    let page =
        "import { View } from '../src/view';\nexport default function Page() { return <View />; }";
    let files = [
        NEXT,
        CLIENT,
        ("src/store.ts", store),
        ("src/view.tsx", view),
        ("app/page.tsx", page),
    ];
    assert_eq!(
        reached(&files, &[]),
        [
            "/ imports: app/page.tsx# > app/page.tsx#Page > src/view.tsx#View > src/store.ts#Store.save"
        ]
    );
}

#[test]
fn the_entry_point_may_be_the_unit_itself_and_cycles_end() {
    let a = "import { b } from './b';\nimport { db } from './lib/db';\nexport function a() { b(); }\nexport async function run() { await db.from('t').select(); a(); }\nrun();";
    let b = "import { a, run } from './a';\nexport function b() { a(); run(); }";
    let files = [
        ("package.json", r#"{ "scripts": { "job": "tsx a.ts" } }"#),
        CLIENT,
        ("a.ts", a),
        ("b.ts", b),
    ];
    assert_eq!(reached(&files, &[]), ["job itself: a.ts# > a.ts#run"]);
}

#[test]
fn sides_come_from_files_clients_and_users() {
    let posts = "import { db } from './db';\nexport function list() { return db.from('posts').select(); }\nexport function count() { return db.from('posts').select('id'); }\nexport function lost() { return db.from('posts').select('a'); }";
    let admin = "import { createClient } from '@supabase/supabase-js';\nexport function purge() { return createClient('u', process.env.SUPABASE_SERVICE_ROLE_KEY).from('posts').delete(); }";
    let files = [
        NEXT,
        CLIENT,
        ("lib/posts.ts", posts),
        ("lib/admin.ts", admin),
        (
            "app/page.tsx",
            "import { list, count } from '../lib/posts';\nexport default function Page() { list(); count(); }",
        ),
        (
            "ui/box.tsx",
            "'use client'\nimport { list } from '../lib/posts';\nexport function Box() { list(); }",
        ),
    ];
    assert_eq!(
        sides(&files),
        [
            "lib/admin.ts#purge server: its client has the service-role key",
            "lib/posts.ts#count server: `app/page.tsx` uses it: components of Next.js's app router run on the server unless they say `\"use client\"`",
            "lib/posts.ts#list both: `ui/box.tsx`, which runs in the browser, and `app/page.tsx`, which runs on the server, both use it",
            "lib/posts.ts#lost unknown: ",
        ]
    );
}
