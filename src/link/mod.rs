//! All files together: symbolic values become accesses.

// What there is to know: all files, and what is known of libraries.
mod packages;
mod program;
mod value;

// What an expression can be.
mod array;
mod builtin;
mod call;
mod callback;
mod callers;
mod changing;
mod class;
mod constructor;
mod declared;
mod evaluate;
mod export;
mod expression;
mod frame;
mod global;
mod library;
mod member;
mod method;
mod parameter;
mod typed;
mod types;

// What frameworks and libraries hand on where no value is seen to flow.
mod additions;
mod ambient;
mod component;
mod context;
mod left;
mod procedure;
mod proxy;
mod store;

// Call sites to accesses.
mod access;
mod calls;
mod clauses;
mod columns;
mod derived;
mod handed;
mod holders;
mod links;
mod literals;
mod mentions;
pub mod modifiers;
mod origin;
mod probe;
mod query;
mod request;
mod rest;
mod row;
mod rows;
mod runs;
mod site;
mod target;
mod texts;
mod verdict;

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    access::{Access, CodeUnit, Rejected},
    facts::{FileFacts, Value, ValueId},
    modules::Modules,
    source::{FileId, Location, Sources},
};

use self::{evaluate::Evaluator, origin::Made, program::Program};

/// What linking a set of files gives.
#[derive(Debug, Default)]
pub struct Linked {
    pub accesses: Vec<Access>,
    pub rejected: Vec<Rejected>,
    /// What leads to the units with accesses, ordered; empty unless asked for.
    pub calls: Vec<UnitCall>,
    /// Ordered; empty unless asked for.
    pub derived: Vec<Derived>,
}

/// How much is found out.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Depth {
    /// What the code asks of the database.
    Accesses,
    /// Also what leads to the code that asks, and how what it writes depends on what it read.
    Flows,
}

/// One unit runs another.
#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub struct UnitCall {
    pub caller: CodeUnit,
    pub callee: CodeUnit,
    pub kind: UnitCallKind,
    /// The name that is called or handed on, in the caller's file.
    pub location: Location,
}

/// How one unit runs another.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum UnitCallKind {
    /// A call, a `new`, a tag of markup.
    Called,
    /// It is handed to something that will call it: a callback, a handler, a member of an object.
    Handed,
}

/// A request that depends on what another gave.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub struct Derived {
    /// The access whose result is used, as an index into [`Linked::accesses`].
    pub read: usize,
    /// The access that it is used in: a write, or a call of a routine.
    pub write: usize,
    pub through: Through,
}

/// Where in a request a result is used, strongest first.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum Through {
    /// In the rows that are written, or in arguments.
    Rows,
    /// In what says which rows are written.
    Filter,
}

/// What a set of files leaves open.
#[derive(Debug, Default)]
pub struct Demand {
    /// Files that define what is still unresolved and have no facts yet.
    pub demanded: BTreeSet<FileId>,
    /// What callers in other files decide about: whoever imports it should have facts.
    pub handed: BTreeMap<FileId, Taken>,
    /// Keys of receivers: whoever hands something on by one of them should have facts.
    pub keys: BTreeSet<String>,
}

/// What importers take of a file.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Taken {
    Names(BTreeSet<String>),
    /// Anything it exports.
    All,
}

/// Links the files that have facts; `facts` is parallel to `sources`.
///
/// `None` when `is_whole` says of what is demanded that it has to be read first.
pub fn link(
    sources: &Sources,
    modules: &Modules,
    facts: Vec<Option<&FileFacts>>,
    depth: Depth,
    is_whole: impl FnOnce(&Demand) -> bool,
) -> Option<Linked> {
    let program = Program::new(sources, modules, facts);
    let mut evaluator = Evaluator::new(&program);
    let (sites, rejected) = site::sites(&mut evaluator);
    let targets: Vec<_> = sites
        .iter()
        .map(|site| access::targets(&mut evaluator, site))
        .collect();
    clauses::demand(&mut evaluator, &sites);
    let mut handed = handed::handed(&program, &sites, &evaluator.asked);
    handed.extend(evaluator.extended.iter().map(|&file| (file, Taken::All)));
    let demand = Demand {
        handed,
        demanded: std::mem::take(&mut evaluator.demanded),
        keys: std::mem::take(&mut evaluator.keys),
    };
    if !is_whole(&demand) {
        return None;
    }
    let runs = runs::runs(&mut evaluator);
    let mut made = Vec::new();
    for (site, targets) in sites.iter().zip(&targets) {
        made.extend(access::accesses(&mut evaluator, site, targets, &runs));
    }
    made.extend(rest::accesses(&mut evaluator));
    made.sort_by(|a, b| order(&a.access).cmp(&order(&b.access)));
    made.dedup_by(same_request);
    let (accesses, origins): (Vec<_>, Vec<_>) = made
        .into_iter()
        .map(|made| (made.access, made.origins))
        .unzip();
    let mut linked = Linked {
        accesses,
        rejected,
        ..Linked::default()
    };
    if depth == Depth::Flows {
        linked.calls = calls::calls(&mut evaluator, &linked.accesses);
        linked.derived = derived::derived(&mut evaluator, &linked.accesses, &origins);
    }
    Some(linked)
}

/// Whether two accesses are the same but for what their links ask for; the first takes the clauses
/// of the second then.
///
/// One call of a wrapper makes several requests of it that way.
fn same_request(later: &mut Made, first: &mut Made) -> bool {
    let (origins, into) = (&mut later.origins, &mut first.origins);
    let (later, first) = (&mut later.access, &mut first.access);
    let clauses = std::mem::take(&mut first.clauses);
    let more = std::mem::take(&mut later.clauses);
    let is_same = later == first;
    first.clauses = clauses;
    if !is_same {
        later.clauses = more;
        return false;
    }
    for clause in more {
        if !first.clauses.contains(&clause) {
            first.clauses.push(clause);
        }
    }
    into.append(origins);
    true
}

type Order<'a> = (
    FileId,
    crate::source::Span,
    Option<crate::operation::Operation>,
    &'a Option<String>,
);

fn order(access: &Access) -> Order<'_> {
    (
        access.file,
        access.method_span,
        access.operation,
        &access.target.name,
    )
}

/// The last name of an expression: `supabase` in `this.supabase`, `getClient` in `getClient()`.
fn tail_name(facts: &FileFacts, value: ValueId) -> Option<&str> {
    let mut value = value;
    for _ in 0..64 {
        match facts.value(value) {
            Value::Binding(binding) => return Some(facts.text(facts.binding(*binding).name)),
            Value::Global(name) => return Some(facts.text(*name)),
            Value::Member { key, .. } => return Some(facts.text(*key)),
            Value::Call(call) => {
                let call = facts.call(*call);
                let name = call.name.map(|name| facts.text(name));
                // What only hands its argument on is known by the argument's name.
                match (name.and_then(packages::hands_on), call.arguments.first()) {
                    (Some(packages::HandsOn::Argument | packages::HandsOn::Kept), Some(&first)) => {
                        value = first;
                    }
                    _ => return name,
                }
            }
            Value::Cast { value: inner, .. } => value = *inner,
            Value::Either(sides) => value = *sides.first()?,
            Value::Parameter { function, index } => {
                let parameter = facts.function(*function).parameters.get(*index as usize)?;
                return parameter.name.map(|name| facts.text(name));
            }
            _ => return None,
        }
    }
    None
}

/// The last part of a path of a library: `createClient` of `default.createClient`.
fn last_segment(path: &str) -> &str {
    path.rsplit('.').next().unwrap_or(path)
}
