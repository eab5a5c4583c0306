//! The last lines of a check, on standard error.

use std::collections::BTreeSet;

use tabletrace::{
    baseline::Applied,
    map::totals::Totals,
    report::{
        check::{CheckReport, Summary},
        text::style::{DIM, WARNING},
        words::{counted, grouped},
    },
    rules::Skipped,
};

use super::examine::Examined;
use crate::cli::terminal::Terminal;

/// From how many findings on a baseline is worth its keeping.
const MANY: usize = 20;

/// What is said when there is nothing to hold the code against.
pub(super) const NO_SCHEMA: &str = "\
no source of schema was found, so the code is held against none
  looked for Supabase, Prisma and Drizzle projects, generated types, snapshots and folders of SQL
  `tabletrace check --schema SOURCE` names one; \
`tabletrace snapshot --database-url URL -o schema.snapshot.json` writes one from a database";

/// What was looked at, and what is not shown.
pub(super) fn of(examined: &Examined, applied: &Applied) -> Summary {
    let analysis = &examined.surveyed.analysis;
    let totals = Totals::of(&analysis.accesses);
    let assigned = examined.checked.assigned.iter();
    let unassigned = if examined.surveyed.databases.is_empty() {
        0
    } else {
        assigned.filter(|database| database.is_none()).count()
    };
    let mut skipped = examined.checked.skipped.clone();
    skipped.dedup();
    Summary {
        files: analysis.statistics.files,
        accesses: totals.accesses,
        resolved: totals.resolved,
        unassigned,
        hidden: applied.hidden.len(),
        stale: applied.stale.count(),
        suppressed: examined.checked.suppressed.len(),
        skipped,
    }
}

/// Says, of a first run with many findings, how to begin with the new ones.
pub(super) fn suggest_baseline(findings: usize, terminal: &Terminal) {
    if findings >= MANY {
        terminal.say(&format!(
            "to begin with what is new, run `tabletrace baseline`: it keeps these {} in a file and \
             hides them",
            counted(findings, "finding", "findings")
        ));
    }
}

/// Says what was found and how much was looked at; at length also why rules did not run.
pub(super) fn say(report: &CheckReport<'_>, terminal: &Terminal) {
    for skipped in &report.summary.skipped {
        terminal.detail(&format!("{DIM}{}{DIM:#}", reason(skipped)));
    }
    let counts = report.counts().words();
    let line = parts(report.summary).join("; ");
    terminal.say(&format!("{WARNING}{counts}{WARNING:#} in {line}"));
}

/// "`unused-relation` did not run for `shop`: the repository holds Dart".
fn reason(skipped: &Skipped) -> String {
    let Skipped {
        rule,
        database,
        reason,
    } = skipped;
    match database {
        Some(database) => format!("`{rule}` did not run for `{database}`: {reason}"),
        None => format!("`{rule}` did not run: {reason}"),
    }
}

fn parts(summary: &Summary) -> Vec<String> {
    let files = counted(summary.files, "file", "files");
    let accesses = counted(summary.accesses, "access", "accesses");
    let resolved = coverage(summary);
    let mut parts = vec![files, format!("{accesses}, {resolved}")];
    if summary.unassigned > 0 {
        let number = grouped(summary.unassigned);
        parts.push(format!("{number} of no known database"));
    }
    if summary.hidden > 0 {
        let number = grouped(summary.hidden);
        parts.push(format!("{number} hidden by the baseline"));
    }
    if summary.stale > 0 {
        let entries = counted(summary.stale, "entry", "entries");
        parts.push(format!(
            "{entries} of the baseline no longer there (`tabletrace baseline --prune`)"
        ));
    }
    if summary.suppressed > 0 {
        parts.push(format!("{} suppressed", grouped(summary.suppressed)));
    }
    let rules: BTreeSet<&str> = summary.skipped.iter().map(|skipped| skipped.rule).collect();
    if !rules.is_empty() {
        let rules = counted(rules.len(), "rule", "rules");
        parts.push(format!("{rules} did not run (-v says why)"));
    }
    parts
}

/// "350 resolved (95.6 %)".
fn coverage(summary: &Summary) -> String {
    let resolved = grouped(summary.resolved);
    if summary.accesses == 0 {
        return format!("{resolved} resolved");
    }
    let permille = summary.resolved * 1000 / summary.accesses;
    format!(
        "{resolved} resolved ({}.{} %)",
        permille / 10,
        permille % 10
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(summary: &Summary, line: &str) {
        assert_eq!(parts(summary).join("; "), line);
    }

    #[test]
    fn the_line_says_what_there_is() {
        let mut summary = Summary {
            files: 1,
            ..Summary::default()
        };
        check(&summary, "1 file; 0 accesses, 0 resolved");
        summary = Summary {
            files: 1000,
            accesses: 8,
            resolved: 7,
            unassigned: 1,
            hidden: 12,
            stale: 1,
            suppressed: 2,
            skipped: ["a", "b"]
                .map(|database| Skipped {
                    rule: "unused-relation",
                    database: Some(database.to_owned()),
                    reason: "the repository holds Dart".to_owned(),
                })
                .to_vec(),
        };
        check(
            &summary,
            "1,000 files; 8 accesses, 7 resolved (87.5 %); 1 of no known database; 12 hidden by \
             the baseline; 1 entry of the baseline no longer there (`tabletrace baseline \
             --prune`); 2 suppressed; 1 rule did not run (-v says why)",
        );
        let line = reason(&summary.skipped[0]);
        assert_eq!(
            line,
            "`unused-relation` did not run for `a`: the repository holds Dart"
        );
    }
}
