//! Classes and their objects: members through inheritance, as constructors and subclasses set them.

use std::rc::Rc;

use crate::{
    access::{EvidenceKind, Reason, StepKind},
    facts::{ClassId, ClassMember},
    source::{FileId, Location},
};

use super::{
    evaluate::{Evaluator, Reach},
    packages,
    value::{At, Client, Found, Instance, Set, What, after, merge, one},
};

/// How far inheritance is followed.
pub(super) const MAX_PARENTS: usize = 8;

impl Evaluator<'_> {
    /// The class that a class extends, when it is one of the program.
    pub(super) fn parent_class(&mut self, class: At<ClassId>) -> Option<At<ClassId>> {
        self.parent(class)
            .iter()
            .find_map(|found| match found.what {
                What::Class(at) => Some(at),
                _ => None,
            })
    }

    /// Whether a class is another or extends it, however far.
    pub(super) fn inherits(&mut self, class: At<ClassId>, from: (FileId, ClassId)) -> bool {
        let mut next = Some(class);
        for _ in 0..MAX_PARENTS {
            let Some(class) = next else { break };
            if (class.file, class.id) == from {
                return true;
            }
            next = self.parent_class(class);
        }
        false
    }

    pub(super) fn parent(&mut self, class: At<ClassId>) -> Set {
        let extends = self
            .program
            .facts(class.file)
            .and_then(|facts| facts.class(class.id).extends);
        match extends {
            Some(value) => self.evaluate(class.expression(value), Reach::Local),
            None => Rc::from([]),
        }
    }

    pub(super) fn instance_member(
        &mut self,
        instance: Instance,
        key: &str,
        of: &Found,
        reach: Reach,
    ) -> Set {
        let mut class = instance.class;
        let mut made_by = instance.made_by;
        for _ in 0..MAX_PARENTS {
            let set = self.own_member(class, made_by, instance, key, reach);
            if !set.is_empty() {
                if let Some(filled) = self.filled_below(instance, &set, key, reach) {
                    return filled;
                }
                return set.iter().map(|member| member.following(of)).collect();
            }
            let frame = made_by.and_then(|call| self.constructor_frame(class, call));
            let parent = self.parent(class);
            let is_client = parent.iter().any(|found| match &found.what {
                What::Package { package, path } => {
                    packages::is_client_package(package)
                        && packages::is_client_type(super::last_segment(path))
                }
                _ => false,
            });
            if is_client {
                let client = Found::new(What::Client(Client {
                    evidence: EvidenceKind::Created,
                    schema: crate::access::SchemaRef::Default,
                }));
                return self.member(&client, key, reach);
            }
            let Some(next) = self.parent_class(class) else {
                break;
            };
            made_by = self.super_call(class, made_by, frame);
            class = next;
        }
        let below = match instance.made_by {
            None => self.member_below(instance.class, key, reach, MAX_PARENTS),
            Some(_) => Rc::from([]),
        };
        match (below.is_empty(), instance.made_by) {
            (false, _) => below,
            // `this` of a static method is the class.
            (true, None) => self.static_member(instance.class, key, of, reach),
            (true, Some(_)) => one(Found::unknown(Reason::Computed)),
        }
    }

    /// What the classes that extend this one say of a member that it leaves to them.
    fn member_below(&mut self, class: At<ClassId>, key: &str, reach: Reach, depth: usize) -> Set {
        let facts = self.program.facts(class.file);
        if facts.is_none_or(|facts| facts.class(class.id).name.is_none()) {
            return Rc::from([]);
        }
        if depth == 0 {
            return Rc::from([]);
        }
        if self.is_asking {
            self.extended.insert(class.file);
        }
        let mut found = Vec::new();
        for (file, id) in self.named_subclasses(class.file, class.id) {
            let below = At::root(file, id);
            let is_child = self
                .parent_class(below)
                .is_some_and(|parent| (parent.file, parent.id) == (class.file, class.id));
            if !is_child {
                continue;
            }
            let this = Instance {
                class: below,
                made_by: None,
            };
            let mut set = self.own_member(below, None, this, key, reach);
            if set.iter().all(is_blank) {
                set = self.member_below(below, key, reach, depth - 1);
            }
            merge(&mut found, &set);
        }
        found.retain(Found::is_known);
        Rc::from(found)
    }

    /// What subclasses make of a member that is blank, when it is not known which class the object
    /// is made of.
    fn filled_below(
        &mut self,
        instance: Instance,
        set: &Set,
        key: &str,
        reach: Reach,
    ) -> Option<Set> {
        if instance.made_by.is_some() || !set.iter().all(is_blank) {
            return None;
        }
        let below = self.member_below(instance.class, key, reach, MAX_PARENTS);
        (!below.is_empty()).then_some(below)
    }

    /// The classes that extend something of the name of a class, or of a name it is imported by.
    pub(super) fn named_subclasses(&self, file: FileId, class: ClassId) -> Vec<(FileId, ClassId)> {
        let Some(facts) = self.program.facts(file) else {
            return Vec::new();
        };
        let Some(name) = facts.class(class).name.map(|name| facts.text(name)) else {
            return Vec::new();
        };
        let aliases = self.program.aliases_of(name).iter().copied();
        let names = std::iter::once(name).chain(aliases);
        names
            .flat_map(|name| self.program.subclasses_of(name))
            .copied()
            .collect()
    }

    /// What the class itself says of a member; empty when it says nothing.
    fn own_member(
        &mut self,
        class: At<ClassId>,
        made_by: Option<At<crate::facts::CallId>>,
        instance: Instance,
        key: &str,
        reach: Reach,
    ) -> Set {
        let Some(facts) = self.program.facts(class.file) else {
            return Rc::from([]);
        };
        let members: Vec<&ClassMember> = facts
            .class(class.id)
            .members
            .iter()
            .filter(|member| !member.is_static && facts.text(member.name) == key)
            .collect();
        if members.is_empty() {
            return Rc::from([]);
        }
        let frame = made_by
            .and_then(|call| self.constructor_frame(class, call))
            .unwrap_or(class.frame);
        let constructed = At { frame, ..class };
        let mut found = Vec::new();
        for member in &members {
            let set = self.written_member(constructed, member, instance, reach);
            merge(&mut found, &set);
        }
        if let Some(member) = members.first() {
            self.with_member_additions(&mut found, class, member.name, reach);
        }
        if found.iter().any(Found::is_known) {
            found.retain(|found| !matches!(found.what, What::Nothing));
        }
        let mut set: Set = Rc::from(found);
        for member in members {
            if let Some(ty) = member.ty {
                let location = Location {
                    file: class.file,
                    span: member.span,
                };
                set = self.or_type(set, constructed.at(ty), location, reach);
            }
        }
        match set.is_empty() {
            true => one(Found::unknown(Reason::Computed)),
            false => set,
        }
    }

    /// What a member of an object is where the class writes it; empty when it is declared only.
    fn written_member(
        &mut self,
        class: At<ClassId>,
        member: &ClassMember,
        instance: Instance,
        reach: Reach,
    ) -> Set {
        let Some(value) = member.value else {
            return Rc::from([]);
        };
        let set = self.evaluate(class.expression(value), reach);
        let set = bound(&set, instance);
        let set = match member.is_getter {
            true => self.returned_by(&set, reach),
            false => set,
        };
        let location = Location {
            file: class.file,
            span: member.span,
        };
        after(&set, StepKind::Member, location)
    }

    pub(super) fn static_member(
        &mut self,
        class: At<ClassId>,
        key: &str,
        of: &Found,
        reach: Reach,
    ) -> Set {
        let mut next = Some(class);
        for _ in 0..MAX_PARENTS {
            let Some(class) = next else { break };
            let Some(facts) = self.program.facts(class.file) else {
                break;
            };
            let mut found = Vec::new();
            for member in &facts.class(class.id).members {
                // `this.x = …` in a static method writes a static member.
                if facts.text(member.name) != key {
                    continue;
                }
                let location = Location {
                    file: class.file,
                    span: member.span,
                };
                if let Some(value) = member.value {
                    let thunk = class.expression(value);
                    let set = self.evaluate(thunk, reach);
                    let set = match member.is_getter {
                        true => self.returned_by(&set, reach),
                        false => set,
                    };
                    merge(&mut found, &after(&set, StepKind::Member, location));
                }
                if let Some(id) = member.ty {
                    let ty = class.at(id);
                    let set = self.or_type(Rc::from(found), ty, location, reach);
                    found = set.to_vec();
                }
            }
            if found.iter().any(Found::is_known) {
                found.retain(|found| !matches!(found.what, What::Nothing));
            }
            if !found.is_empty() {
                return found.iter().map(|member| member.following(of)).collect();
            }
            next = self.parent_class(class);
        }
        one(Found::unknown(Reason::Computed))
    }
}

/// Whether a member says nothing: it is declared only, or empty until a subclass sets it.
pub(super) fn is_blank(found: &Found) -> bool {
    match &found.what {
        What::Text(text) => text.is_empty(),
        _ => !found.is_known(),
    }
}

/// Methods keep the object they were taken from.
fn bound(set: &Set, instance: Instance) -> Set {
    set.iter()
        .map(|found| match &found.what {
            What::Function { at, .. } => Found {
                what: What::Function {
                    at: *at,
                    this: Some(instance),
                },
                trail: found.trail.clone(),
            },
            _ => found.clone(),
        })
        .collect()
}
