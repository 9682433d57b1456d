# SPDX-License-Identifier: MIT
"""No call crashes the interpreter, whatever its arguments: the test fails if Python dies."""

import array
import inspect
import itertools
import math
import random
from decimal import Decimal

import nps
import pytest
from nps import _raw as raw

CALLS = 30_000


class Bad(Decimal):
    """A number that returns other values than its own."""

    def __float__(self):
        return 7.0

    def __int__(self):
        return "seven"


class Raising(Decimal):
    def __float__(self):
        raise RuntimeError("no float")


class Incomparable(Decimal):
    def __eq__(self, other):
        raise RuntimeError("no comparison")

    __hash__ = None


class Undecided(Decimal):
    def __eq__(self, other):
        return self

    def __bool__(self):
        raise RuntimeError("no truth")

    __hash__ = None


class BadIndex:
    def __index__(self):
        return "seven"


class BadIterator:
    def __iter__(self):
        return 7


def broken():
    yield 9
    raise RuntimeError("broken")


def released():
    view = memoryview(b"\t")
    view.release()
    return view


def is_released(thing):
    return isinstance(thing, memoryview) and "released" in repr(thing)


def things():
    """Arguments of all kinds, including valid ones; new objects, so that no iterator is exhausted."""
    text_groups = raw.nps_groups_create(raw.NPS_KEY_TEXT)
    raw.nps_groups_add_text(text_groups, "A", 9, 1)
    integer_groups = raw.nps_groups_create(raw.NPS_KEY_INTEGER)
    raw.nps_groups_add_integer(integer_groups, 1, 9, 1)
    weighted = raw.nps_weighted()
    raw.nps_weighted_add_n(weighted, 9, 1.5, 2**64 - 1)
    design = raw.nps_weighted_design_create()
    raw.nps_weighted_design_add_cluster(design, 1, 2, 9, 1.5, 3)
    sequence = raw.nps_sequence(0, 0, 0, -100.0, 100.0, 0.95)
    raw.nps_sequence_init(sequence, 0.95)
    watch = raw.nps_watch()
    raw.nps_watch_init_baseline(watch, (5, 3, 2), (0, 100.0, (0, 10, 6, 9)))
    doubles = (array.array("d", [1, 2]), None, ())
    margins = ((array.array("I", [0, 1]).tobytes(), (3.0, 4.0)),)
    estimate = nps.Weighted([9, 3], [1, 2]).read()
    return [
        None, True, 0, 1, -1, 7, 2**31, 2**63, -(2**63), 2**64 - 1, 2**64, 10**30, 0.95, -1.5, math.nan, math.inf, 1j,
        "", "A", "score", "0_10", "\ud800", "é" * 100, b"", b"\t", bytearray(b"\t"), memoryview(b"\t"), released(),
        array.array("d", [9]), [], [9], ["A"], (), (0, 0), (0, 0.95), (1, 2, 3), (0, 10, 6, 9), (0,) * 13, (None,) * 3,
        (b"\t", None, ()), (b"\t", memoryview(b"\1").cast("?"), (9,)), (b"\t", b"\t\t", (2**70,)), (b"", 7, 7),
        {}, {9: 1}, {"A": nps.Accumulator([9])}, {9}, iter([9]), broken(), object(), object, int, str, len,
        Bad(7), Raising(7), Incomparable(7), Undecided(7), BadIndex(), BadIterator(), Decimal("snan"),
        raw.nps_accumulator(), raw.nps_accumulator((2**64 - 1,) * 13), text_groups, integer_groups,
        weighted, design, sequence, watch, (0, 100.0, (0, 10, 6, 9)), raw.nps_watch(), raw.nps_paired((2**64 - 1,) * 15), raw.nps_paired(), doubles, margins,
        (b"\t\3", doubles), (array.array("q", [1, 2]), None, ()), (b"\t\3", None, ()), (2, 0.0, 0.0, 9.0), 2, 1e15,
        (raw.nps_accumulator((1,) * 13), 5.0), ((raw.nps_accumulator((1,) * 13), 5.0),),
        tuple(vars(estimate).values()), estimate, raw.nps_weighted_encode(raw.nps_weighted()), (0, 0.95, 20, None),
        (0, 0.95, 1), (0, 0.95, 0.8, 1.0, 0), (0, 0.95, 0.8, 1.0, 200), (100, 120), ((1, 2, 3), (3, 2, 1)),
        (0.5, 0.5, 0.5), (9, 0.95, 0, (1, 1, 1)), (design, (design, design), (0, 0, 0, b""), (0, 10, 6, 9)),
        (design, (design, None), (0, 0, 0, b"8" * 16), (0, 10, 6, 9)), (tuple(vars(estimate).values())[:10],) * 2, nps.Margin([0, 1], [3, 4]), [nps.Margin([0, 1], [3, 4])],
        raw.nps_code_groups(3), raw.nps_code_groups_encode(raw.nps_code_groups(4)), nps.CodeGroups(2),
        nps.Weighted([9], [2]), nps.WeightedDesign([9], [2]), nps.Paired([9], [3]), nps.Sequence(), nps.Watch(5),
        nps.Accumulator([9]), nps.Counts(1, 2, 3), nps.Groups(), nps.SCALE_1_5, nps.Scale, nps, raw,
        nps.Accumulator([9]).to_bytes(), nps.Groups().to_bytes(), bytearray(nps.Groups(int).to_bytes()),
        object.__new__(nps.Accumulator), object.__new__(nps.Groups), nps.Counts.__new__(nps.Counts),
        object.__new__(nps.Weighted), object.__new__(nps.WeightedDesign), object.__new__(nps.Paired),
        object.__new__(nps.Sequence), object.__new__(nps.Watch), object.__new__(nps.CodeGroups), object.__new__(nps.Margin),
    ]  # fmt: skip


def hammer(functions, most, seed):
    """Calls functions at random. Any exception is accepted but SystemError, which reports a fault of C code."""
    choose = random.Random(seed)
    arguments = things()
    for number in range(CALLS):
        if number % 500 == 0:
            arguments = things()
        function = choose.choice(functions)
        chosen = [choose.choice(arguments) for _ in range(choose.randint(0, most))]
        try:
            function(*chosen)
        except SystemError:
            if not any(is_released(argument) for argument in chosen):
                raise  # iter() of a released memoryview is a fault of Python's own
        except Exception:
            pass


def test_the_raw_module():
    from nps import _binary

    functions = [getattr(module, name) for module in (raw, _binary) for name in dir(module) if name[0] != "_"]
    hammer([function for function in functions if callable(function)], 6, seed=1)


MADE = [
    nps.Accumulator, nps.Groups, lambda: nps.Counts(5, 3, 2), nps.Weighted, nps.WeightedDesign, nps.Paired,
    nps.Sequence, lambda: nps.Watch(5), lambda: nps.CodeGroups(3), lambda: nps.Weighted([9, 3], [1, 2]).read(),
    nps.Counts(5, 3, 2).interval, lambda: nps.segments_rank({"A": nps.Counts(5, 3, 2)}),
    lambda: nps.Table(["key", "n"], [["A", 1]]),
]  # fmt: skip


@pytest.mark.parametrize("made", MADE)
def test_methods(made):
    subject = made()
    names = [name for name in dir(subject) if name not in ("__class__", "__init_subclass__", "__subclasshook__")]
    methods = [lambda *arguments, name=name: getattr(subject, name)(*arguments) for name in names]
    hammer(methods, 4, seed=2)


def test_functions_and_classes():
    public = [getattr(nps, name) for name in dir(nps)]
    hammer([thing for thing in public if callable(thing)], 5, seed=3)


@pytest.mark.parametrize(
    "name", [name for name in dir(raw) if name[0] != "_" and inspect.isroutine(getattr(raw, name))]
)
def test_none_for_every_pointer(name):
    for length in range(7):
        try:
            getattr(raw, name)(*[None] * length)
        except (TypeError, nps.NpsError):
            pass


STRUCTS = [kind for name, kind in vars(raw).items() if name.startswith("nps_") and inspect.isclass(kind)]


def test_every_struct_is_a_class():
    assert {raw.nps_accumulator, raw.nps_counts, raw.nps_groups, raw.nps_paired_moves} < set(STRUCTS)
    assert len(STRUCTS) > 20


@pytest.mark.parametrize("struct", STRUCTS, ids=lambda struct: struct.__name__)
def test_members_of_structs(struct):
    blank = object.__new__(struct)
    other = raw.nps_sequence(1, 2, 3, -50.0, 50.0, 0.95) if struct is raw.nps_accumulator else raw.nps_accumulator()
    members = [member for name, member in vars(struct).items() if isinstance(member, property) and name != "thisown"]
    for member in members:
        assert member.fset is None
        for subject in (None, blank, other, 7):
            with pytest.raises((TypeError, AttributeError)):
                member.fget(subject)
    for arguments in ((None,), (blank,), (None,) * 3, (b"",) * 4, (object(),) * 10):
        with pytest.raises((TypeError, AttributeError)):
            struct(*arguments)


def test_what_a_struct_was_read_from_may_go():
    result = raw.nps_interval_with((46, 30, 14), (0, 0.95, 0, None))
    bounds, lower = result.bounds, result.bounds.lower
    sequence = raw.nps_sequence(1, 2, 3, -50.0, 50.0, 0.95)
    counts = sequence.counts
    del result, sequence
    junk = [raw.nps_counts(7, 7, 7) for _ in range(1000)]
    assert bounds.lower == lower and (counts.promoters, counts.passives, counts.detractors) == (1, 2, 3)
    assert junk[0].promoters == 7


def test_what_would_crash_is_not_there():
    from nps import _binary

    names = dir(_binary)
    assert not [name for name in names if name.startswith("delete_") or name.endswith(("_swiginit", "_swigregister"))]


@pytest.mark.parametrize(
    "kind", [nps.Accumulator, nps.Groups, nps.Weighted, nps.WeightedDesign, nps.Paired, nps.Sequence]
)
def test_objects_that_were_never_initialised(kind):
    blank = object.__new__(kind)
    for use in (
        lambda: blank.add("A", 9),
        lambda: blank.update([9]),
        lambda: blank.update("A", [9]),
        lambda: blank + blank,
        lambda: blank == kind() or blank.total(),  # designs have no equality of their own
        lambda: repr(blank),
        lambda: blank.score,
        lambda: blank.total(),
        lambda: list(blank),
        lambda: blank.to_bytes(),
        lambda: blank.merge_bytes(kind().to_bytes()),
        lambda: nps.compare(blank, blank),
    ):
        with pytest.raises((AttributeError, TypeError)):
            use()


def test_a_subclass_that_forgets_to_initialise():
    class Forgetful(nps.Accumulator):
        def __init__(self):
            pass

    with pytest.raises(AttributeError):
        Forgetful().add(9)


@pytest.mark.parametrize("answer", [Bad(7), Raising(7), Incomparable(7), Undecided(7)], ids=lambda a: type(a).__name__)
def test_numbers_that_misbehave(answer):
    survey = nps.Accumulator([9])
    for call in (survey.add, lambda answer: survey.update([9, answer])):
        with pytest.raises((RuntimeError, TypeError)):
            call(answer)
    assert survey == nps.Accumulator([9])


def test_an_iterable_that_changes_the_accumulator():
    survey = nps.Accumulator()

    def answers():
        for answer in (9, 9, 3):
            survey.add(10)
            survey.update([10])
            yield answer

    survey.update(answers())
    assert survey == nps.Accumulator([9, 9, 3] + [10] * 6)


def test_an_iterable_that_initialises_the_accumulator_again():
    survey = nps.Accumulator([1, 2, 3])

    def answers():
        yield 9
        survey.__init__()
        yield 9

    survey.update(answers())
    assert survey == nps.Accumulator([9, 9])


def test_a_list_that_changes_while_it_is_counted():
    answers = [9] * 1000

    class Clearing(Decimal):
        def __float__(self):
            answers.clear()
            return 9.0

    answers.insert(10, Clearing(9))
    assert sum(nps.Accumulator(answers).answers) == 11


def test_iterables_that_break():
    survey = nps.Accumulator([1])
    with pytest.raises(RuntimeError):
        survey.update(broken())
    with pytest.raises(TypeError):
        survey.update(BadIterator())
    assert survey == nps.Accumulator([1])


def test_keys_that_change_the_groups():
    groups = nps.Groups()

    def keys():
        for key in ("A", "B"):
            groups.add("C", 9)
            yield key

    groups.update(keys(), itertools.repeat(9, 2))
    assert groups == {"A": nps.Accumulator([9]), "B": nps.Accumulator([9]), "C": nps.Accumulator([9, 9])}


def test_handles_cannot_be_mistaken():
    accumulator, groups = raw.nps_accumulator(), raw.nps_groups_create(raw.NPS_KEY_TEXT)
    for call in (
        lambda: raw.nps_accumulator_add(groups, 9),
        lambda: raw.nps_groups_count(accumulator),
        lambda: raw.nps_weighted_merge(raw.nps_weighted(), accumulator),
        lambda: raw.nps_weighted_design_merge(raw.nps_weighted_design_create(), raw.nps_weighted()),
        lambda: raw.nps_code_groups_merge(raw.nps_code_groups(1), groups),
        lambda: raw.nps_paired_merge(raw.nps_paired(), raw.nps_sequence(0, 0, 0, -100.0, 100.0, 0.95)),
        lambda: raw.nps_accumulator_merge(accumulator, array.array("Q", [0] * 13)),
        lambda: raw.nps_accumulator_merge(accumulator, math.sin),
    ):
        with pytest.raises(TypeError, match="expected 'struct"):
            call()


def test_codes_that_fail_are_released_once():
    for _ in range(100):
        with pytest.raises(TypeError):
            raw.nps_adjust((array.array("d", [0.5]), None, ("x",)), 1)
