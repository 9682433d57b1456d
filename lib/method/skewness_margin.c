/* The p-value is the larger of two: that of the score test, and the probability of tables as extreme as the observed
 * ones (table_tail.h). The bounds are the differences at which it is alpha / 2. What error remains is measured in
 * docs/which_interval.md.
 *
 * SPDX-License-Identifier: MIT */
#include "skewness_margin.h"

#include "../math/numerics.h"
#include "skewness_difference.h"
#include "table_tail.h"

#include <math.h>
#include <stdbool.h>

/* The correction for continuity in theta, times the size of the smaller sample. Found by search. */
static const double CONTINUITY = 0.2;

/* A pair that is mirrored and exchanged has the same difference. */
static nps_tested_pair turned(const nps_real_counts *a, const nps_real_counts *b, double difference)
{
    if (nps_real_counts_theta(a) + nps_real_counts_theta(b) < 0)
        return (nps_tested_pair){nps_mirror(b), nps_mirror(a), difference};
    return (nps_tested_pair){*a, *b, difference};
}

static double size_of_smaller(const nps_tested_pair *tested)
{
    return fmin(nps_real_counts_total(&tested->a), nps_real_counts_total(&tested->b));
}

static double deviate(const nps_tested_pair *tested, double *most_likely)
{
    return nps_skewness_pair_deviate(tested, CONTINUITY / size_of_smaller(tested), most_likely);
}

/* The p-value of the hypothesis that the difference is at most the tested one. Tables that are as extreme as the
 * observed ones count as evidence for the hypothesis only while the observed difference speaks against it. */
static double p_value_above(const nps_real_counts *a, const nps_real_counts *b, double difference)
{
    const nps_tested_pair tested = turned(a, b, difference);
    double most_likely;
    const double p = nps_normal_upper_tail(deviate(&tested, &most_likely));
    return p < 0.5 ? fmin(0.5, nps_table_tail(&tested, most_likely, p, 0.5)) : p;
}

/* How far below the level the search for a bound looks at tails, as a factor. */
static const double SMALLEST = 0.01;

double nps_skewness_margin_excess(const nps_real_counts *a, const nps_real_counts *b, double difference, double alpha,
                                  double z)
{
    const nps_tested_pair tested = turned(a, b, difference);
    double most_likely;
    const double by_deviate = deviate(&tested, &most_likely) - z;
    return by_deviate > 0 && nps_table_tail(&tested, most_likely, alpha, alpha) > alpha ? -INFINITY : by_deviate;
}

/* A function that is zero at the lower bound. */
struct bound {
    nps_tested_pair tested;
    double deviate, alpha;
};

static double excess_of_deviate(double difference, const void *context)
{
    struct bound bound = *(const struct bound *)context;
    double most_likely;
    bound.tested.difference = difference;
    return deviate(&bound.tested, &most_likely) - bound.deviate;
}

static double tail_of(const nps_tested_pair *tested, double least, double enough)
{
    return nps_table_tail(tested, nps_tested_pair_most_likely(tested), least, enough);
}

static double excess_of_tail(double difference, const void *context)
{
    struct bound bound = *(const struct bound *)context;
    bound.tested.difference = difference;
    return log(bound.alpha) - log(tail_of(&bound.tested, SMALLEST * bound.alpha, 1));
}

static double lower_bound(const nps_real_counts *a, const nps_real_counts *b, double alpha)
{
    struct bound bound = {turned(a, b, 0), nps_normal_upper_quantile(alpha), alpha};
    const double estimate = nps_rest_of_estimate(&bound.tested.b) - nps_rest_of_estimate(&bound.tested.a);
    /* A root may be rounded to the other side of the estimate. */
    const double by_deviate = fmin(nps_find_bound(excess_of_deviate, &bound, -2, estimate), estimate);
    bound.tested.difference = by_deviate;
    if (tail_of(&bound.tested, alpha, alpha) <= alpha)
        return by_deviate;
    return nps_find_bound(excess_of_tail, &bound, -2, by_deviate);
}

nps_bounds nps_skewness_margin_bounds(const nps_real_counts *a, const nps_real_counts *b, double alpha)
{
    return (nps_bounds){lower_bound(a, b, alpha / 2), -lower_bound(b, a, alpha / 2)};
}

double nps_skewness_margin_p_value(const nps_real_counts *a, const nps_real_counts *b, double difference,
                                   nps_alternative alternative)
{
    return alternative == NPS_LESS ? p_value_above(b, a, -difference) : p_value_above(a, b, difference);
}
