use super::*;
use crate::source::{Dialect, SourceFile};

/// A project of these files: source code, and manifests by their names.
fn project(files: &[(&str, &str)]) -> (Sources, Modules, Vec<Notice>) {
    let sources = files.iter().filter_map(|&(path, text)| {
        let dialect = Dialect::of_path(path)?;
        Some(SourceFile::new(path.into(), text.into(), dialect))
    });
    let sources = Sources::new(sources.collect());
    let manifests = files.iter().filter(|(path, _)| is_manifest(path));
    let manifests: Vec<Manifest> = manifests
        .map(|&(path, text)| Manifest {
            path: path.into(),
            text: text.into(),
        })
        .collect();
    let (modules, notices) = Modules::new(&sources, &manifests);
    (sources, modules, notices)
}

/// The path of a file, `package:…`, or the name of the variant.
fn resolved(sources: &Sources, modules: &Modules, from: &str, specifier: &str) -> String {
    let from = sources
        .by_path(from)
        .unwrap_or_else(|| panic!("no source {from}"));
    match modules.resolve(from, specifier) {
        Resolution::File(file) => sources.get(file).path.clone(),
        Resolution::Package(name) => format!("package:{name}"),
        Resolution::Builtin => "builtin".into(),
        Resolution::Asset => "asset".into(),
        Resolution::Missing => "missing".into(),
    }
}

/// Checks lines of `importing file, specifier, what it is`.
fn check(files: &[(&str, &str)], cases: &[(&str, &str, &str)]) {
    let (sources, modules, notices) = project(files);
    assert_eq!(notices, []);
    for (from, specifier, expected) in cases {
        let found = resolved(&sources, &modules, from, specifier);
        assert_eq!(found, *expected, "{specifier} in {from}");
    }
}

#[test]
fn paths() {
    check(
        &[
            ("src/a.ts", ""),
            ("src/b.tsx", ""),
            ("src/b/index.ts", ""),
            ("src/c/index.js", ""),
            ("src/d.mts", ""),
            ("src/e.js", ""),
            ("src/f.vue", ""),
            ("src/state.svelte.ts", ""),
            ("src/types.d.ts", ""),
            ("src/card.native.tsx", ""),
            ("src/style.css.ts", ""),
            ("src/deep/x.ts", ""),
        ],
        &[
            ("src/a.ts", "./b", "src/b.tsx"),
            ("src/a.ts", "./b/", "src/b/index.ts"),
            ("src/a.ts", "./b/index", "src/b/index.ts"),
            ("src/a.ts", "./c", "src/c/index.js"),
            ("src/a.ts", "./b.js", "src/b.tsx"),
            ("src/a.ts", "./b.jsx", "src/b.tsx"),
            ("src/a.ts", "./d.mjs", "src/d.mts"),
            ("src/a.ts", "./e.js", "src/e.js"),
            ("src/a.ts", "./f.vue", "src/f.vue"),
            ("src/a.ts", "./f", "src/f.vue"),
            ("src/a.ts", "./state.svelte", "src/state.svelte.ts"),
            ("src/a.ts", "./state.svelte.js", "src/state.svelte.ts"),
            ("src/a.ts", "./types", "src/types.d.ts"),
            ("src/a.ts", "./card", "src/card.native.tsx"),
            ("src/a.ts", "./style.css", "src/style.css.ts"),
            ("src/a.ts", "./other.css", "asset"),
            ("src/a.ts", "./logo.svg?raw", "asset"),
            ("src/a.ts", "./data.json", "asset"),
            ("src/a.ts", "./B", "missing"),
            ("src/a.ts", "./nothing", "missing"),
            ("src/a.ts", "../../outside", "missing"),
            ("src/a.ts", "./$types", "builtin"),
            ("src/deep/x.ts", "..", "missing"),
            ("src/b/index.ts", ".", "src/b/index.ts"),
            ("src/deep/x.ts", "../b/.", "src/b/index.ts"),
        ],
    );
}

#[test]
fn packages_from_elsewhere() {
    let supabase = "package:@supabase/supabase-js";
    check(
        &[("a.ts", ""), ("lib/util.ts", "")],
        &[
            ("a.ts", "@supabase/supabase-js", supabase),
            ("a.ts", "@supabase/supabase-js/dist/module", supabase),
            ("a.ts", "npm:@supabase/supabase-js@2.39.0", supabase),
            ("a.ts", "jsr:@supabase/supabase-js@2", supabase),
            (
                "a.ts",
                "https://esm.sh/@supabase/supabase-js@2?target=deno",
                supabase,
            ),
            (
                "a.ts",
                "https://esm.sh/v135/@supabase/supabase-js@2.1.0/es2022/x.mjs",
                supabase,
            ),
            (
                "a.ts",
                "https://esm.sh/stable/@supabase/supabase-js",
                supabase,
            ),
            (
                "a.ts",
                "https://cdn.skypack.dev/@supabase/supabase-js",
                supabase,
            ),
            (
                "a.ts",
                "https://unpkg.com/@supabase/supabase-js@2",
                supabase,
            ),
            (
                "a.ts",
                "https://cdn.jsdelivr.net/npm/@supabase/supabase-js/+esm",
                supabase,
            ),
            (
                "a.ts",
                "https://deno.land/x/supabase@1.3.1/mod.ts",
                supabase,
            ),
            (
                "a.ts",
                "https://deno.land/x/postgres@v0.17.0/mod.ts",
                "package:deno.land/x/postgres",
            ),
            (
                "a.ts",
                "https://deno.land/std@0.168.0/http/server.ts",
                "package:deno.land/std",
            ),
            (
                "a.ts",
                "https://example.com/a.js?x",
                "package:example.com/a.js",
            ),
            ("a.ts", "knex", "package:knex"),
            ("a.ts", "node:fs", "builtin"),
            ("a.ts", "fs/promises", "builtin"),
            ("a.ts", "util", "builtin"),
            ("a.ts", "$app/environment", "builtin"),
            ("a.ts", "$env/static/private", "builtin"),
            ("a.ts", "virtual:pwa", "builtin"),
            ("a.ts", "$lib/x", "missing"),
            ("a.ts", "@/x", "missing"),
            ("a.ts", "~/x", "missing"),
            ("a.ts", "", "missing"),
        ],
    );
}

#[test]
fn compiler_paths() {
    check(
        &[
            (
                "tsconfig.json",
                "\u{feff}{ // why\n \"compilerOptions\": { \"baseUrl\": \"./src\", \"paths\": {
                    \"@/*\": [\"./*\"], \"@/lib/*\": [\"./missing/*\", \"./library/*\"],
                    \"config\": [\"../config/main.ts\"], \"*\": [\"./types/*\"],
                    \"react\": [\"../node_modules/@types/react\"], }, } }",
            ),
            ("src/a.ts", ""),
            ("src/library/b.ts", ""),
            ("src/library/c.ts", ""),
            ("config/main.ts", ""),
        ],
        &[
            ("src/a.ts", "@/a", "src/a.ts"),
            ("src/a.ts", "@/lib/b", "src/library/b.ts"),
            ("src/a.ts", "@/lib/z", "missing"),
            ("src/a.ts", "config", "config/main.ts"),
            ("src/a.ts", "library/c", "src/library/c.ts"),
            ("src/a.ts", "react", "package:react"),
            ("src/a.ts", "zod", "package:zod"),
        ],
    );
}

#[test]
fn extended_settings() {
    let absent = r##"{ "extends": ["./.nuxt/tsconfig.json", "@tsconfig/node20/tsconfig.json"],
        "compilerOptions": { "paths": { "#app/*": ["./src/*"] } } }"##;
    check(
        &[
            (
                "tooling/tsconfig/package.json",
                r#"{ "name": "@acme/tsconfig" }"#,
            ),
            (
                "tooling/tsconfig/base.json",
                r#"{ "compilerOptions": { "paths": { "@/*": ["${configDir}/src/*"] } } }"#,
            ),
            (
                "apps/web/tsconfig.json",
                r#"{ "extends": "@acme/tsconfig/base.json" }"#,
            ),
            ("apps/web/src/a.ts", ""),
            ("apps/api/tsconfig.json", absent),
            ("apps/api/src/b.ts", ""),
            (
                "apps/cli/tsconfig.json",
                r#"{ "extends": ["./one", "./tsconfig.two"] }"#,
            ),
            (
                "apps/cli/tsconfig.two.json",
                r#"{ "extends": "./tsconfig.json",
                "compilerOptions": { "paths": { "~/*": ["./code/*"] } } }"#,
            ),
            ("apps/cli/code/c.ts", ""),
            (
                "apps/app/tsconfig.json",
                r#"{ "files": [], "references": [
                { "path": "./settings/tsconfig.app.json" }, { "path": "./gone.json" }] }"#,
            ),
            (
                "apps/app/settings/tsconfig.app.json",
                r#"{ "compilerOptions": { "paths": { "@/*": ["../d/*"] } } }"#,
            ),
            ("apps/app/d/d.ts", ""),
        ],
        &[
            ("apps/web/src/a.ts", "@/a", "apps/web/src/a.ts"),
            ("apps/api/src/b.ts", "#app/b", "apps/api/src/b.ts"),
            ("apps/cli/code/c.ts", "~/c", "apps/cli/code/c.ts"),
            ("apps/app/d/d.ts", "@/d", "apps/app/d/d.ts"),
        ],
    );
}

#[test]
fn the_nearest_settings_come_first() {
    check(
        &[
            (
                "tsconfig.json",
                r#"{ "compilerOptions": { "paths": { "@/*": ["./*"] } } }"#,
            ),
            ("lib/x.ts", ""),
            ("lib/y.ts", ""),
            (
                "web/jsconfig.json",
                r#"{ "compilerOptions": { "paths": { "@/*": ["./*"] } } }"#,
            ),
            ("web/lib/x.ts", ""),
        ],
        &[
            ("web/lib/x.ts", "@/lib/x", "web/lib/x.ts"),
            ("web/lib/x.ts", "@/lib/y", "lib/y.ts"),
            ("lib/y.ts", "@/lib/x", "lib/x.ts"),
        ],
    );
}

#[test]
fn packages_of_the_project() {
    check(
        &[
            (
                "apps/web/package.json",
                r#"{ "dependencies": { "@acme/db": "workspace:*" } }"#,
            ),
            ("apps/web/a.ts", ""),
            (
                "packages/db/package.json",
                r#"{ "name": "@acme/db", "exports": {
                    ".": { "types": "./dist/index.d.ts", "import": "./dist/index.mjs" },
                    "./client": "./src/client.ts",
                    "./queries/*": "./src/queries/*.ts",
                    "./style.css": "./style.css",
                    "./parts/*": ["./src/parts/*.ts", "./src/parts/*.tsx"] } }"#,
            ),
            ("packages/db/src/index.ts", ""),
            ("packages/db/src/client.ts", ""),
            ("packages/db/src/queries/users.ts", ""),
            ("packages/db/src/parts/card.tsx", ""),
            (
                "packages/ui/package.json",
                r#"{ "name": "ui", "main": "./dist/main.js" }"#,
            ),
            ("packages/ui/src/main.tsx", ""),
            ("packages/ui/button.tsx", ""),
            ("packages/bare/package.json", r#"{ "name": "bare" }"#),
            ("packages/bare/src/index.ts", ""),
            ("packages/bare/src/deep/x.ts", ""),
            (
                "packages/types/package.json",
                r#"{ "name": "types", "types": "./src/t.ts" }"#,
            ),
            ("packages/types/src/t.ts", ""),
        ],
        &[
            ("apps/web/a.ts", "@acme/db", "packages/db/src/index.ts"),
            (
                "apps/web/a.ts",
                "@acme/db/client",
                "packages/db/src/client.ts",
            ),
            (
                "apps/web/a.ts",
                "@acme/db/queries/users",
                "packages/db/src/queries/users.ts",
            ),
            (
                "apps/web/a.ts",
                "@acme/db/parts/card",
                "packages/db/src/parts/card.tsx",
            ),
            ("apps/web/a.ts", "@acme/db/style.css", "asset"),
            ("apps/web/a.ts", "@acme/db/generated", "missing"),
            (
                "packages/db/src/client.ts",
                "@acme/db",
                "packages/db/src/index.ts",
            ),
            ("apps/web/a.ts", "ui", "packages/ui/src/main.tsx"),
            ("apps/web/a.ts", "ui/button", "packages/ui/button.tsx"),
            (
                "apps/web/a.ts",
                "../../packages/ui",
                "packages/ui/src/main.tsx",
            ),
            ("apps/web/a.ts", "bare", "packages/bare/src/index.ts"),
            (
                "apps/web/a.ts",
                "bare/deep/x",
                "packages/bare/src/deep/x.ts",
            ),
            ("apps/web/a.ts", "types", "packages/types/src/t.ts"),
            ("apps/web/a.ts", "@acme/other", "package:@acme/other"),
        ],
    );
}

#[test]
fn the_root_is_a_package_too() {
    check(
        &[
            (
                "package.json",
                r#"{ "name": "app", "main": "./dist/src/server.js" }"#,
            ),
            ("src/server.ts", ""),
            ("tests/a.ts", ""),
        ],
        &[
            ("tests/a.ts", "..", "src/server.ts"),
            ("tests/a.ts", "app", "src/server.ts"),
            ("tests/a.ts", "../dist/server.js", "src/server.ts"),
        ],
    );
}

#[test]
fn modules_can_be_shared_between_threads() {
    fn is_sync<T: Send + Sync>() {}
    is_sync::<Modules>();
}

#[test]
fn imports_of_a_package() {
    check(
        &[
            (
                "package.json",
                r##"{ "name": "app", "imports": { "#db": "./src/db.js", "#lib/*": "./dist/lib/*.js",
                    "#pg": { "node": "pg", "default": "./pg.js" } } }"##,
            ),
            ("src/db.ts", ""),
            ("src/lib/x.ts", ""),
        ],
        &[
            ("src/db.ts", "#db", "src/db.ts"),
            ("src/db.ts", "#lib/x", "src/lib/x.ts"),
            ("src/db.ts", "#other", "missing"),
        ],
    );
}

#[test]
fn packages_of_the_same_name() {
    check(
        &[
            ("a/ui/package.json", r#"{ "name": "ui" }"#),
            ("a/ui/index.ts", ""),
            ("a/web/x.ts", ""),
            ("a-b/x.ts", ""),
            ("b/ui/package.json", r#"{ "name": "ui" }"#),
            ("b/ui/index.ts", ""),
            ("b/web/x.ts", ""),
            (
                "b/web/package.json",
                r#"{ "dependencies": { "other": "link:../ui" } }"#,
            ),
        ],
        &[
            ("a/web/x.ts", "ui", "a/ui/index.ts"),
            ("b/web/x.ts", "ui", "b/ui/index.ts"),
            ("b/web/x.ts", "other", "b/ui/index.ts"),
            ("a/ui/index.ts", "ui", "a/ui/index.ts"),
        ],
    );
}

#[test]
fn aliases_of_bundlers() {
    let vite = r#"
        import path from "node:path";
        const shared = path.resolve(__dirname, "../shared");
        export default defineConfig({ resolve: { alias: {
            "@": path.resolve(__dirname, "./src"), // the usual
            '~/': `${path.resolve(__dirname, 'src')}/`,
            lib: fileURLToPath(new URL("./src/lib", import.meta.url)),
            "@tpl": `${__dirname}/src/lib`,
            "@shared": shared,
            "@inner": path.join(shared, "inner"),
            "@root": path.resolve(__dirname),
            ...more, vue: "vue/dist/vue.esm-bundler.js",
        } } });"#;
    let array = r#"export default { resolve: { alias: [
        { find: "@", replacement: "/src" },
        { find: /^~\//, replacement: fileURLToPath(new URL("./src/", import.meta.url)) },
        { find: /^#(.*)$/, replacement: "./src/lib$1" },
    ] } }"#;
    let webpack = "config.resolve.alias['@lib'] = path.join(__dirname, 'src', 'lib');";
    let babel = r#"{ "plugins": [["module-resolver", { "alias": { "@x": "./src" } }]] }"#;
    check(
        &[
            ("web/vite.config.ts", vite),
            ("web/package.json", r#"{ "dependencies": { "vue": "3" } }"#),
            ("web/src/a.ts", ""),
            ("web/src/lib/b.ts", ""),
            ("shared/c.ts", ""),
            ("shared/inner/d.ts", ""),
            ("array/vite.config.mts", array),
            ("array/src/a.ts", ""),
            ("array/src/lib/b.ts", ""),
            ("next/next.config.js", webpack),
            ("next/src/lib/b.ts", ""),
            ("native/.babelrc", babel),
            ("native/src/b.ts", ""),
        ],
        &[
            ("web/src/a.ts", "@/a", "web/src/a.ts"),
            ("web/src/a.ts", "~/a", "web/src/a.ts"),
            ("web/src/a.ts", "lib/b", "web/src/lib/b.ts"),
            ("web/src/a.ts", "@tpl/b", "web/src/lib/b.ts"),
            ("web/src/a.ts", "@shared/c", "shared/c.ts"),
            ("web/src/a.ts", "@shared/z", "missing"),
            ("web/src/a.ts", "@inner/d", "shared/inner/d.ts"),
            ("web/src/a.ts", "@root/src/a", "web/src/a.ts"),
            ("web/src/a.ts", "vue", "package:vue"),
            ("web/src/a.ts", "libra", "package:libra"),
            ("array/src/a.ts", "@/a", "array/src/a.ts"),
            ("array/src/a.ts", "~/a", "array/src/a.ts"),
            ("next/src/lib/b.ts", "@lib/b", "next/src/lib/b.ts"),
            ("native/src/b.ts", "@x/b", "native/src/b.ts"),
        ],
    );
}

#[test]
fn svelte_kit() {
    let configured = "export default { kit: { files: { lib: 'source/library' },
        alias: { $db: 'source/db', '$parts/*': './source/parts/*' } } }";
    check(
        &[
            ("a/svelte.config.js", "export default { kit: {} }"),
            ("a/src/lib/server/db.ts", ""),
            ("a/src/lib/index.ts", ""),
            ("a/src/routes/+page.svelte", ""),
            ("b/svelte.config.js", configured),
            ("b/source/library/x.ts", ""),
            ("b/source/db/index.ts", ""),
            ("b/source/parts/card.svelte", ""),
            ("c/package.json", "{}"),
            ("c/src/lib/x.ts", ""),
        ],
        &[
            (
                "a/src/routes/+page.svelte",
                "$lib/server/db",
                "a/src/lib/server/db.ts",
            ),
            ("a/src/routes/+page.svelte", "$lib", "a/src/lib/index.ts"),
            ("a/src/routes/+page.svelte", "$lib/z", "missing"),
            ("b/source/library/x.ts", "$lib/x", "b/source/library/x.ts"),
            ("b/source/library/x.ts", "$db", "b/source/db/index.ts"),
            (
                "b/source/library/x.ts",
                "$parts/card.svelte",
                "b/source/parts/card.svelte",
            ),
            ("c/src/lib/x.ts", "$lib/x", "c/src/lib/x.ts"),
        ],
    );
}

#[test]
fn nuxt() {
    let files = [
        ("web/nuxt.config.ts", "export default defineNuxtConfig({})"),
        ("web/app/pages/index.vue", ""),
        ("web/app/composables/useDb.ts", ""),
        ("web/app/composables/nested/index.ts", ""),
        ("web/app/composables/nested/deep.ts", ""),
        ("web/app/utils/names.ts", ""),
        ("web/server/utils/db/client.ts", ""),
        ("web/server/api/users.get.ts", ""),
        ("web/shared/utils/tables.ts", ""),
        ("web/layers/auth/composables/useAuth.ts", ""),
        ("old/nuxt.config.ts", ""),
        ("old/composables/useOld.ts", ""),
        ("other/composables/x.ts", ""),
    ];
    check(
        &files,
        &[
            (
                "web/app/pages/index.vue",
                "~/utils/names",
                "web/app/utils/names.ts",
            ),
            (
                "web/app/pages/index.vue",
                "@/utils/names",
                "web/app/utils/names.ts",
            ),
            (
                "web/app/pages/index.vue",
                "~~/server/utils/db/client",
                "web/server/utils/db/client.ts",
            ),
            (
                "web/app/pages/index.vue",
                "#shared/utils/tables",
                "web/shared/utils/tables.ts",
            ),
            ("web/app/pages/index.vue", "#imports", "builtin"),
            ("web/app/pages/index.vue", "#supabase/server", "builtin"),
            (
                "web/app/pages/index.vue",
                "#layers/auth/composables/useAuth",
                "web/layers/auth/composables/useAuth.ts",
            ),
            (
                "old/composables/useOld.ts",
                "~/composables/useOld",
                "old/composables/useOld.ts",
            ),
        ],
    );
    let (sources, modules, _) = project(&files);
    let auto_imported = |from: &str| -> Vec<&str> {
        let files = modules.auto_imported(sources.by_path(from).unwrap());
        files
            .iter()
            .map(|&file| sources.get(file).path.as_str())
            .collect()
    };
    assert_eq!(
        auto_imported("web/app/pages/index.vue"),
        [
            "web/app/composables/nested/index.ts",
            "web/app/composables/useDb.ts",
            "web/app/utils/names.ts",
            "web/layers/auth/composables/useAuth.ts",
            "web/shared/utils/tables.ts",
        ]
    );
    assert_eq!(
        auto_imported("web/server/api/users.get.ts"),
        [
            "web/server/utils/db/client.ts",
            "web/shared/utils/tables.ts"
        ]
    );
    assert_eq!(
        auto_imported("old/composables/useOld.ts"),
        ["old/composables/useOld.ts"]
    );
    assert_eq!(auto_imported("other/composables/x.ts"), [] as [&str; 0]);
}

#[test]
fn import_maps() {
    let supabase = "package:@supabase/supabase-js";
    check(
        &[
            (
                "supabase/functions/import_map.json",
                r#"{ "imports": { "supabase": "https://esm.sh/@supabase/supabase-js@2",
                    "shared/": "./_shared/", "std/": "https://deno.land/std@0.1/",
                    "shared/special": "./special.ts" } }"#,
            ),
            ("supabase/functions/_shared/cors.ts", ""),
            ("supabase/functions/special.ts", ""),
            ("supabase/functions/hello/index.ts", ""),
            (
                "deno/deno.jsonc",
                r#"{ // tasks
                    "imports": { "@supabase/supabase-js": "npm:@supabase/supabase-js@2", "@/": "./",
                    "pg": "npm:postgres", "bare": "other", "sub/": "npm:/@supabase/supabase-js/" } }"#,
            ),
            ("deno/a.ts", ""),
            (
                "deno/named/deno.json",
                r#"{ "name": "@acme/kit", "exports": "./mod.ts" }"#,
            ),
            ("deno/named/mod.ts", ""),
            (
                "apart/deno.json",
                r#"{ "importMap": "../maps/import_map.json" }"#,
            ),
            (
                "maps/import_map.json",
                r#"{ "imports": { "x": "./x.ts" } }"#,
            ),
            ("maps/x.ts", ""),
            ("apart/a.ts", ""),
        ],
        &[
            ("supabase/functions/hello/index.ts", "supabase", supabase),
            (
                "supabase/functions/hello/index.ts",
                "shared/cors.ts",
                "supabase/functions/_shared/cors.ts",
            ),
            (
                "supabase/functions/hello/index.ts",
                "shared/special",
                "supabase/functions/special.ts",
            ),
            (
                "supabase/functions/hello/index.ts",
                "shared/gone.ts",
                "missing",
            ),
            (
                "supabase/functions/hello/index.ts",
                "std/http/server.ts",
                "package:deno.land/std",
            ),
            ("deno/a.ts", "@supabase/supabase-js", supabase),
            ("deno/a.ts", "sub/x", supabase),
            ("deno/a.ts", "@/a.ts", "deno/a.ts"),
            ("deno/a.ts", "pg", "package:postgres"),
            ("deno/a.ts", "bare", "package:other"),
            ("deno/a.ts", "@acme/kit", "deno/named/mod.ts"),
            ("apart/a.ts", "x", "maps/x.ts"),
        ],
    );
}

#[test]
fn conventions_without_settings() {
    check(
        &[
            ("web/package.json", "{}"),
            ("web/src/a.ts", ""),
            ("web/lib/b.ts", ""),
        ],
        &[
            ("web/src/a.ts", "@/a", "web/src/a.ts"),
            ("web/src/a.ts", "@/lib/b", "web/lib/b.ts"),
            ("web/src/a.ts", "~/a", "web/src/a.ts"),
            ("web/src/a.ts", "src/a", "web/src/a.ts"),
            ("web/src/a.ts", "/src/a.ts", "web/src/a.ts"),
        ],
    );
}

#[test]
fn a_broken_manifest_costs_only_itself() {
    let nested = "[".repeat(100_000);
    let (sources, modules, notices) = project(&[
        ("package.json", "{ \"name\": \n oops"),
        ("tsconfig.json", "[]"),
        ("deno.json", &nested),
        (
            "web/tsconfig.json",
            r#"{ "compilerOptions": { "paths": { "@/*": ["./*"], "x": 1 } } }"#,
        ),
        (
            "web/package.json",
            r#"{ "name": 1, "exports": 5, "imports": [], "dependencies": 0 }"#,
        ),
        ("web/a.ts", ""),
    ]);
    let lines: Vec<_> = notices
        .iter()
        .map(|notice| (notice.path.as_str(), notice.line))
        .collect();
    assert_eq!(
        lines,
        [
            ("deno.json", Some(1)),
            ("package.json", Some(2)),
            ("tsconfig.json", None)
        ]
    );
    assert_eq!(
        notices[2].message,
        "`tsconfig.json` could not be read: not an object"
    );
    assert_eq!(resolved(&sources, &modules, "web/a.ts", "@/a"), "web/a.ts");
}

#[test]
fn manifests_by_name() {
    let manifests = [
        "package.json",
        "a/tsconfig.build.json",
        "jsconfig.json",
        "deno.jsonc",
        "x/import_map.json",
        "vite.config.mts",
        "webpack.dev.config.js",
        ".babelrc",
        "tooling/typescript/base.json",
    ];
    for path in manifests {
        assert!(is_manifest(path), "{path}");
    }
    for path in [
        "src/config.ts",
        "data/base.json",
        "vite.ts",
        "package-lock.json",
    ] {
        assert!(!is_manifest(path), "{path}");
    }
}

mod properties {
    use proptest::prelude::*;

    use super::*;

    const FILES: [(&str, &str); 6] = [
        (
            "package.json",
            r##"{ "name": "a", "imports": { "#*": "./dist/*.js" }, "exports": { "./*": "./*" } }"##,
        ),
        (
            "tsconfig.json",
            r#"{ "compilerOptions": { "paths": { "@/*": ["./*"], "*": ["../*"] } } }"#,
        ),
        ("vite.config.ts", "alias: { '@': './src', 'é': `${x}`"),
        (
            "deno.json",
            r#"{ "imports": { "x/": "../../", "y": "x/" } }"#,
        ),
        ("src/a.ts", ""),
        ("nuxt.config.ts", ""),
    ];

    proptest! {
        #[test]
        fn no_specifier_panics(specifier in any::<String>()) {
            let (_, modules, _) = project(&FILES);
            modules.resolve(FileId(0), &specifier);
        }

        #[test]
        fn no_path_panics(
            parts in prop::collection::vec(
                prop::sample::select(&["/", ".", "..", "@", "#", "a", "x", "é", "?", "%", "*", "\\", ":", "file:", "dist"][..]),
                0..12,
            ),
        ) {
            let (_, modules, _) = project(&FILES);
            modules.resolve(FileId(0), &parts.concat());
        }

        #[test]
        fn no_manifest_panics(text in any::<String>(), path in prop::sample::select(&["package.json", "tsconfig.json", "deno.json", "vite.config.ts"][..])) {
            let (_, modules, _) = project(&[(path, &text), ("a.ts", "")]);
            modules.resolve(FileId(0), "@/a");
        }
    }

    #[test]
    fn a_long_specifier_is_missing() {
        let (_, modules, _) = project(&FILES);
        let specifier = "./".to_owned() + &"a/".repeat(100_000);
        assert_eq!(modules.resolve(FileId(0), &specifier), Resolution::Missing);
    }
}
