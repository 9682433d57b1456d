#!/usr/bin/env python3
"""Reference figures for trends, by high-precision arithmetic and independent of the library.

    generate_trend.py            writes trends.csv beside this file
    generate_trend.py --check    computes them again and fails when the file differs

Every step is taken from its definition in include/nps/trend.h. Needs mpmath.
"""

from fractions import Fraction
from math import comb, prod

from mpmath import erfc, erfinv, gammainc, mp, mpf, nstr, sqrt

import csv_files
from generate import decreasing_root, restricted_shares

mp.dps = 40

# Promoters, passives and detractors at times 0, 1, 2 ...; or with times.
SERIES = [
    ([(46, 30, 24), (50, 29, 21), (0, 0, 0), (58, 25, 17), (61, 27, 12)], None, 0),
    ([(3, 1, 1), (2, 2, 1), (4, 1, 0), (5, 0, 0)], None, 0),
    ([(5, 0, 0), (5, 0, 0), (5, 0, 0), (5, 0, 0)], None, 0),
    ([(5, 0, 0), (5, 0, 0), (5, 0, 0), (4, 1, 0)], None, 0),
    ([(5, 0, 0), (5, 0, 0), (3, 0, 2), (2, 0, 3)], None, 0),
    ([(0, 5, 0), (0, 50, 0), (1, 4, 0), (0, 500, 0)], None, 0),
    ([(0, 0, 1), (0, 1, 0), (1, 0, 0)], None, 0),
    ([(0, 0, 9), (0, 0, 9), (9, 0, 0), (9, 0, 0)], None, 0),
    ([(400, 50, 50), (4, 0, 1), (410, 45, 45), (3, 1, 1), (430, 40, 30), (5, 0, 0)], None, 0),
    ([(20, 10, 10), (22, 9, 9), (19, 12, 9), (25, 8, 7)], ["0", "1", "5", "5.5"], 0),
    ([(20, 10, 10), (22, 9, 9), (19, 12, 9), (25, 8, 7)], ["1e9", "-1e9", "3e8", "0"], 0),
    ([(500000000000, 300000000000, 200000000000), (500001000000, 300000000000, 199999000000),
      (500000500000, 300000000000, 199999500000)], None, 0),
    ([(999999999999, 0, 1), (1000000000000, 0, 0), (999999999990, 0, 10)], None, 0),
    ([(30, 15, 5), (20, 15, 15), (25, 15, 10), (33, 12, 5), (22, 16, 12), (27, 14, 9), (35, 11, 4), (26, 12, 12)], None, 3),
    ([(30, 15, 5), (0, 0, 0), (25, 15, 10), (0, 0, 0), (0, 0, 0), (27, 14, 9), (35, 11, 4), (26, 12, 12)], None, 3),
    ([(40 + i % 5, 30 - i % 3, 20 + i % 7) for i in range(36)], None, 12),
    ([(4, 1, i % 2) for i in range(36)], None, 0),
]  # fmt: skip
LEVELS = ["0.5", "0.95", "0.999"]


def central(shares, theta, power):
    """A central moment of an answer; `shares` has the share of each value."""
    return sum(share * (value - theta) ** power for value, share in shares.items())


def pooled(tables):
    return tuple(sum(column) for column in zip(*tables))


def score(table):
    return mpf(table[0] - table[2]) / sum(table)


class Trend:
    def __init__(self, tables, times, season):
        season = season or 1
        points = [(place % season, time, table) for place, (time, table) in enumerate(zip(times, tables)) if any(table)]
        self.seasons = []
        for which in range(season):
            own = [(time, table) for at, time, table in points if at == which]
            if len({time for time, _ in own}) > 1:
                self.seasons.append(own)
        self.spread = self.numerator = self.reach = steps = mpf(0)
        answers = has_passives = 0
        self.means = []
        for own in self.seasons:
            n = sum(sum(table) for _, table in own)
            mean = sum(time * sum(table) for time, table in own) / n
            self.means.append(mean)
            answers += n
            for time, table in own:
                self.spread += sum(table) * (time - mean) ** 2
                self.numerator += sum(table) * (time - mean) * score(table)
                self.reach += sum(table) * abs(time - mean)
                has_passives = has_passives or table[1]
            steps += (max(own)[0] - min(own)[0]) / (len(own) - 1)
        self.slope = self.numerator / self.spread
        self.reach /= self.spread
        self.step = steps / len(self.seasons) * (1 if has_passives else 2)
        self.correction = mpf(answers) / (answers - len(self.seasons))

    def line(self, own, mean, slope):
        """The scores of a line with that slope, moved onto the scale, or cut where it does not fit."""
        at = score(pooled([table for _, table in own]))
        offsets = [slope * (time - mean) for time, _ in own]
        low, high = -1 - min(offsets), 1 - max(offsets)
        at = max(min(low, high), min(max(low, high), at))
        return [max(mpf(-1), min(mpf(1), at + offset)) for offset in offsets]

    def deviate(self, slope):
        distance = self.spread * (self.slope - slope)
        beyond = abs(distance) - self.step / 2
        if beyond <= 0:
            return mpf(0)
        found = []
        for is_pooled in (True, False):
            variance = third = mpf(0)
            for own, mean in zip(self.seasons, self.means):
                together = pooled([table for _, table in own])
                for (time, table), theta in zip(own, self.line(own, mean, slope)):
                    shares = restricted_shares(together if is_pooled else table, theta)
                    variance += sum(table) * (time - mean) ** 2 * central(shares, theta, 2)
                    third += sum(table) * (time - mean) ** 3 * central(shares, theta, 3)
            variance *= self.correction
            sign = 1 if distance > 0 else -1
            if variance <= 0:
                found.append(sign * mpf("inf"))
                continue
            statistic, a = sign * beyond / sqrt(variance), third / variance / sqrt(variance) / 6
            root = 1 + 4 * a * (a + statistic)
            z = 2 * (a + statistic) / (1 + sqrt(root)) if root > 0 else -1 / (2 * a)
            found.append(max(0, z) if distance > 0 else min(0, z))
        return min(found, key=abs)

    def interval(self, level):
        """Where the deviate is that of the level, on both sides of the estimate; or the last slope that is possible."""
        z = sqrt(2) * erfinv(mpf(level))
        lower, upper = -self.reach, self.reach
        if self.deviate(lower) > z:
            lower = decreasing_root(lambda slope: self.deviate(slope) - z, lower, self.slope)
        if self.deviate(upper) < -z:
            upper = decreasing_root(lambda slope: self.deviate(slope) + z, self.slope, upper)
        return lower, upper

    def p_value(self):
        return erfc(abs(self.deviate(0)) / sqrt(2))


def homogeneity(tables):
    """The statistic and its p-value."""
    tables = [table for table in tables if any(table)]
    n, at = sum(map(sum, tables)), score(pooled(tables))
    weights, excesses = [], []
    for table in tables:
        shares = restricted_shares(table, at)
        variance = central(shares, at, 2)
        weights.append(sum(table) / variance * (n - 1) / n if variance else mpf(0))
        excesses.append((central(shares, at, 4) / variance**2 - 3) / sum(table) if variance else mpf(0))
    total = sum(weights)
    if total == 0:
        return mpf(0), mpf(1)
    mean = sum(weight * score(table) for weight, table in zip(weights, tables)) / total
    statistic = sum(weight * (score(table) - mean) ** 2 for weight, table in zip(weights, tables))
    degrees = len(tables) - 1
    variance = 2 * degrees + sum((1 - weight / total) ** 2 * excess for weight, excess in zip(weights, excesses))
    p_values = [matched(statistic, degrees, max(variance, mpf(degrees) / 10))]
    if variance > 2 * degrees:
        p_values.append(matched(statistic, degrees, mpf(2 * degrees)))
    return statistic, max(*p_values, permuted(tables))


def permuted(tables):
    """The p-value of the permutation test where that has few ways, by listing all tables with the same margins."""
    sizes, groups = list(map(sum, tables)), list(map(sum, zip(*tables)))
    rarer = sorted(sorted(range(3), key=lambda group: -groups[group])[1:])
    ways = prod(comb(groups[group] + len(tables) - 1, len(tables) - 1) for group in rarer)
    if ways > 1000000 or len(tables) > 64:
        return mpf(0)

    def spread(scores):
        return sum(Fraction(total**2, size) for total, size in zip(scores, sizes))

    seen = spread([table[0] - table[2] for table in tables])
    as_large = everything = 0
    for first in parts(groups[0], sizes):
        for second in parts(groups[2], [size - taken for size, taken in zip(sizes, first)]):
            weight = prod(comb(n, p) * comb(n - p, d) for n, p, d in zip(sizes, first, second))
            everything += weight
            as_large += weight * (spread([p - d for p, d in zip(first, second)]) >= seen)
    return mpf(as_large) / everything


def parts(total, most):
    """All ways to write a total as a sum of whole numbers, each with a limit of its own."""
    if not most:
        if total == 0:
            yield []
        return
    for part in range(max(0, total - sum(most[1:])), min(total, most[0]) + 1):
        for others in parts(total - part, most[1:]):
            yield [part, *others]


def matched(statistic, mean, variance):
    """P(X >= statistic) for a multiple of chi-square with this mean and variance."""
    return gammainc(mean**2 / variance, statistic * mean / variance, regularized=True)


def shown(number):
    return nstr(number, 13)


def trends():
    yield "series season level slope lower upper p_value statistic homogeneity".split()
    for tables, times, season in SERIES:
        listed = [mpf(time) for time in times or range(len(tables))]
        trend, homogeneous = Trend(tables, listed, season), homogeneity(tables)
        series = ";".join("/".join(map(str, table)) + f"@{nstr(time, 20)}" for table, time in zip(tables, listed))
        p_value = trend.p_value()
        for level in LEVELS:
            found = [trend.slope, *trend.interval(level), p_value, *homogeneous]
            yield [series, season, level, *map(shown, found)]


if __name__ == "__main__":
    csv_files.main(trends)
