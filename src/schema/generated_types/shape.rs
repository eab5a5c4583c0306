//! Types of objects, as far as one file tells them: literal ones, and what is made of those.

use std::{borrow::Cow, collections::BTreeMap, rc::Rc};

use indexmap::IndexMap;
use rustc_hash::FxHashMap;
use smallvec::SmallVec;
use tree_sitter::{Node, Tree};

use super::node::{
    children, declarations, first_child, flattened, has_token, is_nothing, unwrapped,
};
use crate::extract::text::unescape;

/// How deep types may be made of one another.
const MAX_DEPTH: usize = 24;

/// Types that stand for one, the later ones laid over the earlier.
pub(super) type Types<'t> = SmallVec<[Node<'t>; 1]>;

/// The members of a type.
#[derive(Debug, Default)]
pub(super) struct Object<'t> {
    pub members: IndexMap<Cow<'t, str>, Member<'t>>,
    /// What else it is made of and could not be followed.
    pub unknown: Vec<Node<'t>>,
}

#[derive(Clone, Debug)]
pub(super) struct Member<'t> {
    pub types: Types<'t>,
    /// Whether it has a question mark.
    pub optional: bool,
    /// The member as a whole.
    pub node: Node<'t>,
    /// The comment right before it.
    pub comment: Option<Node<'t>>,
}

impl<'t> Object<'t> {
    /// The types of a member; none when it has no such member.
    pub fn types(&self, name: &str) -> &[Node<'t>] {
        self.members
            .get(name)
            .map_or(&[], |member| member.types.as_slice())
    }

    fn lay_over(&mut self, other: &Self) {
        for (name, member) in &other.members {
            match self.members.get_mut(name) {
                Some(known) => {
                    known.types.extend(member.types.iter().copied());
                    known.optional = member.optional;
                }
                None => {
                    self.members.insert(name.clone(), member.clone());
                }
            }
        }
        self.unknown.extend(&other.unknown);
    }
}

/// The types that a file declares, and what has been found out about them.
#[derive(Debug)]
pub(super) struct Shapes<'t> {
    pub text: &'t str,
    pub declared: BTreeMap<&'t str, Types<'t>>,
    objects: FxHashMap<usize, Rc<Object<'t>>>,
    /// How many more members may be looked at; each has its bytes in the file, so that only what
    /// is made of itself over and over comes to an end.
    fuel: usize,
}

impl<'t> Shapes<'t> {
    pub fn new(text: &'t str, tree: &'t Tree) -> Self {
        let mut declared = BTreeMap::<_, Types<'_>>::new();
        for declaration in declarations(tree) {
            if let Some(name) = declaration.child_by_field_name("name") {
                let types = declared.entry(&text[name.byte_range()]).or_default();
                types.push(declaration);
            }
        }
        Self {
            text,
            declared,
            objects: FxHashMap::default(),
            fuel: 4 * text.len() + 1000,
        }
    }

    pub fn text_of(&self, node: Node<'_>) -> &'t str {
        &self.text[node.byte_range()]
    }

    /// The string that a type or expression is.
    pub fn string(&self, node: Node<'_>) -> Option<Cow<'t, str>> {
        let node = unwrapped(node);
        let literal = match node.kind() {
            "literal_type" => node.named_child(0)?,
            _ => node,
        };
        if literal.kind() != "string" {
            return None;
        }
        let text = self.text_of(literal);
        Some(unescape(text.get(1..text.len().checked_sub(1)?)?))
    }

    /// The members that types have, laid over each other.
    pub fn object(&mut self, types: &[Node<'t>]) -> Rc<Object<'t>> {
        self.merged(types, 0)
    }

    fn merged(&mut self, types: &[Node<'t>], depth: usize) -> Rc<Object<'t>> {
        if let &[only] = types {
            return self.object_of(only, depth);
        }
        let mut merged = Object::default();
        for &part in types {
            let object = self.object_of(part, depth);
            self.spend(object.members.len());
            merged.lay_over(&object);
        }
        Rc::new(merged)
    }

    fn object_of(&mut self, node: Node<'t>, depth: usize) -> Rc<Object<'t>> {
        if let Some(known) = self.objects.get(&node.id()) {
            return Rc::clone(known);
        }
        self.spend(1);
        let object = if depth < MAX_DEPTH && self.fuel > 0 {
            self.read(node, depth + 1)
        } else {
            unknown(node)
        };
        self.objects.insert(node.id(), Rc::clone(&object));
        object
    }

    fn spend(&mut self, members: usize) {
        self.fuel = self.fuel.saturating_sub(members);
    }

    fn read(&mut self, node: Node<'t>, depth: usize) -> Rc<Object<'t>> {
        match node.kind() {
            "object_type" | "interface_body" => self.literal(node),
            "type_alias_declaration" => match node.child_by_field_name("value") {
                Some(value) => self.object_of(value, depth),
                None => unknown(node),
            },
            "interface_declaration" => self.interface(node, depth),
            "parenthesized_type" | "readonly_type" | "type_annotation" => match first_child(node) {
                Some(inner) => self.object_of(inner, depth),
                None => unknown(node),
            },
            "intersection_type" => self.merged(&flattened(node), depth),
            "union_type" => {
                let present = flattened(node)
                    .into_iter()
                    .filter(|&part| !is_nothing(part));
                match present.collect::<Vec<_>>()[..] {
                    [only] => self.object_of(only, depth),
                    _ => unknown(node),
                }
            }
            "type_identifier" => match self.declared.get(self.text_of(node)).cloned() {
                Some(types) => self.merged(&types, depth),
                None => unknown(node),
            },
            "generic_type" => self.generic(node, depth),
            "lookup_type" => self.looked_up(node, depth),
            "predefined_type" if self.text_of(node) == "never" => Rc::default(),
            _ => unknown(node),
        }
    }

    /// The members between braces.
    fn literal(&mut self, body: Node<'t>) -> Rc<Object<'t>> {
        let mut object = Object::default();
        let mut before: Option<Node<'t>> = None;
        let mut cursor = body.walk();
        for child in body.named_children(&mut cursor) {
            let comment = before
                .replace(child)
                .filter(|before| before.kind() == "comment");
            match child.kind() {
                "property_signature" => {
                    let Some(name) = child.child_by_field_name("name") else {
                        continue;
                    };
                    let types = child.child_by_field_name("type").and_then(first_child);
                    let member = Member {
                        types: types.into_iter().collect(),
                        optional: has_token(child, "?"),
                        node: child,
                        comment,
                    };
                    object.members.insert(self.key(name), member);
                }
                // `[_ in never]: never` is how the generator writes nothing.
                "index_signature" if !self.text_of(child).contains(" in never]") => {
                    object.unknown.push(child);
                }
                _ => {}
            }
        }
        self.spend(object.members.len());
        Rc::new(object)
    }

    fn interface(&mut self, node: Node<'t>, depth: usize) -> Rc<Object<'t>> {
        let mut parts = Types::new();
        let mut cursor = node.walk();
        for child in node.named_children(&mut cursor) {
            if child.kind() == "extends_type_clause" {
                let mut cursor = child.walk();
                parts.extend(child.named_children(&mut cursor));
            }
        }
        parts.extend(node.child_by_field_name("body"));
        self.merged(&parts, depth)
    }

    /// The types of the language, and those of `type-fest`, that keep members.
    fn generic(&mut self, node: Node<'t>, depth: usize) -> Rc<Object<'t>> {
        let (Some(name), Some(list)) = (
            node.child_by_field_name("name"),
            node.child_by_field_name("type_arguments"),
        ) else {
            return unknown(node);
        };
        let arguments = children(list);
        match (self.text_of(name), &arguments[..]) {
            (
                "Readonly" | "Required" | "NonNullable" | "Simplify" | "Prettify" | "Expand",
                &[inner],
            ) => self.object_of(inner, depth),
            ("Partial", &[inner]) => {
                let inner = self.object_of(inner, depth);
                let members = inner.members.iter().map(|(name, member)| {
                    let optional = Member {
                        optional: true,
                        ..member.clone()
                    };
                    (name.clone(), optional)
                });
                Rc::new(Object {
                    members: members.collect(),
                    unknown: inner.unknown.clone(),
                })
            }
            ("MergeDeep", &[first, second, ..]) => self.merged(&[first, second], depth),
            ("Merge" | "Overwrite" | "Override", &[first, second]) => {
                let (first, second) = (self.object_of(first, depth), self.object_of(second, depth));
                let mut merged = Object::default();
                merged.lay_over(&first);
                merged.unknown.extend(&second.unknown);
                let members = second.members.iter();
                let members = members.map(|(name, member)| (name.clone(), member.clone()));
                merged.members.extend(members);
                Rc::new(merged)
            }
            ("Omit", &[inner, keys]) => self.picked(inner, keys, Keys::Left, depth),
            ("Pick", &[inner, keys]) => self.picked(inner, keys, Keys::Taken, depth),
            ("Record", &[_, value]) if self.text_of(value) == "never" => Rc::default(),
            _ => unknown(node),
        }
    }

    fn picked(
        &mut self,
        inner: Node<'t>,
        keys: Node<'t>,
        named: Keys,
        depth: usize,
    ) -> Rc<Object<'t>> {
        let inner = self.object_of(inner, depth);
        let keys = flattened(keys);
        let names: Option<Vec<_>> = keys.iter().map(|&key| self.string(key)).collect();
        let Some(mut names) = names else {
            return unknown(keys[0]);
        };
        names.sort();
        self.spend(inner.members.len());
        let members = inner.members.iter().filter(|(name, _)| {
            let is_named = names.binary_search(name).is_ok();
            match named {
                Keys::Left => !is_named,
                Keys::Taken => is_named,
            }
        });
        let members = members.map(|(name, member)| (name.clone(), member.clone()));
        Rc::new(Object {
            members: members.collect(),
            unknown: inner.unknown.clone(),
        })
    }

    /// `Object["key"]`
    fn looked_up(&mut self, node: Node<'t>, depth: usize) -> Rc<Object<'t>> {
        let &[object, key] = &children(node)[..] else {
            return unknown(node);
        };
        let Some(key) = self.string(key) else {
            return unknown(node);
        };
        let object = self.object_of(object, depth);
        match object.types(&key) {
            [] => unknown(node),
            types => self.merged(types, depth),
        }
    }

    fn key(&self, name: Node<'t>) -> Cow<'t, str> {
        let inner = match name.kind() {
            "computed_property_name" => first_child(name).unwrap_or(name),
            _ => name,
        };
        self.string(inner)
            .unwrap_or_else(|| Cow::Borrowed(self.text_of(inner)))
    }
}

/// What becomes of the keys that are named.
#[derive(Clone, Copy)]
enum Keys {
    Left,
    Taken,
}

fn unknown<'t>(node: Node<'t>) -> Rc<Object<'t>> {
    Rc::new(Object {
        members: IndexMap::new(),
        unknown: vec![node],
    })
}
