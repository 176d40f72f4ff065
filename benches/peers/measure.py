"""What `whorunsit measure` tells of an event log of ServiceNow's shape against the same in pandas and polars, each a process of
its own on one core, in turns: processor time, the best of the rounds, and the highest memory. Importing the peers is not timed, the
start of whorunsit is. The peers make one row of each incident, and of all and by assignment group the median and the 90th
percentile of the seconds to restore, and the mean of the hand-offs; whorunsit all its figures and their intervals."""

import json
import os
import subprocess
import sys
import time

FORMAT = "%d-%m-%Y %H:%M"
WANTED = ["number", "sys_mod_count", "opened_at", "resolved_at", "assignment_group", "reassignment_count", "priority"]


def with_pandas(file):
    import pandas as pd

    start = time.process_time()
    log = pd.read_csv(file, usecols=WANTED, na_values=["?"])
    last = log.sort_values("sys_mod_count", kind="stable").groupby("number", sort=False).last()
    opened = pd.to_datetime(last["opened_at"], format=FORMAT)
    seconds = (pd.to_datetime(last["resolved_at"], format=FORMAT) - opened).dt.total_seconds()
    groups = seconds.groupby(last["assignment_group"])
    groups.quantile(0.5), groups.quantile(0.9), last["reassignment_count"].mean()
    return start, (len(last), seconds.median(), seconds.quantile(0.9))


def with_polars(file):
    import polars as pl

    start = time.process_time()
    log = pl.scan_csv(file, null_values=["?"]).select(WANTED)
    last = log.sort("sys_mod_count", maintain_order=True).group_by("number").agg(pl.all().drop_nulls().last())
    time_of = lambda column: pl.col(column).str.to_datetime(FORMAT)
    last = last.with_columns(seconds=(time_of("resolved_at") - time_of("opened_at")).dt.total_seconds()).collect()
    last.group_by("assignment_group").agg(pl.col("seconds").median(), pl.col("seconds").quantile(0.9).alias("p90"))
    last["reassignment_count"].mean()
    seconds = last["seconds"]
    return start, (last.height, seconds.median(), seconds.quantile(0.9, "linear"))


def child(peer, file):
    start, figures = {"pandas": with_pandas, "polars": with_polars}[peer](file)
    print(json.dumps([time.process_time() - start, *figures]))


def run(command):
    """What a command prints, its processor time, and the most memory that it had, in MB."""
    process = subprocess.Popen(command, stdout=subprocess.PIPE)
    text = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    if status != 0:
        raise SystemExit(f"{command} ended with {status}")
    return text, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def whorunsit(program, file):
    text, seconds, peak = run([program, "measure", file, "--mapping", "servicenow", "--format", "json"])
    all_of_it = json.loads(text)["all"]
    restore = all_of_it["time_to_restore"]
    return seconds, peak, (all_of_it["incidents"], restore["median"]["estimate"], restore["p90"]["estimate"])


def peer(name, file):
    text, _, peak = run([sys.executable, __file__, "child", name, file])
    seconds, *figures = json.loads(text)
    return seconds, peak, tuple(figures)


if sys.argv[1] == "child":
    child(*sys.argv[2:])
    raise SystemExit
file, rounds, program = sys.argv[1], int(sys.argv[2]), sys.argv[3]
os.sched_setaffinity(0, {0})
best = {}
for _ in range(rounds):
    for name, found in (
        ("whorunsit", whorunsit(program, file)),
        ("pandas", peer("pandas", file)),
        ("polars", peer("polars", file)),
    ):
        best[name] = min(best.get(name, found), found)
ours, memory, (incidents, median, p90) = best["whorunsit"]
print(f"{os.path.getsize(file) / 1e6:.0f} MB, {incidents} incidents; seconds of one core, MB at most")
for name, (seconds, peak, (count, half, most)) in best.items():
    # Percentiles are order statistics here and interpolated there.
    assert count == incidents and abs(half / median - 1) < 0.01 and abs(most / p90 - 1) < 0.01, best
    print(f"{name:<10}{seconds:7.2f} s {peak:6.0f} MB  {seconds / ours:5.2f} × whorunsit's time")
print(f"memory: {200 / memory:.2f} of 200 MB for each that it takes")
