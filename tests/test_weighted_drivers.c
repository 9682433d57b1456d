/* The change of a weighted score by segment, against counts, formulas and derivatives taken by differences.
 * SPDX-License-Identifier: MIT */
#include "test.h"

enum { MOST = 5, GROUPS = 3 };

static const int64_t ANSWERS[GROUPS] = {10, 8, 0};
static const double VALUES[GROUPS] = {100, 0, -100};

/* Segments with memory of their own, and the same as sums. */
struct survey {
    size_t count;
    nps_weighted states[2][MOST];
    nps_weighted_driver_segment segments[MOST];
    nps_driver_segment counted[MOST];
    double weights[2][MOST][GROUPS], squares[2][MOST][GROUPS];
};

static void add_row(struct survey *survey, int period, size_t place, int group, double weight)
{
    nps_counts *counts = period == 0 ? &survey->counted[place].before : &survey->counted[place].after;
    assert_ok(nps_weighted_add(&survey->states[period][place], ANSWERS[group], weight));
    survey->weights[period][place][group] += weight;
    survey->squares[period][place][group] += weight * weight;
    *(group == 0 ? &counts->promoters : group == 1 ? &counts->passives : &counts->detractors) += 1;
}

/* `weight` 0: weights of their own. */
static void draw(struct survey *survey, uint64_t *random, double weight)
{
    size_t i;
    int period;
    memset(survey, 0, sizeof *survey);
    survey->count = 1 + next_below(random, MOST);
    for (i = 0; i < survey->count; i++)
        survey->segments[i] = (nps_weighted_driver_segment){&survey->states[0][i], &survey->states[1][i]};
    for (period = 0; period < 2; period++)
        for (i = 0; i < survey->count; i++) {
            uint64_t rows = i > 0 && next_below(random, 5) == 0 ? 0 : 1 + next_below(random, 60);
            while (rows-- > 0)
                add_row(survey, period, i, (int)next_below(random, GROUPS),
                        weight > 0 ? weight : 0.25 * (double)(1 + next_below(random, 12)));
        }
}

static nps_segments_options alone(void)
{
    nps_segments_options options;
    nps_segments_options_init(&options);
    options.method = NPS_METHOD_SKEWNESS_SCORE;
    options.adjustment = NPS_ADJUST_NONE;
    return options;
}

static nps_comparison split(const struct survey *survey, const nps_segments_options *options, nps_driver *drivers)
{
    nps_comparison change;
    assert_ok(nps_weighted_drivers(&(nps_weighted_driver_periods){survey->segments, survey->count, NULL}, options,
                                   drivers, &change, NULL, NULL));
    return change;
}

static void assert_same_number(double found, double expected)
{
    if (isnan(expected))
        assert_true(isnan(found));
    else
        assert_double_near(found, expected, 1e-8);
}

static void assert_same_effect(const nps_driver_effect *found, const nps_driver_effect *expected)
{
    assert_same_number(found->points, expected->points);
    assert_same_number(found->bounds.lower, expected->bounds.lower);
    assert_same_number(found->bounds.upper, expected->bounds.upper);
    assert_same_number(found->p_value, expected->p_value);
    assert_same_number(found->adjusted, expected->adjusted);
}

static void equal_weights_are_counts(void **unused)
{
    static const double WEIGHTS[] = {1, 0.3, 4096};
    uint64_t random = 1;
    int round;
    (void)unused;
    for (round = 0; round < 60; round++) {
        struct survey survey;
        nps_driver drivers[MOST], expected[MOST];
        nps_comparison change, of_counts;
        nps_segments_options options = alone();
        size_t i;
        draw(&survey, &random, WEIGHTS[round % 3]);
        options.adjustment = round % 2 ? NPS_ADJUST_HOLM : NPS_ADJUST_NONE;
        change = split(&survey, &options, drivers);
        assert_ok(nps_drivers(survey.counted, survey.count, &options, expected, &of_counts, NULL));
        assert_same_number(change.difference, of_counts.difference);
        assert_same_number(change.bounds.lower, of_counts.bounds.lower);
        for (i = 0; i < survey.count; i++) {
            assert_int_equal(drivers[i].presence, expected[i].presence);
            assert_same_number(drivers[i].share_before, expected[i].share_before);
            assert_same_number(drivers[i].score_after, expected[i].score_after);
            assert_same_effect(&drivers[i].rate, &expected[i].rate);
            assert_same_effect(&drivers[i].mix, &expected[i].mix);
            assert_same_effect(&drivers[i].total, &expected[i].total);
            assert_same_number(drivers[i].without.bounds.upper, expected[i].without.bounds.upper);
        }
    }
}

/* ---- naive sums ---- */

static double sum_of(const double *numbers)
{
    return numbers[0] + numbers[1] + numbers[2];
}

static double score_of(const double *weights)
{
    return (weights[0] - weights[2]) * 100 / sum_of(weights);
}

/* The weights of all segments but one; MOST: of all. */
static void sum_others(double (*of)[GROUPS], size_t count, size_t left_out, double *sums)
{
    size_t i;
    int group;
    sums[0] = sums[1] = sums[2] = 0;
    for (i = 0; i < count; i++)
        for (group = 0; group < GROUPS && i != left_out; group++)
            sums[group] += of[i][group];
}

/* The total of a segment from shares of cells: 3 of the segment and 3 of the others, in both periods. */
static double total_of(double cells[2][2][GROUPS])
{
    double shares[2], above[2], reference = 0;
    int period;
    for (period = 0; period < 2; period++) {
        const double inside = sum_of(cells[period][0]), n = inside + sum_of(cells[period][1]);
        double sum = 0;
        int group;
        for (group = 0; group < GROUPS; group++)
            sum += VALUES[group] * (cells[period][0][group] + cells[period][1][group]);
        reference += sum / n / 2;
        shares[period] = inside / n;
        above[period] = inside > 0 ? score_of(cells[period][0]) : 0;
    }
    return shares[1] * (above[1] - reference) - shares[0] * (above[0] - reference);
}

/* The linearised variance of the total: derivatives by differences, squares of weights, one answer added to each side.
 */
static double variance_of_total(struct survey *survey, size_t place, double *total)
{
    double cells[2][2][GROUPS], variance = 0;
    int period, side, group;
    for (period = 0; period < 2; period++) {
        memcpy(cells[period][0], survey->weights[period][place], sizeof cells[period][0]);
        sum_others(survey->weights[period], survey->count, place, cells[period][1]);
    }
    *total = total_of(cells);
    for (period = 0; period < 2; period++) {
        static const double ADDED[GROUPS] = {0.25, 0.5, 0.25};
        double squares[2][GROUPS], influences[2][GROUPS], mean = 0, sum = 0, all, effective;
        memcpy(squares[0], survey->squares[period][place], sizeof squares[0]);
        sum_others(survey->squares[period], survey->count, place, squares[1]);
        all = sum_of(cells[period][0]) + sum_of(cells[period][1]);
        effective = all * all / (sum_of(squares[0]) + sum_of(squares[1]));
        for (side = 0; side < 2; side++)
            for (group = 0; group < GROUPS; group++) {
                const double kept = cells[period][side][group], step = 1e-5 * all;
                double up;
                cells[period][side][group] = kept + step;
                up = total_of(cells);
                cells[period][side][group] = kept - step;
                influences[side][group] = (up - total_of(cells)) / (2 * step) * all;
                cells[period][side][group] = kept;
                mean += influences[side][group] * (kept / all * effective + ADDED[group]) / (effective + 2);
            }
        for (side = 0; side < 2; side++)
            for (group = 0; group < GROUPS; group++) {
                const double weight = squares[side][group] * effective / all * effective / all + ADDED[group];
                const double away = influences[side][group] - mean;
                sum += weight * away * away;
            }
        variance += sum / (effective + 2) / effective;
    }
    return variance;
}

static void the_variance_is_that_of_the_derivatives(void **unused)
{
    const double z = 1.959963984540054;
    uint64_t random = 2;
    int round;
    (void)unused;
    for (round = 0; round < 60; round++) {
        struct survey survey;
        nps_driver drivers[MOST];
        const nps_segments_options options = alone();
        size_t i;
        draw(&survey, &random, 0);
        split(&survey, &options, drivers);
        for (i = 0; i < survey.count; i++)
            if (drivers[i].presence == NPS_DRIVER_STAYED && survey.count > 1) {
                const nps_driver_effect *effect = &drivers[i].total;
                double total;
                const double error = sqrt(variance_of_total(&survey, i, &total));
                assert_double_near(effect->points, total, 1e-9);
                assert_double_near((effect->bounds.upper - effect->bounds.lower) / (2 * z), error, 1e-5 * error);
            }
    }
}

static void rates_are_comparisons_and_effects_add_up(void **unused)
{
    uint64_t random = 3;
    int round;
    (void)unused;
    for (round = 0; round < 60; round++) {
        struct survey survey;
        nps_driver drivers[MOST];
        const nps_segments_options options = alone();
        nps_comparison change;
        double sum = 0, all[2][GROUPS];
        size_t i;
        draw(&survey, &random, 0);
        change = split(&survey, &options, drivers);
        sum_others(survey.weights[0], survey.count, MOST, all[0]);
        sum_others(survey.weights[1], survey.count, MOST, all[1]);
        assert_double_near(change.difference, score_of(all[1]) - score_of(all[0]), 1e-10);
        for (i = 0; i < survey.count; i++) {
            sum += drivers[i].total.points;
            assert_double_near(drivers[i].share_after, sum_of(survey.weights[1][i]) / sum_of(all[1]), 1e-14);
            if (drivers[i].presence == NPS_DRIVER_STAYED) {
                nps_weighted_estimate a, b;
                nps_comparison expected;
                assert_ok(nps_weighted_read(&survey.states[1][i], NULL, &a, NULL));
                assert_ok(nps_weighted_read(&survey.states[0][i], NULL, &b, NULL));
                assert_ok(nps_weighted_compare(&a, &b, options.method, options.level, &expected));
                assert_double_near(drivers[i].rate.p_value, expected.p_value, 0);
                assert_double_near(drivers[i].score_before, b.score, 0);
            }
        }
        assert_double_near(sum, change.difference, 1e-10);
    }
}

/* Weights of another unit in a period change no bit, if the units are powers of two apart. */
static void the_unit_of_weights_does_not_matter(void **unused)
{
    static const double UNITS[] = {1, 1024};
    nps_driver drivers[2][MOST];
    const nps_segments_options options = alone();
    size_t count = 0;
    int which;
    (void)unused;
    for (which = 0; which < 2; which++) {
        struct survey survey;
        uint64_t random = 4;
        size_t i;
        int group;
        draw(&survey, &random, 0);
        count = survey.count;
        for (i = 0; i < count; i++) {
            survey.states[1][i] = (nps_weighted){.weightless = 0};
            for (group = 0; group < GROUPS; group++)
                assert_ok(
                    nps_weighted_add(&survey.states[1][i], ANSWERS[group], UNITS[which] * survey.weights[1][i][group]));
        }
        split(&survey, &options, drivers[which]);
    }
    assert_memory_equal(drivers[0], drivers[1], count * sizeof drivers[0][0]);
}

static nps_weighted rows_of(int64_t answer, double weight, uint64_t times)
{
    nps_weighted state = {.weightless = 0};
    assert_ok(nps_weighted_add_n(&state, answer, weight, times));
    return state;
}

static void segments_without_weight_are_absent(void **unused)
{
    const nps_weighted old = rows_of(10, 2, 9), later = rows_of(3, 1, 4), weightless = rows_of(9, 0, 5);
    const nps_weighted_driver_segment segments[] = {
        {&old, &later}, {NULL, &later}, {&old, NULL}, {NULL, NULL}, {&weightless, NULL}};
    nps_driver drivers[5];
    nps_comparison change;
    (void)unused;
    assert_ok(
        nps_weighted_drivers(&(nps_weighted_driver_periods){segments, 5, NULL}, NULL, drivers, &change, NULL, NULL));
    assert_int_equal(drivers[0].presence, NPS_DRIVER_STAYED);
    assert_int_equal(drivers[1].presence, NPS_DRIVER_NEW);
    assert_int_equal(drivers[2].presence, NPS_DRIVER_GONE);
    assert_int_equal(drivers[3].presence, NPS_DRIVER_ABSENT);
    assert_int_equal(drivers[4].presence, NPS_DRIVER_ABSENT);
    assert_true(isnan(drivers[4].total.p_value) && isnan(drivers[4].score_before));
    assert_double_near(drivers[1].share_after, 0.5, 0);
    assert_double_near(drivers[2].mix.points, -50, 1e-12);
}

static void other_scales(void **unused)
{
    nps_weighted before = rows_of(5, 1, 30), after = rows_of(3, 1, 30);
    const nps_weighted_driver_segment segment = {&before, &after};
    nps_driver driver;
    nps_comparison change;
    uint64_t outside = 7;
    (void)unused;
    assert_ok(nps_weighted_drivers(&(nps_weighted_driver_periods){&segment, 1, nps_scale_1_5()}, NULL, &driver, &change,
                                   &outside, NULL));
    assert_double_near(change.difference, -200, 0);
    assert_true(outside == 0);
    assert_ok(nps_weighted_add_n(&before, 9, 1, 4));
    assert_ok(nps_weighted_add_n(&after, 0, 1, 3));
    assert_status(nps_weighted_drivers(&(nps_weighted_driver_periods){&segment, 1, nps_scale_1_5()}, NULL, &driver,
                                       &change, NULL, NULL),
                  NPS_ERROR_OUTSIDE);
    assert_ok(nps_weighted_drivers(&(nps_weighted_driver_periods){&segment, 1, nps_scale_1_5()}, NULL, &driver, &change,
                                   &outside, NULL));
    assert_double_near(change.difference, -200, 0);
    assert_true(outside == 7);
}

static void assert_refused(const nps_weighted_driver_segment *segments, size_t count, const nps_scale *scale,
                           const nps_segments_options *options, nps_status expected)
{
    nps_driver drivers[MOST], untouched[MOST];
    nps_comparison change, kept;
    nps_error_detail detail = {""};
    uint64_t outside = 11;
    memset(drivers, 0x5A, sizeof drivers);
    memset(&change, 0x5A, sizeof change);
    memcpy(untouched, drivers, sizeof drivers);
    kept = change;
    assert_status(nps_weighted_drivers(&(nps_weighted_driver_periods){segments, count, scale}, options, drivers,
                                       &change, &outside, &detail),
                  expected);
    assert_memory_equal(drivers, untouched, sizeof drivers);
    assert_memory_equal(&change, &kept, sizeof change);
    assert_true(outside == 11 && strlen(detail.text) > 5);
}

static void errors_change_nothing(void **unused)
{
    static const nps_scale impossible = {5, 4, 3, 2};
    const nps_weighted some = rows_of(10, 2, 9), most = rows_of(10, 1, UINT64_MAX), lost = rows_of(11, 1, 3);
    const nps_weighted_driver_segment both = {&some, &some}, gone = {&some, NULL}, invalid = {&some, &lost},
                                      many[] = {{&most, &some}, {&some, &some}};
    nps_segments_options options = alone();
    nps_driver driver;
    nps_comparison change;
    nps_error_detail detail;
    (void)unused;
    assert_refused(&gone, 1, NULL, NULL, NPS_ERROR_EMPTY);
    assert_refused(&invalid, 1, NULL, NULL, NPS_ERROR_EMPTY);
    assert_refused(NULL, 0, NULL, NULL, NPS_ERROR_EMPTY);
    assert_refused(NULL, 1, NULL, NULL, NPS_ERROR_NULL);
    assert_refused(many, 2, NULL, NULL, NPS_ERROR_OVERFLOW);
    assert_refused(&both, 1, &impossible, NULL, NPS_ERROR_SCALE);
    options.method = NPS_METHOD_EXACT;
    assert_refused(&both, 1, NULL, &options, NPS_ERROR_UNAVAILABLE);
    options = alone();
    options.level = 1;
    assert_refused(&both, 1, NULL, &options, NPS_ERROR_LEVEL);
    options = alone();
    options.adjustment = NPS_ADJUST_BENJAMINI_HOCHBERG;
    assert_refused(&both, 1, NULL, &options, NPS_ERROR_UNAVAILABLE);
    assert_status(nps_weighted_drivers(NULL, NULL, &driver, &change, NULL, NULL), NPS_ERROR_NULL);
    assert_status(nps_weighted_drivers(&(nps_weighted_driver_periods){&both, 1, NULL}, NULL, NULL, &change, NULL, NULL),
                  NPS_ERROR_NULL);
    assert_status(nps_weighted_drivers(&(nps_weighted_driver_periods){&both, 1, NULL}, NULL, &driver, NULL, NULL, NULL),
                  NPS_ERROR_NULL);
    assert_status(
        nps_weighted_drivers(&(nps_weighted_driver_periods){&gone, 1, NULL}, NULL, &driver, &change, NULL, &detail),
        NPS_ERROR_EMPTY);
    assert_string_equal(detail.text, "no segment has answers with a weight in the second period");
    assert_status(
        nps_weighted_drivers(&(nps_weighted_driver_periods){many, 2, NULL}, NULL, &driver, &change, NULL, &detail),
        NPS_ERROR_OVERFLOW);
    assert_string_equal(detail.text, "segment 1: there would be more than 2^64 - 1 rows");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(equal_weights_are_counts),
        cmocka_unit_test(the_variance_is_that_of_the_derivatives),
        cmocka_unit_test(rates_are_comparisons_and_effects_add_up),
        cmocka_unit_test(the_unit_of_weights_does_not_matter),
        cmocka_unit_test(segments_without_weight_are_absent),
        cmocka_unit_test(other_scales),
        cmocka_unit_test(errors_change_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
