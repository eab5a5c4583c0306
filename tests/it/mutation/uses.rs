//! What code uses of a catalog, found without the help of the checks: names in the clauses looked
//! up one by one. What is left open, or may be one of several relations, is no use.

use tabletrace::{
    access::{Access, Certainty, SchemaRef, TargetKind},
    clause::{Clause, ClauseKind, Rows, Text, Texts},
    operation::{Api, Operation},
    schema::{
        Database,
        catalog::{Catalog, State, constraint::ConstraintKind, relation::Relation},
    },
    select::{
        Name, changes,
        filter::{self, Condition},
        list::{self, Embed, Item, WhiteSpace},
        names, order,
    },
    source::{Location, Span},
};

/// Something of a catalog that may be renamed or dropped, by its schema and names.
#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub(super) enum Named {
    Relation(String, String),
    Column(String, String, String),
    /// All its overloads.
    Routine(String, String),
    /// Of every overload that has it.
    Argument(String, String, String),
}

#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub(super) struct Use {
    pub(super) named: Named,
    pub(super) location: Location,
    /// The argument that names the target of its access.
    pub(super) target: Location,
}

/// What an access uses, one database being its own.
pub(super) fn uses(database: &Database, access: &Access) -> Vec<Use> {
    let exposed = database.exposed.first().map_or("public", String::as_str);
    let schema = match &access.target.schema {
        SchemaRef::Default => exposed,
        SchemaRef::Named(name) => name,
        SchemaRef::Unknown => return Vec::new(),
    };
    let mut reader = Reader {
        catalog: &database.catalog,
        access,
        schema,
        target: Location {
            file: access.file,
            span: access.target_span,
        },
        uses: Vec::new(),
    };
    if !access.wrapper
        && let Some(name) = &access.target.name
    {
        reader.read(name);
    }
    reader.uses
}

/// A relation that rows are of, and what is embedded in it by the names that filters call it.
#[derive(Default)]
struct Tree<'a> {
    relation: Option<&'a Relation>,
    embeds: Vec<(Vec<String>, Tree<'a>)>,
}

struct Reader<'a> {
    catalog: &'a Catalog,
    access: &'a Access,
    schema: &'a str,
    target: Location,
    uses: Vec<Use>,
}

impl<'a> Reader<'a> {
    fn read(&mut self, name: &str) {
        let relation = match self.access.target.kind {
            TargetKind::Relation => {
                let relation = self.relation(self.schema, name);
                if let Some(relation) = relation {
                    self.add(of_relation(relation), self.target);
                }
                relation
            }
            TargetKind::Routine => self.routine(name, self.target),
            TargetKind::Bucket | TargetKind::EdgeFunction => None,
        };
        if self.access.certainty == Certainty::OneOf {
            return;
        }
        let mut tree = Tree {
            relation,
            embeds: Vec::new(),
        };
        let clauses = &self.access.clauses;
        for clause in clauses {
            if let ClauseKind::Select { list: Some(list) } = &clause.kind {
                self.select(list, &mut tree);
            }
        }
        for clause in clauses {
            self.clause(clause, name, &tree);
        }
    }

    fn clause(&mut self, clause: &Clause, name: &str, tree: &Tree<'a>) {
        match &clause.kind {
            // What is inserted is not filtered: the server does not look at these.
            ClauseKind::Filter {
                referenced: None, ..
            }
            | ClauseKind::Match { .. }
                if self.inserts() => {}
            ClauseKind::Filter {
                column, referenced, ..
            } => {
                if let Some(tree) = self.referenced(referenced.as_ref(), tree) {
                    self.filters(column, tree);
                }
            }
            ClauseKind::Match { columns } => self.keys(columns, tree),
            ClauseKind::Or {
                filters,
                referenced,
            } => {
                if let Some(tree) = self.referenced(referenced.as_ref(), tree) {
                    for text in &filters.alternatives {
                        let conditions = filter::conditions(&text.text);
                        self.conditions(&conditions.unwrap_or_default().conditions, text, tree);
                    }
                }
            }
            ClauseKind::Order { column, referenced } => {
                if let Some(tree) = self.referenced(referenced.as_ref(), tree) {
                    self.order(column, tree);
                }
            }
            ClauseKind::Write {
                rows, on_conflict, ..
            } => {
                self.keys(rows, tree);
                for text in on_conflict.iter().flat_map(|texts| &texts.alternatives) {
                    for name in
                        names::parse(&text.text).map_or_else(|_| Vec::new(), |all| all.names)
                    {
                        self.column(&name, text, tree);
                    }
                }
            }
            ClauseKind::Arguments { rows, .. } => self.arguments(rows, name),
            ClauseKind::Changes { filter, .. } => {
                for text in filter.iter().flat_map(|texts| &texts.alternatives) {
                    for filter in changes::parse(&text.text).unwrap_or_default() {
                        self.column(&filter.column, text, tree);
                    }
                }
            }
            ClauseKind::Select { .. }
            | ClauseKind::Limit { .. }
            | ClauseKind::Single
            | ClauseKind::Other => {}
        }
    }

    fn inserts(&self) -> bool {
        let operation = self.access.operation;
        matches!(operation, Some(Operation::Insert | Operation::Upsert))
    }

    fn select(&mut self, list: &Texts, tree: &mut Tree<'a>) {
        let white_space = match self.access.api {
            Api::Supabase => WhiteSpace::TakenOut,
            Api::Rest => WhiteSpace::Kept,
        };
        for text in &list.alternatives {
            if let Ok(list) = list::parse(&text.text, white_space) {
                self.items(&list.items, text, tree);
            }
        }
    }

    fn items(&mut self, items: &[Item], text: &Text, tree: &mut Tree<'a>) {
        for item in items {
            match item {
                Item::All(_) | Item::Count(_) => {}
                Item::Column(column) => {
                    let name = &column.field.name;
                    self.column(name, text, tree);
                    let lacks = |relation: &Relation| relation.column(&name.text).is_none();
                    if tree.relation.is_some_and(lacks) {
                        self.routine(&name.text, text.place(name.span));
                    }
                }
                Item::Embed(embed) => {
                    let mut inner = Tree {
                        relation: self.embed(embed, text, tree),
                        embeds: Vec::new(),
                    };
                    self.items(&embed.items, text, &mut inner);
                    let names = embed.alias.iter().chain([&embed.target]);
                    let names = names.map(|name| name.text.clone()).collect();
                    tree.embeds.push((names, inner));
                }
            }
        }
    }

    /// The relation that an embed means: by its name, by a foreign key or its column, or what a
    /// function gives.
    fn embed(&mut self, embed: &Embed, text: &Text, tree: &Tree<'a>) -> Option<&'a Relation> {
        let around = tree.relation?;
        let target = &embed.target;
        let found = if let Some(relation) = self.relation(&around.schema, &target.text) {
            self.add(of_relation(relation), text.place(target.span));
            Some(relation)
        } else {
            let key = around.constraints.iter().find(|constraint| {
                constraint.kind == ConstraintKind::ForeignKey
                    && (constraint.name == target.text || constraint.columns == [&*target.text])
            });
            match key.and_then(|key| key.references.as_ref()) {
                Some(reference) => {
                    self.column(target, text, tree);
                    self.relation(&reference.schema, &reference.relation)
                }
                None => self.routine(&target.text, text.place(target.span)),
            }
        };
        if let (Some(hint), Some(found)) = (&embed.hint, found) {
            // What is said of a hint is said of its embed.
            let span = Span {
                start: target.span.start,
                end: hint.span.end,
            };
            self.hint(&hint.text, text.place(span), [around, found]);
        }
        found
    }

    /// A hint that is a column of one of the ends, or the relation between them.
    fn hint(&mut self, hint: &str, place: Location, ends: [&Relation; 2]) {
        let has = |relation: &Relation| {
            let mut constraints = relation.constraints.iter();
            constraints.any(|one| one.kind == ConstraintKind::ForeignKey && one.columns == [hint])
        };
        match ends.map(has) {
            [true, false] => self.add(of_column(ends[0], hint), place),
            [false, true] => self.add(of_column(ends[1], hint), place),
            [false, false] => {
                let between = self.relation(&ends[0].schema, hint);
                if let Some(between) = between.filter(|between| !ends.contains(between)) {
                    self.add(of_relation(between), place);
                }
            }
            [true, true] => {}
        }
    }

    fn referenced<'t>(
        &self,
        referenced: Option<&Texts>,
        tree: &'t Tree<'a>,
    ) -> Option<&'t Tree<'a>> {
        match referenced {
            None => Some(tree),
            Some(texts) => {
                let embeds = filter::embeds(&texts.only()?.text).ok()?;
                tree.below(&embeds)
            }
        }
    }

    fn filters(&mut self, column: &Texts, tree: &Tree<'a>) {
        for text in &column.alternatives {
            self.path(text, tree);
        }
    }

    fn path(&mut self, text: &Text, tree: &Tree<'a>) {
        if let Ok(path) = filter::path(&text.text)
            && let Some(tree) = tree.below(&path.embeds)
        {
            self.column(&path.field.name, text, tree);
        }
    }

    fn conditions(&mut self, conditions: &[Condition], text: &Text, tree: &Tree<'a>) {
        for condition in conditions {
            match condition {
                Condition::Group { conditions, .. } => self.conditions(conditions, text, tree),
                Condition::Filter(filter) => self.column(&filter.field.name, text, tree),
            }
        }
    }

    fn order(&mut self, column: &Texts, tree: &Tree<'a>) {
        for text in &column.alternatives {
            let terms = match self.access.api {
                Api::Supabase => order::parse(&text.text),
                Api::Rest => order::parse_whole(&text.text),
            };
            for term in terms.unwrap_or_default() {
                if let Some(tree) = tree.below(term.embed.as_slice()) {
                    self.column(&term.field.name, text, tree);
                }
            }
        }
    }

    fn keys(&mut self, rows: &Rows, tree: &Tree<'a>) {
        let Some(relation) = tree.relation.filter(|relation| is_closed(relation)) else {
            return;
        };
        let sets = rows.alternatives.iter().flat_map(|set| &set.rows);
        for key in sets.flat_map(|row| &row.keys) {
            if relation.column(&key.name).is_some() {
                self.add(of_column(relation, &key.name), key.location);
            }
        }
    }

    fn arguments(&mut self, rows: &Rows, routine: &str) {
        let catalog = self.catalog;
        let sets = rows.alternatives.iter().flat_map(|set| &set.rows);
        for key in sets.flat_map(|row| &row.keys) {
            let mut overloads = catalog.routines.iter();
            let takes = overloads.any(|overload| {
                overload.schema == self.schema
                    && overload.name == routine
                    && overload.arguments.iter().any(|one| one.name == key.name)
            });
            if takes {
                let schema = self.schema.to_owned();
                let argument = Named::Argument(schema, routine.to_owned(), key.name.clone());
                self.add(argument, key.location);
            }
        }
    }

    fn column(&mut self, name: &Name, text: &Text, tree: &Tree<'a>) {
        let relation = tree.relation.filter(|relation| is_closed(relation));
        if let Some(relation) = relation
            && relation.column(&name.text).is_some()
        {
            self.add(of_column(relation, &name.text), text.place(name.span));
        }
    }

    /// The relation whose rows a routine gives, which is used here.
    fn routine(&mut self, name: &str, location: Location) -> Option<&'a Relation> {
        let catalog = self.catalog;
        let mut overloads = catalog.routines.iter();
        let routine =
            overloads.find(|routine| routine.schema == self.schema && routine.name == name)?;
        self.add(
            Named::Routine(self.schema.to_owned(), name.to_owned()),
            location,
        );
        let row = routine.returns.as_deref()?;
        let row = row.strip_prefix("SETOF ").unwrap_or(row);
        let (schema, row) = row.split_once('.').unwrap_or(("public", row));
        self.relation(schema, row)
    }

    fn relation(&self, schema: &str, name: &str) -> Option<&'a Relation> {
        let found = self.catalog.relation(schema, name);
        found.filter(|relation| relation.state == State::Created)
    }

    fn add(&mut self, named: Named, location: Location) {
        self.uses.push(Use {
            named,
            location,
            target: self.target,
        });
    }
}

impl<'a> Tree<'a> {
    fn below(&self, embeds: &[Name]) -> Option<&Tree<'a>> {
        embeds.iter().try_fold(self, |tree, name| {
            let mut embeds = tree.embeds.iter();
            let found = embeds.find(|(names, _)| names.contains(&name.text));
            found.map(|(_, tree)| tree)
        })
    }
}

fn is_closed(relation: &Relation) -> bool {
    !relation.open
}

fn of_relation(relation: &Relation) -> Named {
    Named::Relation(relation.schema.clone(), relation.name.clone())
}

fn of_column(relation: &Relation, column: &str) -> Named {
    let Relation { schema, name, .. } = relation;
    Named::Column(schema.clone(), name.clone(), column.to_owned())
}
