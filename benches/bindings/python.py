"""Measures the Python package: import, and what it adds to the facade. Prints ratios, asserts nothing.

Run by `benches/bindings/run.sh`, or with any Python that has the package: `python python.py`.
"""

import json
import statistics
import subprocess
import sys
import time
from collections.abc import Callable

import whorunsit
from portfolio import portfolio
from whorunsit import _core

ROUNDS = 31


def time_of(action: Callable[[], object]) -> float:
    start = time.perf_counter()
    action()
    return time.perf_counter() - start


def medians(*actions: Callable[[], object]) -> list[float]:
    """Medians in milliseconds, the actions taking turns so that a busy machine slows them alike."""
    for action in actions:
        action()
    rounds = [[time_of(action) for action in actions] for _ in range(ROUNDS)]
    return [statistics.median(times) * 1000 for times in zip(*rounds, strict=True)]


def import_time() -> float:
    program = "import time; a = time.perf_counter(); import whorunsit; print(time.perf_counter() - a)"
    runs = [subprocess.run([sys.executable, "-c", program], check=True, capture_output=True) for _ in range(20)]
    return statistics.median(float(run.stdout) for run in runs) * 1000


def main() -> None:
    print(f"import whorunsit            {import_time():8.2f} ms  (median of 20 fresh processes)")
    shape = portfolio(10_000)
    text = json.dumps(shape)
    data = text.encode()
    facade, as_bytes, as_text, as_dict, parsed = medians(
        lambda: _core.call("recommend", data, ""),
        lambda: whorunsit.recommend(data),
        lambda: whorunsit.recommend(text),
        lambda: whorunsit.recommend(shape),
        lambda: whorunsit.recommend(data).to_dict(),
    )
    answer = len(_core.call("recommend", data, ""))
    print(f"10 000 services: {len(data) / 1e6:.1f} MB in, {answer / 1e6:.1f} MB out; medians of {ROUNDS}")
    print(f"facade (_core.call)         {facade:8.2f} ms")
    for name, took in [("bytes", as_bytes), ("text", as_text), ("dict", as_dict), ("bytes, then to_dict()", parsed)]:
        print(f"recommend, {name:<17}{took:8.2f} ms  {took / facade:6.3f} of the facade")


if __name__ == "__main__":
    main()
