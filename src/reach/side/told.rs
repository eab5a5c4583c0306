//! What a file says of where it runs: by a directive, by its path, by what it imports.

use crate::{modules::path, source::FileId};

use crate::reach::{
    Running, Side, lexical,
    project::{Framework, Project},
};

/// Modules that exist on servers alone.
const SERVER_MODULES: [&str; 22] = [
    "server-only",
    "next/headers",
    "next/server",
    "next/cache",
    "fs",
    "fs/promises",
    "child_process",
    "net",
    "tls",
    "http",
    "https",
    "os",
    "worker_threads",
    "cluster",
    "dgram",
    "readline",
    "async_hooks",
    "perf_hooks",
    "express",
    "fastify",
    "#supabase/server",
    "bullmq",
];

/// Modules that exist in browsers and on phones alone.
const BROWSER_MODULES: [&str; 5] = [
    "client-only",
    "react-dom/client",
    "react-native",
    "expo-router",
    "expo-secure-store",
];

/// What a file says of where it runs.
pub(super) fn by_file(project: &Project<'_>, file: FileId) -> Option<Running> {
    let source = project.file(file);
    let running = |side, because: String| Some(Running { side, because });
    let directives = lexical::directives(&source.text);
    for (directive, side) in [("use client", Side::Browser), ("use server", Side::Server)] {
        if directives.contains(&directive) {
            return running(side, format!("the file begins with `\"{directive}\"`"));
        }
    }
    if let Some((side, part)) = by_path(project, &source.path) {
        return running(side, format!("its path has `{part}`"));
    }
    for (modules, side) in [
        (&SERVER_MODULES[..], Side::Server),
        (&BROWSER_MODULES[..], Side::Browser),
    ] {
        if let Some(module) = imported(project, file, modules) {
            return running(side, format!("the file imports `{module}`"));
        }
    }
    None
}

/// The first of these modules that a file imports; with `node:` in front any is a server's.
fn imported<'a>(project: &Project<'a>, file: FileId, modules: &[&str]) -> Option<&'a str> {
    let imports = project.importers.scan(file).imports.iter();
    let mut values = imports.filter(|import| !import.is_type);
    let is_server = modules.contains(&"server-only");
    let found = values.find(|import| {
        modules.contains(&import.specifier.as_str())
            || (is_server && import.specifier.starts_with("node:"))
    });
    found.map(|import| import.specifier.as_str())
}

fn by_path(project: &Project<'_>, place: &str) -> Option<(Side, &'static str)> {
    let name = path::file_name(place);
    let parts = [
        (".server.", Side::Server),
        ("+server.", Side::Server),
        ("+api.", Side::Server),
    ];
    if let Some((part, side)) = parts.iter().find(|(part, _)| name.contains(part)) {
        return Some((*side, part));
    }
    let inside = |framework| project.inside(place, framework);
    let splits = [Framework::Nuxt, Framework::Remix, Framework::SvelteKit];
    if name.contains(".client.") && splits.into_iter().any(|one| inside(one).is_some()) {
        return Some((Side::Browser, ".client."));
    }
    let has_folder = |folder: &str| {
        let at = place.find(folder);
        at.is_some_and(|at| at == 0 || place[..at].ends_with('/'))
    };
    if has_folder("supabase/functions/") {
        return Some((Side::Server, "supabase/functions/"));
    }
    if inside(Framework::SvelteKit).is_some_and(|at| at.starts_with("src/lib/server/")) {
        return Some((Side::Server, "src/lib/server/"));
    }
    if inside(Framework::Nuxt).is_some_and(|at| at.contains("server/") && !at.starts_with("app/")) {
        return Some((Side::Server, "server/"));
    }
    let pages = inside(Framework::Next).map(|at| at.strip_prefix("src/").unwrap_or(at));
    if pages.is_some_and(|at| at.starts_with("pages/api/")) {
        return Some((Side::Server, "pages/api/"));
    }
    None
}
