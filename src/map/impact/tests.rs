//! Changes in short, and what they break.
