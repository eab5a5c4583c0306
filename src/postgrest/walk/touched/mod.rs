//! What a request names, as far as the server would find it: relations with their columns.

mod clauses;

#[cfg(test)]
mod tests;

use super::{
    super::{
        column::{Named, Rows},
        relationship::{Junction, Kind, Relationship},
        request::Request,
        target,
        touch::{Part, Touch},
    },
    filter::Heeded,
    plan::{Branch, Node},
    trees::{self, Trees},
};
use crate::{
    access::TargetKind,
    clause::ClauseKind,
    operation::Operation,
    schema::catalog::{Facet, relation::Relation},
    select::{Name, changes},
    source::Location,
};

/// Everything that a request touches, its target first.
pub(in crate::postgrest) fn touches(request: &Request<'_>) -> Vec<Touch> {
    let Some(name) = request.access.target.name.as_deref() else {
        return Vec::new();
    };
    let rows = match request.access.target.kind {
        TargetKind::Relation if request.access.operation == Some(Operation::Subscribe) => {
            return subscription(request, name).into_iter().collect();
        }
        TargetKind::Relation => target::relation(request, name).0,
        TargetKind::Routine => super::result(request, &super::call(request, name)),
        TargetKind::Bucket | TargetKind::EdgeFunction => return Vec::new(),
    };
    let root = match request.access.target.kind {
        TargetKind::Relation => Some(of_target(request, name, request.access.operation)),
        TargetKind::Routine | TargetKind::Bucket | TargetKind::EdgeFunction => None,
    };
    gathered(request, &rows, name, root)
}

/// The relation whose rows a called routine gives, with what the request names of them.
pub(in crate::postgrest) fn result(request: &Request<'_>) -> Option<Touch> {
    let name = request.access.target.name.as_deref()?;
    if request.access.target.kind != TargetKind::Routine {
        return None;
    }
    let rows = super::result(request, &super::call(request, name));
    let Rows::Relation(relation) = &rows else {
        return None;
    };
    let root = Touch {
        schema: relation.schema.clone(),
        is_named: false,
        ..of_target(request, &relation.name, Some(Operation::Select))
    };
    let touches = gathered(request, &rows, name, Some(root));
    touches.into_iter().next()
}

/// The touches of a request whose own rows are those of `root`, if of any.
fn gathered<'a>(
    request: &Request<'a>,
    rows: &Rows<'a>,
    name: &str,
    root: Option<Touch>,
) -> Vec<Touch> {
    let (trees, _) = trees::trees(request, rows, name);
    let mut gathering = Gathering {
        request,
        trees: &trees,
        touches: root.into_iter().collect(),
        nodes: Vec::new(),
        chosen_by: None,
    };
    gathering.root(name);
    let heeded = super::heeded(request).unwrap_or(Heeded::All);
    for clause in &request.access.clauses {
        gathering.clause(&clause.kind, heeded);
    }
    gathering.touches.into_iter().map(in_order).collect()
}

fn in_order(mut touch: Touch) -> Touch {
    touch.columns.sort_by(|a, b| (a.1, &a.0).cmp(&(b.1, &b.0)));
    touch.columns.dedup();
    touch.computed.sort_by(|a, b| (a.1, &a.0).cmp(&(b.1, &b.0)));
    touch.computed.dedup();
    touch.joins.sort();
    touch.joins.dedup();
    touch
}

/// What a subscription listens to: it is sent whole rows.
fn subscription(request: &Request<'_>, name: &str) -> Option<Touch> {
    if name == "*" || request.schema == "*" {
        return None;
    }
    let mut touch = Touch {
        all_columns: true,
        ..of_target(request, name, request.access.operation)
    };
    for clause in &request.access.clauses {
        if let ClauseKind::Changes {
            filter: Some(filter),
            ..
        } = &clause.kind
        {
            touch.open |= filter.open;
            for text in &filter.alternatives {
                let filters = changes::parse(&text.text).unwrap_or_default();
                let columns = filters.into_iter().map(|filter| filter.column);
                let placed = |column: Name| (column.text, text.place(column.span));
                touch.columns.extend(columns.map(placed));
            }
        }
    }
    Some(in_order(touch))
}

fn of_target(request: &Request<'_>, name: &str, operation: Option<Operation>) -> Touch {
    Touch {
        schema: request.schema.to_owned(),
        relation: name.to_owned(),
        part: Part::Target,
        operation,
        columns: Vec::new(),
        joins: Vec::new(),
        computed: Vec::new(),
        all_columns: false,
        open: false,
        is_named: true,
        location: target::location(request.access),
    }
}

/// The touches of a request while they are found.
struct Gathering<'t, 'a> {
    request: &'t Request<'a>,
    trees: &'t Trees<'a>,
    touches: Vec<Touch>,
    /// What of the select lists is which touch; the rows of a routine are none.
    nodes: Vec<(&'t Node<'a>, usize)>,
    /// The touch of which filters choose rows.
    chosen_by: Option<usize>,
}

impl<'t, 'a> Gathering<'t, 'a> {
    fn root(&mut self, name: &str) {
        self.chosen_by = self.touches.len().checked_sub(1);
        let reads = !self.request.is_write();
        if self.chosen_by.is_some() && !reads && self.trees.has_list {
            let read = of_target(self.request, name, Some(Operation::Select));
            self.touches.push(read);
        }
        let place = self.touches.len().checked_sub(1);
        if !reads && !self.trees.has_list {
            return;
        }
        for node in &self.trees.nodes {
            self.nodes.extend(place.map(|place| (node, place)));
            self.node(node, place, 0);
        }
        if let Some(place) = place {
            self.touches[place].open |= self.trees.open;
        }
    }

    /// The columns and embeds of a part of a select list.
    fn node(&mut self, node: &'t Node<'a>, place: Option<usize>, depth: usize) {
        if let Some(place) = place {
            let touch = &mut self.touches[place];
            touch.all_columns |= node.has_all && (depth == 0 || !node.is_empty);
            for output in &node.outputs {
                self.name(place, node, &output.column, output.location);
            }
        }
        for branch in &node.branches {
            self.branch(branch, node, place, depth);
        }
    }

    fn branch(
        &mut self,
        branch: &'t Branch<'a>,
        around: &Node<'a>,
        place: Option<usize>,
        depth: usize,
    ) {
        let (schema, relation) = match &branch.node.rows {
            Rows::Relation(relation) => (relation.schema.clone(), relation.name.clone()),
            // Without a catalog, the name is all there is.
            Rows::Unknown if !self.request.served.tells(Facet::Relations) => {
                (self.request.schema.to_owned(), branch.target.clone())
            }
            Rows::Listed(_) | Rows::Scalar | Rows::Unknown => return,
        };
        let here = self.touches.len();
        self.touches.push(Touch {
            is_named: branch.target == relation,
            schema,
            part: Part::Embed,
            location: branch.location,
            ..of_target(self.request, &relation, Some(Operation::Select))
        });
        self.nodes.push((&branch.node, here));
        if let Some(way) = &branch.way {
            self.way(way, branch, (place, here));
        }
        if let (Some(place), Named::Column(column)) = (
            place,
            around
                .rows
                .named(self.request.served, self.request.schema, &branch.target),
        ) && branch.target != relation
        {
            let named = (column.name.clone(), branch.location);
            self.touches[place].columns.push(named);
        }
        self.node(&branch.node, Some(here), depth + 1);
    }

    /// What joins an embed to the rows around it.
    fn way(
        &mut self,
        way: &Relationship<'a>,
        branch: &Branch<'a>,
        (around, here): (Option<usize>, usize),
    ) {
        let (near, far): (Vec<&str>, Vec<&str>) = match &way.kind {
            Kind::ManyToOne(key) | Kind::OneToMany(key) | Kind::OneToOne(key) => {
                key.columns.iter().copied().unzip()
            }
            Kind::ManyToMany(junction) => {
                self.junction(junction, branch);
                let ends = |key: &[(&'a str, &'a str)]| key.iter().map(|&(_, end)| end).collect();
                (ends(&junction.near), ends(&junction.far))
            }
            Kind::Computed(computed) => {
                if let Some(around) = around {
                    let named = (computed.routine.name.clone(), branch.location);
                    self.touches[around].computed.push(named);
                }
                return;
            }
        };
        let hinted = |columns: &[&str]| {
            let hint = branch.hint.as_ref()?;
            (columns == [hint.0.as_str()]).then(|| hint.clone())
        };
        if let Some(around) = around {
            self.touches[around].columns.extend(hinted(&near));
            let near = near.iter().map(|&column| column.to_owned());
            self.touches[around].joins.extend(near);
        }
        let touch = &mut self.touches[here];
        touch.columns.extend(hinted(&far));
        touch
            .joins
            .extend(far.iter().map(|&column| column.to_owned()));
    }

    fn junction(&mut self, junction: &Junction<'a>, branch: &Branch<'a>) {
        let Relation { schema, name, .. } = junction.relation;
        let columns = junction.near.iter().chain(&junction.far);
        let hint = branch.hint.as_ref();
        let hint = hint.filter(|(hint, _)| hint == name);
        self.touches.push(Touch {
            schema: schema.clone(),
            part: Part::Junction,
            joins: columns.map(|&(own, _)| own.to_owned()).collect(),
            is_named: hint.is_some(),
            location: hint.map_or(branch.location, |(_, location)| *location),
            ..of_target(self.request, name, Some(Operation::Select))
        });
    }

    /// Notes a name where columns are named.
    fn name(&mut self, place: usize, node: &Node<'a>, name: &str, location: Location) {
        let served = self.request.served;
        let named = (name.to_owned(), location);
        let touch = &mut self.touches[place];
        match node.rows.named(served, self.request.schema, name) {
            Named::Column(_) => touch.columns.push(named),
            Named::Value(_) if served.routines_named(name).next().is_some() => {
                touch.computed.push(named);
            }
            // What every table has, and what Postgres makes of any row.
            Named::Value(_) | Named::Aggregate => {}
            Named::Perhaps | Named::Nothing => {
                let mut branches = node.branches.iter();
                // An embed that is asked for null.
                if !branches.any(|branch| branch.output() == name) {
                    touch.columns.push(named);
                }
            }
        }
    }
}
