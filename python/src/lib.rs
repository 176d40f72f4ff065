//! The compiled half of the Python package: the facades of deciding and of measuring.
//!
//! Everything a user meets is Python, beside this file in `whorunsit/`.

mod frames;
mod kept;
mod measure;

use std::panic::{UnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

use pyo3::exceptions::PyRuntimeError;
use pyo3::prelude::*;
use pyo3::types::{PyBool, PyBytes, PyTuple};
use whorunsit::{Progress, facade};

/// How long a signal waits, and how often progress is told at most.
const TICK: Duration = Duration::from_millis(50);

/// The facade and its constants, for the Python modules of this package only.
#[pymodule]
mod _core {
    #[pymodule_export]
    use super::frames::{as_toml, changed, columns};
    #[pymodule_export]
    use super::kept::Kept;
    #[pymodule_export]
    use super::measure::measured;
    use super::{Bound, PyModule, PyModuleMethods, PyResult, PyTuple, facade, frames};
    #[pymodule_export]
    use super::{call, drawn, stream_digest, watch};

    #[pymodule_init]
    fn init(module: &Bound<'_, PyModule>) -> PyResult<()> {
        module.add("SCHEMA", frames::SCHEMA)?;
        module.add("MAX_DEPTH", frames::MAX_DEPTH)?;
        let of_measuring = whorunsit_measure::facade::MONEY_KEYS;
        let money: Vec<_> = facade::MONEY_KEYS.into_iter().chain(of_measuring).collect();
        module.add("MONEY_KEYS", PyTuple::new(module.py(), money)?)?;
        module.add("DRAW_COLUMNS", PyTuple::new(module.py(), facade::DRAW_COLUMNS)?)?;
        module.add("__version__", env!("CARGO_PKG_VERSION"))
    }
}

/// Runs `command` on the bytes of a portfolio and returns the facade's JSON text.
#[pyfunction]
fn call(py: Python<'_>, command: &str, portfolio: &[u8], options: &str) -> PyResult<String> {
    let work = || run(command, portfolio, options, &AtomicBool::new(false), &mut |_| true);
    guarded(py, command, work)
}

/// Does work without the interpreter lock, and makes an exception of a panic.
fn guarded(
    py: Python<'_>,
    command: &str,
    work: impl FnOnce() -> String + Send + UnwindSafe,
) -> PyResult<String> {
    // PyO3 would raise a panic as a `BaseException`, which `except Exception` lets through.
    py.detach(|| catch_unwind(work)).map_err(|_| defect(command))
}

/// Does what `call` does, for long work: a signal and an exception of `progress`, which is called with how far it is
/// and with the whole, end it. `False` from `progress` stops it too: the answer is then the refusal `cancelled`.
#[pyfunction]
#[pyo3(signature = (command, portfolio, options, progress = None))]
fn watch(
    py: Python<'_>,
    command: &str,
    portfolio: &[u8],
    options: &str,
    progress: Option<&Bound<'_, PyAny>>,
) -> PyResult<String> {
    let job = (command.to_owned(), portfolio.to_owned(), options.to_owned());
    watched(py, command, progress, move |stop, progress| {
        let (command, portfolio, options) = job;
        run(&command, &portfolio, &options, stop, progress)
    })
}

/// The draws of one service: its name, its model, and its numbers by columns, as floats in the machine's order of bytes.
type Drawn<'py> = (String, &'static str, Vec<Option<Bound<'py, PyBytes>>>);

/// Simulates as `watch` does, and returns the draws of every service too.
#[pyfunction]
#[pyo3(signature = (portfolio, options, progress = None))]
fn drawn<'py>(
    py: Python<'py>,
    portfolio: &[u8],
    options: &str,
    progress: Option<&Bound<'py, PyAny>>,
) -> PyResult<(String, Vec<Drawn<'py>>)> {
    let job = (portfolio.to_owned(), options.to_owned());
    let (answer, draws) = watched(py, "simulate", progress, move |stop, progress| {
        let (portfolio, options) = job;
        let mut all = Vec::new();
        let answer = facade::answer_drawn(
            &portfolio,
            &options,
            stop,
            progress,
            &mut |draws| {
                let bytes =
                    |column: &[f64]| column.iter().flat_map(|one| one.to_ne_bytes()).collect::<Vec<u8>>();
                let columns = draws.columns().map(|column| column.map(bytes));
                all.push((draws.name.to_string(), draws.operating_model.as_str(), columns));
            },
            Some(facade::MAX_DRAWS),
        );
        (answer.unwrap_or_else(|refusal| refusal), all)
    })?;
    let handed = draws.into_iter().map(|(name, model, columns)| {
        let columns = columns.into_iter().map(|column| column.map(|bytes| PyBytes::new(py, &bytes)));
        (name, model, columns.collect())
    });
    Ok((answer, handed.collect()))
}

/// Works on a thread of its own, looks for signals and tells how far it is.
fn watched<T: Send + 'static>(
    py: Python<'_>,
    command: &str,
    progress: Option<&Bound<'_, PyAny>>,
    work: impl FnOnce(&AtomicBool, &mut dyn FnMut(Progress) -> bool) -> T + Send + UnwindSafe + 'static,
) -> PyResult<T> {
    let latest = Arc::new(Mutex::new(None));
    let stop = StopAtEnd(Arc::new(AtomicBool::new(false)));
    let (sender, mut receiver) = channel();
    let (their_latest, their_stop) = (Arc::clone(&latest), Arc::clone(&stop.0));
    // On a thread of its own, whose end nobody has to wait for: there is work that does not look whether to stop.
    thread::Builder::new().name("whorunsit".to_owned()).spawn(move || {
        let answer = catch_unwind(|| {
            work(&their_stop, &mut |progress| {
                if let Ok(mut latest) = their_latest.lock() {
                    *latest = Some(progress);
                }
                true
            })
        });
        // Where nobody listens any more, nobody wants it.
        drop(sender.send(answer));
    })?;
    let tell = || -> PyResult<()> {
        let news = latest.lock().ok().and_then(|mut latest| latest.take());
        match (progress, news) {
            (Some(progress), Some(Progress { done, total })) => {
                // As in JavaScript: only `False` stops, for most functions return nothing.
                if progress.call1((done, total))?.is(PyBool::new(py, false)) {
                    stop.0.store(true, Ordering::Relaxed);
                }
                Ok(())
            }
            _ => Ok(()),
        }
    };
    loop {
        let listener = &mut receiver;
        match py.detach(move || listener.recv_timeout(TICK)) {
            Ok(Ok(answer)) => {
                tell()?;
                return Ok(answer);
            }
            Ok(Err(_)) | Err(RecvTimeoutError::Disconnected) => return Err(defect(command)),
            Err(RecvTimeoutError::Timeout) => {
                py.check_signals()?;
                tell()?;
            }
        }
    }
}

/// The digest of the raw streams of random numbers, to be held to that of every other build.
#[pyfunction]
#[pyo3(name = "_stream_digest")]
fn stream_digest(seed: u64) -> String {
    whorunsit::stream_digest(seed)
}

/// Work that nobody waits for is stopped, whyever nobody does.
struct StopAtEnd(Arc<AtomicBool>);

impl Drop for StopAtEnd {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

fn defect(command: &str) -> PyErr {
    PyRuntimeError::new_err(format!(
        "whorunsit {} failed inside `{command}`: this is a defect of whorunsit, not of your portfolio; \
         please report it with the portfolio at {}/issues",
        env!("CARGO_PKG_VERSION"),
        env!("CARGO_PKG_REPOSITORY"),
    ))
}

fn run(
    command: &str,
    portfolio: &[u8],
    options: &str,
    stop: &AtomicBool,
    progress: &mut dyn FnMut(Progress) -> bool,
) -> String {
    #[cfg(feature = "test-hooks")]
    #[expect(clippy::panic, reason = "the tests need a panic to see what becomes of it")]
    match command {
        "panic" => panic!("asked for by a test"),
        "sleep" => thread::sleep(Duration::from_millis(500)),
        _ => {}
    }
    facade::answer_with(command, portfolio, options, stop, progress).unwrap_or_else(|refusal| refusal)
}
