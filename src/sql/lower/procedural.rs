//! Blocks of PL/pgSQL.

use std::cell::RefCell;

use squawk_parser::SyntaxKind;

use super::{
    errors, expressions,
    into::{self, Into},
    literals, names,
    origin::Origin,
    queries, script, steps,
    tree::{Grammar, Node, Tree},
    types,
};
use crate::{
    source::Span,
    sql::{
        expression::{Expression, ExpressionKind},
        name::{Identifier, Word},
        procedural::{Block, Declaration, DeclarationKind, Handler, Step},
        query::{Query, QueryBody},
    },
};

/// What is known of a body while it is lowered.
pub struct Context<'t> {
    text: &'t str,
    origin: &'t Origin,
    clauses: Vec<Into>,
    /// Where the parser failed, though what stands there is SQL.
    mended: RefCell<Vec<std::ops::Range<usize>>>,
    /// Errors found where it failed, with what Postgres would say.
    found: RefCell<Vec<(usize, Span, String)>>,
}

/// The block that a body is, whose text `origin` places in the file.
pub fn block(text: &str, origin: &Origin) -> Block {
    let found = into::find(text, origin);
    if found.nesting.is_too_deep() {
        return broken(text, origin, script::NESTED.to_owned());
    }
    let ranges = found.clauses.iter().map(|clause| clause.range.clone());
    let mut ranges: Vec<_> = ranges.chain(found.repeated).collect();
    ranges.sort_by_key(|range| range.start);
    let blanked = script::blank(text, &ranges);
    let tree = Tree::parse(&blanked, origin, Grammar::Procedural);
    let context = Context {
        text: &blanked,
        origin,
        clauses: found.clauses,
        mended: RefCell::default(),
        found: RefCell::default(),
    };
    let mut block = match tree.root().child(SyntaxKind::PLPGSQL_BLOCK) {
        Some(node) => context.block(node),
        None => Block::default(),
    };
    if tree.too_deep() {
        return broken(text, origin, script::NESTED.to_owned());
    }
    block.errors = context.errors(&tree);
    block
}

fn broken(text: &str, origin: &Origin, message: String) -> Block {
    Block {
        errors: vec![(span(origin, 0, text.len()), message)],
        ..Block::default()
    }
}

fn span(origin: &Origin, start: usize, end: usize) -> Span {
    let offset = |offset| u32::try_from(offset).expect("no file over 4 GiB is loaded");
    origin.span(offset(start), offset(end))
}

impl Context<'_> {
    /// A block within a body, or the body itself.
    pub fn block(&self, node: Node<'_>) -> Block {
        let declarations = node.child(SyntaxKind::PLPGSQL_DECLARE_SECTION);
        let exception = node.child(SyntaxKind::PLPGSQL_EXCEPTION_SECTION);
        Block {
            label: label(node),
            declarations: declarations
                .map(|section| section.children().filter_map(declaration).collect())
                .unwrap_or_default(),
            body: self.body(node),
            handlers: exception
                .map(|section| {
                    let handlers = section.all(SyntaxKind::PLPGSQL_EXCEPTION_HANDLER);
                    handlers.map(|handler| self.handler(handler)).collect()
                })
                .unwrap_or_default(),
            errors: Vec::new(),
        }
    }

    /// The statements in the body among a node's children.
    pub fn body(&self, node: Node<'_>) -> Vec<Step> {
        let Some(body) = node.child(SyntaxKind::PLPGSQL_BODY) else {
            return Vec::new();
        };
        body.children()
            .filter_map(|child| steps::step(self, child))
            .collect()
    }

    fn handler(&self, node: Node<'_>) -> Handler {
        Handler {
            conditions: node
                .all(SyntaxKind::PLPGSQL_CONDITION)
                .map(condition)
                .collect(),
            body: self.body(node),
        }
    }

    /// The variables of the `INTO` that was taken out of a statement.
    pub fn into(&self, node: Node<'_>) -> Vec<Vec<Word>> {
        let range = node.range();
        let first = self
            .clauses
            .partition_point(|clause| clause.range.start < range.start);
        // At the end of a statement what was taken out is no longer within it.
        let end = errors::token(self.text, range.end).map_or(self.text.len(), |(start, _)| start);
        let mut clauses = self.clauses[first..]
            .iter()
            .take_while(|clause| clause.range.start < end);
        clauses
            .next()
            .map(|clause| clause.targets.clone())
            .unwrap_or_default()
    }

    /// What the parser could not read, read as a statement of SQL.
    pub fn reread(&self, node: Node<'_>) -> Option<Step> {
        let range = node.range();
        let text = &self.text[range.clone()];
        let origin = self.origin.from(range.start);
        match script::single(text, &origin) {
            Ok(item) => {
                self.mended.borrow_mut().push(range);
                Some(steps::of_sql(item, self.into(node)))
            }
            Err((at, span, message)) => {
                self.mended.borrow_mut().push(range.clone());
                self.found
                    .borrow_mut()
                    .push((range.start + at, span, message));
                None
            }
        }
    }

    /// Says what PL/pgSQL says of a statement when it compiles the body.
    pub fn complain(&self, node: Node<'_>, message: &str) {
        let complaint = (node.range().start, node.span(), message.to_owned());
        self.found.borrow_mut().push(complaint);
    }

    /// The errors of a body in order, in Postgres' words.
    fn errors(&self, tree: &Tree<'_>) -> Vec<(Span, String)> {
        let mended = self.mended.borrow();
        let mut errors = self.found.take();
        let others = tree.errors().filter(|at| {
            !mended
                .iter()
                .any(|range| range.contains(at) || range.start == *at)
        });
        for at in others {
            let (start, end) =
                errors::token(self.text, at).unwrap_or((self.text.len(), self.text.len()));
            errors.push((
                start,
                span(self.origin, start, end),
                errors::message(&self.text[start..end]),
            ));
        }
        errors.sort();
        errors.dedup_by_key(|error| error.0);
        errors
            .into_iter()
            .map(|(_, span, message)| (span, message))
            .collect()
    }
}

/// The label before a block or loop.
pub fn label(node: Node<'_>) -> Option<Identifier> {
    let label = node.child(SyntaxKind::PLPGSQL_LABEL)?;
    names::word_in(label, SyntaxKind::PLPGSQL_LABEL_NAME).map(|word| word.text)
}

/// The name of a condition in lower case, or an SQLSTATE.
pub fn condition(node: Node<'_>) -> Identifier {
    let state = node.child_of(&[SyntaxKind::STRING]);
    match state {
        Some(state) => Identifier::new(state.text().trim_matches('\'')),
        None => names::word(node).text,
    }
}

fn declaration(node: Node<'_>) -> Option<Declaration> {
    let kind = match node.kind() {
        SyntaxKind::PLPGSQL_VAR_DECL => DeclarationKind::Variable {
            data_type: types::of(node),
            value: node
                .child(SyntaxKind::PLPGSQL_VAR_INIT)
                .and_then(|value| value.child(SyntaxKind::PLPGSQL_EXPR))
                .map(expression),
        },
        SyntaxKind::PLPGSQL_ALIAS_DECL => {
            let target = node.child(SyntaxKind::PLPGSQL_ALIAS_TARGET)?;
            DeclarationKind::Alias(names::word(target))
        }
        SyntaxKind::PLPGSQL_CURSOR_DECL => DeclarationKind::Cursor(Box::new(queries::of(node))),
        _ => return None,
    };
    Some(Declaration {
        name: names::word_in(node, SyntaxKind::PLPGSQL_VAR_NAME)?,
        kind,
    })
}

/// The expression among a node's children; an empty one where the text has errors.
pub fn expression_in(node: Node<'_>) -> Expression {
    optional_expression(node).unwrap_or_else(|| expressions::other(node, Vec::new()))
}

/// The expression among a node's children.
pub fn optional_expression(node: Node<'_>) -> Option<Expression> {
    node.child(SyntaxKind::PLPGSQL_EXPR).map(expression)
}

/// An expression, which may have a `FROM` and is a query then.
pub fn expression(node: Node<'_>) -> Expression {
    let is_query = node.children().nth(1).is_some();
    if is_query {
        let query: Query = queries::of_parts(node);
        return Expression {
            kind: ExpressionKind::Subquery(Box::new(query)),
            span: node.span(),
        };
    }
    let mut values = expressions_of(node).into_iter();
    match (values.next(), values.len()) {
        (Some(value), 0) => value,
        (Some(value), _) => Expression {
            kind: ExpressionKind::Row(std::iter::once(value).chain(values).collect()),
            span: node.span(),
        },
        (None, _) => expressions::other(node, Vec::new()),
    }
}

/// The expressions of a list, as in `WHEN 1, 2 THEN`.
pub fn expressions_of(node: Node<'_>) -> Vec<Expression> {
    match queries::of_parts(node).body {
        QueryBody::Select(select) => select
            .targets
            .into_iter()
            .map(|target| target.value)
            .collect(),
        QueryBody::Set(..) | QueryBody::Values(_) | QueryBody::Table(_) => Vec::new(),
    }
}

/// The text of a string literal among a node's children, if it is one.
pub fn string(value: &Expression) -> Option<&str> {
    match &value.kind {
        ExpressionKind::String(text) => Some(text),
        _ => None,
    }
}

/// The text of the literal below a node.
pub fn literal(node: Node<'_>) -> Option<String> {
    literals::string_in(node)
}
