//! One file's syntax to facts.
//!
//! Lowering follows the syntax once, from the top; it decides nothing about databases. What an
//! expression is worth is `link`'s business.

mod assignment;
mod call;
mod class;
mod expression;
mod function;
mod kind;
mod markup;
mod module;
mod object;
mod pattern;
mod scope;
mod statement;
pub mod text;
mod types;

use std::sync::LazyLock;

use rustc_hash::{FxHashMap, FxHashSet};
use smallvec::SmallVec;
use tree_sitter::{Node, TreeCursor};

use crate::{
    facts::{
        CallId, ClassId, FileFacts, FunctionId, Name, ObjectId, Opaque, PropertyWrite, UnitFacts,
        UnitId, UnitKind, Usage, Value, ValueId,
    },
    source::{Dialect, Span},
    syntax::{
        error_nodes, error_spans,
        grammar::Grammar,
        parse::{Script, ScriptKind, parse},
    },
};

use self::{
    kind::{Field, Kind, Numbering},
    scope::{ScopeId, Scopes},
};

/// Changes whenever the same text would give other facts, so that cached ones are not used.
pub const VERSION: u32 = 4;

/// How deeply expressions and statements may nest before they are left out.
const MAX_DEPTH: u32 = 200;

/// What one file says on its own.
///
/// Text that does not parse costs what it stands in; the rest of the file is read.
pub fn extract(dialect: Dialect, text: &str) -> FileFacts {
    let parsed = parse(dialect, text);
    let trees = markup::loop_trees(text, &parsed);
    let mut lowering = Lowering::new(text, numbering(parsed.grammar));
    let mut scopes = Vec::new();
    for (binding, trees) in parsed.loops.iter().zip(&trees) {
        let around = binding
            .loops
            .last()
            .map_or(ScopeId::MODULE, |&index| scopes[index]);
        scopes.push(lowering.markup_loop(binding, trees, around));
    }
    for script in &parsed.scripts {
        lowering.script(script, &scopes);
    }
    lowering.finish()
}

/// The children of a node, with the field each stands in.
type Children<'t> = SmallVec<[Node<'t>; 8]>;

/// The file being lowered, and where in it we are.
struct Lowering<'t> {
    text: &'t str,
    numbering: &'static Numbering,
    facts: FileFacts,
    interned: FxHashMap<&'t str, Name>,
    scopes: Scopes,
    cursor: Option<TreeCursor<'t>>,
    scope: ScopeId,
    function: Option<FunctionId>,
    this: This,
    unit: UnitId,
    /// What names defined here are qualified by: the objects being written.
    qualifier: Vec<&'t str>,
    loops: u32,
    depth: u32,
    /// Within `declare global`.
    in_global: bool,
    /// Whether anything is imported or exported by a statement.
    is_module: bool,
    /// Within `declare module "…"`.
    in_module: bool,
    /// The errors lowered where they stand.
    errors: FxHashSet<usize>,
}

/// What `this` stands for.
#[derive(Clone, Copy, Debug)]
enum This {
    Class(ClassId),
    Object(ObjectId),
    Unknown,
}

impl<'t> Lowering<'t> {
    const CONSTANT: ValueId = ValueId(0);
    const COMPUTED: ValueId = ValueId(1);

    fn new(text: &'t str, numbering: &'static Numbering) -> Self {
        let mut lowering = Self {
            text,
            numbering,
            facts: FileFacts::default(),
            interned: FxHashMap::default(),
            scopes: Scopes::new(),
            cursor: None,
            scope: ScopeId::MODULE,
            function: None,
            this: This::Unknown,
            unit: UnitId(0),
            qualifier: Vec::new(),
            loops: 0,
            depth: 0,
            in_global: false,
            is_module: false,
            in_module: false,
            errors: FxHashSet::default(),
        };
        let span = Span {
            start: 0,
            end: text.len() as u32,
        };
        let name = lowering.name("");
        lowering.facts.units.push(UnitFacts {
            kind: UnitKind::Module,
            name,
            span,
        });
        lowering.push_value(Value::Constant, Span::default());
        lowering.push_value(Value::Opaque(Opaque::Computed), Span::default());
        lowering
    }

    fn script(&mut self, script: &'t Script, loops: &[ScopeId]) {
        self.facts.syntax_errors.extend(error_spans(&script.tree));
        let around = match &script.kind {
            ScriptKind::Module => ScopeId::MODULE,
            ScriptKind::Expression { loops: around } => {
                let around = around.last().map_or(ScopeId::MODULE, |&index| loops[index]);
                self.scopes.block(around)
            }
        };
        self.scope = around;
        self.statements(script.tree.root_node());
        // What the grammar could not place is looked at by itself.
        for error in error_nodes(&script.tree) {
            if !self.errors.contains(&error.id()) {
                self.statement(error);
            }
        }
    }

    fn finish(mut self) -> FileFacts {
        for (key, value) in self.scopes.resolve(&mut self.facts) {
            let global = intern(&mut self.facts, &mut self.interned, "globalThis");
            let object = ValueId(self.facts.values.len() as u32);
            self.facts.values.push(Value::Global(global));
            self.facts.value_spans.push(Span::default());
            self.facts.property_writes.push(PropertyWrite {
                object,
                key,
                value,
                span: Span::default(),
            });
        }
        // A script declares its types for the whole program.
        for declaration in &mut self.facts.type_declarations {
            declaration.is_global |= !self.is_module;
        }
        note_member_uses(&mut self.facts);
        self.facts.guarded.sort_unstable();
        self.facts.operands.sort_unstable();
        self.facts
    }

    fn name(&mut self, text: &'t str) -> Name {
        intern(&mut self.facts, &mut self.interned, text)
    }

    /// A name whose text is not a slice of the file.
    fn made_name(&mut self, text: &str) -> Name {
        if let Some(&name) = self.interned.get(text) {
            return name;
        }
        let name = Name(self.facts.names.len() as u32);
        self.facts.names.push(text.to_owned());
        name
    }

    fn text_of(&self, node: Node<'_>) -> &'t str {
        &self.text[node.byte_range()]
    }

    fn name_of(&mut self, node: Node<'_>) -> Name {
        self.name(self.text_of(node))
    }

    /// The name of a member, without the `#` of a private one.
    fn member_name(&mut self, node: Node<'_>) -> Name {
        self.name(self.text_of(node).trim_start_matches('#'))
    }

    fn kind(&self, node: Node<'_>) -> Kind {
        self.numbering.kind(node)
    }

    fn field(&self, node: Node<'t>, field: Field) -> Option<Node<'t>> {
        self.numbering.field(node, field)
    }

    /// The named children, comments left out.
    fn children(&mut self, node: Node<'t>) -> Children<'t> {
        let mut children = Children::new();
        let mut cursor = match self.cursor.take() {
            Some(mut cursor) => {
                cursor.reset(node);
                cursor
            }
            None => node.walk(),
        };
        if cursor.goto_first_child() {
            loop {
                let child = cursor.node();
                if child.is_named() && self.kind(child) != Kind::Comment {
                    children.push(child);
                }
                if !cursor.goto_next_sibling() {
                    break;
                }
            }
        }
        self.cursor = Some(cursor);
        children
    }

    fn first_child(&mut self, node: Node<'t>) -> Option<Node<'t>> {
        let count = node.named_child_count();
        let mut children = (0..count as u32).filter_map(|index| node.named_child(index));
        children.find(|&child| self.numbering.kind(child) != Kind::Comment)
    }

    fn push_value(&mut self, value: Value, span: Span) -> ValueId {
        let id = ValueId(self.facts.values.len() as u32);
        self.facts.values.push(value);
        self.facts.value_spans.push(span);
        id
    }

    fn call_of(&self, value: ValueId) -> Option<CallId> {
        match self.facts.value(value) {
            Value::Call(call) => Some(*call),
            Value::Cast { value, .. } => self.call_of(*value),
            _ => None,
        }
    }

    /// Notes what becomes of a value, when it is that of a call or of either of two.
    fn mark(&mut self, value: ValueId, usage: &Usage) {
        if let Value::Either(sides) = self.facts.value(value) {
            for side in sides.clone() {
                self.mark(side, usage);
            }
        } else if let Some(call) = self.call_of(value) {
            let call = &mut self.facts.calls[call.0 as usize];
            if call.usage == Usage::Other {
                call.usage = usage.clone();
            }
        }
    }

    fn mark_awaited(&mut self, value: ValueId) {
        if let Value::Either(sides) = self.facts.value(value) {
            for side in sides.clone() {
                self.mark_awaited(side);
            }
        } else if let Some(call) = self.call_of(value) {
            self.facts.calls[call.0 as usize].awaited = true;
        }
    }
}

fn span(node: Node<'_>) -> Span {
    Span {
        start: node.start_byte() as u32,
        end: node.end_byte() as u32,
    }
}

fn intern<'t>(
    facts: &mut FileFacts,
    interned: &mut FxHashMap<&'t str, Name>,
    text: &'t str,
) -> Name {
    *interned.entry(text).or_insert_with(|| {
        let name = Name(facts.names.len() as u32);
        facts.names.push(text.to_owned());
        name
    })
}

/// Which members of each name are read, and whether it is used in any other way.
fn note_member_uses(facts: &mut FileFacts) {
    let mut is_object = vec![false; facts.values.len()];
    for value in &facts.values {
        let Value::Member { object, key } = value else {
            continue;
        };
        if let Value::Binding(binding) = facts.values[object.0 as usize] {
            is_object[object.0 as usize] = true;
            facts.bindings[binding.0 as usize].reads.push(*key);
        }
    }
    for (index, write) in facts.property_writes.iter().enumerate() {
        if let Value::Binding(binding) = facts.values[write.object.0 as usize] {
            is_object[write.object.0 as usize] = true;
            facts.bindings[binding.0 as usize].writes.push(index as u32);
        }
    }
    for (value, is_object) in facts.values.iter().zip(is_object) {
        if let Value::Binding(binding) = value
            && !is_object
        {
            facts.bindings[binding.0 as usize].escapes = true;
        }
    }
    for binding in &mut facts.bindings {
        binding.reads.sort_unstable();
        binding.reads.dedup();
    }
}

fn numbering(grammar: Grammar) -> &'static Numbering {
    static TYPESCRIPT: LazyLock<Numbering> =
        LazyLock::new(|| Numbering::of(&Grammar::TypeScript.language()));
    static TSX: LazyLock<Numbering> = LazyLock::new(|| Numbering::of(&Grammar::Tsx.language()));
    static JAVASCRIPT: LazyLock<Numbering> =
        LazyLock::new(|| Numbering::of(&Grammar::JavaScript.language()));
    match grammar {
        Grammar::TypeScript => &TYPESCRIPT,
        Grammar::Tsx => &TSX,
        Grammar::JavaScript => &JAVASCRIPT,
    }
}
