//! Select lists: the relations they embed, and what is wrong with their columns.

use super::super::{
    ProblemKind,
    column::{Named, Rows},
    embed::{self, Meant, Wanted},
    request::Request,
};
use super::{super::Problem, lookup};
use crate::{
    clause::Text,
    schema::catalog::relation::Relation,
    select::{
        Field, Name,
        list::{Column, Embed, Item},
    },
    source::Span,
};

/// How deep embeds are followed.
const DEEPEST: usize = 64;

/// A relation in a select list, with all that is embedded in it.
#[derive(Clone, Debug)]
pub(super) struct Node<'a> {
    pub(super) rows: Rows<'a>,
    /// What it is called in messages.
    pub(super) name: String,
    pub(super) branches: Vec<Branch<'a>>,
    pub(super) outputs: Vec<Output>,
    /// Whether all columns are among the outputs.
    pub(super) has_all: bool,
    /// Whether all rows become one, because an aggregate is selected.
    pub(super) is_aggregate: bool,
}

/// A column of the answer.
#[derive(Clone, Debug)]
pub(super) struct Output {
    pub(super) name: String,
    /// The column it comes from.
    pub(super) column: String,
}

/// An embed.
#[derive(Clone, Debug)]
pub(super) struct Branch<'a> {
    pub(super) alias: Option<String>,
    pub(super) target: String,
    /// `None` when unknown.
    pub(super) is_to_one: Option<bool>,
    pub(super) is_spread: bool,
    pub(super) node: Node<'a>,
}

impl Branch<'_> {
    /// The name it has in the answer.
    pub(super) fn output(&self) -> &str {
        self.alias.as_deref().unwrap_or(&self.target)
    }

    /// Whether filters, orders and limits mean it by a name.
    pub(super) fn is_called(&self, name: &str) -> bool {
        self.target == name || self.alias.as_deref() == Some(name)
    }
}

impl<'a> Node<'a> {
    /// Rows of which all columns are selected, and nothing is embedded.
    pub(super) fn bare(rows: Rows<'a>, name: &str) -> Self {
        Self {
            rows,
            name: name.to_owned(),
            branches: Vec::new(),
            outputs: Vec::new(),
            has_all: true,
            is_aggregate: false,
        }
    }
}

/// Items of a list and the rows they are asked of.
#[derive(Clone, Debug)]
struct Level<'i, 'a> {
    items: &'i [Item],
    rows: Rows<'a>,
    name: &'i str,
    depth: usize,
}

/// The relations of a list, and what is wrong with it.
pub(super) fn plan<'a>(
    request: &Request<'a>,
    text: &Text,
    items: &[Item],
    rows: Rows<'a>,
    name: &str,
) -> (Node<'a>, Vec<Problem>) {
    let mut planner = Planner {
        request,
        text,
        problems: Vec::new(),
    };
    let node = planner.node(Level {
        items,
        rows,
        name,
        depth: 0,
    });
    (node, planner.problems)
}

struct Planner<'p, 'a> {
    request: &'p Request<'a>,
    text: &'p Text,
    problems: Vec<Problem>,
}

impl<'a> Planner<'_, 'a> {
    fn node(&mut self, level: Level<'_, 'a>) -> Node<'a> {
        let mut node = Node {
            has_all: level.items.is_empty(),
            ..Node::bare(level.rows.clone(), level.name)
        };
        for item in level.items {
            match item {
                Item::All(_) => node.has_all = true,
                Item::Count(count) => self.switched_off("count()", count.span, level.name),
                Item::Column(column) => {
                    self.column(column, &level);
                    node.outputs.push(Output {
                        name: output_name(column),
                        column: column.field.name.text.clone(),
                    });
                }
                Item::Embed(embed) => {
                    let branch = self.branch(embed, &level);
                    self.no_duplicate(embed, &node, level.name);
                    node.branches.push(branch);
                }
            }
        }
        node.is_aggregate = self.aggregates(&level);
        node
    }

    fn column(&mut self, column: &Column, level: &Level<'_, 'a>) {
        if let Some(aggregate) = &column.aggregate {
            let text = format!(
                "{}.{}()",
                column.field.name.text,
                aggregate.function.as_str()
            );
            self.switched_off(&text, aggregate.span, level.name);
        }
        self.known(&column.field, level);
        self.arrows(&column.field, level.name);
    }

    fn known(&mut self, field: &Field, level: &Level<'_, 'a>) {
        let name = &field.name;
        let served = self.request.served;
        match level.rows.named(served, self.request.schema, &name.text) {
            Named::Nothing => {}
            Named::Column(_) | Named::Value | Named::Aggregate | Named::Perhaps => return,
        }
        let help = self.help_for_column(name, level);
        self.problems.push(Problem {
            help,
            ..self.fault(
                ProblemKind::UnknownColumn,
                name.span,
                level.name,
                &name.text,
                lookup::not_a_column(&level.rows, level.name, &name.text),
            )
        });
    }

    fn help_for_column(&self, name: &Name, level: &Level<'_, 'a>) -> Option<String> {
        let written = self.text.text.get(name.span.range()).unwrap_or_default();
        let words: Vec<&str> = written.split_whitespace().collect();
        if let [column, word, alias] = words.as_slice()
            && word.eq_ignore_ascii_case("as")
        {
            return Some(format!("write `{alias}:{column}` to rename it"));
        }
        let request = self.request;
        if let Rows::Relation(from) = &level.rows {
            let wanted = Wanted {
                schema: request.schema,
                from,
                target: &name.text,
                hint: None,
            };
            let is_embed = match embed::meant(request.served, wanted) {
                Meant::One { .. } | Meant::Several(_) => true,
                Meant::Perhaps(_) | Meant::Nothing => false,
            };
            if is_embed {
                return Some(format!("to embed the relation, write `{0}(…)`", name.text));
            }
        }
        lookup::help_for_column(&level.rows, &name.text).or_else(|| {
            let mut embeds = level.items.iter().filter_map(|item| match item {
                Item::Embed(embed) => Some(embed.target.text.as_str()),
                Item::All(_) | Item::Column(_) | Item::Count(_) => None,
            });
            let owner = embeds.find(|target| {
                let far = request.served.relation(request.schema, target);
                far.is_some_and(|far| far.column(&name.text).is_some())
            })?;
            Some(format!(
                "`{owner}`, which is embedded here, has such a column"
            ))
        })
    }

    /// `->>` gives text, which has nothing to go into.
    fn arrows(&mut self, field: &Field, name: &str) {
        if let Some(span) = lookup::arrow_into_text(field) {
            let message = "`->>` gives text, and nothing can be taken out of text".to_owned();
            let fault = self.fault(
                ProblemKind::InvalidQuery,
                span,
                name,
                &field.name.text,
                message,
            );
            self.problems.push(Problem {
                help: Some("use `->` for all arrows but the last".to_owned()),
                ..fault
            });
        }
    }

    fn switched_off(&mut self, aggregate: &str, span: Span, name: &str) {
        let message =
            format!("`{aggregate}` is an aggregate, and the API has them switched off by default");
        let fault = self.fault(ProblemKind::InvalidQuery, span, name, aggregate, message);
        self.problems.push(Problem {
            help: Some(
                "the server's setting `pgrst.db_aggregates_enabled` turns them on".to_owned(),
            ),
            ..fault
        });
    }

    /// `count` without parentheses is Postgres' own aggregate over the rows: nothing else can stand
    /// beside it.
    ///
    /// Whether there is one.
    fn aggregates(&mut self, level: &Level<'_, 'a>) -> bool {
        let is_aggregate = |item: &&Item| match item {
            Item::Column(column) => {
                let named = level.rows.named(
                    self.request.served,
                    self.request.schema,
                    &column.field.name.text,
                );
                matches!(named, Named::Aggregate)
            }
            Item::All(_) | Item::Count(_) | Item::Embed(_) => false,
        };
        let aggregate = level.items.iter().find(is_aggregate);
        let others = level.items.iter().any(|item| match item {
            Item::Embed(embed) => !embed.items.is_empty(),
            Item::All(_) | Item::Column(_) => !is_aggregate(&item),
            Item::Count(_) => false,
        });
        let Some(Item::Column(column)) = aggregate else {
            return false;
        };
        let name = column.field.name.text.as_str();
        let message = if others {
            format!(
                "`{name}` is an aggregate of all rows of `{}`, so it cannot stand beside columns",
                level.name
            )
        } else if level.depth == 0 && self.request.is_write() {
            format!("`{name}` is an aggregate of all rows, which a write cannot return")
        } else {
            return true;
        };
        let kind = ProblemKind::InvalidQuery;
        let fault = self.fault(kind, column.span, level.name, name, message);
        let help = (name == "count")
            .then(|| "ask for the number by the option `{ count: \"exact\" }`".to_owned());
        self.problems.push(Problem { help, ..fault });
        true
    }

    fn branch(&mut self, embed: &Embed, level: &Level<'_, 'a>) -> Branch<'a> {
        let (rows, is_to_one) = match &level.rows {
            Rows::Relation(from) => self.embedded(embed, from),
            Rows::Listed(_) | Rows::Scalar => {
                let message = format!(
                    "the result of `{}` is no relation's, so nothing can be embedded in it",
                    level.name
                );
                let fault = self.fault(
                    ProblemKind::UnknownEmbed,
                    embed.target.span,
                    level.name,
                    &embed.target.text,
                    message,
                );
                self.problems.push(fault);
                (Rows::Unknown, None)
            }
            Rows::Unknown => (Rows::Unknown, None),
        };
        if embed.spread && is_to_one == Some(false) {
            let target = &embed.target.text;
            let message = format!(
                "`{target}` is many rows for one of `{}`, so its columns cannot be spread",
                level.name
            );
            let fault = self.fault(
                ProblemKind::InvalidQuery,
                embed.target.span,
                level.name,
                target,
                message,
            );
            self.problems.push(Problem {
                help: Some(format!("embed it as a list: `{target}(…)`")),
                ..fault
            });
        }
        let name = match &rows {
            Rows::Relation(relation) => relation.name.clone(),
            Rows::Listed(_) | Rows::Scalar | Rows::Unknown => embed.target.text.clone(),
        };
        let node = if level.depth < DEEPEST {
            self.node(Level {
                items: &embed.items,
                rows,
                name: &name,
                depth: level.depth + 1,
            })
        } else {
            Node::bare(Rows::Unknown, &name)
        };
        Branch {
            alias: embed.alias.as_ref().map(|alias| alias.text.clone()),
            target: embed.target.text.clone(),
            is_to_one,
            is_spread: embed.spread,
            node,
        }
    }

    /// The rows that are embedded, and whether it is one at most.
    fn embedded(&mut self, embed: &Embed, from: &'a Relation) -> (Rows<'a>, Option<bool>) {
        let target = embed.target.text.as_str();
        let served = self.request.served;
        let wanted = Wanted {
            schema: self.request.schema,
            from,
            target,
            hint: embed.hint.as_ref().map(|hint| hint.text.as_str()),
        };
        match embed::meant(served, wanted) {
            Meant::One { to, is_to_one } => return (Rows::Relation(to), Some(is_to_one)),
            Meant::Perhaps(Some(to)) => return (Rows::Relation(to), None),
            Meant::Perhaps(None) => {}
            Meant::Nothing => {
                let message = match (wanted.hint, served.relation(wanted.schema, target)) {
                    (Some(hint), Some(_)) => format!(
                        "no relationship between `{}` and `{target}` goes by `{hint}`",
                        from.name
                    ),
                    (Some(_), None) | (None, _) => {
                        format!("no relationship between `{}` and `{target}`", from.name)
                    }
                };
                let help = embed::help_for_nothing(served, wanted);
                let kind = ProblemKind::UnknownEmbed;
                let fault = self.fault(kind, embed.target.span, &from.name, target, message);
                self.problems.push(Problem { help, ..fault });
            }
            Meant::Several(several) => {
                let message = format!(
                    "more than one relationship between `{}` and `{target}`",
                    from.name
                );
                let help = embed::help_for_several(served, wanted, &several);
                let kind = ProblemKind::AmbiguousEmbed;
                let fault = self.fault(kind, embed.target.span, &from.name, target, message);
                self.problems.push(Problem { help, ..fault });
                let first = several.first().map(|found| found.to);
                let only = several
                    .iter()
                    .all(|it| Some(it.to.key()) == first.map(|to| to.key()));
                if let (Some(to), true) = (first, only) {
                    return (Rows::Relation(to), None);
                }
            }
        }
        (Rows::Unknown, None)
    }

    /// Two embeds of one name are one table too many to Postgres (42712, 42803).
    fn no_duplicate(&mut self, embed: &Embed, before: &Node<'a>, name: &str) {
        let output = embed.alias.as_ref().unwrap_or(&embed.target);
        if before
            .branches
            .iter()
            .all(|branch| branch.output() != output.text)
        {
            return;
        }
        let message = format!("`{}` is embedded twice under one name", output.text);
        let kind = ProblemKind::InvalidQuery;
        let fault = self.fault(kind, output.span, name, &output.text, message);
        self.problems.push(Problem {
            help: Some(format!(
                "rename one of them: `other:{}(…)`",
                embed.target.text
            )),
            ..fault
        });
    }

    fn fault(
        &self,
        kind: ProblemKind,
        span: Span,
        target: &str,
        part: &str,
        message: String,
    ) -> Problem {
        let location = self.text.place(span);
        self.request
            .problem(kind, location, (target, part), message)
    }
}

/// The name that a column has in the answer: of a path, its last key.
fn output_name(column: &Column) -> String {
    if let Some(alias) = &column.alias {
        return alias.text.clone();
    }
    let mut keys = column.field.path.iter().rev();
    let key = keys.find(|step| !step.is_index).map(|step| &step.key);
    key.unwrap_or(&column.field.name).text.clone()
}
