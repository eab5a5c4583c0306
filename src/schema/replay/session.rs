//! What the statements of one connection share: the state, the search path, the text.

use std::{collections::BTreeMap, sync::Arc};

use rustc_hash::FxHashMap;

use super::{
    failure::{Applied, Stop, undefined_relation, undefined_schema},
    state::{
        ObjectId, State,
        object::{Class, Definition, Kind, Object, Provenance},
    },
};
use crate::{
    source::Span,
    sql::name::{Identifier, Name},
};

/// How a statement meets what is missing.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Mode {
    /// As Postgres does: it fails.
    Strict,
    /// What is missing is let pass as far as something is left: a foreign key to nowhere, a column
    /// of unknown type. So one cause does not hide what the migrations meant.
    Lenient,
}

/// One connection to the database that is replayed.
#[derive(Clone, Debug)]
pub struct Session {
    pub state: State,
    pub mode: Mode,
    /// Names as set, `"$user"` among them.
    pub search_path: Vec<Identifier>,
    /// What `RESET search_path` goes back to.
    pub initial_path: Vec<Identifier>,
    /// What `SET` changed, by the name in lower case.
    pub settings: FxHashMap<Identifier, String>,
    /// The search path and settings before the first `SET LOCAL` of the transaction.
    pub outer_settings: Option<(Vec<Identifier>, FxHashMap<Identifier, String>)>,
    /// What the spans of the statement count in.
    pub text: Arc<str>,
    /// Where the statement stands, to be given to what it makes.
    pub definition: Definition,
    /// Rises with every transaction.
    pub transaction: u32,
    pub in_transaction_block: bool,
    /// Where the transaction block began, while there is one.
    pub block_since: Definition,
    /// How many `EXECUTE`s and calls the statement is inside of.
    pub depth: u32,
    /// Jobs of `pg_cron`, by name or number.
    pub cron_jobs: BTreeMap<String, CronJob>,
    /// Whether rows may have come into any table: a trigger has run, or something unknown.
    pub rows_uncertain: bool,
}

/// What a session holds beside its state.
#[derive(Clone, Debug)]
pub struct Settings {
    search_path: Vec<Identifier>,
    settings: FxHashMap<Identifier, String>,
    cron_jobs: BTreeMap<String, CronJob>,
}

#[derive(Clone, Debug)]
pub struct CronJob {
    pub schedule: String,
    pub command: String,
    pub definition: Definition,
}

impl Session {
    /// A fresh connection to `state`.
    pub fn new(mut state: State, mode: Mode, search_path: Vec<Identifier>) -> Self {
        if state.schema("pg_temp").is_none() {
            let mut schema = Object::new("pg_temp".into(), None, Kind::Schema);
            schema.provenance = Provenance::Platform;
            state.add(schema);
            state.commit();
        }
        Self {
            state,
            mode,
            initial_path: search_path.clone(),
            search_path,
            settings: FxHashMap::default(),
            outer_settings: None,
            text: Arc::from(""),
            definition: Definition {
                file: 0,
                span: Span::default(),
            },
            transaction: 0,
            in_transaction_block: false,
            block_since: Definition {
                file: 0,
                span: Span::default(),
            },
            depth: 0,
            cron_jobs: BTreeMap::new(),
            rows_uncertain: false,
        }
    }

    /// What a failed statement must not change, beside the state.
    pub fn clone_settings(&self) -> Settings {
        Settings {
            search_path: self.search_path.clone(),
            settings: self.settings.clone(),
            cron_jobs: self.cron_jobs.clone(),
        }
    }

    pub fn restore_settings(&mut self, settings: Settings) {
        self.search_path = settings.search_path;
        self.settings = settings.settings;
        self.cron_jobs = settings.cron_jobs;
    }

    /// The text of a part of the statement.
    pub fn slice(&self, span: Span) -> &str {
        self.text.get(span.range()).unwrap_or_default()
    }

    /// Lets pass that something is missing, in lenient mode.
    ///
    /// # Errors
    ///
    /// In strict mode, and for any other reason, the `stop` that was given.
    pub fn tolerate(&self, stop: Stop) -> Applied {
        match self.mode {
            Mode::Lenient if stop.is_missing() => Ok(()),
            Mode::Lenient | Mode::Strict => Err(stop),
        }
    }

    /// Makes an object that the current statement defines.
    pub fn create(&mut self, mut object: Object) -> ObjectId {
        object.definition = Some(self.definition);
        object.grants = self.default_grants(&object);
        self.state.add(object)
    }

    /// The schemas that an unqualified name is looked for in, in order; `pg_catalog` first unless
    /// the path names it.
    pub fn path(&self) -> Vec<ObjectId> {
        let named = self.search_path.iter();
        let mut path: Vec<ObjectId> = named.filter_map(|name| self.named_schema(name)).collect();
        if let Some(catalog) = self.state.schema("pg_catalog")
            && !path.contains(&catalog)
        {
            path.insert(0, catalog);
        }
        // Temporary relations hide all others, types and routines do not come from there.
        path.extend(self.state.schema("pg_temp"));
        path
    }

    /// A schema of the search path; `$user` is the role that migrations run as.
    fn named_schema(&self, name: &str) -> Option<ObjectId> {
        let name = if name == "$user" { "postgres" } else { name };
        self.state.schema(name)
    }

    /// Keeps the settings as they are, to go back to when the transaction ends.
    pub fn keep_settings(&mut self) {
        if self.outer_settings.is_none() {
            self.outer_settings = Some((self.search_path.clone(), self.settings.clone()));
        }
    }

    /// Undoes every `SET LOCAL`.
    pub fn end_transaction(&mut self) {
        if let Some((path, settings)) = self.outer_settings.take() {
            self.search_path = path;
            self.settings = settings;
        }
    }

    /// The schema of a new object.
    ///
    /// # Errors
    ///
    /// 3F000 when there is none of the name, or none in the search path.
    pub fn creation_schema(&self, name: &Name) -> Applied<ObjectId> {
        match &name.schema {
            Some(schema) => self
                .state
                .schema(schema)
                .ok_or_else(|| undefined_schema(schema, name.span)),
            None => self
                .search_path
                .iter()
                .find_map(|schema| self.named_schema(schema))
                .ok_or_else(|| {
                    Stop::failed("3F000", "no schema has been selected to create in").at(name.span)
                }),
        }
    }

    /// The object of a schema's class by a possibly qualified name.
    pub fn find(&self, class: Class, name: &Name) -> Option<ObjectId> {
        match &name.schema {
            Some(schema) => {
                let schema = self.state.schema(schema)?;
                self.state.find(class, Some(schema), &name.name)
            }
            None => {
                let mut path = self.path();
                if class == Class::Relation {
                    // Temporary relations come before all others.
                    path.rotate_right(usize::from(self.state.schema("pg_temp").is_some()));
                }
                path.into_iter()
                    .find_map(|schema| self.state.find(class, Some(schema), &name.name))
            }
        }
    }

    /// The table, view or other relation with columns of this name; no index, no sequence.
    ///
    /// # Errors
    ///
    /// 42P01 when there is none.
    pub fn relation(&self, name: &Name) -> Applied<ObjectId> {
        let found = self.find(Class::Relation, name);
        found
            .filter(|&id| {
                let object = self.state.object(id);
                object.is_some_and(|object| matches!(object.kind, Kind::Relation(_)))
            })
            .ok_or_else(|| undefined_relation(name))
    }

    /// The name of an object with its schema: `public.users`.
    pub fn qualified(&self, id: ObjectId) -> String {
        let Some(object) = self.state.object(id) else {
            return String::new();
        };
        let parent = object.parent.and_then(|parent| self.state.object(parent));
        match parent {
            Some(parent) => format!("{}.{}", parent.name, object.name),
            None => object.name.to_string(),
        }
    }
}
