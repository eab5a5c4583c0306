//! Syntax trees to the model.
//!
//! The only place that knows the parser; none of its types leave this folder.

mod alter_tables;

mod bodies;

mod builder;

mod calls;

mod changes;

mod constraints;

mod errors;

mod expressions;

mod from;

mod grants;

mod heads;

mod into;

mod joins;

mod keywords;

mod literals;

mod loops;

mod names;

mod object_kinds;

mod objects;

mod operator_definitions;

mod operators;

mod options;

mod origin;

mod policies;

mod power;

mod precedence;

mod procedural;

mod queries;

mod retry;

mod routines;

mod script;

mod session;

mod statements;

mod steps;

mod tables;

mod tree;

mod type_definitions;

mod types;

mod views;

pub use script::script;
