//! Finds every place where TypeScript and JavaScript code touches the database.
//!
//! The modules stand in the order data flows through them, and each may use only those above it.
//! `tests/it/tidy.rs` holds them to that.

// What everything is said in: names, places in source text, what could not be read.
pub mod name;

pub mod source;

pub mod notice;

pub mod glob;

pub mod stack;

pub mod mention;

// Source text becomes syntax; syntax becomes facts.
pub mod syntax;

pub mod sql;

pub mod select;

pub mod operation;

pub mod clause;

pub mod facts;

pub mod extract;

// All files together: symbolic values become accesses.
pub mod modules;

pub mod access;

pub mod link;

pub mod demand;

// What leads to the accesses.
pub mod reach;

// Migrations, generated types or a live database become a catalog.
pub mod schema;

// Each access finds its database.
pub mod assign;

// Accesses are held against the catalog the way the server would.
pub mod postgrest;

pub mod digest;

pub mod unread;

pub mod analysis;

// What a project says of its relations.
pub mod declared;

// Code and databases, side by side, become a graph.
pub mod survey;

pub mod map;

// All of that becomes findings.
pub mod finding;

pub mod rules;

pub mod suppress;

pub mod baseline;

pub mod check;

// The analysis becomes output.
pub mod report;

// What a project says about itself.
pub mod config;

// The only modules that touch the world.
pub mod walk;

pub mod git;

pub mod cache;
