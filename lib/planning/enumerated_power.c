/* The power of the comparison of two samples, summed over their tables.
 *
 * The sum runs over the outer and the inner number of one sample, called outside, and the outer number of the other,
 * called inside (split.h). The inner number of the inside sample needs no sum: the comparison is significant from some
 * value on, the crossing, so the probability of significance is one value of the binomial distribution function.
 *
 * If there would be too many terms, the sums use every second, third, ... value of a number, with a step of at most 3/4
 * of its standard deviation; the trapezoidal rule is then still more precise than needed. The crossing is then a real
 * number, because rounding it to a whole number would be an error of either sign.
 *
 * SPDX-License-Identifier: MIT */
#include "enumerated_power.h"

#include "../interrupt.h"
#include "crossing.h"
#include "lattice_mean.h"
#include "pair_test.h"
#include "shares.h"
#include "split.h"

#include <math.h>

/* The largest number of terms in a sum without steps, and the largest step in standard deviations. */
static const double MOST_TERMS = 2000, LARGEST_STEP = 0.75;

/* The number of terms with a margin, more than half of which are improbable together, in samples of at most SMALL and
 * in larger ones; and the largest step in these, where a sum without steps would take a second. */
static const double MARGIN_TERMS = 10000, LARGER_MARGIN_TERMS = 5000, SMALL = 200, LARGER_MARGIN_STEP = 1;

/* The same for a coarse sum. */
static const double COARSE_TERMS = 500, COARSE_STEP = 1;

/* A sum for clusters has few terms: what it tells, how strict the test is, matters less than the variances. */
static const double CLUSTER_TERMS = 500, CLUSTER_STEP = 1.25;

/* The standard deviation of an inner number below which all its values are tried for a test with a margin, whose
 * p-value does not rise steadily where nearly all answers are in one group; and that of a coarse sum. */
static const double FEW_VALUES = 3, COARSE_VALUES = 1.5;

/* The state of the sums. */
struct sum {
    const nps_plan_criterion *criterion;
    nps_plan_test test;
    nps_plan_split outside, inside;
    double turn; /* 1 if the difference of the outside sample minus the inside one has the sign of the test's, -1
                    if it has the opposite sign */
    double outside_outer; /* the outer number of the outside sample */
    double inside_outer;  /* the outer number of the inside sample */
    bool is_whole;        /* all steps are 1 */
    nps_plan_inner inner; /* the inner number of the inside sample */
    double share;         /* of the values (lattice_mean.h) */
    double cost;          /* of a test, in microseconds or so */
    nps_status status;
};

/* Sums for tests that take long leave out what is improbable together. */
static double *share_of(struct sum *sum)
{
    return nps_plan_is_slow(&sum->test) ? &sum->share : NULL;
}

static bool is_coarse(const nps_plan_criterion *criterion)
{
    return criterion->is_coarse || criterion->has_clusters;
}

/* The outside sample's table, while the inside sample's inner number varies. */
struct crossing {
    const struct sum *sum;
    nps_real_counts table;
    double sign; /* of the score of the outside sample minus that of the inside sample; 0: both sides */
};

static double excess_at(double moved, const void *context)
{
    const struct crossing *crossing = context;
    const struct sum *sum = crossing->sum;
    nps_plan_powers *const powers = sum->criterion->powers;
    const double others = sum->inside.n - sum->inside_outer;
    const nps_real_counts inside =
        nps_plan_table_of(&sum->inside, sum->inside_outer, crossing->sign < 0 ? others - moved : moved);
    if (powers)
        powers->work += sum->cost;
    return nps_plan_test_excess(&sum->test, &crossing->table, &inside, crossing->sign);
}

/* Positive where both sides are significant; `moved` is counted from the end of the crossing's sign. */
static double excess_of_both(double moved, const void *context)
{
    struct crossing both = *(const struct crossing *)context;
    both.sign = 0;
    return excess_at(moved, &both);
}

/* The probability that a side is significant, given all numbers but the inner one of the inside sample. */
static double probability_of(struct sum *sum, const nps_real_counts *outside, double sign)
{
    const struct crossing crossing = {sum, *outside, sum->turn * sign};
    return nps_plan_looks_at(sum->criterion, sign)
               ? nps_plan_significant(&sum->inner, crossing.sign, excess_at, &crossing)
               : 0;
}

static double with_table(void *context, double inner)
{
    struct sum *sum = context;
    const nps_real_counts outside = nps_plan_table_of(&sum->outside, sum->outside_outer, inner);
    if (sum->criterion->goal == NPS_PLAN_EQUIVALENCE && sum->inner.is_scanned) {
        const struct crossing both = {sum, outside, 1};
        return nps_plan_significant(&sum->inner, 1, excess_of_both, &both);
    }
    return nps_plan_joined(sum->criterion, probability_of(sum, &outside, 1), probability_of(sum, &outside, -1));
}

static double with_outer(void *context, double outer)
{
    struct sum *sum = context;
    const nps_plan_split *split = &sum->outside;
    const nps_plan_values inner = {split->n - outer, split->inner_rate, split->inner_step, share_of(sum)};
    sum->outside_outer = outer;
    return nps_plan_mean(&inner, with_table, sum, &sum->inner.guesses);
}

static double with_inside_outer(void *context, double inside_outer)
{
    struct sum *sum = context;
    const nps_plan_split *inside = &sum->inside, *outside = &sum->outside;
    const nps_plan_values outer = {outside->n, outside->outer_rate, outside->outer_step, share_of(sum)};
    if (!sum->status)
        sum->status = nps_interrupt_check(&sum->criterion->interrupt);
    if (sum->status)
        return 0;
    sum->inside_outer = inside_outer;
    nps_plan_inner_init(&sum->inner, inside->n - inside_outer, inside->inner_rate, sum->is_whole);
    sum->inner.share = share_of(sum);
    sum->inner.is_rough = nps_plan_is_slow(&sum->test) && is_coarse(sum->criterion);
    sum->inner.is_scanned = sum->criterion->goal != NPS_PLAN_DIFFERENCE &&
                            nps_plan_deviation(inside->n - inside_outer, inside->inner_rate) <
                                (is_coarse(sum->criterion) ? COARSE_VALUES : FEW_VALUES);
    return nps_plan_mean(&outer, with_outer, sum, &sum->inner.guesses);
}

/* Whether a sample is the outside one: the sample with few tables, otherwise that with the more variable inner number.
 */
static bool is_outside(const nps_plan_arm *arm, const nps_plan_arm *other)
{
    static const uint64_t few = 20; /* respondents, for whom there are 231 tables */
    const nps_plan_split mine = nps_plan_split_of(arm), others = nps_plan_split_of(other);
    if (arm->n != other->n && (arm->n <= few || other->n <= few))
        return arm->n < other->n;
    return nps_plan_inner_deviation(&mine) >= nps_plan_inner_deviation(&others);
}

static nps_plan_arm mirrored(const nps_plan_arm *arm)
{
    return (nps_plan_arm){{arm->shares.detractors, arm->shares.passives, arm->shares.promoters}, arm->n, 0, 0, 0};
}

static void set_samples(struct sum *sum, const nps_plan_arm *first, const nps_plan_arm *second)
{
    const bool is_first_outside = is_outside(first, second);
    nps_plan_arm outside = is_first_outside ? *first : *second, inside = is_first_outside ? *second : *first;
    const double sum_of_thetas = nps_plan_shares_theta(&outside.shares) + nps_plan_shares_theta(&inside.shares);
    sum->turn = is_first_outside ? 1 : -1;
    /* So that mirror images have the same power to the last bit. */
    if (sum_of_thetas < 0 || (sum_of_thetas == 0 && nps_plan_shares_theta(&inside.shares) < 0)) {
        outside = mirrored(&outside);
        inside = mirrored(&inside);
        sum->turn = -sum->turn;
    }
    sum->outside = nps_plan_split_of(&outside);
    sum->inside = nps_plan_split_of(&inside);
}

static void set_steps(struct sum *sum)
{
    const nps_plan_step steps[] = {
        {&sum->outside.outer_step, nps_plan_outer_deviation(&sum->outside)},
        {&sum->outside.inner_step, nps_plan_inner_deviation(&sum->outside)},
        {&sum->inside.outer_step, nps_plan_outer_deviation(&sum->inside)},
    };
    const bool is_small = fmax(sum->outside.n, sum->inside.n) <= SMALL;
    double largest = LARGEST_STEP, most = MOST_TERMS;
    if (sum->criterion->has_clusters) {
        largest = CLUSTER_STEP;
        most = CLUSTER_TERMS;
    } else if (sum->criterion->is_coarse) {
        largest = COARSE_STEP;
        most = COARSE_TERMS;
    } else if (nps_plan_is_slow(&sum->test)) {
        largest = is_small ? LARGEST_STEP : LARGER_MARGIN_STEP;
        most = is_small ? MARGIN_TERMS : LARGER_MARGIN_TERMS;
    }
    sum->is_whole = nps_plan_choose_steps(steps, 3, largest, most);
}

nps_status nps_plan_enumerated_power(const nps_plan_arm *first, const nps_plan_arm *second,
                                     const nps_plan_criterion *criterion, double *power)
{
    struct sum sum = {.criterion = criterion, .share = 1};
    nps_plan_guesses nothing = {{0, 0}, {0, 0}};
    nps_plan_values outer;
    double found;
    const nps_status status = nps_plan_test_init(&sum.test, first, second, criterion);
    if (status)
        return status;
    set_samples(&sum, first, second);
    set_steps(&sum);
    /* A coarse sum looks near crossings only, where a test takes longest. */
    sum.cost = !nps_plan_is_slow(&sum.test) ? 2 : is_coarse(criterion) ? 10 : 5;
    outer = (nps_plan_values){sum.inside.n, sum.inside.outer_rate, sum.inside.outer_step, share_of(&sum)};
    found = nps_plan_mean(&outer, with_inside_outer, &sum, &nothing);
    if (!sum.status)
        *power = found;
    return sum.status;
}
