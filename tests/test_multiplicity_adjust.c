/* Adjusted p-values.
 * SPDX-License-Identifier: MIT */
#include "figures.h"

enum { MOST_P_VALUES = 64 };

static double next_share(uint64_t *random)
{
    return (double)(next_random(random) >> 11) * 0x1p-53;
}

/* Holm is the closed test by Bonferroni: the largest p-value over all sets of hypotheses that contain this one. */
static double closed_test(const double *p, size_t count, size_t which)
{
    double worst = 0;
    unsigned set;
    for (set = 0; set < 1u << count; set++) {
        double smallest = 1;
        size_t size = 0, i;
        for (i = 0; i < count; i++)
            if (set >> i & 1) {
                smallest = fmin(smallest, p[i]);
                size++;
            }
        if (set >> which & 1)
            worst = fmax(worst, fmin(1, (double)size * smallest));
    }
    return worst;
}

/* The smallest expected share of false discoveries at any threshold that includes this p-value. */
static double smallest_rate(const double *p, size_t count, size_t which)
{
    double best = 1;
    size_t i, j;
    for (i = 0; i < count; i++) {
        size_t below = 0;
        for (j = 0; j < count; j++)
            below += p[j] <= p[i];
        if (p[i] >= p[which])
            best = fmin(best, p[i] * (double)count / (double)below);
    }
    return best;
}

/* Benjamini-Yekutieli is Benjamini-Hochberg on p-values multiplied by the harmonic sum. */
static double smallest_rate_of_any(const double *p, size_t count, size_t which)
{
    double larger[MOST_P_VALUES], sum = 0;
    size_t i;
    for (i = 1; i <= count; i++)
        sum += 1 / (double)i;
    for (i = 0; i < count; i++)
        larger[i] = sum * p[i];
    return smallest_rate(larger, count, which);
}

/* Bonferroni: the sum of as many probabilities as there are hypotheses, as far as it is one. */
static double added_up(const double *p, size_t count, size_t which)
{
    double sum = 0;
    size_t i;
    for (i = 0; i < count; i++)
        sum += p[which];
    return sum < 1 ? sum : 1;
}

static void adjusted_p_values_are_what_the_definitions_say(void **state)
{
    static double (*const definitions[])(const double *p, size_t count, size_t which) = {
        [NPS_ADJUST_HOLM] = closed_test,
        [NPS_ADJUST_BENJAMINI_HOCHBERG] = smallest_rate,
        [NPS_ADJUST_BENJAMINI_YEKUTIELI] = smallest_rate_of_any,
        [NPS_ADJUST_BONFERRONI] = added_up,
    };
    uint64_t random = 11;
    int round;
    (void)state;
    for (round = 0; round < 300; round++) {
        const size_t count = 1 + next_below(&random, 8);
        double p[8], adjusted[8];
        size_t order[8], i;
        int adjustment;
        for (i = 0; i < count; i++) /* with ties, and with both ends of [0, 1] */
            p[i] = i % 2 == 1 ? (double)next_below(&random, 5) / 4 : pow(next_share(&random), 4);
        for (adjustment = NPS_ADJUST_HOLM; adjustment <= NPS_ADJUST_BONFERRONI; adjustment++) {
            if (!definitions[adjustment])
                continue;
            assert_ok(nps_adjust(p, count, (nps_adjustment)adjustment, adjusted, order));
            for (i = 0; i < count; i++) {
                const double expected = definitions[adjustment](p, count, i);
                assert_double_near(adjusted[i], expected, 1e-15 * expected);
            }
        }
        assert_ok(nps_adjust(p, count, NPS_ADJUST_NONE, adjusted, order));
        assert_memory_equal(adjusted, p, count * sizeof *p);
    }
}

/* The example of Benjamini and Hochberg 1995: at .05 Bonferroni and Holm find three differences, and
 * Benjamini-Hochberg finds four. */
static void the_example_of_the_paper(void **state)
{
    static const double p[] = {.0001, .0004, .0019, .0095, .0201, .0278, .0298, .0344,
                               .0459, .3240, .4262, .5719, .6528, .7590, 1.000};
    enum { COUNT = sizeof p / sizeof *p };
    double holm[COUNT], rate[COUNT], any[COUNT];
    size_t order[COUNT], i;
    (void)state;
    assert_ok(nps_adjust(p, COUNT, NPS_ADJUST_HOLM, holm, order));
    assert_ok(nps_adjust(p, COUNT, NPS_ADJUST_BENJAMINI_HOCHBERG, rate, order));
    assert_ok(nps_adjust(p, COUNT, NPS_ADJUST_BENJAMINI_YEKUTIELI, any, order));
    for (i = 0; i < COUNT; i++) {
        assert_int_equal(holm[i] <= 0.05, i < 3);
        assert_int_equal(rate[i] <= 0.05, i < 4);
        assert_int_equal(any[i] <= 0.05, i < 3);
        assert_int_equal(order[i], i);
    }
    assert_double_near(holm[2], 13 * .0019, 1e-15);
    assert_double_near(rate[3], 15 * .0095 / 4, 1e-15);
    assert_double_near(rate[5], 15 * .0298 / 7, 1e-15);
}

static void adjusted_p_values_are_the_reference_figures(void **state)
{
    static const nps_adjustment adjustments[] = {NPS_ADJUST_HOLM, NPS_ADJUST_BENJAMINI_HOCHBERG,
                                                 NPS_ADJUST_BENJAMINI_YEKUTIELI};
    struct figures figures = figures_open("adjusted.csv");
    double p[MOST_P_VALUES], expected[3][MOST_P_VALUES], adjusted[MOST_P_VALUES];
    size_t order[MOST_P_VALUES], count = 0, i;
    double family = 0;
    bool more = true;
    int a;
    (void)state;
    while (more) {
        more = figures_next(&figures);
        if (!more || figures_number(&figures, 0) != family) {
            for (a = 0; a < 3; a++) {
                assert_ok(nps_adjust(p, count, adjustments[a], adjusted, order));
                for (i = 0; i < count; i++)
                    assert_double_near(adjusted[i], expected[a][i], 1e-15 * expected[a][i]);
            }
            family++;
            count = 0;
        }
        if (more) {
            p[count] = figures_number(&figures, 1);
            for (a = 0; a < 3; a++)
                expected[a][count] = figures_number(&figures, 2 + a);
            count++;
        }
    }
    assert_int_equal(figures.row, 83);
    assert_double_near(family, 6, 0);
}

static void tiny_p_values_keep_their_precision(void **state)
{
    double p[] = {1e-300, 0.5, 2e-300, 0}, adjusted[4];
    size_t order[4];
    (void)state;
    assert_ok(nps_adjust(p, 4, NPS_ADJUST_HOLM, adjusted, order));
    assert_double_near(adjusted[0], 3e-300, 1e-315);
    assert_double_near(adjusted[2], 4e-300, 1e-315);
    assert_double_near(adjusted[3], 0, 0);
    assert_ok(nps_adjust(p, 4, NPS_ADJUST_BENJAMINI_YEKUTIELI, adjusted, order));
    assert_double_near(adjusted[0], 2e-300 * 25 / 12, 4e-315);
    assert_double_near(adjusted[2], 2e-300 * 25 / 9, 4e-315);
}

static void many_p_values_are_put_in_order(void **state)
{
    enum { COUNT = 3000 };
    double *const p = test_malloc(COUNT * sizeof *p);
    double *const adjusted = test_malloc(COUNT * sizeof *adjusted);
    size_t *const order = test_malloc(COUNT * sizeof *order);
    uint64_t random = 5;
    size_t i;
    (void)state;
    for (i = 0; i < COUNT; i++)
        p[i] = (double)next_below(&random, 1000) / 1000;
    memcpy(adjusted, p, COUNT * sizeof *p);
    assert_ok(nps_adjust(adjusted, COUNT, NPS_ADJUST_BENJAMINI_HOCHBERG, adjusted, order)); /* in place */
    for (i = 1; i < COUNT; i++) {
        const size_t a = order[i - 1], b = order[i];
        assert_true(p[a] < p[b] || (p[a] == p[b] && a < b));
        assert_true(adjusted[a] <= adjusted[b]);
    }
    test_free(p);
    test_free(adjusted);
    test_free(order);
}

static void invalid_p_values_are_refused(void **state)
{
    static const double wrong[] = {NAN, -1e-300, 1.0000001, INFINITY, -INFINITY};
    double adjusted[2] = {7, 7};
    size_t order[2] = {9, 9}, i;
    (void)state;
    for (i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        const double p[] = {0.5, wrong[i]};
        assert_status(nps_adjust(p, 2, NPS_ADJUST_HOLM, adjusted, order), NPS_ERROR_PROBABILITY);
    }
    assert_status(nps_adjust(adjusted, 1, (nps_adjustment)6, adjusted, order), NPS_ERROR_METHOD);
    assert_status(nps_adjust(adjusted, 1, (nps_adjustment)-1, adjusted, order), NPS_ERROR_METHOD);
    assert_status(nps_adjust(adjusted, 1, NPS_ADJUST_FALSE_DISCOVERY, adjusted, order), NPS_ERROR_UNAVAILABLE);
    assert_status(nps_adjust(NULL, 1, NPS_ADJUST_HOLM, adjusted, order), NPS_ERROR_NULL);
    assert_status(nps_adjust(wrong, 1, NPS_ADJUST_HOLM, NULL, order), NPS_ERROR_NULL);
    assert_status(nps_adjust(wrong, 1, NPS_ADJUST_HOLM, adjusted, NULL), NPS_ERROR_NULL);
    assert_ok(nps_adjust(NULL, 0, NPS_ADJUST_HOLM, NULL, NULL));
    assert_double_near(adjusted[0], 7, 0);
    assert_int_equal(order[1], 9);
}

static void adjustments_have_names(void **state)
{
    (void)state;
    assert_string_equal(nps_adjustment_string(NPS_ADJUST_NONE), "none");
    assert_string_equal(nps_adjustment_string(NPS_ADJUST_HOLM), "holm");
    assert_string_equal(nps_adjustment_string(NPS_ADJUST_BENJAMINI_HOCHBERG), "benjamini-hochberg");
    assert_string_equal(nps_adjustment_string(NPS_ADJUST_BENJAMINI_YEKUTIELI), "benjamini-yekutieli");
    assert_string_equal(nps_adjustment_string(NPS_ADJUST_FALSE_DISCOVERY), "false discovery");
    assert_string_equal(nps_adjustment_string(NPS_ADJUST_BONFERRONI), "bonferroni");
    assert_string_equal(nps_adjustment_string((nps_adjustment)6), "unknown adjustment");
    assert_string_equal(nps_adjustment_string((nps_adjustment)-1), "unknown adjustment");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(adjusted_p_values_are_what_the_definitions_say),
        cmocka_unit_test(the_example_of_the_paper),
        cmocka_unit_test(adjusted_p_values_are_the_reference_figures),
        cmocka_unit_test(tiny_p_values_keep_their_precision),
        cmocka_unit_test(many_p_values_are_put_in_order),
        cmocka_unit_test(invalid_p_values_are_refused),
        cmocka_unit_test(adjustments_have_names),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
