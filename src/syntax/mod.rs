//! Source text to syntax.

pub mod scan;
