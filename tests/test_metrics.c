/* SPDX-License-Identifier: MIT */
#include "math/bounded_mean.h"
#include "math/gamma_sum.h"
#include "math/special.h"
#include "test.h"

static const nps_scale THREE = {1, 3, 1, 3}, FIVE = {1, 5, 3, 5}, SEVEN = {1, 7, 4, 6}, TWO = {0, 1, 0, 1};

static nps_accumulator accumulator_of(uint64_t lowest, const uint64_t *times, int points)
{
    nps_accumulator self = {{0}, 0, 0};
    int i;
    for (i = 0; i < points; i++)
        self.answers[lowest + (uint64_t)i] = times[i];
    return self;
}

/* For shapes of 1 the sum is one of exponential variables: c_i contributes prod c_i / (c_i - c_j) where positive. */
static double positive_by_partial_fractions(const double *coefficients, int count)
{
    double sum = 0;
    int i, j;
    for (i = 0; i < count; i++) {
        double term = coefficients[i] > 0 ? 1 : 0;
        for (j = 0; j < count; j++)
            term *= j != i ? coefficients[i] / (coefficients[i] - coefficients[j]) : 1;
        sum += term;
    }
    return sum;
}

static void gamma_sums_of_exponentials_are_known(void **state)
{
    static const double ones[5] = {1, 1, 1, 1, 1};
    static const double coefficients[][5] = {
        {1, -1, 2, -2, 0.5}, {-3, -2, -1, 0.1, -5}, {0.3, 0.2, -0.1, 1, 4}, {1, 3, -7, 0, -0.4}};
    size_t i;
    (void)state;
    for (i = 0; i < 4; i++) {
        const double expected = positive_by_partial_fractions(coefficients[i], 5);
        assert_double_near(nps_gamma_sum_positive(ones, coefficients[i], 5), expected, 1e-11 * expected);
    }
}

/* With two variables it is a beta probability, also far in the tail and for many answers. */
static void gamma_sums_of_two_are_beta(void **state)
{
    static const double pairs[][3] = {{3, 8, 0.1},   {1, 1, 0.3},   {1, 20, 0.6},       {20, 1, 0.2},
                                      {1, 2, 0.999}, {40, 60, 0.9}, {1e6, 3e6, 0.2505}, {3e11, 7e11, 0.3000009}};
    size_t i;
    (void)state;
    for (i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        const double a = pairs[i][0], b = pairs[i][1], p = pairs[i][2];
        const double shapes[] = {a, b}, coefficients[] = {1 - p, -p};
        const double expected = exp(nps_log_beta_below(b, a, 1 - p, p));
        assert_double_near(nps_gamma_sum_positive(shapes, coefficients, 2), expected,
                           (a < 1e9 ? 1e-11 : 1e-9) * expected);
    }
}

static void gamma_sums_of_one_sign_are_certain(void **state)
{
    static const double shapes[] = {2, 0, 5}, above[] = {1, -9, 0}, below[] = {-1, 9, 0}, nothing[] = {0, 5, 0};
    (void)state;
    assert_double_near(nps_gamma_sum_positive(shapes, above, 3), 1, 0);
    assert_double_near(nps_gamma_sum_positive(shapes, below, 3), 0, 0);
    assert_double_near(nps_gamma_sum_positive(shapes, nothing, 3), 0, 0);
}

/* The second variable takes no part, and the first pole of its factor is at the saddle point of the others. */
static void a_gamma_variable_of_shape_0_takes_no_part(void **state)
{
    static const double shapes[] = {2, 0, 2}, coefficients[] = {-1, -2, 2};
    (void)state;
    assert_double_near(nps_gamma_sum_positive(shapes, coefficients, 3), 20 / 27., 1e-12);
}

/* Whose observed mean is such a point too. */
static void bounds_enclose_the_observed_mean(void **state)
{
    static const uint8_t answers[] = {2, 2, 5};
    const nps_scale five = {1, 5, 1, 5};
    nps_accumulator survey = {{0}, 0, 0};
    nps_mean_result found;
    (void)state;
    assert_ok(nps_accumulator_add_u8(&survey, answers, sizeof answers));
    assert_ok(nps_ces_mean(&survey, &five, 0.95, &found, NULL));
    assert_true(found.lower < 1.5 && found.upper > 4.7);
}

/* P(X >= k) of a binomial, summed. */
static double binomial_at_least(int k, int n, double p)
{
    double sum = 0;
    for (; k <= n; k++)
        sum += nps_binomial_probability(k, n, p);
    return sum;
}

static void a_mean_of_two_points_is_clopper_pearson(void **state)
{
    uint64_t k;
    (void)state;
    for (k = 0; k <= 20; k++) {
        const uint64_t times[] = {20 - k, k};
        const nps_accumulator survey = accumulator_of(0, times, 2);
        nps_mean_result mean;
        assert_ok(nps_ces_mean(&survey, &TWO, 0.95, &mean, NULL));
        if (k > 0)
            assert_double_near(binomial_at_least((int)k, 20, mean.lower), 0.025, 1e-11);
        else
            assert_double_near(mean.lower, 0, 0);
        if (k < 20)
            assert_double_near(1 - binomial_at_least((int)k + 1, 20, mean.upper), 0.025, 1e-11);
        else
            assert_double_near(mean.upper, 1, 0);
    }
}

enum { FEW = 9, TABLES = (FEW + 1) * (FEW + 2) / 2 };

/* The intervals of the mean of all samples of n answers on three points. */
struct all_means {
    nps_mean_result found[TABLES];
    int tables[TABLES][2], count, n;
};

static void find_means(struct all_means *self, int n)
{
    int a, b;
    self->n = n;
    self->count = 0;
    for (a = 0; a <= n; a++)
        for (b = 0; a + b <= n; b++) {
            const uint64_t times[] = {(uint64_t)a, (uint64_t)b, (uint64_t)(n - a - b)};
            const nps_accumulator survey = accumulator_of(1, times, 3);
            assert_ok(nps_ces_mean(&survey, &THREE, 0.95, &self->found[self->count], NULL));
            self->tables[self->count][0] = a;
            self->tables[self->count++][1] = b;
        }
}

static double coverage_of(const struct all_means *self, double p, double q, double r)
{
    const double truth = p + 2 * q + 3 * r;
    double covered = 0;
    int i;
    for (i = 0; i < self->count; i++) {
        const double x = self->tables[i][0], y = self->tables[i][1];
        if (self->found[i].lower <= truth + 1e-9 && truth - 1e-9 <= self->found[i].upper)
            covered += nps_binomial_probability(x, self->n, p) *
                       nps_binomial_probability(y, self->n - x, q + r > 0 ? q / (q + r) : 0);
    }
    return covered;
}

/* Coverage summed over all tables, for truths on a lattice. */
static void means_cover_at_least_their_level(void **state)
{
    static struct all_means means;
    double lowest = 1;
    int n, a, b;
    (void)state;
    for (n = 1; n <= FEW; n += 2) {
        find_means(&means, n);
        for (a = 0; a <= 50; a++)
            for (b = 0; a + b <= 50; b++)
                lowest = fmin(lowest, coverage_of(&means, a / 50.0, b / 50.0, (50 - a - b) / 50.0));
    }
    assert_true(lowest >= 0.95);
}

static void many_answers_have_a_normal_mean(void **state)
{
    const uint64_t times[] = {300000, 100000, 200000, 400000, 100000};
    const nps_accumulator survey = accumulator_of(1, times, 5);
    nps_mean_result mean;
    double variance = 0;
    int i;
    (void)state;
    assert_ok(nps_ces_mean(&survey, &FIVE, 0.95, &mean, NULL));
    for (i = 0; i < 5; i++)
        variance += (double)times[i] * (i + 1 - mean.mean) * (i + 1 - mean.mean) / 1.1e6;
    assert_double_near(mean.upper - mean.lower, 2 * 1.959964 * sqrt(variance / 1.1e6), 1e-5);
    assert_int_equal(mean.n, 1100000);
}

static void boxes_are_those_of_the_field(void **state)
{
    static const int tops[][2] = {{2, 1}, {3, 1}, {4, 2}, {5, 2}, {7, 2}, {10, 3}, {11, 3}};
    const nps_accumulator survey = {{1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1}, 4, 5};
    nps_csat_result out;
    uint64_t outside = 77;
    size_t i;
    (void)state;
    for (i = 0; i < sizeof tops / sizeof *tops; i++) {
        const uint8_t points = (uint8_t)tops[i][0], lowest = points == 11 ? 0 : 10 - points;
        const nps_scale scale = {(uint8_t)(points == 11 ? 0 : lowest + 1), 10, lowest + 1, 10};
        assert_ok(nps_csat(&survey, &scale, 0, 0.95, &out, &outside));
        assert_int_equal(out.top, tops[i][1]);
        assert_int_equal(out.points, points);
        assert_int_equal(out.counts.successes, tops[i][1]);
        assert_int_equal(out.counts.n, points);
        assert_int_equal(outside, 11 - points);
        assert_double_near(out.satisfied.share, (double)tops[i][1] / points, 1e-15);
    }
    assert_ok(nps_csat(&survey, NULL, 4, 0.95, &out, NULL));
    assert_int_equal(out.counts.successes, 4);
}

static void efforts_are_counted_around_the_middle(void **state)
{
    const nps_accumulator survey = {{9, 1, 2, 4, 8, 16, 32, 64, 0, 0, 0}, 0, 0};
    const nps_scale four = {1, 4, 1, 4};
    nps_counts counts;
    uint64_t outside;
    (void)state;
    assert_ok(nps_ces_counts(&survey, &SEVEN, &counts, &outside));
    assert_true(counts.detractors == 7 && counts.passives == 8 && counts.promoters == 112 && outside == 9);
    assert_ok(nps_ces_counts(&survey, &four, &counts, &outside));
    assert_true(counts.detractors == 3 && counts.passives == 0 && counts.promoters == 12);
    assert_status(nps_ces_counts(&survey, &SEVEN, &counts, NULL), NPS_ERROR_OUTSIDE);
}

static void means_are_compared(void **state)
{
    const uint64_t low[] = {10, 20, 30, 25, 15}, high[] = {5, 10, 20, 40, 60};
    const nps_accumulator a = accumulator_of(1, high, 5), b = accumulator_of(1, low, 5);
    nps_mean_difference found, other, same, touching;
    (void)state;
    assert_ok(nps_mean_compare(&a, &b, &FIVE, 0.95, &found));
    assert_ok(nps_mean_compare(&b, &a, &FIVE, 0.95, &other));
    assert_ok(nps_mean_compare(&a, &a, &FIVE, 0.95, &same));
    assert_true(found.lower > 0 && found.p_value < 0.001 && found.upper < 2);
    assert_double_near(found.lower, -other.upper, 1e-12);
    assert_double_near(found.p_value, other.p_value, 1e-12);
    assert_double_near(same.p_value, 1, 0);
    /* An interval at the level 1 - p touches 0. */
    assert_ok(nps_mean_compare(&a, &b, &FIVE, 1 - found.p_value, &touching));
    assert_double_near(touching.lower, 0, 1e-6);
}

static void customers_stay(void **state)
{
    nps_proportion_result out;
    (void)state;
    assert_ok(nps_retention(200, 210, 40, 0.95, &out));
    assert_double_near(out.share, 0.85, 0);
    assert_status(nps_retention(200, 30, 40, 0.95, &out), NPS_ERROR_PART);
    assert_status(nps_retention(200, 300, 40, 0.95, &out), NPS_ERROR_PART);
    assert_status(nps_retention(0, 0, 0, 0.95, &out), NPS_ERROR_EMPTY);
}

static void small_groups_have_no_score(void **state)
{
    const nps_accumulator group = {{0, 0, 0, 0, 0, 0, 0, 0, 1, 2, 1}, 3, 0}, nobody = {{0}, 2, 0};
    nps_summary out;
    (void)state;
    assert_status(nps_enps(&group, NULL, 5, &out), NPS_ERROR_UNAVAILABLE);
    assert_status(nps_enps(&nobody, NULL, 5, &out), NPS_ERROR_UNAVAILABLE);
    assert_status(nps_enps(&nobody, NULL, 0, &out), NPS_ERROR_EMPTY);
    assert_status(nps_enps(NULL, NULL, 5, &out), NPS_ERROR_NULL);
    assert_ok(nps_enps(&group, NULL, 4, &out));
    assert_double_near(out.score, 75, 0);
}

static void what_is_wrong_has_a_status(void **state)
{
    const nps_accumulator survey = {{0, 1}, 0, 0}, none = {{0}, 0, 0}, huge = {{0, UINT64_MAX, 1}, 0, 0};
    const nps_scale eight = {1, 8, 1, 8}, wrong = {5, 1, 1, 1};
    nps_csat_result csat;
    nps_mean_result mean;
    nps_mean_difference difference;
    nps_counts counts;
    (void)state;
    assert_status(nps_csat(NULL, &FIVE, 0, 0.95, &csat, NULL), NPS_ERROR_NULL);
    assert_status(nps_csat(&survey, &FIVE, 0, 0.95, NULL, NULL), NPS_ERROR_NULL);
    assert_status(nps_csat(&survey, &wrong, 0, 0.95, &csat, NULL), NPS_ERROR_SCALE);
    assert_status(nps_csat(&survey, &FIVE, 5, 0.95, &csat, NULL), NPS_ERROR_SCALE);
    assert_status(nps_csat(&survey, &FIVE, UINT32_MAX, 0.95, &csat, NULL), NPS_ERROR_SCALE);
    assert_status(nps_csat(&survey, &eight, 0, 0.95, &csat, NULL), NPS_ERROR_UNAVAILABLE);
    assert_status(nps_csat(&none, &FIVE, 0, 0.95, &csat, NULL), NPS_ERROR_EMPTY);
    assert_status(nps_csat(&huge, &FIVE, 4, 0.95, &csat, NULL), NPS_ERROR_OVERFLOW);
    assert_status(nps_csat(&survey, &FIVE, 0, 95, &csat, NULL), NPS_ERROR_LEVEL);
    assert_status(nps_ces_mean(&none, &FIVE, 0.95, &mean, NULL), NPS_ERROR_EMPTY);
    assert_status(nps_ces_mean(&huge, &FIVE, 0.95, &mean, NULL), NPS_ERROR_OVERFLOW);
    assert_status(nps_ces_mean(&survey, &FIVE, NAN, &mean, NULL), NPS_ERROR_LEVEL);
    assert_status(nps_ces_mean(NULL, &FIVE, 0.95, &mean, NULL), NPS_ERROR_NULL);
    assert_status(nps_ces_counts(&survey, &wrong, &counts, NULL), NPS_ERROR_SCALE);
    assert_status(nps_ces_counts(NULL, &FIVE, &counts, NULL), NPS_ERROR_NULL);
    assert_status(nps_mean_compare(&survey, &none, &FIVE, 0.95, &difference), NPS_ERROR_EMPTY);
    assert_status(nps_mean_compare(&survey, NULL, &FIVE, 0.95, &difference), NPS_ERROR_NULL);
    assert_status(nps_mean_compare(&survey, &survey, &FIVE, 0, &difference), NPS_ERROR_LEVEL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(gamma_sums_of_exponentials_are_known),
        cmocka_unit_test(gamma_sums_of_two_are_beta),
        cmocka_unit_test(gamma_sums_of_one_sign_are_certain),
        cmocka_unit_test(a_gamma_variable_of_shape_0_takes_no_part),
        cmocka_unit_test(bounds_enclose_the_observed_mean),
        cmocka_unit_test(a_mean_of_two_points_is_clopper_pearson),
        cmocka_unit_test(means_cover_at_least_their_level),
        cmocka_unit_test(many_answers_have_a_normal_mean),
        cmocka_unit_test(boxes_are_those_of_the_field),
        cmocka_unit_test(efforts_are_counted_around_the_middle),
        cmocka_unit_test(means_are_compared),
        cmocka_unit_test(customers_stay),
        cmocka_unit_test(small_groups_have_no_score),
        cmocka_unit_test(what_is_wrong_has_a_status),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
