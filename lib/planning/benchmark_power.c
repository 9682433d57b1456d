/* The sum runs over the outer number of the sample; the inner number needs no sum (split.h, crossing.h).
 * SPDX-License-Identifier: MIT */
#include "benchmark_power.h"

#include "../interrupt.h"
#include "../math/numerics.h"
#include "../method.h"
#include "crossing.h"
#include "lattice_mean.h"
#include "shares.h"
#include "split.h"

#include <math.h>
#include <stddef.h>

/* The largest number of terms, and the largest step in standard deviations. */
static const double MOST_TERMS = 200, LARGEST_STEP = 0.5;

/* The state of the sum. */
struct benchmark_sum {
    const nps_plan_criterion *criterion;
    const nps_procedure *procedure;
    const nps_setting *setting;
    bool has_tails; /* a one-sided p-value takes less time than the bounds, and decides the same */
    nps_plan_split split;
    double benchmark; /* in theta */
    double distance;  /* of the benchmark from the expected score, in standard deviations of the score; with few answers
                         0 */
    double z;         /* of the level */
    double outer;
    bool is_whole; /* all values are summed */
    nps_plan_inner inner;
    nps_status status;
    double power;
};

/* A side of the benchmark: 1 above, -1 below. */
struct benchmark_side {
    struct benchmark_sum *sum;
    double sign;
};

/* A high score has a high inner number, so the number is counted from the end of the opposite sign. */
static double excess_at(double moved, const void *context)
{
    const struct benchmark_side *side = context;
    struct benchmark_sum *sum = side->sum;
    const double others = sum->split.n - sum->outer;
    const nps_real_counts table = nps_plan_table_of(&sum->split, sum->outer, side->sign > 0 ? others - moved : moved);
    const double alpha = nps_plan_alpha(sum->criterion);
    nps_bounds theta = {0, 0};
    double p = 1;
    nps_status status;
    if (sum->has_tails)
        status = nps_procedure_p_value(sum->procedure, sum->setting, &table, sum->benchmark,
                                       side->sign > 0 ? NPS_GREATER : NPS_LESS, &p);
    else
        status = nps_procedure_bounds(sum->procedure, sum->setting, &table, alpha, &theta);
    if (status)
        sum->status = status;
    if (sum->has_tails)
        return alpha / 2 - p;
    return side->sign > 0 ? theta.lower - sum->benchmark : sum->benchmark - theta.upper;
}

/* The probability that the score is significantly on a side, given the outer number. */
static double probability_of(struct benchmark_sum *sum, double sign)
{
    static const double far_away = 4.4; /* standard deviations, where the probability is negligible */
    const struct benchmark_side side = {sum, sign};
    const double distance = sign * sum->distance + sum->z;
    return distance > far_away ? 0 : nps_plan_significant(&sum->inner, -sign, excess_at, &side);
}

static double with_outer(void *context, double outer)
{
    struct benchmark_sum *sum = context;
    const nps_plan_split *split = &sum->split;
    if (!sum->status)
        sum->status = nps_interrupt_check(&sum->criterion->interrupt);
    if (sum->status)
        return 0;
    sum->outer = outer;
    nps_plan_inner_init(&sum->inner, split->n - outer, split->inner_rate, sum->is_whole);
    return probability_of(sum, 1) + probability_of(sum, -1);
}

static nps_status add_up(void *context, const nps_setting *setting)
{
    struct benchmark_sum *sum = context;
    const nps_plan_step step = {&sum->split.outer_step, nps_plan_outer_deviation(&sum->split)};
    nps_plan_guesses nothing = {{0, 0}, {0, 0}};
    nps_plan_values outer;
    sum->setting = setting;
    sum->is_whole = nps_plan_choose_steps(&step, 1, LARGEST_STEP, MOST_TERMS);
    outer = (nps_plan_values){sum->split.n, sum->split.outer_rate, sum->split.outer_step, NULL};
    sum->power = fmin(1, nps_plan_mean(&outer, with_outer, sum, &nothing));
    return sum->status;
}

nps_status nps_plan_benchmark_sum(const nps_plan_arm *sample, double benchmark, const nps_plan_criterion *criterion,
                                  double *power)
{
    struct benchmark_sum sum = {
        .criterion = criterion, .split = nps_plan_split_of(sample), .benchmark = benchmark / 100};
    const double variance = nps_plan_shares_variance(&sample->shares) / sum.split.n;
    nps_method really;
    nps_status status = nps_method_find(criterion->method, NPS_ONE_SAMPLE, sample->n, 0, &really, &sum.procedure);
    /* Nothing is left out where the score is far from normal. */
    if (sample->n >= 20 && variance > 0)
        sum.distance = (sum.benchmark - nps_plan_shares_theta(&sample->shares)) / sqrt(variance);
    sum.z = nps_normal_two_sided_quantile(nps_plan_alpha(criterion));
    sum.has_tails = criterion->method == NPS_METHOD_BAYES;
    if (!status)
        status = nps_method_work(sum.procedure, NULL, add_up, &sum);
    if (!status)
        *power = sum.power;
    return status;
}
