//! Answers that list services: of those that are as they were, the text is kept.

use std::ops::Range;

use serde::Serialize;

use crate::comparison::{Comparison, ServiceComparison};
use crate::recommendation::{Recommendation, ServiceRecommendation};

/// An answer with a list of services under the key `services`.
pub(super) trait Listed: Serialize {
    type Service: Serialize + PartialEq;

    fn services(&mut self) -> &mut Vec<Self::Service>;
}

impl Listed for Recommendation {
    type Service = ServiceRecommendation;

    fn services(&mut self) -> &mut Vec<ServiceRecommendation> {
        &mut self.services
    }
}

impl Listed for Comparison {
    type Service = ServiceComparison;

    fn services(&mut self) -> &mut Vec<ServiceComparison> {
        &mut self.services
    }
}

/// The services of the last answer, and their text.
#[derive(Debug)]
pub(super) struct Retold<T> {
    services: Vec<(T, Range<usize>)>,
    text: String,
}

impl<T> Default for Retold<T> {
    fn default() -> Self {
        Self { services: Vec::new(), text: String::new() }
    }
}

/// How an empty list of services is written.
const EMPTY: &str = "\"services\":[]";

impl<T: Serialize + PartialEq> Retold<T> {
    /// The text of an answer, from that of the answer without its services.
    pub(super) fn told(&mut self, services: Vec<T>, head: String) -> String {
        let mut text = String::with_capacity(self.text.len() + self.text.len() / 8);
        let mut all = Vec::with_capacity(services.len());
        for (place, service) in services.into_iter().enumerate() {
            if place > 0 {
                text.push(',');
            }
            let start = text.len();
            let before = self.services.get(place).filter(|(before, _)| *before == service);
            match before.and_then(|(_, range)| self.text.get(range.clone())) {
                Some(written) => text.push_str(written),
                None => text.push_str(&serde_json::to_string(&service).unwrap_or_default()),
            }
            all.push((service, start..text.len()));
        }
        let Some(at) = key_of_whole(&head, EMPTY) else { return head };
        let (before, after) = head.split_at(at + EMPTY.len() - 1);
        let answer = [before, &text, after].concat();
        (self.services, self.text) = (all, text);
        answer
    }
}

/// Where a key and its value stand in a JSON object without white space, among its own keys.
fn key_of_whole(json: &str, entry: &str) -> Option<usize> {
    let (mut depth, mut in_text, mut escaped) = (0, false, false);
    for (at, byte) in json.bytes().enumerate() {
        if in_text {
            in_text = byte != b'"' || escaped;
            escaped = byte == b'\\' && !escaped;
            continue;
        }
        match byte {
            b'"' if depth == 1 && json.get(at..).is_some_and(|rest| rest.starts_with(entry)) => {
                return Some(at);
            }
            b'"' => in_text = true,
            b'{' | b'[' => depth += 1,
            b'}' | b']' => depth -= 1,
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_key_of_the_whole_is_found() {
        let json = r#"{"a":"\"services\":[]","b":{"services":[]},"c":"services","services":[],"d":[]}"#;
        assert_eq!(key_of_whole(json, EMPTY), json.rfind(EMPTY));
        assert_eq!(key_of_whole(r#"{"a":{"services":[]}}"#, EMPTY), None);
    }
}
