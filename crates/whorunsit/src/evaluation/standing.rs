//! Who runs what, as far as costs rest on it: without the schedules planned for people to read.

use crate::assignment::Assignment;
use crate::decision::{Choice, choose};
use crate::error::Fault;
use crate::evaluation::{decides_by_money, recommended};
use crate::on_call::Needs;
use crate::resolve::Portfolio;

/// Who runs what and what that needs, as far as it has a cost: an assignment whose schedules need not be planned.
#[derive(Clone, Copy)]
pub(crate) struct Standing<'a> {
    pub(crate) choices: &'a [Choice],
    pub(crate) needs: &'a Needs,
}

impl<'a> Standing<'a> {
    pub(crate) fn of(assignment: &'a Assignment) -> Self {
        Self { choices: &assignment.choices, needs: &assignment.planned.needs }
    }
}

impl<'a> From<&'a Assignment> for Standing<'a> {
    fn from(assignment: &'a Assignment) -> Self {
        Self::of(assignment)
    }
}

/// What is recommended, as far as it has a cost.
pub(crate) struct Settled {
    choices: Vec<Choice>,
    needs: Needs,
}

impl Settled {
    pub(crate) fn of(portfolio: &Portfolio) -> Result<Self, Fault> {
        if decides_by_money(portfolio) {
            let Assignment { choices, planned } = recommended(portfolio)?;
            return Ok(Self { choices, needs: planned.needs });
        }
        let choices = choose(portfolio);
        let needs = Needs::of(portfolio, &choices);
        Ok(Self { choices, needs })
    }
}

impl<'a> From<&'a Settled> for Standing<'a> {
    fn from(settled: &'a Settled) -> Self {
        Self { choices: &settled.choices, needs: &settled.needs }
    }
}
