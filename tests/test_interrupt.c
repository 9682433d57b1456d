/* Long calls that are asked to stop.
 * SPDX-License-Identifier: MIT */
#include "failing_allocator.h"
#include "interrupts.h"
#include "segments.h"

#include <limits.h>

static nps_status compare_benchmark(const nps_segments_options *options, void *out)
{
    return nps_segments_compare_benchmark(SEGMENTS, COUNT, 10, 0, options, out);
}

static nps_status compare_rest(const nps_segments_options *options, void *out)
{
    return nps_segments_compare_rest(SEGMENTS, COUNT, options, out);
}

static nps_status compare_pairs(const nps_segments_options *options, void *out)
{
    return nps_segments_compare_pairs(SEGMENTS, COUNT, options, out);
}

static nps_status rank(const nps_segments_options *options, void *out)
{
    return nps_segments_rank(SEGMENTS, COUNT, options, out);
}

static nps_status best(const nps_segments_options *options, void *out)
{
    return nps_segments_best(SEGMENTS, COUNT, options, out);
}

/* At every question, each call ends without another one, and writes nothing. */
static void segments_stop_and_write_nothing(void **state)
{
    static nps_status (*const calls[])(const nps_segments_options *options,
                                       void *out) = {compare_benchmark, compare_rest, compare_pairs, rank, best};
    unsigned char out[PAIRS * sizeof(nps_segment_comparison)], before[sizeof out];
    size_t i;
    (void)state;
    memset(before, 7, sizeof before);
    for (i = 0; i < sizeof calls / sizeof *calls; i++) {
        nps_segments_options options;
        struct caller caller;
        int patience = 1;
        nps_segments_options_init(&options);
        for (;; patience++) {
            nps_status status;
            memcpy(out, before, sizeof out);
            options.interrupt = stop_at(&caller, patience);
            status = calls[i](&options, out);
            if (status == NPS_OK)
                break;
            assert_status(status, NPS_ERROR_INTERRUPTED);
            assert_int_equal(caller.asked, patience);
            assert_memory_equal(out, before, sizeof out);
        }
        assert_true(caller.asked < patience && patience > COUNT);
    }
}

/* Counts with exact intervals, mirror images among them, with others, and without any. */
static const nps_counts MANY[] = {{5, 3, 2}, {2, 3, 5}, {4, 4, 2}, {1, 0, 0}, {400, 30, 20}, {0, 0, 0}, {5, 3, 2}};

enum { MANY_COUNT = sizeof MANY / sizeof *MANY };

/* Room for the results of MANY, filled with something. */
struct many_results {
    nps_interval_result out[MANY_COUNT];
    nps_status statuses[MANY_COUNT];
};

static void fill_results(struct many_results *results)
{
    memset(results, 7, sizeof *results);
}

static void assert_nothing_written(const struct many_results *results)
{
    struct many_results before;
    fill_results(&before);
    assert_memory_equal(results, &before, sizeof before);
}

static void assert_results(const struct many_results *actual, size_t count)
{
    size_t i;
    for (i = 0; i < count; i++) {
        nps_interval_result expected;
        memset(&expected, 7, sizeof expected);
        assert_status(actual->statuses[i], nps_interval_with(&MANY[i], NULL, &expected));
        assert_memory_equal(&actual->out[i].bounds, &expected.bounds, sizeof expected.bounds);
        assert_int_equal(actual->out[i].method, expected.method);
    }
}

/* At every question, with statuses and without, nothing is written; asked often enough, they are the usual results. */
static void intervals_stop_and_write_nothing(void **state)
{
    nps_interval_options options;
    struct many_results results;
    struct caller caller;
    int patience, with_statuses;
    (void)state;
    nps_interval_options_init(&options);
    for (with_statuses = 0; with_statuses <= 1; with_statuses++) {
        const size_t count = with_statuses ? MANY_COUNT : 5;
        for (patience = 1;; patience++) {
            nps_status status;
            fill_results(&results);
            options.interrupt = stop_at(&caller, patience);
            status = nps_interval_many(MANY, count, &options, results.out, with_statuses ? results.statuses : NULL);
            if (status == NPS_OK)
                break;
            assert_status(status, NPS_ERROR_INTERRUPTED);
            assert_int_equal(caller.asked, patience);
            assert_nothing_written(&results);
        }
        assert_true(caller.asked < patience && patience > 3);
        if (!with_statuses)
            memset(results.statuses, 0, sizeof results.statuses);
        assert_results(&results, count);
    }
    assert_ok(nps_interval_many(NULL, 0, &options, NULL, NULL));
}

static void intervals_without_memory_write_nothing(void **state)
{
    nps_interval_options options;
    struct many_results results;
    struct caller caller;
    struct failing failing = {0};
    const nps_allocator allocator = {&failing, failing_allocate, failing_release};
    (void)state;
    nps_interval_options_init(&options);
    options.allocator = &allocator;
    fill_results(&results);
    assert_ok(nps_interval_many(MANY, MANY_COUNT, &options, results.out, results.statuses));
    assert_int_equal(failing.calls, 0); /* without an interrupt nothing is allocated */
    options.interrupt = stop_at(&caller, INT_MAX);
    for (failing.fail_at = 1; failing.fail_at <= 2; failing.fail_at++) {
        failing.calls = 0;
        fill_results(&results);
        assert_status(nps_interval_many(MANY, MANY_COUNT, &options, results.out, results.statuses), NPS_ERROR_MEMORY);
        assert_nothing_written(&results);
        assert_int_equal(failing.bytes, 0);
    }
    failing.calls = 0;
    assert_ok(nps_interval_many(MANY, MANY_COUNT, &options, results.out, results.statuses));
    assert_results(&results, MANY_COUNT);
    assert_int_equal(failing.bytes, 0);
    assert_int_equal(failing.peak, MANY_COUNT * 28);
    options.allocator = &(nps_allocator){&failing, NULL, failing_release};
    assert_status(nps_interval_many(MANY, MANY_COUNT, &options, results.out, results.statuses), NPS_ERROR_NULL);
}

static nps_status plan_respondents(const nps_plan_options *options, void *out)
{
    return nps_plan_respondents(70, NULL, options, out);
}

static nps_status plan_comparison(const nps_plan_options *options, void *out)
{
    return nps_plan_comparison(150, NULL, options, out);
}

static nps_status plan_change(const nps_plan_options *options, void *out)
{
    static const nps_plan_sizes sizes = {30000, 40000};
    return nps_plan_change(&sizes, NULL, options, out);
}

static nps_status plan_benchmark(const nps_plan_options *options, void *out)
{
    static const nps_plan_shares expected = {5, 3, 2};
    return nps_plan_benchmark_respondents(&expected, -45, options, out);
}

/* At every question, a search ends without another one, and writes nothing. */
static void plans_stop_and_write_nothing(void **state)
{
    static nps_status (*const calls[])(const nps_plan_options *options, void *out) = {plan_respondents, plan_comparison,
                                                                                      plan_change, plan_benchmark};
    unsigned char out[sizeof(nps_plan_sizes)], before[sizeof out], usual[sizeof out];
    size_t i;
    (void)state;
    memset(before, 7, sizeof before);
    for (i = 0; i < sizeof calls / sizeof *calls; i++) {
        nps_plan_options options;
        struct caller caller;
        int patience = 1;
        nps_plan_options_init(&options);
        memcpy(usual, before, sizeof usual);
        assert_ok(calls[i](&options, usual));
        for (;; patience++) {
            nps_status status;
            memcpy(out, before, sizeof out);
            options.interrupt = stop_at(&caller, patience);
            status = calls[i](&options, out);
            if (status == NPS_OK)
                break;
            assert_status(status, NPS_ERROR_INTERRUPTED);
            assert_int_equal(caller.asked, patience);
            assert_memory_equal(out, before, sizeof out);
        }
        assert_true(patience > 5);
        assert_memory_equal(out, usual, sizeof usual);
    }
}

static nps_status compare_plainly(const nps_counts *a, const nps_counts *b, const nps_comparison_options *options,
                                  nps_comparison *out)
{
    switch (options->test) {
    case NPS_COMPARISON_NONINFERIORITY:
        return nps_compare_noninferiority(a, b, options->margin, options->method, options->level, out);
    case NPS_COMPARISON_EQUIVALENCE:
        return nps_compare_equivalence(a, b, options->margin, options->method, options->level, out);
    default: return nps_compare(a, b, options->method, options->level, out);
    }
}

/* Wherever an exact comparison is asked to stop, it asks no more and writes nothing; not stopped, it is the plain one.
 */
static void exact_comparisons_stop_and_write_nothing(void **state)
{
    const nps_counts a = {4, 2, 1}, b = {1, 1, 4};
    nps_comparison_options options;
    int test;
    (void)state;
    nps_comparison_options_init(&options);
    options.method = NPS_METHOD_EXACT;
    options.margin = 30;
    for (test = NPS_COMPARISON_DIFFERENCE; test <= NPS_COMPARISON_EQUIVALENCE; test++) {
        nps_comparison out, before, plain;
        struct caller caller;
        nps_status status = NPS_ERROR_INTERRUPTED;
        int patience;
        options.test = (nps_comparison_test)test;
        memset(&before, 7, sizeof before);
        for (patience = 1; status; patience *= 2) {
            out = before;
            options.interrupt = stop_at(&caller, patience);
            status = nps_compare_with(&a, &b, &options, &out);
            if (status) {
                assert_status(status, NPS_ERROR_INTERRUPTED);
                assert_int_equal(caller.asked, patience);
                assert_memory_equal(&out, &before, sizeof out);
            }
        }
        assert_true(caller.asked > 100 && patience > 100);
        assert_ok(compare_plainly(&a, &b, &options, &plain));
        assert_memory_equal(&out.bounds, &plain.bounds, sizeof out.bounds);
        assert_double_near(out.p_value, plain.p_value, 0);
    }
}

/* A sample of the largest size that an exact comparison takes is asked often enough for a user who waits. */
static void long_comparisons_ask_often(void **state)
{
    const nps_counts a = {9, 6, 5}, b = {5, 7, 8};
    nps_comparison_options options;
    nps_comparison out;
    struct caller caller;
    (void)state;
    nps_comparison_options_init(&options);
    options.method = NPS_METHOD_EXACT;
    options.interrupt = stop_at(&caller, INT_MAX);
    assert_ok(nps_compare_with(&a, &b, &options, &out));
    assert_true(caller.asked > 300);
}

static const nps_driver_segment SMALL[] = {{{4, 2, 1}, {1, 1, 4}}, {{2, 3, 1}, {1, 2, 2}}};
static const nps_driver_segment BOTH = {{6, 6, 3}, {2, 4, 7}};

static nps_status drive(const nps_segments_options *options, void *out)
{
    nps_comparison change;
    return nps_drivers(SMALL, 2, options, out, &change, NULL);
}

static nps_status find_themes(const nps_segments_options *options, void *out)
{
    const nps_counts labels[] = {SMALL[0].before, SMALL[1].before}, total = BOTH.before;
    return nps_themes(&(nps_theme_sample){labels, 2, &total, 0}, options, out, NULL);
}

static nps_status change_themes(const nps_segments_options *options, void *out)
{
    return nps_themes_change(&(nps_theme_periods){SMALL, 2, &BOTH, 0}, options, out, NULL);
}

static nps_status compare_periods(const nps_segments_options *options, void *out)
{
    nps_trend_period periods[2];
    memset(periods, 0, sizeof periods);
    periods[0].counts = SMALL[0].before;
    periods[1].counts = SMALL[0].after;
    return nps_compare_periods(periods, 2, 1, options, out, NULL);
}

/* Calls that compare many pairs are asked within an exact comparison as well, and write nothing when they stop. */
static void exact_pairs_stop_and_write_nothing(void **state)
{
    static nps_status (*const calls[])(const nps_segments_options *options,
                                       void *out) = {drive, find_themes, change_themes, compare_periods};
    union {
        nps_driver drivers[2];
        nps_theme themes[2];
        nps_theme_change changes[2];
        nps_period_change periods[2];
    } out, before;
    size_t i;
    (void)state;
    memset(&before, 7, sizeof before);
    for (i = 0; i < sizeof calls / sizeof *calls; i++) {
        nps_segments_options options;
        struct caller caller;
        int patience;
        nps_segments_options_init(&options);
        options.method = NPS_METHOD_EXACT;
        options.interrupt = stop_at(&caller, INT_MAX);
        assert_ok(calls[i](&options, &out));
        assert_true(caller.asked > 100);
        for (patience = caller.asked; patience > 0; patience /= 3) {
            out = before;
            options.interrupt = stop_at(&caller, patience);
            assert_status(calls[i](&options, &out), NPS_ERROR_INTERRUPTED);
            assert_int_equal(caller.asked, patience);
            assert_memory_equal(&out, &before, sizeof out);
        }
    }
}

static void options_of_comparisons_are_checked(void **state)
{
    const nps_counts a = {4, 2, 1}, b = {1, 1, 4};
    nps_comparison_options options;
    nps_comparison out = {1, {2, 3}, 4, NPS_METHOD_BAYES}, plain;
    (void)state;
    nps_comparison_options_init(NULL);
    nps_comparison_options_init(&options);
    options.test = (nps_comparison_test)3;
    assert_status(nps_compare_with(&a, &b, &options, &out), NPS_ERROR_ALTERNATIVE);
    options.test = NPS_COMPARISON_EQUIVALENCE; /* with a margin of 0 */
    assert_status(nps_compare_with(&a, &b, &options, &out), NPS_ERROR_REFERENCE);
    options.size--;
    assert_status(nps_compare_with(&a, &b, &options, &out), NPS_ERROR_SIZE);
    assert_status(nps_compare_with(NULL, &b, NULL, &out), NPS_ERROR_NULL);
    assert_status(nps_compare_with(&a, NULL, NULL, &out), NPS_ERROR_NULL);
    assert_status(nps_compare_with(&a, &b, NULL, NULL), NPS_ERROR_NULL);
    assert_double_near(out.difference, 1, 0);
    assert_double_near(out.p_value, 4, 0);
    assert_ok(nps_compare_with(&a, &b, NULL, &out));
    assert_ok(nps_compare(&a, &b, NPS_METHOD_AUTO, 0.95, &plain));
    assert_memory_equal(&out.bounds, &plain.bounds, sizeof out.bounds);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(exact_comparisons_stop_and_write_nothing),
        cmocka_unit_test(exact_pairs_stop_and_write_nothing),
        cmocka_unit_test(intervals_stop_and_write_nothing),
        cmocka_unit_test(intervals_without_memory_write_nothing),
        cmocka_unit_test(long_comparisons_ask_often),
        cmocka_unit_test(options_of_comparisons_are_checked),
        cmocka_unit_test(plans_stop_and_write_nothing),
        cmocka_unit_test(segments_stop_and_write_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
