/* SPDX-License-Identifier: MIT */
#include "test.h"

/* On 0 to 10: 25 promoters, 15 passives and 12 detractors. On 1 to 10 two fewer detractors, and two answers outside. */
static const nps_accumulator SURVEY = {{2, 0, 1, 0, 3, 2, 4, 5, 10, 14, 11}, 7, 4};

static nps_summary_options defaults(void)
{
    nps_summary_options options;
    nps_summary_options_init(&options);
    return options;
}

static nps_summary summary_of(const nps_accumulator *survey, const nps_summary_options *options)
{
    nps_summary summary;
    assert_ok(nps_accumulator_read(survey, options, &summary));
    return summary;
}

static void assert_summary_equal(const nps_summary *a, const nps_summary *b)
{
    assert_int_equal(a->n, b->n);
    assert_memory_equal(&a->counts, &b->counts, sizeof a->counts);
    assert_memory_equal(&a->shares, &b->shares, sizeof a->shares);
    assert_memory_equal(&a->score, &b->score, sizeof a->score);
    assert_memory_equal(&a->bounds, &b->bounds, sizeof a->bounds);
    assert_int_equal(a->method, b->method);
    assert_int_equal(a->missing, b->missing);
    assert_int_equal(a->invalid, b->invalid);
    assert_int_equal(a->outside, b->outside);
}

/* The call fails and leaves all bytes of the result as they were. */
static void assert_refused(const nps_accumulator *survey, const nps_summary_options *options, nps_status expected)
{
    nps_summary summary, before;
    memset(&summary, 0x5A, sizeof summary);
    memcpy(&before, &summary, sizeof before);
    assert_status(nps_accumulator_read(survey, options, &summary), expected);
    assert_memory_equal(&summary, &before, sizeof before);
}

/* Counted and divided by hand. */
static void the_figures_are_those_counted_by_hand(void **state)
{
    const nps_summary summary = summary_of(&SURVEY, NULL);
    (void)state;
    assert_int_equal(summary.n, 52);
    assert_int_equal(summary.counts.promoters, 25);
    assert_int_equal(summary.counts.passives, 15);
    assert_int_equal(summary.counts.detractors, 12);
    assert_double_near(summary.shares.promoters, 0.48076923076923078, 1e-16);
    assert_double_near(summary.shares.passives, 0.28846153846153844, 1e-16);
    assert_double_near(summary.shares.detractors, 0.23076923076923078, 1e-16);
    assert_double_near(summary.score, 25, 0);
    assert_int_equal(summary.method, NPS_METHOD_EXACT);
    assert_true(-5 < summary.bounds.lower && summary.bounds.lower < 10);
    assert_true(40 < summary.bounds.upper && summary.bounds.upper < 55);
    assert_int_equal(summary.missing, 7);
    assert_int_equal(summary.invalid, 4);
    assert_int_equal(summary.outside, 0);
}

/* What the single functions say of the same accumulator. */
static void assert_equal_to_the_single_functions(const nps_summary_options *options,
                                                 const nps_interval_options *interval)
{
    const nps_summary summary = summary_of(&SURVEY, options);
    nps_counts counts;
    nps_interval_result result;
    uint64_t outside;
    double score;
    assert_ok(nps_accumulator_counts(&SURVEY, options->scale, &counts, &outside));
    assert_ok(nps_score(&counts, &score));
    assert_ok(nps_interval_with(&counts, interval, &result));
    assert_memory_equal(&summary.counts, &counts, sizeof counts);
    assert_int_equal(summary.n, counts.promoters + counts.passives + counts.detractors);
    assert_int_equal(summary.outside, outside);
    assert_memory_equal(&summary.score, &score, sizeof score);
    assert_memory_equal(&summary.bounds, &result.bounds, sizeof result.bounds);
    assert_int_equal(summary.method, result.method);
}

static void every_method_is_that_of_the_single_functions(void **state)
{
    int method;
    (void)state;
    for (method = NPS_METHOD_AUTO; method <= NPS_METHOD_ANYTIME; method++) {
        nps_summary_options options = defaults();
        nps_interval_options interval;
        nps_interval_options_init(&interval);
        options.method = interval.method = (nps_method)method;
        options.level = interval.level = 0.8;
        options.scale = nps_scale_1_10();
        options.ignore_outside = 1;
        if (method != NPS_METHOD_ANYTIME)
            options.population = interval.population = 60;
        if (method == NPS_METHOD_BAYES) {
            options.prior[0] = interval.prior[0] = 3;
            options.prior[1] = interval.prior[1] = 2;
            options.prior[2] = interval.prior[2] = 1;
        }
        assert_equal_to_the_single_functions(&options, &interval);
    }
}

static void null_options_are_the_defaults(void **state)
{
    const nps_summary_options options = defaults();
    const nps_summary with = summary_of(&SURVEY, &options), without = summary_of(&SURVEY, NULL);
    (void)state;
    assert_summary_equal(&with, &without);
}

static void answers_off_the_scale_are_an_error_unless_ignored(void **state)
{
    nps_summary_options options = defaults();
    nps_summary summary;
    (void)state;
    options.scale = nps_scale_1_10();
    assert_refused(&SURVEY, &options, NPS_ERROR_OUTSIDE);
    options.ignore_outside = -1;
    summary = summary_of(&SURVEY, &options);
    assert_int_equal(summary.outside, 2);
    assert_int_equal(summary.n, 50);
    assert_int_equal(summary.counts.detractors, 10);
    assert_double_near(summary.score, 30, 0);
    assert_double_near(summary.shares.detractors, 0.2, 0);
}

static void a_workspace_gives_the_same_bits(void **state)
{
    unsigned char memory[131072];
    nps_summary_options options = defaults();
    const nps_summary without = summary_of(&SURVEY, &options);
    nps_summary with;
    (void)state;
    assert_true(nps_interval_workspace_size() <= sizeof memory);
    options.workspace = memory;
    options.workspace_size = nps_interval_workspace_size();
    with = summary_of(&SURVEY, &options);
    assert_summary_equal(&with, &without);
    options.workspace_size--;
    assert_refused(&SURVEY, &options, NPS_ERROR_WORKSPACE);
}

static void an_empty_survey_is_an_error(void **state)
{
    const nps_accumulator missing = {{0}, 5, 6}, empty = {{0}, 0, 0}, outside = {{3}, 0, 0};
    nps_summary_options options = defaults();
    (void)state;
    assert_refused(&empty, NULL, NPS_ERROR_EMPTY);
    assert_refused(&missing, NULL, NPS_ERROR_EMPTY);
    options.scale = nps_scale_1_10();
    options.ignore_outside = 1;
    assert_refused(&outside, &options, NPS_ERROR_EMPTY);
}

static void errors_leave_the_result_unchanged(void **state)
{
    static const nps_scale impossible = {0, 10, 9, 6};
    const nps_accumulator within = {{UINT64_MAX, 1}, 0, 0}, across = {{UINT64_MAX, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1}, 0, 0};
    const nps_accumulator many = {{0, 0, 0, 0, 0, 0, 0, NPS_EXACT_MAX, 0, 0, 1}, 0, 0};
    nps_summary_options options = defaults();
    (void)state;
    assert_refused(NULL, NULL, NPS_ERROR_NULL);
    assert_status(nps_accumulator_read(&SURVEY, NULL, NULL), NPS_ERROR_NULL);
    assert_refused(&within, NULL, NPS_ERROR_OVERFLOW);
    assert_refused(&across, NULL, NPS_ERROR_OVERFLOW);
    options.scale = &impossible;
    assert_refused(&SURVEY, &options, NPS_ERROR_SCALE);
    options = defaults();
    options.level = NAN;
    assert_refused(&SURVEY, &options, NPS_ERROR_LEVEL);
    options = defaults();
    options.method = (nps_method)99;
    assert_refused(&SURVEY, &options, NPS_ERROR_METHOD);
    options.method = NPS_METHOD_EXACT;
    assert_refused(&many, &options, NPS_ERROR_TOO_MANY);
    options = defaults();
    options.population = 51;
    assert_refused(&SURVEY, &options, NPS_ERROR_POPULATION);
    options.method = NPS_METHOD_ANYTIME;
    options.population = 60;
    assert_refused(&SURVEY, &options, NPS_ERROR_UNAVAILABLE);
    options = defaults();
    options.prior[1] = 1;
    assert_refused(&SURVEY, &options, NPS_ERROR_PRIOR);
}

static void the_size_tells_older_and_newer_programs(void **state)
{
    struct {
        nps_summary_options options;
        unsigned char tail[8];
    } newer;
    const nps_summary expected = summary_of(&SURVEY, NULL);
    nps_summary summary;
    (void)state;
    memset(&newer, 0, sizeof newer);
    newer.options = defaults();
    newer.options.size = (uint32_t)sizeof newer;
    summary = summary_of(&SURVEY, &newer.options);
    assert_summary_equal(&summary, &expected);
    newer.tail[7] = 1;
    assert_refused(&SURVEY, &newer.options, NPS_ERROR_SIZE);
    newer.options.size = (uint32_t)sizeof(nps_summary_options) - 1;
    assert_refused(&SURVEY, &newer.options, NPS_ERROR_SIZE);
    newer.options.size = 0;
    assert_refused(&SURVEY, &newer.options, NPS_ERROR_SIZE);
    nps_summary_options_init(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_figures_are_those_counted_by_hand),
        cmocka_unit_test(every_method_is_that_of_the_single_functions),
        cmocka_unit_test(null_options_are_the_defaults),
        cmocka_unit_test(answers_off_the_scale_are_an_error_unless_ignored),
        cmocka_unit_test(a_workspace_gives_the_same_bits),
        cmocka_unit_test(an_empty_survey_is_an_error),
        cmocka_unit_test(errors_leave_the_result_unchanged),
        cmocka_unit_test(the_size_tells_older_and_newer_programs),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
