#!/usr/bin/env python3
"""Reference figures for invitations: the smallest number that yields enough answers with a given assurance.

    generate_planning.py            writes invitations.csv beside this file
    generate_planning.py --check    computes it again and fails when the file differs

Needs mpmath. The rate and the assurance are the doubles nearest to the decimal numbers below.
"""

from mpmath import exp, log, loggamma, mp, mpf

import csv_files

mp.dps = 40


def fewer_than(k, trials, rate):
    """P(X < k) of a binomial X, downwards from k - 1; in integers, which are quicker than numbers with a point."""
    if k > trials:
        return mpf(1)
    numerator, denominator = rate.as_integer_ratio()
    others, rate = denominator - numerator, mpf(rate)
    x, mean = k - 1, trials * rate
    first = exp(loggamma(trials + 1) - loggamma(x + 1) - loggamma(trials - x + 1)
                + x * log(rate) + (trials - x) * log(1 - rate))  # fmt: skip
    unit = mpf(2) ** (int(log(first, 2)) - 400)
    term, total = int(first / unit), 0
    while x >= 0:
        total += term
        if x < mean and term * 10**30 < total:
            break
        term = term * (x * others) // ((trials - x + 1) * numerator)
        x -= 1
    return total * unit


def needed(respondents, rate, assurance):
    shortfall = mpf(1 - assurance)
    high = int(respondents / rate)
    low = max(respondents - 1, high - high // 8)
    while fewer_than(respondents, low, rate) <= shortfall:
        low = max(respondents - 1, low // 2)
    while fewer_than(respondents, high, rate) > shortfall:
        high += high // 8 + 1
    while high - low > 1:
        middle = (low + high) // 2
        if fewer_than(respondents, middle, rate) > shortfall:
            low = middle
        else:
            high = middle
    return high


def invitations():
    yield "respondents", "rate", "assurance", "invitations"
    for respondents in (1, 2, 10, 97, 385, 1537, 20000):
        for rate in ("0.004", "0.2", "0.55", "0.98"):
            for assurance in ("0.5", "0.95", "0.999999"):
                yield str(respondents), rate, assurance, str(needed(respondents, float(rate), float(assurance)))


if __name__ == "__main__":
    csv_files.main(invitations)
