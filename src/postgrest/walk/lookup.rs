//! Columns by their names, and what to say of those that are not there.

use super::{
    super::{
        Problem, ProblemKind,
        column::{self, Named, Rows},
        request::Request,
        suggest,
    },
    plan::Node,
    refusal,
    trees::{Reached, Trees},
};
use crate::{
    clause::Text,
    operation::Known,
    schema::catalog::relation::{Column, Relation},
    select::{Arrow, Field, Name},
    source::Span,
};

/// A column that a filter or an order names.
#[derive(Clone, Copy, Debug)]
pub(super) struct Asked<'q> {
    pub(super) text: &'q Text,
    /// Embeds on the way to it, outermost first.
    pub(super) embeds: &'q [Name],
    pub(super) field: &'q Field,
    pub(super) role: Role,
}

/// What is asked of a column.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Role {
    Filter {
        /// Whether it asks for null, which can be asked of an embed, too.
        null_test: Known,
    },
    /// A filter in an `or` text.
    Or {
        null_test: Known,
    },
    Order,
}

/// What a column that is asked for turns out to be.
#[derive(Debug)]
pub(super) enum Outcome<'a> {
    Wrong(Vec<Problem>),
    /// A column whose type may be known.
    Column(&'a Relation, &'a Column),
    /// What a function makes of a row, or a column that every table has.
    Function(&'a Relation),
    /// Something of which no type is known, of what messages name.
    Value(String),
    /// An embed that is asked for null, or may be.
    Embed,
}

/// Whether a column that a filter or an order names is there.
pub(super) fn asked<'a>(request: &Request<'a>, trees: &Trees<'a>, asked: Asked<'_>) -> Outcome<'a> {
    let nodes = match trees.reach(asked.embeds) {
        Reached::Nodes(nodes) => nodes,
        Reached::Unknown => return Outcome::Value(unreached(trees, asked.embeds)),
        Reached::Absent { name, parent } => {
            return Outcome::Wrong(vec![not_embedded(request, asked.text, name, parent)]);
        }
    };
    let name = asked.field.name.text.as_str();
    let named = |node: &&Node<'a>| match node.is_result && column::is_system(name) {
        true => Named::Nothing,
        false => node.rows.named(request.served, request.schema, name),
    };
    let found: Vec<Named<'a>> = nodes.iter().map(named).collect();
    let Some(first) = nodes.first() else {
        return Outcome::Value(unreached(trees, asked.embeds));
    };
    if found.iter().all(|named| matches!(named, Named::Nothing)) {
        return missing(request, trees, asked, &nodes);
    }
    // The test is one of the embed, although there is a column or function of its name.
    if null_test(asked) != Known::No && embeds(&nodes, name) {
        return Outcome::Embed;
    }
    if let Some(problem) = refusal::refusal(request, trees, asked, (&nodes, &found)) {
        return Outcome::Wrong(vec![problem]);
    }
    match (&first.rows, found.as_slice()) {
        (Rows::Relation(relation), [Named::Column(column)]) => Outcome::Column(relation, column),
        (Rows::Relation(relation), [Named::Column(column), ..])
            if nodes.iter().all(|node| is_of(&node.rows, relation)) =>
        {
            Outcome::Column(relation, column)
        }
        (Rows::Relation(relation), [Named::Value(_), ..])
            if nodes.iter().all(|node| is_of(&node.rows, relation)) =>
        {
            Outcome::Function(relation)
        }
        _ => Outcome::Value(first.name.clone()),
    }
}

/// What an embed is called that no list is known to hold.
fn unreached(trees: &Trees<'_>, embeds: &[Name]) -> String {
    let last = embeds.last().map(|name| name.text.clone());
    let root = || trees.nodes.first().map(|node| node.name.clone());
    last.or_else(root).unwrap_or_default()
}

fn is_of(rows: &Rows<'_>, relation: &Relation) -> bool {
    match rows {
        Rows::Relation(other) => other.key() == relation.key(),
        Rows::Listed(_) | Rows::Scalar | Rows::Unknown => false,
    }
}

/// What is wrong with a name that is no column of any of the nodes.
fn missing<'a>(
    request: &Request<'a>,
    trees: &Trees<'a>,
    asked: Asked<'_>,
    nodes: &[&Node<'a>],
) -> Outcome<'a> {
    let name = asked.field.name.text.as_str();
    let is_embed = embeds(nodes, name);
    let null_test = null_test(asked);
    let may_be_embed = is_embed || trees.open;
    let Some(node) = nodes
        .first()
        .filter(|_| !may_be_embed || null_test == Known::No)
    else {
        return Outcome::Embed;
    };
    let message = not_a_column(&node.rows, &node.name, name);
    let help = if is_embed {
        help_for_embed(asked)
    } else {
        help_for_missing(asked, nodes, node)
    };
    let kind = if null_test == Known::Yes && is_relation(request, name) {
        ProblemKind::UnknownEmbed
    } else {
        ProblemKind::UnknownColumn
    };
    let found = problem(request, asked, kind, &node.name, message);
    let help = match kind {
        ProblemKind::UnknownEmbed => Some(format!(
            "embed `{name}` in the select list to ask it for null"
        )),
        _ => help,
    };
    Outcome::Wrong(vec![Problem { help, ..found }])
}

/// Whether it is null is asked of something as a whole.
fn null_test(asked: Asked<'_>) -> Known {
    let is_plain = asked.field.path.is_empty();
    match asked.role {
        Role::Filter { null_test } | Role::Or { null_test } if is_plain => null_test,
        Role::Filter { .. } | Role::Or { .. } | Role::Order => Known::No,
    }
}

/// Whether one of the nodes embeds something under a name.
fn embeds(nodes: &[&Node<'_>], name: &str) -> bool {
    let mut branches = nodes.iter().flat_map(|node| &node.branches);
    branches.any(|branch| branch.output() == name)
}

/// How an embed can be asked for something.
fn help_for_embed(asked: Asked<'_>) -> Option<String> {
    let name = asked.field.name.text.as_str();
    Some(match asked.role {
        Role::Filter { .. } | Role::Or { .. } => format!(
            "`{name}` is embedded: a filter can ask it for null only, or name a column of it: `{name}.column`"
        ),
        Role::Order => {
            format!("`{name}` is embedded: to order by a column of it, write `{name}(column)`")
        }
    })
}

/// What may be meant by a name that is no column.
fn help_for_missing(asked: Asked<'_>, nodes: &[&Node<'_>], node: &Node<'_>) -> Option<String> {
    let name = asked.field.name.text.as_str();
    if let Some(alias) = alias(nodes, name) {
        let role = match asked.role {
            Role::Filter { .. } | Role::Or { .. } => "filters",
            Role::Order => "orders",
        };
        return Some(format!(
            "`{name}` is an alias, which {role} do not know; name the column `{alias}`"
        ));
    }
    help_for_words(asked, name).or_else(|| help_for_column(&node.rows, name))
}

fn is_relation(request: &Request<'_>, name: &str) -> bool {
    request.served.relation(request.schema, name).is_some()
}

/// The column behind an alias of a select list.
fn alias<'n>(nodes: &[&'n Node<'_>], name: &str) -> Option<&'n str> {
    let outputs = nodes.iter().flat_map(|node| &node.outputs);
    let mut named = outputs.filter(|output| output.name == name && output.column != name);
    named.next().map(|output| output.column.as_str())
}

/// Directions and signs that are no part of a column's name.
fn help_for_words(asked: Asked<'_>, name: &str) -> Option<String> {
    let column = match asked.role {
        Role::Filter { .. } | Role::Or { .. } => return None,
        Role::Order => name,
    };
    let bare = column.strip_prefix('-').or_else(|| {
        let (column, direction) = column.split_once(char::is_whitespace)?;
        let is_direction = ["asc", "desc"]
            .iter()
            .any(|word| direction.eq_ignore_ascii_case(word));
        is_direction.then_some(column)
    })?;
    Some(format!(
        "name the column `{bare}` and give the direction as the option `ascending`"
    ))
}

pub(super) fn problem(
    request: &Request<'_>,
    asked: Asked<'_>,
    kind: ProblemKind,
    target: &str,
    message: String,
) -> Problem {
    let name = &asked.field.name;
    let location = asked.text.place(name.span);
    request.problem(kind, location, (target, &name.text), message)
}

/// Something is asked of an embed that is not there.
pub(super) fn not_embedded(
    request: &Request<'_>,
    text: &Text,
    name: &Name,
    parent: &Node<'_>,
) -> Problem {
    let message = format!("`{}` is not embedded in `{}`", name.text, parent.name);
    let kind = ProblemKind::UnknownEmbed;
    let location = text.place(name.span);
    let problem = request.problem(kind, location, (&parent.name, &name.text), message);
    let branches = parent.branches.iter();
    let known = branches.flat_map(|branch| [branch.target.as_str(), branch.output()]);
    let help = suggest::did_you_mean(&name.text, known).or_else(|| {
        is_relation(request, &name.text)
            .then(|| format!("add `{}(…)` to the select list", name.text))
    });
    Problem { help, ..problem }
}

/// The message for a name that is no column of some rows.
pub(super) fn not_a_column(rows: &Rows<'_>, of: &str, name: &str) -> String {
    match rows {
        Rows::Relation(_) | Rows::Unknown => format!("column `{name}` is not in `{of}`"),
        Rows::Listed(_) => format!("column `{name}` is not in the result of `{of}`"),
        Rows::Scalar => {
            format!("the result of `{of}` is a single value, so it has no column `{name}`")
        }
    }
}

/// What may have been meant instead of a name that is no column.
pub(super) fn help_for_column(rows: &Rows<'_>, name: &str) -> Option<String> {
    let help = suggest::did_you_mean(name, rows.names());
    help.or_else(|| {
        let (first, rest) = name.split_once('.')?;
        rows.names().contains(&rest).then(|| {
            format!("a column is named without its relation: `{rest}`, not `{first}.{rest}`")
        })
    })
}

/// The place of an arrow after `->>`, which gives text.
pub(super) fn arrow_into_text(field: &Field) -> Option<Span> {
    let (_, before) = field.path.split_last()?;
    let index = before.iter().position(|step| step.arrow == Arrow::Text)?;
    field.path.get(index + 1).map(|step| step.key.span)
}
