//! The raw random streams, in a build without what the core's development dependencies turn on.

/// What the core asserts with them.
const GOLDEN: &str = "088c532e5d77e0e44b213bbee062c855d5264f065e26d50e679179a2c8654455";

#[test]
fn the_streams_have_the_golden_digest() {
    assert_eq!(whorunsit::stream_digest(42), GOLDEN);
    let answer = whorunsit::facade::call("streams", b"", "");
    assert_eq!(answer, format!(r#"{{"ok":true,"digest":"{GOLDEN}"}}"#));
}
