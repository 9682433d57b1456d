# SPDX-License-Identifier: MIT
"""Notes on answers that look wrong: the scale, invalid answers, codes, few clusters."""

from __future__ import annotations

from typing import Any, Dict, Iterator, List

from ._accumulator import Accumulator
from ._cells import Answers, Asked, Cells, counted_bins
from ._scale import limits_of
from ._shown import numbered, short

_FEW = 5
"""Below this number of answers nothing is said about the scale."""
_MANY_INVALID = 0.05
"""From this share of invalid answers on, the share is said to be large."""
_NAMED = 5
"""The number of invalid values that are named."""
_FEW_CLUSTERS = 30
"""Below this number of clusters the intervals of a clustered design may be too narrow (docs/weighted.md)."""
_CODES = frozenset(
    (-1, -2, -7, -8, -9, 11, 77, 88, 96, 97, 98, 99, 777, 888, 997, 998, 999, 9999, -99, -999, -2147483648)
)
"""Numbers that usually stand for "no answer" or "do not know"."""


def notes_on(cells: Cells, asked: Asked, samples: Dict[int, Any], withheld: int, is_clustered: bool) -> List[str]:
    """What looks wrong about answers that were counted, and what is to be known of the rows."""
    total = Accumulator()
    for group in cells.groups.values():
        total += group
    notes = [*scale_notes(total, asked), *invalid_notes(total, cells.invalid)]
    notes += _keyless(cells)
    notes += _cluster_notes(samples, is_clustered)
    if withheld:
        notes.append(f"{numbered(withheld, 'row')} withheld: too few answers, or would give such a row away")
    return notes


def scale_notes(total: Accumulator, asked: Asked) -> Iterator[str]:
    """Whether the answers look like those of another scale."""
    highest_given = max((answer for answer, count in enumerate(total.answers) if count), default=None)
    lowest, highest = limits_of(asked.scale)[:2]
    if highest_given is None or total.n < _FEW or highest < 10:
        return
    if highest_given <= 5:
        yield f'no answer is above {highest_given}: is "{_name(asked)}" the right scale? Of 5 points it is scale="1_5"'
    elif highest_given <= 7 and total.n >= 4 * _FEW:
        yield f'no answer is above {highest_given}: is "{_name(asked)}" the right scale? Of 7 points it is scale="1_7"'


def _name(asked: Asked) -> str:
    lowest, highest = limits_of(asked.scale)[:2]
    return f"{lowest}_{highest}"


def invalid_notes(total: Accumulator, invalid: Dict[str, int]) -> Iterator[str]:
    """How many answers are invalid, which, and what may be meant by them."""
    if not total.invalid:
        return
    given = total.n + total.invalid
    named = [f"{short(text) if not _is_number(text) else text} {count}" for text, count in invalid.items()]
    listed = ", ".join(named[:_NAMED]) + (f" and {len(named) - _NAMED} more" if len(named) > _NAMED else "")
    share = total.invalid / given
    much = "many: " if share >= _MANY_INVALID and given >= 20 else ""
    what = "answer is" if given == 1 else "answers is" if total.invalid == 1 else "answers are"
    yield f"{much}{total.invalid} of {given} {what} invalid ({100 * share:.1f} %): {listed}"
    codes = sorted(int(float(text)) for text in invalid if _is_code(text))
    if codes:
        yield f'if {", ".join(map(str, codes))} means "no answer", pass missing_codes={codes}'


def invalid_notes_of(answers: Answers) -> List[str]:
    """The same of answers as a byte each."""
    return list(invalid_notes(counted_bins(answers.bins), answers.invalid))


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


def _is_code(text: str) -> bool:
    return _is_number(text) and float(text) in _CODES


def _keyless(cells: Cells) -> Iterator[str]:
    """How many rows have no value of a key."""
    for place, name in enumerate(cells.names):
        rows = sum(sum(group._counters()) for keys, group in cells.groups.items() if keys[place] is None)
        if rows:
            yield f"{numbered(rows, 'row')} {'has' if rows == 1 else 'have'} no {name}: the segment None"


def _cluster_notes(samples: Dict[int, Any], is_clustered: bool) -> Iterator[str]:
    estimates = [sample for sample in samples.values() if hasattr(sample, "units")]
    if is_clustered and estimates:
        fewest = min(estimate.units for estimate in estimates)
        if fewest < _FEW_CLUSTERS:
            yield f"few clusters ({fewest}): an interval from fewer than {_FEW_CLUSTERS} clusters may be too narrow"
    lonely = max((estimate.lonely_strata for estimate in estimates), default=0)
    if lonely:
        strata = "stratum has" if lonely == 1 else "strata have"
        yield f"{lonely} {strata} a single cluster, whose variance is estimated from the distance to the mean of all"
