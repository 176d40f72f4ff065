//! The compiled half of the npm package: the facade as one function, and that of measuring as another.
//!
//! Everything a user meets is JavaScript, beside this crate in `js/`.

#[cfg(feature = "measure")]
pub mod measure;

#[cfg(not(feature = "measure"))]
use std::sync::atomic::AtomicBool;

use wasm_bindgen::prelude::wasm_bindgen;
#[cfg(not(feature = "measure"))]
use whorunsit::{Progress, facade};

#[wasm_bindgen]
extern "C" {
    /// Who is told how far long work is. It must not throw: what runs here would be left half-way.
    pub type Watcher;

    /// Is told how much of the work is done, and how much there is; returns whether to go on.
    #[wasm_bindgen(method)]
    fn tell(this: &Watcher, done: f64, total: f64) -> bool;
}

/// Runs `command` on the bytes of a portfolio and returns the facade's JSON text.
#[cfg(not(feature = "measure"))]
#[wasm_bindgen]
pub fn call(command: &str, portfolio: &[u8], options: &str, watcher: Option<Watcher>) -> String {
    #[cfg(feature = "test-hooks")]
    #[expect(clippy::panic, reason = "the tests need a panic to see what becomes of it")]
    if command == "panic" {
        panic!("asked for by a test");
    }
    let mut tell = |Progress { done, total }: Progress| {
        watcher.as_ref().is_none_or(|watcher| watcher.tell(done as f64, total as f64))
    };
    facade::answer_with(command, portfolio, options, &AtomicBool::new(false), &mut tell)
        .unwrap_or_else(|refusal| refusal)
}

/// The digest of the raw streams of random numbers, to be held to that of every other build.
#[cfg(feature = "full")]
#[wasm_bindgen(js_name = _stream_digest)]
pub fn stream_digest(seed: u64) -> String {
    whorunsit::stream_digest(seed)
}
