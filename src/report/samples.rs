//! Reports for tests of all renderers.
