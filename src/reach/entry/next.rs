//! Next.js: the app router, the pages router, middleware and server actions.

use crate::{access::CodeUnit, modules::path};

use super::{Place, exported_methods, stem, url};
use crate::reach::{EntryKind, EntryPoint, lexical, project::Framework};

/// Files of the app router that answer a request of their own, with what the path ends in.
const METADATA: [(&str, &str); 7] = [
    ("sitemap", "sitemap.xml"),
    ("robots", "robots.txt"),
    ("manifest", "manifest.webmanifest"),
    ("opengraph-image", "opengraph-image"),
    ("twitter-image", "twitter-image"),
    ("icon", "icon"),
    ("apple-icon", "apple-icon"),
];

pub(super) fn entries(place: Place<'_>) -> Vec<EntryPoint> {
    let Some(inside) = place.project.inside(place.path, Framework::Next) else {
        return Vec::new();
    };
    let inside = inside.strip_prefix("src/").unwrap_or(inside);
    let mut entries = actions(place);
    if let Some(below) = inside.strip_prefix("app/") {
        entries.extend(app(place, below));
    } else if let Some(below) = inside.strip_prefix("pages/") {
        entries.extend(page(place, below));
    } else {
        entries.extend(beside(place, inside));
    }
    entries
}

fn app(place: Place<'_>, below: &str) -> Vec<EntryPoint> {
    // Folders with an underscore route nothing.
    if below.split('/').any(|segment| segment.starts_with('_')) {
        return Vec::new();
    }
    let folder = path::parent(below);
    let name = path::file_name(stem(below));
    let at = url::of_folders(folder);
    let because = |what: &str| format!("`{}` is {what} of Next.js", place.path);
    match name {
        "page" => vec![place.module(EntryKind::Page, at, because("a page"))],
        "layout" | "template" => {
            let shown = format!("{at} ({name})");
            vec![place.module(EntryKind::Page, shown, because(&format!("a {name}")))]
        }
        "route" => exported_methods(place, &at, &because("a route handler")),
        _ => {
            let known = METADATA.iter().find(|(file, _)| *file == name);
            let entry = known.map(|(_, end)| {
                let shown = format!("GET {}/{end}", at.trim_end_matches('/'));
                place.module(EntryKind::Route, shown, because("a metadata file"))
            });
            entry.into_iter().collect()
        }
    }
}

fn page(place: Place<'_>, below: &str) -> Option<EntryPoint> {
    let stem = stem(below);
    let because = |what: &str| format!("`{}` is {what} of Next.js", place.path);
    if stem.starts_with("api/") {
        let url = url::of_folders(stem);
        return Some(place.module(EntryKind::Route, url, because("an API route")));
    }
    if matches!(stem, "_app" | "_document" | "_error") {
        return Some(place.module(EntryKind::Page, stem, because("the frame of the pages")));
    }
    Some(place.module(EntryKind::Page, url::of_folders(stem), because("a page")))
}

/// What stands beside the routers.
fn beside(place: Place<'_>, inside: &str) -> Option<EntryPoint> {
    let stem = stem(inside);
    let because = || format!("`{}` is run by Next.js", place.path);
    match stem {
        "middleware" | "proxy" => Some(place.module(EntryKind::Middleware, stem, because())),
        "instrumentation" | "instrumentation-client" => {
            Some(place.module(EntryKind::Main, stem, because()))
        }
        _ => None,
    }
}

/// The functions that say `"use server"`, and those of files that do.
pub(super) fn actions(place: Place<'_>) -> Vec<EntryPoint> {
    const DIRECTIVE: &str = "use server";
    if !place.text.contains(DIRECTIVE) {
        return Vec::new();
    }
    if lexical::directives(place.text).contains(&DIRECTIVE) {
        let because = "its file begins with `\"use server\"`";
        let exports = place.exports();
        return exports
            .map(|name| place.export(EntryKind::ServerAction, name, name, because.to_owned()))
            .collect();
    }
    lexical::words(place.text, DIRECTIVE)
        .filter_map(|at| inner_action(place, at))
        .collect()
}

/// The function that begins with a directive at a place.
fn inner_action(place: Place<'_>, at: usize) -> Option<EntryPoint> {
    let facts = place.project.facts(place.file)?;
    let before = place.text[..at].strip_suffix(['"', '\''])?.trim_end();
    if !before.ends_with('{') {
        return None;
    }
    let span = lexical::span(at, 0);
    let functions = facts.functions.iter();
    let around = functions
        .filter(|function| function.span.contains(span))
        .min_by_key(|function| function.span.end - function.span.start)?;
    let name = facts.text(facts.unit(around.unit).name).to_owned();
    let shown = around.name.map_or(name.as_str(), |name| facts.text(name));
    let unit = CodeUnit {
        file: place.file,
        name: name.clone(),
    };
    let because = "it begins with `\"use server\"`".to_owned();
    let shown = shown.to_owned();
    Some(place.at(EntryKind::ServerAction, shown, unit, span, because))
}
