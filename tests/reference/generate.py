#!/usr/bin/env python3
"""Reference figures by high-precision arithmetic, from the published formulas and independent of the library.

    generate.py            writes intervals.csv, tests.csv and comparisons.csv beside this file
    generate.py --check    computes them again and fails when a file differs

Scores are theta = NPS / 100, promoters minus detractors. Needs mpmath.
"""

import functools

from mpmath import erfc, erfinv, inf, mp, mpf, nstr, sqrt

import csv_files

mp.dps = 45

PSEUDO = {
    "wald": (0, 0, 0),
    "adjusted wald": (mpf(3) / 4, mpf(3) / 2, mpf(3) / 4),
    "agresti-min": (mpf(1) / 2, 1, mpf(1) / 2),
    "bonett-price": (1, 0, 1),
}
METHODS = [*PSEUDO, "score", "skewness-corrected score"]

TABLES = [
    (1, 0, 0), (0, 1, 0), (0, 0, 1), (2, 0, 0), (1, 0, 1), (1, 1, 0), (3, 0, 0), (1, 1, 1), (0, 2, 1), (0, 5, 0),
    (0, 0, 5), (4, 1, 0), (3, 1, 1), (10, 0, 0), (9, 1, 0), (9, 0, 1), (5, 3, 2), (0, 9, 1), (5, 0, 5), (3, 10, 2),
    (12, 2, 2), (10, 7, 3), (1, 18, 1), (20, 0, 0), (19, 0, 1), (7, 13, 1), (1, 13, 7), (9, 20, 3), (0, 20, 30),
    (33, 34, 33), (99, 0, 1), (0, 99, 1), (3, 161, 9), (1436, 968, 342), (5000, 3000, 2000), (999999, 0, 1),
    (333333, 333334, 333333), (0, 999999, 1), (500000000000, 300000000000, 200000000000),
    (1, 999999999998, 1), (1000000000000, 0, 0), (999999999999, 0, 1), (0, 1, 999999999999), (1, 999999999999, 0),
]  # fmt: skip
LEVELS = ["0.5", "0.95", "0.99", "0.999999"]

REFERENCES = ["-99", "-50", "-12.5", "0", "10", "30", "50", "99.5"]
FAR_TABLES = [((9000, 800, 200), "60"), ((9000, 800, 200), "70"), ((500, 300, 200), "-60"), ((100, 0, 0), "-80"),
              ((0, 1000, 0), "40"), ((400000, 300000, 300000), "6"), ((2000, 0, 1), "50"),
              ((500000000000, 300000000000, 200000000000), "30.002")]  # fmt: skip

PAIRS = [
    ((50, 30, 20), (45, 30, 25)), ((5, 3, 2), (4, 3, 3)), ((10, 0, 0), (0, 10, 0)), ((1, 1, 1), (1, 1, 1)),
    ((3, 1, 1), (2, 1, 2)), ((20, 0, 0), (10, 5, 5)), ((1, 0, 0), (0, 0, 1)), ((1000, 500, 500), (3, 1, 1)),
    ((1268, 935, 447), (1436, 968, 342)), ((9000, 800, 200), (7000, 2000, 1000)),
    ((500000, 300000, 200000), (499000, 300000, 201000)),
]  # fmt: skip


def upper_tail(z):
    return erfc(z / sqrt(2)) / 2


def deviate_of_level(level):
    return sqrt(2) * erfinv(mpf(level))


def estimate(table):
    return mpf(table[0] - table[2]) / sum(table)


def with_pseudo(method, table):
    return tuple(mpf(count) + add for count, add in zip(table, PSEUDO[method]))


def wald_moments(method, table):
    a, m, c = with_pseudo(method, table)
    n = a + m + c
    return (a - c) / n, (a + c - (a - c) ** 2 / n) / n**2


def restricted_share(table, theta):
    """Tango 1998: the maximum likelihood estimate of the share of detractors given theta."""
    a, m, c = map(mpf, table)
    n = a + m + c
    linear = (2 * n - a + c) * theta - a - c
    return (-linear + sqrt(linear**2 + 8 * n * c * theta * (1 - theta))) / (4 * n)


def studentised(distance, variance):
    """A quotient with 0 / 0 = 0."""
    if abs(distance) < mpf(10) ** -35:
        return mpf(0)
    if variance < mpf(10) ** -38:
        return inf if distance > 0 else -inf
    return distance / sqrt(variance)


def score_statistic(table, theta):
    """The score statistic of Tango 1998."""
    variance = 2 * restricted_share(table, theta) + theta * (1 - theta)
    return studentised(estimate(table) - theta, variance / sum(table))


def restricted_shares(table, theta):
    """The maximum likelihood estimate of each group's share given theta."""
    q = restricted_share(table, theta)
    return {mpf(1): q + theta, mpf(0): 1 - 2 * q - theta, mpf(-1): q}


def moments_of_mean(table, theta):
    """The variance, times n / (n - 1), and the third central moment of the mean answer."""
    n, shares = mpf(sum(table)), restricted_shares(table, theta)
    variance = sum(share * (value - theta) ** 2 for value, share in shares.items()) / (n - 1)
    return variance, sum(share * (value - theta) ** 3 for value, share in shares.items()) / n**2


def published_skewness_statistic(table, theta):
    """Laud 2017: z + skewness / 6 (z^2 - 1) = S."""
    if sum(table) == 1:
        return mpf(0)
    return corrected_for_skewness(estimate(table) - theta, *moments_of_mean(table, theta))


def corrected_for_skewness(distance, variance, third):
    s = studentised(distance, variance)
    if variance < mpf(10) ** -38:
        return s
    a = third / variance ** mpf("1.5") / 6
    discriminant = 1 + 4 * a * (a + s)
    if abs(a) < mpf(10) ** -35:
        return s
    return (-1 + sqrt(max(mpf(0), discriminant))) / (2 * a)


def skewness_statistic(table, theta):
    """The same where it is evidence against theta, and 0 where it is evidence against the estimate."""
    published = published_skewness_statistic(table, theta)
    at = estimate(table)
    return mpf(0) if theta == at else max(mpf(0), published) if theta < at else min(mpf(0), published)


STATISTICS = {"score": score_statistic, "skewness-corrected score": skewness_statistic}


def decreasing_root(function, low, high, steps=100):
    """The root of a decreasing function, which may jump there, to a part of 2^-steps of the bracket.

    The line through both ends, by the rule of Illinois, and the middle wherever that has not halved the bracket in two
    steps or a value at an end is not known. The ends themselves are never asked for.
    """
    at_low = at_high = None
    width = (high - low) / 2**steps
    side = turn = 0
    while high - low > width:
        turn += 1
        by_line = at_low is not None and at_high is not None and turn % 3
        middle = (low * at_high - high * at_low) / (at_high - at_low) if by_line else (low + high) / 2
        # A root beside an end would be approached from the other one only.
        middle = min(max(middle, low + width / 2), high - width / 2)
        value = function(middle)
        if value == 0:
            return middle
        at = value if abs(value) < inf else None
        if value > 0:
            at_high = at_high and (at_high / 2 if side > 0 else at_high)
            low, at_low, side = middle, at, 1
        else:
            at_low = at_low and (at_low / 2 if side < 0 else at_low)
            high, at_high, side = middle, at, -1
    return (low + high) / 2


def center(method, table):
    return estimate(table) if method in STATISTICS else wald_moments(method, table)[0]


def bounds(method, table, z):
    if method not in STATISTICS:
        middle, variance = wald_moments(method, table)
        return middle - z * sqrt(variance), middle + z * sqrt(variance)
    statistic, at = STATISTICS[method], estimate(table)
    lower = mpf(-1) if at == -1 else decreasing_root(lambda t: statistic(table, t) - z, mpf(-1), at)
    upper = mpf(1) if at == 1 else decreasing_root(lambda t: statistic(table, t) + z, at, mpf(1))
    return lower, upper


def tails(method, table, theta):
    """The p-values greater, less and two-sided."""
    if method in STATISTICS:
        z = STATISTICS[method](table, theta)
    else:
        middle, variance = wald_moments(method, table)
        z = studentised(middle - theta, variance)
    one_sided = published_skewness_statistic(table, theta) if method == "skewness-corrected score" else z
    return upper_tail(one_sided), upper_tail(-one_sided), min(mpf(1), 2 * upper_tail(abs(z)))


def mover(method, one, two, z):
    """Zou and Donner 2008, for a difference."""
    (l1, u1), (l2, u2) = bounds(method, one, z), bounds(method, two, z)
    m1, m2 = center(method, one), center(method, two)
    down = sqrt((m1 - l1) ** 2 + (u2 - m2) ** 2)
    up = sqrt((u1 - m1) ** 2 + (m2 - l2) ** 2)
    return m1 - m2 - down, m1 - m2 + up


@functools.cache
def mover_p(method, one, two):
    gap = center(method, one) - center(method, two)
    if gap == 0:
        return mpf(1)

    def clearance(z):
        low, high = mover(method, one, two, z)
        return low if gap > 0 else -high

    if clearance(mpf(37)) > 0:
        return mpf(0)
    if method in STATISTICS:
        z = decreasing_root(clearance, mpf(0), mpf(37))
    else:
        z = abs(gap) / sqrt(wald_moments(method, one)[1] + wald_moments(method, two)[1])
    return 2 * upper_tail(z)


def likelihood_slope(table, theta):
    """The derivative by theta of the largest log likelihood given theta."""
    q = restricted_share(table, theta)
    return sum(table) * studentised(estimate(table) - theta, (2 * q + theta * (1 - theta)) ** 2)


def most_likely(one, two, difference):
    """The first theta of the most likely pair with the given difference."""

    def slope(theta):
        return likelihood_slope(one, theta) + likelihood_slope(two, theta - difference)

    return decreasing_root(slope, max(mpf(-1), difference - 1), min(mpf(1), difference + 1))


def difference_statistic(one, two, difference):
    """The same test of a difference, with a continuity correction from six respondents on."""
    smaller = mpf(min(sum(one), sum(two)))
    distance = estimate(one) - estimate(two) - difference
    beyond = abs(distance) - mpf("0.26") * max(0, smaller - 5) / smaller**2
    if smaller == 1 or beyond <= 0:
        return mpf(0)
    theta = most_likely(one, two, difference)
    (variance_1, third_1), (variance_2, third_2) = (
        moments_of_mean(one, theta), moments_of_mean(two, theta - difference))  # fmt: skip
    z = corrected_for_skewness(beyond if distance > 0 else -beyond, variance_1 + variance_2, third_1 - third_2)
    return max(mpf(0), z) if distance > 0 else min(mpf(0), z)


@functools.cache
def difference_bounds(one, two, z):
    if min(sum(one), sum(two)) == 1:
        return mpf(-2), mpf(2)
    at = estimate(one) - estimate(two)
    lower = decreasing_root(lambda d: difference_statistic(one, two, d) - z, mpf(-2), at)
    upper = decreasing_root(lambda d: difference_statistic(one, two, d) + z, at, mpf(2))
    return lower, upper


def compared(method, one, two, level):
    """The interval of the difference, and the p-value of a difference of 0."""
    z = deviate_of_level(level)
    if method != "skewness-corrected score":
        return *mover(method, one, two, z), mover_p(method, one, two)
    return *difference_bounds(one, two, z), 2 * upper_tail(abs(difference_statistic(one, two, mpf(0))))


def digits(value):
    return nstr(value, 16, min_fixed=-4, max_fixed=4)


def intervals():
    yield "promoters", "passives", "detractors", "level", "method", "lower", "upper"
    for table in TABLES:
        for level in LEVELS:
            for method in METHODS:
                yield *table, level, method, *map(digits, bounds(method, table, deviate_of_level(level)))


def tests():
    yield "promoters", "passives", "detractors", "reference", "method", "greater", "less", "two_sided"
    cases = [(table, reference) for table in TABLES if sum(table) < 10**6 for reference in REFERENCES]
    for table, reference in cases + FAR_TABLES:
        for method in METHODS:
            yield *table, reference, method, *map(digits, tails(method, table, mpf(reference) / 100))


def comparisons():
    yield "p1", "m1", "d1", "p2", "m2", "d2", "level", "method", "difference", "lower", "upper", "p_value"
    for one, two in PAIRS:
        for level in ("0.9", "0.99"):
            for method in METHODS:
                figures = estimate(one) - estimate(two), *compared(method, one, two, level)
                yield *one, *two, level, method, *map(digits, figures)


if __name__ == "__main__":
    csv_files.main(intervals, tests, comparisons)
