//! Running the `git` program.

use std::{
    path::Path,
    process::{Command, Output, Stdio},
};

use super::GitError;

/// The command in a work tree, which neither asks, nor translates, nor writes to the index.
pub(super) fn command(top: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new("git");
    command
        .arg("-C")
        .arg(top)
        .args(arguments)
        .env("GIT_OPTIONAL_LOCKS", "0")
        .env("GIT_TERMINAL_PROMPT", "0")
        .env("LC_ALL", "C")
        .stdin(Stdio::null())
        .stderr(Stdio::piped());
    command
}

/// What git writes to standard output.
pub(super) fn run(top: &Path, arguments: &[&str]) -> Result<Vec<u8>, GitError> {
    let output = command(top, arguments).output();
    let Output {
        status,
        stdout,
        stderr,
    } = output.map_err(|source| GitError::Program { source })?;
    if status.success() {
        return Ok(stdout);
    }
    Err(failed(arguments, &String::from_utf8_lossy(&stderr)))
}

pub(super) fn failed(arguments: &[&str], message: &str) -> GitError {
    let message = message.trim();
    GitError::Failed {
        command: arguments.first().copied().unwrap_or_default().to_owned(),
        message: message
            .strip_prefix("fatal: ")
            .unwrap_or(message)
            .to_owned(),
    }
}
