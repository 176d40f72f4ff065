//! What an uncertain number may turn out to be, as floats: its mean, its variance, and draws of it.

mod column;
mod together;
mod typical;

use std::sync::Arc;

pub(crate) use self::column::{COLUMN, Room, Sampler, Staircases, Stream};
use self::together::Together;
pub(crate) use self::typical::Typical;
use crate::random::{Beta, Gamma, Random, exp};

/// The distribution of a number that is zero or more.
///
/// Mean and variance are those of the draws, by their formulas. No draw and no moment is infinite for the numbers
/// that input may hold.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Distribution {
    /// Known, or taken as known.
    Fixed(f64),
    Pert(Pert),
    /// A PERT distribution that reaches beyond what its quantity may be.
    Cut(Box<Cut>),
    Lognormal(Lognormal),
    Triangular(Triangular),
    Uniform(Uniform),
    Empirical(Empirical),
    /// A rate of which so many events in so many years are known.
    Gamma(Gamma),
    /// Cases that vary around a median that is not known.
    Typical(Box<Typical>),
    /// A sum whose parts rise and fall together.
    Together(Box<Together>),
}

impl Distribution {
    /// The gamma distribution of a shape above zero, divided by a rate.
    pub(crate) fn gamma(shape: f64, rate: f64) -> Self {
        Self::Gamma(Gamma::new(shape, rate))
    }

    /// The distribution that project planning calls PERT: a beta distribution from `low` to `high` whose shapes,
    /// from one to five, put its mean at (low + 4 × likely + high) ÷ 6. (D. G. Malcolm and others, “Application of
    /// a technique for research and development program evaluation”, Operations Research 7, 1959.)
    pub(crate) fn pert(low: f64, likely: f64, high: f64) -> Self {
        Self::weighted_pert(low, likely, high, PERT_WEIGHT)
    }

    /// The same with another weight of the likely value than four: modified PERT, whose mean is
    /// (low + weight × likely + high) ÷ (weight + 2). (D. Vose, “Risk Analysis”, 2008.)
    pub(crate) fn weighted_pert(low: f64, likely: f64, high: f64, weight: f64) -> Self {
        let width = high - low;
        let mode = ((likely - low) / width).clamp(0.0, 1.0);
        if width > 0.0 && mode.is_finite() {
            Self::Pert(Pert { low, width, mode, weight, beta: Beta::new(mode, weight) })
        } else {
            Self::Fixed(low)
        }
    }

    /// The PERT distribution with this 5th percentile, likely value and 95th percentile; draws below zero are taken to be
    /// zero, and those above `most` to be `most`.
    pub(crate) fn pert_between(p5: f64, likely: f64, p95: f64, most: f64) -> Self {
        if p95 <= p5 {
            return Self::Fixed(likely);
        }
        let (low, width, mode) = pert_through(p5, likely, p95);
        let pert = Pert { low, width, mode, weight: PERT_WEIGHT, beta: Beta::new(mode, PERT_WEIGHT) };
        if low >= 0.0 && low + width <= most {
            Self::Pert(pert)
        } else {
            Self::Cut(Box::new(Cut { pert: Self::Pert(pert), most }))
        }
    }

    /// The lognormal distribution whose logarithm has this mean and standard deviation; draws above `most` are
    /// taken to be `most`, and its mean and variance are those of what is drawn.
    pub(crate) fn lognormal(mu: f64, sigma: f64, most: f64) -> Self {
        if sigma > 0.0 {
            Self::Lognormal(Lognormal { mu, sigma, most })
        } else {
            Self::Fixed(libm::exp(mu).min(most))
        }
    }

    /// The density rises in a line from `low` to `likely`, and falls in a line to `high`.
    pub(crate) fn triangular(low: f64, likely: f64, high: f64) -> Self {
        if high > low {
            Self::Triangular(Triangular { low, rise: likely - low, fall: high - likely })
        } else {
            Self::Fixed(low)
        }
    }

    /// Everything from `low` to `high` is as likely.
    pub(crate) fn uniform(low: f64, high: f64) -> Self {
        if high > low { Self::Uniform(Uniform { low, width: high - low }) } else { Self::Fixed(low) }
    }

    /// Each observation is as likely. `None` where there is none.
    pub(crate) fn empirical(observed: Arc<[f64]>) -> Option<Self> {
        let first = *observed.first()?;
        if observed.iter().all(|value| value.to_bits() == first.to_bits()) {
            return Some(Self::Fixed(first));
        }
        Some(Self::Empirical(Empirical { mean: mean_of(&observed), observed }))
    }

    /// Its exact mean: that of its draws.
    pub(crate) fn mean(&self) -> f64 {
        match self {
            Self::Fixed(value) => *value,
            Self::Pert(pert) => pert.low + pert.width * (1.0 + pert.weight * pert.mode) / (2.0 + pert.weight),
            Self::Cut(cut) => cut.pert.beyond(0.0) - cut.pert.beyond(cut.most),
            Self::Lognormal(lognormal) => lognormal.moment(1.0),
            Self::Triangular(triangular) => triangular.low + (2.0 * triangular.rise + triangular.fall) / 3.0,
            Self::Uniform(uniform) => uniform.low + uniform.width / 2.0,
            Self::Empirical(empirical) => empirical.mean,
            Self::Gamma(gamma) => gamma.mean(),
            Self::Typical(typical) => typical.mean(),
            Self::Together(sum) => sum.mean(),
        }
    }

    /// Its exact variance: that of its draws.
    pub(crate) fn variance(&self) -> f64 {
        match self {
            Self::Fixed(_) => 0.0,
            Self::Pert(pert) => {
                // The shapes of the usual one add up to six: (mean − low) × (high − mean) ÷ 7.
                let mean = (1.0 + pert.weight * pert.mode) / (2.0 + pert.weight);
                pert.width * pert.width * mean * (1.0 - mean) / (3.0 + pert.weight)
            }
            Self::Cut(cut) => {
                let Self::Pert(pert) = &cut.pert else { return 0.0 };
                let (above, mean) = (cut.pert.beyond(cut.most), self.mean());
                let squares = pert.square_beyond(0.0) - pert.square_beyond(cut.most) - 2.0 * cut.most * above;
                (squares - mean * mean).max(0.0)
            }
            Self::Lognormal(lognormal) => lognormal.variance(),
            Self::Triangular(Triangular { rise, fall, .. }) => {
                (rise * rise + rise * fall + fall * fall) / 18.0
            }
            Self::Uniform(uniform) => uniform.width * uniform.width / 12.0,
            Self::Empirical(Empirical { observed, mean }) => {
                let squares = observed.iter().map(|value| (value - mean) * (value - mean));
                squares.sum::<f64>() / observed.len() as f64
            }
            Self::Gamma(gamma) => gamma.variance(),
            Self::Typical(typical) => typical.variance(),
            Self::Together(sum) => sum.variance(),
        }
    }

    /// The least and the greatest draw, of what has both and is continuous between them.
    pub(crate) fn ends(&self) -> Option<(f64, f64)> {
        match self {
            Self::Pert(pert) => Some((pert.low, pert.low + pert.width)),
            Self::Cut(cut) => {
                let (low, high) = cut.pert.ends()?;
                Some((low.max(0.0), high.min(cut.most)))
            }
            Self::Triangular(Triangular { low, rise, fall }) => Some((*low, low + rise + fall)),
            Self::Uniform(Uniform { low, width }) => Some((*low, low + width)),
            _ => None,
        }
    }

    /// The probability that it is above a value.
    pub(crate) fn above(&self, value: f64) -> f64 {
        match self {
            Self::Fixed(fixed) => f64::from(u8::from(*fixed > value)),
            Self::Pert(pert) => {
                let (a, b) = pert.shapes();
                1.0 - beta_below((value - pert.low) / pert.width, a, b)
            }
            Self::Cut(cut) => match value {
                _ if value >= cut.most => 0.0,
                _ if value < 0.0 => 1.0,
                _ => cut.pert.above(value),
            },
            Self::Lognormal(Lognormal { mu, sigma, most }) => match value {
                _ if value >= *most => 0.0,
                _ if value <= 0.0 => 1.0,
                _ => normal_below((mu - libm::log(value)) / sigma),
            },
            Self::Triangular(Triangular { low, rise, fall }) => {
                let (width, up, down) = (rise + fall, value - low, low + rise + fall - value);
                match value {
                    _ if up <= 0.0 => 1.0,
                    _ if down <= 0.0 => 0.0,
                    _ if up < *rise => 1.0 - up * up / (width * rise),
                    _ => down * down / (width * fall),
                }
            }
            Self::Uniform(Uniform { low, width }) => (1.0 - (value - low) / width).clamp(0.0, 1.0),
            Self::Empirical(Empirical { observed, .. }) => {
                observed.iter().filter(|observed| **observed > value).count() as f64 / observed.len() as f64
            }
            Self::Gamma(gamma) => gamma.above(value),
            Self::Typical(typical) => typical.above(value),
            Self::Together(sum) => sum.above(value),
        }
    }

    /// The value that it is below with this probability, of which 0 and 1 are left out, by halving.
    pub(crate) fn quantile(&self, part: f64) -> f64 {
        let (mut low, mut high) = (0.0, 1.0);
        while 1.0 - self.above(high) < part && high < 1e16 {
            high *= 2.0;
        }
        // A float has 53 bits.
        for _ in 0..64 {
            let middle = (low + high) / 2.0;
            if 1.0 - self.above(middle) < part { low = middle } else { high = middle }
        }
        high
    }

    /// The mean of what it has above a value, and of nothing where it is below: the integral of [`Distribution::above`]
    /// from there on.
    pub(crate) fn beyond(&self, value: f64) -> f64 {
        match self {
            Self::Fixed(fixed) => (fixed - value).max(0.0),
            Self::Lognormal(Lognormal { mu, sigma, .. }) if value > 0.0 => {
                let place = (mu - libm::log(value)) / sigma;
                let mean = libm::exp(mu + sigma * sigma / 2.0);
                mean * normal_below(place + sigma) - value * normal_below(place)
            }
            Self::Cut(cut) => match value {
                _ if value >= cut.most => 0.0,
                _ if value <= 0.0 => self.mean() - value,
                _ => cut.pert.beyond(value) - cut.pert.beyond(cut.most),
            },
            Self::Pert(pert @ Pert { low, width, .. }) => {
                let (a, b) = pert.shapes();
                let place = (value - low) / width;
                // E[X; X > v] of a beta distribution is its mean times the probability under the next one.
                width * a / (a + b) * (1.0 - beta_below(place, a + 1.0, b))
                    + (low - value) * (1.0 - beta_below(place, a, b))
            }
            Self::Triangular(Triangular { low, rise, fall }) => {
                let (width, up, down) = (rise + fall, value - low, low + rise + fall - value);
                match value {
                    _ if up <= 0.0 => self.mean() - value,
                    _ if down <= 0.0 => 0.0,
                    _ if up < *rise => self.mean() - value + up * up * up / (3.0 * width * rise),
                    _ => down * down * down / (3.0 * width * fall),
                }
            }
            Self::Uniform(Uniform { low, width }) => {
                let down = (low + width - value).max(0.0);
                if value <= *low { self.mean() - value } else { down * down / (2.0 * width) }
            }
            Self::Gamma(gamma) => gamma.beyond(value),
            Self::Typical(typical) => typical.beyond(value),
            Self::Together(sum) => sum.beyond(value),
            Self::Lognormal(_) => self.mean() - value,
            Self::Empirical(Empirical { observed, .. }) => {
                observed.iter().map(|observed| (observed - value).max(0.0)).sum::<f64>()
                    / observed.len() as f64
            }
        }
    }

    /// One draw.
    ///
    /// Inlined, so that the state of `random` stays in registers from one draw to the next, and a loop of draws
    /// asks only once which distribution it is.
    #[inline(always)]
    pub(crate) fn sample(&self, random: &mut Random) -> f64 {
        match self {
            Self::Typical(typical) => typical.sample(random),
            plain => plain.sample_plain(random),
        }
    }

    /// One draw of what holds no other distribution.
    #[inline(always)]
    fn sample_plain(&self, random: &mut Random) -> f64 {
        match self {
            Self::Fixed(value) => *value,
            Self::Pert(pert) => pert.sample(random),
            Self::Cut(cut) => match &cut.pert {
                Self::Pert(pert) => pert.sample(random).clamp(0.0, cut.most),
                other => other.mean(),
            },
            Self::Lognormal(Lognormal { mu, sigma, most }) => exp(mu + sigma * random.normal()).min(*most),
            Self::Triangular(triangular) => triangular.sample(random),
            Self::Uniform(uniform) => uniform.low + uniform.width * random.unit(),
            Self::Empirical(Empirical { observed, mean }) => {
                observed.get(random.below(observed.len())).copied().unwrap_or(*mean)
            }
            Self::Gamma(gamma) => gamma.sample(random),
            Self::Typical(typical) => typical.mean(),
            Self::Together(sum) => sum.sample(random),
        }
    }
}

/// A distribution prepared for draws that rise and fall together: the value at the same place in each.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Quantiles {
    Direct(Distribution),
    /// A beta distribution: where it starts, how wide it is, and the probability up to each of the ends of equal parts.
    Table {
        low: f64,
        width: f64,
        ends: Vec<f64>,
    },
    /// The same, with what lies below zero taken to be zero, and what lies above the most to be that.
    Cut(Box<Quantiles>, f64),
    /// Observations in ascending order.
    Ascending(Vec<f64>),
    /// Cases around a median.
    Typical(Box<Typical>),
}

/// The weight of the likely value in PERT.
const PERT_WEIGHT: f64 = 4.0;

/// Parts of a table of quantiles: its mean is then off by less than a millionth.
const PARTS: usize = 1024;

impl Quantiles {
    pub(crate) fn of(distribution: &Distribution) -> Self {
        match distribution {
            Distribution::Cut(cut) => Self::Cut(Box::new(Self::of(&cut.pert)), cut.most),
            Distribution::Pert(Pert { low, width, mode, weight, .. }) => {
                let density =
                    |x: f64| libm::pow(x, weight * mode) * libm::pow(1.0 - x, weight * (1.0 - mode));
                let mut end = 0.0;
                let mut ends = Vec::with_capacity(PARTS);
                let mut before = density(0.0);
                for part in 0..PARTS {
                    let at = |place: f64| density((part as f64 + place) / PARTS as f64);
                    // Simpson's rule.
                    let after = at(1.0);
                    end += before + 4.0 * at(0.5) + after;
                    ends.push(end);
                    before = after;
                }
                ends.iter_mut().for_each(|part| *part /= end);
                Self::Table { low: *low, width: *width, ends }
            }
            Distribution::Empirical(Empirical { observed, .. }) => {
                let mut ascending = observed.to_vec();
                // None is below zero, and then their bits are in the same order.
                crate::sort::by_key(&mut ascending, |value| value.to_bits());
                Self::Ascending(ascending)
            }
            Distribution::Typical(typical) => Self::Typical(typical.clone()),
            direct => Self::Direct(direct.clone()),
        }
    }

    /// The value that is as far up in this distribution as `normal` is in the standard normal one.
    pub(crate) fn at(&self, normal: f64) -> f64 {
        match self {
            Self::Direct(Distribution::Fixed(value)) => *value,
            Self::Direct(Distribution::Lognormal(Lognormal { mu, sigma, most })) => {
                exp(mu + sigma * normal).min(*most)
            }
            Self::Direct(Distribution::Triangular(triangular)) => triangular.at(normal_below(normal)),
            Self::Direct(Distribution::Uniform(Uniform { low, width })) => low + width * normal_below(normal),
            Self::Direct(Distribution::Together(sum)) => sum.at(normal),
            Self::Cut(quantiles, most) => quantiles.at(normal).clamp(0.0, *most),
            // Four have a form of their own, and a count is of events, not of exposures that rise together.
            Self::Direct(
                direct @ (Distribution::Pert(_)
                | Distribution::Cut(_)
                | Distribution::Empirical(_)
                | Distribution::Gamma(_)
                | Distribution::Typical(_)),
            ) => direct.mean(),
            Self::Typical(typical) => typical.at(normal),
            Self::Table { low, width, ends } => {
                let part = normal_below(normal);
                let place = ends.partition_point(|end| *end <= part).min(PARTS - 1);
                let end = ends.get(place).copied().unwrap_or(1.0);
                let start = place.checked_sub(1).and_then(|before| ends.get(before)).copied().unwrap_or(0.0);
                let within = if end > start { ((part - start) / (end - start)).min(1.0) } else { 0.0 };
                low + width * ((place as f64 + within) / PARTS as f64)
            }
            Self::Ascending(observed) => {
                let place = (normal_below(normal) * observed.len() as f64) as usize;
                observed.get(place.min(observed.len().saturating_sub(1))).copied().unwrap_or_default()
            }
        }
    }
}

/// The probability of a beta distribution up to a place: the regularised incomplete beta function, by its continued
/// fraction (DLMF 8.17.22), by Lentz's method.
fn beta_below(place: f64, a: f64, b: f64) -> f64 {
    if place <= 0.0 {
        return 0.0;
    }
    if place >= 1.0 {
        return 1.0;
    }
    // The fraction converges fast below the mean only.
    if place > (a + 1.0) / (a + b + 2.0) {
        return 1.0 - beta_below(1.0 - place, b, a);
    }
    let scale = libm::lgamma(a + b) - libm::lgamma(a) - libm::lgamma(b);
    let front = libm::exp(scale + a * libm::log(place) + b * libm::log1p(-place)) / a;
    let tiny = 1e-300;
    let away = |number: f64| if number.abs() < tiny { tiny } else { number };
    let (mut c, mut d) = (1.0, 1.0 / away(1.0 - (a + b) * place / (a + 1.0)));
    let mut fraction = d;
    for step in 1..200 {
        let m = f64::from(step);
        let even = m * (b - m) * place / ((a + 2.0 * m - 1.0) * (a + 2.0 * m));
        let odd = -(a + m) * (a + b + m) * place / ((a + 2.0 * m) * (a + 2.0 * m + 1.0));
        let mut change = 1.0;
        for term in [even, odd] {
            d = 1.0 / away(1.0 + term * d);
            c = away(1.0 + term / c);
            change = c * d;
            fraction *= change;
        }
        if (change - 1.0).abs() < 1e-15 {
            break;
        }
    }
    front * fraction
}

/// How many equal parts of the modes from 0 to 1 the table of [`pert_through`] has.
const MODES: usize = 512;

/// The 5th and the 95th percentile of the PERT distribution from 0 to 1, for each mode of the table.
fn unit_percentiles() -> &'static [[f64; 2]] {
    static TABLE: std::sync::OnceLock<Vec<[f64; 2]>> = std::sync::OnceLock::new();
    TABLE.get_or_init(|| {
        let percentile = |mode: f64, part: f64| {
            let (a, b) = (1.0 + PERT_WEIGHT * mode, (1.0 + PERT_WEIGHT) - PERT_WEIGHT * mode);
            let (mut low, mut high) = (0.0, 1.0);
            for _ in 0..48 {
                let middle = (low + high) / 2.0;
                if beta_below(middle, a, b) < part { low = middle } else { high = middle }
            }
            (low + high) / 2.0
        };
        let at = |index: usize| {
            let mode = index as f64 / MODES as f64;
            [percentile(mode, 0.05), percentile(mode, 0.95)]
        };
        (0..=MODES).map(at).collect()
    })
}

/// Where the PERT distribution with these percentiles and this likely value starts, how wide it is, and its mode as a part
/// of that; its percentiles are then off by less than a hundred-thousandth of its width.
fn pert_through(p5: f64, likely: f64, p95: f64) -> (f64, f64, f64) {
    let wanted = (likely - p5) / (p95 - p5);
    let table = unit_percentiles();
    let row = |index: usize| table.get(index).copied().unwrap_or([0.0, 1.0]);
    let mode_of = |index: usize| index as f64 / MODES as f64;
    // How far the mode is from the 5th to the 95th percentile; it rises with the mode.
    let place = |index: usize| {
        let [low, high] = row(index);
        (mode_of(index) - low) / (high - low)
    };
    let (mut below, mut above) = (0, MODES);
    while above - below > 1 {
        let middle = usize::midpoint(below, above);
        if place(middle) < wanted { below = middle } else { above = middle }
    }
    let (first, last) = (place(below), place(above));
    let part = if last > first { ((wanted - first) / (last - first)).clamp(0.0, 1.0) } else { 0.0 };
    let between = |first: f64, last: f64| first + part * (last - first);
    let ([low_a, high_a], [low_b, high_b]) = (row(below), row(above));
    let (low, high) = (between(low_a, low_b), between(high_a, high_b));
    let mode = between(mode_of(below), mode_of(above));
    let width = (p95 - p5) / (high - low);
    (p5 - low * width, width, mode)
}

/// A beta distribution, stretched.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Pert {
    low: f64,
    width: f64,
    /// Where between both ends the likely value lies, from 0 to 1.
    mode: f64,
    /// How much the likely value weighs.
    weight: f64,
    beta: Beta,
}

/// A PERT distribution of a quantity that is not below zero and not above its most.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Cut {
    pert: Distribution,
    most: f64,
}

impl Pert {
    /// The shapes of its beta distribution.
    fn shapes(&self) -> (f64, f64) {
        (1.0 + self.weight * self.mode, (1.0 + self.weight) - self.weight * self.mode)
    }

    /// The mean of the square of what it has above a value, and of nothing where it is below.
    fn square_beyond(&self, value: f64) -> f64 {
        let (a, b) = self.shapes();
        let place = (value - self.low) / self.width;
        let above = |first: f64| 1.0 - beta_below(place, a + first, b);
        let mean = a / (a + b);
        let squares = mean * (a + 1.0) / (a + b + 1.0);
        let part = squares * above(2.0) - 2.0 * place * mean * above(1.0) + place * place * above(0.0);
        self.width * self.width * part
    }

    #[inline]
    fn sample(&self, random: &mut Random) -> f64 {
        self.low + self.width * self.beta.sample(random)
    }
}

/// A lognormal distribution, cut off by a greatest value.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Lognormal {
    pub(crate) mu: f64,
    pub(crate) sigma: f64,
    pub(crate) most: f64,
}

impl Lognormal {
    /// How many standard deviations of the logarithm a normal draw would have to be above its mean to reach the
    /// greatest value.
    pub(crate) fn reach(&self) -> f64 {
        (libm::log(self.most) - self.mu) / self.sigma
    }

    /// The mean of the draws to the power of `k`, a part from below the greatest value, a part from at it.
    fn moment(&self, k: f64) -> f64 {
        let reach = self.reach();
        let whole = libm::exp(k * self.mu + k * k * self.sigma * self.sigma / 2.0);
        let above = normal_below(-reach);
        if above > 0.0 {
            whole * normal_below(reach - k * self.sigma) + libm::exp(k * libm::log(self.most)) * above
        } else {
            whole
        }
    }

    /// The density at a value above zero, and its second derivative.
    pub(crate) fn density(&self, value: f64) -> (f64, f64) {
        let place = (libm::log(value) - self.mu) / self.sigma;
        let density =
            libm::exp(-place * place / 2.0) / (value * self.sigma * (2.0 * std::f64::consts::PI).sqrt());
        let fall = 1.0 + place / self.sigma;
        let bend = fall * (fall + 1.0) - 1.0 / (self.sigma * self.sigma);
        (density, density * bend / (value * value))
    }

    fn variance(&self) -> f64 {
        let mean = self.moment(1.0);
        // Beyond 8 standard deviations the cut is too small to be seen in a float, and without it the formula
        // does not subtract what is nearly equal.
        if self.reach() - 2.0 * self.sigma > 8.0 {
            return mean * mean * libm::expm1(self.sigma * self.sigma);
        }
        (self.moment(2.0) - mean * mean).max(0.0)
    }
}

/// The probability that a standard normal draw is below this.
fn normal_below(x: f64) -> f64 {
    libm::erfc(-x * std::f64::consts::FRAC_1_SQRT_2) / 2.0
}

/// A triangular distribution; `rise` and `fall` are how wide its two sides are.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Triangular {
    low: f64,
    rise: f64,
    fall: f64,
}

impl Triangular {
    /// By inversion, from the end that is nearer.
    fn sample(&self, random: &mut Random) -> f64 {
        self.at(random.unit())
    }

    /// The value that a part of all draws is below.
    fn at(&self, part: f64) -> f64 {
        let width = self.rise + self.fall;
        let along = part * width;
        if along < self.rise {
            self.low + (along * self.rise).sqrt()
        } else {
            self.low + width - ((width - along) * self.fall).sqrt()
        }
    }
}

/// A uniform distribution.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Uniform {
    low: f64,
    width: f64,
}

/// Observations, not all alike.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Empirical {
    pub(crate) observed: Arc<[f64]>,
    mean: f64,
}

fn mean_of(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len() as f64
}
