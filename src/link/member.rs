//! Members: of objects, classes, modules, libraries and clients.

use std::rc::Rc;

use crate::{
    access::{EvidenceKind, Reason, StepKind},
    facts::{ClassId, ClassMember, PropertyKey, Value, ValueId},
    source::{FileId, Location},
};

use super::{
    evaluate::{Evaluator, Reach, Walk},
    packages, tail_name,
    value::{At, Client, Found, FrameId, Instance, Set, Thunk, What, after, merge, one},
};

/// How far inheritance is followed.
const MAX_PARENTS: usize = 8;

impl Evaluator<'_> {
    pub(super) fn member_value(
        &mut self,
        thunk: Thunk,
        object: ValueId,
        key: &str,
        reach: Reach,
    ) -> Set {
        let Some(facts) = self.program.facts(thunk.file) else {
            return Rc::from([]);
        };
        let location = Location {
            file: thunk.file,
            span: facts.value_span(thunk.value),
        };
        let mut found = Vec::new();
        if let Value::Binding(binding) = *facts.value(object) {
            for &index in &facts.binding(binding).writes {
                let write = &facts.property_writes[index as usize];
                if facts.text(write.key) == key {
                    let value = write.value;
                    let set = self.evaluate(Thunk { value, ..thunk }, reach);
                    merge(&mut found, &after(&set, StepKind::Member, location));
                }
            }
        }
        let objects = self.evaluate(
            Thunk {
                value: object,
                ..thunk
            },
            reach,
        );
        for object in objects.iter() {
            merge(&mut found, &self.member(object, key, reach));
        }
        // What a library is extended by is not the library's own.
        let is_library = |found: &Found| match &found.what {
            What::Package { package, path } => {
                !packages::is_client_package(package)
                    && (path.contains("()") || path.starts_with(char::is_uppercase))
            }
            _ => false,
        };
        if found
            .iter()
            .any(|found| found.is_known() && !is_library(found))
        {
            found.retain(|found| !matches!(found.what, What::Nothing));
            return Rc::from(found);
        }
        if let Value::Binding(binding) = *facts.value(object)
            && let Some(id) = facts.binding(binding).ty
        {
            let ty = At {
                file: thunk.file,
                id,
                frame: thunk.frame,
            };
            for object in self.ty(ty, reach).iter() {
                merge(&mut found, &self.member(object, key, reach));
            }
            if found.iter().any(Found::is_known) {
                found.retain(Found::is_known);
                return Rc::from(found);
            }
        }
        let handed_on = self.handed_on(thunk, object, key, reach);
        match handed_on.iter().any(Found::is_known) {
            true => handed_on,
            false => Rc::from(found),
        }
    }

    /// A member that other code assigns to an object of the same name: `event.locals.supabase`.
    fn handed_on(&mut self, thunk: Thunk, object: ValueId, key: &str, reach: Reach) -> Set {
        let Some(facts) = self.program.facts(thunk.file) else {
            return Rc::from([]);
        };
        let tail = tail_name(facts, object).unwrap_or("this");
        let mut found = Vec::new();
        for (thunk, location) in self.written_members(key, |name| name == tail) {
            let set = self.evaluate(thunk, reach);
            merge(&mut found, &after(&set, StepKind::Context, location));
        }
        if !found.iter().any(Found::is_known) {
            found = self.left_for(thunk.file, tail, key, reach).to_vec();
        }
        if !found.iter().any(Found::is_known)
            && let Some(ty) = self.ambient_member(tail, key)
        {
            let set = self.ty(ty, reach);
            merge(&mut found, &set);
        }
        if !found.iter().any(Found::is_known) {
            found = self.of_procedures(tail, key, reach);
        }
        found.retain(Found::is_handed_on);
        Rc::from(found)
    }

    /// What a framework hands on as a member of something by the name of `tail`.
    fn left_for(&mut self, file: FileId, tail: &str, key: &str, reach: Reach) -> Set {
        if let Some(provided) = key.strip_prefix('$') {
            return self.global_property(key, provided, reach);
        }
        match tail {
            "data" | "parent" | "$props" => self.route_data(file, key, reach),
            "var" => self.variable(key, reach),
            "this" => Rc::from([]),
            _ => self.decorated(key, reach),
        }
    }

    /// `$name` of a Vue application: what its plugins provide or set as a global property.
    pub(super) fn global_property(&mut self, key: &str, provided: &str, reach: Reach) -> Set {
        let mut found = self.left_under(provided, reach).to_vec();
        for (thunk, location) in self.written_members(key, |name| name == "globalProperties") {
            let set = self.evaluate(thunk, reach);
            merge(&mut found, &after(&set, StepKind::Context, location));
        }
        Rc::from(found)
    }

    /// The type that `App.Locals` and the like give to a member.
    fn ambient_member(&self, tail: &str, key: &str) -> Option<At<crate::facts::TypeId>> {
        let name = match tail {
            "locals" => "App.Locals",
            "data" => "App.PageData",
            "platform" => "App.Platform",
            "req" | "request" => "Express.Request",
            _ => return None,
        };
        for &(file, index) in self.program.global_types(name) {
            let facts = self.program.facts(file)?;
            let declaration = &facts.type_declarations[index];
            if let crate::facts::Type::Object(members) = facts.ty(declaration.ty)
                && let Some(&(_, id)) = members.iter().find(|(name, _)| facts.text(*name) == key)
            {
                return Some(At {
                    file,
                    id,
                    frame: FrameId::ROOT,
                });
            }
        }
        None
    }

    /// What a member of a thing can be.
    pub(super) fn member(&mut self, found: &Found, key: &str, reach: Reach) -> Set {
        let method = || {
            one(Found::new(What::Method {
                receiver: Rc::new(found.clone()),
                name: Rc::from(key),
            }))
        };
        match &found.what {
            What::Client(client) => match key {
                "storage" => one(found.becoming(What::Storage(client.evidence))),
                "functions" => one(found.becoming(What::EdgeFunctions(client.evidence))),
                // A module that is a client as a whole is its own default export, too.
                "rest" | "default" => one(found.clone()),
                _ => method(),
            },
            What::Storage(_)
            | What::EdgeFunctions(_)
            | What::Channel(_)
            | What::Builder(_)
            | What::Text(_)
            | What::Method { .. } => method(),
            What::Entries(_) => match is_map_method(key) {
                true => method(),
                false => self.map_values(found, reach),
            },
            // Calling a box gives what it holds.
            What::Boxed(_)
                if matches!(key, "getValue" | "peek" | "asReadonly" | "asObservable") =>
            {
                one(found.clone())
            }
            What::Boxed(inner) if matches!(key, "value" | "current") => Rc::clone(inner),
            What::Boxed(_) if matches!(key, "getState" | "getInitialState") => one(found.clone()),
            // Templates take the value out of a box by themselves.
            What::Boxed(inner) => {
                let mut members = Vec::new();
                for inner in inner.iter() {
                    merge(&mut members, &self.member(inner, key, reach));
                }
                Rc::from(members)
            }
            What::Object(at) => {
                let at = *at;
                self.walk(Walk::Member(at, Rc::from(key)), |evaluator| {
                    evaluator.object_member(at, key, found, reach)
                })
            }
            What::Array(_) | What::Elements(_) | What::Pair(..) => match key.parse::<usize>() {
                Ok(index) => self.element(found, index, reach),
                Err(_) => method(),
            },
            What::Instance(instance) => self.instance_member(*instance, key, found, reach),
            What::Class(class) => self.static_member(*class, key, found, reach),
            What::Module(file) => match key {
                "__esModule" => one(Found::new(What::Nothing)),
                _ => self.export(*file, key, reach),
            },
            What::Package { package, path } => {
                let path = match path.is_empty() {
                    true => key.to_owned(),
                    false => format!("{path}.{key}"),
                };
                one(found.becoming(What::Package {
                    package: Rc::clone(package),
                    path: Rc::from(path),
                }))
            }
            What::Builtin(name) => self.builtin_member(name, key, reach),
            What::Function { .. } | What::Context(_) => method(),
            What::Typed(ty) => self.typed_member(*ty, key, reach),
            What::Nothing => Rc::from([]),
            What::Unknown(unknown) => one(Found {
                what: What::Unknown(unknown.clone()),
                trail: found.trail.clone(),
            }),
        }
    }

    fn builtin_member(&mut self, name: &str, key: &str, reach: Reach) -> Set {
        if name == "globalThis" {
            let mut found = Vec::new();
            for (thunk, location) in self.written_members(key, |tail| {
                matches!(tail, "window" | "globalThis" | "self" | "global")
            }) {
                let set = self.evaluate(thunk, reach);
                merge(&mut found, &after(&set, StepKind::Context, location));
            }
            if found.iter().any(Found::is_known) {
                return Rc::from(found);
            }
            if key == "supabase" {
                return one(Found::new(What::Package {
                    package: Rc::from("@supabase/supabase-js"),
                    path: Rc::from(""),
                }));
            }
            return one(Found::new(What::Builtin(Rc::from(key))));
        }
        let path = format!("{name}.{key}");
        if path.starts_with("process.env.")
            || path.starts_with("import.meta.env.")
            || path.starts_with("Bun.env.")
        {
            return one(Found::unknown(Reason::Environment));
        }
        if path == "process.argv" {
            return one(Found::unknown(Reason::Request));
        }
        one(Found::new(What::Builtin(Rc::from(path))))
    }

    fn object_member(
        &mut self,
        at: At<crate::facts::ObjectId>,
        key: &str,
        of: &Found,
        reach: Reach,
    ) -> Set {
        let Some(facts) = self.program.facts(at.file) else {
            return Rc::from([]);
        };
        let object = facts.object(at.id);
        let mut found = Vec::new();
        for property in object.properties.iter().rev() {
            let value = Thunk {
                file: at.file,
                value: property.value,
                frame: at.frame,
            };
            let location = Location {
                file: at.file,
                span: property.span,
            };
            match property.key {
                PropertyKey::Named(name) if facts.text(name) == key => {
                    let set = self.evaluate(value, reach);
                    let set = match property.is_getter {
                        true => self.returned_by(&set, reach),
                        false => set,
                    };
                    let set: Set = set
                        .iter()
                        .map(|found| found.after(StepKind::Member, location))
                        .collect();
                    let set: Set = set.iter().map(|member| member.following(of)).collect();
                    merge(&mut found, &set);
                    // `this.key = …` in a method may set what is empty here.
                    if found.iter().any(Found::is_known) {
                        break;
                    }
                }
                PropertyKey::Spread => {
                    let set = self.evaluate(value, reach);
                    for spread in set.iter() {
                        merge(&mut found, &self.member(spread, key, reach));
                    }
                    if found.iter().any(Found::is_known) {
                        break;
                    }
                }
                PropertyKey::Computed(name) => {
                    let name = Thunk {
                        value: name,
                        ..value
                    };
                    let names = self.evaluate(name, reach);
                    let is_it = names
                        .iter()
                        .any(|name| matches!(&name.what, What::Text(text) if &**text == key));
                    if is_it {
                        merge(&mut found, &self.evaluate(value, reach));
                    }
                }
                PropertyKey::Named(_) => {}
            }
        }
        match found.is_empty() {
            true => self.component_member(at, key, reach),
            false => Rc::from(found),
        }
    }

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

    fn parent(&mut self, class: At<ClassId>) -> Set {
        let extends = self
            .program
            .facts(class.file)
            .and_then(|facts| facts.class(class.id).extends);
        match extends {
            Some(value) => self.evaluate(
                Thunk {
                    file: class.file,
                    value,
                    frame: class.frame,
                },
                Reach::Local,
            ),
            None => Rc::from([]),
        }
    }

    fn instance_member(&mut self, instance: Instance, key: &str, of: &Found, reach: Reach) -> Set {
        let mut class = instance.class;
        let mut made_by = instance.made_by;
        for _ in 0..MAX_PARENTS {
            let set = self.own_member(class, made_by, instance, key, reach);
            if !set.is_empty() {
                if instance.made_by.is_none() && set.iter().all(is_blank) {
                    let below = self.member_below(instance.class, key, reach, MAX_PARENTS);
                    if !below.is_empty() {
                        return below;
                    }
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
        let program = self.program;
        let Some(facts) = program.facts(class.file) else {
            return Rc::from([]);
        };
        let Some(name) = facts.class(class.id).name.map(|name| facts.text(name)) else {
            return Rc::from([]);
        };
        if depth == 0 {
            return Rc::from([]);
        }
        if self.is_asking {
            self.extended.insert(class.file);
        }
        let names = [name]
            .into_iter()
            .chain(program.aliases_of(name).iter().copied());
        let mut found = Vec::new();
        for &(file, id) in names.flat_map(|name| program.subclasses_of(name)) {
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

    /// The call that runs the parent's constructor: `super(…)`, or the same `new` when the class has
    /// no constructor of its own.
    fn super_call(
        &self,
        class: At<ClassId>,
        made_by: Option<At<crate::facts::CallId>>,
        frame: Option<FrameId>,
    ) -> Option<At<crate::facts::CallId>> {
        let facts = self.program.facts(class.file)?;
        let Some(constructor) = facts.class(class.id).constructor else {
            return made_by;
        };
        let supers = self.program.calls_named("super");
        let &(file, id) = supers.iter().find(|(file, id)| {
            *file == class.file && facts.call(*id).function == Some(constructor)
        })?;
        Some(At {
            file,
            id,
            frame: frame.unwrap_or(FrameId::ROOT),
        })
    }

    fn constructor_frame(
        &mut self,
        class: At<ClassId>,
        call: At<crate::facts::CallId>,
    ) -> Option<FrameId> {
        let constructor = self
            .program
            .facts(class.file)?
            .class(class.id)
            .constructor?;
        let at = At {
            file: class.file,
            id: constructor,
            frame: class.frame,
        };
        Some(self.enter(at, call, None))
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
        let mut found = Vec::new();
        for member in &members {
            let Some(value) = member.value else { continue };
            let thunk = Thunk {
                file: class.file,
                value,
                frame,
            };
            let set = self.evaluate(thunk, reach);
            let set = bound(&set, instance);
            let set = match member.is_getter {
                true => self.returned_by(&set, reach),
                false => set,
            };
            let location = Location {
                file: class.file,
                span: member.span,
            };
            merge(&mut found, &after(&set, StepKind::Member, location));
        }
        if let Some(member) = members.first() {
            self.with_member_additions(&mut found, class, member.name, reach);
        }
        if found.iter().any(Found::is_known) {
            found.retain(|found| !matches!(found.what, What::Nothing));
        }
        let mut set: Set = Rc::from(found);
        for member in members {
            if let Some(id) = member.ty {
                let ty = At {
                    file: class.file,
                    id,
                    frame,
                };
                let location = Location {
                    file: class.file,
                    span: member.span,
                };
                set = self.or_type(set, ty, location, reach);
            }
        }
        match set.is_empty() {
            true => one(Found::unknown(Reason::Computed)),
            false => set,
        }
    }

    fn static_member(&mut self, class: At<ClassId>, key: &str, of: &Found, reach: Reach) -> Set {
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
                    let thunk = Thunk {
                        file: class.file,
                        value,
                        frame: class.frame,
                    };
                    let set = self.evaluate(thunk, reach);
                    let set = match member.is_getter {
                        true => self.returned_by(&set, reach),
                        false => set,
                    };
                    merge(&mut found, &after(&set, StepKind::Member, location));
                }
                if let Some(id) = member.ty {
                    let ty = At {
                        file: class.file,
                        id,
                        frame: class.frame,
                    };
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

fn is_map_method(key: &str) -> bool {
    matches!(
        key,
        "get" | "set" | "has" | "delete" | "clear" | "keys" | "values" | "entries" | "forEach"
    )
}

/// Whether a member says nothing: it is declared only, or empty until a subclass sets it.
fn is_blank(found: &Found) -> bool {
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
