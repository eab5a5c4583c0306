//! Astro: pages, endpoints, middleware and actions.

use super::{Place, exported_methods, stem, url};
use crate::reach::{EntryKind, EntryPoint, project::Framework};

pub(super) fn entries(place: Place<'_>) -> Vec<EntryPoint> {
    let inside = place.project.inside(place.path, Framework::Astro);
    let Some(inside) = inside.and_then(|inside| inside.strip_prefix("src/")) else {
        return Vec::new();
    };
    let because = |what: &str| format!("`{}` is {what} of Astro", place.path);
    if let Some(below) = inside.strip_prefix("pages/") {
        if below.split('/').any(|segment| segment.starts_with('_')) {
            return Vec::new();
        }
        let at = url::of_folders(stem(below));
        return match place.path.ends_with(".astro") {
            true => vec![place.module(EntryKind::Page, at, because("a page"))],
            false => exported_methods(place, &at, &because("an endpoint")),
        };
    }
    match stem(inside) {
        "middleware" | "middleware/index" => {
            vec![place.module(
                EntryKind::Middleware,
                "middleware",
                because("the middleware"),
            )]
        }
        "actions/index" => {
            vec![place.module(EntryKind::ServerAction, "actions", because("the actions"))]
        }
        _ => Vec::new(),
    }
}
