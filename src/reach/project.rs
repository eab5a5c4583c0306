//! The packages and applications of a project, by their manifests and configurations.

use std::collections::{BTreeMap, BTreeSet};

use jsonc_parser::{ParseOptions, parse_to_serde_value};
use serde_json::Value;

use crate::{
    demand::Importers,
    facts::FileFacts,
    modules::{Manifest, path},
    source::{FileId, SourceFile, Sources},
};

/// A framework that says by files, or by the place of files, where it is entered.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub(super) enum Framework {
    Next,
    SvelteKit,
    Nuxt,
    Remix,
    Astro,
    Expo,
    Vite,
    ReactScripts,
}

impl Framework {
    const ALL: [Self; 8] = [
        Self::Next,
        Self::SvelteKit,
        Self::Nuxt,
        Self::Remix,
        Self::Astro,
        Self::Expo,
        Self::Vite,
        Self::ReactScripts,
    ];

    /// Its name for people.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Next => "Next.js",
            Self::SvelteKit => "SvelteKit",
            Self::Nuxt => "Nuxt",
            Self::Remix => "React Router",
            Self::Astro => "Astro",
            Self::Expo => "Expo",
            Self::Vite => "Vite",
            Self::ReactScripts => "Create React App",
        }
    }

    /// Packages of which an application has one.
    fn packages(self) -> &'static [&'static str] {
        match self {
            Self::Next => &["next"],
            Self::SvelteKit => &["@sveltejs/kit"],
            Self::Nuxt => &["nuxt", "nuxt3", "nuxt-edge"],
            Self::Remix => &["@remix-run/react", "@remix-run/node", "@react-router/dev"],
            Self::Astro => &["astro"],
            Self::Expo => &["expo-router"],
            Self::Vite => &["vite"],
            Self::ReactScripts => &["react-scripts"],
        }
    }

    /// How the name of its configuration begins.
    fn configuration(self) -> Option<&'static str> {
        match self {
            Self::Next => Some("next.config."),
            Self::SvelteKit => Some("svelte.config."),
            Self::Nuxt => Some("nuxt.config."),
            Self::Remix => Some("react-router.config."),
            Self::Astro => Some("astro.config."),
            Self::Vite => Some("vite.config."),
            Self::Expo | Self::ReactScripts => None,
        }
    }
}

/// A package of the project.
#[derive(Debug, Default)]
pub(super) struct Package {
    dependencies: BTreeSet<String>,
    /// By name, in the order of the file.
    pub(super) scripts: Vec<(String, String)>,
    /// What `bin` names.
    pub(super) programs: Vec<String>,
    pub(super) main: Option<String>,
}

/// What entry points are found from.
#[derive(Debug)]
pub(super) struct Project<'a> {
    pub(super) sources: &'a Sources,
    pub(super) facts: &'a [Option<FileFacts>],
    pub(super) importers: &'a Importers,
    pub(super) manifests: &'a [Manifest],
    /// By folder.
    pub(super) packages: BTreeMap<&'a str, Package>,
    configured: BTreeSet<(&'a str, Framework)>,
}

impl<'a> Project<'a> {
    pub(super) fn new(
        sources: &'a Sources,
        manifests: &'a [Manifest],
        facts: &'a [Option<FileFacts>],
        importers: &'a Importers,
    ) -> Self {
        let mut packages = BTreeMap::new();
        for manifest in manifests {
            if path::file_name(&manifest.path) == "package.json" {
                packages.insert(path::parent(&manifest.path), package(&manifest.text));
            }
        }
        let paths = manifests.iter().map(|manifest| manifest.path.as_str());
        let paths = paths.chain(sources.files().iter().map(|file| file.path.as_str()));
        let mut configured = BTreeSet::new();
        for place in paths.filter(|place| path::file_name(place).contains(".config.")) {
            for framework in Framework::ALL {
                let start = framework.configuration();
                if start.is_some_and(|start| path::file_name(place).starts_with(start)) {
                    configured.insert((path::parent(place), framework));
                }
            }
        }
        Self {
            sources,
            facts,
            importers,
            manifests,
            packages,
            configured,
        }
    }

    /// The folder of the application of a framework that a path is in, if it is in one.
    ///
    /// A configuration makes one, and so does a manifest with the package; a manifest without it
    /// ends the search.
    pub(super) fn application<'p>(&self, place: &'p str, framework: Framework) -> Option<&'p str> {
        for folder in path::ancestors(path::parent(place)) {
            if self.configured.contains(&(folder, framework)) {
                return Some(folder);
            }
            if let Some(package) = self.packages.get(folder) {
                let mut packages = framework.packages().iter();
                return packages
                    .any(|name| package.dependencies.contains(*name))
                    .then_some(folder);
            }
        }
        None
    }

    /// What of a path is below the application of a framework that it is in.
    pub(super) fn inside<'p>(&self, place: &'p str, framework: Framework) -> Option<&'p str> {
        path::below(place, self.application(place, framework)?)
    }

    /// Whether the nearest package of a path depends on one of these, or on one below these scopes.
    pub(super) fn depends(&self, place: &str, names: &[&str]) -> bool {
        let package = path::ancestors(path::parent(place)).find_map(|at| self.packages.get(at));
        package.is_some_and(|package| {
            names
                .iter()
                .any(|name| package.dependencies.contains(*name))
        })
    }

    /// Whether a file imports one of these packages, or a module of one.
    pub(super) fn imports(&self, file: FileId, names: &[&str]) -> bool {
        let imports = self.importers.scan(file).imports.iter();
        imports.filter(|import| !import.is_type).any(|import| {
            let specifier = bare(&import.specifier);
            names
                .iter()
                .any(|name| path::below(specifier, name).is_some())
        })
    }

    pub(super) fn file(&self, file: FileId) -> &'a SourceFile {
        self.sources.get(file)
    }

    pub(super) fn facts(&self, file: FileId) -> Option<&'a FileFacts> {
        self.facts[file.0 as usize].as_ref()
    }
}

/// A specifier without the registry and the version that Deno writes: `hono` of `npm:hono@4/tiny`
/// is followed by what stands behind it.
pub(super) fn bare(specifier: &str) -> &str {
    let specifier = specifier
        .strip_prefix("npm:")
        .or_else(|| specifier.strip_prefix("jsr:"))
        .or_else(|| specifier.strip_prefix("https://esm.sh/"))
        .or_else(|| specifier.strip_prefix("https://deno.land/x/"))
        .unwrap_or(specifier);
    match specifier
        .char_indices()
        .skip(1)
        .find(|(_, letter)| *letter == '@')
    {
        Some((at, _)) if !specifier[..at].ends_with('/') => &specifier[..at],
        Some(_) | None => specifier,
    }
}

fn package(text: &str) -> Package {
    let text = text.trim_start_matches('\u{feff}');
    let Ok(Value::Object(manifest)) = parse_to_serde_value::<Value>(text, &ParseOptions::default())
    else {
        return Package::default();
    };
    let mut package = Package::default();
    for key in ["dependencies", "devDependencies", "peerDependencies"] {
        if let Some(Value::Object(dependencies)) = manifest.get(key) {
            package.dependencies.extend(dependencies.keys().cloned());
        }
    }
    if let Some(Value::Object(scripts)) = manifest.get("scripts") {
        let texts = scripts.iter();
        let texts =
            texts.filter_map(|(name, text)| Some((name.clone(), text.as_str()?.to_owned())));
        package.scripts = texts.collect();
    }
    match manifest.get("bin") {
        Some(Value::String(file)) => package.programs.push(file.clone()),
        Some(Value::Object(files)) => {
            let files = files.values().filter_map(Value::as_str);
            package.programs.extend(files.map(str::to_owned));
        }
        _ => {}
    }
    let main = manifest.get("main").and_then(Value::as_str);
    package.main = main.map(str::to_owned);
    package
}
