//! Scenarios from files of changes.

use std::io::Write;
use std::path::{Path, PathBuf};

use clap::CommandFactory;
use clap::error::ErrorKind;
use whorunsit::{Name, Problems, Scenarios, facade};

use crate::args::Arguments;
use crate::source::Source;
use crate::stop::Stop;
use crate::text::visible;

/// The name of the portfolio without changes among the scenarios.
const AS_IT_IS: &str = "as it is";

/// Each file of changes with the name of its scenario; the wrong usage where names are not told apart.
pub(crate) fn named<'f>(
    portfolio: &Path,
    files: &'f [PathBuf],
) -> Result<Vec<(Name, &'f Path)>, clap::Error> {
    let wrong = |message: String| {
        let mut command = Arguments::command();
        // Names the subcommand in the usage.
        command.build();
        let command = match command.find_subcommand_mut("scenarios") {
            Some(scenarios) => scenarios.error(ErrorKind::ValueValidation, message),
            None => command.error(ErrorKind::ValueValidation, message),
        };
        Err(command)
    };
    let shown = |file: &Path| visible(&file.to_string_lossy());
    if files.len() > facade::MAX_SCENARIOS {
        return wrong(format!("there are {} scenarios, more than {}", files.len(), facade::MAX_SCENARIOS));
    }
    let inputs = std::iter::once(portfolio).chain(files.iter().map(PathBuf::as_path));
    if inputs.filter(|file| *file == Path::new("-")).count() > 1 {
        return wrong("standard input can be read only once: `-` may stand for one file".to_owned());
    }
    let mut named: Vec<(Name, &Path)> = Vec::with_capacity(files.len());
    for file in files {
        let name: Name = match file.file_stem() {
            _ if file == Path::new("-") => "standard input".into(),
            stem => visible(&stem.unwrap_or_default().to_string_lossy()).into(),
        };
        if &*name == AS_IT_IS {
            let message = format!("{} is named like the portfolio without changes: rename it", shown(file));
            return wrong(message);
        }
        if let Some((_, other)) = named.iter().find(|(other, _)| *other == name) {
            return wrong(format!(
                "two scenarios are named `{name}`: rename {} or {}",
                shown(other),
                shown(file)
            ));
        }
        named.push((name, file));
    }
    Ok(named)
}

/// The facade's options for scenarios.
pub(crate) fn options(changes: &[(Name, Source)]) -> Result<String, Stop> {
    let mut scenarios = Vec::with_capacity(changes.len());
    for (name, source) in changes {
        let Ok(text) = std::str::from_utf8(source.bytes()) else {
            // Such a file cannot be part of the options; the refusal is the one of any such input.
            let refusal = facade::call("check", source.bytes(), crate::answer::PRETTY);
            crate::answer::print(&format!("{refusal}\n"))?;
            let _ = writeln!(anstream::stderr(), "error: {}: it is not UTF-8", source.name());
            return Err(Stop::Told);
        };
        scenarios.push(serde_json::json!({ "name": &**name, "changes": text }));
    }
    Ok(serde_json::json!({ "pretty": true, "scenarios": scenarios }).to_string())
}

/// The scenarios compared; problems of changes are told under their file.
pub(crate) fn compared(source: Source, changes: Vec<(Name, Source)>) -> Result<Scenarios, Stop> {
    let portfolio = match source.portfolio() {
        Ok(portfolio) => portfolio,
        Err(problems) => return Err(Stop::Problems(source, problems)),
    };
    let mut changed = Vec::with_capacity(changes.len());
    for (name, changes) in changes {
        match source.changed(&changes) {
            Ok(portfolio) => changed.push((name, portfolio)),
            Err(problems) => {
                // The portfolio by itself is fine, so a place can only be one in the changes. Without one, a problem is
                // of what the changes make of the portfolio.
                let placed = problems.iter().any(|problem| problem.location().is_some());
                let told = match placed {
                    true => changes.name().to_owned(),
                    false => format!("{} changed by {}", source.name(), changes.name()),
                };
                return Err(Stop::Problems(changes.named(told), problems));
            }
        }
    }
    whorunsit::scenarios(&portfolio, &changed)
        .map_err(|overflow| Stop::Problems(source, Problems::from(overflow)))
}
