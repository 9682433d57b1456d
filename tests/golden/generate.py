#!/usr/bin/env python3
"""Golden files of encoded states, written from docs/format.md and independent of the library.

    generate.py            writes v1/*.bin beside this file
    generate.py --check    makes them again and says whether the files still say the same, and the example of the page

A released file never changes, because new code must always read it. tests/test_*codec.c define the state in each file.

SPDX-License-Identifier: MIT
"""

import pathlib
import re
import struct
import sys
from fractions import Fraction

DIRECTORY = pathlib.Path(__file__).parent / "v1"
PAGE = pathlib.Path(__file__).parents[2] / "docs/format.md"

ACCUMULATOR, WEIGHTED, GROUPS_BY_TEXT, GROUPS_BY_INTEGER, GROUPS_BY_CODE = 0x01, 0x02, 0x11, 0x21, 0x31
PAIRED, SEQUENCE, WEIGHTED_DESIGN = 0x04, 0x05, 0x42
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


def groups_by_code(groups, outside, missing):
    return frame(GROUPS_BY_CODE, number(len(groups)) + b"".join(
        counters(*group) for group in [*groups, outside, missing]))


def paired(*counts):
    assert len(counts) == 15
    return frame(PAIRED, b"".join(map(number, counts)))


def sequence(counts, lower, upper, level):
    return frame(SEQUENCE, b"".join(map(number, counts)) + struct.pack("<ddd", lower, upper, level))


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
    "paired_empty": paired(*[0] * 15),
    "paired": paired(1, 2, 3, 40, 50, 60, 127, 128, 16383, 16384, 2**32, 2**53 + 1, 2**63, 0, LARGEST),
    "paired_maximum": paired(*[LARGEST] * 15),
    "sequence_empty": sequence((0, 0, 0), -100.0, 100.0, 0.95),
    "sequence": sequence((300, 40, 128), 12.25, 47.1, 0.99),
    "sequence_drifted": sequence((2**63, 2**62, 2**62 - 1), 51.5, 0.0, 1e-300),
    "weighted_design_empty": weighted_design([]),
    "weighted_design": weighted_design(DESIGN_ROWS),
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
