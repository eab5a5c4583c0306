//! React Router as a framework (Remix), and TanStack's routes of files.

use crate::modules::path;

use super::{Place, stem};
use crate::reach::{EntryKind, EntryPoint, lexical, project::Framework};

pub(super) fn entries(place: Place<'_>) -> Vec<EntryPoint> {
    let mut entries = tanstack(place);
    let inside = place.project.inside(place.path, Framework::Remix);
    let Some(below) = inside.and_then(|inside| inside.strip_prefix("app/")) else {
        return entries;
    };
    let because = |what: &str| format!("`{}` is {what} of React Router", place.path);
    match stem(below) {
        "root" => entries.push(place.module(EntryKind::Page, "root", because("the root route"))),
        name @ ("entry.server" | "entry.client") => {
            entries.push(place.module(EntryKind::Main, name, because("the start")));
        }
        "routes" => entries.extend(configured(place)),
        name => {
            let route = name.strip_prefix("routes/").and_then(route);
            entries.extend(route.map(|url| {
                let has_page = place.exports().any(|name| name == "default");
                let (kind, what) = match has_page {
                    true => (EntryKind::Page, "a route"),
                    false => (EntryKind::Route, "a resource route"),
                };
                place.module(kind, url, because(what))
            }));
        }
    }
    entries
}

/// The path that the file of a route stands for: `blog.$slug` and `blog/$slug` are `/blog/$slug`.
fn route(name: &str) -> Option<String> {
    let name = name.strip_suffix("/route").unwrap_or(name);
    // Files beside a `route` belong to it.
    if name.contains('/')
        && name
            .split('/')
            .any(|part| part.contains('.') || part.contains('+'))
    {
        return None;
    }
    let parts = name.split(['.', '/']);
    let parts = parts.filter(|part| !part.starts_with('_') && *part != "index");
    let parts: Vec<&str> = parts.map(|part| part.trim_end_matches('_')).collect();
    Some(format!("/{}", parts.join("/")))
}

/// The files that `routes.ts` names: `route("blog", "./blog.tsx")`, `index("home.tsx")`.
fn configured(place: Place<'_>) -> Vec<EntryPoint> {
    let mut entries = Vec::new();
    for call in ["route", "index", "layout"] {
        for at in lexical::words(place.text, call) {
            let rest = place.text[at + call.len()..].trim_start();
            let Some(arguments) = rest.strip_prefix('(') else {
                continue;
            };
            let texts = texts(arguments);
            let (url, file) = match (call, &texts[..]) {
                ("route", [url, file, ..]) => (format!("/{}", url.trim_matches('/')), *file),
                ("index", [file, ..]) => ("/".to_owned(), *file),
                ("layout", [file, ..]) => (format!("{file} (layout)"), *file),
                _ => continue,
            };
            let target = path::join(path::parent(place.path), file);
            let Some(file) = target.and_then(|path| place.project.sources.by_path(&path)) else {
                continue;
            };
            let because = format!("`{}` names it as a route", place.path);
            entries.push(Place::of(place.project, file).module(EntryKind::Page, url, because));
        }
    }
    entries
}

/// The texts that arguments begin with.
fn texts(arguments: &str) -> Vec<&str> {
    let mut texts = Vec::new();
    let mut rest = arguments.trim_start();
    while let Some(quote) = rest
        .chars()
        .next()
        .filter(|first| matches!(first, '"' | '\''))
    {
        let Some((text, after)) = rest[1..].split_once(quote) else {
            break;
        };
        texts.push(text);
        rest = after.trim_start();
        match rest.strip_prefix(',') {
            Some(next) => rest = next.trim_start(),
            None => break,
        }
    }
    texts
}

/// `createFileRoute("/blog/$slug")`
fn tanstack(place: Place<'_>) -> Vec<EntryPoint> {
    const PACKAGES: [&str; 3] = [
        "@tanstack/react-router",
        "@tanstack/react-start",
        "@tanstack/solid-router",
    ];
    if !place.project.imports(place.file, &PACKAGES) {
        return Vec::new();
    }
    let mut entries = Vec::new();
    for (call, kind) in [
        ("createFileRoute", EntryKind::Page),
        ("createServerFileRoute", EntryKind::Route),
    ] {
        for at in lexical::words(place.text, call) {
            let rest = place.text[at + call.len()..].trim_start();
            let texts = rest.strip_prefix('(').map(texts).unwrap_or_default();
            if let Some(url) = texts.first() {
                let because = format!("`{call}` makes it a route of TanStack Router");
                entries.push(place.module(kind, *url, because));
            }
        }
    }
    entries
}
