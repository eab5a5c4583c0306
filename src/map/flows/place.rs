//! Where things are done: lines of files.

use super::Place;
use crate::{
    access::Access,
    map::edge::Edge,
    schema::{references::Reference, source},
    survey::Survey,
};

pub(super) fn of_access(survey: &Survey<'_>, access: &Access) -> Place {
    let file = survey.sources.get(access.file);
    Place {
        path: file.path.clone(),
        line: file.position(access.method_span.start).line,
    }
}

pub(super) fn of_reference(survey: &Survey<'_>, reference: &Reference) -> Option<Place> {
    let site = reference.site.as_ref()?;
    let file = source::by_path(survey.files, &site.path)?;
    Some(Place {
        path: site.path.clone(),
        line: file.lines.position(&file.text, site.span.start).line,
    })
}

/// The first place where code, else SQL, does what an edge says; `None` when no file that was read
/// tells.
pub fn of_edge(survey: &Survey<'_>, edge: &Edge) -> Option<Place> {
    if let Some(&first) = edge.accesses.first() {
        return Some(of_access(survey, &survey.accesses()[first]));
    }
    let &(database, index) = edge.references.first()?;
    of_reference(survey, survey.references.get(database)?.uses.get(index)?)
}
