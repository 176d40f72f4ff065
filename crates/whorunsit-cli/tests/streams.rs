//! The raw random streams, in a build without what the core's development dependencies turn on.

/// What the core asserts with them.
const GOLDEN: &str = "e4703b7af9129e0a182db5061592941c3b12d2069cd689542340bae0726a8e7c";

#[test]
fn the_streams_have_the_golden_digest() {
    assert_eq!(whorunsit::stream_digest(42), GOLDEN);
    let answer = whorunsit::facade::call("streams", b"", "");
    assert_eq!(answer, format!(r#"{{"ok":true,"digest":"{GOLDEN}"}}"#));
}
