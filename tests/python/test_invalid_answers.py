# SPDX-License-Identifier: MIT
"""Answers that are invalid are named in the notes of every table that is made of a frame."""

import copy
import pickle

import nps
import pytest

FRAME = {
    "nps": [9, 10, 3, "x", "y", 99, 8, 9],
    "shop": ["a", "b", "a", "b", "a", "b", "a", "b"],
    "themes": ["price", "staff", "price", "", "price", "staff", "staff", "price"],
    "clean": [5, 4, 1, 2, 3, 5, 4, 4],
    "weight": [1.0, 2.0, 1.0, 2.0, 1.0, 2.0, 1.0, 2.0],
}
VALID = {**FRAME, "nps": [9, 10, 3, None, None, 99, 8, 9]}
SAID = (
    "3 of 8 answers are invalid (37.5 %): 'x' 1, 'y' 1, 99 1",
    'if 99 means "no answer", pass missing_codes=[99]',
)
CALLS = {
    "drivers": (lambda a, b, **how: nps.drivers(a, b, answer="nps", by="shop", **how), True),
    "weighted drivers": (lambda a, b, **how: nps.drivers(a, b, answer="nps", by="shop", weight="weight", **how), True),
    "driver_keys": (lambda a, b, **how: nps.driver_keys(a, b, "nps", ["shop"], **how), True),
    "the drivers of a key": (lambda a, b, **how: nps.driver_keys(a, b, "nps", ["shop"], **how).drivers["shop"], True),
    "themes_change": (lambda a, b, **how: nps.themes_change(a, b, "nps", "themes", **how), True),
    "themes": (lambda a, b, **how: nps.themes(a, "nps", "themes", **how), False),
    "key_drivers": (lambda a, b, **how: nps.key_drivers(a, "nps", ["clean"], **how), False),
}


def invalid_in(result):
    return tuple(note for note in result.table().notes if "invalid" in note or "missing_codes" in note)


@pytest.mark.parametrize("name", CALLS)
def test_invalid_answers_are_named(name):
    call, has_periods = CALLS[name]
    expected = tuple(f"before: {note}" for note in SAID) if has_periods else SAID
    found = call(FRAME, VALID, missing_codes=[])
    after = ("after: 1 of 6 answers is invalid (16.7 %): 99 1", f"after: {SAID[1]}") if has_periods else ()
    assert invalid_in(found) == (*expected, *after)
    for same in (pickle.loads(pickle.dumps(found)), copy.deepcopy(found), copy.copy(found)):
        assert invalid_in(same) == invalid_in(found)
        assert same == found
    assert invalid_in(call(VALID, VALID, missing_codes=[99])) == ()


def test_hidden_attributes_are_counted():
    assert "1 attribute hidden, or with nobody to compare with" in nps.key_drivers(
        VALID, "nps", ["clean"], minimum=10, missing_codes=[99]
    ).table().notes
    shown = nps.key_drivers(VALID, "nps", ["clean"], missing_codes=[99])
    assert not [note for note in shown.table().notes if "hidden" in note]
