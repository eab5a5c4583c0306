//! The operators of filters.

/// The operators of PostgREST, by the names they have in requests.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum Operator {
    Eq,
    Neq,
    Gt,
    Gte,
    Lt,
    Lte,
    Like,
    Ilike,
    /// `match`
    Match,
    /// `imatch`
    Imatch,
    In,
    Is,
    IsDistinct,
    Fts,
    Plfts,
    Phfts,
    Wfts,
    Cs,
    Cd,
    Ov,
    Sl,
    Sr,
    Nxr,
    Nxl,
    Adj,
}

impl Operator {
    pub const ALL: [Self; 25] = [
        Self::Eq,
        Self::Neq,
        Self::Gt,
        Self::Gte,
        Self::Lt,
        Self::Lte,
        Self::Like,
        Self::Ilike,
        Self::Match,
        Self::Imatch,
        Self::In,
        Self::Is,
        Self::IsDistinct,
        Self::Fts,
        Self::Plfts,
        Self::Phfts,
        Self::Wfts,
        Self::Cs,
        Self::Cd,
        Self::Ov,
        Self::Sl,
        Self::Sr,
        Self::Nxr,
        Self::Nxl,
        Self::Adj,
    ];

    /// The name it has in requests.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Eq => "eq",
            Self::Neq => "neq",
            Self::Gt => "gt",
            Self::Gte => "gte",
            Self::Lt => "lt",
            Self::Lte => "lte",
            Self::Like => "like",
            Self::Ilike => "ilike",
            Self::Match => "match",
            Self::Imatch => "imatch",
            Self::In => "in",
            Self::Is => "is",
            Self::IsDistinct => "isdistinct",
            Self::Fts => "fts",
            Self::Plfts => "plfts",
            Self::Phfts => "phfts",
            Self::Wfts => "wfts",
            Self::Cs => "cs",
            Self::Cd => "cd",
            Self::Ov => "ov",
            Self::Sl => "sl",
            Self::Sr => "sr",
            Self::Nxr => "nxr",
            Self::Nxl => "nxl",
            Self::Adj => "adj",
        }
    }

    /// The operator that a request names so.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|operator| operator.as_str() == name)
    }

    /// Whether `any` or `all` can stand behind it.
    pub fn takes_quantifier(self) -> bool {
        matches!(
            self,
            Self::Eq
                | Self::Gt
                | Self::Gte
                | Self::Lt
                | Self::Lte
                | Self::Like
                | Self::Ilike
                | Self::Match
                | Self::Imatch
        )
    }

    /// Whether it is a text search, which can name a language.
    pub fn takes_language(self) -> bool {
        matches!(self, Self::Fts | Self::Plfts | Self::Phfts | Self::Wfts)
    }
}
