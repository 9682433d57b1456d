# SPDX-License-Identifier: MIT
"""Arrow data, without an Arrow library."""

import nps
import pytest
from arrow_producer import FORMATS, Chunks, Column, Table
from hypothesis import given, strategies as st
from nps import _raw as raw

ANSWERS = [9, None, 3, 11, 10, 0, None, 7]


@pytest.mark.parametrize("code", FORMATS)
@pytest.mark.parametrize("offset", [0, 3, 9])
def test_columns(code, offset):
    column = Column(ANSWERS, code, offset=offset)
    assert nps.Accumulator(column) == nps.Accumulator(ANSWERS)
    assert nps.Accumulator(column, missing_codes=[11]) == nps.Accumulator(ANSWERS, missing_codes=[11])
    assert nps.Accumulator(Chunks(column, Column([], code), column)) == nps.Accumulator(ANSWERS * 2)
    assert column.released == 4


@given(st.lists(st.one_of(st.none(), st.integers(-5, 15))), st.integers(0, 20), st.sampled_from([(), (9,), (-1, 12)]))
def test_against_plain_lists(answers, offset, codes):
    survey = nps.Accumulator(Column(answers, offset=offset), missing_codes=codes)
    assert survey == nps.Accumulator(answers, missing_codes=codes)


def test_children():
    table = Table(Column(["A", "B", None, "A"], "u", "shop"), Column([9, 3, 9, None]))
    for data, times in ((table, 1), (Chunks(table, table), 2)):
        survey, groups = nps.Accumulator(), nps.Groups()
        survey.add_arrow(data, "answer")
        assert survey == nps.Accumulator([9, 3, 9, None] * times)
        rest = groups.add_arrow(data, "shop", "answer")
        assert groups == {"A": nps.Accumulator([9, None] * times), "B": nps.Accumulator([3] * times)}
        assert rest == nps.Accumulator([9] * times)
        for name in ("other", "shop"):
            with pytest.raises((nps.NotFoundError, nps.ColumnError)):
                survey.add_arrow(data, name)


def test_tables_are_told_to_name_a_column():
    survey, table = nps.Accumulator([9]), Table(Column([9, 3, 9, None]))
    for data in (table, Chunks(table)):
        for call in (nps.Accumulator, survey.update, survey.add_arrow):
            with pytest.raises(nps.ColumnError, match=r'is a table, .*add_arrow\(frame, "answer"\)'):
                call(data)
    assert survey == nps.Accumulator([9])


@pytest.mark.parametrize("data", [Column(ANSWERS, format=b"tdD"), Chunks(Column(ANSWERS, format=b"tdD"))])
def test_errors_name_the_format_and_give_all_back(data):
    survey = nps.Accumulator([9])
    with pytest.raises(nps.ColumnError, match='got format "tdD"') as kept:
        survey.update(data)
    assert data.released == (2 if isinstance(data, Column) else 1)
    assert kept and survey == nps.Accumulator([9])


def test_a_stream_that_breaks():
    survey = nps.Accumulator([9])
    stream = Chunks(Column([9]), error=b"the wire is cut")
    with pytest.raises(nps.UnavailableError, match="the wire is cut"):
        survey.update(stream)
    assert stream.released == 1
    assert survey == nps.Accumulator([9])


def test_overflow_changes_nothing():
    full = nps.Accumulator.from_counts({9: 2**64 - 1})
    with pytest.raises(nps.CountOverflowError):
        full.update(Column([3, 9]))
    assert full == nps.Accumulator.from_counts({9: 2**64 - 1})


class Broken:
    def __init__(self, given):
        self.given = given

    def __arrow_c_array__(self):
        if isinstance(self.given, Exception):
            raise self.given
        return self.given


@pytest.mark.parametrize("given", [None, 7, (), (1, 2), Column([9]).__arrow_c_array__()[::-1], (b"",) * 9], ids=repr)
def test_what_hands_out_something_else(given):
    for call in (nps.Accumulator, lambda data: nps.Groups().add_arrow(data, "shop", "answer")):
        with pytest.raises(TypeError):
            call(Broken(given))
    with pytest.raises(RuntimeError, match="broken"):
        nps.Accumulator(Broken(RuntimeError("broken")))


def test_capsules_cannot_be_mistaken():
    column, stream = Column([9]), Chunks(Column([9]))
    schema, values = column.__arrow_c_array__()
    for arguments in ((values, schema), (stream.__arrow_c_stream__(), values), (None, None)):
        with pytest.raises(TypeError, match="expected a capsule of"):
            raw.nps_accumulator_add_arrow(raw.nps_accumulator(), *arguments, (None, ()))
    with pytest.raises(TypeError, match="expected a capsule of"):
        raw.nps_accumulator_add_arrow_stream(raw.nps_accumulator(), schema, (None, ()))
