//! Where accesses come from: the calls that ask, and what was followed to what they ask for.

use crate::{access::Access, facts::CallId, source::FileId};

use super::{links::Link, site::SiteKind, value::FrameId};

/// An access with what it was made of.
#[derive(Clone, Debug)]
pub(super) struct Made {
    pub(super) access: Access,
    /// One, but for a call that makes the same request in several ways.
    pub(super) origins: Vec<Origin>,
}

/// The calls that make a request.
#[derive(Clone, Debug)]
pub(super) struct Origin {
    pub(super) file: FileId,
    /// The call site: `from`, `rpc`, … or what sends a request over HTTP.
    pub(super) call: CallId,
    pub(super) kind: OriginKind,
    /// The methods called on its builder, here and elsewhere.
    pub(super) links: Vec<Link>,
    /// The call of the wrapper that the call site stands in, where that decides about the request.
    pub(super) frame: FrameId,
}

/// What makes a request.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum OriginKind {
    Site(SiteKind),
    /// A request over HTTP.
    Http,
}
