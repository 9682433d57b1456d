/* SPDX-License-Identifier: MIT */
#include "special.h"

#include <math.h>

static const double LOG_SQRT_2PI = 0.91893853320467274178;

/* log(1 + x) = 2 (r + r^3/3 + r^5/5 + ...) with r = x / (2 + x), and 2 r - x = -x r. */
double nps_log1p_minus(double x)
{
    double r, square, power = 1, sum = 0;
    int odd;
    if (fabs(x) > 0.7)
        return log1p(x) - x;
    r = x / (2 + x);
    square = r * r;
    for (odd = 3; power > 1e-17; odd += 2) {
        sum += power / odd;
        power *= square;
    }
    return r * (2 * square * sum - x);
}

double nps_log_sum(double a, double b)
{
    const double larger = fmax(a, b);
    return larger > -INFINITY ? larger + log1p(exp(fmin(a, b) - larger)) : larger;
}

/* Stirling's series (Abramowitz and Stegun 6.1.40), exact to the last bits from 10 upwards. */
static double stirling_series(double a)
{
    static const double coefficients[] = {1.0 / 12,   -1.0 / 360,      1.0 / 1260, -1.0 / 1680,
                                          1.0 / 1188, -691.0 / 360360, 1.0 / 156,  -3617.0 / 122400};
    const double square = 1 / (a * a);
    double sum = 0;
    int i;
    for (i = sizeof coefficients / sizeof *coefficients; i-- > 0;)
        sum = sum * square + coefficients[i];
    return sum / a;
}

/* Below 10, where it is not known already, by Gamma(a) = Gamma(a + k) / (a (a + 1) ... (a + k - 1)). */
double nps_stirling_error(double a)
{
    static const double KNOWN[] = {0.08106146679532725822,  0.041340695955409294094, 0.027677925684998339149,
                                   0.020790672103765093112, 0.016644691189821192163, 0.013876128823070747999,
                                   0.011896709945891770095, 0.010411265261972096497, 0.0092554621827127329177};
    double product = 1, z = a;
    if (a >= 10)
        return stirling_series(a);
    if (a >= 1 && a == floor(a))
        return KNOWN[(int)a - 1];
    while (z < 10)
        product *= z++;
    return stirling_series(z) + (z - 0.5) * log(z) - (a - 0.5) * log(a) - (z - a) - log(product);
}

/* log(ratio) - (ratio - 1), where `less` is ratio - 1; far from 0, `less` is the less precise of the two. */
static double log_minus(double ratio, double less)
{
    return fabs(less) > 0.7 ? log(ratio) - less : nps_log1p_minus(less);
}

/* The density at the mean, and the ratio of the density at x to it, in logarithms: two terms that are both negative. */
double nps_log_beta_density(double a, double b, double x, double y)
{
    const double excess = b * x - a * y;
    const double at_mean = 0.5 * log(a * (b / (a + b))) - LOG_SQRT_2PI + nps_stirling_error(a + b) -
                           nps_stirling_error(a) - nps_stirling_error(b);
    return at_mean + a * log_minus((a + b) * x / a, excess / a) + b * log_minus((a + b) * y / b, -excess / b);
}

double nps_binomial_probability(double k, double trials, double rate)
{
    if (k < 0 || k > trials)
        return 0;
    if (rate <= 0 || rate >= 1)
        return k == (rate <= 0 ? 0 : trials) ? 1 : 0;
    /* From the density of a beta variable at `rate`, divided by its ratio to the probability. */
    return exp(nps_log_beta_density(k + 1, trials - k + 1, rate, 1 - rate)) / ((trials + 1) * rate * (1 - rate));
}

/* The 15 points of Kronrod on [-1, 1] contain the 7 of Gauss (Piessens et al., QUADPACK, 1983). */
static double gauss_kronrod(nps_log_function function, const void *context, double lower, double upper, double peak,
                            double *error)
{
    static const double nodes[] = {0.991455371120812639206854697526329, 0.949107912342758524526189684047851,
                                   0.864864423359769072789712788640926, 0.741531185599394439863864773280788,
                                   0.586087235467691130294144691258393, 0.405845151377397166906606412076961,
                                   0.207784955007898467600689403773245};
    static const double kronrod[] = {0.022935322010529224963732008058970, 0.063092092629978553290700663189204,
                                     0.104790010322250183839876322541518, 0.140653259715525918745189590510238,
                                     0.169004726639267902826583426598550, 0.190350578064785409913256402421014,
                                     0.204432940075298892414161999234649};
    static const double gauss[] = {0, 0.129484966168869693270611432679082, 0, 0.279705391489276667901467771423780,
                                   0, 0.381830050505118944950369775488975, 0};
    const double middle = 0.5 * (lower + upper), half = 0.5 * (upper - lower);
    const double at_middle = exp(function(middle, context) - peak);
    double by_kronrod = 0.209482141084727828012999174891714 * at_middle;
    double by_gauss = 0.417959183673469387755102040816327 * at_middle;
    int i;
    for (i = 0; i < 7; i++) {
        const double pair = exp(function(middle - half * nodes[i], context) - peak) +
                            exp(function(middle + half * nodes[i], context) - peak);
        by_kronrod += kronrod[i] * pair;
        by_gauss += gauss[i] * pair;
    }
    *error = half * fabs(by_kronrod - by_gauss);
    return half * by_kronrod;
}

enum { PANELS = 8, DEEPEST = 12 };

static double refine(nps_log_function function, const void *context, double lower, double upper, double peak,
                     double tolerance, int depth)
{
    double error;
    const double all = gauss_kronrod(function, context, lower, upper, peak, &error);
    if (!(error > tolerance) || depth == DEEPEST)
        return all;
    {
        const double middle = 0.5 * (lower + upper);
        return refine(function, context, lower, middle, peak, tolerance, depth + 1) +
               refine(function, context, middle, upper, peak, tolerance, depth + 1);
    }
}

/* Whether rounding of logarithms as large as this one may alone exceed the range of exp(). The width of a peak is
 * negligible then. */
static int is_beyond_resolution(double peak)
{
    return fabs(peak) > 1e12;
}

/* The 7-point Gauss rule is so much less accurate than the 15-point Kronrod rule that their difference may be as
 * large as the root of the requested error. */
double nps_log_integral(nps_log_function function, const void *context, double lower, double upper, double peak,
                        double rounding)
{
    const double width = (upper - lower) / PANELS, relative = fmax(1e-9, rounding);
    double parts[PANELS], errors[PANELS], rough = 0, sum = 0;
    int i;
    if (is_beyond_resolution(peak))
        return peak;
    for (i = 0; i < PANELS; i++) {
        parts[i] = gauss_kronrod(function, context, lower + i * width, lower + (i + 1) * width, peak, &errors[i]);
        rough += parts[i];
    }
    if (!(rough > 0))
        return peak + log(rough);
    for (i = 0; i < PANELS; i++)
        sum += errors[i] > relative * rough
                   ? refine(function, context, lower + i * width, lower + (i + 1) * width, peak, relative * rough, 0)
                   : parts[i];
    return peak + log(sum);
}

double nps_log_bell_integral(nps_log_function function, const void *context, double lower, double upper, double peak,
                             double rounding)
{
    enum { FEWEST = 24, MOST = 24 << 9 };
    double before = -1, sum = 0;
    int points, i;
    if (is_beyond_resolution(peak))
        return peak;
    for (points = FEWEST; points <= MOST; points *= 2) {
        const double step = (upper - lower) / points;
        /* After the first round only the new points, between the old ones, are summed. */
        const int first = points > FEWEST, stride = 1 + first;
        for (i = first; i <= points; i += stride)
            sum += exp(function(lower + i * step, context) - peak);
        if (fabs(sum * step - before) <= fmax(1e-7, rounding) * before)
            break;
        before = sum * step;
    }
    return peak + log(sum * (upper - lower) / fmin(points, MOST));
}

double nps_log_reach(nps_log_function function, const void *context, double start, double step, double limit)
{
    const double enough = function(start, context) - NPS_LOG_NEGLIGIBLE, farthest = fabs(limit - start);
    if (!(fabs(step) > 0))
        return limit;
    if (fabs(step) > farthest)
        step = limit - start;
    while (fabs(step) < farthest && function(start + step, context) > enough)
        step *= 1.5;
    while (function(start + 0.5 * step, context) <= enough && start + 0.5 * step != start)
        step *= 0.5;
    return fabs(step) < farthest ? start + step : limit;
}

/* A beta density in d = log(x / y), relative to its value at the start. */
struct beta {
    double a, b, x, y;
};

/* For x at most 1/2, where nothing cancels. */
static double lower_log_density(double a, double b, double x, double y, double d)
{
    const double growth = expm1(d);
    if (fabs(d) > 0.5)
        return a * d - (a + b) * log1p(x * growth);
    return (a * y - b * x) * growth + a * nps_log1p_minus(growth) - (a + b) * nps_log1p_minus(x * growth);
}

static double log_density(double d, const void *context)
{
    const struct beta *beta = context;
    return beta->x < beta->y ? lower_log_density(beta->a, beta->b, beta->x, beta->y, d)
                             : lower_log_density(beta->b, beta->a, beta->y, beta->x, -d);
}

/* There is one peak, at the mean of x; where x is tiny the density is an exponential, whose integral is known. All
 * values are relative to x, or to the mean when x is beyond it. */
static double below_by_quadrature(double a, double b, double x, double y)
{
    const double n = a + b;
    const int beyond_mean = b * x > a * y;
    const struct beta beta = {a, b, beyond_mean ? a / n : x, beyond_mean ? b / n : y};
    const double deviation = 1 / sqrt(n * beta.x * beta.y), slope = a * beta.y - b * beta.x;
    const double lower = nps_log_reach(log_density, &beta, 0, -fmin(9.5 * deviation, 45 / fabs(slope)),
                                       fmin(0, log(1e-17 / n / beta.x)));
    const double farthest = beyond_mean ? log1p((b * x - a * y) / (a * y)) : 0;
    const double upper = nps_log_reach(log_density, &beta, 0, 9.5 * deviation, farthest);
    const double sum =
        nps_log_sum(nps_log_integral(log_density, &beta, lower, upper, 0, 0), log_density(lower, &beta) - log(a));
    return nps_log_beta_density(a, b, beta.x, beta.y) + sum;
}

/* Below the mean, the density divided by a continued fraction (DLMF 8.17.22, its even part); NaN if the fraction
 * would converge slowly. Lentz's method of evaluating it is described in Thompson and Barnett, Journal of
 * Computational Physics 64:490, 1986. */
static double below_by_fraction(double a, double b, double x, double y)
{
    enum { MOST_STEPS = 64 };
    const double lead = a * y - b * x + 1;
    double fraction = a / (a + 1) * lead, c = fraction, d = 0, change;
    int m;
    for (m = 1; m <= MOST_STEPS; m++) {
        const double odd = a + 2 * m - 1;
        const double numerator = (a + m - 1) / odd * ((a + b + m - 1) * x / odd) * (m * (b - m) * x);
        const double denominator = m + m * (b - m) * x / odd + (a + m) / (odd + 2) * (lead + m * (1 + y));
        d = 1 / (denominator + numerator * d);
        c = denominator + numerator / c;
        change = c * d;
        fraction *= change;
        if (fabs(change - 1) < 1e-15)
            return nps_log_beta_density(a, b, x, y) - log(fraction);
    }
    return NAN;
}

double nps_log_beta_below(double a, double b, double x, double y)
{
    double below;
    if (x <= 0)
        return -INFINITY;
    if (y <= 0)
        return 0;
    if (b * x <= a * y) {
        below = below_by_fraction(a, b, x, y);
    } else {
        const double above = exp(below_by_fraction(b, a, y, x));
        /* The small tail is computed directly, not as 1 minus the other. */
        below = above < 0.9 ? log1p(-above) : NAN;
    }
    return fmin(0, below == below ? below : below_by_quadrature(a, b, x, y));
}
