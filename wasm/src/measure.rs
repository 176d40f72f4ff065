//! Measuring: exports as bytes, and the facade of `whorunsit-measure`.

use std::cell::Cell;
use std::io::{self, Cursor, Read};

use wasm_bindgen::prelude::wasm_bindgen;
use whorunsit_measure::Export;
use whorunsit_measure::facade::{Exports, call as answer};

use crate::Watcher;

/// So many bytes are read before somebody is told.
const CHUNK: usize = 1 << 18;

/// Runs `command` on a request and exports, and returns the facade's JSON text; nothing if the watcher ended it. `name` is what
/// the incidents are called.
#[wasm_bindgen]
pub fn call(
    command: &str,
    request: &str,
    name: &str,
    incidents: Option<Vec<u8>>,
    deployments: Option<Vec<u8>>,
    work: Option<Vec<u8>>,
    watcher: Option<Watcher>,
) -> Option<String> {
    let all = [&incidents, &deployments, &work];
    let watch = Watch {
        watcher,
        done: Cell::new(0),
        total: all.iter().copied().flatten().map(Vec::len).sum(),
        stopped: Cell::new(false),
    };
    let opened = |name: &str, bytes: Option<Vec<u8>>| {
        bytes.and_then(|bytes| Export::new(name, Rows { bytes: Cursor::new(bytes), watch: &watch }).ok())
    };
    let exports = Exports {
        incidents: opened(name, incidents),
        deployments: opened("deployments", deployments),
        work: opened("work", work),
    };
    let text = answer(command, request, exports);
    (!watch.stopped.get()).then_some(text)
}

/// Who is told how far reading is, and may end it.
struct Watch {
    watcher: Option<Watcher>,
    done: Cell<usize>,
    total: usize,
    stopped: Cell<bool>,
}

struct Rows<'w> {
    bytes: Cursor<Vec<u8>>,
    watch: &'w Watch,
}

impl Read for Rows<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.bytes.read(buffer)?;
        let before = self.watch.done.get();
        let done = before + read;
        self.watch.done.set(done);
        if let Some(watcher) = &self.watch.watcher
            && done / CHUNK != before / CHUNK
            && !watcher.tell(done as f64, self.watch.total as f64)
        {
            self.watch.stopped.set(true);
            return Err(io::Error::other("called off"));
        }
        Ok(read)
    }
}
