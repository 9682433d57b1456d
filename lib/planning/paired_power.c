/* The power of the change of the same people, summed over tables of their changes.
 *
 * A person's change of the score is one of five values, -2 to 2. The numbers of people with three of them are binomial
 * one after the other; given these, the split of the other people into the last two values, the inner number, needs no
 * sum, because the change is significant from some value of it on (crossing.h). The last two values are those whose
 * split has the largest effect on the change.
 *
 * SPDX-License-Identifier: MIT */
#include <nps/planning.h>

#include "../interrupt.h"
#include "../math/numerics.h"
#include "../paired/mean.h"
#include "clusters.h"
#include "crossing.h"
#include "joint.h"
#include "lattice_mean.h"
#include "options.h"
#include "search.h"
#include "shares.h"

#include <math.h>
#include <stddef.h>

/* The largest number of terms in a sum without steps, and the largest step in standard deviations. */
static const double MOST_TERMS = 2000, LARGEST_STEP = 0.75;

/* The same for clusters, whose variances matter more than how strict the test is, which is all that the sum tells. */
static const double CLUSTER_TERMS = 500, CLUSTER_STEP = 1.25;

enum { CHANGES = 5, OUTER = CHANGES - 2 };

/* The numbers of people by their change. */
struct change_sum {
    nps_method method;
    double z; /* of the level */
    double n;
    int order[CHANGES]; /* the changes: those that are summed over, then the lower and the higher of the last two */
    double rates[CHANGES - 1]; /* the probability of a change given that it is none of those before it; the last is that
                                  of the higher of the last two */
    double steps[OUTER];
    double counts[CHANGES]; /* by the change */
    double left;            /* people who are not in `counts` yet */
    bool is_whole;
    nps_plan_inner inner;
};

/* ---- the test ---- */

/* A side of 0: 1 above, -1 below. */
struct change_side {
    struct change_sum *sum;
    double sign;
};

static double excess_at(double moved, const void *context)
{
    /* The cells of nps_cells that have these changes, from -2 to 2. */
    static const int places[CHANGES] = {0, 1, NPS_CELLS / 2, NPS_CELLS - 2, NPS_CELLS - 1};
    static const double values[NPS_CELLS] = {-2, -1, -1, 0, 0, 0, 1, 1, 2};
    const struct change_side *side = context;
    const struct change_sum *sum = side->sum;
    const double high = side->sign > 0 ? sum->left - moved : moved;
    nps_cells cells = {.counts = {0}};
    int i;
    for (i = 0; i < NPS_CELLS; i++)
        cells.values[i] = values[i];
    for (i = 0; i < OUTER; i++)
        cells.counts[places[sum->order[i]]] = sum->counts[sum->order[i]];
    cells.counts[places[sum->order[OUTER]]] = fmax(0, sum->left - high);
    cells.counts[places[sum->order[OUTER + 1]]] = high;
    return side->sign * nps_cells_deviate(&cells, sum->method, 0) - sum->z;
}

/* ---- the sums ---- */

/* About from where on the change is significant: z standard deviations of the sum of changes, if it were normal. */
static void guess_crossings(struct change_sum *sum)
{
    const double low = sum->order[OUTER] - 2, high = sum->order[OUTER + 1] - 2, highs = sum->left * sum->rates[OUTER];
    double total = low * sum->left, squares = low * low * (sum->left - highs) + high * high * highs, reach;
    int i;
    for (i = 0; i < OUTER; i++) {
        const double change = sum->order[i] - 2, people = sum->counts[sum->order[i]];
        total += change * people;
        squares += change * change * people;
    }
    reach = sum->z * sqrt(squares);
    sum->inner.guesses.below.next = sum->left - (reach - total) / (high - low);
    sum->inner.guesses.above.next = (-reach - total) / (high - low);
}

static double with_all(struct change_sum *sum)
{
    const struct change_side above = {sum, 1}, below = {sum, -1};
    nps_plan_inner_init(&sum->inner, sum->left, sum->rates[OUTER], sum->is_whole);
    guess_crossings(sum);
    return nps_plan_significant(&sum->inner, -1, excess_at, &above) +
           nps_plan_significant(&sum->inner, 1, excess_at, &below);
}

static double mean_from(struct change_sum *sum, int place);

/* A number of people with the change at a place of the order. */
struct change_place {
    struct change_sum *sum;
    int place;
};

static double with_number(void *context, double people)
{
    const struct change_place *at = context;
    struct change_sum *sum = at->sum;
    const double left = sum->left;
    double mean;
    sum->counts[sum->order[at->place]] = people;
    sum->left = left - people;
    mean = mean_from(sum, at->place + 1);
    sum->left = left;
    return mean;
}

/* The mean over the numbers from a place of the order on. */
static double mean_from(struct change_sum *sum, int place)
{
    struct change_place at = {sum, place};
    nps_plan_guesses nothing = {{0, 0}, {0, 0}};
    const nps_plan_values values = {sum->left, place < OUTER ? sum->rates[place] : 0,
                                    place < OUTER ? sum->steps[place] : 1, NULL};
    return place < OUTER ? nps_plan_mean(&values, with_number, &at, &nothing) : with_all(sum);
}

/* Orders the changes: the pair whose split has the largest effect is last. */
static void set_order(struct change_sum *sum, const double shares[CHANGES])
{
    double most = -1, left = 1;
    int low, high, i, count = 0;
    for (low = 0; low < CHANGES; low++)
        for (high = low + 1; high < CHANGES; high++) {
            const double both = shares[low] + shares[high], reach = high - low;
            const double variance = both > 0 ? reach * reach * shares[low] * shares[high] / both : 0;
            if (variance > most) {
                most = variance;
                sum->order[OUTER] = low;
                sum->order[OUTER + 1] = high;
                sum->rates[OUTER] = both > 0 ? shares[high] / both : 0;
            }
        }
    for (i = 0; i < CHANGES; i++)
        if (i != sum->order[OUTER] && i != sum->order[OUTER + 1]) {
            sum->rates[count] = left > 0 ? fmin(1, shares[i] / left) : 0;
            sum->order[count++] = i;
            left = fmax(0, left - shares[i]);
        }
}

static void set_steps(struct change_sum *sum, const double shares[CHANGES], bool has_clusters)
{
    nps_plan_step steps[OUTER];
    double left = 1;
    int i;
    for (i = 0; i < OUTER; i++) {
        sum->steps[i] = 1;
        steps[i] = (nps_plan_step){&sum->steps[i], nps_plan_deviation(sum->n * left, sum->rates[i])};
        left -= shares[sum->order[i]];
    }
    sum->is_whole = nps_plan_choose_steps(steps, OUTER, has_clusters ? CLUSTER_STEP : LARGEST_STEP,
                                          has_clusters ? CLUSTER_TERMS : MOST_TERMS);
}

/* ---- plans ---- */

/* The search for the number of people. */
struct paired_plan {
    nps_plan_options options;
    nps_plan_criterion criterion;
    double shares[CHANGES];
    double mean, variance; /* of the change of a person, in theta */
    double found;          /* the power of the last number */
    /* Powers with known variances, by the number of independent people: where many people are worth one, the search
     * asks for the same ones again and again. The oldest ones are overwritten. */
    struct known_power {
        uint64_t people;
        double power;
    } known[16];
    unsigned known_count;
};

/* Whether the order of the waves is exchanged, so that both orders have the same power. */
static bool is_exchanged(const double shares[CHANGES])
{
    static const double rounding = 1e-12;
    int low, high;
    for (low = 0, high = CHANGES - 1; low < high; low++, high--)
        if (fabs(shares[low] - shares[high]) > rounding)
            return shares[low] > shares[high];
    return false;
}

static void set_changes(struct paired_plan *plan, const nps_plan_joint *joint)
{
    double shares[CHANGES];
    int i;
    nps_plan_joint_changes(joint, shares);
    for (i = 0; i < CHANGES; i++)
        plan->shares[i] = shares[is_exchanged(shares) ? CHANGES - 1 - i : i];
    plan->mean = plan->variance = 0;
    for (i = 0; i < CHANGES; i++)
        plan->mean += plan->shares[i] * (i - 2);
    for (i = 0; i < CHANGES; i++)
        plan->variance += plan->shares[i] * (i - 2 - plan->mean) * (i - 2 - plan->mean);
}

static nps_status read_plan(struct paired_plan *plan, const nps_plan_joint *expected, const nps_plan_options *options)
{
    nps_plan_joint joint;
    nps_status status = nps_plan_options_read(&plan->options, options);
    if (!status)
        status = nps_plan_criterion_read(&plan->criterion, &plan->options);
    if (!status)
        status = nps_plan_joint_read(&joint, expected);
    if (status)
        return status;
    /* People of clusters are two domains of one design, whose difference has the interval of Wald. */
    if (plan->options.cluster_size > 0 && (!options || options->method == NPS_METHOD_AUTO))
        plan->options.method = NPS_METHOD_WALD;
    if (plan->options.method == NPS_METHOD_AUTO)
        plan->options.method = NPS_METHOD_SKEWNESS_SCORE;
    switch (plan->options.method) {
    case NPS_METHOD_SKEWNESS_SCORE:
    case NPS_METHOD_SCORE:
    case NPS_METHOD_WALD: break;
    case NPS_METHOD_AUTO:
    case NPS_METHOD_EXACT:
    case NPS_METHOD_ADJUSTED_WALD:
    case NPS_METHOD_AGRESTI_MIN:
    case NPS_METHOD_BONETT_PRICE:
    case NPS_METHOD_BAYES:
    case NPS_METHOD_ANYTIME: return NPS_ERROR_UNAVAILABLE;
    default: return NPS_ERROR_METHOD;
    }
    if (plan->criterion.goal != NPS_PLAN_DIFFERENCE)
        return NPS_ERROR_UNAVAILABLE;
    set_changes(plan, &joint);
    plan->known_count = 0;
    return NPS_OK;
}

/* Where a total change of 0 alone is not significant, at low levels, crossings that are real numbers are on both sides
 * of 0 and nearly meet. Returns what they miss of the probability of 0; not where only some totals are possible. */
static double missed_zero(const struct paired_plan *plan, const struct change_sum *sum)
{
    static const double DENSITY = 0.39894228040143267794; /* of a normal deviate at 0 */
    const double *shares = plan->shares, by_one = shares[1] + shares[3], deviation = sqrt(sum->n * plan->variance);
    const double mean = plan->mean * sum->n / deviation, span = by_one > 0 ? 1 : 2;
    const double reach = sum->z * sqrt(sum->n * (plan->variance + plan->mean * plan->mean)) / span;
    if (sum->is_whole || !(reach < 0.5) || !(shares[2] > 0))
        return 0;
    return (1 - 2 * reach) * span * DENSITY * exp(-0.5 * mean * mean) / deviation;
}

static double sum_of(const struct paired_plan *plan, uint64_t people)
{
    struct change_sum sum = {.method = plan->options.method,
                             .z = nps_normal_two_sided_quantile(1 - plan->options.level),
                             .n = (double)people,
                             .left = (double)people};
    set_order(&sum, plan->shares);
    set_steps(&sum, plan->shares, plan->criterion.has_clusters);
    return fmax(0, fmin(1, mean_from(&sum, 0)) - missed_zero(plan, &sum));
}

static double find_power(struct paired_plan *plan, uint64_t people)
{
    const unsigned most = sizeof plan->known / sizeof *plan->known;
    struct known_power *known;
    unsigned i;
    for (i = 0; i < plan->known_count && i < most; i++)
        if (plan->known[i].people == people)
            return plan->known[i].power;
    known = &plan->known[plan->known_count++ % most];
    *known = (struct known_power){people, sum_of(plan, people)};
    return known->power;
}

/* The power of n people, who are worth `effective` independent ones. */
static double power_of(struct paired_plan *plan, uint64_t n, uint64_t effective)
{
    const double degrees = nps_plan_degrees(n, &plan->options);
    const nps_plan_estimate estimates[] = {{plan->variance / (double)effective, degrees, 0}, {0, INFINITY, 1}};
    /* Without a degree of freedom nothing is significant, and a sum would be of no use. */
    return degrees > 0
               ? nps_plan_power_of_clusters(estimates, plan->mean, &plan->criterion, find_power(plan, effective), NULL)
               : 0;
}

nps_status nps_plan_paired_power(const nps_plan_joint *expected, uint64_t people, const nps_plan_options *options,
                                 double *power)
{
    struct paired_plan plan;
    uint64_t effective = 0;
    nps_status status;
    if (!power || !expected)
        return NPS_ERROR_NULL;
    status = read_plan(&plan, expected, options);
    if (!status)
        status = nps_plan_check_respondents(people);
    if (!status)
        status = nps_plan_effective(people, &plan.options, &effective);
    if (!status && effective == 0)
        status = NPS_ERROR_EMPTY;
    if (!status)
        *power = power_of(&plan, people, effective);
    return status;
}

static nps_status have_power(void *context, uint64_t n, bool *enough)
{
    struct paired_plan *plan = context;
    uint64_t effective;
    nps_status status = nps_interrupt_check(&plan->options.interrupt);
    if (!status)
        status = nps_plan_effective(n, &plan->options, &effective);
    plan->found = status || effective == 0 ? 0 : power_of(plan, n, effective);
    *enough = plan->found >= plan->options.power;
    return status;
}

/* The sum of the deviates of level and power. */
static double deviates(const struct paired_plan *plan, double power)
{
    return fmax(0.1, nps_normal_two_sided_quantile(1 - plan->options.level) - nps_normal_upper_quantile(power));
}

/* A number of people near the one that is sought: (z + z')^2 variance / mean^2, corrected twice by the power that it
 * has. */
static nps_status guess(struct paired_plan *plan, uint64_t most, double *start)
{
    const double z = deviates(plan, plan->options.power) / plan->mean;
    nps_status status = NPS_OK;
    int i;
    *start = fmax(nps_plan_least(&plan->options), z * z * plan->variance * plan->options.design_effect);
    for (i = 0; !status && i < 2 && *start < (double)most; i++) {
        bool enough;
        status = have_power(plan, (uint64_t)*start, &enough);
        if (!status && plan->found > 0.01 && plan->found < 0.999) {
            const double ratio = deviates(plan, plan->options.power) / deviates(plan, plan->found);
            *start = fmax(1, *start * ratio * ratio);
        }
    }
    return status;
}

nps_status nps_plan_paired_people(const nps_plan_joint *expected, const nps_plan_options *options, uint64_t *people)
{
    /* Above this number the error of a sum is larger than what one person changes. */
    static const double ragged = 1e3;
    struct paired_plan plan;
    double start;
    uint64_t most, n;
    nps_status status;
    if (!people || !expected)
        return NPS_ERROR_NULL;
    status = read_plan(&plan, expected, options);
    if (status)
        return status;
    if (!(plan.options.power > 1 - plan.options.level && plan.options.power < 1))
        return NPS_ERROR_PLAN;
    if (fabs(plan.mean) < 1e-15)
        return NPS_ERROR_UNREACHABLE;
    most = nps_plan_most(NPS_PLAN_MAX, &plan.options);
    status = guess(&plan, most, &start);
    if (!status)
        status = nps_plan_find(have_power, &plan, start, most, ragged * plan.options.design_effect, &n);
    if (!status)
        *people = n;
    return status == NPS_ERROR_UNREACHABLE ? NPS_ERROR_OVERFLOW : status;
}
