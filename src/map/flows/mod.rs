//! Flows: which relation's rows come from which other's, through which code and SQL.
//!
//! A flow is a chain of links, each from one relation to the next, with what carries the data. Only
//! links in which what is written is seen to depend on what was read make chains; where the same
//! unit merely does both, the link stands alone. So nothing is claimed that rests on a coincidence,
//! and the number of flows is bounded by that of the links.

mod chain;

mod code;

pub mod name;

pub mod place;

mod producers;

mod sql;

#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

use petgraph::graph::NodeIndex;

use super::{
    DataMap,
    class::{Classes, units::Units},
};
use crate::{link::Through, operation::Operation, survey::Survey};

/// The most relations of one flow.
pub const MOST_RELATIONS: usize = 5;

/// What moves between the relations of a project.
#[derive(Clone, Debug, Default)]
pub struct Flows {
    /// Chains of links that are derived, the best first.
    pub ranked: Vec<Flow>,
    /// Links from a relation to itself: what is updated is what was selected.
    pub loops: Vec<Link>,
    /// Links in which no dependence is seen.
    pub co_occurring: Vec<Link>,
}

/// A way that data takes through relations.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Flow {
    /// Who writes the first relation, the most telling first; empty when nothing is seen to.
    pub producers: Vec<Act>,
    /// Never empty; each begins where the one before ends.
    pub links: Vec<Link>,
    /// Who reads the last relation and is not part of the flow, the most telling first.
    pub readers: Vec<Act>,
    /// The entry points of production that lead to any code in it.
    pub entries: usize,
}

/// Data goes from one relation to another, or to itself.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Link {
    pub from: NodeIndex,
    /// A relation; else a routine, bucket or edge function of which no more is known.
    pub to: NodeIndex,
    /// What carries it, the most telling first; never empty.
    pub carriers: Vec<Carrier>,
}

/// One piece of code or SQL that takes data from one relation to another.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Carrier {
    pub dependence: Dependence,
    /// What happens, in order; from what is done with the first relation to what with the last.
    pub acts: Vec<Act>,
    /// Whether anything in production runs it.
    pub is_production: bool,
    /// The entry points of production that lead to it.
    pub entries: BTreeSet<usize>,
}

/// How what is written depends on what was read, strongest first.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum Dependence {
    /// It is in the rows that are written, or among arguments.
    Rows,
    /// One statement of SQL does both.
    Statement,
    /// A view shows it.
    View,
    /// A trigger writes whenever it changes.
    Trigger,
    /// It says which rows are written.
    Filter,
    /// The same unit does both; no dependence is seen.
    CoOccurs,
}

/// A unit does something with a relation or routine.
#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub struct Act {
    pub by: NodeIndex,
    pub verb: Verb,
    pub on: NodeIndex,
    /// Where, `None` when no file that was read says.
    pub place: Option<Place>,
}

/// What is done.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum Verb {
    Does(Operation),
    /// A bucket is used.
    Uses,
    /// A view shows rows of a relation.
    Shows,
    /// A trigger fires when rows of a relation change.
    Fires,
}

/// A line of a file.
#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub struct Place {
    pub path: String,
    /// From 1.
    pub line: u32,
}

impl Flows {
    /// The flows of a project; with a relation, those through it.
    pub fn of(
        survey: &Survey<'_>,
        map: &DataMap,
        classes: &Classes,
        about: Option<NodeIndex>,
    ) -> Self {
        let ground = Ground {
            survey,
            map,
            classes,
            units: Units::of(survey, map),
        };
        let links = links(&ground);
        let concerns = |link: &Link| about.is_none_or(|node| link.from == node || link.to == node);
        let (loops, links): (Vec<Link>, Vec<Link>) =
            links.into_iter().partition(|link| link.from == link.to);
        let mut co_occurring = Vec::new();
        let mut derived = Vec::new();
        for mut link in links {
            if link.dependence() == Dependence::CoOccurs {
                co_occurring.push(link);
            } else {
                link.keep_derived();
                derived.push(link);
            }
        }
        let is_derived = |link: &Link| link.dependence() != Dependence::CoOccurs;
        co_occurring.retain(concerns);
        chain::sort(&ground, &mut co_occurring);
        let mut loops: Vec<Link> = loops
            .into_iter()
            .filter(|link| concerns(link) && is_derived(link))
            .collect();
        for link in &mut loops {
            link.keep_derived();
        }
        chain::sort(&ground, &mut loops);
        Self {
            ranked: chain::chains(&ground, derived, about),
            loops,
            co_occurring,
        }
    }
}

/// What flows are found in.
struct Ground<'s, 'a> {
    survey: &'s Survey<'a>,
    map: &'s DataMap,
    classes: &'s Classes,
    units: Units,
}

/// By their ends, what carries data between them.
type Carriers = BTreeMap<(NodeIndex, NodeIndex), Vec<Carrier>>;

/// Every link of the project, derived or not, loops among them; ordered by their ends.
pub fn all_links(survey: &Survey<'_>, map: &DataMap, classes: &Classes) -> Vec<Link> {
    links(&Ground {
        survey,
        map,
        classes,
        units: Units::of(survey, map),
    })
}

fn links(ground: &Ground<'_, '_>) -> Vec<Link> {
    let mut carriers = Carriers::new();
    let routines = sql::routines(ground);
    code::derived(ground, &routines, &mut carriers);
    sql::carriers(ground, &routines, &mut carriers);
    code::co_occurring(ground, &mut carriers);
    let links = carriers.into_iter().map(|((from, to), mut carriers)| {
        carriers.sort_by_key(Carrier::order);
        carriers.dedup_by(|later, first| later.is_by_the_same(first));
        Link { from, to, carriers }
    });
    links.collect()
}

impl Link {
    /// That of its strongest carrier.
    pub fn dependence(&self) -> Dependence {
        let dependences = self.carriers.iter().map(|carrier| carrier.dependence);
        dependences.min().unwrap_or(Dependence::CoOccurs)
    }

    /// Whether anything in production carries it.
    pub fn is_production(&self) -> bool {
        self.carriers.iter().any(|carrier| carrier.is_production)
    }

    /// Whether its best carrier reads and writes in different units of code.
    pub fn is_loose(&self) -> bool {
        self.carriers.first().is_none_or(Carrier::is_loose)
    }

    fn keep_derived(&mut self) {
        self.carriers
            .retain(|carrier| carrier.dependence.is_derived());
    }
}

impl Carrier {
    fn order(&self) -> impl Ord + use<> {
        (
            !self.dependence.is_derived(),
            !self.is_production,
            self.is_loose(),
            self.dependence,
            std::cmp::Reverse(self.entries.len()),
            self.acts.clone(),
        )
    }

    /// Whether data is read and written by different units of code, so that calls must take it from
    /// one to the other; or comes out of a routine, which may read it only to decide something.
    pub fn is_loose(&self) -> bool {
        let mut operations = self.acts.iter().filter(|act| match act.verb {
            Verb::Does(_) | Verb::Uses => true,
            Verb::Shows | Verb::Fires => false,
        });
        let first = operations.next().map(|act| act.by);
        let is_call = |act: &&Act| act.verb == Verb::Does(Operation::Call);
        match self.acts.iter().find(is_call) {
            // What a routine writes stands beside the call of it.
            Some(call) => first != Some(call.by),
            None => operations.any(|act| Some(act.by) != first) && !self.has_trigger(),
        }
    }

    fn has_trigger(&self) -> bool {
        self.acts.iter().any(|act| act.verb == Verb::Fires)
    }

    /// Whether the same units do it, be it elsewhere.
    fn is_by_the_same(&self, other: &Self) -> bool {
        let by = |carrier: &Self| carrier.acts.iter().map(|act| act.by).collect::<Vec<_>>();
        by(self) == by(other)
    }
}

impl Dependence {
    pub const ALL: [Self; 6] = [
        Self::Rows,
        Self::Statement,
        Self::View,
        Self::Trigger,
        Self::Filter,
        Self::CoOccurs,
    ];

    /// Whether what is written is seen to depend on what was read.
    pub fn is_derived(self) -> bool {
        self != Self::CoOccurs
    }

    /// The word for it in output.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Rows => "rows",
            Self::Statement => "statement",
            Self::View => "view",
            Self::Trigger => "trigger",
            Self::Filter => "filter",
            Self::CoOccurs => "co_occurs",
        }
    }

    /// The dependence between two accesses.
    pub(super) fn of(through: Through) -> Self {
        match through {
            Through::Rows => Self::Rows,
            Through::Filter => Self::Filter,
        }
    }
}

impl Verb {
    /// In the third person, as in "`list` selects `posts`".
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Does(operation) => match operation {
                Operation::Select => "selects",
                Operation::Insert => "inserts",
                Operation::Upsert => "upserts",
                Operation::Update => "updates",
                Operation::Delete => "deletes",
                Operation::Call => "calls",
                Operation::Subscribe => "subscribes to",
            },
            Self::Uses => "uses",
            Self::Shows => "shows",
            Self::Fires => "fires on",
        }
    }
}
