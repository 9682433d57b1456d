#!/usr/bin/env python3
"""Reference figures for proportions, by high-precision arithmetic and independent of the library.

    generate_proportion.py            writes blaker.csv, blaker_tests.csv and wilson.csv beside this file
    generate_proportion.py --check    computes them again and fails when a file differs

Up to 100 trials Blaker's acceptability is summed by its definition over all results, and every piece of it between two
of its jumps is looked at. For more trials the tails are integrals of the beta density, and the first jump beyond the
bound of Clopper and Pearson is found by halving. Needs mpmath.
"""

from functools import lru_cache
from itertools import chain, takewhile

from mpmath import binomial, erfinv, exp, findroot, log, loggamma, mp, mpf, nstr, quad, sqrt

import csv_files

mp.dps = 40

BOUNDS = [
    (3, 10), (10, 10), (19, 20), (41, 50), (5000, 10**4), (10**6 - 3, 10**6), (0, 10**12), (1, 10**12),
    (3 * 10**11, 10**12), (10**12 - 1, 10**12), (10**12, 10**12),
]  # fmt: skip
WILSON = [
    (0, 1), (1, 1), (0, 2), (1, 2), (2, 3), (0, 5), (3, 10), (5, 10), (9, 10), (10, 10), (1, 20), (7, 20), (19, 20),
    (41, 50), (2, 57), (30, 60), (59, 60), (1, 10**4), (5000, 10**4), (9999, 10**4), (123456, 10**6), (3, 10**6),
    (10**6 - 2, 10**6), (0, 10**12), (1, 10**12), (3 * 10**11, 10**12), (10**12 - 4, 10**12), (10**12, 10**12),
    (10**18, 3 * 10**18),
]  # fmt: skip
LEVELS = ["0.5", "0.95", "0.999"]
TESTS = [
    (3, 10, "0.05"), (3, 10, "0.1"), (3, 10, "0.3"), (3, 10, "0.55"), (3, 10, "0.62"), (3, 10, "0.9"), (0, 1, "0.5"),
    (1, 1, "0.05"), (0, 20, "0.2"), (5, 10, "0.5"), (5, 10, "0.2"), (41, 50, "0.7"), (41, 50, "0.95"), (59, 60, "0.5"),
    (30, 60, "0.64"), (2, 57, "0.3"), (2, 57, "0.000001"), (20, 20, "0.001"),
]  # fmt: skip


@lru_cache(maxsize=None)
def coefficients(n):
    return [binomial(n, k) for k in range(n + 1)]


def masses(n, p):
    return [c * p**k * (1 - p) ** (n - k) for k, c in enumerate(coefficients(n))]


def at_most(n, p):
    """P(X <= k) for all k."""
    sums, total = [], mpf(0)
    for mass in masses(n, p):
        total += mass
        sums.append(total)
    return sums


def at_least(n, p):
    """P(X >= k) for all k."""
    return at_most(n, 1 - p)[::-1]


def acceptability(x, n, p):
    """By the definition; results whose smaller tail equals that of x up to 20 digits count as equal."""
    smaller = [min(below, above) for below, above in zip(at_most(n, p), at_least(n, p))]
    limit = smaller[x] * (1 + mpf(10) ** -20)
    return sum(mass for mass, tail in zip(masses(n, p), smaller) if tail <= limit)


def halved(function, low, high):
    """The root of an increasing function: false position (Illinois), which halves where that is slow."""
    at_low, at_high = function(low), function(high)
    for _ in range(200):
        if high - low <= high * mpf(10) ** -27 or at_high == at_low:
            break
        middle = (low * at_high - high * at_low) / (at_high - at_low)
        value = function(middle)
        if value == 0:
            return middle
        if value < 0:
            low, at_low, at_high = middle, value, at_high / 2
        else:
            high, at_high, at_low = middle, value, at_low / 2
    return high


@lru_cache(maxsize=None)
def jump(x, n, y):
    """The share at which P(X <= y) = P(X >= x)."""

    def difference(p):
        mass = masses(n, p)
        return log(sum(mass[x:])) - log(sum(mass[: y + 1]))

    return halved(difference, mpf(10) ** -6, mpf(x) / n if x < n else 1 - mpf(10) ** -6)


def jumps(x, n):
    """The shares below the observed one at which the acceptability jumps, in order."""
    return (jump(x, n, y) for y in range(x))


def lower_of_few(x, n, alpha):
    if x == 0:
        return mpf(0)
    low = mpf(0)
    for high in chain(jumps(x, n), [mpf(x) / n]):
        if low > 0 and acceptability(x, n, low) >= alpha:
            return low
        inside = high * (1 - mpf(10) ** -25)
        if inside > low and acceptability(x, n, inside) >= alpha:
            start = low * (1 + mpf(10) ** -25) + mpf(10) ** -9
            return halved(lambda p: acceptability(x, n, p) - alpha, start, inside)
        low = high
    return low


def beta_below(x, y, p):
    """The regularised incomplete beta function, by the density of t = log(p / (1 - p))."""
    if x == 1:
        return 1 - exp(y * mp.log1p(-p))
    if y == 1:
        return p**x
    constant = loggamma(x + y) - loggamma(x) - loggamma(y)
    centre, end, wide = log(mpf(x) / y), log(p) - mp.log1p(-p), sqrt(mpf(x + y) / x / y)
    if end > centre:
        return 1 - beta_below(y, x, 1 - p)
    points = [end - k * wide for k in (0, 0.5, 1, 2, 4, 8, 16, 32, 64)]
    return quad(lambda t: exp(constant + x * t - (x + y) * mp.log1p(exp(t))), points[::-1], method="gauss-legendre")


def tail_above(x, n, p):
    return beta_below(x, n - x + 1, p) if x > 0 else mpf(1)


def tail_below(x, n, p):
    return beta_below(n - x, x + 1, 1 - p) if x < n else mpf(1)


def root(function, start, step):
    return findroot(function, (start, start * (1 + step)), solver="secant", tol=mpf(10) ** -50)


def lower_of_many(x, n, alpha):
    """In terms of log(p), so that tiny shares are found too."""
    if x == 0:
        return mpf(0)
    guess = wilson(x, n, alpha)[0]
    start = log(guess)
    step = sqrt((1 - guess) / (n * guess)) / abs(start) / 100
    found = root(lambda s: log(tail_above(x, n, exp(s))) - log(alpha / 2), start, step)
    share = exp(found)
    opposite, near = int(2 * n * share) - x, int(sqrt(n * share)) + 3
    low, high = max(-1, opposite - near), max(0, min(x, opposite + near))
    assert low < 0 or tail_below(low, n, share) <= alpha / 2
    assert tail_below(high, n, share) > alpha / 2
    while high - low > 1:
        y = (low + high) // 2
        low, high = (y, high) if tail_below(y, n, share) <= alpha / 2 else (low, y)
    jump = root(lambda s: log(tail_above(x, n, exp(s))) - log(tail_below(low + 1, n, exp(s))), found, step)

    def both(s):
        return tail_above(x, n, exp(s)) + (tail_below(low, n, exp(s)) if low >= 0 else 0)

    if both(jump) < alpha:
        return exp(jump)
    return exp(halved(lambda s: both(s) - alpha, found, jump))


def lower(x, n, alpha):
    return lower_of_few(x, n, alpha) if n <= 100 else lower_of_many(x, n, alpha)


def blaker():
    """Lower bounds at the level .95; that of n - successes is the distance of an upper bound from 1."""
    yield ["successes", "n", "lower"]
    for x, n in BOUNDS:
        yield [x, n, nstr(lower(x, n, 1 - mpf(0.95)), 18)]


def p_value(x, n, reference):
    """The largest acceptability of the shares that are as far from x / n as the reference, or farther."""
    if reference > mpf(x) / n:
        return p_value(n - x, n, 1 - reference)
    ends = takewhile(lambda point: point <= reference, jumps(x, n))
    return max(acceptability(x, n, p) for p in [*ends, reference])


def blaker_tests():
    yield ["successes", "n", "reference", "p_value", "greater", "less"]
    for x, n, reference in TESTS:
        p = mpf(float(reference))
        figures = p_value(x, n, p), at_least(n, p)[x], at_most(n, p)[x]
        yield [x, n, reference, *[nstr(figure, 20) for figure in figures]]


def wilson(x, n, alpha):
    z2 = 2 * erfinv(1 - alpha) ** 2
    centre, half = (x + z2 / 2) / (n + z2), sqrt(z2 * (mpf(x) * (n - x) / n + z2 / 4)) / (n + z2)
    return centre - half, centre + half


def wilson_bounds():
    yield ["successes", "n", "level", "lower", "upper"]
    for x, n in WILSON:
        for level in LEVELS:
            mp.dps = 60
            bounds = wilson(x, n, 1 - mpf(float(level)))
            mp.dps = 40
            yield [x, n, level, *[nstr(mp.chop(bound, mpf(10) ** -50), 20) for bound in bounds]]


wilson_bounds.__name__ = "wilson"

if __name__ == "__main__":
    csv_files.main(blaker, blaker_tests, wilson_bounds)
