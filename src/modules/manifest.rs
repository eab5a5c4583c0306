//! Manifests as they are read: JSON to values, scripts as text, the rest to notices.

use std::collections::BTreeMap;

use jsonc_parser::{ParseOptions, parse_to_serde_value};
use serde_json::{Map, Value};

use super::path;
use crate::{
    notice::{Notice, NoticeKind},
    source::Sources,
};

/// A file that says how modules are found: `package.json`, `tsconfig.json`, `deno.json`, …
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Manifest {
    /// Relative to the project root, `/`-separated.
    pub path: String,
    pub text: String,
}

/// Tools whose configuration is a script that may define aliases.
const TOOLS: [&str; 16] = [
    "vite",
    "vitest",
    "svelte",
    "nuxt",
    "astro",
    "next",
    "webpack",
    "rollup",
    "rspack",
    "rsbuild",
    "electron.vite",
    "quasar",
    "babel",
    "metro",
    "craco",
    "app",
];

/// Folder names under which TypeScript settings are shared in files of any name.
const SHARED_SETTINGS: [&str; 3] = ["tsconfig", "ts-config", "typescript"];

/// Whether the file says how modules are found, by its name and that of its folder.
pub fn is_manifest(path: &str) -> bool {
    kind(path).is_some()
}

#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Kind {
    Package,
    /// A configuration of the TypeScript compiler, or one that others extend.
    Compiler,
    Deno,
    ImportMap,
    /// A configuration script, read as text.
    Script,
}

fn kind(path: &str) -> Option<Kind> {
    let name = path::file_name(path);
    if is_script(name) {
        return Some(Kind::Script);
    }
    match name {
        "package.json" => return Some(Kind::Package),
        "deno.json" | "deno.jsonc" => return Some(Kind::Deno),
        "importmap.json" | "import-map.json" => return Some(Kind::ImportMap),
        _ if name.ends_with("import_map.json") => return Some(Kind::ImportMap),
        _ => {}
    }
    let stem = name.strip_suffix(".json")?;
    let folder = path::file_name(path::parent(path));
    let is_shared = SHARED_SETTINGS.iter().any(|part| folder.contains(part));
    (is_shared || stem.starts_with("tsconfig") || stem.starts_with("jsconfig"))
        .then_some(Kind::Compiler)
}

fn is_script(name: &str) -> bool {
    if name == ".babelrc" {
        return true;
    }
    let Some((stem, "js" | "cjs" | "mjs" | "ts" | "cts" | "mts")) = name.rsplit_once('.') else {
        return false;
    };
    stem.strip_suffix(".config")
        .is_some_and(|tool| TOOLS.contains(&tool) || tool.starts_with("webpack."))
}

/// All manifests by path, those that could not be read left out.
#[derive(Debug, Default)]
pub(super) struct Manifests {
    pub packages: BTreeMap<String, Map<String, Value>>,
    pub compilers: BTreeMap<String, Map<String, Value>>,
    pub denos: BTreeMap<String, Map<String, Value>>,
    pub import_maps: BTreeMap<String, Map<String, Value>>,
    pub scripts: BTreeMap<String, String>,
}

impl Manifests {
    /// Reads the manifests, and the configuration scripts among the sources.
    pub(super) fn read(sources: &Sources, manifests: &[Manifest]) -> (Self, Vec<Notice>) {
        let mut read = Self::default();
        let mut notices = Vec::new();
        for (_, file) in sources.iter() {
            if is_script(path::file_name(&file.path)) {
                read.scripts.insert(file.path.clone(), file.text.clone());
            }
        }
        for manifest in manifests {
            if let Err(notice) = read.add(manifest) {
                notices.push(notice);
            }
        }
        notices.sort();
        (read, notices)
    }

    fn add(&mut self, manifest: &Manifest) -> Result<(), Notice> {
        let Manifest { path, text } = manifest;
        let of_kind = match kind(path) {
            None => return Ok(()),
            Some(Kind::Script) => {
                self.scripts.insert(path.clone(), text.clone());
                return Ok(());
            }
            Some(Kind::Package) => &mut self.packages,
            Some(Kind::Compiler) => &mut self.compilers,
            Some(Kind::Deno) => &mut self.denos,
            Some(Kind::ImportMap) => &mut self.import_maps,
        };
        let text = text.trim_start_matches('\u{feff}');
        let value: Value =
            parse_to_serde_value(text, &ParseOptions::default()).map_err(|error| {
                let line = error.line_display();
                notice(path, u32::try_from(line).ok(), &error.kind().to_string())
            })?;
        match value {
            Value::Object(object) => {
                of_kind.insert(path.clone(), object);
                Ok(())
            }
            // An empty file sets nothing.
            Value::Null => Ok(()),
            Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Array(_) => {
                Err(notice(path, None, "not an object"))
            }
        }
    }
}

fn notice(path: &str, line: Option<u32>, problem: &str) -> Notice {
    let name = path::file_name(path);
    Notice {
        path: path.to_owned(),
        line,
        kind: NoticeKind::Manifest,
        message: format!("`{name}` could not be read: {}", problem.to_lowercase()),
    }
}
