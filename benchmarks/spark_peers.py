#!/usr/bin/env python3
"""nps.spark.summarize() beside three filtered counts of plain Spark SQL, by 1,000 keys, in one run.

usage: spark_peers.py [ROWS [FOLDER]]

Needs PySpark, PyArrow and NumPy. 50 million rows, made by a formula, are written as Parquet into the folder (one for
temporary files by default). Both queries run in turn; the processor time of the JVM and of its Python workers counts,
which other programs on the machine disturb less than the time on the clock. SPDX-License-Identifier: MIT
"""

import os
import statistics
import sys
import tempfile
import time
from pathlib import Path

import nps.spark
import numpy
import pyarrow
from pyarrow import parquet

ROUNDS = 5
FILES = 16
SHOPS = 1000
TICKS = os.sysconf("SC_CLK_TCK")


def write(folder, rows):
    """Rows of a text key and an answer: 0 to 10, missing or invalid."""
    names = pyarrow.array([f"shop-{place:04}" for place in range(SHOPS)])
    for file in range(FILES):
        row = numpy.arange(rows * file // FILES, rows * (file + 1) // FILES, dtype="u8")
        answers = ((row * 2654435761 % 2**32 * 13) >> 32).astype("i4")
        keys = pyarrow.DictionaryArray.from_arrays((row * 40503 % SHOPS).astype("i4"), names).cast(pyarrow.string())
        table = pyarrow.table({"shop": keys, "answer": pyarrow.array(answers, mask=answers == 12)})
        parquet.write_table(table, Path(folder) / f"{file:02}.parquet", compression="zstd")


def session():
    from pyspark.sql import SparkSession

    os.environ["PYSPARK_PYTHON"] = sys.executable
    builder = SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false")
    builder = builder.config("spark.driver.host", "127.0.0.1").config("spark.driver.bindAddress", "127.0.0.1")
    spark = builder.config("spark.driver.memory", "2g").config("spark.sql.shuffle.partitions", "2").getOrCreate()
    spark.sparkContext.setLogLevel("ERROR")
    return spark


def family(process):
    """A process and all that it started."""
    found = [process]
    for children in Path(f"/proc/{process}/task").glob("*/children"):
        try:
            found += [each for child in children.read_text().split() for each in family(int(child))]
        except OSError:
            pass  # it has ended
    return found


def used(process):
    """The processor seconds of a process and of all that it started."""
    ticks = 0
    for each in set(family(process)):
        try:
            ticks += sum(map(int, Path(f"/proc/{each}/stat").read_text().rpartition(")")[2].split()[11:15]))
        except OSError:
            pass
    return ticks / TICKS


def main(rows="50000000", folder=None):
    from pyspark.sql import functions as F

    with tempfile.TemporaryDirectory(dir=folder) as made:
        write(made, int(rows))
        spark = session()
        jvm = spark.sparkContext._jvm.java.lang.ProcessHandle.current().pid()
        survey, answer = spark.read.parquet(made), F.col("answer")
        counts = [F.count_if(answer >= 9), F.count_if((answer >= 7) & (answer <= 8)), F.count_if(answer <= 6)]
        # Made anew each time: Spark keeps what the tasks of a query have written, and collects it again.
        queries = {
            "plain": lambda: survey.groupBy("shop").agg(*counts),
            "nps": lambda: nps.spark.summarize(survey, "answer", by="shop"),
        }
        seconds = {name: [] for name in queries}
        for number in range(ROUNDS + 1):
            for name, make in queries.items():
                before, began = used(jvm), time.monotonic()
                assert len(make().collect()) == SHOPS
                if number:  # the first round compiles
                    seconds[name].append((used(jvm) - before, time.monotonic() - began))
        parts = survey.rdd.getNumPartitions()
        print(f"Spark {spark.version}, {int(rows):,} rows, {parts} partitions, medians of {ROUNDS}")
        for place, what in enumerate(("processor", "clock")):
            plain, ours = (statistics.median(each[place] for each in seconds[name]) for name in queries)
            print(f"{what}: plain {plain:.2f} s, nps {ours:.2f} s, ratio {ours / plain:.2f}")
        spark.stop()


if __name__ == "__main__":
    main(*sys.argv[1:])
