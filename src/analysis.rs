//! The pipeline: inputs to analysis.

use crate::{
    access::{Access, Rejected},
    modules::Manifest,
    notice::Notice,
    source::Sources,
};

/// Everything a run reads.
#[derive(Debug, Default)]
pub struct Inputs {
    pub sources: Sources,
    /// Package manifests and compiler configurations.
    pub manifests: Vec<Manifest>,
    /// What walking had to say.
    pub notices: Vec<Notice>,
}

/// Everything a run finds out.
#[derive(Debug, Default)]
pub struct Analysis {
    /// Ordered by file, then by place.
    pub accesses: Vec<Access>,
    /// Call sites that look like an access and are none, ordered likewise.
    pub rejected: Vec<Rejected>,
    pub notices: Vec<Notice>,
    pub statistics: Statistics,
}

#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct Statistics {
    /// Source files seen.
    pub files: usize,
    /// Of those, files that linking demanded and that were parsed or found in the cache.
    pub parsed: usize,
    /// Bytes of the parsed files.
    pub parsed_bytes: u64,
}
