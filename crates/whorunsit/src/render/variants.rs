//! The portfolio with its variants, side by side.

use super::content::{Block, LISTED, Table, some};
use super::record::{Amounts, Record, over};
use crate::assignment::Strategy;
use crate::selection::{OPS_RUN_IT, YOU_BUILD_IT_YOU_RUN_IT};

/// The portfolio as it is, and with each variant in place of a model.
pub(super) fn variants(blocks: &mut Vec<Block>, record: Record<'_>, amounts: Amounts) {
    let variants = record.list("variants");
    if variants.is_empty() {
        return;
    }
    blocks.push(Block::Heading("Variants in place of a model"));
    let name_of = |strategy: &str| {
        let known = Strategy::ALL.into_iter().find(|known| known.as_str() == strategy);
        known.map_or_else(|| strategy.to_owned(), |known| known.name().to_owned())
    };
    let as_it_is = record.list("options").into_iter().map(|option| {
        let amount = amounts.part(option.money("over_horizon"), option.flag("partial"));
        vec!["as it is".to_owned(), option.text("name").to_owned(), amount, "\u{2013}".to_owned()]
    });
    let with = variants.iter().flat_map(|variant| {
        variant.list("strategies").into_iter().map(|costs| {
            let partial = costs.flag("partial");
            let more = costs.money("more_than_as_it_is");
            let more = match more {
                Some(zero) if zero.is_zero() => amounts.show(Some(zero)),
                more => amounts.part(more, partial),
            };
            let both = amounts.part(costs.money("over_horizon"), partial);
            vec![variant.text("name").to_owned(), name_of(costs.text("strategy")), both, more]
        })
    });
    blocks.push(Block::Table(Table::new(
        &["Variant", "Strategy", "Both", "Against as it is"],
        2..4,
        as_it_is.chain(with).collect(),
    )));
    let items = variants.iter().map(|variant| {
        let model = match variant.text("operating_model") {
            "ops-run-it" => OPS_RUN_IT,
            _ => YOU_BUILD_IT_YOU_RUN_IT,
        };
        let changed = variant.list("changes");
        let changed = some(changed.iter().map(|change| change.text("service").to_owned()).collect(), LISTED);
        let changes = match changed.as_slice() {
            [] => "runs every service as without it".to_owned(),
            changed => format!("runs in another way: {}", changed.join(", ")),
        };
        let missing = some(variant.texts("missing"), LISTED);
        let lacks = match missing.as_slice() {
            [] => String::new(),
            missing => format!("; missing: {}", missing.join(", ")),
        };
        format!("{}: in place of {model}; {changes}{lacks}.", variant.text("name"))
    });
    blocks.push(Block::Items(items.collect()));
    blocks.push(Block::Note(format!(
        "Over {}; each variant is evaluated as the portfolio would be with it: who should run what is decided anew.",
        over(record)
    )));
}
