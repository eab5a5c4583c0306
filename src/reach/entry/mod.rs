//! Where a project is entered, by the conventions of frameworks and the calls of libraries.
//!
//! A convention counts only where its framework is: a folder called `pages` proves nothing.

mod astro;
mod client;
mod expo;
mod handler;
mod http;
mod jobs;
mod next;
mod nuxt;
mod remix;
mod schedule;
mod script;
mod supabase;
mod svelte;
mod url;

use crate::{
    access::CodeUnit,
    link::modifiers,
    modules::path,
    source::{FileId, Location, Span, is_declaration},
};

use super::{EntryKind, EntryPoint, Running, Side, lexical, project::Project};

/// A file, and where it stands.
#[derive(Clone, Copy, Debug)]
struct Place<'a> {
    project: &'a Project<'a>,
    file: FileId,
    path: &'a str,
    text: &'a str,
}

impl<'a> Place<'a> {
    fn of(project: &'a Project<'a>, file: FileId) -> Self {
        let source = project.file(file);
        Self {
            project,
            file,
            path: &source.path,
            text: &source.text,
        }
    }

    /// An entry point that is all of the file.
    fn module(self, kind: EntryKind, name: impl Into<String>, because: String) -> EntryPoint {
        let unit = CodeUnit {
            file: self.file,
            name: String::new(),
        };
        self.at(kind, name.into(), unit, Span::default(), because)
    }

    /// An entry point that is what the file exports by a name.
    fn export(
        self,
        kind: EntryKind,
        name: impl Into<String>,
        exported: &str,
        because: String,
    ) -> EntryPoint {
        let unit = CodeUnit {
            file: self.file,
            name: exported.to_owned(),
        };
        let span = lexical::exported(self.text, exported);
        self.at(kind, name.into(), unit, span, because)
    }

    fn at(
        self,
        kind: EntryKind,
        name: String,
        unit: CodeUnit,
        span: Span,
        because: String,
    ) -> EntryPoint {
        EntryPoint {
            kind,
            name,
            unit,
            location: Location {
                file: self.file,
                span,
            },
            running: Running::default(),
            because,
        }
    }

    /// Says of an entry point where it runs, where that follows from what it is.
    fn runs(self, entry: EntryPoint, side: Side, because: &str) -> EntryPoint {
        EntryPoint {
            running: Running {
                side,
                because: because.to_owned(),
            },
            ..entry
        }
    }

    /// The values that the file exports: not what the text says to be a type.
    fn exports(self) -> impl Iterator<Item = &'a str> {
        let names = self.project.importers.scan(self.file).exports.iter();
        names.map(String::as_str).filter(move |name| {
            let at = lexical::exported(self.text, name).start as usize;
            let line = self.text[..at].rfind('\n').map_or(0, |feed| feed + 1);
            let before = self.text[line..at].trim_start();
            !["type", "interface", "declare"].iter().any(|word| {
                let rest = before.strip_prefix("export ");
                rest.is_some_and(|rest| rest.starts_with(word))
            })
        })
    }

    /// The path without its extension.
    fn stem(self) -> &'a str {
        stem(self.path)
    }
}

/// A path without the extension of its file.
fn stem(place: &str) -> &str {
    let name = path::file_name(place);
    match name.rsplit_once('.') {
        Some((_, extension)) => &place[..place.len() - extension.len() - 1],
        None => place,
    }
}

/// The methods of HTTP that a handler can be named by.
const METHODS: [&str; 7] = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"];

/// The handlers that a file exports by the names of methods.
fn exported_methods(place: Place<'_>, url: &str, because: &str) -> Vec<EntryPoint> {
    let exports: Vec<&str> = place.exports().collect();
    let methods = METHODS.iter().chain(&["ALL"]);
    let named = methods.filter(|method| exports.contains(method));
    named
        .map(|method| {
            let name = format!("{method} {url}");
            place.export(EntryKind::Route, name, method, because.to_owned())
        })
        .collect()
}

/// The entry points of a project, ordered by file, then by place.
pub(super) fn entries(project: &Project<'_>) -> Vec<EntryPoint> {
    let mut entries = Vec::new();
    for (file, _) in project.sources.iter() {
        entries.extend(of_file(Place::of(project, file)));
    }
    script::add_named(project, &mut entries);
    script::add_bare(project, &mut entries);
    jobs::add(project, &mut entries);
    schedule::add_configured(project, &mut entries);
    let order = |entry: &EntryPoint| {
        let EntryPoint {
            kind,
            name,
            unit,
            location,
            ..
        } = entry;
        (*location, *kind, name.clone(), unit.clone())
    };
    entries.sort_by_cached_key(order);
    entries.dedup_by(|a, b| order(a) == order(b));
    entries
}

fn of_file(place: Place<'_>) -> Vec<EntryPoint> {
    if is_declaration(place.path) {
        return Vec::new();
    }
    if let Some(test) = test(place) {
        return vec![test];
    }
    let mut entries = next::entries(place);
    entries.extend(svelte::entries(place));
    entries.extend(nuxt::entries(place));
    entries.extend(remix::entries(place));
    entries.extend(astro::entries(place));
    entries.extend(expo::entries(place));
    entries.extend(client::entries(place));
    entries.extend(supabase::entries(place));
    entries.extend(http::entries(place));
    entries.extend(schedule::entries(place));
    entries
}

fn test(place: Place<'_>) -> Option<EntryPoint> {
    let name = path::file_name(place.path);
    let because = match () {
        () if name.contains(".stories.") => format!("`{name}` is named as a story"),
        () if modifiers::is_test(place.path) => format!("`{}` is the path of a test", place.path),
        () => return None,
    };
    Some(place.module(EntryKind::Test, place.path, because))
}
