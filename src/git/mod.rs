//! What git knows of a project: what changed since when, and what files were before.
