/* The slope of the score over time, and whether periods differ.
 * SPDX-License-Identifier: MIT */
#include "figures.h"

enum { MOST_PERIODS = 40 };

/* A series of counts at the places 0, 1, 2 ... */
static void fill(nps_trend_period *periods, const nps_counts *counts, size_t count)
{
    size_t i;
    memset(periods, 0, count * sizeof *periods);
    for (i = 0; i < count; i++) {
        periods[i].counts = counts[i];
        periods[i].time = (double)i;
    }
}

static nps_trend_result trend_of(const nps_trend_period *periods, size_t count, const nps_trend_options *options)
{
    nps_trend_result out;
    assert_ok(nps_trend_test(periods, count, options, &out, NULL));
    return out;
}

static nps_homogeneity_result homogeneity_of(const nps_trend_period *periods, size_t count)
{
    nps_homogeneity_result out;
    assert_ok(nps_homogeneity(periods, count, &out, NULL));
    return out;
}

static void assert_trend_near(const nps_trend_result *actual, const nps_trend_result *expected, double factor,
                              double tolerance)
{
    assert_double_near(actual->slope, factor * expected->slope, tolerance);
    assert_double_near(actual->bounds.lower, fmin(factor * expected->bounds.lower, factor * expected->bounds.upper),
                       tolerance);
    assert_double_near(actual->bounds.upper, fmax(factor * expected->bounds.lower, factor * expected->bounds.upper),
                       tolerance);
    assert_double_near(actual->p_value, expected->p_value, 1e-9 * expected->p_value);
    assert_int_equal(actual->periods, expected->periods);
}

/* Reads "promoters/passives/detractors@time;..." */
static size_t read_series(const char *text, nps_trend_period *out)
{
    size_t count = 0;
    char *at = (char *)text;
    while (count < MOST_PERIODS) {
        nps_trend_period *period = &out[count++];
        memset(period, 0, sizeof *period);
        period->counts.promoters = strtoull(at, &at, 10);
        period->counts.passives = strtoull(at + 1, &at, 10);
        period->counts.detractors = strtoull(at + 1, &at, 10);
        period->time = strtod(at + 1, &at);
        if (*at++ != ';')
            break;
    }
    return count;
}

static void trends_are_the_reference_figures(void **state)
{
    struct figures figures = figures_open("trends.csv");
    (void)state;
    while (figures_next(&figures)) {
        nps_trend_period periods[MOST_PERIODS];
        const size_t count = read_series(figures.fields[0], periods);
        nps_trend_options options;
        nps_trend_result trend;
        nps_homogeneity_result homogeneity;
        double scale, p_value;
        nps_trend_options_init(&options);
        options.clock = NPS_CLOCK_TIMES;
        options.season = (uint32_t)figures_number(&figures, 1);
        options.level = figures_number(&figures, 2);
        trend = trend_of(periods, count, &options);
        scale = 100 * (figures_number(&figures, 5) - figures_number(&figures, 4));
        assert_double_near(trend.slope, 100 * figures_number(&figures, 3), 1e-9 * scale);
        assert_double_near(trend.bounds.lower, 100 * figures_number(&figures, 4), 1e-8 * scale);
        assert_double_near(trend.bounds.upper, 100 * figures_number(&figures, 5), 1e-8 * scale);
        p_value = figures_number(&figures, 6);
        assert_double_near(trend.p_value, p_value, 1e-8 * p_value);
        homogeneity = homogeneity_of(periods, count);
        assert_double_near(homogeneity.statistic, figures_number(&figures, 7), 1e-8 * (1 + homogeneity.statistic));
        assert_double_near(homogeneity.p_value, figures_number(&figures, 8), 1e-8);
        assert_int_equal(homogeneity.degrees, trend.periods - 1);
    }
    assert_int_equal(figures.row, 51);
}

static void a_line_is_drawn_through_the_mean(void **state)
{
    const nps_counts counts[] = {{50, 30, 20}, {52, 30, 18}, {54, 30, 16}, {56, 30, 14}};
    nps_trend_period periods[4];
    nps_trend_result trend;
    (void)state;
    fill(periods, counts, 4);
    trend = trend_of(periods, 4, NULL);
    assert_double_near(trend.slope, 4, 1e-12);
    assert_double_near(trend.time, 1.5, 1e-12);
    assert_double_near(trend.score, 36, 1e-12);
    assert_true(isinf(trend.degrees));
    assert_int_equal(trend.periods, 4);
}

static void two_periods_are_a_comparison(void **state)
{
    const nps_counts counts[] = {{30, 20, 10}, {0, 0, 0}, {0, 0, 0}, {28, 12, 20}};
    nps_trend_period periods[4];
    nps_trend_result trend;
    nps_homogeneity_result homogeneity;
    nps_comparison comparison;
    nps_trend_options options;
    (void)state;
    fill(periods, counts, 4);
    trend = trend_of(periods, 4, NULL);
    assert_ok(nps_compare(&counts[3], &counts[0], NPS_METHOD_AUTO, 0.95, &comparison));
    assert_double_near(trend.slope, comparison.difference / 3, 1e-12);
    assert_double_near(trend.bounds.lower, comparison.bounds.lower / 3, 1e-12);
    assert_double_near(trend.bounds.upper, comparison.bounds.upper / 3, 1e-12);
    assert_double_near(trend.p_value, comparison.p_value, 0);
    homogeneity = homogeneity_of(periods, 4);
    assert_double_near(homogeneity.p_value, comparison.p_value, 0);
    assert_int_equal(homogeneity.degrees, 1);
    nps_trend_options_init(&options);
    options.clock = NPS_CLOCK_TIMES;
    periods[0].time = 8; /* the first in the array is the later one */
    periods[3].time = 7;
    trend = trend_of(periods, 4, &options);
    assert_double_near(trend.slope, -comparison.difference, 1e-12);
    assert_double_near(trend.bounds.upper, -comparison.bounds.lower, 1e-9);
}

static void units_of_time_do_not_matter(void **state)
{
    const nps_counts counts[] = {{12, 5, 3}, {9, 6, 5}, {15, 3, 2}, {14, 4, 4}, {16, 2, 1}};
    static const double scales[] = {1, 7, 0x1p-20, 1e300, 0x1p-1000}, origins[] = {0, 1.7e9, -3, 0, 0};
    nps_trend_period periods[5];
    nps_trend_options options;
    nps_trend_result expected;
    size_t s, i;
    (void)state;
    fill(periods, counts, 5);
    expected = trend_of(periods, 5, NULL);
    nps_trend_options_init(&options);
    options.clock = NPS_CLOCK_TIMES;
    for (s = 0; s < 5; s++) {
        nps_trend_result trend;
        for (i = 0; i < 5; i++)
            periods[i].time = origins[s] + (double)i * scales[s];
        options.per = scales[s];
        trend = trend_of(periods, 5, &options);
        assert_trend_near(&trend, &expected, 1, 1e-9);
    }
}

static void promoters_and_time_have_mirrors(void **state)
{
    const nps_counts counts[] = {{12, 5, 3}, {90, 6, 5}, {15, 3, 2}, {0, 4, 4}, {160, 2, 1}};
    nps_trend_period periods[5], mirrored[5], reversed[5];
    nps_trend_result expected, trend;
    size_t i;
    (void)state;
    fill(periods, counts, 5);
    fill(mirrored, counts, 5);
    fill(reversed, counts, 5);
    for (i = 0; i < 5; i++) {
        mirrored[i].counts = (nps_counts){counts[i].detractors, counts[i].passives, counts[i].promoters};
        reversed[i].counts = counts[4 - i];
    }
    expected = trend_of(periods, 5, NULL);
    trend = trend_of(mirrored, 5, NULL);
    assert_trend_near(&trend, &expected, -1, 1e-9);
    trend = trend_of(reversed, 5, NULL);
    assert_trend_near(&trend, &expected, -1, 1e-9);
    assert_double_near(homogeneity_of(mirrored, 5).p_value, homogeneity_of(periods, 5).p_value, 1e-12);
    assert_double_near(homogeneity_of(reversed, 5).p_value, homogeneity_of(periods, 5).p_value, 1e-12);
}

static void empty_periods_keep_their_place(void **state)
{
    const nps_counts with[] = {{0, 0, 0}, {12, 5, 3}, {0, 0, 0}, {9, 6, 5}, {15, 3, 2}, {0, 0, 0}};
    const nps_counts without[] = {{12, 5, 3}, {9, 6, 5}, {15, 3, 2}};
    static const double times[] = {1, 3, 4};
    nps_trend_period empty[6], filled[3];
    nps_trend_options options;
    nps_trend_result expected, trend;
    size_t i;
    (void)state;
    fill(empty, with, 6);
    fill(filled, without, 3);
    for (i = 0; i < 3; i++)
        filled[i].time = times[i];
    nps_trend_options_init(&options);
    options.clock = NPS_CLOCK_TIMES;
    expected = trend_of(filled, 3, &options);
    trend = trend_of(empty, 6, NULL);
    assert_trend_near(&trend, &expected, 1, 1e-12);
    assert_int_equal(trend.periods, 3);
}

/* The p-value is below 1 - level exactly when 0 is outside: at the level 1 - p a bound is 0. */
static void test_and_interval_agree(void **state)
{
    uint64_t random = 7;
    int round;
    (void)state;
    for (round = 0; round < 400; round++) {
        nps_trend_period periods[MOST_PERIODS];
        const size_t count = 3 + next_below(&random, 9);
        nps_trend_options options;
        nps_trend_result trend;
        size_t i;
        memset(periods, 0, sizeof periods);
        for (i = 0; i < count; i++) {
            const uint64_t most = next_below(&random, 4) == 0 ? 100 : 8;
            periods[i].counts = (nps_counts){next_below(&random, most), next_below(&random, most) * (round % 3 > 0),
                                             next_below(&random, most)};
        }
        nps_trend_options_init(&options);
        if (nps_trend_test(periods, count, NULL, &trend, NULL) != NPS_OK || trend.p_value > 0.4 ||
            trend.p_value < 1e-8) /* 1 - level is too coarse there */
            continue;
        options.level = 1 - trend.p_value * 1.00001;
        trend = trend_of(periods, count, &options);
        assert_true(trend.bounds.lower > 0 || trend.bounds.upper < 0);
        options.level = 1 - trend.p_value * 0.99999;
        trend = trend_of(periods, count, &options);
        assert_true(trend.bounds.lower <= 0 && trend.bounds.upper >= 0);
    }
}

/* The probability of counts, by factorials. */
static double multinomial(const nps_counts *counts, const double shares[3])
{
    const uint64_t parts[] = {counts->promoters, counts->passives, counts->detractors};
    double product = 1;
    uint64_t n = 0, k;
    int i;
    for (i = 0; i < 3; i++)
        for (k = 1; k <= parts[i]; k++)
            product *= shares[i] * (double)++n / (double)k;
    return product;
}

/* All tables of periods of these sizes, by recursion: the probability of a p-value below 5 %. */
static double homogeneity_error(nps_trend_period periods[3], const uint64_t sizes[3], size_t place,
                                const double shares[3])
{
    double sum = 0;
    uint64_t promoters, passives;
    if (place == 3)
        return homogeneity_of(periods, 3).p_value < 0.05;
    for (promoters = 0; promoters <= sizes[place]; promoters++)
        for (passives = 0; promoters + passives <= sizes[place]; passives++) {
            const nps_counts counts = {promoters, passives, sizes[place] - promoters - passives};
            const double probability = multinomial(&counts, shares);
            periods[place].counts = counts;
            if (probability > 0)
                sum += probability * homogeneity_error(periods, sizes, place + 1, shares);
        }
    return sum;
}

/* The last one is the worst that a search found for the chi-square approximation alone: it errs in 7 %. */
static void small_periods_err_at_most_as_often_as_the_level_says(void **state)
{
    static const struct {
        uint64_t sizes[3];
        double shares[3];
    } truths[] = {{{6, 4, 3}, {.9, .05, .05}}, {{5, 5, 5}, {.5, .3, .2}},    {{10, 3, 2}, {.6, 0, .4}},
                  {{40, 4, 3}, {.9, 0, .1}},   {{150, 5, 3}, {.96, .04, 0}}, {{500, 5, 3}, {.986, 0, .014}}};
    size_t i;
    (void)state;
    for (i = 0; i < sizeof truths / sizeof *truths; i++) {
        nps_trend_period periods[3] = {0};
        const double error = homogeneity_error(periods, truths[i].sizes, 0, truths[i].shares);
        fprintf(stderr, "%zu %.4f\n", i, error);
        assert_true(error <= 0.05);
    }
}

static void nothing_is_found_where_all_are_promoters(void **state)
{
    nps_trend_period periods[12];
    nps_trend_result trend;
    size_t i;
    (void)state;
    memset(periods, 0, sizeof periods);
    for (i = 0; i < 12; i++)
        periods[i].counts.promoters = 50;
    trend = trend_of(periods, 12, NULL);
    assert_double_near(trend.slope, 0, 0);
    assert_double_near(trend.p_value, 1, 0);
    assert_true(trend.bounds.upper > 0.1 && trend.bounds.upper < 1);
    assert_double_near(trend.bounds.lower, -trend.bounds.upper, 1e-9);
    assert_double_near(homogeneity_of(periods, 12).p_value, 1, 0);
}

static void huge_samples_are_told_apart(void **state)
{
    const nps_counts counts[] = {{UINT64_C(1) << 61, UINT64_C(1) << 61, UINT64_C(1) << 61},
                                 {UINT64_C(1) << 61, UINT64_C(1) << 61, UINT64_C(1) << 61},
                                 {(UINT64_C(1) << 61) + (UINT64_C(1) << 40), UINT64_C(1) << 61, UINT64_C(1) << 61}};
    nps_trend_period periods[3];
    nps_trend_result trend;
    (void)state;
    fill(periods, counts, 3);
    trend = trend_of(periods, 3, NULL);
    assert_true(trend.slope > 0 && trend.bounds.lower > 0 && trend.p_value < 1e-3);
}

/* The slope is the largest that the scale allows, and as rounded it would be beyond. */
static void the_interval_of_a_full_step_holds_the_slope(void **state)
{
    const nps_counts counts[] = {
        {UINT64_C(6593274076286451738), 6, 10}, {10, 9, UINT64_C(18446473649902652685)}, {3, 3, 4}};
    nps_trend_period periods[3];
    nps_trend_result trend;
    (void)state;
    fill(periods, counts, 3);
    trend = trend_of(periods, 3, NULL);
    assert_double_near(trend.slope, -200, 1e-9);
    assert_true(trend.bounds.lower <= trend.slope && trend.slope <= trend.bounds.upper);
}

static void days_give_the_unit(void **state)
{
    static const int32_t lengths[] = {31, 28, 31, 30};
    const nps_counts counts[] = {{50, 30, 20}, {52, 30, 18}, {54, 30, 16}, {56, 30, 14}};
    nps_trend_period periods[4];
    nps_trend_options options;
    nps_trend_result by_day, by_time, by_year;
    int32_t day = 19723;
    size_t i;
    (void)state;
    fill(periods, counts, 4);
    for (i = 0; i < 4; i++) {
        periods[i].days = (nps_period){day, day + lengths[i] - 1};
        periods[i].has_days = 1;
        periods[i].time = day + (lengths[i] - 1) / 2.0;
        day += lengths[i];
    }
    nps_trend_options_init(&options);
    options.clock = NPS_CLOCK_DAYS;
    by_day = trend_of(periods, 4, &options);
    options.clock = NPS_CLOCK_TIMES;
    by_time = trend_of(periods, 4, &options);
    assert_trend_near(&by_day, &by_time, 1, 1e-12);
    assert_double_near(by_day.time, by_time.time, 1e-9);
    options.clock = NPS_CLOCK_DAYS;
    options.per = NPS_DAYS_PER_YEAR;
    by_year = trend_of(periods, 4, &options);
    assert_trend_near(&by_year, &by_day, NPS_DAYS_PER_YEAR, 1e-9);
}

static void a_season_does_not_pull_the_slope(void **state)
{
    nps_trend_period periods[18];
    nps_trend_options options;
    nps_trend_result trend;
    size_t i;
    (void)state;
    memset(periods, 0, sizeof periods);
    for (i = 0; i < 18; i++) /* a year and a half: the high half of the year comes twice */
        periods[i].counts = i % 12 < 6 ? (nps_counts){700, 200, 100} : (nps_counts){400, 200, 400};
    trend = trend_of(periods, 18, NULL);
    assert_true(trend.p_value > 1e-6); /* twelve months up and six down: the slope depends on where one starts */
    trend = trend_of(periods + 6, 12, NULL);
    assert_true(trend.p_value < 1e-100);
    nps_trend_options_init(&options);
    options.season = 12;
    trend = trend_of(periods, 18, &options);
    assert_double_near(trend.slope, 0, 1e-12);
    assert_true(trend.p_value > 0.99);
    for (i = 12; i < 18; i++)
        periods[i].counts.promoters += 100;
    assert_true(trend_of(periods, 18, &options).p_value < 0.01);
    assert_status(nps_trend_test(periods + 6, 12, &options, &trend, NULL), NPS_ERROR_EMPTY);
}

static void overlapping_windows_are_refused(void **state)
{
    const nps_counts counts[] = {{50, 30, 20}, {52, 30, 18}, {54, 30, 16}};
    nps_trend_period periods[3];
    nps_trend_result trend = {.slope = 17};
    nps_homogeneity_result homogeneity = {.statistic = 17};
    nps_error_detail detail;
    size_t i;
    (void)state;
    fill(periods, counts, 3);
    for (i = 0; i < 3; i++) {
        periods[i].days = (nps_period){(int32_t)i * 30, (int32_t)i * 30 + 89};
        periods[i].has_days = 1;
    }
    assert_status(nps_trend_test(periods, 3, NULL, &trend, &detail), NPS_ERROR_OVERLAP);
    assert_string_equal(detail.text,
                        "period 1 begins on 1970-01-31, but period 0 ends on 1970-03-31: periods must be in order and "
                        "share no day");
    assert_status(nps_homogeneity(periods, 3, &homogeneity, &detail), NPS_ERROR_OVERLAP);
    assert_double_near(trend.slope, 17, 0);
    assert_double_near(homogeneity.statistic, 17, 0);
    periods[1].has_days = 0; /* the windows beside it still overlap */
    assert_status(nps_trend_test(periods, 3, NULL, &trend, &detail), NPS_ERROR_OVERLAP);
    periods[2].days = (nps_period){90, 90};
    assert_ok(nps_trend_test(periods, 3, NULL, &trend, &detail));
}

static void weights_of_1_change_nothing(void **state)
{
    const nps_counts counts[] = {{12, 5, 3}, {9, 6, 5}, {15, 3, 2}, {14, 4, 4}};
    nps_trend_period periods[4];
    nps_trend_result expected, trend;
    double p_value;
    size_t i, weighted;
    (void)state;
    fill(periods, counts, 4);
    expected = trend_of(periods, 4, NULL);
    p_value = homogeneity_of(periods, 4).p_value;
    for (weighted = 1; weighted <= 4; weighted++) {
        for (i = 0; i < weighted; i++) {
            periods[i].is_weighted = 1;
            assert_ok(nps_weighted_read_counts(&counts[i], &periods[i].weighted));
        }
        trend = trend_of(periods, 4, NULL);
        assert_trend_near(&trend, &expected, 1, 1e-9);
        assert_double_near(homogeneity_of(periods, 4).p_value, p_value, 1e-9);
    }
}

/* With m degrees in each of k equal periods at equal distances, Satterthwaite's sum is known. */
static void degrees_of_freedom_are_joined(void **state)
{
    const nps_counts counts = {40, 30, 30};
    nps_trend_period periods[3];
    nps_trend_result trend, normal;
    nps_homogeneity_result wide, narrow;
    size_t i;
    (void)state;
    memset(periods, 0, sizeof periods);
    for (i = 0; i < 3; i++) {
        periods[i].is_weighted = 1;
        assert_ok(nps_weighted_read_counts(&counts, &periods[i].weighted));
    }
    periods[0].weighted.promoters = 0.35;
    periods[0].weighted.detractors = 0.35;
    normal = trend_of(periods, 3, NULL);
    narrow = homogeneity_of(periods, 3);
    for (i = 0; i < 3; i++)
        periods[i].weighted.degrees = 5;
    trend = trend_of(periods, 3, NULL);
    wide = homogeneity_of(periods, 3);
    assert_double_near(trend.degrees, 10, 1e-9); /* the period in the middle has no part */
    assert_double_near(trend.slope, normal.slope, 1e-12);
    assert_true(trend.p_value > normal.p_value && wide.p_value > narrow.p_value);
    assert_true(trend.bounds.upper - trend.bounds.lower > 1.1 * (normal.bounds.upper - normal.bounds.lower));
    periods[2].weighted.degrees = 0; /* no information */
    periods[2].weighted.effective = 0;
    assert_int_equal(trend_of(periods, 3, NULL).periods, 2);
}

static void wrong_periods_are_named(void **state)
{
    const nps_counts counts[] = {{50, 30, 20}, {52, 30, 18}, {54, 30, 16}};
    nps_trend_period periods[3];
    nps_trend_options options;
    nps_trend_result trend = {.slope = 17};
    nps_error_detail detail;
    (void)state;
    nps_trend_options_init(&options);
    options.clock = NPS_CLOCK_TIMES;
    fill(periods, counts, 3);
    periods[2].time = NAN;
    assert_status(nps_trend_test(periods, 3, &options, &trend, &detail), NPS_ERROR_PERIOD);
    assert_string_equal(detail.text, "period 2: its time is not a finite number");
    periods[2].time = INFINITY;
    assert_status(nps_trend_test(periods, 3, &options, &trend, NULL), NPS_ERROR_PERIOD);
    assert_ok(nps_trend_test(periods, 3, NULL, &trend, NULL)); /* by their places */
    periods[2].time = 0x1p-1070;
    periods[1].time = 0;
    periods[0].time = 0;
    assert_status(nps_trend_test(periods, 3, &options, &trend, NULL), NPS_ERROR_PERIOD);
    periods[2].time = 0; /* one time only */
    assert_status(nps_trend_test(periods, 3, &options, &trend, &detail), NPS_ERROR_EMPTY);
    assert_string_equal(detail.text, "a trend needs answers at two times; 3 of 3 periods have some");
    options.clock = NPS_CLOCK_DAYS;
    assert_status(nps_trend_test(periods, 3, &options, &trend, &detail), NPS_ERROR_PERIOD);
    assert_string_equal(detail.text, "period 0 has no days");
    options.clock = (nps_clock)3;
    assert_status(nps_trend_test(periods, 3, &options, &trend, &detail), NPS_ERROR_PERIOD);
    assert_string_equal(detail.text, "there is no clock 3");
    periods[1].has_days = 1;
    periods[1].days = (nps_period){5, 4};
    assert_status(nps_trend_test(periods, 3, NULL, &trend, NULL), NPS_ERROR_PERIOD);
    periods[1].days = (nps_period){5, NPS_DAY_MAX + 1};
    assert_status(nps_trend_test(periods, 3, NULL, &trend, NULL), NPS_ERROR_DAY);
    periods[1].days = (nps_period){NPS_DAY_MIN - 1, 4};
    assert_status(nps_trend_test(periods, 3, NULL, &trend, NULL), NPS_ERROR_DAY);
    periods[1].has_days = 0;
    periods[1].counts.promoters = UINT64_MAX;
    assert_status(nps_trend_test(periods, 3, NULL, &trend, &detail), NPS_ERROR_OVERFLOW);
    assert_string_equal(detail.text, "period 1 has more than 2^64 - 1 answers");
    periods[1].is_weighted = 1;
    assert_status(nps_trend_test(periods, 3, NULL, &trend, &detail), NPS_ERROR_WEIGHT);
    assert_string_equal(detail.text, "period 1: its estimate has impossible values");
}

static void wrong_options_are_refused(void **state)
{
    const nps_counts counts[] = {{50, 30, 20}, {52, 30, 18}, {54, 30, 16}};
    static const double levels[] = {0, 1, -1, NAN, 95}, units[] = {0, -1, NAN, INFINITY};
    nps_trend_period periods[3];
    nps_trend_options options;
    nps_trend_result trend = {.slope = 17};
    nps_homogeneity_result homogeneity = {.statistic = 17};
    size_t i;
    (void)state;
    fill(periods, counts, 3);
    nps_trend_options_init(NULL);
    nps_trend_options_init(&options);
    for (i = 0; i < 5; i++) {
        options.level = levels[i];
        assert_status(nps_trend_test(periods, 3, &options, &trend, NULL), NPS_ERROR_LEVEL);
    }
    nps_trend_options_init(&options);
    for (i = 0; i < 4; i++) {
        options.per = units[i];
        assert_status(nps_trend_test(periods, 3, &options, &trend, NULL), NPS_ERROR_PERIOD);
    }
    nps_trend_options_init(&options);
    options.size--;
    assert_status(nps_trend_test(periods, 3, &options, &trend, NULL), NPS_ERROR_SIZE);
    assert_status(nps_trend_test(NULL, 3, NULL, &trend, NULL), NPS_ERROR_NULL);
    assert_status(nps_trend_test(periods, 3, NULL, NULL, NULL), NPS_ERROR_NULL);
    assert_status(nps_trend_test(NULL, 0, NULL, &trend, NULL), NPS_ERROR_EMPTY);
    assert_status(nps_trend_test(periods, 1, NULL, &trend, NULL), NPS_ERROR_EMPTY);
    assert_status(nps_homogeneity(NULL, 3, &homogeneity, NULL), NPS_ERROR_NULL);
    assert_status(nps_homogeneity(periods, 3, NULL, NULL), NPS_ERROR_NULL);
    assert_status(nps_homogeneity(periods, 1, &homogeneity, NULL), NPS_ERROR_EMPTY);
    assert_double_near(trend.slope, 17, 0);
    assert_double_near(homogeneity.statistic, 17, 0);
}

/* The days of consecutive months from January of a year on. */
static void give_months(nps_trend_period *periods, size_t count, int32_t year)
{
    const nps_periods months = {NPS_PERIOD_MONTH, 0, 0};
    const nps_date first = {year, 1, 1};
    int32_t day;
    size_t i;
    assert_ok(nps_day_from_date(&first, &day));
    for (i = 0; i < count; i++) {
        assert_ok(nps_periods_find(&months, day, &periods[i].days));
        periods[i].has_days = 1;
        day = periods[i].days.last + 1;
    }
}

static void every_period_is_compared_with_the_one_before(void **state)
{
    const nps_counts counts[] = {{50, 30, 20}, {60, 25, 15}, {0, 0, 0}, {40, 30, 30}, {55, 30, 15}, {56, 30, 14}};
    static const nps_status statuses[] = {NPS_ERROR_NOT_FOUND, NPS_OK, NPS_ERROR_EMPTY,
                                          NPS_ERROR_EMPTY,     NPS_OK, NPS_OK};
    nps_trend_period periods[6];
    nps_period_change changes[6];
    nps_segments_options options;
    double p_values[3], adjusted[3];
    size_t order[3], i, done = 0;
    (void)state;
    fill(periods, counts, 6);
    assert_ok(nps_compare_periods(periods, 6, 1, NULL, changes, NULL));
    nps_segments_options_init(&options);
    for (i = 0; i < 6; i++) {
        nps_comparison expected;
        assert_int_equal(changes[i].status, statuses[i]);
        assert_true(changes[i].earlier == (i == 0 ? UINT64_MAX : i - 1));
        if (changes[i].status) {
            assert_true(isnan(changes[i].comparison.p_value) && isnan(changes[i].adjusted));
            continue;
        }
        assert_ok(nps_compare(&counts[i], &counts[i - 1], NPS_METHOD_AUTO, 1 - 0.05 / 3, &expected));
        assert_double_near(changes[i].comparison.bounds.lower, expected.bounds.lower, 1e-9);
        assert_double_near(changes[i].comparison.difference, expected.difference, 0);
        p_values[done++] = expected.p_value;
    }
    assert_ok(nps_adjust(p_values, 3, NPS_ADJUST_HOLM, adjusted, order));
    assert_double_near(changes[1].adjusted, adjusted[0], 0);
    assert_double_near(changes[4].adjusted, adjusted[1], 0);
    assert_double_near(changes[5].adjusted, adjusted[2], 0);
    options.adjustment = NPS_ADJUST_NONE;
    assert_ok(nps_compare_periods(periods, 6, 4, &options, changes, NULL));
    assert_int_equal(changes[3].status, NPS_ERROR_NOT_FOUND);
    assert_true(changes[4].earlier == 0 && changes[4].adjusted == changes[4].comparison.p_value);
    assert_ok(nps_compare_periods(periods, 6, SIZE_MAX, NULL, changes, NULL));
    assert_int_equal(changes[5].status, NPS_ERROR_NOT_FOUND);
}

static void months_find_the_year_before(void **state)
{
    nps_trend_period periods[40];
    nps_period_change changes[40];
    size_t i;
    (void)state;
    memset(periods, 0, sizeof periods);
    for (i = 0; i < 40; i++)
        periods[i].counts = (nps_counts){50 + i, 30, 20};
    give_months(periods, 40, 2023); /* 2024 is a leap year */
    assert_ok(nps_compare_periods(periods, 40, NPS_YEAR_BEFORE, NULL, changes, NULL));
    for (i = 0; i < 40; i++)
        assert_true(changes[i].earlier == (i < 12 ? UINT64_MAX : i - 12));
    memmove(&periods[5], &periods[6], 34 * sizeof *periods); /* without June 2023 */
    assert_ok(nps_compare_periods(periods, 39, NPS_YEAR_BEFORE, NULL, changes, NULL));
    assert_int_equal(changes[16].status, NPS_ERROR_NOT_FOUND); /* June 2024 */
    assert_true(changes[15].earlier == 4 && changes[17].earlier == 5);
}

static void weeks_and_days_find_the_year_before(void **state)
{
    nps_trend_period weeks[60], days[800];
    nps_period_change changes[800];
    const nps_date leap_day = {2024, 2, 29};
    int32_t first, i;
    (void)state;
    memset(weeks, 0, sizeof weeks);
    memset(days, 0, sizeof days);
    for (i = 0; i < 60; i++) {
        weeks[i].days = (nps_period){4 + 7 * i, 10 + 7 * i}; /* 1970-01-05 is a Monday */
        weeks[i].has_days = 1;
        weeks[i].counts.passives = 5;
    }
    assert_ok(nps_compare_periods(weeks, 60, NPS_YEAR_BEFORE, NULL, changes, NULL));
    for (i = 0; i < 60; i++)
        assert_true(changes[i].earlier == (i < 52 ? UINT64_MAX : (uint64_t)i - 52));
    assert_ok(nps_day_from_date(&leap_day, &first));
    first -= 400;
    for (i = 0; i < 800; i++) {
        days[i].days = (nps_period){first + i, first + i};
        days[i].has_days = 1;
        days[i].counts.passives = 5;
    }
    assert_ok(nps_compare_periods(days, 800, NPS_YEAR_BEFORE, NULL, changes, NULL));
    assert_true(changes[399].earlier == 399 - 365); /* the 28th of February */
    assert_int_equal(changes[400].status, NPS_ERROR_NOT_FOUND);
    assert_true(changes[401].earlier == 401 - 366 && changes[766].earlier == 766 - 365);
}

static void periods_of_both_kinds_are_compared(void **state)
{
    const nps_counts counts[] = {{50, 30, 20}, {60, 25, 15}, {40, 30, 30}};
    nps_trend_period periods[3];
    nps_period_change expected[3], changes[3];
    nps_segments_options options;
    size_t i;
    (void)state;
    fill(periods, counts, 3);
    assert_ok(nps_compare_periods(periods, 3, 1, NULL, expected, NULL));
    periods[1].is_weighted = 1;
    assert_ok(nps_weighted_read_counts(&counts[1], &periods[1].weighted));
    assert_ok(nps_compare_periods(periods, 3, 1, NULL, changes, NULL));
    for (i = 1; i < 3; i++)
        assert_double_near(changes[i].comparison.bounds.upper, expected[i].comparison.bounds.upper, 1e-8);
    nps_segments_options_init(&options);
    options.method = NPS_METHOD_ANYTIME;
    assert_ok(nps_compare_periods(periods, 3, 1, &options, changes, NULL));
    assert_int_equal(changes[1].status, NPS_ERROR_UNAVAILABLE);
    periods[1].weighted.degrees = periods[1].weighted.effective = 0;
    assert_ok(nps_compare_periods(periods, 3, 1, NULL, changes, NULL));
    assert_int_equal(changes[1].status, NPS_ERROR_EMPTY);
}

static int is_requested(void *context)
{
    (void)context;
    return 1;
}

static void changes_are_refused_as_a_whole(void **state)
{
    const nps_counts counts[] = {{50, 30, 20}, {60, 25, 15}, {40, 30, 30}};
    nps_trend_period periods[3];
    nps_period_change changes[3], untouched[3];
    nps_segments_options options;
    nps_error_detail detail;
    (void)state;
    fill(periods, counts, 3);
    memset(untouched, 0x5A, sizeof untouched);
    memcpy(changes, untouched, sizeof changes);
    assert_status(nps_compare_periods(periods, 3, 1, NULL, NULL, NULL), NPS_ERROR_NULL);
    assert_status(nps_compare_periods(NULL, 3, 1, NULL, changes, NULL), NPS_ERROR_NULL);
    assert_ok(nps_compare_periods(NULL, 0, 1, NULL, NULL, NULL));
    assert_status(nps_compare_periods(periods, 3, NPS_YEAR_BEFORE, NULL, changes, &detail), NPS_ERROR_PERIOD);
    assert_string_equal(detail.text, "period 0 has no days");
    nps_segments_options_init(&options);
    options.adjustment = NPS_ADJUST_BENJAMINI_HOCHBERG;
    assert_status(nps_compare_periods(periods, 3, 1, &options, changes, NULL), NPS_ERROR_UNAVAILABLE);
    nps_segments_options_init(&options);
    options.prior[0] = 1;
    assert_status(nps_compare_periods(periods, 3, 1, &options, changes, NULL), NPS_ERROR_PRIOR);
    nps_segments_options_init(&options);
    options.level = 1 - 0x1p-53;
    assert_status(nps_compare_periods(periods, 3, 1, &options, changes, NULL), NPS_ERROR_LEVEL);
    nps_segments_options_init(&options);
    options.interrupt.is_requested = is_requested;
    assert_status(nps_compare_periods(periods, 3, 1, &options, changes, NULL), NPS_ERROR_INTERRUPTED);
    assert_memory_equal(changes, untouched, sizeof changes);
    nps_segments_options_init(&options);
    options.adjustment = NPS_ADJUST_FALSE_DISCOVERY;
    assert_ok(nps_compare_periods(periods, 3, 1, &options, changes, NULL));
}

static void assert_same_comparison(const nps_comparison *found, const nps_comparison *expected)
{
    assert_double_near(found->difference, expected->difference, 0);
    assert_double_near(found->bounds.lower, expected->bounds.lower, 0);
    assert_double_near(found->p_value, expected->p_value, 0);
}

static void before_is_compared_with_after(void **state)
{
    const nps_counts counts[] = {{50, 30, 20}, {60, 25, 15}, {0, 0, 0}, {40, 30, 30}, {55, 30, 15}};
    const nps_counts before = {110, 55, 35}, after = {95, 60, 45};
    nps_trend_period periods[5];
    nps_trend_options options;
    nps_comparison expected, found;
    nps_error_detail detail;
    size_t i;
    (void)state;
    fill(periods, counts, 5);
    assert_ok(nps_compare(&after, &before, NPS_METHOD_AUTO, 0.95, &expected));
    assert_ok(nps_compare_before_after(periods, 5, 2, NULL, &found, NULL));
    assert_same_comparison(&found, &expected);
    assert_ok(nps_compare_before_after(periods, 5, 1.5, NULL, &found, NULL));
    assert_same_comparison(&found, &expected);
    nps_trend_options_init(&options);
    options.clock = NPS_CLOCK_DAYS;
    give_months(periods, 5, 2024);
    assert_ok(nps_compare_before_after(periods, 5, periods[3].days.first, &options, &found, NULL));
    assert_same_comparison(&found, &expected);
    assert_status(nps_compare_before_after(periods, 5, periods[3].days.last, &options, &found, &detail),
                  NPS_ERROR_PERIOD);
    assert_non_null(strstr(detail.text, "the moment is inside of period 3, from "));
    assert_status(nps_compare_before_after(periods, 5, periods[0].days.first, &options, &found, &detail),
                  NPS_ERROR_EMPTY);
    assert_string_equal(detail.text, "there are no answers before the moment");
    assert_status(nps_compare_before_after(periods, 5, 5, NULL, &found, &detail), NPS_ERROR_EMPTY);
    assert_string_equal(detail.text, "there are no answers after the moment");
    assert_status(nps_compare_before_after(periods, 5, NAN, NULL, &found, NULL), NPS_ERROR_PERIOD);
    assert_status(nps_compare_before_after(periods, 5, 2, NULL, NULL, NULL), NPS_ERROR_NULL);
    for (i = 0; i < 5; i += 4) { /* weights of 2: twice as much in the score, as uncertain as before */
        nps_weighted weighted;
        memset(&weighted, 0, sizeof weighted);
        assert_ok(nps_weighted_add_n(&weighted, 10, 2, counts[i].promoters));
        assert_ok(nps_weighted_add_n(&weighted, 7, 2, counts[i].passives));
        assert_ok(nps_weighted_add_n(&weighted, 0, 2, counts[i].detractors));
        periods[i].is_weighted = 1;
        assert_ok(nps_weighted_read(&weighted, NULL, &periods[i].weighted, NULL));
    }
    assert_ok(nps_compare_before_after(periods, 5, 2, NULL, &found, NULL));
    assert_double_near(found.difference, (2 * 40 + 10) / 3.0 - (2 * 30 + 45) / 3.0, 1e-9);
    assert_true(found.bounds.upper - found.bounds.lower > expected.bounds.upper - expected.bounds.lower);
    periods[0].counts.promoters = UINT64_MAX - 5;
    periods[0].counts.passives = periods[0].counts.detractors = 0;
    periods[0].is_weighted = 0;
    assert_status(nps_compare_before_after(periods, 5, 2, NULL, &found, NULL), NPS_ERROR_OVERFLOW);
}

/* A period of three answers beside large ones gives the statistic a huge variance, and makes nothing else significant.
 */
static void a_small_period_makes_nothing_significant(void **state)
{
    const nps_counts counts[] = {{3, 0, 0}, {499, 1, 0}, {500, 0, 0}};
    nps_trend_period periods[3];
    (void)state;
    fill(periods, counts, 3);
    assert_true(homogeneity_of(periods, 3).p_value > 0.5);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(trends_are_the_reference_figures),
        cmocka_unit_test(a_line_is_drawn_through_the_mean),
        cmocka_unit_test(two_periods_are_a_comparison),
        cmocka_unit_test(units_of_time_do_not_matter),
        cmocka_unit_test(promoters_and_time_have_mirrors),
        cmocka_unit_test(empty_periods_keep_their_place),
        cmocka_unit_test(test_and_interval_agree),
        cmocka_unit_test(small_periods_err_at_most_as_often_as_the_level_says),
        cmocka_unit_test(nothing_is_found_where_all_are_promoters),
        cmocka_unit_test(huge_samples_are_told_apart),
        cmocka_unit_test(the_interval_of_a_full_step_holds_the_slope),
        cmocka_unit_test(days_give_the_unit),
        cmocka_unit_test(a_season_does_not_pull_the_slope),
        cmocka_unit_test(a_small_period_makes_nothing_significant),
        cmocka_unit_test(overlapping_windows_are_refused),
        cmocka_unit_test(weights_of_1_change_nothing),
        cmocka_unit_test(degrees_of_freedom_are_joined),
        cmocka_unit_test(wrong_periods_are_named),
        cmocka_unit_test(wrong_options_are_refused),
        cmocka_unit_test(every_period_is_compared_with_the_one_before),
        cmocka_unit_test(months_find_the_year_before),
        cmocka_unit_test(weeks_and_days_find_the_year_before),
        cmocka_unit_test(periods_of_both_kinds_are_compared),
        cmocka_unit_test(changes_are_refused_as_a_whole),
        cmocka_unit_test(before_is_compared_with_after),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
