//! Files and folders known by their names.

/// Folders whose content is nobody's source, wherever they are.
pub(super) fn is_never_read(folder: &str) -> bool {
    matches!(folder, ".git" | "node_modules")
}

/// Hidden files and folders that a tool writes and no one edits.
pub(super) fn is_tool_output(name: &str) -> bool {
    matches!(
        name,
        ".angular"
            | ".astro"
            | ".aws-sam"
            | ".cache"
            | ".docusaurus"
            | ".expo"
            | ".expo-shared"
            | ".firebase"
            | ".gradle"
            | ".mastra"
            | ".netlify"
            | ".next"
            | ".nitro"
            | ".npm"
            | ".nuxt"
            | ".nx"
            | ".nyc_output"
            | ".open-next"
            | ".output"
            | ".parcel-cache"
            | ".pnp.cjs"
            | ".pnp.js"
            | ".pnp.loader.mjs"
            | ".pnpm-store"
            | ".react-router"
            | ".serverless"
            | ".sst"
            | ".svelte-kit"
            | ".tanstack"
            | ".turbo"
            | ".venv"
            | ".vercel"
            | ".vinxi"
            | ".vite"
            | ".wrangler"
            | ".yarn"
    )
}

/// Whether the file says by its name that it tells how modules are found.
pub(super) fn is_manifest(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    let (stem, extension) = name.split_once('.').unwrap_or((name, ""));
    let is_json = name.ends_with(".json");
    match stem {
        "package" | "deno" => matches!(extension, "json" | "jsonc") && name != "package.jsonc",
        "vercel" => name == "vercel.json",
        "pnpm-workspace" => matches!(extension, "yaml" | "yml"),
        "vite" | "svelte" | "nuxt" | "astro" | "babel" => extension.starts_with("config."),
        "" => matches!(
            name,
            ".babelrc" | ".babelrc.json" | ".babelrc.js" | ".babelrc.cjs"
        ),
        _ if !is_json => false,
        _ if stem.starts_with("tsconfig") || stem.starts_with("jsconfig") => true,
        _ => is_import_map(name),
    }
}

/// `import_map.json`, `my_import_map.prod.json`, `importMap.json`
fn is_import_map(name: &str) -> bool {
    name.contains("import_map") || name.contains("import-map") || name.contains("importMap")
}

/// Whether a JSON file of any other name may hold compiler options for others to extend: it lies
/// where such files are kept, as in `packages/tsconfig/base.json`.
pub(super) fn is_in_tsconfig_folder(path: &str) -> bool {
    let folders = path.rsplit_once('/').map_or("", |(folders, _)| folders);
    folders.contains("tsconfig") || folders.contains("typescript")
}

/// Whether the file, which is no source code, says by its name that it may tell about a schema.
///
/// SQL that was put aside by its extension (`a.sql.bak`) is one: it is named among what is left
/// out.
pub(super) fn is_schema_text(path: &str) -> bool {
    let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
    match name {
        "config.toml" => folder == "supabase" || folder.ends_with("/supabase"),
        "_journal.json" | "schema.snapshot.json" | "drizzle.config.json" => true,
        "wrangler.toml" | "wrangler.json" | "wrangler.jsonc" | "migration_lock.toml" => true,
        _ => name.ends_with(".sql") || name.ends_with(".prisma") || name.contains(".sql."),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn schema_texts_are_known_by_name() {
        for path in [
            "schema.sql",
            "supabase/config.toml",
            "apps/web/supabase/config.toml",
            "db/meta/_journal.json",
            "prisma/schema/user.prisma",
            "supabase/migrations/1_a.sql.bak",
        ] {
            assert!(is_schema_text(path), "{path}");
        }
        for path in ["config.toml", "not-supabase/config.toml", "a.sqlite", "sql"] {
            assert!(!is_schema_text(path), "{path}");
        }
    }

    #[test]
    fn manifests_are_known_by_name() {
        for path in [
            "package.json",
            "a/tsconfig.json",
            "tsconfig.app.json",
            "tsconfig-base.json",
            "jsconfig.json",
            "supabase/functions/deno.jsonc",
            "import_map.json",
            "x/prod_import_map.json",
            "importMap.json",
            "pnpm-workspace.yaml",
            "vercel.json",
            "vite.config.mts",
            "svelte.config.js",
            "nuxt.config.ts",
            ".babelrc",
            "babel.config.json",
        ] {
            assert!(is_manifest(path), "{path}");
        }
        for path in [
            "package-lock.json",
            "package.ts",
            "deno.lock",
            "vite.configuration.ts",
            "metro.config.js",
            "tsconfig.ts",
            "src/importMap.ts",
            "package.json/a.ts",
        ] {
            assert!(!is_manifest(path), "{path}");
        }
    }
}
