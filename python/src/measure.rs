//! Measuring: exports of Python as streams, and the facade of `whorunsit-measure`.

use std::fs::File;
use std::io::{self, Cursor, Read};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::{Arc, Mutex};

use pyo3::prelude::*;
use pyo3::types::PyBytes;
use whorunsit_measure::Export;
use whorunsit_measure::facade::{Exports, call};

use crate::defect;

/// So many bytes are asked of a file object at once, and read of a file before a signal is looked for.
const CHUNK: usize = 1 << 20;

/// What an export is called, and where its rows are: a path, bytes, or an object with `read`.
type Rows<'py> = (String, Bound<'py, PyAny>);

/// Runs a command on a request and exports, and returns the facade's JSON text. Errors of files, signals and exceptions of
/// file objects are raised as what they are.
#[pyfunction]
#[pyo3(signature = (command, request, incidents = None, deployments = None, work = None))]
pub(crate) fn measured(
    py: Python<'_>,
    command: &str,
    request: &str,
    incidents: Option<Rows<'_>>,
    deployments: Option<Rows<'_>>,
    work: Option<Rows<'_>>,
) -> PyResult<String> {
    let raised = Raised::default();
    let opened = |rows: Option<Rows<'_>>| rows.map(|rows| open(rows, &raised)).transpose();
    let inputs = (opened(incidents)?, opened(deployments)?, opened(work)?);
    let answer = py.detach(|| {
        catch_unwind(AssertUnwindSafe(|| -> io::Result<String> {
            let export = |input: Option<(String, Input)>| {
                input.map(|(name, input)| Export::new(name, input)).transpose()
            };
            let exports = Exports {
                incidents: export(inputs.0)?,
                deployments: export(inputs.1)?,
                work: export(inputs.2)?,
            };
            Ok(call(command, request, exports))
        }))
    });
    if let Some(error) = raised.0.lock().ok().and_then(|mut raised| raised.take()) {
        return Err(error);
    }
    Ok(answer.map_err(|_| defect(command))??)
}

/// An exception that ended the reading of an export.
#[derive(Clone, Default)]
struct Raised(Arc<Mutex<Option<PyErr>>>);

impl Raised {
    fn note(&self, error: PyErr) -> io::Error {
        if let Ok(mut raised) = self.0.lock() {
            raised.get_or_insert(error);
        }
        io::Error::other("raised in Python")
    }
}

fn open((name, source): Rows<'_>, raised: &Raised) -> PyResult<(String, Input)> {
    let rows = if let Ok(bytes) = source.cast::<PyBytes>() {
        Source::Bytes(Cursor::new(bytes.as_bytes().to_vec()))
    } else if source.hasattr("read")? {
        Source::Object(source.unbind(), Cursor::new(Vec::new()))
    } else {
        let path: PathBuf = source.extract()?;
        Source::File(File::open(&path)?)
    };
    Ok((name, Input { rows, since: 0, raised: raised.clone() }))
}

enum Source {
    Bytes(Cursor<Vec<u8>>),
    File(File),
    Object(Py<PyAny>, Cursor<Vec<u8>>),
}

/// Rows that are read without the interpreter lock, except where Python has them.
struct Input {
    rows: Source,
    since: usize,
    raised: Raised,
}

impl Read for Input {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = match &mut self.rows {
            Source::Bytes(bytes) => bytes.read(buffer)?,
            Source::File(file) => file.read(buffer)?,
            Source::Object(object, chunk) => {
                let read = chunk.read(buffer)?;
                if read > 0 || buffer.is_empty() {
                    return Ok(read);
                }
                let more = Python::attach(|py| chunk_of(object.bind(py)));
                *chunk = Cursor::new(more.map_err(|error| self.raised.note(error))?);
                chunk.read(buffer)?
            }
        };
        self.since += read;
        if self.since >= CHUNK {
            self.since = 0;
            Python::attach(|py| py.check_signals()).map_err(|error| self.raised.note(error))?;
        }
        Ok(read)
    }
}

/// The next bytes of a file object, whether it is of bytes or of text.
fn chunk_of(object: &Bound<'_, PyAny>) -> PyResult<Vec<u8>> {
    let chunk = object.call_method1("read", (CHUNK,))?;
    match chunk.extract::<String>() {
        Ok(text) => Ok(text.into_bytes()),
        Err(_) => chunk.extract::<Vec<u8>>(),
    }
}
