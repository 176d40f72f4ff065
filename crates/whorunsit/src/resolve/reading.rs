//! Portfolios from text, from text with changes or answers, and from tables put together in code.

use std::sync::Arc;

use crate::portfolio::{Overrides, PortfolioFile, ReadinessRules, Service, Team};
use crate::problem::{Gathered, Problem, ProblemCode, Problems};
use crate::profile::{Favour, Filling, Profile, fill, names_profile};
use crate::provenance::Provenance;
use crate::read::{Document, MONEY, Read};
use crate::resolve::Portfolio;

/// What a profile filled in, and what was written before.
#[derive(Clone, Debug)]
pub(super) struct Filled {
    pub(super) written: PortfolioFile,
    pub(super) filling: Filling,
    /// Profiles of one's own that it may name.
    pub(super) own: Vec<Arc<Profile>>,
}

impl Portfolio {
    /// Reads a portfolio from TOML or JSON text; what starts with `{` is JSON.
    ///
    /// # Errors
    /// [`Problems`], all of them at once, each with its place in the text.
    pub fn read(input: &[u8]) -> Result<Self, Problems> {
        Self::read_with(input, &[])
    }

    /// Reads a portfolio as [`Portfolio::read`] does; the profiles that it names may be some of one's own, which
    /// [`Profile::read`] reads.
    ///
    /// # Errors
    /// Those of [`Portfolio::read`].
    pub fn read_with(input: &[u8], profiles: &[Arc<Profile>]) -> Result<Self, Problems> {
        Self::read_document(Self::document(input)?, input, profiles)
    }

    /// The text as a document of what this build has.
    pub(super) fn document(input: &[u8]) -> Result<Document<'_>, Problems> {
        let mut document = Document::parse(input)?;
        if !cfg!(feature = "full")
            && let Some(key) = leave_money_out(&mut document)
        {
            return Err(Problems::not_built_in("", &format!("what only money needs, such as `{key}`, is")));
        }
        Ok(document)
    }

    /// Reads what decisions need, and neither reads nor checks what only money needs: a portfolio that has no costs.
    ///
    /// # Errors
    /// Those of [`Portfolio::read`], as far as they are not about money.
    ///
    /// # Examples
    ///
    /// ```
    /// use whorunsit::{Portfolio, examples, recommend};
    ///
    /// let text = examples::FURNITURE_RETAILER_COSTS.as_bytes();
    /// let fast = recommend(&Portfolio::read_without_money(text)?)?;
    /// let whole = recommend(&Portfolio::read(text)?)?;
    /// assert_eq!(fast.services[2].operating_model, whole.services[2].operating_model);
    /// assert!(fast.insurance.is_none() && whole.insurance.is_some());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn read_without_money(input: &[u8]) -> Result<Self, Problems> {
        let mut document = Document::parse(input)?;
        leave_money_out(&mut document);
        Self::read_document(document, input, &[])
    }

    pub(super) fn read_document(
        mut document: Document<'_>,
        input: &[u8],
        own: &[Arc<Profile>],
    ) -> Result<Self, Problems> {
        let (read, unread) = Self::read_filled(&mut document, Favour::Neither, own);
        document.check(unread)?;
        read.map(|portfolio| Self { provenance: Provenance::of(input), ..portfolio })
            .ok_or_else(Problems::internal)
    }

    /// Reads a document after its profile, if it names one, has filled it in. Without problems there is a portfolio.
    fn read_filled(
        document: &mut Document<'_>,
        favour: Favour,
        own: &[Arc<Profile>],
    ) -> (Option<Self>, Gathered) {
        let written = names_profile(document.root_mut()).then(|| document.clone());
        let mut unfilled = Gathered::default();
        if written.is_some() && !cfg!(feature = "full") {
            let refused = Problems::not_built_in("/profile", "filling a portfolio in from a profile is");
            refused.iter().for_each(|problem| unfilled.push(problem.clone()));
            return (None, unfilled);
        }
        let filling = written.as_ref().and_then(|_| fill(document.root_mut(), favour, own, &mut unfilled));
        let (file, mut unread) = document.read();
        unread.merge(unfilled);
        // Of what is wrong in a thousand places, the rest is not worth judging.
        if unread.is_full() {
            return (None, unread);
        }
        match Self::build(file, None) {
            Ok(portfolio) => {
                let filled = written.zip(filling).map(|(written, filling)| {
                    let written = written.read().0;
                    Arc::new(Filled { written, filling, own: own.to_vec() })
                });
                (Some(portfolio.filled_in(filled)), unread)
            }
            Err(later) => {
                unread.merge(later);
                (None, unread)
            }
        }
    }

    /// The portfolio with what a profile filled in told among its assumptions.
    fn filled_in(self, profile: Option<Arc<Filled>>) -> Self {
        let mut assumptions = self.assumptions;
        if MONEY {
            assumptions.extend(profile.iter().flat_map(|filled| filled.filling.assumptions()));
        }
        Self { assumptions, profile, ..self }
    }

    /// Reads a portfolio with changes made to it.
    ///
    /// `changes` is TOML or JSON text in the manner of JSON Merge Patch (RFC 7396): tables are merged key by key,
    /// `null` removes a key, everything else replaces. Lists of named tables may also be changed by name:
    /// `services.bedroom.feature_demand = "low"`. Problems have a path in the changed portfolio, and no place in a text.
    ///
    /// # Errors
    /// [`Problems`] of the portfolio, of the changes, or of what they make of it.
    ///
    /// # Examples
    ///
    /// ```
    /// use whorunsit::{Portfolio, recommend};
    ///
    /// let text = whorunsit::examples::FURNITURE_RETAILER;
    /// let changed = Portfolio::read_changed(text.as_bytes(), br#"services.bedroom.feature_demand = "low""#)?;
    /// assert_eq!(recommend(&changed)?.services[2].deployment_target.to_string(), "monthly");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn read_changed(input: &[u8], changes: &[u8]) -> Result<Self, Problems> {
        let mut document = Document::parse(input)?;
        let mut problems = Gathered::default();
        if changes.trim_ascii().is_empty() {
            let help = "write the keys to change, such as horizon.years = 5";
            let message = "there are no changes";
            return Err(Problems::one(Problem::new(ProblemCode::InvalidScenario, "", message, help)));
        }
        let changes = Document::parse(changes)?;
        let currency = document.text_of("currency").map(str::to_owned);
        document.change(&changes, &mut problems);
        if let Some((before, after)) = currency.as_deref().zip(document.text_of("currency"))
            && before != after
        {
            let message = format!("`{after}` is not the currency of the portfolio, `{before}`");
            let help = "compare amounts of one currency: remove it";
            problems.push(Problem::new(ProblemCode::InvalidScenario, "/currency", message, help));
        }
        if !problems.is_empty() {
            return Err(problems.check().err().unwrap_or_else(Problems::internal));
        }
        let (read, unread) = Self::read_filled(&mut document, Favour::Neither, &[]);
        unread.check()?;
        read.ok_or_else(Problems::internal)
    }

    /// Reads a portfolio with answers to the questionnaire from a file of their own, which stand in place of its
    /// `[readiness]`.
    ///
    /// `answers` is TOML or JSON text with the keys of `[readiness]`: `answers` and `teams`.
    ///
    /// # Errors
    /// [`Problems`] of the portfolio, each with its place in it; if there are none, those of the answers, each with its place
    /// in their text. A team that the portfolio does not have is a problem under `/readiness/teams`.
    ///
    /// # Examples
    ///
    /// ```
    /// use whorunsit::{Answer, Portfolio};
    ///
    /// let text = whorunsit::examples::FURNITURE_RETAILER;
    /// let portfolio = Portfolio::read_answered(text.as_bytes(), br#"answers.chaos-days-run = "partly""#)?;
    /// let readiness = portfolio.file().readiness.as_ref();
    /// assert_eq!(readiness.map(|rules| rules.answers.to("chaos-days-run")), Some(Answer::Partly));
    /// # Ok::<(), whorunsit::Problems>(())
    /// ```
    pub fn read_answered(input: &[u8], answers: &[u8]) -> Result<Self, Problems> {
        Self::read(input)?.with_answers(answers)
    }

    /// The portfolio with answers to the questionnaire from a file of their own, as [`Portfolio::read_answered`] takes them.
    ///
    /// # Errors
    /// [`Problems`] of the answers.
    pub fn with_answers(self, answers: &[u8]) -> Result<Self, Problems> {
        let read = self;
        let document = Document::parse(answers)?;
        let (rules, problems) = document.read::<ReadinessRules>();
        document.check(problems)?;
        let answered = read.with(|file| file.readiness = Some(rules.clone()))?;
        Ok(Self { provenance: read.provenance, ..answered })
    }

    /// Checks a portfolio that was put together in code.
    ///
    /// # Errors
    /// [`Problems`], all of them at once, each with its JSON Pointer.
    pub fn new(file: PortfolioFile) -> Result<Self, Problems> {
        if file.profile.is_some() || names_profiles(&file) {
            let json = serde_json::to_string(&file).map_err(|_| Problems::internal())?;
            let portfolio = Self::read(json.as_bytes()).map_err(Problems::without_places)?;
            return Ok(Self { provenance: Provenance::IN_CODE, ..portfolio });
        }
        Self::of_filled(file)
    }

    /// Checks tables that hold all that there is to know: where they name a profile, it has filled them in.
    pub(crate) fn of_filled(file: PortfolioFile) -> Result<Self, Problems> {
        Self::of_changed(file, None)
    }

    /// The same, of tables that `before` had in another form: what has not changed in them is not worked out again.
    pub(crate) fn of_changed(file: PortfolioFile, before: Option<&Self>) -> Result<Self, Problems> {
        Self::build(file, before)
            .map_err(|problems| problems.check().err().unwrap_or_else(Problems::internal))
    }

    /// The same services under other tables, without what a profile leaves open; what is left out stays left out.
    pub(crate) fn under(&self, file: PortfolioFile) -> Result<Self, Problems> {
        Self::of_filled(file).map(|portfolio| Self { left_out: self.left_out.clone(), ..portfolio })
    }

    /// The portfolio with a change to its tables, in what is written and in what holds.
    pub(crate) fn with(&self, change: impl Fn(&mut PortfolioFile)) -> Result<Self, Problems> {
        let mut file = self.file.clone();
        change(&mut file);
        let profile = self.profile.as_ref().map(|filled| {
            let mut written = filled.written.clone();
            change(&mut written);
            Arc::new(Filled { written, filling: filled.filling.clone(), own: filled.own.clone() })
        });
        let left_out = self.left_out.clone();
        Self::of_filled(file).map(|portfolio| Self { left_out, ..portfolio.filled_in(profile) })
    }

    /// The portfolio with the values of its profile where they favour somebody; `None` without a profile.
    pub(crate) fn at_end(&self, favour: Favour) -> Option<Self> {
        let filled = self.profile.as_ref()?;
        let json = serde_json::to_string(&filled.written).ok()?;
        let mut document = Document::parse(json.as_bytes()).ok()?;
        let (read, problems) = Self::read_filled(&mut document, favour, &filled.own);
        let left_out = self.left_out.clone();
        read.filter(|_| problems.is_empty()).map(|portfolio| Self { left_out, ..portfolio })
    }

    /// The portfolio as it was written: its tables without what a profile fills in.
    #[must_use]
    pub fn written(&self) -> &PortfolioFile {
        self.profile.as_ref().map_or(&self.file, |filled| &filled.written)
    }

    /// The portfolio as JSON text in the portfolio format.
    #[must_use]
    pub fn to_json(&self) -> String {
        serde_json::to_string_pretty(self.written()).unwrap_or_default()
    }

    /// The portfolio as TOML text in the portfolio format.
    #[cfg(feature = "all")]
    #[must_use]
    pub fn to_toml(&self) -> String {
        toml::to_string(self.written()).unwrap_or_default()
    }
}

impl std::str::FromStr for Portfolio {
    type Err = Problems;

    /// Reads a portfolio from TOML or JSON text, as [`Portfolio::read`] does.
    fn from_str(text: &str) -> Result<Self, Problems> {
        Self::read(text.as_bytes())
    }
}

impl TryFrom<PortfolioFile> for Portfolio {
    type Error = Problems;

    /// Checks a portfolio that was put together in code, as [`Portfolio::new`] does.
    fn try_from(file: PortfolioFile) -> Result<Self, Problems> {
        Self::new(file)
    }
}

/// Leaves out of a document what only money needs, and tells the last key of it that was given.
pub(super) fn leave_money_out(document: &mut Document<'_>) -> Option<String> {
    let of_members = |keys: &'static [&'static [&'static str]]| {
        keys.iter().chain(Overrides::MONEY).copied().collect::<Vec<_>>()
    };
    let lists = [
        ("domains", of_members(crate::portfolio::Domain::MONEY)),
        ("teams", of_members(Team::MONEY)),
        ("services", of_members(Service::MONEY)),
    ];
    let mut key = document.leave_out(None, PortfolioFile::MONEY);
    for (list, keys) in lists {
        key = document.leave_out(Some(list), &keys).or(key);
    }
    key
}

/// Whether somebody in a portfolio has a profile of their own.
fn names_profiles(file: &PortfolioFile) -> bool {
    let names = |own: Option<&Overrides>| own.is_some_and(|own| own.profile.is_some());
    let domains = file.domains.iter().any(|domain| names(domain.own.as_deref()));
    let teams = || file.teams.iter().any(|team| names(team.own.as_deref()));
    domains || teams() || file.services.iter().any(|service| names(service.own.as_deref()))
}
