"""What a portfolio comes to, said a second time: fractions, brute force, no look at the program's source.

One evaluation: (portfolio, who runs what with which cover on which days) -> line items. Everything else here is
a sum or a difference of such evaluations. Rules and words: docs/model.md and docs/costs.md.

    python3 tests/oracle/oracle.py PORTFOLIO        prints strategies, differences and least cost
"""

import itertools
import json
import sys
import tomllib
from collections import Counter
from decimal import Decimal, localcontext
from functools import cached_property

from values import *

OPS, YOU = "ops-run-it", "you-build-it-you-run-it"
LEVELS = ["none", "domain", "team"]
MINOR = {"JPY": 0, "KRW": 0, "KWD": 3, "BHD": 3}
ASPECTS = ["deployment-throughput", "service-reliability", "learning-culture"]
STRATEGIES = ["all-ops-run-it", "all-you-build-it-you-run-it", "hybrid-with-team-schedules", "hybrid-at-scale"]
PRESETS = {
    "incident-io-survey": {"standby": [{"amount": "540", "per": "week"}]},
    "pci-pal": {
        "standby": [{"amount": "25", "per": "day"}],
        "callout": {
            "first": {"amount": "25", "per": "callout"},
            "amount": "25",
            "per": "hour",
            "round_up_to": "30min",
        },
    },
    "ocado": {
        "standby": [
            {"when": "bank-holidays", "amount": "132", "per": "day"},
            {"when": "Sat-Sun", "amount": "66", "per": "day"},
            {"amount": "33", "per": "day"},
        ]
    },
}
CELLS = {
    "deployments": ("throughput", "run"),
    "feature-delay": ("throughput", "opportunity"),
    "improvements": ("learning", "run"),
    "insight-delay": ("learning", "opportunity"),
    "operations-work": ("reliability", "run"),
    "rework": ("reliability", "run"),
    "standby": ("reliability", "run"),
    "response-effort": ("reliability", "incident"),
    "callouts": ("reliability", "incident"),
    "step-effort": ("reliability", "incident"),
    "loss-in-working-hours": ("reliability", "opportunity"),
    "loss-out-of-hours": ("reliability", "opportunity"),
    "loss-waiting": ("reliability", "opportunity"),
    "step-delay": ("reliability", "opportunity"),
}


class Line:
    """One line item. `exact` is the amount before it is booked, None where an input is missing."""

    def __init__(self, service, code, exact, book, once=False, annuity=1):
        self.service, self.code, self.once = service, code, once
        self.amount = None if exact is None else book(exact)
        self.exact = exact
        self.over = None if exact is None else self.amount if once else book(self.amount * book.unit * annuity)

    @property
    def loss(self):
        return cell(self)[1] == "opportunity"


def cell(line):
    if line.code in CELLS:
        return CELLS[line.code]
    return tuple(line.code.rsplit("-", 1))


def product(*factors):
    """Zero where a factor is a known zero, None where one is missing."""
    if any(f is not None and f == 0 for f in factors):
        return F(0)
    if any(f is None for f in factors):
        return None
    result = F(1)
    for f in factors:
        result *= f
    return result


class Portfolio:
    def __init__(self, raw):
        self.raw = raw
        unit = F(1, 10 ** MINOR.get(raw["currency"], 2))
        self.book = lambda x: half_away(x, unit)
        self.book.unit = self.unit = unit
        calendar = raw.get("calendar", {})
        self.weeks = number(calendar.get("weeks_per_year", 52))
        self.days = 7 * self.weeks
        windows = calendar.get("working_hours", "Mon-Fri 09:00-17:00")
        windows = [windows] if isinstance(windows, str) else windows
        self.worked = set().union(*(window(w) for w in windows))
        self.w = F(len(self.worked), WEEK_MINUTES)
        self.o = 1 - self.w
        self.gaps = self.find_gaps()
        self.mean_wait = sum(g * g for g in self.gaps) / (2 * sum(self.gaps))
        self.holidays = {day(d) for d in calendar.get("bank_holidays", [])}
        horizon = raw.get("horizon", {})
        self.years = horizon.get("years", 3)
        self.rate = share(horizon.get("discount_rate", "0%"))
        on_call = raw.get("on_call", {})
        self.pay = {"product-team": on_call.get("product_teams", {}), "operations": on_call.get("operations", {})}
        self.teams = {t["name"]: t for t in raw.get("teams", [])}
        self.policy = raw.get("selection", {}).get("policy", "sixteen-cell")
        self.services = [Service(self, s) for s in raw["services"]]
        self.by_name = {s.name: s for s in self.services}
        self.dated = sorted({d for s in self.services for p in s.peaks for d in p["days"]})
        # The year in classes of days that are alike: which peaks are on. The first is the rest of the year.
        classes = Counter(
            frozenset((s.name, p["name"]) for s in self.services for p in s.peaks if d in p["days"])
            for d in self.dated
        )
        self.classes = [(frozenset(), self.days - len(self.dated))] + sorted(classes.items(), key=lambda c: sorted(c[0]))
        self.cache = {}

    # The calendar

    def find_gaps(self):
        """Hours of each stretch out of hours, over the end of the week too."""
        start = next(m for m in range(WEEK_MINUTES) if m in self.worked and (m - 1) % WEEK_MINUTES not in self.worked)
        gaps, length = [], 0
        for m in range(start, start + WEEK_MINUTES):
            if m % WEEK_MINUTES not in self.worked:
                length += 1
            elif length:
                gaps, length = gaps + [F(length, 60)], 0
        return gaps + [F(length, 60)] if length else gaps

    def annuity(self, months=None):
        months = 12 * self.years if months is None else months
        if not self.rate:
            return F(months, 12)
        key = ("annuity", months)
        if key not in self.cache:
            with localcontext() as c:
                c.prec = 60
                step = (1 + Decimal(self.rate.numerator) / self.rate.denominator) ** (Decimal(-1) / 12)
                total = sum(step**m for m in range(1, months + 1)) / 12
                c.prec = 24
                self.cache[key] = F(+total)
        return self.cache[key]

    def terms(self, payer, key):
        table = self.pay[payer]
        return table.get(key, PRESETS.get(table.get("preset"), {}).get(key))

    def standby_year(self, payer):
        """A schedule for a planning year: one person's pay times the people on call."""
        if ("standby", payer) not in self.cache:
            rules = self.terms(payer, "standby")
            rules = [rules] if isinstance(rules, dict) else rules
            self.cache["standby", payer] = None if rules is None else self.rules_year(rules, payer)
        return self.cache["standby", payer]

    def rules_year(self, rules, payer):
        always = self.pay[payer].get("standby_hours", "out-of-hours") == "always"
        rules = [
            (r.get("when"), number(r["amount"]), r["per"], window(r["when"]) if isinstance(r.get("when"), str) and r["when"] != "bank-holidays" else None)
            for r in rules
        ]

        def matches(rule, on, minute):
            when, _, _, minutes = rule
            if when is None:
                return True
            if when == "bank-holidays":
                return on in self.holidays
            return minute in minutes if minutes is not None else on is not None and on in [day(d) for d in when]

        def of_day(weekday, on):
            paid, weekly, daily = F(0), set(), set()
            for minute in range(weekday * 1440, weekday * 1440 + 1440):
                if not always and minute in self.worked and on not in self.holidays:
                    continue
                rule = next((r for r in rules if matches(r, on, minute)), None)
                if rule is None:
                    continue
                index = rules.index(rule)
                if rule[2] == "hour":
                    paid += rule[1] / 60
                elif rule[2] == "day":
                    daily.add(index)
                else:
                    weekly.add(index)
            return paid + sum(rules[i][1] for i in daily), weekly

        typical = [of_day(d, None) for d in range(7)]
        week = sum(p for p, _ in typical) + sum(rules[i][1] for i in set().union(*(w for _, w in typical)))
        special = set(self.holidays)
        for when, *_ in rules:
            if isinstance(when, list):
                special |= {day(d) for d in when}
        extra = sum((of_day(d.weekday(), d)[0] - typical[d.weekday()][0] for d in special), F(0))
        return (self.weeks * week + extra) * self.pay[payer].get("people_per_schedule", 1)

    def callout_pay(self, payer, handling):
        """What one callout pays one person: the expectation over how long it takes. None where it is not given."""
        terms = self.terms(payer, "callout")
        if terms is None:
            return None
        if terms == "none":
            return F(0)
        rate = terms.get("first", terms)
        if rate["per"] == "callout":
            return number(rate["amount"])
        least = hours(terms.get("minimum", "0h"))
        step = terms.get("round_up_to")
        paid = handling.stepped(least, hours(step)) if step else handling.at_least(least)
        return number(rate["amount"]) * paid

    # Who runs what

    def choice(self, service, model, level=None):
        """The model, the level of a normal week and that of each peak: what the targets need, unless a level is given."""
        if model == OPS:
            return (OPS, None, {})
        base = level or service.need
        return (YOU, base, {p["name"]: max(base, p["need"], key=LEVELS.index) for p in service.peaks})

    def assignment(self, strategy):
        if strategy == "all-ops-run-it":
            return {s.name: self.choice(s, OPS) for s in self.services}
        if strategy == "all-you-build-it-you-run-it":
            return {s.name: self.choice(s, YOU, "team") for s in self.services}
        if strategy == "hybrid-with-team-schedules":
            return {s.name: self.choice(s, s.recommended, "team") for s in self.services}
        if strategy == "hybrid-at-scale":
            return {s.name: self.choice(s, s.recommended) for s in self.services}
        raise KeyError(strategy)

    def team_levels(self, choices):
        """The level of each team in each class of days."""
        levels = {}
        for s in self.services:
            model, base, peaks = choices[s.name]
            if model == OPS:
                continue
            mine = levels.setdefault(s.rota, [0] * len(self.classes))
            for i, (on, _) in enumerate(self.classes):
                raised = [LEVELS.index(peaks[p]) for name, p in on if name == s.name and p in peaks]
                mine[i] = max([mine[i], LEVELS.index(base), *raised])
        return {team: tuple(v) for team, v in levels.items()}

    def schedules(self, levels):
        """Name -> (days in force, teams of each class)."""
        found = {}
        for i, (_, length) in enumerate(self.classes):
            for team, mine in levels.items():
                if mine[i] == 0:
                    continue
                domain = self.teams.get(team, {}).get("domain")
                name = f"domain {domain}" if mine[i] == 1 and domain else f"team {team}"
                found.setdefault(name, {}).setdefault(i, set()).add(team)
        return {n: (sum(self.classes[i][1] for i in on), set().union(*on.values())) for n, on in found.items()}

    # The evaluation

    def evaluate(self, choices):
        levels = self.team_levels(choices)
        lines = []
        for s in self.services:
            model = choices[s.name][0]
            cover = None if model == OPS else tuple(level > 0 for level in levels[s.rota])
            lines += s.lines(model, cover)
        return lines + self.standby(choices, levels)

    def standby(self, choices, levels):
        lines, annuity = [], self.annuity()
        by_ops = [s for s in self.services if choices[s.name][0] == OPS]
        shared = [(name, by[1], by[0]) for name, by in self.schedules(levels).items()]
        for name, teams, length in shared:
            covered = [s for s in self.services if choices[s.name][0] == YOU and s.rota in teams]
            lines += self.split(covered, product(self.standby_year("product-team"), length / self.days), annuity)
        if by_ops:
            rotas = self.pay["operations"].get("rotas", 1)
            lines += self.split(by_ops, product(self.standby_year("operations"), F(rotas)), annuity)
        return lines

    def split(self, services, amount, annuity):
        """Booked as a whole, a year and the horizon; then split by the largest remainder."""
        whole = Line(None, "standby", amount, self.book, annuity=annuity)
        lines = [Line(s.name, "standby", None, self.book) for s in services]
        if amount is not None:
            for key in ("amount", "over"):
                total, n = getattr(whole, key), len(services)
                for i, line in enumerate(lines):
                    setattr(line, key, total // n + (i < total % n))
                    line.exact = F(total, n) * self.unit
        return lines

    def total(self, choices):
        """Minor units over the horizon; what is missing counts for nothing."""
        return sum(line.over or 0 for line in self.evaluate(choices))

    def marginal(self, service, models=None):
        """You Build It You Run It less Ops Run It, all others as recommended: (premium once, a year, horizon), loss."""
        base = self.assignment("hybrid-at-scale")
        both = []
        for model in (YOU, OPS):
            both.append(self.evaluate({**base, service.name: self.choice(service, model)}))
        return both

    def difference(self, service):
        you, ops = self.marginal(service)
        return sum(line.over or 0 for line in you) - sum(line.over or 0 for line in ops)

    def comparable(self, service):
        """What incidents cost and lose is known under both, and other cells are missing in both or in neither."""
        you, ops = self.marginal(service)
        cells = []
        for lines in (you, ops):
            cells.append(Counter((line.service, cell(line)) for line in lines if line.amount is None))
        mine = [{c for n, c in found if n == service.name} for found in cells]
        incident = {("reliability", "incident"), ("reliability", "opportunity")}
        own = [{cell(line) for line in s if line.service == service.name and line.amount is None and line.code != "standby"} for s in (you, ops)]
        if (own[0] | own[1]) & incident:
            return False
        return mine[0] == mine[1]

    # Least cost, by brute force

    def least_cost(self, limit=300_000):
        """(minor units over the horizon, choices), or None where there is no such strategy; 'large' where too many."""
        if self.standby_year("product-team") is None or self.standby_year("operations") is None:
            return None
        annuity = self.annuity()
        book = self.book
        comparable = {s.name: self.comparable(s) for s in self.services}
        if not any(comparable.values()):
            return None
        rota = book(self.standby_year("operations") * self.pay["operations"].get("rotas", 1))
        rota = book(rota * self.unit * annuity)
        year = self.standby_year("product-team")
        cost = {}

        def schedule(length):
            if length not in cost:
                cost[length] = book(book(year * length / self.days) * self.unit * annuity)
            return cost[length]

        def own(s, model, cover):
            key = (s.name, model, cover)
            if key not in cost:
                cost[key] = sum(line.over or 0 for line in s.lines(model, cover))
            return cost[key]

        groups = {}
        for s in self.services:
            domain = self.teams.get(s.team, {}).get("domain") if s.team else None
            group = ("domain", domain) if domain else ("rota", s.rota)
            groups.setdefault(group, {}).setdefault(s.rota, []).append(s)
        without, anyhow = 0, rota
        impossible = False
        for (kind, _), teams in groups.items():
            options = [self.team_options(members, comparable, own) for members in teams.values()]
            combinations = 1
            for o in options:
                combinations *= len(o)
            if combinations > limit:
                return "large"
            best, best_without = None, None
            for picked in itertools.product(*options):
                total = sum(amount for amount, _, _ in picked)
                if kind == "domain":
                    length = sum(n for i, (_, n) in enumerate(self.classes) if any(lv and lv[i] == 1 for _, lv, _ in picked))
                    total += schedule(length) if length else 0
                for _, lv, _ in picked:
                    alone = (2,) if kind == "domain" else (1, 2)
                    length = sum(n for i, (_, n) in enumerate(self.classes) if lv and lv[i] in alone)
                    total += schedule(length) if length else 0
                best = total if best is None else min(best, total)
                if not any(by_ops for _, _, by_ops in picked):
                    best_without = total if best_without is None else min(best_without, total)
            anyhow += best
            if best_without is None:
                impossible = True
            else:
                without += best_without
        return anyhow if impossible else min(anyhow, without)

    def team_options(self, members, comparable, own):
        """Each way a team may run its services: (own cost, levels of the classes or None, whether operations run some)."""
        options = {}
        for models in itertools.product((OPS, YOU), repeat=len(members)):
            if any(not comparable[s.name] and m != s.recommended for s, m in zip(members, models)):
                continue
            if any(s.given and m != s.given for s, m in zip(members, models)):
                continue
            mine = [s for s, m in zip(members, models) if m == YOU]
            patterns = {None} if not mine else set()
            if mine:
                least = max(s.least if comparable[s.name] else LEVELS.index(s.need) for s in mine)
                peaks = [(s.name, p["name"], LEVELS.index(p["need"]) if not comparable[s.name] else 0) for s in mine for p in s.peaks]
                for base in range(least, 3):
                    for raised in itertools.product(*(range(max(base, low), 3) for _, _, low in peaks)):
                        at = {(n, p): r for (n, p, _), r in zip(peaks, raised)}
                        patterns.add(tuple(max([base, *(at[k] for k in on if k in at)]) for on, _ in self.classes))
            for pattern in patterns:
                cover = pattern and tuple(level > 0 for level in pattern)
                if any(not s.allowed(m, cover) for s, m in zip(members, models) if comparable[s.name]):
                    continue
                amount = sum(own(s, m, cover if m == YOU else None) for s, m in zip(members, models))
                key = (pattern, OPS in models)
                options[key] = min(amount, options.get(key, amount))
        return [(amount, pattern, by_ops) for (pattern, by_ops), amount in options.items()]


class Service:
    def __init__(self, portfolio, raw):
        self.portfolio, self.raw, self.name = portfolio, raw, raw["name"]
        self.team = raw.get("team")
        self.rota = self.team or f"service {self.name}"
        self.members = [s["name"] for s in portfolio.raw["services"] if self.team and s.get("team") == self.team]
        self.exposure = money(raw["exposure_per_hour"])
        self.target = percentage(raw["availability_target"]) if "availability_target" in raw else self.target_of(self.exposure.mean)
        self.least = LEVELS.index(raw.get("minimum_out_of_hours", "none"))
        self.need = self.level(self.target)
        self.peaks = []
        for p in raw.get("peaks", []):
            exposure = money(p["exposure_per_hour"])
            target = max(self.target, self.target_of(exposure.mean))
            need = max(self.level(target), self.need, key=LEVELS.index)
            self.peaks.append({"name": p["name"], "days": set(dates(day(p["from"]), day(p["to"]))), "exposure": exposure, "target": target, "need": need})
        self.cadence = self.demand()
        self.given = raw.get("operating_model")
        self.selected = self.select()
        self.recommended = self.given or self.selected
        self.today = raw.get("runs_today", portfolio.raw.get("runs_today", OPS))
        self.incidents = self.estimate("incidents_per_year")
        self.severity = Estimate(raw.get("severity", "100%"), share, 1)
        self.cached = {}

    def estimate(self, key, part=number):
        return Estimate(self.raw[key], part) if key in self.raw else None

    def mean(self, key):
        e = self.estimate(key)
        return None if e is None else e.mean

    # Selection

    def target_of(self, exposure):
        bands = self.portfolio.raw["exposure_bands"]
        return percentage(next((b for b in bands if number(b["max_per_hour"]) >= exposure), bands[-1])["availability"])

    def level(self, target):
        band = next((b for b in self.portfolio.raw["exposure_bands"] if percentage(b["availability"]) == target), {})
        level = band.get("out_of_hours") or ("none" if target < 99 else "domain" if target < F("99.9") else "team")
        return max(level, LEVELS[self.least], key=LEVELS.index)

    def interval(self, cadence):
        """Days between deployments, and deployments a year."""
        p = self.portfolio
        if cadence.startswith("every"):
            n = number(cadence.split()[1])
            return n, p.days / n
        a_year = {"monthly": F(12), "fortnightly": p.weeks / 2, "weekly": p.weeks, "daily": 5 * p.weeks}[cadence]
        return {"monthly": p.days / 12, "fortnightly": F(14), "weekly": F(7), "daily": F(7, 5)}[cadence], a_year

    def demand(self):
        defaults = [("low", "monthly"), ("medium", "fortnightly"), ("high", "weekly"), ("very-high", "daily")]
        bands = self.portfolio.raw.get("demand_bands") or [{"name": n, "deployment": d} for n, d in defaults]
        wish = self.raw["feature_demand"]
        for b in bands:
            if b["name"] == wish:
                return b["deployment"]
        wish = Estimate(wish, number).mean
        return next((b for b in bands if "max_features_per_month" in b and number(b["max_features_per_month"]) >= wish), bands[-1])["deployment"]

    def select(self):
        apart = self.interval(self.cadence)[0]
        if self.portfolio.policy == "traffic-light":
            if apart >= 14 or 7 < apart and self.target < F("99.9"):
                return OPS
            return YOU
        return YOU if self.target >= F("99.99") or apart <= 7 else OPS

    # Incidents

    def tiers(self, model):
        """The chain: reach, estimates, what it does out of hours, who staffs it; None where not given."""
        p = self.portfolio
        table = p.raw.get("response", {}).get(model)
        if table is None:
            return None
        chain, reach = [], F(1)
        for i, t in enumerate(table["tiers"]):
            last, several = i == len(table["tiers"]) - 1, len(table["tiers"]) > 1
            staff = t.get("staffed_by", "product-team" if model == YOU or (last and several) else "operations")
            waits = t.get("out_of_hours", "next-working-day" if last and several else "covered") == "next-working-day"
            chain.append({
                "reach": reach, "pick_up": Estimate(t["pick_up"], hours), "handling": Estimate(t["handling"], hours),
                "people": t["people"], "staff": staff, "waits": waits if model == OPS else False,
                "cost": number(t["hourly_cost"]) if "hourly_cost" in t else self.hourly(staff),
            })
            reach *= 0 if last else 1 - share(t["resolves"])
        return chain

    def hourly(self, staff):
        table = self.portfolio.raw.get("operations", {}) if staff == "operations" else self.portfolio.teams.get(self.team, {})
        return number(table["hourly_cost"]) if "hourly_cost" in table else None

    def runner(self, model):
        return "operations" if model == OPS else "product-team"

    def steps(self, model):
        table = self.portfolio.raw.get("response", {}).get(model, {})
        return [s for s in table.get("workflow", []) if not s.get("automated")]

    def path(self, chain, covered):
        """Hours before the tier that waits, after it, and the reach of that tier."""
        spent = [t["reach"] * (t["pick_up"].mean + t["handling"].mean) for t in chain]
        first = next((i for i, t in enumerate(chain) if t["waits"] or not covered), None)
        if first is None:
            return sum(spent), F(0), F(0), len(chain)
        return sum(spent[:first], F(0)), sum(spent[first:], F(0)), chain[first]["reach"], first

    def expected_hours(self, chain, covered):
        p = self.portfolio
        before, after, waits, _ = self.path(chain, covered)
        return p.w * (before + after) + p.o * after, p.o * before, p.o * waits * p.mean_wait

    def availability(self, model, cover):
        """In percent, or None."""
        p = self.portfolio
        chain = self.tiers(model)
        if self.incidents is not None and self.incidents.mean == 0:
            return F(100)
        if chain is None or self.incidents is None:
            return None
        delay = sum(hours(s.get("delay", "0h")) for s in self.steps(model))
        lost = F(0)
        for i, (_, length) in enumerate(p.classes):
            mean = sum(self.expected_hours(chain, model == OPS or cover[i])) + delay
            lost += length / p.days * self.incidents.mean * mean
        return max(F(0), 100 * (1 - lost / (p.days * 24)))

    def meets(self, model, cover):
        found = self.availability(model, cover)
        return None if found is None else found >= self.target

    def allowed(self, model, cover):
        """Whether least cost may choose it, as far as the target is concerned."""
        if not self.raw.get("target_required"):
            return True
        n = len(self.portfolio.classes)
        least = tuple([self.least > 0] * n)
        every = [self.meets(OPS, None), *(self.meets(YOU, c) for c in (least, tuple([True] * n)))]
        if self.given:
            every = every[:1] if self.given == OPS else every[1:]
        if all(found is False for found in every):
            return True
        return self.meets(model, cover) is not False

    # Line items

    def lines(self, model, cover):
        """All but standby. `cover`: whether a schedule covers it in each class of days; None under Ops Run It."""
        key = (model, cover)
        if key not in self.cached:
            self.cached[key] = list(self.find_lines(model, cover))
        return self.cached[key]

    def find_lines(self, model, cover):
        p, raw = self.portfolio, self.raw
        annuity = p.annuity()

        def line(code, *factors, once=False):
            return Line(self.name, code, product(*factors), p.book, once, annuity)

        def given(table, key, part):
            value = p.raw.get(table, {}).get(model, {}).get(key)
            return None if value is None else part(value)

        if self.today != model:
            for aspect in ASPECTS:
                short = aspect.split("-")[-1] if aspect != "learning-culture" else "learning"
                yield line(f"{short}-setup", given("setup", aspect, number), once=True)
                cost = given("transition", aspect, number)
                if cost is not None or short == "reliability":
                    yield line(f"{short}-transition", cost, once=True)

        runner, team = self.hourly(self.runner(model)), self.hourly("product-team")
        a_year, lead = self.deployment(model)
        yield line("deployments", a_year, given("throughput", "effort_per_deployment", hours), runner)
        yield line("feature-delay", self.mean("features_per_year"), lead, self.mean("value_per_feature_week"))
        insights = self.mean("insights_per_year")
        wait = given("learning", "lead_time", hours)
        yield line("improvements", insights, given("learning", "effort_per_improvement", hours), team)
        yield line("insight-delay", insights, None if wait is None else wait / 168, self.mean("value_per_insight_week"))
        yield line("operations-work", given("operations_work", "effort_per_week", hours), p.weeks, runner)
        yield self.rework(team, annuity)
        yield from self.incident_lines(model, cover, line)

    def deployment(self, model):
        """Deployments a year, and the weeks from a finished feature to its users."""
        p = self.portfolio
        table = p.raw.get("throughput", {}).get(model, {})
        fastest = table.get("fastest_deployment", "fortnightly" if model == OPS else None)
        apart, a_year = self.interval(self.cadence)
        if fastest and self.interval(fastest)[0] > apart:
            a_year = self.interval(fastest)[1]
        hand_off = table.get("hand_off_lead_time")
        return a_year, None if hand_off is None else hours(hand_off) / 168 + p.weeks / a_year / 2

    def rework(self, team, annuity):
        p = self.portfolio
        table = p.teams.get(self.team, {})
        parts = [number(table["capacity_hours_per_week"]) if "capacity_hours_per_week" in table else None, p.weeks]
        parts += [share(table["rework_rate"]) if "rework_rate" in table else None, team]
        amount = product(*parts)
        whole = Line(None, "rework", amount, p.book, annuity=annuity)
        mine = Line(self.name, "rework", None, p.book)
        if amount is not None:
            n = len(self.members) or 1
            i = self.members.index(self.name) if self.members else 0
            for key in ("amount", "over"):
                total = getattr(whole, key)
                setattr(mine, key, total // n + (i < total % n))
            mine.exact = amount / n
        return mine

    def incident_lines(self, model, cover, line):
        p = self.portfolio
        incidents = None if self.incidents is None else self.incidents.mean
        chain = self.tiers(model)
        if chain is None:
            yield line("response-effort", incidents, None)
            yield line("loss-in-working-hours", incidents, None)
            return
        covered = F(1) if model == OPS else sum((n for (_, n), c in zip(p.classes, cover) if c), F(0)) / p.days
        _, _, _, called = self.path(chain, True)
        for i, t in enumerate(chain):
            yield line("response-effort", incidents, t["reach"], t["handling"].mean, F(t["people"]), t["cost"])
            if i < called:
                pay = self.pay_of(t)
                yield line("callouts", incidents, p.o, covered, t["reach"], F(t["people"]), pay)
        runner = self.hourly(self.runner(model))
        for step in self.steps(model):
            if "effort" in step:
                yield line("step-effort", incidents, hours(step["effort"]), runner)
        working = share(self.raw.get("working_hours_exposure", "100%"))
        outside = share(self.raw.get("out_of_hours_exposure", "100%"))
        revenue = share(self.raw.get("revenue_share", p.raw.get("revenue_share", "100%")))
        for part in (revenue, 1 - revenue):
            if not part:
                continue
            for days, exposure, is_covered in self.periods(model, cover):
                inside, out, waiting = self.expected_hours(chain, is_covered)
                common = (incidents, days / p.days, self.severity.mean, exposure, part)
                yield line("loss-in-working-hours", *common, inside, working)
                yield line("loss-out-of-hours", *common, out, outside)
                yield line("loss-waiting", *common, waiting, outside)
            for days, exposure, _ in self.periods(model, None):
                for step in self.steps(model):
                    if "delay" in step:
                        common = (incidents, days / p.days, self.severity.mean, exposure, part)
                        yield line("step-delay", *common, hours(step["delay"]), p.w * working + p.o * outside)

    def pay_of(self, tier):
        key = ("pay", tier["staff"], str(tier["handling"].__dict__))
        if key not in self.portfolio.cache:
            self.portfolio.cache[key] = self.portfolio.callout_pay(tier["staff"], tier["handling"])
        return self.portfolio.cache[key]

    def periods(self, model, cover):
        """(days, exposure, covered): the rest of the year and each peak, apart where only some of their days are covered."""
        p, found = self.portfolio, {}
        for i, (on, length) in enumerate(p.classes):
            peak = next((q for q in self.peaks if (self.name, q["name"]) in on), None)
            is_covered = model == OPS or cover is None or cover[i]
            key = (peak["name"] if peak else None, is_covered)
            days, _ = found.get(key, (F(0), None))
            found[key] = (days + length, (peak["exposure"] if peak else self.exposure).mean)
        return [(days, exposure, c) for (_, c), (days, exposure) in found.items()]


def read(path):
    with open(path, "rb") as file:
        text = file.read()
    return json.loads(text) if text.lstrip()[:1] == b"{" else tomllib.loads(text.decode())


if __name__ == "__main__":
    portfolio = Portfolio(read(sys.argv[1]))
    show = lambda minor: str(float(minor * portfolio.unit))
    for strategy in STRATEGIES:
        print(f"{strategy:30} {show(portfolio.total(portfolio.assignment(strategy)))}")
    least = portfolio.least_cost()
    print(f"{'least-cost':30} {show(least) if isinstance(least, int) else least}")
    for service in portfolio.services:
        told = show(portfolio.difference(service)) if portfolio.comparable(service) else "cannot be compared"
        print(f"{service.name:30} {service.recommended:24} difference {told}")
