//! A flow as a sentence: "planJob inserts content_metadata → postingQueue selects it → inserts
//! posted_decisions".

use petgraph::graph::NodeIndex;

use super::{Shown, first, source_verb};
use crate::{
    map::flows::{Act, Carrier, Flow, Link, name::Names},
    report::visible::visible,
};

impl Shown<'_> {
    /// The flow as a sentence, by the most telling of what carries it.
    pub fn sentence(&self, flow: &Flow) -> String {
        let names = self.names();
        let mut sentence = Sentence {
            shown: self,
            names: &names,
            clauses: Vec::new(),
            named: None,
            by: None,
        };
        if let Some(producer) = flow.producers.first() {
            sentence.act(producer, producer.verb.as_str());
        }
        for carrier in flow.links.iter().filter_map(first) {
            sentence.carrier(carrier);
        }
        sentence.clauses.join(" → ")
    }

    /// The sentence of one link.
    pub fn link_sentence(&self, link: &Link) -> String {
        let names = self.names();
        let mut sentence = Sentence {
            shown: self,
            names: &names,
            clauses: Vec::new(),
            named: None,
            by: None,
        };
        if let Some(carrier) = first(link) {
            sentence.carrier(carrier);
        }
        sentence.clauses.join(" → ")
    }
}

struct Sentence<'s, 'r> {
    shown: &'s Shown<'r>,
    names: &'s Names<'r>,
    clauses: Vec<String>,
    /// What was named last, and is "it".
    named: Option<NodeIndex>,
    /// Who acted last.
    by: Option<NodeIndex>,
}

impl Sentence<'_, '_> {
    fn carrier(&mut self, carrier: &Carrier) {
        for (index, act) in carrier.acts.iter().enumerate() {
            let verb = if index == 0 {
                source_verb(act.verb)
            } else {
                act.verb.as_str()
            };
            self.act(act, verb);
        }
    }

    fn act(&mut self, act: &Act, verb: &str) {
        let on = if self.named == Some(act.on) {
            "it".to_owned()
        } else {
            self.shown.label(act.on)
        };
        // A view that shows something is what the next clause is about.
        let is_view = self.shown.report.map.graph[act.by].kind() == "table";
        let verb = match (on.as_str(), verb) {
            ("it", "inserts") => "inserts into",
            ("it", "upserts") => "upserts into",
            (_, verb) => verb,
        };
        let clause = if self.by == Some(act.by) {
            format!("{verb} {on}")
        } else {
            format!("{} {verb} {on}", visible(&self.names.with_kind(act.by)))
        };
        self.named = Some(if is_view { act.by } else { act.on });
        self.by = Some(act.by);
        self.clauses.push(clause);
    }
}
