//! Why a configuration cannot be used, and where.

use std::{ops::Range, sync::Arc};

use miette::{NamedSource, SourceSpan};

use super::FILE;
use crate::name::suggestion;

/// Why a configuration cannot be used.
#[derive(Debug, miette::Diagnostic, thiserror::Error)]
#[error("{message}")]
#[diagnostic(code(config::invalid))]
pub struct ConfigError {
    pub(super) message: String,
    #[source_code]
    text: Arc<NamedSource<String>>,
    #[label]
    pub(super) span: Option<SourceSpan>,
    #[help]
    pub(super) help: Option<String>,
}

impl ConfigError {
    pub(super) fn new(text: &str, message: impl Into<String>, span: Option<Range<usize>>) -> Self {
        Self {
            message: message.into(),
            text: Arc::new(NamedSource::new(FILE, text.to_owned())),
            span: span.map(SourceSpan::from),
            help: None,
        }
    }

    pub(super) fn help(mut self, help: Option<String>) -> Self {
        self.help = help;
        self
    }

    /// What serde says, with the key that was probably meant.
    pub(super) fn of_toml(text: &str, error: &toml::de::Error) -> Self {
        let message = error.message().trim();
        let told = match message.strip_prefix("unknown field") {
            // The list of all keys says less than the one that was meant.
            Some(_) => message.split(", expected ").next().unwrap_or(message),
            None => message,
        };
        Self::new(text, told, error.span()).help(meant(message))
    }
}

/// What an unknown key or word was probably meant to be.
fn meant(message: &str) -> Option<String> {
    let mut names = message.split('`').skip(1).step_by(2);
    let unknown = message.starts_with("unknown ").then(|| names.next())??;
    let known: Vec<&str> = names.collect();
    let near = suggestion::did_you_mean(unknown, known.iter().copied());
    let is_key = message.starts_with("unknown field");
    near.or_else(|| is_key.then(|| format!("the keys here are {}", known.join(", "))))
}
