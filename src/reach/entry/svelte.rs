//! SvelteKit: pages, layouts, endpoints, form actions, hooks and remote functions.

use crate::{access::CodeUnit, facts::FileFacts, modules::path};

use super::{Place, exported_methods, stem, url};
use crate::reach::{EntryKind, EntryPoint, project::Framework};

pub(super) fn entries(place: Place<'_>) -> Vec<EntryPoint> {
    let Some(inside) = place.project.inside(place.path, Framework::SvelteKit) else {
        return Vec::new();
    };
    let because = |what: &str| format!("`{}` is {what} of SvelteKit", place.path);
    if let Some(below) = inside.strip_prefix("src/routes/") {
        let name = path::file_name(below);
        if name.starts_with('+') {
            return route(place, below, &because);
        }
    }
    if path::file_name(stem(inside)).ends_with(".remote") {
        let because = because("a file of remote functions");
        let exports = place.exports();
        return exports
            .map(|name| place.export(EntryKind::ServerAction, name, name, because.clone()))
            .collect();
    }
    let entry = match stem(inside) {
        "src/hooks" | "src/hooks.server" | "src/hooks.client" => {
            let name = path::file_name(stem(inside));
            place.module(EntryKind::Middleware, name, because("the hooks"))
        }
        "src/service-worker" | "src/service-worker/index" => place.module(
            EntryKind::Worker,
            "service-worker",
            because("the service worker"),
        ),
        _ => return Vec::new(),
    };
    vec![entry]
}

fn route(place: Place<'_>, below: &str, because: &dyn Fn(&str) -> String) -> Vec<EntryPoint> {
    let at = url::of_folders(path::parent(below));
    let name = path::file_name(below);
    // `+page@.svelte` has another layout, and is a page all the same.
    let kind = name.split(['.', '@']).next().unwrap_or(name);
    match kind {
        "+server" => exported_methods(place, &at, &because("an endpoint")),
        "+page" if name.starts_with("+page.server.") => {
            let mut entries = form_actions(place, &at, because);
            let because = because("the server's part of a page");
            entries.push(match place.exports().any(|name| name == "load") {
                true => place.export(EntryKind::Page, at, "load", because),
                false => place.module(EntryKind::Page, at, because),
            });
            entries
        }
        "+page" => vec![place.module(EntryKind::Page, at, because("a page"))],
        "+layout" => {
            vec![place.module(
                EntryKind::Page,
                format!("{at} (layout)"),
                because("a layout"),
            )]
        }
        "+error" => {
            vec![place.module(
                EntryKind::Page,
                format!("{at} (error)"),
                because("an error page"),
            )]
        }
        _ => Vec::new(),
    }
}

fn form_actions(place: Place<'_>, at: &str, because: &dyn Fn(&str) -> String) -> Vec<EntryPoint> {
    if !place.exports().any(|name| name == "actions") {
        return Vec::new();
    }
    let units = place
        .project
        .facts(place.file)
        .map_or_else(Vec::new, actions);
    let because = because("the form actions of a page");
    if units.is_empty() {
        let name = format!("POST {at}");
        return vec![place.export(EntryKind::Route, name, "actions", because)];
    }
    let entry = |name: &str| {
        let shown = match name {
            "default" => format!("POST {at}"),
            _ => format!("POST {at}?/{name}"),
        };
        let mut entry = place.export(EntryKind::Route, shown, "actions", because.clone());
        entry.unit = CodeUnit {
            file: place.file,
            name: format!("actions.{name}"),
        };
        entry
    };
    units.into_iter().map(entry).collect()
}

/// The names of the functions that `actions` holds.
fn actions(facts: &FileFacts) -> Vec<&str> {
    let names = facts.units.iter().map(|unit| facts.text(unit.name));
    let names = names.filter_map(|name| name.strip_prefix("actions."));
    let mut names: Vec<&str> = names.filter(|name| !name.contains('.')).collect();
    names.sort_unstable();
    names.dedup();
    names
}
