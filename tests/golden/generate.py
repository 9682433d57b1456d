#!/usr/bin/env python3
"""Golden files of encoded states, written from docs/format.md and independent of the library.

    generate.py            writes v1/*.bin beside this file
    generate.py --check    makes them again and says whether the files still say the same, and the example of the page

A released file never changes, because new code must always read it. tests/test_*codec.c define the state in each file.

SPDX-License-Identifier: MIT
"""

import datetime
import pathlib
import re
import struct
import sys
from fractions import Fraction

DIRECTORY = pathlib.Path(__file__).parent / "v1"
PAGE = pathlib.Path(__file__).parents[2] / "docs/format.md"

ACCUMULATOR, WEIGHTED, TIMELINE, GROUPS_BY_TEXT, GROUPS_BY_INTEGER, GROUPS_BY_CODE = 0x01, 0x02, 0x03, 0x11, 0x21, 0x31
PAIRED, SEQUENCE, WATCH, CUBE, WEIGHTED_DESIGN = 0x04, 0x05, 0x07, 0x09, 0x42
RESPONDENTS_BY_TEXT, RESPONDENTS_BY_INTEGER = 0x18, 0x28
LARGEST = 2**64 - 1


def crc32c(data):
    remainder = 0xFFFFFFFF
    for byte in data:
        remainder ^= byte
        for _ in range(8):
            remainder = remainder >> 1 ^ (0x82F63B78 if remainder & 1 else 0)
    return remainder ^ 0xFFFFFFFF


assert crc32c(b"123456789") == 0xE3069283


def frame(kind, inside):
    framed = b"\xc1NPS" + bytes([1, kind, 0, 0]) + inside
    return framed + crc32c(framed).to_bytes(4, "little")


def number(value):
    digits = []
    while value >= 128:
        digits.append(value % 128 + 128)
        value //= 128
    return bytes([*digits, value])


def zigzag(value):
    return 2 * value if value >= 0 else -2 * value - 1


def counters(answers, missing, invalid):
    assert len(answers) == 11
    return b"".join(map(number, [*answers, missing, invalid]))


def accumulator(*state):
    return frame(ACCUMULATOR, counters(*state))


def total(value):
    """A sum in units: an odd number and the bits by which it is shifted left."""
    assert value.denominator == 1
    odd, shift = int(value), 0
    if odd == 0:
        return number(0)
    while odd % 2 == 0:
        odd, shift = odd // 2, shift + 1
    data = odd.to_bytes((odd.bit_length() + 7) // 8, "little")
    return number(len(data)) + number(shift) + data


def weighted_state(rows):
    """Rows are (answer, weight, times); the answer may be "missing" or "invalid"."""
    slots = [*range(11), "missing", "invalid"]
    counts, weights, squares, weightless = dict.fromkeys(slots, 0), dict.fromkeys(slots, 0), dict.fromkeys(slots, 0), 0
    for answer, weight, times in rows:
        if weight == 0:
            weightless += times
            continue
        counts[answer] += times
        weights[answer] += times * Fraction(weight)
        squares[answer] += times * Fraction(weight * weight)  # a product of doubles, rounded once
    return b"".join(map(number, counts.values())) + number(weightless) + b"".join(
        total(weight * 2**178) for weight in weights.values()) + b"".join(
        total(squares[answer] * 2**304) for answer in range(11))


def weighted_answers(rows):
    return frame(WEIGHTED, weighted_state(rows))


def weighted_design(rows):
    """Rows are (stratum, cluster, answer, weight, times); the cluster is None where a row is one of its own."""
    strata = sorted({row[0] for row in rows})
    inside = number(len(strata))
    for stratum in strata:
        alone = [row[2:] for row in rows if row[0] == stratum and row[1] is None]
        clustered = [row for row in rows if row[0] == stratum and row[1] is not None]
        clusters = sorted({row[1] for row in clustered})
        inside += number(zigzag(stratum)) + weighted_state(alone) + number(len(clusters))
        inside += weighted_state([row[2:] for row in clustered]) if clusters else b""
        for cluster in clusters:
            sums = dict.fromkeys([*range(11), "missing", "invalid"], Fraction(0))
            for _, where, answer, weight, times in clustered:
                sums[answer] += times * Fraction(weight) * (where == cluster)
            inside += number(zigzag(cluster)) + b"".join(total(2**178 * sums[answer]) for answer in range(11))
    return frame(WEIGHTED_DESIGN, inside)


def groups_by_text(groups):
    return frame(GROUPS_BY_TEXT, number(len(groups)) + b"".join(
        number(len(key)) + key + counters(*groups[key]) for key in sorted(groups)))


def groups_by_integer(groups):
    return frame(GROUPS_BY_INTEGER, number(len(groups)) + b"".join(
        number(zigzag(key)) + counters(*groups[key]) for key in sorted(groups)))


def cube(keys, cells):
    """Keys are pairs of a name and a type; cells are states by the tuples of their values."""
    types = {None: 0, str: 1, int: 2, datetime.date: 3}

    def encoded(value):
        if value is None:
            return b"\x02"
        if isinstance(value, bytes):
            return b"\x01" + value + b"\0"
        if isinstance(value, datetime.date):
            value = value.toordinal() - datetime.date(1970, 1, 1).toordinal()
        return b"\x01" + (value + 2**63).to_bytes(8, "big")

    named = b"".join(number(types[kind]) + number(len(name)) + name for name, kind in keys)
    by_text = {b"".join(map(encoded, values)): state for values, state in cells.items()}
    return frame(CUBE, number(len(keys)) + named + number(len(cells)) + b"".join(
        number(len(key)) + key + counters(*by_text[key]) for key in sorted(by_text)))


def groups_by_code(groups, outside, missing):
    return frame(GROUPS_BY_CODE, number(len(groups)) + b"".join(
        counters(*group) for group in [*groups, outside, missing]))


def timeline(horizon, older, undated, days):
    """Days are dates with their states."""
    inside = number(horizon.toordinal() - 1) + counters(*older) + counters(*undated) + number(len(days))
    after = horizon
    for day in sorted(days):
        inside += number((day - after).days) + counters(*days[day])
        after = day + datetime.timedelta(1) if day < datetime.date.max else None
    return frame(TIMELINE, inside)


def paired(*counts):
    assert len(counts) == 15
    return frame(PAIRED, b"".join(map(number, counts)))


def sequence(counts, lower, upper, level):
    return frame(SEQUENCE, b"".join(map(number, counts)) + struct.pack("<ddd", lower, upper, level))


STAKES = [0.5, 0.25, 0.125, 0.0625]
DIRECTIONS = {"both": 0, "higher": 1, "lower": 2}
WATCHED = [3, 10, 8, 0, 6, 7, 9, 2, 2, 8, 5, 10]


class Watch:
    """A watch, from the rules of nps/watch.h; without a baseline it finds the alarm."""

    def __init__(self, every, direction, scale, reference=None, baseline=(0, 0, 0), means=None):
        self.every, self.direction, self.scale = every, direction, scale
        self.reference, self.baseline = reference, baseline
        self.answers = self.missing = self.invalid = self.alarm_at = 0
        self.alarm = "both"
        higher = [means[0] + i * means[1] for i in range(16)] if means else [(100 + (reference or 0)) / 200]
        lower = [(100 - (reference or 0)) / 200]
        self.ends = means or ()
        self.means = {way: on for way, on in (("lower", lower), ("higher", higher)) if direction in ("both", way)}
        self.sums = {way: [[0.0] * 4 for _ in on] for way, on in self.means.items()}

    def add(self, answer):
        lowest, highest, detractor_max, promoter_min = self.scale
        if not lowest <= answer <= highest:
            self.invalid += 1
            return
        self.answers += 1
        value = 0 if answer <= detractor_max else 0.5 if answer < promoter_min else 1
        for way, means in self.means.items():
            x = value if way == "higher" else 1 - value
            for mean, sums in zip(means, self.sums[way]):
                sums[:] = [(m + 1) * ((1 - c) + c * (x / mean)) for m, c in zip(sums, STAKES)]
        totals = {way: sum(sums[0]) for way, sums in self.sums.items()}
        if self.reference is not None and not self.alarm_at and sum(totals.values()) >= 4 * len(totals) * self.every:
            self.alarm_at, self.alarm = self.answers, max(totals, key=totals.get)

    def frame(self):
        numbers = [self.answers, self.missing, self.invalid, self.alarm_at, DIRECTIONS[self.direction],
                   DIRECTIONS[self.alarm], *self.scale, *self.baseline]  # fmt: skip
        reals = [self.every] if self.reference is None else [self.every, self.reference]
        for sums in self.sums.values():
            reals += [*self.ends, *(m for four in sums for m in four)]
        return frame(WATCH, b"".join(map(number, numbers)) + struct.pack(f"<{len(reals)}d", *reals))


def watch(*settings, answers=(), missing=0, reset=False, **more):
    watched = Watch(*settings, **more)
    for answer in answers:
        watched.add(answer)
    watched.missing = missing
    if reset:
        watched.sums = {way: [[0.0] * 4 for _ in on] for way, on in watched.sums.items()}
    return watched.frame()


def rows_of_person(rows, first):
    """Rows are (day, answer, sequence number), in the order of their days; 11 is missing, 12 invalid."""
    encoded, before = b"", first
    for day, answer, sequence in rows:
        encoded += number(day - before) + number(answer + 16 * (sequence != 0))
        encoded += number(zigzag(sequence)) if sequence else b""
        before = day
    return encoded


def respondents(kind, rule, added, days, people):
    """The rule is: the first answer, not the latest; the days of the window, or 0; history."""
    inside = b"".join(map(number, rule)) + counters(*added) + number(len(people))
    if people:
        inside += number(zigzag(days[0])) + number(days[1] - days[0])
    for person in sorted(people):
        key = number(len(person)) + person if kind == RESPONDENTS_BY_TEXT else number(zigzag(person))
        inside += key + (number(len(people[person])) if rule[2] else b"") + rows_of_person(people[person], days[0])
    return frame(kind, inside)


def added(answers, missing, invalid):
    """The counts of the rows with the given answers, and of the others."""
    return [answers.count(answer) for answer in range(11)], missing, invalid


def only(answer, times):
    """The state with a single answer value."""
    return [times * (answer == each) for each in range(11)], 0, 0


TYPICAL = [31, 9, 13, 22, 27, 96, 118, 342, 626, 511, 925], 84, 3
EMPTY = [0] * 11, 0, 0
MAXIMUM = [LARGEST] * 11, LARGEST, LARGEST

# Neighbouring numbers at which an encoding becomes a byte longer, or at which doubles and other types overflow.
EDGES = [0, 1, 127, 128, 16383, 16384, 2**21 - 1, 2**21, 2**32 - 1, 2**32, 2**53 + 1], 2**63 - 1, 2**63

HOSTILE = [b"", b"\x00", b"a", b"a\x00", b"a\x00b", b"b", b"\xc1NPS\x01\x01\x00\x00", b"\x80", b"\xff\xfe", b"\r\n",
           b"'; --", b"x" * 130]  # fmt: skip

SMALLEST_WEIGHT, LARGEST_WEIGHT = 2.0**-126, float.fromhex("0x1.fffffffffffffp127")

WEIGHTED_ROWS = {
    "weighted_empty": [],
    "weighted_ones": [(answer, 1.0, times) for answer, times in enumerate(TYPICAL[0])],
    "weighted_typical": [(10, 0.1, 3), (10, 1.25, 40), (9, 0.7, 9), (8, 3.7, 1), (3, 1e-5, 2), (0, 2.0, 300),
                         ("missing", 0.3, 5), ("invalid", 1.1, 1), (7, 0.0, 4), ("missing", 0.0, 1)],
    "weighted_edges": [(0, SMALLEST_WEIGHT, 1), (1, LARGEST_WEIGHT, 1), (2, SMALLEST_WEIGHT, 1), (2, LARGEST_WEIGHT, 1),
                       (3, 2.0**-126 * (1 + 2.0**-52), 1), (4, 2.0**64, 2**64 - 1), (5, 0.0, 2**64 - 1),
                       (6, 2.0**-50, 127), (6, 2.0**-50, 1), (7, 2.0**-41, 255), (7, 2.0**-41, 1), (8, 0.1, 10**9)],
    "weighted_maximum": [(answer, LARGEST_WEIGHT, LARGEST) for answer in [*range(11), "missing", "invalid"]] + [
        (0, 0.0, LARGEST)],
}  # fmt: skip
WEIGHTED_FILES = {name: weighted_answers(rows) for name, rows in WEIGHTED_ROWS.items()}

# A row without an answer or a weight makes its cluster known, too.
DESIGN_ROWS = [(3, None, 10, 0.1, 3), (3, None, 0, 2.0, 1), (3, None, "missing", 0.3, 5),
               (-2, 7, 9, 1.25, 2), (-2, 7, 3, 0.7, 1), (-2, -1, 10, 3.7, 40), (-2, 2**63 - 1, "invalid", 1.1, 1),
               (-2, -(2**63), 8, 0.0, 4), (-2, 300, "missing", 0.5, 1), (-2, None, 7, 1e-5, 2),
               (2**63 - 1, 7, 0, LARGEST_WEIGHT, LARGEST), (2**63 - 1, 8, 1, SMALLEST_WEIGHT, 1),
               (0, None, 5, 1.0, 0)]  # fmt: skip

FILES = {
    "accumulator_empty": accumulator(*EMPTY),
    "accumulator_small": accumulator(*only(10, 1)),
    "accumulator_typical": accumulator(*TYPICAL),
    "accumulator_edges": accumulator(*EDGES),
    "accumulator_maximum": accumulator(*MAXIMUM),
    "code_groups_empty": groups_by_code([], EMPTY, EMPTY),
    "code_groups": groups_by_code(
        [TYPICAL, EMPTY, only(9, 300), EDGES], (only(10, 7)[0], 200, 0), ([0] * 11, 0, LARGEST)),
    "cube_empty": cube([(b"region", None), (b"shop", int)], {}),
    "cube_total": cube([], {(): TYPICAL}),
    "cube": cube([(b"region", str), ("Tag".encode(), datetime.date), (b"shop", int), (b"none", None)], {
        (b"north", datetime.date(2026, 1, 5), 7, None): TYPICAL, (None, datetime.date.min, 2**63 - 1, None): EDGES,
        (b"", datetime.date.max, -(2**63), None): only(9, 300), (b"north", None, -1, None): EMPTY,
        (b"no", datetime.date(1970, 1, 1), None, None): MAXIMUM}),
    "timeline_empty": timeline(datetime.date.min, EMPTY, EMPTY, {}),
    "timeline": timeline(datetime.date(2024, 2, 29), TYPICAL, only(0, 300), {
        datetime.date(2024, 2, 29): only(9, 128), datetime.date(2024, 3, 1): TYPICAL,
        datetime.date(2024, 12, 31): ([0] * 11, 1, 0), datetime.date(2026, 1, 1): ([0] * 11, 0, 2)}),
    "timeline_ends": timeline(datetime.date.min, EMPTY, EDGES, {
        datetime.date.min: only(0, 1), datetime.date(1970, 1, 1): EDGES, datetime.date.max: MAXIMUM}),
    "paired_empty": paired(*[0] * 15),
    "paired": paired(1, 2, 3, 40, 50, 60, 127, 128, 16383, 16384, 2**32, 2**53 + 1, 2**63, 0, LARGEST),
    "paired_maximum": paired(*[LARGEST] * 15),
    "sequence_empty": sequence((0, 0, 0), -100.0, 100.0, 0.95),
    "sequence": sequence((300, 40, 128), 12.25, 47.1, 0.99),
    "sequence_drifted": sequence((2**63, 2**62, 2**62 - 1), 51.5, 0.0, 1e-300),
    "watch_empty": watch(10000.0, "both", (0, 10, 6, 9), reference=0.0),
    "watch": watch(3.0, "both", (1, 10, 6, 9), reference=37.5, answers=WATCHED, missing=300),
    "watch_reset": watch(
        1e15, "lower", (0, 10, 6, 9), reference=-99.5, answers=WATCHED, missing=LARGEST, reset=True),
    "watch_baseline": watch(
        1000.0, "higher", (0, 10, 6, 9), baseline=(46, 30, 14), means=(0.65625, 0.015625), answers=WATCHED),
    "weighted_design_empty": weighted_design([]),
    "weighted_design": weighted_design(DESIGN_ROWS),
    "respondents_text_empty": respondents(RESPONDENTS_BY_TEXT, (0, 0, 1), EMPTY, (), {}),
    "respondents_text": respondents(
        RESPONDENTS_BY_TEXT, (0, 90, 1), added([3, 4, 10, 9, 0], 1, 1), (19781, 19800),
        {b"Zoe": [(19800, 3, 5)], b"Ann": [(19781, 10, 0), (19782, 9, 0)], b"Bob": [(19790, 11, 0)],
         b"": [(19785, 12, 0)], b"a\x00b": [(19799, 0, -7)]}),
    "respondents_integer": respondents(
        RESPONDENTS_BY_INTEGER, (1, 0, 1), added([10, 8, 9, 5, 6], 1, 0), (-719162, 2932896),
        {2**63 - 1: [(2932896, 10, 2**63 - 1)], 7: [(-719162, 9, -(2**63)), (2932896, 8, 0)], -1: [(0, 5, 0)],
         -(2**63): [(-1, 11, 0)]}),
    "respondents_integer_latest": respondents(
        RESPONDENTS_BY_INTEGER, (0, 365, 0), added([7, 2, 0], 1, 0), (19700, 19740),
        {300: [(19723, 7, 0)], 3: [(19720, 0, 1)]}),
    "groups_text_empty": groups_by_text({}),
    "groups_text": groups_by_text({b"Bern": TYPICAL, "Zürich".encode(): only(9, 300), b"Basel": EMPTY}),
    "groups_text_hostile": groups_by_text({key: only(place % 11, place) for place, key in enumerate(HOSTILE)}),
    "groups_integer_empty": groups_by_integer({}),
    "groups_integer": groups_by_integer(
        {19723: TYPICAL, 19724: only(0, 7), -1: EDGES, 0: MAXIMUM, -(2**63): only(3, 1), 2**63 - 1: only(8, 2)}),
} | WEIGHTED_FILES  # fmt: skip


def example():
    """The bytes of the example of the page; each row must be at its stated offset."""
    text = PAGE.read_text().split("\n## An example")[1].split("\n## ")[0]
    data = b""
    for offset, row in re.findall(r"^\| (\d+) \| `([0-9a-f ]+)`", text, re.MULTILINE):
        data += bytes.fromhex(row) if int(offset) == len(data) else b"?"
    return data


def check():
    there = {path.stem: path.read_bytes() for path in DIRECTORY.glob("*.bin")}
    wrong = sorted(name for name in FILES.keys() | there.keys() if FILES.get(name) != there.get(name))
    for name in wrong:
        print(f"v1/{name}.bin differs from the bytes that docs/format.md specifies")
    if example() != FILES["groups_text"]:
        wrong.append("example")
        print("the example in docs/format.md differs from groups_text.bin")
    print(f"{len(FILES)} files and an example, {len(wrong)} wrong")
    return bool(wrong)


def write():
    DIRECTORY.mkdir(exist_ok=True)
    for name, data in FILES.items():
        (DIRECTORY / f"{name}.bin").write_bytes(data)


if __name__ == "__main__":
    sys.exit(check() if sys.argv[1:] == ["--check"] else write())
