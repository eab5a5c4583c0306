//! What an access embeds, in each form its select list may have.

use super::{
    super::{Problem, ProblemKind, column::Rows, request::Request},
    plan::{self, Node},
};
use crate::{
    clause::{ClauseKind, Text, Texts},
    operation::{Api, Operation},
    select::{
        Name,
        list::{self, WhiteSpace},
    },
};

/// The select lists that an access may have.
#[derive(Clone, Debug)]
pub(super) struct Trees<'a> {
    /// At least one: its rows are those of the request.
    pub(super) nodes: Vec<Node<'a>>,
    /// Whether it may be another list than these.
    pub(super) open: bool,
    /// Whether there is a list, which makes a write return rows.
    pub(super) has_list: bool,
}

/// Where a path of embeds leads.
#[derive(Debug)]
pub(super) enum Reached<'t, 'a, 'q> {
    /// At least one.
    Nodes(Vec<&'t Node<'a>>),
    Unknown,
    /// The first embed that is in none of the lists, and where it should be.
    Absent {
        name: &'q Name,
        parent: &'t Node<'a>,
    },
}

impl<'a> Trees<'a> {
    pub(super) fn reach<'t, 'q>(&'t self, path: &'q [Name]) -> Reached<'t, 'a, 'q> {
        let mut nodes: Vec<&Node<'a>> = self.nodes.iter().collect();
        for name in path {
            let below = |node: &&'t Node<'a>| {
                let mut branches = node.branches.iter();
                let branch = branches.find(|branch| branch.is_called(&name.text));
                branch.map(|branch| &branch.node)
            };
            let reached: Vec<&Node<'a>> = nodes.iter().filter_map(below).collect();
            match (reached.as_slice(), nodes.first()) {
                ([_, ..], _) => nodes = reached,
                ([], Some(&parent)) if !self.open => return Reached::Absent { name, parent },
                ([], Some(_) | None) => return Reached::Unknown,
            }
        }
        if self.open && !path.is_empty() {
            // Another list may call something else so.
            return Reached::Unknown;
        }
        Reached::Nodes(nodes)
    }
}

/// The select lists of an access, and what is wrong with them.
pub(super) fn trees<'a>(
    request: &Request<'a>,
    rows: &Rows<'a>,
    name: &str,
) -> (Trees<'a>, Vec<Problem>) {
    let mut trees = Trees {
        nodes: Vec::new(),
        open: false,
        has_list: false,
    };
    let mut problems = Vec::new();
    for clause in &request.access.clauses {
        match &clause.kind {
            ClauseKind::Select { list: Some(texts) } => {
                problems.extend(lists(request, texts, rows, name, &mut trees));
            }
            ClauseKind::Select { list: None } => trees.nodes.push(Node::bare(rows.clone(), name)),
            ClauseKind::Filter { .. }
            | ClauseKind::Match { .. }
            | ClauseKind::Or { .. }
            | ClauseKind::Order { .. }
            | ClauseKind::Limit { .. }
            | ClauseKind::Write { .. }
            | ClauseKind::Arguments { .. }
            | ClauseKind::Changes { .. }
            | ClauseKind::Single
            | ClauseKind::Other => {}
        }
    }
    trees.has_list = trees.open || !trees.nodes.is_empty();
    if trees.nodes.is_empty() {
        // A read whose list is nowhere to be seen has one all the same.
        trees.open |= request.access.operation == Some(Operation::Select);
        trees.nodes.push(Node::bare(rows.clone(), name));
    }
    (trees, problems)
}

fn lists<'a>(
    request: &Request<'a>,
    texts: &Texts,
    rows: &Rows<'a>,
    name: &str,
    trees: &mut Trees<'a>,
) -> Vec<Problem> {
    trees.open |= texts.open;
    let white_space = match request.access.api {
        Api::Supabase => WhiteSpace::TakenOut,
        Api::Rest => WhiteSpace::Kept,
    };
    request.judge(texts, |text| match list::parse(&text.text, white_space) {
        Ok(list) => {
            let (node, problems) = plan::plan(request, text, &list.items, rows.clone(), name);
            trees.nodes.push(node);
            problems
        }
        Err(error) => {
            trees.open = true;
            vec![refused(request, text, name, &error)]
        }
    })
}

/// A text that the server cannot read.
pub(super) fn refused(
    request: &Request<'_>,
    text: &Text,
    name: &str,
    error: &crate::select::SyntaxError,
) -> Problem {
    request.problem(
        ProblemKind::InvalidQuery,
        text.place(error.span),
        (name, &text.text),
        error.message.clone(),
    )
}
