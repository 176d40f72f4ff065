//! Charts as files: which there are, and the specification out of the facade's answer.

use std::collections::BTreeMap;
use std::io;

use serde_json::value::RawValue;
use whorunsit::ChartName;

/// What a chart shows, in a line.
fn shows(name: ChartName) -> &'static str {
    match name {
        ChartName::Selector => "the operating model selector with the services in it",
        ChartName::Costs => "costs by type, of strategies, or of both models of a service",
        ChartName::Exceedance => "how likely a year loses more than an amount, under both",
        ChartName::Tornado => "what each uncertain input of a service does to the difference",
        ChartName::Map => "which model is cheaper, by the exposure and incidents of a service",
        ChartName::Scale => "what standby costs as teams are added, under three policies",
        ChartName::BreakEven => "what the transition has cost month by month, against staying",
        ChartName::Workflow => {
            "how long manual steps of the incident workflow take, and as they are automated"
        }
        ChartName::Waterfall => "from what one strategy costs to what another does, by cost type",
        ChartName::HeatMap => "what each service costs, by cost type",
        ChartName::Density => "how the difference between the models of a service is spread",
        ChartName::Rota => "who of a schedule is on call when",
    }
}

/// The JSON Schema of what `chart` prints: a specification is Vega-Lite's, not ours.
pub(crate) const SCHEMA: &str = r#"{
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "title": "Chart",
  "description": "A Vega-Lite specification with its data in it.",
  "$ref": "https://vega.github.io/schema/vega-lite/v6.json"
}
"#;

/// The list for people, a line each.
pub(crate) fn list() -> String {
    ChartName::ALL.iter().map(|name| format!("{:<12}{}\n", name.as_str(), shows(*name))).collect()
}

/// The facade's options for a chart. What is not given is its to choose.
pub(crate) fn options<const T: usize, const N: usize>(
    name: &str,
    texts: [(&str, Option<String>); T],
    numbers: [(&str, Option<u64>); N],
    compact: bool,
) -> String {
    let mut options = serde_json::Map::new();
    options.insert("pretty".to_owned(), true.into());
    options.insert("chart".to_owned(), name.into());
    let texts = texts.into_iter().map(|(key, value)| (key, value.map(serde_json::Value::from)));
    let numbers = numbers.into_iter().map(|(key, value)| (key, value.map(Into::into)));
    let numbers = numbers.chain([("compact", compact.then(|| true.into()))]);
    options.extend(texts.chain(numbers).filter_map(|(key, value)| Some((key.to_owned(), value?))));
    serde_json::Value::from(options).to_string()
}

/// The specification alone, as the facade wrote it.
pub(crate) fn specification(answer: &str) -> io::Result<String> {
    let answer: BTreeMap<String, Box<RawValue>> = serde_json::from_str(answer)?;
    let spec = answer.get("spec").ok_or_else(|| io::Error::other("the answer has no chart"))?;
    // It stood one level deep in the answer. A line of JSON never begins inside a text.
    let lines = spec.get().lines().map(|line| line.strip_prefix("  ").unwrap_or(line));
    Ok(lines.flat_map(|line| [line, "\n"]).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_specification_is_taken_out_of_its_answer() {
        let answer =
            "{\n  \"ok\": true,\n  \"spec\": {\n    \"z\": 1.50,\n    \"a\": [\n      \"x\"\n    ]\n  }\n}";
        let spec = specification(answer).ok();
        assert_eq!(spec.as_deref(), Some("{\n  \"z\": 1.50,\n  \"a\": [\n    \"x\"\n  ]\n}\n"));
        assert!(specification("{\"ok\": true}").is_err());
    }

    #[test]
    fn options_name_only_what_is_given() {
        assert_eq!(
            options("map", [("service", None)], [("seed", None)], false),
            r#"{"chart":"map","pretty":true}"#
        );
        let service = [("service", Some("a \"b\"".to_owned()))];
        let all = options("exceedance", service, [("trials", Some(10)), ("seed", Some(7))], true);
        assert_eq!(
            all,
            r#"{"chart":"exceedance","compact":true,"pretty":true,"seed":7,"service":"a \"b\"","trials":10}"#
        );
    }
}
