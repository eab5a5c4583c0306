//! Types, as far as they can tell a client or a name.

use tree_sitter::Node;

use crate::facts::{ImportId, Name, Type, TypeDeclaration, TypeId, Value, ValueId};

use super::{
    Lowering,
    kind::{Field, Kind},
    span,
};

impl<'t> Lowering<'t> {
    fn push_type(&mut self, ty: Type) -> TypeId {
        let id = TypeId(self.facts.types.len() as u32);
        self.facts.types.push(ty);
        id
    }

    /// Lowers a type or the annotation that holds it.
    pub(super) fn ty(&mut self, node: Node<'t>) -> TypeId {
        if self.depth >= super::MAX_DEPTH {
            return self.push_type(Type::Other);
        }
        self.depth += 1;
        let ty = self.type_within(node);
        self.depth -= 1;
        self.push_type(ty)
    }

    /// The arguments of a generic type or call.
    pub(super) fn types(&mut self, node: Node<'t>) -> Vec<TypeId> {
        let children = self.children(node);
        children.into_iter().map(|child| self.ty(child)).collect()
    }

    fn type_within(&mut self, node: Node<'t>) -> Type {
        match self.kind(node) {
            Kind::TypeAnnotation
            | Kind::ParenthesizedType
            | Kind::ReadonlyType
            | Kind::RestType => match self.first_child(node) {
                Some(inner) => self.type_within(inner),
                None => Type::Other,
            },
            Kind::TypeIdentifier | Kind::Identifier | Kind::NestedTypeIdentifier => Type::Named {
                path: self.type_path(node),
                arguments: Vec::new(),
            },
            Kind::GenericType => self.generic_type(node),
            Kind::PredefinedType if self.text_of(node) == "any" => Type::Any,
            Kind::LiteralType => self.literal_type(node),
            Kind::UnionType => Type::Union(self.flattened(node, Kind::UnionType)),
            Kind::IntersectionType => {
                Type::Intersection(self.flattened(node, Kind::IntersectionType))
            }
            Kind::ArrayType => match self.first_child(node) {
                Some(inner) => Type::Array(self.ty(inner)),
                None => Type::Other,
            },
            Kind::MemberExpression => self.imported_type(node),
            Kind::TupleType => Type::Tuple(self.types(node)),
            Kind::ObjectType => self.object_type(node),
            Kind::FunctionType => self.function_type(node),
            Kind::TypeQuery => self.type_query(node),
            Kind::IndexTypeQuery => match self.first_child(node) {
                Some(inner) => Type::Keyof(self.ty(inner)),
                None => Type::Other,
            },
            Kind::LookupType => match self.types(node).as_slice() {
                &[object, key] => Type::Indexed { object, key },
                _ => Type::Other,
            },
            _ => Type::Other,
        }
    }

    /// `import("…").A.B`
    fn imported_type(&mut self, node: Node<'t>) -> Type {
        let mut path = Vec::new();
        let mut inner = node;
        while self.kind(inner) == Kind::MemberExpression {
            let (Some(object), Some(property)) = (
                self.field(inner, Field::Object),
                self.field(inner, Field::Property),
            ) else {
                return Type::Other;
            };
            path.push(self.name_of(property));
            inner = object;
        }
        path.reverse();
        match self.imported_module(inner) {
            Some(import) => Type::Imported {
                import,
                path,
                arguments: Vec::new(),
            },
            None => Type::Other,
        }
    }

    /// `import("…")` as a type.
    fn imported_module(&mut self, node: Node<'t>) -> Option<ImportId> {
        if self.kind(node) != Kind::CallExpression || !self.text_of(node).starts_with("import") {
            return None;
        }
        let arguments = self.field(node, Field::Arguments)?;
        let source = self.first_child(arguments)?;
        self.import_of(source, span(node))
    }

    fn type_path(&mut self, node: Node<'t>) -> Vec<Name> {
        let text = self.text_of(node);
        text.split('.').map(|part| self.name(part.trim())).collect()
    }

    fn generic_type(&mut self, node: Node<'t>) -> Type {
        let arguments = self.field(node, Field::TypeArguments);
        let arguments = arguments.map_or_else(Vec::new, |arguments| self.types(arguments));
        match self.field(node, Field::Name) {
            Some(name) => Type::Named {
                path: self.type_path(name),
                arguments,
            },
            None => Type::Other,
        }
    }

    fn literal_type(&mut self, node: Node<'t>) -> Type {
        match self.first_child(node) {
            Some(literal) if self.kind(literal) == Kind::String => {
                let value = self.string(literal);
                match *self.facts.value(value) {
                    Value::Text(name) => Type::Text(name),
                    _ => Type::Other,
                }
            }
            _ => Type::Other,
        }
    }

    /// The members of a union, which the grammar nests to the left.
    fn flattened(&mut self, node: Node<'t>, kind: Kind) -> Vec<TypeId> {
        let mut pending = vec![node];
        let mut members = Vec::new();
        while let Some(next) = pending.pop() {
            if self.kind(next) == kind {
                pending.extend(self.children(next).into_iter().rev());
            } else {
                members.push(self.ty(next));
            }
        }
        members
    }

    fn object_type(&mut self, body: Node<'t>) -> Type {
        let mut members = Vec::new();
        for child in self.children(body) {
            let Some(name) = self.field(child, Field::Name) else {
                continue;
            };
            let Some(key) = self.key_text(name) else {
                continue;
            };
            let ty = match self.kind(child) {
                Kind::PropertySignature => match self.field(child, Field::Type) {
                    Some(ty) => self.ty(ty),
                    None => self.push_type(Type::Any),
                },
                Kind::MethodSignature => {
                    let function = self.function_type(child);
                    self.push_type(function)
                }
                _ => continue,
            };
            members.push((self.name(key), ty));
        }
        Type::Object(members)
    }

    fn function_type(&mut self, node: Node<'t>) -> Type {
        let mut parameters = Vec::new();
        if let Some(list) = self.field(node, Field::Parameters) {
            for parameter in self.children(list) {
                parameters.push(match self.field(parameter, Field::Type) {
                    Some(ty) => self.ty(ty),
                    None => self.push_type(Type::Other),
                });
            }
        }
        let returns = match self.field(node, Field::ReturnType) {
            Some(ty) => self.ty(ty),
            None => self.push_type(Type::Other),
        };
        Type::Function {
            parameters,
            returns,
        }
    }

    fn type_query(&mut self, node: Node<'t>) -> Type {
        let Some(inner) = self.first_child(node) else {
            return Type::Other;
        };
        // `typeof import("…")`, `ReturnType<typeof import("…").create>`
        if let Some(import) = self.imported_module(inner) {
            return Type::Module(import);
        }
        Type::Typeof(self.query_value(inner))
    }

    /// `a.b.c` of `typeof a.b.c`.
    fn query_value(&mut self, node: Node<'t>) -> ValueId {
        let value = self.expression(node);
        // Only its type is asked for.
        self.mark(value, &crate::facts::Usage::Other);
        value
    }

    pub(super) fn type_alias(&mut self, node: Node<'t>, prefix: &str) {
        let (Some(name), Some(value)) = (
            self.field(node, Field::Name),
            self.field(node, Field::Value),
        ) else {
            return;
        };
        let ty = self.ty(value);
        self.declare_type(node, name, prefix, ty, Vec::new());
    }

    pub(super) fn interface(&mut self, node: Node<'t>, prefix: &str) {
        let (Some(name), Some(body)) =
            (self.field(node, Field::Name), self.field(node, Field::Body))
        else {
            return;
        };
        let mut extends = Vec::new();
        for child in self.children(node) {
            if self.kind(child) == Kind::ExtendsTypeClause {
                extends = self.types(child);
            }
        }
        let object = self.object_type(body);
        let ty = self.push_type(object);
        self.declare_type(node, name, prefix, ty, extends);
    }

    fn declare_type(
        &mut self,
        node: Node<'t>,
        name: Node<'t>,
        prefix: &str,
        ty: TypeId,
        extends: Vec<TypeId>,
    ) {
        let mut parameters = Vec::new();
        for child in self.children(node) {
            if self.kind(child) != Kind::TypeParameters {
                continue;
            }
            for parameter in self.children(child) {
                if let Some(name) = self.field(parameter, Field::Name) {
                    let name = self.name_of(name);
                    parameters.push(name);
                }
            }
        }
        let name = match prefix {
            "" => self.name_of(name),
            _ => self.made_name(&format!("{prefix}.{}", self.text_of(name))),
        };
        self.facts.type_declarations.push(TypeDeclaration {
            name,
            parameters,
            ty,
            extends,
            is_global: self.in_global,
            is_augmentation: self.in_module,
        });
    }

    /// `declare global { … }`, `declare module "…" { … }`, `declare const x: T`.
    pub(super) fn ambient(&mut self, node: Node<'t>) {
        let is_global = node
            .child(1)
            .is_some_and(|second| second.kind() == "global");
        let outer = (self.in_global, self.in_module);
        self.in_global |= is_global;
        for child in self.children(node) {
            match self.kind(child) {
                Kind::StatementBlock => self.types_of_block(child, ""),
                Kind::Module => self.augmentation(child),
                _ => self.statement(child),
            }
        }
        (self.in_global, self.in_module) = outer;
    }

    /// `module "…" { … }`, whose types add to those of a library.
    fn augmentation(&mut self, node: Node<'t>) {
        self.in_module = true;
        if let Some(body) = self.field(node, Field::Body) {
            self.types_of_block(body, "");
        }
    }

    /// The type parameters of a function that are constrained, with the type that constrains each.
    pub(super) fn type_parameters(&mut self, node: Node<'t>) -> Vec<(Name, TypeId)> {
        let Some(list) = self.field(node, Field::TypeParameters) else {
            return Vec::new();
        };
        let mut parameters = Vec::new();
        for parameter in self.children(list) {
            let name = self.field(parameter, Field::Name);
            let constraint = self.field(parameter, Field::Constraint);
            let constraint = constraint.and_then(|constraint| self.first_child(constraint));
            if let (Some(name), Some(constraint)) = (name, constraint) {
                let ty = self.ty(constraint);
                parameters.push((self.name_of(name), ty));
            }
        }
        parameters
    }

    /// The types declared in a block, each qualified by `prefix`.
    pub(super) fn types_of_block(&mut self, block: Node<'t>, prefix: &str) {
        for child in self.children(block) {
            let child = match self.kind(child) {
                Kind::ExportStatement => self.field(child, Field::Declaration).unwrap_or(child),
                Kind::ExpressionStatement => self.first_child(child).unwrap_or(child),
                _ => child,
            };
            match self.kind(child) {
                Kind::InterfaceDeclaration => self.interface(child, prefix),
                Kind::TypeAliasDeclaration => self.type_alias(child, prefix),
                Kind::InternalModule | Kind::Module => {
                    if let (Some(name), Some(body)) = (
                        self.field(child, Field::Name),
                        self.field(child, Field::Body),
                    ) {
                        let inner = self.text_of(name).to_owned();
                        self.types_of_block(body, &inner);
                    }
                }
                Kind::LexicalDeclaration | Kind::VariableDeclaration if self.in_global => {
                    self.statement(child)
                }
                _ => {}
            }
        }
    }
}
