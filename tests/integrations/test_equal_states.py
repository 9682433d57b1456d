# SPDX-License-Identifier: MIT
"""One data set has states of the same bytes in every engine: benchmarks/equal_states.py with fewer rows."""

import pathlib
import sys

import nps
import pytest

ROOT = pathlib.Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "benchmarks"))
import equal_states  # noqa: E402

BUILD = ROOT / "build" / "duckdb"
ROWS = 30_000


@pytest.fixture(scope="module")
def survey(tmp_path_factory):
    folder = tmp_path_factory.mktemp("survey")
    equal_states.write(folder, ROWS)
    return folder


@pytest.fixture(scope="module")
def wanted(survey):
    """The states of rows that are counted one by one."""
    found = {}
    for file in equal_states.files_of(survey):
        for row in equal_states.parquet.read_table(file).to_pylist():
            found.setdefault(row["shop"], nps.Accumulator()).add(row["answer"])
    total = sum(found.values(), nps.Accumulator())
    assert len(found) == 1000 and total.n + total.missing + total.invalid == ROWS
    assert total.missing > 0 < total.invalid and min(total.answers) > 0
    return {key: state.to_bytes() for key, state in found.items()}


@pytest.mark.filterwarnings("ignore:PySpark does not yet fully support pandas:FutureWarning")
@pytest.mark.parametrize("engine", equal_states.ENGINES)
def test_states_are_those_of_rows(survey, wanted, engine):
    found = equal_states.ENGINES[engine](BUILD, survey)
    assert found == wanted
    assert equal_states.digest_of(found) == equal_states.digest_of(wanted)


def test_the_digest_is_of_every_key_and_state(wanted):
    key = next(iter(wanted))
    changed = {**wanted, key: nps.Accumulator([9]).to_bytes()}
    renamed = {(each + "x" if each == key else each): state for each, state in wanted.items()}
    assert len({equal_states.digest_of(each) for each in (wanted, changed, renamed)}) == 3
