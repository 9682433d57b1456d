/* The change of the score by segment, and figures that add up.
 * SPDX-License-Identifier: MIT */
#include "failing_allocator.h"
#include "interrupts.h"
#include "test.h"

enum { MOST = 6, CELLS = 6 };

static const nps_driver_segment SHOPS[] = {{{60, 25, 15}, {120, 45, 35}},
                                           {{150, 30, 20}, {75, 15, 10}},
                                           {{0, 0, 0}, {3, 1, 0}},
                                           {{1, 2, 5}, {0, 0, 0}},
                                           {{0, 0, 0}, {0, 0, 0}}};

static nps_comparison split(const nps_driver_segment *segments, size_t count, const nps_segments_options *options,
                            nps_driver *drivers)
{
    nps_comparison change;
    assert_ok(nps_drivers(segments, count, options, drivers, &change, NULL));
    return change;
}

static nps_segments_options alone(void)
{
    nps_segments_options options;
    nps_segments_options_init(&options);
    options.adjustment = NPS_ADJUST_NONE;
    return options;
}

static double n_of(const nps_counts *counts)
{
    return (double)counts->promoters + (double)counts->passives + (double)counts->detractors;
}

static double theta_of(const nps_counts *counts)
{
    return 100 * ((double)counts->promoters - (double)counts->detractors) / n_of(counts);
}

static nps_counts sum_of(const nps_driver_segment *segments, size_t count, bool is_after)
{
    nps_counts sum = {0, 0, 0};
    size_t i;
    for (i = 0; i < count; i++) {
        const nps_counts *counts = is_after ? &segments[i].after : &segments[i].before;
        sum.promoters += counts->promoters;
        sum.passives += counts->passives;
        sum.detractors += counts->detractors;
    }
    return sum;
}

static nps_counts any_counts(uint64_t *state, uint64_t most)
{
    nps_counts counts = {next_below(state, most), next_below(state, most), next_below(state, most)};
    if (next_below(state, 6) == 0)
        counts = (nps_counts){0, 0, 0};
    return counts;
}

static size_t any_segments(uint64_t *state, nps_driver_segment *segments)
{
    const size_t count = 1 + next_below(state, MOST);
    size_t i;
    for (i = 0; i < count; i++)
        segments[i] = (nps_driver_segment){any_counts(state, 90), any_counts(state, 90)};
    segments[0].before.promoters++;
    segments[0].after.detractors++;
    return count;
}

/* ---- the split ---- */

static void the_formulas_of_the_header(void **unused)
{
    uint64_t state = 3;
    int round;
    (void)unused;
    for (round = 0; round < 60; round++) {
        nps_driver_segment segments[MOST];
        nps_driver drivers[MOST];
        const size_t count = any_segments(&state, segments);
        const nps_segments_options options = alone();
        const nps_comparison change = split(segments, count, &options, drivers);
        const nps_counts first = sum_of(segments, count, false), second = sum_of(segments, count, true);
        const double reference = (theta_of(&first) + theta_of(&second)) / 2;
        double sum = 0;
        size_t i;
        for (i = 0; i < count; i++) {
            const nps_counts *before = &segments[i].before, *after = &segments[i].after;
            const double w0 = n_of(before) / n_of(&first), w1 = n_of(after) / n_of(&second);
            double rate = 0, mix;
            if (w0 > 0 && w1 > 0) {
                rate = (w0 + w1) / 2 * (theta_of(after) - theta_of(before));
                mix = (w1 - w0) * ((theta_of(before) + theta_of(after)) / 2 - reference);
            } else {
                mix = (w1 > 0 ? w1 * (theta_of(after) - reference) : 0) -
                      (w0 > 0 ? w0 * (theta_of(before) - reference) : 0);
            }
            assert_double_near(drivers[i].rate.points, rate, 1e-11);
            assert_double_near(drivers[i].mix.points, mix, 1e-11);
            assert_double_near(drivers[i].total.points, rate + mix, 1e-11);
            assert_double_near(drivers[i].share_before, w0, 1e-15);
            assert_double_near(drivers[i].share_after, w1, 1e-15);
            sum += drivers[i].total.points;
        }
        assert_double_near(sum, change.difference, 1e-10);
        assert_double_near(change.difference, theta_of(&second) - theta_of(&first), 1e-11);
    }
}

static void who_stays_and_who_does_not(void **unused)
{
    nps_driver drivers[5];
    size_t i;
    (void)unused;
    split(SHOPS, 5, NULL, drivers);
    assert_int_equal(drivers[0].presence, NPS_DRIVER_STAYED);
    assert_int_equal(drivers[1].presence, NPS_DRIVER_STAYED);
    assert_int_equal(drivers[2].presence, NPS_DRIVER_NEW);
    assert_int_equal(drivers[3].presence, NPS_DRIVER_GONE);
    assert_int_equal(drivers[4].presence, NPS_DRIVER_ABSENT);
    assert_double_near(drivers[2].score_after, 75, 0);
    assert_true(isnan(drivers[2].score_before) && isnan(drivers[3].score_after));
    for (i = 2; i < 5; i++) {
        const nps_driver_effect *rate = &drivers[i].rate;
        assert_double_near(rate->points, 0, 0);
        assert_true(isnan(rate->p_value) && isnan(rate->adjusted) && isnan(rate->bounds.lower));
    }
    assert_double_near(drivers[2].mix.points, drivers[2].total.points, 0);
    assert_double_near(drivers[4].mix.points, 0, 0);
    assert_true(isnan(drivers[4].mix.p_value) && isnan(drivers[4].total.bounds.upper));
}

/* A segment that is all has no mix, and its rate is the change. */
static void one_segment_is_the_change(void **unused)
{
    nps_driver driver;
    const nps_segments_options options = alone();
    const nps_comparison change = split(SHOPS, 1, &options, &driver);
    (void)unused;
    assert_double_near(driver.rate.points, change.difference, 1e-12);
    assert_double_near(driver.rate.bounds.lower, change.bounds.lower, 1e-9);
    assert_double_near(driver.rate.bounds.upper, change.bounds.upper, 1e-9);
    assert_double_near(driver.rate.p_value, change.p_value, 0);
    assert_double_near(driver.mix.points, 0, 0);
    assert_double_near(driver.mix.p_value, 1, 0);
    assert_true(isnan(driver.without.difference) && isnan(driver.without.bounds.lower));
}

static void the_others_are_compared(void **unused)
{
    nps_driver drivers[3];
    nps_comparison others;
    nps_counts before, after;
    (void)unused;
    split(SHOPS, 3, NULL, drivers);
    before = sum_of(SHOPS + 1, 2, false);
    after = sum_of(SHOPS + 1, 2, true);
    assert_ok(nps_compare(&after, &before, NPS_METHOD_AUTO, 0.95, &others));
    assert_double_near(drivers[0].without.difference, others.difference, 0);
    assert_double_near(drivers[0].without.bounds.lower, others.bounds.lower, 0);
    assert_double_near(drivers[0].without.p_value, others.p_value, 0);
}

/* ---- intervals ---- */

static void a_rate_is_tested_as_a_comparison(void **unused)
{
    uint64_t state = 8;
    int round;
    (void)unused;
    for (round = 0; round < 200; round++) {
        const nps_driver_segment segments[] = {
            {any_counts(&state, 30), any_counts(&state, 30)},
            {{5 + next_below(&state, 50), 9, 4}, {3, 5 + next_below(&state, 50), 8}}};
        nps_segments_options options = alone();
        nps_driver drivers[2];
        nps_comparison compared;
        const nps_driver_effect *rate = &drivers[0].rate;
        options.method = NPS_METHOD_SCORE;
        split(segments, 2, &options, drivers);
        if (drivers[0].presence != NPS_DRIVER_STAYED)
            continue;
        assert_ok(nps_compare(&segments[0].after, &segments[0].before, NPS_METHOD_SCORE, 0.95, &compared));
        assert_double_near(rate->p_value, compared.p_value, 0);
        assert_true(rate->bounds.lower <= rate->points && rate->points <= rate->bounds.upper);
        if (fabs(rate->p_value - 0.05) > 1e-6)
            assert_int_equal(rate->p_value < 0.05, rate->bounds.lower > 0 || rate->bounds.upper < 0);
        /* Shares that are not known exactly make it wider. */
        assert_true(rate->bounds.upper - rate->bounds.lower > (drivers[0].share_before + drivers[0].share_after) / 2 *
                                                                      (compared.bounds.upper - compared.bounds.lower) -
                                                                  1e-9);
    }
}

/* An effect of the first segment as a function of the probabilities of both periods: promoters, passives and detractors
 * of the segment, and of all others. */
static double effect_at(const double (*p)[CELLS], bool is_total)
{
    double share[2], score[2], all[2];
    int period;
    for (period = 0; period < 2; period++) {
        const double *cells = p[period];
        const double sum = cells[0] + cells[1] + cells[2] + cells[3] + cells[4] + cells[5];
        share[period] = (cells[0] + cells[1] + cells[2]) / sum;
        score[period] = 100 * (cells[0] - cells[2]) / (cells[0] + cells[1] + cells[2]);
        all[period] = 100 * (cells[0] - cells[2] + cells[3] - cells[5]) / sum;
    }
    return (share[1] - share[0]) * ((score[0] + score[1]) / 2 - (all[0] + all[1]) / 2) +
           (is_total ? (share[0] + share[1]) / 2 * (score[1] - score[0]) : 0);
}

/* The standard error by the delta method, with derivatives from small differences. */
static double delta_error(const nps_driver_segment *segments, bool is_total)
{
    double p[2][CELLS], variance = 0;
    int period, i;
    for (period = 0; period < 2; period++)
        for (i = 0; i < 2; i++) {
            const nps_counts *counts = period == 0 ? &segments[i].before : &segments[i].after;
            double *cells = p[period] + (i == 0 ? 0 : CELLS / 2);
            cells[0] = (double)counts->promoters;
            cells[1] = (double)counts->passives;
            cells[2] = (double)counts->detractors;
        }
    for (period = 0; period < 2; period++) {
        double n = 0, mean = 0, square = 0;
        for (i = 0; i < CELLS; i++)
            n += p[period][i];
        for (i = 0; i < CELLS; i++) {
            const double kept = p[period][i], step = 1e-4 * n;
            double slope;
            p[period][i] = kept + step;
            slope = effect_at((const double(*)[CELLS])p, is_total);
            p[period][i] = kept - step;
            slope = (slope - effect_at((const double(*)[CELLS])p, is_total)) / (2 * step) * n;
            p[period][i] = kept;
            mean += kept / n * slope;
            square += kept / n * slope * slope;
        }
        variance += (square - mean * mean) / n;
    }
    return sqrt(variance);
}

static void intervals_are_those_of_the_delta_method(void **unused)
{
    static const nps_driver_segment LARGE[] = {{{60000, 25000, 15000}, {190000, 45000, 35000}},
                                               {{150000, 30000, 40000}, {75000, 35000, 10000}}};
    const nps_segments_options options = alone();
    nps_driver drivers[2];
    const double z = 1.959963984540054;
    double error;
    (void)unused;
    split(LARGE, 2, &options, drivers);
    error = delta_error(LARGE, false);
    assert_double_near(drivers[0].mix.points - drivers[0].mix.bounds.lower, z * error, 1e-3 * error);
    assert_double_near(drivers[0].mix.bounds.upper - drivers[0].mix.points, z * error, 1e-3 * error);
    error = delta_error(LARGE, true);
    assert_double_near(drivers[0].total.points - drivers[0].total.bounds.lower, z * error, 1e-3 * error);
    assert_double_near(drivers[0].total.p_value, erfc(fabs(drivers[0].total.points) / error / sqrt(2)), 1e-6);
}

/* Promoters become detractors, or the second period becomes the first: every effect changes its sign. */
static void mirrors_change_signs(void **unused)
{
    nps_driver_segment mirrored[5], reversed[5];
    nps_driver drivers[5], mirror[5], back[5];
    nps_segments_options options = alone();
    int i;
    (void)unused;
    options.method = NPS_METHOD_SCORE;
    for (i = 0; i < 5; i++) {
        const nps_counts *before = &SHOPS[i].before, *after = &SHOPS[i].after;
        mirrored[i] = (nps_driver_segment){{before->detractors, before->passives, before->promoters},
                                           {after->detractors, after->passives, after->promoters}};
        reversed[i] = (nps_driver_segment){*after, *before};
    }
    split(SHOPS, 5, &options, drivers);
    split(mirrored, 5, &options, mirror);
    split(reversed, 5, &options, back);
    for (i = 0; i < 4; i++) {
        assert_double_near(mirror[i].total.points, -drivers[i].total.points, 1e-12);
        assert_double_near(mirror[i].mix.bounds.lower, -drivers[i].mix.bounds.upper, 1e-12);
        assert_double_near(back[i].total.bounds.upper, -drivers[i].total.bounds.lower, 1e-12);
        assert_double_near(back[i].mix.p_value, drivers[i].mix.p_value, 1e-12);
    }
    assert_double_near(mirror[0].rate.bounds.lower, -drivers[0].rate.bounds.upper, 1e-9);
    assert_double_near(back[0].rate.bounds.lower, -drivers[0].rate.bounds.upper, 1e-9);
}

/* ---- families ---- */

static void families_are_adjusted_each_by_itself(void **unused)
{
    nps_segments_options options = alone();
    nps_driver plain[4], adjusted[4];
    double rates[2], mixes[4], expected[4];
    size_t order[4], i;
    (void)unused;
    split(SHOPS, 4, &options, plain);
    options.adjustment = NPS_ADJUST_HOLM;
    split(SHOPS, 4, &options, adjusted);
    for (i = 0; i < 4; i++)
        mixes[i] = plain[i].mix.p_value;
    assert_ok(nps_adjust(mixes, 4, NPS_ADJUST_HOLM, expected, order));
    for (i = 0; i < 4; i++) {
        assert_double_near(plain[i].mix.adjusted, plain[i].mix.p_value, 0);
        assert_double_near(adjusted[i].mix.adjusted, expected[i], 1e-15);
    }
    rates[0] = plain[0].rate.p_value;
    rates[1] = plain[1].rate.p_value;
    assert_ok(nps_adjust(rates, 2, NPS_ADJUST_HOLM, expected, order));
    assert_double_near(adjusted[1].rate.adjusted, expected[1], 1e-15);
    /* Simultaneous intervals have the level of one in four. */
    options.adjustment = NPS_ADJUST_NONE;
    options.level = 1 - 0.05 / 4;
    split(SHOPS, 4, &options, plain);
    assert_double_near(adjusted[2].mix.bounds.lower, plain[2].mix.bounds.lower, 1e-12);
    options.level = 1 - 0.05 / 2;
    split(SHOPS, 4, &options, plain);
    assert_double_near(adjusted[0].rate.bounds.upper, plain[0].rate.bounds.upper, 1e-12);
}

static void false_discoveries_allow_for_dependence(void **unused)
{
    nps_segments_options options = alone();
    nps_driver chosen[4], named[4];
    (void)unused;
    options.adjustment = NPS_ADJUST_FALSE_DISCOVERY;
    split(SHOPS, 4, &options, chosen);
    options.adjustment = NPS_ADJUST_BENJAMINI_YEKUTIELI;
    split(SHOPS, 4, &options, named);
    assert_double_near(chosen[1].mix.adjusted, named[1].mix.adjusted, 0);
}

/* ---- errors ---- */

static void assert_refused(const nps_driver_segment *segments, size_t count, const nps_segments_options *options,
                           nps_status expected)
{
    nps_driver drivers[MOST], untouched[MOST];
    nps_comparison change, kept;
    nps_error_detail detail = {""};
    memset(drivers, 0x5A, sizeof drivers);
    memset(&change, 0x5A, sizeof change);
    memcpy(untouched, drivers, sizeof drivers);
    kept = change;
    assert_status(nps_drivers(segments, count, options, drivers, &change, &detail), expected);
    assert_memory_equal(drivers, untouched, sizeof drivers);
    assert_memory_equal(&change, &kept, sizeof change);
    assert_true(strlen(detail.text) > 5);
}

static void errors_change_nothing(void **unused)
{
    static const nps_driver_segment TOO_MANY[] = {{{UINT64_MAX, 0, 0}, {1, 0, 0}}, {{1, 0, 0}, {1, 0, 0}}},
                                    LARGE[] = {{{UINT64_MAX, 0, 0}, {1, 0, 0}}, {{0, 1, 0}, {1, 0, 0}}};
    nps_segments_options options = alone();
    nps_driver driver;
    nps_comparison change;
    (void)unused;
    assert_refused(SHOPS + 2, 1, NULL, NPS_ERROR_EMPTY);
    assert_refused(SHOPS + 3, 1, NULL, NPS_ERROR_EMPTY);
    assert_refused(NULL, 0, NULL, NPS_ERROR_EMPTY);
    assert_refused(NULL, 1, NULL, NPS_ERROR_NULL);
    assert_refused(TOO_MANY, 2, NULL, NPS_ERROR_OVERFLOW);
    assert_refused(LARGE, 2, NULL, NPS_ERROR_OVERFLOW);
    options.level = 1;
    assert_refused(SHOPS, 2, &options, NPS_ERROR_LEVEL);
    options = alone();
    options.adjustment = NPS_ADJUST_BENJAMINI_HOCHBERG;
    assert_refused(SHOPS, 2, &options, NPS_ERROR_UNAVAILABLE);
    options = alone();
    options.prior[0] = 1;
    assert_refused(SHOPS, 2, &options, NPS_ERROR_PRIOR);
    options = alone();
    options.method = NPS_METHOD_EXACT;
    assert_refused(SHOPS, 2, &options, NPS_ERROR_TOO_MANY);
    assert_status(nps_drivers(SHOPS, 1, NULL, NULL, &change, NULL), NPS_ERROR_NULL);
    assert_status(nps_drivers(SHOPS, 1, NULL, &driver, NULL, NULL), NPS_ERROR_NULL);
}

static void the_detail_says_what_is_missing(void **unused)
{
    nps_driver driver;
    nps_comparison change;
    nps_error_detail detail;
    (void)unused;
    assert_status(nps_drivers(SHOPS + 2, 1, NULL, &driver, &change, &detail), NPS_ERROR_EMPTY);
    assert_string_equal(detail.text, "no segment has answers in the first period");
    assert_status(nps_drivers(SHOPS + 3, 1, NULL, &driver, &change, &detail), NPS_ERROR_EMPTY);
    assert_string_equal(detail.text, "no segment has answers in the second period");
}

static void memory_that_ends_and_an_interrupt(void **unused)
{
    struct failing failing = {0, 0, false, 0, 0};
    const nps_allocator allocator = {&failing, failing_allocate, failing_release};
    struct caller caller;
    nps_segments_options options = alone();
    nps_driver drivers[MOST];
    (void)unused;
    options.allocator = &allocator;
    for (failing.fail_at = 1; failing.fail_at <= 3; failing.fail_at++) {
        failing.calls = 0;
        assert_refused(SHOPS, 4, &options, NPS_ERROR_MEMORY);
        assert_int_equal(failing.bytes, 0);
    }
    failing.calls = failing.fail_at = 0;
    split(SHOPS, 4, &options, drivers);
    assert_int_equal(failing.calls, 3);
    assert_int_equal(failing.bytes, 0);
    options.interrupt = stop_at(&caller, 3);
    assert_refused(SHOPS, 4, &options, NPS_ERROR_INTERRUPTED);
    assert_int_equal(failing.bytes, 0);
}

/* ---- keys ---- */

static void a_key_sums_up_its_drivers(void **unused)
{
    uint64_t state = 11;
    int round;
    (void)unused;
    for (round = 0; round < 60; round++) {
        nps_driver_segment segments[MOST];
        nps_driver drivers[MOST];
        nps_driver_key key;
        const size_t count = any_segments(&state, segments);
        const nps_segments_options options = alone();
        const nps_comparison change = split(segments, count, &options, drivers);
        double rate = 0, mix = 0;
        size_t i, present = 0;
        for (i = 0; i < count; i++) {
            rate += drivers[i].rate.points;
            mix += drivers[i].mix.points;
            present += drivers[i].presence != NPS_DRIVER_ABSENT;
        }
        assert_ok(nps_drivers_key(segments, count, &key, NULL));
        assert_double_near(key.rate, rate, 1e-10);
        assert_double_near(key.mix, mix, 1e-10);
        assert_double_near(key.rate + key.mix, change.difference, 1e-10);
        assert_int_equal(key.segments, present);
    }
}

/* The variance of an answer over the number of answers less one. */
static double noise_of(const nps_counts *counts)
{
    const double n = n_of(counts), theta = theta_of(counts);
    return (10000 * ((double)counts->promoters + (double)counts->detractors) / n - theta * theta) / (n - 1);
}

/* With two segments there is one effect, whose variance under random order is hypergeometric. */
static void two_segments_are_tested_by_one_effect(void **unused)
{
    const nps_driver_segment *shops = SHOPS;
    const nps_counts first = sum_of(shops, 2, false), second = sum_of(shops, 2, true);
    const double w0 = n_of(&shops[0].before) / n_of(&first), w1 = n_of(&shops[0].after) / n_of(&second);
    const double effect =
        w1 * (theta_of(&shops[0].after) - theta_of(&second)) - w0 * (theta_of(&shops[0].before) - theta_of(&first));
    const double variance = w0 * (1 - w0) * noise_of(&first) + w1 * (1 - w1) * noise_of(&second);
    nps_driver_key key;
    nps_driver drivers[2];
    (void)unused;
    assert_ok(nps_drivers_key(shops, 2, &key, NULL));
    assert_double_near(key.p_value, erfc(fabs(effect) / sqrt(2 * variance)), 1e-9);
    split(shops, 2, NULL, drivers);
    assert_double_near(effect, drivers[0].total.points - (w0 + w1) / 2 * (theta_of(&second) - theta_of(&first)), 1e-11);
}

/* Without changes of shares the spread is the standard deviation of the changes, but for chance, which is small here.
 */
static void the_spread_is_that_of_the_changes(void **unused)
{
    static const nps_driver_segment LARGE[] = {{{500000, 300000, 200000}, {600000, 300000, 100000}},
                                               {{400000, 400000, 200000}, {400000, 400000, 200000}},
                                               {{300000, 300000, 400000}, {300000, 200000, 500000}}},
                                    EVEN[] = {{{50, 30, 20}, {60, 30, 10}}, {{40, 40, 20}, {50, 40, 10}}};
    nps_driver_key key;
    (void)unused;
    assert_ok(nps_drivers_key(LARGE, 3, &key, NULL)); /* changes +20, 0 and -10, mean 3.33 */
    assert_double_near(key.spread, sqrt((20.0 * 20 + 10 * 10) / 3 - 100.0 / 9), 0.01);
    assert_true(key.p_value < 1e-12);
    assert_ok(nps_drivers_key(EVEN, 2, &key, NULL));
    assert_double_near(key.spread, 0, 0);
    assert_double_near(key.p_value, 1, 1e-6);
}

static void keys_that_explain_nothing(void **unused)
{
    static const nps_driver_segment SAME[] = {{{5, 0, 0}, {1, 0, 0}}, {{7, 0, 0}, {9, 0, 0}}};
    nps_driver_key key;
    (void)unused;
    assert_ok(nps_drivers_key(SHOPS, 1, &key, NULL));
    assert_true(key.segments == 1 && key.spread == 0 && key.p_value == 1);
    assert_ok(nps_drivers_key(SAME, 2, &key, NULL));
    assert_true(key.spread == 0 && key.p_value == 1 && key.rate == 0 && key.mix == 0);
}

static void wrong_keys_change_nothing(void **unused)
{
    static const nps_driver_segment TOO_MANY[] = {{{UINT64_MAX, 0, 0}, {1, 0, 0}}, {{1, 0, 0}, {1, 0, 0}}};
    nps_driver_key key = {7, 7, 7, 7, 7};
    nps_error_detail detail;
    (void)unused;
    assert_status(nps_drivers_key(NULL, 1, &key, NULL), NPS_ERROR_NULL);
    assert_status(nps_drivers_key(SHOPS, 1, NULL, NULL), NPS_ERROR_NULL);
    assert_status(nps_drivers_key(NULL, 0, &key, NULL), NPS_ERROR_EMPTY);
    assert_status(nps_drivers_key(SHOPS + 2, 1, &key, &detail), NPS_ERROR_EMPTY);
    assert_string_equal(detail.text, "no segment has answers in the first period");
    assert_status(nps_drivers_key(TOO_MANY, 2, &key, &detail), NPS_ERROR_OVERFLOW);
    assert_true(key.segments == 7 && key.rate == 7 && key.p_value == 7);
}

/* ---- rounding ---- */

static double power(unsigned decimals)
{
    double power = 1;
    while (decimals-- > 0)
        power *= 10;
    return power;
}

static void printed_figures_add_up(void **unused)
{
    uint64_t state = 5;
    int round;
    (void)unused;
    for (round = 0; round < 300; round++) {
        double figures[20], rounded[20], total, units = 0;
        const size_t count = next_below(&state, 21);
        const unsigned decimals = (unsigned)next_below(&state, 5);
        size_t i;
        for (i = 0; i < count; i++)
            figures[i] = ((double)next_below(&state, 400000) - 200000) / 1000;
        assert_ok(nps_drivers_round(figures, count, decimals, rounded, &total));
        for (i = 0; i < count; i++) {
            assert_true(fabs(rounded[i] - figures[i]) < 1 / power(decimals) + 1e-9);
            units += nearbyint(rounded[i] * power(decimals));
        }
        assert_double_near(units, nearbyint(total * power(decimals)), 0);
    }
}

static void what_cannot_be_rounded(void **unused)
{
    const double bad[] = {1, NAN}, huge[] = {1e300, 1}, good[] = {0.5, 0.25};
    double rounded[2] = {7, 7}, total = 7;
    (void)unused;
    assert_status(nps_drivers_round(bad, 2, 1, rounded, &total), NPS_ERROR_OVERFLOW);
    assert_status(nps_drivers_round(huge, 2, 1, rounded, &total), NPS_ERROR_OVERFLOW);
    assert_status(nps_drivers_round(good, 2, 14, rounded, &total), NPS_ERROR_OVERFLOW);
    assert_status(nps_drivers_round(NULL, 2, 1, rounded, &total), NPS_ERROR_NULL);
    assert_status(nps_drivers_round(good, 2, 1, NULL, &total), NPS_ERROR_NULL);
    assert_true(rounded[0] == 7 && total == 7);
    assert_ok(nps_drivers_round(NULL, 0, 1, NULL, &total));
    assert_double_near(total, 0, 0);
    assert_ok(nps_drivers_round(good, 2, 1, rounded, NULL));
    assert_double_near(rounded[0] + rounded[1], 0.8, 1e-12);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_formulas_of_the_header),
        cmocka_unit_test(who_stays_and_who_does_not),
        cmocka_unit_test(one_segment_is_the_change),
        cmocka_unit_test(the_others_are_compared),
        cmocka_unit_test(a_rate_is_tested_as_a_comparison),
        cmocka_unit_test(intervals_are_those_of_the_delta_method),
        cmocka_unit_test(mirrors_change_signs),
        cmocka_unit_test(families_are_adjusted_each_by_itself),
        cmocka_unit_test(false_discoveries_allow_for_dependence),
        cmocka_unit_test(errors_change_nothing),
        cmocka_unit_test(the_detail_says_what_is_missing),
        cmocka_unit_test(memory_that_ends_and_an_interrupt),
        cmocka_unit_test(a_key_sums_up_its_drivers),
        cmocka_unit_test(two_segments_are_tested_by_one_effect),
        cmocka_unit_test(the_spread_is_that_of_the_changes),
        cmocka_unit_test(keys_that_explain_nothing),
        cmocka_unit_test(wrong_keys_change_nothing),
        cmocka_unit_test(printed_figures_add_up),
        cmocka_unit_test(what_cannot_be_rounded),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
