//! What names mean at one level of a query: its `FROM` items and common tables.

use smallvec::SmallVec;

use super::analyzer::{Field, Origin};
use crate::schema::replay::state::{
    ObjectId,
    types::{TypeRef, Use},
};
use crate::{source::Span, sql::name::Identifier};

/// A query level, within those around it.
#[derive(Clone, Debug, Default)]
pub(super) struct Level<'p> {
    pub(super) parent: Option<&'p Level<'p>>,
    pub(super) sources: Vec<Source>,
    pub(super) common: Vec<Common>,
    pub(super) sight: Sight,
    /// The rest of `FROM`, which a join condition cannot name.
    pub(super) beyond: Option<&'p Level<'p>>,
}

/// Whether a level can name the sources of the one around it.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub(super) enum Sight {
    #[default]
    Full,
    /// It stands in `FROM` and is not `LATERAL`.
    Blocked,
}

/// An entry of `FROM`, or a row that the scope gives.
#[derive(Clone, Debug)]
pub(super) struct Source {
    pub(super) number: u32,
    /// The alias, else the name of the relation or function; `None` for a join without alias.
    pub(super) name: Option<Identifier>,
    pub(super) columns: Vec<SourceColumn>,
    pub(super) relation: Option<ObjectId>,
    /// Whether an alias hides the relation's own name.
    pub(super) aliased: bool,
    /// Whether it may have columns that are not listed.
    pub(super) open: bool,
    /// Whether its name can stand before columns.
    pub(super) named: bool,
    /// Whether its columns can be named by themselves.
    pub(super) bare: bool,
    /// The type of a whole row: the relation's, or of a function's single value.
    pub(super) row: Option<TypeRef>,
    /// Whether it is the value of a function that is no row.
    pub(super) scalar: bool,
}

#[derive(Clone, Debug)]
pub(super) struct SourceColumn {
    pub(super) name: Identifier,
    pub(super) data_type: Option<TypeRef>,
    /// What of the database it is: several for a merged column of a join, none for a computed one.
    pub(super) uses: SmallVec<[Use; 1]>,
    /// The source and position that it is the same value as, by which `GROUP BY` knows it.
    pub(super) identity: (u32, u16),
    /// The column of a relation that it is, as it stands.
    pub(super) origin: Option<Origin>,
}

/// An entry of `WITH`.
#[derive(Clone, Debug)]
pub(super) struct Common {
    pub(super) name: Identifier,
    pub(super) columns: Vec<Field>,
    pub(super) open: bool,
    /// Whether it is a change without `RETURNING`.
    pub(super) barren: bool,
}

/// A column named in an expression.
#[derive(Clone, Copy, Debug)]
pub(super) struct Reference {
    pub(super) span: Span,
    pub(super) source: u32,
    /// What it is the same as; `None` for the whole row.
    pub(super) identity: Option<(u32, u16)>,
}

impl Source {
    /// A source of computed columns.
    pub(super) fn computed(number: u32, name: Option<Identifier>, fields: Vec<Field>) -> Self {
        let columns = fields.into_iter().enumerate();
        let columns = columns.map(|(index, field)| SourceColumn {
            name: field.name,
            data_type: field.data_type,
            uses: SmallVec::new(),
            identity: (number, index as u16),
            origin: field.origin,
        });
        Self {
            number,
            name,
            columns: columns.collect(),
            relation: None,
            aliased: false,
            open: false,
            named: true,
            bare: true,
            row: None,
            scalar: false,
        }
    }

    pub(super) fn fields(&self) -> Vec<Field> {
        let fields = self.columns.iter().map(|column| Field {
            name: column.name.clone(),
            data_type: column.data_type.clone(),
            origin: column.origin,
        });
        fields.collect()
    }
}

impl<'p> Level<'p> {
    /// An empty level within another.
    pub(super) fn inside(parent: &'p Level<'p>) -> Self {
        Self {
            parent: Some(parent),
            ..Self::default()
        }
    }

    /// This level, then those around it.
    pub(super) fn chain(&self) -> impl Iterator<Item = &Level<'p>> {
        std::iter::successors(Some(self), |level| level.parent)
    }

    /// The entry of `WITH` by this name.
    pub(super) fn common_table(&self, name: &str) -> Option<&Common> {
        self.chain()
            .find_map(|level| level.common.iter().rfind(|common| common.name == name))
    }

    /// The sources that can be named, level by level.
    pub(super) fn in_sight(&self) -> impl Iterator<Item = &[Source]> {
        let mut blocked = false;
        self.chain().map(move |level| {
            let sources: &[Source] = if blocked { &[] } else { &level.sources };
            blocked = level.sight == Sight::Blocked;
            sources
        })
    }

    /// All sources, those that cannot be named too.
    pub(super) fn all_sources(&self) -> impl Iterator<Item = &Source> {
        self.chain().flat_map(|level| {
            let beyond = level.beyond.into_iter().flat_map(|level| &level.sources);
            level.sources.iter().chain(beyond)
        })
    }
}
