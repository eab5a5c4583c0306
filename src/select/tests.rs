//! The grammar held against tables of texts.
