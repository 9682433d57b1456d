#!/usr/bin/env python3
"""Computes the coefficients of the normal tail from their definition; fails when lib/math/numerics.c has others.

    normal_tail.py NUMERICS.C

NEAR is the Taylor series of (1/2 - P(Z > z)) / z in z^2. TAIL is P(Z > z) exp(z^2 / 2) (z + 4) as a polynomial in
t = (z - 4) / (z + 4): its Chebyshev series, cut after 26 terms, as powers of t. Needs mpmath.
"""

import re
import sys

from mpmath import cos, erfc, exp, factorial, mp, mpf, nstr, pi, sqrt

mp.dps = 60
TERMS, NODES, MIDDLE = 26, 64, mpf(4)


def mills_ratio(z):
    """P(Z > z) exp(z^2 / 2); by its continued fraction where erfc() would underflow."""
    if z < 30:
        return erfc(z / sqrt(2)) / 2 * exp(z * z / 2)
    fraction = mpf(0)
    for i in range(400, 0, -1):
        fraction = i / (z + fraction)
    return 1 / (z + fraction) / sqrt(2 * pi)


def scaled(t):
    z = MIDDLE * (1 + t) / (1 - t)
    return (z + MIDDLE) * mills_ratio(z)


def chebyshev(function):
    angles = [pi * (j + mpf(1) / 2) / NODES for j in range(NODES)]
    values = [function(cos(angle)) for angle in angles]
    series = [2 / mpf(NODES) * sum(v * cos(i * a) for v, a in zip(values, angles)) for i in range(TERMS)]
    return [series[0] / 2, *series[1:]]


def powers(series):
    """The same polynomial in powers of t."""
    basis = [[mpf(1)], [mpf(0), mpf(1)]]
    while len(basis) < len(series):
        following = [mpf(0), *(2 * c for c in basis[-1])]
        for i, c in enumerate(basis[-2]):
            following[i] -= c
        basis.append(following)
    sums = [mpf(0)] * len(series)
    for weight, terms in zip(series, basis):
        for i, c in enumerate(terms):
            sums[i] += weight * c
    return sums


def taylor():
    return [(-1) ** i / sqrt(2 * pi) / (mpf(2) ** i * factorial(i) * (2 * i + 1)) for i in range(12)]


def main():
    source = open(sys.argv[1]).read()
    for name, expected in (("NEAR", taylor()), ("TAIL", powers(chebyshev(scaled)))):
        listed = re.search(rf"{name}\[\] = \{{(.*?)\}}", source, re.S).group(1)
        if [float(c) for c in listed.split(",")] != [float(nstr(c, 20)) for c in expected]:
            sys.exit(f"{name} should be {', '.join(nstr(c, 20, min_fixed=0, max_fixed=0) for c in expected)}")


if __name__ == "__main__":
    main()
