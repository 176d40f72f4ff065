"""What becomes of a panic, and of other threads: with the real boundary, by commands only a test build has."""

from __future__ import annotations

import concurrent.futures
import signal
import sys
import time
from collections.abc import Callable

import pytest
import whorunsit
from whorunsit import _core
from whorunsit._call import run, run_watched

pytestmark = pytest.mark.test_hooks


@pytest.mark.parametrize("run", [run, run_watched])
def test_a_panic_is_an_ordinary_exception_and_the_package_stays_usable(small: str, run: Callable[..., str]) -> None:
    with pytest.raises(RuntimeError, match=r"defect of whorunsit, .* please report it") as caught:
        run("panic", small)
    assert isinstance(caught.value, Exception)
    assert whorunsit.recommend(small).ok


def test_other_threads_run_while_the_core_works(small: str) -> None:
    start = time.perf_counter()
    with concurrent.futures.ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda _: _core.call("sleep", small.encode(), ""), range(4)))
    # One after another they would take 2 s.
    assert time.perf_counter() - start < 1.5


@pytest.mark.skipif(sys.platform == "win32", reason="there are no timers that send signals on Windows")
def test_work_that_cannot_be_stopped_is_left_alone(small: str) -> None:
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGALRM, interrupt)
    try:
        start = time.perf_counter()
        signal.setitimer(signal.ITIMER_REAL, 0.05)
        with pytest.raises(KeyboardInterrupt):
            run_watched("sleep", small)
        # It sleeps for 0.5 s.
        assert time.perf_counter() - start < 0.4
    finally:
        signal.signal(signal.SIGALRM, before)
