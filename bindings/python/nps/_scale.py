# SPDX-License-Identifier: MIT
"""Which answers are promoters, passives and detractors."""

from __future__ import annotations

from dataclasses import astuple, dataclass
from typing import Dict, Union

from . import _raw as raw
from .errors import ScaleError


@dataclass(frozen=True)
class Scale:
    """A scale of answers, all ends included; an impossible one raises ScaleError.

    lowest..detractor_max are detractors, promoter_min..highest promoters, what lies between is passive.
    """

    lowest: int
    highest: int
    detractor_max: int
    promoter_min: int

    def __post_init__(self) -> None:
        raw.nps_scale_check(astuple(self))


SCALE_0_10 = Scale(*raw.nps_scale_0_10())
SCALE_1_10 = Scale(*raw.nps_scale_1_10())
SCALE_1_5 = Scale(*raw.nps_scale_1_5())
SCALE_1_7 = Scale(*raw.nps_scale_1_7())

_BY_NAME: Dict[str, Scale] = {"0_10": SCALE_0_10, "1_10": SCALE_1_10, "1_5": SCALE_1_5, "1_7": SCALE_1_7}


def scale_of(scale: Union[Scale, str]) -> Scale:
    """The scale itself, or that of a name."""
    if isinstance(scale, Scale):
        return scale
    if not isinstance(scale, str):
        raise TypeError(f"a scale is a Scale or a name, not {type(scale).__name__!r}")
    if scale not in _BY_NAME:
        raise ScaleError(f"there is no scale {scale!r}; there are {', '.join(_BY_NAME)}")
    return _BY_NAME[scale]
