//! The ledger that `docs/costs.md` works out by hand is the ledger of the program, line by line.
#![expect(clippy::expect_used, clippy::panic, reason = "tests may fail loudly")]

use std::fs;
use std::path::{Path, PathBuf};

use rust_decimal::{Decimal, RoundingStrategy};
use whorunsit::{CostType, Costs, Dimension, Money, Portfolio, Strategy};

fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn program() -> Costs {
    let text = fs::read(repository().join("examples/furniture-retailer-costs.toml")).expect("it is there");
    let portfolio = Portfolio::read(&text).expect("the example is in order");
    let costs = whorunsit::costs(&portfolio, Strategy::HybridAtScale, &[Dimension::CostType], true);
    costs.expect("it fits").expect("only least cost can be unknown")
}

/// The cells of each row of the table under this heading row.
fn table(heading: &str) -> Vec<Vec<String>> {
    let page = fs::read_to_string(repository().join("docs/costs.md")).expect("the page is there");
    let rows = page.lines().skip_while(|line| *line != heading).skip(2);
    let rows = rows.take_while(|line| line.starts_with('|'));
    let cells = |line: &str| line.trim_matches('|').split('|').map(|cell| cell.trim().to_owned()).collect();
    rows.map(cells).collect()
}

/// What "41 ÷ 6 incidents × 30% at stake × $75" comes to: each factor is a number, and words that say of what.
fn worked_out(basis: &str) -> Decimal {
    basis.replace(" ÷ ", " × ÷").split(" × ").fold(Decimal::ONE, |product, factor| {
        let (divides, factor) = factor.strip_prefix('÷').map_or((false, factor), |divisor| (true, divisor));
        let number = factor.trim_start_matches('$');
        let end = number.find(|char: char| !char.is_ascii_digit() && char != '.').unwrap_or(number.len());
        let (digits, words) = number.split_at(end);
        let number: Decimal = digits.parse().unwrap_or_else(|_| panic!("{factor:?} of {basis:?}"));
        let number = if words.starts_with('%') { number / Decimal::ONE_HUNDRED } else { number };
        if divides { product / number } else { product * number }
    })
}

fn line(service: &str, code: &str, amount: Decimal) -> (String, String, Decimal) {
    (service.to_owned(), code.to_owned(), amount.normalize())
}

#[test]
fn every_line_of_the_page_is_one_of_the_ledger_and_no_other() {
    let mut page = Vec::new();
    for row in table("| service | item | worked by hand | amount |") {
        let [service, code, basis, amount] = row.as_slice() else { panic!("four cells in {row:?}") };
        let amount: Decimal = amount.parse().expect("an amount");
        let worked = worked_out(basis).round_dp_with_strategy(2, RoundingStrategy::MidpointAwayFromZero);
        assert_eq!(worked, amount, "{service} {code}: {basis}");
        page.push(line(service, code.trim_matches('`'), amount));
    }
    let ledger = program().line_items.into_iter().map(|item| {
        let amount = item.amount.expect("nothing is missing in the example");
        line(&item.service, item.code.as_str(), amount.amount())
    });
    let mut ledger: Vec<_> = ledger.collect();
    page.sort();
    ledger.sort();
    for (ours, theirs) in page.iter().zip(&ledger) {
        assert_eq!(ours, theirs);
    }
    assert_eq!(page.len(), ledger.len());
}

#[test]
fn the_totals_of_the_page_are_those_of_the_program() {
    let costs = program();
    let rows = table("| cost type | paid once | a year | three years |");
    assert_eq!(rows.len(), CostType::ALL.len());
    for (row, (cost_type, group)) in rows.iter().zip(CostType::ALL.iter().zip(&costs.groups)) {
        let totals = &group.totals;
        let theirs = [totals.one_off, totals.per_year, totals.over_horizon];
        let [name, amounts @ ..] = row.as_slice() else { panic!("cells in {row:?}") };
        let ours: Vec<Money> = amounts.iter().map(|amount| amount.parse().expect("an amount")).collect();
        assert_eq!((name.trim_matches('`'), ours.as_slice()), (cost_type.as_str(), theirs.as_slice()));
    }
}
