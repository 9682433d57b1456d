/* SPDX-License-Identifier: MIT */
#include "figures.h"
#include "method/bayes.h"

static const nps_counts TABLES[] = {{1, 0, 0},
                                    {0, 1, 0},
                                    {0, 0, 1},
                                    {5, 3, 2},
                                    {0, 20, 30},
                                    {0, 99, 1},
                                    {200, 0, 0},
                                    {494, 310, 196},
                                    {500000000000, 300000000000, 200000000000},
                                    {0, 0, 1000000000000}};
enum { TABLE_COUNT = sizeof TABLES / sizeof *TABLES };

/* The parameters of the posterior, from counts and prior in six fields. */
static nps_real_counts figures_posterior(const struct figures *figures)
{
    const nps_counts counts = figures_counts(figures, 0);
    const nps_real_counts real = nps_counts_to_real(&counts);
    const nps_real_counts prior = {figures_number(figures, 3), figures_number(figures, 4), figures_number(figures, 5)};
    return nps_bayes_posterior(&real, &prior);
}

static double above(const nps_counts *counts, const double prior[3], double value)
{
    double probability;
    assert_ok(nps_bayes_probability(counts, prior, value, &probability));
    return probability;
}

static nps_counts mirrored(const nps_counts *counts)
{
    return (nps_counts){counts->detractors, counts->passives, counts->promoters};
}

static void intervals_are_the_reference_figures(void **state)
{
    struct figures figures = figures_open("bayes.csv");
    (void)state;
    while (figures_next(&figures)) {
        const nps_real_counts posterior = figures_posterior(&figures);
        const nps_bounds theta = nps_bayes_interval(&posterior, 1 - figures_number(&figures, 6));
        assert_double_near(theta.lower, figures_number(&figures, 7), 1e-11);
        assert_double_near(theta.upper, figures_number(&figures, 8), 1e-11);
    }
    assert_int_equal(figures.row, 10);
}

/* The prior of the options is used by intervals and tests; a prior for another method is an error. */
static void intervals_and_tests_take_a_prior(void **state)
{
    const nps_counts counts = {12, 5, 3}, more = {13, 7, 6};
    const double prior[3] = {1.5, 2.5, 3.5};
    nps_interval_options options;
    nps_interval_result with_prior, as_respondents;
    nps_test_result test;
    double p;
    (void)state;
    nps_interval_options_init(&options);
    options.method = NPS_METHOD_BAYES;
    assert_ok(nps_interval_with(&more, &options, &as_respondents));
    memcpy(options.prior, prior, sizeof prior);
    assert_ok(nps_interval_with(&counts, &options, &with_prior));
    /* The sums are equal, as in 12 + 1.5 = 13 + 1/2, so the posteriors are equal. */
    assert_double_near(with_prior.bounds.lower, as_respondents.bounds.lower, 1e-12);
    assert_double_near(with_prior.bounds.upper, as_respondents.bounds.upper, 1e-12);
    assert_ok(nps_test_with(&counts, 10, NPS_LESS, &options, &test));
    assert_ok(nps_test(&more, 10, NPS_METHOD_BAYES, NPS_LESS, &p));
    assert_double_near(test.p_value, p, 1e-12);
    assert_double_near(test.p_value, above(&counts, prior, 10), 1e-12);
    options.prior[1] = NAN;
    assert_status(nps_interval_with(&counts, &options, &with_prior), NPS_ERROR_PRIOR);
    assert_status(nps_test_with(&counts, 10, NPS_LESS, &options, &test), NPS_ERROR_PRIOR);
    options.prior[1] = 2.5;
    options.method = NPS_METHOD_AUTO;
    assert_status(nps_interval_with(&counts, &options, &with_prior), NPS_ERROR_PRIOR);
}

/* With many answers the posterior is normal, and prior and method hardly matter. Its integrand is then a steep peak
 * on a long slope. */
static void with_many_answers_bayes_is_near_the_score_method(void **state)
{
    static const nps_counts many[] = {{14009, 905894, 673217}, {164824, 352802, 1112},  {380133, 550844, 3637},
                                      {8997, 525541, 520657},  {106541, 751853, 6175},  {45947, 839420, 1462},
                                      {1500000, 30, 8500000},  {70000000, 5000, 40000}, {1419, 201042, 145057}};
    size_t i;
    (void)state;
    for (i = 0; i < sizeof many / sizeof *many; i++) {
        const nps_counts mirror = mirrored(&many[i]);
        nps_bounds posterior, score;
        double value, width;
        assert_ok(nps_interval(&many[i], NPS_METHOD_BAYES, 0.95, &posterior));
        assert_ok(nps_interval(&many[i], NPS_METHOD_SCORE, 0.95, &score));
        width = score.upper - score.lower;
        assert_double_near(posterior.lower, score.lower, 0.02 * width);
        assert_double_near(posterior.upper, score.upper, 0.02 * width);
        for (value = score.lower - 40 * width; value < score.upper + 40 * width && value < 100; value += 3.7 * width)
            if (value > -100)
                assert_double_near(above(&many[i], NULL, value) + above(&mirror, NULL, -value), 1, 1e-9);
    }
}

/* Both tails have relative precision, however small they are: their logs are compared. */
static void tails_are_the_reference_figures(void **state)
{
    struct figures figures = figures_open("bayes_tails.csv");
    (void)state;
    while (figures_next(&figures)) {
        const nps_real_counts posterior = figures_posterior(&figures);
        const nps_real_counts mirror = {posterior.detractors, posterior.passives, posterior.promoters};
        const double theta = figures_number(&figures, 6) / 100;
        const double log_above = figures_number(&figures, 7), log_below = figures_number(&figures, 8);
        /* If a tail is nearly 1, only the other, small tail has relative precision. */
        assert_double_near(nps_bayes_log_above(&posterior, theta), log_above, 1e-11 * fmax(1, fabs(log_above)));
        assert_double_near(nps_bayes_log_above(&mirror, -theta), log_below, 1e-11 * fmax(1, fabs(log_below)));
    }
    assert_int_equal(figures.row, 28);
}

/* Posteriors of up to 10^38 answers, also narrower than the distance of doubles near their score. */
static void narrow_tails_are_the_reference_figures(void **state)
{
    struct figures figures = figures_open("bayes_narrow.csv");
    (void)state;
    while (figures_next(&figures)) {
        const nps_real_counts posterior = {figures_number(&figures, 0), figures_number(&figures, 1),
                                           figures_number(&figures, 2)};
        const nps_real_counts mirror = {posterior.detractors, posterior.passives, posterior.promoters};
        const double theta = figures_number(&figures, 3);
        const double log_above = figures_number(&figures, 4), log_below = figures_number(&figures, 5);
        assert_double_near(nps_bayes_log_above(&posterior, theta), log_above, 1e-10 * fmax(1, fabs(log_above)));
        assert_double_near(nps_bayes_log_above(&mirror, -theta), log_below, 1e-10 * fmax(1, fabs(log_below)));
    }
    assert_int_equal(figures.row, 60);
}

/* P(promoters > detractors) with a uniform prior on few answers, by counting: theta above 0 means w above 1/2. */
static void the_middle_is_known_in_closed_form(void **state)
{
    static const double uniform[3] = {1, 1, 1};
    const nps_counts none = {0, 4, 0}, one = {1, 4, 0}, two = {2, 0, 0};
    (void)state;
    assert_double_near(above(&none, uniform, 0), 0.5, 1e-14);
    assert_double_near(above(&one, uniform, 0), 0.75, 1e-14);
    assert_double_near(above(&two, uniform, 0), 0.875, 1e-14);
    /* All passive but for one part in 2^k: p1 - p3 of Dirichlet(1, 1, 1) is triangular. */
    assert_double_near(nps_bayes_log_above(&(nps_real_counts){1, 1, 1}, 0.5), log(0.125), 1e-12);
    assert_double_near(nps_bayes_log_above(&(nps_real_counts){1, 1, 1}, -0.5), log(0.875), 1e-12);
}

static void the_two_tails_make_one(void **state)
{
    static const double priors[][3] = {
        {0.5, 0.5, 0.5}, {1e-100, 1e-100, 1e-100}, {1e-9, 3, 1e-9}, {1e15, 1, 1e15}, {0.01, 1e-6, 0.3}};
    size_t i, j;
    (void)state;
    for (i = 0; i < TABLE_COUNT; i++)
        for (j = 0; j < sizeof priors / sizeof *priors; j++) {
            const nps_counts mirror = mirrored(&TABLES[i]);
            const double mirrored_prior[3] = {priors[j][2], priors[j][1], priors[j][0]};
            double value, last = 1;
            for (value = -100; value <= 100; value += 6.25) {
                const double up = above(&TABLES[i], priors[j], value);
                assert_double_near(up + above(&mirror, mirrored_prior, -value), 1, 1e-7);
                assert_true(up <= last + 1e-7);
                last = up;
            }
        }
}

/* Logarithms of the density reach -1e19, where the distance of two doubles is 2048. */
static void tails_of_nearly_passive_crowds_are_nothing_or_all(void **state)
{
    static const nps_counts crowds[] = {{20, 4540051395202782228, 40}, {45, 9223372036854775853u, 1056330034477}};
    size_t i;
    (void)state;
    for (i = 0; i < sizeof crowds / sizeof *crowds; i++) {
        int part;
        for (part = 0; part <= 255; part += 5) {
            const double value = -100 + 200 * (part / 255.0);
            assert_double_near(above(&crowds[i], NULL, value), value < 0, 0);
        }
    }
}

/* However narrow the posterior, and wherever the value. The quadrature cannot find most of these. */
static void the_two_tails_of_huge_crowds_make_one(void **state)
{
    static const uint64_t parts[] = {0, 40, 8263207, 64334781766556, 71915759611189600, 4549525118210146533};
    enum { PARTS = sizeof parts / sizeof *parts };
    int i;
    (void)state;
    for (i = 1; i < PARTS * PARTS * PARTS; i++) {
        const nps_counts counts = {parts[i % PARTS], parts[i / PARTS % PARTS], parts[i / PARTS / PARTS]};
        const nps_counts mirror = mirrored(&counts);
        const double values[] = {0, 1e-7, -1e-12, -100, 1e-14, 100 * (100 / 255.0), 0.392, 99.9};
        double score;
        size_t j;
        assert_ok(nps_score(&counts, &score));
        for (j = 0; j < sizeof values / sizeof *values; j++) {
            const double value = fmax(-100, fmin(100, j < 3 ? score + values[j] : values[j]));
            assert_double_near(above(&counts, NULL, value) + above(&mirror, NULL, -value), 1, 1e-9);
        }
    }
    assert_double_near(above(&(nps_counts){40, 4549525118210146533, 71915759611189600}, NULL, 0.392), 0, 0);
    assert_double_near(above(&(nps_counts){71915759611189600, 4549525118210146533, 40}, NULL, -0.392), 1, 0);
}

/* A sample that is nearly the whole population has a posterior like that of up to 10^38 answers. */
static void nearly_whole_populations_have_narrow_posteriors(void **state)
{
    static const nps_counts counts = {5000000000000000000, 3000000000000000000, 2000000000000000000};
    const double se = sqrt(0.7 - 0.09) / 1e19;
    nps_interval_options options;
    nps_interval_result result;
    nps_test_result test;
    (void)state;
    nps_interval_options_init(&options);
    options.method = NPS_METHOD_BAYES;
    options.population = 10000000000000000001u;
    assert_ok(nps_interval_with(&counts, &options, &result));
    assert_double_near(result.bounds.lower, 30, 1e-13 + 200 * se);
    assert_double_near(result.bounds.upper, 30, 1e-13 + 200 * se);
    assert_ok(nps_test_with(&counts, 30.001, NPS_TWO_SIDED, &options, &test));
    assert_double_near(test.p_value, 0, 0);
}

static void intervals_leave_half_the_error_on_either_side(void **state)
{
    static const double levels[] = {0.5, 0.95, 0.999999};
    size_t i, j;
    (void)state;
    /* Without the last table, whose bounds are nearer to the end of the scale than the spacing of doubles. */
    for (i = 0; i < TABLE_COUNT - 1; i++)
        for (j = 0; j < sizeof levels / sizeof *levels; j++) {
            const nps_counts mirror = mirrored(&TABLES[i]);
            const double half = (1 - levels[j]) / 2;
            nps_bounds bounds, other;
            assert_ok(nps_interval(&TABLES[i], NPS_METHOD_BAYES, levels[j], &bounds));
            assert_ok(nps_interval(&mirror, NPS_METHOD_BAYES, levels[j], &other));
            assert_true(-100 <= bounds.lower && bounds.lower < bounds.upper && bounds.upper <= 100);
            assert_double_near(bounds.lower, -other.upper, 1e-11);
            assert_double_near(above(&TABLES[i], NULL, bounds.upper), half, 1e-6 * half);
            assert_double_near(above(&mirror, NULL, -bounds.lower), half, 1e-6 * half);
        }
}

static void tests_are_the_posterior_tails(void **state)
{
    const nps_counts counts = {51, 30, 19};
    double reference;
    (void)state;
    for (reference = -100; reference <= 100; reference += 12.5) {
        const nps_counts mirror = mirrored(&counts);
        const double up = above(&counts, NULL, reference), down = above(&mirror, NULL, -reference);
        double greater, less, two_sided;
        assert_ok(nps_test(&counts, reference, NPS_METHOD_BAYES, NPS_GREATER, &greater));
        assert_ok(nps_test(&counts, reference, NPS_METHOD_BAYES, NPS_LESS, &less));
        assert_ok(nps_test(&counts, reference, NPS_METHOD_BAYES, NPS_TWO_SIDED, &two_sided));
        assert_true(greater == down && less == up);
        assert_double_near(two_sided, fmin(1, 2 * fmin(up, down)), 0);
    }
}

static void bad_arguments_leave_the_output_unchanged(void **state)
{
    static const double bad[] = {0, -1, NAN, INFINITY, 1e-101, 1e16};
    const nps_counts counts = {5, 3, 2}, empty = {0, 0, 0}, huge = {UINT64_MAX, 1, 0};
    double probability = 7;
    size_t i, j;
    (void)state;
    for (i = 0; i < sizeof bad / sizeof *bad; i++)
        for (j = 0; j < 3; j++) {
            double prior[3] = {1, 1, 1};
            prior[j] = bad[i];
            assert_status(nps_bayes_probability(&counts, prior, 0, &probability), NPS_ERROR_PRIOR);
        }
    assert_status(nps_bayes_probability(NULL, NULL, 0, &probability), NPS_ERROR_NULL);
    assert_status(nps_bayes_probability(&counts, NULL, 0, NULL), NPS_ERROR_NULL);
    assert_status(nps_bayes_probability(&empty, NULL, 0, &probability), NPS_ERROR_EMPTY);
    assert_status(nps_bayes_probability(&huge, NULL, 0, &probability), NPS_ERROR_OVERFLOW);
    assert_status(nps_bayes_probability(&counts, NULL, NAN, &probability), NPS_ERROR_REFERENCE);
    assert_status(nps_bayes_probability(&counts, NULL, 100.1, &probability), NPS_ERROR_REFERENCE);
    assert_true(probability == 7);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(intervals_are_the_reference_figures),
        cmocka_unit_test(intervals_and_tests_take_a_prior),
        cmocka_unit_test(with_many_answers_bayes_is_near_the_score_method),
        cmocka_unit_test(tails_are_the_reference_figures),
        cmocka_unit_test(narrow_tails_are_the_reference_figures),
        cmocka_unit_test(the_middle_is_known_in_closed_form),
        cmocka_unit_test(the_two_tails_make_one),
        cmocka_unit_test(tails_of_nearly_passive_crowds_are_nothing_or_all),
        cmocka_unit_test(the_two_tails_of_huge_crowds_make_one),
        cmocka_unit_test(nearly_whole_populations_have_narrow_posteriors),
        cmocka_unit_test(intervals_leave_half_the_error_on_either_side),
        cmocka_unit_test(tests_are_the_posterior_tails),
        cmocka_unit_test(bad_arguments_leave_the_output_unchanged),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
