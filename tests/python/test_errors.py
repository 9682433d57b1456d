# SPDX-License-Identifier: MIT
"""One exception class per status, up to the sentinel."""

import builtins
import pickle

import nps
import pytest
from nps import error, raw

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
    assert kind.__name__ in nps.__all__
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
        counts.interval,
        lambda level: nps.intervals([counts], level),
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
        with pytest.raises(TypeError, match=r"a level is a number such as 0\.95, not 'wald'"):
            call("wald")
        for level in ("0.95", b"0.95", None):
            with pytest.raises(TypeError):
                call(level)


def test_a_subclass_of_ones_own():
    class Own(nps.EmptyError):
        pass

    assert Own.status == nps.EmptyError.status
    assert error.classes()[Own.status] is nps.EmptyError
