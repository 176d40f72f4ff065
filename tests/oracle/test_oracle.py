"""The oracle itself: against the fourteen cases, worked out by hand, and figures published in docs/.

python3 -m unittest discover tests/oracle
"""

import pathlib
import random
import sys
import unittest
from math import exp, log

HERE = pathlib.Path(__file__).parent
sys.path.insert(0, str(HERE))

from exposure import Parts
from least import least_cost
from ledger import OPS, YOU
from needs import ceilings
from oracle import Portfolio, read
from values import Estimate, F, hours, number, share

VECTORS = HERE.parents[1] / "vectors" / "compare"
CASES = {path.name[5:7]: path for path in VECTORS.glob("case-*.input.toml")}


def case(number):
    return Portfolio(read(CASES[number]))


class Cases(unittest.TestCase):
    def total(self, portfolio, strategy):
        return portfolio.total(portfolio.assignment(strategy)) * portfolio.unit

    def amounts(self, portfolio, strategy, service):
        found = {}
        for line in portfolio.evaluate(portfolio.assignment(strategy)):
            if line.service == service and line.amount:
                found[line.code] = found.get(line.code, 0) + line.amount * portfolio.unit
        return found

    def test_01_one_mean_of_an_interval_of_shares(self):
        found = self.amounts(case("01"), "hybrid-at-scale", "s")
        self.assertAlmostEqual(float(found["loss-in-working-hours"] + found["loss-out-of-hours"]), 41795.38, delta=0.02)

    def test_02_no_flip_above_a_band(self):
        for exposure, cheaper in (("7000", YOU), ("7001", YOU), ("12967", YOU), ("249999", YOU)):
            raw = read(CASES["02"])
            raw["services"][1]["exposure_per_hour"] = exposure
            portfolio = Portfolio(raw)
            difference = portfolio.difference(portfolio.by_name["appointments"])
            self.assertEqual(YOU if difference < 0 else OPS, cheaper, exposure)

    def test_03_peaks_count_for_one_service_too(self):
        portfolio = case("03")
        self.assertEqual(-portfolio.difference(portfolio.services[0]) * portfolio.unit, F("179604.90"))

    def test_04_all_means_all(self):
        self.assertEqual(self.total(case("04"), "all-ops-run-it"), 2462400)
        self.assertEqual(self.total(case("04"), "hybrid-at-scale"), 1940400)

    def test_05_missing_is_not_zero(self):
        portfolio = case("05")
        self.assertFalse(portfolio.comparable(portfolio.services[0]))

    def test_06_what_runs_today_is_paid_already(self):
        portfolio = case("06")
        self.assertEqual(round(portfolio.difference(portfolio.services[0]) * portfolio.unit), 4003)

    def test_07_least_cost_is_least_with_peaks(self):
        self.assertLessEqual(least_cost(case("07")), 301844742)

    def test_08_half_a_cent_goes_away_from_zero(self):
        self.assertEqual(self.amounts(case("08"), "hybrid-at-scale", "s")["improvements"], F("35.81"))

    def test_09_who_pays_for_a_schedule_is_covered_by_it(self):
        found = self.amounts(case("09"), "hybrid-at-scale", "b")
        self.assertEqual(found["loss-waiting"], F("342857.14"))
        self.assertEqual(found["loss-out-of-hours"], F("2857.14"))
        self.assertEqual(found["loss-in-working-hours"], F("12142.86"))

    def test_10_losses_at_the_maximum(self):
        found = self.amounts(case("10"), "all-ops-run-it", "s")
        self.assertEqual(found["loss-waiting"] + found["loss-in-working-hours"], F("1888571.43") + 60000)

    def test_12_a_service_costs_what_it_costs(self):
        portfolio = case("12")
        self.assertTrue(all(v >= 0 for v in self.amounts(portfolio, "hybrid-at-scale", "s").values()))

    def test_13_the_same_strategy_costs_the_same(self):
        self.assertEqual(self.total(case("13"), "all-ops-run-it"), self.total(case("13"), "hybrid-at-scale"))

    def test_14_pay_for_every_hour(self):
        self.assertEqual(case("14").standby_year("product-team"), 1650)


class Published(unittest.TestCase):
    def test_means(self):
        self.assertEqual(float(Estimate("2 to 15", number).mean), 6.607258853)
        self.assertEqual(float(Estimate("50000 to 200000", number).mean), 109285.166008)
        self.assertEqual(Estimate({"low": "20", "likely": "100", "high": "900"}, number).mean, 220)

    def test_waits(self):
        self.assertEqual(case("10").calendar.mean_wait, 20)

    def test_standby(self):
        raw = read(CASES["10"])
        raw["on_call"]["product_teams"] = {"preset": "ocado"}
        raw["currency"] = "GBP"
        days = ["01-01", "03-26", "03-29", "05-03", "05-31", "08-30", "12-27", "12-28"]
        raw["calendar"] = {"bank_holidays": [f"2027-{d}" for d in days]}
        self.assertEqual(Portfolio(raw).standby_year("product-team"), 16236)
        raw["calendar"] = {"bank_holidays": ["2026-12-25"]}
        raw["on_call"]["product_teams"] = {
            "standby": [
                {"when": "bank-holidays", "amount": "3", "per": "hour"},
                {"when": "Mon-Fri 22:00-06:00", "amount": "2", "per": "hour"},
                {"amount": "1", "per": "hour"},
            ]
        }
        self.assertEqual(Portfolio(raw).standby_year("product-team"), 8784)

    def callouts(self, terms, code="callouts", incidents="21", **tables):
        """Of one service that operations run, two people, ninety minutes."""
        tier = {"name": "a", "pick_up": "0s", "handling": "90min", "people": 2, "hourly_cost": "80"}
        raw = {
            "currency": "GBP",
            "exposure_bands": [{"max_per_hour": "7000", "availability": "95.0"}],
            "on_call": {"operations": {"callout": {"amount": "60", "per": "hour", **terms}}},
            "response": {OPS: {"tiers": [tier]}},
            "services": [
                {
                    "name": "s",
                    "kind": "digital",
                    "exposure_per_hour": "10",
                    "feature_demand": "low",
                    "incidents_per_year": incidents,
                }
            ],
            **tables,
        }
        portfolio = Portfolio(raw)
        lines = portfolio.evaluate(portfolio.assignment("all-ops-run-it"))
        return sum(x.amount or 0 for x in lines if x.code == code) * portfolio.unit

    def test_callout_terms(self):
        for terms, pounds in (
            ({}, 2880),
            ({"included": "30min"}, 1920),
            ({"included": "2h"}, 0),
            ({"secondary": "50%"}, 2160),
            ({"rates": [{"when": "Fri 18:00-Mon 06:00", "times": "2"}]}, 4230),
        ):
            self.assertEqual(self.callouts(terms), pounds)
        self.assertEqual(self.callouts({"time_off": "0.5"}, "time-off"), 1920)
        # Half of all callouts are paid where as many come as there are windows.
        often = self.callouts({"window": "2h"}, incidents="4368", incidents_out_of_hours="100%")
        in_all = self.callouts({}, incidents="4368", incidents_out_of_hours="100%")
        hours_out = 8736 * F(16, 21)
        self.assertEqual(often, round(in_all / (1 + F(4368 * 2) / hours_out), 2))

    def test_exposure_in_parts(self):
        parts = Parts(
            {
                "revenue": "4000",
                "cancellations": "36000 a day",
                "credits": {"amount": "12000", "per": "day", "budget_holder": "operations"},
                "regulatory": "73000 a month by it",
                "manual_fallback": "400",
            }
        )
        self.assertEqual(parts.mean, 6500)
        lost = [(who, round(4 * 6500 * share)) for who, share in parts.shares()]
        right = [("nobody", 16000), ("nobody", 6000), ("operations", 2000), ("it", 400), ("team", 1600)]
        self.assertEqual(lost, right)

    def test_means_around_a_median(self):
        # 9 % to 61 %, a spread of 1.5, cut at 100 %: by 400 000 steps.
        mean = Estimate({"median": "9% to 61%", "spread": "1.5"}, share, 1).mean
        self.assertAlmostEqual(float(mean), 0.28287405831, delta=2e-9)
        mean = Estimate({"median": {"low": "1h", "high": "3h"}, "spread": 3}, hours).mean
        self.assertAlmostEqual(float(mean), 2 * exp((log(3) / 1.6448536269514722) ** 2 / 2), delta=1e-8)

    def test_what_a_service_needs_is_its_ceiling(self):
        raw = read(CASES["10"])
        shop = {**raw["services"][0], "name": "shop", "depends_on": ["ledger"], "availability_target": "99.9"}
        ledger = {**shop, "name": "ledger", "depends_on": ["database"]}
        database = {**shop, "name": "database", "depends_on": [], "availability_target": "99.0"}
        for service in (shop, ledger, database):
            service.pop("incidents_per_year")
        raw["services"] = [shop, ledger, database]
        self.assertEqual(ceilings(Portfolio(raw))["shop"], F("98.901"))

    def test_pay_of_a_callout_is_its_expectation(self):
        handling = {"low": "10min", "likely": "30min", "high": "4h"}
        draws = random.Random(7)
        e = Estimate(handling, hours)
        width = float(e.parts[2] - e.parts[0])
        drawn = [float(e.parts[0]) + width * draws.betavariate(e.alpha, e.beta) for _ in range(100_000)]
        least = sum(max(x, 1) for x in drawn) / len(drawn)
        stepped = sum(-(-max(x, 1) // 0.5) * 0.5 for x in drawn) / len(drawn)
        self.assertAlmostEqual(float(e.at_least(F(1))), least, delta=0.005)
        self.assertAlmostEqual(float(e.stepped(F(1), F(1, 2))), stepped, delta=0.005)


if __name__ == "__main__":
    unittest.main()
