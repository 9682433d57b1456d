/* The probabilities of all pairs of tables that no look has found significant are carried from look to look: the new
 * answers of one sample are added, then those of the other, and then every pair is tested.
 * SPDX-License-Identifier: MIT */
#include "looks_sum.h"

#include "../allocator.h"
#include "../compare/exact.h"
#include "../interrupt.h"
#include "../math/special.h"
#include "pair_test.h"
#include "power.h"

#include <math.h>
#include <stddef.h>

/* The cost of a sum in microseconds: of a test, of an exact test per pair of tables and answer, and of an addition. */
static const double COST_OF_TEST = 1.2, COST_OF_EXACT_TEST = 40, COST_OF_ADDITION = 0.003, MOST = 2e5;

/* Pairs of tables with a smaller probability are not tested. */
static const double NEGLIGIBLE = 1e-13;

static double table_count(uint64_t n)
{
    return ((double)n + 1) * ((double)n + 2) / 2;
}

static uint64_t size_before(const nps_plan_arm *sizes, int look)
{
    return look == 0 ? 0 : sizes[look - 1].n;
}

static double cost_of(const nps_plan_schedule *schedule, int look, const nps_plan_criterion *criterion)
{
    const bool is_exact = nps_plan_is_exact_comparison(&schedule->first[look], &schedule->second[look], criterion);
    const uint64_t a = schedule->first[look].n, b = schedule->second[look].n;
    const uint64_t a_before = size_before(schedule->first, look), b_before = size_before(schedule->second, look);
    const double pairs = table_count(a) * table_count(b), with_first = table_count(a) * table_count(b_before);
    const double additions = table_count(a_before) * table_count(a - a_before) * table_count(b_before) +
                             with_first * table_count(b - b_before);
    return pairs * (is_exact ? COST_OF_EXACT_TEST : COST_OF_TEST) + additions * COST_OF_ADDITION;
}

bool nps_plan_can_sum_looks(const nps_plan_schedule *schedule, const nps_plan_criterion *criterion)
{
    double cost = 0;
    int look;
    for (look = 0; look < schedule->count; look++)
        cost += cost_of(schedule, look, criterion);
    return cost <= MOST;
}

/* The place of a table among those of n answers. */
static size_t place_of(uint64_t promoters, uint64_t detractors, uint64_t n)
{
    return (size_t)(promoters * (n + 1) - promoters * (promoters - (promoters > 0)) / 2 + detractors);
}

/* A line of probabilities: `count` of them, `step` places apart. */
struct lanes {
    size_t step, count, each; /* from table to table, and the other sample's tables, each so far from the next */
};

static double probability_of_more(const nps_plan_shares *shares, uint64_t promoters, uint64_t detractors, uint64_t more)
{
    const double rest = 1 - shares->promoters, of_rest = rest > 0 ? fmin(1, shares->detractors / rest) : 0;
    return nps_binomial_probability((double)promoters, (double)more, shares->promoters) *
           nps_binomial_probability((double)detractors, (double)(more - promoters), of_rest);
}

/* Adds `more` answers of one kind of table to every table of `n` answers. */
static void shift(const double *from, const struct lanes *in, double *to, const struct lanes *out, uint64_t n,
                  uint64_t more, uint64_t new_promoters, uint64_t new_detractors, double probability)
{
    uint64_t promoters, detractors;
    for (promoters = 0; promoters <= n; promoters++)
        for (detractors = 0; promoters + detractors <= n; detractors++) {
            const double *source = from + place_of(promoters, detractors, n) * in->step;
            double *target =
                to + place_of(promoters + new_promoters, detractors + new_detractors, n + more) * out->step;
            size_t i;
            for (i = 0; i < in->count; i++)
                target[i * out->each] += probability * source[i * in->each];
        }
}

/* Adds the answers that are new at a look to one sample; `to` is all 0. */
static void add_answers(const double *from, const struct lanes *in, double *to, const struct lanes *out, uint64_t n,
                        const nps_plan_arm *after)
{
    const uint64_t more = after->n - n;
    uint64_t promoters, detractors;
    for (promoters = 0; promoters <= more; promoters++)
        for (detractors = 0; promoters + detractors <= more; detractors++) {
            const double probability = probability_of_more(&after->shares, promoters, detractors, more);
            if (probability > 0)
                shift(from, in, to, out, n, more, promoters, detractors, probability);
        }
}

/* The test of a look. */
struct look_test {
    nps_plan_test test;
    bool is_exact;
};

static bool detects(const struct look_test *look, const nps_real_counts *a, const nps_real_counts *b)
{
    if (look->is_exact)
        return nps_exact_rejects(a, b, look->test.alpha);
    return nps_plan_test_excess(&look->test, a, b, 1) > 0 || nps_plan_test_excess(&look->test, a, b, -1) > 0;
}

/* Moves the probability of the tables of the second sample that are significant beside `a` out of a row; returns it. */
static double test_row(const struct look_test *look, const nps_real_counts *a, uint64_t n, double *row)
{
    nps_real_counts b;
    double detected = 0;
    uint64_t promoters, detractors;
    for (promoters = 0; promoters <= n; promoters++)
        for (detractors = 0; promoters + detractors <= n; detractors++) {
            double *probability = row++;
            b = (nps_real_counts){(double)promoters, (double)(n - promoters - detractors), (double)detractors};
            if (*probability > NEGLIGIBLE && detects(look, a, &b)) {
                detected += *probability;
                *probability = 0;
            }
        }
    return detected;
}

/* The sum, and the probabilities of the pairs that are left: a row for each table of the first sample. */
struct looks_sum {
    const nps_plan_schedule *schedule;
    const nps_plan_criterion *criterion;
    nps_allocator memory;
    double *left;
    size_t size;
    double detected;
};

/* The probabilities of pairs after the new answers of one sample, in place of those before. */
static nps_status grow(struct looks_sum *sum, uint64_t n, const nps_plan_arm *after, bool is_first, uint64_t others)
{
    const size_t before = (size_t)table_count(n), now = (size_t)table_count(after->n);
    const size_t other = (size_t)table_count(others), size = now * other;
    const struct lanes in = is_first ? (struct lanes){other, other, 1} : (struct lanes){1, other, before};
    const struct lanes out = is_first ? (struct lanes){other, other, 1} : (struct lanes){1, other, now};
    double *grown = nps_allocator_array(&sum->memory, size, sizeof *grown);
    size_t i;
    if (!grown)
        return NPS_ERROR_MEMORY;
    for (i = 0; i < size; i++)
        grown[i] = 0;
    add_answers(sum->left, &in, grown, &out, n, after);
    nps_allocator_release(&sum->memory, sum->left, sum->size, sizeof *sum->left);
    sum->left = grown;
    sum->size = size;
    return NPS_OK;
}

static nps_status test_pairs(struct looks_sum *sum, const struct look_test *look, uint64_t n, uint64_t others)
{
    const size_t row = (size_t)table_count(others);
    double *next = sum->left;
    nps_status status = NPS_OK;
    uint64_t promoters, detractors;
    for (promoters = 0; !status && promoters <= n; promoters++) {
        status = nps_interrupt_check(&sum->criterion->interrupt);
        for (detractors = 0; !status && promoters + detractors <= n; detractors++) {
            const nps_real_counts a = {(double)promoters, (double)(n - promoters - detractors), (double)detractors};
            sum->detected += test_row(look, &a, others, next);
            next += row;
        }
    }
    return status;
}

static nps_status take_look(struct looks_sum *sum, int look)
{
    const nps_plan_schedule *schedule = sum->schedule;
    const nps_plan_arm *first = &schedule->first[look], *second = &schedule->second[look];
    const uint64_t first_before = size_before(schedule->first, look);
    const uint64_t second_before = size_before(schedule->second, look);
    struct look_test test = {.is_exact = nps_plan_is_exact_comparison(first, second, sum->criterion)};
    nps_plan_criterion criterion = *sum->criterion;
    nps_status status;
    criterion.level = schedule->levels[look];
    status = nps_plan_test_init(&test.test, first, second, &criterion);
    if (!status)
        status = grow(sum, first_before, first, true, second_before);
    if (!status)
        status = grow(sum, second_before, second, false, first->n);
    return status ? status : test_pairs(sum, &test, first->n, second->n);
}

nps_status nps_plan_sum_looks(const nps_plan_schedule *schedule, const nps_plan_criterion *criterion, double *power)
{
    struct looks_sum sum = {schedule, criterion, nps_allocator_default(), NULL, 1, 0};
    nps_status status = NPS_OK;
    int look;
    sum.left = nps_allocator_array(&sum.memory, 1, sizeof *sum.left);
    if (!sum.left)
        return NPS_ERROR_MEMORY;
    *sum.left = 1;
    for (look = 0; !status && look < schedule->count; look++)
        status = take_look(&sum, look);
    nps_allocator_release(&sum.memory, sum.left, sum.size, sizeof *sum.left);
    if (!status)
        *power = fmin(1, sum.detected);
    return status;
}
