#!/usr/bin/env python3
"""Reference figures for many segments, in exact fractions.

    generate_multiplicity.py            writes best.csv and adjusted.csv beside this file
    generate_multiplicity.py --check    computes them again and fails when a file differs

With a prior of whole numbers the posterior density of a score is one polynomial below 0 and another above, so the
probability to be the best is a fraction. Adjusted p-values are taken from their definitions.
"""

import random
from fractions import Fraction
from math import comb, factorial

import csv_files


# Polynomials in x; the constant coefficient comes first.


def add(p, q):
    longer, shorter = (p, q) if len(p) >= len(q) else (q, p)
    return [a + (shorter[i] if i < len(shorter) else 0) for i, a in enumerate(longer)]


def multiply(p, q):
    product = [Fraction(0)] * (len(p) + len(q) - 1)
    for i, a in enumerate(p):
        for j, b in enumerate(q):
            product[i + j] += a * b
    return product


def integral(p):
    return [Fraction(0), *(a / (i + 1) for i, a in enumerate(p))]


def value(p, x):
    total = Fraction(0)
    for a in reversed(p):
        total = total * x + a
    return total


def beta(a, b):
    return Fraction(factorial(a - 1) * factorial(b - 1), factorial(a + b - 1))


def density_above_zero(a, m, c):
    """The density of x = p1 - p3 for x > 0: the Dirichlet density at p3 = q, p1 = x + q, integrated over q from 0 to (1 - x) / 2."""
    scale = Fraction(factorial(a + m + c - 1), factorial(a - 1) * factorial(m - 1) * factorial(c - 1))
    density = [Fraction(0)]
    for i in range(a):
        power = i + c + m - 1
        one_minus_x = [Fraction((-1) ** k * comb(power, k)) for k in range(power + 1)]
        factor = scale * comb(a - 1, i) * Fraction(1, 2 ** (i + c)) * beta(i + c, m)
        density = add(density, [Fraction(0)] * (a - 1 - i) + [factor * k for k in one_minus_x])
    return density


def density(a, m, c):
    """The polynomials below 0 and above 0."""
    mirrored = [k * (-1) ** i for i, k in enumerate(density_above_zero(c, m, a))]
    return mirrored, density_above_zero(a, m, c)


def probabilities_to_be_best(posteriors):
    densities = [density(*posterior) for posterior in posteriors]
    below = []
    for left, right in densities:
        at_left, at_right = integral(left), integral(right)
        at_left[0] -= value(at_left, Fraction(-1))
        at_right[0] += value(at_left, Fraction(0))
        assert value(at_right, Fraction(1)) == 1
        below.append((at_left, at_right))
    best = []
    for i in range(len(posteriors)):
        total = Fraction(0)
        for side, ends in ((0, (-1, 0)), (1, (0, 1))):
            product = densities[i][side]
            for j in range(len(posteriors)):
                if j != i:
                    product = multiply(product, below[j][side])
            whole = integral(product)
            total += value(whole, Fraction(ends[1])) - value(whole, Fraction(ends[0]))
        best.append(total)
    assert sum(best) == 1
    return best


CONTESTS = {
    "alike": ((1, 1, 1), [(5, 3, 2), (5, 3, 2)]),
    "two": ((1, 1, 1), [(5, 3, 2), (4, 3, 3)]),
    "far apart": ((1, 1, 1), [(19, 1, 0), (0, 2, 18)]),
    "one respondent each": ((1, 1, 1), [(1, 0, 0), (0, 1, 0), (0, 0, 1)]),
    "all at one end": ((1, 1, 1), [(10, 0, 0), (12, 0, 0), (3, 0, 0)]),
    "all in the middle": ((1, 1, 1), [(0, 10, 0), (0, 30, 0), (0, 1, 0)]),
    "all at the other end": ((1, 1, 1), [(0, 0, 10), (0, 0, 12), (0, 0, 3)]),
    "unequal sizes": ((1, 1, 1), [(50, 30, 20), (4, 3, 2), (13, 8, 4), (1, 0, 0)]),
    "an own prior": ((3, 2, 1), [(5, 3, 2), (2, 6, 2), (9, 1, 4)]),
    "six": ((1, 1, 1), [(7, 2, 1), (6, 3, 1), (8, 1, 3), (5, 5, 0), (6, 2, 2), (2, 2, 6)]),
}  # fmt: skip


def best():
    yield ("contest", "prior_promoters", "prior_passives", "prior_detractors", "promoters", "passives", "detractors",
           "best")  # fmt: skip
    for name, (prior, segments) in CONTESTS.items():
        posteriors = [tuple(n + k for n, k in zip(segment, prior)) for segment in segments]
        for segment, probability in zip(segments, probabilities_to_be_best(posteriors)):
            yield name, *prior, *segment, repr(float(probability))


# Adjusted p-values, each from its definition by a threshold


def holm(p, which):
    """Step down: the largest multiplied p-value among this one and all before it."""
    ordered = sorted(p)
    return min(Fraction(1), max((len(p) - j) * q for j, q in enumerate(ordered) if q <= p[which]))


def rate(p, which):
    """The smallest expected share of false discoveries among all thresholds that reject this hypothesis."""
    return min(Fraction(1), *(len(p) * q / sum(r <= q for r in p) for q in p if q >= p[which]))


def rate_under_any_dependence(p, which):
    factor = sum(Fraction(1, k) for k in range(1, len(p) + 1))
    return min(Fraction(1), factor * min(len(p) * q / sum(r <= q for r in p) for q in p if q >= p[which]))


def adjusted():
    yield "family", "p_value", "holm", "benjamini_hochberg", "benjamini_yekutieli"
    chance = random.Random(1)
    for family, size in enumerate((1, 2, 3, 7, 20, 50)):
        drawn = [chance.random() ** chance.choice((1, 4, 40)) for _ in range(size)]
        drawn[-1] = drawn[0]
        if size > 3:
            drawn[1:4] = [0.0, 1.0, 1e-300]
        p = [Fraction(number) for number in drawn]
        for i, number in enumerate(drawn):
            figures = (holm(p, i), rate(p, i), rate_under_any_dependence(p, i))
            yield family, repr(number), *(repr(float(figure)) for figure in figures)


if __name__ == "__main__":
    csv_files.main(best, adjusted)
