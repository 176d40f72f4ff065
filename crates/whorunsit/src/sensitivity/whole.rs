//! The whole portfolio with an input changed that services share: run once for all of them.

use std::cell::RefCell;
use std::collections::BTreeMap;

use rust_decimal::Decimal;

use crate::evaluation::{Analysis, Settled};
use crate::exact::Money;
use crate::portfolio::PortfolioFile;
use crate::resolve::{InputAt, Portfolio};

/// The difference of each service, as far as its models can be compared.
type Differences = Vec<Option<Money>>;

/// The differences with each value that was asked for; `None` where that is no portfolio.
pub(super) struct Whole<'p> {
    portfolio: &'p Portfolio,
    known: RefCell<BTreeMap<(InputAt, Decimal), Option<Differences>>>,
}

impl<'p> Whole<'p> {
    pub(super) fn of(portfolio: &'p Portfolio) -> Self {
        Self { portfolio, known: RefCell::default() }
    }

    pub(super) fn portfolio(&self) -> &'p Portfolio {
        self.portfolio
    }

    /// The difference of a service with another value of an input, which `change` gives it; the inner `None` where its models
    /// cannot be compared, the outer one where this cannot be told of all services at once.
    pub(super) fn difference(
        &self,
        (at, value): (&InputAt, Decimal),
        service: usize,
        change: impl FnOnce(&mut PortfolioFile),
    ) -> Option<Option<Money>> {
        let mut known = self.known.try_borrow_mut().ok()?;
        let all = known.entry((at.clone(), value)).or_insert_with(|| {
            let mut file = self.portfolio.file().clone();
            change(&mut file);
            let portfolio = Portfolio::of_changed(file, Some(self.portfolio)).ok()?;
            let analysis = Analysis::of_sums(&portfolio).ok()?;
            analysis.differences(&Settled::of(&portfolio).ok()?).ok()
        });
        all.as_ref()?.get(service).copied()
    }
}
