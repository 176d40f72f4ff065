"""Holds the program to the oracle, and its commands to each other, over random portfolios.

    python3 tests/oracle/check.py --portfolios 300 --seed 1 --program target/release/whorunsit
    python3 tests/oracle/check.py tests/oracle/failed/*.json          these portfolios instead

Every disagreement is made as small as it gets while it lasts, printed, and kept as a file. Exit code 1 on any.
"""

import argparse
import copy
import json
import pathlib
import random
import subprocess
import sys
from collections import defaultdict

import portfolios
from holders import holder
from inputs import INPUTS, SHARES, wider_inputs, wider_now, with_input
from least import least_cost
from ledger import OPS, YOU
from needs import ceilings
from oracle import STRATEGIES, Portfolio, read
from shrink import minimised
from spread import deviations
from values import Estimate, F, number, percentage
from variants import written_in

HERE = pathlib.Path(__file__).parent
TRIALS = 2000
ERRORS = 5


class Refused(Exception):
    """The program does not take the portfolio."""


class Program:
    def __init__(self, path):
        self.path = path
        self.runs = 0

    def __call__(self, command, raw, *args):
        self.runs += 1
        try:
            done = subprocess.run(
                [self.path, command, "-", *args, "--format", "json"],
                input=json.dumps(raw),
                capture_output=True,
                text=True,
                timeout=120,
            )
        except subprocess.TimeoutExpired:
            raise Refused(f"{command} takes more than two minutes") from None
        try:
            answer = json.loads(done.stdout)
        except ValueError:
            raise Refused(f"{command} ends with {done.returncode}: {(done.stderr or done.stdout)[:300]}") from None
        if not answer["ok"]:
            raise Refused(
                f"{command}: " + "; ".join(f"{e['code']} {e['path']} {e['message']}" for e in answer["errors"][:3])
            )
        if answer.get("left_out"):
            raise Refused(f"{command} leaves out: {[one['name'] for one in answer['left_out']]}")
        return answer


def money(text):
    return None if text is None else F(text)


class Check:
    """One portfolio, one list of disagreements: (kind, what)."""

    names = ("selection", "ledgers", "compare", "variants", "twins", "sensitivity", "plan", "simulation")

    def __init__(self, program, raw, only=None):
        self.program, self.raw, self.only = program, raw, only
        self.found = []
        self.portfolio = Portfolio(raw)
        self.unit = self.portfolio.unit
        # Under the policy of least cost the recommendation is an optimum: held as one, not as a rule.
        self.rule = self.portfolio.policy != "least-cost"
        self.strategies = STRATEGIES if self.rule else STRATEGIES[:2]
        # Means out of floats have 12 digits, at most nine of them decimals: a share of 0.1 has eight.
        self.floats = self.of_pay = 2e-8 if inexact(self.portfolio) else 0
        if '"median"' in json.dumps(raw):
            # Integrals over medians hold to a ten-thousandth, those of pay to some in ten thousand: the program takes
            # a very skewed PERT distribution from a table.
            self.floats, self.of_pay = 1e-4, 3e-4

    def wrong(self, kind, text):
        self.found.append((kind, text))

    def same(self, kind, what, theirs, ours, slack=0):
        if theirs is None or ours is None:
            if (theirs is None) != (ours is None):
                self.wrong(kind, f"{what}: program {show(theirs)}, oracle {show(ours)}")
            return
        if abs(theirs - ours) > slack:
            self.wrong(kind, f"{what}: program {show(theirs)}, oracle {show(ours)}, apart {show(theirs - ours)}")

    def run(self):
        for name in CHECKS:
            if name in self.names and (self.only is None or self.only in CHECKS[name]):
                getattr(self, name)()
        return self.found

    # Answers are asked for once.

    def ask(self, command, *args):
        key = (command, *args)
        if key not in self.__dict__.setdefault("answers", {}):
            self.answers[key] = self.program(command, self.raw, *args)
        return self.answers[key]

    def selection(self):
        for theirs, ours in zip(self.ask("recommend")["services"], self.portfolio.services):
            at = f"recommend {ours.name}"
            if F(theirs["availability_target"]) != ours.target:
                self.wrong("selection", f"{at} target: program {theirs['availability_target']}, oracle {ours.target}")
            if not self.rule:
                continue
            if theirs["operating_model"] != ours.recommended:
                self.wrong("selection", f"{at} model: program {theirs['operating_model']}, oracle {ours.recommended}")
            need = None if ours.recommended == OPS else ours.need
            if theirs["out_of_hours"] != need:
                self.wrong("selection", f"{at} out of hours: program {theirs['out_of_hours']}, oracle {need}")
            for peak, mine in zip(theirs["peaks"], ours.peaks):
                if F(peak["availability_target"]) != mine["target"]:
                    self.wrong(
                        "selection",
                        f"{at} target of {peak['name']}: program {peak['availability_target']}, oracle {mine['target']}",
                    )

        if self.rule:
            self.ceilings()

    def ceilings(self):
        """What a service needs keeps it below its target, and how far."""
        ours = ceilings(self.portfolio)
        for theirs, s in zip(self.ask("recommend")["services"], self.portfolio.services):
            told = [f["details"] for f in theirs["findings"] if f["code"] == "dependency-below-target"]
            most, at = ours.get(s.name, F(100)), f"recommend {s.name} can be available"
            if bool(told) != (most < s.target) and abs(most - s.target) > F(1, 100_000):
                self.wrong("dependencies", f"{at} {show(most)} %, target {show(s.target)}: finding {bool(told)}")
            for details in told:
                self.same("dependencies", at, F(details["highest_availability"]), most, F(1, 100_000))

    def ledgers(self):
        for strategy in self.strategies:
            answer = self.ask("costs", "--strategy", strategy)
            choices = self.portfolio.assignment(strategy)
            lines = self.portfolio.evaluate(choices)
            self.ledger(strategy, answer["line_items"], lines)
            self.holders(strategy, answer["line_items"], lines, choices)
            for part, lines in self.parts(answer["line_items"]).items():
                for key, theirs in lines.items():
                    self.same("sum", f"costs {strategy} {part}.{key}", money(answer[part][key]), theirs)

    def parts(self, items):
        """What the totals must be, from the program's own lines."""
        sums = {p: {"one_off": F(0), "per_year": F(0), "over_horizon": F(0)} for p in ("premium", "loss")}
        for item in items:
            if item["amount"] is not None:
                part = sums["loss" if item["cost_type"] == "opportunity" else "premium"]
                part["one_off" if item["frequency"] == "one-off" else "per_year"] += F(item["amount"])
                part["over_horizon"] += F(item["over_horizon"])
        return sums

    def ledger(self, strategy, items, lines):
        theirs, ours = defaultdict(list), defaultdict(list)
        for item in items:
            theirs[item["service"], item["code"]].append((money(item["amount"]), money(item["over_horizon"])))
        for line in lines:
            ours[line.service, line.code].append(
                (None, None) if line.amount is None else (line.amount * self.unit, line.over * self.unit)
            )
        for key in sorted(set(theirs) | set(ours)):
            mine, other = ours[key], theirs[key]
            at = f"costs {strategy} {key[0]} {key[1]}"
            if any(a is None for a, _ in mine) != any(a is None for a, _ in other):
                self.wrong(
                    "missing", f"{at}: program {[show(a) for a, _ in other]}, oracle {[show(a) for a, _ in mine]}"
                )
                continue
            mine = sorted(x for x in mine if x[0])
            other = sorted(x for x in other if x[0])
            if mine == other:
                continue
            # Where both cut a figure into as many lines, each is the same; else their sums are, but for booking.
            slack = (
                [0, 0]
                if len(mine) == len(other)
                else [(len(mine) + len(other)) * self.unit * n for n in (1, 1 + self.portfolio.years)]
            )
            for i, what in ((0, "amount"), (1, "over the horizon")):
                a, b = sum(x[i] for x in other), sum(x[i] for x in mine)
                room = (
                    slack[i]
                    + self.of(key[1]) * abs(b)
                    + (len(mine) * self.unit * (1 + i * self.portfolio.years) if self.floats else 0)
                )
                self.same("ledger", f"{at} {what}", F(a), F(b), room)

    def holders(self, strategy, items, lines, choices):
        """Whose budget pays: of each kind of line, by whose it is."""
        theirs, ours = defaultdict(lambda: [0, F(0), F(0)]), defaultdict(lambda: [0, F(0), F(0)])
        for item in items:
            if item["amount"] not in (None, "0"):
                sums = theirs[item["code"], item["budget_holder"] if item["accounting"] != "lost-revenue" else None]
                sums[0] += 1
                sums[1] += F(item["amount"])
                sums[2] += F(item["over_horizon"])
        for line in lines:
            if line.amount:
                sums = ours[line.code, holder(self.portfolio, line, choices[line.service][0])]
                sums[0] += 1
                sums[1] += line.amount * self.unit
                sums[2] += line.over * self.unit
        for key in sorted(set(theirs) | set(ours), key=str):
            a, b = theirs[key], ours[key]
            count = 0 if a[0] == b[0] and not self.floats else a[0] + b[0]
            for i, what in ((1, "amount"), (2, "over the horizon")):
                room = count * self.unit * (1 + (i - 1) * self.portfolio.years) + self.of(key[0]) * abs(b[i])
                self.same("holder", f"costs {strategy} {key[0]} of {key[1]} {what}", a[i], b[i], room)
        # The groups of two commands are sums of these lines.
        by_holder = defaultdict(F)
        for item in items:
            if item["over_horizon"] is not None:
                by_holder[item["budget_holder"] if item["accounting"] != "lost-revenue" else None] += F(
                    item["over_horizon"]
                )
        told = [self.ask("costs", "--strategy", strategy, "--by", "budget-holder")["groups"]]
        compared = {s["strategy"]: s for s in self.ask("compare")["strategies"]}
        if strategy in compared:
            told.append(compared[strategy]["by_budget_holder"])
        for groups in told:
            for group in groups:
                at = f"{strategy} by budget holder (as oracle) {group['budget_holder']}"
                self.same("holder", at, money(group["over_horizon"]), by_holder[group["budget_holder"]])

    def outages(self, answer):
        """Availability where only full outages count, and where incidents count by severity."""
        for ours, theirs in zip(self.portfolio.services, answer["services"]):
            both, strict = theirs["ops_run_it"].get("partial_outages"), ours.availability(OPS, None)
            if both is None or not strict:
                continue
            parts = {"served": percentage(ours.raw["full_outage_share"]) / 100, "weighted": ours.severity.mean}
            for key, part in parts.items():
                at = f"compare {ours.name} {key}"
                self.same("availability", at, F(both[key]), 100 - part * (100 - strict), F(1, 100_000))

    def slack(self, lines):
        """What floats may set two sums of these lines apart, over the horizon; nothing where there are none."""
        if not self.floats:
            return 0
        return (
            self.unit * (1 + self.portfolio.years) * len(lines)
            + sum(self.of(x.code) * abs(x.over or 0) for x in lines) * self.unit
        )

    def of(self, code):
        """What floats may set a part of an amount apart."""
        return self.of_pay if code == "callouts" else self.floats

    def compare(self):
        answer, p = self.ask("compare"), self.portfolio
        self.outages(answer)
        told = {s["strategy"]: s for s in answer["strategies"]}
        for strategy in self.strategies:
            lines = p.evaluate(p.assignment(strategy))
            theirs = money(told[strategy]["over_horizon"])
            costs = self.ask("costs", "--strategy", strategy)
            self.same(
                "strategies",
                f"compare {strategy} against costs",
                theirs,
                money(costs["premium"]["over_horizon"]) + money(costs["loss"]["over_horizon"]),
            )
            self.same(
                "strategies",
                f"compare {strategy}",
                theirs,
                sum(x.over or 0 for x in lines) * self.unit,
                self.slack(lines),
            )
            self.missed(p, f"compare {strategy}", strategy, told[strategy]["targets_missed"])
            partial = any(x.amount is None for x in lines)
            if (told[strategy]["premium"]["partial"] or told[strategy]["loss"]["partial"]) != partial:
                self.wrong("missing", f"compare {strategy} partial: oracle {partial}")
        for theirs, ours in zip(answer["services"], p.services):
            if self.rule:
                self.marginal(theirs, ours)
        self.least_cost(told)

    def missed(self, portfolio, at, strategy, theirs):
        """How many services are expected to miss the target of a normal week; null where that cannot be told of one."""
        choices = portfolio.assignment(strategy)
        levels = portfolio.team_levels(choices)
        met = []
        for s in portfolio.services:
            model = choices[s.name][0]
            met.append(s.meets(model, None if model == OPS else tuple(level > 0 for level in levels[s.rota])))
        ours = None if None in met else met.count(False)
        if theirs != ours:
            self.wrong("targets", f"{at} misses {theirs} targets, oracle {ours}")

    def variants(self):
        """Each variant is the portfolio with its tables written in: by the oracle, and by a run of its own."""
        for variant, theirs in zip(self.raw.get("variants", []), self.ask("compare").get("variants", [])):
            raw = written_in(self.raw, variant)
            other = Portfolio(raw)
            run = {s["strategy"]: s for s in self.program("compare", raw)["strategies"]}
            for told in theirs["strategies"]:
                strategy, at = told["strategy"], f"variant {variant['name']} {told['strategy']}"
                alone = run[strategy]
                for key, of in (("premium_over_horizon", "premium"), ("loss_over_horizon", "loss")):
                    if told[key] is not None:
                        what = f"{at} {of} against compare of it (as oracle)"
                        self.same("variant", what, money(told[key]), money(alone[of]["over_horizon"]))
                partial = alone["premium"]["partial"] or alone["loss"]["partial"]
                if told["partial"] != partial or told["targets_missed"] != alone["targets_missed"]:
                    self.wrong("variant", f"{at} partial, targets missed: other than compare of it")
                if strategy not in self.strategies:
                    continue
                self.missed(other, at, strategy, told["targets_missed"])
                with_it = other.evaluate(other.assignment(strategy))
                as_it_is = self.portfolio.evaluate(self.portfolio.assignment(strategy))
                mine = sum(x.over or 0 for x in with_it) * self.unit
                if told["over_horizon"] is not None:
                    self.same("variant", at, money(told["over_horizon"]), mine, self.slack(with_it))
                more = money(told["more_than_as_it_is"])
                # Null where the two lack other inputs; where they lack none, it is there.
                if more is not None or not any(x.amount is None for x in with_it + as_it_is):
                    before = sum(x.over or 0 for x in as_it_is) * self.unit
                    self.same("variant", f"{at} more", more, mine - before, self.slack(with_it + as_it_is))
            if not self.rule:
                continue
            changes = [
                [
                    s.name,
                    *(
                        (m, None if m == OPS else need)
                        for m, need in ((a.recommended, a.need), (s.recommended, s.need))
                    ),
                ]
                for a, s in zip(self.portfolio.services, other.services)
            ]
            changes = [one for one in changes if one[1] != one[2]]
            both = lambda one: (one["operating_model"], one["out_of_hours"])
            if [[one["service"], both(one["from"]), both(one["to"])] for one in theirs["changes"]] != changes:
                self.wrong("variant", f"variant {variant['name']} changes {theirs['changes']}, oracle {changes}")

    def marginal(self, theirs, ours):
        p = self.portfolio
        you, ops = p.marginal(ours)
        slack = self.slack(you + ops)
        net = money(theirs["insurance"]["net_benefit"])
        mine = -p.difference(ours) * self.unit
        at = f"compare {ours.name}"
        if p.comparable(ours):
            self.same("marginal", f"{at} net benefit", net, mine, slack)
            cheaper = None if not mine else YOU if mine > 0 else OPS
            if abs(mine) > slack and theirs["insurance"]["cheaper_model"] != cheaper:
                self.wrong(
                    "cheaper", f"{at} cheaper model: program {theirs['insurance']['cheaper_model']}, oracle {cheaper}"
                )
        elif theirs["insurance"]["cheaper_model"] is not None:
            self.wrong(
                "cheaper",
                f"{at} cheaper model: program {theirs['insurance']['cheaper_model']}, oracle: cannot be compared",
            )

    def least_cost(self, told):
        ours = least_cost(self.portfolio)
        if ours == "large":
            return
        theirs = told.get("least-cost")
        if (theirs is None) != (ours is None):
            self.wrong("least-cost", f"compare least-cost: program {theirs and theirs['over_horizon']}, oracle {ours}")
            return
        if ours is None:
            return
        lines = self.portfolio.evaluate(self.portfolio.assignment("hybrid-at-scale"))
        slack = self.slack(lines)
        price = self.ask("compare")["policy_price"]
        if price is not None and money(price["over_horizon"]) < 0:
            self.wrong("least-cost", f"the price of the policy is {price['over_horizon']}")
        if any(f["code"] == "least-cost-not-exhaustive" for f in self.ask("compare")["findings"]):
            slack = max(slack, money(theirs["over_horizon"]) - ours * self.unit)
        self.same("least-cost", "compare least-cost", money(theirs["over_horizon"]), ours * self.unit, slack)
        if not self.rule:
            at_scale = money(told["hybrid-at-scale"]["over_horizon"])
            self.same("least-cost", "what the policy of least cost recommends", at_scale, ours * self.unit, slack)
        costs = self.ask("costs", "--strategy", "least-cost")
        self.same(
            "strategies",
            "compare least-cost against costs",
            money(theirs["over_horizon"]),
            money(costs["premium"]["over_horizon"]) + money(costs["loss"]["over_horizon"]),
        )

    def twins(self):
        """Each service given to one and to the other: two runs, one difference; and least cost is below all of them."""
        if not self.rule:
            return
        answer, p = self.ask("compare"), self.portfolio
        least = next((money(s["over_horizon"]) for s in answer["strategies"] if s["strategy"] == "least-cost"), None)
        free = all(p.comparable(s) and not s.raw.get("target_required") for s in p.services)
        for i, (theirs, ours) in enumerate(zip(answer["services"], p.services)):
            totals = {}
            for model in (YOU, OPS):
                raw = copy.deepcopy(self.raw)
                raw["services"][i]["operating_model"] = model
                costs = self.program("costs", raw)
                totals[model] = money(costs["premium"]["over_horizon"]) + money(costs["loss"]["over_horizon"])
                if least is not None and free and ours.given in (None, model) and totals[model] < least:
                    self.wrong(
                        "single-change",
                        f"{ours.name} under {model} costs {show(totals[model])}, least cost {show(least)}",
                    )
            if p.comparable(ours):
                self.same(
                    "twin",
                    f"compare {ours.name} net benefit against two runs of costs (as oracle)",
                    money(theirs["insurance"]["net_benefit"]),
                    totals[OPS] - totals[YOU],
                )

    def sensitivity(self):
        told = {s["name"]: s for s in self.ask("sensitivity")["services"]}
        for ours, compared in zip(self.portfolio.services, self.ask("compare")["services"]):
            theirs = told.get(ours.name)
            can = self.portfolio.comparable(ours) if self.rule else theirs is not None
            if (theirs is not None) != can:
                self.wrong(
                    "sensitivity",
                    f"sensitivity {ours.name}: {'there' if theirs else 'not there'}, can be compared: {can}",
                )
                continue
            if theirs is None:
                continue
            self.same(
                "sensitivity",
                f"sensitivity {ours.name} difference against compare (as oracle)",
                money(theirs["difference"]),
                -money(compared["insurance"]["net_benefit"]),
            )
            self.information(ours, theirs)
            self.flips(ours, theirs)

    def information(self, ours, theirs):
        """What one input is worth knowing is never below nothing, nor above what all together are worth."""
        every = money(theirs["evpi"])
        for one in theirs["evppi"]:
            worth = money(one["worth"])
            if worth is not None and every is not None and not 0 <= worth <= every:
                self.wrong("information", f"sensitivity {ours.name}: {one['input']} {show(worth)}, all {show(every)}")

    def flips(self, ours, theirs):
        """Both sides of a flip say so when run again; and between flips the oracle finds no other verdict."""
        by_input = {}
        for flip in theirs["flips"]["cost"]:
            by_input.setdefault(flip["input"], []).append(flip)
            for value, cheaper in (("last_below", "cheaper_below"), ("first_above", "cheaper_above")):
                self.again(ours, flip["input"], money(flip[value]), flip[cheaper])
        for key in INPUTS:
            # A window without a second payment bends the line on which flips are looked for (docs/simulation.md).
            if (
                self.rule
                and key in ours.raw
                and (key != "incidents_per_year" or '"window"' not in json.dumps(self.raw))
            ):
                self.between(ours, key, by_input.get(key, []), theirs["cheaper_model"])
        # Of the others, some of each portfolio: the oracle knows where they are, not the program.
        wider = wider_inputs(self.raw, ours.raw) if self.rule else []
        for key in random.Random(ours.name + str(self.raw["currency"])).sample(wider, min(4, len(wider))):
            self.between(ours, key, by_input.get(key, []), theirs["cheaper_model"])

    def again(self, ours, key, value, cheaper):
        at = f"sensitivity {ours.name} {key} {show(value)}: {cheaper}"
        raw = with_input(self.raw, ours.name, key, value)
        try:
            told = next(s for s in self.program("compare", raw)["services"] if s["name"] == ours.name)
        except Refused as refusal:
            self.wrong("flip", f"{at}, but no portfolio can say so: {refusal}")
            return
        if told["insurance"]["cheaper_model"] != cheaper:
            found, net = told["insurance"]["cheaper_model"], told["insurance"]["net_benefit"]
            self.wrong("flip", f"{at}, but run again {found} by {net}")

    def between(self, ours, key, flips, cheaper):
        """The verdict at some other values, as the flips tell it and as the oracle does."""
        now = 100 * ours.severity.mean if key == "severity" else None if key not in INPUTS else known_mean(ours, key)
        lowest, highest = 0, 100 if key == "severity" else 10**15
        if now is None:
            now, highest = wider_now(self.raw, ours.raw, key)
            if now is None:
                return
        if key == "exposure_per_hour":
            highest = min([highest, *(p["exposure"].mean for p in ours.peaks)])
        if key == "incidents_per_year":
            causes = [c for c in self.raw.get("shared_causes", []) if ours.name in c["services"]]
            lowest = sum(Estimate(c["incidents_per_year"], number).mean for c in causes)
        values = [now * F(n) for n in ("0.1", "0.4", "0.8", "1.3", "3", "12")]
        if key == "exposure_per_hour":
            bands = [number(b["max_per_hour"]) for b in self.raw["exposure_bands"]]
            values += bands + [b + 1 for b in bands]
        for value in values:
            value = F(round(value * 1000), 1000) if key in INPUTS or key in SHARES else F(round(value))
            if not lowest < value < highest:
                continue
            above = next((f for f in flips if value <= money(f["last_below"])), None)
            if key not in INPUTS:
                # Told as far as the verdict at its mean is what it is: pay by the hour of a time that varies is not linear.
                mean = Portfolio(with_input(self.raw, ours.name, key, F(round(now)) if "." in key else now))
                there = mean.difference(mean.by_name[ours.name])
                if cheaper is None or not there or (OPS if there > 0 else YOU) != cheaper:
                    return
            told = above["cheaper_below"] if above else flips[-1]["cheaper_above"] if flips else cheaper
            if any(money(f["last_below"]) < value < money(f["first_above"]) for f in flips):
                continue
            raw = with_input(self.raw, ours.name, key, value)
            portfolio = Portfolio(raw)
            if not portfolio.comparable(portfolio.by_name[ours.name]):
                # It needs a schedule there whose pay is not given: no verdict, and none is told.
                continue
            you, ops = portfolio.marginal(portfolio.by_name[ours.name])
            difference = (sum(x.over or 0 for x in you) - sum(x.over or 0 for x in ops)) * self.unit
            right = OPS if difference > 0 else YOU
            room = 10 * self.unit * (1 + portfolio.years) + self.slack(you + ops)
            if told != right and abs(difference) > room:
                text = f"sensitivity {ours.name} {key} {show(value)}: flips say {told}, oracle {right}"
                self.wrong("flip-missed", f"{text} by {show(abs(difference))}")

    def plan(self):
        """The plan starts from what runs today, adds up, and ends where compare is."""
        plan, compared, p = self.ask("plan"), self.ask("compare"), self.portfolio
        hybrid = next(s for s in compared["strategies"] if s["strategy"] == "hybrid-at-scale")
        months = plan["months"]
        end, over = months[-1], money(hybrid["over_horizon"])
        if self.rule:
            today = {s.name: p.choice(s, OPS if s.today == "nothing" else s.today) for s in p.services}
            lines = p.evaluate(today)
            staying = sum(x.over or 0 for x in lines) * self.unit
            self.same("plan", "plan's staying at its end", money(end["staying"]), staying, self.slack(lines))
        if not any(f["code"] in ("plan-beyond-horizon", "teams-held-back") for f in plan["findings"]):
            year = money(hybrid["premium"]["per_year"]) + money(hybrid["loss"]["per_year"])
            if plan["waves"]:
                last = money(plan["waves"][-1]["per_year"])
                self.same("plan", "plan's last wave a year against compare (as oracle)", last, year)
            if all(w["month"] == 0 for w in plan["waves"]):
                self.same("plan", "plan's end against compare (as oracle)", money(end["cumulative"]), over)
        total = sum(money(m["cost"]) for m in months)
        self.same("plan", "plan's months against its end (as oracle)", total, money(end["cumulative"]))
        more = money(plan["more_than_staying"])
        self.same("plan", "plan's more_than_staying against its last month (as oracle)", more, money(end["difference"]))
        apart = money(end["cumulative"]) - money(end["staying"])
        self.same("plan", "plan's difference against both (as oracle)", money(end["difference"]), apart)
        last = compared["cash_flow"][-1]
        self.same("plan", "compare's cash flow ends at its total (as oracle)", money(last["hybrid_at_scale"]), over)

    def simulation(self):
        if not self.rule:
            return
        first = self.simulated(TRIALS, 1)
        if first and self.only is None:
            # Five standard errors are passed by chance too, where a mean rests on few draws: once more, with many.
            still = {what for what, _ in self.simulated(16 * TRIALS, 2)}
            first = [(what, text) for what, text in first if what in still]
        for _, text in first:
            self.wrong("simulation", text)

    def simulated(self, trials, seed):
        answer = self.ask("simulate", "--trials", str(trials), "--seed", str(seed), "--threads", "1")
        found, p = [], self.portfolio
        root = trials**0.5
        cents = float(self.unit) * 40 * (1 + p.years)

        def held(what, theirs, ours, deviation):
            """The sampled mean within five exact standard errors, the exact one but for floats; null where ours is."""
            if (theirs is None) != (ours is None):
                found.append((what, f"simulate {what}: program {theirs and theirs['mean']}, oracle {show(ours)}"))
            if theirs is None or ours is None:
                return
            ours, mean, exact = float(ours), float(theirs["mean"]), theirs["exact_mean"]
            if abs(mean - ours) > ERRORS * deviation / root + 1e-6 * abs(ours) + cents:
                errors = (mean - ours) / max(deviation / root, 1e-9)
                found.append((what, f"simulate {what} mean: program {mean}, oracle {ours}, apart {errors:.1f} errors"))
            if exact is not None and abs(float(exact) - ours) > (3e-8 + 2 * self.floats) * abs(ours) + cents:
                found.append((what, f"simulate {what} exact mean: program {exact}, oracle {ours}"))

        def total(lines):
            return None if any(x.amount is None for x in lines) else sum(x.over for x in lines) * self.unit

        base = p.assignment("hybrid-at-scale")
        told = {s["name"]: s for s in answer["services"]}
        for ours in p.services:
            theirs = told.get(ours.name)
            if theirs is None:
                # What nobody knows of its incidents leaves nothing to simulate.
                if ours.incidents is not None and ours.tiers(OPS) and ours.tiers(YOU):
                    found.append((ours.name, f"simulate {ours.name}: not there"))
                continue
            you, ops = p.marginal(ours)
            levels = p.team_levels({**base, ours.name: p.choice(ours, YOU)})[ours.rota]
            alone = tuple(level > 0 for level in levels)
            both = 0
            for model, lines, key in ((YOU, you, "you_build_it_you_run_it"), (OPS, ops, "ops_run_it")):
                year, cost = deviations(ours, model, alone if model == YOU else None)
                both += cost
                mine = [x for x in lines if x.service == ours.name and not x.shared]
                losses = [x for x in mine if x.code.startswith("loss-") or x.code == "step-delay"]
                known = all(x.amount is not None for x in losses)
                annual = sum((x.exact for x in losses), F(0)) if known else None
                risk = theirs[key]["year_loss"]
                held(f"{ours.name} {model} year_loss", risk and risk["spread"], annual, year)
                held(f"{ours.name} {model} cost", theirs[key]["cost_over_horizon"], total(mine), cost)
                if theirs[key]["cost_over_horizon"] and money(theirs[key]["cost_over_horizon"]["p5"]) < 0:
                    found.append((ours.name, f"simulate {ours.name}: a cost below zero"))
            can = p.comparable(ours)
            held(f"{ours.name} difference", theirs["difference"], p.difference(ours) * self.unit if can else None, both)
            percent = theirs["you_build_it_cheaper_percent"]
            if (percent is not None) != can or percent in ("0", "100"):
                found.append((ours.name, f"simulate {ours.name}: cheaper by {percent} %, can be compared: {can}"))
        for strategy, key in (("hybrid-at-scale", "hybrid_at_scale"), ("all-ops-run-it", "all_ops_run_it")):
            choices = p.assignment(strategy)
            levels = p.team_levels(choices)
            deviation = 0
            for s in p.services:
                model = choices[s.name][0]
                cover = None if model == OPS else tuple(level > 0 for level in levels[s.rota])
                deviation += deviations(s, model, cover)[1]
            theirs = answer["portfolio"][key]
            cost = total(p.evaluate(choices))
            held(key, theirs and theirs["cost_over_horizon"], cost, deviation)
        percent = answer["portfolio"]["cheaper_percent"]
        if percent in ("0", "100"):
            found.append(("portfolio", f"simulate portfolio: cheaper by {percent} %"))
        return found


CHECKS = {
    "selection": {"dependencies", "selection"},
    "ledgers": {"holder", "ledger", "missing", "sum"},
    "variants": {"variant", "targets"},
    "compare": {"availability", "targets", "strategies", "missing", "marginal", "cheaper", "least-cost"},
    "twins": {"twin", "single-change"},
    "sensitivity": {"sensitivity", "flip", "flip-missed", "information"},
    "plan": {"plan"},
    "simulation": {"simulation"},
}


def known_mean(service, key):
    return service.exposure.mean if key == "exposure_per_hour" else service.estimate(key).mean


def inexact(portfolio):
    """Whether a mean of this portfolio passes through floats."""
    text = json.dumps(portfolio.raw)
    return '"p5"' in text or '"median"' in text or " to " in text or '"callout": {' in text


def show(x):
    if x is None:
        return "null"
    text = f"{float(x):.6f}".rstrip("0").rstrip(".")
    return text


def disagreements(program, raw, only=None):
    try:
        return Check(program, raw, only).run()
    except Refused as refusal:
        return [("refused", str(refusal))]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="*", help="portfolios, instead of random ones")
    parser.add_argument("--portfolios", type=int, default=300, metavar="N")
    parser.add_argument("--seed", type=int, default=1, help="portfolio K of seed S is the same everywhere")
    parser.add_argument("--first", type=int, default=0, metavar="K", help="begin with portfolio K of the seed")
    parser.add_argument("--checks", help="some of them only: " + ", ".join(CHECKS))
    parser.add_argument("--program", default="target/release/whorunsit")
    parser.add_argument("--keep", default="target/oracle", help="where portfolios that fail are kept")
    parser.add_argument("--whole", action="store_true", help="do not make them smaller")
    args = parser.parse_args()
    if args.checks:
        Check.names = args.checks.split(",")
    program = Program(args.program)
    if args.files:
        todo = [(pathlib.Path(f).stem, read(f)) for f in args.files]
    else:
        todo = [
            (f"{args.seed}-{k}", portfolios.portfolio(f"{args.seed}/{k}"))
            for k in range(args.first, args.first + args.portfolios)
        ]
    kinds, kept = defaultdict(int), pathlib.Path(args.keep)
    for name, raw in todo:
        found = disagreements(program, raw)
        for kind, text in dict(reversed(found)).items():
            kinds[kind] += 1
            small, texts = raw, [t for k, t in found if k == kind]
            if not args.whole and not args.files and kinds[kind] <= 3:
                small = minimised(lambda less, only: disagreements(program, less, only), raw, kind, text)
                texts = [t for k, t in disagreements(program, small, kind) if k == kind]
            kept.mkdir(parents=True, exist_ok=True)
            file = kept / f"{name}-{kind}.json"
            file.write_text(json.dumps(small, indent=1) + "\n")
            print(f"{name} {kind} {file}", *(f"  {t}" for t in texts[:4]), sep="\n", flush=True)
    print(f"{len(todo)} portfolios, {program.runs} runs, disagreements: {dict(kinds) or 'none'}")
    return 1 if kinds else 0


if __name__ == "__main__":
    sys.exit(main())
