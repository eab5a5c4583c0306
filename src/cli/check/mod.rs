//! `tabletrace check`: the code held against the schema.

mod before;

pub(super) mod examine;

mod format;

mod summary;

use std::{collections::BTreeSet, path::PathBuf, process::ExitCode};

use clap::{Args, builder::PossibleValuesParser, builder::TypedValueParser};
use tabletrace::{
    baseline::{self, Applied, Baseline},
    config::FailOn,
    finding::Finding,
    report::{
        check::{CheckReport, full::Detail, json},
        texts::Texts as ReportTexts,
    },
    rules::{self, RULES, options::Selection},
};

use self::{examine::Examined, format::CheckFormat};
use super::{
    UNSATISFIED,
    change::{self, Against},
    error::CliError,
    input::Texts,
    output::{self, FormatArgument},
    scope::Scope,
    survey::SubjectArguments,
    terminal::Terminal,
};

#[derive(Args, Debug)]
#[command(mut_arg("files_from", |argument| argument.help(
    "Report the files that FILE lists, one a line or NUL-separated; `-` is standard input"
)))]
pub(super) struct Arguments {
    /// Files and folders to report; all of their project is read [default: the current folder]
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,

    /// Report only what the index adds to the last commit
    #[arg(long, conflicts_with = "since")]
    staged: bool,

    /// Report only what the work tree adds to the commit at which it parted from REF
    #[arg(long, value_name = "REF")]
    since: Option<String>,

    /// The least severity that makes the exit code 1 [default: error, or as configured]
    #[arg(long, value_name = "SEVERITY", value_parser = fail_on(), hide_default_value = true)]
    fail_on: Option<FailOn>,

    /// Run only these rules (repeatable, or separated by commas)
    #[arg(long, value_name = "RULE", value_parser = rule, value_delimiter = ',')]
    select: Vec<&'static str>,

    /// Do not run these rules (repeatable, or separated by commas)
    #[arg(long, value_name = "RULE", value_parser = rule, value_delimiter = ',')]
    ignore: Vec<&'static str>,

    /// Show every finding, where otherwise one stands for all that are alike
    #[arg(long)]
    all: bool,

    /// The format: full, concise, json, github, gitlab, sarif or markdown; with `=FILE` into a
    /// file (repeatable)
    #[arg(long, visible_alias = "output-format", value_name = "NAME[=FILE]")]
    format: Vec<FormatArgument<CheckFormat>>,

    /// Print the JSON Schema of the JSON format, and read nothing
    #[arg(long)]
    json_schema: bool,

    /// Show what the baseline hides, too
    #[arg(long)]
    no_baseline: bool,

    #[command(flatten)]
    subject: SubjectArguments,
}

/// Words of a severity, or none.
fn fail_on() -> impl TypedValueParser<Value = FailOn> {
    PossibleValuesParser::new(FailOn::ALL.map(FailOn::as_str)).map(|word| {
        let mut all = FailOn::ALL.into_iter();
        let found = all.find(|fail_on| fail_on.as_str() == word);
        found.expect("the parser lets only these words pass")
    })
}

/// The id of a rule.
fn rule(argument: &str) -> Result<&'static str, String> {
    rules::by_id(argument).map(|rule| rule.id).ok_or_else(|| {
        let meant = match rules::nearest_id(argument) {
            Some(near) => format!("did you mean `{near}`?"),
            None => "`tabletrace rules` lists them".to_owned(),
        };
        format!("no rule is called so; {meant}")
    })
}

pub(super) fn run(arguments: &Arguments, terminal: &Terminal) -> Result<ExitCode, CliError> {
    if arguments.json_schema {
        output::to_stdout(|out| writeln!(out, "{:#}", json::schema()))?;
        return Ok(ExitCode::SUCCESS);
    }
    let destinations = output::destinations(&arguments.format, None)?;
    let mut texts = arguments.subject.load(&arguments.paths, terminal)?;
    texts.config.rules.selection = Selection {
        only: arguments.select.clone(),
        without: arguments.ignore.clone(),
    };
    let Looked {
        examined,
        mut applied,
        is_first,
    } = look(arguments, &mut texts, terminal)?;
    let findings = std::mem::take(&mut applied.findings);
    let summary = summary::of(&examined, &applied);
    let report = CheckReport {
        texts: ReportTexts {
            sources: &texts.inputs.sources,
            files: &examined.surveyed.files,
        },
        findings: &findings,
        suppressed: &examined.checked.suppressed,
        summary: &summary,
    };
    examined.surveyed.say_left_out(terminal);
    let detail = if arguments.all {
        Detail::All
    } else {
        Detail::Groups
    };
    format::write(&report, &destinations, detail, terminal)?;
    terminal.notices(
        &examined.surveyed.notices,
        &examined.surveyed.analysis.statistics,
    );
    if is_first {
        summary::suggest_baseline(findings.len(), terminal);
    }
    summary::say(&report, terminal);
    let fail_on = arguments.fail_on.unwrap_or(texts.config.fail_on);
    let fails = |finding: &Finding| fail_on.is_reached_by(finding.severity);
    Ok(if findings.iter().any(fails) {
        ExitCode::from(UNSATISFIED)
    } else {
        ExitCode::SUCCESS
    })
}

/// What a run found, of the part asked for.
struct Looked {
    examined: Examined,
    applied: Applied,
    /// Whether nothing that was found before is taken out.
    is_first: bool,
}

/// Looks at the project, and takes out what is known or was there before the change.
fn look(arguments: &Arguments, texts: &mut Texts, terminal: &Terminal) -> Result<Looked, CliError> {
    let subject = &arguments.subject;
    // The whole project is examined, whatever part of it is reported.
    let scope = std::mem::take(&mut texts.scope);
    let cache = subject.open_cache(&texts.root);
    let change = against(arguments)
        .map(|against| change::enter(against, subject, texts))
        .transpose()?;
    let mut examined = examine::examine(subject, texts, &cache, None)?;
    require_schema(texts, &examined, terminal)?;
    let baseline = if arguments.no_baseline {
        None
    } else {
        read_baseline(texts)?
    };
    let is_first = baseline.is_none() && change.is_none();
    let known = baseline.unwrap_or_default();
    let found = known.apply(std::mem::take(&mut examined.checked.findings));
    let mut applied = narrowed(found, &scope, texts, &examined.asked(&scope, texts));
    if let Some(change) = &change {
        applied.findings = before::added(
            applied.findings,
            change,
            subject,
            texts,
            (&cache, &examined),
            |findings| known.apply(findings).findings,
        )?;
    }
    examined.surveyed.notices.extend(cache.save());
    examined.narrow(&scope, texts);
    Ok(Looked {
        examined,
        applied,
        is_first,
    })
}

fn against(arguments: &Arguments) -> Option<Against<'_>> {
    if arguments.staged {
        return Some(Against::LastCommit);
    }
    arguments.since.as_deref().map(Against::Reference)
}

/// Ends the run when there is no schema and the project wants one; says so otherwise.
fn require_schema(texts: &Texts, examined: &Examined, terminal: &Terminal) -> Result<(), CliError> {
    if !examined.surveyed.databases.is_empty() {
        return Ok(());
    }
    if texts.config.require_schema {
        return Err(CliError::NoSchema {
            path: texts.root.clone(),
        });
    }
    terminal.say(summary::NO_SCHEMA);
    Ok(())
}

/// The baseline in the root of the project, if there is one.
pub(super) fn read_baseline(texts: &Texts) -> Result<Option<Baseline>, CliError> {
    let path = texts.root.join(baseline::file::FILE);
    match std::fs::read_to_string(&path) {
        Ok(text) => Ok(Some(baseline::file::read(&text)?)),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(source) => Err(CliError::ReadBaseline { path, source }),
    }
}

/// Only what is about the part asked for; of a rule that did not run nothing is stale.
///
/// What is about a whole database is about the part when the part asks that database.
fn narrowed(mut applied: Applied, scope: &Scope, texts: &Texts, asked: &BTreeSet<&str>) -> Applied {
    let is_about = |finding: &Finding| {
        let database = finding.subject.database.as_str();
        scope.is_about(&finding.place.path)
            && (!finding.place.path.is_empty() || database.is_empty() || asked.contains(database))
    };
    applied.findings.retain(is_about);
    applied.hidden.retain(is_about);
    let options = &texts.config.rules;
    let ran = |id: &str| {
        let mut rules = RULES.iter().filter(|rule| options.runs(rule));
        // A rule that is no more will never run again.
        rules.any(|rule| rule.id == id) || RULES.iter().all(|rule| rule.id != id)
    };
    let stale = &mut applied.stale.entries;
    stale.retain(|identity, _| scope.is_about(&identity.path) && ran(&identity.rule));
    applied
}
