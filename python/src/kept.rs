//! What portfolios share that were made of each other: the last one, with what it came to.

use std::panic::AssertUnwindSafe;
use std::sync::Mutex;

use pyo3::prelude::*;
use whorunsit::facade;

use crate::{call, guarded};

/// Keeps the last portfolio that it was asked about, so that a changed form of it is answered sooner.
#[pyclass(frozen, module = "whorunsit._core")]
pub(crate) struct Kept(Mutex<facade::Kept>);

#[pymethods]
impl Kept {
    #[new]
    fn new() -> Self {
        Self(Mutex::default())
    }

    /// Does what the function `call` does.
    fn call(&self, py: Python<'_>, command: &str, portfolio: &[u8], options: &str) -> PyResult<String> {
        let Ok(mut kept) = self.0.try_lock() else {
            // Another thread is at it: waiting could take longer than working it out.
            return call(py, command, portfolio, options);
        };
        let inside: &mut facade::Kept = &mut kept;
        let work = || inside.answer(command, portfolio, options).unwrap_or_else(|refusal| refusal);
        let answer = guarded(py, command, AssertUnwindSafe(work));
        if answer.is_err() {
            // Left half-way by a panic.
            *kept = facade::Kept::default();
        }
        answer
    }
}
