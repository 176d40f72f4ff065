//! Reading a file or standard input, never more than the core would read.

use std::borrow::Cow;
use std::fs::File;
use std::io::{self, Read};
use std::path::Path;
use std::sync::{Arc, OnceLock};

use whorunsit::{Policy, Portfolio, Problems, Profile};

use crate::text::visible;

/// The portfolio of this run from which services are left out, if some are: one command reads one.
static PARTIAL: OnceLock<(Source, Portfolio)> = OnceLock::new();

/// The portfolio from which services are left out, with where it comes from.
pub(crate) fn partial() -> Option<&'static (Source, Portfolio)> {
    PARTIAL.get()
}

/// Text about the portfolio, its paths as in the input.
pub(crate) fn in_places_of_input(text: &str) -> Cow<'_, str> {
    partial().map_or(Cow::Borrowed(text), |(_, portfolio)| portfolio.in_places_of_input(text))
}

/// The bytes of an input and the name that messages give it.
#[derive(Clone)]
pub(crate) struct Source {
    name: String,
    bytes: Vec<u8>,
    /// The selection policy that the user asks for, instead of the portfolio's own.
    policy: Option<Policy>,
    /// A profile of the user's own, with its text.
    profile: Option<(Arc<Profile>, String)>,
}

impl Source {
    /// Reads a file; `-` is standard input.
    pub(crate) fn read(file: &Path) -> io::Result<Self> {
        // One byte above the limit is enough for the core to refuse it.
        let most = u64::try_from(whorunsit::MAX_JSON_BYTES).unwrap_or(u64::MAX).saturating_add(1);
        let mut bytes = Vec::new();
        let name = if file == Path::new("-") {
            io::stdin().lock().take(most).read_to_end(&mut bytes)?;
            "standard input".to_owned()
        } else {
            File::open(file)?.take(most).read_to_end(&mut bytes)?;
            visible(&file.to_string_lossy())
        };
        Ok(Self { name, bytes, policy: None, profile: None })
    }

    /// The same, to be decided by a policy.
    pub(crate) fn by_policy(self, policy: Option<Policy>) -> Self {
        Self { policy, ..self }
    }

    /// The same, to be filled in from a profile of the user's own.
    pub(crate) fn with_profile(self, profile: Option<(Arc<Profile>, String)>) -> Self {
        Self { profile, ..self }
    }

    fn profiles(&self) -> Vec<Arc<Profile>> {
        self.profile.iter().map(|(profile, _)| Arc::clone(profile)).collect()
    }

    /// The portfolio that it holds.
    pub(crate) fn portfolio(&self) -> Result<Portfolio, Problems> {
        self.decided(Portfolio::read_with(&self.bytes, &self.profiles()))
    }

    /// The portfolio that it holds without services that have problems of their own. That some are left out is told at the
    /// end, and in what is printed paths name places of the input.
    pub(crate) fn partial(&self) -> Result<Portfolio, Problems> {
        let portfolio = self.decided(Portfolio::read_partial_with(&self.bytes, &self.profiles()))?;
        if !portfolio.left_out().is_empty() {
            let _ = PARTIAL.set((self.clone(), portfolio.clone()));
        }
        Ok(portfolio)
    }

    /// The portfolio that it holds, with changes made to it.
    pub(crate) fn changed(&self, changes: &Self) -> Result<Portfolio, Problems> {
        self.decided(Portfolio::read_changed(&self.bytes, &changes.bytes))
    }

    /// The portfolio that it holds, with answers to the questionnaire from a file of their own.
    pub(crate) fn answered(&self, answers: &Self) -> Result<Portfolio, Problems> {
        self.decided(
            Portfolio::read_partial_with(&self.bytes, &self.profiles())?.with_answers(&answers.bytes),
        )
    }

    fn decided(&self, read: Result<Portfolio, Problems>) -> Result<Portfolio, Problems> {
        match self.policy {
            Some(policy) => read.map(|portfolio| portfolio.by_policy(policy)),
            None => read,
        }
    }

    /// Options of the facade, a JSON object, with the policy among them.
    pub(crate) fn options(&self, options: &str) -> String {
        let Some(open) = options.trim_end().strip_suffix('}') else { return options.to_owned() };
        let mut all = open.to_owned();
        let mut add = |key: &str, value: String| {
            let comma = if all.trim_end().ends_with('{') { "" } else { "," };
            all.push_str(&format!("{comma}\"{key}\":{value}"));
        };
        if let Some(policy) = self.policy {
            add("policy", format!("\"{policy}\""));
        }
        if let Some((_, text)) = &self.profile {
            add("profile_file", serde_json::Value::from(text.as_str()).to_string());
        }
        all.push('}');
        all
    }

    /// What was made, and not read.
    pub(crate) fn of(name: String, bytes: Vec<u8>) -> Self {
        Self { name, bytes, policy: None, profile: None }
    }

    /// The same with other bytes.
    pub(crate) fn holding(self, bytes: Vec<u8>) -> Self {
        Self { bytes, ..self }
    }

    /// The same under another name.
    pub(crate) fn named(self, name: String) -> Self {
        Self { name, ..self }
    }

    /// Its name, fit to be printed.
    pub(crate) fn name(&self) -> &str {
        &self.name
    }

    pub(crate) fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// The text as the core reads it, without a byte order mark; empty where it is not UTF-8.
    pub(crate) fn text(&self) -> &str {
        let text = std::str::from_utf8(&self.bytes).unwrap_or_default();
        text.strip_prefix('\u{feff}').unwrap_or(text)
    }
}
