//! The compiled half of the npm package: the facade as one function, and that of measuring as another.
//!
//! Everything a user meets is JavaScript, beside this crate in `js/`.

#[cfg(feature = "measure")]
pub mod measure;

#[cfg(all(feature = "full", not(feature = "measure")))]
use std::cell::RefCell;
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
    facade::answer_with(command, portfolio, options, &AtomicBool::new(false), &mut tells(watcher.as_ref()))
        .unwrap_or_else(|refusal| refusal)
}

#[cfg(not(feature = "measure"))]
fn tells(watcher: Option<&Watcher>) -> impl FnMut(Progress) -> bool {
    move |Progress { done, total }| watcher.is_none_or(|watcher| watcher.tell(done as f64, total as f64))
}

#[cfg(all(feature = "full", not(feature = "measure")))]
thread_local! {
    static KEPT: RefCell<facade::Kept> = RefCell::default();
}

/// Does what `call` does, and keeps the portfolio with what it came to, so that after an edit the next call is sooner done. Asked for
/// what has changed `since` a revision, it answers as `facade::Kept::answer_with` does.
#[cfg(all(feature = "full", not(feature = "measure")))]
#[wasm_bindgen(js_name = callKept)]
pub fn call_kept(
    command: &str,
    portfolio: &[u8],
    options: &str,
    watcher: Option<Watcher>,
    since: Option<u32>,
) -> String {
    let answer = KEPT.with_borrow_mut(|kept| {
        let mut tell = tells(watcher.as_ref());
        kept.answer_with((command, since), portfolio, options, &AtomicBool::new(false), &mut tell)
    });
    answer.unwrap_or_else(|refusal| refusal)
}

/// The digest of the raw streams of random numbers, to be held to that of every other build.
#[cfg(feature = "full")]
#[wasm_bindgen(js_name = _stream_digest)]
pub fn stream_digest(seed: u64) -> String {
    whorunsit::stream_digest(seed)
}
