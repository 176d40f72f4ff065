"""The sums of the ledger by Python's `decimal` and by pandas on floats: `peers.py ROUNDS FOLDER < whorunsit's times`.

All three are given what is to be multiplied in memory and give every line item's amount and what it comes to over
the horizon, both to the cent, and totals by aspect and cost type. Reading is not timed. The peers are given factors
ready made, where whorunsit works them out; what is shared among services they are given split. It is processor time,
the best of the rounds.
"""

import csv
import sys
import time
from collections import defaultdict
from decimal import ROUND_HALF_UP, Decimal, getcontext, localcontext

import numpy as np
import pandas as pd

CENT = Decimal("0.01")
ONE_OFF = ("setup", "transition")


def annuity() -> Decimal:
    """What one a year comes to over three years at 5 %, to 24 decimals, as docs/costs.md has it."""
    with localcontext() as context:
        context.prec = 50
        factor = Decimal("1.05") ** (Decimal(-1) / 12)
        discounts = [factor**month for month in range(1, 37)]
        return (sum(discounts) / 12).quantize(Decimal(1).scaleb(-24))


def by_decimal(items, years):
    totals = defaultdict(Decimal)
    listed = []
    for aspect, cost_type, given, factors in items:
        if given:
            amount, whole = given
        else:
            amount = factors[0]
            for factor in factors[1:]:
                amount *= factor
            amount = amount.quantize(CENT, ROUND_HALF_UP)
            whole = amount if cost_type in ONE_OFF else (amount * years).quantize(CENT, ROUND_HALF_UP)
        totals[aspect, cost_type] += whole
        listed.append((amount, whole))
    return listed, totals


def by_pandas(kinds, years):
    cents = lambda amounts: (amounts * 100 + 0.5).apply(np.floor) / 100
    ledger = []
    for (_aspect, cost_type), given, factors in kinds:
        if given is not None:
            amount, whole = given["amount"], given["over_horizon"]
        else:
            amount = factors[0]
            for column in factors.columns[1:]:
                amount = amount * factors[column]
            amount = cents(amount)
            whole = amount if cost_type in ONE_OFF else cents(amount * years)
        ledger.append(pd.DataFrame({"kind": len(ledger), "amount": amount, "over_horizon": whole}))
    ledger = pd.concat(ledger, ignore_index=True)
    by_kind = ledger.groupby("kind")["over_horizon"].sum()
    keys = pd.MultiIndex.from_tuples([key for key, _, _ in kinds])
    return ledger, by_kind.set_axis(keys).groupby(level=[0, 1]).sum()


def best(rounds, work):
    times = []
    for _ in range(rounds):
        start = time.process_time()
        answer = work()
        times.append(time.process_time() - start)
    return min(times), answer


def main() -> None:
    getcontext().prec = 28
    rounds, folder = int(sys.argv[1]), sys.argv[2]
    ours = dict(line.split() for line in sys.stdin)
    with open(f"{folder}/items.csv", newline="") as file:
        rows = list(csv.DictReader(file))
    expected = [(Decimal(row["amount"]), Decimal(row["over_horizon"])) for row in rows]
    shared = [int(row["shared_by"]) > 1 for row in rows]
    factors = [[Decimal(factor) for factor in row["factors"].split()] for row in rows]
    keys = [(row["aspect"], row["cost_type"]) for row in rows]
    items = [
        (*key, given if split else None, each)
        for key, given, split, each in zip(keys, expected, shared, factors, strict=True)
    ]

    # One column for each factor of each kind of line item, of which every service has the same in the same order.
    first, services = rows[0]["factors"], int(ours["services"])
    each = len(rows) // services
    kinds = []
    for kind in range(each):
        mine = range(kind, len(rows), each)
        given = pd.DataFrame([map(float, expected[row]) for row in mine], columns=["amount", "over_horizon"])
        columns = None if shared[kind] else pd.DataFrame([[float(f) for f in factors[row]] for row in mine])
        kinds.append((keys[kind], given if shared[kind] else None, columns))
        assert len({keys[row] for row in mine}) == 1, first

    years = annuity()
    decimal_time, (listed, totals) = best(rounds, lambda: by_decimal(items, years))
    pandas_time, (ledger, sums) = best(rounds, lambda: by_pandas(kinds, float(years)))
    whole = Decimal(ours["over_horizon"])
    # Where a product is half a cent but for its last digit, the two roundings to 28 digits may part; nowhere else.
    differ = [(ours, theirs) for ours, theirs in zip(expected, listed, strict=True) if ours != theirs]
    assert all(abs(a[0] - b[0]) == CENT for a, b in differ), "decimal gives the same, or half a cent the other way"
    assert len(differ) * 1000 < len(listed), "and that is rare"
    apart = sum(totals.values()) - whole
    assert apart == sum(b[1] - a[1] for a, b in differ), "totals are apart by those alone"
    assert abs(Decimal(float(sums.sum())) - whole) < whole / 10**9, "floats are near"
    off = max(abs(Decimal(float(sums[key])) - total) for key, total in totals.items())
    print(f"{services} services, {len(rows)} line items, {whole} over the horizon")
    print(f"decimal: {len(differ)} line items round half a cent the other way, {apart} in all; pandas: {off:.2f} off")
    for name in ("totals", "items"):
        mine = float(ours[name])
        print(f"whorunsit, {name:<7}{mine * 1000:9.1f} ms")
        for peer, took in (("decimal", decimal_time), ("pandas", pandas_time)):
            print(f"  {peer:<15}{took * 1000:9.1f} ms  {took / mine:6.2f} × whorunsit's time")


if __name__ == "__main__":
    main()
