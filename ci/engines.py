"""Sweeps on Dask and Spark against one process: the same bytes, and how long each takes. Run by ci/engines.sh."""

from __future__ import annotations

import os
import pathlib
import sys
import time
from collections.abc import Iterator
from typing import Any

import pyarrow as pa
import tomllib
import whorunsit

ROOT = pathlib.Path(__file__).parent.parent
WORKERS = 2
# One shard each: so many points of the grid.
SHARD = 20


def large(services: int) -> whorunsit.Portfolio:
    """The organisation at scale over and over: as many services as wanted, with their teams and domains."""
    one = tomllib.loads((ROOT / "examples" / "organisation-at-scale.toml").read_text(encoding="utf-8"))
    many = {key: value for key, value in one.items() if key not in ("services", "teams", "domains", "transition_plan")}
    many |= {"services": [], "teams": [], "domains": []}
    copy = 0
    while len(many["services"]) < services:
        copy += 1
        for table in ("domains", "teams", "services"):
            for row in one.get(table, ()):
                renamed = {key: f"{row[key]} {copy}" for key in ("name", "team", "domain") if key in row}
                many[table].append({**row, **renamed})
    many["services"] = many["services"][:services]
    return whorunsit.Portfolio(many)


def grid(points: int) -> list[str]:
    """What an hour of operations costs, at each point: it changes every service."""
    return [f"{40 + point / 10:.1f}" for point in range(points)]


def swept(portfolio: whorunsit.Portfolio, values: list[str]) -> pa.Table:
    """One shard: the portfolio at some points."""
    return portfolio.sweep({"operations.hourly_cost": values}, frame="arrow", exact=True, scale=9, progress=False)


def shards(values: list[str]) -> list[list[str]]:
    return [values[start : start + SHARD] for start in range(0, len(values), SHARD)]


def bytes_of(table: pa.Table) -> bytes:
    """A table as bytes, whatever batches it is of."""
    sink = pa.BufferOutputStream()
    whole = table.combine_chunks().replace_schema_metadata(None)
    with pa.ipc.new_stream(sink, whole.schema) as stream:
        stream.write_table(whole)
    return sink.getvalue().to_pybytes()


def on_dask(portfolio: whorunsit.Portfolio, values: list[str]) -> tuple[pa.Table, float, float]:
    import distributed

    started = time.perf_counter()
    with (
        distributed.LocalCluster(n_workers=WORKERS, threads_per_worker=1, dashboard_address=None) as cluster,
        distributed.Client(cluster) as client,
    ):
        client.wait_for_workers(WORKERS)
        ready = time.perf_counter()
        everywhere = client.scatter(portfolio, broadcast=True)
        tables = client.gather([client.submit(swept, everywhere, part, pure=False) for part in shards(values)])
        return pa.concat_tables(tables), ready - started, time.perf_counter() - ready


def on_spark(portfolio: whorunsit.Portfolio, values: list[str], schema: pa.Schema) -> tuple[pa.Table, float, float]:
    from pyspark.sql import SparkSession
    from pyspark.sql.pandas.types import from_arrow_schema

    started = time.perf_counter()
    # Its workers are other processes, of this interpreter.
    os.environ["PYSPARK_PYTHON"] = sys.executable
    spark = SparkSession.builder.master(f"local[{WORKERS}]").config("spark.ui.enabled", "false").getOrCreate()
    try:
        ready = time.perf_counter()
        everywhere = spark.sparkContext.broadcast(portfolio)

        def sweep(batches: Iterator[Any]) -> Iterator[Any]:
            for batch in batches:
                for part in batch.column("values").to_pylist():
                    yield from swept(everywhere.value, part).to_batches()

        numbered = [(place, part) for place, part in enumerate(shards(values))]
        # By shard, so that a task is one of them; the order of the points is put right below.
        parts = spark.createDataFrame(numbered, "place int, values array<string>").repartition(len(numbered), "place")
        rows = parts.mapInArrow(sweep, from_arrow_schema(schema)).toArrow()
        order = pa.array(values).to_pylist()
        places = {value: place for place, value in enumerate(order)}
        first = rows.column_names[0]
        found = [places[value] for value in rows.column(first).to_pylist()]
        table = rows.take(pa.array(sorted(range(len(found)), key=found.__getitem__)))
        return table.cast(schema), ready - started, time.perf_counter() - ready
    finally:
        spark.stop()


def main() -> int:
    services, points = int(sys.argv[1]), int(sys.argv[2])
    portfolio, values = large(services), grid(points)
    started = time.perf_counter()
    one = pa.concat_tables([swept(portfolio, part) for part in shards(values)])
    alone = time.perf_counter() - started
    wanted = bytes_of(one)
    print(f"{services} services x {points} points, {len(wanted)} bytes; {WORKERS} workers, shards of {SHARD} points")
    print(f"one process:  {alone:8.2f} s, {alone / points * 1000:.1f} ms a point")
    # A shard works out the portfolio as it is too, and reads it anew.
    began = time.perf_counter()
    swept(portfolio, values[:1])
    single = time.perf_counter() - began
    print(
        f"a shard of one point: {single * 1000:.0f} ms; the portfolio pickled: {len(portfolio.__reduce__()[1][0]) / 1e6:.2f} MB"
    )
    failed = 0
    engines: list[tuple[str, Any]] = [("Dask", lambda: on_dask(portfolio, values))]
    if not os.environ.get("WITHOUT_SPARK"):
        engines.append(("Spark", lambda: on_spark(portfolio, values, one.schema.remove_metadata())))
    for name, run in engines:
        table, start, took = run()
        same = bytes_of(table) == wanted
        failed += not same
        print(
            f"{name:12}  {took:8.2f} s, {alone / took:.2f} times as fast, after {start:.1f} s to start: {'the same bytes' if same else 'OTHER BYTES'}"
        )
    return 1 if failed else 0


if __name__ == "__main__":
    raise SystemExit(main())
