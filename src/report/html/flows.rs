//! The flows of the page: what takes data from relation to relation, as acts in order.

use super::{model, places::Places};
use crate::{
    map::flows::{Act, Flows},
    report::Report,
};

/// How many flows the page holds, the best.
const MOST: usize = 200;

/// The best flows, and how many there are.
pub(super) fn flows(report: &Report<'_>, places: &mut Places<'_>) -> (Vec<model::Flow>, usize) {
    let flows = Flows::of(report.survey, &report.map, &report.classes, None);
    let shown = flows.ranked.iter().take(MOST).map(|flow| {
        let carriers = flow.links.iter().filter_map(|link| link.carriers.first());
        let carried = carriers.clone().flat_map(|carrier| &carrier.acts);
        let acts = flow.producers.first().into_iter().chain(carried);
        let mut dependences: Vec<&str> = carriers
            .map(|carrier| carrier.dependence.as_str())
            .collect();
        dependences.dedup();
        model::Flow {
            acts: acts.map(|act| self::act(act, places)).collect(),
            dependences,
            entries: flow.entries,
            production: flow.links.iter().all(|link| link.is_production()),
        }
    });
    let shown = shown.collect();
    (shown, flows.ranked.len())
}

fn act(act: &Act, places: &mut Places<'_>) -> model::Act {
    let place = act.place.as_ref();
    model::Act(
        act.by.index(),
        act.verb.as_str(),
        act.on.index(),
        place.map(|place| places.of_line(&place.path, place.line)),
    )
}
