# SPDX-License-Identifier: MIT
"""Weighted answers whose respondents were drawn by stratum or in clusters."""

from __future__ import annotations

from contextlib import nullcontext
from copy import deepcopy
from typing import Any, ContextManager, Dict, Iterable, Optional, SupportsIndex, Tuple, Type, TypeVar

from . import _raw as raw
from ._documentation import documented
from ._encoded import Buffer, unchanging
from ._ids import Id, Ids, Names
from ._levels import Real
from ._results import shown
from ._scale import ScaleName
from ._summed import Summed
from ._tally import Answer, Answers, Codes, bytes_of, numbers_of, place_of, read_codes
from ._weighted import Readable, Weighted, WeightedEstimate, Weights, read_weight

Self = TypeVar("Self", bound="WeightedDesign")


class WeightedDesign(Readable, Summed):
    """Answers with weights, by stratum and cluster, that are fed, merged and read.

    Strata and clusters are integers, or texts: all strata of a design are of one kind, and all clusters. A cluster
    is the primary sampling unit: the shop, the flight, the household that was drawn, with all who answered in it.
    Missing and invalid answers are those of Accumulator. When a call raises, nothing has changed. It can be copied
    and merged, but not pickled, compared or subtracted.

    Examples
    --------
    >>> design = nps.WeightedDesign([10, 9, 3, 7, 10, 8], [1.0] * 6, clusters=[1, 1, 2, 2, 3, 3])
    >>> design.read()
    WeightedEstimate(score=33.333, standard_error=44.096, respondents=6, effective=3.4, kish=6.0,
        design_effect=1.750, degrees=2)
    >>> shops = nps.WeightedDesign([10, 9, 3, 7], [1.0] * 4, clusters=["Rome", "Rome", "Oslo", "Oslo"])
    >>> design.interval()
    Interval(lower=-100.000, upper=100.000, method='skewness-corrected score')
    """

    __slots__ = ("__weakref__", "_clusters", "_codes", "_state", "_strata")
    _clusters: Names
    _codes: Codes
    _state: Any
    _strata: Names

    @documented()
    def __init__(
        self,
        answers: Optional[Answers] = None,
        weights: Optional[Weights] = None,
        strata: Optional[Ids] = None,
        clusters: Optional[Ids] = None,
        *,
        missing_codes: Iterable[SupportsIndex] = (),
    ) -> None:
        """Empty, or with answers as for update()."""
        if (answers is None) != (weights is None) or (answers is None and not strata is clusters is None):
            raise TypeError("answers and weights come together, and strata and clusters with them")
        self._codes = read_codes(missing_codes)
        self._strata, self._clusters = _no_names()
        self._state = raw.nps_weighted_design_create()
        if answers is not None:
            self.update(answers, weights, strata, clusters)

    # ---- fed ----

    @documented(raw.nps_weighted_design_add_cluster)
    def add(
        self,
        answer: Answer,
        weight: Real,
        stratum: Id = 0,
        cluster: Optional[Id] = None,
        times: SupportsIndex = 1,
    ) -> None:
        """Counts one answer, or several of the same; without a cluster each is a cluster of its own.

        Parameters
        ----------
        answer
            As for Accumulator.add().

        Examples
        --------
        >>> design = nps.WeightedDesign()
        >>> design.add(9, 1.5, stratum=1, cluster=7)
        >>> design
        <nps.WeightedDesign: 1 answer, score 100.00>
        """
        place, read = place_of(answer, self._codes), read_weight(weight)
        strata, clusters = self._strata.fresh(), self._clusters.fresh()
        where = strata.read_one(stratum)
        drawn = None if cluster is None else clusters.read_one(cluster)
        self._check(strata, clusters)
        if place is None:
            _add_missing(self._state, where, drawn, read, times)
        elif drawn is None:
            raw.nps_weighted_design_add(self._state, where, place, read, times)
        else:
            raw.nps_weighted_design_add_cluster(self._state, where, drawn, place, read, times)
        self._learn(strata, clusters)

    @documented(raw.nps_weighted_design_add_cluster_missing)
    def add_missing(
        self, weight: Real, stratum: Id = 0, cluster: Optional[Id] = None, times: SupportsIndex = 1
    ) -> None:
        """Counts one respondent who gave no answer, or several; without a cluster each is a cluster of its own.

        Examples
        --------
        >>> design = nps.WeightedDesign()
        >>> design.add_missing(1.5, stratum=1, cluster=7)
        >>> design.total().missing_weight
        1.5
        """
        read, strata, clusters = read_weight(weight), self._strata.fresh(), self._clusters.fresh()
        where = strata.read_one(stratum)
        drawn = None if cluster is None else clusters.read_one(cluster)
        self._check(strata, clusters)
        _add_missing(self._state, where, drawn, read, times)
        self._learn(strata, clusters)

    @documented(raw.nps_weighted_design_add_column)
    def update(
        self,
        answers: Answers,
        weights: Weights,
        strata: Optional[Ids] = None,
        clusters: Optional[Ids] = None,
    ) -> None:
        """Counts many answers, each with the weight, the stratum and the cluster beside it.

        Each is a buffer of numbers or any iterable, as long as the answers. Without strata all are of stratum 0,
        without clusters each respondent is a cluster of his own.

        Raises
        ------
        ValueError
            One of the others is not as long as the answers.

        Examples
        --------
        >>> design = nps.WeightedDesign()
        >>> design.update([10, 9, 3, 7], [1.0] * 4, clusters=[1, 1, 2, 2])
        >>> design
        <nps.WeightedDesign: 4 answers, score 25.00>
        """
        # Counted apart and merged here, under the GIL: other threads may use this object meanwhile.
        names, drawn = self._strata.fresh(), self._clusters.fresh()
        places = None if strata is None else names.read(strata)
        units = None if clusters is None else drawn.read(clusters)
        if strata is None:
            names.read_none()
        counted = _tally(answers, weights, places, units, self._codes)
        self._check(names, drawn)
        raw.nps_weighted_design_merge(self._state, counted)
        self._learn(names, drawn)

    def _check(self, strata: Names, clusters: Names) -> None:
        self._strata.check(strata)
        self._clusters.check(clusters)

    def _learn(self, strata: Names, clusters: Names) -> None:
        self._strata.merge(strata)
        self._clusters.merge(clusters)

    @documented(raw.nps_weighted_design_merge_encoded)
    def merge_bytes(self, data: Buffer) -> None:
        """Adds what another counted, given as for from_bytes(), cluster by cluster.

        Examples
        --------
        >>> design = nps.WeightedDesign([10, 9], [1.0, 1.0], clusters=["Rome", "Oslo"])
        >>> design.merge_bytes(nps.WeightedDesign([3], [1.0], clusters=["Rome"]).to_bytes())
        >>> design.read().degrees
        1.0
        """
        raw.nps_weighted_design_merge_encoded(self._state, unchanging(data))

    @documented(raw.nps_weighted_design_merge)
    def __iadd__(self: Self, other: WeightedDesign) -> Self:
        """Adds what another counted, cluster by cluster."""
        if not isinstance(other, WeightedDesign):
            return NotImplemented
        self._check(other._strata, other._clusters)
        raw.nps_weighted_design_merge(self._state, other._state)
        self._learn(other._strata, other._clusters)
        return self

    # ---- read ----

    @documented(raw.nps_weighted_design_total)
    def total(self) -> Weighted:
        """All answers together, without strata and clusters.

        Returns
        -------
        Weighted
            All answers, without strata and clusters.

        Examples
        --------
        >>> design = nps.WeightedDesign([10, 9, 3, 7, 10, 8], [1.0] * 6, clusters=[1, 1, 2, 2, 3, 3])
        >>> design.total()
        <nps.Weighted: 6 answers, score 33.33>
        """
        return Weighted._around(raw.nps_weighted_design_total(self._state), self._codes)

    @documented(raw.nps_weighted_design_read)
    def read(self, scale: ScaleName = "0_10", *, outside: str = "raise") -> WeightedEstimate:
        """The weighted score on a scale, with a standard error that knows strata and clusters.

        Examples
        --------
        >>> design = nps.WeightedDesign([10, 9, 3, 7, 10, 8], [1.0] * 6, clusters=[1, 1, 2, 2, 3, 3])
        >>> design.read().degrees
        2.0
        """
        return super().read(scale, outside=outside)

    def _everything(self) -> Weighted:
        return self.total()

    def _read(self, limits: Tuple[int, ...], with_outside: bool) -> Any:
        return raw.nps_weighted_design_read(self._state, limits, with_outside)

    # ---- encoded, copied, pickled, shown ----

    @documented(raw.nps_weighted_design_encode)
    def to_bytes(self) -> bytes:
        """Encodes what was counted, for from_bytes() and merge_bytes(); without the missing codes.

        Names are hashed in it: those that are counted later meet their like, but none can be told from another.

        Returns
        -------
        bytes
            The same on every machine.

        Examples
        --------
        >>> type(nps.WeightedDesign([10], [1.0]).to_bytes())
        <class 'bytes'>
        """
        encoded: bytes = raw.nps_weighted_design_encode(self._state)
        return encoded

    @classmethod
    @documented(raw.nps_weighted_design_decode)
    def from_bytes(cls: Type[Self], data: Buffer, *, missing_codes: Iterable[SupportsIndex] = ()) -> Self:
        """Reads what to_bytes() gave, here or elsewhere; missing codes and names are not in it.

        Returns
        -------
        WeightedDesign
            With what was counted.

        Examples
        --------
        >>> design = nps.WeightedDesign([10, 9, 3], [1.0, 2.0, 1.0], clusters=["Rome", "Rome", "Oslo"])
        >>> nps.WeightedDesign.from_bytes(design.to_bytes()).read() == design.read()
        True
        """
        codes = read_codes(missing_codes)
        self = cls._around(_decoded(data), codes)
        self._strata, self._clusters = _no_names()
        return self

    def __copy__(self: Self) -> Self:
        new = type(self).__new__(type(self))
        new._codes = self._codes
        new._strata, new._clusters = self._strata.copy(), self._clusters.copy()
        new._state = raw.nps_weighted_design_create()
        raw.nps_weighted_design_merge(new._state, self._state)
        vars_of = getattr(self, "__dict__", None)
        if vars_of:
            new.__dict__.update(vars_of)
        return new

    def __deepcopy__(self: Self, memo: Dict[int, Any]) -> Self:
        new = self.__copy__()
        if hasattr(new, "__dict__"):
            new.__dict__.update(deepcopy(self.__dict__, memo))
        return new

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, WeightedDesign):
            return NotImplemented
        # The bytes are canonical: equal states have equal bytes.
        return self.to_bytes() == other.to_bytes()

    def __reduce__(self) -> Tuple[Any, ...]:
        names = self._strata.pickled(), self._clusters.pickled()
        return _restored, (type(self), self.to_bytes(), self._codes, names), getattr(self, "__dict__", None)

    def __repr__(self) -> str:
        return shown(self, self.total().rows.n, {})


def _no_names() -> Tuple[Names, Names]:
    return Names("stratum", "strata"), Names("cluster", "clusters")


def _add_missing(state: Any, stratum: int, cluster: Optional[int], weight: float, times: SupportsIndex) -> None:
    if cluster is None:
        raw.nps_weighted_design_add_missing(state, stratum, weight, times)
    else:
        raw.nps_weighted_design_add_cluster_missing(state, stratum, cluster, weight, times)


def _tally(answers: Answers, weights: Weights, strata: Optional[Ids], clusters: Optional[Ids], codes: Codes) -> Any:
    """The state of many answers with weights, strata and clusters."""
    state = raw.nps_weighted_design_create()
    column = bytes_of(answers, codes), None, (raw.NPS_ANSWER_MISSING,)
    with _integers(strata, "strata") as places, _integers(clusters, "clusters") as drawn:
        with numbers_of(weights, "weights", are_real=True) as numbers:
            raw.nps_weighted_design_add_column(state, column, numbers, places, drawn)
    return state


def _integers(numbers: Optional[Ids], name: str) -> ContextManager[Any]:
    return nullcontext() if numbers is None else numbers_of(numbers, name, are_real=False)


def _restored(cls: Type[Self], data: bytes, codes: Codes, names: Iterable[Tuple[Any, ...]]) -> Self:
    """What was pickled; old pickles name it and give it the same."""
    self = cls._around(_decoded(data), read_codes(codes))
    self._strata, self._clusters = (Names(*each) for each in names)
    return self


def _decoded(data: Buffer) -> Any:
    """The state that was encoded."""
    return raw.nps_weighted_design_decode(unchanging(data))
