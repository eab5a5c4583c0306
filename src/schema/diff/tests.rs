use super::*;
use crate::schema::{
    generated_types,
    replay::{ReplayOptions, replay},
    source::SchemaFile,
};

fn sql(text: &str) -> Catalog {
    let file = SchemaFile::new("a.sql".to_owned(), text.to_owned());
    replay(&[&file], &ReplayOptions::default()).catalog
}

fn types(text: &str) -> Catalog {
    let file = SchemaFile::new("types.ts".to_owned(), text.to_owned());
    generated_types::read(&file).0
}

/// Each difference as `item name aspect: left | right`.
fn check(left: &Catalog, right: &Catalog, expected: &[&str]) {
    let side = |side: &Option<String>| side.clone().unwrap_or_else(|| "-".to_owned());
    let found: Vec<String> = diff(left, right)
        .iter()
        .map(|found| {
            let Difference {
                item,
                name,
                aspect,
                left,
                right,
            } = found;
            format!(
                "{item:?} {name} {aspect:?}: {} | {}",
                side(left),
                side(right)
            )
        })
        .collect();
    assert_eq!(found, expected);
}

const POSTS: &str = "create table posts (id bigint primary key, title text not null, n int);";

#[test]
fn the_same_in_another_order_is_no_difference() {
    let left = sql(&format!(
        "{POSTS} create table b (); create index i on posts (title);"
    ));
    let right = sql(&format!(
        "create table b (); {POSTS} create index j on posts (title);"
    ));
    check(&left, &right, &[]);
}

#[test]
fn relations_columns_and_keys_differ() {
    check(
        &sql(&format!(
            "{POSTS} create table old (); create type mood as enum ('a', 'b');"
        )),
        &sql("create table posts (id int, title text, extra date);\
              create type mood as enum ('b', 'a'); alter table posts enable row level security;"),
        &[
            "Relation public.old Presence: table | -",
            "Relation public.posts RowSecurity: off | on",
            "Column public.posts.extra Presence: - | date",
            "Column public.posts.id Type: bigint | integer",
            "Column public.posts.id Nullability: not null | null",
            "Column public.posts.n Presence: integer | -",
            "Column public.posts.title Nullability: not null | null",
            "Enum public.mood Labels: a, b | b, a",
            "Key public.posts primary key (id) Presence:  | -",
        ],
    );
}

#[test]
fn generated_types_are_compared_by_what_they_can_tell() {
    let typed = types(
        "export type Database = {\n  public: {\n    Tables: {\n      posts: {\n        Row: {\n\
                   id: number\n          title: string | null\n          n: string | null\n        }\n\
                 Insert: {\n          id: number\n          title?: string | null\n          n?: string | null\n        }\n\
                 Update: {\n          id?: number\n          title?: string | null\n          n?: string | null\n        }\n\
                 Relationships: []\n      }\n    }\n    Views: {}\n    Functions: {}\n    Enums: {}\n  }\n}\n",
    );
    check(
        &sql(&format!(
            "{POSTS} create schema app; create table app.hidden ();"
        )),
        &typed,
        &[
            "Column public.posts.n Type: number | string",
            "Column public.posts.title Nullability: not null | null",
        ],
    );
}
