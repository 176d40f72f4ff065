"""How values are written, and what an estimate comes to: docs/format.md and docs/model.md, in fractions.

Nothing here knows the program. Only intervals and the pay of a callout of uncertain length pass through floats.
"""

import re
from datetime import date, timedelta
from fractions import Fraction as F
from functools import cached_property
from math import cosh, erf, exp, lgamma, log, pi, sinh, sqrt

DAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
WEEK_MINUTES = 7 * 24 * 60
Z95 = 1.6448536269514722


def number(text):
    return F(str(text).strip())


def share(text):
    return F(text.replace("%", "").strip()) / 100


def percentage(value):
    return F(str(value).replace("%", "").strip())


def hours(text):
    unit = {"w": 168, "d": 24, "h": 1, "min": F(1, 60), "s": F(1, 3600)}
    return sum((F(n) * unit[u] for n, u in re.findall(r"(\d+)\s*([a-z]+)", text)), F(0))


def day(value):
    return value if isinstance(value, date) else date.fromisoformat(value)


def normal_cdf(x):
    return (1 + erf(x / sqrt(2))) / 2


def significant(x):
    """A mean out of floats: 12 significant digits, at most nine decimals."""
    return round(F(f"{x:.11e}"), 9)


class Estimate:
    """What one input may turn out to be. `most` bounds it: a share is never above 1."""

    def __init__(self, value, part, most=None):
        self.most = most
        if isinstance(value, str) and " to " in value:
            low, high = value.split(" to ")
            value = {"p5": low, "p95": high}
        if not isinstance(value, dict):
            value = {"observed": [value]}
        self.kind = next(k for k in ("median", "observed", "p5", "likely", "low") if k in value)
        if self.kind == "median":
            self.around(Estimate(value["median"], part, most), number(value["spread"]))
            return
        if self.kind == "observed":
            self.parts = [part(v) for v in value["observed"]]
        elif self.kind == "p5":
            self.parts = [part(value["p5"]), part(value["p95"])]
        elif self.kind == "likely":
            self.parts = [part(value[k]) for k in ("low", "likely", "high")]
            if value.get("shape") == "triangular":
                self.kind = "triangular"
        else:
            self.parts = [part(value[k]) for k in ("low", "high")]
        if self.kind != "p5" and min(self.parts) == max(self.parts):
            self.kind, self.parts = "observed", self.parts[:1]
        if self.kind == "p5":
            low, high = (log(p) for p in self.parts)
            self.mu, self.sigma = (low + high) / 2, (high - low) / 2 / Z95
        elif self.kind == "likely":
            low, likely, high = self.parts
            self.alpha = float(1 + 4 * (likely - low) / (high - low))
            self.beta = float(1 + 4 * (high - likely) / (high - low))

    def around(self, median, spread):
        """What varies around a median that is not known: lognormals, each with how likely its median is."""
        self.median, self.parts = median, [median.kind, *median.parts, spread]
        self.sigma = log(spread) / Z95
        if median.kind == "p5" and self.most is None:
            # A lognormal around a lognormal is one.
            self.cases = [(1.0, exp(median.mu), sqrt(median.sigma**2 + self.sigma**2))]
        else:
            self.cases = [(weight, m, self.sigma) for weight, m in median.places()]

    def places(self):
        """Values of it with how likely they are, near enough for an integral over them."""
        p = [float(x) for x in self.parts]
        if self.kind == "observed":
            return [(1 / len(p), x) for x in p]
        if self.kind == "p5":
            # Draws above the bound count as the bound.
            top = min(9.0, (log(self.most) - self.mu) / self.sigma)
            inside = [(w * exp(-z * z / 2), exp(self.mu + self.sigma * z)) for w, z in nodes(-9.0, top)]
            inside = scaled(inside, normal_cdf(top))
            return [*inside, (1 - normal_cdf(top), float(self.most))]
        if self.kind == "low":
            return scaled(nodes(*p))
        if self.kind == "triangular":
            low, likely, high = p
            up = [(w * (x - low) / (likely - low), x) for w, x in nodes(low, likely)] if likely > low else []
            down = [(w * (high - x) / (high - likely), x) for w, x in nodes(likely, high)] if high > likely else []
            return scaled(up + down)
        density = lambda x: (x - p[0]) ** (self.alpha - 1) * (p[2] - x) ** (self.beta - 1)
        return scaled([(w * density(x), x) for w, x in nodes(p[0], p[2]) if p[0] < x < p[2]])

    @property
    def unknown(self):
        """The deviation of what it typically is: of the mean, given the median; at most that of a share."""
        if self.kind != "median":
            return 0.0
        of_median = sqrt(max(0.0, self.median.moment(2) - self.median.moment(1) ** 2))
        return of_median * exp(self.sigma**2 / 2)

    def over(self, of_one):
        """The mean over medians of a figure of one lognormal, by its median and sigma."""
        return sum(weight * of_one(median, sigma) for weight, median, sigma in self.cases)

    @property
    def certain(self):
        return self.kind == "observed" and min(self.parts) == max(self.parts)

    @property
    def exact(self):
        """Whether the mean is a fraction, not a float."""
        return self.kind not in ("p5", "median")

    @cached_property
    def mean(self):
        p = self.parts
        if self.kind == "observed":
            return sum(p) / len(p)
        if self.kind == "likely":
            return (p[0] + 4 * p[1] + p[2]) / 6
        if self.kind in ("triangular", "low"):
            return sum(p) / len(p)
        return significant(self.moment(1))

    def moment(self, n):
        """E[X^n] as a float, of the distribution that is drawn from."""
        if self.kind == "median":
            return self.over(lambda median, sigma: lognormal_moment(n, median, sigma, self.most))
        p = [float(x) for x in self.parts]
        if self.kind == "observed":
            return sum(x**n for x in p) / len(p)
        if self.kind == "p5":
            return lognormal_moment(n, exp(self.mu), self.sigma, self.most)
        if n == 1:
            return float(self.mean)
        if self.kind == "low":
            return (p[0] ** 2 + p[0] * p[1] + p[1] ** 2) / 3
        if self.kind == "triangular":
            return (sum(x * x for x in p) + p[0] * p[1] + p[0] * p[2] + p[1] * p[2]) / 6
        a, b = self.alpha, self.beta
        return float(self.mean) ** 2 + a * b / ((a + b) ** 2 * (a + b + 1)) * (p[2] - p[0]) ** 2

    def below(self, x):
        """P(X <= x), as a float or a fraction."""
        p = self.parts
        if self.kind == "median" and not self.sigma:
            return self.median.below(x)
        if self.kind == "median":
            return self.over(lambda median, sigma: lognormal_below(x, median, sigma))
        if self.kind == "observed":
            return F(sum(v <= x for v in p), len(p))
        if self.kind == "p5":
            return lognormal_below(x, exp(self.mu), self.sigma)
        if x <= p[0]:
            return F(0)
        if x >= p[-1]:
            return F(1)
        if self.kind == "low":
            return (x - p[0]) / (p[1] - p[0])
        if self.kind == "triangular":
            low, likely, high = p
            if x <= likely and likely > low:
                return (x - low) ** 2 / ((high - low) * (likely - low))
            return 1 - (high - x) ** 2 / ((high - low) * (high - likely))
        return beta_cdf(float((x - p[0]) / (p[2] - p[0])), self.alpha, self.beta)

    def paid(self, included, least, step):
        """E[hours paid of X]: none up to `included`, else what is beyond it, `least` at least, in whole steps."""
        if self.kind == "median" and not self.sigma:
            return self.median.paid(included, least, step)
        if self.kind == "observed":
            beyond = [max(x - included, least) for x in self.parts if x > included]
            return sum((-(-x // step) * step if step else x for x in beyond), F(0)) / len(self.parts)
        # As if all were paid, less what those that are not would be.
        if step:
            whole, unpaid = self.stepped(least, step, included), -(-least // step) * step
        else:
            whole, unpaid = self.at_least(included + least) - included, least
        return whole - unpaid * F(self.below(included))

    def at_least(self, least):
        """E[max(X, least)], as a fraction where the distribution has a simple one."""
        if self.kind == "median" and not self.sigma:
            return self.median.at_least(least)
        if self.kind == "observed":
            return sum(max(p, least) for p in self.parts) / len(self.parts)
        if self.kind in ("p5", "median"):
            if least <= 0:
                return self.mean
            cases = self.cases if self.kind == "median" else [(1.0, exp(self.mu), self.sigma)]
            return F(sum(w * lognormal_at_least(float(least), m, sigma) for w, m, sigma in cases))
        low, high = self.parts[0], self.parts[-1]
        if least <= low:
            return self.mean
        if least >= high:
            return least
        # E[max(X, m)] = m + the integral of P(X > x) above m: Simpson, smooth pieces.
        edges = sorted({least, high, *(p for p in self.parts if least < p < high)})
        total = F(least)
        for a, b in zip(edges, edges[1:]):
            n = 2 if self.kind != "likely" else 400
            step = (b - a) / n
            for i in range(n + 1):
                weight = 1 if i in (0, n) else 4 if i % 2 else 2
                total += weight * step / 3 * (1 - F(self.below(a + i * step)))
        return total

    def stepped(self, least, step, included=0):
        """E[the least multiple of `step` at or above max(X - included, least)]."""
        if self.kind == "median" and not self.sigma:
            return self.median.stepped(least, step, included)
        k = -(-least // step)
        total = k * step
        long = self.kind in ("p5", "median")
        while long or included + k * step < self.parts[-1]:
            above = 1 - F(self.below(included + k * step))
            if long and k * step > least and (k >= 400 or not above):
                # Of the long tail that is left, the integral and half of its first step (Euler and Maclaurin).
                begun = included + k * step
                return F(total + self.at_least(begun) - begun + step * above / 2)
            total += step * above
            k += 1
        return F(total)


def lognormal_below(x, median, sigma):
    if sigma == 0 or x <= 0:
        return float(x >= median)
    return normal_cdf((log(x) - log(median)) / sigma)


def lognormal_moment(n, median, sigma, most):
    """E[X^n]; draws above the bound count as the bound."""
    whole = median**n * exp(n * n * sigma**2 / 2)
    if most is None or sigma == 0:
        return whole if most is None else min(whole, float(most) ** n)
    z = (log(most) - log(median)) / sigma
    return whole * normal_cdf(z - n * sigma) + float(most) ** n * (1 - normal_cdf(z))


def lognormal_at_least(least, median, sigma):
    if sigma == 0:
        return max(least, median)
    z = (log(least) - log(median)) / sigma
    return least * normal_cdf(z) + median * exp(sigma**2 / 2) * normal_cdf(sigma - z)


def nodes(a, b, count=90):
    """Weights and places of an integral from a to b that may be steep at its ends (Takahasi and Mori, 1974)."""
    found = []
    for i in range(-count, count + 1):
        t = 4 * i / count
        place = 1 / (1 + exp(-pi * sinh(t)))
        found.append((pi * cosh(t) * place * (1 - place) * (b - a), a + (b - a) * place))
    return found


def scaled(places, total=1.0):
    """Weights that add up to a total."""
    whole = sum(weight for weight, _ in places)
    return [(weight * total / whole, x) for weight, x in places]


def beta_cdf(x, a, b):
    """The regularised incomplete beta function, by its continued fraction (Lentz)."""
    if x <= 0 or x >= 1:
        return float(x >= 1)
    if x > (a + 1) / (a + b + 2):
        return 1 - beta_cdf(1 - x, b, a)
    front = exp(lgamma(a + b) - lgamma(a) - lgamma(b) + a * log(x) + b * log(1 - x)) / a
    c, d = 1.0, 1 / (1 - (a + b) * x / (a + 1))
    f = d
    for m in range(1, 300):
        for over in (
            m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m)),
            -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1)),
        ):
            d, c = 1 / (1 + over * d), 1 + over / c
            f *= c * d
        if abs(c * d - 1) < 1e-16:
            break
    return front * f


def money(v):
    return Estimate(v, number)


def window(text):
    """The minutes of the week, from Monday 00:00, that a window covers."""
    days_text, _, time = text.partition(" ")
    through = re.fullmatch(r"(\w+) (\S+)-(\w+) (\S+)", text)
    if through:
        # From a day and time to another day and time.
        a, from_, b, to = through.groups()
        at = lambda day, t: DAYS.index(day.lower()) * 1440 + int(t[:2]) * 60 + int(t[3:])
        start, end = at(a, from_), at(b, to)
        return {m % WEEK_MINUTES for m in range(start, end + (WEEK_MINUTES if end <= start else 0))}
    days = []
    for piece in days_text.lower().split(","):
        first, _, last = piece.partition("-")
        a, b = DAYS.index(first), DAYS.index(last or first)
        days += [(a + i) % 7 for i in range((b - a) % 7 + 1)]
    start, end = 0, 1440
    if time:
        start, end = (int(t[:2]) * 60 + int(t[3:]) for t in time.strip().split("-"))
        if end <= start:
            end += 1440
    return {(d * 1440 + m) % WEEK_MINUTES for d in days for m in range(start, end)}


def dates(first, last):
    return [first + timedelta(days=i) for i in range((last - first).days + 1)]


def half_away(x, unit):
    """Booked: whole minor units, half away from zero. An int of minor units."""
    over, under = x.numerator * unit.denominator, x.denominator * unit.numerator
    return (2 * over + under) // (2 * under) if over >= 0 else -((under - 2 * over) // (2 * under))


KEPT = {}


def kept(key, make):
    """What `make` comes to, made once for all portfolios that say the same."""
    if key not in KEPT:
        KEPT[key] = make()
    return KEPT[key]
