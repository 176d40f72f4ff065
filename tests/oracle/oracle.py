"""What a portfolio comes to, said a second time: fractions, brute force, no look at the program's source.

One evaluation: (portfolio, who runs what with which cover on which days) -> line items. Everything else here is
a sum or a difference of such evaluations. Rules and words: docs/model.md and docs/costs.md.

    python3 tests/oracle/oracle.py PORTFOLIO        prints strategies, differences and least cost
"""

import json
import sys
from collections import Counter
from datetime import timedelta
from decimal import Decimal, localcontext

import own
import tomllib
from least import least_cost
from ledger import LEVELS, OPS, YOU, Line, cell, product
from named import resolved
from service import Service
from values import WEEK_MINUTES, F, day, half_away, hours, kept, number, share, window

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
# What of a callout by the hour is paid.
PAID = ("included", "minimum", "round_up_to")
MINOR = {"JPY": 0, "KRW": 0, "KWD": 3, "BHD": 3}


def minutes_of(date):
    """The minutes of the week that a day has."""
    return range(date.weekday() * 1440, (date.weekday() + 1) * 1440)


class Calendar:
    """Hours that are worked, and stretches out of hours."""

    def __init__(self, table):
        windows = table.get("working_hours", "Mon-Fri 09:00-17:00")
        # Sites that take turns: worked while one of them works.
        for site in table.get("sites", []):
            own = site["working_hours"]
            windows = [*([] if site is table["sites"][0] else windows), *([own] if isinstance(own, str) else own)]
        windows = [windows] if isinstance(windows, str) else windows
        self.worked = set().union(*(window(w) for w in windows))
        # Minutes a week that one person works: those of the site that works longest.
        of_site = lambda w: set().union(*(window(x) for x in ([w] if isinstance(w, str) else w)))
        sites = [of_site(site["working_hours"]) for site in table.get("sites", [])]
        self.longest = max(map(len, sites or [self.worked]))
        self.holidays = {day(d) for d in table.get("bank_holidays", [])}
        self.key = f"{sorted(windows)} {sorted(self.holidays)}"
        # Minutes of the week that are worked, and stretches out of hours, each with how often it comes in the year.
        self.at_work, self.gaps = kept(f"gaps {self.key}", self.find_gaps)
        worked = sum(self.at_work.values())
        out = sum(length * times for (_, length, _), times in self.gaps.items())
        self.w = F(worked, worked + out)
        self.o = 1 - self.w
        waited = sum(times * (n * n + 2 * n * beyond) for (_, n, beyond), times in self.gaps.items())
        self.mean_wait = F(waited, 2 * 60 * out)

    def out_of_hours(self, cover=None):
        """Minutes of the week, and kinds of days, at which somebody is called out of hours, with how often that is."""
        found = Counter()
        if not self.holidays:
            for (start, length, _), times in self.gaps.items():
                for at in range(start, start + length):
                    taken = range(at, start + length)
                    place = at if cover is None else next((m for m in taken if m % WEEK_MINUTES in cover), None)
                    if place is not None:
                        found[place % WEEK_MINUTES, ""] += times
            return found
        assert cover is None
        start, end = self.year()
        for on in (start + timedelta(d) for d in range((end - start).days)):
            kind = " ".join(name for name, at in (("holiday", on), ("eve", on + timedelta(1))) if at in self.holidays)
            for minute in minutes_of(on):
                if on in self.holidays or minute not in self.worked:
                    found[minute, kind] += 1
        return found

    def year(self):
        """The first day of the year that the holidays lie in, and that of the next."""
        first, last = min(self.holidays), max(self.holidays)
        year = lambda start: (start, start.replace(year=start.year + 1))
        starts = [first.replace(month=1, day=1), first.replace(day=1), first]
        return next(y for y in map(year, starts) if last < y[1])

    def find_gaps(self):
        """Stretches out of hours: the minute of the week at which one begins, its minutes, and those beyond the year that
        one waits after it. Of a typical week, or of the days of the year that the holidays lie in."""
        if self.holidays:
            start, end = self.year()
            days = [start + timedelta(d) for d in range((end - start).days + 15)]
            minutes = (end - start).days * 1440
            works = [d not in self.holidays and m in self.worked for d in days for m in minutes_of(d)]
            offset = start.weekday() * 1440
        else:
            offset = next(
                m for m in range(WEEK_MINUTES) if m in self.worked and (m - 1) % WEEK_MINUTES not in self.worked
            )
            minutes = WEEK_MINUTES
            works = [(m + offset) % WEEK_MINUTES in self.worked for m in range(2 * WEEK_MINUTES)]
        at_work, gaps, m = Counter(), Counter(), 0
        while m < minutes:
            if works[m]:
                at_work[(m + offset) % WEEK_MINUTES] += 1
                m += 1
                continue
            over = works.index(True, m)
            inside = min(over, minutes)
            gaps[(m + offset) % WEEK_MINUTES, inside - m, over - inside] += 1
            m = inside
        return at_work, gaps


class Portfolio:
    def __init__(self, raw):
        self.raw = raw = resolved(raw)
        unit = F(1, 10 ** MINOR.get(raw["currency"], 2))
        self.book = lambda x: half_away(x, unit)
        self.book.unit = self.unit = unit
        calendar = raw.get("calendar", {})
        self.weeks = number(calendar.get("weeks_per_year", 52))
        self.days = 7 * self.weeks
        self.calendar = Calendar(calendar)
        self.worked = self.calendar.worked
        horizon = raw.get("horizon", {})
        self.years = horizon.get("years", 3)
        self.rate = share(horizon.get("discount_rate", "0%"))
        on_call = raw.get("on_call", {})
        self.pay = {"product-team": on_call.get("product_teams", {}), "operations": on_call.get("operations", {})}
        self.covers = {payer: self.cover_of(payer) for payer in self.pay}
        self.teams = {t["name"]: t for t in raw.get("teams", [])}
        self.policy = raw.get("selection", {}).get("policy", "sixteen-cell")
        self.services = [Service(self, s) for s in raw["services"]]
        self.by_name = {s.name: s for s in self.services}
        self.dated = sorted({d for s in self.services for p in s.peaks for d in p["days"]})
        # The year in classes of days that are alike: which peaks are on. The first is the rest of the year.
        classes = Counter(
            frozenset((s.name, p["name"]) for s in self.services for p in s.peaks if d in p["days"]) for d in self.dated
        )
        self.classes = [(frozenset(), self.days - len(self.dated))] + sorted(
            classes.items(), key=lambda c: sorted(c[0])
        )
        self.cache = {}
        # Hours of every week out of hours for which peaks may raise schedules, each as long as it is of all hours out of hours.
        self.hours = []
        for s in self.services:
            for peak in s.peaks:
                minutes = frozenset(peak["hours"] or ()) - self.worked
                if minutes and minutes not in self.hours:
                    self.hours.append(minutes)
        for minutes in self.hours:
            on = frozenset(
                (s.name, p["name"])
                for s in self.services
                for p in s.peaks
                if minutes == (p["hours"] or set()) - self.worked
            )
            self.classes.append((on, self.days * F(len(minutes), WEEK_MINUTES - len(self.worked))))

    def by_days(self):
        """The classes of days, without those of hours."""
        return self.classes[: len(self.classes) - len(self.hours)]

    def length(self, in_force):
        """How long something lasts that is in force in some classes, in days."""
        days = len(self.by_days())
        length = sum(n for (_, n), is_on in zip(self.by_days(), in_force) if is_on)
        length += sum(n * (is_on - in_force[0]) for (_, n), is_on in zip(self.classes[days:], in_force[days:]))
        return min(max(length, F(0)), self.days)

    # Calendars, and pay

    def cover_of(self, payer):
        """When somebody is on standby, or None for all hours out of hours: the minutes of the cover, of which `pays` may pay
        working hours too; the part of what arrives out of hours that is taken up out of hours; hours that it waits, on average
        of all of it, and the mean of their squares."""
        windows = self.pay[payer].get("cover")
        if windows is None:
            return None
        windows = [windows] if isinstance(windows, str) else windows
        minutes = set().union(*(window(w) for w in windows))
        return kept(f"cover {windows} {self.calendar.key}", lambda: (minutes, *self.taken_up(minutes - self.worked)))

    def taken_up(self, minutes):
        taken = waited = squared = out = 0
        for start, end in self.stretches(minutes):
            for at in range(start, end):
                out += 1
                place = next((m for m in range(at, end) if m % WEEK_MINUTES in minutes), end)
                taken += place < end
                # Within its first minute of waiting it has come half a minute ago on average.
                waits = F(0) if place == at else place - at - F(1, 2)
                waited += waits
                squared += waits**2 + (F(1, 12) if waits else 0)
        return F(taken, out), waited / out / 60, squared / out / 3600

    def stretches(self, minutes):
        """Stretches out of hours of a typical week."""
        return [(start, start + length) for start, length, _ in self.calendar.gaps]

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

    def standby_year(self, payer, schedule=None):
        """A schedule for a planning year: one person's pay times the people on call, by the terms and the calendar of its
        team, a shared one by those of its domain."""
        if ("standby", payer, schedule) not in self.cache:
            owners = self.schedule_owners(schedule)
            terms = self.merged(owners, "on_call", self.pay[payer]) if payer == "product-team" else self.pay[payer]
            calendar = self.calendar_of(owners) if payer == "product-team" else self.calendar
            table = terms.get("standby", PRESETS.get(terms.get("preset"), {}).get("standby"))
            table = {"rules": table} if isinstance(table, list) else table
            key = json.dumps([self.raw.get("calendar"), calendar.key, terms, payer], default=str)
            year = None if table is None else kept(key, lambda: self.rules_year(table, payer, terms, calendar))
            self.cache["standby", payer, schedule] = year
        return self.cache["standby", payer, schedule]

    def schedule_owners(self, schedule):
        """Whose terms a schedule has, the nearest first: `team NAME`, `domain NAME`."""
        kind, _, name = (schedule or "").partition(" ")
        team = self.teams.get(name, {}) if kind == "team" else {}
        domain = name if kind == "domain" else team.get("domain")
        domains = [d for d in self.raw.get("domains", []) if domain and d["name"] == domain]
        # A service without a team is a team of its own, and one that its team has alone speaks for it.
        of_team = [s for s in self.raw["services"] if kind == "team" and name == s.get("team")]
        alone = [s for s in self.raw["services"] if kind == "team" and name == f"service {s['name']}"]
        alone = alone or (of_team if len(of_team) == 1 else [])
        return [*alone, team, *domains]

    def merged(self, owners, table, last):
        """A table of single values, key by key from the nearest that says it."""
        found = dict(last)
        for owner in reversed(owners):
            found.update(owner.get(table, {}))
        return found

    def calendar_of(self, owners):
        keys = ("working_hours", "bank_holidays")
        own = {}
        for owner in reversed(owners):
            own.update({k: owner[k] for k in keys if k in owner})
        if not own:
            return self.calendar
        table = {**{k: v for k, v in self.raw.get("calendar", {}).items() if k in keys}, **own}
        return kept(f"calendar {table}", lambda: Calendar(table))

    def rules_year(self, table, payer, terms, calendar):
        always = table.get("pays", "out-of-hours") == "always"
        rules = []
        for r in table.get("rules", [table]):
            when = r.get("when")
            minutes = window(when) if isinstance(when, str) and when != "bank-holidays" else None
            rules.append((when, number(r["amount"]), r["per"], minutes))

        def matches(rule, on, minute):
            when, _, _, minutes = rule
            if when is None:
                return True
            if when == "bank-holidays":
                return on in calendar.holidays
            return minute in minutes if minutes is not None else on is not None and on in [day(d) for d in when]

        def of_day(weekday, on):
            minutes = Counter()
            for minute in range(weekday * 1440, weekday * 1440 + 1440):
                cover = self.covers[payer]
                if cover and minute not in cover[0]:
                    continue
                if always or minute not in calendar.worked or on in calendar.holidays:
                    minutes[next((i for i, r in enumerate(rules) if matches(r, on, minute)), None)] += 1
            del minutes[None]
            of = {"hour": F(0), "day": F(0), "week": F(0)}
            for i, count in minutes.items():
                of[rules[i][2]] += rules[i][1] * (F(count, 60) if rules[i][2] == "hour" else 1)
            return of["hour"] + of["day"], {i for i in minutes if rules[i][2] == "week"}

        typical = [of_day(d, None) for d in range(7)]
        week = sum(p for p, _ in typical) + sum(rules[i][1] for i in set().union(*(w for _, w in typical)))
        special = set(calendar.holidays)
        for when, *_ in rules:
            if isinstance(when, list):
                special |= {day(d) for d in when}
        extra = sum((of_day(d.weekday(), d)[0] - typical[d.weekday()][0] for d in special), F(0))
        people = terms.get("people_per_schedule", 1)
        secondary = share(terms.get("secondary_standby", "100%"))
        return (self.weeks * week + extra) * (1 + (people - 1) * secondary)

    def callout_terms(self, payer, owners=()):
        """How callouts are paid: a table, "none", or None where it is not given."""
        terms = self.merged(owners, "on_call", self.pay[payer]) if payer == "product-team" else self.pay[payer]
        return terms.get("callout", PRESETS.get(terms.get("preset"), {}).get("callout"))

    def callout_pay(self, terms, handling):
        """What one callout pays one person: the expectation over how long it takes. None where it is not given."""
        if terms is None:
            return None
        if terms == "none":
            return F(0)
        rate = terms.get("first", terms)
        if rate["per"] == "callout":
            return number(rate["amount"])
        return number(rate["amount"]) * handling.paid(*(hours(terms.get(key, "0h")) for key in PAID))

    # Who runs what

    def choice(self, service, model, level=None):
        """The model, the level of a normal week and of each peak: what the targets need, unless a level is given."""
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
        for i in range(len(self.classes)):
            for team, mine in levels.items():
                if mine[i] == 0:
                    continue
                domain = self.teams.get(team, {}).get("domain")
                name = f"domain {domain}" if mine[i] == 1 and domain else f"team {team}"
                found.setdefault(name, {}).setdefault(i, set()).add(team)
        classes = range(len(self.classes))
        return {n: (self.length([i in on for i in classes]), set().union(*on.values())) for n, on in found.items()}

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
            amount = product(self.standby_year("product-team", name), length / self.days)
            parts = self.split(covered, amount, annuity)
            for part in parts:
                part.schedule = name
            lines += parts
        if by_ops:
            rotas = self.pay["operations"].get("rotas", 1)
            lines += self.split(by_ops, product(self.standby_year("operations"), F(rotas)), annuity)
        return lines + own.shared(self, choices)

    def split(self, services, amount, annuity, code="standby", once=False, own=None):
        """Booked as a whole, a year and the horizon; then split by the largest remainder."""
        whole = Line(None, code, amount, self.book, once, annuity)
        lines = [Line(s.name, code, None, self.book, once, own=own) for s in services]
        for line in lines:
            line.shared = True
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
        """What incidents cost and lose is known under both, whoever is on call; other cells are missing in both or in
        neither; and so are the schedules that have no price."""
        incident = {("reliability", "incident"), ("reliability", "opportunity")}
        missing = []
        for model in (YOU, OPS):
            cover = None if model == OPS else tuple([True] * len(self.classes))
            missing.append({cell(line) for line in service.lines(model, cover) if line.amount is None})
        base = self.assignment("hybrid-at-scale")
        unpriced = [self.unpriced({**base, service.name: self.choice(service, model)}) for model in (YOU, OPS)]
        return not (missing[0] | missing[1]) & incident and missing[0] == missing[1] and unpriced[0] == unpriced[1]

    def unpriced(self, choices):
        """The schedules in force, and for how long, whose pay is not given."""
        found = set()
        if self.standby_year("operations") is None and any(model == OPS for model, _, _ in choices.values()):
            found.add(("operations", self.days))
        for name, (length, _) in self.schedules(self.team_levels(choices)).items():
            if self.standby_year("product-team", name) is None:
                found.add((name, length))
        return found | {unit["key"] for unit in own.paid(self, choices) if unit["amount"] is None}


def read(path):
    with open(path, "rb") as file:
        text = file.read()
    return json.loads(text) if text.lstrip()[:1] == b"{" else tomllib.loads(text.decode())


if __name__ == "__main__":
    portfolio = Portfolio(read(sys.argv[1]))
    show = lambda minor: str(float(minor * portfolio.unit))
    for strategy in STRATEGIES:
        print(f"{strategy:30} {show(portfolio.total(portfolio.assignment(strategy)))}")
    least = least_cost(portfolio)
    print(f"{'least-cost':30} {show(least) if isinstance(least, int) else least}")
    for service in portfolio.services:
        told = show(portfolio.difference(service)) if portfolio.comparable(service) else "cannot be compared"
        print(f"{service.name:30} {service.recommended:24} difference {told}")
