//! What was found before a change.

use std::collections::BTreeMap;

use tabletrace::{
    cache::Cache,
    check::added::{self, Placed},
    finding::Finding,
};

use super::examine::{self, Examined};
use crate::cli::{
    change::{self, Change},
    error::CliError,
    input::Texts,
    survey::SubjectArguments,
};

/// What of the findings the change adds, when `known` takes out what the baseline knows.
///
/// The texts are in the later state, and what was found there is `examined`. Where nothing was
/// found the change adds nothing, and what was there before is not looked at.
pub(super) fn added(
    found: Vec<Finding>,
    change: &Change,
    arguments: &SubjectArguments,
    texts: &mut Texts,
    (cache, examined): (&Cache, &Examined),
    known: impl FnOnce(Vec<Finding>) -> Vec<Finding>,
) -> Result<Vec<Finding>, CliError> {
    if found.is_empty() {
        return Ok(found);
    }
    let now = placed(found, texts, examined);
    let then = change.before(texts, |texts| {
        let mut before = examine::examine(arguments, texts, cache, Some(examined));
        before =
            change::or_without_schema(before, || examine::examine_without_schema(texts, cache));
        let mut before = before?;
        let findings = std::mem::take(&mut before.checked.findings);
        Ok(placed(findings, texts, &before))
    })?;
    let mut lines = BTreeMap::new();
    let mut findings = Vec::new();
    for Placed { mut finding, line } in then {
        // Files have the names that they have now.
        if let Some(now) = change.renamed.get(&finding.place.path) {
            finding.place.path.clone_from(now);
        }
        lines.insert(finding.place.clone(), line);
        findings.push(finding);
    }
    let then = known(findings).into_iter().map(|finding| Placed {
        line: lines.get(&finding.place).cloned().unwrap_or_default(),
        finding,
    });
    Ok(added::added(now, then.collect()))
}

/// Findings with the lines that they are on.
fn placed(findings: Vec<Finding>, texts: &Texts, examined: &Examined) -> Vec<Placed> {
    let placed = findings.into_iter().map(|finding| Placed {
        line: examined.line(texts, &finding.place),
        finding,
    });
    placed.collect()
}
