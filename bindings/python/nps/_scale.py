# SPDX-License-Identifier: MIT
"""Scales: the answers of promoters, passives and detractors."""

from __future__ import annotations

from dataclasses import astuple, dataclass
from typing import Dict, Tuple, Union

from . import _raw as raw
from ._html import record_html
from ._methods import plain, refused
from ._numbers import read_integer
from ._shown import short
from ._structs import read_struct
from .errors import ScaleError


@dataclass(frozen=True)
class Scale:
    """A scale of answers.

    Answers from lowest to detractor_max are detractors, those from promoter_min to highest promoters, and those between
    them passives. An impossible order of the limits raises ScaleError.

    Examples
    --------
    >>> stars = nps.Scale(lowest=1, highest=5, detractor_max=3, promoter_min=5)
    >>> stars == nps.SCALE_1_5
    True
    """

    lowest: int
    highest: int
    detractor_max: int
    promoter_min: int

    def __post_init__(self) -> None:
        for name, limit in zip(self.__dataclass_fields__, astuple(self)):
            object.__setattr__(self, name, read_integer(limit, name, "an integer"))
        try:
            raw.nps_scale_check(astuple(self))
        except ScaleError:
            order = "0 <= lowest <= detractor_max < promoter_min <= highest <= 10"
            raise ScaleError(f"a scale must have {order}, unlike {self!r}") from None

    def _repr_html_(self) -> str:
        """The answers of each group in a notebook."""
        groups = {
            "detractors": f"{self.lowest} to {self.detractor_max}",
            "passives": f"{self.detractor_max + 1} to {self.promoter_min - 1}",
            "promoters": f"{self.promoter_min} to {self.highest}",
        }
        if self.promoter_min == self.detractor_max + 1:
            groups["passives"] = "none"
        return record_html(type(self).__name__, groups)


SCALE_0_10 = read_struct(Scale, raw.nps_scale_0_10())
SCALE_1_10 = read_struct(Scale, raw.nps_scale_1_10())
SCALE_1_5 = read_struct(Scale, raw.nps_scale_1_5())
SCALE_1_7 = read_struct(Scale, raw.nps_scale_1_7())

ScaleName = Union[Scale, str]
"""A Scale, or the name of one: "0_10", "1_10", "1_5" or "1_7"."""

NAMED_SCALES: Dict[str, Scale] = {"0_10": SCALE_0_10, "1_10": SCALE_1_10, "1_5": SCALE_1_5, "1_7": SCALE_1_7}
_BY_NAME: Dict[str, Scale] = {plain(name): scale for name, scale in NAMED_SCALES.items()}


def scale_of(scale: ScaleName) -> Scale:
    """A scale, or the scale of a name."""
    if isinstance(scale, Scale):
        return scale
    if not isinstance(scale, str):
        raise TypeError(f"scale must be a Scale or a name such as '1_5', not {short(scale)}")
    if plain(scale) not in _BY_NAME:
        refused("scale", scale, NAMED_SCALES, ScaleError)
    return _BY_NAME[plain(scale)]


def limits_of(scale: ScaleName) -> Tuple[int, ...]:
    """The four numbers of a scale as the raw module takes them."""
    read = scale_of(scale)
    return read.lowest, read.highest, read.detractor_max, read.promoter_min


IGNORABLE = '; outside="ignore" leaves such answers out'
"""What a message adds where is_ignored() is asked."""


def is_ignored(outside: str) -> bool:
    """Whether answers off the scale are left out; otherwise they raise OutsideError."""
    if not isinstance(outside, str):
        raise TypeError(f"outside must be 'raise' or 'ignore', not {short(outside)}")
    if plain(outside) not in ("raise", "ignore"):
        raise ValueError(f"outside must be 'raise' or 'ignore', not {short(outside)}")
    return plain(outside) == "ignore"
