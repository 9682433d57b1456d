# SPDX-License-Identifier: MIT
"""Strata and clusters by name."""

import copy
from array import array

import nps
import pytest
from nps import _ids

ANSWERS, WEIGHTS = [10, 9, 3, 7, 10, 8, 9, 2], [1.0, 2.0, 1.5, 1.0, 0.5, 1.0, 1.0, 3.0]
STRATA = ["north", "north", "north", "north", "south", "south", "south", "south"]
CLUSTERS = ["Oslo", "Oslo", "Bergen", "Bergen", "Rome", "Rome", "Lima", "Lima"]


def numbered(names):
    return [sorted(set(names)).index(name) for name in names]


BY_NUMBER = nps.WeightedDesign(ANSWERS, WEIGHTS, numbered(STRATA), numbered(CLUSTERS))


class Column:
    """A column like those of other libraries, with a method that lists its values."""

    def __init__(self, values, method):
        setattr(self, method, lambda: values)


@pytest.mark.parametrize(
    "made",
    [list, tuple, iter, lambda names: (name for name in names)]
    + [lambda names, method=method: Column(names, method) for method in ("to_pylist", "to_list", "tolist")],
)
def test_names_are_as_good_as_numbers(made):
    by_name = nps.WeightedDesign(ANSWERS, WEIGHTS, made(STRATA), made(CLUSTERS))
    assert by_name.read() == BY_NUMBER.read()
    one_by_one = nps.WeightedDesign()
    for row in zip(ANSWERS, WEIGHTS, STRATA, CLUSTERS):
        one_by_one.add(*row)
    assert one_by_one.read() == BY_NUMBER.read()
    assert nps.WeightedDesign(ANSWERS, WEIGHTS, numbered(STRATA), made(CLUSTERS)).read() == BY_NUMBER.read()


def test_numbers_of_every_kind():
    for made in (
        list,
        tuple,
        iter,
        lambda numbers: array("h", numbers),
        lambda numbers: memoryview(array("q", numbers)),
    ):
        columns = made(numbered(STRATA)), made(numbered(CLUSTERS))
        assert nps.WeightedDesign(ANSWERS, WEIGHTS, *columns).read() == BY_NUMBER.read()


def test_the_number_of_a_name_never_changes():
    assert _ids.number_of("Rome") == 8682690858422355662
    assert _ids.number_of("") == 6510301506637419378
    assert all(0 <= _ids.number_of(str(name)) < 2**63 for name in range(1000))


def test_parts_are_merged_by_name():
    parts = [nps.WeightedDesign(*([column[i] for i in rows] for column in (ANSWERS, WEIGHTS, STRATA, CLUSTERS)))
             for rows in ((0, 2, 4, 6), (7, 5, 3, 1))]  # fmt: skip
    assert (parts[0] + parts[1]).read() == BY_NUMBER.read()
    for copied in (copy.copy(parts[0]), copy.deepcopy(parts[0])):
        copied.update([9], [1.0], ["east"], ["Nome"])
        copied += parts[1]
        assert parts[0].read().respondents == 4
        with pytest.raises(nps.KeyTypeError):
            copied.add(9, 1.0, "east", 7)


@pytest.mark.parametrize(
    "call, said",
    [
        (lambda design: design.add(9, 1, 7, "Rome"), "strata are texts here, not integers"),
        (lambda design: design.add(9, 1), "strata are texts here, not integers"),
        (lambda design: design.add(9, 1, "north", 7), "clusters are texts here, not integers"),
        (lambda design: design.update([9], [1], [7], ["Rome"]), "strata are texts here, not integers"),
        (lambda design: design.update([9], [1], array("q", [7]), ["Rome"]), "strata are texts here, not integers"),
        (lambda design: design.update([9], [1], ["north"], [7]), "clusters are texts here, not integers"),
        (lambda design: design.update([9], [1]), "strata are texts here, not integers"),
        (
            lambda design: design.update([9, 9], [1, 1], ["north", 7]),
            "the stratum of row 1 is 7, where others are texts",
        ),
        (lambda design: design.update([9, 9], [1, 1], ["north", None]), "the stratum of row 1 is missing"),
        (lambda design: design.update([9], [1], "n"), "strata must be an iterable with one for each answer, not 'n'"),
        (lambda design: design.update([9], [1], ["n"], {"Rome"}), "clusters must be an iterable with one for each answer"),
        (lambda design: design.add(9, 1, 1.5), "stratum must be an integer or a text, not 1.5"),
        (lambda design: design.__iadd__(BY_NUMBER), "strata are texts here, not integers"),
        (lambda design: BY_NUMBER.__iadd__(design), "strata are integers here, or were not given, not texts"),
    ],
)
def test_kinds_are_not_mixed(call, said):
    design = nps.WeightedDesign(ANSWERS, WEIGHTS, STRATA, CLUSTERS)
    with pytest.raises(nps.KeyTypeError, match=said):
        call(design)
    assert design.read() == BY_NUMBER.read() and BY_NUMBER.read().respondents == 8
    design.add(None, 1.0, "north", "Oslo")


def test_wrong_rows_teach_no_names():
    design = nps.WeightedDesign()
    for wrong in (lambda: design.update([9], [-1], ["n"], ["Rome"]), lambda: design.update([9, 9], [1], ["n", "n"])):
        with pytest.raises((nps.WeightError, ValueError)):
            wrong()
    design.update([9], [1], [7], [7])
    assert design.read().respondents == 1


def test_names_that_cannot_be_told_apart(monkeypatch):
    other = nps.WeightedDesign([9], [1], ["north"], ["Lima"])
    monkeypatch.setattr(_ids, "number_of", lambda name: 7)
    design = nps.WeightedDesign([9], [1], ["north"], ["Rome"])
    said = "'Rome' and 'Oslo' have the same hash: rename one of them"
    for call in (
        lambda: design.add(3, 1, "north", "Oslo"),
        lambda: design.update([3], [1], ["north"], ["Oslo"]),
        lambda: design.update([3, 3], [1, 1], ["north"] * 2, ["Rome", "Oslo"]),
        lambda: design.__iadd__(nps.WeightedDesign([3], [1], ["north"], ["Oslo"])),
    ):
        with pytest.raises(nps.KeyTypeError, match=said):
            call()
    assert design.read().respondents == other.read().respondents == 1
