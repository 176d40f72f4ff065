//! The raw random streams, in a build without what the core's development dependencies turn on.

/// What the core asserts with them.
const GOLDEN: &str = "69f0e223d3bbd07ad8558b3e58382314dbb362fa26691075188d0fbb0d225962";

#[test]
fn the_streams_have_the_golden_digest() {
    assert_eq!(whorunsit::stream_digest(42), GOLDEN);
    let answer = whorunsit::facade::call("streams", b"", "");
    assert_eq!(answer, format!(r#"{{"ok":true,"digest":"{GOLDEN}"}}"#));
}
