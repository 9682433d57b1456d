/* The power of the comparison of two samples, summed over their tables.
 *
 * Each sample is split: the number of answers in one group is binomial, and given that number the split of the others
 * into two groups is binomial too; the two groups whose split moves the score most are the inner pair. Three of the
 * four numbers are summed over, and the fourth, the inner split of one sample, is not: a comparison finds the
 * difference from some split on, so its probability is one value of the binomial distribution function.
 *
 * Where there would be too many terms the sums take every second, third ... value of a number, up to 3/4 of its
 * standard deviation, which the trapezoidal rule integrates to more digits than matter here. The split from which on
 * the difference is found is then taken as real, because the values left out would round it up and down alike.
 *
 * SPDX-License-Identifier: MIT */
#include "enumerated_power.h"

#include "../compare/difference.h"
#include "../counts.h"
#include "../math/numerics.h"
#include "../method.h"
#include "../method/skewness_difference.h"
#include "binomial.h"
#include "shares.h"

#include <math.h>
#include <stddef.h>

/* How many terms a sum has at most before values are left out. */
static const double MOST_TERMS = 2000;

/* The largest step of a sum, in standard deviations. */
static const double LARGEST_STEP = 0.75;

/* Values less likely than this share of the likeliest take no part. */
static const double NEGLIGIBLE = 1e-5;

/* Groups from the lowest to the highest. */
enum { DETRACTORS, PASSIVES, PROMOTERS, GROUPS };

/* A sample whose table is one number outside and one inside. */
struct split {
    double n;
    int outer, low, high; /* groups */
    double outer_rate;    /* of an answer to be in the outer group */
    double inner_rate;    /* of another answer to be in the higher of the inner pair */
    double outer_step, inner_step;
};

/* The test: a difference of the sign is found when its excess is positive. */
struct test {
    const nps_procedure *procedure;
    bool has_deviate;
    double alpha, z;
};

/* What is summed. */
struct sum {
    struct test test;
    struct split outside, inside;
    bool is_whole;        /* no values are left out */
    double sign;          /* of the outside sample's score minus the inside sample's */
    double inside_outer;  /* the outer number of the inside sample */
    double guess;         /* the last crossing */
    nps_binomial_cdf cdf; /* of the inner number of the inside sample, counted from the end where it is found */
};

bool nps_plan_can_enumerate(nps_method method)
{
    switch (method) {
    case NPS_METHOD_AUTO:
    case NPS_METHOD_SCORE:
    case NPS_METHOD_SKEWNESS_SCORE:
    case NPS_METHOD_ADJUSTED_WALD:
    case NPS_METHOD_AGRESTI_MIN:
    case NPS_METHOD_BONETT_PRICE:
    case NPS_METHOD_WALD: return true;
    case NPS_METHOD_EXACT:
    case NPS_METHOD_BAYES:
    case NPS_METHOD_ANYTIME: break;
    }
    return false;
}

/* ---- a sample ---- */

static struct split split_of(const nps_plan_arm *arm)
{
    static const int pairs[][3] = {
        {PASSIVES, DETRACTORS, PROMOTERS}, {DETRACTORS, PASSIVES, PROMOTERS}, {PROMOTERS, DETRACTORS, PASSIVES}};
    const double shares[GROUPS] = {arm->shares.detractors, arm->shares.passives, arm->shares.promoters};
    struct split best = {.n = (double)arm->n, .outer_step = 1, .inner_step = 1};
    double most = -1;
    size_t i;
    for (i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        const int outer = pairs[i][0], low = pairs[i][1], high = pairs[i][2];
        const double both = shares[low] + shares[high], reach = high - low;
        const double variance = both > 0 ? reach * reach * shares[low] * shares[high] / both : 0;
        if (variance > most) {
            most = variance;
            best.outer = outer;
            best.low = low;
            best.high = high;
            best.outer_rate = shares[outer];
            best.inner_rate = both > 0 ? shares[high] / both : 0;
        }
    }
    return best;
}

static nps_real_counts table_of(const struct split *split, double outer, double high)
{
    double counts[GROUPS];
    counts[split->outer] = outer;
    counts[split->high] = high;
    counts[split->low] = fmax(0, split->n - outer - high);
    return (nps_real_counts){counts[PROMOTERS], counts[PASSIVES], counts[DETRACTORS]};
}

static double deviation(double trials, double rate)
{
    return sqrt(trials * rate * (1 - rate));
}

static double outer_deviation(const struct split *split)
{
    return deviation(split->n, split->outer_rate);
}

static double inner_deviation(const struct split *split)
{
    return deviation(split->n * (1 - split->outer_rate), split->inner_rate);
}

static double terms_of(double standard_deviation, double step)
{
    static const double both_tails = 9.6; /* 2 sqrt(-2 log NEGLIGIBLE) */
    return 1 + both_tails * standard_deviation / step;
}

/* The next larger step of a sum. */
static double longer(double step)
{
    return fmax(step + 1, floor(1.1 * step));
}

/* Steps that keep the number of terms small: the step that is smallest for its standard deviation grows first. */
static bool choose_steps(struct split *outside, struct split *inside)
{
    double *const steps[] = {&outside->outer_step, &outside->inner_step, &inside->outer_step};
    const double deviations[] = {outer_deviation(outside), inner_deviation(outside), outer_deviation(inside)};
    bool is_whole = true;
    for (;;) {
        double terms = 1, smallest = LARGEST_STEP;
        int i, chosen = -1;
        for (i = 0; i < 3; i++)
            terms *= terms_of(deviations[i], *steps[i]);
        for (i = 0; i < 3; i++)
            if (*steps[i] / deviations[i] < smallest && longer(*steps[i]) <= LARGEST_STEP * deviations[i]) {
                smallest = *steps[i] / deviations[i];
                chosen = i;
            }
        if (terms <= MOST_TERMS || chosen < 0)
            return is_whole;
        *steps[chosen] = longer(*steps[chosen]);
        is_whole = false;
    }
}

/* ---- the test ---- */

/* Positive when the score of `a` is found to be above that of `b` (sign 1) or below it (-1). */
static double excess(const struct test *test, const nps_real_counts *a, const nps_real_counts *b, double sign)
{
    const nps_pair pair = {.procedure = test->procedure, .a = *a, .b = *b};
    nps_bounds theta;
    if (test->has_deviate)
        return sign * nps_skewness_difference_deviate(a, b, 0) - test->z;
    if (nps_difference_bounds(&pair, test->alpha, &theta))
        return -1; /* cannot happen: these methods do not fail */
    return sign > 0 ? theta.lower : -theta.upper;
}

/* The outside sample's table, while the inside sample's inner number varies. */
struct crossing {
    const struct sum *sum;
    nps_real_counts table;
};

/* `moved` is the inner number of the inside sample, counted from the end where the difference is found. */
static double excess_at(double moved, const struct crossing *crossing)
{
    const struct sum *sum = crossing->sum;
    const double others = sum->inside.n - sum->inside_outer;
    const nps_real_counts inside = table_of(&sum->inside, sum->inside_outer, sum->sign > 0 ? moved : others - moved);
    return excess(&sum->test, &crossing->table, &inside, sum->sign);
}

/* Between a value at which the difference is found and one at which it is not, with the excess at both. */
struct bracket {
    double found, f_found, not_found, f_not_found;
};

static void note(struct bracket *bracket, double x, double fx)
{
    if (fx > 0) {
        bracket->found = x;
        bracket->f_found = fx;
    } else {
        bracket->not_found = x;
        bracket->f_not_found = fx;
    }
}

/* Goes from a value in steps that double until the difference is found no more, or is; false at the end of [0, most].
 */
static bool enclose(const struct crossing *crossing, double from, double step, double most, struct bracket *bracket)
{
    double x = from, fx = excess_at(from, crossing);
    const bool is_found = fx > 0;
    note(bracket, x, fx);
    while ((fx > 0) == is_found) {
        if (x == (is_found ? most : 0))
            return false;
        x = is_found ? fmin(most, x + step) : fmax(0, x - step);
        step *= 2;
        fx = excess_at(x, crossing);
        note(bracket, x, fx);
    }
    return true;
}

/* Where the line through both ends is 0, as a share of the bracket. */
static double share_of(const struct bracket *b)
{
    return isfinite(b->f_found) && isfinite(b->f_not_found) ? b->f_found / (b->f_found - b->f_not_found) : 0.5;
}

/* Narrows the bracket to `width` by the Illinois method, on whole numbers if asked to. */
static void narrow(const struct crossing *crossing, double width, bool is_whole, struct bracket *b)
{
    int last = 0;
    while (b->not_found - b->found > width) {
        double x = b->found + fmax(0.02, fmin(0.98, share_of(b))) * (b->not_found - b->found), fx;
        if (is_whole)
            x = fmax(b->found + 1, fmin(b->not_found - 1, floor(x + 0.5)));
        fx = excess_at(x, crossing);
        note(b, x, fx);
        if (fx > 0 && last > 0)
            b->f_not_found *= 0.5;
        if (!(fx > 0) && last < 0)
            b->f_found *= 0.5;
        last = fx > 0 ? 1 : -1;
    }
}

/* The probability that the difference is found, given the outside sample's table. */
static double probability_of(struct sum *sum, double inner, double outer)
{
    const struct crossing crossing = {sum, table_of(&sum->outside, outer, inner)};
    const double most = sum->inside.n - sum->inside_outer, sd = deviation(most, sum->cdf.rate);
    const double step = sum->is_whole ? fmax(1, floor(sd / 8)) : fmax(0.25, sd / 8);
    double from = fmax(0, fmin(most, sum->guess)), crossed, below;
    struct bracket bracket = {-1, 0, -1, 0};
    if (sum->is_whole)
        from = floor(from);
    if (!enclose(&crossing, from, step, most, &bracket))
        return bracket.found >= 0 ? 1 : 0;
    narrow(&crossing, sum->is_whole ? 1 : fmax(0.01, sd / 200), sum->is_whole, &bracket);
    if (sum->is_whole) {
        sum->guess = bracket.found;
        return nps_binomial_cdf_at(&sum->cdf, bracket.found);
    }
    crossed = bracket.found + share_of(&bracket) * (bracket.not_found - bracket.found);
    sum->guess = crossed;
    below = floor(crossed - 0.5);
    return nps_binomial_cdf_at(&sum->cdf, below) +
           (crossed - 0.5 - below) *
               (nps_binomial_cdf_at(&sum->cdf, below + 1) - nps_binomial_cdf_at(&sum->cdf, below));
}

/* ---- the sums ---- */

/* Something that depends on the value of a binomial number. */
typedef double (*conditional)(struct sum *sum, double value, double given);

/* A binomial number, of which every `step`-th value is taken. */
struct values {
    double trials, rate, step;
};

/* A sum of a function's values, and that of their weights. */
struct weighted_sum {
    double total, weights;
};

/* Adds the values from `k` on in steps, while they are likely enough; later sums begin with the same guess. */
static void add_values(struct sum *sum, const struct values *values, double k, double step, double least,
                       conditional function, double given, struct weighted_sum *into)
{
    const double guess = sum->guess;
    double weight = nps_binomial_probability(k, values->trials, values->rate);
    while (k >= 0 && k <= values->trials && weight > least) {
        into->weights += weight;
        into->total += weight * function(sum, k, given);
        k += step;
        weight = nps_binomial_probability(k, values->trials, values->rate);
    }
    sum->guess = guess;
}

/* The mean of a function over a binomial number. */
static double mean_over(struct sum *sum, const struct values *values, conditional function, double given)
{
    const double mode = fmin(values->trials, floor((values->trials + 1) * values->rate));
    const double least = NEGLIGIBLE * nps_binomial_probability(mode, values->trials, values->rate);
    struct weighted_sum mean = {0, 0};
    add_values(sum, values, mode, values->step, least, function, given, &mean);
    add_values(sum, values, mode - values->step, -values->step, least, function, given, &mean);
    return mean.total / mean.weights;
}

static double with_outer(struct sum *sum, double outer, double unused)
{
    const struct split *split = &sum->outside;
    const struct values inner = {split->n - outer, split->inner_rate, split->inner_step};
    (void)unused;
    return mean_over(sum, &inner, probability_of, outer);
}

static double with_inside_outer(struct sum *sum, double inside_outer, double unused)
{
    const struct split *inside = &sum->inside, *outside = &sum->outside;
    const struct values outer = {outside->n, outside->outer_rate, outside->outer_step};
    const double trials = inside->n - inside_outer;
    (void)unused;
    sum->inside_outer = inside_outer;
    nps_binomial_cdf_init(&sum->cdf, trials, sum->sign > 0 ? inside->inner_rate : 1 - inside->inner_rate);
    sum->guess = trials * sum->cdf.rate;
    return mean_over(sum, &outer, with_outer, 0);
}

static double found_with_sign(struct sum *sum, double sign)
{
    const struct split *inside = &sum->inside;
    const struct values outer = {inside->n, inside->outer_rate, inside->outer_step};
    sum->sign = sign;
    return mean_over(sum, &outer, with_inside_outer, 0);
}

/* Which sample is summed over in full: the one with few tables, else the one whose inner number varies more. */
static bool is_outside(const nps_plan_arm *arm, const nps_plan_arm *other)
{
    static const uint64_t few = 20; /* respondents, whose tables are 231 */
    const struct split mine = split_of(arm), others = split_of(other);
    if (arm->n != other->n && (arm->n <= few || other->n <= few))
        return arm->n < other->n;
    return inner_deviation(&mine) >= inner_deviation(&others);
}

static nps_plan_arm mirrored(const nps_plan_arm *arm)
{
    return (nps_plan_arm){{arm->shares.detractors, arm->shares.passives, arm->shares.promoters}, arm->n, 0};
}

nps_status nps_plan_enumerated_power(const nps_plan_arm *first, const nps_plan_arm *second, nps_method method,
                                     double level, double *power)
{
    const bool is_first_outside = is_outside(first, second);
    nps_plan_arm outside = is_first_outside ? *first : *second, inside = is_first_outside ? *second : *first;
    const double sum_of_thetas = nps_plan_shares_theta(&outside.shares) + nps_plan_shares_theta(&inside.shares);
    struct sum sum = {.test = {.alpha = 1 - level, .z = nps_normal_two_sided_quantile(1 - level)}};
    nps_method really;
    const nps_status status = nps_method_find(method, NPS_TWO_SAMPLES, outside.n > inside.n ? outside.n : inside.n, 0,
                                              &really, &sum.test.procedure);
    if (status)
        return status;
    /* Mirror images then have the same power to the last bit. */
    if (sum_of_thetas < 0 || (sum_of_thetas == 0 && nps_plan_shares_theta(&inside.shares) < 0)) {
        outside = mirrored(&outside);
        inside = mirrored(&inside);
    }
    sum.test.has_deviate = really == NPS_METHOD_SKEWNESS_SCORE;
    sum.outside = split_of(&outside);
    sum.inside = split_of(&inside);
    sum.is_whole = choose_steps(&sum.outside, &sum.inside);
    *power = fmin(1, found_with_sign(&sum, 1) + found_with_sign(&sum, -1));
    return NPS_OK;
}
