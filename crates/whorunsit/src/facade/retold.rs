//! Answers that list services: of those that are as they were, the text is kept.

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

/// The services of the last answer, each with its text.
#[derive(Debug)]
pub(super) struct Retold<T> {
    services: Vec<(T, String)>,
    /// Counts the answers.
    revision: u32,
}

impl<T> Default for Retold<T> {
    fn default() -> Self {
        Self { services: Vec::new(), revision: 0 }
    }
}

/// How an empty list of services is written.
const EMPTY: &str = "\"services\":[]";

impl<T: Serialize + PartialEq> Retold<T> {
    /// The text of an answer, from that of the answer without its services. Asked for what has changed, it also has its revision, and
    /// for who has the one before, only services that are not as they were, after their places.
    pub(super) fn told(&mut self, services: Vec<T>, head: &str, since: Option<u32>) -> String {
        let is_known = since == Some(self.revision) && services.len() == self.services.len();
        let mut before = std::mem::take(&mut self.services).into_iter();
        let mut changed = Vec::new();
        for (place, service) in services.into_iter().enumerate() {
            let text = match before.next() {
                Some((same, text)) if same == service => text,
                _ => {
                    changed.push(place);
                    serde_json::to_string(&service).unwrap_or_default()
                }
            };
            self.services.push((service, text));
        }
        self.revision += 1;
        let (Some(first), Some(at)) = (head.find(','), key_of_whole(head, EMPTY)) else {
            return head.to_owned();
        };
        let (before, after) = head.split_at(at + EMPTY.len() - 1);
        let (ok, before) = before.split_at(first);
        let which = match since {
            None => String::new(),
            Some(_) if is_known => format!(",\"revision\":{},\"changed\":{changed:?}", self.revision),
            Some(_) => format!(",\"revision\":{}", self.revision),
        };
        let mut told: Vec<&str> = self.services.iter().map(|(_, text)| text.as_str()).collect();
        if is_known {
            told = changed.into_iter().filter_map(|place| told.get(place).copied()).collect();
        }
        [ok, &which, before, &told.join(","), after].concat()
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
