//! Components that a build makes available to all markup without an import: Nuxt's, and those of
//! `unplugin-vue-components`.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::{
    modules::path,
    reach::project::{Framework, Project},
    source::{Dialect, FileId, Sources},
};

/// Whether a file is a component that markup can name without importing it.
pub(super) fn is_made_available(project: &Project<'_>, file: FileId) -> bool {
    let source = project.file(file);
    let has_folder = |folder: &str| source.path.split('/').any(|part| part == folder);
    source.dialect == Dialect::Vue
        && has_folder("components")
        && (project.depends(&source.path, &["unplugin-vue-components"])
            || project.application(&source.path, Framework::Nuxt).is_some())
}

/// The files whose markup has a tag, by its letters in lower case: `<user-card>` is `<UserCard>`.
#[derive(Debug)]
pub(super) struct Tags(FxHashMap<String, Vec<FileId>>);

impl Tags {
    pub(super) fn of(sources: &Sources) -> Self {
        let mut tags: FxHashMap<String, Vec<FileId>> = FxHashMap::default();
        for (file, source) in sources.iter() {
            if source.dialect != Dialect::Vue {
                continue;
            }
            let mut seen = FxHashSet::default();
            for hit in memchr::memchr_iter(b'<', source.text.as_bytes()) {
                let rest = &source.text[hit + 1..];
                let end = rest.find(|next: char| !next.is_ascii_alphanumeric() && next != '-');
                let tag = letters(&rest[..end.unwrap_or(rest.len())]);
                if !tag.is_empty() && seen.insert(tag.clone()) {
                    tags.entry(tag).or_default().push(file);
                }
            }
        }
        Self(tags)
    }

    /// The files that name the component at a path: by its file, or by its folders and its file.
    pub(super) fn users(&self, component: &str) -> impl Iterator<Item = FileId> {
        let name = path::file_name(component);
        let name = name.strip_suffix(".vue").unwrap_or(name);
        let mut names = vec![letters(name)];
        let (_, inside) = component.rsplit_once("components/").unwrap_or_default();
        let folders = path::parent(inside);
        if !folders.is_empty() {
            names.push(letters(&folders.replace('/', "")) + &letters(name));
        }
        let files = names.into_iter().filter_map(|name| self.0.get(&name));
        let files: Vec<FileId> = files.flatten().copied().collect();
        files.into_iter()
    }
}

fn letters(name: &str) -> String {
    let letters = name.chars().filter(char::is_ascii_alphanumeric);
    letters.map(|letter| letter.to_ascii_lowercase()).collect()
}
