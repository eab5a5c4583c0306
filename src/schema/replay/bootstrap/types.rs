//! The built-in types that rules of Postgres name.

use std::sync::OnceLock;

use crate::schema::replay::state::{ObjectId, State, object::Class, types::TypeRef};

macro_rules! well_known {
    ($($name:ident = $text:literal),* $(,)?) => {
        /// Types of `pg_catalog` by their names there.
        #[derive(Debug)]
        pub struct Types {
            $(pub $name: ObjectId,)*
        }

        impl Types {
            fn of(state: &State) -> Self {
                let catalog = state.schema("pg_catalog");
                let find = |name| {
                    state
                        .find(Class::Type, catalog, name)
                        .expect("the data of Postgres lists the types that its rules name")
                };
                Self { $($name: find($text),)* }
            }
        }
    };
}

well_known! {
    any = "any",
    any_array = "anyarray",
    any_compatible = "anycompatible",
    any_compatible_array = "anycompatiblearray",
    any_compatible_multirange = "anycompatiblemultirange",
    any_compatible_non_array = "anycompatiblenonarray",
    any_compatible_range = "anycompatiblerange",
    any_element = "anyelement",
    any_enum = "anyenum",
    any_multirange = "anymultirange",
    any_non_array = "anynonarray",
    any_range = "anyrange",
    bit = "bit",
    boolean = "bool",
    char = "char",
    date = "date",
    float4 = "float4",
    float8 = "float8",
    int2 = "int2",
    int2vector = "int2vector",
    int4 = "int4",
    int8 = "int8",
    json = "json",
    jsonb = "jsonb",
    name = "name",
    numeric = "numeric",
    oid = "oid",
    oidvector = "oidvector",
    record = "record",
    regclass = "regclass",
    regtype = "regtype",
    text = "text",
    time = "time",
    timestamp = "timestamp",
    timestamptz = "timestamptz",
    timetz = "timetz",
    unknown = "unknown",
    uuid = "uuid",
}

/// The types that rules of Postgres name, the same in every database.
pub fn types() -> &'static Types {
    static TYPES: OnceLock<Types> = OnceLock::new();
    TYPES.get_or_init(|| Types::of(super::bare()))
}

impl Types {
    /// What a literal is before anything gives it a type.
    pub fn unknown(&self) -> TypeRef {
        TypeRef::plain(self.unknown)
    }

    pub fn boolean(&self) -> TypeRef {
        TypeRef::plain(self.boolean)
    }

    pub fn text(&self) -> TypeRef {
        TypeRef::plain(self.text)
    }
}
