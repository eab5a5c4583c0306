//! How code is reached: the entry points of a project, and which of them lead to which unit.

mod entry;
mod lead;
mod lexical;
mod project;
mod side;

use std::collections::BTreeMap;

use crate::{
    access::{Access, CodeUnit},
    demand::Importers,
    facts::FileFacts,
    link::UnitCall,
    modules::Manifest,
    source::{Location, Sources},
};

use self::{lead::graph::Graph, project::Project, side::Sides};

/// Where a project is entered, and what is reached from there.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Reach {
    /// Ordered by file, then by place.
    pub entries: Vec<EntryPoint>,
    /// By unit that has an access: the entry points that lead to it, ascending by entry.
    pub reached: BTreeMap<CodeUnit, Vec<Reached>>,
    /// By unit that has an access: where it runs.
    pub sides: BTreeMap<CodeUnit, Running>,
}

/// Where something outside of the project's own code begins to run it.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct EntryPoint {
    pub kind: EntryKind,
    /// As the outside knows it: `/blog/[slug]`, `GET /api/users`, the name of a job or function.
    pub name: String,
    /// What is run; the module itself where all of it is.
    pub unit: CodeUnit,
    pub location: Location,
    pub running: Running,
    /// Why it is held to be one, as a clause: "`app/page.tsx` is a page of Next.js".
    pub because: String,
}

/// The kinds of entry points.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum EntryKind {
    /// A page or layout of a framework that routes by file.
    Page,
    /// A handler of HTTP requests.
    Route,
    /// A function that a browser calls through the framework.
    ServerAction,
    /// What runs before routes and pages.
    Middleware,
    EdgeFunction,
    /// A worker of a queue.
    Worker,
    /// What runs again and again: cron jobs, job folders.
    Job,
    /// What is run by hand or from a package's scripts.
    Script,
    /// Where an application starts that routes nothing by file.
    Main,
    Test,
}

impl EntryKind {
    /// The word for it in output.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Page => "page",
            Self::Route => "route",
            Self::ServerAction => "server_action",
            Self::Middleware => "middleware",
            Self::EdgeFunction => "edge_function",
            Self::Worker => "worker",
            Self::Job => "job",
            Self::Script => "script",
            Self::Main => "main",
            Self::Test => "test",
        }
    }

    /// Whether users or time set it off; scripts are run by hand, tests prove nothing.
    pub fn is_production(self) -> bool {
        match self {
            Self::Page
            | Self::Route
            | Self::ServerAction
            | Self::Middleware
            | Self::EdgeFunction
            | Self::Worker
            | Self::Job
            | Self::Main => true,
            Self::Script | Self::Test => false,
        }
    }
}

/// Where code runs.
#[derive(Clone, Copy, Debug, Default, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum Side {
    Browser,
    Server,
    /// On a server first, then in the browser.
    Both,
    #[default]
    Unknown,
}

impl Side {
    /// The word for it in output.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Browser => "browser",
            Self::Server => "server",
            Self::Both => "both",
            Self::Unknown => "unknown",
        }
    }
}

/// Where code runs, and why it is held to.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Running {
    pub side: Side,
    /// A clause: "the file begins with `\"use client\"`"; empty where the side is not known.
    pub because: String,
}

/// An entry point that leads to a unit.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Reached {
    /// An index into [`Reach::entries`].
    pub entry: usize,
    /// The weakest edge on the way.
    pub over: Over,
    /// From the entry point to the unit, both included; whole modules where only imports lead on.
    pub way: Vec<CodeUnit>,
}

/// What leads from an entry point to a unit, strongest first.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum Over {
    /// The entry point is the unit, or the module around it.
    Itself,
    /// Each unit on the way calls the next.
    Calls,
    /// Modules on the way import the next; what of it they run is not known.
    Imports,
}

impl Over {
    /// The word for it in output.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Itself => "itself",
            Self::Calls => "calls",
            Self::Imports => "imports",
        }
    }
}

/// What reach is worked out from.
#[derive(Clone, Copy, Debug)]
pub struct Parts<'a> {
    pub sources: &'a Sources,
    pub manifests: &'a [Manifest],
    /// Parallel to the sources; `None` where a file was not worth parsing.
    pub facts: &'a [Option<FileFacts>],
    pub importers: &'a Importers,
    pub accesses: &'a [Access],
    pub calls: &'a [UnitCall],
}

impl Reach {
    /// The entry points of a project, and what they lead to.
    pub fn of(parts: Parts<'_>) -> Self {
        let Parts {
            sources,
            manifests,
            facts,
            importers,
            accesses,
            calls,
        } = parts;
        let project = Project::new(sources, manifests, facts, importers);
        let graph = Graph::new(&project);
        let mut entries = entry::entries(&project);
        let sides = Sides::new(&project, &graph, &mut entries).of_units(accesses);
        Self {
            reached: lead::reached(&entries, &graph, accesses, calls),
            entries,
            sides,
        }
    }
}

#[cfg(test)]
mod tests;
