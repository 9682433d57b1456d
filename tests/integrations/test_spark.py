# SPDX-License-Identifier: MIT
"""nps.spark on a local Spark: what nps.summarize() says of the same rows, and states that are theirs byte by byte."""

import datetime
import decimal
import os
import random
import subprocess
import sys

import nps
import nps.spark
import pyarrow
import pytest
from nps import _parts

SETTINGS = {
    "spark.ui.enabled": "false",
    "spark.driver.host": "127.0.0.1",
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.driver.memory": "1g",
    "spark.sql.shuffle.partitions": "2",
    "spark.sql.codegen.wholeStage": "false",  # compiling takes longer than these few rows
    "spark.log.level": "OFF",
}
FIGURES = ("n", "missing", "invalid", "promoters", "passives", "detractors", "score", "lower", "upper", "method")

chosen = random.Random(14)
SHOPS = [None, "", "Rome", "Oslo", "Zürich", "a\0b"]
ANSWERS = [*range(-1, 12), 99, None]
ROWS = [(chosen.choice(SHOPS), chosen.choice([1, 2, None]), chosen.choice(ANSWERS)) for _ in range(1000)]
# Nine rows in ten have one key.
SKEWED = [("Rome" if row % 10 else shop, kind, answer) for row, (shop, kind, answer) in enumerate(ROWS)]
SCHEMA = "shop string, kind int, answer int"
COLUMNS = dict(zip(("shop", "kind", "answer"), map(list, zip(*ROWS))))


@pytest.fixture(scope="module")
def spark():
    os.environ["PYSPARK_PYTHON"] = sys.executable
    from pyspark.sql import SparkSession

    builder = SparkSession.builder.master("local[2,3]")
    for name, value in SETTINGS.items():
        builder = builder.config(name, value)
    session = builder.getOrCreate()
    yield session
    session.stop()


pytestmark = pytest.mark.filterwarnings("ignore:PySpark does not yet fully support pandas:FutureWarning")


@pytest.fixture(scope="module")
def survey(spark):
    return spark.createDataFrame(ROWS, SCHEMA).repartition(3).cache()


def listed(df):
    return sorted((tuple(row) for row in df.collect()), key=repr)


def table(*arguments, **options):
    """The rows of nps.summarize(), sorted in the same way."""
    return sorted((tuple(row.values()) for row in nps.summarize(*arguments, **options)), key=repr)


def states_of(rows, *places):
    """The bytes of the accumulators of rows that are counted one by one, by their keys."""
    found = {}
    for row in rows:
        found.setdefault(tuple(row[place] for place in places), nps.Accumulator()).add(row[2])
    return sorted(((*keys, group.to_bytes()) for keys, group in found.items()), key=repr)


def test_importing_nps_imports_neither():
    code = "import sys, nps, nps.spark, nps.dask; print([n for n in ('pyspark', 'dask', 'pandas') if n in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.stdout == "[]\n", done.stderr


def test_figures_are_those_of_summarize(survey):
    asked = {"by": ["shop", "kind"], "missing_codes": [99, 3], "level": 0.9, "method": "score"}
    found = nps.spark.summarize(survey, "answer", **asked)
    assert found.columns == ["shop", "kind", *FIGURES]
    assert listed(found) == table(COLUMNS, "answer", **asked)


def test_a_minimum_withholds_what_summarize_withholds(survey):
    asked = {"by": ["shop", "kind"], "minimum": 20, "scale": "1_5"}
    found = listed(nps.spark.summarize(survey, "answer", **asked))
    assert found == table(COLUMNS, "answer", **asked)
    assert {row[-1] for row in found} == {True, False}


def test_a_scale_without_passives_and_answers_that_are_decimals(survey):
    asked = {"by": "kind", "scale": nps.Scale(2, 9, 5, 6)}
    decimals = survey.selectExpr("kind", "CAST(answer AS decimal(5, 1)) AS answer")
    assert listed(nps.spark.summarize(decimals, "answer", **asked)) == table(COLUMNS, "answer", **asked)


def test_answers_that_are_texts(spark):
    written = {None: None, 4: "don't ask"}
    texts = [(written.get(answer, f" {answer}"), kind) for _, kind, answer in ROWS]
    df = spark.createDataFrame(texts, "answer string, kind int")
    asked = {"by": "kind", "missing_codes": ["don't ask", 99], "labels": {"-1": 0}}
    columns = dict(zip(("answer", "kind"), map(list, zip(*texts))))
    assert listed(nps.spark.summarize(df, "answer", **asked)) == table(columns, "answer", **asked)


def test_states_are_those_of_rows(spark, survey):
    by_kind = listed(nps.spark.states(survey, "answer", by="kind"))
    assert by_kind == states_of(ROWS, 1)
    # In another order, in other partitions of which most are empty, and with most rows in one of them.
    other = spark.createDataFrame(spark.sparkContext.parallelize(ROWS[::-1], 7), SCHEMA)
    assert listed(nps.spark.states(other, "answer", by="kind")) == by_kind
    skewed = spark.createDataFrame(SKEWED, SCHEMA).repartition(5, "shop")
    assert listed(nps.spark.states(skewed, "answer", by=["shop", "kind"])) == states_of(SKEWED, 0, 1)


def test_states_roll_up_to_those_of_all_rows(survey):
    parts = nps.spark.states(survey, "answer", by=["shop", "kind"]).cache()
    assert listed(nps.spark.rollup(parts, by="kind")) == states_of(ROWS, 1)
    whole = nps.spark.rollup(parts)
    assert listed(whole) == states_of(ROWS)
    assert listed(nps.spark.figures(whole)) == [tuple(next(iter(nps.summarize(COLUMNS, "answer"))).values())]
    stored = parts.withColumnRenamed("state", "bytes").selectExpr("*", "shop AS place").drop("shop", "kind")
    assert nps.spark.figures(stored, state="bytes").columns == ["place", *FIGURES]


def test_no_rows_are_an_empty_survey_without_keys(survey):
    none = survey.limit(0)
    assert listed(nps.spark.states(none, "answer")) == [(nps.Accumulator().to_bytes(),)]
    assert listed(nps.spark.states(none, "answer", by="shop")) == []
    assert listed(nps.spark.rollup(nps.spark.states(none, "answer", by="shop"))) == [(nps.Accumulator().to_bytes(),)]
    assert listed(nps.spark.summarize(none, "answer", by="shop", minimum=3)) == []
    assert listed(nps.spark.summarize(none, "answer")) == [(*[0] * 6, *[None] * 4)]


KEYS = {
    "bigint": [2**62, -1],
    "boolean": [True, False],
    "date": [datetime.date(2026, 1, 5), datetime.date(1, 1, 1)],
    "timestamp_ntz": [datetime.datetime(2026, 1, 5, 12, 0, 0, 1), datetime.datetime(1999, 1, 1)],
    "decimal(20,2)": [decimal.Decimal("1.50"), decimal.Decimal("-3.00")],
    "double": [0.5, -2.0],
}


def test_keys_of_every_type_keep_it(spark):
    names = [f"key {place}" for place in range(len(KEYS))]
    rows = [(*keys, answer) for keys in zip(*KEYS.values()) for answer in (9.0, 3.0)] + [(*[None] * len(KEYS), 10.0)]
    schema = ", ".join(f"`{name}` {kind}" for name, kind in zip(names, KEYS)) + ", answer double"
    df = spark.createDataFrame(rows, schema)
    found = nps.spark.states(df, "answer", by=names)
    assert found.schema.fields[:-1] == df.schema.fields[:-1]
    expected = [(*keys, nps.Accumulator([9, 3]).to_bytes()) for keys in zip(*KEYS.values())]
    assert listed(found) == sorted([*expected, (*[None] * len(KEYS), nps.Accumulator([10]).to_bytes())], key=repr)


def test_floats_that_are_no_numbers(spark):
    rows = [(float("nan"), float("nan")), (None, 6.5), (-0.0, 10.0), (0.0, 1e300), (1.0, None)]
    df = spark.createDataFrame(rows, "size double, answer double")
    found = {row.size: row[1:4] for row in nps.spark.summarize(df, "answer", by="size").collect()}
    # n, missing and invalid: NaN is no key, and there is one zero.
    assert found == {None: (0, 1, 1), 0.0: (1, 0, 1), 1.0: (0, 1, 0)}


def test_columns_may_be_expressions(spark, survey):
    from pyspark.sql import functions as F

    found = nps.spark.states(survey, F.col("answer") + 1, by={"is odd": F.col("kind") == 1})
    odd, more = {None: None, 1: True, 2: False}, {answer: answer if answer is None else answer + 1 for answer in ANSWERS}
    assert listed(found) == states_of([(odd[kind], kind, more[answer]) for _, kind, answer in ROWS], 0)


def test_messages_name_the_column(spark, survey):
    with pytest.raises(nps.NotFoundError, match="answer: there is no column 'score'; there are 'shop', 'kind'"):
        nps.spark.summarize(survey, "score")
    with pytest.raises(nps.NotFoundError, match="by: there is no column 'region'"):
        nps.spark.states(survey, "answer", by=["shop", "region"])
    with pytest.raises(TypeError, match="a DataFrame of PySpark is expected"):
        nps.spark.states([1, 2], "answer")
    with pytest.raises(TypeError, match="'answer' is of the type boolean; answers are numbers or texts"):
        nps.spark.states(survey.selectExpr("answer > 3 AS answer"), "answer")
    with pytest.raises(TypeError, match="by: the column 'shops' is of the type array; keys are"):
        nps.spark.states(survey.selectExpr("array(shop) AS shops", "answer"), "answer", by="shops")
    with pytest.raises(ValueError, match="2 columns are called 'answer'"):
        nps.spark.states(survey.select("answer", "answer"), "answer")
    with pytest.raises(ValueError, match="the table has a column 'n' of its own"):
        nps.spark.states(survey.withColumnRenamed("shop", "n"), "answer", by="n")
    with pytest.raises(ValueError, match="differ in case only"):
        nps.spark.states(survey, "answer", by={"Shop": "shop", "shop": "shop"})
    with pytest.raises(TypeError, match="a Column as key needs a name"):
        nps.spark.states(survey, "answer", by=survey.shop)
    with pytest.raises(TypeError, match="state: the column 'shop' is of the type string; states are bytes"):
        nps.spark.rollup(survey, state="shop")
    with pytest.raises(nps.MethodError, match="gess"):
        nps.spark.summarize(survey, "answer", method="gess")
    with pytest.raises(nps.LevelError):
        nps.spark.figures(survey, state="shop", level=95)
    with pytest.raises(ValueError, match="minimum must be"):
        nps.spark.summarize(survey, "answer", minimum=-1)


def test_states_that_are_none(spark):
    good = nps.Accumulator([9]).to_bytes()
    df = spark.createDataFrame([("fine", good), ("fine", None), ("damaged", b"damaged")], "key string, state binary")
    assert listed(nps.spark.rollup(df.where("key = 'fine'"), by="key")) == [("fine", good)]
    with pytest.raises(Exception, match="the state b'damaged' is damaged or of another kind"):
        nps.spark.rollup(df, by="key").collect()


def test_more_than_an_integer_holds(spark):
    most = nps.Accumulator()
    most.add(9, 2**63 - 1)
    large = spark.createDataFrame([(most.to_bytes(),), (nps.Accumulator([9]).to_bytes(),)], "state binary")
    with pytest.raises(Exception, match="a sum of states is above 9223372036854775807"):
        nps.spark.rollup(large).collect()
    most.add(9)
    with pytest.raises(OverflowError, match="a state counts 9223372036854775808 answers"):
        _parts.decoded([most.to_bytes()])


def test_a_minimum_needs_different_keys():
    with pytest.raises(ValueError, match="roll the states up first"):
        nps.spark._withheld_rows(pyarrow.record_batch({"key": ["a", "a"]}), ["key"], [(0,) * 13] * 2, None)


def test_a_task_that_is_repeated_counts_once(spark):
    def failing_once(batches):
        """Hands rows on, and fails at the last of them in the first attempt of a task."""
        from pyspark import TaskContext

        yield from batches
        context = TaskContext.get()
        if context.partitionId() == 1 and context.attemptNumber() == 0:
            raise RuntimeError("the first attempt of this task fails")

    failed = spark.createDataFrame(spark.sparkContext.parallelize(ROWS, 3), SCHEMA).mapInArrow(failing_once, SCHEMA)
    assert listed(nps.spark.states(failed, "answer", by=["shop", "kind"])) == states_of(ROWS, 0, 1)
