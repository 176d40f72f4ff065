"""Holds the program to the oracle, and its commands to each other, over random portfolios.

    python3 tests/oracle/check.py --portfolios 300 --seed 1 --program target/release/whorunsit
    python3 tests/oracle/check.py tests/oracle/failed/*.json          these portfolios instead

Every disagreement is made as small as it gets while it lasts, printed, and kept as a file. Exit code 1 on any.
"""

import argparse
import copy
import json
import pathlib
import subprocess
import sys
from collections import defaultdict

import portfolios
from least import least_cost
from ledger import OPS, YOU
from oracle import STRATEGIES, Portfolio, read
from shrink import minimised
from spread import deviations
from values import F

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
        done = subprocess.run(
            [self.path, command, "-", *args, "--format", "json"],
            input=json.dumps(raw),
            capture_output=True,
            text=True,
            timeout=120,
        )
        try:
            answer = json.loads(done.stdout)
        except ValueError:
            raise Refused(f"{command} ends with {done.returncode}: {(done.stderr or done.stdout)[:300]}") from None
        if not answer["ok"]:
            raise Refused(
                f"{command}: " + "; ".join(f"{e['code']} {e['path']} {e['message']}" for e in answer["errors"][:3])
            )
        return answer


def money(text):
    return None if text is None else F(text)


class Check:
    """One portfolio, one list of disagreements: (kind, what)."""

    def __init__(self, program, raw, only=None):
        self.program, self.raw, self.only = program, raw, only
        self.found = []
        self.portfolio = Portfolio(raw)
        self.unit = self.portfolio.unit
        # Means out of floats have 12 digits, at most nine of them decimals: a share of 0.1 has eight.
        self.floats = 2e-8 if inexact(self.portfolio) else 0

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
        for name in ("selection", "ledgers", "compare", "twins", "sensitivity", "plan", "simulation"):
            if self.only is None or self.only in CHECKS[name]:
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

    def ledgers(self):
        for strategy in STRATEGIES:
            answer = self.ask("costs", "--strategy", strategy)
            self.ledger(strategy, answer["line_items"], self.portfolio.evaluate(self.portfolio.assignment(strategy)))
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
                    + self.floats * abs(b)
                    + (len(mine) * self.unit * (1 + i * self.portfolio.years) if self.floats else 0)
                )
                self.same("ledger", f"{at} {what}", F(a), F(b), room)

    def slack(self, lines):
        """What booking and floats may set two sums of so many lines apart, over the horizon."""
        return (
            self.unit * (1 + self.portfolio.years) * len(lines)
            + self.floats * sum(abs(x.over or 0) for x in lines) * self.unit
        )

    def compare(self):
        answer, p = self.ask("compare"), self.portfolio
        told = {s["strategy"]: s for s in answer["strategies"]}
        for strategy in STRATEGIES:
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
            partial = any(x.amount is None for x in lines)
            if (told[strategy]["premium"]["partial"] or told[strategy]["loss"]["partial"]) != partial:
                self.wrong("missing", f"compare {strategy} partial: oracle {partial}")
        for theirs, ours in zip(answer["services"], p.services):
            self.marginal(theirs, ours)
        self.least_cost(told)

    def marginal(self, theirs, ours):
        p = self.portfolio
        you, ops = p.marginal(ours)
        slack = self.slack(you + ops) if self.floats else 4 * self.unit * (1 + p.years)
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
        slack = (
            self.slack(lines) if self.floats else 2 * self.unit * len(self.raw["services"]) * (1 + self.portfolio.years)
        )
        price = self.ask("compare")["policy_price"]
        if price is not None and money(price["over_horizon"]) < 0:
            self.wrong("least-cost", f"the price of the policy is {price['over_horizon']}")
        self.same("least-cost", "compare least-cost", money(theirs["over_horizon"]), ours * self.unit, slack)
        costs = self.ask("costs", "--strategy", "least-cost")
        self.same(
            "strategies",
            "compare least-cost against costs",
            money(theirs["over_horizon"]),
            money(costs["premium"]["over_horizon"]) + money(costs["loss"]["over_horizon"]),
        )

    def twins(self):
        """Each service given to one and to the other: two runs, one difference; and least cost is below all of them."""
        if self.raw.get("selection", {}).get("policy") == "least-cost":
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
            can = self.portfolio.comparable(ours)
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
            for flip in theirs["flips"]["cost"]:
                self.flip(ours, flip)

    def information(self, ours, theirs):
        """What one input is worth knowing is never below nothing, nor above what all together are worth."""
        every = money(theirs["evpi"])
        for one in theirs["evppi"]:
            worth = money(one["worth"])
            if worth is not None and every is not None and not 0 <= worth <= every:
                self.wrong(
                    "information",
                    f"sensitivity {ours.name}: {one['input']} is worth {show(worth)}, all together {show(every)}",
                )

    def flip(self, ours, flip):
        for side, at in (("cheaper_below", F(flip["last_below"])), ("cheaper_above", F(flip["first_above"]))):
            raw = with_input(self.raw, ours.name, flip["input"], at)
            if raw is None:
                return
            try:
                told = next(s for s in self.program("compare", raw)["services"] if s["name"] == ours.name)
            except Refused as refusal:
                self.wrong(
                    "flip",
                    f"sensitivity {ours.name} {flip['input']} {side} {float(at)}: no portfolio can say so: {refusal}",
                )
                continue
            cheaper = told["insurance"]["cheaper_model"]
            if cheaper != flip[side]:
                self.wrong(
                    "flip",
                    f"sensitivity {ours.name} {flip['input']} {side} {float(at)}: {flip[side]}, but re-run: {cheaper} by {told['insurance']['net_benefit']}",
                )

    def plan(self):
        plan, compared = self.ask("plan"), self.ask("compare")
        if any(f["code"] == "plan-beyond-horizon" for f in plan["findings"]):
            return
        hybrid = next(s for s in compared["strategies"] if s["strategy"] == "hybrid-at-scale")
        if plan["waves"]:
            self.same(
                "plan",
                "plan's last wave a year against compare (as oracle)",
                money(plan["waves"][-1]["per_year"]),
                money(hybrid["premium"]["per_year"]) + money(hybrid["loss"]["per_year"]),
            )
        months = plan["months"]
        self.same(
            "plan",
            "sum of plan's months against its end (as oracle)",
            sum(money(m["cost"]) for m in months),
            money(months[-1]["cumulative"]),
        )
        self.same(
            "plan",
            "plan's more_than_staying against its last month (as oracle)",
            money(plan["more_than_staying"]),
            money(months[-1]["difference"]),
        )
        last = compared["cash_flow"][-1]
        self.same(
            "plan",
            "compare's cash flow ends at its total (as oracle)",
            money(last["hybrid_at_scale"]),
            money(hybrid["over_horizon"]),
        )

    def simulation(self):
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

        def mean(spread):
            return float(spread.get("sampled_mean") or spread["mean"])

        def held(what, theirs, ours, deviation, known):
            if not known:
                if theirs is not None:
                    found.append((what, f"simulate {what}: {theirs}, but it is not estimated"))
                return
            if theirs is None:
                found.append((what, f"simulate {what}: null, oracle {show(ours)}"))
                return
            room = ERRORS * deviation / root + 1e-6 * abs(float(ours)) + float(self.unit) * 40 * (1 + p.years)
            if abs(mean(theirs) - float(ours)) > room:
                found.append(
                    (
                        what,
                        f"simulate {what}: mean {mean(theirs)}, oracle {show(ours)}, apart by {(mean(theirs) - float(ours)) / max(deviation / root, 1e-9):.1f} standard errors",
                    )
                )

        base = p.assignment("hybrid-at-scale")
        for theirs, ours in zip(answer["services"], p.services):
            you, ops = p.marginal(ours)
            levels = p.team_levels({**base, ours.name: p.choice(ours, YOU)})[ours.rota]
            alone = tuple(level > 0 for level in levels)
            both = 0
            for model, lines, key in ((YOU, you, "you_build_it_you_run_it"), (OPS, ops, "ops_run_it")):
                year, cost = deviations(ours, model, alone if model == YOU else None)
                both += cost
                mine = [x for x in lines if x.service == ours.name]
                losses = [x for x in mine if x.code.startswith("loss-") or x.code == "step-delay"]
                known = all(x.amount is not None for x in losses)
                annual = sum((x.exact for x in losses), F(0)) if known else None
                held(
                    f"{ours.name} {model} year_loss",
                    theirs[key]["year_loss"] and theirs[key]["year_loss"].get("spread"),
                    annual,
                    year,
                    known,
                )
            comparable = p.comparable(ours)
            held(f"{ours.name} difference", theirs["difference"], p.difference(ours) * self.unit, both, comparable)
            if not comparable and theirs["you_build_it_cheaper_percent"] is not None:
                found.append(
                    (
                        ours.name,
                        f"simulate {ours.name}: cheaper by {theirs['you_build_it_cheaper_percent']} %, but it is not estimated",
                    )
                )
        for strategy, key in (("hybrid-at-scale", "hybrid_at_scale"), ("all-ops-run-it", "all_ops_run_it")):
            choices = p.assignment(strategy)
            levels = p.team_levels(choices)
            deviation = 0
            for s in p.services:
                model = choices[s.name][0]
                cover = None if model == OPS else tuple(level > 0 for level in levels[s.rota])
                deviation += deviations(s, model, cover)[1]
            lines = p.evaluate(choices)
            known = all(x.amount is not None for x in lines)
            theirs = answer["portfolio"][key]
            if known:
                held(
                    key,
                    theirs and theirs["cost_over_horizon"],
                    sum(x.over for x in lines) * self.unit,
                    deviation,
                    known,
                )
        return found


CHECKS = {
    "selection": {"selection"},
    "ledgers": {"ledger", "missing", "sum"},
    "compare": {"strategies", "missing", "marginal", "cheaper", "least-cost"},
    "twins": {"twin", "single-change"},
    "sensitivity": {"sensitivity", "flip", "information"},
    "plan": {"plan"},
    "simulation": {"simulation"},
}


def inexact(portfolio):
    """Whether a mean of this portfolio passes through floats."""
    text = json.dumps(portfolio.raw)
    return '"p5"' in text or " to " in text or '"callout": {' in text


def with_input(raw, service, key, value):
    """The portfolio with one input of one service at a value; None where the input is not a key of a service."""
    raw = copy.deepcopy(raw)
    table = next(s for s in raw["services"] if s["name"] == service)
    if key not in table and key not in ("exposure_per_hour", "incidents_per_year"):
        return None
    digits = f"{float(value):.9f}".rstrip("0").rstrip(".")
    if key == "severity":
        digits = f"{float(100 * value):.9f}".rstrip("0").rstrip(".") + "%"
    table[key] = digits
    return raw


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
    parser.add_argument("--program", default="target/release/whorunsit")
    parser.add_argument("--keep", default="target/oracle", help="where portfolios that fail are kept")
    parser.add_argument("--whole", action="store_true", help="do not make them smaller")
    args = parser.parse_args()
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
        for kind, text in {k: t for k, t in reversed(found)}.items():
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
