//! Where comments and statements are in a file, by its language.

use memchr::memmem;
use tree_sitter::{Node, Tree};

use crate::{
    source::{Dialect, Span},
    sql::{self, Item},
    syntax::{
        parse::{self, Parsed, ScriptKind},
        span_of,
    },
};

/// The languages that have comments to read.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Language {
    Code(Dialect),
    Sql,
}

/// A file, as far as suppressing goes.
#[derive(Debug)]
pub(super) enum Read {
    Code(Parsed, Vec<Comment>),
    Sql(Vec<Item>, Vec<Comment>),
}

/// A comment with all that begins and ends it.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) struct Comment {
    pub(super) span: Span,
    /// Whether no code comes before it.
    pub(super) is_head: bool,
}

/// A file's comments and statements.
pub(super) fn read(language: Language, text: &str) -> Read {
    match language {
        Language::Code(dialect) => {
            let parsed = parse::parse(dialect, text);
            let comments = code_comments(dialect, text, &parsed);
            Read::Code(parsed, comments)
        }
        Language::Sql => {
            let statements = sql::parse(text).statements;
            let first = statements.first().map_or(u32::MAX, |item| item.span.start);
            let comments = sql::comments(text).into_iter().map(|span| Comment {
                span,
                is_head: span.end <= first,
            });
            let comments = comments.collect();
            Read::Sql(statements, comments)
        }
    }
}

impl Read {
    /// In source order.
    pub(super) fn comments(&self) -> &[Comment] {
        match self {
            Self::Code(_, comments) | Self::Sql(_, comments) => comments,
        }
    }

    /// Where the statement begins that a span is in, or the element in markup within code.
    pub(super) fn statement_start(&self, span: Span) -> Option<u32> {
        match self {
            Self::Code(parsed, _) => {
                let trees = parsed.scripts.iter().map(|script| &script.tree);
                trees.filter_map(|tree| statement(tree, span)).max()
            }
            Self::Sql(statements, _) => {
                let mut holding = statements.iter();
                let holding = holding.find(|item| item.span.contains(span))?;
                Some(holding.span.start)
            }
        }
    }
}

fn statement(tree: &Tree, span: Span) -> Option<u32> {
    let (start, end) = (span.start as usize, span.end as usize);
    let mut node = tree.root_node().descendant_for_byte_range(start, end)?;
    loop {
        let parent = node.parent()?;
        if is_statement(node) || parent.kind() == "arrow_function" {
            let is_exported = parent.kind() == "export_statement";
            let whole = if is_exported { parent } else { node };
            return Some(span_of(whole).start);
        }
        node = parent;
    }
}

fn is_statement(node: Node<'_>) -> bool {
    let kind = node.kind();
    let others = [
        "public_field_definition",
        "field_definition",
        "jsx_element",
        "jsx_self_closing_element",
    ];
    kind.ends_with("_statement") || kind.ends_with("_declaration") || others.contains(&kind)
}

fn code_comments(dialect: Dialect, text: &str, parsed: &Parsed) -> Vec<Comment> {
    let mut comments = Vec::new();
    for script in &parsed.scripts {
        let head = match script.kind {
            ScriptKind::Module => head_end(&script.tree),
            ScriptKind::Expression { .. } => 0,
        };
        in_tree(&script.tree, head, &mut comments);
    }
    match dialect {
        Dialect::TypeScript | Dialect::Tsx | Dialect::JavaScript => {}
        Dialect::Vue | Dialect::Svelte | Dialect::Astro => {
            let scripts: Vec<Span> = comments.iter().map(|comment| comment.span).collect();
            let markup = markup_comments(text).into_iter();
            let is_new = |comment: &Comment| {
                let span = comment.span;
                !scripts.iter().any(|known| known.contains(span)) && !is_in_string(parsed, span)
            };
            comments.extend(markup.filter(is_new));
        }
    }
    comments.sort_by_key(|comment| comment.span);
    comments.dedup_by_key(|comment| comment.span);
    comments
}

/// Where the first thing of a program begins that is no comment.
fn head_end(tree: &Tree) -> u32 {
    let root = tree.root_node();
    let mut cursor = root.walk();
    let mut children = root.named_children(&mut cursor);
    let first = children.find(|child| !is_comment(*child) && child.kind() != "hash_bang_line");
    first.map_or(u32::MAX, |first| span_of(first).start)
}

fn is_comment(node: Node<'_>) -> bool {
    matches!(node.kind(), "comment" | "html_comment")
}

fn in_tree(tree: &Tree, head: u32, comments: &mut Vec<Comment>) {
    let mut cursor = tree.walk();
    loop {
        let node = cursor.node();
        if is_comment(node) {
            let span = span_of(node);
            let is_head = span.end <= head;
            comments.push(Comment { span, is_head });
        }
        if cursor.goto_first_child() {
            continue;
        }
        while !cursor.goto_next_sibling() {
            if !cursor.goto_parent() {
                return;
            }
        }
    }
}

/// Whether a part of the text is in a string or template of a script.
fn is_in_string(parsed: &Parsed, span: Span) -> bool {
    let (start, end) = (span.start as usize, span.end as usize);
    parsed.scripts.iter().any(|script| {
        let mut node = script
            .tree
            .root_node()
            .descendant_for_byte_range(start, end);
        while let Some(inner) = node {
            if matches!(inner.kind(), "string" | "template_string") {
                return true;
            }
            node = inner.parent();
        }
        false
    })
}

/// `<!-- … -->` and `{/* … */}`, wherever they are.
fn markup_comments(text: &str) -> Vec<Comment> {
    let mut comments = Vec::new();
    for (open, close) in [("<!--", "-->"), ("{/*", "*/}")] {
        let mut at = 0;
        while let Some(start) = memmem::find(&text.as_bytes()[at..], open.as_bytes()) {
            let start = at + start;
            let inside = start + open.len();
            let end = memmem::find(&text.as_bytes()[inside..], close.as_bytes());
            let end = end.map_or(text.len(), |end| inside + end + close.len());
            comments.push(Comment {
                span: Span {
                    start: start as u32,
                    end: end as u32,
                },
                is_head: text[..start].trim().is_empty(),
            });
            at = end;
        }
    }
    comments
}
