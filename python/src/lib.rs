//! The compiled half of the Python package: the facade as one function.
//!
//! Everything a user meets is Python, beside this file in `whorunsit/`.

mod frames;

use std::panic::{UnwindSafe, catch_unwind};

use pyo3::exceptions::PyRuntimeError;
use pyo3::prelude::*;
use pyo3::types::PyTuple;
use whorunsit::facade;

/// The facade and its constants, for the Python modules of this package only.
#[pymodule]
mod _core {
    #[pymodule_export]
    use super::call;
    #[pymodule_export]
    use super::frames::{changed, columns};
    use super::{Bound, PyModule, PyModuleMethods, PyResult, PyTuple, facade, frames};

    #[pymodule_init]
    fn init(module: &Bound<'_, PyModule>) -> PyResult<()> {
        module.add("SCHEMA", frames::SCHEMA)?;
        module.add("MONEY_KEYS", PyTuple::new(module.py(), facade::MONEY_KEYS)?)?;
        module.add("__version__", env!("CARGO_PKG_VERSION"))
    }
}

/// Runs `command` on the bytes of a portfolio and returns the facade's JSON text.
#[pyfunction]
fn call(py: Python<'_>, command: &str, portfolio: &[u8], options: &str) -> PyResult<String> {
    guarded(py, command, || run(command, portfolio, options))
}

/// Does work without the interpreter lock, and makes an exception of a panic.
fn guarded(py: Python<'_>, command: &str, work: impl FnOnce() -> String + Send + UnwindSafe) -> PyResult<String> {
    // PyO3 would raise a panic as a `BaseException`, which `except Exception` lets through.
    py.detach(|| catch_unwind(work)).map_err(|_| {
        PyRuntimeError::new_err(format!(
            "whorunsit {} failed inside `{command}`: this is a defect of whorunsit, not of your portfolio; \
             please report it with the portfolio at {}/issues",
            env!("CARGO_PKG_VERSION"),
            env!("CARGO_PKG_REPOSITORY"),
        ))
    })
}

fn run(command: &str, portfolio: &[u8], options: &str) -> String {
    #[cfg(feature = "test-hooks")]
    #[expect(clippy::panic, reason = "the tests need a panic to see what becomes of it")]
    match command {
        "panic" => panic!("asked for by a test"),
        "sleep" => std::thread::sleep(std::time::Duration::from_millis(500)),
        _ => {}
    }
    facade::call(command, portfolio, options)
}
