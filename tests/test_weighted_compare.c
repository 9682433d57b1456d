/* Comparisons of two weighted surveys.
 * SPDX-License-Identifier: MIT */
#include "weighted_surveys.h"

/* The estimate with this name in weighted_comparisons.csv: a year of the airport without its design, or a survey. */
static nps_weighted_estimate estimate_called(const char *name)
{
    nps_weighted_design *design = new_design();
    nps_weighted weighted;
    nps_weighted_estimate estimate;
    if (name[0] == '2') {
        weighted = airport(name);
        estimate = read_weighted(&weighted);
    } else {
        read_survey(name, &weighted, design);
        estimate = read_design(design);
    }
    nps_weighted_design_destroy(design);
    return estimate;
}

static nps_comparison comparison_of(const nps_weighted_estimate *a, const nps_weighted_estimate *b, nps_method method,
                                    double level)
{
    nps_comparison comparison;
    assert_ok(nps_weighted_compare(a, b, method, level, &comparison));
    return comparison;
}

static void comparisons_are_the_reference_figures(void **state)
{
    struct figures figures = figures_open("weighted_comparisons.csv");
    (void)state;
    while (figures_next(&figures)) {
        const nps_weighted_estimate a = estimate_called(figures.fields[0]), b = estimate_called(figures.fields[1]);
        const nps_method method = figures_method(&figures, 3);
        const nps_comparison comparison = comparison_of(&a, &b, method, figures_number(&figures, 2));
        assert_double_near(comparison.difference, 100 * figures_number(&figures, 4), 1e-11);
        assert_double_near(comparison.bounds.lower, fmax(-200, 100 * figures_number(&figures, 5)), 1e-8);
        assert_double_near(comparison.bounds.upper, fmin(200, 100 * figures_number(&figures, 6)), 1e-8);
        assert_int_equal(comparison.method, method);
    }
    assert_int_equal(figures.row, 84);
}

static void the_airport_became_worse_with_its_weights_too(void **state)
{
    const nps_weighted_estimate of_2017 = estimate_called("2017"), of_2018 = estimate_called("2018");
    const nps_comparison comparison = comparison_of(&of_2018, &of_2017, NPS_METHOD_AUTO, 0.95);
    (void)state;
    assert_double_near(comparison.difference, 35.11363210359724 - 40.398435511707426, 1e-12);
    assert_double_near(comparison.bounds.lower, -9.528, 0.0005);
    assert_double_near(comparison.bounds.upper, -1.047, 0.0005);
    assert_double_near(comparison.p_value, 0.01445, 0.000005);
    assert_int_equal(comparison.method, NPS_METHOD_SKEWNESS_SCORE);
}

static void equal_weights_give_the_unweighted_comparison(void **state)
{
    static const nps_method methods[] = {NPS_METHOD_AUTO, NPS_METHOD_SCORE, NPS_METHOD_SKEWNESS_SCORE,
                                         NPS_METHOD_ADJUSTED_WALD};
    static const nps_counts tables[] = {{1, 0, 0}, {5, 3, 2}, {0, 0, 9}, {1436, 968, 342}, {UINT64_MAX - 9, 4, 5}};
    size_t i, j, k;
    (void)state;
    for (i = 0; i < 5; i++)
        for (j = 0; j < 5; j++)
            for (k = 0; k < 4; k++) {
                nps_weighted_estimate a, b;
                nps_comparison expected, comparison;
                assert_ok(nps_weighted_read_counts(&tables[i], &a));
                assert_ok(nps_weighted_read_counts(&tables[j], &b));
                comparison = comparison_of(&a, &b, methods[k], 0.95);
                assert_ok(nps_compare(&tables[i], &tables[j],
                                      methods[k] == NPS_METHOD_AUTO ? NPS_METHOD_SKEWNESS_SCORE : methods[k], 0.95,
                                      &expected));
                assert_double_near(comparison.difference, expected.difference, 1e-12);
                assert_double_near(comparison.bounds.lower, expected.bounds.lower, 1e-8);
                assert_double_near(comparison.bounds.upper, expected.bounds.upper, 1e-8);
                assert_double_near(comparison.p_value, expected.p_value, 1e-7 * expected.p_value);
                assert_int_equal(comparison.method, expected.method);
            }
}

static void unweighted_samples_are_estimates(void **state)
{
    const nps_counts counts = {5, 3, 2}, one = {0, 1, 0}, none = {0, 0, 0}, too_many = {UINT64_MAX, 0, 1};
    nps_weighted_estimate estimate;
    (void)state;
    assert_ok(nps_weighted_read_counts(&counts, &estimate));
    assert_double_near(estimate.score, 30, 1e-13);
    /* The variance of the values 1, 0, -1 occurring five, three and two times, over ten. */
    assert_relative(estimate.standard_error, 100 * sqrt((5 * 0.49 + 3 * 0.09 + 2 * 1.69) / 90));
    assert_relative(estimate.promoters, 0.5);
    assert_relative(estimate.passives, 0.3);
    assert_relative(estimate.detractors, 0.2);
    assert_int_equal(estimate.respondents, 10);
    assert_relative(estimate.kish, 10);
    assert_relative(estimate.design_effect, 1);
    assert_relative(estimate.effective, 10);
    assert_true(isinf(estimate.degrees));
    assert_ok(nps_weighted_read_counts(&one, &estimate));
    assert_double_near(estimate.effective, 1, 0);
    estimate.score = 77;
    assert_status(nps_weighted_read_counts(NULL, &estimate), NPS_ERROR_NULL);
    assert_status(nps_weighted_read_counts(&counts, NULL), NPS_ERROR_NULL);
    assert_status(nps_weighted_read_counts(&none, &estimate), NPS_ERROR_EMPTY);
    assert_status(nps_weighted_read_counts(&too_many, &estimate), NPS_ERROR_OVERFLOW);
    assert_double_near(estimate.score, 77, 0);
}

/* Random shares, effective respondents and degrees of freedom of any size. */
static nps_weighted_estimate any_estimate(uint64_t *random)
{
    static const double degrees[] = {1, 2, 7, 40, 12345, INFINITY};
    const double a = random_weight(random), m = random_weight(random), c = random_weight(random), total = a + m + c;
    return (nps_weighted_estimate){.score = 100 * (a - c) / total,
                                   .promoters = a / total,
                                   .passives = m / total,
                                   .detractors = c / total,
                                   .effective = 1.5 + random_weight(random),
                                   .degrees = degrees[next_below(random, 6)]};
}

/* At the level 1 - p the interval just touches a difference of 0; exchanging the samples changes the sign. */
static void p_values_of_differences_agree_with_their_intervals(void **state)
{
    static const nps_method methods[] = {NPS_METHOD_SCORE,       NPS_METHOD_SKEWNESS_SCORE, NPS_METHOD_ADJUSTED_WALD,
                                         NPS_METHOD_AGRESTI_MIN, NPS_METHOD_BONETT_PRICE,   NPS_METHOD_WALD};
    uint64_t random = 11;
    int round, inside = 0;
    (void)state;
    for (round = 0; round < 300; round++) {
        const nps_weighted_estimate a = any_estimate(&random), b = any_estimate(&random);
        const nps_method method = methods[round % 6];
        const nps_comparison one = comparison_of(&a, &b, method, 0.9), back = comparison_of(&b, &a, method, 0.9);
        assert_double_near(one.difference, -back.difference, 0);
        assert_double_near(one.bounds.lower, -back.bounds.upper, 1e-10);
        assert_double_near(one.p_value, back.p_value, 1e-9);
        assert_true((one.p_value < 0.1) == (one.bounds.lower > 0 || one.bounds.upper < 0));
        if (one.p_value > 1e-6 && one.p_value < 0.999999) {
            const nps_comparison touching = comparison_of(&a, &b, method, 1 - one.p_value);
            assert_double_near(fmin(fabs(touching.bounds.lower), fabs(touching.bounds.upper)), 0, 1e-5);
            inside++;
        }
    }
    assert_true(inside > 100);
}

/* If nothing is known about one sample, all differences that the other allows remain possible. */
static void without_degrees_of_freedom_nothing_is_told_apart(void **state)
{
    const nps_counts all_promoters = {1000000, 0, 0};
    nps_weighted_estimate known, unknown;
    nps_weighted_design *design = new_design();
    nps_comparison comparison;
    double lower;
    (void)state;
    assert_ok(nps_weighted_read_counts(&all_promoters, &known));
    assert_ok(nps_weighted_design_add_cluster(design, 1, 1, 0, 2.5, 7));
    unknown = read_design(design);
    nps_weighted_design_destroy(design);
    lower = interval_of(&known, NPS_METHOD_SCORE, 0.95).bounds.lower;
    comparison = comparison_of(&known, &unknown, NPS_METHOD_SCORE, 0.95);
    assert_double_near(comparison.difference, 200, 0);
    assert_double_near(comparison.bounds.lower, lower - 100, 1e-12);
    assert_double_near(comparison.bounds.upper, 200, 0);
    assert_double_near(comparison.p_value, 1, 0);
    comparison = comparison_of(&unknown, &known, NPS_METHOD_WALD, 0.95);
    assert_double_near(comparison.bounds.lower, -200, 0);
    assert_double_near(comparison.bounds.upper, 0, 0);
    comparison = comparison_of(&unknown, &unknown, NPS_METHOD_AUTO, 0.95);
    assert_double_near(comparison.bounds.lower, -200, 0);
    assert_double_near(comparison.bounds.upper, 200, 0);
}

static void bad_comparisons_leave_the_output_unchanged(void **state)
{
    static const nps_counts counts = {5, 3, 2};
    nps_weighted_estimate good, bad;
    nps_comparison comparison = {.difference = 77};
    size_t i;
    (void)state;
    assert_ok(nps_weighted_read_counts(&counts, &good));
    assert_status(nps_weighted_compare(NULL, &good, NPS_METHOD_SCORE, 0.95, &comparison), NPS_ERROR_NULL);
    assert_status(nps_weighted_compare(&good, NULL, NPS_METHOD_SCORE, 0.95, &comparison), NPS_ERROR_NULL);
    assert_status(nps_weighted_compare(&good, &good, NPS_METHOD_SCORE, 0.95, NULL), NPS_ERROR_NULL);
    assert_status(nps_weighted_compare(&good, &good, (nps_method)99, 0.95, &comparison), NPS_ERROR_METHOD);
    assert_status(nps_weighted_compare(&good, &good, NPS_METHOD_EXACT, 0.95, &comparison), NPS_ERROR_UNAVAILABLE);
    assert_status(nps_weighted_compare(&good, &good, NPS_METHOD_ANYTIME, 0.95, &comparison), NPS_ERROR_UNAVAILABLE);
    assert_status(nps_weighted_compare(&good, &good, NPS_METHOD_SCORE, 1, &comparison), NPS_ERROR_LEVEL);
    assert_status(nps_weighted_compare(&good, &good, NPS_METHOD_SCORE, NAN, &comparison), NPS_ERROR_LEVEL);
    for (i = 0; i < 7; i++) {
        static const double none[] = {NAN, -1, NAN, -1e-9, NAN, NAN, 101};
        bad = good;
        *(i < 2 ? &bad.effective : i < 4 ? &bad.passives : i < 5 ? &bad.degrees : &bad.score) = none[i];
        assert_status(nps_weighted_compare(&bad, &good, NPS_METHOD_SCORE, 0.95, &comparison), NPS_ERROR_WEIGHT);
        assert_status(nps_weighted_compare(&good, &bad, NPS_METHOD_SCORE, 0.95, &comparison), NPS_ERROR_WEIGHT);
    }
    assert_double_near(comparison.difference, 77, 0);
}

/* What is asked of two samples. */
enum question { NONINFERIORITY, EQUIVALENCE, BENCHMARK, SAMPLED_BENCHMARK, QUESTIONS };

static nps_status ask_counts(enum question question, const nps_counts *a, const nps_counts *b, nps_method method,
                             nps_comparison *out)
{
    switch (question) {
    case NONINFERIORITY: return nps_compare_noninferiority(a, b, 10, method, 0.95, out);
    case EQUIVALENCE: return nps_compare_equivalence(a, b, 25, method, 0.9, out);
    case BENCHMARK: return nps_compare_benchmark(a, 12.5, 0, method, 0.95, out);
    default: return nps_compare_benchmark(a, -20, 400, method, 0.9, out);
    }
}

static nps_status ask(enum question question, const nps_weighted_estimate *a, const nps_weighted_estimate *b,
                      nps_method method, nps_comparison *out)
{
    switch (question) {
    case NONINFERIORITY: return nps_weighted_compare_noninferiority(a, b, 10, method, 0.95, out);
    case EQUIVALENCE: return nps_weighted_compare_equivalence(a, b, 25, method, 0.9, out);
    case BENCHMARK: return nps_weighted_compare_benchmark(a, 12.5, 0, method, 0.95, out);
    default: return nps_weighted_compare_benchmark(a, -20, 400, method, 0.9, out);
    }
}

static void equal_weights_give_the_unweighted_answer_to_every_question(void **state)
{
    static const nps_method methods[] = {NPS_METHOD_SCORE, NPS_METHOD_SKEWNESS_SCORE, NPS_METHOD_ADJUSTED_WALD};
    static const nps_counts tables[] = {{1, 0, 0}, {5, 3, 2}, {0, 12, 0}, {0, 30, 0}, {43, 26, 34}};
    const size_t count = sizeof tables / sizeof *tables;
    size_t i, j, k;
    int question;
    (void)state;
    for (i = 0; i < count; i++)
        for (j = 0; j < count; j++)
            for (k = 0; k < 3; k++)
                for (question = 0; question < QUESTIONS; question++) {
                    nps_weighted_estimate a, b;
                    nps_comparison expected, comparison;
                    assert_ok(nps_weighted_read_counts(&tables[i], &a));
                    assert_ok(nps_weighted_read_counts(&tables[j], &b));
                    assert_ok(ask((enum question)question, &a, &b, methods[k], &comparison));
                    assert_ok(ask_counts((enum question)question, &tables[i], &tables[j], methods[k], &expected));
                    assert_double_near(comparison.difference, expected.difference, 1e-12);
                    assert_double_near(comparison.bounds.lower, expected.bounds.lower, 1e-7);
                    assert_double_near(comparison.bounds.upper, expected.bounds.upper, 1e-7);
                    assert_double_near(comparison.p_value, expected.p_value, 1e-8);
                    assert_int_equal(comparison.method, expected.method);
                }
}

/* With one number of degrees of freedom in both samples Wald's method is that of Student's t; the quantiles are from
 * tables: t(.95, 7) = 1.894578605, t(.9, 7) = 1.414923928. */
static void margins_with_degrees_of_freedom_are_those_of_student(void **state)
{
    static const double quantiles[][2] = {{0.95, 1.8945786050902086}, {0.9, 1.4149239276488516}};
    const nps_weighted_estimate a = {.score = 20,
                                     .standard_error = 6,
                                     .promoters = 0.5,
                                     .passives = 0.2,
                                     .detractors = 0.3,
                                     .effective = 90,
                                     .degrees = 7};
    const nps_weighted_estimate b = {.score = 30,
                                     .standard_error = 8,
                                     .promoters = 0.45,
                                     .passives = 0.4,
                                     .detractors = 0.15,
                                     .effective = 60,
                                     .degrees = 7};
    size_t i;
    (void)state;
    for (i = 0; i < 2; i++) {
        /* The standard error of the difference is 10. A margin that the bound just reaches has p = 1 - level. */
        const double level = quantiles[i][0], margin = 10 + 10 * quantiles[i][1];
        nps_comparison comparison;
        assert_ok(nps_weighted_compare_noninferiority(&a, &b, margin, NPS_METHOD_WALD, level, &comparison));
        assert_double_near(comparison.bounds.lower, -margin, 1e-9);
        assert_double_near(comparison.bounds.upper, margin - 20, 1e-9);
        assert_double_near(comparison.p_value, 1 - level, 1e-9);
        assert_ok(nps_weighted_compare_equivalence(&a, &b, margin, NPS_METHOD_WALD, level, &comparison));
        assert_double_near(comparison.p_value, 1 - level, 1e-9);
        assert_ok(nps_weighted_compare_equivalence(&b, &a, margin, NPS_METHOD_WALD, level, &comparison));
        assert_double_near(comparison.p_value, 1 - level, 1e-9);
        /* A known benchmark: the standard error is 6, and both sides count. */
        assert_ok(nps_weighted_compare_benchmark(&a, 20 + 6 * quantiles[i][1], 0, NPS_METHOD_WALD, 2 * level - 1,
                                                 &comparison));
        assert_double_near(comparison.difference, -6 * quantiles[i][1], 1e-12);
        assert_double_near(comparison.bounds.upper, 0, 1e-9);
        assert_double_near(comparison.p_value, 2 - 2 * level, 1e-9);
    }
}

/* The p-value is below 1 - level exactly when the bound is inside the margin, for effective counts that are not whole.
 */
static void margins_agree_with_their_bounds(void **state)
{
    static const nps_method methods[] = {NPS_METHOD_AUTO, NPS_METHOD_SCORE, NPS_METHOD_AGRESTI_MIN, NPS_METHOD_WALD};
    uint64_t random = 5;
    int round, inside = 0, found = 0;
    (void)state;
    for (round = 0; round < 80; round++) {
        nps_weighted_estimate a = any_estimate(&random), b = any_estimate(&random);
        const double margin = 1 + (double)next_below(&random, 60);
        nps_comparison one, both, back;
        a.effective = 2 + (double)next_below(&random, 1000) / 7;
        b.effective = 2 + (double)next_below(&random, 1000) / 7;
        assert_ok(nps_weighted_compare_noninferiority(&a, &b, margin, methods[round % 4], 0.9, &one));
        assert_ok(nps_weighted_compare_equivalence(&a, &b, margin, methods[round % 4], 0.9, &both));
        assert_ok(nps_weighted_compare_equivalence(&b, &a, margin, methods[round % 4], 0.9, &back));
        assert_true(one.p_value >= 0 && both.p_value >= one.p_value && both.p_value <= 1);
        assert_double_near(both.p_value, back.p_value, 1e-7);
        assert_double_near(one.bounds.lower, -back.bounds.upper, 1e-7);
        if (fabs(one.p_value - 0.1) > 1e-6)
            assert_true((one.p_value < 0.1) == (one.bounds.lower > -margin));
        if (fabs(both.p_value - 0.1) > 1e-6)
            assert_true((both.p_value < 0.1) == (both.bounds.lower > -margin && both.bounds.upper < margin));
        inside += one.p_value < 0.1;
        found += both.p_value < 0.1;
    }
    assert_true(inside > 12 && found > 3);
}

/* What is unknown may be at the end of the scale. */
static void a_margin_without_degrees_of_freedom(void **state)
{
    const nps_counts counts = {90, 10, 0};
    const nps_weighted_estimate unknown = {.score = 10, .promoters = 0.5, .passives = 0.1, .detractors = 0.4};
    nps_weighted_estimate known;
    nps_comparison comparison;
    double lower;
    (void)state;
    assert_ok(nps_weighted_read_counts(&counts, &known));
    lower = interval_of(&known, NPS_METHOD_SCORE, 0.9).bounds.lower;
    assert_ok(nps_weighted_compare_noninferiority(&known, &unknown, 100 - lower, NPS_METHOD_SCORE, 0.95, &comparison));
    assert_double_near(comparison.difference, 80, 1e-12);
    assert_double_near(comparison.bounds.lower, lower - 100, 1e-9);
    assert_double_near(comparison.p_value, 0.05, 1e-9);
    assert_ok(nps_weighted_compare_equivalence(&known, &unknown, 185, NPS_METHOD_SCORE, 0.95, &comparison));
    assert_true(comparison.p_value > 0.9); /* the difference may be 190 */
    assert_ok(nps_weighted_compare_noninferiority(&unknown, &known, 50, NPS_METHOD_SCORE, 0.95, &comparison));
    assert_true(comparison.p_value > 0.5 && comparison.bounds.upper > 0);
    assert_ok(nps_weighted_compare_noninferiority(&unknown, &unknown, 199, NPS_METHOD_SCORE, 0.95, &comparison));
    assert_double_near(comparison.p_value, 0.5, 0);
}

/* Effective counts that all round to 0 have no table to be compared with. */
static void less_than_one_answer_has_a_margin_too(void **state)
{
    const nps_weighted_estimate small = {.score = 0,
                                         .promoters = 1. / 3,
                                         .passives = 1. / 3,
                                         .detractors = 1. / 3,
                                         .effective = 1.4,
                                         .degrees = INFINITY};
    const nps_weighted_estimate tiny = {
        .score = 0, .promoters = 1. / 3, .passives = 1. / 3, .detractors = 1. / 3, .effective = 0.5, .degrees = 1};
    nps_comparison comparison;
    (void)state;
    assert_ok(nps_weighted_compare_noninferiority(&small, &small, 199, NPS_METHOD_AUTO, 0.95, &comparison));
    assert_true(comparison.p_value > 0 && comparison.p_value <= 1);
    assert_true(comparison.bounds.lower >= -200 && comparison.bounds.lower <= comparison.bounds.upper);
    assert_ok(nps_weighted_compare_equivalence(&tiny, &small, 199, NPS_METHOD_AUTO, 0.95, &comparison));
    assert_double_near(comparison.p_value, 0.5, 1e-9);
    assert_double_near(comparison.bounds.lower, -200, 0);
    assert_double_near(comparison.bounds.upper, 200, 0);
}

static void bad_questions_leave_the_output_unchanged(void **state)
{
    static const double margins[] = {0, -1, NAN, 200.1, INFINITY}, levels[] = {0.5, 1, NAN, 0.3};
    static const nps_counts counts = {5, 3, 2};
    nps_weighted_estimate good, bad;
    nps_comparison comparison = {.difference = 77};
    size_t i;
    int question;
    (void)state;
    assert_ok(nps_weighted_read_counts(&counts, &good));
    bad = good;
    bad.promoters = NAN;
    for (question = 0; question < QUESTIONS; question++) {
        const enum question asked = (enum question)question;
        assert_status(ask(asked, NULL, &good, NPS_METHOD_SCORE, &comparison), NPS_ERROR_NULL);
        assert_status(ask(asked, &good, &good, NPS_METHOD_SCORE, NULL), NPS_ERROR_NULL);
        assert_status(ask(asked, &bad, &good, NPS_METHOD_SCORE, &comparison), NPS_ERROR_WEIGHT);
        assert_status(ask(asked, &good, &good, (nps_method)99, &comparison), NPS_ERROR_METHOD);
        assert_status(ask(asked, &good, &good, NPS_METHOD_EXACT, &comparison), NPS_ERROR_UNAVAILABLE);
        assert_status(ask(asked, &good, &good, NPS_METHOD_ANYTIME, &comparison), NPS_ERROR_UNAVAILABLE);
    }
    for (i = 0; i < 5; i++) {
        assert_status(nps_weighted_compare_noninferiority(&good, &good, margins[i], NPS_METHOD_AUTO, 0.95, &comparison),
                      NPS_ERROR_REFERENCE);
        assert_status(nps_weighted_compare_equivalence(&good, &good, margins[i], NPS_METHOD_AUTO, 0.95, &comparison),
                      NPS_ERROR_REFERENCE);
    }
    for (i = 0; i < 4; i++)
        assert_status(nps_weighted_compare_equivalence(&good, &good, 5, NPS_METHOD_AUTO, levels[i], &comparison),
                      NPS_ERROR_LEVEL);
    assert_status(nps_weighted_compare_benchmark(&good, 100.1, 0, NPS_METHOD_AUTO, 0.95, &comparison),
                  NPS_ERROR_REFERENCE);
    assert_status(nps_weighted_compare_benchmark(&good, NAN, 9, NPS_METHOD_AUTO, 0.95, &comparison),
                  NPS_ERROR_REFERENCE);
    assert_status(nps_weighted_compare_benchmark(&good, 0, 9, NPS_METHOD_AUTO, 1, &comparison), NPS_ERROR_LEVEL);
    assert_double_near(comparison.difference, 77, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(comparisons_are_the_reference_figures),
        cmocka_unit_test(the_airport_became_worse_with_its_weights_too),
        cmocka_unit_test(equal_weights_give_the_unweighted_comparison),
        cmocka_unit_test(unweighted_samples_are_estimates),
        cmocka_unit_test(p_values_of_differences_agree_with_their_intervals),
        cmocka_unit_test(without_degrees_of_freedom_nothing_is_told_apart),
        cmocka_unit_test(bad_comparisons_leave_the_output_unchanged),
        cmocka_unit_test(equal_weights_give_the_unweighted_answer_to_every_question),
        cmocka_unit_test(margins_with_degrees_of_freedom_are_those_of_student),
        cmocka_unit_test(margins_agree_with_their_bounds),
        cmocka_unit_test(a_margin_without_degrees_of_freedom),
        cmocka_unit_test(less_than_one_answer_has_a_margin_too),
        cmocka_unit_test(bad_questions_leave_the_output_unchanged),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
