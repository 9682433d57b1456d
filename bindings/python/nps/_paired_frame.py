# SPDX-License-Identifier: MIT
"""The same people in two waves, found in a frame."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Dict, Iterable, List, Optional, Tuple

from . import _raw as raw
from ._cells import Asked, asked_of, order_of, read_answers_of
from ._documentation import documented
from ._frame import ColumnName, Columns, Frame, read_frame, values_of
from ._paired import Paired
from ._scale import ScaleName
from ._shown import short

_MISSING: int = raw.NPS_ANSWER_MISSING
_CODES = (_MISSING,)


@documented()
def paired(
    frame: Columns,
    answer: ColumnName,
    second: ColumnName = None,
    *,
    wave: ColumnName = None,
    respondent: ColumnName = None,
    before: Any = None,
    after: Any = None,
    scale: ScaleName = "0_10",
    missing_codes: Iterable[Any] = (),
    labels: Optional[Mapping[Any, Optional[int]]] = None,
) -> Paired:
    """The same people in two waves: their answers in two columns, or in one column with a wave and a person.

    Parameters
    ----------
    frame
        As for summarize().
    answer
        The column of answers; with `second` those of the first wave.
    second
        The column of answers in the second wave, with a row for each person.
    wave
        The column that says which wave a row belongs to; with a row for each answer.
    respondent
        The column of persons; with `wave`.
    before
        The value of the earlier wave. None: the smaller one, if there are two.
    after
        The value of the later wave.
    missing_codes
        Integers and texts that mean "no answer".
    labels
        What texts among the answers mean, as for parse_answers().

    Returns
    -------
    Paired
        compare() gives the change, and moves() who moved.

    Raises
    ------
    KeyError
        There is no such column or wave.
    ValueError
        A person answered twice in a wave, a row has no person, or there are not two waves.

    Examples
    --------
    >>> wide = {"spring": [9, 3, 7, 10], "autumn": [10, 6, None, 9]}
    >>> nps.paired(wide, "spring", "autumn")
    <nps.Paired: 3 respondents in both waves, 1 in the first only, 0 in the second only>
    >>> long = {"answer": [9, 3, 10, 8], "year": [2025, 2025, 2026, 2026], "person": ["Ann", "Bob", "Ann", "Cid"]}
    >>> nps.paired(long, "answer", wave="year", respondent="person")
    <nps.Paired: 1 respondent in both waves, 1 in the first only, 1 in the second only>
    """
    asked = asked_of(scale, missing_codes, labels)
    is_long = wave is not None and respondent is not None
    if (second is None) != is_long or (second is not None and (wave is not None or respondent is not None)):
        raise TypeError("pass second=, the answers of the second wave; or wave= and respondent=, a row for each answer")
    read = read_frame(frame, answer, second, wave, respondent)
    if not is_long:
        columns = [
            read_answers_of(read.column(each, name), asked).bins
            for each, name in ((answer, "answer"), (second, "second"))
        ]
    else:
        columns = list(_by_person(read, answer, wave, respondent, (before, after), asked))
    return Paired(*columns, scale=scale, missing_codes=_CODES)


def _by_person(
    frame: Frame, answer: Any, wave: Any, respondent: Any, asked_waves: Tuple[Any, Any], asked: Asked
) -> Tuple[bytes, bytes]:
    """The answers of each person in both waves."""
    bins = read_answers_of(frame.column(answer, "answer"), asked).bins
    waves = values_of(frame.column(wave, "wave"))
    people = values_of(frame.column(respondent, "respondent"))
    for name, column in (("wave", waves), ("respondent", people)):
        if len(column) != len(bins):
            raise ValueError(f"the column of {name} has {len(column)} rows, and there are {len(bins)} answers")
    both = two_waves(order_of(set(waves)), *asked_waves)
    found: List[Dict[Any, int]] = [{}, {}]
    for row, (place, label, person) in enumerate(zip(bins, waves, people)):
        if label not in both:
            continue
        if person is None:
            raise ValueError(f"row {row} has no respondent: leave such rows out, they cannot be paired")
        answers = found[both.index(label)]
        if person in answers:
            raise ValueError(
                f"{short(person)} answered twice in the wave {short(label)}: keep one row of each person and wave"
            )
        answers[person] = place
    everyone = dict.fromkeys([*found[0], *found[1]])
    first, second = (bytes(answers.get(person, _MISSING) for person in everyone) for answers in found)
    return first, second


def two_waves(there: List[Any], before: Any, after: Any) -> Tuple[Any, Any]:
    """The earlier and the later of two waves, of which some may be given."""
    for name, wave in (("before", before), ("after", after)):
        if wave is not None and wave not in there:
            raise KeyError(f"{name}: there is no wave {short(wave)}; there are {', '.join(map(repr, there))}")
    if (before is None or after is None) and len(there) != 2:
        listed = ", ".join(map(repr, there[:20])) or "none"
        raise ValueError(f"two waves are compared, and there are {len(there)}: {listed}; pass before= and after=")
    if before is None:
        before = next(wave for wave in there if wave != after)
    if after is None:
        after = next(wave for wave in there if wave != before)
    if before == after:
        raise ValueError(f"the waves are the same: {short(before)}")
    return before, after
