# SPDX-License-Identifier: MIT
"""An exception class for each status up to NPS_STATUS_END, and messages of errors."""

import builtins
import pickle

import nps
import pytest
from nps import _error as error, _raw as raw

STATUSES = sorted(number for name, number in vars(raw).items() if name.startswith("NPS_ERROR_"))


def test_there_is_a_class_for_every_status_and_no_other():
    assert sorted(error.classes()) == list(STATUSES)
    assert len(set(error.classes().values())) == len(STATUSES)
    assert raw.NPS_OK < STATUSES[0] and STATUSES[-1] < raw.NPS_STATUS_END


@pytest.mark.parametrize("status", STATUSES)
def test_a_class(status):
    kind = error.classes()[status]
    assert kind.status == status
    assert getattr(raw, kind.code) == status
    assert getattr(nps, kind.__name__) is kind
    assert kind.__name__ in dir(nps)
    assert not hasattr(builtins, kind.__name__)
    first, second = kind.__bases__
    assert first is nps.NpsError
    assert getattr(builtins, second.__name__) is second


@pytest.mark.parametrize("status", STATUSES)
def test_an_exception(status):
    raised = error.from_status(status, "a better text")
    assert type(raised) is error.classes()[status]
    assert str(raised) == "a better text"
    assert str(type(raised)()) == raw.nps_status_string(status) == type(raised).__doc__
    again = pickle.loads(pickle.dumps(raised))
    assert (type(again), again.args) == (type(raised), raised.args)


def test_the_fitting_parents():
    assert issubclass(nps.EmptyError, ValueError)
    assert issubclass(nps.CountOverflowError, OverflowError)
    assert issubclass(nps.OutOfMemoryError, MemoryError)
    assert issubclass(nps.NotFoundError, KeyError)
    assert issubclass(nps.KeyTypeError, TypeError)
    assert issubclass(nps.UnavailableError, NotImplementedError)


def test_levels():
    counts = nps.Counts(5, 3, 2)
    for call in (
        lambda level: counts.interval(level=level),
        lambda level: nps.intervals([counts], level=level),
        lambda level: nps.compare(counts, counts, level=level),
        lambda level: nps.compare_benchmark(counts, 10, level=level),
    ):
        with pytest.raises(nps.LevelError, match=r"write 0\.95, not 95"):
            call(95)
        with pytest.raises(nps.LevelError, match=r"write 0\.995, not 99\.5"):
            call(99.5)
        for level in (0, 1, -1, float("nan")):
            with pytest.raises(nps.LevelError):
                call(level)
        with pytest.raises(TypeError, match=r"level must be a number such as 0\.95, not 'wald'"):
            call("wald")
        for level in ("0.95", b"0.95", None):
            with pytest.raises(TypeError):
                call(level)


def test_a_subclass_of_ones_own():
    class Own(nps.EmptyError):
        pass

    assert Own.status == nps.EmptyError.status
    assert error.classes()[Own.status] is nps.EmptyError


def test_weighted_answers_are_told_where_to_go():
    weighted = nps.Weighted([9, 3], [1, 2])
    for sample in (weighted, weighted.read(), nps.WeightedDesign()):
        with pytest.raises(TypeError, match=r"weighted answers have an interval\(\) and a test\(\) of their own"):
            nps.intervals([nps.Counts(5, 3, 2), sample])
    with pytest.raises(TypeError, match=r"not 'int'$"):
        nps.compare(nps.Counts(5, 3, 2), 3)


def test_percentages_in_plans():
    for said, call in {
        "power must be between 0 and 1: write 0.8, not 80": lambda: nps.plan_comparison(change=5, power=80),
        "power must be between 0 and 1, such as 0.8, not 1e[+]09$": lambda: nps.plan_change(sizes=(9, 9), power=1e9),
        "rate must be between 0 and 1: write 0.25, not 25": lambda: nps.plan_invitations(
            respondents=100, rate=25
        ),
        "assurance must be between 0 and 1: write 0.9, not 90": lambda: nps.plan_invitations(
            respondents=100, rate=0.2, assurance=90
        ),
    }.items():
        with pytest.raises(nps.PlanError, match=said):
            call()
    assert nps.plan_invitations(respondents=100, rate=1) == 100


def test_adjustments_that_are_refused():
    segments = [nps.Counts(5, 3, 2), nps.Counts(4, 3, 3)]
    for name in ("benjamini-hochberg", "benjamini_hochberg"):
        for call in (
            nps.segments_compare_rest,
            nps.segments_compare_pairs,
            lambda those, **options: nps.segments_compare_benchmark(those, 10, respondents=100, **options),
        ):
            with pytest.raises(nps.UnavailableError, match=f'{name}.*"false discovery" picks the one'):
                call(segments, adjustment=name)
            assert call(segments, adjustment="false discovery")
    assert nps.segments_compare_benchmark(segments, 10, adjustment="benjamini-hochberg")
    with pytest.raises(nps.UnavailableError, match="picks by the kind of comparison"):
        nps.adjust([0.1], adjustment="false_discovery")


def test_categories_without_a_segment():
    answers = {"a": nps.Accumulator([9, 3])}
    with pytest.raises(nps.MarginError, match="the category 'b' has the total 2, but there is no such segment"):
        nps.calibration_poststratify(answers, {"a": 1, "b": 2})
    assert nps.calibration_poststratify(answers, {"a": 1, "b": 0}).score == 0
