# SPDX-License-Identifier: MIT
"""The byte format in Python: golden files, damaged bytes, buffers, and pickles of earlier versions."""

import array
import mmap
import pickle
import threading

import nps
import pytest
from goldens import DIRECTORY, accumulator, generate, golden
from hypothesis import given, strategies as st
from nps import _raw as raw

LARGEST = 2**64 - 1

STATES = {
    "accumulator_empty": generate.EMPTY,
    "accumulator_small": generate.only(10, 1),
    "accumulator_typical": generate.TYPICAL,
    "accumulator_edges": generate.EDGES,
    "accumulator_maximum": generate.MAXIMUM,
}
GROUPS = {
    "groups_text_empty": {},
    "groups_text": {"Bern": generate.TYPICAL, "Zürich": generate.only(9, 300), "Basel": generate.EMPTY},
    "groups_text_hostile": {
        key.decode("utf-8", "surrogateescape"): generate.only(place % 11, place)
        for place, key in enumerate(generate.HOSTILE)
    },
    "groups_integer_empty": {},
    "groups_integer": {
        19723: generate.TYPICAL, 19724: generate.only(0, 7), -1: generate.EDGES, 0: generate.MAXIMUM,
        -(2**63): generate.only(3, 1), 2**63 - 1: generate.only(8, 2),
    },
}  # fmt: skip


def groups(states):
    return {key: accumulator(state) for key, state in states.items()}


def key_type_in(name):
    return int if "integer" in name else str


def example():
    made = nps.Groups()
    made.update(["B", "A", "é"], [9, None, 11])
    return made


# The contents of the other golden files are tested in C; here that Python reads and writes them.
OTHERS = {
    "code_groups": nps.CodeGroups,
    "code_groups_empty": nps.CodeGroups,
    "cube": nps.Cube,
    "cube_empty": nps.Cube,
    "cube_total": nps.Cube,
    "paired": nps.Paired,
    "paired_empty": nps.Paired,
    "paired_maximum": nps.Paired,
    "respondents_integer": nps.Respondents,
    "respondents_integer_latest": nps.Respondents,
    "respondents_text": nps.Respondents,
    "respondents_text_empty": nps.Respondents,
    "sequence": nps.Sequence,
    "sequence_drifted": nps.Sequence,
    "sequence_empty": nps.Sequence,
    "timeline": nps.Timeline,
    "timeline_empty": nps.Timeline,
    "timeline_ends": nps.Timeline,
    "watch": nps.Watch,
    "watch_baseline": nps.Watch,
    "watch_empty": nps.Watch,
    "watch_reset": nps.Watch,
    "weighted_design": nps.WeightedDesign,
    "weighted_design_empty": nps.WeightedDesign,
}


def test_no_golden_is_forgotten():
    there = {path.stem for path in (DIRECTORY / "v1").glob("*.bin")}
    assert there == STATES.keys() | GROUPS.keys() | generate.WEIGHTED_ROWS.keys() | OTHERS.keys()


@pytest.mark.parametrize("name, kind", OTHERS.items())
def test_other_goldens(name, kind):
    data = golden(name)
    read = kind.from_bytes(bytearray(data))
    assert read.to_bytes() == data
    for wrong, error in (
        (data[:-1], (nps.ChecksumError, nps.FormatError)),
        (data[:-5] + bytes([data[-5] ^ 1]) + data[-4:], nps.ChecksumError),
        (nps.Accumulator([9]).to_bytes(), nps.FormatError),
        ("text", TypeError),
    ):
        with pytest.raises(error):
            kind.from_bytes(wrong)
        if kind not in (nps.Sequence, nps.Watch):
            with pytest.raises(error):
                read.merge_bytes(wrong)
    assert read.to_bytes() == data


@pytest.mark.parametrize("name", STATES)
def test_golden_accumulators(name):
    wanted, encoded = accumulator(STATES[name]), golden(name)
    assert nps.Accumulator.from_bytes(encoded) == wanted
    assert nps.Accumulator.from_bytes(encoded).to_bytes() == wanted.to_bytes() == encoded
    assert raw.nps_accumulator_encoded_size(wanted._state) == len(encoded)
    merged = nps.Accumulator()
    merged.merge_bytes(encoded)
    assert merged == wanted


@pytest.mark.parametrize("name", GROUPS)
def test_golden_groups(name):
    wanted, encoded = groups(GROUPS[name]), golden(name)
    decoded = nps.Groups.from_bytes(encoded)
    assert decoded == wanted
    assert decoded.key_type is key_type_in(name)
    merged = nps.Groups(key_type_in(name))
    merged.merge(wanted)
    assert decoded.to_bytes() == merged.to_bytes() == encoded
    assert raw.nps_groups_encoded_size(decoded._state) == len(encoded)
    for other in (nps.Groups(), nps.Groups(key_type_in(name))):
        other.merge_bytes(encoded)
        assert other == wanted


def test_keys_that_are_no_utf_8():
    decoded = nps.Groups.from_bytes(golden("groups_text_hostile"))
    assert [key.encode("utf-8", "surrogateescape") for key in decoded] == sorted(generate.HOSTILE)
    decoded.add("\udc80", 9)
    decoded.update(["\udc80"], [9])
    assert decoded["\udc80"].answers[9] == 2
    assert pickle.loads(pickle.dumps(decoded)) == decoded


def test_merging():
    survey = nps.Accumulator([9, None])
    survey.merge_bytes(nps.Accumulator([9, 11]).to_bytes())
    survey.merge_bytes(survey.to_bytes())
    assert survey == nps.Accumulator([9, None, 9, 11] * 2)
    merged = example()
    merged.merge_bytes(example().to_bytes())
    merged.merge_bytes(nps.Groups.from_bytes(merged.to_bytes()).to_bytes())
    assert merged["B"] == nps.Accumulator([9] * 4)


def test_groups_without_groups_say_nothing_of_the_keys():
    assert nps.Groups().to_bytes() == golden("groups_text_empty")
    made = nps.Groups()
    for name in ("groups_text_empty", "groups_integer_empty"):
        made.merge_bytes(golden(name))
    assert made.key_type is None
    for made in (example(), nps.Groups(int)):
        before = made.to_bytes()
        made.merge_bytes(golden("groups_text_empty"))
        made.merge_bytes(golden("groups_integer_empty"))
        assert made.to_bytes() == before


def test_missing_codes():
    encoded = nps.Accumulator([9, 99], missing_codes=[99]).to_bytes()
    assert encoded == nps.Accumulator([9, None]).to_bytes()
    survey = nps.Accumulator.from_bytes(encoded, missing_codes=[99])
    survey.add(99)
    assert survey == nps.Accumulator([9, None, None])
    made = nps.Groups.from_bytes(example().to_bytes(), missing_codes=[99])
    made.add("A", 99)
    assert made["A"].missing == 2
    for kind in (nps.Accumulator, nps.Groups):
        with pytest.raises(TypeError):
            kind.from_bytes(kind().to_bytes(), missing_codes=[True])


def test_subclasses():
    class Survey(nps.Accumulator):
        pass

    class Gates(nps.Groups):
        pass

    assert type(Survey.from_bytes(Survey().to_bytes())) is Survey
    assert type(Gates.from_bytes(Gates().to_bytes())) is Gates


# ---- refused ----


@pytest.mark.parametrize(
    "encoded, error, text",
    [
        (b"", nps.FormatError, "expected more than 12 bytes, got 0"),
        (b"score", nps.FormatError, "byte 0: expected c1 4e 50 53, as libnps begins, got 73 63 6f 72"),
        (b"\xc1NPS\x07\x01", nps.VersionError, "byte 4: expected version 1, got 7"),
        (generate.frame(6, b"\0"), nps.VersionError, "got kind 06 (unknown)"),
        (generate.frame(3, b"\0"), nps.FormatError, "got kind 03 (a timeline)"),
        (generate.frame(0x21, b"\5"), nps.FormatError, ""),
        (golden("accumulator_small")[:-1], nps.ChecksumError, "byte 20: expected checksum "),
    ],
)
def test_it_is_said_what_is_wrong(encoded, error, text):
    for call in (
        lambda: nps.Accumulator.from_bytes(encoded),
        lambda: nps.Accumulator().merge_bytes(encoded),
        lambda: nps.Groups.from_bytes(encoded),
        lambda: nps.Groups().merge_bytes(encoded),
        lambda: nps.Groups(int).merge_bytes(encoded),
    ):
        with pytest.raises(error) as raised:
            call()
        assert text in str(raised.value)


def test_the_other_kind():
    with pytest.raises(nps.FormatError, match=r"expected kind 01 \(an accumulator\), got kind 11 \(groups by text\)"):
        nps.Accumulator.from_bytes(nps.Groups(str).to_bytes())
    with pytest.raises(nps.FormatError, match=r"got kind 01 \(an accumulator\)"):
        nps.Groups.from_bytes(nps.Accumulator().to_bytes())


def damages(encoded):
    """Every damage of a byte, every truncation, and a byte too many."""
    for place, byte in enumerate(encoded):
        for damage in range(1, 256):
            yield encoded[:place] + bytes([byte ^ damage]) + encoded[place + 1 :]
    for length in range(len(encoded)):
        yield encoded[:length]
    yield encoded + b"\0"


@pytest.mark.parametrize("name", ["accumulator_small", "accumulator_typical", "groups_text", "groups_integer_empty"])
def test_every_damage_is_refused(name):
    kind = nps.Accumulator if name in STATES else nps.Groups
    kept = kind.from_bytes(golden(name))
    for damaged in damages(golden(name)):
        with pytest.raises((nps.FormatError, nps.VersionError, nps.ChecksumError)):
            kind.from_bytes(damaged)
        with pytest.raises((nps.FormatError, nps.VersionError, nps.ChecksumError)):
            kept.merge_bytes(damaged)
    assert kept.to_bytes() == golden(name)


def test_what_does_not_fit_changes_nothing():
    survey = nps.Accumulator([3, 10])
    with pytest.raises(nps.CountOverflowError):
        survey.merge_bytes(golden("accumulator_maximum"))
    assert survey == nps.Accumulator([3, 10])
    made = example()
    full = nps.Groups()
    full.add("A", 9)
    full.add("B", 9, LARGEST)
    with pytest.raises(nps.CountOverflowError):
        made.merge_bytes(full.to_bytes())
    with pytest.raises(nps.KeyTypeError):
        made.merge_bytes(golden("groups_integer"))
    assert made == example()


@given(st.sampled_from([0x01, 0x11, 0x21]), st.binary(max_size=60))
def test_whatever_is_inside_of_a_frame(kind, inside):
    encoded = generate.frame(kind, inside)
    for reader in (nps.Accumulator, nps.Groups):
        try:
            assert reader.from_bytes(encoded).to_bytes() == encoded
        except (nps.FormatError, nps.VersionError):
            pass


@given(st.dictionaries(st.text(), st.lists(st.integers(0, 11))))
def test_there_and_back_again(answers):
    made = nps.Groups(str)
    for key in answers:
        made.update([key] * len(answers[key]), answers[key])
        made.add(key, 0, 0)
    again = nps.Groups.from_bytes(made.to_bytes())
    assert again == made
    assert all(nps.Accumulator.from_bytes(made[key].to_bytes()) == made[key] for key in made)
    turned = nps.Groups(str)
    for key in reversed(list(answers)):
        turned.merge({key: made[key]})
    assert turned.to_bytes() == made.to_bytes()


# ---- buffers ----


class Bytes(bytes):
    """Bytes whose methods return other values."""

    def __bytes__(self):
        return b"lie"


@pytest.mark.parametrize("kind, name", [(nps.Accumulator, "accumulator_typical"), (nps.Groups, "groups_text")])
def test_buffers(kind, name):
    encoded = golden(name)
    doubled = bytes(byte for byte in encoded for _ in range(2))
    shifted = memoryview(b"\0" + encoded)[1:]
    for data in (
        bytearray(encoded), memoryview(encoded), array.array("B", encoded), array.array("b", bytearray(encoded)),
        Bytes(encoded), shifted, memoryview(doubled)[::2], memoryview(encoded[::-1])[::-1],
    ):  # fmt: skip
        assert kind.from_bytes(data).to_bytes() == encoded
        merged = kind()
        merged.merge_bytes(data)
        assert merged.to_bytes() == encoded


def test_a_mapped_file():
    with (DIRECTORY / "v1/groups_text.bin").open("rb") as file:
        mapped = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    assert nps.Groups.from_bytes(mapped).to_bytes() == golden("groups_text")
    mapped.close()
    with pytest.raises(ValueError):
        nps.Groups.from_bytes(mapped)


@pytest.mark.parametrize("data", [None, 9, "c1", [0xC1], (), object(), nps.Accumulator()], ids=repr)
def test_what_is_no_buffer(data):
    for made in (nps.Accumulator(), nps.Groups()):
        with pytest.raises(TypeError):
            made.from_bytes(data)
        with pytest.raises(TypeError):
            made.merge_bytes(data)


def test_nothing_is_held():
    data = bytearray(golden("groups_text"))
    for change in (0, 1):
        data[-1] ^= change
        try:
            nps.Groups.from_bytes(data)
        except nps.ChecksumError:
            pass
        data.append(0)  # refused while a buffer is held
        data.pop()


def test_bytes_that_change_while_they_are_decoded():
    made = nps.Groups()
    made.update(range(2000), [9] * 2000)
    encoded, done = made.to_bytes(), threading.Event()
    data = bytearray(encoded)

    def meddle():
        while not done.is_set():
            data[8:12] = b"\xff\xff\xff\x7f"
            data[8:12] = encoded[8:12]

    thread = threading.Thread(target=meddle)
    thread.start()
    for _ in range(50):
        try:
            assert nps.Groups.from_bytes(data).to_bytes() == encoded
        except nps.ChecksumError:
            pass
    done.set()
    thread.join()


def test_threads_that_feed_what_is_encoded():
    made, done = nps.Groups(int), threading.Event()

    def feed():
        for key in range(20_000):
            made.add(key, 9)
        done.set()

    thread = threading.Thread(target=feed)
    thread.start()
    while not done.is_set():
        again = nps.Groups.from_bytes(made.to_bytes())
        assert sum(again.total().answers) == len(again)
    thread.join()


# ---- pickles ----

# Never change these: newer versions must read the pickles of older ones.
PICKLED_ACCUMULATOR = (
    b"\x80\x04\x95X\0\0\0\0\0\0\0\x8c\x10nps._accumulator\x94\x8c\x09_restored\x94\x93\x94h\0\x8c\x0bAccumulator\x94"
    b"\x93\x94C\x19\xc1NPS\1\1\0\0\0\0\0\0\0\0\0\0\0\1\0\1\x006`\xf0\xd5\x94Kc\x85\x94\x87\x94R\x94."
)
PICKLED_GROUPS = (
    b"\x80\x04\x95`\0\0\0\0\0\0\0\x8c\x0bnps._groups\x94\x8c\x09_restored\x94\x93\x94h\0\x8c\x06Groups\x94\x93\x94C+"
    b"\xc1NPS\1\x11\0\0\2\1A\0\0\0\0\0\0\0\0\0\0\0\1\0\1B\0\0\0\0\0\0\0\0\0\1\0\0\0\xf4s\0\xc7\x94Kc\x85\x94\x87\x94"
    b"R\x94."
)
PICKLED_UNTYPED_GROUPS = (
    b"\x80\x04\x950\0\0\0\0\0\0\0\x8c\x0bnps._groups\x94\x8c\x09_restored\x94\x93\x94h\0\x8c\x06Groups\x94\x93\x94N)\x87"
    b"\x94R\x94."
)


def test_old_pickles():
    survey, made = pickle.loads(PICKLED_ACCUMULATOR), pickle.loads(PICKLED_GROUPS)
    assert survey == nps.Accumulator([9, None])
    assert made == {"A": nps.Accumulator([None]), "B": nps.Accumulator([9])}
    survey.add(99)
    made.add("A", 99)
    assert (survey.missing, made["A"].missing) == (2, 2)
    assert pickle.loads(PICKLED_UNTYPED_GROUPS).key_type is None


def test_a_pickle_holds_the_encoded_state():
    assert golden("accumulator_typical") in pickle.dumps(accumulator(generate.TYPICAL))
    assert golden("groups_text") in pickle.dumps(nps.Groups.from_bytes(golden("groups_text")))
