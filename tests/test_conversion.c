/* Conversions: the sample after them, and the least costly way to a target against brute force.
 * SPDX-License-Identifier: MIT */
#include "test.h"

#include <stdbool.h>

static double cost_of(uint64_t conversions, double cost)
{
    return conversions > 0 ? (double)conversions * cost : 0;
}

static double total_cost(const nps_conversions *conversions, const nps_conversion_costs *costs)
{
    return cost_of(conversions->passives, costs->passives) + cost_of(conversions->detractors, costs->detractors) +
           cost_of(conversions->detractors_to_passives, costs->detractors_to_passives);
}

static uint64_t number_of(const nps_conversions *conversions)
{
    return conversions->passives + conversions->detractors + conversions->detractors_to_passives;
}

static bool reaches(const nps_counts *counts, const nps_conversions *conversions, double target)
{
    nps_conversion found;
    nps_interval_options options;
    nps_interval_options_init(&options);
    options.method = NPS_METHOD_WALD;
    return nps_convert(counts, conversions, &options, &found) == NPS_OK && found.score >= target;
}

/* Whether a is better than b: cheaper; or as cheap, and fewer, or as many and with more passives. */
static bool is_better(const nps_conversions *a, const nps_conversions *b, const nps_conversion_costs *costs)
{
    const double cost_a = total_cost(a, costs), cost_b = total_cost(b, costs);
    if (cost_a != cost_b)
        return cost_a < cost_b;
    if (number_of(a) != number_of(b))
        return number_of(a) < number_of(b);
    return a->passives > b->passives;
}

/* The best of all conversions; false if none reaches the target at a finite cost. */
static bool find_best(const nps_counts *counts, double target, const nps_conversion_costs *costs, nps_conversions *best)
{
    const uint64_t places = (counts->passives + 1) * (counts->detractors + 1) * (counts->detractors + 1);
    bool is_found = false;
    for (uint64_t place = 0; place < places; place++) {
        const nps_conversions tried = {place % (counts->passives + 1),
                                       place / (counts->passives + 1) % (counts->detractors + 1),
                                       place / (counts->passives + 1) / (counts->detractors + 1)};
        if (tried.detractors + tried.detractors_to_passives > counts->detractors || isinf(total_cost(&tried, costs)) ||
            !reaches(counts, &tried, target))
            continue;
        if (!is_found || is_better(&tried, best, costs))
            *best = tried;
        is_found = true;
    }
    return is_found;
}

/* Costs in eighths, whose sums are exact. */
static double random_cost(uint64_t *seed)
{
    return next_below(seed, 8) == 0 ? INFINITY : (double)next_below(seed, 25) / 8;
}

static void the_least_costly_way_is_that_of_brute_force(void **state)
{
    nps_interval_options options;
    uint64_t seed = 23;
    int reached = 0;
    (void)state;
    nps_interval_options_init(&options);
    options.method = NPS_METHOD_WALD;
    for (int round = 0; round < 3000; round++) {
        const nps_counts counts = {next_below(&seed, 6), next_below(&seed, 7), next_below(&seed, 7)};
        const nps_conversion_costs costs = {random_cost(&seed), random_cost(&seed), random_cost(&seed)};
        const double target = round % 4 == 0 ? (double)next_below(&seed, 201) - 100 : (double)next_below(&seed, 101);
        nps_conversions best = {0, 0, 0};
        nps_conversion found;
        nps_status status;
        if (counts.promoters + counts.passives + counts.detractors == 0)
            continue;
        status = nps_reach(&counts, target, &costs, &options, &found, NULL);
        if (!find_best(&counts, target, &costs, &best)) {
            assert_status(status, NPS_ERROR_UNREACHABLE);
            continue;
        }
        assert_ok(status);
        assert_double_near(found.cost, total_cost(&best, &costs), 0);
        assert_int_equal(number_of(&found.conversions), number_of(&best));
        assert_int_equal(found.conversions.passives, best.passives);
        assert_true(found.score >= target);
        reached++;
    }
    assert_true(reached > 1000);
}

static void without_costs_the_fewest_conversions_are_found(void **state)
{
    const nps_counts counts = {70, 20, 10};
    nps_conversion found;
    (void)state;
    assert_ok(nps_reach(&counts, 70, NULL, NULL, &found, NULL));
    assert_int_equal(found.conversions.detractors, 5);
    assert_int_equal(number_of(&found.conversions), 5);
    assert_double_near(found.score, 70, 0);
    assert_double_near(found.change, 10, 0);
    assert_double_near(found.cost, 5, 0);
    assert_ok(nps_reach(&counts, 61, NULL, NULL, &found, NULL));
    assert_int_equal(found.conversions.passives, 1); /* as few as one detractor, and 61 exactly */
    assert_ok(nps_reach(&counts, 60, NULL, NULL, &found, NULL));
    assert_int_equal(number_of(&found.conversions), 0);
    assert_ok(nps_reach(&counts, 100, NULL, NULL, &found, NULL));
    assert_int_equal(found.conversions.passives, 20);
    assert_int_equal(found.conversions.detractors, 10);
}

/* Sums of costs that doubles would round: .1 + .2 is not .3, and which is cheaper decides a million times. */
static void costs_are_compared_without_rounding(void **state)
{
    const nps_counts counts = {0, 1, 2};
    const nps_conversion_costs costs = {0.1, 0.3, 0.2};                 /* as doubles, .1 + .2 is larger than .3 */
    const nps_conversion_costs above = {0.1, 0.30000000000000004, 0.2}; /* which is the rounded sum, above the exact */
    nps_conversion found;
    (void)state;
    assert_ok(nps_reach(&counts, 0, &costs, NULL, &found, NULL));
    assert_int_equal(found.conversions.detractors, 1);
    assert_ok(nps_reach(&counts, 0, &above, NULL, &found, NULL));
    assert_int_equal(found.conversions.detractors, 0);
}

static void huge_samples_take_no_longer(void **state)
{
    const uint64_t tera = UINT64_C(1000000000000);
    const nps_counts counts = {3 * tera, 2 * tera, 4 * tera + 1};
    const nps_conversion_costs costs = {1, 1.5, 0.25};
    nps_conversion found;
    (void)state;
    for (uint64_t i = 0; i < 10000; i++)
        assert_ok(nps_reach(&counts, 50 + (double)i / 1000, &costs, NULL, &found, NULL));
    /* Half of 9 tera and one, rounded up: 5.5 tera and two steps, cheapest by 2.5 tera passive ones ... */
    assert_ok(nps_reach(&counts, 50, &costs, NULL, &found, NULL));
    assert_int_equal(found.conversions.passives + 2 * found.conversions.detractors +
                         found.conversions.detractors_to_passives,
                     5 * tera + tera / 2 + 2);
    assert_int_equal(found.conversions.detractors + found.conversions.detractors_to_passives, 4 * tera + 1);
}

static void a_conversion_moves_people(void **state)
{
    const nps_counts counts = {50, 30, 20};
    const nps_conversions some = {6, 2, 3}, too_many[] = {{31, 0, 0}, {0, 21, 0}, {0, 12, 9}, {0, UINT64_MAX, 2}};
    nps_conversion found, before = {.cost = 7};
    nps_interval_result interval;
    (void)state;
    assert_ok(nps_convert(&counts, &some, NULL, &found));
    assert_int_equal(found.counts.promoters, 58);
    assert_int_equal(found.counts.passives, 27);
    assert_int_equal(found.counts.detractors, 15);
    assert_double_near(found.score, 43, 0);
    assert_double_near(found.change, 13, 0);
    assert_double_near(found.cost, 11, 0);
    assert_ok(nps_interval_with(&found.counts, NULL, &interval));
    assert_memory_equal(&found.bounds, &interval.bounds, sizeof interval.bounds);
    assert_int_equal(found.method, NPS_METHOD_EXACT);
    found = before;
    for (size_t i = 0; i < sizeof too_many / sizeof *too_many; i++)
        assert_status(nps_convert(&counts, &too_many[i], NULL, &found), NPS_ERROR_UNDERFLOW);
    assert_memory_equal(&found, &before, sizeof found);
}

static void wrong_input_is_refused(void **state)
{
    const nps_counts counts = {70, 20, 10}, none = {0, 0, 0}, huge = {UINT64_C(1) << 62, 1, 0},
                     overflowing = {UINT64_MAX, 1, 0};
    const nps_conversions conversions = {1, 0, 0};
    const nps_conversion_costs negative = {-1, 1, 1}, nan = {1, NAN, 1}, only_softened = {INFINITY, INFINITY, 1};
    nps_interval_options options;
    nps_conversion found = {.cost = 7};
    nps_error_detail detail;
    (void)state;
    nps_interval_options_init(&options);
    options.level = 2;
    assert_status(nps_convert(NULL, &conversions, NULL, &found), NPS_ERROR_NULL);
    assert_status(nps_convert(&counts, NULL, NULL, &found), NPS_ERROR_NULL);
    assert_status(nps_convert(&counts, &conversions, NULL, NULL), NPS_ERROR_NULL);
    assert_status(nps_convert(&none, &conversions, NULL, &found), NPS_ERROR_EMPTY);
    assert_status(nps_convert(&overflowing, &conversions, NULL, &found), NPS_ERROR_OVERFLOW);
    assert_status(nps_convert(&counts, &conversions, &options, &found), NPS_ERROR_LEVEL);
    assert_status(nps_reach(NULL, 70, NULL, NULL, &found, &detail), NPS_ERROR_NULL);
    assert_status(nps_reach(&counts, 70, NULL, NULL, NULL, &detail), NPS_ERROR_NULL);
    assert_status(nps_reach(&none, 70, NULL, NULL, &found, &detail), NPS_ERROR_EMPTY);
    assert_status(nps_reach(&huge, 70, NULL, NULL, &found, &detail), NPS_ERROR_OVERFLOW);
    assert_status(nps_reach(&counts, NAN, NULL, NULL, &found, &detail), NPS_ERROR_REFERENCE);
    assert_status(nps_reach(&counts, 100.5, NULL, NULL, &found, NULL), NPS_ERROR_REFERENCE);
    assert_status(nps_reach(&counts, 70, &negative, NULL, &found, &detail), NPS_ERROR_PLAN);
    assert_status(nps_reach(&counts, 70, &nan, NULL, &found, &detail), NPS_ERROR_PLAN);
    assert_status(nps_reach(&counts, 70, NULL, &options, &found, &detail), NPS_ERROR_LEVEL);
    assert_status(nps_reach(&counts, 71, &only_softened, NULL, &found, &detail), NPS_ERROR_UNREACHABLE);
    assert_string_equal(detail.text, "the target needs 11 more promoters, net of detractors, and 10 can be had");
    assert_double_near(found.cost, 7, 0);
    assert_ok(nps_reach(&counts, 70, &only_softened, NULL, &found, &detail));
    assert_int_equal(found.conversions.detractors_to_passives, 10);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_least_costly_way_is_that_of_brute_force),
        cmocka_unit_test(without_costs_the_fewest_conversions_are_found),
        cmocka_unit_test(costs_are_compared_without_rounding),
        cmocka_unit_test(huge_samples_take_no_longer),
        cmocka_unit_test(a_conversion_moves_people),
        cmocka_unit_test(wrong_input_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
