//! Variants: each under a name of its own, with something that it changes, which makes sense by itself.

use std::collections::BTreeMap;

use super::{Checks, MAX_VARIANTS};
use crate::portfolio::{PortfolioFile, Shared, Variant};
use crate::problem::ProblemCode;

impl Checks<'_> {
    pub(super) fn variants(
        &mut self,
        file: &PortfolioFile,
        domains: &BTreeMap<&str, u32>,
        teams: &BTreeMap<&str, u32>,
    ) {
        if file.variants.len() > MAX_VARIANTS {
            let message = format!("there are {} variants, more than {MAX_VARIANTS}", file.variants.len());
            let help = "compare fewer at once: each is evaluated as a portfolio of its own";
            self.problem(ProblemCode::TooLarge, "/variants", message, help);
            return;
        }
        self.unique("variants", file.variants.iter().map(|variant| &*variant.name));
        for (index, variant) in file.variants.iter().enumerate() {
            self.variant(file, variant, &format!("/variants/{index}"));
            let list = format!("variants/{index}/recurring_costs");
            self.lines(file, (&variant.recurring_costs, &list), domains, teams);
        }
    }

    fn variant(&mut self, file: &PortfolioFile, variant: &Variant, path: &str) {
        let Variant {
            name,
            operating_model: model,
            response,
            throughput,
            learning,
            operations_work,
            setup,
            transition,
            recurring_costs,
            metadata: _,
        } = variant;
        let changes = [
            response.is_some(),
            throughput.is_some(),
            learning.is_some(),
            operations_work.is_some(),
            setup.is_some(),
            transition.is_some(),
            !recurring_costs.is_empty(),
        ];
        if !changes.contains(&true) {
            self.problem(
                ProblemCode::MissingKey,
                format!("{path}/response"),
                format!("the variant `{name}` changes nothing"),
                "add what it does otherwise: `response`, `throughput`, `learning`, `operations_work`, `setup`, `transition` or \
                 `recurring_costs`",
            );
        }
        match response {
            Some(Shared::Own(response)) => {
                // Its defaults are none of the portfolio as it is.
                let mut own = Self { operations_respond: self.operations_respond, ..Self::default() };
                own.chain(response, *model, &format!("{path}/response"));
                self.problems.append(own.problems);
            }
            Some(Shared::Named(block)) => match file.responses.named(block) {
                None => {
                    let known = file.responses.0.iter().map(|(name, _)| &**name);
                    self.unknown_block(block, format!("{path}/response"), ("responses", "response"), known);
                }
                Some(own) if own.of(*model).is_none() => self.problem(
                    ProblemCode::UnknownBlock,
                    format!("{path}/response"),
                    format!("there is no response `{block}` of {}", model.name()),
                    format!("add a table [responses.{block}.{model}], or write the response here"),
                ),
                Some(_) => {}
            },
            None => {}
        }
        for (place, cost) in recurring_costs.iter().enumerate() {
            if cost.operating_model.is_some_and(|other| other != *model) {
                self.problem(
                    ProblemCode::ConflictingKeys,
                    format!("{path}/recurring_costs/{place}/operating_model"),
                    format!(
                        "`{}` is a cost of a variant of {}, which is paid under that model",
                        cost.name,
                        model.name()
                    ),
                    "remove `operating_model`",
                );
            }
        }
    }
}
