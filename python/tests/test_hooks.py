"""What becomes of a panic, and of other threads: with the real boundary, by commands only a test build has."""

from __future__ import annotations

import concurrent.futures
import time

import pytest
import whorunsit
from whorunsit import _core
from whorunsit._commands import run

pytestmark = pytest.mark.test_hooks


def test_a_panic_is_an_ordinary_exception_and_the_package_stays_usable(small: str) -> None:
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
