use serde::Serialize;
use statrs::distribution::{Beta, ChiSquared, Continuous, ContinuousCDF, Normal, StudentsT};

use super::{Interval, Observation, TAIL, number, sorted};

/// How many points of a Q–Q chart are kept.
const POINTS: usize = 200;
/// When the estimate of a sample with open ends has settled.
const SETTLED: f64 = 1e-10;
const ROUNDS: usize = 500;

/// A lognormal distribution: the mean and the standard deviation of the logarithm.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Lognormal {
    /// The mean of the natural logarithm.
    #[serde(serialize_with = "number")]
    pub mu: f64,
    /// Its standard deviation.
    #[serde(serialize_with = "number")]
    pub sigma: f64,
}

impl Lognormal {
    /// The value below which a share of the values lies.
    #[must_use]
    pub fn quantile(self, p: f64) -> f64 {
        libm::exp(self.mu + self.sigma * Normal::standard().inverse_cdf(p))
    }

    /// Its mean.
    #[must_use]
    pub fn mean(self) -> f64 {
        libm::exp(self.mu + self.sigma * self.sigma / 2.0)
    }
}

/// A lognormal distribution fitted to lengths of time, and how well it fits.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Fit {
    /// The distribution.
    #[serde(flatten)]
    pub lognormal: Lognormal,
    /// The interval of μ, by Student's t.
    pub mu_interval: Interval,
    /// The interval of σ, by chi-squared.
    pub sigma_interval: Interval,
    /// The mean of the distribution with its interval, which is narrower than one that assumes no distribution, and holds where
    /// this one does.
    pub mean: Interval,
    /// One in ten is longer, the same way.
    pub p90: Interval,
    /// How many lengths it rests on.
    pub count: usize,
    /// How many of them had not ended.
    pub open: usize,
    /// How many were left out because a logarithm needs more than nothing.
    pub zero: usize,
    /// The statistic of Anderson and Darling, adjusted for the fitted mean and deviation.
    #[serde(serialize_with = "number")]
    pub anderson_darling: f64,
    /// How likely values of a lognormal distribution are to fit as badly as these.
    #[serde(serialize_with = "number")]
    pub p_value: f64,
    /// Points of a Q–Q chart: the fitted quantile and the observed one.
    #[serde(skip)]
    pub points: Vec<(f64, f64)>,
}

impl Fit {
    /// Whether lognormal values would fit as badly as these in fewer than one case of twenty.
    #[must_use]
    pub fn is_doubtful(&self) -> bool {
        self.p_value < TAIL
    }

    /// For each of the points, between which lengths nine in ten of lognormal values of its rank lie: ranks of uniform values
    /// have beta distributions.
    #[must_use]
    pub fn band(&self) -> Vec<(f64, f64)> {
        let ended = self.count - self.open;
        let of = |index: usize| {
            let rank = Beta::new(index as f64 + 1.0, (ended - index) as f64).ok()?;
            let at = |p: f64| self.lognormal.quantile(rank.inverse_cdf(p));
            Some((at(TAIL), at(1.0 - TAIL)))
        };
        (0..ended).step_by(step(ended)).filter_map(of).collect()
    }

    /// Fits by maximum likelihood; σ as the sample's deviation. What has not ended counts as at least as long (the
    /// expectation-maximisation of A. P. Dempster, N. M. Laird and D. B. Rubin, 1977).
    ///
    /// `None` for fewer than three lengths that have ended, or where all are the same.
    ///
    /// # Examples
    ///
    /// ```
    /// use whorunsit_measure::statistics::{Fit, Observation};
    ///
    /// let times = [10.0, 20.0, 40.0, 80.0, 160.0].map(|time| Observation { time, ended: true });
    /// let fit = Fit::of(&times).unwrap();
    /// assert_eq!(fit.lognormal.quantile(0.5).round(), 40.0);
    /// assert!(!fit.is_doubtful());
    /// ```
    #[must_use]
    pub fn of(observations: &[Observation]) -> Option<Self> {
        let positive = || observations.iter().filter(|observation| observation.time > 0.0);
        let zero = observations.len() - positive().count();
        let ended = sorted(positive().filter(|observation| observation.ended).map(|one| libm::log(one.time)));
        let open: Vec<f64> =
            positive().filter(|observation| !observation.ended).map(|one| libm::log(one.time)).collect();
        if ended.len() < 3 {
            return None;
        }
        let count = ended.len() as f64;
        let mut mu = ended.iter().sum::<f64>() / count;
        let squares = |mu: f64| ended.iter().map(|value| (value - mu) * (value - mu)).sum::<f64>();
        let mut sigma = (squares(mu) / (count - 1.0)).sqrt();
        if sigma <= SETTLED {
            return None;
        }
        let normal = Normal::standard();
        let all = count + open.len() as f64;
        for _ in 0..if open.is_empty() { 0 } else { ROUNDS } {
            let (mut sum, mut of_squares) = (ended.iter().sum::<f64>(), 0.0);
            let expected: Vec<(f64, f64)> = open
                .iter()
                .map(|least| {
                    let z = (least - mu) / sigma;
                    // The mean of a standard normal above z.
                    let hazard = normal.pdf(z) / normal.sf(z).max(f64::MIN_POSITIVE);
                    (mu + sigma * hazard, sigma * sigma * (1.0 + z * hazard - hazard * hazard))
                })
                .collect();
            sum += expected.iter().map(|(mean, _)| mean).sum::<f64>();
            let next = sum / all;
            of_squares += squares(next);
            of_squares +=
                expected.iter().map(|(mean, variance)| variance + (mean - next) * (mean - next)).sum::<f64>();
            let deviation = (of_squares / (all - 1.0)).sqrt();
            let moved = (next - mu).abs() + (deviation - sigma).abs();
            (mu, sigma) = (next, deviation);
            if moved < SETTLED {
                break;
            }
        }
        let freedom = count - 1.0;
        let t = StudentsT::new(0.0, 1.0, freedom).ok()?.inverse_cdf(1.0 - TAIL);
        let chi = ChiSquared::new(freedom).ok()?;
        let error = t * sigma / count.sqrt();
        let spread = |p: f64| sigma * (freedom / chi.inverse_cdf(p)).sqrt();
        let (least, greatest) = (spread(1.0 - TAIL), spread(TAIL));
        // The interval of μ + f(σ) out of those of its parts (A. Donner and G. Y. Zou, “Closed-form confidence intervals for
        // functions of the normal mean and standard deviation”, 2012; for the mean G. Y. Zou, C. Y. Huo and J. Taleban, 2009).
        let of = |f: &dyn Fn(f64) -> f64| {
            let end = |spread: f64| (error * error + (f(spread) - f(sigma)).powi(2)).sqrt();
            let estimate = mu + f(sigma);
            let ends = [estimate - end(least), estimate, estimate + end(greatest)].map(libm::exp);
            Interval::new(ends[0], ends[1], ends[2])
        };
        let longest = Normal::standard().inverse_cdf(0.9);
        let statistic = anderson_darling(&ended, mu, sigma);
        let lognormal = Lognormal { mu, sigma };
        let points = ended.iter().enumerate().step_by(step(ended.len()));
        let points = points
            .map(|(index, value)| (lognormal.quantile((index as f64 + 0.5) / count), libm::exp(*value)));
        Some(Self {
            lognormal,
            mu_interval: Interval::new(mu - error, mu, mu + error),
            sigma_interval: Interval::new(least, sigma, greatest),
            mean: of(&|sigma| sigma * sigma / 2.0),
            p90: of(&|sigma| longest * sigma),
            count: ended.len() + open.len(),
            open: open.len(),
            zero,
            anderson_darling: statistic,
            p_value: p_value(statistic),
            points: points.collect(),
        })
    }
}

/// How far apart the points of a Q–Q chart are.
fn step(count: usize) -> usize {
    (count / POINTS).max(1)
}

/// The statistic of Anderson and Darling for a normal distribution with fitted parameters, adjusted for the size of the
/// sample (M. A. Stephens in R. B. D'Agostino and M. A. Stephens, “Goodness-of-Fit Techniques”, 1986, section 4.8).
fn anderson_darling(ascending: &[f64], mu: f64, sigma: f64) -> f64 {
    let normal = Normal::standard();
    let count = ascending.len() as f64;
    let pairs = ascending.iter().zip(ascending.iter().rev()).enumerate();
    let sum: f64 = pairs
        .map(|(index, (low, high))| {
            let below = normal.cdf((low - mu) / sigma).max(f64::MIN_POSITIVE);
            let above = normal.sf((high - mu) / sigma).max(f64::MIN_POSITIVE);
            (2.0 * index as f64 + 1.0) * (below.ln() + above.ln())
        })
        .sum();
    (-count - sum / count) * (1.0 + 0.75 / count + 2.25 / (count * count))
}

/// How likely a statistic as large is, by the same source (table 4.9).
fn p_value(statistic: f64) -> f64 {
    let a = statistic;
    let p = if a >= 0.6 {
        (1.2937 - 5.709 * a + 0.0186 * a * a).exp()
    } else if a >= 0.34 {
        (0.9177 - 4.279 * a - 1.38 * a * a).exp()
    } else if a >= 0.2 {
        1.0 - (-8.318 + 42.796 * a - 59.938 * a * a).exp()
    } else {
        1.0 - (-13.436 + 101.14 * a - 223.73 * a * a).exp()
    };
    p.clamp(0.0, 1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn open_ends_lengthen_the_fit_as_the_likelihood_says() {
        let times = [1.0, 2.0, 3.0, 5.0, 8.0, 13.0, 21.0];
        let of = |ended: usize| {
            let all = times.iter().enumerate();
            let all: Vec<_> =
                all.map(|(index, time)| Observation { time: *time, ended: index < ended }).collect();
            Fit::of(&all).unwrap()
        };
        let (closed, open) = (of(7), of(5));
        assert!(open.lognormal.mu > closed.lognormal.mu);
        assert_eq!((open.count, open.open), (7, 2));
        // At the maximum no small step is more likely, with the divisor of σ aside.
        let normal = Normal::standard();
        let likelihood = |mu: f64| {
            let sigma = open.lognormal.sigma;
            times
                .iter()
                .enumerate()
                .map(|(index, time)| {
                    let z = (time.ln() - mu) / sigma;
                    if index < 5 { normal.ln_pdf(z) } else { normal.sf(z).ln() }
                })
                .sum::<f64>()
        };
        let mu = open.lognormal.mu;
        assert!(likelihood(mu) > likelihood(mu + 0.01) && likelihood(mu) > likelihood(mu - 0.01));
    }

    #[test]
    fn values_of_another_shape_fit_badly() {
        let all = (1..200).map(|index| Observation {
            time: if index % 2 == 0 { 10.0 } else { 1000.0 } + f64::from(index) / 1e3,
            ended: true,
        });
        assert!(Fit::of(&all.collect::<Vec<_>>()).unwrap().p_value < 1e-6);
        assert!(Fit::of(&[]).is_none());
    }
}
