"""The service of service.toml under both operating models, as users of Python would simulate it.

Each function makes the same draws as `whorunsit simulate` and the same results: the cost of a year and its loss under
both models, their difference, the worst incident, and the percentiles. Times are processor time, the best of some runs.
"""

import sys
import time

import numpy as np

Z95 = 1.6448536269514722
WEEK, OUT = 168.0, 128.0 / 168.0
GAPS = np.array([16.0, 16.0, 16.0, 16.0, 64.0])  # between working hours, Mon-Fri 09:00-17:00


def interval(low, high):
    return (np.log(low) + np.log(high)) / 2, (np.log(high) - np.log(low)) / (2 * Z95)


RATE, EXPOSURE = interval(1, 8), interval(20_000, 100_000)
TEAM, BRIDGE, DELIVERY = interval(0.5, 4), interval(0.25, 1), interval(1, 8)


def percentiles(samples):
    ordered = np.sort(samples)
    points = [0.05, 0.5, 0.95, 0.99]
    return samples.mean(), samples.std(), np.quantile(ordered, points), ordered[len(ordered) * 95 // 100 :].mean()


def numpy_generator(trials, rng):
    rate = rng.lognormal(*RATE, trials)
    exposure = rng.lognormal(*EXPOSURE, trials)
    counts = rng.poisson(rate)
    n = counts.sum()
    trial = np.repeat(np.arange(trials), counts)
    severity = 0.1 + 0.9 * rng.beta(1 + 4 * 0.4 / 0.9, 1 + 4 * 0.5 / 0.9, n)
    out = rng.random(n) < OUT
    gap = rng.choice(GAPS, n, p=GAPS / GAPS.sum())
    wait = rng.random(n) * gap
    at_once = severity * exposure[trial]
    team = rng.lognormal(*TEAM, n)
    bridge = rng.lognormal(*BRIDGE, n)
    delivery = rng.lognormal(*DELIVERY, n)
    escalated = rng.random(n) >= 0.3
    ops_hours = 1 / 3 + bridge + escalated * (out * wait + 2 + delivery)
    ops_effort = 60 * bridge + escalated * 120 * delivery
    you_hours = 1 / 12 + team
    you_effort = 140 * team
    costs = []
    for hours, effort in ((ops_hours, ops_effort), (you_hours, you_effort)):
        lost = hours * at_once
        loss = np.bincount(trial, lost, trials)
        cost = loss + np.bincount(trial, effort, trials)
        worst = np.zeros(trials)
        np.maximum.at(worst, trial, lost)
        percentiles(loss), percentiles(cost), percentiles(worst)
        costs.append(cost)
    difference = costs[1] - costs[0]
    percentiles(difference)
    return costs[0].mean(), costs[1].mean(), (difference < 0).mean()


def riskquant_method(trials, rng):
    """A loop over years that draws each year's losses by itself, as riskquant's `simulate_years` does; both models."""
    means = []
    counts = rng.poisson(rng.lognormal(*RATE, trials))
    for time_to_restore in (BRIDGE, TEAM):
        losses = np.zeros(trials)
        for year in range(trials):
            if counts[year]:
                losses[year] = np.sum(rng.lognormal(*time_to_restore, counts[year])) * 50_000
        means.append(losses.mean())
    return means


def best(run, trials, runs):
    times = []
    for seed in range(runs):
        rng = np.random.default_rng(seed)
        start = time.process_time()
        result = run(trials, rng)
        times.append(time.process_time() - start)
    print("#", run.__name__, result, file=sys.stderr)
    return min(times) / trials * 1e6


def pyfair_model(trials, _rng):
    import pyfair

    model = pyfair.FairModel(name="one", n_simulations=trials)
    model.input_data("Loss Event Frequency", low=1, mode=3, high=8)
    model.input_data("Loss Magnitude", low=20_000, mode=50_000, high=100_000)
    model.calculate_all()
    return model.export_results()["Risk"].mean()


if __name__ == "__main__":
    print(f"numpy {best(numpy_generator, 200_000, 5):.4f}")
    print(f"riskquant-method {best(riskquant_method, 20_000, 3):.4f}")
    try:
        print(f"pyfair {best(pyfair_model, 200_000, 3):.4f}")
    except ImportError:
        print("# pyfair is not installed", file=sys.stderr)
