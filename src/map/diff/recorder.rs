//! How a state is recorded: its map, read once more for what outlasts the texts.

use std::collections::{BTreeMap, BTreeSet};

use super::record::{
    CODE_LIMIT, Dynamic, EntryKey, EntryRecord, Place, Use, UseKey, in_database, is_lasting,
    is_temporary, place_of, site_place,
};
use crate::{
    access::{Access, CodeUnit},
    map::{
        dynamic_reason,
        edge::{Edge, Effect},
        node::{Node, Object, SqlKind, SqlUnit},
        sql, target_of, unit_of,
    },
    operation::{Known, Operation},
    reach::{EntryKind, EntryPoint},
    source::{Location, Span},
    survey::Survey,
};

/// A state that is being recorded.
pub(super) struct Recorder<'s, 'a> {
    pub(super) survey: &'s Survey<'a>,
}

impl Recorder<'_, '_> {
    /// The node with the name of its database, which the map leaves out where there is only one.
    pub(super) fn named(&self, node: Node) -> Node {
        let [only] = self.survey.databases else {
            return node;
        };
        in_database(node, &|_| only.name.clone())
    }

    /// Whether all that is read are rows that are written by the same request.
    pub(super) fn is_read_back(&self, edge: &Edge, relation: &Node) -> bool {
        let writes = |&index: &usize| {
            let access = &self.survey.accesses()[index];
            access.operation.is_some_and(Operation::writes)
                && target_of(self.survey, access).as_ref() == Some(relation)
        };
        edge.effect == Effect::Read
            && edge.references.is_empty()
            && !edge.accesses.is_empty()
            && edge.accesses.iter().all(writes)
    }

    pub(super) fn used(&self, edge: &Edge) -> Use {
        let mut used = Use {
            operations: edge.operations.clone(),
            columns: edge.columns.clone(),
            all_columns: edge.all_columns,
            in_test: edge.references.is_empty(),
            ..Use::default()
        };
        for &index in &edge.accesses {
            let access = &self.survey.accesses()[index];
            used.places.insert(self.place(access));
            used.in_test &= access.modifiers.in_test == Known::Yes;
            used.code.push(self.code(access, access.statement_span));
        }
        for &(database, index) in &edge.references {
            let reference = &self.survey.references[database].uses[index];
            let site = reference.site.as_ref();
            used.places
                .extend(site.and_then(|site| site_place(self.survey, site)));
        }
        used.code.sort();
        used
    }

    fn place(&self, access: &Access) -> Place {
        let location = Location {
            file: access.file,
            span: access.method_span,
        };
        place_of(self.survey, location)
    }

    fn code(&self, access: &Access, span: Span) -> String {
        let text = self.survey.sources.get(access.file).slice(span);
        let words: Vec<&str> = text.split_whitespace().collect();
        words.join(" ")
    }

    pub(super) fn dynamic(&self) -> Vec<Dynamic> {
        let accesses = self.survey.accesses().iter();
        let code = accesses
            .filter(|access| !access.wrapper)
            .filter_map(|access| {
                let reason = dynamic_reason(access)?;
                let code = self.code(access, access.statement_span);
                Some(Dynamic {
                    by: unit_of(self.survey.sources, access),
                    reason: Some(reason),
                    place: Some(self.place(access)),
                    code: code.chars().take(CODE_LIMIT).collect(),
                })
            });
        let mut found: Vec<Dynamic> = code.collect();
        for (database, references) in self.survey.references.iter().enumerate() {
            let users: BTreeSet<Node> = references
                .dynamic
                .iter()
                .map(|user| self.named(sql::user_node(self.survey, database, user)))
                .collect();
            let users = users.into_iter();
            let users = users.filter(|by| is_lasting(by) && !is_temporary(by));
            found.extend(users.map(|by| Dynamic {
                by,
                reason: None,
                place: None,
                code: String::new(),
            }));
        }
        found
    }

    /// The texts of routines, views, jobs, migrations and seeds.
    pub(super) fn texts(&self) -> BTreeMap<Node, blake3::Hash> {
        let mut texts: BTreeMap<Node, blake3::Hasher> = BTreeMap::new();
        let mut add = |node: Node, text: &str| {
            let hasher = texts.entry(self.named(node)).or_default();
            hasher.update(text.as_bytes()).update(&[0]);
        };
        for (index, database) in self.survey.databases.iter().enumerate() {
            let name = self.survey.database_name(Some(index));
            let object = |schema: &str, of: &str| Object {
                database: name.to_owned(),
                schema: self.survey.schema_ref(Some(index), schema),
                name: of.to_owned(),
            };
            let unit = |kind, of: &str| {
                Node::Sql(SqlUnit {
                    kind,
                    database: name.to_owned(),
                    relation: None,
                    name: of.to_owned(),
                })
            };
            for routine in &database.catalog.routines {
                if let Some(text) = &routine.definition {
                    add(Node::Routine(object(&routine.schema, &routine.name)), text);
                }
            }
            for relation in &database.catalog.relations {
                if let Some(text) = &relation.definition {
                    add(
                        Node::Relation(object(&relation.schema, &relation.name)),
                        text,
                    );
                }
            }
            for (job, definition) in &database.catalog.cron_jobs {
                add(unit(SqlKind::CronJob, job), &definition.command);
            }
            for file in self.survey.files {
                add(unit(SqlKind::Migration, &file.path), &file.text);
                add(unit(SqlKind::Seed, &file.path), &file.text);
            }
        }
        let texts = texts.into_iter();
        texts
            .map(|(node, hasher)| (node, hasher.finalize()))
            .collect()
    }

    /// Notes the entry points that lead to a use by code.
    pub(super) fn reach(
        &self,
        entries: &mut BTreeMap<EntryKey, EntryRecord>,
        edge: &Edge,
        key: &UseKey,
    ) {
        let units: BTreeSet<CodeUnit> = edge
            .accesses
            .iter()
            .map(|&index| self.survey.accesses()[index].code_unit())
            .collect();
        let reach = &self.survey.analysis.reach;
        for reached in units
            .iter()
            .filter_map(|unit| reach.reached.get(unit))
            .flatten()
        {
            let entry = &reach.entries[reached.entry];
            let Some(record) = entries.get_mut(&self.entry_key(entry)) else {
                continue;
            };
            let target = (key.target.clone(), key.effect);
            let over = record.reached.entry(target).or_insert(reached.over);
            *over = reached.over.min(*over);
        }
    }

    /// The entry points, as long as nothing is known of what they lead to.
    pub(super) fn entries(&self) -> BTreeMap<EntryKey, EntryRecord> {
        let entries = self.survey.analysis.reach.entries.iter();
        let entries = entries.filter(|entry| entry.kind != EntryKind::Test);
        let entries = entries.map(|entry| {
            let record = EntryRecord {
                place: place_of(self.survey, entry.location),
                reached: BTreeMap::new(),
            };
            (self.entry_key(entry), record)
        });
        entries.collect()
    }

    fn entry_key(&self, entry: &EntryPoint) -> EntryKey {
        EntryKey {
            kind: entry.kind,
            name: entry.name.clone(),
            path: self.survey.sources.get(entry.location.file).path.clone(),
        }
    }
}
