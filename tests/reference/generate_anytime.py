#!/usr/bin/env python3
"""Reference figures for anytime, bayes and the incomplete beta function, by high-precision arithmetic.

    generate_anytime.py            writes the files below beside this one; takes minutes
    generate_anytime.py --check    computes them again and fails when a file differs; with --every=4 in four times less
                                   time, for every fourth table, pair or parameter of each list

anytime.csv              bounds on [-1, 1]: the wealth by its closed form, a sum of beta functions
anytime_evidence.csv     log of the e-value, and p-values of the one-sided tests
anytime_differences.csv  sequential comparison: the corner of the region of both truths, by its tangent
anytime_huge_differences.csv  p-values of sequential comparisons with up to 2^63 answers
bayes.csv                equal-tailed bounds on [-1, 1]
bayes_tails.csv          logs of the two tails of the posterior
bayes_narrow.csv         the same for many answers, by an inverse Laplace transform
incomplete_beta.csv      logs of the regularised incomplete beta function, by its hypergeometric series or by quadrature

The computations differ from those of the library. The library integrates over stakes, and conditions the posterior on
the share of answers that are not passive; here wealth is summed, and the posterior is conditioned on the detractors.
Needs mpmath.
"""

from mpmath import (beta, diff, erfinv, exp, findroot, hyp2f1, inf, log, log1p, loggamma, matrix, mp, mpc, mpf, nstr, pi,
                    quad, sqrt)  # fmt: skip

import csv_files

mp.dps = 50


def digits(value):
    return nstr(value, 17, min_fixed=-4, max_fixed=4)


def root(function, low, high, tolerance=mpf(10) ** -34):
    """The root of a function in a bracket, by the Illinois method; by bisection where values are infinite."""
    f_low, f_high = function(low), function(high)
    side = 0
    while abs(high - low) > tolerance:
        finite = abs(f_low) < 100 and abs(f_high) < 100
        middle = (low * f_high - high * f_low) / (f_high - f_low) if finite else (low + high) / 2
        f_middle = function(middle)
        if f_middle == 0:
            return middle
        if (f_middle > 0) == (f_high > 0):
            high, f_high = middle, f_middle
            if side == 1 and finite:
                f_low /= 2
            side = 1
        else:
            low, f_low = middle, f_middle
            if side == -1 and finite:
                f_high /= 2
            side = -1
        if finite and abs(f_middle) < mpf(10) ** -32:
            return middle
    return (low + high) / 2


# The wealth of the betting martingale.


def shapes(theta):
    mu = (1 + theta) / 2
    A = 2 + (theta + theta**3) / 2
    return mu, 1 - mu, A, 4 - A


def wealth_by_sum(table, theta):
    """The closed form; each term is the previous one times a ratio."""
    a, m, c = table
    mu, nu, A, B = shapes(theta)
    term = exp(loggamma(a + A) + loggamma(c + m + B) - loggamma(a + m + c + 4) - log(beta(A, B))
               - a * log(mu) - (c + m) * log(nu) - m * log(mpf(2)))  # fmt: skip
    total = term
    for j in range(m):
        term *= mpf(m - j) / (j + 1) * (a + j + A) / (c + m - j - 1 + B) * nu / mu
        total += term
    return total


def game(table, theta):
    """The integrand over u, its peak, and the width of the peak."""
    a, m, c = table
    mu, nu, A, B = shapes(theta)
    constant = -log(beta(A, B))

    def gain(u):
        return (a * log(u / mu) + c * log((1 - u) / nu) + m * log((u / mu + (1 - u) / nu) / 2)
                + (A - 1) * log(u) + (B - 1) * log(1 - u) + constant)  # fmt: skip

    def slope(u):
        return (a + A - 1) / u - (c + B - 1) / (1 - u) + m * (1 / mu - 1 / nu) / (u / mu + (1 - u) / nu)

    low, high = mpf(0), mpf(1)
    for _ in range(120):
        middle = (low + high) / 2
        low, high = (middle, high) if slope(middle) > 0 else (low, middle)
    return gain, low, 1 / sqrt(-diff(slope, low))


def wealth_by_quadrature(table, theta, start=mpf(0), end=mpf(1)):
    gain, peak, width = game(table, theta)
    inner = {peak + k * width for k in (-40, -16, -10, -6, -3, 0, 3, 6, 10, 16, 40)}
    points = [start, *sorted(point for point in inner if start < point < end), end]
    return quad(lambda u: exp(gain(u)) if 0 < u < 1 else mpf(0), points)


def wealth(table, theta):
    if theta == -1:
        return mpf(3) / (3 + table[2]) if table[0] == table[1] == 0 else inf
    if theta == 1:
        return wealth(table[::-1], -theta)
    return (wealth_by_sum if table[1] <= 2000 else wealth_by_quadrature)(table, theta)


def log_wealth(table, theta):
    return log(wealth(table, theta))


def one_sided_p(table, theta):
    """Evidence against a truth of theta or less: stakes above mu only."""
    a, _, c = table
    if mpf(a - c) / sum(table) <= theta:
        return mpf(1)
    mu, _, A, B = shapes(theta)
    if mu == 0:
        return mpf(0)
    share = quad(lambda u: u ** (A - 1) * (1 - u) ** (B - 1), [mu, 1]) / beta(A, B)
    return min(mpf(1), share / wealth_by_quadrature(table, theta, start=mu))


TABLES = [
    (1, 0, 0), (0, 1, 0), (0, 0, 1), (2, 0, 0), (1, 0, 1), (0, 2, 1), (0, 5, 0), (5, 3, 2), (0, 9, 1), (20, 0, 0),
    (14, 5, 1), (0, 20, 30), (33, 34, 33), (51, 30, 19), (99, 0, 1), (0, 99, 1), (494, 310, 196), (1436, 968, 342),
    (999999, 0, 1), (1000000000000, 0, 0), (999999999999, 0, 1),
]  # fmt: skip
HUGE = [(333333, 333334, 333333), (500000000000, 300000000000, 200000000000), (1, 999999999998, 1),
        (0, 1, 999999999999)]  # fmt: skip


def anytime():
    yield "promoters", "passives", "detractors", "level", "lower", "upper"
    for table in csv_files.some(TABLES + HUGE):
        estimate = mpf(table[0] - table[2]) / sum(table)
        for level in ("0.95",) if table in HUGE else ("0.5", "0.9", "0.95", "0.99", "0.999999"):
            limit = -log(1 - mpf(level))

            def excess(theta):
                return log_wealth(table, theta) - limit

            def bound(end, step=-log(1 - mpf(level)) * 4):
                if estimate == end:
                    return end
                # A start close to the root saves quadratures.
                reach = sqrt(step / sum(table)) if table in HUGE else mpf(2)
                start = max(mpf(-1), estimate - reach) if end < 0 else min(mpf(1), estimate + reach)
                return root(excess, *sorted((start, estimate)), tolerance=mpf(10) ** -26)

            with mp.workdps(30 if table in HUGE else 50):
                yield *table, level, digits(bound(mpf(-1))), digits(bound(mpf(1)))


EVIDENCE = [((5, 3, 2), "-50"), ((5, 3, 2), "30"), ((5, 3, 2), "90"), ((1, 0, 0), "-99.5"), ((0, 1, 0), "99"),
            ((51, 30, 19), "0"), ((51, 30, 19), "31"), ((0, 99, 1), "50"), ((494, 310, 196), "10"),
            ((494, 310, 196), "-60"), ((0, 1000, 0), "40"), ((100, 0, 0), "-80"), ((1436, 968, 342), "12.5"),
            ((400000, 300000, 300000), "6"), ((1000000000000, 0, 0), "99.99999998"),
            ((500000000000, 300000000000, 200000000000), "30.002")]  # fmt: skip


def anytime_evidence():
    yield "promoters", "passives", "detractors", "reference", "log_e", "greater", "less"
    for table, reference in csv_files.some(EVIDENCE):
        theta = mpf(reference) / 100
        p_values = one_sided_p(table, theta), one_sided_p(table[::-1], -theta)
        yield *table, reference, digits(log_wealth(table, theta)), *map(digits, p_values)


PAIRS = [((50, 30, 20), (40, 30, 30)), ((5, 3, 2), (2, 4, 4)), ((3, 1, 1), (20, 10, 10)), ((70, 20, 10), (30, 20, 50)),
         ((600, 250, 150), (45, 30, 25)), ((1, 8, 1), (2, 6, 2))]  # fmt: skip


def corner(one, two, limit, direction):
    """The largest difference, in one direction, of two truths whose joint wealth is at the limit; a tangent point."""

    def conditions(x, y):
        return matrix([log_wealth(one, x) + log_wealth(two, y) - limit,
                       diff(lambda t: log_wealth(one, t), x) + diff(lambda t: log_wealth(two, t), y)])  # fmt: skip

    def single(table, toward):
        at = mpf(table[0] - table[2]) / sum(table)
        return at + (root(lambda t: log_wealth(table, t) - limit, *sorted((mpf(toward), at))) - at) * mpf("0.7")

    found = findroot(conditions, (single(one, direction), single(two, -direction)))
    return found[0] - found[1]


def anytime_differences():
    yield "p1", "m1", "d1", "p2", "m2", "d2", "level", "lower", "upper", "p_value"
    with mp.workdps(40):
        for one, two in csv_files.some(PAIRS):
            at = sum(mpf(t[0] - t[2]) for t in (one, two)) / sum(one + two)
            same = findroot(lambda t: diff(lambda x: log_wealth(one, x) + log_wealth(two, x), t), at)
            p = min(mpf(1), 1 / (wealth(one, same) * wealth(two, same)))
            for level in ("0.9", "0.95"):
                limit = -log(1 - mpf(level))
                bounds = corner(one, two, limit, -1), corner(one, two, limit, 1)
                yield *one, *two, level, *map(digits, bounds), digits(p)


HUGE_PAIRS = [((0, 0, 9), (0, 2**55 - 1, 0)), ((0, 0, 9), (0, 2**63 - 1, 0)), ((0, 0, 9), (1, 2**63, 0)),
              ((5, 3, 2), (2**63 - 1, 0, 1)), ((2**59, 2**60, 2**59 + 2**29), (2**60, 2**61, 2**60))]  # fmt: skip


def anytime_huge_differences():
    """The p-value of no difference, at the truth where the derivative of the joint log wealth is 0."""
    yield "p1", "m1", "d1", "p2", "m2", "d2", "p_value"
    with mp.workdps(40):
        for one, two in csv_files.some(HUGE_PAIRS):
            n, score, toward = sum(two), mpf(two[0] - two[2]) / sum(two), mpf(one[0] - one[2]) / sum(one)
            unit = sqrt((mpf(two[0] + two[2]) / n - score**2) / n) + mpf(1) / n

            def joint(z):
                return sum(log(wealth_by_quadrature(table, score + z * unit)) for table in (one, two))

            def slope(z):
                return joint(z + mpf("1e-5")) - joint(z - mpf("1e-5"))

            start = mpf("0.1") if toward > score else mpf("-0.1")
            smallest = findroot(slope, (mpf(0), start), tol=mpf(10) ** -34, verify=False, maxsteps=12)
            yield *one, *two, digits(min(mpf(1), exp(-joint(smallest))))


# The incomplete beta function.


def log_density(a, b, x, y):
    return a * log(x) + b * log(y) + loggamma(a + b) - loggamma(a) - loggamma(b)


def below_by_series(a, b, x, y):
    return exp(log_density(a, b, x, y)) / a * hyp2f1(a + b, 1, a + 1, x)


def below_by_quadrature(a, b, x, y):
    """The integral over t = logit x, downwards from x, or on both sides of the peak."""
    t_x, t_peak = log(x / y), log(a / b)
    step = min(2 / sqrt(a * b / (a + b)), mpf(2) / (abs(a * y - b * x) if t_x < t_peak else mpf(10) ** -9))
    points = [t_x] if t_x <= t_peak else [t_peak + k * step for k in range(30, 0, -1) if t_peak + k * step < t_x]
    points = [t_x, *points, t_peak] if t_x > t_peak else points
    points += [points[-1] - k * step for k in range(1, 50)]
    constant = loggamma(a + b) - loggamma(a) - loggamma(b)
    return quad(lambda t: exp(a * t - (a + b) * log1p(exp(t)) + constant), points[::-1])


def incomplete(a, b, x, y):
    if b < 1 <= a and (rest := 1 - below_by_series(b, a, y, x)) > mpf(10) ** -20:
        return rest
    return (below_by_series if a < 1 or a + b < 3000 else below_by_quadrature)(a, b, x, y)


def incomplete_beta():
    yield "a", "b", "x", "y", "log_below"
    # x and y are the doubles nearest to their exact values; the computation uses the doubles, as the tests read them.
    for a, b in csv_files.some((p, q) for p in PARAMETERS for q in PARAMETERS):
        for z in (-38, -6, -1, 0, 2):
            t = log(mpf(a) / mpf(b)) + z * sqrt(1 / mpf(a) + 1 / mpf(b))
            x, y = (mpf(float(side)) for side in (1 / (1 + exp(-t)), 1 / (1 + exp(t))))
            if not x or not y:
                continue
            if x < y:
                y = 1 - x
            else:
                x = 1 - y
            below = incomplete(mpf(a), mpf(b), x, y)
            if 0 < x < 1 and 1 - below > mpf(10) ** -14 and below > 0:
                yield a, b, *map(digits, (x, y, log(below)))


PARAMETERS = ["1e-8", "0.5", "1.5", "30.25", "1000.5", "300000", "1000000000000"]


# The posterior.


def below(a, b, x, y):
    """The incomplete beta function, by the even part of its continued fraction (DLMF 8.17.22), below the mean."""
    if x <= 0:
        return mpf(0)
    if y <= 0:
        return mpf(1)
    if b * x > a * y:
        return 1 - below(b, a, y, x)
    lead = a * y - b * x + 1
    fraction = c = a / (a + 1) * lead
    d = mpf(0)
    for m in range(1, 100000):
        odd = a + 2 * m - 1
        numerator = (a + m - 1) * (a + b + m - 1) * m * (b - m) * x * x / odd**2
        denominator = m + m * (b - m) * x / odd + (a + m) * (lead + m * (1 + y)) / (odd + 2)
        d = 1 / (denominator + numerator * d)
        c = denominator + numerator / c
        fraction *= c * d
        if abs(c * d - 1) < mpf(10) ** (5 - mp.dps):
            return exp(log_density(a, b, x, y)) / fraction
    raise ArithmeticError("the continued fraction takes too long")


def posterior_above(parameters, theta):
    """P(p1 - p3 > theta), given p3 = z: p1 / (1 - z) is Beta(a, m), and must exceed (theta + z) / (1 - z).

    By the trapezoidal rule in the logit of z's place between its ends, where it converges exponentially.
    """
    a, m, c = parameters
    if theta >= 1:
        return mpf(0)
    start, end = max(mpf(0), -theta), (1 - theta) / 2
    constant = loggamma(a + m + c) - loggamma(c) - loggamma(a + m)

    def integrand(s):
        up, down = 1 / (1 + exp(-s)), 1 / (1 + exp(s))
        z = start + (end - start) * up
        excess = 2 * (end - start) * down / (1 - z)
        density = exp((c - 1) * log(z) + (a + m - 1) * log(1 - z) + constant)
        return density * below(m, a, excess, 1 - excess) * (end - start) * up * down

    step, reach = min(mpf("0.15"), 1 / sqrt(a + m + c)), 60
    total = step * sum(integrand(k * step) for k in range(int(-reach / step), int(reach / step) + 1))
    # On the left the integrand is an exponential, so the rest of the integral is a geometric series.
    rate = c if start == 0 else mpf(1)
    total += integrand(int(-reach / step) * step) * step / (exp(rate * step) - 1)
    return total + (below(c, a + m, -theta, 1 + theta) if theta < 0 else 0)


def posterior_below(parameters, theta):
    return posterior_above(parameters[::-1], -theta)


def posterior(table, prior):
    return tuple(count + mpf(part) for count, part in zip(table, prior))


def expansion_bound(parameters, z):
    """The Cornish-Fisher expansion up to the skewness; for n = 10^12 the remainder is below 1e-20."""
    a, m, c = parameters
    n = a + m + c
    values = {1: a / n, 0: m / n, -1: c / n}
    mean = sum(v * p for v, p in values.items())
    moment = {k: sum((v - mean) ** k * p for v, p in values.items()) for k in (2, 3)}
    # Moments of a Dirichlet mean (Cifarelli and Regazzini 1990): variance s2 / (n + 1), third moment 2 s3 / ((n + 1)(n + 2)).
    deviation = sqrt(moment[2] / (n + 1))
    skewness = 2 * moment[3] / ((n + 1) * (n + 2)) / deviation**3
    return mean + deviation * (z + skewness * (z * z - 1) / 6)


HALF, UNIFORM, INFORMED, SINGULAR = ("0.5",) * 3, ("1",) * 3, ("12.5", "7", "5.25"), ("0.01", "0.001", "0.02")
POSTERIORS = [((1, 0, 0), HALF), ((5, 3, 2), UNIFORM), ((5, 3, 2), INFORMED), ((2, 1, 3), SINGULAR), ((9, 0, 1), HALF),
              ((0, 20, 30), HALF)]  # fmt: skip
EXPANDED = [(500000000000, 300000000000, 200000000000), (100000000000, 300000000000, 600000000000)]


def bayes():
    yield "promoters", "passives", "detractors", "prior_p", "prior_m", "prior_d", "level", "lower", "upper"
    half = mpf("0.025")
    with mp.workdps(30):
        for table, prior in csv_files.some(POSTERIORS):
            parameters = posterior(table, prior)

            def bound(tail):
                return root(lambda theta: tail(parameters, theta) - half, mpf("-0.9999"), mpf("0.9999"), mpf(10) ** -20)

            yield *table, *prior, "0.95", digits(bound(posterior_below)), digits(bound(posterior_above))
    for table in csv_files.some(EXPANDED):
        for level in ("0.95", "0.999"):
            z = sqrt(mpf(2)) * erfinv(mpf(level))
            bounds = (expansion_bound(posterior(table, HALF), side * z) for side in (-1, 1))
            yield *table, *HALF, level, *map(digits, bounds)


TAILS = [((5, 3, 2), HALF, ("-99", "-60", "0", "12.5", "30", "80", "99.9")), ((0, 0, 1), HALF, ("-99.9", "-20", "50")),
         ((2, 1, 3), SINGULAR, ("-70", "0.001", "40", "99")), ((51, 30, 19), HALF, ("-70", "-10", "31", "90")),
         ((20, 0, 0), HALF, ("-90", "10", "99")), ((0, 99, 1), HALF, ("-30", "0.5", "60")),
         ((494, 310, 196), HALF, ("-60", "10", "29.8", "70"))]  # fmt: skip


def bayes_tails():
    yield "promoters", "passives", "detractors", "prior_p", "prior_m", "prior_d", "score", "log_above", "log_below"
    for table, prior, scores in csv_files.some(TAILS):
        parameters = posterior(table, prior)
        for score in scores:
            theta = mpf(score) / 100
            tails = posterior_above(parameters, theta), posterior_below(parameters, theta)
            # The smaller tail by quadrature; the other one is 1 minus it.
            small = min(tails)
            logs = (log(small) if tail == small else log1p(-small) for tail in tails)
            yield *table, *prior, score, *map(digits, logs)


def narrow_tails(parameters, theta):
    """The logs of the two tails for many answers.

    theta is exceeded when L = (1 - theta) A - theta M - (1 + theta) C is positive, for gamma variables A, M and C. Its
    probability is the integral of E(exp(s L)) / s over a line in the complex plane, by the trapezoidal rule, which
    converges exponentially; to the left of 0 the integral is minus the other tail.
    """
    coefficients = 1 - theta, -theta, -(1 + theta)
    pairs = list(zip(parameters, coefficients))

    def log_moment(s):
        return -sum(shape * log(1 - c * s) for shape, c in pairs)

    mean, variance = (sum(shape * c**power for shape, c in pairs) for power in (1, 2))
    width = 1 / sqrt(variance)
    line = -mean / variance if abs(mean) > sqrt(variance) else width
    peak = log_moment(line)
    step, total, k = width / 12, mpf(0), 0
    while True:
        s = mpc(line, k * step)
        term = exp(log_moment(s) - peak) / s
        total += term.real * (1 if k else mpf(1) / 2)
        if abs(term * line) < mpf(10) ** -30:
            break
        k += 1
    tail = exp(peak) * total * step / pi
    return (log(tail), log1p(-tail)) if line > 0 else (log1p(tail), log(-tail))


# The parameters of the posterior, all doubles, and deviates.
NARROW = [
    (0.5e12, 1e12, 0.5e12), (3e13, 2e11, 3e13), (1e18, 7.5e17, 1e18), (1e18, 3e30, 1e18), (1e38, 1e37, 1e38),
    (1e19, 1e11, 1e11), (5e18, 3e10, 64), (4e10, 3e30, 4e10), (1e10, 40.5, 1e10), (40.5, 1e10, 8e18),
]  # fmt: skip


def bayes_narrow():
    yield "promoters", "passives", "detractors", "theta", "log_above", "log_below"
    for parameters in csv_files.some(NARROW):
        with mp.workdps(90):
            exact = [mpf(part) for part in parameters]
            n, mean = sum(exact), (exact[0] - exact[2]) / sum(exact)
            deviation = sqrt(((exact[0] + exact[2]) / n - mean**2) / n)
            for z in ("-3", "-0.25", "0.00001", "1", "8", "36"):
                theta = float(mean + mpf(z) * deviation)
                if -1 < theta < 1:
                    tails = narrow_tails(exact, mpf(theta))
                    yield *(nstr(part, 6) for part in exact), repr(theta), *map(digits, tails)


if __name__ == "__main__":
    csv_files.main(incomplete_beta, anytime, anytime_evidence, anytime_differences, anytime_huge_differences, bayes, bayes_tails,
                   bayes_narrow)
