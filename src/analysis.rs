//! The pipeline: inputs to analysis.

use rayon::prelude::{IntoParallelIterator, IntoParallelRefIterator, ParallelIterator};

use crate::{
    access::{Access, Rejected},
    extract,
    facts::FileFacts,
    link::{self, Linked},
    modules::{Manifest, Modules},
    notice::{Notice, NoticeKind},
    source::{FileId, Sources},
    syntax::scan::{Scan, scan},
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

/// Everything that can be said about the inputs.
pub fn analyse(inputs: &Inputs) -> Analysis {
    let (modules, _notices) = Modules::new(&inputs.sources, &inputs.manifests);
    let facts: Vec<FileFacts> = inputs.sources.files().par_iter().map(|f| extract::extract(f.dialect, &f.text)).collect();
    let t = std::time::Instant::now();
    let l = std::thread::scope(|s| std::thread::Builder::new().stack_size(1<<30).spawn_scoped(s, || link::link(&inputs.sources, &modules, facts.iter().map(Some).collect())).unwrap().join().unwrap());
    eprintln!("link {:?}", t.elapsed());
    Analysis { accesses: l.accesses, rejected: l.rejected, notices: vec![], statistics: Statistics::default() }
}
