//! Applications that run in a browser and route by themselves: where they start, and their routes.

use crate::{access::CodeUnit, modules::path, source::Location};

use super::{Place, stem, url};
use crate::reach::{EntryKind, EntryPoint, Side, lexical, project::Framework};

pub(super) fn entries(place: Place<'_>) -> Vec<EntryPoint> {
    let mut entries: Vec<EntryPoint> = start(place).into_iter().collect();
    entries.extend(routed_by_file(place));
    entries.extend(routes(place));
    entries
}

/// What puts an application into a page.
fn start(place: Place<'_>) -> Option<EntryPoint> {
    const STARTS: [(&str, &[&str]); 6] = [
        ("createRoot(", &["react-dom", "react-dom/client"]),
        ("hydrateRoot(", &["react-dom", "react-dom/client"]),
        ("ReactDOM.render(", &["react-dom"]),
        ("createApp(", &["vue"]),
        ("mount(", &["svelte"]),
        ("registerRootComponent(", &["expo"]),
    ];
    let because = STARTS.iter().find_map(|(call, packages)| {
        let is_start = place.text.contains(call) && place.project.imports(place.file, packages);
        is_start.then(|| {
            format!(
                "`{}` starts an application in it",
                call.trim_end_matches('(')
            )
        })
    })?;
    let entry = place.module(EntryKind::Main, place.path, because);
    Some(place.runs(entry, Side::Browser, "it starts an application in a page"))
}

/// Pages of Vue's router that a plugin of Vite makes of files.
fn routed_by_file(place: Place<'_>) -> Option<EntryPoint> {
    let folder = place.project.application(place.path, Framework::Vite)?;
    let inside = path::below(place.path, folder)?.strip_prefix("src/")?;
    let (kind, below) = inside.split_once('/')?;
    if !matches!(kind, "pages" | "layouts") || !place.path.ends_with(".vue") {
        return None;
    }
    let has_plugin = place.project.depends(
        place.path,
        &[
            "unplugin-vue-router",
            "vite-plugin-pages",
            "vite-plugin-vue-layouts",
        ],
    );
    if !has_plugin {
        return None;
    }
    let has_dots = place.project.depends(place.path, &["unplugin-vue-router"]);
    let name = match kind {
        "pages" if has_dots => url::of_folders(&dotted(stem(below))),
        "pages" => url::of_folders(stem(below)),
        _ => format!("{} (layout)", stem(below)),
    };
    let because = format!("`{}` is routed by its place", place.path);
    Some(place.module(EntryKind::Page, name, because))
}

/// A path in which a dot stands for a slash, but for those of `[...rest]`: so does
/// unplugin-vue-router nest addresses without nesting pages.
fn dotted(path: &str) -> String {
    let mut depth = 0;
    let letters = path.chars().map(|letter| {
        match letter {
            '[' => depth += 1,
            ']' => depth -= 1,
            _ => {}
        }
        if letter == '.' && depth == 0 {
            '/'
        } else {
            letter
        }
    });
    letters.collect()
}

/// Packages that route in the browser by what code says.
const ROUTERS: [&str; 6] = [
    "react-router",
    "react-router-dom",
    "wouter",
    "vue-router",
    "@solidjs/router",
    "svelte-routing",
];

/// How far behind a path its component may be named.
const NEAR: usize = 400;

/// `<Route path="/x" element={<Page />} />`, `{ path: "/x", component: Page }`
fn routes(place: Place<'_>) -> Vec<EntryPoint> {
    if !place.project.imports(place.file, &ROUTERS) {
        return Vec::new();
    }
    let mut entries = Vec::new();
    for at in lexical::words(place.text, "path") {
        let after = place.text[at + "path".len()..].trim_start();
        let Some(after) = after.strip_prefix(['=', ':']) else {
            continue;
        };
        let after = after.trim_start().trim_start_matches('{');
        let Some(quote) = after
            .chars()
            .next()
            .filter(|first| matches!(first, '"' | '\'' | '`'))
        else {
            continue;
        };
        let Some((url, rest)) = after[1..].split_once(quote) else {
            continue;
        };
        if lexical::is_commented(place.text, at) || url.contains('\n') {
            continue;
        }
        let Some(unit) = component(place, near(rest)) else {
            continue;
        };
        let because = format!("`{}` routes `{url}` to it", place.path);
        let span = lexical::span(at, "path".len());
        let mut entry = place.at(EntryKind::Page, url.to_owned(), unit, span, because);
        entry.location = Location {
            file: place.file,
            span,
        };
        entries.push(entry);
    }
    entries
}

/// What follows a path, up to the next one.
fn near(rest: &str) -> &str {
    let end = rest
        .char_indices()
        .nth(NEAR)
        .map_or(rest.len(), |(at, _)| at);
    let near = &rest[..end];
    let next = lexical::words(near, "path").find(|&at| {
        near[at + "path".len()..]
            .trim_start()
            .starts_with(['=', ':'])
    });
    next.map_or(near, |at| &near[..at])
}

/// The component that a route names, by the file that has it.
fn component(place: Place<'_>, near: &str) -> Option<CodeUnit> {
    for key in ["element", "component", "Component", "lazy"] {
        let mut places = lexical::words(near, key);
        let Some(at) = places.next() else { continue };
        let value = near[at + key.len()..]
            .trim_start_matches([' ', '=', ':', '{', '<', '\n', '(', ')', '>']);
        let value = value.trim_start();
        if let Some(specifier) = imported(value)
            && let Some(file) = place.project.importers.target(place.file, specifier)
        {
            return Some(module(file));
        }
        // What stands around a page is no page: `<Guard><Page /></Guard>`.
        let names = value.split(|letter: char| !letter.is_alphanumeric() && letter != '_');
        let names = names.filter(|name| name.starts_with(|first: char| first.is_ascii_uppercase()));
        let found: Vec<CodeUnit> = names.filter_map(|name| of_name(place, name)).collect();
        if let Some(unit) = found.into_iter().next_back() {
            return Some(unit);
        }
    }
    None
}

/// The specifier of an `import("…")` that a value begins with.
fn imported(value: &str) -> Option<&str> {
    let near = &value[..value.find(',').unwrap_or(value.len())];
    let (_, after) = near.split_once("import(")?;
    let after = after.trim_start();
    let quote = after
        .chars()
        .next()
        .filter(|first| matches!(first, '"' | '\''))?;
    Some(after[1..].split_once(quote)?.0)
}

/// What a name stands for in a file: a component of its own, or a module that it is imported from.
fn of_name(place: Place<'_>, name: &str) -> Option<CodeUnit> {
    for at in lexical::words(place.text, name) {
        let line = place.text[..at].rfind('\n').map_or(0, |feed| feed + 1);
        let head = place.text[line..at].trim_start();
        let after = &place.text[at..];
        let near = &after[..after
            .char_indices()
            .nth(NEAR)
            .map_or(after.len(), |(end, _)| end)];
        let is_lazy = head.starts_with("const") || head.starts_with("export const");
        let specifier = match () {
            () if head.starts_with("import") || head.is_empty() => near
                .split_once("from ")
                .and_then(|(_, after)| quoted(after)),
            () if is_lazy => near
                .split_once("import(")
                .filter(|(before, _)| !before.contains(';'))
                .and_then(|(_, after)| quoted(after)),
            () => None,
        };
        if let Some(file) =
            specifier.and_then(|specifier| place.project.importers.target(place.file, specifier))
        {
            return Some(module(file));
        }
        let is_own = head.starts_with("function") || head.contains("function ") || is_lazy;
        if is_own && specifier.is_none() {
            return Some(CodeUnit {
                file: place.file,
                name: name.to_owned(),
            });
        }
    }
    None
}

fn quoted(after: &str) -> Option<&str> {
    let after = after.trim_start();
    let quote = after
        .chars()
        .next()
        .filter(|first| matches!(first, '"' | '\''))?;
    Some(after[1..].split_once(quote)?.0)
}

fn module(file: crate::source::FileId) -> CodeUnit {
    CodeUnit {
        file,
        name: String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dots_nest_addresses_outside_of_brackets() {
        assert_eq!(dotted("app/[app].access"), "app/[app]/access");
        assert_eq!(dotted("[...path]"), "[...path]");
        assert_eq!(dotted("users.[id].[...rest]"), "users/[id]/[...rest]");
    }
}
