//! A project in another state than that of the work tree: some of its files hold other texts.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
};

use ignore::gitignore::GitignoreBuilder;

use super::{
    Files, IgnoreFiles, Options, WalkError,
    choice::{Choice, Role},
    list::folder,
    names, read,
};
use crate::{
    analysis::Inputs,
    schema::source::SchemaFile,
    source::{Dialect, SourceFile, Sources},
};

/// Files that are different, by their paths relative to the root; `None` where there is none.
pub type State = BTreeMap<String, Option<Vec<u8>>>;

/// What was taken out of inputs, to be put back.
#[derive(Debug, Default)]
pub struct Taken {
    paths: BTreeSet<String>,
    files: Files,
}

/// Whether walking could read a file of this path at all.
pub fn is_readable(path: &str) -> bool {
    Dialect::of_path(path).is_some()
        || names::is_manifest(path)
        || names::is_schema_text(path)
        || path.ends_with(".json")
}

/// Puts the files of a state in the place of those read, as walking would have read them.
///
/// # Errors
///
/// When a glob of the options is malformed.
pub fn enter(inputs: &mut Inputs, options: &Options, state: &State) -> Result<Taken, WalkError> {
    let choice = Choice::new(options)?;
    let packages: BTreeSet<String> = inputs
        .manifests
        .iter()
        .map(|manifest| manifest.path.as_str())
        .filter(|path| path.rsplit('/').next() == Some("package.json"))
        .map(|path| folder(path).to_owned())
        .collect();
    let mut files = Files::default();
    for (path, bytes) in state {
        let Some(bytes) = bytes else { continue };
        let Some(role) = role(&choice, path) else {
            continue;
        };
        let is_unlikely = role == Role::PerhapsManifest
            && !names::is_in_tsconfig_folder(path)
            && !packages.contains(folder(path));
        if !is_unlikely {
            let read = read::given(role, bytes.clone(), options.max_bytes);
            files.add(path.clone(), role, read.text);
        }
    }
    Ok(exchange(inputs, state.keys().cloned().collect(), files))
}

/// What a file is read as, when neither its folders nor an ignore file of ours hide it.
fn role(choice: &Choice<'_>, path: &str) -> Option<Role> {
    let folders = path.match_indices('/').map(|(end, _)| &path[..end]);
    if folders
        .into_iter()
        .any(|folder| choice.skips_folder(folder))
    {
        return None;
    }
    let role = choice.role(path)?;
    match choice.options.ignore_files {
        IgnoreFiles::Respect if is_ignored(&choice.options.root, path) => None,
        IgnoreFiles::Respect | IgnoreFiles::Disregard => Some(role),
    }
}

/// Whether `.ignore` or `.tabletraceignore` names the file; git's own are not about its files.
fn is_ignored(root: &Path, path: &str) -> bool {
    let mut at = folder(path);
    loop {
        let here = root.join(at);
        let inside = path
            .strip_prefix(at)
            .unwrap_or(path)
            .trim_start_matches('/');
        for name in [".tabletraceignore", ".ignore"] {
            let mut builder = GitignoreBuilder::new("");
            if builder.add(here.join(name)).is_some() {
                continue;
            }
            let Ok(globs) = builder.build() else { continue };
            let matched = globs.matched_path_or_any_parents(inside, false);
            if !matched.is_none() {
                return matched.is_ignore();
            }
        }
        if at.is_empty() {
            return false;
        }
        at = folder(at);
    }
}

impl Taken {
    /// Whether nothing was there, and nothing came in its place.
    pub fn is_empty(&self, inputs: &Inputs) -> bool {
        let Files {
            sources,
            manifests,
            schema_files,
        } = &self.files;
        let has = |path: &String| {
            inputs.sources.by_path(path).is_some()
                || inputs
                    .manifests
                    .iter()
                    .any(|manifest| manifest.path == *path)
                || inputs.schema_files.iter().any(|file| file.path == *path)
        };
        sources.is_empty()
            && manifests.is_empty()
            && schema_files.is_empty()
            && !self.paths.iter().any(has)
    }

    /// Puts everything back.
    pub fn leave(self, inputs: &mut Inputs) {
        exchange(inputs, self.paths, self.files);
    }
}

/// Takes the files at the paths out, and puts others in.
fn exchange(inputs: &mut Inputs, paths: BTreeSet<String>, mut files: Files) -> Taken {
    let mut taken = Files::default();
    let is_taken = |path: &str| paths.contains(path);
    let mut sources = std::mem::take(&mut inputs.sources).into_files();
    let of_source = |file: &mut SourceFile| is_taken(&file.path);
    taken.sources.extend(sources.extract_if(.., of_source));
    sources.append(&mut files.sources);
    inputs.sources = Sources::new(sources);
    let manifests = &mut inputs.manifests;
    let of_manifest = manifests.extract_if(.., |manifest| is_taken(&manifest.path));
    taken.manifests.extend(of_manifest);
    manifests.append(&mut files.manifests);
    manifests.sort_by(|a, b| a.path.cmp(&b.path));
    let schema_files = &mut inputs.schema_files;
    let of_schema = |file: &mut SchemaFile| is_taken(&file.path);
    taken
        .schema_files
        .extend(schema_files.extract_if(.., of_schema));
    schema_files.append(&mut files.schema_files);
    schema_files.sort_by(|a, b| a.path.cmp(&b.path));
    Taken {
        paths,
        files: taken,
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::super::{SchemaTexts, walk};
    use super::*;

    fn paths(inputs: &Inputs) -> Vec<String> {
        let sources = inputs.sources.iter();
        let sources = sources.map(|(_, file)| format!("{}={}", file.path, file.text));
        let manifests = inputs.manifests.iter();
        let manifests = manifests.map(|manifest| manifest.path.clone());
        let schema = inputs.schema_files.iter().map(|file| file.path.clone());
        sources.chain(manifests).chain(schema).collect()
    }

    #[test]
    fn a_state_is_entered_and_left() {
        let folder = tempfile::tempdir().unwrap();
        for (path, text) in [
            ("a.ts", "a"),
            ("b.ts", "b"),
            ("package.json", "{}"),
            ("db/1.sql", ""),
            (".tabletraceignore", "/old\n"),
        ] {
            let path = folder.path().join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        let mut options = Options::new(folder.path().to_owned());
        options.schema_texts = SchemaTexts::Read;
        options.exclude = vec!["*.test.ts".to_owned()];
        let mut inputs = walk(&options, &|_| ()).unwrap();
        let before = paths(&inputs);
        let text = |text: &str| Some(text.as_bytes().to_vec());
        let state = State::from([
            ("a.ts".to_owned(), text("other")),
            ("b.ts".to_owned(), None),
            ("c.ts".to_owned(), text("c")),
            ("c.test.ts".to_owned(), text("excluded")),
            ("old/d.ts".to_owned(), text("ignored")),
            ("node_modules/x/e.ts".to_owned(), text("never read")),
            ("readme.md".to_owned(), text("not read")),
            ("db/1.sql".to_owned(), None),
            ("db/2.sql".to_owned(), text("")),
        ]);
        let taken = enter(&mut inputs, &options, &state).unwrap();
        let after = ["a.ts=other", "c.ts=c", "package.json", "db/2.sql"];
        assert_eq!(paths(&inputs), after);
        assert!(!taken.is_empty(&inputs));
        taken.leave(&mut inputs);
        assert_eq!(paths(&inputs), before);
        let nothing = State::from([("readme.md".to_owned(), None)]);
        let taken = enter(&mut inputs, &options, &nothing).unwrap();
        assert!(taken.is_empty(&inputs));
    }
}
