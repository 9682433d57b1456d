#!/usr/bin/env python3
"""The time of summarize() on ten million rows and a thousand segments, beside that of pandas and Polars on one thread.

SPDX-License-Identifier: MIT
usage: frames_speed.py [ROWS [SEGMENTS [KEY...]]]    every kind of key unless some are named

Texts as objects of Python are measured in pandas only: "shared" ones, of which equal texts are one object, as readers of
files make them, and "own" ones, an object for each row.

Needs NumPy, pandas, Polars and PyArrow. The peers count answers, promoters and detractors of each segment, which is
less than summarize() does: it also counts missing and invalid answers, and gives intervals and notes. Times are those
of the processor, the least of seven runs, in milliseconds.
"""

import os
import sys
import time

os.environ["POLARS_MAX_THREADS"] = "1"  # before Polars is imported

import nps
import numpy as np
import pandas as pd
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


def keys_of(codes, segments):
    """The columns of keys by their kinds; a function makes each, for some are large."""
    names = [f"segment {code:04d}" for code in range(segments)]
    categories = pa.DictionaryArray.from_arrays(codes.astype("int32"), names)
    texts = categories.cast(pa.string())
    return {
        "int32": lambda: codes.astype("int32"),
        "int64": lambda: codes,
        "categories": lambda: categories,
        "texts": lambda: texts,
        "shared": lambda: np.array(names, dtype=object)[codes],
        "own": lambda: np.array(texts.to_pylist(), dtype=object),
    }


def main(rows=10_000_000, segments=1_000, *wanted):
    pa.set_cpu_count(1)
    random = np.random.default_rng(20260105)
    codes = random.integers(0, segments, rows)
    answers = random.integers(0, 11, rows).astype("int8")
    print(f"{rows} rows, {segments} segments; pandas and Polars: groupby of three counts; others: summarize()")
    print(f"{'key':10}  {'pandas':>8}  {'Polars':>8}  {'of pandas':>10}  {'of Polars':>10}  {'of PyArrow':>10}")
    for name, make in keys_of(codes, segments).items():
        if wanted and name not in wanted:
            continue
        key = make()
        if getattr(key, "dtype", None) == object:
            frames = [pd.DataFrame({"segment": pd.Series(key, dtype=object), "answer": answers})]
        else:
            arrow = pa.table({"segment": key, "answer": answers})
            frames = [arrow.to_pandas(), pl.from_arrow(arrow), arrow]
        counted = [
            least(lambda frame=frame, count=count: count(frame))
            for frame, count in zip(frames, (pandas_counts, polars_counts))
        ]
        times = [*counted, *[None] * (2 - len(counted))]
        times += [least(lambda frame=frame: nps.summarize(frame, "answer", by="segment")) for frame in frames]
        shown = [f"{each:8.0f}" if each is not None else f"{'-':>8}" for each in times[:2]]
        shown += [f"{each:10.1f}" for each in times[2:]]
        print("  ".join([f"{name:10}", *shown]), flush=True)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:3]), *sys.argv[3:])
