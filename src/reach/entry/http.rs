//! Routes that code registers: Express, Fastify, Hono, Koa and their like.

use crate::{
    access::CodeUnit,
    facts::{FileFacts, Value},
};

use super::{Place, handler, handler::Origin, supabase};
use crate::reach::{
    EntryKind, EntryPoint, Side,
    lexical::{self, MethodCall},
};

/// Packages that serve requests by registered routes.
const SERVERS: [&str; 14] = [
    "express",
    "fastify",
    "hono",
    "@hono/zod-openapi",
    "koa-router",
    "@koa/router",
    "elysia",
    "polka",
    "restify",
    "itty-router",
    "oak",
    "@oak/oak",
    "find-my-way",
    "express-promise-router",
];

/// Methods that register a handler for a path.
const REGISTER: [&str; 8] = [
    "get", "post", "put", "patch", "delete", "all", "head", "options",
];

pub(super) fn entries(place: Place<'_>) -> Vec<EntryPoint> {
    let mut entries: Vec<EntryPoint> = listening(place).into_iter().collect();
    for method in REGISTER {
        for call in lexical::method_calls(place.text, method) {
            if call.literal.starts_with('/') || call.literal == "*" {
                entries.extend(route(place, method, call));
            }
        }
    }
    entries
}

fn route(place: Place<'_>, method: &str, call: MethodCall<'_>) -> Option<EntryPoint> {
    let unit = match place.project.facts(place.file) {
        Some(facts) => registered(place, facts, call)?,
        None => lexically_registered(place, call)?,
    };
    let method = match method {
        "all" => "ALL".to_owned(),
        _ => method.to_ascii_uppercase(),
    };
    let function = supabase::function_of(place.path).filter(|name| !name.starts_with('_'));
    let name = match function {
        Some(function) => format!("{method} /{function}{}", call.literal.trim_end_matches('/')),
        None => format!("{method} {}", call.literal),
    };
    let receiver = call.receiver;
    let because = match receiver {
        "" => format!("`{}` registers it as a route", call.literal),
        _ => format!("`{receiver}` registers it as a route"),
    };
    Some(place.at(EntryKind::Route, name, unit, call.at, because))
}

/// The handler of a route, when what it is registered with can be a server.
fn registered(place: Place<'_>, facts: &FileFacts, call: MethodCall<'_>) -> Option<CodeUnit> {
    let found = handler::call_at(facts, call.at)?;
    if found.arguments.len() < 2 {
        return None;
    }
    let Value::Member { object, .. } = facts.value(found.callee) else {
        return None;
    };
    let is_server = match handler::origin(place, facts, *object) {
        Origin::Package(package) => is_server(package),
        Origin::Project | Origin::Unknown => {
            let last = found.arguments.last()?;
            let is_function = matches!(facts.value(*last), Value::Function(_));
            names_server(place) || (is_function && is_named_server(call.receiver))
        }
    };
    if !is_server {
        return None;
    }
    let unknown = || CodeUnit {
        file: place.file,
        // As a handler written there would be named.
        name: format!(
            "{}({})",
            place.text[..call.at.end as usize]
                .rsplit(|letter: char| letter.is_whitespace())
                .next()
                .unwrap_or_default(),
            call.literal
        ),
    };
    Some(handler::handed(place, facts, found).unwrap_or_else(unknown))
}

/// Of a file that is not parsed: the module, when the text looks like a registration.
fn lexically_registered(place: Place<'_>, call: MethodCall<'_>) -> Option<CodeUnit> {
    let after = &place.text[call.at.end as usize..];
    let (_, after) = after.split_once(call.literal)?;
    // Without a handler it asks for something.
    let has_handler = after.get(1..)?.trim_start().starts_with(',');
    let is_server = has_handler && names_server(place) && is_named_server(call.receiver);
    is_server.then(|| CodeUnit {
        file: place.file,
        name: String::new(),
    })
}

fn is_server(package: &str) -> bool {
    SERVERS.iter().any(|server| {
        let rest = package.strip_prefix(server);
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    })
}

/// Whether a file imports a server's package, be it for its types alone.
fn names_server(place: Place<'_>) -> bool {
    let imports = place.project.importers.scan(place.file).imports.iter();
    imports
        .into_iter()
        .any(|import| is_server(crate::reach::project::bare(&import.specifier)))
}

fn is_named_server(receiver: &str) -> bool {
    let receiver = receiver.to_ascii_lowercase();
    [
        "app", "router", "server", "fastify", "api", "routes", "route", "hono",
    ]
    .iter()
    .any(|name| receiver.ends_with(name))
}

/// The function of Deno's standard library that was there before `Deno.serve`.
const DENO_SERVE: &str = "serve of Deno's standard library";

/// Whether a file imports the HTTP server of Deno's standard library.
pub(super) fn is_deno_server(place: Place<'_>) -> bool {
    place.text.contains("deno.land/std") && place.text.contains("http/server.ts")
}

/// A file that makes a server and lets it listen.
fn listening(place: Place<'_>) -> Option<EntryPoint> {
    let runs = [
        ("listen", ".listen("),
        ("Deno.serve", "Deno.serve("),
        ("Bun.serve", "Bun.serve("),
        ("serve", "serve({"),
        (DENO_SERVE, "serve("),
    ];
    let (name, at) = runs
        .iter()
        .find_map(|(name, needle)| Some((*name, place.text.find(needle)?)))?;
    let is_server = match name {
        DENO_SERVE => is_deno_server(place),
        "listen" | "serve" => {
            place.project.imports(place.file, &SERVERS)
                || place.project.imports(
                    place.file,
                    &["http", "node:http", "@hono/node-server", "koa"],
                )
        }
        _ => true,
    };
    let is_function =
        supabase::function_of(place.path).is_some() || supabase::moved_function_of(place).is_some();
    if !is_server || is_function || lexical::is_commented(place.text, at) {
        return None;
    }
    let because = format!("`{name}` starts a server in it");
    let entry = place.module(EntryKind::Main, place.path, because);
    Some(place.runs(entry, Side::Server, "it starts a server"))
}
