# SPDX-License-Identifier: MIT
"""Weighted answers of respondents who were drawn by stratum or in clusters."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import contextmanager, nullcontext
from copy import deepcopy
from typing import (
    Any,
    ContextManager,
    Dict,
    Iterable,
    Iterator,
    List,
    Optional,
    SupportsIndex,
    Tuple,
    Type,
    TypeVar,
    Union,
)

from . import _raw as raw
from ._columns import Answer, Answers, Codes, bytes_of, numbers_of, place_of, read_codes
from ._design_errors import packed_populations, refused_part, refused_population
from ._documentation import documented
from ._encoded import Buffer, unchanging
from ._ids import Id, Ids, Names, list_of
from ._methods import degrees_number, lonely_number, method_number
from ._numbers import Real, read_count, read_level, read_margin
from ._results import Comparison
from ._scale import ScaleName, is_ignored, limits_of
from ._shown import short, shown
from ._structs import read_comparison
from ._summed import Summed
from ._weighted import (
    Readable,
    Weighted,
    WeightedEstimate,
    Weights,
    explaining_method,
    read_estimate,
    read_weight,
)
from .errors import EmptyError, NotFoundError, PartError, PopulationError

Self = TypeVar("Self", bound="WeightedDesign")
Populations = Union[SupportsIndex, "Mapping[Id, SupportsIndex]"]
"""A number of clusters, or one by stratum."""
Waves = Union["Mapping[Any, Answers]", Iterable[Answers]]
"""The answers of the same people in each wave, by label or in order."""


class WeightedDesign(Readable, Summed):
    """Answers with weights, by stratum and cluster.

    Strata and clusters are integers or texts: all strata of a design are of one kind, and so are all clusters. A
    cluster is a primary sampling unit, such as the shop, the flight or the household that was drawn, with all its
    respondents.
    Missing and invalid answers are those of Accumulator. A call that raises changes nothing. Designs can be merged, but
    not subtracted.

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

    __slots__ = ("__weakref__", "_clusters", "_codes", "_domains", "_state", "_strata")
    _clusters: Names
    _codes: Codes
    _domains: Dict[Any, Any]
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
        domains: Optional[Iterable[Any]] = None,
        missing_codes: Iterable[SupportsIndex] = (),
    ) -> None:
        """Makes an empty object, or one with answers as for update().

        Parameters
        ----------
        domains
            As for update().
        """
        if (answers is None) != (weights is None) or (answers is None and not strata is clusters is None):
            raise TypeError("answers and weights must be passed together, and strata and clusters with them")
        self._codes = read_codes(missing_codes)
        self._strata, self._clusters = _no_names()
        self._domains = {}
        self._state = raw.nps_weighted_design_create()
        if answers is not None:
            self.update(answers, weights, strata, clusters, domains=domains)

    @classmethod
    @documented()
    def from_waves(
        cls: Type[Self],
        waves: Waves,
        weights: Weights,
        *,
        strata: Optional[Ids] = None,
        clusters: Optional[Ids] = None,
        missing_codes: Iterable[SupportsIndex] = (),
    ) -> Self:
        """Makes a design of the same people in two or more waves: each wave is a domain, each person a cluster.

        compare_domains() of two waves is the change between them, with the covariance of the two answers of a person;
        people who answered in one wave only take part. segments_compare_pairs() compares every two waves. With "wald"
        the interval uses all of the covariance; with the other methods it is not narrower than that of independent
        samples.

        Parameters
        ----------
        waves
            The answers of the same people in each wave, by the label of the wave; or a list, whose waves are labelled
            0, 1 and so on. None and NaN: no answer in that wave.
        weights
            The weight of each person.
        strata
            The stratum of each person.
        clusters
            The cluster of each person, such as the shop. None: each person was drawn alone.

        Returns
        -------
        WeightedDesign
            With a domain for each wave.

        Raises
        ------
        ValueError
            The lengths differ.

        Examples
        --------
        >>> waves = {"May": [9, 3, 7, 10, 2], "June": [10, 3, 9, 10, None]}
        >>> design = nps.WeightedDesign.from_waves(waves, [1.2, 0.8, 1.5, 1.0, 0.9])
        >>> round(design.compare_domains("June", "May", method="wald").difference, 3)
        55.185
        """
        self = cls(missing_codes=missing_codes)
        named = waves.items() if isinstance(waves, Mapping) else enumerate(waves)
        weight, stratum, cluster = (None if each is None else list_of(each) for each in (weights, strata, clusters))
        for label, answers in named:
            given: Any = answers if hasattr(answers, "__len__") else list(answers)
            people = range(len(given)) if cluster is None else cluster
            self.update(given, weight, stratum, people, domains=[label] * len(given))
        return self

    # ---- adding ----

    @documented(raw.nps_weighted_design_add_cluster)
    def add(
        self,
        answer: Answer,
        weight: Real,
        stratum: Id = 0,
        cluster: Optional[Id] = None,
        times: SupportsIndex = 1,
    ) -> None:
        """Counts one answer, once or several times. Without a cluster each answer is a cluster of its own.

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
        """Counts one or several respondents who gave no answer. Without a cluster each is a cluster of its own.

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
        *,
        domains: Optional[Iterable[Any]] = None,
    ) -> None:
        """Counts many answers with their weights, strata and clusters.

        Each is a buffer of numbers or an iterable, as long as the answers. Without strata all answers are of stratum 0;
        without clusters each answer is a cluster of its own.

        Parameters
        ----------
        domains
            The label of each answer's domain, for domain() and compare_domains(): any values that can be hashed. None
            and NaN: in no domain. A label that was used before adds to its domain.

        Raises
        ------
        ValueError
            Weights, strata, clusters or domains are not as long as the answers.

        Examples
        --------
        >>> design = nps.WeightedDesign()
        >>> design.update([10, 9, 3, 7], [1.0] * 4, clusters=[1, 1, 2, 2])
        >>> design
        <nps.WeightedDesign: 4 answers, score 25.00>
        """
        # Counted into a new state and merged under the GIL, because other threads may use this object meanwhile.
        names, drawn = self._strata.fresh(), self._clusters.fresh()
        places = None if strata is None else names.read(strata)
        units = None if clusters is None else drawn.read(clusters)
        if strata is None:
            names.read_none()
        if domains is not None:
            given = (weights, places, units)
            bins, others = bytes_of(answers, self._codes), [None if each is None else list_of(each) for each in given]
            parts = _tally_domains(bins, others, list_of(domains))
            counted = _tally_bins(bins, *others)
        else:
            parts, counted = {}, _tally(answers, weights, places, units, self._codes)
        self._check(names, drawn)
        raw.nps_weighted_design_merge(self._state, counted)
        self._learn(names, drawn)
        self._learn_domains(parts)

    def _learn_domains(self, parts: Dict[Any, Any]) -> None:
        """Adds the answers of domains; each has its own state, with the strata and clusters of this one."""
        for label, part in parts.items():
            if label not in self._domains:
                self._domains[label] = raw.nps_weighted_design_create()
            raw.nps_weighted_design_merge(self._domains[label], part)

    def _check(self, strata: Names, clusters: Names) -> None:
        self._strata.check(strata)
        self._clusters.check(clusters)

    def _learn(self, strata: Names, clusters: Names) -> None:
        self._strata.merge(strata)
        self._clusters.merge(clusters)

    @documented(raw.nps_weighted_design_merge_encoded)
    def merge_bytes(self, data: Buffer) -> None:
        """Adds the answers of another design cluster by cluster, encoded as for from_bytes().

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
        """Adds the answers of another design, cluster by cluster."""
        if not isinstance(other, WeightedDesign):
            return NotImplemented
        self._check(other._strata, other._clusters)
        raw.nps_weighted_design_merge(self._state, other._state)
        self._learn(other._strata, other._clusters)
        self._learn_domains(dict(other._domains))
        return self

    # ---- reading ----

    @documented(raw.nps_weighted_design_total)
    def total(self) -> Weighted:
        """All answers, without strata and clusters.

        Returns
        -------
        Weighted
            A new object.

        Examples
        --------
        >>> design = nps.WeightedDesign([10, 9, 3, 7, 10, 8], [1.0] * 6, clusters=[1, 1, 2, 2, 3, 3])
        >>> design.total()
        <nps.Weighted: 6 answers, score 33.33>
        """
        return Weighted._around(raw.nps_weighted_design_total(self._state), self._codes)

    @documented(raw.nps_weighted_design_read)
    def read(self, scale: ScaleName = "0_10", *, outside: str = "raise") -> WeightedEstimate:
        """The weighted score on a scale, with a standard error that accounts for strata and clusters.

        Examples
        --------
        >>> design = nps.WeightedDesign([10, 9, 3, 7, 10, 8], [1.0] * 6, clusters=[1, 1, 2, 2, 3, 3])
        >>> design.read().degrees
        2.0
        """
        return super().read(scale, outside=outside)

    @property
    def domains(self) -> Tuple[Any, ...]:
        """The labels of the domains that update() was given, in the order of their first appearance."""
        return tuple(self._domains)

    @documented(raw.nps_weighted_design_domain)
    def domain(
        self,
        part: Any,
        *,
        scale: ScaleName = "0_10",
        outside: str = "raise",
        lonely: str = "adjust",
        degrees: str = "design",
        population_clusters: Optional[Populations] = None,
    ) -> WeightedEstimate:
        """The weighted score of some of the respondents, with the standard error of the whole design.

        Parameters
        ----------
        part
            The label of a domain, as given to update(); or another WeightedDesign with the respondents of the domain,
            under the same strata and clusters; or this object itself, for all respondents with other options.

        Returns
        -------
        WeightedEstimate
            The score and its standard error.

        Examples
        --------
        >>> design = nps.WeightedDesign()
        >>> design.update([10, 9, 3, 7, 10, 8], [1.0] * 6, clusters=[1, 1, 2, 2, 3, 3], domains=list("abaaab"))
        >>> design.domain("a").degrees
        2.0
        >>> design.domain(design, population_clusters=12).standard_error < design.read().standard_error
        True
        """
        limits, ignored = limits_of(scale), is_ignored(outside)
        options = self._options(lonely, degrees, population_clusters, outside)
        domain = self._part(part)
        with self._explaining(options, part):
            read = raw.nps_weighted_design_domain(self._state, domain, options, limits, ignored)
        return read_estimate(read[0] if ignored else read)

    @documented(raw.nps_weighted_design_compare)
    def compare_domains(
        self,
        a: Any,
        b: Any,
        *,
        scale: ScaleName = "0_10",
        outside: str = "raise",
        lonely: str = "adjust",
        degrees: str = "design",
        population_clusters: Optional[Populations] = None,
        method: str = "auto",
        level: Real = 0.95,
    ) -> Comparison:
        """Compares the scores of two domains of this design, a minus b, with their covariance.

        Parameters
        ----------
        a
            The first domain, as for domain().
        b
            The second domain.
        method
            As for weighted_compare().
        level
            The confidence level.

        Returns
        -------
        Comparison
            The difference, its interval and its p-value.

        Examples
        --------
        >>> design = nps.WeightedDesign()
        >>> design.update([10, 9, 3, 7, 10, 8], [1.0] * 6, clusters=[1, 1, 2, 2, 3, 3], domains=list("abaaab"))
        >>> design.compare_domains("a", "b").difference
        -25.0
        """
        difference = self._difference(a, b, scale, self._options(lonely, degrees, population_clusters, outside))
        with explaining_method(method):
            return read_comparison(
                raw.nps_weighted_difference_compare(difference, method_number(method), read_level(level))
            )

    @documented(raw.nps_weighted_difference_noninferiority)
    def compare_domains_noninferiority(
        self,
        a: Any,
        b: Any,
        *,
        margin: Real,
        scale: ScaleName = "0_10",
        outside: str = "raise",
        lonely: str = "adjust",
        degrees: str = "design",
        population_clusters: Optional[Populations] = None,
        method: str = "auto",
        level: Real = 0.95,
    ) -> Comparison:
        """Tests whether the score of domain a is less than a margin below that of domain b.

        Parameters
        ----------
        a
            The first domain, as for domain().
        b
            The second domain.
        margin
            The smallest difference that matters, in points, above 0 and at most 200.
        lonely
            As for domain().
        degrees
            As for domain().
        population_clusters
            As for domain().
        method
            As for compare().
        level
            0.95 for a one-sided error of 5 %.

        Returns
        -------
        Comparison
            `p_value` is one-sided, and the interval has the level 2 * level - 1.

        Examples
        --------
        >>> design = nps.WeightedDesign()
        >>> design.update([10, 9, 3, 7, 10, 8], [1.0] * 6, clusters=[1, 1, 2, 2, 3, 3], domains=list("abaaab"))
        >>> design.compare_domains_noninferiority("a", "b", margin=50).difference
        -25.0
        """
        difference = self._difference(a, b, scale, self._options(lonely, degrees, population_clusters, outside))
        options = read_margin(margin), method_number(method), read_level(level)
        with explaining_method(method):
            return read_comparison(raw.nps_weighted_difference_noninferiority(difference, *options))

    @documented(raw.nps_weighted_difference_equivalence)
    def compare_domains_equivalence(
        self,
        a: Any,
        b: Any,
        *,
        margin: Real,
        scale: ScaleName = "0_10",
        outside: str = "raise",
        lonely: str = "adjust",
        degrees: str = "design",
        population_clusters: Optional[Populations] = None,
        method: str = "auto",
        level: Real = 0.95,
    ) -> Comparison:
        """Tests whether the scores of two domains of this design differ by less than a margin.

        Parameters
        ----------
        a
            The first domain, as for domain().
        b
            The second domain.
        margin
            The smallest difference that matters, in points, above 0 and at most 200.
        lonely
            As for domain().
        degrees
            As for domain().
        population_clusters
            As for domain().
        method
            As for compare().
        level
            0.95 for a one-sided error of 5 %.

        Returns
        -------
        Comparison
            `p_value` is the larger of two one-sided p-values, and the interval has the level 2 * level - 1.

        Examples
        --------
        >>> design = nps.WeightedDesign()
        >>> design.update([10, 9, 3, 7, 10, 8], [1.0] * 6, clusters=[1, 1, 2, 2, 3, 3], domains=list("abaaab"))
        >>> design.compare_domains_equivalence("a", "b", margin=50).p_value > 0.05
        True
        """
        difference = self._difference(a, b, scale, self._options(lonely, degrees, population_clusters, outside))
        options = read_margin(margin), method_number(method), read_level(level)
        with explaining_method(method):
            return read_comparison(raw.nps_weighted_difference_equivalence(difference, *options))

    @documented()
    def plot(
        self,
        ax: Any = None,
        *,
        benchmark: Any = None,
        language: str = "en",
        title: Optional[str] = None,
        scale: ScaleName = "0_10",
        outside: str = "raise",
        method: str = "auto",
        level: Real = 0.95,
    ) -> Any:
        """Draws the score of each domain and of all respondents with their intervals, the highest first.

        Returns
        -------
        ForestDisplay
            A display of nps.plots, with `ax_` and `figure_`.

        Raises
        ------
        ImportError
            matplotlib is not installed.

        Examples
        --------
        >>> design = nps.WeightedDesign()
        >>> design.update([10, 9, 3, 7, 10, 8], [1.0] * 6, clusters=[1, 1, 2, 2, 3, 3], domains=list("abaaab"))
        >>> [(line.name, line.n) for line in design.plot().lines]
        [('b', 2), ('a', 4), ('', 6)]
        """
        from .plots import ForestDisplay  # imported here because few need it

        figures = ForestDisplay.from_segments(
            self, benchmark=benchmark, scale=scale, outside=outside, method=method, level=level
        )
        return figures.plot(ax, language=language, title=title)

    def _difference(self, a: Any, b: Any, scale: ScaleName, options: Tuple[Any, ...]) -> Any:
        """The difference of two domains, as the raw module gives it."""
        parts = self._part(a), self._part(b)
        with self._explaining(options, a, b):
            return raw.nps_weighted_design_compare(self._state, *parts, options, limits_of(scale))

    @contextmanager
    def _explaining(self, options: Tuple[int, int, int, bytes], *parts: Any) -> Iterator[None]:
        """Says which stratum has a wrong population, and what a part has that the design has not."""
        try:
            yield
        except PopulationError:
            raise refused_population(self._state, self._strata, options) from None
        except PartError:
            others = [part for part in parts if isinstance(part, WeightedDesign)]
            wrong = next((part for part in others if not self._has(part)), self)
            raise refused_part(self._named(), wrong._named()) from None

    def _named(self) -> Tuple[Any, Names, Names]:
        return self._state, self._strata, self._clusters

    def _has(self, part: WeightedDesign) -> bool:
        try:
            options = self._options("adjust", "design", None, "ignore")
            raw.nps_weighted_design_domain(self._state, part._state, options, limits_of("0_10"), True)
        except PartError:
            return False
        except EmptyError:
            pass
        return True

    def _part(self, part: Any) -> Any:
        """The state of a domain: of a label, or of another design, whose names must be the same."""
        if isinstance(part, WeightedDesign):
            self._check(part._strata, part._clusters)
            return part._state
        try:
            return self._domains[part]
        except (KeyError, TypeError):
            known = ", ".join(short(label) for label in self._domains) or "none"
            raise NotFoundError(f"there is no domain {short(part)}; there are: {known}") from None

    def _segments(self, scale: ScaleName, outside: str) -> Tuple[List[Any], List[Any], Tuple[Any, ...]]:
        """The labels of domains with answers, those of the others, and the former as the raw module takes them."""
        if not self._domains:
            raise EmptyError("the design has no domains to compare: update() takes a label for each answer as domains=")
        labels: List[Any] = []
        left_out: List[Any] = []
        limits, options = limits_of(scale), self._options("adjust", "design", None, outside)
        for label, part in self._domains.items():
            try:
                raw.nps_weighted_design_domain(self._state, part, options, limits, is_ignored(outside))
                labels.append(label)
            except EmptyError:
                left_out.append(label)
        return labels, left_out, (self._state, tuple(self._domains[label] for label in labels), options, limits)

    def _options(
        self, lonely: str, degrees: str, populations: Optional[Populations], outside: str
    ) -> Tuple[int, int, int, bytes]:
        numbers = b""
        if populations is not None:
            by_stratum = populations if isinstance(populations, Mapping) else {0: populations}
            if not by_stratum:
                raise PopulationError("population_clusters has no number of clusters for any stratum: {} is empty")
            names = self._strata.fresh()
            counts = {
                names.read_one(name): read_count(units, "population_clusters", "clusters")
                for name, units in by_stratum.items()
            }
            numbers = packed_populations(counts)
        return lonely_number(lonely), degrees_number(degrees), int(is_ignored(outside)), numbers

    def _everything(self) -> Weighted:
        return self.total()

    def _read(self, limits: Tuple[int, ...], with_outside: bool) -> Any:
        return raw.nps_weighted_design_read(self._state, limits, with_outside)

    # ---- encoding, copying, pickling, repr ----

    @documented(raw.nps_weighted_design_encode)
    def to_bytes(self) -> bytes:
        """Encodes the answers for from_bytes() and merge_bytes(), without the missing codes.

        Names of strata and clusters are encoded as hashes: answers that are added after decoding find their clusters,
        but the names cannot be read.

        Returns
        -------
        bytes
            The same bytes on every machine.

        Examples
        --------
        >>> type(nps.WeightedDesign([10], [1.0]).to_bytes())
        <class 'bytes'>
        """
        return self._encoded()

    @classmethod
    @documented(raw.nps_weighted_design_decode)
    def from_bytes(cls: Type[Self], data: Buffer, *, missing_codes: Iterable[SupportsIndex] = ()) -> Self:
        """Reads the result of to_bytes(), of this machine or another. Missing codes and names are not part of it.

        Returns
        -------
        WeightedDesign
            With the counts that were encoded.

        Examples
        --------
        >>> design = nps.WeightedDesign([10, 9, 3], [1.0, 2.0, 1.0], clusters=["Rome", "Rome", "Oslo"])
        >>> nps.WeightedDesign.from_bytes(design.to_bytes()).read() == design.read()
        True
        """
        return cls._decoded(data, missing_codes)

    def _encoded(self) -> bytes:
        encoded: bytes = raw.nps_weighted_design_encode(self._state)
        return encoded

    def _settings(self) -> Tuple[Any, ...]:
        return self._codes, (self._strata.pickled(), self._clusters.pickled()), tuple(self._encoded_domains().items())

    def _encoded_domains(self) -> Dict[Any, bytes]:
        return {label: raw.nps_weighted_design_encode(part) for label, part in self._domains.items()}

    @classmethod
    def _decoded(
        cls: Type[Self],
        data: Buffer,
        codes: Iterable[SupportsIndex] = (),
        names: Optional[Iterable[Tuple[Any, ...]]] = None,
        domains: Iterable[Tuple[Any, bytes]] = (),
    ) -> Self:
        self = cls._around(raw.nps_weighted_design_decode(unchanging(data)), read_codes(codes))
        self._strata, self._clusters = _no_names() if names is None else (Names(*each) for each in names)
        self._domains = {label: raw.nps_weighted_design_decode(part) for label, part in domains}
        return self

    def __copy__(self: Self) -> Self:
        new = type(self).__new__(type(self))
        new._codes = self._codes
        new._strata, new._clusters = self._strata.copy(), self._clusters.copy()
        new._state = raw.nps_weighted_design_create()
        raw.nps_weighted_design_merge(new._state, self._state)
        new._domains = {}
        new._learn_domains(self._domains)
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
        # Equal states have equal bytes.
        return self._encoded() == other._encoded() and self._encoded_domains() == other._encoded_domains()

    def __repr__(self) -> str:
        return shown(self, self.total().rows.n, {})


def _no_names() -> Tuple[Names, Names]:
    return Names("stratum", "strata"), Names("cluster", "clusters")


def _add_missing(state: Any, stratum: int, cluster: Optional[int], weight: float, times: SupportsIndex) -> None:
    if cluster is None:
        raw.nps_weighted_design_add_missing(state, stratum, weight, times)
    else:
        raw.nps_weighted_design_add_cluster_missing(state, stratum, cluster, weight, times)


def _tally_domains(bins: bytes, others: List[Optional[List[Any]]], labels: List[Any]) -> Dict[Any, Any]:
    """The state of each domain, from bins and columns of weights, strata and clusters."""
    if len(labels) != len(bins) or any(column is not None and len(column) != len(bins) for column in others):
        raise ValueError(f"there are {len(bins)} answers, but not as many weights, strata, clusters and domains")
    rows: Dict[Any, List[int]] = {}
    for row, label in enumerate(labels):
        if label is not None and label == label:
            rows.setdefault(label, []).append(row)
    return {
        label: _tally_bins(
            bytes(bins[row] for row in at), *(column and [column[row] for row in at] for column in others)
        )
        for label, at in rows.items()
    }


def _tally(answers: Answers, weights: Weights, strata: Optional[Ids], clusters: Optional[Ids], codes: Codes) -> Any:
    """The state of many answers with weights, strata and clusters."""
    return _tally_bins(bytes_of(answers, codes), weights, strata, clusters)


def _tally_bins(bins: bytes, weights: Weights, strata: Optional[Ids], clusters: Optional[Ids]) -> Any:
    """As _tally(), for answers as a byte each."""
    state = raw.nps_weighted_design_create()
    column = bins, None, (raw.NPS_ANSWER_MISSING,)
    with _integers(strata, "strata") as places, _integers(clusters, "clusters") as drawn:
        with numbers_of(weights, "weights", are_real=True) as numbers:
            raw.nps_weighted_design_add_column(state, column, numbers, places, drawn)
    return state


def _integers(numbers: Optional[Ids], name: str) -> ContextManager[Any]:
    return nullcontext() if numbers is None else numbers_of(numbers, name, are_real=False)
