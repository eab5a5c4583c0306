//! What breaks when something is dropped or renamed, as output.

pub mod json;

pub mod markdown;

mod model;

#[cfg(feature = "cli")]
pub mod text;

#[cfg(test)]
mod tests;
