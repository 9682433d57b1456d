#!/usr/bin/env python3
"""Reference figures for tests of shares, by exact enumeration and high-precision arithmetic, independent of the library.

    generate_composition.py            writes compositions.csv beside this file
    generate_composition.py --check    computes them again and fails when the file differs

Every step is taken from its definition in include/nps/composition.h; bounds are found by halving. Needs mpmath.
"""

from fractions import Fraction
from functools import lru_cache
from itertools import product
from math import comb

from mpmath import betainc, erfc, erfinv, gammainc, mp, mpf, nstr, sqrt

import csv_files

mp.dps = 40

# Answers of both samples by category, in ascending order.
SAMPLES = [
    ((0, 60, 40), (25, 10, 65)),
    ((1, 0, 0), (0, 0, 1)),
    ((1, 1, 0), (0, 1, 1)),
    ((5, 5, 5), (5, 5, 5)),
    ((0, 0, 10), (0, 0, 7)),
    ((3, 0, 9), (0, 0, 12)),
    ((14, 30, 46), (27, 22, 31)),
    ((140, 300, 460), (197, 312, 491)),
    ((2, 0, 18), (60, 40, 300)),
    ((900, 0, 100), (897, 3, 100)),
    ((3, 2, 1, 4, 0, 2), (0, 1, 3, 1, 5, 1)),
    ((1, 0, 0, 2, 1, 0, 3, 1), (0, 2, 1, 0, 1, 3, 0, 1)),
    ((0, 0, 0, 0, 8, 9), (3, 2, 1, 1, 0, 0)),
    ((3, 0, 17), (102, 50, 2848)),
    ((2, 1, 20), (10**9, 5 * 10**8, 10**10)),
    ((0, 1, 0, 2, 1, 2, 4), (30, 10, 11, 70, 90, 200, 300)),
]
# For which enumeration would take too long: score tests only.
LARGE = [
    ((14000, 30000, 46000), (14100, 29700, 46200)),
    ((3000000000, 5000000000, 7000000000), (2999000000, 5001000000, 7000000000)),
    ((1999, 0, 1), (1990, 0, 10)),
    ((40, 22, 31, 25, 18, 66, 58, 170, 310, 260, 400), (35, 30, 28, 20, 30, 60, 66, 190, 300, 230, 420)),
    ((3, 1, 0, 0, 0, 2, 0, 0, 9, 0, 8), (300, 0, 0, 2, 5, 100, 150, 300, 900, 700, 800)),
]


def ranks(both):
    lower, found = 0, []
    for number in both:
        found.append(2 * lower + number - sum(both))
        lower += number
    return found


def exact(a, b):
    """The p-values of the test of Freeman and Halton and of the rank test."""
    both = [x + y for x, y in zip(a, b)]
    rank = ranks(both)

    def weight(split):
        found = 1
        for number, taken in zip(both, split):
            found *= comb(number, taken)
        return found

    def distance(split):
        return abs(sum(x * y for x, y in zip(split, rank)))

    total = shares = by_rank = 0
    weight_of_a, distance_of_a = weight(a), distance(a)
    for split in product(*[range(min(number, sum(a)) + 1) for number in both[:-1]]):
        last = sum(a) - sum(split)
        if 0 <= last <= both[-1]:
            split = (*split, last)
            found = weight(split)
            total += found
            shares += found * (found <= weight_of_a)
            by_rank += found * (distance(split) >= distance_of_a)
    return Fraction(shares, total), Fraction(by_rank, total)


def tail(x, mean, variance):
    degrees = 2 * mean**2 / variance
    return gammainc(degrees / 2, x / mean * degrees / 2, regularized=True)


def score(a, b):
    """Both p-values by their moments."""
    both = [x + y for x, y in zip(a, b)]
    kept = [number for number in both if number]
    n_a, n_b, n, k = mpf(sum(a)), mpf(sum(b)), mpf(sum(both)), len(kept)
    if k == 1:
        return mpf(1), mpf(1)
    by_rank = sum(x * r for x, r in zip(a, ranks(both)))
    spread = n_a * n_b / (n * (n - 1)) * sum(number * r * r for number, r in zip(both, ranks(both)))
    z = abs(by_rank) / sqrt(spread)
    rank_p = erfc(z / sqrt(mpf(2)))
    q = n_a * n_b / n**2
    kurtosis = n * sum(m * mpf(r) ** 4 for m, r in zip(both, ranks(both))) / sum(m * r * r for m, r in zip(both, ranks(both))) ** 2
    excess = ((1 - 6 * q) * kurtosis - 3 * (1 - 4 * q)) / (n * q)
    if excess > 0:
        rank_p = max(rank_p, tail(z * z, mpf(1), 2 + excess))
    if n < 4:
        return mpf(1), rank_p
    mean = n / (n - 1) * (k - 1)
    v1, v2 = (n - 2) / (n - 1), (n - k) * (k - 1) / (n - 1)
    w1 = (n / n_a + n / n_b - 4) / (n - 2)
    w2 = (sum(n / number for number in kept) - k * k) / (n - 2)
    variance = 2 * n / (n - 3) * (v1 - w1) * (v2 - w2) + n * n / (n - 1) * w1 * w2
    x = statistic(a, b)
    p = tail(x, mean, variance) if variance > 0 else mpf(1)
    return max(p, tail(x, mean, 2 * mean)) if variance > 2 * mean else p, rank_p


def statistic(a, b):
    n_a, n_b = mpf(sum(a)), mpf(sum(b))
    return sum(
        (number - expected) ** 2 / expected
        for x, y in zip(a, b)
        if x + y
        for number, expected in ((x, n_a * (x + y) / (n_a + n_b)), (y, n_b * (x + y) / (n_a + n_b)))
    )


def superiority(a, b):
    higher = sum(2 * x * sum(b[:i]) + x * b[i] for i, x in enumerate(a))
    return mpf(higher) / (2 * sum(a) * sum(b))


def placement_variance(own, others):
    """The variance of the places of answers, smoothed, in units of theta (1 - theta)."""
    both = [mpf(x + y) / (sum(own) + sum(others)) for x, y in zip(own, others)]
    n = sum(own)
    own = [(x + share) / (n + 1) for x, share in zip(own, both)]
    others = [(y + share) / (sum(others) + 1) for y, share in zip(others, both)]
    places = [sum(others[:i]) + other / 2 for i, other in enumerate(others)]
    mean = sum(x * place for x, place in zip(own, places))
    return sum(x * (place - mean) ** 2 for x, place in zip(own, places)) / (mean * (1 - mean)) * (n + 1) / n


@lru_cache(maxsize=None)
def student(degrees):
    """The quantile of t at .975, by halving; of many degrees, by the expansion of Cornish and Fisher to 1e-13."""
    if degrees > 2000:
        z, v = sqrt(mpf(2)) * erfinv(mpf(95) / 100), mpf(degrees)
        terms = [z, (z**3 + z) / 4, (5 * z**5 + 16 * z**3 + 3 * z) / 96, (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / 384]
        return sum(term / v**power for power, term in enumerate(terms))
    low, high = mpf(0), mpf(1000)
    for _ in range(100):
        at = (low + high) / 2
        upper = betainc(mpf(degrees) / 2, mpf(1) / 2, 0, degrees / (degrees + at * at), regularized=True) / 2
        low, high = (at, high) if upper > mpf(25) / 1000 else (low, at)
    return low


def bound(a, b, z, end):
    """By halving between the estimate and an end."""
    estimate, n_a, n_b = superiority(a, b), sum(a), sum(b)
    if estimate == end:
        return mpf(end)
    scale = placement_variance(a, b) / n_a + placement_variance(b, a) / n_b
    least = min(n_a, n_b)
    inflation = (student(least - 1) / z) ** 2 if least > 1 else mpf("1e30")
    others = mpf(n_a + n_b) / 2 - 1
    near, far = estimate, mpf(end)
    for _ in range(150):
        at = (near + far) / 2
        usual = (1 + others * ((1 - at) / (2 - at) + at / (1 + at))) / n_a / n_b
        variance = at * (1 - at) * min(max(usual, scale) * inflation, mpf(1) / least)
        if (estimate - at) ** 2 < z * z * variance:
            near = at
        else:
            far = at
    return near


def compositions():
    yield ["a", "b", "exact", "exact_ranks", "score", "score_ranks", "statistic", "variation", "superiority", "lower", "upper"]
    z = sqrt(mpf(2)) * erfinv(mpf(95) / 100)
    for a, b in SAMPLES + LARGE:
        p = [mpf(p.numerator) / p.denominator for p in exact(a, b)] if (a, b) in SAMPLES else [mpf(-1)] * 2
        variation = sum(abs(Fraction(x, sum(a)) - Fraction(y, sum(b))) for x, y in zip(a, b)) / 2
        estimate = superiority(a, b)
        bounds = [bound(a, b, z, end) for end in (0, 1)]
        figures = [*p, *score(a, b), statistic(a, b), mpf(variation.numerator) / variation.denominator, estimate, *bounds]
        yield [";".join(map(str, a)), ";".join(map(str, b)), *[nstr(figure, 17) for figure in figures]]


if __name__ == "__main__":
    csv_files.main(compositions)
