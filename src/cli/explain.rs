//! `tabletrace explain`: the page of a rule.

use std::process::ExitCode;

use clap::Args;
use tabletrace::{report::page, rules};

use super::{error::CliError, output, terminal::Terminal};

#[derive(Args, Debug)]
pub(super) struct Arguments {
    /// The name of a rule, as findings show it
    #[arg(value_name = "RULE")]
    rule: String,
}

pub(super) fn run(arguments: &Arguments, terminal: &Terminal) -> Result<ExitCode, CliError> {
    let id = arguments.rule.as_str();
    let rule = rules::by_id(id).ok_or_else(|| CliError::unknown_rule(id))?;
    output::to_stdout(|out| page::write(rule, terminal.width(), out))?;
    Ok(ExitCode::SUCCESS)
}
