//! Select lists: the relations they embed, and what is wrong with their columns.

use super::{
    super::{
        Problem, ProblemKind,
        column::Rows,
        embed::{self, Meant, Wanted},
        relationship::{Kind, Relationship},
        request::Request,
    },
    columns,
};
use crate::{
    access::TargetKind,
    clause::Text,
    schema::catalog::relation::Relation,
    select::{
        Name,
        list::{Embed, Item},
    },
    source::{Location, Span},
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
    /// Whether there is a list without an item in it.
    pub(super) is_empty: bool,
    /// Whether all rows become one, because an aggregate is selected.
    pub(super) is_aggregate: bool,
    /// Whether a function gives the rows: they are not stored, so they have no system columns.
    pub(super) is_result: bool,
}

/// A column of the answer.
#[derive(Clone, Debug)]
pub(super) struct Output {
    pub(super) name: String,
    /// The column it comes from.
    pub(super) column: String,
    /// Where that is named.
    pub(super) location: Location,
}

/// An embed.
#[derive(Clone, Debug)]
pub(super) struct Branch<'a> {
    pub(super) alias: Option<String>,
    pub(super) target: String,
    /// `None` when unknown.
    pub(super) is_to_one: Option<bool>,
    pub(super) is_spread: bool,
    /// What joins it to the rows around it; `None` when unknown.
    pub(super) way: Option<Relationship<'a>>,
    /// Where its target is named.
    pub(super) location: Location,
    pub(super) hint: Option<(String, Location)>,
    pub(super) node: Node<'a>,
}

impl<'a> Branch<'a> {
    /// The columns around it that a foreign key joins it by; `None` when unknown, and for ways of
    /// another kind.
    pub(super) fn near(&self) -> Option<Vec<&'a str>> {
        let key = self.way.as_ref()?.key()?;
        Some(key.columns.iter().map(|&(near, _)| near).collect())
    }

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
            is_empty: false,
            is_aggregate: false,
            is_result: false,
        }
    }
}

/// Items of a list and the rows they are asked of.
#[derive(Clone, Debug)]
pub(super) struct Level<'i, 'a> {
    pub(super) items: &'i [Item],
    pub(super) rows: Rows<'a>,
    pub(super) name: &'i str,
    pub(super) depth: usize,
    pub(super) is_result: bool,
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
        is_result: request.access.target.kind == TargetKind::Routine,
    });
    (node, planner.problems)
}

/// What an embed turns out to be.
struct Found<'a> {
    rows: Rows<'a>,
    way: Option<Relationship<'a>>,
}

impl<'a> Found<'a> {
    fn nothing() -> Self {
        Self {
            rows: Rows::Unknown,
            way: None,
        }
    }

    /// A relation that is embedded by one of several ways.
    fn of(relation: &'a Relation) -> Self {
        Self {
            rows: Rows::Relation(relation),
            ..Self::nothing()
        }
    }
}

/// A list on its way to a tree.
pub(super) struct Planner<'p, 'a> {
    pub(super) request: &'p Request<'a>,
    pub(super) text: &'p Text,
    pub(super) problems: Vec<Problem>,
}

impl<'a> Planner<'_, 'a> {
    fn node(&mut self, level: Level<'_, 'a>) -> Node<'a> {
        let mut node = Node {
            has_all: level.items.is_empty(),
            is_empty: level.items.is_empty(),
            is_result: level.is_result,
            ..Node::bare(level.rows.clone(), level.name)
        };
        for item in level.items {
            match item {
                Item::All(_) => node.has_all = true,
                Item::Count(count) => self.switched_off("count()", count.span, level.name),
                Item::Column(column) => {
                    self.column(column, &level);
                    node.outputs.push(Output {
                        name: columns::output_name(column),
                        column: column.field.name.text.clone(),
                        location: self.text.place(column.field.name.span),
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

    fn branch(&mut self, embed: &Embed, level: &Level<'_, 'a>) -> Branch<'a> {
        let Found { rows, way } = match &level.rows {
            Rows::Relation(from) => self.embedded(embed, from),
            Rows::Listed(_) | Rows::Scalar => self.of_no_relation(embed, level.name),
            Rows::Unknown => Found::nothing(),
        };
        let is_to_one = way.as_ref().map(Relationship::is_to_one);
        let is_computed = |way: &Relationship<'_>| matches!(way.kind, Kind::Computed(_));
        let is_result = way.as_ref().is_some_and(is_computed);
        if embed.spread && is_to_one == Some(false) {
            self.many(embed, level.name);
        }
        if embed.spread {
            self.spread(embed, &rows);
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
                is_result,
            })
        } else {
            Node::bare(Rows::Unknown, &name)
        };
        let placed = |name: &Name| (name.text.clone(), self.text.place(name.span));
        Branch {
            alias: embed.alias.as_ref().map(|alias| alias.text.clone()),
            target: embed.target.text.clone(),
            is_to_one,
            is_spread: embed.spread,
            way,
            location: self.text.place(embed.target.span),
            hint: embed.hint.as_ref().map(placed),
            node,
        }
    }

    /// Something is embedded in what is no row of a relation.
    fn of_no_relation(&mut self, embed: &Embed, name: &str) -> Found<'a> {
        let target = &embed.target;
        let message =
            format!("the result of `{name}` is no relation's, so nothing can be embedded in it");
        let kind = ProblemKind::UnknownEmbed;
        let fault = self.fault(kind, target.span, name, &target.text, message);
        self.problems.push(fault);
        Found::nothing()
    }

    /// Many rows are spread (`PGRST119`).
    fn many(&mut self, embed: &Embed, name: &str) {
        let target = &embed.target.text;
        let message =
            format!("`{target}` is many rows for one of `{name}`, so its columns cannot be spread");
        let kind = ProblemKind::InvalidQuery;
        let fault = self.fault(kind, embed.target.span, name, target, message);
        self.problems.push(Problem {
            help: Some(format!("embed it as a list: `{target}(…)`")),
            ..fault
        });
    }

    /// The rows that are embedded.
    fn embedded(&mut self, embed: &Embed, from: &'a Relation) -> Found<'a> {
        let target = embed.target.text.as_str();
        let served = self.request.served;
        let wanted = Wanted {
            schema: self.request.schema,
            from,
            target,
            hint: embed.hint.as_ref().map(|hint| hint.text.as_str()),
        };
        match embed::meant(served, wanted) {
            Meant::One(way) => {
                return Found {
                    rows: Rows::Relation(way.to),
                    way: Some(way),
                };
            }
            Meant::Perhaps(Some(to)) => return Found::of(to),
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
            Meant::Several(several) => return self.several(embed, wanted, &several),
        }
        Found::nothing()
    }

    /// Several ways lead to what is embedded.
    fn several(
        &mut self,
        embed: &Embed,
        wanted: Wanted<'_, 'a>,
        several: &[Relationship<'a>],
    ) -> Found<'a> {
        let target = wanted.target;
        let name = &wanted.from.name;
        let message = format!("more than one relationship between `{name}` and `{target}`");
        let help = embed::help_for_several(self.request.served, wanted, several);
        let kind = ProblemKind::AmbiguousEmbed;
        let fault = self.fault(kind, embed.target.span, name, target, message);
        self.problems.push(Problem { help, ..fault });
        let first = several.first().map(|found| found.to);
        let mut ends = several.iter().map(|found| Some(found.to.key()));
        match first {
            Some(to) if ends.all(|end| end == first.map(Relation::key)) => Found::of(to),
            Some(_) | None => Found::nothing(),
        }
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

    pub(super) fn fault(
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
