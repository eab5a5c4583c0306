//! The JSON of a change is what its schema says.
