"""The figures of `whorunsit measure` on a ServiceNow event log, in pandas or polars: incidents, and the median and the
90th percentile of the seconds to restore by assignment group. `measure.sh` runs all three on one core."""

import json
import resource
import sys
import time

FORMAT = "%d-%m-%Y %H:%M"
WANTED = ["number", "sys_mod_count", "opened_at", "resolved_at", "assignment_group", "reassignment_count", "priority"]


def with_pandas(file):
    import pandas as pd

    log = pd.read_csv(file, usecols=WANTED, na_values=["?"])
    last = log.sort_values("sys_mod_count", kind="stable").groupby("number", sort=False).last()
    opened = pd.to_datetime(last["opened_at"], format=FORMAT)
    seconds = (pd.to_datetime(last["resolved_at"], format=FORMAT) - opened).dt.total_seconds()
    groups = seconds.groupby(last["assignment_group"])
    groups.quantile(0.5), groups.quantile(0.9), last["reassignment_count"].mean()
    return len(last), seconds.median(), seconds.quantile(0.9)


def with_polars(file):
    import polars as pl

    log = pl.scan_csv(file, null_values=["?"]).select(WANTED)
    last = log.sort("sys_mod_count", maintain_order=True).group_by("number").agg(pl.all().drop_nulls().last())
    time_of = lambda column: pl.col(column).str.to_datetime(FORMAT)
    last = last.with_columns(seconds=(time_of("resolved_at") - time_of("opened_at")).dt.total_seconds()).collect()
    last.group_by("assignment_group").agg(pl.col("seconds").median(), pl.col("seconds").quantile(0.9).alias("p90"))
    seconds = last["seconds"]
    return last.height, seconds.median(), seconds.quantile(0.9, "linear")


start = time.perf_counter()
incidents, median, p90 = {"pandas": with_pandas, "polars": with_polars}[sys.argv[1]](sys.argv[2])
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
seconds = time.perf_counter() - start
print(
    json.dumps(
        {
            "with": sys.argv[1],
            "s": round(seconds, 2),
            "MB": round(peak),
            "incidents": incidents,
            "median": median,
            "p90": p90,
        }
    )
)
