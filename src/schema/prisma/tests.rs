use super::{names::FieldTarget, *};

fn check(texts: &[&str]) -> PrismaSchema {
    let files = texts
        .iter()
        .enumerate()
        .map(|(index, text)| SchemaFile::new(format!("{index}.prisma"), (*text).to_owned()));
    let files: Vec<SchemaFile> = files.collect();
    let files: Vec<&SchemaFile> = files.iter().collect();
    read(&files)
}

fn relations(schema: &PrismaSchema) -> Vec<&str> {
    let relations = schema.catalog.relations.iter();
    relations.map(|relation| relation.name.as_str()).collect()
}

#[test]
fn other_databases_give_a_notice_and_no_catalog() {
    let schema = check(&["datasource db {\n provider = \"mysql\"\n}\nmodel A {\n id Int @id\n}"]);
    assert_eq!(schema.provider.as_deref(), Some("mysql"));
    assert_eq!(schema.catalog, Catalog::default());
    assert_eq!(schema.notices[0].line, Some(1));
    assert_eq!(
        schema.notices[0].message,
        "the Prisma schema is for mysql, not for Postgres"
    );
}

#[test]
fn names_of_the_client_lead_to_the_database() {
    let schema = check(&[
        "model UserProfile {\n  userId String @map(\"user_id\") @default(cuid())\n  kind Kind\n  team Team @relation(fields: [kind], references: [id])\n  @@id([userId, kind], name: \"both\")\n  @@map(\"user_profiles\")\n}",
        "model Team {\n id Kind @id\n all UserProfile[]\n}\nenum Kind {\n A @map(\"a\")\n}",
    ]);
    let names = &schema.names.models["UserProfile"];
    assert_eq!(names.property, "userProfile");
    assert_eq!(names.relation, "user_profiles");
    assert_eq!(names.keys["both"], ["userId", "kind"]);
    let user = &names.fields["userId"];
    assert_eq!(user.target, FieldTarget::Column("user_id".to_owned()));
    assert!(user.filled_by_client);
    let team = &names.fields["team"];
    assert_eq!(team.target, FieldTarget::Model("Team".to_owned()));
    assert_eq!(schema.names.enums["Kind"].labels["A"], "a");
    assert!(!schema.catalog.relations[1].columns[0].has_default);
}

#[test]
fn the_rest_of_a_broken_file_is_read() {
    for middle in [
        "model {",
        "model B {\n x Strin\n",
        "@@@ nothing",
        "model B {\n x String @default(\n}",
        "model B {\n = 3\n [[[\n}",
        "<<<<<<< HEAD",
        "model B { x String @db.VarChar(((((((((((((((((((((((((1 }",
    ] {
        let text = format!("model A {{\n id Int @id\n}}\n{middle}\nmodel Z {{\n id Int @id\n}}\n");
        let schema = check(&[&text]);
        let names = relations(&schema);
        assert!(
            names.contains(&"A") && names.contains(&"Z"),
            "{middle}: {names:?}"
        );
        let whole = format!("{middle}\n");
        for end in (0..whole.len()).filter(|&end| whole.is_char_boundary(end)) {
            check(&[&whole[..end]]);
        }
    }
    let schema = check(&["model A {\n x Nothing\n}"]);
    assert_eq!(
        schema.notices[0].message,
        "the type `Nothing` of the field `A.x` is not defined"
    );
}
