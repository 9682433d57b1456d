/* Margins, the respondents that they need, and arguments that are refused.
 * SPDX-License-Identifier: MIT */
#include "planning/search.h"
#include "plans.h"

static uint64_t respondents_for(double margin, const nps_plan_shares *expected, const nps_plan_options *options)
{
    uint64_t n;
    assert_ok(nps_plan_respondents(margin, expected, options, &n));
    return n;
}

/* Half of the answers at each end: a margin of m points is one of m / 2 per cent for a proportion, as tabulated in
 * textbooks. */
static void the_worst_case_is_that_of_textbooks(void **state)
{
    nps_plan_options options = options_of(NPS_METHOD_WALD);
    (void)state;
    assert_int_equal(respondents_for(10, NULL, &options), 385);
    assert_int_equal(respondents_for(5, NULL, &options), 1537);
    assert_int_equal(respondents_for(2, NULL, &options), 9604);
    options.level = 0.99;
    assert_int_equal(respondents_for(10, NULL, &options), 664);
    options.level = 0.9;
    assert_int_equal(respondents_for(10, NULL, &options), 271);
}

/* Krejcie and Morgan, Educational and Psychological Measurement 30:607, 1970, table 1; without the figures that it
 * rounds down. */
static void a_population_needs_fewer(void **state)
{
    static const unsigned table[][2] = {{100, 80},   {110, 86},   {200, 132},  {300, 169},
                                        {1000, 278}, {5000, 357}, {10000, 370}};
    nps_plan_options options = options_of(NPS_METHOD_WALD);
    nps_interval_options interval;
    nps_interval_result result;
    size_t i;
    (void)state;
    nps_interval_options_init(&interval);
    for (i = 0; i < sizeof table / sizeof *table; i++) {
        options.population = table[i][0];
        assert_int_equal(respondents_for(10, NULL, &options), table[i][1]);
    }
    options = options_of(NPS_METHOD_AUTO);
    interval.population = options.population = 100;
    assert_ok(nps_interval_with(&(nps_counts){25, 15, 10}, &interval, &result));
    assert_int_equal(result.method, NPS_METHOD_EXACT);
    assert_double_near(margin_of(50, &PILOTS[0], &options), (result.bounds.upper - result.bounds.lower) / 2, 1e-9);
    options = options_of(NPS_METHOD_WALD);
    options.population = 200;
    assert_double_near(margin_of(200, NULL, &options), 0, 0);
    assert_int_equal(respondents_for(1e-9, NULL, &options), 200);
}

static void the_margin_is_half_the_interval_of_the_expected_table(void **state)
{
    static const nps_method methods[] = {NPS_METHOD_AUTO, NPS_METHOD_EXACT, NPS_METHOD_SKEWNESS_SCORE, NPS_METHOD_WALD};
    size_t i;
    (void)state;
    for (i = 0; i < sizeof methods / sizeof *methods; i++) {
        const nps_plan_options options = options_of(methods[i]);
        assert_double_near(margin_of(10, &PILOTS[0], &options), half_width((nps_counts){5, 3, 2}, methods[i]), 1e-9);
        assert_double_near(margin_of(100, &PILOTS[3], &options), half_width((nps_counts){95, 3, 2}, methods[i]), 1e-9);
        assert_double_near(margin_of(30, NULL, &options), half_width((nps_counts){15, 0, 15}, methods[i]), 1e-9);
        /* Between whole tables: 2.4, 1.2, 0.4, where promoters and detractors together are nearer to the lower
         * corner, and 2.6, 0.7, 0.7, where they are nearer to the upper one. */
        assert_double_near(margin_of(4, &(nps_plan_shares){2.4, 1.2, 0.4}, &options),
                           0.2 * half_width((nps_counts){2, 2, 0}, methods[i]) +
                               0.4 * half_width((nps_counts){3, 1, 0}, methods[i]) +
                               0.4 * half_width((nps_counts){2, 1, 1}, methods[i]),
                           1e-9);
        assert_double_near(margin_of(4, &(nps_plan_shares){2.6, 0.7, 0.7}, &options),
                           0.3 * half_width((nps_counts){3, 0, 1}, methods[i]) +
                               0.3 * half_width((nps_counts){3, 1, 0}, methods[i]) +
                               0.4 * half_width((nps_counts){2, 1, 1}, methods[i]),
                           1e-9);
    }
}

/* Compared with a search of every n: the smallest n that suffices, with no larger one that fails. */
static void respondents_are_the_smallest_that_are_enough(void **state)
{
    static const nps_method methods[] = {NPS_METHOD_SKEWNESS_SCORE, NPS_METHOD_SCORE, NPS_METHOD_ADJUSTED_WALD};
    static const double margins[] = {7.5, 10, 13, 25, 40, 70};
    size_t i, j, k;
    (void)state;
    for (i = 0; i < sizeof methods / sizeof *methods; i++)
        for (j = 0; j < sizeof PILOTS / sizeof *PILOTS; j++)
            for (k = 0; k < sizeof margins / sizeof *margins; k++) {
                const nps_plan_options options = options_of(methods[i]);
                const uint64_t found = respondents_for(margins[k], &PILOTS[j], &options);
                uint64_t n;
                for (n = 1; n < 450; n++)
                    if (n % 7 == 0 || (n + 10 > found && n < found + 10))
                        assert_int_equal(margin_of(n, &PILOTS[j], &options) <= margins[k], n >= found);
            }
}

static void exact_plans_keep_for_the_next_sizes_too(void **state)
{
    static const nps_method methods[] = {NPS_METHOD_EXACT, NPS_METHOD_AUTO};
    size_t i, j;
    (void)state;
    for (i = 0; i < sizeof PILOTS / sizeof *PILOTS; i++)
        for (j = 0; j < 2; j++) {
            const nps_plan_options options = options_of(methods[j]);
            const uint64_t n = respondents_for(45, &PILOTS[i], &options);
            uint64_t more;
            assert_true(margin_of(n - 1, &PILOTS[i], &options) > 45);
            for (more = 0; more < 5; more++)
                assert_true(margin_of(n + more, &PILOTS[i], &options) <= 45);
        }
}

struct set {
    uint64_t tried;
    const char *enough; /* '1' for each n that suffices, from n = 1; beyond the end every n suffices */
};

static nps_status is_in(void *context, uint64_t n, bool *enough)
{
    struct set *set = context;
    set->tried++;
    *enough = n > strlen(set->enough) || set->enough[n - 1] == '1';
    return NPS_OK;
}

static uint64_t find_in(const char *enough, double guess)
{
    struct set set = {0, enough};
    uint64_t n;
    assert_ok(nps_plan_find(is_in, &set, guess, 100, INFINITY, &n));
    return n;
}

static void a_search_ignores_sizes_that_suffice_only_by_chance(void **state)
{
    static const double guesses[] = {-1, 0, 1, 2, 5, 9, 50, 1e30, INFINITY, NAN};
    struct set never = {0, "0000000000000000000000000000000000000000"};
    uint64_t n = 99;
    size_t i;
    (void)state;
    for (i = 0; i < sizeof guesses / sizeof *guesses; i++) {
        assert_int_equal(find_in("", guesses[i]), 1);
        assert_int_equal(find_in("000000", guesses[i]), 7);
        assert_int_equal(find_in("0000001111", guesses[i]), 7);
    }
    assert_int_equal(find_in("0000001000", 7), 11);
    assert_int_equal(find_in("0000001101010", 7), 14);
    assert_int_equal(find_in("0000001110111", 6), 11);
    assert_int_equal(find_in("00000011110", 6), 12);
    assert_int_equal(find_in("000000111110", 6), 7);
    assert_status(nps_plan_find(is_in, &never, 3, 40, INFINITY, &n), NPS_ERROR_UNREACHABLE);
    assert_int_equal(n, 99);
    assert_true(never.tried < 12);
}

/* Enough from 10^12 on, but for noise that decides about a part in 10^4 of the sizes. */
struct noisy {
    unsigned tried;
};

static nps_status is_noisily_enough(void *context, uint64_t n, bool *enough)
{
    struct noisy *noisy = context;
    noisy->tried++;
    *enough = (double)n + 1e8 * sin((double)(n % 1000003)) >= 1e12;
    return NPS_OK;
}

static void a_search_among_noise_ends(void **state)
{
    static const double guesses[] = {1, 1e11, 0.9999e12, 1e12, 1.0002e12, 1e15};
    size_t i;
    (void)state;
    for (i = 0; i < sizeof guesses / sizeof *guesses; i++) {
        struct noisy noisy = {0};
        uint64_t n;
        assert_ok(nps_plan_find(is_noisily_enough, &noisy, guesses[i], UINT64_C(1) << 53, 1e4, &n));
        assert_double_near((double)n, 1e12, 2.1e8);
        assert_true(noisy.tried < 120);
    }
}

static void absurd_margins_ask_the_whole_population(void **state)
{
    static const double margins[] = {1e-9, 1e-30, 1e-200, 1e-320};
    static const nps_method methods[] = {NPS_METHOD_AUTO, NPS_METHOD_SCORE, NPS_METHOD_AGRESTI_MIN, NPS_METHOD_WALD};
    size_t i, j;
    (void)state;
    for (i = 0; i < sizeof margins / sizeof *margins; i++)
        for (j = 0; j < sizeof methods / sizeof *methods; j++) {
            nps_plan_options options = options_of(methods[j]);
            options.population = 100;
            assert_int_equal(respondents_for(margins[i], NULL, &options), 100);
        }
}

static double half_width_of(const nps_counts *counts, const void *context)
{
    return half_width(*counts, *(const nps_method *)context);
}

static void the_margin_is_near_the_mean_of_all_surveys(void **state)
{
    const nps_method method = NPS_METHOD_SKEWNESS_SCORE;
    const nps_plan_options options = options_of(method);
    (void)state;
    assert_double_near(margin_of(50, &PILOTS[0], &options), expectation(50, &PILOTS[0], half_width_of, &method), 0.3);
    assert_double_near(margin_of(100, &PILOTS[0], &options), expectation(100, &PILOTS[0], half_width_of, &method), 0.1);
}

/* Every function with shares and options. */
static void assert_all_refuse(const nps_plan_shares *shares, const nps_plan_options *options, nps_status expected)
{
    const nps_plan_sizes sizes = {10, 10};
    nps_plan_sizes out_sizes = {99, 99};
    uint64_t n = 99;
    double x = 99;
    assert_status(nps_plan_margin(10, shares, options, &x), expected);
    assert_status(nps_plan_respondents(10, shares, options, &n), expected);
    assert_status(nps_plan_power(shares, 10, &PILOTS[0], 10, options, &x), expected);
    assert_status(nps_plan_power(&PILOTS[0], 10, shares, 10, options, &x), expected);
    assert_status(nps_plan_comparison(10, shares, options, &out_sizes), expected);
    assert_status(nps_plan_change(&sizes, shares, options, &x), expected);
    assert_status(nps_plan_benchmark_power(shares, 10, 0, options, &x), expected);
    assert_status(nps_plan_benchmark_respondents(shares, 0, options, &n), expected);
    assert_double_near(x, 99, 0);
    assert_int_equal(n, 99);
    assert_int_equal(out_sizes.first, 99);
}

static void impossible_shares_and_options_are_refused(void **state)
{
    static const nps_plan_shares impossible[] = {{0, 0, 0},        {-1, 2, 3},       {1, -1, 1},       {1, 1, -1},
                                                 {NAN, 1, 1},      {1, NAN, 1},      {1, 1, NAN},      {INFINITY, 1, 1},
                                                 {1, INFINITY, 1}, {1, 1, INFINITY}, {-INFINITY, 1, 1}};
    static const double levels[] = {0, 1, -1, 2, NAN, INFINITY};
    nps_plan_options options = options_of(NPS_METHOD_AUTO);
    size_t i;
    (void)state;
    for (i = 0; i < sizeof impossible / sizeof *impossible; i++)
        assert_all_refuse(&impossible[i], &options, NPS_ERROR_SHARES);
    for (i = 0; i < sizeof levels / sizeof *levels; i++) {
        options = options_of(NPS_METHOD_AUTO);
        options.level = levels[i];
        assert_all_refuse(&PILOTS[0], &options, NPS_ERROR_LEVEL);
    }
    options = options_of((nps_method)77);
    assert_all_refuse(&PILOTS[0], &options, NPS_ERROR_METHOD);
    options = options_of(NPS_METHOD_AUTO);
    options.size = offsetof(nps_plan_options, comparisons) - 1;
    assert_all_refuse(&PILOTS[0], &options, NPS_ERROR_SIZE);
}

static void a_null_pointer_is_refused(void **state)
{
    const nps_plan_options options = options_of(NPS_METHOD_AUTO);
    const nps_plan_sizes sizes = {10, 10};
    uint64_t n;
    double x;
    (void)state;
    assert_status(nps_plan_margin(10, NULL, &options, NULL), NPS_ERROR_NULL);
    assert_status(nps_plan_respondents(10, NULL, &options, NULL), NPS_ERROR_NULL);
    assert_status(nps_plan_power(&PILOTS[0], 10, &PILOTS[1], 10, &options, NULL), NPS_ERROR_NULL);
    assert_status(nps_plan_power(NULL, 10, &PILOTS[1], 10, &options, &x), NPS_ERROR_NULL);
    assert_status(nps_plan_power(&PILOTS[0], 10, NULL, 10, &options, &x), NPS_ERROR_NULL);
    assert_status(nps_plan_comparison(10, NULL, &options, NULL), NPS_ERROR_NULL);
    assert_status(nps_plan_change(&sizes, NULL, &options, NULL), NPS_ERROR_NULL);
    assert_status(nps_plan_change(NULL, NULL, &options, &x), NPS_ERROR_NULL);
    assert_status(nps_plan_benchmark_power(&PILOTS[0], 10, 0, &options, NULL), NPS_ERROR_NULL);
    assert_status(nps_plan_benchmark_power(NULL, 10, 0, &options, &x), NPS_ERROR_NULL);
    assert_status(nps_plan_benchmark_respondents(&PILOTS[0], 0, &options, NULL), NPS_ERROR_NULL);
    assert_status(nps_plan_benchmark_respondents(NULL, 0, &options, &n), NPS_ERROR_NULL);
    nps_plan_options_init(NULL);
}

static void the_score_of_the_shares_is_no_benchmark_however_it_rounds(void **state)
{
    const nps_plan_options options = options_of(NPS_METHOD_AUTO);
    uint64_t n;
    int p, d;
    (void)state;
    for (p = 0; p <= 100; p++)
        for (d = 0; p + d <= 100; d++) {
            const nps_plan_shares shares = {p / 100., (100 - p - d) / 100., d / 100.};
            assert_status(nps_plan_benchmark_respondents(&shares, p - d, &options, &n), NPS_ERROR_UNREACHABLE);
        }
}

static void impossible_figures_are_refused(void **state)
{
    static const double bad[] = {NAN, INFINITY, -INFINITY, 0, -1, 201, 1e300};
    static const double powers[] = {0, 0.05, 1, 1.5, -1, NAN};
    static const double ratios[] = {0, -1, NAN, INFINITY};
    nps_plan_options options = options_of(NPS_METHOD_AUTO);
    nps_plan_sizes sizes = {99, 99};
    uint64_t n = 99;
    double x = 99;
    size_t i;
    (void)state;
    for (i = 0; i < sizeof bad / sizeof *bad; i++) {
        assert_status(nps_plan_respondents(bad[i], NULL, &options, &n), NPS_ERROR_PLAN);
        if (bad[i] != -1)
            assert_status(nps_plan_comparison(bad[i], NULL, &options, &sizes), NPS_ERROR_PLAN);
        if (bad[i] != 0 && bad[i] != -1) {
            assert_status(nps_plan_benchmark_power(&PILOTS[0], 10, bad[i], &options, &x), NPS_ERROR_REFERENCE);
            assert_status(nps_plan_benchmark_respondents(&PILOTS[0], bad[i], &options, &n), NPS_ERROR_REFERENCE);
        }
    }
    for (i = 0; i < sizeof powers / sizeof *powers; i++) {
        options.power = powers[i];
        assert_status(nps_plan_comparison(10, NULL, &options, &sizes), NPS_ERROR_PLAN);
        assert_status(nps_plan_change(&(nps_plan_sizes){10, 10}, NULL, &options, &x), NPS_ERROR_PLAN);
        assert_status(nps_plan_benchmark_respondents(&PILOTS[0], 0, &options, &n), NPS_ERROR_PLAN);
    }
    options = options_of(NPS_METHOD_AUTO);
    for (i = 0; i < sizeof ratios / sizeof *ratios; i++) {
        options.ratio = ratios[i];
        assert_status(nps_plan_comparison(10, NULL, &options, &sizes), NPS_ERROR_PLAN);
    }
    assert_int_equal(n, 99);
    assert_double_near(x, 99, 0);
    assert_int_equal(sizes.first, 99);
}

static void unreachable_plans_return_a_status(void **state)
{
    nps_plan_options options = options_of(NPS_METHOD_AUTO);
    nps_plan_sizes sizes = {99, 99};
    uint64_t n = 99;
    double x = 99;
    (void)state;
    assert_status(nps_plan_margin(0, NULL, &options, &x), NPS_ERROR_EMPTY);
    assert_status(nps_plan_margin(UINT64_MAX, NULL, &options, &x), NPS_ERROR_OVERFLOW);
    assert_status(nps_plan_power(&PILOTS[0], 0, &PILOTS[0], 10, &options, &x), NPS_ERROR_EMPTY);
    assert_status(nps_plan_power(&PILOTS[0], 10, &PILOTS[0], 0, &options, &x), NPS_ERROR_EMPTY);
    assert_status(nps_plan_power(&PILOTS[0], UINT64_MAX, &PILOTS[0], 10, &options, &x), NPS_ERROR_OVERFLOW);
    assert_status(nps_plan_change(&(nps_plan_sizes){10, 0}, NULL, &options, &x), NPS_ERROR_EMPTY);
    assert_status(nps_plan_change(&(nps_plan_sizes){UINT64_MAX, 10}, NULL, &options, &x), NPS_ERROR_OVERFLOW);
    assert_status(nps_plan_benchmark_power(&PILOTS[0], 0, 0, &options, &x), NPS_ERROR_EMPTY);
    assert_status(nps_plan_benchmark_respondents(&PILOTS[0], 30, &options, &n), NPS_ERROR_UNREACHABLE);
    assert_status(nps_plan_respondents(1e-9, NULL, &options, &n), NPS_ERROR_OVERFLOW);
    assert_status(nps_plan_respondents(5e-324, NULL, &options, &n), NPS_ERROR_OVERFLOW);
    assert_status(nps_plan_comparison(1e-7, NULL, &options, &sizes), NPS_ERROR_OVERFLOW);
    assert_status(nps_plan_comparison(5e-324, NULL, &options, &sizes), NPS_ERROR_OVERFLOW);
    assert_status(nps_plan_comparison(90, &PILOTS[1], &options, &sizes), NPS_ERROR_UNREACHABLE);
    options.ratio = 1e300;
    assert_status(nps_plan_comparison(10, NULL, &options, &sizes), NPS_ERROR_OVERFLOW);
    options.ratio = 5e-324;
    assert_status(nps_plan_comparison(10, NULL, &options, &sizes), NPS_ERROR_OVERFLOW);
    options = options_of(NPS_METHOD_EXACT);
    assert_status(nps_plan_respondents(3, NULL, &options, &n), NPS_ERROR_TOO_MANY);
    options = options_of(NPS_METHOD_WALD);
    options.population = 100;
    assert_status(nps_plan_margin(101, NULL, &options, &x), NPS_ERROR_POPULATION);
    assert_double_near(x, 99, 0);
    assert_int_equal(n, 99);
    assert_int_equal(sizes.first, 99);
}

static void huge_plans_work(void **state)
{
    const nps_plan_options options = options_of(NPS_METHOD_AUTO);
    (void)state;
    assert_double_near(margin_of((uint64_t)LARGEST, NULL, &options), 195.99639845400545 / sqrt(LARGEST), 1e-11);
    assert_double_near((double)respondents_for(1e-5, NULL, &options) / 3.841458820694124e14, 1, 1e-9);
    assert_double_near(power_of(&PILOTS[0], (uint64_t)LARGEST, &PILOTS[0], (uint64_t)LARGEST, &options), 0.05, 1e-6);
    assert_double_near(power_of(&PILOTS[0], (uint64_t)LARGEST, &PILOTS[1], (uint64_t)LARGEST, &options), 1, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_worst_case_is_that_of_textbooks),
        cmocka_unit_test(a_population_needs_fewer),
        cmocka_unit_test(the_margin_is_half_the_interval_of_the_expected_table),
        cmocka_unit_test(respondents_are_the_smallest_that_are_enough),
        cmocka_unit_test(exact_plans_keep_for_the_next_sizes_too),
        cmocka_unit_test(a_search_ignores_sizes_that_suffice_only_by_chance),
        cmocka_unit_test(a_search_among_noise_ends),
        cmocka_unit_test(absurd_margins_ask_the_whole_population),
        cmocka_unit_test(the_margin_is_near_the_mean_of_all_surveys),
        cmocka_unit_test(impossible_shares_and_options_are_refused),
        cmocka_unit_test(a_null_pointer_is_refused),
        cmocka_unit_test(the_score_of_the_shares_is_no_benchmark_however_it_rounds),
        cmocka_unit_test(impossible_figures_are_refused),
        cmocka_unit_test(unreachable_plans_return_a_status),
        cmocka_unit_test(huge_plans_work),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
