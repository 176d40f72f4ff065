//! The types of answers in TypeScript and Python, written from the core's schema of them.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use serde_json::{Map, Value};

use whorunsit::ledger::CostType;

use crate::Result;

const NOTE: &str = "Written by `cargo xtask types` from the types of the core: do not edit.";

/// Texts in answers that have no type of their own outside Rust.
const TEXTS: [&str; 7] =
    ["Availability", "Currency", "DeploymentTarget", "Duration", "ItemCode", "Share", "Shift"];

/// Writes both files anew, or tells which is out of date.
pub(crate) fn write(root: &Path, check: bool) -> Result<()> {
    let schema: Value = serde_json::from_str(&whorunsit::schema::answers())?;
    let types = schema.get("$defs").and_then(Value::as_object).ok_or("the schema has no types")?;
    let files = [
        ("wasm/js/answers.d.ts", typescript(types)?),
        ("python/src/whorunsit/_types.py", python(types)?),
        ("wasm/calculator/src/words.ts", words_of_the_page()?),
        ("wasm/calculator/src/questions.ts", questions_of_the_page()?),
    ];
    for (name, text) in files {
        let path = root.join(name);
        if !check {
            fs::write(path, text)?;
        } else if fs::read_to_string(path)? != text {
            return Err(format!("{name} is out of date: cargo xtask types").into());
        }
    }
    Ok(())
}

/// What is asked about the objections, for the form of the answers: with the inputs, which are loaded when they are opened.
fn questions_of_the_page() -> Result<String> {
    let words = whorunsit::words();
    let mut out = format!(
        "// What is asked about the seven objections. {NOTE}\n\n\
         export const QUESTIONS: Readonly<Record<string, string>> = {{\n"
    );
    for (code, word) in words.questions.iter() {
        let question = word.sentence.as_deref().ok_or("a question is asked")?;
        writeln!(out, "  \"{code}\": {},", Value::from(question))?;
    }
    Ok(out + "};\n")
}

/// The labels that the calculator shows before the core is loaded, from the core's table of words.
fn words_of_the_page() -> Result<String> {
    let words = serde_json::to_value(whorunsit::words())?;
    let part = |concepts: &[&str], key: &str| -> Result<String> {
        let mut out = String::from("{\n");
        for concept in concepts {
            let codes = words.get(concept).and_then(Value::as_object).ok_or("there is no such concept")?;
            writeln!(out, "  {concept}: {{")?;
            for (code, word) in codes {
                writeln!(out, "    \"{code}\": {},", word.get(key).ok_or("a word has both")?)?;
            }
            out.push_str("  },\n");
        }
        Ok(out + "}")
    };
    let labels = part(
        &[
            "operating_models",
            "strategies",
            "cost_types",
            "accounting",
            "frequencies",
            "budget_holders",
            "rota_rules",
        ],
        "label",
    )?;
    let sentences = part(&["schedules_out_of_hours"], "sentence")?;
    let table = "Readonly<Record<string, Readonly<Record<string, string>>>>";
    let costs: Vec<String> =
        CostType::ALL.iter().map(|cost| format!("  {cost}: \"{}\",\n", cost.frequency().as_str())).collect();
    Ok(format!(
        "// What codes of answers are called, of what the page shows. {NOTE}\n\n\
         export const LABELS = {labels} as const satisfies {table};\n\n\
         export const SENTENCES = {sentences} as const satisfies {table};\n\n\
         /** How often a cost of each type is paid. */\n\
         export const FREQUENCY_OF = {{\n{}}} as const;\n",
        costs.concat()
    ))
}

fn words(schema: &Value) -> Option<Vec<&str>> {
    match schema.get("enum").and_then(Value::as_array) {
        Some(words) => words.iter().map(Value::as_str).collect(),
        None => schema.get("oneOf")?.as_array()?.iter().map(|one| one.get("const")?.as_str()).collect(),
    }
}

fn target(schema: &Value) -> Option<&str> {
    schema.get("$ref")?.as_str()?.strip_prefix("#/$defs/")
}

fn description(schema: &Value) -> String {
    let text = schema.get("description").and_then(Value::as_str).unwrap_or_default();
    let first = text.split("\n\n").next().unwrap_or_default();
    first.replace("`None`", "`null`").replace('\n', " ")
}

/// The keys of an object in their order, each with its type and whether it may be left out.
fn keys(schema: &Value) -> Vec<(&str, &Value, bool)> {
    let Some(properties) = schema.get("properties").and_then(Value::as_object) else { return Vec::new() };
    let required = schema.get("required").and_then(Value::as_array).into_iter().flatten();
    let required: Vec<&str> = required.filter_map(Value::as_str).collect();
    let there = required.iter().filter_map(|key| properties.get_key_value(*key));
    let rest = properties.iter().filter(|(key, _)| !required.contains(&key.as_str()));
    let there = there.map(|(key, value)| (key.as_str(), value, false));
    there.chain(rest.map(|(key, value)| (key.as_str(), value, true))).collect()
}

/// How one language writes types.
struct Language {
    null: &'static str,
    text: &'static str,
    whole: &'static str,
    yes: &'static str,
    anything: &'static str,
    money: &'static str,
    list: fn(&str) -> String,
    table: fn(&str) -> String,
    words: fn(&[&str]) -> String,
}

impl Language {
    fn of(&self, schema: &Value) -> Result<String> {
        if let Some(name) = target(schema) {
            let name = if TEXTS.contains(&name) { self.text } else { name };
            return Ok(if name == "Money" { self.money } else { name }.to_owned());
        }
        if let Some(words) = words(schema) {
            return Ok((self.words)(&words));
        }
        if let Some(choices) = schema.get("anyOf").and_then(Value::as_array) {
            let mut all = Vec::with_capacity(choices.len());
            for choice in choices {
                let choice = self.of(choice)?;
                if !all.contains(&choice) {
                    all.push(choice);
                }
            }
            return Ok(all.join(" | "));
        }
        match schema.get("type") {
            Some(Value::Array(several)) => {
                let several: Result<Vec<String>> =
                    several.iter().map(|one| self.simple(one, schema)).collect();
                Ok(several?.join(" | "))
            }
            Some(one) => self.simple(one, schema),
            None => Ok(self.anything.to_owned()),
        }
    }

    fn simple(&self, name: &Value, schema: &Value) -> Result<String> {
        Ok(match name.as_str().unwrap_or_default() {
            "null" => self.null.to_owned(),
            "string" => self.text.to_owned(),
            "integer" | "number" => self.whole.to_owned(),
            "boolean" => self.yes.to_owned(),
            "array" => (self.list)(&self.of(schema.get("items").unwrap_or(&Value::Null))?),
            "object" => (self.table)(&self.of(schema.get("additionalProperties").unwrap_or(&Value::Null))?),
            other => return Err(format!("no type is known for {other}").into()),
        })
    }
}

fn typescript(types: &Map<String, Value>) -> Result<String> {
    let language = Language {
        null: "null",
        text: "string",
        whole: "number",
        yes: "boolean",
        anything: "unknown",
        money: "Money",
        list: |of| if of.contains(' ') { format!("readonly ({of})[]") } else { format!("readonly {of}[]") },
        table: |of| format!("Readonly<Record<string, {of}>>"),
        words: |words| format!("\"{}\"", words.join("\" | \"")),
    };
    let mut out = format!("// {NOTE}\n");
    for (name, schema) in types {
        if TEXTS.contains(&name.as_str()) {
            continue;
        }
        out.push('\n');
        comment(&mut out, "", &description(schema));
        if let Some(words) = words(schema) {
            let words: Vec<String> = words.iter().map(|word| format!("\"{word}\"")).collect();
            alternatives(&mut out, name, &words);
        } else if let Some(choices) = schema.get("oneOf").and_then(Value::as_array) {
            let mut all = Vec::with_capacity(choices.len());
            for choice in choices {
                let code =
                    choice.pointer("/properties/code/const").and_then(Value::as_str).ok_or("no code")?;
                all.push(format!("({{ readonly code: \"{code}\" }} & {})", target(choice).ok_or("no type")?));
            }
            alternatives(&mut out, name, &all);
        } else if schema.get("properties").is_some() {
            writeln!(out, "export interface {name} {{")?;
            // What a command answers can be traced back; that it is an answer at all, the facade adds.
            if schema.pointer("/properties/provenance").is_some() {
                out.push_str("  readonly ok: true;\n");
            }
            for (key, value, left_out) in keys(schema) {
                comment(&mut out, "  ", &description(value));
                let key = if plain(key) { key.to_owned() } else { format!("\"{key}\"") };
                let mark = if left_out { "?" } else { "" };
                writeln!(out, "  readonly {key}{mark}: {};", language.of(value)?)?;
            }
            out.push_str("}\n");
        } else if name == "Money" {
            out.push_str("export type Money = string;\n");
        } else {
            writeln!(out, "export type {name} = {};", language.of(schema)?)?;
        }
    }
    Ok(out)
}

fn alternatives(out: &mut String, name: &str, all: &[String]) {
    let line = format!("export type {name} = {};\n", all.join(" | "));
    if line.len() <= 121 {
        out.push_str(&line);
    } else {
        let lines: Vec<String> = all.iter().map(|one| format!("\n  | {one}")).collect();
        let _ = writeln!(out, "export type {name} ={};", lines.concat());
    }
}

fn comment(out: &mut String, indent: &str, text: &str) {
    if text.is_empty() {
        return;
    }
    let line = format!("{indent}/** {text} */\n");
    if line.len() <= 121 {
        out.push_str(&line);
        return;
    }
    let _ = writeln!(out, "{indent}/**");
    for line in wrapped(text, 116 - indent.len()) {
        let _ = writeln!(out, "{indent} * {line}");
    }
    let _ = writeln!(out, "{indent} */");
}

fn wrapped(text: &str, width: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split(' ') {
        match lines.last_mut() {
            Some(line) if line.chars().count() + 1 + word.chars().count() <= width => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}

/// Whether a key can be written as a name.
fn plain(key: &str) -> bool {
    !key.starts_with(|first: char| first.is_ascii_digit())
        && key.chars().all(|sign| sign.is_ascii_alphanumeric() || sign == '_')
}

fn python(types: &Map<String, Value>) -> Result<String> {
    let language = Language {
        null: "None",
        text: "str",
        whole: "int",
        yes: "bool",
        anything: "object",
        money: "Decimal",
        list: |of| format!("list[{of}]"),
        table: |of| format!("dict[str, {of}]"),
        words: |words| format!("Literal[\"{}\"]", words.join("\", \"")),
    };
    let mut out = format!(
        "\"\"\"The shapes of answers, for type checkers: nothing imports this at run time. See docs/output.md.\n\n\
         Keys may be added to any of them, so none is to be taken for complete when a newer version answers.\n\
         {NOTE}\n\"\"\"\n\n\
         from __future__ import annotations\n\n\
         from decimal import Decimal\n\
         from typing import Literal, TypeAlias, TypedDict\n\n"
    );
    let mut tables = String::new();
    for (name, schema) in types {
        if TEXTS.contains(&name.as_str()) || name == "Money" {
            continue;
        }
        if let Some(words) = words(schema) {
            let words: Vec<String> = words.iter().map(|word| format!("\"{word}\"")).collect();
            let line = format!("{name} = Literal[{}]\n", words.join(", "));
            if line.len() <= 121 {
                out.push_str(&line);
            } else {
                let lines: Vec<String> = words.iter().map(|word| format!("    {word},\n")).collect();
                writeln!(out, "{name} = Literal[\n{}]", lines.concat())?;
            }
        } else if let Some(choices) = schema.get("oneOf").and_then(Value::as_array) {
            let all: Vec<&str> = choices.iter().filter_map(target).collect();
            alias(&mut out, name, &all.join(" | "));
        } else if schema.get("properties").is_some() {
            table(&mut tables, name, schema, code_of(types, name), &language)?;
        } else {
            alias(&mut out, name, &language.of(schema)?);
        }
    }
    Ok(out + &tables)
}

fn alias(out: &mut String, name: &str, of: &str) {
    let line = format!("{name}: TypeAlias = \"{of}\"\n");
    if line.len() <= 121 {
        out.push_str(&line);
    } else {
        let lines = wrapped(of, 112);
        let lines: Vec<String> = lines.iter().map(|line| format!("    \"{line} \"\n")).collect();
        let _ = writeln!(out, "{name}: TypeAlias = (\n{})", lines.concat().replace(" \"\n)", "\"\n)"));
    }
}

/// The code by which a type is told from the others where an answer holds one of several.
fn code_of<'t>(types: &'t Map<String, Value>, name: &str) -> Option<&'t str> {
    let mut choices = types.values().filter_map(|schema| schema.get("oneOf")?.as_array()).flatten();
    choices.find(|choice| target(choice) == Some(name))?.pointer("/properties/code/const")?.as_str()
}

/// A type in quotes, where it is not one of the language's own.
fn quoted(kind: &str) -> String {
    let is_own = |kind: &str| kind.chars().all(|letter| letter.is_ascii_lowercase());
    if is_own(kind) { kind.to_owned() } else { format!("\"{}\"", kind.replace('"', "'")) }
}

fn table(
    out: &mut String,
    name: &str,
    schema: &Value,
    code: Option<&str>,
    language: &Language,
) -> Result<()> {
    let keys = keys(schema);
    let (there, left_out): (Vec<_>, Vec<_>) = keys.into_iter().partition(|(.., left_out)| !left_out);
    if there.iter().any(|(key, ..)| !plain(key) || *key == "from") {
        // Not a class, for some of these keys cannot be the names of attributes. Types stand in quotes, since some of them
        // are defined further down.
        let own = if left_out.is_empty() { name.to_owned() } else { format!("_{name}") };
        writeln!(out, "\n\n{own} = TypedDict(\n    \"{own}\",\n    {{")?;
        for (key, value, _) in there {
            writeln!(out, "        \"{key}\": {},", quoted(&language.of(value)?))?;
        }
        out.push_str("    },\n)\n");
        if !left_out.is_empty() {
            // A type in quotes cannot say by itself that its key may be left out: at run time it is but text.
            writeln!(out, "\n\nclass {name}({own}, total=False):")?;
            writeln!(out, "    \"\"\"{}\"\"\"\n", description(schema).replace("`null`", "`None`"))?;
            for (key, value, _) in left_out {
                writeln!(out, "    {key}: {}", language.of(value)?)?;
            }
        }
        return Ok(());
    }
    let base = if left_out.is_empty() {
        "TypedDict".to_owned()
    } else {
        // Keys that an answer leaves out where there is nothing to say.
        writeln!(out, "\n\nclass _{name}(TypedDict, total=False):")?;
        for (key, value, _) in left_out {
            writeln!(out, "    {key}: {}", language.of(value)?)?;
        }
        format!("_{name}")
    };
    writeln!(out, "\n\nclass {name}({base}):")?;
    let about = description(schema).replace("`null`", "`None`");
    match wrapped(&about, 110).as_slice() {
        [line] => writeln!(out, "    \"\"\"{line}\"\"\"\n")?,
        lines => writeln!(out, "    \"\"\"{}\n    \"\"\"\n", lines.join("\n    "))?,
    }
    if let Some(code) = code {
        writeln!(out, "    code: Literal[\"{code}\"]")?;
    }
    for (key, value, _) in there {
        writeln!(out, "    {key}: {}", language.of(value)?)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    #[test]
    fn all_files_are_up_to_date() {
        let written = crate::workspace_root().and_then(|root| super::write(&root, true));
        assert!(written.is_ok(), "{written:?}");
    }
}
