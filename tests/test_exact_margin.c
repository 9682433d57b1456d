/* The exact tests with a margin: the error of all tests by enumeration over truths whose scores differ by the margin,
 * and what holds for any order of the tables.
 * SPDX-License-Identifier: MIT */
#include "multinomial.h"
#include "sparse.h"
#include "test.h"

#include <math.h>
#include <stdlib.h>

enum { TABLES_MAX = 21, PAIRS_MAX = TABLES_MAX * TABLES_MAX };

static nps_comparison noninferiority_of(const nps_counts *a, const nps_counts *b, double margin, double level)
{
    nps_comparison out;
    assert_ok(nps_compare_noninferiority(a, b, margin, NPS_METHOD_EXACT, level, &out));
    assert_int_equal(out.method, NPS_METHOD_EXACT);
    return out;
}

static nps_counts mirror_of(const nps_counts *counts)
{
    return (nps_counts){counts->detractors, counts->passives, counts->promoters};
}

static int make_tables(nps_counts *tables, uint64_t n)
{
    uint64_t promoters, passives;
    int count = 0;
    for (promoters = 0; promoters <= n; promoters++)
        for (passives = 0; promoters + passives <= n; passives++)
            tables[count++] = (nps_counts){promoters, passives, n - promoters - passives};
    return count;
}

/* Two tables and the p-value of non-inferiority. */
struct pair {
    const nps_counts *a, *b;
    double p_value;
};

static int by_p_value(const void *left, const void *right)
{
    const double l = ((const struct pair *)left)->p_value, r = ((const struct pair *)right)->p_value;
    return (l > r) - (l < r);
}

/* The largest quotient, over all alphas, of the probability of a p-value of at most alpha and alpha. The pairs are in
 * the order of their p-values. */
static double largest_error(const struct pair *pairs, int count, const double *shares_a, const double *shares_b)
{
    double sum = 0, largest = 0;
    int i;
    for (i = 0; i < count && pairs[i].p_value < 1; i++) {
        sum += multinomial(pairs[i].a, shares_a) * multinomial(pairs[i].b, shares_b);
        if (i + 1 == count || pairs[i + 1].p_value > pairs[i].p_value)
            largest = fmax(largest, sum / pairs[i].p_value);
    }
    return largest;
}

/* The shares of a score, with the i-th of STEPS + 1 shares of passives. */
enum { STEPS = 8 };

static void set_shares(double *shares, double theta, int i)
{
    shares[1] = (1 - fabs(theta)) * i / STEPS;
    shares[0] = (1 - shares[1] + theta) / 2;
    shares[2] = (1 - shares[1] - theta) / 2;
}

static double worst_error(const struct pair *pairs, int count, double margin)
{
    double worst = 0;
    int k, i, j;
    for (k = 0; margin / 100 - 1 + k / 16.0 <= 1; k++) {
        const double theta = margin / 100 - 1 + k / 16.0;
        for (i = 0; i <= STEPS; i++) {
            for (j = 0; j <= STEPS; j++) {
                double shares_a[3], shares_b[3];
                set_shares(shares_a, theta - margin / 100, i);
                set_shares(shares_b, theta, j);
                worst = fmax(worst, largest_error(pairs, count, shares_a, shares_b));
            }
        }
    }
    return worst;
}

/* Whatever alpha is, and whatever the truths are, with a difference of -margin. */
static void p_values_are_below_alpha_with_at_most_that_probability(void **state)
{
    static const struct {
        uint64_t n_a, n_b;
        double margin;
    } cases[] = {{1, 1, 50}, {3, 3, 20}, {4, 2, 40}, {2, 5, 100}, {5, 3, 5}};
    static struct pair pairs[PAIRS_MAX];
    nps_counts of_a[TABLES_MAX], of_b[TABLES_MAX];
    size_t k;
    (void)state;
    for (k = 0; k < sizeof cases / sizeof *cases; k++) {
        const int count_a = make_tables(of_a, cases[k].n_a), count_b = make_tables(of_b, cases[k].n_b);
        double worst;
        int i, count = 0;
        for (i = 0; i < count_a * count_b; i++) {
            struct pair *const pair = &pairs[count++];
            pair->a = &of_a[i / count_b];
            pair->b = &of_b[i % count_b];
            pair->p_value = noninferiority_of(pair->a, pair->b, cases[k].margin, 0.95).p_value;
        }
        qsort(pairs, (size_t)count, sizeof *pairs, by_p_value);
        worst = worst_error(pairs, count, cases[k].margin);
        assert_true(worst <= 1);
        assert_true(worst >= 0.9);
    }
}

static const nps_counts samples[] = {{1, 0, 0}, {0, 3, 0}, {2, 0, 1}, {1, 2, 3}, {7, 1, 0}, {0, 0, 6}};

enum { SAMPLES = sizeof samples / sizeof *samples };

static void bounds_are_where_the_test_decides(void **state)
{
    static const double margins[] = {0.01, 1, 4.8828125, 14.6484375, 50, 99.9, 200};
    static const double levels[] = {0.6, 0.9, 0.975, 0.999};
    int i, j;
    (void)state;
    for (i = 0; i < SAMPLES * SAMPLES * 7; i++) {
        const nps_counts *a = &samples[i / SAMPLES % SAMPLES], *b = &samples[i % SAMPLES];
        const double margin = margins[i / SAMPLES / SAMPLES];
        nps_bounds before = {200, -200};
        if (i % (5 * EVERY))
            continue;
        for (j = 0; j < 4; j++) {
            const nps_comparison out = noninferiority_of(a, b, margin, levels[j]);
            nps_comparison both;
            assert_int_equal(out.p_value<1 - levels[j], out.bounds.lower> - margin);
            assert_true(out.bounds.lower <= before.lower && out.bounds.upper >= before.upper);
            assert_true(out.bounds.lower <= out.difference && out.difference <= out.bounds.upper);
            assert_ok(nps_compare_equivalence(a, b, margin, NPS_METHOD_EXACT, levels[j], &both));
            assert_double_near(both.bounds.lower, out.bounds.lower, 0);
            assert_double_near(both.bounds.upper, out.bounds.upper, 0);
            assert_int_equal(both.p_value<1 - levels[j], out.bounds.lower> - margin && out.bounds.upper < margin);
            before = out.bounds;
        }
    }
}

static void exchanged_and_mirrored_samples_have_the_same_p_value(void **state)
{
    int i;
    (void)state;
    for (i = 0; i < SAMPLES * SAMPLES; i++) {
        const nps_counts *a = &samples[i / SAMPLES], *b = &samples[i % SAMPLES];
        const nps_counts turned_a = mirror_of(a), turned_b = mirror_of(b);
        const nps_comparison out = noninferiority_of(a, b, 20, 0.95);
        const nps_comparison turned = noninferiority_of(&turned_b, &turned_a, 20, 0.95);
        nps_comparison there, back;
        assert_double_near(turned.p_value, out.p_value, 0);
        assert_double_near(turned.bounds.lower, out.bounds.lower, 0);
        assert_ok(nps_compare_equivalence(a, b, 20, NPS_METHOD_EXACT, 0.95, &there));
        assert_ok(nps_compare_equivalence(b, a, 20, NPS_METHOD_EXACT, 0.95, &back));
        assert_double_near(there.p_value, back.p_value, 0);
    }
}

static void a_larger_margin_has_no_larger_p_value(void **state)
{
    const nps_counts a = {3, 4, 2}, b = {4, 1, 2};
    double before = 1;
    int k;
    (void)state;
    for (k = 1; k <= 14; k++) {
        const double p = noninferiority_of(&a, &b, k * k, 0.95).p_value;
        assert_true(p <= before);
        before = p;
    }
    assert_true(before < 1e-3);
}

/* By sizes alone, as for nps_compare(). */
static void auto_is_exact_while_both_samples_are_small(void **state)
{
    const nps_counts five = {3, 1, 1}, four = {1, 1, 2}, six = {3, 2, 1};
    nps_comparison one, other;
    (void)state;
    assert_ok(nps_compare_noninferiority(&four, &five, 150, NPS_METHOD_AUTO, 0.95, &one));
    other = noninferiority_of(&four, &five, 150, 0.95);
    assert_int_equal(one.method, NPS_METHOD_EXACT);
    assert_memory_equal(&one.p_value, &other.p_value, sizeof one.p_value);
    assert_memory_equal(&one.bounds, &other.bounds, sizeof one.bounds);
    assert_ok(nps_compare_equivalence(&four, &five, 150, NPS_METHOD_AUTO, 0.95, &one));
    assert_int_equal(one.method, NPS_METHOD_EXACT);
    assert_ok(nps_compare_noninferiority(&four, &six, 150, NPS_METHOD_AUTO, 0.95, &one));
    assert_int_equal(one.method, NPS_METHOD_SKEWNESS_SCORE);
    assert_ok(nps_compare_equivalence(&six, &five, 150, NPS_METHOD_AUTO, 0.95, &one));
    assert_int_equal(one.method, NPS_METHOD_SKEWNESS_SCORE);
}

static void larger_samples_are_too_many(void **state)
{
    const nps_counts more = {10, 6, 5}, one = {1, 0, 0};
    nps_comparison out;
    (void)state;
    assert_status(nps_compare_noninferiority(&one, &more, 10, NPS_METHOD_EXACT, 0.95, &out), NPS_ERROR_TOO_MANY);
    assert_status(nps_compare_equivalence(&more, &one, 10, NPS_METHOD_EXACT, 0.95, &out), NPS_ERROR_TOO_MANY);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(p_values_are_below_alpha_with_at_most_that_probability),
        cmocka_unit_test(bounds_are_where_the_test_decides),
        cmocka_unit_test(exchanged_and_mirrored_samples_have_the_same_p_value),
        cmocka_unit_test(a_larger_margin_has_no_larger_p_value),
        cmocka_unit_test(auto_is_exact_while_both_samples_are_small),
        cmocka_unit_test(larger_samples_are_too_many),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
