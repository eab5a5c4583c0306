//! Node kinds as an enum, so that lowering matches on integers instead of strings.

use tree_sitter::{Language, Node};

macro_rules! kinds {
    ($($variant:ident = $name:literal,)*) => {
        /// The kinds of node that lowering tells apart.
        #[derive(Clone, Copy, Debug, Eq, PartialEq)]
        pub(super) enum Kind {
            /// Any kind that needs no treatment of its own.
            Other,
            $($variant,)*
        }

        impl Kind {
            fn of_name(name: &str) -> Self {
                match name {
                    $($name => Self::$variant,)*
                    _ => Self::Other,
                }
            }
        }
    };
}

kinds! {
    AbstractClassDeclaration = "abstract_class_declaration",
    AmbientDeclaration = "ambient_declaration",
    Arguments = "arguments",
    Array = "array",
    ArrayPattern = "array_pattern",
    ArrayType = "array_type",
    ArrowFunction = "arrow_function",
    AsExpression = "as_expression",
    AssignmentExpression = "assignment_expression",
    AssignmentPattern = "assignment_pattern",
    AugmentedAssignmentExpression = "augmented_assignment_expression",
    AwaitExpression = "await_expression",
    BinaryExpression = "binary_expression",
    CallExpression = "call_expression",
    CatchClause = "catch_clause",
    Class = "class",
    ClassBody = "class_body",
    ClassDeclaration = "class_declaration",
    ClassHeritage = "class_heritage",
    ClassStaticBlock = "class_static_block",
    Comment = "comment",
    ComputedPropertyName = "computed_property_name",
    ConstructorType = "constructor_type",
    Decorator = "decorator",
    DoStatement = "do_statement",
    EnumAssignment = "enum_assignment",
    EnumDeclaration = "enum_declaration",
    ExportClause = "export_clause",
    ExportSpecifier = "export_specifier",
    ExportStatement = "export_statement",
    ExpressionStatement = "expression_statement",
    ExtendsClause = "extends_clause",
    ExtendsTypeClause = "extends_type_clause",
    False = "false",
    FieldDefinition = "field_definition",
    ForInStatement = "for_in_statement",
    ForStatement = "for_statement",
    FunctionDeclaration = "function_declaration",
    FunctionExpression = "function_expression",
    FunctionSignature = "function_signature",
    FunctionType = "function_type",
    GeneratorFunction = "generator_function",
    GeneratorFunctionDeclaration = "generator_function_declaration",
    GenericType = "generic_type",
    Identifier = "identifier",
    ImportClause = "import_clause",
    ImportKeyword = "import",
    ImportRequireClause = "import_require_clause",
    ImportSpecifier = "import_specifier",
    ImportStatement = "import_statement",
    IndexTypeQuery = "index_type_query",
    InstantiationExpression = "instantiation_expression",
    InterfaceDeclaration = "interface_declaration",
    InternalModule = "internal_module",
    IntersectionType = "intersection_type",
    JsxAttribute = "jsx_attribute",
    JsxElement = "jsx_element",
    JsxExpression = "jsx_expression",
    JsxSelfClosingElement = "jsx_self_closing_element",
    JsxText = "jsx_text",
    LexicalDeclaration = "lexical_declaration",
    LiteralType = "literal_type",
    LookupType = "lookup_type",
    MemberExpression = "member_expression",
    MetaProperty = "meta_property",
    MethodDefinition = "method_definition",
    MethodSignature = "method_signature",
    Module = "module",
    NamedImports = "named_imports",
    NamespaceExport = "namespace_export",
    NamespaceImport = "namespace_import",
    NestedIdentifier = "nested_identifier",
    NestedTypeIdentifier = "nested_type_identifier",
    NewExpression = "new_expression",
    NonNullExpression = "non_null_expression",
    Null = "null",
    Number = "number",
    Object = "object",
    ObjectAssignmentPattern = "object_assignment_pattern",
    ObjectPattern = "object_pattern",
    ObjectType = "object_type",
    OptionalParameter = "optional_parameter",
    Pair = "pair",
    PairPattern = "pair_pattern",
    ParenthesizedExpression = "parenthesized_expression",
    ParenthesizedType = "parenthesized_type",
    PredefinedType = "predefined_type",
    PrivatePropertyIdentifier = "private_property_identifier",
    PropertyIdentifier = "property_identifier",
    PropertySignature = "property_signature",
    PublicFieldDefinition = "public_field_definition",
    ReadonlyType = "readonly_type",
    Regex = "regex",
    RequiredParameter = "required_parameter",
    RestPattern = "rest_pattern",
    RestType = "rest_type",
    ReturnStatement = "return_statement",
    SatisfiesExpression = "satisfies_expression",
    SequenceExpression = "sequence_expression",
    ShorthandPropertyIdentifier = "shorthand_property_identifier",
    ShorthandPropertyIdentifierPattern = "shorthand_property_identifier_pattern",
    SpreadElement = "spread_element",
    StatementBlock = "statement_block",
    String = "string",
    StringFragment = "string_fragment",
    SubscriptExpression = "subscript_expression",
    Super = "super",
    TemplateString = "template_string",
    TemplateSubstitution = "template_substitution",
    TernaryExpression = "ternary_expression",
    This = "this",
    True = "true",
    TupleType = "tuple_type",
    TypeAliasDeclaration = "type_alias_declaration",
    TypeAnnotation = "type_annotation",
    TypeArguments = "type_arguments",
    TypeAssertion = "type_assertion",
    TypeIdentifier = "type_identifier",
    TypeParameters = "type_parameters",
    TypeQuery = "type_query",
    UnaryExpression = "unary_expression",
    Undefined = "undefined",
    UnionType = "union_type",
    UpdateExpression = "update_expression",
    VariableDeclaration = "variable_declaration",
    VariableDeclarator = "variable_declarator",
    WhileStatement = "while_statement",
    YieldExpression = "yield_expression",
}

impl Kind {
    /// Whether it is lowered as a statement; what is unknown may hold some.
    pub(super) fn is_statement(self) -> bool {
        matches!(
            self,
            Self::Other
                | Self::ExpressionStatement
                | Self::LexicalDeclaration
                | Self::VariableDeclaration
                | Self::FunctionDeclaration
                | Self::GeneratorFunctionDeclaration
                | Self::ClassDeclaration
                | Self::AbstractClassDeclaration
                | Self::ReturnStatement
                | Self::ImportStatement
                | Self::ExportStatement
                | Self::InterfaceDeclaration
                | Self::TypeAliasDeclaration
                | Self::EnumDeclaration
                | Self::AmbientDeclaration
                | Self::InternalModule
                | Self::Module
                | Self::ForInStatement
                | Self::ForStatement
                | Self::WhileStatement
                | Self::DoStatement
                | Self::CatchClause
                | Self::StatementBlock
        )
    }
}

macro_rules! fields {
    ($($variant:ident = $name:literal,)*) => {
        /// The fields of nodes that lowering asks for.
        #[derive(Clone, Copy, Debug)]
        pub(super) enum Field {
            $($variant,)*
        }

        const FIELDS: &[&str] = &[$($name,)*];
    };
}

fields! {
    Alias = "alias",
    Alternative = "alternative",
    Arguments = "arguments",
    Body = "body",
    Consequence = "consequence",
    Constraint = "constraint",
    Constructor = "constructor",
    Declaration = "declaration",
    Function = "function",
    Index = "index",
    Key = "key",
    Kind = "kind",
    Left = "left",
    Name = "name",
    Object = "object",
    Operator = "operator",
    Parameter = "parameter",
    Parameters = "parameters",
    Pattern = "pattern",
    Property = "property",
    ReturnType = "return_type",
    Right = "right",
    Source = "source",
    Type = "type",
    TypeArguments = "type_arguments",
    TypeParameters = "type_parameters",
    Value = "value",
}

/// The numbers that one grammar gives to kinds and fields.
#[derive(Debug)]
pub(super) struct Numbering {
    kinds: Vec<Kind>,
    fields: Vec<u16>,
}

impl Numbering {
    pub(super) fn of(language: &Language) -> Self {
        let kinds = (0..language.node_kind_count() as u16).map(|id| {
            let named = language.node_kind_is_named(id);
            let name = language.node_kind_for_id(id).filter(|_| named);
            name.map_or(Kind::Other, Kind::of_name)
        });
        let fields = FIELDS.iter().map(|name| {
            language
                .field_id_for_name(name)
                .map_or(0, std::num::NonZero::get)
        });
        Self {
            kinds: kinds.collect(),
            fields: fields.collect(),
        }
    }

    pub(super) fn kind(&self, node: Node<'_>) -> Kind {
        self.kinds
            .get(node.kind_id() as usize)
            .copied()
            .unwrap_or(Kind::Other)
    }

    pub(super) fn field<'t>(&self, node: Node<'t>, field: Field) -> Option<Node<'t>> {
        match self.fields[field as usize] {
            0 => None,
            id => node.child_by_field_id(id),
        }
    }
}
