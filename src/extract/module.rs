//! Imports and exports, of ECMAScript modules and of CommonJS.

use tree_sitter::Node;

use crate::{
    facts::{
        Export, Import, ImportId, ImportedName, Object, Property, PropertyKey, Value, ValueId,
    },
    source::Span,
};

use super::{
    Lowering,
    kind::{Field, Kind},
    span,
};

impl<'t> Lowering<'t> {
    /// The module that a string literal names, or `None` for any other node.
    pub(super) fn import_of(&mut self, source: Node<'t>, place: Span) -> Option<ImportId> {
        let value = match self.kind(source) {
            Kind::String => self.string(source),
            Kind::TemplateString => self.expression(source),
            _ => return None,
        };
        let Value::Text(specifier) = *self.facts.value(value) else {
            return None;
        };
        let id = ImportId(self.facts.imports.len() as u32);
        self.facts.imports.push(Import {
            specifier,
            span: place,
        });
        Some(id)
    }

    pub(super) fn import_statement(&mut self, node: Node<'t>) {
        self.is_module = true;
        let children = self.children(node);
        for child in &children {
            if self.kind(*child) == Kind::ImportRequireClause {
                return self.import_require(*child);
            }
        }
        let Some(source) = self.field(node, Field::Source) else {
            return;
        };
        let Some(import) = self.import_of(source, span(node)) else {
            return;
        };
        for child in children {
            if self.kind(child) == Kind::ImportClause {
                self.import_clause(child, import);
            }
        }
    }

    /// `import x = require("…")`
    fn import_require(&mut self, clause: Node<'t>) {
        let (Some(source), Some(name)) =
            (self.field(clause, Field::Source), self.first_child(clause))
        else {
            return;
        };
        if let Some(import) = self.import_of(source, span(clause)) {
            self.imported(name, import, ImportedName::Namespace);
        }
    }

    fn import_clause(&mut self, clause: Node<'t>, import: ImportId) {
        for child in self.children(clause) {
            match self.kind(child) {
                Kind::Identifier => self.imported(child, import, ImportedName::Default),
                Kind::NamespaceImport => {
                    if let Some(name) = self.first_child(child) {
                        self.imported(name, import, ImportedName::Namespace);
                    }
                }
                Kind::NamedImports => {
                    for specifier in self.children(child) {
                        self.import_specifier(specifier, import);
                    }
                }
                _ => {}
            }
        }
    }

    fn import_specifier(&mut self, specifier: Node<'t>, import: ImportId) {
        let Some(name) = self.field(specifier, Field::Name) else {
            return;
        };
        let local = self.field(specifier, Field::Alias).unwrap_or(name);
        let imported = self.imported_name(name);
        self.imported(local, import, imported);
    }

    fn imported_name(&mut self, name: Node<'t>) -> ImportedName {
        match self.text_of(name).trim_matches(['"', '\'']) {
            "default" => ImportedName::Default,
            text => ImportedName::Named(self.name(text)),
        }
    }

    fn imported(&mut self, local: Node<'t>, import: ImportId, name: ImportedName) {
        let value = self.push_value(Value::Imported { import, name }, span(local));
        self.declare_name(self.scope, local, Some(value), None);
    }

    pub(super) fn export_statement(&mut self, node: Node<'t>) {
        self.is_module = true;
        let source = self.field(node, Field::Source);
        let import = source.and_then(|source| self.import_of(source, span(node)));
        self.decorators(node);
        if let Some(declaration) = self.field(node, Field::Declaration) {
            return self.export_declaration(node, declaration);
        }
        if let Some(value) = self.field(node, Field::Value) {
            return self.export_default(node, value);
        }
        let children = self.children(node);
        let mut exports_all = true;
        for child in children {
            match self.kind(child) {
                Kind::ExportClause => {
                    exports_all = false;
                    for specifier in self.children(child) {
                        self.export_specifier(specifier, import);
                    }
                }
                Kind::NamespaceExport => {
                    exports_all = false;
                    self.export_namespace(child, import);
                }
                Kind::String | Kind::Decorator => {}
                // `export = value`
                _ if import.is_none() => {
                    let value = self.expression(child);
                    self.facts.exports.push(Export::Whole(value));
                }
                _ => {}
            }
        }
        if let (true, Some(import)) = (exports_all, import) {
            self.facts.exports.push(Export::Star(import));
        }
    }

    fn export_specifier(&mut self, specifier: Node<'t>, import: Option<ImportId>) {
        let Some(local) = self.field(specifier, Field::Name) else {
            return;
        };
        let alias = self.field(specifier, Field::Alias).unwrap_or(local);
        let name = self.name(self.text_of(alias).trim_matches(['"', '\'']));
        let export = match import {
            Some(import) => Export::From {
                name,
                import,
                imported: self.imported_name(local),
            },
            None => Export::Local {
                name,
                local: self.name_of(local),
            },
        };
        self.facts.exports.push(export);
    }

    fn export_namespace(&mut self, child: Node<'t>, import: Option<ImportId>) {
        if let (Some(import), Some(name)) = (import, self.first_child(child)) {
            let name = self.name_of(name);
            self.facts.exports.push(Export::From {
                name,
                import,
                imported: ImportedName::Namespace,
            });
        }
    }

    fn export_declaration(&mut self, node: Node<'t>, declaration: Node<'t>) {
        let is_default = node
            .child(1)
            .is_some_and(|second| second.kind() == "default");
        self.statement(declaration);
        let mut names = Vec::new();
        match self.kind(declaration) {
            Kind::LexicalDeclaration | Kind::VariableDeclaration => {
                for declarator in self.children(declaration) {
                    if let Some(pattern) = self.field(declarator, Field::Name) {
                        self.pattern_names(pattern, &mut names);
                    }
                }
            }
            _ => names.extend(self.field(declaration, Field::Name)),
        }
        for local in names {
            let local = self.name_of(local);
            let name = match is_default {
                true => self.name("default"),
                false => local,
            };
            self.facts.exports.push(Export::Local { name, local });
        }
    }

    fn pattern_names(&mut self, pattern: Node<'t>, names: &mut Vec<Node<'t>>) {
        match self.kind(pattern) {
            Kind::Identifier | Kind::ShorthandPropertyIdentifierPattern => names.push(pattern),
            Kind::PairPattern => {
                if let Some(value) = self.field(pattern, Field::Value) {
                    self.pattern_names(value, names);
                }
            }
            Kind::AssignmentPattern | Kind::ObjectAssignmentPattern => {
                if let Some(left) = self.field(pattern, Field::Left) {
                    self.pattern_names(left, names);
                }
            }
            Kind::ObjectPattern | Kind::ArrayPattern | Kind::RestPattern => {
                for child in self.children(pattern) {
                    self.pattern_names(child, names);
                }
            }
            _ => {}
        }
    }

    fn export_default(&mut self, node: Node<'t>, value: Node<'t>) {
        let name = self.name("default");
        let place = span(node);
        let value = self.named_expression(value, Some("default export"));
        self.facts.exports.push(Export::Value {
            name,
            value,
            span: place,
        });
    }

    /// `module.exports = value`, `exports.name = value` and the like; says whether it was one.
    pub(super) fn export_by_assignment(
        &mut self,
        object: Node<'t>,
        property: Node<'t>,
        value: ValueId,
    ) -> bool {
        let name = self.text_of(property);
        match self.text_of(object) {
            "module" if name == "exports" => self.facts.exports.push(Export::Whole(value)),
            "exports" | "module.exports" => {
                let name = self.name_of(property);
                self.facts.exports.push(Export::Value {
                    name,
                    value,
                    span: span(property),
                });
            }
            _ => return false,
        }
        true
    }

    /// `namespace X { … }`: an object of what it exports; its types are qualified by its name.
    pub(super) fn namespace(&mut self, node: Node<'t>) {
        let (Some(name), Some(body)) =
            (self.field(node, Field::Name), self.field(node, Field::Body))
        else {
            return;
        };
        if self.kind(name) == Kind::String {
            return self.types_of_block(body, "");
        }
        let prefix = self.text_of(name);
        self.types_of_block(body, prefix);
        let exports_before = self.facts.exports.len();
        let mut properties = Vec::new();
        self.in_block(|lowering| {
            lowering.statements(body);
            for export in lowering.facts.exports.split_off(exports_before) {
                if let Export::Local { name, local } = export {
                    let place = span(body);
                    let value = lowering.push_value(Value::Global(local), place);
                    lowering.scopes.note_use(value, local, lowering.scope);
                    properties.push(Property {
                        key: PropertyKey::Named(name),
                        value,
                        is_getter: false,
                        span: place,
                    });
                }
            }
        });
        let object = self.push_object(Object {
            properties,
            is_enum: false,
        });
        let value = self.push_value(Value::Object(object), span(node));
        if self.kind(name) == Kind::Identifier {
            self.declare_name(self.scope, name, Some(value), None);
        }
    }
}
