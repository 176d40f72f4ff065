"""Simulation and sensitivity: what may be passed, the same bits as everywhere, and how long work is stopped."""

from __future__ import annotations

import decimal
import pathlib
import pickle
import signal
import subprocess
import sys
import threading
import time
from typing import Any

import pytest
import whorunsit
from conftest import REPOSITORY
from whorunsit import PortfolioError, _core

# As in crates/whorunsit/src/random/tests.rs.
GOLDEN = "e4703b7af9129e0a182db5061592941c3b12d2069cd689542340bae0726a8e7c"

# How long what was asked to stop may take: 0.1 s is promised, and a machine may be busy.
SOON = 0.5


@pytest.fixture
def slow(costed: pathlib.Path) -> str:
    """A portfolio whose simulation takes minutes: so many incidents that one batch alone takes longer than a tick."""
    text = costed.read_text("utf-8")
    slow = text.replace("{ low = 2, likely = 6, high = 15 }", "{ low = 2000, likely = 2500, high = 3000 }")
    assert slow != text
    return slow


def test_the_streams_have_the_golden_digest() -> None:
    assert _core._stream_digest(42) == GOLDEN
    assert _core._stream_digest(43) != GOLDEN


def test_what_is_not_said_is_for_the_core_to_choose(costed: pathlib.Path) -> None:
    data = costed.read_bytes()
    assert whorunsit.simulate(costed).to_json() == _core.call("simulate", data, "")
    assert whorunsit.sensitivity(costed).to_json() == _core.call("sensitivity", data, "")


def test_threads_and_a_watcher_change_nothing(costed: pathlib.Path) -> None:
    answers = [whorunsit.simulate(costed, trials=5000, seed=7, threads=threads) for threads in (1, 2, 7)]
    answers.append(whorunsit.simulate(costed, trials=5000, seed=7, progress=lambda done, total: None))
    assert len(set(answers)) == 1
    assert whorunsit.simulate(costed, trials=5000, seed=8) != answers[0]


def test_seeds_are_whole_up_to_64_bits(costed: pathlib.Path) -> None:
    assert whorunsit.simulate(costed, trials=10, seed=2**64 - 1).seed == "18446744073709551615"
    assert whorunsit.sensitivity(costed, seed=2**64 - 1).ok


def test_a_precision_is_reached(costed: pathlib.Path) -> None:
    simulation = whorunsit.simulate(costed, precision="1%")
    assert simulation.precision_percent is not None
    assert decimal.Decimal(simulation.precision_percent) <= 1
    assert simulation.trials > 4096
    year_loss = simulation.portfolio["hybrid_at_scale"]["year_loss"]
    assert year_loss is not None
    mean = year_loss["spread"]["mean"]
    assert isinstance(mean, decimal.Decimal)


@pytest.mark.parametrize(
    ("options", "code", "path"),
    [
        ({"trials": 0}, "number-out-of-range", "/trials"),
        ({"trials": 10**12}, "number-out-of-range", "/trials"),
        ({"trials": -1}, "number-out-of-range", "/trials"),
        ({"seed": 2**64}, "number-out-of-range", "/seed"),
        ({"precision": 0.01}, "invalid-share", "/precision"),
    ],
)
def test_the_core_refuses_options(costed: pathlib.Path, options: Any, code: str, path: str) -> None:
    with pytest.raises(PortfolioError) as caught:
        whorunsit.simulate(costed, **options)
    assert (caught.value.code, caught.value.path) == (code, path)


def test_progress_grows_and_ends_with_all(costed: pathlib.Path) -> None:
    seen: list[tuple[int, int]] = []
    whorunsit.simulate(costed, trials=1_000_000, threads=1, progress=lambda done, total: seen.append((done, total)))
    assert len(seen) > 2
    assert seen == sorted(seen)
    assert seen[-1] == (3_000_000, 3_000_000)


def test_an_exception_of_progress_stops_the_work(slow: str) -> None:
    class Enough(Exception):
        pass

    def progress(done: int, total: int) -> None:
        raise enough

    enough = Enough()
    with pytest.raises(Enough) as caught:
        whorunsit.simulate(slow, trials=1_000_000, progress=progress)
    assert caught.value is enough
    # The work itself ends soon after, and not by itself.
    before = used_after(SOON)
    assert used_after(SOON) - before < 0.2


def used_after(seconds: float) -> float:
    """Wait, and say how much processor time this process has used up to then."""
    time.sleep(seconds)
    return time.process_time()


def test_false_of_progress_stops_the_work_and_nothing_else_does(slow: str, small: str) -> None:
    start = time.monotonic()
    with pytest.raises(PortfolioError) as caught:
        whorunsit.simulate(slow, trials=1_000_000, progress=lambda done, total: False)
    assert caught.value.code == "cancelled" and time.monotonic() - start < 10
    answers: list[object] = [None, 0, "", []]
    for answer in answers:

        def told(done: int, total: int, answer: object = answer) -> object:
            return answer

        whorunsit.simulate(small, trials=2048, progress=told)


def test_progress_is_a_function(costed: pathlib.Path) -> None:
    with pytest.raises(TypeError, match="progress is called with two numbers; a int cannot be called"):
        whorunsit.simulate(costed, progress=1)  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="takes 0 positional arguments but 2 were given"):
        whorunsit.simulate(costed, progress=lambda: None)  # type: ignore[misc, arg-type]


def test_progress_may_call_the_package(costed: pathlib.Path) -> None:
    names: list[str | None] = []
    whorunsit.simulate(costed, trials=1024, progress=lambda done, total: names.append(whorunsit.check(costed).name))
    assert names and names[0] == whorunsit.check(costed).name


def test_other_threads_run_while_the_core_simulates(costed: pathlib.Path) -> None:
    done = threading.Event()
    turns = 0

    def count() -> None:
        nonlocal turns
        while not done.is_set():
            turns += 1
            time.sleep(0.001)

    other = threading.Thread(target=count)
    other.start()
    whorunsit.simulate(costed, trials=500_000, threads=1)
    done.set()
    other.join()
    assert turns > 10


INTERRUPTED = """
import sys, threading, time, os, signal, whorunsit

def interrupt():
    global sent
    sent = time.monotonic()
    os.kill(os.getpid(), signal.SIGINT)

text = sys.stdin.read()
threading.Timer(0.5, interrupt).start()
try:
    whorunsit.simulate(text, trials=1_000_000)
except KeyboardInterrupt as error:
    print("interrupted", time.monotonic() - sent, isinstance(error, ValueError))
else:
    print("answered")
# The package stays usable.
print(whorunsit.check(text).ok)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="SIGINT cannot be sent to a process of one's own on Windows")
def test_ctrl_c_stops_a_simulation(slow: str) -> None:
    ran = subprocess.run(
        [sys.executable, "-c", INTERRUPTED], input=slow, capture_output=True, encoding="utf-8", timeout=60, check=True
    )
    assert ran.stderr == ""
    interrupted, usable = ran.stdout.splitlines()
    word, seconds, is_value_error = interrupted.split()
    assert (word, is_value_error, usable) == ("interrupted", "False", "True")
    assert float(seconds) < SOON


@pytest.mark.skipif(sys.platform == "win32", reason="a signal from outside stops no program on Windows")
def test_ctrl_c_ends_a_program(slow: str) -> None:
    program = "import sys, whorunsit; text = sys.stdin.read(); print(1, flush=True); "
    program += "whorunsit.simulate(text, trials=10**6)"
    pipe = subprocess.PIPE
    with subprocess.Popen(
        [sys.executable, "-c", program], stdin=pipe, stdout=pipe, stderr=pipe, encoding="utf-8"
    ) as process:
        assert process.stdin is not None and process.stdout is not None and process.stderr is not None
        process.stdin.write(slow)
        process.stdin.close()
        assert process.stdout.readline() == "1\n"
        time.sleep(0.3)
        start = time.monotonic()
        process.send_signal(signal.SIGINT)
        process.wait(timeout=30)
        assert time.monotonic() - start < 2 * SOON
        assert process.stderr.read().splitlines()[-1] == "KeyboardInterrupt"
        assert process.returncode == -signal.SIGINT


def test_sensitivity_says_where_it_flips(costed: pathlib.Path) -> None:
    services = {service["name"]: service for service in whorunsit.sensitivity(costed).services}
    appointments = services["appointments"]
    assert appointments["tornado"][0]["input"] == "incidents_per_year"
    assert isinstance(appointments["tornado"][0]["swing"], decimal.Decimal)
    assert isinstance(appointments["difference"], decimal.Decimal)
    assert len(appointments["grid"]) == 81
    with pytest.raises(TypeError, match="unexpected keyword argument"):
        whorunsit.sensitivity(costed, trials=1)  # type: ignore[call-arg]


def test_there_are_vectors_of_simulations() -> None:
    for command in ("simulate", "sensitivity"):
        assert list((REPOSITORY / "vectors" / command).glob("*.output.json"))


def test_a_chart_is_a_specification_and_may_be_watched(costed: pathlib.Path, slow: str) -> None:
    tornado = whorunsit.chart(costed, "tornado", service="bedroom")
    assert (tornado.name, tornado.spec["background"]) == ("tornado", "transparent")
    assert whorunsit.chart(costed, "scale").to_json() == _core.call("chart", costed.read_bytes(), '{"chart":"scale"}')
    seen: list[tuple[int, int]] = []
    whorunsit.chart(costed, "exceedance", trials=1024, progress=lambda done, total: seen.append((done, total)))
    assert seen[-1] == (3072, 3072)

    def progress(done: int, total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        whorunsit.chart(slow, "exceedance", trials=1_000_000, progress=progress)


@pytest.mark.parametrize(
    ("name", "options", "code", "path"),
    [
        (None, {}, "missing-key", "/chart"),
        ("pie", {}, "unknown-word", "/chart"),
        ("scale", {"service": "bedroom"}, "invalid-options", "/service"),
        ("scale", {"seed": 1}, "invalid-options", "/seed"),
        ("tornado", {"service": "bedrom"}, "unknown-service", "/service"),
    ],
)
def test_the_core_refuses_charts(costed: pathlib.Path, name: Any, options: Any, code: str, path: str) -> None:
    with pytest.raises(PortfolioError) as caught:
        whorunsit.chart(costed, name, **options)
    assert (caught.value.code, caught.value.path) == (code, path)


def test_draws_are_what_the_figures_come_from(costed: pathlib.Path) -> None:
    np, pl, pa = (pytest.importorskip(name) for name in ("numpy", "polars", "pyarrow"))
    portfolio = whorunsit.Portfolio(costed)
    simulation = portfolio.simulate(trials=3000, draws=True)
    assert simulation == portfolio.simulate(trials=3000)
    frame = simulation.to_pandas("draws")
    assert len(frame) == 9000 and list(frame.columns[:3]) == ["service", "operating_model", "trial"]
    services: Any = simulation.services
    for service in services:
        own = frame[frame["service"] == service["name"]]
        for model in ("ops_run_it", "you_build_it_you_run_it"):
            assert own[f"{model}_cost_over_horizon"].mean() == pytest.approx(
                float(service[model]["cost_over_horizon"]["mean"])
            )
            assert own[f"{model}_year_loss"].mean() == pytest.approx(
                float(service[model]["year_loss"]["spread"]["mean"])
            )
        assert own["difference"].mean() == pytest.approx(float(service["difference"]["mean"]))
        # Both models face the same incidents: without any, neither is down.
        calm = own[own["year_incidents"] == 0]
        assert (calm[["ops_run_it_year_hours", "you_build_it_you_run_it_year_hours", "ops_run_it_year_loss"]] == 0).all(
            axis=None
        )
        assert own["ops_run_it_year_hours"].gt(0).mean() == pytest.approx(own["year_incidents"].gt(0).mean(), abs=0.01)
    assert np.isfinite(frame.iloc[:, 3:]).all(axis=None)
    table = simulation.to_arrow("draws")
    assert table.column("year_incidents").to_pylist() == frame["year_incidents"].to_list()
    assert isinstance(simulation.to_polars("draws"), pl.DataFrame)
    assert pickle.loads(pickle.dumps(simulation)).to_arrow("draws").equals(table)


def test_draws_that_are_not_kept_or_too_many(costed: pathlib.Path) -> None:
    pytest.importorskip("pandas")
    with pytest.raises(ValueError, match=r"simulate\(draws=True\)"):
        whorunsit.simulate(costed, trials=100).to_pandas("draws")
    with pytest.raises(PortfolioError, match=r"12000000 draws .* take 768 MB, more than the 10000000 \(640 MB\)"):
        whorunsit.simulate(costed, trials=4_000_000, draws=True)
