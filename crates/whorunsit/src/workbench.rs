//! A portfolio that is kept between edits: an answer after an edit works out anew only what the edit touches.

use crate::assignment::Assignment;
use crate::comparison::{Comparison, answered};
use crate::error::{Error, Fault};
use crate::evaluation::{Analysis, Options, recommended};
use crate::ledger::Costing;
use crate::outlook::Outlook;
use crate::portfolio::PortfolioFile;
use crate::problem::Problems;
use crate::recommendation::{Recommendation, SchedulePlan, is_valued, of_assignment, schedules_of};
use crate::resolve::Portfolio;
use crate::transition::{TransitionPlan, planned};

/// A portfolio that is kept between edits.
///
/// Its answers are those of [`recommend`](crate::recommend), [`compare`](crate::compare), [`schedules`](crate::schedules) and
/// [`plan`](crate::plan). One evaluation serves all of them, and after an edit only services are evaluated anew of which
/// something has changed: a key of their own, of their team or domain, how many services the team has, or a table that all
/// share.
///
/// # Examples
///
/// ```
/// use whorunsit::{Estimate, Money, Portfolio, Workbench, compare, examples};
///
/// let portfolio = Portfolio::read(examples::FURNITURE_RETAILER_COSTS.as_bytes())?;
/// let mut bench = Workbench::new(portfolio);
/// let before = bench.compare()?;
/// bench.edit(|file| file.services[2].exposure_per_hour = Estimate::point(Money::from_major(90_000)))?;
/// let after = bench.compare()?;
/// assert_eq!(bench.evaluated_anew(), 1);
/// assert_eq!(after.services[0], before.services[0]);
/// assert_eq!(after, compare(bench.portfolio())?);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct Workbench {
    portfolio: Portfolio,
    /// What every service costs under each model, as it was worked out for the portfolio.
    options: Option<Vec<Options>>,
    /// What was worked out for the portfolio before the edits since.
    before: Option<(Portfolio, Vec<Options>)>,
    recommended: Option<Assignment>,
    anew: usize,
}

impl std::fmt::Debug for Workbench {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Workbench").field("portfolio", &self.portfolio).finish_non_exhaustive()
    }
}

impl Workbench {
    /// Keeps a portfolio.
    #[must_use]
    pub fn new(portfolio: Portfolio) -> Self {
        Self { portfolio, options: None, before: None, recommended: None, anew: 0 }
    }

    /// Returns the portfolio as it is now.
    #[must_use]
    pub fn portfolio(&self) -> &Portfolio {
        &self.portfolio
    }

    /// Takes another portfolio in place of the one that is kept, such as the same one read again after an edit.
    pub fn replace(&mut self, portfolio: Portfolio) {
        let before = std::mem::replace(&mut self.portfolio, portfolio);
        if let Some(options) = self.options.take() {
            self.before = Some((before, options));
        }
        self.recommended = None;
    }

    /// Changes the tables of the portfolio, as they are with what a profile fills in. Where the change is refused, the
    /// portfolio stays as it is.
    ///
    /// # Errors
    /// [`Problems`] of the changed portfolio, as [`Portfolio::new`] tells them.
    pub fn edit(&mut self, change: impl Fn(&mut PortfolioFile)) -> Result<(), Problems> {
        let changed = self.portfolio.with(change)?;
        self.replace(changed);
        Ok(())
    }

    /// Returns how many services the last evaluation worked out anew.
    #[must_use]
    pub fn evaluated_anew(&self) -> usize {
        self.anew
    }

    /// Recommends an operating model and schedule for each service, as [`recommend`](crate::recommend) does.
    ///
    /// # Errors
    /// [`Error::Overflow`] when an amount does not fit 28 digits.
    pub fn recommend(&mut self) -> Result<Recommendation, Error> {
        let recommendation = if is_valued(&self.portfolio) {
            self.evaluated(|analysis, ours| {
                of_assignment(analysis.costing.portfolio, ours.clone(), Some(analysis))
            })?
        } else {
            of_assignment(&self.portfolio, recommended(&self.portfolio)?, None)?
        };
        Ok(Recommendation { outlook: Outlook::of(&self.portfolio)?, ..recommendation })
    }

    /// Compares strategies and models, as [`compare`](crate::compare) does.
    ///
    /// # Errors
    /// [`Error::Overflow`] when an amount does not fit 28 digits.
    pub fn compare(&mut self) -> Result<Comparison, Error> {
        self.evaluated(answered)
    }

    /// Plans the schedules, as [`schedules`](crate::schedules) does.
    ///
    /// # Errors
    /// [`Error::Overflow`] when an amount does not fit 28 digits.
    pub fn schedules(&mut self) -> Result<SchedulePlan, Error> {
        let ours = self.recommended.clone();
        let ours = ours.map_or_else(|| recommended(&self.portfolio), Ok)?;
        schedules_of(&self.portfolio, ours)
    }

    /// Plans the transition, as [`plan`](crate::plan) does.
    ///
    /// # Errors
    /// [`Error::Overflow`] when an amount does not fit 28 digits.
    pub fn plan(&mut self) -> Result<TransitionPlan, Error> {
        self.evaluated(planned)
    }

    fn evaluated<T>(
        &mut self,
        answer: impl FnOnce(&Analysis<'_>, &Assignment) -> Result<T, Error>,
    ) -> Result<T, Error> {
        if self.options.is_none() {
            self.evaluate()?;
        }
        let analysis = Analysis::known(&self.portfolio, self.options.as_deref().unwrap_or_default())?;
        if self.recommended.is_none() {
            self.recommended = Some(analysis.recommended()?);
        }
        answer(&analysis, self.recommended.as_ref().ok_or(Fault::Internal)?)
    }

    fn evaluate(&mut self) -> Result<(), Fault> {
        let before = self.before.take();
        let costing = Costing::new(&self.portfolio)?;
        let (options, anew) = match &before {
            Some((before, options)) => Options::after_edit((before, options), &costing)?,
            None => (Options::all(&costing)?, self.portfolio.file().services.len()),
        };
        (self.options, self.anew) = (Some(options), anew);
        Ok(())
    }
}
