#![doc = include_str!("../../docs/rules/broken-migration.md")]

use super::{
    Context, Outcome, Rule, dangling_reference, history,
    written::{count, is_passed_over},
};
use crate::{
    finding::{Label, Severity, Subject},
    schema::{
        Database, references,
        source::SourceKind,
        statement::{Failed, Statements},
    },
};

pub(super) const RULE: Rule = Rule {
    id: "broken-migration",
    summary: "Postgres rejects a statement of a migration",
    severity: Severity::Error,
    docs: include_str!("../../docs/rules/broken-migration.md"),
    check,
};

fn check(context: &Context<'_>, outcome: &mut Outcome) {
    for (index, database) in context.databases.iter().enumerate() {
        let definitions = references::failed(database, context.files);
        let failed = &database.statements.failed;
        for (number, statement) in failed.iter().enumerate() {
            let path = &database.statements.files[statement.place.file];
            let is_root = statement.caused_by.is_none() && !is_passed_over(database, path);
            let definition = definitions[number].as_ref();
            if is_root
                && !dangling_reference::reports(database, statement, definition)
                && !is_unparsed_again(failed, number)
            {
                report(context, index, number, outcome);
            }
        }
    }
}

/// Whether a statement does not parse after another of its file did not.
///
/// One quote that is not closed makes statements of what follows, so only the first is told.
fn is_unparsed_again(failed: &[Failed], number: usize) -> bool {
    let statement = &failed[number];
    let of_file = |other: &&Failed| other.place.file == statement.place.file;
    is_unparsed(statement) && failed[..number].iter().filter(of_file).any(is_unparsed)
}

/// How much more of its file does not parse when the first of the statements does not.
fn unparsed_clause(failed: &[Failed]) -> String {
    let [first, later @ ..] = failed else {
        return String::new();
    };
    let is_alike = |other: &&Failed| {
        is_unparsed(first) && is_unparsed(other) && other.place.file == first.place.file
    };
    match later.iter().filter(is_alike).count() {
        0 => String::new(),
        1 => "; another place of this file does not parse either".to_owned(),
        more => format!("; {more} more places of this file do not parse"),
    }
}

/// Whether Postgres' grammar rejects a statement: `syntax_error` of its appendix of error codes.
fn is_unparsed(failed: &Failed) -> bool {
    failed.error.sqlstate == "42601" && failed.error.message.starts_with("syntax error")
}

fn report(context: &Context<'_>, index: usize, number: usize, outcome: &mut Outcome) {
    let name = context.name_of(index);
    let database = &context.databases[index];
    let statements = &database.statements;
    let failed = &statements.failed[number];
    let later = caused_by(statements, number);
    let mut message = format!(
        "Postgres rejects this statement: {}",
        with_backticks(&failed.error.message)
    );
    if !later.is_empty() {
        let fail = if later.len() == 1 { "fails" } else { "fail" };
        message.push_str(&format!(
            "; {} {fail} because of it",
            count(later.len(), "later statement")
        ));
    }
    message.push_str(&unparsed_clause(&statements.failed[number..]));
    let subject = Subject {
        database: name,
        target: statements.files[failed.place.file].clone(),
        part: failed.error.message.clone(),
        unit: String::new(),
    };
    let mut finding = RULE.finding(history::place(database, failed.place), subject, message);
    let is_incomplete = context.completeness[index].is_incomplete();
    finding.severity = match failed.error.missing {
        Some(_) if is_incomplete => Severity::Note,
        Some(_) | None => severity(database),
    };
    finding.help.clone_from(&failed.error.help);
    finding.labels = labels(database, &later);
    outcome.findings.push(finding);
}

/// Files whose order nobody has said may be applied in another.
fn severity(database: &Database) -> Severity {
    let kind = database.sources.first().map(|source| source.kind);
    match kind {
        Some(SourceKind::Sql | SourceKind::Dump) => Severity::Warning,
        Some(
            SourceKind::Live
            | SourceKind::Snapshot
            | SourceKind::SupabaseMigrations
            | SourceKind::SupabaseSchemas
            | SourceKind::PrismaMigrations
            | SourceKind::DrizzleMigrations
            | SourceKind::PrismaSchema
            | SourceKind::DrizzleSchema
            | SourceKind::GeneratedTypes,
        )
        | None => RULE.severity,
    }
}

/// The statements that would not fail without a failure.
pub(super) fn caused_by(statements: &Statements, root: usize) -> Vec<&Failed> {
    let failed = statements.failed.iter();
    failed
        .filter(|failed| failed.caused_by == Some(root))
        .collect()
}

/// The first few statements that fail because of another.
pub(super) fn labels(database: &Database, later: &[&Failed]) -> Vec<Label> {
    const SHOWN: usize = 2;
    let labels = later.iter().take(SHOWN).map(|failed| Label {
        place: history::place(database, failed.place),
        message: format!("fails, too: {}", with_backticks(&failed.error.message)),
    });
    labels.collect()
}

/// Postgres' message with its names in backticks instead of quotes.
pub(super) fn with_backticks(message: &str) -> String {
    message.replace('"', "`")
}
