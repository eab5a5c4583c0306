//! Candidates gathered into databases, by the folders they belong to.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    Discovery, Found,
    candidate::{self, Candidate},
    look_alike,
    outline::Outline,
    paths,
    plain::{self, PlainSql},
    project::{Project, Remaining},
    settings::Settings,
    supabase::SupabaseProject,
    types::{self, GeneratedTypes},
};
use crate::schema::{
    Resources,
    source::{self, LeftOut, SourceKind},
};

/// Databases in the making, by root.
#[derive(Debug, Default)]
pub(super) struct Databases {
    by_root: BTreeMap<String, Gathered>,
}

/// What is known of one database.
#[derive(Debug, Default)]
struct Gathered {
    /// Of a Supabase project.
    settings: Option<Settings>,
    candidates: Vec<Candidate>,
    /// What its SQL creates and alters.
    outline: Outline,
}

impl Databases {
    /// Adds a Supabase project, unless it lies in the folder of another by mistake.
    pub(super) fn add_supabase(&mut self, found: SupabaseProject, remaining: &mut Remaining<'_>) {
        let around = found.root.strip_suffix("supabase");
        let around = around.map(|around| around.trim_end_matches('/'));
        if around.is_some_and(|around| self.by_root.contains_key(around)) {
            let path = paths::join(&found.root, "supabase");
            remaining.say_left_out(&path, "within the folder of another Supabase project");
            return;
        }
        let gathered = self.by_root.entry(found.root).or_default();
        gathered.settings = Some(found.settings);
        for candidate in found.candidates {
            gathered.push(candidate, remaining.project);
        }
    }

    /// Adds a candidate to the database that its root is part of, or to one of its own.
    pub(super) fn add(&mut self, root: String, candidate: Candidate, remaining: &Remaining<'_>) {
        let outline = outline_of(&candidate, remaining.project);
        let root = if self.by_root.contains_key(&root) {
            root
        } else {
            let around = self.around(&root, &outline, remaining);
            around.map(str::to_owned).unwrap_or(root)
        };
        let gathered = self.by_root.entry(root).or_default();
        gathered.push(candidate, remaining.project);
    }

    /// Adds a candidate, but no migrations where there are others.
    pub(super) fn add_unless_described(
        &mut self,
        root: String,
        candidate: Candidate,
        remaining: &mut Remaining<'_>,
    ) {
        let known = self.by_root.get(&root).and_then(Gathered::sql_path);
        match known {
            Some(beside) if candidate::is_sql(candidate.kind()) => {
                let reason = format!("beside `{beside}`, which is the schema");
                for source in &candidate.sources {
                    remaining.say_left_out(&source.path, &reason);
                }
            }
            Some(_) | None => self.add(root, candidate, remaining),
        }
    }

    /// The database around a folder that the SQL of the folder can be about.
    fn around(&self, root: &str, outline: &Outline, remaining: &Remaining<'_>) -> Option<&str> {
        let package = remaining.package(root);
        let same_package = self
            .by_root
            .keys()
            .find(|known| paths::is_within(known, root) && remaining.package(known) == package);
        let sharing = self.by_root.iter().filter(|(known, gathered)| {
            let shares = gathered.outline.created.is_empty()
                || outline.created.is_empty()
                || !gathered.outline.created.is_disjoint(&outline.created);
            gathered.settings.is_some() && paths::is_within(known, root) && shares
        });
        let sharing = sharing.map(|(known, _)| known);
        same_package
            .or_else(|| sharing.max_by_key(|known| known.len()))
            .map(String::as_str)
    }

    /// Adds plain SQL where nothing better describes the package it is in.
    pub(super) fn add_plain<'a>(
        &mut self,
        plain: Vec<PlainSql<'a>>,
        types: &[GeneratedTypes],
        remaining: &mut Remaining<'a>,
    ) {
        let mut packages: BTreeMap<String, Vec<PlainSql<'a>>> = BTreeMap::new();
        for sql in plain {
            packages.entry(sql.package.clone()).or_default().push(sql);
        }
        for (package, sql) in packages {
            let outlines = sql.iter().flat_map(|sql| sql.outline.created.clone());
            let all = Outline {
                created: outlines.collect(),
                ..Outline::default()
            };
            let known = self.around(&package, &all, remaining).or_else(|| {
                let mut inside = self.by_root.keys();
                inside
                    .find(|root| remaining.package(root) == package)
                    .map(String::as_str)
            });
            let root = known.map_or_else(|| package.clone(), str::to_owned);
            let gathered = self.by_root.entry(root.clone()).or_default();
            gathered.add_plain(sql, types, remaining);
            if gathered.candidates.is_empty() && gathered.settings.is_none() {
                self.by_root.remove(&root);
            }
        }
    }

    /// Leaves out the databases that are more of an example than the others.
    pub(super) fn leave_out_examples(&mut self, remaining: &mut Remaining<'_>) {
        self.by_root
            .retain(|_, gathered| !gathered.candidates.is_empty() || gathered.settings.is_some());
        let with_sources = self.by_root.iter();
        let with_sources = with_sources.filter(|(_, gathered)| !gathered.candidates.is_empty());
        let least = with_sources
            .map(|(root, _)| look_alike::example_folders(root))
            .min();
        let least = least.unwrap_or_default();
        self.by_root.retain(|root, gathered| {
            let is_kept = look_alike::example_folders(root) <= least;
            if !is_kept {
                for source in gathered
                    .candidates
                    .iter()
                    .flat_map(|candidate| &candidate.sources)
                {
                    remaining.say_left_out(&source.path, "an example or a test, by its folder");
                }
            }
            is_kept
        });
    }

    /// Gives generated types to the nearest database.
    pub(super) fn add_types(&mut self, types: &[GeneratedTypes], remaining: &mut Remaining<'_>) {
        let mut of_root: BTreeMap<String, Vec<&GeneratedTypes>> = BTreeMap::new();
        for file in types {
            of_root
                .entry(self.root_of(file, remaining))
                .or_default()
                .push(file);
        }
        let least = of_root
            .keys()
            .map(|root| look_alike::example_folders(root))
            .min();
        for (root, mut files) in of_root {
            let is_new = !self.by_root.contains_key(&root);
            if is_new && Some(look_alike::example_folders(&root)) > least {
                for file in files {
                    remaining.say_left_out(&file.path, "an example or a test, by its folder");
                }
                continue;
            }
            let gathered = self.by_root.entry(root).or_default();
            let examples = |file: &&GeneratedTypes| look_alike::example_folders(&file.path);
            let least = files.iter().map(examples).min();
            for file in files.extract_if(.., |file| Some(examples(&&**file)) > least) {
                remaining.say_left_out(&file.path, "an example or a test, by its folder");
            }
            types::sort(&mut files, &gathered.outline.created);
            gathered
                .candidates
                .extend(files.iter().map(|file| file.candidate()));
        }
        // A configuration alone describes nothing.
        self.by_root
            .retain(|_, gathered| !gathered.candidates.is_empty());
    }

    /// The root of the database that generated types describe.
    fn root_of(&self, file: &GeneratedTypes, remaining: &Remaining<'_>) -> String {
        let roots = self.by_root.keys().map(String::as_str);
        if let Some(nearest) = paths::nearest(roots, &file.path) {
            return nearest.to_owned();
        }
        let known = |gathered: &Gathered| gathered.outline.covers(&file.relations);
        let best = self
            .by_root
            .iter()
            .max_by_key(|(_, gathered)| known(gathered));
        match best {
            Some((root, _)) if self.by_root.len() == 1 => root.clone(),
            Some((root, gathered)) if known(gathered) > 0 => root.clone(),
            Some(_) | None => remaining.package(&file.path).to_owned(),
        }
    }

    /// The databases with their candidates in order, each with what is left out in its folder.
    pub(super) fn finish(self, left_out: BTreeSet<LeftOut>) -> Discovery {
        let roots: Vec<String> = self.by_root.keys().cloned().collect();
        let names = names(&roots);
        let mut databases: Vec<Found> = self
            .by_root
            .into_iter()
            .zip(names)
            .map(|((root, gathered), name)| gathered.found(root, name))
            .collect();
        let mut nowhere = Vec::new();
        for left_out in left_out {
            let nearest = paths::nearest(roots.iter().map(String::as_str), &left_out.path);
            let index = nearest.and_then(|nearest| roots.iter().position(|root| root == nearest));
            match (index, databases.as_mut_slice()) {
                (Some(index), databases) => databases[index].left_out.push(left_out),
                (None, [only]) => only.left_out.push(left_out),
                (None, _) => nowhere.push(left_out),
            }
        }
        Discovery {
            databases,
            left_out: nowhere,
        }
    }
}

impl Gathered {
    fn push(&mut self, candidate: Candidate, project: Project<'_>) {
        // Several configurations may name the same files.
        if self
            .candidates
            .iter()
            .any(|known| known.sources == candidate.sources)
        {
            return;
        }
        // The first SQL is the most trusted.
        if self.outline.is_empty() {
            self.outline = outline_of(&candidate, project);
        }
        self.candidates.push(candidate);
    }

    /// The path of the SQL that is trusted most.
    fn sql_path(&self) -> Option<&str> {
        let mut sql = self.candidates.iter();
        let sql = sql.find(|candidate| candidate::is_sql(candidate.kind()))?;
        Some(&sql.sources.first()?.path)
    }

    fn add_plain<'a>(
        &mut self,
        sql: Vec<PlainSql<'a>>,
        types: &[GeneratedTypes],
        remaining: &mut Remaining<'a>,
    ) {
        for sql in &sql {
            remaining.take_all(&sql.files);
        }
        if self.sql_path().is_none() {
            let (chosen, unused) = plain::choose(sql);
            for (sql, reason) in unused {
                remaining.say_left_out(&sql.path, &reason);
            }
            if let Some(chosen) = chosen {
                self.push(chosen, remaining.project);
            }
            return;
        }
        for sql in sql {
            if self.is_outdone_by(&sql, types) {
                self.outline = sql.outline.clone();
                let (candidate, _) = plain::choose(vec![sql]);
                self.candidates.splice(0..0, candidate);
            } else {
                let beside = self.sql_path().unwrap_or_default();
                let reason = format!("beside `{beside}`, which is the schema");
                remaining.say_left_out(&sql.path, &reason);
            }
        }
    }

    /// Whether other migrations create far more of what the generated types know.
    fn is_outdone_by(&self, sql: &PlainSql<'_>, types: &[GeneratedTypes]) -> bool {
        let names: BTreeSet<String> = types
            .iter()
            .flat_map(|file| file.relations.clone())
            .collect();
        let known = self.outline.covers(&names);
        sql.files.len() > 1
            && sql.outline.covers(&names) * 4 >= known * 5
            && sql.outline.covers(&names) > known + 4
    }

    fn found(mut self, root: String, name: String) -> Found {
        let preferred = self.preferred();
        let is_preferred = |candidate: &Candidate| Some(candidate.kind()) != preferred;
        self.candidates
            .sort_by_key(|candidate| (is_preferred(candidate), candidate.kind()));
        let max_rows = self
            .settings
            .as_ref()
            .and_then(|settings| settings.max_rows);
        let exposed = self.settings.map(|settings| settings.exposed);
        Found {
            name,
            root,
            exposed: exposed.unwrap_or_else(|| vec!["public".to_owned()]),
            max_rows,
            resources: Resources::default(),
            candidates: self.candidates,
            left_out: Vec::new(),
        }
    }

    /// The kind that is trusted most in spite of its rank: declarations where the migrations
    /// begin in the middle, and migrations that were put first.
    fn preferred(&self) -> Option<SourceKind> {
        let first = self.candidates.first()?.kind();
        let kinds: BTreeSet<SourceKind> = self.candidates.iter().map(Candidate::kind).collect();
        let declared = [SourceKind::PrismaSchema, SourceKind::DrizzleSchema];
        let declared = declared.into_iter().find(|kind| kinds.contains(kind));
        match declared {
            Some(declared) if self.outline.is_partial() => Some(declared),
            Some(_) | None => (first == SourceKind::Sql).then_some(first),
        }
    }
}

fn outline_of(candidate: &Candidate, project: Project<'_>) -> Outline {
    if !candidate::is_sql(candidate.kind()) {
        return Outline::default();
    }
    let files = candidate.files().iter();
    let files = files.filter_map(|path| source::by_path(project.files, path));
    Outline::of(files.map(|file| file.text.as_str()))
}

/// The name of each database: that of its folder, or the whole path where names clash.
fn names(roots: &[String]) -> Vec<String> {
    let short = |root: &String| match paths::name(root) {
        "" => "main".to_owned(),
        name => name.to_owned(),
    };
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for root in roots {
        *counts.entry(short(root)).or_default() += 1;
    }
    let named = roots.iter().map(|root| match counts.get(&short(root)) {
        Some(1) => short(root),
        Some(_) | None if root.is_empty() => "main".to_owned(),
        Some(_) | None => root.clone(),
    });
    named.collect()
}
