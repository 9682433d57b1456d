/* Weighted waves of the same people: as without weights where all are equal, whatever the unit of the weights, and
 * exact sums in any order.
 * SPDX-License-Identifier: MIT */
#include "test.h"

#include <stdbool.h>

enum { PEOPLE = 400 };

/* People with answers of -1, which is none, to 10. */
typedef struct sample {
    int8_t first[PEOPLE], second[PEOPLE];
    double weights[PEOPLE];
} sample;

static sample draw(uint64_t seed, bool has_weights)
{
    sample out;
    for (int i = 0; i < PEOPLE; i++) {
        out.first[i] = (int8_t)((int)next_below(&seed, 15) - 3);
        out.second[i] = next_below(&seed, 3) == 0 ? (int8_t)((int)next_below(&seed, 14) - 2) : out.first[i];
        out.weights[i] = has_weights ? 0.25 + (double)next_below(&seed, 64) / 16 : 1;
    }
    return out;
}

static nps_column column_of(const int8_t *answers)
{
    nps_column column;
    nps_column_init(&column, NPS_COLUMN_I8, answers, PEOPLE);
    return column;
}

static void fill(nps_weighted_paired *waves, const sample *people)
{
    const nps_column first = column_of(people->first), second = column_of(people->second);
    memset(waves, 0, sizeof *waves);
    assert_ok(nps_weighted_paired_add_column(waves, &first, &second, people->weights, NULL, NULL));
}

static nps_paired_change change_of(const nps_weighted_paired *waves, nps_method method, nps_paired_estimator estimator)
{
    nps_paired_options options;
    nps_paired_change out;
    nps_paired_options_init(&options);
    options.method = method;
    options.estimator = estimator;
    assert_ok(nps_weighted_paired_compare(waves, &options, &out));
    return out;
}

static void assert_changes_near(const nps_paired_change *a, const nps_paired_change *b, double tolerance)
{
    assert_double_near(a->comparison.difference, b->comparison.difference, tolerance);
    assert_double_near(a->comparison.bounds.lower, b->comparison.bounds.lower, tolerance);
    assert_double_near(a->comparison.bounds.upper, b->comparison.bounds.upper, tolerance);
    assert_double_near(a->comparison.p_value, b->comparison.p_value, tolerance);
    assert_double_near(a->first_weight, b->first_weight, tolerance);
    assert_double_near(a->second_weight, b->second_weight, tolerance);
    assert_double_near(a->both, b->both, tolerance);
    assert_double_near(a->others, b->others, tolerance);
    assert_int_equal(a->comparison.method, b->comparison.method);
}

static void equal_weights_are_no_weights(void **state)
{
    static const nps_method methods[] = {NPS_METHOD_AUTO, NPS_METHOD_SCORE, NPS_METHOD_WALD};
    (void)state;
    for (uint64_t seed = 1; seed <= 12; seed++) {
        sample people = draw(seed, false);
        const nps_column first = column_of(people.first), second = column_of(people.second);
        nps_paired plain = {.promoters = {0, 0, 0}};
        nps_weighted_paired waves;
        assert_ok(nps_paired_add_column(&plain, &first, &second, NULL));
        for (int i = 0; i < PEOPLE; i++)
            people.weights[i] = seed % 2 ? 0.3 : 5e30;
        fill(&waves, &people);
        for (int m = 0; m < 3; m++)
            for (int estimator = 0; estimator < 2; estimator++) {
                const nps_paired_change found = change_of(&waves, methods[m], (nps_paired_estimator)estimator);
                nps_paired_options options;
                nps_paired_change expected;
                nps_paired_options_init(&options);
                options.method = methods[m];
                options.estimator = (nps_paired_estimator)estimator;
                assert_ok(nps_paired_compare_with(&plain, &options, &expected));
                assert_changes_near(&found, &expected, 1e-7);
            }
    }
}

/* Only ratios of weights matter; four times the people of a quarter of the weight are the same scores with half the
 * interval, about. */
static void the_unit_of_weights_does_not_matter(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 12; seed++) {
        sample people = draw(seed, true);
        nps_weighted_paired waves, scaled;
        nps_paired_change found, expected;
        fill(&waves, &people);
        for (int i = 0; i < PEOPLE; i++)
            people.weights[i] *= 1000;
        fill(&scaled, &people);
        expected = change_of(&waves, NPS_METHOD_AUTO, NPS_PAIRED_BEST);
        found = change_of(&scaled, NPS_METHOD_AUTO, NPS_PAIRED_BEST);
        assert_changes_near(&found, &expected, 1e-9);
    }
}

/* By the definitions, from the single people. */
static void assert_scores(const sample *people, const nps_paired_change *found)
{
    double score[3][3] = {{0}}, weight[3][3] = {{0}}; /* in both, the first or the second only; in the waves, all */
    for (int i = 0; i < PEOPLE; i++) {
        const int answers[2] = {people->first[i], people->second[i]};
        const bool here[2] = {answers[0] >= 0 && answers[0] <= 10, answers[1] >= 0 && answers[1] <= 10};
        for (int wave = 0; wave < 2; wave++) {
            const double value = answers[wave] >= 9 ? 100 : answers[wave] >= 7 ? 0 : -100;
            const int part = here[0] && here[1] ? 0 : 1;
            if (here[wave]) {
                score[part][wave] += people->weights[i] * value;
                weight[part][wave] += people->weights[i];
            }
        }
    }
    assert_double_near(found->both, score[0][1] / weight[0][1] - score[0][0] / weight[0][0], 1e-10);
    assert_double_near(found->others, score[1][1] / weight[1][1] - score[1][0] / weight[1][0], 1e-10);
    {
        const double first = (score[0][0] + score[1][0]) / (weight[0][0] + weight[1][0]);
        const double second = (score[0][1] + score[1][1]) / (weight[0][1] + weight[1][1]);
        assert_double_near(found->comparison.difference, second - first, 1e-10);
    }
}

static void scores_are_those_of_single_people(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 12; seed++) {
        const sample people = draw(seed, true);
        nps_weighted_paired waves;
        nps_paired_change found;
        fill(&waves, &people);
        found = change_of(&waves, NPS_METHOD_AUTO, NPS_PAIRED_PROPORTIONAL);
        assert_scores(&people, &found);
    }
}

/* The standard error of the change of people who all answered twice, by its linearisation. */
static void intervals_have_the_linearised_width(void **state)
{
    sample people = draw(5, true);
    nps_weighted_paired waves;
    nps_paired_change found;
    double total = 0, sum = 0, squares = 0;
    (void)state;
    for (int i = 0; i < PEOPLE; i++) {
        people.first[i] = (int8_t)(people.first[i] < 0 || people.first[i] > 10 ? 8 : people.first[i]);
        people.second[i] = (int8_t)(people.second[i] < 0 || people.second[i] > 10 ? 9 : people.second[i]);
        people.weights[i] *= people.first[i] == people.second[i] ? 1 : 3; /* those who change weigh more */
    }
    fill(&waves, &people);
    found = change_of(&waves, NPS_METHOD_WALD, NPS_PAIRED_BEST);
    for (int pass = 0; pass < 2; pass++)
        for (int i = 0; i < PEOPLE; i++) {
            const int first = (people.first[i] >= 9) - (people.first[i] <= 6);
            const int second = (people.second[i] >= 9) - (people.second[i] <= 6);
            if (pass == 0) {
                total += people.weights[i];
                sum += people.weights[i] * (second - first);
            } else {
                squares += pow(people.weights[i] * (second - first - sum / total), 2);
            }
        }
    assert_double_near(found.comparison.difference, 100 * sum / total, 1e-10);
    assert_double_near(found.comparison.bounds.upper - found.comparison.bounds.lower,
                       2 * 1.959963984540054 * 100 * sqrt(squares) / total, 1e-9);
}

static void sums_do_not_depend_on_the_order(void **state)
{
    const sample people = draw(3, true);
    nps_weighted_paired all, parts[2], none = {.both = {.weightless = 0}};
    (void)state;
    fill(&all, &people);
    memset(parts, 0, sizeof parts);
    for (int i = PEOPLE - 1; i >= 0; i--)
        assert_ok(
            nps_weighted_paired_add(&parts[i % 2], people.first[i], people.second[i], people.weights[i], 1, NULL));
    assert_ok(nps_weighted_paired_merge(&parts[0], &parts[1]));
    assert_memory_equal(&parts[0], &all, sizeof all);
    assert_ok(nps_weighted_paired_subtract(&parts[0], &parts[1]));
    assert_ok(nps_weighted_paired_subtract(&all, &parts[1]));
    assert_memory_equal(&parts[0], &all, sizeof all);
    assert_status(nps_weighted_paired_subtract(&none, &all), NPS_ERROR_UNDERFLOW);
    assert_ok(nps_weighted_paired_subtract(&all, &all));
    assert_memory_equal(&all, &none, sizeof all);
}

static void one_wave_with_nobody_is_empty(void **state)
{
    nps_weighted_paired waves = {.both = {.weightless = 0}};
    nps_paired_change out = {.first_weight = 7};
    (void)state;
    assert_status(nps_weighted_paired_compare(&waves, NULL, &out), NPS_ERROR_EMPTY);
    assert_ok(nps_weighted_paired_add(&waves, 9, -1, 1, 5, NULL));
    assert_ok(nps_weighted_paired_add(&waves, 9, 9, 0, 5, NULL)); /* without weight they do not take part */
    assert_status(nps_weighted_paired_compare(&waves, NULL, &out), NPS_ERROR_EMPTY);
    assert_double_near(out.first_weight, 7, 0);
    assert_ok(nps_weighted_paired_add(&waves, 11, 3, 2, 5, NULL));
    assert_ok(nps_weighted_paired_compare(&waves, NULL, &out)); /* two independent samples */
    assert_double_near(out.comparison.difference, -200, 0);
    assert_double_near(out.first_weight, 0, 0);
    assert_true(isnan(out.both));
    assert_double_near(out.others, -200, 0);
}

static void wrong_input_is_refused(void **state)
{
    sample people = draw(3, true);
    const nps_column first = column_of(people.first);
    nps_column shorter = column_of(people.second);
    nps_weighted_paired waves, before;
    nps_paired_options options;
    nps_paired_change out;
    nps_error_detail detail;
    (void)state;
    shorter.length--;
    fill(&waves, &people);
    before = waves;
    assert_status(nps_weighted_paired_add(NULL, 9, 9, 1, 1, NULL), NPS_ERROR_NULL);
    assert_status(nps_weighted_paired_add(&waves, 9, 9, -1, 1, NULL), NPS_ERROR_WEIGHT);
    assert_status(nps_weighted_paired_add(&waves, -1, -1, NAN, 1, NULL), NPS_ERROR_WEIGHT);
    assert_status(nps_weighted_paired_add(&waves, 9, 9, 1, 1, &(nps_scale){5, 1, 2, 3}), NPS_ERROR_SCALE);
    assert_status(nps_weighted_paired_add(&waves, 9, 9, 1, UINT64_MAX, NULL), NPS_ERROR_OVERFLOW);
    assert_status(nps_weighted_paired_add_column(&waves, &first, &shorter, people.weights, NULL, &detail),
                  NPS_ERROR_COLUMN);
    assert_status(nps_weighted_paired_add_column(&waves, &first, &first, NULL, NULL, &detail), NPS_ERROR_NULL);
    people.weights[PEOPLE - 1] = -2;
    assert_status(nps_weighted_paired_add_column(&waves, &first, &first, people.weights, NULL, &detail),
                  NPS_ERROR_WEIGHT);
    assert_string_equal(detail.text, "row 399 has the weight -2; a weight is 0, or at least 2^-126 and below 2^128");
    assert_status(nps_weighted_paired_merge(&waves, NULL), NPS_ERROR_NULL);
    assert_status(nps_weighted_paired_subtract(NULL, &waves), NPS_ERROR_NULL);
    assert_memory_equal(&waves, &before, sizeof waves);
    nps_paired_options_init(&options);
    options.method = NPS_METHOD_EXACT;
    assert_status(nps_weighted_paired_compare(&waves, &options, &out), NPS_ERROR_UNAVAILABLE);
    options.method = NPS_METHOD_AUTO;
    options.level = 1;
    assert_status(nps_weighted_paired_compare(&waves, &options, &out), NPS_ERROR_LEVEL);
    options.size = 1;
    assert_status(nps_weighted_paired_compare(&waves, &options, &out), NPS_ERROR_SIZE);
    assert_status(nps_weighted_paired_compare(NULL, NULL, &out), NPS_ERROR_NULL);
    assert_status(nps_weighted_paired_compare(&waves, NULL, NULL), NPS_ERROR_NULL);
}

static nps_paired_change best_of(const nps_weighted_paired *waves)
{
    return change_of(waves, NPS_METHOD_SKEWNESS_SCORE, NPS_PAIRED_BEST);
}

/* 10 and 5 exchanged; 8 is a passive and stays one, and nobody stays nobody. */
static int mirrored(int answer)
{
    return answer < 0 || answer == 8 ? answer : 15 - answer;
}

/* Adds people, or the same people with the waves exchanged, or with promoters and detractors exchanged. */
static void add_turned(nps_weighted_paired turned[3], int first, int second, uint64_t times)
{
    assert_ok(nps_weighted_paired_add(&turned[0], first, second, 1, times, NULL));
    assert_ok(nps_weighted_paired_add(&turned[1], second, first, 1, times, NULL));
    assert_ok(nps_weighted_paired_add(&turned[2], mirrored(first), mirrored(second), 1, times, NULL));
}

/* All people and those in both waves give intervals of the same width, and changes that are 18 points apart. */
static void rounding_does_not_choose_the_weights(void **state)
{
    static const int PROMOTER = 10, PASSIVE = 8, DETRACTOR = 5, NOBODY = -1;
    nps_weighted_paired turned[3];
    nps_paired_change change;
    (void)state;
    memset(turned, 0, sizeof turned);
    add_turned(turned, PROMOTER, DETRACTOR, 43);
    add_turned(turned, PASSIVE, DETRACTOR, 16777303);
    add_turned(turned, DETRACTOR, DETRACTOR, 1441151880758558010);
    add_turned(turned, NOBODY, PROMOTER, 144115188075855801);
    change = best_of(&turned[0]);
    assert_double_near(best_of(&turned[1]).first_weight, change.second_weight, 0);
    assert_double_near(best_of(&turned[1]).second_weight, change.first_weight, 0);
    assert_double_near(best_of(&turned[2]).first_weight, change.first_weight, 0);
    assert_double_near(best_of(&turned[2]).second_weight, change.second_weight, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(equal_weights_are_no_weights),
        cmocka_unit_test(the_unit_of_weights_does_not_matter),
        cmocka_unit_test(scores_are_those_of_single_people),
        cmocka_unit_test(intervals_have_the_linearised_width),
        cmocka_unit_test(sums_do_not_depend_on_the_order),
        cmocka_unit_test(one_wave_with_nobody_is_empty),
        cmocka_unit_test(wrong_input_is_refused),
        cmocka_unit_test(rounding_does_not_choose_the_weights),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
