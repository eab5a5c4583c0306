use std::slice;

use super::{config::DrizzleConfig, *};

fn check(files: &[(&str, &str)]) -> DrizzleSchema {
    let files = files
        .iter()
        .map(|(path, text)| SchemaFile::new((*path).to_owned(), (*text).to_owned()));
    let files: Vec<SchemaFile> = files.collect();
    let files: Vec<&SchemaFile> = files.iter().collect();
    read(&files[..1], &files, Casing::Keep)
}

/// `schema.relation: column type` of each column.
fn columns(schema: &DrizzleSchema) -> Vec<String> {
    let relations = schema.catalog.relations.iter();
    let columns = relations.flat_map(|relation| {
        relation.columns.iter().map(|column| {
            let ty = column.data_type.as_deref().unwrap_or("?");
            format!(
                "{}.{}: {} {ty}",
                relation.schema, relation.name, column.name
            )
        })
    });
    columns.collect()
}

fn notices(schema: &DrizzleSchema) -> Vec<String> {
    let notices = schema.notices.iter();
    notices
        .map(|notice| format!("{}: {}", notice.line.unwrap_or_default(), notice.message))
        .collect()
}

const IMPORT: &str =
    "import { customType, integer, pgEnum, pgTable, text } from 'drizzle-orm/pg-core';\n";

#[test]
fn only_what_an_entry_exports_is_part_of_the_schema() {
    let schema = check(&[
        (
            "db/index.ts",
            "export * from './users';\nexport { b as c } from '@/db/more.js';\n",
        ),
        (
            "db/users.ts",
            &format!(
                "{IMPORT}export const users = pgTable('users', {{ a: text() }});\nconst own = pgTable('own', {{ a: text() }});"
            ),
        ),
        (
            "db/more.ts",
            &format!(
                "{IMPORT}const b = pgTable('b', {{ x: integer('y') }});\nexport {{ b }};\nexport const not = pgTable('not', {{}});"
            ),
        ),
    ]);
    assert_eq!(
        columns(&schema),
        ["public.b: y integer", "public.users: a text"]
    );
    let names = &schema.names.relations[&("db/more.ts".to_owned(), "b".to_owned())];
    assert_eq!(
        (names.relation.as_str(), names.columns["x"].as_str()),
        ("b", "y")
    );
}

#[test]
fn tables_of_other_databases_are_left_out() {
    let schema = check(&[(
        "schema.ts",
        "import { sqliteTable, text } from 'drizzle-orm/sqlite-core';\nexport const a = sqliteTable('a', { b: text() });",
    )]);
    assert_eq!(columns(&schema), [""; 0]);
}

#[test]
fn what_is_not_known_is_told_and_leaves_the_table_open() {
    let text = format!(
        "{IMPORT}import {{ shared, money, Kinds }} from './elsewhere';\n\
         export const kind = pgEnum('kind', Kinds);\n\
         export const a = pgTable('a', {{ id: text(), ...shared, price: money() }});\n\
         export const b = pgTable('b', {{ a: text().references(() => shared.id) }});\n"
    );
    let schema = check(&[("schema.ts", &text)]);
    assert_eq!(
        notices(&schema),
        [
            "3: the labels of the enum `kind` are not known",
            "4: not all columns of `a` are known from these files",
            "4: what the column `price` of `a` is, is not known",
            "5: what `b.a` references is not known from these files",
        ]
    );
    let open: Vec<bool> = schema
        .catalog
        .relations
        .iter()
        .map(|relation| relation.open)
        .collect();
    assert_eq!(open, [true, false]);
}

#[test]
fn functions_and_custom_types_are_followed() {
    let text = format!(
        "{IMPORT}const key = (name: string) => text(`${{name}}_key`).notNull();\n\
         const sized = customType<{{ data: number }}>({{\n  dataType(config) {{\n    \
         if (config?.a && !config.b) {{ return `numeric(${{config.a}})`; }}\n    \
         return 'timestamptz';\n  }},\n}});\n\
         export const a = pgTable('a', {{ id: key('own'), x: sized({{ a: 3 }}), y: sized('yy') }});\n"
    );
    let schema = check(&[("schema.ts", &text)]);
    assert_eq!(
        columns(&schema),
        [
            "public.a: own_key text",
            "public.a: x numeric(3)",
            "public.a: yy timestamp with time zone",
        ]
    );
}

#[test]
fn what_leads_to_itself_comes_to_an_end() {
    let mut text = format!("{IMPORT}const a0 = {{ ...a1, ...a1 }};\n");
    for index in 1..40 {
        text += &format!(
            "const a{index} = {{ ...a{}, ...a{}, x{index}: f() }};\n",
            index + 1,
            index - 1
        );
    }
    text += "const f = () => f();\nconst s = [...s, ...s];\nconst t = `${t}${t}` + t;\n\
             export const e = pgEnum(t, s);\nexport const e2 = pgEnum('e', s);\n\
             export const z = pgTable('z', a0);\nexport * from './schema';\n";
    let schema = check(&[("schema.ts", &text)]);
    assert_eq!(schema.catalog.relations.len(), 1);
}

#[test]
fn configurations_are_read_in_every_form() {
    let postgres = DrizzleConfig {
        dialect: Some("postgresql".to_owned()),
        schema: vec!["./a.ts".to_owned()],
        ..DrizzleConfig::default()
    };
    for (path, text) in [
        (
            "drizzle.config.ts",
            "import { defineConfig } from 'drizzle-kit';\nexport default defineConfig({ dialect: 'postgresql', schema: './a.ts' });",
        ),
        (
            "drizzle.config.ts",
            "const config = { dialect: 'postgresql', schema: ['./a.ts'] } satisfies Config;\nexport default config;",
        ),
        (
            "drizzle.config.js",
            "module.exports = { driver: 'pg', schema: './a.ts' };",
        ),
        (
            "drizzle.config.json",
            "{ \"dialect\": \"postgresql\", \"schema\": \"./a.ts\" }",
        ),
    ] {
        let file = SchemaFile::new(path.to_owned(), text.to_owned());
        assert_eq!(config::read(&file), slice::from_ref(&postgres), "{text}");
    }
    for text in [
        "",
        "export default",
        "export default f",
        "export default 1;",
        "{",
    ] {
        let file = SchemaFile::new("drizzle.config.ts".to_owned(), text.to_owned());
        assert!(
            config::read(&file)
                .iter()
                .all(|config| !config.is_postgres())
        );
    }
}
