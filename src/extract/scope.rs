//! Scopes and names: what an identifier stands for.
//!
//! JavaScript may use a name before its declaration, so uses are noted while lowering and resolved
//! when the file is done.

use rustc_hash::FxHashMap;

use crate::{
    facts::{
        Binding, BindingId, CallId, FileFacts, FunctionId, Name, TypeId, Usage, Value, ValueId,
    },
    source::Span,
};

/// An index into [`Scopes::scopes`]; the first is the module's.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) struct ScopeId(u32);

impl ScopeId {
    pub(super) const MODULE: Self = Self(0);
}

#[derive(Debug)]
struct Scope {
    parent: Option<ScopeId>,
    is_function: bool,
    names: FxHashMap<Name, BindingId>,
}

/// All scopes of a file, and what is to be resolved in them.
#[derive(Debug)]
pub(super) struct Scopes {
    scopes: Vec<Scope>,
    uses: Vec<(ValueId, Name, ScopeId)>,
    assignments: Vec<(ValueId, Name, ScopeId)>,
    /// Calls whose value goes into a name that is yet to be resolved.
    bound: Vec<(CallId, Name, ScopeId)>,
    /// `name[key] = value`
    opened: Vec<(ValueId, Name, ScopeId)>,
    /// A key that the value of a name does not have.
    removed: Vec<(Name, Name, ScopeId)>,
}

/// A name that is being declared.
#[derive(Clone, Copy, Debug)]
pub(super) struct Declared {
    pub(super) name: Name,
    pub(super) span: Span,
    pub(super) source: Option<ValueId>,
    pub(super) ty: Option<TypeId>,
    pub(super) function: Option<FunctionId>,
}

impl Scopes {
    pub(super) fn new() -> Self {
        Self {
            scopes: vec![Scope {
                parent: None,
                is_function: true,
                names: FxHashMap::default(),
            }],
            uses: Vec::new(),
            assignments: Vec::new(),
            bound: Vec::new(),
            opened: Vec::new(),
            removed: Vec::new(),
        }
    }

    pub(super) fn block(&mut self, parent: ScopeId) -> ScopeId {
        self.push(parent, false)
    }

    pub(super) fn function(&mut self, parent: ScopeId) -> ScopeId {
        self.push(parent, true)
    }

    fn push(&mut self, parent: ScopeId, is_function: bool) -> ScopeId {
        let id = ScopeId(self.scopes.len() as u32);
        self.scopes.push(Scope {
            parent: Some(parent),
            is_function,
            names: FxHashMap::default(),
        });
        id
    }

    /// The scope that a `var` in `scope` belongs to.
    pub(super) fn hoisted(&self, mut scope: ScopeId) -> ScopeId {
        while !self.scopes[scope.0 as usize].is_function
            && let Some(parent) = self.scopes[scope.0 as usize].parent
        {
            scope = parent;
        }
        scope
    }

    /// Declares a name, or adds a source to one that the scope already has.
    pub(super) fn declare(
        &mut self,
        facts: &mut FileFacts,
        scope: ScopeId,
        declared: Declared,
    ) -> BindingId {
        let names = &mut self.scopes[scope.0 as usize].names;
        let id = *names.entry(declared.name).or_insert_with(|| {
            let id = BindingId(facts.bindings.len() as u32);
            facts.bindings.push(Binding {
                name: declared.name,
                span: declared.span,
                sources: Vec::new(),
                ty: None,
                writes: Vec::new(),
                open: false,
                elements: Vec::new(),
                without: Vec::new(),
                reads: Vec::new(),
                escapes: false,
                function: declared.function,
            });
            id
        });
        let binding = &mut facts.bindings[id.0 as usize];
        binding.sources.extend(declared.source);
        binding.ty = binding.ty.or(declared.ty);
        id
    }

    pub(super) fn note_use(&mut self, value: ValueId, name: Name, scope: ScopeId) {
        self.uses.push((value, name, scope));
    }

    pub(super) fn note_assignment(&mut self, value: ValueId, name: Name, scope: ScopeId) {
        self.assignments.push((value, name, scope));
    }

    pub(super) fn note_bound(&mut self, call: CallId, name: Name, scope: ScopeId) {
        self.bound.push((call, name, scope));
    }

    /// Notes that a value is added to what a name holds, under a key that is not known.
    pub(super) fn note_opened(&mut self, value: ValueId, name: Name, scope: ScopeId) {
        self.opened.push((value, name, scope));
    }

    /// Notes that a key of what a name holds is removed.
    pub(super) fn note_removed(&mut self, key: Name, name: Name, scope: ScopeId) {
        self.removed.push((key, name, scope));
    }

    fn lookup(&self, name: Name, scope: ScopeId) -> Option<BindingId> {
        let mut next = Some(scope);
        while let Some(scope) = next {
            let scope = &self.scopes[scope.0 as usize];
            if let Some(&binding) = scope.names.get(&name) {
                return Some(binding);
            }
            next = scope.parent;
        }
        None
    }

    /// Turns every noted use into what it stands for.
    ///
    /// Returns the assignments to names that the file does not declare.
    pub(super) fn resolve(self, facts: &mut FileFacts) -> Vec<(Name, ValueId)> {
        for &(value, name, scope) in &self.uses {
            if let Some(binding) = self.lookup(name, scope) {
                facts.values[value.0 as usize] = Value::Binding(binding);
            }
        }
        let mut undeclared = Vec::new();
        for &(value, name, scope) in &self.assignments {
            match self.lookup(name, scope) {
                Some(binding) => facts.bindings[binding.0 as usize].sources.push(value),
                None => undeclared.push((name, value)),
            }
        }
        for &(call, name, scope) in &self.bound {
            if let Some(binding) = self.lookup(name, scope) {
                facts.calls[call.0 as usize].usage = Usage::Bound(binding);
            }
        }
        for &(value, name, scope) in &self.opened {
            if let Some(binding) = self.lookup(name, scope) {
                let binding = &mut facts.bindings[binding.0 as usize];
                binding.open = true;
                binding.elements.push(value);
            }
        }
        for &(key, name, scope) in &self.removed {
            if let Some(binding) = self.lookup(name, scope) {
                facts.bindings[binding.0 as usize].without.push(key);
            }
        }
        let mut module_scope: Vec<_> = self.scopes[0]
            .names
            .iter()
            .map(|(&name, &id)| (name, id))
            .collect();
        module_scope.sort_unstable();
        facts.module_scope = module_scope;
        undeclared
    }
}
