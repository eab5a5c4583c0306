//! What one file says on its own: its values, calls, functions, classes and types as data.
//!
//! A pure function of (text, dialect), so it can be cached by content. Nothing here knows another
//! file: an import is a specifier and a name until `link` follows it.

mod id;
mod object;
mod types;

use bitcode::{Decode, Encode};

pub use self::{
    id::{
        BindingId, CallId, ClassId, FunctionId, ImportId, Name, ObjectId, TypeId, UnitId, ValueId,
    },
    object::{Class, ClassMember, Object, Property, PropertyKey},
    types::{Type, TypeDeclaration},
};
use crate::source::Span;

/// One file, by itself.
#[derive(Clone, Debug, Decode, Default, Encode, Eq, PartialEq)]
pub struct FileFacts {
    pub names: Vec<String>,
    pub values: Vec<Value>,
    /// The expression that each value stands for, parallel to `values`.
    pub value_spans: Vec<Span>,
    pub bindings: Vec<Binding>,
    pub calls: Vec<Call>,
    pub functions: Vec<Function>,
    pub classes: Vec<Class>,
    pub objects: Vec<Object>,
    pub imports: Vec<Import>,
    pub exports: Vec<Export>,
    pub types: Vec<Type>,
    pub type_declarations: Vec<TypeDeclaration>,
    /// Names declared at the top of the module.
    pub module_scope: Vec<(Name, BindingId)>,
    /// `a.b = c`, but for `this.b = c` in a class and exports.
    pub property_writes: Vec<PropertyWrite>,
    /// The right sides of `a && b`, which stand for what is false when `a` is; ascending.
    pub guarded: Vec<ValueId>,
    /// What opaque values are computed from, where that is more than constants; ascending.
    pub operands: Vec<(ValueId, Vec<ValueId>)>,
    pub units: Vec<UnitFacts>,
    /// Where the text did not parse.
    pub syntax_errors: Vec<Span>,
    /// Where the text was nested too deeply to be read.
    pub too_deep: Vec<Span>,
}

/// An expression, as far as its value can matter.
///
/// `await`, parentheses and non-null assertions leave no trace: a promise is what it resolves to.
#[derive(Clone, Debug, Decode, Encode, Eq, PartialEq)]
pub enum Value {
    /// A string literal or a template without substitutions, unescaped.
    Text(Name),
    /// A template or a concatenation, part by part.
    Template(Vec<ValueId>),
    Binding(BindingId),
    /// A name that the file does not declare.
    Global(Name),
    /// What is handed in for a parameter; a rest parameter is an array.
    Parameter {
        function: FunctionId,
        index: u32,
    },
    /// What an import statement, `require` or `import()` brings.
    Imported {
        import: ImportId,
        name: ImportedName,
    },
    Member {
        object: ValueId,
        key: Name,
    },
    Index {
        object: ValueId,
        key: ValueId,
    },
    Call(CallId),
    /// `a ? b : c`, `a ?? b`, `a || b`, `a && b`: any of these.
    Either(Vec<ValueId>),
    Object(ObjectId),
    Array(Vec<ValueId>),
    /// `...a` in an array, an object or arguments.
    Spread(ValueId),
    /// What iterating yields: `for (x of a)`.
    Element(ValueId),
    /// What iterating over keys yields: `for (x in a)`.
    Key(ValueId),
    Function(FunctionId),
    Class(ClassId),
    /// `this` in a class body.
    This(ClassId),
    /// `this` in a method of an object literal.
    ThisObject(ObjectId),
    /// `super` in a class body.
    Super(ClassId),
    /// `value as T`, `<T>value`, `value satisfies T`.
    Cast {
        value: ValueId,
        ty: TypeId,
    },
    /// A number as the source writes it, with its sign.
    Number(Name),
    Boolean(bool),
    Null,
    Undefined,
    /// A regular expression, or nothing at all: never a client and never a name.
    Constant,
    /// An expression that is none of these.
    Opaque(Opaque),
}

/// Why an expression has no [`Value`] of its own.
#[derive(Clone, Copy, Debug, Decode, Encode, Eq, Hash, PartialEq)]
pub enum Opaque {
    /// Arithmetic, comparison, `typeof`, markup: never a client and never a name.
    Computed,
    /// Nested too deeply to follow.
    TooDeep,
    /// A form that we do not understand.
    Unsupported,
}

/// What of a module is imported.
#[derive(Clone, Copy, Debug, Decode, Encode, Eq, Hash, PartialEq)]
pub enum ImportedName {
    Default,
    /// The module itself.
    Namespace,
    Named(Name),
}

/// A name that the file declares.
#[derive(Clone, Debug, Decode, Encode, Eq, PartialEq)]
pub struct Binding {
    pub name: Name,
    /// The name where it is declared.
    pub span: Span,
    /// Its initialiser and all assignments: it holds any of these.
    pub sources: Vec<ValueId>,
    pub ty: Option<TypeId>,
    /// `name.key = value`, in source order, as indices into [`FileFacts::property_writes`].
    pub writes: Vec<u32>,
    /// Whether `name[key] = value` with an unknown key, or `Object.assign(name, …)`, adds more.
    pub open: bool,
    /// What `name[key] = value` with an unknown key adds.
    pub elements: Vec<ValueId>,
    /// Keys that it has not although its sources may: those beside a rest pattern, and those of
    /// `delete name.key`.
    pub without: Vec<Name>,
    /// Keys read as `name.key` or by destructuring it.
    pub reads: Vec<Name>,
    /// Used other than by reading a member: returned, handed on, compared.
    pub escapes: bool,
    /// The function that declares it, `None` at the top of the module.
    pub function: Option<FunctionId>,
}

/// A call or `new`.
#[derive(Clone, Debug, Decode, Encode, Eq, PartialEq)]
pub struct Call {
    pub callee: ValueId,
    pub arguments: Vec<ValueId>,
    pub type_arguments: Vec<TypeId>,
    pub kind: CallKind,
    /// The value that this call is.
    pub value: ValueId,
    /// The whole call, with what it is called on.
    pub span: Span,
    /// The last name of what is called: `from` in `a.b.from(x)`.
    pub name_span: Span,
    /// That name; `None` for an immediately invoked function and the like.
    pub name: Option<Name>,
    pub unit: UnitId,
    /// The innermost function around it.
    pub function: Option<FunctionId>,
    pub in_loop: bool,
    pub awaited: bool,
    pub usage: Usage,
}

/// The forms of a call.
#[derive(Clone, Copy, Debug, Decode, Encode, Eq, PartialEq)]
pub enum CallKind {
    Call,
    New,
    /// A component in markup: the one argument is the object of its properties.
    Markup,
    /// A tagged template: the one argument is the template.
    Tag,
}

/// What becomes of the value of a call.
#[derive(Clone, Debug, Decode, Default, Encode, Eq, PartialEq)]
pub enum Usage {
    /// A method of it is called.
    Chained(CallId),
    Returned(FunctionId),
    /// It initialises or is assigned to a name.
    Bound(BindingId),
    /// It is destructured: the keys taken, and whether the rest is taken too.
    Destructured {
        keys: Vec<Name>,
        rest: bool,
    },
    Argument {
        call: CallId,
        index: u32,
    },
    /// One member is read of it.
    Member(Name),
    /// A statement of its own.
    Discarded,
    /// Anything else.
    #[default]
    Other,
}

/// A function, method or arrow.
#[derive(Clone, Debug, Decode, Encode, Eq, PartialEq)]
pub struct Function {
    /// The name it is called by where it is defined: declared, assigned to, or its key.
    pub name: Option<Name>,
    pub parameters: Vec<Parameter>,
    /// What it returns; a generator's `yield`s count.
    pub returns: Vec<ValueId>,
    pub return_type: Option<TypeId>,
    /// Its type parameters that are constrained, with what constrains them.
    pub type_parameters: Vec<(Name, TypeId)>,
    /// The class whose member it is.
    pub class: Option<ClassId>,
    /// The function around it.
    pub parent: Option<FunctionId>,
    /// The call that it is an argument of (directly, or within an object literal) and which.
    pub passed_to: Option<(CallId, u32)>,
    pub unit: UnitId,
    pub span: Span,
}

/// A parameter as a whole; destructuring makes bindings that are members of it.
#[derive(Clone, Debug, Decode, Encode, Eq, PartialEq)]
pub struct Parameter {
    /// `None` when it is destructured.
    pub name: Option<Name>,
    pub ty: Option<TypeId>,
    pub default: Option<ValueId>,
    pub rest: bool,
    pub span: Span,
}

/// A module that the file names.
#[derive(Clone, Debug, Decode, Encode, Eq, PartialEq)]
pub struct Import {
    pub specifier: Name,
    pub span: Span,
}

#[derive(Clone, Debug, Decode, Encode, Eq, PartialEq)]
pub enum Export {
    /// `export { local as name }`, `export const name`, `exports.name = value`.
    Value {
        name: Name,
        value: ValueId,
        span: Span,
    },
    /// A type, interface, class or import that is exported by a name declared in the file.
    Local { name: Name, local: Name },
    /// `export { imported as name } from "…"`; `export * as name` imports the namespace.
    From {
        name: Name,
        import: ImportId,
        imported: ImportedName,
    },
    /// `export * from "…"`
    Star(ImportId),
    /// `module.exports = value`, `export = value`.
    Whole(ValueId),
}

#[derive(Clone, Debug, Decode, Encode, Eq, PartialEq)]
pub struct PropertyWrite {
    pub object: ValueId,
    pub key: Name,
    pub value: ValueId,
    /// The key.
    pub span: Span,
}

/// A named piece of code.
#[derive(Clone, Debug, Decode, Encode, Eq, PartialEq)]
pub struct UnitFacts {
    pub kind: UnitKind,
    /// Qualified; empty for the module itself.
    pub name: Name,
    pub span: Span,
}

#[derive(Clone, Copy, Debug, Decode, Encode, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum UnitKind {
    Module,
    Function,
    Method,
    Component,
}

impl UnitKind {
    /// The word for it in output.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Module => "module",
            Self::Function => "function",
            Self::Method => "method",
            Self::Component => "component",
        }
    }
}

impl FileFacts {
    pub fn text(&self, name: Name) -> &str {
        &self.names[name.0 as usize]
    }

    pub fn value(&self, value: ValueId) -> &Value {
        &self.values[value.0 as usize]
    }

    /// Whether a value is the right side of `a && b`.
    pub fn is_guarded(&self, value: ValueId) -> bool {
        self.guarded.binary_search(&value).is_ok()
    }

    /// What an opaque value is computed from; empty when that is constants, or not known.
    pub fn operands(&self, value: ValueId) -> &[ValueId] {
        let place = self.operands.binary_search_by_key(&value, |(id, _)| *id);
        place.map_or(&[], |place| self.operands[place].1.as_slice())
    }

    pub fn value_span(&self, value: ValueId) -> Span {
        self.value_spans[value.0 as usize]
    }

    pub fn binding(&self, binding: BindingId) -> &Binding {
        &self.bindings[binding.0 as usize]
    }

    pub fn call(&self, call: CallId) -> &Call {
        &self.calls[call.0 as usize]
    }

    pub fn function(&self, function: FunctionId) -> &Function {
        &self.functions[function.0 as usize]
    }

    pub fn class(&self, class: ClassId) -> &Class {
        &self.classes[class.0 as usize]
    }

    pub fn object(&self, object: ObjectId) -> &Object {
        &self.objects[object.0 as usize]
    }

    pub fn import(&self, import: ImportId) -> &Import {
        &self.imports[import.0 as usize]
    }

    pub fn ty(&self, ty: TypeId) -> &Type {
        &self.types[ty.0 as usize]
    }

    pub fn unit(&self, unit: UnitId) -> &UnitFacts {
        &self.units[unit.0 as usize]
    }
}
