/* SPDX-License-Identifier: MIT */
#include "strictness.h"

#include "../math/numerics.h"
#include "../method.h"
#include "shares.h"

#include <math.h>

/* A side of a test. */
struct strict_side {
    const nps_plan_strictness *of;
    double sign;
};

/* The nearest score that answers of the groups that are not empty can have. */
static double nearest_score(const nps_plan_shares *shares, double theta)
{
    const double highest = shares->promoters > 0 ? 1 : shares->passives > 0 ? 0 : -1;
    const double lowest = shares->detractors > 0 ? -1 : shares->passives > 0 ? 0 : 1;
    return fmax(lowest, fmin(highest, theta));
}

/* The most likely table of n answers whose observed score is theta: shares p(x) of answers x = 1, 0, -1 become p(x) u^x
 * divided by their sum, where u is the root of a quadratic equation. */
static nps_real_counts table_at(const nps_plan_shares *shares, double theta, double n)
{
    const double passives = shares->passives, up = 1 + theta, down = 1 - theta;
    const double root =
        sqrt(passives * passives * theta * theta + 4 * shares->promoters * shares->detractors * up * down);
    const double weights[] = {(root + passives * theta) * up, 2 * passives * up * down,
                              (root - passives * theta) * down};
    const double sum = weights[0] + weights[1] + weights[2];
    if (!(sum > 0)) /* an end of the scale without passives */
        return (nps_real_counts){n * up / 2, 0, n * down / 2};
    return (nps_real_counts){n * weights[0] / sum, n * weights[1] / sum, n * weights[2] / sum};
}

/* The excess of the test of one sample at an observed score. */
static double excess_over_benchmark(const nps_plan_strictness *self, double distance, double sign)
{
    const double theta = nearest_score(self->shares[0], self->benchmark + sign * distance);
    const nps_real_counts counts = table_at(self->shares[0], theta, self->respondents[0]);
    const double p = self->test.procedure->p_value(&counts, self->benchmark, NPS_TWO_SIDED);
    if (!(sign * (theta - self->benchmark) > 0))
        return -self->test.z;
    return p > 0 ? nps_normal_two_sided_quantile(p) - self->test.z : INFINITY;
}

/* The excess of the test at an observed difference, of which each sample has its part; where one cannot, the other has
 * the rest. */
static double excess_over_other(const nps_plan_strictness *self, double distance, double sign)
{
    const nps_plan_shares *first = self->shares[0], *second = self->shares[1];
    const double expected = nps_plan_shares_theta(first), observed = sign * (distance - self->test.margin);
    const double part = self->variances[0] / (self->variances[0] + self->variances[1]);
    const double moved = observed - (expected - nps_plan_shares_theta(second));
    const double b = nearest_score(second, nearest_score(first, expected + part * moved) - observed);
    const nps_real_counts counts[] = {table_at(first, nearest_score(first, b + observed), self->respondents[0]),
                                      table_at(second, b, self->respondents[1])};
    return nps_plan_test_excess(&self->test, &counts[0], &counts[1], sign);
}

static double excess_at(double distance, const void *context)
{
    const struct strict_side *side = context;
    return side->of->shares[1] ? excess_over_other(side->of, distance, side->sign)
                               : excess_over_benchmark(side->of, distance, side->sign);
}

/* Narrows a bracket of the root to a thousandth, by the Illinois method, or by halves where a value is infinite. */
static double find_roughly(const struct strict_side *side, double low, double at_low, double high, double at_high)
{
    static const double precision = 1e-3;
    int last = 0;
    while (high - low > precision * high) {
        const bool is_finite = isfinite(at_low) && isfinite(at_high);
        const double share = is_finite ? fmax(0.02, fmin(0.98, at_low / (at_low - at_high))) : 0.5;
        const double middle = low + share * (high - low), at_middle = excess_at(middle, side);
        const int kind = at_middle > 0 ? 1 : -1;
        if (kind > 0) {
            high = middle;
            at_high = at_middle;
            at_low *= last > 0 ? 0.5 : 1;
        } else {
            low = middle;
            at_low = at_middle;
            at_high *= last < 0 ? 0.5 : 1;
        }
        last = kind;
    }
    return 0.5 * (low + high);
}

/* Looks near a guess only, by halves, because the excess of a test with a margin has steps; INFINITY if the root is not
 * there. */
static double find_near(const struct strict_side *side, double guess, double farthest)
{
    static const double precision = 1e-3, first_step = 1.01, last_step = 1.2;
    double low = 0, high = 0, step = first_step, at = guess;
    while (step < last_step && at < farthest && !(low > 0 && high > 0)) {
        *(excess_at(at, side) > 0 ? &high : &low) = at;
        at = high > 0 ? high / step : low * step;
        step *= step;
    }
    if (!(low > 0 && high > 0))
        return INFINITY;
    while (high - low > precision * high) {
        const double middle = 0.5 * (low + high);
        *(excess_at(middle, side) > 0 ? &high : &low) = middle;
    }
    return 0.5 * (low + high);
}

double nps_plan_least_significant(const nps_plan_strictness *self, double sign, double guess)
{
    const struct strict_side side = {self, sign};
    const double farthest = 2 + self->test.margin;
    double near = INFINITY, at_farthest, at_0;

    if (nps_plan_is_slow(&self->test) && guess > 0 && guess < farthest)
        near = find_near(&side, guess, farthest);
    if (near < INFINITY)
        return near;
    at_farthest = excess_at(farthest, &side);
    at_0 = excess_at(0, &side);
    if (!(at_farthest > 0))
        return INFINITY;
    return at_0 < 0 ? find_roughly(&side, 0, at_0, farthest, at_farthest) : 0;
}

/* Tests of few answers are those of many here, as in nps_weighted_compare(). */
static nps_method method_of(const nps_plan_criterion *criterion)
{
    return criterion->method == NPS_METHOD_AUTO ? NPS_METHOD_SKEWNESS_SCORE : criterion->method;
}

static bool find_test(nps_plan_strictness *self, const nps_plan_arm *first, const nps_plan_arm *second,
                      const nps_plan_criterion *criterion)
{
    nps_plan_criterion of_many = *criterion;
    nps_method really;
    of_many.method = method_of(criterion);
    if (second->n != 0)
        return nps_plan_can_enumerate(of_many.method) &&
               nps_plan_test_init(&self->test, first, second, &of_many) == NPS_OK;
    self->test.alpha = nps_plan_alpha(criterion);
    self->test.z = nps_normal_two_sided_quantile(self->test.alpha);
    self->test.margin = 0;
    return (of_many.method == NPS_METHOD_SKEWNESS_SCORE || of_many.method == NPS_METHOD_SCORE) &&
           nps_method_find(of_many.method, NPS_ONE_SAMPLE, first->n, 0, &really, &self->test.procedure) == NPS_OK;
}

bool nps_plan_strictness_init(nps_plan_strictness *self, const nps_plan_arm *first, const nps_plan_arm *second,
                              const nps_plan_criterion *criterion)
{
    const nps_plan_arm *const arms[] = {first, second};
    int i;
    /* Wald's test is what others are compared with. */
    if (criterion->method == NPS_METHOD_WALD || !find_test(self, first, second, criterion))
        return false;
    self->benchmark = second->benchmark / 100;
    for (i = 0; i < 2; i++) {
        self->shares[i] = arms[i]->n != 0 ? &arms[i]->shares : NULL;
        self->respondents[i] = (double)arms[i]->n;
        self->variances[i] = arms[i]->n != 0 ? nps_plan_shares_variance(&arms[i]->shares) / (double)arms[i]->n : 0;
    }
    return true;
}
