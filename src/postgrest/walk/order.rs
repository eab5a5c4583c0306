//! Orders and limits: columns, and embeds that are one row.

use super::{
    super::{Problem, ProblemKind, column::Named, comparison::Compared, request::Request, suggest},
    filter::within,
    lookup::{self, Asked, Outcome, Role},
    plan::{Branch, Node},
    trees::{self, Reached, Trees},
};
use crate::{
    clause::{Clause, ClauseKind, Text},
    operation::Api,
    select::{
        Name,
        order::{self, Term},
    },
};

/// What is wrong with the order or limit of a clause.
pub(super) fn problems(request: &Request<'_>, trees: &Trees<'_>, clause: &Clause) -> Vec<Problem> {
    match &clause.kind {
        ClauseKind::Order { column, .. } if request.is_write() => {
            request.judge(column, |text| terms(request, trees, text, &[]))
        }
        ClauseKind::Order { column, referenced } => {
            within(request, trees, referenced.as_ref(), |prefix| {
                request.judge(column, |text| terms(request, trees, text, prefix))
            })
        }
        ClauseKind::Limit { .. } if request.is_write() => Vec::new(),
        ClauseKind::Limit { referenced } => {
            within(request, trees, referenced.as_ref(), |_| Vec::new())
        }
        ClauseKind::Select { .. }
        | ClauseKind::Filter { .. }
        | ClauseKind::Match { .. }
        | ClauseKind::Or { .. }
        | ClauseKind::Write { .. }
        | ClauseKind::Arguments { .. }
        | ClauseKind::Changes { .. }
        | ClauseKind::Single
        | ClauseKind::Other => Vec::new(),
    }
}

fn terms(request: &Request<'_>, trees: &Trees<'_>, text: &Text, prefix: &[Name]) -> Vec<Problem> {
    let terms = match request.access.api {
        Api::Supabase => order::parse(&text.text),
        Api::Rest => order::parse_whole(&text.text),
    };
    let terms = match terms {
        Ok(terms) => terms,
        Err(error) => {
            let name = trees.nodes.first().map_or("", |node| &node.name);
            return vec![trees::refused(request, text, name, &error)];
        }
    };
    // Orders of writes are read and not looked at.
    let terms = terms.iter().filter(|_| !request.is_write());
    let judged = terms.flat_map(|term| match &term.embed {
        Some(embed) => by_embed(request, trees, (text, prefix), term, embed),
        None => {
            let asked = Asked {
                text,
                embeds: prefix,
                field: &term.field,
                role: Role::Order,
            };
            match lookup::asked(request, trees, asked) {
                Outcome::Wrong(problems) => problems,
                Outcome::Column(relation, column) => {
                    let served = request.served;
                    let compared = Compared::column(served, relation, column, &term.field);
                    let problem = compared.ordered(text.place(term.field.span));
                    problem.into_iter().collect()
                }
                Outcome::Function(relation) => {
                    let compared = Compared::function(request.served, relation, &term.field);
                    let problem = compared.ordered(text.place(term.field.span));
                    problem.into_iter().collect()
                }
                Outcome::Value(_) | Outcome::Embed => Vec::new(),
            }
        }
    });
    judged.collect()
}

/// `users(name)`: the embed goes by its name in the answer, and so does the column, which must be
/// selected there.
fn by_embed(
    request: &Request<'_>,
    trees: &Trees<'_>,
    (text, prefix): (&Text, &[Name]),
    term: &Term,
    embed: &Name,
) -> Vec<Problem> {
    let Reached::Nodes(nodes) = trees.reach(prefix) else {
        return Vec::new();
    };
    let branches = nodes.iter().flat_map(|node| &node.branches);
    let called: Vec<&Branch<'_>> = branches
        .filter(|branch| branch.output() == embed.text)
        .collect();
    let Some(&parent) = nodes.first() else {
        return Vec::new();
    };
    let Some(first) = called.first() else {
        return match trees.open {
            true => Vec::new(),
            false => vec![absent(request, text, (term, embed), parent)],
        };
    };
    let name = embed.text.as_str();
    let at = |span, part: &str, kind, message| {
        request.problem(kind, text.place(span), (&parent.name, part), message)
    };
    if called.iter().all(|branch| branch.is_to_one == Some(false)) {
        let message = format!(
            "`{name}` is many rows for one of `{}`, so nothing can be ordered by it",
            parent.name
        );
        let problem = at(embed.span, name, ProblemKind::InvalidQuery, message);
        return vec![Problem {
            help: Some(format!(
                "to order the embedded rows, use the option `{{ referencedTable: \"{name}\" }}`"
            )),
            ..problem
        }];
    }
    let column = term.field.name.text.as_str();
    if trees.open || called.iter().any(|branch| selects(request, branch, column)) {
        return Vec::new();
    }
    let (message, help) = unselected(request, first, column);
    let kind = ProblemKind::UnknownColumn;
    let problem = at(term.field.name.span, column, kind, message);
    vec![Problem { help, ..problem }]
}

/// An embed that is not there by the name it has in the answer.
fn absent(
    request: &Request<'_>,
    text: &Text,
    (term, embed): (&Term, &Name),
    parent: &Node<'_>,
) -> Problem {
    let problem = lookup::not_embedded(request, text, embed, parent);
    let branches = parent.branches.iter();
    let mut renamed = branches.filter(|branch| branch.target == embed.text);
    let alias = renamed.find_map(|branch| branch.alias.as_deref());
    let column = &term.field.name.text;
    let help = alias.map(|alias| format!("it goes by its alias: `{alias}({column})`"));
    Problem {
        help: help.or(problem.help),
        ..problem
    }
}

/// What to say of a column that is not in the answer of an embed.
fn unselected(
    request: &Request<'_>,
    branch: &Branch<'_>,
    column: &str,
) -> (String, Option<String>) {
    let name = branch.output();
    let node = &branch.node;
    match node.rows.named(request.served, request.schema, column) {
        Named::Nothing => (
            format!("column `{column}` is not in `{}`", node.name),
            suggest::did_you_mean(column, node.rows.names()),
        ),
        Named::Column(_) | Named::Value(_) | Named::Aggregate | Named::Perhaps => {
            let alias = node.outputs.iter().find(|it| it.column == column);
            let help = match alias {
                Some(output) => format!(
                    "it goes by its name in the answer: `{name}({})`",
                    output.name
                ),
                None => format!("add `{column}` to `{name}(…)` in the select list"),
            };
            let message = format!(
                "column `{column}` of `{name}` is not selected, so nothing can be ordered by it"
            );
            (message, Some(help))
        }
    }
}

/// Whether a column is in the answer of an embed.
fn selects(request: &Request<'_>, branch: &Branch<'_>, column: &str) -> bool {
    let node = &branch.node;
    let is_output = node.outputs.iter().any(|output| output.name == column);
    let is_embed = node.branches.iter().any(|inner| inner.output() == column);
    // Columns of a spread are those of the row around it.
    let has_spread = node.branches.iter().any(|inner| inner.is_spread);
    let of_all = || match node.rows.named(request.served, request.schema, column) {
        Named::Column(_) | Named::Value(_) | Named::Aggregate | Named::Perhaps => true,
        Named::Nothing => false,
    };
    is_output || is_embed || has_spread || (node.has_all && of_all())
}
