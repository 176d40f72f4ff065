//! The answer of every command in one or two sentences, from its own figures: what each face says first.

mod decision;
mod money;
mod phrase;
mod readiness;
mod risk;
