"""Random portfolios that are small, odd and valid: every rule of the format that costs rest on, in every mixture."""

import random
from datetime import date, timedelta

OPS, YOU = "ops-run-it", "you-build-it-you-run-it"
SCOPES = ("portfolio", "domain", "team", "person-on-call")


class Maker:
    def __init__(self, seed):
        self.seed, self.r = seed, random.Random(seed)

    def often(self, share=0.5):
        return self.r.random() < share

    def pick(self, *values):
        return self.r.choice(values)

    def amount(self, low, high):
        """Two digits that matter, and now and then some cents."""
        value = self.r.uniform(low, high)
        return f"{value:.2f}" if self.often(0.2) else str(int(float(f"{value:.2g}")))

    def estimate(self, low, high, write, likelihood=0.45):
        if not self.often(likelihood):
            return write(self.r.uniform(low, high))
        a, b, c = sorted(self.r.uniform(low, high) for _ in range(3))
        kind = self.pick("pert", "triangular", "uniform", "interval", "short", "observed")
        a, b, c = write(a), write(b), write(c)
        if kind == "pert":
            return {"low": a, "likely": b, "high": c}
        if kind == "triangular":
            return {"low": a, "likely": b, "high": c, "shape": "triangular"}
        if kind == "uniform":
            return {"low": a, "high": c}
        if kind == "observed":
            return {"observed": [self.pick(a, b, c) for _ in range(self.r.randint(1, 4))]}
        if write(low) == a or a == c or write(0) == a:
            return c
        return {"p5": a, "p95": c} if kind == "interval" else f"{a} to {c}"

    def money(self, low, high, likelihood=0.45):
        return self.estimate(low, high, lambda v: str(int(float(f"{v:.2g}"))), likelihood)

    def count(self, low, high, likelihood=0.45):
        return self.estimate(low, high, lambda v: f"{v:.1f}", likelihood)

    def share(self, low, high, likelihood=0.45):
        return self.estimate(low, high, lambda v: f"{v:.0f}%", likelihood)

    def minutes(self, low, high, likelihood=0.3):
        return self.estimate(low, high, lambda v: f"{int(v)}min", likelihood)

    def portfolio(self):
        r = self.r
        # Whether something may be missing, one decision for the whole portfolio: most have all their inputs.
        self.holes = self.often(0.25)
        teams = [f"T{i}" for i in range(r.randint(1, 4))]
        domains = ["D", "E"][: r.randint(0, 2)]
        raw = {
            "schema": 1,
            "currency": self.pick("USD", "GBP", "EUR", "JPY", "KWD"),
            "calendar": self.calendar(),
            "horizon": {"years": r.randint(1, 5), "discount_rate": self.pick("0%", "0%", "5%", "3.5%", "10%")},
            "on_call": {"product_teams": self.pay(300, 1500), "operations": self.pay(200, 4000)},
            "operations": self.keep({"hourly_cost": self.amount(20, 90)}),
            "response": {OPS: self.response(OPS), YOU: self.response(YOU)},
            "throughput": self.both(
                lambda: {
                    "hand_off_lead_time": f"{r.randint(1, 400)}h",
                    "effort_per_deployment": f"{r.randint(5, 900)}min",
                }
            ),
            "learning": self.both(
                lambda: {"lead_time": f"{r.randint(1, 900)}h", "effort_per_improvement": f"{r.randint(5, 2000)}min"}
            ),
            "operations_work": self.both(lambda: {"effort_per_week": f"{r.randint(0, 300)}min"}, drop_keys=False),
            "setup": self.both(
                lambda: {
                    k: self.amount(0, 40000)
                    for k in ("deployment-throughput", "service-reliability", "learning-culture")
                }
            ),
            "transition": self.both(self.transition),
            "exposure_bands": self.bands(),
            "teams": [self.team(t, domains) for t in teams],
            "services": [],
        }
        if self.often(0.3):
            raw["throughput"].setdefault(OPS, {})["fastest_deployment"] = self.pick(
                "monthly", "weekly", "daily", "every 10 days"
            )
        if self.often(0.25):
            for table in raw["throughput"].values():
                table["change_failure_rate"] = f"{r.randint(0, 60)}%"
                table["failed_deployment_recovery_time"] = self.pick(
                    f"{r.randint(1, 400)}min", {"low": "5min", "likely": "30min", "high": f"{r.randint(1, 90)}h"}
                )
            if self.often(0.3) and raw["throughput"]:
                raw["throughput"][sorted(raw["throughput"])[0]].pop(
                    self.pick("change_failure_rate", "failed_deployment_recovery_time")
                )
        if domains:
            raw["domains"] = [{"name": d} for d in domains]
        if self.often(0.3):
            raw["selection"] = {"policy": self.pick("traffic-light", "traffic-light", "least-cost")}
        if self.often(0.6):
            raw["runs_today"] = self.pick(OPS, YOU, "nothing", "nothing")
        if self.often(0.15):
            raw["revenue_share"] = f"{r.randint(0, 100)}%"
        first = date(2026, 1, 5) + timedelta(days=r.randint(0, 250))
        raw["services"] = [self.service(f"s{i}", teams, first) for i in range(r.choice([1, 1, 2, 2, 3, 3, 4, 5, 6, 7]))]
        self.causes(raw)
        self.needs(raw)
        random_before = self.r
        # Drawn by itself, so that the portfolios of a seed stay those that they were, with more to them.
        self.r = random.Random(f"{self.seed} own terms")
        if self.often(0.2):
            raw["incidents_out_of_hours"] = self.out_of_hours()
        for owner in [*raw.get("domains", []), *raw["teams"], *raw["services"]]:
            if self.often(0.12):
                owner.update(self.own_terms())
        for service in raw["services"]:
            if self.often(0.1):
                service["incidents_out_of_hours"] = self.out_of_hours()
        if self.often(0.2) and "calendar" in raw:
            raw["calendar"].pop("working_hours", None)
            raw["calendar"].pop("bank_holidays", None)
            first = self.pick("Mon-Fri 06:00-14:00", "Mon-Fri 08:00-16:00")
            second = self.pick("Mon-Fri 13:00-22:00", "Tue-Sat 16:00-23:00", "Sun-Thu 22:00-06:00")
            raw["calendar"]["sites"] = [
                {"name": "London", "working_hours": first},
                {"name": "Boston", "working_hours": second},
            ]
            raw["calendar"]["between_sites"] = "on-call"
        if self.often(0.25):
            self.covers(raw)
        elif "sites" not in raw["calendar"]:
            self.own_calendars(raw)
        self.r = random_before
        self.callout_terms(raw, "callout terms")
        if self.often(0.3):
            raw["transition_plan"] = {"teams_per_quarter": r.randint(1, 3)}
        if self.often(0.3):
            raw["recurring_costs"] = [self.own_cost(i, raw) for i in range(r.randint(1, 5))]
            for table, key in [(raw["on_call"]["operations"], "participants")] + [
                (t, "on_call_participants") for t in raw["teams"]
            ]:
                if not (self.holes and self.often(0.2)):
                    table[key] = r.randint(1, 9)
        self.parts(raw)
        self.variants(raw)
        self.medians(raw)
        self.peaks_by_hours(raw)
        self.by_name(raw)
        for table in ("operations", "throughput", "learning", "operations_work", "setup", "transition", "response"):
            if not raw[table]:
                del raw[table]
        return raw

    def own_calendars(self, raw):
        """Working hours and pay of teams in no domain, or of whole domains, whose schedules are shared; callouts of services."""
        alone = [team for team in raw["teams"] if "domain" not in team]
        for owner in [*alone, *raw.get("domains", [])]:
            if self.often(0.15):
                owner["working_hours"] = self.pick("Mon-Fri 08:00-18:00", "Mon-Sat 07:00-15:00")
            if self.often(0.1):
                owner["bank_holidays"] = ["2026-04-03", "2026-04-06"]
            if self.often(0.15):
                pay = self.pay(300, 1500)
                owner["on_call"] = {k: pay[k] for k in ("standby", "callout") if k in pay and self.often(0.7)}
                if not owner["on_call"]:
                    owner["on_call"] = {"standby": {"amount": self.amount(300, 900), "per": "week"}}
        for service in raw["services"]:
            if self.often(0.1):
                service["on_call"] = {"callout": {"amount": self.amount(20, 90), "per": "hour"}}
            # Where its team has no other service, it speaks for the team, and the domain would have to say.
            others = [s for s in raw["services"] if s is not service and s.get("team") == service.get("team")]
            shares = not others and not any(t["name"] == service.get("team") for t in alone) and "team" in service
            if not shares and self.often(0.08):
                service["working_hours"] = "Mon-Fri 06:00-20:00"

    def covers(self, raw):
        """Standby for some hours only. Every covered chain responds at the same hours, and no stretch runs into a holiday."""
        raw["calendar"].pop("bank_holidays", None)
        windows = lambda: self.pick("Mon-Sun 07:00-22:00", ["Mon-Fri 05:00-23:00", "Sat,Sun 08:00-18:00"], "Sat-Sun")
        payers = [p for p in ("product_teams", "operations") if self.often(0.7)] or ["product_teams"]
        for payer in payers:
            raw["on_call"][payer]["cover"] = windows()
        for service in raw["services"]:
            if "exposure_by_hour" in service:
                del service["exposure_by_hour"]
        for owner in [raw, *raw.get("domains", []), *raw["teams"], *raw["services"]]:
            for model, response in owner.get("response", {}).items():
                for tier in response["tiers"]:
                    tier.pop("staffed_by", None)
                    if model == OPS:
                        tier["out_of_hours"] = "covered"

    def callout_terms(self, raw, draws):
        """Terms as contracts write them, drawn by themselves."""
        before, self.r = self.r, random.Random(f"{self.seed} {draws}")
        payers = list(raw["on_call"].values())
        for table in payers:
            # Others than the portfolio's are written as they are.
            if table.get("callout") == "none" and self.often(0.3):
                table["callout"] = {"amount": self.amount(20, 90), "per": self.pick("hour", "hour", "callout")}
        owners = [*raw.get("domains", []), *raw["teams"], *raw["services"]]
        for table in [*payers, *(o["on_call"] for o in owners if "on_call" in o)]:
            terms = table.get("callout")
            if isinstance(terms, dict) and self.often():
                self.contract(terms)
        self.r = before

    def parts(self, raw):
        """Exposures in parts, and who pays; drawn by themselves."""
        before, self.r = self.r, random.Random(f"{self.seed} parts")
        for service in raw["services"]:
            if self.often(0.25):
                service.pop("revenue_share", None)
                service["exposure_per_hour"] = self.in_parts(service["exposure_per_hour"])
            for peak in service.get("peaks", []):
                if self.often(0.2):
                    peak["exposure_per_hour"] = self.in_parts(peak["exposure_per_hour"])
        for table in raw.get("recurring_costs", []):
            if self.often(0.2):
                table["budget_holder"] = self.holder()
        for owner in [raw["on_call"]["product_teams"], *(t["on_call"] for t in raw["teams"] if "on_call" in t)]:
            if self.often(0.2):
                owner["budget_holder"] = self.pick("product-team", "operations")
        for domain in raw.get("domains", []):
            mine = [t["name"] for t in raw["teams"] if t.get("domain") == domain["name"]]
            if mine and self.often(0.3):
                domain["sole_budget_holder"] = self.pick("largest-team", *mine)
        self.r = before

    def peaks_by_hours(self, raw):
        """Peaks of every week in place of days, where one calendar holds for all and callouts cost the same at all times."""
        before, self.r = self.r, random.Random(f"{self.seed} peaks by hours")
        owners = [*raw.get("domains", []), *raw["teams"], *raw["services"]]
        own = any(key in owner for owner in owners for key in ("working_hours", "bank_holidays", "calendar"))
        tables = [*raw["on_call"].values(), *(owner["on_call"] for owner in owners if "on_call" in owner)]
        apart = own or any("cover" in table for table in tables)
        if not apart and not {"sites", "bank_holidays"} & set(raw.get("calendar", {})) and self.often():
            for terms in (table.get("callout") for table in tables):
                for key in ("rates", "window") if isinstance(terms, dict) else ():
                    terms.pop(key, None)
            windows = [
                "Fri 16:00-20:00",
                ["Sat,Sun 10:00-14:00", "Wed 02:00-03:30"],
                "Mon-Thu 18:00-22:00",
                "Tue 10:00-11:00",
            ]
            for service in raw["services"]:
                if "peaks" in service and self.often(0.8):
                    hours = self.r.sample(windows, len(service["peaks"]))
                    for peak, window in zip(service["peaks"], hours):
                        del peak["from"], peak["to"]
                        peak["hours"] = window
        self.r = before

    def by_name(self, raw):
        """Responses, calendars and workflows that are said once and named where they are used."""
        before, self.r = self.r, random.Random(f"{self.seed} by name")
        if self.often(0.25):
            blocks, calendars = {}, {}
            owners = [raw, *raw.get("domains", []), *raw["teams"], *raw["services"]]
            responses = [(o["response"], m) for o in owners for m in o.get("response", {})]
            responses += [(v, "response") for v in raw.get("variants", []) if "response" in v]
            for table, key in responses:
                if self.often(0.3):
                    table[key]["workflow"] = self.pick("phone-tree", "self-service")
            for i, owner in enumerate(o for o in owners if o.get("response")):
                if self.often(0.3):
                    blocks[f"block {i}"], owner["response"] = owner["response"], f"block {i}"
                    continue
                for model in owner["response"]:
                    if self.often(0.3):
                        name = f"block {i} of {model}"
                        blocks[name], owner["response"][model] = {model: owner["response"][model]}, name
            for i, variant in enumerate(raw.get("variants", [])):
                if "response" in variant and self.often(0.5):
                    name = f"variant {i}"
                    blocks[name] = {variant["operating_model"]: variant["response"]}
                    variant["response"] = name
            for i, owner in enumerate(owners[1:]):
                keys = [k for k in ("working_hours", "bank_holidays") if k in owner]
                if keys and self.often(0.6):
                    calendars[f"calendar {i}"] = {k: owner.pop(k) for k in keys}
                    owner["calendar"] = f"calendar {i}"
            if blocks:
                raw["responses"] = blocks
            if calendars:
                raw["calendars"] = calendars
        self.r = before

    def medians(self, raw):
        """What varies around a median that is not known, drawn by themselves."""
        before, self.r = self.r, random.Random(f"{self.seed} medians")
        if self.often(0.3):
            owners = [raw, *raw.get("domains", []), *raw["teams"], *raw["services"]]
            for response in [r for o in owners for r in o.get("response", {}).values()]:
                for tier in response["tiers"]:
                    for key in ("pick_up", "handling"):
                        if self.often(0.3):
                            tier[key] = self.around(self.minutes(1, 200, 0.6))
            for owner in owners:
                for table in owner.get("throughput", {}).values():
                    if "failed_deployment_recovery_time" in table and self.often(0.4):
                        table["failed_deployment_recovery_time"] = self.around(self.minutes(5, 300, 0.6))
            for service in raw["services"]:
                if self.often(0.3):
                    service["severity"] = self.around(self.share(2, 100, 0.6))
        self.r = before

    def around(self, median):
        return {"median": median, "spread": self.pick(1, 2, 3, "1.5", "10")}

    def variants(self, raw):
        """Other forms of the models, drawn by themselves."""
        before, self.r, holes = self.r, random.Random(f"{self.seed} variants"), self.holes
        self.holes = self.often(0.1)
        if self.often(0.3):
            raw["variants"] = [self.variant(i, raw) for i in range(self.r.randint(1, 2))]
        self.r, self.holes = before, holes

    def variant(self, number, raw):
        model = self.pick(OPS, YOU)
        terms = {}
        for _ in range(self.r.randint(1, 3)):
            terms.update(self.own_terms([model]))
        tables = {key: table[model] for key, table in terms.items()}
        if not self.holes:
            # A table is taken whole, so what it leaves out would be missing.
            whole = self.terms()
            tables = {key: {**whole[key](), **table} if key in whole else table for key, table in tables.items()}
            rates = ("change_failure_rate", "failed_deployment_recovery_time")
            if "throughput" in tables and "change_failure_rate" not in raw["throughput"].get(OPS, {}):
                tables["throughput"] = {k: v for k, v in tables["throughput"].items() if k not in rates}
        if "response" in tables and any("cover" in table for table in raw["on_call"].values()):
            for tier in tables["response"]["tiers"]:
                tier.pop("staffed_by", None)
                if model == OPS:
                    tier["out_of_hours"] = "covered"
        if self.often(0.3):
            tables["recurring_costs"] = [self.own_cost(self.pick(0, 1, 10), raw)]
            tables["recurring_costs"][0].pop("operating_model", None)
            if tables["recurring_costs"][0]["per"] == "person-on-call":
                tables["recurring_costs"][0]["per"] = "team"
        return {"name": f"variant {number}", "operating_model": model, **tables}

    def holder(self):
        return self.pick("product-team", "it", "operations")

    def in_parts(self, whole):
        """One amount in parts of a like sum; an estimate becomes one of them."""
        names = ["revenue", "cancellations", "credits", "regulatory", "manual_fallback"]
        names = sorted(self.r.sample(names, self.r.randint(1, 4)))
        parts = {name: self.amount(0, 3000) for name in names}
        for name in names:
            per = self.pick("hour", "day", "month")
            amount = self.money(10, 90000, 0.3) if per != "hour" else parts[name]
            if name in ("revenue", "cancellations") or self.often():
                parts[name] = f"{amount} a {per}" if isinstance(amount, str) and per != "hour" else parts[name]
            elif self.often():
                parts[name] = {"amount": amount, "per": per, "budget_holder": self.holder()}
            elif isinstance(amount, str):
                parts[name] = f"{amount}{'' if per == 'hour' else ' a ' + per} by {self.holder()}"
        parts[names[0]] = {"amount": whole} if self.often() else whole
        return parts

    def contract(self, terms):
        by_hour = terms["per"] == "hour"
        if self.often(0.2):
            terms["first"] = {"amount": self.amount(20, 90), "per": self.pick("hour", "callout")}
        if by_hour and self.often(0.5):
            terms["included"] = self.pick("30min", "10min", "1h", "2h")
        if self.often(0.4):
            terms["window"] = self.pick("2h", "30min", "12h", "7d")
        if self.often(0.4):
            terms["secondary"] = f"{self.r.randint(0, 100)}%"
        if self.often(0.4):
            terms["time_off"] = self.pick("0.5", "1", "1.5", 0)
        if self.often(0.4):
            whens = ["Sat-Sun", "Fri 18:00-Mon 06:00", "Mon-Fri 22:00-06:00", "Sun", "bank-holidays"]
            whens += ["bank-holidays 07:00-22:00", "bank-holiday-eves 18:00-24:00", ["Sat", "bank-holidays"]]
            times = lambda when: {"when": when, "times": self.pick("2", "1.5", "0", "3")}
            amount = lambda when: {"when": when, "amount": self.amount(20, 200)}
            make = times if "first" in terms or self.often() else amount
            terms["rates"] = [make(when) for when in self.r.sample(whens, self.r.randint(1, 3))]

    def out_of_hours(self):
        return f"{self.r.randint(0, 100)}%"

    def own_terms(self, models=None):
        """Terms of a domain, a team or a service: parts of tables, and whole responses."""
        models = models or [m for m in (OPS, YOU) if self.often(0.6)] or [OPS]
        make = self.terms()
        own = {}
        for table in self.r.sample(sorted(make), self.r.randint(0, 3)):
            own[table] = {m: self.some(make[table]()) for m in models}
        if not own or self.often(0.4):
            own["response"] = {m: self.response(m) for m in models}
        return own

    def terms(self):
        """How each table of single values is made."""
        return {
            "throughput": lambda: {
                "hand_off_lead_time": f"{self.r.randint(1, 400)}h",
                "effort_per_deployment": f"{self.r.randint(5, 900)}min",
                "fastest_deployment": self.pick("monthly", "weekly", "daily"),
                "change_failure_rate": f"{self.r.randint(0, 60)}%",
                "failed_deployment_recovery_time": f"{self.r.randint(1, 400)}min",
            },
            "learning": lambda: {
                "lead_time": f"{self.r.randint(1, 900)}h",
                "effort_per_improvement": f"{self.r.randint(5, 2000)}min",
            },
            "operations_work": lambda: {"effort_per_week": f"{self.r.randint(0, 300)}min"},
            "setup": lambda: {
                k: self.amount(0, 40000) for k in ("deployment-throughput", "service-reliability", "learning-culture")
            },
            "transition": self.transition,
        }

    def some(self, table):
        """Some of its keys, one at least."""
        return {k: table[k] for k in self.r.sample(sorted(table), self.r.randint(1, len(table)))}

    def own_cost(self, number, raw):
        r = self.r
        per = self.pick(*SCOPES, "incident", "hour-of-response", "deployment", "service")
        scale = {"incident": 900, "hour-of-response": 90, "deployment": 60, "service": 4000}.get(per, 20000)
        table = {"name": f"line {number}", "amount": self.amount(0, scale), "per": per}
        if per in SCOPES or per == "service":
            table["frequency"] = self.pick("yearly", "yearly", "one-off", "monthly", "weekly")
            table["amount"] = self.amount(0, scale / {"monthly": 12, "weekly": 52}.get(table["frequency"], 1))
            if per != "person-on-call" and self.often(0.2):
                table["amount"] = self.amount(0, scale / 6)
                table["seats"] = {"number": r.randint(1, 2), "leave": f"{r.randint(0, 30)}%", "overlap": "5%"}
                if self.often():
                    table["seats"]["hours_per_week"] = self.pick(35, "37.5", 40)
        if self.often(0.8):
            table["operating_model"] = self.pick(OPS, YOU)
        if self.often(0.2):
            table["aspect"] = self.pick("deployment-throughput", "learning-culture")
        if table.get("frequency") != "one-off" and self.often(0.2):
            table["service_credits"] = {"above_incidents": r.randint(0, 6), "amount": self.amount(0, 900)}
        elif self.often(0.2):
            once = table.get("frequency") == "one-off"
            table["cost_type"] = self.pick("setup", "transition") if once else self.pick("run", "incident")
        if "domains" in raw and self.often(0.2):
            table["domain"] = self.pick(*(d["name"] for d in raw["domains"]))
        elif self.often(0.15):
            table["team"] = self.pick(*(t["name"] for t in raw["teams"]))
        return table

    def keep(self, table):
        """Loses a key now and then, where the portfolio may have holes."""
        return {k: v for k, v in table.items() if not (self.holes and self.often(0.08))}

    def both(self, make, drop_keys=True):
        tables = {OPS: make(), YOU: make()}
        return self.keep({m: self.keep(t) if drop_keys else t for m, t in tables.items()})

    def transition(self):
        table = {"service-reliability": self.amount(0, 30000)}
        if self.often(0.2):
            table["learning-culture"] = self.amount(0, 9000)
        return table

    def calendar(self):
        table = {}
        if self.often(0.3):
            table["working_hours"] = self.pick(
                "Mon-Fri 08:00-18:00", ["Mon-Thu 09:00-17:30", "Fri 09:00-15:00"], "Mon-Sat 07:00-19:00"
            )
        if self.often(0.3):
            table["weeks_per_year"] = self.pick(52, "52.1775", "52.142857")
        if self.often(0.2):
            table["bank_holidays"] = ["2026-12-25", "2026-12-28"]
        return table

    def pay(self, low, high):
        table = {"standby": {"amount": self.amount(low, high), "per": "week"}}
        if self.often(0.3):
            table["standby"] = self.pick(
                [
                    {"when": "bank-holidays", "amount": "132", "per": "day"},
                    {"when": "Sat-Sun", "amount": "66", "per": "day"},
                    {"amount": "33", "per": "day"},
                ],
                [
                    {"when": "Sat-Sun", "amount": "15", "per": "hour"},
                    {"when": "Mon-Fri 18:00-09:00", "amount": "10", "per": "hour"},
                    {"amount": "5", "per": "hour"},
                ],
            )
        if self.often(0.15):
            rules = table["standby"]
            table["standby"] = {"pays": "always", **({"rules": rules} if isinstance(rules, list) else rules)}
        kind = self.pick("none", "none", "hour", "hour", "callout", "hole" if self.holes else "none")
        if kind == "none":
            table["callout"] = "none"
        elif kind == "callout":
            table["callout"] = {"amount": self.amount(20, 90), "per": "callout"}
        elif kind == "hour":
            table["callout"] = {"amount": self.amount(20, 90), "per": "hour"}
            if self.often():
                table["callout"]["minimum"] = self.pick("1h", "30min", "2h")
            if self.often():
                table["callout"]["round_up_to"] = self.pick("30min", "15min", "1h")
        if self.often(0.2):
            table["people_per_schedule"] = 2
        table = self.keep(table)
        if "people_per_schedule" in table and self.often(0.4):
            table["secondary_standby"] = f"{self.r.randint(0, 100)}%"
        return table

    def response(self, model):
        count = 1 if model == YOU else self.r.randint(1, 3)
        tiers = []
        for i in range(count):
            tier = {
                "name": f"tier {i}",
                "pick_up": self.minutes(1, 200),
                "handling": self.minutes(5, 300),
                "people": self.r.randint(1, 3),
            }
            if i < count - 1:
                tier["resolves"] = f"{self.r.randint(5, 90)}%"
            if model == OPS and self.often(0.6):
                tier["out_of_hours"] = self.pick("covered", "covered", "next-working-day")
            if self.often(0.1):
                tier["staffed_by"] = self.pick("product-team", "operations")
            if self.often(0.1):
                tier["hourly_cost"] = self.amount(20, 100)
            tiers.append(tier)
        table = {"tiers": tiers}
        if self.often(0.3):
            table["workflow"] = [
                {"name": "ticket", "delay": f"{self.r.randint(1, 40)}min"},
                {"name": "updates", "effort": f"{self.r.randint(1, 40)}min"},
                {"name": "alert", "automated": True},
            ]
        return table

    def bands(self):
        bands = [
            {"max_per_hour": "7000", "availability": "95.0"},
            {"max_per_hour": "250000", "availability": "99.0"},
            {"max_per_hour": "800000", "availability": "99.9"},
        ]
        if self.often(0.2):
            bands.append({"max_per_hour": "5000000", "availability": "99.99"})
        if self.often(0.2):
            bands[0]["out_of_hours"] = self.pick("none", "domain", "team")
        return bands

    def team(self, name, domains):
        table = self.keep(
            {
                "hourly_cost": self.amount(0, 90),
                "capacity_hours_per_week": self.r.choice([0, 100, "37.5", 280]),
                "rework_rate": f"{self.r.randint(0, 30)}%",
            }
        )
        table["name"] = name
        if domains and self.often(0.7):
            table["domain"] = self.pick(*domains)
        if self.often(0.2):
            table["funding"] = "it"
        return table

    def service(self, name, teams, first):
        r = self.r
        scale = r.choice([3000, 6000, 20000, 100000, 300000, 900000])
        table = {
            "exposure_per_hour": self.money(scale / 3, scale),
            "feature_demand": self.pick("low", "medium", "high", "very-high"),
        }
        table = {
            **table,
            **self.keep(
                {
                    "incidents_per_year": self.pick("0", "0.4") if self.often(0.06) else self.count(0.5, 12),
                    "features_per_year": self.count(0, 40),
                    "value_per_feature_week": self.money(0, 3000),
                    "insights_per_year": self.count(0, 12),
                    "value_per_insight_week": self.money(0, 2000),
                }
            ),
        }
        table["name"], table["kind"] = name, self.pick("digital", "digital", "foundational")
        if self.often(0.9):
            table["team"] = self.pick(*teams)
        if self.often(0.5):
            table["severity"] = self.share(2, 100, 0.7)
        if self.often(0.3):
            table["full_outage_share"] = f"{r.randint(0, 100)}%"
        if self.often(0.2):
            table["exposure_by_hour"] = self.pick(
                "flat",
                "office-hours",
                "retail",
                [{"when": "Mon-Fri 08:00-20:00", "share": f"{r.randint(0, 100)}%"}, {"share": f"{r.randint(0, 60)}%"}],
                [
                    {"when": "Sat-Sun", "share": f"{r.randint(0, 100)}%"},
                    {"when": "Fri 22:00-06:00", "share": "3%"},
                    {"share": "80%"},
                ],
            )
        elif self.often(0.4):
            table["out_of_hours_exposure"] = f"{r.randint(0, 100)}%"
        if "exposure_by_hour" not in table and self.often(0.2):
            table["working_hours_exposure"] = f"{r.randint(30, 100)}%"
        if self.often(0.1):
            table["revenue_share"] = f"{r.randint(0, 100)}%"
        if self.often(0.2):
            table["operating_model"] = self.pick(OPS, YOU)
        if self.often(0.15):
            table["runs_today"] = self.pick(OPS, YOU, "nothing")
        if self.often(0.1):
            table["availability_target"] = self.pick("95.0", "99.0", "99.5", "99.9")
        if self.often(0.1):
            table["minimum_out_of_hours"] = self.pick("domain", "team")
        if self.often(0.05):
            table["target_required"] = True
        if self.often(0.1):
            table["exposure_group"] = "footfall"
        table["peaks"] = self.peaks(scale, first)
        if not table["peaks"]:
            del table["peaks"]
        return table

    def peaks(self, scale, first):
        peaks, start = [], first + timedelta(days=self.r.randint(0, 40))
        for i in range(self.r.choice([0, 0, 0, 1, 1, 2])):
            end = start + timedelta(days=self.r.randint(0, 45))
            above = self.r.choice([3, 10, 60]) * scale
            peaks.append(
                {
                    "name": f"peak {i}",
                    "from": str(start),
                    "to": str(end),
                    "exposure_per_hour": self.money(above, 2 * above, 0.3),
                }
            )
            start = end + timedelta(days=1 + self.r.randint(0, 20))
        return peaks

    def needs(self, raw):
        """A service may need those before it. That puts ceilings on targets, and changes no amount."""
        names = [s["name"] for s in raw["services"]]
        for i, service in enumerate(raw["services"]):
            if i and self.often(0.15):
                needed = self.r.choice(names[:i])
                partly = {"service": needed, "degraded": f"{self.r.randint(1, 100)}%"}
                service["depends_on"] = [self.pick(needed, partly)]

    def causes(self, raw):
        """Each cause is among the incidents of the services that it hits, so it is rarer than theirs."""
        known = [s["name"] for s in raw["services"] if s.get("incidents_per_year") not in (None, "0", "0.4")]
        if len(known) > 1 and self.often(0.25):
            raw["shared_causes"] = [
                {
                    "name": "cloud region",
                    "incidents_per_year": self.count(0.1, 0.4),
                    "services": sorted(self.r.sample(known, 2)),
                }
            ]


def portfolio(seed):
    return Maker(seed).portfolio()
