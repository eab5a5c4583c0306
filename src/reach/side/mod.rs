//! Where code runs: in a browser or on a server, by what files say of themselves and by who uses
//! them.

mod told;

use std::{
    cell::RefCell,
    collections::{BTreeMap, VecDeque},
};

use rustc_hash::{FxHashMap, FxHashSet};

use crate::{
    access::{Access, CodeUnit, Step, StepKind},
    source::{Dialect, FileId},
};

use super::{
    EntryKind, EntryPoint, Running, Side,
    lead::graph::{Graph, Node},
    project::{Framework, Project},
};

/// Functions of a framework that run on its server although their file is a page.
const SERVER_FUNCTIONS: [&str; 8] = [
    "getServerSideProps",
    "getStaticProps",
    "getStaticPaths",
    "generateStaticParams",
    "generateMetadata",
    "loader",
    "action",
    "getServerData",
];

/// What makes a client that works on one side alone.
const MAKERS: [(&str, Side); 12] = [
    ("createBrowserClient", Side::Browser),
    ("createClientComponentClient", Side::Browser),
    ("createPagesBrowserClient", Side::Browser),
    ("createBrowserSupabaseClient", Side::Browser),
    ("createServerClient", Side::Server),
    ("createRouteHandlerClient", Side::Server),
    ("createServerComponentClient", Side::Server),
    ("createServerActionClient", Side::Server),
    ("createMiddlewareClient", Side::Server),
    ("createPagesServerClient", Side::Server),
    ("serverSupabaseClient", Side::Server),
    ("serverSupabaseServiceRole", Side::Server),
];

/// Finds out where code runs.
#[derive(Debug)]
pub(super) struct Sides<'a, 'g> {
    project: &'a Project<'a>,
    graph: &'a Graph<'g>,
    /// What files say of themselves, those asked for so far.
    own: RefCell<FxHashMap<FileId, Option<Running>>>,
    /// The entry points that are a whole file.
    entries: FxHashMap<FileId, Running>,
    pages: FxHashSet<FileId>,
    /// What is run by hand says little of who else runs what it uses.
    scripts: FxHashSet<FileId>,
    tests: FxHashSet<FileId>,
}

impl<'a, 'g> Sides<'a, 'g> {
    /// Says of the entry points where they run, and keeps it for what they lead to.
    pub(super) fn new(
        project: &'a Project<'a>,
        graph: &'a Graph<'g>,
        entries: &mut [EntryPoint],
    ) -> Self {
        let mut sides = Self {
            project,
            graph,
            own: RefCell::default(),
            entries: FxHashMap::default(),
            pages: FxHashSet::default(),
            scripts: FxHashSet::default(),
            tests: FxHashSet::default(),
        };
        for entry in entries {
            if entry.running.side == Side::Unknown {
                entry.running = sides.of_entry(entry);
            }
            match entry.kind {
                EntryKind::Page => sides.pages.insert(entry.unit.file),
                EntryKind::Script => sides.scripts.insert(entry.unit.file),
                EntryKind::Test => sides.tests.insert(entry.unit.file),
                EntryKind::Route
                | EntryKind::ServerAction
                | EntryKind::Middleware
                | EntryKind::EdgeFunction
                | EntryKind::Worker
                | EntryKind::Job
                | EntryKind::Main => false,
            };
            let is_whole = entry.unit.name.is_empty() || runs_whole_module(entry.kind);
            if entry.running.side != Side::Unknown && is_whole {
                sides
                    .entries
                    .entry(entry.unit.file)
                    .or_insert_with(|| entry.running.clone());
            }
        }
        sides
    }

    fn of_entry(&self, entry: &EntryPoint) -> Running {
        if let Some(running) = self.own(entry.unit.file) {
            return running;
        }
        let server = |because: &str| Running {
            side: Side::Server,
            because: because.to_owned(),
        };
        match entry.kind {
            EntryKind::Route => server("it answers requests"),
            EntryKind::ServerAction => server("it is a server action"),
            EntryKind::EdgeFunction => server("it is an edge function"),
            EntryKind::Job => server("a clock or a queue runs it"),
            EntryKind::Middleware => server("it runs before pages are answered"),
            EntryKind::Worker if entry.name.contains("service-worker") => Running {
                side: Side::Browser,
                because: "it is a service worker".to_owned(),
            },
            EntryKind::Worker => server("a queue runs it"),
            EntryKind::Script => server("it is run by hand"),
            EntryKind::Page => self.of_page(entry.unit.file),
            EntryKind::Main => server("it is run as a program"),
            EntryKind::Test => Running::default(),
        }
    }

    /// Where a page runs that says nothing itself.
    fn of_page(&self, file: FileId) -> Running {
        let source = self.project.file(file);
        let inside = |framework| self.project.inside(&source.path, framework);
        let running = |side, because: &str| Running {
            side,
            because: because.to_owned(),
        };
        if let Some(inside) = inside(Framework::Next) {
            let inside = inside.strip_prefix("src/").unwrap_or(inside);
            return match inside.starts_with("app/") {
                true => running(
                    Side::Server,
                    "components of Next.js's app router run on the server unless they say `\"use client\"`",
                ),
                false => running(
                    Side::Both,
                    "pages of Next.js are rendered on the server, then in the browser",
                ),
            };
        }
        if inside(Framework::Expo).is_some() {
            return running(Side::Browser, "screens of Expo run on the device");
        }
        if inside(Framework::Astro).is_some() {
            return running(Side::Server, "pages of Astro are rendered on the server");
        }
        let renders_twice = [Framework::SvelteKit, Framework::Nuxt, Framework::Remix];
        for framework in renders_twice {
            if inside(framework).is_some() {
                let name = framework.name();
                let because =
                    format!("pages of {name} are rendered on the server, then in the browser");
                return running(Side::Both, &because);
            }
        }
        running(Side::Browser, "its application routes in the browser")
    }

    /// What a file says of where it runs.
    fn own(&self, file: FileId) -> Option<Running> {
        if let Some(known) = self.own.borrow().get(&file) {
            return known.clone();
        }
        let running = told::by_file(self.project, file);
        self.own.borrow_mut().insert(file, running.clone());
        running
    }

    /// By unit that has an access: where it runs.
    pub(super) fn of_units(&self, accesses: &[Access]) -> BTreeMap<CodeUnit, Running> {
        let mut clients: BTreeMap<CodeUnit, Option<Running>> = BTreeMap::new();
        for access in accesses {
            let client = clients.entry(access.code_unit()).or_default();
            if client.is_none() {
                *client = self.by_client(access);
            }
        }
        let clients = clients.into_iter();
        clients
            .map(|(unit, client)| {
                let running = client.unwrap_or_else(|| self.of_unit(&unit));
                (unit, running)
            })
            .collect()
    }

    /// What the client of an access says: the key it is made with, or what makes it.
    fn by_client(&self, access: &Access) -> Option<Running> {
        let steps = access.evidence.chain.iter();
        // What is handed in may be another client the next time.
        let is_handed = |step: &Step| matches!(step.kind, StepKind::Argument | StepKind::Context);
        if steps.clone().any(is_handed) {
            return None;
        }
        let made = steps.filter(|step| step.kind == StepKind::Created);
        for step in made {
            let file = self.project.file(step.location.file);
            let start = step.location.span.start as usize;
            let text = call(file.text.get(start..).unwrap_or_default()).to_ascii_uppercase();
            if text.contains("SERVICE_ROLE") || text.contains("SERVICEROLE") {
                return Some(Running {
                    side: Side::Server,
                    because: "its client has the service-role key".to_owned(),
                });
            }
            let text = file.slice(step.location.span);
            let maker = MAKERS.iter().find(|(maker, _)| text.contains(maker));
            if let Some((maker, side)) = maker {
                return Some(Running {
                    side: *side,
                    because: format!("its client is created by `{maker}`"),
                });
            }
        }
        None
    }

    fn of_unit(&self, unit: &CodeUnit) -> Running {
        let by_name = || {
            let is_page = self.pages.contains(&unit.file);
            function_side(&unit.name).filter(|_| is_page)
        };
        let own = by_name().or_else(|| self.told(unit.file));
        own.unwrap_or_else(|| self.by_users(unit))
    }

    /// What a file, or the entry point that it is, tells.
    fn told(&self, file: FileId) -> Option<Running> {
        self.own(file).or_else(|| self.entries.get(&file).cloned())
    }

    /// Where those run that use a unit, up to the first of each way that says so.
    fn by_users(&self, unit: &CodeUnit) -> Running {
        let start = self.graph.node(unit);
        let mut seen: FxHashSet<Node> = FxHashSet::from_iter([start.clone()]);
        let mut pending = VecDeque::from([start]);
        let mut found: BTreeMap<Side, (FileId, Running)> = BTreeMap::new();
        let mut script = None;
        while let Some(node) = pending.pop_front() {
            for user in self.graph.users(&node).iter() {
                if !seen.insert(user.clone()) {
                    continue;
                }
                let file = user.file();
                if self.tests.contains(&file) && file != unit.file {
                    continue;
                }
                if self.scripts.contains(&file) {
                    script = script.or_else(|| Some((file, self.told(file)?)));
                    continue;
                }
                match self.told(file).filter(|_| file != unit.file) {
                    Some(running) => {
                        found.entry(running.side).or_insert((file, running));
                    }
                    None => pending.push_back(user.clone()),
                }
            }
            if found.len() > 2 {
                break;
            }
        }
        let script = || {
            let (file, running) = script?;
            self.joined(&BTreeMap::from([(running.side, (file, running))]))
        };
        self.joined(&found)
            .or_else(script)
            .unwrap_or_else(|| self.by_application(unit.file))
    }

    fn joined(&self, found: &BTreeMap<Side, (FileId, Running)>) -> Option<Running> {
        let clause = |(file, running): &(FileId, Running)| {
            let path = &self.project.file(*file).path;
            let because = running
                .because
                .replace("the file ", "")
                .replace("its path has", "has in its path");
            format!("`{path}` uses it: {because}")
        };
        let (browser, server) = (found.get(&Side::Browser), found.get(&Side::Server));
        if let Some(both) = found.get(&Side::Both) {
            return Some(Running {
                side: Side::Both,
                because: clause(both),
            });
        }
        match (browser, server) {
            (Some(browser), Some(server)) => {
                let path = |(file, _): &(FileId, Running)| self.project.file(*file).path.clone();
                let (browser, server) = (path(browser), path(server));
                Some(Running {
                    side: Side::Both,
                    because: format!(
                        "`{browser}`, which runs in the browser, and `{server}`, which runs on the server, both use it"
                    ),
                })
            }
            (Some(one), None) | (None, Some(one)) => Some(Running {
                side: one.1.side,
                because: clause(one),
            }),
            (None, None) => None,
        }
    }

    /// Where the code of an application runs that has one side only.
    fn by_application(&self, file: FileId) -> Running {
        let source = self.project.file(file);
        let is_component = match source.dialect {
            Dialect::Tsx | Dialect::Vue | Dialect::Svelte => true,
            Dialect::TypeScript | Dialect::JavaScript | Dialect::Astro => false,
        };
        let inside = |framework| self.project.application(&source.path, framework).is_some();
        let has_server = [
            Framework::Next,
            Framework::SvelteKit,
            Framework::Nuxt,
            Framework::Remix,
            Framework::Astro,
        ];
        let is_browser = inside(Framework::Expo)
            || (is_component
                && !has_server.into_iter().any(inside)
                && (inside(Framework::Vite) || inside(Framework::ReactScripts)));
        match is_browser {
            true => Running {
                side: Side::Browser,
                because: "its application runs in the browser".to_owned(),
            },
            false => Running::default(),
        }
    }
}

/// The side of a function that a framework runs by its name.
fn function_side(name: &str) -> Option<Running> {
    let (side, name) = match name {
        "clientLoader" | "clientAction" => (Side::Browser, name),
        _ => (
            Side::Server,
            *SERVER_FUNCTIONS.iter().find(|known| **known == name)?,
        ),
    };
    Some(Running {
        side,
        because: format!("the framework runs `{name}` there"),
    })
}

/// How far a call is followed, in bytes.
const LONGEST_CALL: usize = 1000;

/// The call that a text begins with: its name and all that is between its brackets.
fn call(text: &str) -> &str {
    let mut depth = 0usize;
    for (at, byte) in text.bytes().enumerate().take(LONGEST_CALL) {
        match byte {
            b'(' => depth += 1,
            b')' if depth <= 1 => return &text[..at],
            b')' => depth -= 1,
            _ => {}
        }
    }
    ""
}

/// Whether all of the module runs where an entry point of one of its functions does.
fn runs_whole_module(kind: EntryKind) -> bool {
    match kind {
        EntryKind::Route
        | EntryKind::Middleware
        | EntryKind::EdgeFunction
        | EntryKind::Worker
        | EntryKind::Job => true,
        EntryKind::Page
        | EntryKind::ServerAction
        | EntryKind::Script
        | EntryKind::Main
        | EntryKind::Test => false,
    }
}
