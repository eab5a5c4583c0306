//! What the server would refuse, as findings.

use std::collections::BTreeMap;

use super::{Context, Outcome, Rule, history, severity};
use crate::{
    access::{Access, Certainty},
    finding::{Finding, Label, Place, Severity},
    link::modifiers,
    postgrest::{Alternative, Problem, ProblemKind},
    source::{Location, Span},
};

impl Rule {
    /// A finding for each problem of a kind; one for each place and message, however many ways
    /// lead there.
    pub(super) fn report(&self, kind: ProblemKind, context: &Context<'_>, outcome: &mut Outcome) {
        let mut found: BTreeMap<(Place, String), Finding> = BTreeMap::new();
        for (index, problems) in context.problems.iter().enumerate() {
            for problem in problems.iter().filter(|problem| problem.kind == kind) {
                if !is_certain(context, index, problem) {
                    continue;
                }
                let finding = self.of_problem(context, index, problem);
                let key = (finding.place.clone(), finding.message.clone());
                let known = found.entry(key).or_insert_with(|| finding.clone());
                if known.severity < finding.severity {
                    *known = finding;
                }
            }
        }
        outcome.findings.extend(found.into_values());
    }

    fn of_problem(&self, context: &Context<'_>, index: usize, problem: &Problem) -> Finding {
        let access = &context.accesses[index];
        let database = context.assigned[index].expect("only accesses of a database have problems");
        let completeness = &context.completeness[database];
        let database = &context.databases[database];
        let history = history::of_problem(context, database, access, problem);
        let mut labels = labels(context, access, problem);
        let alternative = problem.alternative.as_ref();
        labels.extend(alternative.map(|alternative| of_alternative(context, alternative)));
        let mut help = problem.help.clone();
        if let Some(told) = history {
            labels.push(told.label);
            help = Some(told.help);
        }
        let subject = context.subject(index, problem.target.clone(), problem.part.clone());
        let place = context.place(problem.location);
        // What a test hands to the code is the test's.
        let severity = match modifiers::is_test(&place.path) {
            true => Severity::Note,
            false => severity::of_problem(self.severity, problem, access, (database, completeness)),
        };
        let finding = self.finding(place, subject, problem.message.clone());
        Finding {
            severity,
            labels,
            help,
            ..finding
        }
    }
}

/// Whether every target that is possible at the place has the problem.
///
/// An access stands once for each of several names. What is wrong with a name is wrong, but a
/// column that one of the relations has may be meant for that one.
fn is_certain(context: &Context<'_>, index: usize, problem: &Problem) -> bool {
    // In a schema that is not there, nothing else is.
    let mut others = context.problems[index].iter();
    if problem.kind == ProblemKind::UnknownRelation
        && others.any(|other| other.kind == ProblemKind::UnknownSchema)
    {
        return false;
    }
    if is_about_name(problem.kind) || context.accesses[index].certainty != Certainty::OneOf {
        return true;
    }
    alternatives(context, index).all(|other| {
        let mut problems = context.problems[other].iter();
        problems.any(|one| one.kind == problem.kind && one.location == problem.location)
    })
}

/// The accesses of the same call site, as indices.
fn alternatives<'c>(context: &'c Context<'_>, index: usize) -> impl Iterator<Item = usize> + 'c {
    let accesses = context.accesses;
    let site = |access: &Access| (access.file, access.method_span, access.statement_span);
    let is_same = move |other: &usize| site(&accesses[*other]) == site(&accesses[index]);
    // Accesses are ordered by place, so those of one call site stand together.
    let before = (0..index).rev().take_while(is_same);
    let after = (index..accesses.len()).take_while(is_same);
    before.chain(after)
}

/// Whether the problem is the name of the target itself.
fn is_about_name(kind: ProblemKind) -> bool {
    match kind {
        ProblemKind::UnknownSchema | ProblemKind::UnknownRelation | ProblemKind::UnknownRoutine => {
            true
        }
        ProblemKind::UnknownColumn
        | ProblemKind::UnknownArgument
        | ProblemKind::MissingArgument
        | ProblemKind::UnknownEmbed
        | ProblemKind::AmbiguousEmbed
        | ProblemKind::ConflictTarget
        | ProblemKind::MissingRequiredColumn
        | ProblemKind::UnwritableTarget
        | ProblemKind::InvalidValue
        | ProblemKind::InvalidQuery => false,
    }
}

/// Where the name comes from when it is not written at the call, and the call when the problem is
/// elsewhere.
fn labels(context: &Context<'_>, access: &Access, problem: &Problem) -> Vec<Label> {
    let mut labels = Vec::new();
    let is_in = |place: Location, span| place.file == access.file && span_holds(span, place);
    if is_about_name(problem.kind) && is_in(problem.location, access.target_span) {
        labels.extend(origin(context, access));
    } else if !is_in(problem.location, access.statement_span) {
        let call = Location {
            file: access.file,
            span: access.method_span,
        };
        labels.push(Label {
            place: context.place(call),
            message: "the request is made here".to_owned(),
        });
    }
    labels
}

/// Says which of the texts that are possible at a place is meant.
fn of_alternative(context: &Context<'_>, alternative: &Alternative) -> Label {
    /// Longer texts are not repeated, in characters.
    const LONGEST: usize = 40;
    let text = &alternative.text;
    let message = if text.chars().count() > LONGEST || text.contains('\n') {
        "only one of the texts that may stand here is wrong so".to_owned()
    } else {
        format!("when this is `{text}`: other texts are possible, too")
    };
    Label {
        place: context.place(alternative.location),
        message,
    }
}

fn span_holds(span: Span, place: Location) -> bool {
    span.contains(place.span)
}

/// The literal or definition that a name comes from, when it stands elsewhere than the call.
pub(super) fn origin(context: &Context<'_>, access: &Access) -> Option<Label> {
    let name = access.target.name.as_deref()?;
    let origin = access.via.last()?.location;
    let Location { file, span } = origin;
    if file == access.file && access.target_span.contains(span) {
        return None;
    }
    let message = match access.certainty {
        Certainty::OneOf => format!("the name may be `{name}` from here"),
        Certainty::Passed | Certainty::Constant | Certainty::Literal | Certainty::Dynamic(_) => {
            format!("`{name}` comes from here")
        }
    };
    Some(Label {
        place: context.place(origin),
        message,
    })
}
