//! Nuxt: pages and layouts, plugins and middleware, and what its server answers.

use super::{Place, stem, url};
use crate::reach::{EntryKind, EntryPoint, Side, project::Framework};

pub(super) fn entries(place: Place<'_>) -> Option<EntryPoint> {
    let inside = place.project.inside(place.path, Framework::Nuxt)?;
    let inside = match inside.strip_prefix("layers/") {
        Some(layer) => layer.split_once('/')?.1,
        None => inside,
    };
    let because = |what: &str| format!("`{}` is {what} of Nuxt", place.path);
    if let Some(below) = inside.strip_prefix("server/") {
        return server(place, below, &because);
    }
    let inside = inside
        .strip_prefix("app/")
        .or_else(|| inside.strip_prefix("src/"))
        .unwrap_or(inside);
    if matches!(inside, "app.vue" | "error.vue") {
        return Some(place.module(EntryKind::Page, inside, because("the frame of the pages")));
    }
    let (folder, below) = inside.split_once('/')?;
    let name = stem(below);
    match folder {
        "pages" => Some(place.module(EntryKind::Page, url::of_folders(name), because("a page"))),
        "layouts" => {
            let shown = format!("{name} (layout)");
            Some(place.module(EntryKind::Page, shown, because("a layout")))
        }
        "middleware" => Some(place.module(
            EntryKind::Middleware,
            name,
            because("a middleware of the router"),
        )),
        "plugins" => {
            let entry = place.module(EntryKind::Main, name, because("a plugin"));
            let said = "plugins of Nuxt run on the server, then in the browser";
            // Nuxt runs `a.client.ts` and `a.server.ts` on one side alone.
            let is_split = name.ends_with(".client") || name.ends_with(".server");
            Some(match is_split {
                true => entry,
                false => place.runs(entry, Side::Both, said),
            })
        }
        _ => None,
    }
}

fn server(place: Place<'_>, below: &str, because: &dyn Fn(&str) -> String) -> Option<EntryPoint> {
    let (folder, inside) = below.split_once('/')?;
    let name = stem(inside);
    match folder {
        "api" => Some(route(
            place,
            &format!("api/{name}"),
            because("an API route"),
        )),
        "routes" => Some(route(place, name, because("a server route"))),
        "middleware" => Some(place.module(
            EntryKind::Middleware,
            name,
            because("a middleware of the server"),
        )),
        "plugins" => Some(place.module(EntryKind::Main, name, because("a plugin of the server"))),
        "tasks" => Some(place.module(EntryKind::Job, name.replace('/', ":"), because("a task"))),
        _ => None,
    }
}

/// A route whose file ends in the method it answers, if it answers one alone: `users.post.ts`.
fn route(place: Place<'_>, name: &str, because: String) -> EntryPoint {
    let method = name.rsplit_once('.').filter(|(_, method)| {
        super::METHODS
            .iter()
            .any(|known| known.eq_ignore_ascii_case(method))
    });
    let shown = match method {
        Some((path, method)) => {
            format!("{} {}", method.to_ascii_uppercase(), url::of_folders(path))
        }
        None => url::of_folders(name),
    };
    place.module(EntryKind::Route, shown, because)
}
