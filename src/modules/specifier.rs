//! What a specifier says by itself: a package, a module of the platform, an asset.

use super::Resolution;

/// Modules of Node.js that need no `node:`.
const NODE: [&str; 42] = [
    "assert",
    "async_hooks",
    "buffer",
    "child_process",
    "cluster",
    "console",
    "constants",
    "crypto",
    "dgram",
    "diagnostics_channel",
    "dns",
    "domain",
    "events",
    "fs",
    "http",
    "http2",
    "https",
    "inspector",
    "module",
    "net",
    "os",
    "path",
    "perf_hooks",
    "process",
    "punycode",
    "querystring",
    "readline",
    "repl",
    "stream",
    "string_decoder",
    "sys",
    "timers",
    "tls",
    "trace_events",
    "tty",
    "url",
    "util",
    "v8",
    "vm",
    "wasi",
    "worker_threads",
    "zlib",
];

/// What a platform, framework or bundler provides under a name of its own.
const VIRTUAL: [&str; 22] = [
    "$app/",
    "$env/",
    "$service-worker",
    "#app",
    "#build",
    "#components",
    "#imports",
    "#nitro",
    "#internal/",
    "#vue-router",
    "#content/",
    "~icons/",
    "~pages",
    "virtual:",
    "astro:",
    "bun",
    "$houdini",
    "$fresh/",
    "#supabase/",
    "#auth-utils",
    "#ui/",
    "#image/",
];

/// Schemes of modules that a platform provides.
const PLATFORMS: [&str; 9] = [
    "node:",
    "bun:",
    "deno:",
    "cloudflare:",
    "data:",
    "blob:",
    "ext:",
    "workerd:",
    "electron:",
];

/// Extensions of files that are imported and are no source code.
const ASSETS: [&str; 60] = [
    "css",
    "scss",
    "sass",
    "less",
    "styl",
    "pcss",
    "postcss",
    "json",
    "json5",
    "jsonc",
    "yaml",
    "yml",
    "toml",
    "csv",
    "txt",
    "md",
    "mdx",
    "html",
    "xml",
    "svg",
    "png",
    "jpg",
    "jpeg",
    "gif",
    "webp",
    "avif",
    "ico",
    "bmp",
    "mp3",
    "mp4",
    "m4a",
    "wav",
    "ogg",
    "webm",
    "mov",
    "woff",
    "woff2",
    "ttf",
    "otf",
    "eot",
    "wasm",
    "pdf",
    "graphql",
    "gql",
    "sql",
    "glsl",
    "vert",
    "frag",
    "node",
    "lottie",
    "riv",
    "hbs",
    "ejs",
    "njk",
    "pug",
    "proto",
    "prisma",
    "geojson",
    "webmanifest",
    "map",
];

/// Hosts that serve npm packages, with what stands before the package in their paths.
const NPM_HOSTS: [(&str, &[&str]); 10] = [
    ("esm.sh", &["stable/", "pin/", "jsr/", "*"]),
    ("cdn.esm.sh", &["stable/", "pin/"]),
    ("esm.run", &[]),
    ("cdn.skypack.dev", &["pin/", "-/", "new/"]),
    ("unpkg.com", &[]),
    ("cdn.jsdelivr.net", &["npm/"]),
    ("ga.jspm.io", &["npm:"]),
    ("jspm.dev", &["npm:"]),
    ("cdnjs.cloudflare.com", &["ajax/libs/"]),
    ("jsr.io", &[]),
];

/// The specifier without a bundler's query: `./a.svg?raw` is `./a.svg`.
pub(super) fn without_query(specifier: &str) -> &str {
    specifier
        .split_once('?')
        .map_or(specifier, |(path, _)| path)
}

/// Whether the specifier is a path from the importing file.
pub(super) fn is_relative(specifier: &str) -> bool {
    matches!(specifier, "." | "..") || specifier.starts_with("./") || specifier.starts_with("../")
}

/// Whether a relative specifier can only mean a folder.
pub(super) fn is_folder(specifier: &str) -> bool {
    let last = specifier.rsplit('/').next().unwrap_or(specifier);
    matches!(last, "" | "." | "..")
}

/// What a specifier with a scheme stands for, or `None` when it has none.
pub(super) fn of_scheme(specifier: &str) -> Option<Resolution> {
    if PLATFORMS.iter().any(|scheme| specifier.starts_with(scheme)) {
        return Some(Resolution::Builtin);
    }
    for scheme in ["npm:", "jsr:"] {
        if let Some(package) = specifier.strip_prefix(scheme) {
            let package = package_name(package.trim_start_matches('/'));
            return Some(Resolution::Package(package.to_owned()));
        }
    }
    let address = specifier
        .strip_prefix("https://")
        .or_else(|| specifier.strip_prefix("http://"))?;
    Some(Resolution::Package(of_address(address)))
}

/// The package at an address without its scheme.
fn of_address(address: &str) -> String {
    let (host, path) = address.split_once('/').unwrap_or((address, ""));
    if host == "deno.land" {
        return of_deno_land(path);
    }
    let Some((_, prefixes)) = NPM_HOSTS.iter().find(|(known, _)| *known == host) else {
        return without_query(address).to_owned();
    };
    let mut path = path;
    // `https://esm.sh/v135/…` names the version of the service.
    if let Some((build, rest)) = path.split_once('/')
        && build
            .strip_prefix('v')
            .is_some_and(|digits| digits.bytes().all(|b| b.is_ascii_digit()))
    {
        path = rest;
    }
    for prefix in *prefixes {
        path = path.strip_prefix(prefix).unwrap_or(path);
    }
    package_name(path).to_owned()
}

/// The package of `https://deno.land/x/name@1/mod.ts`; its names are not those of npm.
fn of_deno_land(path: &str) -> String {
    match path.strip_prefix("x/").map(package_name) {
        Some("supabase" | "supabase_js") => "@supabase/supabase-js".to_owned(),
        Some(name) => format!("deno.land/x/{name}"),
        None => format!("deno.land/{}", package_name(path)),
    }
}

/// The package of a bare specifier: `@a/b` of `@a/b@1.2/c`, `d` of `d/e`.
pub(super) fn package_name(specifier: &str) -> &str {
    let scope = if specifier.starts_with('@') {
        specifier
            .find('/')
            .map_or(specifier.len(), |slash| slash + 1)
    } else {
        0
    };
    let end = specifier[scope..]
        .find(['/', '@', '?'])
        .map_or(specifier.len(), |end| scope + end);
    &specifier[..end]
}

/// Whether the platform or the build provides the module.
pub(super) fn is_builtin(specifier: &str) -> bool {
    let first = specifier.split('/').next().unwrap_or(specifier);
    NODE.binary_search(&first).is_ok() && package_name(specifier) == first
        || VIRTUAL.iter().any(|name| {
            let is_prefix = name.ends_with(['/', ':']);
            first == *name || is_prefix && specifier.starts_with(name)
        })
}

/// Whether a relative specifier names types that a framework generates beside the file.
pub(super) fn is_generated(specifier: &str) -> bool {
    specifier.ends_with("/$types")
        || specifier.ends_with("/$types.js")
        || specifier.ends_with("/$houdini")
        || specifier.contains("/+types/")
}

/// Whether the specifier names a file that is no source code, by its extension.
pub(super) fn is_asset(specifier: &str) -> bool {
    let name = specifier.rsplit('/').next().unwrap_or(specifier);
    name.rsplit_once('.')
        .is_some_and(|(_, extension)| ASSETS.contains(&extension))
}

/// Whether no package can have the name, so that it must be an alias of the project.
pub(super) fn is_alias(specifier: &str) -> bool {
    specifier.starts_with(['~', '#', '$', '/']) || specifier.starts_with("@/") || specifier == "@"
}
