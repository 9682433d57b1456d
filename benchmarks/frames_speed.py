#!/usr/bin/env python3
"""The time of summarize() on ten million rows and a thousand segments, beside that of pandas and Polars on one thread.

SPDX-License-Identifier: MIT
usage: frames_speed.py [ROWS [SEGMENTS]]

"objects" are texts as objects of Python in the frame of pandas, and texts in the others.

Needs NumPy, pandas, Polars and PyArrow. The peers count answers, promoters and detractors of each segment, which is
less than summarize() does: it also counts missing and invalid answers, and gives intervals and notes. Times are those of
the processor, the least of seven runs, in milliseconds.
"""

import os
import sys
import time

os.environ["POLARS_MAX_THREADS"] = "1"  # before Polars is imported

import nps
import numpy as np
import polars as pl
import pyarrow as pa

RUNS = 7


def least(run):
    """The least time of a call in milliseconds."""
    times = []
    for _ in range(RUNS):
        start = time.process_time()
        run()
        times.append(time.process_time() - start)
    return 1000 * min(times)


def pandas_counts(frame):
    flags = frame.assign(promoter=frame["answer"] >= 9, detractor=frame["answer"] <= 6)
    return flags.groupby("segment", observed=True).agg(
        n=("answer", "size"), promoters=("promoter", "sum"), detractors=("detractor", "sum")
    )


def polars_counts(frame):
    answer = pl.col("answer")
    return frame.group_by("segment").agg(pl.len(), (answer >= 9).sum().alias("p"), (answer <= 6).sum().alias("d"))


def main(rows=10_000_000, segments=1_000):
    pa.set_cpu_count(1)
    random = np.random.default_rng(20260105)
    codes = random.integers(0, segments, rows)
    answers = random.integers(0, 11, rows).astype("int8")
    categories = pa.DictionaryArray.from_arrays(codes.astype("int32"), [f"segment {code:04d}" for code in range(segments)])
    kinds = {
        "int32": codes.astype("int32"),
        "int64": codes,
        "categories": categories,
        "texts": categories.cast(pa.string()),
        "objects": categories.cast(pa.string()),
    }
    print(f"{rows} rows, {segments} segments; pandas and Polars: groupby of three counts; others: summarize()")
    print(f"{'key':10}  {'pandas':>8}  {'Polars':>8}  {'of pandas':>10}  {'of Polars':>10}  {'of PyArrow':>10}")
    for name, key in kinds.items():
        arrow = pa.table({"segment": key, "answer": answers})
        polars, pandas = pl.from_arrow(arrow), arrow.to_pandas()
        if name == "objects":
            pandas["segment"] = pandas["segment"].astype(object)
        times = [least(lambda frame=pandas: pandas_counts(frame)), least(lambda frame=polars: polars_counts(frame))]
        times += [
            least(lambda frame=frame: nps.summarize(frame, "answer", by="segment")) for frame in (pandas, polars, arrow)
        ]
        print(f"{name:10}  {times[0]:8.0f}  {times[1]:8.0f}  {times[2]:10.1f}  {times[3]:10.1f}  {times[4]:10.1f}", flush=True)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
