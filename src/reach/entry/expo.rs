//! Expo's router: screens, layouts and API routes.

use crate::modules::path;

use super::{Place, exported_methods, stem, url};
use crate::reach::{EntryKind, EntryPoint, project::Framework};

pub(super) fn entries(place: Place<'_>) -> Vec<EntryPoint> {
    let Some(inside) = place.project.inside(place.path, Framework::Expo) else {
        return Vec::new();
    };
    let inside = inside.strip_prefix("src/").unwrap_or(inside);
    let Some(below) = inside.strip_prefix("app/") else {
        return Vec::new();
    };
    let because = |what: &str| format!("`{}` is {what} of Expo Router", place.path);
    let name = stem(below);
    if let Some(name) = name.strip_suffix("+api") {
        return exported_methods(place, &url::of_folders(name), &because("an API route"));
    }
    if path::file_name(name) == "_layout" {
        let at = url::of_folders(path::parent(name));
        return vec![place.module(
            EntryKind::Page,
            format!("{at} (layout)"),
            because("a layout"),
        )];
    }
    if path::file_name(name).starts_with('+') {
        return Vec::new();
    }
    vec![place.module(EntryKind::Page, url::of_folders(name), because("a screen"))]
}
