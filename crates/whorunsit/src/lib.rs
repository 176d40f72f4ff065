//! Stub: the facade's shape only.
pub mod facade;
