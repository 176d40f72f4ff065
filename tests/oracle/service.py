"""One service: what is selected for it, how its incidents go, and all line items but standby."""

import json
from math import lcm

import own
from exposure import divided, exposure
from ledger import LEVELS, OPS, YOU, Line, product
from values import WEEK_MINUTES, Estimate, F, dates, day, hours, kept, number, percentage, share, window

ASPECTS = ["deployment-throughput", "service-reliability", "learning-culture"]


SHAPES = {
    "flat": [(None, "100%")],
    "office-hours": [
        ("Mon-Fri 09:00-17:00", "100%"),
        ("Mon-Fri 08:00-09:00", "50%"),
        ("Mon-Fri 17:00-18:00", "50%"),
        (None, "5%"),
    ],
    "retail": [
        ("Mon-Sun 08:00-12:00", "50%"),
        ("Mon-Sun 12:00-19:00", "70%"),
        ("Mon-Sun 19:00-22:00", "100%"),
        ("Mon-Sun 22:00-24:00", "20%"),
        (None, "5%"),
    ],
}


def matches(when, minute, kind):
    """Whether a window of the week, or of holidays or their eves, holds a minute of a day of a kind."""
    for word, of in (("bank-holidays", "holiday"), ("bank-holiday-eves", "eve")):
        if when.split()[0] == word:
            _, _, time = when.partition(" ")
            return of in kind and (not time or minute % 1440 in window("Mon " + time))
    return minute in kept(f"window {when}", lambda: window(when))


def minutes_of_week(windows):
    return set().union(*(window(w) for w in ([windows] if isinstance(windows, str) else windows)))


class Service:
    def __init__(self, portfolio, raw):
        self.portfolio, self.raw, self.name = portfolio, raw, raw["name"]
        self.team = raw.get("team")
        self.rota = self.team or f"service {self.name}"
        self.members = [s["name"] for s in portfolio.raw["services"] if self.team and s.get("team") == self.team]
        self.exposure = exposure(raw["exposure_per_hour"])
        self.target = (
            percentage(raw["availability_target"])
            if "availability_target" in raw
            else self.target_of(self.exposure.mean)
        )
        self.least = LEVELS.index(raw.get("minimum_out_of_hours", "none"))
        self.need = self.level(self.target)
        self.peaks = []
        for p in raw.get("peaks", []):
            at_peak = exposure(p["exposure_per_hour"])
            target = max(self.target, self.target_of(at_peak.mean))
            need = max(self.level(target), self.need, key=LEVELS.index)
            self.peaks.append(
                {
                    "name": p["name"],
                    "days": set() if "hours" in p else set(dates(day(p["from"]), day(p["to"]))),
                    "hours": minutes_of_week(p["hours"]) if "hours" in p else None,
                    "exposure": at_peak,
                    "target": target,
                    "need": need,
                }
            )
        self.cadence = self.demand()
        self.given = raw.get("operating_model")
        self.selected = self.select()
        self.recommended = self.given or self.selected
        self.today = raw.get("runs_today", portfolio.raw.get("runs_today", OPS))
        self.incidents = self.estimate("incidents_per_year")
        self.severity = Estimate(raw.get("severity", "100%"), share, 1)
        self.calendar = portfolio.calendar_of(self.owners()[:-1])
        given = [self.calendar.key, {k: v for k, v in raw.items() if "exposure" in k}]
        self.at_stake = kept(json.dumps(given, default=str), self.profile)
        self.cached = {}
        self.met = {}
        out = raw.get("incidents_out_of_hours", portfolio.raw.get("incidents_out_of_hours"))
        self.o = self.calendar.o if out is None else Estimate(out, share, 1).mean
        self.w = 1 - self.o

    def owners(self):
        """Whoever may have terms of its own, the nearest first: the service, its team, the domain, the portfolio."""
        team = self.portfolio.teams.get(self.team, {})
        domains = [d for d in self.portfolio.raw.get("domains", []) if d["name"] == team.get("domain")]
        return [self.raw, team, *domains, self.portfolio.raw]

    def nearest(self, table, *keys):
        """What is said nearest, key by key; None where nobody says it."""
        for owner in self.owners():
            found = owner.get(table, {})
            for key in keys:
                found = found.get(key) if isinstance(found, dict) else None
            if found is not None:
                return found
        return None

    def profile(self):
        """The share of the exposure at stake: in working hours, out of hours, while waiting for working hours; the most.

        By the hour of the week where that is given; an incident that waits loses every hour from its arrival on.
        """
        raw = self.raw
        if "exposure_by_hour" not in raw:
            working = share(raw.get("working_hours_exposure", "100%"))
            outside = share(raw.get("out_of_hours_exposure", "100%"))
            return working, outside, outside, max(working, outside)
        week, scale = self.by_hour()
        working = F(
            sum(week[m] * times for m, times in self.calendar.at_work.items()),
            scale * sum(self.calendar.at_work.values()),
        )
        # A minute of a gap is waited through by whoever arrived before it in the gap: twice its place, less one; and by all
        # of them beyond the end of the year.
        lost = waited = out = minutes = 0
        for (start, length, beyond), times in self.calendar.gaps.items():
            for place in range(length + beyond):
                part = week[(start + place) % WEEK_MINUTES]
                through = 2 * place + 1 if place < length else 2 * length
                lost += times * through * part
                waited += times * through
                out += times * part if place < length else 0
            minutes += times * length
        return working, F(out, scale * minutes), F(lost, scale * waited), F(max(week), scale)

    def by_hour(self):
        """The share of the exposure at stake in each minute of the week, of a scale; all of it where nothing is said."""
        given = self.raw.get("exposure_by_hour", "flat")
        windows = SHAPES[given] if isinstance(given, str) else [(w.get("when"), w["share"]) for w in given]
        # Shares as whole parts of one scale: a week has many minutes.
        parts = [share(part) for _, part in windows]
        scale = lcm(*(part.denominator for part in parts))
        week = [0] * WEEK_MINUTES
        for (when, _), part in reversed(list(zip(windows, parts))):
            for minute in range(WEEK_MINUTES) if when is None else window(when):
                week[minute] = int(part * scale)
        return week, scale

    def at_exposures(self, exposed, responding=None):
        """(exposure, at stake in working hours, out of hours, while waiting, as they arrive) of an incident: outside the hours
        of peaks and in those of each. `responding`: minutes out of hours in which alone somebody responds."""
        peaks = [p for p in self.peaks if p["hours"]]
        working, outside, waiting, _ = self.at_stake
        if not peaks:
            return [(exposed, working, outside, waiting, outside)]
        week, scale = self.by_hour()
        shares = [F(1)] * 2
        if "exposure_by_hour" not in self.raw:
            shares = [share(self.raw.get(f"{key}_exposure", "100%")) for key in ("working_hours", "out_of_hours")]
        taken = set().union(*(p["hours"] for p in peaks))
        weeks = [(exposed, [0 if m in taken else part for m, part in enumerate(week)], scale, shares)]
        weeks += [(p["exposure"], [int(m in p["hours"]) for m in range(WEEK_MINUTES)], 1, [F(1)] * 2) for p in peaks]
        return [
            (exposure, in_hours * parts[0], *(part * parts[1] for part in rest))
            for exposure, minutes, whole, parts in weeks
            for in_hours, *rest in [self.weighed(minutes, whole, responding)]
        ]

    def weighed(self, week, scale, responding):
        """Means of a week's shares, minute by minute of arrival."""
        at_work = self.calendar.at_work
        working = F(sum(week[m] * n for m, n in at_work.items()), scale * sum(at_work.values()))
        so_far = [0]
        for minute in range(2 * WEEK_MINUTES):
            so_far.append(so_far[-1] + week[minute % WEEK_MINUTES])
        arriving = out = minutes = places = waited = lost = 0
        for start, length, beyond in self.calendar.gaps:
            end = start + length
            assert not beyond
            place = end
            for at in reversed(range(start, end)):
                now = week[at % WEEK_MINUTES]
                minutes, arriving = minutes + 1, arriving + now
                if responding and at % WEEK_MINUTES in responding:
                    place = at
                if place == at:
                    places, out = places + 1, out + now
                    continue
                if place < end:
                    places, out = places + 1, out + week[place % WEEK_MINUTES]
                # It has come in the middle of its first minute, on average.
                waited += 2 * (place - at) - 1
                lost += 2 * (so_far[place] - so_far[at]) - now
        arriving = F(arriving, scale * minutes)
        out = F(out, scale * places) if places else arriving
        return working, out, F(lost, scale * waited) if waited else arriving, arriving

    def estimate(self, key, part=number):
        return (
            kept(f"{part.__name__} {self.raw[key]}", lambda: Estimate(self.raw[key], part)) if key in self.raw else None
        )

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
        return next(
            (b for b in bands if "max_features_per_month" in b and number(b["max_features_per_month"]) >= wish),
            bands[-1],
        )["deployment"]

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
        table = self.nearest("response", model)
        if table is None:
            return None
        chain, reach = [], F(1)
        for i, t in enumerate(table["tiers"]):
            last, several = i == len(table["tiers"]) - 1, len(table["tiers"]) > 1
            staff = t.get("staffed_by", "product-team" if model == YOU or (last and several) else "operations")
            waits = t.get("out_of_hours", "next-working-day" if last and several else "covered") == "next-working-day"
            chain.append(
                {
                    "reach": reach,
                    "pick_up": Estimate(t["pick_up"], hours),
                    "handling": Estimate(t["handling"], hours),
                    "people": t["people"],
                    "staff": staff,
                    "waits": waits if model == OPS else False,
                    "cost": number(t["hourly_cost"]) if "hourly_cost" in t else self.hourly(staff),
                }
            )
            reach *= 0 if last else 1 - share(t["resolves"])
        return chain

    def hourly(self, staff):
        table = (
            self.portfolio.raw.get("operations", {})
            if staff == "operations"
            else self.portfolio.teams.get(self.team, {})
        )
        return number(table["hourly_cost"]) if "hourly_cost" in table else None

    def runner(self, model):
        return "operations" if model == OPS else "product-team"

    def steps(self, model):
        table = self.nearest("response", model) or {}
        return [s for s in table.get("workflow", []) if not s.get("automated")]

    def path(self, chain, covered):
        """Hours before the tier that waits, after it, and the reach of that tier."""
        spent = [t["reach"] * (t["pick_up"].mean + t["handling"].mean) for t in chain]
        first = next((i for i, t in enumerate(chain) if t["waits"] or not covered), None)
        if first is None:
            return sum(spent), F(0), F(0), len(chain)
        return sum(spent[:first], F(0)), sum(spent[first:], F(0)), chain[first]["reach"], first

    def expected_hours(self, chain, covered, model, responding=None):
        p = self.portfolio
        if responding and not covered:
            # All of the chain responds in these hours, and what comes at others waits for them, or for working hours, once.
            every = sum(t["reach"] * (t["pick_up"].mean + t["handling"].mean) for t in chain)
            taken, waited, _ = p.taken_up(responding)
            return self.w * every + self.o * (1 - taken) * every, self.o * taken * every, self.o * waited
        before, after, waits, first = self.path(chain, covered)
        cover = p.covers[self.runner(model)]
        if cover and first == len(chain):
            # All of the chain responds at the same times out of hours: what comes at others waits for them once.
            _, taken, waited, _ = cover
            return self.w * before + self.o * (1 - taken) * before, self.o * taken * before, self.o * waited
        return self.w * (before + after) + self.o * after, self.o * before, self.o * waits * self.calendar.mean_wait

    def availability(self, model, cover):
        """In percent, or None."""
        p = self.portfolio
        chain = self.tiers(model)
        if self.incidents is not None and self.incidents.mean == 0 and self.failed_deployments(model) is None:
            return F(100)
        if chain is None or self.incidents is None:
            return None
        delay = sum(hours(s.get("delay", "0h")) for s in self.steps(model))
        lost = F(0)
        failed = self.failed_deployments(model)
        if failed is not None:
            number, recovery = failed
            hours_failed = product(number, recovery)
            if hours_failed is None:
                return None
            lost += hours_failed
        for length, _, is_covered, responding in self.periods(model, cover):
            mean = sum(self.expected_hours(chain, is_covered, model, responding)) + delay
            lost += length / p.days * self.incidents.mean * mean
        return max(F(0), 100 * (1 - lost / (p.days * 24)))

    def meets(self, model, cover):
        if (model, cover) not in self.met:
            found = self.availability(model, cover)
            self.met[model, cover] = None if found is None else found >= self.target
        return self.met[model, cover]

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
        p = self.portfolio
        annuity = p.annuity()

        def line(code, *factors, once=False, payer=None):
            made = Line(self.name, code, product(*factors), p.book, once, annuity)
            made.payer = payer
            return made

        def given(table, key, part):
            value = self.nearest(table, model, key)
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
        yield from self.failure_lines(model, runner, line)
        insights = self.mean("insights_per_year")
        wait = given("learning", "lead_time", hours)
        yield line("improvements", insights, given("learning", "effort_per_improvement", hours), team)
        yield line("insight-delay", insights, None if wait is None else wait / 168, self.mean("value_per_insight_week"))
        yield line("operations-work", given("operations_work", "effort_per_week", hours), p.weeks, runner)
        yield self.rework(team, annuity)
        yield from own.lines(self, model)
        yield from self.incident_lines(model, cover, line)

    def failed_deployments(self, model):
        """How many a year, and hours until each is recovered; None where nothing is said under either model."""
        p = self.portfolio
        keys = ("change_failure_rate", "failed_deployment_recovery_time")
        if not any(self.nearest("throughput", m, key) for m in (OPS, YOU) for key in keys):
            return None
        rate, time = (self.nearest("throughput", model, key) for key in keys)
        number = None if rate is None else self.deployment(model)[0] * Estimate(rate, share, 1).mean
        recovery = None if time is None else Estimate(time, hours).mean
        if number is not None and recovery is not None and number * recovery > p.days * 24:
            recovery = None
        return number, recovery

    def failure_lines(self, model, runner, line):
        p, failed = self.portfolio, self.failed_deployments(model)
        if failed is None:
            return
        yield line("failed-deployments", *failed, runner)
        for days, period, _, _ in self.periods(model, None):
            for exposed, working, *_ in self.at_exposures(period):
                for payer, part in self.losses(exposed):
                    factors = (*failed, days / p.days, self.severity.mean, working, exposed.mean, part)
                    yield line("loss-failed-deployments", *factors, payer=payer)

    def deployment(self, model):
        """Deployments a year, and the weeks from a finished feature to its users."""
        p = self.portfolio
        fastest = self.nearest("throughput", model, "fastest_deployment") or ("fortnightly" if model == OPS else None)
        apart, a_year = self.interval(self.cadence)
        if fastest and self.interval(fastest)[0] > apart:
            a_year = self.interval(fastest)[1]
        hand_off = self.nearest("throughput", model, "hand_off_lead_time")
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
        covered = sum(
            days * (1 if c else p.taken_up(responding)[0] if responding else 0)
            for days, _, c, responding in self.periods(model, cover)
        )
        covered = F(covered) / p.days
        _, _, _, called = self.path(chain, True)
        for i, t in enumerate(chain):
            yield line("response-effort", incidents, t["reach"], t["handling"].mean, F(t["people"]), t["cost"])
            if i < called:
                windows = p.covers[self.runner(model)]
                taken = windows[1] if windows else F(1)
                called_out = (self.o * taken, covered, t["reach"])
                pay = self.pay_of(t, model, called_out)
                yield line("callouts", incidents, *called_out, *pay)
                terms = p.callout_terms(t["staff"], self.owners()[:-1])
                if isinstance(terms, dict) and "time_off" in terms:
                    work = (F(t["people"]), t["handling"].mean, number(terms["time_off"]), t["cost"])
                    yield line("time-off", incidents, *called_out, *work)
        runner = self.hourly(self.runner(model))
        for step in self.steps(model):
            if "effort" in step:
                yield line("step-effort", incidents, hours(step["effort"]), runner)
        for days, period, is_covered, responding in self.periods(model, cover):
            inside, out, waiting = self.expected_hours(chain, is_covered, model, responding)
            for exposed, working, outside, while_waiting, _ in self.at_exposures(period, responding):
                for payer, part in self.losses(exposed):
                    common = (incidents, days / p.days, self.severity.mean, exposed.mean, part)
                    yield line("loss-in-working-hours", *common, inside, working, payer=payer)
                    yield line("loss-out-of-hours", *common, out, outside, payer=payer)
                    yield line("loss-waiting", *common, waiting, while_waiting, payer=payer)
        for days, period, _, _ in self.periods(model, None):
            for exposed, working, _, _, arriving in self.at_exposures(period):
                for payer, part in self.losses(exposed):
                    for step in self.steps(model):
                        if "delay" in step:
                            common = (incidents, days / p.days, self.severity.mean, exposed.mean, part)
                            at_stake = self.w * working + self.o * arriving
                            yield line("step-delay", *common, hours(step["delay"]), at_stake, payer=payer)

    def losses(self, exposed):
        """(who pays, share) of what an hour of a period loses."""
        revenue = share(self.raw.get("revenue_share", self.portfolio.raw.get("revenue_share", "100%")))
        return divided(exposed, self.exposure, revenue)

    def pay_of(self, tier, model, called_out):
        """Factors of what one callout pays: pay of one person, mean rate by time, share that is paid, people paid."""
        p = self.portfolio
        owners = self.owners()[:-1]
        terms = p.callout_terms(tier["staff"], owners)
        key = ("pay", str(terms), tier["handling"].kind, *tier["handling"].parts)
        if key not in p.cache:
            p.cache[key] = p.callout_pay(terms, tier["handling"])
        pay = p.cache[key]
        if not isinstance(terms, dict):
            return pay, F(tier["people"])
        people = 1 + (tier["people"] - 1) * share(terms.get("secondary", "100%"))
        paid = F(1)
        if "window" in terms:
            standby = self.calendar.o
            if p.covers[self.runner(model)]:
                minutes = p.covers[self.runner(model)][0] - self.calendar.worked
                standby *= F(len(minutes), WEEK_MINUTES - len(self.calendar.worked))
            if self.incidents is None:
                paid = None
            else:
                out, _, reach = called_out
                rate = self.incidents.mean * out * reach / (24 * p.days * standby)
                paid = 1 / (1 + rate * hours(terms["window"]))
        return pay, self.rate_by_time(terms, model), paid, people

    def rate_by_time(self, terms, model):
        """The mean rate, as so many times the rate that is paid at no named time."""
        rates = terms.get("rates")
        if not rates:
            return F(1)
        cover = self.portfolio.covers[self.runner(model)]
        whens = [rate["when"] if isinstance(rate["when"], list) else [rate["when"]] for rate in rates]
        key = f"rates {whens} {self.calendar.key} {cover and sorted(cover[0])}"
        parts = kept(key, lambda: self.parts_of_rates(whens, cover and cover[0]))
        times = [
            number(rate["times"]) if "times" in rate else number(rate["amount"]) / number(terms["amount"])
            for rate in rates
        ]
        return sum((part * time for part, time in zip(parts, [*times, F(1)])), F(0))

    def parts_of_rates(self, whens, cover):
        """The part of the callouts out of hours that is paid at each rate, the first that matches; and at none of them."""
        counts = [0] * (len(whens) + 1)
        for (minute, kind), times in self.calendar.out_of_hours(cover).items():
            first = (i for i, some in enumerate(whens) if any(matches(when, minute, kind) for when in some))
            counts[next(first, len(whens))] += times
        return [F(count, sum(counts)) for count in counts]

    def periods(self, model, cover):
        """(days, exposure, covered, minutes covered all the same where it is not): the rest of the year and each peak by days;
        apart where only some days are covered."""
        p, found = self.portfolio, {}
        responding = set()
        if model != OPS and cover is not None:
            responding.update(*(minutes for c, minutes in zip(cover[len(p.classes) - len(p.hours) :], p.hours) if c))
        for i, (on, length) in enumerate(p.by_days()):
            peak = next((q for q in self.peaks if (self.name, q["name"]) in on), None)
            is_covered = model == OPS or cover is None or cover[i]
            key = (peak["name"] if peak else None, is_covered)
            days, _ = found.get(key, (F(0), None))
            found[key] = (days + length, peak["exposure"] if peak else self.exposure)
        return [(days, exposed, c, None if c else responding) for (_, c), (days, exposed) in found.items()]
