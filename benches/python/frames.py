"""100 000 services from a pandas frame to a recommendation frame, and the same rules in pandas and decimal.

`python frames.py [services]`, with a Python that has whorunsit[pandas]. Prints medians and ratios; what it asserts is
that both give the same. Times are of the wall and, in brackets, of the processor.
"""

import decimal
import statistics
import sys
import time
from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import whorunsit

ROUNDS = 7
BANDS = [("7000", "95.0"), ("250000", "99.0"), ("800000", "99.9")]
DEMANDS = {"low": "monthly", "medium": "fortnightly", "high": "weekly", "very-high": "daily"}
WEEK = decimal.Decimal(7 * 24)


def services(count: int) -> pd.DataFrame:
    """Services with differing exposure and demand, ten to a team; money is Decimal, as a database gives it."""
    return pd.DataFrame(
        {
            "name": [f"service-{n}" for n in range(count)],
            "kind": ["digital"] * count,
            "team": [f"team-{n // 10}" for n in range(count)],
            "exposure_per_hour": [decimal.Decimal(n * 97 % 900_000) for n in range(count)],
            "feature_demand": [list(DEMANDS)[n % 4] for n in range(count)],
        }
    )


def ours(frame: pd.DataFrame, teams: pd.DataFrame, domains: pd.DataFrame) -> pd.DataFrame:
    """Everything: reading, checking, schedules, findings, exact amounts."""
    portfolio = whorunsit.Portfolio.from_frames(
        frame,
        teams=teams,
        domains=domains,
        exposure_bands={"max_per_hour": [most for most, _ in BANDS], "availability": [target for _, target in BANDS]},
        currency="USD",
    )
    return portfolio.recommend().to_pandas()


def theirs(frame: pd.DataFrame, teams: pd.DataFrame, domains: pd.DataFrame) -> pd.DataFrame:
    """The same rules as column operations: no checks, no findings."""
    frame = frame.merge(teams.rename(columns={"name": "team"}), on="team", how="left")
    most = [decimal.Decimal(text) for text, _ in BANDS]
    targets = [decimal.Decimal(text) for _, text in BANDS]
    exposure = frame["exposure_per_hour"]
    band = (exposure > most[0]).astype(int) + (exposure > most[1]).astype(int)
    frame["availability_target"] = band.map(dict(enumerate(targets)))
    frame["deployment_target"] = frame["feature_demand"].map(DEMANDS)
    product = frame["feature_demand"].isin(["high", "very-high"])
    frame["operating_model"] = np.where(product, "you-build-it-you-run-it", "ops-run-it")
    out_of_hours = band.map({0: "none", 1: "domain", 2: "team"}).where(product)
    frame["out_of_hours"] = out_of_hours
    # A team with one service that needs a schedule of its own has one, for all that it runs; else its domain has.
    of_team = frame["team"].map((out_of_hours == "team").groupby(frame["team"]).any())
    of_domain = frame["domain"].map((out_of_hours == "domain").groupby(frame["domain"]).any())
    frame["schedule"] = np.select(
        [~product, of_team, of_domain], ["operations", "team " + frame["team"], "domain " + frame["domain"]], default=""
    )
    frame["tolerable_unavailability.week.loss"] = (100 - frame["availability_target"]) / 100 * WEEK * exposure
    return frame


def measured(action: Callable[[], Any]) -> tuple[float, float]:
    wall, cpu = time.perf_counter(), time.process_time()
    action()
    return time.perf_counter() - wall, time.process_time() - cpu


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    frame = services(count)
    teams = pd.DataFrame(
        {"name": [f"team-{n}" for n in range(count // 10)], "domain": [f"domain-{n // 10}" for n in range(count // 10)]}
    )
    domains = pd.DataFrame({"name": [f"domain-{n}" for n in range(count // 100)]})

    one, other = ours(frame, teams, domains), theirs(frame, teams, domains)
    for column in (
        "name",
        "availability_target",
        "deployment_target",
        "operating_model",
        "tolerable_unavailability.week.loss",
    ):
        differ = sum(a != b for a, b in zip(one[column].tolist(), other[column].tolist(), strict=True))
        assert differ == 0, f"{column}: {differ} rows differ"

    actions = {"whorunsit": ours, "pandas and decimal": theirs}
    rounds = [[measured(lambda: action(frame, teams, domains)) for action in actions.values()] for _ in range(ROUNDS)]  # noqa: B023
    medians = []
    for name, times in zip(actions, zip(*rounds, strict=True), strict=True):
        wall, cpu = (statistics.median(part) for part in zip(*times, strict=True))
        medians.append((wall, cpu))
        print(f"{name:<20}{wall:7.3f} s ({cpu:.3f} s)  least {min(t for t, _ in times):.3f} s  of {count} services")
    print(f"whorunsit takes {medians[0][0] / medians[1][0]:.2f} of the time ({medians[0][1] / medians[1][1]:.2f})")


if __name__ == "__main__":
    main()
