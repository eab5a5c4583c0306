//! Functions at the edge: Supabase, Netlify, Cloudflare.

use crate::modules::path;

use super::{Place, http, stem};
use crate::reach::{EntryKind, EntryPoint};

pub(super) fn entries(place: Place<'_>) -> Option<EntryPoint> {
    supabase(place)
        .or_else(|| netlify(place))
        .or_else(|| cloudflare(place))
}

/// The name of the function of Supabase whose folder a path is in.
pub(in crate::reach) fn function_of(place: &str) -> Option<&str> {
    let at = match place.starts_with("supabase/functions/") {
        true => 0,
        false => place.find("/supabase/functions/")? + 1,
    };
    let (name, _) = place[at + "supabase/functions/".len()..].split_once('/')?;
    Some(name)
}

/// The edge function that a file is, whose folder is not below `supabase`.
pub(super) fn moved_function_of(place: Place<'_>) -> Option<&str> {
    let folder = place.stem().strip_suffix("/index")?;
    let (parent, name) = folder.rsplit_once('/')?;
    let is_function = parent == "functions" || parent.ends_with("/functions");
    let serves = || place.text.contains("Deno.serve(") || http::is_deno_server(place);
    (is_function && serves()).then_some(name)
}

fn supabase(place: Place<'_>) -> Option<EntryPoint> {
    if let Some(name) = moved_function_of(place).filter(|_| function_of(place.path).is_none()) {
        let because = format!("`{}` is served by Deno as an edge function", place.path);
        return Some(place.module(EntryKind::EdgeFunction, name, because));
    }
    let name = function_of(place.path)?;
    let end = format!("supabase/functions/{name}/index");
    if name.starts_with('_') || !place.stem().ends_with(&end) {
        return None;
    }
    let because = format!("`{}` is an edge function of Supabase", place.path);
    Some(place.module(EntryKind::EdgeFunction, name, because))
}

fn netlify(place: Place<'_>) -> Option<EntryPoint> {
    let folders = ["netlify/functions/", "netlify/edge-functions/"];
    let below = folders.iter().find_map(|folder| {
        let at = place.path.find(folder)?;
        let is_folder = at == 0 || place.path[..at].ends_with('/');
        is_folder.then(|| &place.path[at + folder.len()..])
    })?;
    let name = stem(below);
    let name = match name.split_once('/') {
        None => name,
        Some((folder, file)) if file == "index" || file == folder => folder,
        Some(_) => return None,
    };
    let because = format!("`{}` is a function of Netlify", place.path);
    let kind = match is_scheduled(place.text) {
        true => EntryKind::Job,
        false => EntryKind::EdgeFunction,
    };
    Some(place.module(kind, name, because))
}

/// `export const config = { schedule: "@daily" }`, `schedule("@daily", handler)`
fn is_scheduled(text: &str) -> bool {
    let after = text.split_once("config").map_or("", |(_, after)| after);
    after.contains("schedule:") || text.contains("schedule(\"") || text.contains("schedule('")
}

/// `export default { fetch }` in a package of Wrangler's.
fn cloudflare(place: Place<'_>) -> Option<EntryPoint> {
    let (_, object) = place.text.split_once("export default {")?;
    let handlers = ["fetch", "scheduled", "queue"];
    let has_handler = handlers.iter().any(|name| object.contains(name));
    let is_worker = place
        .project
        .depends(place.path, &["wrangler", "@cloudflare/workers-types"])
        || place.path.contains("cloudflare");
    if !has_handler || !is_worker {
        return None;
    }
    let folder = path::parent(place.path);
    let folder = folder.strip_suffix("/src").unwrap_or(folder);
    let name = match path::file_name(folder) {
        "" | "src" => path::file_name(place.stem()),
        name => name,
    };
    let because = format!(
        "`{}` exports the handlers of a Cloudflare Worker",
        place.path
    );
    Some(place.module(EntryKind::EdgeFunction, name, because))
}
