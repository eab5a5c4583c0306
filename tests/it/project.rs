//! Projects on the disk, checked as the command does it.

use std::path::Path;

use tabletrace::{
    analysis::{self, Analysis, Inputs},
    cache::Cache,
    check::{self, Checked, Subjects},
    config::{self, Config},
    link::Depth,
    rules::options::{Options, Selection},
    schema::{
        Database, assemble,
        discover::{self, project},
        source::SchemaFile,
    },
    source::Location,
    walk::{self, SchemaTexts},
};

/// A project with all that its files tell.
pub(crate) struct Project {
    pub(crate) inputs: Inputs,
    /// The texts that the databases were read from, ordered by path.
    pub(crate) files: Vec<SchemaFile>,
    pub(crate) analysis: Analysis,
    pub(crate) databases: Vec<Database>,
    pub(crate) options: Options,
}

/// The project below a folder.
pub(crate) fn read(root: &Path) -> Project {
    let config = walk::configuration(root).unwrap();
    let config = config.map_or_else(Config::default, |text| config::read(&text).unwrap());
    let mut options = walk::Options::new(root.to_owned());
    options.schema_texts = SchemaTexts::Read;
    options.include.clone_from(&config.include);
    options.exclude.clone_from(&config.exclude);
    let inputs = walk::walk(&options, &|_| {}).unwrap();
    let (files, databases) = databases(&inputs, &inputs.schema_files);
    Project {
        analysis: analysis::analyse(&inputs, &Cache::disabled(), Depth::Accesses),
        inputs,
        files,
        databases,
        options: config.rules,
    }
}

/// The databases that texts of a project tell of, and which texts those are.
fn databases(inputs: &Inputs, files: &[SchemaFile]) -> (Vec<SchemaFile>, Vec<Database>) {
    let manifests = inputs.manifests.iter();
    let manifests: Vec<String> = manifests.map(|manifest| manifest.path.clone()).collect();
    let found = discover::discover(project::Project {
        files,
        sources: &inputs.sources,
        manifests: &manifests,
    });
    let files = assemble::texts(&found.databases, files, &inputs.sources);
    let options = assemble::Options {
        others: assemble::Others::Keep,
        ..assemble::Options::default()
    };
    let databases = found
        .databases
        .into_iter()
        .map(|found| assemble::database(found, &files, &options).unwrap().0);
    let databases = databases.collect();
    (files, databases)
}

impl Project {
    /// What is found in the project.
    pub(crate) fn check(&self) -> Checked {
        check::check(self.subjects(&self.files, &self.databases), &self.options)
    }

    /// Its databases, were there one more text that tells of them.
    pub(crate) fn databases_with(&self, file: SchemaFile) -> Vec<Database> {
        let files = self.inputs.schema_files.iter();
        let mut files: Vec<SchemaFile> = files
            .map(|file| SchemaFile::new(file.path.clone(), file.text.clone()))
            .collect();
        files.push(file);
        files.sort_by(|a, b| a.path.cmp(&b.path));
        databases(&self.inputs, &files).1
    }

    /// What rules find in its code, were these its databases.
    pub(crate) fn check_code(&self, databases: &[Database], rules: &[&'static str]) -> Checked {
        let options = Options {
            selection: Selection {
                only: rules.to_vec(),
                without: Vec::new(),
            },
            ..self.options.clone()
        };
        check::check(self.subjects(&[], databases), &options)
    }

    fn subjects<'a>(&'a self, files: &'a [SchemaFile], databases: &'a [Database]) -> Subjects<'a> {
        Subjects {
            sources: &self.inputs.sources,
            files,
            accesses: &self.analysis.accesses,
            databases,
        }
    }

    /// A place in source code as `FILE:LINE` and its text.
    pub(crate) fn show(&self, location: Location) -> String {
        let file = self.inputs.sources.get(location.file);
        let line = file.position(location.span.start).line;
        format!("{}:{line}: `{}`", file.path, file.slice(location.span))
    }
}
