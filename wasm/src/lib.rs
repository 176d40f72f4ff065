//! The compiled half of the npm package: the facade as one function.
//!
//! Everything a user meets is JavaScript, beside this crate in `js/`.

use wasm_bindgen::prelude::wasm_bindgen;
use whorunsit::facade;

/// Runs `command` on the bytes of a portfolio and returns the facade's JSON text.
#[wasm_bindgen]
pub fn call(command: &str, portfolio: &[u8], options: &str) -> String {
    #[cfg(feature = "test-hooks")]
    #[expect(clippy::panic, reason = "the tests need a panic to see what becomes of it")]
    if command == "panic" {
        panic!("asked for by a test");
    }
    facade::call(command, portfolio, options)
}
