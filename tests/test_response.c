/* SPDX-License-Identifier: MIT */
#include "test.h"

static const nps_counts COUNTS = {46, 30, 14};
static const nps_response_rates RATES = {0.55, 0.37, 0.50}, EQUAL = {0.3, 0.3, 0.3};

static void rates_are_proportions(void **state)
{
    const nps_proportion observed = {300, 1000};
    nps_proportion_result rate, share;
    (void)state;
    assert_ok(nps_response_rate(300, 1000, 0.9, &rate));
    assert_ok(nps_proportion_interval(&observed, NPS_PROPORTION_AUTO, 0.9, &share));
    assert_true(rate.share == share.share && rate.lower == share.lower && rate.upper == share.upper);
    assert_status(nps_response_rate(3, 2, 0.9, &rate), NPS_ERROR_PART);
    assert_status(nps_response_rate(0, 0, 0.9, &rate), NPS_ERROR_EMPTY);
    assert_status(nps_response_rate(1, 2, 0.9, NULL), NPS_ERROR_NULL);
}

static void waves_ask_those_who_are_left(void **state)
{
    const uint64_t answered[] = {180, 90, 30}, too_many[] = {180, 821}, all[] = {1000, 0};
    nps_response_wave waves[3], before;
    (void)state;
    assert_ok(nps_response_waves(1000, answered, 3, 0.95, waves));
    assert_true(waves[0].asked == 1000 && waves[1].asked == 820 && waves[2].asked == 730 && waves[2].answered == 30);
    assert_double_near(waves[2].rate.share, 30.0 / 730, 1e-16);
    assert_double_near(waves[2].cumulative.share, 0.3, 1e-16);
    before = waves[0];
    assert_status(nps_response_waves(1000, too_many, 2, 0.95, waves), NPS_ERROR_PART);
    assert_status(nps_response_waves(1000, all, 2, 0.95, waves), NPS_ERROR_EMPTY);
    assert_status(nps_response_waves(1000, answered, 0, 0.95, waves), NPS_ERROR_EMPTY);
    assert_status(nps_response_waves(1000, NULL, 3, 0.95, waves), NPS_ERROR_NULL);
    assert_status(nps_response_waves(1000, answered, 3, 95, waves), NPS_ERROR_LEVEL);
    assert_double_near(waves[0].rate.share, before.rate.share, 0);
}

/* The scores by hand: 110 others. */
static void the_worst_and_the_best(void **state)
{
    const nps_counts worst = {46, 30, 124}, best = {156, 30, 14};
    nps_nonresponse_result out;
    nps_bounds bounds;
    (void)state;
    assert_ok(nps_nonresponse(&COUNTS, 200, &RATES, 0.95, &out));
    assert_double_near(out.rate.share, 0.45, 1e-16);
    assert_double_near(out.worst.score, -39, 0);
    assert_double_near(out.best.score, 71, 0);
    assert_double_near(out.observed.score, 3200.0 / 90, 1e-12);
    assert_ok(nps_interval(&worst, NPS_METHOD_AUTO, 0.95, &bounds));
    assert_memory_equal(&bounds, &out.worst.bounds, sizeof bounds);
    assert_ok(nps_interval(&best, NPS_METHOD_AUTO, 0.95, &bounds));
    assert_memory_equal(&bounds, &out.best.bounds, sizeof bounds);
    assert_ok(nps_nonresponse(&COUNTS, 90, NULL, 0.95, &out));
    assert_memory_equal(&out.worst, &out.best, sizeof out.best);
    assert_memory_equal(&out.reweighted, &out.observed, sizeof out.observed);
}

static void answers_are_reweighted(void **state)
{
    const double weights[] = {46 / 0.55, 30 / 0.37, 14 / 0.5};
    const double expected = 100 * (weights[0] - weights[2]) / (weights[0] + weights[1] + weights[2]);
    const nps_counts many = {4600000, 3000000, 1400000};
    nps_nonresponse_result out;
    nps_bounds bounds;
    (void)state;
    assert_ok(nps_nonresponse(&COUNTS, 200, &RATES, 0.95, &out));
    assert_double_near(out.reweighted.score, expected, 1e-11);
    assert_true(out.reweighted.bounds.lower < expected && expected < out.reweighted.bounds.upper);
    /* Equal rates change no score, and for many answers no interval. */
    assert_ok(nps_nonresponse(&many, UINT64_C(20000000), &EQUAL, 0.95, &out));
    assert_double_near(out.reweighted.score, out.observed.score, 1e-11);
    assert_ok(nps_interval(&many, NPS_METHOD_SCORE, 0.95, &bounds));
    assert_double_near(out.reweighted.bounds.lower, bounds.lower, 1e-4);
    assert_double_near(out.reweighted.bounds.upper, bounds.upper, 1e-4);
}

static void tiny_rates_are_relative_to_each_other(void **state)
{
    const nps_response_rates tiny = {1e-307, 1e-307, 1e-307}, least = {2e-308, 1e-308, 1e-308}, twice = {1, 0.5, 0.5};
    nps_nonresponse_result out, expected;
    (void)state;
    assert_ok(nps_nonresponse(&COUNTS, 200, &tiny, 0.95, &out));
    assert_double_near(out.reweighted.score, out.observed.score, 1e-11);
    assert_ok(nps_nonresponse(&COUNTS, 200, &least, 0.95, &out));
    assert_ok(nps_nonresponse(&COUNTS, 200, &twice, 0.95, &expected));
    assert_double_near(out.reweighted.score, expected.reweighted.score, 1e-11);
    assert_double_near(out.reweighted.bounds.lower, expected.reweighted.bounds.lower, 1e-9);
}

/* The coverage of the reweighted interval, summed over all tables of 8 answers, for truths on a lattice. */
static void reweighted_intervals_keep_their_level(void **state)
{
    enum { N = 8, LATTICE = 20 };
    static nps_nonresponse_result results[N + 1][N + 1];
    double lowest = 1;
    int a, b, i, j;
    (void)state;
    for (i = 0; i <= N; i++)
        for (j = 0; i + j <= N; j++) {
            const nps_counts counts = {(uint64_t)i, (uint64_t)j, (uint64_t)(N - i - j)};
            assert_ok(nps_nonresponse(&counts, 100, &RATES, 0.95, &results[i][j]));
        }
    for (a = 0; a <= LATTICE; a++)
        for (b = 0; a + b <= LATTICE; b++) {
            const double p = (double)a / LATTICE, m = (double)b / LATTICE, d = (double)(LATTICE - a - b) / LATTICE;
            const double truth = 100 * (p / 0.55 - d / 0.5) / (p / 0.55 + m / 0.37 + d / 0.5);
            double covered = 0;
            for (i = 0; i <= N; i++)
                for (j = 0; i + j <= N; j++)
                    if (results[i][j].reweighted.bounds.lower <= truth + 1e-7 &&
                        truth - 1e-7 <= results[i][j].reweighted.bounds.upper)
                        covered += tgamma(N + 1) / tgamma(i + 1) / tgamma(j + 1) / tgamma(N - i - j + 1) * pow(p, i) *
                                   pow(m, j) * pow(d, N - i - j);
            lowest = fmin(lowest, covered);
        }
    assert_true(lowest >= 0.95);
}

static void limits_bring_the_bound_to_the_benchmark(void **state)
{
    const nps_counts counts = {460, 300, 140}, mirror = {140, 300, 460};
    nps_nonresponse_limits limits, other;
    nps_nonresponse_result out;
    nps_response_rates rates;
    nps_bounds bounds;
    (void)state;
    assert_ok(nps_nonresponse_limit(&counts, 2000, 0, 0.95, &limits));
    assert_int_equal(limits.conclusion, 1);
    assert_ok(nps_interval(&counts, NPS_METHOD_AUTO, 0.95, &bounds));
    assert_double_near(bounds.lower * 0.45 + limits.others_score * 0.55, 0, 1e-10);
    rates = (nps_response_rates){1, sqrt(1 / limits.rate_ratio), 1 / limits.rate_ratio};
    assert_ok(nps_nonresponse(&counts, 2000, &rates, 0.95, &out));
    assert_double_near(out.reweighted.bounds.lower, 0, 1e-7);
    assert_ok(nps_nonresponse_limit(&mirror, 2000, 0, 0.95, &other));
    assert_int_equal(other.conclusion, -1);
    assert_double_near(other.others_score, -limits.others_score, 1e-9);
    assert_double_near(other.rate_ratio * limits.rate_ratio, 1, 1e-9);
    assert_ok(nps_nonresponse_limit(&counts, 2000, 35, 0.95, &other));
    assert_true(other.conclusion == 0 && isnan(other.others_score) && isnan(other.rate_ratio));
    assert_ok(nps_nonresponse_limit(&counts, 900, 0, 0.95, &other));
    assert_true(other.conclusion == 1 && isnan(other.others_score) && other.rate_ratio > 1);
}

static void what_is_wrong_has_a_status(void **state)
{
    const nps_counts none = {0, 0, 0}, huge = {UINT64_MAX, 1, 0};
    const nps_response_rates wrong[] = {{0, 0.5, 0.5}, {0.5, 1.5, 0.5}, {0.5, 0.5, NAN}, {1, 1, 1e-7}};
    nps_nonresponse_result out = {.observed = {7, {7, 7}}};
    nps_nonresponse_limits limits;
    int i;
    (void)state;
    assert_status(nps_nonresponse(NULL, 10, NULL, 0.95, &out), NPS_ERROR_NULL);
    assert_status(nps_nonresponse(&COUNTS, 100, NULL, 0.95, NULL), NPS_ERROR_NULL);
    assert_status(nps_nonresponse(&none, 10, NULL, 0.95, &out), NPS_ERROR_EMPTY);
    assert_status(nps_nonresponse(&huge, 10, NULL, 0.95, &out), NPS_ERROR_OVERFLOW);
    assert_status(nps_nonresponse(&COUNTS, 89, NULL, 0.95, &out), NPS_ERROR_PART);
    assert_status(nps_nonresponse(&COUNTS, 100, NULL, 95, &out), NPS_ERROR_LEVEL);
    for (i = 0; i < 4; i++)
        assert_status(nps_nonresponse(&COUNTS, 100, &wrong[i], 0.95, &out), NPS_ERROR_SHARES);
    assert_double_near(out.observed.score, 7, 0);
    assert_status(nps_nonresponse_limit(&COUNTS, 100, 101, 0.95, &limits), NPS_ERROR_REFERENCE);
    assert_status(nps_nonresponse_limit(&COUNTS, 89, 0, 0.95, &limits), NPS_ERROR_PART);
    assert_status(nps_nonresponse_limit(&COUNTS, 100, 0, 0, &limits), NPS_ERROR_LEVEL);
    assert_status(nps_nonresponse_limit(&COUNTS, 100, 0, 0.95, NULL), NPS_ERROR_NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rates_are_proportions),
        cmocka_unit_test(waves_ask_those_who_are_left),
        cmocka_unit_test(the_worst_and_the_best),
        cmocka_unit_test(answers_are_reweighted),
        cmocka_unit_test(tiny_rates_are_relative_to_each_other),
        cmocka_unit_test(reweighted_intervals_keep_their_level),
        cmocka_unit_test(limits_bring_the_bound_to_the_benchmark),
        cmocka_unit_test(what_is_wrong_has_a_status),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
