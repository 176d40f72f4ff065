//! The factors of every line item of every vector multiply to its amount: a reader can check a line with them alone.

#![expect(clippy::expect_used, reason = "tests may fail loudly")]

use std::fs;
use std::path::{Path, PathBuf};

use rust_decimal::{Decimal, RoundingStrategy};
use whorunsit::ledger::{LineItem, Unit};
use whorunsit::{Portfolio, Strategy, costs};

/// Every portfolio among the vectors and the examples that is without a problem.
fn portfolios() -> Vec<(PathBuf, Portfolio)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let vectors = fs::read_dir(root.join("vectors")).expect("the vectors are there");
    let mut folders: Vec<PathBuf> = vectors.map(|entry| entry.expect("it can be read").path()).collect();
    folders.push(root.join("examples"));
    let files = folders.iter().filter(|folder| folder.is_dir()).flat_map(|folder| {
        fs::read_dir(folder).expect("it is a folder").map(|entry| entry.expect("it can be read").path())
    });
    let mut found: Vec<_> = files
        .filter(|path| path.extension().is_some_and(|extension| extension == "toml" || extension == "json"))
        .filter_map(|path| Some((path.clone(), Portfolio::read(&fs::read(&path).ok()?).ok()?)))
        .collect();
    found.sort_by(|(a, _), (b, _)| a.cmp(b));
    found
}

/// A number of any size: its digits in base 10⁹, the lowest first, and its decimal places.
struct Exact(Vec<u64>, u32);

impl Exact {
    const BASE: u64 = 1_000_000_000;

    fn times(self, number: Decimal) -> Self {
        let mut left = number.mantissa().unsigned_abs();
        let mut other = Vec::new();
        while left > 0 {
            other.push(u64::try_from(left % u128::from(Self::BASE)).expect("it is below the base"));
            left /= u128::from(Self::BASE);
        }
        let mut all = vec![0_u64; self.0.len() + other.len() + 1];
        for (place, a) in self.0.iter().enumerate() {
            let mut carry = 0;
            for (offset, b) in other.iter().chain([&0, &0]).enumerate() {
                let Some(digit) = all.get_mut(place + offset) else { continue };
                let sum = *digit + a * b + carry;
                *digit = sum % Self::BASE;
                carry = sum / Self::BASE;
            }
        }
        Self(all, self.1 + number.scale())
    }

    /// Divides by each, to 27 more decimals: cut, as one division by all of them would be.
    fn over(self, numbers: &[u64]) -> Self {
        let mut digits: Vec<u64> = [0, 0, 0].into_iter().chain(self.0).collect();
        for number in numbers {
            let mut rest = 0_u128;
            for digit in digits.iter_mut().rev() {
                let all = rest * u128::from(Self::BASE) + u128::from(*digit);
                *digit = u64::try_from(all / u128::from(*number)).expect("it is below the base");
                rest = all % u128::from(*number);
            }
        }
        Self(digits, self.1 + 27)
    }

    /// Rounded half away from zero.
    fn rounded(self, decimals: u32) -> Decimal {
        let digits: String = self.0.iter().rev().map(|digit| format!("{digit:09}")).collect();
        let digits = format!("{digits:0>width$}", width = self.1 as usize + 1);
        let (whole, fraction) = digits.split_at(digits.len() - self.1 as usize);
        let kept: String = format!("{fraction:0<28}").chars().take(decimals as usize).collect();
        let up = fraction.chars().nth(decimals as usize).is_some_and(|digit| digit >= '5');
        let whole: i128 = format!("{whole}{kept}").parse().expect("it fits");
        Decimal::from_i128_with_scale(whole + i128::from(up), decimals)
    }
}

fn product(item: &LineItem, decimals: u32) -> Decimal {
    let mut all = Exact(vec![1], 0);
    let (mut negative, mut over) = (false, Vec::new());
    for factor in item.factors() {
        negative ^= factor.value.is_sign_negative();
        all = match &factor.fraction {
            None => all.times(factor.value),
            Some(fraction) => {
                let (whole, parts) = fraction.split_once('/').expect("it is a quotient");
                over.push(parts.parse().expect("a number"));
                all.times(whole.parse().expect("a number"))
            }
        };
    }
    let size = all.over(&over).rounded(decimals);
    if negative { -size } else { size }
}

#[test]
fn the_factors_of_every_line_multiply_to_its_amount() {
    let (mut lines, mut wrong) = (0, Vec::new());
    for (path, portfolio) in portfolios() {
        let decimals = portfolio.file().currency.decimals();
        for strategy in Strategy::ALL {
            let Ok(Some(costs)) = costs(&portfolio, strategy, &[], true) else { continue };
            for item in &costs.line_items {
                let Some(amount) = item.amount else { continue };
                lines += 1;
                let whole = product(item, decimals);
                let off = match item.shared_by() {
                    1 => whole != amount.amount(),
                    // A part is the whole's, to the minor unit.
                    among => {
                        let part = whole / Decimal::from(among);
                        let rounded = part.round_dp_with_strategy(decimals, RoundingStrategy::ToZero);
                        (amount.amount() - rounded).abs() > Decimal::new(1, decimals)
                    }
                };
                if off {
                    let factors: Vec<String> =
                        item.factors().map(|factor| factor.value.to_string()).collect();
                    let factors = factors.join(" × ");
                    wrong.push(format!("{}: {} {amount} = {factors}", path.display(), item.service));
                }
            }
        }
    }
    assert!(lines > 5_000, "{lines}");
    wrong.sort();
    wrong.dedup();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_unit_is_documented() {
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/output.md");
    let page = fs::read_to_string(page).expect("the page is there");
    for unit in Unit::ALL {
        assert!(page.contains(&format!("| `{unit}` | ")), "{unit}");
    }
}
