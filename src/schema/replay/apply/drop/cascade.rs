//! What goes with an object that is dropped.

use std::collections::VecDeque;

use rustc_hash::{FxHashMap, FxHashSet};

use super::words::describe;
use crate::schema::replay::{
    apply::table::default,
    failure::{Applied, Stop},
    session::Session,
    state::{
        ColumnNumber, ObjectId,
        object::{Kind, Part, Provenance, Strength},
    },
};

/// An object, or a part of one.
pub(in crate::schema::replay) type Target = (ObjectId, Part);

/// What happens to objects that need those that are dropped.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(in crate::schema::replay) enum Behaviour {
    /// They stop it.
    Restrict,
    /// They are dropped too.
    Cascade,
}

impl Behaviour {
    pub(in crate::schema::replay) fn of(cascade: bool) -> Self {
        if cascade {
            Self::Cascade
        } else {
            Self::Restrict
        }
    }
}

/// Drops objects and all that goes with them.
///
/// # Errors
///
/// 2BP01 when others need them, or when they are pieces of what stays.
pub(in crate::schema::replay) fn remove(
    session: &mut Session,
    targets: &[Target],
    behaviour: Behaviour,
) -> Applied {
    for &target in targets {
        check_owner(session, target, targets)?;
    }
    let doomed = Doomed::find(session, targets);
    if behaviour == Behaviour::Restrict && doomed.is_blocked() {
        let message = match targets {
            [(id, part)] => format!(
                "cannot drop {} because other objects depend on it",
                describe(session, *id, *part)
            ),
            _ => "cannot drop desired object(s) because other objects depend on them".to_owned(),
        };
        return Err(Stop::failed("2BP01", message)
            .help("Use DROP ... CASCADE to drop the dependent objects too."));
    }
    doomed.remove(session);
    Ok(())
}

/// # Errors
///
/// 2BP01 when the target is a piece of an object that is not dropped with it.
fn check_owner(session: &Session, (id, part): Target, targets: &[Target]) -> Applied {
    if part != Part::Whole {
        return Ok(());
    }
    if is_system(session, id) {
        return Err(Stop::failed(
            "2BP01",
            format!(
                "cannot drop {} because it is required by the database system",
                describe(session, id, part)
            ),
        ));
    }
    let Some(owner) = owner(session, id) else {
        return Ok(());
    };
    if targets.contains(&owner) || targets.contains(&(owner.0, Part::Whole)) {
        return Ok(());
    }
    let words = describe(session, owner.0, owner.1);
    let object = describe(session, id, part);
    let message = format!("cannot drop {object} because {words} requires it");
    Err(Stop::failed("2BP01", message).help(format!("You can drop {words} instead.")))
}

fn is_system(session: &Session, id: ObjectId) -> bool {
    let Some(object) = session.state.object(id) else {
        return false;
    };
    let is_schema =
        matches!(object.kind, Kind::Schema) && matches!(object.name.as_str(), "pg_catalog");
    is_schema || session.is_pinned(id)
}

/// What an object is a piece of.
fn owner(session: &Session, id: ObjectId) -> Option<Target> {
    let object = session.state.object(id)?;
    if let Provenance::Extension(extension) = object.provenance
        && session.state.object(extension).is_some()
    {
        return Some((extension, Part::Whole));
    }
    let mut internal = object
        .depends
        .iter()
        .filter(|need| need.part == Part::Whole && need.strength == Strength::Internal);
    let need = internal.next()?;
    let part = need.column.map_or(Part::Whole, Part::Column);
    Some((need.on, part))
}

/// What is dropped, in the order it was found.
#[derive(Default)]
struct Doomed {
    order: Vec<Target>,
    /// Whether each was only found as something that needs another.
    blocking: FxHashMap<Target, bool>,
}

impl Doomed {
    fn find(session: &Session, targets: &[Target]) -> Self {
        let mut doomed = Self::default();
        let mut waiting = VecDeque::new();
        for &target in targets {
            doomed.add(target, false, &mut waiting);
        }
        let mut members = Members::default();
        while let Some(target) = waiting.pop_front() {
            // What goes with its whole needs no look of its own.
            if target.1 != Part::Whole && doomed.blocking.contains_key(&(target.0, Part::Whole)) {
                continue;
            }
            for (found, strength) in dependents(session, target, &mut members) {
                let blocks = strength == Strength::Normal;
                doomed.add(found, blocks, &mut waiting);
                if blocks && let Some(owner) = owner(session, found.0) {
                    doomed.add(owner, true, &mut waiting);
                }
            }
        }
        doomed
    }

    fn add(&mut self, target: Target, blocks: bool, waiting: &mut VecDeque<Target>) {
        match self.blocking.get_mut(&target) {
            Some(known) => *known &= blocks,
            None => {
                self.blocking.insert(target, blocks);
                self.order.push(target);
                waiting.push_back(target);
            }
        }
    }

    fn is_blocked(&self) -> bool {
        self.order.iter().any(|target| {
            let goes_with_whole = target.1 != Part::Whole
                && self
                    .blocking
                    .get(&(target.0, Part::Whole))
                    .is_some_and(|blocks| !blocks);
            !goes_with_whole && self.blocking.get(target) == Some(&true)
        })
    }

    fn remove(&self, session: &mut Session) {
        let whole: FxHashSet<ObjectId> = self
            .order
            .iter()
            .filter(|(_, part)| *part == Part::Whole)
            .map(|(id, _)| *id)
            .collect();
        for &(id, part) in &self.order {
            match part {
                Part::Column(number) if !whole.contains(&id) => remove_column(session, id, number),
                Part::Default(number) if !whole.contains(&id) => {
                    default::remove(session, id, number);
                }
                Part::Whole | Part::Column(_) | Part::Default(_) => {}
            }
        }
        for &(id, part) in self.order.iter().rev() {
            if part == Part::Whole {
                session.state.remove(id);
            }
        }
    }
}

fn remove_column(session: &mut Session, id: ObjectId, number: ColumnNumber) {
    session.state.change(id, |object| {
        object
            .depends
            .retain(|need| need.part != Part::Column(number) && need.part != Part::Default(number));
        let relation = object.relation_mut();
        if let Some(column) = relation.and_then(|relation| relation.numbered_mut(number)) {
            column.dropped = true;
            column.default = None;
            column.generated = None;
        }
    });
}

/// The members of extensions, found once.
#[derive(Default)]
struct Members(Option<FxHashMap<ObjectId, Vec<ObjectId>>>);

impl Members {
    fn of(&mut self, session: &Session, extension: ObjectId) -> Vec<ObjectId> {
        let members = self.0.get_or_insert_with(|| {
            let mut members: FxHashMap<ObjectId, Vec<ObjectId>> = FxHashMap::default();
            for (id, object) in session.state.objects() {
                if let Provenance::Extension(extension) = object.provenance {
                    members.entry(extension).or_default().push(id);
                }
            }
            members
        });
        members.get(&extension).cloned().unwrap_or_default()
    }
}

/// What needs a target directly, and how.
fn dependents(
    session: &Session,
    (id, part): Target,
    members: &mut Members,
) -> Vec<(Target, Strength)> {
    let column = match part {
        Part::Whole => None,
        Part::Column(number) => Some(number),
        Part::Default(_) => return Vec::new(),
    };
    let mut found: Vec<(Target, Strength)> = session
        .state
        .dependents(id, column)
        .into_iter()
        .filter(|dependent| part != Part::Whole || dependent.id != id)
        .map(|dependent| ((dependent.id, dependent.part), dependent.strength))
        .collect();
    if let Part::Column(number) = part {
        // Whatever the default needs, it goes with its column.
        found.push(((id, Part::Default(number)), Strength::Auto));
        return found;
    }
    let Some(object) = session.state.object(id) else {
        return found;
    };
    if matches!(object.kind, Kind::Extension) {
        let members = members.of(session, id).into_iter();
        found.extend(members.map(|id| ((id, Part::Whole), Strength::Auto)));
    }
    let strength = match object.kind {
        Kind::Schema => Strength::Normal,
        _ => Strength::Auto,
    };
    for (child, held) in session.state.children(id) {
        let strength = match held.kind {
            // The type of its rows goes with its relation, and an index with its table.
            _ if owner(session, child).is_some() => continue,
            _ => strength,
        };
        found.push(((child, Part::Whole), strength));
    }
    found
}
