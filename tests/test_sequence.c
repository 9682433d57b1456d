/* SPDX-License-Identifier: MIT */
#include "figures.h"

static double log_e_of(const nps_counts *counts, double reference)
{
    double log_e;
    assert_ok(nps_evalue(counts, reference, &log_e));
    return log_e;
}

static nps_comparison comparison_of(const nps_counts *a, const nps_counts *b, double level)
{
    nps_comparison comparison;
    assert_ok(nps_compare(a, b, NPS_METHOD_ANYTIME, level, &comparison));
    return comparison;
}

static void evalues_are_the_reference_figures(void **state)
{
    struct figures figures = figures_open("anytime_evidence.csv");
    (void)state;
    while (figures_next(&figures)) {
        const nps_counts counts = figures_counts(&figures, 0);
        const double expected = figures_number(&figures, 4);
        assert_double_near(log_e_of(&counts, figures_number(&figures, 3)), expected,
                           (counts.promoters == 1000000000000 ? 1e-6 : 1e-9) * fmax(1, fabs(expected)));
    }
}

static void an_evalue_is_one_over_p(void **state)
{
    const nps_counts counts = {51, 30, 19}, promoters = {7, 0, 0};
    double reference, p;
    (void)state;
    for (reference = -99; reference < 100; reference += 3) {
        assert_ok(nps_test(&counts, reference, NPS_METHOD_ANYTIME, NPS_TWO_SIDED, &p));
        assert_double_near(p, fmin(1, exp(-log_e_of(&counts, reference))), 1e-12 * p);
    }
    assert_true(log_e_of(&counts, 100) == INFINITY && log_e_of(&counts, -100) == INFINITY);
    assert_true(log_e_of(&promoters, -100) == INFINITY);
    assert_double_near(log_e_of(&promoters, 100), log(0.3), 1e-15);
}

/* Without passives the wealth grows like the likelihood ratio of a coin, whose log is n times the relative entropy. */
static void evidence_from_huge_counts_is_finite(void **state)
{
    const nps_counts promoters = {UINT64_C(1) << 62, 0, 0}, most = {UINT64_C(1) << 62, 0, UINT64_C(1) << 60};
    const double n = 0x1p62, entropy = log(2) + 0.8 * log(0.8) + 0.2 * log(0.2);
    double reference;
    (void)state;
    assert_double_near(log_e_of(&promoters, 0) / (n * log(2)), 1, 1e-12);
    assert_double_near(log_e_of(&most, 0) / (1.25 * n * entropy), 1, 1e-12);
    for (reference = -99.5; reference < 100; reference += 0.5) {
        assert_true(isfinite(log_e_of(&promoters, reference)));
        assert_true(isfinite(log_e_of(&most, reference)));
    }
}

static void differences_are_the_reference_figures(void **state)
{
    struct figures figures = figures_open("anytime_differences.csv");
    (void)state;
    while (figures_next(&figures)) {
        const nps_counts a = figures_counts(&figures, 0), b = figures_counts(&figures, 3);
        const nps_comparison comparison = comparison_of(&a, &b, figures_number(&figures, 6));
        assert_double_near(comparison.bounds.lower / 100, figures_number(&figures, 7), 1e-9);
        assert_double_near(comparison.bounds.upper / 100, figures_number(&figures, 8), 1e-9);
        assert_double_near(comparison.p_value, figures_number(&figures, 9), 1e-9 * comparison.p_value);
        assert_int_equal(comparison.method, NPS_METHOD_ANYTIME);
    }
    assert_int_equal(figures.row, 12);
}

/* Up to 2^63 answers in one stream; exchanged, mirrored and both, the figures are the same. */
static void differences_of_huge_streams_are_the_reference_figures(void **state)
{
    struct figures figures = figures_open("anytime_huge_differences.csv");
    (void)state;
    while (figures_next(&figures)) {
        const nps_counts a = figures_counts(&figures, 0), b = figures_counts(&figures, 3);
        const nps_counts c = {a.detractors, a.passives, a.promoters}, d = {b.detractors, b.passives, b.promoters};
        const nps_comparison there = comparison_of(&a, &b, 0.95), back = comparison_of(&b, &a, 0.95);
        const nps_comparison mirror = comparison_of(&c, &d, 0.95);
        const double p = figures_number(&figures, 6);
        assert_double_near(there.p_value, p, 1e-6 * p);
        assert_double_near(back.p_value, p, 1e-6 * p);
        assert_double_near(mirror.p_value, p, 1e-6 * p);
        assert_double_near(there.bounds.lower, -back.bounds.upper, 1e-9);
        assert_double_near(there.bounds.upper, -back.bounds.lower, 1e-9);
        assert_double_near(there.bounds.lower, -mirror.bounds.upper, 1e-9);
        assert_double_near(there.bounds.upper, -mirror.bounds.lower, 1e-9);
        assert_int_equal(there.p_value < 0.05, there.bounds.lower > 0 || there.bounds.upper < 0);
    }
    assert_int_equal(figures.row, 5);
}

static double width(nps_bounds bounds)
{
    return bounds.upper - bounds.lower;
}

static nps_bounds anytime(const nps_counts *counts, double level)
{
    nps_bounds bounds;
    assert_ok(nps_interval(counts, NPS_METHOD_ANYTIME, level, &bounds));
    return bounds;
}

/* Two intervals with half the error probability each: the best alternative without multiplying wealths. */
static void sequential_differences_are_a_fifth_narrower_than_two_intervals(void **state)
{
    uint64_t random = 100;
    int i;
    (void)state;
    for (i = 0; i < 20; i++) {
        const uint64_t p = 30 + next_below(&random, 41), q = 30 + next_below(&random, 41);
        const nps_counts a = {p, (100 - p) / 2, 100 - p - (100 - p) / 2},
                         b = {q, (100 - q) / 3, 100 - q - (100 - q) / 3};
        assert_true(width(comparison_of(&a, &b, 0.95).bounds) <
                    0.8 * (width(anytime(&a, 0.975)) + width(anytime(&b, 0.975))));
    }
}

static void check_comparison(const nps_counts *a, const nps_counts *b)
{
    const nps_comparison ab = comparison_of(a, b, 0.9), ba = comparison_of(b, a, 0.9), wide = comparison_of(a, b, 0.99);
    double score_a, score_b;
    assert_ok(nps_score(a, &score_a));
    assert_ok(nps_score(b, &score_b));
    assert_double_near(ab.difference, score_a - score_b, 0);
    assert_true(-200 <= ab.bounds.lower && ab.bounds.lower <= ab.difference + 1e-9);
    assert_true(ab.difference - 1e-9 <= ab.bounds.upper && ab.bounds.upper <= 200);
    assert_double_near(ab.bounds.lower, -ba.bounds.upper, 1e-6);
    assert_double_near(ab.bounds.upper, -ba.bounds.lower, 1e-6);
    assert_double_near(ab.p_value, ba.p_value, 1e-8 * ab.p_value);
    assert_true(wide.bounds.lower <= ab.bounds.lower + 1e-9 && ab.bounds.upper <= wide.bounds.upper + 1e-9);
    /* The test agrees with the interval. */
    if (fabs(ab.bounds.lower) > 1e-5 && fabs(ab.bounds.upper) > 1e-5)
        assert_int_equal((ab.p_value < 0.1), (ab.bounds.lower > 0 || ab.bounds.upper < 0));
}

static void comparisons_are_sound(void **state)
{
    static const nps_counts samples[] = {{1, 0, 0},
                                         {0, 1, 0},
                                         {0, 0, 1},
                                         {5, 3, 2},
                                         {40, 0, 0},
                                         {0, 0, 40},
                                         {300, 100, 2},
                                         {10, 900, 20},
                                         {999999, 0, 1},
                                         {0, 1000000000000, 0},
                                         {500000000000, 300000000000, 200000000000}};
    enum { SAMPLES = sizeof samples / sizeof *samples };
    int i, j;
    (void)state;
    for (i = 0; i < SAMPLES; i++)
        for (j = i; j < SAMPLES; j += 4)
            check_comparison(&samples[i], &samples[j]);
}

static void a_sequence_intersects_its_intervals(void **state)
{
    static const nps_counts looks[] = {{14, 5, 1}, {51, 30, 19}, {51, 30, 19}, {120, 50, 80}, {494, 310, 196}};
    nps_sequence sequence;
    nps_bounds cut = {-100, 100}, bounds;
    size_t i;
    (void)state;
    assert_int_equal(sizeof(nps_sequence), 48);
    assert_ok(nps_sequence_init(&sequence, 0.95));
    assert_ok(nps_sequence_bounds(&sequence, &bounds));
    assert_memory_equal(&bounds, &cut, sizeof cut);
    for (i = 0; i < sizeof looks / sizeof *looks; i++) {
        const nps_bounds now = anytime(&looks[i], 0.95);
        cut = (nps_bounds){fmax(cut.lower, now.lower), fmin(cut.upper, now.upper)};
        assert_ok(nps_sequence_update(&sequence, &looks[i]));
        assert_ok(nps_sequence_bounds(&sequence, &bounds));
        assert_memory_equal(&bounds, &cut, sizeof cut);
        assert_memory_equal(&sequence.counts, &looks[i], sizeof looks[i]);
    }
    assert_true(width(cut) < width(anytime(&looks[4], 0.95)));
}

/* First nearly all promoters, then nearly all detractors. */
static void a_changing_truth_can_empty_the_interval(void **state)
{
    const nps_counts before = {500, 0, 10}, after = {500, 0, 5000}, later = {500, 0, 6000};
    nps_sequence sequence;
    nps_bounds bounds = {1, 2};
    (void)state;
    assert_ok(nps_sequence_init(&sequence, 0.95));
    assert_ok(nps_sequence_update(&sequence, &before));
    assert_ok(nps_sequence_update(&sequence, &after));
    assert_status(nps_sequence_bounds(&sequence, &bounds), NPS_ERROR_DRIFT);
    assert_true(bounds.lower == 1 && bounds.upper == 2);
    assert_ok(nps_sequence_update(&sequence, &later));
    assert_status(nps_sequence_bounds(&sequence, &bounds), NPS_ERROR_DRIFT);
}

static void bad_arguments_change_nothing(void **state)
{
    static const double bad_levels[] = {0, 1, -0.5, 95, NAN};
    const nps_counts counts = {5, 3, 2}, fewer = {6, 2, 2}, empty = {0, 0, 0}, huge = {UINT64_MAX, 1, 0};
    nps_sequence sequence, before;
    nps_bounds bounds = {1, 2};
    double log_e = 7;
    size_t i;
    (void)state;
    assert_ok(nps_sequence_init(&sequence, 0.9));
    assert_ok(nps_sequence_update(&sequence, &counts));
    before = sequence;
    for (i = 0; i < sizeof bad_levels / sizeof *bad_levels; i++)
        assert_status(nps_sequence_init(&sequence, bad_levels[i]), NPS_ERROR_LEVEL);
    assert_status(nps_sequence_init(NULL, 0.9), NPS_ERROR_NULL);
    assert_status(nps_sequence_update(NULL, &counts), NPS_ERROR_NULL);
    assert_status(nps_sequence_update(&sequence, NULL), NPS_ERROR_NULL);
    assert_status(nps_sequence_update(&sequence, &empty), NPS_ERROR_EMPTY);
    assert_status(nps_sequence_update(&sequence, &huge), NPS_ERROR_OVERFLOW);
    assert_status(nps_sequence_update(&sequence, &fewer), NPS_ERROR_UNDERFLOW);
    assert_memory_equal(&sequence, &before, sizeof before);
    assert_status(nps_sequence_update(&(nps_sequence){{0, 0, 0}, {0, 0}, 0}, &counts), NPS_ERROR_LEVEL);
    assert_status(nps_sequence_bounds(NULL, &bounds), NPS_ERROR_NULL);
    assert_status(nps_sequence_bounds(&sequence, NULL), NPS_ERROR_NULL);
    assert_status(nps_evalue(NULL, 0, &log_e), NPS_ERROR_NULL);
    assert_status(nps_evalue(&counts, 0, NULL), NPS_ERROR_NULL);
    assert_status(nps_evalue(&empty, 0, &log_e), NPS_ERROR_EMPTY);
    assert_status(nps_evalue(&huge, 0, &log_e), NPS_ERROR_OVERFLOW);
    assert_status(nps_evalue(&counts, NAN, &log_e), NPS_ERROR_REFERENCE);
    assert_status(nps_evalue(&counts, 100.5, &log_e), NPS_ERROR_REFERENCE);
    assert_true(log_e == 7);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(evalues_are_the_reference_figures),
        cmocka_unit_test(an_evalue_is_one_over_p),
        cmocka_unit_test(evidence_from_huge_counts_is_finite),
        cmocka_unit_test(differences_are_the_reference_figures),
        cmocka_unit_test(differences_of_huge_streams_are_the_reference_figures),
        cmocka_unit_test(sequential_differences_are_a_fifth_narrower_than_two_intervals),
        cmocka_unit_test(comparisons_are_sound),
        cmocka_unit_test(a_sequence_intersects_its_intervals),
        cmocka_unit_test(a_changing_truth_can_empty_the_interval),
        cmocka_unit_test(bad_arguments_change_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
