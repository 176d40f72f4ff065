"""Sweeps on engines that other people wrote: what is needed of this package is that things pickle and are Arrow."""

from __future__ import annotations

import concurrent.futures
import multiprocessing
import pathlib
from collections.abc import Iterator
from typing import Any

import pytest
import whorunsit

EXPOSURES = [str(n) for n in range(20_000, 180_000, 20_000)]


def least(portfolio: whorunsit.Portfolio, exposure: str) -> tuple[str, whorunsit.Scenarios]:
    """One piece of a sweep."""
    return exposure, portfolio.scenarios(one={"services": {"bedroom": {"exposure_per_hour": exposure}}})


def test_processes(costed: pathlib.Path) -> None:
    portfolio = whorunsit.Portfolio(costed)
    context = multiprocessing.get_context("spawn")
    with concurrent.futures.ProcessPoolExecutor(2, mp_context=context) as pool:
        found = dict(pool.map(least, [portfolio] * len(EXPOSURES), EXPOSURES))
    assert found == dict(least(portfolio, exposure) for exposure in EXPOSURES)


# Its processes warn of what they do not find.
@pytest.mark.filterwarnings("ignore")
def test_dask(costed: pathlib.Path) -> None:
    distributed = pytest.importorskip("distributed")
    portfolio = whorunsit.Portfolio(costed)
    with (
        distributed.LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as cluster,
        distributed.Client(cluster) as client,
    ):
        everywhere = client.scatter(portfolio, broadcast=True)
        tasks = [client.submit(least, everywhere, exposure) for exposure in EXPOSURES]
        found = dict(client.gather(tasks))
    assert found == dict(least(portfolio, exposure) for exposure in EXPOSURES)


def test_the_pattern_for_spark(costed: pathlib.Path) -> None:
    """`mapInArrow` hands over batches and takes batches of one schema: `scale` is what keeps it one."""
    pa = pytest.importorskip("pyarrow")
    portfolio = whorunsit.Portfolio(costed)

    def sweep(batches: Iterator[Any]) -> Iterator[Any]:
        for batch in batches:
            grid = {"services.bedroom.exposure_per_hour": batch.column("exposure").to_pylist()}
            yield from portfolio.sweep(grid, frame="arrow", exact=True, scale=9, progress=False).to_batches()

    table = pa.table({"exposure": EXPOSURES})
    made = list(sweep(iter(table.to_batches(max_chunksize=3))))
    assert len(made) == 3 and len({batch.schema for batch in made}) == 1
    assert sum(batch.num_rows for batch in made) == len(EXPOSURES)
