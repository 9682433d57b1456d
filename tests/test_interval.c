/* SPDX-License-Identifier: MIT */
#include "figures.h"

/* The exact method has its own tests. */
static const nps_method METHODS[] = {NPS_METHOD_SCORE,       NPS_METHOD_SKEWNESS_SCORE, NPS_METHOD_ADJUSTED_WALD,
                                     NPS_METHOD_AGRESTI_MIN, NPS_METHOD_BONETT_PRICE,   NPS_METHOD_WALD};
enum { METHOD_COUNT = sizeof METHODS / sizeof *METHODS };

static nps_bounds interval_of(const nps_counts *counts, nps_method method, double level)
{
    nps_bounds bounds;
    assert_ok(nps_interval(counts, method, level, &bounds));
    return bounds;
}

static double score_of(const nps_counts *counts)
{
    double score;
    assert_ok(nps_score(counts, &score));
    return score;
}

static double clipped(double theta)
{
    return fmax(-1, fmin(1, theta));
}

/* Bounds on [-1, 1] to 1e-10, including tables with empty cells and up to 10^12 answers. */
static void intervals_are_the_reference_figures(void **state)
{
    struct figures figures = figures_open("intervals.csv");
    (void)state;
    while (figures_next(&figures)) {
        const nps_counts counts = figures_counts(&figures, 0);
        const nps_bounds bounds = interval_of(&counts, figures_method(&figures, 4), figures_number(&figures, 3));
        assert_double_near(bounds.lower / 100, clipped(figures_number(&figures, 5)), 1e-10);
        assert_double_near(bounds.upper / 100, clipped(figures_number(&figures, 6)), 1e-10);
    }
    assert_int_equal(figures.row, 1056);
}

/* Papers print few digits; all printed digits must agree. */
static void intervals_are_the_published_ones(void **state)
{
    struct figures figures = figures_open("published.csv");
    (void)state;
    while (figures_next(&figures)) {
        const nps_counts counts = figures_counts(&figures, 0);
        const double half_digit = figures_number(&figures, 7);
        const nps_bounds bounds = interval_of(&counts, figures_method(&figures, 4), figures_number(&figures, 3));
        assert_double_near(bounds.lower / 100, figures_number(&figures, 5), half_digit);
        assert_double_near(bounds.upper / 100, figures_number(&figures, 6), half_digit);
    }
    assert_int_equal(figures.row, 8);
}

/* Calls `check` for every table of up to 12 answers. */
static void for_small_tables(void (*check)(const nps_counts *counts))
{
    uint64_t n, promoters, passives;
    for (n = 1; n <= 12; n++)
        for (promoters = 0; promoters <= n; promoters++)
            for (passives = 0; promoters + passives <= n; passives++) {
                const nps_counts counts = {promoters, passives, n - promoters - passives};
                check(&counts);
            }
}

static void check_contains_score(const nps_counts *counts)
{
    static const nps_method containing[] = {NPS_METHOD_SCORE, NPS_METHOD_WALD};
    size_t i;
    for (i = 0; i < 2; i++) {
        const nps_bounds bounds = interval_of(counts, containing[i], 0.5);
        const double score = score_of(counts);
        assert_true(bounds.lower <= score + 1e-12 && score - 1e-12 <= bounds.upper);
    }
}

static void score_and_wald_contain_the_score(void **state)
{
    (void)state;
    for_small_tables(check_contains_score);
}

static void check_inside_the_scale(const nps_counts *counts)
{
    int i;
    for (i = 0; i < METHOD_COUNT; i++) {
        const nps_bounds bounds = interval_of(counts, METHODS[i], 0.999999);
        assert_true(-100 <= bounds.lower && bounds.lower <= bounds.upper && bounds.upper <= 100);
    }
}

static void intervals_stay_inside_the_scale(void **state)
{
    (void)state;
    for_small_tables(check_inside_the_scale);
}

static void check_mirror(const nps_counts *counts)
{
    const nps_counts mirror = {counts->detractors, counts->passives, counts->promoters};
    int i;
    for (i = 0; i < METHOD_COUNT; i++) {
        const nps_bounds a = interval_of(counts, METHODS[i], 0.9), b = interval_of(&mirror, METHODS[i], 0.9);
        assert_double_near(a.lower, -b.upper, 1e-11);
        assert_double_near(a.upper, -b.lower, 1e-11);
    }
}

static void swapping_promoters_and_detractors_mirrors_the_interval(void **state)
{
    (void)state;
    for_small_tables(check_mirror);
}

static void check_nested(const nps_counts *counts)
{
    static const double levels[] = {1e-300, 0.01, 0.5, 0.9, 0.95, 0.99, 0.999999, 1 - 1e-16};
    int i;
    size_t j;
    for (i = 0; i < METHOD_COUNT; i++)
        for (j = 1; j < sizeof levels / sizeof *levels; j++) {
            const nps_bounds inner = interval_of(counts, METHODS[i], levels[j - 1]);
            const nps_bounds outer = interval_of(counts, METHODS[i], levels[j]);
            assert_true(outer.lower <= inner.lower + 1e-12 && inner.upper - 1e-12 <= outer.upper);
        }
}

static void a_higher_level_contains_a_lower_one(void **state)
{
    (void)state;
    for_small_tables(check_nested);
}

static void check_doubling(const nps_counts *counts)
{
    const nps_counts twice = {2 * counts->promoters, 2 * counts->passives, 2 * counts->detractors};
    const nps_bounds once = interval_of(counts, NPS_METHOD_SCORE, 0.95);
    const nps_bounds narrower = interval_of(&twice, NPS_METHOD_SCORE, 0.95);
    assert_true(narrower.upper - narrower.lower < once.upper - once.lower);
}

static void twice_the_answers_narrow_the_score_interval(void **state)
{
    (void)state;
    for_small_tables(check_doubling);
}

static nps_interval_result automatic(const nps_counts *counts)
{
    nps_interval_options options;
    nps_interval_result result;
    nps_interval_options_init(&options);
    assert_int_equal(options.method, NPS_METHOD_AUTO);
    assert_double_near(options.level, 0.95, 0);
    assert_ok(nps_interval_with(counts, &options, &result));
    return result;
}

static void auto_depends_on_the_number_of_answers_and_says_what_it_used(void **state)
{
    const nps_counts few = {50, NPS_EXACT_AUTO_MAX - 70, 20}, more = {50, NPS_EXACT_AUTO_MAX - 69, 20};
    const nps_interval_result of_few = automatic(&few), of_more = automatic(&more);
    const nps_bounds exact = interval_of(&few, NPS_METHOD_EXACT, 0.95);
    const nps_bounds score = interval_of(&more, NPS_METHOD_SKEWNESS_SCORE, 0.95);
    (void)state;
    assert_int_equal(of_few.method, NPS_METHOD_EXACT);
    assert_memory_equal(&exact, &of_few.bounds, sizeof exact);
    assert_int_equal(of_more.method, NPS_METHOD_SKEWNESS_SCORE);
    assert_memory_equal(&score, &of_more.bounds, sizeof score);
}

static void a_workspace_does_not_change_results(void **state)
{
    const nps_counts counts = {5, 3, 2};
    const size_t size = nps_interval_workspace_size();
    unsigned char *const bytes = malloc(size + 1);
    const nps_bounds expected = interval_of(&counts, NPS_METHOD_EXACT, 0.95);
    nps_interval_options options;
    nps_interval_result result = {{1, 2}, NPS_METHOD_BAYES};
    nps_test_result test;
    double p;
    (void)state;
    assert_non_null(bytes);
    memset(bytes, 0xa5, size + 1);
    nps_interval_options_init(&options);
    options.workspace = bytes + 1;
    options.workspace_size = size - 1;
    assert_status(nps_interval_with(&counts, &options, &result), NPS_ERROR_WORKSPACE);
    options.method = NPS_METHOD_SCORE;
    assert_status(nps_interval_with(&counts, &options, &result), NPS_ERROR_WORKSPACE);
    assert_double_near(result.bounds.lower, 1, 0);
    options.method = NPS_METHOD_EXACT;
    options.workspace_size = size;
    assert_ok(nps_interval_with(&counts, &options, &result));
    assert_memory_equal(&result.bounds, &expected, sizeof expected);
    assert_ok(nps_test_with(&counts, 10, NPS_LESS, &options, &test));
    assert_ok(nps_test(&counts, 10, NPS_METHOD_EXACT, NPS_LESS, &p));
    assert_double_near(test.p_value, p, 0);
    assert_int_equal(test.method, NPS_METHOD_EXACT);
    free(bytes);
}

/* Tables of 4 and 9 answers, each twice and mirrored, some of 110, an empty one and one that overflows. */
static size_t mixed_counts(nps_counts *counts)
{
    static const uint64_t sizes[] = {9, 4, 9, 110};
    size_t count = 0, s;
    uint64_t promoters, detractors;
    for (s = 0; s < 4; s++)
        for (promoters = 0; promoters <= sizes[s]; promoters += 1 + sizes[s] / 4)
            for (detractors = 0; promoters + detractors <= sizes[s]; detractors += 1 + sizes[s] / 4)
                counts[count++] = (nps_counts){promoters, sizes[s] - promoters - detractors, detractors};
    counts[count++] = (nps_counts){0, 0, 0};
    counts[count++] = (nps_counts){UINT64_MAX, 1, 0};
    return count;
}

static void many_intervals_equal_single_ones(void **state)
{
    enum { MOST = 1000 };
    static const nps_method methods[] = {NPS_METHOD_AUTO, NPS_METHOD_EXACT, NPS_METHOD_SCORE};
    nps_counts *counts = calloc(MOST, sizeof *counts);
    nps_interval_result *results = calloc(MOST, sizeof *results);
    nps_status *statuses = calloc(MOST, sizeof *statuses);
    const size_t count = mixed_counts(counts);
    nps_interval_options options;
    size_t m, i;
    (void)state;
    assert_true(count < MOST);
    nps_interval_options_init(&options);
    for (m = 0; m < 3; m++) {
        options.method = methods[m];
        assert_ok(nps_interval_many(counts, count, &options, results, statuses));
        for (i = 0; i < count; i++) {
            nps_interval_result alone;
            assert_status(nps_interval_with(&counts[i], &options, &alone), statuses[i]);
            if (statuses[i] == NPS_OK) {
                assert_memory_equal(&alone.bounds, &results[i].bounds, sizeof alone.bounds);
                assert_int_equal(alone.method, results[i].method);
            }
        }
        assert_int_equal(statuses[count - 2], NPS_ERROR_EMPTY);
        assert_int_equal(statuses[count - 1], NPS_ERROR_OVERFLOW);
    }
    free(counts);
    free(results);
    free(statuses);
}

static void many_intervals_fail_as_a_whole_without_statuses(void **state)
{
    const nps_counts counts[] = {{5, 3, 2}, {0, 0, 0}, {UINT64_MAX, 1, 0}};
    nps_interval_result results[3] = {{{1, 2}, NPS_METHOD_BAYES}};
    nps_status statuses[3] = {NPS_STATUS_END, NPS_STATUS_END, NPS_STATUS_END};
    nps_interval_options options;
    (void)state;
    nps_interval_options_init(&options);
    assert_status(nps_interval_many(counts, 3, &options, results, NULL), NPS_ERROR_EMPTY);
    assert_status(nps_interval_many(NULL, 3, &options, results, statuses), NPS_ERROR_NULL);
    assert_status(nps_interval_many(counts, 3, &options, NULL, statuses), NPS_ERROR_NULL);
    options.level = 2;
    assert_status(nps_interval_many(counts, 3, &options, results, statuses), NPS_ERROR_LEVEL);
    options.level = 0.95;
    options.workspace = results;
    options.workspace_size = sizeof results;
    assert_status(nps_interval_many(counts, 3, &options, results, statuses), NPS_ERROR_WORKSPACE);
    options.method = NPS_METHOD_SCORE; /* which needs no workspace; nps_interval_with() refuses it too */
    assert_status(nps_interval_many(counts, 1, &options, results, statuses), NPS_ERROR_WORKSPACE);
    assert_status(nps_interval_many(counts, 1, &options, results, NULL), NPS_ERROR_WORKSPACE);
    assert_status(nps_interval_many(NULL, 0, &options, NULL, NULL), NPS_ERROR_WORKSPACE);
    options.method = NPS_METHOD_AUTO;
    assert_double_near(results[0].bounds.lower, 1, 0);
    assert_int_equal(statuses[0], NPS_STATUS_END);
    options.workspace = NULL;
    assert_ok(nps_interval_many(NULL, 0, &options, NULL, NULL));
    assert_ok(nps_interval_many(counts, 1, &options, results, NULL));
    assert_int_equal(results[0].method, NPS_METHOD_EXACT);
}

static void bad_arguments_leave_the_output_unchanged(void **state)
{
    static const double bad_levels[] = {0, 1, -0.5, 95, NAN, INFINITY, -INFINITY};
    static const int bad_methods[] = {-1, NPS_METHOD_ANYTIME + 1, INT32_MAX};
    const nps_counts counts = {5, 3, 2}, empty = {0, 0, 0}, huge = {UINT64_MAX, 1, 0};
    nps_bounds bounds = {1, 2};
    size_t i;
    (void)state;
    for (i = 0; i < sizeof bad_levels / sizeof *bad_levels; i++)
        assert_status(nps_interval(&counts, NPS_METHOD_SCORE, bad_levels[i], &bounds), NPS_ERROR_LEVEL);
    for (i = 0; i < sizeof bad_methods / sizeof *bad_methods; i++)
        assert_status(nps_interval(&counts, (nps_method)bad_methods[i], 0.95, &bounds), NPS_ERROR_METHOD);
    assert_status(nps_interval(&empty, NPS_METHOD_SCORE, 0.95, &bounds), NPS_ERROR_EMPTY);
    assert_status(nps_interval(&huge, NPS_METHOD_SCORE, 0.95, &bounds), NPS_ERROR_OVERFLOW);
    assert_status(nps_interval(NULL, NPS_METHOD_SCORE, 0.95, &bounds), NPS_ERROR_NULL);
    assert_status(nps_interval(&counts, NPS_METHOD_SCORE, 0.95, NULL), NPS_ERROR_NULL);
    assert_double_near(bounds.lower, 1, 0);
    assert_double_near(bounds.upper, 2, 0);
}

static void closed_forms_are_the_same_intervals(void **state)
{
    static const nps_counts tables[] = {{5, 3, 2}, {1, 0, 0}, {0, 7, 0}, {400, 0, 3}, {UINT64_MAX / 2, 9, 12}};
    static const double levels[] = {1e-300, 0.5, 0.95, 1 - 1e-16};
    size_t i, j, k;
    (void)state;
    for (i = 0; i < METHOD_COUNT; i++)
        for (j = 0; j < sizeof tables / sizeof *tables; j++)
            for (k = 0; k < sizeof levels / sizeof *levels; k++) {
                const nps_bounds expected = interval_of(&tables[j], METHODS[i], levels[k]);
                nps_bounds bounds = {1, 2};
                assert_ok(nps_interval_closed(&tables[j], METHODS[i], levels[k], &bounds));
                assert_double_near(bounds.lower, expected.lower, 0);
                assert_double_near(bounds.upper, expected.upper, 0);
            }
}

static void methods_without_a_closed_form_are_refused(void **state)
{
    static const nps_method others[] = {NPS_METHOD_AUTO, NPS_METHOD_EXACT, NPS_METHOD_BAYES, NPS_METHOD_ANYTIME};
    static const int bad_methods[] = {-1, NPS_METHOD_ANYTIME + 1, INT32_MAX};
    static const double bad_levels[] = {0, 1, -0.5, 95, NAN, INFINITY, -INFINITY};
    const nps_counts counts = {5, 3, 2}, empty = {0, 0, 0}, huge = {UINT64_MAX, 1, 0};
    nps_bounds bounds = {1, 2};
    size_t i;
    (void)state;
    for (i = 0; i < sizeof others / sizeof *others; i++)
        assert_status(nps_interval_closed(&counts, others[i], 0.95, &bounds), NPS_ERROR_UNAVAILABLE);
    for (i = 0; i < sizeof bad_methods / sizeof *bad_methods; i++)
        assert_status(nps_interval_closed(&counts, (nps_method)bad_methods[i], 0.95, &bounds), NPS_ERROR_METHOD);
    for (i = 0; i < sizeof bad_levels / sizeof *bad_levels; i++)
        assert_status(nps_interval_closed(&counts, NPS_METHOD_WALD, bad_levels[i], &bounds), NPS_ERROR_LEVEL);
    assert_status(nps_interval_closed(&empty, NPS_METHOD_WALD, 0.95, &bounds), NPS_ERROR_EMPTY);
    assert_status(nps_interval_closed(&huge, NPS_METHOD_WALD, 0.95, &bounds), NPS_ERROR_OVERFLOW);
    assert_status(nps_interval_closed(NULL, NPS_METHOD_WALD, 0.95, &bounds), NPS_ERROR_NULL);
    assert_status(nps_interval_closed(&counts, NPS_METHOD_WALD, 0.95, NULL), NPS_ERROR_NULL);
    assert_double_near(bounds.lower, 1, 0);
    assert_double_near(bounds.upper, 2, 0);
}

static void options_of_an_unknown_size_are_refused(void **state)
{
    struct {
        nps_interval_options known;
        double more[4];
    } newer = {{0}, {0}};
    const nps_counts counts = {5, 3, 2};
    nps_interval_result result = {{1, 2}, NPS_METHOD_BAYES};
    (void)state;
    nps_interval_options_init(NULL);
    nps_interval_options_init(&newer.known);
    newer.known.size = 0;
    assert_status(nps_interval_with(&counts, &newer.known, &result), NPS_ERROR_SIZE);
    newer.known.size = UINT32_MAX;
    assert_status(nps_interval_with(&counts, &newer.known, &result), NPS_ERROR_SIZE);
    newer.known.size = sizeof newer;
    newer.more[3] = 1;
    assert_status(nps_interval_with(&counts, &newer.known, &result), NPS_ERROR_SIZE);
    assert_status(nps_interval_with(&counts, &newer.known, NULL), NPS_ERROR_NULL);
    assert_double_near(result.bounds.lower, 1, 0);
    newer.more[3] = 0;
    assert_ok(nps_interval_with(&counts, &newer.known, &result));
    assert_int_equal(result.method, NPS_METHOD_EXACT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(intervals_are_the_reference_figures),
        cmocka_unit_test(intervals_are_the_published_ones),
        cmocka_unit_test(score_and_wald_contain_the_score),
        cmocka_unit_test(intervals_stay_inside_the_scale),
        cmocka_unit_test(swapping_promoters_and_detractors_mirrors_the_interval),
        cmocka_unit_test(a_higher_level_contains_a_lower_one),
        cmocka_unit_test(twice_the_answers_narrow_the_score_interval),
        cmocka_unit_test(auto_depends_on_the_number_of_answers_and_says_what_it_used),
        cmocka_unit_test(a_workspace_does_not_change_results),
        cmocka_unit_test(many_intervals_equal_single_ones),
        cmocka_unit_test(many_intervals_fail_as_a_whole_without_statuses),
        cmocka_unit_test(bad_arguments_leave_the_output_unchanged),
        cmocka_unit_test(closed_forms_are_the_same_intervals),
        cmocka_unit_test(methods_without_a_closed_form_are_refused),
        cmocka_unit_test(options_of_an_unknown_size_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
