//! The few styles of terminal output.

use anstyle::{AnsiColor, Style};

/// Titles.
pub const HEADING: Style = Style::new().bold();

/// What the eye may skip.
pub const DIM: Style = Style::new().dimmed();

/// What is not known.
pub const WARNING: Style = AnsiColor::Yellow.on_default();

/// The name that was asked for, the token that is meant.
pub const ACCENT: Style = AnsiColor::Cyan.on_default();
