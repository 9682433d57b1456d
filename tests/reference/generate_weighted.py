#!/usr/bin/env python3
"""Reference figures for weights, calibration and paired waves, from the definitions and independent of the library.

    generate_weighted.py            writes the tables named in its last lines beside this file
    generate_weighted.py --check    computes them again and fails when a file differs

Needs mpmath. Scores are theta = NPS / 100.
"""

import csv
import random

from mpmath import betainc, inf, mp, mpf, sqrt

import csv_files
import generate
from generate import deviate_of_level, digits, upper_tail

mp.dps = 60


# Student's t


def student_tail(t, degrees):
    if degrees == inf:
        return upper_tail(t)
    t, degrees = mpf(t), mpf(degrees)
    if t < 0:
        return 1 - student_tail(-t, degrees)
    return betainc(degrees / 2, mpf(1) / 2, 0, degrees / (degrees + t**2), regularized=True) / 2


def student_quantile(tail, degrees):
    if degrees == inf:
        return deviate_of_level(1 - 2 * tail)
    low, high = mpf(0), mpf(1)
    while student_tail(high, degrees) > tail:
        high *= 2
    return generate.decreasing_root(lambda t: student_tail(t, degrees) - tail, low, high)


def student():
    yield "degrees", "t", "upper_tail"
    for degrees in ("1", "1.5", "2", "3", "5", "10", "29", "30.25", "100", "1000", "9999", "10000", "123456", "1e9"):
        for t in ("-3", "-0.01", "0", "1e-8", "0.001", "0.5", "1", "1.7", "1.75", "2", "5", "12.7", "37", "1000"):
            # The series does not converge where both are large.
            if mpf(degrees) < 10000 or abs(mpf(t)) <= 12.7:
                yield degrees, t, digits(student_tail(t, degrees))


# Survey designs: rows of (stratum, cluster or None, answer, weight)


def value_of(answer):
    return {True: 1}.get(answer >= 9, 0 if answer >= 7 else -1)


def made_up(seed, rows, strata, clusters, weight):
    """Rows of a plausible survey; clusters 0: every respondent was drawn independently."""
    chance = random.Random(seed)
    for _ in range(rows):
        stratum = chance.randrange(strata)
        cluster = chance.randrange(clusters) if clusters else None
        leaning = (stratum + (cluster or 0)) % 3
        answer = min(12, max(0, round(chance.gauss(7 + leaning, 3))))
        yield stratum, cluster, answer, weight(chance)


def grams(chance):
    return f"{chance.uniform(0.2, 5):.6f}"


def far_apart(chance):
    return f"{10 ** chance.uniform(-20, 20):.6e}"


SURVEYS = {
    "strata": list(made_up(1, 40, 3, 0, grams)),
    "clusters": list(made_up(2, 40, 1, 7, grams)),
    "both": list(made_up(3, 60, 4, 3, grams)),
    "far apart": list(made_up(4, 40, 2, 5, far_apart)),
    "no weights": list(made_up(5, 40, 1, 0, lambda chance: "1")),
    "lonely": [(9, 1, 10, "2"), (9, 1, 3, "1"), (8, 1, 9, "0.5"), (8, 2, 2, "3"), (7, 5, 8, "2.25"), (6, 1, 0, "1")],
    "one cluster": [(0, 4, 10, "1"), (0, 4, 2, "2"), (0, 4, 9, "1")],
    "one row": [(0, None, 10, "7")],
    "mixed": [(0, None, 10, "1"), (0, 4, 2, "2"), (0, 4, 9, "1"), (0, None, 7, "0.1"), (0, 5, 9, "4"), (0, 5, 11, "3")],
    "all alike": [(0, 1, 10, "1"), (0, 2, 9, "3"), (0, 2, 9, "2"), (1, 2, 10, "1"), (1, 3, 10, "2")],
    "weightless": [(0, 1, 10, "1"), (0, 2, 0, "0"), (0, 3, 9, "3"), (0, 1, 5, "2"), (0, 5, 11, "3")],
}  # fmt: skip


def takes_part(row):
    return row[2] <= 10 and mpf(row[3]) > 0


def unit_of(place, row):
    """The stratum and the sampling unit: the cluster, or a respondent who was drawn alone."""
    stratum, cluster, *_ = row
    return stratum, ("alone", place) if cluster is None else ("cluster", cluster)


def units(rows):
    """The sampling units, whether anybody in them takes part or not."""
    return {unit_of(place, row) for place, row in enumerate(rows)}


def sampled(rows):
    """The rows with valid answers and weights: stratum, cluster, value, weight."""
    return [(*unit_of(place, row), value_of(row[2]), mpf(row[3])) for place, row in enumerate(rows) if takes_part(row)]


def linearised(rows):
    """theta, every row's w (y - theta) / W, and the variance of one respondent."""
    total = sum(w for *_, w in rows)
    theta = sum(y * w for *_, y, w in rows) / total
    return theta, [w * (y - theta) / total for *_, y, w in rows], sum(w * (y - theta) ** 2 for *_, y, w in rows) / total


def variance_of_design(known, rows, parts):
    """The variance with replacement, about the grand mean for a stratum with one unit; the degrees of freedom."""
    strata = {}
    for stratum, unit in known:
        strata.setdefault(stratum, {})[unit] = mpf(0)
    for (stratum, unit, *_), part in zip(rows, parts):
        strata[stratum][unit] += part
    variance = mpf(0)
    for totals in strata.values():
        m = len(totals)
        mean = sum(totals.values()) / m
        distances = sum((total - (mean if m > 1 else 0)) ** 2 for total in totals.values())
        variance += distances * mpf(m) / (m - 1) if m > 1 else distances
    return variance, sum(len(totals) - 1 for totals in strata.values())


def kish(rows):
    return sum(w for *_, w in rows) ** 2 / sum(w**2 for *_, w in rows)


def estimate(survey):
    """score, standard error, kish, design effect, effective, degrees: all on [-1, 1]."""
    rows = sampled(survey)
    n = len(rows)
    theta, parts, of_one = linearised(rows)
    variance, degrees = variance_of_design(units(survey), rows, parts)
    if degrees == 0:
        return theta, inf, kish(rows), inf, mpf(0), 0
    effect = variance / (of_one / (n - 1)) if of_one else n / kish(rows)
    effective = min(kish(rows), n / effect if effect else inf)
    return theta, sqrt(variance), kish(rows), effect, effective, degrees


def plain_estimate(rows):
    """Standard error and design effect when strata and clusters are unknown."""
    n = len(rows)
    _, parts, of_one = linearised(rows)
    if n == 1:
        return inf, mpf(1)
    variance = mpf(n) / (n - 1) * sum(part**2 for part in parts)
    return sqrt(variance), variance / (of_one / (n - 1)) if of_one else n / kish(rows)


def weighted_rows():
    yield "survey", "stratum", "cluster", "answer", "weight"
    for name, rows in SURVEYS.items():
        for stratum, cluster, answer, weight in rows:
            yield name, stratum, "" if cluster is None else cluster, answer, weight


def weighted_figures():
    yield ("survey", "score", "standard_error", "kish", "design_effect", "effective", "degrees", "plain_error",
           "plain_effect")  # fmt: skip
    for name, rows in SURVEYS.items():
        *figures, degrees = estimate(rows)
        yield name, *map(digits, figures), degrees, *map(digits, plain_estimate(sampled(rows)))


def shares(rows):
    total = sum(w for *_, w in rows)
    return tuple(sum(w for *_, y, w in rows if y == group) / total for group in (1, 0, -1))


def weighted_intervals():
    yield "survey", "level", "method", "lower", "upper", "reference", "p_value"
    for name in ("strata", "clusters", "both", "far apart", "mixed", "weightless"):
        rows = sampled(SURVEYS[name])
        _, error, *_, effective, degrees = estimate(SURVEYS[name])
        for level in ("0.8", "0.95", "0.999"):
            z = deviate_of_level(level)
            ratio = z / student_quantile((1 - mpf(level)) / 2, degrees)
            for method in generate.METHODS:
                table = tuple(share * effective * ratio**2 for share in shares(rows))
                low, high = generate.bounds(method, table, z)
                if method == "wald":
                    theta, *_ = linearised(rows)
                    low, high = theta - z / ratio * error, theta + z / ratio * error
                if method == "skewness-corrected score" and sum(table) <= 1:
                    low, high = mpf(-1), mpf(1)
                p = ""
                if method == "score":
                    far = generate.score_statistic(tuple(share * effective for share in shares(rows)), mpf("0.1"))
                    p = digits(2 * student_tail(abs(far), degrees))
                elif method == "wald":
                    p = digits(2 * student_tail(abs(theta - mpf("0.1")) / error, degrees))
                yield name, level, method, digits(low), digits(high), "10", p


def airport(year):
    """The survey of the airport, with every row drawn independently."""
    with open(csv_files.HERE.parents[1] / "docs/examples/data/sfo_recommend_weights.csv", newline="") as file:
        return [(0, None, int(row["answer"]), row["weight"]) for row in csv.DictReader(file) if row["year"] == year
                and row["answer"] for _ in range(int(row["respondents"]))]  # fmt: skip


def summary(name):
    """theta, standard error, shares, effective respondents and degrees of freedom; without strata and clusters for the airport."""
    if name in SURVEYS:
        rows = sampled(SURVEYS[name])
        theta, error, *_, effective, degrees = estimate(SURVEYS[name])
        return theta, error, shares(rows), effective, degrees
    rows = sampled(airport(name))
    error, effect = plain_estimate(rows)
    return linearised(rows)[0], error, shares(rows), min(kish(rows), len(rows) / effect), inf


def effective_table(one, z):
    """The counts for a method whose quantile is z."""
    _, _, parts, effective, degrees = one
    ratio = z / student_quantile(upper_tail(z), degrees)
    return tuple(share * effective * ratio**2 for share in parts)


def difference(method, one, two, z):
    if method == "wald":
        margins = [student_quantile(upper_tail(z), degrees) * error for _, error, *_, degrees in (one, two)]
        middle, margin = one[0] - two[0], sqrt(sum(margin**2 for margin in margins))
        return middle - margin, middle + margin
    tables = effective_table(one, z), effective_table(two, z)
    if method != "skewness-corrected score":
        return generate.mover(method, *tables, z)
    return generate.difference_bounds(*tables, z) if min(map(sum, tables)) > 1 else (mpf(-2), mpf(2))


PAIRS = [("strata", "clusters"), ("both", "strata"), ("clusters", "mixed"), ("no weights", "weightless"),
         ("far apart", "both"), ("2018", "2017"), ("mixed", "2018")]  # fmt: skip


def weighted_comparisons():
    """No p-value: its test is the agreement with the interval."""
    yield "first", "second", "level", "method", "difference", "lower", "upper"
    for first, second in PAIRS:
        one, two = summary(first), summary(second)
        for level in ("0.8", "0.95"):
            for method in generate.METHODS:
                low, high = difference(method, one, two, deviate_of_level(level))
                yield first, second, level, method, *map(digits, (one[0] - two[0], low, high))


# Paired waves: transitions (first promoters, passives, detractors, each by the second wave), first only, second only
# (nobody in both: comparisons.csv)

WAVES = [
    ((5, 2, 1, 3, 6, 1, 2, 2, 8), (0, 0, 0), (0, 0, 0)),
    ((10, 0, 0, 0, 5, 0, 0, 0, 5), (0, 0, 0), (0, 0, 0)),
    ((1, 0, 0, 0, 0, 0, 0, 0, 0), (0, 0, 0), (0, 0, 0)),
    ((0, 0, 1, 0, 0, 0, 0, 0, 0), (0, 0, 0), (0, 0, 0)),
    ((0, 0, 3, 0, 0, 0, 4, 0, 0), (0, 0, 0), (0, 0, 0)),
    ((0, 0, 9, 0, 0, 0, 0, 0, 0), (0, 0, 0), (0, 0, 0)),
    ((300, 60, 30, 80, 200, 20, 25, 30, 90), (0, 0, 0), (0, 0, 0)),
    ((499999999999, 0, 0, 1, 300000000000, 0, 0, 0, 200000000000), (0, 0, 0), (0, 0, 0)),
    ((5, 2, 1, 3, 6, 1, 2, 2, 8), (4, 3, 2), (1, 2, 3)),
    ((5, 2, 1, 3, 6, 1, 2, 2, 8), (40, 30, 20), (0, 0, 0)),
    ((1, 0, 0, 0, 1, 0, 1, 0, 0), (4, 3, 2), (11, 2, 3)),
    ((90, 5, 5, 20, 50, 10, 2, 8, 60), (100, 50, 50), (60, 60, 80)),
]  # fmt: skip


def most_likely(cells, mean):
    """The probabilities that make (value, count) cells most likely when their mean is given (Owen 1988); the lowest
    and the highest value are always possible."""
    n = sum(count for _, count in cells)
    low, high = min(v for v, _ in cells), max(v for v, _ in cells)
    seen = [(v, c) for v, c in cells if c]

    def gap(scale):
        return sum(c * (v - mean) / (1 + scale * (v - mean)) for v, c in seen)

    tiny = mpf(10) ** -55
    bottom, top = -1 / (high - mean), 1 / (mean - low)
    at_ends = {v for v, _ in seen}
    if high not in at_ends and gap(bottom) <= 0:
        scale = bottom
    elif low not in at_ends and gap(top) >= 0:
        scale = top
    else:
        scale = generate.decreasing_root(gap, bottom * (1 - tiny), top * (1 - tiny))
    probabilities = [(v, c / (n * (1 + scale * (v - mean)))) for v, c in seen]
    return probabilities + [(high if scale < 0 else low, 1 - sum(p for _, p in probabilities))]


def cells_statistic(method, cells, mean):
    n = mpf(sum(count for _, count in cells))
    at = sum(v * c for v, c in cells) / n
    if method == "skewness-corrected score" and n == 1 or at == mean:
        return mpf(0)
    fitted = most_likely(cells, mean)
    variance = sum(p * (v - mean) ** 2 for v, p in fitted) / n
    if method == "score":
        return generate.studentised(at - mean, variance)
    variance *= n / (n - 1)
    a = sum(p * (v - mean) ** 3 for v, p in fitted) / n**2 / variance ** mpf("1.5") / 6
    s = (at - mean) / sqrt(variance)
    z = (-1 + sqrt(max(mpf(0), 1 + 4 * a * (a + s)))) / (2 * a) if abs(a) > mpf(10) ** -30 else s
    return max(mpf(0), z) if mean < at else min(mpf(0), z)


def cells_bounds(method, cells, z):
    n = mpf(sum(count for _, count in cells))
    at = sum(v * c for v, c in cells) / n
    if method == "wald":
        margin = z * sqrt(sum(c * (v - at) ** 2 for v, c in cells)) / n
        return at - margin, at + margin
    low, high = min(v for v, _ in cells), max(v for v, _ in cells)
    tiny = mpf(10) ** -25
    lower, upper = low, high
    if at > low and cells_statistic(method, cells, low + tiny) > z:
        lower = generate.decreasing_root(lambda t: cells_statistic(method, cells, t) - z, low + tiny, at)
    if at < high and cells_statistic(method, cells, high - tiny) < -z:
        upper = generate.decreasing_root(lambda t: cells_statistic(method, cells, t) + z, at, high - tiny)
    return lower, upper


def change(method, waves, z):
    """MOVER on those in both, in the second only and in the first only."""
    table, first, second = waves
    both = sum(table)
    of_first, of_second = mpf(both) / (both + sum(first)), mpf(both) / (both + sum(second))
    parts = []
    if both:
        values = [of_second * to - of_first * before for before in (1, 0, -1) for to in (1, 0, -1)]
        cells = list(zip(values, map(mpf, table)))
        parts.append((sum(v * c for v, c in cells) / both, *cells_bounds(method, cells, z)))
    for counts, share in ((second, 1 - of_second), (first, of_first - 1)):
        if sum(counts):
            ends = [share * bound for bound in generate.bounds(method, counts, z)]
            parts.append((share * generate.estimate(counts), min(ends), max(ends)))
    middle = sum(at for at, *_ in parts)
    down = sqrt(sum((at - low) ** 2 for at, low, _ in parts))
    return middle, middle - down, middle + sqrt(sum((high - at) ** 2 for at, _, high in parts))


def change_p(method, waves):
    """The p-value if all are in both waves; elsewhere its test is the agreement with the interval."""
    table, first, second = waves
    if sum(first) + sum(second):
        return ""
    cells = [(mpf(to - before), count) for (before, to), count in zip(
        [(before, to) for before in (1, 0, -1) for to in (1, 0, -1)], map(mpf, table))]  # fmt: skip
    if method == "wald":
        n = sum(table)
        at = sum(v * c for v, c in cells) / n
        deviate = generate.studentised(at, sum(c * (v - at) ** 2 for v, c in cells) / n**2)
    else:
        deviate = cells_statistic(method, cells, mpf(0))
    return digits(min(mpf(1), 2 * upper_tail(abs(deviate))))


def paired_figures():
    yield (*"pp pm pd mp mm md dp dm dd p1 m1 d1 p2 m2 d2".split(), "level", "method", "lower", "upper", "p_value")  # fmt: skip
    for waves in WAVES:
        for method in ("score", "skewness-corrected score", "wald"):
            p = change_p(method, waves)
            for level in ("0.8", "0.99"):
                _, lower, upper = change(method, waves, deviate_of_level(level))
                yield *waves[0], *waves[1], *waves[2], level, method, digits(lower), digits(upper), p


# Calibration: rows of (answer, base weight, category in each of two margins)

CALIBRATIONS = {
    "two margins": ((30, 3, 4), (["40", "35", "25"], ["10", "50", "25", "15"])),
    "one margin": ((25, 3, 1), (["1", "2", "0.5"], ["3.5"])),
    "an empty category": ((40, 3, 2), (["40", "60", "0"], ["70", "30"])),
}


def calibration_case(name):
    (rows, first, second), totals = CALIBRATIONS[name]
    chance = random.Random(name)
    made = []
    for place in range(rows):
        a, b = place % first, chance.randrange(second)
        answer = min(11, max(0, round(chance.gauss(6 + a + b, 3))))
        made.append((answer, f"{chance.uniform(0.5, 2):.4f}", a, b))
    return made, [[mpf(total) for total in margin] for margin in totals]


def rake(rows, totals):
    weights = [mpf(base) for _, base, *_ in rows]
    for _ in range(2000):
        for m, margin in enumerate(totals):
            for category, total in enumerate(margin):
                inside = [i for i, row in enumerate(rows) if row[2 + m] == category]
                factor = total / sum(weights[i] for i in inside) if total else 0
                for i in inside:
                    weights[i] *= factor
        if all(abs(sum(w for w, row in zip(weights, rows) if row[2 + m] == category) - total) < mpf(10) ** -25
               for m, margin in enumerate(totals) for category, total in enumerate(margin)):  # fmt: skip
            return weights
    raise AssertionError("not converged")


def regression_residuals(values, rows, weights, totals):
    """Weighted least squares on a constant and all categories but the first of each margin, for rows with weight."""
    kept = [i for i, w in enumerate(weights) if w > 0]
    columns = [[mpf(1)] * len(kept)]
    for m, margin in enumerate(totals):
        present = sorted({rows[i][2 + m] for i in kept})
        columns += [[mpf(rows[i][2 + m] == category) for i in kept] for category in present[1:]]
    w = [weights[i] for i in kept]
    y = [values[i] for i in kept]
    normal = mp.matrix([[sum(a * b * c for a, b, c in zip(one, two, w)) for two in columns] for one in columns])
    right = mp.matrix([sum(a * b * c for a, b, c in zip(one, y, w)) for one in columns])
    beta = mp.lu_solve(normal, right)
    fitted = [sum(beta[k] * column[i] for k, column in enumerate(columns)) for i in range(len(kept))]
    return {row: y[i] - fitted[i] for i, row in enumerate(kept)}


def calibration_rows():
    yield "case", "answer", "base", "first", "second", "weight"
    for name in CALIBRATIONS:
        rows, totals = calibration_case(name)
        for row, weight in zip(rows, rake(rows, totals)):
            yield name, *row, digits(weight)


def calibration_figures():
    yield "case", "score", "standard_error", "kish", "degrees"
    for name in CALIBRATIONS:
        rows, totals = calibration_case(name)
        weights = rake(rows, totals)
        answered = [i for i, row in enumerate(rows) if row[0] <= 10 and weights[i] > 0]
        total = sum(weights[i] for i in answered)
        theta = sum(weights[i] * value_of(rows[i][0]) for i in answered) / total
        values = [(value_of(row[0]) - theta) / total if row[0] <= 10 else mpf(0) for row in rows]
        # As R's survey::calibrate(calfun = "raking"): residuals at the base weights, times the calibrated weights.
        residuals = regression_residuals(values, rows, [mpf(row[1]) for row in rows], totals)
        n, parts = mpf(len(rows)), [weights[i] * e for i, e in residuals.items()]
        variance = n / (n - 1) * (sum(part**2 for part in parts) - sum(parts) ** 2 / n)
        effective = total**2 / sum(weights[i] ** 2 for i in answered)
        yield name, digits(theta), digits(sqrt(variance)), digits(effective), len(rows) - 1


# Post-stratification: promoters, passives, detractors and population of each segment

SEGMENTS = {
    "three": [(5, 3, 2, "100"), (20, 4, 9, "50"), (1, 8, 3, "350.5")],
    "a single respondent": [(5, 3, 2, "10"), (0, 1, 0, "4")],
    "nobody counts": [(50, 30, 20, "1000"), (3, 9, 1, "0"), (7, 7, 7, "3000")],
}


def poststratified():
    yield "case", "score", "standard_error", "kish", "effective"
    for name, segments in SEGMENTS.items():
        segments = [(mpf(a), mpf(m), mpf(c), mpf(total)) for a, m, c, total in segments if mpf(total) > 0]
        population = sum(total for *_, total in segments)
        n = sum(a + m + c for a, m, c, _ in segments)
        thetas = [(a - c) / (a + m + c) for a, m, c, _ in segments]
        theta = sum(total / population * one for (*_, total), one in zip(segments, thetas))

        def spread(a, m, c, at):
            return (a * (1 - at) ** 2 + m * at**2 + c * (1 + at) ** 2) / (a + m + c)

        of_one = sum(total / population * spread(a, m, c, theta) for a, m, c, total in segments)
        variance = mpf(0)
        for (a, m, c, total), at in zip(segments, thetas):
            size = a + m + c
            inside = spread(a, m, c, at) / (size - 1) if size > 1 else of_one
            variance += (total / population) ** 2 * inside
        kish_n = population**2 / sum(total**2 / (a + m + c) for a, m, c, total in segments)
        effective = min(kish_n, n / (variance / (of_one / (n - 1))))
        yield name, *map(digits, (theta, sqrt(variance), kish_n, effective))


if __name__ == "__main__":
    csv_files.main(student, weighted_rows, weighted_figures, weighted_intervals, weighted_comparisons, calibration_rows,
                   calibration_figures, poststratified, paired_figures)
