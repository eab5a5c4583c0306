//! The baseline: findings that were there when tabletrace was introduced, known by their identity.
