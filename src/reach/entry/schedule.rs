//! What a clock or a queue sets off: cron jobs, workers, tasks of job services.

use serde_json::Value as Json;

use crate::{access::CodeUnit, modules::path, source::Span};

use super::{Place, handler, stem};
use crate::reach::{EntryKind, EntryPoint, Side, lexical, project::Project};

/// A function of a library that hands a function to a clock or a queue.
struct Scheduler {
    packages: &'static [&'static str],
    /// The name that is called.
    call: &'static str,
    kind: EntryKind,
    what: &'static str,
}

const SCHEDULERS: [Scheduler; 14] = [
    scheduler(
        &["node-cron", "node-schedule"],
        "schedule",
        EntryKind::Job,
        "node-cron runs it",
    ),
    scheduler(
        &["node-schedule"],
        "scheduleJob",
        EntryKind::Job,
        "node-schedule runs it",
    ),
    scheduler(&["cron"], "CronJob", EntryKind::Job, "`CronJob` runs it"),
    scheduler(&["croner"], "Cron", EntryKind::Job, "`Cron` runs it"),
    scheduler(&["agenda"], "define", EntryKind::Job, "Agenda runs it"),
    scheduler(
        &["bullmq"],
        "Worker",
        EntryKind::Worker,
        "a worker of BullMQ runs it",
    ),
    scheduler(
        &["bull"],
        "process",
        EntryKind::Worker,
        "a queue of Bull runs it",
    ),
    scheduler(
        &["pg-boss"],
        "work",
        EntryKind::Worker,
        "a queue of pg-boss runs it",
    ),
    scheduler(
        &["inngest"],
        "createFunction",
        EntryKind::Job,
        "Inngest runs it",
    ),
    scheduler(
        &["@trigger.dev/sdk"],
        "task",
        EntryKind::Job,
        "Trigger.dev runs it",
    ),
    scheduler(
        &["@trigger.dev/sdk"],
        "schemaTask",
        EntryKind::Job,
        "Trigger.dev runs it",
    ),
    scheduler(
        &["@trigger.dev/sdk"],
        "defineJob",
        EntryKind::Job,
        "Trigger.dev runs it",
    ),
    scheduler(
        &["graphile-worker"],
        "run",
        EntryKind::Worker,
        "Graphile Worker runs it",
    ),
    scheduler(
        &["@nestjs/schedule"],
        "Cron",
        EntryKind::Job,
        "Nest runs it",
    ),
];

const fn scheduler(
    packages: &'static [&'static str],
    call: &'static str,
    kind: EntryKind,
    what: &'static str,
) -> Scheduler {
    Scheduler {
        packages,
        call,
        kind,
        what,
    }
}

pub(super) fn entries(place: Place<'_>) -> Vec<EntryPoint> {
    let mut entries = deno_cron(place);
    entries.extend(threads(place));
    for scheduler in &SCHEDULERS {
        let is_there = || {
            // Its client is made in a file of its own.
            let is_inngest = scheduler.packages.contains(&"inngest");
            place.project.imports(place.file, scheduler.packages)
                || (is_inngest && place.text.contains("inngest.createFunction"))
        };
        if place.text.contains(scheduler.call) && is_there() {
            entries.extend(scheduled(place, scheduler));
        }
    }
    entries.dedup_by(|a, b| a.location == b.location);
    entries
}

/// `Deno.cron("name", "0 * * * *", handler)`
fn deno_cron(place: Place<'_>) -> Vec<EntryPoint> {
    if !place.text.contains("Deno.cron") {
        return Vec::new();
    }
    const DENO: Scheduler = scheduler(&[], "cron", EntryKind::Job, "`Deno.cron` runs it");
    scheduled(place, &DENO)
}

/// Files that code starts as threads: `new Worker(new URL("./resize.ts", import.meta.url))`.
fn threads(place: Place<'_>) -> Vec<EntryPoint> {
    let files = lexical::words(place.text, "Worker").filter_map(|at| {
        let is_made = place.text[..at].trim_end().ends_with("new");
        let after = place.text[at + "Worker".len()..].trim_start();
        let after = after.strip_prefix('(').filter(|_| is_made)?.trim_start();
        let after = after.strip_prefix("new URL(").unwrap_or(after);
        let named = label(after).filter(|named| named.starts_with('.'))?;
        let target = path::join(path::parent(place.path), named)?;
        let sources = place.project.sources;
        let typed = || sources.by_path(&format!("{}.ts", stem(&target)));
        sources.by_path(&target).or_else(typed)
    });
    let has_threads = place
        .project
        .imports(place.file, &["worker_threads", "node:worker_threads"]);
    let because = format!("`{}` starts it as a thread", place.path);
    files
        .map(|file| {
            let target = Place::of(place.project, file);
            let entry = target.module(EntryKind::Worker, target.path, because.clone());
            match has_threads {
                true => target.runs(entry, Side::Server, "it is a thread of Node"),
                false => target.runs(entry, Side::Browser, "it is a worker of a page"),
            }
        })
        .collect()
}

fn scheduled(place: Place<'_>, scheduler: &Scheduler) -> Vec<EntryPoint> {
    let calls = lexical::words(place.text, scheduler.call);
    let calls = calls.filter(|at| !lexical::is_commented(place.text, *at));
    calls
        .filter_map(|at| {
            let after = place.text[at + scheduler.call.len()..].trim_start();
            let arguments = match after.strip_prefix('<') {
                Some(types) => types.split_once(">(")?.1,
                None => after.strip_prefix('(')?,
            };
            let span = lexical::span(at, scheduler.call.len());
            let unit = unit(place, span);
            let name = label(arguments).unwrap_or(match unit.name.is_empty() {
                true => place.path,
                false => unit.name.as_str(),
            });
            let name = name.to_owned();
            Some(place.at(scheduler.kind, name, unit, span, scheduler.what.to_owned()))
        })
        .collect()
}

/// What is run: the function that the call is handed, else the module.
fn unit(place: Place<'_>, name: Span) -> CodeUnit {
    let module = || CodeUnit {
        file: place.file,
        name: String::new(),
    };
    let handed = || {
        let facts = place.project.facts(place.file)?;
        let call = handler::call_at(facts, name)?;
        handler::handed(place, facts, call)
    };
    handed().unwrap_or_else(module)
}

/// How many bytes of the arguments may come before a name.
const NEAR: usize = 200;

/// The name or the schedule that arguments begin with: `"0 * * * *"`, `{ id: "sync" }`.
fn label(arguments: &str) -> Option<&str> {
    let arguments = arguments.trim_start();
    let text = match arguments.strip_prefix('{') {
        None => arguments,
        Some(object) => {
            let near = object.char_indices().take(NEAR).last()?.0;
            let near = &object[..near];
            let at = ["id:", "name:", "cronTime:"].iter().find_map(|key| {
                let at = near.find(key)?;
                Some(at + key.len())
            })?;
            near[at..].trim_start()
        }
    };
    let quote = text
        .chars()
        .next()
        .filter(|first| matches!(first, '"' | '\'' | '`'))?;
    let (label, _) = text[1..].split_once(quote)?;
    Some(label)
}

/// Adds the jobs that `vercel.json` asks routes for.
pub(super) fn add_configured(project: &Project<'_>, entries: &mut Vec<EntryPoint>) {
    let manifests = project.manifests.iter();
    let configurations =
        manifests.filter(|manifest| path::file_name(&manifest.path) == "vercel.json");
    let mut jobs = Vec::new();
    for manifest in configurations {
        let Ok(json) = serde_json::from_str::<Json>(&manifest.text) else {
            continue;
        };
        let folder = path::parent(&manifest.path);
        let crons = json.get("crons").and_then(Json::as_array);
        for cron in crons.into_iter().flatten() {
            let asked = cron.get("path").and_then(Json::as_str);
            let Some(asked) = asked.and_then(|asked| asked.split(['?', '#']).next()) else {
                continue;
            };
            let is_asked = |entry: &&EntryPoint| {
                let file = &project.file(entry.unit.file).path;
                let url = entry.name.strip_prefix("GET ").unwrap_or(&entry.name);
                entry.kind == EntryKind::Route
                    && url == asked
                    && path::below(file, folder).is_some()
            };
            jobs.extend(entries.iter().find(is_asked).map(|route| EntryPoint {
                kind: EntryKind::Job,
                name: format!("cron {asked}"),
                because: format!("`{}` schedules `{asked}`", manifest.path),
                ..route.clone()
            }));
        }
    }
    entries.extend(jobs);
}
