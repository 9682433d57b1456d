/* SPDX-License-Identifier: MIT */
#include <nps/compare.h>

#include "counts.h"
#include "method.h"
#include "numerics.h"

#include <math.h>
#include <stddef.h>

/* Two samples and the method of their intervals. */
struct pair {
    const nps_procedure *procedure;
    nps_real_counts a, b;
};

static double center_difference(const struct pair *pair)
{
    return pair->procedure->center(&pair->a) - pair->procedure->center(&pair->b);
}

/* Both are shares of at most 2; libm's hypot() has other last bits on other machines. */
static double joined(double x, double y)
{
    return sqrt(x * x + y * y);
}

/* MOVER: the distance from the difference down to its lower bound joins the way down of a with the way up of b. */
static nps_status mover(const struct pair *pair, double alpha, nps_bounds *theta)
{
    const double a = pair->procedure->center(&pair->a), b = pair->procedure->center(&pair->b);
    nps_bounds of_a, of_b;
    nps_status status = pair->procedure->interval(&pair->a, alpha, &of_a);
    if (!status)
        status = pair->procedure->interval(&pair->b, alpha, &of_b);
    if (status)
        return status;
    theta->lower = a - b - joined(a - of_a.lower, of_b.upper - b);
    theta->upper = a - b + joined(of_a.upper - a, b - of_b.lower);
    return NPS_OK;
}

/* How far the near bound still is from no difference when the intervals reach z deviates: positive while 0 is outside.
 */
static double clearance(double z, const void *context)
{
    const struct pair *pair = context;
    nps_bounds theta;
    if (mover(pair, fmin(1, 2 * nps_normal_upper_tail(z)), &theta))
        return 0; /* cannot happen: it worked for these counts at the caller's level */
    return center_difference(pair) > 0 ? theta.lower : -theta.upper;
}

/* The p-value whose interval just touches no difference. */
static double mover_p_value(const struct pair *pair)
{
    /* Beyond it the two-sided tail is no longer a normal double. */
    static const double farthest = 37.5;
    /* Samples so small that their intervals always hold everything tell no difference at any level. */
    if (center_difference(pair) == 0 || clearance(0, pair) <= 0)
        return 1;
    if (clearance(farthest, pair) > 0)
        return 0;
    return fmin(1, 2 * nps_normal_upper_tail(nps_find_root(clearance, pair, 0, farthest)));
}

static void set(nps_comparison *out, double difference, nps_bounds theta, double p_value, nps_method method)
{
    out->difference = difference;
    out->bounds.lower = fmax(-200, fmin(200, 100 * theta.lower));
    out->bounds.upper = fmax(-200, fmin(200, 100 * theta.upper));
    out->p_value = p_value;
    out->method = method;
}

/* What a comparison needs of its first sample, its method and its level. */
static nps_status prepare(const nps_counts *counts, uint64_t others, nps_method method, double level, double *score,
                          nps_method *really, struct pair *pair)
{
    uint64_t n;
    nps_status status = nps_counts_total(counts, &n);
    if (!status)
        status = nps_method_find(method, others != 0 && others < n ? others : n, really, &pair->procedure);
    if (!status)
        status = nps_method_check_level(level);
    if (!status)
        status = nps_score(counts, score);
    if (!status)
        pair->a = nps_counts_to_real(counts);
    return status;
}

static nps_status compare_pair(const struct pair *pair, double difference, nps_method method, double level,
                               nps_comparison *out)
{
    nps_bounds theta;
    nps_status status = mover(pair, 1 - level, &theta);
    if (!status)
        set(out, difference, theta, mover_p_value(pair), method);
    return status;
}

nps_status nps_compare(const nps_counts *a, const nps_counts *b, nps_method method, double level, nps_comparison *out)
{
    struct pair pair;
    nps_method really;
    double score_a, score_b;
    uint64_t n_b;
    nps_status status;
    if (!out)
        return NPS_ERROR_NULL;
    status = nps_counts_total(b, &n_b);
    if (!status)
        status = prepare(a, n_b, method, level, &score_a, &really, &pair);
    if (!status)
        status = nps_score(b, &score_b);
    if (status)
        return status;
    pair.b = nps_counts_to_real(b);
    return compare_pair(&pair, score_a - score_b, really, level, out);
}

nps_status nps_compare_benchmark(const nps_counts *counts, double benchmark, uint64_t respondents, nps_method method,
                                 double level, nps_comparison *out)
{
    const double reference = benchmark / 100;
    struct pair pair;
    nps_method really;
    nps_bounds theta;
    double score, p;
    nps_status status;
    if (!out)
        return NPS_ERROR_NULL;
    status = prepare(counts, respondents, method, level, &score, &really, &pair);
    if (!status)
        status = nps_method_check_reference(benchmark);
    if (status)
        return status;

    if (respondents != 0) {
        const double n = (double)respondents;
        pair.b = (nps_real_counts){n * (1 + reference) / 2, 0, n * (1 - reference) / 2};
        return compare_pair(&pair, score - benchmark, really, level, out);
    }
    status = pair.procedure->interval(&pair.a, 1 - level, &theta);
    if (!status)
        status = pair.procedure->p_value(&pair.a, reference, NPS_TWO_SIDED, &p);
    if (!status)
        set(out, score - benchmark, (nps_bounds){fmax(theta.lower, -1) - reference, fmin(theta.upper, 1) - reference},
            p, really);
    return status;
}
